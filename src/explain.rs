//! Why a place was repaired, or was not: its candidates, what the classifier saw of each, and the decision.

use std::fmt;

use crate::decode::Proposal;
use crate::plan::edit::Confidence;
use crate::rerank::Decision;
use crate::rerank::features::NAMES;
use crate::span::Span;

/// The candidates of a place and what was decided about each.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
///
/// let explanation = Repairer::english().explain("Then the goverment fell.", 10);
/// let best = &explanation.candidates()[0];
/// assert!(best.is_chosen() && best.replacement() == "government");
/// println!("{explanation}");
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    threshold: i32,
    candidates: Vec<ExplainedCandidate>,
}

/// A candidate, and what was decided about it.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// let explanation = ungarble::Repairer::english().explain("Then the goverment fell.", 10);
/// assert_eq!(explanation.candidates()[0].span().range(), 9..18);
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedCandidate {
    span: Span,
    original: String,
    replacement: String,
    score: i32,
    confidence: Confidence,
    chosen: bool,
    features: Vec<i32>,
}

impl Explanation {
    pub(crate) fn new(threshold: i32, candidates: Vec<ExplainedCandidate>) -> Explanation {
        Explanation { threshold, candidates }
    }

    /// Returns the candidates, the likeliest first; none where nothing else may have been meant.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// assert!(ungarble::Repairer::english().explain("The end.", 0).candidates().is_empty());
    /// # }
    /// ```
    #[must_use]
    pub fn candidates(&self) -> &[ExplainedCandidate] {
        &self.candidates
    }

    /// Returns the score from which on a candidate is chosen under the harm budget, in millinats.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let explanation = ungarble::Repairer::english().explain("Then the goverment fell.", 10);
    /// assert!(explanation.candidates()[0].score() >= explanation.threshold());
    /// # }
    /// ```
    #[must_use]
    pub const fn threshold(&self) -> i32 {
        self.threshold
    }
}

impl ExplainedCandidate {
    pub(crate) fn new(proposal: &Proposal, original: &str, decision: Decision, chosen: bool) -> ExplainedCandidate {
        ExplainedCandidate {
            span: proposal.span,
            original: original.to_owned(),
            replacement: proposal.replacement.clone(),
            score: decision.score,
            confidence: decision.confidence,
            chosen,
            features: proposal.features.0.to_vec(),
        }
    }

    /// Returns what it would replace, in bytes of the text.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let explanation = ungarble::Repairer::english().explain("Then the goverment fell.", 10);
    /// assert_eq!(explanation.candidates()[0].span().start(), 9);
    /// # }
    /// ```
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Returns its words, in lower case.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let explanation = ungarble::Repairer::english().explain("The Goverment fell.", 5);
    /// assert_eq!(explanation.candidates()[0].replacement(), "government");
    /// # }
    /// ```
    #[must_use]
    pub fn replacement(&self) -> &str {
        &self.replacement
    }

    /// Returns the log-odds that it is right, as the classifier sees it, in millinats.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let explanation = ungarble::Repairer::english().explain("Then the goverment fell.", 10);
    /// assert!(explanation.candidates()[0].score() > 0);
    /// # }
    /// ```
    #[must_use]
    pub const fn score(&self) -> i32 {
        self.score
    }

    /// Returns the calibrated probability that it is right.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Confidence;
    ///
    /// let explanation = ungarble::Repairer::english().explain("Then the goverment fell.", 10);
    /// assert!(explanation.candidates()[0].confidence() > Confidence::from_per_mille(800));
    /// # }
    /// ```
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Returns whether it is written.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let explanation = ungarble::Repairer::english().explain("Then the goverment fell.", 10);
    /// assert!(explanation.candidates()[0].is_chosen());
    /// # }
    /// ```
    #[must_use]
    pub const fn is_chosen(&self) -> bool {
        self.chosen
    }

    /// Returns what the classifier saw: names of features with their values, costs and log-odds in millinats.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let explanation = ungarble::Repairer::english().explain("Then the goverment fell.", 10);
    /// let edits = explanation.candidates()[0].features().find(|(name, _)| *name == "edits");
    /// assert_eq!(edits, Some(("edits", 1)));
    /// # }
    /// ```
    pub fn features(&self) -> impl Iterator<Item = (&'static str, i32)> + '_ {
        NAMES.iter().copied().zip(self.features.iter().copied())
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nats = |millinats: i32| f64::from(millinats) / 1000.0;
        if self.candidates.is_empty() {
            return writeln!(f, "no candidates: nothing else may have been meant here");
        }
        for candidate in &self.candidates {
            writeln!(
                f,
                "{:?} -> {:?}  log-odds {:.2} (threshold {:.2}), probability {:.3}: {}",
                candidate.original,
                candidate.replacement,
                nats(candidate.score),
                nats(self.threshold),
                f64::from(candidate.confidence.per_mille()) / 1000.0,
                if candidate.chosen { "written" } else { "left" },
            )?;
            for (name, value) in candidate.features() {
                writeln!(f, "    {name:<22}{value:>8}")?;
            }
        }
        Ok(())
    }
}
