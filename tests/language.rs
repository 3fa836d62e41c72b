//! English as it is embedded: the lexicon and the language model together.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "slips/dice.rs"]
mod dice;

use dice::Dice;
use ungarble::lm::{EmbeddingModel, LanguageModel, LmToken, NgramModel};
use ungarble::{Cost, Language, LanguageError, Lexicon};
use ungarble_en_lm::{EMBEDDING, NGRAMS};

fn word(word: &str) -> LmToken {
    LmToken::Word(Lexicon::english().entry(word).unwrap().id())
}

fn ngrams() -> NgramModel {
    NgramModel::open(NGRAMS.to_vec(), Lexicon::english()).unwrap()
}

#[test]
fn the_images_are_whole_and_belong_together() {
    Lexicon::english().verify().unwrap();
    ngrams().verify().unwrap();
    let vectors = EMBEDDING.to_vec();
    EmbeddingModel::open(vectors, Lexicon::english()).unwrap().verify().unwrap();
    assert!(Language::try_english().unwrap().model().is_some());
    assert_eq!(ngrams().vocabulary_len(), Lexicon::english().vocabulary_len());
}

#[test]
fn what_follows_is_cheaper_than_what_does_not() {
    let model = Language::english().model().unwrap();
    let cost = |first, second| model.bigram(word(first), word(second));
    assert!(cost("prime", "minister") < cost("prime", "monster"));
    assert!(cost("defense", "spending") < cost("default", "spending"));
    assert!(cost("both", "countries") < model.unigram(word("countries")));
    assert!(model.bigram(LmToken::Boundary, word("the")) < model.bigram(LmToken::Boundary, word("of")));
    assert!(model.bigram(word("percent"), LmToken::Boundary) < model.bigram(word("the"), LmToken::Boundary));
    assert!(model.bigram(word("page"), LmToken::Number) < model.bigram(word("the"), LmToken::Number));
}

#[test]
fn two_words_tell_more_than_one() {
    let model = Language::english().model().unwrap();
    let cost = |words: [&str; 3]| model.trigram([word(words[0]), word(words[1])], word(words[2]));
    let pair = |words: [&str; 3]| model.bigram(word(words[1]), word(words[2]));
    for known in [["the", "united", "states"], ["one", "of", "the"], ["a", "lot", "of"], ["as", "well", "as"]] {
        assert!(cost(known) < pair(known), "{known:?}");
        assert_eq!(model.seen_triple([word(known[0]), word(known[1])], word(known[2])), Some(cost(known)));
    }
    // A word that two others are not seen with costs no less than behind the second alone.
    for unseen in [["one", "of", "monsters"], ["the", "united", "monster"]] {
        assert!(cost(unseen) >= pair(unseen), "{unseen:?}");
    }
    assert_eq!(cost(["monster", "spending", "the"]), pair(["monster", "spending", "the"]));
}

#[test]
fn the_right_word_between_two_others_is_cheapest() {
    let model = Language::english().model().unwrap();
    for (before, candidates, after) in [
        (["went", "to"], ["the", "she", "tie"], ["house", "of"]),
        (["it", "is"], ["a", "at", "as"], ["matter", "of"]),
        (["i", "want"], ["to", "too", "two"], ["go", "home"]),
        (["they", "gave"], ["him", "hint", "hit"], ["a", "chance"]),
    ] {
        let cost = |candidate: &str| model.cost_between(before.map(word), word(candidate), after.map(word));
        let best = candidates.into_iter().min_by_key(|candidate| cost(candidate)).unwrap();
        assert_eq!(best, candidates[0], "{before:?} _ {after:?}");
    }
}

#[test]
fn the_word_that_the_others_are_about_fits_best() {
    let model = Language::english().model().unwrap();
    for (before, candidates, after) in [
        ("the doctor gave the", ["patient", "patent"], "some medicine"),
        ("the captain of the", ["ship", "shop"], "sailed away"),
        ("they signed the", ["treaty", "treats"], "after the war"),
        ("a proof of the", ["theorem", "therein"], "in mathematics"),
    ] {
        let tokens = |text: &str| text.split(' ').map(word).collect::<Vec<_>>();
        let context = model.context_vector(&tokens(before), &tokens(after));
        let odds = |candidate: &str| match word(candidate) {
            LmToken::Word(id) => model.log_odds(&context, id),
            _ => panic!("{candidate}"),
        };
        assert!(odds(candidates[0]) > odds(candidates[1]), "{before} _ {after}");
    }
}

#[test]
fn a_damaged_embedding_is_an_error_or_answers_without_a_panic() {
    let lexicon = Lexicon::english();
    let image = EMBEDDING.to_vec();
    let open = |image: Vec<u8>| EmbeddingModel::open(image, lexicon);
    assert!(matches!(open(b"UNGARNGM".to_vec()), Err(LanguageError::Magic { .. })));
    assert!(matches!(open(image[..image.len() - 1].to_vec()), Err(LanguageError::Length { .. })));
    let (tokens, mut dice) = (["the", "united", "states"].map(word), Dice(0x0E3B));
    for round in 0..100 {
        let mut damaged = image.clone();
        let limit = if round % 2 == 0 { 80 } else { damaged.len() };
        let at = dice.below(limit);
        damaged[at] ^= 1 + dice.below(255) as u8;
        let Ok(model) = open(damaged) else { continue };
        assert!(matches!(model.verify(), Err(LanguageError::Checksum { .. })));
        let model = ungarble::lm::CombinedModel::new(ngrams(), model);
        let context = model.context_vector(&tokens, &tokens);
        for token in tokens {
            if let LmToken::Word(id) = token {
                let _ = model.log_odds(&context, id);
            }
        }
    }
}

