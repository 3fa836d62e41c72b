//! Any bytes for a file of any format: an error with its place, or a document which stays byte for byte without edits, and
//! which can be read again with them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ungarble_formats::{Document, Edits, Format, Resegment, epub_text};

fuzz_target!(|bytes: &[u8]| {
    let Some((&choice, bytes)) = bytes.split_first() else { return };
    if choice % 16 == 15 {
        let _ = epub_text(bytes);
        return;
    }
    let format = Format::ALL[usize::from(choice) % Format::ALL.len()];
    let resegment = if choice >= 128 { Resegment::Yes } else { Resegment::No };
    let Ok(document) = Document::open_as(bytes, format) else {
        let _ = Document::open(bytes);
        return;
    };
    let _ = document.to_text();
    let none: Vec<Edits> = document.texts().iter().map(|_| Edits::new()).collect();
    assert_eq!(document.apply_edits(&none, resegment).bytes(), bytes, "without edits nothing changes");
    // One word of each text becomes another.
    let edits: Vec<Edits> = document
        .texts()
        .iter()
        .map(|text| {
            let text = text.as_str();
            let word = text.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
            let Some(word) = word else { return Edits::new() };
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            Edits::new().with(start..start + word.len(), "harbour")
        })
        .collect();
    let applied = document.apply_edits(&edits, resegment);
    let made = applied.bytes().to_vec();
    let again = Document::open_as(&made, format);
    assert!(again.is_ok(), "{:?} -> {:?}", String::from_utf8_lossy(bytes), String::from_utf8_lossy(&made));
});
