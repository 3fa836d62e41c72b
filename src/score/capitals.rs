//! Capitals that machines read for small letters of the same shape, and small letters for them: "In" where no sentence begins,
//! "girLs", "l" for "I".

use std::ops::Range;

use super::context::{Model, Neighbour};
use super::correction::Correction;
use super::gate::Margin;
use crate::candidate::Source;
use crate::cost::Cost;
use crate::document::{Document, Joint, Word};
use crate::plan::edit::{Confidence, EditKind};
use crate::span::Span;
use crate::text::shape::CaseShape;

/// Words that have no capital where no sentence begins, and begin less of them than "it".
const MEANT_SMALL: [&str; 5] = ["in", "is", "if", "its", "into"];
/// How sure it is that a word which only binds has no capital between two small words.
const SMALL: Cost = Cost(3_500);
/// How sure it is that a stroke is the first person between words that stand beside it.
const PERSON: Cost = Cost(3_000);
/// Dearer words hardly follow the first person.
const FOLLOWS: Cost = Cost(5_500);
/// Dearer behind a word, the first person hardly follows it.
const PRECEDES: Cost = Cost(5_500);

/// Adds to `corrections`, which stay in the order of the text, what has capitals for small letters in a `document` that a machine
/// read, or one of these for a capital. Only what is open and not corrected otherwise is looked at.
///
/// # Complexity
///
/// O(n) in the words; up to two look-ups in the language model for each of the few that may be one of these.
pub(crate) fn restore(
    document: &Document<'_>,
    model: Model<'_>,
    is_open: &dyn Fn(Span) -> bool,
    corrections: &mut Vec<Correction>,
) {
    let mut found = Vec::new();
    for sentence in 0..document.sentences().len() {
        for at in document.words_of(sentence) {
            let word = &document.words()[at];
            let restored = restored(document, model, document.words_of(sentence), at);
            let meant = restored.map(|(meant, sure)| (meant.to_owned(), sure)).or_else(|| unjumbled(document, word));
            let Some((replacement, sure)) = meant else { continue };
            let next = corrections.partition_point(|c| c.span.end() <= word.span.start());
            let corrected = corrections.get(next).is_some_and(|c| c.span.overlaps(word.span));
            if !corrected && is_open(word.span) {
                let margin = Margin { over_text: sure, over_next: Cost::MAX };
                let kind = if replacement == "I" { EditKind::Spelling } else { EditKind::Casing };
                found.push(Correction {
                    span: word.span,
                    replacement,
                    kind,
                    margin,
                    confidence: Confidence::from_margin(sure),
                    source: Source::Lexicon,
                });
            }
        }
    }
    if !found.is_empty() {
        corrections.extend(found);
        corrections.sort_by_key(|c| c.span);
    }
}

/// The word in small letters, and how sure that is, if capitals inside it were misread: "girLs", but not "eBay".
fn unjumbled(document: &Document<'_>, word: &Word) -> Option<(String, Cost)> {
    let known = word.entry.is_some_and(|entry| entry.is_suggestable() && entry.is_word() && !entry.is_name());
    let jumbled = word.shape == CaseShape::Mixed && is_jumbled(document.surface(word));
    (known && jumbled && !word.protected && word.joint == Joint::Alone)
        .then(|| (document.lower(word).to_owned(), SMALL))
}

/// Whether a few capitals stand in a word behind small letters with which it begins: "weU", "foUowed", but not "qPCR".
pub(crate) fn is_jumbled(surface: &str) -> bool {
    let count = |of: fn(char) -> bool| surface.chars().filter(|&c| of(c)).count();
    let (capitals, small) = (count(char::is_uppercase), count(char::is_lowercase));
    surface.starts_with(char::is_lowercase) && (1..small).contains(&capitals)
}

