//! How much each piece of evidence weighs.

use crate::casing::judge::{Feature, Question};

/// In thousandths, for each [`Question`].
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Question::COUNT]; Feature::ALL.len()] = [
    [-6292,  1712, -1537,   619], // Always
    [  287,  -281,   437,   247], // Decoded
    [  150,  -113,   235,   125], // DecodedFaint
    [  212,   -54,   177,   168], // Habit
    [  183,  -240,  -152,   -73], // HabitFaint
    [   75,  -175,   195,   239], // Frequency
    [  126,  -144,     0,  1067], // SeenSmall
    [ -328,    31,     0,  -575], // SeenCapital
    [  156,   -93,   164,   233], // Elsewhere
    [  -97,   -27,   -31,   -37], // ElsewhereMean
    [    8,   118,   133,    99], // OftenName
    [  316,  1509,   862,  -287], // SeenSpecial
    [ 2966, -3029,  3991,  4738], // Derived
    [ 1003,  -199,   821,   685], // Participle
    [  507,  -178,   574,   337], // Adverb
    [ -733,   577,  -766,  -775], // Possessive
    [ 1057, -1706,  1338,  1078], // Prefix
    [  618,  1454,  2144, -1261], // Told
    [ -600,  -570,   318, -1423], // Soft
    [-1607,   -73,   734,   -54], // Opens
    [ 1460, -1080,   983,   556], // Listed
    [-1715,   845, -2150, -2093], // Phrase
    [  136,  -680,  -301,     0], // InRun
    [  -40,     0,   301,     0], // InTitle
    [ -283,   480,  -837,  -997], // Alone
    [  851,  -673,   -84,   -67], // RunHasClosed
    [  194,  -246,   113,   323], // RunClosed
    [  162,  -462,   -17,  2075], // RunOdd
    [  293,   422,   207,  -218], // RunLength
    [  280,     0,   294,  -168], // Single
    [   46,  -281,    69,   245], // Cheapest
    [  528,   770,    87,   448], // OddBefore
    [ 1352,  -279,   -57,  -389], // NameBefore
    [  183,  1072,  -150,    17], // OddAfter
    [ 1200,  -266,  -115,    98], // NameAfter
    [ 1286,    58,   -62,  -121], // OddAlone
    [-1004,   305,   261,   284], // NameAround
    [ -372, -1036,   577,  5755], // Capitals
    [ -688,   155,  -389, -1173], // Length
    [ -418,   398,   998, -1588], // OddShare
    [ -112,    41,  -358,  1000], // HasOdd
    [  404,  -371,   524,   835], // OddToNames
    [  450,    53,     0,     0], // Damage
    [  874,  -112,     0,     0], // Spread
    [ -889,   242,     0,     0], // ClosedShare
    [  239,   255,     0,     0], // ClosedShareHas
    [   67,  -253,     0,     0], // ClosedShareRun
    [   -4,  -226,     0,     0], // ClosedShareOdd
    [ -272,    78,     0,     0], // SingleShare
    [  -41,    78,   -64,   775], // SingleShareSingle
    [ -181,  1158,  -394,     0], // Shouting
    [ -604,   805,   125,  -568], // ClosedApart
    [ -192,     2,  -844,   469], // BeforeNone
    [ -105,    27,  -351,  -374], // BeforeThe
    [ 1039,  -926,   822,   403], // BeforeA
    [ -938,    76, -1937, -1155], // BeforeUpper
    [  -26,   301,  -383,   905], // BeforeCapital
    [   11,   379,  -502,   244], // BeforeClosedCapital
    [   53,   121,   344,   702], // BeforeClosed
    [  613,    16,   423,   484], // BeforeDeterminer
    [ 1083, -1338,  1195,  1124], // BeforeVerbal
    [-2814,  1875, -2189,     0], // OfEnd
    [ -919,  1137, -1100, -1390], // OfTitle
    [  -11,   312,    84,   416], // OfCapital
    [  274,  -119,   -61,  -231], // OfSmall
    [  -30,  -145,  -348,   145], // BeforeDecoded
    [  161,  -297,  -102,   -51], // BeforePairsSecond
    [ -448,   745,    57,   279], // BeforePairs
    [-1005,   881, -1386, -1373], // BeforePairsOnly
    [   96,   -72,   103,   121], // BeforeDraws
    [   54,    -2,  -552,   163], // AfterNone
    [ 1228,  -804,  1094,  1057], // AfterThe
    [  566,   290,  -131,  -501], // AfterUpper
    [  355,  1085,   155,   732], // AfterCapital
    [  486,   684,   166,   746], // AfterClosedCapital
    [  521,  -195,     0,   439], // AfterClosed
    [  -40,   -55,  1321,    50], // AfterDecoded
    [  191,  -461,    90,    67], // AfterPairsFirst
    [    4,  -341,   485,   482], // AfterPairsSecond
    [-1179,   170,  -965, -1045], // AfterPairsOnly
    [ -638,   626,  -996,  -921], // AfterHead
    [ -105,   361,   543,  -135], // SecondBeforeCapital
    [  259,     4,   893,   715], // SecondBeforeClosed
    [    3,   -22,    56,    16], // SecondBeforeDecoded
    [  -67,   389,  -242,   -54], // SecondAfterCapital
    [  187,    60,   -25,  -253], // SecondAfterClosed
    [ -459,   287,   228,  -348], // RunEnds
    [ -531,   144,     0,   776], // RunOf
];
