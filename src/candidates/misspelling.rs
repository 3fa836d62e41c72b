//! Misspellings that people are known to make.

use super::search::Found;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::{KINDS, NoiseModel};
use crate::lexicon::WordId;

/// Millinats of a known misspelling, relative to the mean rate of errors, for a writer and for a machine.
const COSTS: [u16; KINDS] = [12_000, 2_000];

/// Looks words up in the lexicon's list of misspellings.
#[derive(Debug)]
pub(crate) struct MisspellingSource;

impl CandidateSource for MisspellingSource {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        if place.to != place.from + 1 {
            return;
        }
        let Some(entry) = place.lexicon.misspelling(place.lower).and_then(|word| place.lexicon.entry(word)) else {
            return;
        };
        add(one_word(place, entry.id(), COSTS, Sources::MISSPELLING), out);
    }
}

/// A candidate of one word, one error away.
pub(super) fn one_word(place: &Place<'_>, word: WordId, costs: [u16; KINDS], sources: Sources) -> Candidate {
    let rank = place.lexicon.unigram_cost(word).0 + u32::from(costs[NoiseModel::Typing as usize]);
    let found = Found::one(Some(word), 1, costs, rank);
    Candidate { from: place.from as u32, to: place.to as u32, found, sources, unlisted: None, seen_as: None }
}
