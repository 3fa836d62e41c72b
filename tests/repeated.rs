//! Passages that come again, in the text or in the page: nothing is changed or taken away where it is not plain which of
//! them stands for which.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod passages;

use passages::{Case, Choices};
use ungarble::{Edit, EditKind, Input, Plan, Policy, Repairer, Stage};

/// The generator of Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014 (SplitMix64).
struct Dice(u64);

impl Choices for Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % count as u64) as usize
    }
}

/// A repairer that does nothing but what references say.
fn guided(policy: Policy) -> Repairer {
    Repairer::builder().policy(policy).casing(Stage::Off).spelling(Stage::Off).build().unwrap()
}

/// How many cases a property is tried on; `REPEATED_CASES` sets another number, `REPEATED_SEED` where they start.
fn seeds() -> std::ops::Range<u64> {
    let number = |name: &str, default: u64| std::env::var(name).map_or(default, |value| value.parse().unwrap());
    let first = number("REPEATED_SEED", 1 << 20);
    first..first + number("REPEATED_CASES", 2_000)
}

/// The words of a text without the marks around them.
fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| c.is_whitespace() || c == '/' || c == '-');
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect()
}

/// The right words of the text that `edit` takes away or changes.
fn harmed<'t>(case: &'t Case, edit: &Edit<'_>) -> Vec<&'t str> {
    let mut left = words(edit.replacement()).into_iter();
    let touched = case.right.iter().filter(|word| word.start < edit.span().end() && edit.span().start() < word.end);
    let touched = touched.flat_map(|word| words(case.text.get(word.clone()).unwrap()));
    touched
        .filter(|word| {
            // What is kept stands in the replacement, in the order of the text.
            let mut ahead = left.clone();
            let kept = edit.original().contains(word) && ahead.any(|other| other == *word);
            if kept {
                left = ahead;
            }
            !kept && edit.original().contains(word)
        })
        .collect()
}

fn all_harmed<'t>(case: &'t Case, plan: &Plan<'_>) -> Vec<(&'t str, String)> {
    let edits = plan.edits().iter();
    edits.flat_map(|edit| harmed(case, edit).into_iter().map(move |word| (word, edit.to_string()))).collect()
}

/// Fails with the first few of `failures`.
fn expect_none(failures: &[String]) {
    let shown = failures.iter().take(5).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} cases, the first of them:\n{shown}", failures.len());
}

#[test]
fn what_stands_several_times_is_no_gap_in_its_own_copy() {
    let title = "Company Behind The Turbines ";
    let line = format!("goverment the Teh D{title}");
    let text = format!("{line}{line}{}{}the the a@b.c ", "the ".repeat(6), title.repeat(3));
    for policy in [Policy::CONSERVATIVE, Policy::FULL] {
        let plan = guided(policy).plan(Input::new(&text).reference(&text)).edits().to_vec();
        assert!(plan.is_empty(), "{policy:?}: {plan:?}");
    }
}

#[test]
fn a_text_that_is_its_own_reference_is_not_edited() {
    let mut failures = Vec::new();
    for policy in [Policy::CONSERVATIVE, Policy::FULL] {
        let (guided, whole) = (guided(policy), Repairer::builder().policy(policy).build().unwrap());
        for seed in seeds() {
            let case = passages::case(&mut Dice(seed));
            for text in [&case.text, &case.page] {
                // All other stages take much longer, and have little to do with it.
                let count = if seed % 10 == 0 { 2 } else { 1 };
                for repairer in [&guided, &whole].into_iter().take(count) {
                    let plan = repairer.plan(Input::new(text).reference(text));
                    if !plan.is_empty() {
                        failures.push(format!("{policy:?} {seed}: {text:?}: {:?}", plan.edits()));
                    }
                }
                // Nor where the page goes on.
                let page = format!("Home News Sport\n{text}\nShare this page with the others in the town");
                let plan = guided.plan(Input::new(text).reference(&page));
                if !plan.is_empty() {
                    failures.push(format!("{policy:?} {seed}: {text:?} beside {page:?}: {:?}", plan.edits()));
                }
            }
        }
    }
    expect_none(&failures);
}

#[test]
fn right_words_of_repeated_passages_stay() {
    let repairer = guided(Policy::CONSERVATIVE);
    let mut failures = Vec::new();
    let mut edits = 0;
    for seed in seeds() {
        let case = passages::case(&mut Dice(seed));
        let plan = repairer.plan(Input::new(&case.text).reference(&case.page));
        edits += plan.edits().len();
        let harmed = all_harmed(&case, &plan);
        if !harmed.is_empty() {
            failures.push(format!("{seed}: {:?}\nbeside {:?}: {harmed:#?}", case.text, case.page));
        }
    }
    expect_none(&failures);
    assert!(edits > 0, "a reference that never speaks harms nobody");
    println!("{edits} edits");
}

#[test]
fn a_page_that_has_every_line_takes_none_away() {
    let repairer = guided(Policy::FULL);
    let mut failures = Vec::new();
    for seed in seeds() {
        let case = passages::case(&mut Dice(seed));
        if !case.covers {
            continue;
        }
        let plan = repairer.plan(Input::new(&case.text).reference(&case.page));
        for edit in plan.edits() {
            if !harmed(&case, edit).is_empty() && words(edit.replacement()).len() < words(edit.original()).len() {
                failures.push(format!("{seed}: {:?}\nbeside {:?}: {edit}", case.text, case.page));
            }
        }
    }
    expect_none(&failures);
}

#[test]
fn five_copies_of_a_phrase_stay_five() {
    // Found by the fuzz target `align`: one copy went.
    let text = " sid eehtgn paper io.sid eehtgn paper io sid eehtgn paper io.sid eehtgn paper io sid eehtgn paper io";
    for policy in [Policy::CONSERVATIVE, Policy::FULL] {
        assert!(guided(policy).plan(Input::new(text).reference(text)).is_empty());
    }
}

#[test]
fn a_doubled_stretch_goes_where_the_page_has_it_once_between_words_of_its_own() {
    let page = "In March the council voted to mend the quay, though the defence of the town had eaten up its money.";
    let text = page.replace("the quay", "the quay the quay");
    let full = guided(Policy::FULL);
    let plan = full.plan(Input::new(&text).reference(page));
    assert_eq!(plan.apply(), page);
    assert_eq!(plan.bytes_deleted(EditKind::Repetition), "thequay".len());
    assert_eq!(guided(Policy::CONSERVATIVE).repair(Input::new(&text).reference(page)), text);
    // Three against two: which of them is one too many, and whether any is, nobody can tell.
    let thrice = page.replace("the quay", "the quay the quay the quay");
    assert_eq!(full.repair(Input::new(&thrice).reference(&text)), thrice);
}

#[test]
fn rows_of_a_form_keep_their_values() {
    let row = |name: &str, year: u32| {
        format!("Name: {name}\nDate of entry: 4 March {year}\nRemarks: none that the clerk had heard of\n")
    };
    let text = row("Hobday", 1890) + &row("Smythe", 1891) + &row("Norton", 1892);
    let page = row("Norton", 1892) + &row("Hobday", 1890) + &row("Aldwick", 1893);
    for policy in [Policy::CONSERVATIVE, Policy::FULL] {
        let plan = guided(policy).plan(Input::new(&text).reference(&page));
        assert!(plan.is_empty(), "{:?}", plan.edits());
    }
}
