//! Three-word runs of pages, and the passages of a page that share them with a text.

use super::fold::FoldedTokens;
use super::vocabulary::{Vocabulary, mix};
use crate::span::Span;
use crate::text::tokenizer::tokenize;

/// A three-word run of the text that a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub(super) page: u32,
    /// Byte of the page.
    pub(super) place: u32,
    /// Which run of the text.
    pub(super) gram: u32,
}

/// A run that more pages have than this says nothing.
pub(super) const MOST_PLACES: usize = 48;
/// Hits that make a passage.
pub(super) const LEAST_HITS: usize = 5;
/// Bytes of a page between two hits of one passage.
const LARGEST_GAP: u32 = 600;
/// Of a passage's words every how manieth begins a hit at least.
const SPARSEST: u32 = 10;
/// Bytes before and behind its hits that belong to a passage.
const MARGIN: usize = 240;
/// Bytes of a word and its space, roughly.
const WORD_BYTES: u32 = 6;

/// A three-word run and where it stands among all pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) key: u32,
    pub(super) place: u32,
}

/// Postings, sorted, with a directory of their keys' upper bits.
#[derive(Clone, Debug)]
pub(super) struct PostingList {
    pub(super) postings: Vec<Posting>,
    /// Where the keys with each value of their upper bits start, and the end.
    directory: Vec<u32>,
    shift: u32,
}

impl PostingList {
    pub(super) fn new(postings: Vec<Posting>) -> PostingList {
        // About sixteen postings to a bucket: two lines of memory.
        let bits = (postings.len() / 16).max(2).ilog2();
        let shift = 32 - bits;
        let mut directory = Vec::with_capacity((1 << bits) + 1);
        let mut at = 0;
        for bucket in 0..1u64 << bits {
            at += postings[at..].iter().take_while(|p| u64::from(p.key) >> shift < bucket).count();
            directory.push(at as u32);
        }
        directory.push(postings.len() as u32);
        PostingList { postings, directory, shift }
    }

    /// Returns the memory it takes.
    pub(super) fn bytes(&self) -> usize {
        self.postings.capacity() * size_of::<Posting>() + self.directory.capacity() * size_of::<u32>()
    }

    pub(super) fn places(&self, key: u32, out: &mut Vec<u32>) {
        let bucket = (u64::from(key) >> self.shift) as usize;
        let (start, end) = (self.directory[bucket] as usize, self.directory[bucket + 1] as usize);
        let postings = &self.postings[start..end];
        let first = postings.partition_point(|p| p.key < key);
        let of_key = postings[first..].iter().take_while(|p| p.key == key);
        out.extend(of_key.take(MOST_PLACES + 1).map(|p| p.place));
    }
}

pub(super) fn merged(a: &[Posting], b: &[Posting]) -> Vec<Posting> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        all.extend(if x <= y { a.next() } else { b.next() });
    }
    all.extend(a);
    all.extend(b);
    all
}

/// Returns the three-word runs of a text, in order, each with the byte where it starts.
pub(super) fn grams(text: &str) -> Vec<Posting> {
    let mut vocabulary = Vocabulary::default();
    let tokens = FoldedTokens::fold(text, tokenize(text), &mut vocabulary);
    // Hashes of the words themselves: numbers of a vocabulary mean nothing outside of it.
    let mut postings = Vec::with_capacity(tokens.len());
    let mut last = [(0, 0); 3];
    let mut words = 0;
    for at in (0..tokens.len()).filter(|&at| vocabulary.is_word(tokens.id(at))) {
        last = [last[1], last[2], (vocabulary.hash(tokens.id(at)), tokens.span(at).start())];
        words += 1;
        if words >= 3 {
            let key = mix(last[0].0 ^ last[1].0.rotate_left(21) ^ last[2].0.rotate_left(42)) as u32;
            postings.push(Posting { key, place: last[0].1 as u32 });
        }
    }
    postings
}

/// Returns how many hits lie in passages of the page, and those passages.
pub(super) fn passages(hits: &[Hit], text: &str) -> (usize, Vec<Span>) {
    let mut count = 0;
    let mut passages: Vec<Span> = Vec::new();
    let mut run: Vec<Hit> = Vec::new();
    let mut finish = |run: &mut Vec<Hit>| {
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && run.len() >= LEAST_HITS
            && last.gram - first.gram <= run.len() as u32 * SPARSEST
        {
            count += run.len();
            let lines = lines_around(text, first.place as usize, last.place as usize);
            match passages.last_mut() {
                Some(before) if before.end() >= lines.start() => *before = before.join(lines),
                _ => passages.push(lines),
            }
        }
        run.clear();
    };
    for &hit in hits {
        match run.last() {
            Some(last) if hit.place - last.place > LARGEST_GAP => finish(&mut run),
            // Two or three that lead astray are no passage; a lone one within a passage is none of its.
            Some(last) if !follows(*last, hit) && run.len() < LEAST_HITS => run.clear(),
            Some(last) if !follows(*last, hit) => continue,
            _ => {}
        }
        run.push(hit);
    }
    finish(&mut run);
    (count, passages)
}

/// Returns whether the text goes on from `a` to `b` about as far as the page does.
fn follows(a: Hit, b: Hit) -> bool {
    b.gram > a.gram && ((b.gram - a.gram) * WORD_BYTES).abs_diff(b.place - a.place) <= LARGEST_GAP
}

/// Returns the whole lines from a little before byte `first` to a little behind byte `last`.
fn lines_around(text: &str, first: usize, last: usize) -> Span {
    let start = boundary(text, first.saturating_sub(MARGIN));
    let end = boundary(text, last + MARGIN);
    let line_start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line_end = text.get(end..).and_then(|behind| behind.find('\n')).map_or(text.len(), |at| end + at);
    Span::new(line_start, line_end)
}

/// Returns the last boundary between chars at or before byte `at`.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
