//! By how much a reading beats what else may stand there.

use super::context::{History, Model};
use super::lattice::{Arc, Lattice};
use crate::cost::Cost;
use crate::lm::LmToken;

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

    /// Whether neither is smaller than that of `other`.
    pub(crate) fn reaches(self, other: Margin) -> bool {
        self.over_text >= other.over_text && self.over_next >= other.over_next
    }
}

/// An arc of a path, between the words that the path has before and behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) before: History,
    pub(crate) arc: usize,
    /// The next two words, as far as the sentence has them.
    pub(crate) after: [Option<LmToken>; 2],
}

/// Measures an arc between the neighbours it has; `None` where the text as it stands is likelier.
pub(crate) fn margin(model: Model<'_>, lattice: &Lattice, place: Place) -> Option<Margin> {
    let arc = lattice.arc(place.arc);
    let behind = |mut history: History| {
        // The second one sees the reading through trigrams.
        let words = place.after.into_iter().flatten();
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
    if text <= ours {
        return None;
    }
    let next = lattice
        .from(arc.from)
        .filter(|&index| index != place.arc)
        .map(|index| lattice.arc(index))
        .filter(|other| other.to == arc.to && other.reading.is_some())
        // Two sources may offer one word.
        .filter(|other| arc.first == LmToken::Unknown || (other.first, other.second) != (arc.first, arc.second))
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
