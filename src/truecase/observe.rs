//! From the words of a sentence to what the lattice weighs.

use std::ops::Range;

use super::class::Class;
use super::costs::{Costs, cost};
use super::evidence::{self, CasedEvidence, PairEvidence, WordEvidence};
use super::pattern::{Pattern, Surface};
use super::place::{Position, number_before, number_behind, place};
use super::sightings::{self, Seen, Sightings};
use super::tally::NEVER_NAME;
use crate::document::{Document, Word};
use crate::lexicon::{Entry, Lexicon};
use crate::text::shape::CaseShape;

/// What is known of a word by its letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub(super) hash: u64,
    pub(super) evidence: Option<WordEvidence>,
    /// Costs of its patterns inside sentences.
    pub(super) prior: Costs,
}

/// What is known of the words met, kept from text to text.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// The generation of spellings whose numbers are meant.
    of: u32,
    known: Vec<Option<Known>>,
}

impl Vocabulary {
    /// Makes ready for the words of `document`.
    pub(super) fn begin(&mut self, document: &Document<'_>) {
        if self.of != document.generation() {
            self.of = document.generation();
            self.known.clear();
        }
    }

    /// What is known of `word`.
    pub(super) fn of(&mut self, document: &Document<'_>, word: &Word, evidence: &CasedEvidence) -> Known {
        // An entry may hold for one form of a spelling only.
        let at = 2 * word.spelling as usize + usize::from(word.entry.is_some());
        if at >= self.known.len() {
            self.known.resize(at + 1, None);
        }
        *self.known[at].get_or_insert_with(|| {
            let hash = evidence::hash(document.lower(word));
            let evidence = evidence.word(hash);
            Known { hash, evidence, prior: prior(word.entry, evidence) }
        })
    }
}

/// Sightings at most that cased evidence is worth, and those that the shares of the lexicon are.
const MOST_SIGHTINGS: i32 = 200;
const OF_LEXICON: i32 = 5;
/// Costs of the patterns of a word of which nothing is known.
const UNKNOWN: Costs = [700, 800, 2900];

/// Costs of the patterns of a word inside sentences, from cased evidence and the shares of the lexicon.
fn prior(entry: Option<Entry>, evidence: Option<WordEvidence>) -> Costs {
    let lexicon = entry.map_or(UNKNOWN, |entry| {
        let casing = entry.casing();
        let title = if entry.is_name() { casing.title } else { casing.title / 2 };
        let shares =
            [casing.lower, title, casing.upper.saturating_add(casing.mixed)].map(|share| 2 * u32::from(share) + 1);
        shares.map(|share| cost(share, shares.iter().sum()))
    });
    let Some(evidence) = evidence else { return lexicon };
    let sightings = (1_i32 << (evidence.count / 2).min(8)).min(MOST_SIGHTINGS);
    let mix = |pattern: usize| {
        (sightings * evidence.costs[pattern] + OF_LEXICON * lexicon[pattern]) / (sightings + OF_LEXICON)
    };
    [mix(0), mix(1), mix(2)]
}

/// A word as the lattice sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observation {
    pub(super) known: Known,
    pub(super) surface: Surface,
    pub(super) letters: u8,
    pub(super) position: Position,
    /// Whether nothing but a space or a hyphen parts it from the word before.
    pub(super) glued: bool,
    pub(super) class: Class,
    /// Sightings elsewhere in the text.
    pub(super) seen: Seen,
    /// Costs of its patterns inside a sentence of this text.
    pub(super) costs: Costs,
    /// Costs of its patterns (column) beside those of the word before (row).
    pub(super) beside: [Costs; 3],
    /// What is known of the pair of it and the word before.
    pub(super) pair: Option<PairEvidence>,
    /// Log-odds that numbers beside it add for a capital.
    pub(super) number: i32,
    /// Its pattern in the longest known name that it is part of, the words of that name, and its place among them.
    pub(super) name: Option<(Pattern, u8, u8)>,
    /// Whether letters in brackets are its initial, or it is those letters.
    pub(super) initials: bool,
    /// Whether the pattern of its own would be written as the word stands.
    pub(super) is_special: bool,
}

