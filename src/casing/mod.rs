//! Truecasing: which letters are meant to be capitals.
//!
//! Damage comes in kinds: runs of words that a machine has capitalised, names and acronyms written small, whole texts in
//! one case. A first look measures how much of it a text has ([`damage`]); most texts have none and are left at that.
//! Else each sentence is decoded ([`decoder`]) from the habits of its words ([`habit`]), the company they keep
//! ([`observe`]) and what the text itself shows elsewhere ([`sightings`]), twice: the first reading tells how much damage
//! to expect and which of the sightings lie outside of runs.

mod calibration;
mod company;
mod damage;
mod decoder;
#[cfg(all(test, feature = "embedded"))]
mod fit;
mod habit;
mod judge;
mod observe;
mod sightings;
mod weights;

use crate::casing::damage::{Damage, Style};
use crate::casing::decoder::{Choice, Lattice, Regime, Surface, Weights};
use crate::casing::habit::Form;
use crate::casing::judge::{Decoded, Features, Question, Tally};
use crate::casing::observe::{Observer, Scratch, Signs};
use crate::casing::sightings::Sightings;
use crate::document::{Document, Joint, Word};
use crate::lexicon::Lexicon;
use crate::plan::edit::{Confidence, Evidence};
use crate::settings::Noise;
use crate::span::Span;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{Token, TokenKind};
use crate::truecase::class::Class;
use crate::truecase::place::Position;

/// Why a word is written otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Reason {
    /// It stands in a run of capitalised words.
    Run = 0,
    /// It is shouted.
    Shout = 1,
    /// It begins a sentence.
    Start = 2,
    /// It is a name.
    Name = 3,
    /// It has a pattern of its own: an acronym, a brand.
    Special = 4,
    /// The whole text is written in one case.
    Whole = 5,
}

impl Reason {
    pub(super) const COUNT: usize = 6;
}

/// How one word is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Casing {
    /// What is to be written otherwise: a word, with its "'S" where a text is all in capitals.
    pub(crate) span: Span,
    /// It as it is to be written.
    pub(crate) replacement: String,
    /// The pattern of the replacement.
    pub(crate) shape: CaseShape,
    pub(crate) confidence: Confidence,
    pub(crate) evidence: Vec<Evidence>,
    /// What the calibration counts.
    #[cfg(test)]
    pub(crate) decided: (Reason, i32),
}

/// What the truecaser found in a text.
#[derive(Debug, Default)]
pub(crate) struct Casings {
    /// The words to be written otherwise, in the order of the text.
    pub(crate) words: Vec<Casing>,
    /// Words that a machine has capitalised.
    pub(crate) in_runs: usize,
    /// Names and acronyms written small.
    pub(crate) lowered: usize,
    /// Words in runs that keep their capital because no lexicon knows them: if one is a misspelling, it was meant small.
    pub(crate) unknown_in_runs: Vec<usize>,
}

/// Memory of the truecaser, to be used again.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    scratch: Scratch,
    lattice: Lattice,
    choices: Vec<Choice>,
    tallies: Vec<Tally>,
}

/// Least margins in millinats below which a word stays as it is: a capital is lowered on strong evidence only, since
/// whoever put it may have meant it.
const LEAST_MARGIN: [i32; Reason::COUNT] = [1500, 1000, 400, 700, 700, 0];
/// The same for a capital inside a sentence of a text without any, which the caller says is speech; and where it only looks so:
/// nobody asked for capitals there, and the lower margin harms six right words of a thousand.
const LEAST_SMALL: i32 = 1500;
const LEAST_UNASKED: i32 = 3000;
/// A capital between two that fall stays where it is likelier meant by as much.
const WITH_BOTH: i32 = 1500;
/// The least margins of a capital that ends a stretch of them, behind one that falls, and of one that begins it.
const BEHIND_ONE: i32 = 800;
const BEFORE_ONE: i32 = 1200;

/// Words of which the first look is taken, whatever of them is open: as many tell how a text is damaged. Behind them only
/// sentences that are open as a whole are looked at.
const LOOKED_AT: usize = 20_000;

/// How much dearer the decoder finds capitals on a small word that is not worth a second look, in millinats.
const FAR_FROM_NAMES: i32 = 4500;

