//! *nw*: how often the right word is ranked first among those spelt nearly like a non-word.

use std::collections::BTreeMap;

use rayon::prelude::*;
use ungarble::Lexicon;
use ungarble::lexicon::WordId;
use ungarble::lm::{LanguageModel, LmToken};

use super::cases::{Document, modelled, neighbours, sides};

/// Edits, first letter, vowels, frequency, n-grams, embedding.
const FEATURES: usize = 6;
const PASSES: usize = 60;

struct Case {
    document: usize,
    at: usize,
    fold: usize,
    candidates: Vec<(WordId, [f64; 3])>,
    truth: usize,
}

/// The non-words of all texts whose right word is among the candidates.
pub(crate) struct Cases<'d> {
    documents: &'d [Document],
    cases: Vec<Case>,
    frequencies: &'d dyn LanguageModel,
}

impl<'d> Cases<'d> {
    pub(crate) fn new(documents: &'d [Document], lexicon: &Lexicon, frequencies: &'d dyn LanguageModel) -> Cases<'d> {
        let mut found = Vec::new();
        for (document, text) in documents.iter().enumerate() {
            for (at, item) in text.items.iter().enumerate() {
                let truth = item.truth.as_ref().and_then(|truth| modelled(truth, lexicon));
                let is_word = !item.surface.starts_with('<') && item.surface.chars().count() > 1;
                if let Some(truth) = truth.filter(|_| is_word && lexicon.entry(&item.surface).is_none()) {
                    found.push((document, at, text.fold, item.surface.as_str(), truth));
                }
            }
        }
        let words: Vec<(WordId, Vec<char>)> =
            lexicon.vocabulary().map(|(id, word)| (id, word.chars().collect())).collect();
        let mut surfaces: Vec<&str> = found.iter().map(|case| case.3).collect();
        surfaces.sort_unstable();
        surfaces.dedup();
        let near: BTreeMap<&str, Vec<(WordId, [f64; 3])>> =
            surfaces.into_par_iter().map(|surface| (surface, candidates(surface, &words))).collect();
        let cases = found.into_iter().filter_map(|(document, at, fold, surface, truth)| {
            let candidates = near[surface].clone();
            let truth = candidates.iter().position(|&(id, _)| id == truth)?;
            Some(Case { document, at, fold, candidates, truth })
        });
        Cases { documents, cases: cases.collect(), frequencies }
    }

    pub(crate) fn len(&self) -> usize {
        self.cases.len()
    }

    /// Returns how many candidates a case has on average.
    pub(crate) fn candidates(&self) -> f64 {
        let sum: usize = self.cases.iter().map(|case| case.candidates.len()).sum();
        sum as f64 / self.cases.len().max(1) as f64
    }

    /// Share of the cases whose right word comes first, in percent; weights are fitted on one half for the other.
    pub(crate) fn measure(&self, model: &dyn LanguageModel, has_embedding: bool) -> f64 {
        let features: Vec<Vec<[f64; FEATURES]>> =
            self.cases.par_iter().map(|case| self.features(case, model)).collect();
        let mut right = 0;
        for fold in 0..2 {
            let weights = self.fit(&features, fold, has_embedding);
            for (case, rows) in self.cases.iter().zip(&features).filter(|(case, _)| case.fold == fold) {
                let score = |row: &[f64; FEATURES]| -> f64 { row.iter().zip(&weights).map(|(x, w)| x * w).sum() };
                let best = (0..rows.len()).max_by(|&a, &b| score(&rows[a]).total_cmp(&score(&rows[b])));
                right += usize::from(best == Some(case.truth));
            }
        }
        right as f64 * 100.0 / self.cases.len().max(1) as f64
    }

    fn features(&self, case: &Case, model: &dyn LanguageModel) -> Vec<[f64; FEATURES]> {
        let tokens = self.documents[case.document].tokens();
        let (before, after) = neighbours(&tokens, case.at);
        let (left, right) = sides(&tokens, case.at);
        let context = model.context_vector(left, right);
        let row = |&(id, channel): &(WordId, [f64; 3])| {
            let cost = model.cost_between(before, LmToken::Word(id), after).0;
            let alone = self.frequencies.unigram(LmToken::Word(id)).0;
            let fit = model.log_odds(&context, id).0;
            let [edits, first, vowels] = channel;
            [edits, first, vowels, -f64::from(alone) / 1e3, -f64::from(cost) / 1e3, f64::from(fit) / 1e3]
        };
        case.candidates.iter().map(row).collect()
    }

    /// Softmax regression by Adagrad on the cases outside `fold`.
    fn fit(&self, features: &[Vec<[f64; FEATURES]>], fold: usize, has_embedding: bool) -> [f64; FEATURES] {
        let mut weights = [2.0, 1.0, 0.5, 0.1, 0.7, if has_embedding { 0.4 } else { 0.0 }];
        let mut squares = [1e-6; FEATURES];
        let training: Vec<(&Case, &Vec<[f64; FEATURES]>)> =
            self.cases.iter().zip(features).filter(|(case, _)| case.fold != fold).collect();
        for pass in 0..PASSES {
            let gradients: Vec<[f64; FEATURES]> =
                training.par_iter().map(|(case, rows)| gradient(case.truth, rows, &weights)).collect();
            for feature in 0..FEATURES - usize::from(!has_embedding) {
                let sum: f64 = gradients.iter().map(|gradient| gradient[feature]).sum();
                let mean = sum / training.len().max(1) as f64;
                squares[feature] += mean * mean;
                weights[feature] += 0.3 / (1.0 + pass as f64 * 0.05) * mean / squares[feature].sqrt();
            }
        }
        weights
    }
}

