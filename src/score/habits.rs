//! What a recogniser misreads again and again in one document: an "e" for an "o" in one typeface, an "f" for an "r" in
//! another.

use std::collections::{BTreeMap, BTreeSet};

use super::speller::Correction;
use crate::cost::Cost;
use crate::document::Document;
use crate::plan::edit::EditKind;

/// How many different words must show a misreading before it is a habit.
const FEWEST: usize = 3;
/// Longest run of letters that is read for another.
const LONGEST: usize = 3;

/// The misreadings that a document shows in several words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Habits {
    /// Observed, intended, and by how much it is likelier here than elsewhere; in the order of the letters.
    habits: Vec<(Box<str>, Box<str>, Cost)>,
}

impl Habits {
    /// The habits that `corrections` of `document` show.
    pub(crate) fn of(document: &Document<'_>, corrections: &[Correction]) -> Habits {
        let mut words: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        for correction in corrections.iter().filter(|correction| correction.kind == EditKind::Spelling) {
            let (observed, intended) =
                (document.at(correction.span).to_lowercase(), correction.replacement.to_lowercase());
            misreadings(&observed, &intended, |a, b| {
                words.entry((a.to_owned(), b.to_owned())).or_default().insert(observed.clone());
            });
        }
        let habits =
            words.into_iter().filter(|(_, words)| words.len() >= FEWEST).map(|((observed, intended), words)| {
                let bonus = (1000.0 * (words.len() as f64).ln()) as u32;
                (observed.into(), intended.into(), Cost(bonus.min(MOST)))
            });
        Habits { habits: habits.collect() }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.habits.is_empty()
    }

    /// By how much `observed` is likelier to be a misreading of `intended` than the channel says.
    pub(crate) fn bonus(&self, observed: &str, intended: &str) -> Cost {
        let mut bonus = Cost::ZERO;
        misreadings(observed, intended, |a, b| {
            let found = self.habits.binary_search_by(|(o, i, _)| (&**o, &**i).cmp(&(a, b)));
            bonus += found.map_or(Cost::ZERO, |at| self.habits[at].2);
        });
        bonus
    }

    /// Calls `offer` with every word that becomes `observed` by one of the habits.
    pub(crate) fn intended(&self, observed: &str, mut offer: impl FnMut(String)) {
        for (run, meant, _) in &self.habits {
            for (at, _) in observed.match_indices(&**run) {
                let (head, tail) = (&observed[..at], &observed[at + run.len()..]);
                offer([head, &**meant, tail].concat());
            }
        }
    }
}

/// No misreading gets likelier by more than this.
const MOST: u32 = 3_000;

/// Calls `tell` with the letters in which two words differ: one by one in words of one length, else as one run.
fn misreadings(observed: &str, intended: &str, mut tell: impl FnMut(&str, &str)) {
    if observed.chars().count() == intended.chars().count() {
        for ((at, a), (bt, b)) in observed.char_indices().zip(intended.char_indices()) {
            if a != b {
                tell(&observed[at..at + a.len_utf8()], &intended[bt..bt + b.len_utf8()]);
            }
        }
        return;
    }
    let same = observed.chars().zip(intended.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&observed[same..], &intended[same..]);
    let tail: usize = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    if !a.is_empty() && !b.is_empty() && a.chars().count() <= LONGEST && b.chars().count() <= LONGEST {
        tell(a, b);
    }
}
