//! What a recogniser says of its words is evidence.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use ungarble::{Alternative, Confidence, HarmBudget, Input, Repairer, Span, WordConfidence};

/// The text with a confidence, in per mille, in one of its words.
fn read<'t>(text: &'t str, word: &str, per_mille: u16) -> Input<'t> {
    Input::new(text).word_confidences(&[WordConfidence::new(place(text, word), Confidence::from_per_mille(per_mille))])
}

fn place(text: &str, word: &str) -> Span {
    let start = text.find(word).unwrap();
    Span::new(start, start + word.len())
}

/// The log-odds of the edit that makes `word` another one.
fn score(input: Input<'_>, at: usize, replacement: &str) -> Option<i32> {
    let explanation = Repairer::english().explain(input, at);
    explanation.candidates().iter().find(|candidate| candidate.replacement() == replacement).map(|found| found.score())
}

#[test]
fn a_confidence_decides() {
    let text = "The old goverment fell in spring.";
    let plain = score(Input::new(text), 8, "government").unwrap();
    let thresholds = Repairer::english().thresholds().unwrap();
    let raise = u32::try_from(plain - 500 - thresholds.spelling()).unwrap();
    let budget = HarmBudget::Custom(thresholds.raised(raise));
    let repairer = Repairer::builder().harm_budget(budget).build().unwrap();
    let fixed = "The old government fell in spring.";
    assert_eq!(repairer.repair(text), fixed);
    assert_eq!(repairer.repair(read(text, "goverment", 200)), fixed);
    assert_eq!(repairer.repair(read(text, "goverment", 990)), text, "who read it so was sure");
    assert_eq!(repairer.repair(read(text, "old", 990)), fixed, "it was sure of another word");
    // What was left for that reason is left in later rounds, too.
    let both = "The old goverment fell inthe spring.";
    let repaired = repairer.repair(read(both, "goverment", 990)).into_owned();
    assert!(repaired.contains("goverment"), "{repaired}");
}

#[test]
fn a_higher_confidence_never_makes_an_edit_likelier() {
    let text = "The old goverment fell in spring.";
    let scores: Vec<i32> =
        (0..=1000).step_by(10).map(|sure| score(read(text, "goverment", sure), 8, "government").unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores[0] > scores[100], "{scores:?}");
    assert!(score(Input::new(text), 8, "government").unwrap() > scores[100]);
}

#[test]
fn an_alternative_is_a_candidate_and_speaks_for_itself() {
    let text = "He took the bcat to the island.";
    let at = place(text, "bcat").start();
    let with = |other: &str| Input::new(text).alternatives(&[Alternative::new(place(text, "bcat"), other)]);
    let plain = score(Input::new(text), at, "boat").unwrap();
    assert!(score(with("boat"), at, "boat").unwrap() > plain + 1_000);
    assert!(score(with("coat"), at, "boat").is_none_or(|score| score < plain));
    let plan = Repairer::english().plan(with("boat"));
    assert_eq!(plan.apply(), "He took the boat to the island.");
    assert_eq!(plan.edits()[0].evidence()[0].name(), "other-reading");
    // No number of slips leads from one to the other.
    let text = "The wnrrrrh met in the town hall on Monday evening.";
    let other = Alternative::new(place(text, "wnrrrrh"), "committee");
    assert_eq!(score(Input::new(text), 4, "committee"), None);
    assert!(score(Input::new(text).alternatives(&[other]), 4, "committee").is_some());
}

#[test]
fn alternatives_that_are_no_words_or_say_the_same_change_nothing() {
    let text = "The council met on Monday evening.";
    for other in ["council", "Council", "councjl", "", "--", "a b c d e f"] {
        let others = [Alternative::new(place(text, "council"), other)];
        assert!(Repairer::english().plan(Input::new(text).alternatives(&others)).is_empty(), "{other:?}");
    }
}
