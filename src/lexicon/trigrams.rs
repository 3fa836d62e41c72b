//! What follows two words: a second image beside that of the lexicon whose numbers it uses, read where it lies.
//!
//! ```text
//! magic [8]  version u16  length u32  checksum u64  lexicon u64  words u32  histories u32  triples u32
//! u24 × (words + 2)        where the histories of each first word begin; the last first word is the start of a sentence
//! 6 bytes × (histories + 1)  second word u16, back-off u8, where its successors begin u24; sorted, the last one an end
//! 3 bytes × triples        third word u16, cost u8; sorted within a history
//! ```
//!
//! Opening checks the header and the sizes. Nothing else is trusted, as in [`super::image`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use super::compile::{Line, START, Sources, lines, push_u24};
use super::image::{checksum, find, u16_at, u24_at, u32_at, u64_at};
use super::{BACKOFF_STEP, COST_STEP, Lexicon, WordId};
use crate::cost::Cost;
use crate::error::LexiconError;

const MAGIC: [u8; 8] = *b"UNGARTRI";
const VERSION: u16 = 1;
const HEADER: usize = 42;
/// Where what the checksum is of begins.
const CHECKED: usize = 22;
const HISTORY: usize = 6;
const TRIPLE: usize = 3;

/// An image of trigrams whose header has been checked.
#[derive(Clone)]
pub(super) struct Trigrams {
    bytes: Cow<'static, [u8]>,
    histories: usize,
    triples: usize,
}

impl fmt::Debug for Trigrams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trigrams").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

impl Trigrams {
    /// Opens an image for `lexicon`, of which the language model knows `words` words.
    pub(super) fn open(bytes: Cow<'static, [u8]>, lexicon: u64, words: u32) -> Result<Trigrams, LexiconError> {
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(LexiconError::NoTrigrams { found: bytes.iter().take(8).copied().collect() });
        }
        let found = u16_at(&bytes, 8).unwrap_or(0);
        if found != VERSION {
            return Err(LexiconError::Version { found, expected: VERSION });
        }
        let number = |at| u32_at(&bytes, at).unwrap_or(0);
        let expected = number(10) as usize;
        if expected != bytes.len() || expected < HEADER {
            return Err(LexiconError::Length { found: bytes.len(), expected });
        }
        let found = u64_at(&bytes, CHECKED).unwrap_or(0);
        if found != lexicon {
            return Err(LexiconError::OtherLexicon { found, expected: lexicon });
        }
        let (histories, triples) = (number(34) as usize, number(38) as usize);
        let sizes = [(words as usize + 2, 3), (histories.saturating_add(1), HISTORY), (triples, TRIPLE)];
        let length = sizes.iter().fold(HEADER, |sum, &(rows, size)| sum.saturating_add(rows.saturating_mul(size)));
        if number(30) != words || length != bytes.len() {
            return Err(LexiconError::Section { section: "trigrams" });
        }
        Ok(Trigrams { bytes, histories, triples })
    }

    /// Compares the checksum: O(n) in the size of the image.
    pub(super) fn verify(&self) -> Result<(), LexiconError> {
        let expected = u64_at(&self.bytes, 14).unwrap_or(0);
        let found = checksum(self.bytes.get(CHECKED..).unwrap_or_default());
        if found == expected { Ok(()) } else { Err(LexiconError::Checksum { found, expected }) }
    }

    /// What is known of the words behind `first` (the number of words for the start of a sentence) and `second`: the
    /// back-off, and where their successors lie.
    fn history(&self, first: usize, second: u32) -> Option<(Cost, Range<usize>)> {
        let begin = self.bytes.len() - self.triples * TRIPLE;
        let start = begin - (self.histories + 1) * HISTORY;
        let index = self.bytes.get(HEADER..start)?;
        let rows = self.bytes.get(start..begin)?;
        let (from, to) = (u24_at(index, first * 3)? as usize, u24_at(index, first * 3 + 3)? as usize);
        let at = find::<HISTORY>(rows.get(..self.histories * HISTORY)?, from..to, second)?;
        let successors = |row: usize| u24_at(rows, row * HISTORY + 3).map(|triple| begin + triple as usize * TRIPLE);
        let backoff = u32::from(*rows.get(at * HISTORY + 2)?) * BACKOFF_STEP;
        Some((Cost(backoff), successors(at)?..successors(at + 1)?))
    }

    /// Cost of `next` behind both words, or what is added to its cost behind the second alone; zero where neither is known.
    pub(super) fn cost(&self, first: usize, second: u32, next: u32) -> Known {
        let Some((backoff, successors)) = self.history(first, second) else { return Known::Backoff(Cost::ZERO) };
        let rows = self.bytes.get(successors).unwrap_or_default();
        match find::<TRIPLE>(rows, 0..rows.len() / TRIPLE, next).and_then(|at| rows.get(at * TRIPLE + 2)) {
            Some(&steps) => Known::Cost(Cost(u32::from(steps) * COST_STEP)),
            None => Known::Backoff(backoff),
        }
    }
}

/// What the image says of three words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// What the third costs behind the two others.
    Cost(Cost),
    /// What it costs besides that the two are not seen with it.
    Backoff(Cost),
}

