//! Training pairs: damaged texts beside what they were before.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use ungarble::{Alternative, Confidence, Input, Span, WordConfidence};

use super::review::Corrections;

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
    /// The recogniser's confidence in each word of the garbled side, of a hundred.
    #[serde(default)]
    confidences: Vec<u16>,
    /// Its other readings of words, the likeliest first.
    #[serde(default)]
    alternatives: BTreeMap<usize, Vec<String>>,
}

impl Pair {
    /// Returns a pair of two passages, sentence by sentence.
    pub(crate) fn new([kind, engine, source, split]: [&str; 4], garbled: &[String], clean: &[String]) -> Pair {
        let [kind, engine, source, split] = [kind, engine, source, split].map(str::to_owned);
        let (confidences, alternatives) = Default::default();
        Pair {
            kind,
            engine,
            source,
            split,
            garbled: garbled.join(" "),
            clean: clean.join(" "),
            confidences,
            alternatives,
        }
    }

    /// Returns the garbled side with what the recogniser says of it.
    pub(crate) fn input(&self) -> Input<'_> {
        let mut end = 0;
        let words = self.garbled.split_whitespace().map(|word| {
            let start = end + self.garbled.get(end..).and_then(|rest| rest.find(word)).unwrap_or(0);
            end = start + word.len();
            Span::new(start, end)
        });
        let words: Vec<Span> = if self.confidences.is_empty() { Vec::new() } else { words.collect() };
        let read = words.iter().zip(&self.confidences);
        let confidences: Vec<WordConfidence> =
            read.map(|(&span, &percent)| WordConfidence::new(span, Confidence::from_per_mille(10 * percent))).collect();
        let others = self.alternatives.iter().filter_map(|(&at, others)| Some((*words.get(at)?, others)));
        let alternatives: Vec<Alternative> =
            others.flat_map(|(span, others)| others.iter().map(move |other| Alternative::new(span, other))).collect();
        Input::new(&self.garbled).word_confidences(&confidences).alternatives(&alternatives)
    }

    /// Returns whether the recogniser told of alternatives.
    pub(crate) fn has_alternatives(&self) -> bool {
        !self.alternatives.is_empty()
    }

    /// Returns the pair without the alternatives of the recogniser.
    pub(crate) fn without_alternatives(self) -> Pair {
        Pair { alternatives: BTreeMap::new(), ..self }
    }
}

/// Why pairs could not be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PairsError {
    #[error("cannot read {path:?}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path:?}, line {line}: not a pair")]
    Line { path: PathBuf, line: usize, source: serde_json::Error },
}

/// Reads the pairs of one file, JSON Lines as they are or compressed with zstd; clean sides are corrected.
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
    let corrections = Corrections::new();
    let mut pairs = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(io)?;
        let mut pair: Pair = serde_json::from_str(&line).map_err(|source| PairsError::Line {
            path: path.to_owned(),
            line: number + 1,
            source,
        })?;
        corrections.apply(&pair.source, &mut pair.clean);
        pairs.push(pair);
    }
    Ok(pairs)
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
