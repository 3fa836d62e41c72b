//! How much each piece of evidence weighs.

use crate::casing::judge::{Feature, Question};

/// In thousandths, for each [`Question`].
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Question::COUNT]; Feature::ALL.len()] = [
    [-2049,   466, -1719, -2311], // Always
    [  322,  -575,   495,   561], // Decoded
    [  263,  -250,   249,    99], // DecodedFaint
    [  238,   -85,   236,   111], // Habit
    [   -5,  -108,  -227,    84], // HabitFaint
    [  103,  -171,   221,   213], // Frequency
    [  102,  -123,     0,     0], // SeenSmall
    [ -516,   211,     0,     0], // SeenCapital
    [  862,  2003,   344,  -329], // SeenSpecial
    [ 1057,  -694,   832,   781], // Participle
    [-1009,   862,  -829,  -790], // Possessive
    [ -641,  -902,   600, -1067], // Soft
    [-1913,  1249, -2476, -2179], // Phrase
    [  599,  -694,   -53,     0], // InRun
    [ -991,     0,    53,     0], // InTitle
    [   78,   601,  -532,  -871], // Alone
    [  768,   216,   -59,    76], // RunHasClosed
    [   13,  -516,   211,   402], // RunClosed
    [  215,  -524,   205,  2775], // RunOdd
    [  565,   655,   -70,  -305], // RunLength
    [-1342,   875,   248,    18], // Capitals
    [ -471,  -195,    13,   320], // Length
    [  205,   203,     0,     0], // Damage
    [ -378,  1602,  -471,     0], // Shouting
    [ -838,   550,    19,  -626], // ClosedApart
    [   17,    63,  -921,   421], // BeforeNone
    [ -192,   417,  -565,  -502], // BeforeThe
    [  456,  -660,   658,   351], // BeforeA
    [ -322,  1163, -1990,  -974], // BeforeUpper
    [ -116,   343,  -909,   764], // BeforeCapital
    [  543,   703,  -363,   816], // BeforeClosedCapital
    [  491,  -380,   374,  1045], // BeforeClosed
    [  -67,  -175,  -547,   170], // BeforeDecoded
    [  -15,   -76,  -253,  -188], // BeforePairsSecond
    [ -239,   452,   141,   342], // BeforePairs
    [-1265,   790, -1506, -1366], // BeforePairsOnly
    [  121,  -118,    96,   128], // BeforeDraws
    [ -393,   305,  -407,   -84], // AfterNone
    [  939,  -646,  1027,   990], // AfterThe
    [  704,   379,  -123,  -642], // AfterUpper
    [  -51,  1097,   -52,   553], // AfterCapital
    [  548,   965,   302,   839], // AfterClosedCapital
    [  611,  -410,     0,   596], // AfterClosed
    [  -78,   -91,  1039,    92], // AfterDecoded
    [  175,  -276,    77,    93], // AfterPairsFirst
    [  -95,  -419,   637,   489], // AfterPairsSecond
    [-1060,   561, -1042, -1050], // AfterPairsOnly
    [ -722,   560, -1104,  -996], // AfterHead
    [ -203,   252,   367, -1009], // SecondBeforeCapital
    [  438,  -190,  1043,   833], // SecondBeforeClosed
    [   91,   -72,   128,  -290], // SecondBeforeDecoded
    [ -227,   506,  -364,  -271], // SecondAfterCapital
    [  165,   208,   -86,  -185], // SecondAfterClosed
];
