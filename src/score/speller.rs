//! Puts slots, readings and context together, and says which words are to be written otherwise.

use std::cell::OnceCell;
use std::ops::Range;

use super::Cache;
use super::confusable;
use super::context::{self, History, Model, Neighbour};
use super::damage::{Damage, binds};
use super::ease::{Doubts, Oddness, is_at_ease, is_merely_accepted, is_weak};
use super::gate::{self, Known, Margin, Place};
use super::habits::Habits;
use super::judge::{self, Case, Features, Origin};
use super::lattice::{Arc, Lattice};
use super::prefix;
use super::repetition;
use super::slot::{self, Gap, Kind, Slot};
use super::spacing;
use super::strangers::Strangers;
use crate::candidate::{
    Break, Channel, Confusions, DEAREST, Effort, Finder, Formation, Local, Observed, Reading, Source, bridged,
    is_offered, join, may_be_old, two,
};
use crate::cost::Cost;
use crate::document::Document;
use crate::lexicon::{Entry, Lexicon, NameClasses};
use crate::plan::edit::{Confidence, Edit, EditKind, Evidence};
use crate::settings::{Noise, RealWords};
use crate::span::Span;
use crate::steps;
use crate::text::classes::{Classes, is_function};
use crate::text::shape::CaseShape;
use crate::text::tokenizer::TokenKind;

/// A word, or several, to be written otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Correction {
    /// What it replaces.
    pub(crate) span: Span,
    /// What is meant, with the capitals of what stands there.
    pub(crate) replacement: String,
    /// What it does.
    pub(crate) kind: EditKind,
    /// By how much it is likelier than what stands there, and than the next best reading.
    pub(crate) margin: Margin,
    /// How sure it is.
    pub(crate) confidence: Confidence,
    /// Who offered it.
    pub(crate) source: Source,
}

impl Correction {
    /// The edit that makes it, with what speaks for it, the weightiest first.
    pub(crate) fn into_edit<'t>(self, document: &Document<'t>) -> Edit<'t> {
        let offered = match self.source {
            Source::Lexicon => Evidence::KnownWord,
            Source::Local => Evidence::DocumentWord,
            Source::Misspelling => Evidence::KnownMisspelling,
            Source::Confused => Evidence::TakenForAnother,
            Source::Split => Evidence::LostBlank,
            Source::Join => Evidence::ExtraBlank,
            Source::Break => Evidence::BrokenWord,
            Source::Affix => Evidence::ExchangedEnding,
            Source::Twice => Evidence::WrittenTwice,
        };
        let likelier = Evidence::Likelier { over_text: self.margin.over_text, over_next: self.margin.over_next };
        Edit {
            span: self.span,
            original: document.at(self.span),
            replacement: self.replacement.into(),
            kind: self.kind,
            confidence: self.confidence,
            evidence: vec![offered, likelier],
        }
    }
}

/// What is known of a document from elsewhere.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<'s> {
    /// How it was damaged, as far as the caller knows.
    pub(crate) noise: Noise,
    /// How boldly words in the wrong place are replaced.
    pub(crate) real_words: RealWords,
    /// Its unknown words that owe their capital to a run of them, in order.
    pub(crate) unknown_in_runs: &'s [usize],
}

/// Returns what is to be written otherwise in `document`, of which `damage` was measured, in the order of the text.
/// `own` are words of the caller's. Words that are not open are read as they stand.
///
/// # Complexity
///
/// O(n) in the words; a search in the lexicon for each different word in doubt.
pub(crate) fn correct(
    document: &Document<'_>,
    lexicon: &Lexicon,
    damage: Damage,
    said: Said<'_>,
    own: Option<&Local>,
    is_open: &dyn Fn(Span) -> bool,
    cache: &mut Cache,
) -> Vec<Correction> {
    if !damage.is_english() {
        return Vec::new();
    }
    let mut speller = Speller::new(document, lexicon, damage, said, own, is_open, cache);
    speller.read();
    let Speller { mut corrections, lattice, readings, path, .. } = speller;
    cache.scratch = Scratch { lattice, readings, path };
    spacing::close(document, lexicon, is_open, &mut corrections);
    // People say things twice, and write them so; translation machines stutter.
    if said.noise == Noise::Translation {
        repetition::remove(document, &mut corrections);
    }
    corrections
}

/// The readings that the judge is asked about in `document`, each once: as it was last asked.
#[cfg(all(test, feature = "embedded"))]
pub(super) fn judged(document: &Document<'_>, lexicon: &Lexicon, cache: &mut Cache) -> Vec<Judged> {
    cache.begin(lexicon);
    let damage = Damage::measure(document, lexicon, cache);
    if !damage.is_english() {
        return Vec::new();
    }
    let said = Said { noise: Noise::Auto, real_words: RealWords::Cautious, unknown_in_runs: &[] };
    let mut speller = Speller::new(document, lexicon, damage, said, None, &|_| true, cache);
    speller.read();
    let mut judged = speller.judged.into_inner();
    judged.reverse();
    let mut seen = std::collections::HashSet::new();
    judged.retain(|judged| seen.insert((judged.span, judged.text.clone())));
    judged
}

/// A word that is known and stands in a context as unlikely as this is doubted where the text is damaged.
const ODD: Cost = Cost(18_000);
/// The same, where a machine read the text: below it hardly any word is ever found wrong, and each nat above it loses one
/// real-word error in fifty that would be mended.
const ODD_READ: Cost = Cost(15_000);
/// The same, where the text is in good order.
const VERY_ODD: Cost = Cost(26_000);
/// A text with at least this share of damaged words is damaged: one in a hundred.
const DAMAGED: Cost = Cost(4_600);
/// A text with less damage than this, or too short to show any, asks for a wider margin: one word in seventy.
const SOUND: Cost = Cost(4_250);
/// A text of fewer words tells little of how its writer misspells.
const TELLING: usize = 300;
/// A word that is formed by rule from a known one, or an old spelling in an old text, is about as rare as this.
const FORMED: Cost = Cost(11_000);
/// The same of a compound.
const COMPOUND: Cost = Cost(16_000);
/// What a word costs at least in what a machine read whose letters are small but for some behind the first: hardly any is meant so.
const JUMBLED: Cost = Cost(24_000);
/// The least that a rival of an unknown word costs besides the damage: it is a word, and rarely one of the commonest.
const LEAST_RIVAL: Cost = Cost(6_500);
/// By how much a rival must be likelier in a text in good order, unless people are known to misspell it so.
const SOUND_MARGIN: Cost = Cost(3_000);
/// By how much any known word must be beaten at least.
const LEAST_MARGIN: Cost = Cost(3_500);
/// The same where real words are replaced boldly.
const LEAST_IF_BOLD: Cost = Cost(1_500);
/// By how much lower the log-odds may be, in millinats, at which a known word is replaced where that is done boldly.
const LESS_IF_BOLD: i32 = 2_000;
/// By how much an exchanged ending must beat what stands there, and the next best reading: too few are met to be weighed.
const AFFIX: Margin = Margin { over_text: Cost(1_500), over_next: Cost(1_000) };
/// The same of a blank that was left out or put in.
const BLANK: Margin = Margin { over_text: Cost(2_000), over_next: Cost(1_500) };
/// The same of a word of the document, which it may write wrong thrice as well as once, or of the caller.
const LOCAL: Margin = Margin { over_text: Cost(4_000), over_next: Cost(1_000) };
/// The least that a rival costs by its neighbours: few words follow from the one before.
const LEAST_IN_CONTEXT: Cost = Cost(2_000);
/// What it costs to take a word for two of which neither is a function word, where blanks are not lost by a machine.
const NO_FUNCTION: Cost = Cost(3_000);
/// A hyphen at the end of a line is mostly one that the printer put there.
const PRINTERS_HYPHEN: Cost = Cost(3_000);
/// What it costs that a compound holds a function word: "not-only" is hardly ever one.
const HYPHENED_FUNCTION: Cost = Cost(8_000);
/// No misreading costs less, however often a document shows it.
const LEAST_MISREADING: Cost = Cost(500);
/// Dearer pairs of words are hardly two that lost the blank between them.
const LIKELY_PAIR: Cost = Cost(10_000);
/// Dearer pairs of words are hardly said together so often that they stand in compounds: "long range", "short term".
const SAID_TOGETHER: Cost = Cost(5_800);
/// By how much "US-Japan" is likelier than "US -Japan": of writers who put a blank before a hyphen next to none means to.
const TIED: Cost = Cost(5_000);
/// What it costs that no blank follows a full stop.
const TIGHT_STOP: Cost = Cost(9_000);

