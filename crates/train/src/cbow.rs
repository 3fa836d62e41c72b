//! The embedding model: which words stand among which.
//!
//! A continuous bag of words to both sides, with a weight vector a position (Mikolov et al., 2018, section 2.2), trained by
//! stochastic gradient descent against words drawn by frequency and against words spelt alike: those are what a reader has to
//! tell apart. One thread, so that the same text gives the same vectors.

use std::collections::BTreeMap;

use ungarble::lm::CONTEXT_WORDS;
use ungarble::lm::compile::Vectors;

use crate::vocabulary::Codes;

const POSITIONS: usize = 2 * CONTEXT_WORDS;
/// Tokens that are read in one go; their order is drawn anew for each pass.
const BLOCK: usize = 20_000;
const LEARNING_RATE: f32 = 0.06;
/// Biases and weights of positions learn at this share of it.
const BIAS_RATE: f32 = 0.5;
const POSITION_RATE: f32 = 0.02;
/// Words that make up more of the text than this are targets less often.
const COMMON: f32 = 3e-4;
/// Negatives by frequency, and those spelt alike.
const NEGATIVES: usize = 6;
const ALIKE: usize = 4;
/// Negatives are drawn by this power of their count.
const FLATTENED: f64 = 0.75;
const DRAWS: usize = 1 << 22;
/// Words met less often are no negatives for those spelt like them.
const FEWEST: u32 = 20;
/// A group of words that are alike but for one letter is left out if it is larger.
const LARGEST_GROUP: usize = 200;

/// Numbers that look drawn, the same everywhere (xorshift64, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        ((self.roll() >> 20) % end.max(1) as u64) as usize
    }

    /// From 0 to 1.
    fn share(&mut self) -> f32 {
        (self.roll() >> 40) as f32 / (1_u64 << 24) as f32
    }
}

/// The vectors while they are trained.
struct Weights<const D: usize> {
    contexts: Vec<[f32; D]>,
    words: Vec<[f32; D]>,
    biases: Vec<f32>,
    positions: [[f32; D]; POSITIONS],
}

/// Negative examples that targets are compared with.
struct Negatives {
    /// Words as often as they are drawn.
    draws: Vec<u16>,
    /// For each word those that are one edit away.
    alike: Vec<Vec<u16>>,
    /// Number of times that a word is a target where it stands.
    kept: Vec<f32>,
}

/// Trains vectors of 32 or 64 dimensions on `texts`.
pub(crate) fn train(
    texts: &[&[u16]],
    codes: &Codes,
    words: &[&str],
    dimensions: usize,
    passes: usize,
    progress: impl FnMut(usize, usize),
) -> Vectors {
    match dimensions {
        64 => train_with::<64>(texts, codes, words, passes, progress),
        _ => train_with::<32>(texts, codes, words, passes, progress),
    }
}

fn train_with<const D: usize>(
    texts: &[&[u16]],
    codes: &Codes,
    words: &[&str],
    passes: usize,
    mut progress: impl FnMut(usize, usize),
) -> Vectors {
    let mut dice = Dice(88_172_645_463_325_252);
    let mut start = || std::array::from_fn(|_| (dice.share() - 0.5) / D as f32 * 2.0);
    let contexts = (0..codes.tokens()).map(|_| start()).collect();
    let mut weights = Weights::<D> {
        contexts,
        words: vec![[0.0; D]; codes.words],
        biases: vec![0.0; codes.words],
        positions: [[1.0; D]; POSITIONS],
    };
    let negatives = Negatives::new(texts, codes, words);
    let sigmoid: Vec<f32> = (0..2048).map(|i| 1.0 / (1.0 + (-(i as f32 / 2048.0 - 0.5) * 16.0).exp())).collect();
    let blocks: Vec<&[u16]> = texts.iter().flat_map(|text| text.chunks(BLOCK)).collect();
    let total = blocks.len() * passes;
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    for pass in 0..passes {
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        for (i, &block) in order.iter().enumerate() {
            let done = pass * blocks.len() + i;
            let rate = LEARNING_RATE * (1.0 - done as f32 / total as f32).max(0.002);
            read_block(blocks[block], codes, &negatives, &sigmoid, rate, &mut dice, &mut weights);
            progress(done + 1, total);
        }
    }
    Vectors {
        dimensions: D,
        positions: weights.positions.concat(),
        contexts: weights.contexts.concat(),
        words: weights.words.concat(),
        biases: weights.biases,
    }
}

