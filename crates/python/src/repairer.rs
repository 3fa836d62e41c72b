//! The type to hold, and functions for those who hold none.

use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};
use ungarble::{Input, Span};

use crate::arrow;
use crate::chars::Chars;
use crate::error::ConfigError;
use crate::plan::{Plan, Told};
use crate::pool::ReferencePool;
use crate::settings::{Settings, Shared, shared};
use crate::text::{Repaired, Text};
use crate::threads;

/// Pages of a pool that are used for one text, as in the command.
pub(crate) const WITNESSES: usize = 4;

/// Between so many texts of a list, an interrupt by the keyboard is looked for.
const SLAB: usize = 4096;

/// Repairs texts. Built once, used by any number of threads, pickled by its settings.
///
/// Repairers of the same settings share what they find out about words, wherever in the process they were made.
#[pyclass(module = "ungarble", frozen)]
pub(crate) struct Repairer {
    shared: Arc<Shared>,
    threads: usize,
}

/// A text and what is said of it alone.
pub(crate) struct Item {
    text: Text,
    references: Vec<Text>,
    protect: Vec<Span>,
}

impl Item {
    pub(crate) fn new(
        text: &Bound<'_, PyString>,
        reference: Option<&Bound<'_, PyAny>>,
        protect: Option<Vec<(usize, usize)>>,
    ) -> PyResult<Item> {
        let text = Text::new(text)?;
        let mut spans = text.masked().to_vec();
        if let Some(protect) = protect.filter(|protect| !protect.is_empty()) {
            let chars = Chars::new(text.as_str());
            for (start, end) in protect {
                let span = chars.byte_of(start).zip(chars.byte_of(end)).filter(|_| start <= end);
                let (start, end) = span.ok_or_else(|| {
                    let length = chars.len();
                    ConfigError::new_err(format!("protect has {start}..{end}, expected a span of 0..{length}"))
                })?;
                spans.push(Span::new(start, end));
            }
        }
        Ok(Item { text, references: references(reference)?, protect: spans })
    }

    /// Calls `tell` with the plan and the texts of the references in the order in which witnesses count them.
    fn plan<R>(
        &self,
        shared: &Shared,
        pool: Option<&ungarble::ReferencePool>,
        tell: impl FnOnce(&ungarble::Plan<'_>, &[&str]) -> R,
    ) -> R {
        let text = self.text.as_str();
        let mut pages: Vec<&str> = self.references.iter().map(Text::as_str).collect();
        pages.extend(pool.iter().flat_map(|pool| pool.find(text, WITNESSES)).map(|found| found.text));
        let input = pages.iter().fold(Input::new(text), |input, page| input.reference(page));
        tell(&shared.plan(input.protect(&self.protect)), &pages)
    }

    fn repair(&self, shared: &Shared, pool: Option<&ungarble::ReferencePool>) -> Repaired {
        self.plan(shared, pool, |plan, _| self.text.apply(plan))
    }
}

/// Reads one reference or several.
pub(crate) fn references(value: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Text>> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(Vec::new()) };
    if let Ok(page) = value.cast::<PyString>() {
        return Ok(vec![Text::new(page)?]);
    }
    let expected = || PyTypeError::new_err("a reference must be a str or a sequence of str");
    let pages = value.try_iter().map_err(|_| expected())?;
    pages.map(|page| Text::new(page?.cast::<PyString>().map_err(|_| expected())?)).collect()
}

impl Shared {
    pub(crate) fn plan<'t>(&self, input: Input<'t>) -> ungarble::Plan<'t> {
        let mut plan = self.repairer.plan(input);
        let only = &self.settings.only;
        if !only.is_empty() {
            plan.retain(|edit| only.contains(&edit.kind()));
        }
        plan
    }
}

