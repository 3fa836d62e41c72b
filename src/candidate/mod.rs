//! Possible readings of what stands in a text, each with what it would cost to have been damaged into that.

mod affix;
mod confusion;
mod distance;
mod local;
mod split_join;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::cost::Cost;
use crate::lexicon::{Entry, Lexicon, WordId};

pub(crate) use affix::{is_formed, is_old_spelling};
pub(crate) use confusion::{Channel, Confusions};
pub(crate) use distance::Observed;
pub(crate) use local::Local;
pub(crate) use split_join::{Break, join, two};

/// Where a reading comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    /// A word of the lexicon, some letters away.
    Lexicon,
    /// A word of this document or of its references, some letters away.
    Local,
    /// A misspelling that people are known to make.
    Misspelling,
    /// Two words that lost the blank between them.
    Split,
    /// One word that was torn in two.
    Join,
    /// A word that was broken at the end of a line.
    Break,
    /// The stem of a known word under an exchanged ending, or with a stretch written twice.
    Affix,
}

/// A possible reading of a stretch of text.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'l> {
    /// In small letters; one blank between two words.
    pub(crate) text: Cow<'l, str>,
    /// The words, as the lexicon numbers them; a word of the document alone has no number.
    pub(crate) words: (Option<WordId>, Option<WordId>),
    /// What the damage costs, without the document's own rate of damage.
    pub(crate) cost: Cost,
    /// Who offers it.
    pub(crate) source: Source,
}

impl<'l> Reading<'l> {
    /// One word of the lexicon.
    pub(crate) fn word(text: impl Into<Cow<'l, str>>, id: WordId, cost: Cost, source: Source) -> Reading<'l> {
        Reading { text: text.into(), words: (Some(id), None), cost, source }
    }
}

/// Most readings that are kept of one word.
const MOST: usize = 12;
/// Readings this much dearer than the best one, frequency weighed in, are hopeless in any context.
const WINDOW: Cost = Cost(12_000);
/// No single word is damaged beyond this.
const DEAREST: Cost = Cost(16_000);
/// What a misspelling costs that people are known to make.
const KNOWN_MISSPELLING: Cost = Cost(500);
/// Where the best reading within two letters is cheaper than this, none three letters away is asked for.
const CHEAP: Cost = Cost(6_000);

/// Finds readings of words; remembers those it found, so that a word which comes again costs one look-up.
#[derive(Debug)]
pub(crate) struct Finder<'l> {
    lexicon: &'l Lexicon,
    channel: Cow<'static, Confusions>,
    local: Local,
    near: Vec<(WordId, u8)>,
    found: HashMap<Box<str>, (usize, usize)>,
    readings: Vec<Reading<'l>>,
}

