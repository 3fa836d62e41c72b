//! From a text to proposed patterns.

use std::ops::Range;

use super::Said;
use super::costs::WHOLE;
use super::damage::{Counts, Rates, Regime, Weights};
use super::describe::{Solved, Surroundings};
use super::evidence::CasedEvidence;
use super::features::Features;
use super::lattice::Lattice;
use super::observe::{Observation, Observer, Vocabulary};
use super::pattern::{Pattern, Surface};
use super::place::Position;
use super::sightings::Sightings;
use super::tally::Tally;
use crate::decode::log::{NEVER, add};
use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::span::Span;

/// A pattern proposed for a word.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    /// The word's number in the text.
    pub(crate) word: usize,
    pub(crate) pattern: Pattern,
    pub(crate) replacement: String,
    pub(crate) features: Features,
    /// The known name that it is part of: its first word and how many it has.
    pub(super) name: Option<(usize, usize)>,
}

/// Memory of the truecaser, kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct CaseScratch {
    vocabulary: Vocabulary,
    sightings: Sightings,
    lattice: Lattice,
    observations: Vec<Observation>,
    sentences: Vec<Sentence>,
    regions: Vec<Region>,
}

/// What a first look shows of a sentence.
#[derive(Clone, Copy, Debug, Default)]
struct Sentence {
    region: usize,
    tally: Tally,
    suspicious: bool,
}

/// What is found in a region.
#[derive(Clone, Copy, Debug, Default)]
struct Region {
    tally: Tally,
    /// What the sentences show in which nothing is odd, and what all do.
    quiet: Counts,
    counts: Counts,
}

/// Words of a region, which has rates of damage of its own.
const REGION: u32 = 250;
/// How often the rates of a damaged text are measured anew, at those that were measured before.
const REFINEMENTS: usize = 2;
/// Log-odds below which a pattern is not proposed, in millinats, unless by itself the word is likelier meant so by as much.
const FAINT: i32 = -4_600;
const LIKELY: i32 = 2_000;

/// Proposes patterns for the words of `document`, sentence by sentence, and tells which words in runs no list knows. Of sentences in
/// which nothing `is_open`, nothing is proposed.
///
/// # Complexity
///
/// O(n) in the words.
pub(crate) fn propose(
    document: &Document<'_>,
    lexicon: &Lexicon,
    evidence: &CasedEvidence,
    said: Said,
    is_open: &dyn Fn(Span) -> bool,
    cache: &mut CaseScratch,
    each: &mut dyn FnMut(&[Proposal], &[usize]),
) {
    let mut reader = Reader { observer: Observer { document, lexicon, evidence }, cache };
    reader.look();
    if !reader.cache.sentences.iter().any(|sentence| sentence.suspicious) {
        return;
    }
    let prior = Rates::prior(said.noise);
    reader.measure(|_| prior);
    let mut text_rates = reader.rates(prior);
    for _ in 0..REFINEMENTS {
        if !text_rates.is_damaged() {
            break;
        }
        let rates: Vec<Rates> = reader.cache.regions.iter().map(|region| region.counts.regional(text_rates)).collect();
        reader.measure(|region| rates[region]);
        text_rates = reader.rates(prior);
    }
    let mut text = Tally::default();
    reader.cache.regions.iter().for_each(|region| text.join(&region.tally));
    let mut found = Found::default();
    for number in 0..reader.cache.sentences.len() {
        let sentence = reader.cache.sentences[number];
        let words = document.words_of(number);
        if !sentence.suspicious || !document.words()[words.clone()].iter().any(|word| is_open(word.span)) {
            continue;
        }
        let Region { tally: region, counts, .. } = reader.cache.regions[sentence.region];
        let region_rates = counts.regional(text_rates);
        let surroundings = Surroundings { text, text_rates, region, region_rates, noise: said.noise };
        reader.solve(number, region_rates);
        found.proposals.clear();
        found.unknown.clear();
        reader.collect(number, &surroundings, is_open, &mut found);
        if !found.proposals.is_empty() || !found.unknown.is_empty() {
            each(&found.proposals, &found.unknown);
        }
    }
}

#[derive(Debug, Default)]
struct Found {
    proposals: Vec<Proposal>,
    unknown: Vec<usize>,
}

struct Reader<'r, 't> {
    observer: Observer<'r, 't>,
    cache: &'r mut CaseScratch,
}

impl Reader<'_, '_> {
    fn words(&self, number: usize) -> Range<usize> {
        self.observer.document.words_of(number)
    }

    fn observe(&mut self, number: usize) {
        let CaseScratch { vocabulary, sightings, observations, .. } = &mut *self.cache;
        let first = self.observer.document.sentences()[number].tokens.start;
        self.observer.observe(self.observer.document.words_of(number), first, sightings, vocabulary, observations);
    }

