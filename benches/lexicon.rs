//! Opening the English lexicon, asking it for words and for candidates; `symspell` and `symspell_rs` beside it on the
//! same words, their loading included.
//!
//! ```text
//! cargo bench --bench lexicon
//! ```
//!
//! Prints first what a process needs that opens the lexicon and asks it for 1,000 words, before anything else is
//! loaded, and then the README's table. Its times are means over random words, each twenty of them timed seven times
//! and the least taken: what else the machine does then hardly matters.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot go on has failed, and tells its figures"
)]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, Throughput};
use symspell::Verbosity;
use ungarble::lexicon::WordId;
use ungarble::lexicon::compile::Sources;
use ungarble::lm::LmToken;
use ungarble::{Cost, Language, Lexicon};

mod peer;
#[path = "../tests/slips/mod.rs"]
mod slips;

use slips::Dice;

fn main() {
    start();
    table();
    context();
    let mut criterion = Criterion::default().configure_from_args().measurement_time(Duration::from_secs(3));
    open(&mut criterion);
    membership(&mut criterion);
    candidates(&mut criterion);
    peers(&mut criterion);
    criterion.final_summary();
}

/// `count` suggestable words, each with `edits` random edits.
fn garbled(lexicon: &Lexicon, edits: usize, count: usize) -> Vec<String> {
    let words: Vec<&str> = lexicon.suggestable().map(|(_, word)| word).collect();
    let mut dice = Dice(88_172_645_463_325_252);
    let mut garble = || {
        let word = words[dice.below(words.len())];
        dice.garble(word, edits)
    };
    (0..count).map(|_| garble()).collect()
}

fn start() {
    let began = Instant::now();
    let lexicon = Lexicon::english();
    let first = lexicon.contains("first");
    let opened = began.elapsed();
    assert!(first);
    let words: Vec<&str> = lexicon.suggestable().map(|(_, word)| word).step_by(80).take(1000).collect();
    let asked = words.iter().filter(|word| lexicon.contains(word) && !lexicon.suggest(word, 5).is_empty()).count();
    assert_eq!(asked, 1000);
    println!("open and first look-up: {opened:?}");
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let resident = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
        println!("after 1,000 words looked up and suggested for: {resident}");
    }
    println!("image: {} bytes", lexicon.image_len());
}

/// The mean time of `ask` over `words`, as told at the top.
fn mean(words: &[String], mut ask: impl FnMut(&str) -> usize) -> Duration {
    let mut timed = |twenty: &[String]| {
        let began = Instant::now();
        black_box(twenty.iter().map(|word| ask(black_box(word))).sum::<usize>());
        began.elapsed()
    };
    let least = |twenty: &[String]| (0..7).map(|_| timed(twenty)).min().unwrap();
    words.chunks(20).map(least).sum::<Duration>() / words.len() as u32
}

fn table() {
    let lexicon = Lexicon::english();
    let (known, listed, unknown) = (garbled(lexicon, 0, 20_000), listed(20_000), garbled(lexicon, 2, 20_000));
    for (name, words) in [("suggestable words", &known), ("all words", &listed), ("garbled words", &unknown)] {
        let entry = mean(words, |word| usize::from(lexicon.entry(word).is_some()));
        let contains = mean(words, |word| usize::from(lexicon.contains(word)));
        println!("{name}: entry {entry:?}, contains {contains:?}");
    }
    let words = [garbled(lexicon, 1, 1000), garbled(lexicon, 2, 1000)].concat();
    let mut found = Vec::new();
    for distance in 1..=3 {
        let time = mean(&words, |word| {
            lexicon.candidates(word, distance, &mut found);
            found.len()
        });
        println!("candidates within {distance} of one- and two-edit errors: {time:?}");
    }
    let ranked = mean(&words, |word| lexicon.suggest(word, 5).len());
    println!("suggest(word, 5) for them: {ranked:?}");

    let list = peer::word_list();
    let began = Instant::now();
    let index = peer::symspell(&list);
    println!("symspell: load {:?}", began.elapsed());
    let time = mean(&words, |word| index.lookup(word, Verbosity::All, 2).len());
    println!("symspell: lookup within 2, all {time:?}");
    drop(index);
    let began = Instant::now();
    let index = peer::symspell_rs(&list);
    println!("symspell_rs: load {:?}", began.elapsed());
    let time = mean(&words, |word| index.lookup(word, symspell_rs::Verbosity::All, 2, &None, None, false).len());
    println!("symspell_rs: lookup within 2, all {time:?}");
}

/// What a pair and a triple of words cost to look up: half of them known, half any words of those.
fn context() {
    let language = Language::english();
    let model = language.model().unwrap();
    let words: Vec<WordId> = language.lexicon().vocabulary().map(|(id, _)| id).collect();
    let (mut dice, mut next, mut known) = (Dice(11), Vec::new(), Vec::new());
    while known.len() < 10_000 {
        let first = LmToken::Word(words[dice.below(words.len())]);
        let mut step = |from: LmToken| {
            model.successors(from, 50, &mut next);
            (!next.is_empty()).then(|| LmToken::Word(next[dice.below(next.len())].0))
        };
        if let Some(second) = step(first)
            && let Some(third) = step(second)
        {
            known.push([first, second, third]);
        }
    }
    let any = (0..10_000).map(|_| [(); 3].map(|()| known[dice.below(known.len())][dice.below(3)]));
    let asked: Vec<[LmToken; 3]> = any.chain(known.iter().copied()).collect();
    let time = |cost: &dyn Fn([LmToken; 3]) -> Cost| {
        let timed = |twenty: &[[LmToken; 3]]| {
            let began = Instant::now();
            black_box(twenty.iter().map(|&words| cost(black_box(words))).sum::<Cost>());
            began.elapsed()
        };
        let least = |twenty: &[[LmToken; 3]]| (0..7).map(|_| timed(twenty)).min().unwrap();
        asked.chunks(20).map(least).sum::<Duration>() / asked.len() as u32
    };
    let pair = time(&|[_, second, third]| model.bigram(second, third));
    let triple = time(&|[first, second, third]| model.trigram([first, second], third));
    println!("bigram {pair:?}, trigram {triple:?}");
}

