//! The pattern of capitals of a word.

use crate::named::named;

/// The pattern of capitals of a word, with which a corrected word is written as the word it replaces.
///
/// ```
/// use ungarble::CaseShape;
///
/// assert_eq!(CaseShape::of("Assartiveness"), CaseShape::Title);
/// assert_eq!(CaseShape::Title.apply("assertiveness"), "Assertiveness");
/// assert_eq!(CaseShape::of("iPhone"), CaseShape::Mixed);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CaseShape {
    /// No letter that has two cases: "24", "日本".
    #[default]
    Caseless,
    /// All letters small: "japan".
    Lower,
    /// A capital and lower-case letters: "Japan", "Don't". One capital letter alone ("A", "I") is this too.
    Title,
    /// Two or more capitals and nothing small: "NATO", "U.S."
    Upper,
    /// Anything else: "iPhone", "McDonald", "GDPs".
    Mixed,
}

named!(
    CaseShape,
    "ungarble::CaseShape",
    "case",
    "caseless, lower, title, upper or mixed",
    [Caseless => "caseless", Lower => "lower", Title => "title", Upper => "upper", Mixed => "mixed"]
);

impl CaseShape {
    /// Returns the shape of `word`.
    ///
    /// ```
    /// use ungarble::CaseShape;
    ///
    /// assert_eq!(["japan", "Japan", "JAPAN", "GDPs", "24"].map(CaseShape::of), [
    ///     CaseShape::Lower,
    ///     CaseShape::Title,
    ///     CaseShape::Upper,
    ///     CaseShape::Mixed,
    ///     CaseShape::Caseless,
    /// ]);
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the word, no allocation.
    #[must_use]
    pub fn of(word: &str) -> CaseShape {
        let bytes = word.as_bytes();
        if let [first, rest @ ..] = bytes
            && first.is_ascii_alphabetic()
            && rest.iter().all(u8::is_ascii_lowercase)
        {
            return if first.is_ascii_lowercase() { CaseShape::Lower } else { CaseShape::Title };
        }
        let (capitals, small, first_is_capital) = if word.is_ascii() {
            count(word.bytes().map(|b| (b.is_ascii_uppercase(), b.is_ascii_lowercase())))
        } else {
            count(word.chars().map(|c| (c.is_uppercase(), c.is_lowercase())))
        };
        match (capitals, small) {
            (0, 0) => CaseShape::Caseless,
            (0, _) => CaseShape::Lower,
            (1, _) if first_is_capital => CaseShape::Title,
            (_, 0) => CaseShape::Upper,
            _ => CaseShape::Mixed,
        }
    }

    /// Returns `lower`, a word in lower case, written in this shape.
    ///
    /// [`CaseShape::Mixed`] and [`CaseShape::Caseless`] say nothing of where capitals belong: they leave it as it is.
    ///
    /// ```
    /// use ungarble::CaseShape;
    ///
    /// assert_eq!(CaseShape::of("GOVERMENT").apply("government"), "GOVERNMENT");
    /// assert_eq!(CaseShape::Mixed.apply("iphone"), "iphone", "where capitals belong it cannot tell");
    /// ```
    #[must_use]
    pub fn apply(self, lower: &str) -> String {
        let mut out = String::with_capacity(lower.len());
        self.write(lower, &mut out);
        out
    }

    /// Returns the same behind what `out` holds.
    pub(crate) fn write(self, lower: &str, out: &mut String) {
        match self {
            CaseShape::Caseless | CaseShape::Lower | CaseShape::Mixed => out.push_str(lower),
            CaseShape::Upper if lower.is_ascii() => out.extend(lower.chars().map(|c| c.to_ascii_uppercase())),
            CaseShape::Upper => out.extend(lower.chars().flat_map(char::to_uppercase)),
            CaseShape::Title => {
                let (before, rest) = lower.split_at(lower.find(char::is_alphabetic).unwrap_or(lower.len()));
                let mut rest = rest.chars();
                out.push_str(before);
                out.extend(rest.next().into_iter().flat_map(char::to_uppercase));
                out.push_str(rest.as_str());
            }
        }
    }
}

/// Returns how many capitals and lower-case letters there are, and whether the first of either is a capital.
fn count(letters: impl Iterator<Item = (bool, bool)>) -> (usize, usize, bool) {
    letters.fold((0, 0, false), |(capitals, small, first), (upper, lower)| {
        (capitals + usize::from(upper), small + usize::from(lower), first || (upper && capitals + small == 0))
    })
}

#[cfg(test)]
mod tests {
    use super::CaseShape::{self, Caseless, Lower, Mixed, Title, Upper};

    #[test]
    fn shapes_are_told_apart() {
        for (word, shape) in [
            ("japan", Lower),
            ("Japan", Title),
            ("I", Title),
            ("Don't", Title),
            ("NATO", Upper),
            ("U.S.", Upper),
            ("R&D", Upper),
            ("iPhone", Mixed),
            ("McDonald's", Mixed),
            ("GDPs", Mixed),
            ("24", Caseless),
            ("日本", Caseless),
            ("Élan", Title),
            ("", Caseless),
        ] {
            assert_eq!(CaseShape::of(word), shape, "{word}");
        }
    }

    #[test]
    fn a_shape_is_carried_over() {
        assert_eq!(Title.apply("however"), "However");
        assert_eq!(Title.apply("'tis"), "'Tis");
        assert_eq!(Upper.apply("seats"), "SEATS");
        assert_eq!(Lower.apply("of"), "of");
        assert_eq!(Title.apply("straße"), "Straße");
    }
}
