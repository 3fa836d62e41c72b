//! Finding, among many pages, the one that holds the copy of a damaged text.
//!
//! `cargo bench --bench pool` makes 10,000 pages of 700 words from the lexicon's own language model and asks for 200 texts
//! of 900 words, in which every tenth word is misspelt; a text is the middle of its page, and more.
//!
//! `cargo bench --bench pool -- FOLDER` asks for damaged texts that people collected: NAME.garbled.txt, with its copy in
//! NAME.ref.txt or NAME.clean.txt beside it, anywhere under FOLDER. Their copies are hidden among 10,000 pages, the others
//! made of sentences of texts that are not asked for. What is found is used: edits must come from the right page only.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark that cannot go on has failed, and tells its figures"
)]

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use prose::{Dice, measured, misspelt, prose};
use ungarble::{Evidence, Input, ReferencePool, Repairer, Span};

mod prose;

/// Words of a page.
const PAGE: usize = 700;
/// Words of a text: longer than what its page holds of it.
const TEXT: usize = 900;

fn main() {
    if let Some(folder) = std::env::args().skip(1).map(PathBuf::from).find(|path| path.is_dir()) {
        return collected(&folder);
    }
    // `cargo test --benches` asks for a quick look: that it works.
    let (pages, queries) = if std::env::args().any(|a| a == "--test") { (300, 20) } else { (10_000, 200) };
    let mut random = Dice(88_172_645_463_325_252);
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

/// A text that is asked for.
struct Asked {
    copy: String,
    /// Its runs of words, by which passages of it are told wherever they stand.
    runs: HashSet<String>,
    /// Damaged versions of it.
    versions: Vec<String>,
}

/// Damaged texts from files, and their copies.
struct Collected {
    /// By the first words of the clean text.
    asked: BTreeMap<String, Asked>,
    /// Sentences of other texts.
    others: Vec<String>,
}

fn collected(folder: &Path) {
    const PAGES: usize = 10_000;
    const QUERIES: usize = 200;
    let Collected { asked, others } = Collected::read(folder);
    assert!(!others.is_empty(), "no texts under {}", folder.display());
    let mut random = Dice(88_172_645_463_325_252);
    let mut pool = ReferencePool::new();
    for (key, text) in &asked {
        pool.add(key, &text.copy).expect("a pool of some megabytes is not full");
    }
    for page in pool.len()..PAGES {
        let mut text = String::new();
        while text.len() < PAGE * 6 {
            text.push_str(&others[random.below(others.len())]);
            text.push(if random.below(5) == 0 { '\n' } else { ' ' });
        }
        pool.add(format!("made {page}"), text).expect("a pool of some megabytes is not full");
    }
    // One of each text in turn, so that those of which there are many versions do not count for more.
    let most = asked.values().map(|text| text.versions.len()).max().unwrap_or(0);
    let turns =
        (0..most).flat_map(|turn| asked.iter().filter_map(move |(key, t)| Some((key, t, t.versions.get(turn)?))));
    let repairer = Repairer::english();
    let (mut count, mut right, mut wrong, mut words) = (0, 0, 0, 0);
    let (mut total, mut slowest) = (Duration::ZERO, Duration::ZERO);
    for (key, clean, text) in turns.take(QUERIES) {
        let (time, _, found) = measured(|| pool.find(text, 3));
        (total, slowest) = (total + time, slowest.max(time));
        count += 1;
        words += text.split_whitespace().count();
        // A page may hold an excerpt of another's text beside its own.
        let holds = |page: &str| runs(page).filter(|run| clean.runs.contains(run)).count();
        right += usize::from(found.first().is_some_and(|f| f.id == key || holds(f.text) * 2 > clean.runs.len()));
        let input = found.iter().fold(Input::new(text), |input, page| input.reference(page.text));
        let plan = repairer.plan(input);
        let witnesses = plan.edits().iter().flat_map(|edit| edit.evidence()).filter_map(|seen| match seen {
            Evidence::Witness { reference, span } => Some((found[*reference].text, *span)),
            _ => None,
        });
        wrong += witnesses.filter(|(page, span)| holds(around(page, *span)) == 0).count();
    }
    println!("pool/collected: {} pages, {count} texts of {} words", pool.len(), words / count.max(1));
    println!(
        "  query    {:>8.2} ms, the slowest {:.2} ms",
        total.as_secs_f64() * 1000.0 / count as f64,
        slowest.as_secs_f64() * 1000.0
    );
    println!("  right first {right}, edits by a passage that is no copy {wrong}");
    assert!(right * 100 >= count * 99 && wrong == 0);
}

impl Collected {
    fn read(folder: &Path) -> Collected {
        let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
        let mut alone = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            let mut paths: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
            paths.sort();
            for path in paths {
                let name = path.to_string_lossy().into_owned();
                let read = |name: &str| std::fs::read_to_string(name).ok();
                if path.is_dir() {
                    folders.push(path);
                } else if let Some(stem) = name.strip_suffix(".garbled.txt") {
                    let (garbled, clean) = (read(&name).unwrap(), read(&format!("{stem}.clean.txt")).unwrap());
                    if garbled == clean || !is_prose(&garbled) {
                        alone.push(clean);
                        continue;
                    }
                    let text = asked.entry(key(&clean)).or_insert_with(|| Asked {
                        copy: read(&format!("{stem}.ref.txt")).unwrap_or_else(|| clean.clone()),
                        runs: runs(&clean).collect(),
                        versions: Vec::new(),
                    });
                    text.versions.push(garbled);
                } else if !name.ends_with(".clean.txt") && !name.ends_with(".ref.txt") && name.ends_with(".txt") {
                    alone.extend(read(&name));
                }
            }
        }
        let is_other = |sentence: &&str| !runs(sentence).any(|run| asked.values().any(|text| text.runs.contains(&run)));
        let others = alone.iter().flat_map(|text| text.split_inclusive(". ")).filter(is_other);
        let others = others.map(str::to_owned).collect();
        Collected { asked, others }
    }
}

/// Whether a text is more than a list or a few sentences.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words >= 100 && words > 3 * text.lines().count()
}

/// The words of a text in small letters.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Every five words in a row.
fn runs(text: &str) -> impl Iterator<Item = String> {
    let words = words(text);
    (0..words.len().saturating_sub(4)).map(move |at| words[at..at + 5].join(" "))
}

/// The first words of a text: the same of all its versions.
fn key(text: &str) -> String {
    let mut words = words(text);
    words.truncate(8);
    words.join(" ")
}

/// What stands at a span of a page, and a line's length before and behind it.
fn around(page: &str, span: Span) -> &str {
    let is_boundary = |at: &usize| page.is_char_boundary(*at);
    let start = (0..=span.start().saturating_sub(100)).rev().find(is_boundary).unwrap_or(0);
    let end = (span.end() + 100..page.len()).find(is_boundary).unwrap_or(page.len());
    page.get(start..end).unwrap_or_default()
}
