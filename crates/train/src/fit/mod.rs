//! Fits what decides about candidates: channels, the classifier, its calibration.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its streams")]

mod align;
pub(crate) mod boost;
mod cased;
pub(crate) mod certify;
pub(crate) mod channel;
mod confidences;
pub(crate) mod curve;
mod forms;
pub(crate) mod hyphens;
mod label;
mod leave_out;
pub(crate) mod pairs;
mod review;
pub(crate) mod rows;
mod truecase;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use ungarble::Lexicon;
use ungarble::training::Material;

/// Fits what decides about candidates.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Counts capitals of words and pairs of words in the training text.
    Cased {
        /// The folder of the training text.
        text: PathBuf,
        /// Lines that are not read.
        #[arg(long, default_value = "training/reserved.tsv")]
        reserved: PathBuf,
        /// The image.
        #[arg(long)]
        out: PathBuf,
    },
    /// Fits the classifier of capitals; reports what it does on sources that it has not seen.
    Truecase(truecase::Arguments),
    /// Prints which capitals are proposed for the lines of a file.
    ProposeCase {
        /// A text.
        text: PathBuf,
        /// Image of cased evidence.
        #[arg(long)]
        evidence: PathBuf,
    },
    /// Counts forms that no list holds in the sources of the training text.
    Forms {
        /// The folder of the training text.
        text: PathBuf,
        /// Lines that are not read.
        #[arg(long, default_value = "training/reserved.tsv")]
        reserved: PathBuf,
        /// The image.
        #[arg(long)]
        out: PathBuf,
    },
    /// Counts hyphens between words of the training text.
    Hyphens {
        /// The folder of the training text.
        text: PathBuf,
        /// Takes every nth line.
        #[arg(long, default_value_t = 1)]
        every: usize,
        /// The image.
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints what is proposed for pairs.
    Propose {
        /// Pairs.
        pairs: PathBuf,
        /// Folder of the tables of confusions.
        #[arg(long)]
        channel: PathBuf,
    },
    /// Builds the trie and the character model from the lexicon.
    Images {
        /// The folder that they go to.
        #[arg(long)]
        out: PathBuf,
    },
    /// Searches for what the commonest words may have been meant to be.
    Neighbours {
        /// Folder of the tables of confusions.
        #[arg(long)]
        channel: PathBuf,
        /// The image.
        #[arg(long)]
        out: PathBuf,
    },
    /// Counts the confusions of pairs.
    Channel {
        /// Files of pairs.
        pairs: Vec<PathBuf>,
        /// Kinds of noise whose pairs count; all where none is given.
        #[arg(long)]
        kind: Vec<String>,
        /// The table.
        #[arg(long)]
        out: PathBuf,
    },
    /// Calibrates the classifier and finds the thresholds of the harm budgets, on pairs of the split `calibrate`.
    Certify {
        /// Files of pairs.
        pairs: Vec<PathBuf>,
        /// Folder of the tables of confusions.
        #[arg(long)]
        channel: PathBuf,
        /// The folder that has the forest, and that calibration and thresholds go to.
        #[arg(long)]
        models: PathBuf,
        /// Edits to show of each kind of mistake.
        #[arg(long, default_value_t = 0)]
        examples: usize,
    },
    /// Prints edits of right words in ordinary texts, for a person to tell which of them correct true misspellings.
    Review {
        /// Files of pairs.
        pairs: Vec<PathBuf>,
        /// Folder of the tables of confusions.
        #[arg(long)]
        channel: PathBuf,
        /// The folder that has the forest.
        #[arg(long)]
        models: PathBuf,
        /// The least log-odds, in nats.
        #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
        least: f64,
    },
    /// Fits what a recogniser's confidences and alternatives say of edits; reports what comes of it on sources that are left out.
    Confidences(confidences::Arguments),
    /// Tells what the classifier does on sources or engines that it has not seen.
    LeaveOut(leave_out::Arguments),
    /// Fits the classifier; reports what it does on documents that it has not seen.
    Classifier {
        /// Files of pairs.
        pairs: Vec<PathBuf>,
        /// Folder of the tables of confusions.
        #[arg(long)]
        channel: PathBuf,
        /// Takes every nth pair.
        #[arg(long, default_value_t = 1)]
        every: usize,
        /// Edits to show of each kind of mistake.
        #[arg(long, default_value_t = 0)]
        examples: usize,
        /// The folder of the forest, its calibration and the thresholds.
        #[arg(long)]
        out: PathBuf,
        /// Pairs that the forest is evaluated on, none of which it is fitted to.
        #[arg(long)]
        test: Option<PathBuf>,
    },
}

/// Runs the command that fits what decides about candidates, with the arguments of the process.
pub fn fit() -> ExitCode {
    crate::exit_code(run(Arguments::parse().command))
}

