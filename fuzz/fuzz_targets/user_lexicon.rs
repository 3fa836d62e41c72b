//! Any bytes for a word list: an error with its line, or words that are found again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ungarble::lexicon::UserLexicon;

fuzz_target!(|bytes: &[u8]| {
    let mut words = UserLexicon::new();
    if let Err(error) = words.read(bytes, "words.txt") {
        assert!(error.to_string().contains("words.txt"));
    }
    for (word, count) in words.words() {
        assert!(!word.is_empty() && words.contains(word), "{word:?}");
        assert!(words.count(word) >= count, "{word:?}");
        assert!(words.canonical(word).is_some());
    }
});
