//! What one passage of a page says of a passage of the text: which stretches it speaks for, and where it differs.

use std::ops::Range;

use super::align::{Passage, Step};
use super::anchor::Side;
use super::placement::Placement;
use super::similarity::Similarity;
use super::vocabulary::{FoldId, Vocabulary};

/// A stretch of the text, at most a sentence, that a passage of a page speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// FoldedTokens of the text.
    pub(crate) text: Range<usize>,
    /// Share of its words, per mille, that the page has otherwise.
    pub(crate) damage: u16,
}

/// A place where page and text differ, if only in a capital or a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// FoldedTokens of the text; empty where only the page has something.
    pub(crate) text: Range<usize>,
    /// FoldedTokens of the page; empty where only the text has something.
    pub(crate) page: Range<usize>,
    /// Number of the four words before and the four behind that are equal: 0 to 8, also where there are fewer.
    pub(crate) flank: u8,
    /// Set if it can be meant only here.
    pub(crate) placement: Placement,
    /// Set if what stands around it proves that words of the text are too many.
    pub(crate) proven: bool,
}

/// A passage of a page that speaks for stretches of the text.
#[derive(Debug)]
pub(crate) struct Witness {
    /// Which of the references.
    pub(crate) reference: usize,
    /// FoldedTokens of the text and of the page that were laid side by side.
    pub(crate) passage: (Range<usize>, Range<usize>),
    /// FoldedTokens of the page that are the text's, ascending and apart.
    pub(crate) held: Vec<Range<usize>>,
    /// Ascending and apart.
    pub(crate) stretches: Vec<Stretch>,
    /// The stretches, those that follow each other within a paragraph made one: tokens of the text.
    runs: Vec<Range<usize>>,
    /// Ascending and apart; between them, within a run, every token of the text is the page's, to the last letter.
    pub(crate) units: Vec<Unit>,
}

impl Witness {
    /// Returns the run that holds all of `text`.
    pub(crate) fn run(&self, text: &Range<usize>) -> Option<&Range<usize>> {
        holder(&self.runs, text)
    }

    /// Returns the share of the words, per mille, that the page has otherwise in the stretch where `text` begins.
    pub(crate) fn damage(&self, text: &Range<usize>) -> u16 {
        let at = self.stretches.partition_point(|s| s.text.end < text.end.min(text.start + 1));
        self.stretches.get(at).map_or(0, |s| s.damage)
    }
}

/// Returns the one of `runs`, ascending and apart, that holds all of `text`.
fn holder<'r>(runs: &'r [Range<usize>], text: &Range<usize>) -> Option<&'r Range<usize>> {
    let at = runs.partition_point(|r| r.end < text.end);
    // An empty range between two runs belongs to either.
    runs[at..].iter().take(2).find(|r| r.start <= text.start && text.end <= r.end)
}

/// Words equal on each side that are looked at.
const FLANK: u8 = 4;
/// A pair at least so alike is a unit of its own; less alike neighbours are one unit.
const SOLID: u16 = 500;
/// Points per token, in tenths, below which a sentence has no counterpart in the page.
const LEAST_POINTS: i32 = 5;
/// FoldedTokens between two units between which a word may have moved.
const FARTHEST_MOVE: usize = 10;
/// FoldedTokens between lost and extra words that are the two sides of one rewording.
const CLOSE: usize = 4;
/// Units before one that are looked at for words that moved.
const MOST_BETWEEN: usize = 6;
/// Words of a stretch, at most: speech has no sentences.
const LONGEST_STRETCH: usize = 48;

/// Both sides of a passage and what is known of their words.
pub(crate) struct Reader<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) text: Side<'a>,
    pub(crate) page: Side<'a>,
    pub(crate) text_source: &'a str,
    pub(crate) page_source: &'a str,
}

