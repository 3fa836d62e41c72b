//! Words of the lexicon that a channel turns into what stands in the text.

use std::collections::HashMap;

use super::neighbours::Neighbours;
use super::search::{Found, Reach, Search};
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::Channel;
use crate::decode::segment::{Segment, Status};
use crate::lexicon::trie::Trie;

/// Candidates that are kept of a word of each reach.
const KEPT_WIDE: usize = 12;
const KEPT_JOINT: usize = 5;
const KEPT_NARROW: usize = 8;
/// Candidates of a known word that rank this much above it are hopeless, in millinats.
const NARROW_WINDOW: u32 = 9_500;
/// The same for an unknown word, above its cheapest candidate.
const WIDE_WINDOW: u32 = 12_000;
/// What a candidate of an unknown word may rank at most, in millinats, and for each of its symbols: dearer than to be a word of
/// its own in any context.
const UNKNOWN_LIMIT: u32 = 16_000;
const LETTER_LIMIT: u32 = 2_500;
/// Results that are remembered at most; beyond it everything is forgotten.
const REMEMBERED: usize = 1 << 17;

/// What searches found, kept from text to text: it depends on no text.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    search: Search,
    known: HashMap<Box<[u8]>, (u32, u32)>,
    found: Vec<Found>,
    key: Vec<u8>,
}

/// Finds words by the channel, whatever the noise of the text.
#[derive(Debug)]
pub(crate) struct ChannelSource<'s> {
    pub(crate) trie: &'s Trie,
    pub(crate) channel: &'s Channel,
    /// What was found of the commonest words when the data was built.
    pub(crate) neighbours: Option<&'s Neighbours>,
    pub(crate) memory: &'s mut Memory,
}

impl CandidateSource for ChannelSource<'_> {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        let segment = &place.segments[place.from];
        let joint = place.to > place.from + 1;
        let known = segment.entry.filter(|_| segment.status == Status::Common && !segment.marked);
        if !joint
            && let Some(found) = known.zip(self.neighbours).and_then(|(entry, neighbours)| neighbours.of(entry.id()))
        {
            found.for_each(|found| add(by_channel(place, found), out));
            return;
        }
        let common = |segment: &Segment| segment.status == Status::Common && !segment.marked;
        let (mark, mut reach, most) = match (joint, known) {
            (true, _) if place.segments[place.from..place.to].iter().all(common) => (b'k', Reach::JOIN, KEPT_JOINT),
            (true, _) => (b'j', Reach::JOINT, KEPT_JOINT),
            (false, Some(_)) => (b'n', Reach::NARROW, KEPT_NARROW),
            (false, None) => (b'w', Reach::WIDE, KEPT_WIDE),
        };
        if !joint {
            reach.limit = match known {
                Some(entry) => place.lexicon.unigram_cost(entry.id()).0 + NARROW_WINDOW,
                None => UNKNOWN_LIMIT + LETTER_LIMIT * place.observed.len() as u32,
            };
        }
        let Memory { search, known, found, key } = &mut *self.memory;
        if found.len() > REMEMBERED {
            known.clear();
            found.clear();
        }
        key.clear();
        key.push(mark);
        key.extend_from_slice(place.observed);
        let (start, end) = match known.get(key.as_slice()) {
            Some(&range) => range,
            None => {
                let start = found.len() as u32;
                let result = search.run(place.observed, place.lexicon, self.trie, self.channel, reach);
                found.extend(self::kept(result, most));
                let range = (start, found.len() as u32);
                known.insert(key.as_slice().into(), range);
                range
            }
        };
        found[start as usize..end as usize].iter().for_each(|&found| add(by_channel(place, found), out));
    }
}

fn by_channel(place: &Place<'_>, found: Found) -> Candidate {
    let (from, to) = (place.from as u32, place.to as u32);
    Candidate { from, to, found, sources: Sources::CHANNEL, unlisted: None }
}

/// Searches for what each of `words` may have been meant to be, as [`ChannelSource`] does for a word that a list holds.
#[cfg(feature = "training")]
pub(crate) fn search_known(
    words: &[(crate::lexicon::WordId, &str)],
    lexicon: &crate::lexicon::Lexicon,
    trie: &Trie,
    channel: &Channel,
) -> Vec<Vec<Found>> {
    let (mut search, mut symbols) = (Search::default(), Vec::new());
    words
        .iter()
        .map(|&(id, word)| {
            symbols.clear();
            crate::channel::push_symbols(word, &mut symbols);
            let limit = lexicon.unigram_cost(id).0 + NARROW_WINDOW;
            let found = search.run(&symbols, lexicon, trie, channel, Reach { limit, ..Reach::NARROW });
            kept(found, KEPT_NARROW).filter(|found| found.words() != [id]).copied().collect()
        })
        .collect()
}

/// The candidates that are kept of what a search found.
fn kept(found: &[Found], most: usize) -> impl Iterator<Item = &Found> {
    let best = found.first().map_or(0, |found| found.rank);
    found.iter().take(most).take_while(move |found| found.rank <= best + WIDE_WINDOW)
}
