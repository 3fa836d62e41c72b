//! Possible readings of what stands in a text, each with what it would cost to have been damaged into that.

mod affix;
mod confusion;
mod distance;
mod local;
mod sound;
mod split_join;

use std::collections::HashMap;
use std::sync::Arc;

use crate::cost::Cost;
use crate::lexicon::{Entry, Lexicon, WordId};
use sound::Sound;

pub(crate) use affix::{Formation, formation, is_old_spelling, may_be_old, readings as affix_readings};
pub(crate) use confusion::{Channel, Confusions, base_letter};
pub(crate) use distance::Observed;
pub(crate) use local::Local;
pub(crate) use split_join::{Break, bridged, join, two};

/// Where a reading comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    /// A word of the lexicon, some letters away.
    Lexicon,
    /// A word of this document or of its references, some letters away.
    Local,
    /// A misspelling that people are known to make.
    Misspelling,
    /// A word that writers take for the one that stands there.
    Confused,
    /// Two words that lost the blank between them.
    Split,
    /// One word that was torn in two.
    Join,
    /// A word that was broken at the end of a line.
    Break,
    /// The stem of a known word under an exchanged ending, or with a stretch written twice.
    Affix,
    /// Nothing: the words before stand there twice.
    Twice,
}

/// A possible reading of a stretch of text.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// In small letters; one blank between two words.
    pub(crate) text: Arc<str>,
    /// The words, as the lexicon numbers them; a word of the document alone has no number.
    pub(crate) words: (Option<WordId>, Option<WordId>),
    /// What the damage costs, without the document's own rate of damage.
    pub(crate) cost: Cost,
    /// Who offers it.
    pub(crate) source: Source,
}

impl Reading {
    /// One word of the lexicon.
    pub(crate) fn word(text: impl Into<Arc<str>>, id: WordId, cost: Cost, source: Source) -> Reading {
        Reading { text: text.into(), words: (Some(id), None), cost, source }
    }
}

/// Most readings that are kept of one word.
const MOST: usize = 8;
/// The same of one that somebody asks about: what sounds alike may be many letters away.
const MOST_ASKED: usize = 40;
/// Readings this much dearer than the best one, frequency weighed in, are hopeless in any context.
const WINDOW: Cost = Cost(12_000);
/// No single word is damaged beyond this.
pub(crate) const DEAREST: Cost = Cost(16_000);
/// What a misspelling costs that people are known to make.
const KNOWN_MISSPELLING: Cost = Cost(500);
/// Where the likeliest reading is cheaper than this, none farther away is asked for.
const CERTAIN: Cost = Cost(2_500);
/// Where the likeliest within two letters is cheaper than this, none three letters away is asked for.
const CHEAP: Cost = Cost(6_000);

/// Surface → where its readings begin and end.
type Ranges = HashMap<Box<str>, (usize, usize)>;

/// The readings that were found of words; kept from text to text, since machines make the same mistakes over and over.
#[derive(Debug, Default)]
pub(crate) struct Searches {
    /// For each channel and effort.
    found: HashMap<(Channel, Effort), Ranges>,
    readings: Vec<Reading>,
    /// Words near the one in work, with their distance.
    near: Vec<(WordId, u8)>,
    /// What of them is likely enough: how likely, what the damage costs.
    likely: Vec<(Cost, Cost, WordId)>,
    /// Readings of all sources, with their rank.
    ranked: Vec<(Cost, Reading)>,
}

/// Readings that are remembered at most; beyond it everything is forgotten.
const REMEMBERED: usize = 1 << 18;

/// Finds readings of words.
#[derive(Debug)]
pub(crate) struct Finder<'l, 'c> {
    lexicon: &'l Lexicon,
    channel: Channel,
    confusions: &'static Confusions,
    local: Local,
    own: Option<&'c Local>,
    searches: &'c mut Searches,
}

