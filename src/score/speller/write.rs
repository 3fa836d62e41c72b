//! Writes a reading with the capitals of what stands there.

use super::Speller;
use super::verdict::Verdict;
use crate::candidate::{Reading, Source};
use crate::cost::Cost;
use crate::lexicon::Lexicon;
use crate::plan::edit::EditKind;
use crate::score::correction::Correction;
use crate::score::lattice::Arc;
use crate::score::prefix;
use crate::score::slot::{Gap, Slot};
use crate::span::Span;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::TokenKind;

/// By how much dearer at most a word is at the beginning of a sentence than anywhere if it begins some.
const BEGINS: Cost = Cost(700);
/// The share, of 255, of a word's places from which on it is written so wherever nothing else speaks.
const ALWAYS: u8 = 230;

impl Speller<'_, '_, '_> {
    pub(super) fn write(&mut self, arc: Arc, reading: &Reading, verdict: Verdict) {
        let slots = &self.slots[arc.from..arc.to];
        let (first, last) = (&slots[0], &slots[slots.len() - 1]);
        let mut span = first.span.join(last.span);
        let mut replacement = written(self.lexicon, reading, first, (slots.len() > 1).then_some(last));
        if slots.len() == 1 && self.is_read() {
            self.recapitalise(arc.from, &mut replacement);
        }
        if slots.len() > 1 && matches!(last.before, Gap::LineHyphen | Gap::LineBreak) {
            (span, replacement) = self.move_break(span, replacement);
        }
        let kind = match reading.source {
            Source::Split | Source::Join => EditKind::Spacing,
            _ if slots.len() > 1 => EditKind::Dehyphenation,
            _ if slots.len() == 1 && first.entry.is_some() => EditKind::RealWord,
            _ => EditKind::Spelling,
        };
        if self.document.at(span) != replacement {
            let Verdict { margin, confidence, .. } = verdict;
            self.corrections.push(Correction { span, replacement, kind, margin, confidence, source: reading.source });
        }
    }

    /// Where a machine misread the first letter of the word at `at`, it misread whether that is a capital: "Tor" for "for",
    /// "lt was" for "It was", "lohn" for "John". Capitals that it read inside of a word tell nothing of the others ("QNd"), unless
    /// those beside are written in capitals.
    fn recapitalise(&self, at: usize, replacement: &mut String) {
        let slot = &self.slots[at];
        let Some(entry) = self.lexicon.entry(&replacement.to_lowercase()) else { return };
        let beside = |is: &dyn Fn(&Slot<'_>) -> bool| {
            at.checked_sub(1).is_some_and(|before| is(&self.slots[before])) || self.slots.get(at + 1).is_some_and(is)
        };
        let shouted = |slot: &Slot<'_>| slot.shape == CaseShape::Upper && slot.surface.len() > 1;
        let jumbled =
            slot.shape == CaseShape::Mixed && CaseShape::of(replacement) == CaseShape::Upper && !beside(&shouted);
        if jumbled {
            *replacement = CaseShape::Title.apply(&replacement.to_lowercase());
        }
        if !jumbled && slot.lower.chars().next() == replacement.chars().flat_map(char::to_lowercase).next() {
            return;
        }
        let inside = matches!(slot.before, Gap::Blank | Gap::LineBreak);
        // "heen" behind a speck begins no sentence.
        let begins = || self.lexicon.bigram_cost(None, entry.id()) < entry.unigram_cost() + BEGINS;
        let opens = || begins() && opens_sentence(self.document.text(), slot.span);
        let capital = |slot: &Slot<'_>| slot.surface.starts_with(char::is_uppercase);
        let casing = entry.casing();
        match CaseShape::of(replacement) {
            CaseShape::Lower if casing.title >= ALWAYS || opens() => *replacement = CaseShape::Title.apply(replacement),
            CaseShape::Title if inside && casing.lower >= ALWAYS && !beside(&capital) => {
                *replacement = replacement.to_lowercase();
            }
            _ => {}
        }
    }

    /// A word that was broken at the end of a line takes the break with it, behind itself and its marks.
    fn move_break(&self, span: Span, mut replacement: String) -> (Span, String) {
        let tokens = self.document.tokens();
        let behind = tokens.partition_point(|token| token.span.start() < span.end());
        let marks = tokens[behind..].iter().take_while(|token| token.kind == TokenKind::Punctuation).count();
        let Some(blank) = tokens.get(behind + marks).filter(|token| token.kind == TokenKind::Space) else {
            return (span, replacement);
        };
        let marks = Span::new(span.end(), blank.span.start());
        let moved = Span::new(span.start(), blank.span.start() + 1);
        let possessive = tokens[behind - 1].span.end() > span.end();
        if possessive || !self.document.at(blank.span).starts_with(' ') || self.document.is_closed(moved) {
            return (span, replacement);
        }
        replacement.push_str(self.document.at(marks));
        replacement.push_str(if self.document.at(span).contains("\r\n") { "\r\n" } else { "\n" });
        (moved, replacement)
    }
}

