//! What letters a word that no list holds is likely to be made of: character trigrams of words and of names.
//!
//! ```text
//! magic [8]
//! u8 × 28³ × 2   costs in steps of 32 millinats: for words, then for names; row by the two letters before, column by the next
//! ```
//!
//! # Source
//!
//! Interpolated as in Witten and Bell, “The zero-frequency problem”, 1991.

use std::borrow::Cow;

use crate::cost::Cost;
use crate::error::LexiconError;
#[cfg(any(feature = "training", all(test, feature = "embedded")))]
use crate::lexicon::Lexicon;

const MAGIC: [u8; 8] = *b"UNGARCHR";
/// Millinats of a step.
const STEP: u32 = 32;
/// The boundary of a word, a–z, and everything else.
const SYMBOLS: usize = 28;
const TABLE: usize = SYMBOLS * SYMBOLS * SYMBOLS;
/// Letters of a word that are counted: a longer one is no word, whatever it is made of.
const LONGEST: usize = 24;

/// A character model whose size has been checked.
#[derive(Clone)]
pub(crate) struct CharacterModel {
    bytes: Cow<'static, [u8]>,
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
    /// Opens a model.
    ///
    /// # Errors
    ///
    /// If it is none or is cut short.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<CharacterModel, LexiconError> {
        if bytes.get(..8) != Some(&MAGIC) || bytes.len() != MAGIC.len() + 2 * TABLE {
            return Err(LexiconError::Section { section: "characters" });
        }
        Ok(CharacterModel { bytes })
    }

    /// Returns the cost of the letters of `lower`, given that it is a word of `class` that no list holds.
    ///
    /// # Complexity
    ///
    /// O(1): letters beyond the twenty-fourth are not looked at.
    pub(crate) fn cost(&self, class: WordClass, lower: &str) -> Cost {
        let start = MAGIC.len() + TABLE * usize::from(class == WordClass::Name);
        let mut last = [0, 0];
        let letters = lower.chars().take(LONGEST).map(symbol).chain([0]);
        let steps = letters.map(|next| {
            let at = start + (last[0] * SYMBOLS + last[1]) * SYMBOLS + next;
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
            let mut counts = Counts::default();
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

fn symbol(c: char) -> usize {
    if c.is_ascii_lowercase() { c as usize - 'a' as usize + 1 } else { SYMBOLS - 1 }
}

/// Counts of letters behind none, one and two others.
#[cfg(any(feature = "training", all(test, feature = "embedded")))]
#[derive(Default)]
struct Counts {
    one: Vec<u32>,
    two: Vec<u32>,
    three: Vec<u32>,
}

#[cfg(any(feature = "training", all(test, feature = "embedded")))]
impl Counts {
    fn add(&mut self, word: &str) {
        self.one.resize(SYMBOLS, 0);
        self.two.resize(SYMBOLS * SYMBOLS, 0);
        self.three.resize(TABLE, 0);
        let mut last = [0, 0];
        for next in word.chars().map(symbol).chain([0]) {
            self.one[next] += 1;
            self.two[last[1] * SYMBOLS + next] += 1;
            self.three[(last[0] * SYMBOLS + last[1]) * SYMBOLS + next] += 1;
            last = [last[1], next];
        }
    }

    fn write(mut self, image: &mut Vec<u8>) {
        self.add("");
        let mix = |counts: &[u32], next: usize, lower: f64| {
            let total: u32 = counts.iter().sum();
            let kinds = counts.iter().filter(|&&count| count > 0).count() as f64;
            if total == 0 { lower } else { (f64::from(counts[next]) + kinds * lower) / (f64::from(total) + kinds) }
        };
        for first in 0..SYMBOLS {
            for second in 0..SYMBOLS {
                for next in 0..SYMBOLS {
                    let row = |table: &[u32], at: usize| table[at * SYMBOLS..(at + 1) * SYMBOLS].to_vec();
                    let one = mix(&self.one, next, 1.0 / SYMBOLS as f64);
                    let two = mix(&row(&self.two, second), next, one);
                    let three = mix(&row(&self.three, first * SYMBOLS + second), next, two);
                    image.push((Cost::from_probability(three).0 / STEP).min(255) as u8);
                }
            }
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_words_are_cheaper() {
        let model = CharacterModel::open(CharacterModel::build(Lexicon::english()).into()).expect("it is whole");
        let cost = |word| model.cost(WordClass::Word, word);
        assert!(cost("gubernation") < cost("gvbxrnqtion"));
        assert!(model.cost(WordClass::Word, "frobbing") < model.cost(WordClass::Name, "frobbing"));
        assert!(CharacterModel::open(vec![0; 9].into()).is_err());
    }
}
