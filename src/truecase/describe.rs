//! Fills in the features of a proposed pattern.

use super::class::Class;
use super::costs::{WHOLE, cost};
use super::damage::Rates;
use super::features::{Feature, Features, OCR, SPEECH};
use super::lattice::Lattice;
use super::observe::{Observation, Observer};
use super::pattern::{Pattern, Surface};
use super::place::{Position, beside_date};
use super::sightings::{SIGHTING, Sightings};
use super::tally::{Tally, per_mille};
use crate::document::{Joint, Word};
use crate::lexicon::NameClasses;
use crate::settings::Noise;
use crate::text::classes::Classes;
use crate::text::tokenizer::TokenKind;

/// What is known of a text, and of a region of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Surroundings {
    pub(super) text: Tally,
    pub(super) text_rates: Rates,
    pub(super) region: Tally,
    pub(super) region_rates: Rates,
    pub(super) noise: Noise,
}

/// A sentence that has been solved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Solved<'s, 't> {
    pub(super) observer: Observer<'s, 't>,
    pub(super) observations: &'s [Observation],
    pub(super) lattice: &'s Lattice,
    pub(super) sightings: &'s Sightings,
    pub(super) surroundings: &'s Surroundings,
    pub(super) tally: Tally,
    /// The tallies of the sentences before and behind.
    pub(super) around: [Option<Tally>; 2],
    pub(super) number: usize,
    /// Its first word.
    pub(super) first: usize,
}

/// What stands for a neighbour that is not there.
const NOTHING: i32 = -1;
/// Words of a stretch of capitals that are looked at on each side.
const FAR: usize = 30;

impl Solved<'_, '_> {
    fn word(&self, at: usize) -> &Word {
        &self.observer.document.words()[self.first + at]
    }

    /// The features of word `at` of the sentence, if it is to be written in `pattern`. `odds` are those of it, and of it against
    /// the best other pattern that would change the word.
    pub(super) fn describe(&self, at: usize, pattern: Pattern, odds: [i32; 2]) -> Features {
        let mut out = Features::new();
        out.set_all([(Feature::posterior, odds[0]), (Feature::runner_up, odds[1])]);
        self.word_itself(at, pattern, &mut out);
        self.lists(at, &mut out);
        self.place(at, &mut out);
        self.neighbours(at, &mut out);
        self.pairs(at, &mut out);
        self.name(at, pattern, &mut out);
        self.stretch(at, &mut out);
        self.odd(at, &mut out);
        self.sentence(&mut out);
        self.text(at, &mut out);
        out
    }

    fn word_itself(&self, at: usize, pattern: Pattern, out: &mut Features) {
        let own = &self.observations[at];
        let regimes = self.lattice.regimes(at).map(|share| (share * 125 / (WHOLE / 8)) as i32);
        let stands = own.surface.pattern() as usize;
        let prior = own.known.prior;
        out.set_all([
            (Feature::normal, regimes[0]),
            (Feature::run, regimes[1]),
            (Feature::titled, regimes[2]),
            (Feature::lowered, regimes[3]),
            (Feature::shouted, regimes[4]),
            (Feature::surface, own.surface as i32),
            (Feature::proposal, pattern as i32),
            (Feature::special, self.observer.special_source(self.first + at, self.sightings)),
            (Feature::gain_here, own.costs[stands] - own.costs[pattern as usize]),
            (Feature::gain, prior[stands] - prior[pattern as usize]),
        ]);
        let costs = own.known.evidence.map_or([NOTHING; 3], |evidence| evidence.costs);
        out.set_all([
            (Feature::cost_lower, costs[0]),
            (Feature::cost_title, costs[1]),
            (Feature::cost_special, costs[2]),
            (Feature::count, own.known.evidence.map_or(NOTHING, |evidence| i32::from(evidence.count))),
            (Feature::spread, own.known.evidence.map_or(NOTHING, |evidence| i32::from(evidence.spread))),
            (Feature::seen_lower, seen(own.seen[0])),
            (Feature::seen_title, seen(own.seen[1])),
            (Feature::seen_special, seen(own.seen[2])),
        ]);
    }

