//! Where a text and a reference run side by side: stretches that both have, strung together in chains.

use std::ops::Range;

use super::fold::Atoms;
use super::vocabulary::{Vocabulary, mix};
use crate::steps;

/// The words of a text without its marks, which noise takes away and puts in: what k-grams are made of.
///
/// A bit for each atom, and every 512 bits how many words stand before: a fifth of a byte an atom.
#[derive(Debug)]
pub(crate) struct WordIndex {
    bits: Vec<u64>,
    /// Words before each block of [`BLOCK`] pieces of `bits`.
    before: Vec<u32>,
    words: usize,
}

/// Pieces of 64 atoms in a block.
const BLOCK: usize = 8;

impl WordIndex {
    pub(crate) fn new(atoms: &Atoms, vocabulary: &Vocabulary) -> WordIndex {
        let mut bits = vec![0u64; atoms.len().div_ceil(64)];
        for (at, &id) in atoms.ids().iter().enumerate() {
            bits[at / 64] |= u64::from(vocabulary.is_word(id)) << (at % 64);
        }
        let mut words = 0;
        let before = bits
            .chunks(BLOCK)
            .map(|block| {
                let start = words;
                words += block.iter().map(|piece| piece.count_ones()).sum::<u32>();
                start
            })
            .collect();
        WordIndex { bits, before, words: words as usize }
    }

    pub(crate) fn len(&self) -> usize {
        self.words
    }

    /// The atom that word `word` is.
    pub(crate) fn atom(&self, word: usize) -> usize {
        let block = self.before.partition_point(|&before| before as usize <= word) - 1;
        let mut left = word as u32 - self.before[block];
        for (piece, &bits) in self.bits.iter().enumerate().skip(block * BLOCK) {
            let ones = bits.count_ones();
            if left < ones {
                let mut bits = bits;
                for _ in 0..left {
                    bits &= bits - 1;
                }
                return piece * 64 + bits.trailing_zeros() as usize;
            }
            left -= ones;
        }
        unreachable!("there are as many words as `len` says")
    }

    /// The atoms of word `word` and those behind it.
    pub(crate) fn atoms_from(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        let start = if word < self.words { self.atom(word) } else { self.bits.len() * 64 };
        let first = start / 64;
        (first..self.bits.len()).flat_map(move |piece| {
            let mut bits = self.bits[piece];
            if piece == first {
                bits &= u64::MAX << (start % 64);
            }
            std::iter::from_fn(move || {
                let at = bits.trailing_zeros();
                bits &= bits.wrapping_sub(1);
                (at < 64).then(|| piece * 64 + at as usize)
            })
        })
    }
}

/// Word `text` of the text and the words behind it, `length` of them, are word `page` of the page and those behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) text: u32,
    pub(crate) page: u32,
    pub(crate) length: u32,
}

impl Hit {
    /// How far the page is ahead of the text.
    fn diagonal(self) -> i64 {
        i64::from(self.page) - i64::from(self.text)
    }
}

/// Hits in the order of both texts: a passage of the page that tells what a passage of the text tells.
#[derive(Clone, Debug)]
pub(crate) struct Chain {
    /// Ascending and apart in text and page.
    pub(crate) hits: Vec<Hit>,
    /// Words in its hits less what its jumps cost.
    pub(crate) score: i32,
}

impl Chain {
    /// The words of the text from its first hit to its last.
    pub(crate) fn text(&self) -> Range<usize> {
        let last = self.hits[self.hits.len() - 1];
        self.hits[0].text as usize..(last.text + last.length) as usize
    }

    /// The words of the page from its first hit to its last.
    pub(crate) fn page(&self) -> Range<usize> {
        let last = self.hits[self.hits.len() - 1];
        self.hits[0].page as usize..(last.page + last.length) as usize
    }

    /// Whether it cannot be chance: five words in a row, or three times three.
    fn is_sound(&self) -> bool {
        self.hits.iter().any(|h| h.length >= 5) || self.hits.len() >= 3
    }
}

/// What a page says about a text.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    /// The best first.
    pub(crate) chains: Vec<Chain>,
    /// Words of the text whose k-grams the page has, but too often to tell which is meant.
    pub(crate) ambiguous: Vec<Range<usize>>,
}

/// A k-gram that the page has more often than this is no anchor: which of them is meant, nobody can tell.
const MOST_PLACES: u16 = 4;
/// How many hits back a chain may have its predecessor: those between belong to other chains.
const LOOK_BACK: usize = 48;
/// Words by which page and text may drift apart from one hit of a chain to the next: an advertisement, lost sentences.
const MOST_DRIFT: i64 = 320;
/// Words of the text without any hit within a chain.
const LONGEST_HOLE: i64 = 400;
/// Words without a hit of five that are searched again by threes.
const HOLE: usize = 6;

