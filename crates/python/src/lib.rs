//! The Python package `ungarble`: the public API of the library, with offsets in code points.
//!
//! What Python code imports is in `python/ungarble`; its types are told in `_ungarble.pyi`.

#![allow(missing_docs, reason = "the macros of PyO3 make public items of which only Python sees the docstrings")]

mod arrow;
mod chars;
mod edit;
mod error;
mod files;
mod plan;
mod pool;
mod repairer;
mod settings;
mod text;
mod threads;

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the command `ungarble` with these arguments and returns its exit status.
#[pyfunction]
fn command(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| ungarble_cli::run(std::iter::once("ungarble".into()).chain(arguments)))
}

#[pymodule(gil_used = false)]
mod _ungarble {
    use pyo3::prelude::*;

    #[pymodule_export]
    use crate::arrow::{Array, ArrayStream};
    #[pymodule_export]
    use crate::command;
    #[pymodule_export]
    use crate::edit::{Diagnosis, Edit, Evidence};
    #[pymodule_export]
    use crate::error::{ArrowError, ConfigError, FileError, FormatError, LexiconError, PlanError, PoolError};
    #[pymodule_export]
    use crate::files::{Change, RepairedFile, Skipped, read_text, read_texts, repair_file};
    #[pymodule_export]
    use crate::plan::Plan;
    #[pymodule_export]
    use crate::pool::{Found, ReferencePool};
    #[pymodule_export]
    use crate::repairer::{Repairer, plan, plan_list, repair, repair_batch, repair_list};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