    fn lists(&self, at: usize, out: &mut Features) {
        let word = self.word(at);
        if let Some(entry) = word.entry {
            let casing = entry.casing();
            let has = |class: NameClasses| i32::from(entry.classes().intersects(class));
            out.set_all([
                (Feature::share_lower, i32::from(casing.lower)),
                (Feature::share_title, i32::from(casing.title)),
                (Feature::share_upper, i32::from(casing.upper)),
                (Feature::share_mixed, i32::from(casing.mixed)),
                (Feature::status, 1 + i32::from(entry.is_suggestable())),
                (Feature::word, i32::from(entry.is_word())),
                (Feature::name, i32::from(entry.is_name())),
                (Feature::place, has(NameClasses::PLACE)),
                (Feature::person, has(NameClasses::PERSON)),
                (Feature::company, has(NameClasses::COMPANY)),
                (Feature::acronym, has(NameClasses::ACRONYM)),
                (Feature::calendar, has(NameClasses::MONTH_DAY)),
                (Feature::frequency, i32::from(entry.frequency().0)),
            ]);
        }
        let has = |class: Classes| i32::from(word.classes.has(class));
        out.set_all([
            (Feature::class, self.observations[at].class as i32),
            (Feature::title_word, has(Classes::TITLE)),
            (Feature::name_end, has(Classes::NAME_END)),
            (Feature::first_person, has(Classes::FIRST_PERSON)),
            (Feature::noble, has(Classes::NOBLE)),
            (Feature::verbal, has(Classes::VERBAL)),
        ]);
        let lower = self.observer.document.lower(word);
        let count = |of: fn(char) -> bool| lower.chars().filter(|&c| of(c)).count() as i32;
        out.set_all([
            (Feature::letters, count(char::is_alphabetic)),
            (Feature::digits, count(|c| c.is_ascii_digit())),
            (Feature::vowels, count(|c| "aeiouy".contains(c) || !c.is_ascii())),
            (Feature::dots, count(|c| c == '.')),
        ]);
        let lexicon = self.observer.lexicon;
        let common = |stem: &str| lexicon.entry(stem).is_some_and(|entry| entry.is_word() && !entry.is_name());
        out.set_all([
            (Feature::derived, i32::from(word.entry.is_none() && lexicon.lists().is_derived(lower, common))),
            (Feature::prefix, i32::from(word.joint == Joint::First && word.classes.has(Classes::PREFIX))),
        ]);
    }

    fn place(&self, at: usize, out: &mut Features) {
        let document = self.observer.document;
        let (word, own) = (self.word(at), &self.observations[at]);
        let sentence = &document.sentences()[self.number];
        let length = self.observations.len();
        let text = document.text();
        let before = text.get(..word.span.start()).and_then(|t| t.chars().next_back());
        let mut behind = text.get(word.span.end()..).unwrap_or_default().chars();
        let (next, second) = (behind.next(), behind.next());
        let is_part = matches!(before, Some('/' | '.' | '#' | '@' | '_' | '\\'))
            || matches!(next, Some('/' | '_' | '(' | '\\'))
            || next == Some('.') && second.is_some_and(char::is_alphanumeric);
        out.set_all([
            (Feature::position, own.position as i32),
            (Feature::index, at.min(60) as i32),
            (Feature::left, (length - 1 - at).min(60) as i32),
            (Feature::length, length.min(100) as i32),
            (Feature::stopped, i32::from(sentence.stopped)),
            (Feature::alone, i32::from(sentence.alone)),
            (Feature::glued, i32::from(own.glued)),
            (Feature::mark_before, self.mark_before(word)),
            (Feature::mark_after, next.map_or(0, mark)),
            (
                Feature::joint,
                match word.joint {
                    Joint::Alone => 0,
                    Joint::First => 1,
                    Joint::Inner => 2,
                    Joint::Last => 3,
                },
            ),
            (Feature::possessive, i32::from(word.possessive)),
            (Feature::part, i32::from(is_part)),
        ]);
    }