/// Finds the passages of a page that run along with passages of the text.
///
/// Anchors are runs of five words that the page has once (at most [`MOST_PLACES`] times: a teaser above its article is
/// no reason to be blind for both), and of three where those of five leave holes.
///
/// # Complexity
///
/// O(n + m) for n words of the text and m of the page; 25 bytes of memory for each word of the text.
///
/// # Source
///
/// Yalniz and Manmatha, “A fast alignment scheme for automatic OCR evaluation of books”, 2011, anchors by unique words;
/// we take runs of words, allow any number of chains, and score their jumps as Li, “Minimap2”, 2018, §2.1 does.
pub(crate) fn chains(text: &Side<'_>, page: &Side<'_>) -> Chains {
    let everything = 0..text.words.len();
    let mut ambiguous = Vec::new();
    let mut hits = Vec::new();
    find_hits(5, std::slice::from_ref(&everything), text, page, &mut hits, &mut ambiguous);
    extend(&mut hits, text, page);
    let holes = holes(&hits, text.words.len());
    let mut short = Vec::new();
    find_hits(3, &holes, text, page, &mut short, &mut ambiguous);
    if !short.is_empty() {
        hits.append(&mut short);
        hits.sort_unstable();
        extend(&mut hits, text, page);
    }
    ambiguous.sort_unstable_by_key(|r| (r.start, r.end));
    Chains { chains: link(&hits), ambiguous: merge(ambiguous) }
}

/// One of the two sides of an alignment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub(crate) atoms: &'a Atoms,
    pub(crate) words: &'a WordIndex,
}

impl Side<'_> {
    /// The k-grams of `words`, each with the word at which it starts and its hash.
    fn grams(&self, words: Range<usize>, k: usize) -> impl Iterator<Item = (usize, u64)> + '_ {
        // Of the last k words; at most five.
        let mut last = [0u64; 8];
        let start = words.start;
        let ids = self.words.atoms_from(start).take(words.len()).map(|at| self.atoms.id(at));
        ids.enumerate().filter_map(move |(index, id)| {
            last[index % 8] = u64::from(id.0) + 1;
            let first = (index + 1).checked_sub(k)?;
            let hash = (first..=index).fold(k as u64, |hash, at| hash.wrapping_mul(SPREAD).wrapping_add(last[at % 8]));
            Some((start + first, mix(hash)))
        })
    }
}

/// Odd, with as many ones as zeros.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A k-gram of the text: where it first stands, and how often the page has it.
struct Gram {
    /// The upper half of its hash.
    tag: u32,
    /// The first word of its last occurrence in the text.
    word: u32,
    in_page: u16,
}

const NONE: u32 = u32::MAX;

/// The distinct k-grams of a text, by hash.
struct Grams {
    /// Two bits of each hash: most k-grams of a page are not the text's, and end here.
    filter: Vec<u64>,
    /// Open addressing, at most 3/4 full.
    slots: Vec<u32>,
    grams: Vec<Gram>,
    /// Of each position that repeats a k-gram, where the same stood before; ascending.
    previous: Vec<(u32, u32)>,
}

impl Grams {
    fn new(k: usize, ranges: &[Range<usize>], total: usize, text: &Side<'_>) -> Grams {
        let slots = vec![NONE; (total * 4 / 3).next_power_of_two().max(16)];
        let filter = vec![0; (total / 4).next_power_of_two().max(4)];
        let mut grams = Grams { filter, slots, grams: Vec::with_capacity(total), previous: Vec::new() };
        for range in ranges {
            for (word, hash) in text.grams(range.clone(), k) {
                let (at, bits) = grams.filter_bits(hash);
                grams.filter[at] |= bits;
                let slot = grams.slot(hash);
                match grams.slots[slot] {
                    NONE => {
                        grams.slots[slot] = grams.grams.len() as u32;
                        grams.grams.push(Gram { tag: (hash >> 32) as u32, word: word as u32, in_page: 0 });
                    }
                    gram => {
                        let gram = &mut grams.grams[gram as usize];
                        grams.previous.push((word as u32, gram.word));
                        gram.word = word as u32;
                    }
                }
            }
        }
        grams
    }

