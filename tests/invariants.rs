//! What holds of every text and every plan, over arbitrary and over realistically garbled text.
//!
//! `cargo test` takes a short run of each; `cargo test --release --test invariants -- --ignored` a long one.
//! `PROPTEST_CASES` sets the length of either, `PROPTEST_RNG_SEED` makes a run repeatable.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod noise;

use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use ungarble::{
    Builder, Cache, Confidence, ConfigError, Diagnosis, Edit, EditKind, Evidence, HarmBudget, Input, Noise, Plan,
    Policy, Repairer, Span, Token, Tokens, tokenize,
};

/// How many texts a property is tried on, in a short run and in a long one.
const SHORT: u32 = 64;
const LONG: u32 = 10_000;

/// A text with what a caller says of it.
#[derive(Clone, Debug)]
struct Given {
    text: String,
    references: Vec<String>,
    /// Pairs of byte offsets, on `char` boundaries.
    protect: Vec<Span>,
    noise: Noise,
}

impl Given {
    fn input(&self) -> Input<'_> {
        let input = Input::new(&self.text).noise(self.noise).protect(&self.protect);
        self.references.iter().fold(input, |input, page| input.reference(page))
    }

    /// The input of what came out: the same references, the protected spans where they stand in it.
    fn again(&self, plan: &Plan<'_>) -> Given {
        let moved = |at: usize, is_start: bool| {
            let before = plan
                .edits()
                .iter()
                .zip(plan.repaired_spans())
                .filter(|(edit, _)| {
                    // What is inserted right where a protected span starts stands before it, and behind one that ends there.
                    edit.span().end() < at || (edit.span().end() == at && is_start)
                })
                .last();
            before.map_or(at, |(edit, repaired)| at - edit.span().end() + repaired.end())
        };
        let covers = self.protect.iter().filter(|span| !span.is_empty());
        let protect = covers.map(|s| Span::new(moved(s.start(), true), moved(s.end(), false))).collect();
        Given { text: plan.apply().into_owned(), protect, ..self.clone() }
    }
}

/// Every text of the fixtures: damaged ones, repaired ones, and those to leave alone.
static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let cases = ["repairs", "unchanged", "known_failures"].into_iter().flat_map(cases::load);
    cases.flat_map(|case| [Some(case.input), case.output, case.reference]).flatten().collect()
});

/// Pieces that tokenizers stumble over.
const PIECES: &[&str] = &[
    "a",
    "I",
    "the",
    "The",
    "THE",
    "tbe",
    "Teh",
    "goverment",
    "re-airgised",
    "main-\ntained",
    "US–Japan’s",
    "don't",
    "’s",
    "'",
    "-",
    "–",
    "--",
    ".",
    "...",
    "…",
    ". ",
    "! ",
    "?!",
    ", ",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\u{2028}",
    "\u{feff}",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{200d}",
    "\u{301}",
    "\u{0}",
    "é",
    "e\u{301}",
    "ﬁ",
    "ſ",
    "İ",
    "ß",
    "ŉ",
    "ǅ",
    "Σ",
    "ς",
    "日本",
    "क्षि",
    "👩🏽‍🚒",
    "🇯🇵",
    "①",
    "½",
    "²",
    "0",
    "1,2",
    "1.",
    "a.",
    "U.S.",
    "e.g.",
    "www.a.b",
    "a@b.c",
    "#a",
    "@a",
    "```\n",
    "`",
    "``",
    "{",
    "}",
    "<b>",
    "</b>",
    "=",
    "_",
    "|",
    "\\",
    "/",
    "a_b",
    "()",
    "(",
    ")",
    "\"",
    "“",
    "”",
    "*",
];

/// Returns any characters at all, or pieces in a row.
fn arbitrary() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r"[\x00-\x7F]{0,80}",
        prop::collection::vec(select(PIECES), 0..40).prop_map(|pieces| pieces.concat()),
    ]
}

/// A text of the fixtures with noise of some kind and rate.
fn garbled() -> impl Strategy<Value = String> {
    (select(TEXTS.as_slice()), 0..=30_u32, any::<u64>()).prop_map(|(text, rate, seed)| noise::garble(&text, rate, seed))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => arbitrary(),
        3 => garbled(),
        1 => (garbled(), select(vec!["\n", "\n\n", " "]), arbitrary()).prop_map(|(a, joint, b)| a + joint + &b),
    ]
}

