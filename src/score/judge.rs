//! Whether the likeliest reading is sure enough to be written.
//!
//! By how much a reading beats the text as it stands is one piece of evidence next to others that the costs of a lattice cannot
//! hold: what kind of damage it undoes, how well the word is known that it replaces, whether the text has the word that it offers
//! elsewhere. The weights are fitted ([`weights`]), so what comes out is a log-odds.
//!
//! [`weights`]: super::weights

use super::gate::{Known, Margin};
use super::weights::WEIGHTS;
use crate::candidate::Source;
use crate::cost::Cost;
use crate::features::features;
use crate::plan::edit::Confidence;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;

/// How a text came to be: machines misread otherwise than people mistype.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A machine read it.
    Read,
    /// Somebody typed it.
    Typed,
}

impl Origin {
    pub(super) const ALL: [Origin; 2] = [Origin::Read, Origin::Typed];

    /// The words that may be another one in such a text though they are known.
    pub(super) const fn alike(self) -> Classes {
        match self {
            Origin::Read => Classes::MISREAD,
            Origin::Typed => Classes::CONFUSABLE,
        }
    }

    /// The log-odds, in millinats, from which a reading is written: below them, more than one right word in a thousand is harmed
    /// in some kind of text, as far as the fit tells.
    pub(super) const fn least(self) -> i32 {
        match self {
            Origin::Read => 220,
            Origin::Typed => -400,
        }
    }
}

/// Width of a column of [`RIGHT`] in millinats of log-odds, and where the second one begins.
const STEP: i32 = 500;
const SECOND: i32 = -1_500;
pub(super) const COLUMNS: usize = 11;

/// For each origin (row) and log-odds (column, the first and the last one open), how many readings of a thousand are
/// right.
///
/// Counted by the command at the head of `fit.rs` on texts that the fit had not seen, then made to rise with the log-odds by
/// pooling neighbours that fall. Do not edit by hand.
#[rustfmt::skip]
const RIGHT: [[u16; COLUMNS]; Origin::ALL.len()] = [
    [151, 316, 385, 551, 607, 765, 823, 863, 917, 944, 964],
    [370, 370, 478, 629, 645, 723, 814, 930, 930, 930, 930],
];

/// The share of readings of these `odds` that are right, in a text of this `origin`.
pub(super) fn confidence(odds: i32, origin: Origin) -> Confidence {
    Confidence::from_per_mille(RIGHT[origin as usize][column(odds)])
}

/// The column of [`RIGHT`] in which readings of these log-odds are.
pub(super) fn column(odds: i32) -> usize {
    usize::try_from((odds - SECOND).div_euclid(STEP) + 1).unwrap_or(0).min(COLUMNS - 1)
}

features! {
    /// Always there.
    Always,
    /// What it is read as: a word that people are known to misspell so; one that is taken for it. The others are words of the
    /// lexicon, some letters away.
    Misspelling,
    Confused,
    /// How well what stands there is known; most is not at all.
    Hardly,
    Name,
    Rarely,
    Well,
    /// How much dearer the text as it stands is, up to 10 nats; and up to 3.
    OverText,
    OverTextFaint,
    /// The same where what stands there is known at all; where it is read as what people misspell so, as what is taken for it.
    OverKnown,
    OverMisspelling,
    OverConfused,
    /// How much dearer the next best reading is, up to 8 nats; and up to 2.5.
    OverNext,
    OverNextFaint,
    /// What damage costs in the text.
    Damage,
    /// Marks and digits inside the words of the text, for each hundred of them, up to five.
    Marks,
    /// It is of a time that spelled otherwise.
    Archaic,
    /// What this damage costs; and where an unknown word is read as one of the lexicon.
    Cost,
    CostUnknown,
    /// How rare the word is that stands there, if it is one.
    Rareness,
    /// The language model has seen the reading behind the word before, before the word behind.
    SeenBefore,
    SeenAfter,
    /// Neighbours that nobody can read, and the share of such words in the sentence.
    Unread,
    UnreadAround,
    /// The text has the word of the reading elsewhere; how often, up to three times.
    Elsewhere,
    ElsewhereOften,
    /// The text has what stands there, which no list holds, elsewhere; how often, up to three times.
    Repeated,
    RepeatedOften,
    /// The capitals of what stands there: the first one, and inside a sentence; all; others.
    Title,
    TitleInside,
    Upper,
    Mixed,
    /// Letters of what stands there; one, at most two, at most three, at least seven.
    Length,
    Single,
    Pair,
    Short,
    Long,
    /// The reading has the same first letter, the same last one.
    SameStart,
    SameEnd,
    /// Letters that it has more, and how many more or fewer.
    Longer,
    Apart,
    /// An apostrophe stands in it, a letter that English does not have.
    Apostrophe,
    Accent,
    /// A capitalised word ends in a vowel with which hardly any English word does, and the reading does not.
    ForeignEnd,
    /// One is the other with an ending that grammar asks for.
    Inflection,
    /// It is the reading with an "e" behind it.
    AddedE,
    /// It is capitalised inside a sentence, and what people are known to misspell so.
    MisspeltName,
}

