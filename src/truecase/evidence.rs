//! Cased evidence: how often words, and pairs of them, are capitalised where no sentence begins.
//!
//! ```text
//! magic [8]  words u32  pairs u32
//! u32 × words    hashes, rising
//! 8 bytes × word count and spread, costs of the patterns lower, title and special, log-odds that a neighbour is capitalised
//! u32 × pairs    hashes, rising
//! u16 × pair     costs of the patterns of both, four bits each
//! ```
//!
//! Words are found by 32 bits of a hash: of 100,000 strange words two are taken for others.

use std::borrow::Cow;

use crate::error::LexiconError;

const MAGIC: [u8; 8] = *b"UNGARCAS";
const HEADER: usize = 16;
const WORD: usize = 8;

/// Millinats from one cost of a pattern to the next, and from one log-odds of a neighbour to the next.
const COST_STEP: i32 = 40;
const ODDS_STEP: i32 = 64;
/// The same for the pattern of a pair.
const PAIR_STEP: i32 = 400;

/// Stands for any number beside a word.
pub(crate) const NUMBER: &str = "#";

/// The hash by which a word in lower case is found.
pub(crate) fn hash(lower: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in lower.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(hash)
}

/// The hash by which a pair of words is found, from those of both.
pub(crate) const fn hash_pair(first: u64, second: u64) -> u64 {
    mix(first.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ second)
}

const fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

/// What was counted of one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WordEvidence {
    /// Sightings, as a power of two in halves.
    pub(crate) count: u8,
    /// How much the share of capitals differs from one kind of text to another, from 0 to 7.
    pub(crate) spread: u8,
    /// Costs of its patterns lower, title and special, in millinats.
    pub(crate) costs: [i32; 3],
    /// Log-odds that the next word is capitalised behind this one in lower case, and behind it with a capital, in millinats.
    pub(crate) next: [i32; 2],
    /// The same of the word before.
    pub(crate) before: [i32; 2],
}

/// Costs of the patterns of a pair, in millinats: row = the first word small or capitalised, column = the second.
pub(crate) type PairEvidence = [[i32; 2]; 2];

/// An image of cased evidence, read in place.
#[derive(Clone)]
pub(crate) struct CasedEvidence {
    bytes: Cow<'static, [u8]>,
    words: usize,
    pairs: usize,
}

impl std::fmt::Debug for CasedEvidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CasedEvidence").field("words", &self.words).field("pairs", &self.pairs).finish_non_exhaustive()
    }
}

impl CasedEvidence {
    /// Opens an image.
    ///
    /// # Errors
    ///
    /// If it is none, or is cut short.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<CasedEvidence, LexiconError> {
        let wrong = || LexiconError::Section { section: "cased evidence" };
        let number = |at: usize| Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?) as usize);
        if bytes.first_chunk() != Some(&MAGIC) {
            return Err(wrong());
        }
        let (words, pairs) = (number(8).ok_or_else(wrong)?, number(12).ok_or_else(wrong)?);
        let whole = (words as u64) * (4 + WORD as u64) + (pairs as u64) * 6 + HEADER as u64;
        if bytes.len() as u64 != whole {
            return Err(wrong());
        }
        Ok(CasedEvidence { bytes, words, pairs })
    }

    /// What is known of the word with this hash.
    ///
    /// # Complexity
    ///
    /// Some three probes: hashes are spread evenly, so that the place of one is guessed.
    pub(crate) fn word(&self, hash: u64) -> Option<WordEvidence> {
        let hashes = self.bytes.get(HEADER..HEADER + 4 * self.words)?;
        let at = find(hashes, self.words, hash as u32)?;
        let start = HEADER + 4 * self.words + WORD * at;
        let &[count, lower, title, special, n0, n1, b0, b1] = self.bytes.get(start..)?.first_chunk()?;
        let odds = |byte: u8| i32::from(byte as i8) * ODDS_STEP;
        Some(WordEvidence {
            count: count & 31,
            spread: count >> 5,
            costs: [lower, title, special].map(|cost| i32::from(cost) * COST_STEP),
            next: [odds(n0), odds(n1)],
            before: [odds(b0), odds(b1)],
        })
    }

    /// What is known of the pair with this hash.
    pub(crate) fn pair(&self, hash: u64) -> Option<PairEvidence> {
        let first = HEADER + (4 + WORD) * self.words;
        let hashes = self.bytes.get(first..first + 4 * self.pairs)?;
        let at = find(hashes, self.pairs, hash as u32)?;
        let packed = u16::from_le_bytes(*self.bytes.get(first + 4 * self.pairs + 2 * at..)?.first_chunk()?);
        let cost = |slot: u16| i32::from(packed >> (4 * slot) & 15) * PAIR_STEP;
        Some([[cost(0), cost(1)], [cost(2), cost(3)]])
    }
}

