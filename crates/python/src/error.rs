//! Exceptions: what the library's errors are in Python.

use std::fmt::Write;
use std::path::Path;

use pyo3::create_exception;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

create_exception!(ungarble, ConfigError, PyValueError, "A setting has a value that it cannot have.");
create_exception!(ungarble, LexiconError, PyValueError, "A list of words cannot be parsed.");
create_exception!(ungarble, FormatError, PyValueError, "A file is malformed, or there is no repair of its format.");
create_exception!(ungarble, PoolError, PyValueError, "A pool of references cannot take a page or be read.");
create_exception!(ungarble, PlanError, PyValueError, "Edits do not fit the text.");
create_exception!(ungarble, ArrowError, PyValueError, "Arrow data without strings to repair, or a stream that failed.");
create_exception!(ungarble, FileError, PyOSError, "A file cannot be read or written.");

/// Returns the message of an error with those of its sources.
fn chain(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let _ = write!(message, ": {error}");
        source = error.source();
    }
    message
}

pub(crate) fn config(error: &ungarble::ConfigError) -> PyErr {
    match error {
        ungarble::ConfigError::Unreadable { path, kind } => {
            let message =
                format!("{kind}: a table of thresholds is expected, as `ungarble certify --output` writes it");
            FileError::new_err((std::io::Error::from(*kind).raw_os_error(), message, path.as_os_str().to_owned()))
        }
        ungarble::ConfigError::Thresholds { path, line, expected } if path.as_os_str() != "thresholds" => {
            let message = format!("line {line}: expected {expected}; `ungarble certify --output` writes such a table");
            FileError::new_err((None::<i32>, message, path.as_os_str().to_owned()))
        }
        error => ConfigError::new_err(chain(error)),
    }
}

pub(crate) fn lexicon(error: ungarble::LexiconError) -> PyErr {
    match error {
        ungarble::LexiconError::Io { path, source } => file("read", &path, &source),
        error => LexiconError::new_err(chain(&error)),
    }
}

pub(crate) fn pool(error: ungarble::PoolError) -> PyErr {
    PoolError::new_err(chain(&error))
}

pub(crate) fn format(error: &ungarble_formats::FormatError) -> PyErr {
    FormatError::new_err(chain(error))
}

/// `verb` is what could not be done with the file.
pub(crate) fn file(verb: &str, path: &Path, error: &std::io::Error) -> PyErr {
    let message = format!("cannot {verb} the file: {error}");
    FileError::new_err((error.raw_os_error(), message, path.as_os_str().to_owned()))
}
