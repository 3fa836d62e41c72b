//! Pairs the tokens of a passage of the text with those of a passage of the page.

use std::ops::Range;

use super::anchor::{Chain, Side};
use super::similarity::{PerMille, Similarity};
use super::vocabulary::{FoldId, FoldKind, MixState, Vocabulary};
use crate::steps;

/// One step of an alignment: so many tokens of the text stand for so many of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// One for one, equal or not.
    Pair,
    /// Two of the text for one of the page: "custo mers".
    Split,
    /// One of the text for two of the page: "ofthe".
    Merged,
    /// One of the text which the page has not.
    Extra,
    /// One of the page which the text has not.
    Missing,
}

impl Step {
    /// Returns how many tokens of the text it takes.
    pub(crate) const fn text(self) -> usize {
        match self {
            Step::Pair | Step::Merged | Step::Extra => 1,
            Step::Split => 2,
            Step::Missing => 0,
        }
    }

    /// Returns how many tokens of the page it takes.
    pub(crate) const fn page(self) -> usize {
        match self {
            Step::Pair | Step::Split | Step::Missing => 1,
            Step::Merged => 2,
            Step::Extra => 0,
        }
    }
}

/// A passage of the text, the passage of the page that tells the same, and how their tokens pair up.
#[derive(Debug)]
pub(crate) struct Passage {
    /// FoldedTokens of the text.
    pub(crate) text: Range<usize>,
    /// FoldedTokens of the page.
    pub(crate) page: Range<usize>,
    /// Adds up to both ranges.
    pub(crate) steps: Vec<Step>,
    /// Stretches of the text that were too long and too different to be aligned.
    pub(crate) skipped: Vec<Range<usize>>,
}

/// Scores, in tenths. A step into a gap costs as much as a pair of unequal words, going on in it half of that, so that
/// two words in the wrong place are paired and a lost clause is one gap.
mod points {
    pub(super) const EQUAL: i32 = 30;
    /// A short word is equal by chance more often.
    pub(super) const EQUAL_SHORT: i32 = 20;
    pub(super) const EQUAL_MARK: i32 = 10;
    pub(super) const UNLIKE: i32 = -16;
    pub(super) const UNLIKE_MARK: i32 = -3;
    pub(super) const WORD_FOR_MARK: i32 = -30;
    pub(super) const OPEN: i32 = -16;
    pub(super) const GO_ON: i32 = -7;
    /// A mark in a gap weighs less than a word.
    pub(super) const MARK_IN_GAP: i32 = 6;
    /// Paragraphs that end together: worth the last word lost, as any word in their midst may be lost.
    pub(super) const END_TOGETHER: i32 = 20;
    pub(super) const NEVER: i32 = i32::MIN / 4;
}

/// Words less alike than this are no more alike than chance makes them.
const ALIKE: PerMille = 450;
/// Two halves must make the whole at least so well to be taken for it.
const JOINED_ALIKE: PerMille = 750;
/// Similarity that short words need: "being" is no "be in".
const JOINED_ALIKE_SHORT: PerMille = 900;
/// Cells of a gap that are filled in at once; larger gaps are first parted by their common words.
const DIRECT: usize = 1 << 14;
/// Cells above which a gap is left alone and reported: one MiB of traces.
const MOST_CELLS: usize = 1 << 20;
/// FoldedTokens by which a passage may reach beyond its first and last anchor: at first, and where that leaves off too early.
const REACHES: [usize; 2] = [24, 96];

/// Aligns passages; its buffers are used again from one to the next.
#[derive(Debug, Default)]
pub(crate) struct Aligner {
    similarity: Similarity,
    rows: [[Vec<i32>; 3]; 3],
    traces: Vec<u8>,
    text: Vec<FoldId>,
    page: Vec<FoldId>,
    /// By the number of loaded tokens: whether a paragraph ends behind them, or begins with the last where one reaches back.
    text_ends: Vec<bool>,
    page_ends: Vec<bool>,
}

/// The text and the page that are being aligned.
#[derive(Clone, Copy)]
pub(crate) struct Pairing<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) text: Side<'a>,
    pub(crate) page: Side<'a>,
}

