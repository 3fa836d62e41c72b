//! Arrow arrays and streams, by the PyCapsule interface.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::{LargeStringBuilder, StringBuilder, StringViewBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::ArrowDictionaryKeyType;
use arrow_array::{Array as _, ArrayRef, DictionaryArray, StructArray, downcast_dictionary_array};
use arrow_buffer::ArrowNativeType;
use arrow_schema::{ArrowError as Flaw, DataType, FieldRef};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, ArrayReader, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};
use pyo3_arrow::input::AnyArray;
use ungarble::Input;

use crate::error::ArrowError;
use crate::pool::ReferencePool;
use crate::repairer::WITNESSES;
use crate::settings::Shared;
use crate::threads;

/// An engine that repairs the texts of arrays.
pub(crate) struct Engine {
    shared: Arc<Shared>,
    pool: Option<Py<ReferencePool>>,
    threads: usize,
}

impl Engine {
    pub(crate) fn new(shared: Arc<Shared>, pool: Option<Py<ReferencePool>>, threads: usize) -> Engine {
        Engine { shared, pool, threads }
    }

    /// Returns each text repaired; `None` where there is none or nothing to repair.
    fn texts(&self, texts: &[Option<&str>]) -> Vec<Option<String>> {
        let pool = self.pool.as_ref().map(|pool| pool.get().read());
        threads::map(self.threads, texts.len(), |at| {
            let text = texts[at]?;
            let found = pool.iter().flat_map(|pool| pool.find(text, WITNESSES));
            let input = found.fold(Input::new(text), |input, found| input.reference(found.text));
            let plan = self.shared.plan(input);
            (!plan.is_empty()).then(|| plan.apply().into_owned())
        })
    }

    /// Returns an array of strings, or of structs with strings in `column`, repaired.
    fn array(&self, array: &ArrayRef, column: Option<&str>) -> Result<ArrayRef, Flaw> {
        match array.data_type() {
            DataType::Struct(fields) => {
                let name =
                    column.ok_or_else(|| Flaw::SchemaError(String::from("say which column is to be repaired")))?;
                let found = fields.iter().position(|field| field.name() == name);
                let at = found.ok_or_else(|| Flaw::SchemaError(format!("there is no column {name:?}")))?;
                let (fields, mut columns, nulls) = array.as_struct().clone().into_parts();
                columns[at] = self.array(&columns[at], None)?;
                Ok(Arc::new(StructArray::try_new(fields, columns, nulls)?))
            }
            DataType::Null => Ok(Arc::clone(array)),
            DataType::Utf8 => {
                let texts: Vec<_> = array.as_string::<i32>().iter().collect();
                let bytes = array.as_string::<i32>().value_data().len();
                let mut out = StringBuilder::with_capacity(texts.len(), bytes + bytes / 64);
                for (text, repaired) in texts.iter().zip(self.texts(&texts)) {
                    out.append_option(repaired.as_deref().or(*text));
                }
                Ok(Arc::new(out.finish()))
            }
            DataType::LargeUtf8 => {
                let texts: Vec<_> = array.as_string::<i64>().iter().collect();
                let bytes = array.as_string::<i64>().value_data().len();
                let mut out = LargeStringBuilder::with_capacity(texts.len(), bytes + bytes / 64);
                for (text, repaired) in texts.iter().zip(self.texts(&texts)) {
                    out.append_option(repaired.as_deref().or(*text));
                }
                Ok(Arc::new(out.finish()))
            }
            DataType::Utf8View => {
                let texts: Vec<_> = array.as_string_view().iter().collect();
                let mut out = StringViewBuilder::with_capacity(texts.len());
                for (text, repaired) in texts.iter().zip(self.texts(&texts)) {
                    out.append_option(repaired.as_deref().or(*text));
                }
                Ok(Arc::new(out.finish()))
            }
            DataType::Dictionary(_, _) => downcast_dictionary_array!(
                array => self.dictionary(array),
                other => Err(no_strings(other))
            ),
            other => Err(no_strings(other)),
        }
    }

    /// Repairs each value once; values that become equal become one, since a dictionary has no value twice.
    fn dictionary<K: ArrowDictionaryKeyType>(&self, array: &DictionaryArray<K>) -> Result<ArrayRef, Flaw> {
        let values = self.array(array.values(), None)?;
        let (keep, places) = distinct(&values)?;
        if keep.len() == values.len() {
            return Ok(Arc::new(array.with_values(values)));
        }
        let values = arrow_select::take::take(&values, &arrow_array::UInt64Array::from(keep), None)?;
        // Keys of nulls may be anything.
        let new = |key: K::Native| {
            places.get(key.as_usize()).and_then(|&place| K::Native::from_usize(place)).unwrap_or_default()
        };
        let keys = array.keys().unary::<_, K>(new);
        Ok(Arc::new(DictionaryArray::try_new(keys, values)?))
    }
}