impl Observation {
    /// Log-odds of a capital inside a sentence of any text, in millinats.
    pub(super) fn capital_odds(&self) -> i32 {
        self.known.prior[0] - self.known.prior[1].min(self.known.prior[2])
    }

    /// Whether its capital or the lack of one tells of the word: it stands inside a sentence, and may be edited.
    pub(super) fn is_telling(&self) -> bool {
        self.position == Position::Mid && self.surface != Surface::Fixed
    }

    /// Whether it has a capital inside a sentence that no name explains.
    pub(super) fn is_odd(&self) -> bool {
        let never = self.capital_odds() < NEVER_NAME || self.class != Class::Content && self.capital_odds() < 0;
        self.is_telling() && self.surface.has_capital() && never
    }

    /// Whether it stands small inside a sentence, as words that are never names should.
    pub(super) fn is_even(&self) -> bool {
        self.is_telling() && self.surface == Surface::Lower && self.capital_odds() < NEVER_NAME
    }

    /// Whether another pattern than the one that stands there is likely enough for the sentence to be looked at.
    pub(super) fn is_suspicious(&self) -> bool {
        /// One in ten.
        const LIKELY: i32 = 2_300;
        let [lower, title, special] = self.costs;
        match (self.surface, self.position) {
            (Surface::Fixed, _) => false,
            (Surface::Lower, Position::Start) => true,
            (Surface::Lower, Position::Soft | Position::Mid) => title.min(special) < LIKELY || self.name.is_some(),
            (Surface::Title, Position::Start | Position::Soft) => special < LIKELY,
            (Surface::Title, Position::Mid) => lower.min(special) < LIKELY,
            (Surface::Upper | Surface::Mixed, _) => lower.min(title) < LIKELY || !self.is_special,
        }
    }
}

/// Weight of what neighbours tell, of 256: it overlaps with what the words tell.
const PAIR_WEIGHT: i32 = 180;
const NEIGHBOUR_WEIGHT: i32 = 110;
/// Bounds of it, in millinats.
const PAIR_MOST: i32 = 4_000;
const NEIGHBOUR_MOST: i32 = 2_200;
/// What the parts of a known name are worth to each other.
const NAME: i32 = 1_500;
/// Log-odds of a capital on any word.
const USUAL: i32 = -2_300;

/// Everything that observations are made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Observer<'o, 't> {
    pub(super) document: &'o Document<'t>,
    pub(super) lexicon: &'o Lexicon,
    pub(super) evidence: &'o CasedEvidence,
}

impl Observer<'_, '_> {
    /// Fills `out` with an observation for each of `words`, those of the sentence that starts at token `first`.
    ///
    /// # Complexity
    ///
    /// O(n) in the words, with a handful of look-ups for each.
    pub(super) fn observe(
        &self,
        words: Range<usize>,
        first: usize,
        sightings: &Sightings,
        vocabulary: &mut Vocabulary,
        out: &mut Vec<Observation>,
    ) {
        out.clear();
        let mut previous: Option<&Word> = None;
        for index in words.clone() {
            let word = &self.document.words()[index];
            let place = place(self.document, first, previous, word);
            let known = vocabulary.of(self.document, word, self.evidence);
            let seen = sightings.of(self.document, index);
            let surface = Surface::of(word);
            let is_special = surface == Surface::Fixed
                || surface.has_capital() && surface != Surface::Title && self.is_special(index, sightings);
            out.push(Observation {
                known,
                surface,
                letters: word.span.len().min(255) as u8,
                position: place.position,
                glued: place.glued,
                class: Class::of(word.classes),
                seen,
                costs: sightings::costs(known.prior, seen),
                beside: [[0; 3]; 3],
                pair: None,
                number: 0,
                name: None,
                initials: false,
                is_special,
            });
            self.numbers(first, word, known.hash, out);
            previous = Some(word);
        }
        self.names(words.clone(), out);
        self.initials(words, out);
    }

