//! What a caller says of one text.

use std::borrow::Cow;

use crate::plan::edit::Confidence;
use crate::settings::Noise;
use crate::span::Span;

/// A recogniser's confidence in a word of the text: hOCR's `x_wconf`, ALTO's `WC`, PAGE's `@conf`.
///
/// ```
/// use ungarble::{Confidence, Span, WordConfidence};
///
/// let read = WordConfidence::new(Span::new(0, 3), Confidence::from_per_mille(310));
/// assert_eq!((read.span().len(), read.confidence().per_mille()), (3, 310));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WordConfidence {
    span: Span,
    confidence: Confidence,
}

impl WordConfidence {
    /// Returns the recogniser's probability that it read the word at `span` right.
    ///
    /// ```
    /// use ungarble::{Confidence, Span, WordConfidence};
    ///
    /// // A recogniser that counts to a hundred: 96 of it are 960 per mille.
    /// let read = WordConfidence::new(Span::new(4, 9), Confidence::from_per_mille(96 * 10));
    /// assert_eq!(read.confidence().to_string(), "0.96");
    /// ```
    #[must_use]
    pub const fn new(span: Span, confidence: Confidence) -> WordConfidence {
        WordConfidence { span, confidence }
    }

    /// Returns where the word stands in the text.
    ///
    /// ```
    /// # use ungarble::{Confidence, Span, WordConfidence};
    /// let read = WordConfidence::new(Span::new(4, 9), Confidence::CERTAIN);
    /// assert_eq!(read.span(), Span::new(4, 9));
    /// ```
    #[must_use]
    pub const fn span(self) -> Span {
        self.span
    }

    /// Returns the probability that it was read right.
    ///
    /// ```
    /// # use ungarble::{Confidence, Span, WordConfidence};
    /// let read = WordConfidence::new(Span::new(4, 9), Confidence::from_per_mille(500));
    /// assert!(read.confidence() < Confidence::CERTAIN);
    /// ```
    #[must_use]
    pub const fn confidence(self) -> Confidence {
        self.confidence
    }
}

/// Another reading that a recogniser offers: PAGE's `TextEquiv@index`, ALTO's `ALTERNATIVE`.
///
/// ```
/// use ungarble::{Alternative, Span};
///
/// let other = Alternative::new(Span::new(0, 3), "The");
/// assert_eq!((other.span(), other.replacement()), (Span::new(0, 3), "The"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Alternative {
    span: Span,
    replacement: String,
}

impl Alternative {
    /// Returns the alternative `replacement` for what stands at `span`.
    ///
    /// ```
    /// use ungarble::{Alternative, Span};
    ///
    /// assert_eq!(Alternative::new(Span::new(4, 8), "cat").replacement(), "cat");
    /// ```
    #[must_use]
    pub fn new(span: Span, replacement: impl Into<String>) -> Alternative {
        Alternative { span, replacement: replacement.into() }
    }

    /// Returns where the alternative stands.
    ///
    /// ```
    /// # use ungarble::{Alternative, Span};
    /// assert_eq!(Alternative::new(Span::new(4, 8), "cat").span(), Span::new(4, 8));
    /// ```
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Returns what may stand there instead.
    ///
    /// ```
    /// # use ungarble::{Alternative, Span};
    /// assert_eq!(Alternative::new(Span::new(4, 8), "cat").replacement(), "cat");
    /// ```
    #[must_use]
    pub fn replacement(&self) -> &str {
        &self.replacement
    }
}

/// A text to repair, with what the caller knows of it.
///
/// ```
/// use ungarble::{Input, Noise};
///
/// let input = Input::new("Tbe cat sat.").noise(Noise::Ocr).reference("The cat sat.");
/// # let _ = input;
/// ```
#[derive(Clone, Debug)]
pub struct Input<'t> {
    pub(crate) text: Cow<'t, str>,
    pub(crate) known: Known<'t>,
}

/// Facts about a text that the caller has given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known<'t> {
    pub(crate) references: Vec<&'t str>,
    pub(crate) protect: Vec<Span>,
    pub(crate) noise: Option<Noise>,
    pub(crate) word_confidences: Vec<WordConfidence>,
    pub(crate) alternatives: Vec<Alternative>,
}

impl<'t> Known<'t> {
    /// Returns what holds of the text when it has been edited, too: nothing that depends on where something stands.
    pub(crate) fn of_any_version(&self) -> Known<'t> {
        Known { references: self.references.clone(), noise: self.noise, ..Known::default() }
    }
}

