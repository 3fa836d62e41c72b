//! How words are formed: from prefixes, stems and endings, in the spelling of today and of other times.

use crate::cost::Cost;
use crate::error::LexiconError;
use crate::lexicon::{Lexicon, WordId};
use crate::text::classes::Classes;

/// What an exchanged ending costs.
const EXCHANGED: Cost = Cost(6_000);
/// What a stretch written twice costs, however long: "governmentnance".
const TWICE: Cost = Cost(8_000);
/// Longest stretch, in bytes, that is written twice.
const LONGEST_TWICE: usize = 6;
/// Longest word, in letters, that is taken to be formed by rule. What is longer is no word, and may be megabytes long.
const LONGEST: usize = 40;
/// Shortest stem, in letters, from which a word is formed.
const STEM: usize = 4;
/// A stem that is rarer than this forms no new words: "cheeper" is no one who cheeps.
const STEM_COST: Cost = Cost(14_000);

/// How a word that no list holds is formed by rule from known ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Formation {
    /// With a prefix or an ending: "microservices", "searchability".
    Affixed,
    /// Of two words: "bluestreak". Where blanks are lost it may as well be two.
    Compound,
}

/// What is written, and what it stands for.
type Rule = (Box<str>, Box<str>);

/// The rules by which a language forms words.
#[derive(Clone, Debug, Default)]
pub(crate) struct Morphology {
    prefixes: Vec<Box<str>>,
    /// Endings, and what the stem may have lost before them.
    suffixes: Vec<Rule>,
    /// Endings that are taken for one another.
    exchanged: Vec<Rule>,
    /// Endings and letters of other times.
    old_endings: Vec<Rule>,
    old_letters: Vec<Rule>,
    /// Suffixes, and endings of stems that do not take them; and those of the only stems that take them.
    refused: Vec<Rule>,
    required: Vec<Rule>,
    /// Endings of which no compound is taken to be made.
    uncompounded: Vec<Box<str>>,
    /// Letters that an apostrophe may stand for.
    elided: Vec<Box<str>>,
    /// Letters that are not doubled before a suffix.
    undoubled: Vec<Box<str>>,
}

impl Morphology {
    /// Reads `rule<TAB>written<TAB>meant` a line, `#` for comments.
    ///
    /// # Errors
    ///
    /// If a line is of another form.
    pub(crate) fn read(table: &str) -> Result<Morphology, LexiconError> {
        let mut rules = Morphology::default();
        for (number, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
            let wrong = || LexiconError::Entry {
                name: "affixes.tsv".to_owned(),
                line: number + 1,
                text: line.to_owned(),
                expected: "`rule<TAB>written<TAB>meant`",
            };
            let mut fields = line.split('\t');
            let (Some(rule), Some(written), Some(meant), None) =
                (fields.next(), fields.next(), fields.next(), fields.next())
            else {
                return Err(wrong());
            };
            match rule {
                "prefix" => rules.prefixes.push(written.into()),
                "suffix" => rules.suffixes.push((written.into(), meant.into())),
                "exchanged" => rules.exchanged.push((written.into(), meant.into())),
                "old-ending" => rules.old_endings.push((written.into(), meant.into())),
                "old-letters" => rules.old_letters.push((written.into(), meant.into())),
                "refused" => rules.refused.push((written.into(), meant.into())),
                "required" => rules.required.push((written.into(), meant.into())),
                "uncompounded" => rules.uncompounded.push(written.into()),
                "elided" => rules.elided.push(written.into()),
                "undoubled" => rules.undoubled.push(written.into()),
                _ => return Err(wrong()),
            }
        }
        Ok(rules)
    }

    /// How `lower`, which no list holds, is formed by rule from words that are known and not rare; `None` where it is not.
    pub(crate) fn formation(&self, lexicon: &Lexicon, lower: &str) -> Option<Formation> {
        if lower.len() > LONGEST || !lexicon.letters().write(lower) || lower.len() < STEM + 1 {
            return None;
        }
        let known = |word: &str| {
            word.len() >= STEM
                && lexicon.entry(word).is_some_and(|e| {
                    e.is_word()
                        && !e.is_rare()
                        && !lexicon.lists().of(word).has(Classes::FUNCTION)
                        && lexicon.unigram_cost(e.id()) < STEM_COST
                })
        };
        let inflected = |word: &str| {
            known(word)
                || self.suffixes.iter().any(|(suffix, lost)| {
                    word.strip_suffix(&**suffix).is_some_and(|stem| {
                        let whole = if lost.is_empty() { known(stem) } else { known(&[stem, lost].concat()) };
                        stem.len() + 1 >= STEM
                            && self.takes(stem, suffix)
                            && (whole || (self.is_doubled(stem) && stem.get(..stem.len() - 1).is_some_and(known)))
                    })
                })
        };
        if inflected(lower) || self.prefixes.iter().any(|prefix| lower.strip_prefix(&**prefix).is_some_and(inflected)) {
            return Some(Formation::Affixed);
        }
        // "colourfull" is no compound of "full".
        let whole = !self.uncompounded.iter().any(|ending| lower.ends_with(&**ending));
        let compound = (STEM..=lower.len().saturating_sub(STEM)).any(|at| {
            matches!((lower.get(..at), lower.get(at..)), (Some(first), Some(second)) if known(first) && inflected(second))
        });
        (whole && compound).then_some(Formation::Compound)
    }

