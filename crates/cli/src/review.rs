//! `ungarble review`: what a person who checks edits reads, and what their marks say.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ungarble::report::Rate;

use crate::args::Review;
use crate::config;
use crate::documents::read_reference;
use crate::engine::Engine;
use crate::exit::{Failure, Outcome};
use crate::folders;
use crate::input::name;
use crate::marks::{HEADER, ListedEdit, Mark, Marks, rows};
use crate::output::put;
use crate::pipeline::{ordered, threads};

/// The edits of a document.
struct Reviewed {
    words: usize,
    rows: Vec<ListedEdit>,
}

/// Lists the edits of texts, or counts the marks of such a list.
pub(crate) fn run(review: Review) -> Result<Outcome, Failure> {
    let engine = Engine::new(&config::complete(&review.run.configuration)?)?;
    let files = folders::files(&review.files)?;
    let marks = review.marks.as_deref().map(Marks::read).transpose()?;
    let read = |path: &PathBuf| -> Result<Reviewed, Failure> {
        let text = read_reference(path)?;
        let (plan, _) = engine.plan(&text, &[]);
        Ok(Reviewed { words: plan.diagnosis().words(), rows: rows(&name(path), &plan) })
    };
    let mut documents = Vec::new();
    ordered(threads(review.run.threads).min(files.len()), files.iter().map(Ok), read, |reviewed| {
        documents.push(reviewed?);
        Ok::<_, Failure>(())
    })?;
    if let (Some(marks), Some(path)) = (marks, &review.marks) {
        put(None, counted(&documents, &marks, path)?.as_bytes())?;
        return Ok(Outcome::Done);
    }
    let mut all: Vec<ListedEdit> = documents.into_iter().flat_map(|document| document.rows).collect();
    // Equally risky ones stay in the order of the texts.
    all.sort_by(|a, b| b.risk.total_cmp(&a.risk));
    let list = if review.html { page(&all) } else { table(&all) };
    put(review.output.as_deref(), list.as_bytes())?;
    Ok(Outcome::Done)
}

fn table(rows: &[ListedEdit]) -> String {
    let mut out = format!("{HEADER}\n");
    for row in rows {
        let _ = writeln!(out, "\t{}", row.cells().join("\t"));
    }
    out
}

/// Returns what the marks say of these documents. Edits that have none may be wrong, and count so.
fn counted(documents: &[Reviewed], marks: &Marks, path: &Path) -> Result<String, Failure> {
    let known: HashSet<_> = documents.iter().flat_map(|document| &document.rows).map(|row| row.place.clone()).collect();
    if let Some((line, count)) = marks.astray(&known) {
        let edits = if count == 1 { "row marks an edit" } else { "rows mark edits" };
        return Err(Failure::Usage(format!(
            "{}:{line}: {count} {edits} that these texts do not have with these settings; make the list anew",
            name(path)
        )));
    }
    let (mut right, mut wrong, mut open, mut words) = (0, 0, 0, 0);
    let (mut of_words, mut of_edits) = (Rate::default(), Rate::default());
    for document in documents {
        let mut doubtful = 0;
        for row in &document.rows {
            match marks.of(&row.place) {
                Some(Mark::Right) => right += 1,
                Some(Mark::Wrong) => (wrong, doubtful) = (wrong + 1, doubtful + 1),
                None => (open, doubtful) = (open + 1, doubtful + 1),
            }
        }
        words += document.words;
        of_words.add(f64::from(doubtful), document.words as f64);
        of_edits.add(f64::from(doubtful), document.rows.len() as f64);
    }
    let mut out = format!(
        "{} documents, {words} words, {} edits: {right} right, {wrong} wrong, {open} not marked\n",
        documents.len(),
        right + wrong + open,
    );
    if open > 0 {
        out += "edits that are not marked count as wrong\n";
    }
    let _ = writeln!(out, "wrong edits of 1,000 words   {}", told(&of_words, 1_000.0, ""));
    let _ = writeln!(out, "wrong edits of all edits     {}", told(&of_edits, 100.0, " %"));
    Ok(out)
}

/// A rate and its bound.
fn told(rate: &Rate, times: f64, unit: &str) -> String {
    let observed = format!("{:.3}{unit}", times * rate.observed());
    match rate.bound() {
        Some(bound) => format!("{observed}, at most {:.3}{unit} at 95 %", times * bound),
        None => format!("{observed} in these documents; they are too few to tell of others"),
    }
}

/// A page to mark the edits in; it saves the list.
fn page(rows: &[ListedEdit]) -> String {
    let mut out = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Review of edits</title>\n<style>\n",
    );
    out += include_str!("review.css");
    let _ = write!(
        out,
        "</style>\n</head>\n<body>\n<header><h1>{} edits, the riskiest first</h1>\n<p>Mark with <kbd>r</kbd> (right), <kbd>w</kbd> \
         (wrong) and <kbd>u</kbd> (unmarked), step with <kbd>j</kbd> and <kbd>k</kbd>. <button id=\"save\">Save marks.tsv</button> \
         <span id=\"done\">0</span> marked</p></header>\n<table>\n<thead><tr><th>mark</th><th>risk</th><th>place</th><th>edit in its \
         context</th></tr></thead>\n<tbody>\n",
        rows.len()
    );
    for row in rows {
        let cells = row.cells();
        let [risk, document, line, column, original, replacement, kind, _] = &cells;
        let [before, behind] = &row.around;
        let _ = writeln!(
            out,
            "<tr data-row=\"{}\"><td class=\"mark\"></td><td>{risk}</td><td>{}:{line}:{column}</td>\
             <td>{}<del>{}</del><ins title=\"{kind}\">{}</ins>{}</td></tr>",
            html(&cells.join("\t")),
            html(document),
            html(before),
            html(original),
            html(replacement),
            html(behind),
        );
    }
    let _ = write!(
        out,
        "</tbody>\n</table>\n<script>\nconst HEADER = {};\n{}</script>\n</body>\n</html>\n",
        serde_json::to_string(HEADER).unwrap_or_default(),
        include_str!("review.js"),
    );
    out
}

fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
