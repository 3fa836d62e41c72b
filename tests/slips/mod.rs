//! Words with slips in them, from a seed.

mod dice;

pub(crate) use dice::Dice;

impl Dice {
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
