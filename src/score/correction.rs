//! A word, or several, to be written otherwise.

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
    /// How sure it is.
    pub(crate) confidence: Confidence,
    /// What speaks for it, the weightiest first.
    pub(crate) evidence: Vec<Evidence>,
}

impl Correction {
    /// Returns the edit that makes it.
    pub(crate) fn into_edit<'t>(self, document: &Document<'t>) -> Edit<'t> {
        Edit {
            span: self.span,
            original: document.at(self.span),
            replacement: self.replacement.into(),
            kind: self.kind,
            confidence: self.confidence,
            evidence: self.evidence,
        }
    }
}
