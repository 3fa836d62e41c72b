//! How likely a hyphen is between two words.
//!
//! ```text
//! magic [8]  lexicon u64  words u32  pairs u32
//! u8 × 2 × words   costs of a hyphen behind and before each word, in steps of 64 millinats
//! 7 bytes × pair   numbers of both words u24, cost u8; sorted
//! ```

use std::borrow::Cow;

use super::LmToken;
use crate::cost::Cost;
use crate::error::LexiconError;
use crate::lexicon::Lexicon;

const MAGIC: [u8; 8] = *b"UNGARHYP";
const HEADER: usize = 24;
const PAIR: usize = 7;
/// Millinats of a step.
const STEP: u32 = 64;
/// Cost of a hyphen beside what no list holds: one place in fifty.
const UNKNOWN: u8 = 61;

/// Hyphens between words, read in place.
#[derive(Clone)]
pub(crate) struct Hyphens {
    bytes: Cow<'static, [u8]>,
    words: usize,
    pairs: usize,
}

impl std::fmt::Debug for Hyphens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hyphens").field("words", &self.words).field("pairs", &self.pairs).finish_non_exhaustive()
    }
}

impl Hyphens {
    /// Opens an image that was made for `lexicon`.
    ///
    /// # Errors
    ///
    /// If it is none, is cut short or was made for another lexicon.
    pub(crate) fn open(bytes: Cow<'static, [u8]>, lexicon: &Lexicon) -> Result<Hyphens, LexiconError> {
        let wrong = || LexiconError::Section { section: "hyphens" };
        let number = |at: usize| bytes.get(at..at + 4).and_then(|four| Some(u32::from_le_bytes(four.try_into().ok()?)));
        let fingerprint = lexicon.fingerprint().to_le_bytes();
        if bytes.get(..8) != Some(&MAGIC) || bytes.get(8..16) != Some(&fingerprint) {
            return Err(wrong());
        }
        let (words, pairs) = (number(16).ok_or_else(wrong)? as usize, number(20).ok_or_else(wrong)? as usize);
        if bytes.len() != HEADER + 2 * words + PAIR * pairs {
            return Err(wrong());
        }
        Ok(Hyphens { bytes, words, pairs })
    }

    /// Returns the cost of a hyphen between two words.
    ///
    /// # Complexity
    ///
    /// O(log p) in the pairs.
    pub(crate) fn cost(&self, first: LmToken, second: LmToken) -> Cost {
        if let (LmToken::Word(a), LmToken::Word(b)) = (first, second)
            && let Some(cost) = self.pair(a.0, b.0)
        {
            return Cost(u32::from(cost) * STEP);
        }
        let side = |token: LmToken, side: usize| match token {
            LmToken::Word(id) if (id.index()) < self.words => {
                self.bytes.get(HEADER + 2 * id.index() + side).copied().unwrap_or(UNKNOWN)
            }
            LmToken::Word(_) | LmToken::Unknown => UNKNOWN,
            LmToken::Boundary | LmToken::Number => 0,
        };
        Cost(u32::from(side(first, 0).min(side(second, 1))) * STEP)
    }

    fn pair(&self, first: u32, second: u32) -> Option<u8> {
        let rows = self.bytes.get(HEADER + 2 * self.words..)?;
        let key = |row: usize| -> Option<[u32; 2]> {
            match rows.get(row * PAIR..row * PAIR + 6)? {
                &[a, b, c, d, e, f] => Some([u32::from_le_bytes([a, b, c, 0]), u32::from_le_bytes([d, e, f, 0])]),
                _ => None,
            }
        };
        let (mut low, mut high) = (0, self.pairs);
        while low < high {
            let middle = low + (high - low) / 2;
            match key(middle)?.cmp(&[first, second]) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return rows.get(middle * PAIR + 6).copied(),
            }
        }
        None
    }
}

/// Writes an image of shares: for each word by number how often a hyphen follows and precedes it, and for pairs of words how
/// often one stands between them.
#[cfg(feature = "training")]
pub(crate) fn compile(lexicon: &Lexicon, sides: &[[f64; 2]], pairs: &[([u32; 2], f64)]) -> Vec<u8> {
    let step = |share: f64| (Cost::from_probability(share).0 / STEP).min(255) as u8;
    let mut image = MAGIC.to_vec();
    image.extend(lexicon.fingerprint().to_le_bytes());
    image.extend((sides.len() as u32).to_le_bytes());
    image.extend((pairs.len() as u32).to_le_bytes());
    image.extend(sides.iter().flat_map(|[behind, before]| [step(*behind), step(*before)]));
    for ([first, second], share) in pairs {
        image.extend(&first.to_le_bytes()[..3]);
        image.extend(&second.to_le_bytes()[..3]);
        image.push(step(*share));
    }
    image
}
