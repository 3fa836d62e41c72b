//! How a word is written by habit: a cost for each of its forms.

use crate::casing::sightings::Sighting;
use crate::document::{Document, Word};
use crate::lexicon::Entry;
use crate::truecase::class::Class;
use crate::truecase::costs::{log2, nats};

/// A form in which a word may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Form {
    /// "japan".
    Lower = 0,
    /// "Japan".
    Title = 1,
    /// Its own pattern: "NATO", "iPhone".
    Special = 2,
}

impl Form {
    pub(super) const ALL: [Form; 3] = [Form::Lower, Form::Title, Form::Special];
}

/// Costs of the three forms, in millinats.
pub(super) type Costs = [i32; 3];

/// The cost of a form that a word cannot have.
pub(super) const NONE: i32 = 1 << 26;

/// One sighting, in the units in which counts are kept here.
pub(super) const SIGHTING: u32 = 255;
/// A sighting in this text is worth this many in the lexicon's.
const HERE: u32 = 4;
/// Half a sighting is shared out before any is counted, so that no form is impossible.
const PRIOR: u32 = SIGHTING / 2;

/// Returns the costs of the forms of a word with `entry`, seen in this text as `seen` tells.
pub(super) fn costs(entry: Option<Entry>, class: Class, seen: Sighting) -> Costs {
    let mut counts = [0_u32; 3];
    let mut word = false;
    if let Some(entry) = entry {
        let casing = entry.casing();
        // Shares that no text vouches for are worth two sightings.
        let weight = u32::from(casing.weight).max(2);
        let lower = u32::from(casing.lower) * weight;
        word = entry.is_word();
        let title = u32::from(casing.title) * weight;
        counts = [
            // Web texts write names small out of laziness.
            if entry.is_name() && !word { lower / 10 } else { lower },
            // The counts hold starts of sentences, which is where most capitals of such words stand.
            match class {
                Class::Content if word && !entry.is_name() => title / 2,
                Class::Content => title,
                Class::Particle | Class::Closed => title / 20,
            },
            (u32::from(casing.upper) + u32::from(casing.mixed)) * weight,
        ];
    }
    for (count, seen) in counts.iter_mut().zip(seen.counts) {
        *count += seen.min(200 * SIGHTING / HERE) * HERE;
    }
    // What is known of no word: two in three unknown ones are names.
    let base = if word { [172, 74, 9] } else { [82, 164, 9] };
    let whole = log2((counts.iter().sum::<u32>() + PRIOR) * 255);
    std::array::from_fn(|form| nats(whole - log2(counts[form] * 255 + PRIOR * base[form])))
}

/// The costs of words of which the text shows nothing else, found out once for each spelling and kept from text to text.
///
/// # Memory
///
/// 16 bytes a spelling, in either state of being known, for [`REMEMBERED`] of them.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// The generation of spellings whose numbers are meant.
    of: u32,
    known: Vec<Option<Costs>>,
}

/// Spellings that are remembered at most.
const REMEMBERED: usize = 1 << 16;

impl Habits {
    /// Makes ready for the words of `document`.
    pub(super) fn begin(&mut self, document: &Document<'_>) {
        if self.of != document.generation() {
            self.of = document.generation();
            self.known.clear();
        }
    }

    /// What [`costs`] gives for `word` where nothing was seen.
    pub(super) fn unseen(&mut self, word: &Word, class: Class) -> Costs {
        let costs = || costs(word.entry, class, Sighting::default());
        let at = 2 * word.spelling as usize + usize::from(word.entry.is_some());
        if at >= self.known.len() {
            if at >= 2 * REMEMBERED {
                return costs();
            }
            self.known.resize(at + 1, None);
        }
        *self.known[at].get_or_insert_with(costs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "embedded")]
    #[test]
    fn what_is_remembered_is_what_would_be_found_out() {
        let lexicon = crate::Language::english().lexicon();
        let mut habits = Habits::default();
        let text = "The Japan of japan, the NATO of nato and the xqzt.";
        for _ in 0..2 {
            let document = Document::new(text, lexicon, &[], crate::document::Buffers::default());
            habits.begin(&document);
            for word in document.words() {
                let class = Class::of(word.classes);
                assert_eq!(habits.unseen(word, class), costs(word.entry, class, Sighting::default()));
            }
        }
    }

    #[test]
    fn unknown_words_are_names_rather_than_not() {
        let [lower, title, special] = costs(None, Class::Content, Sighting::default());
        assert!(title < lower && lower < special);
    }

    #[test]
    fn what_this_text_writes_outweighs_what_is_unknown() {
        let mut seen = Sighting::default();
        seen.counts[Form::Lower as usize] = 3 * SIGHTING;
        let [lower, title, _] = costs(None, Class::Content, seen);
        assert!(lower < title);
    }
}
