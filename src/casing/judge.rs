//! What speaks for a small letter and what for a capital, weighed.
//!
//! The decoder reads sentences by costs that are set by hand; its reading of a word is one piece of evidence here, next
//! to what stands around the word, which a chain of neighbours cannot see. The weights are fitted ([`weights`]), so what
//! comes out is a log-odds, and may be believed as such.
//!
//! [`weights`]: super::weights

use std::ops::Range;

use crate::casing::damage::{self, Damage};
use crate::casing::decoder::{Choice, Observation, Regime, Surface};
use crate::casing::habit;
use crate::casing::observe::{Observer, Signs};
use crate::casing::weights::WEIGHTS;
use crate::document::Joint;
use crate::features::features;
use crate::text::classes::Classes;
use crate::truecase::class::{self, Class};
use crate::truecase::costs;
use crate::truecase::place::Position;

/// What is asked about a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Question {
    /// A capital in running text: is it meant small?
    Run = 0,
    /// A small word in running text: is it meant with capitals?
    Name = 1,
    /// A capital in a text whose every word has one: is it meant small?
    Title = 2,
    /// A word in a text of one case: is it meant small?
    Blind = 3,
}

impl Question {
    pub(super) const COUNT: usize = 4;
}

features! {
    /// Always there.
    Always,
    /// How much dearer the decoder finds capitals, up to 8 nats; and up to 2.
    Decoded,
    DecodedFaint,
    /// How much dearer the lexicon finds capitals, up to 6 nats; and up to 1.5.
    Habit,
    HabitFaint,
    /// Powers of ten in the word's frequency.
    Frequency,
    /// The logarithm of its small sightings in this text, outside of runs, for each capitalised one.
    SeenSmall,
    /// Its capitalised sightings, up to three.
    SeenCapital,
    /// How much dearer the decoder finds capitals where the text has the word elsewhere: where it finds them cheapest, and
    /// on average.
    Elsewhere,
    ElsewhereMean,
    /// The text has it again and again, and it may be a name: "Bush" in an article on him.
    OftenName,
    /// The text has it in a pattern of its own.
    SeenSpecial,
    /// Made of a common word, and not in the lexicon: "linting", "undersung".
    Derived,
    /// "walked": no name ends so.
    Participle,
    /// "happily": next to no name ends so either.
    Adverb,
    Possessive,
    /// First of a compound, and forming words freely: "co-".
    Prefix,
    /// The country, a month beside a date, initials: its place tells what it is.
    Told,
    /// Behind a colon, a bracket, a bullet.
    Soft,
    /// First of its sentence; in a list that a colon announces.
    Opens,
    Listed,
    /// Part of a known name of several words.
    Phrase,
    /// The decoder took it for part of a run; of a title.
    InRun,
    InTitle,
    /// In a line that may be a heading.
    Alone,
    /// In the stretch of capitals around it: closed-class words with capitals, at least one, and up to three of them;
    /// other words that are next to never capitalised, up to three; the logarithm of its length.
    RunHasClosed,
    RunClosed,
    RunOdd,
    RunLength,
    /// No capital on a content word stands close beside it; how much dearer the decoder finds capitals on the one of those that do
    /// on which it finds them cheapest.
    Single,
    Cheapest,
    /// Before any small word but a particle, to the left and to the right: a capital on a word that is never a name; one on
    /// what the decoder takes for a name.
    OddBefore,
    NameBefore,
    OddAfter,
    NameAfter,
    /// The one and not the other, on either side; names on both.
    OddAlone,
    NameAround,
    /// The share of capitals among the sentence's words, and the logarithm of their number.
    Capitals,
    Length,
    /// Of the words around it that are never names: the logarithm of the share that has capitals, and whether any has; and
    /// how many they are for each name.
    OddShare,
    HasOdd,
    OddToNames,
    /// The logarithm of the share of words that runs have capitalised.
    Damage,
    /// The share of capitals inside sentences that runs have put.
    Spread,
    /// How much likelier capitals are in the text on closed-class words than on others that are never names, as a logarithm;
    /// where the stretch has one, for each of up to three, and where the odd stand alone.
    ClosedShare,
    ClosedShareHas,
    ClosedShareRun,
    ClosedShareOdd,
    /// How likely a word that is never a name has a capital in the text where no word beside it has, as a logarithm; the same
    /// where no capital on a content word stands close beside this one.
    SingleShare,
    SingleShareSingle,
    /// A word all in capitals stands beside it.
    Shouting,
    /// Nothing stands close before it, and it is a closed-class word: "Figure 2. This".
    ClosedApart,
    /// Nothing stands close before it; "the"; "a"; a word all in capitals; a capital on a content word, on another;
    /// another word in small letters.
    BeforeNone,
    BeforeThe,
    BeforeA,
    BeforeUpper,
    BeforeCapital,
    BeforeClosedCapital,
    BeforeClosed,
    /// "its", "some"; "they", "would".
    BeforeDeterminer,
    BeforeVerbal,
    /// "of" or "for", and before it the end of a name, a person's title, another capital, a small content word.
    OfEnd,
    OfTitle,
    OfCapital,
    OfSmall,
    /// How much dearer the decoder finds capitals on the small content word before.
    BeforeDecoded,
    /// Texts have the two words as "the Pentagon"; as "New Delhi", as which they stand here; and in no other way.
    BeforePairsSecond,
    BeforePairs,
    BeforePairsOnly,
    /// How much likelier the word is behind that one than elsewhere.
    BeforeDraws,
    /// The same for what stands behind it.
    AfterNone,
    AfterThe,
    AfterUpper,
    AfterCapital,
    AfterClosedCapital,
    AfterClosed,
    AfterDecoded,
    AfterPairsFirst,
    AfterPairsSecond,
    AfterPairsOnly,
    /// A word with which names end stands behind it.
    AfterHead,
    /// A word further: a capital on a content word, on another.
    SecondBeforeCapital,
    SecondBeforeClosed,
    SecondBeforeDecoded,
    SecondAfterCapital,
    SecondAfterClosed,
    /// Behind the capitals that go on from it: nothing close; "of" and another capital.
    RunEnds,
    RunOf,
}

