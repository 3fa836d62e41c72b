//! From the words of a sentence to what the decoder weighs.

use std::ops::Range;

use crate::casing::company::Company;
use crate::casing::damage::{self, Style};
use crate::casing::decoder::{Observation, Surface};
use crate::casing::habit::{self, Costs, Form, Habits, NONE, SIGHTING};
use crate::casing::sightings::{Sighting, Sightings};
use crate::document::{Document, Joint, Word};
use crate::lexicon::{Entry, Lexicon};
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{Token, TokenKind};
use crate::truecase::class::Class;
use crate::truecase::place::{self, Place, Position, place};

// What neighbours say, in millinats. Set together on all kinds of casing noise of the development corpora; the optimum
// is flat: each of them can be halved for less than a thousandth of the words.

/// Two words seen in texts with these capitals, "New Delhi"; the other capitals of such a pair.
const PAIR: i32 = 700;
/// The same where one of the two is written small: a name that stands half lowered shows what it was.
const PAIR_LOWERED: i32 = 1100;
/// Two words that begin alike capitalised elsewhere in this text.
const PAIR_HERE: i32 = 1200;
/// Parts of a known name of several words.
const PHRASE: i32 = 1500;
/// A capitalised word goes on with another, or does not.
const GOES_ON: i32 = 700;
const GOES_ON_LOWERED: i32 = 1100;
const STOPS: i32 = 150;
/// The word that ends a name after its first: "Baath Party"; a title and its bearer.
const HEAD: i32 = 1000;
const HEAD_LOWERED: i32 = 1800;
const TITLE: i32 = 1000;
/// "University of Sheffield".
const HEAD_OF: i32 = 500;
/// A name that this text has again and again: "Bush" in an article on him.
const FREQUENT: i32 = 700;
/// "north" without a name behind it, "states" without "United" before it.
const ALONE: i32 = 1800;
/// Beyond doubt.
const SURE: i32 = 7000;

/// What the observer found beside the costs: which evidence spoke for a capital.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs {
    pub(super) phrase: bool,
    pub(super) pair: bool,
    pub(super) calendar: bool,
    pub(super) initials: bool,
    pub(super) country: bool,
    pub(super) seen: bool,
}

/// Everything that is known of a text.
pub(super) struct Observer<'o, 't> {
    pub(super) document: &'o Document<'t>,
    pub(super) lexicon: &'o Lexicon,
    pub(super) sightings: &'o Sightings,
    /// Whether the surface tells nothing.
    pub(super) blind: bool,
    /// Whether the whole text is written in one case.
    pub(super) whole: bool,
}

/// The forms of a word, written out.
#[derive(Debug, Default)]
struct Written {
    /// Which word of the text.
    of: Option<usize>,
    forms: [String; 3],
}

/// Memory of the observer, to be used again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// A word and the one before it.
    written: [Written; 2],
    pub(super) habits: Habits,
    pub(super) company: Company,
    pub(super) observations: Vec<Observation>,
    pub(super) signs: Vec<Signs>,
}

impl<'o, 't> Observer<'o, 't> {
    /// An observer of `document`, which is written in `style`.
    pub(super) fn new(
        document: &'o Document<'t>,
        lexicon: &'o Lexicon,
        style: Style,
        sightings: &'o Sightings,
    ) -> Observer<'o, 't> {
        let blind = matches!(style, Style::Lower | Style::Upper);
        Observer { document, lexicon, sightings, blind, whole: style != Style::Mixed }
    }

    /// Fills `scratch` with an observation for each of `words`, those of the sentence that starts at token `first`;
    /// `listed` if it is an item of a list that a colon announces.
    ///
    /// # Complexity
    ///
    /// O(n) in the words, with a handful of look-ups for each.
    pub(super) fn observe(&self, words: Range<usize>, first: usize, listed: bool, scratch: &mut Scratch) {
        scratch.observations.clear();
        scratch.signs.clear();
        scratch.written.iter_mut().for_each(|written| written.of = None);
        let mut previous = None;
        for (index, word) in words.clone().zip(&self.document.words()[words.clone()]) {
            let mut place = place(self.document, first, previous, word);
            if previous.is_none() && self.whole && (!listed || self.is_quoted(word)) {
                // Items of lists begin as the text's sentences do, but those that go on with one begin small as a rule.
                place.position = Position::Start;
            }
            let (mut observation, mut signs) = self.word(index, words.end, place, &mut scratch.habits);
            let Scratch { observations, written, company, .. } = &mut *scratch;
            if let (Some(before), true) = (observations.last(), place.glued) {
                observation.glued = true;
                observation.pairs = self.pairs(index, before, &observation, written, company);
                observation.beside = self.beside(index, before, &observation, &mut signs);
            }
            previous = Some(word);
            scratch.observations.push(observation);
            scratch.signs.push(signs);
        }
        self.phrases(words.clone(), scratch);
        self.initials(words, scratch);
    }

