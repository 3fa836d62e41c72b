//! The words that the caller vouches for: right where they stand, and what others near them may have been meant to be.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::candidates::Local;
use crate::document::Document;
use crate::lexicon::{Entry, UserLexicon, fold};
use crate::plan::edit::{Confidence, Edit, EditKind, Evidence};
use crate::span::Span;
use crate::text::classes::WordLists;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{TokenKind, Tokens};

/// A user's lexicon, made ready.
#[derive(Debug)]
pub(crate) struct UserWords {
    words: UserLexicon,
    forms: WordForms,
    near: Local,
}

impl UserWords {
    pub(crate) fn new(words: UserLexicon) -> UserWords {
        let lower: Vec<String> = words.words().map(|(word, _)| word.to_lowercase()).collect();
        let forms = words.words().map(|(word, _)| word).collect();
        UserWords { near: Local::new(lower.iter().map(String::as_str)), forms, words }
    }

    /// Returns the index of what others may have been meant to be.
    pub(crate) fn near(&self) -> &Local {
        &self.near
    }

    /// Returns where such words stand in `text`, written as they may be.
    pub(crate) fn spans(&self, text: &str, lists: &WordLists) -> Vec<Span> {
        spans(text, lists, |word| {
            // Those of a Hunspell dictionary cannot be listed.
            self.forms.holds(word) || self.words.canonical(word).is_none() && self.words.contains(word)
        })
    }

    /// Returns the edits that give names of the list their capitals back, where English has no such word.
    pub(crate) fn capitals<'t>(&self, document: &Document<'t>) -> Vec<Edit<'t>> {
        let mut edits = Vec::new();
        for word in document.words() {
            if word.protected || word.shape != CaseShape::Lower || word.entry.is_some_and(Entry::is_word) {
                continue;
            }
            let original = document.at(word.span);
            if let Some(form) = self.words.canonical(original).filter(|form| *form != original) {
                edits.push(Edit {
                    span: word.span,
                    original: original.into(),
                    replacement: Cow::Owned(form.to_owned()),
                    kind: EditKind::Casing,
                    confidence: Confidence::from_per_mille(990),
                    evidence: vec![Evidence::UserWord],
                });
            }
        }
        edits
    }
}

/// Words as a list writes them.
#[derive(Debug, Default)]
pub(crate) struct WordForms {
    /// As they are listed.
    listed: HashSet<String>,
    /// Those in lower case, folded.
    lower: HashSet<String>,
}

impl WordForms {
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Returns where such words stand in `text`.
    pub(crate) fn spans(&self, text: &str, lists: &WordLists) -> Vec<Span> {
        spans(text, lists, |word| self.holds(word))
    }

    /// Returns whether `word` is listed. One listed in lower case may begin a sentence and stand in capitals; one with
    /// capitals is right as it is listed only.
    fn holds(&self, word: &str) -> bool {
        self.listed.contains(word)
            || CaseShape::of(word) != CaseShape::Mixed && self.lower.contains(fold(word).as_ref())
    }
}

impl<W: AsRef<str>> FromIterator<W> for WordForms {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> WordForms {
        let mut forms = WordForms::default();
        for word in words {
            let word = word.as_ref();
            if word == word.to_lowercase() {
                forms.lower.insert(fold(word).into_owned());
            }
            forms.listed.insert(word.to_owned());
        }
        forms
    }
}

/// Returns where words stand in `text` that are held, or whose possessives or parts between hyphens are.
fn spans(text: &str, lists: &WordLists, holds: impl Fn(&str) -> bool) -> Vec<Span> {
    let holds = |surface: &str| {
        let owner = || lists.owner(surface).filter(|owner| !owner.is_empty());
        !surface.is_empty() && (holds(surface) || owner().is_some_and(&holds))
    };
    let mut spans = Vec::new();
    for token in Tokens::of(text, lists) {
        let surface = text.get(token.span.range()).unwrap_or_default();
        match token.kind {
            TokenKind::Space | TokenKind::LineBreak | TokenKind::Punctuation | TokenKind::Protected => {}
            _ if holds(surface) => spans.push(token.span),
            _ => {
                let mut start = token.span.start();
                for part in surface.split('-') {
                    if part.len() < surface.len() && holds(part) {
                        spans.push(Span::new(start, start + part.len()));
                    }
                    start += part.len() + 1;
                }
            }
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::classes::NO_LISTS;

    #[test]
    fn words_are_right_as_the_list_has_them() {
        let mut words = UserLexicon::new();
        ["airgised", "teH", "Takshashila"].into_iter().for_each(|word| words.insert(word, 1));
        let own = UserWords::new(words);
        let lists = WordLists::read("possessive\ts\n").expect("it is of the form");
        for (text, right) in [
            ("airgised", true),
            ("Airgised", true),
            ("AIRGISED", true),
            ("airGised", false),
            ("airgised's", true),
            ("teH", true),
            ("teh", false),
            ("Takshashila’s", true),
            ("takshashila", false),
            ("re-airgised", true),
        ] {
            assert_eq!(!own.spans(text, &lists).is_empty(), right, "{text}");
        }
        assert_eq!(own.spans("a re-airgised yard", &lists), [Span::new(5, 13)]);
    }

    #[test]
    fn of_two_ways_to_write_a_kept_word_both_are_right() {
        let keep: WordForms = ["us", "US", "teH"].into_iter().collect();
        for (text, kept) in [("us", true), ("US", true), ("Us", true), ("teH", true), ("teh", false), ("uS", false)] {
            assert_eq!(!keep.spans(text, &NO_LISTS).is_empty(), kept, "{text}");
        }
        assert!(WordForms::default().is_empty() && !keep.is_empty());
    }
}
