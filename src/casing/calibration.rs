//! How sure a decision of a certain margin is.

use crate::casing::Reason;
use crate::plan::edit::Confidence;

/// Width of a column of [`RIGHT`] in millinats of margin.
const STEP: i32 = 500;
const COLUMNS: usize = 12;

/// For each [`Reason`] (row) and margin (column, the last one open), how many decisions of a thousand are right.
///
/// Counted on the development corpora of casing noise by the test `count_right_decisions` at the foot of this file, then
/// made to rise with the margin by pooling neighbours that fall. Shouted words, starts and acronyms are few: their rows
/// stay below what was counted.
#[rustfmt::skip]
const RIGHT: [[u16; COLUMNS]; Reason::COUNT] = [
    [500, 600, 780, 881, 949, 957, 976, 982, 990, 995, 995, 995],
    [500, 500, 750, 800, 850, 850, 900, 900, 900, 900, 950, 950],
    [500, 500, 600, 600, 700, 800, 850, 850, 850, 850, 850, 850],
    [500, 500, 700, 785, 829, 921, 953, 976, 980, 981, 981, 981],
    [727, 727, 727, 846, 875, 900, 910, 937, 950, 950, 950, 950],
    [480, 680, 760, 777, 850, 884, 938, 974, 991, 994, 995, 995],
];

/// The share of decisions for `reason` with `margin` millinats that are right.
pub(super) fn confidence(reason: Reason, margin: i32) -> Confidence {
    Confidence::from_per_mille(RIGHT[reason as usize][column(margin)])
}

fn column(margin: i32) -> usize {
    usize::try_from(margin / STEP).unwrap_or(0).min(COLUMNS - 1)
}

#[cfg(all(test, feature = "embedded"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Write;
    use std::path::Path;

    use super::*;
    use crate::casing::{Cache, truecase};
    use crate::document::{Buffers, Document};
    use crate::regression::pooled;
    use crate::settings::Noise;

    #[test]
    fn surer_margins_are_no_less_often_right() {
        assert!(RIGHT.iter().all(|row| row.windows(2).all(|w| w[0] <= w[1])));
    }

    /// Counts right decisions in the folder `UNGARBLE_CASING` of texts NAME.garbled.txt beside NAME.clean.txt, which
    /// differ in case alone, for [`RIGHT`]; and how well what the table then says holds in each kind of noise:
    ///
    /// `UNGARBLE_CASING=corpus/casing cargo test --release --lib count_right -- --ignored --nocapture`
    #[test]
    #[ignore = "needs a corpus"]
    #[allow(clippy::print_stdout, reason = "its output is its purpose")]
    fn count_right_decisions() {
        let folder = std::env::var("UNGARBLE_CASING").expect("UNGARBLE_CASING names a folder");
        let mut counts = [[(0, 0); COLUMNS]; Reason::COUNT];
        let mut bands: BTreeMap<String, [(u32, u32); BANDS.len()]> = BTreeMap::new();
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        names.sort();
        for path in names.iter().filter(|p| p.to_string_lossy().ends_with(".garbled.txt")) {
            let name = path.file_name().unwrap().to_string_lossy();
            let kind = name.split('-').take(2).collect::<Vec<_>>().join("-");
            count(path, &mut counts, bands.entry(kind).or_default());
        }
        for (row, reason) in counts.iter().zip(0..) {
            let mut line = String::new();
            for (right, all) in pooled(row) {
                write!(line, "{:>5}", (1000 * right).checked_div(all).map_or(0, |share| share.min(995))).unwrap();
            }
            println!("{reason}:{line}   of {:?}", row.map(|(_, all)| all));
        }
        println!("{:<14}{}", "said to be", BANDS.map(|least| format!("{:>16}", format!("from {least}"))).concat());
        for (kind, row) in &bands {
            let cells = row.map(|(right, all)| format!("{:>16}", format!("{right} of {all}")));
            println!("{kind:<14}{}", cells.concat());
            let (right, all) = row[SURE..].iter().fold((0, 0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1));
            assert!(100 * right >= 95 * all, "{kind}: of {all} sure decisions {right} are right");
        }
    }

    /// Least confidences in thousandths of the bands in which decisions are counted, and the first of the sure ones.
    const BANDS: [u16; 6] = [0, 600, 700, 800, 900, 950];
    const SURE: usize = 4;

    fn count(path: &Path, counts: &mut [[(u32, u32); COLUMNS]; Reason::COUNT], bands: &mut [(u32, u32); BANDS.len()]) {
        let garbled = std::fs::read_to_string(path).unwrap();
        let clean = std::fs::read_to_string(path.to_string_lossy().replace(".garbled.", ".clean.")).unwrap();
        if garbled.len() != clean.len() {
            return;
        }
        let noise = if path.to_string_lossy().contains("lower") { Noise::Speech } else { Noise::Auto };
        let document = Document::new(&garbled, crate::Language::english().lexicon(), &[], Buffers::default());
        for casing in
            truecase(&document, crate::Language::english().lexicon(), noise, &|_| true, &mut Cache::default()).words
        {
            let (reason, margin) = casing.decided;
            let right = u32::from(clean.get(casing.span.range()) == Some(casing.replacement.as_str()));
            let band = BANDS.iter().rposition(|&least| confidence(reason, margin).per_mille() >= least).unwrap();
            for cell in [&mut counts[reason as usize][column(margin)], &mut bands[band]] {
                *cell = (cell.0 + right, cell.1 + 1);
            }
        }
    }
}
