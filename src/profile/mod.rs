//! What a text suffers from: a posterior over noise kinds and rates, from a prior and the evidence of the text.

use crate::candidates::search::Found;
use crate::channel::{KINDS, NoiseModel};
use crate::decode::log;
use crate::settings::Noise;

/// Costs of the channel are relative to e³ times the mean rate of errors, in millinats.
const SCALE: i32 = 3_000;
/// Symbols of evidence that the prior is worth.
const PRIOR_SYMBOLS: u64 = 400;
/// Symbols after which more of them make a text no surer of its own rate.
const SATURATION: u64 = 20_000;
/// Symbols of its own that a region needs to weigh as much as the rest of the text.
const REGION_PRIOR: u64 = 3_000;
/// Errors come in bursts: the rate of a second one in the same word, in thousand-millionths, where the text's is lower.
const BURST: [u32; KINDS] = [50_000_000, 20_000_000];
/// From this rate on it is plain that a recogniser read a text: one symbol in 330.
const PLAIN: u32 = 3_000_000;
/// No text has more errors than one symbol in five.
const HIGHEST: u64 = 200_000_000;

/// Errors for each symbol of a text, by kind of noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rates {
    /// In thousand-millionths.
    rates: [u32; KINDS],
    /// Millinats of a first error, and of each further one: each candidate asks for them.
    first: [i32; KINDS],
    further: [i32; KINDS],
}

impl Default for Rates {
    fn default() -> Rates {
        Rates::new([0; KINDS])
    }
}

impl Rates {
    fn new(rates: [u32; KINDS]) -> Rates {
        let cost = |rate: u32| log::cost_of(rate) - SCALE;
        Rates { rates, first: rates.map(cost), further: std::array::from_fn(|kind| cost(rates[kind].max(BURST[kind]))) }
    }

    /// Returns what is expected of a text of which `noise` is all that is known.
    pub(crate) fn prior(noise: Noise) -> Rates {
        Rates::new(match noise {
            Noise::Ocr => [8_000_000, 500_000],
            Noise::Typing => [300_000, 5_000_000],
            _ => [1_000_000, 1_500_000],
        })
    }

    /// Returns the rate of one kind.
    pub(crate) fn of(self, kind: NoiseModel) -> u32 {
        self.rates[kind as usize]
    }

    /// Returns whether a recogniser read the text, where the rates tell it beyond doubt.
    pub(crate) fn is_misread(self) -> bool {
        self.of(NoiseModel::Ocr) > PLAIN
    }

    /// Millinats of the damage that `found` stands for: those of a first error, of further ones, and of the confusions.
    pub(crate) fn cost(self, found: &Found) -> i32 {
        let [ocr, typing] = self.costs(found);
        -log::add(-ocr, -typing)
    }

    fn costs(self, found: &Found) -> [i32; KINDS] {
        let edits = i32::from(found.edits);
        std::array::from_fn(|kind| {
            let spent = i32::from(found.costs[kind]);
            if edits == 0 {
                return spent;
            }
            self.first[kind] + (edits - 1) * self.further[kind] + spent
        })
    }

    /// Millinats of the cheapest first error.
    pub(crate) fn first_error(self) -> i32 {
        self.first.into_iter().min().unwrap_or(0)
    }
}

/// Errors that were found in a stretch of text, so far as they are likely.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence {
    /// Expected errors of each kind, in millionths.
    errors: [u64; KINDS],
    symbols: u64,
}

impl Evidence {
    /// Adds symbols that were read, right or wrong.
    pub(crate) fn read(&mut self, symbols: usize) {
        self.symbols += symbols as u64;
    }

    /// Adds the errors of a candidate of this probability (the logarithm, in millinats).
    pub(crate) fn found(&mut self, found: &Found, rates: Rates, posterior: i32) {
        let probability = u64::from(log::exp_millionths(-posterior)) * u64::from(found.edits);
        if probability == 0 {
            return;
        }
        let [ocr, typing] = rates.costs(found);
        let shares = [log::millionths(typing - ocr), log::millionths(ocr - typing)];
        for (errors, share) in self.errors.iter_mut().zip(shares) {
            *errors += probability * u64::from(share) / 1_000_000;
        }
    }