    /// Looks at all sentences once: which show anything odd, and how those that do not write their words.
    fn look(&mut self) {
        let document = self.observer.document;
        self.cache.vocabulary.begin(document);
        self.cache.sightings.begin(document);
        self.cache.sentences.clear();
        self.cache.regions.clear();
        self.cache.regions.push(Region::default());
        for (number, sentence) in document.sentences().iter().enumerate() {
            self.observe(number);
            let words = self.words(number);
            let CaseScratch { sightings, observations, sentences, regions, .. } = &mut *self.cache;
            let mut tally = Tally { sentences: u32::from(!words.is_empty()), ..Tally::default() };
            for (word, own) in document.words()[words.clone()].iter().zip(observations.iter()) {
                tally.add(word, own);
            }
            sightings.note_pairs(document, words.start, observations);
            sightings.note_written(document, words.start, observations);
            tally.stopped = u32::from(sentence.stopped && !words.is_empty());
            tally.alone = u32::from(sentence.alone && !words.is_empty());
            let suspicious = observations.iter().any(Observation::is_suspicious);
            if regions.last().is_some_and(|region| region.tally.words >= REGION) {
                regions.push(Region::default());
            }
            let number = regions.len() - 1;
            let region = &mut regions[number];
            region.tally.join(&tally);
            if !suspicious {
                region.quiet.quiet(observations.len(), tally.names[1] as usize);
                for (index, own) in words.zip(observations.iter()) {
                    if own.position == Position::Mid && own.surface != Surface::Fixed {
                        sightings.note(document, index, own.surface, WHOLE);
                    }
                }
            }
            sentences.push(Sentence { region: number, tally, suspicious });
        }
    }

    /// Solves the sentences that show something odd, at the rates expected of each region: what they show of damage, and of their
    /// words.
    fn measure(&mut self, expected: impl Fn(usize) -> Rates) {
        let document = self.observer.document;
        self.cache.regions.iter_mut().for_each(|region| region.counts = region.quiet);
        for number in 0..self.cache.sentences.len() {
            let Sentence { region, suspicious, .. } = self.cache.sentences[number];
            if !suspicious {
                continue;
            }
            self.solve(number, expected(region));
            let words = self.words(number);
            let CaseScratch { sightings, lattice, observations, regions, .. } = &mut *self.cache;
            lattice.count(observations, &mut regions[region].counts);
            for (at, (index, own)) in words.zip(observations.iter()).enumerate() {
                if own.position == Position::Mid && own.surface != Surface::Fixed {
                    let regimes = lattice.regimes(at);
                    let deliberate = regimes[Regime::Normal as usize] + regimes[Regime::Titled as usize] / 2;
                    sightings.note(document, index, own.surface, deliberate);
                }
            }
        }
    }

    /// The rates of the text, by what was measured.
    fn rates(&self, prior: Rates) -> Rates {
        let mut counts = Counts::default();
        self.cache.regions.iter().for_each(|region| counts.join(&region.counts));
        counts.rates(prior)
    }

    /// Solves one sentence.
    fn solve(&mut self, number: usize, rates: Rates) {
        self.observe(number);
        let words = self.words(number);
        let sentence = &self.observer.document.sentences()[number];
        let CaseScratch { lattice, observations, .. } = &mut *self.cache;
        self.observer.neighbours(words, observations);
        lattice.solve(observations, &Weights::new(rates, sentence.alone && !sentence.stopped));
    }

    /// Proposes patterns in the sentence that was solved last.
    fn collect(&self, number: usize, surroundings: &Surroundings, is_open: &dyn Fn(Span) -> bool, found: &mut Found) {
        let CaseScratch { sightings, lattice, observations, sentences, .. } = &*self.cache;
        let document = self.observer.document;
        let first = self.words(number).start;
        let solved = Solved {
            observer: self.observer,
            observations,
            lattice,
            sightings,
            surroundings,
            tally: sentences[number].tally,
            around: [number.checked_sub(1), Some(number + 1)]
                .map(|number| number.and_then(|number| sentences.get(number)).map(|sentence| sentence.tally)),
            number,
            first,
        };
        for (at, own) in observations.iter().enumerate() {
            let word = &document.words()[first + at];
            if own.surface == Surface::Fixed || !is_open(word.span) || document.is_masked(word.span) {
                continue;
            }
            let run = lattice.regimes(at)[Regime::Run as usize] > WHOLE / 2;
            if run && own.surface == Surface::Title && own.position == Position::Mid && word.entry.is_none() {
                found.unknown.push(first + at);
            }
            let Some((pattern, replacement, odds)) = self.best(at, first) else { continue };
            let gain = own.costs[own.surface.pattern() as usize] - own.costs[pattern as usize];
            if odds[0] < FAINT && (gain < LIKELY || own.position != Position::Mid) {
                continue;
            }
            let name = own.name.map(|(_, words, place)| (first + at - usize::from(place), usize::from(words)));
            let features = solved.describe(at, pattern, odds);
            found.proposals.push(Proposal { word: first + at, pattern, replacement, features, name });
        }
    }

    /// The likeliest pattern that changes word `at` of the sentence, with its log-odds and those against the next best.
    fn best(&self, at: usize, first: usize) -> Option<(Pattern, String, [i32; 2])> {
        let CaseScratch { sightings, lattice, .. } = &*self.cache;
        let surface = self.observer.document.surface(&self.observer.document.words()[first + at]);
        let probabilities = lattice.patterns(at);
        let (mut stays, mut best, mut other) = (NEVER, None, NEVER);
        for pattern in Pattern::ALL {
            let probability = probabilities[pattern as usize];
            let mut written = String::with_capacity(surface.len());
            self.observer.spell(first + at, pattern, sightings, &mut written);
            if written == surface {
                stays = add(stays, probability);
                continue;
            }
            match &mut best {
                None => best = Some((pattern, written, probability)),
                // One-letter words have one capital pattern only.
                Some((_, same, value)) if *same == written => *value = add(*value, probability),
                Some((_, _, value)) if *value >= probability => other = other.max(probability),
                Some((.., value)) => {
                    other = other.max(*value);
                    best = Some((pattern, written, probability));
                }
            }
        }
        let (pattern, written, probability) = best?;
        let bound = |odds: i32| odds.clamp(-20_000, 20_000);
        Some((pattern, written, [bound(probability - stays.max(-30_000)), bound(probability - other.max(-30_000))]))
    }
}
