//! Whether a proposed edit is right: what it does to the words between the nearest words that stand on both sides.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A word with its place in the text, folded for comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Splits a text into words: runs of letters and digits, with apostrophes, hyphens and dots between two of them. Case, kinds of
/// quotes and dashes do not count.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut pending: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        let folded = match c {
            '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{ad}' => continue,
            other => other,
        };
        if c.is_alphanumeric() {
            let end = at + c.len_utf8();
            let joins = words.last().is_some_and(|word| word.end == at)
                || pending.is_some_and(|(start, mark)| {
                    start + mark.len_utf8() == at && words.last().is_some_and(|word| word.end == start)
                });
            if joins && let Some(word) = words.last_mut() {
                if let Some((_, mark)) = pending.take() {
                    word.text.push(match mark {
                        '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
                        '.' => '.',
                        _ => '-',
                    });
                }
                push_lower(c, &mut word.text);
                word.end = end;
            } else {
                let mut word = Word { text: String::new(), start: at, end };
                push_lower(c, &mut word.text);
                words.push(word);
            }
            pending = None;
        } else {
            pending = matches!(folded, '\'' | '-' | '.').then_some((at, c));
        }
    }
    words
}

fn push_lower(c: char, out: &mut String) {
    match c {
        '\u{fb01}' => out.push_str("fi"),
        '\u{fb02}' => out.push_str("fl"),
        '\u{fb00}' => out.push_str("ff"),
        _ => out.extend(c.to_lowercase()),
    }
}

/// Number of words to change, put in or take out.
pub(crate) fn distance<T: PartialEq>(a: &[T], b: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(x != y)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

/// The two sides of a pair, laid beside each other.
#[derive(Debug)]
pub(crate) struct Sides {
    garbled: Vec<Word>,
    clean: Vec<Word>,
    /// For each garbled word, the clean one that is the same.
    same: Vec<Option<usize>>,
    /// For each garbled word, how many in a row are the same on both sides: those that end with it, and those that begin with it.
    runs: Vec<(u8, u8)>,
}

/// Words of a stretch that is compared at most.
const LONGEST: usize = 60;

/// Words in a row that hold a stretch at either end, where there are so many. One word alone may lie beside another of the same
/// spelling: "of thecomputer onwhich the" has the second "the" of "of the computer on which the", but a diff may take it for the first.
const HOLD: u8 = 3;

impl Sides {
    pub(crate) fn new(garbled: &str, clean: &str) -> Sides {
        let (garbled, clean) = (words(garbled), words(clean));
        let text = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<String>>();
        let (a, b) = (text(&garbled), text(&clean));
        let mut same = vec![None; garbled.len()];
        for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
            if let DiffOp::Equal { old_index, new_index, len } = op {
                for at in 0..len {
                    same[old_index + at] = Some(new_index + at);
                }
            }
        }
        let runs = runs(&same);
        Sides { garbled, clean, same, runs }
    }

    pub(crate) fn len(&self) -> usize {
        self.clean.len()
    }

    /// Words that are wrong.
    pub(crate) fn wrong(&self) -> usize {
        let a: Vec<&str> = self.garbled.iter().map(|word| &*word.text).collect();
        let b: Vec<&str> = self.clean.iter().map(|word| &*word.text).collect();
        if a.len() * b.len() > 40_000_000 {
            return self.same.iter().filter(|same| same.is_none()).count();
        }
        distance(&a, &b)
    }

    /// Stretches that differ and that none of `covered` touches: the garbled words and the clean ones.
    pub(crate) fn uncovered(&self, covered: &[(usize, usize)]) -> Vec<(String, String)> {
        let mut stretches = Vec::new();
        let (mut at, mut clean) = (0, 0);
        while at < self.same.len() {
            if let Some(same) = self.same[at] {
                (at, clean) = (at + 1, same + 1);
                continue;
            }
            let end = (at..self.same.len()).find(|&i| self.same[i].is_some()).unwrap_or(self.same.len());
            let clean_end = self.same.get(end).copied().flatten().unwrap_or(self.clean.len());
            let (start, stop) = (self.garbled[at].start, self.garbled[end - 1].end);
            if !covered.iter().any(|&(from, to)| from < stop && to > start) {
                let join = |words: &[Word]| words.iter().map(|word| &*word.text).collect::<Vec<&str>>().join(" ");
                stretches.push((join(&self.garbled[at..end]), join(&self.clean[clean.min(clean_end)..clean_end])));
            }
            at = end;
        }
        stretches
    }

    /// Finds the garbled and the clean words around `first..last` that are held by `hold` equal words at either end or by an end of the
    /// text; `None` if these are more than [`LONGEST`].
    fn stretch(&self, first: usize, last: usize, hold: u8) -> Option<(usize, usize, usize, usize)> {
        // A mark that is taken away may part two words or join them.
        let (low, high) = (first.saturating_sub(LONGEST), (last + LONGEST).min(self.runs.len()));
        let before = (low..first.saturating_sub(1)).rev().find(|&at| self.runs[at].0 >= hold);
        let after = (last + 1..high).find(|&at| self.runs[at].1 >= hold);
        if (before.is_none() && low > 0) || (after.is_none() && high < self.runs.len()) {
            return None;
        }
        let (from, clean_from) = before.map_or((0, 0), |at| (at + 1, self.same[at].map_or(0, |at| at + 1)));
        let (to, clean_to) =
            after.map_or((self.garbled.len(), self.clean.len()), |at| (at, self.same[at].unwrap_or(0)));
        let fits = to - from <= LONGEST && clean_from <= clean_to && clean_to - clean_from <= LONGEST;
        fits.then_some((from, to, clean_from, clean_to))
    }

    /// Returns how many fewer words are wrong once `start..end` of `text` reads `replacement`; `None` where too little is the same on
    /// both sides to tell.
    pub(crate) fn gain(&self, text: &str, start: usize, end: usize, replacement: &str) -> Option<i32> {
        let first = self.garbled.partition_point(|word| word.end <= start);
        let last = self.garbled.partition_point(|word| word.start < end);
        let (from, to, clean_from, clean_to) = (1..=HOLD).rev().find_map(|hold| self.stretch(first, last, hold))?;
        let open = from.checked_sub(1).map_or(0, |at| self.garbled[at].end);
        let close = self.garbled.get(to).map_or(text.len(), |word| word.start);
        let stretch = [text.get(open..start)?, replacement, text.get(end..close)?].concat();
        let own = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<String>>();
        let clean = own(&self.clean[clean_from..clean_to]);
        let old = distance(&own(&self.garbled[from..to]), &clean);
        let new = distance(&own(&words(&stretch)), &clean);
        Some(old as i32 - new as i32)
    }
}

