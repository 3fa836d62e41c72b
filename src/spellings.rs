//! Every spelling that was met, with what is told by it alone: looked up once, however often it stands in the texts.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::lexicon::{Entry, Lexicon};
use crate::steps;
use crate::text::classes::Classes;
use crate::text::ligature;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::is_apostrophe;

/// Facts that a spelling tells by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    /// Entry of the lexicon; `None` for an unknown word.
    pub(crate) entry: Option<Entry>,
    /// Its pattern of capitals.
    pub(crate) shape: CaseShape,
    /// Classes by the lists of the language.
    pub(crate) classes: Classes,
}

/// A spelling that was met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Met {
    /// The number of it in lower case, ’ written as ', soft hyphens left out: the same in all texts of a generation.
    pub(crate) small: u32,
    /// Number of different letters, whatever their case, before these came for the first time: their number in the text.
    pub(crate) letters: u32,
    pub(crate) told: Told,
}

/// The bytes of a spelling where they are sixteen at most, and else enough to tell most of the others from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    first: u64,
    last: u64,
    length: usize,
}

impl Key {
    /// The longest spelling that is told by its key.
    const WHOLE: usize = 16;

    fn of(surface: &str, hash: &DefaultHashBuilder) -> Key {
        let bytes = surface.as_bytes();
        // First and last bytes overlap where there are fewer than twice as many.
        let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) if bytes.len() <= Key::WHOLE => {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
            }
            (Some(first), _) => (u64::from_le_bytes(*first), hash.hash_one(bytes)),
            (None, _) => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
                (Some(first), Some(last)) => (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into()),
                _ => (bytes.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0),
            },
        };
        Key { first, last, length: bytes.len() }
    }

    fn hash(self, hash: &DefaultHashBuilder) -> u64 {
        hash.hash_one((self.first, self.last, self.length))
    }
}

/// A spelling of a word, without a possessive.
#[derive(Clone, Copy, Debug)]
struct Spelling {
    key: Key,
    /// Where it stands among the letters of all.
    surface: (u32, u32),
    /// The number of it in lower case, ’ written as ', soft hyphens left out: its own where it is so.
    small: u32,
    /// The text that had its letters last, and their number in it; kept with the spelling in lower case.
    seen: (u32, u32),
    told: Told,
}

/// The spellings that were met, kept from text to text: a hash table.
///
/// # Memory
///
/// About 100 bytes a spelling; beyond [`REMEMBERED`] of them, all are forgotten before the next text.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    /// The lexicon that was asked: what one says does not hold in another.
    of: Option<u64>,
    table: HashTable<u32>,
    hash: DefaultHashBuilder,
    known: Vec<Spelling>,
    letters: String,
    /// Number of times that all were forgotten, from one on.
    generation: u32,
    /// The number of the text, from one on, and how many letters it had so far.
    text: u32,
    distinct: u32,
    /// The lower-case letters of a new spelling.
    folded: String,
}

/// Spellings that are remembered at most from text to text.
const REMEMBERED: usize = 1 << 16;

impl Spellings {
    /// Makes ready for a text that `lexicon` is asked about.
    pub(crate) fn begin(&mut self, lexicon: &Lexicon) {
        let identity = lexicon.fingerprint() ^ lexicon.lists().fingerprint();
        if self.of != Some(identity) || self.known.len() > REMEMBERED || self.text == u32::MAX {
            self.of = Some(identity);
            self.table.clear();
            self.known.clear();
            self.letters.clear();
            self.text = 0;
            self.generation = self.generation.wrapping_add(1);
        }
        self.text += 1;
        self.distinct = 0;
    }

    /// Notes that the text has `surface`, and tells what is known of it.
    ///
    /// # Complexity
    ///
    /// O(1) look-ups for a spelling met before; one in the lexicon and in its lists for a new one.
    pub(crate) fn meet(&mut self, surface: &str, lexicon: &Lexicon) -> Met {
        steps::take(surface.len());
        let key = Key::of(surface, &self.hash);
        let number = match self.find(key, surface) {
            Some(number) => number,
            None => self.learn(key, surface, lexicon),
        };
        let Spelling { small, told, .. } = self.known[number as usize];
        let Spelling { seen: (text, letters), .. } = &mut self.known[small as usize];
        if *text != self.text {
            (*text, *letters) = (self.text, self.distinct);
            self.distinct += 1;
        }
        Met { small, letters: *letters, told }
    }

    /// Changes when the numbers of spellings do.
    pub(crate) const fn generation(&self) -> u32 {
        self.generation
    }

    /// Returns the number of the letters of `lower` in the text, if it had them so far.
    pub(crate) fn letters(&self, lower: &str) -> Option<u32> {
        let number = self.find(Key::of(lower, &self.hash), lower)?;
        let (text, letters) = self.known[number as usize].seen;
        (text == self.text).then_some(letters)
    }

    /// Returns spelling `number`.
    pub(crate) fn surface(&self, number: u32) -> &str {
        let (start, end) = self.known[number as usize].surface;
        self.letters.get(start as usize..end as usize).unwrap_or_default()
    }