    /// Adds what pairs of neighbours tell; only asked of sentences that are looked at.
    pub(super) fn neighbours(&self, words: Range<usize>, observations: &mut [Observation]) {
        for at in 1..observations.len() {
            let (before, rest) = observations.split_at_mut(at);
            let (before, own) = (&before[at - 1], &mut rest[0]);
            let possessive = self.document.words()[words.start + at - 1].possessive;
            if own.glued && !possessive {
                self.beside(before, own);
            }
            if let (Some((first, _, a)), Some((second, length, b))) = (before.name, own.name)
                && b == a + 1
                && b < length
            {
                own.beside[first as usize][second as usize] -= NAME;
            }
        }
    }

    fn beside(&self, before: &Observation, own: &mut Observation) {
        own.pair = self.evidence.pair(evidence::hash_pair(before.known.hash, own.known.hash));
        let alone = |costs: Costs, capital: usize| if capital == 0 { costs[0] } else { costs[1].min(costs[2]) };
        for first in 0..3 {
            for second in 0..3 {
                let (a, b) = (usize::from(first > 0), usize::from(second > 0));
                own.beside[first][second] += if let Some(pair) = own.pair {
                    let told = pair[a][b] - alone(before.known.prior, a) - alone(own.known.prior, b);
                    told.clamp(-PAIR_MOST, PAIR_MOST) * PAIR_WEIGHT / 256
                } else {
                    let sign = |capital: usize| if capital > 0 { -1 } else { 1 };
                    let next = before.known.evidence.map_or(0, |e| (e.next[a] - USUAL) * sign(b));
                    let back = own.known.evidence.map_or(0, |e| (e.before[b] - USUAL) * sign(a));
                    let bound = |told: i32| told.clamp(-NEIGHBOUR_MOST, NEIGHBOUR_MOST) * NEIGHBOUR_WEIGHT / 256;
                    (bound(next) + bound(back)) / 2
                };
            }
        }
    }

    /// Adds what a number beside the last of `out` tells: "May 2015", "march 1".
    fn numbers(&self, first: usize, word: &Word, hash: u64, out: &mut [Observation]) {
        let Some(own) = out.last_mut() else { return };
        let number = evidence::hash(evidence::NUMBER);
        let before = number_before(self.document, first, word).then(|| evidence::hash_pair(number, hash));
        let behind = number_behind(self.document, word).then(|| evidence::hash_pair(hash, number));
        let usual = own.capital_odds();
        if let Some(pair) = before.and_then(|pair| self.evidence.pair(pair)) {
            own.number += pair[0][0] - pair[0][1] - usual;
        }
        if let Some(pair) = behind.and_then(|pair| self.evidence.pair(pair)) {
            own.number += pair[0][0] - pair[1][0] - usual;
        }
        own.costs[0] += own.number.max(0);
        own.costs[1] += (-own.number).max(0);
        own.costs[2] += (-own.number).max(0);
    }

    /// Finds known names of several words, the longest first.
    fn names(&self, words: Range<usize>, out: &mut [Observation]) {
        let mut index = words.start;
        while index < words.end {
            let first = &self.document.words()[index];
            let begins =
                first.entry.is_some_and(Entry::begins_phrase) && out[index - words.start].class == Class::Content;
            let mut lowers = [""; 6];
            let mut count = 0;
            if begins {
                for (slot, at) in lowers.iter_mut().zip(index..words.end) {
                    if at > index && !self.follows_close(at) {
                        break;
                    }
                    *slot = self.document.lower(&self.document.words()[at]);
                    count += 1;
                }
            }
            let Some(name) = lowers.get(..count).filter(|l| l.len() > 1).and_then(|l| self.lexicon.phrase_from(l))
            else {
                index += 1;
                continue;
            };
            for (place, part) in name.text().split(' ').enumerate() {
                let pattern = match CaseShape::of(part) {
                    CaseShape::Lower => Pattern::Lower,
                    CaseShape::Upper | CaseShape::Mixed => Pattern::Special,
                    CaseShape::Title | CaseShape::Caseless => Pattern::Title,
                };
                out[index - words.start + place].name = Some((pattern, name.words() as u8, place as u8));
            }
            index += name.words();
        }
    }

