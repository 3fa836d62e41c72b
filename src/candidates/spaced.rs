//! Words whose letters stand apart: "t h e   p l a n".

use super::search::Found;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::{Channel, KINDS};
use crate::lexicon::trie::Trie;

/// Millinats of letters set apart, relative to the mean rate of errors.
const COSTS: [u16; KINDS] = [2_000, 4_000];
/// Fewest letters that are taken for a word.
const FEWEST: usize = 3;

/// Joins runs of single letters to the words that they are.
pub(crate) struct SpacedSource<'s> {
    pub(crate) trie: &'s Trie,
    pub(crate) channel: &'s Channel,
    pub(crate) search: &'s mut super::search::Search,
}

impl CandidateSource for SpacedSource<'_> {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        if place.to - place.from < FEWEST {
            return;
        }
        let letters: Vec<u8> = place.observed.iter().copied().filter(|&symbol| symbol != b' ').collect();
        let (from, to) = (place.from as u32, place.to as u32);
        let spaces = (place.to - place.from - 1) as u8;
        let step = |node, &letter: &u8| self.trie.child(node, letter).map(|child| child.node);
        let word = letters.iter().try_fold(Trie::ROOT, step).and_then(|node| self.trie.word(node));
        if let Some(word) = word {
            let one = super::misspelling::one_word(place, word, COSTS, Sources::SPACED);
            add(Candidate { found: Found { spaces, ..one.found }, ..one }, out);
        }
        let found = self.search.run(&letters, place.lexicon, self.trie, self.channel, super::search::Reach::JOINT);
        for found in found.iter().take(2) {
            let costs = std::array::from_fn(|kind| found.costs[kind].saturating_add(COSTS[kind]));
            let found = Found { edits: found.edits + 1, spaces: found.spaces.saturating_add(spaces), costs, ..*found };
            add(Candidate { from, to, found, sources: Sources::SPACED, unlisted: None }, out);
        }
    }
}
