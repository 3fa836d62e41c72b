//! What was intended in a stretch of text, as paths through all candidates: their probabilities, and the likeliest path.
//!
//! # Source
//!
//! Forward–backward over a lattice with trigram states (Rabiner, “A tutorial on hidden Markov models”, 1989, §III; Wessel et
//! al., “Confidence measures for large vocabulary continuous speech recognition”, 2001). We keep the likeliest states of each
//! position only.

use super::log::{self, NEVER};
use crate::candidates::search::WORDS;
use crate::lm::{LanguageModel, LmToken};
use crate::steps;

/// States that are kept for each position.
const KEPT: usize = 8;
/// A state this much less likely than the likeliest of its position is given up, in millinats.
const BEHIND: i32 = 12_000;

/// One way to read the segments `from..to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) words: [LmToken; WORDS],
    pub(crate) count: u8,
    /// Millinats besides those of the language model; a strong prior may make it negative.
    pub(crate) cost: i32,
    /// Which candidate it is; `None` for the text as it stands.
    pub(crate) candidate: Option<u32>,
}

impl Edge {
    pub(crate) fn words(&self) -> &[LmToken] {
        self.words.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// The two tokens before a position, and how likely it is to come there so.
#[derive(Clone, Copy, Debug)]
struct State {
    last: [LmToken; 2],
    forward: i32,
    backward: i32,
    /// The likeliest way here: its logarithm and last transition.
    best: i32,
    from: u32,
}

#[derive(Clone, Copy, Debug)]
struct Transition {
    from: u32,
    to: u32,
    edge: u32,
    log: i32,
}

/// A lattice; keeps its memory for the next one.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    pub(crate) edges: Vec<Edge>,
    /// For each edge, the logarithm of its probability.
    posteriors: Vec<i32>,
    /// The edges of the likeliest path.
    path: Vec<u32>,
    states: Vec<State>,
    /// Where the states of each position begin.
    starts: Vec<usize>,
    transitions: Vec<Transition>,
    pending: Vec<(u32, [LmToken; 2], Transition)>,
}

impl Lattice {
    /// Solves the lattice of `edges` over positions `0..=length`, between the tokens `before` and `after`.
    ///
    /// # Complexity
    ///
    /// O(e·s) for e edges and s states kept for each position; linear in the length for a bounded number of edges a segment.
    pub(crate) fn solve(&mut self, length: u32, before: [LmToken; 2], after: [LmToken; 2], model: &dyn LanguageModel) {
        self.edges.sort_by_key(|edge| (edge.from, edge.to));
        self.posteriors.clear();
        self.posteriors.resize(self.edges.len(), NEVER);
        self.path.clear();
        self.states.clear();
        self.starts.clear();
        self.transitions.clear();
        self.pending.clear();
        let start = State { last: before, forward: 0, backward: NEVER, best: 0, from: u32::MAX };
        self.states.push(start);
        self.starts.extend([0, 1]);
        let mut next_edge = 0;
        for position in 0..=length {
            if position > 0 {
                self.settle(position);
            }
            let (first, end) = (self.starts[position as usize], self.states.len());
            let edges_end = next_edge + self.edges[next_edge..].iter().take_while(|edge| edge.from == position).count();
            for edge in next_edge..edges_end {
                for state in first..end {
                    self.step(state, edge, model);
                }
            }
            steps::take((edges_end - next_edge) * (end - first));
            next_edge = edges_end;
        }
        self.backward(length, after, model);
    }

    /// Follows an edge from a state.
    fn step(&mut self, state: usize, edge: usize, model: &dyn LanguageModel) {
        let State { mut last, .. } = self.states[state];
        let followed = self.edges[edge];
        let mut log = -followed.cost;
        for &word in followed.words() {
            log -= model.trigram(last, word).0.min(60_000) as i32;
            last = [last[1], word];
        }
        let transition = Transition { from: state as u32, to: u32::MAX, edge: edge as u32, log };
        self.pending.push((followed.to, model.shortest_context(last), transition));
    }

    /// Makes the states of `position` of the transitions that lead there, and keeps the likeliest.
    fn settle(&mut self, position: u32) {
        let first = self.states.len();
        let mut arriving: Vec<(u32, [LmToken; 2], Transition)> = Vec::new();
        self.pending.retain(|pending| {
            let here = pending.0 == position;
            if here {
                arriving.push(*pending);
            }
            !here
        });
        for &(_, last, transition) in &arriving {
            let source = self.states[transition.from as usize];
            let (forward, best) = (source.forward + transition.log, source.best + transition.log);
            match self.states[first..].iter_mut().find(|state| state.last == last) {
                Some(state) => {
                    state.forward = log::add(state.forward, forward);
                    if best > state.best {
                        state.best = best;
                    }
                }
                None => self.states.push(State { last, forward, backward: NEVER, best, from: u32::MAX }),
            }
        }
        self.states[first..].sort_by_key(|state| (std::cmp::Reverse(state.forward), state.last));
        let least = self.states.get(first).map_or(NEVER, |state| state.forward - BEHIND);
        let near = self.states[first..].iter().take(KEPT).take_while(|state| state.forward >= least).count();
        self.states.truncate(first + near);
        for (_, last, mut transition) in arriving {
            let Some(at) = self.states[first..].iter().position(|state| state.last == last) else { continue };
            transition.to = (first + at) as u32;
            let best = self.states[transition.from as usize].best + transition.log;
            let state = &mut self.states[first + at];
            if best == state.best && state.from == u32::MAX {
                state.from = self.transitions.len() as u32;
            }
            self.transitions.push(transition);
        }
        self.starts.push(self.states.len());
    }

