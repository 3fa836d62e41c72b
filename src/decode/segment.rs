//! Segments: the units that candidates stand for.

use std::ops::Range;

use super::Models;
use crate::cost::Cost;
use crate::document::{Document, Word};
use crate::lexicon::Entry;
use crate::lm::LmToken;
use crate::lm::characters::{CharacterModel, WordClass};
use crate::span::Span;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::TokenKind;

/// The lexical status of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// In no list.
    Oov,
    /// Accepted, and never offered: so rare that a misreading is likelier.
    AcceptedOnly,
    /// A name, or a word that is seldom written.
    Rare,
    /// A common word.
    Common,
}

impl Status {
    pub(crate) fn of(entry: Option<Entry>, surface: &str) -> Status {
        match entry {
            None => Status::Oov,
            Some(entry) if entry.is_suggestable() && entry.is_word() => Status::Common,
            Some(entry) if entry.is_rare() || !entry.allows(surface) => Status::AcceptedOnly,
            Some(_) => Status::Rare,
        }
    }
}

/// Cost of a word that no list holds, whatever its letters: one word in 1,100, and one capitalised word in 150.
const NEW_WORD: Cost = Cost(7_000);
const NEW_NAME: Cost = Cost(5_000);

/// A word, a number or a run of symbols between two spaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    /// Where it stands, symbols that touch it included: "th^".
    pub(crate) span: Span,
    /// Which word of the document it is; `None` for numbers and symbols.
    pub(crate) word: Option<u32>,
    pub(crate) entry: Option<Entry>,
    pub(crate) status: Status,
    pub(crate) shape: CaseShape,
    pub(crate) token: LmToken,
    /// Cost of its letters, if it was meant as it stands and no list holds it.
    pub(crate) identity: Cost,
    /// Weight of what attests it, if no list holds it: 0 not at all, to [`WEIGHTS`](crate::lm::forms::WEIGHTS).
    pub(crate) attested: u8,
    /// Set if no edit may touch it.
    pub(crate) masked: bool,
    /// Set if a symbol that is no punctuation touches it.
    pub(crate) marked: bool,
    /// Set if it opens its sentence.
    pub(crate) first: bool,
}

/// The segments of a document.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    all: Vec<Segment>,
    /// Segments of each sentence.
    sentences: Vec<Range<usize>>,
}

/// Symbols that recognisers write for letters and writers seldom beside them.
fn is_odd(c: char) -> bool {
    matches!(
        c,
        '|' | '^'
            | '~'
            | '*'
            | '\\'
            | '<'
            | '>'
            | '\u{2022}'
            | '\u{b0}'
            | '\u{a9}'
            | '\u{ae}'
            | '\u{a7}'
            | '\u{ab}'
            | '\u{bb}'
            | '{'
            | '}'
            | '['
            | ']'
            | '='
            | '+'
            | '\u{a1}'
            | '\u{bf}'
            | '\u{fffd}'
            | '\u{a2}'
            | '\u{ac}'
    )
}

impl Segments {
    pub(crate) fn all(&self) -> &[Segment] {
        &self.all
    }

    pub(crate) fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Lays out the segments of `document`; spans that are not open, and what the document masks, are masked.
    ///
    /// # Complexity
    ///
    /// O(n) in the tokens.
    pub(crate) fn fill(&mut self, document: &Document<'_>, models: Models<'_>, is_open: &dyn Fn(Span) -> bool) {
        self.all.clear();
        self.sentences.clear();
        let tokens = document.tokens();
        let words = document.words();
        for (index, sentence) in document.sentences().iter().enumerate() {
            let start = self.all.len();
            let range = document.words_of(index);
            let mut next = range.start;
            for at in sentence.tokens.clone() {
                let token = tokens[at];
                match token.kind {
                    TokenKind::Word | TokenKind::Alphanumeric => {
                        while next < range.end && words[next].token == at {
                            let mut segment =
                                Segment::of_word(document, &words[next], next, models.characters, is_open);
                            if segment.status == Status::Oov {
                                segment.attested = models.forms.weight(document.lower(&words[next]));
                            }
                            self.push(segment);
                            next += 1;
                        }
                    }
                    TokenKind::Number => self.push(Segment::of_number(document, token.span, is_open)),
                    TokenKind::Punctuation | TokenKind::Other => {
                        let surface = document.at(token.span);
                        let alone = is_alone(document.text(), token.span);
                        if alone && surface.chars().all(is_odd) && surface.chars().count() <= 2 {
                            self.push(Segment::of_symbols(document, token.span, is_open));
                        }
                    }
                    TokenKind::Protected => {
                        self.push(Segment { masked: true, ..Segment::of_symbols(document, token.span, is_open) })
                    }
                    TokenKind::Space | TokenKind::LineBreak => {}
                }
            }
            if let Some(first) = self.all.get_mut(start) {
                first.first = true;
            }
            self.sentences.push(start..self.all.len());
        }
    }

