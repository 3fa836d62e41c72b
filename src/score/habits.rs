//! What a recogniser misreads again and again in one document: an "e" for an "o" in one typeface, an "f" for an "r" in
//! another.

use std::collections::{BTreeMap, BTreeSet};

use super::correction::Correction;
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
                if let (Some(head), Some(tail)) = (observed.get(..at), observed.get(at + run.len()..)) {
                    offer([head, &**meant, tail].concat());
                }
            }
        }
    }
}

/// No misreading gets likelier by more than this.
const MOST: u32 = 3_000;

/// Calls `tell` with the letters in which two words differ: one by one in words of one length, else as one run.
fn misreadings(observed: &str, intended: &str, mut tell: impl FnMut(&str, &str)) {
    let (mut left, mut right) = (observed, intended);
    if observed.chars().count() == intended.chars().count() {
        for (a, b) in observed.chars().zip(intended.chars()) {
            let (letter, rest) = left.split_at(a.len_utf8());
            let (meant, more) = right.split_at(b.len_utf8());
            (left, right) = (rest, more);
            if a != b {
                tell(letter, meant);
            }
        }
        return;
    }
    while let (Some(a), Some(b)) = (left.chars().next(), right.chars().next())
        && a == b
    {
        (left, right) = (left.split_at(a.len_utf8()).1, right.split_at(b.len_utf8()).1);
    }
    while let (Some(a), Some(b)) = (left.chars().next_back(), right.chars().next_back())
        && a == b
    {
        (left, right) = (left.split_at(left.len() - a.len_utf8()).0, right.split_at(right.len() - b.len_utf8()).0);
    }
    let fits = |run: &str| !run.is_empty() && run.chars().count() <= LONGEST;
    if fits(left) && fits(right) {
        tell(left, right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(observed: &str, intended: &str) -> Vec<(String, String)> {
        let mut told = Vec::new();
        misreadings(observed, intended, |a, b| told.push((a.to_owned(), b.to_owned())));
        told
    }

    #[test]
    fn words_differ_letter_by_letter_or_in_one_run() {
        let pairs =
            |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>();
        assert_eq!(told("arrects", "affects"), pairs(&[("r", "f"), ("r", "f")]));
        assert_eq!(told("srnall", "small"), pairs(&[("rn", "m")]));
        assert_eq!(told("naïvo", "naïve"), pairs(&[("o", "e")]));
        assert_eq!(told("smal", "small"), []);
    }
}
