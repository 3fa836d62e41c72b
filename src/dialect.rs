//! Edits of a text that keeps to a dialect: no edit brings in a word that only others spell so.

use std::borrow::Cow;

use crate::lexicon::{Dialects, Lexicon};
use crate::plan::edit::Edit;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::{TokenKind, Tokens};

/// Changes what `edits` bring in of other dialects into the spelling of `own`, and drops those that then change nothing
/// or for which there is none.
pub(crate) fn keep_to(own: Dialects, lexicon: &Lexicon, edits: &mut Vec<Edit<'_>>) {
    edits.retain_mut(|edit| match respelled(own, lexicon, &edit.original, &edit.replacement) {
        Spelling::Own => true,
        Spelling::Respelled(replacement) => {
            let changes = replacement != edit.original;
            edit.replacement = Cow::Owned(replacement);
            changes
        }
        Spelling::None => false,
    });
}

enum Spelling {
    Own,
    Respelled(String),
    None,
}

fn respelled(own: Dialects, lexicon: &Lexicon, original: &str, replacement: &str) -> Spelling {
    let words = |text| Tokens::of(text, lexicon.lists()).filter(|token| token.kind == TokenKind::Word);
    let stood = |word: &str| words(original).any(|token| original.get(token.span.range()) == Some(word));
    let mut spelled = String::new();
    let mut copied = 0;
    for token in words(replacement) {
        let word = replacement.get(token.span.range()).unwrap_or_default();
        let lower = word.to_lowercase();
        let foreign = lexicon.entry(&lower).map(|entry| entry.dialects()).filter(|dialects| !dialects.is_empty());
        if stood(word) || foreign.is_none_or(|dialects| dialects.intersects(own)) {
            continue;
        }
        let fits = |variant: &&str| lexicon.entry(variant).is_some_and(|entry| entry.dialects().intersects(own));
        let Some(variant) = lexicon.variant(&lower).find(fits) else { return Spelling::None };
        spelled.push_str(replacement.get(copied..token.span.start()).unwrap_or_default());
        spelled.push_str(&CaseShape::of(word).apply(variant));
        copied = token.span.end();
    }
    if copied == 0 {
        return Spelling::Own;
    }
    spelled.push_str(replacement.get(copied..).unwrap_or_default());
    Spelling::Respelled(spelled)
}
