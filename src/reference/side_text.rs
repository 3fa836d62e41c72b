//! A side of an alignment as it is written: the words around a place, and the lines.

use std::ops::Range;

use super::anchor::Side;
use super::placement::SEED;
use super::vocabulary::{FoldId, Vocabulary, hash_bytes, mix};

/// ContextWords on each side that are looked at.
pub(super) const CONTEXT: usize = 5;
/// Marks between two words beyond which nothing is looked at.
const MOST_MARKS: usize = 32;
/// ContextWords of a line that is taken as a whole: from a label with its value up to a long verse.
pub(super) const LINE: std::ops::RangeInclusive<usize> = 2..=24;
/// ContextWords next to a deletion that may differ too.
const MOST_SKIPPED: usize = 2;

/// One side as written.
#[derive(Clone, Copy)]
pub(crate) struct SideText<'a> {
    pub(crate) side: Side<'a>,
    pub(crate) source: &'a str,
    pub(crate) vocabulary: &'a Vocabulary,
}

/// ContextWords next to a difference, the nearest first.
#[derive(Clone, Copy, Debug)]
pub(super) struct ContextWords {
    tokens: [usize; CONTEXT],
    pub(super) ids: [FoldId; CONTEXT],
    pub(super) len: usize,
}

impl ContextWords {
    pub(super) fn take(written: &SideText<'_>, tokens: impl Iterator<Item = usize>) -> ContextWords {
        let mut words = ContextWords { tokens: [0; CONTEXT], ids: [FoldId(0); CONTEXT], len: 0 };
        for at in tokens.take(CONTEXT) {
            (words.tokens[words.len], words.ids[words.len]) = (at, written.side.tokens.id(at));
            words.len += 1;
        }
        words
    }

    pub(super) fn ids(&self) -> &[FoldId] {
        &self.ids[..self.len]
    }

    pub(super) fn nearest(&self) -> Option<usize> {
        (self.len > 0).then_some(self.tokens[0])
    }

    /// Returns whether three words in a row are those of `other`, perhaps behind another difference, or all that there are.
    pub(super) fn holds(&self, other: &ContextWords) -> bool {
        let run = |skip: usize, others: usize| {
            let (ours, theirs) = (self.ids().get(skip..), other.ids().get(others..));
            ours.into_iter().flatten().zip(theirs.into_iter().flatten()).take_while(|(a, b)| a == b).count()
        };
        let all = self.len < CONTEXT && self.len == other.len && self.len > 0 && run(0, 0) == self.len;
        all || (0..=MOST_SKIPPED).any(|ours| (0..=MOST_SKIPPED).any(|theirs| run(ours, theirs) >= SEED))
    }

    /// Returns how many of the nearest words are those of `other`.
    pub(super) fn run(&self, other: &ContextWords) -> usize {
        self.ids().iter().zip(other.ids()).take_while(|(a, b)| a == b).count()
    }
}

impl<'a> SideText<'a> {
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.vocabulary.is_word(self.side.tokens.id(at))
    }

    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut marks = 0;
        let near = (0..at).rev().take_while(move |&at| {
            marks = if self.is_word(at) { 0 } else { marks + 1 };
            marks <= MOST_MARKS
        });
        near.filter(|&at| self.is_word(at))
    }

    pub(super) fn from(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut marks = 0;
        let near = (at..self.side.tokens.len()).take_while(move |&at| {
            marks = if self.is_word(at) { 0 } else { marks + 1 };
            marks <= MOST_MARKS
        });
        near.filter(|&at| self.is_word(at))
    }

    pub(super) fn words(&self, range: Range<usize>) -> impl Iterator<Item = FoldId> + use<'a> {
        let vocabulary = self.vocabulary;
        self.side.tokens.ids()[range].iter().copied().filter(move |&id| vocabulary.is_word(id))
    }

    pub(super) fn letters(&self, range: Range<usize>) -> impl Iterator<Item = char> + '_ {
        range.flat_map(|at| self.surface(at).chars()).filter(|c| c.is_alphabetic())
    }

    pub(super) fn surface(&self, at: usize) -> &'a str {
        self.source.get(self.side.tokens.span(at).range()).unwrap_or_default()
    }

    /// Returns whether a line, a sentence or a cell begins with token `at`.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let ends = |id: FoldId| matches!(self.vocabulary.form(id), "." | "!" | "?" | ";" | "/" | "|");
        at == 0 || self.side.tokens.starts_line(at) || ends(self.side.tokens.id(at - 1))
    }

    /// Returns the line, sentence or cell that holds token `at`, if it is short enough to be told by its words.
    pub(super) fn line(&self, at: usize) -> Option<Range<usize>> {
        let most = *LINE.end() * 2;
        let start = (0..=at).rev().take(most).find(|&at| self.begins_line(at))?;
        let len = self.side.tokens.len();
        let end = (at + 1..=len).take(most).find(|&at| at == len || self.begins_line(at))?;
        LINE.contains(&self.words(start..end).count()).then_some(start..end)
    }

    /// Returns the hash of the line's words, folded or as written.
    pub(super) fn line_hash(&self, line: Range<usize>, exact: bool) -> u64 {
        let words = line.filter(|&at| exact || self.is_word(at));
        words.fold(u64::from(exact), |hash, at| {
            let token =
                if exact { hash_bytes(self.surface(at).as_bytes()) } else { u64::from(self.side.tokens.id(at).0) };
            mix(hash.rotate_left(7) ^ mix(token.wrapping_add(1)))
        })
    }
}

/// Returns whether two stretches are the same to the letter, with the marks and spaces up to the words next to them where these are
/// equal.
pub(super) fn are_written_alike(
    own: (&SideText<'_>, &Range<usize>),
    other: (&SideText<'_>, &Range<usize>),
    ends: (bool, bool),
) -> bool {
    let widened = |(written, range): (&SideText<'_>, &Range<usize>)| {
        let start = if ends.0 { written.before(range.start).next().map_or(0, |at| at + 1) } else { range.start };
        let end = if ends.1 { written.from(range.end).next().unwrap_or(written.side.tokens.len()) } else { range.end };
        start..end
    };
    let trimmed = |(written, range): (&SideText<'_>, &Range<usize>), wide: Range<usize>| {
        let start = if ends.0 { wide.start } else { written.from(wide.start).next().unwrap_or(range.start) };
        let end = if ends.1 { wide.end } else { written.before(wide.end).next().map_or(range.end, |at| at + 1) };
        start..end.max(start)
    };
    let (ours, theirs) = (trimmed(own, widened(own)), trimmed(other, widened(other)));
    let (own, other) = (own.0, other.0);
    let spaced =
        |written: &SideText<'_>, at: usize| at < written.side.tokens.len() && written.side.tokens.is_spaced(at);
    ours.len() == theirs.len()
        && ours.clone().zip(theirs.clone()).all(|(a, b)| {
            own.surface(a) == other.surface(b) && (a == ours.start && !ends.0 || spaced(own, a) == spaced(other, b))
        })
        && (!ends.1 || spaced(own, ours.end) == spaced(other, theirs.end))
}
