//! Puts slots, readings and context together, and says which words are to be written otherwise.

mod doubt;
mod join;
mod offer;
mod verdict;
mod write;

use std::cell::OnceCell;
use std::ops::Range;

use self::doubt::Doubt;
use super::Cache;
use super::capitals::{self, is_jumbled};
use super::context::{self, History, Model, token_of};
use super::correction::Correction;
use super::damage::Damage;
use super::ease::{Doubts, is_at_ease};
use super::gate::Place;
use super::habits::Habits;
#[cfg(all(test, feature = "embedded"))]
use super::judge::Features;
use super::judge::Origin;
use super::lattice::{Arc, Lattice};
use super::repetition;
use super::slot::{self, Kind, Slot};
use super::spacing;
use super::strangers::Strangers;
use crate::candidate::{Channel, Finder, Local, Reading, Source};
use crate::cost::Cost;
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::lm::LmToken;
use crate::settings::{Noise, RealWords};
use crate::span::Span;
use crate::steps;
use crate::text::shape::CaseShape;

/// What is known of a document from elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'s> {
    /// How it was damaged, as far as the caller knows.
    pub(crate) noise: Noise,
    /// How boldly words in the wrong place are replaced.
    pub(crate) real_words: RealWords,
    /// Its unknown words that owe their capital to a run of them, in order.
    pub(crate) unknown_in_runs: &'s [usize],
}

/// Returns what is to be written otherwise in `document`, of which `damage` was measured, in the order of the text.
/// `own` are words of the caller's. Words that are not open are read as they stand.
///
/// # Complexity
///
/// O(n) in the words; a search in the lexicon for each different word in doubt.
pub(crate) fn correct(
    document: &Document<'_>,
    lexicon: &Lexicon,
    damage: Damage,
    said: Said<'_>,
    own: Option<&Local>,
    is_open: &dyn Fn(Span) -> bool,
    cache: &mut Cache,
) -> Vec<Correction> {
    if !damage.is_english() {
        return Vec::new();
    }
    let mut speller = Speller::new(document, lexicon, damage, said, own, is_open, cache);
    speller.read();
    let is_misread = speller.is_misread() && !speller.archaic;
    let Speller { mut corrections, lattice, readings, path, .. } = speller;
    if is_misread {
        capitals::restore(document, Model::new(lexicon, &mut cache.pairs), is_open, &mut corrections);
    }
    cache.scratch = Scratch { lattice, readings, path };
    spacing::close(document, lexicon, is_open, &mut corrections);
    // People say things twice, and write them so; translation machines stutter.
    if said.noise == Noise::Translation {
        repetition::remove(document, &mut corrections);
    }
    corrections
}

/// The readings that the judge is asked about in `document`, each once: as it was last asked.
#[cfg(all(test, feature = "embedded"))]
pub(super) fn judged(document: &Document<'_>, lexicon: &Lexicon, cache: &mut Cache) -> Vec<Judged> {
    cache.begin(lexicon);
    let damage = Damage::measure(document, lexicon, cache);
    if !damage.is_english() {
        return Vec::new();
    }
    let said = Said { noise: Noise::Auto, real_words: RealWords::Cautious, unknown_in_runs: &[] };
    let mut speller = Speller::new(document, lexicon, damage, said, None, &|_| true, cache);
    speller.read();
    let mut judged = speller.judged.into_inner();
    judged.reverse();
    let mut seen = std::collections::HashSet::new();
    judged.retain(|judged| seen.insert((judged.span, judged.text.clone())));
    judged
}
/// A text with at least this share of damaged words is damaged: one in a hundred.
const DAMAGED: Cost = Cost(4_600);
/// A text with less damage than this, or too short to show any, asks for a wider margin: one word in seventy.
const SOUND: Cost = Cost(4_250);
/// A text of fewer words tells little of how its writer misspells.
const TELLING: usize = 300;

/// Memory of the speller, to be used again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    lattice: Lattice,
    readings: Vec<Reading>,
    path: Vec<usize>,
}

