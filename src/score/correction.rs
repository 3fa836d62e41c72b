//! A word, or several, to be written otherwise.

use super::gate::Margin;
use crate::candidate::Source;
use crate::document::Document;
use crate::plan::edit::{Confidence, Edit, EditKind, Evidence};
use crate::span::Span;

/// A word, or several, to be written otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    /// What it replaces.
    pub(crate) span: Span,
    /// What is meant, with the capitals of what stands there.
    pub(crate) replacement: String,
    /// What it does.
    pub(crate) kind: EditKind,
    /// By how much it is likelier than what stands there, and than the next best reading.
    pub(crate) margin: Margin,
    /// How sure it is.
    pub(crate) confidence: Confidence,
    /// Who offered it.
    pub(crate) source: Source,
}

impl Correction {
    /// The edit that makes it, with what speaks for it, the weightiest first.
    pub(crate) fn into_edit<'t>(self, document: &Document<'t>) -> Edit<'t> {
        let offered = match self.source {
            Source::Lexicon => Evidence::KnownWord,
            Source::Local => Evidence::DocumentWord,
            Source::Misspelling => Evidence::KnownMisspelling,
            Source::Confused => Evidence::TakenForAnother,
            Source::Split => Evidence::LostBlank,
            Source::Join => Evidence::ExtraBlank,
            Source::Break => Evidence::BrokenWord,
            Source::Affix => Evidence::ExchangedEnding,
            Source::Twice => Evidence::WrittenTwice,
        };
        let likelier = Evidence::Likelier { over_text: self.margin.over_text, over_next: self.margin.over_next };
        Edit {
            span: self.span,
            original: document.at(self.span),
            replacement: self.replacement.into(),
            kind: self.kind,
            confidence: self.confidence,
            evidence: vec![offered, likelier],
        }
    }
}