impl Pairing<'_> {
    /// Returns how many of the tokens `range` of a side are taken, from where one reaches out: whether a paragraph ends there.
    fn ends(&self, side: &Side<'_>, range: &Range<usize>, direction: Direction) -> Vec<bool> {
        let is_mark = |at: usize| !self.vocabulary.is_word(side.tokens.id(at));
        let begins = |at: usize| {
            at == 0
                || at >= side.tokens.len()
                || side.tokens.starts_paragraph(at)
                || side.tokens.starts_line(at) && self.vocabulary.ends_sentence(side.tokens.id(at - 1))
        };
        let mut ends: Vec<bool> = match direction {
            Direction::Ahead => (range.start..=range.end).map(begins).collect(),
            Direction::Backwards => (range.start..=range.end).rev().map(begins).collect(),
        };
        // Nor does it matter whether the marks at its end are there.
        for taken in (1..ends.len()).rev() {
            let next = match direction {
                Direction::Ahead => range.start + taken - 1,
                Direction::Backwards => range.end - taken,
            };
            ends[taken - 1] |= ends[taken] && is_mark(next);
        }
        ends
    }
}

impl Aligner {
    pub(crate) fn similarity(&mut self) -> &mut Similarity {
        &mut self.similarity
    }

    /// Aligns the passage that `chain` strings together and what it reaches on both sides, within tokens `limits`.
    ///
    /// # Complexity
    ///
    /// O(n + m) and the cells of its gaps, each at most [`MOST_CELLS`].
    pub(crate) fn passage(&mut self, pairing: &Pairing<'_>, chain: &Chain, limits: Range<usize>) -> Passage {
        let first = (pairing.text.words.token(chain.text().start), pairing.page.words.token(chain.page().start));
        let mut skipped = Vec::new();
        let before = self.reach_back(pairing, first, limits.start);
        let text_start = first.0 - before.iter().map(|s| s.text()).sum::<usize>();
        let page_start = first.1 - before.iter().map(|s| s.page()).sum::<usize>();
        let mut steps = before;
        let mut at = first;
        for hit in &chain.hits {
            let ours = pairing.text.words.tokens_from(hit.text as usize);
            let theirs = pairing.page.words.tokens_from(hit.page as usize);
            for pair in ours.zip(theirs).take(hit.length as usize) {
                self.gap(pairing, at.0..pair.0, at.1..pair.1, &mut steps, &mut skipped);
                steps.push(Step::Pair);
                at = (pair.0 + 1, pair.1 + 1);
            }
        }
        let ahead = self.reach_ahead(pairing, at, limits.end);
        let text_end = at.0 + ahead.iter().map(|s| s.text()).sum::<usize>();
        let page_end = at.1 + ahead.iter().map(|s| s.page()).sum::<usize>();
        steps.extend(ahead);
        Passage { text: text_start..text_end, page: page_start..page_end, steps, skipped }
    }

    /// Returns what lies before the first anchor, as far back as it still gains more than it loses.
    fn reach_back(&mut self, pairing: &Pairing<'_>, (text, page): (usize, usize), limit: usize) -> Vec<Step> {
        let mut steps = self.reach(pairing, text.saturating_sub(limit), Direction::Backwards, |reach| {
            (text - reach..text, page.saturating_sub(2 * reach)..page)
        });
        steps.reverse();
        steps
    }

    fn reach_ahead(&mut self, pairing: &Pairing<'_>, (text, page): (usize, usize), limit: usize) -> Vec<Step> {
        let most = pairing.page.tokens.len();
        self.reach(pairing, limit.saturating_sub(text), Direction::Ahead, |reach| {
            (text..text + reach, page..most.min(page + 2 * reach))
        })
    }

    /// Tries a short reach, and a longer one where the short one does not suffice.
    fn reach(
        &mut self,
        pairing: &Pairing<'_>,
        room: usize,
        direction: Direction,
        ranges: impl Fn(usize) -> (Range<usize>, Range<usize>),
    ) -> Vec<Step> {
        let mut steps = Vec::new();
        for most in REACHES {
            let reach = room.min(most);
            let (text, page) = ranges(reach);
            self.text_ends = pairing.ends(&pairing.text, &text, direction);
            self.page_ends = pairing.ends(&pairing.page, &page, direction);
            self.load(pairing, text, page);
            if direction == Direction::Backwards {
                self.text.reverse();
                self.page.reverse();
            }
            steps = self.table(pairing.vocabulary, End::Open, direction);
            let taken: usize = steps.iter().map(|s| s.text()).sum();
            if reach == room && taken + room.min(4) >= room || taken + most / 3 < reach || reach < most {
                break;
            }
        }
        steps
    }

