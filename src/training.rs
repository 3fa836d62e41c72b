//! What the programs that make the parameters ask for: the core's own view of a text, without a copy of its code.

use std::borrow::Cow;

use crate::cache::Cache;
use crate::candidates::Sources;
use crate::candidates::morphology::Morphology;
use crate::candidates::neighbours::{self, Neighbours};
use crate::channel::Channel;
use crate::decode::{self, Models};
use crate::document::{Buffers, Document, Word};
use crate::error::LanguageError;
use crate::input::Input;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::trie::Trie;
use crate::lm::characters::CharacterModel;
use crate::lm::forms::{self, AttestedForms};
pub use crate::lm::hyphens::HyphenCounts;
use crate::lm::hyphens::{self, Hyphens};
use crate::recognised::Recognised;
use crate::rerank::features::NAMES;
use crate::settings::Noise;
use crate::text::shape::CaseShape;
use crate::text::symbol;
use crate::truecase::place::{Position, number_before, number_behind, place};
use crate::truecase::{
    self,
    evidence::{self, WordRow},
};

/// Appends the symbols of `surface`, as the channel sees them, to `out`.
pub fn push_symbols(surface: &str, lexicon: &Lexicon, out: &mut Vec<u8>) {
    symbol::push_symbols(surface, lexicon.letters(), out);
}

/// Returns whether a symbol is one that words of the language are made of, or the space between them.
#[must_use]
pub fn is_intended(symbol: u8, lexicon: &Lexicon) -> bool {
    symbol == b' ' || lexicon.letters().has(symbol)
}

/// Writes symbols as tables of confusions have them.
#[must_use]
pub fn write_symbols(symbols: &[u8], lexicon: &Lexicon) -> String {
    symbol::write_symbols(symbols, lexicon.letters())
}

/// A language to fit parameters for: the words of a language and its language model, and the lists and counts that proposals need.
#[derive(Clone, Debug)]
pub struct Material {
    language: Language,
    affixes: Cow<'static, str>,
    hyphens: Cow<'static, [u8]>,
    forms: Cow<'static, [u8]>,
}

impl Material {
    /// Returns English, as far as it is not fitted.
    ///
    /// # Errors
    ///
    /// If the embedded images are damaged.
    pub fn english() -> Result<Material, LanguageError> {
        let (affixes, hyphens) = (ungarble_en::AFFIXES.into(), ungarble_en::HYPHENS.into());
        Ok(Material { language: Language::english_words()?, affixes, hyphens, forms: ungarble_en::FORMS.into() })
    }

    /// Returns a language that has no parameters yet, with its rules of word formation and the image of its hyphens, and
    /// without attested forms.
    #[must_use]
    pub fn new(language: Language, affixes: String, hyphens: Vec<u8>) -> Material {
        Material { language, affixes: affixes.into(), hyphens: hyphens.into(), forms: Cow::default() }
    }

    /// Returns the words.
    #[must_use]
    pub const fn lexicon(&self) -> &Lexicon {
        self.language.lexicon()
    }
}

/// Returns names of the features, in the order of [`ProposedEdit::features`].
#[must_use]
pub fn feature_names() -> &'static [&'static str] {
    NAMES
}

/// A proposed edit.
#[derive(Clone, Debug)]
pub struct ProposedEdit {
    /// Bytes of the text.
    pub start: usize,
    /// Their end.
    pub end: usize,
    /// The replacement in lower case.
    pub replacement: String,
    /// The features that the classifier sees.
    pub features: Vec<i32>,
    /// The least of the recogniser's confidences in the words that stand there, in per mille.
    pub confidence: Option<u16>,
    /// Set if the recogniser would have read it so.
    pub is_alternative: bool,
}

/// Proposes edits for texts.
#[derive(Debug)]
pub struct Proposer {
    language: Language,
    trie: Trie,
    channel: Channel,
    characters: CharacterModel,
    hyphens: Hyphens,
    forms: AttestedForms,
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
    /// If a table is not of its form, or an image is damaged.
    pub fn new(material: &Material, tables: [&str; 2]) -> Result<Proposer, LanguageError> {
        let language = material.language.clone();
        let lexicon = language.lexicon();
        let trie = Trie::open(Trie::build(lexicon).into(), lexicon)?;
        let channel = Channel::read(tables, lexicon.letters())?;
        let characters = CharacterModel::open(CharacterModel::build(lexicon).into(), lexicon.letters())?;
        let hyphens = Hyphens::open(material.hyphens.clone(), lexicon)?;
        let forms = AttestedForms::open(material.forms.clone())?;
        // Through these tables, which need not be those of the data.
        let neighbours = Neighbours::open(build_neighbours(lexicon, tables)?.into(), lexicon)?;
        let morphology = Morphology::read(&material.affixes)?;
        let (scratch, cache) = Default::default();
        Ok(Proposer { language, trie, channel, characters, hyphens, forms, neighbours, morphology, scratch, cache })
    }

