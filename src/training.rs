//! What the programs that make the parameters ask for: the core's own view of a text, without a copy of its code.

use crate::cache::Cache;
use crate::channel::{self, Channel};
use crate::cost::Cost;
use crate::decode::{self, Models};
use crate::document::Document;
use crate::error::LexiconError;
use crate::lexicon::trie::Trie;
use crate::lexicon::{Lexicon, WordId};
use crate::lm::characters::CharacterModel;
use crate::lm::{LanguageModel, LmToken};
use crate::rerank::features::NAMES;
use crate::settings::Noise;

/// Appends the symbols of `surface`, as the channel sees them, to `out`.
pub fn push_symbols(surface: &str, out: &mut Vec<u8>) {
    channel::push_symbols(surface, out);
}

/// Names of the features, in the order of [`Row::features`].
#[must_use]
pub fn feature_names() -> &'static [&'static str] {
    NAMES
}

/// A proposed edit.
#[derive(Clone, Debug)]
pub struct Row {
    /// Bytes of the text.
    pub start: usize,
    /// Their end.
    pub end: usize,
    /// What is proposed, in lower case.
    pub replacement: String,
    /// What the classifier sees.
    pub features: Vec<i32>,
}

/// Proposes edits for texts.
#[derive(Debug)]
pub struct Proposer {
    lexicon: &'static Lexicon,
    model: Box<dyn LanguageModel>,
    trie: Trie,
    channel: Channel,
    characters: CharacterModel,
    scratch: decode::Scratch,
    cache: Cache,
}

impl Proposer {
    /// Returns a proposer with these tables of confusions, in the order of the kinds.
    ///
    /// # Errors
    ///
    /// If a table is not of its form.
    pub fn new(tables: [&str; 2]) -> Result<Proposer, LexiconError> {
        let lexicon = Lexicon::english();
        let trie = Trie::open(Trie::build(lexicon).into(), lexicon)?;
        let channel = Channel::read(tables)?;
        let characters = CharacterModel::open(CharacterModel::build(lexicon).into())?;
        let (scratch, cache) = Default::default();
        Ok(Proposer { lexicon, model: Box::new(Old(lexicon)), trie, channel, characters, scratch, cache })
    }

    /// Proposes edits for `text`.
    pub fn propose(&mut self, text: &str) -> Vec<Row> {
        let document = Document::new(text, self.lexicon, &[], std::mem::take(&mut self.cache.document));
        let models = Models { lexicon: self.lexicon, model: &*self.model, trie: &self.trie, channel: &self.channel, characters: &self.characters };
        let proposals = decode::decode(&document, models, Noise::Auto, None, &|_| true, &mut self.scratch);
        self.cache.document = document.into_buffers();
        proposals
            .into_iter()
            .map(|proposal| Row {
                start: proposal.span.start(),
                end: proposal.span.end(),
                replacement: proposal.replacement,
                features: proposal.features.0.to_vec(),
            })
            .collect()
    }
}

#[derive(Debug)]
struct Old(&'static Lexicon);

impl LanguageModel for Old {
    fn vocabulary_len(&self) -> u32 {
        60_000
    }
    fn unigram(&self, word: LmToken) -> Cost {
        if let LmToken::Word(id) = word { self.0.unigram_cost(id) } else { Cost(3000) }
    }
    fn bigram(&self, previous: LmToken, word: LmToken) -> Cost {
        let LmToken::Word(id) = word else { return Cost(3000) };
        match previous {
            LmToken::Word(p) => self.0.bigram_cost(Some(p), id),
            LmToken::Boundary => self.0.bigram_cost(None, id),
            _ => self.0.unigram_cost(id),
        }
    }
    fn trigram(&self, context: [LmToken; 2], word: LmToken) -> Cost {
        self.bigram(context[1], word)
    }
    fn seen_pair(&self, previous: LmToken, word: LmToken) -> Option<Cost> {
        let (LmToken::Word(p), LmToken::Word(id)) = (previous, word) else { return None };
        let cost = self.0.bigram_cost(Some(p), id);
        (cost != self.0.backed_off_cost(Some(p), id)).then_some(cost)
    }
    fn seen_triple(&self, _: [LmToken; 2], _: LmToken) -> Option<Cost> {
        None
    }
    fn successors(&self, _: LmToken, _: usize, _: &mut Vec<(WordId, Cost)>) {}
    fn predecessors(&self, _: LmToken, _: usize, _: &mut Vec<(WordId, Cost)>) {}
}
