//! A text and a page: repeated passages beside others of their kind, or any two texts. One repaired by the other is
//! repaired for good; a text that is its own reference, alone or in a page, is not edited.

#![no_main]

#[path = "../../tests/passages/mod.rs"]
mod passages;

use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use ungarble::{Input, Policy, Repairer, Stage};
use ungarble_fuzz::Bytes;

impl passages::Choices for Bytes<'_, '_> {
    fn below(&mut self, count: usize) -> usize {
        Bytes::below(self, count)
    }
}

/// Repairers that do nothing but what references say: the rest is another target's.
static REPAIRERS: LazyLock<[Repairer; 2]> = LazyLock::new(|| {
    [Policy::CONSERVATIVE, Policy::FULL].map(|policy| {
        let builder = Repairer::builder().policy(policy).casing(Stage::Off).spelling(Stage::Off);
        builder.build().expect("English is embedded")
    })
});

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let mode = bytes.arbitrary::<u8>().unwrap_or(0);
    let (text, page) = if mode % 4 == 0 {
        let text = ungarble_fuzz::text(&mut bytes);
        (text, ungarble_fuzz::text(&mut bytes))
    } else {
        let case = passages::case(&mut Bytes(&mut bytes));
        (case.text, case.page)
    };
    for repairer in REPAIRERS.iter() {
        let plan = repairer.plan(Input::new(&text).reference(&page));
        if !plan.is_empty() {
            let repaired = plan.apply();
            let again = repairer.plan(Input::new(&repaired).reference(&page));
            assert!(again.is_empty(), "{text:?} beside {page:?} -> {repaired:?} -> {:?}", again.apply());
        }
        let own = repairer.plan(Input::new(&text).reference(&text));
        assert!(own.is_empty(), "{text:?} is its own reference: {:?}", own.edits());
    }
});
