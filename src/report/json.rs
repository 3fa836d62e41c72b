//! Edits as JSON Lines: one object a line, of a versioned schema (`docs/edits.schema.json`).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::plan::Plan;
use crate::plan::edit::{Edit, EditKind, Evidence};

/// Version of the schema. It rises when a field goes or changes its meaning; fields may come without.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
/// use ungarble::report::{SCHEMA, summary_record};
///
/// let plan = Repairer::english().plan("The goverment fell.");
/// let line = serde_json::to_value(summary_record("scan.txt", &plan)).expect("a record has keys of text");
/// assert_eq!(line["schema"], SCHEMA);
/// # }
/// ```
pub const SCHEMA: u32 = 2;

/// One line: an edit, or what is told of a whole document.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
/// use ungarble::report::{Record, edit_records};
///
/// let plan = Repairer::english().plan("The goverment fell.");
/// for record in edit_records("scan.txt", &plan, &[]) {
///     let Record::Edit { line, column, original, replacement, .. } = record else { panic!("edits only") };
///     assert_eq!((line, column, original, replacement), (1, 5, "goverment", "government"));
/// }
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Record<'a> {
    /// One edit of a document.
    #[non_exhaustive]
    Edit {
        /// [`SCHEMA`].
        schema: u32,
        /// Name of the document.
        document: &'a str,
        /// Line of the first byte, from 1.
        line: usize,
        /// Column of the first byte in its line, in `char`s, from 1.
        column: usize,
        /// First byte in the document.
        start: usize,
        /// The byte behind the last one.
        end: usize,
        /// The original.
        original: &'a str,
        /// The replacement.
        replacement: &'a str,
        /// [`EditKind::name`](crate::EditKind::name).
        kind: &'static str,
        /// Share of such edits that are right, 0 to 1.
        confidence: f64,
        /// The evidence for it.
        evidence: Vec<EvidenceRecord<'a>>,
    },
    /// A summary of a document: one record behind those of its edits.
    #[non_exhaustive]
    Summary {
        /// [`SCHEMA`].
        schema: u32,
        /// Name of the document.
        document: &'a str,
        /// Words of the document.
        words: usize,
        /// Number of edits.
        edits: usize,
        /// Number of edits of each kind that occurs.
        kinds: BTreeMap<&'static str, usize>,
        /// Bytes of letters and digits that the edits of a kind take away, where there are any.
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        deleted: BTreeMap<&'static str, usize>,
    },
    /// A diagnosis of a document, before anything is repaired.
    #[non_exhaustive]
    Diagnosis {
        /// [`SCHEMA`].
        schema: u32,
        /// Name of the document.
        document: &'a str,
        /// Words of the document.
        words: usize,
        /// Words that no lexicon knows.
        unknown: usize,
        /// Small words that stand capitalised in runs.
        title_cased_words: usize,
        /// Names inside sentences that are written in lower case.
        lowercased_names: usize,
        /// Bytes that a reference may hold and that were left alone all the same.
        unaligned: usize,
        /// Of a million characters, how many a recogniser misread.
        misread_per_million: u32,
        /// Of a million characters, how many a writer mistyped or misspelt.
        mistyped_per_million: u32,
    },
}

/// One piece of evidence.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::report::{Record, edit_records};
/// use ungarble::{Input, Repairer};
///
/// let text = "The cat satt on the quay when the boats came in.";
/// let copy = "The cat sat on the quay when the boats came in.";
/// let plan = Repairer::english().plan(Input::new(text).reference(copy));
/// let names = ["harbour-news.html".to_owned()];
/// let Some(Record::Edit { evidence, .. }) = edit_records("scan.txt", &plan, &names).next() else { panic!("an edit") };
/// assert_eq!((evidence[0].evidence.name(), evidence[0].page), ("witness", Some("harbour-news.html")));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EvidenceRecord<'a> {
    /// Its name, and what it holds.
    #[serde(flatten)]
    pub evidence: &'a Evidence,
    /// A clause for a person to read.
    pub says: String,
    /// Of a witness: the name of that reference, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<&'a str>,
}

