//! Repairs one file, or standard input, to standard output.
//!
//! ```sh
//! cargo run --release --example repair_file -- examples/data/garbled.txt
//! cargo run --release --example repair_file -- --reference examples/data/page.txt examples/data/garbled.txt
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its streams")]

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value, ValueExt};
use serde_json::json;
use ungarble::{Edit, Evidence, HarmBudget, Input, Noise, Policy, Repairer};

const USAGE: &str = "\
usage: repair_file [OPTIONS] [FILE]

Prints the repaired text of FILE, or of standard input where FILE is absent or -.

  --reference PAGE       a page that may hold a clean copy; may be given several times
  --policy NAME          what is taken from it: conservative (default) or full
  --noise NAME           auto (default), ocr, typing, speech, scrape or translation
  --harm-budget NAME     how many right words a repair may break: tight, default, bold or none
  --edits                print each edit as a line of JSON on standard error
  --diagnose             print what the text suffers from as a line of JSON on standard error
  -h, --help             print this
";

#[derive(Default)]
struct Arguments {
    file: Option<PathBuf>,
    references: Vec<PathBuf>,
    policy: Policy,
    noise: Noise,
    harm_budget: HarmBudget,
    edits: bool,
    diagnose: bool,
}

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("repair_file: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let Some(arguments) = parse(lexopt::Parser::from_env())? else {
        print!("{USAGE}");
        return Ok(());
    };
    let text = read(arguments.file.as_deref())?;
    let pages = arguments.references.iter().map(|path| read(Some(path))).collect::<Result<Vec<String>, _>>()?;
    let builder = Repairer::builder().noise(arguments.noise).policy(arguments.policy);
    let repairer = builder.harm_budget(arguments.harm_budget).build()?;
    let input = pages.iter().fold(Input::new(&text), |input, page| input.reference(page));
    let plan = repairer.plan(input);
    // Whole or not at all: a reader that goes away in the middle is no error of ours.
    let mut out = std::io::stdout().lock();
    match out.write_all(plan.apply().as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(()),
        written => written.map_err(|error| format!("cannot write the repaired text: {error}"))?,
    }
    if arguments.diagnose {
        let d = plan.diagnosis();
        let unaligned: Vec<_> =
            plan.unaligned().iter().map(|s| json!({ "start": s.start(), "end": s.end() })).collect();
        let damage = json!({
            "words": d.words(),
            "unknown": d.unknown(),
            "title_cased_words": d.title_cased_words(),
            "lowercased_names": d.lowercased_names(),
            "unaligned": unaligned,
        });
        eprintln!("{damage}");
    }
    if arguments.edits {
        plan.edits().iter().for_each(|edit| eprintln!("{}", describe(edit)));
    }
    Ok(())
}

fn describe(edit: &Edit<'_>) -> serde_json::Value {
    let evidence: Vec<_> = edit
        .evidence()
        .iter()
        .map(|seen| match seen {
            Evidence::Witness { reference, span } => {
                json!({ "name": seen.name(), "reference": reference, "start": span.start(), "end": span.end() })
            }
            _ => json!({ "name": seen.name(), "says": seen.to_string() }),
        })
        .collect();
    json!({
        "start": edit.span().start(),
        "end": edit.span().end(),
        "original": edit.original(),
        "replacement": edit.replacement(),
        "kind": edit.kind().name(),
        "confidence": edit.confidence().to_f64(),
        "evidence": evidence,
    })
}

/// Returns the arguments, or `None` where help was asked for.
fn parse(mut parser: lexopt::Parser) -> Result<Option<Arguments>, Failure> {
    let mut arguments = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("reference") => arguments.references.push(parser.value()?.into()),
            Long("policy") => arguments.policy = parser.value()?.parse()?,
            Long("noise") => arguments.noise = parser.value()?.parse()?,
            Long("harm-budget") => arguments.harm_budget = parser.value()?.parse()?,
            Long("edits") => arguments.edits = true,
            Long("diagnose") => arguments.diagnose = true,
            Short('h') | Long("help") => return Ok(None),
            Value(path) if arguments.file.is_none() => arguments.file = Some(path.into()),
            other => return Err(format!("{}; try --help", other.unexpected()).into()),
        }
    }
    Ok(Some(arguments))
}

/// Returns the text of the file, or of standard input.
fn read(path: Option<&Path>) -> Result<String, Failure> {
    let path = path.filter(|path| *path != Path::new("-"));
    let name = path.map_or("standard input".into(), |path| path.display().to_string());
    let mut bytes = Vec::new();
    match path {
        Some(path) => std::fs::File::open(path).and_then(|mut file| file.read_to_end(&mut bytes)),
        None => std::io::stdin().lock().read_to_end(&mut bytes),
    }
    .map_err(|error| format!("cannot read {name}: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[at];
        format!("{name} is not UTF-8: byte {at} is 0x{byte:02X}; convert it first, for example with iconv -f WINDOWS-1252 -t UTF-8").into()
    })
}
