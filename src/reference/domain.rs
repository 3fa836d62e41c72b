//! The words and names of the references: evidence for what no witness speaks for.

use super::fold::Atoms;
use super::vocabulary::{FoldKind, Vocabulary};
use crate::text::shape::CaseShape;

/// How often a word is written in each shape where its place says nothing about its capitals: not at the beginning of a
/// sentence, nor in a line of capitalised words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Casings {
    pub(crate) lower: u32,
    pub(crate) title: u32,
    pub(crate) upper: u32,
    pub(crate) mixed: u32,
}

impl Casings {
    /// How often in all.
    pub(crate) const fn total(self) -> u32 {
        self.lower + self.title + self.upper + self.mixed
    }
}

/// The words of the references of one call.
///
/// Pages that hold no copy of the text are read too: what is written about the same thing names the same names.
#[derive(Debug, Default)]
pub(crate) struct DomainLexicon {
    vocabulary: Vocabulary,
    /// By folded form: how often it occurs, anywhere.
    counts: Vec<u32>,
    casings: Vec<Casings>,
}

impl DomainLexicon {
    /// Returns how often `lower`, a word in small letters, occurs in the references.
    pub(crate) fn count(&self, lower: &str) -> u32 {
        self.vocabulary.find(lower).map_or(0, |id| self.counts[id.0 as usize])
    }

    /// Returns how `lower` is written, if it occurs where its capitals say something.
    pub(crate) fn casings(&self, lower: &str) -> Option<Casings> {
        let id = self.vocabulary.find(lower)?;
        Some(self.casings[id.0 as usize]).filter(|c| c.total() > 0)
    }

    /// The words, each with its count, in the order in which they first occur.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..self.vocabulary.len() as u32)
            .map(super::vocabulary::FoldId)
            .filter(|&id| self.vocabulary.kind(id) == FoldKind::Word)
            .map(|id| (self.vocabulary.form(id), self.counts[id.0 as usize]))
            .filter(|&(_, count)| count > 0)
    }
}

/// Counts the words of pages.
#[derive(Debug, Default)]
pub(crate) struct DomainBuilder {
    counts: Vec<u32>,
    casings: Vec<Casings>,
}

impl DomainBuilder {
    /// Adds a page, whose forms are in `vocabulary`.
    pub(crate) fn add(&mut self, source: &str, atoms: &Atoms, vocabulary: &Vocabulary) {
        self.counts.resize(vocabulary.len(), 0);
        self.casings.resize(vocabulary.len(), Casings::default());
        let mut start = 0;
        for at in 0..=atoms.len() {
            let ends = at == atoms.len() || (at > start && atoms.starts_line(at));
            if ends {
                self.add_line(source, atoms, vocabulary, start..at);
                start = at;
            }
        }
    }

    fn add_line(&mut self, source: &str, atoms: &Atoms, vocabulary: &Vocabulary, line: std::ops::Range<usize>) {
        let shapes: Vec<CaseShape> =
            line.clone().map(|at| CaseShape::of(source.get(atoms.span(at).range()).unwrap_or_default())).collect();
        let words = || line.clone().filter(|&at| vocabulary.kind(atoms.id(at)) == FoldKind::Word);
        let small = words().filter(|&at| shapes[at - line.start] == CaseShape::Lower).count();
        // A heading, a menu, a list of names: its capitals are those of its place.
        let telling = small * 2 > words().count();
        let mut begins = true;
        for at in line.clone() {
            let id = atoms.id(at);
            if vocabulary.kind(id) != FoldKind::Word {
                begins |= matches!(vocabulary.form(id), "." | "!" | "?" | ":" | "\"");
                continue;
            }
            let index = id.0 as usize;
            self.counts[index] += 1;
            if telling && !atoms.is_protected(at) {
                let casings = &mut self.casings[index];
                match shapes[at - line.start] {
                    // A small letter at the beginning says that it is always small; a capital says nothing.
                    CaseShape::Lower => casings.lower += 1,
                    CaseShape::Title if !begins => casings.title += 1,
                    CaseShape::Upper => casings.upper += 1,
                    CaseShape::Mixed => casings.mixed += 1,
                    _ => {}
                }
            }
            begins = false;
        }
    }

    /// How often each form occurs.
    pub(crate) fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// Returns the lexicon. `vocabulary` may have grown since: what was added later does not occur in the pages.
    pub(crate) fn build(mut self, vocabulary: Vocabulary) -> DomainLexicon {
        self.counts.resize(vocabulary.len(), 0);
        self.casings.resize(vocabulary.len(), Casings::default());
        DomainLexicon { vocabulary, counts: self.counts, casings: self.casings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::tokenize;

    fn domain(page: &str) -> DomainLexicon {
        let mut vocabulary = Vocabulary::default();
        let atoms = Atoms::fold(page, tokenize(page), &mut vocabulary);
        let mut builder = DomainBuilder::default();
        builder.add(page, &atoms, &vocabulary);
        builder.build(vocabulary)
    }

    #[test]
    fn names_are_told_by_their_capitals() {
        let domain = domain("Home News Harbour\nThe mayor of Aldwick met the NHK crew. Crews left aldwick on Monday.");
        assert_eq!(domain.casings("aldwick"), Some(Casings { lower: 1, title: 1, ..Casings::default() }));
        assert_eq!(domain.casings("nhk"), Some(Casings { upper: 1, ..Casings::default() }));
        assert_eq!(domain.casings("harbour"), None);
        assert_eq!(domain.casings("crews"), None);
        assert_eq!(domain.count("harbour"), 1);
        assert_eq!(domain.count("absent"), 0);
        assert_eq!(domain.words().next(), Some(("home", 1)));
    }
}
