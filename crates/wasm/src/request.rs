//! Requests, and how they are answered.

use serde::{Deserialize, Serialize};
use ungarble::{ConfigError, Context, Input, Span};
use ungarble_formats::{Document, Edits, Format, FormatError, Resegment, UnknownFormat};

use crate::response::{FileRecord, PlanRecord, SuggestionRecord};
use crate::settings::{Repairers, Settings, SettingsError};
use crate::units::Units;

/// A request, named by its field `call`.
#[derive(Debug, Deserialize)]
#[serde(tag = "call", rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Request {
    /// The edits that repair a text.
    Plan {
        text: String,
        #[serde(default)]
        references: Vec<String>,
        /// Spans to keep, in code units.
        #[serde(default)]
        protect: Vec<[usize; 2]>,
        #[serde(default)]
        settings: Settings,
    },
    /// Words that may have been meant by one.
    Suggest {
        word: String,
        #[serde(default)]
        before: String,
        #[serde(default)]
        after: String,
        limit: usize,
        #[serde(default)]
        settings: Settings,
    },
    /// The text of a file to read, or to take as a reference.
    ReadText {
        #[serde(flatten)]
        file: File,
    },
    /// The texts of a file, and their plans.
    PlanFile {
        #[serde(flatten)]
        file: File,
        #[serde(default)]
        references: Vec<String>,
        #[serde(default)]
        settings: Settings,
    },
    /// A file with the edits of its texts, the first for the first text.
    ApplyFile {
        #[serde(flatten)]
        file: File,
        edits: Vec<Vec<Replacement>>,
        #[serde(default)]
        resegment: bool,
    },
    /// A file repaired until nothing changes.
    RepairFile {
        #[serde(flatten)]
        file: File,
        #[serde(default)]
        references: Vec<String>,
        #[serde(default)]
        settings: Settings,
        #[serde(default)]
        resegment: bool,
    },
}

/// A file: its format by name, or else by the name of the file and its content.
#[derive(Debug, Deserialize)]
struct File {
    data: String,
    format: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Replacement {
    start: usize,
    end: usize,
    replacement: String,
}

/// Why a request is not answered as it asks.
#[derive(Debug, thiserror::Error)]
enum RequestError {
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Format(#[from] FormatError),
    #[error(transparent)]
    UnknownFormat(#[from] UnknownFormat),
    #[error("{setting} has {start}..{end}, expected a span of 0..{length}")]
    Span { setting: &'static str, start: usize, end: usize, length: usize },
}

impl RequestError {
    /// The name that JavaScript tells errors by.
    fn name(&self) -> &'static str {
        match self {
            RequestError::Format(_) => "FormatError",
            _ => "ConfigError",
        }
    }
}

#[derive(Debug, Serialize)]
struct ErrorRecord {
    error: String,
    name: &'static str,
}

/// Answers requests, and keeps what they found out about words.
#[derive(Debug, Default)]
pub(crate) struct Engine {
    repairers: Repairers,
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("records have keys of text")
}

fn spans(setting: &'static str, text: &str, spans: &[[usize; 2]]) -> Result<Vec<Span>, RequestError> {
    let units = Units::new(text);
    let span = |&[start, end]: &[usize; 2]| {
        let length = units.len();
        units.span_of([start, end]).ok_or(RequestError::Span { setting, start, end, length })
    };
    spans.iter().map(span).collect()
}

fn resegment(asked: bool) -> Resegment {
    if asked { Resegment::Yes } else { Resegment::No }
}

impl File {
    fn open(&self) -> Result<Document<'_>, RequestError> {
        let format: Format = match (&self.format, &self.name) {
            (Some(format), _) => format.parse()?,
            (None, Some(name)) => Format::of_file(name, &self.data)?,
            (None, None) => Format::sniff(&self.data)?,
        };
        Ok(Document::open_as(self.data.as_bytes(), format)?)
    }
}

fn with_references<'t>(input: Input<'t>, references: &'t [String]) -> Input<'t> {
    references.iter().fold(input, |input, page| input.reference(page))
}

impl Engine {
    /// Returns the answer to a request: what it asks for, or `{"error", "name"}`.
    pub(crate) fn answer(&mut self, request: &[u8]) -> Vec<u8> {
        self.result(request).unwrap_or_else(|error| json(&ErrorRecord { error: error.to_string(), name: error.name() }))
    }

