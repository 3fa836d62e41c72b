//! The training text as numbers.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use ungarble::Lexicon;
use ungarble::lm::{TextReader, TextToken};

use crate::Error;

/// Lines of one block are trained on together, or not at all.
const BLOCK_LINES: usize = 50;
/// Of the texts of these genres one block in so many is read: they are large, and little else is written like them.
const TECHNICAL_SHARE: u64 = 4;
const TECHNICAL: &str = "technical";

/// Stands for a boundary in a [`TrainingText`] before the vocabulary is chosen; words are numbered from [`FIRST_WORD`].
pub(crate) const BOUNDARY: u32 = 0;
pub(crate) const NUMBER: u32 = 1;
pub(crate) const UNKNOWN: u32 = 2;
pub(crate) const FIRST_WORD: u32 = 3;

/// One file of the training text.
#[derive(Debug)]
pub(crate) struct TrainingText {
    pub(crate) name: String,
    pub(crate) licence: String,
    pub(crate) genre: String,
    /// SHA-256 of the compressed file.
    pub(crate) hash: String,
    /// Tokens to train on, and tokens to measure with.
    pub(crate) train: Vec<u32>,
    pub(crate) held_out: Vec<u32>,
}

/// Which lines of the text are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    HeldOut,
}

/// The training text, every word a number.
#[derive(Debug)]
pub(crate) struct Corpus {
    pub(crate) sources: Vec<TrainingText>,
    /// The words by their number, less [`FIRST_WORD`].
    pub(crate) words: Vec<String>,
}

impl Corpus {
    /// Reads the files that `manifest.tsv` in `folder` lists, without the lines in `reserved` (`source TAB first TAB last`),
    /// which are held out.
    pub(crate) fn read(folder: &Path, reserved: &Path, part: Part, lexicon: &Lexicon) -> Result<Corpus, Error> {
        let reserved = read_reserved(reserved)?;
        let manifest = folder.join("manifest.tsv");
        let text = std::fs::read_to_string(&manifest).map_err(|source| Error::io(&manifest, source))?;
        let rows: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        let read = |row: &Vec<&str>| {
            let [file, licence, _, _, genre, ..] = row.as_slice() else {
                return Err(Error::Manifest { path: manifest.clone(), row: row.join("\t") });
            };
            let none = Vec::new();
            let name = file.split('.').next().unwrap_or(file);
            let reserved = reserved.get(name).unwrap_or(&none);
            let (source, words) = read_source(&folder.join(file), share(part, genre), reserved, lexicon)?;
            let (licence, genre) = ((*licence).to_owned(), (*genre).to_owned());
            Ok((TrainingText { licence, genre, ..source }, words))
        };
        let parts: Vec<(TrainingText, Vec<String>)> = rows.par_iter().map(read).collect::<Result<_, Error>>()?;
        Ok(Corpus::join(parts))
    }

    /// Gives the words of all sources one numbering, in the order of the sources.
    fn join(parts: Vec<(TrainingText, Vec<String>)>) -> Corpus {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut corpus = Corpus { sources: Vec::new(), words: Vec::new() };
        for (mut source, words) in parts {
            let mut renumbered = vec![BOUNDARY, NUMBER, UNKNOWN];
            for word in words {
                let next = corpus.words.len() as u32 + FIRST_WORD;
                renumbered.push(*numbers.entry(word.clone()).or_insert_with(|| {
                    corpus.words.push(word);
                    next
                }));
            }
            for token in source.train.iter_mut().chain(&mut source.held_out) {
                *token = renumbered[*token as usize];
            }
            corpus.sources.push(source);
        }
        corpus
    }
}

/// Ranges of lines by source, both ends included.
pub(crate) type Reserved = BTreeMap<String, Vec<(usize, usize)>>;

pub(crate) fn read_reserved(path: &Path) -> Result<Reserved, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::io(path, source))?;
    let mut reserved = Reserved::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let wrong = || Error::Manifest { path: path.to_path_buf(), row: line.to_owned() };
        let fields: Vec<&str> = line.split('\t').collect();
        let &[source, first, last] = fields.as_slice() else { return Err(wrong()) };
        let range = (first.parse().map_err(|_| wrong())?, last.parse().map_err(|_| wrong())?);
        reserved.entry(source.to_owned()).or_default().push(range);
    }
    Ok(reserved)
}

