//! The effect of edits on the bytes of a file.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::applied::{Change, Skipped};
use crate::boxes::Operation;
use crate::page::Relined;
use crate::splice::Splice;
use crate::text::Text;

/// The text that the repaired file should have.
#[derive(Debug)]
pub(crate) struct Meant {
    pub(crate) text: String,
    /// True if every edit of the plan was made.
    pub(crate) is_exact: bool,
}

/// The effect of the edits of texts on the file.
#[derive(Debug, Default)]
pub(crate) struct Carried {
    pub(crate) splices: Vec<Splice>,
    pub(crate) changes: Vec<Change>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) apart: usize,
    pub(crate) meant: BTreeMap<usize, Meant>,
}

impl Carried {
    pub(crate) fn take(&mut self, other: Carried) {
        self.splices.extend(other.splices);
        self.changes.extend(other.changes);
        self.skipped.extend(other.skipped);
        self.apart += other.apart;
        self.meant.extend(other.meant);
    }
}

/// The effect of the edits of a cluster.
#[derive(Debug, Default)]
pub(crate) struct Made {
    pub(crate) splices: Vec<Splice>,
    /// Parts of the text, and what stands there afterwards.
    pub(crate) stands: Vec<(Range<usize>, String)>,
    pub(crate) is_exact: bool,
}

/// Returns what stands in the text after an operation.
pub(crate) fn stands(text: &Text, operation: &Operation) -> Vec<(Range<usize>, String)> {
    let word = |word: usize| text.words.get(word);
    match operation {
        Operation::Set { part, new, .. } => vec![(part.clone(), new.clone())],
        Operation::Join { first, halves, .. } => [*first, first + 1]
            .into_iter()
            .zip(halves)
            .filter_map(|(half, new)| Some((text.stem(word(half)?), new.clone())))
            .collect(),
        Operation::Split { word: split, parts } => {
            word(*split).map(|word| (word.text(), parts.join(" "))).into_iter().collect()
        }
        Operation::Merge { words, new } => {
            let ends = word(words.start).zip(words.end.checked_sub(1).and_then(word));
            ends.map(|(first, last)| (first.text().start..last.text().end, new.clone())).into_iter().collect()
        }
        Operation::Remove { word: gone } => {
            let Some(this) = word(*gone) else { return Vec::new() };
            let begins_line = gone.checked_sub(1).and_then(word).is_none_or(|before| before.line != this.line);
            let at = this.text();
            let space = text.text.get(at.end..).is_some_and(|rest| rest.starts_with(' '));
            let part = if begins_line { at.start..at.end + usize::from(space) } else { at.start - 1..at.end };
            vec![(part, String::new())]
        }
    }
}

/// Takes the ranges of splices, if they are free.
pub(crate) fn is_free(taken: &mut BTreeSet<(usize, usize)>, splices: &[Splice]) -> bool {
    let collide = |one: (usize, usize), other: (usize, usize)| one == other || (one.0 < other.1 && other.0 < one.1);
    let mut ranges: Vec<(usize, usize)> = splices.iter().map(|splice| (splice.start, splice.end)).collect();
    ranges.sort_unstable();
    let is_apart = ranges.windows(2).all(|pair| !collide(pair[0], pair[1]));
    // Those taken are disjoint, so that only the nearest can be in the way: two may begin at one byte.
    let is_clear = |&range: &(usize, usize)| {
        let before = taken.range(..=(range.0, usize::MAX)).rev().take(2);
        let behind = taken.range((range.0, 0)..).take(2);
        before.chain(behind).all(|&other| !collide(range, other))
    };
    let is_free = is_apart && ranges.iter().all(is_clear);
    if is_free {
        taken.extend(ranges);
    }
    is_free
}

/// Returns a text with parts of it replaced, which are sorted and disjoint.
pub(crate) fn replaced(text: &str, stands: &[(Range<usize>, String)]) -> String {
    let mut stands: Vec<&(Range<usize>, String)> = stands.iter().collect();
    stands.sort_by_key(|(part, _)| (part.start, part.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (part, new) in stands {
        out.push_str(text.get(at..part.start).unwrap_or_default());
        out.push_str(new);
        at = part.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Returns what stands in each line of a part that goes over several, as far as their number is the same.
fn by_lines<'n>(text: &Text, part: &Range<usize>, new: &'n str) -> Vec<(Range<usize>, &'n str)> {
    let old = text.text.get(part.clone()).unwrap_or_default();
    if old.matches('\n').count() != new.matches('\n').count() {
        return vec![(part.clone(), new)];
    }
    let mut at = part.start;
    let line = |(old, new): (&str, &'n str)| {
        let start = at;
        at += old.len() + 1;
        (start..start + old.len(), new)
    };
    old.split('\n').zip(new.split('\n')).map(line).collect()
}

/// Returns the lines in which something stands otherwise.
pub(crate) fn relined(text: &Text, stands: &[(Range<usize>, String)]) -> Vec<Relined> {
    let mut lines: BTreeMap<usize, Vec<(Range<usize>, String)>> = BTreeMap::new();
    for (part, new) in stands.iter().flat_map(|(part, new)| by_lines(text, part, new)) {
        let line = text.lines.partition_point(|line| line.text().end < part.end);
        if let Some(at) = text.lines.get(line).map(|line| line.text()).filter(|at| at.start <= part.start) {
            lines.entry(line).or_default().push((part.start - at.start..part.end - at.start, new.to_owned()));
        }
    }
    let new = |(line, parts): (usize, Vec<(Range<usize>, String)>)| {
        let old = text.lines.get(line).and_then(|line| text.text.get(line.text())).unwrap_or_default();
        let new = replaced(old, &parts);
        (new != old).then_some(Relined { line, parts, new })
    };
    lines.into_iter().filter_map(new).collect()
}
