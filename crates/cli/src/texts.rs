//! Whole texts: one to standard output, or many where they are.

use std::path::{Path, PathBuf};

use ungarble::report::Page;
use ungarble_formats::Format;

use crate::args::Repair;
use crate::documents;
use crate::engine::Engine;
use crate::exit::{Failure, Outcome, tell, warn};
use crate::folders;
use crate::input::{decode, is_standard, name, read_bytes, read_text};
use crate::interrupt;
use crate::output::{Target, put, replace, same};
use crate::pipeline::{ordered, threads};
use crate::progress::Progress;
use crate::render::View;
use crate::temporary::Stamp;

/// The outcome for one text.
pub(crate) struct Repaired {
    pub(crate) path: PathBuf,
    /// Bytes to print, or to write in the place of the file.
    pub(crate) shown: Vec<u8>,
    pub(crate) edits: usize,
    pub(crate) pages: usize,
    pub(crate) doubts: Vec<String>,
    pub(crate) report: Option<String>,
    /// The state of the file when it was read.
    pub(crate) read: Option<Stamp>,
}

/// Repairs the files one by one, or standard input.
pub(crate) fn run(arguments: &Repair, engine: &Engine, view: View) -> Result<Outcome, Failure> {
    let output = &arguments.output;
    let files = if arguments.files.is_empty() { vec![PathBuf::from("-")] } else { arguments.files.clone() };
    let files = if arguments.formats.recursive { folders::files(&files)? } else { files };
    let files = files.as_slice();
    check_usage(arguments, files, view)?;
    let clean = output.clean.as_deref().map(read_text).transpose()?;
    let repair = |path: &PathBuf| {
        let read = Stamp::of(path);
        repair_one(arguments, engine, view, clean.as_deref(), path).map(|repaired| Repaired { read, ..repaired })
    };
    if output.write {
        interrupt::wait_for();
    }
    let bytes = files.iter().map(|path| std::fs::metadata(path).map_or(0, |data| data.len())).sum();
    let progress = Progress::new(files.len() > 1 && arguments.stream.bar(output), files.len(), Some(bytes));
    let mut target = if output.write { None } else { Some(Target::open(output.output.as_deref())?) };
    let (mut done, mut pages, mut edits, mut failed) = (0, 0, 0, 0);
    // A file that cannot be repaired is told, and the others are: the error is the status in the end.
    let jobs = files.iter().take_while(|_| !interrupt::asked()).map(Ok::<_, Failure>);
    let threads = threads(arguments.stream.threads.unwrap_or(0)).min(files.len());
    ordered(threads, jobs, repair, |repaired| {
        done += 1;
        let written = repaired.and_then(|repaired| {
            repaired.doubts.iter().for_each(|doubt| progress.aside(|| warn(doubt)));
            edits += repaired.edits;
            pages += repaired.pages;
            if let (Some(path), Some(report)) = (&output.report, &repaired.report) {
                put(Some(path), report.as_bytes())?;
            }
            match &mut target {
                None if repaired.edits > 0 => {
                    replace(&repaired.path, &repaired.shown, output.backup.as_deref(), repaired.read)
                }
                None => Ok(()),
                Some(target) => target.append(&repaired.shown),
            }
        });
        progress.tell_pages(done, pages, edits);
        match written {
            Err(Failure::BrokenPipe) => Err(Failure::BrokenPipe),
            Err(failure) if files.len() == 1 => Err(failure),
            Err(failure) => {
                failed += 1;
                progress.aside(|| tell(&failure));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    })?;
    if done < files.len() {
        let counts = format!("{done} of {} files are repaired, the others are as they were", files.len());
        return Err(Failure::Interrupted(counts));
    }
    if let Some(mut target) = target {
        if output.check && view == View::Nothing {
            let files = if files.len() == 1 { String::new() } else { format!(" in {} files", files.len()) };
            target.append(format!("{edits} {}{files}\n", if edits == 1 { "edit" } else { "edits" }).as_bytes())?;
        }
        target.finish()?;
    }
    Ok(match (failed, output.check && edits > 0) {
        (0, false) => Outcome::Done,
        (0, true) => Outcome::EditsFound,
        _ => Outcome::Failed,
    })
}

/// Repairs one file or standard input, of which `clean` is the clean copy.
fn repair_one(
    arguments: &Repair,
    engine: &Engine,
    view: View,
    clean: Option<&str>,
    path: &Path,
) -> Result<Repaired, Failure> {
    let text = decode(path, read_bytes(path)?)?;
    let format = documents::format_of(path, &text, arguments.formats.format)?;
    let has_report = arguments.output.report.is_some();
    if format != Format::Text || text.contains('\u{c}') {
        let asked = documents::Asked { view, report: has_report, clean };
        return documents::repair(path, &text, format, engine, &arguments.formats, &asked);
    }
    let (plan, references) = engine.plan(&text, &[]);
    let mut shown = Vec::new();
    view.render(&name(path), &plan, &references, &mut shown);
    let report = has_report.then(|| {
        let title = name(path);
        let page = Page::new(&title, &plan).references(&references);
        clean.iter().fold(page, |page, clean| page.clean(clean)).to_html()
    });
    Ok(Repaired {
        path: path.to_owned(),
        shown,
        edits: plan.edits().len(),
        pages: 1,
        doubts: engine.pages.doubts(&name(path), &text),
        report,
        read: None,
    })
}

/// Refuses what would lose a text, or cannot be meant.
fn check_usage(arguments: &Repair, files: &[PathBuf], view: View) -> Result<(), Failure> {
    let output = &arguments.output;
    let usage = |message: &str| Err(Failure::Usage(message.to_owned()));
    if output.write && files.iter().any(|path| is_standard(path)) {
        return usage("--write needs files: standard input cannot be written in place");
    }
    if files.len() > 1 && view == View::Text && !output.write {
        return usage("several texts would run into one: use --write, --diff, --edits or --check, or give one file");
    }
    if files.len() > 1 && output.report.is_some() {
        return usage("--report shows one text: give one file");
    }
    if output.write {
        return Ok(());
    }
    let outputs = [Some(output.output.as_deref()), output.report.as_deref().map(Some)];
    for output in outputs.into_iter().flatten() {
        if let Some(path) = files.iter().find(|path| same(path, output)) {
            return Err(Failure::SameFile(path.clone()));
        }
    }
    Ok(())
}
