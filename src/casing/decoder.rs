//! The choice among the forms of a sentence's words.

use crate::casing::habit::{Costs, Form};
use crate::casing::parts::Class;
use crate::casing::place::Position;
use crate::steps;

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
    /// What each form (column) costs beside each form of the word before (row); less than zero where they agree.
    pub(super) beside: [Costs; 3],
    /// Which forms of the word before (three bits each) were seen beside which of this one in texts.
    pub(super) pairs: u16,
    /// Whether only blanks or a hyphen part it from the word before.
    pub(super) glued: bool,
}

impl Observation {
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
const NEVER: i32 = 1 << 28;

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
            let mut forms = [NEVER; 3];
            for (s, (ahead, behind)) in self.forward[index].iter().zip(&behind).enumerate() {
                let form = &mut forms[form_of(word, s) as usize];
                *form = (*form).min(ahead + behind);
            }
            let forms = forms.map(|cost| cost - total);
            let (best, written) = (form_of(word, state), word.as_written());
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
                behind = leave(&behind, word, weights);
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
            self.local.push(std::array::from_fn(|state| local(word, state, weights, alone)));
        }
        let start = if alone { &weights.start_alone } else { &weights.start };
        self.forward.push(std::array::from_fn(|s| (self.local[0][s] + start[regime_of(s) as usize]).min(NEVER)));
        self.from.push([0; STATES]);
        for (index, word) in words.iter().enumerate().skip(1) {
            let (mut costs, from) = arrive(&self.forward[index - 1], word, weights);
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

/// What it costs to come to each state of `word` from the cheapest one of the word before, whose costs are `so_far`, and
/// which that is: the first of those that cost the same.
///
/// A step costs by the two regimes and by the two forms, apart from each other; so the forms of a regime are compared first,
/// and then the regimes.
fn arrive(so_far: &[i32; STATES], word: &Observation, weights: &Weights) -> ([i32; STATES], [u8; STATES]) {
    let cheaper = |best: (i32, u8), other: (i32, u8)| if other.0 < best.0 { other } else { best };
    let cheapest = |regime: u8, beside: [i32; 3]| {
        let at = usize::from(regime) * 3;
        let ways = [(so_far[at] + beside[0], regime * 3), (so_far[at + 1] + beside[1], regime * 3 + 1)];
        cheaper(cheaper(ways[0], ways[1]), (so_far[at + 2] + beside[2], regime * 3 + 2))
    };
    let titled = (so_far[TITLED], TITLED as u8);
    let choose = |regime: usize, ways: [(i32, u8); 3]| {
        let way = |from: usize| (ways[from].0 + weights.transition[from][regime], ways[from].1);
        cheaper(cheaper(cheaper((NEVER, 0), way(0)), way(1)), way(2))
    };
    let (mut costs, mut states) = ([NEVER; STATES], [0; STATES]);
    for form in 0..3 {
        let beside = [word.beside[0][form], word.beside[1][form], word.beside[2][form]];
        let ways = [cheapest(0, beside), cheapest(1, beside), titled];
        for regime in 0..2 {
            (costs[regime * 3 + form], states[regime * 3 + form]) = choose(regime, ways);
        }
    }
    (costs[TITLED], states[TITLED]) = choose(2, [cheapest(0, [0; 3]), cheapest(1, [0; 3]), titled]);
    (costs, states)
}

/// What it costs to go on from each state of the word before to the cheapest one of `word`, which cost `behind` with all
/// that follows.
fn leave(behind: &[i32; STATES], word: &Observation, weights: &Weights) -> [i32; STATES] {
    let cheapest = |regime: usize, beside: [i32; 3]| {
        let at = regime * 3;
        (behind[at] + beside[0]).min(behind[at + 1] + beside[1]).min(behind[at + 2] + beside[2])
    };
    let choose = |regime: usize, ways: [i32; 3]| {
        let steps = weights.transition[regime];
        (steps[0] + ways[0]).min(steps[1] + ways[1]).min(steps[2] + ways[2]).min(NEVER)
    };
    let mut costs = [NEVER; STATES];
    for form in 0..3 {
        let ways = [cheapest(0, word.beside[form]), cheapest(1, word.beside[form]), behind[TITLED]];
        for regime in 0..2 {
            costs[regime * 3 + form] = choose(regime, ways);
        }
    }
    costs[TITLED] = choose(2, [cheapest(0, [0; 3]), cheapest(1, [0; 3]), behind[TITLED]]);
    costs
}

/// The cost of `word` in `state` by itself: of its form by habit, and of its surface given form and regime.
fn local(word: &Observation, state: usize, weights: &Weights, alone: bool) -> i32 {
    let form = form_of(word, state);
    if weights.blind {
        return if state < 3 { word.habit[form as usize] } else { NEVER };
    }
    if state == TITLED {
        return titled(word, alone);
    }
    (word.habit[form as usize] + surface(word, form, regime_of(state), weights)).min(NEVER)
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

/// The cost of the surface of a word meant in `form`.
///
/// The figures were set on the development corpora, all kinds of casing noise together; halving or doubling any of the
/// probabilities moves the share of words in right case by less than a thousandth.
fn surface(word: &Observation, form: Form, regime: Regime, weights: &Weights) -> i32 {
    use Surface::{Fixed, Lower, Title, Upper};
    let own = form == Form::Special && word.as_written() == Form::Special;
    if word.surface == Fixed {
        return 0;
    }
    if word.position == Position::Start {
        return match (word.surface, form) {
            (Title, Form::Lower | Form::Title) => 10,
            (Title, Form::Special) => 3000,
            (Lower, Form::Lower | Form::Title) => weights.lowered_start,
            (Lower, Form::Special) => weights.lowered,
            (_, Form::Special) => 20,
            (_, _) => weights.shouted,
        };
    }
    match (regime, form) {
        (Regime::Normal, Form::Lower) => match word.surface {
            Title if word.position == Position::Soft => 700,
            // "What About the Jews?": no one capitalises "about" by itself, but titles do "The".
            Title if word.class == Class::Closed => 3400,
            Title => 6200,
            Upper => weights.shouted,
            _ => 5,
        },
        (Regime::Normal, Form::Title) => match word.surface {
            Title => weights.kept,
            Lower => weights.lowered,
            _ => 6900,
        },
        (Regime::Normal, Form::Special) => match word.surface {
            _ if own => weights.kept,
            Lower => weights.lowered,
            _ => 4600,
        },
        (_, Form::Lower) => match (word.surface, word.class) {
            (Title, Class::Particle) => 600,
            (Title, _) => 30,
            (Lower, Class::Particle) => 800,
            (Lower, _) => 4600,
            _ => weights.shouted.min(4000),
        },
        (_, Form::Title) => match word.surface {
            Title => 40,
            Lower => 4500,
            _ => 6000,
        },
        (_, Form::Special) => match word.surface {
            _ if own => 50,
            Title => 2000,
            _ => 4500,
        },
    }
}
