//! What is told of plans and files, offsets in UTF-16 code units.

use serde::Serialize;
use ungarble::{Diagnosis, Edit, Evidence, Plan};
use ungarble_formats::{Applied, Change, Document};

use crate::units::Units;

/// An edit without what stands there, which the caller has.
#[derive(Debug, Serialize)]
pub(crate) struct EditRecord {
    start: usize,
    end: usize,
    replacement: String,
    kind: &'static str,
    confidence: f64,
    evidence: Vec<EvidenceRecord>,
}

#[derive(Debug, Serialize)]
struct EvidenceRecord {
    name: &'static str,
    says: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<usize>,
}

impl EvidenceRecord {
    fn new(evidence: &Evidence, references: &[Units<'_>]) -> EvidenceRecord {
        let name = evidence.name();
        let Evidence::Witness { reference, span } = evidence else {
            return EvidenceRecord { name, says: evidence.to_string(), reference: None, start: None, end: None };
        };
        let place = references.get(*reference).map(|units| units.of_span(*span));
        let says = match place {
            Some([start, end]) => format!("reference {reference} has it so at {start}..{end}"),
            None => format!("reference {reference} has it so"),
        };
        let (start, end) = (place.map(|[start, _]| start), place.map(|[_, end]| end));
        EvidenceRecord { name, says, reference: Some(*reference), start, end }
    }
}

impl EditRecord {
    fn new(edit: &Edit<'_>, units: &Units<'_>, references: &[Units<'_>]) -> EditRecord {
        let [start, end] = units.of_span(edit.span());
        EditRecord {
            start,
            end,
            replacement: edit.replacement().to_owned(),
            kind: edit.kind().name(),
            confidence: edit.confidence().to_f64(),
            evidence: edit.evidence().iter().map(|evidence| EvidenceRecord::new(evidence, references)).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct DiagnosisRecord {
    words: usize,
    unknown: usize,
    title_cased_words: usize,
    lowercased_names: usize,
    unaligned: usize,
    misread_per_million: u32,
    mistyped_per_million: u32,
}

impl From<Diagnosis> for DiagnosisRecord {
    fn from(diagnosis: Diagnosis) -> DiagnosisRecord {
        DiagnosisRecord {
            words: diagnosis.words(),
            unknown: diagnosis.unknown(),
            title_cased_words: diagnosis.title_cased_words(),
            lowercased_names: diagnosis.lowercased_names(),
            unaligned: diagnosis.unaligned(),
            misread_per_million: diagnosis.misread_per_million(),
            mistyped_per_million: diagnosis.mistyped_per_million(),
        }
    }
}

/// A plan.
#[derive(Debug, Serialize)]
pub(crate) struct PlanRecord {
    /// The text of the plan, where the caller does not have it: that of a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    edits: Vec<EditRecord>,
    diagnosis: DiagnosisRecord,
    unaligned: Vec<[usize; 2]>,
}

impl PlanRecord {
    pub(crate) fn new(plan: &Plan<'_>, references: &[&str]) -> PlanRecord {
        let units = Units::new(plan.text());
        let references: Vec<Units<'_>> = references.iter().map(|page| Units::new(page)).collect();
        PlanRecord {
            text: None,
            edits: plan.edits().iter().map(|edit| EditRecord::new(edit, &units, &references)).collect(),
            diagnosis: plan.diagnosis().into(),
            unaligned: plan.unaligned().iter().map(|span| units.of_span(*span)).collect(),
        }
    }

    /// Returns the plan with its text.
    pub(crate) fn with_text(self, text: &str) -> PlanRecord {
        PlanRecord { text: Some(text.to_owned()), ..self }
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct SuggestionRecord {
    pub(crate) text: String,
    pub(crate) confidence: f64,
}

#[derive(Debug, Serialize)]
struct ChangeRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    element: Option<String>,
    line: usize,
    column: usize,
    original: String,
    replacement: String,
}

impl From<&Change> for ChangeRecord {
    fn from(change: &Change) -> ChangeRecord {
        ChangeRecord {
            element: change.element().map(str::to_owned),
            line: change.line(),
            column: change.column(),
            original: change.original().to_owned(),
            replacement: change.replacement().to_owned(),
        }
    }
}

#[derive(Debug, Serialize)]
struct SkippedRecord {
    text: usize,
    start: usize,
    end: usize,
    original: String,
    reason: String,
}

/// A repaired file.
#[derive(Debug, Serialize)]
pub(crate) struct FileRecord {
    format: &'static str,
    data: String,
    changes: Vec<ChangeRecord>,
    skipped: Vec<SkippedRecord>,
    unstable: usize,
}

impl FileRecord {
    pub(crate) fn new(document: &Document<'_>, applied: Applied<'_>) -> FileRecord {
        let texts: Vec<Units<'_>> = document.texts().iter().map(|text| Units::new(text.as_str())).collect();
        let skipped = applied.skipped().iter().filter_map(|skipped| {
            let [start, end] = texts.get(skipped.text())?.of_span(skipped.span());
            let original = document.texts().get(skipped.text())?.as_str().get(skipped.span().range())?.to_owned();
            Some(SkippedRecord { text: skipped.text(), start, end, original, reason: skipped.obstacle().to_string() })
        });
        FileRecord {
            format: document.format().name(),
            changes: applied.changes().iter().map(ChangeRecord::from).collect(),
            skipped: skipped.collect(),
            unstable: applied.unstable(),
            data: applied.into_text().into_owned(),
        }
    }
}
