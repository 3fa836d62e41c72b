//! The text that is taken from a file, with the bytes of the file that each part of it stands for.

use std::ops::Range;

use ungarble::{Alternative, Confidence, Input, Span, WordConfidence};

use crate::markup::reference;

/// The escaping that a source uses for text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// As it is.
    Plain,
    /// As it is, and what looks like a tag is one.
    Subtitle,
    /// With the references of XML.
    Xml,
    /// With the references of HTML.
    Html,
    /// In an attribute of XML.
    Attribute,
    /// With the escapes of Markdown.
    Markdown,
}

/// The relation of a part of the text to its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// A copy of the bytes.
    Copy,
    /// Written otherwise: a reference, a run of white space.
    Unit,
    /// A line break, with what belongs to it; it stays where it can.
    Break,
}

/// A part of the text and the bytes it stands for. What no segment covers is glue: it has no bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    text: (u32, u32),
    source: (u32, u32),
    pub(crate) relation: Relation,
    pub(crate) writing: Writing,
}

impl Segment {
    pub(crate) fn text(&self) -> Range<usize> {
        self.text.0 as usize..self.text.1 as usize
    }

    pub(crate) fn source(&self) -> Range<usize> {
        self.source.0 as usize..self.source.1 as usize
    }
}

/// The kind of hyphen at the end of a word that is broken at the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hyphen {
    /// None: the word is whole.
    None,
    /// A hyphen in the word itself, which may belong to it.
    Inside,
    /// One in the word itself of which the format says that it belongs to the line.
    InsideSoft,
    /// One in an element of its own: in the text, and not in the word's bytes.
    Outside,
}

/// A word that has a box.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    text: (u32, u32),
    element: (u32, u32),
    pub(crate) line: u32,
    confidence: u16,
    pub(crate) hyphen: Hyphen,
}

impl Word {
    const UNKNOWN: u16 = u16::MAX;

    pub(crate) fn text(&self) -> Range<usize> {
        self.text.0 as usize..self.text.1 as usize
    }

    /// The element, from its start tag to its end tag.
    pub(crate) fn element(&self) -> Range<usize> {
        self.element.0 as usize..self.element.1 as usize
    }
}

/// A line of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    text: (u32, u32),
    element: (u32, u32),
}

impl Line {
    pub(crate) fn text(&self) -> Range<usize> {
        self.text.0 as usize..self.text.1 as usize
    }

    pub(crate) fn element(&self) -> Range<usize> {
        self.element.0 as usize..self.element.1 as usize
    }
}

/// A region of a page.
#[derive(Clone, Debug)]
pub(crate) struct Region {
    pub(crate) element: Range<usize>,
    /// The numbers of its lines.
    pub(crate) lines: Range<usize>,
}

/// A text of a file: a run of pages, a run of cues, a page of HTML.
///
/// ```
/// use ungarble_formats::Document;
///
/// let document = Document::open(b"<p>Tbe <em>g</em>overment fell.</p>")?;
/// assert_eq!(document.texts()[0].as_str(), "Tbe goverment fell.");
/// # Ok::<(), ungarble_formats::FormatError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub(crate) text: String,
    pub(crate) segments: Vec<Segment>,
    pub(crate) words: Vec<Word>,
    pub(crate) lines: Vec<Line>,
    /// Elements that hold lines, and may repeat their text.
    pub(crate) regions: Vec<Region>,
    protect: Vec<Span>,
    alternatives: Vec<Alternative>,
    pages: usize,
}

