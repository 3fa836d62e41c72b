//! What the programs that make the parameters ask for: the core's own view of a text, without a copy of its code.

use crate::cache::Cache;
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
        let (scratch, cache) = Default::default();
        Ok(Proposer { language, trie, channel, characters, hyphens, scratch, cache })
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
