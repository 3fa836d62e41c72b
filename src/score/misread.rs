//! Whether the unknown words of a document were misread by a machine rather than mistyped by a person.

use std::collections::{HashMap, HashSet};

use crate::candidate::{Confusions, DEAREST, Observed, is_offered};
use crate::cost::Cost;
use crate::document::{Document, Word};
use crate::lexicon::{Lexicon, WordId};
use crate::text::shape::CaseShape;

/// Unknown words that are looked at at most.
const LOOKED: usize = 60;
/// No single word tells more than this: any one may be a name, or a slip.
const MOST: i64 = 2_500;
/// How much likelier misreadings than slips must be in all, and in the mean of the words.
const CLEAR: (i64, i64) = (2_500, 330);
/// Rarer words are not taken for what was meant.
const RAREST: Cost = Cost(13_000);

/// What an unknown word looks like.
#[derive(Clone, Copy, Debug, Default)]
struct Looks {
    /// How much likelier it is a misreading of some common word than a slip in one, in millinats.
    misread: i64,
    /// Whether any common word is one letter away.
    near: bool,
}

/// What unknown words look like, as far as it was found; kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Misreadings {
    looks: HashMap<Box<str>, Looks>,
    near: Vec<(WordId, u8)>,
}

/// Words that are remembered at most; beyond it all are forgotten.
const REMEMBERED: usize = 1 << 14;

impl Misreadings {
    /// Whether any common word is one letter from `surface`, in small letters `lower`.
    pub(crate) fn is_near(&mut self, lexicon: &Lexicon, surface: &str, lower: &str) -> bool {
        self.looks(lexicon, surface, lower).near
    }

    /// What `surface`, in small letters `lower`, looks like; nothing where it is too long to be told.
    fn looks(&mut self, lexicon: &Lexicon, surface: &str, lower: &str) -> Looks {
        if self.looks.len() > REMEMBERED {
            self.looks.clear();
        }
        if let Some(&known) = self.looks.get(surface) {
            return known;
        }
        let found = self.compare(lexicon, surface, lower);
        self.looks.insert(surface.into(), found);
        found
    }

    fn compare(&mut self, lexicon: &Lexicon, surface: &str, lower: &str) -> Looks {
        let (shapes, slips) = (Confusions::shapes(), Confusions::slips());
        let observed = |channel| Observed::new(surface, channel);
        let (Some(shape), Some(slip)) = (observed(shapes), observed(slips)) else { return Looks::default() };
        lexicon.candidates(lower, 1, &mut self.near);
        let mut best = (DEAREST, DEAREST);
        let mut near = false;
        for &(id, _) in &self.near {
            let frequency = lexicon.unigram_cost(id);
            let Some(text) = lexicon.spelling(id).filter(|_| frequency <= RAREST) else { continue };
            if lexicon.entry_of(id).is_some_and(is_offered) {
                near = true;
                best.0 = best.0.min(shapes.cost(&shape, text, best.0).map_or(Cost::MAX, |cost| cost + frequency));
                best.1 = best.1.min(slips.cost(&slip, text, best.1).map_or(Cost::MAX, |cost| cost + frequency));
            }
        }
        Looks { misread: (i64::from(best.1.0) - i64::from(best.0.0)).clamp(-MOST, MOST), near }
    }
}

/// The small words of `document` that no list holds.
fn unknown<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d Word> {
    let small = |word: &&Word| word.shape == CaseShape::Lower && word.span.len() > 1;
    document.words().iter().filter(|word| word.entry.is_none() && !word.protected).filter(small)
}

/// What the first of the unknown words of `document` look like, each once.
fn looks(document: &Document<'_>, lexicon: &Lexicon, misreadings: &mut Misreadings) -> impl Iterator<Item = Looks> {
    let mut seen: HashSet<&str> = HashSet::new();
    unknown(document)
        .filter(move |word| seen.len() < LOOKED && seen.insert(document.lower(word)))
        .map(|word| misreadings.looks(lexicon, document.surface(word), document.lower(word)))
}

/// Whether `document` has so many unknown words, and such ones, that a recogniser read it: the sum over words of how much
/// likelier each is a misreading of some common word than a slip in one.
///
/// # Complexity
///
/// One search in the lexicon, one letter deep, for each of the first unknown words that was not met before; none in a text
/// with hardly any.
pub(crate) fn is_misread(document: &Document<'_>, lexicon: &Lexicon, misreadings: &mut Misreadings) -> bool {
    let count = unknown(document).count();
    if count < 5 || count * 60 < document.words().len() {
        return false;
    }
    let (mut sum, mut words) = (0, 0);
    for looks in looks(document, lexicon, misreadings) {
        sum += looks.misread;
        words += 1;
    }
    sum >= CLEAR.0 && sum >= CLEAR.1 * words
}

/// How many of a thousand unknown words of `document` are one letter from a common word: few of the words of a trade, a
/// kitchen or a game are, and most misspellings. Half of them where there is none to tell.
///
/// # Complexity
///
/// The same as of [`is_misread`], whose answers it shares.
pub(crate) fn near(document: &Document<'_>, lexicon: &Lexicon, misreadings: &mut Misreadings) -> u32 {
    let (mut near, mut words) = (0, 0);
    for looks in looks(document, lexicon, misreadings) {
        near += u32::from(looks.near);
        words += 1;
    }
    1000 * (near + 1) / (words + 2)
}
