//! What is likely to follow what.

use std::cell::Cell;

use crate::cost::Cost;
use crate::lexicon::{Entry, Lexicon, WordId};
use crate::text::shape::CaseShape;

/// What the language model knows of a neighbour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Neighbour {
    /// Nothing stands there: the sentence starts or ends.
    Edge,
    /// A word it knows.
    Word(WordId),
    /// Something it does not know: a number, a name of its own, a word beyond repair.
    Unknown,
}

impl Neighbour {
    /// What is known of a word of this `entry`, if the lexicon has it.
    pub(crate) fn of(entry: Option<Entry>) -> Neighbour {
        entry.map_or(Neighbour::Unknown, |entry| Neighbour::Word(entry.id()))
    }
}

/// Weight of the language model against the channel, in per mille.
const WEIGHT: u64 = 900;

/// The two words before a place, the farther one first.
pub(crate) type History = [Neighbour; 2];

/// What stands before the first word of a sentence.
pub(crate) const START: History = [Neighbour::Unknown, Neighbour::Edge];

/// The language model, with what it said of the pairs that it was asked about last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Model<'m> {
    pub(crate) lexicon: &'m Lexicon,
    pairs: &'m [Cell<Pair>],
}

impl<'m> Model<'m> {
    /// The model of `lexicon`, which `pairs` are of.
    pub(crate) fn new(lexicon: &'m Lexicon, pairs: &'m mut Pairs) -> Model<'m> {
        Model { lexicon, pairs: Cell::from_mut(&mut *pairs.0).as_slice_of_cells() }
    }

    /// Cost of `next` behind `history`.
    pub(crate) fn cost(self, history: History, next: Neighbour) -> Cost {
        let [before, previous] = history;
        if let (true, Neighbour::Word(previous), Neighbour::Word(next)) = (self.lexicon.has_trigrams(), previous, next)
        {
            let three = match before {
                Neighbour::Word(before) => Some(self.lexicon.trigram_cost(Some(before), previous, next)),
                Neighbour::Edge => Some(self.lexicon.trigram_cost(None, previous, next)),
                Neighbour::Unknown => None,
            };
            if let Some(cost) = three {
                return weighed(cost);
            }
        }
        self.pair(previous, next)
    }

    /// Cost of `next` behind `previous`, whatever stands before that.
    pub(crate) fn pair(self, previous: Neighbour, next: Neighbour) -> Cost {
        let Neighbour::Word(next) = next else { return Cost::ZERO };
        let first = match previous {
            Neighbour::Edge => Pairs::EDGE,
            Neighbour::Unknown => Pairs::UNKNOWN,
            Neighbour::Word(id) => id.0,
        };
        let place = self.pairs.get(Pairs::place(first, next));
        if let Some([known, second, cost]) = place.map(Cell::get)
            && (known, second) == (first, next.0)
        {
            return Cost(cost);
        }
        let cost = weighed(match previous {
            Neighbour::Edge => self.lexicon.bigram_cost(None, next),
            Neighbour::Word(previous) => self.lexicon.bigram_cost(Some(previous), next),
            Neighbour::Unknown => self.lexicon.unigram_cost(next),
        });
        if let Some(place) = place {
            place.set([first, next.0, cost.0]);
        }
        cost
    }

    /// Whether it has seen `next` behind `previous`.
    pub(crate) fn has_seen(self, previous: Neighbour, next: Neighbour) -> bool {
        let Neighbour::Word(id) = next else { return false };
        let strange = match previous {
            Neighbour::Edge => self.lexicon.backed_off_cost(None, id),
            Neighbour::Word(previous) => self.lexicon.backed_off_cost(Some(previous), id),
            Neighbour::Unknown => return false,
        };
        self.pair(previous, next) != weighed(strange)
    }
}

fn weighed(cost: Cost) -> Cost {
    Cost((u64::from(cost.0) * WEIGHT / 1000) as u32)
}

/// Two words, and what the second costs behind the first.
type Pair = [u32; 3];

/// The pairs that a lexicon was asked about last: texts come back to the same ones again and again, and one passage asks about
/// each of its own several times.
///
/// Each pair has one place, and is forgotten for another one there.
///
/// # Memory
///
/// 96 kB once it is [ready](Pairs::make_ready); without it nothing is remembered.
#[derive(Debug, Default)]
pub(crate) struct Pairs(Vec<Pair>);

impl Pairs {
    /// Bits of the number of a place.
    const BITS: u32 = 13;
    /// Stand where no word does: no lexicon has so many.
    const EDGE: u32 = u32::MAX;
    const UNKNOWN: u32 = u32::MAX - 1;

    /// Gets the memory.
    pub(crate) fn make_ready(&mut self) {
        self.0.resize(1 << Pairs::BITS, [Pairs::EDGE; 3]);
    }

    /// Fibonacci hashing, as in Knuth, “The Art of Computer Programming”, volume 3, section 6.4.
    fn place(first: u32, second: WordId) -> usize {
        let mix = |number: u32| number.wrapping_mul(0x9e37_79b1);
        (mix(mix(first) ^ second.0) >> (32 - Pairs::BITS)) as usize
    }
}

/// Cost of a word that no list holds, if it was meant as it stands.
///
/// Small unknown words are rarer than names, and the longer a word, the less likely are just these letters.
pub(crate) fn unknown(shape: CaseShape, starts_sentence: bool, letters: usize, times: u32) -> Cost {
    let (any, letter) = match shape {
        CaseShape::Title if !starts_sentence => (5_000, 1_500),
        CaseShape::Title => (6_000, 1_900),
        CaseShape::Upper => (6_000, 1_900),
        CaseShape::Mixed => (6_500, 2_000),
        CaseShape::Lower | CaseShape::Caseless => (6_500, 2_100),
    };
    // Letters beyond the tenth follow from the others.
    let spelled = any + letter * (letters.min(12) as u32);
    // A word that comes again and again is one that its writer meant.
    let repeated = match times {
        0 | 1 => 0,
        2 => 2_000,
        3 => 3_000,
        _ => 4_000,
    };
    Cost(spelled - repeated)
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_would_be_said() {
        let lexicon = Lexicon::english();
        let (mut kept, mut none) = (Pairs::default(), Pairs::default());
        kept.make_ready();
        let (keeping, asking) = (Model::new(lexicon, &mut kept), Model::new(lexicon, &mut none));
        // More pairs than places, and each asked for again while others come and go.
        let words: Vec<Neighbour> = lexicon.suggestable().step_by(600).map(|(id, _)| Neighbour::Word(id)).collect();
        let before = || words.iter().copied().chain([Neighbour::Edge, Neighbour::Unknown]);
        assert!(words.len() * words.len() > 1 << Pairs::BITS);
        for first in before() {
            for second in before() {
                assert_eq!(keeping.pair(first, second), asking.pair(first, second), "{first:?} {second:?}");
                assert_eq!(keeping.pair(first, second), asking.pair(first, second), "{first:?} {second:?}, again");
            }
        }
        let place = |word: &str| Neighbour::Word(lexicon.entry(word).expect("it is a word").id());
        assert!(
            asking.has_seen(place("prime"), place("minister")) && !asking.has_seen(place("minister"), place("prime"))
        );
    }
}
