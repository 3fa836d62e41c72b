//! Hypotheses of damage, and how likely each is in a region of a text.

use super::costs::{WHOLE, cost};
use crate::settings::Noise;

/// In what kind of passage a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Regime {
    /// Running text; single words may have lost or got a capital.
    Normal = 0,
    /// A run of words that damage has capitalised.
    Run = 1,
    /// A heading, a title of a work, a name: capitalised on purpose.
    Titled = 2,
    /// A passage that has lost its capitals.
    Lowered = 3,
    /// A passage in capitals throughout.
    Shouted = 4,
}

impl Regime {
    pub(super) const COUNT: usize = 5;
    pub(super) const ALL: [Regime; Regime::COUNT] =
        [Regime::Normal, Regime::Run, Regime::Titled, Regime::Lowered, Regime::Shouted];
}

/// How many kinds of damage have a rate.
pub(super) const RATES: usize = 6;

/// Rates of damage, in parts of [`WHOLE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rates {
    /// Words in runs, in lowered passages and in shouted ones.
    pub(super) run: u32,
    pub(super) lowered: u32,
    pub(super) shouted: u32,
    /// Names in running text that are written small; sentences of it that begin small; words with a stray capital.
    pub(super) names: u32,
    pub(super) starts: u32,
    pub(super) slips: u32,
}

impl Rates {
    /// What is expected before the text is seen, given what its noise is said to be.
    pub(super) fn prior(noise: Noise) -> Rates {
        let per_myriad = |n: u32| n * WHOLE / 10_000;
        let usual = Rates {
            run: per_myriad(40),
            lowered: per_myriad(30),
            shouted: per_myriad(30),
            names: per_myriad(150),
            starts: per_myriad(150),
            slips: per_myriad(15),
        };
        match noise {
            Noise::Speech => Rates { lowered: per_myriad(3_000), starts: per_myriad(1_000), ..usual },
            Noise::Scrape | Noise::Translation => Rates { run: per_myriad(200), names: per_myriad(500), ..usual },
            Noise::Ocr => Rates { slips: per_myriad(50), ..usual },
            Noise::Typing => Rates { names: per_myriad(400), starts: per_myriad(400), ..usual },
            _ => usual,
        }
    }

    /// Whether so much is damaged that it is worth measuring again: a word in fifty stands in a damaged passage, or a name or
    /// beginning in five is small.
    pub(super) const fn is_damaged(self) -> bool {
        self.run + self.lowered + self.shouted > WHOLE / 50 || self.names > WHOLE / 5 || self.starts > WHOLE / 5
    }

    pub(super) const fn all(self) -> [u32; RATES] {
        [self.run, self.lowered, self.shouted, self.names, self.starts, self.slips]
    }

    const fn from_all([run, lowered, shouted, names, starts, slips]: [u32; RATES]) -> Rates {
        Rates { run, lowered, shouted, names, starts, slips }
    }
}

/// What was expected and what was found of each kind of damage, in parts of [`WHOLE`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) chances: [u64; RATES],
    pub(super) found: [u64; RATES],
}

/// Chances that the prior is worth, by kind.
const PRIOR_WORTH: [u64; RATES] = [60, 60, 60, 12, 8, 400];
/// Chances that the rate of the whole text is worth in a region.
const TEXT_WORTH: [u64; RATES] = [60, 120, 60, 10, 6, 200];
/// Chances beyond these make nothing surer: a book is not bolder than a chapter.
const MOST: u64 = 3_000;

impl Counts {
    pub(super) fn join(&mut self, other: &Counts) {
        for kind in 0..RATES {
            self.chances[kind] += other.chances[kind];
            self.found[kind] += other.found[kind];
        }
    }

    /// Notes a passage in which nothing is odd: so many words, names and beginnings of sentences.
    pub(super) fn quiet(&mut self, words: usize, names: usize) {
        let words = words as u64 * u64::from(WHOLE);
        for kind in [0, 1, 2, 5] {
            self.chances[kind] += words;
        }
        self.chances[3] += names as u64 * u64::from(WHOLE);
        self.chances[4] += u64::from(WHOLE);
    }

    /// The rates of a text, given those expected.
    pub(super) fn rates(&self, prior: Rates) -> Rates {
        self.mixed(prior, PRIOR_WORTH)
    }

    /// The rates of a region, given those of its text.
    pub(super) fn regional(&self, text: Rates) -> Rates {
        self.mixed(text, TEXT_WORTH)
    }

    fn mixed(&self, prior: Rates, worth: [u64; RATES]) -> Rates {
        let whole = u64::from(WHOLE);
        let prior = prior.all();
        Rates::from_all(std::array::from_fn(|kind| {
            let (mut chances, mut found) = (self.chances[kind] / 256, self.found[kind] / 256);
            let most = MOST * whole / 256;
            if chances > most {
                (chances, found) = (most, found * most / chances);
            }
            let worth = worth[kind] * whole / 256;
            let rate = (found * whole + worth * u64::from(prior[kind])) / (chances + worth).max(1);
            (rate as u32).clamp(2, WHOLE - WHOLE / 50)
        }))
    }
}

/// What regimes and faults cost at some rates, in millinats.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    /// Row = from, column = to.
    pub(super) transition: [[i32; Regime::COUNT]; Regime::COUNT],
    /// Cost of beginning a sentence in each regime.
    pub(super) start: [i32; Regime::COUNT],
    /// A name written small, and one written as it should be; a beginning written small; a stray capital.
    pub(super) small_name: i32,
    pub(super) kept_name: i32,
    pub(super) small_start: i32,
    pub(super) slip: i32,
}

impl Weights {
    /// The weights of a sentence; `heading` if it fills its block alone and no stop ends it.
    pub(super) fn new(rates: Rates, heading: bool) -> Weights {
        let rate = |part: u32| cost(part, WHOLE);
        let enter = |part: u32, length: u32| cost((part / length).max(1), WHOLE);
        let titled = if heading { 900 } else { 4_200 };
        let far = 7_600;
        Weights {
            transition: [
                [30, enter(rates.run, 6), 4_000, enter(rates.lowered, 60), enter(rates.shouted, 6)],
                [2_300, 105, 5_300, far, far],
                [900, 5_000, 560, far, far],
                [5_000, far, far, 20, far],
                [1_900, 5_500, 5_500, far, 190],
            ],
            start: [60, rate(rates.run), titled, rate(rates.lowered), rate(rates.shouted)],
            small_name: rate(rates.names),
            kept_name: cost(WHOLE - rates.names, WHOLE),
            small_start: rate(rates.starts),
            slip: rate(rates.slips),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_saturate() {
        let prior = Rates::prior(Noise::Auto);
        let counts = |n: u64| {
            let whole = n * u64::from(WHOLE);
            Counts { chances: [whole; RATES], found: [whole / 10; RATES] }
        };
        let [few, many, more] = [100, 3_000, 300_000].map(|n| counts(n).rates(prior).run);
        assert!(prior.run < few && few < many && more.abs_diff(many) < 200, "{few} {many} {more}");
        assert_eq!(Counts::default().rates(prior), prior);
    }

    #[test]
    fn what_is_said_is_expected() {
        let usual = Rates::prior(Noise::Auto);
        assert!(Rates::prior(Noise::Speech).lowered > 20 * usual.lowered);
        assert!(Rates::prior(Noise::Scrape).run > usual.run);
    }
}
