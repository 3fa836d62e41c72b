//! How much each piece of evidence for a reading weighs.

use super::judge::{Feature, Origin};

/// In thousandths, for texts that a machine read, and others.
///
/// Fitted by the command at the head of `fit.rs`. Do not edit by hand.
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Origin::ALL.len()]; Feature::ALL.len()] = [
    [ -353, -1755], // Always
    [-1194,     0], // Misspelling
    [    0,  -690], // Confused
    [  547,   418], // Hardly
    [  263,     0], // Name
    [ -169,   101], // Rarely
    [ -270,  -328], // Well
    [  175,   156], // OverText
    [  139,   114], // OverTextFaint
    [  231,    16], // OverKnown
    [   71,     0], // OverMisspelling
    [    0,   279], // OverConfused
    [  248,   225], // OverNext
    [  216,   289], // OverNextFaint
    [  -89,  -936], // Damage
    [ -130,   218], // Marks
    [  218,  -360], // Archaic
    [ -289,   -37], // Cost
    [  293,   135], // CostUnknown
    [ -109,   -30], // Rareness
    [  -21,   468], // SeenBefore
    [  311,   724], // SeenAfter
    [ -573,  -255], // Unread
    [ -994,  -333], // UnreadAround
    [  802,   947], // Elsewhere
    [  253,     5], // ElsewhereOften
    [ -292, -1080], // Title
    [  220,   848], // TitleInside
    [ -650,  -776], // Upper
    [  554,   635], // Mixed
    [ -171,    -7], // Length
    [-1876,     0], // Single
    [ -265,  1079], // Pair
    [ -288, -1146], // Short
    [  395,  -109], // Long
    [ -194,   676], // SameStart
    [ -169,   157], // SameEnd
    [ -738,   122], // Longer
    [  192,   272], // Apart
    [ -734,  1506], // Apostrophe
    [  371, -2258], // Accent
    [-1140,   187], // ForeignEnd
    [ -269,  -726], // Inflection
    [    0, -1506], // AddedE
    [ -331,     0], // MisspeltName
];
