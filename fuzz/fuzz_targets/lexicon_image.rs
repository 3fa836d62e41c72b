//! Any bytes for an image of a lexicon or a language model, and images with any of their bytes changed: an error, or
//! look-ups that answer. Most are small ones, compiled here; of the English ones a copy is made now and then.

#![no_main]

use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzz_target;
use ungarble::Lexicon;
use ungarble::lexicon::compile::{Source, Sources, compile};
use ungarble::lm::compile::{Ngrams, compile_ngrams};
use ungarble::lm::{LanguageModel, LmToken, NgramModel};

struct Images {
    lexicon: Vec<u8>,
    ngrams: Vec<u8>,
}

static SMALL: LazyLock<Images> = LazyLock::new(|| {
    let source = |name: &str, text: &str| vec![Source { name: name.to_owned(), text: text.to_owned() }];
    let sources = Sources {
        words: source(
            "words.tsv",
            "the\t720\t*\ts\nharbour\t420\t*\ts\nharbor\t410\t*\ts\nwas\t690\t*\ts\nits\t600\t*\ts\nwere\t600\t*\ts\ntown\t500\t*\ta\n",
        ),
        names: source("names.tsv", "Bad Aibling\t300\tg\ta\nTokyo\t400\tg\ts\n"),
        misspellings: source("misspellings.tsv", "tbe\tthe\n"),
        variants: source("variants.tsv", "harbour\tharbor\n"),
        confusions: source("confusions.tsv", "was\twere\n"),
        vocabulary: source("vocabulary.txt", "the\nharbour\nwas\n"),
        alphabet: "abcdefghijklmnopqrstuvwxyz".to_owned(),
        ..Sources::default()
    };
    let lexicon = compile(&sources).expect("the sources are right");
    let opened = Lexicon::from_image(lexicon.clone()).expect("it was just compiled");
    let mut ngrams = Ngrams::new(&opened);
    let id = |word: &str| LmToken::Word(opened.entry(word).expect("it is listed").id());
    ngrams.bigram(id("the"), id("harbour"), 0.2).bigram(id("harbour"), id("was"), 0.1);
    ngrams.trigram([id("the"), id("harbour")], id("was"), 0.3);
    let ngrams = compile_ngrams(&ngrams).expect("three n-grams");
    Images { lexicon, ngrams }
});

fuzz_target!(|bytes: &[u8]| {
    let mut input = Unstructured::new(bytes);
    let choice = input.arbitrary::<u16>().unwrap_or(2);
    let rest = bytes.get(2..).unwrap_or_default();
    let word = ungarble_fuzz::text(&mut Unstructured::new(input.bytes(input.len().min(8)).unwrap_or_default()));
    match choice {
        0 => ask(damaged(ungarble_en::LEXICON, &mut input), &word),
        1 => ask_model(&damaged(ungarble_en::NGRAMS, &mut input), Lexicon::english()),
        2..8_000 => ask(rest.to_vec(), &word),
        8_000..16_000 => ask_model(rest, Lexicon::english()),
        16_000..40_000 => ask(damaged(&SMALL.lexicon, &mut input), &word),
        _ => {
            let lexicon = Lexicon::from_image(SMALL.lexicon.clone()).expect("it was just compiled");
            ask_model(&damaged(&SMALL.ngrams, &mut input), &lexicon);
        }
    }
});

fn damaged(image: &[u8], bytes: &mut Unstructured<'_>) -> Vec<u8> {
    let mut damaged = image.to_vec();
    while let (false, Ok((at, value))) = (bytes.is_empty(), bytes.arbitrary::<(u32, u8)>()) {
        // The header and the first sections are small and steer all the rest: half of the changes fall there.
        let at = if at % 2 == 0 { at as usize / 2 % 4096 } else { at as usize } % damaged.len();
        damaged[at] = value;
    }
    damaged
}

fn ask(image: Vec<u8>, word: &str) {
    let Ok(lexicon) = Lexicon::from_image(image) else { return };
    let _ = lexicon.verify();
    let mut found = Vec::new();
    for word in [word, "the", "goverment", "tokyo", "its", "tbe"] {
        let _ = (lexicon.contains(word), lexicon.misspelling(word));
        let _ = (lexicon.confusions(word).count(), lexicon.variant(word).count());
        lexicon.candidates(word, 2, &mut found);
        if let Some(entry) = lexicon.entry(word) {
            let _ = (lexicon.spelling(entry.id()), lexicon.canonical(entry.id()), lexicon.unigram_cost(entry.id()));
        }
        let _ = lexicon.has_pair("the", word);
    }
}

fn ask_model(image: &[u8], lexicon: &Lexicon) {
    let Ok(model) = NgramModel::open(image.to_vec(), lexicon) else { return };
    let _ = model.verify();
    let word = |word: &str| LmToken::from(lexicon.entry(word).map(|entry| entry.id()));
    let mut found = Vec::new();
    for token in [word("the"), word("harbour"), LmToken::Boundary, LmToken::Number, LmToken::Unknown] {
        for other in [word("was"), LmToken::Boundary, LmToken::Unknown] {
            let _ = (model.unigram(token), model.bigram(token, other), model.trigram([token, other], token));
            let _ = (model.seen_pair(token, other), model.seen_triple([other, token], other));
        }
        model.successors(token, 8, &mut found);
        model.predecessors(token, 8, &mut found);
    }
}
