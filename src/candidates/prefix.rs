//! Words that the language model knows behind a prefix: of those behind "re-", "energised" is the one that "airgised" ends like.

use super::search::Found;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::KINDS;
use crate::cost::Cost;
use crate::decode::segment::Status;
use crate::lexicon::WordId;
use crate::lm::LanguageModel;

/// Words behind a prefix that are asked for, the likeliest first.
const LISTED: usize = 4_000;
/// Fewest letters at the end that both have in common.
const ENDING: usize = 4;
/// Millinats of another beginning, as of another ending, and of each letter that is not the same; relative to the mean rate of errors.
const BEGINNING: u16 = 6_000;
const LETTER: u16 = 3_000;

/// Offers words that follow the prefix before a hyphen, and their spellings in other dialects.
pub(crate) struct PrefixSource<'s> {
    pub(crate) model: &'s dyn LanguageModel,
    pub(crate) found: &'s mut Vec<(WordId, Cost)>,
}

impl CandidateSource for PrefixSource<'_> {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        let Some(before) = place.from.checked_sub(1) else { return };
        let is_one = place.to == place.from + 1 && place.segments[place.from].status == Status::Oov;
        let Some(ending) = place.lower.len().checked_sub(ENDING).and_then(|at| place.lower.get(at..)) else { return };
        if !is_one || !place.lower.is_ascii() {
            return;
        }
        self.model.successors(place.segments[before].token, LISTED, self.found);
        for &(seen_as, _) in self.found.iter() {
            let Some(word) = place.lexicon.spelling(seen_as) else { continue };
            for spelling in std::iter::once(word).chain(place.lexicon.variant(word)) {
                if !spelling.ends_with(ending) || spelling.len().abs_diff(place.lower.len()) > 2 {
                    continue;
                }
                let Some(entry) = place.lexicon.entry(spelling) else { continue };
                let letters = strsim::osa_distance(spelling, place.lower).min(4) as u8;
                // Half of the letters at most.
                if usize::from(letters) * 2 > place.lower.len() || letters == 0 {
                    continue;
                }
                let cost = BEGINNING + LETTER * u16::from(letters);
                let found = Found::one(Some(entry.id()), letters, [cost; KINDS], u32::from(cost));
                let (from, to) = (place.from as u32, place.to as u32);
                let seen_as = Some(seen_as).filter(|&id| id != entry.id());
                add(Candidate { from, to, found, sources: Sources::AFFIX, unlisted: None, seen_as }, out);
            }
        }
    }
}
