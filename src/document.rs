//! A text laid out for repair: its tokens, sentences and words.

use std::ops::Range;

use crate::lexicon::{Entry, Lexicon};
use crate::span::Span;
use crate::spellings::{Met, Spellings, Told};
use crate::text::classes::{Classes, WordLists};
use crate::text::code;
use crate::text::sentence::{self, Paragraph, Sentence};
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{Token, TokenKind, Tokens};

/// Where a word stands in its hyphenated compound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Joint {
    /// In none.
    Alone,
    /// "us" in "us-japan".
    First,
    /// "of" in "state-of-the-art".
    Inner,
    /// "japan" in "us-japan".
    Last,
}

/// The smallest unit of repair: a run of letters between hyphens, without its possessive.
///
/// "US–Japan’s" is one token and two words, "US" and "Japan".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Where it stands, without a possessive "'s".
    pub(crate) span: Span,
    /// Its token.
    pub(crate) token: usize,
    /// The number of its spelling in lower case, the same in all texts of a generation.
    pub(crate) spelling: u32,
    /// The number of its letters, whatever their case, among those of the text: each number comes before the next one.
    pub(crate) letters: u32,
    /// Entry of the lexicon; `None` for an unknown word.
    pub(crate) entry: Option<Entry>,
    /// Its pattern of capitals, without the possessive.
    pub(crate) shape: CaseShape,
    /// Classes by the lists of the language.
    pub(crate) classes: Classes,
    /// Set if "'s" follows.
    pub(crate) possessive: bool,
    /// Its place in a compound.
    pub(crate) joint: Joint,
    /// Set if no stage may touch it: the caller said so, or it stands in a line of code.
    pub(crate) protected: bool,
}

/// A text laid out for repair.
///
/// # Memory
///
/// About 24 bytes a token and 90 a word; the buffers can be used again ([`Document::into_buffers`]).
#[derive(Debug)]
pub(crate) struct Document<'t> {
    text: &'t str,
    buffers: Buffers,
}

/// The memory of a document, to be used again for the next one.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    tokens: Vec<Token>,
    words: Vec<Word>,
    sentences: Vec<Sentence>,
    paragraphs: Vec<Paragraph>,
    /// The spellings of its words, and of those of documents before.
    spellings: Spellings,
    /// For each number of letters: how often the text has them.
    times: Vec<u32>,
    /// For each sentence and for the end: the first word that does not stand before it.
    first_words: Vec<usize>,
    /// Masked spans: those of the caller, and code. Sorted and disjoint.
    protected: Vec<Span>,
    /// Set if enough of the text is code that its prose speaks of it.
    technical: bool,
}

impl Buffers {
    /// Returns how many words there is room for.
    pub(crate) const fn capacity(&self) -> usize {
        self.words.capacity()
    }
}

impl<'t> Document<'t> {
    /// Lays out `text`, with what `lexicon` says of its words. `protect` holds spans that no stage may touch.
    ///
    /// # Complexity
    ///
    /// O(n + p log p) for n bytes of text and p spans to protect.
    pub(crate) fn new(text: &'t str, lexicon: &Lexicon, protect: &[Span], mut buffers: Buffers) -> Document<'t> {
        buffers.tokens.clear();
        buffers.words.clear();
        buffers.spellings.begin(lexicon);
        buffers.times.clear();
        buffers.first_words.clear();
        buffers.tokens.extend(Tokens::of(text, lexicon.lists()));
        sentence::split(text, &buffers.tokens, lexicon.lists(), &mut buffers.sentences, &mut buffers.paragraphs);
        buffers.protected.clear();
        code::find(text, &buffers.tokens, &mut buffers.protected);
        buffers.technical = code::is_technical(text, &buffers.tokens, &buffers.protected);
        if !protect.is_empty() {
            buffers.protected.extend_from_slice(protect);
            merge(&mut buffers.protected);
        }
        let mut document = Document { text, buffers };
        document.part_words(lexicon);
        if document.is_technical() {
            document.protect_names();
        }
        document
    }

    /// Gives the memory back, for the next document.
    pub(crate) fn into_buffers(self) -> Buffers {
        self.buffers
    }

    /// Returns the text.
    pub(crate) const fn text(&self) -> &'t str {
        self.text
    }

    /// Returns what stands at `span`.
    pub(crate) fn at(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Returns all tokens.
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.buffers.tokens
    }

    /// Returns all words.
    pub(crate) fn words(&self) -> &[Word] {
        &self.buffers.words
    }

