//! Every word within an edit distance of what stands in the text, at the cost of the likeliest confusions between them.
//!
//! The beam search gives up a beginning that pays for damage early, although what follows may fit no other word
//! ("atrterwards" → "afterwards"). Long words have few neighbours, so here all of them are looked at.
//!
//! # Source
//!
//! The alignment is that of Brill and Moore, “An improved error model for noisy channel spelling correction”, 2000.

use super::search::{Confusions, FIRST_EDIT, Found, MOST_EDITS, SYMBOLS_AN_EDIT, WINDOW, add_costs};
use crate::channel::{Channel, KINDS, LONGEST_SIDE};
use crate::lexicon::{Lexicon, WordId};
use crate::text::symbol::BREAK;

/// Edits within which words are looked for first, and those up to which they are where none is as near.
const NEARER: usize = 2;
const FURTHEST: usize = 3;

/// Finds words by their edit distance; keeps its memory for the next search.
#[derive(Debug, Default)]
pub(super) struct Near {
    words: Vec<(WordId, u8)>,
    /// The letters of what is observed, then of each word.
    letters: Vec<u8>,
    cells: Vec<[Path; KINDS]>,
}

/// The likeliest confusions by which one beginning became another under one kind of noise.
#[derive(Clone, Copy, Debug)]
struct Path {
    costs: [u16; KINDS],
    edits: u8,
}

/// There is no way there.
const NOWHERE: Path = Path { costs: [u16::MAX; KINDS], edits: MOST_EDITS };

/// An observed string, and all that a search for its neighbours needs.
pub(super) struct Question<'q> {
    pub(super) observed: &'q [u8],
    pub(super) confusions: &'q Confusions,
    pub(super) lexicon: &'q Lexicon,
    pub(super) channel: &'q Channel,
    /// Highest rank of a candidate, in millinats.
    pub(super) limit: u32,
}

impl Near {
    /// Adds to `found` the words within two edits of what is observed if it has four letters or more, or within three where there are none
    /// and it has seven; a space takes one of them. Shorter words are left to the beams.
    ///
    /// # Complexity
    ///
    /// That of [`Lexicon::candidates`], and O(n²) in the symbols where they differ for each word found.
    pub(super) fn search(&mut self, question: &Question<'_>, found: &mut Vec<Found>) {
        let &Question { observed, lexicon, limit, .. } = question;
        let count = |wanted: u8| observed.iter().filter(|&&symbol| symbol == wanted).count();
        let (spaces, breaks) = (count(b' '), count(BREAK));
        self.letters.clear();
        self.letters.extend(observed.iter().filter(|&&symbol| symbol != b' ' && symbol != BREAK));
        let furthest = (1 + self.letters.len().saturating_sub(1) / SYMBOLS_AN_EDIT).min(FURTHEST);
        self.words.clear();
        for edits in NEARER..=furthest {
            let distance = edits.saturating_sub(spaces + breaks);
            if distance > 0 && self.words.is_empty() {
                lexicon.candidates_of_bytes(&self.letters, distance as u8, &mut self.words);
            }
        }
        let best = found.iter().map(|found| found.rank).min().unwrap_or(u32::MAX);
        let limit = limit.min(best.saturating_add(WINDOW));
        for at in 0..self.words.len() {
            let word = self.words[at].0;
            let unigram = lexicon.unigram_cost(word).0;
            let Some(budget) = limit.checked_sub(unigram + FIRST_EDIT) else { continue };
            if !self.spell(word, lexicon) {
                continue;
            }
            let paths = self.align(question, u16::try_from(budget).unwrap_or(u16::MAX - 1));
            for Path { costs, edits } in paths.into_iter().filter(|path| path.costs != NOWHERE.costs) {
                let one =
                    Found { spaces: spaces as u8, breaks: breaks as u8, ..Found::one(Some(word), edits, costs, 0) };
                let one = Found { rank: one.nominal() + unigram, ..one };
                if edits + one.breaks > 0 && one.rank <= limit {
                    found.push(one);
                }
            }
        }
    }

    /// Puts down the letters of a word, if the channel knows all of them.
    fn spell(&mut self, word: WordId, lexicon: &Lexicon) -> bool {
        let spelling = lexicon.spelling(word).unwrap_or_default();
        self.letters.clear();
        self.letters.extend(spelling.chars().map_while(|c| lexicon.letters().intend(c)));
        self.letters.len() == spelling.chars().count()
    }