impl<'l, 'c> Finder<'l, 'c> {
    /// A finder of words of `lexicon`, of `local` and of the caller's `own`, damaged as `channel` has it.
    pub(crate) fn new(
        lexicon: &'l Lexicon,
        channel: Channel,
        local: Local,
        own: Option<&'c Local>,
        searches: &'c mut Searches,
    ) -> Finder<'l, 'c> {
        Finder { lexicon, channel, confusions: Confusions::of(channel), local, own, searches }
    }

    /// Offers the readings of one word written as `surface`, which is `lower` in small letters: the best dozen of the
    /// lexicon, by what the damage costs and how common they are, and then those of the document. The word itself is
    /// none of them.
    ///
    /// # Complexity
    ///
    /// O(w) in the words of the lexicon that are about as long; a look-up for a word that was asked about before.
    pub(crate) fn readings(&mut self, surface: &str, lower: &str, effort: Effort, mut offer: impl FnMut(&Reading)) {
        let known = self.searches.found.get(&(self.channel, effort)).and_then(|found| found.get(surface)).copied();
        let (start, end) = known.unwrap_or_else(|| self.find(surface, lower, effort));
        self.searches.readings[start..end].iter().for_each(&mut offer);
        let mut observed = None;
        let mut offer_local = |word: &str| {
            let observed = observed.get_or_insert_with(|| Observed::new(surface, self.confusions));
            let cost = observed.as_ref().and_then(|observed| self.confusions.cost(observed, word, DEAREST));
            if let Some(cost) = cost.filter(|_| word != lower) {
                offer(&Reading { text: word.into(), words: (None, None), cost, source: Source::Local });
            }
        };
        self.local.readings(lower, &mut offer_local);
        if let Some(own) = self.own {
            own.readings(lower, offer_local);
        }
    }

    /// How many readings are kept of a word.
    fn most(&self) -> usize {
        if self.channel == Channel::Asked { MOST_ASKED } else { MOST }
    }

    /// Finds readings of a word and remembers them; returns where they begin and end.
    fn find(&mut self, surface: &str, lower: &str, effort: Effort) -> (usize, usize) {
        if self.searches.readings.len() > REMEMBERED {
            self.searches.found.clear();
            self.searches.readings.clear();
        }
        if let Some(observed) = Observed::new(surface, self.confusions) {
            self.rank(&observed, lower, effort);
        }
        let most = self.most();
        let asked = self.channel == Channel::Asked;
        let Searches { ranked, readings, found, .. } = &mut *self.searches;
        if asked && let Some(sound) = Sound::of(lower) {
            for (rank, reading) in ranked.iter_mut().filter(|(_, reading)| reading.source != Source::Misspelling) {
                let cost = sound.cost(&reading.text);
                *rank += cost;
                reading.cost += cost;
            }
        }
        // A text that is corrected keeps to the spelling of its dialect.
        let variants: Vec<&str> = if asked { Vec::new() } else { self.lexicon.variant(lower).collect() };
        ranked.retain(|(_, reading)| *reading.text != *lower && !variants.contains(&&*reading.text));
        ranked.sort_unstable_by(|a, b| (a.0, &a.1.text, a.1.cost).cmp(&(b.0, &b.1.text, b.1.cost)));
        let start = readings.len();
        let best = ranked.first().map_or(Cost::ZERO, |(rank, _)| *rank);
        for (_, reading) in ranked.drain(..).take_while(|(rank, _)| *rank <= best + WINDOW) {
            if readings.len() < start + most && readings[start..].iter().all(|other| other.text != reading.text) {
                readings.push(reading);
            }
        }
        let range = (start, readings.len());
        found.entry((self.channel, effort)).or_default().insert(surface.into(), range);
        range
    }

