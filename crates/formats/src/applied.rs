//! Edits that go into a file, and what they did to it.

use std::borrow::Cow;

use ungarble::{Plan, Span};

use crate::boxes::{Change as Edit, Obstacle};
use crate::text::Text;

/// Chooses whether edits may change the number of words of a line where each word has a box.
///
/// ```
/// use ungarble_formats::Resegment;
///
/// assert_eq!(Resegment::default(), Resegment::No);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Resegment {
    /// Each word keeps its box: edits that would split, join or remove words are counted and not made.
    #[default]
    No,
    /// Boxes are cut by the share of letters, and joined.
    Yes,
}

/// Edits of a text: spans of it, and what is to stand there.
///
/// ```
/// use ungarble::Repairer;
/// use ungarble_formats::Edits;
///
/// let plan = Repairer::english().plan("Then the goverment fell.");
/// assert_eq!(Edits::from(&plan), Edits::new().with(9..18, "government"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edits(Vec<(Span, String)>);

impl Edits {
    /// Returns no edits.
    ///
    /// ```
    /// assert_eq!(ungarble_formats::Edits::new(), ungarble_formats::Edits::default());
    /// ```
    #[must_use]
    pub fn new() -> Edits {
        Edits::default()
    }

    /// Adds an edit. Of edits that overlap, and of those that cut a `char` of the text, none but the first is made.
    ///
    /// ```
    /// use ungarble_formats::{Document, Edits, Resegment};
    ///
    /// let edits = Edits::new().with(0..3, "The").with(2..5, "x");
    /// let applied = Document::open(b"<p>Tbe cat</p>")?.apply_edits(&[edits], Resegment::No);
    /// assert_eq!(applied.bytes(), b"<p>The cat</p>");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn with(mut self, span: impl Into<Span>, replacement: impl Into<String>) -> Edits {
        self.0.push((span.into(), replacement.into()));
        self
    }

    /// Returns those that can be made in a text, in its order.
    pub(crate) fn of(&self, text: &Text) -> Vec<Edit<'_>> {
        let mut edits: Vec<Edit<'_>> = self.0.iter().map(|(span, new)| (span.range(), new.as_str())).collect();
        edits.sort_by_key(|(part, _)| (part.start, part.end));
        let mut at = 0;
        edits.retain(|(part, _)| {
            let is_sound = part.start >= at && text.text.get(part.clone()).is_some();
            at = if is_sound { part.end } else { at };
            is_sound
        });
        edits
    }
}

impl From<&Plan<'_>> for Edits {
    fn from(plan: &Plan<'_>) -> Edits {
        Edits(plan.edits().iter().map(|edit| (edit.span(), edit.replacement().to_owned())).collect())
    }
}

impl From<Plan<'_>> for Edits {
    fn from(plan: Plan<'_>) -> Edits {
        Edits::from(&plan)
    }
}

/// A place of a file: the element of a word, a line and a column.
///
/// ```
/// use ungarble::Span;
/// use ungarble_formats::Document;
///
/// let document = Document::open(b"<p>Tbe cat</p>")?;
/// let place = document.locate(0, Span::new(4, 7));
/// assert_eq!((place.element(), place.line(), place.column()), (None, 1, 8));
/// # Ok::<(), ungarble_formats::FormatError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub(crate) element: Option<String>,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    /// Returns the id of the element of the word, if it has one.
    ///
    /// ```
    /// # use ungarble::Span;
    /// # use ungarble_formats::Document;
    /// let page = b"<alto><Layout><Page><TextLine>\n<String ID='w1' CONTENT='Tbe'/></TextLine></Page></Layout></alto>";
    /// let place = Document::open(page)?.locate(0, Span::new(0, 3));
    /// assert_eq!(place.element(), Some("w1"));
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn element(&self) -> Option<&str> {
        self.element.as_deref()
    }

    /// Returns the line of the file, counted from 1.
    ///
    /// ```
    /// # use ungarble::Span;
    /// # use ungarble_formats::Document;
    /// let page = b"<alto><Layout><Page><TextLine>\n<String ID='w1' CONTENT='Tbe'/></TextLine></Page></Layout></alto>";
    /// let place = Document::open(page)?.locate(0, Span::new(0, 3));
    /// assert_eq!(place.line(), 2);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in that line, counted in `char`s from 1.
    ///
    /// ```
    /// # use ungarble::Span;
    /// # use ungarble_formats::Document;
    /// let page = b"<alto><Layout><Page><TextLine>\n<String ID='w1' CONTENT='Tbe'/></TextLine></Page></Layout></alto>";
    /// let place = Document::open(page)?.locate(0, Span::new(0, 3));
    /// assert_eq!(place.column(), 26);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

