//! Where a text and a reference run side by side: stretches that both have, strung together in chains.

use std::ops::Range;

use super::fold::FoldedTokens;
use super::vocabulary::{FoldId, Vocabulary, mix};
use crate::steps;

/// The words of a text without its marks, which noise takes away and puts in: what k-grams are made of.
///
/// A bit for each token, and every 512 bits how many words stand before: a fifth of a byte a token.
#[derive(Debug)]
pub(crate) struct WordIndex {
    bits: Vec<u64>,
    /// Words before each block of [`BLOCK`] pieces of `bits`.
    before: Vec<u32>,
    words: usize,
}

/// Pieces of 64 tokens in a block.
const BLOCK: usize = 8;

impl WordIndex {
    pub(crate) fn new(tokens: &FoldedTokens, vocabulary: &Vocabulary) -> WordIndex {
        let mut bits = vec![0u64; tokens.len().div_ceil(64)];
        for (at, &id) in tokens.ids().iter().enumerate() {
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

    /// Returns the token that word `word` is.
    pub(crate) fn token(&self, word: usize) -> usize {
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

    /// Returns how many words stand before token `token`.
    pub(crate) fn before(&self, token: usize) -> usize {
        let Some(&last) = self.bits.get(token / 64) else { return self.words };
        let block = token / 64 / BLOCK;
        let within: u32 = self.bits[block * BLOCK..token / 64].iter().map(|piece| piece.count_ones()).sum();
        (self.before[block] + within + (last & ((1 << (token % 64)) - 1)).count_ones()) as usize
    }

    /// Calls `see` with the token of each of `words`.
    fn each_atom(&self, words: Range<usize>, mut see: impl FnMut(usize)) {
        if words.is_empty() {
            return;
        }
        let (first, last) = (self.token(words.start), self.token(words.end - 1));
        for piece in first / 64..=last / 64 {
            let mut bits = self.bits[piece];
            if piece == first / 64 {
                bits &= u64::MAX << (first % 64);
            }
            if piece == last / 64 {
                bits &= u64::MAX >> (63 - last % 64);
            }
            while bits != 0 {
                see(piece * 64 + bits.trailing_zeros() as usize);
                bits &= bits - 1;
            }
        }
    }

    /// Returns the tokens of word `word` and those behind it.
    pub(crate) fn tokens_from(&self, word: usize) -> impl Iterator<Item = usize> + '_ {
        let start = if word < self.words { self.token(word) } else { self.bits.len() * 64 };
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
    /// Returns how far the page is ahead of the text.
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
    /// Returns the words of the text from its first hit to its last.
    pub(crate) fn text(&self) -> Range<usize> {
        let last = self.hits[self.hits.len() - 1];
        self.hits[0].text as usize..(last.text + last.length) as usize
    }

    /// Returns the words of the page from its first hit to its last.
    pub(crate) fn page(&self) -> Range<usize> {
        let last = self.hits[self.hits.len() - 1];
        self.hits[0].page as usize..(last.page + last.length) as usize
    }

    /// Returns whether it cannot be chance: five words in a row, or three times three.
    fn is_sound(&self) -> bool {
        self.hits.iter().any(|h| h.length >= 5) || self.hits.len() >= 3
    }
}

/// The chains of hits between a page and a text.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    /// The best first.
    pub(crate) chains: Vec<Chain>,
    /// Words of the text whose k-grams the page has, but too often to tell which is meant.
    pub(crate) ambiguous: Vec<Range<usize>>,
}

/// A k-gram that the page has more often than this is no anchor: which of them is meant, nobody can tell.
const MOST_PLACES: u8 = 4;
/// Hits back in which a chain looks for its predecessor: those between belong to other chains.
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
    let ids = text.word_ids();
    find_hits(5, std::slice::from_ref(&everything), (text, &ids), page, &mut hits, &mut ambiguous);
    extend(&mut hits);
    let holes = holes(&hits, text.words.len());
    let mut short = Vec::new();
    find_hits(3, &holes, (text, &ids), page, &mut short, &mut ambiguous);
    if !short.is_empty() {
        hits.append(&mut short);
        hits.sort_unstable();
        extend(&mut hits);
    }
    ambiguous.sort_unstable_by_key(|r| (r.start, r.end));
    Chains { chains: link(&hits), ambiguous: merge(ambiguous) }
}

/// One of the two sides of an alignment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub(crate) tokens: &'a FoldedTokens,
    pub(crate) words: &'a WordIndex,
}