    /// The last mark before a word that is no space, and stands in its line.
    fn mark_before(&self, word: &Word) -> i32 {
        let document = self.observer.document;
        let tokens = document.tokens().get(..word.token).unwrap_or_default();
        let last = tokens.iter().rev().find(|token| token.kind != TokenKind::Space);
        last.map_or(1, |token| match token.kind {
            TokenKind::LineBreak => 1,
            _ if document.text().get(..token.span.end()).is_some_and(|text| text.ends_with("..")) => 6,
            _ => document.at(token.span).chars().next_back().map_or(0, mark),
        })
    }

    fn neighbours(&self, at: usize, out: &mut Features) {
        let of = |offset: isize| at.checked_add_signed(offset).filter(|&i| i < self.observations.len());
        let surface = |offset| of(offset).map_or(NOTHING, |i| self.observations[i].surface as i32);
        let odds = |offset| of(offset).map_or(0, |i| self.observations[i].capital_odds());
        let class = |offset| of(offset).map_or(NOTHING, |i| self.observations[i].class as i32);
        let posterior = |offset| {
            of(offset).map_or(0, |i| {
                let [lower, title, special] = self.lattice.patterns(i);
                title.max(special) - lower
            })
        };
        out.set_all([
            (Feature::before2_surface, surface(-2)),
            (Feature::before2_odds, odds(-2)),
            (Feature::before_surface, surface(-1)),
            (Feature::before_odds, odds(-1)),
            (Feature::before_posterior, posterior(-1)),
            (Feature::before_class, class(-1)),
            (Feature::after_surface, surface(1)),
            (Feature::after_odds, odds(1)),
            (Feature::after_posterior, posterior(1)),
            (Feature::after_class, class(1)),
            (Feature::after2_surface, surface(2)),
            (Feature::after2_odds, odds(2)),
        ]);
    }

    fn pairs(&self, at: usize, out: &mut Features) {
        let own = &self.observations[at];
        let capital = |own: &Observation| usize::from(own.surface.has_capital());
        let alone = own.capital_odds();
        if let Some(before) = at.checked_sub(1).map(|i| &self.observations[i]).filter(|_| own.glued) {
            let shown = capital(before);
            if let Some(pair) = own.pair {
                out.set_all([
                    (Feature::pair_before, pair[shown][0] - pair[shown][1] - alone),
                    (Feature::small_before, pair[0][0] - pair[0][1]),
                    (Feature::both_before, pair[0][0] - pair[1][1]),
                ]);
            }
            out.set(Feature::habit_before, before.known.evidence.map_or(0, |e| e.next[shown]));
            out.set(Feature::listed_before, self.listed(at - 1, at));
        }
        if let Some(after) = self.observations.get(at + 1).filter(|after| after.glued) {
            let shown = capital(after);
            if let Some(pair) = after.pair {
                out.set_all([
                    (Feature::pair_after, pair[0][shown] - pair[1][shown] - alone),
                    (Feature::small_after, pair[0][0] - pair[1][0]),
                    (Feature::both_after, pair[0][0] - pair[1][1]),
                ]);
            }
            out.set(Feature::habit_after, after.known.evidence.map_or(0, |e| e.before[shown]));
            out.set(Feature::listed_after, self.listed(at, at + 1));
        }
        out.set(Feature::numbers, own.number);
        out.set(Feature::date, i32::from(beside_date(self.observer.document, self.word(at))));
        let here = |at: usize| self.sightings.pairs(self.observer.document, self.first, self.observations, at);
        out.set(Feature::pair_here, (here(at) + here(at + 1)).min(20) as i32);
    }

