//! Weighted edit cost: what it costs to read an intended word as the one observed.

use super::confusion::{Confusions, LONGEST_RUN, intended_class, letter, observed_class};
use crate::cost::Cost;
use crate::steps;

/// Longest word, in `char`s, that is compared letter by letter; longer ones are no words of English.
pub(crate) const LONGEST: usize = 40;

/// What each further letter costs that is lost from the head of a word: such a word is rather a piece of a torn one.
const LOST_HEAD: u32 = 2_500;

/// How much less a misreading costs beside another one: damage comes in spots.
const NEIGHBOUR: u32 = 1_900;

/// How far a way may lead from those that change the length only by what the words differ in.
const ASIDE: usize = 2;

/// The rows of cells that are kept: as many as a run reaches back, and the one in work.
const ROWS: usize = 4;
const _: () = assert!(LONGEST_RUN < ROWS && ROWS.is_power_of_two(), "a run steps over rows that are gone");

/// A surface as a channel sees it: one class a `char`, and the runs of the channel that end at each.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    len: usize,
    class: [u8; LONGEST],
    accent: [bool; LONGEST],
    /// Runs by their number, in the order of the letters at which they end.
    runs: Vec<u16>,
    /// Where those begin that end behind the i-th letter.
    ends: [u16; LONGEST + 2],
}

impl Observed {
    /// `surface` as `channel` sees it, or `None` where it is too long to be a word.
    ///
    /// A capital counts as its lower-case letter where it begins the word or where the whole word is in capitals; inside
    /// a lower-case word it is a symbol of its own: "foUowed" is "followed", not "fouowed".
    pub(crate) fn new(surface: &str, channel: &Confusions) -> Option<Observed> {
        let mut observed = Observed {
            len: 0,
            class: [0; LONGEST],
            accent: [false; LONGEST],
            runs: Vec::new(),
            ends: [0; LONGEST + 2],
        };
        let capitals = surface.chars().filter(|c| c.is_uppercase()).count();
        let small = surface.chars().filter(|c| c.is_lowercase()).count();
        for (at, c) in surface.chars().enumerate() {
            if at == LONGEST {
                return None;
            }
            let fold = at == 0 || capitals >= small;
            let c = if fold { c.to_lowercase().next().unwrap_or(c) } else { c };
            (observed.class[at], observed.accent[at]) = observed_class(c);
            observed.len = at + 1;
        }
        for end in 1..=observed.len {
            let seen = &observed.class[..end];
            let here = channel.runs_ending(seen[end - 1]).filter(|&run| seen.ends_with(&channel.runs()[run].observed));
            observed.runs.extend(here.map(|run| run as u16));
            observed.ends[end + 1] = observed.runs.len() as u16;
        }
        Some(observed)
    }
}

