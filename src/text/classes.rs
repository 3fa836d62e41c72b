//! What the words of a language do in a sentence, by lists: `classes.tsv` of the language.
//!
//! Every stage asks what a word is to its neighbours; the lists are looked through once for each spelling of a text.

use crate::error::LexiconError;
use crate::text::tokenizer::is_apostrophe;

/// The classes of a word: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $written:literal,)*) => {
        impl Classes {
            classes!(@bits 0; $($(#[$doc])* $name,)*);

            /// The classes by the names that a list has for them.
            const NAMES: &[(&str, Classes)] = &[$(($written, Classes::$name),)*];
        }
    };
    (@bits $bit:expr; $(#[$doc:meta])* $name:ident, $($rest:tt)*) => {
        $(#[$doc])*
        pub(crate) const $name: Classes = Classes(1 << $bit);
        classes!(@bits $bit + 1; $($rest)*);
    };
    (@bits $bit:expr;) => {};
}

classes! {
    /// The words of which a text is mostly made, and which stand beside any other.
    FUNCTION = "function",
    /// Articles, prepositions, conjunctions and short verbs that headline writers keep small.
    PARTICLE = "particle",
    /// The other words of the closed classes: pronouns, auxiliaries, adverbs of place and time.
    CLOSED = "closed",
    /// Pronouns and auxiliaries, behind which stands a verb or what is said of someone.
    VERBAL = "verbal",
    /// Common nouns with which names of places, bodies and works end.
    NAME_END = "name-end",
    /// Titles and ranks before a person's name.
    TITLE = "title",
    /// Particles of foreign names, lower-case before the rest of the name.
    NOBLE = "noble",
    /// Months.
    MONTH = "month",
    /// A pronoun that is always capitalised, with or without its verb: "I".
    FIRST_PERSON = "first-person",
    /// Words of historical spelling, which no dictionary of our time need hold and which are right where they stand.
    ARCHAIC = "archaic",
    /// Words of one letter.
    ONE_LETTER = "one-letter",
    /// Prefixes that form words freely before a hyphen.
    PREFIX = "prefix",
}

impl Classes {
    /// Returns whether the word is in `class`, or in any of several.
    pub(crate) const fn has(self, class: Classes) -> bool {
        self.0 & class.0 != 0
    }
}

/// A string and what it stands for.
type Exchange = (String, String);

/// The lists of a language. A language without them has words of no class.
#[derive(Debug)]
pub(crate) struct WordLists {
    /// Sorted.
    words: Vec<(String, Classes)>,
    /// For each first byte, the lengths of the words that it begins, a bit each: most words are of no class, and told by that.
    beginnings: Vec<u32>,
    abbreviations: Vec<String>,
    contracted: Vec<String>,
    derived_endings: Vec<Exchange>,
    derived_beginnings: Vec<String>,
    variants: Vec<Exchange>,
    possessive: String,
    name_plural: String,
    fingerprint: u64,
}

/// The lists of no language.
pub(crate) static NO_LISTS: WordLists = WordLists::new();

impl WordLists {
    const fn new() -> WordLists {
        WordLists {
            words: Vec::new(),
            beginnings: Vec::new(),
            abbreviations: Vec::new(),
            contracted: Vec::new(),
            derived_endings: Vec::new(),
            derived_beginnings: Vec::new(),
            variants: Vec::new(),
            possessive: String::new(),
            name_plural: String::new(),
            fingerprint: 0,
        }
    }

    /// Reads `class<TAB>members` a line, the members parted by spaces, `#` for comments. A pair is written `ise>ize`.
    ///
    /// # Errors
    ///
    /// If a line is of another form, or its class is unknown.
    pub(crate) fn read(table: &str) -> Result<WordLists, LexiconError> {
        let mut lists = WordLists { fingerprint: fingerprint(table), ..WordLists::new() };
        for (number, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
            let wrong = || LexiconError::Entry {
                name: "classes.tsv".to_owned(),
                line: number + 1,
                text: line.to_owned(),
                expected: "`class<TAB>word word …`, or `class<TAB>written>meant …` for exchanges of letters",
            };
            let (class, members) = line.split_once('\t').ok_or_else(wrong)?;
            let members = members.split(' ').filter(|member| !member.is_empty());
            let words = || members.clone().map(str::to_owned);
            let exchanges = || {
                let pair = |member: &str| member.split_once('>').map(|(a, b)| (a.to_owned(), b.to_owned()));
                members.clone().map(pair).collect::<Option<Vec<Exchange>>>().ok_or_else(wrong)
            };
            match class {
                "abbreviation" => lists.abbreviations.extend(words()),
                "contracted" => lists.contracted.extend(words()),
                "derived-ending" => lists.derived_endings.extend(exchanges()?),
                "derived-beginning" => lists.derived_beginnings.extend(words()),
                "variant" => lists.variants.extend(exchanges()?),
                "possessive" => lists.possessive = words().next().ok_or_else(wrong)?,
                "name-plural" => lists.name_plural = words().next().ok_or_else(wrong)?,
                _ => {
                    let &(_, class) = Classes::NAMES.iter().find(|(name, _)| *name == class).ok_or_else(wrong)?;
                    lists.words.extend(words().map(|word| (word, class)));
                }
            }
        }
        lists.sort();
        Ok(lists)
    }

    fn sort(&mut self) {
        self.words.sort_by(|a, b| a.0.cmp(&b.0));
        self.words.dedup_by(|next, last| {
            let is_same = next.0 == last.0;
            if is_same {
                last.1 = Classes(last.1.0 | next.1.0);
            }
            is_same
        });
        self.beginnings = vec![0; 256];
        for (word, _) in &self.words {
            if let Some(&first) = word.as_bytes().first() {
                self.beginnings[usize::from(first)] |= 1 << word.len().min(31);
            }
        }
    }

    /// Returns what tells one set of lists from another.
    pub(crate) const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// Returns the classes of a word in lower case.
    ///
    /// # Complexity
    ///
    /// O(log m) in the members of all classes.
    pub(crate) fn of(&self, lower: &str) -> Classes {
        let first = lower.as_bytes().first().and_then(|&first| self.beginnings.get(usize::from(first)));
        if first.is_none_or(|lengths| lengths >> lower.len().min(31) & 1 == 0) {
            return Classes::default();
        }
        let found = self.words.binary_search_by(|(word, _)| word.as_str().cmp(lower));
        found.map_or(Classes::default(), |at| self.words[at].1)
    }

    /// Returns whether a word, in any case, is an abbreviation whose full stop ends no sentence.
    pub(crate) fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.iter().any(|other| other.eq_ignore_ascii_case(word))
    }

    /// Returns whether the letters of a possessive behind this word, in any case, make a contraction with it: "it's".
    pub(crate) fn is_contracted(&self, word: &str) -> bool {
        self.contracted.iter().any(|other| other.eq_ignore_ascii_case(word))
    }

    /// Returns the word without the letters and the apostrophe of a possessive, if it has them, in any case.
    pub(crate) fn owner<'w>(&self, surface: &'w str) -> Option<&'w str> {
        let letters = self.possessive.as_str();
        let at = surface.len().checked_sub(letters.len()).filter(|_| !letters.is_empty())?;
        let ending = surface.as_bytes().get(at..)?;
        if !ending.eq_ignore_ascii_case(letters.as_bytes()) {
            return None;
        }
        surface.get(..at)?.strip_suffix(is_apostrophe)
    }

    /// Returns the name or acronym whose plural `word` is, if it ends as one.
    pub(crate) fn without_plural<'w>(&self, word: &'w str) -> Option<&'w str> {
        word.strip_suffix(self.name_plural.as_str()).filter(|_| !self.name_plural.is_empty())
    }

    /// Returns what makes a plural of a name or an acronym.
    pub(crate) fn name_plural(&self) -> &str {
        &self.name_plural
    }

    /// Returns whether the word is made of one that `is_common`, by endings and beginnings that make words: "linting", "undersung".
    pub(crate) fn is_derived(&self, lower: &str, is_common: impl Fn(&str) -> bool) -> bool {
        let long = |stem: &str| stem.len() >= 4;
        let ends = self.derived_endings.iter().any(|(ending, instead)| {
            lower.strip_suffix(ending.as_str()).filter(|stem| long(stem)).is_some_and(|stem| {
                if instead.is_empty() { is_common(stem) } else { is_common(&[stem, instead].concat()) }
            })
        });
        let begins =
            |start: &String| lower.strip_prefix(start.as_str()).is_some_and(|rest| long(rest) && is_common(rest));
        ends || self.derived_beginnings.iter().any(begins)
    }

    /// Returns whether two words are spellings of one in two dialects, by the letters that these exchange.
    pub(crate) fn is_variant(&self, a: &str, b: &str) -> bool {
        // What follows costs a dozen searches; most words that differ begin otherwise.
        let may_be = a != b && a.len() >= 4 && b.len() >= 4 && a.as_bytes()[0] == b.as_bytes()[0];
        // Only good to compare two forms of one word.
        let spelled =
            |word: &str| self.variants.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from.as_str(), to));
        may_be && spelled(a) == spelled(b)
    }
}

