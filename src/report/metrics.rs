//! How near a text is to its clean copy before and after a repair, and what the repair did to each word.

use serde::Serialize;

use super::align::{AlignedWords, align_words};
use super::distance::{distance, intern};
use super::fold::{fold, words};
use crate::named::named;

/// The three texts of a comparison, by name.
///
/// ```
/// use ungarble::report::{Comparison, Sides};
///
/// let sides = Sides { garbled: "tbe cat", repaired: "the cat", clean: "the cat" };
/// assert_eq!(Comparison::new(sides).changes().fixed, 1);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sides<'t> {
    /// As it came.
    pub garbled: &'t str,
    /// The repaired text.
    pub repaired: &'t str,
    /// As it was meant.
    pub clean: &'t str,
}

impl<'t> Sides<'t> {
    /// Returns what `part` makes of each text.
    fn map<T>(self, part: impl Fn(&'t str) -> T) -> [T; 3] {
        [self.garbled, self.repaired, self.clean].map(part)
    }
}

/// The sides of a comparison: a garbled text, what a repair made of it, and the text as it was meant.
///
/// Texts are compared [folded](super::fold()), so only words, letters, case and marks count. Comparisons of several
/// documents add up, and figures of the sum weigh each document by its length.
///
/// ```
/// use ungarble::report::{Comparison, Sides};
///
/// let compared = Comparison::new(Sides { garbled: "Tbe cat sat On the mat", repaired: "The cat sat On teh mat", clean: "The cat sat on the mat" });
/// let changes = compared.changes();
/// assert_eq!((changes.fixed, changes.broken, changes.left), (1, 1, 1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    documents: usize,
    chars: usize,
    words: usize,
    before: Errors,
    after: Errors,
    /// Words that were right before.
    right: usize,
    changes: [Changes; ChangeKind::ALL.len()],
    unchanged: usize,
    perfect: usize,
}

/// Distances of one text to the clean one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Errors {
    chars: usize,
    words: usize,
    words_regardless_of_case: usize,
    /// Words with the right letters, and how many of them have the right case.
    matched: usize,
    matched_case: usize,
}

/// The kind of an error in a word: a row of the table of changes.
///
/// ```
/// use ungarble::report::{ChangeKind, Comparison, Sides};
///
/// let compared = Comparison::new(Sides { garbled: "tbe cat of japan sat", repaired: "the cat of japan sat", clean: "the cat of Japan sat" });
/// assert_eq!(compared.changes_of(ChangeKind::Spelling).fixed, 1);
/// assert_eq!(compared.changes_of(ChangeKind::Casing).left, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// Its letters are right, their case is not.
    Casing,
    /// It is another word, or none.
    Spelling,
    /// It is missing.
    Missing,
    /// It is one too many.
    Extra,
}

impl ChangeKind {
    /// Every kind, in the order of this page.
    pub const ALL: [ChangeKind; 4] = [ChangeKind::Casing, ChangeKind::Spelling, ChangeKind::Missing, ChangeKind::Extra];

    /// Returns the name in tables and JSON: "casing".
    ///
    /// ```
    /// use ungarble::report::ChangeKind;
    ///
    /// let names: Vec<&str> = ChangeKind::ALL.iter().map(|kind| kind.name()).collect();
    /// assert_eq!(names, ["casing", "spelling", "missing", "extra"]);
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            ChangeKind::Casing => "casing",
            ChangeKind::Spelling => "spelling",
            ChangeKind::Missing => "missing",
            ChangeKind::Extra => "extra",
        }
    }

    /// Returns what is wrong with `word`, which stands for `clean`.
    fn of(word: Option<&str>, clean: &str) -> ChangeKind {
        match word {
            None => ChangeKind::Missing,
            Some(word) if word.to_lowercase() == clean.to_lowercase() => ChangeKind::Casing,
            Some(_) => ChangeKind::Spelling,
        }
    }
}

named!(ChangeKind, "kind of change", "casing, spelling, missing or extra");