/// A text, none to two pages that may hold its copy, none to three protected spans.
fn given() -> impl Strategy<Value = Given> {
    let page = prop_oneof![text().prop_map(Some), Just(None)];
    (
        text(),
        prop::collection::vec(page, 0..=2),
        prop::collection::vec(any::<[prop::sample::Index; 2]>(), 0..=3),
        any::<u64>(),
    )
        .prop_flat_map(|(text, pages, spans, seed)| {
            let bounds: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
            let protect = spans
                .iter()
                .map(|pair| {
                    let mut ends = pair.map(|index| *index.get(&bounds));
                    ends.sort_unstable();
                    Span::new(ends[0], ends[1])
                })
                .collect::<Vec<_>>();
            // Where no page was drawn, the page is a clean copy in part.
            let references =
                pages.into_iter().map(|page| page.unwrap_or_else(|| noise::garble(&text, 2, seed))).collect();
            let given = Given { text, references, protect, noise: Noise::Auto };
            select(Noise::ALL.as_slice()).prop_map(move |noise| Given { noise, ..given.clone() })
        })
}

/// Repairers of different settings.
fn repairers() -> impl Strategy<Value = Repairer> {
    let settings = (
        select(vec![Policy::CONSERVATIVE, Policy::FULL]),
        select(HarmBudget::ALL.as_slice()),
        select(vec![0, 0, 0, 950]),
    );
    settings.prop_map(|(policy, budget, least)| {
        let builder = Repairer::builder().policy(policy).harm_budget(budget);
        builder.min_confidence(Confidence::from_per_mille(least)).build().unwrap()
    })
}

/// The plan is one: edits sorted, disjoint, on boundaries, each of its own place, none that changes nothing; what it
/// makes is the text with nothing but them changed, and can be unmade.
fn is_sound(plan: &Plan<'_>) -> Result<(), TestCaseError> {
    let text = plan.text();
    let mut rebuilt = String::new();
    let mut at = 0;
    for edit in plan.edits() {
        let span = edit.span();
        prop_assert!(span.start() >= at, "edits overlap: {edit}");
        prop_assert_eq!(text.get(span.range()), Some(edit.original()), "{}", edit);
        prop_assert_ne!(edit.original(), edit.replacement(), "an edit that changes nothing");
        rebuilt.push_str(text.get(at..span.start()).unwrap());
        rebuilt.push_str(edit.replacement());
        at = span.end();
    }
    rebuilt.push_str(text.get(at..).unwrap());
    let repaired = plan.apply();
    prop_assert_eq!(&*repaired, &rebuilt);
    prop_assert_eq!(plan.is_empty(), matches!(repaired, std::borrow::Cow::Borrowed(_)));

    let mut undone = String::new();
    at = 0;
    for (edit, span) in plan.edits().iter().zip(plan.repaired_spans()) {
        prop_assert_eq!(repaired.get(span.range()), Some(edit.replacement()));
        undone.push_str(repaired.get(at..span.start()).unwrap());
        undone.push_str(edit.original());
        at = span.end();
    }
    undone.push_str(repaired.get(at..).unwrap());
    prop_assert_eq!(&undone, text);
    Ok(())
}

/// Everything that is promised of one text.
fn keeps_its_promises(repairer: &Repairer, given: &Given) -> Result<(), TestCaseError> {
    let plan = repairer.plan(given.input());
    is_sound(&plan)?;
    prop_assert_eq!(&*repairer.repair(given.input()), &*plan.apply());
    for edit in plan.edits() {
        let touched = given.protect.iter().find(|p| !p.is_empty() && p.overlaps(edit.span()));
        prop_assert_eq!(touched, None, "protected, and yet touched: {}", edit);
        prop_assert!(!edit.evidence().is_empty(), "nothing speaks for {}", edit);
    }

    // Repairing the output changes nothing.
    let again = given.again(&plan);
    let second = repairer.plan(again.input());
    prop_assert!(
        second.is_empty(),
        "repaired {:?}\nand again {:?}: {:#?}",
        plan.apply(),
        second.apply(),
        second.edits()
    );

    // Memory of other texts leaves no trace.
    let mut cache = Cache::default();
    let _ = repairer.plan_with_cache(again.input(), &mut cache);
    for page in &given.references {
        let _ = repairer.plan_with_cache(page.as_str(), &mut cache);
    }
    prop_assert_eq!(&repairer.plan_with_cache(given.input(), &mut cache), &plan);

    // The caller may drop any edits.
    let mut some = plan;
    let mut index = 0;
    some.retain(|_| {
        index += 1;
        index % 2 == 0
    });
    is_sound(&some)
}

