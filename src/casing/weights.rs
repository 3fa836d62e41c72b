//! How much each piece of evidence weighs.

use crate::casing::judge::{Feature, Question};

/// In thousandths, for each [`Question`].
#[rustfmt::skip]
pub(super) const WEIGHTS: [[i16; Question::COUNT]; Feature::ALL.len()] = [
    [-2400,   865, -1532, -3098], // Always
    [  310,  -582,   438,   487], // Decoded
    [  226,  -221,   255,   142], // DecodedFaint
    [  235,   -35,   240,   167], // Habit
    [   10,  -148,  -233,   -80], // HabitFaint
    [  125,  -222,   238,   239], // Frequency
    [  122,  -126,     0,  1058], // SeenSmall
    [ -295,   -49,     0,  -570], // SeenCapital
    [  180,   -84,   164,   239], // Elsewhere
    [  -90,   -33,   -12,   -38], // ElsewhereMean
    [  130,   348,   113,   100], // OftenName
    [  963,  1770,   917,  -289], // SeenSpecial
    [ 1811, -3480,  4096,  4736], // Derived
    [  926,  -502,   740,   676], // Participle
    [-1107,   687,  -877,  -782], // Possessive
    [ -547,  -741,   321, -1420], // Soft
    [-2005,  -563,   686,   -58], // Opens
    [ 1607, -1614,  1035,   552], // Listed
    [-1615,  1248, -2286, -2088], // Phrase
    [  338,  -685,  -141,     0], // InRun
    [-1307,     0,   141,     0], // InTitle
    [ -343,   961,  -866,  -996], // Alone
    [  714,  -361,   -91,  -137], // RunHasClosed
    [    0,  -462,   131,   397], // RunClosed
    [  110,  -501,   -31,  2050], // RunOdd
    [  583,   304,   205,  -191], // RunLength
    [  675,  1131,   150,   326], // OddBefore
    [   43,  -169,     5,  -381], // NameBefore
    [  171,  1556,  -110,   -32], // OddAfter
    [ -105,  -204,    -2,   116], // NameAfter
    [ -922,  -498,   833,  5824], // Capitals
    [ -680,    33,  -411, -1172], // Length
    [ -314,   326,   827, -1587], // OddShare
    [  177,   186,  -478,   993], // HasOdd
    [  341,  -355,   554,   834], // OddToNames
    [ -224,   200,     0,     0], // Damage
    [ 1768,   107,     0,     0], // Spread
    [ -484,  1283,  -375,     0], // Shouting
    [ -602,   533,   -15,  -574], // ClosedApart
    [  -41,   105,  -741,   473], // BeforeNone
    [  -70,   256,  -397,  -376], // BeforeThe
    [  675,  -756,   765,   403], // BeforeA
    [ -473,   952, -1988, -1160], // BeforeUpper
    [ -311,   312,  -729,   906], // BeforeCapital
    [   -3,   720,  -474,   243], // BeforeClosedCapital
    [  190,  -160,   318,   703], // BeforeClosed
    [  468,   -70,   390,   482], // BeforeDeterminer
    [ 1019, -1171,  1192,  1136], // BeforeVerbal
    [-2615,  3226, -2131,     0], // OfEnd
    [-1238,  2094,  -991, -1391], // OfTitle
    [  217,   601,    50,   413], // OfCapital
    [  -83,  -157,  -138,  -234], // OfSmall
    [  -46,  -175,  -419,   145], // BeforeDecoded
    [   78,  -246,  -147,   -51], // BeforePairsSecond
    [ -298,   638,    76,   261], // BeforePairs
    [-1280,   594, -1478, -1374], // BeforePairsOnly
    [  122,   -91,   100,   120], // BeforeDraws
    [ -408,   210,  -423,  -198], // AfterNone
    [ 1083,  -555,  1095,  1061], // AfterThe
    [  655,   324,  -170,  -503], // AfterUpper
    [  -61,   982,    -3,   683], // AfterCapital
    [  473,   844,   266,   646], // AfterClosedCapital
    [  615,  -370,     0,   432], // AfterClosed
    [  -79,   -70,  1254,    49], // AfterDecoded
    [  109,  -336,    57,    66], // AfterPairsFirst
    [  -48,  -371,   630,   471], // AfterPairsSecond
    [-1072,   448, -1032, -1051], // AfterPairsOnly
    [ -697,   449, -1058,  -930], // AfterHead
    [ -251,    76,   479,  -127], // SecondBeforeCapital
    [  212,   -63,   856,   715], // SecondBeforeClosed
    [   38,   -61,    63,    20], // SecondBeforeDecoded
    [ -116,   424,  -242,   -44], // SecondAfterCapital
    [  210,   141,   -18,  -228], // SecondAfterClosed
];
