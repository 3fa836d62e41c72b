//! Whether the unknown words of a document were misread by a machine rather than mistyped by a person.

use std::collections::{HashMap, HashSet};

use crate::candidate::{Confusions, DEAREST, Observed, is_offered};
use crate::cost::Cost;
use crate::document::Document;
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

/// How much likelier words are misread than mistyped, as far as it was found; kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Misreadings {
    likelier: HashMap<Box<str>, i64>,
    near: Vec<(WordId, u8)>,
}

/// Words that are remembered at most; beyond it all are forgotten.
const REMEMBERED: usize = 1 << 14;

impl Misreadings {
    /// How much likelier `surface`, in small letters `lower`, is a misreading of some common word than a slip in one, in
    /// millinats; nothing where it is too long to be either.
    fn likelier(&mut self, lexicon: &Lexicon, surface: &str, lower: &str) -> i64 {
        if self.likelier.len() > REMEMBERED {
            self.likelier.clear();
        }
        if let Some(&known) = self.likelier.get(surface) {
            return known;
        }
        let found = self.compare(lexicon, surface, lower);
        self.likelier.insert(surface.into(), found);
        found
    }

    fn compare(&mut self, lexicon: &Lexicon, surface: &str, lower: &str) -> i64 {
        let (shapes, slips) = (Confusions::shapes(), Confusions::slips());
        let observed = |channel| Observed::new(surface, channel);
        let (Some(shape), Some(slip)) = (observed(shapes), observed(slips)) else { return 0 };
        lexicon.candidates(lower, 1, &mut self.near);
        let mut best = (DEAREST, DEAREST);
        for &(id, _) in &self.near {
            let frequency = lexicon.unigram_cost(id);
            let Some(text) = lexicon.spelling(id).filter(|_| frequency <= RAREST) else { continue };
            if lexicon.entry_of(id).is_some_and(is_offered) {
                best.0 = best.0.min(shapes.cost(&shape, text, best.0).map_or(Cost::MAX, |cost| cost + frequency));
                best.1 = best.1.min(slips.cost(&slip, text, best.1).map_or(Cost::MAX, |cost| cost + frequency));
            }
        }
        (i64::from(best.1.0) - i64::from(best.0.0)).clamp(-MOST, MOST)
    }
}

/// Whether `document` has so many unknown words, and such ones, that a recogniser read it: the sum over words of how much
/// likelier each is a misreading of some common word than a slip in one.
///
/// # Complexity
///
/// One search in the lexicon, one letter deep, for each of the first unknown words that was not met before; none in a text
/// with hardly any.
pub(crate) fn is_misread(document: &Document<'_>, lexicon: &Lexicon, misreadings: &mut Misreadings) -> bool {
    let unknown = || {
        let small = |shape| shape == CaseShape::Lower;
        document.words().iter().filter(move |w| w.entry.is_none() && !w.protected && small(w.shape) && w.span.len() > 1)
    };
    let count = unknown().count();
    if count < 5 || count * 60 < document.words().len() {
        return false;
    }
    let mut seen: HashSet<&str> = HashSet::new();
    let mut sum = 0;
    for word in unknown() {
        let lower = document.lower(word);
        if seen.len() == LOOKED || !seen.insert(lower) {
            continue;
        }
        sum += misreadings.likelier(lexicon, document.surface(word), lower);
    }
    sum >= CLEAR.0 && sum >= CLEAR.1 * seen.len() as i64
}
