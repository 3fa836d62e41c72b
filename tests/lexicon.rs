//! The English lexicon as its users meet it.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use slips::Dice;
use symspell::{SymSpell, SymSpellBuilder, UnicodeStringStrategy, Verbosity};
use ungarble::lexicon::compile::{Source, Sources, compile};
use ungarble::lexicon::{Dialects, NameClasses};
use ungarble::{Lexicon, LexiconError};

mod slips;

fn candidates(lexicon: &Lexicon, word: &str, distance: u8) -> BTreeMap<String, usize> {
    let mut found = Vec::new();
    lexicon.candidates(word, distance, &mut found);
    let named = found.iter().map(|&(id, distance)| (lexicon.spelling(id).unwrap().to_owned(), usize::from(distance)));
    named.collect()
}

#[test]
fn candidates_are_those_of_a_plain_quadratic_search() {
    let lexicon = Lexicon::english();
    let words: Vec<&str> = lexicon.suggestable().map(|(_, word)| word).collect();
    assert!((75_000..=100_000).contains(&words.len()), "{} suggestable words", words.len());
    let seed = 0x5EED_1E81_C0DE_u64;
    let mut dice = Dice(seed);
    for _ in 0..60 {
        let word = words[dice.below(words.len())];
        let edits = 1 + dice.below(3);
        let garbled = dice.garble(word, edits);
        for limit in 0..=3_u8 {
            if limit == 3 && garbled.len() < 6 {
                continue;
            }
            let wanted: BTreeMap<String, usize> = words
                .iter()
                .filter(|word| word.len().abs_diff(garbled.len()) <= usize::from(limit))
                .map(|word| ((*word).to_owned(), strsim::osa_distance(&garbled, word)))
                .filter(|(_, distance)| *distance <= usize::from(limit))
                .collect();
            assert_eq!(candidates(lexicon, &garbled, limit), wanted, "{garbled:?} within {limit}, seed {seed:#x}");
            if limit == if garbled.len() < 6 { 2 } else { 3 } {
                let suggested = lexicon.suggest(&garbled, usize::MAX);
                let suggested: BTreeMap<String, usize> =
                    suggested.iter().map(|s| (s.text().to_owned(), usize::from(s.distance()))).collect();
                assert_eq!(suggested, wanted, "suggestions for {garbled:?}, seed {seed:#x}");
            }
        }
    }
}

#[test]
fn candidates_are_those_of_symspell() {
    let lexicon = Lexicon::english();
    let mut symspell: SymSpell<UnicodeStringStrategy> =
        SymSpellBuilder::default().max_dictionary_edit_distance(2).build().unwrap();
    // A tenth of the words: its index of all of them takes seconds and 160 MB.
    let words: Vec<&str> = lexicon.suggestable().map(|(_, word)| word).step_by(10).collect();
    for word in &words {
        symspell.load_dictionary_line(&format!("{word}\t1"), 0, 1, "\t");
    }
    let known: BTreeSet<&str> = words.iter().copied().collect();
    let mut dice = Dice(0x0DD_5EED);
    for _ in 0..500 {
        let word = words[dice.below(words.len())];
        let edits = 1 + dice.below(3);
        let garbled = dice.garble(word, edits);
        let ours: BTreeSet<String> =
            candidates(lexicon, &garbled, 2).into_keys().filter(|word| known.contains(word.as_str())).collect();
        // Its distance may edit a place twice ("ca" to "abc" in two); ours, as that of most, may not.
        let theirs = symspell.lookup(&garbled, Verbosity::All, 2).into_iter().map(|found| found.term);
        let theirs: BTreeSet<String> = theirs.filter(|term| strsim::osa_distance(&garbled, term) <= 2).collect();
        assert_eq!(ours, theirs, "{garbled:?}");
    }
}

#[test]
fn spellings_of_every_dialect_are_known() {
    let lexicon = Lexicon::english();
    for (word, has, lacks) in [
        ("organise", Dialects::UK_ISE | Dialects::AU | Dialects::IN, Dialects::US),
        ("organize", Dialects::US | Dialects::UK_IZE | Dialects::CA, Dialects::UK_ISE),
        ("colour", Dialects::UK_ISE | Dialects::UK_IZE | Dialects::CA | Dialects::AU | Dialects::IN, Dialects::US),
        ("color", Dialects::US, Dialects::UK_ISE | Dialects::AU),
        ("centre", Dialects::UK_ISE | Dialects::CA, Dialects::US),
    ] {
        let dialects = lexicon.entry(word).unwrap().dialects();
        assert!(dialects.contains(has) && !dialects.intersects(lacks), "{word}: {dialects:?}");
    }
    assert_eq!(lexicon.entry("table").unwrap().dialects(), Dialects::ALL);
    for word in ["lakh", "crore", "dacoit", "loonie", "toque", "arvo", "programme", "cheque", "tyre", "gaol"] {
        assert!(lexicon.contains(word), "{word}");
    }
    assert!(lexicon.variant("defence").any(|variant| variant == "defense"));
    assert!(lexicon.variant("color").any(|variant| variant == "colour"));
    assert_eq!(lexicon.variant("table").count(), 0);
}

