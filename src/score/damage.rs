//! How much, and in which way, a document is damaged: measured before anything is repaired.

use super::Cache;
use super::misread;
use super::slot::is_edited;
use crate::candidate::{Break, Confusions, Observed, is_offered, join};
use crate::cost::Cost;
use crate::document::{Document, Joint, Word};
use crate::lexicon::{Entry, Lexicon};
use crate::settings::Noise;
use crate::span::Span;
use crate::text::classes::{Classes, is_function};
use crate::text::shape::CaseShape;

/// Unknown words that are compared with old spellings at most: that many tell the age of a text.
const LOOKED: u32 = 60;

/// Dearer pairs of words are hardly said together.
const SAID: Cost = Cost(8_000);

/// The damage of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// Words of two letters and more that were looked at.
    pub(crate) words: u32,
    /// Small words among them that no list holds.
    pub(crate) unknown: u32,
    /// Words of old spelling among them.
    pub(crate) archaic: u32,
    /// Unknown small words among them that are words of today in the spelling of another time.
    pub(crate) old: u32,
    /// Unknown small words that were compared with old spellings.
    looked: u32,
    /// Pairs of words, one of them unknown, that make a known word together.
    pub(crate) torn: u32,
    /// Function words among them: none in a text that is not English.
    pub(crate) function: u32,
    /// Marks and digits inside words, capitals inside small words.
    pub(crate) marks: u32,
    /// Whether marks inside words are those of programmers.
    technical: bool,
    /// Whether its unknown words look misread rather than mistyped.
    pub(crate) misread: bool,
    /// How many of a thousand of its unknown small words are one letter from a common word.
    near: u32,
}

impl Damage {
    /// Measures `document`.
    ///
    /// # Complexity
    ///
    /// O(n) in the words and tokens.
    pub(crate) fn measure(document: &Document<'_>, lexicon: &Lexicon, cache: &mut Cache) -> Damage {
        let mut damage = Damage {
            words: 0,
            unknown: 0,
            archaic: 0,
            old: 0,
            looked: 0,
            torn: 0,
            function: 0,
            marks: 0,
            technical: document.is_technical(),
            misread: false,
            near: 1000,
        };
        for word in document.words() {
            damage.count(document, lexicon, word, cache);
        }
        let mut compounds = Vec::new();
        for pair in document.words().windows(2) {
            let pair = [&pair[0], &pair[1]];
            damage.torn += u32::from(is_torn(document, lexicon, pair));
            damage.marks += u32::from(is_stray(document, lexicon, pair));
            compounds.extend(false_compound(document, pair));
        }
        // What comes again was named so: "is-enabled".
        compounds.sort_unstable();
        damage.marks += compounds.chunk_by(|a, b| a == b).filter(|alike| alike.len() == 1).count() as u32;
        damage.misread = damage.is_english() && misread::is_misread(document, lexicon, &mut cache.misreadings);
        if damage.unknown_beyond(f64::from(damage.unknown)) > 0.0 {
            damage.near = misread::near(document, lexicon, &mut cache.misreadings);
        }
        damage
    }

    /// Counts `word`, and what is damaged in it.
    fn count(&mut self, document: &Document<'_>, lexicon: &Lexicon, word: &Word, cache: &mut Cache) {
        if word.protected || word.shape == CaseShape::Caseless || word.span.len() < 2 {
            return;
        }
        self.words += 1;
        if let Some(entry) = word.entry {
            // "shaU" is no Shau.
            let jumbled = |surface| has_inner_capital(surface) && (!entry.is_name() || is_reread(lexicon, surface));
            self.marks += u32::from(word.shape == CaseShape::Mixed && jumbled(document.at(word.span)));
            self.function += u32::from(entry.is_word() && word.classes.has(Classes::FUNCTION));
            self.archaic += u32::from(word.classes.has(Classes::OLD));
            return;
        }
        let lower = document.lower(word);
        let stranger = *cache.strangers.meet(lexicon, lower);
        self.archaic += u32::from(word.classes.has(Classes::OLD) || stranger.old_print);
        // "entireVy", "informaCion": no name has such capitals and is one letter from a common word. "pythonX" and
        // "i18n" come again, and misreadings of one word hardly do.
        let mut jumbled = || {
            let surface = document.surface(word);
            let small = || surface.starts_with(|c: char| c.is_lowercase()) && lower.len() > 4;
            word.shape == CaseShape::Mixed
                && (is_reread(lexicon, surface)
                    || small()
                        && document.times_unknown(word) < 3
                        && cache.misreadings.is_near(lexicon, surface, lower)
                        && !is_camel(lexicon, surface))
        };
        let again = || document.times_unknown(word) > 2 && lower.bytes().any(|b| b.is_ascii_digit());
        self.marks += u32::from((stranger.marked || jumbled()) && !again());
        // Capitalised unknowns are names as often as not.
        if word.shape == CaseShape::Lower {
            self.unknown += 1;
            if self.looked < LOOKED {
                self.looked += 1;
                self.old += u32::from(cache.strangers.is_old_spelling(lexicon, lower));
            }
        }
    }

