//! What the programs that make the parameters ask for: the core's own view of a text, without a copy of its code.

use crate::cache::Cache;
use crate::channel::{self, Channel};
use crate::decode::{self, Models};
use crate::document::Document;
use crate::error::LexiconError;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::trie::Trie;
use crate::lm::characters::CharacterModel;
use crate::lm::LanguageModel;
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
    lexicon: &'static Lexicon,
    model: &'static dyn LanguageModel,
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
        let lexicon = Language::english().lexicon();
        let model = Language::english().model().ok_or(LexiconError::Section { section: "language model" })?;
        let trie = Trie::open(Trie::build(lexicon).into(), lexicon)?;
        let channel = Channel::read(tables)?;
        let characters = CharacterModel::open(CharacterModel::build(lexicon).into())?;
        let (scratch, cache) = Default::default();
        Ok(Proposer { lexicon, model, trie, channel, characters, scratch, cache })
    }

    /// Proposes edits for `text`.
    pub fn propose(&mut self, text: &str) -> Vec<Row> {
        let document = Document::new(text, self.lexicon, &[], std::mem::take(&mut self.cache.document));
        let models = Models { lexicon: self.lexicon, model: self.model, trie: &self.trie, channel: &self.channel, characters: &self.characters };
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
#[must_use]
pub fn build_images() -> (Vec<u8>, Vec<u8>) {
    let lexicon = Language::english().lexicon();
    (Trie::build(lexicon), CharacterModel::build(lexicon))
}
