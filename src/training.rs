//! What the programs that make the parameters ask for: the core's own view of a text, without a copy of its code.

use crate::cache::Cache;
use crate::candidates::morphology::Morphology;
use crate::candidates::neighbours::{self, Neighbours};
use crate::channel::{self, Channel};
use crate::decode::{self, Models};
use crate::document::Document;
use crate::error::LanguageError;
use crate::language::Language;
use crate::lexicon::trie::Trie;
use crate::lm::characters::CharacterModel;
use crate::lm::hyphens::{self, Hyphens};
use crate::rerank::features::NAMES;
use crate::settings::Noise;

/// Appends the symbols of `surface`, as the channel sees them, to `out`.
pub fn push_symbols(surface: &str, out: &mut Vec<u8>) {
    channel::push_symbols(surface, out);
}

/// Writes symbols as tables of confusions have them.
#[must_use]
pub fn write_symbols(symbols: &[u8]) -> String {
    channel::write_symbols(symbols)
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
    language: Language,
    trie: Trie,
    channel: Channel,
    characters: CharacterModel,
    hyphens: Hyphens,
    neighbours: Neighbours,
    morphology: Morphology,
    scratch: decode::Scratch,
    cache: Cache,
}

impl Proposer {
    /// Returns a proposer with these tables of confusions, in the order of the kinds.
    ///
    /// # Errors
    ///
    /// If a table is not of its form, or the embedded images are damaged.
    pub fn new(tables: [&str; 2]) -> Result<Proposer, LanguageError> {
        let language = Language::english_words()?;
        let lexicon = language.lexicon();
        let trie = Trie::open(Trie::build(lexicon).into(), lexicon)?;
        let channel = Channel::read(tables)?;
        let characters = CharacterModel::open(CharacterModel::build(lexicon).into())?;
        let hyphens = Hyphens::open(ungarble_en::HYPHENS.into(), lexicon)?;
        // Through these tables, which need not be those of the data.
        let neighbours = Neighbours::open(build_neighbours(tables)?.into(), lexicon)?;
        let morphology = Morphology::read(ungarble_en::AFFIXES)?;
        let (scratch, cache) = Default::default();
        Ok(Proposer { language, trie, channel, characters, hyphens, neighbours, morphology, scratch, cache })
    }

    /// Proposes edits for `text`.
    pub fn propose(&mut self, text: &str) -> Vec<Row> {
        let lexicon = self.language.lexicon();
        let Some(model) = self.language.model() else { return Vec::new() };
        let document = Document::new(text, lexicon, &[], std::mem::take(&mut self.cache.document));
        let models = Models {
            lexicon,
            model,
            trie: &self.trie,
            channel: &self.channel,
            characters: &self.characters,
            hyphens: &self.hyphens,
            neighbours: Some(&self.neighbours),
            morphology: &self.morphology,
        };
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

/// Builds the images that repairs read besides the lexicon and the language model: the trie, and the letters of words.
///
/// # Errors
///
/// If the embedded images are damaged.
pub fn build_images() -> Result<(Vec<u8>, Vec<u8>), LanguageError> {
    let language = Language::english_words()?;
    Ok((Trie::build(language.lexicon()), CharacterModel::build(language.lexicon())))
}

/// Writes an image of shares of hyphens: for each word by number behind and before it, and between pairs of words.
#[must_use]
pub fn compile_hyphens(sides: &[[f64; 2]], pairs: &[([u32; 2], f64)]) -> Vec<u8> {
    hyphens::compile(crate::lexicon::Lexicon::english(), sides, pairs)
}

/// Words out of context that cost more are searched for where they stand, in millinats: one word in 300,000.
const COMMON: u32 = 12_600;

/// Builds the image of what the commonest words may have been meant to be, by tables of confusions in the order of the kinds.
///
/// # Errors
///
/// If a table is not of its form, or the embedded images are damaged.
pub fn build_neighbours(tables: [&str; 2]) -> Result<Vec<u8>, LanguageError> {
    let language = Language::english_words()?;
    let lexicon = language.lexicon();
    let trie = Trie::open(Trie::build(lexicon).into(), lexicon)?;
    let channel = Channel::read(tables)?;
    let is_common = |&(id, _): &(crate::lexicon::WordId, &str)| {
        let entry = lexicon.entry_of(id);
        let is_word = entry.is_some_and(|entry| entry.is_suggestable() && entry.is_word());
        is_word && lexicon.unigram_cost(id).0 < COMMON
    };
    let words: Vec<_> = lexicon.suggestable().filter(is_common).collect();
    let found = crate::candidates::search_known(&words, lexicon, &trie, &channel);
    let count = words.iter().map(|(id, _)| id.index() + 1).max().unwrap_or(0);
    let mut rows = vec![None; count];
    for ((id, _), found) in words.into_iter().zip(found) {
        rows[id.index()] = Some(found);
    }
    Ok(neighbours::compile(lexicon, &rows))
}

/// The classifier that a language has.
#[derive(Debug)]
pub struct Forest(crate::rerank::trees::Trees);

impl Forest {
    /// Opens the image of a forest.
    ///
    /// # Errors
    ///
    /// If it is none, or was made for other features.
    pub fn open(image: Vec<u8>) -> Result<Forest, LanguageError> {
        Ok(Forest(crate::rerank::trees::Trees::open(image.into())?))
    }

    /// Returns the log-odds that an edit with these features is right, in millinats.
    #[must_use]
    pub fn log_odds(&self, row: &[i32]) -> i32 {
        let mut features = crate::rerank::features::Features::new();
        features.0.iter_mut().zip(row).for_each(|(own, &value)| *own = value);
        self.0.log_odds(&features)
    }
}
