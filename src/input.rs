//! What a caller says of one text.

use crate::settings::Noise;
use crate::span::Span;

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
    pub(crate) text: &'t str,
    pub(crate) references: Vec<&'t str>,
    pub(crate) protect: Vec<Span>,
    pub(crate) noise: Option<Noise>,
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
        Input { text, references: Vec::new(), protect: Vec::new(), noise: None }
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
        self.references.push(page);
        self
    }

    /// Adds spans of the text that no edit may touch.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Repairer, Span};
    ///
    /// let text = "He wrote goverment, and the goverment fell.";
    /// let plan = Repairer::english().plan(Input::new(text).protect(&[Span::new(9, 18)]));
    /// assert_eq!(plan.apply(), "He wrote goverment, and the government fell.");
    /// # }
    /// ```
    #[must_use]
    pub fn protect(mut self, spans: &[Span]) -> Input<'t> {
        self.protect.extend_from_slice(spans);
        self
    }

    /// Says how the text was damaged, instead of the repairer's own setting.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Noise, Repairer};
    ///
    /// // Whoever says so knows more than six words can tell: a text in small letters may be meant so.
    /// let text = "the ships are bound for london";
    /// let repairer = Repairer::english();
    /// assert_eq!(repairer.repair(text), text);
    /// let heard = Input::new(text).noise(Noise::Speech);
    /// assert_eq!(repairer.repair(heard), "The ships are bound for London");
    /// # }
    /// ```
    #[must_use]
    pub fn noise(mut self, noise: Noise) -> Input<'t> {
        self.noise = Some(noise);
        self
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