    fn backward(&mut self, length: u32, after: [LmToken; 2], model: &dyn LanguageModel) {
        let first = self.starts[length as usize];
        let (mut total, mut best) = (NEVER, (NEVER, None));
        for at in first..self.states.len() {
            let last = self.states[at].last;
            let mut cost = model.trigram(last, after[0]).0.min(60_000);
            if after[0] != LmToken::Boundary {
                cost += model.trigram([last[1], after[0]], after[1]).0.min(60_000);
            }
            let state = &mut self.states[at];
            state.backward = -(cost as i32);
            total = log::add(total, state.forward + state.backward);
            if state.best + state.backward > best.0 {
                best = (state.best + state.backward, Some(at));
            }
        }
        for at in (0..self.transitions.len()).rev() {
            let Transition { from, to, log, edge } = self.transitions[at];
            let behind = self.states[to as usize].backward;
            let source = &mut self.states[from as usize];
            source.backward = log::add(source.backward, log + behind);
            let through = source.forward + log + behind - total;
            let posterior = &mut self.posteriors[edge as usize];
            *posterior = log::add(*posterior, through);
        }
        let mut at = best.1;
        while let Some(transition) = at.and_then(|at| self.transitions.get(self.states[at].from as usize)) {
            self.path.push(transition.edge);
            at = Some(transition.from as usize);
        }
        self.path.reverse();
    }

    /// The logarithm of the probability of an edge, in millinats.
    pub(crate) fn posterior(&self, edge: usize) -> i32 {
        self.posteriors.get(edge).copied().unwrap_or(NEVER).min(0)
    }

    /// The edges of the likeliest path, in order.
    pub(crate) fn path(&self) -> &[u32] {
        &self.path
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::language::Language;

    fn edge(from: u32, to: u32, words: &[&str], cost: i32, candidate: Option<u32>) -> Edge {
        let lexicon = Language::english().lexicon();
        let token = |word: &&str| LmToken::Word(lexicon.entry(word).expect("a word").id());
        let mut tokens = [LmToken::Unknown; WORDS];
        tokens.iter_mut().zip(words.iter().map(token)).for_each(|(own, token)| *own = token);
        Edge { from, to, words: tokens, count: words.len() as u8, cost, candidate }
    }

    fn solved(edges: Vec<Edge>, length: u32) -> Lattice {
        let mut lattice = Lattice { edges, ..Lattice::default() };
        let model = Language::english().model().expect("English has a model");
        lattice.solve(length, [LmToken::Unknown, LmToken::Boundary], [LmToken::Boundary; 2], model);
        lattice
    }

    #[test]
    fn context_chooses_among_candidates() {
        let words = ["the", "united"];
        let mut edges: Vec<Edge> = words.iter().zip(0..).map(|(word, at)| edge(at, at + 1, &[word], 0, None)).collect();
        edges.push(edge(2, 3, &["stares"], 0, None));
        edges.push(edge(2, 3, &["states"], 4_000, Some(0)));
        let lattice = solved(edges, 3);
        let candidate = lattice.edges.iter().position(|edge| edge.candidate.is_some()).expect("it is there");
        assert!(lattice.posterior(candidate) > -100, "almost certain");
        assert!(lattice.path().contains(&(candidate as u32)));
    }

    #[test]
    fn probabilities_of_a_place_sum_to_one() {
        let edges = vec![
            edge(0, 1, &["we"], 0, None),
            edge(1, 2, &["may"], 0, None),
            edge(2, 3, &["be"], 0, None),
            edge(1, 3, &["maybe"], 1_000, Some(0)),
            edge(1, 2, &["my"], 2_000, Some(1)),
        ];
        let lattice = solved(edges, 3);
        let sum: u32 = lattice
            .edges
            .iter()
            .enumerate()
            .filter(|(_, edge)| edge.from <= 1 && edge.to > 1)
            .map(|(at, _)| log::exp_millionths(-lattice.posterior(at)))
            .sum();
        assert!(sum.abs_diff(1_000_000) < 5_000, "{sum}");
    }
}
