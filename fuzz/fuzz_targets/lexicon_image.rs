//! Any bytes for an image, and the English images with any of their bytes changed: an error, or look-ups that answer.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ungarble::lm::{LanguageModel, LmToken, NgramModel};
use ungarble::{Lexicon, LexiconError};

static ENGLISH: &[u8] = include_bytes!("../../dictionaries/en/en.lexicon");
static NGRAMS: &[u8] = include_bytes!("../../dictionaries/en-lm/en.ngrams");

fuzz_target!(|input: (&[u8], Vec<(u32, u8)>, String)| {
    let (bytes, patches, word) = input;
    ask(Lexicon::from_image(bytes.to_vec()), &word);
    ask(Lexicon::from_image(damaged(ENGLISH, &patches)), &word);
    let english = Lexicon::from_image(ENGLISH).expect("an image that tests rebuild");
    for image in [bytes.to_vec(), damaged(NGRAMS, &patches)] {
        if let Ok(model) = NgramModel::open(image, &english) {
            ask_model(&model, &english, &word);
        }
    }
});

fn damaged(image: &[u8], patches: &[(u32, u8)]) -> Vec<u8> {
    let mut damaged = image.to_vec();
    for &(at, value) in patches {
        // The header and the first sections are small and steer all the rest: half of the changes fall there.
        let at = if at % 2 == 0 { at as usize / 2 % 4096 } else { at as usize % damaged.len() };
        damaged[at] = value;
    }
    damaged
}

fn ask(lexicon: Result<Lexicon, LexiconError>, word: &str) {
    let Ok(lexicon) = lexicon else { return };
    let _ = lexicon.verify();
    let _ = lexicon.contains(word);
    let _ = lexicon.suggest(word, 5);
    for word in [word, "the", "goverment", "tokyo", "its"] {
        let _ = lexicon.misspelling(word);
        let _ = (lexicon.confusions(word).count(), lexicon.variant(word).count());
        if let Some(entry) = lexicon.entry(word) {
            let _ = (lexicon.spelling(entry.id()), lexicon.canonical(entry.id()), lexicon.unigram_cost(entry.id()));
        }
    }
}

fn ask_model(model: &NgramModel, lexicon: &Lexicon, word: &str) {
    let _ = model.verify();
    let mut list = Vec::new();
    for word in [word, "the", "united", "of"] {
        let word = LmToken::from(lexicon.entry(word).map(|entry| entry.id()));
        model.successors(word, 8, &mut list);
        model.predecessors(word, 8, &mut list);
        for before in [LmToken::Boundary, LmToken::Number, word] {
            let _ = (model.trigram([before, word], word), model.seen_triple([before, word], word));
        }
    }
}
