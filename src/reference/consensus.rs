//! One reading for each place where witnesses differ from the text, whatever their number.

use std::collections::HashMap;
use std::ops::Range;

use super::judge::{Circumstances, DAMAGED, FLANKED, Judge};
use super::project::{Edges, HouseStyle, Projection, Region, Source};
use super::similarity::Similarity;
use super::vocabulary::MixState;
use super::witness::{Unit, Witness};
use crate::plan::edit::{Confidence, Edit, EditKind, Evidence};
use crate::span::Span;

/// A page that witnesses come from.
pub(crate) struct Page<'a> {
    pub(crate) source: Source<'a>,
    /// Which of the references it is.
    pub(crate) reference: usize,
    pub(crate) judge: Judge<'a>,
}

/// A place where at least one witness differs from the text.
struct Place {
    /// Atoms of the text.
    text: Range<usize>,
    /// Witness and the range of its units here, by witness.
    members: Vec<(usize, Range<usize>)>,
}

/// What some witnesses have at a place.
struct Reading {
    region: Region,
    /// The first witness that has it.
    witness: usize,
    votes: usize,
    flank: u8,
    damage: u16,
    /// What the text would become here; `None` where it would stay.
    result: Option<(Span, String)>,
}

/// What the witnesses decide together.
#[derive(Debug, Default)]
pub(crate) struct Decisions<'t> {
    /// Sorted and disjoint.
    pub(crate) edits: Vec<Edit<'t>>,
    /// Atoms of the text which no witness could settle: ranges, ascending.
    pub(crate) unsettled: Vec<Range<usize>>,
}

/// All that speaks about one text.
pub(crate) struct Consensus<'a> {
    pub(crate) text: Source<'a>,
    pub(crate) style: HouseStyle,
    pub(crate) pages: &'a [Page<'a>],
    pub(crate) witnesses: &'a [Witness],
    /// Of each witness: whether its passage tells capitals from small letters.
    pub(crate) cased: &'a [bool],
}

struct Verdict {
    region: Region,
    witness: usize,
    circumstances: Circumstances,
    decision: Option<(EditKind, Confidence)>,
    result: Option<(Span, String)>,
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

    /// Both sides together, of eight, also where there are fewer.
    fn with(self, other: Flank) -> u8 {
        let (words, equal) = (self.words + other.words, self.equal + other.equal);
        (equal * 2 * Flank::FULL / words.max(Flank::FULL)) as u8
    }
}

/// How often what is left is looked at again within one pass: two neighbours may wait for each other's neighbours.
const LOOKS: usize = 4;

/// Whether extra words of the text and a substitution beside them are one.
enum Belongs {
    Together,
    Apart,
    Doubtful,
}

/// Atoms at the beginning of a sentence, at most, which go with the word behind them.
const LONGEST_LEAD: usize = 2;

