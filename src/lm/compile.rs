//! Compiles probabilities and vectors into the images that language models read; `crates/train` makes the English ones.

use std::collections::BTreeMap;

use super::embedding::{self, BIAS_STEP, CONTEXT_SHIFT, FACTOR_SHIFT, POSITIONS};
use super::image::{FIELDS, assemble};
use super::ngrams::{self, BACKOFF_STEP, BLOCK_PAIRS, COST_STEP, SPECIAL, UNIGRAM_STEP};
use super::{LmToken, MAX_DIMENSIONS};
use crate::cost::Cost;
use crate::error::LanguageError;
use crate::lexicon::{Lexicon, WordId, offsets};

/// The probabilities that an n-gram image is made of. What is given twice counts as given last.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
/// use ungarble::lm::compile::{Ngrams, compile_ngrams};
/// use ungarble::lm::{LanguageModel, LmToken, NgramModel};
///
/// let lexicon = Lexicon::english();
/// let word = |word| LmToken::Word(lexicon.entry(word).expect("it is listed").id());
/// let [as_, well] = ["as", "well"].map(word);
/// let mut ngrams = Ngrams::new(lexicon);
/// ngrams.bigram(as_, well, 0.02).trigram([as_, well], as_, 0.5);
/// let model = NgramModel::open(compile_ngrams(&ngrams)?, lexicon)?;
/// assert!(model.trigram([as_, well], as_) < model.bigram(well, as_));
/// assert_eq!(model.seen_triple([as_, well], well), None);
/// # }
/// # Ok::<(), ungarble::LanguageError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ngrams<'l> {
    lexicon: &'l Lexicon,
    unigrams: Vec<f64>,
    unknown: f64,
    bigrams: Vec<([u32; 2], f64)>,
    trigrams: Vec<([u32; 3], f64)>,
    predecessors: usize,
}

impl<'l> Ngrams<'l> {
    /// Returns a model without n-grams: the words of `lexicon`, as frequent as it says.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lm::compile::{Ngrams, compile_ngrams};
    /// use ungarble::lm::{LanguageModel, LmToken, NgramModel};
    ///
    /// let lexicon = Lexicon::english();
    /// let model = NgramModel::open(compile_ngrams(&Ngrams::new(lexicon))?, lexicon)?;
    /// let id = lexicon.entry("harbour").expect("it is listed").id();
    /// assert!(model.unigram(LmToken::Word(id)).0.abs_diff(lexicon.unigram_cost(id).0) <= 40);
    /// # }
    /// # Ok::<(), ungarble::LanguageError>(())
    /// ```
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Ngrams<'l> {
        let words = (0..lexicon.vocabulary_len()).map(|id| probability(lexicon.unigram_cost(WordId(id))));
        let unigrams = words.chain([0.05, 0.01]).collect();
        Ngrams { lexicon, unigrams, unknown: 0.01, bigrams: Vec::new(), trigrams: Vec::new(), predecessors: 4 }
    }

    /// Says how likely `word` is out of any context.
    ///
    /// ```no_run
    /// # fn fill(ngrams: &mut ungarble::lm::compile::Ngrams<'_>) {
    /// ngrams.unigram(ungarble::lm::LmToken::Boundary, 0.04);
    /// # }
    /// ```
    pub fn unigram(&mut self, word: LmToken, p: f64) -> &mut Self {
        match (self.code(word), word) {
            (Some(code), _) => self.unigrams[code as usize] = p,
            (None, LmToken::Unknown) => self.unknown = p,
            (None, _) => {}
        }
        self
    }

    /// Says how likely `word` is behind `previous`. Tokens without n-grams of their own are left out.
    ///
    /// ```no_run
    /// # fn fill(ngrams: &mut ungarble::lm::compile::Ngrams<'_>) {
    /// use ungarble::lm::LmToken;
    ///
    /// ngrams.bigram(LmToken::Number, LmToken::Boundary, 0.1);
    /// # }
    /// ```
    pub fn bigram(&mut self, previous: LmToken, word: LmToken, p: f64) -> &mut Self {
        if let (Some(previous), Some(word)) = (self.code(previous), self.code(word)) {
            self.bigrams.push(([previous, word], p));
        }
        self
    }

    /// Says how likely `word` is behind `context`, the farther token first. A context that is no pair of its own becomes one.
    ///
    /// ```no_run
    /// # fn fill(ngrams: &mut ungarble::lm::compile::Ngrams<'_>) {
    /// use ungarble::lm::LmToken;
    ///
    /// ngrams.trigram([LmToken::Number, LmToken::Number], LmToken::Boundary, 0.2);
    /// # }
    /// ```
    pub fn trigram(&mut self, context: [LmToken; 2], word: LmToken, p: f64) -> &mut Self {
        if let (Some(older), Some(previous), Some(word)) =
            (self.code(context[0]), self.code(context[1]), self.code(word))
        {
            self.trigrams.push(([older, previous, word], p));
        }
        self
    }

    /// Says how many predecessors are listed for each word, 4 unless told.
    ///
    /// ```no_run
    /// # fn fill(ngrams: &mut ungarble::lm::compile::Ngrams<'_>) {
    /// ngrams.predecessors(0);
    /// # }
    /// ```
    pub fn predecessors(&mut self, most: usize) -> &mut Self {
        self.predecessors = most;
        self
    }

    fn code(&self, token: LmToken) -> Option<u32> {
        let words = self.lexicon.vocabulary_len();
        match token {
            LmToken::Boundary => Some(words),
            LmToken::Number => Some(words + 1),
            LmToken::Word(id) if id.0 < words => Some(id.0),
            LmToken::Word(_) | LmToken::Unknown => None,
        }
    }
}

