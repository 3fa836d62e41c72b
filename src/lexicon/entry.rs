//! What a lexicon says about one word.

use std::fmt;
use std::ops::BitOr;

/// Number of a word in one image of a lexicon; means nothing in another image.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct WordId(pub(crate) u32);

impl WordId {
    /// The number itself. Suggestable words and those of the language model are numbered from 0 without gaps,
    /// the others have larger numbers, with gaps.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// How frequent a word is, on the Zipf scale times 100: 100·log10 of its occurrences per 10^9 words.
///
/// "the" has about 770, "scanner" 350, a word met once in a hundred million words 100; 0 is as rare or unseen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Zipf(pub u16);

/// In which case a word is written inside a sentence: shares of all its occurrences, and how well they are known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Casing {
    /// Share of "word", of 255.
    pub lower: u8,
    /// Share of "Word", of 255; a single capital letter is counted here.
    pub title: u8,
    /// Share of "WORD", of 255.
    pub upper: u8,
    /// Share of any other shape such as "iPhone", of 255. The four shares add up to 255.
    pub mixed: u8,
    /// How many sightings the shares are worth, from 0 (a guess from the word lists alone) to 45.
    pub weight: u8,
}

impl Casing {
    /// Whether the shares were counted in texts, and not only guessed from the word lists.
    #[must_use]
    pub const fn known(self) -> bool {
        self.weight > 0
    }
}

macro_rules! bit_set {
    ($(#[$meta:meta])* $name:ident { $($(#[$bit_meta:meta])* $bit:ident = $value:expr,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub struct $name(pub(crate) u8);

        impl $name {
            $($(#[$bit_meta])* pub const $bit: $name = $name($value);)*

            /// Whether every member of `other` is in the set.
            #[must_use]
            pub const fn contains(self, other: $name) -> bool {
                self.0 & other.0 == other.0
            }

            /// Whether the two sets share a member.
            #[must_use]
            pub const fn intersects(self, other: $name) -> bool {
                self.0 & other.0 != 0
            }

            /// Whether nothing is in the set.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }
        }

        impl BitOr for $name {
            type Output = $name;

            fn bitor(self, other: $name) -> $name {
                $name(self.0 | other.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let all = [$((stringify!($bit), $name::$bit)),*];
                let mut set = f.debug_set();
                for (name, bit) in all {
                    if bit.0.count_ones() == 1 && self.contains(bit) {
                        set.entry(&format_args!("{name}"));
                    }
                }
                set.finish()
            }
        }
    };
}

bit_set! {
    /// The dialects of English in which a word is spelt so.
    Dialects {
        /// American.
        US = 1,
        /// British with -ise ("organise"), as newspapers have it.
        UK_ISE = 2,
        /// British with -ize ("organize"), as Oxford has it.
        UK_IZE = 4,
        /// Canadian.
        CA = 8,
        /// Australian.
        AU = 16,
        /// Indian.
        IN = 32,
        /// All of them.
        ALL = 63,
    }
}

bit_set! {
    /// What a name names.
    NameClasses {
        /// A country, state, capital or city.
        PLACE = 1,
        /// A given name or surname.
        PERSON = 2,
        /// A company or brand.
        COMPANY = 4,
        /// An abbreviation in capitals.
        ACRONYM = 8,
        /// A month or a day of the week.
        MONTH_DAY = 16,
        /// Anything else.
        OTHER = 32,
    }
}

pub(super) const WORD: u8 = 1;
pub(super) const NAME: u8 = 2;
pub(super) const SUGGESTABLE: u8 = 4;
pub(super) const RARE: u8 = 8;
pub(super) const DISCOURAGED: u8 = 16;
pub(super) const PHRASE_HEAD: u8 = 32;
pub(super) const OWN_CANONICAL: u8 = 64;
pub(super) const CASED: u8 = 128;

/// Everything that a lexicon says about one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(super) id: WordId,
    pub(super) flags: u8,
    pub(super) dialects: Dialects,
    pub(super) classes: NameClasses,
    pub(super) frequency: Zipf,
    pub(super) casing: Casing,
}

impl Entry {
    /// Its number in this image.
    #[must_use]
    pub const fn id(self) -> WordId {
        self.id
    }

    /// Whether it may stand in lower case.
    #[must_use]
    pub const fn is_word(self) -> bool {
        self.flags & WORD != 0
    }

    /// Whether it has a form with capitals that is a name, a brand or an acronym ("May" beside "may").
    #[must_use]
    pub const fn is_name(self) -> bool {
        self.flags & NAME != 0
    }

    /// Whether it may be offered as a correction.
    #[must_use]
    pub const fn is_suggestable(self) -> bool {
        self.flags & SUGGESTABLE != 0
    }

    /// Whether only large dictionaries have it, so that it is likelier misread for a common word ("tbe", "arid")
    /// than meant where the context speaks against it.
    #[must_use]
    pub const fn is_rare(self) -> bool {
        self.flags & RARE != 0
    }

    /// Whether it is offensive or archaic: right where it stands, never offered.
    #[must_use]
    pub const fn is_discouraged(self) -> bool {
        self.flags & DISCOURAGED != 0
    }

    /// Whether it is known in its capitals only: "GDS" is an abbreviation, "gds" a piece of something.
    #[must_use]
    pub const fn is_cased(self) -> bool {
        self.flags & CASED != 0
    }

    /// Whether the word may stand written as `surface`: an abbreviation that is known in its capitals only needs them
    /// all, such a name at least one.
    pub(crate) fn allows(self, surface: &str) -> bool {
        !self.is_cased()
            || if self.casing.upper == u8::MAX {
                !surface.chars().any(char::is_lowercase)
            } else {
                surface.chars().any(char::is_uppercase)
            }
    }

    /// Whether a name of several words begins with it ("New Delhi").
    #[must_use]
    pub const fn begins_phrase(self) -> bool {
        self.flags & PHRASE_HEAD != 0
    }

    /// How frequent it is.
    #[must_use]
    pub const fn frequency(self) -> Zipf {
        self.frequency
    }

    /// In which case it is written.
    #[must_use]
    pub const fn casing(self) -> Casing {
        self.casing
    }

    /// In which dialects it is spelt so; all of them where the spelling does not vary.
    #[must_use]
    pub const fn dialects(self) -> Dialects {
        self.dialects
    }

    /// What it names; empty if it is no name.
    #[must_use]
    pub const fn classes(self) -> NameClasses {
        self.classes
    }
}
