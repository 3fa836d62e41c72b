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

pub(crate) use affix::{Formation, formation, is_old_spelling};
pub(crate) use confusion::{Channel, Confusions, base_letter};
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
/// A reading cheaper than this needs no search for one farther away.
const CERTAIN: Cost = Cost(2_500);
/// Where the best reading within two letters is cheaper than this, none three letters away is asked for.
const CHEAP: Cost = Cost(6_000);

/// What the lexicon holds near the words that were asked about before; kept from text to text, since machines make the
/// same mistakes over and over.
#[derive(Debug, Default)]
pub(crate) struct Searches {
    /// The lexicon that was asked: word numbers mean nothing in another one.
    of: Option<u64>,
    /// For each reach: word → where its neighbours begin and end.
    near: [HashMap<Box<str>, (usize, usize)>; 4],
    found: Vec<WordId>,
    buffer: Vec<(WordId, u8)>,
}

/// Neighbours that are remembered at most; beyond it everything is forgotten.
const REMEMBERED: usize = 1 << 20;

impl Searches {
    /// The words of `lexicon` at most `reach` letters from `lower`.
    fn near(&mut self, lexicon: &Lexicon, lower: &str, reach: u8) -> &[WordId] {
        let reach = reach.min(3);
        if self.of != Some(lexicon.fingerprint()) || self.found.len() > REMEMBERED {
            *self = Searches { of: Some(lexicon.fingerprint()), ..Searches::default() };
        }
        let range = match self.near[usize::from(reach)].get(lower) {
            Some(&range) => range,
            None => {
                let start = self.found.len();
                lexicon.candidates(lower, reach, &mut self.buffer);
                self.found.extend(self.buffer.iter().map(|&(id, _)| id));
                let range = (start, self.found.len());
                self.near[usize::from(reach)].insert(lower.into(), range);
                range
            }
        };
        &self.found[range.0..range.1]
    }
}

/// Finds readings of words; remembers those it found, so that a word which comes again costs one look-up.
#[derive(Debug)]
pub(crate) struct Finder<'l, 'c> {
    lexicon: &'l Lexicon,
    channel: Cow<'static, Confusions>,
    local: Local,
    searches: &'c mut Searches,
    found: HashMap<Box<str>, (usize, usize)>,
    readings: Vec<Reading<'l>>,
}

impl<'l, 'c> Finder<'l, 'c> {
    /// A finder of words of `lexicon` and of `local`, damaged as `channel` has it.
    pub(crate) fn new(
        lexicon: &'l Lexicon,
        channel: Cow<'static, Confusions>,
        local: Local,
        searches: &'c mut Searches,
    ) -> Finder<'l, 'c> {
        Finder { lexicon, channel, local, searches, found: HashMap::new(), readings: Vec::new() }
    }

    /// Readings of one word written as `surface`, which is `lower` in small letters: the best first, at most a dozen, by
    /// what the damage costs and how common they are. The word itself is none of them.
    pub(crate) fn readings(&mut self, surface: &str, lower: &str, effort: Effort) -> &[Reading<'l>] {
        let (start, end) = match self.found.get(surface) {
            Some(&range) => range,
            None => {
                let start = self.readings.len();
                self.find(surface, lower, effort);
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
        self.find(surface, lower, Effort::Thorough);
        &self.readings[start..]
    }

    fn find(&mut self, surface: &str, lower: &str, effort: Effort) {
        let Some(observed) = Observed::new(surface) else { return };
        let letters = lower.chars().count();
        let mut ranked: Vec<(Cost, Reading<'l>)> = Vec::new();
        let cheapest = |ranked: &[(Cost, Reading<'l>)]| ranked.iter().map(|(_, r)| r.cost).min().unwrap_or(Cost::MAX);
        // Most damage is one letter deep, and each letter more makes the search several times as long.
        let reaches: &[u8] = match (effort, letters) {
            (_, 0..=2) | (Effort::Brief, _) => &[1],
            (_, 3..=5) => &[1, 2],
            (Effort::Thorough, _) => &[3],
            (Effort::Usual, _) => &[1, 2, 3],
        };
        for &reach in reaches {
            let enough = if reach < 3 { CERTAIN } else { CHEAP };
            if effort == Effort::Thorough || cheapest(&ranked) > enough {
                ranked.clear();
                self.scan(&observed, lower, reach, &mut ranked);
            }
        }
        if effort == Effort::Brief {
            self.reread(&observed, &mut ranked);
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
        if ranked.iter().all(|(_, reading)| reading.cost > CHEAP || reading.source == Source::Split) {
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
        let mut limit = Cost::MAX;
        for &id in self.searches.near(self.lexicon, lower, reach) {
            let frequency = self.lexicon.unigram_cost(id);
            if frequency > limit {
                continue;
            }
            let Some(text) = self.lexicon.spelling(id) else { continue };
            let Some(cost) = self.channel.cost(observed, text, DEAREST.min(limit.above(frequency))) else { continue };
            limit = limit.min(cost + frequency + WINDOW);
            ranked.push((cost + frequency, Reading::word(text, id, cost, Source::Lexicon)));
        }
    }

    /// Words that become `surface` by one misreading of a run of letters, whatever their distance: "and" read "arid".
    fn reread(&self, observed: &Observed, ranked: &mut Vec<(Cost, Reading<'l>)>) {
        for text in self.channel.intended(observed) {
            if let Some(entry) = self.lexicon.entry(&text).filter(|&entry| is_offered(entry)) {
                let Some(cost) = self.channel.cost(observed, &text, DEAREST) else { continue };
                let rank = cost + self.lexicon.unigram_cost(entry.id());
                ranked.push((rank, Reading::word(text, entry.id(), cost, Source::Lexicon)));
            }
        }
    }
}

/// How much time a word is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// A known word in an odd place: one letter or one run of letters.
    Brief,
    /// An unknown word: two letters, three if nothing likely is nearer.
    Usual,
    /// A word that somebody asks about: everything three letters away.
    Thorough,
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
