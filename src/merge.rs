//! What casing and spelling say of the same word, made one edit.

use crate::document::Document;
use crate::lexicon::Lexicon;
use crate::plan::edit::{Edit, EditKind};
use crate::span::Span;
use crate::text::shape::CaseShape;
use crate::truecase::{Casing, Casings};

/// Returns the edits of both stages that lie where `is_free` allows, sorted and disjoint: one edit a word.
///
/// # Complexity
///
/// O(n log n) in the edits.
pub(crate) fn merge<'t>(
    document: &Document<'t>,
    lexicon: &Lexicon,
    casings: Casings,
    spellings: Vec<Edit<'t>>,
    is_free: impl Fn(Span) -> bool,
) -> Vec<Edit<'t>> {
    let words = document.words();
    let Casings { words: casings, unknown_in_runs, .. } = casings;
    let mut edits = Vec::with_capacity(casings.len() + spellings.len());
    let mut casings = casings.into_iter().filter(|c| is_free(c.span)).peekable();
    for mut edit in spellings.into_iter().filter(|c| is_free(c.span)) {
        while let Some(casing) = casings.next_if(|c| c.span.end() <= edit.span.start()) {
            edits.push(casing.into_edit(document));
        }
        let mut said = None;
        while let Some(casing) = casings.next_if(|c| c.span.overlaps(edit.span)) {
            said = Some(casing).filter(|c| c.span == edit.span);
        }
        // A capital that was for an unknown word, as for a name, is not for the common word that it turns out to be.
        let common = |word: &str| lexicon.entry(word).is_some_and(|e| e.is_word() && e.casing().lower >= 128);
        if said.as_ref().is_some_and(|c| c.shape == CaseShape::Title)
            && CaseShape::of(document.at(edit.span)) == CaseShape::Lower
            && common(&edit.replacement)
        {
            said = None;
        }
        if let Some(casing) = &said {
            edit.replacement = written_as(casing, &edit.replacement).into();
        } else if let Ok(at) = words.binary_search_by_key(&edit.span.start(), |w| w.span.start())
            && unknown_in_runs.binary_search(&at).is_ok()
            && words[at].span == edit.span
        {
            // A capitalised misspelling in a run: "Cruccial" was meant as "crucial".
            let lower = edit.replacement.to_lowercase();
            if common(&lower) {
                edit.replacement = lower.into();
            }
        }
        if let Some(casing) = said {
            edit.confidence = edit.confidence.min(casing.confidence);
            edit.evidence.extend(casing.evidence);
        }
        edits.push(edit);
    }
    edits.extend(casings.map(|c| c.into_edit(document)));
    edits
}

/// Returns `corrected` with the capitals that the truecaser chose for the word as it stood.
fn written_as(casing: &Casing, corrected: &str) -> String {
    match casing.shape {
        CaseShape::Lower | CaseShape::Title | CaseShape::Upper => casing.shape.apply(&corrected.to_lowercase()),
        CaseShape::Mixed | CaseShape::Caseless => corrected.to_owned(),
    }
}

impl Casing {
    /// Returns the edit that makes it.
    fn into_edit<'t>(self, document: &Document<'t>) -> Edit<'t> {
        Edit {
            span: self.span,
            original: document.at(self.span).into(),
            replacement: self.replacement.into(),
            kind: EditKind::Casing,
            confidence: self.confidence,
            evidence: self.evidence,
        }
    }
}