    /// Which capitals the lexicon knows two words with side by side: 1 both, 2 the first, 4 the second.
    fn listed(&self, first: usize, second: usize) -> i32 {
        let write = |at: usize| {
            let mut title = String::new();
            self.observer.spell(self.first + at, Pattern::Title, self.sightings, &mut title);
            (self.observer.document.lower(self.word(at)).to_owned(), title)
        };
        let ((a, a_title), (b, b_title)) = (write(first), write(second));
        let has = |a: &str, b: &str| i32::from(self.observer.lexicon.has_pair(a, b));
        has(&a_title, &b_title) + 2 * has(&a_title, &b) + 4 * has(&a, &b_title)
    }

    fn name(&self, at: usize, pattern: Pattern, out: &mut Features) {
        let own = &self.observations[at];
        out.set(Feature::initials, i32::from(own.initials));
        let Some((part, words, place)) = own.name else { return };
        let agrees = match part {
            part if part == pattern => 1,
            part if part == own.surface.pattern() => -1,
            _ => 0,
        };
        let first = at - usize::from(place);
        let others = self.observations[first..].iter().take(usize::from(words)).enumerate();
        let written = others.filter(|&(i, other)| {
            i != usize::from(place) && other.name.is_some_and(|(part, ..)| part == other.surface.pattern())
        });
        out.set_all([
            (Feature::phrase, agrees),
            (Feature::phrase_words, i32::from(words)),
            (Feature::phrase_written, written.count() as i32),
        ]);
    }

    fn stretch(&self, at: usize, out: &mut Features) {
        let all = self.observations;
        let (mut first, mut end) = (at, at + 1);
        while first > 0 && at - first < FAR && all[first].glued && all[first - 1].surface.has_capital() {
            first -= 1;
        }
        while end < all.len() && end - at < FAR && all[end].glued && all[end].surface.has_capital() {
            end += 1;
        }
        // A capital that opens a sentence tells nothing.
        let telling = all[first..end].iter().filter(|own| own.position != Position::Start);
        let (mut length, mut closed, mut odd, mut least, mut sum) = (0, 0, 0, 9_000, 0_i32);
        for own in telling {
            let dear = -own.capital_odds();
            length += 1;
            closed += i32::from(own.class != Class::Content);
            odd += i32::from(dear > 3_500);
            least = dear.min(least);
            sum += dear.clamp(-3_000, 5_000);
        }
        out.set_all([
            (Feature::stretch, length),
            (Feature::stretch_closed, closed),
            (Feature::stretch_odd, odd),
            (Feature::stretch_least, least),
            (Feature::stretch_sum, sum),
        ]);
    }

    /// Capitals nearby that no name explains.
    fn odd(&self, at: usize, out: &mut Features) {
        const NEAR: usize = 3;
        const WIDE: usize = 8;
        let all = self.observations;
        let count = |far: usize, is: fn(&Observation) -> bool| {
            let around = &all[at.saturating_sub(far)..(at + far + 1).min(all.len())];
            around.iter().filter(|own| is(own)).count() as i32 - i32::from(is(&all[at]))
        };
        let distance = |found: Option<usize>| found.map_or(FAR as i32, |steps| steps as i32 + 1);
        let end = (at + 1 + FAR).min(all.len());
        out.set_all([
            (Feature::near_odd, count(NEAR, Observation::is_odd)),
            (Feature::near_even, count(NEAR, Observation::is_even)),
            (Feature::wide_odd, count(WIDE, Observation::is_odd)),
            (Feature::wide_even, count(WIDE, Observation::is_even)),
            (Feature::odd_before, distance(all[at.saturating_sub(FAR)..at].iter().rev().position(Observation::is_odd))),
            (Feature::odd_after, distance(all[at + 1..end].iter().position(Observation::is_odd))),
        ]);
    }

