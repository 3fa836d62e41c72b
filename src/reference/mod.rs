//! Repair by a reference: a page that may hold a clean copy of the text, or of parts of it.
//!
//! The text is laid beside each page ([`anchor`], [`align`]). A passage of a page is a witness for the sentences that it
//! has ([`witness`]); where it differs from the text, the witnesses agree on a reading ([`consensus`]), and the policy
//! says whether it is taken over ([`judge`]). What no witness speaks for is left to the other stages, which the pages lend
//! their words and names ([`domain`]).

pub(crate) mod align;
pub(crate) mod anchor;
pub(crate) mod consensus;
mod difference;
pub(crate) mod domain;
mod elsewhere;
pub(crate) mod fold;
pub(crate) mod judge;
pub(crate) mod pairs;
mod placement;
pub(crate) mod policy;
pub(crate) mod pool;
mod postings;
pub(crate) mod project;
mod repetition;
mod side_text;
pub(crate) mod similarity;
pub(crate) mod vocabulary;
pub(crate) mod witness;

use std::ops::Range;

use self::align::{Aligner, Pairing};
use self::anchor::{Chain, Side, WordIndex, chains};
use self::consensus::{Consensus, WitnessPage};
use self::domain::DomainLexicon;
use self::fold::FoldedTokens;
use self::judge::Judge;
use self::placement::Examiner;
use self::policy::Policy;
use self::project::{FoldedText, HouseStyle};
use self::side_text::SideText;
use self::vocabulary::Vocabulary;
use self::witness::{Reader, Witness};
use crate::document::{Document, Word};
use crate::lexicon::Lexicon;
use crate::plan::edit::{Confidence, Edit, EditKind, Evidence};
use crate::span::Span;
use crate::text::classes::WordLists;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::Tokens;

/// The contribution of references to a text.
#[derive(Debug, Default)]
pub(crate) struct Guided<'t> {
    /// Sorted and disjoint.
    pub(crate) edits: Vec<Edit<'t>>,
    /// Spans, ascending, that a witness has settled: other stages leave them alone.
    pub(crate) vouched: Vec<Span>,
    /// Set if any page holds a copy of any part of the text.
    pub(crate) has_copy: bool,
    /// Spans, ascending and apart, that a page may hold but which were left alone: it repeats them too often to tell which copy is
    /// meant, or they are too long and too damaged to be laid beside it.
    pub(crate) unaligned: Vec<Span>,
}

/// The references of one call, folded once for all rounds.
#[derive(Debug)]
pub(crate) struct Pages<'r> {
    sources: Vec<&'r str>,
    tokens: Vec<FoldedTokens>,
    words: Vec<WordIndex>,
    vocabulary: Vocabulary,
    domain: DomainLexicon,
}

