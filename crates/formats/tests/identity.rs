//! What is not edited comes out byte for byte, and what is read is what the file says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use ungarble_formats::{Document, Edits, Format, Resegment};

mod made;

const FILES: u64 = 200;

#[test]
fn samples_without_edits_are_identical() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let document = Document::open(&bytes).unwrap();
        let expected = match name.split(['-', '0', '1', '2', '3', '.']).next().unwrap() {
            "alto" => Format::Alto,
            "hocr" => Format::Hocr,
            "page" => Format::Page,
            "srt" => Format::Srt,
            "vtt" => Format::Vtt,
            "LICENCES" => Format::Text,
            other => panic!("a sample of {other}"),
        };
        assert_eq!(document.format(), expected, "{name}");
        assert!(document.texts().iter().any(|text| text.as_str().split_whitespace().count() >= 8), "{name}");
        let applied = document.apply_edits(&[], Resegment::Yes);
        assert_eq!(applied.bytes(), bytes, "{name}");
        let empty: Vec<Edits> = document.texts().iter().map(|_| Edits::new()).collect();
        assert_eq!(document.apply_edits(&empty, Resegment::No).bytes(), bytes, "{name}");
        count += 1;
    }
    assert_eq!(count, 11, "samples");
}

#[test]
fn made_files_hold_what_was_put_in_and_come_out_as_they_went_in() {
    for format in Format::ALL {
        for seed in 0..FILES {
            let made = made::made(format, seed);
            let document = Document::open_as(made.source.as_bytes(), format)
                .unwrap_or_else(|error| panic!("{format} {seed}: {error}\n{}", made.source));
            if format != Format::Text {
                assert_eq!(document.texts()[0].as_str(), made.text, "{format} {seed}\n{}", made.source);
            }
            if format != Format::Markdown {
                assert_eq!(Format::sniff(&made.source), Ok(format), "{format} {seed}\n{}", made.source);
            }
            let same: Vec<Edits> =
                document.texts().iter().map(|text| Edits::new().with(0..text.as_str().len(), text.as_str())).collect();
            for edits in [vec![], same] {
                let applied = document.apply_edits(&edits, Resegment::Yes);
                assert_eq!(applied.bytes(), made.source.as_bytes(), "{format} {seed}");
                assert!(applied.changes().is_empty());
            }
        }
    }
}