/// A predecessor must make its word cheaper by as many millinats.
const ATTRACTED: u32 = 1_000;

/// Costs in steps, as they will be read.
struct Quantised {
    unigrams: Vec<u8>,
    bigrams: BTreeMap<[u32; 2], u8>,
    trigrams: BTreeMap<[u32; 3], u8>,
    backoffs: Vec<u8>,
}

impl Quantised {
    fn new(ngrams: &Ngrams<'_>) -> Quantised {
        let unigrams: Vec<u8> = ngrams.unigrams.iter().map(|&p| steps(p, UNIGRAM_STEP)).collect();
        let trigrams: BTreeMap<[u32; 3], u8> =
            ngrams.trigrams.iter().map(|&(key, p)| (key, steps(p, COST_STEP))).collect();
        let mut bigrams: BTreeMap<[u32; 2], u8> =
            ngrams.bigrams.iter().map(|&(key, p)| (key, steps(p, COST_STEP))).collect();
        let mut quantised = Quantised { unigrams, bigrams: BTreeMap::new(), trigrams, backoffs: Vec::new() };
        quantised.backoffs = quantised.backoffs_of_tokens(&bigrams);
        // A context must be a pair: one that is not kept for itself is as likely as it would be by back-off.
        for &[older, previous, _] in quantised.trigrams.keys() {
            let backed_off = quantised.backed_off(older, previous);
            bigrams.entry([older, previous]).or_insert_with(|| steps(backed_off, COST_STEP));
        }
        quantised.backoffs = quantised.backoffs_of_tokens(&bigrams);
        quantised.bigrams = bigrams;
        quantised
    }

    fn unigram(&self, token: u32) -> f64 {
        probability(Cost(u32::from(self.unigrams[token as usize]) * UNIGRAM_STEP))
    }

    fn backed_off(&self, first: u32, second: u32) -> f64 {
        probability(Cost(u32::from(self.backoffs[first as usize]) * BACKOFF_STEP)) * self.unigram(second)
    }

    fn bigram(&self, first: u32, second: u32) -> f64 {
        self.bigrams.get(&[first, second]).map_or_else(|| self.backed_off(first, second), |&steps| pair(steps))
    }

    fn backoffs_of_tokens(&self, bigrams: &BTreeMap<[u32; 2], u8>) -> Vec<u8> {
        let mut sums = vec![(0.0, 0.0); self.unigrams.len()];
        for (&[first, second], &steps) in bigrams {
            let (seen, covered) = &mut sums[first as usize];
            *seen += pair(steps);
            *covered += self.unigram(second);
        }
        sums.into_iter().map(left_over).collect()
    }

