//! Words as vectors: how well a word fits among the four on either side, read in place.
//!
//! ```text
//! 2 bytes × 8 × dimensions         weights of the eight positions i16, the farthest before first
//! (D / 2 + 1) bytes × (words + 2)  context vectors: scale u8, dimensions of 4 bits
//! (D / 2 + 2) bytes × words        word vectors: scale u8, bias i8, dimensions of 4 bits
//! ```
//!
//! A byte holds the dimension i in its low half and i + D/2 in its high one, both plus 8. All arithmetic is on integers.
//!
//! # Source
//!
//! Mikolov et al., “Efficient estimation of word representations in vector space”, 2013 (continuous bag of words), with position
//! weights as in Mikolov et al., “Advances in pre-training distributed word representations”, 2018. A score is the
//! log-odds of the word against the noise that it was trained against; words spelt alike were part of this noise.

use std::borrow::Cow;

use super::image::{HEADER, Image, Kind};
use super::{CONTEXT_WORDS, ContextVector, LmToken, LogOdds, MAX_DIMENSIONS};
use crate::error::LanguageError;
use crate::lexicon::{Lexicon, WordId};

pub(super) const KIND: Kind = Kind { name: "embedding model", magic: *b"UNGAREMB", version: 1 };
/// Positions around a word.
pub(super) const POSITIONS: usize = 2 * CONTEXT_WORDS;
/// Biases are in this many millinats.
pub(super) const BIAS_STEP: i32 = 100;
/// Sums of context vectors lose this many bits, so that they fit 16.
pub(super) const CONTEXT_SHIFT: u32 = 8;
/// The factor that turns sums into millinats has this many fractional bits.
pub(super) const FACTOR_SHIFT: u32 = 24;

/// A model of words among others, opened from an image made by [`compile_embedding`](super::compile::compile_embedding).
///
/// Cloning it is cheap: the image is shared.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
/// use ungarble::lm::EmbeddingModel;
///
/// assert!(EmbeddingModel::open(b"UNGARNGM".as_slice(), Lexicon::english()).is_err());
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct EmbeddingModel {
    image: Image,
    dimensions: usize,
    factor: i64,
}

impl EmbeddingModel {
    /// Opens an image for `lexicon`.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{LanguageError, Lexicon};
    /// use ungarble::lm::EmbeddingModel;
    ///
    /// let error = EmbeddingModel::open(b"<!DOCTYPE html>".as_slice(), Lexicon::english());
    /// assert!(matches!(error, Err(LanguageError::Magic { .. })));
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the header is not that of an embedding of this layout, the image was made for another vocabulary, or its sizes do not
    /// add up. The contents are checked by [`verify`](EmbeddingModel::verify) only.
    pub fn open(image: impl Into<Cow<'static, [u8]>>, lexicon: &Lexicon) -> Result<EmbeddingModel, LanguageError> {
        let image = Image::open(KIND, image.into().into(), lexicon)?;
        let (dimensions, factor) = (image.field(0) as usize, i64::from(image.field(1)));
        if dimensions == 0 || dimensions > MAX_DIMENSIONS || !dimensions.is_multiple_of(2) {
            return Err(image.damaged("dimensions"));
        }
        let model = EmbeddingModel { image, dimensions, factor };
        if model.words_start() + model.image.words() as usize * model.word_row() != model.image.bytes().len() {
            return Err(model.image.damaged("table of sizes"));
        }
        Ok(model)
    }

    /// Compares the checksum of the image with its contents.
    ///
    /// ```no_run
    /// # fn check(model: &ungarble::lm::EmbeddingModel) -> Result<(), ungarble::LanguageError> {
    /// model.verify()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If it differs.
    ///
    /// # Complexity
    ///
    /// O(n) in the size of the image.
    pub fn verify(&self) -> Result<(), LanguageError> {
        self.image.verify()
    }

    /// Returns the size of the image in bytes.
    ///
    /// ```no_run
    /// # fn check(model: &ungarble::lm::EmbeddingModel) {
    /// assert!(model.image_len() < 3_000_000);
    /// # }
    /// ```
    #[must_use]
    pub fn image_len(&self) -> usize {
        self.image.bytes().len()
    }

    const fn context_row(&self) -> usize {
        self.dimensions / 2 + 1
    }

    const fn word_row(&self) -> usize {
        self.dimensions / 2 + 2
    }

    const fn contexts_start(&self) -> usize {
        HEADER + 2 * POSITIONS * self.dimensions
    }

    fn words_start(&self) -> usize {
        self.contexts_start() + (self.image.words() as usize + 2) * self.context_row()
    }

    /// Returns the context vector of a token: its scale and its dimensions.
    fn context_of(&self, token: LmToken) -> Option<(i32, &[u8])> {
        let words = self.image.words();
        let code = match token {
            LmToken::Boundary => words,
            LmToken::Number => words + 1,
            LmToken::Word(id) if id.0 < words => id.0,
            LmToken::Word(_) | LmToken::Unknown => return None,
        };
        let start = self.contexts_start() + code as usize * self.context_row();
        let (&scale, row) = self.image.bytes().get(start..start + self.context_row())?.split_first()?;
        Some((i32::from(scale), row))
    }

