//! Whether a reading is sure enough to be written.

use super::Speller;
use super::offer::MISREAD;
use crate::candidate::{Reading, Source};
use crate::cost::Cost;
use crate::lexicon::Entry;
use crate::lm::LmToken;
use crate::plan::edit::Confidence;

use crate::score::ease::{is_hardly_a_name, is_merely_accepted};
use crate::score::gate::{self, Known, Margin, Place};
use crate::score::judge::{self, Case, Features, has_foreign_end, is_inflection};
use crate::score::lattice::Arc;
use crate::score::slot::{Kind, Slot};
use crate::settings::RealWords;
use crate::text::classes::is_function;
use crate::text::shape::CaseShape;

/// By how much an exchanged ending must beat what stands there, and the next best reading: too few are met to be weighed.
const AFFIX: Margin = Margin { over_text: Cost(1_500), over_next: Cost(1_000) };
/// The same of a blank that was left out or put in.
const BLANK: Margin = Margin { over_text: Cost(2_000), over_next: Cost(1_500) };
/// The same of a word of the document, which it may write wrong thrice as well as once, or of the caller.
const LOCAL: Margin = Margin { over_text: Cost(4_000), over_next: Cost(1_000) };
/// What is demanded more where somebody wrote two words as one of which neither binds.
const COINED: Cost = Cost(4_000);
/// By how much lower the log-odds may be, in millinats, at which a known word is replaced where that is done boldly.
const LESS_IF_BOLD: i32 = 2_000;

/// What is to be thought of a reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Verdict {
    pub(super) margin: Margin,
    /// Whether it may be written.
    pub(super) is_sure: bool,
    pub(super) confidence: Confidence,
}

