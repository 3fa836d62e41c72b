//! Forward–backward over regimes and patterns: how likely each pattern of each word is, given all of its sentence.
//!
//! # Source
//!
//! Baum et al., “A maximization technique”, 1970, in logarithms. A state is a regime and a pattern; words tell by their costs,
//! neighbours by those of pairs of patterns.

use super::class::Class;
use super::costs::{Costs, WHOLE, share};
use super::damage::{Counts, Regime, Weights};
use super::observe::Observation;
use super::pattern::{Pattern, Surface};
use super::place::Position;
use crate::decode::log::{NEVER, add};
use crate::steps;

const PATTERNS: usize = 3;

/// A value for each regime (row) and pattern (column).
type States = [[i32; PATTERNS]; Regime::COUNT];

/// Memory of the lattice, and what came out last.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    forward: Vec<States>,
    backward: Vec<States>,
    emission: Vec<States>,
    /// Log-probability of the sentence, in millinats.
    all: i32,
}

impl Lattice {
    /// Solves the lattice of a sentence.
    ///
    /// # Complexity
    ///
    /// O(n) in the words, 120 sums for each.
    pub(super) fn solve(&mut self, observations: &[Observation], weights: &Weights) {
        steps::take(observations.len());
        self.emission.clear();
        self.emission.extend(observations.iter().enumerate().map(|(at, own)| emissions(own, at == 0, weights)));
        self.forward.clear();
        self.backward.clear();
        let Some(last) = observations.len().checked_sub(1) else { return };
        for (at, own) in observations.iter().enumerate() {
            let states = match at.checked_sub(1) {
                None => std::array::from_fn(|r| self.emission[0][r].map(|e| e - weights.start[r])),
                Some(before) => self.step(&self.forward[before], own, at, weights),
            };
            self.forward.push(states);
        }
        self.backward.resize(observations.len(), [[0; PATTERNS]; Regime::COUNT]);
        for at in (0..last).rev() {
            self.backward[at] = self.back(&observations[at + 1], at + 1, weights);
        }
        self.all = sum(self.forward[last].iter().flatten().copied());
    }

    /// The forward values of word `at`, given those of the word before.
    fn step(&self, before: &States, own: &Observation, at: usize, weights: &Weights) -> States {
        let mut states = [[NEVER; PATTERNS]; Regime::COUNT];
        for second in 0..PATTERNS {
            let from: [i32; Regime::COUNT] =
                std::array::from_fn(|r| sum((0..PATTERNS).map(|first| before[r][first] - own.beside[first][second])));
            for (to, row) in states.iter_mut().enumerate() {
                let reached = sum((0..Regime::COUNT).map(|r| from[r] - weights.transition[r][to]));
                row[second] = reached + self.emission[at][to][second];
            }
        }
        states
    }

    /// The backward values of the word before word `at`.
    fn back(&self, own: &Observation, at: usize, weights: &Weights) -> States {
        let mut behind = self.backward[at];
        for (row, emission) in behind.iter_mut().zip(&self.emission[at]) {
            for (value, e) in row.iter_mut().zip(emission) {
                *value += e;
            }
        }
        let mut states = [[NEVER; PATTERNS]; Regime::COUNT];
        for second in Pattern::ALL.map(|pattern| pattern as usize) {
            let reached: [i32; Regime::COUNT] = std::array::from_fn(|from| {
                sum((0..Regime::COUNT).map(|to| behind[to][second] - weights.transition[from][to]))
            });
            for (row, reached) in states.iter_mut().zip(reached) {
                for (first, value) in row.iter_mut().enumerate() {
                    *value = add(*value, reached - own.beside[first][second]);
                }
            }
        }
        states
    }

    /// Log-probability of word `at` in this regime and pattern, in millinats.
    fn state(&self, at: usize, regime: usize, pattern: usize) -> i32 {
        self.forward[at][regime][pattern] + self.backward[at][regime][pattern] - self.all
    }