    /// Sums up the tokens around a place; [`LanguageModel::context_vector`](super::LanguageModel::context_vector).
    pub(crate) fn context_vector(&self, before: &[LmToken], after: &[LmToken]) -> ContextVector {
        let half = self.dimensions / 2;
        let mut sums = [0_i32; MAX_DIMENSIONS];
        let mut words = 0;
        let before = before.iter().rev().take(CONTEXT_WORDS).enumerate();
        let before = before.map(|(distance, &token)| (CONTEXT_WORDS - 1 - distance, token));
        let after = after.iter().take(CONTEXT_WORDS).enumerate();
        let after = after.map(|(distance, &token)| (CONTEXT_WORDS + distance, token));
        for (position, token) in before.chain(after) {
            let Some((scale, row)) = self.context_of(token) else { continue };
            let start = HEADER + 2 * position * self.dimensions;
            let Some(weights) = self.image.bytes().get(start..start + 2 * self.dimensions) else { continue };
            let (low, high) = weights.split_at(2 * half);
            let (low_sums, high_sums) = sums.split_at_mut(half);
            let rows = row.iter().zip(low.as_chunks::<2>().0.iter().zip(high.as_chunks::<2>().0));
            for ((&byte, (&low, &high)), (a, b)) in rows.zip(low_sums.iter_mut().zip(high_sums)) {
                *a += (i32::from(byte & 15) - 8) * scale * i32::from(i16::from_le_bytes(low));
                *b += (i32::from(byte >> 4) - 8) * scale * i32::from(i16::from_le_bytes(high));
            }
            words += 1;
        }
        let narrow = |sum: i32| (sum >> CONTEXT_SHIFT).clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
        ContextVector { values: sums.map(narrow), words }
    }

    /// Scores a word; [`LanguageModel::log_odds`](super::LanguageModel::log_odds).
    pub(crate) fn log_odds(&self, context: &ContextVector, word: WordId) -> LogOdds {
        if word.0 >= self.image.words() || context.words == 0 {
            return LogOdds::EVEN;
        }
        let start = self.words_start() + word.index() * self.word_row();
        let row = self.image.bytes().get(start..start + self.word_row());
        let Some(&[scale, bias, ref row @ ..]) = row else { return LogOdds::EVEN };
        let (low, high) = context.values.split_at(self.dimensions / 2);
        let mut sum = 0_i32;
        for (&byte, (&low, &high)) in row.iter().zip(low.iter().zip(high)) {
            sum += (i32::from(byte & 15) - 8) * i32::from(low) + (i32::from(byte >> 4) - 8) * i32::from(high);
        }
        let fit = (i64::from(sum) * i64::from(scale) * self.factor) >> FACTOR_SHIFT;
        let bias = i32::from(i8::from_le_bytes([bias])) * BIAS_STEP;
        LogOdds((fit.clamp(-1_000_000, 1_000_000) as i32) + bias)
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::super::compile::{Vectors, compile_embedding};
    use super::*;

    /// Numbers between -1 and 1 that are the same everywhere.
    fn noise(count: usize, seed: u32) -> Vec<f32> {
        let mix = |i: u32| (i ^ seed).wrapping_mul(0x9e37_79b1).rotate_left(13).wrapping_mul(0x85eb_ca6b) >> 8;
        (0..count as u32).map(|i| mix(i) as f32 / (1 << 23) as f32 - 1.0).collect()
    }

    #[test]
    fn scores_are_those_of_the_vectors() {
        let lexicon = Lexicon::english();
        let (d, words) = (32, lexicon.vocabulary_len() as usize);
        let vectors = Vectors {
            dimensions: d,
            positions: noise(POSITIONS * d, 1).into_iter().map(|weight| weight * 0.5 + 1.0).collect(),
            contexts: noise((words + 2) * d, 2),
            words: noise(words * d, 3),
            biases: noise(words, 4).into_iter().map(|bias| bias * 5.0 - 3.0).collect(),
        };
        let model = EmbeddingModel::open(compile_embedding(&vectors, lexicon).unwrap(), lexicon).unwrap();
        let word = |id: u32| LmToken::Word(WordId(id));
        let before = [word(9), word(700), LmToken::Boundary, word(5), word(8_000)];
        let after = [LmToken::Number, LmToken::Unknown, word(13)];
        let context = model.context_vector(&before, &after);
        assert_eq!(context.words(), 6);
        let at = [(0, 700), (1, words), (2, 5), (3, 8_000), (4, words + 1), (6, 13)];
        let mut worst = 0_f32;
        for id in (0..words).step_by(997) {
            let sum = |dimension: usize| -> f32 {
                at.iter()
                    .map(|&(p, t)| vectors.positions[p * d + dimension] * vectors.contexts[t * d + dimension])
                    .sum()
            };
            let exact: f32 = (0..d).map(|i| sum(i) * vectors.words[id * d + i]).sum::<f32>() + vectors.biases[id];
            let said = model.log_odds(&context, WordId(id as u32)).0 as f32 / 1000.0;
            worst = worst.max((exact - said).abs());
        }
        // 4 bits are off by a fourteenth of the largest dimension at most, and sums of 32 by less than that times their root.
        assert!(worst < 2.0, "{worst}");
        assert_eq!(model.log_odds(&ContextVector::default(), WordId(3)), LogOdds::EVEN);
        assert_eq!(model.log_odds(&context, WordId(words as u32)), LogOdds::EVEN);
    }
}
