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
pub struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// Returns the span from byte `start` up to, not including, byte `end`.
    ///
    /// # Panics
    ///
    /// If `start` lies behind `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Span {
        assert!(start <= end, "a span must not end before it starts");
        Span { start, end }
    }

    /// First byte.
    #[must_use]
    pub const fn start(self) -> usize {
        self.start
    }

    /// The byte behind the last one.
    #[must_use]
    pub const fn end(self) -> usize {
        self.end
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers no byte at all.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a `Range`, to index a text with.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether the two share a byte.
    #[must_use]
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether every byte of `other` lies in `self`.
    #[must_use]
    pub const fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn join(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch of `text` counted in `char`s, as Python and most annotation formats count.
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

    /// The same stretch of `text` counted in UTF-16 units, as JavaScript and language servers count.
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

    /// Line and column of the first byte in `text`, both counted from 1, the column in `char`s.
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

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Range<usize> {
        span.range()
    }
}