/// Finds the words of `document` whose capitals are not as meant, in sentences with a word that `is_open`.
///
/// # Complexity
///
/// O(n) in the words. A text without damage is looked at once, without any memory being asked for.
pub(crate) fn truecase(
    document: &Document<'_>,
    lexicon: &Lexicon,
    noise: Noise,
    is_open: &dyn Fn(Span) -> bool,
    cache: &mut Cache,
) -> Casings {
    let mut found = Casings::default();
    let mut verdicts = Vec::new();
    (found.in_runs, found.lowered) = read(document, lexicon, noise, is_open, cache, |reading, passage| {
        reading.judge(passage, is_open, &mut verdicts);
        reading.decide(passage, &verdicts, &mut found.words, &mut found.unknown_in_runs);
    });
    found
}

/// Reads `document` and hands on each of its sentences, unless there is nothing to repair. Returns how many words runs
/// have capitalised, and how many names are written small.
fn read(
    document: &Document<'_>,
    lexicon: &Lexicon,
    noise: Noise,
    is_open: &dyn Fn(Span) -> bool,
    cache: &mut Cache,
    mut each: impl FnMut(&Reading<'_, '_>, &Passage<'_>),
) -> (usize, usize) {
    let mut damage = Damage::measure(document);
    let style = damage.style();
    let spoken = style == Style::Lower && (noise == Noise::Speech || damage.looks_spoken());
    let quiet = match style {
        Style::Lower => !spoken,
        Style::Upper | Style::Title => false,
        // Whoever reads letters off an image mistakes them one by one: no run of capitals comes of it. What looks like one
        // is a list of titles, which has few particles in capitals.
        Style::Mixed if noise == Noise::Ocr && !damage.has_odd_particles() => true,
        Style::Mixed => !damage.is_suspicious(),
    };
    if quiet {
        return (0, 0);
    }
    let has_open = |words: &[Word]| words.iter().any(|word| is_open(word.span));
    let mut seen_words = 0;
    let looked_at = |words: &[Word]| {
        let looked_at = seen_words < LOOKED_AT || words.iter().all(|word| is_open(word.span));
        seen_words += if looked_at { words.len() } else { 0 };
        looked_at
    };
    cache.scratch.company.begin(document);
    cache.scratch.habits.begin(document);
    let blank = Sightings::new(document);
    let mut seen = blank.clone();
    let mut tallies = std::mem::take(&mut cache.tallies);
    let least_small = if noise == Noise::Speech { LEAST_SMALL } else { LEAST_UNASKED };
    let mut reading = Reading { document, lexicon, style, least_small, cache };
    let judge = |reading: &Reading<'_, '_>, passage: &Passage<'_>| {
        reading.decoded(passage).count(&reading.observer(passage.sightings), &mut tallies);
        each(reading, &Passage { tallies: &tallies, ..*passage });
    };
    if style != Style::Mixed {
        let weights = if style == Style::Title { Weights::ONE_RUN } else { Weights::BLIND };
        reading.sentences(&blank, &damage, &weights, looked_at, |reading, passage| {
            reading.look_whole(passage, &mut seen);
        });
        reading.sentences(&seen, &damage, &weights, has_open, judge);
        cache.tallies = tallies;
        return (0, 0);
    }
    let expected = damage.weights();
    let mut first_look = Damage { names: 0, lowered: 0, kinds: 0, lowered_kinds: 0, ..damage };
    reading.sentences(&blank, &damage, &expected, looked_at, |reading, passage| {
        reading.look(passage, &mut seen, &mut first_look);
    });
    damage = first_look.of_part(seen_words, document.words().len());
    if damage.has_runs() || damage.names_fall() {
        let weights = damage.weights();
        reading.sentences(&seen, &damage, &weights, has_open, judge);
    }
    cache.tallies = tallies;
    (damage.in_runs as usize, damage.lowered as usize)
}

/// A sentence that has been read, and what the text around it shows.
#[derive(Clone, Copy, Debug)]
struct Passage<'p> {
    sightings: &'p Sightings,
    damage: &'p Damage,
    text: &'p Features,
    signs: &'p [Signs],
    tallies: &'p [Tally],
    /// Its number, and its first word.
    sentence: usize,
    first: usize,
    /// Whether it goes on with the sentence of a colon, as an item of a list.
    listed: bool,
}

