//! Folded tokens as numbers: one id for each distinct folded form of the text and of its references.

use std::hash::{BuildHasher, Hasher};

/// A folded form. Equal ids mean equal words, whatever their case, quotes or dashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FoldId(pub(crate) u32);

/// The kind of a folded form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FoldKind {
    /// Letters, with or without an apostrophe.
    Word,
    /// Begins with a digit.
    Number,
    /// Anything else: marks, symbols.
    Mark,
}

#[derive(Clone, Copy, Debug)]
struct Form {
    /// Where its text ends in the arena; it begins where the one before ends.
    end: u32,
    /// Returns one bit for each letter or digit class that occurs in it.
    letters: u32,
    chars: u16,
    kind: FoldKind,
}

/// The distinct folded forms of one call, each with what a comparison asks about it.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    arena: String,
    forms: Vec<Form>,
    /// Open addressing: id + 1, or 0 where free, with the upper half of the form's hash, which settles most comparisons
    /// without a look at the form. Its length is a power of two, at most 3/4 full.
    slots: Vec<(u32, u32)>,
}

impl Vocabulary {
    /// Returns the id of `folded`, a new one if it was not seen before.
    pub(crate) fn intern(&mut self, folded: &str) -> FoldId {
        if self.forms.len() * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let hash = hash_bytes(folded.as_bytes());
        let slot = self.slot_of(folded, hash);
        if self.slots[slot].0 != 0 {
            return FoldId(self.slots[slot].0 - 1);
        }
        self.arena.push_str(folded);
        let id = self.forms.len() as u32;
        self.forms.push(Form {
            end: self.arena.len() as u32,
            letters: letters_of(folded),
            chars: folded.chars().count().min(usize::from(u16::MAX)) as u16,
            kind: kind_of(folded),
        });
        self.slots[slot] = (id + 1, tag(hash));
        FoldId(id)
    }

    /// Returns the id of `folded` if some text of this call has it.
    pub(crate) fn find(&self, folded: &str) -> Option<FoldId> {
        if self.slots.is_empty() {
            return None;
        }
        let (entry, _) = self.slots[self.slot_of(folded, hash_bytes(folded.as_bytes()))];
        (entry != 0).then(|| FoldId(entry - 1))
    }

    /// Returns the folded form itself.
    pub(crate) fn form(&self, id: FoldId) -> &str {
        let at = id.0 as usize;
        let start = if at == 0 { 0 } else { self.forms[at - 1].end as usize };
        self.arena.get(start..self.forms[at].end as usize).unwrap_or_default()
    }

    /// Returns how many distinct forms there are.
    pub(crate) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Returns the hash of the form, the same in every vocabulary.
    pub(crate) fn hash(&self, id: FoldId) -> u64 {
        hash_bytes(self.form(id).as_bytes())
    }

    pub(crate) fn kind(&self, id: FoldId) -> FoldKind {
        self.forms[id.0 as usize].kind
    }

    /// Returns whether it is a word or a number.
    pub(crate) fn is_word(&self, id: FoldId) -> bool {
        self.kind(id) != FoldKind::Mark
    }

    /// Returns whether it is a mark behind which a sentence has come to its end.
    pub(crate) fn ends_sentence(&self, id: FoldId) -> bool {
        matches!(self.form(id), "." | "!" | "?" | ":" | "\"" | "'" | ")")
    }

    pub(crate) fn chars(&self, id: FoldId) -> usize {
        usize::from(self.forms[id.0 as usize].chars)
    }

    /// Returns one bit for each letter that occurs in it: two words differ at least in the letters that only one of them has.
    pub(crate) fn letters(&self, id: FoldId) -> u32 {
        self.forms[id.0 as usize].letters
    }

    fn slot_of(&self, folded: &str, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot] {
                (0, _) => return slot,
                (entry, found) if found == tag(hash) && self.form(FoldId(entry - 1)) == folded => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(1024);
        self.slots.clear();
        self.slots.resize(size, (0, 0));
        for id in 0..self.forms.len() as u32 {
            let hash = hash_bytes(self.form(FoldId(id)).as_bytes());
            let mut slot = hash as usize & (size - 1);
            while self.slots[slot].0 != 0 {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = (id + 1, tag(hash));
        }
    }
}

fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

fn kind_of(folded: &str) -> FoldKind {
    match folded.chars().next() {
        Some(c) if c.is_numeric() => FoldKind::Number,
        Some(_) if folded.chars().any(char::is_alphanumeric) => FoldKind::Word,
        _ => FoldKind::Mark,
    }
}

/// Letters have a bit each, everything else shares the other six.
pub(crate) fn letters_of(folded: &str) -> u32 {
    folded.bytes().fold(0, |set, b| set | 1 << if b.is_ascii_lowercase() { b - b'a' } else { 26 + b % 6 })
}

/// Spreads `x` over 64 bits; the finaliser of SplitMix64, a bijection.
pub(crate) fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Hashes `bytes`, the same on every platform and in every version: a pool's serialised form depends on it.
pub(crate) fn hash_bytes(bytes: &[u8]) -> u64 {
    let mut hash = 0x9E37_79B9_7F4A_7C15 ^ bytes.len() as u64;
    let mut add = |word: u64| hash = (hash.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The bytes of a little-endian number, those that are missing zero.
    let (words, rest) = bytes.as_chunks::<8>();
    words.iter().for_each(|word| add(u64::from_le_bytes(*word)));
    if !rest.is_empty() {
        add(rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)));
    }
    mix(hash)
}

/// A hasher for keys that are hashes already, or small numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MixHasher(u64);

impl Hasher for MixHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = mix(self.0 ^ hash_bytes(bytes));
    }

    fn write_u32(&mut self, x: u32) {
        self.0 = mix(self.0 ^ u64::from(x));
    }

    fn write_u64(&mut self, x: u64) {
        self.0 = mix(self.0 ^ x);
    }
}

/// Builds [`MixHasher`]s: fixed, so that nothing depends on a random seed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MixState;

impl BuildHasher for MixState {
    type Hasher = MixHasher;

    fn build_hasher(&self) -> MixHasher {
        MixHasher::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_id_for_each_form() {
        let mut vocabulary = Vocabulary::default();
        let words: Vec<String> = (0..5000).map(|i| format!("word{i}")).collect();
        let ids: Vec<FoldId> = words.iter().map(|w| vocabulary.intern(w)).collect();
        assert_eq!(vocabulary.len(), 5000);
        for (word, &id) in words.iter().zip(&ids) {
            assert_eq!(vocabulary.intern(word), id);
            assert_eq!(vocabulary.find(word), Some(id));
            assert_eq!(vocabulary.form(id), word);
        }
        assert_eq!(vocabulary.find("word5000"), None);
    }

    #[test]
    fn kinds() {
        let mut vocabulary = Vocabulary::default();
        for (form, kind) in [
            ("japan's", FoldKind::Word),
            ("24,968.40", FoldKind::Number),
            ("-", FoldKind::Mark),
            ("", FoldKind::Mark),
            ("¢", FoldKind::Mark),
        ] {
            let id = vocabulary.intern(form);
            assert_eq!(vocabulary.kind(id), kind, "{form:?}");
        }
    }
}