    fn load(&mut self, pairing: &Pairing<'_>, text: Range<usize>, page: Range<usize>) {
        self.text.clear();
        self.text.extend_from_slice(&pairing.text.tokens.ids()[text]);
        self.page.clear();
        self.page.extend_from_slice(&pairing.page.tokens.ids()[page]);
    }

    /// Aligns what lies between two anchors.
    fn gap(
        &mut self,
        pairing: &Pairing<'_>,
        mut text: Range<usize>,
        mut page: Range<usize>,
        steps: &mut Vec<Step>,
        skipped: &mut Vec<Range<usize>>,
    ) {
        let (ours, theirs) = (pairing.text.tokens.ids(), pairing.page.tokens.ids());
        while !text.is_empty() && !page.is_empty() && ours[text.start] == theirs[page.start] {
            steps.push(Step::Pair);
            text.start += 1;
            page.start += 1;
        }
        let mut behind = 0;
        while !text.is_empty() && !page.is_empty() && ours[text.end - 1] == theirs[page.end - 1] {
            behind += 1;
            text.end -= 1;
            page.end -= 1;
        }
        if text.is_empty() || page.is_empty() {
            leave(&text, &page, steps);
        } else if text.len() * page.len() <= DIRECT {
            self.load(pairing, text, page);
            let within = self.table(pairing.vocabulary, End::Tied, Direction::Ahead);
            steps.extend(within);
        } else {
            let anchors = common_words(&ours[text.clone()], &theirs[page.clone()]);
            if !anchors.is_empty() {
                let mut at = (text.start, page.start);
                for (t, p) in anchors {
                    let pair = (text.start + t, page.start + p);
                    self.gap(pairing, at.0..pair.0, at.1..pair.1, steps, skipped);
                    steps.push(Step::Pair);
                    at = (pair.0 + 1, pair.1 + 1);
                }
                self.gap(pairing, at.0..text.end, at.1..page.end, steps, skipped);
            } else if text.len() * page.len() <= MOST_CELLS {
                self.load(pairing, text, page);
                let within = self.table(pairing.vocabulary, End::Tied, Direction::Ahead);
                steps.extend(within);
            } else {
                skipped.push(text.clone());
                leave(&text, &page, steps);
            }
        }
        steps.extend(std::iter::repeat_n(Step::Pair, behind));
    }

    /// Returns the best alignment of the loaded tokens by affine gaps.
    ///
    /// # Source
    ///
    /// Gotoh, “An improved algorithm for matching biological sequences”, 1982; two moves more, for words that were
    /// split and words that were run together.
    fn table(&mut self, vocabulary: &Vocabulary, end: End, direction: Direction) -> Vec<Step> {
        let (text, page) = (std::mem::take(&mut self.text), std::mem::take(&mut self.page));
        let steps = if !text.is_empty() && !page.is_empty() {
            self.fill(vocabulary, &text, &page, end, direction)
        } else {
            let mut steps = Vec::new();
            if end == End::Tied {
                leave(&(0..text.len()), &(0..page.len()), &mut steps);
            }
            steps
        };
        self.text = text;
        self.page = page;
        steps
    }

