//! Whole repairs: damaged articles with and without a reference, a sweep over the noise from clean text on, the worst
//! cases, and many documents.
//!
//! `cargo bench --bench repair`; two cores with `--features parallel`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark that cannot go on has failed")]

mod data;

use std::hint::black_box;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use ungarble::{Cache, Input, Repairer};
use unicode_segmentation::UnicodeSegmentation;

/// Words and bytes a second, whichever of them a reader thinks in.
fn throughput(text: &str) -> Throughput {
    Throughput::ElementsAndBytes { elements: data::words(text), bytes: text.len() as u64 }
}

fn floor<M: criterion::measurement::Measurement>(group: &mut BenchmarkGroup<'_, M>, text: &str) {
    group.bench_function("uax-29-alone", |b| b.iter(|| black_box(text).split_word_bounds().count()));
}

/// The articles: cold memory, warm memory, with a reference.
fn articles(criterion: &mut Criterion) {
    let repairer = Repairer::english();
    for text in data::texts() {
        let plan = repairer.plan(&text.garbled);
        assert!(plan.edits().len() > 40, "{}: only {} edits", text.name, plan.edits().len());
        assert!(repairer.plan(&*plan.apply()).is_empty(), "{}: not repaired for good", text.name);
        let guided = repairer.plan(Input::new(&text.garbled).reference(&text.page));
        assert!(guided.edits().len() >= plan.edits().len(), "{}: a page that finds less", text.name);

        let mut group = criterion.benchmark_group(format!("repair/{}", text.name));
        group.throughput(throughput(&text.garbled));
        let cold = || repairer.plan_with_cache(&text.garbled, &mut Cache::default()).edits().len();
        group.bench_function("cold", |b| b.iter(cold));
        group.bench_function("warm", |b| b.iter(|| repairer.plan(&text.garbled).edits().len()));
        group.bench_function("reference", |b| {
            b.iter(|| repairer.plan(Input::new(&text.garbled).reference(&text.page)).edits().len());
        });
        floor(&mut group, &text.garbled);
        group.finish();
    }
}

/// From clean text to three words in ten damaged.
fn sweep(criterion: &mut Criterion) {
    let repairer = Repairer::english();
    assert!(repairer.plan(data::clean(4 << 10)).edits().len() <= 2, "clean text is repaired");
    for percent in [0, 1, 3, 10, 30] {
        let text = data::damaged(64 << 10, percent);
        let mut group = criterion.benchmark_group(format!("repair/noise-{percent:02}"));
        group.sample_size(10).throughput(throughput(&text));
        group.bench_function("warm", |b| b.iter(|| repairer.plan(&text).edits().len()));
        floor(&mut group, &text);
        group.finish();
    }
}

/// What no person wrote: each must be read in the time that its length takes, and left as it is.
fn worst_cases(criterion: &mut Criterion) {
    let repairer = Repairer::english();
    let passage = data::clean(2 << 10);
    let pieces = [
        ("one-letter", "x"),
        ("combining-marks", "\u{301}"),
        ("a-a-a", "a "),
        ("open-brackets", "("),
        ("one-passage", passage.as_str()),
    ];
    for (name, piece) in pieces {
        let text = piece.repeat((256 << 10) / piece.len());
        assert!(repairer.plan(&text).edits().len() <= 2 * text.len() / passage.len(), "{name} is repaired");
        let mut group = criterion.benchmark_group(format!("repair/{name}"));
        group.sample_size(10).throughput(throughput(&text));
        group.bench_function("warm", |b| b.iter(|| repairer.plan(&text).edits().len()));
        group.bench_function("reference-itself", |b| {
            b.iter(|| repairer.plan(Input::new(&text).reference(&text)).edits().len());
        });
        floor(&mut group, &text);
        group.finish();
    }
}

/// A hundred documents, on one core and on all.
fn documents(criterion: &mut Criterion) {
    let repairer = Repairer::english();
    let text = data::damaged(400 << 10, 3);
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(4 << 10).chain([text.len()]).collect();
    let texts: Vec<&str> = bounds.windows(2).map(|ends| text.get(ends[0]..ends[1]).unwrap()).collect();
    let mut group = criterion.benchmark_group("repair/documents");
    group.sample_size(10).throughput(throughput(&text));
    let all = |cache: &mut Cache| {
        texts.iter().map(|text| repairer.plan_with_cache(*text, cache).edits().len()).sum::<usize>()
    };
    group.bench_function("one-core", |b| b.iter(|| all(&mut Cache::default())));
    let mut cache = Cache::default();
    group.bench_function("one-core-warm", |b| b.iter(|| all(&mut cache)));
    #[cfg(feature = "parallel")]
    {
        let inputs = || texts.iter().map(|text| Input::new(text)).collect::<Vec<_>>();
        let alone: Vec<_> = texts.iter().map(|text| repairer.plan(*text)).collect();
        assert_eq!(repairer.plan_many(inputs()), alone);
        group.bench_function("all-cores", |b| b.iter(|| repairer.plan_many(inputs()).len()));
    }
    floor(&mut group, &text);
    group.finish();
}

criterion_group!(benches, articles, sweep, worst_cases, documents);
criterion_main!(benches);
