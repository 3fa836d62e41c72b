//! From text to tokens.
//!
//! Words are those of UAX #29 (Unicode Text Segmentation, §4), regrouped to what a repair needs: hyphenated compounds,
//! dotted initialisms and numbers are one token each, a word and the next sentence joined by a bare full stop are not,
//! and whatever a person did not write as prose (addresses, file names, code) is marked so that no stage touches it.

use std::iter::FusedIterator;

use unicode_segmentation::UnicodeSegmentation;

use crate::named::named;
use crate::span::Span;
use crate::steps;
use crate::text::classes::{NO_LISTS, WordLists};
use crate::text::protected;

/// The kind of a token.
///
/// ```
/// use ungarble::{TokenKind, tokenize};
///
/// let kinds: Vec<TokenKind> = tokenize("Flat 0f 12, www.example.org").map(|token| token.kind).collect();
/// use TokenKind::{Alphanumeric, Number, Protected, Punctuation, Space, Word};
/// assert_eq!(kinds, [Word, Space, Alphanumeric, Space, Number, Punctuation, Space, Protected]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenKind {
    /// Letters, with inner apostrophes, hyphens, dots of initialisms: "Japan's", "re-airgised", "US–Japan", "R&D", "U.S."
    Word,
    /// Letters and digits in one: "B12", "0f", "COVID-19".
    Alphanumeric,
    /// Digits with their separators, signs and endings: "24,968.40", "2+2", "25%", "4th", "1990s".
    Number,
    /// An address, @handle, #tag, file name, path, piece of code or markup: never repaired.
    Protected,
    /// One mark: ".", "(", "—".
    Punctuation,
    /// Spaces within a line, no-break and zero-width ones included.
    Space,
    /// One line ending, of any kind; CR LF is one.
    LineBreak,
    /// Anything else: symbols, emoji, control characters.
    Other,
}

named!(
    TokenKind,
    "ungarble::TokenKind",
    "kind of token",
    "word, alphanumeric, number, protected, punctuation, space, line-break or other",
    [
        Word => "word",
        Alphanumeric => "alphanumeric",
        Number => "number",
        Protected => "protected",
        Punctuation => "punctuation",
        Space => "space",
        LineBreak => "line-break",
        Other => "other",
    ]
);

/// A stretch of the text, and what it is.
///
/// ```
/// use ungarble::{Span, TokenKind, tokenize};
///
/// let token = tokenize("re-airgised yard").next().expect("it has words");
/// assert_eq!((token.span, token.kind), (Span::new(0, 11), TokenKind::Word));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Its kind.
    pub kind: TokenKind,
}

/// Returns the tokens of `text`; their spans, put end to end, are the whole text.
///
/// ```
/// use ungarble::{TokenKind, tokenize};
///
/// let text = "Economic re-airgised, see www.example.org";
/// let words: Vec<&str> =
///     tokenize(text).filter(|t| t.kind == TokenKind::Word).map(|t| &text[t.span.range()]).collect();
/// assert_eq!(words, ["Economic", "re-airgised", "see"]);
/// ```
///
/// # Complexity
///
/// O(n) in the bytes of the text; no allocation.
///
/// # Source
///
/// Unicode Standard Annex #29, word boundaries. We join at hyphens and en dashes between letters, `&` between capitals and
/// `.` between single letters, and part at any other inner full stop.
#[must_use]
pub fn tokenize(text: &str) -> Tokens<'_> {
    Tokens::of(text, &NO_LISTS)
}

/// The tokens of a text, from [`tokenize`].
///
/// ```
/// use ungarble::tokenize;
///
/// let text = "The U.S.  yard\r\n";
/// let whole: String = tokenize(text).map(|token| &text[token.span.range()]).collect();
/// assert_eq!(whole, text);
/// ```
#[derive(Clone, Debug)]
pub struct Tokens<'t> {
    text: &'t str,
    lists: &'t WordLists,
    at: usize,
    /// End of the run without spaces in which `at` stands.
    chunk_end: usize,
    /// The next stretch of this run which is no prose; empty when there is none.
    protected: Span,
    /// Set if `_` stands for letters that a machine could not read.
    unread: bool,
}

