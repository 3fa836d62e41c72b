//! Word n-grams up to trigrams with back-off, read in place.
//!
//! ```text
//! 2 bytes × (words + 2)      unigram cost u8, back-off u8; behind the words the boundary and the number
//! u24 × (words + 3)          where the pairs of each first token begin
//! 3 bytes × pairs            second token u16, cost u8; sorted within a first token
//! 11 bytes × pairs / 64      which pairs are contexts: contexts before the block u24, a bit for each pair u64
//! 1 byte × contexts          back-off u8
//! rows × (contexts + 1)      where the triples of each context begin, see `lexicon/offsets.rs`
//! 3 bytes × triples          third token u16, cost u8; sorted within a context
//! rows × (words + 3)         where the predecessors of each token begin
//! 2 bytes × predecessors     first token u16, the likeliest first
//! ```
//!
//! A context is always a pair that is held itself, so that its words need not be written again: 3 bytes a trigram and 4.5 a
//! context, where a table of hashes would take 8 and could not list what follows a word.

use std::borrow::Cow;
use std::ops::Range;

use super::image::{HEADER, Image, Kind};
use super::{LanguageModel, LmToken};
use crate::cost::Cost;
use crate::error::LanguageError;
use crate::lexicon::image::{find, u16_at, u24_at, u64_at};
use crate::lexicon::{Lexicon, WordId, offsets};

pub(super) const KIND: Kind = Kind { name: "n-gram model", magic: *b"UNGARNGM", version: 1 };
/// Unigram costs are in this many millinats.
pub(super) const UNIGRAM_STEP: u32 = 80;
/// Costs of pairs and triples are in this many millinats.
pub(super) const COST_STEP: u32 = 64;
/// Back-offs are in this many millinats.
pub(super) const BACKOFF_STEP: u32 = 32;
/// Tokens besides the words: the boundary and the number.
pub(super) const SPECIAL: u32 = 2;

pub(super) const UNIGRAM: usize = 2;
pub(super) const INDEX: usize = 3;
pub(super) const ROW: usize = 3;
pub(super) const BLOCK: usize = 11;
pub(super) const BLOCK_PAIRS: usize = 64;
pub(super) const PREDECESSOR: usize = 2;

/// A model of words behind one and two others, opened from an image made by [`compile_ngrams`](super::compile::compile_ngrams).
///
/// Cloning it is cheap: the image is shared.
///
/// ```
/// use ungarble::Lexicon;
/// use ungarble::lm::NgramModel;
/// # #[cfg(feature = "embedded")] {
/// let error = NgramModel::open(b"<!DOCTYPE html>".as_slice(), Lexicon::english()).expect_err("that is a page");
/// assert!(error.to_string().starts_with("not an image of the kind n-gram model"));
/// # }
/// ```
///
/// # Source
///
/// Katz, “Estimation of probabilities from sparse data for the language model component of a speech recognizer”, 1987. A
/// back-off that would make a word likelier counts as none.
#[derive(Clone, Debug)]
pub struct NgramModel {
    image: Image,
    lexicon: Lexicon,
    unknown: Cost,
    sections: Sections,
}

/// Where the sections of the image lie.
#[derive(Clone, Debug)]
struct Sections {
    unigrams: Range<usize>,
    index: Range<usize>,
    pairs: Range<usize>,
    blocks: Range<usize>,
    backoffs: Range<usize>,
    contexts: Range<usize>,
    triples: Range<usize>,
    predecessor_index: Range<usize>,
    predecessors: Range<usize>,
}

impl NgramModel {
    /// Opens an image for `lexicon`.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lm::compile::{Ngrams, compile_ngrams};
    /// use ungarble::lm::{LanguageModel, LmToken, NgramModel};
    ///
    /// let lexicon = Lexicon::english();
    /// let image = compile_ngrams(&Ngrams::new(lexicon))?;
    /// let model = NgramModel::open(image.clone(), lexicon)?;
    /// assert_eq!(model.vocabulary_len(), lexicon.vocabulary_len());
    /// assert!(NgramModel::open(image[..image.len() - 1].to_vec(), lexicon).is_err());
    /// # }
    /// # Ok::<(), ungarble::LanguageError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the header is not that of an n-gram model of this layout, the image was made for another vocabulary, or its sizes do
    /// not add up. The contents are checked by [`verify`](NgramModel::verify) only; damaged ones give wrong costs, and never a
    /// panic.
    pub fn open(image: impl Into<Cow<'static, [u8]>>, lexicon: &Lexicon) -> Result<NgramModel, LanguageError> {
        let image = Image::open(KIND, image.into().into(), lexicon)?;
        let tokens = (image.words() + SPECIAL) as usize;
        let [pairs, contexts, triples, predecessors] = [0, 1, 2, 3].map(|field| image.field(field) as usize);
        let sizes = [
            (tokens, UNIGRAM),
            (tokens + 1, INDEX),
            (pairs, ROW),
            (pairs.div_ceil(BLOCK_PAIRS), BLOCK),
            (contexts, 1),
            (contexts.saturating_add(1).div_ceil(offsets::NUMBERS), offsets::ROW),
            (triples, ROW),
            ((tokens + 1).div_ceil(offsets::NUMBERS), offsets::ROW),
            (predecessors, PREDECESSOR),
        ];
        let mut end = HEADER;
        let mut section = |(rows, size): (usize, usize)| {
            let start = end;
            end = start.saturating_add(rows.saturating_mul(size));
            start..end
        };
        let [unigrams, index, pairs, blocks, backoffs, contexts, triples, predecessor_index, predecessors] =
            sizes.map(&mut section);
        if end != image.bytes().len() {
            return Err(image.damaged("table of sizes"));
        }
        let sections =
            Sections { unigrams, index, pairs, blocks, backoffs, contexts, triples, predecessor_index, predecessors };
        let unknown = Cost(image.field(4));
        Ok(NgramModel { image, lexicon: lexicon.clone(), unknown, sections })
    }