    /// Puts every reading into the ranking.
    fn rank(&mut self, observed: &Observed, lower: &str, effort: Effort) {
        let letters = lower.chars().count();
        // Most damage is one letter deep, and each letter more makes the search several times as long.
        let reaches: &[u8] = match (effort, letters) {
            (_, 0..=2) | (Effort::Brief, _) => &[1],
            (_, 3..=5) => &[1, 2],
            (Effort::Thorough, _) => &[3],
            (Effort::Usual, _) => &[1, 2, 3],
        };
        for &reach in reaches {
            let enough = if reach < 3 { CERTAIN } else { CHEAP };
            let likeliest = self.searches.likely.iter().min();
            if effort == Effort::Thorough || likeliest.is_none_or(|&(_, cost, _)| cost > enough) {
                self.scan(observed, lower, reach, effort);
            }
        }
        let (lexicon, most) = (self.lexicon, self.most());
        let Searches { likely, ranked, .. } = &mut *self.searches;
        likely.sort_unstable();
        // One more than are kept: the word itself may be among them.
        for &(rank, cost, id) in likely.iter().take(most + 1) {
            let text = lexicon.spelling(id).unwrap_or_default();
            ranked.push((rank, Reading::word(text, id, cost, Source::Lexicon)));
        }
        likely.clear();
        if effort == Effort::Brief {
            self.reread(observed);
        }
        let ranked = &mut self.searches.ranked;
        let known = lexicon.misspelling(lower).and_then(|word| Some((word, lexicon.entry(word)?)));
        if let Some((word, entry)) = known {
            let rank = KNOWN_MISSPELLING + lexicon.unigram_cost(entry.id());
            ranked.push((rank, Reading::word(word, entry.id(), KNOWN_MISSPELLING, Source::Misspelling)));
        }
        split_join::splits(lexicon, lower, |rank, reading| ranked.push((rank, reading)));
        if ranked.iter().all(|(_, reading)| reading.cost > CHEAP || reading.source == Source::Split) {
            affix::readings(lexicon, lower, |rank, reading| ranked.push((rank, reading)));
        }
    }

    /// Words of the lexicon at most `reach` letters from `lower`.
    fn scan(&mut self, observed: &Observed, lower: &str, reach: u8, effort: Effort) {
        let Searches { near, likely, .. } = &mut *self.searches;
        if reach == 3 && effort == Effort::Usual {
            // That far away, hardly any but a common word is the likeliest.
            self.lexicon.modelled_candidates(lower, reach, near);
        } else {
            self.lexicon.candidates(lower, reach, near);
        }
        // The near ones first: the better the best one is, the fewer of the others are looked at.
        near.sort_unstable_by_key(|&(id, distance)| (distance, id));
        likely.clear();
        let mut limit = Cost::MAX;
        for &(id, _) in near.iter() {
            let frequency = self.lexicon.unigram_cost(id);
            if frequency > limit {
                continue;
            }
            let Some(text) = self.lexicon.spelling(id) else { continue };
            let dearest = DEAREST.min(limit.above(frequency));
            let Some(cost) = self.confusions.cost(observed, text, dearest) else { continue };
            limit = limit.min(cost + frequency + WINDOW);
            likely.push((cost + frequency, cost, id));
        }
    }

    /// Words that become `surface` by one misreading of a run of letters, whatever their distance: "and" read "arid".
    fn reread(&mut self, observed: &Observed) {
        for text in self.confusions.intended(observed) {
            if let Some(entry) = self.lexicon.entry(&text).filter(|&entry| is_offered(entry)) {
                let Some(cost) = self.confusions.cost(observed, &text, DEAREST) else { continue };
                let rank = cost + self.lexicon.unigram_cost(entry.id());
                self.searches.ranked.push((rank, Reading::word(text, entry.id(), cost, Source::Lexicon)));
            }
        }
    }
}

/// How much time a word is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Effort {
    /// A known word in an odd place: one letter or one run of letters.
    Brief,
    /// An unknown word: two letters, three if nothing likely is nearer.
    Usual,
    /// A word that somebody asks about: everything three letters away.
    Thorough,
}

/// Whether `entry` is a word or a name that may be offered where the pieces of one stand.
pub(crate) fn is_offered_whole(entry: Entry) -> bool {
    is_offered(entry) || entry.is_name() && entry.is_suggestable()
}

/// Whether `entry` is a word that may be offered for another one.
pub(crate) fn is_offered(entry: Entry) -> bool {
    entry.is_suggestable() && entry.is_word() && !entry.is_discouraged()
}
