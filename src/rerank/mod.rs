//! The decision: how likely a proposed edit is to be right, and whether that is enough.

pub(crate) mod budget;
pub(crate) mod confidences;
pub(crate) mod features;
pub(crate) mod thresholds;
pub(crate) mod trees;

use std::borrow::Cow;

use crate::decode::Proposal;
use crate::error::LexiconError;
use crate::plan::edit::Confidence;
use budget::{Budgets, HarmBudget};
use features::{COUNT, Features};
use trees::Trees;

/// The classifier, its calibration and the thresholds of the harm budgets.
#[derive(Clone, Debug)]
pub(crate) struct Classifier {
    trees: Trees,
    calibration: Calibration,
    budgets: Budgets,
}

/// The decision about a proposed edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    /// Log-odds of the trees and of the evidence beside them, in millinats.
    pub(crate) score: i32,
    /// Calibrated probability that the edit is right.
    pub(crate) confidence: Confidence,
}

impl Classifier {
    /// Opens the parameters of a language.
    ///
    /// # Errors
    ///
    /// If one of them is not of its form.
    pub(crate) fn open(
        trees: Cow<'static, [u8]>,
        calibration: &str,
        budgets: &str,
    ) -> Result<Classifier, LexiconError> {
        Classifier::open_for(COUNT, trees, calibration, budgets)
    }

    /// Opens a classifier that was fitted to so many features.
    ///
    /// # Errors
    ///
    /// If one of the parameters is not of its form.
    pub(crate) fn open_for(
        features: usize,
        trees: Cow<'static, [u8]>,
        calibration: &str,
        budgets: &str,
    ) -> Result<Classifier, LexiconError> {
        Ok(Classifier {
            trees: Trees::open(trees, features)?,
            calibration: Calibration::read(calibration)?,
            budgets: Budgets::read(budgets)?,
        })
    }

    /// Judges an edit by its features, and by evidence beside them: millinats that are added to the log-odds.
    pub(crate) fn judge(&self, features: &Features, shift: i32) -> Decision {
        self.decision(self.trees.log_odds(&features.0) + shift)
    }

    /// Returns the same by the values of features alone.
    pub(crate) fn judge_row(&self, features: &[i32]) -> Decision {
        self.decision(self.trees.log_odds(features))
    }

    fn decision(&self, score: i32) -> Decision {
        Decision { score, confidence: self.calibration.confidence(score) }
    }

    /// The score from which on edits of spelling are written under `budget`.
    pub(crate) fn threshold(&self, budget: HarmBudget) -> i32 {
        match budget {
            HarmBudget::Custom(thresholds) => thresholds.spelling(),
            named => self.budgets.threshold(named, 0),
        }
    }

    /// The score from which on capitals are written under `budget` in a band of places.
    pub(crate) fn case_threshold(&self, budget: HarmBudget, band: usize) -> i32 {
        match budget {
            HarmBudget::Custom(thresholds) => thresholds.casing(band),
            named => self.budgets.threshold(named, band),
        }
    }

    /// A number that another classifier has not.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.trees.fingerprint()
    }
}

/// Chooses the proposals that reach `threshold`, of those that overlap the surest, in the order of the text. What speaks for or against one
/// beside its features is its `shift`.
pub(crate) fn choose<'p>(
    proposals: &'p [Proposal],
    classifier: &Classifier,
    shift: impl Fn(&Proposal) -> i32,
    threshold: i32,
) -> Vec<(&'p Proposal, Decision)> {
    let mut likely: Vec<(&Proposal, Decision)> = proposals
        .iter()
        .map(|proposal| (proposal, classifier.judge(&proposal.features, shift(proposal))))
        .filter(|(_, decision)| decision.score >= threshold)
        .collect();
    likely.sort_by_key(|(proposal, decision)| (std::cmp::Reverse(decision.score), proposal.segments.start));
    let mut taken = std::collections::HashSet::new();
    likely.retain(|(proposal, _)| {
        let is_free = proposal.segments.clone().all(|segment| !taken.contains(&segment));
        if is_free {
            taken.extend(proposal.segments.clone());
        }
        is_free
    });
    likely.sort_by_key(|(proposal, _)| proposal.segments.start);
    likely
}

/// From log-odds to a probability: a line between points that were counted on texts left out of the fit.
#[derive(Clone, Debug)]
struct Calibration {
    /// Score in millinats and probability in per mille, both rising.
    points: Vec<(i32, u16)>,
}

impl Calibration {
    /// Reads `score<TAB>per mille` a line.
    fn read(table: &str) -> Result<Calibration, LexiconError> {
        let mut points = Vec::new();
        for (number, line) in rows(table) {
            let (score, share) = line
                .split_once('\t')
                .and_then(|(score, share)| Some((score.parse().ok()?, share.parse().ok()?)))
                .ok_or_else(|| wrong("calibration.tsv", number, line, "`score<TAB>per mille`"))?;
            points.push((score, share));
        }
        if points.is_empty() || !points.is_sorted() {
            return Err(LexiconError::Section { section: "calibration" });
        }
        Ok(Calibration { points })
    }