/// Returns the FNV-1a hash of a table.
fn fingerprint(table: &str) -> u64 {
    table.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists() -> WordLists {
        let table = "# Two of them.\nmonth\tmay june\nfunction\tmay\nderived-ending\ting> ing>e isation>ise\n\
            derived-beginning\tunder\nvariant\tise>ize our>or\npossessive\ts\nname-plural\ts\nabbreviation\tmr\ncontracted\tit\n";
        WordLists::read(table).expect("it is of the form")
    }

    #[test]
    fn a_word_may_be_of_several_classes() {
        let lists = lists();
        let may = lists.of("may");
        assert!(may.has(Classes::MONTH) && may.has(Classes::FUNCTION) && !may.has(Classes::TITLE));
        assert_eq!((lists.of("mayor"), lists.of(""), lists.of("mat")), Default::default());
        assert_eq!(NO_LISTS.of("may"), Classes::default());
        assert_ne!(lists.fingerprint(), NO_LISTS.fingerprint());
    }

    #[test]
    fn derived_words_are_told() {
        let known = |stem: &str| ["lint", "sung", "organise"].contains(&stem);
        assert!(["linting", "undersung", "organisation", "organising"].iter().all(|w| lists().is_derived(w, known)));
        assert!(!["lint", "undersea", "linton", "kings"].iter().any(|w| lists().is_derived(w, known)));
    }

    #[test]
    fn possessives_are_told_from_their_owners() {
        let lists = lists();
        assert_eq!(
            ["Japan's", "JAPAN’S", "Japans", "'s"].map(|word| lists.owner(word)),
            [Some("Japan"), Some("JAPAN"), None, Some("")]
        );
        assert_eq!(NO_LISTS.owner("geht's"), None);
        assert!(lists.is_contracted("IT") && lists.is_abbreviation("Mr") && !lists.is_contracted("its"));
        assert_eq!((lists.without_plural("MPs"), NO_LISTS.without_plural("MPs")), (Some("MP"), None));
    }

    #[test]
    fn spellings_of_two_dialects_are_one_word() {
        assert!(lists().is_variant("organise", "organize") && lists().is_variant("colour", "color"));
        assert!(!lists().is_variant("colour", "colour") && !lists().is_variant("colour", "collar"));
    }

    #[test]
    fn a_line_of_another_form_is_an_error() {
        for table in ["weekday\tmonday\n", "month may\n", "variant\tise\n", "possessive\t\n"] {
            let error = WordLists::read(table).expect_err("it is wrong");
            assert!(matches!(&error, LexiconError::Entry { line: 1, .. }), "{error}");
        }
    }
}
