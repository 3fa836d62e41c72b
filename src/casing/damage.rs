//! How much the casing of a text has suffered, measured before anything is repaired.

use crate::casing::decoder::Weights;
use crate::document::Document;
use crate::lexicon::Entry;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;
use crate::truecase::costs::cost;
use crate::truecase::place::{Position, place};

/// How the whole of a text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Style {
    /// As texts are, damaged in places or not at all.
    #[default]
    Mixed,
    /// Without any capital.
    Lower,
    /// All in capitals.
    Upper,
    /// Every Word Capitalised, Of And The Too.
    Title,
}

/// Counts over a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Damage {
    /// Words that have letters of two cases to choose from.
    pub(super) words: u32,
    /// Those inside sentences, and how many of them begin with a capital.
    pub(super) inside: u32,
    pub(super) capitals: u32,
    /// Words inside sentences that are never names, and stand with a capital.
    pub(super) odd_capitals: u32,
    /// Those of them that are closed-class words.
    pub(super) odd_closed: u32,
    /// Capitals in sentences with any of these.
    pub(super) beside_closed: u32,
    /// Words that are always names, and how many of them are written small.
    pub(super) names: u32,
    pub(super) lowered: u32,
    /// The same in thousandths, each name counted once however often it comes.
    pub(super) kinds: u32,
    pub(super) lowered_kinds: u32,
    /// Sentences, those that begin small, and those that end with a stop.
    pub(super) sentences: u32,
    pub(super) small_starts: u32,
    pub(super) stopped: u32,
    /// Words all in capitals.
    pub(super) upper: u32,
    /// Those that are never names.
    pub(super) shouted: u32,
    /// Words that the lexicon does not hold.
    pub(super) unknown: u32,
    /// Runs of capitals that hold a closed-class word, outside headings; and the words that they lowered.
    pub(super) runs: u32,
    pub(super) in_runs: u32,
    /// Small and capitalised ones inside sentences, as they were read: of the closed-class words, and of the others that are
    /// never names.
    pub(super) closed_read: [u32; 2],
    pub(super) never_read: [u32; 2],
    /// Those of the latter with a capital beside which no other word has one.
    pub(super) singles: u32,
}

/// Whether a word with `entry` is written small next to always.
pub(super) fn is_never_a_name(entry: Entry) -> bool {
    entry.is_word() && entry.casing().lower >= 240
}

/// Whether a word with `entry` is written small next to never.
pub(super) fn is_always_a_name(entry: Entry) -> bool {
    entry.is_name() && !entry.is_word() && entry.casing().known()
}

impl Damage {
    /// Measures a text, word by word and without context.
    ///
    /// # Complexity
    ///
    /// O(n) in the words; the places of words in small letters are not looked at.
    pub(super) fn measure(document: &Document<'_>) -> Damage {
        let mut damage = Damage::default();
        let words = document.words();
        for (index, sentence) in document.sentences().iter().enumerate() {
            let range = document.words_of(index);
            damage.sentences += u32::from(!range.is_empty());
            damage.stopped += u32::from(!range.is_empty() && sentence.stopped);
            let before = damage;
            for i in range.clone() {
                let word = &words[i];
                if word.protected || word.shape == CaseShape::Caseless {
                    continue;
                }
                damage.words += 1;
                let entry = word.entry;
                damage.unknown += u32::from(entry.is_none());
                if word.shape == CaseShape::Lower {
                    damage.small_starts += u32::from(i == range.start);
                    damage.inside += u32::from(i > range.start);
                    if entry.is_some_and(is_always_a_name) {
                        damage.name(document.times(word), true);
                    }
                    continue;
                }
                let shouts = word.shape == CaseShape::Upper && word.entry.is_some_and(is_never_a_name);
                damage.shouted += u32::from(shouts);
                damage.upper += u32::from(word.shape == CaseShape::Upper || word.span.len() == 1);
                let previous = (i > range.start).then(|| &words[i - 1]);
                if place(document, sentence.tokens.start, previous, word).position != Position::Mid {
                    continue;
                }
                damage.inside += 1;
                if word.shape != CaseShape::Mixed {
                    damage.capitals += 1;
                }
                let Some(entry) = entry else { continue };
                if is_always_a_name(entry) {
                    damage.name(document.times(word), false);
                }
                if word.shape == CaseShape::Title && is_never_a_name(entry) && !sentence.alone {
                    damage.odd_capitals += 1;
                }
                if word.shape == CaseShape::Title
                    && word.classes.has(Classes::PARTICLE.or(Classes::CLOSED))
                    && !word.classes.has(Classes::FIRST_PERSON)
                {
                    damage.odd_closed += 1;
                }
            }
            if damage.odd_closed > before.odd_closed {
                damage.beside_closed += damage.capitals - before.capitals;
            }
        }
        damage
    }

    /// Notes a name that the text has so many `times`, and that may be written small.
    pub(super) fn name(&mut self, times: u32, lowered: bool) {
        let share = 1000 / times.max(1);
        self.names += 1;
        self.kinds += share;
        self.lowered += u32::from(lowered);
        self.lowered_kinds += if lowered { share } else { 0 };
    }

    /// The same, if runs were looked for in `part` of all `words` only.
    pub(super) fn of_part(self, part: usize, words: usize) -> Damage {
        let share = |count: u32| (u64::from(count) * part as u64 / words.max(1) as u64) as u32;
        Damage { inside: share(self.inside), capitals: share(self.capitals), ..self }
    }

