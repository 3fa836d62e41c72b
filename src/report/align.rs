//! Which word of a text stands for which word of the clean one.

use super::distance::{distance, equal_pairs, intern};

/// Cost of a skipped word, where a substituted one costs 0.05 and up to 1.5 more with unlikeness.
const SKIP: f64 = 0.8;

/// Blocks of more pairs than this are paired in order.
const PAIRS: usize = 4000;

/// For each clean word the word that stands for it, and for each gap between clean words what stands in it too much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AlignedWords<'t> {
    /// By clean word; `None` where it is missing.
    pub(super) words: Vec<Option<&'t str>>,
    /// By gap: 0 is before the first clean word, i + 1 behind the i-th.
    pub(super) extras: Vec<Vec<&'t str>>,
}

/// Aligns words with clean words, regardless of case, so that a change of case never moves a word.
///
/// Stretches equal in both are anchors, but for a lone word of up to three letters amid others; what lies between is
/// paired by likeness.
pub(super) fn align_words<'t>(words: &[&'t str], clean: &[&str]) -> AlignedWords<'t> {
    let lower = |word: &&str| word.to_lowercase();
    let (a, b) = intern(words.iter().map(lower), clean.iter().map(lower));
    let mut aligned = AlignedWords { words: vec![None; clean.len()], extras: vec![Vec::new(); clean.len() + 1] };
    let pairs = equal_pairs(&a, &b);
    // The end of what is aligned, and whether an unequal block is open behind it.
    let mut done = (0, 0);
    let mut open = false;
    let mut at = (0, 0);
    for run in pairs.chunk_by(|x, y| (x.0 + 1, x.1 + 1) == *y) {
        let &start = run.first().expect("chunks are not empty");
        open |= start != at;
        at = (start.0 + run.len(), start.1 + run.len());
        if open && run.len() == 1 && clean[start.1].chars().count() <= 3 {
            continue;
        }
        if open {
            aligned.fill(words, clean, done, start);
        }
        for &(i, j) in run {
            aligned.words[j] = Some(words[i]);
        }
        (done, open) = (at, false);
    }
    aligned.fill(words, clean, done, (words.len(), clean.len()));
    aligned
}

impl<'t> AlignedWords<'t> {
    /// Pairs the words between two anchors by likeness.
    fn fill(&mut self, words: &[&'t str], clean: &[&str], from: (usize, usize), to: (usize, usize)) {
        let (words, clean) = (&words[from.0..to.0], &clean[from.1..to.1]);
        let mut gap = from.1;
        for (i, j) in pair(words, clean) {
            match (i, j) {
                (i, Some(j)) => {
                    self.words[from.1 + j] = i.map(|i| words[i]);
                    gap = from.1 + j + 1;
                }
                (Some(i), None) => self.extras[gap].push(words[i]),
                (None, None) => {}
            }
        }
    }
}

/// Pairs two short unequal stretches by the likeness of their words: steps of (word, clean word).
fn pair(words: &[&str], clean: &[&str]) -> Vec<(Option<usize>, Option<usize>)> {
    let (n, m) = (words.len(), clean.len());
    if n * m > PAIRS {
        return (0..n.max(m)).map(|k| (Some(k).filter(|&k| k < n), Some(k).filter(|&k| k < m))).collect();
    }
    let unlike: Vec<f64> =
        words.iter().flat_map(|word| clean.iter().map(move |clean| substitution(word, clean))).collect();
    let width = m + 1;
    let mut cost = vec![0.0_f64; (n + 1) * width];
    for i in 1..=n {
        cost[i * width] = i as f64 * SKIP;
    }
    for (j, first) in cost.iter_mut().enumerate().take(width).skip(1) {
        *first = j as f64 * SKIP;
    }
    for i in 1..=n {
        for j in 1..=m {
            let paired = cost[(i - 1) * width + j - 1] + unlike[(i - 1) * m + j - 1];
            let skipped = (cost[(i - 1) * width + j] + SKIP).min(cost[i * width + j - 1] + SKIP);
            cost[i * width + j] = paired.min(skipped);
        }
    }
    let is = |x: f64, y: f64| (x - y).abs() < 1e-9;
    let (mut i, mut j) = (n, m);
    let mut steps = Vec::with_capacity(n.max(m));
    while i > 0 || j > 0 {
        let here = cost[i * width + j];
        if i > 0 && j > 0 && is(here, cost[(i - 1) * width + j - 1] + unlike[(i - 1) * m + j - 1]) {
            (i, j) = (i - 1, j - 1);
            steps.push((Some(i), Some(j)));
        } else if i > 0 && is(here, cost[(i - 1) * width + j] + SKIP) {
            i -= 1;
            steps.push((Some(i), None));
        } else {
            j -= 1;
            steps.push((None, Some(j)));
        }
    }
    steps.reverse();
    steps
}

/// Returns what it costs to read `clean` as `word`: nothing where equal, least where only the case differs.
fn substitution(word: &str, clean: &str) -> f64 {
    if word == clean {
        return 0.0;
    }
    let (a, b) = (word.to_lowercase(), clean.to_lowercase());
    let (a, b) = intern(a.chars(), b.chars());
    let longest = a.len().max(b.len());
    0.05 + 1.5 * (distance(&a, &b) as f64 / longest.max(1) as f64)
}