    /// Returns all sentences.
    pub(crate) fn sentences(&self) -> &[Sentence] {
        &self.buffers.sentences
    }

    /// Returns the words of sentence `index`.
    pub(crate) fn words_of(&self, index: usize) -> Range<usize> {
        self.buffers.first_words[index]..self.buffers.first_words[index + 1]
    }

    /// Returns the word in lower case, ’ written as ', soft hyphens left out.
    pub(crate) fn lower(&self, word: &Word) -> &str {
        self.buffers.spellings.surface(word.spelling)
    }

    /// Returns the generation of the numbers of spellings.
    pub(crate) const fn generation(&self) -> u32 {
        self.buffers.spellings.generation()
    }

    /// Returns how many letters, whatever their case, the text is made of.
    pub(crate) fn letters(&self) -> usize {
        self.buffers.times.len()
    }

    /// Returns how often the text has the letters of `word`, with any capitals.
    pub(crate) fn times(&self, word: &Word) -> u32 {
        self.buffers.times[word.letters as usize]
    }

    /// Returns how often the text has a word in lower case, with any capitals.
    pub(crate) fn times_of(&self, lower: &str) -> u32 {
        self.buffers.spellings.letters(lower).map_or(0, |letters| self.buffers.times[letters as usize])
    }

    /// Returns whether enough of the text is code that its prose speaks of it: marks in its words are those of programmers.
    pub(crate) const fn is_technical(&self) -> bool {
        self.buffers.technical
    }

    /// Returns the word as written.
    pub(crate) fn surface(&self, word: &Word) -> &'t str {
        self.at(word.span)
    }

    fn part_words(&mut self, lexicon: &Lexicon) {
        let (mut sentence, mut protect) = (0, 0);
        // How far those that have begun reach.
        let mut reach = 0;
        for index in 0..self.buffers.tokens.len() {
            while self.buffers.sentences.get(sentence).is_some_and(|s| s.tokens.start <= index) {
                self.buffers.first_words.push(self.buffers.words.len());
                sentence += 1;
            }
            let token = self.buffers.tokens[index];
            while let Some(span) = self.buffers.protected.get(protect).filter(|s| s.start() < token.span.end()) {
                reach = span.end();
                protect += 1;
            }
            if matches!(token.kind, TokenKind::Word | TokenKind::Alphanumeric) {
                self.part_token(index, token.span, token.span.start() < reach, lexicon);
            }
        }
        self.buffers.first_words.push(self.buffers.words.len());
    }

    /// Returns whether any byte of `span` is protected by the caller or as code, whatever its token looks like.
    pub(crate) fn is_masked(&self, span: Span) -> bool {
        let protected = &self.buffers.protected;
        let next = protected.partition_point(|p| p.end() <= span.start());
        protected.get(next).is_some_and(|p| p.overlaps(span))
    }

    /// Protects what is a name in code: words between its marks, and in plain prose those which no list offers and that stand
    /// between such marks elsewhere. What stands around them is open: a copy may say otherwise.
    fn protect_names(&mut self) {
        let Buffers { words, tokens, times, .. } = &mut self.buffers;
        let mut named = vec![false; times.len()];
        let is_offered = |word: &Word| word.entry.is_some_and(Entry::is_suggestable);
        for word in words.iter_mut().filter(|word| !word.protected) {
            let inner = word.entry.is_none()
                && (word.shape == CaseShape::Mixed || tokens[word.token].kind == TokenKind::Alphanumeric);
            word.protected = inner || code::is_marked(self.text, word.span);
            named[word.letters as usize] |= word.protected && !is_offered(word);
        }
        for word in words.iter_mut() {
            word.protected |= named[word.letters as usize] && !is_offered(word);
        }
    }

    /// Parts one token at its hyphens.
    fn part_token(&mut self, index: usize, span: Span, protected: bool, lexicon: &Lexicon) {
        let surface = self.at(span);
        if !surface.bytes().any(|byte| byte == b'-' || !byte.is_ascii()) {
            self.push_word(index, span.start(), surface, protected, lexicon);
            return;
        }
        let first = self.buffers.words.len();
        let mut start = 0;
        for (at, c) in surface.char_indices() {
            if matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}') {
                self.push_word(
                    index,
                    span.start() + start,
                    surface.get(start..at).unwrap_or_default(),
                    protected,
                    lexicon,
                );
                start = at + c.len_utf8();
            }
        }
        self.push_word(index, span.start() + start, surface.get(start..).unwrap_or_default(), protected, lexicon);
        let words = &mut self.buffers.words[first..];
        if words.len() > 1 {
            let last = words.len() - 1;
            for (i, word) in words.iter_mut().enumerate() {
                word.joint = match i {
                    0 => Joint::First,
                    _ if i == last => Joint::Last,
                    _ => Joint::Inner,
                };
            }
        }
    }

    /// Adds a word; one look-up serves every stage.
    fn push_word(&mut self, token: usize, start: usize, surface: &str, protected: bool, lexicon: &Lexicon) {
        let lists = lexicon.lists();
        let owner = lists.owner(surface).filter(|owner| !owner.is_empty() && !is_contracted(owner, surface, lists));
        let stem = owner.unwrap_or(surface);
        let Met { small, letters, told } = self.buffers.spellings.meet(stem, lexicon);
        let Told { entry, shape, classes } = told;
        if letters as usize == self.buffers.times.len() {
            self.buffers.times.push(0);
        }
        self.buffers.times[letters as usize] += 1;
        self.buffers.words.push(Word {
            span: Span::new(start, start + stem.len()),
            token,
            spelling: small,
            letters,
            entry,
            shape,
            classes,
            possessive: owner.is_some(),
            joint: Joint::Alone,
            protected,
        });
    }
}