/// One reading of a text, sentence by sentence.
struct Reading<'r, 't> {
    document: &'r Document<'t>,
    lexicon: &'r Lexicon,
    style: Style,
    /// The least margin of a capital inside a sentence of a text without any.
    least_small: i32,
    cache: &'r mut Cache,
}

impl Reading<'_, '_> {
    /// Decodes every sentence whose words are `wanted` and hands it on.
    fn sentences(
        &mut self,
        sightings: &Sightings,
        damage: &Damage,
        weights: &Weights,
        mut wanted: impl FnMut(&[Word]) -> bool,
        mut each: impl FnMut(&Self, &Passage<'_>),
    ) {
        let text = &Features::of_text(damage);
        let (mut announced, mut in_list) = (false, false);
        for sentence in 0..self.document.sentences().len() {
            let range = self.document.words_of(sentence);
            if range.is_empty() {
                continue;
            }
            in_list = (announced || in_list) && self.is_item(sentence);
            announced = self.announces(sentence);
            if !wanted(&self.document.words()[range.clone()]) {
                continue;
            }
            let of = &self.document.sentences()[sentence];
            let listed = in_list && !of.stopped;
            let observer = Observer::new(self.document, self.lexicon, self.style, sightings);
            let Cache { scratch, lattice, choices, .. } = &mut *self.cache;
            observer.observe(range.clone(), of.tokens.start, listed, scratch);
            lattice.decode(&scratch.observations, weights, of.alone && !of.stopped, choices);
            let signs = std::mem::take(&mut scratch.signs);
            let first = range.start;
            each(self, &Passage { sightings, damage, text, signs: &signs, tallies: &[], sentence, first, listed });
            self.cache.scratch.signs = signs;
        }
    }

    fn observer<'s>(&self, sightings: &'s Sightings) -> Observer<'s, '_>
    where
        Self: 's,
    {
        Observer::new(self.document, self.lexicon, self.style, sightings)
    }

    /// The sentence as it was decoded.
    fn decoded<'d>(&'d self, passage: &Passage<'d>) -> Decoded<'d> {
        let sentence = &self.document.sentences()[passage.sentence];
        Decoded {
            observations: &self.cache.scratch.observations,
            choices: &self.cache.choices,
            signs: passage.signs,
            tallies: passage.tallies,
            text: passage.text,
            first: passage.first,
            heading: sentence.alone && !sentence.stopped,
            listed: passage.listed,
        }
    }

    /// Whether a bullet or a number stands before the words of a sentence.
    fn is_item(&self, sentence: usize) -> bool {
        let tokens = &self.document.tokens()[self.document.sentences()[sentence].tokens.clone()];
        tokens.iter().find(|t| !is_blank(t)).is_some_and(|t| t.kind != TokenKind::Word)
    }

    /// Whether a colon ends a sentence.
    fn announces(&self, sentence: usize) -> bool {
        let tokens = &self.document.tokens()[self.document.sentences()[sentence].tokens.clone()];
        tokens.iter().rfind(|t| !is_blank(t)).is_some_and(|t| self.document.at(t.span) == ":")
    }

    /// Notes what the first reading of a sentence shows where the whole text is in one case.
    fn look_whole(&self, passage: &Passage<'_>, seen: &mut Sightings) {
        let decoded = self.decoded(passage);
        for (i, (word, choice)) in decoded.observations.iter().zip(decoded.choices).enumerate() {
            let index = decoded.first + i;
            if word.surface == Surface::Fixed {
                continue;
            }
            if word.position != Position::Start {
                seen.note_reading(index, judge::decoded(choice));
            }
            if passage.signs[i].initials && choice.form == Form::Special {
                seen.note(index, Form::Special, false);
            }
        }
    }