/// A reading, and what is known of it beside its letters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Case<'c> {
    /// What stands there.
    pub(super) surface: &'c str,
    /// Its first word and its last one in small letters: the same unless it is two.
    pub(super) lower: (&'c str, &'c str),
    /// What is read, in small letters.
    pub(super) text: &'c str,
    pub(super) source: Source,
    pub(super) known: Known,
    pub(super) margin: Margin,
    /// What damage costs in the text; what this one costs.
    pub(super) error: Cost,
    pub(super) cost: Cost,
    /// Marks and digits inside the words of the text, in a hundred thousand of them.
    pub(super) marks: u32,
    pub(super) archaic: bool,
    /// What the word costs that stands there, if it is one.
    pub(super) rareness: Cost,
    /// Whether the language model has seen the reading behind the word before, before the word behind.
    pub(super) seen: (bool, bool),
    /// Neighbours that nobody can read, and how many words of a thousand in the sentence are such.
    pub(super) unread: usize,
    pub(super) unread_around: u32,
    /// How often the text has the word of the reading.
    pub(super) elsewhere: u32,
    /// How often it has what stands there, if no list holds it, besides.
    pub(super) repeated: u32,
    pub(super) shape: CaseShape,
    /// Whether it begins a sentence.
    pub(super) starts: bool,
}

/// The evidence for one reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Features(pub(super) [i16; Feature::ALL.len()]);

impl Features {
    /// The evidence for a reading.
    ///
    /// # Complexity
    ///
    /// O(n) in its letters.
    pub(super) fn of(case: &Case<'_>) -> Features {
        let Case { surface, lower: (first, last), text, source, known, margin, .. } = *case;
        let mut out = Features([0; Feature::ALL.len()]);
        out.set(Feature::Always, 1000);
        out.flag(Feature::Misspelling, source == Source::Misspelling);
        out.flag(Feature::Confused, source == Source::Confused);
        out.flag(Feature::Hardly, known == Known::Hardly);
        out.flag(Feature::Name, known == Known::Name);
        out.flag(Feature::Rarely, known == Known::Rarely);
        out.flag(Feature::Well, known == Known::Well);
        let over = margin.over_text.0.min(10_000);
        out.set(Feature::OverText, over);
        out.set(Feature::OverTextFaint, over.min(3_000));
        let over_if = |is: bool| if is { over } else { 0 };
        out.set(Feature::OverKnown, over_if(known != Known::Nowhere));
        out.set(Feature::OverMisspelling, over_if(source == Source::Misspelling));
        out.set(Feature::OverConfused, over_if(source == Source::Confused));
        let next = margin.over_next.0;
        out.set(Feature::OverNext, next.min(8_000));
        out.set(Feature::OverNextFaint, next.min(2_500));
        out.set(Feature::Damage, case.error.0.min(12_000));
        out.set(Feature::Marks, case.marks.min(5_000));
        out.flag(Feature::Archaic, case.archaic);
        let cost = case.cost.0.min(10_000);
        out.set(Feature::Cost, cost);
        out.set(Feature::CostUnknown, if source == Source::Lexicon && known == Known::Nowhere { cost } else { 0 });
        out.set(Feature::Rareness, case.rareness.0.min(25_000));
        out.flag(Feature::SeenBefore, case.seen.0);
        out.flag(Feature::SeenAfter, case.seen.1);
        out.count(Feature::Unread, case.unread);
        out.set(Feature::UnreadAround, case.unread_around.min(1000));
        out.flag(Feature::Elsewhere, case.elsewhere > 0);
        out.count(Feature::ElsewhereOften, case.elsewhere.min(3) as usize);
        out.flag(Feature::Repeated, case.repeated > 0);
        out.count(Feature::RepeatedOften, case.repeated.min(3) as usize);
        let title = case.shape == CaseShape::Title;
        out.flag(Feature::Title, title);
        out.flag(Feature::TitleInside, title && !case.starts);
        out.flag(Feature::Upper, case.shape == CaseShape::Upper);
        out.flag(Feature::Mixed, case.shape == CaseShape::Mixed);
        let (letters, meant) = (surface.chars().count(), text.chars().count());
        out.count(Feature::Length, letters);
        out.flag(Feature::Single, letters == 1);
        out.flag(Feature::Pair, letters <= 2);
        out.flag(Feature::Short, letters <= 3);
        out.flag(Feature::Long, letters >= 7);
        out.flag(Feature::SameStart, first.chars().next() == text.chars().next());
        out.flag(Feature::SameEnd, last.chars().next_back() == text.chars().next_back());
        out.count(Feature::Longer, meant.saturating_sub(letters));
        out.count(Feature::Apart, meant.abs_diff(letters));
        out.flag(Feature::Apostrophe, surface.contains(['\'', '\u{2019}']));
        out.flag(Feature::Accent, !surface.is_ascii());
        out.flag(Feature::ForeignEnd, title && has_foreign_end(last, text));
        out.flag(Feature::Inflection, is_inflection(first, text));
        out.flag(Feature::AddedE, first.strip_suffix('e') == Some(text));
        out.flag(Feature::MisspeltName, source == Source::Misspelling && title && !case.starts);
        out
    }

