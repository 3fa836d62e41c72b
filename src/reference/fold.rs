//! From a text to the sequence of folded tokens that is aligned.

use super::vocabulary::{FoldId, Vocabulary, hash_bytes};
use crate::span::Span;
use crate::text::ligature;
use crate::text::tokenizer::{Token, TokenKind};

/// A text as alignment sees it: its words, numbers and punctuation, each folded.
///
/// Case is folded, quotes and dashes are of one kind, initialisms have no dots; the parts of a hyphenated compound are
/// tokens of their own and so is the hyphen, since noise takes hyphens away and puts them in.
#[derive(Debug, Default)]
pub(crate) struct FoldedTokens {
    ids: Vec<FoldId>,
    starts: Vec<u32>,
    lengths: Vec<u16>,
    flags: Vec<u8>,
}

const BLANK: u8 = 1;
const BREAK: u8 = 2;
const PARAGRAPH: u8 = 4;
const PROTECTED: u8 = 8;
const JOINED: u8 = 16;

impl FoldedTokens {
    /// Folds the tokens `of` a text; their folded forms go into `vocabulary`.
    ///
    /// A word broken by a hyphen at the end of a line is one token, unless `vocabulary` knows its halves but not the
    /// whole: the references, folded before the text, tell "cus-/tomers" from "well-/known".
    ///
    /// What lies beyond the first 4 GiB of the text is left out.
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text, 11 bytes of memory for each token.
    pub(crate) fn fold(text: &str, of: impl Iterator<Item = Token>, vocabulary: &mut Vocabulary) -> FoldedTokens {
        let mut folding =
            Folding { text, vocabulary, tokens: FoldedTokens::default(), blank: PARAGRAPH, folded: String::new() };
        let known = folding.vocabulary.len();
        folding.tokens.reserve(text.len() / 6 + 16);
        for token in of {
            if token.span.end() > u32::MAX as usize {
                break;
            }
            match token.kind {
                TokenKind::Space => folding.blank |= BLANK,
                TokenKind::LineBreak => {
                    folding.blank |= if folding.blank & BREAK == 0 { BREAK } else { PARAGRAPH };
                }
                TokenKind::Word | TokenKind::Alphanumeric => folding.word(token.span),
                TokenKind::Number => folding.number(token.span),
                TokenKind::Protected => folding.protected(token.span),
                _ => folding.mark(token.span),
            }
        }
        let mut tokens = folding.tokens;
        tokens.join_broken_words(vocabulary, known);
        tokens
    }

    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn ids(&self) -> &[FoldId] {
        &self.ids
    }

    pub(crate) fn id(&self, at: usize) -> FoldId {
        self.ids[at]
    }

    /// Returns where token `at` stands in its text.
    pub(crate) fn span(&self, at: usize) -> Span {
        let start = self.starts[at] as usize;
        Span::new(start, start + usize::from(self.lengths[at]))
    }

    /// Returns the span from the first byte of token `range.start` to the last of the one before `range.end`; of an empty range, the
    /// empty span behind the token before it.
    pub(crate) fn span_of(&self, range: std::ops::Range<usize>) -> Span {
        if range.is_empty() {
            let at = range.start.checked_sub(1).map_or(0, |before| self.span(before).end());
            return Span::new(at, at);
        }
        self.span(range.start).join(self.span(range.end - 1))
    }

