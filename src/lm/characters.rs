//! What letters a word that no list holds is likely to be made of: character trigrams of words and of names.
//!
//! ```text
//! magic [8]
//! u8 × n³ × 2   costs in steps of 32 millinats: for words, then for names; row by the two letters before, column by the next
//! ```
//!
//! n is 28, for the boundary of a word, a–z and everything else, and the letters that the language has besides.
//!
//! # Source
//!
//! Interpolated as in Witten and Bell, “The zero-frequency problem”, 1991.

use std::borrow::Cow;

use crate::cost::Cost;
use crate::error::LexiconError;
#[cfg(any(feature = "training", all(test, feature = "embedded")))]
use crate::lexicon::Lexicon;
use crate::text::symbol::Letters;

const MAGIC: [u8; 8] = *b"UNGARCHR";
/// Millinats of a step.
const STEP: u32 = 32;
/// Letters of a word that are counted: a longer one is no word, whatever it is made of.
const LONGEST: usize = 24;

/// A character model whose size has been checked.
#[derive(Clone)]
pub(crate) struct CharacterModel {
    bytes: Cow<'static, [u8]>,
    letters: Letters,
}

impl std::fmt::Debug for CharacterModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CharacterModel").finish_non_exhaustive()
    }
}

/// Which words a cost is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WordClass {
    /// Written in lower case.
    Word,
    /// Written with a capital.
    Name,
}

impl CharacterModel {
    /// Opens a model of words that are made of a–z and `letters`.
    ///
    /// # Errors
    ///
    /// If it is none or is cut short.
    pub(crate) fn open(bytes: Cow<'static, [u8]>, letters: &Letters) -> Result<CharacterModel, LexiconError> {
        if bytes.get(..8) != Some(&MAGIC) || bytes.len() != MAGIC.len() + 2 * letters.kinds().pow(3) {
            return Err(LexiconError::Section { section: "characters" });
        }
        Ok(CharacterModel { bytes, letters: letters.clone() })
    }

    /// Returns the cost of the letters of `lower`, given that it is a word of `class` that no list holds.
    ///
    /// # Complexity
    ///
    /// O(1): letters beyond the twenty-fourth are not looked at.
    pub(crate) fn cost(&self, class: WordClass, lower: &str) -> Cost {
        let kinds = self.letters.kinds();
        let start = MAGIC.len() + kinds.pow(3) * usize::from(class == WordClass::Name);
        let mut last = [0, 0];
        let letters = lower.chars().take(LONGEST).map(|c| self.letters.kind(c)).chain([0]);
        let steps = letters.map(|next| {
            let at = start + (last[0] * kinds + last[1]) * kinds + next;
            last = [last[1], next];
            u32::from(self.bytes.get(at).copied().unwrap_or(u8::MAX))
        });
        Cost(steps.sum::<u32>() * STEP)
    }

    /// Builds the model of the words of `lexicon`.
    #[cfg(any(feature = "training", all(test, feature = "embedded")))]
    pub(crate) fn build(lexicon: &Lexicon) -> Vec<u8> {
        let mut image = MAGIC.to_vec();
        for class in [WordClass::Word, WordClass::Name] {
            let mut counts = Counts::new(lexicon.letters());
            for (id, word) in lexicon.common() {
                let is_class = lexicon.entry_of(id).is_some_and(|entry| match class {
                    WordClass::Word => entry.is_word(),
                    WordClass::Name => entry.is_name(),
                });
                if is_class {
                    counts.add(word);
                }
            }
            counts.write(&mut image);
        }
        image
    }
}

/// Counts of letters behind none, one and two others.
#[cfg(any(feature = "training", all(test, feature = "embedded")))]
struct Counts<'l> {
    letters: &'l Letters,
    one: Vec<u32>,
    two: Vec<u32>,
    three: Vec<u32>,
}

#[cfg(any(feature = "training", all(test, feature = "embedded")))]
impl Counts<'_> {
    fn new(letters: &Letters) -> Counts<'_> {
        let counts = |order| vec![0; letters.kinds().pow(order)];
        Counts { letters, one: counts(1), two: counts(2), three: counts(3) }
    }

    fn add(&mut self, word: &str) {
        let kinds = self.letters.kinds();
        let mut last = [0, 0];
        for next in word.chars().map(|c| self.letters.kind(c)).chain([0]) {
            self.one[next] += 1;
            self.two[last[1] * kinds + next] += 1;
            self.three[(last[0] * kinds + last[1]) * kinds + next] += 1;
            last = [last[1], next];
        }
    }

    fn write(mut self, image: &mut Vec<u8>) {
        self.add("");
        let kinds = self.letters.kinds();
        let mix = |counts: &[u32], next: usize, lower: f64| {
            let total: u32 = counts.iter().sum();
            let seen = counts.iter().filter(|&&count| count > 0).count() as f64;
            if total == 0 { lower } else { (f64::from(counts[next]) + seen * lower) / (f64::from(total) + seen) }
        };
        for first in 0..kinds {
            for second in 0..kinds {
                for next in 0..kinds {
                    let row = |table: &[u32], at: usize| table[at * kinds..(at + 1) * kinds].to_vec();
                    let one = mix(&self.one, next, 1.0 / kinds as f64);
                    let two = mix(&row(&self.two, second), next, one);
                    let three = mix(&row(&self.three, first * kinds + second), next, two);
                    image.push((Cost::from_probability(three).0 / STEP).min(255) as u8);
                }
            }
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    fn open(image: Vec<u8>, letters: &Letters) -> Result<CharacterModel, LexiconError> {
        CharacterModel::open(image.into(), letters)
    }

    #[test]
    fn words_that_look_like_words_are_cheaper() {
        let model = open(CharacterModel::build(Lexicon::english()), Lexicon::english().letters()).expect("it is whole");
        let cost = |word| model.cost(WordClass::Word, word);
        assert!(cost("gubernation") < cost("gvbxrnqtion"));
        assert!(model.cost(WordClass::Word, "frobbing") < model.cost(WordClass::Name, "frobbing"));
        assert!(open(vec![0; 9], &Letters::default()).is_err());
    }

    #[test]
    fn a_language_may_have_letters_of_its_own() {
        let german: Letters = "äöüß".chars().collect();
        let mut counts = Counts::new(&german);
        ["für", "tür", "grün", "gross", "groß"].into_iter().for_each(|word| counts.add(word));
        let mut image = MAGIC.to_vec();
        counts.write(&mut image);
        assert!(open(image.clone(), &german).is_err(), "it has no names");
        Counts::new(&german).write(&mut image);
        let model = open(image, &german).expect("it is whole");
        assert!(model.cost(WordClass::Word, "spür") < model.cost(WordClass::Word, "spör"));
        assert_eq!(model.cost(WordClass::Word, "é"), model.cost(WordClass::Word, "ñ"), "letters of no word are alike");
    }
}
