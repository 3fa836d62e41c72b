//! German as it should come out, and as it should stay: `fixtures.toml`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde::Deserialize;
use ungarble::{Noise, Repairer};

#[derive(Deserialize)]
struct Fixtures {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    noise: Option<String>,
    input: String,
    /// As the input where there is none.
    output: Option<String>,
    why: String,
}

#[test]
fn german_is_repaired_and_left_alone_as_the_fixtures_say() {
    let fixtures: Fixtures = toml::from_str(include_str!("fixtures.toml")).unwrap();
    let repairer = Repairer::builder().language(ungarble_de::german().unwrap()).build().unwrap();
    let mut wrong = Vec::new();
    for Case { name, noise, input, output, why } in &fixtures.case {
        let noise: Noise = noise.as_deref().map_or(Noise::Auto, |noise| noise.parse().unwrap());
        let repaired = repairer.repair(ungarble::Input::new(input).noise(noise));
        let expected = output.as_ref().unwrap_or(input);
        if repaired != *expected {
            wrong.push(format!("{name} ({why}):\n  {expected:?}, not\n  {repaired:?}"));
        }
        assert_eq!(repairer.repair(&*repaired), repaired, "{name}: repaired twice");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_image_is_compiled_from_the_lists() {
    use ungarble::lexicon::compile::{Sources, compile};

    let sources = Sources::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let image: &[u8] = include_bytes!("../models/de.lexicon");
    assert!(compile(&sources).unwrap() == image, "`cargo train language` makes it anew");
}
