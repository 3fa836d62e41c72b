//! Candidates that a recogniser gives as alternatives.

use super::search::{Found, WORDS};
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::{KINDS, NoiseModel};
use crate::lexicon::{Entry, WordId};
use crate::recognised::Recognised;
use crate::span::Span;

/// Millinats of an alternative, relative to the mean rate of errors, for a machine and for a writer, who has none: those of a confusion that
/// was never seen. Most alternatives of most words are noise, so being one makes a candidate and no likely one; what it says besides is
/// in `confidences.tsv`. On the pages of `training/confidences.jsonl.zst`, sources left out, 2,000 millinats repair 58.8 % of the errors at
/// 0.47 of 1,000 right words harmed, 9,000 millinats 56.2 % at 0.18, and no alternatives 55.3 % at 0.22.
const COSTS: [u16; KINDS] = [9_000, 12_000];

/// Offers the alternatives of a recogniser that are words of the lexicon.
#[derive(Debug)]
pub(crate) struct RecognisedSource<'s> {
    pub(crate) recognised: &'s Recognised<'s>,
    pub(crate) text: &'s str,
}

impl CandidateSource for RecognisedSource<'_> {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        let span = Span::new(place.segments[place.from].span.start(), place.segments[place.to - 1].span.end());
        let Some((whole, alternatives)) = self.recognised.alternatives(span) else { return };
        let part = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let (before, after) = (part(whole.start(), span.start()), part(span.end(), whole.end()));
        for alternative in alternatives {
            let Some(found) = inside(alternative, before, after).and_then(|words| found(words, place)) else {
                continue;
            };
            let (from, to) = (place.from as u32, place.to as u32);
            add(Candidate { from, to, found, sources: Sources::RECOGNISED, unlisted: None, seen_as: None }, out);
        }
    }
}

/// Returns the part of an alternative that stands for what is between `before` and `after` in the text: marks around a word may be others.
fn inside<'a>(alternative: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let behind = match alternative.strip_prefix(before) {
        Some(behind) => behind,
        None if before.chars().all(is_mark) => alternative,
        None => return None,
    };
    match behind.strip_suffix(after) {
        Some(inside) => Some(inside.trim_matches(is_mark)),
        None if after.chars().all(is_mark) => Some(behind.trim_matches(is_mark)),
        None => None,
    }
    .filter(|inside| !inside.is_empty())
}

/// Returns the candidate that says `text`, if the lexicon holds its words.
fn found(text: &str, place: &Place<'_>) -> Option<Found> {
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    let ids: Option<Vec<WordId>> =
        lower.split_whitespace().map(|word| place.lexicon.entry(word).map(Entry::id)).collect();
    let ids = ids.filter(|ids| ids.len() <= WORDS)?;
    let rank = ids.iter().map(|&id| place.lexicon.unigram_cost(id).0).sum::<u32>()
        + u32::from(COSTS[NoiseModel::Ocr as usize]);
    let mut found = Found::one(ids.first().copied(), 1, COSTS, rank);
    found.words.iter_mut().zip(&ids).for_each(|(word, &id)| *word = id);
    found.count = ids.len() as u8;
    found.spaces = found.count - 1;
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_a_word_do_not_count() {
        assert_eq!(inside("“Well,", "\"", ","), Some("Well"));
        assert_eq!(inside("\"Well.", "\"", ","), Some("Well"));
        assert_eq!(inside("well-known", "well-", ""), Some("known"));
        assert_eq!(inside("weil-known", "well-", ""), None);
        assert_eq!(inside("--", "", ""), None);
    }
}