    /// Proposes edits for the text of `input`, with what a recogniser says of it.
    pub fn propose<'t>(&mut self, input: impl Into<Input<'t>>) -> Vec<ProposedEdit> {
        let Input { text, known } = input.into();
        let lexicon = self.language.lexicon();
        let Some(model) = self.language.model() else { return Vec::new() };
        let recognised = Recognised::new(&known.word_confidences, &known.alternatives);
        let document = Document::new(&text, lexicon, &[], std::mem::take(&mut self.cache.document));
        let models = Models {
            lexicon,
            model,
            trie: &self.trie,
            channel: &self.channel,
            characters: &self.characters,
            hyphens: &self.hyphens,
            forms: &self.forms,
            neighbours: Some(&self.neighbours),
            morphology: &self.morphology,
        };
        let proposals = decode::decode(&document, models, Noise::Auto, None, &recognised, &|_| true, &mut self.scratch);
        self.cache.document = document.into_buffers();
        proposals
            .into_iter()
            .map(|proposal| ProposedEdit {
                start: proposal.span.start(),
                end: proposal.span.end(),
                replacement: proposal.replacement,
                features: proposal.features.0.to_vec(),
                confidence: recognised.confidence(proposal.span).map(|confidence| confidence.per_mille()),
                is_alternative: proposal.candidate.sources.has(Sources::RECOGNISED),
            })
            .collect()
    }
}

/// Builds the images that repairs read besides the lexicon and the language model: the trie, and the letters of words.
#[must_use]
pub fn build_images(lexicon: &Lexicon) -> (Vec<u8>, Vec<u8>) {
    (Trie::build(lexicon), CharacterModel::build(lexicon))
}

/// Writes the image of counts of hyphens.
#[must_use]
pub fn compile_hyphens(lexicon: &Lexicon, counts: &HyphenCounts) -> Vec<u8> {
    hyphens::compile(lexicon, counts)
}

/// The greatest weight of an attested form.
pub const FORM_WEIGHTS: usize = forms::WEIGHTS;

/// Writes the image of attested forms in lower case, with weights from 1 to [`FORM_WEIGHTS`].
#[must_use]
pub fn compile_forms<'f>(forms: impl IntoIterator<Item = (&'f str, usize)>) -> Vec<u8> {
    forms::compile(forms)
}

/// Words out of context that cost more are searched for where they stand, in millinats: one word in 300,000.
const COMMON: u32 = 12_600;

/// Builds the image of what the commonest words may have been meant to be, by tables of confusions in the order of the kinds.
///
/// # Errors
///
/// If a table is not of its form.
pub fn build_neighbours(lexicon: &Lexicon, tables: [&str; 2]) -> Result<Vec<u8>, LanguageError> {
    let trie = Trie::open(Trie::build(lexicon).into(), lexicon)?;
    let channel = Channel::read(tables, lexicon.letters())?;
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
        Ok(Forest(crate::rerank::trees::Trees::open(image.into(), NAMES.len())?))
    }

    /// Opens the image of a forest that judges patterns of capitals.
    ///
    /// # Errors
    ///
    /// If it is none, or was made for other features.
    pub fn open_case(image: Vec<u8>) -> Result<Forest, LanguageError> {
        Ok(Forest(crate::rerank::trees::Trees::open(image.into(), truecase::features::COUNT)?))
    }

    /// Returns the log-odds that an edit with these features is right, in millinats.
    #[must_use]
    pub fn log_odds(&self, row: &[i32]) -> i32 {
        self.0.log_odds(row)
    }
}

/// A word of running text, as its capitals are counted.
#[derive(Clone, Copy, Debug)]
pub struct CasedWord<'w> {
    /// In lower case.
    pub lower: &'w str,
    /// Its pattern: 0 lower case, 1 capitalised, 2 any other.
    pub pattern: usize,
    /// Set if a capital says something here: no sentence begins, nothing opens.
    pub inside: bool,
    /// Set if nothing but a space stands before it and the word before.
    pub follows: bool,
}

/// Reads text for words that no list holds.
#[derive(Debug, Default)]
pub struct WordReader {
    buffers: Buffers,
}

impl WordReader {
    /// Hands on the words of `text` that are not in `lexicon` and that no mask covers, in lower case.
    pub fn unknown(&mut self, text: &str, lexicon: &crate::Lexicon, each: impl FnMut(&str)) {
        let document = Document::new(text, lexicon, &[], std::mem::take(&mut self.buffers));
        let unknown = document.words().iter().filter(|word| word.entry.is_none() && !word.protected);
        unknown.map(|word| document.lower(word)).for_each(each);
        self.buffers = document.into_buffers();
    }
}

/// Reads running text as cased evidence is counted in it.
#[derive(Debug, Default)]
pub struct CaseReader {
    buffers: Buffers,
}

