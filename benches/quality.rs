//! What each corrector makes of damaged texts whose clean copies are known: how many errors go, and what it harms.
//!
//! ```text
//! cargo bench --features report --bench quality -- CORPORA
//! cargo bench --features report --bench quality -- CORPORA alone
//! cargo bench --features report --bench quality -- CORPORA ctx ocr
//! ```
//!
//! prints the tables of benches/README.md over the folder `CORPORA`, in which, or in folders of which, `manifest.jsonl` has
//! a line for each document with its `name` and the kind of its `noise`; NAME.garbled.txt and NAME.clean.txt lie beside
//! it. After it, parts of names: only kinds that hold one of them. Without a folder it takes this project's own pages.
//!
//! The first table has what `ungarble` does to each kind, the second whether each harm budget keeps to its limits, the third `ungarble` beside
//! other correctors. With the word `alone` behind the folder there is no third.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot go on has failed, and tells its figures"
)]

mod peer;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use peer::Peer;
use serde::Deserialize;
use ungarble::report::{Changes, Comparison, Figures, Rate, Sides, fold, words};
use ungarble::{Cache, HarmBudget, Plan, Repairer};

/// Kinds that are judged together: the beginnings of their names.
const GROUPS: [(&str, &[&str]); 5] = [
    ("OCR", &["ocr-"]),
    ("post-OCR", &["postocr-"]),
    ("typed", &["ctx-", "typos-"]),
    ("casing", &["casing-"]),
    ("right", &["right-", "more-"]),
];
/// The budgets, and the WER reduction in percent that each should reach over the first two groups.
const BUDGETS: [(HarmBudget, f64); 3] =
    [(HarmBudget::Tight, 28.0), (HarmBudget::Default, 40.0), (HarmBudget::Bold, 45.0)];
/// Damaged texts count among the right ones up to this share of wrong words, as they do for `ungarble certify`.
const LIGHTLY: f64 = 0.02;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let (mut corpora, kinds) = match arguments.split_first() {
        Some((folder, kinds)) => (read(folder.as_ref()), kinds),
        None => {
            eprintln!("no folder is given: the figures are of this project's own pages alone");
            (own(), [].as_slice())
        }
    };
    let is_alone = kinds.iter().any(|part| part == "alone");
    let kinds: Vec<&String> = kinds.iter().filter(|part| *part != "alone").collect();
    corpora.retain(|kind, _| kinds.is_empty() || kinds.iter().any(|part| kind.contains(part.as_str())));
    publish(&corpora);
    budgets(&corpora);
    if !is_alone {
        beside_others(&corpora);
    }
}

type Corpora = BTreeMap<String, Vec<Document>>;

/// What a corrector did to texts.
#[derive(Clone, Default)]
struct Sum {
    compared: Comparison,
    /// Of each document, right words harmed and all.
    harm: Vec<(f64, f64)>,
}

impl Sum {
    fn add(&mut self, document: &Document, repaired: &str) {
        for [garbled, repaired, clean] in document.units(repaired) {
            let compared = Comparison::new(Sides { garbled, repaired, clean });
            self.harm.push((compared.changes().broken as f64, compared.right_words() as f64));
            self.compared.add(&compared);
        }
    }

    fn join(&mut self, other: &Sum) {
        self.compared.add(&other.compared);
        self.harm.extend(&other.harm);
    }

    fn harm(&self) -> Rate {
        self.harm.iter().copied().collect()
    }
}

/// Prints `ungarble` beside other correctors.
fn beside_others(corpora: &Corpora) {
    let mut correctors = vec![ungarble()];
    correctors.extend(peer::all(&peer::word_list()));
    for (name, _) in peer::ISPELLS {
        if !correctors.iter().any(|corrector| corrector.name == name) {
            println!("{name} is not installed");
        }
    }
    let names: Vec<&str> = correctors.iter().map(|corrector| corrector.name).collect();
    println!("| kind | WER | {} |", names.join(" | "));
    println!("| --- | --- |{}", " --- |".repeat(names.len()));
    let mut times = vec![Duration::ZERO; correctors.len()];
    let mut words = 0;
    let mut right = vec![Sum::default(); correctors.len()];
    for (kind, documents) in corpora {
        let mut row = String::new();
        let mut is_right = false;
        for ((corrector, time), right) in correctors.iter_mut().zip(&mut times).zip(&mut right) {
            let mut sum = Sum::default();
            for document in documents {
                let began = Instant::now();
                let repaired = (corrector.repair)(&document.garbled);
                *time += began.elapsed();
                sum.add(document, &repaired);
            }
            let figures = sum.compared.figures();
            if row.is_empty() {
                words += figures.words;
                row = format!("| {kind} | {:.1} |", figures.wer_before);
            }
            is_right = figures.wer_before == 0.0;
            if is_right {
                right.join(&sum);
            }
            row += &cell(&sum);
        }
        // Of texts to leave alone, kinds of one or two documents are told by their sum alone.
        if documents.len() > 2 || !is_right {
            println!("{row}");
        }
    }
    if right.iter().all(|sum| sum.compared.figures().documents > 0) {
        println!("| all that are right | 0 |{}", right.iter().map(cell).collect::<String>());
    }
    let rates = times.iter().map(|time| format!(" {:.1} |", words as f64 / 1e3 / time.as_secs_f64()));
    println!("| thousand words a second | |{}", rates.collect::<String>());
}

