//! Truecasing: which letters are meant to be capitals.
//!
//! Damage comes in kinds: runs of words that a machine has capitalised, names and acronyms written small, whole texts in
//! one case. A first look measures how much of it a text has ([`damage`]); most texts have none and are left at that.
//! Else each sentence is decoded ([`decoder`]) from the habits of its words ([`habit`]), the company they keep
//! ([`observe`]) and what the text itself shows elsewhere ([`sightings`]), twice: the first reading tells how much damage
//! to expect and which of the sightings lie outside of runs.

mod calibration;
mod damage;
mod decoder;
mod habit;
mod observe;
mod parts;
mod place;
mod sightings;

use std::ops::Range;

use crate::casing::damage::{Damage, Style};
use crate::casing::decoder::{Choice, Lattice, Regime, Surface, Weights};
use crate::casing::habit::Form;
use crate::casing::observe::{Observer, Scratch, Signs};
use crate::casing::parts::Class;
use crate::casing::place::Position;
use crate::casing::sightings::Sightings;
use crate::document::{Document, Word};
use crate::lexicon::Lexicon;
use crate::plan::edit::{Confidence, Evidence};
use crate::settings::Noise;
use crate::span::Span;
use crate::text::shape::CaseShape;

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
}

/// Least margins in millinats below which a word stays as it is: a capital is lowered on strong evidence only, since
/// whoever put it may have meant it.
const LEAST_MARGIN: [i32; Reason::COUNT] = [2500, 1000, 400, 1000, 400, 0];

/// The same for words in a short run without any function word in capitals: "the Iranian Revolutionary Guards".
const DOUBTED_MARGIN: i32 = 4000;

/// Finds the words of `document` whose capitals are not as meant.
///
/// # Complexity
///
/// O(n) in the words. A text without damage is looked at once, without any memory being asked for.
pub(crate) fn truecase(document: &Document<'_>, lexicon: &Lexicon, noise: Noise, cache: &mut Cache) -> Casings {
    let mut damage = Damage::measure(document);
    let style = damage.style();
    let spoken = style == Style::Lower && (noise == Noise::Speech || damage.looks_spoken());
    let mut found = Casings::default();
    let quiet = match style {
        Style::Lower => !spoken,
        Style::Upper | Style::Title => false,
        // Whoever reads letters off an image mistakes them one by one: no run of capitals comes of it. What looks like one
        // is a list of titles, which has few particles in capitals.
        Style::Mixed if noise == Noise::Ocr && !damage.has_odd_particles() => true,
        Style::Mixed => !damage.is_suspicious(),
    };
    if quiet {
        return found;
    }
    let mut sightings = Sightings::new(document);
    let mut reading = Reading { document, lexicon, style, cache };
    if style != Style::Mixed {
        let weights = if style == Style::Title { Weights::ONE_RUN } else { Weights::BLIND };
        reading.sentences(&sightings, &weights, |reading, sentence, first, signs| {
            reading.decide(&sightings, sentence, first, signs, &mut found);
        });
        return found;
    }
    let expected = damage.weights();
    let mut seen = std::mem::take(&mut sightings);
    let blank = Sightings::new(document);
    (damage.names, damage.lowered) = (0, 0);
    reading.sentences(&blank, &expected, |reading, sentence, first, _| {
        reading.look(sentence, first, &mut seen, &mut damage);
    });
    (found.in_runs, found.lowered) = (damage.in_runs as usize, damage.lowered as usize);
    if !damage.has_runs() && !damage.names_fall() {
        return found;
    }
    let weights = damage.weights();
    reading.sentences(&seen, &weights, |reading, sentence, first, signs| {
        reading.decide(&seen, sentence, first, signs, &mut found);
    });
    found
}

/// One reading of a text, sentence by sentence.
struct Reading<'r, 't> {
    document: &'r Document<'t>,
    lexicon: &'r Lexicon,
    style: Style,
    cache: &'r mut Cache,
}

impl Reading<'_, '_> {
    /// Decodes every sentence and hands it on: its number, its first word, its signs.
    fn sentences(
        &mut self,
        sightings: &Sightings,
        weights: &Weights,
        mut each: impl FnMut(&Self, usize, usize, &[Signs]),
    ) {
        let blind = weights.blind;
        for sentence in 0..self.document.sentences().len() {
            let range = self.document.words_of(sentence);
            if range.is_empty() {
                continue;
            }
            let of = &self.document.sentences()[sentence];
            let whole = self.style != Style::Mixed;
            let observer = Observer { document: self.document, lexicon: self.lexicon, sightings, blind, whole };
            let first = of.tokens.start;
            let Cache { scratch, lattice, choices } = &mut *self.cache;
            observer.observe(range.clone(), first, scratch);
            lattice.decode(&scratch.observations, weights, of.alone && !of.stopped, choices);
            let signs = std::mem::take(&mut scratch.signs);
            each(self, sentence, range.start, &signs);
            self.cache.scratch.signs = signs;
        }
    }

