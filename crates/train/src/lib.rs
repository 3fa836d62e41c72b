//! Makes the parameters that ship with `ungarble` from text and pairs.

mod backoff;
mod cbow;
mod corpus;
mod evaluate;
mod fit;
mod language;
mod lm;
mod manifest;
mod ngrams;
mod slips;
mod sphinx;
mod vocabulary;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use fit::fit;

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
    /// Makes all images and parameters of a language from its lists and text.
    Language(language::Arguments),
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

/// The outcome of a command, which prints the chain of causes of an error.
type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Runs the command that trains language models, and makes whole languages, with the arguments of the process.
pub fn train() -> ExitCode {
    exit_code(match Arguments::parse().command {
        Command::Lm(arguments) => lm::run(&arguments).map_err(Into::into),
        Command::Language(arguments) => language::run(&arguments),
        Command::EvaluateLm(arguments) => evaluate::run(&arguments).map_err(Into::into),
    })
}

/// Prints why a command failed, if it did.
#[allow(clippy::print_stderr, reason = "a command speaks through its streams")]
fn exit_code(outcome: Outcome) -> ExitCode {
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    let mut chain: Option<&dyn std::error::Error> = Some(&*error);
    while let Some(error) = chain {
        eprintln!("{error}");
        chain = error.source();
    }
    ExitCode::FAILURE
}