impl Side<'_> {
    /// Returns the hash of a k-gram, as [`Side::each_gram`] tells it.
    pub(crate) fn gram_hash(gram: &[FoldId]) -> u64 {
        mix(gram.iter().fold(0u64, |hash, id| hash.wrapping_mul(SPREAD).wrapping_add(u64::from(id.0) + 1)))
    }

    /// Calls `see` with each k-gram of `words`, k at most 8: the word at which it starts, its hash, and its words.
    pub(crate) fn each_gram(&self, words: Range<usize>, k: usize, mut see: impl FnMut(usize, u64, &[FoldId])) {
        let leaving = (0..k).fold(1u64, |power, _| power.wrapping_mul(SPREAD));
        // The last eight words, twice, so that any of them stand in a row.
        let mut last = [FoldId(0); 16];
        let (mut hash, mut seen) = (0u64, 0usize);
        let ids = self.tokens.ids();
        self.words.each_atom(words.clone(), |at| {
            let id = ids[at];
            hash = hash.wrapping_mul(SPREAD).wrapping_add(u64::from(id.0) + 1);
            if seen >= k {
                hash = hash.wrapping_sub((u64::from(last[(seen - k) % 8].0) + 1).wrapping_mul(leaving));
            }
            last[seen % 8] = id;
            last[seen % 8 + 8] = id;
            seen += 1;
            if seen >= k {
                let end = (seen - 1) % 8 + 9;
                see(words.start + seen - k, mix(hash), &last[end - k..end]);
            }
        });
    }

    /// Its words, without the marks.
    fn word_ids(&self) -> Vec<FoldId> {
        let mut ids = Vec::with_capacity(self.words.len());
        self.words.each_atom(0..self.words.len(), |at| ids.push(self.tokens.id(at)));
        ids
    }
}

/// Odd, with as many ones as zeros.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

const NONE: u32 = u32::MAX;

/// The k-grams of a text, by hash.
///
/// Equal k-grams are one, told by the word at which the first of them starts: their head.
struct Grams<'a> {
    k: usize,
    /// The words of the text.
    ids: &'a [FoldId],
    /// Two bits of each hash: most k-grams of a page are not the text's, and end here.
    filter: Vec<u64>,
    /// Open addressing: the lower half of the hash, and the head; at most 3/4 full.
    slots: Vec<(u32, u32)>,
    /// By word: the head of the k-gram that starts with it, or [`NONE`].
    heads: Vec<u32>,
    /// By head: how often the page has it; what is too often is not counted on.
    in_page: Vec<u8>,
    /// Head and word of each repetition of a k-gram, ascending.
    repeats: Vec<(u32, u32)>,
}

