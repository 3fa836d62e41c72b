//! Competing readings of a stretch, and the cheapest way through them.

use super::context::{self, Neighbour};
use crate::cost::Cost;
use crate::lexicon::Lexicon;
use crate::steps;

/// One reading of one slot or of several.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    /// First slot that it reads.
    pub(crate) from: usize,
    /// The slot behind the last one that it reads.
    pub(crate) to: usize,
    /// The first and last word of the reading, as neighbours see them.
    pub(crate) ends: (Neighbour, Neighbour),
    /// Everything it costs that does not depend on its neighbours.
    pub(crate) cost: Cost,
    /// The reading; none for the text as it stands.
    pub(crate) reading: Option<usize>,
}

/// The readings of a run of slots, ordered by where they begin.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    arcs: Vec<Arc>,
    /// For each slot and for the end: the first arc that does not begin before it.
    starts: Vec<usize>,
    /// The best way to each arc: its cost with the arc, and the arc before it.
    best: Vec<(Cost, Option<usize>)>,
    /// For each slot and the end: the arcs that end there.
    ends: Vec<Vec<usize>>,
}

impl Lattice {
    /// Empties it, for a run of `slots`.
    pub(crate) fn clear(&mut self) {
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
        self.starts[from]..self.starts[from + 1]
    }

    /// Writes into `path` the cheapest sequence of arcs through all `slots`.
    ///
    /// # Complexity
    ///
    /// O(Σ e·b) over the slots, for e arcs that end and b that begin there: a first-order Viterbi search.
    pub(crate) fn solve(&mut self, lexicon: &Lexicon, slots: usize, path: &mut Vec<usize>) {
        path.clear();
        self.starts.clear();
        let mut next = 0;
        for slot in 0..=slots {
            while next < self.arcs.len() && self.arcs[next].from < slot {
                next += 1;
            }
            self.starts.push(next);
        }
        self.starts.push(self.arcs.len());
        for ends in &mut self.ends {
            ends.clear();
        }
        self.ends.resize(slots + 1, Vec::new());
        self.best.clear();
        for (index, arc) in self.arcs.iter().enumerate() {
            let mut best = (Cost::MAX, None);
            if arc.from == 0 {
                best = (context::cost(lexicon, Neighbour::Edge, arc.ends.0) + arc.cost, None);
            } else {
                steps::take(self.ends[arc.from].len());
                for &before in &self.ends[arc.from] {
                    let cost =
                        self.best[before].0 + context::cost(lexicon, self.arcs[before].ends.1, arc.ends.0) + arc.cost;
                    if cost < best.0 {
                        best = (cost, Some(before));
                    }
                }
            }
            self.best.push(best);
            self.ends[arc.to].push(index);
        }
        let mut at = self.ends[slots].iter().copied().min_by_key(|&arc| (self.best[arc].0, arc));
        while let Some(arc) = at {
            path.push(arc);
            at = self.best[arc].1;
        }
        path.reverse();
    }
}
