//! Any bytes for an image, and the English image with any of its bytes changed: an error, or look-ups that answer.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ungarble::Lexicon;

static ENGLISH: &[u8] = include_bytes!("../../dictionaries/en.lexicon");

fuzz_target!(|input: (&[u8], Vec<(u32, u8)>, String)| {
    let (bytes, patches, word) = input;
    ask(bytes.to_vec(), &word);
    let mut damaged = ENGLISH.to_vec();
    for (at, value) in patches {
        // The header and the first sections are small and steer all the rest: half of the changes fall there.
        let at = if at % 2 == 0 { at as usize / 2 % 4096 } else { at as usize % damaged.len() };
        damaged[at] = value;
    }
    ask(damaged, &word);
});

fn ask(image: Vec<u8>, word: &str) {
    let Ok(lexicon) = Lexicon::from_image(image) else { return };
    let _ = lexicon.verify();
    let _ = lexicon.contains(word);
    let _ = lexicon.suggest(word, 5);
    for word in [word, "the", "goverment", "tokyo", "its"] {
        let _ = lexicon.misspelling(word);
        let _ = (lexicon.confusions(word).count(), lexicon.variant(word).count());
        if let Some(entry) = lexicon.entry(word) {
            let _ = (lexicon.spelling(entry.id()), lexicon.canonical(entry.id()), lexicon.unigram_cost(entry.id()));
            let _ = lexicon.successors(Some(entry.id())).take(64).count();
        }
    }
}