    /// Compares the checksum of the image with its contents.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lm::NgramModel;
    /// use ungarble::lm::compile::{Ngrams, compile_ngrams};
    ///
    /// let lexicon = Lexicon::english();
    /// let mut image = compile_ngrams(&Ngrams::new(lexicon))?;
    /// NgramModel::open(image.clone(), lexicon)?.verify()?;
    /// *image.last_mut().expect("it has a header") ^= 1;
    /// assert!(NgramModel::open(image, lexicon)?.verify().is_err());
    /// # }
    /// # Ok::<(), ungarble::LanguageError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it differs.
    ///
    /// # Complexity
    ///
    /// O(n) in the size of the image.
    pub fn verify(&self) -> Result<(), LanguageError> {
        self.image.verify()
    }

    /// Returns the size of the image in bytes.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lm::NgramModel;
    /// use ungarble::lm::compile::{Ngrams, compile_ngrams};
    ///
    /// let image = compile_ngrams(&Ngrams::new(Lexicon::english()))?;
    /// assert_eq!(NgramModel::open(image.clone(), Lexicon::english())?.image_len(), image.len());
    /// # }
    /// # Ok::<(), ungarble::LanguageError>(())
    /// ```
    #[must_use]
    pub fn image_len(&self) -> usize {
        self.image.bytes().len()
    }

    fn section(&self, range: &Range<usize>) -> &[u8] {
        self.image.bytes().get(range.clone()).unwrap_or_default()
    }

    /// Returns the number of a token that has n-grams.
    fn code(&self, token: LmToken) -> Option<u32> {
        let words = self.image.words();
        match token {
            LmToken::Boundary => Some(words),
            LmToken::Number => Some(words + 1),
            LmToken::Word(id) if id.0 < words => Some(id.0),
            LmToken::Word(_) | LmToken::Unknown => None,
        }
    }

    /// Returns the pairs of a first token, by their place among all.
    fn pairs_of(&self, first: u32) -> Range<usize> {
        let index = self.section(&self.sections.index);
        let at = |token: usize| u24_at(index, token * INDEX).unwrap_or(0) as usize;
        at(first as usize)..at(first as usize + 1)
    }

    /// Returns the place of a pair among all.
    fn pair(&self, first: u32, second: u32) -> Option<usize> {
        find::<ROW>(self.section(&self.sections.pairs), self.pairs_of(first), second)
    }

    fn pair_cost(&self, pair: usize) -> Option<Cost> {
        let steps = *self.section(&self.sections.pairs).get(pair * ROW + 2)?;
        Some(Cost(u32::from(steps) * COST_STEP))
    }

    fn backoff_of(&self, token: u32) -> Cost {
        let steps = self.section(&self.sections.unigrams).get(token as usize * UNIGRAM + 1).copied().unwrap_or(0);
        Cost(u32::from(steps) * BACKOFF_STEP)
    }

    /// Returns whether anything is known of the tokens behind a pair.
    fn is_context(&self, pair: usize) -> bool {
        let bits = u64_at(self.section(&self.sections.blocks), pair / BLOCK_PAIRS * BLOCK + 3);
        bits.is_some_and(|bits| bits >> (pair % BLOCK_PAIRS) & 1 == 1)
    }