/// Memory of the speller, to be used again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    lattice: Lattice,
    readings: Vec<Reading>,
    path: Vec<usize>,
}

/// Why the known word in a slot is doubted.
#[derive(Clone, Copy, Debug, Default)]
struct Doubt {
    /// What it costs beside its neighbours, where that is a lot.
    odd: Option<Cost>,
    /// Whether another word that it is taken for is likelier beside them.
    confused: bool,
}

/// What is to be thought of a reading.
#[derive(Clone, Copy, Debug)]
struct Verdict {
    margin: Margin,
    /// Whether it may be written.
    is_sure: bool,
    confidence: Confidence,
}

struct Speller<'d, 'c, 't> {
    document: &'d Document<'t>,
    lexicon: &'c Lexicon,
    model: Model<'c>,
    finder: Finder<'c, 'c>,
    strangers: &'c mut Strangers,
    error: Cost,
    origin: Origin,
    /// Marks and digits inside the words of the text, in a hundred thousand of them.
    marks: u32,
    /// Whether the text is of a time that spelled otherwise.
    archaic: bool,
    /// Whether lines were run together with the words that they broke: too many for a slip of the printer.
    torn: bool,
    /// The same of lines that ended with a hyphen, as soon as somebody asks.
    run_together: OnceCell<bool>,
    noise: Noise,
    real_words: RealWords,
    /// Whether what stands at a span is not settled otherwise.
    is_open: &'c dyn Fn(Span) -> bool,
    unknown_in_runs: &'d [usize],
    slots: Vec<Slot<'d>>,
    /// How many of a thousand words of the sentence no list holds.
    unread: u32,
    /// Why those are doubted that hold known words.
    doubts: Vec<Doubt>,
    lattice: Lattice,
    readings: Vec<Reading>,
    path: Vec<usize>,
    corrections: Vec<Correction>,
    /// What is misread again and again, as far as it is known.
    habits: Habits,
    /// The readings that the judge was asked about, for the fit of its weights.
    #[cfg(all(test, feature = "embedded"))]
    judged: std::cell::RefCell<Vec<Judged>>,
}

/// A reading that the judge was asked about.
#[cfg(all(test, feature = "embedded"))]
#[derive(Clone, Debug)]
pub(super) struct Judged {
    pub(super) span: Span,
    pub(super) text: String,
    pub(super) source: Source,
    pub(super) origin: Origin,
    pub(super) features: Features,
}

impl<'d, 'c, 't> Speller<'d, 'c, 't> {
    fn new(
        document: &'d Document<'t>,
        lexicon: &'c Lexicon,
        damage: Damage,
        said: Said<'d>,
        own: Option<&'c Local>,
        is_open: &'c dyn Fn(Span) -> bool,
        cache: &'c mut Cache,
    ) -> Self {
        let Said { noise, real_words, unknown_in_runs } = said;
        let ocr = damage.noise(noise) == Noise::Ocr;
        // In the order of the alphabet, so that nothing depends on how the map is laid out.
        let mut vouched: Vec<&str> = document
            .words()
            .iter()
            // What a recogniser reads thrice may be the same misreading thrice.
            .filter(|word| !ocr && word.entry.is_none() && word.shape == CaseShape::Title)
            .filter(|word| document.times_unknown(word) >= 3)
            .map(|word| document.lower(word))
            .collect();
        vouched.sort_unstable();
        vouched.dedup();
        let channel = if ocr { Channel::Ocr } else { Channel::Typing };
        let mut error = damage.error(noise);
        let Scratch { lattice, readings, path } = std::mem::take(&mut cache.scratch);
        if damage.is_archaic() {
            error += Cost(4_000);
        }
        Speller {
            document,
            lexicon,
            model: Model::new(lexicon, &mut cache.pairs),
            finder: Finder::new(lexicon, channel, Local::new(vouched.into_iter()), own, &mut cache.searches),
            strangers: &mut cache.strangers,
            error,
            origin: if ocr { Origin::Read } else { Origin::Typed },
            marks: damage.marks_in(100_000),
            archaic: damage.is_archaic(),
            torn: damage.is_torn(),
            run_together: OnceCell::new(),
            noise,
            real_words,
            is_open,
            unknown_in_runs,
            slots: Vec::new(),
            unread: 0,
            doubts: Vec::new(),
            lattice,
            readings,
            path,
            corrections: Vec::new(),
            habits: Habits::default(),
            #[cfg(all(test, feature = "embedded"))]
            judged: Default::default(),
        }
    }

    /// Whether a machine read the text.
    fn is_read(&self) -> bool {
        self.origin == Origin::Read
    }

    #[cfg(all(test, feature = "embedded"))]
    fn judged(&self, place: Place, reading: &Reading, features: Features) -> Judged {
        let arc = self.lattice.arc(place.arc);
        let span = self.slots[arc.from].span.join(self.slots[arc.to - 1].span);
        let (text, source, origin) = (reading.text.to_string(), reading.source, self.origin);
        Judged { span, text, source, origin, features }
    }

    /// Corrects the whole document, and once more where it shows habits of misreading.
    fn read(&mut self) {
        self.run();
        if self.is_read() {
            self.habits = Habits::of(self.document, &self.corrections);
            if !self.habits.is_empty() {
                self.run();
            }
        }
    }

    /// Corrects the whole document, from the start.
    fn run(&mut self) {
        self.corrections.clear();
        #[cfg(all(test, feature = "embedded"))]
        self.judged.get_mut().clear();
        for sentence in 0..self.document.sentences().len() {
            let words = self.document.words_of(sentence);
            if self.document.words()[words].iter().any(|word| (self.is_open)(word.span)) {
                self.sentence(sentence);
            }
        }
    }

    fn sentence(&mut self, index: usize) {
        let words = self.document.words_of(index);
        let unknown = self.document.words()[words.clone()].iter().filter(|word| word.entry.is_none()).count();
        if words.is_empty() || self.is_foreign(words.clone(), unknown) {
            return;
        }
        self.unread = (1000 * unknown / words.len()) as u32;
        let (odd, confused) = (self.oddness(), self.taken());
        let doubts = Doubts { odd, ocr: self.is_read(), confused, damaged: self.error < DAMAGED };
        if unknown == 0 && self.habits.is_empty() && is_at_ease(self.document, self.model, index, doubts) {
            return;
        }
        let mut slots = std::mem::take(&mut self.slots);
        slot::fill(self.document, index, &mut slots);
        self.slots = slots;
        let start = self.corrections.len();
        self.tie_names();
        let tied = self.corrections.len() > start;
        let mut doubts = std::mem::take(&mut self.doubts);
        doubts.clear();
        doubts.extend((0..self.slots.len()).map(|at| self.doubt(at, odd, confused)));
        self.doubts = doubts;
        // As many words as the context reaches bound what is in doubt: beyond them nothing depends on how it is read.
        let bound = if self.lexicon.has_trigrams() { 2 } else { 1 };
        // A doubtful slot may be read with either neighbour.
        let reach = 1 + bound;
        let mut passage: Option<Range<usize>> = None;
        for at in 0..self.slots.len() {
            if !self.is_doubtful(at) {
                continue;
            }
            let around = at.saturating_sub(reach)..(at + reach + 1).min(self.slots.len());
            passage = Some(match passage {
                Some(before) if around.start < before.end => before.start..around.end,
                before => {
                    before.into_iter().for_each(|before| self.passage(before));
                    around
                }
            });
        }
        passage.into_iter().for_each(|passage| self.passage(passage));
        if tied {
            self.corrections[start..].sort_by_key(|correction| correction.span);
        }
    }

