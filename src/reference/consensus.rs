//! One reading for each place where witnesses differ from the text, whatever their number.

use std::collections::HashMap;
use std::ops::Range;

use super::difference::Difference;
use super::judge::{Circumstances, Judge};
use super::placement::Placement;
use super::project::{Edges, FoldedText, HouseStyle, Projection, Region};
use super::similarity::Similarity;
use super::vocabulary::MixState;
use super::witness::{Unit, Witness};
use crate::plan::edit::{Edit, Evidence};
use crate::span::Span;

/// A page that witnesses come from.
pub(crate) struct WitnessPage<'a> {
    pub(crate) source: FoldedText<'a>,
    /// Which of the references it is.
    pub(crate) reference: usize,
    pub(crate) judge: Judge<'a>,
}

/// A place where at least one witness differs from the text.
struct Site {
    /// FoldedTokens of the text.
    text: Range<usize>,
    /// Witness and the range of its units here, by witness.
    members: Vec<(usize, Range<usize>)>,
}

/// The text of some witnesses at a place.
struct Reading {
    region: Region,
    /// The first witness that has it.
    witness: usize,
    votes: usize,
    flank: u8,
    damage: u16,
    placement: Placement,
    proven: bool,
    /// Span and text of the edit; `None` where nothing changes.
    result: Option<(Span, String)>,
}

/// The decisions of all witnesses.
#[derive(Debug, Default)]
pub(crate) struct Decisions<'t> {
    /// Sorted and disjoint.
    pub(crate) edits: Vec<Edit<'t>>,
    /// FoldedTokens of the text which no witness could settle: ranges, ascending.
    pub(crate) unsettled: Vec<Range<usize>>,
    /// FoldedTokens of the text which a witness has otherwise, but which may be meant elsewhere: ranges, ascending.
    pub(crate) doubtful: Vec<Range<usize>>,
}

/// All that speaks about one text.
pub(crate) struct Consensus<'a> {
    pub(crate) text: FoldedText<'a>,
    pub(crate) style: HouseStyle,
    pub(crate) pages: &'a [WitnessPage<'a>],
    pub(crate) witnesses: &'a [Witness],
    /// Of each witness: whether its passage tells capitals from lower-case letters.
    pub(crate) cased: &'a [bool],
}

