//! Fits the classifier of patterns of capitals.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use clap::Args;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ungarble::training::{CaseProposer, Forest, ProposedEdit};
use ungarble::{CaseShape, HarmBudget, Noise};

use super::boost::{self, Data};
use super::label::{Word, words};
use super::pairs::{self, Pair};
use super::rows::{Document, Labelled, log_odds, with_scores};
use super::{certify, curve};

type Failure = Box<dyn std::error::Error>;

/// The least log-odds of an edit of case, in nats, by budget: where nearly all edits are right, those of which one in three would be wrong are
/// not written either, but for the bold budget.
const LEAST: [(HarmBudget, f64); 3] = [(HarmBudget::Tight, 1.5), (HarmBudget::Default, 0.7), (HarmBudget::Bold, 0.0)];

/// Bands of places.
const BANDS: certify::Bands =
    certify::Bands { count: CaseProposer::BANDS, of: |proposal| CaseProposer::band(&proposal.features) };

/// Arguments of the fit.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Files of pairs, each with `:n` behind it if every nth pair is taken.
    pairs: Vec<String>,
    /// Image of cased evidence.
    #[arg(long)]
    evidence: PathBuf,
    /// Folds of the sources for the report; none is made for 0.
    #[arg(long, default_value_t = 3)]
    folds: usize,
    /// Edits to show of each kind of mistake.
    #[arg(long, default_value_t = 0)]
    examples: usize,
    /// Trees, and leaves of each.
    #[arg(long, default_value_t = 400)]
    trees: usize,
    #[arg(long, default_value_t = 24)]
    leaves: usize,
    /// Share of each tree that is taken.
    #[arg(long, default_value_t = 0.06)]
    rate: f64,
    /// A forest that is fitted already: only calibration and thresholds are taken.
    #[arg(long, conflicts_with = "folds")]
    forest: Option<PathBuf>,
    /// The folder of the forest, its calibration and the thresholds.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Fits, reports on sources left out, and writes what is fitted.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut all = Vec::new();
    for argument in &arguments.pairs {
        let (path, every) = match argument.rsplit_once(':') {
            Some((path, every)) => (path, every.parse()?),
            None => (argument.as_str(), 1),
        };
        all.extend(pairs::read(Path::new(path))?.into_iter().step_by(every));
    }
    let start = Instant::now();
    let evidence = std::fs::read(&arguments.evidence)?;
    let documents = collect(&all, &evidence, arguments.forest.is_some())?;
    let edits: usize = documents.iter().map(|document| document.proposals.len()).sum();
    let words: usize = documents.iter().map(|document| document.words).sum();
    println!("{} documents, {words} words, {edits} proposals, {:.0} s", documents.len(), start.elapsed().as_secs_f64());
    let settings = boost::Settings {
        trees: arguments.trees,
        leaves: arguments.leaves,
        rate: arguments.rate,
        ..boost::Settings::default()
    };
    if arguments.forest.is_none() && arguments.folds > 1 {
        report(&documents, settings, arguments);
    }
    if let Some(out) = &arguments.out {
        let (fit, rest): (Vec<_>, Vec<_>) = documents.into_iter().partition(|document| document.split != "calibrate");
        let image = if let Some(forest) = &arguments.forest {
            std::fs::read(forest)?
        } else {
            let data = data(&fit, false);
            println!("{} rows", data.right.len());
            let used: Vec<u32> = (0..data.right.len() as u32).collect();
            boost::fit(&data, &used, settings).write(data.columns.len())
        };
        std::fs::write(out.join("truecase.trees"), &image)?;
        let scores = scores(&Forest::open_case(image)?, &rest);
        curve::print(&rest, &scores, |document| format!("{} {}", document.kind, document.engine));
        curve::print(&rest, &scores, |document| document.kind.clone());
        show(&rest, &scores, arguments.examples);
        let rest: Vec<Document> = rest.into_iter().map(grouped).collect();
        std::fs::write(out.join("truecase-calibration.tsv"), certify::calibration(&rest, &scores, "truecase"))?;
        std::fs::write(
            out.join("truecase-budgets.tsv"),
            certify::budgets(&rest, &scores, "truecase", &certify::of_casing(&LEAST), BANDS),
        )?;
    }
    println!("{:.0} s in all", start.elapsed().as_secs_f64());
    Ok(())
}

