//! Words behind a prefix that keeps its hyphen: "re-energised".

use crate::cost::Cost;
use crate::lexicon::Lexicon;

/// Prefixes that keep their hyphen: what follows is a word by itself.
const PREFIXES: [&str; 22] = [
    "re", "pre", "co", "anti", "non", "de", "post", "pro", "over", "under", "self", "semi", "multi", "inter", "ex",
    "mid", "sub", "un", "counter", "cross", "neo", "mini",
];

/// Whether `lower` is a prefix behind which a word stands by itself.
pub(crate) fn is_prefix(lower: &str) -> bool {
    PREFIXES.contains(&lower)
}

/// What it speaks for `word` behind `prefix` that both together are known as one; nothing where they are not.
pub(crate) fn attested(lexicon: &Lexicon, prefix: &str, word: &str) -> Cost {
    if !prefix.is_empty() && is_attested(lexicon, prefix, word) { ATTESTED } else { Cost::ZERO }
}

/// What it speaks for a word behind a prefix that both together are known as one.
const ATTESTED: Cost = Cost(2_500);

/// Whether a list holds the prefix and the word as one, in either spelling of "-ise": "reenergize" speaks for "re-energise".
fn is_attested(lexicon: &Lexicon, prefix: &str, word: &str) -> bool {
    let whole = [prefix, word].concat();
    let spelled = |from: &str, to: &str| {
        whole.rfind(from).is_some_and(|at| {
            let (head, tail) = whole.split_at(at);
            lexicon.entry(&[head, to, tail.strip_prefix(from).unwrap_or_default()].concat()).is_some()
        })
    };
    lexicon.entry(&whole).is_some() || spelled("is", "iz") || spelled("iz", "is")
}