    /// Returns the first token that ends behind byte `offset`.
    pub(crate) fn at_or_after(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| (start as usize) < offset)
    }

    /// Returns whether a space or a line break stands before it.
    pub(crate) fn is_spaced(&self, at: usize) -> bool {
        self.flags[at] & (BLANK | BREAK | PARAGRAPH) != 0
    }

    /// Returns whether it is the first of its line.
    pub(crate) fn starts_line(&self, at: usize) -> bool {
        self.flags[at] & (BREAK | PARAGRAPH) != 0
    }

    /// Returns whether a blank line or nothing stands before it.
    pub(crate) fn starts_paragraph(&self, at: usize) -> bool {
        self.flags[at] & PARAGRAPH != 0
    }

    /// Returns whether it is an address, code or the like.
    pub(crate) fn is_protected(&self, at: usize) -> bool {
        self.flags[at] & PROTECTED != 0
    }

    /// Returns whether it is one word written on two lines.
    pub(crate) fn is_broken(&self, at: usize) -> bool {
        self.flags[at] & JOINED != 0
    }

    fn reserve(&mut self, tokens: usize) {
        self.ids.reserve_exact(tokens);
        self.starts.reserve_exact(tokens);
        self.lengths.reserve_exact(tokens);
        self.flags.reserve_exact(tokens);
    }

    fn push(&mut self, id: FoldId, span: Span, flags: u8) {
        // By an eighth, not to twice the size: a page of millions of words is held once.
        if self.ids.len() == self.ids.capacity() {
            self.reserve(self.ids.len() / 8 + 16);
        }
        self.ids.push(id);
        self.starts.push(span.start() as u32);
        self.lengths.push(span.len().min(usize::from(u16::MAX)) as u16);
        self.flags.push(flags);
    }

    /// Joins `letters - / letters` into one token where the first `known` forms do not speak against it.
    fn join_broken_words(&mut self, vocabulary: &mut Vocabulary, known: usize) {
        let Some(hyphen) = vocabulary.find("-") else { return };
        let mut to = 0;
        let mut from = 0;
        let mut joined = String::new();
        let is_known = |id: FoldId| (id.0 as usize) < known;
        while from < self.len() {
            let mut broken = from + 2 < self.len()
                && self.ids[from + 1] == hyphen
                && !self.is_spaced(from + 1)
                && self.starts_line(from + 2)
                && !self.starts_paragraph(from + 2)
                && [from, from + 2].iter().all(|&at| {
                    !self.is_protected(at) && vocabulary.form(self.ids[at]).bytes().all(|b| b.is_ascii_lowercase())
                });
            if broken {
                joined.clear();
                joined.push_str(vocabulary.form(self.ids[from]));
                joined.push_str(vocabulary.form(self.ids[from + 2]));
                let halves_known = is_known(self.ids[from]) && is_known(self.ids[from + 2]);
                broken = !halves_known || vocabulary.find(&joined).is_some_and(is_known);
            }
            if broken {
                let span = self.span(from).join(self.span(from + 2));
                let (id, flags) = (vocabulary.intern(&joined), self.flags[from] | JOINED);
                self.put(to, id, span, flags);
                from += 3;
            } else {
                let (id, span, flags) = (self.ids[from], self.span(from), self.flags[from]);
                self.put(to, id, span, flags);
                from += 1;
            }
            to += 1;
        }
        self.ids.truncate(to);
        self.starts.truncate(to);
        self.lengths.truncate(to);
        self.flags.truncate(to);
    }

    fn put(&mut self, at: usize, id: FoldId, span: Span, flags: u8) {
        self.ids[at] = id;
        self.starts[at] = span.start() as u32;
        self.lengths[at] = span.len().min(usize::from(u16::MAX)) as u16;
        self.flags[at] = flags;
    }
}

struct Folding<'a> {
    text: &'a str,
    vocabulary: &'a mut Vocabulary,
    tokens: FoldedTokens,
    /// Flags of the gap between the last token and the next.
    blank: u8,
    folded: String,
}

impl Folding<'_> {
    /// A word: a token for each part between hyphens, and one for each hyphen.
    fn word(&mut self, span: Span) {
        let text = self.text.get(span.range()).unwrap_or_default();
        if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            // Most words are letters alone.
            self.part(span);
            return;
        }
        let mut start = span.start();
        for (at, c) in text.char_indices().filter(|&(_, c)| is_dash(c)) {
            let hyphen = Span::new(span.start() + at, span.start() + at + c.len_utf8());
            self.part(Span::new(start, hyphen.start()));
            self.mark(hyphen);
            start = hyphen.end();
        }
        self.part(Span::new(start, span.end()));
    }

    fn part(&mut self, span: Span) {
        let text = self.text.get(span.range()).unwrap_or_default();
        if !text.is_empty() {
            self.folded.clear();
            fold_word(text, &mut self.folded);
            self.push(span, 0);
        }
    }

    fn number(&mut self, span: Span) {
        self.folded.clear();
        let text = self.text.get(span.range()).unwrap_or_default();
        self.folded.extend(text.chars().map(fold_char).flat_map(char::to_lowercase));
        self.push(span, 0);
    }

    fn protected(&mut self, span: Span) {
        self.folded.clear();
        // What is never repaired need not be compared letter by letter, and may be of any length.
        let text = self.text.get(span.range()).unwrap_or_default();
        if text.len() <= 64 {
            self.folded.extend(text.chars().flat_map(char::to_lowercase));
        } else {
            self.folded.push_str(&format!("{:x}", hash_bytes(text.as_bytes())));
        }
        self.push(span, PROTECTED);
    }

    /// A mark; "--" and "—" are the same one.
    fn mark(&mut self, span: Span) {
        let text = self.text.get(span.range()).unwrap_or_default();
        self.folded.clear();
        match text.as_bytes() {
            // A stop or a comma.
            [byte @ b'!'..=b','] | [byte @ b'.'..=b'?'] => self.folded.push(char::from(*byte)),
            _ => self.folded.extend(text.chars().take(16).map(fold_char)),
        }
        let last = self.tokens.len().wrapping_sub(1);
        if self.folded == "-"
            && self.blank == 0
            && !self.tokens.ids.is_empty()
            && self.vocabulary.form(self.tokens.ids[last]) == "-"
            && usize::from(self.tokens.lengths[last]) + span.len() < 64
        {
            self.tokens.lengths[last] += span.len() as u16;
            return;
        }
        self.push(span, 0);
    }

    fn push(&mut self, span: Span, flags: u8) {
        let id = self.vocabulary.intern(&self.folded);
        // A "word" of more than 64 KiB is none: it has its place, and nothing may touch it.
        let flags = if span.len() > usize::from(u16::MAX) { flags | PROTECTED } else { flags };
        self.tokens.push(id, span, self.blank | flags);
        self.blank = 0;
    }
}