    /// Takes away the blank between two names that a hyphen joins: "US -Japan".
    fn tie_names(&mut self) {
        // Where a machine read the text the hyphen is a speck, a dash or the rest of one.
        if self.is_read() || self.archaic {
            return;
        }
        for pair in self.slots.windows(2).filter(|pair| pair[1].before == Gap::LeadingHyphen) {
            let blank = Span::new(pair[0].span.end(), pair[1].span.start() - 1);
            if self.document.at(blank) == " " && are_tied(&pair[0], &pair[1]) && (self.is_open)(blank) {
                self.corrections.push(Correction {
                    span: blank,
                    replacement: String::new(),
                    kind: EditKind::Spacing,
                    margin: Margin { over_text: TIED, over_next: Cost::MAX },
                    confidence: Confidence::from_margin(TIED),
                    source: Source::Join,
                });
            }
        }
    }

    /// Reads some `slots`, of which the first and last are what they say unless the sentence begins or ends there.
    fn passage(&mut self, slots: Range<usize>) {
        self.readings.clear();
        self.lattice.clear(slots.start);
        let end = slots.end;
        let mut doubts = false;
        for at in slots {
            doubts |= self.offer(at, end);
        }
        if !doubts {
            return;
        }
        let mut path = std::mem::take(&mut self.path);
        self.lattice.solve(self.model, end, &mut path);
        self.decide(&mut path);
        self.path = path;
    }

    /// Whether slot `at` may be anything but what it says, or be read as one with a neighbour: one in which neither is the
    /// case, nor in its neighbours, has one reading.
    fn is_doubtful(&self, at: usize) -> bool {
        let slot = &self.slots[at];
        let damaged = self.error < DAMAGED;
        let unknown = match slot.kind {
            Kind::Opaque => false,
            Kind::Digits => self.is_read() && damaged,
            Kind::Word(_) | Kind::Marked => slot.entry.is_none(),
        };
        let joined = match slot.before {
            Gap::HangingHyphen | Gap::LineHyphen => true,
            Gap::Mark | Gap::Hyphen => self.is_read(),
            Gap::LineBreak => {
                self.is_read()
                    && damaged
                    && at > 0
                    && join(self.lexicon, &self.slots[at - 1].lower, &slot.lower, Break::Line).is_some()
            }
            Gap::Start | Gap::Blank | Gap::LeadingHyphen | Gap::Stop => false,
        };
        unknown
            || joined
            || damaged && weak(slot)
            || !self.habits.is_empty()
            || self.doubts[at].odd.is_some()
            || self.doubts[at].confused
    }

    /// Whether a sentence is in no English: one word in four is unknown, and hardly any of the words which hold every
    /// English sentence together is there.
    fn is_foreign(&self, words: Range<usize>, unknown: usize) -> bool {
        if words.len() < 4 || unknown * 4 < words.len() {
            return false;
        }
        let function =
            self.document.words()[words.clone()].iter().filter(|word| word.classes.has(Classes::FUNCTION)).count();
        unknown * 10 > words.len() * 8 || function * 8 < words.len()
    }

    /// Adds the readings of slot `at`, and those of it and the next one together if that is before `end`. Returns whether
    /// there is any besides the text as it stands.
    fn offer(&mut self, at: usize, end: usize) -> bool {
        let before = self.readings.len();
        let hangs = self.hangs(at);
        let strange = if self.doubts[at].confused { self.offer_confused(at) } else { Cost::ZERO };
        let slot = &self.slots[at];
        let starts = self.starts(at);
        let identity = match slot.entry {
            Some(entry) => Arc {
                from: at,
                to: at + 1,
                first: Neighbour::Word(entry.id()),
                second: None,
                cost: Cost::ZERO,
                reading: None,
            },
            None => {
                let cost = match slot.kind {
                    Kind::Opaque => Cost::ZERO,
                    Kind::Digits => Cost(8_000),
                    Kind::Word(_) | Kind::Marked => {
                        let times = self.times_unknown(slot);
                        let cost = context::unknown(self.shape_of(slot), starts, slot.lower.chars().count(), times);
                        let cost = if self.is_read() && is_jumbled(slot.surface) { cost.max(JUMBLED) } else { cost };
                        regular(self.strangers, self.lexicon, &slot.lower, self.archaic, self.is_read())
                            .map_or(cost, |regular| cost.min(regular))
                    }
                };
                Arc { from: at, to: at + 1, first: Neighbour::Unknown, second: None, cost, reading: None }
            }
        };
        self.lattice.push(Arc { cost: identity.cost + strange + self.joint_cost(at), ..identity });
        // What is likelier than any rival could be needs no search.
        let least = self.error + LEAST_RIVAL;
        let hopeless = slot.entry.is_none()
            && (identity.cost < least
                || self.error > SOUND
                    && identity.cost < least + SOUND_MARGIN
                    && self.lexicon.misspelling(&slot.lower).is_none());
        if !hopeless && (hangs || self.is_suspect(at)) && !self.is_left(at) && (self.is_open)(self.slots[at].span) {
            let slot = &self.slots[at];
            // "re-airgised": the prefix is right, and says what may follow.
            let prefix = match at.checked_sub(1).map(|before| &self.slots[before]) {
                Some(before) if (hangs || slot.before == Gap::Hyphen) && prefix::is_prefix(&before.lower) => {
                    &*before.lower
                }
                _ => "",
            };
            let (handicap, effort) = match slot.entry {
                Some(_) => (Cost(1_000), Effort::Brief),
                None if self.error > SOUND && self.shape_of(slot) == CaseShape::Title && !starts => {
                    (Cost::ZERO, Effort::Brief)
                }
                None if !prefix.is_empty() => (Cost::ZERO, Effort::Thorough),
                None => (Cost::ZERO, Effort::Usual),
            };
            let (lexicon, ocr, text) = (self.lexicon, self.is_read(), self.doubts[at].odd);
            let least_margin = if self.real_words == RealWords::Bold { LEAST_IF_BOLD } else { LEAST_MARGIN };
            let error = self.error + handicap;
            let (lattice, readings, habits) = (&mut self.lattice, &mut self.readings, &self.habits);
            self.finder.readings(slot.surface, &slot.lower, effort, |reading| {
                let two = reading.source == Source::Split && !ocr;
                let compound = if two && !reading.text.split(' ').any(is_function) { NO_FUNCTION } else { Cost::ZERO };
                // Not even where its neighbours ask for it.
                let ours = error + compound + reading.cost + LEAST_IN_CONTEXT;
                let dear = text.map_or(identity.cost < ours, |text| text < ours + least_margin);
                if dear && habits.is_empty() && prefix.is_empty() {
                    return;
                }
                if !ocr && is_elision(&slot.lower, &reading.text) {
                    return;
                }
                // "aboute", "Normale": recognisers put no "e" behind a word, but printers of old did, and the French do.
                if ocr && slot.lower.strip_suffix('e') == Some(&*reading.text) {
                    return;
                }
                let mut reading = reading.clone();
                if reading.source == Source::Lexicon {
                    let habitual =
                        if habits.is_empty() { Cost::ZERO } else { habits.bonus(&slot.lower, &reading.text) };
                    let bonus = habitual + prefix::attested(lexicon, prefix, &reading.text);
                    reading.cost = reading.cost.above(bonus).max(LEAST_MISREADING);
                }
                lattice.push(arc(&reading, at..at + 1, error + compound, readings.len()));
                readings.push(reading);
            });
        } else if slot.entry.is_some() && !self.habits.is_empty() && matches!(slot.kind, Kind::Word(_)) {
            self.offer_habitual(at);
        }
        if at + 1 < end {
            self.offer_joined(at);
        }
        self.readings.len() > before
    }

