//! The settings of a repairer.

use std::sync::Arc;

use crate::error::ConfigError;
use crate::language::Language;
use crate::lexicon::{Dialects, UserLexicon};
use crate::plan::edit::{Confidence, EditKind};
use crate::reference::policy::Policy;
use crate::repairer::Repairer;
use crate::rerank::budget::HarmBudget;
use crate::settings::{Noise, Stage};
use crate::user_words::{UserWords, WordForms};

/// The settings, checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) noise: Noise,
    pub(crate) casing: Stage,
    pub(crate) spelling: Stage,
    pub(crate) harm_budget: HarmBudget,
    pub(crate) policy: Policy,
    pub(crate) min_confidence: Confidence,
    pub(crate) own: Option<Arc<UserWords>>,
    pub(crate) keep: Option<Arc<WordForms>>,
    /// Empty for all.
    pub(crate) only: Vec<EditKind>,
    /// Empty for the spelling that a text itself has.
    pub(crate) dialects: Dialects,
}

/// Settings of a [`Repairer`] to be. The defaults are the cautious ones.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Confidence, Noise, Repairer, Stage};
///
/// let repairer = Repairer::builder()
///     .noise(Noise::Ocr)
///     .casing(Stage::Off)
///     .min_confidence(Confidence::from_per_mille(900))
///     .build()?;
/// assert_eq!(repairer.repair("The comrnittee met in the new rnuseum."), "The committee met in the new museum.");
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `build`"]
pub struct Builder {
    language: Option<Language>,
    config: Config,
}

