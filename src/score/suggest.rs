//! Suggestions for one word, for a person to choose from.

use std::sync::Arc;

use super::context::{Model, Pairs};
use super::prefix;
use crate::candidate::{Channel, Effort, Finder, Local, Reading, Searches};
use crate::cost::Cost;
use crate::lexicon::Lexicon;
use crate::lm::LmToken;
use crate::plan::edit::Confidence;
use crate::settings::Noise;
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
    /// The words before and behind, with blanks between them; an empty string where none is known.
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
    /// The word, with the capitals of the one in doubt; two words where a blank was lost.
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

    /// The share of such suggestions that are right, by the model's own account.
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
pub(crate) fn suggest(
    lexicon: &Lexicon,
    noise: Noise,
    word: &str,
    context: Context<'_>,
    limit: usize,
) -> Vec<Suggestion> {
    let (prefix, stem) = match word.split_once('-') {
        Some((prefix, stem)) if prefix::is_prefix(&prefix.to_lowercase()) => (prefix, stem),
        _ => ("", word),
    };
    let channel = if noise == Noise::Ocr { Channel::Ocr } else { Channel::Asked };
    let mut searches = Searches::default();
    let mut finder = Finder::new(lexicon, channel, Local::new(std::iter::empty()), None, &mut searches);
    let lower = stem.to_lowercase().replace('\u{2019}', "'");
    let neighbour = |word: &str| match lexicon.entry(&word.to_lowercase()) {
        Some(entry) => LmToken::Word(entry.id()),
        None => LmToken::Unknown,
    };
    let mut words = context.before.split_whitespace().rev().map(neighbour);
    let last = words.next().unwrap_or(LmToken::Unknown);
    let before = [words.next().unwrap_or(LmToken::Unknown), last];
    let mut pairs = Pairs::default();
    let model = Model::new(lexicon, &mut pairs);
    let weigh = |reading: &Reading| {
        let first = reading.words.0.map_or(LmToken::Unknown, LmToken::Word);
        let second = reading.words.1.map(LmToken::Word);
        let behind = context.after.split_whitespace().take(2).map(neighbour);
        let mut history = before;
        let words = [Some(first), second].into_iter().flatten().chain(behind);
        let costs = words.map(|word| {
            let cost = model.cost(history, word);
            history = [history[1], word];
            cost
        });
        let cost = reading.cost + costs.sum();
        cost.above(prefix::attested(lexicon, &prefix.to_lowercase(), &reading.text))
    };
    let mut found: Vec<(Cost, Arc<str>)> = Vec::new();
    finder.readings(stem, &lower, Effort::Thorough, |reading| found.push((weigh(reading), reading.text.clone())));
    // "re-inforces" is rather "reinforces" than anything with the prefix apart.
    let whole = [&prefix.to_lowercase(), lower.as_str()].concat();
    let mut joined = None;
    if let Some(entry) = lexicon.entry(&whole).filter(|entry| !prefix.is_empty() && entry.is_word() && !entry.is_rare())
    {
        let itself = Reading::word(whole.as_str(), entry.id(), Cost::ZERO, crate::candidate::Source::Lexicon);
        found.push((weigh(&itself).above(WHOLE), itself.text));
        joined = Some(whole);
    }
    if let Some(entry) = lexicon.entry(&lower) {
        let itself = Reading::word(lower.as_str(), entry.id(), Cost::ZERO, crate::candidate::Source::Lexicon);
        found.push((weigh(&itself), itself.text));
    }
    found.sort();
    let best = found.first().map_or(Cost::ZERO, |(cost, _)| *cost);
    let weight = |cost: Cost| (-f64::from(cost.above(best).0) / 1000.0).exp();
    let total: f64 = found.iter().map(|(cost, _)| weight(*cost)).sum();
    let shape = CaseShape::of(stem);
    found
        .iter()
        .take(limit)
        .map(|(cost, text)| Suggestion {
            text: if prefix.is_empty() || joined.as_deref() == Some(&**text) {
                shape.apply(text)
            } else {
                [prefix, "-", &shape.apply(text)].concat()
            },
            confidence: Confidence::from_per_mille((weight(*cost) / total * 1000.0).round() as u16),
        })
        .collect()
}

/// What it speaks for a word that its prefix and its stem, as they are, are known as one.
const WHOLE: Cost = Cost(3_000);
