//! Finding, among many pages, the one that holds the copy of a damaged text.
//!
//! `cargo bench --bench pool` makes 10,000 pages of 700 words from the lexicon's own language model and asks for 200 texts
//! of 900 words, in which every tenth word is misspelt; a text is the middle of its page, and more.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot go on has failed, and tells its figures"
)]

use std::time::Duration;

use prose::{Random, measured, misspelt, prose};
use ungarble::ReferencePool;

mod prose;

/// Words of a page.
const PAGE: usize = 700;
/// Words of a text: longer than what its page holds of it.
const TEXT: usize = 900;

fn main() {
    // `cargo test --benches` asks for a quick look: that it works.
    let (pages, queries) = if std::env::args().any(|a| a == "--test") { (300, 20) } else { (10_000, 200) };
    let mut random = Random(88_172_645_463_325_252);
    let words = prose(pages * PAGE + TEXT, &mut random);
    let mut pool = ReferencePool::new();
    let (time, _, ()) = measured(|| {
        for page in 0..pages {
            let text = words[page * PAGE..(page + 1) * PAGE].join(" ");
            pool.add(page.to_string(), text).expect("a pool of some megabytes is not full");
        }
    });
    let millions = (pages * PAGE) as f64 / 1e6;
    println!("pool/model-prose: {pages} pages, {millions:.2} million words");
    println!("  add      {:>8.1} ms a million words", time.as_secs_f64() * 1000.0 / millions);
    println!("  memory   {:>8.1} MB a million words", pool.memory() as f64 / 1e6 / millions);
    let (mut right, mut wrong, mut total, mut slowest) = (0, 0, Duration::ZERO, Duration::ZERO);
    for _ in 0..queries {
        let page = random.below(pages);
        let text: Vec<String> = (0..TEXT)
            .map(|i| words[page * PAGE + i])
            .map(|word| if random.below(10) == 0 { misspelt(word, &mut random) } else { word.to_owned() })
            .collect();
        let text = text.join(" ");
        let (time, _, found) = measured(|| pool.find(&text, 8));
        total += time;
        slowest = slowest.max(time);
        let id = page.to_string();
        right += usize::from(found.first().is_some_and(|f| f.id == id));
        // The next page holds the end of the text.
        let next = (page + 1).to_string();
        wrong += found.iter().filter(|f| f.id != id && f.id != next).count();
    }
    println!(
        "  query    {:>8.2} ms, the slowest {:.2} ms",
        total.as_secs_f64() * 1000.0 / queries as f64,
        slowest.as_secs_f64() * 1000.0
    );
    println!("  right first {right} of {queries}, wrong pages {wrong}");
    // A benchmark is a test too.
    assert!(right == queries && wrong == 0);
    let (time, memory, bytes) = measured(|| pool.to_bytes());
    println!(
        "  to bytes {:>8.1} ms, {} MB, {memory} MB of memory",
        time.as_secs_f64() * 1000.0,
        bytes.len() / 1_000_000
    );
    let (time, _, again) = measured(|| ReferencePool::from_bytes(&bytes).expect("they were written just now"));
    println!("  from bytes {:>6.1} ms", time.as_secs_f64() * 1000.0);
    assert_eq!(again.len(), pages);
}
