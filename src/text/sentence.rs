//! Where sentences and paragraphs end.
//!
//! Pages come wrapped at some width, one paragraph a line, or as verse and tables; a line break therefore ends a sentence
//! only where the line stops clearly short of the page's width, or a blank line follows. Full stops follow UAX #29 §5 in
//! spirit: an end needs a space behind it, and abbreviations and initials don't count.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::span::Span;
use crate::steps;
use crate::text::classes::{Classes, NO_LISTS, WordLists};
use crate::text::tokenizer::{Token, TokenKind, Tokens};

/// A sentence, or a line that stands for one: a heading, a verse, a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// Its tokens; spaces behind it belong to it.
    pub(crate) tokens: Range<usize>,
    /// Set if a full stop, question or exclamation mark ends it.
    pub(crate) stopped: bool,
    /// Set if it fills its block of lines alone, as headings do.
    pub(crate) alone: bool,
}

/// A block of sentences, parted from the next by a line break that is no mere wrapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Its sentences.
    pub(crate) sentences: Range<usize>,
    /// Its tokens, line breaks behind it included.
    pub(crate) tokens: Range<usize>,
}

/// Returns the paragraphs of `text`, each as the spans of its sentences; spaces behind a sentence belong to it.
///
/// Pages come wrapped at some width, one paragraph a line, or as verse: a line break ends a paragraph only where the page's
/// width would have had room for the next word, or where a blank line follows.
///
/// Of no language, it knows no abbreviations; [`Lexicon::paragraphs`](crate::Lexicon::paragraphs) does.
///
/// ```
/// let text = "A heading\n\nMr Hill left. The boats, which had lain in the\nharbour all winter, were taken up the river.";
/// let paragraphs = ungarble::paragraphs(text);
/// assert_eq!(paragraphs.len(), 2);
/// assert_eq!(&text[paragraphs[1][0].range()], "Mr Hill left. ");
/// ```
///
/// # Complexity
///
/// O(n) in the bytes of the text.
#[must_use]
pub fn paragraphs(text: &str) -> Vec<Vec<Span>> {
    paragraphs_of(text, &NO_LISTS)
}

/// Returns the paragraphs of a text in the language of `lists`.
pub(crate) fn paragraphs_of(text: &str, lists: &WordLists) -> Vec<Vec<Span>> {
    let tokens: Vec<Token> = Tokens::of(text, lists).collect();
    let (mut sentences, mut paragraphs) = (Vec::new(), Vec::new());
    split(text, &tokens, lists, &mut sentences, &mut paragraphs);
    let span = |s: &Sentence| tokens[s.tokens.start].span.join(tokens[s.tokens.end - 1].span);
    paragraphs.iter().map(|p| sentences[p.sentences.clone()].iter().map(span).collect()).collect()
}

/// Fills `sentences` and `paragraphs` with those of the tokens.
///
/// # Complexity
///
/// O(n) in the tokens and the bytes of the text.
pub(crate) fn split(
    text: &str,
    tokens: &[Token],
    lists: &WordLists,
    sentences: &mut Vec<Sentence>,
    paragraphs: &mut Vec<Paragraph>,
) {
    sentences.clear();
    paragraphs.clear();
    let width = wrap_width(text, tokens);
    let mut block = 0;
    let mut line = 0;
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::LineBreak {
            continue;
        }
        if ends_block(text, tokens, line, i, width) {
            close_block(text, tokens, lists, block..i + 1, sentences, paragraphs);
            block = i + 1;
        }
        line = i + 1;
    }
    close_block(text, tokens, lists, block..tokens.len(), sentences, paragraphs);
}

/// Returns the width in bytes at which the lines of the text are wrapped; `None` where they are not.
///
/// Lines are wrapped where most of those that end without a full stop are about as long as the longest common ones.
fn wrap_width(text: &str, tokens: &[Token]) -> Option<usize> {
    const WIDEST_PAGE: usize = 160;
    // Counts of lines by their length: no list of lines, and the ninth tenth falls out of a running sum.
    let mut by_length = [0_usize; WIDEST_PAGE + 1];
    let (mut lines, mut open, mut start) = (0_usize, 0_usize, 0);
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::LineBreak {
            continue;
        }
        let length = text.get(start..token.span.start()).map_or(0, |l| l.trim().len());
        start = token.span.end();
        if length > 0 {
            by_length[length.min(WIDEST_PAGE)] += 1;
            lines += 1;
            open += usize::from(!ends_with_stop(text, tokens, i));
        }
    }
    if lines < 2 || 2 * by_length[WIDEST_PAGE] > lines || 3 * open < lines {
        return None;
    }
    let mut left = lines / 5;
    for (length, &count) in by_length.iter().enumerate().rev() {
        if count > left {
            return (length >= 24).then_some(length);
        }
        left -= count;
    }
    None
}

