//! How much each piece of evidence for a reading weighs.

use super::judge::{Feature, Origin};

/// In thousandths, for texts that a machine read, and others.
///
/// Fitted by the command at the head of `fit.rs`. Do not edit by hand.
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Origin::ALL.len()]; Feature::ALL.len()] = [
    [-1251, -2760], // Always
    [-1257,     0], // Misspelling
    [    0,  -669], // Confused
    [ 1167,   325], // Hardly
    [  828,     0], // Name
    [  238,    65], // Rarely
    [  309,  -321], // Well
    [  230,   127], // OverText
    [  200,   175], // OverTextFaint
    [  178,    28], // OverKnown
    [   57,     0], // OverMisspelling
    [    0,   288], // OverConfused
    [  249,   211], // OverNext
    [  224,   320], // OverNextFaint
    [ -157,  -627], // Damage
    [ -133,     0], // Marks
    [  144, -1334], // Archaic
    [ -263,   -42], // Cost
    [  261,   111], // CostUnknown
    [ -103,   -31], // Rareness
    [   -6,   508], // SeenBefore
    [  298,   619], // SeenAfter
    [ -763,  -365], // Unread
    [ -804,   431], // UnreadAround
    [  953,   898], // Elsewhere
    [  189,    15], // ElsewhereOften
    [-1215,   102], // Repeated
    [  806,  -168], // RepeatedOften
    [ -245, -1549], // Title
    [  334,  1076], // TitleInside
    [ -376, -1618], // Upper
    [  610,   627], // Mixed
    [ -149,    56], // Length
    [-1759,     0], // Single
    [ -227,  1302], // Pair
    [ -359, -1055], // Short
    [  278,    26], // Long
    [ -191,   729], // SameStart
    [  -51,   118], // SameEnd
    [ -707,    69], // Longer
    [  125,   262], // Apart
    [ -690,  1540], // Apostrophe
    [  296, -2230], // Accent
    [-1283,  -333], // ForeignEnd
    [ -143,  -917], // Inflection
    [    0, -1685], // AddedE
    [ -544,     0], // MisspeltName
];
