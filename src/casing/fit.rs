//! Fits the weights of the judge, by a command:
//!
//! `UNGARBLE_CORPUS=corpus cargo test --release --lib fit_weights -- --ignored --nocapture`
//!
//! The folder holds casing/ (NAME.garbled.txt beside NAME.clean.txt, which differ in case alone) and clean/ (right texts,
//! which are damaged here in the same ways, for there are more of them). Weights come from logistic regression with a
//! ridge. What is told of them is measured on documents that the fit has not seen, in eight folds.

use std::path::{Path, PathBuf};

use super::judge::{Feature, Features, Question};
use super::{Cache, Surface, read};
use crate::document::{Buffers, Document};
use crate::lexicon::Lexicon;
use crate::settings::Noise;
use crate::text::classes::Classes;

const FOLDS: u64 = 8;
/// How often each right text is damaged by runs: what is told of a text as a whole is told once in each.
const DRAWS: u64 = 4;
const COUNT: usize = Feature::ALL.len();
/// Strength of the ridge on features of unit variance: halving or doubling it changes no figure by a hundredth.
const RIDGE: f64 = 20.0;

/// One word whose answer is known.
struct Row {
    question: Question,
    features: Features,
    yes: bool,
    /// Whether the damage is not ours.
    found: bool,
    fold: u64,
}

impl Row {
    /// How much it counts: as much as one of a text that is damaged once.
    fn weight(&self) -> f64 {
        if self.found || !matches!(self.question, Question::Run | Question::Name) { 1.0 } else { 1.0 / DRAWS as f64 }
    }
}

#[test]
#[ignore = "needs a corpus"]
#[allow(clippy::print_stdout, reason = "its output is its purpose")]
fn fit_weights() {
    let corpus = PathBuf::from(std::env::var("UNGARBLE_CORPUS").expect("UNGARBLE_CORPUS names a folder"));
    let mut rows = Vec::new();
    for path in sorted(&corpus.join("casing"), ".garbled.txt") {
        let garbled = std::fs::read_to_string(&path).expect("a text");
        let clean = std::fs::read_to_string(path.to_string_lossy().replace(".garbled.", ".clean.")).expect("its pair");
        collect(&garbled, &clean, &path, true, &mut rows);
    }
    for path in sorted(&corpus.join("clean"), ".txt") {
        let clean = std::fs::read_to_string(&path).expect("a text");
        let seed = hash(&path.file_name().expect("a name").to_string_lossy());
        for kind in [titles, capitals] {
            collect(&kind(&clean, &mut Dice(seed)), &clean, &path, false, &mut rows);
        }
        for draw in 0..DRAWS {
            collect(&runs(&clean, &mut Dice(seed ^ draw)), &clean, &path, false, &mut rows);
        }
    }
    let mut table = [[0; Question::COUNT]; COUNT];
    for question in [Question::Run, Question::Name, Question::Title, Question::Blind] {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.question == question).collect();
        let mut told: Vec<(i32, bool)> = Vec::new();
        for fold in 0..FOLDS {
            let seen: Vec<&Row> = rows.iter().copied().filter(|row| row.fold != fold).collect();
            let weights = fit(&seen);
            let unseen = rows.iter().filter(|row| row.fold == fold && row.found);
            told.extend(unseen.map(|row| (log_odds(&row.features, &weights), row.yes)));
        }
        let yes = told.iter().filter(|t| t.1).count();
        println!("{question:?}: {yes} of {} words, {} in the fit", told.len(), rows.len());
        for least in [-850, 0, 400, 850, 1100, 1386, 1700, 2200, 2900] {
            let right = told.iter().filter(|t| t.0 >= least && t.1).count();
            let wrong = told.iter().filter(|t| t.0 >= least && !t.1).count();
            println!("  from {least:>5}: {right} right, {wrong} wrong");
        }
        for (line, weight) in table.iter_mut().zip(fit(&rows)) {
            line[question as usize] = (weight * 1000.0).round() as i32;
        }
    }
    for (line, feature) in table.iter().zip(Feature::ALL) {
        let cells: Vec<String> = line.iter().map(|w| format!("{w:>5}")).collect();
        println!("    [{}], // {feature:?}", cells.join(", "));
    }
}

fn sorted(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(ending));
    paths.sort();
    paths
}

