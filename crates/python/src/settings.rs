//! The keywords that say how texts are repaired.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};
use ungarble::lexicon::UserLexicon;
use ungarble::{Confidence, EditKind, HarmBudget, Noise, Policy, Repairer, Stage};

use crate::error;

/// So many sets of settings keep what their repairers found out about words.
const KEPT: usize = 8;

/// Names of dialects, as the command has them.
const DIALECTS: [&str; 6] = ["us", "uk", "gb", "ca", "au", "in"];

/// The settings of a repairer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    noise: Noise,
    harm_budget: HarmBudget,
    policy: Policy,
    min_confidence: Confidence,
    casing: Stage,
    spelling: Stage,
    dialect: Option<&'static str>,
    pub(crate) only: Vec<EditKind>,
    words: BTreeMap<String, u64>,
}

/// A repairer with the settings that it was built from.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) repairer: Repairer,
}

/// The repairers that were asked for last, the latest at the end.
static LATEST: Mutex<Vec<Arc<Shared>>> = Mutex::new(Vec::new());

/// Returns the repairer of these settings, one for all callers of the process.
pub(crate) fn shared(settings: Settings) -> PyResult<Arc<Shared>> {
    let mut latest = LATEST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(at) = latest.iter().position(|shared| shared.settings == settings) {
        let found = latest.remove(at);
        latest.push(Arc::clone(&found));
        return Ok(found);
    }
    let repairer = settings.build()?;
    let built = Arc::new(Shared { settings, repairer });
    if latest.len() == KEPT {
        latest.remove(0);
    }
    latest.push(Arc::clone(&built));
    Ok(built)
}

fn unknown(setting: &'static str, found: &str, expected: &'static str) -> PyErr {
    error::config(&ungarble::ConfigError::Name { setting, found: found.to_owned(), expected })
}

fn stage(value: &Bound<'_, PyAny>) -> PyResult<Stage> {
    Ok(if value.extract()? { Stage::On } else { Stage::Off })
}

fn named<T: std::str::FromStr<Err = ungarble::ConfigError>>(value: &Bound<'_, PyAny>) -> PyResult<T> {
    value.extract::<String>()?.parse().map_err(|error| error::config(&error))
}

/// A budget by its name, the path of a table that `ungarble certify` made, or the table itself.
fn harm_budget(value: &Bound<'_, PyAny>) -> PyResult<HarmBudget> {
    let wrong = |error: ungarble::ConfigError| error::config(&error);
    if value.is_instance_of::<PyString>() {
        let text: String = value.extract()?;
        if text.contains('\t') {
            return text.parse().map(HarmBudget::Custom).map_err(wrong);
        }
        let named = text.parse();
        // What is no name and has a dot or a slash is a file, as for the command, whether it is there or not.
        if named.is_ok() || !text.contains(['.', '/', '\\']) && !Path::new(&text).is_file() {
            return named.map_err(wrong);
        }
    }
    HarmBudget::custom(value.extract::<PathBuf>()?).map_err(wrong)
}

impl Settings {
    /// Reads keywords; `threads` is not among them, since it changes no plan.
    pub(crate) fn read(keywords: &Bound<'_, PyDict>) -> PyResult<Settings> {
        let mut settings = Settings::default();
        for (name, value) in keywords {
            let name: String = name.extract()?;
            match name.as_str() {
                "noise" => settings.noise = named(&value)?,
                "harm_budget" => settings.harm_budget = harm_budget(&value)?,
                "policy" => settings.policy = named(&value)?,
                "min_confidence" => settings.min_confidence = confidence(&value)?,
                "casing" => settings.casing = stage(&value)?,
                "spelling" => settings.spelling = stage(&value)?,
                "dialect" if value.is_none() => settings.dialect = None,
                "dialect" => settings.dialect = Some(dialect(&value.extract::<String>()?)?),
                "only" if value.is_none() => settings.only.clear(),
                "only" => settings.only = kinds(&value)?,
                "words" if value.is_none() => settings.words.clear(),
                "words" => settings.words = words(&value)?,
                _ => return Err(PyTypeError::new_err(format!("unexpected keyword argument '{name}'"))),
            }
        }
        Ok(settings)
    }