    /// Cost of the event that a word was damaged, in this document, of which `in_runs` unknown words owe their capital to a run
    /// of them.
    pub(crate) fn error(&self, noise: Noise, in_runs: usize) -> Cost {
        // A pseudo-count keeps short texts from proving anything.
        let prior = if noise == Noise::Auto { 2.0 } else { 6.0 };
        // Machines misread several letters of a word, and what writes runs of capitals rewrites words; of what people misspell, at
        // least half the words are one letter away.
        let mangled = self.noise(noise) == Noise::Ocr || in_runs as u64 * 400 > u64::from(self.words);
        let misspelt = if mangled { 1.0 } else { (2.0 * f64::from(self.near) / 1000.0).min(1.0) };
        let unknown = f64::from(self.unknown) + if mangled { in_runs as f64 } else { 0.0 };
        let beyond = self.unknown_beyond(unknown * misspelt + f64::from(self.marks));
        let rate = (beyond + prior * 0.15) / (f64::from(self.words) + prior * 20.0);
        Cost::from_probability((rate * 1.5).clamp(0.002, 0.35))
    }

    /// Half a word in a hundred is unknown in clean text: how many of so many `unknown` ones are beyond that.
    fn unknown_beyond(&self, unknown: f64) -> f64 {
        (unknown - 0.006 * f64::from(self.words)).max(0.0)
    }

    /// How many marks and digits stand inside words in a text of so many `words`.
    pub(crate) fn marks_in(&self, words: u32) -> u32 {
        (u64::from(self.marks) * u64::from(words) / u64::from(self.words.max(1))) as u32
    }

    /// How the text was damaged, where the caller left it to be found out: read from an image, where marks and digits
    /// stand inside its words.
    pub(crate) fn noise(&self, said: Noise) -> Noise {
        // Two or three marks in a text that shows no other damage are its writer's.
        let marked = self.marks >= 2
            && u64::from(self.marks) * 400 > u64::from(self.words)
            && self.unknown_beyond(f64::from(self.unknown + self.marks)) > 0.0;
        let misread = self.misread || marked && !self.technical;
        if misread && matches!(said, Noise::Auto | Noise::Scrape) { Noise::Ocr } else { said }
    }

    /// Whether the text is old beyond doubt, and its capitals by the rules of old printers.
    pub(crate) fn has_old_capitals(&self) -> bool {
        (self.archaic >= 2 && self.archaic * 250 > self.words) || self.old >= 8
    }

    /// Whether the text is of a time that spelled otherwise.
    pub(crate) fn is_archaic(&self) -> bool {
        // Of old spellings and misread letters some look alike ("bo", "havo"); the pieces of torn words are neither.
        let alike = self.misread && self.archaic == 0;
        let rest = self.looked.saturating_sub(self.torn);
        (self.archaic >= 2 && u64::from(self.archaic) * 250 > u64::from(self.words))
            || (!alike && self.old >= 3 && self.old * 5 >= rest * 2)
            || (!alike && self.old >= 2 && self.old * 2 >= rest)
    }

    /// Whether words that were broken at line ends stand in the text as two.
    pub(crate) fn is_torn(&self) -> bool {
        self.torn >= 2 && self.words >= 100 && u64::from(self.torn) * 150 > u64::from(self.words)
    }

    /// Whether the text is English at all.
    pub(crate) fn is_english(&self) -> bool {
        self.words < 12 || u64::from(self.function) * 12 > u64::from(self.words)
    }
}

/// Whether two neighbours, of which one is unknown, make a known word together.
fn is_torn(document: &Document<'_>, lexicon: &Lexicon, [first, second]: [&Word; 2]) -> bool {
    let (end, start) = (first.span.end(), second.span.start());
    start == end + 1
        && document.text().as_bytes()[end] == b' '
        && (first.entry.is_none() || second.entry.is_none())
        && second.shape == CaseShape::Lower
        && join(lexicon, document.lower(first), document.lower(second), Break::Blank).is_some()
}