/// One block in how many is trained on, if any is.
fn share(part: Part, genre: &str) -> Option<u64> {
    match part {
        Part::HeldOut => None,
        Part::All if genre.starts_with(TECHNICAL) => Some(TECHNICAL_SHARE),
        Part::All => Some(1),
    }
}

/// Reads one file; its words are numbered in the order of their first use.
fn read_source(
    path: &Path,
    share: Option<u64>,
    reserved: &[(usize, usize)],
    lexicon: &Lexicon,
) -> Result<(TrainingText, Vec<String>), Error> {
    let compressed = std::fs::read(path).map_err(|source| Error::io(path, source))?;
    let hash = hex(&Sha256::digest(&compressed));
    let mut lines = lines_of(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.split('.').next().unwrap_or_default().to_owned();
    let (licence, genre) = (String::new(), String::new());
    let mut source = TrainingText { name, licence, genre, hash, train: Vec::new(), held_out: Vec::new() };
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut words = Vec::new();
    let mut reader = TextReader::new(lexicon);
    let (mut number, mut at, mut line) = (0, 0, Vec::new());
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).map_err(|source| Error::io(path, source))? == 0 {
            break;
        }
        let text = std::str::from_utf8(&line)
            .map_err(|error| Error::Undecodable { path: path.to_path_buf(), byte: at + error.valid_up_to() as u64 })?;
        let held_out = reserved.iter().any(|&(first, last)| (first..=last).contains(&number));
        let is_read = |share| block_hash(&source.name, number / BLOCK_LINES).is_multiple_of(share);
        if held_out || share.is_some_and(is_read) {
            let tokens = if held_out { &mut source.held_out } else { &mut source.train };
            reader.read(text, |token| {
                tokens.push(match token {
                    TextToken::Boundary => BOUNDARY,
                    TextToken::Number => NUMBER,
                    TextToken::Unknown => UNKNOWN,
                    TextToken::Word(word) => match numbers.get(word) {
                        Some(&number) => number,
                        None => {
                            let number = words.len() as u32 + FIRST_WORD;
                            numbers.insert(word.to_owned(), number);
                            words.push(word.to_owned());
                            number
                        }
                    },
                });
            });
        }
        at += line.len() as u64;
        number += 1;
    }
    Ok((source, words))
}

/// Hands on the lines of a file in `folder`: their numbers from 0, whether they are reserved, and their text.
pub(crate) fn read_lines(
    folder: &Path,
    file: &str,
    reserved: &Reserved,
    mut each: impl FnMut(usize, bool, String),
) -> Result<(), Error> {
    let ranges = reserved.get(file.split('.').next().unwrap_or(file)).map(Vec::as_slice).unwrap_or_default();
    let path = folder.join(file);
    for (number, line) in lines_of(&path)?.lines().enumerate() {
        let line = line.map_err(|source| Error::io(&path, source))?;
        let is_reserved = ranges.iter().any(|&(first, last)| (first..=last).contains(&number));
        each(number, is_reserved, line);
    }
    Ok(())
}

/// The lines of a file, decompressed if its name ends in `.zst`.
pub(crate) fn lines_of(path: &Path) -> Result<Box<dyn BufRead>, Error> {
    let failed = |source| Error::io(path, source);
    let file = File::open(path).map_err(failed)?;
    if path.extension().is_none_or(|end| end != "zst") {
        return Ok(Box::new(BufReader::new(file)));
    }
    let mut decoder = zstd::Decoder::new(file).map_err(failed)?;
    decoder.window_log_max(27).map_err(failed)?;
    Ok(Box::new(BufReader::with_capacity(1 << 20, decoder)))
}

/// Reads a whole gzip file.
pub(crate) fn read_gzip(path: &Path) -> Result<String, Error> {
    let file = File::open(path).map_err(|source| Error::io(path, source))?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).map_err(|source| Error::io(path, source))?;
    Ok(text)
}

/// A number that decides whether a block is read.
fn block_hash(source: &str, block: usize) -> u64 {
    let digest = Sha256::digest(format!("{source}:{block}:share"));
    digest.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
