//! Competing readings of a stretch, and the cheapest way through them.

use super::context::{self, History, Model};
use crate::cost::Cost;
use crate::lm::LmToken;
use crate::steps;

/// One reading of one slot or of several.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    /// First slot that it reads.
    pub(crate) from: usize,
    /// The slot behind the last one that it reads.
    pub(crate) to: usize,
    /// The word of the reading, or the first of two, as neighbours see it.
    pub(crate) first: LmToken,
    /// The second of two words.
    pub(crate) second: Option<LmToken>,
    /// Everything it costs that does not depend on its neighbours.
    pub(crate) cost: Cost,
    /// The reading; none for the text as it stands.
    pub(crate) reading: Option<usize>,
}

impl Arc {
    /// What it costs behind `history`, and what stands before the word behind it.
    pub(crate) fn behind(self, model: Model<'_>, history: History) -> (Cost, History) {
        let mut cost = model.cost(history, self.first) + self.cost;
        if let Some(second) = self.second {
            cost += model.cost([history[1], self.first], second);
        }
        (cost, self.history(history))
    }

    /// What stands before the word behind it, where `history` stands before it.
    fn history(self, history: History) -> History {
        match self.second {
            None => [history[1], self.first],
            Some(second) => [self.first, second],
        }
    }
}

/// The best way to an arc.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// What it costs, with the arc.
    cost: Cost,
    /// The arc before it.
    before: Option<usize>,
    /// The last words on it.
    history: History,
}

/// The readings of a run of slots, ordered by where they begin.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    /// The first slot.
    base: usize,
    arcs: Vec<Arc>,
    /// For each slot and for the end: the first arc that does not begin before it.
    starts: Vec<usize>,
    /// The best way to each arc.
    best: Vec<Way>,
    /// For each slot and the end: the arcs that end there.
    ends: Vec<Vec<usize>>,
}

impl Lattice {
    /// Empties it, for a run of slots from `base` on.
    pub(crate) fn clear(&mut self, base: usize) {
        self.base = base;
        self.arcs.clear();
    }

    /// Adds a reading; they come in the order of their first slot.
    pub(crate) fn push(&mut self, arc: Arc) {
        debug_assert!(self.arcs.last().is_none_or(|last| last.from <= arc.from), "arcs out of order");
        self.arcs.push(arc);
    }

    /// Arc `index`.
    pub(crate) fn arc(&self, index: usize) -> Arc {
        self.arcs[index]
    }

    /// The arcs that begin at slot `from`.
    pub(crate) fn from(&self, from: usize) -> impl Iterator<Item = usize> + '_ {
        self.starts[from - self.base]..self.starts[from + 1 - self.base]
    }

    /// Writes into `path` the cheapest sequence of arcs through all slots before `end`.
    ///
    /// The cost of an arc depends on two words before it and only the nearest is part of the search; the other is that of the
    /// best way to there. Without a language model it depends on none, and then the way is the cheapest of all.
    ///
    /// # Complexity
    ///
    /// O(Σ e·b) over the slots, for e arcs that end and b that begin there: a first-order Viterbi search.
    pub(crate) fn solve(&mut self, model: Model<'_>, end: usize, path: &mut Vec<usize>) {
        let (base, slots) = (self.base, end - self.base);
        path.clear();
        self.starts.clear();
        let mut next = 0;
        for slot in base..=end {
            while next < self.arcs.len() && self.arcs[next].from < slot {
                next += 1;
            }
            self.starts.push(next);
        }
        self.starts.push(self.arcs.len());
        if self.ends.len() <= slots {
            self.ends.resize(slots + 1, Vec::new());
        }
        self.ends[..=slots].iter_mut().for_each(Vec::clear);
        self.best.clear();
        for (index, arc) in self.arcs.iter().enumerate() {
            let before = &self.ends[arc.from - base];
            steps::take(before.len());
            // The first of those that cost the same.
            let ways = before.iter().map(|&before| {
                let Way { cost, history, .. } = self.best[before];
                (cost + arc.behind(model, history).0, before)
            });
            let least = ways.min_by_key(|&(cost, _)| cost);
            let (cost, before, history) = match least {
                _ if arc.from == base => (arc.behind(model, context::START).0, None, context::START),
                Some((cost, before)) => (cost, Some(before), self.best[before].history),
                None => (Cost::MAX, None, context::START),
            };
            self.best.push(Way { cost, before, history: arc.history(history) });
            self.ends[arc.to - base].push(index);
        }
        let mut at = self.ends[slots].iter().copied().min_by_key(|&arc| (self.best[arc].cost, arc));
        while let Some(arc) = at {
            path.push(arc);
            at = self.best[arc].before;
        }
        path.reverse();
    }
}
