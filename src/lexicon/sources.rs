//! The text sources that a lexicon is compiled from.

use std::path::Path;

use super::key::Alphabet;
use crate::error::LexiconError;

/// A text source: its name, for messages, and its contents.
///
/// ```
/// use ungarble::Lexicon;
/// use ungarble::lexicon::compile::{Source, Sources, compile};
///
/// let misspelt = Source { name: "words.tsv".to_owned(), text: "haus\tmany\t*\ts\n".to_owned() };
/// let error = compile(&Sources { words: vec![misspelt], ..Sources::default() }).expect_err("no frequency");
/// assert!(error.to_string().starts_with("words.tsv, line 1: "));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Name that messages give.
    pub name: String,
    /// Lines; those that are empty or begin with `#` are comments.
    pub text: String,
}

/// The text sources of a lexicon. Where two lines speak of the same word, the later one wins.
///
/// ```
/// use ungarble::Lexicon;
/// use ungarble::lexicon::compile::{Source, Sources, compile};
///
/// let source = |name: &str, text: &str| vec![Source { name: name.to_owned(), text: text.to_owned() }];
/// let sources = Sources {
///     words: source("words.tsv", "der\t680\t*\ts\nzug\t520\t*\ts\n"),
///     names: source("names.tsv", "Bad Aibling\t300\tg\ta\n"),
///     misspellings: source("misspellings.tsv", "zuhg\tzug\n"),
///     alphabet: "abcdefghijklmnopqrstuvwxyzäöüß".to_owned(),
///     ..Sources::default()
/// };
/// let lexicon = Lexicon::from_image(compile(&sources)?)?;
/// assert_eq!(lexicon.misspelling("zuhg"), Some("zug"));
/// assert_eq!(lexicon.name_phrase(&["bad", "aibling"]).map(|name| name.text()), Some("Bad Aibling"));
/// # Ok::<(), ungarble::LexiconError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// `form TAB frequency TAB dialects TAB tier`
    pub words: Vec<Source>,
    /// `name TAB frequency TAB classes TAB tier`; the name may have several words. Of the tier `c` it is known in its
    /// capitals only.
    pub names: Vec<Source>,
    /// `word TAB lower TAB title TAB upper TAB mixed TAB weight`
    pub casing: Vec<Source>,
    /// `first: second second …`
    pub pairs: Vec<Source>,
    /// One word a line: those that language models know.
    pub vocabulary: Vec<Source>,
    /// `misspelling TAB correction`
    pub misspellings: Vec<Source>,
    /// `form TAB form …`
    pub variants: Vec<Source>,
    /// `word TAB word …`
    pub confusions: Vec<Source>,
    /// One word a line.
    pub never_suggest: Vec<Source>,
    /// Up to 30 letters that words are mostly made of. Those with marks are letters of their own: a word that is not
    /// listed is not looked up without them.
    pub alphabet: String,
}

/// The file names that [`Sources::read`] looks for, by prefix.
const KINDS: [&str; 9] =
    ["words", "names", "casing", "pairs", "vocabulary", "misspellings", "variants", "confusions", "never-suggest"];

/// The file of the letters.
const ALPHABET: &str = "alphabet.txt";

impl Sources {
    /// Reads the sources in `directory`, in the order of their file names: `words.tsv`, `words-extra.tsv` and so on.
    /// `alphabet.txt` has the letters in one line; they are those of English if it is not there. Other files are left alone.
    ///
    /// ```
    /// use std::fs;
    /// use ungarble::Lexicon;
    /// use ungarble::lexicon::compile::{Sources, compile};
    ///
    /// let folder = std::env::temp_dir().join(format!("ungarble-sources-{}", std::process::id()));
    /// fs::create_dir_all(&folder)?;
    /// fs::write(folder.join("words.tsv"), "lakh\t320\ti\ts\n")?;
    /// fs::write(folder.join("words-more.tsv"), "crore\t310\ti\ts\n")?;
    /// let sources = Sources::read(&folder)?;
    /// assert_eq!(sources.words.len(), 2);
    /// assert!(Lexicon::from_image(compile(&sources)?)?.contains("crore"));
    /// # fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn read(directory: &Path) -> Result<Sources, LexiconError> {
        let failed = |path: &Path| {
            let path = path.to_path_buf();
            move |source| LexiconError::Io { path, source }
        };
        let mut paths = Vec::new();
        for item in std::fs::read_dir(directory).map_err(failed(directory))? {
            paths.push(item.map_err(failed(directory))?.path());
        }
        // By stem, so that `names.tsv` comes before `names-news.tsv`.
        paths.sort_by_key(|path| path.file_stem().map(std::ffi::OsStr::to_os_string));
        let mut sources = Sources { alphabet: "abcdefghijklmnopqrstuvwxyz'-.&".to_owned(), ..Sources::default() };
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let stem = name.split('.').next().unwrap_or_default();
            let kind = KINDS
                .iter()
                .position(|k| stem.strip_prefix(k).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')));
            if kind.is_none() && name != ALPHABET {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(failed(&path))?;
            let Some(kind) = kind else {
                sources.alphabet = text.trim_end().to_owned();
                continue;
            };
            let list = match kind {
                0 => &mut sources.words,
                1 => &mut sources.names,
                2 => &mut sources.casing,
                3 => &mut sources.pairs,
                4 => &mut sources.vocabulary,
                5 => &mut sources.misspellings,
                6 => &mut sources.variants,
                7 => &mut sources.confusions,
                _ => &mut sources.never_suggest,
            };
            list.push(Source { name, text });
        }
        Ok(sources)
    }
}

/// A line that is no comment.
pub(super) struct Line<'s> {
    source: &'s str,
    number: usize,
    pub(super) text: &'s str,
}

impl Line<'_> {
    /// Returns a word that no key can stand for is refused, as it would never be found.
    pub(super) fn check_key(&self, alphabet: &Alphabet, lower: &str) -> Result<(), LexiconError> {
        let fits = alphabet.key(lower).is_some();
        fits.then_some(())
            .ok_or_else(|| self.wrong("a word of at most 25 letters, those outside the alphabet counting as 3"))
    }

    pub(super) fn wrong(&self, expected: &'static str) -> LexiconError {
        let (name, text) = (self.source.to_owned(), self.text.to_owned());
        LexiconError::Entry { name, line: self.number, expected, text }
    }
}

pub(super) fn lines(source: &Source) -> impl Iterator<Item = Line<'_>> {
    source
        .text
        .lines()
        .enumerate()
        .filter(|(_, text)| !text.is_empty() && !text.starts_with('#'))
        .map(|(i, text)| Line { source: &source.name, number: i + 1, text })
}
