//! Words that writers take for one another: "their", "there".

use super::misspelling::one_word;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::KINDS;

/// Millinats of taking a word for another, relative to the mean rate of errors.
const COSTS: [u16; KINDS] = [16_000, 4_000];

/// Looks words up in the lexicon's list of those that are taken for others.
#[derive(Debug)]
pub(crate) struct ConfusedSource;

impl CandidateSource for ConfusedSource {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        if place.to != place.from + 1 {
            return;
        }
        for word in place.lexicon.confusions(place.lower) {
            if let Some(entry) = place.lexicon.entry(word) {
                add(one_word(place, entry.id(), COSTS, Sources::CONFUSED), out);
            }
        }
    }
}
