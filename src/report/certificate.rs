//! Rates of harm with bounds that hold for texts nobody has seen, and the loosest threshold that keeps to a limit.
//!
//! Harm clusters: a text in dialect, or about a subject whose names no list has, is harmed in many words, most texts in none. So
//! documents are the units of every bound, not words. [`Rate`] is a rate with its bound; [`fixed_sequence`] finds the loosest
//! threshold at which bounds keep to their limits.

/// The rate at which documents are harmed, with an upper bound of the rate in the population that they come from, one-sided at 95 %.
///
/// Each document adds what was harmed of how much: words of the words that were right, or edits of all edits. Both may be weighted.
///
/// ```
/// use ungarble::report::Rate;
///
/// // Two hundred documents of 500 words, of which each hundredth has three words harmed.
/// let rate: Rate = (0..200).map(|at| (if at % 100 == 0 { 3.0 } else { 0.0 }, 500.0)).collect();
/// assert_eq!((rate.documents(), rate.harmed(), rate.all()), (200, 6.0, 100_000.0));
/// let bound = 1000.0 * rate.bound().expect("there are enough documents");
/// assert!(0.15 < bound && bound < 0.25);
/// // One document proves nothing, however long it is.
/// assert_eq!(Rate::from_iter([(0.0, 1e6)]).bound(), None);
/// ```
///
/// # Source
///
/// The number of harmed words is taken for a compound Poisson count: divided by its design effect, which is the variance of the ratio
/// estimator over documents (Cochran, “Sampling Techniques”, 1977, section 6.3) in units of the count, it has the exact bound of a Poisson
/// count (Garwood, “Fiducial limits for the Poisson distribution”, 1936). That keeps the skewness that a normal bound ignores. What few
/// counts say of the design effect is drawn towards one that was measured, Student's t takes the place of the normal quantile where
/// few documents or few clusters carry the figure, and the count has the quantile of 96.5 %, because the design effect is an estimate.
/// Of 20,000 simulated calibrations of each of six populations, 1.1 to 4.3 % then err.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    documents: f64,
    harmed: f64,
    all: f64,
    /// Sums over documents, for the variance: harmed², harmed·all, all².
    squares: [f64; 3],
}

/// Design effect where few harmed words tell it: measured on right texts of nine sources.
const DESIGN_EFFECT: f64 = 3.4;
/// As many harmed words weigh as much as the measured design effect.
const PRIOR_COUNT: f64 = 6.0;
/// Documents of equal length that a bound needs at least.
const LEAST_DOCUMENTS: f64 = 20.0;
/// Quantile that the count is bounded by.
const LEVEL: f64 = 0.965;
/// Quantile of the normal distribution at 95 %.
const NORMAL_95: f64 = 1.644_854;

impl Rate {
    /// Adds a document in which `harmed` of `all` were harmed. One without words, or edits, counts for nothing.
    ///
    /// ```
    /// use ungarble::report::Rate;
    ///
    /// let mut rate = Rate::default();
    /// rate.add(1.0, 400.0);
    /// rate.add(0.0, 0.0);
    /// assert_eq!((rate.documents(), rate.harmed(), rate.all()), (1, 1.0, 400.0));
    /// ```
    pub fn add(&mut self, harmed: f64, all: f64) {
        if harmed <= 0.0 && all <= 0.0 {
            return;
        }
        self.documents += 1.0;
        self.harmed += harmed;
        self.all += all;
        self.squares[0] += harmed * harmed;
        self.squares[1] += harmed * all;
        self.squares[2] += all * all;
    }

    /// Documents that count.
    #[must_use]
    pub const fn documents(&self) -> usize {
        self.documents as usize
    }

    /// Returns what was harmed.
    #[must_use]
    pub const fn harmed(&self) -> f64 {
        self.harmed
    }

    /// Returns what could have been harmed.
    #[must_use]
    pub const fn all(&self) -> f64 {
        self.all
    }

    /// Returns the share that was harmed, 0 where there is nothing to harm.
    #[must_use]
    pub fn observed(&self) -> f64 {
        if self.all > 0.0 { self.harmed / self.all } else { 0.0 }
    }

