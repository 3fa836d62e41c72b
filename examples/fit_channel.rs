//! Fits the table of confusions to pairs of damaged and clean texts, and prints it.
//!
//! `cargo run --release --example fit_channel -- FAMILY=REGEX-FREE-PREFIX[,PREFIX…]:FOLDER …`, for example
//! `ocr=ocr-,postocr-bln600,postocr-overproof:CORPUS typing=ctx-,words-:CORPUS`. A folder holds `NAME.garbled.txt`
//! beside `NAME.clean.txt`; files are taken whose name starts with one of the prefixes, in the folder or below it.
//!
//! Words are aligned by their longest common subsequence, then letter by letter. A misreading's cost is −1000·ln of its
//! rate over the mean rate of misreadings, smoothed towards what letters in general suffer. On standard error: the mean
//! cost of the damage to documents held out in turn (five folds), against that of one price for everything.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks through its streams")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A stretch of letters that was read as another; either may be empty, not both.
type Misreading = (String, String);

/// Longest stretch, in letters, that is kept as one confusion.
const LONGEST: usize = 3;
/// A confusion must occur this often, and in this many documents, to be listed.
const LEAST: (u32, usize) = (4, 3);
/// A document counts a confusion this often at most: one bad scan must not speak for all.
const MOST: u32 = 3;
/// Shapes that every recogniser of print mistakes, as intended and as read: handbooks list them, and no corpus holds all.
const SHAPES: [(&str, &str); 36] = [
    ("m", "rn"),
    ("rn", "m"),
    ("d", "cl"),
    ("cl", "d"),
    ("w", "vv"),
    ("h", "li"),
    ("li", "h"),
    ("u", "ii"),
    ("n", "ri"),
    ("n", "ii"),
    ("m", "nn"),
    ("m", "in"),
    ("in", "m"),
    ("m", "iu"),
    ("h", "lt"),
    ("k", "lc"),
    ("b", "lo"),
    ("p", "jo"),
    ("g", "cj"),
    ("ll", "U"),
    ("fi", "h"),
    ("ff", "f"),
    ("s", "f"),
    ("b", "6"),
    ("g", "9"),
    ("l", "1"),
    ("i", "1"),
    ("o", "0"),
    ("s", "5"),
    ("b", "8"),
    ("z", "2"),
    ("e", "c"),
    ("h", "b"),
    ("u", "n"),
    ("n", "u"),
    ("i", "l"),
];
/// What one of those shapes costs at most.
const SHAPE: u32 = 2_500;
/// Weight of the smoothing, in occurrences.
const SMOOTHING: f64 = 2.0;

fn main() -> ExitCode {
    let mut families = Vec::new();
    for argument in env::args().skip(1) {
        let Some(((family, prefixes), folder)) =
            argument.split_once(':').and_then(|(head, folder)| Some((head.split_once('=')?, folder)))
        else {
            eprintln!("expected FAMILY=PREFIX,…:FOLDER, found {argument:?}");
            return ExitCode::FAILURE;
        };
        let prefixes: Vec<&str> = prefixes.split(',').collect();
        let mut files = Vec::new();
        collect(Path::new(folder), &prefixes, &mut files);
        files.sort();
        let documents: Vec<Vec<(String, String)>> = files.iter().filter_map(|file| pairs(file)).collect();
        families.push((family.to_owned(), documents));
    }
    if families.is_empty() {
        eprintln!("no family to fit: give FAMILY=PREFIX,…:FOLDER");
        return ExitCode::FAILURE;
    }
    println!("# Misreadings: family, intended, observed, cost (−1000·ln of the rate over the mean rate).");
    println!("# Made by `cargo run --release --example fit_channel`; see benches/README.md. Do not edit by hand.");
    for (family, documents) in &families {
        cross_validate(family, documents);
        let counts = Counts::of(family, documents.iter());
        counts.print(family);
    }
    ExitCode::SUCCESS
}

fn collect(folder: &Path, prefixes: &[&str], files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, prefixes, files);
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.ends_with(".garbled.txt") && prefixes.iter().any(|prefix| name.starts_with(prefix)) {
            files.push(path);
        }
    }
}

/// Pairs of words, as read and as meant, of one document; equal ones too.
fn pairs(garbled: &Path) -> Option<Vec<(String, String)>> {
    let clean = garbled.to_str()?.replace(".garbled.txt", ".clean.txt");
    let garbled = fs::read_to_string(garbled).ok()?;
    let clean = fs::read_to_string(clean).ok()?;
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .map(|word| word.trim_matches(|c: char| ",.;:!?\"'“”‘’()".contains(c)).replace('’', "'"))
            .filter(|word| !word.is_empty())
            .collect()
    };
    let mut found = Vec::new();
    // List files pair their lines; running text is aligned over the whole.
    if garbled.lines().count() == clean.lines().count() {
        for (g, c) in garbled.lines().zip(clean.lines()) {
            align(&words(g), &words(c), &mut found);
        }
    } else {
        align(&words(&garbled), &words(&clean), &mut found);
    }
    found.retain(|(_, clean)| clean.chars().all(|c| c.is_ascii_alphabetic() || c == '\'' || c == '-'));
    Some(found)
}

