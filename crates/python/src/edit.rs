//! Edits and what justifies them, as Python sees them.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use ungarble::Confidence;

use crate::chars::Chars;
use crate::error::PlanError;
use crate::settings::kind;

/// Returns a text as Python writes it in code.
pub(crate) fn quoted(py: Python<'_>, text: &str) -> PyResult<String> {
    Ok(PyString::new(py, text).repr()?.to_string())
}

/// Evidence of a stage for an edit.
///
/// `name` is the kind of evidence ("witness", "known-misspelling"), `says` the same as a clause to read. Of a witness,
/// `reference` is the index of the reference, and `start` and `end` the place in it, in code points.
#[pyclass(module = "ungarble", frozen, eq, hash, from_py_object, get_all)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Evidence {
    name: String,
    says: String,
    reference: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
}

#[pymethods]
impl Evidence {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("name", "says")
    }

    #[new]
    #[pyo3(signature = (name, says, reference=None, start=None, end=None))]
    fn new(name: String, says: String, reference: Option<usize>, start: Option<usize>, end: Option<usize>) -> Evidence {
        Evidence { name, says, reference, start, end }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Evidence({}, {})", quoted(py, &self.name)?, quoted(py, &self.says)?))
    }

    fn __str__(&self) -> &str {
        &self.says
    }

    fn __getnewargs__(&self) -> (&str, &str, Option<usize>, Option<usize>, Option<usize>) {
        (&self.name, &self.says, self.reference, self.start, self.end)
    }

    /// Returns a dictionary of the fields that are not None.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("name", &self.name)?;
        dict.set_item("says", &self.says)?;
        for (key, value) in [("reference", self.reference), ("start", self.start), ("end", self.end)] {
            if let Some(value) = value {
                dict.set_item(key, value)?;
            }
        }
        Ok(dict)
    }
}

impl Evidence {
    fn of(evidence: &ungarble::Evidence, references: &[Chars<'_>]) -> Evidence {
        let name = evidence.name().to_owned();
        if let ungarble::Evidence::Witness { reference, span } = evidence
            && let Some(chars) = references.get(*reference)
        {
            let place = chars.of_span(*span);
            let says = format!("reference {reference} has it so at characters {place:?}");
            return Evidence {
                name,
                says,
                reference: Some(*reference),
                start: Some(place.start),
                end: Some(place.end),
            };
        }
        Evidence { name, says: evidence.to_string(), reference: None, start: None, end: None }
    }
}

/// One replacement: where, what, by what, and why.
///
/// `start` and `end` are code points of the text, half-open, so that `text[edit.start:edit.end] == edit.original`.
#[pyclass(module = "ungarble", frozen, eq, hash)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Edit {
    #[pyo3(get)]
    pub(crate) start: usize,
    #[pyo3(get)]
    pub(crate) end: usize,
    #[pyo3(get)]
    pub(crate) original: String,
    #[pyo3(get)]
    pub(crate) replacement: String,
    kind: &'static str,
    confidence: Confidence,
    evidence: Vec<Evidence>,
}

