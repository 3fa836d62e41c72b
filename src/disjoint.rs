//! Ascending and disjoint spans that are asked what they touch.

use std::cell::Cell;

use crate::span::Span;

/// Ascending and disjoint spans, asked about from the first to the last, again and again.
pub(crate) struct DisjointSpans<'s> {
    spans: &'s [Span],
    /// The first that does not end before what was asked about last.
    at: Cell<usize>,
}

impl<'s> DisjointSpans<'s> {
    pub(crate) const fn new(spans: &'s [Span]) -> DisjointSpans<'s> {
        DisjointSpans { spans, at: Cell::new(0) }
    }

    /// Returns whether `span` shares no byte with any of them, and does not touch an empty one.
    ///
    /// # Complexity
    ///
    /// O(1) for a span that stands a little behind the one before; O(log s) for any other.
    pub(crate) fn are_clear_of(&self, span: Span) -> bool {
        /// As many may lie between one word and the next.
        const NEAR: usize = 4;
        if self.spans.is_empty() {
            return true;
        }
        let ends_before = |other: &Span| other.end() < span.start();
        let from = self.at.get();
        let first = if self.spans[..from].last().is_some_and(|other| !ends_before(other)) {
            self.spans[..from].partition_point(ends_before)
        } else {
            let near = self.spans[from..].iter().take(NEAR).position(|other| !ends_before(other));
            from + near.unwrap_or_else(|| self.spans[from..].partition_point(ends_before))
        };
        self.at.set(first);
        self.spans[first..]
            .iter()
            .take_while(|other| other.start() <= span.end())
            .all(|other| !other.overlaps(span) && !other.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_asked_in_any_order() {
        let taken: Vec<Span> =
            [(0, 2), (2, 5), (7, 7), (9, 12), (12, 13), (13, 13), (20, 21), (22, 23), (24, 25), (26, 27), (40, 50)]
                .map(|(start, end)| Span::new(start, end))
                .to_vec();
        let plainly = |span: Span| {
            let touches = |other: &Span| other.is_empty() && other.start() >= span.start() && other.end() <= span.end();
            !taken.iter().any(|other| other.overlaps(span) || touches(other))
        };
        let spans = DisjointSpans::new(&taken);
        let mut asked: Vec<Span> =
            (0..60).flat_map(|start| (start..60).map(move |end| Span::new(start, end))).collect();
        asked.extend(asked.clone().into_iter().rev());
        for span in asked {
            assert_eq!(spans.are_clear_of(span), plainly(span), "{span:?}");
        }
    }
}
