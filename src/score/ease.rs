//! Sentences that need no reading: every word is known and at home where it stands.

use super::confusable;
use super::context::{Model, token_of};
use super::judge::Origin;
use super::slot::is_letter_mark;
use crate::candidate::{Break, join};
use crate::cost::Cost;
use crate::document::{Document, Joint, Word};
use crate::lexicon::Entry;
use crate::lm::LmToken;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::TokenKind;

/// Where a known word is found odd.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Oddness {
    /// Words cheaper than this are at home anywhere.
    pub(crate) common: Cost,
    /// What a word may cost beside both its neighbours.
    pub(crate) limit: Cost,
    /// Whether words are doubted that are merely accepted.
    pub(crate) accepted: bool,
    /// Whether capitalised words inside a sentence are doubted that are hardly names: "Orth Korea".
    pub(crate) names: bool,
}

/// Names that are rarer hardly are any.
const HARDLY_A_NAME: Cost = Cost(16_000);

impl Oddness {
    /// Whether a word is rare enough to be odd anywhere.
    pub(crate) fn is_rare(self, entry: Entry) -> bool {
        entry.unigram_cost() >= self.common
    }

    /// What a word of `entry`, written in `shape`, costs beside its neighbours if it stands where it is hardly expected:
    /// `before` it the edge of the sentence or a neighbour, `after` it nothing or one.
    pub(crate) fn of(
        self,
        model: Model<'_>,
        (entry, shape): (Entry, CaseShape),
        before: LmToken,
        after: Option<LmToken>,
    ) -> Option<Cost> {
        // What is known in its capitals only has no frequency to go by.
        let hardly = self.names && is_hardly_a_name(entry);
        let name = shape == CaseShape::Title && before != LmToken::Boundary && entry.is_name();
        if entry.is_cased() || name && !hardly {
            return None;
        }
        if !self.is_rare(entry) {
            return None;
        }
        if self.accepted && shape == CaseShape::Lower && is_merely_accepted(entry) {
            return Some(Cost::MAX);
        }
        // An abbreviation that nobody writes small is no word here: "tbe".
        if shape == CaseShape::Lower && !entry.is_word() && entry.unigram_cost() > Cost(16_000) {
            return Some(Cost::MAX);
        }
        let here = LmToken::Word(entry.id());
        let after = after.map_or(Cost::ZERO, |after| model.pair(here, after));
        Some(model.pair(before, here) + after).filter(|&cost| cost > self.limit)
    }
}

/// Whether a word is no more than a name, and so rare that it hardly is one: "Orth Korea".
pub(crate) fn is_hardly_a_name(entry: Entry) -> bool {
    !entry.is_word() && entry.unigram_cost() > HARDLY_A_NAME
}

/// Whether a word is offered for no other one though it is no rarity: an abbreviation, a name, slang, one of another language.
pub(crate) fn is_merely_accepted(entry: Entry) -> bool {
    !(entry.is_suggestable() || entry.is_discouraged() || entry.is_word() && entry.is_rare())
}

/// Whether a known word is so rare that it may well be a piece of another one.
pub(crate) fn is_weak(entry: Entry) -> bool {
    entry.unigram_cost() > Cost(13_500)
}

/// What known words are doubted for in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Doubts {
    /// Those that are odd, if such words are ever replaced.
    pub(crate) odd: Option<Oddness>,
    /// How the text came to be: what a machine read has stray marks that join words.
    pub(crate) origin: Origin,
    /// What it costs that a writer took one word for another that is like it, if such words are ever replaced.
    pub(crate) confused: Option<Cost>,
    /// Those that may be pieces of a word: the text is damaged.
    pub(crate) damaged: bool,
}