struct Speller<'d, 'c, 't> {
    document: &'d Document<'t>,
    lexicon: &'c Lexicon,
    model: Model<'c>,
    finder: Finder<'c, 'c>,
    strangers: &'c mut Strangers,
    error: Cost,
    origin: Origin,
    /// Marks and digits inside the words of the text, in a hundred thousand of them.
    marks: u32,
    /// Whether the text is of a time that spelled otherwise.
    archaic: bool,
    /// Whether lines were run together with the words that they broke: too many for a slip of the printer.
    torn: bool,
    /// Whether hyphens hang inside the lines, as soon as somebody asks.
    dashes: OnceCell<bool>,
    noise: Noise,
    real_words: RealWords,
    /// Whether what stands at a span is not settled otherwise.
    is_open: &'c dyn Fn(Span) -> bool,
    unknown_in_runs: &'d [usize],
    slots: Vec<Slot<'d>>,
    /// How many of a thousand words of the sentence no list holds.
    unread: u32,
    /// Why those are doubted that hold known words.
    doubts: Vec<Doubt>,
    lattice: Lattice,
    readings: Vec<Reading>,
    path: Vec<usize>,
    corrections: Vec<Correction>,
    /// What is misread again and again, as far as it is known.
    habits: Habits,
    /// The readings that the judge was asked about, for the fit of its weights.
    #[cfg(all(test, feature = "embedded"))]
    judged: std::cell::RefCell<Vec<Judged>>,
}

/// A reading that the judge was asked about.
#[cfg(all(test, feature = "embedded"))]
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) span: Span,
    pub(super) text: String,
    pub(super) source: Source,
    pub(super) origin: Origin,
    pub(super) features: Features,
}

impl<'d, 'c, 't> Speller<'d, 'c, 't> {
    fn new(
        document: &'d Document<'t>,
        lexicon: &'c Lexicon,
        damage: Damage,
        said: Said<'d>,
        own: Option<&'c Local>,
        is_open: &'c dyn Fn(Span) -> bool,
        cache: &'c mut Cache,
    ) -> Self {
        let Said { noise, real_words, unknown_in_runs } = said;
        let ocr = damage.noise(noise) == Noise::Ocr;
        // In the order of the alphabet, so that nothing depends on how the map is laid out.
        let mut vouched: Vec<&str> = document
            .words()
            .iter()
            // What a recogniser reads thrice may be the same misreading thrice.
            .filter(|word| !ocr && word.entry.is_none() && word.shape == CaseShape::Title)
            .filter(|word| document.times_unknown(word) >= 3)
            .map(|word| document.lower(word))
            .collect();
        vouched.sort_unstable();
        vouched.dedup();
        let channel = if ocr { Channel::Ocr } else { Channel::Typing };
        let mut error = damage.error(noise, unknown_in_runs.len());
        let Scratch { lattice, readings, path } = std::mem::take(&mut cache.scratch);
        if damage.is_archaic() {
            error += Cost(4_000);
        }
        Speller {
            document,
            lexicon,
            model: Model::new(lexicon, &mut cache.pairs),
            finder: Finder::new(lexicon, channel, Local::new(vouched.into_iter()), own, &mut cache.searches),
            strangers: &mut cache.strangers,
            error,
            origin: if ocr { Origin::Read } else { Origin::Typed },
            marks: damage.marks_in(100_000),
            archaic: damage.is_archaic(),
            torn: damage.is_torn(),
            dashes: OnceCell::new(),
            noise,
            real_words,
            is_open,
            unknown_in_runs,
            slots: Vec::new(),
            unread: 0,
            doubts: Vec::new(),
            lattice,
            readings,
            path,
            corrections: Vec::new(),
            habits: Habits::default(),
            #[cfg(all(test, feature = "embedded"))]
            judged: Default::default(),
        }
    }

    /// Whether a machine read the text.
    fn is_read(&self) -> bool {
        self.origin == Origin::Read
    }

    /// Whether a machine read the text, and made mistakes.
    fn is_misread(&self) -> bool {
        self.is_read() && self.error < DAMAGED
    }

