//! Words that the user brings: names of his trade, a house style, another dictionary.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

use super::fold;
use crate::error::LexiconError;

/// Longest word of a user's list, in bytes: what is longer is no word but a mistake in the file.
const LONGEST: usize = 200;

/// Words known beside those of a [`Lexicon`](super::Lexicon), read at run time.
///
/// ```
/// use ungarble::lexicon::UserLexicon;
///
/// let mut words = UserLexicon::new();
/// words.read("# places\nTakshashila\nlakh\t120\n".as_bytes(), "places.txt")?;
/// assert!(words.contains("TAKSHASHILA"));
/// assert_eq!(words.canonical("takshashila"), Some("Takshashila"));
/// assert_eq!(words.count("lakh"), 120);
/// # Ok::<(), ungarble::LexiconError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct UserLexicon {
    /// Lower case → the word as given, and its count.
    words: BTreeMap<String, (String, u64)>,
    #[cfg(feature = "hunspell")]
    dictionaries: Vec<std::sync::Arc<super::hunspell::Dictionary>>,
}

impl UserLexicon {
    /// Returns a lexicon without words.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// assert!(UserLexicon::new().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> UserLexicon {
        UserLexicon::default()
    }

    /// Adds `word`, written as it is to be written, met `count` times. Counts of the same word add up; of two ways to
    /// write it, the later one is kept.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.insert("takshashila", 3);
    /// words.insert("Takshashila", 4);
    /// assert_eq!(words.words().collect::<Vec<_>>(), [("Takshashila", 7)]);
    /// ```
    pub fn insert(&mut self, word: &str, count: u64) {
        let entry = self.words.entry(fold(word).into_owned()).or_default();
        *entry = (word.to_owned(), entry.1.saturating_add(count));
    }

    /// Adds the words of a list, one a line: `word` or `word<TAB>count`. Empty lines and those that begin with `#`
    /// are left out. `name` is what an error calls the list.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.read("# coins\nanna\npaisa\t40\n".as_bytes(), "coins.txt")?;
    /// assert_eq!(words.words().collect::<Vec<_>>(), [("anna", 1), ("paisa", 40)]);
    /// # Ok::<(), ungarble::LexiconError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// With the number of the line, where a line has spaces, no word, no count behind its tab, or is not UTF-8; or if
    /// the reader fails. The words before it have been added.
    pub fn read(&mut self, reader: impl BufRead, name: &str) -> Result<(), LexiconError> {
        for (index, line) in reader.split(b'\n').enumerate() {
            let line = line.map_err(|source| LexiconError::Io { path: name.into(), source })?;
            let wrong = |expected| {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                LexiconError::Entry { name: name.to_owned(), line: index + 1, expected, text }
            };
            let text = std::str::from_utf8(&line).map_err(|_| wrong("UTF-8"))?;
            let text = if index == 0 { text.trim_start_matches('\u{FEFF}') } else { text }.trim_end();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let (word, count) = match text.split_once('\t') {
                Some((word, count)) => (word, count.parse().map_err(|_| wrong("`word<TAB>count`"))?),
                None => (text, 1),
            };
            if word.is_empty() || word.len() > LONGEST || word.contains(char::is_whitespace) {
                return Err(wrong("`word` or `word<TAB>count`"));
            }
            self.insert(word, count);
        }
        Ok(())
    }

    /// Adds the words of the list in the file `path`, see [`UserLexicon::read`].
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let path = std::env::temp_dir().join(format!("ungarble-words-{}.txt", std::process::id()));
    /// std::fs::write(&path, "Takshashila\n")?;
    /// let mut words = UserLexicon::new();
    /// words.read_file(&path)?;
    /// assert!(words.contains("Takshashila"));
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`UserLexicon::read`], and if the file cannot be opened.
    pub fn read_file(&mut self, path: &Path) -> Result<(), LexiconError> {
        let file = std::fs::File::open(path).map_err(|source| LexiconError::Io { path: path.to_owned(), source })?;
        self.read(std::io::BufReader::new(file), &path.to_string_lossy())
    }

    /// Returns whether `word` is known, in any case.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.insert("Takshashila", 1);
    /// assert!(words.contains("TAKSHASHILA") && !words.contains("Taxila"));
    /// ```
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        if self.words.contains_key(fold(word).as_ref()) {
            return true;
        }
        #[cfg(feature = "hunspell")]
        if self.dictionaries.iter().any(|dictionary| dictionary.contains(word)) {
            return true;
        }
        false
    }

    /// Returns `word` as the list writes it.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.insert("eLearning", 1);
    /// assert_eq!(words.canonical("elearning"), Some("eLearning"));
    /// ```
    #[must_use]
    pub fn canonical(&self, word: &str) -> Option<&str> {
        self.words.get(fold(word).as_ref()).map(|(form, _)| form.as_str())
    }

    /// Returns how often the list says that `word` occurs; 1 where it gives no count, 0 for a word that it does not have.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.insert("lakh", 120);
    /// assert_eq!((words.count("Lakh"), words.count("crore")), (120, 0));
    /// ```
    #[must_use]
    pub fn count(&self, word: &str) -> u64 {
        self.words.get(fold(word).as_ref()).map_or(0, |&(_, count)| count)
    }

    /// Returns the listed words as they are to be written, with their counts, sorted by their lower-case form.
    ///
    /// Those of Hunspell dictionaries are not among them: their affix rules make more words than can be listed.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// for word in ["lakh", "Kishida", "crore"] {
    ///     words.insert(word, 1);
    /// }
    /// let listed: Vec<&str> = words.words().map(|(word, _)| word).collect();
    /// assert_eq!(listed, ["crore", "Kishida", "lakh"]);
    /// ```
    pub fn words(&self) -> impl Iterator<Item = (&str, u64)> + '_ {
        self.words.values().map(|(form, count)| (form.as_str(), *count))
    }

    /// Returns whether no word is known.
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.read("# nothing but comments\n".as_bytes(), "words.txt")?;
    /// assert!(words.is_empty());
    /// # Ok::<(), ungarble::LexiconError>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        #[cfg(feature = "hunspell")]
        if !self.dictionaries.is_empty() {
            return false;
        }
        self.words.is_empty()
    }

    #[cfg(feature = "hunspell")]
    pub(super) fn add_dictionary(&mut self, dictionary: super::hunspell::Dictionary) {
        self.dictionaries.push(std::sync::Arc::new(dictionary));
    }
}