/// Prints what is proposed for each line of a text.
pub(crate) fn print(text: &Path, evidence: &Path) -> Result<(), Failure> {
    let mut proposer = CaseProposer::new(std::fs::read(evidence)?)?;
    for line in std::fs::read_to_string(text)?.lines() {
        for row in proposer.propose(line, Noise::Auto) {
            print!("{:?} -> {:?}", line.get(row.start..row.end).unwrap_or_default(), row.replacement);
            for (name, value) in CaseProposer::feature_names().iter().zip(&row.features).take(16) {
                print!(" {name}={value}");
            }
            println!();
        }
    }
    Ok(())
}

/// Reports what the classifier does on sources that it has not seen.
fn report(documents: &[Document], settings: boost::Settings, arguments: &Arguments) {
    let folds = arguments.folds;
    let data = data(documents, true);
    let of: Vec<usize> = documents
        .iter()
        .flat_map(|document| std::iter::repeat_n(document.fold(folds), document.proposals.len()))
        .collect();
    let mut scores = vec![0.0; of.len()];
    for fold in 0..folds {
        let used: Vec<u32> = (0..of.len() as u32).filter(|&row| of[row as usize] != fold).collect();
        let forest = boost::fit(&data, &used, settings);
        for row in (0..of.len()).filter(|&row| of[row] == fold) {
            scores[row] = forest.log_odds(|feature| data.columns[feature][row]);
        }
        if fold == 0 {
            importances(&forest);
        }
    }
    curve::print(documents, &scores, |document| format!("{} {}", document.kind, document.engine));
    curve::print(documents, &scores, |document| document.kind.clone());
    show(documents, &scores, arguments.examples);
}

/// Prints how often each feature splits.
fn importances(forest: &boost::Forest) {
    let mut splits = vec![0_usize; CaseProposer::feature_names().len()];
    for node in forest.trees.iter().flatten() {
        if let boost::Node::Split { feature, .. } = node {
            splits[usize::from(*feature)] += 1;
        }
    }
    let mut named: Vec<(usize, &str)> = splits.into_iter().zip(CaseProposer::feature_names().iter().copied()).collect();
    named.sort_unstable_by(|a, b| b.cmp(a));
    let named: Vec<String> = named.iter().map(|(count, name)| format!("{name} {count}")).collect();
    println!("splits: {}", named.join(", "));
}

/// Log-odds of all proposals, in nats.
fn scores(forest: &Forest, documents: &[Document]) -> Vec<f64> {
    let rows = documents.iter().flat_map(|document| &document.proposals);
    rows.map(|row| log_odds(forest, &row.features)).collect()
}

/// The document in the group by which harm is bounded: texts with at most one word in fifty in wrong case count as right ones.
fn grouped(document: Document) -> Document {
    let kind = match document.kind.as_str() {
        _ if document.wrong * 50 <= document.words => "right",
        "speech" | "transcript" => "transcript",
        _ => "casing",
    };
    Document { kind: kind.to_owned(), ..document }
}

/// Returns what the noise of a pair may be said to be: nothing, and for some pairs what it is.
fn said(pair: &Pair, number: usize) -> Vec<Noise> {
    let own = match pair.kind.as_str() {
        "ocr" | "letters" | "segmentation" => Noise::Ocr,
        "speech" | "transcript" => Noise::Speech,
        "roundtrip" => Noise::Translation,
        "typing" => Noise::Typing,
        "casing" if pair.engine.starts_with("lower") => Noise::Speech,
        "casing" if pair.engine.starts_with("starts") || pair.engine.starts_with("slips") => Noise::Typing,
        "casing" => Noise::Scrape,
        // Right texts are safe whatever is said of them.
        _ => [Noise::Ocr, Noise::Speech, Noise::Scrape, Noise::Typing][number / 4 % 4],
    };
    if number.is_multiple_of(4) { vec![Noise::Auto, own] } else { vec![Noise::Auto] }
}