    fn sentence(&self, out: &mut Features) {
        let tally = &self.tally;
        out.set_all([
            (Feature::sentence_capitals, per_mille(tally.capitals, tally.inside, 100, 1)),
            (Feature::sentence_closed_capitals, tally.closed[1] as i32),
            (Feature::sentence_particles, tally.particles[1] as i32),
            (Feature::sentence_closed_small, tally.closed[0] as i32),
            (Feature::sentence_odd, tally.never_names[1] as i32),
            (Feature::sentence_even, tally.never_names[0] as i32),
            (Feature::sentence_names_kept, tally.names[1] as i32),
            (Feature::sentence_names_small, tally.names[0] as i32),
            (Feature::sentence_upper, tally.upper as i32),
        ]);
        let document = self.observer.document;
        let start = document.sentences()[self.number].tokens.start;
        let previous = self.number.checked_sub(1).map(|before| &document.sentences()[before]);
        let gap = start.checked_sub(1).and_then(|last| document.tokens().get(last));
        let blank = gap.is_some_and(|gap| {
            document.text().get(..gap.span.start()).is_some_and(|t| t.trim_end_matches(' ').ends_with('\n'))
        });
        let behind = match gap.map(|gap| gap.kind) {
            None => 0,
            Some(TokenKind::LineBreak) if blank => 3,
            Some(TokenKind::LineBreak) => 2,
            Some(_) => 1,
        };
        let began = self.number.checked_sub(1).and_then(|before| {
            let words = document.words_of(before);
            document.words().get(words).and_then(<[Word]>::first)
        });
        let [previous_odd, next_odd] = self.around.map(|tally| tally.map_or(NOTHING, |tally| odd_share(&tally)));
        out.set_all([(Feature::previous_odd, previous_odd), (Feature::next_odd, next_odd)]);
        out.set_all([
            (Feature::previous_stopped, previous.map_or(0, |before| 1 + i32::from(before.stopped))),
            (Feature::begins_behind, behind),
            (Feature::previous_start, began.map_or(NOTHING, |word| Surface::of(word) as i32)),
        ]);
    }

    fn text(&self, at: usize, out: &mut Features) {
        let Surroundings { text, text_rates, region, region_rates, noise } = *self.surroundings;
        let [run, lowered, shouted, names, starts, slips] = region_rates.all().map(|rate| rate as i32);
        out.set_all([
            (Feature::region_run, run),
            (Feature::region_lowered, lowered),
            (Feature::region_shouted, shouted),
            (Feature::region_names, names),
            (Feature::region_starts, starts),
            (Feature::region_slips, slips),
        ]);
        let [run, lowered, shouted, names, starts, slips] = text_rates.all().map(|rate| rate as i32);
        out.set_all([
            (Feature::text_run, run),
            (Feature::text_lowered, lowered),
            (Feature::text_shouted, shouted),
            (Feature::text_names, names),
            (Feature::text_starts, starts),
            (Feature::text_slips, slips),
        ]);
        let [capitals, odd, closed, small_names, small_starts, upper] = shares(&region);
        out.set_all([
            (Feature::region_capitals, capitals),
            (Feature::region_odd, odd),
            (Feature::region_closed, closed),
            (Feature::region_small_names, small_names),
            (Feature::region_small_starts, small_starts),
            (Feature::region_upper, upper),
        ]);
        let [capitals, odd, closed, small_names, small_starts, upper] = shares(&text);
        out.set_all([
            (Feature::text_capitals, capitals),
            (Feature::text_odd, odd),
            (Feature::text_closed, closed),
            (Feature::text_small_names, small_names),
            (Feature::text_small_starts, small_starts),
            (Feature::text_upper, upper),
            (Feature::region_particles, particle_share(&region)),
            (Feature::text_particles, particle_share(&text)),
            (Feature::text_words, i32::from(text.words.checked_ilog2().unwrap_or(0) as u16).min(13)),
            (Feature::text_sentence, (text.words / text.sentences.max(1)).min(100) as i32),
            (Feature::text_stopped, per_mille(text.stopped, text.sentences, 800, 1)),
            (Feature::text_alone, per_mille(text.alone, text.sentences, 100, 1)),
            (Feature::text_unknown, per_mille(text.unknown, text.words, 20, 10)),
            (Feature::region_oov, per_mille(10 * region.oov, region.words, 0, 10)),
            (Feature::text_oov, per_mille(10 * text.oov, text.words, 0, 10)),
            (Feature::text_mixed, per_mille(10 * text.mixed, text.words, 0, 10)),
            (Feature::text_old, per_mille(10 * text.old, text.words, 0, 10)),
        ]);
        let document = self.observer.document;
        let word = self.word(at);
        let written = self.sightings.written(document, self.first + at, &self.observations[at]);
        out.set_all([
            (Feature::written_small, written[0].min(50) as i32),
            (Feature::written_capital, written[1].min(50) as i32),
            (Feature::written_odds, written_odds(written, odd, small_names)),
        ]);
        out.set_all([
            (Feature::times, document.times(word).min(50) as i32),
            (Feature::times_unknown, if word.entry.is_none() { document.times(word).min(50) as i32 } else { 0 }),
            (Feature::noise, said(noise)),
            (Feature::technical, i32::from(document.is_technical())),
        ]);
    }
}