/// What word `at` of a sentence is meant to be, and how sure that is, where it is one capital off.
fn restored(
    document: &Document<'_>,
    model: Model<'_>,
    sentence: Range<usize>,
    at: usize,
) -> Option<(&'static str, Cost)> {
    let word = &document.words()[at];
    if word.joint != Joint::Alone || word.protected || word.possessive || word.span.len() > 4 {
        return None;
    }
    let beside = |at: Option<usize>| at.filter(|at| sentence.contains(at)).map(|at| &document.words()[at]);
    let (before, after) = (beside(at.checked_sub(1)), beside(Some(at + 1)));
    let after = after.filter(|after| is_blank(document, word, after))?;
    let small = |word: &Word| word.shape == CaseShape::Lower;
    match document.surface(word) {
        "l" => {
            let person = model.lexicon.entry("i")?.id();
            let (before, here) = (before.map_or(Neighbour::Edge, neighbour), Neighbour::Word(person));
            let said = |first, second, most| model.has_seen(first, second) && model.pair(first, second) < most;
            let fits = small(after)
                && said(here, neighbour(after), FOLLOWS)
                && (before == Neighbour::Edge || said(before, here, PRECEDES));
            fits.then_some(("I", PERSON))
        }
        surface => {
            let before = before.filter(|before| is_blank(document, before, word))?;
            let meant = MEANT_SMALL.into_iter().find(|meant| surface == CaseShape::Title.apply(meant))?;
            // Where a stop was lost before it, the word begins a sentence: "the auditors In part he said", "himself In all".
            let here = Neighbour::Word(word.entry?.id());
            let said = before.entry.is_none() || model.has_seen(neighbour(before), here);
            (small(before) && small(after) && said && document.lower(after) != "all").then_some((meant, SMALL))
        }
    }
}

/// Whether one blank stands between two words.
fn is_blank(document: &Document<'_>, first: &Word, second: &Word) -> bool {
    document.at(Span::new(first.span.end(), second.span.start())) == " "
}

fn neighbour(word: &Word) -> Neighbour {
    word.entry.map_or(Neighbour::Unknown, |entry| Neighbour::Word(entry.id()))
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::document::Buffers;
    use crate::lexicon::Lexicon;
    use crate::score::context::Pairs;

    fn read(text: &str) -> Vec<String> {
        let lexicon = Lexicon::english();
        let document = Document::new(text, lexicon, &[], Buffers::default());
        let mut corrections = Vec::new();
        restore(&document, Model::new(lexicon, &mut Pairs::default()), &|_| true, &mut corrections);
        corrections.into_iter().map(|correction| correction.replacement).collect()
    }

    #[test]
    fn strokes_are_told_by_what_stands_beside_them() {
        assert_eq!(read("She knew that l was here."), ["I"]);
        assert_eq!(read("They were born In the city, which Is old."), ["in", "is"]);
        assert_eq!(read("The girLs have invoLved their eBay and iPhone."), ["girls", "involved"]);
    }

    #[test]
    fn strokes_that_are_meant_stay() {
        for text in [
            "Put l litres of water into it.",
            "They read, In the city, a poem.",
            "The book In Praise of Shadows is short.",
            "It was by the author himself In all likelihood.",
            "",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_corrected_otherwise_is_left() {
        let lexicon = Lexicon::english();
        let document = Document::new("They were born In the city.", lexicon, &[], Buffers::default());
        let span = document.words()[3].span;
        assert_eq!(document.at(span), "In");
        let other = Correction {
            span,
            replacement: "on".to_owned(),
            kind: EditKind::RealWord,
            margin: Margin { over_text: SMALL, over_next: Cost::MAX },
            confidence: Confidence::from_margin(SMALL),
            source: Source::Lexicon,
        };
        let mut corrections = vec![other];
        restore(&document, Model::new(lexicon, &mut Pairs::default()), &|_| true, &mut corrections);
        assert_eq!(corrections.len(), 1);
        restore(&document, Model::new(lexicon, &mut Pairs::default()), &|_| false, &mut Vec::new());
    }
}
