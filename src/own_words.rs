//! The words that the caller vouches for: right where they stand, and what others near them may have been meant to be.

use std::borrow::Cow;

use crate::candidates::Local;
use crate::document::Document;
use crate::lexicon::{Entry, UserLexicon};
use crate::plan::edit::{Confidence, Edit, EditKind, Evidence};
use crate::span::Span;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{TokenKind, tokenize};

/// A user's lexicon, made ready.
#[derive(Debug)]
pub(crate) struct OwnWords {
    words: UserLexicon,
    near: Local,
}

impl OwnWords {
    pub(crate) fn new(words: UserLexicon) -> OwnWords {
        let lower: Vec<String> = words.words().map(|(word, _)| word.to_lowercase()).collect();
        OwnWords { near: Local::new(lower.iter().map(String::as_str)), words }
    }

    /// The index of what others may have been meant to be.
    pub(crate) fn near(&self) -> &Local {
        &self.near
    }

    /// Where such words stand in `text`, written as they may be.
    pub(crate) fn spans(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        for token in tokenize(text) {
            let surface = text.get(token.span.range()).unwrap_or_default();
            match token.kind {
                TokenKind::Space | TokenKind::LineBreak | TokenKind::Punctuation | TokenKind::Protected => {}
                _ if self.holds(surface) => spans.push(token.span),
                _ => {
                    let mut start = token.span.start();
                    for part in surface.split('-') {
                        if part.len() < surface.len() && self.holds(part) {
                            spans.push(Span::new(start, start + part.len()));
                        }
                        start += part.len() + 1;
                    }
                }
            }
        }
        spans
    }

    /// Whether `surface` is such a word, or its possessive. One listed in lower case may begin a sentence and stand in
    /// capitals; one with capitals is right as it is listed only.
    fn holds(&self, surface: &str) -> bool {
        let base = surface.strip_suffix("'s").or_else(|| surface.strip_suffix("’s")).unwrap_or(surface);
        [surface, base].into_iter().any(|word| match self.words.canonical(word) {
            Some(form) if form == form.to_lowercase() => CaseShape::of(word) != CaseShape::Mixed,
            Some(form) => form == word,
            None => !word.is_empty() && self.words.contains(word),
        })
    }

    /// The edits that give names of the list their capitals back, where English has no such word.
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
                    original,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_right_as_the_list_has_them() {
        let mut words = UserLexicon::new();
        ["airgised", "teH", "Takshashila"].into_iter().for_each(|word| words.insert(word, 1));
        let own = OwnWords::new(words);
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
            assert_eq!(!own.spans(text).is_empty(), right, "{text}");
        }
        assert_eq!(own.spans("a re-airgised yard"), [Span::new(5, 13)]);
    }
}