    /// Returns the back-off of each context, in their order.
    fn backoffs_of_contexts(&self) -> BTreeMap<[u32; 2], u8> {
        let mut sums: BTreeMap<[u32; 2], (f64, f64)> = BTreeMap::new();
        for (&[older, previous, third], &steps) in &self.trigrams {
            let (seen, covered) = sums.entry([older, previous]).or_default();
            *seen += pair(steps);
            *covered += self.bigram(previous, third);
        }
        sums.into_iter().map(|(context, sums)| (context, left_over(sums))).collect()
    }

    /// Returns for each token the first tokens of its likeliest pairs, at most `most`, the likeliest first.
    fn predecessors(&self, most: usize) -> Vec<Vec<u32>> {
        let mut lists: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.unigrams.len()];
        let words = self.unigrams.len() as u32 - SPECIAL;
        for (&[first, second], &steps) in self.bigrams.iter().filter(|([first, _], _)| *first < words) {
            let alone = u32::from(self.unigrams[first as usize]) * UNIGRAM_STEP;
            let cost = u32::from(steps) * COST_STEP;
            if cost + ATTRACTED <= u32::from(self.unigrams[second as usize]) * UNIGRAM_STEP {
                lists[second as usize].push((alone + cost, first));
            }
        }
        let best = |mut list: Vec<(u32, u32)>| {
            list.sort_unstable();
            list.truncate(most);
            list.into_iter().map(|(_, first)| first).collect()
        };
        lists.into_iter().map(best).collect()
    }
}

/// Returns what the tokens seen in a context leave over, shared among all others by their lower-order probability (Katz): in steps,
/// never below 0.
fn left_over((seen, covered): (f64, f64)) -> u8 {
    let left = (1.0 - seen).max(0.0001) / (1.0 - covered).max(0.0001);
    (-1000.0 * left.ln() / f64::from(BACKOFF_STEP)).round().clamp(0.0, 255.0) as u8
}

fn probability(cost: Cost) -> f64 {
    (-f64::from(cost.0) / 1000.0).exp()
}

fn pair(steps: u8) -> f64 {
    probability(Cost(u32::from(steps) * COST_STEP))
}

fn steps(p: f64, step: u32) -> u8 {
    (f64::from(Cost::from_probability(p).0) / f64::from(step)).round().clamp(0.0, 255.0) as u8
}

