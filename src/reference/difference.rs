//! Differences between text and page, each decided in the light of what was decided beside it.

use std::ops::Range;

use super::consensus::Consensus;
use super::judge::{Circumstances, DAMAGED, FLANKED, SAME_LETTERS};
use super::placement::Placement;
use super::project::{Edges, FoldedText, Region};
use super::similarity::Similarity;
use crate::plan::edit::{Confidence, EditKind};
use crate::span::Span;

/// A difference between text and page, and the decision about it.
pub(super) struct Difference {
    pub(super) region: Region,
    pub(super) witness: usize,
    pub(super) circumstances: Circumstances,
    /// Kind and confidence of the edit; `None` where the text stays as it is.
    pub(super) decision: Option<(EditKind, Confidence)>,
    /// Span and text of the edit; `None` where nothing differs.
    pub(super) result: Option<(Span, String)>,
}

/// The words on one side of a place, four of them: how many there are, and how many are equal.
#[derive(Default)]
struct Flank {
    words: usize,
    equal: usize,
}

impl Flank {
    const FULL: usize = 4;

    const fn is_full(&self) -> bool {
        self.words >= Flank::FULL
    }

    fn add(&mut self, (words, equal): (usize, bool)) {
        let words = words.min(Flank::FULL - self.words);
        self.words += words;
        self.equal += if equal { words } else { 0 };
    }

    /// Returns both sides together, of eight, also where there are fewer.
    fn with(self, other: Flank) -> u8 {
        let (words, equal) = (self.words + other.words, self.equal + other.equal);
        (equal * 2 * Flank::FULL / words.max(Flank::FULL)) as u8
    }
}

/// Times that undecided differences are looked at again within one pass: two neighbours may wait for each other's neighbours.
const LOOKS: usize = 4;

/// Says whether extra words of the text and a substitution beside them are one.
enum Belongs {
    Together,
    Apart,
    Doubtful,
}

/// FoldedTokens at the beginning of a sentence, at most, which go with the word behind them.
const LONGEST_LEAD: usize = 2;

