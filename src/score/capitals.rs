//! Capitals that machines read for small letters of the same shape, and small letters for them: "In" where no sentence begins,
//! "girLs", "l" for "I".

use super::context::{Model, token_of};
use super::correction::Correction;
use super::gate::Margin;
use crate::candidate::Source;
use crate::cost::Cost;
use crate::document::{Document, Joint, Word};
use crate::lm::LmToken;
use crate::plan::edit::{Confidence, EditKind};
use crate::span::Span;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{Token, TokenKind};

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
    let mut write = |span: Span, replacement: String, sure: Cost, kind: EditKind| {
        let next = corrections.partition_point(|c| c.span.end() <= span.start());
        let corrected = corrections.get(next).is_some_and(|c| c.span.overlaps(span));
        if !corrected && is_open(span) {
            let margin = Margin { over_text: sure, over_next: Cost::MAX };
            let confidence = Confidence::from_margin(sure);
            found.push(Correction { span, replacement, kind, margin, confidence, source: Source::Lexicon });
        }
    };
    for sentence in 0..document.sentences().len() {
        let words = document.words_of(sentence);
        for at in words.clone() {
            let word = &document.words()[at];
            let before = at.checked_sub(1).filter(|before| words.contains(before)).map(|at| &document.words()[at]);
            let after = Some(at + 1).filter(|after| words.contains(after)).map(|at| &document.words()[at]);
            if matches!(word.joint, Joint::Alone | Joint::First)
                && let Some(stroke) = stroke_before(document, word)
                && is_person(document, model, before, stroke, word)
            {
                write(stroke, "I".to_owned(), PERSON, EditKind::Spelling);
            }
            if word.joint != Joint::Alone || word.protected || word.possessive {
                continue;
            }
            if let Some(after) = after
                && document.surface(word) == "l"
                && is_person(document, model, before, word.span, after)
            {
                write(word.span, "I".to_owned(), PERSON, EditKind::Spelling);
            } else if is_small(document, model, before, word, after) || is_unjumbled(document, word) {
                write(word.span, document.lower(word).to_owned(), SMALL, EditKind::Casing);
            }
        }
    }
    if !found.is_empty() {
        corrections.extend(found);
        corrections.sort_by_key(|c| c.span);
    }
}

/// Whether capitals inside a word were misread: "girLs", but not "eBay".
fn is_unjumbled(document: &Document<'_>, word: &Word) -> bool {
    let known = || word.entry.is_some_and(|entry| entry.is_suggestable() && entry.is_word() && !entry.is_name());
    word.shape == CaseShape::Mixed && known() && is_jumbled(document.surface(word))
}

/// Whether a few capitals stand in a word behind small letters with which it begins: "weU", "foUowed", but not "qPCR".
pub(crate) fn is_jumbled(surface: &str) -> bool {
    let count = |of: fn(char) -> bool| surface.chars().filter(|&c| of(c)).count();
    let (capitals, small) = (count(char::is_uppercase), count(char::is_lowercase));
    surface.starts_with(char::is_lowercase) && (1..small).contains(&capitals)
}

/// The number before `word`, if it is one upright stroke between blanks: "1 have".
fn stroke_before(document: &Document<'_>, word: &Word) -> Option<Span> {
    let tokens = document.tokens().get(..word.token)?;
    let [.., blank, stroke, gap] = tokens else { return None };
    let is_blank = |token: &Token| token.kind == TokenKind::Space;
    (stroke.kind == TokenKind::Number && document.at(stroke.span) == "1" && is_blank(blank) && is_blank(gap))
        .then_some(stroke.span)
}

/// Whether the first person stands in `span`, between two words or at the beginning of a sentence.
fn is_person(document: &Document<'_>, model: Model<'_>, before: Option<&Word>, span: Span, after: &Word) -> bool {
    let Some(person) = model.lexicon.entry("i") else { return false };
    let beside = |from: usize, to: usize| document.text().get(from..to) == Some(" ");
    let here = LmToken::Word(person.id());
    let said = |first, second, most| model.has_seen(first, second) && model.pair(first, second) < most;
    let before = before.filter(|before| beside(before.span.end(), span.start()));
    let follows = || before.is_none_or(|before| said(token_of(before.entry), here, PRECEDES));
    after.shape == CaseShape::Lower
        && beside(span.end(), after.span.start())
        && said(here, token_of(after.entry), FOLLOWS)
        && follows()
}

/// Whether a word is one that has no capital between two small ones.
fn is_small(
    document: &Document<'_>,
    model: Model<'_>,
    before: Option<&Word>,
    word: &Word,
    after: Option<&Word>,
) -> bool {
    let (Some(before), Some(after), Some(entry)) = (before, after, word.entry) else { return false };
    if !document.surface(word).starts_with('I') || !MEANT_SMALL.contains(&document.lower(word)) {
        return false;
    }
    let small = |word: &Word| word.shape == CaseShape::Lower;
    let beside = |first: &Word, second: &Word| document.at(Span::new(first.span.end(), second.span.start())) == " ";
    // Where a stop was lost before it, the word begins a sentence: "the auditors In part he said", "himself In all".
    let said = || before.entry.is_none() || model.has_seen(token_of(before.entry), LmToken::Word(entry.id()));
    word.shape == CaseShape::Title
        && small(before)
        && small(after)
        && beside(before, word)
        && beside(word, after)
        && document.lower(after) != "all"
        && said()
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::document::Buffers;
    use crate::score::context::Pairs;

    fn read(text: &str) -> Vec<String> {
        let lexicon = crate::Language::english().lexicon();
        let document = Document::new(text, lexicon, &[], Buffers::default());
        let mut corrections = Vec::new();
        restore(&document, Model::new(lexicon, &mut Pairs::default()), &|_| true, &mut corrections);
        corrections.into_iter().map(|correction| correction.replacement).collect()
    }

    #[test]
    fn strokes_are_told_by_what_stands_beside_them() {
        assert_eq!(read("She knew that l was here. Then 1 had an idea."), ["I", "I"]);
        assert_eq!(read("They were born In the city, which Is old."), ["in", "is"]);
        assert_eq!(read("The girLs have invoLved their eBay and iPhone."), ["girls", "involved"]);
    }

    #[test]
    fn strokes_that_are_meant_stay() {
        for text in [
            "Put l litres of water into it.",
            "It was 1 of 3, and chapter 1 is long.",
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
        let lexicon = crate::Language::english().lexicon();
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
        corrections.clear();
        restore(&document, Model::new(lexicon, &mut Pairs::default()), &|_| false, &mut corrections);
        assert!(corrections.is_empty(), "nothing is open");
    }
}
