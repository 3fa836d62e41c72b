//! From scores to probabilities and to the thresholds of the harm budgets, on documents that took no part in the fit.
//!
//! # Source
//!
//! Calibration: Zadrozny and Elkan, “Transforming classifier scores into accurate multiclass probability estimates”, 2002
//! (isotonic regression). Thresholds: Angelopoulos et al., “Learn then Test”, 2021, by fixed-sequence testing from strict to loose;
//! the sequence is that of the share of harmful edits, of which each band of places has a threshold. Bounds and test are those of
//! [`ungarble::report`], by which `ungarble certify` goes, too.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ungarble::HarmBudget;
use ungarble::report::{Rate, fixed_sequence};

use super::rows::{Document, Labelled, with_scores};

/// A budget.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    pub(crate) name: &'static str,
    /// Right words harmed of 1,000 in right texts, at most.
    pub(crate) right: f64,
    /// The share of the edits that harm in damaged texts, at most.
    pub(crate) share: f64,
    /// The least log-odds of an edit, in nats.
    pub(crate) least: f64,
}

/// Share of spelling in what a budget allows in right texts; the rest is that of capitals.
pub(crate) const SHARE_OF_SPELLING: f64 = 2.0 / 3.0;
/// All of it, where no capitals are repaired.
pub(crate) const SPELLING_ALONE: f64 = 1.0;

/// Returns what the budgets that have limits allow spelling, by the [calibration](isotonic) of the scores: of what they allow in right texts
/// this `share`. The share of edits that harm is limited for each stage as for both.
pub(crate) fn of_spelling(share: f64, calibration: &[(f64, f64)]) -> Vec<Budget> {
    let least = |budget| {
        let steps = (0..=((STRICTEST - LOOSEST) / STEP) as usize).map(|step| LOOSEST + STEP * step as f64);
        let mut reached = steps.filter(|&score| probability(calibration, score) >= least_share(budget));
        reached.next().unwrap_or(STRICTEST)
    };
    HarmBudget::ALL.into_iter().filter_map(|budget| part(budget, share, least(budget))).collect()
}

/// Returns the least probability of an edit, whatever it may harm: a wrong word that becomes another wrong word harms nobody, and helps nobody.
fn least_share(budget: HarmBudget) -> f64 {
    match budget {
        HarmBudget::Tight => 0.75,
        HarmBudget::Default => 0.6,
        _ => 0.5,
    }
}

/// Returns what budgets allow capitals, with the least log-odds of their edits in nats.
pub(crate) fn of_casing(least: &[(HarmBudget, f64)]) -> Vec<Budget> {
    least.iter().filter_map(|&(budget, least)| part(budget, 1.0 - SHARE_OF_SPELLING, least)).collect()
}

fn part(budget: HarmBudget, share: f64, least: f64) -> Option<Budget> {
    let limits = budget.limits()?;
    let right = share * limits.per_1000_right_words();
    Some(Budget { name: budget.name(), right, share: limits.share_of_edits(), least })
}

/// Thresholds that are tested, in nats, and into how many steps the share of harmful edits is cut.
const STRICTEST: f64 = 8.0;
const LOOSEST: f64 = -2.0;
const STEP: f64 = 0.05;
const SHARES: u32 = 60;
/// Weight of right texts, which are commoner among those that people repair than among the pairs: it decides in which bands harm is spent. Who says
/// what the noise is knows that there is some.
const WORTH_OF_RIGHT: f64 = 10.0;
/// Weight of dialect, old spelling, other languages, code, chat, verse without capitals and strung titles among right texts: with
/// this they are a tenth of them.
const SHARE_OF_UNUSUAL: f64 = 0.2;
/// Places that have thresholds of their own.
#[derive(Clone, Copy)]
pub(crate) struct Bands {
    pub(crate) count: usize,
    pub(crate) of: fn(&Labelled) -> usize,
}

/// All places in one band.
pub(crate) const ONE_BAND: Bands = Bands { count: 1, of: |_| 0 };

