//! `--explain LINE:COL`: why a place was repaired, or was not.

use std::path::PathBuf;

use crate::args::Repair;
use crate::engine::Engine;
use crate::exit::{Failure, Outcome};
use crate::input::{decode, name, read_bytes};
use crate::output::put;

/// Prints what is decided about the word at a line and a column of the one file, or of standard input.
pub(crate) fn run(arguments: &Repair, engine: &Engine, (line, column): (usize, usize)) -> Result<Outcome, Failure> {
    let path = match arguments.files.as_slice() {
        [] => PathBuf::from("-"),
        [path] => path.clone(),
        _ => return Err(Failure::Usage("--explain takes one file; give the one that has the place".to_owned())),
    };
    let text = decode(&path, read_bytes(&path)?)?;
    let place = text.split_inclusive('\n').scan(0, |start, line| {
        let own = *start;
        *start += line.len();
        Some((own, line))
    });
    let at = place.into_iter().nth(line - 1).and_then(|(start, row)| {
        let offsets = row.trim_end_matches(['\r', '\n']).char_indices().map(|(at, _)| at);
        offsets.chain([row.len()]).nth(column - 1).map(|at| start + at)
    });
    let Some(at) = at else {
        return Err(Failure::Usage(format!("{} has no character at {line}:{column}", name(&path))));
    };
    put(arguments.output.output.as_deref(), engine.explain(&text, at).to_string().as_bytes())?;
    Ok(Outcome::Done)
}