impl Text {
    /// Returns the text as it is planned: lines and paragraphs with line breaks between them, no markup.
    ///
    /// ```
    /// let document = ungarble_formats::Document::open(b"<p>One</p><p>Two</p>")?;
    /// assert_eq!(document.texts()[0].as_str(), "One\n\nTwo");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the text as an input, with what the file says of it: spans to keep, confidences and alternatives of the
    /// recogniser.
    ///
    /// ```
    /// let document = ungarble_formats::Document::open(b"<alto><Layout><Page><TextLine>\
    ///     <String CONTENT='Tbe' WC='0.31'/><String CONTENT='cat' WC='0.96'/></TextLine></Page></Layout></alto>")?;
    /// let confidences: Vec<u16> = document.texts()[0].input().recognised_words().iter()
    ///     .map(|word| word.confidence().per_mille()).collect();
    /// assert_eq!(confidences, [310, 960]);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn input(&self) -> Input<'_> {
        let known = self.words.iter().filter(|word| word.confidence != Word::UNKNOWN);
        let confidences: Vec<WordConfidence> = known
            .map(|word| WordConfidence::new(Span::from(word.text()), Confidence::from_per_mille(word.confidence)))
            .collect();
        Input::new(&self.text).protect(&self.protect).word_confidences(&confidences).alternatives(&self.alternatives)
    }

    /// Returns how many pages the text covers; one where the format has none.
    ///
    /// ```
    /// let document = ungarble_formats::Document::open(b"One page.\x0cAnother page.")?;
    /// assert_eq!(document.texts()[0].pages(), 2);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages.max(1)
    }

    /// Returns the segments that cover or touch a part of the text.
    pub(crate) fn segments_at(&self, part: &Range<usize>) -> &[Segment] {
        let first = self.segments.partition_point(|segment| segment.text().end < part.start);
        let rest = self.segments.get(first..).unwrap_or_default();
        let count = rest.partition_point(|segment| segment.text().start <= part.end);
        rest.get(..count).unwrap_or_default()
    }

    /// Returns the first byte of the source that a part of the text stands for, or that what follows it stands for.
    pub(crate) fn source_of(&self, at: usize) -> usize {
        let first = self.segments.partition_point(|segment| segment.text().end <= at);
        match self.segments.get(first).or(self.segments.last()) {
            Some(segment) if segment.relation == Relation::Copy => {
                let inside = at.clamp(segment.text().start, segment.text().end) - segment.text().start;
                segment.source().start + inside
            }
            Some(segment) => segment.source().start,
            None => 0,
        }
    }

    /// Returns the words that a part of the text covers or touches, as indices.
    pub(crate) fn words_at(&self, part: &Range<usize>) -> Range<usize> {
        let first = self.words.partition_point(|word| word.text().end < part.start);
        let end = self.words.partition_point(|word| word.text().start <= part.end);
        first..end.max(first)
    }

    /// Returns a word without the hyphen at the end of its line.
    pub(crate) fn stem(&self, word: &Word) -> Range<usize> {
        let at = word.text();
        match word.hyphen {
            Hyphen::None => at,
            Hyphen::Inside | Hyphen::InsideSoft | Hyphen::Outside => {
                let last = self.text.get(at.clone()).and_then(|text| text.chars().next_back());
                at.start..at.end - last.map_or(0, char::len_utf8)
            }
        }
    }
}

/// Returns how many bytes at the end of a word write a hyphen, and whether it is one that belongs to the line.
pub(crate) fn written_hyphen(text: &str) -> Option<(usize, bool)> {
    const HYPHENS: &[(&str, bool)] = &[
        ("-", false),
        ("\u{2e17}", false),
        ("\u{2010}", false),
        ("\u{ad}", true),
        ("\u{ac}", true),
        ("&#173;", true),
        ("&#xad;", true),
        ("&#xAD;", true),
        ("&shy;", true),
    ];
    let found = HYPHENS.iter().find(|(hyphen, _)| text.ends_with(hyphen))?;
    Some((found.0.len(), found.1))
}

/// Puts a [`Text`] together.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    built: Text,
}

/// Files of more than 4 GiB are refused before they are read.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn short(range: &Range<usize>) -> (u32, u32) {
    (narrow(range.start), narrow(range.end))
}

impl Builder {
    /// Bytes of text so far.
    pub(crate) fn len(&self) -> usize {
        self.built.text.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.built.text.is_empty()
    }

    pub(crate) fn text(&self) -> &str {
        &self.built.text
    }

    /// Appends text that has no bytes in the source.
    pub(crate) fn glue(&mut self, text: &str) {
        self.built.text.push_str(text);
    }

    /// Appends text that stands in the source as it is.
    pub(crate) fn copy(&mut self, source: &str, at: Range<usize>, writing: Writing) {
        let text = source.get(at.clone()).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        let start = self.len();
        self.built.text.push_str(text);
        if let Some(last) = self.built.segments.last_mut()
            && last.relation == Relation::Copy
            && last.writing == writing
            && last.text().end == start
            && last.source().end == at.start
        {
            last.text.1 = narrow(self.built.text.len());
            last.source.1 = narrow(at.end);
            return;
        }
        self.push(start, at, Relation::Copy, writing);
    }

