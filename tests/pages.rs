//! Whole pages: what is repaired in each `tests/pages/*.txt`, edit by edit, beside it as `*.plan`.
//!
//! `UPDATE_PAGES=1 cargo test --test pages` writes the plans anew; a changed one is read edit by edit before it is kept.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write;
use std::path::Path;

use ungarble::{Plan, Repairer};

/// One edit a line: line and bytes, before and after, kind and confidence.
fn rendered(plan: &Plan<'_>) -> String {
    let mut out = format!("{} words, {} edits\n", plan.diagnosis().words(), plan.edits().len());
    for edit in plan.edits() {
        let before = plan.text().get(..edit.span().start()).unwrap();
        let line = before.matches('\n').count() + 1;
        let (from, to) = (edit.original(), edit.replacement());
        // In tenths: what a new calibration does to the third digit is no news.
        let tenths = edit.confidence().per_mille() / 100;
        writeln!(out, "{line}: {:?} {from:?} -> {to:?} {} {tenths}/10", edit.span(), edit.kind()).unwrap();
    }
    out
}

#[test]
fn pages_are_repaired_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let mut pages: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    pages.sort();
    assert!(!pages.is_empty());
    let repairer = Repairer::english();
    let mut changed = Vec::new();
    for page in pages {
        let text = std::fs::read_to_string(&page).unwrap();
        let came = rendered(&repairer.plan(&text));
        let reviewed = page.with_extension("plan");
        if std::env::var_os("UPDATE_PAGES").is_some() {
            std::fs::write(&reviewed, &came).unwrap();
        }
        let wanted = std::fs::read_to_string(&reviewed).unwrap_or_default();
        let differs = |a: &str, b: &str, sign: char| {
            a.lines()
                .filter(|line| !b.lines().any(|other| other == *line))
                .map(|line| format!("  {sign} {line}\n"))
                .collect::<String>()
        };
        if came != wanted {
            let name = page.file_name().unwrap().to_string_lossy();
            changed.push(format!("{name}\n{}{}", differs(&wanted, &came, '-'), differs(&came, &wanted, '+')));
        }
    }
    assert!(changed.is_empty(), "plans changed; read each edit, then UPDATE_PAGES=1:\n{}", changed.join("\n"));
}
