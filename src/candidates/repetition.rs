//! Words that stand twice: "of the of the", "is is".

use super::search::{Found, WORDS};
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::KINDS;
use crate::lm::LmToken;

/// Millinats of writing something twice, relative to the mean rate of errors.
const COSTS: [u16; KINDS] = [6_000, 4_000];

/// Offers the first half of what stands twice.
#[derive(Debug)]
pub(crate) struct RepetitionSource;

impl CandidateSource for RepetitionSource {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        let segments = &place.segments[place.from..place.to];
        // What goes on a third time was meant: "again and again and again", "had had had".
        let word_at = |at: usize| place.segments.get(at).and_then(|segment| segment.word.and(segment.entry));
        let before = place.from.checked_sub(1).and_then(word_at);
        let (last, after) = (word_at(place.to - 1), word_at(place.to));
        if before.is_some() && before == last || after.is_some() && after == word_at(place.from) {
            return;
        }
        let half = segments.len() / 2;
        let (first, second) = segments.split_at(half);
        let words = |half: &[crate::decode::segment::Segment]| {
            half.iter()
                .map(|segment| match segment.token {
                    LmToken::Word(id) => Some(id),
                    _ => None,
                })
                .collect::<Option<Vec<_>>>()
        };
        let Some(repeated) = words(first).filter(|first| words(second).as_ref() == Some(first)) else { return };
        let Some(&word) = repeated.first().filter(|_| half <= WORDS) else { return };
        if half > 1 && repeated.iter().all(|other| *other == word) {
            return;
        }
        let mut words = [word; WORDS];
        words[..half].copy_from_slice(&repeated);
        let rank = repeated.iter().map(|&word| place.lexicon.unigram_cost(word).0).sum();
        let found = Found { words, count: half as u8, edits: 1, spaces: 0, breaks: 0, costs: COSTS, rank };
        let (from, to) = (place.from as u32, place.to as u32);
        add(Candidate { from, to, found, sources: Sources::REPETITION, unlisted: None, seen_as: None }, out);
    }
}