/// Takes `threads` out of keywords; the rest are settings.
pub(crate) fn build(keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Repairer> {
    let Some(keywords) = keywords else { return Ok(Repairer { shared: shared(Settings::default())?, threads: 1 }) };
    let keywords = keywords.copy()?;
    let threads = match keywords.get_item("threads")? {
        Some(threads) => {
            keywords.del_item("threads")?;
            let asked: isize = threads.extract()?;
            usize::try_from(asked)
                .map_err(|_| ConfigError::new_err(format!("threads is {asked}, expected 0 or more")))?
        }
        None => 1,
    };
    Ok(Repairer { shared: shared(Settings::read(&keywords)?)?, threads })
}

#[pymethods]
impl Repairer {
    #[new]
    #[pyo3(signature = (**settings), text_signature = "(*, noise='auto', harm_budget='default', policy='conservative', \
        min_confidence=0.0, casing=True, spelling=True, dialect=None, only=None, words=None, threads=1)")]
    fn new(settings: Option<&Bound<'_, PyDict>>) -> PyResult<Repairer> {
        build(settings)
    }

    /// Returns the repaired text: the text itself where there is nothing to repair.
    #[pyo3(signature = (text, *, reference=None, pool=None, protect=None))]
    fn repair<'py>(
        &self,
        text: &Bound<'py, PyString>,
        reference: Option<&Bound<'py, PyAny>>,
        pool: Option<&Bound<'py, ReferencePool>>,
        protect: Option<Vec<(usize, usize)>>,
    ) -> PyResult<Bound<'py, PyString>> {
        let item = Item::new(text, reference, protect)?;
        let (shared, pool) = (&*self.shared, pool.map(Bound::get));
        let repaired = text.py().detach(|| {
            let pool = pool.map(ReferencePool::read);
            item.repair(shared, pool.as_deref())
        });
        repaired.into_python(text)
    }

    /// Returns the edits that repair a text.
    #[pyo3(signature = (text, *, reference=None, pool=None, protect=None))]
    fn plan<'py>(
        &self,
        text: &Bound<'py, PyString>,
        reference: Option<&Bound<'py, PyAny>>,
        pool: Option<&Bound<'py, ReferencePool>>,
        protect: Option<Vec<(usize, usize)>>,
    ) -> PyResult<Plan> {
        let item = Item::new(text, reference, protect)?;
        let (shared, pool) = (&*self.shared, pool.map(Bound::get));
        let told = text.py().detach(|| {
            let pool = pool.map(ReferencePool::read);
            item.plan(shared, pool.as_deref(), Told::new)
        });
        told.into_plan(text)
    }

    /// Returns the repaired texts, in order. None stays None.
    ///
    /// `references` has for each text its reference, its references, or None.
    #[pyo3(signature = (texts, *, references=None, pool=None))]
    fn repair_list<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        references: Option<&Bound<'py, PyAny>>,
        pool: Option<&Bound<'py, ReferencePool>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let out = PyList::empty(py);
        let repair = |item: &Item, pool: Option<&ungarble::ReferencePool>| item.repair(&self.shared, pool);
        self.each(py, texts, references, pool, repair, |text, repaired| match text.zip(repaired) {
            Some((text, repaired)) => out.append(repaired.into_python(text)?),
            None => out.append(py.None()),
        })?;
        Ok(out)
    }

    /// Returns the plans of the texts, in order. None stays None.
    #[pyo3(signature = (texts, *, references=None, pool=None))]
    fn plan_list<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        references: Option<&Bound<'py, PyAny>>,
        pool: Option<&Bound<'py, ReferencePool>>,
    ) -> PyResult<Bound<'py, PyList>> {
        let out = PyList::empty(py);
        let plan = |item: &Item, pool: Option<&ungarble::ReferencePool>| item.plan(&self.shared, pool, Told::new);
        self.each(py, texts, references, pool, plan, |text, told| match text.zip(told) {
            Some((text, told)) => out.append(told.into_plan(text)?),
            None => out.append(py.None()),
        })?;
        Ok(out)
    }

    /// Returns Arrow strings repaired: an array for an array, a stream for a stream. Nulls stay null.
    ///
    /// Takes and returns anything with `__arrow_c_array__` or `__arrow_c_stream__`; the type stays (Utf8, LargeUtf8,
    /// Utf8View, dictionaries of them). Of record batches and tables, `column` is repaired and the others pass through.
    /// A stream is repaired as it is read.
    #[pyo3(signature = (data, *, column=None, pool=None))]
    fn repair_batch<'py>(
        &self,
        data: &Bound<'py, PyAny>,
        column: Option<String>,
        pool: Option<Bound<'py, ReferencePool>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let engine = arrow::Engine::new(Arc::clone(&self.shared), pool.map(Bound::unbind), self.threads);
        arrow::repair(data, column, engine)
    }

    /// The settings that are not as by default.
    #[getter]
    fn settings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let settings = self.shared.settings.to_dict(py)?;
        if self.threads != 1 {
            settings.set_item("threads", self.threads)?;
        }
        Ok(settings)
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((), Bound<'py, PyDict>)> {
        Ok(((), self.settings(py)?))
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Repairer>().is_ok_and(|other| {
            let other = other.get();
            self.threads == other.threads && self.shared.settings == other.shared.settings
        })
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &self.__repr__(py)?).hash()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut told = Vec::new();
        for (name, value) in self.settings(py)? {
            told.push(format!("{name}={}", value.repr()?));
        }
        Ok(format!("Repairer({})", told.join(", ")))
    }
}

impl Repairer {
    pub(crate) fn shared(&self) -> &Shared {
        &self.shared
    }

