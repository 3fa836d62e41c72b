//! What two words may have been meant to be together: one that was torn or broken, a compound, two that lost their blank.

use super::doubt::{is_plain, weak};
use super::offer::regular;
use super::{DAMAGED, Speller, TELLING, arc};
use crate::candidate::{Break, Effort, Reading, Source, bridged, is_offered, join, two};
use crate::cost::Cost;
use crate::lexicon::{Entry, NameClasses};
use crate::lm::LmToken;
use crate::plan::edit::{Confidence, EditKind};
use crate::score::context;
use crate::score::correction::Correction;
use crate::score::damage::binds;
use crate::score::ease::is_merely_accepted;
use crate::score::gate::Margin;
use crate::score::prefix;
use crate::score::slot::{Gap, Kind, Slot};
use crate::span::Span;
use crate::text::classes::{Classes, is_function};
use crate::text::shape::CaseShape;

/// A hyphen at the end of a line is mostly one that the printer put there.
const PRINTERS_HYPHEN: Cost = Cost(3_000);
/// What it costs that a compound holds a function word: "not-only" is hardly ever one.
const HYPHENED_FUNCTION: Cost = Cost(8_000);
/// Dearer pairs of words are hardly two that lost the blank between them.
const LIKELY_PAIR: Cost = Cost(10_000);
/// Dearer pairs of words are hardly said together so often that they stand in compounds: "long range", "short term".
const SAID_TOGETHER: Cost = Cost(5_800);
/// By how much cheaper a word is behind one that it is said with.
const FOLLOWS: Cost = Cost(300);
/// By how much "US-Japan" is likelier than "US -Japan": of writers who put a blank before a hyphen next to none means to.
const TIED: Cost = Cost(5_000);
/// What opens a quotation.
const QUOTES: [char; 3] = ['"', '\u{201c}', '\u{2018}'];
/// What it costs that no blank follows a full stop.
const TIGHT_STOP: Cost = Cost(9_000);

