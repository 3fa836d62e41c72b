//! The truecaser alone: runs of capitals, texts in one case, clean text, a sentence without end. The floor is the same
//! call with every stage off: laying the text out.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark that cannot go on has failed")]

mod data;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ungarble::{Cache, EditKind, Input, Noise, Repairer, Stage};
use unicode_segmentation::UnicodeSegmentation;

/// Every word of `text` with a capital.
fn titled(text: &str) -> String {
    let mut before = ' ';
    let capital = |c: char| {
        let starts = !before.is_alphanumeric() && !matches!(before, '\'' | '’');
        before = c;
        if starts { c.to_uppercase().next().unwrap_or(c) } else { c }
    };
    text.chars().map(capital).collect()
}

fn casing(criterion: &mut Criterion) {
    let truecaser = Repairer::builder().spelling(Stage::Off).build().unwrap();
    let nothing = Repairer::builder().spelling(Stage::Off).casing(Stage::Off).build().unwrap();
    let clean = data::clean(32 << 10);
    let mut texts: Vec<(String, String, usize)> = data::texts().into_iter().map(|t| (t.name, t.garbled, 20)).collect();
    texts.push(("clean".to_owned(), clean.clone(), 0));
    texts.push(("upper".to_owned(), clean.to_uppercase(), 1000));
    texts.push(("lower".to_owned(), clean.to_lowercase(), 100));
    texts.push(("title".to_owned(), titled(&clean), 1000));
    // No stop, and a capital on every word: every look at neighbours is as long as it can be.
    texts.push(("endless".to_owned(), "Of The Broken Paris Machine And To ".repeat(1000), 1000));
    for (name, text, least) in texts {
        let input = || Input::new(&text).noise(if name == "lower" { Noise::Speech } else { Noise::Auto });
        let plan = truecaser.plan(input());
        let casings = plan.edits().iter().filter(|edit| edit.kind() == EditKind::Casing).count();
        assert!(casings >= least && (least > 0 || casings == 0), "{name}: {casings} edits");
        assert!(truecaser.plan(&*plan.apply()).is_empty(), "{name}: not repaired for good");
        assert!(nothing.plan(input()).edits().iter().all(|edit| edit.kind() != EditKind::Casing));

        let mut group = criterion.benchmark_group(format!("casing/{name}"));
        group.sample_size(20).throughput(Throughput::Bytes(text.len() as u64));
        let mut cache = Cache::default();
        group.bench_function("alone", |b| b.iter(|| truecaser.plan_with_cache(input(), &mut cache).edits().len()));
        let mut cache = Cache::default();
        group.bench_function("layout", |b| b.iter(|| nothing.plan_with_cache(input(), &mut cache).edits().len()));
        group.bench_function("uax-29-alone", |b| b.iter(|| text.split_word_bounds().count()));
        group.finish();
    }
}

criterion_group!(benches, casing);
criterion_main!(benches);