/// Returns whether the line break at token `at`, which ends the line that began at token `line`, ends a block.
fn ends_block(text: &str, tokens: &[Token], line: usize, at: usize, width: Option<usize>) -> bool {
    let next = tokens.iter().skip(at + 1).find(|t| t.kind != TokenKind::Space);
    let Some(next) = next else { return true };
    if next.kind == TokenKind::LineBreak {
        return true;
    }
    let lower = first_char(text, *next).is_some_and(char::is_lowercase);
    if lower && ends_with_hyphen(text, &tokens[..at]) {
        return false;
    }
    let Some(width) = width else { return true };
    let start = tokens.get(line).map_or(0, |t| t.span.start());
    let written = text.get(start..tokens[at].span.start()).unwrap_or_default().trim();
    steps::take(written.len());
    if written.is_empty() {
        return true;
    }
    if written.ends_with('-') {
        return false;
    }
    // The first word of the next line would have fitted: whoever broke the line meant it.
    let fits = written.len() + 1 + next.span.len() + width / 8 < width;
    fits && !lower
}

/// Returns whether `line` ends with a hyphen behind a word: the rest of the word stands in the next line, however short this one is.
fn ends_with_hyphen(text: &str, line: &[Token]) -> bool {
    matches!(line, [.., word, hyphen] if word.kind == TokenKind::Word && matches!(first_char(text, *hyphen), Some('-' | '\u{ad}' | '\u{2010}' | '¬')))
}

fn close_block(
    text: &str,
    tokens: &[Token],
    lists: &WordLists,
    block: Range<usize>,
    sentences: &mut Vec<Sentence>,
    paragraphs: &mut Vec<Paragraph>,
) {
    let has_text = |range: &Range<usize>| {
        tokens[range.clone()].iter().any(|t| !matches!(t.kind, TokenKind::Space | TokenKind::LineBreak))
    };
    if !has_text(&block) {
        // Blank lines belong to what stands before them.
        if let (Some(p), Some(s)) = (paragraphs.last_mut(), sentences.last_mut()) {
            p.tokens.end = block.end;
            s.tokens.end = block.end;
        }
        return;
    }
    let first = sentences.len();
    let mut start = block.start;
    let mut i = block.start;
    while i < block.end {
        let stop = matches!(tokens[i].kind, TokenKind::Punctuation)
            && is_stop(text, tokens[i])
            && ends_sentence(text, tokens, lists, i, block.end);
        i += 1;
        if stop {
            // Closing quotes and brackets, then spaces, go with the sentence they follow.
            while i < block.end
                && matches!(tokens[i].kind, TokenKind::Punctuation)
                && (is_closer(text, tokens[i]) || is_stop(text, tokens[i]))
            {
                i += 1;
            }
            while i < block.end && matches!(tokens[i].kind, TokenKind::Space | TokenKind::LineBreak) {
                i += 1;
            }
            if i < block.end {
                sentences.push(Sentence { tokens: start..i, stopped: true, alone: false });
                start = i;
            }
        }
    }
    let stopped = ends_with_stop(text, tokens, block.end);
    sentences.push(Sentence { tokens: start..block.end, stopped, alone: start == block.start });
    paragraphs.push(Paragraph { sentences: first..sentences.len(), tokens: block });
}

fn first_char(text: &str, token: Token) -> Option<char> {
    text.get(token.span.range())?.chars().next()
}

fn is_stop(text: &str, token: Token) -> bool {
    match text.as_bytes().get(token.span.start()) {
        Some(byte) if byte.is_ascii() => matches!(byte, b'.' | b'!' | b'?'),
        _ => first_char(text, token) == Some('…'),
    }
}

fn is_closer(text: &str, token: Token) -> bool {
    matches!(first_char(text, token), Some(')' | ']' | '"' | '\'' | '”' | '’' | '»'))
}

/// Returns whether the last mark before token `end` that is neither space nor closing bracket is a stop.
fn ends_with_stop(text: &str, tokens: &[Token], end: usize) -> bool {
    tokens[..end]
        .iter()
        .rev()
        .take(8)
        .find(|&&t| !matches!(t.kind, TokenKind::Space | TokenKind::LineBreak) && !is_closer(text, t))
        .is_some_and(|&t| {
            (t.kind == TokenKind::Punctuation && is_stop(text, t))
                || (t.kind == TokenKind::Word && text.get(t.span.range()).is_some_and(|w| w.ends_with('.')))
        })
}

