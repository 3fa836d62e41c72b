//! How much each piece of evidence for a reading weighs.

use super::judge::{Feature, Origin};

/// In thousandths, for texts that a machine read, and others.
///
/// Fitted by the command at the head of `fit.rs`. Do not edit by hand.
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Origin::ALL.len()]; Feature::ALL.len()] = [
    [ -570, -2495], // Always
    [-1401,     0], // Misspelling
    [    0,  -745], // Confused
    [  550,   322], // Hardly
    [  212,     0], // Name
    [ -214,    71], // Rarely
    [ -294,  -395], // Well
    [  167,   136], // OverText
    [  148,   202], // OverTextFaint
    [  238,    33], // OverKnown
    [   95,     0], // OverMisspelling
    [    0,   243], // OverConfused
    [  231,   231], // OverNext
    [  255,   295], // OverNextFaint
    [  -55,  -661], // Damage
    [ -114,   277], // Marks
    [  -22, -1158], // Archaic
    [ -286,   -53], // Cost
    [  286,   120], // CostUnknown
    [ -111,   -37], // Rareness
    [   -3,   435], // SeenBefore
    [  304,   638], // SeenAfter
    [ -577,    38], // Unread
    [-1000,    -7], // UnreadAround
    [  788,  1004], // Elsewhere
    [  246,     5], // ElsewhereOften
    [-1146,    -5], // Repeated
    [  835,  -166], // RepeatedOften
    [ -334, -1402], // Title
    [  308,   831], // TitleInside
    [ -661, -1316], // Upper
    [  530,   293], // Mixed
    [ -142,    67], // Length
    [-1835,     0], // Single
    [ -222,  1081], // Pair
    [ -263, -1094], // Short
    [  362,  -168], // Long
    [ -187,   436], // SameStart
    [ -163,    40], // SameEnd
    [ -773,   211], // Longer
    [  212,   277], // Apart
    [ -731,  1517], // Apostrophe
    [  316, -2478], // Accent
    [ -639,   133], // ForeignEnd
    [ -306,  -919], // Inflection
    [    0, -1556], // AddedE
    [ -355,     0], // MisspeltName
];
