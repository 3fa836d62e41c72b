//! How many words of texts the lexicon does not know.
//!
//! ```text
//! cargo run --release --example count_unknown -- PATH…
//! ```
//!
//! A path is a text or a folder of texts (`*.txt`). What counts is every token of letters: a word with its possessive, its hyphens
//! and its inner dots is one, and is known if the whole is or all its parts are. Numbers, letters mixed with digits,
//! addresses and code are no words, nor is what has no Latin letter; none of them is counted. Prints the share, and the unknown words, the commonest first.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its streams")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use ungarble::{Lexicon, TokenKind, tokenize};

fn main() -> ExitCode {
    let mut paths = Vec::new();
    for argument in env::args_os().skip(1).map(PathBuf::from) {
        if let Err(error) = texts(&argument, &mut paths) {
            eprintln!("{}: {error}", argument.display());
            return ExitCode::FAILURE;
        }
    }
    let (mut words, mut unknown) = (0_usize, BTreeMap::new());
    for path in &paths {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                eprintln!("{}: {error}", path.display());
                return ExitCode::FAILURE;
            }
        };
        for token in tokenize(&text).filter(|token| token.kind == TokenKind::Word) {
            let word = text.get(token.span.range()).unwrap_or_default();
            if !word.chars().any(is_latin) {
                continue;
            }
            words += 1;
            if !Lexicon::english().contains(word) {
                *unknown.entry(word.to_owned()).or_insert(0_usize) += 1;
            }
        }
    }
    let count: usize = unknown.values().sum();
    let share = 100.0 * count as f64 / words.max(1) as f64;
    println!("{} texts, {words} words, {count} unknown, {share:.2} %", paths.len());
    let mut listed: Vec<(&String, &usize)> = unknown.iter().collect();
    listed.sort_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    for (word, count) in listed {
        println!("{count:>6} {word}");
    }
    ExitCode::SUCCESS
}

/// Letters of the Latin script, up to Latin Extended-B, and Latin Extended Additional.
fn is_latin(letter: char) -> bool {
    letter.is_alphabetic() && matches!(letter, '\0'..'\u{250}' | '\u{1E00}'..'\u{1F00}')
}

/// Puts `path`, or the texts in it and in its folders, into `out`, by name.
fn texts(path: &Path, out: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        fs::metadata(path)?;
        out.push(path.to_owned());
        return Ok(());
    }
    let mut inside = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    inside.sort();
    for path in inside {
        if path.is_dir() || path.extension().is_some_and(|extension| extension == "txt") {
            texts(&path, out)?;
        }
    }
    Ok(())
}
