//! *rw* and *made*: how many words that stand for another word are found and rightly replaced, at a given rate of false alarms.

use rayon::prelude::*;
use ungarble::lexicon::WordId;
use ungarble::lm::{LanguageModel, LmToken};
use ungarble::{Cost, Lexicon};

use super::cases::{Document, Family, modelled, neighbours, sides};
use crate::cbow::alike;

/// Words rarer than this are no replacements.
const RAREST: Cost = Cost(16_118);
/// One word in so many of the right texts is replaced.
const MADE: u64 = 40;
/// Weight of the embedding beside the n-grams.
const EMBEDDING_SHARE: f64 = 0.7;

/// A word where it stands.
#[derive(Clone, Copy)]
struct Occurrence {
    document: usize,
    at: usize,
    /// The right word.
    truth: WordId,
    /// The original.
    written: WordId,
}

/// The words of right texts, words that stand for others, and words made to.
pub(crate) struct Cases {
    texts: Vec<Vec<LmToken>>,
    alike: Vec<Vec<WordId>>,
    right: Vec<Occurrence>,
    natural: Vec<Occurrence>,
    made: Vec<Occurrence>,
    right_words: usize,
}

/// Shares found and rightly replaced, in percent.
pub(crate) struct Found {
    /// At one false alarm in 1,000 right words.
    pub(crate) natural: f64,
    /// At one in 10,000.
    pub(crate) natural_strict: f64,
    pub(crate) made: f64,
}

impl Cases {
    pub(crate) fn new(documents: &[Document], lexicon: &Lexicon, frequencies: &dyn LanguageModel) -> Cases {
        let alike = spelt_alike(lexicon, frequencies);
        let texts: Vec<Vec<LmToken>> = documents.iter().map(Document::tokens).collect();
        let (mut right, mut natural, mut made, mut right_words) = (Vec::new(), Vec::new(), Vec::new(), 0);
        let mut state = 987_654_321_u64;
        for (document, text) in documents.iter().enumerate() {
            for (at, item) in text.items.iter().enumerate() {
                let LmToken::Word(written) = item.token else {
                    right_words += usize::from(text.family == Family::Clean && !item.surface.starts_with('<'));
                    continue;
                };
                let near = &alike[written.index()];
                if text.family != Family::Clean {
                    let truth = item.truth.as_ref().and_then(|truth| modelled(truth, lexicon));
                    if let Some(truth) = truth.filter(|truth| near.contains(truth)) {
                        natural.push(Occurrence { document, at, truth, written });
                    }
                    continue;
                }
                right_words += 1;
                if near.is_empty() {
                    continue;
                }
                right.push(Occurrence { document, at, truth: written, written });
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                if state.is_multiple_of(MADE) {
                    let share = (state >> 12) % 1_000_003;
                    let written = draw(near, share as f64 / 1_000_003.0, frequencies);
                    made.push(Occurrence { document, at, truth: right[right.len() - 1].truth, written });
                }
            }
        }
        Cases { texts, alike, right, natural, made, right_words }
    }

    pub(crate) fn natural(&self) -> usize {
        self.natural.len()
    }

    pub(crate) fn made(&self) -> usize {
        self.made.len()
    }

    pub(crate) fn right_words(&self) -> usize {
        self.right_words
    }

    pub(crate) fn measure(&self, model: &dyn LanguageModel, has_embedding: bool) -> Found {
        let best = |place: &Occurrence| self.best(place, model, has_embedding);
        let mut alarms: Vec<f64> = self.right.par_iter().map(|place| best(place).0).collect();
        alarms.sort_unstable_by(|a, b| b.total_cmp(a));
        let threshold = |rate: usize| alarms.get(self.right_words / rate).copied().unwrap_or(f64::MIN);
        let (usual, strict) = (threshold(1_000), threshold(10_000));
        let share = |places: &[Occurrence], threshold: f64| {
            let found = |place: &&Occurrence| {
                let (gain, word) = best(place);
                gain > threshold && word == Some(place.truth)
            };
            places.par_iter().filter(found).count() as f64 * 100.0 / places.len().max(1) as f64
        };
        Found {
            natural: share(&self.natural, usual),
            natural_strict: share(&self.natural, strict),
            made: share(&self.made, usual),
        }
    }

    /// The likeliest neighbour of what stands there, and by how many nats it is likelier.
    fn best(&self, place: &Occurrence, model: &dyn LanguageModel, has_embedding: bool) -> (f64, Option<WordId>) {
        let tokens = &self.texts[place.document];
        let (before, after) = neighbours(tokens, place.at);
        let (left, right) = sides(tokens, place.at);
        let context = model.context_vector(left, right);
        let score = |word: WordId| {
            let order = -f64::from(model.cost_between(before, LmToken::Word(word), after).0);
            let about = if has_embedding { f64::from(model.log_odds(&context, word).0) * EMBEDDING_SHARE } else { 0.0 };
            (order + about) / 1000.0
        };
        let written = score(place.written);
        let gains = self.alike[place.written.index()].iter().map(|&word| (score(word) - written, Some(word)));
        gains.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((f64::MIN, None))
    }
}

/// For each word of the vocabulary the others one edit away that are not too rare, and those it is often taken for.
fn spelt_alike(lexicon: &Lexicon, frequencies: &dyn LanguageModel) -> Vec<Vec<WordId>> {
    let (ids, words): (Vec<WordId>, Vec<&str>) = lexicon.vocabulary().unzip();
    let often: Vec<bool> = ids.iter().map(|&id| frequencies.unigram(LmToken::Word(id)) < RAREST).collect();
    let near = alike(&words, &often);
    let all = words.iter().zip(near).map(|(word, near)| {
        let taken = lexicon.confusions(word).filter_map(|other| modelled(other, lexicon));
        let mut near: Vec<WordId> = near.into_iter().map(|code| ids[usize::from(code)]).chain(taken).collect();
        near.sort_unstable();
        near.dedup();
        near
    });
    all.collect()
}

/// A neighbour, the likelier ones more often: by the square root of their share.
fn draw(near: &[WordId], share: f64, frequencies: &dyn LanguageModel) -> WordId {
    let weights: Vec<f64> =
        near.iter().map(|&id| (-f64::from(frequencies.unigram(LmToken::Word(id)).0) / 2_000.0).exp()).collect();
    let mut left = share * weights.iter().sum::<f64>();
    for (&id, weight) in near.iter().zip(&weights) {
        left -= weight;
        if left <= 0.0 {
            return id;
        }
    }
    near[0]
}