/// Adds words with their counts, as [`UserLexicon::words`] tells them.
impl<W: AsRef<str>> Extend<(W, u64)> for UserLexicon {
    fn extend<I: IntoIterator<Item = (W, u64)>>(&mut self, words: I) {
        words.into_iter().for_each(|(word, count)| self.insert(word.as_ref(), count));
    }
}

/// Adds words, each met once.
impl<'w> Extend<&'w str> for UserLexicon {
    fn extend<I: IntoIterator<Item = &'w str>>(&mut self, words: I) {
        self.extend(words.into_iter().map(|word| (word, 1)));
    }
}

/// Adds words, each met once.
impl Extend<String> for UserLexicon {
    fn extend<I: IntoIterator<Item = String>>(&mut self, words: I) {
        self.extend(words.into_iter().map(|word| (word, 1)));
    }
}

/// ```
/// use ungarble::lexicon::UserLexicon;
///
/// let words: UserLexicon = ["Takshashila", "lakh"].into_iter().collect();
/// let counted: UserLexicon = [("lakh", 120)].into_iter().collect();
/// assert_eq!((words.count("lakh"), counted.count("lakh")), (1, 120));
/// ```
impl<W> FromIterator<W> for UserLexicon
where
    UserLexicon: Extend<W>,
{
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> UserLexicon {
        let mut lexicon = UserLexicon::new();
        lexicon.extend(words);
        lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_list_and_the_line() {
        let cases: [(&[u8], usize); 4] =
            [(b"fine\ntwo words\n", 2), (b"\n\nlakh\tmany\n", 3), (b"a\t1\n\t5\n", 2), (b"one\nb\xFFd\n", 2)];
        for (list, wanted) in cases {
            match UserLexicon::new().read(list, "list.txt") {
                Err(LexiconError::Entry { name, line, .. }) => assert_eq!((name.as_str(), line), ("list.txt", wanted)),
                other => panic!("{list:?} gives {other:?}"),
            }
        }
    }

    #[test]
    fn lists_of_other_systems_are_read() {
        let mut words = UserLexicon::new();
        words.read("\u{FEFF}Kishida\r\n# comment\r\n\r\nlakh\t3\r\nlakh\t4".as_bytes(), "list.txt").unwrap();
        assert_eq!(words.words().collect::<Vec<_>>(), [("Kishida", 1), ("lakh", 7)]);
        assert!(words.contains("kishida") && !words.contains("crore") && !words.is_empty());
    }
}
