//! The English lexicon inside the binary.

#![cfg(feature = "embedded")]

use once_cell::sync::OnceCell;

use super::Lexicon;
use crate::error::LexiconError;

static IMAGE: &[u8] = include_bytes!("../../dictionaries/en.lexicon");
static ENGLISH: OnceCell<Lexicon> = OnceCell::new();
#[cfg(feature = "full-context")]
static TRIGRAMS: &[u8] = include_bytes!("../../dictionaries/en.trigrams");
#[cfg(feature = "full-context")]
static WITH_TRIGRAMS: OnceCell<Lexicon> = OnceCell::new();

impl Lexicon {
    /// Returns the English lexicon that is part of this crate.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert!(lexicon.contains("government") && !lexicon.contains("goverment"));
    /// assert!(std::ptr::eq(lexicon, Lexicon::english()), "there is one");
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// Never, unless the crate was built from a damaged copy of its sources; [`Lexicon::try_english`] tells.
    #[must_use]
    pub fn english() -> &'static Lexicon {
        Lexicon::try_english().expect("the embedded image is the one that the tests rebuild and compare")
    }

    /// Returns the English lexicon that is part of this crate.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// // For a service that would rather know at its start.
    /// Lexicon::try_english()?.verify()?;
    /// # }
    /// # Ok::<(), ungarble::LexiconError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the image that this crate was built with is not one.
    pub fn try_english() -> Result<&'static Lexicon, LexiconError> {
        ENGLISH.get_or_try_init(|| Lexicon::from_image(IMAGE))
    }

    /// Returns the English lexicon with its trigrams: the words around one in doubt tell more, for four megabytes.
    ///
    /// It is not what [`Lexicon::english`] gives wherever the feature is on, so that no crate changes the repairs of another:
    ///
    /// ```
    /// use ungarble::{Lexicon, Repairer};
    ///
    /// let repairer = Repairer::builder().lexicon(Lexicon::english_with_trigrams().clone()).build()?;
    /// assert_eq!(repairer.repair("Howver, it is in question."), "However, it is in question.");
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Never, unless the crate was built from damaged copies of its sources; [`Lexicon::try_english_with_trigrams`] tells.
    #[cfg(feature = "full-context")]
    #[must_use]
    pub fn english_with_trigrams() -> &'static Lexicon {
        Lexicon::try_english_with_trigrams().expect("the embedded images are those that the tests rebuild and compare")
    }

    /// Returns the English lexicon with its trigrams.
    ///
    /// ```
    /// use ungarble::Lexicon;
    ///
    /// Lexicon::try_english_with_trigrams()?.verify()?;
    /// # Ok::<(), ungarble::LexiconError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the images that this crate was built with are none, or do not belong together.
    #[cfg(feature = "full-context")]
    pub fn try_english_with_trigrams() -> Result<&'static Lexicon, LexiconError> {
        WITH_TRIGRAMS.get_or_try_init(|| Lexicon::try_english()?.clone().with_trigrams(TRIGRAMS))
    }
}