    /// Whether the lexicon has `lower` as a word that is no name.
    pub(super) fn is_common(&self, lower: &str) -> bool {
        self.lexicon.entry(lower).is_some_and(damage::is_never_a_name)
    }

    /// Whether a word that no lexicon holds is rather one that is no name, with a slip: "ordinences".
    ///
    /// Of the unknown words of seven letters or more that one change makes a common one, more are misspelt than named;
    /// shorter ones are near something or other by chance.
    pub(super) fn is_misspelt(&self, word: &Word) -> bool {
        let lower = self.document.lower(word);
        if lower.chars().count() < 7 {
            return false;
        }
        let mut near = Vec::new();
        self.lexicon.candidates(lower, 1, &mut near);
        near.iter().any(|&(id, _)| self.lexicon.entry_of(id).is_some_and(damage::is_never_a_name))
    }

    /// Whether a quotation opens right before `word`.
    fn is_quoted(&self, word: &Word) -> bool {
        let before = word.token.checked_sub(1).map(|token| self.document.at(self.document.tokens()[token].span));
        before.is_some_and(|mark| mark.starts_with(['"', '“', '‘', '«', '„', '\'']))
    }

    /// The word by itself.
    fn word(&self, index: usize, end: usize, place: Place, habits: &mut Habits) -> (Observation, Signs) {
        let document = self.document;
        let word = &document.words()[index];
        let lower = document.lower(word);
        let mut signs = Signs::default();
        let seen = self.sightings.of(index);
        signs.seen = seen.counts[1] + seen.counts[2] >= SIGHTING;
        let class = Class::of(word.classes);
        let unseen = habits.unseen(word, class);
        let mut habit = if seen == Sighting::default() { unseen } else { habit::costs(word.entry, class, seen) };
        let mut surface = match word.shape {
            _ if word.protected => Surface::Fixed,
            CaseShape::Lower => Surface::Lower,
            CaseShape::Title => Surface::Title,
            CaseShape::Upper => Surface::Upper,
            CaseShape::Mixed | CaseShape::Caseless => Surface::Fixed,
        };
        if self.blind && !word.protected && word.shape == CaseShape::Upper {
            surface = Surface::Lower;
        }
        if place.position == Position::Soft && !self.blind {
            // About one word in three has a capital there, whatever it is elsewhere.
            let share = 1100;
            habit = [habit[0] + 400, habit[1].min(habit[0] + share), habit[2] + 400];
        }
        let next = (index + 1 < end).then(|| &document.words()[index + 1]);
        if word.classes.has(Classes::FIRST_PERSON) {
            habit = [SURE, 0, NONE];
        } else if word.classes.has(Classes::MONTH)
            && (word.joint != Joint::Alone && surface == Surface::Title || place::beside_date(document, word))
        {
            (habit, signs.calendar) = ([SURE, 0, NONE], true);
        } else if matches!(lower, "bc" | "bce") && self.follows_number(index) {
            habit = [SURE, SURE, 0];
        } else if lower == "us" && self.is_country(index, place, next) {
            (habit, signs.country) = ([4000, SURE, 20], true);
        } else if word.classes.has(Classes::SMALL) {
            habit = [0, SURE, SURE];
        } else if is_dotted(lower) {
            habit = [5200, SURE, 0];
        } else if word.entry.is_none() && is_phonetic(lower) {
            surface = Surface::Fixed;
        } else if word.entry.is_none() && is_unspeakable(lower) {
            habit = [1600, 2300, 300];
        } else if word.classes.has(Classes::NEEDS_NAME) && !self.belongs(index, end, place) {
            habit[1] += ALONE;
        } else if word.classes.has(Classes::NOBLE) && next.is_some_and(|n| n.token <= word.token + 2 && n.token > 0) {
            // "al-Qaeda", "Claudio De Vincenti": families differ.
            surface = if surface == Surface::Upper { surface } else { Surface::Fixed };
        } else if self.blind && lower.len() == 1 && lower != "a" {
            habit = [SURE, 0, NONE];
        } else if surface == Surface::Lower && !self.blind && lower.chars().nth(1).is_none() && lower != "a" {
            // Variables, sounds, the letters of a list.
            surface = Surface::Fixed;
        } else if surface == Surface::Title && index > 0 && self.follows_address(index, place) {
            habit = [SURE, 0, NONE];
        } else if word.classes.has(Classes::NAME_END) && self.names_something(index, end) {
            habit[1] = (habit[1] - HEAD_OF).max(0);
        }
        if self.whole
            && class == Class::Content
            && self.sightings.is_frequent(index)
            && word.entry.is_some_and(Entry::is_name)
        {
            habit[1] = (habit[1] - FREQUENT).max(0);
        }
        if surface == Surface::Fixed {
            habit = [NONE, NONE, 0];
        } else if surface != Surface::Upper && !self.has_special(index) && habit[2] >= habit[0].min(habit[1]) {
            habit[2] = NONE;
        }
        (
            Observation {
                surface,
                position: place.position,
                class,
                habit,
                by_nature: unseen[1] - unseen[0],
                beside: [[0; 3]; 3],
                pairs: 0,
                glued: false,
            },
            signs,
        )
    }