#[test]
fn neighbours_are_listed() {
    let language = Language::english();
    let model = language.model().unwrap();
    let spelled = |list: &[(ungarble::lexicon::WordId, Cost)]| -> Vec<&str> {
        list.iter().filter_map(|&(id, _)| language.lexicon().spelling(id)).collect()
    };
    let mut list = Vec::new();
    model.successors(word("united"), 3, &mut list);
    assert_eq!(spelled(&list).first(), Some(&"states"));
    assert!(list.len() == 3 && list.is_sorted_by_key(|&(_, cost)| cost));
    for &(id, cost) in &list {
        assert_eq!(model.bigram(word("united"), LmToken::Word(id)), cost);
    }
    model.predecessors(word("kingdom"), 4, &mut list);
    assert!(spelled(&list).contains(&"united"), "{:?}", spelled(&list));
}

#[test]
fn a_damaged_model_is_an_error_or_answers_without_a_panic() {
    let lexicon = Lexicon::english();
    let image = NGRAMS.to_vec();
    let open = |image: Vec<u8>| NgramModel::open(image, lexicon);
    assert!(matches!(open(Vec::new()), Err(LanguageError::Magic { .. })));
    assert!(matches!(open(b"UNGARNGM".to_vec()), Err(LanguageError::Version { found: 0, .. })));
    assert!(matches!(open(image[..1000].to_vec()), Err(LanguageError::Length { found: 1000, .. })));
    assert!(matches!(open(image[..14].to_vec()), Err(LanguageError::Length { .. })));
    let mut of_another = image.clone();
    of_another[24] ^= 1;
    assert!(matches!(open(of_another), Err(LanguageError::OtherLexicon { .. })));
    let mut flipped = image.clone();
    *flipped.last_mut().unwrap() ^= 4;
    assert!(matches!(open(flipped).unwrap().verify(), Err(LanguageError::Checksum { .. })));

    let words = ["the", "of", "united", "states", "this", "monster"].map(word);
    let (mut dice, mut list) = (Dice(0x7216_DA3A), Vec::new());
    for round in 0..200 {
        let mut damaged = image.clone();
        let limit = if round % 2 == 0 { 300_000 } else { damaged.len() };
        for _ in 0..1 + round % 20 {
            let at = dice.below(limit);
            damaged[at] = dice.below(256) as u8;
        }
        let Ok(model) = open(damaged.clone()) else { continue };
        assert!(damaged == image || model.verify().is_err());
        for (&first, &second) in words.iter().zip(words.iter().rev()) {
            for &third in &words {
                let _ = model.trigram([first, second], third);
            }
            model.successors(first, 10, &mut list);
            model.predecessors(first, 10, &mut list);
        }
    }
}

#[test]
fn a_language_is_read_from_a_folder() {
    let folder = std::env::temp_dir().join(format!("ungarble-language-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    assert!(matches!(Language::open(&folder), Err(LanguageError::Missing { .. })));
    std::fs::write(folder.join("en.lexicon"), ungarble_en::LEXICON).unwrap();
    assert!(Language::open(&folder).unwrap().model().is_none());
    std::fs::write(folder.join("en.ngrams"), NGRAMS).unwrap();
    std::fs::write(folder.join("en.vectors"), EMBEDDING).unwrap();
    let parameters: [(&str, &[u8]); 14] = [
        ("words.trie", ungarble_en::TRIE),
        ("characters.bin", ungarble_en::CHARACTERS),
        ("hyphens.bin", ungarble_en::HYPHENS),
        ("neighbours.bin", ungarble_en::NEIGHBOURS),
        ("affixes.tsv", ungarble_en::AFFIXES.as_bytes()),
        ("ocr.tsv", ungarble_en::CHANNEL_OCR.as_bytes()),
        ("typing.tsv", ungarble_en::CHANNEL_TYPING.as_bytes()),
        ("classifier.trees", ungarble_en::CLASSIFIER),
        ("calibration.tsv", ungarble_en::CALIBRATION.as_bytes()),
        ("budgets.tsv", ungarble_en::BUDGETS.as_bytes()),
        ("casing.bin", ungarble_en::CASED),
        ("truecase.trees", ungarble_en::TRUECASE),
        ("truecase-calibration.tsv", ungarble_en::TRUECASE_CALIBRATION.as_bytes()),
        ("truecase-budgets.tsv", ungarble_en::TRUECASE_BUDGETS.as_bytes()),
    ];
    for (name, bytes) in parameters {
        std::fs::write(folder.join(name), bytes).unwrap();
    }
    let language = Language::open(&folder).unwrap();
    let repairer = ungarble::Repairer::builder().language(language).build().unwrap();
    assert_eq!(repairer.repair("Howver, it is in question."), "However, it is in question.");
    std::fs::write(folder.join("forms.bin"), &ungarble_en::FORMS[..1000]).unwrap();
    assert!(Language::open(&folder).is_err(), "attested forms that are cut short");
    std::fs::write(folder.join("forms.bin"), ungarble_en::FORMS).unwrap();
    assert!(Language::open(&folder).is_ok());
    std::fs::write(folder.join("words.trie"), &ungarble_en::TRIE[..1000]).unwrap();
    assert!(Language::open(&folder).is_err(), "a trie that is cut short");
    let mut image = NGRAMS.to_vec();
    image[5_000] ^= 1;
    std::fs::write(folder.join("en.ngrams"), image).unwrap();
    assert!(matches!(Language::open(&folder), Err(LanguageError::Checksum { .. })));
    std::fs::remove_dir_all(&folder).unwrap();
}