    /// Adds the evidence of another stretch.
    pub(crate) fn join(&mut self, other: Evidence) {
        for (errors, more) in self.errors.iter_mut().zip(other.errors) {
            *errors += more;
        }
        self.symbols += other.symbols;
    }

    /// Returns the evidence of all stretches together.
    pub(crate) fn of_all(stretches: &[Evidence]) -> Evidence {
        let mut all = Evidence::default();
        stretches.iter().for_each(|&stretch| all.join(stretch));
        all
    }

    /// Returns the rates of a text of which this is the evidence.
    pub(crate) fn rates(self, prior: Rates) -> Rates {
        let counted = self.symbols.min(SATURATION);
        Rates::new(std::array::from_fn(|kind| {
            let errors = self.errors[kind] * counted / self.symbols.max(1);
            mean(errors, counted, prior.rates[kind], PRIOR_SYMBOLS)
        }))
    }

    /// Returns the rates of a region of a text of which `text` are the rates.
    pub(crate) fn regional(self, text: Rates) -> Rates {
        Rates::new(std::array::from_fn(|kind| mean(self.errors[kind], self.symbols, text.rates[kind], REGION_PRIOR)))
    }
}

/// Returns the posterior mean of a rate: `errors` in millionths among `symbols`, and a prior worth `weight` symbols.
fn mean(errors: u64, symbols: u64, prior: u32, weight: u64) -> u32 {
    let expected = u64::from(prior) * weight;
    ((errors * 1_000 + expected) / (symbols + weight)).min(HIGHEST) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates::search::WORDS;
    use crate::lexicon::WordId;

    /// An error of one letter, likelier for a recogniser by three nats.
    const MISREAD: Found =
        Found { words: [WordId(0); WORDS], count: 1, edits: 1, spaces: 0, breaks: 0, costs: [1_000, 4_000], rank: 0 };

    fn evidence(errors: usize, symbols: usize) -> Evidence {
        let mut evidence = Evidence::default();
        evidence.read(symbols);
        (0..errors).for_each(|_| evidence.found(&MISREAD, Rates::prior(Noise::Auto), 0));
        evidence
    }

    #[test]
    fn errors_raise_the_rate_of_their_kind() {
        let prior = Rates::prior(Noise::Auto);
        let clean = evidence(0, 5_000).rates(prior);
        let damaged = evidence(50, 5_000).rates(prior);
        assert!(clean.of(NoiseModel::Ocr) < prior.of(NoiseModel::Ocr));
        assert!(damaged.of(NoiseModel::Ocr) > 5 * damaged.of(NoiseModel::Typing));
        assert_eq!([clean.is_misread(), damaged.is_misread()], [false, true]);
        assert!(damaged.cost(&MISREAD) < clean.cost(&MISREAD), "an error is cheaper where there are many");
    }

    #[test]
    fn a_long_text_makes_nothing_bolder() {
        let prior = Rates::prior(Noise::Auto);
        let rates = |times: usize| evidence(20 * times, 20_000 * times).rates(prior).of(NoiseModel::Ocr);
        assert!(rates(1).abs_diff(rates(50)) < rates(1) / 50);
    }

    #[test]
    fn a_clean_region_stays_clean_beside_a_damaged_one() {
        let mut text = evidence(0, 10_000);
        text.join(evidence(300, 10_000));
        let text = text.rates(Rates::prior(Noise::Auto));
        let (clean, damaged) = (evidence(0, 10_000).regional(text), evidence(300, 10_000).regional(text));
        assert!(clean.of(NoiseModel::Ocr) * 4 < damaged.of(NoiseModel::Ocr));
    }

    #[test]
    fn a_kind_that_is_named_is_likelier() {
        let first = |noise| Rates::prior(noise).first_error();
        assert!(first(Noise::Ocr) < first(Noise::Auto) && first(Noise::Typing) < first(Noise::Auto));
    }
}
