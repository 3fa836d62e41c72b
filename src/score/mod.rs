//! The judge: weighs readings by the damage they take, by how common they are and by their neighbours.

mod capitals;
mod confusable;
mod context;
mod correction;
mod damage;
mod ease;
#[cfg(all(test, feature = "embedded"))]
mod fit;
pub(crate) mod gate;
mod habits;
mod judge;
mod lattice;
mod misread;
mod prefix;
mod repetition;
mod slot;
mod spacing;
mod speller;
mod strangers;
pub(crate) mod suggest;
mod weights;

pub(crate) use correction::Correction;
pub(crate) use damage::Damage;
pub(crate) use speller::{Said, correct};

use crate::candidate::Searches;
use crate::lexicon::Lexicon;

/// Does what the lattice does not do yet: joins words whose letters stand apart, and removes what stands twice in a translation.
pub(crate) fn tidy(
    document: &crate::document::Document<'_>,
    lexicon: &Lexicon,
    noise: crate::settings::Noise,
    is_open: &dyn Fn(crate::span::Span) -> bool,
    corrections: &mut Vec<Correction>,
) {
    spacing::close(document, lexicon, is_open, corrections);
    // People say things twice, and write them so; translation machines stutter.
    if noise == crate::settings::Noise::Translation {
        repetition::remove(document, corrections);
    }
}

/// Memory to be used again, and what was found out about words and pairs of them, kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    /// The lexicon that was asked: what one says does not hold in another.
    of: Option<u64>,
    searches: Searches,
    misreadings: misread::Misreadings,
    strangers: strangers::Strangers,
    pairs: context::Pairs,
    scratch: speller::Scratch,
}

impl Cache {
    /// Makes ready for a text that `lexicon` is asked about.
    pub(crate) fn begin(&mut self, lexicon: &Lexicon) {
        if self.of.replace(lexicon.fingerprint()) != Some(lexicon.fingerprint()) {
            *self = Cache { of: self.of, ..Cache::default() };
            self.pairs.make_ready();
        }
    }
}
