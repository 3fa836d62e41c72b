//! Which of the likeliest readings are sure enough to be written.

use super::context::{History, Model, Neighbour};
use super::lattice::{Arc, Lattice};
use crate::candidate::Source;
use crate::cost::Cost;

/// By how much a reading beats the text as it stands, and the next best reading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Margin {
    pub(crate) over_text: Cost,
    pub(crate) over_next: Cost,
}

impl Margin {
    /// The smaller of the two.
    pub(crate) fn least(self) -> Cost {
        self.over_text.min(self.over_next)
    }
}

/// An arc of a path, between the words that the path has before and behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) before: History,
    pub(crate) arc: usize,
    /// The next two words, as far as the sentence has them.
    pub(crate) after: [Option<Neighbour>; 2],
}

/// Measures an arc between the neighbours it has; `None` where the text as it stands is likelier, or not dearer by `least`:
/// then no look is taken at the other readings.
pub(crate) fn margin(model: Model<'_>, lattice: &Lattice, place: Place, least: Cost) -> Option<Margin> {
    let arc = lattice.arc(place.arc);
    let behind = |mut history: History| {
        // The second one sees the reading only through trigrams.
        let seen = if model.lexicon.has_trigrams() { 2 } else { 1 };
        let words = place.after.into_iter().take(seen).flatten();
        words
            .map(|word| {
                let cost = model.cost(history, word);
                history = [history[1], word];
                cost
            })
            .sum()
    };
    let whole = |arc: Arc| {
        let (cost, history) = arc.behind(model, place.before);
        cost + behind(history)
    };
    let ours = whole(arc);
    let mut text = Cost::ZERO;
    let mut history = place.before;
    for slot in arc.from..arc.to {
        let identity = lattice.from(slot).map(|index| lattice.arc(index)).find(|arc| arc.reading.is_none())?;
        let (cost, next) = identity.behind(model, history);
        text += cost;
        history = next;
    }
    text += behind(history);
    if text <= ours || text.above(ours) < least {
        return None;
    }
    let next = lattice
        .from(arc.from)
        .filter(|&index| index != place.arc)
        .map(|index| lattice.arc(index))
        .filter(|other| other.to == arc.to && other.reading.is_some())
        // Two sources may offer one word.
        .filter(|other| arc.first == Neighbour::Unknown || (other.first, other.second) != (arc.first, arc.second))
        .map(whole)
        .min();
    let over_next = next.map_or(Cost::MAX, |next| next.above(ours));
    Some(Margin { over_text: text.above(ours), over_next })
}

/// How well what stands there is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// No list holds it.
    Nowhere,
    /// It is offered for no other word, and a misreading as often as it is meant where a machine read the text: "tho", "iu".
    Hardly,
    /// It is a name or an abbreviation, which may be written otherwise than it stands there: "THC".
    Name,
    /// Large dictionaries hold it: "ostler", "tbe".
    Rarely,
    /// It is a word.
    Well,
}

/// The margins that a reading must have over what stands there, in a text that a machine read if `ocr`.
pub(crate) fn demanded(source: Source, text: Known, ocr: bool) -> Margin {
    let (over_text, over_next) = match source {
        // Below it, one such edit in ten is wrong.
        Source::Confused => (3_500, 1_000),
        _ if text == Known::Well => (4_500, 2_500),
        _ if text == Known::Rarely && ocr => (5_000, 2_500),
        // "I sez": what a person writes may be how they speak.
        _ if text == Known::Rarely => (5_500, 2_500),
        _ if text == Known::Name => (3_500, 1_500),
        _ if text == Known::Hardly && ocr => (1_500, 1_500),
        _ if text == Known::Hardly => (4_500, 1_500),
        Source::Break | Source::Twice => (0, 0),
        // What people are known to misspell is seldom what machines misread: "tion" is a piece of a word there.
        Source::Misspelling if ocr => (2_000, 1_000),
        Source::Misspelling => (500, 0),
        Source::Split | Source::Join => (2_000, 1_500),
        // What a text writes thrice may be as wrong as what it writes once.
        Source::Local => (4_000, 1_000),
        Source::Lexicon | Source::Affix => (1_500, 1_000),
    };
    Margin { over_text: Cost(over_text), over_next: Cost(over_next) }
}

/// A reading that beats the next best one by as much is the only one that an unknown small word has: then the text as it stands
/// need be no dearer than is asked for other reasons. For sixty words that this puts right it harms one.
pub(crate) const ALONE: Cost = Cost(6_000);

/// How much wider the margins must be for each neighbour that nobody can read: the context tells little there.
pub(crate) fn lost_neighbour(text: Known) -> Cost {
    Cost(match text {
        Known::Nowhere => 2_500,
        Known::Hardly => 3_500,
        Known::Name | Known::Rarely | Known::Well => 3_000,
    })
}
