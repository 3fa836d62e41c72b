//! How much each piece of evidence for a reading weighs.

use super::judge::{Feature, Origin};

/// In thousandths, for texts that a machine read, and others.
///
/// Fitted by the command at the head of `fit.rs`. Do not edit by hand.
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Origin::ALL.len()]; Feature::ALL.len()] = [
    [-1149, -2874], // Always
    [-1272,     0], // Misspelling
    [    0,  -821], // Confused
    [ 1117,   277], // Hardly
    [  831,     0], // Name
    [  254,   -12], // Rarely
    [  226,  -115], // Well
    [  222,   125], // OverText
    [  156,   205], // OverTextFaint
    [  189,    30], // OverKnown
    [   55,     0], // OverMisspelling
    [    0,   295], // OverConfused
    [  266,   195], // OverNext
    [  189,   335], // OverNextFaint
    [  -51,  -623], // Damage
    [ -148,     0], // Marks
    [ -347, -1262], // Archaic
    [ -263,   -34], // Cost
    [  255,   106], // CostUnknown
    [ -107,   -30], // Rareness
    [   -3,   433], // SeenBefore
    [  285,   604], // SeenAfter
    [ -599,  -440], // Unread
    [ -813,   501], // UnreadAround
    [  871,   973], // Elsewhere
    [  251,     9], // ElsewhereOften
    [-1157,    97], // Repeated
    [  721,  -134], // RepeatedOften
    [ -365, -1547], // Title
    [  343,  1420], // TitleInside
    [ -471, -1640], // Upper
    [  523,   667], // Mixed
    [ -170,    41], // Length
    [-1826,     0], // Single
    [ -284,  1289], // Pair
    [ -398,  -976], // Short
    [  410,    40], // Long
    [ -170,   834], // SameStart
    [ -134,   206], // SameEnd
    [ -811,   117], // Longer
    [  249,   216], // Apart
    [ -469,  2217], // Apostrophe
    [  436, -2589], // Accent
    [-1244,  1144], // ForeignEnd
    [ -472, -1013], // Inflection
    [    0, -1683], // AddedE
    [ -439,     0], // MisspeltName
];
