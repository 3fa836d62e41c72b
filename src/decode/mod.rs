//! Decoding: what was intended, sentence by sentence, from all candidates at once.

mod gather;
mod lattice;
pub(crate) mod log;
mod propose;
pub(crate) mod segment;
pub(crate) mod write;

use std::ops::Range;

use crate::candidates::morphology::Morphology;
use crate::candidates::neighbours::Neighbours;
use crate::candidates::{Candidate, Memory};
use crate::channel::Channel;
use crate::cost::Cost;
use crate::document::Document;
use crate::lexicon::trie::Trie;
use crate::lexicon::{Lexicon, WordId};
use crate::lm::characters::CharacterModel;
use crate::lm::forms::AttestedForms;
use crate::lm::hyphens::Hyphens;
use crate::lm::{LanguageModel, LmToken};
use crate::profile::{Evidence, Rates};
use crate::recognised::Recognised;
use crate::settings::Noise;
use crate::span::Span;
use lattice::{Edge, Lattice};
use segment::{Segment, Segments, Status};

pub(crate) use propose::Proposal;

/// The models of a language that decoding uses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Models<'m> {
    pub(crate) lexicon: &'m Lexicon,
    pub(crate) model: &'m dyn LanguageModel,
    pub(crate) trie: &'m Trie,
    pub(crate) channel: &'m Channel,
    pub(crate) characters: &'m CharacterModel,
    pub(crate) hyphens: &'m Hyphens,
    pub(crate) forms: &'m AttestedForms,
    pub(crate) neighbours: Option<&'m Neighbours>,
    pub(crate) morphology: &'m Morphology,
}

/// Memory of the decoder, kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    memory: Memory,
    segments: Segments,
    lattice: Lattice,
    symbols: Vec<u8>,
    /// Words behind a prefix.
    successors: Vec<(WordId, Cost)>,
    /// The lexicon that was asked: what one says does not hold in another.
    of: Option<u64>,
    /// The rates of errors of the text that was decoded last.
    rates: Rates,
}

impl Scratch {
    /// The rates of errors of the text that was decoded last.
    pub(crate) const fn rates(&self) -> Rates {
        self.rates
    }

    /// The segments of the text that was decoded last.
    pub(crate) const fn segments(&self) -> &Segments {
        &self.segments
    }
}

/// Symbols of a region of a text that has a rate of errors of its own.
const REGION: usize = 2_000;
/// Log-odds below which a candidate is not proposed, in millinats.
const FAINT: i32 = -7_000;

/// Cost of a mark with no space behind it, in millinats: about one in 3,000 is meant so.
const TIGHT_MARK: i32 = 8_000;

/// The candidates of one sentence.
#[derive(Debug, Default)]
struct Sentence {
    segments: Range<usize>,
    /// By their first segment, but for those of letters that stand apart.
    candidates: Vec<Candidate>,
    region: usize,
}

/// Proposes edits for `document`: every candidate that is not hopeless, with what speaks for and against it. Spans that
/// are not open are read as they stand.
///
/// # Complexity
///
/// O(n) in the words; a search for each different word in doubt.
pub(crate) fn decode(
    document: &Document<'_>,
    models: Models<'_>,
    noise: Noise,
    user: Option<&crate::candidates::Local>,
    recognised: &Recognised<'_>,
    is_open: &dyn Fn(Span) -> bool,
    scratch: &mut Scratch,
) -> Vec<Proposal> {
    if scratch.of.replace(models.lexicon.fingerprint()) != Some(models.lexicon.fingerprint()) {
        scratch.memory = Memory::default();
    }
    let mut segments = std::mem::take(&mut scratch.segments);
    segments.fill(document, models, is_open);
    let mut decoder = Decoder::new(document, models, &segments, (user, recognised), scratch);
    let prior = Rates::prior(noise);
    let rates = decoder.estimate(prior);
    let proposals = decoder.propose(&rates, prior);
    scratch.segments = segments;
    proposals
}

/// An alternative to a part of a text.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    pub(crate) span: Span,
    /// In lower case.
    pub(crate) replacement: String,
    /// In millionths.
    pub(crate) probability: u32,
}