/// Returns the table of thresholds: those of the [`sequence`] before the first at which a limit of the budget does not hold, on all
/// documents and with each source left out in turn.
/// `command` is the one that makes the table.
pub(crate) fn budgets(
    documents: &[Document],
    scores: &[f64],
    command: &str,
    budgets: &[Budget],
    bands: Bands,
) -> String {
    let mut out = format!(
        "# Thresholds of the harm budgets: budget, log-odds in millinats, what was observed and its upper bound at 95 %.\n\
         # Written by `ungarble-fit {command}` on documents that took no part in the fit.\n",
    );
    let curves = curves(documents, scores, bands);
    let sources: BTreeSet<&str> = documents.iter().map(|document| &*document.source).collect();
    let is_one = sources.len() == 1;
    // Without its only source nothing is left to measure.
    let each = sources.into_iter().map(Some).filter(|_| !is_one);
    let left_out: Vec<Option<&str>> = std::iter::once(None).chain(each).collect();
    for &Budget { name, right: right_limit, share: share_limit, least } in budgets {
        let raised =
            |thresholds: Vec<f64>| -> Vec<f64> { thresholds.into_iter().map(|nats| nats.max(least)).collect() };
        let measure = |thresholds: &Vec<f64>| -> Vec<Risks<'_>> {
            let threshold = |proposal: &Labelled| thresholds[(bands.of)(proposal)];
            left_out.iter().map(|source| risks(documents, scores, &threshold, share_limit, *source)).collect()
        };
        let holds = |risks: &Risks<'_>| {
            let worst = risks.worst.is_none_or(|(_, rate)| rate.keeps_to(share_limit));
            risks.right.keeps_to(right_limit / 1_000.0) && worst
        };
        let tested = sequence(&curves, share_limit).into_iter().map(raised);
        let all_hold = |risks: &Vec<Risks<'_>>| risks.iter().all(holds);
        let (thresholds, risks) = fixed_sequence(tested, measure, all_hold).unwrap_or_else(|| {
            let strictest = vec![STRICTEST; bands.count];
            let risks = measure(&strictest);
            (strictest, risks)
        });
        let risks = &risks[0];
        let thresholds: Vec<String> = thresholds.iter().map(|nats| (nats * 1000.0).round().to_string()).collect();
        let bound = |rate: Rate, times: f64| {
            let bound = rate.bound().map_or(String::from("none"), |bound| format!("{:.3}", times * bound));
            format!(
                "{:.3}{} (bound {bound}",
                times * rate.observed(),
                if times < 1_000.0 { " % of the edits harm" } else { " of 1,000" }
            )
        };
        let worst = risks.worst.map_or(String::new(), |(group, rate)| format!("; {group}: {})", bound(rate, 100.0)));
        let _ = writeln!(
            out,
            "{name}\t{}\tright texts {}; unusual ones {:.2}){worst}",
            thresholds.join(" "),
            bound(risks.right, 1_000.0),
            1_000.0 * risks.unusual.observed(),
        );
    }
    out.push_str("none\t0\n");
    out
}

/// The thresholds of all bands that are tested, from strict to loose: one after the other where there is one band, else those at which
/// the same share of the edits of each band harms.
fn sequence(curves: &[Vec<f64>], share_limit: f64) -> Vec<Vec<f64>> {
    if let [curve] = curves {
        return (0..curve.len()).rev().map(|step| vec![LOOSEST + STEP * step as f64]).collect();
    }
    let shares = (1..=SHARES).map(|step| share_limit * f64::from(step) / f64::from(SHARES));
    shares.map(|share| curves.iter().map(|curve| loosest(curve, share)).collect()).collect()
}

/// For each band, the share of the edits that harm at each threshold, from loose to strict.
fn curves(documents: &[Document], scores: &[f64], bands: Bands) -> Vec<Vec<f64>> {
    let steps = ((STRICTEST - LOOSEST) / STEP).round() as usize;
    let mut counts = vec![vec![(0.0, 0.0); steps + 1]; bands.count];
    for (document, scores) in with_scores(documents, scores) {
        let judged = document.proposals.iter().zip(scores);
        let worth = if document.kind != "right" || document.engine.ends_with("(said)") {
            1.0
        } else if document.is_unusual() {
            SHARE_OF_UNUSUAL * WORTH_OF_RIGHT
        } else {
            WORTH_OF_RIGHT
        };
        for (proposal, &score) in judged.filter(|(_, score)| **score >= LOOSEST) {
            let step = (((score - LOOSEST) / STEP) as usize).min(steps);
            let cell: &mut (f64, f64) = &mut counts[(bands.of)(proposal)][step];
            *cell = (cell.0 + worth * f64::from((-proposal.gain).max(0)), cell.1 + worth);
        }
    }
    let share = |cells: &[(f64, f64)]| {
        let (harmed, edits) = cells.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
        harmed / f64::max(edits, 1.0)
    };
    counts.iter().map(|cells| (0..=steps).map(|step| share(&cells[step..])).collect()).collect()
}

/// The loosest threshold at which no more than `share` of the edits harm; the strictest if there is none.
fn loosest(curve: &[f64], share: f64) -> f64 {
    curve.iter().position(|harmed| *harmed <= share).map_or(STRICTEST, |step| LOOSEST + STEP * step as f64)
}

