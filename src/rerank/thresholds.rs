//! Thresholds of a harm budget: those of the language, or some that were certified on other texts.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::rows;
use crate::error::ConfigError;

/// Bands of places in which capitals have thresholds of their own, at most.
const BANDS: usize = 16;

/// The log-odds, in millinats, from which on edits are written: one for spelling, one for capitals in each band of places.
///
/// They belong to the models whose log-odds they are, and are refused by others.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{HarmBudget, Repairer};
///
/// let of = |budget| Repairer::builder().harm_budget(budget).build().map(|repairer| repairer.thresholds());
/// let (tight, bold) = (of(HarmBudget::Tight)?.expect("English has them"), of(HarmBudget::Bold)?.expect("English has them"));
/// // Half-way between the two.
/// let between = Repairer::builder().harm_budget(HarmBudget::Custom(tight.towards(bold, 500))).build()?;
/// assert_eq!(between.repair("The goverment fell."), "The government fell.");
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Thresholds {
    /// Fingerprint of the models.
    pub(crate) models: u64,
    spelling: i32,
    /// Beyond the last band that the models have, the last one's.
    casing: [i32; BANDS],
}

impl Thresholds {
    pub(crate) fn new(models: u64, spelling: i32, casing: impl Fn(usize) -> i32) -> Thresholds {
        Thresholds { models, spelling, casing: std::array::from_fn(casing) }
    }

    /// The threshold of spelling, in millinats.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let thresholds = ungarble::Repairer::english().thresholds().expect("English has them");
    /// assert!(thresholds.spelling() >= 0, "no edit is written that is likelier wrong than right");
    /// # }
    /// ```
    #[must_use]
    pub const fn spelling(&self) -> i32 {
        self.spelling
    }

    /// The threshold of capitals in a band of places.
    pub(crate) const fn casing(&self, band: usize) -> i32 {
        self.casing[if band < BANDS { band } else { BANDS - 1 }]
    }

    /// Returns the thresholds that lie `per_mille` of the way from these to `others`; beyond 1,000 they lie beyond those.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let thresholds = ungarble::Repairer::english().thresholds().expect("English has them");
    /// assert_eq!(thresholds.towards(thresholds.raised(2_000), 500), thresholds.raised(1_000));
    /// # }
    /// ```
    #[must_use]
    pub fn towards(self, others: Thresholds, per_mille: u16) -> Thresholds {
        let between = |from: i32, to: i32| {
            let way = (i64::from(to) - i64::from(from)) * i64::from(per_mille) / 1_000;
            i32::try_from(i64::from(from) + way).unwrap_or(from)
        };
        Thresholds::new(self.models, between(self.spelling, others.spelling), |band| {
            between(self.casing[band], others.casing[band])
        })
    }

    /// Returns thresholds that are so many millinats higher: fewer edits reach them.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{HarmBudget, Repairer};
    ///
    /// let thresholds = Repairer::english().thresholds().expect("English has them");
    /// let strict = Repairer::builder().harm_budget(HarmBudget::Custom(thresholds.raised(50_000))).build()?;
    /// assert!(strict.plan("The goverment fell.").is_empty());
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub fn raised(self, millinats: u32) -> Thresholds {
        let up = i32::try_from(millinats).unwrap_or(i32::MAX);
        Thresholds::new(self.models, self.spelling.saturating_add(up), |band| self.casing[band].saturating_add(up))
    }