impl FusedIterator for Tokens<'_> {}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let &first = bytes.get(start)?;
        // Most tokens are a space between two words, or a word that no mark follows but a stop.
        if first == b' ' && bytes.get(start + 1).is_some_and(u8::is_ascii_graphic) {
            return Some(self.take(start + 1, TokenKind::Space));
        }
        if first.is_ascii_alphabetic()
            && start >= self.chunk_end
            && let Some((end, chunk_end)) = plain_word(bytes, start)
        {
            (self.chunk_end, self.protected) = (chunk_end, Span::default());
            return Some(self.take(end, TokenKind::Word));
        }
        let (end, kind) = match whitespace_at(self.text, start) {
            Some(Whitespace::Line(end)) => (end, TokenKind::LineBreak),
            Some(Whitespace::Space(mut end)) => {
                while let Some(Whitespace::Space(next)) = whitespace_at(self.text, end) {
                    end = next;
                }
                (end, TokenKind::Space)
            }
            None => {
                if start >= self.chunk_end {
                    let (end, marked) = chunk(self.text, start);
                    self.chunk_end = end;
                    self.protected = if marked {
                        protected::find(self.text, self.lists, Span::new(start, end), self.unread)
                    } else {
                        Span::default()
                    };
                }
                if !self.protected.is_empty() && start == self.protected.start() {
                    (self.protected.end(), TokenKind::Protected)
                } else {
                    let limit = if start < self.protected.start() { self.protected.start() } else { self.chunk_end };
                    scan(self.text, start, limit, first)
                }
            }
        };
        Some(self.take(end, kind))
    }
}

impl<'t> Tokens<'t> {
    /// Splits a text in the language of `lists`: "it.was.the" lost its spaces where these are words, and is a name in code elsewhere.
    pub(crate) fn of(text: &'t str, lists: &'t WordLists) -> Tokens<'t> {
        let unread = protected::has_unread_letters(text);
        Tokens { text, lists, at: 0, chunk_end: 0, protected: Span::default(), unread }
    }

    /// Returns the token of `kind` up to `end`.
    fn take(&mut self, end: usize, kind: TokenKind) -> Token {
        let span = Span::new(self.at, end);
        steps::take(span.len());
        self.at = end;
        Token { span, kind }
    }
}

enum Whitespace {
    Line(usize),
    Space(usize),
}

