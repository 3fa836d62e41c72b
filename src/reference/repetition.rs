//! Where an alignment could have taken one copy of a passage for another: what stands around a difference stands in other
//! places of the page, or of the text, too.

use std::collections::HashMap;
use std::ops::Range;

use super::side_text::SideText;
use super::vocabulary::{FoldId, MixState, mix};
use crate::steps;

/// Words of the runs that are looked up.
const GRAM: usize = 3;
/// Words on each side of a difference that are looked at.
const REACH: usize = 8;
/// Places of one run of words that are looked at: what comes more often is found with a few of them, or is no passage.
const MOST_PLACES: u8 = 16;
/// Differences near one run of words, beyond which the rest are taken to stand in a repetition.
const MOST_NEAR: usize = 32;
/// Words by which the page may be off from where it was aligned, and still be the same place.
const SLACK: usize = 2;
/// Words by which two runs of one copy may be shifted against each other.
const DRIFT: usize = 8;
/// Runs of another copy, at least: one alone is found everywhere.
const LEAST: usize = 2;
/// Another copy has at least one in so many of the runs that the place itself has.
const SHARE: usize = 3;

/// A difference, by the words around it.
pub(super) struct Spot {
    /// Words of the text, and of the page, that differ.
    pub(super) text: Range<usize>,
    pub(super) page: Range<usize>,
}

/// The runs around one difference.
#[derive(Clone, Default)]
struct Found {
    /// Runs that the page has in the place itself.
    home: usize,
    /// Runs that stand elsewhere, by how far from here: in the page, or in the text.
    elsewhere: Vec<(bool, i64)>,
    crowded: bool,
}

/// A run of words near some spots.
#[derive(Default)]
struct Recurrence {
    /// Number of times that it was met so far.
    met: u8,
    /// Which spots, and where in the text.
    places: Vec<(u32, u32)>,
}

/// Tells of each of `spots` whether it stands in a passage that comes again in the page or in the text.
///
/// # Complexity
///
/// O(n + m) for the words of text and page, and at most [`MOST_PLACES`] times the words around the spots.
pub(super) fn repeated(text: &SideText<'_>, page: &SideText<'_>, spots: &[Spot]) -> Vec<bool> {
    let mut found = vec![Found::default(); spots.len()];
    let mut near: HashMap<u64, Recurrence, MixState> = HashMap::with_hasher(MixState);
    // Spots are by passages, each of them ascending: a window is seldom far from the one before.
    for (index, spot) in spots.iter().enumerate() {
        let window = spot.text.start.saturating_sub(REACH)..(spot.text.end + REACH).min(text.side.words.len());
        text.side.each_gram(window, GRAM, |word, hash, _| {
            let Recurrence { places, .. } = near.entry(hash).or_default();
            if places.len() < MOST_NEAR {
                places.push((index as u32, word as u32));
            } else {
                found[index].crowded = true;
            }
        });
    }
    for (in_text, here) in [(false, page), (true, text)] {
        near.values_mut().for_each(|run| run.met = 0);
        here.side.each_gram(0..here.side.words.len(), GRAM, |word, hash, _| {
            let Some(Recurrence { met, places }) = near.get_mut(&hash) else { return };
            if *met >= MOST_PLACES {
                // Its own place may be one of the last.
                if !in_text {
                    places.iter().for_each(|&(index, at)| {
                        found[index as usize].home += usize::from(is_home(&spots[index as usize], at as usize, word));
                    });
                }
                return;
            }
            *met += 1;
            steps::take(places.len());
            for &(index, at) in places.iter() {
                let (spot, found) = (&spots[index as usize], &mut found[index as usize]);
                if in_text {
                    if word.abs_diff(at as usize) > SLACK {
                        found.elsewhere.push((true, word as i64 - i64::from(at)));
                    }
                } else if is_home(spot, at as usize, word) {
                    found.home += 1;
                } else {
                    found.elsewhere.push((false, word as i64 - i64::from(at)));
                }
            }
        });
    }
    found.into_iter().map(Found::repeats).collect()
}

