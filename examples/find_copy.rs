//! Finds, among many pages, those that hold the clean copy of a damaged text, and repairs it by them.
//!
//! ```sh
//! cargo run --release --example find_copy -- examples/data/garbled.txt examples/data/*.txt
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its streams")]

use std::process::ExitCode;
use std::time::Instant;

use ungarble::{Input, ReferencePool, Repairer};

fn main() -> ExitCode {
    let mut paths = std::env::args().skip(1);
    let Some(text) = paths.next() else {
        eprintln!("usage: find_copy TEXT PAGE...");
        return ExitCode::FAILURE;
    };
    match run(&text, paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("find_copy: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(path: &str, pages: impl Iterator<Item = String>) -> Result<(), Box<dyn std::error::Error>> {
    let read = |path: &str| std::fs::read_to_string(path).map_err(|error| format!("cannot read {path}: {error}"));
    let mut pool = ReferencePool::new();
    for page in pages.filter(|page| page != path) {
        let text = read(&page)?;
        pool.add(page, text)?;
    }
    let text = read(path)?;
    let start = Instant::now();
    let found = pool.find(&text, 3);
    eprintln!("{} pages, {:.2} ms", pool.len(), start.elapsed().as_secs_f64() * 1000.0);
    for page in &found {
        eprintln!("{}: {} of 1000 runs of words, in {} passages", page.id, page.containment, page.passages.len());
    }
    let input = found.iter().fold(Input::new(&text), |input, page| input.reference(page.text));
    print!("{}", Repairer::english().plan(input).apply());
    Ok(())
}