    /// Whether one word in fifty is a particle with a capital inside a sentence: more than lists of titles have.
    pub(super) fn has_odd_particles(&self) -> bool {
        self.odd_closed * 50 > self.inside
    }

    /// How the whole text is written.
    ///
    /// A title or a slogan is short, hence the least numbers of words. A list of headlines has its particles small.
    pub(super) fn style(&self) -> Style {
        if self.words >= 25 && 20 * self.upper > 17 * self.words {
            Style::Upper
        } else if self.inside >= 20 && 20 * self.capitals > 17 * self.inside && 10 * self.odd_closed > self.inside {
            Style::Title
        } else if self.inside > 0 && 100 * self.capitals <= self.inside && 10 * self.small_starts >= 9 * self.sentences
        {
            Style::Lower
        } else {
            Style::Mixed
        }
    }

    /// Whether a text in small letters looks spoken: many words, next to no marks.
    ///
    /// Poets who never capitalise write verses; a transcript has no lines, and no full stops either.
    pub(super) fn looks_spoken(&self) -> bool {
        self.words >= 40 && self.stopped * 60 < self.words && self.sentences * 15 < self.words
    }

    /// Whether the count of odd capitals or of lowered names calls for a closer look. Most texts stop here.
    pub(super) fn is_suspicious(&self) -> bool {
        self.is_english() && (50 * self.odd_capitals > self.inside + 40 && self.may_have_runs() || self.names_fall())
    }

    /// Whether damage can turn out to have capitalised runs of words: if each odd closed-class word stood in a run of its
    /// own, and these held every capital of their sentences.
    fn may_have_runs(&self) -> bool {
        Damage { runs: self.odd_closed, in_runs: self.beside_closed, ..*self }.has_runs()
    }

    /// Whether the lexicon knows enough of the words to speak for them.
    fn is_english(&self) -> bool {
        3 * self.unknown < self.words
    }

    /// Whether damage has capitalised runs of words.
    ///
    /// Measured on the development corpora: words lowered in runs that hold closed-class words are 0 to 5 % of a right
    /// text (titles of books, bodies with long names), 10 to 31 % of a damaged one.
    pub(super) fn has_runs(&self) -> bool {
        let (lowered, inside) = (u64::from(self.in_runs), u64::from(self.inside) + 40);
        self.runs >= 2 && 100 * lowered > 6 * inside || 100 * lowered > 15 * inside
    }

    /// How much likelier capitals were found on closed-class words than on others that are never names, as a logarithm.
    ///
    /// Some machines capitalise "of" and "its" like any word, and others spare them: what closed-class words say of the
    /// words around them depends on it.
    pub(super) fn closed_share(&self) -> i32 {
        let share = |[small, capital]: [u32; 2]| cost(2 * capital + 1, 2 * (small + capital + 1));
        share(self.never_read) - share(self.closed_read)
    }

    /// How likely a word that is never a name has a capital where no word beside it has one, as a logarithm; `but` so many such
    /// words are not counted.
    pub(super) fn single_share(&self, but: u32) -> i32 {
        -cost(10 * (self.singles - but.min(self.singles)) + 3, 10 * (self.never_read[0] + 30))
    }

    /// Whether so many names are written small that it is no choice of the writer's, who may write one of them so throughout.
    ///
    /// Not where many words are unknown: what is a name here may be a word of another language.
    pub(super) fn names_fall(&self) -> bool {
        let most = self.lowered >= 8 && 20 * self.lowered > 7 * self.names;
        let several = self.lowered_kinds >= 5_000 && 20 * self.lowered_kinds > 7 * self.kinds;
        most && several && 8 * self.unknown < self.words
    }

    /// Whether so many words are unknown that a small one is rather torn or misread than a name: "thc", "ono".
    pub(super) fn is_torn(&self) -> bool {
        14 * self.unknown > self.words
    }

    /// What the regimes of the decoder cost in this text.
    pub(super) fn weights(&self) -> Weights {
        let names = if self.has_runs() { (self.lowered + 2, self.names + 10) } else { (1, 5) };
        let lowered = cost(names.0 * 2, names.1 * 2).clamp(693, 3900);
        // Who shouts now and then means it; a stray word or two in a damaged text is damage too.
        let shouted = if self.has_runs() && 300 * self.shouted < self.words { 3800 } else { 7600 };
        Weights { lowered, kept: 150, shouted, ..Weights::RUNS }
    }
}

impl Weights {
    /// A text in which every 50th word starts a run of eight. Of the names, one in twelve is written small.
    pub(super) const RUNS: Weights = Weights {
        transition: [[24, 3912, 5521], [2151, 128, 5627], [1204, 4711, 357]],
        start: [66, 2813, 5521],
        start_alone: [800, 2813, 900],
        lowered: 2526,
        kept: 83,
        lowered_start: 3912,
        shouted: 7600,
        blind: false,
    };

    /// A text that is one run.
    pub(super) const ONE_RUN: Weights = Weights {
        transition: [[3500, 31, 7600], [6938, 1, 10400], [1204, 357, 357]],
        start: [13800, 105, 7600],
        start_alone: [13800, 105, 4605],
        lowered: 5800,
        kept: 3,
        lowered_start: 5800,
        shouted: 7600,
        blind: false,
    };

    /// A text whose capitals tell nothing.
    pub(super) const BLIND: Weights = Weights { blind: true, ..Weights::RUNS };
}