    /// The shape in which a word was meant, as far as its capital is the run's and not its own.
    fn shape_of(&self, slot: &Slot<'_>) -> CaseShape {
        match slot.kind {
            Kind::Word(at) if slot.shape == CaseShape::Title && self.unknown_in_runs.binary_search(&at).is_ok() => {
                CaseShape::Lower
            }
            _ => slot.shape,
        }
    }

    /// Adds the words that the known word at `at` may be misread from by the habits of this document.
    fn offer_habitual(&mut self, at: usize) {
        let slot = &self.slots[at];
        let (lexicon, habits) = (self.lexicon, &self.habits);
        let (lattice, readings) = (&mut self.lattice, &mut self.readings);
        let error = self.error + Cost(1_000);
        let channel = Confusions::of(Channel::Ocr);
        let mut observed = None;
        habits.intended(&slot.lower, |word| {
            let Some(entry) = lexicon.entry(&word).filter(|&entry| is_offered(entry)) else { return };
            let observed = observed.get_or_insert_with(|| Observed::new(slot.surface, channel)).as_ref();
            let Some(cost) = observed.and_then(|observed| channel.cost(observed, &word, DEAREST)) else { return };
            let cost = cost.above(habits.bonus(&slot.lower, &word)).max(LEAST_MISREADING);
            let reading = Reading::word(word, entry.id(), cost, Source::Lexicon);
            lattice.push(arc(&reading, at..at + 1, error, readings.len()));
            readings.push(reading);
        });
    }

    /// What it costs that the writer took one word for another that is like it; none where such words are not doubted:
    /// machines do not confuse them, and who makes no other mistakes in a long text next to never does.
    fn taken(&self) -> Option<Cost> {
        let doubted = match self.real_words {
            RealWords::Off => false,
            RealWords::Cautious => self.error <= SOUND || self.document.words().len() < TELLING,
            RealWords::Bold => true,
        };
        (doubted && !self.is_read() && !self.archaic).then(|| confusable::taken(self.error))
    }

    /// Calls `offer` with each word that the one at `at` was likely taken for at the cost of `taken`, and how much it is out of
    /// place beyond what its pairs cost; returns whether there is any.
    fn is_confused(&self, at: usize, taken: Cost, offer: impl FnMut(&'static str, Entry, Cost)) -> bool {
        let slot = &self.slots[at];
        let (Kind::Word(word), Some(entry)) = (slot.kind, slot.entry) else { return false };
        // "LED" is none that led.
        let classes = self.document.words()[word].classes;
        // Words that only bind owe their capital to a run of them.
        let run = at == 0 || classes.has(Classes::FUNCTION);
        let small = slot.shape == CaseShape::Lower || slot.shape == CaseShape::Title && run;
        small
            && classes.has(Classes::CONFUSABLE)
            && confusable::meant(self.model, (&slot.lower, entry), taken, self.before(at), self.after(at), offer)
    }

    /// Adds the words that the one at `at` was likely taken for; returns how much it is out of place beyond what its pairs cost.
    fn offer_confused(&mut self, at: usize) -> Cost {
        let Some(taken) = self.taken().filter(|_| (self.is_open)(self.slots[at].span)) else { return Cost::ZERO };
        let (mut lattice, mut readings) = (std::mem::take(&mut self.lattice), std::mem::take(&mut self.readings));
        let mut most = Cost::ZERO;
        self.is_confused(at, taken, |word, entry, strange| {
            let reading = Reading::word(word, entry.id(), taken, Source::Confused);
            lattice.push(arc(&reading, at..at + 1, Cost::ZERO, readings.len()));
            readings.push(reading);
            most = most.max(strange);
        });
        (self.lattice, self.readings) = (lattice, readings);
        most
    }

    /// What stands before slot `at`, and behind it.
    fn before(&self, at: usize) -> Neighbour {
        at.checked_sub(1).map_or(Neighbour::Edge, |before| neighbour(&self.slots[before]))
    }

    fn after(&self, at: usize) -> Option<Neighbour> {
        self.slots.get(at + 1).map(neighbour)
    }

    /// What the way costs in which slot `at` hangs on the one before it, as the text has it.
    fn joint_cost(&self, at: usize) -> Cost {
        let Some(before) = at.checked_sub(1) else { return Cost::ZERO };
        let (first, second) = (&self.slots[before], &self.slots[at]);
        match second.before {
            Gap::HangingHyphen | Gap::LineHyphen => PRINTERS_HYPHEN,
            Gap::Hyphen if self.is_false_compound(before) => HYPHENED_FUNCTION,
            Gap::Mark if self.is_tight_stop(first, second) => TIGHT_STOP,
            _ => Cost::ZERO,
        }
    }

    /// Whether slots `at` and `at + 1` are two words that a stray hyphen joins.
    fn is_false_compound(&self, at: usize) -> bool {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let word = |slot: &Slot<'_>| slot.entry.is_some_and(Entry::is_word) && slot.lower.len() > 1;
        self.is_read()
            && self.are_alone(at)
            && word(first)
            && word(second)
            && (binds(&first.lower) || binds(&second.lower))
    }

    /// Whether a full stop stands between two words without a blank.
    fn is_tight_stop(&self, first: &Slot<'_>, second: &Slot<'_>) -> bool {
        let (Some(a), Some(b)) = (first.entry, second.entry) else { return false };
        let words = a.is_word() && b.is_word() && first.lower.len() > 1 && second.lower.len() > 1;
        // "sea.son" is one word with a speck in it, and "in.sis" a piece of one.
        let likely = || self.model.pair(Neighbour::Word(a.id()), Neighbour::Word(b.id())) < LIKELY_PAIR;
        let between = Span::new(first.span.end(), second.span.start());
        self.is_read() && words && self.document.at(between) == "." && likely()
    }

    /// Adds the readings of slots `at` and `at + 1` together: as one word, or as two with a blank between them.
    fn offer_joined(&mut self, at: usize) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let (Kind::Word(_), Kind::Word(_)) = (first.kind, second.kind) else { return };
        let small = second.shape == CaseShape::Lower;
        let reading = match second.before {
            // Old print that was copied out with its line ends is left as it was printed.
            Gap::HangingHyphen if self.archaic => return,
            Gap::HangingHyphen | Gap::LineHyphen => {
                let prefixed = second.shape == CaseShape::Title && prefix::is_prefix(&first.lower);
                if small || prefixed || (first.shape == CaseShape::Upper && second.shape == CaseShape::Upper) {
                    self.offer_unbroken(at);
                }
                return;
            }
            Gap::Blank | Gap::LineBreak => {
                // "shop keeper" is how some write it: one must be no word by itself, or hardly one in a damaged text.
                let unknown = first.entry.is_none() || second.entry.is_none();
                let broken = self.is_read() && second.before == Gap::LineBreak;
                let torn = unknown || (self.error < DAMAGED && (weak(first) || weak(second) || broken));
                let blank = second.before == Gap::Blank && self.torn;
                if blank || !torn || !small || self.archaic {
                    return;
                }
                let between = if broken { Break::Line } else { Break::Blank };
                let whole = join(self.lexicon, &first.lower, &second.lower, between);
                if whole.is_none() && self.is_read() {
                    self.offer_pieced(at, between);
                }
                whole
            }
            Gap::Mark if small && (first.entry.is_none() || second.entry.is_none()) => {
                join(self.lexicon, &first.lower, &second.lower, Break::Mark)
            }
            Gap::Mark if self.is_tight_stop(first, second) => match (first.entry, second.entry) {
                (Some(a), Some(b)) => Some(two(&first.lower, a, &second.lower, b, if small { " " } else { ". " })),
                _ => None,
            },
            Gap::Hyphen if self.is_false_compound(at) => match (first.entry, second.entry) {
                (Some(a), Some(b)) => Some(two(&first.lower, a, &second.lower, b, " ")),
                _ => None,
            },
            _ => None,
        };
        if let Some(reading) = reading {
            self.push_joined(at, reading, self.error);
        }
    }