impl<'r> Pages<'r> {
    /// Folds the references.
    ///
    /// # Complexity
    ///
    /// O(m) in their words, 11 bytes of memory for each.
    pub(crate) fn fold(references: &[&'r str], lists: &WordLists) -> Pages<'r> {
        let mut vocabulary = Vocabulary::default();
        let mut domain = DomainLexicon::default();
        let tokens: Vec<FoldedTokens> =
            references.iter().map(|page| FoldedTokens::fold(page, Tokens::of(page, lists), &mut vocabulary)).collect();
        for (page, tokens) in references.iter().zip(&tokens) {
            domain.add(page, tokens, &vocabulary);
        }
        let words = tokens.iter().map(|tokens| WordIndex::new(tokens, &vocabulary)).collect();
        Pages { sources: references.to_vec(), tokens, words, vocabulary, domain }
    }

    /// Lays `document` beside the pages and returns what they say of it.
    ///
    /// # Complexity
    ///
    /// O(n + m) for n words of the document and m of the pages, and the cells of the gaps between anchors, which are
    /// capped.
    pub(crate) fn guide<'t>(&mut self, document: &Document<'t>, lexicon: &Lexicon, policy: Policy) -> Guided<'t> {
        if self.sources.is_empty() {
            return Guided::default();
        }
        let tokens = FoldedTokens::fold(document.text(), document.tokens().iter().copied(), &mut self.vocabulary);
        let vocabulary = &self.vocabulary;
        let words = WordIndex::new(&tokens, vocabulary);
        let text = Side { tokens: &tokens, words: &words };
        let sentences = sentences(document, &tokens);
        let mut in_text = vec![0; vocabulary.len()];
        for &id in tokens.ids() {
            in_text[id.0 as usize] += 1;
        }
        let mut aligner = Aligner::default();
        let mut witnesses: Vec<Witness> = Vec::new();
        let mut cased: Vec<bool> = Vec::new();
        let mut unaligned = Vec::new();
        for (reference, page_tokens) in self.tokens.iter().enumerate() {
            let page = Side { tokens: page_tokens, words: &self.words[reference] };
            let found = chains(&text, &page);
            let within = |r: &Range<usize>| tokens.span_of(words.token(r.start)..words.token(r.end - 1) + 1);
            unaligned.extend(found.ambiguous.iter().map(within));
            let pairing = Pairing { vocabulary, text, page };
            let reader =
                Reader { vocabulary, text, page, text_source: document.text(), page_source: self.sources[reference] };
            let first = witnesses.len();
            for (chain, limits) in passages(&found.chains, &words, tokens.len()) {
                let passage = aligner.passage(&pairing, chain, limits);
                unaligned.extend(passage.skipped.iter().map(|s| tokens.span_of(s.clone())));
                let witness = reader.witness(reference, &passage, &sentences, aligner.similarity());
                if !witness.stretches.is_empty() {
                    cased.push(is_cased(self.sources[reference], page_tokens, passage.page));
                    witnesses.push(witness);
                }
            }
            let written = |side, source| SideText { side, source, vocabulary };
            let examiner = Examiner {
                text: written(text, document.text()),
                page: written(page, self.sources[reference]),
                lexicon,
                in_page: self.domain.most(),
                in_text: &in_text,
            };
            examiner.examine(&mut witnesses[first..], aligner.similarity());
        }
        let source = FoldedText { text: document.text(), tokens: &tokens };
        let page = |(reference, tokens)| {
            let page = FoldedText { text: self.sources[reference], tokens };
            let judge = Judge {
                policy,
                vocabulary,
                text: source,
                page,
                lexicon,
                in_page: self.domain.most(),
                in_text: &in_text,
            };
            WitnessPage { source: page, reference, judge }
        };
        let pages: Vec<WitnessPage<'_>> = self.tokens.iter().enumerate().map(page).collect();
        let style = HouseStyle::of(document.text());
        let consensus = Consensus { text: source, style, pages: &pages, witnesses: &witnesses, cased: &cased };
        let decisions = consensus.decide(aligner.similarity());
        let mut vouched = vouched(&witnesses, &decisions.unsettled, &tokens);
        unaligned.extend(decisions.doubtful.iter().map(|range| tokens.span_of(range.clone())));
        let mut edits: Vec<Edit<'t>> = decisions
            .edits
            .into_iter()
            .filter(|edit| !document.is_masked(edit.span))
            .map(|edit| Edit { original: document.at(edit.span).into(), ..edit })
            .collect();
        drop(pages);
        self.lend(document, &mut edits, &mut vouched);
        Guided { edits, vouched, has_copy: !witnesses.is_empty(), unaligned: joined(unaligned) }
    }
}

/// Returns `spans` in ascending order, those that touch as one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let touch = next.start() <= last.end();
        if touch {
            *last = last.join(*next);
        }
        touch
    });
    spans
}

impl Pages<'_> {
    /// Lends the words of the pages to what no witness speaks for: what the lexicon does not know, but a page writes, is a
    /// name or a term, and no damage; where the pages only know it with capitals, it gets them. A word that has the capitals
    /// with which the pages always write it keeps them.
    fn lend<'t>(&self, document: &Document<'t>, edits: &mut Vec<Edit<'t>>, vouched: &mut Vec<Span>) {
        let settled: Vec<Span> = edits.iter().map(Edit::span).collect();
        let clear = |spans: &[Span], span: Span| {
            let first = spans.partition_point(|other| other.end() < span.start());
            spans[first..].iter().take_while(|other| other.start() <= span.end()).all(|other| !other.overlaps(span))
        };
        let mut known = Vec::new();
        for word in document.words().iter().filter(|word| !word.protected && is_lent(word)) {
            let Some(id) = self.vocabulary.find(document.lower(word)) else { continue };
            let Some(casings) = self.domain.casings(id) else { continue };
            if !clear(vouched, word.span) || !clear(&settled, word.span) {
                continue;
            }
            let written = match word.shape {
                CaseShape::Lower => casings.lower,
                CaseShape::Title => casings.title,
                CaseShape::Upper => casings.upper,
                CaseShape::Mixed | CaseShape::Caseless => casings.mixed,
            };
            let example = self.domain.example(id).filter(|_| word.shape == CaseShape::Lower && casings.lower == 0);
            if word.entry.is_some() {
                // "Bush" is also a shrub, but not on a page that always writes it so.
                if written >= SURE_HABIT && written == casings.total() {
                    known.push(word.span);
                }
            } else if written > 0 {
                known.push(word.span);
            } else if let Some((reference, token)) = example {
                let span = self.tokens[reference].span(token);
                let surface = self.sources[reference].get(span.range()).unwrap_or_default();
                // The possessive of the page is not the text's.
                let name = surface.char_indices().nth(document.lower(word).chars().count());
                let name = surface.get(..name.map_or(surface.len(), |(at, _)| at)).unwrap_or_default();
                if name.to_lowercase() == document.lower(word) {
                    edits.push(Edit {
                        span: word.span,
                        original: document.at(word.span).into(),
                        replacement: name.to_owned().into(),
                        kind: EditKind::Casing,
                        confidence: Confidence::from_per_mille(900),
                        evidence: vec![Evidence::Witness { reference, span }],
                    });
                }
            }
        }
        edits.sort_by_key(Edit::span);
        vouched.extend(known);
        vouched.sort_unstable();
    }
}

