//! The English lexicon inside the binary.

#![cfg(feature = "embedded-small")]

use once_cell::sync::OnceCell;

use super::Lexicon;
use crate::error::LexiconError;
use crate::text::classes::WordLists;

static ENGLISH: OnceCell<Lexicon> = OnceCell::new();

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
        ENGLISH.get_or_try_init(|| {
            Ok(Lexicon::from_image(ungarble_en::LEXICON)?.with_lists(WordLists::read(ungarble_en::CLASSES)?))
        })
    }
}