    /// Returns the likeliest confusions for each kind of noise by which the letters became what is observed, if they cost no more than
    /// `budget`, in millinats.
    fn align(&mut self, question: &Question<'_>, budget: u16) -> [Path; KINDS] {
        let &Question { observed, confusions, channel, .. } = question;
        let intended = self.letters.as_slice();
        // A confusion may reach into what both strings share.
        let same = |(a, b): &(&u8, &u8)| a == b;
        let before = observed.iter().zip(intended).take_while(same).count().saturating_sub(LONGEST_SIDE - 1);
        let behind = observed[before..].iter().rev().zip(intended[before..].iter().rev()).take_while(same).count();
        let behind = behind.saturating_sub(LONGEST_SIDE - 1);
        let (n, m) = (observed.len() - before - behind, intended.len() - before - behind);
        let width = m + 1;
        self.cells.clear();
        self.cells.resize((n + 1) * width, [NOWHERE; KINDS]);
        self.cells[0] = [Path { costs: [0; KINDS], edits: 0 }; KINDS];
        let intended = &intended[before..before + m];
        let observed = &observed[before..before + n];
        for i in 0..=n {
            for j in 0..=m {
                let here = self.cells[i * width + j];
                if here.iter().enumerate().all(|(kind, path)| path.costs[kind] > budget) {
                    continue;
                }
                let cells = &mut self.cells;
                let mut step = |i: usize, j: usize, costs: [u16; KINDS], edits: u8| {
                    for (kind, (path, cell)) in here.iter().zip(&mut cells[i * width + j]).enumerate() {
                        let next = Path { costs: add_costs(path.costs, costs), edits: path.edits + edits };
                        if path.costs[kind] <= budget && next.edits <= MOST_EDITS && next.costs[kind] < cell.costs[kind]
                        {
                            *cell = next;
                        }
                    }
                };
                if j < m
                    && let Some(costs) = channel.deletion(intended[j])
                {
                    step(i, j + 1, costs, 1);
                }
                let Some(&symbol) = observed.get(i) else { continue };
                if let Some(costs) = channel.insertion(symbol) {
                    step(i + 1, j, costs, u8::from(symbol != BREAK));
                }
                let Some(&letter) = intended.get(j) else { continue };
                if letter == symbol {
                    step(i + 1, j + 1, [0; KINDS], 0);
                } else if let Some(costs) = channel.substitutions(symbol).of(letter) {
                    step(i + 1, j + 1, costs, 1);
                }
                if let (Some(&one), Some(&two)) = (observed.get(i + 1), intended.get(j + 1))
                    && (symbol, one) == (two, letter)
                    && symbol != one
                    && let Some(costs) = channel.transposition()
                {
                    step(i + 2, j + 2, costs, 1);
                }
                for multi in confusions.at(before + i) {
                    let (length, to) = (multi.observed().len(), multi.intended());
                    if to.first().is_none_or(|&first| first == letter)
                        && i + length <= n
                        && intended[j..].starts_with(to)
                    {
                        step(i + length, j + to.len(), multi.costs, 1);
                    }
                }
            }
        }
        self.cells[n * width + m]
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn near_words_come_with_what_their_confusions_cost() {
        let language = Language::english_words().expect("the images belong together");
        let lexicon = language.lexicon();
        let channel = Channel::english(lexicon.letters());
        let costs = |kind: usize, observed: &[u8], intended: &[u8]| {
            let multi = channel.multis(observed).find(|multi| multi.intended() == intended);
            multi.map_or(u16::MAX, |multi| multi.costs[kind])
        };
        let (mut near, mut confusions) = (Near::default(), Confusions::default());
        let mut search = |observed: &[u8], limit: u32| {
            let mut found = Vec::new();
            confusions.fill(observed, &channel);
            near.search(&Question { observed, confusions: &confusions, lexicon, channel: &channel, limit }, &mut found);
            found
        };
        // A confusion of two letters with one is one edit, whatever is the same before and behind it.
        for (observed, intended, confusion) in
            [("goverment", "government", ("rm", "rnm")), ("govemment", "government", ("m", "rn"))]
        {
            let word = lexicon.entry(intended).map(|entry| entry.id());
            let found = search(observed.as_bytes(), u32::MAX);
            let likeliest =
                found.iter().filter(|found| Some(found.words()[0]) == word).min_by_key(|found| found.costs[0]);
            let likeliest = likeliest.expect("the word is near");
            let least = costs(0, confusion.0.as_bytes(), confusion.1.as_bytes());
            assert_eq!((likeliest.count, likeliest.edits, likeliest.spaces), (1, 1, 0), "{observed}");
            assert!(likeliest.costs[0] <= least, "{observed}: {:?} {least}", likeliest.costs);
        }
        assert!(search(b"government", u32::MAX).iter().all(|found| found.edits > 0));
        assert!(search(b"govemment", 5_000).is_empty());
        assert!(search(b"go vern ment", u32::MAX).iter().any(|found| found.spaces == 2 && found.edits == 2));
    }
}
