//! Words that no edit may touch.

use std::collections::HashSet;
use std::path::Path;

use ungarble::{Span, TokenKind, tokenize};

use crate::exit::Failure;
use crate::input::read_text;

/// The words of `--keep`. One in lower case stands for all its forms at the start of a sentence and in capitals; one with
/// capitals is kept as it is written only.
#[derive(Debug, Default)]
pub(crate) struct Keep {
    words: HashSet<String>,
}

impl Keep {
    /// Adds the words of a list, one a line.
    pub(crate) fn read(&mut self, path: &Path) -> Result<(), Failure> {
        let text = read_text(path)?;
        let words = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        self.words.extend(words.map(str::to_owned));
        Ok(())
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
        let keep = Keep { words: ["airgised", "teH"].map(String::from).into() };
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
