//! How much each piece of evidence for a reading weighs.

use super::judge::{Feature, Origin};

/// In thousandths, for texts that a machine read, and others.
///
/// Fitted by the command at the head of `fit.rs`. Do not edit by hand.
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Origin::ALL.len()]; Feature::ALL.len()] = [
    [-1236, -2519], // Always
    [-1260,     0], // Misspelling
    [    0,  -733], // Confused
    [ 1173,   317], // Hardly
    [  806,     0], // Name
    [  240,    54], // Rarely
    [  314,  -416], // Well
    [  230,   133], // OverText
    [  201,   211], // OverTextFaint
    [  176,    36], // OverKnown
    [   57,     0], // OverMisspelling
    [    0,   240], // OverConfused
    [  249,   232], // OverNext
    [  221,   292], // OverNextFaint
    [ -158,  -661], // Damage
    [ -134,   278], // Marks
    [  134, -1168], // Archaic
    [ -263,   -52], // Cost
    [  260,   119], // CostUnknown
    [ -103,   -37], // Rareness
    [  -13,   444], // SeenBefore
    [  285,   648], // SeenAfter
    [ -756,    41], // Unread
    [ -825,   -10], // UnreadAround
    [  952,  1005], // Elsewhere
    [  191,     7], // ElsewhereOften
    [-1206,    -2], // Repeated
    [  798,  -171], // RepeatedOften
    [ -241, -1404], // Title
    [  321,   842], // TitleInside
    [ -395, -1312], // Upper
    [  645,   289], // Mixed
    [ -149,    68], // Length
    [-1763,     0], // Single
    [ -219,  1086], // Pair
    [ -356, -1104], // Short
    [  275,  -167], // Long
    [ -186,   435], // SameStart
    [  -46,    41], // SameEnd
    [ -695,   216], // Longer
    [  119,   279], // Apart
    [ -687,  1512], // Apostrophe
    [  299, -2479], // Accent
    [-1275,   135], // ForeignEnd
    [ -143,  -921], // Inflection
    [    0, -1560], // AddedE
    [ -537,     0], // MisspeltName
];