/// Whether nothing in sentence `index`, whose words are all known or protected, can be anything but what it says.
///
/// Says no where it would have to look twice, so what it says yes to has no other reading.
///
/// # Complexity
///
/// O(n) in the tokens; up to two look-ups for each of the rarer words.
pub(crate) fn is_at_ease(document: &Document<'_>, model: Model<'_>, index: usize, doubts: Doubts) -> bool {
    let Doubts { odd, origin, confused, damaged } = doubts;
    let ocr = origin == Origin::Read;
    let words = &document.words()[document.words_of(index)];
    let range = document.sentences()[index].tokens.clone();
    let tokens = &document.tokens()[range.clone()];
    let is_text = |at: usize| {
        let kind = tokens.get(at).map(|token| token.kind);
        matches!(kind, Some(TokenKind::Word | TokenKind::Alphanumeric | TokenKind::Number))
    };
    let mut words = words.iter().peekable();
    let mut before = LmToken::Boundary;
    // Whether the line ended behind the last word.
    let mut ended = false;
    // The last word, and what stands before it: what follows it is still to be seen.
    let mut last: Option<(&Word, LmToken)> = None;
    let settled = |last: Option<(&Word, LmToken)>, after: Option<LmToken>| {
        let (Some((word, before)), Some(odd)) = (last, odd) else { return true };
        if let Some(taken) = confused
            && word.classes.has(origin.alike())
            && let Some(entry) = word.entry
            && confusable::meant(model, (document.lower(word), entry), (taken, origin), before, after, |_, _, _| {})
        {
            return false;
        }
        word.entry.is_none_or(|entry| odd.of(model, (entry, word.shape), before, after).is_none())
    };
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Space => {}
            TokenKind::LineBreak => ended = true,
            TokenKind::Punctuation | TokenKind::Other => {
                let mark = document.at(token.span);
                let hangs = matches!(mark, "-" | "\u{ad}" | "¬" | "\u{2010}");
                let joins = is_text(at + 1) && (is_letter_mark(mark) || ocr && mark == ".");
                let follows = at > 0 && is_text(at - 1);
                if follows && (hangs || joins) || !follows && mark == "-" && is_text(at + 1) {
                    return false;
                }
            }
            TokenKind::Number | TokenKind::Protected => {
                // Short ones may stand for letters.
                if ocr && damaged && token.span.len() <= 2 || !settled(last.take(), Some(LmToken::Unknown)) {
                    return false;
                }
                before = LmToken::Unknown;
            }
            TokenKind::Word | TokenKind::Alphanumeric => {
                while let Some(word) = words.next_if(|word| word.token == range.start + at) {
                    let torn = damaged && word.entry.is_some_and(is_weak);
                    if torn || ocr && word.joint != Joint::Alone && word.classes.has(Classes::FUNCTION) {
                        return false;
                    }
                    let torn = |(last, _): (&Word, LmToken)| {
                        join(model.lexicon, document.lower(last), document.lower(word), Break::Line).is_some()
                    };
                    if std::mem::take(&mut ended) && ocr && damaged && last.is_some_and(torn) {
                        return false;
                    }
                    let here = token_of(word.entry);
                    if !settled(last.take(), Some(here)) {
                        return false;
                    }
                    last = (!word.protected).then_some((word, before));
                    before = here;
                }
            }
        }
    }
    settled(last, None)
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::document::Buffers;
    use crate::score::context::Pairs;

    const SOUND: Doubts = Doubts {
        odd: Some(Oddness { common: Cost(9_500), limit: Cost(26_000), accepted: false, names: false }),
        origin: Origin::Typed,
        confused: Some(Cost(5_000)),
        damaged: false,
    };

    fn at_ease(text: &str, doubts: Doubts) -> bool {
        let lexicon = crate::Language::english().lexicon();
        let document = Document::new(text, lexicon, &[], Buffers::default());
        assert_eq!(document.sentences().len(), 1, "{text}");
        is_at_ease(&document, Model::new(lexicon, &mut Pairs::default()), 0, doubts)
    }

    #[test]
    fn sentences_of_known_words_are_at_ease() {
        for text in [
            "The council met on Tuesday, and nobody spoke of the 40 boats.",
            "Write to office@example.org (or call) before the end of the week.",
        ] {
            assert!(at_ease(text, SOUND), "{text}");
            assert!(at_ease(text, Doubts { origin: Origin::Read, ..SOUND }), "{text}");
        }
    }

    #[test]
    fn broken_and_joined_words_are_not() {
        let (ocr, damaged) = (Doubts { origin: Origin::Read, ..SOUND }, Doubts { damaged: true, ..SOUND });
        assert!(!at_ease("The council met on Tues- day and spoke of it.", SOUND));
        assert!(at_ease("It was the sea.son of boats.", SOUND) && !at_ease("It was the sea.son of boats.", ocr));
        assert!(at_ease("It was not-only the sea.", SOUND) && !at_ease("It was not-only the sea.", ocr));
        assert!(!at_ease("The cou[cil met on Tuesday.", SOUND));
        assert!(at_ease("The ado was about the sea.", SOUND) && !at_ease("The ado was about the sea.", damaged));
        assert!(!at_ease("There were 1 or 2 boats.", Doubts { origin: Origin::Read, ..damaged }));
        assert!(at_ease("The council met for the com\nmission on Tuesday, and it\nwas about the sea.", ocr));
        assert!(!at_ease(
            "The council met for the com\nmission on Tuesday, and it\nwas about the sea.",
            Doubts { origin: Origin::Read, ..damaged }
        ));
    }

    #[test]
    fn odd_words_are_not() {
        let text = "They met at the quay purloined.";
        assert!(!at_ease(text, SOUND) && at_ease(text, Doubts { odd: None, ..SOUND }));
    }
}
