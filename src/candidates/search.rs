//! Words, or two or three, that a channel turns into what stands in the text: a beam search over the trie, one beam for each
//! position of the observed string.
//!
//! Splits, joins and broken lines are edits as any other: a space is a symbol that may be lost, or observed where none was
//! intended. So "ofthe", "go vern ment" and "govern-⏎ment" are found by the search that finds "tbe".
//!
//! # Source
//!
//! Beams by position with the cheapest completion as look-ahead, as in speech decoders (Ortmanns, Ney, Eiden, “Language-model
//! look-ahead for large vocabulary speech recognition”, 1996).

use super::near::{Near, Question};
use crate::channel::{Channel, KINDS, Multi};
use crate::lexicon::trie::{Child, Node, Trie};
use crate::lexicon::{Lexicon, WordId};
use crate::steps;
use crate::text::symbol::BREAK;

/// Most words of a candidate.
pub(crate) const WORDS: usize = 3;
/// Longest observed string that is searched for, in symbols.
pub(crate) const LONGEST: usize = 48;
/// Millinats of a first edit and of each further one, where nothing is known of the text: what the search ranks by. Whoever
/// weighs a candidate replaces them by the rates of its text.
pub(crate) const FIRST_EDIT: u32 = 1_600;
pub(crate) const NEXT_EDIT: u32 = 0;
/// Edits of a candidate at most.
pub(super) const MOST_EDITS: u8 = 5;
/// Intended symbols that are lost in a row at most.
const MOST_DELETED: u8 = 2;
/// Edits are no closer to each other than this, but for one.
pub(super) const SYMBOLS_AN_EDIT: usize = 3;
/// A state this much dearer than the cheapest of its position is given up, in millinats.
const BEHIND: u32 = 13_000;
/// A state this much dearer than the best candidate is given up, in millinats.
pub(super) const WINDOW: u32 = 12_000;
/// Stands for a word that the lexicon does not hold.
const UNLISTED: WordId = WordId(u32::MAX);
/// No sum of costs goes beyond this.
const CEILING: u16 = 30_000;

/// What the search found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) words: [WordId; WORDS],
    pub(crate) count: u8,
    /// Edits that are noise; a break at the end of a line is none.
    pub(crate) edits: u8,
    /// Spaces that were lost or are too many, and breaks.
    pub(crate) spaces: u8,
    pub(crate) breaks: u8,
    /// Sum of the confusions for each kind of noise, in millinats, without the rates of the text.
    pub(crate) costs: [u16; KINDS],
    /// Cost by which it is ranked, in millinats: that of the likelier kind, the nominal rates and the unigrams.
    pub(crate) rank: u32,
}

impl Found {
    /// One word at this cost of damage, or one that the lexicon does not hold.
    pub(crate) fn one(word: Option<WordId>, edits: u8, costs: [u16; KINDS], rank: u32) -> Found {
        Found { words: [word.unwrap_or(UNLISTED); WORDS], count: 1, edits, spaces: 0, breaks: 0, costs, rank }
    }

    /// Returns the cost of the edits at the nominal rates, under the likelier kind of noise, in millinats.
    pub(super) fn nominal(&self) -> u32 {
        let rates = match self.edits {
            0 => 0,
            edits => FIRST_EDIT + NEXT_EDIT * u32::from(edits - 1),
        };
        rates + least_of(self.costs)
    }

    /// The words.
    pub(crate) fn words(&self) -> &[WordId] {
        self.words.get(..usize::from(self.count)).unwrap_or_default()
    }
}

/// A beginning of words that was read as the first symbols of what is observed.
#[derive(Clone, Copy, Debug)]
struct State {
    node: Node,
    found: Found,
    /// What is spent, without the look-ahead.
    spent: u32,
    /// With it.
    total: u32,
    /// How many intended symbols were lost in a row.
    deleted: u8,
}

/// How far a search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reach {
    /// States kept for each position.
    pub(crate) beam: usize,
    pub(crate) edits: u8,
    /// Candidates that rank above this are not wanted, in millinats.
    pub(crate) limit: u32,
    /// Candidates that are kept at most.
    pub(crate) kept: usize,
    /// Whether all near words are candidates, whatever the beam gives up.
    pub(crate) near: bool,
}