impl<'a> Consensus<'a> {
    /// Decides place by place, from first to last.
    ///
    /// # Complexity
    ///
    /// O(u log u) for u units of all witnesses, times the witnesses that speak for the same place.
    pub(crate) fn decide(&self, similarity: &mut Similarity) -> Decisions<'a> {
        let places = self.places();
        let mut groups = Groups::default();
        let mut differences: Vec<Difference> = Vec::with_capacity(places.len());
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
                placement: reading.placement,
                proven: reading.proven,
            };
            let decision = reading
                .result
                .as_ref()
                .and_then(|_| self.page_of(reading.witness).judge.judge(&reading.region, &circumstances, similarity));
            differences.push(Difference {
                region: reading.region,
                witness: reading.witness,
                circumstances,
                decision,
                result: reading.result,
            });
        }
        self.look_again(&mut differences, similarity);
        let differences = self.join_restored(differences, similarity);
        self.conclude(self.join_extras(differences, similarity))
    }

    pub(super) fn page_of(&self, witness: usize) -> &WitnessPage<'a> {
        &self.pages[self.witnesses[witness].reference]
    }

    /// Clusters of units that share tokens of the text.
    fn places(&self) -> Vec<Site> {
        let mut units: Vec<(Range<usize>, usize, usize)> = Vec::new();
        for (w, witness) in self.witnesses.iter().enumerate() {
            units.extend(witness.units.iter().enumerate().map(|(u, unit)| (unit.text.clone(), w, u)));
        }
        units.sort_unstable_by_key(|(text, witness, unit)| (text.start, text.end, *witness, *unit));
        let mut places: Vec<Site> = Vec::new();
        for (text, witness, unit) in units {
            let joins = places.last().is_some_and(|place| {
                if place.text.is_empty() { text == place.text } else { text.start < place.text.end }
            });
            if !joins {
                places.push(Site { text: text.clone(), members: Vec::new() });
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

    /// Returns the reading that wins at a place, if any witness may speak there.
    fn reading(
        &self,
        place: &Site,
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
            // What the page has elsewhere just as the text is a voice for the text.
            let placement = units.iter().map(|u| u.placement).max().unwrap_or_default();
            let proven = units.iter().all(|u| u.proven);
            let result = region.as_ref().filter(|_| placement != Placement::Attested).and_then(|region| {
                let left = edges.left && place.text.start > run.start;
                let right = edges.right && place.text.end < run.end;
                self.projection(witness).replacement(region, Edges { left, right })
            });
            let flank = units.iter().map(|u| u.flank).min().unwrap_or(8);
            let votes = usize::from(placement != Placement::Contested);
            match readings.iter_mut().find(|r| r.result == result) {
                Some(reading) => {
                    reading.votes += votes;
                    reading.flank = reading.flank.max(flank);
                    reading.placement = reading.placement.min(placement);
                    reading.proven |= proven;
                }
                None => readings.push(Reading {
                    region: region.unwrap_or(Region { text: place.text.clone(), page: 0..0 }),
                    witness,
                    votes,
                    flank,
                    placement,
                    proven,
                    damage: self.witnesses[witness].damage(&place.text),
                    result,
                }),
            }
        }
        if readings.len() == 1 {
            return readings.pop();
        }
        let best =
            (0..readings.len()).max_by_key(|&at| (self.weight(&readings[at], similarity), std::cmp::Reverse(at)))?;
        Some(readings.swap_remove(best))
    }

    /// Returns what a reading weighs: its votes; then whether its words are known; then whether it is the text's own, or, where
    /// words are missing, has any; then how near it is to the text.
    fn weight(&self, reading: &Reading, similarity: &mut Similarity) -> (usize, bool, bool, u16) {
        let judge = &self.page_of(reading.witness).judge;
        let words = |source: &FoldedText<'a>, range: Range<usize>| -> Vec<&'a str> {
            let ids = range.map(|at| source.tokens.id(at)).filter(|&id| judge.vocabulary.is_word(id));
            ids.map(|id| judge.vocabulary.form(id)).collect()
        };
        let ours = words(&self.text, reading.region.text.clone());
        let own = reading.result.is_none();
        let theirs = if own { ours.clone() } else { words(&judge.page, reading.region.page.clone()) };
        let known = theirs.iter().all(|w| judge.is_word(w));
        let present = if ours.is_empty() { !theirs.is_empty() } else { own };
        (reading.votes, known, present, similarity.of_text(&ours.concat(), &theirs.concat()))
    }

    pub(super) fn projection(&self, witness: usize) -> Projection<'a> {
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

    fn conclude(&self, differences: Vec<Difference>) -> Decisions<'a> {
        let mut decisions = Decisions::default();
        let mut end = 0;
        for difference in differences {
            let differs = difference.result.is_some();
            let (Some((kind, confidence)), Some((span, replacement))) = (difference.decision, difference.result) else {
                if differs && difference.circumstances.placement == Placement::Contested {
                    decisions.doubtful.push(difference.region.text.clone());
                }
                if differs && !difference.region.text.is_empty() {
                    decisions.unsettled.push(difference.region.text);
                }
                continue;
            };
            if span.start() < end {
                continue;
            }
            end = span.end();
            let page = self.page_of(difference.witness);
            decisions.edits.push(Edit {
                span,
                original: self.text.text.get(span.range()).unwrap_or_default().into(),
                replacement: replacement.into(),
                kind,
                confidence,
                evidence: vec![Evidence::Witness {
                    reference: page.reference,
                    span: page.source.tokens.span_of(difference.region.page),
                }],
            });
        }
        decisions
    }
}

/// Returns what the page has for the whole place: its units there, and what is equal between them.
fn region_of(place: &Site, units: &[Unit]) -> Option<Region> {
    let (first, last) = (units.first()?, units.last()?);
    let start = first.page.start - (first.text.start - place.text.start);
    let end = last.page.end + (place.text.end - last.text.end);
    Some(Region { text: place.text.clone(), page: start..end })
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
    /// Returns the first of `speaking`, ascending, of which `witness` is a copy: perhaps itself.
    fn of(&mut self, witness: usize, speaking: &[usize], consensus: &Consensus<'_>) -> usize {
        let earlier = speaking.iter().copied().take_while(|&w| w < witness);
        let mut found =
            earlier.filter(|&w| *self.copies.entry((w, witness)).or_insert_with(|| consensus.are_copies(w, witness)));
        found.next().unwrap_or(witness)
    }
}

impl Consensus<'_> {
    /// Returns whether two witnesses say the same wherever both speak.
    fn are_copies(&self, a: usize, b: usize) -> bool {
        let both = |witness: &Witness, other: &Witness| -> Vec<Unit> {
            let units = witness.units.iter().filter(|u| other.run(&u.text).is_some());
            units.cloned().collect()
        };
        let (first, second) = (&self.witnesses[a], &self.witnesses[b]);
        let (ours, theirs) = (both(first, second), both(second, first));
        let ids = |w: usize, unit: &Unit| self.page_of(w).source.tokens.ids()[unit.page.clone()].to_vec();
        ours.len() == theirs.len() && ours.iter().zip(&theirs).all(|(x, y)| x.text == y.text && ids(a, x) == ids(b, y))
    }
}
