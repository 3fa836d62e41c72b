//! Other correctors, each used as its own documents show, with this project's list of English words where it needs one.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each benchmark asks the peers what it needs, and has failed without"
)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;

use symspell::{SymSpellBuilder, UnicodeStringStrategy, Verbosity};
use ungarble::Lexicon;
use unicode_segmentation::UnicodeSegmentation;

pub(crate) type SymSpell = symspell::SymSpell<UnicodeStringStrategy>;

/// The spellers that are asked through a pipe, and what each is started with.
pub(crate) const ISPELLS: [(&str, &[&str]); 2] =
    [("aspell", &["-a", "--lang=en", "--encoding=utf-8"]), ("hunspell", &["-a", "-i", "UTF-8", "-d", "en_US,en_GB"])];

/// The suggestable words of the English lexicon with their occurrences in 10^9 words, so that all know the same words.
pub(crate) fn words() -> Vec<(&'static str, u64)> {
    let lexicon = Lexicon::english();
    let count = |id| 10_f64.powf(f64::from(lexicon.entry_of(id).unwrap().frequency().0) / 100.0) as u64 + 1;
    lexicon.suggestable().map(|(id, word)| (word, count(id))).collect()
}

/// Writes these words as the file that the SymSpells load, and returns its name.
pub(crate) fn word_list() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("english.tsv");
    let lines: String = words().iter().map(|(word, count)| format!("{word}\t{count}\n")).collect();
    std::fs::write(&path, lines).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    path
}

pub(crate) fn symspell(list: &Path) -> SymSpell {
    let mut index: SymSpell = SymSpellBuilder::default().max_dictionary_edit_distance(2).build().unwrap();
    assert!(index.load_dictionary(list.to_str().unwrap(), 0, 1, "\t"));
    assert_eq!(index.lookup_compound("goverment", 2)[0].term, "government");
    index
}

pub(crate) fn symspell_rs(list: &Path) -> symspell_rs::SymSpell {
    let mut index = symspell_rs::SymSpell::new(2, None, 7, 1);
    index.load_dictionary(list, 0, 1, "\t").unwrap();
    assert_eq!(index.lookup_compound("goverment", 2, &None, false)[0].term, "government");
    index
}

/// A corrector of whole texts.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) repair: Box<dyn FnMut(&str) -> String>,
}

/// All of them; those that are processes where they are installed.
///
/// *Careful* is what someone who knows their harm would do: only words in small letters and of four letters and more.
pub(crate) fn all(list: &Path) -> Vec<Peer> {
    let (index, rs) = (Rc::new(symspell(list)), Rc::new(symspell_rs(list)));
    let nearest = |index: &Rc<SymSpell>| {
        let index = Rc::clone(index);
        move |word: &str| {
            index.lookup(&word.to_lowercase(), Verbosity::Top, 2).into_iter().next().map(|found| found.term)
        }
    };
    let nearest_rs = {
        let rs = Rc::clone(&rs);
        move |word: &str| {
            let small = word.to_lowercase();
            let found = rs.lookup(&small, symspell_rs::Verbosity::Top, 2, &None, None, false).into_iter().next()?;
            (found.term != small).then_some(found.term)
        }
    };
    let mut peers = vec![
        word_by_word("symspell", Words::All, nearest(&index)),
        word_by_word("symspell, careful", Words::Careful, nearest(&index)),
        word_by_word("symspell_rs", Words::All, nearest_rs),
        line_by_line("symspell, compound", move |line| index.lookup_compound(line, 2).swap_remove(0).term),
        line_by_line("symspell_rs, compound", move |line| {
            rs.lookup_compound(line, 2, &None, false).swap_remove(0).term
        }),
    ];
    for (name, arguments) in ISPELLS {
        if let Some(mut ispell) = Ispell::start(name, arguments) {
            peers.push(word_by_word(name, Words::All, move |word| ispell.ask(word)));
        }
    }
    peers
}

#[derive(Clone, Copy, PartialEq)]
enum Words {
    All,
    Careful,
}