    /// Notes what the first reading of a sentence shows.
    fn look(&self, passage: &Passage<'_>, seen: &mut Sightings, damage: &mut Damage) {
        let decoded = self.decoded(passage);
        let observer = self.observer(passage.sightings);
        let Decoded { observations, choices, first, heading, .. } = decoded;
        let mut at = 0;
        while at < choices.len() {
            if choices[at].regime != Regime::Run {
                at += 1;
                continue;
            }
            let end = at + choices[at..].iter().take_while(|c| c.regime == Regime::Run).count();
            let lowered = |i: &usize| {
                let seen = &observations[*i];
                seen.position == Position::Mid && seen.surface == Surface::Title && choices[*i].form == Form::Lower
            };
            let closed = |i: &usize| lowered(i) && observations[*i].class != Class::Content;
            if end - at >= 3 && !heading && (at..end).any(|i| closed(&i)) {
                damage.runs += 1;
                damage.in_runs += (at..end).filter(lowered).count() as u32;
            }
            at = end;
        }
        for (i, (word, choice)) in observations.iter().zip(choices).enumerate() {
            let index = first + i;
            let of = &self.document.words()[index];
            if word.surface == Surface::Fixed && of.shape == CaseShape::Mixed && !of.protected {
                seen.note(index, Form::Special, false);
            }
            if word.position != Position::Mid || word.surface == Surface::Fixed {
                continue;
            }
            if of.entry.is_some_and(damage::is_always_a_name) {
                damage.name(self.document.times(of), word.surface == Surface::Lower);
            }
            let read = match word.class {
                Class::Content => &mut damage.never_read,
                Class::Particle | Class::Closed => &mut damage.closed_read,
            };
            if word.class != Class::Content || of.entry.is_some_and(damage::is_never_a_name) {
                read[usize::from(word.surface != Surface::Lower)] += u32::from(word.surface != Surface::Upper);
            }
            damage.singles += u32::from(decoded.is_slip(&observer, i));
            // What a word says that is written small is said by every other one that is; and a part of a long name says
            // nothing of the word by itself.
            let part = passage.signs[i].initials && word.surface == Surface::Title;
            if word.surface != Surface::Lower && !part {
                seen.note_reading(index, judge::decoded(choice));
            }
            if choice.regime == Regime::Run || part {
                continue;
            }
            let deliberate = choice.regime == Regime::Titled;
            seen.note(index, word.as_written(), deliberate);
            let follows = i > 0
                && word.surface == Surface::Title
                && observations[i - 1].surface == Surface::Title
                && observations[i - 1].position == Position::Mid
                && choices[i - 1].regime != Regime::Run
                && self.document.words()[index].token <= self.document.words()[index - 1].token + 2;
            if follows {
                seen.note_pair(index, deliberate);
            }
        }
    }

    /// What is to be asked about word `i` of a decoded sentence; nothing where no capital is in question.
    fn question(&self, decoded: &Decoded<'_>, i: usize) -> Option<Question> {
        let word = &decoded.observations[i];
        // A heading is written as its writer likes.
        let heading = decoded.heading && decoded.choices[i].regime == Regime::Titled && self.style == Style::Mixed;
        if word.position == Position::Start || heading || self.document.words()[decoded.first + i].protected {
            return None;
        }
        let written = &self.document.words()[decoded.first + i];
        let is_letter = written.span.len() == 1 && self.document.lower(written) != "a";
        match (self.style, word.surface) {
            (Style::Mixed, Surface::Title) => Some(Question::Run),
            // The first person is no name, and has a capital beside whatever else.
            (Style::Mixed, Surface::Lower) if written.classes.has(Classes::FIRST_PERSON) => None,
            // Most words are far from being names.
            (Style::Mixed, Surface::Lower) if judge::decoded(&decoded.choices[i]) > FAR_FROM_NAMES => None,
            (Style::Mixed, Surface::Lower) => Some(Question::Name),
            (Style::Title, Surface::Title) => Some(Question::Title),
            // "Plan B", "S. Buckeye": a letter that is no word is a name or an initial, and the decoder's.
            (Style::Lower | Style::Upper, _) if is_letter => None,
            (Style::Lower | Style::Upper, Surface::Lower | Surface::Title) => Some(Question::Blind),
            _ => None,
        }
    }

    /// The form in which word `i` is meant, and the margin in millinats by which.
    ///
    /// Where the judge has no question, the decoder is believed; so it is about the form of capitals.
    fn verdict(&self, passage: &Passage<'_>, decoded: &Decoded<'_>, i: usize) -> (Form, i32) {
        let choice = &decoded.choices[i];
        let word = &decoded.observations[i];
        let Some(question) = self.question(decoded, i) else { return (choice.form, choice.margin) };
        if matches!(question, Question::Run | Question::Title) && choice.form == Form::Special {
            return (Form::Special, choice.margin);
        }
        let odds = decoded.gather(&self.observer(passage.sightings), passage.damage, i).log_odds(question);
        let capitals = if choice.forms[2] < choice.forms[1] { Form::Special } else { Form::Title };
        match question {
            Question::Run | Question::Title if odds > 0 => (Form::Lower, odds),
            Question::Run | Question::Title => (word.as_written(), -odds),
            Question::Name if odds > 0 => (capitals, odds),
            Question::Name => (Form::Lower, -odds),
            Question::Blind if odds > 0 => (Form::Lower, odds),
            Question::Blind => (capitals, -odds),
        }
    }

