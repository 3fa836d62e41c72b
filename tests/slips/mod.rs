//! Words with slips in them, from a seed.

/// A generator of the same numbers in every run (Marsaglia, “Xorshift RNGs”, 2003).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// `word`, which is of ASCII letters, with so many random edits.
    pub(crate) fn garble(&mut self, word: &str, edits: usize) -> String {
        let mut word = word.as_bytes().to_vec();
        for _ in 0..edits {
            let (at, letter) = (self.below(word.len()), b'a' + self.below(26) as u8);
            match self.below(4) {
                0 if word.len() > 1 => drop(word.remove(at)),
                1 => word.insert(at, letter),
                2 => word[at] = letter,
                _ => {
                    let next = (at + 1).min(word.len() - 1);
                    word.swap(at, next);
                }
            }
        }
        String::from_utf8(word).expect("ASCII is UTF-8")
    }
}
