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
use symspell::{SymSpell, SymSpellBuilder, UnicodeStringStrategy, Verbosity};
use ungarble::Lexicon;
use ungarble::lexicon::compile::Sources;

fn main() {
    start();
    table();
    let mut criterion = Criterion::default().configure_from_args().measurement_time(Duration::from_secs(3));
    open(&mut criterion);
    membership(&mut criterion);
    candidates(&mut criterion);
    peers(&mut criterion);
    criterion.final_summary();
}

/// A generator of the same numbers in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

/// `count` suggestable words, each with `edits` random edits.
fn garbled(lexicon: &Lexicon, edits: usize, count: usize) -> Vec<String> {
    let words: Vec<&str> = lexicon.suggestable().map(|(_, word)| word).collect();
    let mut dice = Dice(88_172_645_463_325_252);
    let mut garble = || {
        let mut word = words[dice.below(words.len())].as_bytes().to_vec();
        for _ in 0..edits {
            let (at, letter) = (dice.below(word.len()), b'a' + dice.below(26) as u8);
            match dice.below(4) {
                0 if word.len() > 3 => drop(word.remove(at)),
                1 => word.insert(at, letter),
                2 => word[at] = letter,
                _ => {
                    let next = (at + 1).min(word.len() - 1);
                    word.swap(at, next);
                }
            }
        }
        String::from_utf8(word).unwrap()
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

    let began = Instant::now();
    let counts = counts(lexicon);
    let index = symspell(&counts);
    println!("symspell: load {:?}", began.elapsed());
    let time = mean(&words, |word| index.lookup(word, Verbosity::All, 2).len());
    println!("symspell: lookup within 2, all {time:?}");
    drop(index);
    let began = Instant::now();
    let index = symspell_rs(&counts);
    println!("symspell_rs: load {:?}", began.elapsed());
    let time = mean(&words, |word| index.lookup(word, symspell_rs::Verbosity::All, 2, &None, None, false).len());
    println!("symspell_rs: lookup within 2, all {time:?}");
}

/// `count` words out of all that the lists have.
fn listed(count: usize) -> Vec<String> {
    let sources = Sources::read("dictionaries/en".as_ref()).unwrap();
    let lines = sources.words.iter().flat_map(|source| source.text.lines()).filter(|line| !line.starts_with('#'));
    let words: Vec<&str> = lines.map(|line| line.split('\t').next().unwrap()).collect();
    let mut dice = Dice(7);
    (0..count).map(|_| words[dice.below(words.len())].to_owned()).collect()
}

/// The suggestable words with their occurrences in 10^9 words.
fn counts(lexicon: &Lexicon) -> Vec<(&str, u64)> {
    let count = |id| 10_f64.powf(f64::from(lexicon.entry_of(id).unwrap().frequency().0) / 100.0) as u64 + 1;
    lexicon.suggestable().map(|(id, word)| (word, count(id))).collect()
}

fn symspell(counts: &[(&str, u64)]) -> SymSpell<UnicodeStringStrategy> {
    let mut index: SymSpell<UnicodeStringStrategy> =
        SymSpellBuilder::default().max_dictionary_edit_distance(2).build().unwrap();
    for (word, count) in counts {
        index.load_dictionary_line(&format!("{word}\t{count}"), 0, 1, "\t");
    }
    index
}

fn symspell_rs(counts: &[(&str, u64)]) -> symspell_rs::SymSpell {
    let mut index = symspell_rs::SymSpell::new(2, None, 7, 1);
    for &(word, count) in counts {
        index.create_dictionary_entry(word, count as usize);
    }
    index
}

fn open(criterion: &mut Criterion) {
    let image: &'static [u8] = include_bytes!("../dictionaries/en.lexicon");
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
    let counts = counts(lexicon);
    let load = || symspell(&counts);
    let load_rs = || symspell_rs(&counts);
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
