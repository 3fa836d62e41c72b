//! Every suggestable word within an edit distance: a scan over all words of fitting length.
//!
//! A word within distance d of another lacks at most d of its letters and has at most d others, so words are first
//! sifted by their letter sets, 32 bits each; few are left for the exact distance. Words lie sorted by which of the
//! eight letters they have that half of all words have: those of a set of these letters, a cell, are passed over together.
//! Scanning costs hardly a table to keep, and gives every candidate.
//!
//! # Source
//!
//! Distance: Hyyrö, “A bit-vector algorithm for computing Levenshtein and Damerau edit distances”, 2003; the
//! restricted ("optimal string alignment") form. We follow the diagonal that ends in the last cell, along which the
//! distance never falls, and stop as soon as the limit cannot be kept.

use std::ops::Range;

use super::image::{u24_at, u32_at};
use crate::steps;

/// Longest word that is searched for, in bytes: one machine word of pattern.
pub(super) const LONGEST: usize = 64;
/// Bytes of a row in the table of groups.
pub(super) const GROUP: usize = 20;
/// Letter sets sifted in one go.
const BLOCK: usize = 64;

/// Common words of one length, with consecutive numbers, the suggestable ones first, those by the rank of their cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// Number of the first word.
    pub(super) first: u32,
    /// Number of words.
    pub(super) count: u32,
    /// Number of those that may be suggested.
    pub(super) suggestable: u32,
    /// Bytes of each word.
    pub(super) len: u32,
    /// Where the table of cells begins; the letter sets of the suggestable words and the letters of all words follow.
    pub(super) at: u32,
}

impl Group {
    pub(super) fn read(groups: &[u8], index: usize) -> Option<Group> {
        let field = |i: usize| u32_at(groups, index * GROUP + 4 * i);
        Some(Group { first: field(0)?, count: field(1)?, suggestable: field(2)?, len: field(3)?, at: field(4)? })
    }

    pub(super) fn write(self, out: &mut Vec<u8>) {
        for field in [self.first, self.count, self.suggestable, self.len, self.at] {
            out.extend(field.to_le_bytes());
        }
    }

    /// Bytes of the table that says where each cell begins.
    pub(super) const fn cells(self) -> usize {
        if self.suggestable < PARTED { 0 } else { 3 * (CELLS + 1) }
    }

    /// Returns the range of the letters of word `id` in the section of letters.
    pub(super) fn letters(self, id: u32) -> Option<(usize, usize)> {
        let index = id.checked_sub(self.first).filter(|&i| i < self.count)?;
        let sets = u64::from(self.at) + self.cells() as u64;
        let start = sets + 4 * u64::from(self.suggestable) + u64::from(index) * u64::from(self.len);
        Some((usize::try_from(start).ok()?, usize::try_from(start + u64::from(self.len)).ok()?))
    }
}

/// Returns the set of letters of a word: a bit each for a–z, then for apostrophe, hyphen, digits, anything else.
pub(super) fn letter_set(word: &[u8]) -> u32 {
    word.iter().fold(0, |set, &byte| {
        set | 1
            << match byte {
                b'a'..=b'z' => u32::from(byte - b'a'),
                b'\'' => 26,
                b'-' => 27,
                b'0'..=b'9' => 28,
                _ => 29 + u32::from(byte) % 3,
            }
    })
}

/// Largest distance that is searched for.
pub(super) const FURTHEST: u8 = 3;

/// Calls `found` with the number and distance of every suggestable word within `limit` edits of `word`, at most
/// [`FURTHEST`], of those groups whose numbers begin below `end`.
pub(super) fn within(groups: &[u8], letters: &[u8], end: u32, word: &[u8], limit: u8, mut found: impl FnMut(u32, u8)) {
    if word.len() > LONGEST {
        return;
    }
    let limit = limit.min(FURTHEST);
    let pattern = Pattern::new(word);
    let set = letter_set(word);
    for index in 0..groups.len() / GROUP {
        let Some(group) = Group::read(groups, index).filter(|group| group.first < end) else { return };
        let len = group.len as usize;
        if len.abs_diff(word.len()) > usize::from(limit) || len == 0 {
            continue;
        }
        let Some(words) = Words::of(group, letters) else { return };
        let sieve = Sieve::new(usize::from(limit), len, word.len());
        let mut keep = [0_u8; BLOCK];
        words.promising(&sieve, set, |range| {
            steps::take(range.len());
            let mut at = range.start;
            for sets in words.sets[4 * range.start..4 * range.end].chunks(4 * BLOCK) {
                (sieve.sift)(sets, set, &mut keep);
                for (eight, flags) in keep[..(sets.len() / 4).next_multiple_of(8)].chunks_exact(8).enumerate() {
                    let mut flags = u64::from_le_bytes(flags.try_into().expect("chunks of eight"));
                    while flags != 0 {
                        let place = at + eight * 8 + flags.trailing_zeros() as usize / 8;
                        flags &= flags - 1;
                        let Some(candidate) = words.letters.get(place * len..(place + 1) * len) else { break };
                        if let Some(distance) = pattern.distance(candidate, limit) {
                            found(group.first + place as u32, distance);
                        }
                    }
                }
                at += sets.len() / 4;
            }
        });
    }
}