    fn build(&self) -> PyResult<Repairer> {
        let mut words = UserLexicon::new();
        self.words.iter().for_each(|(word, count)| words.insert(word, *count));
        let mut builder = Repairer::builder()
            .noise(self.noise)
            .harm_budget(self.harm_budget)
            .policy(self.policy)
            .min_confidence(self.min_confidence)
            .casing(self.casing)
            .spelling(self.spelling)
            .words(words);
        if let Some(dialect) = self.dialect {
            builder = builder.dialects(dialect.parse().map_err(|error| error::config(&error))?);
        }
        builder.build().map_err(|error| error::config(&error))
    }

    /// Returns the keywords of what is not as by default.
    pub(crate) fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        let plain = Settings::default();
        let is_on = |stage: Stage| stage == Stage::On;
        if self.noise != plain.noise {
            dict.set_item("noise", self.noise.name())?;
        }
        if self.harm_budget != plain.harm_budget {
            // A table is told as it is read, so that a repairer goes where its file is not.
            match self.harm_budget {
                HarmBudget::Custom(thresholds) => dict.set_item("harm_budget", thresholds.to_string())?,
                named => dict.set_item("harm_budget", named.name())?,
            }
        }
        if self.policy != plain.policy {
            dict.set_item("policy", if self.policy == Policy::FULL { "full" } else { "conservative" })?;
        }
        if self.min_confidence != plain.min_confidence {
            dict.set_item("min_confidence", self.min_confidence.to_f64())?;
        }
        if self.casing != plain.casing {
            dict.set_item("casing", is_on(self.casing))?;
        }
        if self.spelling != plain.spelling {
            dict.set_item("spelling", is_on(self.spelling))?;
        }
        if let Some(dialect) = self.dialect {
            dict.set_item("dialect", dialect)?;
        }
        if !self.only.is_empty() {
            dict.set_item("only", self.only.iter().map(|kind| kind.name()).collect::<Vec<_>>())?;
        }
        if !self.words.is_empty() {
            dict.set_item("words", &self.words)?;
        }
        Ok(dict)
    }
}

fn confidence(value: &Bound<'_, PyAny>) -> PyResult<Confidence> {
    let share: f64 = value.extract()?;
    if (0.0..=1.0).contains(&share) {
        Ok(Confidence::from_per_mille((share * 1000.0).round() as u16))
    } else {
        Err(error::ConfigError::new_err(format!("min_confidence is {share}, expected a number from 0 to 1")))
    }
}

fn dialect(name: &str) -> PyResult<&'static str> {
    let known = DIALECTS.into_iter().find(|known| *known == name);
    known.ok_or_else(|| unknown("dialect", name, "us, uk, ca, au or in"))
}

fn kinds(value: &Bound<'_, PyAny>) -> PyResult<Vec<EditKind>> {
    let names = if value.is_instance_of::<PyString>() { vec![value.extract()?] } else { strings(value)? };
    let mut kinds = names.iter().map(|name| kind(name)).collect::<PyResult<Vec<_>>>()?;
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds)
}

/// Returns the kind of edits of this name.
pub(crate) fn kind(name: &str) -> PyResult<EditKind> {
    let known = EditKind::ALL.into_iter().find(|kind| kind.name() == name);
    known.ok_or_else(|| {
        let names = "casing, spelling, real-word, spacing, dehyphenation, punctuation, repetition, substitution, insertion, \
                     deletion, number or variant";
        unknown("kind", name, names)
    })
}

fn strings(value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    value.try_iter()?.map(|item| item?.extract()).collect()
}

/// Words with their counts: a mapping, a sequence of words, or a file with a word a line.
fn words(value: &Bound<'_, PyAny>) -> PyResult<BTreeMap<String, u64>> {
    if let Ok(mapping) = value.cast::<PyMapping>() {
        let items = mapping.items()?;
        return items.iter().map(|item| item.extract()).collect();
    }
    if value.is_instance_of::<PyString>() || value.hasattr("__fspath__")? {
        let mut words = UserLexicon::new();
        words.read_file(&value.extract::<PathBuf>()?).map_err(error::lexicon)?;
        return Ok(words.words().map(|(word, count)| (word.to_owned(), count)).collect());
    }
    Ok(strings(value)?.into_iter().map(|word| (word, 1)).collect())
}