impl Reach {
    /// For a word that no list holds.
    pub(crate) const WIDE: Reach = Reach { beam: 40, edits: MOST_EDITS, limit: u32::MAX, kept: 16, near: true };
    /// For several tokens that may be one word, or words with their spaces moved.
    pub(crate) const JOINT: Reach = Reach { beam: 16, edits: 4, limit: u32::MAX, kept: 5, near: true };
    /// The same where lists hold all of them: only spaces are too many.
    pub(crate) const JOIN: Reach = Reach { beam: 8, edits: 1, limit: u32::MAX, kept: 5, near: false };
    /// For a word that a list holds.
    pub(crate) const NARROW: Reach = Reach { beam: 12, edits: 2, limit: u32::MAX, kept: 8, near: false };
}

/// The states of one position.
#[derive(Debug, Default)]
struct Beam {
    states: Vec<State>,
    /// What costs more is not among those that will be kept.
    bound: u32,
}

impl Beam {
    fn clear(&mut self, limit: u32) {
        self.states.clear();
        self.bound = limit;
    }

    fn push(&mut self, state: State, most: usize) {
        if state.total > self.bound {
            return;
        }
        self.bound = self.bound.min(state.total.saturating_add(BEHIND));
        self.states.push(state);
        if self.states.len() >= 4 * most
            && let Some(dropped) = shorten(&mut self.states, most)
        {
            self.bound = self.bound.min(dropped);
        }
    }
}

/// Keeps the cheapest states, twice `most` of them since some prefixes are there twice. Returns what the cheapest of the others costs.
fn shorten(states: &mut Vec<State>, most: usize) -> Option<u32> {
    if states.len() <= 2 * most {
        return None;
    }
    let (_, dropped, _) = states.select_nth_unstable_by_key(2 * most, order);
    let total = dropped.total;
    states.truncate(2 * most);
    Some(total)
}

/// The confusions of several symbols that may begin at each position of what is observed.
#[derive(Debug, Default)]
pub(super) struct Confusions {
    multis: Vec<Multi>,
    /// Where those of each position end.
    ends: Vec<usize>,
}

impl Confusions {
    /// Looks up the confusions of another observed string.
    pub(super) fn fill(&mut self, observed: &[u8], channel: &Channel) {
        self.multis.clear();
        self.ends.clear();
        for at in 0..observed.len() {
            self.multis.extend(channel.multis(&observed[at..]));
            self.ends.push(self.multis.len());
        }
    }

    /// Returns the confusions that may begin at `at`.
    pub(super) fn at(&self, at: usize) -> &[Multi] {
        let start = at.checked_sub(1).map_or(0, |last| self.ends[last]);
        &self.multis[start..self.ends[at]]
    }
}

/// Searches; keeps its memory for the next search.
#[derive(Debug, Default)]
pub(crate) struct Search {
    beams: Vec<Beam>,
    extra: Vec<State>,
    /// For each position, the spaces from there on: each of them takes an edit.
    spaces: Vec<u8>,
    confusions: Confusions,
    seen: Vec<u64>,
    finals: Vec<Found>,
    near: Near,
}

