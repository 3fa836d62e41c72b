//! Where a text and a reference run side by side: stretches that both have, strung together in chains.

use std::ops::Range;

use super::fold::Atoms;
use super::vocabulary::{FoldId, Vocabulary, mix};

/// The words of a text without its marks, which noise takes away and puts in: what k-grams are made of.
#[derive(Debug)]
pub(crate) struct WordIndex {
    /// The atom of each word; ascending.
    atoms: Vec<u32>,
}

impl WordIndex {
    pub(crate) fn new(atoms: &Atoms, vocabulary: &Vocabulary) -> WordIndex {
        let words = atoms.ids().iter().enumerate().filter(|&(_, &id)| vocabulary.is_word(id));
        WordIndex { atoms: words.map(|(at, _)| at as u32).collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.atoms.len()
    }

    /// The atom that word `word` is.
    pub(crate) fn atom(&self, word: usize) -> usize {
        self.atoms[word] as usize
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
    pub(crate) fn word(&self, word: usize) -> FoldId {
        self.atoms.id(self.words.atom(word))
    }

    fn gram(&self, word: usize, k: usize) -> u64 {
        (word..word + k).fold(k as u64, |hash, at| gram_step(hash, self.word(at)))
    }
}

/// Adds one more word to the hash of a k-gram.
pub(crate) fn gram_step(hash: u64, word: FoldId) -> u64 {
    mix(hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (u64::from(word.0) + 1))
}

/// A k-gram of the text: where it first stands, and how often the page has it.
struct Gram {
    hash: u64,
    /// The first word of its last occurrence in the text; those before it through `Grams::previous`.
    word: u32,
    in_page: u16,
}

const NONE: u32 = u32::MAX;

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
    let mask = (total * 4 / 3).next_power_of_two().max(16) - 1;
    let mut slots = vec![NONE; mask + 1];
    let mut grams: Vec<Gram> = Vec::with_capacity(total);
    // Where the same k-gram stood before, for each position that was searched.
    let mut previous: Vec<(u32, u32)> = Vec::new();
    for range in ranges {
        for word in range.start..(range.end + 1).saturating_sub(k) {
            let hash = text.gram(word, k);
            let slot = find_slot(&slots, &grams, hash, mask);
            match slots[slot] {
                NONE => {
                    slots[slot] = grams.len() as u32;
                    grams.push(Gram { hash, word: word as u32, in_page: 0 });
                }
                gram => {
                    let gram = &mut grams[gram as usize];
                    previous.push((word as u32, gram.word));
                    gram.word = word as u32;
                }
            }
        }
    }
    let first = hits.len();
    for word in 0..=page.words.len() - k {
        let hash = page.gram(word, k);
        let slot = find_slot(&slots, &grams, hash, mask);
        if let Some(gram) = grams.get_mut(slots[slot] as usize) {
            gram.in_page = gram.in_page.saturating_add(1);
            if gram.in_page <= MOST_PLACES {
                hits.push(Hit { text: gram.word, page: word as u32, length: k as u32 });
            }
        }
    }
    // The same k-gram of the text may be meant at each of its places; `previous` is sorted by its first half.
    let ends = hits.len();
    for at in first..ends {
        let hit = hits[at];
        let mut word = hit.text;
        for _ in 1..MOST_PLACES {
            let Ok(link) = previous.binary_search_by_key(&word, |&(word, _)| word) else { break };
            word = previous[link].1;
            hits.push(Hit { text: word, ..hit });
        }
    }
    let too_many = |word: u32| {
        let slot = find_slot(&slots, &grams, text.gram(word as usize, k), mask);
        grams.get(slots[slot] as usize).is_some_and(|g| g.in_page > MOST_PLACES)
    };
    let mut kept = first;
    for at in first..hits.len() {
        if !too_many(hits[at].text) {
            hits[kept] = hits[at];
            kept += 1;
        }
    }
    hits.truncate(kept);
    hits[first..].sort_unstable();
    if k >= 5 {
        let often = grams.iter().filter(|g| g.in_page > MOST_PLACES);
        ambiguous.extend(often.map(|g| g.word as usize..g.word as usize + k));
        ambiguous
            .extend(previous.iter().filter(|&&(word, _)| too_many(word)).map(|&(_, w)| w as usize..w as usize + k));
    }
}

fn find_slot(slots: &[u32], grams: &[Gram], hash: u64, mask: usize) -> usize {
    let mut slot = hash as usize & mask;
    while slots[slot] != NONE && grams[slots[slot] as usize].hash != hash {
        slot = (slot + 1) & mask;
    }
    slot
}

/// Joins hits that overlap or touch on one diagonal, and makes sure that the words are equal, not only their hashes.
fn extend(hits: &mut Vec<Hit>, text: &Side<'_>, page: &Side<'_>) {
    hits.retain(|h| (0..h.length).all(|i| text.word((h.text + i) as usize) == page.word((h.page + i) as usize)));
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
