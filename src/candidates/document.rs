//! Words that the document itself, its references or the user vouch for.

use super::Local;
use super::search::Found;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::KINDS;
use crate::decode::segment::Status;

/// Millinats of a near miss, relative to the mean rate of errors.
const COST: u16 = 4_500;

/// Offers words that no lexicon holds and that stand elsewhere in the document, or that the user knows.
#[derive(Debug)]
pub(crate) struct DocumentSource<'s> {
    pub(crate) document: &'s Local,
    pub(crate) user: Option<&'s Local>,
}

impl CandidateSource for DocumentSource<'_> {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        if place.to != place.from + 1 || place.segments[place.from].status == Status::Common {
            return;
        }
        let mut offer = |word: &str| {
            if word == place.lower {
                return;
            }
            let id = place.lexicon.entry(word).map(crate::lexicon::Entry::id);
            let found = Found::one(id, 1, [COST; KINDS], Local::COST.0 + u32::from(COST));
            let unlisted = id.is_none().then(|| word.into());
            let (from, to) = (place.from as u32, place.to as u32);
            add(Candidate { from, to, found, sources: Sources::DOCUMENT, unlisted, seen_as: None }, out);
        };
        self.document.readings(place.lower, &mut offer);
        if let Some(user) = self.user {
            user.readings(place.lower, offer);
        }
    }
}