impl Reader<'_> {
    /// Returns what the passage says, sentence by sentence; `sentences` are ranges of tokens, ascending.
    ///
    /// A sentence without a counterpart is left out whole: what little of it seemed to pair did so by chance.
    pub(crate) fn witness(
        &self,
        reference: usize,
        passage: &Passage,
        sentences: &[Range<usize>],
        similarity: &mut Similarity,
    ) -> Witness {
        let stretches = self.stretches(passage, sentences, similarity);
        let runs = self.runs(&stretches);
        let units = self.units(passage, &runs, similarity);
        let held = self.held(passage, &runs);
        Witness { reference, passage: (passage.text.clone(), passage.page.clone()), held, stretches, runs, units }
    }

    fn held(&self, passage: &Passage, runs: &[Range<usize>]) -> Vec<Range<usize>> {
        let mut held: Vec<Range<usize>> = Vec::new();
        let mut run = 0;
        for (step, text, page) in Walk::new(passage) {
            while runs.get(run).is_some_and(|r| r.end <= text) {
                run += 1;
            }
            if step != Step::Pair || !self.is_equal(text, page) || runs.get(run).is_none_or(|r| r.start > text) {
                continue;
            }
            match held.last_mut() {
                Some(last) if last.end == page => last.end += 1,
                _ => held.push(page..page + 1),
            }
        }
        held
    }

    fn runs(&self, stretches: &[Stretch]) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for stretch in stretches {
            match runs.last_mut() {
                Some(last) if last.end == stretch.text.start && !self.text.tokens.starts_paragraph(last.end) => {
                    last.end = stretch.text.end;
                }
                _ => runs.push(stretch.text.clone()),
            }
        }
        runs
    }

    fn stretches(&self, passage: &Passage, sentences: &[Range<usize>], similarity: &mut Similarity) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        let first = sentences.partition_point(|s| s.end <= passage.text.start);
        let mut walk = Walk::new(passage).peekable();
        for sentence in &sentences[first..] {
            if sentence.start >= passage.text.end {
                break;
            }
            for part in self.parts(sentence) {
                let within = part.start.max(passage.text.start)..part.end.min(passage.text.end);
                if within.is_empty() {
                    continue;
                }
                let mut tally = Tally::default();
                while let Some((step, text, page)) = walk.next_if(|&(_, text, _)| text < within.end) {
                    if text >= within.start {
                        self.count(step, text, page, &mut tally, similarity);
                    }
                }
                let words = self.words_in(&part);
                let covered = self.words_in(&within);
                if tally.is_counterpart(covered) && covered * 2 >= words {
                    let damage = (covered - tally.equal.min(covered)) * 1000 / covered.max(1);
                    stretches.push(Stretch { text: within, damage: damage as u16 });
                }
            }
        }
        stretches
    }

    /// Returns the sentence in parts of at most [`LONGEST_STRETCH`] tokens.
    fn parts(&self, sentence: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
        let count = sentence.len().div_ceil(LONGEST_STRETCH).max(1);
        let (start, len) = (sentence.start, sentence.len());
        (0..count).map(move |i| start + len * i / count..start + len * (i + 1) / count)
    }

    fn words_in(&self, text: &Range<usize>) -> usize {
        self.text.tokens.ids()[text.clone()].iter().filter(|&&id| self.vocabulary.is_word(id)).count()
    }

    fn count(&self, step: Step, text: usize, page: usize, tally: &mut Tally, similarity: &mut Similarity) {
        match step {
            Step::Pair => {
                let (ours, theirs) = (self.text.tokens.id(text), self.page.tokens.id(page));
                let word = self.vocabulary.is_word(ours);
                let alike = if ours == theirs { 1000 } else { similarity.of(self.vocabulary, ours, theirs, SOLID) };
                if word {
                    tally.equal += usize::from(ours == theirs);
                    tally.alike += usize::from(alike >= SOLID);
                    tally.points += match alike {
                        1000 if self.vocabulary.chars(ours) <= 3 => 20,
                        1000 => 30,
                        alike if alike >= SOLID => i32::from(alike) * 60 / 1000 - 32,
                        _ => -16,
                    };
                } else {
                    tally.points += if ours == theirs { 10 } else { -3 };
                }
            }
            Step::Split | Step::Merged => {
                tally.points += 20;
                tally.alike += step.text();
            }
            Step::Extra if self.vocabulary.is_word(self.text.tokens.id(text)) => tally.points -= 12,
            Step::Missing if self.vocabulary.is_word(self.page.tokens.id(page)) => tally.points -= 8,
            Step::Extra | Step::Missing => {}
        }
        tally.tokens += step.text();
    }

    fn units(&self, passage: &Passage, runs: &[Range<usize>], similarity: &mut Similarity) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        // The first step of the run of unlike steps that is being gathered.
        let mut open: Option<(usize, usize, usize)> = None;
        let mut paired_before = false;
        for (index, (step, text, page)) in Walk::new(passage).enumerate() {
            let same = step == Step::Pair && self.is_equal(text, page);
            let solid =
                same || matches!(step, Step::Split | Step::Merged) || self.is_solid(step, text, page, similarity);
            if solid {
                if let Some(start) = open.take() {
                    self.gather(passage, start, (index, text, page), &mut units);
                }
                if !same || self.differs(text, page, paired_before) {
                    let end = (index + 1, text + step.text(), page + step.page());
                    units.push(self.unit(passage, (index, text, page), end));
                }
            } else if open.is_none() {
                open = Some((index, text, page));
            }
            paired_before = step == Step::Pair;
        }
        if let Some(start) = open {
            let end = (passage.steps.len(), passage.text.end, passage.page.end);
            self.gather(passage, start, end, &mut units);
        }
        units.retain(|u| holder(runs, &u.text).is_some());
        self.join_moved(units, runs)
    }

    /// Makes one unit of those between which words have moved: "members of tall level of the" against "high level members
    /// of the" must not become "high level members of tall level of the".
    fn join_moved(&self, units: Vec<Unit>, runs: &[Range<usize>]) -> Vec<Unit> {
        let mut joined: Vec<Unit> = Vec::with_capacity(units.len());
        for unit in units {
            let before = joined.iter().rev().take(MOST_BETWEEN).take_while(|earlier| {
                unit.text.start - earlier.text.end <= FARTHEST_MOVE
                    && unit.page.start - earlier.page.end <= FARTHEST_MOVE
                    && holder(runs, &(earlier.text.start..unit.text.end)).is_some()
            });
            let count =
                before.enumerate().filter(|(_, earlier)| self.has_moved(earlier, &unit)).map(|(i, _)| i + 1).max();
            let Some(count) = count else {
                joined.push(unit);
                continue;
            };
            let first = joined.len() - count;
            let flank = joined[first].flank.min(unit.flank);
            let whole = Unit {
                text: joined[first].text.start..unit.text.end,
                page: joined[first].page.start..unit.page.end,
                flank,
                ..unit
            };
            joined.truncate(first);
            joined.push(whole);
        }
        joined
    }

    /// Returns whether a word that one of two units has in the text, and not in the page, is what the other has in the page, and
    /// not in the text; or whether one has only words of the text, the other only words of the page.
    fn has_moved(&self, earlier: &Unit, later: &Unit) -> bool {
        let words = |side: &Side<'_>, range: &Range<usize>| -> Vec<FoldId> {
            let ids = side.tokens.ids()[range.clone()].iter().copied();
            ids.filter(|&id| self.vocabulary.is_word(id)).collect()
        };
        let [first, second] = [earlier, later].map(|u| (words(&self.text, &u.text), words(&self.page, &u.page)));
        let apart = later.text.start - earlier.text.end;
        // Words that only the text has, close to words that only the page has: the same said otherwise. One word alone
        // may just as well be missing in the page.
        let lost = |(ours, theirs): &(Vec<FoldId>, Vec<FoldId>)| ours.is_empty() && !theirs.is_empty();
        let extra = |(ours, theirs): &(Vec<FoldId>, Vec<FoldId>)| ours.len() >= 2 && theirs.is_empty();
        if apart <= CLOSE && (lost(&first) && extra(&second) || extra(&first) && lost(&second)) {
            return true;
        }
        let moved = |(ours, other_theirs): (&Vec<FoldId>, &Vec<FoldId>),
                     (theirs, other_ours): (&Vec<FoldId>, &Vec<FoldId>)| {
            ours.iter().any(|id| {
                !theirs.contains(id)
                    && other_theirs.contains(id)
                    && !other_ours.contains(id)
                    && (self.vocabulary.chars(*id) > 3 || apart <= 4)
            })
        };
        moved((&first.0, &second.1), (&first.1, &second.0)) || moved((&second.0, &first.1), (&second.1, &first.0))
    }

    /// Adds the unit of a run of unlike steps. Marks of the page that stand beside words which only the text has are a unit
    /// of their own: the page ends its sentence before them.
    fn gather(
        &self,
        passage: &Passage,
        start: (usize, usize, usize),
        end: (usize, usize, usize),
        units: &mut Vec<Unit>,
    ) {
        let unit = self.unit(passage, start, end);
        let is_word = |&id: &FoldId| self.vocabulary.is_word(id);
        let ours = &self.text.tokens.ids()[unit.text.clone()];
        let theirs = &self.page.tokens.ids()[unit.page.clone()];
        if !theirs.is_empty() && !ours.is_empty() && !theirs.iter().any(is_word) && ours.iter().all(is_word) {
            let (text, page) = (unit.text.start, unit.page.end);
            units.push(Unit { text: text..text, ..unit.clone() });
            units.push(Unit { page: page..page, ..unit });
        } else {
            units.push(unit);
        }
    }

    /// Returns the unit from one place (step, token of the text, token of the page) up to another.
    fn unit(&self, passage: &Passage, start: (usize, usize, usize), end: (usize, usize, usize)) -> Unit {
        Unit {
            text: start.1..end.1,
            page: start.2..end.2,
            flank: self.flank(passage, start, end),
            placement: Placement::Sole,
            proven: true,
        }
    }

    fn is_equal(&self, text: usize, page: usize) -> bool {
        self.text.tokens.id(text) == self.page.tokens.id(page)
    }

    fn is_solid(&self, step: Step, text: usize, page: usize, similarity: &mut Similarity) -> bool {
        let (ours, theirs) = match step {
            Step::Pair => (self.text.tokens.id(text), self.page.tokens.id(page)),
            _ => return false,
        };
        self.vocabulary.is_word(ours)
            && self.vocabulary.is_word(theirs)
            && similarity.of(self.vocabulary, ours, theirs, SOLID) >= SOLID
    }

    /// Returns whether two equal tokens are written differently, or stand differently apart from those before them.
    fn differs(&self, text: usize, page: usize, paired_before: bool) -> bool {
        let ours = self.text_source.get(self.text.tokens.span(text).range());
        let theirs = self.page_source.get(self.page.tokens.span(page).range());
        ours != theirs || (paired_before && self.text.tokens.is_spaced(text) != self.page.tokens.is_spaced(page))
    }

    /// Counts the equal words among the four before `start` and the four from `end` on.
    fn flank(&self, passage: &Passage, start: (usize, usize, usize), end: (usize, usize, usize)) -> u8 {
        let mut equal = 0;
        let (index, mut text, mut page) = start;
        let mut before = 0;
        for &step in passage.steps[..index].iter().rev() {
            (text, page) = (text - step.text(), page - step.page());
            before += self.tally_flank(step, text, page, &mut equal);
            if before >= FLANK {
                break;
            }
        }
        let (index, mut text, mut page) = end;
        let mut behind = 0;
        for &step in &passage.steps[index..] {
            behind += self.tally_flank(step, text, page, &mut equal);
            (text, page) = (text + step.text(), page + step.page());
            if behind >= FLANK {
                break;
            }
        }
        // At the ends of a passage there is one side only.
        (equal * 2 * FLANK).checked_div((before + behind).max(FLANK)).unwrap_or(0)
    }

    fn tally_flank(&self, step: Step, text: usize, page: usize, equal: &mut u8) -> u8 {
        let word = match step {
            Step::Missing => self.page.tokens.id(page),
            _ => self.text.tokens.id(text),
        };
        if !self.vocabulary.is_word(word) {
            return 0;
        }
        *equal += u8::from(step == Step::Pair && self.is_equal(text, page));
        1
    }
}

/// Gains and losses of an aligned block.
#[derive(Default)]
struct Tally {
    points: i32,
    tokens: usize,
    equal: usize,
    alike: usize,
}

impl Tally {
    fn is_counterpart(&self, words: usize) -> bool {
        words > 0 && self.points >= LEAST_POINTS * self.tokens as i32 && self.alike * 5 >= words * 2
    }
}

/// The steps of a passage, each with the tokens at which it stands.
struct Walk<'a> {
    steps: std::slice::Iter<'a, Step>,
    text: usize,
    page: usize,
}

impl<'a> Walk<'a> {
    fn new(passage: &'a Passage) -> Walk<'a> {
        Walk { steps: passage.steps.iter(), text: passage.text.start, page: passage.page.start }
    }
}

impl Iterator for Walk<'_> {
    type Item = (Step, usize, usize);

    fn next(&mut self) -> Option<(Step, usize, usize)> {
        let &step = self.steps.next()?;
        let at = (step, self.text, self.page);
        self.text += step.text();
        self.page += step.page();
        Some(at)
    }
}