struct Risks<'d> {
    /// Right words harmed in right texts.
    right: Rate,
    /// The rate in dialect, old spelling, other languages, code and chat alone.
    unusual: Rate,
    /// Harmful edits in the worst kind of damaged texts, if one tells anything.
    worst: Option<(&'d str, Rate)>,
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

/// Measures both risks of the edits whose scores reach the threshold of their places, without the documents of a source that is left out.
/// A noise with fewer edits than would prove the limit if none of them harmed says nothing yet.
fn risks(
    documents: &[Document],
    scores: &[f64],
    threshold: &dyn Fn(&Labelled) -> f64,
    share_limit: f64,
    left_out: Option<&str>,
) -> Risks<'static> {
    let (mut right, mut unusual) = (Rate::default(), Rate::default());
    let mut groups: BTreeMap<&str, Rate> = BTreeMap::new();
    for (document, scores) in with_scores(documents, scores) {
        let judged = document.proposals.iter().zip(scores);
        if left_out == Some(&*document.source) {
            continue;
        }
        let made = judged.filter(|&(proposal, &score)| score >= threshold(proposal));
        let (mut edits, mut harmed) = (0.0, 0.0);
        for (proposal, _) in made {
            edits += 1.0;
            harmed += f64::from((-proposal.gain).max(0));
        }
        if document.kind == "right" {
            let words = document.words as f64;
            if document.is_unusual() {
                unusual.add(harmed, words);
                right.add(SHARE_OF_UNUSUAL * harmed, SHARE_OF_UNUSUAL * words);
            } else {
                right.add(harmed, words);
            }
        } else {
            groups.entry(noise(&document.kind)).or_default().add(harmed, edits);
        }
    }
    let told = groups.into_iter().filter(|(_, rate)| rate.could_keep_to(share_limit));
    let worst = told.max_by(|(_, a), (_, b)| a.bound().unwrap_or(1.0).total_cmp(&b.bound().unwrap_or(1.0)));
    Risks { right, unusual, worst }
}

/// Returns scores and the share of right edits near them, never falling: isotonic regression on bins of equal size.
pub(crate) fn isotonic(documents: &[Document], scores: &[f64]) -> Vec<(f64, f64)> {
    let mut rows: Vec<(f64, bool)> = documents
        .iter()
        .flat_map(|document| &document.proposals)
        .zip(scores)
        .map(|(proposal, &score)| (score, proposal.gain > 0))
        .filter(|(score, _)| score.is_finite())
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = (rows.len() / 80).max(1);
    let mut pools: Vec<(f64, f64, f64)> = Vec::new();
    for bin in rows.chunks(size) {
        let right = bin.iter().filter(|row| row.1).count() as f64;
        let middle = bin.iter().map(|row| row.0).sum::<f64>() / bin.len() as f64;
        pools.push((middle, right, bin.len() as f64));
        // Neighbours that fall are pooled.
        while let [.., a, b] = pools[..]
            && a.1 / a.2 >= b.1 / b.2
        {
            pools.truncate(pools.len() - 2);
            pools.push(((a.0 * a.2 + b.0 * b.2) / (a.2 + b.2), a.1 + b.1, a.2 + b.2));
        }
    }
    pools.into_iter().map(|(score, right, all)| (score, right / all)).collect()
}

/// Returns the share of right edits at a score, between the two nearest ones of the calibration.
pub(crate) fn probability(calibration: &[(f64, f64)], score: f64) -> f64 {
    let above = calibration.partition_point(|&(at, _)| at < score);
    match (above.checked_sub(1).map(|below| calibration[below]), calibration.get(above)) {
        (Some((a, p)), Some(&(b, q))) => p + (q - p) * (score - a) / (b - a),
        (Some((_, share)), None) | (None, Some(&(_, share))) => share,
        (None, None) => 0.0,
    }
}

/// Returns the table of calibration: scores and the share of right edits, never falling.
pub(crate) fn calibration(documents: &[Document], scores: &[f64], command: &str) -> String {
    let mut out = format!(
        "# Log-odds of the trees in millinats, share of right edits in per mille: isotonic regression.\n\
         # Written by `ungarble-fit {command}` on documents that took no part in the fit.\n",
    );
    let mut last = None;
    for (score, share) in isotonic(documents, scores) {
        let row = ((score * 1000.0).round() as i64, (1000.0 * share).round() as u16);
        if last.is_none_or(|(score, _)| score < row.0) {
            let _ = writeln!(out, "{}\t{}", row.0, row.1);
            last = Some(row);
        }
    }
    out
}