    /// "the us", "us-japan": the country, not the pronoun.
    fn is_country(&self, index: usize, place: Place, next: Option<&Word>) -> bool {
        let document = self.document;
        let word = &document.words()[index];
        if matches!(word.joint, Joint::First | Joint::Inner | Joint::Last) && next.is_some() {
            return true;
        }
        // "a us -japan deal": a blank has come between.
        let torn = next.is_some_and(|n| {
            n.token == word.token + 3
                && document.at(document.tokens()[word.token + 2].span) == "-"
                && n.entry.is_some_and(Entry::is_name)
        });
        let before = if index > 0 && place.glued { document.lower(&document.words()[index - 1]) } else { "" };
        if torn || before == "the" {
            return true;
        }
        // "continued us military backing", but not "gave all of us military training".
        let noun = next.filter(|n| n.token == word.token + 2 && Class::of(n.classes) == Class::Content);
        let after_us = |n: &str| self.lexicon.has_pair("US", n) || self.lexicon.has_pair("US", &capitalised(n));
        let noun_follows = matches!(
            before,
            "a" | "after"
                | "against"
                | "and"
                | "at"
                | "between"
                | "by"
                | "from"
                | "in"
                | "on"
                | "per"
                | "than"
                | "towards"
                | "under"
                | "with"
        );
        let bound = !before.is_empty() && Class::of(document.words()[index - 1].classes) != Class::Content;
        (!bound || noun_follows) && noun.is_some_and(|n| after_us(document.lower(n)))
    }

    /// Whether a year or a century stands before word `index`: "44 BC", "the fifth century BC".
    fn follows_number(&self, index: usize) -> bool {
        let tokens = self.document.tokens();
        let token = self.document.words()[index].token;
        let before = token.checked_sub(2).map(|t| &tokens[t]);
        before.is_some_and(|t| t.kind == TokenKind::Number)
            || index > 0 && matches!(self.document.lower(&self.document.words()[index - 1]), "century" | "centuries")
    }

    /// Whether word `index`, part of many names, is part of one here: "South Korea", "United States".
    fn belongs(&self, index: usize, end: usize, place: Place) -> bool {
        let words = self.document.words();
        let named = |i: usize| words[i].entry.is_none_or(|e| e.casing().lower < 100);
        let after = index + 1 < end && words[index + 1].token <= words[index].token + 2 && named(index + 1);
        after || index > 0 && place.glued && named(index - 1)
    }

    /// Whether word `index` stands behind "Mr." or the like.
    fn follows_address(&self, index: usize, place: Place) -> bool {
        let before = &self.document.words()[index - 1];
        let near = place.glued || before.token + 3 == self.document.words()[index].token;
        near && place.position == Position::Mid && before.classes.has(Classes::ADDRESS)
    }

    /// Whether "of" or "for" and a name follow word `index`: "university of Sheffield".
    fn names_something(&self, index: usize, end: usize) -> bool {
        let words = self.document.words();
        index + 2 < end
            && matches!(self.document.lower(&words[index + 1]), "of" | "for")
            && words[index + 2].token == words[index].token + 4
            && self.document.words()[index + 2].entry.is_none_or(|e| e.casing().lower < 85)
    }

