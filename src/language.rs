//! A language: its lexicon and, if there is one, its language model.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[cfg(feature = "embedded-small")]
use once_cell::sync::OnceCell;

use crate::error::LanguageError;
use crate::lexicon::Lexicon;
use crate::lm::{CombinedModel, EmbeddingModel, LanguageModel, NgramModel};
use crate::parameters::{Files, Parameters};

/// What repairs know of a language: its words, and what is likely to follow what.
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
            language.parameters = Some(Arc::new(Parameters::open(english_files(), &language.lexicon)?));
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
    /// one that ends in `.vectors`. Repairs of spelling need the parameters besides, by these names: `words.trie`,
    /// `characters.bin`, `hyphens.bin`, `neighbours.bin`, `affixes.tsv`, `ocr.tsv`, `typing.tsv`, `classifier.trees`,
    /// `calibration.tsv` and `budgets.tsv`, `casing.bin`, `truecase.trees`, `truecase-calibration.tsv` and `truecase-budgets.tsv`.
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
        let Some(lexicon) = read_image(folder, "lexicon")? else {
            return Err(LanguageError::Missing { path: folder.to_path_buf() });
        };
        let lexicon = Lexicon::from_image(lexicon)?;
        lexicon.verify()?;
        let mut language = Language::from(lexicon);
        if let Some(ngrams) = read_image(folder, "ngrams")? {
            let ngrams = NgramModel::open(ngrams, &language.lexicon)?;
            ngrams.verify()?;
            language = match read_image(folder, "vectors")? {
                Some(vectors) => {
                    let embedding = EmbeddingModel::open(vectors, &language.lexicon)?;
                    embedding.verify()?;
                    language.with_model(CombinedModel::new(ngrams, embedding))
                }
                None => language.with_model(ngrams),
            };
        }
        if folder.join(PARAMETERS[0]).exists() {
            language.parameters = Some(Arc::new(Parameters::open(read_parameters(folder)?, &language.lexicon)?));
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

/// Returns the parameters of English as they are embedded.
#[cfg(feature = "embedded-small")]
fn english_files() -> Files {
    Files {
        trie: ungarble_en::TRIE.into(),
        characters: ungarble_en::CHARACTERS.into(),
        hyphens: ungarble_en::HYPHENS.into(),
        forms: ungarble_en::FORMS.into(),
        neighbours: ungarble_en::NEIGHBOURS.into(),
        affixes: ungarble_en::AFFIXES.into(),
        channel: [ungarble_en::CHANNEL_OCR.into(), ungarble_en::CHANNEL_TYPING.into()],
        trees: ungarble_en::CLASSIFIER.into(),
        calibration: ungarble_en::CALIBRATION.into(),
        budgets: ungarble_en::BUDGETS.into(),
        confidences: ungarble_en::CONFIDENCES.into(),
        cased: ungarble_en::CASED.into(),
        case_trees: ungarble_en::TRUECASE.into(),
        case_calibration: ungarble_en::TRUECASE_CALIBRATION.into(),
        case_budgets: ungarble_en::TRUECASE_BUDGETS.into(),
    }
}

/// The files of the parameters in a folder of a language.
const PARAMETERS: [&str; 14] = [
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
    "casing.bin",
    "truecase.trees",
    "truecase-calibration.tsv",
    "truecase-budgets.tsv",
];

/// Forms that no list holds and that are attested; a language may have none.
const FORMS: &str = "forms.bin";
/// What a recogniser's confidences say; a language may have none.
const CONFIDENCES: &str = "confidences.tsv";

/// Reads the parameters in `folder`, all of which must be there.
fn read_parameters(folder: &Path) -> Result<Files, LanguageError> {
    let failed = |name: &str| {
        let path = folder.join(name);
        move |source| LanguageError::Io { path, source }
    };
    let bytes = |name: &str| std::fs::read(folder.join(name)).map(Cow::Owned).map_err(failed(name));
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).map(Cow::Owned).map_err(failed(name));
    // A language without it repairs as if no recogniser had said anything.
    let optional = |name: &str| if folder.join(name).exists() { text(name) } else { Ok(Cow::Borrowed("")) };
    let [trie, characters, hyphens, neighbours, affixes, ocr, typing, trees, calibration, budgets, ..] = PARAMETERS;
    let [.., cased, case_trees, case_calibration, case_budgets] = PARAMETERS;
    Ok(Files {
        trie: bytes(trie)?,
        characters: bytes(characters)?,
        hyphens: bytes(hyphens)?,
        forms: if folder.join(FORMS).exists() { bytes(FORMS)? } else { Cow::Borrowed(&[]) },
        neighbours: bytes(neighbours)?,
        affixes: text(affixes)?,
        channel: [text(ocr)?, text(typing)?],
        trees: bytes(trees)?,
        calibration: text(calibration)?,
        budgets: text(budgets)?,
        confidences: optional(CONFIDENCES)?,
        cased: bytes(cased)?,
        case_trees: bytes(case_trees)?,
        case_calibration: text(case_calibration)?,
        case_budgets: text(case_budgets)?,
    })
}

/// Reads the file in `folder` with this extension, the first by name if there are several.
fn read_image(folder: &Path, extension: &str) -> Result<Option<Vec<u8>>, LanguageError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |source| LanguageError::Io { path, source }
    };
    let mut paths: Vec<PathBuf> = Vec::new();
    for item in std::fs::read_dir(folder).map_err(failed(folder))? {
        paths.push(item.map_err(failed(folder))?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|end| end == extension));
    let Some(path) = paths.into_iter().min() else { return Ok(None) };
    std::fs::read(&path).map_err(failed(&path)).map(Some)
}
