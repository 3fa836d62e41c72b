//! A language: its lexicon and, if there is one, its language model.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

#[cfg(feature = "embedded-small")]
use once_cell::sync::OnceCell;

use crate::error::LanguageError;
use crate::lexicon::Lexicon;
use crate::lm::{CombinedModel, EmbeddingModel, LanguageModel, NgramModel};
use crate::parameters::{CaseFiles, Files, Parameters};
use crate::text::classes::WordLists;

/// A language: its words, its language model and its parameters of repair.
///
/// Cloning it is cheap: images are shared.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::lm::LmToken;
/// use ungarble::{Language, Repairer};
///
/// let english = Language::english();
/// let model = english.model().expect("it is embedded");
/// let word = |word| LmToken::Word(english.lexicon().entry(word).expect("it is listed").id());
/// assert!(model.bigram(word("both"), word("sides")) < model.bigram(word("bot"), word("sides")));
/// let repairer = Repairer::builder().language(english.clone()).build()?;
/// assert_eq!(repairer.repair("Howver, it is in question."), "However, it is in question.");
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Language {
    /// Asked for costs in context by those who hold nothing else.
    lexicon: Lexicon,
    model: Option<Arc<dyn LanguageModel>>,
    parameters: Option<Arc<Parameters>>,
}

impl From<Lexicon> for Language {
    fn from(lexicon: Lexicon) -> Language {
        Language { lexicon, model: None, parameters: None }
    }
}

#[cfg(feature = "embedded-small")]
static ENGLISH: OnceCell<Language> = OnceCell::new();

