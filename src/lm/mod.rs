//! Language models: how likely a word is where it stands.
//!
//! ```
//! use ungarble::lm::{LanguageModel, LmToken};
//!
//! /// Sums the costs of the words of a sentence, each behind the two before it.
//! fn sentence_cost(model: &dyn LanguageModel, words: &[LmToken]) -> ungarble::Cost {
//!     let mut context = [LmToken::Unknown, LmToken::Boundary];
//!     words.iter().chain([&LmToken::Boundary]).map(|&word| {
//!         let cost = model.trigram(context, word);
//!         context = [context[1], word];
//!         cost
//!     }).sum()
//! }
//! ```

pub(crate) mod characters;
mod combined;
pub mod compile;
mod embedding;
pub(crate) mod forms;
pub(crate) mod hyphens;
mod image;
mod ngrams;
mod reader;

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};

pub use combined::CombinedModel;
pub use embedding::EmbeddingModel;
pub use ngrams::NgramModel;
pub use reader::{TextReader, TextToken};

use crate::cost::Cost;
use crate::lexicon::WordId;

/// A unit of text as a language model sees it.
///
/// ```
/// use ungarble::lm::LmToken;
///
/// assert_eq!(LmToken::from(None), LmToken::Unknown);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LmToken {
    /// The start or the end of a sentence.
    Boundary,
    /// A number, whatever its digits.
    Number,
    /// Something that no list holds; no context reaches across it.
    Unknown,
    /// A word of the lexicon.
    Word(WordId),
}

impl From<Option<WordId>> for LmToken {
    fn from(word: Option<WordId>) -> LmToken {
        word.map_or(LmToken::Unknown, LmToken::Word)
    }
}

/// Log-odds in millinats (1000·ln p/(1−p)): how much likelier than chance.
///
/// ```
/// use ungarble::lm::LogOdds;
///
/// assert!(LogOdds(2_000) > LogOdds::EVEN && LogOdds::EVEN > LogOdds(-500));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogOdds(pub i32);

impl LogOdds {
    /// As likely as chance has it.
    pub const EVEN: LogOdds = LogOdds(0);
}

/// Words on each side that a [`ContextVector`] is made of.
pub const CONTEXT_WORDS: usize = 4;
/// The largest number of dimensions that an embedding may have.
pub const MAX_DIMENSIONS: usize = 64;

/// The words around a place, summed up for [`LanguageModel::log_odds`]; it needs no memory besides its own 128 bytes.
///
/// ```
/// use ungarble::lm::ContextVector;
///
/// assert_eq!(ContextVector::default().words(), 0);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ContextVector {
    values: [i16; MAX_DIMENSIONS],
    words: u8,
}

impl ContextVector {
    /// Returns how many tokens the model knew of those around the place.
    ///
    /// ```
    /// assert_eq!(ungarble::lm::ContextVector::default().words(), 0);
    /// ```
    #[must_use]
    pub const fn words(&self) -> u8 {
        self.words
    }
}

impl Default for ContextVector {
    fn default() -> ContextVector {
        ContextVector { values: [0; MAX_DIMENSIONS], words: 0 }
    }
}

impl fmt::Debug for ContextVector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContextVector").field("words", &self.words).finish_non_exhaustive()
    }
}

/// The probability of words in their context, as integer costs that are the same on every target.
///
/// Word numbers are those of the lexicon that the model was made for. Words numbered from
/// [`vocabulary_len`](LanguageModel::vocabulary_len) on have costs too, those of their frequency, but no context of their own.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
/// use ungarble::lm::compile::{Ngrams, compile_ngrams};
/// use ungarble::lm::{LanguageModel, LmToken, NgramModel};
///
/// let lexicon = Lexicon::english();
/// let word = |word| LmToken::Word(lexicon.entry(word).expect("it is listed").id());
/// // "the cat" is seen nine times in ten behind a boundary.
/// let mut ngrams = Ngrams::new(lexicon);
/// ngrams.unigram(word("the"), 0.2).bigram(LmToken::Boundary, word("the"), 0.9).bigram(word("the"), word("cat"), 0.5);
/// let model = NgramModel::open(compile_ngrams(&ngrams)?, lexicon)?;
/// assert_eq!(model.bigram(word("the"), word("cat")).0, 704); // ln 2, in steps of 64 millinats
/// assert!(model.bigram(word("the"), word("dog")) > model.bigram(word("the"), word("cat")));
/// assert_eq!(model.seen_pair(word("the"), word("dog")), None);
/// # }
/// # Ok::<(), ungarble::LanguageError>(())
/// ```
pub trait LanguageModel: fmt::Debug + Send + Sync + UnwindSafe + RefUnwindSafe {
    /// Returns how many words it was trained on: their numbers are those below.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::LanguageModel;
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// assert!(model.vocabulary_len() > 60_000);
    /// # }
    /// ```
    fn vocabulary_len(&self) -> u32;

    /// Returns the cost of `word` out of any context.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// assert!(model.unigram(word("the")) < model.unigram(word("harbour")));
    /// # }
    /// ```
    fn unigram(&self, word: LmToken) -> Cost;

