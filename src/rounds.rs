//! A text is repaired until nothing changes.

use crate::input::{Alternative, Known, WordConfidence};
use crate::plan::compose::compose;
use crate::plan::edit::Edit;
use crate::plan::rewrite;
use crate::span::Span;

/// Passes over a text at most. Cascades of repairs are two or three rounds long.
const ROUNDS: usize = 24;

/// A text and what no edit may touch of it: all that the next round depends on.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct State {
    text: String,
    protect: Vec<Span>,
    /// Words that a recogniser read, and what it would have read instead, by place.
    words: Vec<Span>,
    others: Vec<Span>,
}

impl State {
    fn of(text: &str, known: &Known<'_>) -> State {
        State {
            text: text.to_owned(),
            protect: known.protect.clone(),
            words: known.word_confidences.iter().map(|word| word.span()).collect(),
            others: known.alternatives.iter().map(Alternative::span).collect(),
        }
    }

    /// Returns `text` after `edits`. What a recogniser said of a word it says of what the word becomes: a file keeps both together.
    fn after(text: &str, known: &Known<'_>, edits: &[Edit<'_>]) -> State {
        let places = State::of(text, known);
        State {
            text: rewrite(text, edits),
            protect: moved(&places.protect, edits).into_iter().filter(|span| !span.is_empty()).collect(),
            words: moved(&widened(places.words, edits), edits),
            others: moved(&widened(places.others, edits), edits),
        }
    }

    /// Returns what is known of this text, where `known` is known of the first.
    fn known<'r>(&self, known: &Known<'r>) -> Known<'r> {
        let words = self.words.iter().zip(&known.word_confidences);
        let others = self.others.iter().zip(&known.alternatives);
        Known {
            protect: self.protect.clone(),
            word_confidences: words.map(|(&span, word)| WordConfidence::new(span, word.confidence())).collect(),
            alternatives: others.map(|(&span, other)| Alternative::new(span, other.replacement())).collect(),
            ..known.of_any_version()
        }
    }
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
    let mut seen = vec![State::of(text, known)];
    let mut least = None;
    loop {
        let state = State::after(text, known, &edits);
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
        let next = state.known(known);
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

/// Returns `spans` with the edits that they share a byte with.
fn widened(mut spans: Vec<Span>, edits: &[Edit<'_>]) -> Vec<Span> {
    for span in &mut spans {
        let first = edits.partition_point(|edit| edit.span.end() <= span.start());
        let touched = edits[first..].iter().take_while(|edit| edit.span.start() < span.end());
        *span = touched
            .fold(*span, |span, edit| Span::new(span.start().min(edit.span.start()), span.end().max(edit.span.end())));
    }
    spans
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
        .map(|span| {
            let (start, end) = (span.start(), span.end());
            let before_start = ends.partition_point(|(edit, _)| edit.end() <= start);
            if span.is_empty() {
                let at = shift(start, before_start);
                return Span::new(at, at);
            }
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
    fn words_that_a_recogniser_read_grow_with_their_edits() {
        let edit = |start, end, to: &'static str| Edit {
            span: Span::new(start, end),
            original: "ab cd ef".get(start..end).unwrap().into(),
            ..pass("x", &[("x", to)]).0.remove(0)
        };
        let word = |start, end| WordConfidence::new(Span::new(start, end), Confidence::CERTAIN);
        let known = Known { word_confidences: vec![word(0, 2), word(3, 5), word(6, 8)], ..Known::default() };
        let after = |edits: &[Edit<'_>]| {
            let next = State::after("ab cd ef", &known, edits).known(&known);
            next.word_confidences.iter().map(|word| word.span().range()).collect::<Vec<_>>()
        };
        // A word put in two, two put together, a letter in a word.
        assert_eq!(after(&[edit(0, 2, "a b")]), [0..3, 4..6, 7..9]);
        assert_eq!(after(&[edit(0, 5, "abcd")]), [0..4, 0..4, 5..7]);
        assert_eq!(after(&[edit(4, 5, "dd")]), [0..2, 3..6, 7..9]);
    }

    #[test]
    fn protected_spans_move_with_their_text() {
        let text = "ab cd ef";
        let insert =
            |at: usize| Edit { span: Span::new(at, at), original: "".into(), ..pass("x", &[("x", "++")]).0.remove(0) };
        let edits = [insert(3), insert(5)];
        let spans = moved(&[Span::new(0, 2), Span::new(3, 5), Span::new(4, 4), Span::new(6, 8)], &edits);
        assert_eq!(spans, [Span::new(0, 2), Span::new(5, 7), Span::new(6, 6), Span::new(10, 12)]);
        let repaired = rewrite(text, &edits);
        let spans = [spans[0], spans[1], spans[3]];
        assert_eq!(spans.iter().map(|s| repaired.get(s.range()).unwrap()).collect::<Vec<_>>(), ["ab", "cd", "ef"]);
    }
}