/// Counts of the words that a repair changed.
///
/// ```
/// use ungarble::report::{Comparison, Sides};
///
/// let changes = Comparison::new(Sides { garbled: "tbe dog sat dwon", repaired: "the bog sat donw", clean: "the dog sat down" }).changes();
/// assert_eq!((changes.fixed, changes.broken, changes.missed, changes.left), (1, 1, 1, 0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Changes {
    /// Wrong words put right.
    pub fixed: usize,
    /// Right words put wrong, and words added that the clean text has not.
    pub broken: usize,
    /// Wrong words put wrong in another way.
    pub missed: usize,
    /// Wrong words not touched.
    pub left: usize,
}

impl Changes {
    /// Counts what a repair did to the words of a document: what [`Comparison::changes`] tells, without the error rates that take
    /// longer.
    ///
    /// ```
    /// use ungarble::report::Changes;
    ///
    /// let changes = Changes::new("tbe dog sat dwon", "the bog sat donw", "the dog sat down");
    /// assert_eq!((changes.fixed, changes.broken, changes.missed), (1, 1, 1));
    /// ```
    ///
    /// # Complexity
    ///
    /// O(e·n) for e word errors in n words.
    #[must_use]
    pub fn new(garbled: &str, repaired: &str, clean: &str) -> Changes {
        let (garbled, repaired, clean) = (fold(garbled), fold(repaired), fold(clean));
        Compared::new(&words(&garbled), &words(&repaired), &words(&clean)).all()
    }

    fn add(&mut self, other: Changes) {
        self.fixed += other.fixed;
        self.broken += other.broken;
        self.missed += other.missed;
        self.left += other.left;
    }
}

impl Comparison {
    /// Compares one document.
    ///
    /// ```
    /// use ungarble::report::{Comparison, Sides};
    ///
    /// let clean = "the cat sat on the mat";
    /// let compared = Comparison::new(Sides { garbled: "tbe cat sat on teh mat", repaired: "the cat sat on teh mat", clean });
    /// assert_eq!((compared.figures().wer_before, compared.figures().wer_after), (33.33, 16.67));
    /// ```
    ///
    /// # Complexity
    ///
    /// O(e·n) time for e character errors in n characters, and the same for words; linear memory.
    #[must_use]
    pub fn new(sides: Sides<'_>) -> Comparison {
        let [garbled, repaired, clean] = sides.map(fold);
        let (g, r, c) = (words(&garbled), words(&repaired), words(&clean));
        let compared = Compared::new(&g, &r, &c);
        let mut out = Comparison {
            documents: 1,
            chars: clean.chars().count(),
            words: c.len(),
            before: Errors::new(&garbled, &g, &clean, &c),
            after: Errors::new(&repaired, &r, &clean, &c),
            right: compared.right,
            changes: compared.changes,
            unchanged: usize::from(garbled == repaired),
            perfect: usize::from(repaired == clean),
        };
        for (&clean, (&garbled, &repaired)) in c.iter().zip(compared.before.words.iter().zip(&compared.after.words)) {
            out.before.case(garbled, clean);
            out.after.case(repaired, clean);
        }
        out
    }

    /// Compares texts line by line, each line as a document: lists of words, and files of a sentence a line.
    ///
    /// Returns `None` where the three do not have as many lines.
    ///
    /// ```
    /// use ungarble::report::{Comparison, Sides};
    ///
    /// let compared = Comparison::of_lines(Sides { garbled: "goverment\nteh\n", repaired: "government\nteh\n", clean: "government\nthe\n" }).expect("two lines each");
    /// assert_eq!((compared.figures().documents, compared.changes().fixed), (2, 1));
    /// assert!(Comparison::of_lines(Sides { garbled: "goverment", repaired: "government\n\nthe", clean: "government" }).is_none());
    /// ```
    #[must_use]
    pub fn of_lines(sides: Sides<'_>) -> Option<Comparison> {
        let [garbled, repaired, clean] = sides.map(|text| text.trim_matches('\n').split('\n'));
        let count = clean.clone().count();
        if garbled.clone().count() != count || repaired.clone().count() != count {
            return None;
        }
        let mut sum = Comparison::default();
        for ((garbled, repaired), clean) in garbled.zip(repaired).zip(clean) {
            sum.add(&Comparison::new(Sides { garbled, repaired, clean }));
        }
        Some(sum)
    }