impl Speller<'_, '_, '_> {
    /// Takes away the blank between two names that a hyphen joins: "US -Japan".
    pub(super) fn tie_names(&mut self) {
        // Where a machine read the text the hyphen is a speck, a dash or the rest of one.
        if self.is_read() || self.archaic {
            return;
        }
        for pair in self.slots.windows(2).filter(|pair| pair[1].before == Gap::LeadingHyphen) {
            let blank = Span::new(pair[0].span.end(), pair[1].span.start() - 1);
            if self.document.at(blank) == " " && are_tied(&pair[0], &pair[1]) && (self.is_open)(blank) {
                self.corrections.push(Correction {
                    span: blank,
                    replacement: String::new(),
                    kind: EditKind::Spacing,
                    margin: Margin { over_text: TIED, over_next: Cost::MAX },
                    confidence: Confidence::from_margin(TIED),
                    source: Source::Join,
                });
            }
        }
    }

    /// What the way costs in which slot `at` hangs on the one before it, as the text has it.
    pub(super) fn joint_cost(&self, at: usize) -> Cost {
        let Some(before) = at.checked_sub(1) else { return Cost::ZERO };
        let (first, second) = (&self.slots[before], &self.slots[at]);
        match second.before {
            Gap::HangingHyphen | Gap::LineHyphen => PRINTERS_HYPHEN,
            Gap::Hyphen if self.is_false_compound(before) => HYPHENED_FUNCTION,
            Gap::Mark if self.is_tight_stop(first, second) => TIGHT_STOP,
            _ => Cost::ZERO,
        }
    }

    /// Adds the readings of slots `at` and `at + 1` together: as one word, or as two with a blank between them.
    pub(super) fn offer_joined(&mut self, at: usize) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let (Kind::Word(_), Kind::Word(_)) = (first.kind, second.kind) else { return };
        let small = second.shape == CaseShape::Lower;
        let reading = match second.before {
            // Old print that was copied out with its line ends is left as it was printed.
            Gap::HangingHyphen if self.archaic => return,
            Gap::HangingHyphen | Gap::LineHyphen => {
                let prefixed = second.shape == CaseShape::Title && prefix::is_prefix(&first.lower);
                let small = small && first.shape != CaseShape::Upper;
                if small || prefixed || (first.shape == CaseShape::Upper && second.shape == CaseShape::Upper) {
                    self.offer_unbroken(at);
                }
                return;
            }
            Gap::Blank | Gap::LineBreak => {
                // "shop keeper" is how some write it: one must be no word by itself, or hardly one in a damaged text.
                let unknown = first.entry.is_none() || second.entry.is_none();
                let broken = self.is_read() && second.before == Gap::LineBreak;
                let torn = unknown || (self.error < DAMAGED && (weak(first) || weak(second) || broken));
                let blank = second.before == Gap::Blank && self.torn;
                if blank || !torn || !small || self.archaic {
                    return;
                }
                let between = if broken { Break::Line } else { Break::Blank };
                let whole = join(self.lexicon, &first.lower, &second.lower, between);
                if whole.is_none() && self.is_read() {
                    self.offer_pieced(at, between);
                }
                whole
            }
            // "the "o"ptions menu": the key that is to be pressed.
            Gap::Mark if self.document.text().get(..first.span.start()).is_some_and(|text| text.ends_with(QUOTES)) => {
                None
            }
            Gap::Mark
                if small && (first.entry.is_none() || second.entry.is_none() || self.is_specked(first, second)) =>
            {
                join(self.lexicon, &first.lower, &second.lower, Break::Mark)
            }
            Gap::Mark if self.is_tight_stop(first, second) => match (first.entry, second.entry) {
                (Some(a), Some(b)) => Some(two(&first.lower, a, &second.lower, b, if small { " " } else { ". " })),
                _ => None,
            },
            Gap::Hyphen if self.is_false_compound(at) => {
                if let (Some(a), Some(b)) = (first.entry, second.entry) {
                    let reading = two(&first.lower, a, &second.lower, b, " ");
                    self.push_joined(at, reading, Cost::ZERO);
                }
                return;
            }
            Gap::Hyphen if small && self.is_false_break(at) => {
                if let Some(reading) = join(self.lexicon, &first.lower, &second.lower, Break::Hyphen) {
                    self.push_joined(at, reading, self.error);
                }
                return;
            }
            _ => None,
        };
        if let Some(reading) = reading {
            self.push_joined(at, reading, self.error);
        }
    }

    /// Adds the words that slots `at` and `at + 1` make together where another letter of theirs is misread or a blank too.
    fn offer_pieced(&mut self, at: usize, between: Break) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        if is_whole(first) || is_whole(second) {
            return;
        }
        let mut found = Vec::new();
        if is_scrap(first) && is_scrap(second) {
            bridged(self.lexicon, &first.lower, &second.lower, |reading| found.push(reading));
        }
        if first.entry.is_none() || second.entry.is_none() {
            let surface = [first.surface, second.surface].concat();
            let lower = [&*first.lower, &*second.lower].concat();
            self.finder.readings(&surface, &lower, Effort::Brief, |reading| {
                if reading.words.1.is_none() && reading.source == Source::Lexicon {
                    let cost = reading.cost + between.cost();
                    found.push(Reading { cost, source: Source::Join, ..reading.clone() });
                }
            });
        }
        for reading in found {
            self.push_joined(at, reading, self.error);
        }
    }

    /// Adds the readings of a word that was broken between slots `at` and `at + 1`.
    fn offer_unbroken(&mut self, at: usize) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let at_line_end = second.before == Gap::LineHyphen;
        let compound = if at_line_end {
            may_be_compound(first, second) && (!self.has_dashes() || self.is_said(at))
        } else {
            self.is_hanging_compound(at)
        };
        let whole = join(self.lexicon, &first.lower, &second.lower, Break::Hyphen);
        // "coopted" is known, and hardly written.
        let hardly = |reading: &Reading| compound && !self.lexicon.entry(&reading.text).is_some_and(is_offered);
        if let Some(reading) = whole.filter(|reading| at_line_end || !hardly(reading)) {
            self.push_joined(at, reading, Cost::ZERO);
            return;
        }
        match (first.entry, second.entry) {
            (Some(a), Some(b)) if compound => {
                // "long-" and "range": the hyphen was there before the line ended.
                let reading =
                    Reading { source: Source::Break, cost: Cost::ZERO, ..two(&first.lower, a, &second.lower, b, "-") };
                self.push_joined(at, reading, Cost::ZERO);
            }
            (Some(_), Some(_)) => {}
            _ => {
                let lower = [&*first.lower, &*second.lower].concat();
                let shape = first.shape;
                let mut found = Vec::new();
                self.misbroken(at, |reading| found.push(reading.clone()));
                for reading in found {
                    self.push_joined(at, reading, self.error);
                }
                if at_line_end {
                    let times = self.document.times_unknown_of(&lower);
                    let rare = context::unknown(shape, false, lower.chars().count(), times + 1);
                    let rare = regular(self.strangers, self.lexicon, &lower, self.archaic, self.is_read())
                        .map_or(rare, |regular| rare.min(regular));
                    let reading =
                        Reading { text: lower.into(), words: (None, None), cost: rare, source: Source::Break };
                    self.push_joined(at, reading, Cost::ZERO);
                }
            }
        }
    }

    /// Calls `offer` with the words that slots `at` and `at + 1`, of which one is unknown, make together if they are misread.
    fn misbroken(&mut self, at: usize, mut offer: impl FnMut(&Reading)) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let surface = [first.surface, second.surface].concat();
        let lower = [&*first.lower, &*second.lower].concat();
        // What hangs behind a prefix may be a word by itself: "re- airgised" is far from anything that is written as one.
        let prefixed = second.before == Gap::HangingHyphen && prefix::is_prefix(&first.lower);
        let effort = if prefixed { Effort::Brief } else { Effort::Usual };
        self.finder.readings(&surface, &lower, effort, |reading| {
            if reading.words.1.is_none() {
                offer(reading);
            }
        });
    }

    fn push_joined(&mut self, at: usize, reading: Reading, error: Cost) {
        let arc = arc(&reading, at..at + 2, error, self.readings.len());
        self.lattice.push(arc);
        self.readings.push(reading);
    }

    /// Whether the unknown word at `at` stands behind a prefix whose hyphen hangs, and makes no word with it.
    pub(super) fn hangs(&mut self, at: usize) -> bool {
        let slot = &self.slots[at];
        let hangs = slot.before == Gap::HangingHyphen && slot.entry.is_none() && !self.is_read() && !self.archaic;
        if !hangs || !is_plain(slot) || !at.checked_sub(1).is_some_and(|at| prefix::is_prefix(&self.slots[at].lower)) {
            return false;
        }
        let mut whole = join(self.lexicon, &self.slots[at - 1].lower, &slot.lower, Break::Hyphen).is_some();
        self.misbroken(at - 1, |_| whole = true);
        !whole
    }

    /// Whether slots `at` and `at + 1` are two parts of a compound that a line parted, and then the lines were run together:
    /// "a long- range missile", but neither "short- and long-term" nor a dash that hangs on its word.
    fn is_hanging_compound(&self, at: usize) -> bool {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        // What a machine read as a hyphen is a speck as often as it is one.
        if self.is_read() || !may_be_compound(first, second) || second.lower.len() < 4 || is_function(&second.lower) {
            return false;
        }
        self.are_alone(at) && (self.document.words().len() < TELLING || self.has_dashes()) && self.is_said(at)
    }

    /// Whether slots `at` and `at + 1` are a prefix and a word, or two that are often said together.
    fn is_said(&self, at: usize) -> bool {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let (Some(a), Some(b)) = (first.entry, second.entry) else { return prefix::is_prefix(&first.lower) };
        let (a, b) = (LmToken::Word(a.id()), LmToken::Word(b.id()));
        let said = || self.model.has_seen(a, b) && self.model.pair(a, b) < SAID_TOGETHER;
        prefix::is_prefix(&first.lower) || !is_function(&first.lower) && said()
    }

    /// Whether hyphens hang inside the lines, several times: because these were once broken there, or for dashes.
    fn has_dashes(&self) -> bool {
        *self.dashes.get_or_init(|| {
            let hangs =
                |four: &[u8]| matches!(four, [a, b'-', b' ', b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
            self.document.text().as_bytes().windows(4).filter(|four| hangs(four)).nth(1).is_some()
        })
    }

    /// Whether slots `at` and `at + 1` are two words that a stray hyphen joins.
    fn is_false_compound(&self, at: usize) -> bool {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let (Some(a), Some(b)) = (first.entry, second.entry) else { return false };
        let word = |slot: &Slot<'_>, entry: Entry| entry.is_word() && (slot.lower.len() > 1 || &*slot.lower == "a");
        // "name-of", but not "important-it": what is not said together may have lost a dash.
        let said = || self.lexicon.bigram_cost(Some(a.id()), b.id()) + FOLLOWS < b.unigram_cost();
        self.is_misread()
            && self.are_alone(at)
            && word(first, a)
            && word(second, b)
            && are_apart(&first.lower, &second.lower)
            && (says_whose(&first.lower) || said())
    }

    /// Whether slots `at` and `at + 1` are pieces of a word that a line parted, whose hyphen then stood inside a line:
    /// "litera-ture". What stands behind a prefix may be a word by itself.
    fn is_false_break(&self, at: usize) -> bool {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let unknown = second.entry.is_none() || first.entry.is_none() && !prefix::is_prefix(&first.lower);
        self.is_misread() && self.are_alone(at) && unknown && first.lower.len() > 1
    }

    /// Whether one of two slots with a full stop between them, in what a machine read, is hardly a word: "wa.s", "mo.st".
    fn is_specked(&self, first: &Slot<'_>, second: &Slot<'_>) -> bool {
        let between = Span::new(first.span.end(), second.span.start());
        let hardly = |slot: &Slot<'_>| slot.lower.len() == 1 || slot.entry.is_some_and(is_merely_accepted);
        self.is_misread() && self.document.at(between) == "." && (hardly(first) || hardly(second))
    }

    /// Whether a full stop stands between two words without a blank.
    fn is_tight_stop(&self, first: &Slot<'_>, second: &Slot<'_>) -> bool {
        let (Some(a), Some(b)) = (first.entry, second.entry) else { return false };
        let words = a.is_word() && b.is_word() && first.lower.len() > 1 && second.lower.len() > 1;
        // "sea.son" is one word with a speck in it, and "in.sis" a piece of one.
        let likely = || self.model.pair(LmToken::Word(a.id()), LmToken::Word(b.id())) < LIKELY_PAIR;
        let between = Span::new(first.span.end(), second.span.start());
        self.is_read() && words && self.document.at(between) == "." && likely()
    }

    /// Whether slots `at` and `at + 1` hang on no other part of a compound.
    fn are_alone(&self, at: usize) -> bool {
        let hangs = |slot: &Slot<'_>| slot.before == Gap::Hyphen;
        !hangs(&self.slots[at]) && !self.slots.get(at + 2).is_some_and(hangs)
    }
}

/// Whether two slots hold names of places or bodies as they stand in compounds: abbreviations and places, or, behind the first
/// one, any name that is no word. In small letters only a place will do behind it: options of commands look like abbreviations
/// ("rm -rf").
fn are_tied(first: &Slot<'_>, second: &Slot<'_>) -> bool {
    let name = |slot: &Slot<'_>| {
        let entry = slot.entry.filter(|_| slot.lower.len() > 1 && matches!(slot.kind, Kind::Word(_)));
        entry.map(|entry| (entry, entry.classes().intersects(NameClasses::PLACE)))
    };
    let (Some((body, place)), Some((other, there))) = (name(first), name(second)) else { return false };
    let named = match second.shape {
        CaseShape::Lower => there && other.is_name() && second.lower.len() > 3,
        CaseShape::Title if other.is_name() && !other.is_word() => true,
        _ => there || other.classes().intersects(NameClasses::ACRONYM),
    };
    named && (place || body.classes().intersects(NameClasses::ACRONYM))
}

