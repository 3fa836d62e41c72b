//! Files of known formats, repaired in place.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyTuple};
use ungarble_formats::{Document, Format, FormatError, Resegment, UnknownFormat};

use crate::edit::quoted;
use crate::error;
use crate::pool::ReferencePool;
use crate::repairer::{Repairer, WITNESSES, build, references};
use crate::text::Text;

/// A word or a passage of a file that was changed.
///
/// `element` is the id of the word where words have boxes; `line` and `column` count from 1 in the file, in code points.
#[pyclass(module = "ungarble.formats", frozen, eq, hash, get_all)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    element: Option<String>,
    line: usize,
    column: usize,
    original: String,
    replacement: String,
}

#[pymethods]
impl Change {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let element = self.element.as_ref().map(|element| format!(" {element}")).unwrap_or_default();
        let (original, replacement) = (quoted(py, &self.original)?, quoted(py, &self.replacement)?);
        Ok(format!("<Change{element} at {}:{} {original} -> {replacement}>", self.line, self.column))
    }
}

/// An edit that was not made, and why not.
#[pyclass(module = "ungarble.formats", frozen, eq, hash, get_all)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Skipped {
    original: String,
    reason: String,
}

#[pymethods]
impl Skipped {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Skipped {}: {}>", quoted(py, &self.original)?, self.reason))
    }
}

/// A file with the edits made: `data`, and what was done.
#[pyclass(module = "ungarble.formats", frozen)]
pub(crate) struct RepairedFile {
    #[pyo3(get)]
    data: Py<PyBytes>,
    #[pyo3(get)]
    format: &'static str,
    changes: Vec<Change>,
    skipped: Vec<Skipped>,
    /// Number of texts left alone, since repairing them again and again went on changing them.
    #[pyo3(get)]
    unstable: usize,
}

#[pymethods]
impl RepairedFile {
    /// The changes, in the order of the file.
    #[getter]
    fn changes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.changes.clone())
    }

    /// The edits that were not made, mostly since they would change the number of words of a line.
    #[getter]
    fn skipped<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.skipped.clone())
    }

    fn __repr__(&self) -> String {
        format!("<RepairedFile {}, {} changes, {} skipped>", self.format, self.changes.len(), self.skipped.len())
    }
}

fn open<'b>(data: &'b [u8], format: Option<&str>) -> PyResult<Document<'b>> {
    let opened: Result<Document<'b>, FormatError> = match format {
        None => Document::open(data),
        Some(name) => {
            let known: Format =
                name.parse().map_err(|error: UnknownFormat| error::FormatError::new_err(error.to_string()))?;
            Document::open_as(data, known)
        }
    };
    opened.map_err(|error| error::format(&error))
}

/// Returns a file of hOCR, ALTO, PAGE, SubRip, WebVTT, HTML or Markdown repaired where it stands.
///
/// Without `format` ("text", "hocr", "alto", "page", "srt", "vtt", "html", "markdown") the content tells it. `resegment`
/// makes edits that split, join or remove words with boxes, too. Raises `FormatError` where the file is malformed or there
/// is no repair of its format. The other keywords are those of `repair`.
#[pyfunction]
#[pyo3(signature = (data, *, format=None, resegment=false, reference=None, pool=None, repairer=None, **settings))]
#[allow(clippy::too_many_arguments, reason = "they are keywords in Python")]
pub(crate) fn repair_file(
    py: Python<'_>,
    data: &[u8],
    format: Option<&str>,
    resegment: bool,
    reference: Option<&Bound<'_, PyAny>>,
    pool: Option<&Bound<'_, ReferencePool>>,
    repairer: Option<&Bound<'_, Repairer>>,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<RepairedFile> {
    let built;
    let repairer = match repairer {
        Some(repairer) if settings.is_none() => repairer.get(),
        Some(_) => return Err(error::ConfigError::new_err("a repairer has its settings: give it or them")),
        None => {
            built = build(settings)?;
            &built
        }
    };
    let shared = repairer.shared();
    let pages = references(reference)?;
    let pool = pool.map(Bound::get);
    let resegment = if resegment { Resegment::Yes } else { Resegment::No };
    let (bytes, told) = py.detach(|| {
        let document = open(data, format)?;
        let pool = pool.map(ReferencePool::read);
        let applied = document.repair(resegment, |text| {
            let found = pool.iter().flat_map(|pool| pool.find(text.as_str(), WITNESSES)).map(|found| found.text);
            let pages = pages.iter().map(Text::as_str).chain(found);
            shared.plan(pages.fold(text.input(), |input, page| input.reference(page))).into()
        });
        let changes = applied.changes().iter().map(|change| Change {
            element: change.element().map(str::to_owned),
            line: change.line(),
            column: change.column(),
            original: change.original().to_owned(),
            replacement: change.replacement().to_owned(),
        });
        let skipped = applied.skipped().iter().map(|skipped| {
            let text = document.texts().get(skipped.text());
            let original = text.and_then(|text| text.as_str().get(skipped.span().range())).unwrap_or_default();
            Skipped { original: original.to_owned(), reason: skipped.obstacle().to_string() }
        });
        let told = (changes.collect(), skipped.collect(), applied.unstable(), document.format().name());
        Ok::<_, PyErr>((applied.into_text().into_owned(), told))
    })?;
    let (changes, skipped, unstable, format) = told;
    let data = PyBytes::new(py, bytes.as_bytes()).unbind();
    Ok(RepairedFile { data, format, changes, skipped, unstable })
}

/// Returns the text of a file to read, or to take as a reference: words that the file says are broken are whole.
#[pyfunction]
#[pyo3(signature = (data, *, format=None))]
pub(crate) fn read_text(py: Python<'_>, data: &[u8], format: Option<&str>) -> PyResult<String> {
    py.detach(|| {
        if ungarble_formats::is_zip(data) && format.is_none() {
            return ungarble_formats::epub_text(data).map_err(|error| error::format(&error));
        }
        Ok(open(data, format)?.to_text())
    })
}

/// Returns the texts of a file as they are planned, each by itself: lines and words as they stand in the file.
#[pyfunction]
#[pyo3(signature = (data, *, format=None))]
pub(crate) fn read_texts(py: Python<'_>, data: &[u8], format: Option<&str>) -> PyResult<Vec<String>> {
    py.detach(|| Ok(open(data, format)?.texts().iter().map(|text| text.as_str().to_owned()).collect()))
}
