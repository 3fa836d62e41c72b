//! German for the crate `ungarble`: what a language is made of, in a small way. It repairs spelling, spaces and broken words, and no
//! capitals. [NOTICE](https://docs.rs/crate/ungarble-de/latest/source/NOTICE) names the sources and their terms.
//!
//! ```
//! use ungarble::Repairer;
//!
//! let repairer = Repairer::builder().language(ungarble_de::german()?).build()?;
//! assert_eq!(repairer.repair("Das Gerät konnte niclit gefunden werden."), "Das Gerät konnte nicht gefunden werden.");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use ungarble::{Language, LanguageError};

/// The files of the language, by the names that [`Language::open`] reads.
static FILES: [(&str, &[u8]); 13] = [
    ("de.lexicon", include_bytes!("../models/de.lexicon")),
    ("de.ngrams", include_bytes!("../models/de.ngrams")),
    ("classes.tsv", include_bytes!("../lists/classes.tsv")),
    ("affixes.tsv", include_bytes!("../lists/affixes.tsv")),
    ("words.trie", include_bytes!("../models/words.trie")),
    ("characters.bin", include_bytes!("../models/characters.bin")),
    ("hyphens.bin", include_bytes!("../models/hyphens.bin")),
    ("neighbours.bin", include_bytes!("../models/neighbours.bin")),
    ("ocr.tsv", include_bytes!("../models/ocr.tsv")),
    ("typing.tsv", include_bytes!("../models/typing.tsv")),
    ("classifier.trees", include_bytes!("../models/classifier.trees")),
    ("calibration.tsv", include_bytes!("../models/calibration.tsv")),
    ("budgets.tsv", include_bytes!("../models/budgets.tsv")),
];

/// Returns German. It is opened anew each time: keep it, or the repairer that is built with it.
///
/// ```
/// let german = ungarble_de::german()?;
/// assert!(german.lexicon().contains("Größe") && !german.lexicon().contains("Grösze"));
/// # Ok::<(), ungarble::LanguageError>(())
/// ```
///
/// # Errors
///
/// If the crate was built from damaged data.
pub fn german() -> Result<Language, LanguageError> {
    Language::from_files(FILES)
}