    /// Writes into `verdicts` what is meant by each word of a sentence that is open, and by how much; nothing for the others.
    ///
    /// Capitals side by side fall together: one that is in doubt falls where those on both its sides do, and at either end of a
    /// stretch beside one that does, at a smaller margin. "An annual Affair" is right as a whole or not at all.
    fn judge(&self, passage: &Passage<'_>, is_open: &dyn Fn(Span) -> bool, verdicts: &mut Vec<Option<(Form, i32)>>) {
        let decoded = self.decoded(passage);
        verdicts.clear();
        verdicts.extend(decoded.observations.iter().enumerate().map(|(i, word)| {
            let of = &self.document.words()[passage.first + i];
            let asked = word.surface != Surface::Fixed && !of.protected && is_open(of.span);
            asked.then(|| self.verdict(passage, &decoded, i))
        }));
        if self.style != Style::Mixed {
            return;
        }
        let least = LEAST_MARGIN[Reason::Run as usize];
        let is_capital = |i: usize| {
            decoded.observations.get(i).is_some_and(|word| word.is_inner_capital() && word.class == Class::Content)
        };
        let goes_on = |i: usize| is_capital(i) && decoded.observations[i].glued && i > 0 && is_capital(i - 1);
        // Whether the one before falls, of itself.
        let mut fell = false;
        for i in 0..verdicts.len() {
            let odds = |at: usize| match verdicts[at] {
                Some((Form::Lower, margin)) => margin,
                Some((Form::Title, margin)) => -margin,
                Some((Form::Special, _)) | None => -WITH_BOTH,
            };
            let falls = is_capital(i) && odds(i) >= least;
            let (before, after) = (goes_on(i), goes_on(i + 1));
            let next = after && odds(i + 1) >= least;
            let asked = match (before, after) {
                (true, true) if fell && next => -WITH_BOTH,
                (true, false) if fell => BEHIND_ONE,
                (false, true) if next => BEFORE_ONE,
                _ => least,
            };
            if is_capital(i) && !falls && odds(i) > asked {
                verdicts[i] = Some((Form::Lower, least));
            }
            fell = falls;
        }
    }