impl Consensus<'_> {
    /// Judges anew what was left because too little around it was equal, now that some of that will be.
    pub(super) fn look_again(&self, differences: &mut [Difference], similarity: &mut Similarity) {
        let is_open = |v: &Difference| v.decision.is_none() && v.result.is_some() && v.circumstances.flank < FLANKED;
        let mut open: Vec<usize> = (0..differences.len()).filter(|&at| is_open(&differences[at])).collect();
        for _ in 0..LOOKS {
            let before = open.len();
            open.retain(|&at| {
                let flank = self.flank(differences, at);
                let difference = &mut differences[at];
                if flank >= FLANKED {
                    difference.circumstances.flank = flank;
                    let judge = &self.page_of(difference.witness).judge;
                    difference.decision = judge.judge(&difference.region, &difference.circumstances, similarity);
                }
                flank < FLANKED
            });
            if open.len() == before {
                break;
            }
        }
    }

    /// Returns how many of the eight words around the difference at `at` will be equal, once all that is decided is done.
    fn flank(&self, differences: &[Difference], at: usize) -> u8 {
        let difference = &differences[at];
        let Some(run) = self.witnesses[difference.witness].run(&difference.region.text) else { return 0 };
        let judge = &self.page_of(difference.witness).judge;
        let is_word = |token: usize| judge.vocabulary.is_word(self.text.tokens.id(token));
        let mut flank = Flank::default();
        let (mut start, mut before) = (difference.region.text.start, differences[..at].iter().rev().peekable());
        while !flank.is_full() && (start > run.start || before.peek().is_some_and(|v| v.region.text.end == start)) {
            if let Some(other) = before.next_if(|v| v.region.text.end >= start) {
                flank.add(self.words_after(other));
                start = other.region.text.start;
            } else {
                start -= 1;
                flank.add((usize::from(is_word(start)), true));
            }
        }
        let mut behind = Flank::default();
        let (mut end, mut after) = (difference.region.text.end, differences[at + 1..].iter().peekable());
        while !behind.is_full() && (end < run.end || after.peek().is_some_and(|v| v.region.text.start == end)) {
            if let Some(other) = after.next_if(|v| v.region.text.start <= end) {
                behind.add(self.words_after(other));
                end = other.region.text.end;
            } else {
                behind.add((usize::from(is_word(end)), true));
                end += 1;
            }
        }
        flank.with(behind)
    }

    /// Returns how many words there will be at a place, and whether they will be the page's.
    fn words_after(&self, difference: &Difference) -> (usize, bool) {
        let page = &self.page_of(difference.witness);
        let words = |source: &FoldedText<'_>, range: Range<usize>| {
            range.filter(|&at| page.judge.vocabulary.is_word(source.tokens.id(at))).count()
        };
        let Region { text, page: theirs } = difference.region.clone();
        let (ours, theirs) = (words(&self.text, text), words(&page.source, theirs));
        match difference.decision {
            Some(_) => (theirs, true),
            None => (ours.max(theirs), false),
        }
    }

    /// Makes one of what the page has more and what beside it holds that already.
    ///
    /// "June 04,2004" against "June 04, 2004": the day must not be restored beside a number which has it.
    pub(super) fn join_restored(&self, differences: Vec<Difference>, similarity: &mut Similarity) -> Vec<Difference> {
        let mut done: Vec<Difference> = Vec::with_capacity(differences.len());
        for second in differences {
            match done.pop() {
                Some(first) if self.holds(&first, &second) => {
                    let page = first.region.page.start..second.region.page.end;
                    let mut joint = self.joint(first, second, page);
                    let judge = &self.page_of(joint.witness).judge;
                    joint.decision = judge.judge(&joint.region, &joint.circumstances, similarity);
                    done.push(joint);
                }
                first => done.extend(first.into_iter().chain([second])),
            }
        }
        done
    }

    /// Returns whether the words that one of two neighbours restores stand in the word of the text at the other, on that side of it.
    fn holds(&self, first: &Difference, second: &Difference) -> bool {
        let (restored, other) = if first.region.text.is_empty() { (first, second) } else { (second, first) };
        let adjoin = first.region.text.end == second.region.text.start
            && first.region.page.end == second.region.page.start
            && first.witness == second.witness;
        if !adjoin
            || restored.decision.is_none()
            || !restored.region.text.is_empty()
            || other.region.text.is_empty()
            || other.region.page.is_empty()
        {
            return false;
        }
        let ours = letters(&self.text, other.region.text.clone());
        let more = letters(&self.page_of(other.witness).source, restored.region.page.clone());
        let there = if first.region.text.is_empty() { ours.starts_with(&more) } else { ours.ends_with(&more) };
        there && more.len() >= 2
    }

    /// Makes one of a substitution and the extra words beside it that would otherwise stay.
    ///
    /// "found its own at" against "found itself at": "its" → "itself" must not be taken without "own"; nor of "fl.iends"
    /// the last piece alone. Where the extra belongs to the page's word, both become it. Where that is in doubt, neither
    /// is touched.
    pub(super) fn join_extras(&self, differences: Vec<Difference>, similarity: &mut Similarity) -> Vec<Difference> {
        let mut done: Vec<Difference> = Vec::with_capacity(differences.len());
        for difference in differences {
            let mut second = difference;
            // What was joined may have another extra before it.
            while let Some(mut first) = done.pop() {
                match self.belong(&first, &second, similarity) {
                    Belongs::Together if self.loses_words(&first, &second, similarity) => {
                        (first.decision, second.decision) = (None, None);
                    }
                    Belongs::Together => {
                        let theirs = if first.region.page.is_empty() { &second } else { &first }.region.page.clone();
                        let decision = first.decision.or(second.decision);
                        second = self.joint(first, second, theirs);
                        second.decision = decision.map(|(kind, sure)| (kind.min(EditKind::Substitution), sure));
                        continue;
                    }
                    Belongs::Doubtful => (first.decision, second.decision) = (None, None),
                    Belongs::Apart => {}
                }
                done.push(first);
                break;
            }
            done.push(second);
        }
        done
    }

    /// Returns whether two neighbours are a kept extra and a substitution to which it belongs.
    fn belong(&self, first: &Difference, second: &Difference, similarity: &mut Similarity) -> Belongs {
        let leads = first.region.page.is_empty();
        let (extra, other) = if leads { (first, second) } else { (second, first) };
        // Where nothing differs, the text's own words won, and no word of theirs is extra.
        if extra.decision.is_some()
            || extra.result.is_none()
            || extra.region.text.is_empty()
            || !extra.region.page.is_empty()
            || other.region.text.is_empty()
            || other.region.page.is_empty()
            || other.witness != extra.witness
            || first.region.text.end != second.region.text.start
        {
            return Belongs::Apart;
        }
        let Some((kind, _)) = other.decision else { return Belongs::Apart };
        let judge = &self.page_of(other.witness).judge;
        // "The future surveys" against "Future studies": the capital comes with what went, if that is not half a sentence.
        if leads && judge.begins_later(&extra.region, &other.region) {
            let short = extra.region.text.len() <= LONGEST_LEAD;
            return if extra.circumstances.damage >= DAMAGED && short { Belongs::Together } else { Belongs::Doubtful };
        }
        if !matches!(kind, EditKind::RealWord | EditKind::Substitution | EditKind::Spelling | EditKind::Spacing) {
            return Belongs::Apart;
        }
        // Pieces of one run without spaces.
        if !self.text.tokens.is_spaced(second.region.text.start) && judge.has_words(&extra.region) {
            return Belongs::Together;
        }
        let alone = judge.alike(&other.region, similarity);
        let joint = Region { text: first.region.text.start..second.region.text.end, page: other.region.page.clone() };
        let together = judge.alike(&joint, similarity);
        if !judge.has_words(&extra.region) || alone >= 750 && together <= alone {
            Belongs::Apart
        } else if together > alone || !judge.is_known(&extra.region) && together + 100 > alone {
            Belongs::Together
        } else if kind == EditKind::Spelling {
            Belongs::Apart
        } else if judge.reads_better_without(&extra.region, &other.region) {
            Belongs::Together
        } else {
            Belongs::Doubtful
        }
    }

    /// Returns whether the text would lose words that nothing proves to be too many, were two neighbours made one.
    fn loses_words(&self, first: &Difference, second: &Difference, similarity: &mut Similarity) -> bool {
        let (extra, other) = if first.region.page.is_empty() { (first, second) } else { (second, first) };
        let joint = Region { text: first.region.text.start..second.region.text.end, page: other.region.page.clone() };
        let sure = extra.circumstances.proven && extra.circumstances.placement == Placement::Sole;
        !sure && self.page_of(other.witness).judge.alike(&joint, similarity) < SAME_LETTERS
    }

    /// Joins two neighbours, for which the page has tokens `page`; what is decided of it is the caller's.
    fn joint(&self, first: Difference, second: Difference, page: Range<usize>) -> Difference {
        let region = Region { text: first.region.text.start..second.region.text.end, page };
        let flank = first.circumstances.flank.min(second.circumstances.flank);
        let placement = first.circumstances.placement.max(second.circumstances.placement);
        let proven = first.circumstances.proven && second.circumstances.proven;
        let result = self.projection(first.witness).replacement(&region, Edges { left: true, right: false });
        Difference {
            region,
            circumstances: Circumstances { flank, placement, proven, ..first.circumstances },
            result,
            ..first
        }
    }
}

/// Returns the letters and digits of tokens `range`.
fn letters(source: &FoldedText<'_>, range: Range<usize>) -> String {
    range.flat_map(|at| source.surface(at).chars()).filter(|c| c.is_alphanumeric()).collect()
}
