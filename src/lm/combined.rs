//! N-grams and an embedding as one model.

use super::{ContextVector, EmbeddingModel, LanguageModel, LmToken, LogOdds, NgramModel};
use crate::cost::Cost;
use crate::lexicon::WordId;

/// N-grams for the order of words, an embedding for what words are about.
///
/// ```no_run
/// # fn read(ngrams: Vec<u8>, embedding: Vec<u8>) -> Result<(), ungarble::LanguageError> {
/// use ungarble::Lexicon;
/// use ungarble::lm::{CombinedModel, EmbeddingModel, LanguageModel, NgramModel};
///
/// let lexicon = Lexicon::english();
/// let embedding = EmbeddingModel::open(embedding, lexicon)?;
/// let model = CombinedModel::new(NgramModel::open(ngrams, lexicon)?, embedding);
/// assert_eq!(model.vocabulary_len(), lexicon.vocabulary_len());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct CombinedModel {
    ngrams: NgramModel,
    embedding: EmbeddingModel,
}

impl CombinedModel {
    /// Puts the two together; both know the same words, since both were opened for a lexicon.
    ///
    /// ```no_run
    /// # fn put(ngrams: ungarble::lm::NgramModel, embedding: ungarble::lm::EmbeddingModel) {
    /// let model = ungarble::lm::CombinedModel::new(ngrams, embedding);
    /// # }
    /// ```
    #[must_use]
    pub const fn new(ngrams: NgramModel, embedding: EmbeddingModel) -> CombinedModel {
        CombinedModel { ngrams, embedding }
    }

    /// Returns the model of the order of words.
    ///
    /// ```no_run
    /// # fn look(model: &ungarble::lm::CombinedModel) {
    /// assert!(model.ngrams().image_len() < 8_000_000);
    /// # }
    /// ```
    #[must_use]
    pub const fn ngrams(&self) -> &NgramModel {
        &self.ngrams
    }

    /// Returns the model of what words are about.
    ///
    /// ```no_run
    /// # fn look(model: &ungarble::lm::CombinedModel) {
    /// assert!(model.embedding().image_len() < 3_000_000);
    /// # }
    /// ```
    #[must_use]
    pub const fn embedding(&self) -> &EmbeddingModel {
        &self.embedding
    }
}

impl LanguageModel for CombinedModel {
    fn vocabulary_len(&self) -> u32 {
        self.ngrams.vocabulary_len()
    }

    fn unigram(&self, word: LmToken) -> Cost {
        self.ngrams.unigram(word)
    }

    fn bigram(&self, previous: LmToken, word: LmToken) -> Cost {
        self.ngrams.bigram(previous, word)
    }

    fn trigram(&self, context: [LmToken; 2], word: LmToken) -> Cost {
        self.ngrams.trigram(context, word)
    }

    fn shortest_context(&self, context: [LmToken; 2]) -> [LmToken; 2] {
        self.ngrams.shortest_context(context)
    }

    fn seen_pair(&self, previous: LmToken, word: LmToken) -> Option<Cost> {
        self.ngrams.seen_pair(previous, word)
    }

    fn seen_triple(&self, context: [LmToken; 2], word: LmToken) -> Option<Cost> {
        self.ngrams.seen_triple(context, word)
    }

    fn successors(&self, previous: LmToken, limit: usize, out: &mut Vec<(WordId, Cost)>) {
        self.ngrams.successors(previous, limit, out);
    }

    fn predecessors(&self, next: LmToken, limit: usize, out: &mut Vec<(WordId, Cost)>) {
        self.ngrams.predecessors(next, limit, out);
    }

    fn context_vector(&self, before: &[LmToken], after: &[LmToken]) -> ContextVector {
        self.embedding.context_vector(before, after)
    }

    fn log_odds(&self, context: &ContextVector, word: WordId) -> LogOdds {
        self.embedding.log_odds(context, word)
    }
}
