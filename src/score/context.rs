//! What is likely to follow what.

use crate::cost::Cost;
use crate::lexicon::{Lexicon, WordId};
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

/// Weight of the language model against the channel, in per mille.
const WEIGHT: u64 = 900;

/// The two words before a place, the farther one first.
pub(crate) type History = [Neighbour; 2];

/// What stands before the first word of a sentence.
pub(crate) const START: History = [Neighbour::Unknown, Neighbour::Edge];

/// Cost of `next` behind `history`.
pub(crate) fn cost(lexicon: &Lexicon, history: History, next: Neighbour) -> Cost {
    let [before, previous] = history;
    let pair = |previous, next| match (before, previous) {
        (Neighbour::Word(before), Some(previous)) => lexicon.trigram_cost(Some(before), previous, next),
        (Neighbour::Edge, Some(previous)) => lexicon.trigram_cost(None, previous, next),
        _ => lexicon.bigram_cost(previous, next),
    };
    weighed(previous, next, pair, lexicon)
}

/// Cost of `next` behind `previous`, whatever stands before that.
pub(crate) fn pair(lexicon: &Lexicon, previous: Neighbour, next: Neighbour) -> Cost {
    cost(lexicon, [Neighbour::Unknown, previous], next)
}

/// The same if nobody had ever seen the two together.
pub(crate) fn strange(lexicon: &Lexicon, previous: Neighbour, next: Neighbour) -> Cost {
    weighed(previous, next, |previous, next| lexicon.backed_off_cost(previous, next), lexicon)
}

fn weighed(
    previous: Neighbour,
    next: Neighbour,
    pair: impl Fn(Option<WordId>, WordId) -> Cost,
    lexicon: &Lexicon,
) -> Cost {
    let Neighbour::Word(next) = next else { return Cost::ZERO };
    let cost = match previous {
        Neighbour::Edge => pair(None, next),
        Neighbour::Word(previous) => pair(Some(previous), next),
        Neighbour::Unknown => lexicon.unigram_cost(next),
    };
    Cost((u64::from(cost.0) * WEIGHT / 1000) as u32)
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
