//! Patterns of capitals in which a word may be meant.

use crate::document::Word;
use crate::text::shape::CaseShape;

/// A pattern in which a word may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Pattern {
    /// "japan".
    Lower = 0,
    /// "Japan".
    Title = 1,
    /// Its own: "NATO", "iPhone".
    Special = 2,
}

impl Pattern {
    pub(crate) const ALL: [Pattern; 3] = [Pattern::Lower, Pattern::Title, Pattern::Special];
}

/// How a word stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Surface {
    Lower = 0,
    Title = 1,
    Upper = 2,
    /// Any other mixture: "iPhone", "goVernment".
    Mixed = 3,
    /// Not to be touched, or without case.
    Fixed = 4,
}

impl Surface {
    pub(crate) const fn of(word: &Word) -> Surface {
        match word.shape {
            _ if word.protected => Surface::Fixed,
            CaseShape::Lower => Surface::Lower,
            CaseShape::Title => Surface::Title,
            CaseShape::Upper => Surface::Upper,
            CaseShape::Mixed => Surface::Mixed,
            CaseShape::Caseless => Surface::Fixed,
        }
    }

    /// Whether it has a capital.
    pub(crate) const fn has_capital(self) -> bool {
        matches!(self, Surface::Title | Surface::Upper | Surface::Mixed)
    }

    /// The pattern that leaves the word as it is, as far as the surface tells.
    pub(crate) const fn pattern(self) -> Pattern {
        match self {
            Surface::Lower => Pattern::Lower,
            Surface::Title => Pattern::Title,
            Surface::Upper | Surface::Mixed | Surface::Fixed => Pattern::Special,
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::Lexicon;
    use crate::document::{Buffers, Document};
    use crate::span::Span;

    #[test]
    fn words_stand_in_a_pattern_unless_nobody_may_touch_them() {
        let text = "the Harbour NATO iPhone secret";
        let protect = [Span::new(text.len() - 6, text.len())];
        let document = Document::new(text, Lexicon::english(), &protect, Buffers::default());
        let surfaces: Vec<Surface> = document.words().iter().map(Surface::of).collect();
        assert_eq!(surfaces, [Surface::Lower, Surface::Title, Surface::Upper, Surface::Mixed, Surface::Fixed]);
        let capitals: Vec<bool> = surfaces.iter().map(|surface| surface.has_capital()).collect();
        assert_eq!(capitals, [false, true, true, true, false]);
        let patterns: Vec<Pattern> = surfaces.into_iter().map(Surface::pattern).collect();
        assert_eq!(patterns[..2], [Pattern::Lower, Pattern::Title]);
        assert!(patterns[2..].iter().all(|&pattern| pattern == Pattern::Special));
    }
}