fn read_block<const D: usize>(
    text: &[u16],
    codes: &Codes,
    negatives: &Negatives,
    sigmoid: &[f32],
    rate: f32,
    dice: &mut Dice,
    weights: &mut Weights<D>,
) {
    for at in 0..text.len() {
        let target = usize::from(text[at]);
        if target >= codes.words || dice.share() > negatives.kept[target] {
            continue;
        }
        let (around, count) = around(text, at, codes);
        if count > 0 {
            learn(target, &around[..count], negatives, sigmoid, rate, dice, weights);
        }
    }
}

/// The tokens around a place with their positions, up to the boundaries of the sentence.
fn around(text: &[u16], at: usize, codes: &Codes) -> ([(usize, usize); POSITIONS], usize) {
    let (mut around, mut count) = ([(0, 0); POSITIONS], 0);
    let mut add = |position: usize, token: u16| {
        if token != codes.unknown() {
            around[count] = (position, usize::from(token));
            count += 1;
        }
        token != codes.boundary()
    };
    for (distance, &token) in text[..at].iter().rev().take(CONTEXT_WORDS).enumerate() {
        if !add(CONTEXT_WORDS - 1 - distance, token) {
            break;
        }
    }
    for (distance, &token) in text[at + 1..].iter().take(CONTEXT_WORDS).enumerate() {
        if !add(CONTEXT_WORDS + distance, token) {
            break;
        }
    }
    (around, count)
}

/// One step down the gradient, for one target.
fn learn<const D: usize>(
    target: usize,
    around: &[(usize, usize)],
    negatives: &Negatives,
    sigmoid: &[f32],
    rate: f32,
    dice: &mut Dice,
    weights: &mut Weights<D>,
) {
    let mut context = [0.0; D];
    for &(position, token) in around {
        let (vector, position) = (&weights.contexts[token], &weights.positions[position]);
        for ((sum, a), b) in context.iter_mut().zip(vector).zip(position) {
            *sum += a * b;
        }
    }
    let mut gradient = [0.0; D];
    for draw in 0..=NEGATIVES + ALIKE {
        let (word, label) = match draw {
            0 => (target, 1.0),
            1..=NEGATIVES => (usize::from(negatives.draws[dice.below(negatives.draws.len())]), 0.0),
            _ => {
                let alike = &negatives.alike[target];
                let Some(&word) = alike.get(dice.below(alike.len())) else { continue };
                (usize::from(word), 0.0)
            }
        };
        if draw > 0 && word == target {
            continue;
        }
        let vector = &mut weights.words[word];
        let score = dot(&context, vector) + weights.biases[word];
        let p = sigmoid[((score / 16.0 + 0.5) * 2048.0).clamp(0.0, 2047.0) as usize];
        let error = (label - p) * rate;
        for ((gradient, vector), context) in gradient.iter_mut().zip(vector).zip(&context) {
            *gradient += error * *vector;
            *vector += error * context;
        }
        weights.biases[word] += error * BIAS_RATE;
    }
    for &(position, token) in around {
        let (vector, position) = (&mut weights.contexts[token], &mut weights.positions[position]);
        for ((gradient, a), b) in gradient.iter().zip(vector).zip(position) {
            let (to_vector, to_position) = (gradient * *b, gradient * *a * POSITION_RATE);
            *a += to_vector;
            *b += to_position;
        }
    }
}

