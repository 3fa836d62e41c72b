//! Suggestions for one word, for a person to choose from.

use crate::cache::Cache;
use crate::candidates::Local;
use crate::decode::{self, Models};
use crate::document::Document;
use crate::plan::edit::Confidence;
use crate::settings::Noise;
use crate::span::Span;
use crate::text::shape::CaseShape;

/// The words around a word in doubt, up to two on each side; empty where they are not known.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Context, Repairer};
///
/// let repairer = Repairer::english();
/// let best = |context| repairer.suggest("thier", context, 1)[0].text().to_owned();
/// assert_eq!(best(Context::new("sold", "house")), "their");
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Context<'c> {
    before: &'c str,
    after: &'c str,
}

impl<'c> Context<'c> {
    /// Returns the words before and behind, with spaces between them; an empty string where none is known.
    ///
    /// The last two before and the first two behind count.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Context, Repairer};
    ///
    /// let found = Repairer::english().suggest("staes", Context::new("united", "of"), 3);
    /// assert_eq!(found[0].text(), "states");
    /// # }
    /// ```
    #[must_use]
    pub const fn new(before: &'c str, after: &'c str) -> Context<'c> {
        Context { before, after }
    }
}

/// A word that may have been meant, and how sure that is.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Context, Repairer};
///
/// let found = Repairer::english().suggest("Goverment", Context::default(), 5);
/// assert_eq!(found[0].text(), "Government");
/// assert!(found.windows(2).all(|pair| pair[0].confidence() >= pair[1].confidence()));
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Suggestion {
    text: String,
    confidence: Confidence,
}

impl Suggestion {
    /// Returns the word, with the capitals of the one in doubt; two words where a space was lost.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Context, Repairer};
    ///
    /// let found = Repairer::english().suggest("inthe", Context::new("closed", "spring"), 3);
    /// assert!(found.iter().any(|suggestion| suggestion.text() == "in the"));
    /// # }
    /// ```
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the share of such suggestions that are right, by the model's own account.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Confidence, Context, Repairer};
    ///
    /// let found = Repairer::english().suggest("goverment", Context::new("the", "fell"), 3);
    /// assert!(found[0].confidence() > Confidence::from_per_mille(900));
    /// # }
    /// ```
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }
}

/// Returns what may have been meant by `word`, the likeliest first, at most `limit`.
///
/// # Complexity
///
/// One search of the lexicon.
pub(crate) fn suggest(
    models: Models<'_>,
    (noise, user): (Noise, Option<&Local>),
    word: &str,
    context: Context<'_>,
    limit: usize,
) -> Vec<Suggestion> {
    let before: Vec<&str> = context.before.split_whitespace().collect();
    let before = before[before.len().saturating_sub(2)..].join(" ");
    let after = context.after.split_whitespace().take(2).collect::<Vec<&str>>().join(" ");
    let text = [&before, word, &after].join(" ");
    let span = Span::new(before.len() + 1, before.len() + 1 + word.len());
    let mut cache = Cache::default();
    let document = Document::new(&text, models.lexicon, &[], std::mem::take(&mut cache.document));
    let mut found = decode::alternatives(&document, models, noise, user, span, &mut cache.decode);
    let shape = |piece: &str, replacement: &str| CaseShape::of(piece).apply(replacement);
    let mut written: Vec<(String, u32)> = Vec::new();
    found.sort_by_key(|alternative| std::cmp::Reverse(alternative.probability));
    for alternative in found {
        let piece = document.at(alternative.span);
        let head = document.at(Span::new(span.start(), alternative.span.start()));
        let tail = document.at(Span::new(alternative.span.end(), span.end()));
        let whole = [head, &shape(piece, &alternative.replacement), tail].concat();
        if written.iter().all(|(text, _)| *text != whole) {
            written.push((whole, alternative.probability));
        }
    }
    let total = written.iter().map(|&(_, probability)| u64::from(probability)).sum::<u64>().max(1);
    written
        .into_iter()
        .take(limit)
        .map(|(text, probability)| {
            let per_mille = u64::from(probability) * 1000 / total;
            Suggestion { text, confidence: Confidence::from_per_mille(per_mille as u16) }
        })
        .collect()
}
