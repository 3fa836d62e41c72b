//! Which segments are in doubt, and what their sources offer.

use std::ops::Range;

use super::{Decoder, Sentence};
use crate::candidates::Local;
use crate::candidates::search::LONGEST;
use crate::candidates::{
    AffixSource, CandidateSource, ChannelSource, ConfusedSource, DigitSource, DocumentSource, MisspellingSource, Place,
    PrefixSource, RecognisedSource, RepetitionSource, SpacedSource,
};
use crate::decode::segment::{Segment, Status};
use crate::document::Document;
use crate::lexicon::trie::Trie;
use crate::lm::{LanguageModel, LmToken};
use crate::profile::Rates;
use crate::span::Span;
use crate::text::shape::CaseShape;
use crate::text::symbol::push_symbols;

/// Longest gap, in bytes, across which two segments may be one word.
const GAP: usize = 6;
/// Millinats that the cheapest confusion of a real word costs, and those of three words in a context that fits them: what costs
/// less than both and an error is in no doubt.
const CHEAPEST_CONFUSION: i32 = 3_000;
const FITTING: i32 = 4_000;

/// Fewest letters beside each other that may be words whose letters stand apart.
const FEWEST_LETTERS: usize = 3;

/// The words of a document that no list holds and that it writes like a name: near misses of them may be them.
pub(super) fn document_words(document: &Document<'_>, segments: &[Segment]) -> Local {
    let mut words: Vec<&str> = segments
        .iter()
        .filter(|segment| segment.status == Status::Oov && segment.shape == CaseShape::Title)
        .filter_map(|segment| document.words().get(segment.word? as usize))
        .filter(|word| document.times(word) > 2)
        .map(|word| document.lower(word))
        .collect();
    words.sort_unstable();
    words.dedup();
    Local::new(words.into_iter())
}

impl Decoder<'_, '_> {
    /// Asks all sources for the candidates of a sentence. Words that a list holds are only asked for in a `thorough` pass.
    pub(super) fn gather(&mut self, sentence: &mut Sentence, rates: Rates, thorough: bool) {
        sentence.candidates.clear();
        let range = sentence.segments.clone();
        let mut suspects = vec![false; range.len()];
        for at in range.clone() {
            suspects[at - range.start] = self.is_unsure(at);
        }
        if thorough {
            self.doubt_known(sentence, rates, &mut suspects);
        }
        for at in range.clone() {
            let own = suspects[at - range.start];
            if own && !self.segments[at].masked {
                self.ask(at, at + 1, sentence);
            }
            for to in at + 2..=(at + 3).min(range.end) {
                if !self.may_join(at, to) {
                    break;
                }
                if self.is_worth_joining(&suspects[at - range.start..to - range.start], at, to) {
                    self.ask(at, to, sentence);
                }
            }
            if thorough {
                self.ask_about_runs(at, range.clone(), sentence);
            }
        }
    }

    /// Returns whether a segment may be wrong by its looks alone.
    fn is_unsure(&self, at: usize) -> bool {
        let segment = &self.segments[at];
        if segment.masked {
            return false;
        }
        match segment.token {
            LmToken::Number => segment.span.len() <= 2,
            _ => segment.marked || segment.status != Status::Common,
        }
    }

    /// Marks the words that a list holds and that their context does not expect.
    fn doubt_known(&self, sentence: &Sentence, rates: Rates, suspects: &mut [bool]) {
        let model: &dyn LanguageModel = self.models.model;
        let segments = &self.segments[sentence.segments.clone()];
        let least = rates.first_error() + CHEAPEST_CONFUSION + FITTING;
        let mut last = [LmToken::Unknown, LmToken::Boundary];
        // Costs of this word and of the two before it, each behind what stands before it.
        let mut costs = [0_i32; 3];
        for at in 0..segments.len() + 2 {
            let token = segments.get(at).map_or(LmToken::Boundary, |segment| segment.token);
            let cost = if at <= segments.len() { model.trigram(last, token).0 as i32 } else { 0 };
            costs = [costs[1], costs[2], cost];
            last = [last[1], token];
            if let Some(doubted) = at.checked_sub(2)
                && costs.iter().sum::<i32>() > least
                && !segments[doubted].masked
            {
                suspects[doubted] |= segments[doubted].token != LmToken::Number;
            }
        }
    }