#[test]
fn names_have_their_own_capitals() {
    let lexicon = Lexicon::english();
    let canonical = |word| lexicon.entry(word).and_then(|entry| lexicon.canonical(entry.id()));
    for (word, name) in
        [("nato", "NATO"), ("iphone", "iPhone"), ("ebay", "eBay"), ("youtube", "YouTube"), ("gdp", "GDP")]
    {
        assert_eq!(canonical(word), Some(name));
    }
    for word in ["london", "monday", "january", "obama", "merkel"] {
        let entry = lexicon.entry(word).unwrap();
        assert!(entry.is_name() && !entry.is_word() && canonical(word).is_none(), "{word}: {entry:?}");
    }
    let may = lexicon.entry("may").unwrap();
    assert!(may.is_name() && may.is_word() && may.classes().contains(NameClasses::MONTH_DAY));
    assert!(lexicon.entry("india").unwrap().classes().contains(NameClasses::PLACE));
    let shares = lexicon.entry("tokyo").unwrap().casing();
    assert!(shares.title > 200 && shares.known(), "{shares:?}");
}

#[test]
fn names_of_several_words_are_found_longest_first() {
    let lexicon = Lexicon::english();
    let phrase = |text: &str| {
        let words: Vec<&str> = text.split(' ').collect();
        lexicon.name_phrase(&words).map(|phrase| (phrase.text(), phrase.words()))
    };
    assert_eq!(phrase("east china sea disputes"), Some(("East China Sea", 3)));
    assert_eq!(phrase("new delhi"), Some(("New Delhi", 2)));
    assert_eq!(phrase("new shoes"), None);
    assert_eq!(phrase("qzxv"), None);
    assert_eq!(lexicon.name_phrase(&[]), None);
    assert!(lexicon.has_pair("New", "Delhi") && lexicon.has_pair("the", "Pentagon"));
}

#[test]
fn misspellings_are_no_words_and_are_mended() {
    let lexicon = Lexicon::english();
    for (wrong, right) in
        [("goverment", "government"), ("recieve", "receive"), ("seperate", "separate"), ("howver", "however")]
    {
        assert!(!lexicon.contains(wrong), "{wrong}");
        assert_eq!(lexicon.suggest(wrong, 3).first().map(|s| s.text()), Some(right));
    }
    assert_eq!(lexicon.misspelling("teh"), Some("the"));
    for word in ["government", "the", "its"] {
        assert_eq!(lexicon.misspelling(word), None);
    }
    assert!(lexicon.confusions("its").any(|word| word == "it's"));
    assert!(lexicon.confusions("bot").any(|word| word == "both"));
}

#[test]
fn offensive_and_archaic_words_are_known_but_never_offered() {
    let lexicon = Lexicon::english();
    for word in ["bitch", "thee", "hath"] {
        let entry = lexicon.entry(word).unwrap();
        assert!(entry.is_word() && entry.is_discouraged() && !entry.is_suggestable(), "{word}");
        assert!(!candidates(lexicon, word, 0).contains_key(word));
    }
}

#[test]
fn any_case_possessives_and_hyphens_are_known() {
    let lexicon = Lexicon::english();
    for word in [
        "Japan's",
        "JAPAN’S",
        "governments'",
        "well-known",
        "Tokyo-based",
        "it’s",
        "NATO's",
        "café",
        "Dvořák",
        "p.m.",
        "U.S.A.",
    ] {
        assert!(lexicon.contains(word), "{word}");
    }
    for word in ["", "'s", "-", ".", "a..b", "well-", "qzxv's", "re-airgised"] {
        assert!(!lexicon.contains(word), "{word:?}");
    }
}

