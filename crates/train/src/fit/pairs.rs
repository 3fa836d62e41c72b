//! Training pairs: damaged texts beside what they were before.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A damaged text and its clean side.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Pair {
    /// Kind of noise, such as "ocr"; "right" where both sides are the same.
    #[serde(default)]
    pub(crate) kind: String,
    /// The program that did the damage.
    #[serde(default)]
    pub(crate) engine: String,
    /// The text that the passage was taken from.
    #[serde(default)]
    pub(crate) source: String,
    /// "fit" or "calibrate".
    #[serde(default)]
    pub(crate) split: String,
    pub(crate) garbled: String,
    pub(crate) clean: String,
}

/// Why pairs could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PairsError {
    #[error("cannot read {path:?}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path:?}, line {line}: not a pair")]
    Line { path: PathBuf, line: usize, source: serde_json::Error },
}

/// Reads the pairs of one file, JSON Lines as they are or compressed with zstd.
pub(crate) fn read(path: &Path) -> Result<Vec<Pair>, PairsError> {
    let io = |source| PairsError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io)?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "zst") {
        let mut decoder = zstd::Decoder::new(file).map_err(io)?;
        decoder.window_log_max(27).map_err(io)?;
        Box::new(decoder)
    } else {
        Box::new(file)
    };
    let mut pairs = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(io)?;
        let pair = serde_json::from_str(&line).map_err(|source| PairsError::Line {
            path: path.to_owned(),
            line: number + 1,
            source,
        })?;
        pairs.push(pair);
    }
    Ok(pairs)
}

/// Of the errors in a text that says the same word elsewhere as well, one in so many comes back at each of these places.
const RECURS: u64 = 3;
/// Letters of a word whose error may come back.
const LONG_WORD: usize = 4;

/// Lets some errors of each text come back wherever the text has the same word: who misspells a name, or cannot make out a
/// letter of a face, does so again, and a word that a text repeats is not right for that.
pub(crate) fn recurring(pairs: &mut [Pair]) {
    for pair in pairs.iter_mut().filter(|pair| pair.kind != "right") {
        let clean: Vec<Vec<&str>> = paragraphs(&pair.clean);
        let mut garbled: Vec<Vec<&str>> = paragraphs(&pair.garbled);
        if clean.len() != garbled.len() {
            continue;
        }
        let places = |garbled: &[Vec<&str>]| -> Vec<(usize, usize)> {
            let same = |&at: &usize| garbled[at].len() == clean[at].len();
            (0..clean.len()).filter(same).flat_map(|at| (0..clean[at].len()).map(move |word| (at, word))).collect()
        };
        let places = places(&garbled);
        let mut errors: BTreeMap<&str, &str> = BTreeMap::new();
        for &(at, word) in &places {
            let (wrong, right) = (garbled[at][word], clean[at][word]);
            let is_word = |token: &str| token.len() >= LONG_WORD && token.chars().all(char::is_alphabetic);
            if wrong != right && is_word(wrong) && is_word(right) && number(right).is_multiple_of(RECURS) {
                errors.entry(right).or_insert(wrong);
            }
        }
        for &(at, word) in &places {
            if let Some(wrong) = errors.get(clean[at][word]).filter(|_| garbled[at][word] == clean[at][word]) {
                garbled[at][word] = wrong;
            }
        }
        pair.garbled = garbled.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("\n\n");
        pair.clean = clean.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("\n\n");
    }
}

fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    text.split("\n\n").map(|paragraph| paragraph.split(' ').collect()).collect()
}

/// The same number for the same word on every machine (FNV-1a).
fn number(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Words of a long text that pairs are strung together to.
const LONG: usize = 2_500;

/// Strings pairs of one source and program together to long texts until half of the words are in such: those that come in are short,
/// and texts that are repaired are not.
pub(crate) fn lengthened(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_by_cached_key(|pair| [&pair.kind, &pair.engine, &pair.source, &pair.split].map(String::clone));
    let mut out: Vec<Pair> = Vec::with_capacity(pairs.len());
    // Words of the text that grows, and of all that are long and short.
    let (mut own, mut long, mut short) = (LONG, 0, 0);
    for pair in pairs {
        let words = pair.clean.split_whitespace().count();
        let same = |last: &Pair| {
            (&last.kind, &last.engine, &last.source, &last.split)
                == (&pair.kind, &pair.engine, &pair.source, &pair.split)
        };
        match out.last_mut().filter(|last| own < LONG && same(last)) {
            Some(last) => {
                for (text, more) in [(&mut last.garbled, &pair.garbled), (&mut last.clean, &pair.clean)] {
                    text.push_str("\n\n");
                    text.push_str(more);
                }
                (own, long) = (own + words, long + words);
            }
            None if long <= short => {
                (own, long) = (words, long + words);
                out.push(pair);
            }
            None => {
                (own, short) = (LONG, short + words);
                out.push(pair);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_come_back_where_the_word_does() {
        let words = ["harbour", "government", "council", "repository", "turbine", "spokeswoman"];
        let recurs = words.iter().find(|word| number(word).is_multiple_of(RECURS)).expect("one in three does");
        let wrong = recurs.replacen('r', "n", 1).replacen('u', "v", 1);
        let pair = Pair {
            kind: "ocr".into(),
            engine: String::new(),
            source: String::new(),
            split: String::new(),
            garbled: format!("The {wrong} fell.\n\nThe {recurs} rose."),
            clean: format!("The {recurs} fell.\n\nThe {recurs} rose."),
        };
        let mut pairs = [pair];
        recurring(&mut pairs);
        assert_ne!(wrong, **recurs);
        assert_eq!(pairs[0].garbled, format!("The {wrong} fell.\n\nThe {wrong} rose."));
    }
}