    fn result(&mut self, request: &[u8]) -> Result<Vec<u8>, RequestError> {
        match serde_json::from_slice(request)? {
            Request::Plan { text, references, protect, settings } => {
                let repairer = self.repairers.get(&settings)?;
                let protect = spans("protect", &text, &protect)?;
                let plan = repairer.plan(with_references(Input::new(&text), &references).protect(&protect));
                let pages: Vec<&str> = references.iter().map(String::as_str).collect();
                Ok(json(&PlanRecord::new(&plan, &pages)))
            }
            Request::Suggest { word, before, after, limit, settings } => {
                let repairer = self.repairers.get(&settings)?;
                let found = repairer.suggest(&word, Context::new(&before, &after), limit);
                let found = found.iter().map(|suggestion| SuggestionRecord {
                    text: suggestion.text().to_owned(),
                    confidence: suggestion.confidence().to_f64(),
                });
                Ok(json(&found.collect::<Vec<_>>()))
            }
            Request::ReadText { file } => {
                let document = file.open()?;
                Ok(json(&serde_json::json!({ "format": document.format().name(), "text": document.to_text() })))
            }
            Request::PlanFile { file, references, settings } => {
                let repairer = self.repairers.get(&settings)?;
                let document = file.open()?;
                let pages: Vec<&str> = references.iter().map(String::as_str).collect();
                let plans = document.texts().iter().map(|text| {
                    let plan = repairer.plan(with_references(text.input(), &references));
                    PlanRecord::new(&plan, &pages).with_text(text.as_str())
                });
                let texts: Vec<PlanRecord> = plans.collect();
                Ok(json(&serde_json::json!({ "format": document.format().name(), "texts": texts })))
            }
            Request::ApplyFile { file, edits, resegment: asked } => {
                let document = file.open()?;
                let edits = document.texts().iter().zip(&edits).map(|(text, edits)| {
                    let places: Vec<[usize; 2]> = edits.iter().map(|edit| [edit.start, edit.end]).collect();
                    let spans = spans("edits", text.as_str(), &places)?;
                    let made = spans.into_iter().zip(edits);
                    Ok(made.fold(Edits::new(), |made, (span, edit)| made.with(span, &edit.replacement)))
                });
                let edits = edits.collect::<Result<Vec<Edits>, RequestError>>()?;
                let applied = document.apply_edits(&edits, resegment(asked));
                Ok(json(&FileRecord::new(&document, applied)))
            }
            Request::RepairFile { file, references, settings, resegment: asked } => {
                let repairer = self.repairers.get(&settings)?;
                let document = file.open()?;
                let applied = document
                    .repair(resegment(asked), |text| repairer.plan(with_references(text.input(), &references)).into());
                Ok(json(&FileRecord::new(&document, applied)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn ask(request: &Value) -> Value {
        let answer = Engine::default().answer(request.to_string().as_bytes());
        serde_json::from_slice(&answer).expect("answers are JSON")
    }

    #[test]
    fn a_plan_counts_as_javascript_does() {
        let answer = ask(&json!({"call": "plan", "text": "🙂 The goverment fell."}));
        let edit = &answer["edits"][0];
        assert_eq!((&edit["start"], &edit["end"]), (&7.into(), &16.into()));
        assert_eq!(edit["replacement"], "government");
        assert_eq!(answer["diagnosis"]["words"], 3);
    }

    #[test]
    fn a_witness_is_told_where_it_stands() {
        let text = "The cat satt on the quay when the boats came in.";
        let page = "🙂 The cat sat on the quay when the boats came in.";
        let answer = ask(&json!({"call": "plan", "text": text, "references": [page]}));
        let seen = &answer["edits"][0]["evidence"][0];
        assert_eq!((&seen["reference"], &seen["start"], &seen["end"]), (&0.into(), &11.into(), &14.into()));
        assert_eq!(seen["says"], "reference 0 has it so at 11..14");
    }

    #[test]
    fn protected_spans_stay() {
        let request = json!({"call": "plan", "text": "🙂 The goverment fell.", "protect": [[7, 16]]});
        assert_eq!(ask(&request)["edits"], json!([]));
        let request = json!({"call": "plan", "text": "abc", "protect": [[2, 9]]});
        assert_eq!(ask(&request)["error"], "protect has 2..9, expected a span of 0..3");
    }

    #[test]
    fn files_are_planned_and_repaired() {
        let data = "# Tbe harbour\n\nThe **g**overment fell.\n";
        let planned = ask(&json!({"call": "planFile", "data": data, "name": "notes.md"}));
        assert_eq!(planned["format"], "markdown");
        let edits = planned["texts"][0]["edits"].clone();
        let applied = ask(&json!({"call": "applyFile", "data": data, "format": "markdown", "edits": [edits]}));
        let repaired = ask(&json!({"call": "repairFile", "data": data, "name": "notes.md"}));
        assert_eq!(applied["data"], "# The harbour\n\nThe **g**overnment fell.\n");
        assert_eq!(applied["data"], repaired["data"]);
    }

    #[test]
    fn a_file_is_read_as_text() {
        let answer = ask(&json!({"call": "readText", "data": "<p>The <b>cat</b></p>"}));
        assert_eq!(answer, json!({"format": "html", "text": "The cat"}));
    }

    #[test]
    fn a_wrong_request_is_answered_by_an_error() {
        assert_eq!(ask(&json!({"call": "guess"}))["name"], "ConfigError");
        let answer = ask(&json!({"call": "repairFile", "data": "<alto><p></alto>", "format": "alto"}));
        assert_eq!(answer["name"], "FormatError");
        let answer = ask(&json!({"call": "suggest", "word": "thier", "limit": 3, "settings": {"noise": "x"}}));
        assert!(answer["error"].as_str().is_some_and(|told| told.contains("noise")));
    }

    #[test]
    fn suggestions_come_with_their_share() {
        let answer = ask(&json!({"call": "suggest", "word": "thier", "before": "sold", "after": "house", "limit": 2}));
        assert_eq!(answer[0]["text"], "their");
        assert!(answer.as_array().is_some_and(|found| found.len() <= 2));
    }
}