/// Times that a page must write a word one way, and no other, to be believed that it is a name.
const SURE_HABIT: u32 = 2;

/// Returns whether the pages may know better than the lexicon how the word is written: it does not know it, or it has capitals.
fn is_lent(word: &Word) -> bool {
    word.entry.is_none() || !matches!(word.shape, CaseShape::Lower | CaseShape::Caseless)
}

/// Returns the sentences as ranges of tokens.
fn sentences(document: &Document<'_>, tokens: &FoldedTokens) -> Vec<Range<usize>> {
    let all = document.tokens();
    document
        .sentences()
        .iter()
        .map(|s| {
            let start = all.get(s.tokens.start).map_or(document.text().len(), |t| t.span.start());
            let end = all.get(s.tokens.end).map_or(document.text().len(), |t| t.span.start());
            tokens.at_or_after(start)..tokens.at_or_after(end)
        })
        .collect()
}

/// Words in its anchors from which on a further copy of a stretch is worth looking at.
const LEAST_COPY: i32 = 16;

/// Returns the chains worth aligning, each with the tokens within which its passage must stay.
///
/// A chain is left out where a better one speaks for the same words and it is but a shadow of that.
fn passages<'c>(chains: &'c [Chain], words: &WordIndex, tokens: usize) -> Vec<(&'c Chain, Range<usize>)> {
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut worth = Vec::new();
    for chain in chains {
        let text = chain.text();
        let overlaps = taken.range(..text.end).next_back().is_some_and(|(_, &end)| end > text.start);
        if overlaps {
            // Another copy of the same stretch, or words that are found everywhere.
            if chain.score >= LEAST_COPY && chain.score * 2 >= text.len() as i32 {
                worth.push(chain);
            }
            continue;
        }
        taken.insert(text.start, text.end);
        worth.push(chain);
    }
    worth
        .into_iter()
        .map(|chain| {
            let text = chain.text();
            let before = taken.range(..text.start).next_back().map_or(0, |(_, &end)| end.min(text.start));
            let behind = taken.range(text.end..).next().map(|(&start, _)| start);
            let start = if before == 0 { 0 } else { words.token(before - 1) + 1 };
            let end = behind.map_or(tokens, |word| words.token(word));
            (chain, start..end)
        })
        .collect()
}

/// Returns whether a passage has lower-case letters and capitals, as sentences have: a transcript and a headline have not.
fn is_cased(source: &str, tokens: &FoldedTokens, page: Range<usize>) -> bool {
    let span = tokens.span_of(page);
    let text = source.get(span.range()).unwrap_or_default();
    let mut seen = (false, false);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        seen.0 |= c.is_lowercase();
        seen.1 |= c.is_uppercase();
        if seen == (true, true) {
            return true;
        }
    }
    false
}

/// Returns the spans of all stretches, less what is unsettled in them.
fn vouched(witnesses: &[Witness], unsettled: &[Range<usize>], tokens: &FoldedTokens) -> Vec<Span> {
    let mut stretches: Vec<Range<usize>> =
        witnesses.iter().flat_map(|w| &w.stretches).map(|s| s.text.clone()).collect();
    stretches.sort_unstable_by_key(|s| (s.start, s.end));
    let mut spans = Vec::new();
    let mut doubts = unsettled.iter().peekable();
    let mut at = 0;
    for stretch in stretches {
        let mut start = stretch.start.max(at);
        while let Some(doubt) = doubts.next_if(|d| d.start < stretch.end) {
            if doubt.start > start {
                spans.push(tokens.span_of(start..doubt.start));
            }
            start = start.max(doubt.end);
        }
        if start < stretch.end {
            spans.push(tokens.span_of(start..stretch.end));
        }
        at = at.max(stretch.end);
    }
    spans
}