impl Speller<'_, '_, '_> {
    /// What is to be thought of `reading`, that of the arc; `None` where the text as it stands is likelier.
    pub(super) fn judge(&self, place: Place, reading: &Reading) -> Option<Verdict> {
        let margin = gate::margin(self.model, &self.lattice, place)?;
        // What is decided by its margin gets nothing for what is left to the judge.
        let ours = Margin { over_text: margin.over_text.above(self.left_to_judge(place)), ..margin };
        let by_margin = |is_sure| Verdict { margin: ours, is_sure, confidence: Confidence::from_margin(ours.least()) };
        Some(match reading.source {
            // Halves that make a word are one.
            Source::Break | Source::Twice => by_margin(true),
            // Who writes "exfiltrator" thrice may write of two of them.
            Source::Local => {
                let lower = &self.slots[self.lattice.arc(place.arc).from].lower;
                by_margin(ours.reaches(LOCAL) && !is_inflection(lower, &reading.text))
            }
            Source::Affix => by_margin(ours.reaches(AFFIX)),
            // Nobody types "Universita" for "University": it is a name.
            Source::Misspelling | Source::Lexicon if self.is_foreign_name(place, reading) => by_margin(false),
            Source::Misspelling | Source::Lexicon if self.is_lettered(place, reading) => by_margin(false),
            // Who types "seperate" means it, and does so each time; "Cleary" is a name.
            Source::Misspelling if !self.is_read() => by_margin(ours.over_text >= self.demanded_of_misspelling(place)),
            Source::Split | Source::Join => by_margin(ours.reaches(self.demanded_of_blank(place, reading))),
            Source::Lexicon | Source::Misspelling | Source::Confused => {
                let known = self.known(self.lattice.arc(place.arc));
                let features = self.weigh(place, reading, known, margin);
                #[cfg(all(test, feature = "embedded"))]
                self.judged.borrow_mut().push(self.judged(place, reading, features));
                let odds = features.log_odds(self.origin);
                let bold = self.real_words == RealWords::Bold && known != Known::Nowhere;
                let least = self.origin.least() - if bold { LESS_IF_BOLD } else { 0 };
                Verdict { margin, is_sure: odds >= least, confidence: judge::confidence(odds, self.origin) }
            }
        })
    }

    /// Whether somebody typed a capital and an end that hardly any English word has, and the reading has another one.
    fn is_foreign_name(&self, place: Place, reading: &Reading) -> bool {
        let slot = &self.slots[self.lattice.arc(place.arc).from];
        !self.is_read() && slot.shape == CaseShape::Title && has_foreign_end(&slot.lower, &reading.text)
    }

    /// Whether somebody put a letter before the reading, as programmers name things ("rvalue", "pthreads") and as options stand
    /// before what is given to them ("-ffile").
    fn is_lettered(&self, place: Place, reading: &Reading) -> bool {
        let slot = &self.slots[self.lattice.arc(place.arc).from];
        let mut letters = slot.lower.chars();
        let first = letters.next().unwrap_or_default();
        let before = self.document.text().get(..slot.span.start()).unwrap_or_default();
        let option = || before.strip_suffix('-').is_some_and(|before| !before.ends_with(char::is_alphanumeric));
        let named = || self.document.is_technical() && !reading.text.starts_with(first) && !is_function(&reading.text);
        !self.is_read() && letters.as_str() == &*reading.text && (option() || named())
    }

    /// What the text as it stands costs more so that the judge is asked.
    fn left_to_judge(&self, place: Place) -> Cost {
        let arc = self.lattice.arc(place.arc);
        let misread = |slot: &&Slot<'_>| slot.entry.is_none() && matches!(slot.kind, Kind::Word(_) | Kind::Marked);
        let unknown = self.slots[arc.from..arc.to].iter().filter(misread).count();
        if self.is_read() { Cost(MISREAD.0 * unknown as u32) } else { Cost::ZERO }
    }

    /// By how much what people are known to misspell so must beat the text.
    fn demanded_of_misspelling(&self, place: Place) -> Cost {
        let at = self.lattice.arc(place.arc).from;
        let slot = &self.slots[at];
        let name = self.shape_of(slot) == CaseShape::Title && !self.starts(at);
        if name || self.archaic { Cost(4_000) } else { Cost(500) }
    }

    /// By how much a blank that was left out or put in must beat the text.
    fn demanded_of_blank(&self, place: Place, reading: &Reading) -> Margin {
        let arc = self.lattice.arc(place.arc);
        let mut demanded = BLANK;
        // "I tem": a letter that is a word by itself is rarely the rest of one.
        if reading.source == Source::Join && self.slots[arc.from].lower.len() == 1 {
            demanded.over_text += Cost(3_000);
        }
        if self.archaic {
            demanded.over_text += Cost(3_000);
        }
        // "codepoint", "myproject", "nowrap": who coins words runs two together, but hardly with one that binds.
        let coined = |(first, second)| {
            (!is_function(first) || matches!(first, "my" | "no" | "not" | "which")) && !is_function(second)
        };
        if reading.source == Source::Split && !self.is_read() && reading.text.split_once(' ').is_some_and(coined) {
            demanded.over_text += COINED;
        }
        // Beside what nobody can read the context tells little.
        demanded.over_text += Cost(2_500 * self.unread_beside(place) as u32);
        demanded
    }

    /// How many neighbours of the arc nobody can read.
    fn unread_beside(&self, place: Place) -> usize {
        let arc = self.lattice.arc(place.arc);
        let beside = [(arc.from.checked_sub(1), Some(place.before[1])), (Some(arc.to), place.after[0])];
        beside.into_iter().filter(|&(at, side)| self.is_unread(at, side)).count()
    }

    /// Whether the neighbour `side`, read from slot `at`, is nothing that anybody can read, or hardly a word: "t", "oc".
    fn is_unread(&self, at: Option<usize>, side: Option<LmToken>) -> bool {
        match side {
            Some(LmToken::Unknown | LmToken::Number) => true,
            Some(LmToken::Word(id)) if self.is_read() => at.and_then(|at| self.slots.get(at)).is_some_and(|slot| {
                let stands = |entry: Entry| entry.id() == id && is_merely_accepted(entry);
                slot.shape == CaseShape::Lower && slot.entry.is_some_and(stands)
            }),
            Some(LmToken::Word(_) | LmToken::Boundary) | None => false,
        }
    }

    /// How well what stands in the slots of `arc` is known.
    fn known(&self, arc: Arc) -> Known {
        let small = self.slots[arc.from].shape == CaseShape::Lower;
        match self.slots[arc.from].entry.filter(|_| arc.to == arc.from + 1) {
            None => Known::Nowhere,
            Some(entry) if small && is_merely_accepted(entry) => Known::Hardly,
            Some(entry) if !small && !self.is_read() && is_hardly_a_name(entry) => Known::Hardly,
            Some(entry) if self.is_read() && !entry.is_word() => Known::Name,
            Some(entry) if entry.is_rare() => Known::Rarely,
            Some(_) => Known::Well,
        }
    }

    /// The evidence for `reading`, that of the arc.
    fn weigh(&self, place: Place, reading: &Reading, known: Known, margin: Margin) -> Features {
        let arc = self.lattice.arc(place.arc);
        let (first, last) = (&self.slots[arc.from], &self.slots[arc.to - 1]);
        Features::of(&Case {
            surface: self.document.at(first.span.join(last.span)),
            lower: (&first.lower, &last.lower),
            text: &reading.text,
            source: reading.source,
            known,
            margin,
            error: self.error,
            cost: reading.cost,
            // Who types makes none, or means them.
            marks: if self.is_read() { self.marks } else { 0 },
            archaic: self.archaic,
            rareness: first.entry.filter(|_| known != Known::Nowhere).map_or(Cost::ZERO, Entry::unigram_cost),
            seen: (
                self.model.has_seen(place.before[1], arc.first),
                place.after[0].is_some_and(|after| self.model.has_seen(arc.first, after)),
            ),
            unread: self.unread_beside(place),
            unread_around: self.unread,
            elsewhere: self.document.times_of(&reading.text),
            repeated: self.times_unknown(first).saturating_sub(1),
            shape: self.shape_of(first),
            starts: self.starts(arc.from),
        })
    }
}
