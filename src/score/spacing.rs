//! Words whose letters stand apart, as printers set headings and machines read them: "C O N T E N T S".

use std::ops::Range;

use super::correction::Correction;
use super::gate::Margin;
use crate::candidate::{Source, is_offered, is_offered_whole};
use crate::cost::Cost;
use crate::document::{Document, Joint, Word};
use crate::lexicon::Lexicon;
use crate::plan::edit::{Confidence, EditKind};
use crate::span::Span;
use crate::text::classes::is_function;
use crate::text::shape::CaseShape;

/// Fewest letters that make words inside a line: four are initials, notes and variables as often ("N E W S").
const FEWEST: usize = 5;
/// Fewest letters that make a word in a line of their own.
const FEWEST_ALONE: usize = 4;
/// Most letters that are looked at together.
const MOST: usize = 48;
/// Longest word, in letters, of several that lost the wider blank between them.
const LONGEST: usize = 16;
/// Rarer words are none of several.
const COMMON: Cost = Cost(14_000);
/// What the number behind them costs: "C H A P T E R I V".
const NUMBER: Cost = Cost(8_000);
/// How sure such a word is: letters in a row hardly ever make one by chance.
const SURE: Cost = Cost(4_600);

/// Adds to `corrections`, which stay in the order of the text, the words whose letters stand apart in `document`, and takes away
/// what is corrected inside of them. Only words that are open are joined.
///
/// # Complexity
///
/// O(n) in the words; up to 16 look-ups for each letter that stands alone beside another one.
pub(crate) fn close(
    document: &Document<'_>,
    lexicon: &Lexicon,
    is_open: &dyn Fn(Span) -> bool,
    corrections: &mut Vec<Correction>,
) {
    let words = document.words();
    let before = corrections.len();
    let mut at = 0;
    while at < words.len() {
        // Most words are longer.
        if words[at].span.len() > 1 {
            at += 1;
            continue;
        }
        let letters = 1 + words[at..]
            .windows(2)
            .take_while(|pair| {
                is_letter(document, &pair[0]) && is_letter(document, &pair[1]) && is_apart(document, pair)
            })
            .count();
        let run = at..at + letters;
        at = run.end;
        if let Some((span, replacement)) = joined(document, lexicon, run)
            && is_open(span)
        {
            corrections.push(Correction {
                span,
                replacement,
                kind: EditKind::Spacing,
                margin: Margin { over_text: SURE, over_next: Cost::MAX },
                confidence: Confidence::from_margin(SURE),
                source: Source::Join,
            });
        }
    }
    let whole = corrections.split_off(before);
    if whole.is_empty() {
        return;
    }
    let inside = |span: Span| {
        let next = whole.partition_point(|c| c.span.end() <= span.start());
        whole.get(next).is_some_and(|c| c.span.overlaps(span))
    };
    corrections.retain(|c| !inside(c.span));
    corrections.extend(whole);
    corrections.sort_by_key(|c| c.span);
}

/// Whether a word is one letter by itself.
fn is_letter(document: &Document<'_>, word: &Word) -> bool {
    let letter = || document.surface(word).bytes().all(|b| b.is_ascii_alphabetic());
    word.span.len() == 1 && word.joint == Joint::Alone && !word.protected && !word.possessive && letter()
}

/// What stands between two words.
fn between<'t>(document: &Document<'t>, pair: &[Word]) -> &'t str {
    document.at(Span::new(pair[0].span.end(), pair[1].span.start()))
}

/// Whether nothing but blanks stands between two words, few enough to be one wide one.
fn is_apart(document: &Document<'_>, pair: &[Word]) -> bool {
    matches!(between(document, pair), " " | "  " | "   " | "    ")
}

/// The letters `run` as the words that they make, if they do.
fn joined(document: &Document<'_>, lexicon: &Lexicon, run: Range<usize>) -> Option<(Span, String)> {
    if run.len() < FEWEST_ALONE || run.len() > MOST {
        return None;
    }
    let words = &document.words()[run.clone()];
    let span = words[0].span.join(words[words.len() - 1].span);
    let (before, after) = (document.text().get(..span.start())?, document.text().get(span.end()..)?);
    let starts = before.trim_end_matches(' ').chars().next_back().is_none_or(|c| c == '\n');
    let ends = after.trim_start_matches([' ', '\r']).chars().next().is_none_or(|c| c == '\n');
    let fewest = if starts && ends { FEWEST_ALONE } else { FEWEST };
    // "spelt t i t l e": the letters are meant.
    let told = run.start.checked_sub(1).is_some_and(|at| is_about_letters(document.lower(&document.words()[at])));
    // What hangs on a mark is an initial, a hyphen's or an apostrophe's rest.
    let hangs = before.ends_with(['-', '\'', '\u{2019}', '.', '/', '_'])
        || after.starts_with(['-', '\'', '\u{2019}', '/', '_', '=', '(']);
    if run.len() < fewest || told || hangs {
        return None;
    }
    let letters: String = words.iter().map(|word| document.surface(word)).collect();
    let lower = letters.to_ascii_lowercase();
    let wide: Vec<usize> = words
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| between(document, pair).len() > 1)
        .map(|(at, _)| at + 1)
        .collect();
    let ends = match wide.as_slice() {
        [] if is_known(lexicon, &lower) => vec![lower.len()],
        [] => parts(lexicon, &lower)?,
        _ => {
            let ends: Vec<usize> = wide.iter().copied().chain([lower.len()]).collect();
            let known = |part| {
                lower.get(part).is_some_and(|part| is_function(part) || part.len() > 3 && is_known(lexicon, part))
            };
            if !pieces(&ends).all(known) {
                return None;
            }
            ends
        }
    };
    let long = pieces(&ends).any(|part| part.len() >= FEWEST_ALONE);
    let shaped =
        pieces(&ends).all(|part| letters.get(part).is_some_and(|part| CaseShape::of(part) != CaseShape::Mixed));
    let written: Vec<&str> = pieces(&ends).filter_map(|part| letters.get(part)).collect();
    (long && shaped).then(|| (span, written.join(" ")))
}

