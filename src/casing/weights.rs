//! How much each piece of evidence weighs.

use crate::casing::judge::{Feature, Question};

/// In thousandths, for each [`Question`].
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Question::COUNT]; Feature::ALL.len()] = [
    [-1950,   236, -2324, -2177], // Always
    [  328,  -606,   462,   493], // Decoded
    [  246,  -192,   303,   123], // DecodedFaint
    [  228,   -29,   241,   185], // Habit
    [    1,  -129,  -292,   -96], // HabitFaint
    [  130,  -226,   254,   255], // Frequency
    [  119,  -122,     0,  1014], // SeenSmall
    [ -254,   -61,     0,  -547], // SeenCapital
    [  180,   -87,   145,   247], // Elsewhere
    [  -87,   -29,    -5,   -35], // ElsewhereMean
    [  161,   338,   169,   136], // OftenName
    [ 1008,  1715,   910,  -362], // SeenSpecial
    [ 2077, -3450,  4398,  4881], // Derived
    [ 1010,  -699,   858,   775], // Participle
    [-1034,   777,  -804,  -740], // Possessive
    [ -406,  -788,   534, -1243], // Soft
    [-2296,  -638,   645,   159], // Opens
    [ 1707, -1637,  1210,   734], // Listed
    [-1775,  1275, -2475, -2184], // Phrase
    [  577,  -110,  -251,     0], // InRun
    [-1102,     0,   251,     0], // InTitle
    [ -209,  1067,  -925, -1150], // Alone
    [  765,   499,  -108,    35], // RunHasClosed
    [   33,  -675,   206,   399], // RunClosed
    [  205,  -518,   195,  2794], // RunOdd
    [  524,   591,   -76,  -277], // RunLength
    [-1165,   862,  1168,   891], // Capitals
    [ -538,   -83,   -12,   292], // Length
    [ -322,   263,     0,     0], // Damage
    [ 2374,  -289,     0,     0], // Spread
    [ -426,  1424,  -343,     0], // Shouting
    [ -597,   509,   -56,  -633], // ClosedApart
    [   20,   155,  -877,   476], // BeforeNone
    [ -154,   330,  -555,  -492], // BeforeThe
    [  525,  -666,   644,   318], // BeforeA
    [ -242,  1050, -2065, -1165], // BeforeUpper
    [  -71,   408,  -869,   799], // BeforeCapital
    [  540,   783,  -326,   721], // BeforeClosedCapital
    [  519,  -254,   375,  1064], // BeforeClosed
    [  -78,  -174,  -443,   176], // BeforeDecoded
    [  -47,  -154,  -275,  -227], // BeforePairsSecond
    [ -246,   482,   144,   466], // BeforePairs
    [-1248,   725, -1476, -1372], // BeforePairsOnly
    [  119,  -102,    94,   128], // BeforeDraws
    [ -428,   231,  -402,   -78], // AfterNone
    [ 1079,  -578,  1053,  1001], // AfterThe
    [  729,   483,  -187,  -573], // AfterUpper
    [  -77,  1260,   -48,   560], // AfterCapital
    [  493,  1190,   298,   749], // AfterClosedCapital
    [  650,  -379,     0,   603], // AfterClosed
    [  -67,   -80,  1040,    96], // AfterDecoded
    [  160,  -323,    94,    65], // AfterPairsFirst
    [  -76,  -370,   572,   458], // AfterPairsSecond
    [-1042,   545, -1014, -1055], // AfterPairsOnly
    [ -737,   475, -1112, -1001], // AfterHead
    [ -244,   231,   334,  -303], // SecondBeforeCapital
    [  363,  -186,   999,   814], // SecondBeforeClosed
    [   80,   -68,   129,    64], // SecondBeforeDecoded
    [ -203,   552,  -347,  -313], // SecondAfterCapital
    [  171,   331,   -52,  -243], // SecondAfterClosed
];