#[test]
fn some_abbreviations_and_names_are_known_in_their_capitals_only() {
    let lexicon = Lexicon::english();
    for word in ["JPL", "JPL's", "YAML", "VMs", "MPs", "PCs", "the Kennedys", "JPL-based", "CloudFront", "CLOUDFRONT"] {
        assert!(word.split(' ').all(|word| lexicon.contains(word)), "{word}");
    }
    for word in ["jpl", "Jpl", "yaml's", "jpl-based", "cloudfront", "vms's"] {
        assert!(!lexicon.contains(word), "{word}");
    }
    let entry = lexicon.entry("jpl").unwrap();
    assert!(entry.is_cased() && entry.is_name() && !entry.is_word() && !entry.is_suggestable());
    assert_eq!((entry.casing().upper, lexicon.canonical(entry.id())), (255, None));
    let entry = lexicon.entry("cloudfront").unwrap();
    assert_eq!(lexicon.canonical(entry.id()), Some("CloudFront"));
}

#[test]
fn a_damaged_image_is_an_error_or_answers_without_a_panic() {
    let image = ungarble_en::LEXICON.to_vec();
    assert!(Lexicon::from_image(image.clone()).unwrap().verify().is_ok());
    assert!(matches!(Lexicon::from_image(b"".to_vec()), Err(LexiconError::Magic { .. })));
    assert!(matches!(Lexicon::from_image(b"UNGARLEX".to_vec()), Err(LexiconError::Version { .. })));
    assert!(matches!(Lexicon::from_image(image[..1000].to_vec()), Err(LexiconError::Length { .. })));

    let ask = |lexicon: &Lexicon| {
        for word in ["the", "nato", "goverment", "iphone", "east", "qzxv", "its", "defence"] {
            let _ = (lexicon.suggest(word, 3), lexicon.contains(word), lexicon.misspelling(word));
            let _ = lexicon.name_phrase(&[word, "china", "sea"]);
            let _ = (lexicon.variant(word).count(), lexicon.confusions(word).count());
            if let Some(entry) = lexicon.entry(word) {
                let id = entry.id();
                let _ = (lexicon.canonical(id), lexicon.spelling(id), lexicon.entry_of(id));
            }
            let _ = lexicon.has_pair(word, "China");
        }
    };
    for damaged in damages(&image, 200, Dice(0xDA3A6ED)) {
        if let Ok(lexicon) = Lexicon::from_image(damaged.clone()) {
            assert!(damaged == image || lexicon.verify().is_err());
            ask(&lexicon);
        }
    }
}

/// `image` with some bytes replaced, 400 times: in its first `head` bytes, which are the header and the tables behind it, and
/// anywhere, by turns.
fn damages(image: &[u8], head: usize, mut dice: Dice) -> impl Iterator<Item = Vec<u8>> + '_ {
    (0..400).map(move |round| {
        let mut damaged = image.to_vec();
        let limit = if round % 2 == 0 { head } else { damaged.len() };
        for _ in 0..1 + round % 20 {
            let at = dice.below(limit);
            damaged[at] = dice.below(256) as u8;
        }
        damaged
    })
}

#[test]
fn another_language_is_compiled_from_its_own_sources() {
    let source = |text: &str| vec![Source { name: "wörter.tsv".to_owned(), text: text.to_owned() }];
    let sources = Sources {
        words: source("straße\t450\t*\ts\ngrün\t480\t*\ta\nhaus\t510\t*\ts\n"),
        names: source("Zürich\t420\tg\ta\nBad Homburg\t\tg\ta\n"),
        alphabet: "abcdefghijklmnopqrstuvwxyzäöüß".to_owned(),
        ..Sources::default()
    };
    let lexicon = Lexicon::from_image(compile(&sources).unwrap()).unwrap();
    assert!(lexicon.contains("Straße") && lexicon.contains("GRÜN") && lexicon.entry("zürich").unwrap().is_name());
    assert!(!lexicon.contains("haüs"));
    assert_eq!(lexicon.suggest("hsus", 2).first().map(|s| s.text()), Some("haus"));
    assert_eq!(lexicon.name_phrase(&["bad", "homburg"]).map(|p| p.text()), Some("Bad Homburg"));

    let long = Sources { words: source("donaudampfschifffahrtsgesellschaft\t50\t*\ta\n"), ..Sources::default() };
    assert!(matches!(compile(&long), Err(LexiconError::Entry { line: 1, .. })));
    let wrong = Sources { words: source("# fine\nhaus\tviel\t*\ts\n"), ..Sources::default() };
    match compile(&wrong) {
        Err(LexiconError::Entry { name, line, .. }) => assert_eq!((name.as_str(), line), ("wörter.tsv", 2)),
        other => panic!("{other:?}"),
    }
}
