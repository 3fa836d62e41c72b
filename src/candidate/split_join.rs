//! Lost and extra spaces, and words broken at the end of a line.

use super::{Reading, Source, is_offered, is_offered_whole};
use crate::cost::Cost;
use crate::lexicon::{Entry, Lexicon};

/// What a lost blank costs: about one damaged word in twenty lost one.
const LOST_BLANK: Cost = Cost(3_000);
/// What it costs that a mark stands where the blank was: "long'since".
const MARK_FOR_BLANK: Cost = Cost(3_500);
/// What an extra blank costs.
const EXTRA_BLANK: Cost = Cost(3_500);
/// What it costs that a blank stands for a letter: one blank in fifteen that is too many.
const BLANK_FOR_LETTER: Cost = Cost(6_200);
/// What it costs that a recogniser lost the hyphen at the end of a line.
const LOST_HYPHEN: Cost = Cost(2_000);

/// Offers the two words into which `lower` falls, with their rank: what the damage costs and how common the words are.
pub(crate) fn splits(lexicon: &Lexicon, lower: &str, mut offer: impl FnMut(Cost, Reading)) {
    for (at, c) in lower.char_indices().skip(1) {
        let (Some(first), Some(mut second)) = (lower.get(..at), lower.get(at..)) else { continue };
        let mut cost = LOST_BLANK;
        if !c.is_alphabetic() {
            second = second.get(c.len_utf8()..).unwrap_or_default();
            cost = MARK_FOR_BLANK;
        }
        if let (Some(a), Some(b)) = (part(lexicon, first), part(lexicon, second)) {
            let rank = cost + lexicon.unigram_cost(a) + lexicon.unigram_cost(b);
            let text = [first, " ", second].concat().into();
            offer(rank, Reading { text, words: (Some(a), Some(b)), cost, source: Source::Split });
        }
    }
}

/// The word that may stand on one side of a lost blank. Of single letters only "a" and "i" are words.
fn part(lexicon: &Lexicon, lower: &str) -> Option<crate::lexicon::WordId> {
    let entry = lexicon.entry(lower)?;
    let word = entry.is_word() && !entry.is_rare() && (lower.len() > 3 || is_offered(entry));
    (word && (lower.len() > 1 || matches!(lower, "a" | "i"))).then(|| entry.id())
}

/// Two words that a mark joins, as they read with a blank instead of it: "he-had", "provocation.to".
pub(crate) fn two(first: &str, a: Entry, second: &str, b: Entry, between: &str) -> Reading {
    let text = [first, between, second].concat().into();
    Reading { text, words: (Some(a.id()), Some(b.id())), cost: MARK_FOR_BLANK, source: Source::Split }
}

/// What stands between two parts of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// A blank, or a line break without a hyphen.
    Blank,
    /// A line break whose hyphen a recogniser lost.
    Line,
    /// A hyphen at the end of a line, or one with a blank behind it where lines were run together.
    Hyphen,
    /// A stray mark.
    Mark,
}

impl Break {
    /// What it costs that a word is broken so.
    pub(crate) const fn cost(self) -> Cost {
        match self {
            Break::Hyphen => Cost::ZERO,
            Break::Line => LOST_HYPHEN,
            Break::Blank | Break::Mark => EXTRA_BLANK,
        }
    }
}

/// Longer words, in bytes, are in no lexicon.
const LONGEST_WHOLE: usize = 64;

/// `first` and `second` written as one into `letters`, so that no memory is asked for; nothing where they don't fit.
fn whole<'b>(first: &str, second: &str, letters: &'b mut [u8; LONGEST_WHOLE]) -> Option<&'b str> {
    let (head, rest) = letters.split_at_mut_checked(first.len())?;
    head.copy_from_slice(first.as_bytes());
    rest.get_mut(..second.len())?.copy_from_slice(second.as_bytes());
    std::str::from_utf8(letters.get(..first.len() + second.len())?).ok()
}

/// The word that `first` and `second` make together, if they make one.
pub(crate) fn join(lexicon: &Lexicon, first: &str, second: &str, between: Break) -> Option<Reading> {
    let mut letters = [0; LONGEST_WHOLE];
    let word = whole(first, second, &mut letters)?;
    let entry = lexicon.entry(word)?;
    let source = if between == Break::Hyphen { Source::Break } else { Source::Join };
    let known = match between {
        // Nobody breaks a shorter one: "L- j" is none.
        Break::Hyphen => word.len() > 3 && (entry.is_word() || entry.is_name()),
        Break::Line => word.len() > 3 && is_offered_whole(entry),
        Break::Blank | Break::Mark => is_offered(entry),
    };
    known.then(|| Reading::word(word, entry.id(), between.cost(), source))
}

/// Offers the words that `first` and `second` make together with one letter between them, for which a blank stands:
/// "questi n".
pub(crate) fn bridged(lexicon: &Lexicon, first: &str, second: &str, mut offer: impl FnMut(Reading)) {
    let mut letters = [0; LONGEST_WHOLE];
    let at = first.len();
    let length = at + 1 + second.len();
    if !(4..=LONGEST_WHOLE).contains(&length) {
        return;
    }
    letters[..at].copy_from_slice(first.as_bytes());
    letters[at + 1..length].copy_from_slice(second.as_bytes());
    for letter in b'a'..=b'z' {
        letters[at] = letter;
        let Some(word) = letters.get(..length).and_then(|word| std::str::from_utf8(word).ok()) else { return };
        if let Some(entry) = lexicon.entry(word).filter(|&entry| is_offered(entry)) {
            offer(Reading::word(word, entry.id(), BLANK_FOR_LETTER, Source::Join));
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn lost_hyphens_are_cheaper_than_blanks_and_join_names_too() {
        let lexicon = Lexicon::english();
        let cost = |first, second, between| join(lexicon, first, second, between).map(|reading| reading.cost);
        assert_eq!(cost("com", "mission", Break::Line), Some(LOST_HYPHEN));
        assert_eq!(cost("com", "mission", Break::Blank), Some(EXTRA_BLANK));
        assert_eq!(cost("hon", "duras", Break::Line), Some(LOST_HYPHEN));
        assert_eq!(cost("hon", "duras", Break::Blank), None);
        assert_eq!(cost("t", "he", Break::Line), None);
    }

    #[test]
    fn a_blank_stands_for_any_letter() {
        let lexicon = Lexicon::english();
        let found = |first: &str, second: &str| {
            let mut found = Vec::new();
            bridged(lexicon, first, second, |reading| found.push(reading.text.to_string()));
            found
        };
        assert_eq!(found("questi", "n"), ["question"]);
        assert!(found("th", "se").contains(&"these".to_owned()));
        assert!(found("x", "z").is_empty() && found("é", "n").is_empty());
        assert!(found(&"a".repeat(LONGEST_WHOLE), "n").is_empty());
    }
}
