//! What a word is to the names and titles around it.

use crate::text::classes::Classes;

/// What a word is to a title or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Kept small inside titles: "of", "the", "and".
    Particle,
    /// A pronoun, auxiliary or other closed-class word: capitalised in headlines, next to never in names.
    Closed,
    /// Anything else.
    Content,
}

impl Class {
    /// The one of a word's classes that counts here.
    pub(crate) const fn of(classes: Classes) -> Class {
        if classes.has(Classes::PARTICLE) {
            Class::Particle
        } else if classes.has(Classes::CLOSED) {
            Class::Closed
        } else {
            Class::Content
        }
    }
}

/// Whether the word is made of one that `is_common`, by endings and beginnings that make words: "linting", "undersung".
pub(crate) fn is_derived(lower: &str, is_common: impl Fn(&str) -> bool) -> bool {
    const ENDINGS: [(&str, &str); 14] = [
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("er", ""),
        ("er", "e"),
        ("ers", ""),
        ("s", ""),
        ("ly", ""),
        ("ness", ""),
        ("less", ""),
        ("able", ""),
        ("isation", "ise"),
        ("ization", "ize"),
    ];
    const BEGINNINGS: [&str; 14] = [
        "anti", "bio", "counter", "hyper", "inter", "micro", "mis", "multi", "non", "over", "re", "super", "un",
        "under",
    ];
    let long = |stem: &str| stem.len() >= 4;
    let ends = ENDINGS.iter().any(|(ending, instead)| {
        lower
            .strip_suffix(ending)
            .filter(|stem| long(stem))
            .is_some_and(|stem| if instead.is_empty() { is_common(stem) } else { is_common(&[stem, instead].concat()) })
    });
    ends || BEGINNINGS.iter().any(|b| lower.strip_prefix(b).is_some_and(|rest| long(rest) && is_common(rest)))
}

/// Whether the word forms others freely when a hyphen follows: "co-production".
pub(crate) fn is_prefix(lower: &str) -> bool {
    const PREFIXES: [&str; 26] = [
        "anti", "co", "counter", "cross", "cyber", "de", "e", "ex", "half", "inter", "mid", "mini", "multi", "non",
        "over", "post", "pre", "pro", "quasi", "re", "self", "semi", "sub", "super", "ultra", "under",
    ];
    PREFIXES.binary_search(&lower).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_words_are_told() {
        let known = |stem: &str| ["lint", "sung", "organise"].contains(&stem);
        assert!(["linting", "undersung", "organisation", "organised"].iter().all(|w| is_derived(w, known)));
        assert!(!["lint", "undersea", "linton", "kings"].iter().any(|w| is_derived(w, known)));
    }

    #[test]
    fn prefixes_are_told() {
        assert!(["anti", "co", "e", "post", "under"].iter().all(|w| is_prefix(w)));
        assert!(!["co-", "indo", "long"].iter().any(|w| is_prefix(w)));
    }

    #[test]
    fn words_have_their_class() {
        let class = |lower: &str| Class::of(Classes::of(lower));
        assert_eq!([class("of"), class("their"), class("plans")], [Class::Particle, Class::Closed, Class::Content]);
    }
}
