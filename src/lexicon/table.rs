//! Finding a word in the table of records.
//!
//! A record is a byte that holds the length of the key's rest (low half) and the kind (high half), the rest, and what
//! the kind asks for: a number of three bytes, a palette row of two, or nothing.

use super::entry::{Casing, Dialects, Entry, NameClasses, WordId, Zipf};
use super::image::{Section, u16_at, u24_at, u64_at};
use super::{COMMON_ROW, Lexicon, ZIPF_STEP, key, offsets};

/// A common word; its number follows.
pub(super) const COMMON: u8 = 0;
/// A misspelling; the number of its correction follows.
pub(super) const MISSPELLING: u8 = 1;
/// Another word; its palette row follows.
pub(super) const OTHER: u8 = 2;
/// Another word with palette row `kind` - 3.
pub(super) const FIRST_ROW: u8 = 3;
/// Number of palette rows that need no byte of their own.
pub(super) const INLINE_ROWS: usize = 13;

/// One palette row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Row {
    pub(super) flags: u8,
    pub(super) dialects: u8,
    pub(super) classes: u8,
    /// In steps of [`ZIPF_STEP`]; unused for common words.
    pub(super) frequency: u8,
    pub(super) lower: u8,
    pub(super) title: u8,
    pub(super) upper: u8,
    pub(super) weight: u8,
}

impl Row {
    pub(super) fn to_bytes(self) -> [u8; 8] {
        [self.flags, self.dialects, self.classes, self.frequency, self.lower, self.title, self.upper, self.weight]
    }

    fn entry(bytes: &[u8], row: u16) -> Option<Entry> {
        let at = usize::from(row) * 8;
        let &[flags, dialects, classes, frequency, lower, title, upper, weight] = bytes.get(at..at + 8)? else {
            return None;
        };
        let mixed = 255_u8.saturating_sub(lower.saturating_add(title).saturating_add(upper));
        Some(Entry {
            id: WordId(0),
            flags,
            dialects: Dialects(dialects),
            classes: NameClasses(classes),
            frequency: Zipf(u16::from(frequency) * ZIPF_STEP),
            casing: Casing { lower, title, upper, mixed, weight },
        })
    }
}

/// A record as found.
enum Found {
    Common(u32),
    Misspelling(u32),
    Other { at: u32, row: u16 },
}

impl Lexicon {
    pub(super) fn find_entry(&self, lower: &str) -> Option<Entry> {
        match self.find(lower)? {
            Found::Common(id) => self.common_entry(id),
            Found::Other { at, row } => self.other_entry(at, row),
            Found::Misspelling(_) => None,
        }
    }

    pub(super) fn find_correction(&self, lower: &str) -> Option<WordId> {
        match self.find(lower)? {
            Found::Misspelling(id) => Some(WordId(id)),
            Found::Common(_) | Found::Other { .. } => None,
        }
    }

    /// Returns everything that is known about the word with this number.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let entry = lexicon.entry("harbour").expect("known");
    /// assert_eq!(lexicon.entry_of(entry.id()), Some(entry));
    /// # }
    /// ```
    #[must_use]
    pub fn entry_of(&self, id: WordId) -> Option<Entry> {
        let Some(at) = id.0.checked_sub(self.common) else { return self.common_entry(id.0) };
        let records = self.image.section(Section::Records);
        let head = *records.get(at as usize)?;
        let payload = at as usize + 1 + usize::from(head & 15);
        self.other_entry(at, palette_row(records, head >> 4, payload)?)
    }

    fn common_entry(&self, id: u32) -> Option<Entry> {
        let at = id as usize * COMMON_ROW;
        let &[low, high, frequency] = self.image.section(Section::Common).get(at..at + COMMON_ROW)? else {
            return None;
        };
        let mut entry = Row::entry(self.image.section(Section::Palette), u16::from_le_bytes([low, high]))?;
        entry.id = WordId(id);
        entry.frequency = Zipf(u16::from(frequency) * ZIPF_STEP);
        Some(entry)
    }

    fn other_entry(&self, at: u32, row: u16) -> Option<Entry> {
        let mut entry = Row::entry(self.image.section(Section::Palette), row)?;
        entry.id = WordId(self.common.checked_add(at)?);
        Some(entry)
    }

    fn find(&self, lower: &str) -> Option<Found> {
        let directory = self.image.section(Section::Directory);
        let records = self.image.section(Section::Records);
        let (bucket, rest) = key::split(self.alphabet.key(lower)?);
        let len = key::rest_len(rest);
        let wanted = rest.to_le_bytes();
        let wanted = wanted.get(..len)?;
        // Most rests fit one register: compared at once, whatever lies behind them masked.
        let mask = if len < 8 { (1_u64 << (8 * len)) - 1 } else { !0 };
        let same = |at: usize| match u64_at(records, at) {
            Some(bytes) if len <= 8 => bytes & mask == rest as u64,
            _ => records.get(at..at + len) == Some(wanted),
        };
        let (mut at, end) = (offsets::at(directory, bucket)?, offsets::at(directory, bucket + 1)?);
        while at < end {
            let head = *records.get(at)?;
            let (here, kind) = (usize::from(head & 15), head >> 4);
            let payload = at + 1 + here;
            if here == len && same(at + 1) {
                return match kind {
                    COMMON => Some(Found::Common(u24_at(records, payload)?)),
                    MISSPELLING => Some(Found::Misspelling(u24_at(records, payload)?)),
                    _ => Some(Found::Other { at: at as u32, row: palette_row(records, kind, payload)? }),
                };
            }
            at = payload + payload_len(kind);
        }
        None
    }
}

fn palette_row(records: &[u8], kind: u8, payload: usize) -> Option<u16> {
    if kind == OTHER { u16_at(records, payload) } else { kind.checked_sub(FIRST_ROW).map(u16::from) }
}

const fn payload_len(kind: u8) -> usize {
    match kind {
        COMMON | MISSPELLING => 3,
        OTHER => 2,
        _ => 0,
    }
}
