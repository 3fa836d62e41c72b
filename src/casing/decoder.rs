//! The choice among the forms of a sentence's words.

use crate::casing::habit::{Costs, Form, NONE};
use crate::steps;
use crate::truecase::class::Class;
use crate::truecase::place::Position;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    Lower,
    Title,
    Upper,
    /// In a pattern that no damage makes ("iPhone"), or not to be touched.
    Fixed,
}

/// A word as the decoder sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observation {
    pub(super) surface: Surface,
    pub(super) position: Position,
    pub(super) class: Class,
    /// What each form costs by habit.
    pub(super) habit: Costs,
    /// How much dearer the lexicon finds the capitalised form than the small one.
    pub(super) by_nature: i32,
    /// What each form (column) costs beside each form of the word before (row); less than zero where they agree.
    pub(super) beside: [Costs; 3],
    /// Which forms of the word before (three bits each) were seen beside which of this one in texts.
    pub(super) pairs: u16,
    /// Whether only blanks or a hyphen part it from the word before.
    pub(super) glued: bool,
}

impl Observation {
    /// Whether the word has a capital that no place explains.
    pub(super) fn is_inner_capital(&self) -> bool {
        self.surface == Surface::Title && self.position == Position::Mid
    }

    /// Whether the word may be meant in a pattern of its own.
    pub(super) const fn has_own_form(&self) -> bool {
        self.habit[2] < NONE
    }

    /// The form that leaves the word as it is.
    pub(super) const fn as_written(&self) -> Form {
        match self.surface {
            Surface::Lower => Form::Lower,
            Surface::Title => Form::Title,
            Surface::Upper | Surface::Fixed => Form::Special,
        }
    }
}

/// In which stretch of text a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Regime {
    /// Running text.
    Normal = 0,
    /// A run in which damage has capitalised the words.
    Run = 1,
    /// A name or title whose words are capitalised on purpose.
    Titled = 2,
}

/// What the transitions between regimes and the faults of each cost, in millinats.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    /// Row = from, column = to.
    pub(super) transition: [[i32; 3]; 3],
    /// Cost of starting a sentence in each regime.
    pub(super) start: [i32; 3],
    /// The same for a line that stands alone and has no full stop.
    pub(super) start_alone: [i32; 3],
    /// A name written small, and one written as it should be.
    pub(super) lowered: i32,
    pub(super) kept: i32,
    /// A sentence begun with a small letter.
    pub(super) lowered_start: i32,
    /// A word in capitals for no reason.
    pub(super) shouted: i32,
    /// Whether the surface tells nothing, as where the whole text is in capitals.
    pub(super) blind: bool,
}

/// What was decided for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) form: Form,
    pub(super) regime: Regime,
    /// How much dearer the best reading is that leaves the word as it is, in millinats.
    pub(super) margin: i32,
    /// How much dearer the best reading with each form is.
    pub(super) forms: Costs,
}

/// Regimes by forms; in a title every word is meant as written, hence one state.
const STATES: usize = 7;
const TITLED: usize = 6;
/// Dearer than any reading, and yet free to be added to others and shifted by [`STATE_BITS`].
const NEVER: i32 = 1 << 27;
/// As many bits hold the number of a state.
const STATE_BITS: u32 = 3;

/// Memory of the decoder, to be used again.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    local: Vec<[i32; STATES]>,
    forward: Vec<[i32; STATES]>,
    from: Vec<[u8; STATES]>,
}

impl Lattice {
    /// Fills `choices` with the likeliest reading of `words`, a sentence; `alone` if it may be a heading.
    ///
    /// # Complexity
    ///
    /// O(n) in the words; no allocation once the memory has grown to the longest sentence.
    ///
    /// # Source
    ///
    /// Viterbi decoding over form × regime, as in the truecasing of Lita and others, “tRuEcasIng”, 2003, whose model has
    /// one regime. The margin of a word comes from the min-marginals of the same lattice, run backwards.
    pub(super) fn decode(&mut self, words: &[Observation], weights: &Weights, alone: bool, choices: &mut Vec<Choice>) {
        choices.clear();
        if words.is_empty() {
            return;
        }
        steps::take(words.len() * STATES * STATES);
        self.forward_pass(words, weights, alone);
        let Some(last) = self.forward.last() else { return };
        let mut state = (0..STATES).min_by_key(|&s| last[s]).unwrap_or(0);
        // Backward costs of the states of the word in hand; the last word has none behind it.
        let mut behind = [0; STATES];
        for index in (0..words.len()).rev() {
            let word = &words[index];
            let total = self.forward[index][state] + behind[state];
            let forward = &self.forward[index];
            let states: [i32; STATES] = std::array::from_fn(|s| forward[s] + behind[s] - total);
            let written = word.as_written();
            let mut forms = [0, 1, 2].map(|form| states[form].min(states[form + 3]).min(NEVER - total));
            forms[written as usize] = forms[written as usize].min(states[TITLED]);
            let best = form_of(word, state);
            let starts = word.position == Position::Start;
            let speaks_against = |form: Form| {
                if weights.blind {
                    // Nothing is as it should be: the next best form is what speaks against the best.
                    let shown_alike = starts && form != Form::Special;
                    return form != best && !(shown_alike && best != Form::Special);
                }
                // A first word is shown with a capital, whichever form is meant.
                form == written || starts && word.surface == Surface::Title && form != Form::Special
            };
            let against = Form::ALL.into_iter().filter(|&form| speaks_against(form));
            let margin = against.map(|form| forms[form as usize]).min().unwrap_or(NEVER - total);
            choices.push(Choice { form: best, regime: regime_of(state), margin, forms });
            if index > 0 {
                for (behind, local) in behind.iter_mut().zip(&self.local[index]) {
                    *behind += local;
                }
                behind = leave(&behind, &words[index - 1], word, weights);
                state = usize::from(self.from[index][state]);
            }
        }
        choices.reverse();
    }

