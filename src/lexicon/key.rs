//! Words as numbers, for exact look-up in little room.

use crate::steps;
/// Letters that have a code of five bits.
pub(super) const CODES: usize = 30;
/// The code that tells that the next ten bits are a letter of [`wide`].
const ESCAPE: u8 = 31;
/// Bits of the longest word in coded letters: 25 of them where none is [`wide`].
const LONGEST_CODED: u32 = 125;
/// Longest word in bytes, where a letter has no code.
const LONGEST_RAW: usize = 15;
/// Tells a word stored as bytes from one stored in codes, which fills 125 bits at most.
const RAW: u128 = 1 << 127;
/// Bits of a key that choose the bucket.
pub(super) const BUCKET_BITS: u32 = 16;

/// The letters of a language, each with a code.
#[derive(Clone, Debug)]
pub(super) struct Alphabet {
    ascii: [u8; 128],
    others: Vec<(char, u8)>,
}

impl Alphabet {
    pub(super) fn new(letters: &str) -> Alphabet {
        let mut alphabet = Alphabet { ascii: [0; 128], others: Vec::new() };
        for (letter, code) in letters.chars().zip(1..=CODES as u8) {
            match alphabet.ascii.get_mut(letter as usize) {
                Some(slot) => *slot = code,
                None => alphabet.others.push((letter, code)),
            }
        }
        alphabet
    }

    /// Returns whether the letter has a code.
    pub(super) fn has(&self, letter: char) -> bool {
        match self.ascii.get(letter as usize) {
            Some(&code) => code != 0,
            None => self.others.iter().any(|(other, _)| *other == letter),
        }
    }

    /// Returns the letters beyond ASCII.
    pub(super) fn beyond_ascii(&self) -> impl Iterator<Item = char> + '_ {
        self.others.iter().map(|&(letter, _)| letter).filter(|letter| letter.is_alphabetic())
    }

    /// Returns the key of a word, different for different words, or `None` if it is too long for a lexicon.
    pub(super) fn key(&self, word: &str) -> Option<u128> {
        steps::take(word.len().min(LONGEST_CODED as usize / 5));
        if word.len() <= 12 {
            // The common case in one register: ASCII letters only.
            let mut key = 0_u64;
            let mut all = true;
            for &byte in word.as_bytes() {
                let code = self.ascii.get(usize::from(byte)).copied().unwrap_or(0);
                all &= code != 0;
                key = key << 5 | u64::from(code);
            }
            if all {
                return Some(u128::from(key));
            }
        }
        self.coded(word).or_else(|| {
            // Asked first: a word may be megabytes long.
            (word.len() <= LONGEST_RAW).then(|| RAW | word.bytes().fold(0, |key, byte| key << 8 | u128::from(byte)))
        })
    }

    fn coded(&self, word: &str) -> Option<u128> {
        let (mut key, mut bits) = (0_u128, 0);
        for letter in word.chars() {
            let code = match self.ascii.get(letter as usize) {
                Some(&code) => code,
                None => self.others.iter().find(|(other, _)| *other == letter).map_or(0, |(_, code)| *code),
            };
            bits += if code == 0 { 15 } else { 5 };
            if bits > LONGEST_CODED {
                return None;
            }
            key = if code == 0 {
                key << 15 | u128::from(ESCAPE) << 10 | u128::from(wide(letter)?)
            } else {
                key << 5 | u128::from(code)
            };
        }
        Some(key)
    }
}

/// Returns number of a letter with a mark, below 1024: those of Latin-1, Latin Extended A and B, and Latin Extended Additional.
fn wide(letter: char) -> Option<u16> {
    match letter as u32 {
        point @ 0x80..0x380 => Some((point - 0x80) as u16),
        point @ 0x1E00..0x1F00 => Some((point - 0x1E00 + 0x300) as u16),
        _ => None,
    }
}

/// Returns a letter of a Western or Central European alphabet without its mark.
pub(super) fn plain_letter(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ł' | 'ļ' | 'ľ' | 'ĺ' => 'l',
        'ñ' | 'ń' | 'ň' | 'ņ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' | 'ŕ' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

/// Splits a key into the bucket it belongs to and the rest, from which and the bucket it could be computed again:
/// two keys of one bucket are equal if and only if their rests are. So only the rest is stored.
///
/// The bucket is the lowest bits xored with a hash of the rest (one round of a Feistel network).
pub(super) fn split(key: u128) -> (usize, u128) {
    let rest = key >> BUCKET_BITS;
    let folded = (rest as u64) ^ ((rest >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let hash = folded.wrapping_add(0x7F4A_7C15).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let bucket = (key as u64 ^ hash >> (64 - BUCKET_BITS)) & ((1 << BUCKET_BITS) - 1);
    (bucket as usize, rest)
}

/// Bytes that a rest needs.
pub(super) const fn rest_len(rest: u128) -> usize {
    (128 - rest.leading_zeros()).div_ceil(8) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_words_have_different_keys() {
        let alphabet = Alphabet::new("abcdefghijklmnopqrstuvwxyz'-.é");
        let words = [
            "",
            "a",
            "aa",
            "café",
            "cafe",
            "naïve",
            "naive",
            "x-ray",
            "zürich",
            "zurich",
            "überzähligkeit",
            "thủy",
            "thùy",
            "g7",
            "m&a",
            "châtenay-malabry",
            "chatenay-malabry",
            "ξενία",
            "ξενια",
        ];
        let keys: std::collections::BTreeSet<_> = words.iter().map(|w| alphabet.key(w)).collect();
        assert_eq!(keys.len(), words.len());
        assert!(keys.iter().all(Option::is_some));
        assert_eq!(alphabet.key("supercalifragilisticexpialidocious"), None);
        assert_ne!(alphabet.key("antidisestablishmentarians"), Some(0));
    }

    #[test]
    fn the_rest_and_the_bucket_give_the_key_again() {
        let alphabet = Alphabet::new("abcdefghijklmnopqrstuvwxyz'-.é");
        for word in ["a", "the", "counterproductively", "châtenay-malabry", "ξενία"] {
            let key = alphabet.key(word).unwrap();
            let (bucket, rest) = split(key);
            let (shift, _) = split(rest << BUCKET_BITS);
            assert_eq!(rest << BUCKET_BITS | (bucket ^ shift) as u128, key);
        }
    }
}
