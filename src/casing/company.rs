//! What two words are to each other wherever they stand side by side, found out once for both.

use hashbrown::HashMap;

use crate::document::Document;

/// What was found out of two words: [`Lexicon::pairs`](crate::lexicon::Lexicon::pairs) of their first two forms in the
/// bits where it has them, and in those between what else is told.
#[derive(Clone, Copy, Debug, Default)]
struct Told(u8);

impl Told {
    /// The bits of pairs, those of two small words left out.
    const PAIRS: u8 = 0b1_1010;
    /// Whether they were asked for.
    const ASKED_PAIRS: u8 = 1;
    /// Whether a name of several words begins with the two, and whether that was asked for.
    const NAME: u8 = 1 << 6;
    const ASKED_NAME: u8 = 1 << 7;
}

/// The pairs of words that were met, kept from text to text.
#[derive(Debug, Default)]
pub(super) struct Company {
    /// The generation of spellings whose numbers are meant.
    of: u32,
    known: HashMap<(u32, u32), Told>,
}

/// Pairs that are remembered at most; beyond it all are forgotten.
const REMEMBERED: usize = 1 << 17;

impl Company {
    /// Makes ready for the words of `document`.
    pub(super) fn begin(&mut self, document: &Document<'_>) {
        if self.of != document.generation() || self.known.len() > REMEMBERED {
            self.of = document.generation();
            self.known.clear();
        }
    }

    /// Which of the small and capitalised forms of two words were seen side by side: as `find` has it.
    pub(super) fn pairs(&mut self, spellings: (u32, u32), find: impl FnOnce() -> u16) -> u16 {
        let told = self.known.entry(spellings).or_default();
        if told.0 & Told::ASKED_PAIRS == 0 {
            told.0 |= Told::ASKED_PAIRS | find() as u8 & Told::PAIRS;
        }
        u16::from(told.0 & Told::PAIRS)
    }

    /// Whether a name of several words begins with two words: as `find` has it.
    pub(super) fn begins_name(&mut self, spellings: (u32, u32), find: impl FnOnce() -> bool) -> bool {
        let told = self.known.entry(spellings).or_default();
        if told.0 & Told::ASKED_NAME == 0 {
            told.0 |= Told::ASKED_NAME | if find() { Told::NAME } else { 0 };
        }
        told.0 & Told::NAME != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_asked_once() {
        let mut company = Company::default();
        assert_eq!(company.pairs((3, 4), || 0b1_1011), 0b1_1010, "two small words are no pair");
        assert!(!company.begins_name((3, 4), || false) && company.begins_name((4, 3), || true));
        assert_eq!(company.pairs((3, 4), || panic!("asked twice")), 0b1_1010);
        assert!(!company.begins_name((3, 4), || panic!("asked twice")));
        assert!(company.begins_name((4, 3), || panic!("asked twice")));
        assert_eq!(company.pairs((4, 3), || 0), 0);
    }
}
