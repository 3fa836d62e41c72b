//! How likely a hyphen is between two words.
//!
//! ```text
//! magic [8]  lexicon u64  words u32  pairs u32  mean u32
//! u8 × 2 × words   log-odds against a hyphen behind and before each word, in steps of 64 millinats
//! 7 bytes × pair   numbers of both words u24, cost u8; sorted
//! ```
//!
//! `mean` are the log-odds against a hyphen between any two words. A hyphen needs both: of the log-odds of both sides, as far as they
//! differ from the mean, three quarters are added to it. On texts that were not counted that costs 0.0237 nats a gap; the likelier of
//! both sides alone, 0.0274; all of both, 0.0243.

use std::borrow::Cow;

use super::LmToken;
use crate::cost::Cost;
use crate::error::LexiconError;
use crate::lexicon::Lexicon;

const MAGIC: [u8; 8] = *b"UNGARHY2";
const HEADER: usize = 28;
const PAIR: usize = 7;
/// Millinats of a step.
const STEP: u32 = 64;
/// Weight of the evidence of both sides, in quarters.
const WEIGHT: u32 = 3;
/// Cost of a hyphen beside what no list holds: one place in fifty.
const UNKNOWN: u8 = 61;

/// Hyphens between words, read in place.
#[derive(Clone)]
pub(crate) struct Hyphens {
    bytes: Cow<'static, [u8]>,
    words: usize,
    pairs: usize,
    mean: u32,
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
        let mean = number(24).ok_or_else(wrong)?;
        if bytes.len() != HEADER + 2 * words + PAIR * pairs {
            return Err(wrong());
        }
        Ok(Hyphens { bytes, words, pairs, mean })
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
            _ => UNKNOWN,
        };
        if [first, second].iter().any(|token| matches!(token, LmToken::Boundary | LmToken::Number)) {
            return Cost::ZERO;
        }
        Cost(combined(self.mean, side(first, 0), side(second, 1)))
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

/// Millinats against a hyphen between two words, of which both sides say this much in steps. Where one is as likely as not it costs nothing.
fn combined(mean: u32, first: u8, second: u8) -> u32 {
    let sides = WEIGHT * (u32::from(first) + u32::from(second)) * STEP;
    sides.saturating_sub((2 * WEIGHT - 4) * mean) / 4
}

/// Counts of hyphens.
#[cfg(feature = "training")]
#[derive(Debug)]
pub struct HyphenCounts {
    /// For each word by number, the share of gaps behind and before it that have one.
    pub sides: Vec<[f64; 2]>,
    /// The share of all gaps.
    pub mean: f64,
    /// Pairs of words, sorted: hyphens and spaces between them.
    pub pairs: Vec<([u32; 2], [u32; 2])>,
}

/// Gaps that what both words say is worth beside the counts of a pair.
#[cfg(feature = "training")]
const PRIOR: f64 = 5.0;

/// Writes the image of counts.
#[cfg(feature = "training")]
pub(crate) fn compile(lexicon: &Lexicon, counts: &HyphenCounts) -> Vec<u8> {
    let step = |millinats: u32| (millinats / STEP).min(255) as u8;
    let against = |share: f64| Cost::from_probability(share).0.saturating_sub(Cost::from_probability(1.0 - share).0);
    let mean = against(counts.mean);
    let sides: Vec<[u8; 2]> = counts.sides.iter().map(|shares| shares.map(|share| step(against(share)))).collect();
    let mut image = MAGIC.to_vec();
    image.extend(lexicon.fingerprint().to_le_bytes());
    image.extend((sides.len() as u32).to_le_bytes());
    image.extend((counts.pairs.len() as u32).to_le_bytes());
    image.extend(mean.to_le_bytes());
    image.extend(sides.iter().flatten());
    for &([first, second], [hyphens, spaces]) in &counts.pairs {
        let prior = combined(mean, sides[first as usize][0], sides[second as usize][1]);
        let prior = 1.0 / (1.0 + (f64::from(prior) / 1000.0).exp());
        let share = (f64::from(hyphens) + PRIOR * prior) / (f64::from(hyphens + spaces) + PRIOR);
        image.extend(&first.to_le_bytes()[..3]);
        image.extend(&second.to_le_bytes()[..3]);
        image.push(step(Cost::from_probability(share).0));
    }
    image
}