/// Returns whether `c` is a hyphen or a dash.
pub(crate) const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Returns the plain form of quotes and dashes; every other char is itself.
pub(crate) const fn fold_char(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' | '\u{2BC}' | '\u{B4}' | '`' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}' => '"',
        c if is_dash(c) => '-',
        c => c,
    }
}

/// Appends the folded form of a word: lower-case letters, plain apostrophes, no dots, no soft hyphens, ligatures apart.
pub(crate) fn fold_word(word: &str, folded: &mut String) {
    if word.is_ascii() {
        let start = folded.len();
        if word.bytes().any(|byte| byte == b'.') {
            word.split('.').for_each(|part| folded.push_str(part));
        } else {
            folded.push_str(word);
        }
        if let Some(added) = folded.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    for c in word.chars() {
        match fold_char(c) {
            '.' | '\u{AD}' | '\u{200B}' => {}
            c => match ligature::letters(c) {
                Some(letters) => folded.push_str(letters),
                None => folded.extend(c.to_lowercase()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::tokenize;

    fn forms(text: &str, vocabulary: &mut Vocabulary) -> Vec<String> {
        let tokens = FoldedTokens::fold(text, tokenize(text), vocabulary);
        tokens.ids().iter().map(|&id| vocabulary.form(id).to_owned()).collect()
    }

    #[test]
    fn style_is_folded_away() {
        let plain = forms("\"US-Japan's\" deal -- U.S. tariffs", &mut Vocabulary::default());
        assert_eq!(plain, ["\"", "us", "-", "japan's", "\"", "deal", "-", "us", "tariffs"]);
        assert_eq!(forms("“US–Japan’s” deal — u.s. Tariffs", &mut Vocabulary::default()), plain);
    }

    #[test]
    fn broken_words_are_joined_but_compounds_are_not() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.intern("customers");
        vocabulary.intern("well");
        vocabulary.intern("known");
        assert_eq!(forms("our cus-\ntomers", &mut vocabulary), ["our", "customers"]);
        let text = "Cus-\n  tomers, well-\nknown";
        let tokens = FoldedTokens::fold(text, tokenize(text), &mut vocabulary);
        assert!(tokens.is_broken(0) && !tokens.is_broken(1));
        assert_eq!(text.get(tokens.span(0).range()).unwrap(), "Cus-\n  tomers");
    }

    #[test]
    fn spans_lie_on_their_words() {
        let text = "  A “quoted” word,\n\nthen e.g. this–that";
        let tokens = FoldedTokens::fold(text, tokenize(text), &mut Vocabulary::default());
        let words: Vec<&str> = (0..tokens.len()).map(|at| text.get(tokens.span(at).range()).unwrap()).collect();
        assert_eq!(words, ["A", "“", "quoted", "”", "word", ",", "then", "e.g.", "this", "–", "that"]);
        assert!(tokens.starts_paragraph(0) && tokens.starts_paragraph(6) && !tokens.is_spaced(2));
        assert_eq!(tokens.span_of(3..3).range(), 13..13);
        assert_eq!(tokens.at_or_after(text.find("then").unwrap()), 6);
    }
}
