//! How much each piece of evidence for a reading weighs.

use super::judge::{Condition, Feature};

/// In thousandths, for texts that a machine read, and others.
///
/// Fitted by the command at the head of `fit.rs`. Do not edit by hand.
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Condition::COLUMNS]; Feature::ALL.len()] = [
    [ -353, -1357], // Always
    [-1194,     0], // Misspelling
    [    0,  -694], // Confused
    [  547,   599], // Hardly
    [  263,     0], // Name
    [ -169,   258], // Rarely
    [ -270,  -430], // Well
    [  175,   164], // OverText
    [  139,    69], // OverTextFaint
    [  231,    -2], // OverKnown
    [   71,     0], // OverMisspelling
    [    0,   318], // OverConfused
    [  248,   193], // OverNext
    [  216,   380], // OverNextFaint
    [  -89,  -957], // Damage
    [ -130,  -581], // Marks
    [  218,   635], // Archaic
    [ -289,   -59], // Cost
    [  293,   156], // CostUnknown
    [ -109,   -34], // Rareness
    [  -21,   489], // SeenBefore
    [  311,   761], // SeenAfter
    [ -573,  -142], // Unread
    [ -994,  -247], // UnreadAround
    [  802,   809], // Elsewhere
    [  253,    36], // ElsewhereOften
    [ -292, -1031], // Title
    [  220,   978], // TitleInside
    [ -650,  -642], // Upper
    [  554,   671], // Mixed
    [ -171,   -31], // Length
    [-1876,  -285], // Single
    [ -265,  1068], // Pair
    [ -288, -1211], // Short
    [  395,   -70], // Long
    [ -194,   590], // SameStart
    [ -169,    86], // SameEnd
    [ -738,    62], // Longer
    [  192,   234], // Apart
    [ -734,  1599], // Apostrophe
    [  371, -2294], // Accent
    [-1140,   273], // ForeignEnd
    [ -269,  -541], // Inflection
    [    0, -1458], // AddedE
    [ -331,     0], // MisspeltName
];
