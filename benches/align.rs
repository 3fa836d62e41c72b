//! Laying a damaged text beside a page four times its length: time, memory, and how many words find their counterparts.
//!
//! `cargo bench --bench align` runs up to 100,000 words, `cargo bench --bench align -- 1000000` up to a million. The text
//! is made from the lexicon's own language model, in sentences and paragraphs, damaged at the rates of a syndicated article that went through another
//! language and back. `similar`, `imara-diff` and `dissimilar` stand beside it, each on what it is made for: the same
//! words as lines; they know equal words only, and have no notion of a passage inside a page.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot go on has failed, and tells its figures"
)]

use std::collections::HashMap;
use std::time::Duration;

use prose::{Dice, measured, misspelt, prose};
use ungarble::{Input, Pair, Repairer, Stage, pair_words};
use unicode_segmentation::UnicodeSegmentation;

mod prose;

fn main() {
    // `cargo test --benches` asks for a quick look: that it works.
    let test = std::env::args().any(|a| a == "--test");
    let most = std::env::args().filter_map(|a| a.parse().ok()).next().unwrap_or(if test { 1_000 } else { 100_000 });
    println!(
        "{:<28}{:>9}{:>10}{:>9}{:>10}{:>9}{:>8}",
        "align/model-prose", "words", "page", "ms", "MB", "right %", "wrong %"
    );
    for n in [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000] {
        if n <= most {
            sizes(n);
        }
    }
    adversaries(most.min(400_000));
}

fn sizes(n: usize) {
    let case = Case::new(n);
    let words = starts(&case.page);
    case.time("uax-29-alone", || case.text.split_word_bounds().count() + case.page.split_word_bounds().count());
    let page_word = |pair: Pair| (pair.text.start(), words.get(&pair.page.start()).copied());
    case.report(
        "pair_words",
        || pair_words(&case.text, &case.page),
        |pairs| pairs.into_iter().map(page_word).collect(),
    );
    // What a reference costs is what a plan with it takes above one without.
    let guided = Repairer::builder().casing(Stage::Off).spelling(Stage::Off).build().expect("nothing contradicts");
    case.time("plan, other stages off", || guided.plan(Input::new(&case.text).reference(&case.page)).edits().len());
    case.time("the same without the page", || guided.plan(&case.text).edits().len());
    let repairer = Repairer::english();
    case.time("plan, all stages", || repairer.plan(Input::new(&case.text).reference(&case.page)).edits().len());
    let (old, new): (Vec<&str>, Vec<&str>) =
        (case.text.split_whitespace().collect(), case.page.split_whitespace().collect());
    let counterparts = |equal: Vec<(usize, usize, usize)>| hunks(&equal, &case);
    if n <= 3_000 {
        case.report("similar, Myers", || diff_similar(similar::Algorithm::Myers, &old, &new), counterparts);
        case.time("dissimilar, characters", || dissimilar::diff(&case.text, &case.page).len());
    }
    if n <= 10_000 {
        case.report("similar, patience", || diff_similar(similar::Algorithm::Patience, &old, &new), counterparts);
    }
    case.report("imara-diff, histogram", || diff_imara(&old, &new), counterparts);
}

/// Inputs that make anchors rare: they must not take longer than prose does.
fn adversaries(n: usize) {
    let case = Case::new(200);
    let passage = format!("{} ", case.page);
    let copies = n / 800;
    let repeated = passage.repeat(copies.max(2));
    let equal = "word ".repeat(n);
    let guided = Repairer::builder().casing(Stage::Off).spelling(Stage::Off).build().expect("nothing contradicts");
    println!();
    for (name, text, page) in [("a passage repeated", &repeated, &repeated), ("all words equal", &equal, &equal)] {
        let (time, memory, pairs) = measured(|| pair_words(text, page).len());
        println!("{name:<28}{n:>9}{n:>10}{:>9}{memory:>10}   {pairs} paired", time.as_millis());
        let damaged = format!("{text}baot ");
        let (time, memory, _) = measured(|| guided.plan(Input::new(&damaged).reference(page)).edits().len());
        println!("{:<28}{n:>9}{n:>10}{:>9}{memory:>10}", "  plan, other stages off", time.as_millis());
    }
}

/// A text, the page that holds its clean copy, and which word of the page each word of the text is.
struct Case {
    text: String,
    page: String,
    /// By the byte where a word of the text starts.
    truth: HashMap<usize, Option<usize>>,
    words: usize,
}

impl Case {
    fn new(n: usize) -> Case {
        let mut random = Dice(88_172_645_463_325_252);
        let page = punctuated(&prose(4 * n, &mut random), &mut random);
        let first = 3 * n / 2;
        let mut text = String::new();
        let mut truth = HashMap::new();
        let mut put = |word: &str, stands_for: Option<usize>| {
            append(&mut text, word);
            truth.insert(text.len() - word.len(), stands_for);
        };
        let mut at = first;
        while at < first + n {
            let word = page[at].as_str();
            let other = page[random.below(page.len())].as_str();
            match random.below(10_000) {
                0..500 if word.len() > 2 => put(&misspelt(word, &mut random), Some(at)),
                500..650 => put(other, Some(at)),
                650..850 => {}
                850..930 => {
                    put(other, None);
                    put(word, Some(at));
                }
                930..970 => {
                    put(&format!("{word}{}", page[at + 1]), Some(at));
                    at += 1;
                }
                970..1_010 if word.len() > 3 => {
                    let (head, tail) = word.split_at(1 + random.below(word.len() - 1));
                    put(head, Some(at));
                    put(tail, Some(at));
                }
                1_010..1_035 => at += 4 + random.below(8),
                1_035..1_039 => {
                    for _ in 0..3 {
                        put(&page[random.below(page.len())], None);
                    }
                    put(word, Some(at));
                }
                _ => put(word, Some(at)),
            }
            at += 1;
        }
        let words = truth.len();
        let mut whole = String::new();
        page.iter().for_each(|word| append(&mut whole, word));
        Case { text, page: whole, truth, words }
    }

