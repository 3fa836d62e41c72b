//! The n-gram model: text and Sphinx, mixed, pruned, compiled.

use ungarble::Lexicon;
use ungarble::lexicon::WordId;
use ungarble::lm::LmToken;
use ungarble::lm::compile::{Ngrams, compile_ngrams};

use crate::Error;
use crate::backoff::{Backoff, Counts, Table};
use crate::sphinx::Sphinx;
use crate::vocabulary::Codes;

/// Trigrams that the text has less often are backed off.
const TRIGRAM_CUTOFF: u32 = 2;
/// Taken off the count of each word, for those that the text lacks.
const UNIGRAM_DISCOUNT: f64 = 0.5;

/// The whole mixture, to be pruned to any size.
#[derive(Debug)]
pub(crate) struct Mixture {
    model: Backoff,
    /// Share of the tokens that no list holds.
    unknown: f64,
}

impl Mixture {
    /// Mixes a model of `texts` with `sphinx`, if there is one.
    pub(crate) fn new(texts: &[&[u16]], sphinx: &Sphinx, codes: &Codes, lexicon: &Lexicon) -> Mixture {
        let usual = frequencies(lexicon, codes);
        let (counted, unknown) = from_text(texts, codes, &usual);
        let model = if sphinx.is_empty() { counted } else { Backoff::mixed(&counted, &sphinx.model(codes, &usual)) };
        Mixture { model, unknown }
    }

    /// Compiles the `count` n-grams that matter most.
    pub(crate) fn compile(&self, count: usize, codes: &Codes, lexicon: &Lexicon) -> Result<Vec<u8>, Error> {
        let tokens = tokens(codes, lexicon);
        let token = |code: u64| tokens[(code & 0xFFFF) as usize];
        let mut ngrams = Ngrams::new(lexicon);
        ngrams.unigram(LmToken::Unknown, self.unknown);
        for (&token, &p) in tokens.iter().zip(&self.model.unigrams) {
            ngrams.unigram(token, f64::from(p).exp());
        }
        let (bigrams, trigrams) = self.model.prune(count);
        for &(key, p) in &bigrams {
            ngrams.bigram(token(key >> 16), token(key), f64::from(p).exp());
        }
        for &(key, p) in &trigrams {
            ngrams.trigram([token(key >> 32), token(key >> 16)], token(key), f64::from(p).exp());
        }
        Ok(compile_ngrams(&ngrams)?)
    }
}

/// The tokens by their code.
fn tokens(codes: &Codes, lexicon: &Lexicon) -> Vec<LmToken> {
    let ids: Vec<WordId> = lexicon.vocabulary().map(|(id, _)| id).take(codes.words).collect();
    ids.into_iter().map(LmToken::Word).chain([LmToken::Boundary, LmToken::Number]).collect()
}

/// Returns how likely the words are by their frequency in the lexicon; boundary and number as in most texts.
fn frequencies(lexicon: &Lexicon, codes: &Codes) -> Vec<f32> {
    let words = lexicon.vocabulary().take(codes.words).map(|(id, _)| -(lexicon.unigram_cost(id).0 as f32) / 1000.0);
    words.chain([-3.1, -4.3]).collect()
}

/// Absolute discounting on raw counts, with the share of unknown tokens. Words that the text lacks share what is taken off
/// the others by their frequency.
fn from_text(texts: &[&[u16]], codes: &Codes, usual: &[f32]) -> (Backoff, f64) {
    let mut counts = vec![0_u64; codes.tokens()];
    let mut unknown = 0_u64;
    for &token in texts.iter().copied().flatten() {
        match counts.get_mut(usize::from(token)) {
            Some(count) => *count += 1,
            None => unknown += 1,
        }
    }
    let total: f64 = counts.iter().map(|&count| count as f64).sum();
    let less = |count: u64| (count as f64 - UNIGRAM_DISCOUNT).max(0.0);
    let left = 1.0 - counts.iter().map(|&count| less(count)).sum::<f64>() / total.max(1.0);
    let usual_sum: f64 = usual.iter().map(|&p| f64::from(p).exp()).sum();
    let p = |(&count, &usual): (&u64, &f32)| {
        (less(count) / total.max(1.0) + left * f64::from(usual).exp() / usual_sum).ln() as f32
    };
    let unigrams: Vec<f32> = counts.iter().zip(usual).map(p).collect();
    let count = |order| Counts::of(texts.iter().copied(), order, codes.boundary(), codes.unknown());
    let bigrams = count(2).estimate(2, 1, |key| unigrams[(key & 0xFFFF) as usize]);
    let lower = Backoff::new(unigrams, bigrams, Table::new(3, Vec::new(), Vec::new()));
    let trigrams = count(3).estimate(3, TRIGRAM_CUTOFF, |key| lower.bigram((key >> 16) as u16, key as u16));
    let share = unknown as f64 / (total + unknown as f64).max(1.0);
    (Backoff::new(lower.unigrams, lower.bigrams, trigrams), share.max(1e-4))
}