    /// Whether the word has a pattern of its own, in this text or in the lexicon.
    fn has_special(&self, index: usize) -> bool {
        let word = &self.document.words()[index];
        let shouted = |like: u32| self.document.words()[like as usize].shape == CaseShape::Upper;
        let common = word.entry.is_some_and(damage::is_never_a_name);
        self.sightings.special(index).is_some_and(|like| !common || !shouted(like))
            || self.document.words()[index].entry.is_some_and(|e| {
                let casing = e.casing();
                let own = u32::from(casing.upper) + u32::from(casing.mixed);
                // A word met a few times, and then shouted, is no acronym.
                if e.is_word() { own >= 13 && casing.weight >= 20 } else { own >= 13 }
            })
    }

    /// Writes the forms of word `index` out, unless they are.
    fn write(&self, index: usize, written: &mut Written) {
        if written.of.replace(index) == Some(index) {
            return;
        }
        let document = self.document;
        let lower = document.lower(&document.words()[index]);
        for form in Form::ALL {
            let out = &mut written.forms[form as usize];
            out.clear();
            self.spell(index, lower, form, out);
        }
    }

    /// Whether word `index`, which no lexicon holds, is an acronym with an "s" behind it.
    fn is_plural(&self, index: usize, lower: &str) -> bool {
        let stem = lower.strip_suffix('s').filter(|stem| stem.len() >= 2);
        self.document.words()[index].entry.is_none()
            && stem.and_then(|stem| self.lexicon.entry(stem)).is_some_and(|e| e.casing().upper >= 200)
    }

    /// Writes word `index` in `form`.
    pub(super) fn spell(&self, index: usize, lower: &str, form: Form, out: &mut String) {
        match form {
            Form::Lower => out.push_str(lower),
            Form::Title => CaseShape::Title.write(lower, out),
            Form::Special => {
                let like = self.sightings.special(index).filter(|_| !self.blind);
                let canonical = self.document.words()[index].entry.filter(|e| {
                    let casing = e.casing();
                    casing.mixed > casing.upper
                });
                if let Some(like) = like {
                    out.push_str(self.document.surface(&self.document.words()[like as usize]));
                } else if let Some(form) = canonical.and_then(|e| self.lexicon.canonical(e.id())) {
                    out.push_str(form);
                } else {
                    // "PRs": several of what is an acronym.
                    let stem = lower.strip_suffix('s').filter(|_| self.is_plural(index, lower));
                    CaseShape::Upper.write(stem.unwrap_or(lower), out);
                    out.extend(stem.map(|_| 's'));
                }
            }
        }
    }

    /// Which forms of words `index` and the one before were seen side by side, of those in which they may be meant.
    fn pairs(
        &self,
        index: usize,
        before: &Observation,
        word: &Observation,
        [current, previous]: &mut [Written; 2],
        company: &mut Company,
    ) -> u16 {
        let (first, second) = (&self.document.words()[index - 1], &self.document.words()[index]);
        if first.possessive {
            return 0;
        }
        let mut find = |wanted: &dyn Fn(usize, usize) -> bool| {
            if current.of == Some(index - 1) {
                std::mem::swap(previous, current);
            }
            self.write(index - 1, previous);
            self.write(index, current);
            self.lexicon.pairs(&previous.forms, &current.forms, wanted)
        };
        let pairs = company.pairs((first.spelling, second.spelling), || find(&|a, b| a < 2 && b < 2 && a + b > 0));
        let (own, own_too) = (before.has_own_form(), word.has_own_form());
        if !own && !own_too {
            return pairs;
        }
        // Patterns of their own differ from text to text.
        pairs | find(&|a, b| (a == 2 || b == 2) && (a < 2 || own) && (b < 2 || own_too))
    }

