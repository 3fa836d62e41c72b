//! Memory that a large file takes: with its own bytes at most four times its size, from reading it to the bytes that come
//! out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use peak_alloc::PeakAlloc;
use ungarble_formats::{Document, Edits, Resegment};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The words of a line; one line in four is damaged.
fn words(number: usize) -> [&'static str; 8] {
    let (the, would) = if number.is_multiple_of(4) { ("Tbe", "wouId") } else { ("The", "would") };
    [the, "old", "yard", would, "become", "a", "base", "for"]
}

/// A line as Tesseract writes it.
fn boxes(number: usize) -> String {
    let mut line = format!("<TextLine ID=\"line_{number}\" HPOS=\"17\" VPOS=\"16\" WIDTH=\"1034\" HEIGHT=\"49\">\n");
    for (i, word) in words(number).iter().enumerate() {
        let left = 30 + 100 * i;
        line.push_str(&format!(
            "\t\t<String ID=\"string_{number}_{i}\" HPOS=\"{left}\" VPOS=\"35\" WIDTH=\"54\" HEIGHT=\"20\" WC=\"0.87\" \
             CONTENT=\"{word}\"/><SP WIDTH=\"11\" VPOS=\"35\" HPOS=\"{}\"/>\n",
            left + 54
        ));
    }
    line + "</TextLine>\n"
}

/// A line with nothing but what it must have.
fn bare(number: usize) -> String {
    let words: String = words(number).iter().map(|word| format!("<String CONTENT=\"{word}\"/><SP/>")).collect();
    format!("<TextLine>{words}</TextLine>\n")
}

/// Repairs a file of so many bytes and returns its size and the memory that it took, with the file itself.
fn measured(line: fn(usize) -> String, bytes: usize) -> (usize, usize) {
    let mut source = String::from("<alto><Layout>");
    let mut number = 0;
    while source.len() < bytes {
        source.push_str("<Page>");
        for _ in 0..60 {
            number += 1;
            source.push_str(&line(number));
        }
        source.push_str("</Page>");
    }
    source.push_str("</Layout></alto>");
    source.shrink_to_fit();
    MEMORY.reset_peak_usage();
    let document = Document::open(source.as_bytes()).unwrap();
    // Of each damaged line one edit is made and one is not, so that every text is planned again.
    let repaired = document.repair(Resegment::No, |text| {
        let found = |word: &'static str| text.as_str().match_indices(word).map(move |(at, _)| (at, word.len()));
        let mut places: Vec<(usize, usize, &str)> = found("Tbe").map(|(at, length)| (at, length, "The")).collect();
        places.extend(found("wouId").map(|(at, length)| (at, length, "wou ld")));
        places.sort_unstable();
        places.into_iter().fold(Edits::new(), |edits, (at, length, new)| edits.with(at..at + length, new))
    });
    assert_eq!((repaired.changes().len(), repaired.skipped().len()), (number / 4, number / 4));
    assert!(repaired.bytes().windows(3).any(|bytes| bytes == b"The"));
    (source.len(), MEMORY.peak_usage())
}

// Both in one test: memory is that of the process.
#[test]
fn a_large_file_takes_at_most_four_times_its_size() {
    let (size, peak) = measured(boxes, 25_000_000);
    assert!(peak <= 3 * size, "{peak} bytes for a file of {size}");
    let (size, peak) = measured(bare, 10_000_000);
    assert!(2 * peak <= 9 * size, "{peak} bytes for a file of {size} that is almost all text");
}
