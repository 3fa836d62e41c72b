//! Records in, records out: a stream of any length, repaired in its order.

use std::path::{Path, PathBuf};

use crate::args::Repair;
use crate::checkpoint::Checkpointed;
use crate::engine::Engine;
use crate::exit::{Failure, Outcome, warn};
use crate::input::{is_standard, name};
use crate::interrupt;
use crate::lines::{Batch, Batches};
use crate::output::{Replacement, Target, is_special, same};
use crate::pipeline::{ordered, threads};
use crate::progress::Progress;
use crate::record::{Fields, Flaw, Record};
use crate::render::View;

/// Lines up to so many MiB are held whole.
const MAX_LINE: u64 = 16;

/// A run over records.
struct RecordRun<'a> {
    engine: &'a Engine,
    fields: Fields,
    view: View,
    threads: usize,
    max_line: usize,
    progress: Progress,
    /// Files whose records are all done.
    done: usize,
    totals: Totals,
}

#[derive(Default)]
struct Totals {
    records: u64,
    edits: usize,
    flawed: usize,
}

/// The outcome for a batch of lines.
struct Repaired {
    out: Vec<u8>,
    lines: u64,
    records: u64,
    edits: usize,
    /// Lines that are no records, by their numbers.
    flaws: Vec<(u64, Flaw)>,
}

/// Repairs a field of each record of the files, or of standard input.
pub(crate) fn run(arguments: &Repair, engine: &Engine, view: View) -> Result<Outcome, Failure> {
    let (output, stream) = (&arguments.output, &arguments.stream);
    let standard = [PathBuf::from("-")];
    let files: &[PathBuf] = if arguments.files.is_empty() { &standard } else { &arguments.files };
    let bytes =
        files.iter().map(|path| std::fs::metadata(path).ok().filter(|data| data.is_file()).map(|data| data.len()));
    let bytes = bytes.sum();
    let mut run = RecordRun {
        engine,
        fields: Fields {
            text: stream.text_field.clone().unwrap_or_else(|| String::from("text")),
            id: stream.id_field.clone(),
            reference: stream.reference_field.clone(),
        },
        view,
        threads: threads(stream.threads.unwrap_or(0)),
        max_line: usize::try_from(stream.max_line.unwrap_or(MAX_LINE) << 20).unwrap_or(usize::MAX),
        progress: Progress::new(stream.bar(output), files.len(), bytes),
        done: 0,
        totals: Totals::default(),
    };
    if output.write {
        if files.iter().any(|path| is_standard(path)) {
            return Err(Failure::Usage("--write needs files: standard input cannot be written in place".into()));
        }
        interrupt::wait_for();
        run.write_in_place(files, output.backup.as_deref())?;
    } else {
        if let Some(path) = files.iter().find(|path| same(path, output.output.as_deref())) {
            return Err(Failure::SameFile(path.clone()));
        }
        match output.output.as_deref().filter(|path| !is_standard(path) && !is_special(path)) {
            Some(target) => {
                interrupt::wait_for();
                let fingerprint = fingerprint(arguments, files);
                match Checkpointed::start(target, fingerprint, stream.resume)? {
                    None => return Ok(Outcome::Done),
                    Some(checkpointed) => run.write_file(files, checkpointed)?,
                }
            }
            None => run.write_target(files, Target::open(output.output.as_deref())?, output.check)?,
        }
    }
    let Totals { records, edits, flawed } = run.totals;
    if flawed > 0 {
        run.progress.aside(|| warn(&format!("{flawed} lines are no records to repair, beside {records} that are")));
        return Ok(Outcome::Failed);
    }
    Ok(if output.check && edits > 0 { Outcome::EditsFound } else { Outcome::Done })
}

/// Returns what a run is asked to do, as far as its output depends on it.
fn fingerprint(arguments: &Repair, files: &[PathBuf]) -> String {
    let Repair { output, stream, configuration, .. } = arguments;
    format!(
        "version {}, files {files:?}, edits {}, diagnose {}, fields {:?} {:?} {:?}, longest line {:?}, {:?}",
        env!("CARGO_PKG_VERSION"),
        output.edits,
        output.diagnose,
        stream.text_field,
        stream.id_field,
        stream.reference_field,
        stream.max_line,
        configuration.settings,
    )
}