impl Language {
    /// Returns English as it is embedded.
    ///
    /// With the feature `embedded-small` alone, the model has half of the n-grams and no embedding.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    ///
    /// assert!(Language::english().lexicon().contains("government"));
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Never, unless the crate was built from damaged data; [`Language::try_english`] returns an error then.
    #[cfg(feature = "embedded-small")]
    #[must_use]
    pub fn english() -> &'static Language {
        Language::try_english().expect("the embedded images belong together, as a test asserts")
    }

    /// Returns English as it is embedded, or why it cannot be read.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// // For a service that would rather know at its start.
    /// ungarble::Language::try_english()?;
    /// # }
    /// # Ok::<(), ungarble::LanguageError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If one of the images is not of the layout that this build reads.
    #[cfg(feature = "embedded-small")]
    pub fn try_english() -> Result<&'static Language, LanguageError> {
        ENGLISH.get_or_try_init(|| {
            let mut language = Language::english_words()?;
            language.parameters =
                Some(Arc::new(Parameters::open(parameter_files(english_files())?, &language.lexicon)?));
            Ok(language)
        })
    }

    /// Returns English without the parameters of repair, as the programs that make these ask for it.
    #[cfg(feature = "embedded-small")]
    pub(crate) fn english_words() -> Result<Language, LanguageError> {
        let lexicon = Lexicon::try_english()?;
        #[cfg(feature = "embedded")]
        let model = CombinedModel::new(
            NgramModel::open(ungarble_en_lm::NGRAMS, lexicon)?,
            EmbeddingModel::open(ungarble_en_lm::EMBEDDING, lexicon)?,
        );
        #[cfg(not(feature = "embedded"))]
        let model = NgramModel::open(ungarble_en::NGRAMS, lexicon)?;
        Ok(Language::from(lexicon.clone()).with_model(model))
    }

    /// Returns what repairs search in and decide by: nothing is repaired without it.
    pub(crate) fn parameters(&self) -> Option<&Parameters> {
        self.parameters.as_deref()
    }

    /// Reads a language from a folder: one file that ends in `.lexicon`, and if they are there one that ends in `.ngrams` and
    /// one that ends in `.vectors`, and `classes.tsv`, what its words do in sentences. Repairs of spelling need the parameters besides,
    /// by these names: `words.trie`, `characters.bin`, `hyphens.bin`, `neighbours.bin`, `affixes.tsv`, `ocr.tsv`, `typing.tsv`,
    /// `classifier.trees`, `calibration.tsv` and `budgets.tsv`; repairs of capitals need `casing.bin`, `truecase.trees`,
    /// `truecase-calibration.tsv` and `truecase-budgets.tsv`.
    /// Two more are read if they are there: `forms.bin`, forms that no list holds and that texts have all the same, and
    /// `confidences.tsv`, what a recogniser's confidences and alternatives say of edits.
    ///
    /// Every image is verified. This is how a model is loaded that is too large to be embedded.
    ///
    /// ```
    /// use ungarble::{Language, LanguageError};
    ///
    /// let error = Language::open("no/such/folder").expect_err("it is not there");
    /// assert!(matches!(error, LanguageError::Io { .. }));
    /// ```
    ///
    /// # Errors
    ///
    /// If a file cannot be read, is damaged, or does not belong to the others, or if no lexicon is among them.
    ///
    /// # Complexity
    ///
    /// O(n) in the size of the images.
    pub fn open(folder: impl AsRef<Path>) -> Result<Language, LanguageError> {
        let folder = folder.as_ref();
        Language::assemble(read_folder(folder)?, true).map_err(|error| match error {
            LanguageError::NoFile { name } if name == LEXICON => LanguageError::Missing { path: folder.to_path_buf() },
            LanguageError::NoFile { name } => {
                LanguageError::Io { path: folder.join(name), source: std::io::ErrorKind::NotFound.into() }
            }
            error => error,
        })
    }

    /// Returns the language of these files, by the names that [`Language::open`] reads: how a package embeds a language.
    ///
    /// The images are trusted but for their headers, as those of English are.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Language, LanguageError};
    ///
    /// let files = [("en.lexicon", ungarble_en::LEXICON), ("en.ngrams", ungarble_en::NGRAMS)];
    /// let english = Language::from_files(files)?;
    /// assert!(english.lexicon().contains("government") && english.model().is_some());
    /// let error = Language::from_files([("words.trie", ungarble_en::TRIE)]).expect_err("it has no lexicon");
    /// assert!(matches!(error, LanguageError::NoFile { .. }));
    /// # }
    /// # Ok::<(), ungarble::LanguageError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a file is not of its layout, does not belong to the others, or is missing.
    pub fn from_files<N, B>(files: impl IntoIterator<Item = (N, B)>) -> Result<Language, LanguageError>
    where
        N: Into<String>,
        B: Into<Cow<'static, [u8]>>,
    {
        Language::assemble(files.into_iter().map(|(name, bytes)| (name.into(), bytes.into())).collect(), false)
    }

    /// Puts the files of a language together; verifies the images if it is to.
    fn assemble(mut files: Named, verify: bool) -> Result<Language, LanguageError> {
        let lexicon = take_image(&mut files, LEXICON);
        let lexicon = Lexicon::from_image(lexicon.ok_or_else(|| LanguageError::NoFile { name: LEXICON.to_owned() })?)?;
        if verify {
            lexicon.verify()?;
        }
        let lexicon = match files.remove(CLASSES) {
            Some(classes) => lexicon.with_lists(WordLists::read(&text(CLASSES, classes)?)?),
            None => lexicon,
        };
        let mut language = Language::from(lexicon);
        if let Some(ngrams) = take_image(&mut files, ".ngrams") {
            let ngrams = NgramModel::open(ngrams, &language.lexicon)?;
            if verify {
                ngrams.verify()?;
            }
            language = match take_image(&mut files, ".vectors") {
                Some(vectors) => {
                    let embedding = EmbeddingModel::open(vectors, &language.lexicon)?;
                    if verify {
                        embedding.verify()?;
                    }
                    language.with_model(CombinedModel::new(ngrams, embedding))
                }
                None => language.with_model(ngrams),
            };
        }
        if files.contains_key(PARAMETERS[0]) {
            language.parameters = Some(Arc::new(Parameters::open(parameter_files(files)?, &language.lexicon)?));
        }
        Ok(language)
    }

    /// Returns the language with another model, which must use the word numbers of its lexicon.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::lm::NgramModel;
    /// use ungarble::lm::compile::{Ngrams, compile_ngrams};
    /// use ungarble::{Language, Lexicon};
    ///
    /// let lexicon = Lexicon::english();
    /// let frequencies = NgramModel::open(compile_ngrams(&Ngrams::new(lexicon))?, lexicon)?;
    /// assert!(Language::from(lexicon.clone()).with_model(frequencies).model().is_some());
    /// # }
    /// # Ok::<(), ungarble::LanguageError>(())
    /// ```
    #[must_use]
    pub fn with_model(self, model: impl LanguageModel + 'static) -> Language {
        let model: Arc<dyn LanguageModel> = Arc::new(model);
        Language { lexicon: self.lexicon.with_model(Arc::clone(&model)), model: Some(model), ..self }
    }

    /// Returns the words of the language.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// assert!(!ungarble::Language::english().lexicon().contains("goverment"));
    /// # }
    /// ```
    #[must_use]
    pub const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Returns what is likely to follow what; `None` where nothing is known of that.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Language, Lexicon};
    ///
    /// assert!(Language::english().model().is_some());
    /// assert!(Language::from(Lexicon::english().clone()).model().is_none());
    /// # }
    /// ```
    #[must_use]
    pub fn model(&self) -> Option<&dyn LanguageModel> {
        self.model.as_deref()
    }
}

/// The files of a language by their names.
type Named = BTreeMap<String, Cow<'static, [u8]>>;

/// Ending of the name of the lexicon.
const LEXICON: &str = ".lexicon";
/// Lists of word classes; a language may have none.
const CLASSES: &str = "classes.tsv";
/// The files of the parameters of spelling.
const PARAMETERS: [&str; 10] = [
    "words.trie",
    "characters.bin",
    "hyphens.bin",
    "neighbours.bin",
    "affixes.tsv",
    "ocr.tsv",
    "typing.tsv",
    "classifier.trees",
    "calibration.tsv",
    "budgets.tsv",
];
/// The files of the parameters of casing; a language may have none.
const CASING: [&str; 4] = ["casing.bin", "truecase.trees", "truecase-calibration.tsv", "truecase-budgets.tsv"];
/// Forms that no list holds and that are attested; a language may have none.
const FORMS: &str = "forms.bin";
/// Bayes factors of a recogniser's confidences; a language may have none.
const CONFIDENCES: &str = "confidences.tsv";

