//! Words of the lexicon that a channel turns into what stands in the text.

use super::memory::Memory;
use super::neighbours::Neighbours;
use super::search::{Found, Reach};
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::Channel;
use crate::decode::segment::{Segment, Status};
use crate::lexicon::Lexicon;
use crate::lexicon::trie::Trie;
use crate::text::symbol::BREAK;

/// Candidates of a known word that rank this much above it are hopeless, in millinats.
const NARROW_WINDOW: u32 = 9_500;
/// The same for an unknown word, above its cheapest candidate.
const WIDE_WINDOW: u32 = 12_000;
/// What a candidate of an unknown word may rank at most, in millinats, and for each of its symbols: dearer than to be a word of
/// its own in any context.
const UNKNOWN_LIMIT: u32 = 16_000;
const LETTER_LIMIT: u32 = 2_500;
/// Candidates for several segments that rank this much above the segments one by one are hopeless, in millinats.
const JOINT_WINDOW: u32 = 9_500;

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
        let reach = match (joint, known) {
            (true, _) => {
                let all = place.segments[place.from..place.to].iter().all(common);
                let reach = if all { Reach::JOIN } else { Reach::JOINT };
                Reach { limit: self.apart(place).saturating_add(JOINT_WINDOW), ..reach }
            }
            (false, Some(entry)) => {
                Reach { limit: place.lexicon.unigram_cost(entry.id()).0 + NARROW_WINDOW, ..Reach::NARROW }
            }
            (false, None) => self.wide(place.observed),
        };
        let found = self.search(place.lexicon, place.observed, reach);
        found.iter().for_each(|&found| add(by_channel(place, found), out));
    }
}

impl ChannelSource<'_> {
    /// How far to search for what no list holds.
    fn wide(&self, observed: &[u8]) -> Reach {
        Reach { limit: UNKNOWN_LIMIT + LETTER_LIMIT * observed.len() as u32, ..Reach::WIDE }
    }

    /// Returns what the segments of a place cost if each is a word of its own, as it stands or as the likeliest misreading.
    fn apart(&mut self, place: &Place<'_>) -> u32 {
        let segments = &place.segments[place.from..place.to];
        let mut pieces =
            place.observed.split(|&symbol| symbol == b' ' || symbol == BREAK).filter(|piece| !piece.is_empty());
        let mut sum = 0_u32;
        for segment in segments {
            let piece = pieces.next().unwrap_or_default();
            sum = sum.saturating_add(match segment.entry {
                Some(entry) => place.lexicon.unigram_cost(entry.id()).0,
                None => {
                    let reach = self.wide(piece);
                    self.search(place.lexicon, piece, reach).first().map_or(reach.limit, |found| found.rank)
                }
            });
        }
        if pieces.next().is_some() { u32::MAX } else { sum }
    }

    /// Searches, or remembers what a search found.
    fn search(&mut self, lexicon: &Lexicon, observed: &[u8], reach: Reach) -> &[Found] {
        self.memory.search(observed, lexicon, self.trie, self.channel, reach)
    }
}

fn by_channel(place: &Place<'_>, found: Found) -> Candidate {
    let (from, to) = (place.from as u32, place.to as u32);
    Candidate { from, to, found, sources: Sources::CHANNEL, unlisted: None, seen_as: None }
}

/// Searches for what each of `words` may have been meant to be, as [`ChannelSource`] does for a word that a list holds.
#[cfg(feature = "training")]
pub(crate) fn search_known(
    words: &[(crate::lexicon::WordId, &str)],
    lexicon: &Lexicon,
    trie: &Trie,
    channel: &Channel,
) -> Vec<Vec<Found>> {
    let (mut search, mut symbols) = (super::search::Search::default(), Vec::new());
    words
        .iter()
        .map(|&(id, word)| {
            symbols.clear();
            crate::text::symbol::push_symbols(word, lexicon.letters(), &mut symbols);
            let limit = lexicon.unigram_cost(id).0 + NARROW_WINDOW;
            let found = search.run(&symbols, lexicon, trie, channel, Reach { limit, ..Reach::NARROW });
            kept(found, Reach::NARROW.kept).filter(|found| found.words() != [id]).copied().collect()
        })
        .collect()
}

/// The candidates that are kept of what a search found.
pub(super) fn kept(found: &[Found], most: usize) -> impl Iterator<Item = &Found> {
    let best = found.first().map_or(0, |found| found.rank);
    found.iter().take(most).take_while(move |found| found.rank <= best + WIDE_WINDOW)
}
