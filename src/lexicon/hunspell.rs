//! Hunspell dictionaries as part of a user's lexicon.

use std::path::Path;

use super::UserLexicon;
use crate::error::LexiconError;

/// A word list with affix rules.
#[derive(Clone, Debug)]
pub(super) struct Dictionary(spellbook::Dictionary);

impl Dictionary {
    pub(super) fn contains(&self, word: &str) -> bool {
        self.0.check(word)
    }
}

impl UserLexicon {
    /// Adds a Hunspell dictionary, given the contents of its `.aff` and its `.dic` file.
    ///
    /// Its words are known from then on, in the cases that it allows; they are not listed by [`UserLexicon::words`].
    ///
    /// ```
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.read_hunspell("SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n", "2\nturbine/S\nTakshashila\n")?;
    /// assert!(words.contains("turbines") && words.contains("Takshashila") && !words.contains("turbin"));
    /// # Ok::<(), ungarble::LexiconError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If one of the two cannot be parsed, with the line.
    pub fn read_hunspell(&mut self, aff: &str, dic: &str) -> Result<(), LexiconError> {
        let dictionary = spellbook::Dictionary::new(aff, dic).map_err(|error| LexiconError::Hunspell {
            file: error.source.to_string(),
            line: error.line_number.unwrap_or(0),
            reason: error.kind.to_string(),
        })?;
        self.add_dictionary(Dictionary(dictionary));
        Ok(())
    }

    /// Adds the Hunspell dictionary in the files `aff` and `dic`, both in UTF-8.
    ///
    /// ```
    /// use std::fs;
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let folder = std::env::temp_dir().join(format!("ungarble-hunspell-{}", std::process::id()));
    /// fs::create_dir_all(&folder)?;
    /// fs::write(folder.join("en.aff"), "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\n")?;
    /// fs::write(folder.join("en.dic"), "1\nturbine/S\n")?;
    /// let mut words = UserLexicon::new();
    /// words.read_hunspell_files(&folder.join("en.aff"), &folder.join("en.dic"))?;
    /// assert!(words.contains("turbines"));
    /// # fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`UserLexicon::read_hunspell`], and if a file cannot be read.
    pub fn read_hunspell_files(&mut self, aff: &Path, dic: &Path) -> Result<(), LexiconError> {
        let read = |path: &Path| {
            std::fs::read_to_string(path).map_err(|source| LexiconError::Io { path: path.to_owned(), source })
        };
        self.read_hunspell(&read(aff)?, &read(dic)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AFF: &str = "SET UTF-8\nSFX S Y 1\nSFX S 0 s .\nPFX R Y 1\nPFX R 0 re .\n";

    #[test]
    fn affix_rules_make_words() {
        let mut words = UserLexicon::new();
        words.read_hunspell(AFF, "2\nturbine/S\nTakshashila\n").unwrap();
        assert!(words.contains("turbines") && words.contains("Turbine") && words.contains("Takshashila"));
        assert!(!words.contains("returbine") && !words.contains("takshashila") && !words.is_empty());
    }

    #[test]
    fn an_error_names_the_file_and_the_line() {
        match UserLexicon::new().read_hunspell("SET UTF-8\nSFX S Y many\n", "1\nturbine/S\n") {
            Err(LexiconError::Hunspell { file, line, .. }) => assert_eq!((file.as_str(), line), (".aff", 2)),
            other => panic!("{other:?}"),
        }
    }
}
