//! The plan of a repair: its edits, and the text they make.

pub(crate) mod compose;
pub(crate) mod edit;
#[cfg(feature = "serde")]
mod serial;

use std::borrow::Cow;

use crate::diagnosis::Diagnosis;
use crate::span::Span;
use crate::steps;
use edit::{Edit, EditKind};

/// The edits that repair one text, sorted, disjoint and on `char` boundaries.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
///
/// let text = "The goverment fell inthe spring.";
/// let plan = Repairer::english().plan(text);
/// assert_eq!(plan.apply(), "The government fell in the spring.");
/// // A plan can be undone, the last edit first.
/// let mut undone = plan.apply().into_owned();
/// for (edit, span) in plan.edits().iter().zip(plan.repaired_spans().collect::<Vec<_>>()).rev() {
///     undone.replace_range(span.range(), edit.original());
/// }
/// assert_eq!(undone, text);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan<'t> {
    text: Cow<'t, str>,
    edits: Vec<Edit<'t>>,
    diagnosis: Diagnosis,
    unaligned: Vec<Span>,
}

impl<'t> Plan<'t> {
    /// Returns the plan of the edits, which come sorted and disjoint.
    pub(crate) fn new(text: impl Into<Cow<'t, str>>, edits: Vec<Edit<'t>>, diagnosis: Diagnosis) -> Plan<'t> {
        let text = text.into();
        debug_assert!(edits.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()), "edits overlap");
        debug_assert!(edits.iter().all(|e| text.get(e.span.range()) == Some(&*e.original)), "an edit is off its text");
        Plan { text, edits, diagnosis, unaligned: Vec::new() }
    }

    /// Adds what references may hold and yet do not speak for.
    pub(crate) fn with_unaligned(self, unaligned: Vec<Span>) -> Plan<'t> {
        Plan { unaligned, ..self }
    }

    /// Returns the edits, the diagnosis and the passages that a reference may hold.
    pub(crate) fn into_parts(self) -> (Vec<Edit<'t>>, Diagnosis, Vec<Span>) {
        (self.edits, self.diagnosis, self.unaligned)
    }

    /// Returns the same plan with a text of its own, to keep or to send where the text does not go.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Plan, Repairer};
    ///
    /// let plan: Plan<'static> = {
    ///     let text = String::from("The goverment fell.");
    ///     Repairer::english().plan(&text).into_owned()
    /// };
    /// assert_eq!(plan.apply(), "The government fell.");
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text, which is copied unless the plan owns it.
    #[must_use]
    pub fn into_owned(self) -> Plan<'static> {
        Plan {
            text: Cow::Owned(self.text.into_owned()),
            edits: self.edits.into_iter().map(Edit::into_owned).collect(),
            diagnosis: self.diagnosis,
            unaligned: self.unaligned,
        }
    }

    /// Returns the text that the plan is of.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let text = String::from("The goverment fell.");
    /// let plan = ungarble::Repairer::english().plan(&text);
    /// assert!(std::ptr::eq(plan.text(), text.as_str()), "the text itself, not a copy");
    /// # }
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the edits, in the order in which they stand in the text.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("The goverment fell inthe spring.");
    /// let told: Vec<String> = plan.edits().iter().map(|edit| format!("{} for {}", edit.replacement(), edit.original())).collect();
    /// assert_eq!(told, ["government for goverment", "in the for inthe"]);
    /// # }
    /// ```
    #[must_use]
    pub fn edits(&self) -> &[Edit<'t>] {
        &self.edits
    }

    /// Returns what the text suffers from.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("The goverment fell inthe spring.");
    /// assert_eq!((plan.diagnosis().words(), plan.diagnosis().unknown()), (5, 2));
    /// # }
    /// ```
    #[must_use]
    pub const fn diagnosis(&self) -> Diagnosis {
        self.diagnosis
    }

    /// Returns the passages of the text, ascending, that a reference may hold and which it did not repair all the same: it repeats
    /// them too often to tell which copy is meant, or they are too long and too damaged to be laid beside it.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Repairer};
    ///
    /// let text = "The harbour was closd for the whole of that winter.";
    /// let plan = Repairer::english().plan(Input::new(text).reference("The harbour was closed for the whole of that winter."));
    /// assert!(plan.unaligned().is_empty(), "all of it was laid beside the page");
    /// # }
    /// ```
    #[must_use]
    pub fn unaligned(&self) -> &[Span] {
        &self.unaligned
    }

    /// Returns how many of the edits are expected to be wrong: the sum of 1 − P, where P is [`Edit::confidence`].
    ///
    /// Not every wrong edit harms: most replace a word that was wrong before.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// let plan = repairer.plan("The goverment fell inthe spring.");
    /// assert!(plan.expected_harm() < plan.edits().len() as f64 / 2.0);
    /// assert_eq!(repairer.plan("The government fell in the spring.").expected_harm(), 0.0);
    /// # }
    /// ```
    #[must_use]
    pub fn expected_harm(&self) -> f64 {
        let wrong = self.edits.iter().map(|edit| 1_000 - u64::from(edit.confidence.per_mille())).sum::<u64>();
        wrong as f64 / 1_000.0
    }

    /// Returns how many bytes of letters and digits the edits of `kind` take away, beyond those that they put in their
    /// place.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{EditKind, Input, Policy, Repairer};
    ///
    /// let text = "The harbour was closed Advertisement for the whole of that winter, said the owner.";
    /// let page = "The harbour was closed for the whole of that winter, said the owner.";
    /// let repairer = Repairer::builder().policy(Policy::FULL).build()?;
    /// let plan = repairer.plan(Input::new(text).reference(page));
    /// assert_eq!(plan.bytes_deleted(EditKind::Deletion), "Advertisement".len());
    /// assert_eq!(plan.bytes_deleted(EditKind::Spelling), 0);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub fn bytes_deleted(&self, kind: EditKind) -> usize {
        let told = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).map(char::len_utf8).sum::<usize>();
        let edits = self.edits.iter().filter(|edit| edit.kind == kind);
        edits.map(|edit| told(&edit.original).saturating_sub(told(&edit.replacement))).sum()
    }

    /// Returns whether there is nothing to repair.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// assert!(repairer.plan("The government fell in the spring.").is_empty());
    /// assert!(!repairer.plan("The goverment fell inthe spring.").is_empty());
    /// # }
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// Keeps the edits of which `keep` is true, to apply only those.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let mut plan = ungarble::Repairer::english().plan("The goverment fell inthe spring.");
    /// plan.retain(|edit| edit.original() == "inthe");
    /// assert_eq!(plan.apply(), "The goverment fell in the spring.");
    /// # }
    /// ```
    pub fn retain(&mut self, keep: impl FnMut(&Edit<'t>) -> bool) {
        self.edits.retain(keep);
    }

    /// Returns the repaired text: [`Cow::Borrowed`] where there is no edit, unless the plan owns its text.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use std::borrow::Cow;
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// assert_eq!(repairer.plan("The goverment fell.").apply(), "The government fell.");
    /// assert!(matches!(repairer.plan("The government fell.").apply(), Cow::Borrowed(_)));
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text; one allocation.
    #[must_use]
    pub fn apply(&self) -> Cow<'t, str> {
        if self.edits.is_empty() {
            return self.text.clone();
        }
        Cow::Owned(rewrite(&self.text, &self.edits))
    }

    /// Returns the repaired text and drops the plan: the text itself where there is no edit, copied in no case.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use std::borrow::Cow;
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// let text = "The government fell.";
    /// assert!(matches!(repairer.plan(text).into_repaired(), Cow::Borrowed(same) if std::ptr::eq(same, text)));
    /// assert_eq!(repairer.plan("The goverment fell.").into_repaired(), text);
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text where there is an edit; O(1) elsewhere.
    #[must_use]
    pub fn into_repaired(self) -> Cow<'t, str> {
        if self.edits.is_empty() { self.text } else { Cow::Owned(rewrite(&self.text, &self.edits)) }
    }

    /// Returns where each edit's replacement stands in the repaired text, in the order of [`Plan::edits`].
    ///
    /// With it and [`Edit::original`] a repair can be undone.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("The goverment fell inthe spring.");
    /// let repaired = plan.apply();
    /// let found: Vec<&str> = plan.repaired_spans().map(|span| &repaired[span.range()]).collect();
    /// assert_eq!(found, ["government", "in the"]);
    /// # }
    /// ```
    pub fn repaired_spans(&self) -> impl Iterator<Item = Span> {
        let (mut grown, mut shrunk) = (0, 0);
        self.edits.iter().map(move |edit| {
            let start = edit.span.start() + grown - shrunk;
            grown += edit.replacement.len();
            shrunk += edit.span.len();
            Span::new(start, start + edit.replacement.len())
        })
    }
}

