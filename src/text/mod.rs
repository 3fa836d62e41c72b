//! Text as it came: tokens, the shapes of words, sentences and paragraphs.

mod protected;
pub(crate) mod sentence;
pub(crate) mod shape;
pub(crate) mod tokenizer;
