//! Plans and edits as serde data: an edit has the fields of an edit in `docs/edits.schema.json`.

use std::borrow::Cow;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Plan;
use super::edit::{Confidence, Edit, EditKind, Evidence};
use crate::diagnosis::Diagnosis;
use crate::span::Span;

#[derive(Serialize, Deserialize)]
struct EditData<'e> {
    #[serde(flatten)]
    span: Span,
    original: Cow<'e, str>,
    replacement: Cow<'e, str>,
    kind: EditKind,
    confidence: Confidence,
    evidence: Cow<'e, [Evidence]>,
}

/// Writes the place, what stands there and what is to stand there, the kind, the confidence and the evidence.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Edit, Repairer};
///
/// let plan = Repairer::english().plan("Then the goverment fell.");
/// let json = serde_json::to_value(&plan.edits()[0])?;
/// assert_eq!((&json["start"], &json["replacement"], &json["kind"]), (&9.into(), &"government".into(), &"spelling".into()));
/// let edit: Edit<'static> = serde_json::from_value(json)?;
/// assert_eq!(edit, plan.edits()[0]);
/// # }
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Edit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let data = EditData {
            span: self.span,
            original: Cow::Borrowed(&self.original),
            replacement: Cow::Borrowed(&self.replacement),
            kind: self.kind,
            confidence: self.confidence,
            evidence: Cow::Borrowed(&self.evidence),
        };
        data.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Edit<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let data = EditData::deserialize(deserializer)?;
        Ok(Edit {
            span: data.span,
            original: Cow::Owned(data.original.into_owned()),
            replacement: Cow::Owned(data.replacement.into_owned()),
            kind: data.kind,
            confidence: data.confidence,
            evidence: data.evidence.into_owned(),
        })
    }
}

#[derive(Serialize)]
struct PlanData<'p> {
    text: &'p str,
    edits: &'p [Edit<'p>],
    diagnosis: Diagnosis,
    unaligned: &'p [Span],
}

#[derive(Deserialize)]
struct OwnedPlanData {
    text: String,
    edits: Vec<Edit<'static>>,
    diagnosis: Diagnosis,
    unaligned: Vec<Span>,
}

/// Writes the text, the edits, the diagnosis and the passages that a reference may hold.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Plan, Repairer};
///
/// let plan = Repairer::english().plan("Then the goverment fell.");
/// let read: Plan<'static> = serde_json::from_str(&serde_json::to_string(&plan)?)?;
/// assert_eq!(read, plan);
/// # }
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Plan<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (edits, unaligned) = (self.edits.as_slice(), self.unaligned.as_slice());
        PlanData { text: &self.text, edits, diagnosis: self.diagnosis, unaligned }.serialize(serializer)
    }
}

/// Reads a plan. Refuses edits that are not of the text, overlap, or come in another order than that of the text.
impl<'de> Deserialize<'de> for Plan<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let OwnedPlanData { text, edits, diagnosis, unaligned } = OwnedPlanData::deserialize(deserializer)?;
        let mut end = 0;
        for edit in &edits {
            if text.get(edit.span.range()) != Some(&*edit.original) {
                return Err(D::Error::custom(format_args!(
                    "the text does not have {:?} at {:?}",
                    edit.original, edit.span
                )));
            }
            if edit.span.start() < end {
                return Err(D::Error::custom(format_args!(
                    "the edit at {:?} starts before the end of another",
                    edit.span
                )));
            }
            end = edit.span.end();
        }
        if let Some(span) = unaligned.iter().find(|span| text.get(span.range()).is_none()) {
            return Err(D::Error::custom(format_args!("the text has no passage at {span:?}")));
        }
        Ok(Plan::new(text, edits, diagnosis).with_unaligned(unaligned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::Cost;

    fn plan() -> Plan<'static> {
        let edit = |start: usize, original: &'static str, evidence| Edit {
            span: Span::new(start, start + original.len()),
            original: original.into(),
            replacement: "x".into(),
            kind: EditKind::RealWord,
            confidence: Confidence::from_per_mille(875),
            evidence,
        };
        let all = vec![
            Evidence::Witness { reference: 2, span: Span::new(4, 9) },
            Evidence::KnownWord,
            Evidence::Likelier { over_text: Cost(1200), over_next: Cost::MAX },
            Evidence::Likelier { over_text: Cost(1200), over_next: Cost(7) },
            Evidence::TitleCasedRun { words: 5 },
            Evidence::UsualCase { per_mille: 40 },
            Evidence::Collocation,
        ];
        let diagnosis = Diagnosis { words: 5, unknown: 1, ..Diagnosis::default() };
        Plan::new("Tbe cat sat on it", vec![edit(0, "Tbe", all), edit(4, "cat", Vec::new())], diagnosis)
            .with_unaligned(vec![Span::new(8, 11)])
    }

    #[test]
    fn a_plan_comes_back_as_it_went() {
        let json = serde_json::to_string(&plan()).unwrap();
        assert_eq!(serde_json::from_str::<Plan<'_>>(&json).unwrap(), plan());
    }

    #[test]
    fn names_are_those_of_the_values() {
        let json = serde_json::to_value(plan()).unwrap();
        let edit = &plan().edits[0];
        assert_eq!(json["edits"][0]["kind"], edit.kind.name());
        for (written, evidence) in json["edits"][0]["evidence"].as_array().unwrap().iter().zip(&edit.evidence) {
            assert_eq!(written["name"], evidence.name());
        }
        for kind in EditKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }

    #[test]
    fn what_is_no_plan_is_refused() {
        let json = serde_json::to_value(plan()).unwrap();
        let refused = |change: &dyn Fn(&mut serde_json::Value)| {
            let mut json = json.clone();
            change(&mut json);
            serde_json::from_value::<Plan<'_>>(json).unwrap_err().to_string()
        };
        let at = |json: &mut serde_json::Value, start: u32| json["edits"][1]["start"] = start.into();
        assert_eq!(refused(&|json| at(json, 5)), "the text does not have \"cat\" at 5..7");
        assert_eq!(refused(&|json| at(json, 8)), "span 8..7 ends before it starts");
        assert_eq!(
            refused(&|json| json["edits"][1] = json["edits"][0].clone()),
            "the edit at 0..3 starts before the end of another"
        );
        assert_eq!(
            refused(&|json| json["edits"][0]["confidence"] = 1.5.into()),
            "expected a number from 0 to 1, found 1.5"
        );
        assert_eq!(refused(&|json| json["unaligned"][0]["end"] = 99.into()), "the text has no passage at 8..99");
    }
}