/// Whether hardly any compound is made of two words: "to-pay", "use-a", "name-of", but not "to-day", "paid-for" and
/// "not-quite".
fn are_apart(first: &str, second: &str) -> bool {
    let apart =
        binds(first) || binds(second) || matches!(first, "a" | "to" | "be") || matches!(second, "a" | "us" | "me");
    let partaken = matches!(second, "for" | "of") && (first.ends_with("ed") || first == "paid");
    apart && !partaken && first != "not" && !COMPOUNDS.contains(&(first, second))
}

/// Compounds of words that hardly stand in any.
const COMPOUNDS: [(&str, &str); 20] = [
    ("a", "half"),
    ("as", "is"),
    ("at", "home"),
    ("at", "large"),
    ("at", "risk"),
    ("can", "do"),
    ("for", "hire"),
    ("for", "profit"),
    ("has", "been"),
    ("have", "not"),
    ("have", "nots"),
    ("he", "man"),
    ("she", "wolf"),
    ("to", "be"),
    ("to", "day"),
    ("to", "do"),
    ("to", "morrow"),
    ("to", "night"),
    ("will", "power"),
    ("would", "be"),
];

/// Whether a word stands before common nouns and says which or whose.
fn says_whose(lower: &str) -> bool {
    let classes = Classes::of(lower);
    lower == "a"
        || lower == "an"
        || lower == "the"
        || classes.has(Classes::DETERMINER) && classes.has(Classes::FUNCTION)
}