/// The suggestable words of a group.
struct Words<'i> {
    /// Where those of each cell begin, three bytes each; empty for a group that is too small to be parted.
    cells: &'i [u8],
    /// Their letter sets, four bytes each.
    sets: &'i [u8],
    /// Their letters.
    letters: &'i [u8],
}

impl<'i> Words<'i> {
    fn of(group: Group, letters: &'i [u8]) -> Option<Words<'i>> {
        let (count, cells) = (group.suggestable as usize, group.cells());
        let sets = group.at as usize + cells;
        let words = sets + 4 * count;
        Some(Words {
            cells: letters.get(group.at as usize..sets)?,
            sets: letters.get(sets..words)?,
            letters: letters.get(words..)?.get(..group.len as usize * count)?,
        })
    }

    /// Calls `look` with each run of words whose cells let pass the sieve for the letter set `wanted`.
    fn promising(&self, sieve: &Sieve, wanted: u32, mut look: impl FnMut(Range<usize>)) {
        let count = self.sets.len() / 4;
        if self.cells.is_empty() {
            return look(0..count);
        }
        let at = |rank: usize| u24_at(self.cells, 3 * rank).map_or(count, |at| (at as usize).min(count));
        let wanted = cell(wanted);
        let mut run = 0..0;
        for rank in 0..CELLS {
            let here = cell_at(rank);
            let (more, less) = (MEMBERS[usize::from(here & !wanted)], MEMBERS[usize::from(wanted & !here)]);
            if usize::from(more) > sieve.more || usize::from(less) > sieve.less {
                continue;
            }
            let (start, end) = (at(rank), at(rank + 1));
            if run.end == start {
                run.end = end.max(start);
            } else {
                look(run);
                run = start..end.max(start);
            }
        }
        look(run);
    }
}

/// The letters that part words best: those that about half of all words have.
const PARTING: [u8; 8] = *b"eairnost";
/// Sets of parting letters.
pub(super) const CELLS: usize = 1 << PARTING.len();
/// A group with fewer suggestable words is not parted.
const PARTED: u32 = 512;
/// Number of letters in each set of parting letters.
const MEMBERS: [u8; CELLS] = {
    let mut members = [0; CELLS];
    let mut set = 0;
    while set < CELLS {
        members[set] = (set as u8).count_ones() as u8;
        set += 1;
    }
    members
};

/// Returns the parting letters of a letter set, a bit each.
pub(super) fn cell(set: u32) -> u8 {
    PARTING.iter().enumerate().fold(0, |cell, (bit, letter)| cell | (((set >> (letter - b'a')) & 1) as u8) << bit)
}

/// Returns the cell at `rank`: neighbours differ in one letter (Gray's code), so that those which are alike lie together.
const fn cell_at(rank: usize) -> u8 {
    (rank ^ rank >> 1) as u8
}

/// Returns the rank of `cell`: the inverse of [`cell_at`].
pub(super) fn cell_rank(cell: u8) -> u8 {
    let mut rank = cell;
    for shift in [1, 2, 4] {
        rank ^= rank >> shift;
    }
    rank
}

/// Sets `keep[i]` to 1 where the i-th letter set has at most `MORE` letters that `wanted` has not, and lacks at most
/// `LESS` of its letters; else to 0.
///
/// Clearing the lowest bit n times leaves nothing of a set of at most n bits: cheaper in a vector than counting bits,
/// where the processor cannot be asked to.
fn sift<const MORE: usize, const LESS: usize>(sets: &[u8], wanted: u32, keep: &mut [u8; BLOCK]) {
    *keep = [0; BLOCK];
    for (keep, set) in keep.iter_mut().zip(sets.chunks_exact(4)) {
        let set = u32::from_le_bytes(set.try_into().expect("chunks of four"));
        let mut more = set & !wanted;
        for _ in 0..MORE {
            more &= more.wrapping_sub(1);
        }
        let mut less = wanted & !set;
        for _ in 0..LESS {
            less &= less.wrapping_sub(1);
        }
        *keep = u8::from(more | less == 0);
    }
}

/// A filter by the letters that a word of a length may have and lack.
struct Sieve {
    /// Letters that it may have more than the wanted word.
    more: usize,
    /// Letters of the wanted word that it may lack.
    less: usize,
    sift: fn(&[u8], u32, &mut [u8; BLOCK]),
}

impl Sieve {
    /// Returns the sieve for words of `len` bytes within `limit` edits of a word of `wanted` bytes.
    ///
    /// Each byte by which a word is longer takes an insertion, which removes no letter; so a longer word lacks at most
    /// as many letters as edits are left over, and likewise for a shorter one.
    fn new(limit: usize, len: usize, wanted: usize) -> Sieve {
        let (longer, shorter) = (len.saturating_sub(wanted), wanted.saturating_sub(len));
        let (more, less) = (limit - shorter.min(limit), limit - longer.min(limit));
        let sift = match (more, less) {
            (0, 0) => sift::<0, 0>,
            (0, 1) => sift::<0, 1>,
            (1, 0) => sift::<1, 0>,
            (1, 1) => sift::<1, 1>,
            (0, 2) => sift::<0, 2>,
            (2, 0) => sift::<2, 0>,
            (1, 2) => sift::<1, 2>,
            (2, 1) => sift::<2, 1>,
            (2, 2) => sift::<2, 2>,
            (0, 3) => sift::<0, 3>,
            (3, 0) => sift::<3, 0>,
            (1, 3) => sift::<1, 3>,
            (3, 1) => sift::<3, 1>,
            (2, 3) => sift::<2, 3>,
            (3, 2) => sift::<3, 2>,
            _ => sift::<3, 3>,
        };
        Sieve { more, less, sift }
    }
}

/// A word of at most 64 bytes, made ready to be compared with many others.
pub(super) struct Pattern {
    /// For every byte, the places where the word has it.
    places: [u64; 256],
    len: usize,
}

impl Pattern {
    pub(super) fn new(word: &[u8]) -> Pattern {
        let mut places = [0; 256];
        for (i, &byte) in word.iter().take(LONGEST).enumerate() {
            places[usize::from(byte)] |= 1 << i;
        }
        Pattern { places, len: word.len().min(LONGEST) }
    }