/// The evidence about one word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Features(pub(super) [i16; Feature::ALL.len()]);

/// The weights of each question, one after another.
const WEIGHTS_OF: [[i16; Feature::ALL.len()]; Question::COUNT] = {
    let mut weights = [[0; Feature::ALL.len()]; Question::COUNT];
    let mut question = 0;
    while question < Question::COUNT {
        let (mut feature, mut all) = (0, 0);
        while feature < Feature::ALL.len() {
            let weight = WEIGHTS[feature][question];
            weights[question][feature] = weight;
            all += weight.unsigned_abs() as i64;
            feature += 1;
        }
        assert!(all * Features::MOST as i64 <= i32::MAX as i64, "what is weighed would not fit");
        question += 1;
    }
    weights
};

impl Features {
    /// No evidence counts for more.
    const MOST: i16 = 20_000;

    /// The evidence that there is about any word of a text with this `damage`.
    pub(super) fn of_text(damage: &Damage) -> Features {
        let mut out = Features([0; Feature::ALL.len()]);
        out.set(Feature::Always, 1000);
        out.set(Feature::Damage, costs::cost(damage.inside.max(1), damage.inside.max(1) + 100 * damage.in_runs));
        out.set(Feature::Spread, (1000 * damage.in_runs / damage.capitals.max(1)).min(1000) as i32);
        out.set(Feature::ClosedShare, damage.closed_share());
        out.set(Feature::SingleShare, damage.single_share(0));
        out
    }

    /// The log-odds, in millinats, that the answer to `question` is yes.
    pub(super) fn log_odds(&self, question: Question) -> i32 {
        let weights = &WEIGHTS_OF[question as usize];
        let sum: i32 =
            self.0.iter().zip(weights).map(|(&feature, &weight)| i32::from(feature) * i32::from(weight)).sum();
        sum / 1000
    }

    fn set(&mut self, feature: Feature, value: i32) {
        self.0[feature as usize] = value.clamp(-i32::from(Features::MOST), i32::from(Features::MOST)) as i16;
    }

    fn flag(&mut self, feature: Feature, is: bool) {
        self.0[feature as usize] = if is { 1000 } else { 0 };
    }
}

/// How much dearer the decoder finds capitals than small letters.
pub(super) fn decoded(choice: &Choice) -> i32 {
    (choice.forms[1].min(choice.forms[2]) - choice.forms[0]).clamp(-8000, 8000)
}