    /// Log-probability of each pattern of word `at`, in millinats.
    pub(super) fn patterns(&self, at: usize) -> Costs {
        std::array::from_fn(|pattern| sum((0..Regime::COUNT).map(|regime| self.state(at, regime, pattern))))
    }

    /// Probability of each regime at word `at`, in parts of [`WHOLE`].
    pub(super) fn regimes(&self, at: usize) -> [u32; Regime::COUNT] {
        std::array::from_fn(|regime| share(-sum((0..PATTERNS).map(|pattern| self.state(at, regime, pattern)))))
    }

    /// Adds what the sentence shows of damage to `counts`.
    pub(super) fn count(&self, observations: &[Observation], counts: &mut Counts) {
        for (at, own) in observations.iter().enumerate() {
            if own.surface == Surface::Fixed {
                continue;
            }
            let regimes = self.regimes(at).map(u64::from);
            let whole = u64::from(WHOLE);
            for (kind, regime) in [(0, Regime::Run), (1, Regime::Lowered), (2, Regime::Shouted)] {
                counts.chances[kind] += whole;
                counts.found[kind] += regimes[regime as usize];
            }
            let normal = Regime::Normal as usize;
            let of = |pattern: Pattern| u64::from(share(-self.state(at, normal, pattern as usize)));
            let capital = of(Pattern::Title) + of(Pattern::Special);
            let small = own.surface == Surface::Lower;
            if own.position == Position::Mid {
                counts.chances[3] += capital;
                counts.found[3] += if small { capital } else { 0 };
                counts.chances[5] += regimes[normal];
                counts.found[5] += if own.surface.has_capital() { of(Pattern::Lower) } else { 0 };
            } else if own.position == Position::Start {
                counts.chances[4] += capital;
                counts.found[4] += if small { capital } else { 0 };
            }
        }
    }
}

fn sum(values: impl Iterator<Item = i32>) -> i32 {
    values.fold(NEVER, add)
}

/// Log-probabilities of how a word stands, in each regime and pattern, its own costs included.
fn emissions(own: &Observation, first: bool, weights: &Weights) -> States {
    let mut states = [[0; PATTERNS]; Regime::COUNT];
    let inside = inside(own);
    let titled = titled(own, first);
    for regime in Regime::ALL {
        let costs = if regime == Regime::Titled { titled } else { inside };
        for pattern in Pattern::ALL {
            states[regime as usize][pattern as usize] = -costs[pattern as usize] - fault(own, regime, pattern, weights);
        }
    }
    states
}

/// Costs of the patterns of a word in running text, its place included.
fn inside(own: &Observation) -> Costs {
    let [lower, title, special] = own.costs;
    match own.position {
        Position::Mid => own.costs,
        // A word has a capital at the beginning of a sentence whatever it is, and behind a colon as often as not.
        Position::Start => [3_900, 60, if special < title.min(lower) { 0 } else { special.max(1_500) }],
        Position::Soft => [lower + 500, title.min(lower + 900), special],
    }
}

/// Costs of the patterns of a word in a heading or the title of a work.
fn titled(own: &Observation, first: bool) -> Costs {
    let special = own.costs[2].max(300);
    match own.class {
        _ if first => [2_600, 100, special],
        // Titles have fewer words of the closed classes than running text has.
        Class::Particle => [600, 1_900, special],
        Class::Closed => [2_400, 1_300, special],
        Class::Content => [2_300, 120, special],
    }
}

