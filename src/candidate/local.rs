//! The per-call lexicon: words that this document, its references or the user vouch for.

use symspell::{SymSpell, SymSpellBuilder, UnicodeStringStrategy, Verbosity};

use crate::cost::Cost;

/// Most letters by which a word may differ from one of the document's own.
const REACH: i64 = 2;
/// Longest prefix that the index holds deletes of.
const PREFIX: i64 = 7;

/// Words that no dictionary holds and that this text is about: names, terms, coinages.
pub(crate) struct Local {
    /// Built only where there is a word to hold.
    index: Option<SymSpell<UnicodeStringStrategy>>,
    /// The letters of each word, as a set, and their number: few words ask for a look-up.
    sets: Vec<(u32, usize)>,
}

/// The set of a word's letters, those beyond the alphabet sharing its last bits, and their number.
fn letters(word: &str) -> (u32, usize) {
    word.chars().fold((0, 0), |(set, count), c| {
        let bit = if c.is_ascii_lowercase() { c as u32 - 'a' as u32 } else { 26 + c as u32 % 6 };
        (set | 1 << bit, count + 1)
    })
}

impl std::fmt::Debug for Local {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Local").field("empty", &self.index.is_none()).finish_non_exhaustive()
    }
}

impl Local {
    /// How rare a word of the document is taken to be, whatever it is.
    pub(crate) const COST: Cost = Cost(9_000);

    /// An index of `words`, in small letters.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Local {
        let mut index: Option<SymSpell<UnicodeStringStrategy>> = None;
        let mut sets = Vec::new();
        for word in words {
            sets.push(letters(word));
            let index = index.get_or_insert_with(|| {
                SymSpellBuilder::default()
                    .max_dictionary_edit_distance(REACH)
                    .prefix_length(PREFIX)
                    .count_threshold(1)
                    .build()
                    .expect("the settings are constants that symspell accepts")
            });
            index.load_dictionary_line(&[word, "\t1"].concat(), 0, 1, "\t");
        }
        Local { index, sets }
    }

    /// Calls `offer` with every word of the index near `lower`, in the order of the alphabet.
    ///
    /// # Complexity
    ///
    /// O(w) in the words for the sets of their letters; a look-up where one of them is near enough.
    pub(crate) fn readings(&self, lower: &str, mut offer: impl FnMut(&str)) {
        let Some(index) = &self.index else { return };
        let (set, count) = letters(lower);
        let reach = match count {
            0..=3 => return,
            4..=6 => 1,
            _ => REACH,
        };
        // An edit takes one letter out of the set at most, and puts one in.
        let near = |&(other, letters): &(u32, usize)| {
            i64::from((set ^ other).count_ones()) <= 2 * reach && letters.abs_diff(count) as i64 <= reach
        };
        if !self.sets.iter().any(near) {
            return;
        }
        let mut found = index.lookup(lower, Verbosity::All, reach);
        found.sort_unstable_by(|a, b| a.term.cmp(&b.term));
        for suggestion in found.iter().filter(|suggestion| suggestion.distance > 0) {
            offer(&suggestion.term);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_document_are_offered_for_their_near_misses() {
        let local = Local::new(["padalecki", "chathams"].into_iter());
        let mut found = Vec::new();
        local.readings("chathama", |word| found.push(word.to_owned()));
        assert_eq!(found, ["chathams"]);
        local.readings("zzzz", |word| panic!("{word}"));
    }

    #[test]
    fn no_near_miss_is_told_away_by_its_letters() {
        let local = Local::new(["padalecki", "çatalhöyük"].into_iter());
        for word in ["padalecki", "çatalhöyük"] {
            let letters: Vec<char> = word.chars().collect();
            for at in 0..letters.len() {
                for (first, second) in [("", "xz"), ("x", ""), ("ö", "ý")] {
                    // Two edits: one letter is exchanged or lost, and something is put before the last one.
                    let mut near: Vec<char> = letters.clone();
                    near.splice(at..=at, first.chars());
                    near.splice(near.len() - 1..near.len() - 1, second.chars().take(1));
                    let near: String = near.into_iter().collect();
                    let mut found = false;
                    local.readings(&near, |offered| found |= offered == word);
                    assert!(found, "{near}");
                }
            }
        }
    }
}