/// Proposes patterns for all pairs, or for those that take no part in a fit, on two threads.
fn collect(pairs: &[Pair], evidence: &[u8], only_others: bool) -> Result<Vec<Document>, Failure> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Vec<Document>)>, ungarble::LexiconError> {
        let mut proposer = CaseProposer::new(evidence.to_vec())?;
        let mut documents = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(pair) = pairs.get(at) else { return Ok(documents) };
            if only_others && pair.split != "calibrate" {
                continue;
            }
            let sides = Sides::new(&pair.garbled, &pair.clean);
            let variants = said(pair, at).into_iter();
            documents.push((at, variants.map(|noise| document(pair, noise, &sides, &mut proposer)).collect()));
        }
    };
    let mut all = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().expect("proposing does not panic")?);
        }
        Ok::<_, Failure>(all)
    })?;
    all.sort_by_key(|(at, _)| *at);
    Ok(all.into_iter().flat_map(|(_, documents)| documents).collect())
}

fn document(pair: &Pair, noise: Noise, sides: &Sides, proposer: &mut CaseProposer) -> Document {
    let mut covered = vec![false; sides.garbled.len()];
    let rows = proposer.propose(&pair.garbled, noise);
    let proposals: Vec<Labelled> = rows
        .into_iter()
        .filter_map(|row| {
            let (at, gain) = sides.gain(&pair.garbled, &row)?;
            covered[at] |= gain > 0;
            let text = pair.garbled.get(row.start..row.end)?.to_owned();
            Some(Labelled {
                gain,
                span: (row.start, row.end),
                text,
                replacement: row.replacement,
                features: row.features,
                confidence: None,
                is_alternative: None,
            })
        })
        .collect();
    let missed = sides.wrong.iter().filter(|&&at| !covered[at]);
    let uncovered = missed.filter_map(|&at| {
        let clean = sides.clean[at].as_ref()?.0.clone();
        Some((pair.garbled.get(sides.garbled[at].start..sides.garbled[at].end)?.to_owned(), clean))
    });
    Document {
        uncovered: uncovered.collect(),
        kind: pair.kind.clone(),
        engine: format!("{}{}", pair.engine, if noise == Noise::Auto { "" } else { " (said)" }),
        source: pair.source.clone(),
        split: pair.split.clone(),
        words: sides.garbled.len(),
        wrong: sides.wrong.len(),
        proposals,
    }
}

/// The words of a damaged text, each with what it was and whether only its capitals may differ.
struct Sides {
    garbled: Vec<Word>,
    clean: Vec<Option<(String, bool)>>,
    /// Words whose capitals are wrong.
    wrong: Vec<usize>,
}

impl Sides {
    fn new(garbled: &str, clean: &str) -> Sides {
        let (own, other) = (words(garbled), words(clean));
        let text = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect::<Vec<String>>();
        let surface = |at: usize| clean.get(other[at].start..other[at].end).unwrap_or_default().to_owned();
        let mut sides = Sides { clean: vec![None; own.len()], garbled: own, wrong: Vec::new() };
        for op in capture_diff_slices(Algorithm::Myers, &text(&sides.garbled), &text(&other)) {
            match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    for at in 0..len {
                        sides.clean[old_index + at] = Some((surface(new_index + at), true));
                    }
                }
                // Spelt otherwise; word by word.
                DiffOp::Replace { old_index, old_len, new_index, new_len } if old_len == new_len => {
                    for at in 0..old_len {
                        sides.clean[old_index + at] = Some((surface(new_index + at), false));
                    }
                }
                _ => {}
            }
        }
        for (at, word) in sides.garbled.iter().enumerate() {
            let stands = garbled.get(word.start..word.end).unwrap_or_default();
            if sides.clean[at].as_ref().is_some_and(|(clean, same)| *same && differ(stands, clean)) {
                sides.wrong.push(at);
            }
        }
        sides
    }

    /// The word that a proposal is about, and what it gains there: 1 if it makes its capitals right, −1 if it makes them wrong.
    fn gain(&self, garbled: &str, row: &ProposedEdit) -> Option<(usize, i32)> {
        let at = self.garbled.partition_point(|word| word.end <= row.start);
        let word = self.garbled.get(at).filter(|word| word.start <= row.start)?;
        let (clean, same) = self.clean.get(at)?.as_ref()?;
        let stands = garbled.get(row.start..row.end)?;
        let part = clean.get(row.start - word.start..(row.end - word.start).min(clean.len()));
        let gain = match part.filter(|part| *same && part.to_lowercase() == stands.to_lowercase()) {
            Some(part) => i32::from(part == row.replacement) - i32::from(part == stands),
            None => {
                let shape = CaseShape::of(clean);
                i32::from(shape == CaseShape::of(&row.replacement)) - i32::from(shape == CaseShape::of(stands))
            }
        };
        Some((at, gain))
    }
}

