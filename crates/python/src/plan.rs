//! The edits that repair one text, as Python sees them.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyString, PyTuple};
use ungarble::Span;

use crate::chars::Chars;
use crate::edit::{Diagnosis, Edit};
use crate::error::PlanError;
use crate::text::Text;

/// The edits that repair one text, sorted and disjoint.
///
/// A plan is a sequence of its edits. `str(plan)` is not the text: `plan.apply()` is the repaired text, `plan.text` the
/// text as it came.
#[pyclass(module = "ungarble", frozen, sequence)]
pub(crate) struct Plan {
    text: Py<PyString>,
    edits: Vec<Py<Edit>>,
    diagnosis: Diagnosis,
    unaligned: Vec<(usize, usize)>,
}

/// A plan of the library in code points.
pub(crate) struct Told {
    edits: Vec<Edit>,
    diagnosis: Diagnosis,
    unaligned: Vec<(usize, usize)>,
}

impl Told {
    pub(crate) fn new(plan: &ungarble::Plan<'_>, references: &[&str]) -> Told {
        let chars = Chars::new(plan.text());
        let references: Vec<Chars<'_>> =
            if plan.is_empty() { Vec::new() } else { references.iter().map(|page| Chars::new(page)).collect() };
        let place = |span: &Span| {
            let place = chars.of_span(*span);
            (place.start, place.end)
        };
        Told {
            edits: plan.edits().iter().map(|edit| Edit::of(edit, &chars, &references)).collect(),
            diagnosis: plan.diagnosis().into(),
            unaligned: plan.unaligned().iter().map(place).collect(),
        }
    }

    pub(crate) fn into_plan(self, text: &Bound<'_, PyString>) -> PyResult<Plan> {
        let py = text.py();
        let edits = self.edits.into_iter().map(|edit| Py::new(py, edit)).collect::<PyResult<_>>()?;
        Ok(Plan { text: text.clone().unbind(), edits, diagnosis: self.diagnosis, unaligned: self.unaligned })
    }
}

fn misfit(edit: &Edit, whose: &str) -> PyErr {
    let Edit { start, end, original, .. } = edit;
    PlanError::new_err(format!("{whose} does not have {original:?} at {start}..{end}"))
}

#[pymethods]
impl Plan {
    #[new]
    #[pyo3(signature = (text, edits, diagnosis=Diagnosis::default(), unaligned=Vec::new()))]
    fn new(
        text: &Bound<'_, PyString>,
        edits: Vec<Py<Edit>>,
        diagnosis: Diagnosis,
        unaligned: Vec<(usize, usize)>,
    ) -> PyResult<Plan> {
        let whole = Text::new(text)?;
        let chars = Chars::new(whole.as_str());
        let mut at = 0;
        for edit in edits.iter().map(Py::get) {
            if edit.start < at {
                return Err(PlanError::new_err(format!("the edit at {} starts before the end of another", edit.start)));
            }
            at = edit.end;
            let span = chars.byte_of(edit.start).zip(chars.byte_of(edit.end));
            let found = span.and_then(|(start, end)| whole.as_str().get(start..end));
            if found != Some(edit.original.as_str()) {
                return Err(misfit(edit, "the text"));
            }
        }
        Ok(Plan { text: text.clone().unbind(), edits, diagnosis, unaligned })
    }

