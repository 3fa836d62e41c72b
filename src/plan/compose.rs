//! Two plans in a row made one.

use std::borrow::Cow;

use crate::plan::edit::{Confidence, Edit};
use crate::span::Span;

/// Returns the edits of `text` that do what `first` and then `second` do, where `second` edits the text `middle` that
/// `first` makes of `text`.
///
/// Where edits of both touch, they become one, of the kind of the surer, with the evidence of all and the confidence of
/// the least sure. What comes out as it went in is no edit.
///
/// # Complexity
///
/// O(n) in the edits and the bytes they touch.
pub(crate) fn compose<'t>(text: &'t str, first: Vec<Edit<'t>>, middle: &str, second: Vec<Edit<'_>>) -> Vec<Edit<'t>> {
    let mut out: Vec<Edit<'t>> = Vec::with_capacity(first.len() + second.len());
    let mut first = first.into_iter().peekable();
    let mut second = second.into_iter().peekable();
    // `middle` offset − `text` offset, behind all edits of `first` taken so far, as two sums to stay unsigned.
    let (mut grown, mut shrunk) = (0, 0);
    loop {
        let in_middle = |edit: &Edit<'_>, grown: usize, shrunk: usize| {
            let start = edit.span.start() + grown - shrunk;
            Span::new(start, start + edit.replacement.len())
        };
        // The cluster: edits of either plan that touch, a span of `middle`, and where it starts in `text`.
        let mut cluster = match (first.peek().map(|e| in_middle(e, grown, shrunk)), second.peek().map(|e| e.span)) {
            (None, None) => return out,
            (Some(a), Some(b)) => {
                if (a.start(), a.end()) <= (b.start(), b.end()) {
                    a
                } else {
                    b
                }
            }
            (Some(a), None) => a,
            (None, Some(b)) => b,
        };
        let start = cluster.start() + shrunk - grown;
        let mut parts = Cluster::default();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        loop {
            let touches = |span: Span| span.start() <= cluster.end() && cluster.start() <= span.end();
            if let Some(span) = first.peek().map(|e| in_middle(e, grown, shrunk)).filter(|&s| touches(s)) {
                cluster = cluster.join(span);
                if let Some(edit) = first.next() {
                    grown += edit.replacement.len();
                    shrunk += edit.span.len();
                    ours.push(edit);
                }
            } else if second.peek().is_some_and(|e| touches(e.span)) {
                if let Some(edit) = second.next() {
                    cluster = cluster.join(edit.span);
                    theirs.push(edit);
                }
            } else {
                break;
            }
        }
        let end = cluster.end() + shrunk - grown;
        if theirs.is_empty() {
            out.append(&mut ours);
            continue;
        }
        let mut replacement = String::new();
        let mut at = cluster.start();
        for edit in &theirs {
            replacement.push_str(middle.get(at..edit.span.start()).unwrap_or_default());
            replacement.push_str(&edit.replacement);
            at = edit.span.end();
        }
        replacement.push_str(middle.get(at..cluster.end()).unwrap_or_default());
        let span = Span::new(start, end);
        let original = text.get(span.range()).unwrap_or_default();
        ours.into_iter().for_each(|e| parts.take(e));
        theirs.into_iter().for_each(|e| parts.take(e));
        if original != replacement {
            out.extend(parts.into_edit(span, original, replacement));
        }
    }
}

/// The edits of a cluster taken together.
#[derive(Default)]
struct Cluster {
    surest: Option<(crate::plan::edit::EditKind, Confidence)>,
    least: Option<Confidence>,
    evidence: Vec<crate::plan::edit::Evidence>,
}

impl Cluster {
    fn take(&mut self, edit: Edit<'_>) {
        if self.surest.is_none_or(|(_, confidence)| edit.confidence > confidence) {
            self.surest = Some((edit.kind, edit.confidence));
        }
        self.least = Some(self.least.map_or(edit.confidence, |least| least.min(edit.confidence)));
        for evidence in edit.evidence {
            if !self.evidence.contains(&evidence) {
                self.evidence.push(evidence);
            }
        }
    }

    fn into_edit<'t>(self, span: Span, original: &'t str, replacement: String) -> Option<Edit<'t>> {
        let (kind, _) = self.surest?;
        let confidence = self.least?;
        Some(Edit {
            span,
            original: original.into(),
            replacement: Cow::Owned(replacement),
            kind,
            confidence,
            evidence: self.evidence,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Diagnosis;
    use crate::plan::Plan;
    use crate::plan::edit::EditKind;

    fn edits<'t>(text: &'t str, seed: u64) -> Vec<Edit<'t>> {
        // A small congruential generator: the same edits in every run.
        let mut state = seed;
        let mut next = move |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as usize) % n
        };
        let mut out = Vec::new();
        let mut at = next(4);
        while at <= text.len() {
            let end = (at + next(3)).min(text.len());
            let replacement = ["", "x", "yz", "ab "][next(4)];
            if text.get(at..end) != Some(replacement) {
                out.push(Edit {
                    span: Span::new(at, end),
                    original: text.get(at..end).unwrap().into(),
                    replacement: replacement.into(),
                    kind: EditKind::Spelling,
                    confidence: Confidence::from_per_mille(900),
                    evidence: Vec::new(),
                });
            }
            at = end + 1 + next(5);
        }
        out
    }

    #[test]
    fn two_plans_in_a_row_do_what_the_composed_one_does() {
        let text = "a text of some forty bytes to be edited twice";
        for seed in 0..2000 {
            let first = Plan::new(text, edits(text, seed), Diagnosis::default());
            let middle = first.apply().into_owned();
            let second = Plan::new(&middle, edits(&middle, seed + 7919), Diagnosis::default());
            let last = second.apply().into_owned();
            let edits = compose(text, first.edits().to_vec(), &middle, second.edits().to_vec());
            let composed = Plan::new(text, edits, Diagnosis::default());
            assert_eq!(composed.apply(), last, "seed {seed}");
        }
    }
}
