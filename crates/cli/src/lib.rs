//! The command `ungarble`: files, pipelines of JSON Lines, and a page to look at, by way of the public API.

mod args;
mod certify;
mod checkpoint;
mod config;
mod dialect;
mod documents;
mod engine;
mod exit;
mod explain;
mod folders;
mod generate;
mod input;
mod interrupt;
mod jsonl;
mod lines;
mod marks;
mod output;
mod pages;
mod pipeline;
mod progress;
mod record;
mod render;
mod review;
mod score;
mod temporary;
mod texts;

use std::ffi::OsString;
use std::io::{ErrorKind, IsTerminal, stdin};

use anstream::ColorChoice;
use clap::Parser;

use args::{Arguments, Color, Command, Repair};
use engine::Engine;
use exit::{Failure, Outcome, status, warn};
use render::View;

/// Runs the command with these arguments, the first of which is its name, and returns the exit status.
///
/// ```
/// assert_eq!(ungarble_cli::run(["ungarble".into(), "--version".into()]), 0);
/// assert_eq!(ungarble_cli::run(["ungarble".into(), "--no-such-flag".into()]), 1);
/// ```
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // A reader that goes away while help is printed is no error.
            let _ = error.print();
            return u8::from(error.use_stderr());
        }
    };
    match arguments.color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
    status(match arguments.command {
        Some(Command::Score(score)) => score::run(&score),
        Some(Command::Certify(certify)) => certify::run(certify),
        Some(Command::Review(review)) => review::run(review),
        Some(Command::Generate { what }) => generate::run(what),
        None => repair(arguments.repair, arguments.color),
    })
}

fn repair(mut arguments: Repair, color: Color) -> Result<Outcome, Failure> {
    arguments.configuration.settings = config::complete(&arguments.configuration)?;
    if arguments.files.is_empty() && stdin().is_terminal() {
        warn("reading standard input; end it with Ctrl-D, or see --help");
    }
    let output = &arguments.output;
    // Told before the work is done, not after it.
    if let Some(folder) = [&output.output, &output.report].into_iter().flatten().find(|path| path.is_dir()) {
        return Err(Failure::write(folder, "give the name of a file in it")(ErrorKind::IsADirectory.into()));
    }
    let engine = Engine::new(&arguments.configuration.settings)?;
    let coloured = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            output.output.is_none() && anstream::AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
        }
    };
    if let Some(place) = output.explain {
        return explain::run(&arguments, &engine, place);
    }
    let view = match () {
        () if output.diff => View::Diff { coloured },
        () if output.edits => View::Edits,
        () if output.diagnose => View::Diagnosis,
        () if output.check => View::Nothing,
        () => View::Text,
    };
    if arguments.stream.jsonl { jsonl::run(&arguments, &engine, view) } else { texts::run(&arguments, &engine, view) }
}