/// A sentence as it was decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoded<'c> {
    pub(super) observations: &'c [Observation],
    pub(super) choices: &'c [Choice],
    pub(super) signs: &'c [Signs],
    /// Its first word.
    pub(super) first: usize,
    /// Whether it may be a heading.
    pub(super) heading: bool,
    /// Whether it is an item of a list that a colon announces.
    pub(super) listed: bool,
    /// For each word and for the end: what stands before it.
    pub(super) tallies: &'c [Tally],
    /// The evidence that there is about any word of the text.
    pub(super) text: &'c Features,
}

/// What is counted of a sentence: its words inside it whose capitals may be asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    all: u32,
    capitals: u32,
    /// Words that are never names with a capital, and without one.
    odd: u32,
    small: u32,
    /// Capitals that are right as far as the decoder sees.
    names: u32,
    /// Capitals on words of the closed classes; on others that the decoder finds much dearer than small letters.
    closed: u32,
    strange: u32,
}

impl Decoded<'_> {
    /// Gathers the evidence about word `i` of the sentence.
    ///
    /// # Complexity
    ///
    /// O(r) in the words of the stretch of capitals around it, of which 40 are looked at, and O(1) look-ups.
    pub(super) fn gather(&self, observer: &Observer<'_, '_>, damage: &Damage, i: usize) -> Features {
        let mut gathered = *self.text;
        let out = &mut gathered;
        let index = self.first + i;
        let word = &observer.document.words()[index];
        let lower = observer.document.lower(word);
        let of = &self.observations[i];
        let choice = &self.choices[i];
        let cost = decoded(choice);
        out.set(Feature::Decoded, cost);
        out.set(Feature::DecodedFaint, cost.clamp(-2000, 2000));
        out.set(Feature::Habit, of.by_nature.clamp(-6000, 6000));
        out.set(Feature::HabitFaint, of.by_nature.clamp(-1500, 1500));
        out.set(Feature::Frequency, word.entry.map_or(0, |e| i32::from(e.frequency().0) * 10));
        let shouts = |j: usize| self.observations.get(j).is_some_and(|o| o.surface == Surface::Upper);
        out.flag(Feature::Shouting, i > 0 && shouts(i - 1) || shouts(i + 1));
        let [small, title, special] = observer.sightings.of(index).counts;
        let capitals = title + special;
        out.set(
            Feature::SeenSmall,
            costs::cost(capitals + 77, small * 7 + 77).min(9000) - costs::cost(small * 7 + 77, capitals + 77).min(9000),
        );
        out.set(Feature::SeenCapital, (capitals.min(3 * habit::SIGHTING) * 1000 / habit::SIGHTING) as i32);
        let (cheapest, mean) = observer.sightings.elsewhere(index).unwrap_or_default();
        out.set(Feature::Elsewhere, cheapest.min(0));
        out.set(Feature::ElsewhereMean, mean);
        let name = word.entry.is_some_and(|entry| entry.is_name());
        out.flag(Feature::OftenName, name && observer.sightings.is_frequent(index));
        out.flag(Feature::SeenSpecial, observer.sightings.special(index).is_some());
        out.flag(Feature::Derived, word.entry.is_none() && class::is_derived(lower, |stem| observer.is_common(stem)));
        out.flag(Feature::Participle, lower.ends_with("ed"));
        out.flag(Feature::Adverb, lower.ends_with("ly"));
        out.flag(Feature::Possessive, word.possessive);
        out.flag(Feature::Prefix, word.joint == Joint::First && class::is_prefix(lower));
        let signs = &self.signs[i];
        out.flag(Feature::Told, signs.calendar || signs.initials || signs.country);
        out.flag(Feature::Soft, of.position == Position::Soft);
        out.flag(Feature::Opens, i == 0);
        out.flag(Feature::Listed, self.listed);
        out.flag(Feature::Phrase, self.signs[i].phrase);
        out.flag(Feature::InRun, choice.regime == Regime::Run);
        out.flag(Feature::InTitle, choice.regime == Regime::Titled);
        out.flag(Feature::Alone, self.heading);
        self.stretch(i, out);
        self.company(i, out);
        let share = i32::from(out.0[Feature::ClosedShare as usize]);
        let beside = |feature: Feature| share * i32::from(out.0[feature as usize]) / 1000;
        let beside = [Feature::RunHasClosed, Feature::RunClosed, Feature::OddAlone].map(beside);
        out.set(Feature::ClosedShareHas, beside[0]);
        out.set(Feature::ClosedShareRun, beside[1]);
        out.set(Feature::ClosedShareOdd, beside[2]);
        if self.is_slip(observer, i) {
            out.set(Feature::SingleShare, damage.single_share(1));
        }
        let share = i32::from(out.0[Feature::SingleShare as usize]);
        out.set(Feature::SingleShareSingle, share * i32::from(out.0[Feature::Single as usize]) / 1000);
        self.before(observer, i, out);
        self.after(observer, i, out);
        gathered
    }

    fn is_capital(&self, i: usize) -> bool {
        self.observations[i].surface == Surface::Title
    }

    fn is_content(&self, i: usize) -> bool {
        self.observations[i].class == Class::Content
    }

    /// What the capitals around word `i` say.
    fn stretch(&self, i: usize, out: &mut Features) {
        let run = self.run(i);
        let Tally { closed, strange, .. } = self.sum(run.clone());
        let closed = closed.min(3) as i32;
        out.flag(Feature::RunHasClosed, closed > 0);
        out.set(Feature::RunClosed, closed * 1000);
        out.set(Feature::RunOdd, (strange - self.sum(i..i + 1).strange).min(3) as i32 * 1000);
        out.set(Feature::RunLength, costs::cost(1, run.len() as u32));
        let close = self.close(i);
        out.flag(Feature::Single, close.len() == 1);
        out.set(Feature::Cheapest, close.map(|j| decoded(&self.choices[j])).min().unwrap_or(0));
    }

    /// The capitalised content words around word `i` that stand close beside each other; at most 20 to each side.
    fn close(&self, i: usize) -> Range<usize> {
        let inside = |j: usize| self.observations[j].is_inner_capital() && self.is_content(j);
        let (mut from, mut to) = (i, i + 1);
        if !inside(i) {
            return from..to;
        }
        while from > i.saturating_sub(20) && self.observations[from].glued && inside(from - 1) {
            from -= 1;
        }
        let end = self.observations.len().min(i + 20);
        while to < end && self.observations[to].glued && inside(to) {
            to += 1;
        }
        from..to
    }

    /// What kinds of words have capitals around word `i`.
    fn company(&self, i: usize, out: &mut Features) {
        let count = self.observations.len();
        let (around, own) = (self.sum(i.saturating_sub(20)..count.min(i + 20)), self.sum(i..i + 1));
        let (odd, small, names) = (around.odd - own.odd, around.small - own.small, around.names - own.names);
        out.set(Feature::Capitals, (around.capitals * 1000 / around.all.max(1)) as i32);
        out.set(Feature::Length, costs::cost(1, around.all.max(1)));
        out.set(Feature::OddShare, -costs::cost(2 * odd + 1, 2 * (odd + small + 1)));
        out.flag(Feature::HasOdd, odd > 0);
        out.set(Feature::OddToNames, costs::cost(names + 1, 64) - costs::cost(odd + 1, 64));
        let goes_on =
            |&&Observation { surface, class, .. }: &&Observation| surface != Surface::Lower || class == Class::Particle;
        let before = self.observations[..i].iter().rev().take(8).take_while(goes_on).count();
        let after = self.observations[i + 1..].iter().take(8).take_while(goes_on).count();
        let (before, after) = (self.sum(i - before..i), self.sum(i + 1..i + 1 + after));
        out.flag(Feature::OddBefore, before.odd > 0);
        out.flag(Feature::NameBefore, before.names > 0);
        out.flag(Feature::OddAfter, after.odd > 0);
        out.flag(Feature::NameAfter, after.names > 0);
        let (odd, names) = (before.odd + after.odd > 0, [before.names > 0, after.names > 0]);
        out.flag(Feature::OddAlone, odd && names == [false; 2]);
        out.flag(Feature::NameAround, names == [true; 2]);
    }

    /// Counts the words of the sentence into `tallies`.
    pub(super) fn count(&self, observer: &Observer<'_, '_>, tallies: &mut Vec<Tally>) {
        tallies.clear();
        let mut before = Tally::default();
        tallies.push(before);
        for i in 0..self.observations.len() {
            let own = self.tally(observer, i);
            before = Tally {
                all: before.all + own.all,
                capitals: before.capitals + own.capitals,
                odd: before.odd + own.odd,
                small: before.small + own.small,
                names: before.names + own.names,
                closed: before.closed + own.closed,
                strange: before.strange + own.strange,
            };
            tallies.push(before);
        }
    }

    /// What word `i` adds.
    fn tally(&self, observer: &Observer<'_, '_>, i: usize) -> Tally {
        let of = &self.observations[i];
        if of.position != Position::Mid || of.surface == Surface::Fixed {
            return Tally::default();
        }
        let never_a_name = self.is_never_a_name(observer, i);
        let (capital, content) = (self.is_capital(i), self.is_content(i));
        let cost = decoded(&self.choices[i]);
        Tally {
            all: 1,
            capitals: u32::from(capital),
            odd: u32::from(capital && never_a_name),
            small: u32::from(of.surface == Surface::Lower && never_a_name),
            names: u32::from(capital && content && !never_a_name && cost < 0),
            closed: u32::from(capital && !content),
            strange: u32::from(capital && content && cost > 3000),
        }
    }

    fn is_never_a_name(&self, observer: &Observer<'_, '_>, i: usize) -> bool {
        observer.document.words()[self.first + i].entry.is_some_and(damage::is_never_a_name)
    }

    /// Whether word `i` is a content word that is never a name, and the only one around with a capital inside the sentence.
    pub(super) fn is_slip(&self, observer: &Observer<'_, '_>, i: usize) -> bool {
        let inside = |j: usize| self.observations.get(j).is_some_and(Observation::is_inner_capital);
        inside(i)
            && self.is_content(i)
            && self.is_never_a_name(observer, i)
            && !(i > 0 && inside(i - 1))
            && !inside(i + 1)
    }

    /// What `words` of the sentence come to.
    fn sum(&self, words: Range<usize>) -> Tally {
        let (before, end) = (&self.tallies[words.start], &self.tallies[words.end]);
        Tally {
            all: end.all - before.all,
            capitals: end.capitals - before.capitals,
            odd: end.odd - before.odd,
            small: end.small - before.small,
            names: end.names - before.names,
            closed: end.closed - before.closed,
            strange: end.strange - before.strange,
        }
    }

    /// The capitalised words around word `i`, and the particles in small letters between them; at most 20 to each side.
    fn run(&self, i: usize) -> Range<usize> {
        let particle = |j: usize| self.observations[j].class == Class::Particle;
        let (mut from, mut to) = (i, i + 1);
        while from > i.saturating_sub(20)
            && (self.is_capital(from - 1) || from > 1 && particle(from - 1) && self.is_capital(from - 2))
        {
            from -= 1;
        }
        let end = self.observations.len().min(i + 20);
        while to < end && (self.is_capital(to) || to + 1 < end && particle(to) && self.is_capital(to + 1)) {
            to += 1;
        }
        from..to
    }

    /// Which forms of word `i` and the one before texts have side by side.
    ///
    /// They have the parts of compounds so, without a hyphen, in headings alone: "Post War". Where the capitals of this text say
    /// nothing, that is better than nothing.
    fn pairs(&self, observer: &Observer<'_, '_>, i: usize) -> Pairs {
        let joint = observer.document.words()[self.first + i].joint;
        let compound = !observer.whole && matches!(joint, Joint::Inner | Joint::Last);
        Pairs(if compound { 0 } else { self.observations[i].pairs })
    }

    fn before(&self, observer: &Observer<'_, '_>, i: usize, out: &mut Features) {
        if i >= 2 {
            let second = i - 2;
            let (capital, content) = (self.is_capital(second), self.is_content(second));
            out.flag(Feature::SecondBeforeCapital, capital && content);
            out.flag(Feature::SecondBeforeClosed, capital && !content);
            if capital && content {
                out.set(Feature::SecondBeforeDecoded, decoded(&self.choices[second]).clamp(-4000, 4000));
            }
        }
        if i == 0 || !self.observations[i].glued {
            out.flag(Feature::BeforeNone, true);
            out.flag(Feature::ClosedApart, !self.is_content(i));
            return;
        }
        let (before, words) = (i - 1, observer.document.words());
        let of = &self.observations[before];
        let inner = of.position != Position::Start;
        let lower = observer.document.lower(&words[self.first + before]);
        out.flag(Feature::BeforeThe, lower == "the");
        out.flag(Feature::BeforeA, matches!(lower, "a" | "an"));
        out.flag(Feature::BeforeUpper, matches!(of.surface, Surface::Upper | Surface::Fixed));
        out.flag(Feature::BeforeCapital, inner && self.is_capital(before) && self.is_content(before));
        out.flag(Feature::BeforeClosedCapital, inner && self.is_capital(before) && !self.is_content(before));
        out.flag(Feature::BeforeClosed, of.surface == Surface::Lower && !self.is_content(before));
        let classes = words[self.first + before].classes;
        out.flag(Feature::BeforeDeterminer, classes.has(Classes::DETERMINER));
        out.flag(Feature::BeforeVerbal, classes.has(Classes::VERBAL));
        if matches!(lower, "of" | "for") && of.glued && i >= 2 {
            let (capital, classes) = (self.is_capital(i - 2), words[self.first + i - 2].classes);
            out.flag(Feature::OfEnd, capital && classes.has(Classes::NAME_END));
            out.flag(Feature::OfTitle, classes.has(Classes::TITLE));
            let other = self.is_content(i - 2) && !classes.has(Classes::NAME_END.or(Classes::TITLE));
            out.flag(Feature::OfCapital, capital && other);
            out.flag(Feature::OfSmall, !capital && self.is_content(i - 2));
        }
        if of.surface == Surface::Lower && self.is_content(before) {
            out.set(Feature::BeforeDecoded, decoded(&self.choices[before]).clamp(-4000, 4000));
        }
        let pairs = self.pairs(observer, i);
        out.flag(Feature::BeforePairsSecond, pairs.has(0, 1));
        out.flag(Feature::BeforePairs, pairs.has(1, 1) && self.is_capital(before));
        out.flag(Feature::BeforePairsOnly, pairs.has(1, 1) && !pairs.has(0, 1) && !pairs.has(1, 0));
        if let (Some(first), Some(second)) = (words[self.first + before].entry, words[self.first + i].entry) {
            let lexicon = observer.lexicon;
            let alone = i64::from(lexicon.unigram_cost(second.id()).0);
            let here = i64::from(lexicon.bigram_cost(Some(first.id()), second.id()).0);
            out.set(Feature::BeforeDraws, (alone - here).clamp(-2000, 6000) as i32);
        }
    }

    fn after(&self, observer: &Observer<'_, '_>, i: usize, out: &mut Features) {
        let count = self.observations.len();
        let words = &observer.document.words()[self.first..self.first + count];
        if i + 2 < count {
            let (capital, content) = (self.is_capital(i + 2), self.is_content(i + 2));
            out.flag(Feature::SecondAfterCapital, capital && content);
            out.flag(Feature::SecondAfterClosed, capital && !content);
        }
        let mut end = i + 1;
        let glued = |j: usize| j < count && self.observations[j].glued;
        while glued(end) && self.is_capital(end) {
            end += 1;
        }
        out.flag(Feature::RunEnds, !glued(end));
        let is_of = glued(end) && matches!(observer.document.lower(&words[end]), "of" | "for");
        out.flag(Feature::RunOf, is_of && glued(end + 1) && self.is_capital(end + 1));
        let after = i + 1;
        if after == count || !self.observations[after].glued {
            out.flag(Feature::AfterNone, true);
            return;
        }
        let of = &self.observations[after];
        let next = &observer.document.words()[self.first + after];
        out.flag(Feature::AfterThe, observer.document.lower(next) == "the");
        out.flag(Feature::AfterUpper, matches!(of.surface, Surface::Upper | Surface::Fixed));
        out.flag(Feature::AfterCapital, self.is_capital(after) && self.is_content(after));
        out.flag(Feature::AfterClosedCapital, self.is_capital(after) && !self.is_content(after));
        out.flag(Feature::AfterClosed, of.surface == Surface::Lower && !self.is_content(after));
        if of.surface == Surface::Lower && self.is_content(after) {
            out.set(Feature::AfterDecoded, decoded(&self.choices[after]).clamp(-4000, 4000));
        }
        let pairs = self.pairs(observer, after);
        out.flag(Feature::AfterPairsFirst, pairs.has(1, 0));
        out.flag(Feature::AfterPairsSecond, pairs.has(0, 1));
        out.flag(Feature::AfterPairsOnly, pairs.has(1, 1) && !pairs.has(0, 1) && !pairs.has(1, 0));
        out.flag(Feature::AfterHead, next.classes.has(Classes::NAME_END));
    }
}

/// Which forms of two neighbours were seen side by side.
#[derive(Clone, Copy, Debug)]
struct Pairs(u16);

impl Pairs {
    /// Whether forms `first` and `second` were.
    const fn has(self, first: usize, second: usize) -> bool {
        self.0 >> (first * 3 + second) & 1 == 1
    }
}
