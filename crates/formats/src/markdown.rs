//! Markdown: the words of paragraphs, headings, lists and tables.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::error::FormatError;
use crate::text::{Builder, HOLE, Relation, Text, Writing};

/// Reads the text of a page.
pub(crate) fn read(source: &str) -> Result<Vec<Text>, FormatError> {
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let body = source.get(start..).unwrap_or_default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    let mut reader = Reader { source, builder: Builder::default(), ends_block: false, closed: 0, last: start };
    for (event, at) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(&event, start + at.start..start + at.end);
    }
    Ok(vec![reader.builder.take()])
}

struct Reader<'s> {
    source: &'s str,
    builder: Builder,
    ends_block: bool,
    /// Number of open elements whose text is excluded.
    closed: usize,
    /// End of the last text.
    last: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => match tag {
                Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock => {
                    self.closed += 1;
                    self.ends_block = true;
                }
                Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. } => {
                    self.hole();
                    self.closed += 1;
                }
                Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
                Tag::Link { .. } | Tag::Image { .. } => {}
                _ => self.ends_block = true,
            },
            Event::End(end) => match end {
                TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => {
                    self.closed = self.closed.saturating_sub(1);
                    self.ends_block = true;
                }
                // Only the links that keep their text are counted.
                TagEnd::Link => {
                    let is_auto = self.source.get(at).is_some_and(|link| link.starts_with('<'));
                    self.closed = self.closed.saturating_sub(usize::from(is_auto));
                }
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Image => {}
                TagEnd::Superscript | TagEnd::Subscript => {}
                _ => self.ends_block = true,
            },
            Event::Text(_) if self.closed == 0 => self.text(at),
            Event::SoftBreak if self.closed == 0 => self.soft_break(at),
            Event::HardBreak if self.closed == 0 => self.builder.glue("\n"),
            Event::Code(_) | Event::InlineMath(_) | Event::FootnoteReference(_) => self.hole(),
            Event::Rule | Event::Html(_) | Event::DisplayMath(_) => self.ends_block = true,
            _ => {}
        }
    }

    fn separate(&mut self) {
        if std::mem::take(&mut self.ends_block) && !self.builder.is_empty() {
            self.builder.glue("\n\n");
        }
    }

    fn hole(&mut self) {
        if self.closed == 0 {
            self.separate();
            self.builder.glue(HOLE);
        }
    }

    fn text(&mut self, at: Range<usize>) {
        // Parts come in order; what is told twice is read once.
        if at.start < self.last {
            return;
        }
        self.separate();
        self.last = at.end;
        self.builder.decode(self.source, at, Writing::Markdown);
    }

    /// A line break, with the marks of quotes and the indentation of the next line.
    fn soft_break(&mut self, at: Range<usize>) {
        let rest = self.source.get(at.end..).unwrap_or_default();
        let mut end = rest.len() - rest.trim_start_matches([' ', '\t', '>']).len();
        // What looks like a mark may be text; the next text tells by where it begins, so the break ends before it.
        if !rest.get(..end).is_some_and(|prefix| prefix.contains('>')) {
            end = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        }
        let start = at.start.max(self.last);
        self.last = at.end;
        self.builder.unit("\n", start..at.end + end, Relation::Break, Writing::Markdown);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> String {
        read(source).unwrap()[0].as_str().to_owned()
    }

    #[test]
    fn words_are_told_from_marks() {
        assert_eq!(told("# A *b* title\n\n**W**ork & play &amp; more\\*\n"), "A b title\n\nWork & play & more*");
        assert_eq!(told("> one\n> two\n\n- three\n- four"), "one\ntwo\n\nthree\n\nfour");
        assert_eq!(told("| a | b |\n|---|---|\n| c | d |\n"), "a\n\nb\n\nc\n\nd");
    }

    #[test]
    fn code_addresses_and_front_matter_stay_out() {
        assert_eq!(
            told("---\ntitle: teh\n---\n\nText `teh` [link](http://teh.example \"teh\")\n\n    teh\n"),
            format!("Text {HOLE} link")
        );
        assert_eq!(
            told("See <http://teh.example> now, ![alt](teh.png).\n\n<div>\nteh\n</div>\n"),
            format!("See {HOLE} now, alt.")
        );
    }
}