/// Returns everything that the word at `span` may have been meant to be, itself where a list holds it, in no order.
pub(crate) fn alternatives(
    document: &Document<'_>,
    models: Models<'_>,
    noise: Noise,
    user: Option<&crate::candidates::Local>,
    span: Span,
    scratch: &mut Scratch,
) -> Vec<Alternative> {
    let mut segments = std::mem::take(&mut scratch.segments);
    segments.fill(document, models, &|_| true);
    let recognised = Recognised::default();
    let mut decoder = Decoder::new(document, models, &segments, (user, &recognised), scratch);
    let found = decoder.alternatives(Rates::prior(noise), span);
    scratch.segments = segments;
    found
}

struct Decoder<'d, 't> {
    document: &'d Document<'t>,
    models: Models<'d>,
    segments: &'d [Segment],
    sentences: Vec<Sentence>,
    regions: usize,
    document_words: crate::candidates::Local,
    user: Option<&'d crate::candidates::Local>,
    recognised: &'d Recognised<'d>,
    scratch: &'d mut Scratch,
}

impl<'d, 't> Decoder<'d, 't> {
    fn new(
        document: &'d Document<'t>,
        models: Models<'d>,
        segments: &'d Segments,
        (user, recognised): (Option<&'d crate::candidates::Local>, &'d Recognised<'d>),
        scratch: &'d mut Scratch,
    ) -> Decoder<'d, 't> {
        let all = segments.all();
        let mut region_start = 0;
        let mut region = 0;
        let mut sentences = Vec::with_capacity(segments.sentences().len());
        for range in segments.sentences() {
            let Some(last) = all.get(range.clone()).and_then(|segments| segments.last()) else { continue };
            sentences.push(Sentence { segments: range.clone(), region, ..Sentence::default() });
            if last.span.end() - region_start > REGION {
                region += 1;
                region_start = last.span.end();
            }
        }
        let document_words = gather::document_words(document, all);
        Decoder {
            document,
            models,
            segments: all,
            sentences,
            regions: region + 1,
            document_words,
            user,
            recognised,
            scratch,
        }
    }

    /// Solves the lattice of a sentence.
    fn solve(&mut self, sentence: &Sentence, rates: Rates) {
        let segments = &self.segments[sentence.segments.clone()];
        // What stands before each segment, if it is no space, costs as much as it is unlikely there.
        let gaps: Vec<i32> = sentence.segments.clone().map(|at| self.gap_cost(sentence, at)).collect();
        let lattice = &mut self.scratch.lattice;
        lattice.edges.clear();
        for (at, segment) in segments.iter().enumerate() {
            let words = [segment.token; crate::candidates::search::WORDS];
            let cost = segment.identity.0 as i32 + gaps[at];
            lattice.edges.push(Edge { from: at as u32, to: at as u32 + 1, words, count: 1, cost, candidate: None });
        }
        let offset = sentence.segments.start as u32;
        for (number, candidate) in sentence.candidates.iter().enumerate() {
            let mut words = candidate.found.words.map(LmToken::Word);
            let mut cost = rates.cost(&candidate.found) + gaps[(candidate.from - offset) as usize];
            if let Some((token, more)) = candidate.token_instead() {
                words[0] = token;
                cost += more;
            }
            let (from, to) = (candidate.from - offset, candidate.to - offset);
            let candidate_number = Some(number as u32);
            lattice.edges.push(Edge {
                from,
                to,
                words,
                count: candidate.found.count,
                cost,
                candidate: candidate_number,
            });
        }
        let start = [LmToken::Unknown, LmToken::Boundary];
        lattice.solve(segments.len() as u32, start, [LmToken::Boundary; 2], self.models.model);
    }

    /// Everything that the segments in `span` may have been meant to be.
    fn alternatives(&mut self, rates: Rates, span: Span) -> Vec<Alternative> {
        let mut found = Vec::new();
        let mut sentences = std::mem::take(&mut self.sentences);
        for sentence in &mut sentences {
            let inside: Vec<usize> =
                sentence.segments.clone().filter(|&at| span.overlaps(self.segments[at].span)).collect();
            let Some((&first, &last)) = inside.first().zip(inside.last()) else { continue };
            for &at in &inside {
                self.ask(at, at + 1, sentence);
            }
            if first < last && last - first < 3 {
                self.ask(first, last + 1, sentence);
            }
            self.solve(sentence, rates);
            let lattice = &self.scratch.lattice;
            for (number, edge) in lattice.edges.iter().enumerate() {
                let (from, to) = (edge.from as usize, edge.to as usize);
                let range = from + sentence.segments.start..to + sentence.segments.start;
                if range.start < first || range.end > last + 1 {
                    continue;
                }
                let edge_span =
                    Span::new(self.segments[range.start].span.start(), self.segments[range.end - 1].span.end());
                let replacement = match edge.candidate.map(|number| &sentence.candidates[number as usize]) {
                    Some(candidate) => self.replacement(candidate),
                    // The text itself is an alternative if it is a word.
                    None if first == last && self.segments[first].entry.is_some() => {
                        self.document.at(edge_span).to_lowercase()
                    }
                    None => continue,
                };
                let probability = log::exp_millionths(-lattice.posterior(number));
                found.push(Alternative { span: edge_span, replacement, probability });
            }
        }
        self.sentences = sentences;
        found
    }

    /// The words of a candidate, in lower case.
    fn replacement(&self, candidate: &Candidate) -> String {
        match &candidate.unlisted {
            Some(word) => word.to_string(),
            None => {
                let words = candidate.found.words().iter().filter_map(|&id| self.models.lexicon.spelling(id));
                words.collect::<Vec<&str>>().join(" ")
            }
        }
    }

    /// Returns the rates of errors of each region, by the words that no list holds.
    fn estimate(&mut self, prior: Rates) -> Vec<Rates> {
        let mut regions = vec![Evidence::default(); self.regions];
        let mut sentences = std::mem::take(&mut self.sentences);
        for sentence in &mut sentences {
            self.gather(sentence, prior, false);
            if !sentence.candidates.is_empty() {
                self.solve(sentence, prior);
            }
            self.weigh(sentence, prior, &mut regions[sentence.region]);
        }
        self.sentences = sentences;
        // A region lies near the text, the nearer the less there is of it.
        let text = Evidence::of_all(&regions).rates(prior);
        regions.iter().map(|region| region.regional(text)).collect()
    }

    /// Adds what a sentence whose lattice is solved shows of the errors of its region.
    fn weigh(&self, sentence: &Sentence, rates: Rates, evidence: &mut Evidence) {
        let segments = &self.segments[sentence.segments.clone()];
        evidence.read(segments.iter().filter(|segment| !segment.masked).map(|segment| segment.span.len() + 1).sum());
        if sentence.candidates.is_empty() {
            return;
        }
        let lattice = &self.scratch.lattice;
        for (at, edge) in lattice.edges.iter().enumerate() {
            if let Some(candidate) = edge.candidate.map(|number| &sentence.candidates[number as usize]) {
                evidence.found(&candidate.found, rates, lattice.posterior(at));
            }
        }
    }

    /// Returns the cost of the mark that ties a segment to the one before in its sentence, in millinats: that of a hyphen, or of a stop
    /// without a space.
    fn gap_cost(&self, sentence: &Sentence, at: usize) -> i32 {
        if at == sentence.segments.start { 0 } else { self.tie_cost(at) }
    }

    /// Returns the cost of that mark for any segment but the first of the text.
    fn tie_cost(&self, at: usize) -> i32 {
        let (first, second) = (&self.segments[at - 1], &self.segments[at]);
        if first.masked || second.masked {
            return 0;
        }
        match self.gap(at) {
            "-" | "\u{2010}" => self.models.hyphens.cost(first.token, second.token).0 as i32,
            "." | "," | ";" | ":" | "!" | "?" => TIGHT_MARK,
            _ => 0,
        }
    }

    /// Returns how many segments of a range no list holds.
    fn unknown(&self, range: Range<usize>) -> usize {
        let segments = self.segments.get(range).unwrap_or_default();
        segments.iter().filter(|segment| segment.status == Status::Oov && segment.token != LmToken::Number).count()
    }

    /// Returns how many segments of a range are among the most frequent words of the language.
    fn frequent(&self, range: Range<usize>) -> usize {
        let segments = self.segments.get(range).unwrap_or_default();
        let is_frequent = |segment: &&Segment| {
            segment.entry.is_some_and(|entry| self.models.lexicon.unigram_cost(entry.id()).0 < FREQUENT)
        };
        segments.iter().filter(is_frequent).count()
    }
}

/// A word that costs less than this out of any context is among the most frequent, in millinats: one of about two hundred.
const FREQUENT: u32 = 7_000;