    /// Returns the upper bound of the share in the population; `None` where the documents are too few, or a few of them too large a part of
    /// the whole, to tell it.
    #[must_use]
    pub fn bound(&self) -> Option<f64> {
        let equal_documents = if self.squares[2] > 0.0 { self.all * self.all / self.squares[2] } else { 0.0 };
        // Room for what rounding makes of documents that are equally long.
        if equal_documents < LEAST_DOCUMENTS - 1e-6 {
            return None;
        }
        let effect = self.design_effect();
        let clusters = LEAST_DOCUMENTS + self.harmed / effect;
        let effect = effect * student(equal_documents.min(clusters) - 1.0).powi(2);
        Some(effect * gamma_quantile(self.harmed / effect + 1.0, LEVEL) / self.all)
    }

    /// Returns whether the population keeps to `limit`, at 95 %.
    ///
    /// ```
    /// use ungarble::report::Rate;
    ///
    /// let rate: Rate = (0..100).map(|_| (0.0, 400.0)).collect();
    /// assert!(rate.keeps_to(0.5 / 1000.0) && !rate.keeps_to(0.1 / 1000.0));
    /// ```
    #[must_use]
    pub fn keeps_to(&self, limit: f64) -> bool {
        self.bound().is_some_and(|bound| bound <= limit)
    }

    /// Returns whether these documents would prove `limit` if nothing in them were harmed.
    ///
    /// ```
    /// use ungarble::report::Rate;
    ///
    /// let rate: Rate = (0..100).map(|_| (4.0, 400.0)).collect();
    /// assert!(rate.could_keep_to(0.5 / 1000.0) && !rate.keeps_to(0.5 / 1000.0));
    /// ```
    #[must_use]
    pub fn could_keep_to(&self, limit: f64) -> bool {
        self.without_harm().keeps_to(limit)
    }

    /// Returns the rate of the same documents if nothing in them were harmed.
    ///
    /// ```
    /// use ungarble::report::Rate;
    ///
    /// let rate: Rate = (0..30).map(|_| (1.0, 400.0)).collect();
    /// // How many documents of this length it takes at least, whatever is found in them.
    /// assert!(rate.without_harm().documents_for(0.5 / 1000.0) > Some(40));
    /// ```
    #[must_use]
    pub const fn without_harm(&self) -> Rate {
        Rate { harmed: 0.0, squares: [0.0, 0.0, self.squares[2]], ..*self }
    }

    /// Returns how many documents would prove `limit` if more were like these, rounded up to two digits; `None` if none would, because as
    /// much as the limit or more is harmed.
    ///
    /// ```
    /// use ungarble::report::Rate;
    ///
    /// let rate: Rate = (0..30).map(|_| (0.0, 400.0)).collect();
    /// assert!((50..80).contains(&rate.documents_for(0.5 / 1000.0).expect("nothing is harmed")));
    /// assert_eq!(Rate::from_iter((0..30).map(|_| (1.0, 400.0))).documents_for(0.5 / 1000.0), None);
    /// ```
    ///
    /// # Complexity
    ///
    /// O(1).
    #[must_use]
    pub fn documents_for(&self, limit: f64) -> Option<usize> {
        if self.all <= 0.0 || self.observed() >= limit {
            return None;
        }
        let is_enough = |times: f64| self.times(times).keeps_to(limit);
        let mut high = 1.0 / self.documents;
        while !is_enough(high) {
            high *= 2.0;
            if high > 1e9 {
                return None;
            }
        }
        let mut low = high / 2.0;
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            (low, high) = if is_enough(middle) { (low, middle) } else { (middle, high) };
        }
        let documents = (high * self.documents).ceil();
        let digits = 10f64.powf((documents.log10().floor() - 1.0).max(0.0));
        Some(((documents / digits - 1e-9).ceil() * digits) as usize)
    }

    /// Returns the rate of so many times the documents.
    fn times(&self, times: f64) -> Rate {
        Rate {
            documents: times * self.documents,
            harmed: times * self.harmed,
            all: times * self.all,
            squares: self.squares.map(|sum| times * sum),
        }
    }

    /// Returns how many times the variance of a Poisson count that of the harmed words is: 1 if they fall where they may, more if they cluster.
    fn design_effect(&self) -> f64 {
        let rate = self.observed();
        let [harmed, both, all] = self.squares;
        let residual = (harmed - 2.0 * rate * both + rate * rate * all).max(0.0);
        let variance = residual * self.documents / (self.documents - 1.0).max(1.0);
        ((DESIGN_EFFECT * PRIOR_COUNT + variance) / (PRIOR_COUNT + self.harmed)).max(1.0)
    }
}