impl<'a> EvidenceRecord<'a> {
    fn new(evidence: &'a Evidence, references: &'a [String]) -> EvidenceRecord<'a> {
        let page = match evidence {
            Evidence::Witness { reference, .. } => references.get(*reference).map(String::as_str),
            _ => None,
        };
        EvidenceRecord { evidence, says: evidence.to_string(), page }
    }
}

/// Returns the edits of a plan as records, in the order of the plan; `references` names the references of the plan in
/// the order in which they were given, or some of the first of them.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
/// use ungarble::report::edit_records;
///
/// let plan = Repairer::english().plan("Then the goverment fell inthe spring.");
/// let lines: Vec<serde_json::Value> =
///     edit_records("scan.txt", &plan, &[]).map(|record| serde_json::to_value(record).expect("text keys")).collect();
/// assert_eq!(lines[1]["type"], "edit");
/// assert_eq!((&lines[1]["start"], &lines[1]["replacement"]), (&24.into(), &"in the".into()));
/// # }
/// ```
///
/// # Complexity
///
/// O(n) in the bytes of the text.
pub fn edit_records<'a>(
    document: &'a str,
    plan: &'a Plan<'_>,
    references: &'a [String],
) -> impl Iterator<Item = Record<'a>> {
    let text = plan.text();
    // Line, column and byte of the last edit: counted on from there, so that the text is read once.
    let mut at = (1, 1, 0);
    plan.edits().iter().map(move |edit| {
        let (mut line, mut column, from) = at;
        for c in text.get(from..edit.span().start()).unwrap_or_default().chars() {
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
        }
        at = (line, column, edit.span().start());
        edit_record(document, (line, column), edit, references)
    })
}

fn edit_record<'a>(
    document: &'a str,
    (line, column): (usize, usize),
    edit: &'a Edit<'_>,
    references: &'a [String],
) -> Record<'a> {
    Record::Edit {
        schema: SCHEMA,
        document,
        line,
        column,
        start: edit.span().start(),
        end: edit.span().end(),
        original: edit.original(),
        replacement: edit.replacement(),
        kind: edit.kind().name(),
        confidence: edit.confidence().to_f64(),
        evidence: edit.evidence().iter().map(|evidence| EvidenceRecord::new(evidence, references)).collect(),
    }
}

/// Returns the counts of a plan as a record.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
/// use ungarble::report::summary_record;
///
/// let plan = Repairer::english().plan("Then the goverment fell inthe spring.");
/// let line = serde_json::to_value(summary_record("scan.txt", &plan)).expect("text keys");
/// assert_eq!((&line["words"], &line["edits"], &line["kinds"]["spacing"]), (&6.into(), &2.into(), &1.into()));
/// # }
/// ```
#[must_use]
pub fn summary_record<'a>(document: &'a str, plan: &Plan<'_>) -> Record<'a> {
    let mut kinds = BTreeMap::new();
    for edit in plan.edits() {
        *kinds.entry(edit.kind().name()).or_insert(0) += 1;
    }
    let (words, edits) = (plan.diagnosis().words(), plan.edits().len());
    let deleted = EditKind::ALL.iter().map(|&kind| (kind.name(), plan.bytes_deleted(kind)));
    let deleted = deleted.filter(|&(_, bytes)| bytes > 0).collect();
    Record::Summary { schema: SCHEMA, document, words, edits, kinds, deleted }
}

/// Returns the diagnosis of a plan as a record.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
/// use ungarble::report::diagnosis_record;
///
/// let plan = Repairer::english().plan("Then the goverment fell inthe spring.");
/// let line = serde_json::to_value(diagnosis_record("scan.txt", &plan)).expect("text keys");
/// assert_eq!((&line["words"], &line["unknown"]), (&6.into(), &2.into()));
/// # }
/// ```
#[must_use]
pub fn diagnosis_record<'a>(document: &'a str, plan: &Plan<'_>) -> Record<'a> {
    let found = plan.diagnosis();
    Record::Diagnosis {
        schema: SCHEMA,
        document,
        words: found.words(),
        unknown: found.unknown(),
        title_cased_words: found.title_cased_words(),
        lowercased_names: found.lowercased_names(),
        unaligned: found.unaligned(),
        misread_per_million: found.misread_per_million(),
        mistyped_per_million: found.mistyped_per_million(),
    }
}
