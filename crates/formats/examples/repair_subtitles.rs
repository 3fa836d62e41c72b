//! Repairs subtitles in place: the words of the cues change, their times never.
//!
//! ```sh
//! cargo run --release -p ungarble-formats --example repair_subtitles -- episode.srt > repaired.srt
//! cargo run --release -p ungarble-formats --example repair_subtitles -- episode.vtt script.txt > repaired.vtt
//! ```
//!
//! A second file is a script, or any page that may hold the words as they were meant.

#![allow(clippy::print_stderr, reason = "an example tells what it does")]

use std::error::Error;
use std::io::Write;

use ungarble::Repairer;
use ungarble_formats::{Document, Resegment};

fn main() -> Result<(), Box<dyn Error>> {
    let mut paths = std::env::args_os().skip(1);
    let path = paths.next().ok_or("usage: repair_subtitles FILE [SCRIPT]")?;
    let bytes = std::fs::read(path)?;
    let document = Document::open(&bytes)?;
    let script = match paths.next() {
        Some(path) => {
            let script = std::fs::read(path)?;
            Some(Document::open(&script)?.to_text())
        }
        None => None,
    };
    let repairer = Repairer::english();
    let repaired = document.repair(Resegment::No, |text| {
        let input = script.iter().fold(text.input(), |input, script| input.reference(script));
        repairer.plan(input).into()
    });
    for change in repaired.changes() {
        eprintln!("line {}: {} -> {}", change.line(), change.original(), change.replacement());
    }
    std::io::stdout().write_all(repaired.bytes())?;
    Ok(())
}
