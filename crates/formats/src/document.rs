//! A file with its texts, and how edits of them are put back.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use ungarble::{Plan, Span};

use crate::applied::{Applied, Change, Edits, Place, Resegment, Skipped};
use crate::boxes::{Change as Edit, Cluster, Obstacle, Operation, clusters, operations};
use crate::carried::{Carried, Made, Meant, is_free, relined, replaced, stands};
use crate::error::{FormatError, place};
use crate::flow::rewrite;
use crate::format::{Format, has_ocr};
use crate::splice::{Splice, apply};
use crate::text::{Hyphen, Text};
use crate::tree::{Dialect, Tree};
use crate::{alto, hocr, html, markdown, page, plain, subtitles};

/// A text of a file with boxes covers as many pages. More would not help much to repair them, and take memory.
const PAGES: usize = 32;

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
    source: &'b str,
    format: Format,
    texts: Vec<Text>,
    /// The file says that it holds ASCII, or an encoding that begins as ASCII does.
    is_ascii: bool,
    /// First byte of each line of the file; computed on first use.
    lines: OnceLock<Vec<u32>>,
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
        if u32::try_from(source.len()).is_err() {
            return Err(FormatError::TooLarge { bytes: source.len() });
        }
        let texts = match format {
            Format::Text => plain::read(source),
            Format::Hocr => hocr::read(source, PAGES)?,
            Format::Alto => alto::read(source, PAGES)?,
            Format::Page => page::read(source, PAGES)?,
            Format::Srt => subtitles::read_srt(source)?,
            Format::Vtt => subtitles::read_vtt(source)?,
            Format::Html => html::read(source)?,
            Format::Markdown => markdown::read(source)?,
        };
        Ok(Document { source, format, texts, is_ascii: says_ascii(source), lines: OnceLock::new() })
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
        self.format
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
                all.take(self.carry(index, text, &edits.of(text), resegment));
            }
        }
        Applied {
            bytes: if all.splices.is_empty() {
                Cow::Borrowed(self.source)
            } else {
                apply(self.source, all.splices).into()
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
        let wanted: BTreeSet<usize> = (0..self.texts.len()).filter(|i| !left_alone.contains(i)).collect();
        let mut done = self.round(resegment, &wanted, plan);
        let mut changes = std::mem::take(&mut done.changes);
        let (skipped, mut apart) = (std::mem::take(&mut done.skipped), done.apart);
        if done.splices.is_empty() {
            return Ok(Applied { bytes: Cow::Borrowed(self.source), changes, skipped, apart, unstable: 0 });
        }
        let mut current = apply(self.source, std::mem::take(&mut done.splices));
        for _ in 0..ROUNDS {
            // Our own output is read again: a text that is not what it was meant to be goes on being repaired.
            let Ok(document) = Document::read(&current, self.format) else { return Err(wanted) };
            let is_as_meant = |(i, meant): (&usize, &Meant)| {
                meant.is_exact && document.texts.get(*i).is_some_and(|t| t.text == meant.text)
            };
            let open: BTreeSet<usize> =
                done.meant.iter().filter(|&meant| !is_as_meant(meant)).map(|(&i, _)| i).collect();
            if open.is_empty() {
                return Ok(Applied { bytes: Cow::Owned(current), changes, skipped, apart, unstable: 0 });
            }
            done = document.round(resegment, &open, plan);
            if done.splices.is_empty() {
                return Ok(Applied { bytes: Cow::Owned(current), changes, skipped, apart, unstable: 0 });
            }
            changes.append(&mut done.changes);
            apart += done.apart;
            let next = apply(&current, std::mem::take(&mut done.splices));
            drop(document);
            current = next;
        }
        Err(done.meant.keys().copied().collect())
    }

    /// Plans the texts of these indices, and returns what is to change.
    fn round(&self, resegment: Resegment, wanted: &BTreeSet<usize>, plan: &mut impl FnMut(&Text) -> Edits) -> Carried {
        let mut all = Carried::default();
        for &index in wanted {
            if let Some(text) = self.texts.get(index) {
                let edits = plan(text);
                all.take(self.carry(index, text, &edits.of(text), resegment));
            }
        }
        all
    }

    /// Carries the edits of a text over to the bytes of the file.
    fn carry(&self, index: usize, text: &Text, edits: &[Edit<'_>], resegment: Resegment) -> Carried {
        let mut carried = Carried::default();
        let mut taken = BTreeSet::new();
        let mut all = Vec::new();
        let clusters = clusters(text, edits);
        for cluster in &clusters {
            let made = self.cluster(text, cluster, edits, resegment);
            all.push(match made {
                Ok(made) if !is_free(&mut taken, &made.splices) => Err(Obstacle::Structure),
                made => made,
            });
        }
        if !self.format.has_boxes() {
            let wanted = (0..all.len()).filter(|&i| all[i].is_ok()).collect();
            let kept = self.sound(index, text, &all, wanted);
            let mut kept = kept.into_iter().peekable();
            for (i, made) in all.iter_mut().enumerate() {
                if made.is_ok() && kept.next_if_eq(&i).is_none() {
                    *made = Err(Obstacle::Structure);
                }
            }
        }
        let mut stands: Vec<(Range<usize>, String)> = Vec::new();
        let mut is_exact = true;
        for (cluster, made) in clusters.iter().zip(all) {
            let edits = edits.get(cluster.edits.clone()).unwrap_or_default();
            match made {
                Ok(made) => {
                    is_exact &= made.is_exact;
                    // Where a word is only marked as broken, nothing reads otherwise: the edit is told as it was meant.
                    let reads =
                        |(part, new): &&(Range<usize>, String)| text.text.get(part.clone()) != Some(new.as_str());
                    let told = carried.changes.len();
                    let changed = made.stands.iter().filter(reads);
                    carried.changes.extend(changed.map(|(part, new)| self.change(index, text, part, new)));
                    if told == carried.changes.len() && !made.splices.is_empty() {
                        carried.changes.extend(edits.iter().map(|(part, new)| self.change(index, text, part, new)));
                    }
                    stands.extend(made.stands);
                    carried.splices.extend(made.splices);
                }
                Err(obstacle) => {
                    is_exact = false;
                    let skip = |(part, _): &Edit<'_>| Skipped { text: index, span: Span::from(part.clone()), obstacle };
                    carried.skipped.extend(edits.iter().map(skip));
                }
            }
        }
        if self.format == Format::Page && !carried.splices.is_empty() {
            let (splices, apart) = page::keep_levels(self.source, text, &relined(text, &stands), self.is_ascii);
            let free = splices.into_iter().filter(|splice| is_free(&mut taken, std::slice::from_ref(splice)));
            carried.splices.extend(free);
            carried.apart = apart;
        }
        if !carried.splices.is_empty() || !is_exact {
            carried.meant.insert(index, Meant { text: replaced(&text.text, &stands), is_exact });
        }
        carried
    }

    /// Returns which of these clusters can be made such that the file reads as is meant: a word put beside a mark of
    /// Markdown may make it one no longer.
    fn sound(&self, index: usize, text: &Text, all: &[Result<Made, Obstacle>], wanted: Vec<usize>) -> Vec<usize> {
        let made = || wanted.iter().filter_map(|&i| all[i].as_ref().ok());
        let splices: Vec<Splice> = made().flat_map(|made| made.splices.iter().cloned()).collect();
        if splices.is_empty() {
            return wanted;
        }
        let stands: Vec<(Range<usize>, String)> = made().flat_map(|made| made.stands.iter().cloned()).collect();
        let out = apply(self.source, splices);
        let read = Document::read(&out, self.format);
        let meant = replaced(&text.text, &stands);
        if read.is_ok_and(|read| read.texts.get(index).is_some_and(|text| text.text == meant)) {
            return wanted;
        }
        if wanted.len() == 1 {
            return Vec::new();
        }
        let (first, rest) = wanted.split_at(wanted.len() / 2);
        let first = self.sound(index, text, all, first.to_vec());
        let rest = self.sound(index, text, all, rest.to_vec());
        let both = [first.as_slice(), &rest].concat();
        // Each half is sound by itself; where they are not together, one of them is made.
        if both.len() < wanted.len() && !first.is_empty() && !rest.is_empty() {
            let kept = self.sound(index, text, all, both);
            return if kept.is_empty() { first } else { kept };
        }
        if first.is_empty() { rest } else { first }
    }

    /// Returns what the edits of a cluster change.
    fn cluster(
        &self,
        text: &Text,
        cluster: &Cluster,
        edits: &[Edit<'_>],
        resegment: Resegment,
    ) -> Result<Made, Obstacle> {
        if cluster.words.is_empty() {
            let mut made = Made { is_exact: true, ..Made::default() };
            for (part, new) in edits.get(cluster.edits.clone()).unwrap_or_default() {
                let is_long = text.text.get(part.clone()).is_some_and(|old| old.contains('\n'));
                let obstacle = if is_long { Obstacle::LineBreak } else { Obstacle::Structure };
                made.splices.extend(rewrite(text, part, new, self.is_ascii).ok_or(obstacle)?);
                made.stands.push((part.clone(), (*new).to_owned()));
            }
            return Ok(made);
        }
        let operations = operations(text, cluster, edits, resegment == Resegment::Yes)?;
        let mut made = Made { is_exact: true, ..Made::default() };
        for operation in &operations {
            let splices = match self.format {
                Format::Hocr => hocr::carry(self.source, text, operation, self.is_ascii),
                Format::Alto => alto::carry(self.source, text, operation, self.is_ascii),
                Format::Page => page::carry(self.source, text, operation, self.is_ascii),
                _ => None,
            };
            made.splices.extend(splices.ok_or(Obstacle::Structure)?);
            made.is_exact &= !matches!(operation, Operation::Join { .. });
            made.stands.extend(stands(text, operation));
        }
        Ok(made)
    }

    fn change(&self, index: usize, text: &Text, part: &Range<usize>, new: &str) -> Change {
        let span = Span::from(part.clone());
        let original = text.text.get(part.clone()).unwrap_or_default().to_owned();
        Change { text: index, span, place: self.locate(index, span), original, replacement: new.to_owned() }
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
        let Some(text) = self.texts.get(text) else { return Place { element: None, line: 1, column: 1 } };
        let word = text.words_at(&span.range()).next().and_then(|word| text.words.get(word));
        let element = word.and_then(|word| {
            let dialect = if self.format == Format::Hocr { Dialect::Html } else { Dialect::Xml };
            let tree = Tree::read(self.source, &word.element(), dialect)?;
            tree.attribute(tree.root(), "id").map(str::to_owned)
        });
        let at = text.source_of(span.start());
        let lines = self.lines.get_or_init(|| {
            let starts = self.source.match_indices('\n').map(|(at, _)| at + 1);
            // Files of more than 4 GiB are refused.
            std::iter::once(0).chain(starts).filter_map(|at| u32::try_from(at).ok()).collect()
        });
        let line = lines.partition_point(|&start| start as usize <= at).max(1);
        let start = lines.get(line - 1).map_or(0, |&start| start as usize);
        let (_, column) = place(self.source.get(start..).unwrap_or_default(), at.saturating_sub(start));
        Place { element, line, column }
    }
}

fn decode(bytes: &[u8]) -> Result<&str, FormatError> {
    std::str::from_utf8(bytes).map_err(|error| FormatError::Encoding { at: error.valid_up_to() })
}

/// Returns whether the XML declaration names an encoding other than UTF-8: only ASCII is then written as it is.
fn says_ascii(source: &str) -> bool {
    let head = source.trim_start_matches('\u{feff}');
    let Some(decl) = head.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()) else { return false };
    let decl = decl.to_ascii_lowercase();
    decl.contains("encoding") && !decl.contains("utf-8") && !decl.contains("utf8")
}