fn run(command: Command) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        Command::Truecase(arguments) => truecase::run(&arguments),
        Command::ProposeCase { text, evidence } => truecase::print(&text, &evidence),
        Command::Cased { text, reserved, out } => {
            let image = cased::image(&text, &reserved).map_err(|error| error as Box<dyn std::error::Error>)?;
            Ok(std::fs::write(out, image)?)
        }
        Command::Forms { text, reserved, out } => Ok(std::fs::write(out, forms::image(&text, &reserved)?)?),
        Command::Hyphens { text, every, out } => {
            Ok(std::fs::write(out, hyphens::image(Lexicon::try_english()?, &text, every)?)?)
        }
        Command::Propose { pairs, channel } => {
            let tables = tables(&channel)?;
            let mut proposer = ungarble::training::Proposer::new(&Material::english()?, [&tables[0], &tables[1]])?;
            for pair in pairs::read(&pairs)? {
                for row in proposer.propose(pair.input()) {
                    println!("{:?} -> {:?}", pair.garbled.get(row.start..row.end).unwrap_or_default(), row.replacement);
                    for (name, value) in ungarble::training::feature_names().iter().zip(&row.features).take(30) {
                        print!(" {name}={value}");
                    }
                    println!();
                }
            }
            Ok(())
        }
        Command::Images { out } => {
            let (trie, characters) = ungarble::training::build_images(Lexicon::try_english()?);
            std::fs::write(out.join("words.trie"), trie)?;
            std::fs::write(out.join("characters.bin"), characters)?;
            Ok(())
        }
        Command::Neighbours { channel, out } => {
            let tables = tables(&channel)?;
            let lexicon = Lexicon::try_english()?;
            Ok(std::fs::write(out, ungarble::training::build_neighbours(lexicon, [&tables[0], &tables[1]])?)?)
        }
        Command::Channel { pairs, kind, out } => {
            let mut counts = channel::Counts::new(Lexicon::try_english()?);
            for path in &pairs {
                for pair in pairs::read(path)?.iter().filter(|pair| kind.is_empty() || kind.contains(&pair.kind)) {
                    counts.add(pair);
                }
            }
            let names: Vec<_> =
                pairs.iter().filter_map(|path| path.file_name()).map(|name| name.to_string_lossy()).collect();
            let header = format!(
                "# Confusions: intended, observed, cost in millinats. Counted by `ungarble-fit channel` in {}.\n",
                names.join(", ")
            );
            std::fs::write(out, counts.table(&header))?;
            Ok(())
        }
        Command::Certify { pairs, channel, models, examples } => certify(&pairs, &channel, &models, examples),
        Command::Review { pairs, channel, models, least } => review(&pairs, &channel, &models, least),
        Command::Confidences(arguments) => confidences::run(&arguments),
        Command::LeaveOut(arguments) => leave_out::run(&arguments),
        Command::Classifier { pairs, channel, every, examples, out, test } => {
            classifier(&pairs, &channel, every, examples, &out, test)
        }
    }
}

fn certify(
    paths: &[PathBuf],
    channel: &std::path::Path,
    models: &std::path::Path,
    examples: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut all = read(paths)?;
    all.retain(|pair| pair.split == "calibrate");
    let (documents, scores) = judged(&pairs::lengthened(all), channel, models)?;
    print_curves(&documents, &scores);
    show(&documents, &scores, examples);
    Ok(write_thresholds(&documents, &scores, models, "certify", certify::SHARE_OF_SPELLING)?)
}

fn review(
    paths: &[PathBuf],
    channel: &std::path::Path,
    models: &std::path::Path,
    least: f64,
) -> Result<(), Box<dyn std::error::Error>> {
    let all = read(paths)?;
    let (documents, scores) = judged(&all, channel, models)?;
    let texts: Vec<&str> = all.iter().map(|pair| &*pair.garbled).collect();
    review::print(&documents, &texts, &scores, least);
    Ok(())
}

/// Proposes edits for pairs, and scores them by the forest of a folder of models.
fn judged(
    pairs: &[pairs::Pair],
    channel: &std::path::Path,
    models: &std::path::Path,
) -> Result<(Vec<rows::Document>, Vec<f64>), Box<dyn std::error::Error>> {
    let tables = tables(channel)?;
    let documents = rows::collect(pairs, &Material::english()?, [&tables[0], &tables[1]])?;
    let forest = shipped(models)?;
    let scores = scored(&documents, |row| rows::log_odds(&forest, row));
    Ok((documents, scores))
}

/// Reads the pairs of all files.
fn read(paths: &[PathBuf]) -> Result<Vec<pairs::Pair>, pairs::PairsError> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(pairs::read(path)?);
    }
    Ok(all)
}

/// Opens the forest of a folder of models.
fn shipped(models: &std::path::Path) -> Result<ungarble::training::Forest, Box<dyn std::error::Error>> {
    Ok(ungarble::training::Forest::open(std::fs::read(models.join("classifier.trees"))?)?)
}

/// Scores all proposals by the log-odds of their features, in nats; those that overlap a better one get the least.
pub(crate) fn scored(documents: &[rows::Document], log_odds: impl Fn(&[i32]) -> f64) -> Vec<f64> {
    let proposals = documents.iter().flat_map(|document| &document.proposals);
    let mut scores: Vec<f64> = proposals.map(|proposal| log_odds(&proposal.features)).collect();
    rows::suppress(documents, &mut scores);
    scores
}

