//! Which word of a page each word of a text is.

use super::align::{Aligner, Pairing, Step};
use super::anchor::{Side, WordIndex, chains};
use super::fold::FoldedTokens;
use super::passages;
use super::vocabulary::Vocabulary;
use crate::span::Span;
use crate::text::tokenizer::tokenize;

/// A word of a text and the word of a page that it stands for.
///
/// ```
/// use ungarble::{Span, pair_words};
///
/// let text = "when the boats came in that evening the cat satt on the quay";
/// let page = "When the boats came in that evening, the cat sat on the quay.";
/// let pairs = pair_words(text, page);
/// assert_eq!((pairs[0].text, pairs[0].page), (Span::new(0, 4), Span::new(0, 4)));
/// assert_eq!(&page[pairs[9].page.range()], "sat");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair {
    /// Bytes of the text.
    pub text: Span,
    /// Bytes of the page; two words of the text have the same where one was split, and the span covers two words of the
    /// page where they were run together.
    pub page: Span,
}

/// Returns the words of `text` that have a counterpart in `page`, in the order of the text.
///
/// With it whatever is known of one side's words is carried over to the other: the times of a transcript to its script,
/// the places on a scanned page to a corrected edition. Passages may stand in any order; where the page has several
/// copies of one, the best is taken.
///
/// ```
/// let heard = "when the boats came in that evening the cat satt on the quay and looked at them";
/// let script = "When the boats came in that evening, the cat sat on the quay and looked at them.";
/// let pairs = ungarble::pair_words(heard, script);
/// let sat = pairs.iter().find(|p| &heard[p.text.range()] == "satt").expect("it has a counterpart");
/// assert_eq!(&script[sat.page.range()], "sat");
/// ```
///
/// # Complexity
///
/// O(n + m) for n words of the text and m of the page, and the cells of the gaps between anchors, which are capped.
#[must_use]
pub fn pair_words(text: &str, page: &str) -> Vec<Pair> {
    let mut vocabulary = Vocabulary::default();
    let page_tokens = FoldedTokens::fold(page, tokenize(page), &mut vocabulary);
    let text_tokens = FoldedTokens::fold(text, tokenize(text), &mut vocabulary);
    let page_words = WordIndex::new(&page_tokens, &vocabulary);
    let text_words = WordIndex::new(&text_tokens, &vocabulary);
    let page = Side { tokens: &page_tokens, words: &page_words };
    let text = Side { tokens: &text_tokens, words: &text_words };
    let pairing = Pairing { vocabulary: &vocabulary, text, page };
    let found = chains(&text, &page);
    let mut aligner = Aligner::default();
    let mut pairs = Vec::with_capacity(text_words.len());
    let mut taken = vec![false; text_tokens.len()];
    // The best chain comes first and has the first say.
    for (chain, limits) in passages(&found.chains, &text_words, text_tokens.len()) {
        let passage = aligner.passage(&pairing, chain, limits);
        let (mut t, mut p) = (passage.text.start, passage.page.start);
        for step in passage.steps {
            let (text, page) = (t..t + step.text(), p..p + step.page());
            if !matches!(step, Step::Extra | Step::Missing) {
                for at in text {
                    let words =
                        vocabulary.is_word(text_tokens.id(at)) && vocabulary.is_word(page_tokens.id(page.start));
                    if words && !std::mem::replace(&mut taken[at], true) {
                        pairs.push(Pair { text: text_tokens.span(at), page: page_tokens.span_of(page.clone()) });
                    }
                }
            }
            (t, p) = (t + step.text(), p + step.page());
        }
    }
    pairs.sort_unstable_by_key(|pair| (pair.text.start(), pair.page.start()));
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moved_passages_are_paired() {
        let text = "the boats were taken up the river to the yard. nobody could remember such a winter on the coast.";
        let page = "Nobody could remember such a winter on the coast. The boats were taken up the river to the yard.";
        let pairs = pair_words(text, page);
        assert_eq!(pairs.len(), 19);
        for pair in pairs {
            let (ours, theirs) = (text.get(pair.text.range()).unwrap(), page.get(pair.page.range()).unwrap());
            assert_eq!(ours.to_lowercase(), theirs.to_lowercase());
        }
        assert!(pair_words("", page).is_empty() && pair_words(text, "").is_empty());
    }
}