impl Search {
    /// Finds what may have been intended where `observed` stands, the cheapest first. Where it has spaces or breaks, each of
    /// them is an edit: what leaves one as it is is found piece by piece.
    ///
    /// # Complexity
    ///
    /// O(n·b·c) for n symbols, b states kept for each and c ways to go on from one.
    pub(crate) fn run(
        &mut self,
        observed: &[u8],
        lexicon: &Lexicon,
        trie: &Trie,
        channel: &Channel,
        reach: Reach,
    ) -> &[Found] {
        self.finals.clear();
        let length = observed.len();
        if length == 0 || length > LONGEST {
            return &self.finals;
        }
        self.beams.resize_with(length + 1, Beam::default);
        self.beams.iter_mut().for_each(|beam| beam.clear(reach.limit));
        let empty =
            Found { words: [WordId(0); WORDS], count: 0, edits: 0, spaces: 0, breaks: 0, costs: [0; KINDS], rank: 0 };
        let start = State { node: Trie::ROOT, found: empty, spent: 0, total: 0, deleted: 0 };
        self.beams[0].push(start, reach.beam);
        self.spaces.clear();
        self.spaces.resize(length + 1, 0);
        for at in (0..length).rev() {
            self.spaces[at] = self.spaces[at + 1] + u8::from(observed[at] == b' ');
        }
        let spaces = std::mem::take(&mut self.spaces);
        self.confusions.fill(observed, channel);
        let walk = Walk { observed, spaces: &spaces, lexicon, trie, channel, reach };
        for at in 0..=length {
            let mut states = std::mem::take(&mut self.beams[at].states);
            let bound = self.beams[at].bound;
            self.prune(&mut states, bound, reach.beam);
            // Losses read nothing, so what they lead to belongs to the same position.
            for deleted in 0..MOST_DELETED {
                self.extra.clear();
                for state in states.iter().filter(|state| state.deleted == deleted) {
                    walk.lose(state, at, bound, &mut self.extra);
                }
                if self.extra.is_empty() {
                    break;
                }
                states.append(&mut self.extra);
                self.prune(&mut states, bound, reach.beam);
            }
            steps::take(states.len());
            if at == length {
                for state in &states {
                    walk.finish(state, &mut self.finals);
                }
            } else {
                for state in &states {
                    walk.go_on(state, at, self.confusions.at(at), &mut self.beams);
                }
            }
            if at + 1 == length {
                // The cheapest that ends here bounds what is worth finishing.
                let last = &mut self.beams[length];
                let cheapest = last.states.iter().map(|state| state.total).min().unwrap_or(reach.limit);
                last.bound = last.bound.min(cheapest.saturating_add(WINDOW));
            }
            self.beams[at].states = states;
        }
        self.spaces = spaces;
        if reach.near {
            let question = Question { observed, confusions: &self.confusions, lexicon, channel, limit: reach.limit };
            self.near.search(&question, &mut self.finals);
        }
        self.finals.sort_unstable_by_key(|found| (found.rank, found.words));
        self.finals.dedup_by_key(|found| (found.count, found.words));
        &self.finals
    }

    /// Keeps the cheapest state of each prefix, and of these as many as the beam holds.
    fn prune(&mut self, states: &mut Vec<State>, limit: u32, beam: usize) {
        states.retain(|state| state.total <= limit);
        if states.len() <= 1 {
            return;
        }
        shorten(states, beam);
        states.sort_by_key(order);
        self.seen.clear();
        let seen = &mut self.seen;
        let mut kept = 0;
        states.retain(|state| {
            if kept == beam {
                return false;
            }
            let key = state
                .found
                .words
                .iter()
                .take(usize::from(state.found.count))
                .fold(u64::from(state.node.0) << 2 | u64::from(state.found.count), |key, word| {
                    (key ^ u64::from(word.0)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
                });
            if seen.contains(&key) {
                return false;
            }
            seen.push(key);
            kept += 1;
            true
        });
    }
}

/// What does not change during a search.
struct Walk<'s> {
    observed: &'s [u8],
    spaces: &'s [u8],
    lexicon: &'s Lexicon,
    trie: &'s Trie,
    channel: &'s Channel,
    reach: Reach,
}