    /// Returns what is known of the tokens behind a pair: the back-off, and where its triples lie among all.
    fn context(&self, pair: usize) -> Option<(Cost, Range<usize>)> {
        let blocks = self.section(&self.sections.blocks);
        let block = pair / BLOCK_PAIRS * BLOCK;
        let bits = u64_at(blocks, block + 3)?;
        let bit = pair % BLOCK_PAIRS;
        if bits >> bit & 1 == 0 {
            return None;
        }
        let before = (bits & ((1 << bit) - 1)).count_ones();
        let context = (u24_at(blocks, block)? + before) as usize;
        let backoff = Cost(u32::from(*self.section(&self.sections.backoffs).get(context)?) * BACKOFF_STEP);
        let starts = self.section(&self.sections.contexts);
        let triples = offsets::at(starts, context)?..offsets::at(starts, context + 1)?;
        Some((backoff, triples))
    }

    /// Returns the pair that a context is, unless no context reaches that far: nothing is remembered from before a boundary.
    fn context_pair(&self, [older, previous]: [LmToken; 2]) -> Option<usize> {
        if previous == LmToken::Boundary {
            return None;
        }
        self.pair(self.code(older)?, self.code(previous)?)
    }

    fn triple_cost(&self, triples: Range<usize>, third: u32) -> Option<Cost> {
        let rows = self.section(&self.sections.triples);
        let at = find::<ROW>(rows, triples, third)?;
        Some(Cost(u32::from(*rows.get(at * ROW + 2)?) * COST_STEP))
    }
}

impl LanguageModel for NgramModel {
    fn vocabulary_len(&self) -> u32 {
        self.image.words()
    }

    fn unigram(&self, word: LmToken) -> Cost {
        match (self.code(word), word) {
            (Some(code), _) => {
                let steps = self.section(&self.sections.unigrams).get(code as usize * UNIGRAM).copied().unwrap_or(0);
                Cost(u32::from(steps) * UNIGRAM_STEP)
            }
            (None, LmToken::Word(id)) => self.lexicon.unigram_cost(id),
            (None, _) => self.unknown,
        }
    }

    fn bigram(&self, previous: LmToken, word: LmToken) -> Cost {
        let Some(first) = self.code(previous) else { return self.unigram(word) };
        let seen = self.code(word).and_then(|second| self.pair_cost(self.pair(first, second)?));
        seen.unwrap_or_else(|| self.backoff_of(first) + self.unigram(word))
    }

    fn trigram(&self, context: [LmToken; 2], word: LmToken) -> Cost {
        let bigram = || self.bigram(context[1], word);
        let Some((backoff, triples)) = self.context_pair(context).and_then(|pair| self.context(pair)) else {
            return bigram();
        };
        let seen = self.code(word).and_then(|third| self.triple_cost(triples, third));
        seen.unwrap_or_else(|| backoff + bigram())
    }

    fn shortest_context(&self, context: [LmToken; 2]) -> [LmToken; 2] {
        let [_, previous] = context;
        match self.context_pair(context) {
            Some(pair) if self.is_context(pair) => context,
            _ if self.code(previous).is_some() => [LmToken::Unknown, previous],
            _ => [LmToken::Unknown; 2],
        }
    }

    fn seen_pair(&self, previous: LmToken, word: LmToken) -> Option<Cost> {
        self.pair_cost(self.pair(self.code(previous)?, self.code(word)?)?)
    }

    fn seen_triple(&self, context: [LmToken; 2], word: LmToken) -> Option<Cost> {
        let (_, triples) = self.context(self.context_pair(context)?)?;
        self.triple_cost(triples, self.code(word)?)
    }

    fn successors(&self, previous: LmToken, limit: usize, out: &mut Vec<(WordId, Cost)>) {
        out.clear();
        let Some(first) = self.code(previous) else { return };
        let pairs = self.pairs_of(first);
        let rows = self.section(&self.sections.pairs).get(pairs.start * ROW..pairs.end * ROW).unwrap_or_default();
        let words = self.image.words();
        out.extend(rows.chunks_exact(ROW).filter_map(|row| {
            let id = u32::from(u16_at(row, 0)?);
            (id < words).then_some((WordId(id), Cost(u32::from(row[2]) * COST_STEP)))
        }));
        let order = |&(id, cost): &(WordId, Cost)| (cost, id);
        if limit < out.len() {
            out.select_nth_unstable_by_key(limit, order);
            out.truncate(limit);
        }
        out.sort_unstable_by_key(order);
    }

