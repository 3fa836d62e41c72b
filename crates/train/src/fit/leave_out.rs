//! What the classifier does on sources, or on engines, that it has not seen.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::rows::Document;
use super::{certify, curve};

/// Groups of sources, each of which is left out once.
const FOLDS: usize = 5;

/// The group that is left out.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum By {
    /// Every fifth source, whatever damaged it.
    Source,
    /// One family of engines that read pages: "tesseract", "ocrad".
    Engine,
}

/// Fits the classifier without each group in turn; prints curves and the reliability of its probabilities on what it has not seen.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Files of pairs.
    pairs: Vec<PathBuf>,
    /// Folder of the tables of confusions.
    #[arg(long)]
    channel: PathBuf,
    /// The group that is left out.
    #[arg(long, value_enum, default_value_t = By::Source)]
    by: By,
    /// Takes every nth pair.
    #[arg(long, default_value_t = 1)]
    every: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let tables = super::tables(&arguments.channel)?;
    let documents = super::collect(&arguments.pairs, arguments.every, &tables)?;
    let groups: Vec<Option<String>> = documents.iter().map(|document| group(document, arguments.by)).collect();
    let names: BTreeSet<&String> = groups.iter().flatten().collect();
    let (mut seen_by_none, mut scores, mut probabilities) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        let is_out = |at: &usize| groups[*at].as_ref() == Some(name);
        let (out, rest): (Vec<usize>, Vec<usize>) = (0..documents.len()).partition(is_out);
        let pick = |of: &[usize], split: Option<bool>| -> Vec<Document> {
            let picked = of.iter().map(|&at| &documents[at]);
            picked
                .filter(|document| split.is_none_or(|fits| (document.split != "calibrate") == fits))
                .cloned()
                .collect()
        };
        let forest = super::forest(&pick(&rest, Some(true)));
        let odds = |row: &[i32]| forest.log_odds(|feature| row[feature]);
        let held_back = pick(&rest, Some(false));
        let calibration = certify::isotonic(&held_back, &super::scored(&held_back, odds));
        let unseen = pick(&out, None);
        let own = super::scored(&unseen, odds);
        println!("left out: {name}, {} documents", unseen.len());
        probabilities.extend(own.iter().map(|&score| certify::probability(&calibration, score)));
        scores.extend(own);
        seen_by_none.extend(unseen);
    }
    super::print_curves(&seen_by_none, &scores);
    curve::print(&seen_by_none, &scores, |document| group(document, arguments.by).unwrap_or_default());
    print_reliability(&seen_by_none, &probabilities);
    Ok(())
}

fn group(document: &Document, by: By) -> Option<String> {
    match by {
        By::Source => Some(format!("sources {}", document.fold(FOLDS))),
        By::Engine if document.kind == "ocr" => document.engine.split('-').next().map(str::to_owned),
        By::Engine => None,
    }
}

/// Prints, for bands of probability, how many edits there are, what they promise and what share is right.
fn print_reliability(documents: &[Document], probabilities: &[f64]) {
    const BANDS: [f64; 9] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01];
    let proposals: Vec<bool> =
        documents.iter().flat_map(|document| &document.proposals).map(|proposal| proposal.gain > 0).collect();
    println!("{:<12}{:>9}{:>10}{:>9}", "confidence", "edits", "promised", "right");
    for band in BANDS.windows(2) {
        let inside = proposals.iter().zip(probabilities).filter(|&(_, &p)| p >= band[0] && p < band[1]);
        let (mut count, mut promised, mut right) = (0.0, 0.0, 0.0);
        for (&is_right, &p) in inside {
            (count, promised, right) = (count + 1.0, promised + p, right + f64::from(u8::from(is_right)));
        }
        let percent = |part: f64| 100.0 * part / f64::max(count, 1.0);
        println!(
            "{:<12}{count:>9}{:>9.1}%{:>8.1}%",
            format!("{}-{}", band[0], band[1].min(1.0)),
            percent(promised),
            percent(right)
        );
    }
}
