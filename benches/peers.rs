//! What others make of the same article, in the same run: words a second, and from a process's start to its repair.
//!
//! ```text
//! cargo bench --bench peers
//! ```
//!
//! prints the tables of benches/README.md. Each time is the least of several, taken in turns, so that whatever else the
//! machine does meets all alike; a turn is as long for the fast as for the slow, so that nobody is measured on what the one
//! before left in the caches of the machine. The SymSpells are given the suggestable words of our lexicon.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot go on has failed, and tells its figures"
)]

mod data;
mod peer;
#[path = "../tests/process/mod.rs"]
mod process;

use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ungarble::{Cache, Repairer};
use unicode_segmentation::UnicodeSegmentation;

const SENTENCE: &str = "Howver, the goverment has not said wether it will pay.";

/// The name under which this program starts itself to be measured as one of [`OURSELVES`].
const AS_FILTER: &str = "as-filter";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, name, list] = arguments.as_slice()
        && mode == AS_FILTER
    {
        return filter(name, list.as_ref());
    }
    // `cargo test --benches` asks for a quick look: that it works.
    let rounds = if arguments.iter().any(|argument| argument == "--bench") { 15 } else { 1 };
    let list = peer::word_list();
    println!("{} words in the list of the SymSpells", peer::words().len());
    let texts = data::texts();
    let text = texts.last().unwrap();
    words_a_second(text, &list, rounds);
    processes("one sentence", SENTENCE, &list, rounds.min(5));
    processes(&text.name, &text.garbled, &list, rounds.min(5));
}

/// Something to be timed: its name, and what it does. Whatever it returns is checked before, by who made it.
type Run<'a> = (String, Box<dyn FnMut() -> usize + 'a>);

/// As long is a turn at least: what takes less is repeated.
const TURN: Duration = Duration::from_millis(25);

/// The least time of each, over rounds in which each has its turn.
fn least(rounds: usize, runs: &mut [Run<'_>]) -> Vec<Duration> {
    let mut times = vec![Duration::MAX; runs.len()];
    for _ in 0..rounds {
        for ((_, run), time) in runs.iter_mut().zip(&mut times) {
            let (began, mut repeated) = (Instant::now(), 0);
            while repeated == 0 || began.elapsed() < TURN {
                black_box(run());
                repeated += 1;
            }
            *time = (began.elapsed() / repeated).min(*time);
        }
    }
    times
}

/// Warm processes: the article through each in memory, time and time again.
fn words_a_second(text: &data::Text, list: &Path, rounds: usize) {
    let garbled = text.garbled.as_str();
    let repairer = Repairer::english();
    let mut cache = Cache::default();
    let edits = repairer.plan_with_cache(garbled, &mut cache).edits().len();
    assert!(edits > 40, "only {edits} edits");
    let (symspell, rs) = (peer::symspell(list), peer::symspell_rs(list));
    let compound = || garbled.lines().map(|line| symspell.lookup_compound(line, 2)[0].term.len()).sum::<usize>();
    let compound_rs =
        || garbled.lines().map(|line| rs.lookup_compound(line, 2, &None, false)[0].term.len()).sum::<usize>();
    let whole = || symspell.lookup_compound(garbled, 2)[0].term.len();
    let whole_rs = || rs.lookup_compound(garbled, 2, &None, false)[0].term.len();
    // They lose the marks and little else.
    for length in [compound(), compound_rs(), whole(), whole_rs()] {
        assert!((garbled.len() * 8 / 10..garbled.len() * 11 / 10).contains(&length), "{length} bytes left");
    }
    let mut runs: Vec<Run<'_>> = vec![
        ("uax-29-alone".into(), Box::new(|| garbled.split_word_bounds().count())),
        ("ungarble/cold".into(), Box::new(|| repairer.plan_with_cache(garbled, &mut Cache::default()).edits().len())),
        ("ungarble/warm".into(), Box::new(|| repairer.plan_with_cache(garbled, &mut cache).edits().len())),
        ("symspell/lookup-compound/lines".into(), Box::new(compound)),
        ("symspell/lookup-compound/whole".into(), Box::new(whole)),
        ("symspell-rs/lookup-compound/lines".into(), Box::new(compound_rs)),
        ("symspell-rs/lookup-compound/whole".into(), Box::new(whole_rs)),
    ];
    let times = least(rounds, &mut runs);
    let (words, bytes) = (data::words(garbled) as f64, garbled.len() as f64);
    println!("\n| peers/{}, {words} words | words/s | MB/s | cold is faster × | warm is faster × |", text.name);
    println!("| --- | --- | --- | --- | --- |");
    for ((name, _), time) in runs.iter().zip(&times) {
        let seconds = time.as_secs_f64();
        let [cold, warm] = [times[1], times[2]].map(|ours| seconds / ours.as_secs_f64());
        let rate = words / seconds;
        println!("| {name} | {rate:.0} | {:.3} | {cold:.2} | {warm:.2} |", bytes / seconds / 1e6);
    }
}

