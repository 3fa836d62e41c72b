//! The cases of `tests/fixtures`: what must be repaired, what must stay, and what is known to go wrong.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;

use std::collections::HashSet;
use std::fmt::Write;

use cases::{Case, load};

/// The case, what was wanted and what came, below one another so that the eye finds the difference.
fn told(case: &Case, came: &str) -> String {
    let mut out = String::new();
    writeln!(out, "{}: {}", case.name, case.why).unwrap();
    writeln!(out, "    input  {:?}", case.input).unwrap();
    writeln!(out, "    wanted {:?}", case.wanted()).unwrap();
    if came != case.wanted() {
        writeln!(out, "    came   {came:?}").unwrap();
    }
    out
}

/// Asserts of every case that it comes out as wanted, or of none of them.
fn check(file: &str, pass: bool, verdict: &str) {
    let cases = load(file);
    let wrong: Vec<String> = cases
        .iter()
        .map(|case| (case, case.repaired()))
        .filter(|(case, came)| (came == case.wanted()) != pass)
        .map(|(case, came)| told(case, &came))
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {} cases in {file}.toml {verdict}\n\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn damage_is_repaired() {
    check("repairs", true, "do not come out as wanted:");
}

#[test]
fn what_is_right_stays() {
    check("unchanged", true, "changed:");
}

#[test]
fn known_failures_still_fail() {
    check("known_failures", false, "come out as wanted: move them to repairs.toml or unchanged.toml:");
}

#[test]
fn every_case_has_a_name_of_its_own_and_a_place() {
    let mut names = HashSet::new();
    for case in ["repairs", "unchanged", "known_failures"].into_iter().flat_map(load) {
        assert!(names.insert(case.name.clone()), "two cases are named {}", case.name);
    }
    assert!(load("repairs").iter().all(|case| case.wanted() != case.input), "a case of repairs.toml wants no repair");
    assert!(load("unchanged").iter().all(|case| case.output.is_none()), "a case of unchanged.toml has an output");
    assert!(names.len() >= 150, "only {} cases", names.len());
}
