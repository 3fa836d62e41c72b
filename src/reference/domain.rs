//! The words and names of the references: evidence for what no witness speaks for.

use super::fold::FoldedTokens;
use super::vocabulary::{FoldId, FoldKind, Vocabulary};
use crate::text::shape::CaseShape;

/// Counts of each case pattern of a word where its place says nothing about its capitals: not at the beginning of a
/// sentence, nor in a line of capitalised words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Casings {
    pub(crate) lower: u32,
    pub(crate) title: u32,
    pub(crate) upper: u32,
    pub(crate) mixed: u32,
}

impl Casings {
    /// Returns how often in all.
    pub(crate) const fn total(self) -> u32 {
        self.lower + self.title + self.upper + self.mixed
    }
}

/// The words of the references of one call, as an index of a [`Vocabulary`] that may have grown since.
///
/// Pages that hold no copy of the text are read too: what is written about the same thing names the same names.
#[derive(Debug, Default)]
pub(crate) struct DomainLexicon {
    /// By folded form: how often it occurs, anywhere.
    counts: Vec<u32>,
    /// Counts in that page which has it most often: copies of a page do not count.
    most: Vec<u32>,
    casings: Vec<Casings>,
    /// By folded form: the page and the token where it last had capitals that say something.
    examples: Vec<(u32, u32)>,
    pages: u32,
}

const NOWHERE: u32 = u32::MAX;

impl DomainLexicon {
    /// Returns how the word `id` is written, if it occurs where its capitals say something.
    pub(crate) fn casings(&self, id: FoldId) -> Option<Casings> {
        self.casings.get(id.0 as usize).copied().filter(|c| c.total() > 0)
    }

    /// Returns a place, a page and a token of it, where the word `id` has capitals that say something.
    pub(crate) fn example(&self, id: FoldId) -> Option<(usize, usize)> {
        let &(page, token) = self.examples.get(id.0 as usize)?;
        (token != NOWHERE).then_some((page as usize, token as usize))
    }

    /// Adds a page, whose forms are in `vocabulary`.
    pub(crate) fn add(&mut self, source: &str, tokens: &FoldedTokens, vocabulary: &Vocabulary) {
        let before = self.counts.clone();
        self.counts.resize(vocabulary.len(), 0);
        self.casings.resize(vocabulary.len(), Casings::default());
        self.examples.resize(vocabulary.len(), (0, NOWHERE));
        let mut start = 0;
        for at in 0..=tokens.len() {
            let ends = at == tokens.len() || (at > start && tokens.starts_line(at));
            if ends {
                self.add_line(source, tokens, vocabulary, start..at);
                start = at;
            }
        }
        self.pages += 1;
        self.most.resize(vocabulary.len(), 0);
        for (index, most) in self.most.iter_mut().enumerate() {
            *most = (*most).max(self.counts[index] - before.get(index).copied().unwrap_or(0));
        }
    }

    fn add_line(&mut self, source: &str, tokens: &FoldedTokens, vocabulary: &Vocabulary, line: std::ops::Range<usize>) {
        let shapes: Vec<CaseShape> =
            line.clone().map(|at| CaseShape::of(source.get(tokens.span(at).range()).unwrap_or_default())).collect();
        let words = || line.clone().filter(|&at| vocabulary.kind(tokens.id(at)) == FoldKind::Word);
        let small = words().filter(|&at| shapes[at - line.start] == CaseShape::Lower).count();
        // A heading, a menu, a list of names: its capitals are those of its place.
        let telling = small * 2 > words().count();
        let mut begins = true;
        for at in line.clone() {
            let id = tokens.id(at);
            if vocabulary.kind(id) != FoldKind::Word {
                begins |= matches!(vocabulary.form(id), "." | "!" | "?" | ":" | "\"");
                continue;
            }
            let index = id.0 as usize;
            self.counts[index] += 1;
            if telling && !tokens.is_protected(at) {
                let casings = &mut self.casings[index];
                let shape = shapes[at - line.start];
                if matches!(shape, CaseShape::Upper | CaseShape::Mixed) || shape == CaseShape::Title && !begins {
                    self.examples[index] = (self.pages, at as u32);
                }
                match shape {
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

    /// Returns how often each form occurs in that page which has it most often; of forms that were added to the vocabulary later
    /// nothing is said.
    pub(crate) fn most(&self) -> &[u32] {
        &self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::tokenize;

    #[test]
    fn names_are_told_by_their_capitals() {
        let page = "Home News Harbour\nThe mayor of Aldwick met the NHK crew. Crews left aldwick on Monday.";
        let mut vocabulary = Vocabulary::default();
        let tokens = FoldedTokens::fold(page, tokenize(page), &mut vocabulary);
        let mut lexicon = DomainLexicon::default();
        lexicon.add(page, &tokens, &vocabulary);
        let casings = |word: &str| lexicon.casings(vocabulary.find(word).unwrap());
        assert_eq!(casings("aldwick"), Some(Casings { lower: 1, title: 1, ..Casings::default() }));
        assert_eq!(casings("nhk"), Some(Casings { upper: 1, ..Casings::default() }));
        assert_eq!(casings("harbour"), None);
        assert_eq!(casings("crews"), None);
        let (page_of, token) = lexicon.example(vocabulary.find("nhk").unwrap()).unwrap();
        assert_eq!((page_of, page.get(tokens.span(token).range())), (0, Some("NHK")));
        assert_eq!(lexicon.most()[vocabulary.find("aldwick").unwrap().0 as usize], 2);
    }
}
