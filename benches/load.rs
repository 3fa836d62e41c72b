//! From nothing to the first repair: in this process, in a process of its own, and of a peer with an English list.

#![allow(clippy::print_stderr, clippy::unwrap_used, missing_docs, reason = "a benchmark that cannot go on has failed")]

mod data;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use criterion::{Criterion, criterion_group, criterion_main};
use ungarble::Repairer;

const SENTENCE: &str = "Howver, the goverment has not said wether it will pay.";

fn first_repair(criterion: &mut Criterion) {
    assert!(Repairer::english().plan(SENTENCE).edits().len() >= 2);
    let mut group = criterion.benchmark_group("load/first-repair");
    group.bench_function("ungarble", |b| b.iter(|| Repairer::english().plan(SENTENCE).edits().len()));
    let words = data::word_list(82_000);
    let lines: Vec<String> = words.iter().map(|(word, count)| format!("{word}\t{count}")).collect();
    group.sample_size(10);
    group.bench_function("symspell", |b| {
        b.iter(|| {
            let mut symspell: symspell::SymSpell<symspell::UnicodeStringStrategy> = symspell::SymSpell::default();
            for line in &lines {
                symspell.load_dictionary_line(line, 0, 1, "\t");
            }
            symspell.lookup_compound(SENTENCE, 2).len()
        });
    });
    group.finish();
}

/// The example `repair_file`, if it is built beside the benchmarks.
fn example() -> Option<PathBuf> {
    let bench = std::env::current_exe().ok()?;
    let built = bench.parent().and_then(Path::parent)?.join("examples");
    Some(built.join(format!("repair_file{}", std::env::consts::EXE_SUFFIX))).filter(|path| path.exists())
}

fn piped(command: &mut Command, text: &str) -> Vec<u8> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    output.stdout
}

/// Whole processes: start, read the article, print. Peers where they are installed.
fn processes(criterion: &mut Criterion) {
    let Some(example) = example() else {
        eprintln!("no example beside the benchmarks: `cargo build --release --example repair_file` first");
        return;
    };
    for text in data::texts() {
        let mut group = criterion.benchmark_group(format!("load/process/{}", text.name));
        group.sample_size(20);
        assert_ne!(piped(&mut Command::new(&example), &text.garbled), text.garbled.as_bytes());
        group.bench_function("repair_file", |b| b.iter(|| piped(&mut Command::new(&example), &text.garbled).len()));
        let speller = |name: &str, arguments: &[&str]| {
            let mut command = Command::new(name);
            command.args(arguments);
            let runs = Command::new(name).arg("-v").output().is_ok_and(|output| output.status.success());
            runs.then_some(command)
        };
        for (name, arguments) in [("aspell", &["-a", "--lang=en"][..]), ("hunspell", &["-a", "-d", "en_US"][..])] {
            if let Some(mut command) = speller(name, arguments) {
                assert!(!piped(&mut command, &text.garbled).is_empty());
                group.bench_function(name, |b| b.iter(|| piped(&mut command, &text.garbled).len()));
            } else {
                eprintln!("{name} is not installed");
            }
        }
        group.finish();
    }
}

criterion_group!(benches, first_repair, processes);
criterion_main!(benches);
