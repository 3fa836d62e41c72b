//! What the command line offers.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use ungarble::{Confidence, EditKind, HarmBudget, Noise, Policy};
use ungarble_formats::Format;

use crate::dialect::Dialect;

const AFTER_HELP: &str = "\
Exit status:
  0  done: repaired, or nothing to repair
  1  an error: wrong usage, a file that cannot be read or written, a record that is none
  2  with --check: there are edits to make; with certify: the budget is not certified

Examples:
  ungarble scan.txt > repaired.txt           repair one file
  ungarble --diff scan.txt                   show what would change
  ungarble --write --backup .orig *.txt      repair files where they are
  ungarble --reference page.txt article.txt  repair by a clean copy
  ungarble scan.hocr -o repaired.hocr        repair hOCR, ALTO, PAGE, subtitles, HTML, Markdown in place
  ungarble --write --recursive scans/        repair the files of a folder
  ungarble --jsonl -o out.jsonl.zst in.jsonl.zst
  ungarble --report page.html scan.txt -o repaired.txt";

/// Repairs English text that a machine has damaged: OCR, speech recognition, scraping, translation there and back.
#[derive(Debug, Parser)]
#[command(name = "ungarble", version, after_help = AFTER_HELP, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    #[command(flatten)]
    pub(crate) repair: Repair,

    /// When to colour what is written for people.
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Tell how near a repaired text is to its clean copy: CER, WER, words fixed and broken.
    Score(Score),
    /// Test on texts of your own whether a harm budget holds, and find the thresholds at which it does.
    Certify(Certify),
    /// List the edits of texts by their risk for a person to mark, and tell the rate of wrong ones from the marks.
    Review(Review),
    /// Print completions or the manual page.
    #[command(hide = true)]
    Generate {
        /// A shell, or the manual page.
        what: Generate,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Generate {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    Man,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Args)]
pub(crate) struct Score {
    /// The text as it was damaged.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) garbled: PathBuf,
    /// What a repair made of it.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) repaired: PathBuf,
    /// The text as it was meant.
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) clean: PathBuf,
    /// Compare line by line, each line as a document.
    #[arg(long)]
    pub(crate) lines: bool,
    /// Print the figures as one line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Certify {
    /// A folder of texts that are right; may be given several times.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, required_unless_present = "pairs")]
    pub(crate) right: Vec<PathBuf>,

    /// A folder of damaged texts and what they were: NAME.garbled.txt and NAME.clean.txt; may be given several times.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) pairs: Vec<PathBuf>,

    /// The budget whose limits are tested: tight, default or bold.
    #[arg(long, default_value = "default", value_parser = limited_budget())]
    pub(crate) budget: HarmBudget,

    /// Edits of right texts that a person has marked, as `ungarble review` lists them: those marked right are no harm.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) marks: Option<PathBuf>,

    /// Write the loosest thresholds that hold to this file, for --harm-budget.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// With --output, also enter that file into ungarble.toml: the one of --config, the nearest, or one in this folder.
    #[arg(long, requires = "output", conflicts_with = "no_config")]
    pub(crate) write: bool,

    #[command(flatten)]
    pub(crate) run: Run,
}

#[derive(Debug, Args)]
pub(crate) struct Review {
    /// Texts, and folders of texts.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) files: Vec<PathBuf>,

    /// Write the list to this file instead of standard output.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "marks")]
    pub(crate) output: Option<PathBuf>,

    /// Write the list as a page to mark the edits in, instead of as tab-separated values.
    #[arg(long, conflicts_with = "marks")]
    pub(crate) html: bool,

    /// Read the list again with `right` or `wrong` in its first column, and print the rate of wrong edits with its bound.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) marks: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) run: Run,
}

/// Settings, and the file that has those which are not given.
#[derive(Debug, Args)]
pub(crate) struct Configuration {
    #[command(flatten)]
    pub(crate) settings: Settings,

    /// Read settings from this file instead of the nearest ungarble.toml.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Settings")]
    pub(crate) config: Option<PathBuf>,

    /// Read no settings from files.
    #[arg(long, conflicts_with = "config", help_heading = "Settings")]
    pub(crate) no_config: bool,
}

/// What commands share that repair texts without writing them.
#[derive(Debug, Args)]
pub(crate) struct Run {
    /// How many threads repair; 0 for one a core.
    #[arg(short = 'j', long, value_name = "N", default_value_t = 0)]
    pub(crate) threads: usize,

    #[command(flatten)]
    pub(crate) configuration: Configuration,
}

#[derive(Debug, Args)]
pub(crate) struct Repair {
    /// Files to repair; - or none is standard input. Names in .gz and .zst are unpacked.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) output: Output,

    #[command(flatten)]
    pub(crate) formats: Formats,

    #[command(flatten)]
    pub(crate) stream: Stream,

    #[command(flatten)]
    pub(crate) configuration: Configuration,
}