impl<'t> Input<'t> {
    /// Returns the input of `text` alone.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Repairer};
    ///
    /// // The same as giving the text itself; what else is known of it is added by the other methods.
    /// let repairer = Repairer::english();
    /// assert_eq!(repairer.plan(Input::new("The goverment fell.")), repairer.plan("The goverment fell."));
    /// # }
    /// ```
    #[must_use]
    pub fn new(text: &'t str) -> Input<'t> {
        Input { text: Cow::Borrowed(text), known: Known::default() }
    }

    /// Adds a page that may hold a clean copy of the text, or parts of it, among anything else; plain text, no markup.
    ///
    /// Give several in the order in which you trust them. A page that holds no copy lends its words and names, no more.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Repairer};
    ///
    /// let text = "The cat satt on the quay when the boats came in that evening.";
    /// let page = "Weather | The cat sat on the quay when the boats came in that evening. | Imprint";
    /// let other = "Fresh herring is sold on the quay each morning but Sunday.";
    /// let plan = Repairer::english().plan(Input::new(text).reference(page).reference(other));
    /// assert_eq!(plan.apply(), "The cat sat on the quay when the boats came in that evening.");
    /// # }
    /// ```
    #[must_use]
    pub fn reference(mut self, page: &'t str) -> Input<'t> {
        self.known.references.push(page);
        self
    }

    /// Adds spans of the text that no edit may touch: [`Span`]s or ranges of bytes.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Repairer, Span};
    ///
    /// let text = "He wrote recieve and teh, and the goverment fell.";
    /// let repairer = Repairer::english();
    /// let plan = repairer.plan(Input::new(text).protect([9..16, 21..24]));
    /// assert_eq!(plan.apply(), "He wrote recieve and teh, and the government fell.");
    /// assert_eq!(repairer.plan(Input::new(text).protect([Span::new(9, 16), Span::new(21, 24)])), plan);
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If a range ends before it starts.
    #[must_use]
    pub fn protect<S: Into<Span>>(mut self, spans: impl IntoIterator<Item = S>) -> Input<'t> {
        self.known.protect.extend(spans.into_iter().map(Into::into));
        self
    }

    /// Says how the text was damaged, instead of the repairer's own setting.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Noise, Repairer};
    ///
    /// // Whoever says so knows more than ten words can tell: a text in lower case may be meant so.
    /// let text = "the ships of the french navy are bound for london";
    /// let repairer = Repairer::english();
    /// let heard = Input::new(text).noise(Noise::Speech);
    /// assert_eq!(repairer.repair(heard), "the ships of the French navy are bound for London");
    /// # }
    /// ```
    #[must_use]
    pub fn noise(mut self, noise: Noise) -> Input<'t> {
        self.known.noise = Some(noise);
        self
    }

    /// Adds how sure a recogniser is of words of the text, as evidence. Words without one are as if nothing were known.
    ///
    /// ```
    /// use ungarble::{Confidence, Input, Span, WordConfidence};
    ///
    /// let read = [WordConfidence::new(Span::new(0, 3), Confidence::from_per_mille(310))];
    /// let input = Input::new("Tbe cat sat.").word_confidences(&read);
    /// assert_eq!(input.recognised_words(), read);
    /// ```
    #[must_use]
    pub fn word_confidences(mut self, words: &[WordConfidence]) -> Input<'t> {
        self.known.word_confidences.extend_from_slice(words);
        self
    }

    /// Adds what a recogniser would have read instead at places of the text, as candidates; the likeliest of a place first.
    ///
    /// ```
    /// use ungarble::{Alternative, Input, Span};
    ///
    /// let others = [Alternative::new(Span::new(0, 3), "The"), Alternative::new(Span::new(0, 3), "Toe")];
    /// let input = Input::new("Tbe cat sat.").alternatives(&others);
    /// assert_eq!(input.recognised_alternatives(), others);
    /// ```
    #[must_use]
    pub fn alternatives(mut self, others: &[Alternative]) -> Input<'t> {
        self.known.alternatives.extend_from_slice(others);
        self
    }

    /// Returns the recogniser's confidences in the order in which they were added.
    ///
    /// ```
    /// assert!(ungarble::Input::new("Tbe cat sat.").recognised_words().is_empty());
    /// ```
    #[must_use]
    pub fn recognised_words(&self) -> &[WordConfidence] {
        &self.known.word_confidences
    }

    /// Returns the recogniser's alternatives in the order in which they were added.
    ///
    /// ```
    /// assert!(ungarble::Input::new("Tbe cat sat.").recognised_alternatives().is_empty());
    /// ```
    #[must_use]
    pub fn recognised_alternatives(&self) -> &[Alternative] {
        &self.known.alternatives
    }
}

impl<'t> From<&'t str> for Input<'t> {
    fn from(text: &'t str) -> Input<'t> {
        Input::new(text)
    }
}

impl<'t> From<&'t String> for Input<'t> {
    fn from(text: &'t String) -> Input<'t> {
        Input::new(text)
    }
}

impl<'t> From<&'t Cow<'_, str>> for Input<'t> {
    fn from(text: &'t Cow<'_, str>) -> Input<'t> {
        Input::new(text)
    }
}

/// A plan of it owns the text, and may outlive the place where it was made.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Plan, Repairer};
///
/// let read = || String::from("The goverment fell.");
/// let plan: Plan<'static> = Repairer::english().plan(read());
/// assert_eq!(plan.apply(), "The government fell.");
/// # }
/// ```
impl From<String> for Input<'_> {
    fn from(text: String) -> Self {
        Input { text: Cow::Owned(text), known: Known::default() }
    }
}

impl<'t> From<Cow<'t, str>> for Input<'t> {
    fn from(text: Cow<'t, str>) -> Input<'t> {
        Input { text, known: Known::default() }
    }
}
