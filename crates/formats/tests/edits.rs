//! Edits of made files: what comes out reads as was asked, what was not edited is as it was, and a second run finds
//! nothing to do.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::ops::Range;

use made::Dice;
use ungarble::{Noise, Repairer};
use ungarble_formats::{Document, Edits, Format, Resegment};

mod made;

const FILES: u64 = 200;

/// The words of a text that stand for themselves: letters, no references, no hyphen at a line's end. Running heads, which
/// are in capitals here, would be told no longer if one of them changed.
fn plain_words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    let mut before = "";
    words.retain(|word| {
        let written = text.get(word.clone()).unwrap();
        let is_half = std::mem::replace(&mut before, written).ends_with('-');
        let is_head = written.bytes().all(|byte| byte.is_ascii_uppercase());
        !is_half && !is_head && written.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    words
}

fn open(source: &str, format: Format) -> Document<'_> {
    Document::open_as(source.as_bytes(), format).unwrap_or_else(|error| panic!("{error}\n{source}"))
}

#[test]
fn a_changed_word_changes_back_to_the_same_bytes() {
    for format in Format::ALL {
        let mut changed = 0;
        for seed in 0..FILES {
            let made = made::made(format, seed);
            let document = open(&made.source, format);
            let text = document.texts()[0].as_str();
            let dice = &mut Dice::new(seed);
            let (mut there, mut back) = (Edits::new(), Edits::new());
            let mut expected = text.to_owned();
            for word in plain_words(text) {
                if dice.one_in(2) {
                    // As many letters, so that what speaks of each of them stays.
                    let turned = |c: char| if matches!(c, 'z' | 'Z') { 'q' } else { char::from(c as u8 + 1) };
                    let new: String = text.get(word.clone()).unwrap().chars().map(turned).collect();
                    expected.replace_range(word.clone(), &new);
                    back = back.with(word.clone(), text.get(word.clone()).unwrap());
                    there = there.with(word, new);
                    changed += 1;
                }
            }
            let applied = document.apply_edits(&[there], Resegment::No);
            assert!(applied.skipped().is_empty() && applied.levels_apart() == 0, "{format} {seed}\n{}", made.source);
            let out = applied.into_text();
            let document = open(&out, format);
            assert_eq!(document.texts()[0].as_str(), expected, "{format} {seed}");
            let restored = document.apply_edits(&[back], Resegment::No).into_text();
            let same = restored.chars().zip(made.source.chars()).take_while(|(a, b)| a == b).count();
            let near = |file: &str| file.chars().skip(same.saturating_sub(60)).take(120).collect::<String>();
            assert!(restored == made.source, "{format} {seed}\n{}\n---\n{}", near(&restored), near(&made.source));
        }
        assert!(changed > FILES, "{format}");
    }
}

/// Edits that split, join, lengthen and remove words within their lines, and the text that they make.
fn resegmented(text: &str, format: Format, dice: &mut Dice) -> (Edits, String) {
    let words = plain_words(text);
    let mut edits = Edits::new();
    let mut parts: Vec<(Range<usize>, String)> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let this = words[i].clone();
        let written = text.get(this.clone()).unwrap();
        let next = words.get(i + 1).filter(|next| text.get(this.end..next.start) == Some(" "));
        let (part, new) = match (dice.below(6), next) {
            (0, _) if format == Format::Srt => (this, format!("{written}ish & more")),
            (0, _) => (this, format!("{written}ish & <more>")),
            (1, _) if written.len() > 1 => {
                let (first, rest) = written.split_at(1);
                (this, format!("{first} {rest}"))
            }
            (2, Some(next)) => {
                i += 1;
                (this.start..next.end, format!("{written}{}", text.get(next.clone()).unwrap()))
            }
            (3, Some(next)) => {
                i += 1;
                (this.start..next.end, written.to_owned())
            }
            (4, _) => (this, format!("{written}s")),
            _ => (this, written.to_owned()),
        };
        parts.push((part, new));
        // A word between two edits, so that each stands for itself.
        i += 2;
    }
    let mut out = text.to_owned();
    for (part, new) in parts.iter().rev() {
        out.replace_range(part.clone(), new);
    }
    for (part, new) in parts {
        edits = edits.with(part, new);
    }
    (edits, out)
}

