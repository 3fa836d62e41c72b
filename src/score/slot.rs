//! A sentence cut into the stretches that are read as one word each.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{Document, Joint, Word};
use crate::lexicon::Entry;
use crate::span::Span;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{Token, TokenKind};

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The word of this number in the document.
    Word(usize),
    /// Letters with marks among them that may stand for letters: "con_i_ered".
    Marked,
    /// A short number, which may stand for a word where letters are misread.
    Digits,
    /// Nothing to read: a number, an address, a protected word.
    Opaque,
}

/// What stands before a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing: it starts the sentence.
    Start,
    /// A blank.
    Blank,
    /// A line break.
    LineBreak,
    /// A hyphen that hangs on the word before, then a blank.
    HangingHyphen,
    /// A hyphen that ends the line before.
    LineHyphen,
    /// A blank, then a hyphen that hangs on the word: "US -Japan".
    LeadingHyphen,
    /// The hyphen of a compound.
    Hyphen,
    /// A mark without any blank.
    Mark,
    /// Marks and a blank.
    Stop,
}

impl Gap {
    /// Whether what stands before it is said for itself.
    pub(crate) const fn stops(self) -> bool {
        matches!(self, Gap::Stop | Gap::LeadingHyphen)
    }
}

/// A stretch of text that is read as one word.
#[derive(Clone, Debug)]
pub(crate) struct Slot<'d> {
    pub(crate) span: Span,
    pub(crate) surface: &'d str,
    pub(crate) lower: Cow<'d, str>,
    pub(crate) entry: Option<Entry>,
    pub(crate) shape: CaseShape,
    pub(crate) kind: Kind,
    pub(crate) before: Gap,
}

/// Marks that recognisers write for letters, and that prose does not put between two letters.
pub(crate) fn is_letter_mark(mark: &str) -> bool {
    matches!(
        mark,
        "_" | "[" | "]" | "|" | "%" | "*" | "^" | "~" | "\\" | "{" | "}" | "¡" | "(" | ")" | "!" | "£" | "¢" | "�"
    )
}

/// Whether the brackets in `span` and right beside it are those of an editor: each one that opens is closed.
pub(crate) fn is_edited(text: &str, span: Span) -> bool {
    let (before, after) = (text.get(..span.start()).unwrap_or_default(), text.get(span.end()..).unwrap_or_default());
    let within = text.get(span.range()).unwrap_or_default();
    [('[', ']'), ('(', ')')].into_iter().any(|(opening, closing)| {
        let opened = within.matches(opening).count() + usize::from(before.ends_with(opening));
        let closed = within.matches(closing).count() + usize::from(after.starts_with(closing));
        opened == closed && within.contains([opening, closing])
    })
}

/// Fills `slots` with those of sentence `index`.
///
/// # Complexity
///
/// O(n) in the tokens of the sentence; allocates only for words with marks inside.
pub(crate) fn fill<'d>(document: &'d Document<'_>, index: usize, slots: &mut Vec<Slot<'d>>) {
    slots.clear();
    let range = document.sentences()[index].tokens.clone();
    let tokens = &document.tokens()[range.clone()];
    let mut filler = Filler { document, next_word: document.words_of(index), slots, gap: Gap::Start };
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].kind {
            TokenKind::Space => {
                filler.gap = match filler.gap {
                    Gap::Hyphen => Gap::HangingHyphen,
                    Gap::Mark => Gap::Stop,
                    gap @ (Gap::Start | Gap::LineBreak | Gap::LineHyphen | Gap::Stop) => gap,
                    _ => Gap::Blank,
                };
                at += 1;
            }
            TokenKind::LineBreak => {
                filler.gap = match filler.gap {
                    Gap::Hyphen | Gap::LineHyphen => Gap::LineHyphen,
                    Gap::Start => Gap::Start,
                    Gap::Mark | Gap::Stop => Gap::Stop,
                    _ => Gap::LineBreak,
                };
                at += 1;
            }
            kind => {
                let blank = |t: &Token| matches!(t.kind, TokenKind::Space | TokenKind::LineBreak);
                // Most words have nothing but blanks around them.
                if kind == TokenKind::Word && tokens.get(at + 1).is_none_or(blank) {
                    let words = filler.words_of(range.start + at..range.start + at + 1);
                    filler.push_words(words);
                    at += 1;
                    continue;
                }
                let end = tokens[at..].iter().position(blank).map_or(tokens.len(), |length| at + length);
                filler.chunk(&tokens[at..end], range.start + at);
                at = end;
            }
        }
    }
}

struct Filler<'d, 's, 't> {
    document: &'d Document<'t>,
    next_word: Range<usize>,
    slots: &'s mut Vec<Slot<'d>>,
    gap: Gap,
}