    /// Appends text that the source writes otherwise.
    pub(crate) fn unit(&mut self, text: &str, at: Range<usize>, relation: Relation, writing: Writing) {
        let start = self.len();
        self.built.text.push_str(text);
        self.push(start, at, relation, writing);
    }

    fn push(&mut self, start: usize, at: Range<usize>, relation: Relation, writing: Writing) {
        let text = short(&(start..self.len()));
        self.built.segments.push(Segment { text, source: short(&at), relation, writing });
    }

    /// Appends text with references. What looks like one and is none stands as it is.
    pub(crate) fn decode(&mut self, source: &str, at: Range<usize>, writing: Writing) {
        let text = source.get(at.clone()).unwrap_or_default();
        let mut from = 0;
        for (ampersand, _) in text.match_indices('&') {
            let name = text.get(ampersand + 1..).unwrap_or_default();
            let name = name.find(';').filter(|&end| end < 40).and_then(|end| name.get(..end));
            let Some((name, value)) =
                name.and_then(|name| Some((name, reference(name, writing != Writing::Attribute)?)))
            else {
                continue;
            };
            if ampersand < from {
                continue;
            }
            self.copy(source, at.start + from..at.start + ampersand, writing);
            from = ampersand + name.len() + 2;
            self.unit(&value, at.start + ampersand..at.start + from, Relation::Unit, writing);
        }
        self.copy(source, at.start + from..at.end, writing);
    }

    /// Appends the text of a word, of which a hyphen at the end is a plain one in the text.
    ///
    /// The word begins at byte `start` of the text: a mark that is all of it is no hyphen.
    pub(crate) fn decode_word(&mut self, source: &str, at: Range<usize>, start: usize, writing: Writing) {
        let text = source.get(at.clone()).unwrap_or_default();
        match written_hyphen(text) {
            Some((length, _))
                if text.get(text.len() - length..) != Some("-") && (length < text.len() || self.len() > start) =>
            {
                let end = at.end - length;
                self.decode(source, at.start..end, writing);
                self.unit("-", end..at.end, Relation::Unit, writing);
            }
            _ => self.decode(source, at, writing),
        }
    }

    /// Returns whether the text ends in a hyphen, and if so whether its source says that it belongs to the line.
    pub(crate) fn last_hyphen(&self, source: &str, start: usize) -> Option<bool> {
        if self.len() <= start + 1 || !self.built.text.ends_with('-') {
            return None;
        }
        let last = self.built.segments.last()?;
        written_hyphen(source.get(last.source())?).map(|(_, is_soft)| is_soft)
    }

    /// Appends text with references in which a run of white space is as one `space`.
    pub(crate) fn decode_spaced(&mut self, source: &str, at: Range<usize>, writing: Writing, space: &str) {
        let text = source.get(at.clone()).unwrap_or_default();
        let mut from = 0;
        while let Some(offset) = text.get(from..).and_then(|rest| rest.find(|c: char| c.is_ascii_whitespace())) {
            let start = from + offset;
            let rest = text.get(start..).unwrap_or_default();
            let end = start + rest.len() - rest.trim_ascii_start().len();
            self.decode(source, at.start + from..at.start + start, writing);
            let run = at.start + start..at.start + end;
            if text.get(start..end) == Some(space) {
                self.copy(source, run, writing);
            } else {
                self.unit(space, run, Relation::Unit, writing);
            }
            from = end;
        }
        self.decode(source, at.start + from..at.end, writing);
    }

    /// Appends text with references and line breaks that stay where they can.
    pub(crate) fn decode_lines(&mut self, source: &str, at: Range<usize>, writing: Writing) {
        let text = source.get(at.clone()).unwrap_or_default();
        let mut from = 0;
        for (newline, _) in text.match_indices('\n') {
            let is_pair = text.get(..newline).is_some_and(|before| before.ends_with('\r')) && newline > from;
            let start = newline - usize::from(is_pair);
            self.decode(source, at.start + from..at.start + start, writing);
            self.unit("\n", at.start + start..at.start + newline + 1, Relation::Break, writing);
            from = newline + 1;
        }
        self.decode(source, at.start + from..at.end, writing);
    }