/// Returns whether two words of the same letters differ in capitals.
fn differ(a: &str, b: &str) -> bool {
    let capitals =
        |word: &str| word.chars().filter(|c| c.is_alphanumeric()).map(char::is_uppercase).collect::<Vec<bool>>();
    capitals(a) != capitals(b)
}

/// Log-odds of the lattice, in millinats, below which wrong proposals are plain, and how many of them stand for one that is kept.
const PLAIN: i32 = -2_000;
const PLAIN_SHARE: usize = 4;

/// The rows of all documents, column by column. A wrong edit weighs more than a missed repair, most of all where nothing was wrong;
/// what is wrong before and after tells little.
fn data(documents: &[Document], all: bool) -> Data {
    let mut data = Data { columns: vec![Vec::new(); CaseProposer::feature_names().len()], ..Data::default() };
    for document in documents {
        for (number, proposal) in document.proposals.iter().enumerate() {
            let is_plain = !all && proposal.gain <= 0 && proposal.features[0] < PLAIN;
            if is_plain && number % PLAIN_SHARE != 0 {
                continue;
            }
            for (column, &value) in data.columns.iter_mut().zip(&proposal.features) {
                column.push(value);
            }
            data.right.push(proposal.gain > 0);
            let weight = match proposal.gain {
                1.. => 1.0,
                0 => 0.1,
                _ if document.wrong * 100 > document.words => 2.0,
                _ => 4.0,
            };
            data.weights.push(if is_plain { weight * PLAIN_SHARE as f32 } else { weight });
        }
    }
    data
}

/// Shows wrong edits that would be made and right ones that would not.
fn show(documents: &[Document], scores: &[f64], examples: usize) {
    let (mut harm, mut missed, mut uncovered) = (Vec::new(), Vec::new(), Vec::new());
    for (document, scores) in with_scores(documents, scores) {
        let from = format!("{} {} {}", document.kind, document.engine, document.source);
        for (proposal, &score) in document.proposals.iter().zip(scores) {
            let line = format!("{from:<40}{score:6.2} {:?} -> {:?}", proposal.text, proposal.replacement);
            if proposal.gain < 0 && score > 1.5 {
                harm.push(line);
            } else if proposal.gain > 0 && score < 1.0 {
                missed.push(line);
            }
        }
        uncovered.extend(document.uncovered.iter().map(|(text, clean)| format!("{from:<40} {text:?} -> {clean:?}")));
    }
    for (name, lines) in [("harm", harm), ("missed", missed), ("uncovered", uncovered)] {
        println!("{name}: {}", lines.len());
        for line in lines.iter().step_by((lines.len() / examples.max(1)).max(1)).take(examples) {
            println!("  {line}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_judged_by_the_clean_side() {
        let garbled = "She flew To london with teh us-japan Grup.";
        let sides = Sides::new(garbled, "She flew to London with the US-Japan group.");
        let gain = |from: &str, to: &str| {
            let start = garbled.find(from).expect("it is there");
            let row = ProposedEdit {
                start,
                end: start + from.len(),
                replacement: to.to_owned(),
                features: Vec::new(),
                confidence: None,
                is_alternative: false,
            };
            sides.gain(garbled, &row).map(|(_, gain)| gain)
        };
        assert_eq!(gain("london", "London"), Some(1));
        assert_eq!(gain("london", "LONDON"), Some(0));
        assert_eq!(gain("flew", "Flew"), Some(-1));
        assert_eq!(gain("us", "US"), Some(1));
        assert_eq!(gain("japan", "Japan"), Some(1));
        assert_eq!(gain("Grup", "grup"), Some(1), "misspelt besides");
        assert_eq!(sides.wrong.len(), 3);
    }
}