/// What is written, and where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct Output {
    /// Write the files where they are, each as a whole or not at all.
    #[arg(short, long, conflicts_with_all = ["output", "diff", "check", "edits", "diagnose"])]
    pub(crate) write: bool,

    /// With --write, keep what a file was under its name and this suffix.
    #[arg(long, value_name = "SUFFIX", requires = "write")]
    pub(crate) backup: Option<String>,

    /// Write to this file instead of standard output; names in .gz and .zst are packed.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// Show what would change, word by word.
    #[arg(long, conflicts_with_all = ["edits", "diagnose"])]
    pub(crate) diff: bool,

    /// Exit with 2 where there are edits to make; print how many.
    #[arg(long)]
    pub(crate) check: bool,

    /// Print the edits as JSON Lines instead of the text.
    #[arg(long, conflicts_with = "diagnose")]
    pub(crate) edits: bool,

    /// Print what the text suffers from as JSON Lines instead of the text.
    #[arg(long)]
    pub(crate) diagnose: bool,

    /// Print the candidates of the word at this line and column instead of the text, what speaks for each, and the decision.
    #[arg(long, value_name = "LINE:COL", value_parser = place, conflicts_with_all = ["write", "diff", "check", "edits", "diagnose"])]
    pub(crate) explain: Option<(usize, usize)>,

    /// Also write a page that shows the text before and after, with each edit and its evidence.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) report: Option<PathBuf>,

    /// With --report, take error rates against this clean text.
    #[arg(long, value_name = "FILE", requires = "report", value_hint = ValueHint::FilePath)]
    pub(crate) clean: Option<PathBuf>,
}

/// What files are, and which are read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Formats")]
pub(crate) struct Formats {
    /// What the files are [default: auto, by name and content].
    #[arg(long, value_parser = format(), conflicts_with = "jsonl")]
    pub(crate) format: Option<FormatChoice>,

    /// Where words have boxes, also make edits that split, join or remove words; boxes are cut and joined.
    #[arg(long, overrides_with = "no_resegment")]
    pub(crate) resegment: bool,

    /// Where words have boxes, keep the words of each line as many as they are; this is the default.
    #[arg(long, overrides_with = "resegment")]
    pub(crate) no_resegment: bool,

    /// Read the files in folders and in folders within: texts, pages, subtitles, by their names.
    #[arg(long, conflicts_with = "jsonl")]
    pub(crate) recursive: bool,
}

/// A format, or that the files are to tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormatChoice {
    Auto,
    Told(Format),
}

/// JSON Lines in and out.
#[derive(Debug, Args)]
#[command(next_help_heading = "JSON Lines")]
pub(crate) struct Stream {
    /// Read records, one a line, and repair a field of each.
    #[arg(long, conflicts_with_all = ["diff", "report"])]
    pub(crate) jsonl: bool,

    /// The field that holds the text [default: text].
    #[arg(long, value_name = "NAME", requires = "jsonl")]
    pub(crate) text_field: Option<String>,

    /// The field that names the record in messages and edits.
    #[arg(long, value_name = "NAME", requires = "jsonl")]
    pub(crate) id_field: Option<String>,

    /// The field that holds the record's references, a text or a list of texts.
    #[arg(long, value_name = "NAME", requires = "jsonl")]
    pub(crate) reference_field: Option<String>,

    /// Pass longer lines through as they are [default: 16].
    #[arg(long, value_name = "MIB", requires = "jsonl", value_parser = clap::value_parser!(u64).range(1..=1024))]
    pub(crate) max_line: Option<u64>,

    /// Go on where an interrupted run with the same arguments stopped.
    #[arg(long, requires_all = ["jsonl", "output"])]
    pub(crate) resume: bool,

    /// How many threads repair; 0 for one a core [default: 0].
    #[arg(short = 'j', long, value_name = "N")]
    pub(crate) threads: Option<usize>,

    /// Show no progress bar.
    #[arg(long)]
    pub(crate) no_progress: bool,
}

/// How texts are repaired. Each may also stand in ungarble.toml, under the same name.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Settings")]
pub(crate) struct Settings {
    /// A page that may hold a clean copy of the text: text, HTML, EPUB, hOCR and the like; may be given several times.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) reference: Vec<PathBuf>,

    /// A folder of pages, of which each text finds those that hold a copy of it; may be given several times.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) reference_dir: Vec<PathBuf>,

    /// What is taken from references: damage beyond doubt, or everything [default: conservative].
    #[arg(long, value_parser = policy())]
    pub(crate) policy: Option<Policy>,

    /// How the text was damaged [default: auto].
    #[arg(long, value_parser = noise())]
    pub(crate) noise: Option<Noise>,

    /// How many right words a repair may break: tight, default, bold, none, or a file that `ungarble certify` wrote [default: default].
    #[arg(long, value_name = "BUDGET", value_parser = harm_budget)]
    pub(crate) harm_budget: Option<Budget>,

