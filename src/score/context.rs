//! What is likely to follow what.

use std::cell::Cell;

use crate::cost::Cost;
use crate::lexicon::{Entry, Lexicon, WordId};
use crate::lm::LmToken;
use crate::text::shape::CaseShape;

/// What a language model sees of a word of this `entry`, if the lexicon has it.
pub(crate) fn token_of(entry: Option<Entry>) -> LmToken {
    LmToken::from(entry.map(Entry::id))
}

/// Weight of the language model against the channel, in per mille.
const WEIGHT: u64 = 900;

/// The two words before a place, the farther one first.
pub(crate) type History = [LmToken; 2];

/// What stands before the first word of a sentence.
pub(crate) const START: History = [LmToken::Unknown, LmToken::Boundary];

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
    pub(crate) fn cost(self, history: History, next: LmToken) -> Cost {
        let [before, previous] = history;
        if let (Some(model), LmToken::Word(_), LmToken::Word(_)) = (self.lexicon.model(), previous, next)
            && before != LmToken::Unknown
        {
            return weighed(model.trigram(history, next));
        }
        self.pair(previous, next)
    }

    /// Cost of `next` behind `previous`, whatever stands before that.
    pub(crate) fn pair(self, previous: LmToken, next: LmToken) -> Cost {
        let LmToken::Word(next) = next else { return Cost::ZERO };
        let first = match previous {
            LmToken::Boundary => Pairs::EDGE,
            LmToken::Unknown => Pairs::UNKNOWN,
            LmToken::Number => Pairs::NUMBER,
            LmToken::Word(id) => id.0,
        };
        let place = self.pairs.get(Pairs::place(first, next));
        if let Some([known, second, cost]) = place.map(Cell::get)
            && (known, second) == (first, next.0)
        {
            return Cost(cost);
        }
        let cost = weighed(match self.lexicon.model() {
            Some(model) => model.bigram(previous, LmToken::Word(next)),
            None => self.lexicon.unigram_cost(next),
        });
        if let Some(place) = place {
            place.set([first, next.0, cost.0]);
        }
        cost
    }

    /// Whether it has seen `next` behind `previous`.
    pub(crate) fn has_seen(self, previous: LmToken, next: LmToken) -> bool {
        self.lexicon.model().is_some_and(|model| model.seen_pair(previous, next).is_some())
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
    const NUMBER: u32 = u32::MAX - 2;

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
        let lexicon = crate::Language::english().lexicon();
        let (mut kept, mut none) = (Pairs::default(), Pairs::default());
        kept.make_ready();
        let (keeping, asking) = (Model::new(lexicon, &mut kept), Model::new(lexicon, &mut none));
        // More pairs than places, and each asked for again while others come and go.
        let words: Vec<LmToken> = lexicon.suggestable().step_by(600).map(|(id, _)| LmToken::Word(id)).collect();
        let before = || words.iter().copied().chain([LmToken::Boundary, LmToken::Unknown]);
        assert!(words.len() * words.len() > 1 << Pairs::BITS);
        for first in before() {
            for second in before() {
                assert_eq!(keeping.pair(first, second), asking.pair(first, second), "{first:?} {second:?}");
                assert_eq!(keeping.pair(first, second), asking.pair(first, second), "{first:?} {second:?}, again");
            }
        }
        let place = |word: &str| LmToken::Word(lexicon.entry(word).expect("it is a word").id());
        assert!(
            asking.has_seen(place("prime"), place("minister")) && !asking.has_seen(place("minister"), place("prime"))
        );
    }
}