#[test]
fn what_comes_out_reads_as_was_asked() {
    for format in Format::ALL {
        let mut skipped = 0;
        for seed in 0..FILES {
            let made = made::made(format, seed);
            let document = open(&made.source, format);
            let text = document.texts()[0].as_str();
            let (edits, expected) = resegmented(text, format, &mut Dice::new(seed + 77));
            let applied = document.apply_edits(&[edits], Resegment::Yes);
            let is_whole = applied.skipped().is_empty();
            skipped += applied.skipped().len();
            let out = applied.into_text();
            let after = open(&out, format);
            if is_whole {
                // Where the file tells its order, the words at its edges tell whether a block begins a paragraph.
                let joined = |text: &str| match made.source.contains("ReadingOrder") {
                    true => text.replace("\n\n", "\n"),
                    false => text.to_owned(),
                };
                // A mark of Markdown that is new is written with a backslash, and may be told apart from its word.
                let after = joined(after.texts()[0].as_str());
                assert_eq!(after, joined(&expected), "{format} {seed}\n{}\n{out}", made.source);
            }
            assert_eq!(after.apply_edits(&[], Resegment::Yes).bytes(), out.as_bytes());
        }
        assert!(skipped < 40, "{format}: {skipped} edits skipped");
    }
}

#[test]
fn boxes_keep_the_number_of_words_unless_asked() {
    for format in [Format::Hocr, Format::Alto, Format::Page] {
        for seed in 0..FILES {
            let made = made::made(format, seed);
            let document = open(&made.source, format);
            let text = document.texts()[0].as_str();
            let (edits, _) = resegmented(text, format, &mut Dice::new(seed + 77));
            let out = document.apply_edits(&[edits], Resegment::No).into_text();
            let element = match format {
                Format::Hocr => "ocrx_word",
                Format::Alto => "CONTENT=",
                _ => "Word id",
            };
            if format != Format::Alto {
                let count = |source: &str| source.matches(element).count();
                assert_eq!(count(&out), count(&made.source), "{format} {seed}");
            }
            let strings = |source: &str| source.matches("String ").count();
            assert_eq!(strings(&out), strings(&made.source), "{format} {seed}");
        }
    }
}

#[test]
fn repaired_files_are_not_changed_by_a_second_run() {
    let repairer = Repairer::builder().noise(Noise::Ocr).build().unwrap();
    for format in Format::ALL {
        let mut changes = 0;
        for seed in 0..FILES {
            let made = made::made(format, seed);
            for resegment in [Resegment::No, Resegment::Yes] {
                let document = open(&made.source, format);
                let once = document.repair(resegment, |text| repairer.plan(text.input()).into());
                changes += once.changes().len();
                assert_eq!(once.unstable(), 0, "{format} {seed}");
                let once = once.into_text();
                let document = open(&once, format);
                let twice = document.repair(resegment, |text| repairer.plan(text.input()).into());
                assert_eq!(twice.into_text(), once, "{format} {seed}\n{}", made.source);
            }
        }
        assert!(changes > 100, "{format}: {changes} changes");
    }
}

#[test]
fn the_plan_of_a_file_is_that_of_its_text() {
    let repairer = Repairer::builder().noise(Noise::Ocr).build().unwrap();
    for format in [Format::Hocr, Format::Alto, Format::Page, Format::Srt, Format::Vtt] {
        for seed in 0..FILES {
            let made = made::made(format, seed);
            let document = open(&made.source, format);
            let text = &document.texts()[0];
            // Confidences and alternatives are evidence that plain text has not.
            let plain = Edits::from(repairer.plan(text.as_str()));
            if text.input().recognised_words().is_empty() && matches!(format, Format::Hocr) {
                assert_eq!(Edits::from(repairer.plan(text.input())), plain, "{format} {seed}");
            }
            assert_eq!(Edits::from(repairer.plan(&made.text)), plain, "{format} {seed}");
        }
    }
}