impl Builder {
    /// Sets the language. Default: English as it is embedded.
    ///
    /// ```
    /// use ungarble::{Lexicon, Repairer};
    /// use ungarble::lexicon::compile::{Source, Sources, compile};
    ///
    /// // Another language: this one, of four words, doubts nothing that it has no likely reading for.
    /// let words = "hafen\t480\t*\ts\nstadt\t520\t*\ts\nwinter\t480\t*\ts\ngeschlossen\t500\t*\ts\n";
    /// let source = Source { name: "words.tsv".to_owned(), text: words.to_owned() };
    /// let alphabet = "abcdefghijklmnopqrstuvwxyzäöüß".to_owned();
    /// let image = compile(&Sources { words: vec![source], alphabet, ..Sources::default() })?;
    /// let repairer = Repairer::builder().language(Lexicon::from_image(image)?).build()?;
    /// assert_eq!(repairer.plan("Der Hafen war im Winter geschlossen.").diagnosis().unknown(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn language(mut self, language: impl Into<Language>) -> Builder {
        self.language = Some(language.into());
        self
    }

    /// Sets how texts were damaged, where an [`Input`](crate::Input) says nothing else. Default: [`Noise::Auto`].
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Noise, Repairer};
    ///
    /// let scans = Repairer::builder().noise(Noise::Ocr).build()?;
    /// assert_eq!(scans.repair("The govemment retumed the painting."), "The government returned the painting.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn noise(mut self, noise: Noise) -> Builder {
        self.config.noise = noise;
        self
    }

    /// Sets whether capitals are repaired. Default: on.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Noise, Repairer, Stage};
    ///
    /// let repairer = Repairer::builder().noise(Noise::Speech).casing(Stage::Off).build()?;
    /// assert_eq!(repairer.repair("the goverment of norway fell"), "the government of norway fell");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn casing(mut self, casing: Stage) -> Builder {
        self.config.casing = casing;
        self
    }

    /// Sets whether words that are none are repaired, and lost and extra spaces. Default: on.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Repairer, Stage};
    ///
    /// let repairer = Repairer::builder().spelling(Stage::Off).build()?;
    /// assert_eq!(repairer.repair("The goverment fell inthe spring."), "The goverment fell inthe spring.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn spelling(mut self, spelling: Stage) -> Builder {
        self.config.spelling = spelling;
        self
    }

    /// Sets how many right words a repair may break. Default: [`HarmBudget::Default`].
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{HarmBudget, Repairer};
    ///
    /// let tight = Repairer::builder().harm_budget(HarmBudget::Tight).build()?;
    /// assert_eq!(tight.repair("The goverment fell."), "The government fell.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn harm_budget(mut self, budget: HarmBudget) -> Builder {
        self.config.harm_budget = budget;
        self
    }

    /// Sets how much is taken from a reference. Default: what is damage beyond doubt.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer};
    ///
    /// let text = "The harbor was shut for the whole of that winter, said the owner on Monday.";
    /// let page = "The harbour was closed for the whole of that winter, said the owner on Monday.";
    /// let repairer = Repairer::builder().policy(Policy::FULL).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), page);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn policy(mut self, policy: Policy) -> Builder {
        self.config.policy = policy;
        self
    }

    /// Drops edits less sure than this. Default: none is dropped; each stage has its own margin.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Confidence, Repairer};
    ///
    /// let repairer = Repairer::builder().min_confidence(Confidence::CERTAIN).build()?;
    /// let plan = repairer.plan("The railwy company anounced that the staton would be rebuilt.");
    /// assert!(plan.edits().iter().all(|edit| edit.confidence() == Confidence::CERTAIN));
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn min_confidence(mut self, confidence: Confidence) -> Builder {
        self.config.min_confidence = confidence;
        self
    }

    /// Sets words that are right where they stand, and that others near them may have been meant to be. Default: none.
    ///
    /// One listed in lower case may also begin a sentence or stand in capitals. One with capitals is right as it is
    /// listed, and gets its capitals back where it is written in lower case and English has no such word.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.insert("Takshashila", 1);
    /// let repairer = Repairer::builder().words(words).build()?;
    /// let text = "The museum of takshashila is closed. Takshashila was a town.";
    /// assert_eq!(repairer.repair(text), "The museum of Takshashila is closed. Takshashila was a town.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn words(mut self, words: UserLexicon) -> Builder {
        self.config.own = (!words.is_empty()).then(|| Arc::new(UserWords::new(words)));
        self
    }

    /// Sets words that no edit touches, and that are no candidates for others. Default: none.
    ///
    /// One listed in lower case may also begin a sentence or stand in capitals. One with capitals is kept only as it is
    /// listed.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::builder().keep(["goverment"]).build()?;
    /// assert_eq!(repairer.repair("Goverment recieved the goverment."), "Goverment received the goverment.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn keep<W: AsRef<str>>(mut self, words: impl IntoIterator<Item = W>) -> Builder {
        let words: WordForms = words.into_iter().collect();
        self.config.keep = (!words.is_empty()).then(|| Arc::new(words));
        self
    }

    /// Sets the kinds of edits that plans have; none for all of them. Default: all.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{EditKind, Repairer};
    ///
    /// let repairer = Repairer::builder().only([EditKind::Spacing]).build()?;
    /// assert_eq!(repairer.repair("The goverment fell inthe spring."), "The goverment fell in the spring.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn only(mut self, kinds: impl IntoIterator<Item = EditKind>) -> Builder {
        self.config.only = kinds.into_iter().collect();
        self
    }

    /// Sets the dialects that a text keeps to: an edit that would bring in a word which only others spell so brings in its
    /// variant in these, or is dropped. Default: whatever the edit says.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    /// use ungarble::lexicon::Dialects;
    ///
    /// let british = Repairer::builder().dialects(Dialects::UK_ISE | Dialects::UK_IZE).build()?;
    /// assert_eq!(british.repair("The harbour is in the centre of the goverment's plan."),
    ///     "The harbour is in the centre of the government's plan.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn dialects(mut self, dialects: Dialects) -> Builder {
        self.config.dialects = dialects;
        self
    }

    /// Checks the settings and returns the repairer.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::builder().build()?;
    /// assert_eq!(repairer.repair("The goverment fell."), "The government fell.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ConfigError::NoLanguage`] where the crate was built without the feature `embedded` and no language was given,
    /// [`ConfigError::OtherModels`] where a custom harm budget was certified with other models than those of the language.
    pub fn build(self) -> Result<Repairer, ConfigError> {
        #[cfg(feature = "embedded-small")]
        let language = self.language.unwrap_or_else(|| Language::english().clone());
        #[cfg(not(feature = "embedded-small"))]
        let language = self.language.ok_or(ConfigError::NoLanguage)?;
        if let (HarmBudget::Custom(thresholds), Some(parameters)) = (self.config.harm_budget, language.parameters())
            && parameters.thresholds(HarmBudget::None).models != thresholds.models
        {
            return Err(ConfigError::OtherModels);
        }
        Ok(Repairer::new(language, self.config))
    }
}