impl Walk<'_> {
    /// Whether `state` may have one more edit that leads to `to`: if they do not crowd before it, and enough are left for the
    /// spaces behind it.
    fn may_edit(&self, state: &State, to: usize) -> bool {
        let spaces = self.spaces.get(to).copied().unwrap_or_default();
        let spread = 1 + (to + 1) / SYMBOLS_AN_EDIT;
        state.found.edits + spaces < self.reach.edits && usize::from(state.found.edits) < spread
    }

    /// `state` after an edit.
    fn edited(&self, state: &State, costs: [u16; KINDS], is_noise: bool) -> State {
        let mut next = *state;
        let before = state.found.nominal();
        next.found.costs = add_costs(next.found.costs, costs);
        next.found.edits += u8::from(is_noise);
        next.spent = state.spent - before + next.found.nominal();
        next.deleted = 0;
        next
    }

    /// The least that `state` may cost after an edit, so that what is hopeless is not even tried.
    fn least(&self, state: &State, costs: [u16; KINDS], cheapest: u32) -> u32 {
        state.spent + rate_of_next(&state.found) + least_of(costs) + cheapest
    }

    /// `state` one letter further down the trie.
    fn down(&self, mut state: State, node: Node, cheapest: u32) -> State {
        state.node = node;
        state.total = state.spent + cheapest;
        state
    }

    /// `state` with its word completed, at the root again.
    fn completed(&self, state: &State) -> Option<State> {
        let word = self.trie.word(state.node)?;
        let mut next = *state;
        *next.found.words.get_mut(usize::from(state.found.count))? = word;
        next.found.count += 1;
        next.spent += self.lexicon.unigram_cost(word).0;
        next.total = next.spent;
        next.node = Trie::ROOT;
        Some(next)
    }

    /// Loses an intended symbol: a letter, or the space behind a word.
    fn lose(&self, state: &State, at: usize, limit: u32, out: &mut Vec<State>) {
        if !self.may_edit(state, at) {
            return;
        }
        let deleted = state.deleted + 1;
        let first = rate_of_next(&state.found);
        if state.total + first + self.channel.cheapest_deletion() <= limit {
            for child in self.trie.children(state.node) {
                let Some(costs) = self.channel.deletion(child.letter) else { continue };
                if self.least(state, costs, child.cheapest) > limit {
                    continue;
                }
                let next = self.edited(state, costs, true);
                let next = State { deleted, ..self.down(next, child.node, child.cheapest) };
                if next.total <= limit {
                    out.push(next);
                }
            }
        }
        if usize::from(state.found.count) + 1 < WORDS
            && let Some(costs) = self.channel.deletion(b' ')
            && state.total + first + least_of(costs) <= limit
            && let Some(completed) = self.completed(state)
        {
            let mut next = self.edited(&completed, costs, true);
            next.found.spaces += 1;
            next.total = next.spent;
            next.deleted = deleted;
            if next.total <= limit {
                out.push(next);
            }
        }
    }

    /// Reads the symbols at `at` in every way; `multis` are the confusions of several symbols that may begin there.
    fn go_on(&self, state: &State, at: usize, multis: &[Multi], beams: &mut [Beam]) {
        let Some(rest) = self.observed.get(at..) else { return };
        let Some(&symbol) = rest.first() else { return };
        let most = self.reach.beam;
        let Some((next_beam, later)) = beams.get_mut(at + 1..).and_then(<[Beam]>::split_first_mut) else { return };
        let may_edit = self.may_edit(state, at + 1);
        // What no edit can cost less than, whatever follows.
        let first = state.total + rate_of_next(&state.found);
        let read = |child: Child| State { deleted: 0, ..self.down(*state, child.node, child.cheapest) };
        if may_edit && first + self.channel.cheapest_substitution(symbol) <= next_beam.bound {
            let row = self.channel.substitutions(symbol);
            for child in self.trie.children(state.node) {
                if child.letter == symbol {
                    next_beam.push(read(child), most);
                } else if let Some(costs) = row.of(child.letter)
                    && self.least(state, costs, child.cheapest) <= next_beam.bound
                {
                    let next = self.edited(state, costs, true);
                    next_beam.push(self.down(next, child.node, child.cheapest), most);
                }
            }
        } else if let Some(child) = self.trie.child(state.node, symbol) {
            next_beam.push(read(child), most);
        }
        let is_break = symbol == BREAK;
        if (may_edit || is_break)
            && let Some(costs) = self.channel.insertion(symbol)
            && state.total + least_of(costs) <= next_beam.bound
        {
            let mut next = self.edited(state, costs, !is_break);
            next.found.spaces += u8::from(symbol == b' ');
            next.found.breaks += u8::from(is_break);
            next.total = next.spent + (state.total - state.spent);
            next_beam.push(next, most);
        }
        if may_edit
            && symbol != b' '
            && usize::from(state.found.count) + 1 < WORDS
            && let Some(costs) = self.channel.substitutions(symbol).of(b' ')
            && first + least_of(costs) <= next_beam.bound
            && let Some(completed) = self.completed(state)
        {
            let mut next = self.edited(&completed, costs, true);
            next.found.spaces += 1;
            next.total = next.spent;
            next_beam.push(next, most);
        }
        if let &[one, two, ..] = rest
            && one != two
            && self.may_edit(state, at + 2)
            && let Some(beam) = later.first_mut()
            && let Some(costs) = self.channel.transposition()
            && first + least_of(costs) <= beam.bound
            && let Some(middle) = self.trie.child(state.node, two)
            && let Some(child) = self.trie.child(middle.node, one)
        {
            let next = self.edited(state, costs, true);
            beam.push(self.down(next, child.node, child.cheapest), most);
        }
        for multi in multis {
            let length = multi.observed().len();
            let beam = if length == 1 { Some(&mut *next_beam) } else { later.get_mut(length - 2) };
            if let Some(beam) = beam
                && self.may_edit(state, at + length)
                && first + least_of(multi.costs) <= beam.bound
                && let Some((node, cheapest)) = self.walk(state.node, multi.intended())
            {
                let next = self.edited(state, multi.costs, true);
                beam.push(self.down(next, node, cheapest), most);
            }
        }
    }

    /// Walks down the trie by several letters.
    fn walk(&self, node: Node, letters: &[u8]) -> Option<(Node, u32)> {
        letters.iter().try_fold((node, 0), |(node, _), &letter| {
            self.trie.child(node, letter).map(|child| (child.node, child.cheapest))
        })
    }

    /// Completes the last word.
    fn finish(&self, state: &State, out: &mut Vec<Found>) {
        if let Some(done) = self.completed(state)
            && (done.found.edits > 0 || done.found.breaks > 0)
        {
            out.push(Found { rank: done.spent, ..done.found });
        }
    }
}

