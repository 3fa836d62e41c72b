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