impl Confusions {
    /// Cost of reading `intended`, in lower case, as `observed`; `None` above `limit`, or for an intended word that is
    /// too long. Equal words cost nothing.
    ///
    /// # Complexity
    ///
    /// O(n·(d + r)) time for words of n letters whose lengths differ by d, and the r runs that end at a letter; no memory
    /// but the stack.
    ///
    /// # Source
    ///
    /// Brill and Moore, “An improved error model for noisy channel spelling correction”, 2000: string-to-string edits.
    /// Ours are a fixed list of runs beside the single letters, not all substrings.
    pub(crate) fn cost(&self, observed: &Observed, intended: &str, limit: Cost) -> Option<Cost> {
        let mut want = [0u8; LONGEST];
        let mut m = 0;
        for c in intended.chars() {
            if m == LONGEST {
                return None;
            }
            want[m] = intended_class(c);
            m += 1;
        }
        let (n, seen) = (observed.len, &observed.class);
        let (further, again) = (self.further, self.further.saturating_sub(NEIGHBOUR));
        // Every misreading costs `further`; one is taken back at the end.
        let limit = limit.0.saturating_add(further);
        // No likely way leads far from those that change the length only by what the words differ in.
        let (above, below) = (m.saturating_sub(n) + ASIDE, n.saturating_sub(m) + ASIDE);
        // The cheapest way to each cell that ends with letters read right, and that ends with a misreading; a row of
        // cells for each letter observed, the last ones in turn.
        let mut right = [[u32::MAX; LONGEST + 1]; ROWS];
        let mut wrong = [[u32::MAX; LONGEST + 1]; ROWS];
        let mut least = [0; ROWS];
        for i in 0..=n {
            let (low, high) = (i.saturating_sub(below), m.min(i + above));
            steps::take(high + 1 - low.min(high));
            let row = i % ROWS;
            // Cells beside the band hold what stood there some rows ago.
            let edge = low.saturating_sub(LONGEST_RUN + 1);
            right[row][edge..=m].fill(u32::MAX);
            wrong[row][edge..=m].fill(u32::MAX);
            least[row] = u32::MAX;
            let runs = &observed.runs[usize::from(observed.ends[i])..usize::from(observed.ends[i + 1])];
            for j in low..=high {
                let first = if i <= 1 && j <= 1 { self.first } else { 0 };
                let (mut best, mut kept) = (u32::MAX, if i + j == 0 { 0 } else { u32::MAX });
                let mut misread = |x: usize, y: usize, step: u32| {
                    let from = (i - x) % ROWS;
                    let before =
                        right[from][j - y].saturating_add(further).min(wrong[from][j - y].saturating_add(again));
                    best = best.min(before.saturating_add(step));
                };
                if i > 0 && j > 0 {
                    let (o, w) = (seen[i - 1], want[j - 1]);
                    let accent = if observed.accent[i - 1] { self.accent } else { 0 };
                    if o != w {
                        misread(1, 1, self.substitute[usize::from(o)][usize::from(w)] + accent + first);
                        if i > 1 && j > 1 && o == want[j - 2] && seen[i - 2] == w {
                            misread(2, 2, self.transpose);
                        }
                    } else if accent > 0 {
                        misread(1, 1, accent);
                    } else {
                        let from = (i - 1) % ROWS;
                        kept = right[from][j - 1].min(wrong[from][j - 1]);
                    }
                }
                if i > 0 {
                    let o = seen[i - 1];
                    let doubled = (i > 1 && seen[i - 2] == o) || (i < n && seen[i] == o);
                    let insert = self.insert[usize::from(o)];
                    misread(1, 0, first + if doubled { self.double.min(insert) } else { insert });
                }
                if j > 0 {
                    let w = want[j - 1];
                    let doubled = (j > 1 && want[j - 2] == w) || (j < m && want[j] == w);
                    let delete = self.delete[usize::from(w)];
                    let head = if i == 0 && j > 1 { LOST_HEAD } else { 0 };
                    misread(0, 1, first + head + if doubled { self.undouble.min(delete) } else { delete });
                }
                for &run in runs {
                    let run = &self.runs()[usize::from(run)];
                    let y = run.intended.len();
                    if j >= y && want[j - y..j] == *run.intended {
                        misread(run.observed.len(), y, run.cost);
                    }
                }
                (right[row][j], wrong[row][j]) = (kept, best);
                least[row] = least[row].min(best).min(kept);
            }
            // A run may step over two rows, so that single dear rows prove nothing.
            if i >= LONGEST_RUN && least.iter().all(|&cost| cost > limit) {
                return None;
            }
        }
        let cost = right[n % ROWS][m].min(wrong[n % ROWS][m]);
        (cost <= limit).then(|| Cost(cost.saturating_sub(further)))
    }
}

impl Confusions {
    /// The words that become `observed` by one misreading of a run of letters; none for a surface with several capitals or
    /// marks inside.
    pub(crate) fn intended<'r>(&'r self, observed: &'r Observed) -> impl Iterator<Item = String> + 'r {
        let seen = &observed.class[..observed.len];
        let plain = seen.iter().filter(|&&class| letter(class).is_none()).count() < 2;
        self.runs().iter().filter(move |_| plain).flat_map(move |run| {
            let length = run.observed.len();
            let places = (0..(observed.len + 1).saturating_sub(length))
                .filter(move |&at| length > 0 && seen[at..at + length] == *run.observed);
            places.filter_map(move |at| {
                let classes = seen[..at].iter().chain(&*run.intended).chain(&seen[at + length..]);
                classes.map(|&class| letter(class)).collect::<Option<String>>()
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidate::confusion::Channel;

    fn cost(observed: &str, intended: &str) -> Cost {
        let channel = Confusions::of(Channel::Ocr);
        let observed = Observed::new(observed, channel).expect("short");
        channel.cost(&observed, intended, Cost(100_000)).expect("within the limit")
    }

    #[test]
    fn equal_words_cost_nothing() {
        assert_eq!(cost("Japan", "japan"), Cost::ZERO);
        assert_eq!(cost("JAPAN", "japan"), Cost::ZERO);
    }

    #[test]
    fn misread_shapes_are_cheaper_than_other_letters() {
        assert!(cost("tbe", "the") < cost("txe", "the"));
        assert!(cost("rnodern", "modern") < cost("radern", "modern"));
        assert!(cost("hl", "hi") < cost("hx", "hi"));
    }

    #[test]
    fn limit_cuts_off() {
        let channel = Confusions::of(Channel::Ocr);
        let observed = Observed::new("zzzzzz", channel).expect("short");
        assert_eq!(channel.cost(&observed, "abcdef", Cost(5_000)), None);
    }
}