/// A place of a file that was changed.
///
/// ```
/// use ungarble_formats::{Document, Edits, Resegment};
///
/// let page = b"<alto><Layout><Page><TextLine>\n<String ID='w1' CONTENT='Tbe'/></TextLine></Page></Layout></alto>";
/// let document = Document::open(page)?;
/// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
/// let change = &applied.changes()[0];
/// assert_eq!((change.element(), change.line(), change.original(), change.replacement()), (Some("w1"), 2, "Tbe", "The"));
/// # Ok::<(), ungarble_formats::FormatError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub(crate) text: usize,
    pub(crate) span: Span,
    pub(crate) place: Place,
    pub(crate) original: String,
    pub(crate) replacement: String,
}

impl Change {
    /// Returns which text of the file was changed, as an index.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes()[0].text(), 0);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> usize {
        self.text
    }

    /// Returns where in that text.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes()[0].span().range(), 0..3);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Returns the id of the element of the word, if it has one.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes()[0].element(), None, "a word of HTML has no element of its own");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn element(&self) -> Option<&str> {
        self.place.element()
    }

    /// Returns the line of the file, counted from 1.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes()[0].line(), 1);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn line(&self) -> usize {
        self.place.line()
    }

    /// Returns the column in that line, counted in `char`s from 1.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes()[0].column(), 4);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn column(&self) -> usize {
        self.place.column()
    }

    /// Returns what stood there.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes()[0].original(), "Tbe");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Returns what stands there.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes()[0].replacement(), "The");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn replacement(&self) -> &str {
        &self.replacement
    }
}

/// An edit that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub(crate) text: usize,
    pub(crate) span: Span,
    pub(crate) obstacle: Obstacle,
}

impl Skipped {
    /// Returns which text of the file the edit is of, as an index.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>One</p><p>Two</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(2..6, "t")], Resegment::No);
    /// assert_eq!(applied.skipped()[0].text(), 0);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn text(&self) -> usize {
        self.text
    }

    /// Returns where in that text.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>One</p><p>Two</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(2..6, "t")], Resegment::No);
    /// assert_eq!(applied.skipped()[0].span().range(), 2..6);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Returns why it was not made.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Obstacle, Resegment};
    /// let document = Document::open(b"<p>One</p><p>Two</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(2..6, "t")], Resegment::No);
    /// assert_eq!(applied.skipped()[0].obstacle(), Obstacle::LineBreak);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn obstacle(&self) -> Obstacle {
        self.obstacle
    }
}

/// A repaired file.
///
/// ```
/// use ungarble_formats::{Document, Edits, Resegment};
///
/// let document = Document::open(b"<p>Tbe cat</p>")?;
/// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
/// assert_eq!(applied.bytes(), b"<p>The cat</p>");
/// assert!(applied.skipped().is_empty());
/// # Ok::<(), ungarble_formats::FormatError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied<'b> {
    pub(crate) bytes: Cow<'b, str>,
    pub(crate) changes: Vec<Change>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) apart: usize,
    pub(crate) unstable: usize,
}

impl<'b> Applied<'b> {
    /// Returns the file.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.bytes(), b"<p>The cat</p>");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_bytes()
    }

    /// Returns the file, borrowed where nothing changed.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.into_text(), "<p>The cat</p>");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn into_text(self) -> Cow<'b, str> {
        self.bytes
    }

    /// Returns what was changed, in the order of the texts.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.changes().len(), 1);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns the edits that were not made.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>One</p><p>Two</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(2..6, "t")], Resegment::No);
    /// assert_eq!(applied.skipped().len(), 1);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Returns how many times a changed line was not found in the text of the level above it: levels of a PAGE file that
    /// disagreed before.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.levels_apart(), 0);
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn levels_apart(&self) -> usize {
        self.apart
    }

    /// Returns how many texts were left alone since repairing them again and again went on changing them.
    ///
    /// ```
    /// # use ungarble_formats::{Document, Edits, Resegment};
    /// let document = Document::open(b"<p>Tbe cat</p>")?;
    /// let applied = document.apply_edits(&[Edits::new().with(0..3, "The")], Resegment::No);
    /// assert_eq!(applied.unstable(), 0, "only `Document::repair` looks for it");
    /// # Ok::<(), ungarble_formats::FormatError>(())
    /// ```
    #[must_use]
    pub fn unstable(&self) -> usize {
        self.unstable
    }
}
