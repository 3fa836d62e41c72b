//! The words that a repair may offer, as a trie with the cheapest completion of each prefix: what a search for candidates
//! walks, read in place.
//!
//! ```text
//! magic [8]  lexicon u64  nodes u32  words u32
//! 5 bytes × node     letter u8, cheapest completion u8, first child u24; siblings lie side by side, sorted by letter
//! u32 × (nodes / 32 + 1)  which nodes complete a word, a bit each
//! u24 × (nodes / 32 + 1)  how many nodes before those of each block complete a word
//! u24 × words        the word that each of these nodes completes
//! ```
//!
//! Opening checks the header and the sizes. Nothing else is trusted: a damaged image gives wrong words, and never a panic.

use std::borrow::Cow;
#[cfg(any(feature = "training", all(test, feature = "embedded")))]
use std::collections::BTreeMap;

use super::image::{u24_at, u32_at, u64_at};
use super::{Lexicon, WordId};
#[cfg(any(feature = "training", all(test, feature = "embedded")))]
use crate::cost::Cost;
use crate::error::LexiconError;

const MAGIC: [u8; 8] = *b"UNGARTRE";
const HEADER: usize = 24;
const NODE: usize = 5;
/// Set in the letter of the last of several siblings.
const LAST: u8 = 0x80;
/// Millinats that a step of the cheapest completion stands for.
const STEP: u32 = 96;

/// A trie whose header has been checked.
#[derive(Clone)]
pub(crate) struct Trie {
    bytes: Cow<'static, [u8]>,
    nodes: usize,
    words: usize,
}

impl std::fmt::Debug for Trie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trie").field("nodes", &self.nodes).field("words", &self.words).finish_non_exhaustive()
    }
}

/// A prefix of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node(pub(crate) u32);

/// One way to go on from a prefix.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Child {
    pub(crate) letter: u8,
    pub(crate) node: Node,
    /// Unigram cost of the most frequent word with this prefix, rounded down.
    pub(crate) cheapest: u32,
}

impl Trie {
    /// The empty prefix.
    pub(crate) const ROOT: Node = Node(0);

    /// Opens a trie that was built for `lexicon`.
    ///
    /// # Errors
    ///
    /// If it is no trie, is cut short or was built for another lexicon.
    pub(crate) fn open(bytes: Cow<'static, [u8]>, lexicon: &Lexicon) -> Result<Trie, LexiconError> {
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(LexiconError::Section { section: "trie" });
        }
        let found = u64_at(&bytes, 8).unwrap_or(0);
        if found != lexicon.fingerprint() {
            return Err(LexiconError::Section { section: "trie" });
        }
        let number = |at| u32_at(&bytes, at).unwrap_or(0) as usize;
        let (nodes, words) = (number(16), number(20));
        let expected = HEADER + nodes.saturating_mul(NODE) + (nodes / 32 + 1) * 7 + words.saturating_mul(3);
        if bytes.len() != expected {
            return Err(LexiconError::Length { found: bytes.len(), expected });
        }
        Ok(Trie { bytes, nodes, words })
    }

    /// Builds the trie of the words that `lexicon` offers, with those of its language model that are names.
    #[cfg(any(feature = "training", all(test, feature = "embedded")))]
    pub(crate) fn build(lexicon: &Lexicon) -> Vec<u8> {
        let mut root = Prefix::default();
        for (id, word) in lexicon.offered() {
            let letters = lexicon.letters().spell(word).unwrap_or_default();
            root.insert(&letters, id, lexicon.unigram_cost(id));
        }
        root.write(lexicon.fingerprint())
    }

    fn node_at(&self, at: u32) -> Option<(u8, u8, u32)> {
        let start = HEADER + at as usize * NODE;
        match self.bytes.get(start..start + NODE)? {
            &[letter, cheapest, a, b, c] => Some((letter, cheapest, u32::from_le_bytes([a, b, c, 0]))),
            _ => None,
        }
    }

    /// Returns the prefixes that are one letter longer than `node`.
    pub(crate) fn children(&self, node: Node) -> impl Iterator<Item = Child> + '_ {
        let first = self.node_at(node.0).map_or(0, |(.., child)| child);
        // A child stands behind its parent; a damaged image may say otherwise.
        let start = if first > node.0 { HEADER + first as usize * NODE } else { usize::MAX };
        let rows = self.bytes.get(start..HEADER + self.nodes * NODE).unwrap_or_default();
        let mut ended = false;
        rows.chunks_exact(NODE).zip(first..).map_while(move |(row, at)| {
            let &[letter, cheapest, ..] = row else { return None };
            if std::mem::replace(&mut ended, letter & LAST != 0) {
                return None;
            }
            Some(Child { letter: letter & !LAST, node: Node(at), cheapest: u32::from(cheapest) * STEP })
        })
    }

    /// Returns the prefix that is `node` and `letter`, if any word begins so.
    pub(crate) fn child(&self, node: Node, letter: u8) -> Option<Child> {
        self.children(node).find(|child| child.letter >= letter).filter(|child| child.letter == letter)
    }

    /// Returns the word that `node` is, if it is one.
    pub(crate) fn word(&self, node: Node) -> Option<WordId> {
        let (block, bit) = (node.0 as usize / 32, node.0 % 32);
        let blocks = self.nodes / 32 + 1;
        let flags = HEADER + self.nodes * NODE;
        let set = u32_at(&self.bytes, flags + 4 * block)?;
        if block >= blocks || set & 1 << bit == 0 {
            return None;
        }
        let before = u24_at(&self.bytes, flags + 4 * blocks + 3 * block)?;
        let rank = before + (set & ((1 << bit) - 1)).count_ones();
        u24_at(&self.bytes, flags + 7 * blocks + 3 * rank as usize).map(WordId)
    }
}

