//! Where a word stands in its sentence, as far as its capital is concerned.

use crate::document::{Document, Joint, Word};
use crate::text::classes::Classes;
use crate::text::tokenizer::{ORDINALS, Token, TokenKind};

/// Whether the place of a word explains a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Position {
    /// A sentence starts here: capitals are the rule.
    Start,
    /// After a colon, an opening bracket, a bullet: capitals are as common as small letters.
    Soft,
    /// Inside a sentence: a capital says something.
    Mid,
}

/// The place of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) position: Position,
    /// Whether only blanks or a hyphen part it from the word before.
    pub(crate) glued: bool,
}

/// Returns the place of `word`, which follows `previous` in a sentence that starts at token `first`.
///
/// # Complexity
///
/// O(n) in the tokens between the two words.
pub(crate) fn place(document: &Document<'_>, first: usize, previous: Option<&Word>, word: &Word) -> Place {
    if matches!(word.joint, Joint::Inner | Joint::Last) {
        return Place { position: Position::Mid, glued: true };
    }
    let start = previous.map_or(first, |p| p.token + 1);
    let tokens = document.tokens().get(start..word.token).unwrap_or_default();
    if let (Some(_), [Token { kind: TokenKind::Space | TokenKind::LineBreak, .. }]) = (previous, tokens) {
        return Place { position: Position::Mid, glued: true };
    }
    let mark = |i: usize| document.at(tokens[i].span).chars().next().unwrap_or(' ');
    let (mut glued, mut counted, mut quoted, mut position) = (previous.is_some(), false, false, Position::Mid);
    // The last mark before the word, and whether a comma, colon or stop stands before an opening quote.
    let mut introduced = false;
    // Whether a stop stands before the marks of footnotes: "agent. [5] His", "(figure 2)".
    let mut stopped = false;
    let noted = |i: usize| {
        i > 0 && matches!(mark(i - 1), '[' | '(') && tokens.get(i + 1).is_some_and(|_| matches!(mark(i + 1), ']' | ')'))
    };
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Space | TokenKind::LineBreak => {}
            TokenKind::Number if noted(i) => {
                glued = false;
                position = if stopped { Position::Start } else { Position::Mid };
            }
            TokenKind::Number | TokenKind::Protected => {
                (glued, counted, introduced) = (false, true, false);
                position = Position::Mid;
            }
            _ => {
                glued = false;
                let opens = i + 1 == tokens.len();
                match mark(i) {
                    ',' => (introduced, position) = (true, Position::Mid),
                    '"' | '“' | '‘' | '«' | '\'' | '„' if opens => {
                        quoted = introduced;
                        position = Position::Soft;
                    }
                    '"' | '”' | '’' | '\'' | ')' | ']' | '»' => {}
                    ':' | '.' | '!' | '?' | '…' => {
                        (introduced, position) = (true, Position::Soft);
                        stopped = mark(i) != ':';
                    }
                    _ => position = Position::Soft,
                }
            }
        }
    }
    let position = match previous {
        None if counted => {
            // "2. Access", "(3) Notices": the number counts the sentence. "40 boats came": it is the sentence's first word.
            let counts = tokens.iter().enumerate().any(|(i, t)| t.kind == TokenKind::Punctuation && mark(i) != ',');
            if counts { Position::Soft } else { Position::Mid }
        }
        None if tokens.iter().enumerate().all(|(i, t)| {
            matches!(t.kind, TokenKind::Space | TokenKind::LineBreak)
                || matches!(mark(i), '"' | '“' | '‘' | '«' | '\'' | '„' | '(' | '[')
        }) =>
        {
            Position::Start
        }
        None => Position::Soft,
        // A full stop inside a sentence is that of an initial or an abbreviation.
        Some(before) if position == Position::Soft && ends_initial(document, before, tokens.len()) => Position::Mid,
        Some(_) if quoted => Position::Start,
        Some(_) => position,
    };
    Place { position, glued }
}

