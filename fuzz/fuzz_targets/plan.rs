//! Any text: the plan is sound, and repairing what comes out changes nothing.

#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use ungarble::{Cache, Input, Noise, Repairer};

static REPAIRER: LazyLock<Repairer> = LazyLock::new(Repairer::english);

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let noise = Noise::ALL[bytes.choose_index(Noise::ALL.len()).unwrap_or(0)];
    let text = ungarble_fuzz::text(&mut bytes);
    CACHE.with_borrow_mut(|cache| {
        let plan = REPAIRER.plan_with_cache(Input::new(&text).noise(noise), cache);
        let mut at = 0;
        for edit in plan.edits() {
            assert!(edit.span().start() >= at);
            assert_eq!(text.get(edit.span().range()), Some(edit.original()));
            assert_ne!(edit.original(), edit.replacement());
            at = edit.span().end();
        }
        if plan.is_empty() {
            return;
        }
        let repaired = plan.apply();
        let again = REPAIRER.plan_with_cache(Input::new(&repaired).noise(noise), cache);
        assert!(again.is_empty(), "{text:?} -> {repaired:?} -> {:?}", again.apply());
    });
});
