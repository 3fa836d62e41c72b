//! Files that are more than text: pages with boxes, subtitles, HTML, Markdown.

use std::io::Write;
use std::path::Path;

use serde_json::Value;
use ungarble::report::{Page, diagnosis_record, edit_records, summary_record};
use ungarble_formats::{Applied, Document, Format, Obstacle, Resegment, epub_text, is_zip};

use crate::args::{FormatChoice, Formats};
use crate::engine::Engine;
use crate::exit::Failure;
use crate::input::{decode, name, read_bytes};
use crate::render::{View, line, render_diff};
use crate::texts::Repaired;

/// The output that is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) view: View,
    pub(crate) report: bool,
    pub(crate) clean: Option<&'a str>,
}

fn failure(path: &Path) -> impl FnOnce(ungarble_formats::FormatError) -> Failure {
    let name = name(path);
    move |source| Failure::Format { name, source }
}

/// Returns the format of a file: as told, by its name, or by its content.
pub(crate) fn format_of(path: &Path, text: &str, told: Option<FormatChoice>) -> Result<Format, Failure> {
    if let Some(FormatChoice::Told(format)) = told {
        return Ok(format);
    }
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    Format::of_file(name, text).map_err(failure(path))
}

/// Reads a page that may hold a clean copy: its text, whatever it is written in.
pub(crate) fn read_reference(path: &Path) -> Result<String, Failure> {
    let bytes = read_bytes(path)?;
    if is_zip(&bytes) {
        return epub_text(&bytes).map_err(failure(path));
    }
    let text = decode(path, bytes)?;
    let format = format_of(path, &text, None)?;
    if format == Format::Text || format == Format::Markdown {
        return Ok(text);
    }
    Ok(Document::open_as(text.as_bytes(), format).map_err(failure(path))?.to_text())
}

/// Repairs a file in place, and shows of it what is asked for.
pub(crate) fn repair(
    path: &Path,
    source: &str,
    format: Format,
    engine: &Engine,
    formats: &Formats,
    asked: &Asked<'_>,
) -> Result<Repaired, Failure> {
    let document = Document::open_as(source.as_bytes(), format).map_err(failure(path))?;
    let pages = document.texts().iter().map(|text| text.pages()).sum();
    let mut repaired = Repaired {
        path: path.to_owned(),
        shown: Vec::new(),
        edits: 0,
        pages,
        doubts: Vec::new(),
        report: None,
        read: None,
    };
    let name = name(path);
    repaired.doubts.extend(document.texts().iter().flat_map(|text| engine.pages.doubts(&name, text.as_str())));
    if asked.report {
        repaired.report = Some(report(&name, &document, engine, asked.clean)?);
    }
    match asked.view {
        View::Edits => show_edits(&name, &document, engine, &mut repaired),
        View::Diagnosis => {
            for text in document.texts() {
                let (plan, _) = engine.plan_input(text.input(), text.as_str(), &[]);
                line(&diagnosis_record(&name, &plan), &mut repaired.shown);
            }
        }
        View::Text | View::Diff { .. } | View::Nothing => {
            let resegment = if formats.resegment { Resegment::Yes } else { Resegment::No };
            let applied =
                document.repair(resegment, |text| engine.plan_input(text.input(), text.as_str(), &[]).0.into());
            repaired.edits = applied.changes().len();
            repaired.doubts.extend(doubts(&name, &applied));
            match asked.view {
                View::Diff { coloured } if format.has_boxes() => {
                    show_words(&name, &applied, coloured, &mut repaired.shown)
                }
                View::Diff { coloured } => {
                    let new = applied.into_text();
                    render_diff(&name, source, &new, coloured, &mut repaired.shown);
                }
                View::Text => repaired.shown = applied.into_text().into_owned().into_bytes(),
                _ => {}
            }
        }
    }
    Ok(repaired)
}

/// Shows each changed word below the id of its element and its line.
fn show_words(name: &str, applied: &Applied<'_>, coloured: bool, out: &mut Vec<u8>) {
    if applied.changes().is_empty() {
        return;
    }
    let paint = |code: &'static str| if coloured { code } else { "" };
    let plain = paint("\u{1b}[0m");
    let mut print = |text: String| out.write_all(text.as_bytes()).expect("a vector takes all bytes");
    print(format!("{0}--- {name}{plain}\n{0}+++ {name}{plain}\n", paint("\u{1b}[1m")));
    for change in applied.changes() {
        let element = change.element().map_or(String::new(), |id| format!("{id}, "));
        let place = format!("@@ {element}line {} @@", change.line());
        print(format!("{}{place}{plain}\n", paint("\u{1b}[36m")));
        print(format!("{}-{}{plain}\n", paint("\u{1b}[31m"), change.original().replace('\n', " ")));
        print(format!("{}+{}{plain}\n", paint("\u{1b}[32m"), change.replacement().replace('\n', " ")));
    }
}

/// Prints the edits of each text with their places in the file.
fn show_edits(name: &str, document: &Document<'_>, engine: &Engine, repaired: &mut Repaired) {
    for (index, text) in document.texts().iter().enumerate() {
        let (plan, references) = engine.plan_input(text.input(), text.as_str(), &[]);
        let records: Vec<_> = edit_records(name, &plan, &references).collect();
        for (record, edit) in records.iter().zip(plan.edits()) {
            let mut record = serde_json::to_value(record).expect("records can always be written as JSON");
            let place = document.locate(index, edit.span());
            if let Value::Object(fields) = &mut record {
                fields.insert("file_line".into(), place.line().into());
                fields.insert("file_column".into(), place.column().into());
                if let Some(element) = place.element() {
                    fields.insert("element".into(), element.into());
                }
            }
            line(&record, &mut repaired.shown);
        }
        line(&summary_record(name, &plan), &mut repaired.shown);
        repaired.edits += plan.edits().len();
    }
}

fn report(name: &str, document: &Document<'_>, engine: &Engine, clean: Option<&str>) -> Result<String, Failure> {
    let [text] = document.texts() else {
        return Err(Failure::Usage(format!(
            "--report shows one text, and {name} is read as {}",
            document.texts().len()
        )));
    };
    let (plan, references) = engine.plan_input(text.input(), text.as_str(), &[]);
    let page = Page::new(name, &plan).references(&references);
    Ok(clean.iter().fold(page, |page, clean| page.clean(clean)).to_html())
}

/// Tells what was not done.
fn doubts(name: &str, applied: &Applied<'_>) -> Vec<String> {
    let mut doubts = Vec::new();
    let count = |obstacle: Obstacle| applied.skipped().iter().filter(|skipped| skipped.obstacle() == obstacle).count();
    for obstacle in [Obstacle::WordCount, Obstacle::LineBreak, Obstacle::BrokenWord, Obstacle::Structure] {
        let hint = if obstacle == Obstacle::WordCount { " (--resegment makes such edits)" } else { "" };
        match count(obstacle) {
            0 => {}
            1 => doubts.push(format!("{name}: 1 edit skipped: {obstacle}{hint}")),
            skipped => doubts.push(format!("{name}: {skipped} edits skipped, each since {obstacle}{hint}")),
        }
    }
    if applied.levels_apart() > 0 {
        let times = applied.levels_apart();
        doubts.push(format!("{name}: {times} changed lines stand otherwise in the text of a level above, which stays"));
    }
    if applied.unstable() > 0 {
        doubts.push(format!("{name}: {} texts left alone: repair did not come to rest", applied.unstable()));
    }
    doubts
}