    fn forward_pass(&mut self, words: &[Observation], weights: &Weights, alone: bool) {
        self.local.clear();
        self.forward.clear();
        self.from.clear();
        for word in words {
            self.local.push(local(word, weights, alone));
        }
        let start = if alone { &weights.start_alone } else { &weights.start };
        self.forward.push(std::array::from_fn(|s| (self.local[0][s] + start[regime_of(s) as usize]).min(NEVER)));
        self.from.push([0; STATES]);
        for (index, word) in words.iter().enumerate().skip(1) {
            let (mut costs, from) = arrive(&self.forward[index - 1], &words[index - 1], word, weights);
            for (cost, local) in costs.iter_mut().zip(&self.local[index]) {
                *cost = (*cost + local).min(NEVER);
            }
            self.forward.push(costs);
            self.from.push(from);
        }
    }
}

const fn regime_of(state: usize) -> Regime {
    match state / 3 {
        0 => Regime::Normal,
        1 => Regime::Run,
        _ => Regime::Titled,
    }
}

const fn form_of(word: &Observation, state: usize) -> Form {
    if state == TITLED { word.as_written() } else { Form::ALL[state % 3] }
}

/// What it costs to come to each state of `word` from the cheapest one of the word `before`, whose costs are `so_far`, and
/// which that is: the first of those that cost the same.
///
/// A step costs by the two regimes and by the two forms, apart from each other; so the forms of a regime are compared first,
/// and then the regimes. Most words have no pattern of their own, and then no way leads from one or to one.
fn arrive(
    so_far: &[i32; STATES],
    before: &Observation,
    word: &Observation,
    weights: &Weights,
) -> ([i32; STATES], [u8; STATES]) {
    let (from_own, to_own) = (before.has_own_form(), word.has_own_form());
    // The number of the state rides in the lowest bits: the lesser of two is the cheaper, and of equals the first.
    let packed: [i32; STATES] = std::array::from_fn(|s| (so_far[s] << STATE_BITS) + s as i32);
    let cheapest = |regime: usize, beside: [i32; 3]| {
        let way = |form: usize| packed[regime * 3 + form] + (beside[form] << STATE_BITS);
        let least = way(0).min(way(1));
        if from_own { least.min(way(2)) } else { least }
    };
    let choose = |regime: usize, ways: [i32; 3]| {
        let way = |from: usize| ways[from] + (weights.transition[from][regime] << STATE_BITS);
        (NEVER << STATE_BITS).min(way(0)).min(way(1)).min(way(2))
    };
    let titled = packed[TITLED];
    let apart = [cheapest(0, [0; 3]), cheapest(1, [0; 3]), titled];
    let mut best = [NEVER << STATE_BITS; STATES];
    best[TITLED] = choose(2, apart);
    if word.beside == [[0; 3]; 3] {
        let [normal, run] = [choose(0, apart), choose(1, apart)];
        best[..TITLED].copy_from_slice(&[normal, normal, normal, run, run, run]);
    } else {
        for form in 0..if to_own { 3 } else { 2 } {
            let beside = [word.beside[0][form], word.beside[1][form], word.beside[2][form]];
            let ways = [cheapest(0, beside), cheapest(1, beside), titled];
            (best[form], best[3 + form]) = (choose(0, ways), choose(1, ways));
        }
    }
    let (mut costs, mut states) = ([0; STATES], [0; STATES]);
    for ((way, cost), state) in best.iter().zip(&mut costs).zip(&mut states) {
        (*cost, *state) = (way >> STATE_BITS, (way & ((1 << STATE_BITS) - 1)) as u8);
    }
    (costs, states)
}