    /// Adds the words that slots `at` and `at + 1` make together where another letter of theirs is misread or a blank too.
    fn offer_pieced(&mut self, at: usize, between: Break) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        if is_whole(first) || is_whole(second) {
            return;
        }
        let mut found = Vec::new();
        if is_scrap(first) && is_scrap(second) {
            bridged(self.lexicon, &first.lower, &second.lower, |reading| found.push(reading));
        }
        if first.entry.is_none() || second.entry.is_none() {
            let surface = [first.surface, second.surface].concat();
            let lower = [&*first.lower, &*second.lower].concat();
            self.finder.readings(&surface, &lower, Effort::Brief, |reading| {
                if reading.words.1.is_none() && reading.source == Source::Lexicon {
                    let cost = reading.cost + between.cost();
                    found.push(Reading { cost, source: Source::Join, ..reading.clone() });
                }
            });
        }
        for reading in found {
            self.push_joined(at, reading, self.error);
        }
    }

    /// Whether hyphens hang inside the lines because these were once broken there: a long text has several then.
    fn is_run_together(&self) -> bool {
        *self.run_together.get_or_init(|| {
            let hangs =
                |four: &[u8]| matches!(four, [a, b'-', b' ', b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic());
            let several = || self.document.text().as_bytes().windows(4).filter(|four| hangs(four)).nth(1).is_some();
            self.document.words().len() < TELLING || several()
        })
    }

    /// Adds the readings of a word that was broken between slots `at` and `at + 1`.
    fn offer_unbroken(&mut self, at: usize) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let at_line_end = second.before == Gap::LineHyphen;
        let compound = if at_line_end { may_be_compound(first, second) } else { self.is_hanging_compound(at) };
        let whole = join(self.lexicon, &first.lower, &second.lower, Break::Hyphen);
        // "coopted" is known, and hardly written.
        let hardly = |reading: &Reading| compound && !self.lexicon.entry(&reading.text).is_some_and(is_offered);
        if let Some(reading) = whole.filter(|reading| at_line_end || !hardly(reading)) {
            self.push_joined(at, reading, Cost::ZERO);
            return;
        }
        match (first.entry, second.entry) {
            (Some(a), Some(b)) if compound => {
                // "long-" and "range": the hyphen was there before the line ended.
                let reading =
                    Reading { source: Source::Break, cost: Cost::ZERO, ..two(&first.lower, a, &second.lower, b, "-") };
                self.push_joined(at, reading, Cost::ZERO);
            }
            (Some(_), Some(_)) => {}
            _ => {
                let lower = [&*first.lower, &*second.lower].concat();
                let shape = first.shape;
                let mut found = Vec::new();
                self.misbroken(at, |reading| found.push(reading.clone()));
                for reading in found {
                    self.push_joined(at, reading, self.error);
                }
                if at_line_end {
                    let times = self.document.times_unknown_of(&lower);
                    let rare = context::unknown(shape, false, lower.chars().count(), times + 1);
                    let rare = regular(self.strangers, self.lexicon, &lower, self.archaic, self.is_read())
                        .map_or(rare, |regular| rare.min(regular));
                    let reading =
                        Reading { text: lower.into(), words: (None, None), cost: rare, source: Source::Break };
                    self.push_joined(at, reading, Cost::ZERO);
                }
            }
        }
    }

    /// Calls `offer` with the words that slots `at` and `at + 1`, of which one is unknown, make together if they are misread.
    fn misbroken(&mut self, at: usize, mut offer: impl FnMut(&Reading)) {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let surface = [first.surface, second.surface].concat();
        let lower = [&*first.lower, &*second.lower].concat();
        // What hangs behind a prefix may be a word by itself: "re- airgised" is far from anything that is written as one.
        let prefixed = second.before == Gap::HangingHyphen && prefix::is_prefix(&first.lower);
        let effort = if prefixed { Effort::Brief } else { Effort::Usual };
        self.finder.readings(&surface, &lower, effort, |reading| {
            if reading.words.1.is_none() {
                offer(reading);
            }
        });
    }

    /// Whether slots `at` and `at + 1` are two parts of a compound that a line parted, and then the lines were run together:
    /// "a long- range missile", but neither "short- and long-term" nor a dash that hangs on its word.
    fn is_hanging_compound(&self, at: usize) -> bool {
        let (first, second) = (&self.slots[at], &self.slots[at + 1]);
        let (Some(a), Some(b)) = (first.entry, second.entry) else { return false };
        // What a machine read as a hyphen is a speck as often as it is one.
        if self.is_read() || !may_be_compound(first, second) || second.lower.len() < 4 || is_function(&second.lower) {
            return false;
        }
        let (a, b) = (Neighbour::Word(a.id()), Neighbour::Word(b.id()));
        let said = || self.model.has_seen(a, b) && self.model.pair(a, b) < SAID_TOGETHER;
        self.are_alone(at)
            && self.is_run_together()
            && (prefix::is_prefix(&first.lower) || !is_function(&first.lower) && said())
    }

    fn push_joined(&mut self, at: usize, reading: Reading, error: Cost) {
        let arc = arc(&reading, at..at + 2, error, self.readings.len());
        self.lattice.push(arc);
        self.readings.push(reading);
    }

    /// Whether slot `at` may be anything but what it says.
    fn is_suspect(&self, at: usize) -> bool {
        let slot = &self.slots[at];
        match slot.kind {
            Kind::Opaque => false,
            Kind::Digits => self.is_read() && self.error < DAMAGED && matches!(slot.surface, "1" | "0" | "10"),
            Kind::Marked => self.is_read(),
            Kind::Word(_) => match slot.entry {
                None => {
                    !self.is_broken(at)
                        && !self.is_piece(at)
                        && (self.is_read() || is_plain(slot))
                        && !is_camel(self.lexicon, slot)
                }
                // "Ye'll" is how some people speak, and "Her" before a line that begins with "ald" is no pronoun.
                Some(_) => !slot.lower.contains('\'') && !self.is_piece(at) && self.doubts[at].odd.is_some(),
            },
        }
    }

    /// Whether the word at `at` is to be left as it is whatever it resembles: an old spelling or a torn word in an old
    /// text, a piece of a code such as "LT-PRAG-07".
    fn is_left(&self, at: usize) -> bool {
        let slot = &self.slots[at];
        let word = match (slot.kind, slot.entry) {
            (Kind::Word(word), None) => word,
            // "c u": who types a letter for a word means it.
            (Kind::Word(_), Some(_)) => {
                return !self.is_read() && (slot.lower.len() == 1 || self.is_mentioned(slot.span));
            }
            _ => return false,
        };
        let token = self.document.words()[word].token;
        if self.document.tokens()[token].kind == TokenKind::Alphanumeric
            && !slot.lower.bytes().any(|b| b.is_ascii_digit())
        {
            return true;
        }
        let acronym = slot.shape == CaseShape::Upper && slot.lower.len() <= 5 && {
            let capitals = |slot: Option<&Slot<'_>>| slot.is_some_and(|slot| slot.shape == CaseShape::Upper);
            !capitals(at.checked_sub(1).and_then(|before| self.slots.get(before))) && !capitals(self.slots.get(at + 1))
        };
        if acronym && (!self.is_read() || slot.lower.len() <= 2) {
            return true;
        }
        if !self.is_read() && self.is_mentioned(slot.span) {
            return true;
        }
        (slot.surface.contains('ſ') && self.noise != Noise::Ocr)
            || (self.torn && self.is_fragment(at))
            || self.archaic && (may_be_old(self.lexicon, &slot.lower) || self.is_fragment(at))
    }

    /// Whether what stands at `span` is quoted for its letters: alone between quotation marks, or with `[sic]` behind it.
    fn is_mentioned(&self, span: Span) -> bool {
        let text = self.document.text();
        let (before, after) =
            (text.get(..span.start()).unwrap_or_default(), text.get(span.end()..).unwrap_or_default());
        let opened = before.ends_with(['"', '\u{201c}', '\u{2018}', '`', '«']);
        let closed = after.starts_with(['"', '\u{201d}', '\u{2019}', '`', '»']);
        (opened && closed)
            || after.trim_start().starts_with("[sic]")
            || (after.starts_with(['\'', '\u{2019}']) && before_g(text, span))
    }

    /// Whether the word at `at` makes a word with one of its neighbours.
    fn is_fragment(&self, at: usize) -> bool {
        let torn = |first: usize| {
            self.slots.get(first..first + 2).is_some_and(|pair| {
                matches!(pair[1].before, Gap::Blank | Gap::LineBreak)
                    && join(self.lexicon, &pair[0].lower, &pair[1].lower, Break::Blank).is_some()
            })
        };
        torn(at) || at.checked_sub(1).is_some_and(torn)
    }

    /// Whether the word at `at` makes one with its neighbour in the next line or behind a hyphen, in what a machine read: it
    /// is no word by itself.
    fn is_piece(&self, at: usize) -> bool {
        let torn = |first: usize| {
            self.slots.get(first..first + 2).is_some_and(|pair| {
                matches!(pair[1].before, Gap::LineBreak | Gap::Hyphen)
                    && self.lexicon.entry(&[&*pair[0].lower, &*pair[1].lower].concat()).is_some()
            })
        };
        self.is_read() && (torn(at) || at.checked_sub(1).is_some_and(torn))
    }

    /// Whether the unknown word at `at` stands behind a prefix whose hyphen hangs, and makes no word with it.
    fn hangs(&mut self, at: usize) -> bool {
        let slot = &self.slots[at];
        let hangs = slot.before == Gap::HangingHyphen && slot.entry.is_none() && !self.is_read() && !self.archaic;
        if !hangs || !is_plain(slot) || !at.checked_sub(1).is_some_and(|at| prefix::is_prefix(&self.slots[at].lower)) {
            return false;
        }
        let mut whole = join(self.lexicon, &self.slots[at - 1].lower, &slot.lower, Break::Hyphen).is_some();
        self.misbroken(at - 1, |_| whole = true);
        !whole
    }

    /// Whether slot `at` is a piece of a word that was broken at the end of a line.
    fn is_broken(&self, at: usize) -> bool {
        let broken = |slot: &Slot<'_>| matches!(slot.before, Gap::HangingHyphen | Gap::LineHyphen);
        broken(&self.slots[at]) || self.slots.get(at + 1).is_some_and(broken)
    }

    /// Where a known word is found odd; nowhere if no such word is ever replaced.
    fn oddness(&self) -> Option<Oddness> {
        let odd = if self.is_read() { ODD_READ } else { ODD };
        let limit = match self.real_words {
            RealWords::Off => return None,
            _ if self.archaic => return None,
            RealWords::Cautious if self.error < DAMAGED => odd,
            RealWords::Cautious => VERY_ODD,
            RealWords::Bold => odd,
        };
        Some(Oddness {
            common: if limit == VERY_ODD {
                Cost(9_500)
            } else if self.is_read() {
                Cost(6_500)
            } else {
                Cost(8_000)
            },
            limit,
            accepted: self.error < DAMAGED,
            // The names that a machine read are misread into others too often.
            names: self.error < DAMAGED && !self.is_read(),
        })
    }

    /// Whether the word at `at`, if it is known, is `odd` where it stands or may have been taken for another one at the cost
    /// of `confused`.
    fn doubt(&self, at: usize, odd: Option<Oddness>, confused: Option<Cost>) -> Doubt {
        let slot = &self.slots[at];
        let Some(entry) = slot.entry else { return Doubt::default() };
        let confused = confused.is_some_and(|taken| self.is_confused(at, taken, |_, _, _| {}));
        // What follows "baker's" tells nothing of "baker".
        let owns = || {
            let behind = self.document.text().get(slot.span.end()..).unwrap_or_default();
            behind.starts_with("'s") || behind.starts_with("\u{2019}s")
        };
        let odd = odd.filter(|odd| odd.is_rare(entry) && !owns());
        let odd = odd.and_then(|odd| odd.of(self.model, (entry, slot.shape), self.before(at), self.after(at)));
        Doubt { odd, confused }
    }

    /// Keeps of `path` what is sure enough, and writes it down.
    fn decide(&mut self, path: &mut Vec<usize>) {
        // What is not sure enough is left as it stands, and then its neighbours see it so: the one before is asked again.
        let mut ahead = std::mem::take(path);
        ahead.reverse();
        while let Some(arc) = ahead.pop() {
            steps::take(1);
            let place = || Place { before: self.history(path), arc, after: self.words(ahead.iter().rev().copied()) };
            let is_sure = |reading| self.judge(place(), reading).is_some_and(|verdict| verdict.is_sure);
            // The text as it stands always may.
            if self.lattice.arc(arc).reading.is_none_or(|reading| is_sure(&self.readings[reading])) {
                path.push(arc);
                continue;
            }
            let arc = self.lattice.arc(arc);
            for slot in (arc.from..arc.to).rev() {
                ahead.extend(self.lattice.from(slot).find(|&index| self.lattice.arc(index).reading.is_none()));
            }
            ahead.extend(path.pop());
        }
        for at in 0..path.len() {
            let arc = self.lattice.arc(path[at]);
            let Some(reading) = arc.reading else { continue };
            let after = self.words(path[at + 1..].iter().copied());
            let place = Place { before: self.history(&path[..at]), arc: path[at], after };
            let reading = self.readings[reading].clone();
            if let Some(verdict) = self.judge(place, &reading) {
                self.write(arc, &reading, verdict);
            }
        }
    }

    /// The last two words of the arcs `path`, which begin with the sentence.
    fn history(&self, path: &[usize]) -> History {
        let mut words =
            path.iter().rev().map(|&arc| self.lattice.arc(arc)).flat_map(|arc| [arc.second, Some(arc.first)]).flatten();
        match (words.next(), words.next()) {
            (None, _) => context::START,
            (Some(last), None) => [Neighbour::Edge, last],
            (Some(last), Some(before)) => [before, last],
        }
    }

    /// The first two words of the arcs `path`.
    fn words(&self, path: impl Iterator<Item = usize>) -> [Option<Neighbour>; 2] {
        let mut words = path.map(|arc| self.lattice.arc(arc)).flat_map(|arc| [Some(arc.first), arc.second]).flatten();
        [words.next(), words.next()]
    }

    /// What is to be thought of `reading`, that of the arc; `None` where the text as it stands is likelier.
    fn judge(&self, place: Place, reading: &Reading) -> Option<Verdict> {
        let margin = gate::margin(self.model, &self.lattice, place)?;
        let by_margin = |is_sure| Verdict { margin, is_sure, confidence: Confidence::from_margin(margin.least()) };
        Some(match reading.source {
            // Halves that make a word are one.
            Source::Break | Source::Twice => by_margin(true),
            Source::Local => by_margin(margin.reaches(LOCAL)),
            Source::Affix => by_margin(margin.reaches(AFFIX)),
            // Who types "seperate" means it, and does so each time; "Cleary" is a name.
            Source::Misspelling if !self.is_read() => {
                by_margin(margin.over_text >= self.demanded_of_misspelling(place))
            }
            Source::Split | Source::Join => by_margin(margin.reaches(self.demanded_of_blank(place, reading))),
            Source::Lexicon | Source::Misspelling | Source::Confused => {
                let known = self.known(self.lattice.arc(place.arc));
                let features = self.weigh(place, reading, known, margin);
                #[cfg(all(test, feature = "embedded"))]
                self.judged.borrow_mut().push(self.judged(place, reading, features));
                let odds = features.log_odds(self.origin);
                let bold = self.real_words == RealWords::Bold && known != Known::Nowhere;
                let least = self.origin.least() - if bold { LESS_IF_BOLD } else { 0 };
                Verdict { margin, is_sure: odds >= least, confidence: judge::confidence(odds, self.origin) }
            }
        })
    }

    /// By how much what people are known to misspell so must beat the text.
    fn demanded_of_misspelling(&self, place: Place) -> Cost {
        let at = self.lattice.arc(place.arc).from;
        let slot = &self.slots[at];
        let name = self.shape_of(slot) == CaseShape::Title && !self.starts(at);
        if name || self.archaic { Cost(4_000) } else { Cost(500) }
    }

    /// By how much a blank that was left out or put in must beat the text.
    fn demanded_of_blank(&self, place: Place, reading: &Reading) -> Margin {
        let arc = self.lattice.arc(place.arc);
        let mut demanded = BLANK;
        // "I tem": a letter that is a word by itself is rarely the rest of one.
        if reading.source == Source::Join && self.slots[arc.from].lower.len() == 1 {
            demanded.over_text += Cost(3_000);
        }
        if self.archaic {
            demanded.over_text += Cost(3_000);
        }
        // Beside what nobody can read the context tells little.
        demanded.over_text += Cost(2_500 * self.unread_beside(place) as u32);
        demanded
    }

    /// How many neighbours of the arc nobody can read.
    fn unread_beside(&self, place: Place) -> usize {
        let arc = self.lattice.arc(place.arc);
        let beside = [(arc.from.checked_sub(1), Some(place.before[1])), (Some(arc.to), place.after[0])];
        beside.into_iter().filter(|&(at, side)| self.is_unread(at, side)).count()
    }

    /// How often the text has what stands in a slot, if no list holds it.
    fn times_unknown(&self, slot: &Slot<'_>) -> u32 {
        match slot.kind {
            Kind::Word(word) => self.document.times_unknown(&self.document.words()[word]),
            Kind::Marked | Kind::Digits | Kind::Opaque => 0,
        }
    }

    /// Whether slot `at` begins a sentence, or what is set off like one.
    fn starts(&self, at: usize) -> bool {
        at == 0 || self.slots[at].before.stops()
    }

    /// Whether slots `at` and `at + 1` hang on no other part of a compound.
    fn are_alone(&self, at: usize) -> bool {
        let hangs = |slot: &Slot<'_>| slot.before == Gap::Hyphen;
        !hangs(&self.slots[at]) && !self.slots.get(at + 2).is_some_and(hangs)
    }

    /// How well what stands in the slots of `arc` is known.
    fn known(&self, arc: Arc) -> Known {
        let small = self.slots[arc.from].shape == CaseShape::Lower;
        match self.slots[arc.from].entry.filter(|_| arc.to == arc.from + 1) {
            None => Known::Nowhere,
            Some(entry) if small && is_merely_accepted(entry) => Known::Hardly,
            Some(entry) if self.is_read() && !entry.is_word() => Known::Name,
            Some(entry) if entry.is_rare() => Known::Rarely,
            Some(_) => Known::Well,
        }
    }

    /// The evidence for `reading`, that of the arc.
    fn weigh(&self, place: Place, reading: &Reading, known: Known, margin: Margin) -> Features {
        let arc = self.lattice.arc(place.arc);
        let (first, last) = (&self.slots[arc.from], &self.slots[arc.to - 1]);
        Features::of(&Case {
            surface: self.document.at(first.span.join(last.span)),
            lower: (&first.lower, &last.lower),
            text: &reading.text,
            source: reading.source,
            known,
            margin,
            error: self.error,
            cost: reading.cost,
            marks: self.marks,
            archaic: self.archaic,
            rareness: first.entry.filter(|_| known != Known::Nowhere).map_or(Cost::ZERO, Entry::unigram_cost),
            seen: (
                self.model.has_seen(place.before[1], arc.first),
                place.after[0].is_some_and(|after| self.model.has_seen(arc.first, after)),
            ),
            unread: self.unread_beside(place),
            unread_around: self.unread,
            elsewhere: self.document.times_of(&reading.text),
            repeated: self.times_unknown(first).saturating_sub(1),
            shape: self.shape_of(first),
            starts: self.starts(arc.from),
        })
    }

    /// Whether the neighbour `side`, read from slot `at`, is nothing that anybody can read, or hardly a word: "t", "oc".
    fn is_unread(&self, at: Option<usize>, side: Option<Neighbour>) -> bool {
        match side {
            Some(Neighbour::Unknown) => true,
            Some(Neighbour::Word(id)) if self.is_read() => at.and_then(|at| self.slots.get(at)).is_some_and(|slot| {
                let stands = |entry: Entry| entry.id() == id && is_merely_accepted(entry);
                slot.shape == CaseShape::Lower && slot.entry.is_some_and(stands)
            }),
            Some(Neighbour::Word(_) | Neighbour::Edge) | None => false,
        }
    }

    fn write(&mut self, arc: Arc, reading: &Reading, verdict: Verdict) {
        let slots = &self.slots[arc.from..arc.to];
        let (first, last) = (&slots[0], &slots[slots.len() - 1]);
        let mut span = first.span.join(last.span);
        let mut replacement = written(self.lexicon, reading, first, (slots.len() > 1).then_some(last));
        if slots.len() > 1 && matches!(last.before, Gap::LineHyphen | Gap::LineBreak) {
            (span, replacement) = self.move_break(span, replacement);
        }
        let kind = match reading.source {
            Source::Split | Source::Join => EditKind::Spacing,
            _ if slots.len() > 1 => EditKind::Dehyphenation,
            _ if slots.len() == 1 && first.entry.is_some() => EditKind::RealWord,
            _ => EditKind::Spelling,
        };
        if self.document.at(span) != replacement {
            let Verdict { margin, confidence, .. } = verdict;
            self.corrections.push(Correction { span, replacement, kind, margin, confidence, source: reading.source });
        }
    }

    /// A word that was broken at the end of a line takes the break with it, behind itself and its marks.
    fn move_break(&self, span: Span, mut replacement: String) -> (Span, String) {
        let tokens = self.document.tokens();
        let behind = tokens.partition_point(|token| token.span.start() < span.end());
        let marks = tokens[behind..].iter().take_while(|token| token.kind == TokenKind::Punctuation).count();
        let Some(blank) = tokens.get(behind + marks).filter(|token| token.kind == TokenKind::Space) else {
            return (span, replacement);
        };
        let marks = Span::new(span.end(), blank.span.start());
        let moved = Span::new(span.start(), blank.span.start() + 1);
        let possessive = tokens[behind - 1].span.end() > span.end();
        if possessive || !self.document.at(blank.span).starts_with(' ') || self.document.is_closed(moved) {
            return (span, replacement);
        }
        replacement.push_str(self.document.at(marks));
        replacement.push_str(if self.document.at(span).contains("\r\n") { "\r\n" } else { "\n" });
        (moved, replacement)
    }
}