impl<'a> Consensus<'a> {
    /// Decides place by place, from first to last.
    ///
    /// # Complexity
    ///
    /// O(u log u) for u units of all witnesses, times the witnesses that speak for the same place.
    pub(crate) fn decide(&self, similarity: &mut Similarity) -> Decisions<'a> {
        let places = self.places();
        let mut groups = Groups::default();
        let mut verdicts: Vec<Verdict> = Vec::with_capacity(places.len());
        let mut speakers = Speakers::new(self.witnesses);
        for (index, place) in places.iter().enumerate() {
            let right = places.get(index + 1).is_none_or(|next| next.text.start != place.text.end);
            let left = index == 0 || {
                let before = &places[index - 1].text;
                !(before.is_empty() && before.start == place.text.start)
            };
            let speaking = speakers.at(&place.text);
            let Some(reading) = self.reading(place, speaking, Edges { left, right }, &mut groups, similarity) else {
                continue;
            };
            let circumstances = Circumstances {
                flank: reading.flank,
                damage: reading.damage,
                votes: reading.votes.max(1),
                cased: self.cased[reading.witness],
            };
            let decision = reading
                .result
                .as_ref()
                .and_then(|_| self.page_of(reading.witness).judge.judge(&reading.region, &circumstances, similarity));
            verdicts.push(Verdict {
                region: reading.region,
                witness: reading.witness,
                circumstances,
                decision,
                result: reading.result,
            });
        }
        self.look_again(&mut verdicts, similarity);
        self.join_restored(&mut verdicts, similarity);
        self.join_extras(&mut verdicts, similarity);
        self.conclude(verdicts)
    }

    /// Judges anew what was left because too little around it was equal, now that some of that will be.
    fn look_again(&self, verdicts: &mut [Verdict], similarity: &mut Similarity) {
        let is_open = |v: &Verdict| v.decision.is_none() && v.result.is_some() && v.circumstances.flank < FLANKED;
        let mut open: Vec<usize> = (0..verdicts.len()).filter(|&at| is_open(&verdicts[at])).collect();
        for _ in 0..LOOKS {
            let before = open.len();
            open.retain(|&at| {
                let flank = self.flank(verdicts, at);
                let verdict = &mut verdicts[at];
                if flank >= FLANKED {
                    verdict.circumstances.flank = flank;
                    let judge = &self.page_of(verdict.witness).judge;
                    verdict.decision = judge.judge(&verdict.region, &verdict.circumstances, similarity);
                }
                flank < FLANKED
            });
            if open.len() == before {
                break;
            }
        }
    }

    /// How many of the eight words around the verdict at `at` will be equal, once all that is decided is done.
    fn flank(&self, verdicts: &[Verdict], at: usize) -> u8 {
        let verdict = &verdicts[at];
        let Some(run) = self.witnesses[verdict.witness].run(&verdict.region.text) else { return 0 };
        let judge = &self.page_of(verdict.witness).judge;
        let is_word = |atom: usize| judge.vocabulary.is_word(self.text.atoms.id(atom));
        let mut flank = Flank::default();
        let (mut start, mut before) = (verdict.region.text.start, verdicts[..at].iter().rev().peekable());
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
        let (mut end, mut after) = (verdict.region.text.end, verdicts[at + 1..].iter().peekable());
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

    /// How many words there will be at a place, and whether they will be the page's.
    fn words_after(&self, verdict: &Verdict) -> (usize, bool) {
        let page = &self.page_of(verdict.witness);
        let words = |source: &Source<'_>, range: Range<usize>| {
            range.filter(|&at| page.judge.vocabulary.is_word(source.atoms.id(at))).count()
        };
        let Region { text, page: theirs } = verdict.region.clone();
        let (ours, theirs) = (words(&self.text, text), words(&page.source, theirs));
        match verdict.decision {
            Some(_) => (theirs, true),
            None => (ours.max(theirs), false),
        }
    }

    fn page_of(&self, witness: usize) -> &Page<'a> {
        &self.pages[self.witnesses[witness].reference]
    }

    /// Clusters of units that share atoms of the text.
    fn places(&self) -> Vec<Place> {
        let mut units: Vec<(Range<usize>, usize, usize)> = Vec::new();
        for (w, witness) in self.witnesses.iter().enumerate() {
            units.extend(witness.units.iter().enumerate().map(|(u, unit)| (unit.text.clone(), w, u)));
        }
        units.sort_unstable_by_key(|(text, witness, unit)| (text.start, text.end, *witness, *unit));
        let mut places: Vec<Place> = Vec::new();
        for (text, witness, unit) in units {
            let joins = places.last().is_some_and(|place| {
                if place.text.is_empty() { text == place.text } else { text.start < place.text.end }
            });
            if !joins {
                places.push(Place { text: text.clone(), members: Vec::new() });
            }
            if let Some(place) = places.last_mut() {
                place.text.end = place.text.end.max(text.end);
                match place.members.iter_mut().find(|(w, _)| *w == witness) {
                    Some((_, units)) => units.end = unit + 1,
                    None => place.members.push((witness, unit..unit + 1)),
                }
            }
        }
        places
    }

    /// The reading that wins at a place, if any witness may speak there.
    fn reading(
        &self,
        place: &Place,
        speaking: &[usize],
        edges: Edges,
        groups: &mut Groups,
        similarity: &mut Similarity,
    ) -> Option<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        let mut voted: Vec<usize> = Vec::new();
        for &witness in speaking {
            let Some(run) = self.witnesses[witness].run(&place.text) else { continue };
            let group = if speaking.len() == 1 { witness } else { groups.of(witness, speaking, self) };
            // Copies of one another have one vote.
            if voted.contains(&group) {
                continue;
            }
            voted.push(group);
            let member = place.members.iter().find(|(w, _)| *w == witness);
            let units = member.map_or(&[][..], |(_, units)| &self.witnesses[witness].units[units.clone()]);
            let region = region_of(place, units);
            let result = region.as_ref().and_then(|region| {
                let left = edges.left && place.text.start > run.start;
                let right = edges.right && place.text.end < run.end;
                self.projection(witness).replacement(region, Edges { left, right })
            });
            let flank = units.iter().map(|u| u.flank).min().unwrap_or(8);
            match readings.iter_mut().find(|r| r.result == result) {
                Some(reading) => {
                    reading.votes += 1;
                    reading.flank = reading.flank.max(flank);
                }
                None => readings.push(Reading {
                    region: region.unwrap_or(Region { text: place.text.clone(), page: 0..0 }),
                    witness,
                    votes: 1,
                    flank,
                    damage: self.witnesses[witness].damage(&place.text),
                    result,
                }),
            }
        }
        let best =
            (0..readings.len()).max_by_key(|&at| (self.weight(&readings[at], similarity), std::cmp::Reverse(at)))?;
        Some(readings.swap_remove(best))
    }

    /// What a reading weighs: its votes; then whether its words are known; then whether it is the text's own, or, where
    /// words are missing, has any; then how near it is to the text.
    fn weight(&self, reading: &Reading, similarity: &mut Similarity) -> (usize, bool, bool, u16) {
        let judge = &self.page_of(reading.witness).judge;
        let words = |source: &Source<'a>, range: Range<usize>| -> Vec<&'a str> {
            let ids = range.map(|at| source.atoms.id(at)).filter(|&id| judge.vocabulary.is_word(id));
            ids.map(|id| judge.vocabulary.form(id)).collect()
        };
        let ours = words(&self.text, reading.region.text.clone());
        let own = reading.result.is_none();
        let theirs = if own { ours.clone() } else { words(&judge.page, reading.region.page.clone()) };
        let known = theirs.iter().all(|w| judge.is_word(w));
        let present = if ours.is_empty() { !theirs.is_empty() } else { own };
        (reading.votes, known, present, similarity.of_text(&ours.concat(), &theirs.concat()))
    }

    fn projection(&self, witness: usize) -> Projection<'a> {
        let page = self.page_of(witness);
        Projection {
            text: self.text,
            page: page.source,
            style: self.style,
            policy: page.judge.policy,
            lexicon: page.judge.lexicon,
            cased: self.cased[witness],
        }
    }

    /// Makes one of what the page has more and what beside it holds that already.
    ///
    /// "June 04,2004" against "June 04, 2004": the day must not be restored beside a number which has it.
    fn join_restored(&self, verdicts: &mut Vec<Verdict>, similarity: &mut Similarity) {
        let mut at = 0;
        while at < verdicts.len() {
            let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
            if let Some(beside) = beside.into_iter().find(|&beside| self.holds(verdicts, at, beside)) {
                let first = at.min(beside);
                let page = verdicts[first].region.page.start..verdicts[first + 1].region.page.end;
                self.join(verdicts, first);
                let joint = &mut verdicts[first];
                joint.region.page = page;
                let edges = Edges { left: true, right: false };
                joint.result = self.projection(joint.witness).replacement(&joint.region, edges);
                let judge = &self.page_of(joint.witness).judge;
                joint.decision = judge.judge(&joint.region, &joint.circumstances, similarity);
            }
            at += 1;
        }
    }

    /// Whether the words that the verdict at `at` restores stand in the word of the text at `beside`, on their side of it.
    fn holds(&self, verdicts: &[Verdict], at: usize, beside: usize) -> bool {
        let restored = &verdicts[at];
        let Some(other) = verdicts.get(beside) else { return false };
        let (first, second) = if at < beside { (restored, other) } else { (other, restored) };
        let adjoins = first.region.text.end == second.region.text.start
            && first.region.page.end == second.region.page.start
            && first.witness == second.witness;
        if !adjoins
            || restored.decision.is_none()
            || !restored.region.text.is_empty()
            || other.region.text.is_empty()
            || other.region.page.is_empty()
        {
            return false;
        }
        let ours = letters(&self.text, other.region.text.clone());
        let more = letters(&self.page_of(other.witness).source, restored.region.page.clone());
        more.len() >= 2 && if at < beside { ours.starts_with(&more) } else { ours.ends_with(&more) }
    }

    /// Makes one of a substitution and the extra words beside it that would otherwise stay.
    ///
    /// "found its own at" against "found itself at": "its" → "itself" must not be taken without "own"; nor of "fl.iends"
    /// the last piece alone. Where the extra belongs to the page's word, both become it. Where that is in doubt, neither
    /// is touched.
    fn join_extras(&self, verdicts: &mut Vec<Verdict>, similarity: &mut Similarity) {
        let mut at = 0;
        while at < verdicts.len() {
            let mut joined = false;
            for beside in [at.checked_sub(1), Some(at + 1)].into_iter().flatten() {
                match self.belongs(verdicts, at, beside, similarity) {
                    Belongs::Apart => {}
                    Belongs::Doubtful => verdicts[beside].decision = None,
                    Belongs::Together => {
                        self.join(verdicts, at.min(beside));
                        joined = true;
                        break;
                    }
                }
            }
            // What was joined may have another extra beside it.
            at = if joined { at.saturating_sub(1) } else { at + 1 };
        }
    }

    /// Whether the kept extra at `at` belongs to the substitution at `beside`.
    fn belongs(&self, verdicts: &[Verdict], at: usize, beside: usize, similarity: &mut Similarity) -> Belongs {
        let extra = &verdicts[at];
        let Some(other) = verdicts.get(beside) else { return Belongs::Apart };
        let (first, second) = if at < beside { (extra, other) } else { (other, extra) };
        if extra.decision.is_some()
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
        if at < beside && judge.begins_later(&extra.region, &other.region) {
            let short = extra.region.text.len() <= LONGEST_LEAD;
            return if extra.circumstances.damage >= DAMAGED && short { Belongs::Together } else { Belongs::Doubtful };
        }
        if !matches!(kind, EditKind::RealWord | EditKind::Wording | EditKind::Spelling | EditKind::Spacing) {
            return Belongs::Apart;
        }
        // Pieces of one run without blanks.
        if !self.text.atoms.is_spaced(second.region.text.start) && judge.has_words(&extra.region) {
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

    /// Makes one of the verdicts at `first` and behind it, one of which has words of the page.
    fn join(&self, verdicts: &mut Vec<Verdict>, first: usize) {
        let second = verdicts.remove(first + 1);
        let verdict = &mut verdicts[first];
        verdict.region.text.end = second.region.text.end;
        if verdict.region.page.is_empty() {
            verdict.region.page = second.region.page;
        }
        verdict.circumstances.flank = verdict.circumstances.flank.min(second.circumstances.flank);
        let decision = verdict.decision.or(second.decision);
        verdict.decision = decision.map(|(kind, sure)| (kind.min(EditKind::Wording), sure));
        let edges = Edges { left: true, right: false };
        verdict.result = self.projection(verdict.witness).replacement(&verdict.region, edges);
    }

    fn conclude(&self, verdicts: Vec<Verdict>) -> Decisions<'a> {
        let mut decisions = Decisions::default();
        let mut end = 0;
        for verdict in verdicts {
            let differs = verdict.result.is_some();
            let (Some((kind, confidence)), Some((span, replacement))) = (verdict.decision, verdict.result) else {
                if differs && !verdict.region.text.is_empty() {
                    decisions.unsettled.push(verdict.region.text);
                }
                continue;
            };
            if span.start() < end {
                continue;
            }
            end = span.end();
            let page = self.page_of(verdict.witness);
            decisions.edits.push(Edit {
                span,
                original: self.text.text.get(span.range()).unwrap_or_default(),
                replacement: replacement.into(),
                kind,
                confidence,
                evidence: vec![Evidence::Witness {
                    reference: page.reference,
                    span: page.source.atoms.span_of(verdict.region.page),
                }],
            });
        }
        decisions
    }
}

