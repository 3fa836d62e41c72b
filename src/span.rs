//! Byte ranges of the text that the caller gave.

use std::fmt;
use std::ops::Range;

/// A half-open range of byte offsets into the text the caller gave.
///
/// ```
/// use ungarble::Span;
///
/// let span = Span::new(3, 7);
/// assert_eq!(span.len(), 4);
/// assert_eq!(&"re-airgised"[span.range()], "airg");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Ends"))]
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// Returns the span from byte `start` up to, not including, byte `end`.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// let span = Span::new(3, 7);
    /// assert_eq!((span.start(), span.end()), (3, 7));
    /// assert_eq!(span, Span::from(3..7));
    /// ```
    ///
    /// # Panics
    ///
    /// If `start` lies behind `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Span {
        assert!(start <= end, "a span must not end before it starts");
        Span { start, end }
    }

    /// Returns first byte.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let plan = Repairer::english().plan("Then the goverment fell.");
    /// assert_eq!(plan.edits()[0].span().start(), "Then the ".len());
    /// # }
    /// ```
    #[must_use]
    pub const fn start(self) -> usize {
        self.start
    }

    /// Returns the byte behind the last one.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let plan = Repairer::english().plan("Then the goverment fell.");
    /// assert_eq!(plan.text().get(plan.edits()[0].span().end()..), Some(" fell."));
    /// # }
    /// ```
    #[must_use]
    pub const fn end(self) -> usize {
        self.end
    }

    /// Returns length in bytes.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// // In bytes: a letter with an accent has two of them.
    /// assert_eq!(Span::new(0, "café".len()).len(), 5);
    /// ```
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Returns whether it covers no byte at all.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// // Where an edit only inserts, nothing stands.
    /// assert!(Span::new(4, 4).is_empty() && !Span::new(4, 5).is_empty());
    /// ```
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the span as a `Range`, to index a text with.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// let text = "the goverment";
    /// assert_eq!(&text[Span::new(4, 13).range()], "goverment");
    /// ```
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Returns whether the two share a byte.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// let word = Span::new(4, 13);
    /// assert!(word.overlaps(Span::new(12, 20)));
    /// assert!(!word.overlaps(Span::new(13, 20)), "the end is not part of it");
    /// ```
    #[must_use]
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns whether every byte of `other` lies in `self`.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// let sentence = Span::new(0, 24);
    /// assert!(sentence.covers(Span::new(4, 13)) && sentence.covers(sentence));
    /// assert!(!sentence.covers(Span::new(20, 25)));
    /// ```
    #[must_use]
    pub const fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns the smallest span that covers both.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// assert_eq!(Span::new(8, 12).join(Span::new(2, 5)), Span::new(2, 12));
    /// ```
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Returns the same stretch of `text` counted in `char`s, as Python and most annotation formats count.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// let text = "café goverment";
    /// assert_eq!(Span::new(6, 15).to_chars(text), 5..14);
    /// ```
    ///
    /// # Panics
    ///
    /// If the span does not lie on `char` boundaries of `text`.
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes before the span's end.
    #[must_use]
    #[allow(
        clippy::string_slice,
        reason = "the boundaries are the caller's promise, and its breach is documented to panic"
    )]
    pub fn to_chars(self, text: &str) -> Range<usize> {
        let start = text[..self.start].chars().count();
        start..start + text[self.range()].chars().count()
    }

    /// Returns the same stretch of `text` counted in UTF-16 units, as JavaScript and language servers count.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// let text = "📰 goverment";
    /// assert_eq!(Span::new(5, 14).to_utf16(text), 3..12);
    /// ```
    ///
    /// # Panics
    ///
    /// If the span does not lie on `char` boundaries of `text`.
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes before the span's end.
    #[must_use]
    #[allow(
        clippy::string_slice,
        reason = "the boundaries are the caller's promise, and its breach is documented to panic"
    )]
    pub fn to_utf16(self, text: &str) -> Range<usize> {
        let start = text[..self.start].encode_utf16().count();
        start..start + text[self.range()].encode_utf16().count()
    }

    /// Returns line and column of the first byte in `text`, both counted from 1, the column in `char`s.
    ///
    /// ```
    /// use ungarble::Span;
    ///
    /// let text = "Café news\nThe goverment fell.";
    /// let at = text.find("goverment").expect("it is there");
    /// assert_eq!(Span::new(at, at + 9).line_column(text), (2, 5));
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes before the span.
    #[must_use]
    pub fn line_column(self, text: &str) -> (usize, usize) {
        let before = text.get(..self.start).unwrap_or(text);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
        (line, column)
    }
}

/// A span as it is read, its ends in any order.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Ends {
    start: usize,
    end: usize,
}

#[cfg(feature = "serde")]
impl TryFrom<Ends> for Span {
    type Error = String;

    fn try_from(ends: Ends) -> Result<Span, String> {
        let Ends { start, end } = ends;
        if start <= end { Ok(Span { start, end }) } else { Err(format!("span {start}..{end} ends before it starts")) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

impl From<&Range<usize>> for Span {
    fn from(range: &Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

impl From<&Span> for Span {
    fn from(span: &Span) -> Span {
        *span
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Range<usize> {
        span.range()
    }
}