/// The ranges that end at `ends`.
fn pieces(ends: &[usize]) -> impl Iterator<Item = Range<usize>> + '_ {
    [0].into_iter().chain(ends.iter().copied()).zip(ends).map(|(from, &to)| from..to)
}

/// Whether a word says that letters follow: "press q w e r t y".
fn is_about_letters(lower: &str) -> bool {
    const ABOUT: [&str; 13] = [
        "spell", "spells", "spelled", "spelt", "spelling", "letter", "letters", "note", "notes", "press", "type",
        "key", "keys",
    ];
    ABOUT.contains(&lower)
}

/// Whether `lower` is a word or a name by itself.
fn is_known(lexicon: &Lexicon, lower: &str) -> bool {
    lexicon.entry(lower).is_some_and(is_offered_whole)
}

/// What `lower` costs as one of several words, if it is one.
fn is_part(lexicon: &Lexicon, lower: &str) -> Option<Cost> {
    let entry = lexicon.entry(lower).filter(|&entry| is_offered(entry))?;
    let cost = entry.unigram_cost();
    (cost < COMMON && (lower.len() > 3 || is_function(lower))).then_some(cost)
}

/// Whether `lower` is the number of a chapter.
fn is_number(lower: &str) -> bool {
    lower.len() < 5 && lower.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'))
}

/// Where the words end of which `lower` is made; `None` if it is not.
fn parts(lexicon: &Lexicon, lower: &str) -> Option<Vec<usize>> {
    // The cheapest way to each letter, and where its last word begins.
    let mut best: Vec<Option<(Cost, usize)>> = vec![None; lower.len() + 1];
    best[0] = Some((Cost::ZERO, 0));
    for end in 1..=lower.len() {
        for start in end.saturating_sub(LONGEST)..end {
            let Some((cost, _)) = best[start] else { continue };
            let number = |part: &str| start >= FEWEST_ALONE && end == lower.len() && is_number(part);
            let part = lower.get(start..end);
            let cost_of = |part: &str| if number(part) { Some(NUMBER) } else { is_part(lexicon, part) };
            let Some(part) = part.and_then(cost_of) else { continue };
            if best[end].is_none_or(|(least, _)| cost + part < least) {
                best[end] = Some((cost + part, start));
            }
        }
    }
    let mut ends = vec![];
    let mut end = lower.len();
    while end > 0 {
        ends.push(end);
        end = best[end]?.1;
    }
    ends.reverse();
    Some(ends)
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::document::Buffers;

    fn closed(text: &str) -> Vec<String> {
        let lexicon = crate::Language::english().lexicon();
        let document = Document::new(text, lexicon, &[], Buffers::default());
        let mut corrections = Vec::new();
        close(&document, lexicon, &|_| true, &mut corrections);
        corrections.into_iter().map(|correction| correction.replacement).collect()
    }

    #[test]
    fn letters_that_stand_apart_make_words() {
        for (text, word) in [
            ("C O N T E N T S\n\nThe first chapter", "CONTENTS"),
            ("M E N U\n", "MENU"),
            ("It is the t i t l e of the book.", "title"),
            ("This is a t i t l e of his.", "a title"),
            ("T h e  H a r b o u r", "The Harbour"),
            ("T H E H A R B O U R", "THE HARBOUR"),
            ("C H A P T E R I V", "CHAPTER IV"),
            ("C H A P T E R  I", "CHAPTER I"),
        ] {
            assert_eq!(closed(text), [word], "{text}");
        }
    }

    #[test]
    fn letters_that_are_meant_stay() {
        for text in [
            "J. R. R. Tolkien and J R R Tolkien went to the U S A.",
            "Choose a b c d e or f.",
            "Where a x b = c, and p q r s t u are whole.",
            "The wind turned to N E W S in turn.",
            "He spelt t i t l e for us.",
            "I a m here.",
        ] {
            assert!(closed(text).is_empty(), "{text}");
        }
        assert!(closed("").is_empty() && closed(&"a ".repeat(200)).is_empty());
    }
}
