//! Makes the parameters that ship with `ungarble` from text and pairs.

mod backoff;
mod cbow;
mod corpus;
mod evaluate;
mod lm;
mod manifest;
mod ngrams;
mod sphinx;
mod vocabulary;

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};

/// Makes the parameters of `ungarble`.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Trains the English language model, and compiles the lexicon with its vocabulary.
    Lm(lm::Arguments),
    /// Measures language models on held-out text and on words that stand for others.
    EvaluateLm(evaluate::Arguments),
}

/// Why a parameter could not be made.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("cannot read or write {path:?}")]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{path:?}: byte {byte} of the text is not UTF-8")]
    Undecodable { path: PathBuf, byte: u64 },
    #[error("{path:?}: not a row of this table: {row:?}")]
    Manifest { path: PathBuf, row: String },
    #[error("cannot compile the language model")]
    Language(#[from] ungarble::LanguageError),
    #[error("cannot compile the lexicon")]
    Lexicon(#[from] ungarble::LexiconError),
}

impl Error {
    fn io(path: &Path, source: std::io::Error) -> Error {
        Error::Io { path: path.to_path_buf(), source }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    match Arguments::parse().command {
        Command::Lm(arguments) => Ok(lm::run(&arguments)?),
        Command::EvaluateLm(arguments) => Ok(evaluate::run(&arguments)?),
    }
}
