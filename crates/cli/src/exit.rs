//! What can go wrong, and with which status the command ends.

use std::io;
use std::path::{Path, PathBuf};

/// The outcome of a run that met no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Repaired, or nothing to repair.
    Done,
    /// With `--check`: there are edits to make.
    EditsFound,
    /// With `certify`: the budget is not certified.
    NotCertified,
    /// An error was told already; the rest was done.
    Failed,
}

/// Why the command cannot go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("cannot read {}: {}", .path.display(), plain(.source))]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot read {}: it is a directory; name its files, for example {}, or give --recursive", .0.display(), .0.join("*.txt").display())]
    Directory(PathBuf),
    #[error("{name} is not UTF-8: byte {at} (line {line}) is 0x{byte:02X}; {hint}")]
    Encoding { name: String, at: usize, line: usize, byte: u8, hint: String },
    #[error("{name} holds more than {mebibytes} MiB; split it into its documents, or make it records for --jsonl")]
    TooLarge { name: String, mebibytes: u64 },
    #[error("cannot write {}: {}; {kept}", .path.display(), plain(.source))]
    Write { path: PathBuf, source: io::Error, kept: &'static str },
    #[error("cannot write standard output: {}", plain(.0))]
    StandardOutput(io::Error),
    #[error("{} is input and output at once; to repair it where it is, use --write", .0.display())]
    SameFile(PathBuf),
    #[error("{}:{line}: {message}", .path.display())]
    Config { path: PathBuf, line: usize, message: String },
    #[error("{0}")]
    Usage(String),
    #[error("{name}: {source}")]
    Format { name: String, source: ungarble_formats::FormatError },
    #[error(transparent)]
    Pool(ungarble::PoolError),
    #[error(transparent)]
    Lexicon(ungarble::LexiconError),
    #[error(transparent)]
    Setting(#[from] ungarble::ConfigError),
    #[error("{} was changed while it was repaired, and is left as it is", .0.display())]
    Changed(PathBuf),
    #[error("interrupted; {0}")]
    Interrupted(String),
    /// Whoever read our output went away: no error of ours.
    #[error("the reader of the output has gone")]
    BrokenPipe,
}

impl Failure {
    pub(crate) fn read(path: &Path) -> impl FnOnce(io::Error) -> Failure {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::IsADirectory => Failure::Directory(path),
            _ => Failure::Read { path, source },
        }
    }

    /// `kept` says what became of what was there.
    pub(crate) fn write(path: &Path, kept: &'static str) -> impl FnOnce(io::Error) -> Failure {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::Write { path, source, kept },
        }
    }

    pub(crate) fn stdout(source: io::Error) -> Failure {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::StandardOutput(source),
        }
    }
}

/// The message of the system without its number, lower case as ours.
fn plain(error: &io::Error) -> String {
    let message = error.to_string();
    let message = message.split(" (os error").next().unwrap_or(&message);
    let mut chars = message.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::from("unknown error"),
    }
}

/// Tells an error on standard error, and where it comes from.
pub(crate) fn tell(failure: &Failure) {
    use std::io::Write;
    let mut err = anstream::stderr().lock();
    // Nowhere is left to tell that standard error cannot be written.
    let _ = writeln!(err, "\u{1b}[1;31merror:\u{1b}[0m {failure}");
}

/// Tells what went on but should be known.
pub(crate) fn warn(message: &str) {
    use std::io::Write;
    let mut err = anstream::stderr().lock();
    let _ = writeln!(err, "\u{1b}[1;33mwarning:\u{1b}[0m {message}");
}

/// The status of the process.
pub(crate) fn status(result: Result<Outcome, Failure>) -> u8 {
    match result {
        Ok(Outcome::Done) | Err(Failure::BrokenPipe) => 0,
        Ok(Outcome::Failed) => 1,
        Ok(Outcome::EditsFound | Outcome::NotCertified) => 2,
        Err(failure) => {
            tell(&failure);
            1
        }
    }
}