/// The place of `hash` among `count` rising ones.
fn find(hashes: &[u8], count: usize, hash: u32) -> Option<usize> {
    let at = |index: usize| Some(u32::from_le_bytes(*hashes.get(4 * index..)?.first_chunk()?));
    let (mut low, mut high) = (0, count);
    let guess = ((u64::from(hash) * count as u64) >> 32) as usize;
    let mut reach = 8;
    // Widens around the guess until the hash lies within.
    let start = guess.saturating_sub(reach);
    if start > 0 && at(start)? <= hash {
        low = start;
    }
    while guess + reach < count {
        if at(guess + reach)? > hash {
            high = guess + reach;
            break;
        }
        reach *= 4;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        match at(middle)?.cmp(&hash) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// One word of an image to be written; costs and log-odds in nats.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordRow {
    pub(crate) hash: u64,
    pub(crate) count: u64,
    pub(crate) costs: [f64; 3],
    /// Standard deviation of the share of capitals over sources.
    pub(crate) spread: f64,
    pub(crate) neighbours: [f64; 4],
}

/// Writes an image. Of words or pairs with one hash the first stays.
#[cfg_attr(not(feature = "training"), allow(dead_code, reason = "only what makes parameters writes one"))]
pub(crate) fn compile(words: &[WordRow], pairs: &[(u64, [f64; 4])]) -> Vec<u8> {
    let mut words: Vec<&WordRow> = words.iter().collect();
    words.sort_by_key(|row| row.hash as u32);
    words.dedup_by_key(|row| row.hash as u32);
    let mut pairs: Vec<&(u64, [f64; 4])> = pairs.iter().collect();
    pairs.sort_by_key(|(hash, _)| *hash as u32);
    pairs.dedup_by_key(|(hash, _)| *hash as u32);
    let mut image = MAGIC.to_vec();
    image.extend((words.len() as u32).to_le_bytes());
    image.extend((pairs.len() as u32).to_le_bytes());
    image.extend(words.iter().flat_map(|row| (row.hash as u32).to_le_bytes()));
    let steps =
        |value: f64, step: i32, low: f64, high: f64| (value * 1000.0 / f64::from(step)).round().clamp(low, high);
    for row in &words {
        let count = ((row.count.max(1) as f64).log2() * 2.0).round().min(31.0) as u8;
        image.push(count | ((row.spread * 16.0).round().clamp(0.0, 7.0) as u8) << 5);
        image.extend(row.costs.map(|cost| steps(cost, COST_STEP, 0.0, 255.0) as u8));
        image.extend(row.neighbours.map(|odds| steps(odds, ODDS_STEP, -128.0, 127.0) as i8 as u8));
    }
    image.extend(pairs.iter().flat_map(|(hash, _)| (*hash as u32).to_le_bytes()));
    for (_, costs) in &pairs {
        let slots = costs.iter().enumerate();
        let packed = slots.fold(0, |all, (slot, &cost)| all | (steps(cost, PAIR_STEP, 0.0, 15.0) as u16) << (4 * slot));
        image.extend(packed.to_le_bytes());
    }
    image
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Vec<u8> {
        let row = |word: &str, costs| WordRow {
            hash: hash(word),
            count: 64,
            costs,
            spread: 0.25,
            neighbours: [-2.0, 1.5, 0.0, 9.0],
        };
        let words: Vec<WordRow> = (0..500).map(|n| row(&format!("w{n}"), [0.1, 2.0, 5.0])).collect();
        let words = [words, vec![row("court", [0.3, 1.4, 8.0])]].concat();
        let pair = hash_pair(hash("supreme"), hash("court"));
        compile(&words, &[(pair, [2.0, 6.0, 6.0, 0.4])])
    }

    #[test]
    fn what_was_written_is_found() {
        let evidence = CasedEvidence::open(image().into()).expect("it is whole");
        let court = evidence.word(hash("court")).expect("it is there");
        assert_eq!((court.count, court.spread, court.costs), (12, 4, [320, 1400, 8000]));
        assert_eq!((court.next, court.before), ([-1984, 1472], [0, 127 * 64]));
        assert!((0..500).all(|n| evidence.word(hash(&format!("w{n}"))).is_some()));
        assert!((0..500).all(|n| evidence.word(hash(&format!("x{n}"))).is_none()));
        assert_eq!(evidence.pair(hash_pair(hash("supreme"), hash("court"))), Some([[2000, 6000], [6000, 400]]));
        assert_eq!(evidence.pair(hash_pair(hash("court"), hash("supreme"))), None);
    }

    #[test]
    fn damaged_images_are_refused() {
        let mut bytes = image();
        bytes.pop();
        assert!(CasedEvidence::open(bytes.into()).is_err());
        assert!(CasedEvidence::open(b"UNGARCAS".as_slice().into()).is_err());
    }
}