/// Replaces each word by what is suggested for it first, its capitals kept.
fn word_by_word(name: &'static str, which: Words, mut suggest: impl FnMut(&str) -> Option<String> + 'static) -> Peer {
    let mut asked: HashMap<String, Option<String>> = HashMap::new();
    let is_asked = move |word: &str| match which {
        Words::All => word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’')),
        Words::Careful => word.chars().all(char::is_lowercase) && word.chars().count() >= 4,
    };
    let repair = move |text: &str| {
        let mut out = String::with_capacity(text.len());
        for word in text.split_word_bounds() {
            let is_word = word.starts_with(char::is_alphabetic) && is_asked(word);
            let suggestion = is_word.then(|| asked.entry(word.to_owned()).or_insert_with(|| suggest(word)).as_deref());
            match suggestion.flatten() {
                Some(suggestion) if is_upper(word) => out.push_str(&suggestion.to_uppercase()),
                Some(suggestion) if word.starts_with(char::is_uppercase) => out.push_str(&capitalised(suggestion)),
                Some(suggestion) => out.push_str(suggestion),
                None => out.push_str(word),
            }
        }
        out
    };
    Peer { name, repair: Box::new(repair) }
}

fn is_upper(word: &str) -> bool {
    word.chars().all(|c| !c.is_lowercase()) && word.chars().nth(1).is_some()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Replaces each line by what is suggested for it. They take its case and its marks away; case is brought back for every
/// letter that stayed.
fn line_by_line(name: &'static str, suggest: impl Fn(&str) -> String + 'static) -> Peer {
    let repair = move |text: &str| {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let is_read = line.contains(char::is_alphanumeric);
            let end = line.trim_end_matches(['\r', '\n']).len();
            let (line, end) = line.split_at(end);
            out.push_str(&if is_read { cased_as(line, &suggest(line)) } else { line.to_owned() });
            out.push_str(end);
        }
        out
    };
    Peer { name, repair: Box::new(repair) }
}

fn cased_as(line: &str, suggestion: &str) -> String {
    let cased: Vec<char> = line.chars().collect();
    let small: Vec<char> = cased.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let mut out: Vec<char> = suggestion.chars().collect();
    let same = similar::capture_diff_slices(similar::Algorithm::Myers, &small, &out);
    for part in same {
        if let similar::DiffOp::Equal { old_index, new_index, len } = part {
            out[new_index..new_index + len].copy_from_slice(&cased[old_index..old_index + len]);
        }
    }
    out.into_iter().collect()
}

/// A speller that answers through a pipe, in the protocol of Ispell.
struct Ispell {
    process: Child,
    words: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Ispell {
    /// Returns `None` where it is not installed.
    fn start(name: &str, arguments: &[&str]) -> Option<Ispell> {
        let mut command = Command::new(name);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().ok()?;
        let words = process.stdin.take().unwrap();
        let mut answers = BufReader::new(process.stdout.take().unwrap());
        let mut greeting = String::new();
        answers.read_line(&mut greeting).unwrap();
        assert!(greeting.starts_with("@(#)"), "{name}: {greeting}");
        Some(Ispell { process, words, answers })
    }

    /// The first of its suggestions for a word that it does not know.
    fn ask(&mut self, word: &str) -> Option<String> {
        writeln!(self.words, "^{word}").unwrap();
        self.words.flush().unwrap();
        let mut suggestion = None;
        loop {
            let mut line = String::new();
            assert_ne!(self.answers.read_line(&mut line).unwrap(), 0, "no answer to {word:?}");
            if line.trim().is_empty() {
                return suggestion;
            }
            // "& goverment 9 1: government, movement": the word, how many suggestions, where it began.
            let named = line.strip_prefix("& ").and_then(|rest| rest.split_once(": "));
            if let Some((about, suggestions)) = named.filter(|(about, _)| about.split(' ').next() == Some(word)) {
                debug_assert!(about.starts_with(word));
                suggestion = suggestions.trim().split(", ").next().map(str::to_owned);
            }
        }
    }
}

impl Drop for Ispell {
    fn drop(&mut self) {
        // Whether it has ended by itself is of no matter.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