/// Prints, for each kind, what was repaired and what was harmed, and how much is harmed of such texts at most.
fn publish(corpora: &Corpora) {
    println!(
        "| kind | documents, words | WER | WER reduction % | precision | recall | false positives of 1,000 right words | at most, at 95 % |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut corrector = ungarble();
    for (kind, documents) in corpora {
        let mut sum = Sum::default();
        documents.iter().for_each(|document| sum.add(document, &(corrector.repair)(&document.garbled)));
        let figures = sum.compared.figures();
        let Figures { documents, words, wer_before, wer_after, precision, .. } = figures;
        println!(
            "| {kind} | {documents}, {words} | {wer_before:.2} > {wer_after:.2} | {} | {} | {} | {:.2} | {} |",
            reduction(&figures),
            share(precision),
            share(figures.recall),
            1_000.0 * sum.harm().observed(),
            bound(&sum.harm(), 1_000.0),
        );
    }
    println!();
}

/// What a budget does to a group of kinds.
#[derive(Clone, Copy, Default)]
struct Group {
    compared: Comparison,
    /// Right words harmed in right texts.
    right: Rate,
    /// Edits that harm in damaged ones.
    damaged: Rate,
}

impl Group {
    fn add(&mut self, document: &Document, plan: &Plan<'_>) {
        let Document { garbled, clean, .. } = document;
        let wrong = Changes::new(garbled, garbled, clean).left as f64;
        let is_right = wrong <= LIGHTLY * words(&fold(clean)).len() as f64;
        let repaired = plan.apply();
        // Lines follow one another in the text, so that each edit belongs to the one that has not ended before it.
        let mut edits = plan.edits().iter().map(|edit| edit.span().start()).peekable();
        for [garbled, repaired, clean] in document.units(&repaired) {
            let end = garbled.as_ptr() as usize - document.garbled.as_ptr() as usize + garbled.len();
            let edits = std::iter::from_fn(|| edits.next_if(|&start| start <= end)).count();
            let compared = Comparison::new(Sides { garbled, repaired, clean });
            let harmed = compared.changes().broken as f64;
            if is_right {
                self.right.add(harmed, compared.right_words() as f64);
            } else {
                self.damaged.add(harmed, edits as f64);
            }
            self.compared.add(&compared);
        }
    }
}

/// Prints whether each budget keeps to its limits over each group of kinds, and how much it repairs.
fn budgets(corpora: &Corpora) {
    println!(
        "| budget, group | right texts: false positives of 1,000 right words | at most, at 95 % | limit | damaged texts: % of the edits harm | at most, at 95 % | limit | WER reduction % |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    for (budget, goal) in BUDGETS {
        let repairer = Repairer::builder().harm_budget(budget).build().unwrap();
        let mut cache = Cache::default();
        let mut groups = [Group::default(); GROUPS.len()];
        for (kind, documents) in corpora {
            let is_of = |(_, parts): &(&str, &[&str])| parts.iter().any(|part| kind.starts_with(part));
            let Some(at) = GROUPS.iter().position(is_of) else { continue };
            for document in documents {
                groups[at].add(document, &repairer.plan_with_cache(document.garbled.as_str(), &mut cache));
            }
        }
        let limits = budget.limits().unwrap();
        for ((name, _), Group { compared, right, damaged }) in GROUPS.iter().zip(&groups) {
            println!(
                "| {budget}, {name} | {} | {} | {} |",
                limited(right, 1_000.0, limits.per_1000_right_words()),
                limited(damaged, 100.0, 100.0 * limits.share_of_edits()),
                reduction(&compared.figures()),
            );
        }
        let mut both = groups[0].compared;
        both.add(&groups[1].compared);
        println!("| {budget}, OCR and post-OCR | | | | | | | {}, goal {goal} |", reduction(&both.figures()));
    }
    println!();
}

/// A rate, its bound and its limit, with a word where that is not kept.
fn limited(rate: &Rate, times: f64, limit: f64) -> String {
    if rate.documents() == 0 {
        return format!("- | - | {limit}");
    }
    let verdict = if rate.bound().is_some_and(|bound| times * bound > limit) { ", not kept" } else { "" };
    format!("{:.2} | {} | {limit}{verdict}", times * rate.observed(), bound(rate, times))
}

fn bound(rate: &Rate, times: f64) -> String {
    rate.bound().map_or(String::from("too few to tell"), |bound| format!("{:.2}", times * bound))
}

fn share(share: Option<f64>) -> String {
    share.map_or(String::from("-"), |share| format!("{share:.3}"))
}

fn reduction(figures: &Figures) -> String {
    let reduction = figures.wer_reduction.filter(|_| figures.wer_before > 0.0);
    // Adding nothing makes a rounded −0 a 0.
    reduction.map_or(String::from("-"), |by| format!("{:.1}", by + 0.0))
}

/// Percent of the word errors that went, recall, and how many of a thousand right words were harmed, at most; where there were no errors to
/// begin with, harm and how many texts came out whole.
fn cell(sum: &Sum) -> String {
    let figures = sum.compared.figures();
    let harm = format!("{:.1} ≤ {}", 1_000.0 * sum.harm().observed(), bound(&sum.harm(), 1_000.0));
    if figures.wer_before > 0.0 {
        format!(" {} %, {}; {harm} |", reduction(&figures), share(figures.recall))
    } else {
        format!(" {harm}; {:.0} % whole |", figures.unchanged_documents)
    }
}

fn ungarble() -> Peer {
    let repairer = Repairer::english();
    let mut cache = Cache::default();
    let repair = move |text: &str| repairer.plan_with_cache(text, &mut cache).apply().into_owned();
    Peer { name: "ungarble", repair: Box::new(repair) }
}

struct Document {
    garbled: String,
    clean: String,
    /// Whether each line is a text of its own.
    is_lines: bool,
}

impl Document {
    fn read(garbled: &Path, clean: &Path, is_lines: bool) -> Document {
        let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        Document { garbled: read(garbled), clean: read(clean), is_lines }
    }

    /// What is a document of its own, garbled, repaired and clean: all of it, or each line.
    fn units<'t>(&'t self, repaired: &'t str) -> Vec<[&'t str; 3]> {
        let texts = [self.garbled.as_str(), repaired, self.clean.as_str()];
        let [garbled, repaired, clean] = texts.map(|text| text.trim_matches('\n').split('\n').collect::<Vec<&str>>());
        if !self.is_lines || garbled.len() != clean.len() || repaired.len() != clean.len() {
            return vec![texts];
        }
        (0..clean.len()).map(|at| [garbled[at], repaired[at], clean[at]]).collect()
    }
}

