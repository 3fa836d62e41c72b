//! Writes what is proposed, with the capitals and the line breaks of what stands there.

use super::Models;
use super::propose::Proposal;
use super::segment::{Segment, Segments, Status};
use crate::candidates::Sources;
use crate::cost::Cost;
use crate::document::Document;
use crate::plan::edit::{Confidence, Edit, EditKind, Evidence};
use crate::rerank::features::Feature;
use crate::span::Span;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::TokenKind;

/// Share of its occurrences, of 255, from which on a word is written so wherever nothing else speaks.
const ALWAYS: u8 = 230;

impl Proposal {
    /// Returns the edit that the proposal is, with the capitals of what stands there, and what speaks for it, the weightiest
    /// first.
    pub(crate) fn to_edit<'t>(
        &self,
        document: &Document<'t>,
        models: Models<'_>,
        segments: &Segments,
        confidence: Confidence,
    ) -> Edit<'t> {
        let (span, replacement) = written(document, models, segments, self);
        let gain = |millinats: i32| Cost(u32::try_from(millinats).unwrap_or(0));
        let over_next = self.features.get(Feature::posterior) - self.features.get(Feature::runner_up);
        let likelier =
            Evidence::Likelier { over_text: gain(self.features.get(Feature::gain)), over_next: gain(over_next) };
        Edit {
            span,
            original: document.at(span).into(),
            replacement: replacement.into(),
            kind: kind(segments, self),
            confidence,
            evidence: vec![self.offered(), likelier],
        }
    }

    /// The source that justifies the edit best.
    fn offered(&self) -> Evidence {
        let found = &self.candidate.found;
        let sources = self.candidate.sources;
        match found.count {
            _ if sources.has(Sources::RECOGNISED) => Evidence::OtherReading,
            _ if sources.has(Sources::MISSPELLING) => Evidence::KnownMisspelling,
            _ if sources.has(Sources::CONFUSED) => Evidence::Confusable,
            _ if sources.has(Sources::DOCUMENT) => Evidence::DocumentWord,
            _ if sources.has(Sources::REPETITION) => Evidence::Repetition,
            _ if sources.has(Sources::AFFIX) => Evidence::Affix,
            _ if found.breaks > 0 => Evidence::SplitWord,
            1 if found.spaces > 0 => Evidence::ExtraSpace,
            _ if found.spaces > 0 => Evidence::MissingSpace,
            _ => Evidence::KnownWord,
        }
    }
}

/// Returns the span that `proposal` replaces and what it puts there.
fn written(document: &Document<'_>, models: Models<'_>, segments: &Segments, proposal: &Proposal) -> (Span, String) {
    let replaced = &segments.all()[proposal.segments.clone()];
    let mut replacement = capitalised(document, models, replaced, &proposal.replacement);
    if let ([first, second], 2) = (replaced, proposal.candidate.found.count) {
        keep_mark(document, first, second, &mut replacement);
    }
    if proposal.candidate.found.breaks > 0 || document.at(proposal.span).contains('\n') {
        move_break(document, proposal.span, replacement)
    } else {
        (proposal.span, replacement)
    }
}

/// The kind of edit that a proposal is.
fn kind(segments: &Segments, proposal: &Proposal) -> EditKind {
    let found = &proposal.candidate.found;
    let replaced = &segments.all()[proposal.segments.clone()];
    if proposal.candidate.sources.has(Sources::REPETITION) {
        EditKind::Repetition
    } else if found.breaks > 0 {
        EditKind::Dehyphenation
    } else if found.spaces > 0 && found.spaces == found.edits {
        EditKind::Spacing
    } else if replaced.len() == 1 && replaced[0].status == Status::Common {
        EditKind::RealWord
    } else {
        EditKind::Spelling
    }
}