    /// Adds the words of a sentence that are to be written otherwise by their `verdicts`, and words that no lexicon knows and
    /// that keep their capital in a run.
    fn decide(
        &self,
        passage: &Passage<'_>,
        verdicts: &[Option<(Form, i32)>],
        found: &mut Vec<Casing>,
        unknown_in_runs: &mut Vec<usize>,
    ) {
        let decoded = self.decoded(passage);
        let observer = self.observer(passage.sightings);
        let run = decoded.choices.iter().filter(|c| c.regime == Regime::Run).count();
        let before = found.len();
        if self.style == Style::Upper {
            self.endings(passage.sentence, found);
        }
        for (i, word) in decoded.observations.iter().enumerate() {
            let Some((form, margin)) = verdicts[i] else { continue };
            let index = passage.first + i;
            let of = &self.document.words()[index];
            let starts = word.position == Position::Start && form == Form::Lower;
            if starts
                && self.style == Style::Mixed
                && word.surface == Surface::Lower
                && !self.begins(passage.sentence, index)
            {
                continue;
            }
            let form = if starts { Form::Title } else { form };
            let reason = match form {
                _ if self.style != Style::Mixed => Reason::Whole,
                Form::Lower if of.shape == CaseShape::Title => Reason::Run,
                Form::Lower => Reason::Shout,
                _ if starts => Reason::Start,
                Form::Title => Reason::Name,
                Form::Special => Reason::Special,
            };
            let raised = word.surface == Surface::Lower && matches!(reason, Reason::Name | Reason::Special);
            if raised && passage.damage.is_torn() && !passage.signs[i].seen {
                continue;
            }
            // Where prose speaks of code, "url" and "id" are names in it, and anywhere "debian/rules" and "os.path" are.
            if raised && self.style == Style::Mixed && (self.document.is_technical() || self.is_part(of)) {
                continue;
            }
            // "The" in the middle of a sentence belongs to a name that is known, or to none.
            let particle = word.class == Class::Particle && reason == Reason::Name;
            if particle && self.style == Style::Mixed && !passage.signs[i].phrase {
                continue;
            }
            // "the mid-1980s": what begins with a digit is no name.
            if raised && self.document.lower(of).starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            // Names that are written small are no reason to lower a title of a book.
            if reason == Reason::Run && !passage.damage.has_runs() {
                continue;
            }
            let in_doubt = form == Form::Lower && margin < LEAST_MARGIN[Reason::Run as usize];
            let stays = word.surface == Surface::Title && (form == Form::Title || in_doubt);
            let in_run = decoded.choices[i].regime == Regime::Run;
            if stays && in_run && of.entry.is_none() && word.position == Position::Mid {
                unknown_in_runs.push(index);
            }
            // In a text all small, most words are right as they are, and a lone letter is hardly ever a name.
            let small = self.style == Style::Lower && word.surface == Surface::Lower && !starts;
            let letter = of.span.len() == 1 && self.document.lower(of) != "i";
            let dotted = self.document.text().as_bytes().get(of.span.end()) == Some(&b'.');
            if small && (margin < self.least_small || letter && !dotted) {
                continue;
            }
            if margin < LEAST_MARGIN[reason as usize] || form == Form::Special && word.surface == Surface::Upper {
                continue;
            }
            let kept = matches!((form, of.shape), (Form::Lower, CaseShape::Lower) | (Form::Title, CaseShape::Title));
            if kept && self.style != Style::Upper && self.document.surface(of).is_ascii() {
                continue;
            }
            // "govuk-one-login" is no name with parts but one of its own.
            let strange = raised && of.entry.is_none() && !passage.signs[i].seen;
            if strange && (of.joint != Joint::Alone || observer.is_misspelt(of)) {
                continue;
            }
            let span = self.shouted(of);
            let surface = self.document.at(span);
            let mut replacement = String::with_capacity(surface.len());
            let own = self.document.surface(of);
            if own.is_ascii() {
                observer.spell(index, self.document.lower(of), form, &mut replacement);
            } else {
                observer.spell(index, &own.to_lowercase(), form, &mut replacement);
            }
            replacement.extend(surface.chars().skip(own.chars().count()).flat_map(char::to_lowercase));
            if replacement == surface {
                continue;
            }
            found.push(Casing {
                span,
                shape: CaseShape::of(&replacement),
                confidence: calibration::confidence(reason, margin),
                #[cfg(test)]
                decided: (reason, margin),
                evidence: self.evidence(index, reason, form, passage.signs[i], run),
                replacement,
            });
        }
        found[before..].sort_by_key(|casing| casing.span.start());
    }

    /// Adds the shouted endings of a sentence's numbers: "44TH", "1920S".
    fn endings(&self, sentence: usize, found: &mut Vec<Casing>) {
        for token in &self.document.tokens()[self.document.sentences()[sentence].tokens.clone()] {
            let text = self.document.at(token.span);
            let ending = text.trim_start_matches(|c: char| c.is_ascii_digit());
            if token.kind != TokenKind::Number
                || ending.len() == text.len()
                || !matches!(ending, "ST" | "ND" | "RD" | "TH" | "S")
                || self.document.is_closed(token.span)
            {
                continue;
            }
            let margin = 5000;
            found.push(Casing {
                span: Span::new(token.span.end() - ending.len(), token.span.end()),
                replacement: ending.to_lowercase(),
                shape: CaseShape::Lower,
                confidence: calibration::confidence(Reason::Whole, margin),
                evidence: vec![Evidence::WholeText],
                #[cfg(test)]
                decided: (Reason::Whole, margin),
            });
        }
    }

    /// Whether a word is part of a path or of a name with a dot in it.
    fn is_part(&self, word: &Word) -> bool {
        let text = self.document.text().as_bytes();
        let at = |at: Option<usize>| at.and_then(|at| text.get(at)).copied().unwrap_or(b' ');
        let (before, after) = (word.span.start().checked_sub(1), word.span.end());
        matches!(at(before), b'/' | b'.' | b'#')
            || at(Some(after)) == b'/'
            || at(Some(after)) == b'.' && at(Some(after + 1)).is_ascii_alphanumeric()
    }