/// Counts the equal words in a row that end with each word and that begin with it, up to [`HOLD`].
fn runs(same: &[Option<usize>]) -> Vec<(u8, u8)> {
    let follows = |at: usize| at > 0 && same[at].is_some() && same[at - 1].map(|clean| clean + 1) == same[at];
    let mut runs = vec![(0, 0); same.len()];
    for at in 0..same.len() {
        let ending = if follows(at) { runs[at - 1].0 + 1 } else { u8::from(same[at].is_some()) };
        runs[at].0 = ending.min(HOLD);
    }
    for at in (0..same.len()).rev() {
        let next = at + 1;
        let beginning =
            if next < same.len() && follows(next) { runs[next].1 + 1 } else { u8::from(same[at].is_some()) };
        runs[at].1 = beginning.min(HOLD);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_judged_by_the_words_that_they_make() {
        let (garbled, clean) =
            ("We saw tbe cat and ofthe dog, well-known.", "We saw the cat and of the dog, well-known.");
        let sides = Sides::new(garbled, clean);
        let gain = |from: &str, to: &str| {
            let start = garbled.find(from).expect("it is there");
            sides.gain(garbled, start, start + from.len(), to)
        };
        assert_eq!(sides.wrong(), 3);
        assert_eq!(gain("tbe", "the"), Some(1));
        assert_eq!(gain("tbe", "tie"), Some(0));
        assert_eq!(gain("ofthe", "of the"), Some(2));
        assert_eq!(gain("cat", "rat"), Some(-1));
        assert_eq!(gain("well", "bell"), Some(-1));
    }

    #[test]
    fn one_equal_word_alone_holds_no_stretch() {
        let (garbled, clean) =
            ("the name of thecomputer onwhich the command ran", "the name of the computer on which the command ran");
        let sides = Sides::new(garbled, clean);
        let start = garbled.find("thecomputer").expect("it is there");
        assert_eq!(sides.gain(garbled, start, start + "thecomputer".len(), "the computer"), Some(2));
    }
}
