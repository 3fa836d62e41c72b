//! How often the right word comes first, or among the first five, when misspellings are asked about one by one.
//!
//! `cargo run --release --example evaluate_suggest -- FOLDER [WORD …]`: the folder holds `NAME.garbled.txt` beside `NAME.clean.txt`,
//! one word a line. Words behind it are asked about too, and their suggestions printed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its streams")]

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use ungarble::{Context, Repairer};

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("expected the folder of the lists");
        return ExitCode::FAILURE;
    };
    let builder = Repairer::builder();
    let repairer = builder.build().expect("the lexicon is embedded");
    for (name, pairs) in lists(Path::new(&folder)) {
        let (mut first, mut five) = (0, 0);
        for (wrong, right) in &pairs {
            let found = repairer.suggest(wrong, Context::default(), 5);
            let same = |text: &str| text.to_lowercase() == right.to_lowercase();
            first += u32::from(found.first().is_some_and(|s| same(s.text())));
            five += u32::from(found.iter().any(|s| same(s.text())));
        }
        let share = |count: u32| 100.0 * f64::from(count) / pairs.len().max(1) as f64;
        println!(
            "{name:<24} {:>5} words, first {:>5.1} %, among five {:>5.1} %",
            pairs.len(),
            share(first),
            share(five)
        );
    }
    for word in arguments {
        let found = repairer.suggest(&word, Context::default(), 5);
        let shown: Vec<String> = found.iter().map(|s| format!("{} ({})", s.text(), s.confidence())).collect();
        println!("{word}: {}", shown.join(", "));
    }
    ExitCode::SUCCESS
}

/// The lists of a folder in the order of their names: pairs of a misspelling and what is meant.
fn lists(folder: &Path) -> Vec<(String, Vec<(String, String)>)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".garbled.txt").map(str::to_owned))
        .filter(|name| name.starts_with("list-"))
        .collect();
    names.sort();
    let read = |name: &str, kind: &str| fs::read_to_string(folder.join([name, kind].concat())).unwrap_or_default();
    names
        .into_iter()
        .map(|name| {
            let (garbled, clean) = (read(&name, ".garbled.txt"), read(&name, ".clean.txt"));
            let pairs = garbled.lines().zip(clean.lines()).map(|(g, c)| (g.to_owned(), c.to_owned())).collect();
            (name, pairs)
        })
        .collect()
}
