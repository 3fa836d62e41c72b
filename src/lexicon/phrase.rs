//! Names of several words.

use std::cmp::Ordering;

use super::Lexicon;
use super::image::Section;
use super::offsets;

/// Words in the longest name that a lexicon may hold.
pub(super) const LONGEST: usize = 6;

/// A name of several words found at the start of a passage.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
///
/// let words = ["east", "china", "sea", "disputes"];
/// let name = Lexicon::english().name_phrase(&words).expect("a name");
/// assert_eq!((name.text(), name.words()), ("East China Sea", 3));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase<'l> {
    text: &'l str,
    words: usize,
}

impl<'l> Phrase<'l> {
    /// Returns the name as it is written, its words parted by single spaces.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let name = ungarble::Lexicon::english().name_phrase(&["new", "delhi"]).expect("a name");
    /// assert_eq!(name.text(), "New Delhi");
    /// # }
    /// ```
    #[must_use]
    pub const fn text(self) -> &'l str {
        self.text
    }

    /// Returns how many words it has.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let words = ["new", "delhi", "airport"];
    /// let name = ungarble::Lexicon::english().name_phrase(&words).expect("a name");
    /// assert_eq!(words[name.words()..], ["airport"]);
    /// # }
    /// ```
    #[must_use]
    pub const fn words(self) -> usize {
        self.words
    }
}

impl Lexicon {
    /// Returns the longest name of several words that begins with the first of `words`, all given in lower case.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert!(lexicon.name_phrase(&["united", "kingdom"]).is_some());
    /// assert!(lexicon.name_phrase(&["new", "shoes"]).is_none());
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// One look-up where no name begins with the first word; else O(log p) comparisons for p names in all.
    #[must_use]
    pub fn name_phrase(&self, words: &[&str]) -> Option<Phrase<'_>> {
        if !self.entry(words.first()?)?.begins_phrase() {
            return None;
        }
        self.phrase_from(words)
    }

    /// Returns the same where the first of `words` is known to begin a name.
    pub(crate) fn phrase_from(&self, words: &[&str]) -> Option<Phrase<'_>> {
        if !self.begins_phrase(words.get(..2)?) {
            return None;
        }
        let most = words.len().min(LONGEST);
        (2..=most).rev().find_map(|count| {
            let words = words.get(..count)?;
            let text = self.phrase(self.phrase_at_or_after(words)?)?;
            let found = order(text, words) == Ordering::Equal;
            found.then_some(Phrase { text: std::str::from_utf8(text).ok()?, words: count })
        })
    }

    /// Returns whether a name begins with these words, and goes on or not.
    pub(crate) fn begins_phrase(&self, words: &[&str]) -> bool {
        let first = self.phrase_at_or_after(words).and_then(|first| self.phrase(first));
        first.is_some_and(|text| starts_with(text, words))
    }

    /// Returns the number of the first phrase that is not before `words`.
    fn phrase_at_or_after(&self, words: &[&str]) -> Option<usize> {
        let (mut low, mut high) = (0, offsets::len(self.image.section(Section::Phrases)).saturating_sub(1));
        while low < high {
            let middle = low + (high - low) / 2;
            let phrase = self.phrase(middle)?;
            // Behind the last phrase the table is filled up with empty ones.
            if !phrase.is_empty() && order(phrase, words).is_lt() { low = middle + 1 } else { high = middle }
        }
        Some(low)
    }

    /// Returns phrase `index` as it is written.
    fn phrase(&self, index: usize) -> Option<&[u8]> {
        let starts = self.image.section(Section::Phrases);
        self.image.section(Section::PhraseText).get(offsets::at(starts, index)?..offsets::at(starts, index + 1)?)
    }
}

/// Compares `text` in lower case with the words joined by spaces.
fn order(text: &[u8], words: &[&str]) -> Ordering {
    if text.is_ascii() {
        // The bytes of UTF-8 sort as the letters do.
        return order_of(text.iter().map(u8::to_ascii_lowercase), words, |word| word.bytes(), b' ');
    }
    let text = String::from_utf8_lossy(text);
    order_of(text.chars().flat_map(char::to_lowercase), words, |word| word.chars(), ' ')
}

/// Compares `text` with the letters of the words, a space between them.
fn order_of<'w, L: Ord + Copy, I: Iterator<Item = L>>(
    mut text: impl Iterator<Item = L>,
    words: &[&'w str],
    letters: impl Fn(&'w str) -> I,
    space: L,
) -> Ordering {
    for (i, word) in words.iter().enumerate() {
        for wanted in (i > 0).then_some(space).into_iter().chain(letters(word)) {
            match text.next().map(|letter| letter.cmp(&wanted)) {
                None => return Ordering::Less,
                Some(Ordering::Equal) => {}
                Some(order) => return order,
            }
        }
    }
    if text.next().is_some() { Ordering::Greater } else { Ordering::Equal }
}

/// Returns whether `text` begins, in lower case, with the words joined by spaces, and goes on with a space or not at all.
fn starts_with(text: &[u8], words: &[&str]) -> bool {
    let length = words.iter().map(|word| word.len() + 1).sum::<usize>() - 1;
    match text.get(..length) {
        Some(head) => text.get(length).is_none_or(|&next| next == b' ') && order(head, words).is_eq(),
        None => false,
    }
}