    fn predecessors(&self, next: LmToken, limit: usize, out: &mut Vec<(WordId, Cost)>) {
        out.clear();
        let Some(next) = self.code(next) else { return };
        let index = self.section(&self.sections.predecessor_index);
        let at = |token: usize| offsets::at(index, token).unwrap_or(0) * PREDECESSOR;
        let rows = self.section(&self.sections.predecessors).get(at(next as usize)..at(next as usize + 1));
        for row in rows.unwrap_or_default().chunks_exact(PREDECESSOR) {
            let first = u32::from(u16::from_le_bytes([row[0], row[1]]));
            let Some(pair) = self.pair(first, next) else { continue };
            if first < self.image.words() && out.len() < limit {
                let word = |code| self.unigram(LmToken::Word(WordId(code)));
                let both = word(first) + self.pair_cost(pair).unwrap_or(Cost::MAX);
                let alone = self.section(&self.sections.unigrams).get(next as usize * UNIGRAM).copied().unwrap_or(0);
                out.push((WordId(first), both.above(Cost(u32::from(alone) * UNIGRAM_STEP))));
            }
        }
        out.sort_by_key(|&(id, cost)| (cost, id));
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use std::collections::BTreeMap;

    use super::super::compile::{Ngrams, compile_ngrams};
    use super::*;

    fn word(id: u32) -> LmToken {
        LmToken::Word(WordId(id))
    }

    type Costs<const N: usize> = BTreeMap<[u32; N], u32>;

    /// Returns a model of pairs and triples that are drawn alike everywhere, with what it was made of.
    fn drawn() -> (NgramModel, Costs<2>, Costs<3>) {
        let lexicon = Lexicon::english();
        let mut state = 1_u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let mut ngrams = Ngrams::new(lexicon);
        let (mut pairs, mut triples) = (BTreeMap::new(), BTreeMap::new());
        for _ in 0..3_000 {
            let ([a, b, c], steps) = ([draw(40), draw(40), draw(40)], 80 + draw(150));
            let p = (-f64::from(steps * COST_STEP) / 1000.0).exp();
            ngrams.bigram(word(a), word(b), p);
            pairs.insert([a, b], steps * COST_STEP);
            if draw(3) == 0 {
                ngrams.trigram([word(a), word(b)], word(c), p);
                triples.insert([a, b, c], steps * COST_STEP);
            }
        }
        let image = compile_ngrams(&ngrams).expect("there are few");
        (NgramModel::open(image, lexicon).expect("it was made for this lexicon"), pairs, triples)
    }

    #[test]
    fn what_was_put_in_comes_out() {
        let (model, pairs, triples) = drawn();
        model.verify().unwrap();
        for a in 0..41 {
            for b in 0..41 {
                let cost = pairs.get(&[a, b]).copied();
                assert_eq!(model.seen_pair(word(a), word(b)), cost.map(Cost));
                if let Some(cost) = cost {
                    assert_eq!(model.bigram(word(a), word(b)), Cost(cost));
                } else {
                    assert!(model.bigram(word(a), word(b)) >= model.unigram(word(b)));
                }
                for c in 0..41 {
                    let cost = triples.get(&[a, b, c]).copied().map(Cost);
                    assert_eq!(model.seen_triple([word(a), word(b)], word(c)), cost);
                    let backed_off = model.bigram(word(b), word(c));
                    let said = model.trigram([word(a), word(b)], word(c));
                    assert!(cost.map_or(said >= backed_off, |cost| said == cost), "{a} {b} {c}");
                    assert_eq!(model.trigram(model.shortest_context([word(a), word(b)]), word(c)), said);
                }
            }
        }
    }

    #[test]
    fn neighbours_are_listed_the_cheapest_first() {
        let (model, pairs, _) = drawn();
        let mut out = Vec::new();
        model.successors(word(7), 10, &mut out);
        let mut expected: Vec<(Cost, WordId)> =
            pairs.iter().filter(|(pair, _)| pair[0] == 7).map(|(pair, &cost)| (Cost(cost), WordId(pair[1]))).collect();
        expected.sort_unstable();
        assert_eq!(out, expected[..10].iter().map(|&(cost, id)| (id, cost)).collect::<Vec<_>>());
        model.predecessors(word(7), 100, &mut out);
        assert!(!out.is_empty() && out.len() <= 4 && out.is_sorted_by_key(|&(_, cost)| cost));
        assert!(out.iter().all(|&(id, _)| pairs.contains_key(&[id.0, 7])));
        model.predecessors(LmToken::Unknown, 100, &mut out);
        assert!(out.is_empty());
    }

    #[test]
    fn unknown_tokens_have_no_context() {
        let (model, pairs, _) = drawn();
        let &[a, b] = pairs.keys().next().unwrap();
        let rare = LmToken::Word(WordId(model.vocabulary_len()));
        assert_eq!(model.bigram(LmToken::Unknown, word(b)), model.unigram(word(b)));
        assert_eq!(model.trigram([LmToken::Unknown, word(a)], word(b)), model.bigram(word(a), word(b)));
        assert_eq!(model.trigram([word(a), LmToken::Boundary], word(b)), model.bigram(LmToken::Boundary, word(b)));
        assert!(model.bigram(word(a), rare) >= Lexicon::english().unigram_cost(WordId(model.vocabulary_len())));
        assert_eq!(model.seen_pair(word(a), rare), None);
    }
}