    fn filter_bits(&self, hash: u64) -> (usize, u64) {
        let at = (hash >> 20) as usize & (self.filter.len() - 1);
        (at, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
    }

    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while self.slots[slot] != NONE && self.grams[self.slots[slot] as usize].tag != (hash >> 32) as u32 {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn find(&mut self, hash: u64) -> Option<&mut Gram> {
        let (at, bits) = self.filter_bits(hash);
        if self.filter[at] & bits != bits {
            return None;
        }
        let slot = self.slot(hash);
        self.grams.get_mut(self.slots[slot] as usize)
    }

    /// The places of the text where the k-gram stands that last stands at `word`, at most [`MOST_PLACES`], last first.
    fn places(&self, word: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(word), |word| {
            let at = self.previous.binary_search_by_key(word, |&(word, _)| word).ok()?;
            Some(self.previous[at].1)
        })
        .take(usize::from(MOST_PLACES))
    }
}

fn find_hits(
    k: usize,
    ranges: &[Range<usize>],
    text: &Side<'_>,
    page: &Side<'_>,
    hits: &mut Vec<Hit>,
    ambiguous: &mut Vec<Range<usize>>,
) {
    let total: usize = ranges.iter().map(|r| r.len().saturating_sub(k - 1)).sum();
    if total == 0 || page.words.len() < k {
        return;
    }
    let mut grams = Grams::new(k, ranges, total, text);
    for (_, hash) in page.grams(0..page.words.len(), k) {
        if let Some(gram) = grams.find(hash) {
            gram.in_page = gram.in_page.saturating_add(1);
        }
    }
    for (word, hash) in page.grams(0..page.words.len(), k) {
        let Some(gram) = grams.find(hash).filter(|gram| gram.in_page <= MOST_PLACES) else { continue };
        let last = gram.word;
        for place in grams.places(last) {
            // Most follow the one before on its diagonal: they make it longer.
            match hits.last_mut() {
                Some(hit)
                    if hit.page + hit.length + 1 == word as u32 + k as u32
                        && hit.text + hit.length + 1 == place + k as u32 =>
                {
                    hit.length += 1;
                }
                _ => hits.push(Hit { text: place, page: word as u32, length: k as u32 }),
            }
        }
    }
    hits.shrink_to_fit();
    if k >= 5 {
        let often = grams.grams.iter().filter(|gram| gram.in_page > MOST_PLACES);
        ambiguous.extend(often.map(|gram| gram.word as usize..gram.word as usize + k));
    }
}

/// Joins hits that overlap or touch on one diagonal, and makes sure that the words are equal, not only their hashes.
fn extend(hits: &mut Vec<Hit>, text: &Side<'_>, page: &Side<'_>) {
    hits.retain(|hit| {
        let ours = text.words.atoms_from(hit.text as usize).map(|at| text.atoms.id(at));
        let theirs = page.words.atoms_from(hit.page as usize).map(|at| page.atoms.id(at));
        ours.zip(theirs).take(hit.length as usize).all(|(ours, theirs)| ours == theirs)
    });
    hits.sort_unstable_by_key(|h| (h.diagonal(), h.text));
    hits.dedup_by(|next, last| {
        let joins = next.diagonal() == last.diagonal() && next.text <= last.text + last.length;
        if joins {
            last.length = last.length.max(next.text + next.length - last.text);
        }
        joins
    });
    hits.sort_unstable();
}

/// The stretches of at least [`HOLE`] words in no hit, each with two words more on both sides.
fn holes(hits: &[Hit], words: usize) -> Vec<Range<usize>> {
    let mut holes: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let end = Hit { text: words as u32, page: 0, length: 0 };
    for hit in hits.iter().chain([&end]) {
        let start = hit.text as usize;
        if start >= at + HOLE {
            let hole = at.saturating_sub(2)..(start + 2).min(words);
            match holes.last_mut() {
                Some(last) if last.end >= hole.start => last.end = hole.end,
                _ => holes.push(hole),
            }
        }
        at = at.max(start + hit.length as usize);
    }
    holes
}

/// What it costs a chain to go on at `to` after `from`; nothing where it cannot.
fn jump(from: Hit, to: Hit) -> Option<i32> {
    let ahead_text = i64::from(to.text) - i64::from(from.text + from.length);
    let ahead_page = i64::from(to.page) - i64::from(from.page + from.length);
    // Neighbours may overlap by the words that a repetition shares.
    if ahead_text < -2 || ahead_page < -2 || to.text <= from.text || to.page <= from.page {
        return None;
    }
    let drift = (to.diagonal() - from.diagonal()).abs();
    if drift > MOST_DRIFT || ahead_text > LONGEST_HOLE {
        return None;
    }
    let hole = ahead_text.min(ahead_page).max(0);
    Some((drift as u64 + 1).ilog2() as i32 + (hole / 16) as i32)
}

/// Strings hits together: each chain is the best continuation of its hits, and no two share a hit.
fn link(hits: &[Hit]) -> Vec<Chain> {
    let mut score: Vec<i32> = Vec::with_capacity(hits.len());
    let mut before: Vec<u32> = Vec::with_capacity(hits.len());
    for (at, &hit) in hits.iter().enumerate() {
        let mut best = (hit.length as i32, NONE);
        for earlier in (at.saturating_sub(LOOK_BACK)..at).rev() {
            steps::take(1);
            if let Some(cost) = jump(hits[earlier], hit) {
                let total = score[earlier] + hit.length as i32 - cost;
                // Ties go to the nearest, which is looked at first.
                if total > best.0 {
                    best = (total, earlier as u32);
                }
            }
        }
        score.push(best.0);
        before.push(best.1);
    }
    let mut order: Vec<u32> = (0..hits.len() as u32).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(score[at as usize]), hits[at as usize]));
    let mut used = vec![false; hits.len()];
    let mut chains = Vec::new();
    for last in order {
        if used[last as usize] {
            continue;
        }
        let mut at = last;
        let mut chain = Vec::new();
        let mut base = 0;
        while at != NONE {
            if used[at as usize] {
                base = score[at as usize];
                break;
            }
            used[at as usize] = true;
            chain.push(hits[at as usize]);
            at = before[at as usize];
        }
        chain.reverse();
        let chain = Chain { hits: disjoint(chain), score: score[last as usize] - base };
        if chain.is_sound() {
            chains.push(chain);
        }
    }
    chains.sort_by_key(|c| (std::cmp::Reverse(c.score), c.hits[0]));
    chains
}

