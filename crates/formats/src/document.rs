//! A file with its texts, and how edits of them are put back.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use ungarble::{Plan, Span};

use crate::applied::{Applied, Edits, Place, Resegment};
use crate::carried::{Carried, Meant};
use crate::error::FormatError;
use crate::format::{Format, has_ocr};
use crate::source::Source;
use crate::splice::{apply, apply_within};
use crate::text::{Hyphen, Text};

/// A file is repaired anew until nothing changes, at most so often.
const ROUNDS: usize = 6;

/// A file with its texts.
///
/// ```
/// use ungarble::Repairer;
/// use ungarble_formats::Document;
///
/// let repairer = Repairer::english();
/// let page = b"WEBVTT\n\n00:01.000 --> 00:03.500\n<i>Howver, the gov-</i>\n<i>ernment fell.</i>\n";
/// let document = Document::open(page)?;
/// let plans: Vec<_> = document.texts().iter().map(|text| repairer.plan(text.input())).collect();
/// let repaired = document.apply(&plans);
/// assert_eq!(repaired, b"WEBVTT\n\n00:01.000 --> 00:03.500\n<i>However, the government</i>\n<i>fell.</i>\n");
/// # Ok::<(), ungarble_formats::FormatError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Document<'b> {
    source: Source<'b>,
    texts: Vec<Text>,
}