    /// Adds a segment, whose symbols do not reach into the one before.
    fn push(&mut self, mut segment: Segment) {
        if let Some(last) = self.all.last()
            && segment.span.start() < last.span.end()
        {
            segment.span = Span::new(last.span.end(), segment.span.end().max(last.span.end()));
        }
        if !segment.span.is_empty() {
            self.all.push(segment);
        }
    }
}

fn is_alone(text: &str, span: Span) -> bool {
    let before = text.get(..span.start()).and_then(|text| text.chars().next_back());
    let after = text.get(span.end()..).and_then(|text| text.chars().next());
    before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)
}

impl Segment {
    fn of_word(
        document: &Document<'_>,
        word: &Word,
        index: usize,
        characters: &CharacterModel,
        is_open: &dyn Fn(Span) -> bool,
    ) -> Segment {
        let text = document.text();
        let surface = document.surface(word);
        let span = if word.protected { word.span } else { widened(text, word) };
        let status = Status::of(word.entry, surface);
        let token = match word.entry {
            Some(entry) => LmToken::Word(entry.id()),
            None => LmToken::Unknown,
        };
        let identity = match (word.entry, word.shape) {
            (Some(_), _) => Cost::ZERO,
            (None, CaseShape::Title | CaseShape::Upper) => {
                NEW_NAME + characters.cost(WordClass::Name, document.lower(word))
            }
            (None, _) => NEW_WORD + characters.cost(WordClass::Word, document.lower(word)),
        };
        Segment {
            span,
            word: Some(index as u32),
            entry: word.entry,
            status,
            shape: word.shape,
            token,
            identity,
            attested: 0,
            masked: word.protected || !is_open(span) || surface.chars().any(is_other_script) || is_edited(text, span),
            marked: span != word.span,
            first: false,
        }
    }

    fn of_number(document: &Document<'_>, span: Span, is_open: &dyn Fn(Span) -> bool) -> Segment {
        Segment {
            token: LmToken::Number,
            identity: Cost::ZERO,
            masked: !is_open(span) || document.is_masked(span),
            marked: false,
            ..Segment::of_symbols(document, span, is_open)
        }
    }

    fn of_symbols(document: &Document<'_>, span: Span, is_open: &dyn Fn(Span) -> bool) -> Segment {
        Segment {
            span,
            word: None,
            entry: None,
            status: Status::Oov,
            shape: CaseShape::Caseless,
            token: LmToken::Unknown,
            identity: Cost(6_000),
            attested: 0,
            masked: !is_open(span) || document.is_masked(span),
            marked: true,
            first: false,
        }
    }
}

/// Returns whether an editor's brackets stand inside the word at `span`, as in `[e]verything` and `reduc[ed]`. Each of them is closed, as specks are
/// not.
fn is_edited(text: &str, span: Span) -> bool {
    let is_end = |c: char| c.is_whitespace();
    let before = text.get(..span.start()).unwrap_or_default();
    let after = text.get(span.end()..).unwrap_or_default();
    let start = before.char_indices().rev().take(LONGEST_EDIT).take_while(|&(_, c)| !is_end(c)).last();
    let end = after.char_indices().take(LONGEST_EDIT).take_while(|&(_, c)| !is_end(c)).last();
    let start = start.map_or(span.start(), |(at, _)| at);
    let end = end.map_or(span.end(), |(at, c)| span.end() + at + c.len_utf8());
    let whole = text.get(start..end).unwrap_or_default();
    let opened = whole.matches('[').count();
    let inside = |mark: char, behind: bool| {
        whole.match_indices(mark).any(|(at, _)| {
            let beside = if behind {
                whole.get(at + 1..).and_then(|rest| rest.chars().next())
            } else {
                whole.get(..at).and_then(|rest| rest.chars().next_back())
            };
            beside.is_some_and(char::is_alphanumeric)
        })
    };
    opened > 0 && opened == whole.matches(']').count() && (inside('[', false) || inside(']', true))
}

/// Characters on each side of a word that are looked at for an editor's brackets.
const LONGEST_EDIT: usize = 24;

/// Returns whether a letter is of no Latin alphabet.
fn is_other_script(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, '\u{0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}')
}

/// The span of a word with the odd symbols that touch it, two at most on a side.
fn widened(text: &str, word: &Word) -> Span {
    let before = text.get(..word.span.start()).unwrap_or_default();
    let after = text.get(word.span.end()..).unwrap_or_default();
    let left: usize = before.chars().rev().take(2).take_while(|&c| is_odd(c)).map(char::len_utf8).sum();
    let right: usize =
        if word.possessive { 0 } else { after.chars().take(2).take_while(|&c| is_odd(c)).map(char::len_utf8).sum() };
    Span::new(word.span.start() - left, word.span.end() + right)
}