    fn time(&self, name: &str, run: impl FnMut() -> usize) {
        let (time, memory, _) = measured(run);
        self.row(name, time, memory);
        println!();
    }

    /// Runs, and tells how many words found their counterparts, by what `read` makes of the result.
    fn report<T>(&self, name: &str, run: impl FnMut() -> T, read: impl FnOnce(T) -> Vec<(usize, Option<usize>)>) {
        let (time, memory, found) = measured(run);
        let found: HashMap<usize, Option<usize>> = read(found).into_iter().collect();
        let (mut right, mut wrong) = (0, 0);
        for (start, truth) in &self.truth {
            match found.get(start).copied().flatten() {
                found if found == *truth => right += 1,
                Some(_) => wrong += 1,
                None => {}
            }
        }
        self.row(name, time, memory);
        let share = |n: usize| 100.0 * n as f64 / self.words as f64;
        println!("{:>9.2}{:>8.2}", share(right), share(wrong));
        // A benchmark is a test too: ours must find its way.
        assert!(name != "pair_words" || share(right) > 95.0, "only {:.2} % of the words found", share(right));
    }

    fn row(&self, name: &str, time: Duration, memory: usize) {
        print!("{name:<28}{:>9}{:>10}{:>9.1}{memory:>10}", self.words, self.words * 4, time.as_secs_f64() * 1000.0);
    }
}

/// The words as sentences: a capital, 10 to 30 words, a full stop.
fn punctuated(words: &[&str], random: &mut Dice) -> Vec<String> {
    let mut left = 0;
    let sentence = |word: &&str| {
        if left == 0 {
            left = 10 + random.below(21);
            let (head, tail) = word.split_at(1);
            return head.to_uppercase() + tail;
        }
        left -= 1;
        if left == 0 { format!("{word}.") } else { (*word).to_owned() }
    };
    words.iter().map(sentence).collect()
}

/// Appends a word; now and then a sentence begins a paragraph.
fn append(text: &mut String, word: &str) {
    if !text.is_empty() {
        let ends = text.ends_with('.') && text.len().is_multiple_of(5);
        text.push_str(if ends { "\n\n" } else { " " });
    }
    text.push_str(word);
}

/// Words by the bytes at which they start.
fn starts(text: &str) -> HashMap<usize, usize> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().enumerate().map(|(index, word)| (start(word), index)).collect()
}

/// Equal runs of words: of the text, of the page, how many.
fn diff_similar(algorithm: similar::Algorithm, old: &[&str], new: &[&str]) -> Vec<(usize, usize, usize)> {
    let mut equal = Vec::new();
    for op in similar::capture_diff_slices(algorithm, old, new) {
        if let similar::DiffOp::Equal { old_index, new_index, len } = op {
            equal.push((old_index, new_index, len));
        }
    }
    equal
}

fn diff_imara(old: &[&str], new: &[&str]) -> Vec<(usize, usize, usize)> {
    let mut ids: HashMap<String, u32> = HashMap::new();
    let mut number = |word: &&str| {
        let next = ids.len() as u32;
        imara_diff::Token(*ids.entry((*word).to_owned()).or_insert(next))
    };
    let before: Vec<imara_diff::Token> = old.iter().map(&mut number).collect();
    let after: Vec<imara_diff::Token> = new.iter().map(&mut number).collect();
    let mut diff = imara_diff::Diff::default();
    diff.compute_with(imara_diff::Algorithm::Histogram, &before, &after, ids.len() as u32);
    let (mut at, mut equal) = ((0, 0), Vec::new());
    for hunk in diff.hunks() {
        equal.push((at.0, at.1, hunk.before.start as usize - at.0));
        at = (hunk.before.end as usize, hunk.after.end as usize);
    }
    equal.push((at.0, at.1, old.len() - at.0));
    equal
}

/// The counterparts that equal runs (words of the text, of the page, how many) tell: of the words in them, and of those
/// between two runs that are as many on both sides.
fn hunks(equal: &[(usize, usize, usize)], case: &Case) -> Vec<(usize, Option<usize>)> {
    let mut offsets: Vec<usize> = case.truth.keys().copied().collect();
    offsets.sort_unstable();
    let mut found = Vec::with_capacity(offsets.len());
    let mut at = (0, 0);
    for &(old, new, length) in equal {
        if old - at.0 == new - at.1 {
            found.extend((at.0..old).map(|i| (offsets[i], Some(at.1 + i - at.0))));
        }
        found.extend((0..length).map(|i| (offsets[old + i], Some(new + i))));
        at = (old + length, new + length);
    }
    found
}
