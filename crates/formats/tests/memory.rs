//! Memory that a large file takes: with its own bytes at most four times its size, from reading it to the bytes that come
//! out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use peak_alloc::PeakAlloc;
use ungarble_formats::{Document, Edits, Resegment};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A line as Tesseract writes it, of eight words.
fn line(number: usize) -> String {
    let mut line = format!("<TextLine ID=\"line_{number}\" HPOS=\"17\" VPOS=\"16\" WIDTH=\"1034\" HEIGHT=\"49\">\n");
    for (i, word) in ["Tbe", "old", "yard", "would", "become", "a", "base", "for"].iter().enumerate() {
        let left = 30 + 100 * i;
        line.push_str(&format!(
            "\t\t<String ID=\"string_{number}_{i}\" HPOS=\"{left}\" VPOS=\"35\" WIDTH=\"54\" HEIGHT=\"20\" WC=\"0.87\" \
             CONTENT=\"{word}\"/><SP WIDTH=\"11\" VPOS=\"35\" HPOS=\"{}\"/>\n",
            left + 54
        ));
    }
    line + "</TextLine>\n"
}

#[test]
fn a_large_file_takes_at_most_four_times_its_size() {
    let mut source = String::from("<alto><Layout>");
    let mut number = 0;
    while source.len() < 25_000_000 {
        source.push_str("<Page>");
        for _ in 0..60 {
            number += 1;
            source.push_str(&line(number));
        }
        source.push_str("</Page>");
    }
    source.push_str("</Layout></alto>");
    source.shrink_to_fit();
    let size = source.len();
    MEMORY.reset_peak_usage();
    let document = Document::open(source.as_bytes()).unwrap();
    let repaired = document.repair(Resegment::Yes, |text| {
        let found = text.as_str().match_indices("Tbe");
        found.fold(Edits::new(), |edits, (at, _)| edits.with(at..at + 3, "The"))
    });
    assert_eq!(repaired.changes().len(), number);
    assert!(repaired.bytes().windows(3).any(|bytes| bytes == b"The"));
    let peak = MEMORY.peak_usage();
    assert!(peak <= 4 * size, "{peak} bytes for a file of {size}");
}
