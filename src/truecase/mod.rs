//! Truecasing: which letters are meant to be capitals.
//!
//! Damage comes in kinds: runs of words that a machine has capitalised, names and acronyms written small, passages that lost all
//! capitals or all small letters, single slips. A first look tells which sentences show nothing odd ([`observe`]); the others are
//! solved ([`lattice`]) over hypotheses of damage ([`damage`]) and patterns of each word ([`pattern`]), from evidence counted in other
//! texts ([`evidence`]) and in this one ([`sightings`]), twice: the first time tells at which rates each region is damaged. Each
//! pattern that is likely enough is proposed and described ([`describe`]), and a classifier decides.

pub(crate) mod class;
pub(crate) mod costs;
mod damage;
mod decide;
mod describe;
pub(crate) mod evidence;
pub(crate) mod features;
mod lattice;
mod observe;
mod pattern;
pub(crate) mod place;
mod propose;
mod sightings;
mod tally;

use std::borrow::Cow;

use crate::document::Document;
use crate::error::LexiconError;
use crate::lexicon::Lexicon;
use crate::plan::edit::{Confidence, Evidence};
use crate::rerank::Classifier;
use crate::rerank::budget::HarmBudget;
use crate::settings::Noise;
use crate::span::Span;
use crate::text::shape::CaseShape;
use evidence::CasedEvidence;

pub(crate) use propose::{CaseScratch, propose};

/// How one word is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Casing {
    /// What is to be written otherwise: a word, with its "'S" where a passage is in capitals.
    pub(crate) span: Span,
    /// It as it is to be written.
    pub(crate) replacement: String,
    /// The pattern of the replacement.
    pub(crate) shape: CaseShape,
    pub(crate) confidence: Confidence,
    pub(crate) evidence: Vec<Evidence>,
}

/// What the truecaser found in a text.
#[derive(Debug, Default)]
pub(crate) struct Casings {
    /// The words to be written otherwise, in the order of the text.
    pub(crate) words: Vec<Casing>,
    /// Words that a machine has capitalised.
    pub(crate) title_cased_words: usize,
    /// Names and acronyms written small.
    pub(crate) lowered: usize,
    /// Words in runs that keep their capital because no lexicon knows them: if one is a misspelling, it was meant small.
    pub(crate) unknown_in_runs: Vec<usize>,
}

/// What a language brings to truecasing.
#[derive(Clone, Debug)]
pub(crate) struct Truecaser {
    pub(crate) evidence: CasedEvidence,
    classifier: Classifier,
}

impl Truecaser {
    /// Opens the parameters of a language.
    ///
    /// # Errors
    ///
    /// If one of them is not of its form.
    pub(crate) fn open(
        evidence: Cow<'static, [u8]>,
        trees: Cow<'static, [u8]>,
        calibration: &str,
        budgets: &str,
    ) -> Result<Truecaser, LexiconError> {
        let classifier = Classifier::open_for(features::COUNT, trees, calibration, budgets)?;
        Ok(Truecaser { evidence: CasedEvidence::open(evidence)?, classifier })
    }

    /// What decides about capitals.
    pub(crate) const fn classifier(&self) -> &Classifier {
        &self.classifier
    }
}

/// What is said of a text before it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said {
    pub(crate) noise: Noise,
    pub(crate) budget: HarmBudget,
}

/// Finds the words of `document` whose capitals are not as meant, in sentences with a word that `is_open`.
///
/// # Complexity
///
/// O(n) in the words.
pub(crate) fn truecase(
    document: &Document<'_>,
    lexicon: &Lexicon,
    truecaser: &Truecaser,
    said: Said,
    is_open: &dyn Fn(Span) -> bool,
    cache: &mut CaseScratch,
) -> Casings {
    let mut found = Casings::default();
    let threshold = |proposal: &propose::Proposal| {
        truecaser.classifier.case_threshold(said.budget, features::Features::band(&proposal.features.0))
    };
    propose(document, lexicon, &truecaser.evidence, said, is_open, cache, &mut |proposals, unknown| {
        let judged: Vec<_> =
            proposals.iter().map(|proposal| truecaser.classifier.judge_row(&proposal.features.0)).collect();
        decide::decide(document, proposals, &judged, &threshold, &mut found);
        found.unknown_in_runs.extend(unknown);
    });
    let Casings { words, unknown_in_runs, .. } = &mut found;
    unknown_in_runs.retain(|&index| {
        let span = document.words()[index].span;
        words.binary_search_by_key(&span.start(), |casing| casing.span.start()).is_err()
    });
    found
}