/// What an unknown word costs at most that is formed as words are, in a text that may be `archaic` or read by a machine.
fn regular(strangers: &mut Strangers, lexicon: &Lexicon, lower: &str, archaic: bool, ocr: bool) -> Option<Cost> {
    let old = archaic || (!ocr && lower.contains('\''));
    if old && strangers.is_old_spelling(lexicon, lower) {
        return Some(FORMED);
    }
    match strangers.formation(lexicon, lower)? {
        Formation::Affixed => Some(FORMED),
        Formation::Compound if !ocr => Some(COMPOUND),
        Formation::Compound => None,
    }
}

/// The known words of `reading`, as an arc over `slots` that also costs `error`.
fn arc(reading: &Reading, slots: Range<usize>, error: Cost, index: usize) -> Arc {
    let number = |word: Option<crate::lexicon::WordId>| word.map(Neighbour::Word);
    let vouched = if reading.words.1.is_none() && reading.source == Source::Local { Local::COST } else { Cost::ZERO };
    Arc {
        from: slots.start,
        to: slots.end,
        first: number(reading.words.0).unwrap_or(Neighbour::Unknown),
        second: number(reading.words.1),
        cost: reading.cost + error + vouched,
        reading: Some(index),
    }
}

fn neighbour(slot: &Slot<'_>) -> Neighbour {
    slot.entry.map_or(Neighbour::Unknown, |entry| Neighbour::Word(entry.id()))
}