fn gradient(truth: usize, rows: &[[f64; FEATURES]], weights: &[f64; FEATURES]) -> [f64; FEATURES] {
    let scores: Vec<f64> = rows.iter().map(|row| row.iter().zip(weights).map(|(x, w)| x * w).sum()).collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let shares: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f64 = shares.iter().sum();
    std::array::from_fn(|feature| {
        let mean: f64 = rows.iter().zip(&shares).map(|(row, share)| row[feature] * share).sum();
        rows[truth][feature] - mean / sum
    })
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// The words within one edit of a short one, two of others, and three of long ones.
fn candidates(surface: &str, words: &[(WordId, Vec<char>)]) -> Vec<(WordId, [f64; 3])> {
    let letters: Vec<char> = surface.chars().collect();
    let most = match letters.len() {
        0..=2 => 1,
        3..=7 => 2,
        _ => 3,
    };
    let consonants =
        |word: &[char]| -> Vec<char> { word.iter().copied().filter(|&letter| !is_vowel(letter)).collect() };
    let ours = consonants(&letters);
    let near = |(id, word): &(WordId, Vec<char>)| {
        let edits = distance(&letters, word, most)?;
        let first = -f64::from(u8::from(letters.first() != word.first()));
        Some((*id, [-(edits as f64), first, f64::from(u8::from(consonants(word) == ours))]))
    };
    words.iter().filter_map(near).collect()
}

/// Insertions, deletions, replacements and swaps of neighbours, no place being edited twice; `None` above `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most || b.len() > 40 {
        return None;
    }
    let mut before = [0; 42];
    let mut last: [usize; 42] = std::array::from_fn(|i| i);
    for i in 1..=a.len() {
        let mut row = [i; 42];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        if row[..=b.len()].iter().all(|&edits| edits > most) {
            return None;
        }
        (before, last) = (last, row);
    }
    Some(last[b.len()]).filter(|&edits| edits <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        let edits = |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 3);
        assert_eq!(edits("goverment", "government"), Some(1));
        assert_eq!(edits("teh", "the"), Some(1));
        assert_eq!(edits("abcd", "wxyz"), None);
        assert_eq!(edits("rnodem", "modem"), Some(2));
    }
}