impl RecordRun<'_> {
    /// Each file is replaced by its repaired records, as a whole or not at all.
    fn write_in_place(&mut self, files: &[PathBuf], backup: Option<&str>) -> Result<(), Failure> {
        for path in files {
            let mut file = Replacement::new(path)?;
            let edits = self.totals.edits;
            self.repair(std::slice::from_ref(path), 0, &mut |repaired| file.append(&repaired.out))?;
            if interrupt::asked() {
                let counts =
                    format!("{} of {} files are repaired, the others are as they were", self.done - 1, files.len());
                return Err(Failure::Interrupted(counts));
            }
            if self.totals.edits > edits {
                file.commit(backup, None)?;
            }
        }
        Ok(())
    }

    /// All records go to one file, from where an interrupted run has left it.
    fn write_file(&mut self, files: &[PathBuf], mut out: Checkpointed) -> Result<(), Failure> {
        self.totals.edits = out.state.edits;
        self.totals.flawed = out.state.flawed;
        let skip = out.state.lines;
        let repaired = self.repair(files, skip, &mut |repaired| {
            out.state.edits += repaired.edits;
            out.state.flawed += repaired.flaws.len();
            out.append(&repaired.out, repaired.lines)
        });
        if repaired.is_err() || interrupt::asked() {
            out.checkpoint()?;
            repaired?;
            let lines = out.state.lines;
            return Err(Failure::Interrupted(format!("{lines} lines are done; go on with --resume")));
        }
        out.finish()
    }

    fn write_target(&mut self, files: &[PathBuf], mut target: Target, check: bool) -> Result<(), Failure> {
        self.repair(files, 0, &mut |repaired| target.append(&repaired.out))?;
        if check && self.view == View::Nothing {
            let Totals { records, edits, .. } = self.totals;
            target.append(format!("{edits} edits in {records} records\n").as_bytes())?;
        }
        target.finish()
    }

    /// Repairs the records behind the first `skip` lines of the files, and hands them on in order.
    fn repair(
        &mut self,
        files: &[PathBuf],
        skip: u64,
        sink: &mut dyn FnMut(&Repaired) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let RecordRun { engine, fields, view, progress, .. } = &*self;
        let mut totals = Totals { ..self.totals };
        let batches = Batches::new(files, skip, self.max_line, |input| progress.watch(input));
        let work = |batch: Batch| (batch.file, repair_batch(&batch, engine, fields, *view, files));
        let mut done = self.done;
        ordered(self.threads, batches, work, |(file, repaired)| {
            totals.records += repaired.records;
            totals.edits += repaired.edits;
            totals.flawed += repaired.flaws.len();
            for (line, flaw) in &repaired.flaws {
                progress.aside(|| warn(&tell_flaw(&files[file], *line, flaw)));
            }
            progress.tell(done + file, totals.edits);
            sink(&repaired)
        })?;
        done += files.len();
        (self.done, self.totals) = (done, totals);
        Ok(())
    }
}

fn tell_flaw(file: &Path, line: u64, flaw: &Flaw) -> String {
    let id = flaw.id.as_ref().map_or(String::new(), |id| format!(" (record {id:?})"));
    format!("{}:{line}:{id} {}; the line is passed through as it is", name(file), flaw.what)
}

fn repair_batch(batch: &Batch, engine: &Engine, fields: &Fields, view: View, files: &[PathBuf]) -> Repaired {
    let mut repaired = Repaired { out: Vec::new(), lines: batch.count(), records: 0, edits: 0, flaws: Vec::new() };
    if batch.is_piece() {
        if view == View::Text {
            repaired.out.extend_from_slice(batch.bytes());
        }
        if let Some(line) = batch.too_long() {
            let what = String::from("the line is longer than --max-line");
            repaired.flaws.push((line, Flaw { what, id: None }));
        }
        return repaired;
    }
    for (number, line) in batch.lines() {
        let keep = |out: &mut Vec<u8>| {
            if view == View::Text {
                out.extend_from_slice(line);
            }
        };
        if line.trim_ascii().is_empty() {
            keep(&mut repaired.out);
            continue;
        }
        let record = match Record::parse(line, fields) {
            Ok(record) => record,
            Err(flaw) => {
                repaired.flaws.push((number, flaw));
                keep(&mut repaired.out);
                continue;
            }
        };
        let (plan, references) = engine.plan(&record.text, &record.references);
        repaired.records += 1;
        repaired.edits += plan.edits().len();
        if view != View::Text {
            let document = record.id.clone().unwrap_or_else(|| format!("{}:{number}", name(&files[batch.file])));
            view.render(&document, &plan, &references, &mut repaired.out);
        } else if plan.is_empty() {
            keep(&mut repaired.out);
        } else {
            record.write(line, &plan.apply(), &mut repaired.out);
        }
    }
    repaired
}
