//! Bytes of a source replaced by others.

use std::ops::Range;

use crate::text::Writing;

/// Bytes of the source, and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Splice {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) new: String,
}

impl Splice {
    pub(crate) fn new(at: Range<usize>, new: impl Into<String>) -> Splice {
        Splice { start: at.start, end: at.end, new: new.into() }
    }
}

/// Returns the source with the splices made, which are sorted here; of two that overlap the first is made.
pub(crate) fn apply(source: &str, mut splices: Vec<Splice>) -> String {
    splices.sort();
    let grown: usize = splices.iter().map(|splice| splice.new.len()).sum();
    let mut out = String::with_capacity(source.len() + grown);
    let mut at = 0;
    for splice in &splices {
        debug_assert!(splice.start >= at, "splices overlap: {splice:?}");
        if splice.start < at {
            continue;
        }
        out.push_str(source.get(at..splice.start).unwrap_or_default());
        out.push_str(&splice.new);
        at = splice.end;
    }
    out.push_str(source.get(at..).unwrap_or_default());
    out
}

/// Returns the same as [`apply`], in the memory of the source and what it grows by.
///
/// # Complexity
///
/// O(n) in the bytes of the source, each of which moves twice.
pub(crate) fn apply_within(source: String, mut splices: Vec<Splice>) -> String {
    splices.sort();
    let mut end = 0;
    splices.retain(|splice| {
        let is_free = splice.start >= end && source.get(splice.start..splice.end).is_some();
        debug_assert!(is_free, "splices overlap: {splice:?}");
        end = if is_free { splice.end } else { end };
        is_free
    });
    let grown: usize = splices.iter().map(|splice| splice.new.len().saturating_sub(splice.end - splice.start)).sum();
    let length = source.len();
    let mut bytes = source.into_bytes();
    // All moves out of the way as far as it may take, so that what is written never reaches what is still to be read.
    bytes.reserve_exact(grown);
    bytes.resize(length + grown, 0);
    bytes.copy_within(..length, grown);
    let (mut from, mut to) = (0, 0);
    for splice in &splices {
        bytes.copy_within(grown + from..grown + splice.start, to);
        to += splice.start - from;
        let new = splice.new.as_bytes();
        bytes[to..to + new.len()].copy_from_slice(new);
        (from, to) = (splice.end, to + new.len());
    }
    bytes.copy_within(grown + from..grown + length, to);
    bytes.truncate(to + length - from);
    String::from_utf8(bytes).expect("whole `char`s are replaced by whole ones")
}

/// Returns text as the source writes it.
pub(crate) fn write(text: &str, writing: Writing, is_ascii: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (writing, c) {
            (Writing::Plain | Writing::Subtitle, c) => out.push(c),
            (Writing::Markdown, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '#' | '|' | '~' | '&') => {
                out.push('\\');
                out.push(c);
            }
            (Writing::Markdown, c) => out.push(c),
            (_, '&') => out.push_str("&amp;"),
            (_, '<') => out.push_str("&lt;"),
            (_, '>') => out.push_str("&gt;"),
            (Writing::Attribute, '"') => out.push_str("&quot;"),
            (Writing::Attribute, '\'') => out.push_str("&apos;"),
            (_, '\u{ad}') => out.push_str("&#173;"),
            (_, c) if is_ascii && !c.is_ascii() => out.push_str(&format!("&#{};", u32::from(c))),
            (_, c) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices_are_the_same_wherever_they_are_made() {
        let source = "é one two three é four";
        for splices in [
            vec![],
            vec![(0, 0, "long before it"), (3, 6, "1"), (7, 10, "2"), (source.len(), source.len(), " and after")],
            vec![(0, 2, ""), (3, 6, "uno"), (6, 6, "!"), (17, 19, "ê é è")],
            vec![(0, source.len(), "")],
            vec![(0, source.len(), "é".repeat(40).leak())],
        ] {
            let splices: Vec<Splice> = splices.into_iter().map(|(from, to, new)| Splice::new(from..to, new)).collect();
            assert_eq!(apply_within(source.to_owned(), splices.clone()), apply(source, splices));
        }
    }
}