/// Returns the parameters of English as they are embedded.
#[cfg(feature = "embedded-small")]
fn english_files() -> Named {
    let [trie, characters, hyphens, neighbours, affixes, ocr, typing, trees, calibration, budgets] = PARAMETERS;
    let [cased, case_trees, case_calibration, case_budgets] = CASING;
    let files: [(&str, &'static [u8]); 16] = [
        (trie, ungarble_en::TRIE),
        (characters, ungarble_en::CHARACTERS),
        (hyphens, ungarble_en::HYPHENS),
        (FORMS, ungarble_en::FORMS),
        (neighbours, ungarble_en::NEIGHBOURS),
        (affixes, ungarble_en::AFFIXES.as_bytes()),
        (ocr, ungarble_en::CHANNEL_OCR.as_bytes()),
        (typing, ungarble_en::CHANNEL_TYPING.as_bytes()),
        (trees, ungarble_en::CLASSIFIER),
        (calibration, ungarble_en::CALIBRATION.as_bytes()),
        (budgets, ungarble_en::BUDGETS.as_bytes()),
        (CONFIDENCES, ungarble_en::CONFIDENCES.as_bytes()),
        (cased, ungarble_en::CASED),
        (case_trees, ungarble_en::TRUECASE),
        (case_calibration, ungarble_en::TRUECASE_CALIBRATION.as_bytes()),
        (case_budgets, ungarble_en::TRUECASE_BUDGETS.as_bytes()),
    ];
    files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.into())).collect()
}

/// Takes the parameters out of the files of a language.
fn parameter_files(mut files: Named) -> Result<Files, LanguageError> {
    let mut bytes = |name: &str| files.remove(name).ok_or_else(|| LanguageError::NoFile { name: name.to_owned() });
    let [trie, characters, hyphens, neighbours, affixes, ocr, typing, trees, calibration, budgets] = PARAMETERS;
    // Casing is whole or not there at all.
    let casing = match CASING.map(&mut bytes) {
        [Err(_), Err(_), Err(_), Err(_)] => None,
        [cased, case_trees, case_calibration, case_budgets] => Some(CaseFiles {
            cased: cased?,
            trees: case_trees?,
            calibration: text(CASING[2], case_calibration?)?,
            budgets: text(CASING[3], case_budgets?)?,
        }),
    };
    Ok(Files {
        trie: bytes(trie)?,
        characters: bytes(characters)?,
        hyphens: bytes(hyphens)?,
        forms: bytes(FORMS).unwrap_or_default(),
        neighbours: bytes(neighbours)?,
        affixes: text(affixes, bytes(affixes)?)?,
        channel: [text(ocr, bytes(ocr)?)?, text(typing, bytes(typing)?)?],
        trees: bytes(trees)?,
        calibration: text(calibration, bytes(calibration)?)?,
        budgets: text(budgets, bytes(budgets)?)?,
        // A language without it repairs as if no recogniser had said anything.
        confidences: bytes(CONFIDENCES).ok().map_or(Ok(Cow::Borrowed("")), |bytes| text(CONFIDENCES, bytes))?,
        casing,
    })
}

/// Returns a file as text.
fn text(name: &str, bytes: Cow<'static, [u8]>) -> Result<Cow<'static, str>, LanguageError> {
    let wrong = || LanguageError::Text { name: name.to_owned() };
    Ok(match bytes {
        Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).map_err(|_| wrong())?),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).map_err(|_| wrong())?),
    })
}

/// Takes the file whose name has this ending, the first by name if there are several.
fn take_image(files: &mut Named, ending: &str) -> Option<Cow<'static, [u8]>> {
    let name = files.keys().find(|name| name.ends_with(ending))?.clone();
    files.remove(&name)
}

/// Reads the files in `folder` that belong to a language.
fn read_folder(folder: &Path) -> Result<Named, LanguageError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| LanguageError::Io { path, source }
    };
    let is_named = |name: &str| {
        [LEXICON, ".ngrams", ".vectors"].iter().any(|ending| name.ends_with(ending))
            || PARAMETERS.contains(&name)
            || CASING.contains(&name)
            || [CLASSES, CONFIDENCES, FORMS].contains(&name)
    };
    let mut files = Named::new();
    for item in std::fs::read_dir(folder).map_err(failed(folder))? {
        let path = item.map_err(failed(folder))?.path();
        let name = path.file_name().and_then(std::ffi::OsStr::to_str).filter(|name| is_named(name));
        if let Some(name) = name {
            files.insert(name.to_owned(), std::fs::read(&path).map_err(failed(&path))?.into());
        }
    }
    Ok(files)
}
