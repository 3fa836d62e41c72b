//! How sure a decision of a certain margin is.

use crate::casing::Reason;
use crate::plan::edit::Confidence;

/// Width of a column of [`RIGHT`] in millinats of margin.
const STEP: i32 = 500;
const COLUMNS: usize = 12;

/// For each [`Reason`] (row) and margin (column), how many decisions of a thousand are right.
const RIGHT: [[u16; COLUMNS]; Reason::COUNT] = [
    [500, 600, 850, 880, 930, 950, 960, 975, 985, 990, 995, 995],
    [500, 500, 700, 700, 800, 850, 900, 900, 900, 900, 950, 950],
    [500, 500, 600, 600, 700, 800, 850, 900, 900, 900, 900, 900],
    [600, 780, 850, 950, 970, 980, 985, 985, 990, 990, 995, 995],
    [600, 700, 750, 800, 850, 850, 900, 900, 950, 950, 950, 950],
    [600, 700, 800, 850, 900, 930, 950, 960, 970, 980, 990, 990],
];

/// The share of decisions for `reason` with `margin` millinats that are right.
pub(super) fn confidence(reason: Reason, margin: i32) -> Confidence {
    let column = usize::try_from(margin / STEP).unwrap_or(0).min(COLUMNS - 1);
    Confidence::from_per_mille(RIGHT[reason as usize][column])
}