    /// Returns whether `next`, as the source writes it, goes on with the word or the sentence that the text ends in, as it may in another
    /// column or beyond a picture.
    pub(crate) fn goes_on_with(&self, next: &str, writing: Writing) -> bool {
        let referred = |name: &str| reference(name, writing != Writing::Attribute)?.chars().next();
        let first = match next.strip_prefix('&').and_then(|rest| rest.split_once(';')) {
            Some((name, _)) => referred(name),
            None => next.chars().next(),
        };
        let last = self.built.text.chars().next_back();
        last.is_some_and(|c| c.is_alphabetic() || matches!(c, '-' | ',')) && first.is_some_and(char::is_lowercase)
    }

    /// Takes back glue at the end of the text.
    pub(crate) fn unglue(&mut self) -> String {
        let kept = self.built.text.trim_end_matches([' ', '\n']).len();
        let covered = self.built.segments.last().map_or(0, |segment| segment.text().end);
        self.built.text.split_off(kept.max(covered))
    }

    /// Keeps the text from byte `start` of it on from any edit.
    pub(crate) fn protect_from(&mut self, start: usize) {
        if start < self.len() {
            self.built.protect.push(Span::new(start, self.len()));
        }
    }

    /// Makes a word of the text from byte `start` of it on.
    pub(crate) fn word(&mut self, start: usize, element: Range<usize>, confidence: Option<Confidence>, hyphen: Hyphen) {
        let word = Word {
            text: short(&(start..self.len())),
            element: short(&element),
            line: narrow(self.built.lines.len()),
            confidence: confidence.map_or(Word::UNKNOWN, Confidence::per_mille),
            hyphen,
        };
        self.built.words.push(word);
    }

    /// Adds what the recogniser would have read instead of the text from byte `start` on.
    pub(crate) fn alternative(&mut self, start: usize, replacement: &str) {
        let span = Span::new(start, self.len());
        if !span.is_empty() && self.built.text.get(span.range()) != Some(replacement) {
            self.built.alternatives.push(Alternative::new(span, replacement));
        }
    }

    /// Makes a line of the words since the last one, and of the text from byte `start` on.
    pub(crate) fn line(&mut self, start: usize, element: Range<usize>) {
        let text = short(&(start..self.len()));
        self.built.lines.push(Line { text, element: short(&element) });
    }

    /// Adds an element that holds the lines from the one of this number on.
    pub(crate) fn region(&mut self, element: Range<usize>, first_line: usize) {
        self.built.regions.push(Region { element, lines: first_line..self.lines() });
    }

    /// Returns how many lines there are so far.
    pub(crate) fn lines(&self) -> usize {
        self.built.lines.len()
    }

    pub(crate) fn page(&mut self) {
        self.built.pages += 1;
    }

    pub(crate) fn pages(&self) -> usize {
        self.built.pages
    }

    /// The last word, if it stands on the line that is being read.
    pub(crate) fn last_word(&mut self) -> Option<&mut Word> {
        let line = narrow(self.built.lines.len());
        self.built.words.last_mut().filter(|word| word.line == line)
    }

    /// Sets where the element of the last word ends.
    pub(crate) fn end_word(&mut self, end: usize) {
        if let Some(word) = self.built.words.last_mut() {
            word.element.1 = narrow(end);
        }
    }

    /// Puts the hyphen of an element of its own behind the last word.
    pub(crate) fn outside_hyphen(&mut self) {
        let end = self.len();
        let is_free = self.last_word().is_some_and(|word| word.text().end == end && word.hyphen != Hyphen::Outside);
        if is_free {
            self.glue("-");
            let end = narrow(self.len());
            if let Some(word) = self.last_word() {
                word.text.1 = end;
                word.hyphen = Hyphen::Outside;
            }
        }
    }

    /// Returns what was put together so far, in no more memory than it needs, and starts anew.
    pub(crate) fn take(&mut self) -> Text {
        let mut text = std::mem::take(&mut self.built);
        text.text.shrink_to_fit();
        text.segments.shrink_to_fit();
        text.words.shrink_to_fit();
        text.lines.shrink_to_fit();
        text
    }
}

/// Stands in the text for what is no text: code, a formula, an address.
pub(crate) const HOLE: &str = "\u{fffc}";
