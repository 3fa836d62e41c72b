//! A text is repaired until nothing changes.

use crate::input::Known;
use crate::plan::compose::compose;
use crate::plan::edit::Edit;
use crate::plan::rewrite;
use crate::span::Span;

/// How often a text is repaired anew before it is left alone. Cascades of repairs are two or three rounds long.
const ROUNDS: usize = 24;

/// A text and what no edit may touch of it: all that the next round depends on.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct State {
    text: String,
    protect: Vec<Span>,
}

/// Returns the edits after which `pass`, which repairs a text once, finds nothing to repair, and what the first pass
/// found beside its edits.
///
/// What is repaired may let the context of a neighbour be seen, so each round sees the text as the one before left it.
/// To repair what comes out must change nothing, whatever `pass` does. Where a text comes back, the rounds would go on for
/// ever: of the texts that follow one another in that circle the least is taken, whichever of them one starts from. Where
/// no text comes back within [`ROUNDS`], there is no edit: the text is its own repair.
///
/// # Complexity
///
/// At most twice [`ROUNDS`] passes; one for a text that needs no repair.
pub(crate) fn settle<'t, D>(
    text: &'t str,
    known: &Known<'_>,
    mut pass: impl for<'r> FnMut(&'r str, &Known<'_>) -> (Vec<Edit<'r>>, D),
) -> (Vec<Edit<'t>>, D) {
    let (mut edits, findings) = pass(text, known);
    if edits.is_empty() {
        return (edits, findings);
    }
    let mut seen = vec![State { text: text.to_owned(), protect: known.protect.clone() }];
    let mut least = None;
    loop {
        let state = State { text: rewrite(text, &edits), protect: moved(&known.protect, &edits) };
        if least.is_none() {
            let circle = seen.iter().position(|earlier| *earlier == state).map(|start| start..seen.len());
            least = circle.and_then(|circle| circle.min_by_key(|&i| &seen[i]));
        }
        if least.is_some_and(|i| seen[i] == state) {
            if state.text == text {
                edits.clear();
            }
            return (edits, findings);
        }
        if least.is_none() && seen.len() == ROUNDS {
            return (Vec::new(), findings);
        }
        // What a recogniser said, it said of the text as it was read.
        let next = Known { protect: state.protect.clone(), ..known.of_any_version() };
        let (found, _) = pass(&state.text, &next);
        if found.is_empty() {
            return (edits, findings);
        }
        edits = compose(text, edits, &state.text, found);
        if least.is_none() {
            seen.push(state);
        }
    }
}

/// Returns where `spans` of the text stand once it is edited. What is inserted at a span's ends stays outside it.
fn moved(spans: &[Span], edits: &[Edit<'_>]) -> Vec<Span> {
    if spans.is_empty() {
        return Vec::new();
    }
    // For each edit: where it ends in the text and in the edited text.
    let mut ends = Vec::with_capacity(edits.len());
    let (mut grown, mut shrunk) = (0, 0);
    for edit in edits {
        grown += edit.replacement.len();
        shrunk += edit.span.len();
        ends.push((edit.span, edit.span.end() + grown - shrunk));
    }
    let shift = |at: usize, before: usize| match before.checked_sub(1).map(|i| ends[i]) {
        Some((edit, end)) => at - edit.end() + end,
        None => at,
    };
    spans
        .iter()
        .filter(|span| !span.is_empty())
        .map(|span| {
            let (start, end) = (span.start(), span.end());
            let before_start = ends.partition_point(|(edit, _)| edit.end() <= start);
            let before_end =
                ends.partition_point(|(edit, _)| edit.end() < end || (edit.end() == end && !edit.is_empty()));
            Span::new(shift(start, before_start), shift(end, before_end))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Diagnosis;
    use crate::plan::edit::{Confidence, EditKind};

    /// Replaces the first `from` of the first rule whose `from` is in the text.
    fn pass<'r>(text: &'r str, rules: &[(&str, &'static str)]) -> (Vec<Edit<'r>>, Diagnosis) {
        let found = rules.iter().find_map(|(from, to)| text.find(from).map(|at| (at, from.len(), *to)));
        let edit = |(at, len, to): (usize, usize, &'static str)| Edit {
            span: Span::new(at, at + len),
            original: text.get(at..at + len).unwrap().into(),
            replacement: to.into(),
            kind: EditKind::Spelling,
            confidence: Confidence::CERTAIN,
            evidence: Vec::new(),
        };
        (found.into_iter().map(edit).collect(), Diagnosis::default())
    }

    fn settled(text: &str, rules: &[(&str, &'static str)]) -> String {
        rewrite(text, &settle(text, &Known::default(), |text, _| pass(text, rules)).0)
    }

    #[test]
    fn a_cascade_goes_to_its_end() {
        assert_eq!(settled("xa", &[("a", "b"), ("b", "c"), ("c", "dd")]), "xdd");
    }

    #[test]
    fn a_circle_ends_in_the_same_text_from_wherever_one_starts() {
        let rules = [("x", "b"), ("a", "c"), ("b", "a"), ("c", "b")];
        for start in ["x", "a", "b", "c"] {
            assert_eq!(settled(start, &rules), "a", "from {start}");
        }
        assert!(settle("a", &Known::default(), |text, _| pass(text, &rules)).0.is_empty());
    }

    #[test]
    fn what_comes_round_through_other_edits_is_no_edit() {
        // A letter comes at the front and then one goes at the end: neither edit undoes the other.
        let (edits, _) = settle("aaaaa", &Known::default(), |text, _| {
            let (mut found, diagnosis) = pass(text, &[("a", "aa")]);
            if text.len() > 5 {
                found = vec![Edit { span: Span::new(5, 6), replacement: "".into(), ..found.remove(0) }];
            }
            (found, diagnosis)
        });
        assert!(edits.is_empty());
    }

    #[test]
    fn what_never_settles_is_left_alone() {
        assert_eq!(settled("a", &[("a", "aa")]), "a");
    }

    #[test]
    fn protected_spans_move_with_their_text() {
        let text = "ab cd ef";
        let insert =
            |at: usize| Edit { span: Span::new(at, at), original: "".into(), ..pass("x", &[("x", "++")]).0.remove(0) };
        let edits = [insert(3), insert(5)];
        let spans = moved(&[Span::new(0, 2), Span::new(3, 5), Span::new(4, 4), Span::new(6, 8)], &edits);
        assert_eq!(spans, [Span::new(0, 2), Span::new(5, 7), Span::new(10, 12)]);
        let repaired = rewrite(text, &edits);
        assert_eq!(spans.iter().map(|s| repaired.get(s.range()).unwrap()).collect::<Vec<_>>(), ["ab", "cd", "ef"]);
    }
}