/// Returns whether the stop at token `at` ends a sentence rather than an abbreviation.
fn ends_sentence(text: &str, tokens: &[Token], lists: &WordLists, at: usize, end: usize) -> bool {
    // A bounded look ahead: a page of dots must not be looked through once a dot.
    const AHEAD: usize = 24;
    let mut rest = tokens[at + 1..end.min(at + 1 + AHEAD)]
        .iter()
        .skip_while(|&&t| t.kind == TokenKind::Punctuation && (is_closer(text, t) || is_stop(text, t)));
    let Some(blank) = rest.next() else { return false };
    if !matches!(blank.kind, TokenKind::Space | TokenKind::LineBreak) {
        return false;
    }
    let next = rest
        .find(|t| {
            matches!(t.kind, TokenKind::Word | TokenKind::Alphanumeric | TokenKind::Number | TokenKind::Protected)
        })
        .and_then(|&t| first_char(text, t));
    let closed = tokens[at + 1].kind == TokenKind::Punctuation;
    let lower = next.is_some_and(char::is_lowercase);
    if !matches!(first_char(text, tokens[at]), Some('.')) {
        // “Why?” he asked. Wait … for it.
        return !(lower && (closed || matches!(first_char(text, tokens[at]), Some('…'))));
    }
    let Some(before) = at.checked_sub(1).map(|i| tokens[i]) else { return true };
    if before.kind != TokenKind::Word {
        return true;
    }
    let word = text.get(before.span.range()).unwrap_or_default();
    let short = word.graphemes(true).take(2).count() == 1;
    let is_pronoun =
        || word.starts_with(char::is_uppercase) && lists.of(&word.to_lowercase()).has(Classes::FIRST_PERSON);
    if short && !is_pronoun() {
        // An initial: "J. Smith".
        return false;
    }
    let abbreviated = lists.is_abbreviation(word);
    // "approx. five" against speech and lowered pages, which go on in lower case: a short word before a small letter
    // is taken for an abbreviation.
    !(abbreviated || (lower && word.len() <= 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> WordLists {
        WordLists::read("abbreviation\tmr\nfirst-person\ti\n").expect("it is of the form")
    }

    fn sentences(text: &str) -> Vec<String> {
        let tokens: Vec<Token> = Tokens::of(text, &lists()).collect();
        let (mut s, mut p) = (Vec::new(), Vec::new());
        split(text, &tokens, &lists(), &mut s, &mut p);
        s.iter()
            .map(|s| {
                let span = tokens[s.tokens.start].span.join(tokens[s.tokens.end - 1].span);
                text.get(span.range()).unwrap().trim().replace('\n', "/")
            })
            .collect()
    }

    #[test]
    fn stops_end_sentences_and_abbreviations_do_not() {
        assert_eq!(sentences("It rained. Mr. Hill left. Why?"), ["It rained.", "Mr. Hill left.", "Why?"]);
        assert_eq!(sentences("It was I. He left."), ["It was I.", "He left."]);
        assert_eq!(sentences("The U.S. Army and J. R. Hill came."), ["The U.S. Army and J. R. Hill came."]);
        assert_eq!(sentences("“Why?” he asked. He left."), ["“Why?” he asked.", "He left."]);
    }

    #[test]
    fn wrapped_lines_are_one_paragraph_and_verses_are_not() {
        let wrapped = "The harbour was closed for the whole of that long\nwinter, and the boats that lay in it were taken up\nthe river to the yard. Nobody could remember such a\nthing.";
        assert_eq!(sentences(wrapped).len(), 2);
        assert_eq!(sentences("A heading\n\nA line of text. Another."), ["A heading", "A line of text.", "Another."]);
        assert_eq!(sentences("One paragraph.\nNext paragraph.\n"), ["One paragraph.", "Next paragraph."]);
        assert_eq!(
            sentences("The depart-\nment was shut.\nNobody came."),
            ["The depart-/ment was shut.", "Nobody came."]
        );
    }

    #[test]
    fn sentences_and_paragraphs_cover_the_tokens() {
        for text in ["", "\n\n", "a\n\nb. C d.\n", "...", ". . .", "a.b.c", "x\r\n\r\ny"] {
            let tokens: Vec<Token> = Tokens::of(text, &lists()).collect();
            let (mut s, mut p) = (Vec::new(), Vec::new());
            split(text, &tokens, &lists(), &mut s, &mut p);
            let mut at = s.first().map_or(0, |s| s.tokens.start);
            for sentence in &s {
                assert_eq!(sentence.tokens.start, at, "{text:?}");
                at = sentence.tokens.end;
            }
            assert!(s.is_empty() || at == tokens.len(), "{text:?}");
            assert_eq!(p.iter().map(|p| p.sentences.len()).sum::<usize>(), s.len());
        }
    }
}
