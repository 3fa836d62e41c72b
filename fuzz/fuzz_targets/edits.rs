//! Edits of any plan as JSON Lines: each line is one object, and says of the text what the edit says.

#![no_main]

use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use ungarble::report::{diagnosis_record, edit_records, summary_record};
use ungarble::{Input, Repairer, Stage};

/// References make more kinds of edits, and take less time, than the rest.
static REPAIRER: LazyLock<Repairer> = LazyLock::new(|| {
    let builder = Repairer::builder().policy(ungarble::Policy::FULL).casing(Stage::Off).spelling(Stage::Off);
    builder.build().expect("English is embedded")
});

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let name = ungarble_fuzz::text(&mut bytes);
    let page = ungarble_fuzz::text(&mut bytes);
    let text = damaged(&page, &mut bytes);
    let plan = REPAIRER.plan(Input::new(&text).reference(&page));
    for record in edit_records(&name, &plan, &[name.clone()]) {
        let line = serde_json::to_string(&record).expect("a record can be written");
        assert!(!line.contains('\n'));
        let value: serde_json::Value = serde_json::from_str(&line).expect("what was written can be read");
        let number = |key: &str| value[key].as_u64().expect("an offset") as usize;
        assert_eq!(text.get(number("start")..number("end")), value["original"].as_str());
    }
    for record in [summary_record(&name, &plan), diagnosis_record(&name, &plan)] {
        let line = serde_json::to_string(&record).expect("a record can be written");
        let _: serde_json::Value = serde_json::from_str(&line).expect("what was written can be read");
    }
});

/// The page with letters changed, as the bytes say.
fn damaged(page: &str, bytes: &mut Unstructured<'_>) -> String {
    let mut chars: Vec<char> = page.chars().collect();
    while let (false, false, Ok((at, letter))) = (chars.is_empty(), bytes.is_empty(), bytes.arbitrary::<(u8, u8)>()) {
        let at = usize::from(at) % chars.len();
        chars[at] = char::from(b'a' + letter % 26);
    }
    chars.into_iter().collect()
}
