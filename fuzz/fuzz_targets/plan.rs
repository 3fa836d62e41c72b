//! Any text: the plan is sound, and repairing what comes out changes nothing.

#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use ungarble::{Cache, Input, Noise, Repairer};

/// Bytes of most texts.
const SHORT: usize = 64;

static REPAIRER: LazyLock<Repairer> = LazyLock::new(Repairer::english);

thread_local! {
    static CACHE: RefCell<Cache> = RefCell::default();
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let choice = bytes.arbitrary::<u8>().unwrap_or(0);
    let noise = Noise::ALL[usize::from(choice) % Noise::ALL.len()];
    // A sentence or two find most; longer texts take longer, and one in sixteen is enough of them.
    let longest = if choice >= 240 { ungarble_fuzz::LONGEST } else { SHORT };
    let text = ungarble_fuzz::text_of(&mut bytes, longest);
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
