//! Stems of known words under an exchanged ending, or with a stretch written twice.

use super::misspelling::one_word;
use super::morphology::Morphology;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::decode::segment::Status;

/// Offers words by their morphology.
#[derive(Debug)]
pub(crate) struct AffixSource<'s> {
    pub(crate) morphology: &'s Morphology,
}

impl CandidateSource for AffixSource<'_> {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        if place.to != place.from + 1 || place.segments[place.from].status != Status::Oov || place.lower.len() < 5 {
            return;
        }
        self.morphology.related(place.lexicon, place.lower, |word, cost| {
            let cost = u16::try_from(cost.0).unwrap_or(u16::MAX).min(20_000);
            add(one_word(place, word, [cost.saturating_add(4_000), cost], Sources::AFFIX), out);
        });
    }
}
