//! How much harm is allowed, and from which score on an edit keeps to it.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::thresholds::Thresholds;
use super::{rows, wrong};
use crate::error::{ConfigError, LexiconError};

/// A bound on the right words that a repair may break.
///
/// Each budget has two limits: right words harmed for each thousand in texts that are right, and the share of the edits in
/// damaged texts that harm a right word. A smaller budget repairs less.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{HarmBudget, Repairer};
///
/// let bold = Repairer::builder().harm_budget(HarmBudget::Bold).build()?;
/// let tight = Repairer::builder().harm_budget(HarmBudget::Tight).build()?;
/// let text = "The railwy company anounced that the staton would be rebuilt.";
/// assert!(bold.plan(text).edits().len() >= tight.plan(text).edits().len());
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
///
/// What the thresholds of each budget were certified on is told in the package of the language. [`HarmBudget::custom`] reads those that the
/// command `ungarble certify` finds on texts of the caller's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum HarmBudget {
    /// At most 0.25 harmed of 1,000 right words, and 1 % of the edits.
    Tight,
    /// At most 0.5 harmed of 1,000 right words, and 3 % of the edits.
    #[default]
    Default,
    /// At most 1 harmed of 1,000 right words, and 5 % of the edits.
    Bold,
    /// No limit: whatever is likelier than the text as it stands.
    None,
    /// Thresholds that were certified on texts of the caller's.
    Custom(Thresholds),
}

/// The limits of a budget, at 95 %.
///
/// ```
/// use ungarble::HarmBudget;
///
/// let limits = HarmBudget::Default.limits().expect("it has limits");
/// assert_eq!((limits.per_1000_right_words(), limits.share_of_edits()), (0.5, 0.03));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HarmLimits {
    right: f64,
    share: f64,
}

impl HarmLimits {
    /// Right words harmed of 1,000 in texts that are right, at most.
    #[must_use]
    pub const fn per_1000_right_words(&self) -> f64 {
        self.right
    }

    /// The share of the edits in damaged texts that harm a right word, at most: 0 to 1.
    #[must_use]
    pub const fn share_of_edits(&self) -> f64 {
        self.share
    }
}

impl HarmBudget {
    /// Every budget that has a name, the smallest first.
    pub const ALL: [HarmBudget; 4] = [HarmBudget::Tight, HarmBudget::Default, HarmBudget::Bold, HarmBudget::None];

    /// Reads a table of thresholds that `ungarble certify` made.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{HarmBudget, Repairer};
    ///
    /// # let folder = std::env::temp_dir().join(format!("ungarble-doc-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("ours.tsv");
    /// # std::fs::write(&path, Repairer::english().thresholds().ok_or("English has them")?.to_string())?;
    /// // `ungarble certify --right texts --out ours.tsv` wrote it.
    /// let budget = HarmBudget::custom(&path)?;
    /// let repairer = Repairer::builder().harm_budget(budget).build()?;
    /// assert_eq!(repairer.repair("The goverment fell."), "The government fell.");
    /// # std::fs::remove_dir_all(&folder)?;
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ConfigError::Unreadable`] if the file cannot be read, [`ConfigError::Thresholds`] if it is no such table. Whether it was made for
    /// the models in use is checked by [`Builder::build`](crate::Builder::build).
    pub fn custom(path: impl AsRef<Path>) -> Result<HarmBudget, ConfigError> {
        Thresholds::open(path.as_ref()).map(HarmBudget::Custom)
    }

    /// Returns what the budget allows; `None` where there is no limit, or one that only its table tells.
    #[must_use]
    pub const fn limits(self) -> Option<HarmLimits> {
        match self {
            HarmBudget::Tight => Some(HarmLimits { right: 0.25, share: 0.01 }),
            HarmBudget::Default => Some(HarmLimits { right: 0.5, share: 0.03 }),
            HarmBudget::Bold => Some(HarmLimits { right: 1.0, share: 0.05 }),
            HarmBudget::None | HarmBudget::Custom(_) => None,
        }
    }

    /// Returns the name in flags and files: "tight"; "custom" for one of a table, which is no flag.
    ///
    /// ```
    /// use ungarble::HarmBudget;
    ///
    /// assert!(HarmBudget::ALL.iter().all(|budget| budget.name().parse() == Ok(*budget)));
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            HarmBudget::Tight => "tight",
            HarmBudget::Default => "default",
            HarmBudget::Bold => "bold",
            HarmBudget::None => "none",
            HarmBudget::Custom(_) => "custom",
        }
    }

    /// The row of a table of budgets, in the order of [`HarmBudget::ALL`].
    fn row(self) -> usize {
        HarmBudget::ALL.iter().position(|budget| *budget == self).unwrap_or_default()
    }
}

impl fmt::Display for HarmBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for HarmBudget {
    type Err = ConfigError;

    fn from_str(name: &str) -> Result<HarmBudget, ConfigError> {
        HarmBudget::ALL.into_iter().find(|budget| budget.name() == name).ok_or_else(|| ConfigError::Name {
            setting: "harm budget",
            found: name.to_owned(),
            expected: "tight, default, bold or none",
        })
    }
}

/// The thresholds of each budget, one for each band of places that are told apart.
#[derive(Clone, Debug)]
pub(super) struct Budgets {
    /// Millinats, in the order of [`HarmBudget::ALL`] and of the bands. None is empty.
    thresholds: [Vec<i32>; HarmBudget::ALL.len()],
}

impl Budgets {
    /// Reads `budget<TAB>thresholds` a line, those of the bands parted by spaces; what stands behind a second tab tells what they were
    /// certified on.
    pub(super) fn read(table: &str) -> Result<Budgets, LexiconError> {
        let mut thresholds = [const { Vec::new() }; HarmBudget::ALL.len()];
        for (number, line) in rows(table) {
            let bad = || wrong("budgets.tsv", number, line, "`budget<TAB>thresholds in millinats`");
            let mut fields = line.split('\t');
            let budget: HarmBudget = fields.next().and_then(|name| name.parse().ok()).ok_or_else(bad)?;
            let bands: Result<Vec<i32>, _> = fields.next().ok_or_else(bad)?.split(' ').map(str::parse).collect();
            thresholds[budget.row()] = bands.map_err(|_| bad())?;
        }
        if thresholds.iter().any(Vec::is_empty) {
            return Err(LexiconError::Section { section: "budgets" });
        }
        Ok(Budgets { thresholds })
    }

    /// The threshold of a budget that has a name, in a band; beyond the last one that the table has, the last one's.
    pub(super) fn threshold(&self, budget: HarmBudget, band: usize) -> i32 {
        let bands = &self.thresholds[budget.row()];
        bands[band.min(bands.len() - 1)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_every_budget() {
        let table = "# budget\tthreshold\ntight\t4000\ndefault\t2500\tcertified\nbold\t1500\nnone\t0\n";
        let budgets = Budgets::read(table).expect("all four are there");
        assert_eq!(HarmBudget::ALL.map(|budget| budgets.threshold(budget, 0)), [4000, 2500, 1500, 0]);
        let budgets = Budgets::read("tight\t3 2\ndefault\t2 1\nbold\t1 0\nnone\t0\n").expect("two bands");
        assert_eq!([0, 1, 2].map(|band| budgets.threshold(HarmBudget::Default, band)), [2, 1, 1]);
        assert!(Budgets::read("tight\t1\n").is_err() && Budgets::read("lax\t1\n").is_err());
    }
}
