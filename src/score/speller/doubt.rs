//! Which words are doubted, and which are left whatever they resemble.

use std::ops::Range;

use super::{DAMAGED, SOUND, Speller, TELLING};
use crate::candidate::{Break, join, may_be_old};
use crate::cost::Cost;
use crate::document::{Joint, Word};
use crate::lexicon::Entry;
use crate::score::capitals::is_jumbled;
use crate::score::confusable;
use crate::score::ease::{Oddness, is_weak};
use crate::score::slot::{Gap, Kind, Slot};
use crate::settings::{Noise, RealWords};
use crate::span::Span;
use crate::text::classes::{Classes, is_function};
use crate::text::shape::CaseShape;
use crate::text::tokenizer::TokenKind;

/// A word that is known and stands in a context as unlikely as this is doubted where the text is damaged.
const ODD: Cost = Cost(18_000);
/// The same, where a machine read the text: below it hardly any word is ever found wrong, and each nat above it loses one
/// real-word error in fifty that would be mended.
const ODD_READ: Cost = Cost(15_000);
/// The same, where the text is in good order.
const VERY_ODD: Cost = Cost(26_000);

/// Rarer words stand in sentences of other languages too.
const COMMON: Cost = Cost(13_000);

/// A known word that somebody typed so often is meant, however odd it is where it stands.
const MEANT: u32 = 4;

/// What damage costs in a text of which one word in twenty is damaged.
const FULL_OF_ERRORS: Cost = Cost(3_000);

/// An unknown word that somebody typed so often is a name or a term.
const TERM: u32 = 3;

/// Why the known word in a slot is doubted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Doubt {
    /// What it costs beside its neighbours, where that is a lot.
    pub(super) odd: Option<Cost>,
    /// Whether another word that it is taken for is likelier beside them.
    pub(super) confused: bool,
}

