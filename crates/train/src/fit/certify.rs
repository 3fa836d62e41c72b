//! From scores to probabilities and to the thresholds of the harm budgets, on documents that took no part in the fit.
//!
//! # Source
//!
//! Calibration: Zadrozny and Elkan, “Transforming classifier scores into accurate multiclass probability estimates”, 2002
//! (isotonic regression). Thresholds: Angelopoulos et al., “Learn then Test”, 2021, by fixed-sequence testing from strict to loose.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::rows::Document;

/// A budget: its name, right words harmed of 1,000 in right texts, and the share of the edits that harm in damaged ones.
pub(crate) const BUDGETS: [(&str, f64, f64); 3] = [("tight", 0.25, 0.01), ("default", 0.5, 0.03), ("bold", 1.0, 0.05)];
/// Thresholds that are tested, in nats, from strict to loose.
const STRICTEST: f64 = 8.0;
const LOOSEST: f64 = 0.0;
const STEP: f64 = 0.05;
/// How much of dialect, old spelling, other languages, code and chat counts among right texts: with this they are a tenth of them.
const SHARE_OF_UNUSUAL: f64 = 0.2;
/// Harmful edits that a limit must allow for there to be any proof that it holds.
const LEAST_EXPECTED: f64 = 3.0;
/// Quantile of the normal distribution for a one-sided bound at 95 %.
const NORMAL_95: f64 = 1.645;

/// Upper bound at 95 % of a ratio of sums over documents.
fn bound(units: &[(f64, f64)]) -> f64 {
    let (part, whole) = units.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    if whole <= 0.0 {
        return 0.0;
    }
    let (rate, count) = (part / whole, units.len() as f64);
    let spread: f64 = units.iter().map(|(x, y)| (x - rate * y).powi(2)).sum();
    let deviation = (spread * count / (count - 1.0).max(1.0)).sqrt() / whole;
    // Where nothing was seen, a Poisson count is below three.
    (rate + NORMAL_95 * deviation).max(3.0f64.min(part + 3.0) / whole * f64::from(u8::from(part < 1.0)))
}

/// What a document adds to a ratio, and the source that it was taken from.
type Unit<'d> = (&'d str, (f64, f64));

/// Upper bound at 95 % of a ratio of sums over documents, whichever source is left out: no promise hangs on one book. Where what
/// remains sums to less than `least`, it could prove nothing, and is not asked.
fn bound_without_any(units: &[Unit<'_>], least: f64) -> f64 {
    let sources: BTreeSet<&str> = units.iter().map(|unit| unit.0).collect();
    let without =
        |source: &str| -> Vec<(f64, f64)> { units.iter().filter(|unit| unit.0 != source).map(|unit| unit.1).collect() };
    let all = bound(&units.iter().map(|unit| unit.1).collect::<Vec<_>>());
    let is_enough = |units: &Vec<(f64, f64)>| units.iter().map(|unit| unit.1).sum::<f64>() >= least;
    sources.into_iter().map(without).filter(is_enough).map(|units| bound(&units)).fold(all, f64::max)
}

/// Returns the table of thresholds: for each budget the loosest before the first at which a limit does not hold. `command` is the
/// one that makes the table.
pub(crate) fn budgets(documents: &[Document], scores: &[f64], command: &str, budgets: [(&str, f64, f64); 3]) -> String {
    let mut out = format!(
        "# Thresholds of the harm budgets: budget, log-odds in millinats, what was observed and its upper bound at 95 %,\n\
         # whichever source is left out.\n\
         # Written by `ungarble-fit {command}` on documents that took no part in the fit.\n",
    );
    for (name, right_limit, share_limit) in budgets {
        let mut last = None;
        let mut threshold = STRICTEST;
        while threshold >= LOOSEST {
            let risks = risks(documents, scores, threshold, share_limit);
            if risks.right.1 > right_limit || risks.worst.1 > share_limit {
                break;
            }
            last = Some((threshold, risks));
            threshold -= STEP;
        }
        let (threshold, risks) = last.unwrap_or((STRICTEST, risks(documents, scores, STRICTEST, share_limit)));
        let _ = writeln!(
            out,
            "{name}\t{}\tright texts {:.3} of 1,000 (bound {:.3}; unusual ones {:.2}); {}: {:.2} % of the edits harm (bound {:.2})",
            (threshold * 1000.0).round(),
            risks.right.0,
            risks.right.1,
            risks.unusual,
            risks.group,
            100.0 * risks.worst.0,
            100.0 * risks.worst.1,
        );
    }
    out.push_str("none\t0\n");
    out
}

struct Risks {
    /// Right words harmed of 1,000 in right texts, and the bound.
    right: (f64, f64),
    /// The same rate in dialect, old spelling, other languages, code and chat alone.
    unusual: f64,
    /// The share of harmful edits in the worst kind of damaged texts, and the bound.
    worst: (f64, f64),
    group: String,
}

/// The noise whose errors a kind of pairs has.
fn noise(kind: &str) -> &'static str {
    match kind {
        "casing" | "typing" => "typing",
        "letters" | "segmentation" => "layout",
        "ocr" => "ocr",
        _ => "other",
    }
}