    /// Reads the table at `path`.
    pub(super) fn open(path: &Path) -> Result<Thresholds, ConfigError> {
        let table = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::Unreadable { path: path.to_owned(), kind: error.kind() })?;
        Thresholds::read(&table).map_err(|(line, expected)| ConfigError::Thresholds {
            path: path.to_owned(),
            line,
            expected,
        })
    }

    /// Reads a table; an error is its line, 0 for the end, and what was expected there.
    fn read(table: &str) -> Result<Thresholds, (usize, &'static str)> {
        const ROW: &str = "`models`, `spelling` or `casing`, a tab and its value";
        let (mut models, mut spelling, mut casing) = (None, None, Vec::new());
        for (number, line) in rows(table) {
            let (name, value) = line.split_once('\t').ok_or((number, ROW))?;
            let is_again = match name {
                "models" => {
                    let read =
                        u64::from_str_radix(value, 16).map_err(|_| (number, "a fingerprint of sixteen digits"))?;
                    models.replace(read).is_some()
                }
                "spelling" => {
                    spelling.replace(value.parse().map_err(|_| (number, "a threshold in millinats"))?).is_some()
                }
                "casing" => {
                    let bands: Result<Vec<i32>, _> = value.split(' ').map(str::parse).collect();
                    let bands = bands.map_err(|_| (number, "thresholds in millinats, parted by spaces"))?;
                    !std::mem::replace(&mut casing, bands).is_empty()
                }
                _ => return Err((number, ROW)),
            };
            if is_again || casing.len() > BANDS {
                return Err((number, "each row once, and at most 16 thresholds of capitals"));
            }
        }
        match (models, spelling, casing.last()) {
            (Some(models), Some(spelling), Some(&last)) => {
                Ok(Thresholds::new(models, spelling, |band| casing.get(band).copied().unwrap_or(last)))
            }
            _ => Err((0, "rows `models`, `spelling` and `casing`")),
        }
    }
}

/// Reads a table that was written with [`Display`](fmt::Display).
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// let thresholds = ungarble::Repairer::english().thresholds().expect("English has them");
/// assert_eq!(thresholds.to_string().parse(), Ok(thresholds));
/// # }
/// ```
impl FromStr for Thresholds {
    type Err = ConfigError;

    fn from_str(table: &str) -> Result<Thresholds, ConfigError> {
        Thresholds::read(table).map_err(|(line, expected)| ConfigError::Thresholds {
            path: "thresholds".into(),
            line,
            expected,
        })
    }
}

/// Writes the table that [`HarmBudget::custom`](crate::HarmBudget::custom) reads; what stands behind `#` in other lines is no part of it.
impl fmt::Display for Thresholds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.casing[BANDS - 1];
        let bands = self.casing.iter().rposition(|&band| band != last).map_or(1, |at| at + 2);
        let casing: Vec<String> = self.casing[..bands].iter().map(i32::to_string).collect();
        write!(f, "models\t{:016x}\nspelling\t{}\ncasing\t{}\n", self.models, self.spelling, casing.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_it_is_written() {
        let bands = [2_500, 2_300, 700, -50];
        let thresholds = Thresholds::new(0x1f, 800, |band| bands.get(band).copied().unwrap_or(-50));
        let table = thresholds.to_string();
        assert_eq!(table, "models\t000000000000001f\nspelling\t800\ncasing\t2500 2300 700 -50\n");
        assert_eq!(Thresholds::read(&format!("# 60 documents\n{table}")), Ok(thresholds));
        let even = Thresholds::new(1, 2, |_| 3);
        assert_eq!(Thresholds::read(&even.to_string()), Ok(even));
    }

    #[test]
    fn bad_tables_have_their_line() {
        for (table, line) in [
            ("", 0),
            ("# nothing\n", 0),
            ("models\t1f\nspelling\t800\n", 0),
            ("models\tgreen\n", 1),
            ("models\t1f\nspelling 800\n", 2),
            ("models\t1f\nspelling\t0.8\n", 2),
            ("models\t1f\nspelling\t800\ncasing\t1  2\n", 3),
            ("models\t1f\nspelling\t800\nspelling\t0\n", 3),
            ("casing\t1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17\n", 1),
            ("tight\t800\n", 1),
        ] {
            assert_eq!(Thresholds::read(table).map_err(|(line, _)| line), Err(line), "{table:?}");
        }
    }
}
