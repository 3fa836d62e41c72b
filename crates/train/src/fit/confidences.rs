//! What a recogniser's confidence in a word, and its alternatives, say of an edit there: Bayes factors beside the classifier.
//!
//! A logistic regression of "the edit is right" on the classifier's log-odds, whose weight is one, and the band of the confidence; then
//! one on both of these and on whether the edit is among the alternatives. The intercepts say how the classifier fares on these pages, and
//! are no evidence of a confidence: they go, and the factors are scaled such that their mean over wrong edits is one, as that of Bayes
//! factors is.

use std::fmt::Write as _;
use std::path::PathBuf;

use sha2::{Digest, Sha256};
use ungarble::LanguageError;
use ungarble::training::Forest;
use ungarble::training::Material;

use super::rows::{self, Document, Labelled};
use super::{curve, pairs};

/// Fits what a recogniser's confidences and alternatives say of edits.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Pairs with confidences.
    pairs: PathBuf,
    /// Folder of the tables of confusions.
    #[arg(long)]
    channel: PathBuf,
    /// The folder that has the forest, and that the table goes to.
    #[arg(long)]
    models: PathBuf,
}

/// Least confidences of the bands, in per mille: where there are too few edits of a band, or more evidence for edits than in the one
/// below, it joins the one below.
const BANDS: [u16; 9] = [0, 300, 500, 700, 800, 860, 900, 930, 960];
/// Right edits, and wrong ones, that a band needs.
const FEWEST: usize = 20;
/// Log-odds, in nats, below which an edit is so unlikely that no evidence makes it.
const FAINT: f64 = -4.0;
/// Weight of the ridge on the factors, in edits.
const RIDGE: f64 = 2.0;
/// Groups of sources, each of which is left out once.
const FOLDS: usize = 5;

/// An edit that may be made.
struct JudgedEdit {
    score: f64,
    confidence: u16,
    is_alternative: Option<bool>,
    gain: i32,
    fold: usize,
}

impl JudgedEdit {
    /// Returns the weight in this fit, which is not that of the classifier: a wrong edit of a right word weighs more than a missed repair.
    fn weight(&self) -> f64 {
        match self.gain {
            1.. => 1.0,
            0 => 0.5,
            _ => 2.0,
        }
    }
}

/// The logarithms of the factors, in nats.
#[derive(Clone, Debug, Default)]
struct Table {
    bands: Vec<(u16, f64)>,
    alternative: f64,
    other: f64,
    /// Of the regression on the bands.
    intercept: f64,
}

impl Table {
    fn band(&self, confidence: u16) -> usize {
        self.bands.partition_point(|&(least, _)| least <= confidence).saturating_sub(1)
    }

    fn shift(&self, confidence: u16, is_alternative: Option<bool>) -> f64 {
        let band = self.bands.get(self.band(confidence)).map_or(0.0, |&(_, shift)| shift);
        band + is_alternative.map_or(0.0, |is_one| if is_one { self.alternative } else { self.other })
    }
}

/// Proposals for the pairs, with the log-odds of the classifier in nats.
struct Proposed {
    documents: Vec<Document>,
    scores: Vec<f64>,
    rows: Vec<JudgedEdit>,
}

impl Proposed {
    fn new(pairs: &[pairs::Pair], tables: &[String; 2], forest: &Forest) -> Result<Proposed, LanguageError> {
        let documents = rows::collect(pairs, &Material::english()?, [&tables[0], &tables[1]])?;
        let scores = super::scored(&documents, |features| rows::log_odds(forest, features));
        let rows = rows_of(&documents, &scores);
        Ok(Proposed { documents, scores, rows })
    }

    fn rows(&self, is_used: impl Fn(usize) -> bool) -> Vec<&JudgedEdit> {
        self.rows.iter().filter(|row| is_used(row.fold)).collect()
    }

