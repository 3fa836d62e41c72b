//! Every spelling that was met, with what is told by it alone: looked up once, however often it stands in the texts.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::lexicon::{Entry, Lexicon};
use crate::steps;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::is_apostrophe;

/// A spelling of a word, without a possessive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelling {
    /// Where it stands as written, and in small letters, among the letters of all.
    surface: (u32, u32),
    lower: (u32, u32),
    /// What the lexicon says of it; `None` where it does not know it.
    pub(crate) entry: Option<Entry>,
    /// Its pattern of capitals.
    pub(crate) shape: CaseShape,
    /// What its letters tell.
    pub(crate) classes: Classes,
}

/// The spellings that were met, kept from text to text: a hash table.
///
/// # Memory
///
/// About 90 bytes a spelling; beyond [`REMEMBERED`] of them, all are forgotten before the next text.
#[derive(Debug, Default)]
pub(crate) struct Spellings {
    /// The lexicon that was asked: what one says does not hold in another.
    of: Option<u64>,
    table: HashTable<u32>,
    hash: DefaultHashBuilder,
    known: Vec<Spelling>,
    letters: String,
}

/// Spellings that are remembered at most from text to text.
const REMEMBERED: usize = 1 << 16;

impl Spellings {
    /// Makes ready for a text that `lexicon` is asked about.
    pub(crate) fn begin(&mut self, lexicon: &Lexicon) {
        if self.of != Some(lexicon.fingerprint()) || self.known.len() > REMEMBERED {
            self.of = Some(lexicon.fingerprint());
            self.table.clear();
            self.known.clear();
            self.letters.clear();
        }
    }

    /// The number of `surface`, and what is known of it.
    ///
    /// # Complexity
    ///
    /// O(1) look-ups for a spelling met before; one in the lexicon and in the lists of [`Classes`] for a new one.
    pub(crate) fn number(&mut self, surface: &str, lexicon: &Lexicon) -> (u32, Spelling) {
        steps::take(surface.len());
        let hash = self.hash.hash_one(surface);
        let Spellings { table, known, letters, hash: builder, .. } = self;
        let at = |number: &u32| {
            let (start, end) = known[*number as usize].surface;
            &letters.as_bytes()[start as usize..end as usize]
        };
        if let Some(&number) = table.find(hash, |number| at(number) == surface.as_bytes()) {
            return (number, known[number as usize]);
        }
        let number = known.len() as u32;
        table.insert_unique(hash, number, |number| {
            builder.hash_one(std::str::from_utf8(at(number)).unwrap_or_default())
        });
        let spelling = learn(surface, lexicon, letters);
        known.push(spelling);
        (number, spelling)
    }

    /// Spelling `number` in small letters, ’ written as ', soft hyphens left out.
    pub(crate) fn lower(&self, number: u32) -> &str {
        let (start, end) = self.known[number as usize].lower;
        self.letters.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// Finds out what is to be known of `surface`, and adds its letters to those of all.
fn learn(surface: &str, lexicon: &Lexicon, letters: &mut String) -> Spelling {
    let start = letters.len();
    letters.push_str(surface);
    let middle = letters.len();
    for c in surface.chars() {
        match c {
            '\u{ad}' | '\u{200d}' | '\u{200c}' => {}
            c if is_apostrophe(c) => letters.push('\''),
            c => letters.extend(c.to_lowercase()),
        }
    }
    let lower = letters.get(middle..).unwrap_or_default();
    let (entry, classes) = (lexicon.entry(lower), Classes::of(lower));
    let lower = if lower == surface {
        letters.truncate(middle);
        (start, middle)
    } else {
        (middle, letters.len())
    };
    // Offsets fit: texts beyond a gigabyte come in parts, and small letters take at most three times their bytes.
    let offsets = |(start, end): (usize, usize)| (start as u32, end as u32);
    Spelling {
        surface: offsets((start, middle)),
        lower: offsets(lower),
        entry: entry.filter(|entry| entry.allows(surface)),
        shape: CaseShape::of(surface),
        classes,
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_learnt_once() {
        let lexicon = Lexicon::english();
        let mut spellings = Spellings::default();
        spellings.begin(lexicon);
        let (number, of) = spellings.number("D’Artagnan\u{ad}s", lexicon);
        assert_eq!((spellings.lower(number), of.shape), ("d'artagnans", CaseShape::Mixed));
        let (the, spelling) = spellings.number("the", lexicon);
        assert!(spelling.entry.is_some() && spelling.classes.has(Classes::FUNCTION));
        assert_eq!(spellings.lower(the), "the");
        assert_eq!(spellings.number("D’Artagnan\u{ad}s", lexicon).0, number);
        assert_eq!(spellings.known.len(), 2);
    }

    #[test]
    fn too_many_are_forgotten_between_texts() {
        let lexicon = Lexicon::english();
        let mut spellings = Spellings::default();
        spellings.begin(lexicon);
        for number in 0..=REMEMBERED {
            spellings.number(&format!("x{number}"), lexicon);
        }
        assert_eq!(spellings.known.len(), REMEMBERED + 1);
        spellings.begin(lexicon);
        assert_eq!((spellings.known.len(), spellings.table.len(), spellings.letters.len()), (0, 0, 0));
    }
}