    /// Returns the distance to `other` if it is at most `limit`.
    pub(super) fn distance(&self, other: &[u8], limit: u8) -> Option<u8> {
        let limit = usize::from(limit);
        if self.len == 0 || other.is_empty() {
            let distance = self.len.max(other.len());
            return (distance <= limit).then_some(distance as u8);
        }
        // The distance is followed along the diagonal that ends in the last cell: it never falls there.
        let (ahead, behind) = (self.len.saturating_sub(other.len()), other.len().saturating_sub(self.len));
        let mut score = ahead.max(behind);
        if score > limit {
            return None;
        }
        let (mut vertical_plus, mut vertical_minus) = (!0_u64, 0_u64);
        let (mut diagonal, mut matched_before) = (0_u64, 0_u64);
        let mut here = 1_u64 << ahead;
        for (i, &byte) in other.iter().enumerate() {
            let matched = self.places[usize::from(byte)];
            let swapped = ((!diagonal & matched) << 1) & matched_before;
            diagonal = (((matched & vertical_plus).wrapping_add(vertical_plus)) ^ vertical_plus)
                | matched
                | vertical_minus
                | swapped;
            if i >= behind {
                score += usize::from(diagonal & here == 0);
                if score > limit {
                    steps::take(i);
                    return None;
                }
                here <<= 1;
            }
            let horizontal_plus = vertical_minus | !(diagonal | vertical_plus);
            let horizontal_minus = diagonal & vertical_plus;
            let carried = horizontal_plus << 1 | 1;
            vertical_plus = horizontal_minus << 1 | !(diagonal | carried);
            vertical_minus = diagonal & carried;
            matched_before = matched;
        }
        steps::take(other.len());
        (score <= limit).then_some(score as u8)
    }
}
