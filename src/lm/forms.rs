//! Forms that no list holds and that several sources of the training text have: terms, names, dialect, spellings of other times, words of
//! other languages. Listed misspellings are left out, however many people make them.
//!
//! ```text
//! magic [8]  forms of each weight u32 × 4
//! 3 bytes × form   the low bytes of its hash, sorted; the lightest first
//! ```
//!
//! Of 16.7 million hashes some hundred thousand are taken: one form of a hundred that nobody has seen is taken for another.

use std::borrow::Cow;

use crate::error::LexiconError;

const MAGIC: [u8; 8] = *b"UNGARFRM";
/// Number of weights that a form may have.
pub(crate) const WEIGHTS: usize = 4;
const HEADER: usize = 8 + 4 * WEIGHTS;
const ROW: usize = 3;

/// Attested forms, read in place.
#[derive(Clone, Default)]
pub(crate) struct AttestedForms {
    bytes: Cow<'static, [u8]>,
    /// Where the rows of each weight begin and end.
    bounds: [usize; WEIGHTS + 1],
}

impl std::fmt::Debug for AttestedForms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AttestedForms").field("bounds", &self.bounds).finish_non_exhaustive()
    }
}

impl AttestedForms {
    /// Opens an image; an empty one attests nothing.
    ///
    /// # Errors
    ///
    /// If it is none, or is cut short.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Result<AttestedForms, LexiconError> {
        if bytes.is_empty() {
            return Ok(AttestedForms::default());
        }
        let wrong = || LexiconError::Section { section: "attested forms" };
        let mut bounds = [HEADER; WEIGHTS + 1];
        for weight in 0..WEIGHTS {
            let at = 8 + 4 * weight;
            let count = bytes.get(at..at + 4).and_then(|four| Some(u32::from_le_bytes(four.try_into().ok()?)));
            let rows = count.and_then(|count| ROW.checked_mul(count as usize)).ok_or_else(wrong)?;
            bounds[weight + 1] = bounds[weight].checked_add(rows).ok_or_else(wrong)?;
        }
        if bytes.get(..8) != Some(&MAGIC) || bytes.len() != bounds[WEIGHTS] {
            return Err(wrong());
        }
        Ok(AttestedForms { bytes, bounds })
    }

    /// Returns how well a form in lower case is attested: 0 not at all, to [`WEIGHTS`].
    ///
    /// # Complexity
    ///
    /// O(b + log f) in its bytes and in the forms.
    pub(crate) fn weight(&self, lower: &str) -> u8 {
        let key = key(lower);
        let mut weights = (1..=WEIGHTS).rev();
        weights.find(|&weight| self.holds(self.bounds[weight - 1]..self.bounds[weight], key)).unwrap_or(0) as u8
    }

    fn holds(&self, rows: std::ops::Range<usize>, wanted: u32) -> bool {
        let Some(rows) = self.bytes.get(rows) else { return false };
        let row = |at: usize| match rows.get(ROW * at..ROW * at + ROW) {
            Some(&[a, b, c]) => u32::from_le_bytes([a, b, c, 0]),
            _ => u32::MAX,
        };
        let (mut low, mut high) = (0, rows.len() / ROW);
        while low < high {
            let middle = low + (high - low) / 2;
            match row(middle).cmp(&wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }
}

/// The low bytes of the FNV-1a hash of a form.
fn key(lower: &str) -> u32 {
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = lower.bytes().fold(0xcbf2_9ce4_8422_2325, hash);
    // The low bits of this hash depend on few bits of the text.
    ((hash ^ (hash >> 32)) & 0x00ff_ffff) as u32
}

/// Writes the image of forms in lower case with their weights, from 1.
#[cfg(feature = "training")]
pub(crate) fn compile<'f>(forms: impl IntoIterator<Item = (&'f str, usize)>) -> Vec<u8> {
    let mut rows: [Vec<u32>; WEIGHTS] = Default::default();
    for (form, weight) in forms {
        rows[weight.clamp(1, WEIGHTS) - 1].push(key(form));
    }
    let mut image = MAGIC.to_vec();
    for rows in &mut rows {
        rows.sort_unstable();
        rows.dedup();
        image.extend((rows.len() as u32).to_le_bytes());
    }
    image.extend(rows.iter().flatten().flat_map(|key| key.to_le_bytes().into_iter().take(ROW)));
    image
}

#[cfg(all(test, feature = "training"))]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_by_their_weight() {
        let image = compile([("heerd", 3), ("débris", 4), ("transferrin", 1)]);
        let forms = AttestedForms::open(image.clone().into()).expect("it is whole");
        let weights = ["heerd", "débris", "transferrin", "tbe"].map(|form| forms.weight(form));
        assert_eq!(weights, [3, 4, 1, 0]);
        assert!(AttestedForms::open(image[..image.len() - 1].to_vec().into()).is_err());
        assert_eq!(AttestedForms::default().weight("heerd"), 0);
    }
}