    /// Fills the table of `text` and `page`, neither of which is empty, and returns the best path through it.
    fn fill(
        &mut self,
        vocabulary: &Vocabulary,
        text: &[FoldId],
        page: &[FoldId],
        end: End,
        direction: Direction,
    ) -> Vec<Step> {
        use points::{GO_ON, MARK_IN_GAP, NEVER, OPEN};
        let (n, m) = (text.len(), page.len());
        steps::take((n + 1) * (m + 1));
        let width = m + 1;
        self.traces.clear();
        self.traces.resize((n + 1) * width, 0);
        for row in self.rows.iter_mut().flatten() {
            row.clear();
            row.resize(width, NEVER);
        }
        let bonus = |id: FoldId| if vocabulary.is_word(id) { 0 } else { MARK_IN_GAP };
        // Row 0: only the page moves on.
        let [_, last, _] = &mut self.rows;
        last[PAIRED][0] = 0;
        for j in 1..=m {
            let (opened, going) = (last[PAIRED][j - 1] + OPEN, last[MISSING][j - 1] + GO_ON);
            last[MISSING][j] = opened.max(going) + bonus(page[j - 1]);
            self.traces[j] = trace(0, 0, 0, if going > opened { MISSING } else { PAIRED });
        }
        let mut best = (0, (0, 0), PAIRED);
        for i in 1..=n {
            let ours = text[i - 1];
            let extra_bonus = bonus(ours);
            for j in 0..=m {
                let [before_last, last, row] = &mut self.rows;
                // Extra: the text moves on alone.
                let (from, value) = best_of([last[PAIRED][j] + OPEN, last[EXTRA][j] + GO_ON, last[MISSING][j] + OPEN]);
                row[EXTRA][j] = value + extra_bonus;
                let extra_from = from;
                if j == 0 {
                    row[PAIRED][0] = NEVER;
                    row[MISSING][0] = NEVER;
                    self.traces[i * width] = trace(0, 0, extra_from, 0);
                    continue;
                }
                let theirs = page[j - 1];
                // Pair, or two for one, or one for two.
                let points = pair_points(&mut self.similarity, vocabulary, ours, theirs);
                let (mut pair_from, value) = best_before(last, j - 1);
                let mut pair = value + points;
                let mut size = 0;
                if points < points::EQUAL_MARK {
                    if i > 1 {
                        let (from, value) = best_before(before_last, j - 1);
                        let halves = direction.order(text[i - 2], ours);
                        let value = value + joined_points(&mut self.similarity, vocabulary, halves, theirs);
                        if value > pair {
                            (pair, pair_from, size) = (value, from, 1);
                        }
                    }
                    if j > 1 {
                        let (from, value) = best_before(last, j - 2);
                        let halves = direction.order(page[j - 2], theirs);
                        let value = value + joined_points(&mut self.similarity, vocabulary, halves, ours);
                        if value > pair {
                            (pair, pair_from, size) = (value, from, 2);
                        }
                    }
                }
                row[PAIRED][j] = pair;
                // Missing: the page moves on alone.
                let (missing_from, value) =
                    best_of([row[PAIRED][j - 1] + OPEN, row[EXTRA][j - 1] + OPEN, row[MISSING][j - 1] + GO_ON]);
                row[MISSING][j] = value + bonus(theirs);
                self.traces[i * width + j] = trace(pair_from, size, extra_from, missing_from);
                if end == End::Open {
                    let together = self.text_ends[i] && self.page_ends[j];
                    let value = pair + if together { points::END_TOGETHER } else { 0 };
                    if value > best.0 {
                        best = (value, (i, j), PAIRED);
                    }
                }
            }
            self.rows.rotate_left(1);
        }
        match end {
            End::Open => self.path_to(best.1, best.2, width),
            End::Tied => {
                let last = &self.rows[1];
                let (state, _) = best_before(last, m);
                self.path_to((n, m), state, width)
            }
        }
    }

    /// Returns the steps of the best path to the cell `at` in `state` of a table of rows of `width` cells.
    fn path_to(&self, mut at: (usize, usize), mut state: usize, width: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        while at != (0, 0) {
            let trace = self.traces[at.0 * width + at.1];
            let (step, from) = match state {
                PAIRED => {
                    let step = [Step::Pair, Step::Split, Step::Merged][usize::from(trace >> 2 & 3)];
                    (step, usize::from(trace & 3))
                }
                EXTRA => (Step::Extra, usize::from(trace >> 4 & 3)),
                _ => (Step::Missing, usize::from(trace >> 6 & 3)),
            };
            steps.push(step);
            at = (at.0 - step.text(), at.1 - step.page());
            state = from;
        }
        steps.reverse();
        steps
    }
}

/// Returns the best state of a row at `j`, and its points.
fn best_before(row: &[Vec<i32>; 3], j: usize) -> (usize, i32) {
    best_of([row[PAIRED][j], row[EXTRA][j], row[MISSING][j]])
}

const PAIRED: usize = 0;
const EXTRA: usize = 1;
const MISSING: usize = 2;

/// Says whether an alignment must reach the last tokens of both sides, or may stop where it is best.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Tied,
    Open,
}

/// In which order the tokens were loaded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ahead,
    Backwards,
}

impl Direction {
    /// Returns the halves of a word in the order in which they are read.
    fn order(self, earlier: FoldId, later: FoldId) -> (FoldId, FoldId) {
        match self {
            Direction::Ahead => (earlier, later),
            Direction::Backwards => (later, earlier),
        }
    }
}