    /// The span of a word, and of its "'S" if that is in capitals.
    fn shouted(&self, word: &Word) -> Span {
        let (start, end) = (word.span.start(), word.span.end());
        let mut behind = self.document.text().get(end..).unwrap_or_default().char_indices().skip(1);
        match behind.next() {
            Some((at, 'S')) if word.possessive && self.style == Style::Upper => Span::new(start, end + at + 1),
            _ => word.span,
        }
    }

    /// Whether word `index` begins a sentence behind the full stop of another one, in the same block.
    ///
    /// Items of lists, lines of verse and what follows an ellipsis often begin small.
    fn begins(&self, sentence: usize, index: usize) -> bool {
        let sentences = self.document.sentences();
        let starts = &sentences[sentence];
        let Some(before) = sentence.checked_sub(1).map(|s| &sentences[s]) else { return false };
        let tokens = self.document.tokens();
        let stop = starts.tokens.start.checked_sub(2).is_some_and(|t| self.document.at(tokens[t].span) == ".");
        let blank = starts.tokens.start.checked_sub(1).is_some_and(|t| self.document.at(tokens[t].span) == " ");
        starts.stopped
            && before.stopped
            && stop
            && blank
            && self.document.words()[index].token == starts.tokens.start
            && self.document.words_of(sentence).start == index
    }

    fn evidence(&self, index: usize, reason: Reason, form: Form, signs: Signs, run: usize) -> Vec<Evidence> {
        let mut evidence = Vec::with_capacity(2);
        match reason {
            Reason::Run | Reason::Shout => evidence.push(Evidence::CapitalRun { words: run }),
            Reason::Start => evidence.push(Evidence::SentenceStart),
            Reason::Whole => evidence.push(Evidence::WholeText),
            Reason::Name | Reason::Special => {}
        }
        if signs.calendar {
            evidence.push(Evidence::Date);
        }
        if signs.initials {
            evidence.push(Evidence::Initials);
        }
        if form != Form::Lower {
            if signs.phrase {
                evidence.push(Evidence::NamePhrase);
            }
            if signs.seen {
                evidence.push(Evidence::SeenHere);
            }
            if signs.pair {
                evidence.push(Evidence::LmToken);
            }
        }
        if let Some(entry) = self.document.words()[index].entry {
            let casing = entry.casing();
            let share = match form {
                Form::Lower => u32::from(casing.lower),
                Form::Title => u32::from(casing.title),
                Form::Special => u32::from(casing.upper) + u32::from(casing.mixed),
            };
            if share > 127 {
                evidence.push(Evidence::Habit { per_mille: (share * 1000 / 255) as u16 });
            }
        }
        if evidence.is_empty() && form != Form::Lower {
            evidence.push(Evidence::NamesSmall);
        }
        evidence
    }
}

impl From<Casings> for crate::truecase::Casings {
    fn from(casings: Casings) -> crate::truecase::Casings {
        let Casings { words, in_runs, lowered, unknown_in_runs } = casings;
        let word = |casing: Casing| crate::truecase::Casing {
            span: casing.span,
            replacement: casing.replacement,
            shape: casing.shape,
            confidence: casing.confidence,
            evidence: casing.evidence,
        };
        crate::truecase::Casings { words: words.into_iter().map(word).collect(), in_runs, lowered, unknown_in_runs }
    }
}

fn is_blank(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Space | TokenKind::LineBreak)
}