/// Whether what stands between two neighbours is a speck that was read as a mark.
fn is_stray(document: &Document<'_>, lexicon: &Lexicon, [first, second]: [&Word; 2]) -> bool {
    let (end, start) = (first.span.end(), second.span.start());
    // No mark that tells anything is longer than two bytes.
    if start > end + 2 {
        return false;
    }
    match document.text().get(end..start).unwrap_or_default() {
        "." => are_words([first, second]) && is_speck(document, lexicon, [first, second]),
        "[" | "]" => !is_edited(document.text(), first.span.join(second.span)),
        ". " | ".\n" => is_unfinished(document.lower(first)),
        "_" | "|" | "%" | "*" | "^" | "~" | "\\" | "{" | "}" | "¡" => true,
        _ => false,
    }
}

/// What two neighbours and the hyphen between them make, if hardly any compound is made of such: "not-only".
fn false_compound<'t>(document: &Document<'t>, [first, second]: [&Word; 2]) -> Option<&'t str> {
    let whole = first.joint == Joint::First && second.joint == Joint::Last && are_words([first, second]);
    let apart = || binds(document.lower(first)) || binds(document.lower(second));
    let between = || document.at(Span::new(first.span.end(), second.span.start()));
    (whole && between() == "-" && apart()).then(|| document.at(first.span.join(second.span)))
}

/// Whether two neighbours are words of more than a letter, the second one in small letters.
fn are_words(pair: [&Word; 2]) -> bool {
    let known = |word: &Word| word.entry.is_some_and(Entry::is_word) && word.span.len() > 1;
    pair.into_iter().all(known) && pair[1].shape == CaseShape::Lower
}

/// "seNdiNg": a capital inside a small word.
fn has_inner_capital(surface: &str) -> bool {
    let mut letters = surface.chars().skip_while(|c| c.is_uppercase());
    letters.next().is_some() && letters.any(char::is_uppercase)
}

/// "countBy", "forEach": words run together, of which all but the first have a capital.
fn is_camel(lexicon: &Lexicon, surface: &str) -> bool {
    let Some(at) = surface.find(char::is_uppercase) else { return false };
    let known = |part: &str| part.len() > 1 && lexicon.entry(&part.to_lowercase()).is_some();
    matches!((surface.get(..at), surface.get(at..)), (Some(first), Some(second)) if known(first) && known(second))
}

/// "weU", "foUowed": a capital inside a small word, which is known once a recogniser's misreading is undone.
fn is_reread(lexicon: &Lexicon, surface: &str) -> bool {
    let shapes = Confusions::shapes();
    let observed = Some(surface).filter(|surface| surface.starts_with(|c: char| c.is_lowercase()));
    observed
        .and_then(|surface| Observed::new(surface, shapes))
        .is_some_and(|observed| shapes.intended(&observed).any(|word| lexicon.entry(&word).is_some_and(is_offered)))
}

/// Whether the full stop between two words is a speck: they are one word ("sea.son"), or are said together ("was.not"). What
/// is neither is a name of parts: "config.guess".
fn is_speck(document: &Document<'_>, lexicon: &Lexicon, words: [&Word; 2]) -> bool {
    let [first, second] = words.map(|word| document.lower(word));
    let whole = || lexicon.entry(&[first, second].concat()).is_some_and(Entry::is_word);
    let said = || match words.map(|word| word.entry) {
        [Some(a), Some(b)] => lexicon.bigram_cost(Some(a.id()), b.id()) < SAID,
        _ => false,
    };
    (is_function(first) || is_function(second)) && said() || whole()
}

/// Whether no sentence ends in a word: what looks like a full stop behind it is a speck.
fn is_unfinished(lower: &str) -> bool {
    matches!(lower, "the" | "of" | "an" | "and" | "or" | "their" | "our" | "your" | "my" | "its")
}

/// Whether a word stands in hardly any compound of two words: "not-only".
pub(crate) fn binds(lower: &str) -> bool {
    is_function(lower)
        && lower.len() > 1
        && !matches!(
            lower,
            "in" | "on" | "by" | "to" | "no" | "be" | "been" | "so" | "then" | "with" | "us" | "me" | "do" | "if"
        )
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn capitals_that_a_recogniser_writes_are_told_from_those_of_programmers() {
        let lexicon = crate::Language::english().lexicon();
        for misread in ["weU", "foUowed", "aUowed"] {
            assert!(is_reread(lexicon, misread), "{misread}");
        }
        for meant in ["getName", "iPhone", "qPCR", "eBay", "McGarry", "Paul", ""] {
            assert!(!is_reread(lexicon, meant), "{meant}");
        }
    }
}