fn said(noise: Noise) -> i32 {
    match noise {
        Noise::Ocr => OCR,
        Noise::Speech => SPEECH,
        Noise::Scrape | Noise::Translation => 3,
        Noise::Typing => 4,
        _ => 0,
    }
}

/// Capitals, odd ones, those of closed-class words, small names, small beginnings and words in capitals, per mille.
fn shares(tally: &Tally) -> [i32; 6] {
    let share = |[small, capital]: [u32; 2], usual, worth| per_mille(capital, small + capital, usual, worth);
    let turned = |[small, capital]: [u32; 2], usual, worth| per_mille(small, small + capital, usual, worth);
    [
        per_mille(tally.capitals, tally.inside, 90, 5),
        share(tally.never_names, 2, 20),
        share(tally.closed, 2, 20),
        turned(tally.names, 10, 4),
        turned(tally.starts, 10, 4),
        per_mille(tally.upper, tally.words, 10, 20),
    ]
}

/// The share of words that are never names and have capitals, per mille.
fn odd_share(tally: &Tally) -> i32 {
    per_mille(tally.never_names[1], tally.never_names.iter().sum(), 2, 20)
}

fn particle_share(tally: &Tally) -> i32 {
    per_mille(tally.particles[1], tally.particles.iter().sum(), 2, 20)
}

/// How much likelier a name stands so often small and with a capital than a word that is none, if damage capitalises `odd` of
/// 1,000 words and writes `small` of 1,000 names small; millinats.
fn written_odds(written: [u32; 2], odd: i32, small: i32) -> i32 {
    const MOST: i32 = 12_000;
    let [odd, small] = [odd, small].map(|share| share.clamp(1, 999) as u32);
    let [times_small, times_capital] = written.map(|times| times.min(50) as i32);
    let capital = cost(odd, 1000) - cost(1000 - small, 1000);
    let lower = cost(1000 - odd, 1000) - cost(small, 1000);
    (times_capital * capital + times_small * lower).clamp(-MOST, MOST)
}

fn seen(count: u32) -> i32 {
    (count.min(20 * SIGHTING) * 4 / SIGHTING) as i32
}

/// A number for a mark beside a word.
fn mark(mark: char) -> i32 {
    match mark {
        ' ' => 0,
        '\n' | '\r' => 1,
        ',' | ';' => 2,
        ':' => 3,
        '.' => 4,
        '!' | '?' => 5,
        '…' => 6,
        '"' | '“' | '”' | '«' | '»' => 7,
        '\'' | '‘' | '’' | '`' => 8,
        '(' | '[' | '{' => 9,
        ')' | ']' | '}' => 10,
        '-' | '\u{2010}' | '\u{2011}' => 11,
        '–' | '—' => 12,
        '/' | '\\' | '_' => 13,
        '*' | '•' | '#' | '|' | '>' => 14,
        c if c.is_alphanumeric() => 15,
        _ => 16,
    }
}
