//! Who offers what may have been intended.
//!
//! A source offers candidates; it decides nothing and vetoes nothing. All candidates have the same form, whoever offers them.

mod affix;
mod channel;
mod confused;
mod digits;
mod document;
mod local;
mod memory;
mod misspelling;
pub(crate) mod morphology;
mod near;
pub(crate) mod neighbours;
mod prefix;
mod recognised;
mod repetition;
pub(crate) mod search;
mod spaced;

use crate::decode::segment::Segment;
use crate::lexicon::{Lexicon, WordId};
use crate::lm::LmToken;
use search::Found;

pub(crate) use affix::AffixSource;
pub(crate) use channel::ChannelSource;
#[cfg(feature = "training")]
pub(crate) use channel::search_known;
pub(crate) use confused::ConfusedSource;
pub(crate) use digits::DigitSource;
pub(crate) use document::DocumentSource;
pub(crate) use local::Local;
pub(crate) use memory::Memory;
pub(crate) use misspelling::MisspellingSource;
pub(crate) use prefix::PrefixSource;
pub(crate) use recognised::RecognisedSource;
pub(crate) use repetition::RepetitionSource;
pub(crate) use spaced::SpacedSource;

/// Who offered a candidate: a bit each, since several may offer the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sources(pub(crate) u8);

impl Sources {
    pub(crate) const CHANNEL: Sources = Sources(1);
    pub(crate) const MISSPELLING: Sources = Sources(2);
    pub(crate) const AFFIX: Sources = Sources(4);
    pub(crate) const DOCUMENT: Sources = Sources(8);
    pub(crate) const SPACED: Sources = Sources(16);
    pub(crate) const REPETITION: Sources = Sources(32);
    pub(crate) const CONFUSED: Sources = Sources(64);
    pub(crate) const RECOGNISED: Sources = Sources(128);

    pub(crate) const fn has(self, other: Sources) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) const fn with(self, other: Sources) -> Sources {
        Sources(self.0 | other.0)
    }
}

/// What may have been intended where some segments stand.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// Segments `from..to`.
    pub(crate) from: u32,
    pub(crate) to: u32,
    /// Its words and what the damage costs.
    pub(crate) found: Found,
    pub(crate) sources: Sources,
    /// A word that the lexicon does not hold, in lower case.
    pub(crate) unlisted: Option<Box<str>>,
    /// The spelling of another dialect that the language model knows its only word by.
    pub(crate) seen_as: Option<WordId>,
}

impl Candidate {
    /// What the language model sees in place of its only word, and what that costs besides.
    pub(crate) fn token_instead(&self) -> Option<(LmToken, i32)> {
        if let Some(id) = self.seen_as {
            return Some((LmToken::Word(id), 0));
        }
        let word = self.unlisted.as_ref()?;
        Some(match word.bytes().all(|byte| byte.is_ascii_digit()) {
            true => (LmToken::Number, 0),
            false => (LmToken::Unknown, Local::COST.0 as i32),
        })
    }
}

/// Where candidates are asked for: segments `from..to` of a document.
#[derive(Clone, Copy)]
pub(crate) struct Place<'p> {
    pub(crate) lexicon: &'p Lexicon,
    pub(crate) segments: &'p [Segment],
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The symbols that stand there.
    pub(crate) observed: &'p [u8],
    /// The word in lower case, where it is one segment.
    pub(crate) lower: &'p str,
}

/// Offers what may have been intended at a place.
pub(crate) trait CandidateSource {
    /// Appends its candidates to `out`.
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>);
}

/// Adds a candidate, or its sources to one that says the same.
pub(crate) fn add(candidate: Candidate, out: &mut Vec<Candidate>) {
    let same = |other: &&mut Candidate| {
        (other.from, other.to) == (candidate.from, candidate.to)
            && other.found.words() == candidate.found.words()
            && other.unlisted == candidate.unlisted
    };
    match out.iter_mut().rev().take_while(|other| other.from >= candidate.from).find(same) {
        Some(other) => {
            other.sources = other.sources.with(candidate.sources);
            for (cost, new) in other.found.costs.iter_mut().zip(candidate.found.costs) {
                *cost = (*cost).min(new);
            }
            other.found.edits = other.found.edits.min(candidate.found.edits);
            other.seen_as = other.seen_as.or(candidate.seen_as);
        }
        None => out.push(candidate),
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use crate::Repairer;

    #[test]
    fn each_source_offers_what_it_is_there_for() {
        for (text, at, offered) in [
            ("They will recieve it soon.", "recieve", "receive"),
            ("It opened on the l9th of May.", "l9th", "19th"),
            ("They lost there keys on the way.", "there", "their"),
            ("The goverment fell on Sunday.", "goverment", "government"),
            ("Nobody knew of the h a r b o u r there.", "h a", "harbour"),
            ("It was the the harbour that closed.", "the the", "the"),
            ("It stood inthe harbour for years.", "inthe", "in the"),
            ("The govern-\nment fell on Sunday.", "govern", "government"),
        ] {
            let explanation = Repairer::english().explain(text, text.find(at).expect("it is in the text"));
            let found: Vec<&str> = explanation.candidates().iter().map(|candidate| candidate.replacement()).collect();
            assert!(found.contains(&offered), "{text:?}: {found:?}");
        }
    }

    #[test]
    fn a_right_sentence_has_no_likely_candidate() {
        let text = "The harbour was closed for the winter.";
        for (at, _) in text.match_indices(' ') {
            let explanation = Repairer::english().explain(text, at + 1);
            assert!(explanation.candidates().iter().all(|candidate| candidate.score() < 0), "{:?}", text.get(at..));
        }
    }
}