    fn find(&self, key: Key, surface: &str) -> Option<u32> {
        let same = |&number: &u32| {
            self.known[number as usize].key == key && (key.length <= Key::WHOLE || self.surface(number) == surface)
        };
        self.table.find(key.hash(&self.hash), same).copied()
    }

    /// Finds out what is to be known of `surface` and of it in lower case, without ligatures.
    fn learn(&mut self, key: Key, surface: &str, lexicon: &Lexicon) -> u32 {
        let mut folded = std::mem::take(&mut self.folded);
        folded.clear();
        for c in surface.chars() {
            match c {
                '\u{ad}' | '\u{200d}' | '\u{200c}' => {}
                c if is_apostrophe(c) => folded.push('\''),
                c => match ligature::letters(c) {
                    Some(letters) => folded.push_str(letters),
                    None => folded.extend(c.to_lowercase()),
                },
            }
        }
        let (entry, classes) = (lexicon.entry(&folded), lexicon.lists().of(&folded));
        let told = |surface: &str| Told {
            entry: entry.filter(|entry| entry.allows(surface)),
            shape: CaseShape::of(surface),
            classes,
        };
        let small = (folded != surface).then(|| {
            let key = Key::of(&folded, &self.hash);
            self.find(key, &folded).unwrap_or_else(|| self.add(key, &folded, None, told(&folded)))
        });
        let number = self.add(key, surface, small, told(surface));
        self.folded = folded;
        number
    }

    fn add(&mut self, key: Key, surface: &str, small: Option<u32>, told: Told) -> u32 {
        let Spellings { table, known, letters, hash, .. } = self;
        let number = known.len() as u32;
        table.insert_unique(key.hash(hash), number, |&number| known[number as usize].key.hash(hash));
        // Offsets fit: texts beyond a gigabyte come in parts, and lower-case letters take at most three times their bytes.
        let start = letters.len() as u32;
        letters.push_str(surface);
        let surface = (start, letters.len() as u32);
        known.push(Spelling { key, surface, small: small.unwrap_or(number), seen: (0, 0), told });
        number
    }
}

#[cfg(all(test, feature = "embedded"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_learnt_once() {
        let lexicon = Lexicon::english();
        let mut spellings = Spellings::default();
        spellings.begin(lexicon);
        let met = spellings.meet("D’Artagnan\u{ad}s", lexicon);
        assert_eq!((spellings.surface(met.small), met.told.shape), ("d'artagnans", CaseShape::Mixed));
        let the = spellings.meet("the", lexicon);
        assert!(the.told.entry.is_some() && the.told.classes.has(Classes::FUNCTION));
        assert_eq!(spellings.surface(the.small), "the");
        assert_eq!(spellings.meet("The", lexicon).small, the.small);
        assert_eq!(spellings.meet("D’Artagnan\u{ad}s", lexicon).small, met.small);
        assert_eq!(spellings.known.len(), 4);
    }

    #[test]
    fn letters_are_numbered_in_each_text() {
        let lexicon = Lexicon::english();
        let mut spellings = Spellings::default();
        for words in [["The", "harbour", "the", "THE", "Harbour"], ["harbour", "the", "Harbour", "The", "the"]] {
            spellings.begin(lexicon);
            let letters = words.map(|word| spellings.meet(word, lexicon).letters);
            let first =
                words.map(|word| words.iter().position(|other| other.eq_ignore_ascii_case(word)).unwrap() as u32);
            assert_eq!(letters, first);
            assert_eq!(
                spellings.letters("harbour"),
                Some(letters[words.iter().position(|w| *w == "harbour").unwrap()])
            );
        }
        assert_eq!(spellings.letters("ship"), None);
        spellings.begin(lexicon);
        assert_eq!(spellings.letters("the"), None, "not in this text");
    }

    #[test]
    fn spellings_of_any_length_are_told_apart() {
        let lexicon = Lexicon::english();
        let mut spellings = Spellings::default();
        spellings.begin(lexicon);
        // All of two letters, up to forty: first and last bytes of most of them are alike.
        let mut words = vec![String::new()];
        for length in 1..=40 {
            words.push("a".repeat(length));
            words.extend((0..length).map(|at| format!("{}b{}", "a".repeat(at), "a".repeat(length - 1 - at))));
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(spellings.meet(word, lexicon).small as usize, number, "{word}");
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(spellings.meet(word, lexicon).small as usize, number, "{word}");
            assert_eq!(spellings.surface(number as u32), word);
        }
    }

    #[test]
    fn too_many_are_forgotten_between_texts() {
        let lexicon = Lexicon::english();
        let mut spellings = Spellings::default();
        spellings.begin(lexicon);
        for number in 0..=REMEMBERED {
            spellings.meet(&format!("x{number}"), lexicon);
        }
        assert_eq!(spellings.known.len(), REMEMBERED + 1);
        spellings.begin(lexicon);
        assert_eq!((spellings.known.len(), spellings.table.len(), spellings.letters.len()), (0, 0, 0));
    }
}
