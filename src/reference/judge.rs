//! Whether a reading of a reference is taken over, and as what.

use super::fold::is_dash;
use super::placement::Placement;
use super::policy::{Deletions, Policy, Style, Substitutions};
use super::project::{FoldedText, Region};
use super::similarity::{PerMille, Similarity};
use super::vocabulary::{FoldKind, Vocabulary};
use crate::cost::Cost;
use crate::lexicon::Lexicon;
use crate::plan::edit::{Confidence, EditKind};
use crate::text::classes::Classes;

/// Circumstances of a difference beside its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances {
    /// Number of the eight words around it that are equal in text and page.
    pub(crate) flank: u8,
    /// Share of the words of its sentence, per mille, that the page has otherwise.
    pub(crate) damage: u16,
    /// Number of independent witnesses that have this reading.
    pub(crate) votes: usize,
    /// Set if the passage of the page tells capitals from lower-case letters.
    pub(crate) cased: bool,
    /// Set if it can be meant only here.
    pub(crate) placement: Placement,
    /// Set if what stands around it proves that words of the text are too many.
    pub(crate) proven: bool,
}

/// Decides for one text and one page.
pub(crate) struct Judge<'a> {
    pub(crate) policy: Policy,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) text: FoldedText<'a>,
    pub(crate) page: FoldedText<'a>,
    pub(crate) lexicon: &'a Lexicon,
    /// Number of times that each folded form occurs in that reference which has it most often.
    pub(crate) in_page: &'a [u32],
    /// Number of times that each folded form occurs in the text.
    pub(crate) in_text: &'a [u32],
}

/// Half of the words around are equal: the place is the right one.
pub(crate) const FLANKED: u8 = 4;
/// A sentence as damaged as this is damaged in its wording too.
pub(crate) const DAMAGED: u16 = 150;
/// Words as alike as this, written as one, are the same words parted otherwise: none of them is lost.
pub(crate) const SAME_LETTERS: PerMille = 600;
/// Words of the text that may go at one place because a reference lacks them.
const MOST_REMOVED: usize = 4;
/// A page's word which is this much less likely in its place than the text's, for an edit's difference, is a misprint.
const MUCH_LESS_FLUENT: Cost = Cost(2500);
/// Cost of a word that the language model does not know.
const UNKNOWN_WORD: Cost = Cost(18_000);

