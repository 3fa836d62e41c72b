//! What a lexicon says about one word.

use std::fmt;
use std::ops::BitOr;
use std::str::FromStr;

use crate::error::ConfigError;

/// Number of a word in one image of a lexicon; means nothing in another image.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
///
/// let lexicon = Lexicon::english();
/// let id = lexicon.entry("government").expect("a common word").id();
/// assert_eq!(lexicon.spelling(id), Some("government"));
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct WordId(pub(crate) u32);

impl WordId {
    /// Returns the number itself. Suggestable words and those of the language model are numbered from 0 without gaps,
    /// the others have larger numbers, with gaps.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// // Numbers of common words are small: a table of one's own may have a row for each.
    /// let lexicon = Lexicon::english();
    /// let common = lexicon.suggestable().map(|(id, _)| id.index()).max().expect("it has words");
    /// let mut seen = vec![0_u32; common + 1];
    /// for word in ["the", "harbour", "of", "the", "town"] {
    ///     seen[lexicon.entry(word).expect("known").id().index()] += 1;
    /// }
    /// assert_eq!(seen.iter().max(), Some(&2));
    /// # }
    /// ```
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A frequency on the Zipf scale times 100: 100·log10 of its occurrences per 10^9 words.
///
/// "the" has about 770, "scanner" 350, a word met once in a hundred million words 100; 0 is as rare or unseen.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
///
/// let lexicon = Lexicon::english();
/// let frequency = |word| lexicon.entry(word).expect("known").frequency();
/// assert!(frequency("the") > frequency("harbour") && frequency("harbour") > frequency("estuarine"));
/// assert!((700..800).contains(&frequency("the").0), "more than one word in a hundred");
/// # }
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct Zipf(pub u16);

/// In which case a word is written inside a sentence: shares of all its occurrences, and how well they are known.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
///
/// let lexicon = Lexicon::english();
/// let casing = |word| lexicon.entry(word).expect("known").casing();
/// assert!(casing("tokyo").title > 200 && casing("nato").upper > 200 && casing("table").lower > 200);
/// # }
/// ```
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
    /// Number of sightings that the shares are worth, from 0 (a guess from the word lists alone) to 45.
    pub weight: u8,
}

impl Casing {
    /// Returns whether the shares were counted in texts, and not only guessed from the word lists.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert!(lexicon.entry("table").expect("known").casing().known());
    /// # }
    /// ```
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

            /// Returns whether every member of `other` is in the set.
            ///
            /// ```
            /// use ungarble::lexicon::Dialects;
            ///
            /// let british = Dialects::UK_ISE | Dialects::UK_IZE;
            /// assert!(british.contains(Dialects::UK_IZE) && !british.contains(Dialects::ALL));
            /// ```
            #[must_use]
            pub const fn contains(self, other: $name) -> bool {
                self.0 & other.0 == other.0
            }

            /// Returns whether the two sets share a member.
            ///
            /// ```
            /// use ungarble::lexicon::Dialects;
            ///
            /// assert!(Dialects::ALL.intersects(Dialects::CA) && !Dialects::US.intersects(Dialects::CA));
            /// ```
            #[must_use]
            pub const fn intersects(self, other: $name) -> bool {
                self.0 & other.0 != 0
            }

            /// Returns whether nothing is in the set.
            ///
            /// ```
            /// use ungarble::lexicon::NameClasses;
            ///
            /// assert!(NameClasses::default().is_empty() && !NameClasses::PLACE.is_empty());
            /// ```
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
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lexicon::Dialects;
    ///
    /// let of = |word| Lexicon::english().entry(word).expect("known").dialects();
    /// let british = Dialects::UK_ISE | Dialects::UK_IZE;
    /// assert!(of("harbour").contains(british) && !of("harbour").intersects(Dialects::US));
    /// assert_eq!(of("table"), Dialects::ALL);
    /// assert!(Dialects::default().is_empty());
    /// # }
    /// ```
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

impl Dialects {
    /// The names that flags and settings have for dialects.
    const NAMES: [(&str, Dialects); 6] = [
        ("us", Dialects::US),
        ("uk", Dialects(Dialects::UK_ISE.0 | Dialects::UK_IZE.0)),
        ("gb", Dialects(Dialects::UK_ISE.0 | Dialects::UK_IZE.0)),
        ("ca", Dialects::CA),
        ("au", Dialects::AU),
        ("in", Dialects::IN),
    ];
}

/// Reads the name of a dialect as flags and settings have it; British English is both "uk" and "gb", in -ise and -ize.
///
/// ```
/// use ungarble::lexicon::Dialects;
///
/// assert_eq!("us".parse(), Ok(Dialects::US));
/// assert_eq!("gb".parse(), Ok(Dialects::UK_ISE | Dialects::UK_IZE));
/// let error = "us-en".parse::<Dialects>().expect_err("it is not a name");
/// assert_eq!(error.to_string(), "dialect \"us-en\" is not known, expected us, uk, ca, au or in");
/// ```
impl FromStr for Dialects {
    type Err = ConfigError;

    fn from_str(name: &str) -> Result<Dialects, ConfigError> {
        let found = Dialects::NAMES.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, dialects)| dialects).ok_or_else(|| ConfigError::Name {
            setting: "dialect",
            found: name.to_owned(),
            expected: "us, uk, ca, au or in",
        })
    }
}

