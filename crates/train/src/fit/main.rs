//! Fits what decides about candidates: channels, the classifier, its calibration.

mod align;
mod channel;
mod pairs;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Fits what decides about candidates.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Counts the confusions of pairs.
    Channel {
        /// Files of pairs.
        pairs: Vec<PathBuf>,
        /// Kind of noise whose pairs count; all where it is left out.
        #[arg(long)]
        kind: Option<String>,
        /// The table.
        #[arg(long)]
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let mut chain: Option<&dyn std::error::Error> = Some(&*error);
            while let Some(error) = chain {
                eprintln!("{error}");
                chain = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn std::error::Error>> {
    match command {
        Command::Channel { pairs, kind, out } => {
            let mut counts = channel::Counts::default();
            for path in &pairs {
                for pair in pairs::read(path)?.iter().filter(|pair| kind.as_ref().is_none_or(|kind| pair.kind == *kind)) {
                    counts.add(pair);
                }
            }
            let names: Vec<String> = pairs.iter().map(|path| path.display().to_string()).collect();
            let header = format!("# Confusions: intended, observed, cost in millinats. Counted by `ungarble-train channel` in {}.\n", names.join(", "));
            std::fs::write(out, counts.table(&header))?;
            Ok(())
        }
    }
}