    /// What the word costs beside the one before.
    fn beside(&self, index: usize, before: &Observation, word: &Observation, signs: &mut Signs) -> [Costs; 3] {
        let document = self.document;
        let mut costs = [[0; 3]; 3];
        let previous = &document.words()[index - 1];
        // The first word of a sentence has a capital anyway: only its name speaks.
        let opening = before.position == Position::Start;
        let small = word.surface == Surface::Lower && !self.blind;
        let (goes_on, head) = if small { (GOES_ON_LOWERED, HEAD_LOWERED) } else { (GOES_ON, HEAD) };
        let half = small || before.surface == Surface::Lower && !self.blind;
        let pair = if half { PAIR_LOWERED } else { PAIR };
        if !previous.possessive {
            for (a, row) in costs.iter_mut().enumerate().filter(|_| word.pairs != 0) {
                for (b, cost) in row.iter_mut().enumerate() {
                    let shown = a + b > 0 && !(opening && a < 2);
                    let possible = before.habit[a] < NONE && word.habit[b] < NONE;
                    if shown && possible && word.pairs >> (a * 3 + b) & 1 == 1 {
                        *cost -= pair;
                        signs.pair |= b > 0;
                    }
                }
            }
            let content = word.class == Class::Content && before.class == Class::Content;
            let compound = matches!(document.words()[index].joint, Joint::Inner | Joint::Last);
            if content && !compound && before.position == Position::Mid {
                for row in &mut costs[1..] {
                    row[0] += STOPS;
                    row[1] -= goes_on;
                }
            }
            if document.words()[index].classes.has(Classes::NAME_END) && (!opening || before.habit[0] > 1500) {
                for row in &mut costs[1..] {
                    row[1] -= head;
                }
            }
            if previous.classes.has(Classes::TITLE) {
                costs[1][1] -= TITLE;
                costs[0][1] -= TITLE / 4;
            }
        }
        let here = self.sightings.pair(index).min(2 * SIGHTING);
        costs[1][1] -= PAIR_HERE * here as i32 / SIGHTING as i32;
        costs
    }

    /// Names of several words: their parts go together.
    fn phrases(&self, words: Range<usize>, scratch: &mut Scratch) {
        let mut index = words.start;
        while index < words.end {
            let first = &self.document.words()[index];
            if !first.entry.is_some_and(Entry::begins_phrase) || Class::of(first.classes) != Class::Content {
                index += 1;
                continue;
            }
            let next = index + 1;
            let begins = next < words.end && self.follows_close(next) && {
                let second = &self.document.words()[next];
                let two = || [self.document.lower(first), self.document.lower(second)];
                let spellings = (first.spelling, second.spelling);
                scratch.company.begins_name(spellings, || self.lexicon.begins_phrase(&two()))
            };
            let phrase = begins.then(|| {
                let mut lowers: [&str; 6] = [""; 6];
                let close = |&i: &usize| i == index || self.follows_close(i);
                let mut count = 0;
                for (slot, i) in lowers.iter_mut().zip((index..words.end).take_while(close)) {
                    *slot = self.document.lower(&self.document.words()[i]);
                    count += 1;
                }
                self.lexicon.phrase_from(&lowers[..count])
            });
            let Some(phrase) = phrase.flatten() else {
                index += 1;
                continue;
            };
            let mut before = None;
            for (k, part) in phrase.text().split(' ').enumerate() {
                let form = match CaseShape::of(part) {
                    CaseShape::Lower => Form::Lower,
                    CaseShape::Upper | CaseShape::Mixed => Form::Special,
                    _ => Form::Title,
                };
                let at = index - words.start + k;
                scratch.signs[at].phrase = true;
                if let Some(before) = before.replace(form) {
                    scratch.observations[at].beside[before as usize][form as usize] -= PHRASE;
                }
            }
            index += phrase.words();
        }
    }

    /// Whether nothing but blanks or a hyphen parts word `index` from the one before.
    fn follows_close(&self, index: usize) -> bool {
        let (before, word) = (&self.document.words()[index - 1], &self.document.words()[index]);
        let blank = |token: usize| self.document.at(self.document.tokens()[token].span).trim().is_empty();
        !before.possessive && (word.token == before.token || word.token == before.token + 2 && blank(word.token - 1))
    }

