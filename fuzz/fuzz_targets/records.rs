//! Any line of JSON Lines: a flaw, or a record whose other bytes stay when its text is put back or changed.

#![no_main]

/// The command's own reader of records.
#[path = "../../crates/cli/src/record.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod record;

/// What the reader makes of references.
mod pages {
    #[derive(Debug)]
    #[allow(dead_code, reason = "only made here")]
    pub(crate) struct Reference {
        pub(crate) name: String,
        pub(crate) text: String,
    }
}

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use record::{Fields, Record};

static FIELDS: LazyLock<Fields> =
    LazyLock::new(|| Fields { text: "text".into(), id: Some("id".into()), reference: Some("ref".into()) });

fuzz_target!(|bytes: &[u8]| {
    let line = [b"{\"text\":", bytes, b"}"].concat();
    for line in [bytes, &line] {
        let Ok(record) = Record::parse(line, &FIELDS) else { continue };
        let texts = [record.text.as_str(), "", "caf\u{e9}\u{1f6a2}\"\\\n\u{0}\u{2028}"];
        for text in texts {
            let mut out = Vec::new();
            record.write(line, text, &mut out);
            let again = Record::parse(&out, &FIELDS).unwrap_or_else(|flaw| panic!("{out:?}: {flaw:?}"));
            assert_eq!(again.text, text);
            assert_eq!(again.id, record.id);
            assert_eq!(again.references.len(), record.references.len());
            assert!(out.is_ascii() || !line.is_ascii(), "an ASCII line stays one");
        }
    }
});