/// `count` words out of all that the lists have.
fn listed(count: usize) -> Vec<String> {
    let sources = Sources::read("dictionaries/en".as_ref()).unwrap();
    let lines = sources.words.iter().flat_map(|source| source.text.lines()).filter(|line| !line.starts_with('#'));
    let words: Vec<&str> = lines.map(|line| line.split('\t').next().unwrap()).collect();
    let mut dice = Dice(7);
    (0..count).map(|_| words[dice.below(words.len())].to_owned()).collect()
}

fn open(criterion: &mut Criterion) {
    let image = ungarble_en::LEXICON;
    criterion.bench_function("lexicon/open", |b| {
        b.iter(|| Lexicon::from_image(black_box(image)).unwrap().entry("the").unwrap());
    });
}

fn membership(criterion: &mut Criterion) {
    let lexicon = Lexicon::english();
    let common: Vec<String> = garbled(lexicon, 0, 20_000);
    let unknown: Vec<String> = garbled(lexicon, 2, 20_000);
    let all = listed(20_000);
    assert!(common.iter().chain(&all).all(|word| lexicon.entry(word).is_some()));
    let mut group = criterion.benchmark_group("lexicon/entry");
    for (name, words) in [("suggestable", common), ("all-words", all), ("garbled", unknown)] {
        group.throughput(Throughput::Elements(words.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| words.iter().filter(|word| lexicon.entry(black_box(word)).is_some()).count());
        });
    }
    group.finish();
}

fn candidates(criterion: &mut Criterion) {
    let lexicon = Lexicon::english();
    for edits in 1..=2 {
        let words = garbled(lexicon, edits, 2000);
        let mut group = criterion.benchmark_group(format!("lexicon/candidates/{edits}-edit-errors"));
        group.throughput(Throughput::Elements(words.len() as u64)).sample_size(10);
        let mut found = Vec::new();
        for distance in 1..=3 {
            group.bench_function(format!("within-{distance}"), |b| {
                b.iter(|| {
                    words
                        .iter()
                        .map(|word| {
                            lexicon.candidates(black_box(word), distance, &mut found);
                            found.len()
                        })
                        .sum::<usize>()
                });
            });
        }
        group.bench_function("ranked", |b| {
            b.iter(|| words.iter().map(|word| lexicon.suggest(black_box(word), 5).len()).sum::<usize>());
        });
        group.finish();
    }
}

fn peers(criterion: &mut Criterion) {
    let lexicon = Lexicon::english();
    let list = peer::word_list();
    let load = || peer::symspell(&list);
    let load_rs = || peer::symspell_rs(&list);
    let mut group = criterion.benchmark_group("peers/load");
    group.sample_size(10);
    group.bench_function("symspell", |b| b.iter_batched(|| (), |()| load(), BatchSize::PerIteration));
    group.bench_function("symspell_rs", |b| b.iter_batched(|| (), |()| load_rs(), BatchSize::PerIteration));
    group.finish();

    let (symspell, symspell_rs) = (load(), load_rs());
    for edits in 1..=2 {
        let words = garbled(lexicon, edits, 2000);
        let agreeing = words.iter().filter(|word| {
            let mut found = Vec::new();
            lexicon.candidates(word, 2, &mut found);
            let ours: BTreeSet<String> =
                found.iter().filter_map(|&(id, _)| lexicon.spelling(id).map(str::to_owned)).collect();
            let theirs = symspell.lookup(word, Verbosity::All, 2);
            // Its distance may edit a place twice; ours, as that of most, may not.
            let near = |term: &String| strsim::osa_distance(word, term) <= 2;
            ours == theirs.into_iter().map(|s| s.term).filter(near).collect()
        });
        assert_eq!(agreeing.count(), words.len(), "candidates within 2 edits");
        let mut group = criterion.benchmark_group(format!("peers/{edits}-edit-errors/within-2"));
        group.throughput(Throughput::Elements(words.len() as u64)).sample_size(10);
        group.bench_function("symspell-all", |b| {
            b.iter(|| words.iter().map(|w| symspell.lookup(black_box(w), Verbosity::All, 2).len()).sum::<usize>());
        });
        group.bench_function("symspell-top", |b| {
            b.iter(|| words.iter().map(|w| symspell.lookup(black_box(w), Verbosity::Top, 2).len()).sum::<usize>());
        });
        let all = |w: &str, v| symspell_rs.lookup(w, v, 2, &None, None, false).len();
        group.bench_function("symspell_rs-all", |b| {
            b.iter(|| words.iter().map(|w| all(black_box(w), symspell_rs::Verbosity::All)).sum::<usize>());
        });
        group.bench_function("symspell_rs-top", |b| {
            b.iter(|| words.iter().map(|w| all(black_box(w), symspell_rs::Verbosity::Top)).sum::<usize>());
        });
        group.finish();
    }
}