/// Pairs up the words of two texts: equal ones along their longest common subsequence, the others in blocks of equal length.
fn align(garbled: &[String], clean: &[String], found: &mut Vec<(String, String)>) {
    let (n, m) = (garbled.len(), clean.len());
    let mut longest = vec![0u16; (n + 1) * (m + 1)];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            longest[i * (m + 1) + j] = if garbled[i] == clean[j] {
                longest[(i + 1) * (m + 1) + j + 1] + 1
            } else {
                longest[(i + 1) * (m + 1) + j].max(longest[i * (m + 1) + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut from_i, mut from_j) = (0, 0);
    while i <= n && j <= m {
        let at_end = i == n && j == m;
        if at_end || (i < n && j < m && garbled[i] == clean[j]) {
            if i - from_i == j - from_j {
                for (g, c) in garbled[from_i..i].iter().zip(&clean[from_j..j]) {
                    let distance = strsim::normalized_levenshtein(&g.to_lowercase(), &c.to_lowercase());
                    if distance >= 0.4 || (c.chars().count() == 2 && distance >= 0.5) {
                        found.push((g.clone(), c.clone()));
                    }
                }
            }
            if at_end {
                break;
            }
            found.push((garbled[i].clone(), clean[j].clone()));
            (i, j) = (i + 1, j + 1);
            (from_i, from_j) = (i, j);
        } else if i < n && (j == m || longest[(i + 1) * (m + 1) + j] >= longest[i * (m + 1) + j + 1]) {
            i += 1;
        } else {
            j += 1;
        }
    }
}

/// Letters of a word as the channel sees them: a capital counts as such only inside a lower-case word.
fn letters(word: &str) -> Vec<char> {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    word.chars()
        .enumerate()
        .map(|(at, c)| if at == 0 || capitals >= small { c.to_lowercase().next().unwrap_or(c) } else { c })
        .collect()
}

/// The misreadings that turn `clean` into `garbled`, neighbouring ones as one, and whether the first letter is hit.
fn misreadings(garbled: &[char], clean: &[char]) -> Vec<(Misreading, bool)> {
    let (n, m) = (garbled.len(), clean.len());
    let mut cost = vec![vec![0usize; m + 1]; n + 1];
    for i in (0..=n).rev() {
        for j in (0..=m).rev() {
            cost[i][j] = if i == n {
                m - j
            } else if j == m {
                n - i
            } else if garbled[i] == clean[j] {
                cost[i + 1][j + 1]
            } else {
                1 + cost[i + 1][j + 1].min(cost[i + 1][j]).min(cost[i][j + 1])
            };
        }
    }
    let mut found = Vec::new();
    let (mut i, mut j) = (0, 0);
    let (mut from_i, mut from_j) = (0, 0);
    loop {
        let at_end = i == n && j == m;
        let equal = i < n && j < m && garbled[i] == clean[j] && cost[i][j] == cost[i + 1][j + 1];
        if at_end || equal {
            if from_i < i || from_j < j {
                let observed: String = garbled[from_i..i].iter().collect();
                let intended: String = clean[from_j..j].iter().collect();
                found.push(((intended, observed), from_i == 0));
            }
            if at_end {
                return found;
            }
            (i, j) = (i + 1, j + 1);
            (from_i, from_j) = (i, j);
        } else if i < n && j < m && cost[i][j] == 1 + cost[i + 1][j + 1] {
            (i, j) = (i + 1, j + 1);
        } else if i < n && cost[i][j] == 1 + cost[i + 1][j] {
            i += 1;
        } else {
            j += 1;
        }
    }
}

#[derive(Default)]
struct Counts {
    /// Whether the letters were read from print.
    shapes: bool,
    letters: BTreeMap<String, u32>,
    all_letters: u32,
    confusions: BTreeMap<Misreading, (u32, Vec<usize>)>,
    double: u32,
    undouble: u32,
    doubled_letters: u32,
    transpose: u32,
    accent: u32,
    case: u32,
    /// How often each confusion was seen in the document at hand.
    here: (usize, BTreeMap<Misreading, u32>),
    total: u32,
    first: u32,
    words: u32,
    damaged: u32,
}

impl Counts {
    fn of<'a>(family: &str, documents: impl Iterator<Item = &'a Vec<(String, String)>>) -> Counts {
        let mut counts = Counts { shapes: family == "ocr", ..Counts::default() };
        for (document, pairs) in documents.enumerate() {
            // A list of misspellings is no one document: its rows come from many hands.
            let most = if pairs.iter().all(|(g, c)| g != c) { u32::MAX } else { MOST };
            for (garbled, clean) in pairs {
                counts.add(document, most, &letters(garbled), &letters(clean));
            }
        }
        counts
    }

    fn add(&mut self, document: usize, most: u32, garbled: &[char], clean: &[char]) {
        self.words += 1;
        for length in 1..=LONGEST {
            for run in clean.windows(length) {
                *self.letters.entry(run.iter().collect()).or_default() += 1;
            }
        }
        self.all_letters += clean.len() as u32;
        self.doubled_letters += clean.windows(2).filter(|pair| pair[0] == pair[1]).count() as u32;
        let found = misreadings(garbled, clean);
        self.damaged += u32::from(!found.is_empty());
        if self.here.0 != document {
            self.here = (document, BTreeMap::new());
        }
        for ((intended, observed), first) in found {
            self.total += 1;
            self.first += u32::from(first);
            for (intended, observed) in simple(&intended, &observed) {
                let seen = self.here.1.entry((intended.clone(), observed.clone())).or_default();
                *seen += 1;
                if *seen > most {
                    continue;
                }
                self.count(document, intended, observed, garbled, clean);
            }
        }
    }

    fn count(&mut self, document: usize, intended: String, observed: String, garbled: &[char], clean: &[char]) {
        let (i, o): (Vec<char>, Vec<char>) = (intended.chars().collect(), observed.chars().collect());
        match (&*i, &*o) {
            ([a, b], [c, d]) if a == d && b == c => self.transpose += 1,
            ([], [o]) if garbled.windows(2).any(|pair| pair == [*o, *o]) => self.double += 1,
            ([i], []) if clean.windows(2).any(|pair| pair == [*i, *i]) => self.undouble += 1,
            ([i], [o]) if o.is_uppercase() && o.to_ascii_lowercase() == *i => self.case += 1,
            ([_], [o]) if "àáâãäåçèéêëìíîïñòóôõöùúûüýÿ".contains(*o) => self.accent += 1,
            _ => {
                let entry = self.confusions.entry((intended, observed)).or_default();
                entry.0 += 1;
                if !entry.1.contains(&document) {
                    entry.1.push(document);
                }
            }
        }
    }

    /// Mean rate of misreadings, a letter.
    fn rate(&self) -> f64 {
        f64::from(self.total.max(1)) / f64::from(self.all_letters.max(1))
    }

    fn cost(&self, count: f64, chances: f64) -> u32 {
        let rate = count / chances.max(1.0) / self.rate();
        (-1000.0 * rate.ln()).round().clamp(0.0, 12_000.0) as u32
    }

    /// Cost of each kind of misreading that has no row of its own.
    fn backoff(&self, of: impl Fn(&Misreading) -> bool, kinds: f64) -> u32 {
        let rare: u32 = self.confusions.iter().filter(|(k, v)| of(k) && !listed(v)).map(|(_, v)| v.0).sum();
        self.cost(f64::from(rare) + 1.0, f64::from(self.all_letters)) + (1000.0 * kinds.ln()) as u32
    }

    fn specials(&self) -> [(&'static str, u32); 9] {
        let one = |s: &str| s.chars().count() == 1;
        let all = f64::from(self.all_letters);
        let mean_further = f64::from((self.total - self.damaged).max(1))
            / f64::from(self.damaged.max(1))
            / (all / f64::from(self.words.max(1)));
        [
            ("<substitute>", self.backoff(|(i, o)| one(i) && one(o), 8.0)),
            ("<insert>", self.backoff(|(i, o)| i.is_empty() && one(o), 8.0)),
            ("<delete>", self.backoff(|(i, o)| one(i) && o.is_empty(), 1.0)),
            ("<double>", self.cost(f64::from(self.double) + 1.0, all)),
            ("<undouble>", self.cost(f64::from(self.undouble) + 1.0, f64::from(self.doubled_letters))),
            ("<transpose>", self.cost(f64::from(self.transpose) + 1.0, all)),
            ("<accent>", self.cost(f64::from(self.accent) + 1.0, all)),
            ("<case>", self.cost(f64::from(self.case) + 1.0, all)),
            ("<further>", (-1000.0 * mean_further.ln()).round().max(0.0) as u32),
        ]
    }

    fn rows(&self) -> Vec<(String, String, u32)> {
        let mut rows: Vec<(String, String, u32)> = Vec::new();
        for ((intended, observed), seen) in &self.confusions {
            if listed(seen) {
                let chances = if intended.is_empty() {
                    self.all_letters
                } else {
                    self.letters.get(intended).copied().unwrap_or(1)
                };
                let expected = SMOOTHING * 0.1;
                let cost = self.cost(f64::from(seen.0) + expected, f64::from(chances) + SMOOTHING / self.rate());
                rows.push((intended.clone(), observed.clone(), cost));
            }
        }
        if self.shapes {
            for (intended, observed) in SHAPES {
                match rows.iter_mut().find(|row| row.0 == intended && row.1 == observed) {
                    Some(row) => row.2 = row.2.min(SHAPE),
                    None => rows.push((intended.to_owned(), observed.to_owned(), SHAPE)),
                }
            }
        }
        rows
    }

    fn print(&self, family: &str) {
        // A hit on the first letter is rarer than on the others by this much.
        let expected = f64::from(self.total) * f64::from(self.words) / f64::from(self.all_letters.max(1));
        let first = (1000.0 * (expected / f64::from(self.first.max(1))).ln()).round().max(0.0) as u32;
        println!("{family}\t<first>\t\t{first}");
        for (name, cost) in self.specials() {
            println!("{family}\t{name}\t\t{cost}");
        }
        for (intended, observed, cost) in self.rows() {
            println!("{family}\t{intended}\t{observed}\t{cost}");
        }
    }

    /// Price of one misreading under these counts.
    fn price(&self, rows: &BTreeMap<(String, String), u32>, specials: &BTreeMap<&str, u32>, m: &Misreading) -> u32 {
        if let Some(&cost) = rows.get(m) {
            return cost;
        }
        let (i, o): (Vec<char>, Vec<char>) = (m.0.chars().collect(), m.1.chars().collect());
        match (&*i, &*o) {
            ([a, b], [c, d]) if a == d && b == c => specials["<transpose>"],
            _ => {
                let swapped = i.len().min(o.len()) as u32;
                let (extra, lost) = (o.len() as u32 - swapped, i.len() as u32 - swapped);
                swapped * specials["<substitute>"] + extra * specials["<insert>"] + lost * specials["<delete>"]
            }
        }
    }
}

/// Whether a confusion was seen often enough, in documents enough, for a row of its own.
fn listed(seen: &(u32, Vec<usize>)) -> bool {
    seen.0 >= LEAST.0 && seen.1.len() >= LEAST.1
}

/// A misreading as it is counted: whole where it is short, letter by letter where both sides are long and equally so.
fn simple(intended: &str, observed: &str) -> Vec<Misreading> {
    let (i, o): (Vec<char>, Vec<char>) = (intended.chars().collect(), observed.chars().collect());
    if i.len() == o.len() && i.len() > 1 && !(i.len() == 2 && i[0] == o[1] && i[1] == o[0]) {
        return i.iter().zip(&o).map(|(i, o)| (i.to_string(), o.to_string())).collect();
    }
    if i.len().max(o.len()) > LONGEST || (i.is_empty() && o.len() > 1) || (o.is_empty() && i.len() > 1) {
        let mut parts: Vec<Misreading> = i.iter().zip(&o).map(|(i, o)| (i.to_string(), o.to_string())).collect();
        parts.extend(i.iter().skip(o.len()).map(|i| (i.to_string(), String::new())));
        parts.extend(o.iter().skip(i.len()).map(|o| (String::new(), o.to_string())));
        return parts;
    }
    vec![(intended.to_owned(), observed.to_owned())]
}

fn cross_validate(family: &str, documents: &[Vec<(String, String)>]) {
    const FOLDS: usize = 5;
    let (mut priced, mut flat, mut number) = (0.0, 0.0, 0u32);
    for fold in 0..FOLDS {
        let held_out = |at: &usize| at % FOLDS == fold;
        let counts = Counts::of(family, documents.iter().enumerate().filter(|(at, _)| !held_out(at)).map(|(_, d)| d));
        let rows = counts.rows().into_iter().map(|(i, o, cost)| ((i, o), cost)).collect();
        let specials: BTreeMap<&str, u32> = counts.specials().into_iter().collect();
        let one_price = (1000.0 * 60f64.ln()) as u32;
        for (garbled, clean) in documents.iter().enumerate().filter(|(at, _)| held_out(at)).flat_map(|(_, d)| d) {
            for (misreading, _) in misreadings(&letters(garbled), &letters(clean)) {
                priced += f64::from(counts.price(&rows, &specials, &misreading));
                flat += f64::from(one_price * misreading.0.chars().count().max(misreading.1.chars().count()) as u32);
                number += 1;
            }
        }
    }
    let mean = |sum: f64| sum / f64::from(number.max(1)) / 1000.0;
    eprintln!(
        "{family}: {} documents, {number} held-out misreadings, {:.2} nats each by the table, {:.2} at one price",
        documents.len(),
        mean(priced),
        mean(flat)
    );
}
