//! The bytes of a file: read as texts, and changed by edits of these.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use ungarble::Span;

use crate::applied::{Change, Place, Resegment, Skipped};
use crate::boxes::{Change as Edit, Cluster, Obstacle, Operation, clusters, operations};
use crate::carried::{Carried, Made, Meant, is_free, relined, replaced, stands};
use crate::error::{FormatError, place};
use crate::flow::rewrite;
use crate::format::Format;
use crate::splice::{Splice, apply};
use crate::text::Text;
use crate::tree::{Dialect, Tree};
use crate::{alto, hocr, html, markdown, page, plain, subtitles};

/// A text of a file with boxes covers as many pages. More would not help much to repair them, and take memory.
const PAGES: usize = 32;

/// A file of a format.
#[derive(Clone, Debug)]
pub(crate) struct Source<'b> {
    pub(crate) text: &'b str,
    pub(crate) format: Format,
    /// The file says that it holds ASCII, or an encoding that begins as ASCII does.
    is_ascii: bool,
    /// First byte of each line of the file; computed on first use.
    lines: OnceLock<Vec<u32>>,
}

impl<'b> Source<'b> {
    pub(crate) fn new(text: &'b str, format: Format) -> Result<Source<'b>, FormatError> {
        if u32::try_from(text.len()).is_err() {
            return Err(FormatError::TooLarge { bytes: text.len() });
        }
        Ok(Source { text, format, is_ascii: says_ascii(text), lines: OnceLock::new() })
    }

    /// Reads the texts, in their order, and hands out each of them.
    pub(crate) fn read(&self, take: &mut dyn FnMut(Text)) -> Result<(), FormatError> {
        match self.format {
            Format::Hocr => return hocr::read(self.text, PAGES, take),
            Format::Alto => return alto::read(self.text, PAGES, take),
            Format::Page => return page::read(self.text, PAGES, take),
            Format::Text => plain::read(self.text),
            Format::Srt => subtitles::read_srt(self.text)?,
            Format::Vtt => subtitles::read_vtt(self.text)?,
            Format::Html => html::read(self.text)?,
            Format::Markdown => markdown::read(self.text)?,
        }
        .into_iter()
        .for_each(take);
        Ok(())
    }

    /// Carries the edits of a text over to the bytes of the file.
    pub(crate) fn carry(&self, index: usize, text: &Text, edits: &[Edit<'_>], resegment: Resegment) -> Carried {
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
            let (splices, apart) = page::keep_levels(self.text, text, &relined(text, &stands), self.is_ascii);
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
        let out = apply(self.text, splices);
        let meant = replaced(&text.text, &stands);
        if Source::new(&out, self.format).is_ok_and(|out| out.reads(index, &meant)) {
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

    /// Returns whether the text of this index is as it is meant to be.
    fn reads(&self, index: usize, meant: &str) -> bool {
        let (mut at, mut is_as_meant) = (0, false);
        let read = self.read(&mut |text| {
            is_as_meant |= at == index && text.text == meant;
            at += 1;
        });
        read.is_ok() && is_as_meant
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
                Format::Hocr => hocr::carry(self.text, text, operation, self.is_ascii),
                Format::Alto => alto::carry(self.text, text, operation, self.is_ascii),
                Format::Page => page::carry(self.text, text, operation, self.is_ascii),
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
        Change { text: index, span, place: self.locate(text, span), original, replacement: new.to_owned() }
    }

    /// Returns where a span of one of its texts stands.
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the file for the first call, O(log n) for others.
    pub(crate) fn locate(&self, text: &Text, span: Span) -> Place {
        let word = text.words_at(&span.range()).next().and_then(|word| text.words.get(word));
        let element = word.and_then(|word| {
            let dialect = if self.format == Format::Hocr { Dialect::Html } else { Dialect::Xml };
            let tree = Tree::read(self.text, &word.element(), dialect)?;
            tree.attribute(tree.root(), "id").map(str::to_owned)
        });
        let at = text.source_of(span.start());
        let lines = self.lines.get_or_init(|| {
            let starts = self.text.match_indices('\n').map(|(at, _)| at + 1);
            // Files of more than 4 GiB are refused.
            std::iter::once(0).chain(starts).filter_map(|at| u32::try_from(at).ok()).collect()
        });
        let line = lines.partition_point(|&start| start as usize <= at).max(1);
        let start = lines.get(line - 1).map_or(0, |&start| start as usize);
        let (_, column) = place(self.text.get(start..).unwrap_or_default(), at.saturating_sub(start));
        Place { element, line, column }
    }
}

/// Returns whether the XML declaration names an encoding other than UTF-8: only ASCII is then written as it is.
fn says_ascii(source: &str) -> bool {
    let head = source.trim_start_matches('\u{feff}');
    let Some(decl) = head.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()) else { return false };
    let decl = decl.to_ascii_lowercase();
    decl.contains("encoding") && !decl.contains("utf-8") && !decl.contains("utf8")
}