#[cfg(all(test, feature = "embedded"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::document::Buffers;

    fn repaired(text: &str, noise: Noise) -> String {
        let language = crate::Language::english();
        let (lexicon, parameters) = (language.lexicon(), language.parameters().unwrap());
        let document = Document::new(text, lexicon, &[], Buffers::default());
        let said = Said { noise, budget: HarmBudget::Bold };
        let mut out = String::new();
        let mut at = 0;
        let found = truecase(
            &document,
            lexicon,
            parameters.truecaser.as_ref().unwrap(),
            said,
            &|_| true,
            &mut CaseScratch::default(),
        );
        for casing in found.words {
            out.push_str(text.get(at..casing.span.start()).unwrap());
            out.push_str(&casing.replacement);
            at = casing.span.end();
        }
        out.push_str(text.get(at..).unwrap());
        out
    }

    const DAMAGED: &str = "The council met in london on Tuesday To Talk About The Cost Of The Broken Machine. \
        Mr Hill said that the work would last until may 2031. He Added That Nobody Had Asked For It And That \
        The Money Should Go To Schools.\n\nThe mayor of Leeds, who had come by train, Said That Her Town Would \
        Not Pay For A Machine In london. Ships from france and the us bring most of the steel.";

    #[test]
    fn runs_are_lowered_and_names_raised() {
        let text = repaired(DAMAGED, Noise::Auto);
        assert!(text.contains("to talk about the cost of the broken machine."), "{text}");
        assert!(text.contains("nobody had asked for it and that the money should go to schools."), "{text}");
        assert!(text.contains("until May 2031") && text.contains("Mr Hill"), "{text}");
        assert!(text.contains("from France and"), "{text}");
    }

    #[test]
    fn one_sentence_is_enough() {
        for (damaged, right) in [
            (
                "The police asked everyone To Stay At Home Until The Storm Had Passed.",
                "The police asked everyone to stay at home until the storm had passed.",
            ),
            (
                "The leaders of france, germany and italy met in berlin on Friday.",
                "The leaders of France, Germany and Italy met in Berlin on Friday.",
            ),
        ] {
            assert_eq!(repaired(damaged, Noise::Auto), right);
        }
    }

    #[test]
    fn what_was_repaired_stays() {
        let text = repaired(DAMAGED, Noise::Auto);
        assert_eq!(repaired(&text, Noise::Auto), text);
    }

    #[test]
    fn right_texts_stay() {
        for text in [
            "How to Grow Tomatoes in a Small Flat\n\nPlant them in May. The Royal Society of Chemistry says so.",
            "She read The Old Man and the Sea on her iPhone, and sold it on eBay.",
            "SECTION 2. LIMITATION OF LIABILITY\n\nNotices must be sent in writing to the address in Annex A.",
        ] {
            for noise in [Noise::Auto, Noise::Ocr, Noise::Scrape] {
                assert_eq!(repaired(text, noise), text);
            }
        }
    }

    #[test]
    fn speech_gets_its_capitals() {
        let heard = "i flew to berlin on monday. it was my first visit to germany since the election.";
        let text = repaired(heard, Noise::Speech);
        assert!(
            text.starts_with("I flew to") && text.contains("on Monday") && text.contains("to Germany since"),
            "{text}"
        );
    }

    #[test]
    fn shouted_endings_of_numbers_are_lowered() {
        let shouted = "THE OFFICE MOVED TO THE 44TH STREET IN THE 1920S, AND MANY OF ITS PEOPLE WERE GLAD TO LEAVE.";
        let text = repaired(shouted, Noise::Auto);
        assert!(text.contains("44th ") && text.contains("1920s, and many of its people"), "{text}");
    }
}
