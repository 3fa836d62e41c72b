//! One repairer under many threads for long: plans stay equal, memory stays bounded.
//!
//! `LOAD_SECONDS=600 cargo test --release --test load -- --nocapture` is the long run; five seconds are the rule.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod cases;
mod noise;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ungarble::{Edit, Repairer};

const THREADS: usize = 64;

/// Texts from a line to sixty kilobytes.
fn texts() -> Vec<String> {
    let inputs: Vec<String> = cases::load("repairs").into_iter().map(|case| case.input).collect();
    let mut texts = inputs.clone();
    for (seed, copies) in [(1, 5), (2, 15), (3, 40)] {
        let text = inputs.join("\n\n").repeat(copies);
        let end = (0..=text.len().min(copies * 1_500)).rev().find(|&at| text.is_char_boundary(at)).unwrap();
        texts.push(noise::garble(text.get(..end).unwrap(), 10, seed));
    }
    texts
}

/// The resident memory of the process, in MiB, where the system tells it.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kib| kib / 1024)
}

#[test]
fn sixty_four_threads_share_a_repairer() {
    let seconds = std::env::var("LOAD_SECONDS").map_or(5, |value| value.parse().unwrap());
    let repairer = Repairer::english();
    let texts = texts();
    let expected: Vec<Vec<Edit<'_>>> = texts.iter().map(|text| repairer.plan(text).edits().to_vec()).collect();
    let (plans, bytes) = (AtomicU64::new(0), AtomicU64::new(0));
    let mut memory = Vec::new();
    let start = Instant::now();
    let run_for = Duration::from_secs(seconds);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (repairer, texts, expected, plans, bytes) = (&repairer, &texts, &expected, &plans, &bytes);
            scope.spawn(move || {
                let mut at = thread * 7;
                while start.elapsed() < run_for {
                    // Long texts come once for every hundred short ones.
                    let index = if at % 100 == 0 { texts.len() - 1 - at / 100 % 3 } else { at % (texts.len() - 3) };
                    assert_eq!(repairer.plan(&texts[index]).edits(), expected[index]);
                    plans.fetch_add(1, Ordering::Relaxed);
                    bytes.fetch_add(texts[index].len() as u64, Ordering::Relaxed);
                    at += 1;
                }
            });
        }
        while start.elapsed() < run_for {
            std::thread::sleep(run_for / 20);
            memory.extend(resident());
        }
    });
    let (plans, bytes) = (plans.into_inner(), bytes.into_inner());
    assert!(plans > THREADS as u64, "every thread made a plan");
    println!("{plans} plans of {} MB on {THREADS} threads in {seconds} s; resident MiB: {memory:?}", bytes / 1_000_000);
    // What threads remember is filled by the first half; from then on nothing grows.
    if let (Some(&half), Some(&last)) = (memory.get(memory.len() / 2), memory.last()) {
        assert!(last < half + half / 2 + 64, "{memory:?}");
    }
}