impl Judge<'_> {
    /// Returns the kind of edit and how sure it is, or `None` where the text stays as it is.
    pub(crate) fn judge(
        &self,
        region: &Region,
        circumstances: &Circumstances,
        similarity: &mut Similarity,
    ) -> Option<(EditKind, Confidence)> {
        if circumstances.placement != Placement::Sole {
            return None;
        }
        if region.text.clone().any(|at| self.text.tokens.is_protected(at) && !is_misread_word(self.text.surface(at))) {
            return None;
        }
        let ours: Vec<&str> = self.words(&self.text, region.text.clone());
        let theirs: Vec<&str> = self.words(&self.page, region.page.clone());
        let flanked = circumstances.flank >= FLANKED;
        if self.is_same(region) {
            return self.same(region, circumstances);
        }
        if ours.is_empty() && theirs.is_empty() || ours == theirs {
            let take = self.policy.punctuation == Style::Reference
                && (flanked || self.policy.substitutions == Substitutions::Any)
                && !self.is_dash_style(region);
            return take.then(|| (EditKind::Punctuation, sure(900, circumstances)));
        }
        if theirs.is_empty() {
            return self.extra(region, &ours, circumstances);
        }
        if ours.is_empty() {
            return self.missing(region, theirs.len(), flanked, circumstances);
        }
        if ours.len() != theirs.len() && letters(&ours).eq(letters(&theirs)) {
            return Some((EditKind::Spacing, sure(970, circumstances)));
        }
        if let ([ours], [theirs]) = (&ours[..], &theirs[..]) {
            return self.substitution(region, ours, theirs, circumstances, similarity);
        }
        self.rewording(region, &ours, &theirs, circumstances, similarity)
    }

    /// Returns whether both sides have dashes there, of another form, and the text's stays.
    fn is_dash_style(&self, region: &Region) -> bool {
        let dashes = |source: &FoldedText<'_>, range: std::ops::Range<usize>| {
            !range.is_empty() && range.into_iter().all(|at| source.surface(at).chars().all(is_dash))
        };
        self.policy.quotes == Style::Text
            && dashes(&self.text, region.text.clone())
            && dashes(&self.page, region.page.clone())
    }

    /// Returns the folded words among tokens `range`.
    fn words<'s>(&'s self, source: &FoldedText<'s>, range: std::ops::Range<usize>) -> Vec<&'s str> {
        range
            .map(|at| source.tokens.id(at))
            .filter(|&id| self.vocabulary.is_word(id))
            .map(|id| self.vocabulary.form(id))
            .collect()
    }

    fn is_same(&self, region: &Region) -> bool {
        region.text.len() == region.page.len()
            && region
                .text
                .clone()
                .zip(region.page.clone())
                .all(|(t, p)| self.text.tokens.id(t) == self.page.tokens.id(p))
    }

    /// Returns the same words: only capitals, spaces and style may differ.
    fn same(&self, region: &Region, circumstances: &Circumstances) -> Option<(EditKind, Confidence)> {
        if region.text.clone().any(|t| self.text.tokens.is_broken(t)) {
            return Some((EditKind::Dehyphenation, sure(980, circumstances)));
        }
        let lowers = |s: &str| s.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let recased = region
            .text
            .clone()
            .zip(region.page.clone())
            .any(|(t, p)| lowers(self.text.surface(t)) != lowers(self.page.surface(p)));
        let kind = if recased && circumstances.cased { EditKind::Casing } else { EditKind::Spacing };
        if kind == EditKind::Casing && self.lowers_a_sentence_start(region) {
            return None;
        }
        Some((kind, sure(980, circumstances)))
    }

    /// Returns whether it would write a sentence of the text small because the page has no full stop before it.
    fn lowers_a_sentence_start(&self, region: &Region) -> bool {
        let small = |s: &str| s.chars().next().is_some_and(char::is_lowercase);
        let is_stop = |s: &str| matches!(s, "." | "!" | "?");
        let at = region.text.start;
        at > 0
            && region.page.start > 0
            && is_stop(self.text.surface(at - 1))
            && !is_stop(self.page.surface(region.page.start - 1))
            && small(self.page.surface(region.page.start))
            && !small(self.text.surface(at))
    }

    /// Returns whether the text's sentence begins with the extra words, and the page's with what follows them.
    pub(crate) fn begins_later(&self, extra: &Region, other: &Region) -> bool {
        let capital = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
        let is_stop = |s: &str| matches!(s, "." | "!" | "?" | ":" | "\"");
        let ours = self.text.surface(other.text.start);
        let begins = extra.text.start == 0
            || self.text.tokens.starts_line(extra.text.start)
            || is_stop(self.text.surface(extra.text.start - 1));
        begins && !other.page.is_empty() && capital(self.page.surface(other.page.start)) && !capital(ours)
    }

    fn extra(&self, region: &Region, ours: &[&str], circumstances: &Circumstances) -> Option<(EditKind, Confidence)> {
        if !circumstances.proven {
            return None;
        }
        let n = region.text.len();
        let ids = &self.text.tokens.ids()[region.text.clone()];
        let around = self.text.tokens.ids();
        let before = region.text.start.checked_sub(n).map(|start| &around[start..region.text.start]);
        let behind = around.get(region.text.end..region.text.end + n);
        if before == Some(ids) || behind == Some(ids) {
            let take = match self.policy.deletions {
                Deletions::Keep => false,
                Deletions::Doubled => circumstances.votes >= 2,
                Deletions::Remove => true,
            };
            return take.then(|| (EditKind::Repetition, sure(930, circumstances)));
        }
        let take = match self.policy.deletions {
            Deletions::Keep => false,
            Deletions::Doubled => circumstances.votes >= 2 && ours.len() <= MOST_REMOVED,
            Deletions::Remove => ours.len() <= MOST_REMOVED,
        };
        take.then(|| (EditKind::Deletion, sure(800, circumstances)))
    }

    fn missing(
        &self,
        region: &Region,
        words: usize,
        flanked: bool,
        circumstances: &Circumstances,
    ) -> Option<(EditKind, Confidence)> {
        let is_stop = |at: usize| matches!(self.page.surface(at), "." | "!" | "?");
        let sentence = region.page.clone().any(is_stop);
        let take = words <= usize::from(self.policy.inserted_words)
            && !sentence
            && circumstances.proven
            && (flanked || self.policy.substitutions == Substitutions::Any);
        take.then(|| (EditKind::Insertion, sure(900, circumstances)))
    }

    fn substitution(
        &self,
        region: &Region,
        ours: &str,
        theirs: &str,
        circumstances: &Circumstances,
        similarity: &mut Similarity,
    ) -> Option<(EditKind, Confidence)> {
        let flanked = circumstances.flank >= FLANKED;
        let numbers = [(&self.text, region.text.clone()), (&self.page, region.page.clone())].map(|(source, range)| {
            range.map(|at| source.tokens.id(at)).any(|id| self.vocabulary.kind(id) == FoldKind::Number)
        });
        if numbers == [true, true] {
            return (self.policy.numbers == Style::Reference).then(|| (EditKind::Number, sure(900, circumstances)));
        }
        let (known, their_known) = (self.is_word(ours), self.is_word(theirs));
        if known && their_known && self.lexicon.lists().is_variant(ours, theirs) {
            // What is projected has the text's letters then, and the page's capitals.
            let kind = if self.policy.variants == Style::Reference { EditKind::Variant } else { EditKind::Casing };
            return Some((kind, sure(950, circumstances)));
        }
        match self.policy.substitutions {
            Substitutions::Keep => return None,
            Substitutions::Any => return Some((wording_kind(known, 1000), sure(900, circumstances))),
            Substitutions::Damaged => {}
        }
        let alike = similarity.of_text(ours, theirs);
        if !numbers[1] && circumstances.votes < 2 && self.count(self.in_page, theirs) < 2 {
            // A damaged page must not damage the text. What it has once and nobody knows is no reading for a known word,
            // nor for one that the text repeats; and of two known words an edit apart the more fluent is the right one.
            if !their_known && (known || self.count(self.in_text, ours) >= 2) {
                return None;
            }
            if known && alike >= 600 && self.is_less_fluent(region) {
                return None;
            }
        }
        let take = if known {
            alike >= 700 || (flanked && (alike >= 400 || circumstances.damage >= DAMAGED))
        } else {
            alike >= 500 || flanked || circumstances.damage >= DAMAGED
        };
        take.then(|| (wording_kind(known, alike), sure(if flanked { 960 } else { 900 }, circumstances)))
    }

    fn rewording(
        &self,
        region: &Region,
        ours: &[&str],
        theirs: &[&str],
        circumstances: &Circumstances,
        similarity: &mut Similarity,
    ) -> Option<(EditKind, Confidence)> {
        // Lines in another order are no misreading.
        let breaks = |source: &FoldedText<'_>, range: &std::ops::Range<usize>| {
            range.clone().skip(1).any(|at| source.tokens.starts_line(at))
        };
        if breaks(&self.text, &region.text) && breaks(&self.page, &region.page) {
            return None;
        }
        let alike = similarity.of_text(&ours.concat(), &theirs.concat());
        // Fewer words, of other letters: some of the text's are gone.
        let gone = ours.len().saturating_sub(theirs.len());
        if alike < SAME_LETTERS && gone > 0 && !circumstances.proven {
            return None;
        }
        match self.policy.substitutions {
            Substitutions::Keep => return None,
            Substitutions::Any => return Some((EditKind::Substitution, sure(850, circumstances))),
            Substitutions::Damaged => {}
        }
        let flanked = circumstances.flank >= FLANKED;
        let longest = ours.len().max(theirs.len());
        let balanced = ours.len().abs_diff(theirs.len()) <= 3;
        let take =
            alike >= 600 || (flanked && longest <= 3) || (circumstances.damage >= DAMAGED && longest <= 6 && balanced);
        take.then(|| (EditKind::Substitution, sure(850, circumstances)))
    }

    pub(crate) fn is_word(&self, folded: &str) -> bool {
        self.lexicon.contains(folded)
    }

    /// Returns whether the page's word is much less fluent in its place than the text's would be.
    ///
    /// "in the East China Sea" against a page's "in tue East China Sea".
    fn is_less_fluent(&self, region: &Region) -> bool {
        let around = |at: Option<usize>| {
            at.filter(|&at| at < self.page.tokens.len())
                .map(|at| self.page.tokens.id(at))
                .filter(|&id| self.vocabulary.kind(id) == FoldKind::Word)
                .map(|id| self.vocabulary.form(id))
        };
        let (before, behind) = (around(region.page.start.checked_sub(1)), around(Some(region.page.end)));
        let fluency =
            |word: &str| self.cost(before, word) + behind.map_or(Cost::ZERO, |next| self.cost(Some(word), next));
        let ours = self.words(&self.text, region.text.clone());
        let theirs = self.words(&self.page, region.page.clone());
        match (ours.first(), theirs.first()) {
            (Some(ours), Some(theirs)) => fluency(theirs).above(fluency(ours)) > MUCH_LESS_FLUENT,
            _ => false,
        }
    }

    /// Returns whether the page reads better where its words are followed by what follows them, than by the extra words of the
    /// text that stand beside them.
    pub(crate) fn reads_better_without(&self, extra: &Region, other: &Region) -> bool {
        let deletions = self.words(&self.text, extra.text.clone());
        let theirs = self.words(&self.page, other.page.clone());
        let page_word = |at: Option<usize>| {
            at.filter(|&at| at < self.page.tokens.len())
                .map(|at| self.page.tokens.id(at))
                .filter(|&id| self.vocabulary.kind(id) == FoldKind::Word)
                .map(|id| self.vocabulary.form(id))
        };
        let behind = extra.text.start >= other.text.end;
        let (first, last) = if behind {
            (theirs.last().copied(), page_word(Some(other.page.end)))
        } else {
            (page_word(other.page.start.checked_sub(1)), theirs.first().copied())
        };
        let (Some(first), Some(last)) = (first, last) else { return false };
        let mut with = Cost::ZERO;
        let mut previous = first;
        for word in deletions.iter().copied().chain([last]) {
            with += self.cost(Some(previous), word);
            previous = word;
        }
        with.above(self.cost(Some(first), last)) > MUCH_LESS_FLUENT + MUCH_LESS_FLUENT
    }

    /// Returns cost of a folded word after another; what the language model does not know is rare.
    fn cost(&self, previous: Option<&str>, word: &str) -> Cost {
        let id = |word: &str| {
            let stem = self.lexicon.lists().owner(word).unwrap_or(word);
            self.lexicon.entry(stem).map(|entry| entry.id())
        };
        match (previous.map(id), id(word)) {
            (_, None) => UNKNOWN_WORD,
            (Some(None), Some(word)) => self.lexicon.unigram_cost(word),
            (Some(Some(previous)), Some(word)) => self.lexicon.bigram_cost(Some(previous), word),
            (None, Some(word)) => self.lexicon.unigram_cost(word),
        }
    }

    /// Returns whether the region has words in the text.
    pub(crate) fn has_words(&self, region: &Region) -> bool {
        !self.words(&self.text, region.text.clone()).is_empty()
    }

    /// Returns whether every word of the text in the region is known, and more than a stray letter.
    pub(crate) fn is_known(&self, region: &Region) -> bool {
        let words = self.words(&self.text, region.text.clone());
        words.iter().all(|w| self.is_word(w) && (w.len() > 1 || self.lexicon.lists().of(w).has(Classes::ONE_LETTER)))
    }

    /// Returns how alike the words of both sides are, written as one.
    pub(crate) fn alike(&self, region: &Region, similarity: &mut Similarity) -> PerMille {
        let ours = self.words(&self.text, region.text.clone()).concat();
        similarity.of_text(&ours, &self.words(&self.page, region.page.clone()).concat())
    }

    fn count(&self, counts: &[u32], form: &str) -> u32 {
        self.vocabulary.find(form).map_or(0, |id| counts.get(id.0 as usize).copied().unwrap_or(0))
    }
}

/// Returns whether what looks like code is a word in which a letter was read as a line: "ent_rtainment".
fn is_misread_word(surface: &str) -> bool {
    surface.contains('_') && surface.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '\'' | '\u{2019}'))
}

/// Returns the letters and digits of `words`: "04,2004" has those of "04" and "2004".
fn letters<'w>(words: &'w [&str]) -> impl Iterator<Item = char> + 'w {
    words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphanumeric())
}

fn wording_kind(known: bool, alike: u16) -> EditKind {
    match (known, alike) {
        (_, ..400) => EditKind::Substitution,
        (false, _) => EditKind::Spelling,
        (true, _) => EditKind::RealWord,
    }
}

/// Returns a second independent witness halves the doubt.
fn sure(per_mille: u16, circumstances: &Circumstances) -> Confidence {
    let doubt = (1000 - per_mille) >> (circumstances.votes - 1).min(3);
    Confidence::from_per_mille(1000 - doubt)
}
