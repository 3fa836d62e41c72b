//! Reference pages: those of all texts, and those of a folder of which each text finds its own.

use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use ungarble::ReferencePool;
use ungarble::report::{fold, words};

use crate::documents::read_reference;
use crate::exit::{Failure, warn};
use crate::input::name;

/// The share of a text's word triples that a page must have to be a copy of it. True copies among other text share half
/// and more; unrelated pages, and pages on the same subject, less than 2 in 100.
pub(crate) const COPY: f64 = 0.05;

/// Pages of a folder that are used for one text.
const WITNESSES: usize = 4;

/// A page with the name by which it is told.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Reference {
    pub(crate) fn parts(&self) -> (&str, &str) {
        (&self.name, &self.text)
    }
}

/// The pages of a run.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    /// Given by name: references of every text.
    given: Vec<Reference>,
    /// Of folders: references of the texts of which they hold passages.
    pool: ReferencePool,
}

impl Pages {
    /// Reads the pages at `files`, and all files in `folders`.
    pub(crate) fn read(files: &[PathBuf], folders: &[PathBuf]) -> Result<Pages, Failure> {
        let page = |path: &PathBuf| Ok(Reference { name: name(path), text: read_reference(path)? });
        let mut pages = Pages { given: files.iter().map(page).collect::<Result<_, Failure>>()?, ..Pages::default() };
        for folder in folders {
            for path in files_in(folder)? {
                match page(&path) {
                    Ok(page) => pages.pool(page)?,
                    Err(failure @ (Failure::Encoding { .. } | Failure::TooLarge { .. } | Failure::Format { .. })) => {
                        warn(&format!("{failure}; it is left out"));
                    }
                    Err(failure) => return Err(failure),
                }
            }
        }
        Ok(pages)
    }

    fn pool(&mut self, page: Reference) -> Result<(), Failure> {
        self.pool.add(page.name, page.text).map_err(Failure::Pool)
    }

    /// The pages that speak for a text, by name: those given, then those of the pool that hold passages of it, the fullest
    /// first.
    pub(crate) fn of(&self, text: &str) -> impl Iterator<Item = (&str, &str)> {
        let found = if self.pool.is_empty() { Vec::new() } else { self.pool.find(text, WITNESSES) };
        self.given.iter().map(Reference::parts).chain(found.into_iter().map(|page| (page.id, page.text)))
    }

    /// Returns what should be known of given pages that hold no copy of the text of this document.
    pub(crate) fn doubts(&self, document: &str, text: &str) -> Vec<String> {
        if self.given.is_empty() {
            return Vec::new();
        }
        let own = triples(text);
        let mut doubts = Vec::new();
        for page in self.given.iter().filter(|_| !own.is_empty()) {
            let share = own.intersection(&triples(&page.text)).count() as f64 / own.len() as f64;
            if share < COPY {
                doubts.push(format!(
                    "{} seems to hold no copy of {document}: it shares {:.1} % of its word triples, a copy more than \
                     {:.0} %; at most its words and names are of use",
                    page.name,
                    100.0 * share,
                    100.0 * COPY,
                ));
            }
        }
        doubts
    }
}

/// The files of a folder, by name.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(Failure::read(folder))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
    let mut paths = paths.map_err(Failure::read(folder))?;
    paths.retain(|path| path.is_file());
    paths.sort();
    Ok(paths)
}

/// The runs of three words of a text, regardless of case, as hashes that are the same in every run.
pub(crate) fn triples(text: &str) -> HashSet<u64> {
    let text = fold(text).to_lowercase();
    let hash = |triple: &[&str]| {
        let mut hasher = DefaultHasher::new();
        triple.hash(&mut hasher);
        hasher.finish()
    };
    words(&text).windows(3).map(hash).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_finds_its_copy_and_no_other_page() {
        let mut pages = Pages::default();
        let text = |topic: &str| (0..60).map(|n| format!("{topic}{n} ")).collect::<String>();
        for topic in ["herring", "cod", "ling"] {
            pages.pool(Reference { name: topic.to_owned(), text: format!("Home | News | {}", text(topic)) }).unwrap();
        }
        let found = |text: &str| pages.of(text).map(|(name, _)| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(found(&text("cod").replace("cod7 ", "cdo7 ")), ["cod"]);
        assert_eq!(found("Not a word of it stands on any of these pages."), Vec::<String>::new());
        assert_eq!(found(""), Vec::<String>::new());
    }
}
