//! Costs: how unlikely a reading is.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// A cost in millinats (−1000·ln p): lower is likelier, and costs of independent events add up.
///
/// Sums saturate, so that a long path can become hopeless but never cheap.
///
/// ```
/// use ungarble::Cost;
///
/// let rare = Cost::from_probability(0.001);
/// assert_eq!(rare, Cost(6908));
/// assert!(rare + Cost(1000) > rare);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cost(pub u32);

impl Cost {
    /// Certain: costs nothing.
    pub const ZERO: Cost = Cost(0);
    /// Impossible.
    pub const MAX: Cost = Cost(u32::MAX);

    /// Returns the cost of an event of probability `p`; [`Cost::MAX`] where `p` is not above zero.
    ///
    /// For tables made ahead of time; inside the pipeline costs are only added and compared.
    ///
    /// ```
    /// use ungarble::Cost;
    ///
    /// assert_eq!(Cost::from_probability(1.0), Cost::ZERO);
    /// assert_eq!(Cost::from_probability(0.5), Cost(693));
    /// assert_eq!(Cost::from_probability(0.0), Cost::MAX);
    /// ```
    #[must_use]
    pub fn from_probability(p: f64) -> Cost {
        if p > 0.0 { Cost((-1000.0 * p.ln()).round().clamp(0.0, f64::from(u32::MAX)) as u32) } else { Cost::MAX }
    }

    /// Returns the cost in nats.
    ///
    /// ```
    /// assert_eq!(ungarble::Cost(6908).nats(), 6.908);
    /// ```
    #[must_use]
    pub fn nats(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// Returns how much dearer `self` is than `other`, or zero.
    ///
    /// ```
    /// use ungarble::Cost;
    ///
    /// let (likely, unlikely) = (Cost::from_probability(0.2), Cost::from_probability(0.002));
    /// assert_eq!(unlikely.above(likely), Cost(4606)); // a hundred times less likely: 1000 · ln 100
    /// assert_eq!(likely.above(unlikely), Cost::ZERO);
    /// ```
    #[must_use]
    pub const fn above(self, other: Cost) -> Cost {
        Cost(self.0.saturating_sub(other.0))
    }
}

impl Add for Cost {
    type Output = Cost;

    fn add(self, other: Cost) -> Cost {
        Cost(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        *self = *self + other;
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Cost>>(costs: I) -> Cost {
        costs.fold(Cost::ZERO, Add::add)
    }
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} millinats", self.0)
    }
}
