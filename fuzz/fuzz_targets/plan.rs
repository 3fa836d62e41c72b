//! Any text: the plan is sound, and repairing what comes out changes nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ungarble::Repairer;

fuzz_target!(|text: &str| {
    let repairer = Repairer::english();
    let plan = repairer.plan(text);
    let mut at = 0;
    for edit in plan.edits() {
        assert!(edit.span().start() >= at);
        assert_eq!(text.get(edit.span().range()), Some(edit.original()));
        assert_ne!(edit.original(), edit.replacement());
        at = edit.span().end();
    }
    let repaired = plan.apply();
    assert!(repairer.plan(&*repaired).is_empty(), "{text:?} -> {repaired:?}");
});