/// A line of a manifest, as far as it is used.
#[derive(Deserialize)]
struct Listed {
    /// Absent where documents are not damaged: those are no corpus.
    name: Option<String>,
    noise: Option<String>,
    layout: Option<String>,
}

/// The documents of a folder and of the folders in it, by the kind of noise.
fn read(folder: &Path) -> Corpora {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let inner = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut folders: Vec<PathBuf> = inner.chain([folder.to_path_buf()]).collect();
    folders.sort();
    let mut corpora = Corpora::new();
    for folder in folders {
        let Ok(manifest) = fs::read_to_string(folder.join("manifest.jsonl")) else { continue };
        for line in manifest.lines() {
            let listed: Listed = serde_json::from_str(line).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
            let (Some(name), Some(noise)) = (listed.name, listed.noise) else { continue };
            let file = |side: &str| folder.join(format!("{name}.{side}.txt"));
            let document = Document::read(&file("garbled"), &file("clean"), listed.layout.as_deref() == Some("lines"));
            corpora.entry(noise).or_default().push(document);
        }
    }
    assert!(!corpora.is_empty(), "no document found in {folder:?}");
    corpora
}

/// The pages of this project: a damaged one, and one to leave alone.
fn own() -> Corpora {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = |garbled: &str, clean: &str| vec![Document::read(&root.join(garbled), &root.join(clean), false)];
    BTreeMap::from([
        ("marlow-haven".to_owned(), page("examples/data/garbled.txt", "examples/data/clean.txt")),
        ("clean".to_owned(), page("tests/pages/garden-clean.txt", "tests/pages/garden-clean.txt")),
    ])
}