    /// Adds the counts of another comparison.
    ///
    /// ```
    /// use ungarble::report::{Comparison, Sides};
    ///
    /// let mut sum = Comparison::default();
    /// sum.add(&Comparison::new(Sides { garbled: "tbe cat", repaired: "the cat", clean: "the cat" }));
    /// sum.add(&Comparison::new(Sides { garbled: "a dog of teh house", repaired: "a dog of teh house", clean: "a dog of the house" }));
    /// assert_eq!((sum.figures().documents, sum.figures().words), (2, 7));
    /// assert_eq!(sum.changes().fixed, 1);
    /// ```
    pub fn add(&mut self, other: &Comparison) {
        self.documents += other.documents;
        self.chars += other.chars;
        self.words += other.words;
        self.before.add(&other.before);
        self.after.add(&other.after);
        self.right += other.right;
        self.changes.iter_mut().zip(other.changes).for_each(|(sum, changes)| sum.add(changes));
        self.unchanged += other.unchanged;
        self.perfect += other.perfect;
    }

    /// Returns what was done to words of one kind of damage. A broken word counts for the damage that was done to it.
    ///
    /// ```
    /// use ungarble::report::{ChangeKind, Comparison, Sides};
    ///
    /// let compared = Comparison::new(Sides { garbled: "The Cat sat sat", repaired: "The cat sat", clean: "The cat sat" });
    /// assert_eq!(compared.changes_of(ChangeKind::Casing).fixed, 1);
    /// assert_eq!(compared.changes_of(ChangeKind::Extra).fixed, 1);
    /// ```
    #[must_use]
    pub const fn changes_of(&self, kind: ChangeKind) -> Changes {
        self.changes[kind as usize]
    }

    /// Returns what was done to all words.
    ///
    /// ```
    /// use ungarble::report::{Comparison, Sides};
    ///
    /// let changes = Comparison::new(Sides { garbled: "tbe Cat sat", repaired: "the Cat sat", clean: "the cat sat" }).changes();
    /// assert_eq!((changes.fixed, changes.left), (1, 1));
    /// ```
    #[must_use]
    pub fn changes(&self) -> Changes {
        sum(&self.changes)
    }

    /// Returns words that were right before the repair.
    ///
    /// ```
    /// use ungarble::report::{Comparison, Sides};
    ///
    /// assert_eq!(Comparison::new(Sides { garbled: "tbe cat sat", repaired: "the cat sat", clean: "the cat sat" }).right_words(), 2);
    /// ```
    #[must_use]
    pub const fn right_words(&self) -> usize {
        self.right
    }

    /// Returns the rates, rounded for people.
    ///
    /// ```
    /// use ungarble::report::{Comparison, Sides};
    ///
    /// let figures = Comparison::new(Sides { garbled: "tbe cat sat on teh mat", repaired: "the cat sat on teh mat", clean: "the cat sat on the mat" }).figures();
    /// assert_eq!((figures.precision, figures.recall, figures.wer_reduction), (Some(1.0), Some(0.5), Some(50.0)));
    /// ```
    #[must_use]
    pub fn figures(&self) -> Figures {
        let Changes { fixed, broken, missed, left } = self.changes();
        let rate = |part: usize, whole: usize| ratio(100.0 * part as f64, whole).map_or(0.0, |x| round(x, 2));
        let reduced = |before: usize, after: usize| match before {
            0 if after == 0 => Some(0.0),
            0 => None,
            _ => ratio(100.0 * (before as f64 - after as f64), before).map(|x| round(x, 1)),
        };
        let precision = ratio(fixed as f64, fixed + broken + missed);
        let recall = ratio(fixed as f64, fixed + missed + left);
        let f = |beta: f64| match (precision, recall) {
            (Some(p), Some(r)) if p > 0.0 && r > 0.0 => round((1.0 + beta * beta) * p * r / (beta * beta * p + r), 4),
            _ => 0.0,
        };
        let (before, after) = (self.before, self.after);
        Figures {
            documents: self.documents,
            words: self.words,
            cer_before: rate(before.chars, self.chars),
            cer_after: rate(after.chars, self.chars),
            cer_reduction: reduced(before.chars, after.chars),
            wer_before: rate(before.words, self.words),
            wer_after: rate(after.words, self.words),
            wer_reduction: reduced(before.words, after.words),
            weri_before: rate(before.words_regardless_of_case, self.words),
            weri_after: rate(after.words_regardless_of_case, self.words),
            weri_reduction: reduced(before.words_regardless_of_case, after.words_regardless_of_case),
            case_before: rate(before.matched_case, before.matched),
            case_after: rate(after.matched_case, after.matched),
            fixed,
            broken,
            missed,
            left,
            precision: precision.map(|x| round(x, 4)),
            recall: recall.map(|x| round(x, 4)),
            f1: f(1.0),
            f05: f(0.5),
            broken_per_1000: ratio(1000.0 * broken as f64, self.right).map_or(0.0, |x| round(x, 3)),
            unchanged_documents: rate(self.unchanged, self.documents),
            perfect_documents: rate(self.perfect, self.documents),
        }
    }
}