    #[cfg(all(test, feature = "embedded"))]
    fn judged(&self, place: Place, reading: &Reading, features: Features) -> Judged {
        let arc = self.lattice.arc(place.arc);
        let span = self.slots[arc.from].span.join(self.slots[arc.to - 1].span);
        let (text, source, origin) = (reading.text.to_string(), reading.source, self.origin);
        Judged { span, text, source, origin, features }
    }

    /// Corrects the whole document, and once more where it shows habits of misreading.
    fn read(&mut self) {
        self.run();
        if self.is_read() {
            self.habits = Habits::of(self.document, &self.corrections);
            if !self.habits.is_empty() {
                self.run();
            }
        }
    }

    /// Corrects the whole document, from the start.
    fn run(&mut self) {
        self.corrections.clear();
        #[cfg(all(test, feature = "embedded"))]
        self.judged.get_mut().clear();
        for sentence in 0..self.document.sentences().len() {
            let words = self.document.words_of(sentence);
            if self.document.words()[words].iter().any(|word| (self.is_open)(word.span)) {
                self.sentence(sentence);
            }
        }
    }

    fn sentence(&mut self, index: usize) {
        let words = self.document.words_of(index);
        let unknown = self.document.words()[words.clone()].iter().filter(|word| word.entry.is_none()).count();
        if words.is_empty() || self.is_foreign(words.clone(), unknown) {
            return;
        }
        self.unread = (1000 * unknown / words.len()) as u32;
        let (odd, confused) = (self.oddness(), self.taken());
        let doubts = Doubts { odd, origin: self.origin, confused, damaged: self.error < DAMAGED };
        if unknown == 0 && self.habits.is_empty() && is_at_ease(self.document, self.model, index, doubts) {
            return;
        }
        let mut slots = std::mem::take(&mut self.slots);
        slot::fill(self.document, index, &mut slots);
        if self.is_read() {
            // "shaU" is no Shau, but "roLl" is the word.
            let jumbled = |slot: &&mut Slot<'_>| slot.shape == CaseShape::Mixed && is_jumbled(slot.surface);
            let strange = |slot: &&mut Slot<'_>| slot.entry.is_some_and(|entry| !entry.is_suggestable());
            slots.iter_mut().filter(jumbled).filter(strange).for_each(|slot| slot.entry = None);
        }
        self.slots = slots;
        let start = self.corrections.len();
        self.tie_names();
        let tied = self.corrections.len() > start;
        let mut doubts = std::mem::take(&mut self.doubts);
        doubts.clear();
        doubts.extend((0..self.slots.len()).map(|at| self.doubt(at, odd, confused)));
        self.doubts = doubts;
        // As many words as the context reaches bound what is in doubt: beyond these two nothing depends on how it is read.
        // A doubtful slot may be read with either neighbour.
        let reach = 1 + 2;
        let mut passage: Option<Range<usize>> = None;
        for at in 0..self.slots.len() {
            if !self.is_doubtful(at) {
                continue;
            }
            let around = at.saturating_sub(reach)..(at + reach + 1).min(self.slots.len());
            passage = Some(match passage {
                Some(before) if around.start < before.end => before.start..around.end,
                before => {
                    before.into_iter().for_each(|before| self.passage(before));
                    around
                }
            });
        }
        passage.into_iter().for_each(|passage| self.passage(passage));
        if tied {
            self.corrections[start..].sort_by_key(|correction| correction.span);
        }
    }

    /// Reads some `slots`, of which the first and last are what they say unless the sentence begins or ends there.
    fn passage(&mut self, slots: Range<usize>) {
        self.readings.clear();
        self.lattice.clear(slots.start);
        let end = slots.end;
        let mut doubts = false;
        for at in slots {
            doubts |= self.offer(at, end);
        }
        if !doubts {
            return;
        }
        let mut path = std::mem::take(&mut self.path);
        self.lattice.solve(self.model, end, &mut path);
        self.decide(&mut path);
        self.path = path;
    }

