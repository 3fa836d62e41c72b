//! How long a model takes to answer.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use ungarble::lm::{LanguageModel, LmToken};

use super::cases::sides;

/// Queries of each kind.
const QUERIES: usize = 20_000;
const CHUNK: usize = 100;
const ROUNDS: usize = 5;

/// Returns the nanoseconds of a bigram, a trigram, a context and a candidate: in running text, and for tokens drawn from it.
pub(crate) fn measure(
    model: &dyn LanguageModel,
    texts: &BTreeMap<String, Vec<Vec<LmToken>>>,
    has_embedding: bool,
) -> String {
    let mut running: Vec<LmToken> =
        texts.values().flatten().flat_map(|text| text.iter().take(2_000)).copied().collect();
    running.truncate(QUERIES);
    let mut state = 1_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        running[(state >> 16) as usize % running.len().max(1)]
    };
    let drawn: Vec<LmToken> = (0..running.len()).map(|_| draw()).collect();
    let [clean, random] = [&running, &drawn].map(|tokens| of(model, tokens, has_embedding));
    clean.iter().zip(&random).map(|(clean, random)| format!("{clean:.0}/{random:.0}")).collect::<Vec<_>>().join(", ")
}

fn of(model: &dyn LanguageModel, tokens: &[LmToken], has_embedding: bool) -> Vec<f64> {
    let bigram = time(tokens, |chunk| chunk.windows(2).map(|w| u64::from(model.bigram(w[0], w[1]).0)).sum());
    let trigram = time(tokens, |chunk| chunk.windows(3).map(|w| u64::from(model.trigram([w[0], w[1]], w[2]).0)).sum());
    if !has_embedding {
        return vec![bigram, trigram];
    }
    let context = time(tokens, |chunk| {
        let words = |at| {
            let (before, after) = sides(chunk, at);
            u64::from(model.context_vector(before, after).words())
        };
        (0..chunk.len()).map(words).sum()
    });
    let (before, after) = sides(tokens, tokens.len() / 2);
    let vector = model.context_vector(before, after);
    let candidate = time(tokens, |chunk| {
        let odds = chunk.iter().map(|&token| match token {
            LmToken::Word(id) => model.log_odds(&vector, id).0.unsigned_abs().into(),
            _ => 0,
        });
        odds.sum()
    });
    vec![bigram, trigram, context, candidate]
}

/// Nanoseconds a query, each chunk the quickest of some rounds, so that what else runs on the machine is left out.
fn time(tokens: &[LmToken], run: impl Fn(&[LmToken]) -> u64) -> f64 {
    let least = |chunk: &[LmToken]| {
        let round = |_| {
            let began = Instant::now();
            black_box(run(black_box(chunk)));
            began.elapsed()
        };
        (0..ROUNDS).map(round).min().unwrap_or_default()
    };
    let sum: Duration = tokens.chunks(CHUNK).map(least).sum();
    sum.as_secs_f64() * 1e9 / tokens.len().max(1) as f64
}
