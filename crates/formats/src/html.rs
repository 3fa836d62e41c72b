//! HTML and XHTML: the text nodes of what people read.

use std::ops::Range;

use crate::error::FormatError;
use crate::markup::{Event, attribute, local, read_html};
use crate::text::{Builder, Text, Writing};
use crate::tree::is_void;

/// Elements whose text stays as it is.
const CLOSED: &[&str] = &[
    "script",
    "style",
    "pre",
    "code",
    "kbd",
    "samp",
    "var",
    "tt",
    "textarea",
    "svg",
    "math",
    "template",
    "iframe",
    "noscript",
    "object",
    "select",
    "xmp",
    "listing",
    "plaintext",
    "address",
];

/// Elements that do not end the paragraph they stand in.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "data", "del", "dfn", "em", "font", "i", "ins", "label",
    "mark", "q", "ruby", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "u", "wbr", "img", "input",
];

/// Blanks, line breaks or the end of a paragraph, before the text that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Line,
    Paragraph,
}

struct Reader<'s> {
    source: &'s str,
    builder: Builder,
    gap: Gap,
    /// White space that was seen and not yet put.
    space: Option<Range<usize>>,
    /// The closed elements that have not ended: name and depth of elements of the same name.
    closed: Option<(&'s str, usize)>,
}

/// Reads the text of a page.
pub(crate) fn read(source: &str) -> Result<Vec<Text>, FormatError> {
    let mut reader = Reader { source, builder: Builder::default(), gap: Gap::None, space: None, closed: None };
    read_html(source, |event| {
        match event {
            Event::Open { at, attributes, is_empty, .. } => {
                let name = reader.name(at.start + 1);
                let is_kept = attribute(source, attributes, "translate") == Some("no");
                reader.open(name, is_kept, is_empty);
            }
            Event::Close { at, .. } => {
                let name = reader.name(at.start + 2);
                reader.close(name);
            }
            Event::Text(at) | Event::Verbatim(at) => reader.text(at),
        }
        Ok(())
    })?;
    Ok(vec![reader.builder.take()])
}

impl<'s> Reader<'s> {
    fn name(&self, at: usize) -> &'s str {
        let rest = self.source.get(at..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        local(rest.get(..end).unwrap_or_default())
    }

    fn open(&mut self, name: &'s str, is_kept: bool, is_empty: bool) {
        let is = |names: &[&str]| names.iter().any(|other| name.eq_ignore_ascii_case(other));
        if let Some((closed, depth)) = &mut self.closed {
            *depth += usize::from(!is_empty && name.eq_ignore_ascii_case(closed));
            return;
        }
        if name.eq_ignore_ascii_case("br") {
            self.gap = self.gap.max(Gap::Line);
        } else if (is(CLOSED) || is_kept) && !is_void(name) && !is_empty {
            if !is(INLINE) && ["pre", "address", "textarea"].contains(&name.to_ascii_lowercase().as_str()) {
                self.gap = Gap::Paragraph;
            }
            self.closed = Some((name, 1));
            self.hole();
        } else if !is(INLINE) {
            self.gap = Gap::Paragraph;
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((closed, depth)) = &mut self.closed {
            if name.eq_ignore_ascii_case(closed) {
                *depth -= 1;
                if *depth == 0 {
                    self.closed = None;
                }
            }
            return;
        }
        if !INLINE.iter().any(|other| name.eq_ignore_ascii_case(other)) {
            self.gap = Gap::Paragraph;
        }
    }

    /// Puts a placeholder for an excluded element, so that the words around it are not adjacent.
    fn hole(&mut self) {
        if self.builder.is_empty() || self.gap != Gap::None {
            return;
        }
        self.put_gap();
        self.builder.glue(crate::text::HOLE);
    }

    fn put_gap(&mut self) {
        let space = self.space.take();
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        if self.builder.is_empty() {
            return;
        }
        match (gap, space) {
            (Gap::Paragraph, _) => self.builder.glue("\n\n"),
            (Gap::Line, _) => self.builder.glue("\n"),
            (Gap::None, Some(at)) => self.builder.decode_spaced(self.source, at, Writing::Html, " "),
            (Gap::None, None) => {}
        }
    }

    fn text(&mut self, at: Range<usize>) {
        if self.closed.is_some() {
            return;
        }
        let text = self.source.get(at.clone()).unwrap_or_default();
        let trimmed = text.trim_ascii();
        let start = at.start + (text.len() - text.trim_ascii_start().len());
        if start > at.start && self.space.is_none() {
            self.space = Some(at.start..start);
        }
        if trimmed.is_empty() {
            return;
        }
        self.put_gap();
        let core = start..start + trimmed.len();
        self.builder.decode_spaced(self.source, core.clone(), Writing::Html, " ");
        if core.end < at.end {
            self.space = Some(core.end..at.end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> String {
        read(source).unwrap()[0].as_str().to_owned()
    }

    #[test]
    fn paragraphs_are_told_from_emphasis() {
        assert_eq!(told("<p>One <b>t</b>wo\n   three</p>\n<p>four<br>five</p>"), "One two three\n\nfour\nfive");
        assert_eq!(told("<title>News</title><style>p { x }</style><h1>A &amp; B</h1>text"), "News\n\nA & B\n\ntext");
        assert_eq!(told("<p>a <i> b</i> <u>c </u>d</p>"), "a b c d");
    }

    #[test]
    fn code_stays_out() {
        let hole = crate::text::HOLE;
        assert_eq!(told("<p>call <code>teh</code> now</p><pre>teh</pre><p>x"), format!("call {hole} now\n\nx"));
        assert_eq!(told("<p>a <span translate=no>b<span>c</span>d</span> e</p>"), format!("a {hole} e"));
    }
}
