//! Text as it came: tokens, the shapes of words, sentences and paragraphs.

pub(crate) mod classes;
pub(crate) mod code;
pub(crate) mod ligature;
mod protected;
pub(crate) mod sentence;
pub(crate) mod shape;
pub(crate) mod symbol;
pub(crate) mod tokenizer;
