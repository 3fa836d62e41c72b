//! How much each piece of evidence weighs.

use crate::casing::judge::{Feature, Question};

/// In thousandths, for each [`Question`].
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Question::COUNT]; Feature::ALL.len()] = [
    [-2659,   871, -1565, -3113], // Always
    [  299,  -578,   527,   465], // Decoded
    [  222,  -218,   242,   150], // DecodedFaint
    [  240,   -47,   161,   189], // Habit
    [   19,  -137,  -227,   -96], // HabitFaint
    [  126,  -220,   242,   239], // Frequency
    [  125,  -125,     0,  1074], // SeenSmall
    [ -322,   -38,     0,  -579], // SeenCapital
    [  180,   -80,   164,   234], // Elsewhere
    [  -88,   -34,   -13,   -36], // ElsewhereMean
    [  128,   333,   161,    96], // OftenName
    [ 1009,  1780,   910,  -294], // SeenSpecial
    [ 1623, -3475,  4108,  4736], // Derived
    [  919,  -477,   752,   687], // Participle
    [  974,   482,   529,   338], // Adverb
    [-1079,   693,  -860,  -775], // Possessive
    [  825, -1785,  1204,  1078], // Prefix
    [ -200,   852,  2393, -1395], // Told
    [ -544,  -748,   577, -1423], // Soft
    [-1989,  -538,   718,   -54], // Opens
    [ 1622, -1608,  1030,   555], // Listed
    [-1578,  1234, -2229, -2090], // Phrase
    [  191,  -617,  -311,     0], // InRun
    [-1056,     0,   311,     0], // InTitle
    [ -349,   961,  -857,  -997], // Alone
    [  664,  -326,   -67,   -70], // RunHasClosed
    [   42,  -480,   133,   321], // RunClosed
    [  140,  -512,   -21,  2049], // RunOdd
    [  445,   300,   175,  -204], // RunLength
    [  637,  1001,   123,   440], // OddBefore
    [ 1268,  -174,  -165,  -412], // NameBefore
    [  111,  1407,  -110,     7], // OddAfter
    [ 1107,  -203,  -187,    81], // NameAfter
    [ 1438,   306,   -97,  -121], // OddAlone
    [-1081,   496,   316,   455], // NameAround
    [ -794,  -580,   769,  5737], // Capitals
    [ -659,    53,  -374, -1171], // Length
    [ -247,   345,   806, -1586], // OddShare
    [ -377,   172,  -392,   998], // HasOdd
    [  302,  -371,   533,   833], // OddToNames
    [ -204,   202,     0,     0], // Damage
    [ 1706,   117,     0,     0], // Spread
    [ -462,  1284,  -405,     0], // Shouting
    [ -631,   575,    92,  -569], // ClosedApart
    [  -72,    81,  -756,   476], // BeforeNone
    [  -80,   251,  -397,  -370], // BeforeThe
    [  633,  -738,   740,   399], // BeforeA
    [ -614,   937, -1911, -1155], // BeforeUpper
    [ -370,   274,  -703,   924], // BeforeCapital
    [  -21,   655,  -457,   252], // BeforeClosedCapital
    [  171,  -171,   324,   706], // BeforeClosed
    [  420,   -68,   401,   486], // BeforeDeterminer
    [  989, -1174,  1184,  1124], // BeforeVerbal
    [-2519,  3090, -2122,     0], // OfEnd
    [-1189,  2152, -1062, -1376], // OfTitle
    [  178,   609,    66,   412], // OfCapital
    [ -116,  -147,  -145,  -232], // OfSmall
    [  -37,  -177,  -414,   146], // BeforeDecoded
    [   55,  -237,  -103,   -63], // BeforePairsSecond
    [ -288,   656,    80,   281], // BeforePairs
    [-1282,   601, -1475, -1375], // BeforePairsOnly
    [  122,   -91,   101,   122], // BeforeDraws
    [  -36,  -320,  -433,   109], // AfterNone
    [ 1032,  -560,  1088,  1059], // AfterThe
    [  442,   321,    50,  -495], // AfterUpper
    [   31,   749,   -15,   805], // AfterCapital
    [  533,   645,   272,   749], // AfterClosedCapital
    [  527,  -385,     0,   439], // AfterClosed
    [ -107,   -71,  1132,    50], // AfterDecoded
    [  126,  -337,   121,    53], // AfterPairsFirst
    [  -67,  -376,   636,   483], // AfterPairsSecond
    [-1069,   434, -1027, -1047], // AfterPairsOnly
    [ -640,   415, -1012,  -929], // AfterHead
    [ -251,    53,   480,  -117], // SecondBeforeCapital
    [  202,   -43,   868,   715], // SecondBeforeClosed
    [   37,   -61,    66,    20], // SecondBeforeDecoded
    [  -34,   392,  -251,   -33], // SecondAfterCapital
    [  268,    69,   -20,  -252], // SecondAfterClosed
    [ -541,   522,   240,  -295], // RunEnds
    [ -563,    33,     0,   772], // RunOf
];
