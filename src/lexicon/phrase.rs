//! Names of several words.

use std::cmp::Ordering;

use super::Lexicon;
use super::image::{Section, u24_at};

/// Words in the longest name that a lexicon may hold.
pub(super) const LONGEST: usize = 6;

/// A name of several words found at the start of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase<'l> {
    text: &'l str,
    words: usize,
}

impl<'l> Phrase<'l> {
    /// The name as it is written, its words parted by single spaces.
    #[must_use]
    pub const fn text(self) -> &'l str {
        self.text
    }

    /// How many words it has.
    #[must_use]
    pub const fn words(self) -> usize {
        self.words
    }
}

impl Lexicon {
    /// Returns the longest name of several words that begins with the first of `words`, all given in lower case.
    ///
    /// # Complexity
    ///
    /// One look-up where no name begins with the first word; else O(log p) comparisons for p names in all.
    #[must_use]
    pub fn name_phrase(&self, words: &[&str]) -> Option<Phrase<'_>> {
        if !self.entry(words.first()?)?.begins_phrase() {
            return None;
        }
        let most = words.len().min(LONGEST);
        (2..=most).rev().find_map(|count| {
            let text = self.find_phrase(words.get(..count)?)?;
            Some(Phrase { text, words: count })
        })
    }

    fn find_phrase(&self, words: &[&str]) -> Option<&str> {
        let ends = self.image.section(Section::Phrases);
        let (mut low, mut high) = (0, ends.len() / 3);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = if middle == 0 { 0 } else { u24_at(ends, middle * 3 - 3)? };
            let end = u24_at(ends, middle * 3)?;
            let text = self.image.text(Section::PhraseText, start as usize, end as usize)?;
            match order(text, words) {
                Ordering::Equal => return Some(text),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Compares `text` in lower case with the words joined by spaces.
fn order(text: &str, words: &[&str]) -> Ordering {
    let joined = words.iter().enumerate().flat_map(|(i, word)| (i > 0).then_some(' ').into_iter().chain(word.chars()));
    text.chars().flat_map(char::to_lowercase).cmp(joined)
}
