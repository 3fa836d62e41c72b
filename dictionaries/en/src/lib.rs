//! English for the crate `ungarble`: images that it reads in place. [NOTICE](https://docs.rs/crate/ungarble-en/latest/source/NOTICE)
//! names the sources and their terms.
//!
//! ```
//! assert_eq!(&ungarble_en::LEXICON[..8], b"UNGARLEX");
//! ```

/// The image of the lexicon.
///
/// ```
/// assert!(ungarble_en::LEXICON.len() < 7_000_000);
/// ```
pub static LEXICON: &[u8] = include_bytes!("../en.lexicon");

/// The image of half of the n-grams of the language model, for those who count megabytes.
///
/// ```
/// assert_eq!(&ungarble_en::NGRAMS[..8], b"UNGARNGM");
/// ```
pub static NGRAMS: &[u8] = include_bytes!("../en-small.ngrams");

/// The trie of the words that a repair may offer.
///
/// ```
/// assert_eq!(&ungarble_en::TRIE[..8], b"UNGARTRE");
/// ```
pub static TRIE: &[u8] = include_bytes!("../models/words.trie");

/// The character trigrams of words and of names.
///
/// ```
/// assert_eq!(&ungarble_en::CHARACTERS[..8], b"UNGARCHR");
/// ```
pub static CHARACTERS: &[u8] = include_bytes!("../models/characters.bin");

/// How likely a hyphen is between two words.
///
/// ```
/// assert_eq!(&ungarble_en::HYPHENS[..8], b"UNGARHY2");
/// ```
pub static HYPHENS: &[u8] = include_bytes!("../models/hyphens.bin");

/// Forms that no list holds and that several sources of the training text have.
///
/// ```
/// assert_eq!(&ungarble_en::FORMS[..8], b"UNGARFRM");
/// ```
pub static FORMS: &[u8] = include_bytes!("../models/forms.bin");

/// What words do in sentences: function words, months, abbreviations, contractions.
///
/// ```
/// assert!(ungarble_en::CLASSES.lines().any(|line| line.starts_with("month\tapril")));
/// ```
pub static CLASSES: &str = include_str!("../lists/classes.tsv");

/// How words are formed: prefixes, endings, and those of other times.
///
/// ```
/// assert!(ungarble_en::AFFIXES.lines().any(|line| line.starts_with("prefix\tre")));
/// ```
pub static AFFIXES: &str = include_str!("../lists/affixes.tsv");

/// What the commonest words may have been meant to be.
///
/// ```
/// assert_eq!(&ungarble_en::NEIGHBOURS[..8], b"UNGARNGH");
/// ```
pub static NEIGHBOURS: &[u8] = include_bytes!("../models/neighbours.bin");

/// The confusions of recognisers.
///
/// ```
/// assert!(ungarble_en::CHANNEL_OCR.lines().any(|line| line.starts_with("rn\tm\t")));
/// ```
pub static CHANNEL_OCR: &str = include_str!("../channel/ocr.tsv");

/// The confusions of people who type.
///
/// ```
/// assert!(ungarble_en::CHANNEL_TYPING.lines().any(|line| line.starts_with("<swap>\t")));
/// ```
pub static CHANNEL_TYPING: &str = include_str!("../channel/typing.tsv");

/// The trees that judge proposed edits.
///
/// ```
/// assert_eq!(&ungarble_en::CLASSIFIER[..8], b"UNGARGBT");
/// ```
pub static CLASSIFIER: &[u8] = include_bytes!("../models/classifier.trees");

/// From the log-odds of the trees to probabilities.
///
/// ```
/// assert!(ungarble_en::CALIBRATION.lines().count() > 4);
/// ```
pub static CALIBRATION: &str = include_str!("../models/calibration.tsv");

/// The thresholds of the harm budgets.
///
/// ```
/// assert!(ungarble_en::BUDGETS.lines().any(|line| line.starts_with("default\t")));
/// ```
pub static BUDGETS: &str = include_str!("../models/budgets.tsv");

/// What a recogniser's confidences and alternatives say of edits.
///
/// ```
/// assert!(ungarble_en::CONFIDENCES.lines().any(|line| line.starts_with("alternative\t")));
/// ```
pub static CONFIDENCES: &str = include_str!("../models/confidences.tsv");

/// How often words, and pairs of them, are capitalised inside sentences.
///
/// ```
/// assert_eq!(&ungarble_en::CASED[..8], b"UNGARCAS");
/// ```
pub static CASED: &[u8] = include_bytes!("../models/casing.bin");

/// The trees that judge proposed patterns of capitals.
///
/// ```
/// assert_eq!(&ungarble_en::TRUECASE[..8], b"UNGARGBT");
/// ```
pub static TRUECASE: &[u8] = include_bytes!("../models/truecase.trees");

/// From the log-odds of these trees to probabilities.
///
/// ```
/// assert!(ungarble_en::TRUECASE_CALIBRATION.lines().count() > 4);
/// ```
pub static TRUECASE_CALIBRATION: &str = include_str!("../models/truecase-calibration.tsv");

/// The thresholds of the harm budgets for patterns of capitals.
///
/// ```
/// assert!(ungarble_en::TRUECASE_BUDGETS.lines().any(|line| line.starts_with("default\t")));
/// ```
pub static TRUECASE_BUDGETS: &str = include_str!("../models/truecase-budgets.tsv");
