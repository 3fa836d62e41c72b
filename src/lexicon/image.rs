//! The layout of a compiled lexicon: one blob, little-endian, read where it lies.
//!
//! ```text
//! magic [8]  version u16  sections u16  length u32  checksum u64  (offset u32, length u32) × sections  the sections
//! ```
//!
//! Opening checks the header and the sizes of the sections only. Nothing else is trusted: every read is checked
//! against the bytes there are, so that a damaged image gives wrong answers at worst.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::offsets::ROW;
use crate::error::LexiconError;

pub(super) const MAGIC: [u8; 8] = *b"UNGARLEX";
pub(super) const VERSION: u16 = 4;
const HEADER: usize = 24;

/// The sections in the order in which they lie in the image.
#[derive(Clone, Copy, Debug)]
pub(super) enum Section {
    /// UTF-8: the letters that have a five-bit code, in the order of the codes.
    Alphabet,
    /// Where the records of each bucket begin in `Records`, see `offsets.rs`.
    Directory,
    /// Words by bucket, see `table.rs`.
    Records,
    /// 8 bytes × row: everything of an entry but its number, and for common words its frequency.
    Palette,
    /// 3 bytes × common word, by number: palette row u16, frequency u8.
    Common,
    /// 20 bytes × group of common words of one length, see `search.rs`.
    Groups,
    /// Letter sets and letters of the common words by group.
    Letters,
    /// Number of words that language models know u32, and a fingerprint of these u64.
    Vocabulary,
    /// Fingerprints of capitalised pairs, see `filter.rs`.
    Pairs,
    /// 6 bytes × name, sorted: number u24, end of its text in `CanonicalText` u24.
    Canonical,
    /// The canonical forms that are not lower case with a capital first letter.
    CanonicalText,
    /// Where each phrase begins in `PhraseText`, and its end, see `offsets.rs`.
    Phrases,
    /// Names of several words, sorted by their lower-case form.
    PhraseText,
    /// 6 bytes × pair, sorted: numbers of two spelling variants.
    Variants,
    /// 6 bytes × pair, sorted: numbers of two words taken for one another.
    Confusions,
}

pub(super) const SECTIONS: usize = 15;

const NAMES: [&str; SECTIONS] = [
    "alphabet",
    "directory",
    "records",
    "palette",
    "common words",
    "groups",
    "letters",
    "vocabulary",
    "pairs",
    "canonical",
    "canonical text",
    "phrases",
    "phrase text",
    "variants",
    "confusions",
];

/// Size of one row of each section, 1 where rows have no fixed size.
const STRIDES: [usize; SECTIONS] = [1, ROW, 1, 8, 3, 20, 1, 12, 1, 6, 1, ROW, 1, 6, 6];

/// Bytes of an image: part of the binary, or read and shared by all clones.
#[derive(Clone)]
pub(crate) enum Bytes {
    Embedded(&'static [u8]),
    Shared(Arc<[u8]>),
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Embedded(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }
}

impl From<Cow<'static, [u8]>> for Bytes {
    fn from(bytes: Cow<'static, [u8]>) -> Bytes {
        match bytes {
            Cow::Borrowed(bytes) => Bytes::Embedded(bytes),
            Cow::Owned(bytes) => Bytes::Shared(bytes.into()),
        }
    }
}

/// A blob whose header has been checked.
#[derive(Clone)]
pub(super) struct Image {
    bytes: Bytes,
    ranges: [(u32, u32); SECTIONS],
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl Image {
    pub(super) fn open(bytes: Bytes) -> Result<Image, LexiconError> {
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(LexiconError::Magic { found: bytes.iter().take(8).copied().collect() });
        }
        let found = u16_at(&bytes, 8).unwrap_or(0);
        if found != VERSION {
            return Err(LexiconError::Version { found, expected: VERSION });
        }
        let expected = u32_at(&bytes, 12).unwrap_or(0) as usize;
        if expected != bytes.len() || usize::from(u16_at(&bytes, 10).unwrap_or(0)) != SECTIONS {
            return Err(LexiconError::Length { found: bytes.len(), expected });
        }
        let mut ranges = [(0, 0); SECTIONS];
        for (i, range) in ranges.iter_mut().enumerate() {
            let damaged = LexiconError::Section { section: NAMES[i] };
            let (Some(start), Some(len)) = (u32_at(&bytes, HEADER + 8 * i), u32_at(&bytes, HEADER + 8 * i + 4)) else {
                return Err(damaged);
            };
            match start.checked_add(len) {
                Some(end) if end as usize <= bytes.len() && (len as usize).is_multiple_of(STRIDES[i]) => {
                    *range = (start, end)
                }
                _ => return Err(damaged),
            }
        }
        Ok(Image { bytes, ranges })
    }

    /// Returns the checksum that the header states.
    pub(super) fn fingerprint(&self) -> u64 {
        u64_at(&self.bytes, 16).unwrap_or(0)
    }

    /// Compares the checksum: O(n) in the size of the image.
    pub(super) fn verify(&self) -> Result<(), LexiconError> {
        let expected = self.fingerprint();
        let found = checksum(self.bytes.get(HEADER..).unwrap_or_default());
        if found == expected { Ok(()) } else { Err(LexiconError::Checksum { found, expected }) }
    }

    pub(super) fn section(&self, section: Section) -> &[u8] {
        let (start, end) = self.ranges[section as usize];
        self.bytes.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn text(&self, section: Section, start: usize, end: usize) -> Option<&str> {
        std::str::from_utf8(self.section(section).get(start..end)?).ok()
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }
}

/// Puts sections together; the counterpart of [`Image::open`].
pub(super) fn assemble(sections: [Vec<u8>; SECTIONS]) -> Vec<u8> {
    let mut table = Vec::new();
    let mut body = Vec::new();
    for section in sections {
        let start = HEADER + 8 * SECTIONS + body.len();
        table.extend((start as u32).to_le_bytes());
        table.extend((section.len() as u32).to_le_bytes());
        body.extend(section);
    }
    table.extend(body);
    let mut image = MAGIC.to_vec();
    image.extend(VERSION.to_le_bytes());
    image.extend((SECTIONS as u16).to_le_bytes());
    image.extend(((HEADER + table.len()) as u32).to_le_bytes());
    image.extend(checksum(&table).to_le_bytes());
    image.extend(table);
    image
}

/// Hashes by FNV-1a over words of eight bytes, the last one filled up with zeros.
pub(crate) fn checksum(bytes: &[u8]) -> u64 {
    bytes.chunks(8).fold(0xCBF2_9CE4_8422_2325, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        (hash ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01B3)
    })
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Returns the row in `range` of `rows`, sorted and each `N` bytes long, that begins with `word`.
pub(crate) fn find<const N: usize>(rows: &[u8], range: Range<usize>, word: u32) -> Option<usize> {
    let (rows, _) = rows.as_chunks::<N>();
    let rows = rows.get(range.start..range.end.min(rows.len()))?;
    let begins = |row: &[u8; N]| row.first_chunk().map_or(0, |word| u32::from(u16::from_le_bytes(*word)));
    rows.binary_search_by_key(&word, begins).ok().map(|at| range.start + at)
}

pub(crate) fn u24_at(bytes: &[u8], at: usize) -> Option<u32> {
    match bytes.get(at..at.checked_add(3)?)? {
        &[a, b, c] => Some(u32::from_le_bytes([a, b, c, 0])),
        _ => None,
    }
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}
