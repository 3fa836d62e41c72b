//! The tokenizer beside UAX #29 segmentation alone, which is the floor of everything that reads words.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark that cannot go on has failed")]

mod data;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use unicode_segmentation::UnicodeSegmentation;

fn tokenize(criterion: &mut Criterion) {
    let worst = ["x", "\u{301}", "a.", "(", "/@"].map(|piece| (piece, piece.repeat((1 << 20) / piece.len())));
    let texts = data::texts();
    let named = texts.iter().map(|text| (text.name.as_str(), text.garbled.as_str()));
    for (name, text) in named.chain(worst.iter().map(|(name, text)| (*name, text.as_str()))) {
        let mut group = criterion.benchmark_group(format!("tokenize/{name}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        assert_eq!(ungarble::tokenize(text).map(|t| t.span.len()).sum::<usize>(), text.len());
        group.bench_function("ungarble", |b| b.iter(|| ungarble::tokenize(text).count()));
        group.bench_function("uax-29-alone", |b| b.iter(|| text.split_word_bounds().count()));
        group.finish();
    }
}

criterion_group!(benches, tokenize);
criterion_main!(benches);
