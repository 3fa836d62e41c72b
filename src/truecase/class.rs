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

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_class() {
        let lists = crate::Lexicon::english().lists();
        let class = |lower: &str| Class::of(lists.of(lower));
        assert_eq!([class("of"), class("their"), class("plans")], [Class::Particle, Class::Closed, Class::Content]);
    }
}