/// Returns the space that starts at byte `at`, with its end.
fn whitespace_at(text: &str, at: usize) -> Option<Whitespace> {
    let bytes = text.as_bytes();
    match *bytes.get(at)? {
        b' ' | b'\t' => Some(Whitespace::Space(at + 1)),
        b'\r' if bytes.get(at + 1) == Some(&b'\n') => Some(Whitespace::Line(at + 2)),
        b'\n' | b'\r' | 0x0B | 0x0C => Some(Whitespace::Line(at + 1)),
        byte if byte < 0x80 => None,
        // The lead bytes of every space beyond ASCII: U+0085 U+00A0 | U+1680 … U+3000 | U+FEFF.
        0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF => {
            let c = text.get(at..)?.chars().next()?;
            let end = at + c.len_utf8();
            match c {
                '\u{85}' | '\u{2028}' | '\u{2029}' => Some(Whitespace::Line(end)),
                '\u{200B}' | '\u{FEFF}' => Some(Whitespace::Space(end)),
                c if c.is_whitespace() => Some(Whitespace::Space(end)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns the end of the word of ASCII letters that starts at byte `start`, and of the run without spaces in which it stands, where
/// nothing but a mark or two and a space follow, as mostly in prose: such a run holds nothing to protect.
fn plain_word(bytes: &[u8], start: usize) -> Option<(usize, usize)> {
    let rest = bytes.get(start..)?;
    let letters = rest.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(rest.len());
    let marks =
        rest.get(letters..)?.iter().position(|byte| !matches!(byte, b',' | b'.' | b';' | b'!' | b'?' | b'"'))?;
    let blank = matches!(rest.get(letters + marks), Some(b' ' | b'\n'));
    steps::take(letters + marks);
    (letters > 0 && marks <= 2 && blank).then_some((start + letters, start + letters + marks))
}

/// Returns the end of the run without spaces that starts at byte `start`, and whether any of its bytes is one that
/// addresses or code have and prose seldom has.
fn chunk(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut marked = false;
    while let Some(&byte) = bytes.get(at) {
        match CLASS[usize::from(byte)] {
            Class::Plain => {}
            Class::Mark => marked = true,
            Class::Blank => {
                if text.is_char_boundary(at) && whitespace_at(text, at).is_some() {
                    break;
                }
            }
        }
        at += 1;
    }
    steps::take(at - start);
    (at, marked)
}

/// The class of a byte in a run without spaces.
#[derive(Clone, Copy)]
enum Class {
    Plain,
    /// Met in addresses, paths and code.
    Mark,
    /// A space, or the first byte of one.
    Blank,
}

static CLASS: [Class; 256] = {
    let mut class = [Class::Plain; 256];
    let marks = b"@#/\\_<>{}=|~^`$:.-()";
    let mut i = 0;
    while i < marks.len() {
        class[marks[i] as usize] = Class::Mark;
        i += 1;
    }
    let blanks = b" \t\n\r\x0B\x0C\xC2\xE1\xE2\xE3\xEF";
    i = 0;
    while i < blanks.len() {
        class[blanks[i] as usize] = Class::Blank;
        i += 1;
    }
    class
};

/// A run that UAX #29 does not part: what a token is put together from.
#[derive(Clone, Copy)]
struct Piece {
    end: usize,
    letters: bool,
    digits: bool,
}

/// Returns the piece of letters and digits which starts at byte `at`, if one does.
fn piece_at(text: &str, at: usize, limit: usize) -> Option<Piece> {
    let bytes = text.as_bytes();
    let mut end = at;
    let (mut letters, mut digits) = (false, false);
    while end < limit && bytes[end].is_ascii_alphanumeric() {
        letters |= bytes[end].is_ascii_alphabetic();
        digits |= bytes[end].is_ascii_digit();
        end += 1;
    }
    if end < limit && !bytes[end].is_ascii() {
        // Letters beyond ASCII, combining marks, other scripts: where a word ends is for UAX #29 to say. It would also
        // join at ASCII marks; which of those join is our own affair, so its word is cut at the first of them.
        let word = text.get(at..limit)?.split_word_bounds().next()?;
        let cut = word.bytes().position(|b| b.is_ascii() && !b.is_ascii_alphanumeric()).unwrap_or(word.len());
        let word = word.get(..cut)?;
        end = at + word.len();
        letters = word.chars().any(char::is_alphabetic);
        digits = word.chars().any(char::is_numeric);
    }
    (letters || digits).then_some(Piece { end, letters, digits })
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}')
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2BC}')
}

/// Returns the end and kind of the token at `start`, which is no space and not protected.
fn scan(text: &str, start: usize, limit: usize, first: u8) -> (usize, TokenKind) {
    let Some(piece) = piece_at(text, start, limit) else {
        let end = text
            .get(start..limit)
            .and_then(|rest| if first.is_ascii() { None } else { rest.split_word_bounds().next() })
            .map_or(start + 1, |s| start + s.len());
        let kind = match char_at(text, start) {
            Some(c) if c.is_ascii_punctuation() || is_mark(c) => TokenKind::Punctuation,
            _ => TokenKind::Other,
        };
        return (end, kind);
    };
    if piece.digits && !piece.letters {
        return number(text, piece, limit);
    }
    word(text, start, piece, limit)
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '«' | '»' | '¡' | '¿' | '·' | '§' | '¶' | '\u{3001}' | '\u{3002}')
}

fn number(text: &str, mut piece: Piece, limit: usize) -> (usize, TokenKind) {
    let mut kind = TokenKind::Number;
    while let Some(c) = char_at(text, piece.end).filter(|_| piece.end < limit) {
        if c == '%' || c == '\u{b0}' {
            piece.end += c.len_utf8();
            break;
        }
        if !(matches!(c, '.' | ',' | ':' | '/' | '+' | '\u{2212}' | '\u{d7}') || is_hyphen(c)) {
            break;
        }
        let Some(next) = piece_at(text, piece.end + c.len_utf8(), limit) else { break };
        if next.letters {
            // "20-year", "4-H": a compound that starts with a number. "3.Then" is a number and a sentence.
            if !is_hyphen(c) {
                break;
            }
            kind = TokenKind::Alphanumeric;
        }
        piece = next;
    }
    (piece.end, kind)
}

fn word(text: &str, start: usize, first: Piece, limit: usize) -> (usize, TokenKind) {
    let (mut end, mut digits, mut last) = (first.end, first.digits, start);
    if first.digits && is_ordinal(text.get(start..end).unwrap_or_default()) {
        return (end, TokenKind::Number);
    }
    while end < limit {
        let Some(c) = char_at(text, end) else { break };
        let after = end + c.len_utf8();
        let Some(next) = piece_at(text, after, limit) else { break };
        let before = text.get(last..end).unwrap_or_default();
        let behind = text.get(after..next.end).unwrap_or_default();
        let joins = if is_apostrophe(c) {
            next.letters
        } else if c == '&' {
            is_capitals(before) && is_capitals(behind)
        } else if c == '.' {
            is_single_letter(before) && is_single_letter(behind)
        } else {
            is_hyphen(c)
        };
        if !joins {
            break;
        }
        digits |= next.digits;
        last = after;
        end = next.end;
    }
    // The last dot of "U.S." is its own, that of "vitamin B." is the sentence's.
    let dotted =
        last > start && text.as_bytes()[last - 1] == b'.' && is_single_letter(text.get(last..end).unwrap_or_default());
    if dotted && end < limit && text.as_bytes()[end] == b'.' {
        end += 1;
    }
    (end, if digits { TokenKind::Alphanumeric } else { TokenKind::Word })
}

fn is_single_letter(s: &str) -> bool {
    let mut chars = s.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

fn is_capitals(s: &str) -> bool {
    s.chars().count() <= 3 && s.chars().all(char::is_uppercase)
}

/// Endings of ordinal numbers. A language that writes others has them as numbers with letters, which are left alone as well.
pub(crate) const ORDINALS: [&str; 4] = ["st", "nd", "rd", "th"];

/// Matches the endings of "1st", "22ND", "1990s", "80s".
fn is_ordinal(s: &str) -> bool {
    let digits = s.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0
        && s.get(digits..)
            .is_some_and(|ending| ORDINALS.iter().chain(&["s"]).any(|known| ending.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&str, TokenKind)> {
        tokenize(text)
            .filter(|t| t.kind != TokenKind::Space)
            .map(|t| (text.get(t.span.range()).unwrap(), t.kind))
            .collect()
    }

    #[test]
    fn words_keep_their_inner_marks() {
        for word in [
            "Japan's",
            "Japan’s",
            "re-airgised",
            "US–Japan",
            "R&D",
            "U.S.",
            "e.g.",
            "don't",
            "naïve",
            "co-op's",
            "ﬁeld",
        ] {
            assert_eq!(kinds(word), [(word, TokenKind::Word)]);
        }
    }

    #[test]
    fn numbers_are_one_token() {
        for number in ["24,968.40", "2+2", "25%", "4th", "1990s", "10:30", "3-4", "1/2"] {
            assert_eq!(kinds(number), [(number, TokenKind::Number)]);
        }
        for mixed in ["B12", "0f", "COVID-19", "20-year"] {
            assert_eq!(kinds(mixed), [(mixed, TokenKind::Alphanumeric)]);
        }
    }

    #[test]
    fn what_is_no_prose_is_protected() {
        for text in [
            "https://example.org/a?b=c",
            "www.example.org",
            "someone@example.org",
            "@handle",
            "#tag",
            "report.pdf",
            "/usr/lib/x",
            "snake_case",
            "std::mem",
            "<b>",
            "x=y",
        ] {
            assert_eq!(kinds(text), [(text, TokenKind::Protected)], "{text}");
        }
        assert_eq!(
            kinds("(see www.example.org)."),
            [
                ("(", TokenKind::Punctuation),
                ("see", TokenKind::Word),
                ("www.example.org", TokenKind::Protected),
                (")", TokenKind::Punctuation),
                (".", TokenKind::Punctuation)
            ]
        );
    }

    #[test]
    fn a_bare_full_stop_parts_two_sentences() {
        assert_eq!(
            kinds("end.Then"),
            [("end", TokenKind::Word), (".", TokenKind::Punctuation), ("Then", TokenKind::Word)]
        );
        assert_eq!(kinds("vitamin B.").last(), Some(&(".", TokenKind::Punctuation)));
    }

    #[test]
    fn every_line_ending_is_one_token() {
        let text = "a\r\nb\rc\nd\u{2028}e";
        assert_eq!(tokenize(text).filter(|t| t.kind == TokenKind::LineBreak).count(), 4);
    }

    #[test]
    fn words_without_joiners_are_those_of_uax_29() {
        let text = "The naïve Zoë can’t re\u{301}ad 日本語 or Ελλάδα, “quoted” text… e\u{301}te\u{301} ½ ok";
        let ours: Vec<&str> = tokenize(text)
            .filter(|t| matches!(t.kind, TokenKind::Word))
            .map(|t| text.get(t.span.range()).unwrap())
            .collect();
        let theirs: Vec<&str> = text.unicode_words().filter(|w| w.chars().any(char::is_alphabetic)).collect();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn tokens_concatenate_to_the_input() {
        for text in [
            "",
            "\u{feff}a\u{a0}b\u{200b}c\u{ad}d",
            "\u{301}\u{301}",
            "a--b ''c'' 'n' -",
            "…“x”—y",
            "\0\u{1}",
            "1.2.3.a.b.c.",
        ] {
            let mut at = 0;
            for token in tokenize(text) {
                assert_eq!(token.span.start(), at);
                assert!(token.span.end() > at && text.is_char_boundary(token.span.end()));
                at = token.span.end();
            }
            assert_eq!(at, text.len());
        }
    }
}