    /// A word in brackets whose letters are the initials of the capitalised words before it:
    /// "Comprehensive Economic Partnership Agreement (CEPA)".
    fn initials(&self, words: Range<usize>, scratch: &mut Scratch) {
        let tokens = self.document.tokens();
        let mark = |token: Option<&Token>| token.map_or("", |token| self.document.at(token.span));
        for index in words.clone().skip(2) {
            let word = &self.document.words()[index];
            if word.entry.is_some_and(Entry::is_word) {
                continue;
            }
            let bracketed = word.token.checked_sub(1).is_some_and(|before| mark(tokens.get(before)) == "(")
                && mark(tokens.get(word.token + 1)) == ")";
            let lower = self.document.lower(word);
            let count = lower.len();
            if !bracketed || !(3..=6).contains(&count) || !lower.is_ascii() {
                continue;
            }
            // Particles may be left out of the initials: "Organisation for Economic Co-operation".
            let mut left = lower.bytes().rev().peekable();
            let mut at = index;
            let mut spared = true;
            while at > words.start && left.peek().is_some() {
                at -= 1;
                let part = &scratch.observations[at - words.start];
                let initial = self.document.lower(&self.document.words()[at]).bytes().next();
                if left.peek().copied() == initial {
                    left.next();
                } else if part.class != Class::Particle {
                    if !spared {
                        break;
                    }
                    // "Comprehensive Economic Partnership Agreement (CPA)": letters fall out.
                    spared = false;
                }
            }
            let content = |o: &Observation| o.class == Class::Content;
            let named = at - words.start..index - words.start;
            if left.peek().is_some()
                || !self.blind
                    && scratch.observations[named.clone()].iter().any(|o| content(o) && o.surface == Surface::Lower)
            {
                continue;
            }
            for (observation, signs) in scratch.observations[named.clone()].iter_mut().zip(&mut scratch.signs[named]) {
                if content(observation) && observation.surface == Surface::Title && !self.blind {
                    observation.habit = [SURE, 0, NONE];
                    signs.initials = true;
                }
            }
            let acronym = &mut scratch.observations[index - words.start];
            acronym.habit = [SURE, SURE, 0];
            scratch.signs[index - words.start].initials = true;
        }
    }
}

/// `lower` with a capital.
fn capitalised(lower: &str) -> String {
    let mut chars = lower.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether a word holds letters of the phonetic alphabet: no case of theirs is meant.
fn is_phonetic(lower: &str) -> bool {
    lower.chars().any(|c| matches!(c, '\u{250}'..='\u{2ff}'))
}

/// Whether the word is letters with a full stop behind each: "u.s.", "j.k".
fn is_dotted(lower: &str) -> bool {
    if lower.chars().nth(1) != Some('.') {
        return false;
    }
    let stopped = lower.strip_suffix('.').unwrap_or(lower);
    stopped.contains('.')
        && stopped.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Whether no one could speak the word but letter by letter: "nhk", "dns"; or no English word begins so: "dkim", "sso".
fn is_unspeakable(lower: &str) -> bool {
    const ONSETS: &str = "bh bl br ch cl cr cz dh dj dr dw dz fj fl fr gh gl gn gr hr jh kh kl km kn kr ks kv kw ll mb mc mh mn mw \
                          nd ng nj nk nt nz pf ph pl pn pr ps pt rh sb sc sf sh sj sk sl sm sn sp sq sr st sv sw sz th tk tl \
                          tr ts tw tz vl vr wh wr xh zb zd zh zl zm zn zv zw";
    let vowel = |b: &u8| b"aeiouy".contains(b);
    let letters = lower.as_bytes();
    if !letters.iter().all(u8::is_ascii_lowercase) {
        return false;
    }
    let begins = |onset: &[u8]| ONSETS.split(' ').any(|o| o.as_bytes() == onset);
    match letters {
        _ if !letters.iter().any(vowel) => (2..=5).contains(&letters.len()),
        [first, second, ..] if letters.len() <= 6 => !vowel(first) && !vowel(second) && !begins(&[*first, *second]),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "embedded")]
    #[test]
    fn slips_are_told_from_names() {
        let text = "The goverments of salahuddin sell thier ordinences.";
        let document =
            Document::new(text, crate::Language::english().lexicon(), &[], crate::document::Buffers::default());
        let sightings = Sightings::new(&document);
        let observer = Observer::new(&document, crate::Language::english().lexicon(), Style::Mixed, &sightings);
        let misspelt = document.words().iter().filter(|word| word.entry.is_none() && observer.is_misspelt(word));
        let misspelt: Vec<&str> = misspelt.map(|word| document.lower(word)).collect();
        assert_eq!(misspelt, ["goverments", "ordinences"]);
    }

    #[test]
    fn initialisms_are_told_from_words() {
        assert!(["nhk", "dns", "ldp", "dkim", "sso"].iter().all(|w| is_unspeakable(w)));
        assert!(!["why", "cepa", "strengths", "é", "mbeki", "sri"].iter().any(|w| is_unspeakable(w)));
        assert!(is_phonetic("ˈvɔːr") && !is_phonetic("dvořák"));
    }
}
