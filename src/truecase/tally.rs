//! How capitals are spread over a sentence, a region and a text.

use super::class::Class;
use super::observe::Observation;
use super::pattern::Surface;
use super::place::Position;
use crate::document::Word;
use crate::text::classes::Classes;

/// Log-odds of a capital, in millinats, below which a word is never a name, and above which it always is.
pub(super) const NEVER_NAME: i32 = -3_500;
const ALWAYS_NAME: i32 = 2_500;

/// Counts of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) words: u32,
    /// Inside sentences, and those of them with a capital.
    pub(super) inside: u32,
    pub(super) capitals: u32,
    /// Those that are never names, by whether they have a capital.
    pub(super) never_names: [u32; 2],
    /// Closed-class words, the same.
    pub(super) closed: [u32; 2],
    /// Those of them that titles keep small, the same.
    pub(super) particles: [u32; 2],
    /// Those that are always names, the same.
    pub(super) names: [u32; 2],
    /// All in capitals.
    pub(super) upper: u32,
    /// Beginnings of sentences, by whether they have a capital.
    pub(super) starts: [u32; 2],
    /// Words of which nothing is known, small ones that no list holds, those with capitals inside, and old ones.
    pub(super) unknown: u32,
    pub(super) oov: u32,
    pub(super) mixed: u32,
    pub(super) old: u32,
    /// Sentences, those that a stop ends, and those that fill a block alone.
    pub(super) sentences: u32,
    pub(super) stopped: u32,
    pub(super) alone: u32,
}

impl Tally {
    /// Adds a word.
    pub(super) fn add(&mut self, word: &Word, own: &Observation) {
        self.words += 1;
        self.old += u32::from(word.classes.has(Classes::ARCHAIC));
        if own.surface == Surface::Fixed {
            return;
        }
        let capital = usize::from(own.surface.has_capital());
        self.upper += u32::from(own.surface == Surface::Upper);
        self.unknown += u32::from(own.known.evidence.is_none());
        self.oov += u32::from(own.surface == Surface::Lower && word.entry.is_none());
        self.mixed += u32::from(own.surface == Surface::Mixed);
        match own.position {
            Position::Start => self.starts[capital] += 1,
            Position::Soft => {}
            Position::Mid => {
                self.inside += 1;
                self.capitals += capital as u32;
                let odds = own.capital_odds();
                if odds < NEVER_NAME {
                    self.never_names[capital] += 1;
                }
                if own.class != Class::Content && odds < 0 {
                    self.closed[capital] += 1;
                    self.particles[capital] += u32::from(own.class == Class::Particle);
                }
                if odds > ALWAYS_NAME {
                    self.names[capital] += 1;
                }
            }
        }
    }

    pub(super) fn join(&mut self, other: &Tally) {
        self.words += other.words;
        self.inside += other.inside;
        self.capitals += other.capitals;
        for capital in 0..2 {
            self.never_names[capital] += other.never_names[capital];
            self.closed[capital] += other.closed[capital];
            self.particles[capital] += other.particles[capital];
            self.names[capital] += other.names[capital];
            self.starts[capital] += other.starts[capital];
        }
        self.upper += other.upper;
        self.unknown += other.unknown;
        self.oov += other.oov;
        self.mixed += other.mixed;
        self.old += other.old;
        self.sentences += other.sentences;
        self.stopped += other.stopped;
        self.alone += other.alone;
    }
}

/// `part` of `whole` in per mille, drawn towards `usual` as by `worth` more of them.
pub(super) fn per_mille(part: u32, whole: u32, usual: u32, worth: u32) -> i32 {
    let (part, whole) = (u64::from(part), u64::from(whole));
    ((1000 * part + u64::from(usual) * u64::from(worth)) / (whole + u64::from(worth)).max(1)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_tell_little() {
        assert_eq!(per_mille(0, 0, 20, 10), 20);
        assert_eq!(per_mille(1, 1, 20, 10), 109);
        assert_eq!(per_mille(500, 1000, 20, 10), 495);
    }
}
