//! How words sound: people who do not know how a word is written write what they hear.
//!
//! # Source
//!
//! Philips, “The double metaphone search algorithm”, 2000, its primary keys alone.

use std::fmt;

use rphonetic::{DoubleMetaphone, Encoder};

use crate::cost::Cost;

/// What each sound costs in which a word differs from what was written. Fitted on the lists of `evaluate_suggest`, where
/// 2.2 to 3.5 nats are worth the same within half a point.
const OTHER_SOUND: u32 = 3_000;
/// Beyond as many sounds a word is none that was heard.
const MOST: usize = 2;
/// Longest key that is compared, in sounds.
const LONGEST_KEY: usize = 12;
/// Longest word that is listened to, in letters.
const LONGEST: usize = 40;

/// The sound of what somebody wrote.
pub(super) struct Sound {
    encoder: DoubleMetaphone,
    key: String,
}

impl fmt::Debug for Sound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sound").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Sound {
    /// The sound of `lower`; `None` for what is not all English letters.
    pub(super) fn of(lower: &str) -> Option<Sound> {
        let encoder = DoubleMetaphone::new(Some(LONGEST_KEY));
        is_pronounced(lower).then(|| Sound { key: encoder.encode(lower), encoder })
    }

    /// What it costs that `word`, or two with a blank between them, sounds otherwise.
    pub(super) fn cost(&self, word: &str) -> Cost {
        let letters = word.replace([' ', '-', '\''], "");
        let differing = if is_pronounced(&letters) {
            strsim::osa_distance(&self.key, &self.encoder.encode(&letters)).min(MOST)
        } else {
            MOST
        };
        Cost(OTHER_SOUND * differing as u32)
    }
}

fn is_pronounced(lower: &str) -> bool {
    !lower.is_empty() && lower.len() <= LONGEST && lower.bytes().all(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_alike_costs_nothing() {
        let cost = |written: &str, word: &str| Sound::of(written).unwrap().cost(word);
        for (written, word) in [("trubbel", "trouble"), ("fotograf", "photograph"), ("indepth", "in depth")] {
            assert_eq!(cost(written, word), Cost::ZERO, "{written}");
        }
        assert!(cost("trubbel", "travel") > Cost::ZERO);
        assert_eq!(cost("trubbel", "xylophones"), Cost(OTHER_SOUND * MOST as u32));
        assert!(Sound::of("naïve").is_none() && Sound::of("").is_none() && Sound::of(&"a".repeat(50)).is_none());
    }
}