/// What it costs to go on from each state of the word `before` to the cheapest one of `word`, which cost `behind` with all
/// that follows.
fn leave(behind: &[i32; STATES], before: &Observation, word: &Observation, weights: &Weights) -> [i32; STATES] {
    let (from_own, to_own) = (before.has_own_form(), word.has_own_form());
    let cheapest = |regime: usize, beside: [i32; 3]| {
        let way = |form: usize| behind[regime * 3 + form] + beside[form];
        let least = way(0).min(way(1));
        if to_own { least.min(way(2)) } else { least }
    };
    let choose = |regime: usize, ways: [i32; 3]| {
        let steps = weights.transition[regime];
        (steps[0] + ways[0]).min(steps[1] + ways[1]).min(steps[2] + ways[2]).min(NEVER)
    };
    let apart = [cheapest(0, [0; 3]), cheapest(1, [0; 3]), behind[TITLED]];
    let mut costs = [NEVER; STATES];
    costs[TITLED] = choose(2, apart);
    if word.beside == [[0; 3]; 3] {
        let [normal, run] = [choose(0, apart), choose(1, apart)];
        costs[..TITLED].copy_from_slice(&[normal, normal, normal, run, run, run]);
    } else {
        for (form, &beside) in word.beside.iter().enumerate().take(if from_own { 3 } else { 2 }) {
            let ways = [cheapest(0, beside), cheapest(1, beside), behind[TITLED]];
            (costs[form], costs[3 + form]) = (choose(0, ways), choose(1, ways));
        }
    }
    costs
}

/// What `word` costs by itself in each state: its form by habit, and its surface given form and regime.
fn local(word: &Observation, weights: &Weights, alone: bool) -> [i32; STATES] {
    let habit = word.habit;
    if weights.blind {
        return [habit[0], habit[1], habit[2], NEVER, NEVER, NEVER, NEVER];
    }
    let [normal, run] = surface(word, weights);
    let cost = |form: usize, surface: i32| (habit[form] + surface).min(NEVER);
    [
        cost(0, normal[0]),
        cost(1, normal[1]),
        cost(2, normal[2]),
        cost(0, run[0]),
        cost(1, run[1]),
        cost(2, run[2]),
        titled(word, alone),
    ]
}

/// The cost of meeting the word in a title: names are likelier there than words never capitalised elsewhere, and titles
/// keep particles small.
///
/// Headings that stand `alone` are made of any words.
fn titled(word: &Observation, alone: bool) -> i32 {
    match (word.surface, word.class) {
        (Surface::Title, Class::Closed) if alone => 600,
        (Surface::Title, Class::Content) if alone => 60,
        (Surface::Fixed, _) => 0,
        (Surface::Title, Class::Particle) => 2600,
        (Surface::Title, Class::Closed) => 1500,
        (Surface::Title, Class::Content) => (word.habit[1].min(word.habit[2]) / 4).min(1200),
        (Surface::Lower, Class::Particle) => 150,
        (Surface::Lower, Class::Closed) => 2500,
        (Surface::Lower, Class::Content) => 4600,
        (Surface::Upper, _) => 600,
    }
}

/// What the surface of a word costs that is meant in each of the forms, in running text and in a run.
///
/// The figures were set on the development corpora, all kinds of casing noise together; halving or doubling any of the
/// probabilities moves the share of words in right case by less than a thousandth.
fn surface(word: &Observation, weights: &Weights) -> [Costs; 2] {
    let &Weights { kept, lowered, lowered_start, shouted, .. } = weights;
    let particle = word.class == Class::Particle;
    if word.position == Position::Start {
        return [match word.surface {
            Surface::Fixed => [0; 3],
            Surface::Title => [10, 10, 3000],
            Surface::Lower => [lowered_start, lowered_start, lowered],
            Surface::Upper => [shouted, shouted, 20],
        }; 2];
    }
    match word.surface {
        Surface::Fixed => [[0; 3]; 2],
        Surface::Title => {
            let meant_small = match (word.position, word.class) {
                (Position::Soft, _) => 700,
                // "What About the Jews?": no one capitalises "about" by itself, but titles do "The".
                (_, Class::Closed) => 3400,
                _ => 6200,
            };
            [[meant_small, kept, 4600], [if particle { 600 } else { 30 }, 40, 2000]]
        }
        Surface::Lower => [[5, lowered, lowered], [if particle { 800 } else { 4600 }, 4500, 4500]],
        Surface::Upper => [[shouted, 6900, kept], [shouted.min(4000), 6000, 50]],
    }
}