/// Returns the strings of an array, those of a dictionary one by one.
fn strings(array: &ArrayRef) -> Result<Vec<Option<&str>>, Flaw> {
    Ok(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().collect(),
        DataType::Utf8View => array.as_string_view().iter().collect(),
        DataType::Null => vec![None; array.len()],
        DataType::Dictionary(_, _) => downcast_dictionary_array!(
            array => {
                let values = strings(array.values())?;
                array.keys_iter().map(|key| values.get(key?).copied().flatten()).collect()
            },
            other => return Err(no_strings(other))
        ),
        other => return Err(no_strings(other)),
    })
}

/// Returns the first place of each different value, and for each value the number of its first place among these.
fn distinct(values: &ArrayRef) -> Result<(Vec<u64>, Vec<usize>), Flaw> {
    let texts = strings(values)?;
    let mut seen = std::collections::HashMap::new();
    let mut keep = Vec::new();
    let mut places = Vec::with_capacity(texts.len());
    for (at, text) in texts.into_iter().enumerate() {
        places.push(*seen.entry(text).or_insert_with(|| {
            keep.push(at as u64);
            keep.len() - 1
        }));
    }
    Ok((keep, places))
}

fn no_strings(found: &DataType) -> Flaw {
    Flaw::SchemaError(format!("expected strings, found {found}"))
}

fn raise(flaw: Flaw) -> PyErr {
    match flaw {
        Flaw::SchemaError(message) | Flaw::CDataInterface(message) => ArrowError::new_err(message),
        other => ArrowError::new_err(other.to_string()),
    }
}

/// Refuses what holds no strings before anything is read.
fn check(data: &DataType, column: Option<&str>) -> Result<(), Flaw> {
    match data {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(()),
        DataType::Dictionary(_, values) if !values.is_nested() => check(values, None),
        DataType::Struct(fields) if column.is_some() => {
            let found = fields.iter().find(|field| Some(field.name().as_str()) == column);
            let missing = || Flaw::SchemaError(format!("there is no column {:?}", column.unwrap_or_default()));
            check(found.ok_or_else(missing)?.data_type(), None)
        }
        DataType::Struct(_) => Err(Flaw::SchemaError(String::from("say which column is to be repaired"))),
        other => Err(no_strings(other)),
    }
}

/// Repairs an array at once, a stream as it is read.
pub(crate) fn repair<'py>(
    data: &Bound<'py, PyAny>,
    column: Option<String>,
    engine: Engine,
) -> PyResult<Bound<'py, PyAny>> {
    let py = data.py();
    match data.extract::<AnyArray>()? {
        AnyArray::Array(array) => {
            let (array, field) = array.into_inner();
            check(field.data_type(), column.as_deref()).map_err(raise)?;
            let array = py.detach(|| engine.array(&array, column.as_deref())).map_err(raise)?;
            Ok(Array { array, field }.into_pyobject(py)?.into_any())
        }
        AnyArray::Stream(stream) => {
            let field = stream.field_ref()?;
            check(field.data_type(), column.as_deref()).map_err(raise)?;
            let reader = stream.into_reader()?;
            let arrays = reader.map(move |array| engine.array(&array?, column.as_deref()));
            let reader = Box::new(ArrayIterator::new(arrays, Arc::clone(&field)));
            Ok(ArrayStream { reader: Mutex::new(Some(reader)), field }.into_pyobject(py)?.into_any())
        }
    }
}

/// An Arrow array. Any Arrow library takes it: `pyarrow.array(a)`, `polars.Series(a)`.
#[pyclass(module = "ungarble", frozen)]
pub(crate) struct Array {
    array: ArrayRef,
    field: FieldRef,
}

#[pymethods]
impl Array {
    /// Another type may be asked for; whoever wants one casts what comes, as the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        drop(requested_schema);
        Ok(to_array_pycapsules(py, Arc::clone(&self.field), &self.array, None)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }

    /// Returns the strings as a list, None for nulls.
    fn to_pylist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, strings(&self.array).map_err(raise)?)
    }

    fn __repr__(&self) -> String {
        format!("<Array of {} values, {}>", self.array.len(), self.field.data_type())
    }
}

/// A stream of Arrow arrays, to be read once, repaired as it is read: `pyarrow.RecordBatchReader.from_stream(s)`.
#[pyclass(module = "ungarble", frozen)]
pub(crate) struct ArrayStream {
    reader: Mutex<Option<Box<dyn ArrayReader + Send>>>,
    field: FieldRef,
}

#[pymethods]
impl ArrayStream {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        let reader = reader.ok_or_else(|| ArrowError::new_err("the stream was read already"))?;
        drop(requested_schema);
        Ok(to_stream_pycapsule(py, reader, None)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    fn __repr__(&self) -> String {
        format!("<ArrayStream of {}>", self.field.data_type())
    }
}