/// Whether a full stop, of no abbreviation, or another mark that ends sentences stands before `span`.
fn opens_sentence(text: &str, span: Span) -> bool {
    let before = text.get(..span.start()).unwrap_or_default();
    let before =
        before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\u{201c}' | '\u{2018}'));
    if before.len() == span.start() || before.ends_with(['!', '?']) {
        return before.len() < span.start();
    }
    let last = before.strip_suffix('.').and_then(|before| before.rsplit(|c: char| !c.is_alphanumeric()).next());
    last.is_some_and(|last| last.len() > 2 && !Classes::of(&last.to_lowercase()).has(Classes::TITLE))
}

/// `reading` with the capitals of what stands in `slot`.
fn written(lexicon: &Lexicon, reading: &Reading, slot: &Slot<'_>, last: Option<&Slot<'_>>) -> String {
    let capitals = slot.surface.chars().filter(|c| c.is_uppercase()).count();
    let small = slot.surface.chars().filter(|c| c.is_lowercase()).count();
    let shape = match slot.shape {
        CaseShape::Mixed | CaseShape::Caseless if capitals > small => CaseShape::Upper,
        CaseShape::Mixed if slot.surface.chars().next().is_some_and(char::is_uppercase) => CaseShape::Title,
        CaseShape::Mixed | CaseShape::Caseless => CaseShape::Lower,
        shape => shape,
    };
    let tail = last.map(|slot| slot.shape);
    let mut out = String::with_capacity(reading.text.len());
    let between = reading.text.find([' ', '-']).filter(|_| reading.words.1.is_some());
    let (first, second) = reading.text.split_at(between.unwrap_or(reading.text.len()));
    let second = second.trim_start_matches([' ', '-', '.']);
    let first = first.trim_end_matches('.');
    for (at, part) in [first, second].into_iter().enumerate() {
        if part.is_empty() {
            break;
        }
        if at > 0 {
            out.push_str(reading.text.get(first.len()..reading.text.len() - second.len()).unwrap_or_default());
        }
        // What two slots hold keeps the capitals of each; what one held had one capital, in front.
        let shape = match (at, tail) {
            (0, _) => shape,
            (_, Some(tail)) => tail,
            _ if shape == CaseShape::Title => CaseShape::Lower,
            _ => shape,
        };
        let entry = lexicon.entry(part);
        let prefixed = at == 0 && !second.is_empty() && prefix::is_prefix(part);
        let name = entry.filter(|entry| entry.is_name() && !entry.is_word() && !prefixed);
        let canonical = name.and_then(|entry| lexicon.canonical(entry.id()));
        match (shape, canonical) {
            (CaseShape::Lower | CaseShape::Title, Some(name)) => out.push_str(name),
            (CaseShape::Lower, None) if name.is_some() || part == "i" || part.starts_with("i'") => {
                out.push_str(&CaseShape::Title.apply(part));
            }
            (shape, _) => out.push_str(&shape.apply(part)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_open_behind_full_stops() {
        let opens = |text: &str| opens_sentence(text, Span::new(text.len(), text.len()));
        for text in ["It fell. ", "Did it fall? \u{201c}", "It fell.\n", "It fell!\""] {
            assert!(opens(text), "{text:?}");
        }
        for text in ["", " ", "It fell, ", "Mr. ", "J. ", "said prof. ", "It fell "] {
            assert!(!opens(text), "{text:?}");
        }
    }
}