/// What this program can be as a process of its own, beside the spellers that are installed.
const OURSELVES: [&str; 4] = ["uax-29-alone", "ungarble", "symspell", "symspell-rs"];

/// Cold processes: start, load, read the text, print what becomes of it.
fn processes(name: &str, text: &str, list: &Path, rounds: usize) {
    let this = std::env::current_exe().unwrap();
    let mut runs: Vec<Run<'_>> = Vec::new();
    for ours in OURSELVES {
        let mut command = Command::new(&this);
        command.args([AS_FILTER.as_ref(), ours.as_ref(), list.as_os_str()]);
        let repaired = piped(&mut command, text).unwrap();
        assert!(ours == "uax-29-alone" || repaired.contains("government"), "{ours}: {repaired}");
        runs.push((ours.into(), Box::new(move || piped(&mut command, text).unwrap().len())));
    }
    // Behind a circumflex no line is a command to them.
    let quoted: String = text.split_inclusive('\n').map(|line| format!("^{line}")).collect();
    for (speller, arguments) in peer::ISPELLS {
        let mut command = Command::new(speller);
        command.args(arguments);
        match piped(&mut command, &quoted) {
            Some(answers) => {
                assert!(answers.lines().any(|line| line.starts_with('&')), "{speller}: {answers}");
                let quoted = quoted.clone();
                runs.push((speller.into(), Box::new(move || piped(&mut command, &quoted).unwrap().len())));
            }
            None => println!("\n{speller} is not installed"),
        }
    }
    let times = least(rounds, &mut runs);
    println!("\n| process/{name} | ms | ungarble is faster × |");
    println!("| --- | --- | --- |");
    for ((run, _), time) in runs.iter().zip(&times) {
        let ratio = time.as_secs_f64() / times[1].as_secs_f64();
        println!("| {run} | {:.1} | {ratio:.1} |", time.as_secs_f64() * 1e3);
    }
}

/// Standard input repaired to standard output, by one of [`OURSELVES`].
fn filter(name: &str, list: &Path) {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    match name {
        "uax-29-alone" => println!("{}", text.split_word_bounds().count()),
        "ungarble" => print!("{}", Repairer::english().repair(&text)),
        "symspell" => {
            let index = peer::symspell(list);
            text.lines().for_each(|line| println!("{}", index.lookup_compound(line, 2)[0].term));
        }
        "symspell-rs" => {
            let index = peer::symspell_rs(list);
            text.lines().for_each(|line| println!("{}", index.lookup_compound(line, 2, &None, false)[0].term));
        }
        other => panic!("no such filter: {other}"),
    }
}

/// What a process prints that is given `text`; `None` where there is no such program.
fn piped(command: &mut Command, text: &str) -> Option<String> {
    let output = process::fed(command, text.as_bytes()).ok()?;
    assert!(output.status.success(), "{command:?} failed");
    Some(String::from_utf8(output.stdout).unwrap())
}
