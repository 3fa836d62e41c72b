//! What is known about English words: one compiled image, read where it lies.
//!
//! ```
//! # #[cfg(feature = "embedded")] {
//! use ungarble::Lexicon;
//!
//! let lexicon = Lexicon::english();
//! assert!(lexicon.contains("harbour") && !lexicon.contains("harbuor"));
//! assert_eq!(lexicon.suggest("recieve", 1)[0].text(), "receive");
//! # }
//! ```

pub mod compile;
mod embedded;
mod entry;
mod filter;
#[cfg(feature = "hunspell")]
mod hunspell;
pub(crate) mod image;
mod key;
pub(crate) mod offsets;
mod phrase;
mod search;
mod sources;
mod suggest;
mod table;
pub(crate) mod trie;
mod user;

use std::borrow::Cow;
use std::sync::Arc;

pub use entry::{Casing, Dialects, Entry, NameClasses, WordId, Zipf};
pub use phrase::Phrase;
pub use suggest::Candidate;
pub use user::UserLexicon;

use crate::cost::Cost;
use crate::error::LexiconError;
use crate::lm::{LanguageModel, LmToken};
use crate::span::Span;
use crate::text::classes::{NO_LISTS, WordLists};
use crate::text::sentence::paragraphs_of;
use crate::text::symbol::Letters;
use crate::text::tokenizer::Tokens;
use image::{Image, Section, u24_at, u32_at, u64_at};
use key::Alphabet;
use search::Group;

/// Numbers of words in language models have 16 bits; three stand for no word.
const MOST_MODELLED: u32 = (1 << 16) - 3;
/// Frequencies in the image are in this many hundredths of the Zipf scale.
pub(crate) const ZIPF_STEP: u16 = 4;
/// Bytes of a row of the section of common words.
const COMMON_ROW: usize = 3;
/// Millinats of one hundredth of the Zipf scale, times 1000: 10·ln 10.
const MILLINATS_PER_CENTI_ZIPF: u32 = 23_026;

/// A language: its words and names, how they are written, how frequent they are and what follows them.
///
/// Look-ups take a word in lower case, with a straight apostrophe, without possessive 's and hyphens taken apart,
/// unless they say otherwise. All are read from one image; nothing is built when it is opened.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
/// use ungarble::lexicon::Dialects;
///
/// let lexicon = Lexicon::english();
/// assert!(lexicon.contains("Tokyo-based") && !lexicon.contains("re-airgised"));
/// assert_eq!(lexicon.suggest("goverment", 3)[0].text(), "government");
/// let colour = lexicon.entry("colour").expect("a common word");
/// assert!(!colour.dialects().intersects(Dialects::US) && colour.casing().lower > 200);
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Lexicon {
    image: Image,
    alphabet: Alphabet,
    letters: Letters,
    /// The lists of word classes, if there are any.
    lists: Option<Arc<WordLists>>,
    /// Words numbered from 0 whose letters, frequency and successors are kept.
    common: u32,
    /// Of these, the words that language models know.
    modelled: u32,
    /// The language model, if there is one.
    model: Option<Arc<dyn LanguageModel>>,
}

impl Lexicon {
    /// Returns the lexicon in `image`, made by [`compile::compile`].
    ///
    /// ```
    /// use ungarble::Lexicon;
    /// use ungarble::lexicon::compile::{Source, Sources, compile};
    ///
    /// let words = Source { name: "words.tsv".to_owned(), text: "lakh\t320\ti\ts\n".to_owned() };
    /// let alphabet = "abcdefghijklmnopqrstuvwxyz".to_owned();
    /// let image = compile(&Sources { words: vec![words], alphabet, ..Sources::default() })?;
    /// assert!(Lexicon::from_image(image)?.contains("lakh"));
    /// assert!(Lexicon::from_image(b"lakh\n".as_slice()).is_err());
    /// # Ok::<(), ungarble::LexiconError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the header is not that of a lexicon of this layout, or a section lies outside of the image. The contents
    /// are not checked, which would take longer than all look-ups of a short text; [`Lexicon::verify`] does that.
    /// A damaged image gives wrong answers, and never a panic.
    pub fn from_image(image: impl Into<Cow<'static, [u8]>>) -> Result<Lexicon, LexiconError> {
        let image = Image::open(image.into().into())?;
        let section = Section::Alphabet;
        let letters = std::str::from_utf8(image.section(section));
        let alphabet = Alphabet::new(letters.map_err(|_| LexiconError::Section { section: "alphabet" })?);
        let common = (image.section(Section::Common).len() / COMMON_ROW) as u32;
        let modelled = u32_at(image.section(Section::Vocabulary), 0).unwrap_or(0);
        if modelled > common || modelled > MOST_MODELLED {
            return Err(LexiconError::Section { section: "vocabulary" });
        }
        let letters = alphabet.beyond_ascii().collect();
        Ok(Lexicon { image, alphabet, letters, lists: None, common, modelled, model: None })
    }