/// The words of a garbled text and of what a repair made of it, each beside those that were meant.
struct Compared<'t> {
    before: AlignedWords<'t>,
    after: AlignedWords<'t>,
    /// Words that were right before.
    right: usize,
    changes: [Changes; ChangeKind::ALL.len()],
}

impl<'t> Compared<'t> {
    fn new(garbled: &[&'t str], repaired: &[&'t str], clean: &[&str]) -> Compared<'t> {
        let (before, after) = (align_words(garbled, clean), align_words(repaired, clean));
        let mut right_before = 0;
        let mut all = [Changes::default(); ChangeKind::ALL.len()];
        for (&clean, (&garbled, &repaired)) in clean.iter().zip(before.words.iter().zip(&after.words)) {
            let right = Some(clean);
            right_before += usize::from(garbled == right);
            let kind = ChangeKind::of(if garbled == right { repaired } else { garbled }, clean);
            let changes = &mut all[kind as usize];
            match (garbled == right, repaired == right) {
                (true, true) => {}
                (true, false) => changes.broken += 1,
                (false, true) => changes.fixed += 1,
                (false, false) if garbled != repaired => changes.missed += 1,
                (false, false) => changes.left += 1,
            }
        }
        for (garbled, repaired) in before.extras.iter().zip(&after.extras) {
            all[ChangeKind::Extra as usize].add(extras(garbled, repaired));
        }
        Compared { before, after, right: right_before, changes: all }
    }

    fn all(&self) -> Changes {
        sum(&self.changes)
    }
}

fn sum(changes: &[Changes]) -> Changes {
    let mut sum = Changes::default();
    changes.iter().for_each(|&changes| sum.add(changes));
    sum
}

impl Errors {
    fn new(text: &str, words: &[&str], clean: &str, clean_words: &[&str]) -> Errors {
        let chars = intern(text.chars(), clean.chars());
        let exact = intern(words.iter(), clean_words.iter());
        let lower = |word: &&str| word.to_lowercase();
        let folded = intern(words.iter().map(lower), clean_words.iter().map(lower));
        Errors {
            chars: distance(&chars.0, &chars.1),
            words: distance(&exact.0, &exact.1),
            words_regardless_of_case: distance(&folded.0, &folded.1),
            ..Errors::default()
        }
    }

    /// Counts whether the word that stands for `clean` has its letters, and their case.
    fn case(&mut self, word: Option<&str>, clean: &str) {
        if let Some(word) = word.filter(|word| word.to_lowercase() == clean.to_lowercase()) {
            self.matched += 1;
            self.matched_case += usize::from(word == clean);
        }
    }

    fn add(&mut self, other: &Errors) {
        self.chars += other.chars;
        self.words += other.words;
        self.words_regardless_of_case += other.words_regardless_of_case;
        self.matched += other.matched;
        self.matched_case += other.matched_case;
    }
}