/// Returns whether word `page` of the page is where word `at` of the text, near the spot, was laid beside.
fn is_home(spot: &Spot, at: usize, page: usize) -> bool {
    // Other differences between the two may shift it a little.
    let expected = if at < spot.text.start {
        (spot.page.start + at).checked_sub(spot.text.start)
    } else {
        (spot.page.end + at).checked_sub(spot.text.end)
    };
    expected.is_some_and(|expected| page.abs_diff(expected) <= SLACK)
}

impl Found {
    fn repeats(mut self) -> bool {
        if self.crowded {
            return true;
        }
        self.elsewhere.sort_unstable();
        let mut start = 0;
        let mut most = 0;
        for end in 0..self.elsewhere.len() {
            let (side, at) = self.elsewhere[end];
            while self.elsewhere[start].0 != side || self.elsewhere[start].1 + (DRIFT as i64) < at {
                start += 1;
            }
            most = most.max(end + 1 - start);
        }
        most >= LEAST && most * SHARE >= self.home
    }
}

/// Words of a line that may be one of a kind: "Name: Smith" beside "Name: Jones".
const ROW: std::ops::RangeInclusive<usize> = 2..=8;

/// Marks the differences, by their tokens in text and page, that stand in a line of a kind of which there are others: the
/// same line with another word in the place of one.
///
/// # Complexity
///
/// O(n + m) for the words of text and page, eight times those of short lines.
pub(super) fn mark_rows(
    text: &SideText<'_>,
    page: &SideText<'_>,
    places: &[(Range<usize>, Range<usize>)],
    marked: &mut [bool],
) {
    // By the hash of a line with a word left out: the differences in such lines.
    let mut rows: HashMap<u64, Vec<u32>, MixState> = HashMap::with_hasher(MixState);
    for (index, (ours, theirs)) in places.iter().enumerate() {
        let bare = text.words(ours.clone()).next().is_none() && page.words(theirs.clone()).next().is_none();
        if marked[index] || bare {
            continue;
        }
        for (written, at) in [(text, ours), (page, theirs)] {
            let row = (at.start < written.side.tokens.len()).then(|| written.line(at.start)).flatten();
            let Some(row) = row else { continue };
            let words: Vec<FoldId> = written.words(row.clone()).collect();
            if !ROW.contains(&words.len()) {
                continue;
            }
            let before = written.words(row.start..at.start).count();
            let hash = without(&words, before.min(words.len() - 1));
            rows.entry(hash).or_default().push(index as u32);
        }
    }
    if rows.is_empty() {
        return;
    }
    for (in_text, here) in [(true, text), (false, page)] {
        let mut start = 0;
        for end in 1..=here.side.tokens.len() {
            if end < here.side.tokens.len() && !here.begins_line(end) {
                continue;
            }
            let row = std::mem::replace(&mut start, end)..end;
            if row.len() > 4 * ROW.end() {
                continue;
            }
            let words: Vec<FoldId> = here.words(row.clone()).collect();
            if !ROW.contains(&words.len()) {
                continue;
            }
            steps::take(words.len());
            for left_out in 0..words.len() {
                for index in rows.get(&without(&words, left_out)).into_iter().flatten() {
                    let (ours, theirs) = &places[*index as usize];
                    let own = if in_text { ours } else { theirs };
                    marked[*index as usize] |= !(row.start <= own.start && own.start < row.end);
                }
            }
        }
    }
}

/// Returns the hash of the words without one of them.
fn without(words: &[FoldId], left_out: usize) -> u64 {
    let each = words.iter().enumerate();
    each.fold(words.len() as u64, |hash, (at, id)| {
        mix(hash.rotate_left(9) ^ if at == left_out { u64::MAX } else { u64::from(id.0) })
    })
}