    /// Does `work` on every text without holding the interpreter, and gives `sink` each text with its result, in order.
    fn each<'py, R: Send>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        references: Option<&Bound<'py, PyAny>>,
        pool: Option<&Bound<'py, ReferencePool>>,
        work: impl Fn(&Item, Option<&ungarble::ReferencePool>) -> R + Sync,
        mut sink: impl FnMut(Option<&Bound<'py, PyString>>, Option<R>) -> PyResult<()>,
    ) -> PyResult<()> {
        if texts.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("texts is one str, expected a sequence of them"));
        }
        let texts = texts.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        let references = match references.filter(|references| !references.is_none()) {
            Some(references) => references.try_iter()?.collect::<PyResult<Vec<_>>>()?,
            None => Vec::new(),
        };
        if !references.is_empty() && references.len() != texts.len() {
            let (pages, texts) = (references.len(), texts.len());
            return Err(ConfigError::new_err(format!(
                "there are {pages} references, expected one for each of {texts} texts"
            )));
        }
        let pool = pool.map(Bound::get);
        for (slab, start) in texts.chunks(SLAB).zip((0..).step_by(SLAB)) {
            py.check_signals()?;
            let strings =
                slab.iter().map(|text| if text.is_none() { Ok(None) } else { text.cast::<PyString>().map(Some) });
            let strings = strings.collect::<Result<Vec<_>, _>>()?;
            let items = strings
                .iter()
                .enumerate()
                .map(|(at, text)| text.map(|text| Item::new(text, references.get(start + at), None)).transpose());
            let items = items.collect::<PyResult<Vec<_>>>()?;
            let results = py.detach(|| {
                let pool = pool.map(ReferencePool::read);
                threads::map(self.threads, items.len(), |at| items[at].as_ref().map(|item| work(item, pool.as_deref())))
            });
            strings.into_iter().zip(results).try_for_each(|(text, result)| sink(text, result))?;
        }
        Ok(())
    }
}

/// Returns the repaired text: the text itself where there is nothing to repair.
///
/// `reference` is a page, or several, that may hold a clean copy of the text; `protect` are spans to keep, as pairs of
/// code points. The other keywords are those of `Repairer`.
#[pyfunction]
#[pyo3(signature = (text, *, reference=None, pool=None, protect=None, **settings), text_signature = "(text, *, \
    reference=None, pool=None, protect=None, noise='auto', harm_budget='default', policy='conservative', \
    min_confidence=0.0, casing=True, spelling=True, dialect=None, only=None, words=None, threads=1)")]
pub(crate) fn repair<'py>(
    text: &Bound<'py, PyString>,
    reference: Option<&Bound<'py, PyAny>>,
    pool: Option<&Bound<'py, ReferencePool>>,
    protect: Option<Vec<(usize, usize)>>,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyString>> {
    build(settings)?.repair(text, reference, pool, protect)
}

/// Returns the edits that repair a text. The keywords are those of `repair`.
#[pyfunction]
#[pyo3(signature = (text, *, reference=None, pool=None, protect=None, **settings), text_signature = "(text, *, \
    reference=None, pool=None, protect=None, noise='auto', harm_budget='default', policy='conservative', \
    min_confidence=0.0, casing=True, spelling=True, dialect=None, only=None, words=None, threads=1)")]
pub(crate) fn plan<'py>(
    text: &Bound<'py, PyString>,
    reference: Option<&Bound<'py, PyAny>>,
    pool: Option<&Bound<'py, ReferencePool>>,
    protect: Option<Vec<(usize, usize)>>,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Plan> {
    build(settings)?.plan(text, reference, pool, protect)
}

/// Returns the repaired texts, in order; as `Repairer(**settings).repair_list`.
#[pyfunction]
#[pyo3(signature = (texts, *, references=None, pool=None, **settings))]
pub(crate) fn repair_list<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyAny>,
    references: Option<&Bound<'py, PyAny>>,
    pool: Option<&Bound<'py, ReferencePool>>,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyList>> {
    build(settings)?.repair_list(py, texts, references, pool)
}

/// Returns the plans of the texts, in order; as `Repairer(**settings).plan_list`.
#[pyfunction]
#[pyo3(signature = (texts, *, references=None, pool=None, **settings))]
pub(crate) fn plan_list<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyAny>,
    references: Option<&Bound<'py, PyAny>>,
    pool: Option<&Bound<'py, ReferencePool>>,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyList>> {
    build(settings)?.plan_list(py, texts, references, pool)
}

/// Returns Arrow strings repaired; as `Repairer(**settings).repair_batch`.
#[pyfunction]
#[pyo3(signature = (data, *, column=None, pool=None, **settings))]
pub(crate) fn repair_batch<'py>(
    data: &Bound<'py, PyAny>,
    column: Option<String>,
    pool: Option<Bound<'py, ReferencePool>>,
    settings: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    build(settings)?.repair_batch(data, column, pool)
}
