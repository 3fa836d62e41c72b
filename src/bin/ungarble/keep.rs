//! Words that no edit may touch.

use std::collections::HashSet;
use std::path::Path;

use ungarble::{Span, TokenKind, tokenize};

use crate::exit::Failure;
use crate::input::read_text;
use crate::pages::Page;

/// The words of `--keep` and `--lexicon`. One in lower case stands for all its forms at the start of a sentence and in capitals; one
/// with capitals is kept as it is written only.
#[derive(Debug, Default)]
pub(crate) struct Keep {
    words: HashSet<String>,
    /// Those of lexicons, a line each.
    lent: String,
}

/// The lines of a list that are no comments, with their numbers.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().map(str::trim).zip(1..).map(|(line, number)| (number, line));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

impl Keep {
    /// Adds the words of a list, one a line.
    pub(crate) fn read(&mut self, path: &Path) -> Result<(), Failure> {
        let text = read_text(path)?;
        self.words.extend(entries(&text).map(|(_, word)| word.to_owned()));
        Ok(())
    }

    /// Adds the words of a lexicon: `word` or `word<TAB>count` a line. They are right as they are written there, and may
    /// be what other words are meant to be.
    pub(crate) fn read_lexicon(&mut self, path: &Path) -> Result<(), Failure> {
        let text = read_text(path)?;
        for (line, entry) in entries(&text) {
            let (word, count) = entry.split_once('\t').unwrap_or((entry, "1"));
            if word.contains(char::is_whitespace) || count.trim().parse::<u64>().is_err() {
                let message = format!("expected `word` or `word<TAB>count`, found {entry:?}");
                return Err(Failure::Config { path: path.to_owned(), line, message });
            }
            self.words.insert(word.to_owned());
            self.lent.push_str(word);
            self.lent.push('\n');
        }
        Ok(())
    }

    /// The words of all lexicons as a page, if there are any.
    pub(crate) fn words_page(&self) -> Option<Page> {
        (!self.lent.is_empty()).then(|| Page { name: String::from("--lexicon"), text: self.lent.clone() })
    }

    /// Where such words stand in the text.
    pub(crate) fn spans(&self, text: &str) -> Vec<Span> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let spans = tokenize(text).filter(|token| !matches!(token.kind, TokenKind::Space | TokenKind::LineBreak));
        spans
            .map(|token| token.span)
            .filter(|span| text.get(span.range()).is_some_and(|word| self.holds(word)))
            .collect()
    }

    fn holds(&self, word: &str) -> bool {
        let base = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        [word, base].into_iter().any(|word| {
            self.words.contains(word) || {
                let lower = word.to_lowercase();
                let capitals_first = word.chars().skip(1).all(|c| !c.is_uppercase());
                (capitals_first || word.chars().all(|c| !c.is_lowercase())) && self.words.contains(&lower)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Keep;

    #[test]
    fn lower_case_entries_stand_for_their_forms() {
        let keep = Keep { words: ["airgised", "teH"].map(String::from).into(), lent: String::new() };
        for (word, kept) in [
            ("airgised", true),
            ("Airgised", true),
            ("AIRGISED", true),
            ("airGised", false),
            ("airgised's", true),
            ("teH", true),
            ("teh", false),
        ] {
            assert_eq!(keep.holds(word), kept, "{word}");
        }
    }
}