    /// Whether `lower`, which no list holds, is a word of today in the spelling of another time: "himselfe", "alwayes",
    /// "promis'd", "vpon".
    pub(crate) fn is_old_spelling(&self, lexicon: &Lexicon, lower: &str) -> bool {
        if lower.len() > LONGEST || !lower.is_ascii() {
            return false;
        }
        let known = |word: &str| word.len() >= 2 && lexicon.entry(word).is_some_and(|e| e.is_word());
        let ending = |word: &str| {
            if let Some((head, tail)) = word.split_once('\'') {
                // "heav'n", "e'er", "o'er"
                if self.elided.iter().any(|lost| known(&[head, lost, tail].concat())) {
                    return true;
                }
            }
            known(word)
                || self.old_endings.iter().any(|(old, new)| {
                    word.strip_suffix(&**old).is_some_and(|stem| {
                        known(&[stem, new].concat())
                            || (new.is_empty()
                                && self.is_doubled(stem)
                                && stem.get(..stem.len() - 1).is_some_and(known))
                    })
                })
        };
        ending(lower)
            || self.old_letters.iter().any(|(old, new)| {
                lower.match_indices(&**old).any(|(at, _)| match (lower.get(..at), lower.get(at + old.len()..)) {
                    (Some(head), Some(tail)) => ending(&[head, new, tail].concat()),
                    _ => false,
                })
            })
    }

    /// Offers words that differ from `lower` by more letters than a search by distance reaches: with an exchanged ending, or without
    /// a stretch that was written twice.
    pub(crate) fn related(&self, lexicon: &Lexicon, lower: &str, mut offer: impl FnMut(WordId, Cost)) {
        if lower.len() > LONGEST {
            return;
        }
        let mut propose = |word: String, cost: Cost| {
            if let Some(entry) = lexicon.entry(&word).filter(|entry| entry.is_suggestable()) {
                offer(entry.id(), cost);
            }
        };
        for (read, meant) in &self.exchanged {
            if let Some(stem) = lower.strip_suffix(&**read).filter(|stem| stem.len() >= 3) {
                propose([stem, meant].concat(), EXCHANGED);
            }
        }
        if lower.len() >= 10 && lower.is_ascii() && self.formation(lexicon, lower).is_none() {
            // The word with which it begins has more letters than both share: "government" and "governance".
            let is_word =
                |word: &str| lexicon.entry(word).is_some_and(|entry| entry.is_suggestable() && !entry.is_rare());
            let longest = (6..lower.len()).rev().find(|&end| lower.get(..end).is_some_and(is_word)).unwrap_or_default();
            for at in 4..(lower.len() - 5).min(longest.saturating_sub(1)) {
                for length in (3..=LONGEST_TWICE).filter(|length| at + length + 2 < lower.len()) {
                    if let (Some(head), Some(tail)) = (lower.get(..at), lower.get(at + length..)) {
                        propose([head, tail].concat(), TWICE);
                    }
                }
            }
        }
    }

    /// Returns whether words that end as `stem` does take `suffix`: no "wishs", "babys", "fixeded".
    fn takes(&self, stem: &str, suffix: &str) -> bool {
        let has = |rules: &[Rule]| rules.iter().any(|(of, ending)| **of == *suffix && stem.ends_with(&**ending));
        let is_bound = self.required.iter().any(|(of, _)| **of == *suffix);
        !has(&self.refused) && (!is_bound || has(&self.required))
    }

    /// Returns whether the stem ends in a doubled consonant: "stopp" of "stopping".
    fn is_doubled(&self, stem: &str) -> bool {
        let mut letters = stem.chars().rev();
        let (last, before) = (letters.next(), letters.next());
        let is_doubled = last == before && letters.next().is_some();
        is_doubled && last.is_some_and(|last| !self.undoubled.iter().any(|vowel| vowel.starts_with(last)))
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    fn english() -> (&'static Lexicon, Morphology) {
        (Lexicon::english(), Morphology::read(ungarble_en::AFFIXES).expect("the table is of its form"))
    }

    #[test]
    fn words_are_formed_as_grammar_has_it() {
        let (lexicon, rules) = english();
        for formed in ["microservices", "searchability", "bluestreak", "deserialisation", "shapeshifters"] {
            assert!(rules.formation(lexicon, formed).is_some(), "{formed}");
        }
        for misspelt in ["wishs", "babyes", "royaltys", "fixeded", "loades"] {
            assert_eq!(rules.formation(lexicon, misspelt), None, "{misspelt}");
        }
    }

    #[test]
    fn a_stretch_is_cut_out_where_two_words_were_one() {
        let (lexicon, rules) = english();
        let read = |lower: &str| {
            let mut found = Vec::new();
            rules.related(lexicon, lower, |id, _| found.push(lexicon.spelling(id).unwrap().to_owned()));
            found
        };
        assert!(read("governmentnance").contains(&"governance".to_owned()));
        assert!(read("framebuffers").is_empty() && read("deserialisation").iter().all(|word| word != "desertion"));
    }

    #[test]
    fn old_spelling_is_known_by_its_endings_and_letters() {
        let (lexicon, rules) = english();
        for old in ["himselfe", "alwayes", "promis'd", "vpon", "heav'n"] {
            assert!(rules.is_old_spelling(lexicon, old), "{old}");
        }
        assert!(!rules.is_old_spelling(lexicon, "comming") && !rules.is_old_spelling(lexicon, "tbat"));
    }

    #[test]
    fn an_unknown_rule_is_an_error() {
        assert!(matches!(Morphology::read("infix\ta\tb\n"), Err(LexiconError::Entry { line: 1, .. })));
    }
}