fn capitalised(document: &Document<'_>, models: Models<'_>, replaced: &[Segment], lower: &str) -> String {
    let first = &replaced[0];
    let surface = document.at(first.span);
    let count = |is: fn(&char) -> bool| replaced.iter().flat_map(|s| document.at(s.span).chars()).filter(is).count();
    let (capitals, small) = (count(|c| c.is_uppercase()), count(|c| c.is_lowercase()));
    let initial = surface.chars().find(|c| c.is_alphanumeric());
    let changed = initial.map(|c| c.to_lowercase().next()) != Some(lower.chars().next());
    let shape = if capitals > small && capitals > 1 {
        CaseShape::Upper
    } else if initial.is_some_and(char::is_uppercase) {
        CaseShape::Title
    } else if first.first && changed {
        // Another letter or a symbol stands where the sentence begins: "lt was", "|t was", "1t was".
        CaseShape::Title
    } else {
        CaseShape::Lower
    };
    let mut out = String::with_capacity(lower.len());
    for (at, word) in lower.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let entry = models.lexicon.entry(word);
        // Where a recogniser misread the first letter, it misread whether that is a capital: "Tor" for "for".
        let misread =
            changed && !first.first && shape == CaseShape::Title && entry.is_some_and(|e| e.casing().lower >= ALWAYS);
        let shape = match shape {
            CaseShape::Title if at > 0 || misread => CaseShape::Lower,
            shape => shape,
        };
        let is_first_person = |word: &str| {
            let stem = word.split_once('\'').map_or(word, |(stem, _)| stem);
            models.lexicon.lists().of(stem).has(Classes::FIRST_PERSON)
        };
        let name =
            entry.filter(|entry| entry.is_name() && (!entry.is_word() || entry.casing().lower <= u8::MAX - ALWAYS));
        let canonical = name.and_then(|entry| models.lexicon.canonical(entry.id()));
        match (shape, canonical) {
            (CaseShape::Lower | CaseShape::Title, Some(name)) => out.push_str(name),
            (CaseShape::Lower, None) if name.is_some() || is_first_person(word) => {
                out.push_str(&CaseShape::Title.apply(word));
            }
            (shape, _) => shape.write(word, &mut out),
        }
    }
    out
}

/// A mark that ends a sentence or a clause keeps its place before the space that was lost: "Sunday.Police" is "Sunday. Police", and
/// "how.we" is "how we".
fn keep_mark(document: &Document<'_>, first: &Segment, second: &Segment, replacement: &mut String) {
    let mark = document.at(Span::new(first.span.end(), second.span.start()));
    let is_kept = match mark {
        "." | "!" | "?" | ":" => document.at(second.span).starts_with(char::is_uppercase),
        "," | ";" => true,
        _ => false,
    };
    if let Some(space) = replacement.find(' ').filter(|_| is_kept) {
        replacement.insert_str(space, mark);
        let behind = space + mark.len() + 1;
        if document.at(second.span).starts_with(char::is_uppercase)
            && let Some(rest) = replacement.get(behind..)
        {
            let rest = CaseShape::Title.apply(rest);
            replacement.truncate(behind);
            replacement.push_str(&rest);
        }
    }
}

/// A word that was broken at the end of a line takes the break with it, behind itself and its marks.
fn move_break(document: &Document<'_>, span: Span, mut replacement: String) -> (Span, String) {
    let tokens = document.tokens();
    let behind = tokens.partition_point(|token| token.span.start() < span.end());
    let marks = tokens[behind..].iter().take_while(|token| token.kind == TokenKind::Punctuation).count();
    let Some(space) = tokens.get(behind + marks).filter(|token| token.kind == TokenKind::Space) else {
        return (span, replacement);
    };
    let marks = Span::new(span.end(), space.span.start());
    let moved = Span::new(span.start(), space.span.start() + 1);
    let is_possessive = behind.checked_sub(1).is_some_and(|last| tokens[last].span.end() > span.end());
    if is_possessive || !document.at(space.span).starts_with(' ') || document.is_masked(moved) {
        return (span, replacement);
    }
    replacement.push_str(document.at(marks));
    replacement.push_str(if document.at(span).contains("\r\n") { "\r\n" } else { "\n" });
    (moved, replacement)
}
