//! What a recogniser says of the words that it read.

use std::ops::Range;

use crate::input::{Alternative, WordConfidence};
use crate::plan::edit::Confidence;
use crate::span::Span;

/// Confidences and alternatives of a text, by place.
#[derive(Debug, Default)]
pub(crate) struct Recognised<'r> {
    /// Disjoint, ascending.
    words: Vec<WordConfidence>,
    /// Those of a place beside each other, the likeliest first.
    alternatives: Vec<&'r Alternative>,
    /// Disjoint, ascending: a place and its alternatives.
    places: Vec<(Span, Range<usize>)>,
}

impl<'r> Recognised<'r> {
    /// Sorts what was said. Words that overlap are one, of the least of their confidences; of alternatives whose places overlap, those of
    /// the first count.
    ///
    /// # Complexity
    ///
    /// O(n log n).
    pub(crate) fn new(confidences: &[WordConfidence], alternatives: &'r [Alternative]) -> Recognised<'r> {
        let mut sorted: Vec<WordConfidence> =
            confidences.iter().copied().filter(|word| !word.span().is_empty()).collect();
        sorted.sort_by_key(|word| word.span());
        let mut words: Vec<WordConfidence> = Vec::with_capacity(sorted.len());
        for word in sorted {
            match words.last_mut().filter(|last| last.span().overlaps(word.span())) {
                Some(last) => {
                    let end = last.span().end().max(word.span().end());
                    let least = last.confidence().min(word.confidence());
                    *last = WordConfidence::new(Span::new(last.span().start(), end), least);
                }
                None => words.push(word),
            }
        }
        let mut alternatives: Vec<&Alternative> =
            alternatives.iter().filter(|alternative| !alternative.span().is_empty()).collect();
        alternatives.sort_by_key(|alternative| alternative.span());
        let mut places: Vec<(Span, Range<usize>)> = Vec::new();
        for (at, alternative) in alternatives.iter().enumerate() {
            match places.last_mut() {
                Some((span, range)) if *span == alternative.span() => range.end = at + 1,
                Some((span, _)) if span.overlaps(alternative.span()) => {}
                _ => places.push((alternative.span(), at..at + 1)),
            }
        }
        Recognised { words, alternatives, places }
    }

    /// Returns the least confidence of the words that share a byte with `span`; `None` if there is none.
    ///
    /// # Complexity
    ///
    /// O(log n).
    pub(crate) fn confidence(&self, span: Span) -> Option<Confidence> {
        let first = self.words.partition_point(|word| word.span().end() <= span.start());
        let touched = self.words[first..].iter().take_while(|word| word.span().start() < span.end());
        touched.map(|word| word.confidence()).min()
    }

    /// Returns whether the recogniser told of alternatives anywhere.
    pub(crate) fn has_alternatives(&self) -> bool {
        !self.places.is_empty()
    }

    /// Returns the place that `span` lies in and what else may stand there.
    ///
    /// # Complexity
    ///
    /// O(log n).
    pub(crate) fn alternatives(&self, span: Span) -> Option<(Span, impl Iterator<Item = &'r str> + '_)> {
        let first = self.places.partition_point(|(place, _)| place.end() <= span.start());
        let (place, range) = self.places.get(first)?;
        let covers = place.start() <= span.start() && span.end() <= place.end();
        covers.then(|| (*place, self.alternatives[range.clone()].iter().map(|alternative| alternative.replacement())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_any_part_of_them() {
        let word =
            |start, end, per_mille| WordConfidence::new(Span::new(start, end), Confidence::from_per_mille(per_mille));
        let said = [word(8, 12, 960), word(0, 3, 310), word(4, 4, 0), word(8, 10, 700), word(11, 14, 900)];
        let recognised = Recognised::new(&said, &[]);
        let least = |start, end| recognised.confidence(Span::new(start, end)).map(Confidence::per_mille);
        assert_eq!([least(0, 3), least(2, 4), least(3, 8), least(0, 9)], [Some(310), Some(310), None, Some(310)]);
        assert_eq!([least(8, 9), least(13, 20), least(14, 20)], [Some(700), Some(700), None]);
    }

    #[test]
    fn alternatives_are_those_of_the_place_around() {
        let other = |start, end, replacement: &str| Alternative::new(Span::new(start, end), replacement);
        let said = [other(4, 8, "cat,"), other(0, 3, "The"), other(0, 3, "Toe"), other(2, 6, "none"), other(9, 9, "x")];
        let recognised = Recognised::new(&[], &said);
        let found = |start, end| {
            let (place, found) = recognised.alternatives(Span::new(start, end))?;
            Some((place.range(), found.collect::<Vec<_>>()))
        };
        assert_eq!(found(0, 3), Some((0..3, vec!["The", "Toe"])));
        assert_eq!(found(4, 7), Some((4..8, vec!["cat,"])));
        assert_eq!([found(2, 6), found(9, 10)], [None, None]);
    }
}
