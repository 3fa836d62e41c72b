//! What holds of every format.

use arbitrary::Arbitrary;
use ungarble_formats::{Document, Edits, Format, Resegment};

/// A file, and edits of its first text: places in the text, lengths, and words that come there.
#[derive(Arbitrary, Debug)]
pub struct Edited<'a> {
    edits: Vec<(u16, u8, &'a str)>,
    resegment: bool,
    source: &'a str,
}

pub fn check(input: &Edited<'_>, format: Format) {
    // The smallest start of each format, so that more of what is tried gets past the look at it.
    let prefix = match format {
        Format::Alto => "<alto>",
        Format::Page => "<PcGts>",
        Format::Hocr => "<div class='ocr_page'>",
        Format::Vtt => "WEBVTT\n\n",
        _ => "",
    };
    let source = format!("{prefix}{}", input.source);
    let Ok(document) = Document::open_as(source.as_bytes(), format) else { return };
    let same = document.apply_edits(&[], Resegment::Yes);
    assert_eq!(same.bytes(), source.as_bytes());
    for text in document.texts() {
        let _ = text.input();
    }
    let _ = document.to_text();
    let Some(text) = document.texts().first() else { return };
    let mut edits = Edits::new();
    for (at, length, new) in &input.edits {
        let at = usize::from(*at) % (text.as_str().len() + 1);
        let end = (at + usize::from(*length)).min(text.as_str().len());
        edits = edits.with(at..end, *new);
    }
    let resegment = if input.resegment { Resegment::Yes } else { Resegment::No };
    let applied = document.apply_edits(&[edits], resegment);
    let is_whole = applied.skipped().is_empty() && applied.changes().is_empty();
    assert!(!is_whole || applied.bytes() == source.as_bytes());
    // What comes out is of the format still.
    let out = applied.into_text();
    if let Err(error) = Document::open_as(out.as_bytes(), format) {
        panic!("{error}\n{source:?}\n{out:?}");
    }
}