impl<'d> Filler<'d, '_, '_> {
    /// One stretch without blanks that is more than a word.
    fn chunk(&mut self, tokens: &[Token], base: usize) {
        let is_text = |t: &Token| matches!(t.kind, TokenKind::Word | TokenKind::Alphanumeric | TokenKind::Number);
        let is_mark = |t: &Token| t.kind != TokenKind::Protected && !is_text(t);
        let hyphen_hangs = tokens.len() > 1
            && is_text(&tokens[tokens.len() - 2])
            && matches!(self.document.at(tokens[tokens.len() - 1].span), "-" | "\u{ad}" | "¬" | "\u{2010}");
        let hyphen_leads = self.gap == Gap::Blank
            && matches!(tokens, [mark, Token { kind: TokenKind::Word, .. }, ..] if self.document.at(mark.span) == "-");
        let mut at = 0;
        while at < tokens.len() {
            if is_mark(&tokens[at]) {
                if self.gap != Gap::Start {
                    self.gap = match at {
                        0 if hyphen_leads => Gap::LeadingHyphen,
                        0 => Gap::Stop,
                        _ => Gap::Mark,
                    };
                }
                at += 1;
                continue;
            }
            // Tokens that hang together by marks which may be letters.
            let mut end = at + 1;
            while end + 1 < tokens.len()
                && is_text(&tokens[end - 1])
                && is_mark(&tokens[end])
                && is_letter_mark(self.document.at(tokens[end].span))
                && is_text(&tokens[end + 1])
            {
                end += 2;
            }
            self.group(tokens, at..end, base);
            at = end;
        }
        if hyphen_hangs {
            self.gap = Gap::Hyphen;
        } else if matches!(self.gap, Gap::Mark) {
            self.gap = Gap::Stop;
        }
    }

    fn group(&mut self, tokens: &[Token], group: Range<usize>, base: usize) {
        let first = tokens[group.start];
        let words = self.words_of(base + group.start..base + group.end);
        let span = first.span.join(tokens[group.end - 1].span);
        if group.len() > 1 {
            // "[e]verything" and "reduc[ed]" are what an editor made of a quotation.
            if is_edited(self.document.text(), span) {
                self.push(span, None, Kind::Opaque);
                return;
            }
            let protected = self.document.words()[words.clone()].iter().any(|word| word.protected);
            let known = self.document.words()[words.clone()].iter().all(|word| word.entry.is_some());
            // "function(s)" and "(re)open" are written so on purpose, and so are "yes!no" and "[a]bout" where both sides are words.
            if protected || (known && words.len() > 1) || self.document.at(span).ends_with("(s") {
                self.push_words(words);
            } else {
                self.push(span, None, Kind::Marked);
            }
            return;
        }
        match first.kind {
            TokenKind::Number => {
                let kind = if span.len() <= 2 { Kind::Digits } else { Kind::Opaque };
                self.push(span, None, kind);
            }
            TokenKind::Protected => self.push(span, None, Kind::Opaque),
            _ => {
                let unknown = words.len() == 1
                    && self.document.words()[words.start].entry.is_none()
                    && !self.document.words()[words.start].protected;
                let neighbour = |at: Option<&Token>| {
                    at.filter(|t| t.kind == TokenKind::Punctuation || t.kind == TokenKind::Other)
                        .map(|t| t.span)
                        .filter(|&span| {
                            matches!(
                                self.document.at(span),
                                "_" | "[" | "|" | "]" | "%" | "¡" | "^" | "~" | "\\" | "{" | "}"
                            )
                        })
                };
                let before = group.start.checked_sub(1).and_then(|at| neighbour(tokens.get(at)));
                let after = neighbour(tokens.get(group.end));
                if unknown && (before.is_some() || after.is_some()) {
                    let span = before.unwrap_or(span).join(span).join(after.unwrap_or(span));
                    self.push(span, None, Kind::Marked);
                } else {
                    self.push_words(words);
                }
            }
        }
    }

    /// The words of these tokens of the document.
    fn words_of(&mut self, tokens: Range<usize>) -> Range<usize> {
        let words = self.document.words();
        let start = self.next_word.start;
        let mut end = start;
        while end < self.next_word.end && words[end].token < tokens.end {
            end += 1;
        }
        self.next_word.start = end;
        start..end
    }

    fn push_words(&mut self, words: Range<usize>) {
        for (at, word) in words.clone().zip(&self.document.words()[words]) {
            if matches!(word.joint, Joint::Inner | Joint::Last) {
                self.gap = Gap::Hyphen;
            }
            let kind = if word.protected { Kind::Opaque } else { Kind::Word(at) };
            self.push(word.span, Some(word), kind);
        }
    }

    fn push(&mut self, span: Span, word: Option<&Word>, kind: Kind) {
        let surface = self.document.at(span);
        let (lower, shape, entry) = match word {
            Some(word) => {
                let lower = if matches!(kind, Kind::Word(_)) { self.document.lower(word) } else { surface };
                (Cow::Borrowed(lower), word.shape, word.entry)
            }
            None if kind == Kind::Marked => (Cow::Owned(surface.to_lowercase()), CaseShape::of(surface), None),
            None => (Cow::Borrowed(surface), CaseShape::Caseless, None),
        };
        self.slots.push(Slot { span, surface, lower, entry, shape, kind, before: self.gap });
        self.gap = Gap::Blank;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_editors_are_told_from_specks() {
        let edited = |text: &str, stretch: &str| {
            let start = text.find(stretch).unwrap();
            is_edited(text, Span::new(start, start + stretch.len()))
        };
        for (text, stretch) in
            [("that \"[e]verything\" is", "e]verything"), ("it reduc[ed] them", "reduc[ed"), ("(D)efence", "D)efence")]
        {
            assert!(edited(text, stretch), "{text}");
        }
        for (text, stretch) in [("was con[idered", "con[idered"), ("the [la] of", "la"), ("th]s", "th]s")] {
            assert!(!edited(text, stretch), "{text}");
        }
    }
}
