//! Which words the language model knows, and their numbers.

use std::collections::HashMap;

use ungarble::Lexicon;

use crate::corpus::{BOUNDARY, Corpus, FIRST_WORD, NUMBER};
use crate::sphinx::Sphinx;

/// Numbers have 16 bits; three stand for no word.
pub(crate) const MOST_WORDS: usize = (1 << 16) - 3;

/// Returns the likeliest words of the text and of the Sphinx model among those of the lexicon, sorted.
pub(crate) fn choose(corpus: &Corpus, sphinx: &Sphinx, lexicon: &Lexicon, most: usize) -> Vec<String> {
    let mut counts = vec![0_u32; corpus.words.len()];
    for token in corpus.sources.iter().flat_map(|source| &source.train) {
        if let Some(word) = token.checked_sub(FIRST_WORD) {
            counts[word as usize] += 1;
        }
    }
    let total: f64 = counts.iter().map(|&count| f64::from(count)).sum();
    let mut shares: HashMap<&str, f64> = HashMap::new();
    for (word, &count) in corpus.words.iter().zip(&counts) {
        *shares.entry(word).or_default() += f64::from(count) / total.max(1.0);
    }
    for (word, p) in sphinx.unigrams() {
        *shares.entry(word).or_default() += p;
    }
    let mut words: Vec<(&str, f64)> = shares.into_iter().filter(|(word, _)| lexicon.entry(word).is_some()).collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    words.truncate(most);
    let mut words: Vec<String> = words.into_iter().map(|(word, _)| word.to_owned()).collect();
    words.sort_unstable();
    words
}

/// The numbers of the words, the boundary and the number in texts: those of the lexicon, and then two more.
#[derive(Debug)]
pub(crate) struct Codes {
    codes: HashMap<String, u16>,
    pub(crate) words: usize,
}

impl Codes {
    pub(crate) fn new(lexicon: &Lexicon) -> Codes {
        let codes: HashMap<String, u16> =
            lexicon.vocabulary().map(|(id, word)| (word.to_owned(), id.index() as u16)).collect();
        Codes { words: codes.len(), codes }
    }

    pub(crate) const fn boundary(&self) -> u16 {
        self.words as u16
    }

    pub(crate) const fn number(&self) -> u16 {
        self.words as u16 + 1
    }

    pub(crate) const fn unknown(&self) -> u16 {
        self.words as u16 + 2
    }

    /// Words, the boundary and the number.
    pub(crate) const fn tokens(&self) -> usize {
        self.words + 2
    }

    pub(crate) fn of(&self, word: &str) -> Option<u16> {
        self.codes.get(word).copied()
    }

    /// The code of each number of `corpus`.
    pub(crate) fn of_corpus(&self, corpus: &Corpus) -> Vec<u16> {
        let mut codes = vec![0; FIRST_WORD as usize];
        codes[BOUNDARY as usize] = self.boundary();
        codes[NUMBER as usize] = self.number();
        codes[crate::corpus::UNKNOWN as usize] = self.unknown();
        codes.extend(corpus.words.iter().map(|word| self.of(word).unwrap_or(self.unknown())));
        codes
    }
}
