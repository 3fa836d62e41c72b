//! What is told by the letters of words that no list holds, found out once for each.

use hashbrown::HashMap;

use crate::candidate::{Formation, base_letter, formation, is_old_spelling};
use crate::lexicon::{Entry, Lexicon};

/// A word that no list holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stranger {
    /// "promis'd", "refolved": an ending that nobody writes so today, a long s that was read as an f.
    pub(crate) old_print: bool,
    /// A digit, an apostrophe or an accent stands where none does in any word.
    pub(crate) marked: bool,
    /// Whether people are known to misspell some word so.
    misspelling: bool,
    /// Whether it is a word of today in the spelling of another time, once somebody asked.
    old_spelling: Option<bool>,
    /// How it is formed by rule, once somebody asked.
    formation: Option<Option<Formation>>,
}

/// The strangers that were met, kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    known: HashMap<String, Stranger>,
}

/// Words that are remembered at most; beyond it all are forgotten.
const REMEMBERED: usize = 1 << 16;

impl Strangers {
    /// What is known of `lower`, which `lexicon` does not hold.
    pub(crate) fn meet(&mut self, lexicon: &Lexicon, lower: &str) -> &mut Stranger {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        self.known.entry_ref(lower).or_insert_with(|| Stranger {
            old_print: is_old_print(lexicon, lower),
            marked: has_inner_digit(lower) || has_stray_apostrophe(lexicon, lower) || has_stray_accent(lexicon, lower),
            misspelling: lexicon.misspelling(lower).is_some(),
            old_spelling: None,
            formation: None,
        })
    }

    /// Whether `lower` is no known misspelling, and a word of today in the spelling of another time.
    pub(crate) fn is_old_spelling(&mut self, lexicon: &Lexicon, lower: &str) -> bool {
        let stranger = self.meet(lexicon, lower);
        !stranger.misspelling && *stranger.old_spelling.get_or_insert_with(|| is_old_spelling(lexicon, lower))
    }

    /// How `lower` is formed by rule, if it is and is no known misspelling.
    pub(crate) fn formation(&mut self, lexicon: &Lexicon, lower: &str) -> Option<Formation> {
        let stranger = self.meet(lexicon, lower);
        let formed = stranger.formation.get_or_insert_with(|| formation(lexicon, lower));
        formed.filter(|_| !stranger.misspelling)
    }
}

/// Whether `lower` has an ending that nobody writes so today, or a long s that was read as an f.
fn is_old_print(lexicon: &Lexicon, lower: &str) -> bool {
    let known = |word: &str| word.len() > 4 && lexicon.entry(word).is_some_and(|e| e.is_word() && !e.is_rare());
    if let Some(stem) = lower.strip_suffix("'d") {
        return known(&[stem, "ed"].concat()) || known(&[stem, "d"].concat());
    }
    lower.contains('f') && known(&lower.replace('f', "s"))
}

/// "h6use", not "B12" and "covid19".
fn has_inner_digit(lower: &str) -> bool {
    lower
        .as_bytes()
        .windows(3)
        .any(|w| w[0].is_ascii_alphabetic() && w[1].is_ascii_digit() && w[2].is_ascii_alphabetic())
}

/// "long'since": an apostrophe where a blank was.
fn has_stray_apostrophe(lexicon: &Lexicon, lower: &str) -> bool {
    lower.split_once('\'').is_some_and(|(first, second)| {
        second.len() > 1
            && first.len() > 1
            && lexicon.entry(first).is_some()
            && lexicon.entry(second).is_some_and(Entry::is_word)
    })
}

/// "sígnificant": an accent on a word that has none.
fn has_stray_accent(lexicon: &Lexicon, lower: &str) -> bool {
    // A long s is how some print looked, and no damage.
    if lower.is_ascii() || lower.contains('ſ') || lower.chars().count() < 3 {
        return false;
    }
    let plain: String = lower.chars().map(|c| base_letter(c).unwrap_or(c)).collect();
    plain != lower && plain.is_ascii() && lexicon.entry(&plain).is_some_and(|entry| entry.is_word() && !entry.is_rare())
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_out_is_what_would_be() {
        let lexicon = crate::Language::english().lexicon();
        let mut strangers = Strangers::default();
        for _ in 0..2 {
            assert!(strangers.meet(lexicon, "promis'd").old_print && !strangers.meet(lexicon, "vpon").old_print);
            assert!(strangers.meet(lexicon, "h6use").marked && !strangers.meet(lexicon, "b12").marked);
            assert!(strangers.is_old_spelling(lexicon, "himselfe") && !strangers.is_old_spelling(lexicon, "xqzt"));
            assert_eq!(strangers.formation(lexicon, "searchability"), Some(Formation::Affixed));
            assert_eq!(strangers.formation(lexicon, "goverment"), None);
        }
        assert_eq!(strangers.known.len(), 8);
    }
}
