//! Repairs a page of hOCR, ALTO or PAGE XML in place: the words change, their boxes stay.
//!
//! ```sh
//! cargo run --release -p ungarble-formats --example repair_hocr -- scan.hocr > repaired.hocr
//! cargo run --release -p ungarble-formats --example repair_hocr -- --resegment scan.hocr > repaired.hocr
//! ```

#![allow(clippy::print_stderr, reason = "an example tells what it does")]

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use ungarble::{Noise, Repairer};
use ungarble_formats::{Document, Resegment};

fn main() -> Result<(), Box<dyn Error>> {
    let mut resegment = Resegment::No;
    let mut path = None;
    for argument in std::env::args_os().skip(1) {
        if argument == "--resegment" {
            resegment = Resegment::Yes;
        } else {
            path = Some(PathBuf::from(argument));
        }
    }
    let path = path.ok_or("usage: repair_hocr [--resegment] FILE")?;
    let bytes = std::fs::read(&path)?;
    let document = Document::open(&bytes)?;
    // Whoever has a page with boxes knows that a machine has read it.
    let repairer = Repairer::builder().noise(Noise::Ocr).build()?;
    let repaired = document.repair(resegment, |text| repairer.plan(text.input()).into());
    for change in repaired.changes() {
        let element = change.element().unwrap_or("-");
        eprintln!("{element} (line {}): {} -> {}", change.line(), change.original(), change.replacement());
    }
    eprintln!("{} changes, {} edits skipped", repaired.changes().len(), repaired.skipped().len());
    std::io::stdout().write_all(repaired.bytes())?;
    Ok(())
}
