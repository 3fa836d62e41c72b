//! Text to measure with: prose of the lexicon's own language model, damage, and how to measure.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use peak_alloc::PeakAlloc;
use ungarble::Language;
use ungarble::lexicon::WordId;
use ungarble::lm::LmToken;

#[path = "../../tests/slips/dice.rs"]
mod dice;

pub(crate) use dice::Dice;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

pub(crate) fn misspelt(word: &str, random: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for _ in 0..=random.below(2) {
        let at = random.below(letters.len());
        let letter = char::from(b'a' + random.below(26) as u8);
        match random.below(3) {
            0 if letters.len() > 1 => drop(letters.remove(at)),
            1 => letters[at] = letter,
            _ => letters.insert(at, letter),
        }
    }
    letters.into_iter().collect()
}

/// `n` words, each drawn from those that the language model has seen after the one before.
pub(crate) fn prose(n: usize, random: &mut Dice) -> Vec<&'static str> {
    let language = Language::english();
    let model = language.model().expect("English has one");
    let mut rows: HashMap<Option<WordId>, Vec<(WordId, f64)>> = HashMap::new();
    let mut words = Vec::with_capacity(n);
    let mut previous = None;
    while words.len() < n {
        let row = rows.entry(previous).or_insert_with(|| {
            let (mut total, mut row) = (0.0, Vec::new());
            model.successors(previous.map_or(LmToken::Boundary, LmToken::Word), usize::MAX, &mut row);
            let summed = row.into_iter().map(|(word, cost)| {
                total += (-f64::from(cost.0) / 1000.0).exp();
                (word, total)
            });
            summed.collect()
        });
        let total = row.last().map_or(0.0, |last| last.1);
        let draw = random.below(1 << 30) as f64 / f64::from(1 << 30) * total;
        previous = row.get(row.partition_point(|&(_, sum)| sum < draw)).map(|&(word, _)| word);
        // One word in eight follows from nothing: prose is less of a chain than its bigrams.
        if random.below(8) == 0 {
            previous = None;
        }
        words.extend(previous.and_then(|word| language.lexicon().spelling(word)));
    }
    words
}

/// Runs once: how long it took, how many MB it had allocated at most beside what was there, and what it returned.
pub(crate) fn measured<T>(mut run: impl FnMut() -> T) -> (Duration, usize, T) {
    ALLOCATED.reset_peak_usage();
    let before = ALLOCATED.current_usage();
    let start = Instant::now();
    let result = run();
    (start.elapsed(), ALLOCATED.peak_usage().saturating_sub(before) / 1_000_000, result)
}