/// Compiles `ngrams` into an image that [`NgramModel::open`](super::NgramModel::open) reads, back-offs included.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
/// use ungarble::lm::compile::{Ngrams, compile_ngrams};
///
/// let ngrams = Ngrams::new(Lexicon::english());
/// assert_eq!(compile_ngrams(&ngrams)?, compile_ngrams(&ngrams)?, "to the byte");
/// # }
/// # Ok::<(), ungarble::LanguageError>(())
/// ```
///
/// # Errors
///
/// If there are more pairs or triples than an image holds, 16.7 million each.
pub fn compile_ngrams(ngrams: &Ngrams<'_>) -> Result<Vec<u8>, LanguageError> {
    let quantised = Quantised::new(ngrams);
    let tokens = quantised.unigrams.len();
    for (what, count) in [("pairs of words", quantised.bigrams.len()), ("triples of words", quantised.trigrams.len())] {
        if count >= 1 << 24 {
            return Err(LanguageError::Full { what, limit: 1 << 24 });
        }
    }
    let contexts = quantised.backoffs_of_contexts();
    let mut unigrams = Vec::with_capacity(tokens * ngrams::UNIGRAM);
    for (&cost, &backoff) in quantised.unigrams.iter().zip(&quantised.backoffs) {
        unigrams.extend([cost, backoff]);
    }
    let mut starts = vec![0_u32; tokens + 1];
    let (mut pairs, mut blocks) = (Vec::new(), Vec::new());
    let (mut bits, mut before, mut contexts_met) = (0_u64, 0_u32, 0_u32);
    for (at, (&[first, second], &cost)) in quantised.bigrams.iter().enumerate() {
        starts[first as usize + 1] += 1;
        push_row(&mut pairs, second, cost);
        let is_context = contexts.contains_key(&[first, second]);
        bits |= u64::from(is_context) << (at % BLOCK_PAIRS);
        contexts_met += u32::from(is_context);
        if (at + 1) % BLOCK_PAIRS == 0 || at + 1 == quantised.bigrams.len() {
            push_u24(&mut blocks, before);
            blocks.extend(bits.to_le_bytes());
            (bits, before) = (0, contexts_met);
        }
    }
    let (mut backoffs, mut context_starts, mut triples) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = None;
    for (at, (&[older, previous, third], &cost)) in quantised.trigrams.iter().enumerate() {
        if last != Some([older, previous]) {
            last = Some([older, previous]);
            backoffs.push(contexts[&[older, previous]]);
            context_starts.push(at as u32);
        }
        push_row(&mut triples, third, cost);
    }
    context_starts.push(quantised.trigrams.len() as u32);
    let (mut listed, mut predecessors) = (vec![0_u32], Vec::new());
    for list in quantised.predecessors(ngrams.predecessors) {
        list.into_iter().for_each(|first| predecessors.extend((first as u16).to_le_bytes()));
        listed.push((predecessors.len() / ngrams::PREDECESSOR) as u32);
    }
    let offsets = |starts: &[u32]| {
        let limit = usize::from(u16::MAX);
        offsets::build(starts).ok_or(LanguageError::Full { what: "words behind 32 contexts", limit })
    };
    let mut fields = [0; FIELDS];
    fields[0] = quantised.bigrams.len() as u32;
    fields[1] = contexts.len() as u32;
    fields[2] = quantised.trigrams.len() as u32;
    fields[3] = (predecessors.len() / ngrams::PREDECESSOR) as u32;
    fields[4] = Cost::from_probability(ngrams.unknown).0;
    let sections = [
        unigrams,
        index(&starts),
        pairs,
        blocks,
        backoffs,
        offsets(&context_starts)?,
        triples,
        offsets(&listed)?,
        predecessors,
    ];
    Ok(assemble(ngrams::KIND, ngrams.lexicon, fields, &sections))
}

/// Returns where the rows of each token begin, from how many each has.
fn index(counts: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(counts.len() * ngrams::INDEX);
    let mut sum = 0;
    for count in counts {
        sum += count;
        push_u24(&mut bytes, sum);
    }
    bytes
}

fn push_row(rows: &mut Vec<u8>, token: u32, cost: u8) {
    rows.extend((token as u16).to_le_bytes());
    rows.push(cost);
}

fn push_u24(bytes: &mut Vec<u8>, value: u32) {
    bytes.extend(&value.to_le_bytes()[..3]);
}

/// The vectors that an embedding image is made of, as trained.
///
/// ```
/// let vectors = ungarble::lm::compile::Vectors { dimensions: 2, ..Default::default() };
/// assert!(vectors.contexts.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Vectors {
    /// Dimensions of each vector: even, at most [`MAX_DIMENSIONS`].
    pub dimensions: usize,
    /// Weights of the eight positions, the farthest before first: `[8][dimensions]`.
    pub positions: Vec<f32>,
    /// Context vectors of the words, the boundary and the number: `[words + 2][dimensions]`.
    pub contexts: Vec<f32>,
    /// Word vectors: `[words][dimensions]`.
    pub words: Vec<f32>,
    /// Biases of the words, in nats: `[words]`.
    pub biases: Vec<f32>,
}