    /// Returns the lexicon with what follows what.
    pub(crate) fn with_model(self, model: Arc<dyn LanguageModel>) -> Lexicon {
        Lexicon { model: Some(model), ..self }
    }

    /// Returns the lexicon with lists of what its words do in sentences.
    pub(crate) fn with_lists(self, lists: WordLists) -> Lexicon {
        Lexicon { lists: Some(Arc::new(lists)), ..self }
    }

    /// Returns the lists of what words do in sentences.
    pub(crate) fn lists(&self) -> &WordLists {
        self.lists.as_deref().unwrap_or(&NO_LISTS)
    }

    /// Splits a text of this language into tokens, as [`tokenize`](crate::tokenize) does one of no language: words that have lost their
    /// spaces are told from names in code.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Lexicon, TokenKind, tokenize};
    ///
    /// let text = "it.was.the";
    /// assert_eq!(tokenize(text).next().map(|token| token.kind), Some(TokenKind::Protected));
    /// let first = Lexicon::english().tokenize(text).next().expect("it has words");
    /// assert_eq!((&text[first.span.range()], first.kind), ("it", TokenKind::Word));
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text.
    pub fn tokenize<'t>(&'t self, text: &'t str) -> Tokens<'t> {
        Tokens::of(text, self.lists())
    }

    /// Returns the paragraphs of a text of this language, as [`paragraphs`](crate::paragraphs) does those of a text of no language:
    /// the full stop of an abbreviation ends no sentence.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let text = "Mr. Hill left. Nobody saw him.";
    /// let paragraphs = ungarble::Lexicon::english().paragraphs(text);
    /// assert_eq!(&text[paragraphs[0][0].range()], "Mr. Hill left. ");
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text.
    #[must_use]
    pub fn paragraphs(&self, text: &str) -> Vec<Vec<Span>> {
        paragraphs_of(text, self.lists())
    }

    /// Returns the language model that costs of words in context are asked of.
    pub(crate) fn model(&self) -> Option<&dyn LanguageModel> {
        self.model.as_deref()
    }

    /// Compares the checksum of the image with its contents.
    ///
    /// ```
    /// use ungarble::Lexicon;
    /// use ungarble::lexicon::compile::{Source, Sources, compile};
    ///
    /// let words = Source { name: "words.tsv".to_owned(), text: "lakh\t320\ti\ts\n".to_owned() };
    /// let alphabet = "abcdefghijklmnopqrstuvwxyz".to_owned();
    /// let mut image = compile(&Sources { words: vec![words], alphabet, ..Sources::default() })?;
    /// assert!(Lexicon::from_image(image.clone())?.verify().is_ok());
    /// *image.last_mut().expect("it has words") ^= 1;
    /// assert!(Lexicon::from_image(image)?.verify().is_err());
    /// # Ok::<(), ungarble::LexiconError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If it differs.
    ///
    /// # Complexity
    ///
    /// O(n) in the size of the image.
    pub fn verify(&self) -> Result<(), LexiconError> {
        self.image.verify()
    }

