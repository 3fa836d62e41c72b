//! `ungarble.toml`: the settings of a project, under the names of the flags.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command, FromArgMatches};
use toml::de::{DeTable, DeValue};

use crate::args::{Configuration, Settings};
use crate::exit::Failure;

pub(crate) const FILE: &str = "ungarble.toml";

/// Returns the nearest file of settings: in the current folder, or above it.
pub(crate) fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file())
}

/// Fills what is not given with what the file of settings says: the one of this name, or the nearest.
pub(crate) fn complete(given: &Configuration) -> Result<Settings, Failure> {
    let file = if given.no_config { None } else { given.config.clone().or_else(nearest) };
    file.map_or(Ok(Settings::default()), |file| read(&file)).map(|others| given.settings.clone().or(others))
}

/// Returns the text of a file of settings with another value of a key that takes a text; all other bytes stay.
///
/// An error is its byte and what is wrong there.
pub(crate) fn with(text: &str, key: &str, value: &str) -> Result<String, (usize, String)> {
    parse(text)?;
    let table = DeTable::parse(text).map_err(|error| (0, error.message().to_owned()))?;
    let quoted = toml_text(value);
    let found = table.get_ref().iter().find(|(name, _)| name.get_ref() == key);
    Ok(match found.map(|(_, value)| value.span()) {
        Some(span) => [text.get(..span.start), Some(&*quoted), text.get(span.end..)].into_iter().flatten().collect(),
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
            format!("{text}{gap}{key} = {quoted}\n")
        }
    })
}

/// A text as TOML writes it.
fn toml_text(value: &str) -> String {
    let mut out = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Reads a file of settings. Paths in it are as seen from its folder.
///
/// A key is the name of a flag, and its value is checked as that flag's; an unknown key is an error with its line.
pub(crate) fn read(path: &Path) -> Result<Settings, Failure> {
    let text = fs::read_to_string(path).map_err(Failure::read(path))?;
    let mut settings = parse(&text).map_err(|(at, message)| {
        let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
        Failure::Config { path: path.to_owned(), line, message }
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    settings.paths_mut().for_each(|path| *path = folder.join(&*path));
    Ok(settings)
}

/// Reads settings; an error is its byte and what is wrong there.
pub(crate) fn parse(text: &str) -> Result<Settings, (usize, String)> {
    let table = DeTable::parse(text)
        .map_err(|error| (error.span().map_or(0, |span| span.start), error.message().to_owned()))?;
    let command = Settings::augment_args(Command::new("settings").no_binary_name(true));
    let known: Vec<&str> = command.get_arguments().filter_map(|argument| argument.get_long()).collect();
    let mut arguments = Vec::new();
    // In the order of the file, so that of two errors the first is told.
    let mut entries: Vec<_> = table.get_ref().iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let name = key.get_ref().as_ref();
        if !known.contains(&name) {
            return Err((key.span().start, unknown(name, &known)));
        }
        let at = value.span().start;
        let mut flags = Vec::new();
        for value in values(value.get_ref()).ok_or_else(|| (at, wanted(name)))? {
            flags.push(format!("--{name}={value}"));
        }
        // Each alone first, for an error at its own line.
        command.clone().try_get_matches_from(&flags).map_err(|error| (at, first_lines(&error)))?;
        arguments.append(&mut flags);
    }
    let matches = command.clone().try_get_matches_from(arguments).map_err(|error| (0, first_lines(&error)))?;
    Settings::from_arg_matches(&matches).map_err(|error| (0, first_lines(&error)))
}

/// A value as a flag takes it: a text, a number, or a list of them.
fn values(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Integer(number) => Some(vec![number.to_string()]),
        DeValue::Float(number) => Some(vec![number.to_string()]),
        DeValue::Array(items) => {
            items.iter().map(|item| values(item.get_ref())).collect::<Option<Vec<_>>>().map(|lists| lists.concat())
        }
        _ => None,
    }
}

fn wanted(name: &str) -> String {
    format!("{name:?} must be a text, a number, or a list of them")
}

fn unknown(name: &str, known: &[&str]) -> String {
    let likest = known.iter().map(|flag| (strsim::damerau_levenshtein(flag, &name.replace('_', "-")), flag)).min();
    match likest.filter(|(distance, flag)| *distance <= 1 + flag.len() / 4) {
        Some((_, flag)) => format!("unknown key {name:?}; did you mean {flag:?}?"),
        None => format!("unknown key {name:?}; known are {}", known.join(", ")),
    }
}

/// Returns what clap says, without its usage and colours, on one line.
fn first_lines(error: &clap::Error) -> String {
    let text = error.to_string();
    let paragraph = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use ungarble::{EditKind, Noise};

    use super::{parse, with};
    use crate::args::Budget;

    #[test]
    fn keys_are_flags() {
        let settings =
            parse("noise = \"ocr\"\nmin-confidence = 0.9\nonly = [\"casing\", \"real-word\"]\nkeep = \"k.txt\"");
        let settings = settings.unwrap();
        assert_eq!(settings.noise, Some(Noise::Ocr));
        assert_eq!(settings.min_confidence.map(|c| c.per_mille()), Some(900));
        assert_eq!(settings.only, [EditKind::Casing, EditKind::RealWord]);
        assert_eq!(settings.keep.len(), 1);
    }

    #[test]
    fn one_value_is_written_and_the_rest_stays() {
        let value = "our \"own\" \\ budget\t.tsv";
        for text in ["", "noise = \"ocr\"", "# ours\nharm-budget = 'bold' # for now\r\nnoise = \"ocr\"\n"] {
            let written = with(text, "harm-budget", value).unwrap();
            assert_eq!(parse(&written).unwrap().harm_budget, Some(Budget::Table(value.into())), "{written}");
            assert_eq!(parse(&written).unwrap().noise, parse(text).unwrap().noise);
            assert!(!text.contains('#') || written.starts_with("# ours\n") && written.contains(" # for now\r\n"));
            assert_eq!(with(&written, "harm-budget", value).unwrap(), written);
        }
        assert!(with("nosie = 3", "harm-budget", "a.tsv").is_err(), "what cannot be read is not written to");
    }

    #[test]
    fn errors_have_their_place() {
        for (text, at, said) in [
            ("# x\nnosie = \"ocr\"", 4, "did you mean \"noise\"?"),
            ("min_confidence = 1", 0, "did you mean \"min-confidence\"?"),
            ("colour = \"red\"", 0, "known are reference, "),
            ("noise = \"sonar\"", 8, "possible values: auto, ocr"),
            ("noise = true", 8, "must be a text"),
            ("noise = \"ocr\"\nnoise = \"ocr\"", 14, "duplicate key"),
            ("noise = ", 8, ""),
        ] {
            let (found, message) = parse(text).unwrap_err();
            assert_eq!(found, at, "{text}: {message}");
            assert!(message.contains(said), "{text}: {message}");
        }
    }
}
