//! Text as a language model sees it, for those who train or measure one.

use crate::document::{Buffers, Document};
use crate::lexicon::Lexicon;
use crate::text::tokenizer::TokenKind;

/// A unit of text that a [`TextReader`] tells of.
///
/// ```
/// assert_ne!(ungarble::lm::TextToken::Number, ungarble::lm::TextToken::Word("two"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextToken<'t> {
    /// The start or the end of a sentence, told once between two.
    Boundary,
    /// A number.
    Number,
    /// An address, a file name or a piece of code.
    Unknown,
    /// A word in lower case, without its possessive; compounds are parted at their hyphens.
    Word(&'t str),
}

/// Cuts texts into tokens exactly as repairs do.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
/// use ungarble::lm::{TextReader, TextToken};
///
/// let mut words = Vec::new();
/// TextReader::new(Lexicon::english()).read("Japan’s 20 wind-powered yards. They closed.", |token| {
///     words.push(match token {
///         TextToken::Word(word) => word.to_owned(),
///         other => format!("{other:?}"),
///     });
/// });
/// assert_eq!(words, ["Boundary", "japan", "Number", "wind", "powered", "yards", "Boundary", "they", "closed", "Boundary"]);
/// # }
/// ```
#[derive(Debug)]
pub struct TextReader<'l> {
    lexicon: &'l Lexicon,
    buffers: Buffers,
}

impl<'l> TextReader<'l> {
    /// Returns a reader; `lexicon` tells what an abbreviation is, and no more.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let mut count = 0;
    /// ungarble::lm::TextReader::new(ungarble::Lexicon::english()).read("", |_| count += 1);
    /// assert_eq!(count, 0);
    /// # }
    /// ```
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> TextReader<'l> {
        TextReader { lexicon, buffers: Buffers::default() }
    }

    /// Gives the tokens of `text` to `visit`, in their order.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::lm::{TextReader, TextToken};
    ///
    /// let mut numbers = 0;
    /// TextReader::new(ungarble::Lexicon::english()).read("24,968.40 of 3", |token| numbers += usize::from(token == TextToken::Number));
    /// assert_eq!(numbers, 2);
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text.
    pub fn read(&mut self, text: &str, mut visit: impl FnMut(TextToken<'_>)) {
        let document = Document::new(text, self.lexicon, &[], std::mem::take(&mut self.buffers));
        for (index, sentence) in document.sentences().iter().enumerate() {
            let mut words = document.words()[document.words_of(index)].iter().peekable();
            visit(TextToken::Boundary);
            for token in sentence.tokens.clone() {
                match document.tokens()[token].kind {
                    TokenKind::Number => visit(TextToken::Number),
                    TokenKind::Protected => visit(TextToken::Unknown),
                    _ => {}
                }
                while let Some(word) = words.next_if(|word| word.token == token) {
                    visit(TextToken::Word(document.lower(word)));
                }
            }
        }
        if !document.sentences().is_empty() {
            visit(TextToken::Boundary);
        }
        self.buffers = document.into_buffers();
    }
}
