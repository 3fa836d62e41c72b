//! The dictionaries as they ship.

#![cfg(feature = "embedded")]

use std::path::Path;

use ungarble::lexicon::compile::{Sources, compile};

#[test]
fn the_image_is_what_the_sources_compile_to() {
    let dictionaries = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries");
    let image = std::fs::read(dictionaries.join("en.lexicon")).unwrap();
    let sources = Sources::read(&dictionaries.join("en")).unwrap();
    let compiled = compile(&sources).unwrap();
    // Not `assert_eq`, which would print both.
    assert!(image == compiled, "run `cargo run --release --example build_dictionaries`");
}
