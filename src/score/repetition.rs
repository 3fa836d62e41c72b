//! Words that stand twice, one after the other, by no will of the writer's: "of discussion of discussion".

use super::correction::Correction;
use super::gate::Margin;
use crate::candidate::Source;
use crate::cost::Cost;
use crate::document::{Document, Joint, Word};
use crate::plan::edit::{Confidence, EditKind};
use crate::span::Span;
use crate::text::classes::Classes;

/// Most words that are looked for a second time.
const LONGEST: usize = 4;
/// How sure a repetition is: what is written twice on purpose was left out before.
const SURE: Cost = Cost(4_600);

/// Adds the removal of second copies to `corrections`, which stay in the order of the text. A second copy in which another
/// word is corrected stays.
///
/// # Complexity
///
/// O(n) in the words.
pub(crate) fn remove(document: &Document<'_>, corrections: &mut Vec<Correction>) {
    let before = corrections.len();
    for sentence in 0..document.sentences().len() {
        let words = &document.words()[document.words_of(sentence)];
        let mut at = 0;
        while at + 1 < words.len() {
            let length = (2..=LONGEST.min((words.len() - at) / 2)).find(|&n| is_repeated(document, &words[at..], n));
            if let Some(length) = length {
                let (first, second) = (&words[at + length - 1], &words[at + 2 * length - 1]);
                corrections.push(Correction {
                    span: Span::new(first.span.end(), second.span.end()),
                    replacement: String::new(),
                    kind: EditKind::Repetition,
                    margin: Margin { over_text: SURE, over_next: Cost::MAX },
                    confidence: Confidence::from_margin(SURE),
                    source: Source::Twice,
                });
                at += length;
            }
            at += 1;
        }
    }
    let removed = corrections.split_off(before);
    let corrected = |span: Span| {
        let next = corrections.partition_point(|c| c.span.end() <= span.start());
        corrections.get(next).is_some_and(|c| c.span.overlaps(span))
    };
    let removed: Vec<Correction> = removed.into_iter().filter(|c| !corrected(c.span)).collect();
    if !removed.is_empty() {
        corrections.extend(removed);
        corrections.sort_by_key(|c| c.span);
    }
}

/// Whether the first `length` of `words` follow once more, parted by single blanks, as nobody writes them on purpose.
fn is_repeated(document: &Document<'_>, words: &[Word], length: usize) -> bool {
    let (first, second) = (&words[..length], &words[length..2 * length]);
    let same = first.iter().zip(second).all(|(a, b)| {
        let plain =
            |word: &Word| word.entry.is_some() && !word.protected && word.joint == Joint::Alone && !word.possessive;
        plain(a) && plain(b) && document.surface(a) == document.surface(b)
    });
    let blanks = words[..2 * length]
        .windows(2)
        .all(|pair| matches!(document.at(Span::new(pair[0].span.end(), pair[1].span.start())), " " | "\n"));
    if !same || !blanks {
        return false;
    }
    // "again and again and again": what goes on a third time was meant.
    if words.get(2 * length).is_some_and(|third| document.lower(third) == document.lower(&first[0])) {
        return false;
    }
    let function = |word: &Word| word.classes.has(Classes::FUNCTION);
    // A phrase has a word that means something, and one that only binds. Single words stand twice in what people say.
    first.iter().any(function) && first.iter().any(|word| !function(word) && word.span.len() > 3)
}