/// Whether two slots hold names of places or bodies as they stand in compounds: abbreviations and places, or, behind the first
/// one, any name that is no word. In small letters only a place will do behind it: options of commands look like abbreviations
/// ("rm -rf").
fn are_tied(first: &Slot<'_>, second: &Slot<'_>) -> bool {
    let name = |slot: &Slot<'_>| {
        let entry = slot.entry.filter(|_| slot.lower.len() > 1 && matches!(slot.kind, Kind::Word(_)));
        entry.map(|entry| (entry, entry.classes().intersects(NameClasses::PLACE)))
    };
    let (Some((body, place)), Some((other, there))) = (name(first), name(second)) else { return false };
    let named = match second.shape {
        CaseShape::Lower => there && other.is_name() && second.lower.len() > 3,
        CaseShape::Title if other.is_name() && !other.is_word() => true,
        _ => there || other.classes().intersects(NameClasses::ACRONYM),
    };
    named && (place || body.classes().intersects(NameClasses::ACRONYM))
}

/// Whether a slot may well be a piece of a word.
fn weak(slot: &Slot<'_>) -> bool {
    slot.entry.is_none_or(is_weak)
}

/// Whether a slot holds what hardly is a word, or a letter by itself.
fn is_scrap(slot: &Slot<'_>) -> bool {
    weak(slot) || slot.lower.len() == 1
}