/// Cost of a word that is meant in `pattern` standing as it does.
fn fault(own: &Observation, regime: Regime, pattern: Pattern, weights: &Weights) -> i32 {
    let surface = own.surface;
    if surface == Surface::Fixed {
        return 0;
    }
    let as_meant = match pattern {
        Pattern::Lower => surface == Surface::Lower,
        Pattern::Title => surface == Surface::Title,
        Pattern::Special => own.is_special,
    };
    match regime {
        Regime::Normal | Regime::Titled => match (pattern, surface) {
            (Pattern::Lower, _) if as_meant => 0,
            (Pattern::Lower, Surface::Title) => weights.slip,
            (Pattern::Lower, _) => weights.slip + 1_600,
            (_, Surface::Lower) if own.position == Position::Start => weights.small_start,
            (_, Surface::Lower) => weights.small_name,
            _ if as_meant => weights.kept_name,
            (Pattern::Special, Surface::Title) => weights.small_name + 1_200,
            _ => 5_500,
        },
        Regime::Run => match (pattern, surface) {
            (Pattern::Lower, Surface::Title) => 60,
            (Pattern::Lower, Surface::Lower) if own.class == Class::Particle => 1_900,
            (Pattern::Lower, Surface::Lower) => 3_200,
            (Pattern::Special, Surface::Title) => 1_300,
            _ if as_meant => 100,
            _ => 5_500,
        },
        Regime::Lowered => match surface {
            Surface::Lower => 0,
            _ if as_meant => 4_000,
            _ => 6_500,
        },
        Regime::Shouted => match surface {
            Surface::Upper => 0,
            // "I" and "A" are the same in capitals and capitalised.
            Surface::Title if own.letters == 1 => 0,
            _ if as_meant => 4_000,
            _ => 6_000,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Noise;
    use crate::truecase::damage::Rates;
    use crate::truecase::observe::Known;

    fn word(surface: Surface, costs: Costs, class: Class) -> Observation {
        Observation {
            known: Known { hash: 0, evidence: None, prior: costs },
            surface,
            letters: 5,
            position: Position::Mid,
            glued: true,
            class,
            seen: [0; 3],
            costs,
            beside: [[0; 3]; 3],
            pair: None,
            number: 0,
            name: None,
            initials: false,
            is_special: false,
        }
    }

    const SMALL: Costs = [3, 6_000, 9_000];
    const NAME: Costs = [4_000, 20, 7_000];

    fn solved(observations: &[Observation]) -> Lattice {
        let mut lattice = Lattice::default();
        lattice.solve(observations, &Weights::new(Rates::prior(Noise::Auto), false));
        lattice
    }

    #[test]
    fn probabilities_add_up() {
        let sentence = [
            word(Surface::Lower, SMALL, Class::Closed),
            word(Surface::Title, NAME, Class::Content),
            word(Surface::Title, SMALL, Class::Content),
        ];
        let lattice = solved(&sentence);
        for at in 0..3 {
            let whole: u32 = lattice.regimes(at).iter().sum();
            assert!(whole.abs_diff(WHOLE) < WHOLE / 30, "{whole}");
        }
    }

    #[test]
    fn function_words_with_capitals_are_a_run() {
        let closed = word(Surface::Title, SMALL, Class::Closed);
        let run = solved(&[closed; 8]);
        assert!(run.patterns(4)[0] > run.patterns(4)[1] + 3_000, "{:?}", run.patterns(4));
        let mixed = [word(Surface::Lower, SMALL, Class::Closed), word(Surface::Title, NAME, Class::Content)];
        let right = solved(&mixed);
        assert!(right.patterns(1)[1] > right.patterns(1)[0] + 3_000, "{:?}", right.patterns(1));
    }

    #[test]
    fn names_that_fall_are_raised_where_they_fall() {
        let sentence =
            [word(Surface::Lower, SMALL, Class::Closed), word(Surface::Lower, [5_000, 10, 8_000], Class::Content)];
        let mut lattice = Lattice::default();
        let odds = |lattice: &Lattice| lattice.patterns(1)[1] - lattice.patterns(1)[0];
        let prior = Rates::prior(Noise::Auto);
        lattice.solve(&sentence, &Weights::new(prior, false));
        let usual = odds(&lattice);
        lattice.solve(&sentence, &Weights::new(Rates { names: WHOLE / 2, ..prior }, false));
        assert!(odds(&lattice) > usual + 1_500, "{usual} {}", odds(&lattice));
    }
}