/// Cuts off what a hit shares with the one before it.
fn disjoint(hits: Vec<Hit>) -> Vec<Hit> {
    let mut apart: Vec<Hit> = Vec::with_capacity(hits.len());
    for mut hit in hits {
        if let Some(last) = apart.last() {
            let shared = (last.text + last.length).saturating_sub(hit.text);
            let shared = shared.max((last.page + last.length).saturating_sub(hit.page));
            if shared >= hit.length {
                continue;
            }
            hit = Hit { text: hit.text + shared, page: hit.page + shared, length: hit.length - shared };
        }
        apart.push(hit);
    }
    apart
}

/// Joins ranges, sorted by start, which touch or overlap.
fn merge(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if last.end >= range.start => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::tokenize;

    fn found(text: &str, page: &str) -> Chains {
        let mut vocabulary = Vocabulary::default();
        let page = Atoms::fold(page, tokenize(page), &mut vocabulary);
        let text = Atoms::fold(text, tokenize(text), &mut vocabulary);
        let (text_words, page_words) = (WordIndex::new(&text, &vocabulary), WordIndex::new(&page, &vocabulary));
        chains(&Side { atoms: &text, words: &text_words }, &Side { atoms: &page, words: &page_words })
    }

    const HARBOUR: &str = "The harbour was closed for the whole of that winter and the boats were taken up the river";
    const MILL: &str = "Nobody at the mill could say when the wheel had turned for the last time before the flood";

    #[test]
    fn a_passage_is_found_in_its_page() {
        let page = format!("Home News Sport {MILL} {HARBOUR} Share this page");
        let found = found(HARBOUR, &page);
        assert_eq!(found.chains.len(), 1);
        assert_eq!(found.chains[0].text(), 0..18);
        assert_eq!(found.chains[0].page(), 21..39);
    }

    #[test]
    fn swapped_passages_have_a_chain_each() {
        let found = found(&format!("{HARBOUR}. {MILL}."), &format!("{MILL}. {HARBOUR}."));
        assert_eq!(found.chains.len(), 2);
    }

    #[test]
    fn damage_does_not_break_a_chain() {
        let damaged = HARBOUR.replace("whole of that", "hole ofthat").replace("boats", "baots");
        let found = found(&damaged, &format!("{MILL} {HARBOUR}"));
        assert_eq!(found.chains.len(), 1);
        assert_eq!(found.chains[0].text(), 0..17);
    }

    #[test]
    fn other_texts_have_none() {
        assert!(found(HARBOUR, MILL).chains.is_empty());
        assert!(found("", MILL).chains.is_empty());
        assert!(found(MILL, "").chains.is_empty());
    }

    #[test]
    fn what_a_page_repeats_too_often_is_ambiguous() {
        let page = format!("{HARBOUR}. ").repeat(50);
        let found = found(HARBOUR, &page);
        assert!(found.chains.is_empty());
        assert_eq!(found.ambiguous.len(), 1);
        assert_eq!(found.ambiguous[0], 0..18);
    }

    #[test]
    fn a_teaser_is_a_second_witness() {
        let found = found(HARBOUR, &format!("{HARBOUR} … {MILL} {HARBOUR}"));
        assert_eq!(found.chains.len(), 2);
        assert!(found.chains.iter().all(|c| c.text() == (0..18)));
    }
}
