//! The language model of English for the crate `ungarble`: images that it reads in place, made for the lexicon in `ungarble-en`.
//! `manifest.tsv` says of which texts they were made and how.
//!
//! ```
//! assert!(ungarble_en_lm::NGRAMS.len() + ungarble_en_lm::EMBEDDING.len() <= 9_200_000);
//! ```

/// The image of the n-grams.
///
/// ```
/// assert_eq!(&ungarble_en_lm::NGRAMS[..8], b"UNGARNGM");
/// ```
pub static NGRAMS: &[u8] = include_bytes!("../en.ngrams");

/// The image of the embedding.
///
/// ```
/// assert_eq!(&ungarble_en_lm::EMBEDDING[..8], b"UNGAREMB");
/// ```
pub static EMBEDDING: &[u8] = include_bytes!("../en.vectors");
