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