    /// The log-odds, in millinats, that the reading is right, in a text of this `origin`: that it is right against that it is
    /// not, where harm weighs more.
    pub(super) fn log_odds(&self, origin: Origin) -> i32 {
        let sum: i64 = self
            .0
            .iter()
            .zip(&WEIGHTS)
            .map(|(&feature, weights)| i64::from(feature) * i64::from(weights[origin as usize]))
            .sum();
        (sum / 1000) as i32
    }

    fn set(&mut self, feature: Feature, value: u32) {
        self.0[feature as usize] = i16::try_from(value).unwrap_or(i16::MAX);
    }

    fn count(&mut self, feature: Feature, count: usize) {
        self.set(feature, 1000 * count.min(25) as u32);
    }

    fn flag(&mut self, feature: Feature, is: bool) {
        self.set(feature, if is { 1000 } else { 0 });
    }
}

/// Whether one of two words is the other with an ending that grammar asks for: which of them is meant is hardly a matter of
/// spelling.
pub(super) fn is_inflection(first: &str, second: &str) -> bool {
    let (short, long) = if first.len() < second.len() { (first, second) } else { (second, first) };
    long.strip_prefix(short).is_some_and(|ending| matches!(ending, "s" | "es" | "d" | "ed"))
}

/// Whether a word ends in a vowel with which hardly any English word does, and `text` does not: "Hydraulica", "Instituto".
pub(super) fn has_foreign_end(lower: &str, text: &str) -> bool {
    let vowel = |word: &str| word.chars().next_back().filter(|last| matches!(last, 'a' | 'i' | 'o' | 'u'));
    lower.len() > 3 && vowel(lower).is_some() && vowel(lower) != vowel(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: Case<'_> = Case {
        surface: "goverment",
        lower: ("goverment", "goverment"),
        text: "government",
        source: Source::Lexicon,
        known: Known::Nowhere,
        margin: Margin { over_text: Cost(4_000), over_next: Cost(2_000) },
        error: Cost(3_500),
        cost: Cost(2_500),
        marks: 0,
        archaic: false,
        rareness: Cost::ZERO,
        seen: (true, false),
        unread: 0,
        unread_around: 0,
        elsewhere: 0,
        repeated: 0,
        shape: CaseShape::Lower,
        starts: false,
    };

    fn odds(case: &Case<'_>) -> [i32; 2] {
        Origin::ALL.map(|origin| Features::of(case).log_odds(origin))
    }

    #[test]
    fn what_speaks_for_a_reading_makes_it_surer() {
        let surer = |case: Case<'_>| odds(&case).iter().zip(odds(&CASE)).all(|(now, before)| *now > before);
        let margin = |over_text, over_next| Margin { over_text: Cost(over_text), over_next: Cost(over_next) };
        assert!(surer(Case { margin: margin(8_000, 2_000), ..CASE }));
        assert!(surer(Case { margin: margin(4_000, 7_000), ..CASE }));
        assert!(surer(Case { seen: (true, true), ..CASE }));
        assert!(surer(Case { elsewhere: 2, ..CASE }));
        assert!(!surer(Case { unread: 2, ..CASE }) && !surer(Case { unread_around: 600, ..CASE }));
        assert!(!surer(Case { surface: "g", lower: ("g", "g"), text: "a", ..CASE }));
    }

    #[test]
    fn surer_readings_are_no_less_often_right() {
        assert!(RIGHT.iter().all(|row| row.windows(2).all(|pair| pair[0] <= pair[1])));
        assert_eq!(
            (column(i32::MIN / 2), column(-1_501), column(-1_500), column(i32::MAX / 2)),
            (0, 0, 1, COLUMNS - 1)
        );
        let told = |odds| confidence(odds, Origin::Read);
        assert!(told(3_000) > Confidence::from_per_mille(900) && told(Origin::Read.least()) > told(-1_600));
    }
}