    /// The text that the plan is of.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyString> {
        self.text.clone_ref(py)
    }

    /// The edits, in the order in which they stand in the text.
    #[getter]
    fn edits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.edits.iter().map(|edit| edit.clone_ref(py)))
    }

    /// Returns what the text suffers from.
    #[getter]
    fn diagnosis(&self) -> Diagnosis {
        self.diagnosis.clone()
    }

    /// Passages that a reference may hold and which it did not repair all the same, as pairs of code points.
    #[getter]
    fn unaligned<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.unaligned.iter().copied())
    }

    /// Returns the repaired text: the text itself where there are no edits.
    fn apply<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        let original = self.text.bind(py);
        if self.edits.is_empty() {
            return Ok(original.clone());
        }
        let text = Text::new(original)?;
        let chars = Chars::new(text.as_str());
        let edits = self.edits.iter().map(Py::get).map(|edit| {
            let span = chars.byte_of(edit.start).zip(chars.byte_of(edit.end));
            let (start, end) = span.ok_or_else(|| misfit(edit, "the text"))?;
            Ok((Span::new(start, end), edit.replacement.as_str()))
        });
        let edits = edits.collect::<PyResult<Vec<_>>>()?;
        text.replace(edits.into_iter()).into_python(original)
    }

    /// Returns the text as it came, given the repaired text: each replacement is looked for in its place.
    ///
    /// Raises `PlanError` where `repaired` is not what the plan makes of its text. Without an argument, what
    /// `apply` returns is undone.
    #[pyo3(signature = (repaired=None))]
    fn undo<'py>(&self, py: Python<'py>, repaired: Option<Bound<'py, PyString>>) -> PyResult<Bound<'py, PyString>> {
        let repaired = repaired.map_or_else(|| self.apply(py), Ok)?;
        let text = Text::new(&repaired)?;
        let chars = Chars::new(text.as_str());
        let (mut grown, mut shrunk) = (0, 0);
        let edits = self.edits.iter().map(Py::get).map(|edit| {
            let first = edit.start + grown - shrunk;
            let length = edit.replacement.chars().count();
            grown += length;
            shrunk += edit.end - edit.start;
            let span = chars.byte_of(first).zip(chars.byte_of(first + length));
            let span = span.filter(|&(start, end)| text.as_str().get(start..end) == Some(&edit.replacement));
            let (start, end) = span.ok_or_else(|| {
                PlanError::new_err(format!("the repaired text does not have {:?} at {first}", edit.replacement))
            })?;
            Ok((Span::new(start, end), edit.original.as_str()))
        });
        let edits = edits.collect::<PyResult<Vec<_>>>()?;
        let undone = text.replace(edits.into_iter()).into_python(&repaired)?;
        if undone.as_any().eq(self.text.bind(py))? {
            Ok(undone)
        } else {
            Err(PlanError::new_err("the repaired text is of another text than the plan"))
        }
    }

    /// Returns a plan of the edits of which `keep(edit)` is true.
    fn filter(&self, py: Python<'_>, keep: &Bound<'_, PyAny>) -> PyResult<Plan> {
        let mut edits = Vec::new();
        for edit in &self.edits {
            if keep.call1((edit.clone_ref(py),))?.is_truthy()? {
                edits.push(edit.clone_ref(py));
            }
        }
        Ok(Plan {
            text: self.text.clone_ref(py),
            edits,
            diagnosis: self.diagnosis(),
            unaligned: self.unaligned.clone(),
        })
    }

    /// Returns text, edits and diagnosis as a dictionary of what JSON knows.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("text", &self.text)?;
        let edits = self.edits.iter().map(|edit| edit.get().to_dict(py)).collect::<PyResult<Vec<_>>>()?;
        dict.set_item("edits", edits)?;
        dict.set_item("diagnosis", self.diagnosis.to_dict(py)?)?;
        dict.set_item("unaligned", self.unaligned.iter().map(|&(start, end)| [start, end]).collect::<Vec<_>>())?;
        Ok(dict)
    }

    fn __len__(&self) -> usize {
        self.edits.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.edits(py)?.try_iter()
    }

    fn __getitem__(&self, py: Python<'_>, index: isize) -> PyResult<Py<Edit>> {
        let at = if index < 0 { index + self.edits.len() as isize } else { index };
        let edit = usize::try_from(at).ok().and_then(|at| self.edits.get(at));
        edit.map(|edit| edit.clone_ref(py)).ok_or_else(|| pyo3::exceptions::PyIndexError::new_err("no such edit"))
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Plan>() else { return Ok(false) };
        let other = other.get();
        let same_edits = self.edits.iter().map(Py::get).eq(other.edits.iter().map(Py::get));
        Ok(same_edits && self.diagnosis == other.diagnosis && self.text.bind(py).as_any().eq(&other.text)?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.text.bind(py).hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let edits = match self.edits.len() {
            1 => String::from("1 edit"),
            edits => format!("{edits} edits"),
        };
        Ok(format!("<Plan of {edits} in {} characters>", self.text.bind(py).len()?))
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        (self.text(py), self.edits(py)?, self.diagnosis(), self.unaligned(py)?).into_pyobject(py)
    }
}