impl Speller<'_, '_, '_> {
    /// Whether a sentence is in no English: one word in four is unknown, and hardly any of the words which hold every
    /// English sentence together is there.
    pub(super) fn is_foreign(&self, words: Range<usize>, unknown: usize) -> bool {
        if self.is_held_otherwise(words.clone()) {
            return true;
        }
        if words.len() < 4 || unknown * 4 < words.len() {
            return false;
        }
        let function =
            self.document.words()[words.clone()].iter().filter(|word| word.classes.has(Classes::FUNCTION)).count();
        // Lists of names and of prices hold few of them, and other words of English where a machine misread the rest. Short ones
        // stand in any language, and "de" and "la" in others.
        let english = || {
            let words = &self.document.words()[words.clone()];
            let long = || words.iter().filter(|word| word.span.len() > 3);
            if words.iter().filter(|word| word.classes.has(Classes::NOBLE)).count() > 1 {
                return false;
            }
            let common =
                |word: &&Word| word.entry.is_some_and(|entry| entry.is_suggestable() && entry.unigram_cost() < COMMON);
            long().filter(common).count() * 3 >= long().count()
        };
        unknown * 10 > words.len() * 8 || function * 8 < words.len() && !(self.is_misread() && english())
    }

    /// Whether more words of other languages hold a sentence together than long ones of English: short ones stand in any language.
    fn is_held_otherwise(&self, words: Range<usize>) -> bool {
        let small = || self.document.words()[words.clone()].iter().filter(|word| word.shape == CaseShape::Lower);
        let foreign = small().filter(|word| word.classes.has(Classes::FOREIGN)).count();
        let english = || small().filter(|word| word.classes.has(Classes::FUNCTION) && word.span.len() > 2).count();
        foreign > 1 && foreign > english()
    }

    /// Whether slot `at` may be anything but what it says, or be read as one with a neighbour: one in which neither is the
    /// case, nor in its neighbours, has one reading.
    pub(super) fn is_doubtful(&self, at: usize) -> bool {
        let slot = &self.slots[at];
        let damaged = self.error < DAMAGED;
        let unknown = match slot.kind {
            Kind::Opaque => false,
            Kind::Digits => self.is_read() && damaged,
            Kind::Word(_) | Kind::Marked => slot.entry.is_none(),
        };
        let joined = match slot.before {
            Gap::HangingHyphen | Gap::LineHyphen => true,
            Gap::Mark | Gap::Hyphen => self.is_read(),
            Gap::LineBreak => {
                self.is_read()
                    && damaged
                    && at > 0
                    && join(self.lexicon, &self.slots[at - 1].lower, &slot.lower, Break::Line).is_some()
            }
            Gap::Start | Gap::Blank | Gap::LeadingHyphen | Gap::Stop => false,
        };
        unknown
            || joined
            || damaged && weak(slot)
            || !self.habits.is_empty()
            || self.doubts[at].odd.is_some()
            || self.doubts[at].confused
    }

    /// Where a known word is found odd; nowhere if no such word is ever replaced.
    pub(super) fn oddness(&self) -> Option<Oddness> {
        let odd = if self.is_read() { ODD_READ } else { ODD };
        let limit = match self.real_words {
            RealWords::Off => return None,
            _ if self.archaic => return None,
            RealWords::Cautious if self.error < DAMAGED => odd,
            RealWords::Cautious => VERY_ODD,
            RealWords::Bold => odd,
        };
        Some(Oddness {
            common: if limit == VERY_ODD {
                Cost(9_500)
            } else if self.is_read() {
                Cost(6_500)
            } else {
                Cost(8_000)
            },
            limit,
            accepted: self.error < DAMAGED,
            // The names that a machine read are misread into others too often.
            names: self.error < DAMAGED && !self.is_read(),
        })
    }

    /// Whether the word at `at`, if it is known, is `odd` where it stands or may have been taken for another one at the cost
    /// of `confused`.
    pub(super) fn doubt(&self, at: usize, odd: Option<Oddness>, confused: Option<Cost>) -> Doubt {
        let slot = &self.slots[at];
        let Some(entry) = slot.entry else { return Doubt::default() };
        let confused = confused.is_some_and(|taken| self.is_confused(at, taken, |_, _, _| {}));
        // What follows "baker's" tells nothing of "baker".
        let owns = || {
            let behind = self.document.text().get(slot.span.end()..).unwrap_or_default();
            behind.starts_with("'s") || behind.starts_with("\u{2019}s")
        };
        // Who writes of tiles writes "tile" again and again, and "ls" who writes of commands.
        let meant = || {
            let word = entry.is_suggestable() || self.document.is_technical();
            !self.is_read() && word && self.document.times_of(&slot.lower) >= MEANT
        };
        let odd = odd.filter(|odd| odd.is_rare(entry) && !owns() && !meant());
        let odd = odd.and_then(|odd| odd.of(self.model, (entry, slot.shape), self.before(at), self.after(at)));
        Doubt { odd, confused }
    }

    /// What it costs that the writer took one word for another that is like it; none where such words are not doubted:
    /// machines do not confuse them, and who makes no other mistakes in a long text next to never does.
    pub(super) fn taken(&self) -> Option<Cost> {
        let doubted = match self.real_words {
            RealWords::Off => false,
            RealWords::Cautious => self.is_read() || self.error <= SOUND || self.document.words().len() < TELLING,
            RealWords::Bold => true,
        };
        (doubted && (self.is_read() || !self.archaic)).then(|| confusable::taken(self.error, self.origin))
    }

    /// Calls `offer` with each word that the one at `at` was likely taken for at the cost of `taken`, and how much it is out of
    /// place beyond what its pairs cost; returns whether there is any.
    pub(super) fn is_confused(&self, at: usize, taken: Cost, offer: impl FnMut(&'static str, Entry, Cost)) -> bool {
        let slot = &self.slots[at];
        let (Kind::Word(word), Some(entry)) = (slot.kind, slot.entry) else { return false };
        // "LED" is none that led.
        let classes = self.document.words()[word].classes;
        // Words that only bind owe their capital to a run of them.
        let run = at == 0 || classes.has(Classes::FUNCTION);
        let small = slot.shape == CaseShape::Lower || slot.shape == CaseShape::Title && run;
        // "one-off" and "too-big-to-fail" are wholes.
        let alone = self.document.words()[word].joint == Joint::Alone;
        small
            && alone
            && classes.has(self.origin.alike())
            && confusable::meant(
                self.model,
                (&slot.lower, entry),
                (taken, self.origin),
                self.before(at),
                self.after(at),
                offer,
            )
    }

    /// Whether slot `at` may be anything but what it says.
    pub(super) fn is_suspect(&self, at: usize) -> bool {
        let slot = &self.slots[at];
        match slot.kind {
            Kind::Opaque => false,
            Kind::Digits => self.is_read() && self.error < DAMAGED && matches!(slot.surface, "1" | "0" | "10"),
            Kind::Marked => self.is_read(),
            // "Her" before a line that begins with "ald" is no pronoun.
            Kind::Word(_) if is_ordinal(slot) || self.is_piece(at) => false,
            Kind::Word(_) => match slot.entry {
                None => {
                    let part = |part: &str| self.is_part_of_camel(part);
                    !self.is_broken(at) && (self.is_read() || is_plain(slot)) && !is_camel(slot, part)
                }
                // "Ye'll" is how some people speak.
                Some(_) => !slot.lower.contains('\'') && self.doubts[at].odd.is_some(),
            },
        }
    }

    /// Whether the word at `at` is to be left as it is whatever it resembles: an old spelling or a torn word in an old
    /// text, a piece of a code such as "LT-PRAG-07".
    pub(super) fn is_left(&self, at: usize) -> bool {
        let slot = &self.slots[at];
        let word = match (slot.kind, slot.entry) {
            (Kind::Word(word), None) => word,
            // "c u": who types a letter for a word means it.
            (Kind::Word(word), Some(_)) => {
                // So does who writes two of them in a compound: "n-i-bz".
                let most = if self.document.words()[word].joint == Joint::Alone { 1 } else { 2 };
                return !self.is_read() && (slot.lower.len() <= most || self.is_mentioned(slot.span));
            }
            _ => return false,
        };
        let token = self.document.words()[word].token;
        if self.document.tokens()[token].kind == TokenKind::Alphanumeric
            && !slot.lower.bytes().any(|b| b.is_ascii_digit())
        {
            return true;
        }
        let acronym = slot.shape == CaseShape::Upper && slot.lower.len() <= 5 && {
            let capitals = |slot: Option<&Slot<'_>>| slot.is_some_and(|slot| slot.shape == CaseShape::Upper);
            !capitals(at.checked_sub(1).and_then(|before| self.slots.get(before))) && !capitals(self.slots.get(at + 1))
        };
        if acronym && (!self.is_read() || slot.lower.len() <= 2) {
            return true;
        }
        let meant = || self.is_mentioned(slot.span) || is_keyed(self.document.text(), slot) || self.is_term(slot);
        if !self.is_read() && meant() {
            return true;
        }
        (slot.surface.contains('ſ') && self.noise != Noise::Ocr)
            || (self.torn && self.is_fragment(at))
            || self.archaic
                && !(self.is_read() && is_jumbled(slot.surface))
                && (may_be_old(self.lexicon, &slot.lower) || self.is_fragment(at))
    }

    /// Whether an unknown word comes so often that it is a name or a term, and nobody is known to misspell another one so.
    /// Who misspells one word in twenty misspells some again and again.
    fn is_term(&self, slot: &Slot<'_>) -> bool {
        self.error > FULL_OF_ERRORS
            && self.times_unknown(slot) >= TERM
            && self.lexicon.misspelling(&slot.lower).is_none()
    }

    /// Whether what stands at `span` is quoted for its letters: alone between quotation marks, or with `[sic]` behind it.
    fn is_mentioned(&self, span: Span) -> bool {
        let text = self.document.text();
        let (before, after) =
            (text.get(..span.start()).unwrap_or_default(), text.get(span.end()..).unwrap_or_default());
        let opened = before.ends_with(['"', '\u{201c}', '\u{2018}', '`', '«']);
        let closed = after.starts_with(['"', '\u{201d}', '\u{2019}', '`', '»']);
        (opened && closed)
            || after.trim_start().starts_with("[sic]")
            || (after.starts_with(['\'', '\u{2019}']) && (before_g(text, span) || is_elided(text, span)))
    }

    /// Whether the word at `at` makes a word with one of its neighbours.
    fn is_fragment(&self, at: usize) -> bool {
        let torn = |first: usize| {
            self.slots.get(first..first + 2).is_some_and(|pair| {
                matches!(pair[1].before, Gap::Blank | Gap::LineBreak)
                    && join(self.lexicon, &pair[0].lower, &pair[1].lower, Break::Blank).is_some()
            })
        };
        torn(at) || at.checked_sub(1).is_some_and(torn)
    }

    /// Whether the word at `at` makes one with its neighbour in the next line or behind a hyphen, in what a machine read: it
    /// is no word by itself.
    fn is_piece(&self, at: usize) -> bool {
        let torn = |first: usize| {
            self.slots.get(first..first + 2).is_some_and(|pair| {
                matches!(pair[1].before, Gap::LineBreak | Gap::Hyphen)
                    && self.lexicon.entry(&[&*pair[0].lower, &*pair[1].lower].concat()).is_some()
            })
        };
        self.is_read() && (torn(at) || at.checked_sub(1).is_some_and(torn))
    }

    /// Whether names in code and of brands are made of `part`. A recogniser's capitals cut words anywhere: "di" and "werent"
    /// are in large lists, and "diWerent" is "different".
    fn is_part_of_camel(&self, part: &str) -> bool {
        let whole = |entry: Entry| part.len() > 2 && entry.is_word() && !entry.is_rare();
        self.lexicon.entry(part).is_some_and(|entry| !self.is_read() || whole(entry))
    }

    /// Whether slot `at` is a piece of a word that was broken at the end of a line.
    fn is_broken(&self, at: usize) -> bool {
        let broken = |slot: &Slot<'_>| matches!(slot.before, Gap::HangingHyphen | Gap::LineHyphen);
        broken(&self.slots[at]) || self.slots.get(at + 1).is_some_and(broken)
    }
}