impl<'b> Document<'b> {
    /// Reads a file of which the content tells the format.
    ///
    /// ```
    /// use ungarble_formats::{Document, Format};
    ///
    /// assert_eq!(Document::open(b"<p>Tbe cat</p>")?.format(), Format::Html);
    /// assert!(Document::open(b"<?xml version='1.0'?><TEI/>").is_err());
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`FormatError`] where the bytes are no UTF-8, the file is malformed, or there is no repair of its format.
    pub fn open(bytes: &'b [u8]) -> Result<Document<'b>, FormatError> {
        let source = decode(bytes)?;
        Document::read(source, Format::sniff(source)?)
    }

    /// Reads a file of a format that is known.
    ///
    /// ```
    /// use ungarble_formats::{Document, Format};
    ///
    /// let document = Document::open_as(b"A *title*", Format::Markdown)?;
    /// assert_eq!(document.texts()[0].as_str(), "A title");
    /// assert!(Document::open_as(b"A *title*", Format::Alto).is_err());
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Document::open`]; [`FormatError::Mismatch`] where the file is evidently of another format.
    pub fn open_as(bytes: &'b [u8], format: Format) -> Result<Document<'b>, FormatError> {
        let source = decode(bytes)?;
        if format.has_boxes() {
            let found = match Format::sniff(source) {
                Ok(found) if found == format => None,
                // A part of a page may end in text, which the look at it takes for text with a tag in it.
                Ok(Format::Text | Format::Html) if format == Format::Hocr && has_ocr(source) => None,
                Ok(found) => Some(format!("it is {found}")),
                Err(error) => Some(error.to_string()),
            };
            if let Some(found) = found {
                return Err(FormatError::Mismatch { expected: format, found });
            }
        }
        Document::read(source, format)
    }

    fn read(source: &'b str, format: Format) -> Result<Document<'b>, FormatError> {
        let source = Source::new(source, format)?;
        let mut texts = Vec::new();
        source.read(&mut |text| texts.push(text))?;
        Ok(Document { source, texts })
    }

    /// Returns the format of the file.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Format};
    /// assert_eq!(Document::open(b"WEBVTT")?.format(), Format::Vtt);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn format(&self) -> Format {
        self.source.format
    }

    /// Returns the texts of the file, each to be planned by itself: one, or several where the file has many pages.
    ///
    /// ```
    /// # use ungarble_formats::Document;
    /// let document = Document::open(b"<p>Tbe <i>cat</i></p>")?;
    /// assert_eq!(document.texts()[0].as_str(), "Tbe cat");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn texts(&self) -> &[Text] {
        &self.texts
    }

    /// Returns the text of the file to read, or to take as a reference: words that the file says are broken are whole.
    ///
    /// ```
    /// use ungarble_formats::Document;
    ///
    /// let page = "<alto><Layout><Page><TextLine><String CONTENT='gov'/><HYP CONTENT='-'/></TextLine>\
    ///     <TextLine><String CONTENT='ernment'/></TextLine></Page></Layout></alto>";
    /// assert_eq!(Document::open(page.as_bytes())?.to_text(), "government\n");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        for text in &self.texts {
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            let mut at = 0;
            for pair in text.words.windows(2) {
                let (first, second) = (&pair[0], &pair[1]);
                let is_broken =
                    matches!(first.hyphen, Hyphen::InsideSoft | Hyphen::Outside) && first.line < second.line;
                if is_broken && first.text().start >= at {
                    out.push_str(text.text.get(at..text.stem(first).end).unwrap_or_default());
                    out.push_str(text.text.get(second.text()).unwrap_or_default());
                    at = second.text().end;
                    let rest = text.text.get(at..).unwrap_or_default();
                    if !rest.starts_with('\n') {
                        out.push('\n');
                        at += usize::from(rest.starts_with(' '));
                    }
                }
            }
            out.push_str(text.text.get(at..).unwrap_or_default());
        }
        out
    }

    /// Returns the file with the edits of the plans, the first plan for the first text. Words with boxes keep them.
    ///
    /// Applied edits may enable further ones; [`Document::repair`] repeats until there are none.
    ///
    /// ```
    /// # use ungarble::Repairer;
    /// # use ungarble_formats::Document;
    /// let document = Document::open(b"<p>The <b>g</b>overment fell.</p>")?;
    /// let plan = Repairer::english().plan(document.texts()[0].input());
    /// assert_eq!(document.apply(&[plan]), b"<p>The <b>g</b>overnment fell.</p>");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn apply(&self, plans: &[Plan<'_>]) -> Vec<u8> {
        let edits: Vec<Edits> = plans.iter().map(Edits::from).collect();
        self.apply_edits(&edits, Resegment::No).bytes.into_owned().into_bytes()
    }

    /// Returns the file with edits of its texts, the first for the first text.
    ///
    /// ```
    /// use ungarble_formats::{Document, Edits, Resegment};
    ///
    /// let document = Document::open(b"<p>the cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..1, "T")], Resegment::No);
    /// assert_eq!(applied.bytes(), b"<p>The cat</p>");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn apply_edits(&self, edits: &[Edits], resegment: Resegment) -> Applied<'b> {
        let mut all = Carried::default();
        for (index, edits) in edits.iter().enumerate() {
            if let Some(text) = self.texts.get(index) {
                all.take(self.source.carry(index, text, &edits.of(text), resegment));
            }
        }
        Applied {
            bytes: if all.splices.is_empty() {
                Cow::Borrowed(self.source.text)
            } else {
                apply(self.source.text, all.splices).into()
            },
            changes: all.changes,
            skipped: all.skipped,
            apart: all.apart,
            unstable: 0,
        }
    }

    /// Returns the file repaired by what `plan` says of each of its texts, such that repairing it again changes nothing.
    ///
    /// ```
    /// use ungarble::Repairer;
    /// use ungarble_formats::{Document, Resegment};
    ///
    /// let repairer = Repairer::english();
    /// let page = b"# Tbe harbour\n\nThe **g**overment fell.\n";
    /// let document = Document::open_as(page, ungarble_formats::Format::Markdown)?;
    /// let repaired = document.repair(Resegment::No, |text| repairer.plan(text.input()).into());
    /// assert_eq!(repaired.into_text(), "# The harbour\n\nThe **g**overnment fell.\n");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn repair(&self, resegment: Resegment, mut plan: impl FnMut(&Text) -> Edits) -> Applied<'b> {
        let mut left_alone = BTreeSet::new();
        loop {
            match self.attempt(resegment, &left_alone, &mut plan) {
                Ok(mut applied) => {
                    applied.unstable = left_alone.len();
                    return applied;
                }
                // Each time there are more of them, so this ends.
                Err(unstable) => left_alone.extend(unstable),
            }
        }
    }

    /// Repairs all texts but those left alone; fails with the texts that do not come to rest.
    fn attempt(
        &self,
        resegment: Resegment,
        left_alone: &BTreeSet<usize>,
        plan: &mut impl FnMut(&Text) -> Edits,
    ) -> Result<Applied<'b>, BTreeSet<usize>> {
        let mut done = Carried::default();
        for (index, text) in self.texts.iter().enumerate().filter(|(index, _)| !left_alone.contains(index)) {
            let edits = plan(text);
            done.take(self.source.carry(index, text, &edits.of(text), resegment));
        }
        let mut changes = std::mem::take(&mut done.changes);
        let (skipped, mut apart) = (std::mem::take(&mut done.skipped), done.apart);
        let mut bytes = Cow::Borrowed(self.source.text);
        for _ in 0..ROUNDS {
            if done.splices.is_empty() {
                return Ok(Applied { bytes, changes, skipped, apart, unstable: 0 });
            }
            let splices = std::mem::take(&mut done.splices);
            bytes = Cow::Owned(match bytes {
                Cow::Borrowed(source) => apply(source, splices),
                Cow::Owned(repaired) => apply_within(repaired, splices),
            });
            let meant = std::mem::take(&mut done.meant);
            done = round(&bytes, self.source.format, &meant, resegment, plan)
                .map_err(|_| meant.keys().copied().collect::<BTreeSet<usize>>())?;
            changes.append(&mut done.changes);
            apart += done.apart;
        }
        if done.splices.is_empty() {
            return Ok(Applied { bytes, changes, skipped, apart, unstable: 0 });
        }
        Err(done.meant.keys().copied().collect())
    }

    /// Returns where a span of a text stands in the file.
    ///
    /// ```
    /// # use ungarble::Span;
    /// # use ungarble_formats::Document;
    /// let document = Document::open(b"<p>One</p>\n<p>Two</p>")?;
    /// assert_eq!(document.locate(0, Span::new(5, 8)).line(), 2);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the file for the first call, O(log n) for others.
    #[must_use]
    pub fn locate(&self, text: usize, span: Span) -> Place {
        match self.texts.get(text) {
            Some(text) => self.source.locate(text, span),
            None => Place { element: None, line: 1, column: 1 },
        }
    }
}

/// Reads a file that edits were made in, and repairs again what does not read as it was meant to, text by text as they are read: no more
/// than one of them is held.
fn round(
    file: &str,
    format: Format,
    meant: &BTreeMap<usize, Meant>,
    resegment: Resegment,
    plan: &mut impl FnMut(&Text) -> Edits,
) -> Result<Carried, FormatError> {
    let source = Source::new(file, format)?;
    let (mut all, mut index) = (Carried::default(), 0);
    source.read(&mut |text| {
        let is_open = meant.get(&index).is_some_and(|meant| !meant.is_exact || meant.text != text.text);
        if is_open {
            let edits = plan(&text);
            all.take(source.carry(index, &text, &edits.of(&text), resegment));
        }
        index += 1;
    })?;
    Ok(all)
}

fn decode(bytes: &[u8]) -> Result<&str, FormatError> {
    std::str::from_utf8(bytes).map_err(|error| FormatError::Encoding { at: error.valid_up_to() })
}