/// Whether a slot holds a word that is in every sentence, and hardly ever half of one: "the", but not "in".
fn is_whole(slot: &Slot<'_>) -> bool {
    is_function(&slot.lower) && (slot.lower.len() > 2 || &*slot.lower == "of")
}

/// Whether two slots hold words that may stand in a compound.
fn may_be_compound(first: &Slot<'_>, second: &Slot<'_>) -> bool {
    let word = |slot: &Slot<'_>| slot.entry.is_some_and(Entry::is_word);
    let prefixed = prefix::is_prefix(&first.lower);
    let name = prefixed && second.shape == CaseShape::Title && second.entry.is_some_and(Entry::is_name);
    (word(first) || prefixed)
        && (word(second) || name)
        && first.lower.len() > 1
        && second.lower.len() > 2
        && !binds(&second.lower)
}

/// "fixin'": the mark stands for a letter that is not spoken.
fn before_g(text: &str, span: Span) -> bool {
    text.get(span.range()).is_some_and(|word| word.ends_with("in"))
}

/// Whether `lower` is `word` with an apostrophe for what is not spoken: "s'prise" is written so on purpose.
fn is_elision(lower: &str, word: &str) -> bool {
    lower.split_once('\'').is_some_and(|(head, tail)| {
        tail.len() > 2 && lower.len() <= word.len() && word.starts_with(head) && word.ends_with(tail)
    })
}

/// Whether an unknown word looks as words that people type look: no digits, no accents, capitals at most in front.
fn is_plain(slot: &Slot<'_>) -> bool {
    slot.surface.chars().enumerate().all(|(at, c)| {
        c.is_ascii_lowercase()
            || c == '\''
            || c == '\u{2019}'
            || (c.is_ascii_uppercase() && (at < 2 || slot.shape == CaseShape::Upper))
    })
}

/// Whether a few capitals stand in a word behind small letters with which it begins: "weU", "foUowed", but not "qPCR".
fn is_jumbled(surface: &str) -> bool {
    let count = |of: fn(char) -> bool| surface.chars().filter(|&c| of(c)).count();
    let (capitals, small) = (count(char::is_uppercase), count(char::is_lowercase));
    surface.starts_with(char::is_lowercase) && (1..small).contains(&capitals)
}

/// Whether a word is written in the way of programmers and of brands: known words run together, each with a capital.
fn is_camel(lexicon: &Lexicon, slot: &Slot<'_>) -> bool {
    if slot.shape != CaseShape::Mixed || !slot.lower.is_ascii() || slot.lower.len() != slot.surface.len() {
        return false;
    }
    let humps = slot.surface.char_indices().skip(1).filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at);
    let mut start = 0;
    let mut parts = 0;
    for end in humps.chain([slot.lower.len()]) {
        let part = slot.lower.get(start..end).unwrap_or_default();
        if part.len() < 2 || is_function(part) || lexicon.entry(part).is_none() {
            return false;
        }
        parts += 1;
        start = end;
    }
    parts > 1
}

/// `reading` with the capitals of what stands in `slot`.
fn written(lexicon: &Lexicon, reading: &Reading, slot: &Slot<'_>, last: Option<&Slot<'_>>) -> String {
    let capitals = slot.surface.chars().filter(|c| c.is_uppercase()).count();
    let small = slot.surface.chars().filter(|c| c.is_lowercase()).count();
    let shape = match slot.shape {
        CaseShape::Mixed | CaseShape::Caseless if capitals > small => CaseShape::Upper,
        CaseShape::Mixed if slot.surface.chars().next().is_some_and(char::is_uppercase) => CaseShape::Title,
        CaseShape::Mixed | CaseShape::Caseless => CaseShape::Lower,
        shape => shape,
    };
    let tail = last.map(|slot| slot.shape);
    let mut out = String::with_capacity(reading.text.len());
    let between = reading.text.find([' ', '-']).filter(|_| reading.words.1.is_some());
    let (first, second) = reading.text.split_at(between.unwrap_or(reading.text.len()));
    let second = second.trim_start_matches([' ', '-', '.']);
    let first = first.trim_end_matches('.');
    for (at, part) in [first, second].into_iter().enumerate() {
        if part.is_empty() {
            break;
        }
        if at > 0 {
            out.push_str(reading.text.get(first.len()..reading.text.len() - second.len()).unwrap_or_default());
        }
        // What two slots hold keeps the capitals of each; what one held had one capital, in front.
        let shape = match (at, tail) {
            (0, _) => shape,
            (_, Some(tail)) => tail,
            _ if shape == CaseShape::Title => CaseShape::Lower,
            _ => shape,
        };
        let entry = lexicon.entry(part);
        let prefixed = at == 0 && !second.is_empty() && prefix::is_prefix(part);
        let name = entry.filter(|entry| entry.is_name() && !entry.is_word() && !prefixed);
        let canonical = name.and_then(|entry| lexicon.canonical(entry.id()));
        match (shape, canonical) {
            (CaseShape::Lower | CaseShape::Title, Some(name)) => out.push_str(name),
            (CaseShape::Lower, None) if name.is_some() || part == "i" || part.starts_with("i'") => {
                out.push_str(&CaseShape::Title.apply(part));
            }
            (shape, _) => out.push_str(&shape.apply(part)),
        }
    }
    out
}
