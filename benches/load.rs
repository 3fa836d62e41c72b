//! From nothing to the first repair: opening the lexicon, a new repairer in this process, and whole processes. What other
//! correctors need is told by the benchmark `peers`.
//!
//! Prints first what this very process took for its first repair, of the article, and how much memory it had then.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark that cannot go on has failed"
)]

mod data;
#[path = "../tests/process/mod.rs"]
mod process;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use criterion::{Criterion, criterion_group};
use ungarble::lm::NgramModel;
use ungarble::{Language, Lexicon, Repairer};
use ungarble_en::LEXICON as IMAGE;
use ungarble_en_lm::NGRAMS;
use unicode_segmentation::UnicodeSegmentation;

const SENTENCE: &str = "Howver, the goverment has not said wether it will pay.";

fn main() {
    first();
    benches();
    Criterion::default().configure_from_args().final_summary();
}

fn first() {
    let text = data::texts().pop().unwrap();
    let began = Instant::now();
    let edits = Repairer::english().plan(&text.garbled).edits().len();
    let took = began.elapsed();
    assert!(edits > 40, "only {edits} edits");
    println!("load/first-repair/{}: {edits} edits, {:.1} ms", text.name, took.as_secs_f64() * 1e3);
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        println!("load/first-repair/{}: at most {} resident", text.name, most.trim());
    }
}

fn open(criterion: &mut Criterion) {
    assert!(Lexicon::from_image(IMAGE).unwrap().contains("government"));
    let mut group = criterion.benchmark_group("load/image");
    group.bench_function("open", |b| b.iter(|| Lexicon::from_image(black_box(IMAGE)).unwrap()));
    group.bench_function("open-and-ask", |b| {
        b.iter(|| Lexicon::from_image(black_box(IMAGE)).unwrap().contains(black_box("government")));
    });
    group.finish();
}

fn first_repair(criterion: &mut Criterion) {
    let repairer = || {
        let lexicon = Lexicon::from_image(black_box(IMAGE)).unwrap();
        let model = NgramModel::open(black_box(NGRAMS), &lexicon).unwrap();
        Repairer::builder().language(Language::from(lexicon).with_model(model)).build().unwrap()
    };
    assert!(repairer().plan(SENTENCE).edits().len() >= 2);
    let mut group = criterion.benchmark_group("load/sentence");
    group.bench_function("ungarble", |b| b.iter(|| repairer().plan(SENTENCE).edits().len()));
    group.bench_function("uax-29-alone", |b| b.iter(|| black_box(SENTENCE).split_word_bounds().count()));
    group.finish();
}

/// The example `repair_file`, if it is built beside the benchmarks.
fn example() -> Option<PathBuf> {
    let bench = std::env::current_exe().ok()?;
    let built = bench.parent().and_then(Path::parent)?.join("examples");
    Some(built.join(format!("repair_file{}", std::env::consts::EXE_SUFFIX))).filter(|path| path.exists())
}

/// Whole processes: start, read the article, print; one that repairs nothing is what the machine takes for any.
fn processes(criterion: &mut Criterion) {
    let Some(example) = example() else {
        eprintln!("no example beside the benchmarks: `cargo build --release --example repair_file` first");
        return;
    };
    for text in data::texts() {
        let repair = |arguments: &[&str]| {
            process::fed(Command::new(&example).args(arguments), text.garbled.as_bytes()).unwrap().stdout
        };
        assert_ne!(repair(&[]), text.garbled.as_bytes());
        let page = std::env::temp_dir().join(format!("ungarble-load-{}-{}.txt", text.name, std::process::id()));
        std::fs::write(&page, &text.page).unwrap();
        let guided = ["--reference", page.to_str().unwrap()];
        assert_ne!(repair(&guided), repair(&[]));
        let mut group = criterion.benchmark_group(format!("load/process-{}", text.name));
        group.sample_size(20);
        group.bench_function("alone", |b| b.iter(|| repair(&[]).len()));
        group.bench_function("reference", |b| b.iter(|| repair(&guided).len()));
        group.bench_function("nothing", |b| b.iter(|| repair(&["--help"]).len()));
        group.bench_function("uax-29-alone", |b| b.iter(|| black_box(&text.garbled).split_word_bounds().count()));
        group.finish();
        std::fs::remove_file(&page).unwrap();
    }
}

criterion_group!(benches, open, first_repair, processes);
