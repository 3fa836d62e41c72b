//! The header that the images of language models share, all little-endian.
//!
//! ```text
//! magic [8]  version u16  zero u16  length u32  checksum u64  vocabulary u64  words u32  fields u32 × 8
//! ```
//!
//! Opening checks the header and the sizes only. Nothing else is trusted: every read is checked against the bytes there are, so
//! that a damaged image gives wrong costs at worst.

use std::fmt;

use crate::error::LanguageError;
use crate::lexicon::Lexicon;
use crate::lexicon::image::{Bytes, checksum, u16_at, u32_at, u64_at};

pub(super) const FIELDS: usize = 8;
/// Where the bytes begin that the checksum is of.
const CHECKED: usize = 24;
pub(super) const HEADER: usize = CHECKED + 12 + 4 * FIELDS;

/// The kind of an image, with the layout that this build reads.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) magic: [u8; 8],
    pub(super) version: u16,
}

/// An image whose header has been checked.
#[derive(Clone)]
pub(super) struct Image {
    bytes: Bytes,
    kind: Kind,
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Image").field("bytes", &self.bytes().len()).finish_non_exhaustive()
    }
}

impl Image {
    /// Opens an image of `kind` for the vocabulary of `lexicon`.
    pub(super) fn open(kind: Kind, bytes: Bytes, lexicon: &Lexicon) -> Result<Image, LanguageError> {
        let name = kind.name;
        if bytes.get(..8) != Some(&kind.magic) {
            return Err(LanguageError::Magic { name, found: bytes.iter().take(8).copied().collect() });
        }
        let found = u16_at(&bytes, 8).unwrap_or(0);
        if found != kind.version {
            return Err(LanguageError::Version { name, found, expected: kind.version });
        }
        let expected = u32_at(&bytes, 12).unwrap_or(0) as usize;
        if expected != bytes.len() || expected < HEADER {
            return Err(LanguageError::Length { name, found: bytes.len(), expected });
        }
        let found = u64_at(&bytes, CHECKED).unwrap_or(0);
        let expected = lexicon.vocabulary_fingerprint();
        if found != expected || u32_at(&bytes, CHECKED + 8) != Some(lexicon.vocabulary_len()) {
            return Err(LanguageError::OtherLexicon { name, found, expected });
        }
        Ok(Image { bytes, kind })
    }

    /// Compares the checksum: O(n) in the size of the image.
    pub(super) fn verify(&self) -> Result<(), LanguageError> {
        let expected = u64_at(self.bytes(), 16).unwrap_or(0);
        let found = checksum(self.bytes().get(CHECKED..).unwrap_or_default());
        let damaged = LanguageError::Checksum { name: self.kind.name, found, expected };
        if found == expected { Ok(()) } else { Err(damaged) }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns how many words the vocabulary has.
    pub(super) fn words(&self) -> u32 {
        u32_at(self.bytes(), CHECKED + 8).unwrap_or(0)
    }

    /// Returns a number of the header that means something to this kind of image.
    pub(super) fn field(&self, index: usize) -> u32 {
        u32_at(self.bytes(), CHECKED + 12 + 4 * index).unwrap_or(0)
    }

    /// Returns the error for sizes that do not add up.
    pub(super) fn damaged(&self, section: &'static str) -> LanguageError {
        LanguageError::Section { name: self.kind.name, section }
    }
}

/// Puts an image together; the counterpart of [`Image::open`].
pub(super) fn assemble(kind: Kind, lexicon: &Lexicon, fields: [u32; FIELDS], sections: &[Vec<u8>]) -> Vec<u8> {
    let mut checked = lexicon.vocabulary_fingerprint().to_le_bytes().to_vec();
    checked.extend(lexicon.vocabulary_len().to_le_bytes());
    fields.iter().for_each(|field| checked.extend(field.to_le_bytes()));
    sections.iter().for_each(|section| checked.extend(section));
    let mut image = kind.magic.to_vec();
    image.extend(kind.version.to_le_bytes());
    image.extend([0; 2]);
    image.extend(((CHECKED + checked.len()) as u32).to_le_bytes());
    image.extend(checksum(&checked).to_le_bytes());
    image.extend(checked);
    image
}