impl FromIterator<(f64, f64)> for Rate {
    /// Makes a rate of what was harmed of how much, document by document.
    fn from_iter<T: IntoIterator<Item = (f64, f64)>>(documents: T) -> Rate {
        let mut rate = Rate::default();
        documents.into_iter().for_each(|(harmed, all)| rate.add(harmed, all));
        rate
    }
}

/// Tests thresholds from strict to loose and returns the last before the first whose figures do not hold, with its figures.
///
/// If each test errs in at most 5 % of all calibrations, so does the outcome: it can only be wrong if the strictest of the
/// thresholds that are too loose passed its test. The order of the thresholds must not depend on what was harmed.
///
/// ```
/// use ungarble::report::fixed_sequence;
///
/// let found = fixed_sequence([4.0, 3.0, 2.0, 1.0], |threshold| 1.0 / threshold, |harm| *harm < 0.7);
/// assert_eq!(found, Some((2.0, 0.5)));
/// ```
///
/// # Source
///
/// Angelopoulos et al., “Learn then Test: calibrating predictive algorithms to achieve risk control”, 2021, section 3.2.
pub fn fixed_sequence<T, F>(
    thresholds: impl IntoIterator<Item = T>,
    mut measure: impl FnMut(&T) -> F,
    mut holds: impl FnMut(&F) -> bool,
) -> Option<(T, F)> {
    let measured = thresholds.into_iter().map(|threshold| {
        let figures = measure(&threshold);
        (threshold, figures)
    });
    measured.take_while(|(_, figures)| holds(figures)).last()
}

/// Returns how many times wider than that of the normal distribution the 95 % quantile of Student's t is.
///
/// # Source
///
/// Cornish and Fisher's expansion, “Moments and cumulants in the specification of distributions”, 1938: two terms, off by less than 1 in
/// 1,000 from ten degrees of freedom on.
fn student(freedom: f64) -> f64 {
    let z = NORMAL_95;
    let first = (z.powi(2) + 1.0) / 4.0;
    let second = (5.0 * z.powi(4) + 16.0 * z.powi(2) + 3.0) / 96.0;
    1.0 + first / freedom + second / freedom.powi(2)
}

/// Returns the quantile, below 99 %, of the gamma distribution of this shape, which is at least 1, and scale 1.
fn gamma_quantile(shape: f64, level: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 4.0 * shape.sqrt() + 4.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        (low, high) = if gamma_share(shape, middle) < level { (middle, high) } else { (low, middle) };
    }
    high
}

/// Returns the share of the gamma distribution below `x`: the series of the incomplete gamma function.
fn gamma_share(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
    while term > 1e-14 * sum {
        at += 1.0;
        term *= x / at;
        sum += term;
    }
    (shape * x.ln() - x - ln_gamma(shape)).exp() * sum
}