/// Whether a slot may well be a piece of a word.
pub(super) fn weak(slot: &Slot<'_>) -> bool {
    slot.entry.is_none_or(is_weak)
}

/// Whether an unknown word looks as words that people type look: no digits, no accents, capitals at most in front.
pub(super) fn is_plain(slot: &Slot<'_>) -> bool {
    slot.surface.chars().enumerate().all(|(at, c)| {
        c.is_ascii_lowercase()
            || c == '\''
            || c == '\u{2019}'
            || (c.is_ascii_uppercase() && (at < 2 || slot.shape == CaseShape::Upper))
    })
}

/// Whether a word is written in the way of programmers and of brands: words run together, each of which `is_part` and has a
/// capital.
fn is_camel(slot: &Slot<'_>, is_part: impl Fn(&str) -> bool) -> bool {
    if slot.shape != CaseShape::Mixed || !slot.lower.is_ascii() || slot.lower.len() != slot.surface.len() {
        return false;
    }
    let humps = slot.surface.char_indices().skip(1).filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    let mut start = 0;
    let mut parts = 0;
    for end in humps.chain([slot.lower.len()]) {
        let part = slot.lower.get(start..end).unwrap_or_default();
        let binds = is_function(part) && slot.surface.starts_with(|c: char| c.is_ascii_lowercase());
        if part.len() < 2 || binds || !is_part(part) {
            return false;
        }
        parts += 1;
        start = end;
    }
    parts > 1
}

/// Whether a slot makes an ordinal of what stands before it: "the k-th row".
fn is_ordinal(slot: &Slot<'_>) -> bool {
    slot.before == Gap::Hyphen && matches!(&*slot.lower, "th" | "st" | "nd" | "rd")
}

/// "th' house", "wi' them": the mark stands for the rest of a short word.
fn is_elided(text: &str, span: Span) -> bool {
    let opened =
        text.get(..span.start()).unwrap_or_default().ends_with(['\'', '\u{2018}', '\u{2019}', '"', '\u{201c}']);
    !opened && span.len() <= 3
}

/// "'a'bility", "the "d"ownload menu": the letter between quotation marks is the key to be pressed.
fn is_keyed(text: &str, slot: &Slot<'_>) -> bool {
    let quote = |c: char| matches!(c, '"' | '\'' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}');
    let mut before = text.get(..slot.span.start()).unwrap_or_default().chars().rev();
    let quoted = before.next().is_some_and(quote);
    quoted && (before.next().is_some_and(char::is_alphabetic) || slot.surface.chars().nth(1).is_some_and(quote))
}

/// "fixin'": the mark stands for a letter that is not spoken.
fn before_g(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some_and(|word| word.ends_with("in"))
}