impl<'a> Grams<'a> {
    /// Takes in the k-grams of `ranges` of the text, `total` of them.
    fn new(k: usize, ranges: &[Range<usize>], total: usize, text: &Side<'_>, ids: &'a [FoldId]) -> Grams<'a> {
        let mut grams = Grams {
            k,
            ids,
            filter: vec![0; (total / 4).next_power_of_two().max(4)],
            slots: vec![(0, NONE); total * 4 / 3 + 16],
            heads: vec![NONE; ids.len()],
            in_page: vec![0; ids.len()],
            repeats: Vec::new(),
        };
        for range in ranges {
            text.each_gram(range.clone(), k, |word, hash, gram| {
                let (at, bits) = grams.filter_bits(hash);
                grams.filter[at] |= bits;
                let slot = grams.slot(hash, gram);
                if grams.slots[slot].1 == NONE {
                    grams.slots[slot] = (hash as u32, word as u32);
                } else {
                    grams.repeats.push((grams.slots[slot].1, word as u32));
                }
                grams.heads[word] = grams.slots[slot].1;
            });
        }
        grams.repeats.sort_unstable();
        grams
    }

    fn filter_bits(&self, hash: u64) -> (usize, u64) {
        let at = (hash >> 20) as usize & (self.filter.len() - 1);
        (at, 1 << (hash & 63) | 1 << (hash >> 6 & 63))
    }

    /// Returns where the k-gram `gram` is, or where it would be put.
    fn slot(&self, hash: u64, gram: &[FoldId]) -> usize {
        let mut slot = ((u128::from(hash) * self.slots.len() as u128) >> 64) as usize;
        loop {
            let (tag, head) = self.slots[slot];
            if head == NONE || tag == hash as u32 && self.at(head) == gram {
                return slot;
            }
            slot = if slot + 1 == self.slots.len() { 0 } else { slot + 1 };
        }
    }

    /// Returns the k words of the text from `word` on.
    fn at(&self, word: u32) -> &[FoldId] {
        &self.ids[word as usize..word as usize + self.k]
    }

    /// Returns the head of the k-gram `gram`, or [`NONE`].
    fn head(&self, hash: u64, gram: &[FoldId]) -> u32 {
        let (at, bits) = self.filter_bits(hash);
        if self.filter[at] & bits != bits {
            return NONE;
        }
        self.slots[self.slot(hash, gram)].1
    }

    /// Returns the words where the k-gram stands whose head is `head`, at most [`MOST_PLACES`], the last first.
    fn places(&self, head: u32) -> impl Iterator<Item = u32> + '_ {
        let end = self.repeats.partition_point(|&(other, _)| other <= head);
        let repeats = self.repeats[..end].iter().rev().take_while(move |&&(other, _)| other == head);
        repeats.map(|&(_, word)| word).chain([head]).take(usize::from(MOST_PLACES))
    }

    /// Counts the k-grams of the page, and returns runs of words which it has in common with the text.
    ///
    /// What it has too often is left out from there on.
    fn meet(&mut self, page: &Side<'_>) -> Vec<Hit> {
        let mut runs: Vec<Hit> = Vec::new();
        // Where the text goes on with what the page is expected to go on with.
        let mut ahead = NONE;
        page.each_gram(0..page.words.len(), self.k, |word, hash, gram| {
            // Within a passage that both have, nothing need be looked up.
            let follows = self.heads.get(ahead as usize).is_some_and(|&head| head != NONE)
                && self.ids[ahead as usize + self.k - 1] == gram[self.k - 1];
            let at = if follows { ahead } else { self.head(hash, gram) };
            ahead = at;
            if at == NONE {
                return;
            }
            ahead += 1;
            let count = &mut self.in_page[self.heads[at as usize] as usize];
            *count = count.saturating_add(1).min(MOST_PLACES + 1);
            if *count > MOST_PLACES {
                return;
            }
            match runs.last_mut() {
                Some(run) if run.page + run.length == word as u32 && run.text + run.length == at => run.length += 1,
                _ => runs.push(Hit { text: at, page: word as u32, length: 1 }),
            }
        });
        runs
    }
}

fn find_hits(
    k: usize,
    ranges: &[Range<usize>],
    (text, ids): (&Side<'_>, &[FoldId]),
    page: &Side<'_>,
    hits: &mut Vec<Hit>,
    ambiguous: &mut Vec<Range<usize>>,
) {
    let total: usize = ranges.iter().map(|r| r.len().saturating_sub(k - 1)).sum();
    if total == 0 || page.words.len() < k {
        return;
    }
    let mut grams = Grams::new(k, ranges, total, text, ids);
    let runs = grams.meet(page);
    for run in runs {
        for at in 0..run.length {
            let head = grams.heads[(run.text + at) as usize];
            if grams.in_page[head as usize] > MOST_PLACES {
                continue;
            }
            for place in grams.places(head) {
                put(hits, Hit { text: place, page: run.page + at, length: k as u32 });
            }
        }
    }
    hits.shrink_to_fit();
    if k >= 5 {
        let often = grams.heads.iter().enumerate();
        let often = often.filter(|&(_, &head)| head != NONE && grams.in_page[head as usize] > MOST_PLACES);
        ambiguous.extend(often.map(|(word, _)| word..word + k));
    }
}

/// Adds a hit, or makes one of the last longer that it follows on its diagonal, as most do.
fn put(hits: &mut Vec<Hit>, hit: Hit) {
    let mut last = hits.iter_mut().rev().take(usize::from(2 * MOST_PLACES));
    match last.find(|last| last.page + last.length + 1 == hit.page + hit.length && last.diagonal() == hit.diagonal()) {
        Some(last) => last.length += 1,
        None => hits.push(hit),
    }
}

/// Joins hits that overlap or touch on one diagonal.
fn extend(hits: &mut Vec<Hit>) {
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

/// Returns the stretches of at least [`HOLE`] words in no hit, each with two words more on both sides.
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

/// Returns what it costs a chain to go on at `to` after `from`; nothing where it cannot.
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
        let page = FoldedTokens::fold(page, tokenize(page), &mut vocabulary);
        let text = FoldedTokens::fold(text, tokenize(text), &mut vocabulary);
        let (text_words, page_words) = (WordIndex::new(&text, &vocabulary), WordIndex::new(&page, &vocabulary));
        chains(&Side { tokens: &text, words: &text_words }, &Side { tokens: &page, words: &page_words })
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