    /// Returns what tells one image from another: word numbers of one mean nothing in the other.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.image.fingerprint()
    }

    /// Returns how many words have n-grams in a language model for this lexicon: those numbered below.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// assert!(ungarble::Lexicon::english().vocabulary_len() > 30_000);
    /// # }
    /// ```
    #[must_use]
    pub const fn vocabulary_len(&self) -> u32 {
        self.modelled
    }

    /// Returns the words that language models know, by number.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let lexicon = ungarble::Lexicon::english();
    /// assert_eq!(lexicon.vocabulary().count(), lexicon.vocabulary_len() as usize);
    /// # }
    /// ```
    pub fn vocabulary(&self) -> impl Iterator<Item = (WordId, &str)> + '_ {
        (0..self.modelled).filter_map(|id| Some((WordId(id), self.spelling(WordId(id))?)))
    }

    /// Returns what tells one vocabulary from another: language models are made for one.
    pub(crate) fn vocabulary_fingerprint(&self) -> u64 {
        u64_at(self.image.section(Section::Vocabulary), 4).unwrap_or(0)
    }

    /// Returns the size of the image in bytes.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let bytes = ungarble::Lexicon::english().image_len();
    /// assert!((5_000_000..7_000_000).contains(&bytes), "{bytes}");
    /// # }
    /// ```
    #[must_use]
    pub fn image_len(&self) -> usize {
        self.image.len()
    }

    /// Returns everything that is known about the word `lower`, or `None` for an unknown word.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert!(lexicon.entry("harbour").is_some_and(|entry| entry.is_word()));
    /// assert!(lexicon.entry("harbuor").is_none());
    /// # }
    /// ```
    #[must_use]
    pub fn entry(&self, lower: &str) -> Option<Entry> {
        self.find_entry(lower)
    }

    /// Returns whether `word` is known: a word, a name, initials ("p.m."), the possessive of one, or a hyphenated chain of them;
    /// with capitals also the plural of a name or an abbreviation ("the Chathams", "MPs").
    ///
    /// Any case will do but for what is known in its capitals only, see [`Entry::is_cased`]. Accents may be there that
    /// the lexicon writes without ("fiancé").
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// for word in ["harbour", "HARBOUR", "London", "p.m.", "owner's", "wind-powered", "MPs", "fiancé"] {
    ///     assert!(lexicon.contains(word), "{word}");
    /// }
    /// assert!(!lexicon.contains("harbuor") && !lexicon.contains("wind-pwoered"));
    /// # }
    /// ```
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        if self.knows(word) {
            return true;
        }
        let stem = self.strip_possessive(word);
        let chain = |parts: &str| parts.contains('-') && parts.split('-').all(|part| self.knows(part));
        !stem.is_empty() && (stem.len() < word.len() && self.knows(stem) || self.is_plural_name(stem) || chain(stem))
    }

    /// Returns whether one part of a word is known.
    fn knows(&self, part: &str) -> bool {
        let folded = fold(part);
        let lower = folded.as_ref();
        let known = |lower: &str| self.find_entry(lower).is_some_and(|entry| entry.allows(part));
        known(lower) || is_initials(lower) || !lower.is_ascii() && known(&self.without_accents(lower))
    }

    /// Returns whether `word` is a name or an abbreviation, in its capitals, with a small s behind it.
    fn is_plural_name(&self, word: &str) -> bool {
        let stem = self.lists().without_plural(word).filter(|stem| stem.starts_with(char::is_uppercase));
        let Some(stem) = stem else {
            return false;
        };
        let entry = self.find_entry(fold(stem).as_ref()).filter(|entry| entry.is_name() && entry.allows(stem));
        entry.is_some_and(|entry| !entry.is_word() || !stem.chars().any(char::is_lowercase))
    }

    /// Returns the lower-case letters of a common word: one that may be suggested, or that the language model knows.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let mut found = Vec::new();
    /// lexicon.candidates("harbuor", 1, &mut found);
    /// let words: Vec<&str> = found.iter().filter_map(|&(id, _)| lexicon.spelling(id)).collect();
    /// assert_eq!(words, ["harbor", "harbour"]);
    /// # }
    /// ```
    #[must_use]
    pub fn spelling(&self, id: WordId) -> Option<&str> {
        let groups = self.image.section(Section::Groups);
        let (mut low, mut high) = (0, groups.len() / search::GROUP);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if Group::read(groups, middle)?.first <= id.0 { low = middle } else { high = middle }
        }
        let (start, end) = Group::read(groups, low)?.letters(id.0)?;
        self.image.text(Section::Letters, start, end)
    }

    /// Returns the words that may be suggested, with their numbers.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let longest = lexicon.suggestable().map(|(_, word)| word).max_by_key(|word| word.len()).expect("it has words");
    /// assert!(lexicon.suggestable().count() > 75_000 && longest.len() > 15);
    /// # }
    /// ```
    pub fn suggestable(&self) -> impl Iterator<Item = (WordId, &str)> + '_ {
        let groups = self.image.section(Section::Groups);
        (0..groups.len() / search::GROUP).filter_map(|index| Group::read(groups, index)).flat_map(move |group| {
            let count = group.suggestable.min(group.count);
            let ids = group.first..group.first.saturating_add(count);
            ids.map_while(move |id| Some((WordId(id), self.spelling(WordId(id))?)))
        })
    }

    /// Returns the letters that the language has besides a–z.
    pub(crate) const fn letters(&self) -> &Letters {
        &self.letters
    }

    /// Returns the words that a repair may offer: those that may be suggested, and the names that the language model knows.
    #[cfg(any(feature = "training", all(test, feature = "embedded")))]
    pub(crate) fn offered(&self) -> impl Iterator<Item = (WordId, &str)> + '_ {
        let is_plain = |word: &str| word.chars().all(|c| self.letters.intend(c).is_some());
        self.common().filter(move |&(id, word)| {
            let Some(entry) = self.entry_of(id) else { return false };
            let is_name = entry.is_name() && id.0 < self.modelled && !entry.is_rare();
            (entry.is_suggestable() || is_name) && !entry.is_discouraged() && !word.is_empty() && is_plain(word)
        })
    }

    /// Returns the words that may be suggested and those that the language model knows.
    #[cfg(any(feature = "training", all(test, feature = "embedded")))]
    pub(crate) fn common(&self) -> impl Iterator<Item = (WordId, &str)> + '_ {
        (0..self.common).filter_map(|id| Some((WordId(id), self.spelling(WordId(id))?)))
    }

    /// Returns how a name is written where that is not its lower-case form with a capital first letter: "NATO",
    /// "iPhone", "McDonald's". `None` means that [`Entry::is_name`] and [`Entry::is_word`] say all, or that an
    /// abbreviation which [`Entry::is_cased`] has nothing but capitals.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let written = |word| lexicon.canonical(lexicon.entry(word).expect("known").id());
    /// assert_eq!((written("iphone"), written("nato")), (Some("iPhone"), Some("NATO")));
    /// assert_eq!(written("london"), None, "a capital before lower-case letters is what a name has anyway");
    /// # }
    /// ```
    #[must_use]
    pub fn canonical(&self, id: WordId) -> Option<&str> {
        let rows = self.image.section(Section::Canonical);
        let (mut low, mut high) = (0, rows.len() / 6);
        while low < high {
            let middle = low + (high - low) / 2;
            let found = u24_at(rows, middle * 6)?;
            if found == id.0 {
                let start = if middle == 0 { 0 } else { u24_at(rows, middle * 6 - 3)? };
                let end = u24_at(rows, middle * 6 + 3)?;
                return self.image.text(Section::CanonicalText, start as usize, end as usize);
            }
            if found < id.0 { low = middle + 1 } else { high = middle }
        }
        None
    }

    /// Returns whether the two words, in their case, were seen side by side in texts, at least one of them capitalised and
    /// not both all in capitals: "New Delhi", "the Pentagon". One pair in 256 that was never seen is taken for seen.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert!(lexicon.has_pair("New", "Delhi") && !lexicon.has_pair("Delhi", "turnip"));
    /// # }
    /// ```
    #[must_use]
    pub fn has_pair(&self, first: &str, second: &str) -> bool {
        filter::contains(self.image.section(Section::Pairs), filter::pair(first, second))
    }

    /// Returns cost of the word out of any context: −1000·ln of its share of all words.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let cost = |word| lexicon.unigram_cost(lexicon.entry(word).expect("known").id());
    /// assert!(cost("the") < cost("harbour") && cost("harbour") < cost("estuarine"));
    /// # }
    /// ```
    #[must_use]
    pub fn unigram_cost(&self, id: WordId) -> Cost {
        if id.0 < self.common {
            let steps = self.image.section(Section::Common).get(id.index() * COMMON_ROW + 2).copied().unwrap_or(0);
            return unigram(Zipf(u16::from(steps) * ZIPF_STEP));
        }
        self.entry_of(id).map_or(unigram(Zipf(0)), Entry::unigram_cost)
    }

    /// Returns cost of `next` after `previous`, `None` standing for the start of a sentence; its cost alone without a model.
    pub(crate) fn bigram_cost(&self, previous: Option<WordId>, next: WordId) -> Cost {
        let previous = previous.map_or(LmToken::Boundary, LmToken::Word);
        self.model().map_or_else(|| self.unigram_cost(next), |model| model.bigram(previous, LmToken::Word(next)))
    }

    /// Puts every suggestable word within `max_distance` edits of `lower` into `out`, with its distance, by number.
    /// `out` is cleared first.
    ///
    /// An edit inserts, deletes or replaces a byte or swaps two neighbours, no place being edited twice. More than 3
    /// is taken for 3, and 3 for 2 where `lower` has fewer than 6 letters: too many words would be that near.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let mut found = Vec::new();
    /// lexicon.candidates("goverment", 2, &mut found);
    /// let nearest = found.iter().min_by_key(|&&(_, distance)| distance).expect("there are some");
    /// assert_eq!((lexicon.spelling(nearest.0), nearest.1), (Some("government"), 1));
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(w) in the suggestable words of fitting length.
    pub fn candidates(&self, lower: &str, max_distance: u8, out: &mut Vec<(WordId, u8)>) {
        self.candidates_of_bytes(lower.as_bytes(), max_distance, out);
    }

    /// Finds words as [`Lexicon::candidates`] does, for symbols of the channel, a byte each.
    pub(crate) fn candidates_of_bytes(&self, lower: &[u8], max_distance: u8, out: &mut Vec<(WordId, u8)>) {
        out.clear();
        let most = if lower.len() < 6 { 2 } else { search::FURTHEST };
        let (groups, letters) = (self.image.section(Section::Groups), self.image.section(Section::Letters));
        search::within(groups, letters, u32::MAX, lower, max_distance.min(most), |id, distance| {
            out.push((WordId(id), distance));
        });
    }

    /// Returns what `lower` is a known misspelling of ("goverment" → "government").
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert_eq!(lexicon.misspelling("goverment"), Some("government"));
    /// assert_eq!(lexicon.misspelling("government"), None);
    /// # }
    /// ```
    #[must_use]
    pub fn misspelling(&self, lower: &str) -> Option<&str> {
        self.spelling(self.find_correction(lower)?)
    }

    /// Returns the words that `lower` is often taken for, or that are often taken for it (its/it's, their/there).
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// assert!(Lexicon::english().confusions("principal").any(|word| word == "principle"));
    /// # }
    /// ```
    pub fn confusions(&self, lower: &str) -> impl Iterator<Item = &str> + '_ {
        self.partners(Section::Confusions, lower)
    }

    /// Returns the spellings of the same word in other dialects ("defence" → "defense").
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// assert!(lexicon.variant("harbour").any(|variant| variant == "harbor"));
    /// assert_eq!(lexicon.variant("table").count(), 0);
    /// # }
    /// ```
    pub fn variant(&self, lower: &str) -> impl Iterator<Item = &str> + '_ {
        self.partners(Section::Variants, lower)
    }

    fn partners(&self, section: Section, lower: &str) -> impl Iterator<Item = &str> + '_ {
        let rows = self.image.section(section);
        let first_at = move |row: usize| u24_at(rows, row * 6).unwrap_or(u32::MAX);
        let id = self.find_entry(lower).map_or(u32::MAX, |entry| entry.id.0);
        let (mut low, mut high) = (0, rows.len() / 6);
        while low < high {
            let middle = low + (high - low) / 2;
            if first_at(middle) < id { low = middle + 1 } else { high = middle }
        }
        (low..rows.len() / 6)
            .take_while(move |&row| first_at(row) == id)
            .filter_map(move |row| self.spelling(WordId(u24_at(rows, row * 6 + 3)?)))
    }

    /// Strips a possessive, or the apostrophe of a plural's.
    fn strip_possessive<'w>(&self, word: &'w str) -> &'w str {
        self.lists().owner(word).unwrap_or_else(|| word.strip_suffix(['\'', '’']).unwrap_or(word))
    }

    /// Returns the word without the marks of letters that are not letters of this language.
    fn without_accents(&self, lower: &str) -> String {
        lower.chars().map(|letter| if self.alphabet.has(letter) { letter } else { key::plain_letter(letter) }).collect()
    }
}

impl Entry {
    /// Returns what [`Lexicon::unigram_cost`] gives for it, without a look into the lexicon.
    pub(crate) fn unigram_cost(self) -> Cost {
        unigram(self.frequency)
    }
}

fn unigram(frequency: Zipf) -> Cost {
    Cost(u32::from(900_u16.saturating_sub(frequency.0)) * MILLINATS_PER_CENTI_ZIPF / 1000)
}

/// Matches single letters, each with its dot: "p.m.", "u.s.a".
fn is_initials(lower: &str) -> bool {
    let letters = lower.strip_suffix('.').unwrap_or(lower);
    lower.contains('.')
        && letters.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Folds to lower case with a straight apostrophe.
pub(crate) fn fold(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'\'') {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase().replace(['’', 'ʻ', 'ʼ'], "'"))
    }
}