/// The order of states: the cheapest first, those of the same cost by their prefixes.
const fn order(state: &State) -> u64 {
    (state.total as u64) << 32 | state.node.0 as u64
}

/// Adds costs of damage, up to the ceiling.
pub(super) fn add_costs(mut sums: [u16; KINDS], costs: [u16; KINDS]) -> [u16; KINDS] {
    for (sum, cost) in sums.iter_mut().zip(costs) {
        *sum = sum.saturating_add(cost).min(CEILING);
    }
    sums
}

/// The nominal rate of one more edit.
const fn rate_of_next(found: &Found) -> u32 {
    if found.edits == 0 { FIRST_EDIT } else { NEXT_EDIT }
}

fn least_of(costs: [u16; KINDS]) -> u32 {
    u32::from(costs.into_iter().min().unwrap_or_default())
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::language::Language;

    fn search(observed: &str, reach: Reach) -> Vec<(String, Found)> {
        let language = Language::english_words().expect("the images belong together");
        let lexicon = language.lexicon();
        let trie = Trie::open(ungarble_en::TRIE.into(), lexicon).expect("it is of this lexicon");
        let channel = Channel::english(lexicon.letters());
        let mut symbols = Vec::new();
        crate::text::symbol::push_symbols(observed, lexicon.letters(), &mut symbols);
        let mut search = Search::default();
        let found = search.run(&symbols, lexicon, &trie, &channel, reach);
        let text = |found: &Found| {
            found.words().iter().filter_map(|&id| lexicon.spelling(id)).collect::<Vec<&str>>().join(" ")
        };
        found.iter().map(|found| (text(found), *found)).collect()
    }

    #[test]
    fn words_are_found_whatever_was_done_to_them() {
        for (observed, intended, reach) in [
            ("tbe", "the", Reach::WIDE),
            ("tepository", "repository", Reach::WIDE),
            ("govemment", "government", Reach::WIDE),
            ("ofthe", "of the", Reach::WIDE),
            ("situ ation", "situation", Reach::JOINT),
            ("govern-\nment", "government", Reach::JOINT),
            ("th ecat", "the cat", Reach::JOINT),
            ("o cial", "official", Reach::JOINT),
            ("kid napping", "kidnapping", Reach::JOIN),
            ("recieve", "receive", Reach::WIDE),
            ("atrterwards", "afterwards", Reach::WIDE),
            ("deroocratic", "democratic", Reach::WIDE),
            ("om ployod", "employed", Reach::JOINT),
            ("jan gu\u{ad}\nage", "language", Reach::JOINT),
        ] {
            let found = search(observed, reach);
            let at = found.iter().position(|(text, _)| text == intended);
            assert!(at.is_some_and(|at| at < 3), "{observed}: {at:?} of {:?}", &found[..found.len().min(5)]);
        }
    }
}
