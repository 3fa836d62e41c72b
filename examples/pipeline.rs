//! A scraping pipeline: many documents, all cores, one shared repairer.
//!
//! Each worker takes the next document that nobody has taken; what comes out keeps the order of what went in, and is the
//! same for any number of workers.
//!
//! ```sh
//! cargo run --release --example pipeline -- examples/data/*.txt
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its streams")]

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ungarble::{Confidence, Repairer};

/// What a pipeline stores of one document.
struct Record {
    repaired: String,
    edits: usize,
    doubtful: usize,
    words: usize,
    unknown: usize,
}

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    if paths.is_empty() {
        eprintln!("usage: pipeline FILE...");
        return ExitCode::FAILURE;
    }
    let repairer = Repairer::english();
    let records: Vec<Mutex<Option<Result<Record, String>>>> = paths.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(paths.len());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((path, slot)) = take(&next, &paths, &records) {
                    let record = process(&repairer, path);
                    *slot.lock().expect("no worker panics while it stores a record") = Some(record);
                }
            });
        }
    });
    let mut failed = false;
    for (path, record) in paths.iter().zip(records) {
        match record.into_inner().ok().flatten() {
            Some(Ok(r)) => println!(
                "{path}: {} bytes, {} of {} words unknown, {} edits, {} of them to be looked at",
                r.repaired.len(),
                r.unknown,
                r.words,
                r.edits,
                r.doubtful
            ),
            Some(Err(error)) => {
                eprintln!("{path}: {error}");
                failed = true;
            }
            None => failed = true,
        }
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn take<'a, T>(next: &AtomicUsize, paths: &'a [String], records: &'a [T]) -> Option<(&'a str, &'a T)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    Some((paths.get(index)?.as_str(), records.get(index)?))
}

fn process(repairer: &Repairer, path: &str) -> Result<Record, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let plan = repairer.plan(&text);
    let doubtful = plan.edits().iter().filter(|e| e.confidence() < Confidence::from_per_mille(900)).count();
    Ok(Record {
        repaired: plan.apply().into_owned(),
        edits: plan.edits().len(),
        doubtful,
        words: plan.diagnosis().words(),
        unknown: plan.diagnosis().unknown(),
    })
}