/// Adds the words of `garbled` about which the judge is asked.
fn collect(garbled: &str, clean: &str, path: &Path, found: bool, rows: &mut Vec<Row>) {
    if garbled.len() != clean.len() {
        return;
    }
    let name = path.file_name().expect("a name").to_string_lossy();
    let noise = if name.starts_with("case-lower") { Noise::Speech } else { Noise::Auto };
    // The same text damaged in several ways is one text.
    let base = ["case-seedlike-", "case-title-", "case-upper-", "case-lower-"]
        .iter()
        .find_map(|kind| name.strip_prefix(kind))
        .unwrap_or(&name);
    let fold = hash(base.split('.').next().unwrap_or(base)) % FOLDS;
    let document = Document::new(garbled, Lexicon::english(), &[], Buffers::default());
    read(&document, Lexicon::english(), noise, &|_| true, &mut Cache::default(), |reading, passage| {
        let decoded = reading.decoded(passage);
        for i in 0..decoded.observations.len() {
            let Some(question) = reading.question(&decoded, i) else { continue };
            let word = &document.words()[passage.first + i];
            let (written, Some(meant)) = (document.surface(word), clean.get(word.span.range())) else { continue };
            let small = written.to_lowercase();
            if meant.to_lowercase() != small {
                continue;
            }
            let yes = match question {
                Question::Name => meant != written,
                _ => meant == small,
            };
            if !yes
                && decoded.observations[i].surface == Surface::Title
                && question != Question::Blind
                && meant != written
            {
                continue;
            }
            let features = decoded.gather(&reading.observer(passage.sightings), passage.damage, i);
            rows.push(Row { question, features, yes, found, fold });
        }
    });
}

fn log_odds(features: &Features, weights: &[f64; COUNT]) -> i32 {
    features.0.iter().zip(weights).map(|(&f, w)| f64::from(f) * w).sum::<f64>() as i32
}

/// Logistic regression by Newton's method (Hastie and others, “The Elements of Statistical Learning”, 2009, 4.4.1).
fn fit(rows: &[&Row]) -> [f64; COUNT] {
    let mut ridge = [0.0; COUNT];
    for (k, strength) in ridge.iter_mut().enumerate().skip(1) {
        let values = rows.iter().map(|row| (f64::from(row.features.0[k]) / 1000.0, row.weight()));
        let (n, sum, squares) =
            values.fold((0.0, 0.0, 0.0), |(n, sum, squares), (v, w)| (n + w, sum + w * v, squares + w * v * v));
        *strength = RIDGE * (squares / n - (sum / n) * (sum / n)).max(0.005);
    }
    let mut weights = [0.0; COUNT];
    for _ in 0..12 {
        let mut slope = [0.0; COUNT];
        let mut curve = [[0.0; COUNT]; COUNT];
        for row in rows {
            let x = row.features.0.map(|f| f64::from(f) / 1000.0);
            let odds: f64 = x.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            let weight = row.weight();
            let error = (f64::from(u8::from(row.yes)) - p) * weight;
            for (k, &x_k) in x.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                slope[k] += error * x_k;
                for (cell, x_m) in curve[k].iter_mut().zip(&x[..=k]) {
                    *cell += weight * p * (1.0 - p) * x_k * x_m;
                }
            }
        }
        for k in 0..COUNT {
            slope[k] -= ridge[k] * weights[k];
            curve[k][k] += ridge[k] + 1e-6;
        }
        let step = solve(curve, slope);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    weights
}

/// Solves a symmetric positive definite system, of which the lower triangle is given, by Cholesky's method.
fn solve(mut a: [[f64; COUNT]; COUNT], mut b: [f64; COUNT]) -> [f64; COUNT] {
    for i in 0..COUNT {
        for j in 0..=i {
            let inner: f64 = (0..j).map(|k| a[i][k] * a[j][k]).sum();
            a[i][j] = if i == j { (a[i][i] - inner).sqrt() } else { (a[i][j] - inner) / a[j][j] };
        }
    }
    for i in 0..COUNT {
        let inner: f64 = (0..i).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - inner) / a[i][i];
    }
    for i in (0..COUNT).rev() {
        let inner: f64 = (i + 1..COUNT).map(|k| a[k][i] * b[k]).sum();
        b[i] = (b[i] - inner) / a[i][i];
    }
    b
}