impl<'l> Finder<'l> {
    /// A finder of words of `lexicon` and of `local`, damaged as `channel` has it.
    pub(crate) fn new(lexicon: &'l Lexicon, channel: Cow<'static, Confusions>, local: Local) -> Finder<'l> {
        Finder { lexicon, channel, local, near: Vec::new(), found: HashMap::new(), readings: Vec::new() }
    }

    /// Readings of one word written as `surface`, which is `lower` in small letters: the best first, at most a dozen, by
    /// what the damage costs and how common they are. The word itself is none of them.
    pub(crate) fn readings(&mut self, surface: &str, lower: &str) -> &[Reading<'l>] {
        let (start, end) = match self.found.get(surface) {
            Some(&range) => range,
            None => {
                let start = self.readings.len();
                self.find(surface, lower, CHEAP);
                let range = (start, self.readings.len());
                self.found.insert(surface.into(), range);
                range
            }
        };
        &self.readings[start..end]
    }

    /// The same as [`Finder::readings`], however long it takes: every word three letters away is looked at.
    pub(crate) fn thorough(&mut self, surface: &str, lower: &str) -> &[Reading<'l>] {
        let start = self.readings.len();
        self.find(surface, lower, Cost::ZERO);
        &self.readings[start..]
    }

    /// Searches for words three letters away if none is found that costs less than `enough`.
    fn find(&mut self, surface: &str, lower: &str, enough: Cost) {
        let Some(observed) = Observed::new(surface) else { return };
        let letters = lower.chars().count();
        let mut ranked: Vec<(Cost, Reading<'l>)> = Vec::new();
        let reach = if letters <= 2 { 1 } else { 2 };
        self.scan(&observed, lower, reach, &mut ranked);
        let cheapest = ranked.iter().map(|(_, reading)| reading.cost).min();
        if letters >= 6 && cheapest.is_none_or(|cost| cost > enough) {
            self.scan(&observed, lower, 3, &mut ranked);
        }
        let known = self.lexicon.misspelling(lower).and_then(|word| Some((word, self.lexicon.entry(word)?)));
        if let Some((word, entry)) = known {
            let rank = KNOWN_MISSPELLING + self.lexicon.unigram_cost(entry.id());
            ranked.push((rank, Reading::word(word, entry.id(), KNOWN_MISSPELLING, Source::Misspelling)));
        }
        self.local.readings(lower, |word| {
            if let Some(cost) = self.channel.cost(&observed, word, DEAREST) {
                let reading =
                    Reading { text: Cow::Owned(word.to_owned()), words: (None, None), cost, source: Source::Local };
                ranked.push((cost + Local::COST, reading));
            }
        });
        split_join::splits(self.lexicon, lower, |cost, reading| ranked.push((cost, reading)));
        if ranked.iter().all(|(_, reading)| reading.cost > CHEAP) {
            affix::readings(self.lexicon, lower, |cost, reading| ranked.push((cost, reading)));
        }
        ranked.retain(|(_, reading)| reading.text != lower);
        ranked.sort_by(|a, b| (a.0, &a.1.text, a.1.cost).cmp(&(b.0, &b.1.text, b.1.cost)));
        let mut kept: Vec<Reading<'l>> = Vec::with_capacity(MOST);
        let best = ranked.first().map_or(Cost::ZERO, |(rank, _)| *rank);
        for (rank, reading) in ranked {
            if kept.len() == MOST || rank > best + WINDOW {
                break;
            }
            if kept.iter().all(|other| other.text != reading.text) {
                kept.push(reading);
            }
        }
        self.readings.append(&mut kept);
    }

    /// Words of the lexicon at most `reach` letters from `lower`.
    fn scan(&mut self, observed: &Observed, lower: &str, reach: u8, ranked: &mut Vec<(Cost, Reading<'l>)>) {
        self.lexicon.candidates(lower, reach, &mut self.near);
        let mut limit = Cost::MAX;
        for &(id, _) in &self.near {
            let Some(text) = self.lexicon.spelling(id) else { continue };
            let frequency = self.lexicon.unigram_cost(id);
            if frequency > limit {
                continue;
            }
            let Some(cost) = self.channel.cost(observed, text, DEAREST.min(limit.above(frequency))) else { continue };
            limit = limit.min(cost + frequency + WINDOW);
            ranked.push((cost + frequency, Reading::word(text, id, cost, Source::Lexicon)));
        }
    }
}

/// The words of which a text is mostly made, and which stand beside any other.
pub(crate) fn is_function(lower: &str) -> bool {
    matches!(
        lower,
        "the"
            | "of"
            | "and"
            | "to"
            | "a"
            | "in"
            | "is"
            | "it"
            | "that"
            | "was"
            | "for"
            | "on"
            | "with"
            | "as"
            | "at"
            | "by"
            | "he"
            | "his"
            | "be"
            | "have"
            | "had"
            | "this"
            | "from"
            | "not"
            | "are"
            | "but"
            | "or"
            | "an"
            | "they"
            | "you"
            | "we"
            | "she"
            | "her"
            | "were"
            | "been"
            | "has"
            | "will"
            | "their"
            | "i"
            | "my"
            | "which"
            | "who"
            | "would"
            | "could"
            | "its"
            | "our"
            | "your"
            | "him"
            | "them"
            | "than"
            | "into"
            | "if"
            | "so"
            | "no"
            | "when"
            | "what"
            | "there"
            | "me"
            | "us"
            | "can"
            | "may"
            | "do"
            | "did"
            | "then"
            | "these"
            | "those"
            | "should"
            | "upon"
    )
}

/// Whether `entry` is a word that may be offered for another one.
pub(crate) fn is_offered(entry: Entry) -> bool {
    entry.is_suggestable() && entry.is_word() && !entry.is_discouraged()
}