/// Returns whether `surface`, which is `stem` and a possessive, is a contraction: one word, and none of its own. "WHO's" has an owner.
fn is_contracted(stem: &str, surface: &str, lists: &WordLists) -> bool {
    let shouted = stem.len() > 1 && stem.bytes().all(|b| b.is_ascii_uppercase());
    !(shouted && surface.ends_with(char::is_lowercase)) && lists.is_contracted(stem)
}

/// Sorts spans and joins those that overlap.
fn merge(spans: &mut Vec<Span>) {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let joins = next.start() < last.end();
        if joins {
            *last = last.join(*next);
        }
        joins
    });
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(String, CaseShape, Joint)> {
        let document = Document::new(text, Lexicon::english(), &[], Buffers::default());
        document.words().iter().map(|w| (document.lower(w).to_owned(), w.shape, w.joint)).collect()
    }

    #[test]
    fn compounds_and_possessives_are_parted() {
        assert_eq!(
            words("US–Japan’s re-airgised don't"),
            [
                ("us".to_owned(), CaseShape::Upper, Joint::First),
                ("japan".to_owned(), CaseShape::Title, Joint::Last),
                ("re".to_owned(), CaseShape::Lower, Joint::First),
                ("airgised".to_owned(), CaseShape::Lower, Joint::Last),
                ("don't".to_owned(), CaseShape::Lower, Joint::Alone),
            ]
        );
    }

    #[test]
    fn contractions_are_words_of_their_own() {
        let lower = |text| words(text).into_iter().map(|(lower, ..)| lower).collect::<Vec<_>>();
        assert_eq!(lower("It's the dog's, let’s say"), ["it's", "the", "dog", "let's", "say"]);
        assert_eq!(lower("THAT'S WHO's"), ["that's", "who"]);
    }

    #[test]
    fn names_in_code_are_protected_wherever_they_stand() {
        let text = "Set `wrap`, 'linebreak' and 'textwidht'. A textwidht of zero breaks no line, and python3 or myBuffer neither.";
        let document = Document::new(text, Lexicon::english(), &[], Buffers::default());
        assert!(document.is_technical());
        let protected: Vec<&str> =
            document.words().iter().filter(|w| w.protected).map(|w| document.surface(w)).collect();
        assert_eq!(protected, ["wrap", "linebreak", "textwidht", "textwidht", "python3", "myBuffer"]);
    }

    #[test]
    fn each_sentence_has_its_words() {
        let document = Document::new("\n\nOne two. Three!\n\n4 5\n\nSix", Lexicon::english(), &[], Buffers::default());
        let counts: Vec<usize> = (0..document.sentences().len()).map(|s| document.words_of(s).len()).collect();
        assert_eq!(counts, [2, 1, 0, 1]);
    }

    #[test]
    fn protected_spans_reach_the_words_they_touch() {
        let spans = [(4, 9), (0, 2), (5, 7), (1, 3), (9, 9), (9, 12)].map(|(start, end)| Span::new(start, end));
        let mut merged = spans.to_vec();
        merge(&mut merged);
        assert_eq!(merged, [Span::new(0, 3), Span::new(4, 9), Span::new(9, 12)]);
        let document = Document::new("one two three", Lexicon::english(), &[Span::new(5, 6)], Buffers::default());
        let protected: Vec<bool> = document.words().iter().map(|w| w.protected).collect();
        assert_eq!(protected, [false, true, false]);
    }
}
