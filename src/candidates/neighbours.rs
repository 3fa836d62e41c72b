//! What the commonest words may have been meant to be: searched for when the data is built, since their letters are known.
//!
//! ```text
//! magic [8]  lexicon u64  words u32  rows u32
//! u32 × (words + 1)  where the rows of each word begin
//! 11 bytes × row     numbers of two words u24 (all ones: there is no second), spaces and edits in four bits each,
//!                    costs of the confusions for each kind of noise u16
//! ```

use std::borrow::Cow;

use super::search::{Found, WORDS};
use crate::error::LexiconError;
use crate::lexicon::{Lexicon, WordId};

const MAGIC: [u8; 8] = *b"UNGARNGH";
const HEADER: usize = 24;
const ROW: usize = 11;
const NONE: u32 = 0xff_ffff;

/// The neighbours of words, read in place.
#[derive(Clone)]
pub(crate) struct Neighbours {
    bytes: Cow<'static, [u8]>,
    words: usize,
}

impl std::fmt::Debug for Neighbours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Neighbours").field("words", &self.words).finish_non_exhaustive()
    }
}

impl Neighbours {
    /// Opens an image that was made for `lexicon`.
    ///
    /// # Errors
    ///
    /// If it is none, is cut short or was made for another lexicon.
    pub(crate) fn open(bytes: Cow<'static, [u8]>, lexicon: &Lexicon) -> Result<Neighbours, LexiconError> {
        let wrong = || LexiconError::Section { section: "neighbours" };
        let fingerprint = lexicon.fingerprint().to_le_bytes();
        if bytes.get(..8) != Some(&MAGIC) || bytes.get(8..16) != Some(&fingerprint) {
            return Err(wrong());
        }
        let words = u32_at(&bytes, 16).ok_or_else(wrong)? as usize;
        let rows = u32_at(&bytes, 20).ok_or_else(wrong)? as usize;
        if bytes.len() != HEADER + 4 * (words + 1) + ROW * rows {
            return Err(wrong());
        }
        Ok(Neighbours { bytes, words })
    }

    /// Returns what `word` may have been meant to be, the cheapest first; `None` where nobody searched.
    ///
    /// # Complexity
    ///
    /// O(1).
    pub(crate) fn of(&self, word: WordId) -> Option<impl Iterator<Item = Found> + '_> {
        let at = word.index();
        if at >= self.words {
            return None;
        }
        let start = u32_at(&self.bytes, HEADER + 4 * at)?;
        let end = u32_at(&self.bytes, HEADER + 4 * at + 4)? & !UNSEARCHED;
        if start & UNSEARCHED != 0 {
            return None;
        }
        let rows = HEADER + 4 * (self.words + 1);
        let rows = self.bytes.get(rows + ROW * start as usize..rows + ROW * end as usize)?;
        Some(rows.chunks_exact(ROW).filter_map(read))
    }
}

/// Marks a word that nobody searched for.
const UNSEARCHED: u32 = 1 << 31;

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).and_then(|four| Some(u32::from_le_bytes(four.try_into().ok()?)))
}

fn read(row: &[u8]) -> Option<Found> {
    let &[a, b, c, d, e, f, counts, ocr_low, ocr_high, typing_low, typing_high] = row else { return None };
    let (first, second) = (u32::from_le_bytes([a, b, c, 0]), u32::from_le_bytes([d, e, f, 0]));
    let mut words = [WordId(first); WORDS];
    if second != NONE {
        words[1] = WordId(second);
    }
    let costs = [u16::from_le_bytes([ocr_low, ocr_high]), u16::from_le_bytes([typing_low, typing_high])];
    Some(Found {
        words,
        count: 1 + u8::from(second != NONE),
        edits: counts & 15,
        spaces: counts >> 4,
        breaks: 0,
        costs,
        rank: 0,
    })
}

/// Writes an image: for each word by number what was found, `None` where nobody searched.
#[cfg(feature = "training")]
pub(crate) fn compile(lexicon: &Lexicon, found: &[Option<Vec<Found>>]) -> Vec<u8> {
    let fits = |found: &&Found| found.count <= 2 && found.breaks == 0;
    let rows: Vec<&Found> = found.iter().flatten().flatten().filter(fits).collect();
    let mut image = MAGIC.to_vec();
    image.extend(lexicon.fingerprint().to_le_bytes());
    image.extend((found.len() as u32).to_le_bytes());
    image.extend((rows.len() as u32).to_le_bytes());
    let mut start = 0;
    for of_word in found {
        let mark = if of_word.is_none() { UNSEARCHED } else { 0 };
        image.extend((start | mark).to_le_bytes());
        start += of_word.iter().flatten().filter(fits).count() as u32;
    }
    image.extend(start.to_le_bytes());
    for row in rows {
        let second = if row.count == 2 { row.words[1].0 } else { NONE };
        image.extend(&row.words[0].0.to_le_bytes()[..3]);
        image.extend(&second.to_le_bytes()[..3]);
        image.push(row.edits.min(15) | row.spaces.min(15) << 4);
        image.extend(row.costs.iter().flat_map(|cost| cost.to_le_bytes()));
    }
    image
}

#[cfg(all(test, feature = "training"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let lexicon = Lexicon::english();
        let word = |id| WordId(id);
        let one =
            Found { words: [word(7); WORDS], count: 1, edits: 1, spaces: 0, breaks: 0, costs: [5, 60_000], rank: 0 };
        let two = Found { words: [word(7), word(9), word(7)], count: 2, edits: 1, spaces: 1, costs: [1, 2], ..one };
        let three = Found { count: 3, ..two };
        let image = compile(lexicon, &[None, Some(vec![one, three, two]), Some(Vec::new()), None]);
        let neighbours = Neighbours::open(image.clone().into(), lexicon).expect("it was written so");
        let of = |id| neighbours.of(word(id)).map(|found| found.collect::<Vec<Found>>());
        assert_eq!([of(0), of(1), of(2), of(3), of(9)], [None, Some(vec![one, two]), Some(Vec::new()), None, None]);
        assert!(Neighbours::open(image[..image.len() - 1].to_vec().into(), lexicon).is_err());
    }
}
