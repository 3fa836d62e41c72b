//! Fits the weights of the judge, by a command:
//!
//! `UNGARBLE_CORPUS=corpus cargo test --release --lib fit_readings -- --ignored --nocapture`
//!
//! The folder holds the texts of [`KINDS`], NAME.garbled.txt beside NAME.clean.txt, and clean/, whose texts are right. Weights
//! come from logistic regression with a ridge. What is told of them, and how often readings of each log-odds are right, is measured
//! on documents that the fit has not seen, in eight folds. It prints the tables of `weights.rs` and `judge.rs`.

use std::path::{Path, PathBuf};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::Cache;
use super::judge::{self, Feature, Origin};
use super::speller::{Judged, judged};
use crate::candidate::Source;
use crate::document::{Buffers, Document};
use crate::regression::{Example, fill, fit, hash, log_odds, pooled, print, texts};
use crate::span::Span;

const FOLDS: u64 = 8;
const COUNT: usize = Feature::ALL.len();
/// Log-odds, in millinats, from which a reading that harms a text is rather a mistake of its clean copy.
const MISTAKEN: i32 = 1_500;

/// Folders, and the beginnings of the names of the texts in them that are damaged as texts are.
const KINDS: [(&str, &str); 5] =
    [("ocr", "ocr-"), ("postocr", ""), ("words", "ctx-"), ("roundtrip", "rtmild-"), ("harm", "")];

/// What a reading makes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// What was meant.
    Right,
    /// Another wrong word of one that is wrong.
    Wrong,
    /// A wrong word of one that was right.
    Harmed,
}

/// One reading whose outcome is known.
struct Row {
    judged: Judged,
    outcome: Outcome,
    kind: String,
    fold: u64,
}

impl Row {
    fn example(&self) -> Example<'_, COUNT> {
        let harmed = self.outcome == Outcome::Harmed;
        let weight = match &*self.kind {
            // Its clean copies keep what learners misspelt, unless it was marked.
            "ctx-jfleg" if harmed => 0.1,
            // People are known to misspell so, and the clean copy does.
            _ if harmed && self.judged.source == Source::Misspelling => 0.0,
            // Words that print of old has torn stand so in the clean copy, too.
            "icdar2017" | "icdar2019" if harmed => 5.0,
            "icdar2017" | "icdar2019" => 0.5,
            // Nearly all that is found in them is misspelt where they are taken for typed; what is taken for read is code.
            "right" if harmed && self.judged.origin == Origin::Typed => 0.5,
            "right" if harmed => 30.0,
            // One short text stands for all of its kind: for chats, tables, names.
            "own" if harmed => 45.0,
            _ if harmed => 10.0,
            _ => 1.0,
        };
        Example { features: &self.judged.features.0, yes: self.outcome == Outcome::Right, weight }
    }
}

#[test]
#[ignore = "needs a corpus"]
#[allow(clippy::print_stdout, reason = "its output is its purpose")]
fn fit_readings() {
    let corpus = PathBuf::from(std::env::var("UNGARBLE_CORPUS").expect("UNGARBLE_CORPUS names a folder"));
    let mut rows = Vec::new();
    for (folder, prefix) in KINDS {
        for path in texts(&corpus.join(folder), prefix, ".garbled.txt") {
            let clean = path.with_file_name(name(&path).replace(".garbled.", ".clean."));
            collect(&read(&path), &read(&clean), &path, &mut rows);
        }
    }
    for path in texts(&corpus.join("clean"), "", ".txt") {
        collect(&read(&path), &read(&path), &path, &mut rows);
    }
    let mut table = [[0; Origin::ALL.len()]; COUNT];
    for origin in Origin::ALL {
        let rows: Vec<&Row> = rows.iter().filter(|row| row.judged.origin == origin).collect();
        // What all the other texts take for a repair and the clean copy does not is a mistake of the copy more often than not.
        let believed: Vec<&Row> = unseen_by(&rows, &rows)
            .into_iter()
            .filter(|(odds, row)| row.outcome != Outcome::Harmed || *odds < MISTAKEN)
            .map(|(_, row)| row)
            .collect();
        println!("{origin:?}: {} of {} readings believed", believed.len(), rows.len());
        tell(origin, unseen_by(&believed, &rows));
        let shares = shares(&unseen_by(&believed, &believed)).map(|share| format!("{share:>4}"));
        println!("    [{}], // right of a thousand, {origin:?}", shares.join(","));
        let all: Vec<_> = believed.iter().map(|row| row.example()).collect();
        fill(&mut table, origin as usize, &all);
    }
    print(&table, &Feature::ALL);
}