/// Prints what is repaired and harmed by threshold, by kind and engine and by kind.
pub(crate) fn print_curves(documents: &[rows::Document], scores: &[f64]) {
    curve::print(documents, scores, |document| format!("{} {}", document.kind, document.engine));
    curve::print(documents, scores, |document| document.kind.clone());
}

/// Writes the calibration and the thresholds of the harm budgets that `command` finds on documents which took no part in a fit.
pub(crate) fn write_thresholds(
    documents: &[rows::Document],
    scores: &[f64],
    models: &std::path::Path,
    command: &str,
    share: f64,
) -> std::io::Result<()> {
    std::fs::write(models.join("calibration.tsv"), certify::calibration(documents, scores, command))?;
    let budgets = certify::of_spelling(share, &certify::isotonic(documents, scores));
    let table = certify::budgets(documents, scores, command, &budgets, certify::ONE_BAND);
    std::fs::write(models.join("budgets.tsv"), table)
}

/// Reads the tables of confusions, in the order of the kinds.
fn tables(folder: &std::path::Path) -> std::io::Result<[String; 2]> {
    Ok([std::fs::read_to_string(folder.join("ocr.tsv"))?, std::fs::read_to_string(folder.join("typing.tsv"))?])
}

/// Proposes edits for every nth pair of the files.
fn collect(
    paths: &[PathBuf],
    every: usize,
    tables: &[String; 2],
) -> Result<Vec<rows::Document>, Box<dyn std::error::Error>> {
    let mut all = Vec::new();
    for path in paths {
        all.extend(pairs::read(path)?.into_iter().step_by(every));
    }
    Ok(rows::collect(&pairs::lengthened(all), &Material::english()?, [&tables[0], &tables[1]])?)
}

/// Fits the classifier to all proposals of the documents.
pub(crate) fn forest(documents: &[rows::Document]) -> boost::Forest {
    let data = rows::data(documents);
    let used: Vec<u32> = (0..data.right.len() as u32).collect();
    boost::fit(&data, &used, boost::Settings::default())
}

fn classifier(
    paths: &[PathBuf],
    channel: &std::path::Path,
    every: usize,
    examples: usize,
    out: &std::path::Path,
    test: Option<PathBuf>,
) -> Result<(), Box<dyn std::error::Error>> {
    let tables = tables(channel)?;
    let start = std::time::Instant::now();
    let documents = collect(paths, every, &tables)?;
    let words: usize = documents.iter().map(|document| document.words).sum();
    let edits: usize = documents.iter().map(|document| document.proposals.len()).sum();
    println!(
        "{} documents, {words} words, {edits} proposals, {:.0} words a second on two threads",
        documents.len(),
        words as f64 / start.elapsed().as_secs_f64()
    );
    let fitted = |document: &&rows::Document| document.split != "calibrate";
    let (fit, rest): (Vec<_>, Vec<_>) = documents.into_iter().partition(|document| fitted(&document));
    let forest = forest(&fit);
    std::fs::write(out.join("classifier.trees"), forest.write(ungarble::training::feature_names().len()))?;
    let scores = scored(&rest, |row| forest.log_odds(|feature| row[feature]));
    print_curves(&rest, &scores);
    show(&rest, &scores, examples);
    write_thresholds(&rest, &scores, out, "classifier", certify::SHARE_OF_SPELLING)?;
    if let Some(test) = test {
        let documents = rows::collect(&pairs::read(&test)?, &Material::english()?, [&tables[0], &tables[1]])?;
        let scores = scored(&documents, |row| forest.log_odds(|feature| row[feature]));
        curve::print(&documents, &scores, |document| document.kind.clone());
        show(&documents, &scores, examples);
    }
    println!("{:.0} s in all", start.elapsed().as_secs_f64());
    Ok(())
}

/// Shows wrong edits that would be made and right ones that would not.
pub(crate) fn show(documents: &[rows::Document], scores: &[f64], examples: usize) {
    let (mut harm, mut missed) = (Vec::new(), Vec::new());
    for (document, scores) in rows::with_scores(documents, scores) {
        for (proposal, &score) in document.proposals.iter().zip(scores) {
            let line = format!("{:<9}{score:6.2} {:?} -> {:?}", document.kind, proposal.text, proposal.replacement);
            if proposal.gain < 0 && score > 1.5 {
                harm.push(line);
            } else if proposal.gain > 0 && score < 0.5 {
                missed.push(line);
            }
        }
    }
    let uncovered = documents.iter().flat_map(|document| {
        document.uncovered.iter().map(|(text, clean)| format!("{:<9} {text:?} -> {clean:?}", document.kind))
    });
    for (name, lines) in [("harm", harm), ("missed", missed), ("uncovered", uncovered.collect())] {
        println!("{name}: {}", lines.len());
        for line in lines.iter().step_by((lines.len() / examples.max(1)).max(1)).take(examples) {
            println!("  {line}");
        }
    }
}