bit_set! {
    /// The kind of thing that a name names.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lexicon::NameClasses;
    ///
    /// let of = |word| Lexicon::english().entry(word).expect("known").classes();
    /// assert!(of("india").contains(NameClasses::PLACE) && of("may").intersects(NameClasses::MONTH_DAY | NameClasses::PLACE));
    /// assert!(of("table").is_empty());
    /// # }
    /// ```
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
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
///
/// // One look-up tells all: "May" is a name beside a word.
/// let may = Lexicon::english().entry("may").expect("known");
/// assert!(may.is_word() && may.is_name() && may.is_suggestable() && !may.is_rare());
/// # }
/// ```
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
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let id = |word| lexicon.entry(word).expect("known").id();
    /// assert!(lexicon.unigram_cost(id("the")) < lexicon.unigram_cost(id("harbour")));
    /// # }
    /// ```
    #[must_use]
    pub const fn id(self) -> WordId {
        self.id
    }

    /// Returns whether it may stand in lower case.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let entry = |word| Lexicon::english().entry(word).expect("known");
    /// assert!(entry("table").is_word() && !entry("london").is_word());
    /// # }
    /// ```
    #[must_use]
    pub const fn is_word(self) -> bool {
        self.flags & WORD != 0
    }

    /// Returns whether it has a form with capitals that is a name, a brand or an acronym ("May" beside "may").
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let entry = |word| Lexicon::english().entry(word).expect("known");
    /// assert!(entry("london").is_name() && entry("turkey").is_name() && !entry("table").is_name());
    /// # }
    /// ```
    #[must_use]
    pub const fn is_name(self) -> bool {
        self.flags & NAME != 0
    }

    /// Returns whether it may be offered as a correction.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let entry = |word| Lexicon::english().entry(word).expect("known");
    /// assert!(entry("government").is_suggestable() && !entry("stat").is_suggestable());
    /// # }
    /// ```
    #[must_use]
    pub const fn is_suggestable(self) -> bool {
        self.flags & SUGGESTABLE != 0
    }

    /// Returns whether only large dictionaries have it, so that it is likelier misread for a common word ("stat" for "state")
    /// than meant where the context speaks against it.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let entry = |word| Lexicon::english().entry(word).expect("known");
    /// assert!(entry("stat").is_rare() && !entry("state").is_rare());
    /// # }
    /// ```
    #[must_use]
    pub const fn is_rare(self) -> bool {
        self.flags & RARE != 0
    }

    /// Returns whether it is offensive or archaic: right where it stands, never offered.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let thou = Lexicon::english().entry("thou").expect("known");
    /// assert!(thou.is_word() && thou.is_discouraged() && !thou.is_suggestable());
    /// # }
    /// ```
    #[must_use]
    pub const fn is_discouraged(self) -> bool {
        self.flags & DISCOURAGED != 0
    }

    /// Returns whether it is known in its capitals only: "GDS" is an abbreviation, "gds" a piece of something.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert!(lexicon.entry("gds").expect("known").is_cased());
    /// assert!(lexicon.contains("GDS") && !lexicon.contains("gds"));
    /// # }
    /// ```
    #[must_use]
    pub const fn is_cased(self) -> bool {
        self.flags & CASED != 0
    }

    /// Returns whether the word may stand written as `surface`: an abbreviation that is known in its capitals only needs them
    /// all, such a name at least one.
    pub(crate) fn allows(self, surface: &str) -> bool {
        !self.is_cased()
            || if self.casing.upper == u8::MAX {
                !surface.chars().any(char::is_lowercase)
            } else {
                surface.chars().any(char::is_uppercase)
            }
    }

    /// Returns whether a name of several words begins with it ("New Delhi").
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let entry = |word| Lexicon::english().entry(word).expect("known");
    /// assert!(entry("new").begins_phrase() && !entry("of").begins_phrase());
    /// # }
    /// ```
    #[must_use]
    pub const fn begins_phrase(self) -> bool {
        self.flags & PHRASE_HEAD != 0
    }

    /// Returns how frequent it is.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let entry = |word| Lexicon::english().entry(word).expect("known");
    /// assert!(entry("government").frequency() > entry("governess").frequency());
    /// # }
    /// ```
    #[must_use]
    pub const fn frequency(self) -> Zipf {
        self.frequency
    }

    /// Returns in which case it is written.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let casing = Lexicon::english().entry("tokyo").expect("known").casing();
    /// assert!(casing.known() && casing.title > casing.lower);
    /// # }
    /// ```
    #[must_use]
    pub const fn casing(self) -> Casing {
        self.casing
    }

    /// Returns the dialects that spell it so; all of them where the spelling does not vary.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lexicon::Dialects;
    ///
    /// let lakh = Lexicon::english().entry("lakh").expect("known");
    /// assert!(lakh.dialects().contains(Dialects::IN));
    /// # }
    /// ```
    #[must_use]
    pub const fn dialects(self) -> Dialects {
        self.dialects
    }

    /// Returns what it names; empty if it is no name.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    /// use ungarble::lexicon::NameClasses;
    ///
    /// let nato = Lexicon::english().entry("nato").expect("known");
    /// assert!(nato.classes().contains(NameClasses::ACRONYM));
    /// # }
    /// ```
    #[must_use]
    pub const fn classes(self) -> NameClasses {
        self.classes
    }
}
