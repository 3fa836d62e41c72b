//! The per-call lexicon: words that this document, its references or the user vouch for.

#[cfg(feature = "symspell")]
use once_cell::sync::OnceCell;
#[cfg(feature = "symspell")]
use symspell::{SymSpell, SymSpellBuilder, UnicodeStringStrategy, Verbosity};

use crate::cost::Cost;

/// Most letters by which a word may differ from one of the document's own.
const REACH: i64 = 2;
/// Longest prefix that the index holds deletes of.
#[cfg(feature = "symspell")]
const PREFIX: i64 = 7;

/// Words that no dictionary holds and that this text is about: names, terms, coinages.
pub(crate) struct Local {
    /// Each word and its letters: few others ask for a look-up.
    words: Vec<(Box<str>, Letters)>,
    /// Built for the first one that does.
    #[cfg(feature = "symspell")]
    index: OnceCell<SymSpell<UnicodeStringStrategy>>,
}

/// The letters of a word.
#[derive(Clone, Copy, Debug)]
struct Letters {
    /// Those that it has, and those that it has twice; the ones beyond the alphabet share the last bits of each half.
    sets: u64,
    count: usize,
}

impl Letters {
    fn of(word: &str) -> Letters {
        word.chars().fold(Letters { sets: 0, count: 0 }, |Letters { sets, count }, c| {
            let bit = if c.is_ascii_lowercase() { c as u32 - 'a' as u32 } else { 26 + c as u32 % 6 };
            let again = (sets >> bit & 1) << (32 + bit);
            Letters { sets: sets | 1 << bit | again, count: count + 1 }
        })
    }

    /// Whether words of these letters may be `reach` edits apart: an edit takes one letter out and puts one in at most.
    fn are_near(self, other: Letters, reach: i64) -> bool {
        i64::from((self.sets ^ other.sets).count_ones()) <= 2 * reach
            && self.count.abs_diff(other.count) as i64 <= reach
    }
}

impl std::fmt::Debug for Local {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Local").field("words", &self.words.len()).finish_non_exhaustive()
    }
}

impl Local {
    /// How rare a word of the document is taken to be, whatever it is.
    pub(crate) const COST: Cost = Cost(9_000);

    /// An index of `words`, in small letters.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Local {
        Local {
            words: words.map(|word| (word.into(), Letters::of(word))).collect(),
            #[cfg(feature = "symspell")]
            index: OnceCell::new(),
        }
    }

    #[cfg(feature = "symspell")]
    fn index(&self) -> &SymSpell<UnicodeStringStrategy> {
        self.index.get_or_init(|| {
            let mut index: SymSpell<UnicodeStringStrategy> = SymSpellBuilder::default()
                .max_dictionary_edit_distance(REACH)
                .prefix_length(PREFIX)
                .count_threshold(1)
                .build()
                .expect("the settings are constants that symspell accepts");
            for (word, _) in &self.words {
                index.load_dictionary_line(&[word, "\t1"].concat(), 0, 1, "\t");
            }
            index
        })
    }

    /// Calls `offer` with every word of the index near `lower`, in the order of the alphabet.
    ///
    /// # Complexity
    ///
    /// O(w) in the words for their letters; a look-up where those of another word are near enough.
    pub(crate) fn readings(&self, lower: &str, mut offer: impl FnMut(&str)) {
        if self.words.is_empty() {
            return;
        }
        let letters = Letters::of(lower);
        let reach = match letters.count {
            0..=3 => return,
            4..=6 => 1,
            _ => REACH,
        };
        if !self.words.iter().any(|(word, of)| of.are_near(letters, reach) && **word != *lower) {
            return;
        }
        let mut found = self.near(lower, reach);
        found.sort_unstable();
        found.iter().for_each(|word| offer(word));
    }

    /// Returns the other words within `reach` edits of `lower`, each once.
    #[cfg(feature = "symspell")]
    fn near(&self, lower: &str, reach: i64) -> Vec<String> {
        let found = self.index().lookup(lower, Verbosity::All, reach);
        found.into_iter().filter(|suggestion| suggestion.distance > 0).map(|suggestion| suggestion.term).collect()
    }

    #[cfg(not(feature = "symspell"))]
    fn near(&self, lower: &str, reach: i64) -> Vec<String> {
        self.scan(lower, reach)
    }

    /// Returns the other words within `reach` edits of `lower`, each once, by looking at each word.
    ///
    /// # Complexity
    ///
    /// O(w) in the words for their letters; a distance for each that has nearly the same ones.
    #[cfg(any(not(feature = "symspell"), test))]
    fn scan(&self, lower: &str, reach: i64) -> Vec<String> {
        let letters = Letters::of(lower);
        let is_near = |(word, of): &&(Box<str>, Letters)| {
            of.are_near(letters, reach) && **word != *lower && strsim::damerau_levenshtein(word, lower) as i64 <= reach
        };
        let mut found: Vec<String> = self.words.iter().filter(is_near).map(|(word, _)| word.to_string()).collect();
        found.sort_unstable();
        found.dedup();
        found
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

    #[cfg(feature = "symspell")]
    proptest::proptest! {
        #[test]
        fn a_scan_finds_what_the_index_finds(
            words in proptest::collection::vec("[a-cé]{1,4}[a-c]{3,9}", 1..40),
            asked in "[a-cé]{4,12}",
            at in 0_usize..12,
            put in "[a-cx]{0,2}",
        ) {
            let local = Local::new(words.iter().map(String::as_str));
            let near = words.iter().flat_map(|word| {
                // A near miss of each word, besides a word of the same letters.
                let letters: Vec<char> = word.chars().collect();
                let at = at % letters.len();
                let (head, tail) = letters.split_at(at);
                let end = tail.get(2..).unwrap_or_default();
                let turned = tail.iter().take(2).rev();
                [
                    head.iter().copied().chain(put.chars()).chain(tail.iter().skip(1).copied()).collect::<String>(),
                    head.iter().chain(turned).chain(end).copied().chain(put.chars().take(1)).collect(),
                ]
            });
            for asked in near.chain([asked.clone()]) {
                for reach in 1..=REACH {
                    let mut found = local.near(&asked, reach);
                    found.sort_unstable();
                    proptest::prop_assert_eq!(&found, &local.scan(&asked, reach), "{} within {}", asked, reach);
                }
            }
        }
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
