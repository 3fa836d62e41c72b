//! The dictionaries as they ship.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use ungarble::Lexicon;
use ungarble::lexicon::compile::{Source, Sources, compile};

#[test]
fn the_lexicon_is_what_its_sources_compile_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/en");
    let compiled = compile(&Sources::read(&folder).unwrap()).unwrap();
    let image = std::fs::read(folder.join("en.lexicon")).unwrap();
    // Not `assert_eq`, which would print both.
    assert!(image == compiled, "run `cargo run --release --example build_dictionaries`");
}

/// The first fields of the lines that are no comments.
fn listed(sources: &[Source]) -> impl Iterator<Item = (&str, bool)> {
    let lines = sources.iter().flat_map(|source| source.text.lines());
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut fields = line.split('\t');
        (fields.next().unwrap_or_default(), fields.next_back() == Some("c"))
    })
}

#[test]
fn every_listed_word_and_name_is_known_and_no_word_is_written_as_another() {
    let sources = Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/en")).unwrap();
    let lexicon = Lexicon::english();
    let mut forms = 0;
    for (form, _) in listed(&sources.words) {
        assert!(lexicon.contains(form), "{form}");
        forms += 1;
    }
    for (name, cased) in listed(&sources.names) {
        for part in name.split(' ').filter(|part| part.chars().any(char::is_uppercase)) {
            assert!(lexicon.contains(part), "{name}");
        }
        if name.contains(' ') {
            continue;
        }
        forms += 1;
        let lower = name.to_lowercase();
        let entry = lexicon.entry(&lower).unwrap();
        let small = name.bytes().all(|byte| byte.is_ascii_alphabetic()) && lexicon.contains(&lower);
        assert!(!entry.is_cased() || cased && !small, "{name}");
        if let Some(canonical) = lexicon.canonical(entry.id()) {
            assert_eq!(canonical.to_lowercase(), lower);
        }
    }
    assert!(forms >= 300_000, "{forms} forms");
    for word in ["a", "the", "instalment", "cortege", "attache"] {
        let entry = lexicon.entry(word).unwrap();
        assert_eq!(lexicon.canonical(entry.id()), None, "{word}");
    }
}
