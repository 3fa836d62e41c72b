//! What each corrector makes of damaged texts whose clean copies are known: how many errors go, and what it harms.
//!
//! ```text
//! cargo bench --features report --bench quality -- CORPORA
//! cargo bench --features report --bench quality -- CORPORA ctx ocr
//! ```
//!
//! prints the table of benches/README.md over the folder `CORPORA`, in which, or in folders of which, `manifest.jsonl` has
//! a line for each document with its `name` and the kind of its `noise`; NAME.garbled.txt and NAME.clean.txt lie beside
//! it. After it, parts of names: only kinds that hold one of them. Without a folder it takes this project's own pages.
//!
//! Before that table it prints what `ungarble` does to each kind in the terms of the field, harm with its bound; with the word `alone`
//! behind the folder, that is all.

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
use ungarble::report::{Comparison, Figures, Rate, Sides};
use ungarble::{Cache, Repairer};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let (corpora, kinds) = match arguments.split_first() {
        Some((folder, kinds)) => (read(folder.as_ref()), kinds),
        None => {
            eprintln!("no folder is given: the figures are of this project's own pages alone");
            (own(), [].as_slice())
        }
    };
    let is_alone = kinds.iter().any(|part| part == "alone");
    let kinds: Vec<&String> = kinds.iter().filter(|part| *part != "alone").collect();
    let is_asked = |kind: &str| kinds.is_empty() || kinds.iter().any(|part| kind.contains(part.as_str()));
    publish(corpora.iter().filter(|(kind, _)| is_asked(kind)));
    if is_alone {
        return;
    }
    let mut correctors = vec![ungarble()];
    correctors.extend(peer::all(&peer::word_list()));
    for (name, _) in peer::ISPELLS {
        if !correctors.iter().any(|corrector| corrector.name == name) {
            println!("{name} is not installed");
        }
    }
    let names: Vec<&str> = correctors.iter().map(|corrector| corrector.name).collect();
    println!("| kind | WER, CER | {} |", names.join(" | "));
    println!("| --- | --- |{}", " --- |".repeat(names.len()));
    let mut times = vec![Duration::ZERO; correctors.len()];
    let mut words = 0;
    let mut right = vec![Comparison::default(); correctors.len()];
    for (kind, documents) in corpora.iter().filter(|(kind, _)| is_asked(kind)) {
        let mut row = String::new();
        let mut is_right = false;
        for ((corrector, time), right) in correctors.iter_mut().zip(&mut times).zip(&mut right) {
            let mut sum = Comparison::default();
            for document in documents {
                let began = Instant::now();
                let repaired = (corrector.repair)(&document.garbled);
                *time += began.elapsed();
                sum.add(&document.compare(&repaired));
            }
            let figures = sum.figures();
            if row.is_empty() {
                words += figures.words;
                row = format!("| {kind} | {:.1}, {:.1} |", figures.wer_before, figures.cer_before);
            }
            is_right = figures.cer_before == 0.0;
            if is_right {
                right.add(&sum);
            }
            row += &cell(&figures);
        }
        // Of texts to leave alone, kinds of one or two documents are told by their sum alone.
        if documents.len() > 2 || !is_right {
            println!("{row}");
        }
    }
    if right.iter().all(|sum| sum.figures().documents > 0) {
        println!("| all that are right | 0, 0 |{}", right.iter().map(|sum| cell(&sum.figures())).collect::<String>());
    }
    let rates = times.iter().map(|time| format!(" {:.1} |", words as f64 / 1e3 / time.as_secs_f64()));
    println!("| thousand words a second | |{}", rates.collect::<String>());
}

/// Prints, for each kind, what was repaired and what was harmed, and how much is harmed of such texts at most.
fn publish<'a>(corpora: impl Iterator<Item = (&'a String, &'a Vec<Document>)>) {
    println!(
        "| kind | documents, words | WER | WER reduction % | precision | recall | false positives of 1,000 right words | at most, at 95 % |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut corrector = ungarble();
    for (kind, documents) in corpora {
        let (mut sum, mut harm) = (Comparison::default(), Rate::default());
        for document in documents {
            let repaired = (corrector.repair)(&document.garbled);
            for [garbled, repaired, clean] in document.units(&repaired) {
                let compared = Comparison::new(Sides { garbled, repaired, clean });
                harm.add(compared.changes().broken as f64, compared.right_words() as f64);
                sum.add(&compared);
            }
        }
        let Figures { documents, words, wer_before, wer_after, wer_reduction, precision, recall, .. } = sum.figures();
        let share = |share: Option<f64>| share.map_or(String::from("-"), |share| format!("{share:.3}"));
        let reduction = wer_reduction.filter(|_| wer_before > 0.0);
        println!(
            "| {kind} | {documents}, {words} | {wer_before:.2} > {wer_after:.2} | {} | {} | {} | {:.2} | {} |",
            reduction.map_or(String::from("-"), |by| format!("{by:.1}")),
            share(precision),
            share(recall),
            1_000.0 * harm.observed(),
            harm.bound().map_or(String::from("too few to tell"), |bound| format!("{:.2}", 1_000.0 * bound)),
        );
    }
    println!();
}

/// Percent of the word errors and of the character errors that went, and how many of a thousand right words were harmed;
/// where there were none to begin with, how many were harmed, and how many texts came out whole.
fn cell(figures: &Figures) -> String {
    let harm = figures.broken_per_1000;
    match (figures.wer_reduction, figures.cer_reduction) {
        (Some(wer), Some(cer)) if figures.cer_before > 0.0 => {
            // Adding nothing makes a rounded −0 a 0.
            let [wer, cer] = [wer, cer].map(|percent| percent.round() + 0.0);
            format!(" {wer:+.0}, {cer:+.0} ({harm:.1}) |")
        }
        _ => format!(" ({harm:.1}) {:.0} % whole |", figures.unchanged_documents),
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

    fn compare(&self, repaired: &str) -> Comparison {
        let sides = Sides { garbled: &self.garbled, repaired, clean: &self.clean };
        let by_lines = self.is_lines.then(|| Comparison::of_lines(sides));
        by_lines.flatten().unwrap_or_else(|| Comparison::new(sides))
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
fn read(folder: &Path) -> BTreeMap<String, Vec<Document>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let inner = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let mut folders: Vec<PathBuf> = inner.chain([folder.to_path_buf()]).collect();
    folders.sort();
    let mut corpora: BTreeMap<String, Vec<Document>> = BTreeMap::new();
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
fn own() -> BTreeMap<String, Vec<Document>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = |garbled: &str, clean: &str| vec![Document::read(&root.join(garbled), &root.join(clean), false)];
    BTreeMap::from([
        ("marlow-haven".to_owned(), page("examples/data/garbled.txt", "examples/data/clean.txt")),
        ("clean".to_owned(), page("tests/pages/garden-clean.txt", "tests/pages/garden-clean.txt")),
    ])
}
