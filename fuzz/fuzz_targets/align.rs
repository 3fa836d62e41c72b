//! Any pair of texts, parted by a NUL: one repaired by the other is sound and is repaired for good.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ungarble::{Input, Policy, Repairer};

fuzz_target!(|pair: &str| {
    let (text, page) = pair.split_once('\0').unwrap_or((pair, pair));
    for policy in [Policy::CONSERVATIVE, Policy::FULL] {
        let repairer = Repairer::builder().policy(policy).build().expect("the lexicon is embedded");
        let plan = repairer.plan(Input::new(text).reference(page));
        let repaired = plan.apply();
        let again = repairer.plan(Input::new(&repaired).reference(page));
        assert!(again.is_empty(), "{text:?} beside {page:?} -> {repaired:?}");
        if text == page {
            assert!(plan.is_empty(), "{text:?} is its own reference");
        }
    }
});