/// Returns the largest of three and which it is; of equals the first, so that ties are broken alike everywhere.
fn best_of(values: [i32; 3]) -> (usize, i32) {
    let mut best = 0;
    if values[1] > values[best] {
        best = 1;
    }
    if values[2] > values[best] {
        best = 2;
    }
    (best, values[best])
}

/// Returns where each of the three states came from, two bits each, and the size of the pair.
fn trace(pair_from: usize, size: usize, extra_from: usize, missing_from: usize) -> u8 {
    (pair_from | size << 2 | extra_from << 4 | missing_from << 6) as u8
}

fn pair_points(similarity: &mut Similarity, vocabulary: &Vocabulary, ours: FoldId, theirs: FoldId) -> i32 {
    let kinds = (vocabulary.kind(ours), vocabulary.kind(theirs));
    if ours == theirs {
        return match kinds.0 {
            FoldKind::Mark => points::EQUAL_MARK,
            _ if vocabulary.chars(ours) <= 3 => points::EQUAL_SHORT,
            _ => points::EQUAL,
        };
    }
    match kinds {
        (FoldKind::Mark, FoldKind::Mark) => points::UNLIKE_MARK,
        (FoldKind::Mark, _) | (_, FoldKind::Mark) => points::WORD_FOR_MARK,
        (FoldKind::Word, FoldKind::Number) | (FoldKind::Number, FoldKind::Word) => points::UNLIKE,
        _ => alike_points(similarity.of(vocabulary, ours, theirs, ALIKE)),
    }
}

fn alike_points(alike: PerMille) -> i32 {
    if alike < ALIKE { points::UNLIKE } else { i32::from(alike) * 60 / 1000 - 32 }
}

fn joined_points(similarity: &mut Similarity, vocabulary: &Vocabulary, halves: (FoldId, FoldId), whole: FoldId) -> i32 {
    if ![halves.0, halves.1, whole].iter().all(|&id| vocabulary.is_word(id)) {
        return points::NEVER;
    }
    let least = if vocabulary.chars(whole) < 8 { JOINED_ALIKE_SHORT } else { JOINED_ALIKE };
    match similarity.of_joined(vocabulary, halves, whole, least) {
        0 => points::NEVER,
        alike => alike_points(alike),
    }
}

/// Leaves all of both sides unpaired.
fn leave(text: &Range<usize>, page: &Range<usize>, steps: &mut Vec<Step>) {
    steps.extend(std::iter::repeat_n(Step::Extra, text.len()));
    steps.extend(std::iter::repeat_n(Step::Missing, page.len()));
}

/// Returns the longest run, in the order of both, of runs of three, or two, or single words which either has once.
fn common_words(text: &[FoldId], page: &[FoldId]) -> Vec<(usize, usize)> {
    for k in [3, 2, 1] {
        if text.len() < k || page.len() < k {
            continue;
        }
        let mut places: std::collections::HashMap<&[FoldId], [(u32, u32); 2], MixState> =
            std::collections::HashMap::with_capacity_and_hasher(text.len(), MixState);
        for (at, gram) in text.windows(k).enumerate() {
            let place = &mut places.entry(gram).or_insert([(0, 0); 2])[0];
            *place = (place.0 + 1, at as u32);
        }
        for (at, gram) in page.windows(k).enumerate() {
            if let Some(places) = places.get_mut(gram) {
                places[1] = (places[1].0 + 1, at as u32);
            }
        }
        let mut anchors: Vec<(usize, usize)> = places
            .values()
            .filter(|[text, page]| text.0 == 1 && page.0 == 1)
            .map(|[text, page]| (text.1 as usize, page.1 as usize))
            .collect();
        anchors.sort_unstable();
        let anchors = longest_rising(&anchors);
        if !anchors.is_empty() {
            return anchors;
        }
    }
    Vec::new()
}

/// Returns the longest subsequence of `pairs`, sorted by their first half, whose second half rises.
///
/// # Source
///
/// Fredman, “On computing the length of longest increasing subsequences”, 1975.
fn longest_rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let place = tails.partition_point(|&tail| pairs[tail].1 < pair.1);
        before.push(place.checked_sub(1).map(|p| tails[p]));
        if place == tails.len() {
            tails.push(at);
        } else {
            tails[place] = at;
        }
    }
    let mut rising = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(pair) = at {
        rising.push(pairs[pair]);
        at = before[pair];
    }
    rising.reverse();
    rising
}