    /// Returns whether segments `from..to` may be fewer words, or as many with other spaces.
    fn may_join(&self, from: usize, to: usize) -> bool {
        let segments = &self.segments[from..to];
        if segments.iter().any(|segment| segment.masked) {
            return false;
        }
        let whole = Span::new(segments[0].span.start(), segments[segments.len() - 1].span.end());
        let gaps = segments.windows(2).all(|pair| {
            let gap = self.document.at(Span::new(pair[0].span.end(), pair[1].span.start()));
            gap.len() <= GAP && !gap.contains("\n\n")
        });
        gaps && whole.len() <= LONGEST && !self.document.is_masked(whole)
    }

    /// Returns whether enough of the segments are in doubt for them to be searched for together: one of two, two of three.
    fn is_worth_joining(&self, suspects: &[bool], from: usize, to: usize) -> bool {
        let segments = &self.segments[from..to];
        let is_broken = |pair: &[Segment]| {
            let gap = self.document.at(Span::new(pair[0].span.end(), pair[1].span.start()));
            gap.contains('\u{ad}') || gap.trim_start_matches('-').starts_with('\n') && gap.starts_with('-')
        };
        let unsure = segments.iter().filter(|segment| segment.status != Status::Common || segment.marked).count();
        let short = segments.iter().filter(|segment| segment.span.len() == 1).count();
        let doubted = suspects.iter().filter(|&&suspect| suspect).count();
        match segments {
            [first, second] => {
                let gap = self.document.at(Span::new(first.span.end(), second.span.start()));
                let is_tight = !gap.starts_with(char::is_whitespace) && !gap.ends_with(char::is_whitespace);
                doubted > 0 || is_tight || is_broken(segments) || self.is_one_word(first, second)
            }
            _ => unsure + short >= 2 && doubted > 0,
        }
    }

    /// Returns whether two words that were never seen beside each other are one word if the space between them is left out.
    fn is_one_word(&self, first: &Segment, second: &Segment) -> bool {
        if self.models.model.seen_pair(first.token, second.token).is_some() {
            return false;
        }
        let words = self.document.words();
        let Some((first, second)) = first.word.zip(second.word) else { return false };
        let letters = [first, second].map(|word| words.get(word as usize).map_or("", |word| self.document.lower(word)));
        self.is_word(letters.concat().as_bytes())
    }

    /// Returns whether `letters` are a word that may be offered.
    fn is_word(&self, letters: &[u8]) -> bool {
        let step = |node, &letter: &u8| self.models.trie.child(node, letter).map(|child| child.node);
        let end = letters.iter().try_fold(Trie::ROOT, step);
        end.is_some_and(|node| self.models.trie.word(node).is_some())
    }

    /// Asks about a run of single letters that begins at `from`, and about what stands twice from there on.
    fn ask_about_runs(&mut self, from: usize, sentence_range: Range<usize>, sentence: &mut Sentence) {
        let segments = self.segments;
        let lexicon = self.models.lexicon;
        for half in 1..=2 {
            let to = from + 2 * half;
            // What people write twice on purpose follows itself more often than chance would have it: "had had", "that that".
            let (token, model) = (segments[from].token, self.models.model);
            let is_meant = half == 1 && model.bigram(token, token) <= model.unigram(token);
            if to <= sentence_range.end && !is_meant && self.are_apart_by_spaces(from, to) {
                let place = Place { lexicon, segments, from, to, observed: &[], lower: "" };
                RepetitionSource.offer(&place, &mut sentence.candidates);
            }
        }
        let is_letter = |at: usize| {
            let segment = &segments[at];
            !segment.masked && segment.word.is_some() && self.document.at(segment.span).chars().count() == 1
        };
        let goes_on = |at: usize| is_letter(at) && self.gap(at) == " ";
        if !is_letter(from) || from > sentence_range.start && is_letter(from - 1) && self.gap(from) == " " {
            return;
        }
        let to = (from + 1..sentence_range.end).find(|&at| !goes_on(at)).unwrap_or(sentence_range.end);
        if to - from < FEWEST_LETTERS {
            return;
        }
        let mut symbols = std::mem::take(&mut self.scratch.symbols);
        for at in from..to {
            symbols.clear();
            let end = to.min(at + LONGEST / 2);
            let whole = Span::new(segments[at].span.start(), segments[end - 1].span.end());
            push_symbols(self.document.at(whole), lexicon.letters(), &mut symbols);
            let place = Place { lexicon, segments, from: at, to: end, observed: &symbols, lower: "" };
            SpacedSource { trie: self.models.trie }.offer(&place, &mut sentence.candidates);
        }
        self.scratch.symbols = symbols;
    }

