//! How alike two folded words are.

use super::vocabulary::{FoldId, Vocabulary, letters_of, mix};

/// Share of the longer of two words that need not be edited, per mille: 1000 is equal, 0 nothing in common.
pub(crate) type PerMille = u16;

/// Similarity of words by edit distance, remembered for the pairs met last.
///
/// One for each call: what it remembers never changes a result, only the time that it takes.
#[derive(Debug)]
pub(crate) struct Similarity {
    /// Direct-mapped: the pair's key and its similarity.
    memo: Vec<(u64, PerMille)>,
    peq: Box<[u64; 128]>,
    joined: String,
}

const MEMO: usize = 1 << 14;

impl Default for Similarity {
    fn default() -> Similarity {
        Similarity { memo: vec![(u64::MAX, 0); MEMO], peq: Box::new([0; 128]), joined: String::new() }
    }
}

impl Similarity {
    /// Returns the similarity of `a` and `b`, or 0 where it surely is below `floor`.
    ///
    /// # Complexity
    ///
    /// O(1) for pairs met before, or which lengths and letters tell apart; else one machine word of work for each
    /// character, for words up to 64 characters.
    pub(crate) fn of(&mut self, vocabulary: &Vocabulary, a: FoldId, b: FoldId, floor: PerMille) -> PerMille {
        if a == b {
            return 1000;
        }
        let longest = vocabulary.chars(a).max(vocabulary.chars(b));
        let least =
            least_distance((vocabulary.chars(a), vocabulary.letters(a)), (vocabulary.chars(b), vocabulary.letters(b)));
        if per_mille(least, longest) < floor {
            return 0;
        }
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        let key = u64::from(low.0) << 32 | u64::from(high.0);
        let slot = mix(key) as usize % MEMO;
        if self.memo[slot].0 != key {
            let distance = self.distance(vocabulary.form(a), vocabulary.form(b));
            self.memo[slot] = (key, per_mille(distance, longest));
        }
        self.memo[slot].1
    }

    /// Returns the similarity of `first` and `second` written as one word to `whole`, or 0 where it is below `floor`.
    pub(crate) fn of_joined(
        &mut self,
        vocabulary: &Vocabulary,
        (first, second): (FoldId, FoldId),
        whole: FoldId,
        floor: PerMille,
    ) -> PerMille {
        let chars = vocabulary.chars(first) + vocabulary.chars(second);
        let letters = vocabulary.letters(first) | vocabulary.letters(second);
        let longest = chars.max(vocabulary.chars(whole));
        let least = least_distance((chars, letters), (vocabulary.chars(whole), vocabulary.letters(whole)));
        if per_mille(least, longest) < floor {
            return 0;
        }
        let mut joined = std::mem::take(&mut self.joined);
        joined.clear();
        joined.push_str(vocabulary.form(first));
        joined.push_str(vocabulary.form(second));
        let result = per_mille(self.distance(&joined, vocabulary.form(whole)), longest);
        self.joined = joined;
        if result < floor { 0 } else { result }
    }

    /// Returns the similarity of two folded strings.
    pub(crate) fn of_text(&mut self, a: &str, b: &str) -> PerMille {
        let (m, n) = (a.chars().count(), b.chars().count());
        let least = least_distance((m, letters_of(a)), (n, letters_of(b)));
        if least >= m.max(n) { 0 } else { per_mille(self.distance(a, b), m.max(n)) }
    }

    /// Returns edit distance in characters.
    ///
    /// # Source
    ///
    /// Hyyrö, “A bit-vector algorithm for computing Levenshtein and Damerau edit distances”, 2003, for pairs of ASCII
    /// words of at most 64 characters; the textbook's table for the rest, which is rare.
    fn distance(&mut self, a: &str, b: &str) -> usize {
        let (pattern, text) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        if pattern.is_empty() || pattern.len() > 64 || !pattern.is_ascii() || !text.is_ascii() {
            return strsim::levenshtein(a, b);
        }
        for (i, byte) in pattern.bytes().enumerate() {
            self.peq[usize::from(byte)] |= 1 << i;
        }
        let last = 1u64 << (pattern.len() - 1);
        let (mut plus, mut minus, mut score) = (u64::MAX, 0u64, pattern.len());
        for byte in text.bytes() {
            let eq = self.peq[usize::from(byte)];
            let zero = (((eq & plus).wrapping_add(plus)) ^ plus) | eq | minus;
            let mut up = minus | !(zero | plus);
            let mut down = zero & plus;
            score += usize::from(up & last != 0);
            score -= usize::from(down & last != 0);
            up = up << 1 | 1;
            down <<= 1;
            plus = down | !(zero | up);
            minus = up & zero;
        }
        for byte in pattern.bytes() {
            self.peq[usize::from(byte)] = 0;
        }
        score
    }
}

/// Returns a lower bound of the distance: the lengths' difference, and the letters that only one of the two has.
fn least_distance((m, a): (usize, u32), (n, b): (usize, u32)) -> usize {
    m.abs_diff(n).max((a & !b).count_ones() as usize).max((b & !a).count_ones() as usize)
}

fn per_mille(distance: usize, longest: usize) -> PerMille {
    ((longest - distance.min(longest)) * 1000).checked_div(longest).map_or(1000, |alike| alike as PerMille)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_plain_table() {
        let words = [
            "durabit",
            "durability",
            "severage",
            "several",
            "airgised",
            "energised",
            "a",
            "",
            "tokyo",
            "squeeen",
            "squeezed",
            "x",
            "co-operation",
            "naïve",
            "naive",
            "anextraordinarilylongwordthatismorethansixtyfourcharacterslongindeeditis",
        ];
        let mut similarity = Similarity::default();
        for a in words {
            for b in words {
                assert_eq!(similarity.distance(a, b), strsim::levenshtein(a, b), "{a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_floor_only_hides_what_lies_below_it() {
        let mut vocabulary = Vocabulary::default();
        let ids: Vec<FoldId> =
            ["dubs", "doubts", "bot", "both", "public", "pacific"].iter().map(|w| vocabulary.intern(w)).collect();
        let mut similarity = Similarity::default();
        for &a in &ids {
            for &b in &ids {
                let exact = similarity.of(&vocabulary, a, b, 0);
                let floored = similarity.of(&vocabulary, a, b, 600);
                assert!(floored == exact || exact < 600);
            }
        }
        assert_eq!(similarity.of(&vocabulary, ids[2], ids[3], 450), 750);
    }

    #[test]
    fn halves_of_a_split_word() {
        let mut vocabulary = Vocabulary::default();
        let [a, b, whole] = ["custo", "mers", "customers"].map(|w| vocabulary.intern(w));
        assert_eq!(Similarity::default().of_joined(&vocabulary, (a, b), whole, 600), 1000);
    }
}