/// Whether only the full stop of an initial or of a title ("J.", "Mr.") and blanks, `tokens` in all, follow `word`.
fn ends_initial(document: &Document<'_>, word: &Word, tokens: usize) -> bool {
    let lower = document.lower(word);
    let short = lower.len() <= 4 && (lower.chars().count() == 1 || word.classes.has(Classes::TITLE));
    let stop = document.tokens().get(word.token + 1).is_some_and(|t| document.at(t.span) == ".");
    short && stop && tokens <= 2
}

/// Whether a day or a year stands beside word `index`: "August 1", "16 May", "May 2015".
pub(crate) fn beside_date(document: &Document<'_>, word: &Word) -> bool {
    let tokens = document.tokens();
    let digits = |token: usize| {
        tokens.get(token).filter(|t| t.kind == TokenKind::Number).map(|t| {
            let text = document.at(t.span);
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let rest = text.get(digits..).unwrap_or_default();
            if rest.is_empty() || ORDINALS.contains(&rest) { digits } else { 0 }
        })
    };
    let blank = |token: usize| {
        tokens.get(token).is_some_and(|t| t.kind == TokenKind::Space || matches!(document.at(t.span), "," | "." | "-"))
    };
    let mut after = word.token + 1;
    while after <= word.token + 2 && blank(after) {
        after += 1;
    }
    if after > word.token + 1 && matches!(digits(after), Some(1 | 2 | 4)) {
        return true;
    }
    word.token >= 2
        && blank(word.token - 1)
        && document.at(tokens[word.token - 1].span) != "."
        && matches!(digits(word.token - 2), Some(1 | 2))
}

/// Whether a number and a space stand right before `word`, in a sentence that starts at token `first`: "16 May".
pub(crate) fn number_before(document: &Document<'_>, first: usize, word: &Word) -> bool {
    matches!(document.tokens().get(first..word.token), Some([.., number, space])
        if number.kind == TokenKind::Number && space.kind == TokenKind::Space)
}

/// Whether a space and a number stand right behind `word`: "May 2015".
pub(crate) fn number_behind(document: &Document<'_>, word: &Word) -> bool {
    matches!(document.tokens().get(word.token + 1..), Some([space, number, ..])
        if number.kind == TokenKind::Number && space.kind == TokenKind::Space)
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::document::Buffers;

    fn places(text: &str) -> Vec<(String, Position)> {
        let document = Document::new(text, crate::Language::english().lexicon(), &[], Buffers::default());
        let mut out = Vec::new();
        for (s, sentence) in document.sentences().iter().enumerate() {
            let words = document.words_of(s);
            for index in words.clone() {
                let previous = (index > words.start).then(|| &document.words()[index - 1]);
                let word = &document.words()[index];
                let place = place(&document, sentence.tokens.start, previous, word);
                out.push((document.lower(word).to_owned(), place.position));
            }
        }
        out
    }

    fn soft(text: &str) -> Vec<String> {
        places(text).into_iter().filter(|(_, p)| *p == Position::Soft).map(|(w, _)| w).collect()
    }

    #[test]
    fn sentences_start_and_colons_are_soft() {
        let found = places("The plan: Go there (Or not).");
        assert_eq!(found[0].1, Position::Start);
        assert_eq!(soft("The plan: Go there (Or not)."), ["go", "or"]);
    }

    #[test]
    fn initials_and_titles_are_no_starts() {
        assert!(soft("He met Mr. Hill and J. Smith.").is_empty());
    }

    #[test]
    fn quoted_sentences_start() {
        let found = places("He said, \"We can.\"");
        assert_eq!(found[2], ("we".to_owned(), Position::Start));
        assert_eq!(soft("the \"slow money\" idea"), ["slow"]);
    }

    #[test]
    fn bullets_are_soft() {
        assert_eq!(soft("- access to systems"), ["access"]);
    }

    #[test]
    fn dates_are_seen() {
        let document = Document::new(
            "On august 1 and 16 may, in May 2015, you may 600 times.",
            crate::Language::english().lexicon(),
            &[],
            Buffers::default(),
        );
        let months: Vec<bool> = document
            .words()
            .iter()
            .filter(|w| w.classes.has(Classes::MONTH))
            .map(|w| beside_date(&document, w))
            .collect();
        assert_eq!(months, [true, true, true, false]);
    }
}