/// Returns what was done to the words that stand between two clean ones and should not.
fn extras(garbled: &[&str], repaired: &[&str]) -> Changes {
    if garbled == repaired {
        return Changes { left: garbled.len(), ..Changes::default() };
    }
    let mut both: Vec<&str> = garbled.iter().copied().filter(|word| repaired.contains(word)).collect();
    both.sort_unstable();
    both.dedup();
    let (before, after) = (garbled.len() - both.len(), repaired.len() - both.len());
    Changes {
        fixed: before.saturating_sub(after),
        broken: after.saturating_sub(before),
        missed: before.min(after),
        left: both.len(),
    }
}

/// Rates of a [`Comparison`]. Percentages unless said otherwise.
///
/// ```
/// use ungarble::report::{Comparison, Sides};
///
/// let figures = Comparison::new(Sides { garbled: "the cat sat", repaired: "the bat sat", clean: "the cat sat" }).figures();
/// assert_eq!((figures.wer_before, figures.wer_after, figures.broken), (0.0, 33.33, 1));
/// assert_eq!(figures.wer_reduction, None, "there was nothing to reduce");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Figures {
    /// Documents compared.
    pub documents: usize,
    /// Words of the clean texts.
    pub words: usize,
    /// Character errors of the garbled text for each hundred clean characters.
    pub cer_before: f64,
    /// The rate of the repaired text.
    pub cer_after: f64,
    /// The relative reduction by the repair; `None` where there were no errors before, but are now.
    pub cer_reduction: Option<f64>,
    /// Word errors of the garbled text for each hundred clean words, case counted, marks not.
    pub wer_before: f64,
    /// The rate of the repaired text.
    pub wer_after: f64,
    /// The relative reduction by the repair; `None` where there were no errors before, but are now.
    pub wer_reduction: Option<f64>,
    /// Word errors of the garbled text regardless of case.
    pub weri_before: f64,
    /// The rate of the repaired text.
    pub weri_after: f64,
    /// The relative reduction by the repair; `None` where there were no errors before, but are now.
    pub weri_reduction: Option<f64>,
    /// Of the words with the right letters, how many have the right case, in the garbled text.
    pub case_before: f64,
    /// The rate in the repaired text.
    pub case_after: f64,
    /// Wrong words put right: a count.
    pub fixed: usize,
    /// Right words put wrong: a count.
    pub broken: usize,
    /// Wrong words put wrong in another way: a count.
    pub missed: usize,
    /// Wrong words not touched: a count.
    pub left: usize,
    /// Share of the changes that put a word right, 0 to 1; `None` where nothing was changed.
    pub precision: Option<f64>,
    /// Share of the wrong words that were put right, 0 to 1; `None` where none was wrong.
    pub recall: Option<f64>,
    /// Harmonic mean of precision and recall, 0 to 1.
    pub f1: f64,
    /// The F-score with precision weighing double, 0 to 1.
    pub f05: f64,
    /// Right words put wrong for each thousand that were right.
    pub broken_per_1000: f64,
    /// Documents that came out as they went in.
    pub unchanged_documents: f64,
    /// Documents that came out as the clean ones.
    pub perfect_documents: f64,
}

fn ratio(part: f64, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part / whole as f64)
}

/// Rounds to so many decimals; exactly half to the even one.
fn round(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().expect("a number that was just written can be read")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_to_even() {
        let rounded = [0.125, 0.375, 2.675, 1.005, -0.125].map(|x| format!("{}", round(x, 2)));
        assert_eq!(rounded, ["0.12", "0.38", "2.67", "1", "-0.12"]);
    }

    #[test]
    fn a_text_compared_with_itself_is_perfect() {
        let text = "“It's only a question,” he said — of which ones.";
        let figures = Comparison::new(Sides { garbled: text, repaired: text, clean: text }).figures();
        assert_eq!((figures.cer_after, figures.wer_after, figures.case_after), (0.0, 0.0, 100.0));
        assert_eq!((figures.precision, figures.recall, figures.perfect_documents), (None, None, 100.0));
    }

    #[test]
    fn nothing_compared_with_nothing_has_no_errors() {
        let figures = Comparison::new(Sides { garbled: "", repaired: "", clean: "" }).figures();
        assert_eq!((figures.cer_before, figures.wer_reduction, figures.words), (0.0, Some(0.0), 0));
    }
}