    /// Returns what stands between a segment and the one before.
    pub(super) fn gap(&self, at: usize) -> &str {
        match at.checked_sub(1) {
            Some(before) => {
                self.document.at(Span::new(self.segments[before].span.end(), self.segments[at].span.start()))
            }
            None => "",
        }
    }

    /// Returns whether nothing but white space is between the segments `from..to`, none of which is masked.
    fn are_apart_by_spaces(&self, from: usize, to: usize) -> bool {
        self.segments[from..to].iter().all(|segment| !segment.masked)
            && (from + 1..to).all(|at| !self.gap(at).is_empty() && self.gap(at).chars().all(char::is_whitespace))
    }

    /// Asks all sources about segments `from..to`.
    pub(super) fn ask(&mut self, from: usize, to: usize, sentence: &mut Sentence) {
        let segments = self.segments;
        let span = Span::new(segments[from].span.start(), segments[to - 1].span.end());
        // What is longer is no word, and may be megabytes long.
        if span.len() > 4 * LONGEST {
            return;
        }
        let mut symbols = std::mem::take(&mut self.scratch.symbols);
        symbols.clear();
        push_symbols(self.document.at(span), self.models.lexicon.letters(), &mut symbols);
        let lower =
            segments[from].word.filter(|_| to == from + 1).and_then(|word| self.document.words().get(word as usize));
        let place = Place {
            lexicon: self.models.lexicon,
            segments,
            from,
            to,
            observed: &symbols,
            lower: lower.map_or("", |word| self.document.lower(word)),
        };
        // What is a word but for its ligatures is meant as it stands.
        let first = sentence.candidates.len();
        let is_meant = to == from + 1 && segments[from].entry.is_none() && self.is_word(&symbols);
        let (trie, channel) = (self.models.trie, self.models.channel);
        if is_meant {
            self.scratch.symbols = symbols;
            return;
        }
        let neighbours = self.models.neighbours;
        ChannelSource { trie, channel, neighbours, memory: &mut self.scratch.memory }
            .offer(&place, &mut sentence.candidates);
        RecognisedSource { recognised: self.recognised, text: self.document.text() }
            .offer(&place, &mut sentence.candidates);
        if to == from + 1 {
            MisspellingSource.offer(&place, &mut sentence.candidates);
            DigitSource.offer(&place, &mut sentence.candidates);
            ConfusedSource.offer(&place, &mut sentence.candidates);
            AffixSource { morphology: self.models.morphology }.offer(&place, &mut sentence.candidates);
            if matches!(self.gap(from), "-" | "\u{2010}") {
                PrefixSource { model: self.models.model, found: &mut self.scratch.successors }
                    .offer(&place, &mut sentence.candidates);
            }
            DocumentSource { document: &self.document_words, user: self.user }.offer(&place, &mut sentence.candidates);
        }
        // What says the same as the text is no candidate.
        let text =
            segments[from].entry.map(crate::lexicon::Entry::id).filter(|_| to == from + 1 && !segments[from].marked);
        let mut at = first;
        while at < sentence.candidates.len() {
            let candidate = &sentence.candidates[at];
            let says_the_same = || {
                let spellings = candidate.found.words().iter().filter_map(|&id| self.models.lexicon.spelling(id));
                // Other letters are no symbols of a text.
                let letters = self.models.lexicon.letters();
                let symbol = |c: char| if c.is_ascii() { c as u8 } else { letters.intend(c).unwrap_or(u8::MAX) };
                let letters = spellings.flat_map(|word| word.chars().map(symbol).chain([b' ']));
                letters.eq(symbols.iter().copied().chain([b' ']))
            };
            if candidate.unlisted.is_none()
                && (text.is_some_and(|id| candidate.found.words() == [id]) || to > from + 1 && says_the_same())
            {
                sentence.candidates.remove(at);
            } else {
                at += 1;
            }
        }
        self.scratch.symbols = symbols;
    }
}
