//! How much each piece of evidence weighs.

use crate::casing::judge::{Feature, Question};

/// In thousandths, for each [`Question`].
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Question::COUNT]; Feature::ALL.len()] = [
    [-4314,  1110, -1537,   619], // Always
    [  265,  -306,   437,   247], // Decoded
    [  212,  -180,   235,   125], // DecodedFaint
    [  231,   -29,   177,   168], // Habit
    [   52,  -156,  -152,   -73], // HabitFaint
    [  102,  -217,   195,   239], // Frequency
    [  119,  -127,     0,  1067], // SeenSmall
    [ -301,   -61,     0,  -575], // SeenCapital
    [  182,   -81,   164,   233], // Elsewhere
    [  -92,   -35,   -31,   -37], // ElsewhereMean
    [  102,   344,   133,    99], // OftenName
    [  994,  1793,   862,  -287], // SeenSpecial
    [ 1518, -3480,  3991,  4738], // Derived
    [  961,  -475,   821,   685], // Participle
    [  947,   486,   574,   337], // Adverb
    [ -984,   685,  -766,  -775], // Possessive
    [  771, -1812,  1338,  1078], // Prefix
    [  -64,   750,  2144, -1261], // Told
    [ -584,  -818,   318, -1423], // Soft
    [-1946,  -556,   734,   -54], // Opens
    [ 1691, -1630,   983,   556], // Listed
    [-1529,  1214, -2150, -2093], // Phrase
    [  199,  -567,  -301,     0], // InRun
    [ -925,     0,   301,     0], // InTitle
    [ -349,   962,  -837,  -997], // Alone
    [  545,    55,   -84,   -67], // RunHasClosed
    [   34,  -430,   113,   323], // RunClosed
    [  133,  -500,   -17,  2075], // RunOdd
    [  440,   295,   207,  -218], // RunLength
    [  387,     0,   294,  -168], // Single
    [   51,  -306,    69,   245], // Cheapest
    [  618,   994,    87,   448], // OddBefore
    [ 1335,  -160,   -57,  -389], // NameBefore
    [   94,  1395,  -150,    17], // OddAfter
    [ 1109,  -191,  -115,    98], // NameAfter
    [ 1478,   -52,   -62,  -121], // OddAlone
    [-1093,   486,   261,   284], // NameAround
    [ -804,  -555,   577,  5755], // Capitals
    [ -672,    63,  -389, -1173], // Length
    [ -250,   351,   998, -1588], // OddShare
    [ -338,   153,  -358,  1000], // HasOdd
    [  312,  -377,   524,   835], // OddToNames
    [   62,   156,     0,     0], // Damage
    [ 1470,   251,     0,     0], // Spread
    [ -599,     6,     0,     0], // ClosedShare
    [ -168,   725,     0,     0], // ClosedShareHas
    [  -21,   198,     0,     0], // ClosedShareRun
    [   98,  -742,     0,     0], // ClosedShareOdd
    [ -209,    27,     0,     0], // SingleShare
    [   21,    27,   -64,   775], // SingleShareSingle
    [ -464,  1283,  -394,     0], // Shouting
    [ -580,   566,   125,  -568], // ClosedApart
    [ -128,    93,  -844,   469], // BeforeNone
    [  -59,   263,  -351,  -374], // BeforeThe
    [  671,  -742,   822,   403], // BeforeA
    [ -570,   948, -1937, -1155], // BeforeUpper
    [ -175,   252,  -383,   905], // BeforeCapital
    [  -10,   679,  -502,   244], // BeforeClosedCapital
    [  130,  -168,   344,   702], // BeforeClosed
    [  423,   -61,   423,   484], // BeforeDeterminer
    [ 1003, -1159,  1195,  1124], // BeforeVerbal
    [-2613,  3096, -2189,     0], // OfEnd
    [-1205,  2186, -1100, -1390], // OfTitle
    [  162,   622,    84,   416], // OfCapital
    [  -69,  -146,   -61,  -231], // OfSmall
    [  -45,  -176,  -348,   145], // BeforeDecoded
    [   71,  -257,  -102,   -51], // BeforePairsSecond
    [ -306,   656,    57,   279], // BeforePairs
    [-1238,   584, -1386, -1373], // BeforePairsOnly
    [  125,   -91,   103,   121], // BeforeDraws
    [  -58,  -311,  -552,   163], // AfterNone
    [ 1054,  -559,  1094,  1057], // AfterThe
    [  441,   321,  -131,  -501], // AfterUpper
    [  155,   743,   155,   732], // AfterCapital
    [  523,   657,   166,   746], // AfterClosedCapital
    [  479,  -382,     0,   439], // AfterClosed
    [ -116,   -69,  1321,    50], // AfterDecoded
    [  132,  -350,    90,    67], // AfterPairsFirst
    [ -103,  -382,   485,   482], // AfterPairsSecond
    [-1044,   419,  -965, -1045], // AfterPairsOnly
    [ -608,   390,  -996,  -921], // AfterHead
    [ -245,    46,   543,  -135], // SecondBeforeCapital
    [  198,   -37,   893,   715], // SecondBeforeClosed
    [   30,   -61,    56,    16], // SecondBeforeDecoded
    [  -26,   385,  -242,   -54], // SecondAfterCapital
    [  280,    80,   -25,  -253], // SecondAfterClosed
    [ -554,   518,   228,  -348], // RunEnds
    [ -599,    70,     0,   776], // RunOf
];
