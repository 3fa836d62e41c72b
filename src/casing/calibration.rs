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
    [500, 600, 780, 842, 899, 936, 982, 982, 984, 989, 989, 989],
    [500, 500, 750, 800, 850, 850, 900, 900, 900, 900, 950, 950],
    [500, 500, 600, 600, 700, 800, 850, 850, 850, 850, 850, 850],
    [500, 576, 826, 915, 915, 965, 965, 965, 965, 965, 995, 995],
    [812, 812, 812, 900, 900, 900, 900, 909, 909, 950, 950, 950],
    [609, 609, 723, 805, 846, 866, 922, 965, 975, 980, 980, 980],
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
    use std::fmt::Write;
    use std::path::Path;

    use super::*;
    use crate::casing::{Cache, truecase};
    use crate::document::{Buffers, Document};
    use crate::lexicon::Lexicon;
    use crate::settings::Noise;

    #[test]
    fn surer_margins_are_no_less_often_right() {
        assert!(RIGHT.iter().all(|row| row.windows(2).all(|w| w[0] <= w[1])));
    }

    /// Counts right decisions in the folder `UNGARBLE_CASING` of texts NAME.garbled.txt beside NAME.clean.txt, which
    /// differ in case alone:
    ///
    /// `UNGARBLE_CASING=corpus/casing cargo test --release --lib count_right -- --ignored --nocapture`
    #[test]
    #[ignore = "needs a corpus"]
    #[allow(clippy::print_stdout, reason = "its output is its purpose")]
    fn count_right_decisions() {
        let folder = std::env::var("UNGARBLE_CASING").expect("UNGARBLE_CASING names a folder");
        let mut counts = [[(0_u32, 0_u32); COLUMNS]; Reason::COUNT];
        let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
        names.sort();
        for path in names.iter().filter(|p| p.to_string_lossy().ends_with(".garbled.txt")) {
            count(path, &mut counts);
        }
        for (row, reason) in counts.iter().zip(0..) {
            let mut line = String::new();
            for (right, all) in pooled(row) {
                write!(line, "{:>5}", (1000 * right).checked_div(all).map_or(0, |share| share.min(995))).unwrap();
            }
            println!("{reason}:{line}   of {:?}", row.map(|(_, all)| all));
        }
    }

    fn count(path: &Path, counts: &mut [[(u32, u32); COLUMNS]; Reason::COUNT]) {
        let garbled = std::fs::read_to_string(path).unwrap();
        let clean = std::fs::read_to_string(path.to_string_lossy().replace(".garbled.", ".clean.")).unwrap();
        if garbled.len() != clean.len() {
            return;
        }
        let noise = if path.to_string_lossy().contains("lower") { Noise::Speech } else { Noise::Auto };
        let document = Document::new(&garbled, Lexicon::english(), &[], Buffers::default());
        for casing in truecase(&document, Lexicon::english(), noise, &mut Cache::default()).words {
            let (reason, margin) = casing.decided;
            let cell = &mut counts[reason as usize][column(margin)];
            cell.0 += u32::from(clean.get(casing.span.range()) == Some(casing.replacement.as_str()));
            cell.1 += 1;
        }
    }

    /// Pools neighbours until the shares rise.
    fn pooled(row: &[(u32, u32); COLUMNS]) -> Vec<(u32, u32)> {
        let mut pools: Vec<(u32, u32, usize)> = Vec::new();
        for &(right, all) in row {
            pools.push((right, all, 1));
            while let [.., a, b] = pools[..] {
                if b.1 > 0 && a.0 * b.1 <= b.0 * a.1 {
                    break;
                }
                pools.truncate(pools.len() - 2);
                pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
            }
        }
        pools.into_iter().flat_map(|(right, all, columns)| std::iter::repeat_n((right, all), columns)).collect()
    }
}