    /// Make no edit less sure than this, from 0 to 1.
    #[arg(long, value_name = "SHARE")]
    pub(crate) min_confidence: Option<Confidence>,

    /// Make edits of these kinds only, separated by commas.
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kind())]
    pub(crate) only: Vec<EditKind>,

    /// A list of words never to touch, one a line.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) keep: Vec<PathBuf>,

    /// A list of words that are right, one a line, perhaps with a tab and a count; may be given several times.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) lexicon: Vec<PathBuf>,

    /// Make no edit towards the spelling of another dialect [default: the text's own spelling is kept].
    #[arg(long)]
    pub(crate) dialect: Option<Dialect>,
}

/// A harm budget by its name, or by its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Budget {
    Named(HarmBudget),
    Table(PathBuf),
}

impl Stream {
    /// Whether a progress bar is wanted: not where it would run into the output on a terminal.
    pub(crate) fn bar(&self, output: &Output) -> bool {
        !self.no_progress && (output.write || output.output.is_some() || !std::io::stdout().is_terminal())
    }
}

impl Settings {
    /// Fills what was not given here with what `others` say.
    pub(crate) fn or(self, others: Settings) -> Settings {
        let list = |mine: Vec<PathBuf>, other: Vec<PathBuf>| if mine.is_empty() { other } else { mine };
        Settings {
            reference: list(self.reference, others.reference),
            reference_dir: list(self.reference_dir, others.reference_dir),
            policy: self.policy.or(others.policy),
            noise: self.noise.or(others.noise),
            harm_budget: self.harm_budget.or(others.harm_budget),
            min_confidence: self.min_confidence.or(others.min_confidence),
            only: if self.only.is_empty() { others.only } else { self.only },
            keep: list(self.keep, others.keep),
            lexicon: list(self.lexicon, others.lexicon),
            dialect: self.dialect.or(others.dialect),
        }
    }

    /// Every path among the settings.
    pub(crate) fn paths_mut(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        let references = self.reference.iter_mut().chain(&mut self.reference_dir);
        let budget = self.harm_budget.iter_mut().filter_map(|budget| match budget {
            Budget::Named(_) => None,
            Budget::Table(path) => Some(path),
        });
        references.chain(&mut self.keep).chain(&mut self.lexicon).chain(budget)
    }
}

fn policy() -> impl TypedValueParser<Value = Policy> {
    PossibleValuesParser::new(["conservative", "full"]).try_map(|name| name.parse())
}

fn noise() -> impl TypedValueParser<Value = Noise> {
    PossibleValuesParser::new(Noise::ALL.map(Noise::name)).try_map(|name| name.parse())
}

/// Reads the name of a budget; what is none and has a dot or a slash is a file.
fn harm_budget(name: &str) -> Result<Budget, String> {
    match name.parse() {
        Ok(budget) => Ok(Budget::Named(budget)),
        Err(_) if name.contains(['.', '/', '\\']) => Ok(Budget::Table(PathBuf::from(name))),
        Err(_) => Err(String::from("expected tight, default, bold, none, or a file that `ungarble certify` wrote")),
    }
}

/// The budgets that have limits.
fn limited_budget() -> impl TypedValueParser<Value = HarmBudget> {
    let names = HarmBudget::ALL.into_iter().filter(|budget| budget.limits().is_some()).map(HarmBudget::name);
    PossibleValuesParser::new(names.collect::<Vec<_>>()).try_map(|name| name.parse())
}

/// Reads a place: a line and a column, both from 1.
fn place(text: &str) -> Result<(usize, usize), String> {
    let number = |part: &str| part.parse::<usize>().ok().filter(|&number| number > 0);
    let place = text.split_once(':').and_then(|(line, column)| number(line).zip(number(column)));
    place.ok_or_else(|| String::from("expected LINE:COLUMN, counted from 1, for example 3:14"))
}

fn format() -> impl TypedValueParser<Value = FormatChoice> {
    let names = std::iter::once("auto").chain(Format::ALL.map(Format::name));
    PossibleValuesParser::new(names.collect::<Vec<_>>()).map(|name| {
        let known = Format::ALL.into_iter().find(|format| format.name() == name);
        known.map_or(FormatChoice::Auto, FormatChoice::Told)
    })
}

fn kind() -> impl TypedValueParser<Value = EditKind> {
    PossibleValuesParser::new(EditKind::ALL.map(EditKind::name)).try_map(|name| name.parse())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn a_budget_is_a_name_or_a_file() {
        assert_eq!(harm_budget("tight"), Ok(Budget::Named(HarmBudget::Tight)));
        assert_eq!(harm_budget("ours.tsv"), Ok(Budget::Table("ours.tsv".into())));
        assert!(harm_budget("lax").is_err() && harm_budget("custom").is_err() && harm_budget("").is_err());
    }
}