    /// Returns the cost of `word` behind `previous`.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// assert!(model.bigram(word("both"), word("sides")) < model.bigram(word("both"), word("side")));
    /// # }
    /// ```
    fn bigram(&self, previous: LmToken, word: LmToken) -> Cost;

    /// Returns the cost of `word` behind `context`, the farther token first.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// let as_well = [word("as"), word("well")];
    /// assert!(model.trigram(as_well, word("as")) < model.bigram(word("well"), word("as")));
    /// # }
    /// ```
    fn trigram(&self, context: [LmToken; 2], word: LmToken) -> Cost;

    /// Returns the shortest context behind which everything costs what it costs behind `context`, `Unknown` in place of what
    /// does not count: contexts that say the same are then equal.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// // What stands before an unknown word does not count.
    /// let context = [word("both"), LmToken::Unknown];
    /// assert_eq!(model.shortest_context(context)[0], LmToken::Unknown);
    /// # }
    /// ```
    ///
    /// # Source
    ///
    /// Li and Khudanpur, “A scalable decoder for parsing-based machine translation with equivalent language model state
    /// maintenance”, 2008.
    fn shortest_context(&self, context: [LmToken; 2]) -> [LmToken; 2] {
        context
    }

    /// Returns the cost of `word` behind `previous` if the model holds this pair.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// assert!(model.seen_pair(word("both"), word("sides")).is_some());
    /// assert!(model.seen_pair(word("sides"), word("harbour")).is_none());
    /// # }
    /// ```
    fn seen_pair(&self, previous: LmToken, word: LmToken) -> Option<Cost>;

    /// Returns the cost of `word` behind `context` if the model holds these three.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// assert!(model.seen_triple([word("as"), word("well")], word("as")).is_some());
    /// assert!(model.seen_triple([word("as"), word("well")], word("harbour")).is_none());
    /// # }
    /// ```
    fn seen_triple(&self, context: [LmToken; 2], word: LmToken) -> Option<Cost>;

    /// Puts the `limit` likeliest words behind `previous` into `out`, which is cleared first, the cheapest first, each
    /// with its cost behind `previous`.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// let mut found = Vec::new();
    /// model.successors(word("united"), 3, &mut found);
    /// assert!(found.iter().any(|&(next, _)| next == id("states")) && found.len() <= 3);
    /// # }
    /// ```
    fn successors(&self, previous: LmToken, limit: usize, out: &mut Vec<(WordId, Cost)>);

    /// Puts the likeliest words before `next` into `out`, which is cleared first: at most `limit` and at most as many as
    /// the model lists, the cheapest first, each with its cost *given* `next`.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// let mut found = Vec::new();
    /// model.predecessors(word("states"), 5, &mut found);
    /// assert!(found.iter().any(|&(before, _)| before == id("united")) && found.len() <= 5);
    /// # }
    /// ```
    fn predecessors(&self, next: LmToken, limit: usize, out: &mut Vec<(WordId, Cost)>);

    /// Returns the cost of `word` and of the two tokens behind it, given the two before: what tells candidates for one place
    /// apart. Both contexts are in reading order. An unknown token behind it costs nothing, as it would for any word.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// let cost = |between| model.cost_between([word("on"), word("the")], word(between), [word("hand"), LmToken::Boundary]);
    /// assert!(cost("other") < cost("order"));
    /// # }
    /// ```
    fn cost_between(&self, before: [LmToken; 2], word: LmToken, after: [LmToken; 2]) -> Cost {
        let [next, last] = after;
        let mut cost = self.trigram(before, word);
        if next != LmToken::Unknown {
            cost += self.trigram([before[1], word], next);
            if next != LmToken::Boundary && last != LmToken::Unknown {
                cost += self.trigram([word, next], last);
            }
        }
        cost
    }

    /// Sums up the tokens around a place, in reading order: the last [`CONTEXT_WORDS`] of `before` and the first of `after`
    /// count. Nothing beyond a boundary should be among them.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// let context = model.context_vector(&[word("the"), word("ship")], &[word("the"), word("harbour")]);
    /// assert_eq!(context.words(), 4);
    /// # }
    /// ```
    fn context_vector(&self, before: &[LmToken], after: &[LmToken]) -> ContextVector {
        let _ = (before, after);
        ContextVector::default()
    }

    /// Returns how well `word` fits between the words of `context`, for comparison with other words in the same place;
    /// [`LogOdds::EVEN`] for a word or a model without an embedding.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Language;
    /// use ungarble::lm::{LanguageModel, LmToken};
    ///
    /// let english = Language::english();
    /// let model = english.model().expect("it is embedded");
    /// let id = |word| english.lexicon().entry(word).expect("it is listed").id();
    /// let word = |word| LmToken::Word(id(word));
    /// let context = model.context_vector(&[word("the"), word("ship"), word("left"), word("the")], &[LmToken::Boundary]);
    /// assert!(model.log_odds(&context, id("harbour")) > model.log_odds(&context, id("hormone")));
    /// # }
    /// ```
    fn log_odds(&self, context: &ContextVector, word: WordId) -> LogOdds {
        let _ = (context, word);
        LogOdds::EVEN
    }
}