/// Whether two slots hold words that may stand in a compound.
fn may_be_compound(first: &Slot<'_>, second: &Slot<'_>) -> bool {
    let word = |slot: &Slot<'_>| slot.entry.is_some_and(Entry::is_word);
    let prefixed = prefix::is_prefix(&first.lower);
    let name = prefixed && second.shape == CaseShape::Title && second.entry.is_some_and(Entry::is_name);
    (word(first) || prefixed)
        && (word(second) || name)
        && first.lower.len() > 1
        && second.lower.len() > 2
        && !binds(&second.lower)
}

/// Whether a slot holds what hardly is a word, or a letter by itself.
fn is_scrap(slot: &Slot<'_>) -> bool {
    weak(slot) || slot.lower.len() == 1
}

/// Whether a slot holds a word that is in every sentence, and hardly ever half of one: "the", but not "in".
fn is_whole(slot: &Slot<'_>) -> bool {
    is_function(&slot.lower) && (slot.lower.len() > 2 || &*slot.lower == "of")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_are_told_from_words_that_a_speck_joins() {
        for (first, second) in [("to", "pay"), ("use", "a"), ("name", "of"), ("by", "a"), ("tell", "us"), ("he", "had")]
        {
            assert!(are_apart(first, second), "{first}-{second}");
        }
        for (first, second) in
            [("to", "day"), ("paid", "for"), ("not", "quite"), ("would", "be"), ("built", "in"), ("long", "term")]
        {
            assert!(!are_apart(first, second), "{first}-{second}");
        }
        assert!(COMPOUNDS.is_sorted() && says_whose("the") && says_whose("his") && !says_whose("to"));
    }
}
