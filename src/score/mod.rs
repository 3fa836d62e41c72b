//! What is known of a text before it is decoded, and what decoding does not do yet: letter-spaced words, repetitions.

mod context;
mod correction;
mod damage;
mod misread;
mod prefix;
pub(crate) mod repetition;
mod slot;
pub(crate) mod spacing;
mod strangers;
pub(crate) mod suggest;

pub(crate) use correction::Correction;
pub(crate) use damage::Damage;

use crate::lexicon::Lexicon;

/// Memory to be used again, and what was found out about words, kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    /// The lexicon that was asked: what one says does not hold in another.
    of: Option<u64>,
    misreadings: misread::Misreadings,
    strangers: strangers::Strangers,
}

impl Cache {
    /// Makes ready for a text that `lexicon` is asked about.
    pub(crate) fn begin(&mut self, lexicon: &Lexicon) {
        if self.of.replace(lexicon.fingerprint()) != Some(lexicon.fingerprint()) {
            *self = Cache { of: self.of, ..Cache::default() };
        }
    }
}