    /// Notes what the first reading of a sentence shows.
    fn look(&self, sentence: usize, first: usize, seen: &mut Sightings, damage: &mut Damage) {
        let observations = &self.cache.scratch.observations;
        let choices = &self.cache.choices;
        let of = &self.document.sentences()[sentence];
        let heading = of.alone && !of.stopped;
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
            if word.position != Position::Mid || word.surface == Surface::Fixed {
                continue;
            }
            let index = first + i;
            if self.document.words()[index].entry.is_some_and(damage::is_always_a_name) {
                damage.names += 1;
                damage.lowered += u32::from(word.surface == Surface::Lower);
            }
            if choice.regime == Regime::Run {
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

    /// Adds the words of a sentence that are to be written otherwise.
    fn decide(&self, sightings: &Sightings, sentence: usize, first: usize, signs: &[Signs], found: &mut Casings) {
        let observations = &self.cache.scratch.observations;
        let choices = &self.cache.choices;
        let run = choices.iter().filter(|c| c.regime == Regime::Run).count();
        let mut sure_until = 0;
        let mut doubted_until = 0;
        let observer = Observer {
            document: self.document,
            lexicon: self.lexicon,
            sightings,
            blind: matches!(self.style, Style::Lower | Style::Upper),
            whole: self.style != Style::Mixed,
        };
        for (i, (word, choice)) in observations.iter().zip(choices).enumerate() {
            let index = first + i;
            let of = &self.document.words()[index];
            if word.surface == Surface::Fixed || of.protected {
                continue;
            }
            let starts = word.position == Position::Start && choice.form == Form::Lower;
            if starts && self.style == Style::Mixed && word.surface == Surface::Lower && !self.begins(sentence, index) {
                continue;
            }
            let form = if starts { Form::Title } else { choice.form };
            let reason = match form {
                _ if self.style != Style::Mixed => Reason::Whole,
                Form::Lower if of.shape == CaseShape::Title => Reason::Run,
                Form::Lower => Reason::Shout,
                _ if starts => Reason::Start,
                Form::Title => Reason::Name,
                Form::Special => Reason::Special,
            };
            if choice.regime == Regime::Run && i >= sure_until.max(doubted_until) {
                let end = i + choices[i..].iter().take_while(|c| c.regime == Regime::Run).count();
                if self.is_sure_run(first, i..end) { sure_until = end } else { doubted_until = end }
            }
            if reason == Reason::Run && i < doubted_until && choice.margin < DOUBTED_MARGIN {
                continue;
            }
            let stays = form == Form::Title && word.surface == Surface::Title;
            if stays && choice.regime == Regime::Run && of.entry.is_none() && word.position == Position::Mid {
                found.unknown_in_runs.push(index);
            }
            if choice.margin < LEAST_MARGIN[reason as usize] {
                continue;
            }
            if form == Form::Special && word.surface == Surface::Upper {
                continue;
            }
            let span = self.shouted(of);
            let surface = self.document.at(span);
            let mut replacement = String::with_capacity(surface.len());
            observer.spell(index, &self.document.surface(of).to_lowercase(), form, &mut replacement);
            replacement
                .extend(surface.chars().skip(self.document.surface(of).chars().count()).flat_map(char::to_lowercase));
            if replacement == surface {
                continue;
            }
            found.words.push(Casing {
                span,
                shape: CaseShape::of(&replacement),
                confidence: calibration::confidence(reason, choice.margin),
                #[cfg(test)]
                decided: (reason, choice.margin),
                evidence: self.evidence(index, reason, form, signs[i], run),
                replacement,
            });
        }
    }

    /// Whether a run of capitals is no mere name: it is long, or holds function words that names keep small.
    fn is_sure_run(&self, first: usize, words: Range<usize>) -> bool {
        let lowered = |&i: &usize| {
            let word = &self.cache.scratch.observations[i];
            word.surface == Surface::Title
                && word.position == Position::Mid
                && self.cache.choices[i].form == Form::Lower
        };
        let closed = |i: usize| Class::of(self.document.lower(&self.document.words()[first + i])) != Class::Content;
        words.clone().filter(lowered).count() > 4 || words.clone().filter(lowered).any(closed)
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
                evidence.push(Evidence::Neighbour);
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
        evidence
    }
}

#[cfg(all(test, feature = "embedded"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::document::Buffers;

    fn repaired(text: &str, noise: Noise) -> String {
        let lexicon = Lexicon::english();
        let document = Document::new(text, lexicon, &[], Buffers::default());
        let mut out = String::new();
        let mut at = 0;
        for casing in truecase(&document, lexicon, noise, &mut Cache::default()).words {
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