/// Compiles `vectors` into an image that [`EmbeddingModel::open`](super::EmbeddingModel::open) reads: 4 bits a dimension and a
/// scale a row.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
/// use ungarble::lm::compile::{Vectors, compile_embedding};
/// use ungarble::lm::{EmbeddingModel, LmToken};
///
/// let lexicon = Lexicon::english();
/// let words = lexicon.vocabulary_len() as usize;
/// let vectors = Vectors {
///     dimensions: 2,
///     positions: vec![1.0; 16],
///     contexts: vec![0.5; (words + 2) * 2],
///     words: vec![0.25; words * 2],
///     biases: vec![-1.0; words],
/// };
/// let model = EmbeddingModel::open(compile_embedding(&vectors, lexicon)?, lexicon)?;
/// assert!(model.verify().is_ok() && model.image_len() > 5 * words);
/// # }
/// # Ok::<(), ungarble::LanguageError>(())
/// ```
///
/// # Errors
///
/// If a table does not have the size that the dimensions and the vocabulary of `lexicon` ask for.
pub fn compile_embedding(vectors: &Vectors, lexicon: &Lexicon) -> Result<Vec<u8>, LanguageError> {
    let (d, words) = (vectors.dimensions, lexicon.vocabulary_len() as usize);
    let tables = [
        ("positions", vectors.positions.len(), POSITIONS * d),
        ("contexts", vectors.contexts.len(), (words + SPECIAL as usize) * d),
        ("words", vectors.words.len(), words * d),
        ("biases", vectors.biases.len(), words),
        ("dimensions", d, d.clamp(2, MAX_DIMENSIONS) / 2 * 2),
    ];
    if let Some(&(section, ..)) = tables.iter().find(|(_, found, expected)| found != expected) {
        return Err(LanguageError::Section { name: embedding::KIND.name, section });
    }
    let largest =
        |values: &[f32]| values.iter().fold(0_f32, |most, value| most.max(value.abs())).max(f32::MIN_POSITIVE);
    let position_unit = largest(&vectors.positions) / 255.0;
    let mut positions = Vec::new();
    for weight in &vectors.positions {
        positions.extend(((weight / position_unit).round() as i16).to_le_bytes());
    }
    let scales = |table: &[f32]| -> Vec<f32> { table.chunks(d).map(best_scale).collect() };
    let (context_scales, word_scales) = (scales(&vectors.contexts), scales(&vectors.words));
    let (context_unit, word_unit) = (largest(&context_scales) / 255.0, largest(&word_scales) / 255.0);
    let mut contexts = Vec::new();
    for (row, scale) in vectors.contexts.chunks(d).zip(&context_scales) {
        push_vector(&mut contexts, row, *scale, context_unit, None);
    }
    let mut rows = Vec::new();
    for ((row, scale), bias) in vectors.words.chunks(d).zip(&word_scales).zip(&vectors.biases) {
        push_vector(&mut rows, row, *scale, word_unit, Some(*bias));
    }
    let unit = f64::from(position_unit) * f64::from(context_unit) * f64::from(word_unit);
    let factor = 1000.0 * unit * f64::from(1_u32 << CONTEXT_SHIFT) * f64::from(1_u32 << FACTOR_SHIFT);
    let mut fields = [0; FIELDS];
    fields[0] = d as u32;
    fields[1] = factor.round().clamp(0.0, f64::from(u32::MAX)) as u32;
    Ok(assemble(embedding::KIND, lexicon, fields, &[positions, contexts, rows]))
}

/// Returns the scale with which 4 bits lose least of a row.
fn best_scale(row: &[f32]) -> f32 {
    let most = row.iter().fold(0_f32, |most, value| most.max(value.abs())) / 7.0;
    let error = |scale: f32| -> f32 {
        let lost = |value: &f32| value - (value / scale).round().clamp(-7.0, 7.0) * scale;
        row.iter().map(|value| lost(value).powi(2)).sum()
    };
    let scales = (8..=20).map(|twentieth| most * twentieth as f32 / 20.0);
    scales.min_by(|a, b| error(*a).total_cmp(&error(*b))).unwrap_or(most)
}

fn push_vector(bytes: &mut Vec<u8>, row: &[f32], scale: f32, unit: f32, bias: Option<f32>) {
    let steps = (scale / unit).round().clamp(0.0, 255.0);
    bytes.push(steps as u8);
    if let Some(bias) = bias {
        let steps = (bias * 1000.0 / BIAS_STEP as f32).round().clamp(-128.0, 127.0) as i8;
        bytes.extend(steps.to_le_bytes());
    }
    let scale = (steps * unit).max(f32::MIN_POSITIVE);
    let nibble = |value: f32| ((value / scale).round().clamp(-7.0, 7.0) as i8 + 8) as u8;
    let (low, high) = row.split_at(row.len() / 2);
    bytes.extend(low.iter().zip(high).map(|(&low, &high)| nibble(low) | nibble(high) << 4));
}