/// Compiles the trigrams of `sources` into an image for `lexicon`, which [`Lexicon::with_trigrams`] takes; triples with a
/// word that its language model does not know are left out. The same sources and lexicon give the same bytes everywhere.
///
/// ```
/// use ungarble::Lexicon;
/// use ungarble::lexicon::compile::{Source, Sources, compile, compile_trigrams};
///
/// let source = |name: &str, text: &str| vec![Source { name: name.to_owned(), text: text.to_owned() }];
/// let sources = Sources {
///     words: source("words.tsv", "das\t700\t*\ts\nhaus\t510\t*\ts\nmaus\t400\t*\ts\nalte\t490\t*\ts\n"),
///     bigrams: source("bigrams.txt", "das: alte=40\nalte: maus=50 haus=50\n"),
///     trigrams: source("trigrams.txt", "das alte: haus=10\n"),
///     alphabet: "abcdefghijklmnopqrstuvwxyzäöüß".to_owned(),
///     ..Sources::default()
/// };
/// let lexicon = Lexicon::from_image(compile(&sources)?)?;
/// let trigrams = compile_trigrams(&sources, &lexicon)?;
/// let lexicon = lexicon.with_trigrams(trigrams)?;
/// let id = |word| lexicon.entry(word).expect("one of the four").id();
/// let cost = |word| lexicon.trigram_cost(Some(id("das")), id("alte"), id(word));
/// assert!(cost("haus") < lexicon.bigram_cost(Some(id("alte")), id("haus")) && cost("haus") < cost("maus"));
/// # Ok::<(), ungarble::LexiconError>(())
/// ```
///
/// # Errors
///
/// If a line is not of the form that its source asks for, with its number, or if there is more than an image holds.
pub fn compile_trigrams(sources: &Sources, lexicon: &Lexicon) -> Result<Vec<u8>, LexiconError> {
    let number = |word: &str| lexicon.entry(word).map(|entry| entry.id().0).filter(|&id| id < lexicon.modelled);
    let mut histories: BTreeMap<(u32, u32), BTreeMap<u32, u8>> = BTreeMap::new();
    for line in sources.trigrams.iter().flat_map(lines) {
        let wrong = |line: &Line<'_>| line.wrong("`first second: third=cost third=cost …`");
        let (words, rest) = line.text.split_once(": ").ok_or_else(|| wrong(&line))?;
        let (first, second) = words.split_once(' ').ok_or_else(|| wrong(&line))?;
        let first = if first == START { Some(lexicon.modelled) } else { number(first) };
        let history = first.zip(number(second));
        for item in rest.split(' ') {
            let (third, cost) = item.split_once('=').ok_or_else(|| wrong(&line))?;
            let cost = cost.parse().map_err(|_| wrong(&line))?;
            if let (Some(history), Some(third)) = (history, number(third)) {
                histories.entry(history).or_default().insert(third, cost);
            }
        }
    }
    write(lexicon, &histories)
}

fn write(lexicon: &Lexicon, histories: &BTreeMap<(u32, u32), BTreeMap<u32, u8>>) -> Result<Vec<u8>, LexiconError> {
    let (mut index, mut rows, mut triples) = (Vec::new(), Vec::new(), Vec::new());
    let mut before = 0;
    for (at, (&(first, second), successors)) in histories.iter().enumerate() {
        for _ in before..=first {
            push_u24(&mut index, at as u32);
        }
        before = first + 1;
        rows.extend((second as u16).to_le_bytes());
        rows.push(backoff(lexicon, second, successors));
        push_u24(&mut rows, (triples.len() / TRIPLE) as u32);
        for (&third, &cost) in successors {
            triples.extend((third as u16).to_le_bytes());
            triples.push(cost);
        }
    }
    let count = (triples.len() / TRIPLE) as u32;
    if count >= 1 << 24 {
        return Err(LexiconError::Full { what: "triples of words", limit: 1 << 24 });
    }
    for _ in before..lexicon.modelled + 2 {
        push_u24(&mut index, histories.len() as u32);
    }
    rows.extend([0, 0, 0]);
    push_u24(&mut rows, count);
    let mut checked = lexicon.fingerprint().to_le_bytes().to_vec();
    for number in [lexicon.modelled, histories.len() as u32, count] {
        checked.extend(number.to_le_bytes());
    }
    checked.extend([index, rows, triples].concat());
    let mut image = MAGIC.to_vec();
    image.extend(VERSION.to_le_bytes());
    image.extend(((CHECKED + checked.len()) as u32).to_le_bytes());
    image.extend(checksum(&checked).to_le_bytes());
    image.extend(checked);
    Ok(image)
}

/// What `successors` leave over, shared among the other words by their cost behind `second` alone (Katz): in steps, never
/// below 0.
fn backoff(lexicon: &Lexicon, second: u32, successors: &BTreeMap<u32, u8>) -> u8 {
    let probability = |cost: u32| (-f64::from(cost) / 1000.0).exp();
    let seen: f64 = successors.values().map(|&cost| probability(u32::from(cost) * COST_STEP)).sum();
    let alone = |&third: &u32| probability(lexicon.bigram_cost(Some(WordId(second)), WordId(third)).0);
    let covered: f64 = successors.keys().map(alone).sum();
    let left = (1.0 - seen).max(0.02) / (1.0 - covered).max(0.02);
    (-1000.0 * left.ln() / f64::from(BACKOFF_STEP)).round().clamp(0.0, 255.0) as u8
}
