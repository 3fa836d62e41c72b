//! Allocations, which are the same on a busy machine as on an idle one: a table of the first call and of a warm one.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark that cannot go on has failed")]

mod data;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use ungarble::{Cache, Repairer};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let repairer = Repairer::english();
    println!("{:<24}{:>9}{:>8}{:>14}{:>14}{:>14}", "text", "words", "edits", "cold calls", "warm calls", "warm bytes");
    let texts = data::texts().into_iter().map(|text| (text.name, text.garbled));
    let sweep = [0, 3, 30].map(|percent| (format!("noise-{percent:02}"), data::damaged(64 << 10, percent)));
    for (name, text) in texts.chain(sweep) {
        let mut cache = Cache::default();
        let region = Region::new(ALLOCATOR);
        let edits = repairer.plan_with_cache(&text, &mut cache).edits().len();
        let cold = region.change();
        let region = Region::new(ALLOCATOR);
        assert_eq!(repairer.plan_with_cache(&text, &mut cache).edits().len(), edits);
        let warm = region.change();
        let words = data::words(&text);
        println!(
            "{name:<24}{words:>9}{edits:>8}{:>14}{:>14}{:>14}",
            cold.allocations + cold.reallocations,
            warm.allocations + warm.reallocations,
            warm.bytes_allocated
        );
    }
}
