//! Texts of Python, which may hold lone surrogates, as texts of the library, which may not.

use pyo3::exceptions::PyUnicodeEncodeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyString};
use ungarble::{Plan, Span};

/// A text of Python.
pub(crate) enum Text {
    /// Unicode, as almost all texts are.
    Plain(PyBackedStr),
    /// With lone surrogates, as `errors="surrogateescape"` leaves them: the library sees U+FFFD in their places, which has
    /// as many bytes, and makes no edit there.
    Surrogates { text: String, raw: Vec<u8>, places: Vec<Span> },
}

/// The outcome for a text.
pub(crate) enum Repaired {
    /// Nothing is to repair.
    Same,
    Text(String),
    /// UTF-8, but for surrogates.
    Bytes(Vec<u8>),
}

impl Text {
    pub(crate) fn new(text: &Bound<'_, PyString>) -> PyResult<Text> {
        match PyBackedStr::try_from(text.clone()) {
            Ok(plain) => Ok(Text::Plain(plain)),
            Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(text.py()) => Text::with_surrogates(text),
            Err(error) => Err(error),
        }
    }

    fn with_surrogates(text: &Bound<'_, PyString>) -> PyResult<Text> {
        let py = text.py();
        let raw = text.call_method1(intern!(py, "encode"), ("utf-8", "surrogatepass"))?;
        let raw = raw.cast_into::<PyBytes>()?.as_bytes().to_vec();
        let mut bytes = raw.clone();
        let mut places = Vec::new();
        // Three bytes each: 0xED, and then what no character of Unicode has behind it.
        for at in 0..raw.len().saturating_sub(2) {
            if raw[at] == 0xED && raw[at + 1] >= 0xA0 {
                bytes[at..at + 3].copy_from_slice("\u{FFFD}".as_bytes());
                places.push(Span::new(at, at + 3));
            }
        }
        let text = String::from_utf8(bytes)?;
        Ok(Text::Surrogates { text, raw, places })
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Text::Plain(text) => text,
            Text::Surrogates { text, .. } => text,
        }
    }

    /// Returns the places of surrogates.
    pub(crate) fn masked(&self) -> &[Span] {
        match self {
            Text::Plain(_) => &[],
            Text::Surrogates { places, .. } => places,
        }
    }

    /// Returns the text with the edits of a plan of it.
    pub(crate) fn apply(&self, plan: &Plan<'_>) -> Repaired {
        match self {
            _ if plan.is_empty() => Repaired::Same,
            Text::Plain(_) => Repaired::Text(plan.apply().into_owned()),
            Text::Surrogates { .. } => self.replace(plan.edits().iter().map(|edit| (edit.span(), edit.replacement()))),
        }
    }

    /// Returns the text with other text in some spans, which are sorted and disjoint.
    pub(crate) fn replace<'e>(&self, edits: impl Iterator<Item = (Span, &'e str)>) -> Repaired {
        let source = match self {
            Text::Plain(text) => text.as_bytes(),
            Text::Surrogates { raw, .. } => raw,
        };
        let mut out = Vec::with_capacity(source.len() + 64);
        let mut at = 0;
        for (span, replacement) in edits {
            out.extend_from_slice(&source[at..span.start()]);
            out.extend_from_slice(replacement.as_bytes());
            at = span.end();
        }
        out.extend_from_slice(&source[at..]);
        match self {
            Text::Plain(_) => {
                String::from_utf8(out).map_or_else(|error| Repaired::Bytes(error.into_bytes()), Repaired::Text)
            }
            Text::Surrogates { .. } => Repaired::Bytes(out),
        }
    }
}

impl Repaired {
    /// Returns the text for Python, `original` itself where nothing changed.
    pub(crate) fn into_python<'py>(self, original: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        let py = original.py();
        match self {
            Repaired::Same => Ok(original.clone()),
            Repaired::Text(text) => Ok(PyString::new(py, &text)),
            Repaired::Bytes(bytes) => {
                let bytes = PyBytes::new(py, &bytes);
                Ok(bytes.call_method1(intern!(py, "decode"), ("utf-8", "surrogatepass"))?.cast_into()?)
            }
        }
    }
}