    /// Keeps of `path` what is sure enough, and writes it down.
    fn decide(&mut self, path: &mut Vec<usize>) {
        // What is not sure enough is left as it stands, and then its neighbours see it so: the one before is asked again.
        let mut ahead = std::mem::take(path);
        ahead.reverse();
        while let Some(arc) = ahead.pop() {
            steps::take(1);
            let place = || Place { before: self.history(path), arc, after: self.words(ahead.iter().rev().copied()) };
            let is_sure = |reading| self.judge(place(), reading).is_some_and(|verdict| verdict.is_sure);
            // The text as it stands always may.
            if self.lattice.arc(arc).reading.is_none_or(|reading| is_sure(&self.readings[reading])) {
                path.push(arc);
                continue;
            }
            let arc = self.lattice.arc(arc);
            for slot in (arc.from..arc.to).rev() {
                ahead.extend(self.lattice.from(slot).find(|&index| self.lattice.arc(index).reading.is_none()));
            }
            ahead.extend(path.pop());
        }
        for at in 0..path.len() {
            let arc = self.lattice.arc(path[at]);
            let Some(reading) = arc.reading else { continue };
            let after = self.words(path[at + 1..].iter().copied());
            let place = Place { before: self.history(&path[..at]), arc: path[at], after };
            let reading = self.readings[reading].clone();
            if let Some(verdict) = self.judge(place, &reading) {
                self.write(arc, &reading, verdict);
            }
        }
    }

    /// The last two words of the arcs `path`, which begin with the sentence.
    fn history(&self, path: &[usize]) -> History {
        let mut words =
            path.iter().rev().map(|&arc| self.lattice.arc(arc)).flat_map(|arc| [arc.second, Some(arc.first)]).flatten();
        match (words.next(), words.next()) {
            (None, _) => context::START,
            (Some(last), None) => [LmToken::Boundary, last],
            (Some(last), Some(before)) => [before, last],
        }
    }

    /// The first two words of the arcs `path`.
    fn words(&self, path: impl Iterator<Item = usize>) -> [Option<LmToken>; 2] {
        let mut words = path.map(|arc| self.lattice.arc(arc)).flat_map(|arc| [Some(arc.first), arc.second]).flatten();
        [words.next(), words.next()]
    }

    /// Whether slot `at` begins a sentence, or what is set off like one.
    fn starts(&self, at: usize) -> bool {
        at == 0 || self.slots[at].before.stops()
    }

    /// What stands before slot `at`, and behind it.
    fn before(&self, at: usize) -> LmToken {
        at.checked_sub(1).map_or(LmToken::Boundary, |before| token_of(self.slots[before].entry))
    }

    fn after(&self, at: usize) -> Option<LmToken> {
        self.slots.get(at + 1).map(|slot| token_of(slot.entry))
    }

    /// How often the text has what stands in a slot, if no list holds it.
    fn times_unknown(&self, slot: &Slot<'_>) -> u32 {
        match slot.kind {
            Kind::Word(word) => self.document.times_unknown(&self.document.words()[word]),
            Kind::Marked | Kind::Digits | Kind::Opaque => 0,
        }
    }

    /// The shape in which a word was meant, as far as its capital is the run's and not its own.
    fn shape_of(&self, slot: &Slot<'_>) -> CaseShape {
        match slot.kind {
            Kind::Word(at) if slot.shape == CaseShape::Title && self.unknown_in_runs.binary_search(&at).is_ok() => {
                CaseShape::Lower
            }
            _ => slot.shape,
        }
    }
}

/// The known words of `reading`, as an arc over `slots` that also costs `error`.
fn arc(reading: &Reading, slots: Range<usize>, error: Cost, index: usize) -> Arc {
    let number = |word: Option<crate::lexicon::WordId>| word.map(LmToken::Word);
    let vouched = if reading.words.1.is_none() && reading.source == Source::Local { Local::COST } else { Cost::ZERO };
    Arc {
        from: slots.start,
        to: slots.end,
        first: number(reading.words.0).unwrap_or(LmToken::Unknown),
        second: number(reading.words.1),
        cost: reading.cost + error + vouched,
        reading: Some(index),
    }
}
