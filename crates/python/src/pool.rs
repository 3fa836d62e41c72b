//! Reference pages among which each text finds its own.

use std::path::PathBuf;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::chars::Chars;
use crate::edit::quoted;
use crate::error;

/// Pages that may hold clean copies of texts; each text finds those that hold passages of it.
///
/// Give it to `repair(text, pool=pool)`, or look with `find`. One pool may serve many threads.
#[pyclass(module = "ungarble", frozen)]
#[derive(Default)]
pub(crate) struct ReferencePool(RwLock<ungarble::ReferencePool>);

impl ReferencePool {
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, ungarble::ReferencePool> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, ungarble::ReferencePool> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl ReferencePool {
    #[new]
    #[pyo3(signature = (pages=None))]
    fn new(py: Python<'_>, pages: Option<std::collections::BTreeMap<String, String>>) -> PyResult<ReferencePool> {
        let pool = ReferencePool::default();
        for (id, text) in pages.unwrap_or_default() {
            pool.add(py, id, text)?;
        }
        Ok(pool)
    }

    /// Adds a page, or replaces the one of this id. Raises `PoolError` where the pool is full.
    fn add(&self, py: Python<'_>, id: String, text: String) -> PyResult<()> {
        py.detach(|| self.write().add(id, text)).map_err(error::pool)
    }

    /// Removes a page; returns whether it was there.
    fn remove(&self, py: Python<'_>, id: &str) -> bool {
        py.detach(|| self.write().remove(id))
    }

    /// Returns the pages that hold passages of the text, the fullest first.
    #[pyo3(signature = (text, limit=4))]
    fn find(&self, py: Python<'_>, text: &str, limit: usize) -> Vec<Found> {
        py.detach(|| {
            let pool = self.read();
            let found = pool.find(text, limit);
            found.into_iter().map(Found::of).collect()
        })
    }

    /// Returns the text of a page, or None.
    fn text(&self, py: Python<'_>, id: &str) -> Option<String> {
        py.detach(|| self.read().text(id).map(str::to_owned))
    }

    /// Returns how many bytes the pool takes.
    #[getter]
    fn memory(&self, py: Python<'_>) -> usize {
        py.detach(|| self.read().memory())
    }

    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let bytes = py.detach(|| self.read().to_bytes());
        PyBytes::new(py, &bytes)
    }

    /// Returns the pool that `to_bytes` wrote. Raises `PoolError` where it is none.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, data: &[u8]) -> PyResult<ReferencePool> {
        let pool = py.detach(|| ungarble::ReferencePool::from_bytes(data)).map_err(error::pool)?;
        Ok(ReferencePool(RwLock::new(pool)))
    }

    /// Writes the pool to a file. Raises `FileError` where it cannot be written.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        py.detach(|| std::fs::write(&path, self.read().to_bytes())).map_err(|error| error::file("write", &path, &error))
    }

    /// Returns the pool that `save` wrote. Raises `FileError` where the file cannot be read, `PoolError` where it holds none.
    #[staticmethod]
    fn load(py: Python<'_>, path: PathBuf) -> PyResult<ReferencePool> {
        let bytes = py.detach(|| std::fs::read(&path)).map_err(|error| error::file("read", &path, &error))?;
        ReferencePool::from_bytes(py, &bytes)
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        py.detach(|| self.read().len())
    }

    fn __contains__(&self, py: Python<'_>, id: &str) -> bool {
        py.detach(|| self.read().text(id).is_some())
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        format!("<ReferencePool of {} pages>", self.__len__(py))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let py = slf.py();
        Ok((py.get_type::<ReferencePool>().getattr("from_bytes")?, (slf.get().to_bytes(py),)))
    }
}

/// A page of a pool that holds passages of a text.
///
/// `containment` is the share of the text's three-word runs that the page has; `passages` are pairs of code points of
/// the page.
#[pyclass(module = "ungarble", frozen)]
pub(crate) struct Found {
    #[pyo3(get)]
    id: String,
    #[pyo3(get)]
    text: String,
    #[pyo3(get)]
    containment: f64,
    passages: Vec<(usize, usize)>,
}

impl Found {
    fn of(found: ungarble::Found<'_>) -> Found {
        let chars = Chars::new(found.text);
        let place = |span: &ungarble::Span| (chars.of_byte(span.start()), chars.of_byte(span.end()));
        Found {
            id: found.id.to_owned(),
            text: found.text.to_owned(),
            containment: f64::from(found.containment) / 1000.0,
            passages: found.passages.iter().map(place).collect(),
        }
    }
}

#[pymethods]
impl Found {
    #[getter]
    fn passages<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.passages.iter().copied())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<Found {}, containment {}>", quoted(py, &self.id)?, self.containment))
    }
}