/// In eight lanes, so that compilers may use wide registers without a change of the result.
fn dot<const D: usize>(a: &[f32; D], b: &[f32; D]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (a, b) in a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0) {
        for lane in 0..8 {
            lanes[lane] += a[lane] * b[lane];
        }
    }
    let [a, b, c, d, e, f, g, h] = lanes;
    ((a + e) + (b + f)) + ((c + g) + (d + h))
}

impl Negatives {
    fn new(texts: &[&[u16]], codes: &Codes, words: &[&str]) -> Negatives {
        let mut counts = vec![0_u32; codes.words];
        let mut total = 0_u64;
        for &token in texts.iter().copied().flatten() {
            total += 1;
            if let Some(count) = counts.get_mut(usize::from(token)) {
                *count += 1;
            }
        }
        let flat: Vec<f64> = counts.iter().map(|&count| f64::from(count).powf(FLATTENED)).collect();
        let sum: f64 = flat.iter().sum();
        let draws = flat.iter().enumerate().flat_map(|(word, share)| {
            let times = (share / sum.max(1.0) * DRAWS as f64).round() as usize;
            std::iter::repeat_n(word as u16, times)
        });
        let often: Vec<bool> = counts.iter().map(|&count| count >= FEWEST).collect();
        let keep = |count: &u32| (COMMON * total as f32 / (*count).max(1) as f32).sqrt();
        Negatives { draws: draws.collect(), alike: alike(words, &often), kept: counts.iter().map(keep).collect() }
    }
}

/// For each word the others one edit away, found by leaving out a letter of either; only those that are met `often`, and of
/// no others.
pub(crate) fn alike(words: &[&str], often: &[bool]) -> Vec<Vec<u16>> {
    let mut groups: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    let often = words.iter().zip(often).enumerate().filter(|(_, (_, often))| **often);
    for (code, (word, _)) in often {
        groups.entry((*word).to_owned()).or_default().push(code as u16);
        for (at, letter) in word.char_indices() {
            let mut shorter = (*word).to_owned();
            shorter.replace_range(at..at + letter.len_utf8(), "");
            groups.entry(shorter).or_default().push(code as u16);
        }
    }
    let mut alike = vec![Vec::new(); words.len()];
    for group in groups.into_values().filter(|group| (2..=LARGEST_GROUP).contains(&group.len())) {
        for &a in &group {
            let near = |&b: &u16| b != a && is_one_edit(words[usize::from(a)], words[usize::from(b)]);
            alike[usize::from(a)].extend(group.iter().copied().filter(near));
        }
    }
    for list in &mut alike {
        list.sort_unstable();
        list.dedup();
    }
    alike
}

/// Returns whether one letter is inserted, left out, replaced, or swapped with the next.
fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let before = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let shorter = a.len().min(b.len());
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count().min(shorter - before);
    let (left, right) = (&a[before..a.len() - behind], &b[before..b.len() - behind]);
    match (left, right) {
        ([x, y], [v, w]) => x == w && y == v,
        _ => left.len() <= 1 && right.len() <= 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (a, b) in [("their", "there"), ("cat", "dog"), ("abcd", "badc"), ("a", "abc")] {
            assert!(!is_one_edit(a, b), "{a} {b}");
        }
        for (a, b) in [("form", "from"), ("him", "hint"), ("cat", "cats"), ("tan", "tab"), ("aa", "aaa")] {
            assert_eq!(is_one_edit(a, b), a != "him", "{a} {b}");
        }
        let words = ["cat", "cats", "cut", "dog", "act"];
        assert_eq!(alike(&words, &[true; 5]), [vec![1, 2, 4], vec![0], vec![0], vec![], vec![0]]);
        assert_eq!(alike(&words, &[true, true, false, true, true])[0], [1, 4]);
    }
}
