//! What people and programs read instead of the text: differences, edits, diagnoses.

use std::io::Write;

use serde::Serialize;
use ungarble::Plan;
use ungarble::report::{DiffSign, Emphasis, diagnosis_record, diff, edit_records, summary_record};

/// The view of a plan that is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// The repaired text.
    Text,
    /// A unified diff, in colours or not.
    Diff { coloured: bool },
    /// Edits as JSON Lines, and a summary behind them.
    Edits,
    /// The diagnosis as a line of JSON.
    Diagnosis,
    /// Nothing.
    Nothing,
}

impl View {
    /// Appends what this view shows of the plan for a document of this name, with the names of its references.
    pub(crate) fn render(self, document: &str, plan: &Plan<'_>, references: &[String], out: &mut Vec<u8>) {
        match self {
            View::Text => out.extend_from_slice(plan.apply().as_bytes()),
            View::Diff { coloured } => render_diff(document, plan.text(), &plan.apply(), coloured, out),
            View::Edits => {
                edit_records(document, plan, references).for_each(|record| line(&record, out));
                line(&summary_record(document, plan), out);
            }
            View::Diagnosis => line(&diagnosis_record(document, plan), out),
            View::Nothing => {}
        }
    }
}

/// Appends a record as a line of JSON.
pub(crate) fn line(record: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, record).expect("records can always be written as JSON");
    out.push(b'\n');
}

/// Appends a unified diff of two texts.
pub(crate) fn render_diff(document: &str, old: &str, new: &str, coloured: bool, out: &mut Vec<u8>) {
    if old == new {
        return;
    }
    let paint = |code: &'static str| if coloured { code } else { "" };
    let mut print = |text: String| out.write_all(text.as_bytes()).expect("a vector takes all bytes");
    let (bold, plain) = (paint("\u{1b}[1m"), paint("\u{1b}[0m"));
    print(format!("{bold}--- {document}{plain}\n{bold}+++ {document}{plain}\n"));
    for line in diff(old, new) {
        // Changed words reversed: to be seen without telling red from green.
        let (colour, word) = match line.sign {
            DiffSign::Place => (paint("\u{1b}[36m"), ""),
            DiffSign::Removed => (paint("\u{1b}[31m"), paint("\u{1b}[7m")),
            DiffSign::Added => (paint("\u{1b}[32m"), paint("\u{1b}[7m")),
            DiffSign::Same | DiffSign::NoLineBreak => ("", ""),
        };
        print(format!("{colour}{}", line.sign.mark()));
        for (emphasis, piece) in &line.pieces {
            match emphasis {
                Emphasis::Changed => {
                    print(format!("{word}{piece}{}{colour}", if word.is_empty() { "" } else { plain }))
                }
                Emphasis::None => print(piece.clone()),
            }
        }
        print(format!("{}\n", if colour.is_empty() { "" } else { plain }));
    }
}
