//! Why a file cannot be repaired.

use crate::format::Format;

/// The reason why a file cannot be repaired.
///
/// ```
/// use ungarble_formats::{Document, FormatError};
///
/// let cut = b"<alto><Layout><Page>\n<String CONTENT='word'/>";
/// let error = Document::open(cut).unwrap_err();
/// assert_eq!(error.to_string(), "line 2, column 25: the file ends within <Page>");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// The bytes are no UTF-8.
    #[error("not UTF-8 at byte {at}")]
    Encoding {
        /// The first byte that is none.
        at: usize,
    },
    /// The file breaks the rules of its format.
    #[error("line {line}, column {column}: {message}")]
    Malformed {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted in `char`s from 1.
        column: usize,
        /// The error, in lower case.
        message: String,
    },
    /// The file declares entities, which may grow without bounds or lead to other files.
    #[error("line {line}, column {column}: declarations of entities are refused")]
    Entities {
        /// The line, counted from 1.
        line: usize,
        /// The column, counted in `char`s from 1.
        column: usize,
    },
    /// The format is known, and there is no repair of it.
    #[error("it is {0}, which cannot be repaired")]
    Unsupported(String),
    /// The file is of another format than was told.
    #[error("not {expected}: {found}")]
    Mismatch {
        /// The format that was told.
        expected: Format,
        /// The actual content.
        found: String,
    },
    /// The file is larger than offsets of 32 bits can tell.
    #[error("the file has {bytes} bytes, at most 4 GiB are read")]
    TooLarge {
        /// Size of the file in bytes.
        bytes: usize,
    },
}

impl FormatError {
    /// Returns the error at byte `at` of `source`.
    pub(crate) fn malformed(source: &str, at: usize, message: impl Into<String>) -> FormatError {
        let (line, column) = place(source, at);
        FormatError::Malformed { line, column, message: message.into() }
    }
}

/// Returns line and column of a byte, both from 1; a byte order mark is no column.
pub(crate) fn place(source: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(source.len());
    while !source.is_char_boundary(at) {
        at -= 1;
    }
    let before = source.get(..at).unwrap_or(source);
    let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
    let last = before.rsplit('\n').next().unwrap_or(before);
    (line, last.trim_start_matches('\u{feff}').chars().count() + 1)
}
