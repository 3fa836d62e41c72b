//! What a language brings besides its words and its language model: what repairs search in, and what they decide by.

use std::borrow::Cow;

use crate::candidates::morphology::Morphology;
use crate::candidates::neighbours::Neighbours;
use crate::channel::{Channel, KINDS};
use crate::error::LexiconError;
use crate::lexicon::Lexicon;
use crate::lexicon::trie::Trie;
use crate::lm::characters::CharacterModel;
use crate::lm::forms::AttestedForms;
use crate::lm::hyphens::Hyphens;
use crate::rerank::Classifier;
use crate::rerank::budget::HarmBudget;
use crate::rerank::confidences::Confidences;
use crate::rerank::thresholds::Thresholds;
use crate::truecase::Truecaser;

/// The files of a language that parameters are read from.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    pub(crate) trie: Cow<'static, [u8]>,
    pub(crate) characters: Cow<'static, [u8]>,
    pub(crate) hyphens: Cow<'static, [u8]>,
    /// Attested forms; empty where none were counted.
    pub(crate) forms: Cow<'static, [u8]>,
    pub(crate) neighbours: Cow<'static, [u8]>,
    pub(crate) affixes: Cow<'static, str>,
    /// Tables of confusions, in the order of the kinds of noise.
    pub(crate) channel: [Cow<'static, str>; KINDS],
    pub(crate) trees: Cow<'static, [u8]>,
    pub(crate) calibration: Cow<'static, str>,
    pub(crate) budgets: Cow<'static, str>,
    /// Bayes factors of a recogniser's confidences; empty where they are not known.
    pub(crate) confidences: Cow<'static, str>,
    /// Those of casing; without them no capitals are repaired.
    pub(crate) casing: Option<CaseFiles>,
}

/// The files of a language that parameters of casing are read from.
#[derive(Clone, Debug)]
pub(crate) struct CaseFiles {
    pub(crate) cased: Cow<'static, [u8]>,
    pub(crate) trees: Cow<'static, [u8]>,
    pub(crate) calibration: Cow<'static, str>,
    pub(crate) budgets: Cow<'static, str>,
}

/// The parameters of a language.
#[derive(Debug)]
pub(crate) struct Parameters {
    pub(crate) trie: Trie,
    pub(crate) characters: CharacterModel,
    pub(crate) hyphens: Hyphens,
    pub(crate) forms: AttestedForms,
    pub(crate) neighbours: Neighbours,
    pub(crate) morphology: Morphology,
    pub(crate) channel: Channel,
    pub(crate) classifier: Classifier,
    pub(crate) confidences: Confidences,
    pub(crate) truecaser: Option<Truecaser>,
}

impl Parameters {
    /// Opens the parameters in `files`, which were made for `lexicon`.
    ///
    /// # Errors
    ///
    /// If one of the files is not of its form, or was made for another lexicon.
    pub(crate) fn open(files: Files, lexicon: &Lexicon) -> Result<Parameters, LexiconError> {
        let [ocr, typing] = &files.channel;
        Ok(Parameters {
            trie: Trie::open(files.trie, lexicon)?,
            characters: CharacterModel::open(files.characters, lexicon.letters())?,
            hyphens: Hyphens::open(files.hyphens, lexicon)?,
            forms: AttestedForms::open(files.forms)?,
            neighbours: Neighbours::open(files.neighbours, lexicon)?,
            morphology: Morphology::read(&files.affixes)?,
            channel: Channel::read([ocr, typing], lexicon.letters())?,
            classifier: Classifier::open(files.trees, &files.calibration, &files.budgets)?,
            confidences: Confidences::read(&files.confidences)?,
            truecaser: files
                .casing
                .map(|casing| Truecaser::open(casing.cased, casing.trees, &casing.calibration, &casing.budgets))
                .transpose()?,
        })
    }

    /// Returns the thresholds of a budget.
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the trees, for their fingerprint.
    pub(crate) fn thresholds(&self, budget: HarmBudget) -> Thresholds {
        let casing = self.truecaser.as_ref().map(Truecaser::classifier);
        let models = self.classifier.fingerprint() ^ casing.map_or(0, |casing| casing.fingerprint().rotate_left(1));
        let case_threshold = |band| casing.map_or(i32::MAX, |casing| casing.case_threshold(budget, band));
        Thresholds::new(models, self.classifier.threshold(budget), case_threshold)
    }
}
