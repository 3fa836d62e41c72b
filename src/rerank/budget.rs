//! How much harm is allowed, and from which score on an edit keeps to it.

use std::fmt;
use std::str::FromStr;

use super::{rows, wrong};
use crate::error::{ConfigError, LexiconError};

/// How many right words a repair may break.
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
}

impl HarmBudget {
    /// Every budget, the smallest first.
    pub const ALL: [HarmBudget; 4] = [HarmBudget::Tight, HarmBudget::Default, HarmBudget::Bold, HarmBudget::None];

    /// Returns the name in flags and files: "tight".
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
        }
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
            thresholds[budget as usize] = bands.map_err(|_| bad())?;
        }
        if thresholds.iter().any(Vec::is_empty) {
            return Err(LexiconError::Section { section: "budgets" });
        }
        Ok(Budgets { thresholds })
    }

    /// The threshold in a band; beyond the last one that the table has, the last one's.
    pub(super) fn threshold(&self, budget: HarmBudget, band: usize) -> i32 {
        let bands = &self.thresholds[budget as usize];
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