impl CaseReader {
    /// Hands on the words of `text`, numbers among them as [`NUMBER`](Self::NUMBER), sentence by sentence. Headings, lists and
    /// sentences in title case or capitals are left out: their capitals say nothing of the words.
    pub fn read(&mut self, text: &str, lexicon: &crate::Lexicon, mut each: impl FnMut(CasedWord<'_>)) {
        let document = Document::new(text, lexicon, &[], std::mem::take(&mut self.buffers));
        for (number, sentence) in document.sentences().iter().enumerate() {
            let range = document.words_of(number);
            if range.len() >= 5 && sentence.stopped {
                read_sentence(&document, range, sentence.tokens.start, &mut each);
            }
        }
        self.buffers = document.into_buffers();
    }

    /// Stands for any number.
    pub const NUMBER: &str = evidence::NUMBER;
}

fn read_sentence(
    document: &Document<'_>,
    range: std::ops::Range<usize>,
    first: usize,
    each: &mut impl FnMut(CasedWord<'_>),
) {
    let words = &document.words()[range];
    let pattern = |word: &Word| match word.shape {
        CaseShape::Lower | CaseShape::Caseless => 0,
        CaseShape::Title => 1,
        CaseShape::Upper | CaseShape::Mixed => 2,
    };
    let capitals = words.iter().skip(1).filter(|word| pattern(word) > 0).count();
    if 5 * capitals > 3 * (words.len() - 1) {
        return;
    }
    let mut previous: Option<&Word> = None;
    for word in words {
        let place = place(document, first, previous, word);
        let number = number_before(document, first, word);
        if number {
            each(CasedWord { lower: CaseReader::NUMBER, pattern: 0, inside: true, follows: false });
        }
        let inside = place.position == Position::Mid && !word.protected;
        let follows = number || place.glued && previous.is_some_and(|before| !before.possessive);
        each(CasedWord { lower: document.lower(word), pattern: pattern(word), inside, follows });
        if number_behind(document, word) {
            each(CasedWord { lower: CaseReader::NUMBER, pattern: 0, inside: true, follows: true });
        }
        previous = Some(word);
    }
}

/// Scores of words of an image of cased evidence, in nats.
#[derive(Clone, Copy, Debug)]
pub struct CasedRow<'w> {
    /// The word in lower case.
    pub lower: &'w str,
    /// Sightings.
    pub count: u64,
    /// Costs of its patterns.
    pub costs: [f64; 3],
    /// Standard deviation of the share of capitals over sources.
    pub spread: f64,
    /// Log-odds that the next word is capitalised behind it in lower case and with a capital, then the same of the word before.
    pub neighbours: [f64; 4],
}

/// Writes an image of cased evidence: words, and costs of the patterns of pairs (small-small, small-capital, …).
#[must_use]
pub fn compile_cased(words: &[CasedRow<'_>], pairs: &[([&str; 2], [f64; 4])]) -> Vec<u8> {
    let row = |row: &CasedRow<'_>| WordRow {
        hash: evidence::hash(row.lower),
        count: row.count,
        costs: row.costs,
        spread: row.spread,
        neighbours: row.neighbours,
    };
    let words: Vec<WordRow> = words.iter().map(row).collect();
    let pair = |&([first, second], costs): &([&str; 2], [f64; 4])| {
        (evidence::hash_pair(evidence::hash(first), evidence::hash(second)), costs)
    };
    evidence::compile(&words, &pairs.iter().map(pair).collect::<Vec<_>>())
}

/// Proposes patterns of capitals for texts.
#[derive(Debug)]
pub struct CaseProposer {
    evidence: evidence::CasedEvidence,
    document: Buffers,
    cache: truecase::CaseScratch,
}

impl CaseProposer {
    /// Returns a proposer with this image of cased evidence.
    ///
    /// # Errors
    ///
    /// If it is damaged.
    pub fn new(evidence: Vec<u8>) -> Result<CaseProposer, crate::LexiconError> {
        let evidence = evidence::CasedEvidence::open(evidence.into())?;
        let (document, cache) = Default::default();
        Ok(CaseProposer { evidence, document, cache })
    }

    /// Proposes patterns for `text`, whose noise is said to be `noise`.
    pub fn propose(&mut self, text: &str, noise: Noise) -> Vec<ProposedEdit> {
        let lexicon = crate::Lexicon::english();
        let document = Document::new(text, lexicon, &[], std::mem::take(&mut self.document));
        let said = truecase::Said { noise, budget: crate::HarmBudget::None };
        let mut rows = Vec::new();
        let words = document.words();
        truecase::propose(&document, lexicon, &self.evidence, said, &|_| true, &mut self.cache, &mut |proposals, _| {
            rows.extend(proposals.iter().map(|proposal| ProposedEdit {
                start: words[proposal.word].span.start(),
                end: words[proposal.word].span.end(),
                replacement: proposal.replacement.clone(),
                features: proposal.features.0.to_vec(),
                confidence: None,
                is_alternative: false,
            }));
        });
        self.document = document.into_buffers();
        rows
    }

    /// Returns names of the features, in the order of [`ProposedEdit::features`].
    #[must_use]
    pub fn feature_names() -> &'static [&'static str] {
        truecase::features::NAMES
    }

    /// Number of bands of places that have thresholds of their own.
    pub const BANDS: usize = truecase::features::BANDS;

    /// Returns the band of the place that a row of features describes.
    #[must_use]
    pub fn band(features: &[i32]) -> usize {
        features.try_into().map_or(0, truecase::features::Features::band)
    }
}
