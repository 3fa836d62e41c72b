//! Words whose letters stand apart: "t h e   p l a n".

use super::misspelling::one_word;
use super::search::Found;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::KINDS;
use crate::lexicon::trie::Trie;

/// Millinats of letters set apart, relative to the mean rate of errors.
const COSTS: [u16; KINDS] = [2_000, 4_000];
/// Joins single letters to the words that they are.
pub(crate) struct SpacedSource<'s> {
    pub(crate) trie: &'s Trie,
}

impl CandidateSource for SpacedSource<'_> {
    /// Offers every word that the letters from the first of the place on are.
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        let mut node = Trie::ROOT;
        let letters = place.observed.iter().filter(|&&symbol| symbol != b' ');
        for (at, &letter) in letters.enumerate() {
            let Some(child) = self.trie.child(node, letter) else { return };
            node = child.node;
            if let (Some(word), 1..) = (self.trie.word(node), at) {
                let one = one_word(&Place { to: place.from + at + 1, ..*place }, word, COSTS, Sources::SPACED);
                add(Candidate { found: Found { spaces: at as u8, ..one.found }, ..one }, out);
            }
        }
    }
}
