//! A bar on standard error, where it is a terminal: files, bytes, edits, rate and time to go.

use std::io::Read;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};

/// The progress of a run; shows nothing where nobody looks.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    files: usize,
}

impl Progress {
    /// `bytes` is how much there is to read, as it lies on disk; `None` where that cannot be known.
    pub(crate) fn new(shown: bool, files: usize, bytes: Option<u64>) -> Progress {
        if !shown {
            return Progress { bar: ProgressBar::hidden(), files };
        }
        let template = match bytes {
            Some(_) => "{wide_bar} {bytes}/{total_bytes} {msg} {binary_bytes_per_sec} {eta} left",
            None => "{spinner} {bytes} {msg} {binary_bytes_per_sec} {elapsed}",
        };
        let style = ProgressStyle::with_template(template).expect("the templates name fields that exist");
        // Standard error only if a terminal, at most some times a second.
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
        Progress { bar: bar.with_style(style).with_finish(ProgressFinish::AndClear), files }
    }

    /// Counts the bytes that are read of an input.
    pub(crate) fn watch(&self, input: Box<dyn Read>) -> impl Read + 'static {
        self.bar.wrap_read(input)
    }

    /// Shows how many files are done and how many edits were made.
    pub(crate) fn tell(&self, done: usize, edits: usize) {
        if !self.bar.is_hidden() {
            self.bar.set_message(format!("{done}/{} files, {} edits", self.files, HumanCount(edits as u64)));
        }
    }

    /// Shows how many files and pages are done and how many edits were made.
    pub(crate) fn tell_pages(&self, done: usize, pages: usize, edits: usize) {
        if pages <= done {
            self.tell(done, edits);
        } else if !self.bar.is_hidden() {
            let (pages, edits) = (HumanCount(pages as u64), HumanCount(edits as u64));
            self.bar.set_message(format!("{done}/{} files, {pages} pages, {edits} edits", self.files));
        }
    }

    /// Writes something else to standard error, above the bar.
    pub(crate) fn aside(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }
}