/// Measures both risks at a threshold. A noise with fewer edits than would prove the limit if none of them harmed says nothing yet.
fn risks(documents: &[Document], scores: &[f64], threshold: f64, share_limit: f64) -> Risks {
    let (mut right, mut unusual) = (Vec::new(), Vec::new());
    let mut groups: BTreeMap<&str, Vec<Unit<'_>>> = BTreeMap::new();
    let mut at = 0;
    for document in documents {
        let made = document.proposals.iter().zip(&scores[at..]).filter(|&(_, &score)| score >= threshold);
        let (mut edits, mut harmed) = (0.0, 0.0);
        for (proposal, _) in made {
            edits += 1.0;
            harmed += f64::from((-proposal.gain).max(0));
        }
        at += document.proposals.len();
        if document.kind == "right" {
            let (harmed, words) = (1000.0 * harmed, document.words as f64);
            let source = document.source.as_str();
            if document.is_unusual() {
                unusual.push((source, (harmed, words)));
                right.push((source, (SHARE_OF_UNUSUAL * harmed, SHARE_OF_UNUSUAL * words)));
            } else {
                right.push((source, (harmed, words)));
            }
        } else {
            groups.entry(noise(&document.kind)).or_default().push((&document.source, (harmed, edits)));
        }
    }
    let rate = |units: &[Unit<'_>]| {
        let (part, whole) = units.iter().fold((0.0, 0.0), |(a, b), (_, (x, y))| (a + x, b + y));
        if whole > 0.0 { part / whole } else { 0.0 }
    };
    let edits = |units: &[Unit<'_>]| units.iter().map(|(_, unit)| unit.1).sum::<f64>();
    let worst = groups.iter().filter(|(_, units)| edits(units) * share_limit >= LEAST_EXPECTED);
    let worst = worst
        .map(|(name, units)| (bound_without_any(units, LEAST_EXPECTED / share_limit), rate(units), *name))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let (upper, observed, group) = worst.unwrap_or((0.0, 0.0, ""));
    Risks {
        right: (rate(&right), bound_without_any(&right, 0.0)),
        unusual: rate(&unusual),
        worst: (observed, upper),
        group: group.to_owned(),
    }
}

/// Returns the table of calibration: scores and the share of right edits, never falling.
pub(crate) fn calibration(documents: &[Document], scores: &[f64], command: &str) -> String {
    let mut rows: Vec<(f64, bool)> = documents
        .iter()
        .flat_map(|document| &document.proposals)
        .zip(scores)
        .map(|(proposal, &score)| (score, proposal.gain > 0))
        .filter(|(score, _)| score.is_finite())
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Bins of equal size, then neighbours that fall are pooled.
    let size = (rows.len() / 80).max(1);
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    for bin in rows.chunks(size) {
        let right = bin.iter().filter(|row| row.1).count() as f64;
        let middle = bin.iter().map(|row| row.0).sum::<f64>() / bin.len() as f64;
        pools.push((middle, right, bin.len() as f64));
        while let [.., a, b] = pools[..]
            && a.1 / a.2 >= b.1 / b.2
        {
            pools.truncate(pools.len() - 2);
            pools.push(((a.0 * a.2 + b.0 * b.2) / (a.2 + b.2), a.1 + b.1, a.2 + b.2));
        }
    }
    let mut out = format!(
        "# Log-odds of the trees in millinats, share of right edits in per mille: isotonic regression.\n\
         # Written by `ungarble-fit {command}` on documents that took no part in the fit.\n",
    );
    let mut last = None;
    for (score, right, all) in pools {
        let row = ((score * 1000.0).round() as i64, (1000.0 * right / all).round() as u16);
        if last.is_none_or(|(score, _)| score < row.0) {
            let _ = writeln!(out, "{}\t{}", row.0, row.1);
            last = Some(row);
        }
    }
    out
}
