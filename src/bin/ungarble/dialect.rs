//! The spelling a text keeps to, where the user knows it.

use clap::ValueEnum;
use ungarble::lexicon::Dialects;
use ungarble::{Edit, Lexicon, TokenKind, tokenize};

/// A dialect of English. Without one the text's own spelling is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dialect {
    /// American.
    Us,
    /// British, in -ise and -ize.
    Uk,
    /// Canadian.
    Ca,
    /// Australian.
    Au,
    /// Indian.
    In,
}

impl Dialect {
    /// Whether an edit keeps to the dialect: it brings in no word that only others spell so.
    pub(crate) fn allows(self, edit: &Edit<'_>) -> bool {
        let own = match self {
            Dialect::Us => Dialects::US,
            Dialect::Uk => Dialects::UK_ISE | Dialects::UK_IZE,
            Dialect::Ca => Dialects::CA,
            Dialect::Au => Dialects::AU,
            Dialect::In => Dialects::IN,
        };
        let before: Vec<String> = words(edit.original()).collect();
        words(edit.replacement()).filter(|word| !before.contains(word)).all(|word| {
            let entry = Lexicon::english().entry(&word);
            entry.is_none_or(|entry| entry.dialects().is_empty() || entry.dialects().intersects(own))
        })
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = tokenize(text).filter(|token| token.kind == TokenKind::Word);
    words.filter_map(|token| text.get(token.span.range())).map(str::to_lowercase)
}