/// Chance that is the same each time: SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Writes the words of `text` as `write` says, which is given sentence by sentence the words and what to write.
fn rewrite(text: &str, mut write: impl FnMut(&[&str]) -> Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for sentence in text.split_inclusive(['.', '!', '?', '\n']) {
        let is_part = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’');
        let mut pieces: Vec<&str> = Vec::new();
        let mut rest = sentence;
        while !rest.is_empty() {
            let word = rest.starts_with(is_part);
            let (piece, left) = rest.split_at(rest.find(|c| is_part(c) != word).unwrap_or(rest.len()));
            pieces.push(piece);
            rest = left;
        }
        let words: Vec<&str> = pieces.iter().copied().filter(|p| p.starts_with(char::is_alphabetic)).collect();
        let mut written = write(&words).into_iter();
        for piece in pieces {
            if piece.starts_with(char::is_alphabetic) {
                let word = written.next().expect("one for each word");
                out.push_str(if word.len() == piece.len() { &word } else { piece });
            } else {
                out.push_str(piece);
            }
        }
    }
    out
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn is_small(word: &str) -> bool {
    !word.chars().any(char::is_uppercase)
}

fn shouts(word: &str) -> bool {
    word.chars().count() > 1 && !word.chars().any(char::is_lowercase)
}

/// Runs of capitals and names written small, as often as in the casing corpus: two sentences in five hold a run, whose
/// length falls off with a mean of nine; particles follow it at times; outside of runs, names fall.
fn runs(text: &str, dice: &mut Dice) -> String {
    let (often, fall, follow) = ([25, 40, 50][dice.below(3)], [15, 30, 45][dice.below(3)], [30, 55, 80][dice.below(3)]);
    rewrite(text, |words| {
        let mut run = 0..0;
        if words.len() >= 3 && dice.percent(often) {
            let mut length = 3;
            while length < words.len() && !dice.percent(15) {
                length += 1;
            }
            let from = dice.below(words.len() - length + 1);
            run = from..from + length;
        }
        let write = |(i, word): (usize, &&str)| {
            let particle = Classes::of(word).has(Classes::PARTICLE);
            if run.contains(&i) {
                if is_small(word) && (!particle || dice.percent(follow)) {
                    capitalised(word)
                } else {
                    (*word).to_owned()
                }
            } else if i > 0
                && !is_small(word)
                && *word != "I"
                && dice.percent(if shouts(word) { fall * 17 / 10 } else { fall })
            {
                word.to_lowercase()
            } else {
                (*word).to_owned()
            }
        };
        words.iter().enumerate().map(write).collect()
    })
}

/// Every Word Capitalised.
fn titles(text: &str, _: &mut Dice) -> String {
    rewrite(text, |words| {
        words.iter().map(|word| if shouts(word) { (*word).to_owned() } else { capitalised(word) }).collect()
    })
}

/// ALL IN CAPITALS.
fn capitals(text: &str, _: &mut Dice) -> String {
    text.to_uppercase()
}

#[test]
fn a_fit_finds_what_made_the_answers() {
    let mut dice = Dice(7);
    let rows: Vec<Row> = (0..4000)
        .map(|_| {
            let mut features = Features([0; COUNT]);
            (features.0[0], features.0[1], features.0[2]) =
                (1000, dice.below(4000) as i16 - 2000, dice.below(2) as i16 * 1000);
            let odds = 2.0 * f64::from(features.0[1]) / 1000.0 - 1.0;
            let yes = dice.below(10_000) as f64 / 10_000.0 < 1.0 / (1.0 + (-odds).exp());
            Row { question: Question::Run, features, yes, found: true, fold: 0 }
        })
        .collect();
    let weights = fit(&rows.iter().collect::<Vec<_>>());
    assert!((weights[0] + 1.0).abs() < 0.3 && (weights[1] - 2.0).abs() < 0.3 && weights[2].abs() < 0.3, "{weights:?}");
}

#[test]
fn damage_keeps_the_letters() {
    let text = "The council met in Paris. NATO’s plan, of the year 2031, was read to all of them there.\n";
    for kind in [runs, titles, capitals] {
        let damaged: Vec<String> = (0..20).map(|seed| kind(text, &mut Dice(seed))).collect();
        assert!(damaged.iter().all(|d| d.to_lowercase() == text.to_lowercase()));
        assert!(damaged.iter().any(|d| d != text));
    }
    assert_eq!(titles("of eBay", &mut Dice(1)), "Of EBay");
}