/// A prefix while the trie is built.
#[cfg(any(feature = "training", all(test, feature = "embedded")))]
#[derive(Default)]
struct Prefix {
    children: BTreeMap<u8, Prefix>,
    word: Option<WordId>,
    cheapest: Option<Cost>,
}

#[cfg(any(feature = "training", all(test, feature = "embedded")))]
impl Prefix {
    fn insert(&mut self, letters: &[u8], id: WordId, cost: Cost) {
        self.cheapest = Some(self.cheapest.map_or(cost, |cheapest| cheapest.min(cost)));
        match letters {
            [] => self.word = Some(id),
            [first, rest @ ..] => self.children.entry(*first).or_default().insert(rest, id, cost),
        }
    }

    /// Writes the prefixes by their length, so that siblings lie side by side.
    fn write(&self, lexicon: u64) -> Vec<u8> {
        let (mut rows, mut ids): (Vec<u8>, Vec<u8>) = (Vec::new(), Vec::new());
        let (mut flags, mut ranks): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        let mut queue = std::collections::VecDeque::from([(0_u8, self)]);
        let mut written = 0_u32;
        let mut reserved = 1_u32;
        while let Some((letter, prefix)) = queue.pop_front() {
            if written.is_multiple_of(32) {
                flags.push(0_u32);
                ranks.push((ids.len() / 3) as u32);
            }
            if let Some(WordId(id)) = prefix.word {
                flags[written as usize / 32] |= 1 << (written % 32);
                ids.extend(&id.to_le_bytes()[..3]);
            }
            let cheapest = prefix.cheapest.unwrap_or_default().0 / STEP;
            let child = if prefix.children.is_empty() { 0 } else { reserved };
            rows.extend([letter, cheapest.min(255) as u8]);
            rows.extend(&child.to_le_bytes()[..3]);
            reserved += prefix.children.len() as u32;
            let last = prefix.children.len();
            for (at, (&letter, child)) in prefix.children.iter().enumerate() {
                queue.push_back((if at + 1 == last { letter | LAST } else { letter }, child));
            }
            written += 1;
        }
        // A block for the bits behind the last full one, even where there are none.
        flags.resize(written as usize / 32 + 1, 0);
        ranks.resize(written as usize / 32 + 1, (ids.len() / 3) as u32);
        let mut image = MAGIC.to_vec();
        image.extend(lexicon.to_le_bytes());
        image.extend(written.to_le_bytes());
        image.extend(((ids.len() / 3) as u32).to_le_bytes());
        image.extend(rows);
        image.extend(flags.iter().flat_map(|block| block.to_le_bytes()));
        image.extend(ranks.iter().flat_map(|rank| rank.to_le_bytes().into_iter().take(3)));
        image.extend(ids);
        image
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn every_offered_word_is_found_by_its_letters_and_no_other() {
        let lexicon = Lexicon::english();
        let trie = Trie::open(Trie::build(lexicon).into(), lexicon).expect("it was built for this one");
        let walk = |word: &str| word.bytes().try_fold(Trie::ROOT, |node, letter| Some(trie.child(node, letter)?.node));
        for (id, word) in lexicon.offered() {
            assert_eq!(walk(word).and_then(|node| trie.word(node)), Some(id), "{word}");
        }
        assert!(walk("qzx").is_none());
        assert!(walk("governmen").is_some_and(|node| trie.word(node).is_none()));
    }
}