/// A text that is its own reference is right in every word.
fn agrees_with_itself(repairer: &Repairer, text: &str) -> Result<(), TestCaseError> {
    let plan = repairer.plan(Input::new(text).reference(text));
    prop_assert!(plan.is_empty(), "{:#?}", plan.edits());
    Ok(())
}

/// Any number of threads, in any chunks, with any memory, make the same plans.
fn does_not_depend_on_threads(
    repairer: &Repairer,
    texts: &[String],
    threads: usize,
    chunk: usize,
) -> Result<(), TestCaseError> {
    let alone: Vec<Plan<'_>> = texts.iter().map(|text| repairer.plan(text)).collect();
    let mut shared: Vec<Vec<(usize, Plan<'_>)>> = Vec::new();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                scope.spawn(move || {
                    let mut cache = Cache::default();
                    let mine = texts.chunks(chunk).enumerate().filter(|(i, _)| i % threads == worker);
                    mine.flat_map(|(i, texts)| texts.iter().enumerate().map(move |(j, text)| (i * chunk + j, text)))
                        .map(|(i, text)| (i, repairer.plan_with_cache(text, &mut cache)))
                        .collect()
                })
            })
            .collect();
        shared = workers.into_iter().map(|worker| worker.join().unwrap()).collect();
    });
    for (i, plan) in shared.into_iter().flatten() {
        prop_assert_eq!(&plan, &alone[i]);
    }
    Ok(())
}

fn tokens_are_the_text(text: &str) -> Result<(), TestCaseError> {
    let mut at = 0;
    for token in tokenize(text) {
        prop_assert_eq!(token.span.start(), at);
        prop_assert!(token.span.end() > at && text.is_char_boundary(token.span.end()));
        at = token.span.end();
    }
    prop_assert_eq!(at, text.len());
    Ok(())
}

/// Declares each property twice: a short run, and a long one behind `--ignored`.
macro_rules! properties {
    ($($name:ident, $long:ident ($($arg:ident in $strategy:expr),*) $body:expr;)*) => {
        $(
            #[test]
            fn $name() {
                run(SHORT, ($($strategy,)*), |($($arg,)*)| $body);
            }

            #[test]
            #[ignore = "takes minutes"]
            fn $long() {
                run(LONG, ($($strategy,)*), |($($arg,)*)| $body);
            }
        )*
    };
}

fn run<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    let mut runner = proptest::test_runner::TestRunner::new(config);
    if let Err(error) = runner.run(&strategy, test) {
        panic!("{error}");
    }
}

properties! {
    promises_hold, promises_hold_for_long(repairer in repairers(), given in given())
        keeps_its_promises(&repairer, &given);
    a_text_is_its_own_witness, a_text_is_its_own_witness_for_long(repairer in repairers(), text in text())
        agrees_with_itself(&repairer, &text);
    threads_and_chunks_do_not_matter, threads_and_chunks_do_not_matter_for_long(
        repairer in repairers(), texts in prop::collection::vec(text(), 1..6), threads in 1..5_usize, chunk in 1..4_usize)
        does_not_depend_on_threads(&repairer, &texts, threads, chunk);
    tokens_concatenate, tokens_concatenate_for_long(text in text())
        tokens_are_the_text(&text);
}

#[test]
fn fixtures_keep_the_promises() {
    let repairer = Repairer::english();
    for case in ["repairs", "unchanged", "known_failures"].into_iter().flat_map(cases::load) {
        let noise = case.noise.as_ref().map_or(Noise::Auto, |name| name.parse().unwrap());
        let given =
            Given { text: case.input, references: case.reference.into_iter().collect(), protect: Vec::new(), noise };
        if let Err(error) = keeps_its_promises(&repairer, &given) {
            panic!("{}: {error}", case.name);
        }
    }
}

#[test]
fn public_types_cross_threads_and_panics() {
    fn crosses<T: Send + Sync + UnwindSafe + RefUnwindSafe + 'static>() {}
    crosses::<Repairer>();
    crosses::<Builder>();
    crosses::<Cache>();
    crosses::<Plan<'static>>();
    crosses::<Edit<'static>>();
    crosses::<EditKind>();
    crosses::<Evidence>();
    crosses::<Input<'static>>();
    crosses::<Diagnosis>();
    crosses::<ConfigError>();
    crosses::<Token>();
    crosses::<Tokens<'static>>();
    crosses::<Span>();
}
