//! Damaged texts and right ones as tokens, with what each damaged word should have been.

use std::path::Path;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use ungarble::Lexicon;
use ungarble::lm::{CONTEXT_WORDS, LmToken, TextReader, TextToken};

use crate::Error;

/// The kind of damage of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Ocr,
    PostOcr,
    Words,
    Clean,
}

/// One token of a text.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) surface: String,
    pub(crate) token: LmToken,
    /// The right word, if it is another one.
    pub(crate) truth: Option<String>,
}

/// A text with the half of the cases that it belongs to: what is fitted on one half is measured on the other.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) family: Family,
    pub(crate) fold: usize,
    pub(crate) items: Vec<Item>,
}

impl Document {
    pub(crate) fn tokens(&self) -> Vec<LmToken> {
        self.items.iter().map(|item| item.token).collect()
    }
}

/// The tokens before and behind `at` that a context vector is made of, up to the boundaries of the sentence, these included.
pub(crate) fn sides(tokens: &[LmToken], at: usize) -> (&[LmToken], &[LmToken]) {
    let is_boundary = |&token: &LmToken| token == LmToken::Boundary;
    let before = &tokens[at.saturating_sub(CONTEXT_WORDS)..at];
    let after = &tokens[at + 1..(at + 1 + CONTEXT_WORDS).min(tokens.len())];
    let start = before.iter().rposition(is_boundary).unwrap_or(0);
    let end = after.iter().position(is_boundary).map_or(after.len(), |end| end + 1);
    (&before[start..], &after[..end])
}

/// The two tokens before and behind `at` as a trigram model wants them.
pub(crate) fn neighbours(tokens: &[LmToken], at: usize) -> ([LmToken; 2], [LmToken; 2]) {
    let (before, after) = sides(tokens, at);
    let back = |distance: usize| before.len().checked_sub(distance).map_or(LmToken::Unknown, |at| before[at]);
    let ahead = |distance: usize| after.get(distance).copied().unwrap_or(LmToken::Boundary);
    ([back(2), back(1)], [ahead(0), ahead(1)])
}

/// Reads the development corpora in `folder`.
pub(crate) fn read(folder: &Path, lexicon: &Lexicon) -> Result<Vec<Document>, Error> {
    let mut documents = Vec::new();
    for (name, family) in
        [("ocr", Family::Ocr), ("postocr", Family::PostOcr), ("words", Family::Words), ("clean", Family::Clean)]
    {
        let folder = folder.join(name);
        let failed = |source| Error::io(&folder, source);
        let mut paths = Vec::new();
        for item in std::fs::read_dir(&folder).map_err(failed)? {
            paths.push(item.map_err(failed)?.path());
        }
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let ends = if family == Family::Clean { ".txt" } else { ".garbled.txt" };
            let Some(stem) = name.strip_suffix(ends).filter(|stem| !stem.starts_with("list-")) else { continue };
            let read = if family == Family::Words { lines } else { text };
            let garbled = read(&path)?;
            let clean = match family {
                Family::Clean => garbled.clone(),
                _ => read(&folder.join(format!("{stem}.clean.txt")))?,
            };
            let fold = documents.len() % 2;
            if family == Family::Words {
                let lines = garbled.lines().zip(clean.lines()).filter(|(garbled, _)| !garbled.trim().is_empty());
                for (at, (garbled, clean)) in lines.enumerate() {
                    documents.push(document(family, at / 5 % 2, garbled, clean, lexicon));
                }
            } else {
                documents.push(document(family, fold, &garbled, &clean, lexicon));
            }
        }
    }
    Ok(documents)
}

/// A file with words joined that a line end parts, and with one line a paragraph: how a page was wrapped is not what is
/// measured.
fn text(path: &Path) -> Result<String, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::io(path, source))?;
    let joined = text.replace('\u{ad}', "").replace("-\n", "");
    Ok(joined.split("\n\n").map(|paragraph| paragraph.replace('\n', " ")).collect::<Vec<_>>().join("\n\n"))
}

/// A file as it is.
fn lines(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::io(path, source))
}

fn document(family: Family, fold: usize, garbled: &str, clean: &str, lexicon: &Lexicon) -> Document {
    let (mut items, right) = (items(garbled, lexicon), items(clean, lexicon));
    let words = |items: &[Item]| -> Vec<String> { items.iter().map(|item| item.surface.clone()).collect() };
    for difference in capture_diff_slices(Algorithm::Myers, &words(&items), &words(&right)) {
        if let DiffOp::Replace { old_index, old_len, new_index, new_len } = difference
            && old_len == new_len
        {
            for (item, right) in items[old_index..old_index + old_len].iter_mut().zip(&right[new_index..]) {
                item.truth = Some(right.surface.clone());
            }
        }
    }
    Document { family, fold, items }
}

fn items(text: &str, lexicon: &Lexicon) -> Vec<Item> {
    let mut items = Vec::new();
    TextReader::new(lexicon).read(text, |token| {
        let (surface, token) = match token {
            TextToken::Boundary => ("<s>", LmToken::Boundary),
            TextToken::Number => ("<num>", LmToken::Number),
            TextToken::Unknown => ("<unk>", LmToken::Unknown),
            TextToken::Word(word) => (word, LmToken::from(modelled(word, lexicon))),
        };
        items.push(Item { surface: surface.to_owned(), token, truth: None });
    });
    items
}

/// The number of a word that models know.
pub(crate) fn modelled(word: &str, lexicon: &Lexicon) -> Option<ungarble::lexicon::WordId> {
    lexicon.entry(word).map(|entry| entry.id()).filter(|id| id.index() < lexicon.vocabulary_len() as usize)
}
