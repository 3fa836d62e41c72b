//! Cased evidence of the text itself: how its words are written where no damage is likely.

use hashbrown::HashMap;

use super::costs::{Costs, WHOLE, cost, share};
use super::observe::Observation;
use super::pattern::{Pattern, Surface};
use super::place::Position;
use crate::document::Document;
use crate::text::shape::CaseShape;

/// One sighting, in the units in which they are counted.
pub(super) const SIGHTING: u32 = 255;
/// A sighting in the text is worth this many in others.
const HERE: u32 = 4;
/// Sightings that what is known of a word from others is worth.
const ELSEWHERE: u32 = 12;
/// Sightings beyond these tell nothing more.
const MOST: u32 = 64 * SIGHTING;

/// How often a word was seen in each pattern, in parts of [`SIGHTING`].
pub(super) type Seen = [u32; 3];

/// How the words of one text are written.
#[derive(Debug, Default)]
pub(super) struct Sightings {
    /// By the number of their letters.
    seen: Vec<Seen>,
    /// A word of the text that is written in a pattern of its own, plus one.
    special: Vec<u32>,
    /// What each word added: no word is its own witness.
    own: Vec<(u8, u8)>,
    /// By the number of their letters, how often words stand small and with a capital inside sentences, damaged or not.
    written: Vec<[u32; 2]>,
    /// Words that stand side by side inside sentences, both with capitals, by the numbers of their letters.
    pairs: HashMap<(u32, u32), u32>,
}

impl Sightings {
    /// Makes ready for `document`; nothing is seen yet.
    pub(super) fn begin(&mut self, document: &Document<'_>) {
        self.special.clear();
        self.special.resize(document.letters(), 0);
        for (index, word) in document.words().iter().enumerate() {
            let special = &mut self.special[word.letters as usize];
            let cased = matches!(word.shape, CaseShape::Upper | CaseShape::Mixed);
            if *special == 0 && cased && !word.protected && !document.lower(word).contains('.') {
                *special = index as u32 + 1;
            }
        }
        self.pairs.clear();
        self.seen.clear();
        self.seen.resize(document.letters(), Seen::default());
        self.own.clear();
        self.own.resize(document.words().len(), (0, 0));
        self.written.clear();
        self.written.resize(document.letters(), [0; 2]);
    }

    /// Notes that word `index` stands as its surface tells; `weight` of [`WHOLE`] is how likely no damage put it so. What was noted
    /// of the word before is forgotten.
    pub(super) fn note(&mut self, document: &Document<'_>, index: usize, surface: Surface, weight: u32) {
        let pattern = surface.pattern() as usize;
        let weight = (weight.min(WHOLE) * SIGHTING / WHOLE) as u8;
        let seen = &mut self.seen[document.words()[index].letters as usize];
        let (before, noted) = self.own[index];
        seen[usize::from(before)] -= u32::from(noted);
        seen[pattern] += u32::from(weight);
        self.own[index] = (pattern as u8, weight);
    }

    /// Notes how the words of a sentence, which begins with word `first`, stand inside it.
    pub(super) fn note_written(&mut self, document: &Document<'_>, first: usize, observations: &[Observation]) {
        for (own, word) in observations.iter().zip(&document.words()[first..]) {
            if own.is_telling() {
                self.written[word.letters as usize][usize::from(own.surface.has_capital())] += 1;
            }
        }
    }

    /// How often the letters of word `index` stand small and with a capital elsewhere inside sentences.
    pub(super) fn written(&self, document: &Document<'_>, index: usize, own: &Observation) -> [u32; 2] {
        let mut written = self.written[document.words()[index].letters as usize];
        written[usize::from(own.surface.has_capital())] -= u32::from(own.is_telling());
        written
    }

    /// Notes the words of a sentence, which begins with word `first`, that have capitals side by side.
    pub(super) fn note_pairs(&mut self, document: &Document<'_>, first: usize, observations: &[Observation]) {
        for at in 1..observations.len() {
            if let Some(key) = pair_of(document, first, observations, at) {
                *self.pairs.entry(key).or_default() += 1;
            }
        }
    }

    /// How often words `at − 1` and `at` of a sentence stand side by side elsewhere, both with capitals.
    pub(super) fn pairs(&self, document: &Document<'_>, first: usize, observations: &[Observation], at: usize) -> u32 {
        if at == 0 || at >= observations.len() || !observations[at].glued {
            return 0;
        }
        let letters = |at: usize| document.words()[first + at].letters;
        let seen = self.pairs.get(&(letters(at - 1), letters(at))).copied().unwrap_or(0);
        seen - u32::from(pair_of(document, first, observations, at).is_some())
    }

    /// What was seen of the letters of word `index` elsewhere.
    pub(super) fn of(&self, document: &Document<'_>, index: usize) -> Seen {
        let mut seen = self.seen[document.words()[index].letters as usize];
        let (pattern, weight) = self.own[index];
        seen[usize::from(pattern)] -= u32::from(weight);
        seen
    }

    /// A word with the letters of word `index` that is written in a pattern of its own.
    pub(super) fn special(&self, document: &Document<'_>, index: usize) -> Option<usize> {
        self.special[document.words()[index].letters as usize].checked_sub(1).map(|at| at as usize)
    }
}

/// The letters of words `at − 1` and `at` of a sentence, if both have capitals inside it.
fn pair_of(document: &Document<'_>, first: usize, observations: &[Observation], at: usize) -> Option<(u32, u32)> {
    let (before, own) = (&observations[at - 1], &observations[at]);
    let capitals = own.glued && own.surface.has_capital() && before.surface.has_capital();
    let letters = |at: usize| document.words()[first + at].letters;
    (capitals && before.position == Position::Mid).then(|| (letters(at - 1), letters(at)))
}

/// Costs of the patterns of a word with these costs in other texts, given what was `seen` in this one.
pub(super) fn costs(prior: Costs, seen: Seen) -> Costs {
    if seen == Seen::default() {
        return prior;
    }
    let count = |pattern: usize| {
        let elsewhere = ELSEWHERE * SIGHTING * (share(prior[pattern]) >> 4) / (WHOLE >> 4);
        1 + elsewhere + HERE * seen[pattern].min(MOST)
    };
    let counts = [count(0), count(1), count(2)];
    let all = counts.iter().sum();
    Pattern::ALL.map(|pattern| cost(counts[pattern as usize], all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_outweighs_others() {
        let prior = [200, 1800, 5000];
        assert_eq!(costs(prior, [0; 3]), prior);
        let seen = costs(prior, [0, 6 * SIGHTING, 0]);
        assert!(seen[1] < seen[0], "{seen:?}");
    }
}
