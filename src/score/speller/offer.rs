//! What a word may have been meant to be.

use super::{SOUND, Speller, arc};
use crate::candidate::{Channel, Confusions, DEAREST, Effort, Formation, Observed, Reading, Source, is_offered};
use crate::cost::Cost;
use crate::lexicon::Lexicon;
use crate::lm::LmToken;
use crate::score::capitals::is_jumbled;
use crate::score::context;
use crate::score::lattice::Arc;
use crate::score::prefix;
use crate::score::slot::{Gap, Kind};
use crate::score::strangers::Strangers;
use crate::settings::RealWords;
use crate::text::classes::is_function;
use crate::text::shape::CaseShape;

/// A word that is formed by rule from a known one, or an old spelling in an old text, is about as rare as this.
const FORMED: Cost = Cost(11_000);
/// The same of a compound.
const COMPOUND: Cost = Cost(16_000);
/// What an unknown word costs more in what a machine read: most are misread, and the judge tells which.
pub(super) const MISREAD: Cost = Cost(2_000);
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
/// The least that a rival costs by its neighbours: few words follow from the one before.
const LEAST_IN_CONTEXT: Cost = Cost(2_000);
/// What it costs to take a word for two of which neither is a function word, where blanks are not lost by a machine.
const NO_FUNCTION: Cost = Cost(3_000);
/// No misreading costs less, however often a document shows it.
const LEAST_MISREADING: Cost = Cost(500);

impl Speller<'_, '_, '_> {
    /// Adds the readings of slot `at`, and those of it and the next one together if that is before `end`. Returns whether
    /// there is any besides the text as it stands.
    pub(super) fn offer(&mut self, at: usize, end: usize) -> bool {
        let before = self.readings.len();
        let hangs = self.hangs(at);
        let strange = if self.doubts[at].confused { self.offer_confused(at) } else { Cost::ZERO };
        let slot = &self.slots[at];
        let starts = self.starts(at);
        let identity = match slot.entry {
            Some(entry) => Arc {
                from: at,
                to: at + 1,
                first: LmToken::Word(entry.id()),
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
                        let cost = match self.is_read() {
                            true if is_jumbled(slot.surface) => JUMBLED.max(cost + MISREAD),
                            true => cost + MISREAD,
                            false => cost,
                        };
                        regular(self.strangers, self.lexicon, &slot.lower, self.archaic, self.is_read())
                            .map_or(cost, |regular| cost.min(regular))
                    }
                };
                Arc { from: at, to: at + 1, first: LmToken::Unknown, second: None, cost, reading: None }
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
}

/// What an unknown word costs at most that is formed as words are, in a text that may be `archaic` or read by a machine.
pub(super) fn regular(
    strangers: &mut Strangers,
    lexicon: &Lexicon,
    lower: &str,
    archaic: bool,
    ocr: bool,
) -> Option<Cost> {
    // No recogniser reads "'d" for "ed".
    let old = archaic || lower.contains('\'') && (!ocr || lower.ends_with("'d"));
    if old && strangers.is_old_spelling(lexicon, lower) {
        return Some(FORMED);
    }
    match strangers.formation(lexicon, lower)? {
        Formation::Affixed => Some(FORMED),
        Formation::Compound if !ocr => Some(COMPOUND),
        Formation::Compound => None,
    }
}

/// Whether `lower` is `word` with an apostrophe for what is not spoken: "s'prise" is written so on purpose.
fn is_elision(lower: &str, word: &str) -> bool {
    lower.split_once('\'').is_some_and(|(head, tail)| {
        tail.len() > 2 && lower.len() <= word.len() && word.starts_with(head) && word.ends_with(tail)
    })
}
