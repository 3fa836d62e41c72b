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
        for word in words {
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
        Local { index }
    }

    /// Calls `offer` with every word of the index near `lower`, in the order of the alphabet.
    pub(crate) fn readings(&self, lower: &str, mut offer: impl FnMut(&str)) {
        let Some(index) = &self.index else { return };
        let letters = lower.chars().count();
        if letters < 4 {
            return;
        }
        let reach = if letters < 7 { 1 } else { REACH };
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
}