/// Returns the logarithm of the gamma function of at least 1: Stirling's series beyond 10, carried down.
fn ln_gamma(x: f64) -> f64 {
    let steps = (10.0 - x).max(0.0).ceil();
    let y = x + steps;
    let below: f64 = (0..steps as u32).map(|step| (x + f64::from(step)).ln()).sum();
    let series = 1.0 / (12.0 * y) - 1.0 / (360.0 * y.powi(3)) + 1.0 / (1260.0 * y.powi(5));
    (y - 0.5) * y.ln() - y + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - below
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are the same in every run.
    struct Chance(u64);

    impl Chance {
        /// Returns a number between 0 and 1. Source: Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014.
        fn next(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }

        fn normal(&mut self) -> f64 {
            (0..12).map(|_| self.next()).sum::<f64>() - 6.0
        }

        fn poisson(&mut self, mean: f64) -> u32 {
            let (mut left, mut count) = (self.next(), 0);
            let limit = (-mean).exp();
            while left > limit {
                left *= self.next();
                count += 1;
            }
            count
        }

        /// Returns at least 1.
        fn geometric(&mut self, mean: f64) -> u32 {
            let mut count = 1;
            while self.next() > 1.0 / mean {
                count += 1;
            }
            count
        }
    }

    /// A population of documents whose rate of harm is known.
    struct Population {
        documents: usize,
        /// Words of a document, and how much their logarithm spreads.
        words: f64,
        spread: f64,
        /// Number of words harmed where one is.
        cluster: f64,
        limit: f64,
    }

    const POPULATIONS: [Population; 6] = [
        // Right texts: the design effect of clusters of 2.2 is 3.4.
        Population { documents: 400, words: 400.0, spread: 0.0, cluster: 2.2, limit: 0.0005 },
        Population { documents: 150, words: 800.0, spread: 0.7, cluster: 2.2, limit: 0.0005 },
        Population { documents: 300, words: 300.0, spread: 0.7, cluster: 1.0, limit: 0.0005 },
        Population { documents: 1000, words: 400.0, spread: 0.5, cluster: 3.5, limit: 0.00025 },
        // Edits of damaged texts.
        Population { documents: 60, words: 30.0, spread: 0.5, cluster: 1.5, limit: 0.03 },
        Population { documents: 200, words: 15.0, spread: 0.7, cluster: 1.2, limit: 0.05 },
    ];

    /// True rates of the thresholds, from strict to loose, in parts of the limit.
    const STEPS: [f64; 10] = [0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 1.001, 1.2, 1.5, 2.0];

    impl Population {
        /// Returns the rates at every threshold: stricter ones harm a part of what looser ones do, document by document.
        fn calibrate(&self, chance: &mut Chance) -> Vec<Rate> {
            let loosest = STEPS[STEPS.len() - 1];
            let mut rates = vec![Rate::default(); STEPS.len()];
            for _ in 0..self.documents {
                let words = (self.words * (self.spread * chance.normal() - self.spread.powi(2) / 2.0).exp()).ceil();
                // A cluster belongs to one threshold: what is odd about a text is so everywhere in it.
                let clusters = chance.poisson(words * self.limit * loosest / self.cluster);
                let clusters: Vec<(f64, f64)> = (0..clusters)
                    .map(|_| (loosest * chance.next(), f64::from(chance.geometric(self.cluster))))
                    .collect();
                for (rate, step) in rates.iter_mut().zip(STEPS) {
                    let harmed: f64 = clusters.iter().filter(|(from, _)| *from < step).map(|(_, size)| size).sum();
                    rate.add(harmed, words);
                }
            }
            rates
        }
    }

    #[test]
    fn at_most_one_calibration_in_twenty_errs() {
        const CALIBRATIONS: usize = 2_000;
        for (number, population) in POPULATIONS.iter().enumerate() {
            let mut chance = Chance(7 + number as u64);
            let (mut wrong, mut found) = (0, 0.0);
            for _ in 0..CALIBRATIONS {
                let rates = population.calibrate(&mut chance);
                let steps = STEPS.iter().zip(rates);
                let chosen = fixed_sequence(steps, |(_, rate)| *rate, |rate| rate.keeps_to(population.limit));
                let step = chosen.map_or(0.0, |((step, _), _)| *step);
                wrong += usize::from(step > 1.0);
                found += step / CALIBRATIONS as f64;
            }
            assert!(wrong * 20 <= CALIBRATIONS, "population {number}: {wrong} of {CALIBRATIONS} are wrong");
            // A certificate that never certifies anything would pass, too.
            assert!(found > 0.3, "population {number}: found {found} of the limit on average");
        }
    }

    #[test]
    fn bounds_are_those_of_the_tables() {
        for (shape, quantile) in [(1.0, 2.9957), (2.0, 4.7439), (3.5, 7.0336), (11.0, 16.962), (101.0, 118.08)] {
            let found = gamma_quantile(shape, 0.95);
            assert!((found / quantile - 1.0).abs() < 2e-4, "{shape}: {found}");
        }
        for (freedom, t) in [(10.0, 1.8125), (19.0, 1.7291), (60.0, 1.6706)] {
            assert!((student(freedom) * NORMAL_95 / t - 1.0).abs() < 1e-3, "{freedom}");
        }
    }

    #[test]
    fn more_documents_prove_more_and_clusters_less() {
        let rate = |documents: usize, every: usize, size: f64| -> Rate {
            (0..documents).map(|at| (if at % every == 0 { size } else { 0.0 }, 500.0)).collect()
        };
        let bound = |rate: Rate| rate.bound().expect("enough documents");
        assert!(bound(rate(400, 20, 1.0)) < bound(rate(200, 20, 1.0)));
        assert!(bound(rate(200, 20, 1.0)) < bound(rate(200, 100, 5.0)), "the same harm in fewer documents");
        assert_eq!(rate(19, 19, 0.0).bound(), None);
        let mut long = rate(40, 20, 0.0);
        long.add(0.0, 1e6);
        assert_eq!(long.bound(), None, "one document is nearly all");
        let needed = rate(200, 20, 1.0).documents_for(0.0002).expect("half of that is harmed");
        assert!(rate(needed + needed / 20 + 20, 20, 1.0).keeps_to(0.0002), "{needed}");
    }
}
