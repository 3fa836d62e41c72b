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
use crate::regression::{Example, fill, fit, hash, log_odds, print, texts};
use crate::settings::Noise;
use crate::text::classes::Classes;

const FOLDS: u64 = 8;
/// How often each right text is damaged by runs: what is told of a text as a whole is told once in each.
const DRAWS: u64 = 4;
const COUNT: usize = Feature::ALL.len();

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
    fn example(&self) -> Example<'_, COUNT> {
        // As much as a word of a text that is damaged once.
        let once = self.found || !matches!(self.question, Question::Run | Question::Name);
        let weight = if once { 1.0 } else { 1.0 / DRAWS as f64 };
        Example { features: &self.features.0, yes: self.yes, weight }
    }
}

#[test]
#[ignore = "needs a corpus"]
#[allow(clippy::print_stdout, reason = "its output is its purpose")]
fn fit_weights() {
    let corpus = PathBuf::from(std::env::var("UNGARBLE_CORPUS").expect("UNGARBLE_CORPUS names a folder"));
    let mut rows = Vec::new();
    for path in texts(&corpus.join("casing"), "", ".garbled.txt") {
        let garbled = std::fs::read_to_string(&path).expect("a text");
        let clean = std::fs::read_to_string(path.to_string_lossy().replace(".garbled.", ".clean.")).expect("its pair");
        collect(&garbled, &clean, &path, true, &mut rows);
    }
    for path in texts(&corpus.join("clean"), "", ".txt") {
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
            let weights = fit(&seen.iter().map(|row| row.example()).collect::<Vec<_>>());
            let unseen = rows.iter().filter(|row| row.fold == fold && row.found);
            told.extend(unseen.map(|row| (log_odds(&row.features.0, &weights), row.yes)));
        }
        let yes = told.iter().filter(|t| t.1).count();
        println!("{question:?}: {yes} of {} words, {} in the fit", told.len(), rows.len());
        for least in [-850, 0, 400, 850, 1100, 1386, 1700, 2200, 2900] {
            let right = told.iter().filter(|t| t.0 >= least && t.1).count();
            let wrong = told.iter().filter(|t| t.0 >= least && !t.1).count();
            println!("  from {least:>5}: {right} right, {wrong} wrong");
        }
        let all: Vec<_> = rows.iter().map(|row| row.example()).collect();
        fill(&mut table, question as usize, &all);
    }
    print(&table, &Feature::ALL);
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
    let document = Document::new(garbled, crate::Language::english().lexicon(), &[], Buffers::default());
    read(
        &document,
        crate::Language::english().lexicon(),
        noise,
        &|_| true,
        &mut Cache::default(),
        |reading, passage| {
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
        },
    );
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
fn damage_keeps_the_letters() {
    let text = "The council met in Paris. NATO’s plan, of the year 2031, was read to all of them there.\n";
    for kind in [runs, titles, capitals] {
        let damaged: Vec<String> = (0..20).map(|seed| kind(text, &mut Dice(seed))).collect();
        assert!(damaged.iter().all(|d| d.to_lowercase() == text.to_lowercase()));
        assert!(damaged.iter().any(|d| d != text));
    }
    assert_eq!(titles("of eBay", &mut Dice(1)), "Of EBay");
}