/// What the page has for the whole place: its units there, and what is equal between them.
fn region_of(place: &Place, units: &[Unit]) -> Option<Region> {
    let (first, last) = (units.first()?, units.last()?);
    let start = first.page.start - (first.text.start - place.text.start);
    let end = last.page.end + (place.text.end - last.text.end);
    Some(Region { text: place.text.clone(), page: start..end })
}

/// The letters and digits of atoms `range`.
fn letters(source: &Source<'_>, range: Range<usize>) -> String {
    range.flat_map(|at| source.surface(at).chars()).filter(|c| c.is_alphanumeric()).collect()
}

/// The witnesses that may speak at a place, as places come one after the other.
struct Speakers<'a> {
    witnesses: &'a [Witness],
    /// By their first stretch.
    order: Vec<usize>,
    next: usize,
    active: Vec<usize>,
}

impl<'a> Speakers<'a> {
    fn new(witnesses: &'a [Witness]) -> Speakers<'a> {
        let mut order: Vec<usize> = (0..witnesses.len()).filter(|&w| !witnesses[w].stretches.is_empty()).collect();
        order.sort_by_key(|&w| (witnesses[w].stretches[0].text.start, w));
        Speakers { witnesses, order, next: 0, active: Vec::new() }
    }

    fn at(&mut self, text: &Range<usize>) -> &[usize] {
        let first = |w: usize| self.witnesses[w].stretches[0].text.start;
        while self.order.get(self.next).is_some_and(|&w| first(w) <= text.start) {
            self.active.push(self.order[self.next]);
            self.next += 1;
        }
        let witnesses = self.witnesses;
        self.active.retain(|&w| witnesses[w].stretches.last().is_some_and(|s| s.text.end >= text.start));
        self.active.sort_unstable();
        &self.active
    }
}

/// Witnesses that are copies of one another.
#[derive(Default)]
struct Groups {
    copies: HashMap<(usize, usize), bool, MixState>,
}

impl Groups {
    /// The first of `speaking`, ascending, of which `witness` is a copy: perhaps itself.
    fn of(&mut self, witness: usize, speaking: &[usize], consensus: &Consensus<'_>) -> usize {
        let earlier = speaking.iter().copied().take_while(|&w| w < witness);
        let mut found =
            earlier.filter(|&w| *self.copies.entry((w, witness)).or_insert_with(|| consensus.are_copies(w, witness)));
        found.next().unwrap_or(witness)
    }
}

impl Consensus<'_> {
    /// Whether two witnesses say the same wherever both speak.
    fn are_copies(&self, a: usize, b: usize) -> bool {
        let both = |witness: &Witness, other: &Witness| -> Vec<Unit> {
            let units = witness.units.iter().filter(|u| other.run(&u.text).is_some());
            units.cloned().collect()
        };
        let (first, second) = (&self.witnesses[a], &self.witnesses[b]);
        let (ours, theirs) = (both(first, second), both(second, first));
        let ids = |w: usize, unit: &Unit| self.page_of(w).source.atoms.ids()[unit.page.clone()].to_vec();
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(x, y)| x.text == y.text && ids(a, x) == ids(b, y))
    }
}