/// Returns `text` with `edits` made, which are sorted and disjoint.
pub(crate) fn rewrite(text: &str, edits: &[Edit<'_>]) -> String {
    let grown: usize = edits.iter().map(|e| e.replacement.len()).sum();
    steps::take(text.len() + edits.len());
    let mut out = String::with_capacity(text.len() + grown);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.span.start()).unwrap_or_default());
        out.push_str(&edit.replacement);
        at = edit.span.end();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::edit::Confidence;
    use super::*;

    fn edit<'t>(text: &'t str, start: usize, end: usize, replacement: &'static str) -> Edit<'t> {
        Edit {
            span: Span::new(start, end),
            original: text.get(start..end).unwrap().into(),
            replacement: replacement.into(),
            kind: EditKind::Spelling,
            confidence: Confidence::CERTAIN,
            evidence: Vec::new(),
        }
    }

    #[test]
    fn a_plan_without_edits_borrows() {
        assert!(matches!(Plan::new("as it is", Vec::new(), Diagnosis::default()).apply(), Cow::Borrowed("as it is")));
    }

    #[test]
    fn expected_harm_is_the_sum_of_what_edits_lack_of_certainty() {
        let text = "Tbe cat sat ontbe mat.";
        let sure = |edit: Edit<'static>, per_mille| Edit { confidence: Confidence::from_per_mille(per_mille), ..edit };
        let edits =
            vec![sure(edit(text, 0, 3, "The"), 990), edit(text, 4, 7, "Cat"), sure(edit(text, 12, 17, "on the"), 750)];
        let plan = Plan::new(text, edits, Diagnosis::default());
        assert!((plan.expected_harm() - 0.26).abs() < 1e-12);
    }

    #[test]
    fn edits_are_applied_and_can_be_undone() {
        let text = "Tbe cat sat ontbe mat.";
        let plan = Plan::new(
            text,
            vec![edit(text, 0, 3, "The"), edit(text, 12, 17, "on the"), edit(text, 21, 22, "")],
            Diagnosis::default(),
        );
        let repaired = plan.apply();
        assert_eq!(repaired, "The cat sat on the mat");
        let mut undone = String::new();
        let mut at = 0;
        for (edit, span) in plan.edits().iter().zip(plan.repaired_spans()) {
            undone.push_str(repaired.get(at..span.start()).unwrap());
            undone.push_str(edit.original());
            at = span.end();
        }
        undone.push_str(repaired.get(at..).unwrap());
        assert_eq!(undone, text);
    }
}