    fn confidence(&self, score: i32) -> Confidence {
        let above = self.points.partition_point(|&(point, _)| point <= score);
        let per_mille = match (above.checked_sub(1).and_then(|at| self.points.get(at)), self.points.get(above)) {
            (Some(&(x0, y0)), Some(&(x1, y1))) => {
                let along = i64::from(score - x0) * i64::from(y1.saturating_sub(y0)) / i64::from((x1 - x0).max(1));
                y0 + along as u16
            }
            (Some(&(_, last)), None) => last,
            (None, first) => first.map_or(0, |&(_, share)| share),
        };
        Confidence::from_per_mille(per_mille)
    }
}

/// The lines of a table with their numbers, comments left out.
fn rows(table: &str) -> impl Iterator<Item = (usize, &str)> {
    table
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.starts_with('#') && !line.is_empty())
}

fn wrong(name: &str, line: usize, text: &str, expected: &'static str) -> LexiconError {
    LexiconError::Entry { name: name.to_owned(), line, expected, text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates::search::Found;
    use crate::candidates::{Candidate, Sources};
    use crate::channel::KINDS;
    use crate::rerank::features::Feature;
    use crate::span::Span;

    #[test]
    fn confidence_lies_between_the_points() {
        let calibration = Calibration::read("# score\tshare\n-1000\t200\n0\t500\n2000\t900\n").expect("three points");
        let share = |score| calibration.confidence(score).per_mille();
        assert_eq!([share(-5000), share(-1000), share(-500), share(1000), share(9000)], [200, 200, 350, 700, 900]);
        assert!(Calibration::read("").is_err() && Calibration::read("a\tb\n").is_err());
    }
    /// A classifier by which a proposal of one edit is likely and one of more is not.
    fn by_edits() -> Classifier {
        let edits = Feature::edits as u16;
        let trees = trees::forest(&[(edits, 2, 1), (trees::LEAF, 0, 1_900), (trees::LEAF, 0, -3_100)]);
        Classifier::open(trees.into(), "-3000\t50\n2000\t900\n", "tight\t2500\ndefault\t1000\nbold\t0\nnone\t-9000\n")
            .expect("all are of their forms")
    }

    fn proposal(segments: std::ops::Range<usize>, edits: u8) -> Proposal {
        let found = Found::one(None, edits, [0; KINDS], 0);
        let (from, to) = (segments.start as u32, segments.end as u32);
        let sources = Sources::CHANNEL;
        let mut features = Features::new();
        features.set(Feature::edits, i32::from(edits));
        Proposal {
            span: Span::new(10 * segments.start, 10 * segments.end),
            replacement: format!("{segments:?} by {edits}"),
            segments,
            candidate: Candidate { from, to, found, sources, unlisted: None, seen_as: None },
            features,
        }
    }

    #[test]
    fn the_surest_of_overlapping_proposals_are_chosen_in_the_order_of_the_text() {
        let classifier = by_edits();
        let proposals = [proposal(4..5, 1), proposal(0..2, 1), proposal(1..3, 1), proposal(3..4, 2)];
        let chosen = |shift: fn(&Proposal) -> i32, threshold| -> Vec<usize> {
            let chosen = choose(&proposals, &classifier, shift, threshold);
            chosen.iter().map(|(proposal, _)| proposal.segments.start).collect()
        };
        assert_eq!(chosen(|_| 0, 1_000), [0, 4], "of two that are as sure the first; one of two edits is unlikely");
        assert_eq!(chosen(|p| 50 * (p.segments.start == 1) as i32, 1_000), [1, 4], "what a recogniser says counts");
        assert_eq!(chosen(|_| 0, -9_000), [0, 3, 4]);
        assert_eq!(chosen(|_| 0, 2_001), [0_usize; 0]);
    }

    #[test]
    fn a_decision_has_its_score_and_its_probability() {
        let classifier = by_edits();
        let Proposal { features, .. } = proposal(0..1, 1);
        let decision = classifier.judge(&features, -2_500);
        assert_eq!((decision.score, decision.confidence.per_mille()), (-500, 475));
        assert_eq!(classifier.judge_row(&features.0).score, 2_000);
        let thresholds = [HarmBudget::Tight, HarmBudget::Default, HarmBudget::None].map(|b| classifier.threshold(b));
        assert_eq!(thresholds, [2_500, 1_000, -9_000]);
        assert!(Classifier::open(b"UNGARTRE".as_slice().into(), "0\t500\n", "tight\t0\n").is_err());
    }
}