#[cfg(all(test, feature = "embedded"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::document::Buffers;

    fn repaired(text: &str, noise: Noise) -> String {
        let lexicon = crate::Language::english().lexicon();
        let document = Document::new(text, lexicon, &[], Buffers::default());
        let mut out = String::new();
        let mut at = 0;
        for casing in truecase(&document, lexicon, noise, &|_| true, &mut Cache::default()).words {
            out.push_str(text.get(at..casing.span.start()).unwrap());
            out.push_str(&casing.replacement);
            at = casing.span.end();
        }
        out.push_str(text.get(at..).unwrap());
        out
    }

    const DAMAGED: &str = "The council met in london on Tuesday To Talk About The Cost Of The Broken Machine. \
        Mr Hill said that the work would last until may 2031. He Added That Nobody Had Asked For It And That \
        The Money Should Go To Schools.\n\nThe mayor of Leeds, who had come by train, Said That Her Town Would \
        Not Pay For A Machine In london. Ships from france and the us bring most of the steel.";

    #[test]
    fn runs_are_lowered_and_names_raised() {
        let text = repaired(DAMAGED, Noise::Auto);
        assert!(text.contains("to talk about the cost of the broken machine."), "{text}");
        assert!(text.contains("nobody had asked for it and that the money should go to schools."), "{text}");
        assert!(text.contains("said that her town would not pay for a machine in London."), "{text}");
        assert!(text.contains("until May 2031") && text.contains("Mr Hill"), "{text}");
        assert!(text.contains("from France and the US bring"), "{text}");
    }

    #[test]
    fn places_tell_what_a_word_is() {
        let text =
            format!("{DAMAGED} A precarious us-japan deal of the mid-1980s fell apart. Co-Production Of It Stopped.");
        let text = repaired(&text, Noise::Auto);
        assert!(
            text.ends_with("A precarious US-Japan deal of the mid-1980s fell apart. Co-production of it stopped."),
            "{text}"
        );
        let torn = repaired(&format!("{DAMAGED} They signed a precarious us -japan deal."), Noise::Auto);
        assert!(torn.ends_with("They signed a precarious US -Japan deal."), "{torn}");
    }

    #[test]
    fn what_was_repaired_stays() {
        let text = repaired(DAMAGED, Noise::Auto);
        assert_eq!(repaired(&text, Noise::Auto), text);
    }

    #[test]
    fn right_texts_stay() {
        for text in [
            "How to Grow Tomatoes in a Small Flat\n\nPlant them in May. The Royal Society of Chemistry says so.",
            "She read To Kill a Mockingbird on her iPhone, then The Old Man and the Sea, and sold both on eBay.",
            "SECTION 2. LIMITATION OF LIABILITY\n\nNotices must be sent in writing to the address in Annex A.",
            "i woke and saw\nthe grass grow, the rain\nfall on lisbon and on me,\nand all of it was mine.",
        ] {
            assert_eq!(repaired(text, Noise::Auto), text);
        }
    }

    #[test]
    fn torn_words_are_no_names() {
        let torn = "We saw nnd heard tlnt thcro iho roofod buildors wcnt vp the hlll nnd pjcl bcforo.";
        let text = repaired(&format!("{DAMAGED} {torn}"), Noise::Auto);
        assert!(text.ends_with(torn), "{text}");
    }

    #[test]
    fn footnotes_do_not_hide_the_start_of_a_sentence() {
        let text = repaired(&DAMAGED.replace("steel.", "steel. [5] His answer To That Is On the web."), Noise::Auto);
        assert!(text.contains("steel. [5] His answer to that is on the web."), "{text}");
    }

    #[test]
    fn shouted_texts_keep_their_acronyms_and_lower_the_endings_of_numbers() {
        let shouted = "THE OFFICE MOVED TO THE 44TH STREET IN THE 1920S. STAFF LOG IN WITH SINGLE SIGN-ON (SSO), AND SSO IS \
            CHECKED BY THE NHS ONCE A YEAR.\n\nEVERYBODY SHOULD:\n\n- WRITE SMALL NOTES\n- READ THE NOTES OF OTHERS";
        assert_eq!(
            repaired(shouted, Noise::Auto),
            "The office moved to the 44th street in the 1920s. Staff log in with single sign-on (SSO), and SSO is \
            checked by the NHS once a year.\n\nEverybody should:\n\n- write small notes\n- read the notes of others"
        );
    }

    #[test]
    fn texts_in_one_case_are_written_anew() {
        let shouted = "THE FINANCE MINISTER FLEW TO BERLIN ON MONDAY. IT WAS HIS FIRST VISIT TO GERMANY SINCE THE \
            ELECTION, AND THE COUNTRY'S BANKS WERE GLAD TO SEE HIM.";
        assert_eq!(
            repaired(shouted, Noise::Auto),
            "The finance minister flew to Berlin on Monday. It was his first visit to Germany since the \
            election, and the country's banks were glad to see him."
        );
        let spoken = "i flew to berlin on monday. it was my first visit to germany since the election.";
        assert_eq!(repaired(spoken, Noise::Auto), spoken);
        assert_eq!(
            repaired(spoken, Noise::Speech),
            "I flew to Berlin on Monday. It was my first visit to Germany since the election."
        );
    }
}
