//! Plain text: with form feeds, pages of which the running heads stay out of the sentences.

use std::ops::Range;

use strsim::normalized_levenshtein;

use crate::text::{Builder, Text, Writing};

/// As many lines at each end of a page may be running heads, page numbers and the like.
const HEADS: usize = 2;

/// A line is a running head where one at the same end of a page nearby is as similar.
const SIMILAR: f64 = 0.8;

/// Pages on which left and right heads take turns are two apart.
const NEARBY: usize = 2;

/// A page: its lines that are not blank, and how many of them at each end are no part of the text.
struct PlainText {
    at: Range<usize>,
    lines: Vec<Range<usize>>,
    heads: usize,
    feet: usize,
}

/// Reads a text, or its pages if it has form feeds.
pub(crate) fn read(source: &str) -> Vec<Text> {
    let mut builder = Builder::default();
    if !source.contains('\u{c}') {
        builder.copy(source, 0..source.len(), Writing::Plain);
        return vec![builder.take()];
    }
    let pages = pages(source);
    let mut begun = false;
    for page in &pages {
        builder.page();
        let body = page.lines.get(page.heads..page.lines.len() - page.feet).unwrap_or_default();
        let (Some(first), Some(last)) = (body.first(), body.last()) else { continue };
        if std::mem::replace(&mut begun, true) {
            // The break of the page has bytes that must stay: heads, feet, the form feed.
            let is_end = builder.text().trim_end().ends_with(['.', '!', '?', ':', '"', '\u{201d}']);
            builder.glue(if is_end { "\n\n" } else { "\n" });
        }
        builder.copy(source, first.start..last.end, Writing::Plain);
    }
    for page in &pages {
        let inner = page.heads..page.lines.len() - page.feet;
        for (i, line) in page.lines.iter().enumerate() {
            if !inner.contains(&i) && source.get(line.clone()).is_some_and(|line| line.contains(char::is_alphabetic)) {
                builder.glue("\n\n");
                builder.copy(source, line.clone(), Writing::Plain);
            }
        }
    }
    vec![builder.take()]
}

fn pages(source: &str) -> Vec<PlainText> {
    let mut pages = Vec::new();
    let mut start = 0;
    for part in source.split('\u{c}') {
        let at = start..start + part.len();
        start = at.end + 1;
        let mut lines = Vec::new();
        let mut from = at.start;
        for line in part.split('\n') {
            let trimmed = line.trim_end();
            let lead = line.len() - line.trim_start().len();
            if !trimmed.is_empty() {
                lines.push(from + lead..from + trimmed.len());
            }
            from += line.len() + 1;
        }
        pages.push(PlainText { at, lines, heads: 0, feet: 0 });
    }
    let line = |page: &PlainText, depth: usize, is_foot: bool| {
        let i = if is_foot { page.lines.len().checked_sub(depth + 1)? } else { depth };
        page.lines.get(i).and_then(|at| source.get(at.clone()))
    };
    for number in 0..pages.len() {
        for is_foot in [false, true] {
            let mut count = 0;
            while count < HEADS {
                let page = &pages[number];
                let taken = if is_foot { page.heads + count } else { count };
                let Some(this) = line(page, count, is_foot).filter(|_| taken < page.lines.len()) else { break };
                let nearby = number.saturating_sub(NEARBY)..(number + NEARBY + 1).min(pages.len());
                let recurs = nearby.filter(|&other| other != number).any(|other| {
                    (0..HEADS)
                        .any(|depth| line(&pages[other], depth, is_foot).is_some_and(|other| is_same(this, other)))
                });
                if !(is_page_number(this) || recurs) {
                    break;
                }
                count += 1;
            }
            let page = &mut pages[number];
            if is_foot { page.feet = count } else { page.heads = count }
        }
    }
    debug_assert!(pages.iter().all(|page| page.at.end <= source.len()));
    pages
}

/// Returns whether two lines are the same but for numbers and some letters.
fn is_same(one: &str, other: &str) -> bool {
    let letters =
        |line: &str| line.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>();
    let (one, other) = (letters(one), letters(other));
    one.len() >= 3 && one.len() <= 200 && other.len() <= 200 && normalized_levenshtein(&one, &other) >= SIMILAR
}

/// Returns whether a line is nothing but the number of a page: `12`, `- 12 -`, `xiv`, `[12]`.
fn is_page_number(line: &str) -> bool {
    let inner = line
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '[' | ']' | '(' | ')' | '.' | '|'));
    let is_roman = !inner.is_empty() && inner.len() <= 7 && inner.bytes().all(|byte| b"ivxlc".contains(&byte));
    is_roman || (!inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_go_on_over_pages() {
        let source = "THE HISTORY OF SALT\n\nIn those days the gov-\n12\n\u{c}THE H1STORY OF SALT\n\nernment fell.\n13\n\u{c}\
                      THE HISTORY OF SALT\n\nIt rose.\n14\n";
        let texts = read(source);
        assert_eq!(
            texts[0].as_str(),
            "In those days the gov-\nernment fell.\n\nIt rose.\n\nTHE HISTORY OF SALT\n\nTHE H1STORY OF SALT\n\n\
             THE HISTORY OF SALT"
        );
        assert_eq!(texts[0].pages(), 3);
    }

    #[test]
    fn a_page_alone_is_all_text() {
        let source = "\u{feff}1\r\n\r\nthe text \t\r\n";
        assert_eq!(read(source)[0].as_str(), source);
    }
}