/// The log-odds of each of `rows` under weights that were fitted to those of `believed` that are of the other folds.
fn unseen_by<'r>(believed: &[&'r Row], rows: &[&'r Row]) -> Vec<(i32, &'r Row)> {
    let mut told = Vec::with_capacity(rows.len());
    for fold in 0..FOLDS {
        let seen: Vec<_> = believed.iter().filter(|row| row.fold != fold).map(|row| row.example()).collect();
        let weights = fit(&seen);
        let unseen = rows.iter().filter(|row| row.fold == fold);
        told.extend(unseen.map(|row| (log_odds(&row.judged.features.0, &weights), *row)));
    }
    told
}

/// How many of a thousand readings are right in each column of log-odds, pooled until they rise.
fn shares(told: &[(i32, &Row)]) -> [u32; judge::COLUMNS] {
    let mut counts = [(0, 0); judge::COLUMNS];
    for (odds, row) in told.iter().filter(|(_, row)| row.example().weight >= 0.5) {
        let (right, all) = &mut counts[judge::column(*odds)];
        (*right, *all) = (*right + u32::from(row.outcome == Outcome::Right), *all + 1);
    }
    let mut shares =
        pooled(&counts).into_iter().map(|(right, all)| (1000 * right).checked_div(all).unwrap_or(500).min(995));
    std::array::from_fn(|_| shares.next().expect("one for each column"))
}

/// Says how many of the unseen readings would be written from which log-odds on, and of those that are, how many of each kind.
#[allow(clippy::print_stdout, reason = "its output is its purpose")]
fn tell(origin: Origin, told: Vec<(i32, &Row)>) {
    println!("{origin:?}: {} readings, written from {}", told.len(), origin.least());
    let line = |what: &str, least: i32, is: &dyn Fn(&Row) -> bool| {
        let count =
            |outcome| told.iter().filter(|(odds, row)| *odds >= least && row.outcome == outcome && is(row)).count();
        let (right, wrong, harmed) = (count(Outcome::Right), count(Outcome::Wrong), count(Outcome::Harmed));
        println!("  {what:<14}{right:>5} right, {wrong:>4} wrong, {harmed:>3} harmed");
    };
    for least in (-3000..=3000).step_by(500) {
        line(&format!("from {least}"), least, &|_| true);
    }
    let mut kinds: Vec<&str> = told.iter().map(|(_, row)| &*row.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        line(kind, origin.least(), &|row| row.kind == kind);
    }
    line("all", origin.least(), &|_| true);
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text")
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Adds the readings of `garbled` that the judge is asked about.
fn collect(garbled: &str, clean: &str, path: &Path, rows: &mut Vec<Row>) {
    let name = name(path);
    let base = name.split('.').next().unwrap_or_default();
    let kind = match base.split_once('-') {
        Some(("own", _)) => "own".to_owned(),
        Some((first @ ("ocr" | "ctx"), rest)) => format!("{first}-{}", rest.split('-').next().unwrap_or_default()),
        Some((first, _)) if garbled != clean => first.to_owned(),
        _ => "right".to_owned(),
    };
    // One text that is damaged in several ways is one text.
    let parts = match base.split('-').next() {
        Some("ocr" | "rtmild") => 2,
        Some("clean") => 1,
        _ => 0,
    };
    let fold = hash(base.splitn(parts + 1, '-').last().unwrap_or(base)) % FOLDS;
    let document = Document::new(garbled, crate::Language::english().lexicon(), &[], Buffers::default());
    let meant = Meant::new(garbled, clean);
    for judged in judged(&document, crate::Language::english().lexicon(), &mut Cache::default()) {
        let outcome = meant.outcome(judged.span, &judged.text);
        rows.push(Row { judged, outcome, kind: kind.clone(), fold });
    }
}

/// A garbled text word by word beside the clean one.
struct Meant<'t> {
    garbled: &'t str,
    /// The words of the garbled text, between blanks.
    words: Vec<Span>,
    clean: Vec<&'t str>,
    /// For each word of the garbled text, the stretch that it is in.
    stretches: Vec<DiffOp>,
}