    /// Whether nothing but blanks or a hyphen parts word `index` from the one before.
    fn follows_close(&self, index: usize) -> bool {
        let (before, word) = (&self.document.words()[index - 1], &self.document.words()[index]);
        let blank = |token: usize| self.document.at(self.document.tokens()[token].span).trim().is_empty();
        !before.possessive && (word.token == before.token || word.token == before.token + 2 && blank(word.token - 1))
    }

    /// Finds letters in brackets that are the initials of the words before them: "Economic Partnership Agreement (EPA)".
    fn initials(&self, words: Range<usize>, out: &mut [Observation]) {
        let mark = |token: Option<usize>| {
            token.and_then(|t| self.document.tokens().get(t)).map_or("", |t| self.document.at(t.span))
        };
        for index in words.clone().skip(2) {
            let word = &self.document.words()[index];
            let lower = self.document.lower(word);
            let bracketed = mark(word.token.checked_sub(1)) == "(" && mark(Some(word.token + 1)) == ")";
            if !bracketed || !(2..=7).contains(&lower.len()) || !lower.is_ascii() {
                continue;
            }
            let mut left = lower.bytes().rev().peekable();
            let mut at = index;
            while at > words.start && left.peek().is_some() {
                at -= 1;
                let initial = self.document.lower(&self.document.words()[at]).bytes().next();
                if left.peek().copied() == initial {
                    left.next();
                } else if out[at - words.start].class != Class::Particle {
                    break;
                }
            }
            if left.peek().is_none() {
                for own in &mut out[at - words.start..=index - words.start] {
                    own.initials = own.class == Class::Content;
                }
            }
        }
    }

    /// Whether the pattern of its own in which word `index` is known is the one in which it stands.
    fn is_special(&self, index: usize, sightings: &Sightings) -> bool {
        let mut own = String::new();
        self.spell(index, Pattern::Special, sightings, &mut own);
        own == self.document.surface(&self.document.words()[index])
    }

    /// Whether the pattern of its own of word `index` is known: 0 it is a guess, 1 by the lexicon, 2 by the text.
    pub(super) fn special_source(&self, index: usize, sightings: &Sightings) -> i32 {
        let word = &self.document.words()[index];
        if sightings.special(self.document, index).is_some_and(|like| like != index) {
            2
        } else {
            i32::from(word.entry.is_some_and(|e| e.is_name() && (e.casing().upper >= 128 || e.casing().mixed >= 128)))
        }
    }

    /// Appends word `index` in `pattern` to `out`.
    pub(super) fn spell(&self, index: usize, pattern: Pattern, sightings: &Sightings, out: &mut String) {
        let word = &self.document.words()[index];
        let surface = self.document.surface(word);
        let folded;
        let lower = if surface.is_ascii() {
            self.document.lower(word)
        } else {
            folded = surface.to_lowercase();
            &folded
        };
        match pattern {
            Pattern::Lower => out.push_str(lower),
            Pattern::Title => CaseShape::Title.write(lower, out),
            Pattern::Special => {
                let like = sightings
                    .special(self.document, index)
                    .map(|like| self.document.surface(&self.document.words()[like]));
                let mixed = |e: &Entry| e.casing().mixed > e.casing().upper;
                let canonical = || word.entry.filter(mixed).and_then(|e| self.lexicon.canonical(e.id()));
                if let Some(form) = like
                    .filter(|form| form.chars().any(char::is_lowercase))
                    .or_else(canonical)
                    .filter(|form| form.chars().count() == lower.chars().count())
                {
                    out.push_str(form);
                } else {
                    // "PRs": several of what is an acronym.
                    let stem = self.lexicon.lists().without_plural(lower).filter(|stem| {
                        word.entry.is_none()
                            && stem.len() > 1
                            && self.lexicon.entry(stem).is_some_and(|e| e.casing().upper >= 200)
                    });
                    CaseShape::Upper.write(stem.unwrap_or(lower), out);
                    out.extend(stem.map(|_| self.lexicon.lists().name_plural()));
                }
            }
        }
    }
}
