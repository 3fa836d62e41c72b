//! What a recogniser's confidence and its alternatives say of an edit, beside the features.

use super::{rows, wrong};
use crate::error::LexiconError;
use crate::plan::edit::Confidence;

/// Bayes factors of a confidence, or of a place among the alternatives, for an edit that is right against one that is wrong: logarithms of
/// Bayes factors, in millinats, which are added to the log-odds of the edit.
#[derive(Clone, Debug, Default)]
pub(crate) struct Confidences {
    /// The least confidence of a band, in per mille, and its factor; rising confidences, falling factors.
    bands: Vec<(u16, i32)>,
    /// Of an edit that is among the alternatives, and of any other where there are alternatives to choose from.
    alternative: i32,
    other: i32,
}

impl Confidences {
    /// Reads `least per mille<TAB>millinats` a line, and the same of `alternative` and `other`.
    ///
    /// # Errors
    ///
    /// If a line is not of this form, or a higher confidence speaks more for an edit than a lower one does.
    pub(crate) fn read(table: &str) -> Result<Confidences, LexiconError> {
        let mut read = Confidences::default();
        for (number, line) in rows(table) {
            let expected = "`per mille<TAB>millinats`, or `alternative` or `other` in its place";
            let bad = || wrong("confidences.tsv", number, line, expected);
            let (name, value) = line.split_once('\t').ok_or_else(bad)?;
            let value = value.parse().map_err(|_| bad())?;
            match name {
                "alternative" => read.alternative = value,
                "other" => read.other = value,
                least => read.bands.push((least.parse().map_err(|_| bad())?, value)),
            }
        }
        let falls = read.bands.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 >= pair[1].1);
        if falls { Ok(read) } else { Err(LexiconError::Section { section: "confidences" }) }
    }

    /// Returns what is added to the log-odds of an edit: of words of which the least sure has this confidence, and whether it is an
    /// alternative where the text came with some.
    pub(crate) fn shift(&self, confidence: Option<Confidence>, is_alternative: Option<bool>) -> i32 {
        let band = confidence.and_then(|confidence| {
            let above = self.bands.partition_point(|&(least, _)| least <= confidence.per_mille());
            self.bands.get(above.checked_sub(1)?)
        });
        let alternative = is_alternative.map_or(0, |is_one| if is_one { self.alternative } else { self.other });
        band.map_or(0, |&(_, shift)| shift) + alternative
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_begins_at_its_least_confidence() {
        let table = Confidences::read("# least\tfactor\n0\t900\n700\t200\n960\t-800\nalternative\t300\nother\t-50\n")
            .expect("a table");
        let shift = |per_mille| table.shift(Some(Confidence::from_per_mille(per_mille)), None);
        assert_eq!(
            [shift(0), shift(699), shift(700), shift(959), shift(960), shift(1000)],
            [900, 900, 200, 200, -800, -800]
        );
        assert_eq!([None, Some(true), Some(false)].map(|is_one| table.shift(None, is_one)), [0, 300, -50]);
    }

    #[test]
    fn a_table_must_fall() {
        assert!(Confidences::read("0\t100\n500\t200\n").is_err() && Confidences::read("500\t2\n500\t1\n").is_err());
        assert!(Confidences::read("0 100\n").is_err() && Confidences::read("low\t1\n").is_err());
        assert_eq!(Confidences::read("").expect("no evidence").shift(Some(Confidence::CERTAIN), Some(true)), 0);
    }
}