impl<'t> Meant<'t> {
    fn new(garbled: &'t str, clean: &'t str) -> Meant<'t> {
        let mut meant = Meant { garbled, words: Vec::new(), clean: Vec::new(), stretches: Vec::new() };
        // Texts whose lines are documents of their own pair up line by line.
        if garbled.lines().count() == clean.lines().count() {
            let mut start = 0;
            for (line, clean) in garbled.split_inclusive('\n').zip(clean.split_inclusive('\n')) {
                meant.add(line, start, clean);
                start += line.len();
            }
        } else {
            meant.add(garbled, 0, clean);
        }
        meant
    }

    fn add(&mut self, garbled: &str, start: usize, clean: &'t str) {
        let (words, meant) = (self.words.len(), self.clean.len());
        let mut at = 0;
        let mut written = Vec::new();
        for piece in garbled.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            if !word.is_empty() {
                self.words.push(Span::new(start + at, start + at + word.len()));
                written.push(word);
            }
            at += piece.len();
        }
        self.clean.extend(clean.split_whitespace());
        for mut op in capture_diff_slices(Algorithm::Myers, &written, &self.clean[meant..]) {
            let (old, new) = (op.old_range(), op.new_range());
            op = match op {
                DiffOp::Equal { .. } => {
                    DiffOp::Equal { old_index: words + old.start, new_index: meant + new.start, len: old.len() }
                }
                _ => DiffOp::Replace {
                    old_index: words + old.start,
                    old_len: old.len(),
                    new_index: meant + new.start,
                    new_len: new.len(),
                },
            };
            self.stretches.extend(std::iter::repeat_n(op, old.len()));
        }
    }

    /// What it makes of the text to write `text` at `span`.
    fn outcome(&self, span: Span, text: &str) -> Outcome {
        let first = self.words.partition_point(|word| word.end() <= span.start());
        let last = self.words.partition_point(|word| word.start() < span.end());
        let mut meant = String::from(" ");
        let mut stretches: Vec<DiffOp> = self.stretches[first..last].to_vec();
        stretches.dedup();
        for op in &stretches {
            let clean = match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    let from = first.max(*old_index) - old_index;
                    let to = last.min(old_index + len) - old_index;
                    new_index + from..new_index + to
                }
                _ => op.new_range(),
            };
            for word in &self.clean[clean] {
                meant.push_str(&bare(word));
                meant.push(' ');
            }
        }
        let (from, to) = (self.words[first].start(), self.words[last - 1].end());
        let at = |from: usize, to: usize| self.garbled.get(from..to).unwrap_or_default();
        let has = |words: &str| {
            let words: Vec<String> = words.split_whitespace().map(bare).collect();
            meant.contains(&format!(" {} ", words.join(" ")))
        };
        if has(&[at(from, span.start()), text, at(span.end(), to)].concat()) {
            Outcome::Right
        } else if has(at(from, to)) {
            Outcome::Harmed
        } else {
            Outcome::Wrong
        }
    }
}

/// A word without the marks around it, in small letters.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('\u{2019}', "'")
}

#[test]
fn outcomes_are_told_apart() {
    let meant = Meant::new("Tbe goverment, it sez, be tween them\n", "The government, it sez, between them\n");
    let outcome = |written: &str, text: &str| {
        let start = meant.garbled.find(written).expect("it stands there");
        meant.outcome(Span::new(start, start + written.len()), text)
    };
    assert_eq!(outcome("goverment", "government"), Outcome::Right);
    assert_eq!(outcome("goverment", "governments"), Outcome::Wrong);
    assert_eq!(outcome("sez", "says"), Outcome::Harmed);
    assert_eq!(outcome("be tween", "between"), Outcome::Right);
    assert_eq!(outcome("them", "then"), Outcome::Harmed);
}