    /// Prints what the classifier repairs and harms, by itself and with the tables that were fitted without the source of each text.
    fn report(&self, name: &str, tables: &[Table], forest: &Forest) {
        let weights: f64 = self.rows.iter().map(JudgedEdit::weight).sum();
        let loss = |shift: &dyn Fn(&JudgedEdit) -> f64| -> f64 {
            let losses = self.rows.iter().map(|row| row.weight() * surprise(row.score + shift(row), row.gain > 0));
            losses.sum::<f64>() / weights
        };
        println!(
            "{name}: {} edits; nats an edit: {:.4} by the classifier, {:.4} with the factors",
            self.rows.len(),
            loss(&|_| 0.0),
            loss(&|row| tables[row.fold].shift(row.confidence, row.is_alternative)),
        );
        curve::print(&self.documents, &self.scores, |_| String::from("by the classifier"));
        let mut shifted: Vec<f64> = Vec::with_capacity(self.scores.len());
        for document in &self.documents {
            let table = &tables[document.fold(FOLDS)];
            shifted.extend(
                document
                    .proposals
                    .iter()
                    .map(|proposal| rows::log_odds(forest, &proposal.features) + shift(table, proposal)),
            );
        }
        rows::suppress(&self.documents, &mut shifted);
        curve::print(&self.documents, &shifted, |_| String::from("with the factors"));
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let tables = super::tables(&arguments.channel)?;
    let forest = super::shipped(&arguments.models)?;
    let all = pairs::read(&arguments.pairs)?;
    let full = Proposed::new(&all, &tables, &forest)?;
    let all: Vec<_> = all.into_iter().map(pairs::Pair::without_alternatives).collect();
    let plain = Proposed::new(&all, &tables, &forest)?;
    let fitted = |is_used: &dyn Fn(usize) -> bool| -> Table {
        with_alternatives(fit(&plain.rows(is_used)), &full.rows(is_used))
    };
    let left_out: Vec<Table> = (0..FOLDS).map(|fold| fitted(&|other| other != fold)).collect();
    plain.report("confidences", &left_out, &forest);
    full.report("and alternatives", &left_out, &forest);
    let table = fitted(&|_| true);
    print_bands(&table, &plain.rows(|_| true));
    let hash = Sha256::digest(std::fs::read(&arguments.pairs)?);
    let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(arguments.models.join("confidences.tsv"), written(&table, &hash))?;
    Ok(())
}

fn shift(table: &Table, proposal: &Labelled) -> f64 {
    proposal.confidence.map_or(0.0, |confidence| table.shift(confidence, proposal.is_alternative))
}

/// The edits that the classifier would choose at some threshold, of words of which the recogniser tells a confidence.
fn rows_of(documents: &[Document], scores: &[f64]) -> Vec<JudgedEdit> {
    let mut rows = Vec::new();
    for (document, own) in rows::with_scores(documents, scores) {
        let likely = document.proposals.iter().zip(own).filter(|&(_, &score)| score > FAINT);
        rows.extend(likely.filter_map(|(proposal, &score)| {
            Some(JudgedEdit {
                score,
                confidence: proposal.confidence?,
                is_alternative: proposal.is_alternative,
                gain: proposal.gain,
                fold: document.fold(FOLDS),
            })
        }));
    }
    rows
}

/// −ln of the probability of what came out.
fn surprise(log_odds: f64, is_right: bool) -> f64 {
    let against = if is_right { -log_odds } else { log_odds };
    if against > 30.0 { against } else { against.exp().ln_1p() }
}

/// Fits the factors; bands are joined until each has enough edits, and none says more for edits than the one below it.
fn fit(rows: &[&JudgedEdit]) -> Table {
    let mut bands = BANDS.to_vec();
    loop {
        let mut table = Table::default();
        let coefficients = regress(
            rows,
            bands.len(),
            |row| row.score,
            |row| Some(bands.partition_point(|&least| least <= row.confidence).saturating_sub(1)),
        );
        table.intercept = coefficients[0];
        table.bands = bands.iter().copied().zip(coefficients[1..].iter().copied()).collect();
        let count = |band: usize, is_right: bool| {
            let of_band = |row: &&&JudgedEdit| table.band(row.confidence) == band && (row.gain > 0) == is_right;
            rows.iter().filter(of_band).count()
        };
        let is_thin = |band: usize| count(band, true) < FEWEST || count(band, false) < FEWEST;
        let rises = |band: usize| band > 0 && table.bands[band].1 > table.bands[band - 1].1;
        // The lowest band has none below it: the next one joins it.
        match (0..bands.len()).find(|&band| is_thin(band) || rises(band)) {
            Some(band) if bands.len() > 1 => bands.remove(band.max(1)),
            _ => {
                let mean = mean_over_wrong(rows, |row| table.shift(row.confidence, None)).ln();
                table.bands.iter_mut().for_each(|(_, shift)| *shift -= mean);
                table.intercept += mean;
                return table;
            }
        };
    }
}

/// Adds the factors of alternatives to those of the bands.
fn with_alternatives(mut table: Table, rows: &[&JudgedEdit]) -> Table {
    let known = |row: &JudgedEdit| row.score + table.shift(row.confidence, None);
    let listed = |row: &JudgedEdit| row.is_alternative.filter(|&is_one| is_one).map(|_| 0);
    let listed = regress(rows, 1, known, listed)[1];
    let mean = mean_over_wrong(rows, |row| if row.is_alternative == Some(true) { listed } else { 0.0 }).ln();
    (table.alternative, table.other) = (listed - mean, -mean);
    table
}

/// The mean of the factors over wrong edits.
fn mean_over_wrong(rows: &[&JudgedEdit], shift: impl Fn(&JudgedEdit) -> f64) -> f64 {
    let wrong = || rows.iter().filter(|row| row.gain <= 0);
    let weights: f64 = wrong().map(|row| row.weight()).sum();
    wrong().map(|row| row.weight() * shift(row).exp()).sum::<f64>() / weights
}

/// Returns the intercept and the coefficients of so many groups, of which a row is in one or in none, beside what is known of the row: by
/// Newton's method.
fn regress(
    rows: &[&JudgedEdit],
    groups: usize,
    known: impl Fn(&JudgedEdit) -> f64,
    group: impl Fn(&JudgedEdit) -> Option<usize>,
) -> Vec<f64> {
    let mut found = vec![0.0; groups + 1];
    for _ in 0..30 {
        let mut gradient: Vec<f64> = found.iter().map(|value| -RIDGE * value).collect();
        gradient[0] = 0.0;
        let mut hessian = vec![vec![0.0; groups + 1]; groups + 1];
        (1..=groups).for_each(|at| hessian[at][at] = RIDGE);
        for row in rows {
            let used = || [Some(0), group(row).map(|group| group + 1)].into_iter().flatten();
            let log_odds = known(row) + used().map(|at| found[at]).sum::<f64>();
            let p = 1.0 / (1.0 + (-log_odds).exp());
            for a in used() {
                gradient[a] += row.weight() * (f64::from(u8::from(row.gain > 0)) - p);
                for b in used() {
                    hessian[a][b] += row.weight() * p * (1.0 - p);
                }
            }
        }
        let step = eliminate(hessian, gradient);
        found.iter_mut().zip(&step).for_each(|(value, step)| *value += step);
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    found
}

/// Solves a·x = b for a symmetric and positive definite matrix.
fn eliminate(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    for i in 0..b.len() {
        let (head, tail) = a.split_at_mut(i + 1);
        let pivot = &head[i];
        for (offset, row) in tail.iter_mut().enumerate() {
            let factor = row[i] / pivot[i];
            row.iter_mut().zip(pivot).skip(i).for_each(|(value, above)| *value -= factor * above);
            b[i + 1 + offset] -= factor * b[i];
        }
    }
    for i in (0..b.len()).rev() {
        let known: f64 = (i + 1..b.len()).map(|j| a[i][j] * b[j]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}

fn print_bands(table: &Table, rows: &[&JudgedEdit]) {
    println!("intercept {:.3}, alternative {:.3}, other {:.3}", table.intercept, table.alternative, table.other);
    println!("{:>6}{:>9}{:>8}{:>8}{:>8}", "least", "factor", "right", "no gain", "harm");
    for (band, &(least, shift)) in table.bands.iter().enumerate() {
        let count = |gains: std::ops::RangeInclusive<i32>| {
            rows.iter().filter(|row| table.band(row.confidence) == band && gains.contains(&row.gain)).count()
        };
        println!("{least:>6}{shift:>9.3}{:>8}{:>8}{:>8}", count(1..=i32::MAX), count(0..=0), count(i32::MIN..=-1));
    }
}

fn written(table: &Table, hash: &str) -> String {
    let mut out = format!(
        "# What a recogniser's confidence in the least sure word of an edit, from so many per mille on, says of the edit; and what it says that\n\
         # the edit is one of its alternatives, or is another one where there are some:\n\
         # logarithms of Bayes factors, in millinats. Written by `ungarble-fit confidences` on training/confidences.jsonl.zst ({hash}).\n"
    );
    let millinats = |nats: f64| (1000.0 * nats).round();
    for &(least, shift) in &table.bands {
        let _ = writeln!(out, "{least}\t{}", millinats(shift));
    }
    let _ = writeln!(out, "alternative\t{}\nother\t{}", millinats(table.alternative), millinats(table.other));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Edits at even log-odds, of which so many are right in a band.
    fn rows(bands: &[(u16, usize, usize)]) -> Vec<JudgedEdit> {
        let row = |confidence, gain| JudgedEdit { score: 0.0, confidence, is_alternative: None, gain, fold: 0 };
        let of_band = |&(confidence, right, wrong): &(u16, usize, usize)| {
            (0..right).map(move |_| row(confidence, 1)).chain((0..wrong).map(move |_| row(confidence, 0)))
        };
        bands.iter().flat_map(of_band).collect()
    }

    #[test]
    fn factors_are_ratios_of_shares() {
        // Wrong edits without harm weigh a half. Of those with a low confidence 8 in 9 are right, of the others 1 in 2.
        let rows = rows(&[(100, 4_000, 1_000), (970, 4_000, 8_000)]);
        let table = fit(&rows.iter().collect::<Vec<_>>());
        let [(_, low), (_, high)] = table.bands[..] else { panic!("two bands: {table:?}") };
        assert!((low - high - 8_f64.ln()).abs() < 0.02, "{table:?}");
        let mean = (1_000.0 * low.exp() + 8_000.0 * high.exp()) / 9_000.0;
        assert!((mean - 1.0).abs() < 1e-6 && high < 0.0 && low > 0.0, "{table:?}");
    }

    #[test]
    fn alternatives_have_a_factor_beside_those_of_the_bands() {
        let mut rows = rows(&[(500, 3_000, 2_000), (500, 1_000, 4_000)]);
        rows.iter_mut().enumerate().for_each(|(at, row)| row.is_alternative = Some(at < 5_000));
        let rows: Vec<&JudgedEdit> = rows.iter().collect();
        let table = with_alternatives(fit(&rows), &rows);
        // Among the alternatives 3 in 2 are right, among the others 1 in 4: six times as many.
        assert!((table.alternative - table.other - 6_f64.ln()).abs() < 0.02, "{table:?}");
        assert!(table.alternative > 0.0 && table.other < 0.0, "{table:?}");
    }

    #[test]
    fn bands_that_rise_or_are_thin_are_joined() {
        let rising = rows(&[(100, 50, 50), (600, 90, 20), (970, 50, 100)]);
        assert_eq!(fit(&rising.iter().collect::<Vec<_>>()).bands.len(), 2);
        let thin = rows(&[(100, 5, 5), (970, 50, 100)]);
        assert_eq!(fit(&thin.iter().collect::<Vec<_>>()).bands.len(), 1);
    }
}