#[pymethods]
impl Edit {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str, &'static str) {
        ("start", "end", "original", "replacement", "kind")
    }

    #[new]
    #[pyo3(signature = (start, end, original, replacement, kind, confidence=1.0, evidence=Vec::new()))]
    fn new(
        start: usize,
        end: usize,
        original: String,
        replacement: String,
        kind: &str,
        confidence: f64,
        evidence: Vec<Evidence>,
    ) -> PyResult<Edit> {
        if !(0.0..=1.0).contains(&confidence) {
            return Err(PlanError::new_err(format!("confidence is {confidence}, expected a number from 0 to 1")));
        }
        if end.checked_sub(start) != Some(original.chars().count()) {
            let length = original.chars().count();
            return Err(PlanError::new_err(format!(
                "{start}..{end} is not as long as the original, which has {length}"
            )));
        }
        let confidence = Confidence::from_per_mille((confidence * 1000.0).round() as u16);
        Ok(Edit { start, end, original, replacement, kind: self::kind(kind)?.name(), confidence, evidence })
    }

    /// Returns what the edit does to the text: "spelling", "casing", "spacing" and others.
    #[getter]
    fn kind(&self) -> &'static str {
        self.kind
    }

    /// The share of such edits that are right, from 0 to 1.
    #[getter]
    fn confidence(&self) -> f64 {
        self.confidence.to_f64()
    }

    /// Returns what speaks for the edit, the weightiest first.
    #[getter]
    fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.evidence.clone())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let Edit { start, end, original, replacement, kind, confidence, .. } = self;
        let (original, replacement) = (quoted(py, original)?, quoted(py, replacement)?);
        Ok(format!("Edit({start}, {end}, {original}, {replacement}, {}, confidence={confidence})", quoted(py, kind)?))
    }

    fn __getnewargs__(&self) -> (usize, usize, &str, &str, &str, f64, Vec<Evidence>) {
        let Edit { start, end, original, replacement, kind, .. } = self;
        (*start, *end, original, replacement, kind, self.confidence(), self.evidence.clone())
    }

    /// Returns the fields as a dictionary of what JSON knows.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("original", &self.original)?;
        dict.set_item("replacement", &self.replacement)?;
        dict.set_item("kind", self.kind)?;
        dict.set_item("confidence", self.confidence())?;
        let evidence = self.evidence.iter().map(|evidence| evidence.to_dict(py)).collect::<PyResult<Vec<_>>>()?;
        dict.set_item("evidence", evidence)?;
        Ok(dict)
    }
}

impl Edit {
    /// Returns an edit of the library, `chars` being those of its text.
    pub(crate) fn of(edit: &ungarble::Edit<'_>, chars: &Chars<'_>, references: &[Chars<'_>]) -> Edit {
        let span = chars.of_span(edit.span());
        Edit {
            start: span.start,
            end: span.end,
            original: edit.original().to_owned(),
            replacement: edit.replacement().to_owned(),
            kind: edit.kind().name(),
            confidence: edit.confidence(),
            evidence: edit.evidence().iter().map(|evidence| Evidence::of(evidence, references)).collect(),
        }
    }
}

/// A diagnosis of a text, measured before anything is repaired.
///
/// `words` of the text; `unknown`: words that no lexicon knows; `title_cased_words`: small words capitalised in runs that no person
/// wrote; `lowercased_names`: names inside sentences that are written small; `unaligned`: bytes that a reference may hold and
/// that were left alone all the same.
#[pyclass(module = "ungarble", frozen, eq, hash, from_py_object, get_all)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Diagnosis {
    words: usize,
    unknown: usize,
    title_cased_words: usize,
    lowercased_names: usize,
    unaligned: usize,
}

#[pymethods]
impl Diagnosis {
    #[new]
    #[pyo3(signature = (words=0, unknown=0, title_cased_words=0, lowercased_names=0, unaligned=0))]
    fn new(
        words: usize,
        unknown: usize,
        title_cased_words: usize,
        lowercased_names: usize,
        unaligned: usize,
    ) -> Diagnosis {
        Diagnosis { words, unknown, title_cased_words, lowercased_names, unaligned }
    }

    fn __repr__(&self) -> String {
        let Diagnosis { words, unknown, title_cased_words, lowercased_names, unaligned } = self;
        format!(
            "Diagnosis(words={words}, unknown={unknown}, title_cased_words={title_cased_words}, lowercased_names={lowercased_names}, \
             unaligned={unaligned})"
        )
    }

    fn __getnewargs__(&self) -> (usize, usize, usize, usize, usize) {
        (self.words, self.unknown, self.title_cased_words, self.lowercased_names, self.unaligned)
    }

    /// Returns the fields as a dictionary.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("words", self.words)?;
        dict.set_item("unknown", self.unknown)?;
        dict.set_item("title_cased_words", self.title_cased_words)?;
        dict.set_item("lowercased_names", self.lowercased_names)?;
        dict.set_item("unaligned", self.unaligned)?;
        Ok(dict)
    }
}

impl From<ungarble::Diagnosis> for Diagnosis {
    fn from(diagnosis: ungarble::Diagnosis) -> Diagnosis {
        Diagnosis {
            words: diagnosis.words(),
            unknown: diagnosis.unknown(),
            title_cased_words: diagnosis.title_cased_words(),
            lowercased_names: diagnosis.lowercased_names(),
            unaligned: diagnosis.unaligned(),
        }
    }
}
