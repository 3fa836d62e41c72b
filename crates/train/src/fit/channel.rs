//! Counts how often each intended string is read or typed as another: the tables of the channel.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use ungarble::Lexicon;
use ungarble::training::{is_intended, push_symbols, write_symbols};

use super::align::blocks;
use super::pairs::Pair;

/// Longest side of a confusion.
const LONGEST: usize = 3;
/// Longer texts, in symbols, are left out: aligning takes time that grows with the square.
const LONGEST_TEXT: usize = 3_000;
/// Pseudo-counts that the mean rate of a confusion of its kind is worth.
const PRIOR: f64 = 2.0;
/// Confusions of several symbols that were seen less often say nothing.
const SEEN: u32 = 6;
/// Confusions of several symbols must be cheaper by so much, in millinats, than the simple ones that do the same.
const GAIN: u32 = 500;
/// Costs are measured from this many times the mean error rate, so that none is negative: 3000 millinats.
const SCALE: f64 = 3.0;

/// Counts of one kind of noise.
pub(crate) struct Counts<'l> {
    lexicon: &'l Lexicon,
    confusions: HashMap<(Vec<u8>, Vec<u8>), u32>,
    strings: HashMap<Vec<u8>, u32>,
    swaps: u32,
    errors: u32,
    symbols: u32,
}

impl Counts<'_> {
    /// Returns counts of nothing, for a language.
    pub(crate) fn new(lexicon: &Lexicon) -> Counts<'_> {
        let (confusions, strings) = Default::default();
        Counts { lexicon, confusions, strings, swaps: 0, errors: 0, symbols: 0 }
    }

    /// Adds the differences of a pair. Stretches that differ as a whole are no confusions.
    pub(crate) fn add(&mut self, pair: &Pair) {
        let (mut clean, mut damaged) = (Vec::new(), Vec::new());
        push_symbols(&pair.clean.to_lowercase(), self.lexicon, &mut clean);
        if pair.clean == pair.garbled || clean.len() > LONGEST_TEXT {
            return;
        }
        push_symbols(&pair.garbled, self.lexicon, &mut damaged);
        self.symbols += clean.len() as u32;
        for start in 0..clean.len() {
            for length in 1..=LONGEST.min(clean.len() - start) {
                let string = &clean[start..start + length];
                match self.strings.get_mut(string) {
                    Some(count) => *count += 1,
                    None => drop(self.strings.insert(string.to_vec(), 1)),
                }
            }
        }
        let mut blocks = blocks(&clean, &damaged);
        let mut at = 0;
        while at < blocks.len() {
            let block = blocks[at];
            let intended = &clean[block.clean.0..block.clean.1];
            let observed: Vec<u8> =
                damaged[block.damaged.0..block.damaged.1].iter().copied().filter(|&b| b != b'~').collect();
            // A swap shows as an insertion and a deletion with a letter between them.
            if let Some(next) = blocks.get(at + 1)
                && next.clean.0 == block.clean.1 + 1
                && next.clean.1 - block.clean.0 == 2
                && next.damaged.1 - block.damaged.0 == 2
                && clean[block.clean.0] == damaged[block.damaged.0 + 1]
                && clean[block.clean.0 + 1] == damaged[block.damaged.0]
            {
                self.swaps += 1;
                self.errors += 1;
                blocks.remove(at + 1);
                at += 1;
                continue;
            }
            at += 1;
            self.count(intended, &observed);
        }
    }

    fn count(&mut self, intended: &[u8], observed: &[u8]) {
        if intended == observed
            || intended.is_empty() && observed.is_empty()
            || !intended.iter().all(|&symbol| is_intended(symbol, self.lexicon))
        {
            return;
        }
        if intended.len() == 2 && observed.len() == 2 && intended[0] == observed[1] && intended[1] == observed[0] {
            self.swaps += 1;
            self.errors += 1;
        } else if intended.len() <= LONGEST && observed.len() <= LONGEST {
            *self.confusions.entry((intended.to_vec(), observed.to_vec())).or_default() += 1;
            self.errors += 1;
            if intended.len() == observed.len() && intended.len() > 1 {
                self.each(intended, observed);
            }
        } else if intended.len() == observed.len() && intended.len() <= 2 * LONGEST {
            self.each(intended, observed);
        }
    }

    /// Counts a stretch of equal length letter by letter, too.
    fn each(&mut self, intended: &[u8], observed: &[u8]) {
        for (&a, &b) in intended.iter().zip(observed).filter(|(a, b)| a != b) {
            *self.confusions.entry((vec![a], vec![b])).or_default() += 1;
            self.errors += 1;
        }
    }

    /// Writes the table: costs in millinats, relative to the mean error rate.
    pub(crate) fn table(&self, header: &str) -> String {
        let rate = f64::from(self.errors.max(1)) / f64::from(self.symbols.max(1));
        let cost = |relative: f64| (1000.0 * (SCALE - relative.max(1e-6).ln())).round().clamp(0.0, 20_000.0) as u32;
        let relative = |count: f64, of: f64| count / of.max(1.0) / rate;
        // Means of the four simple kinds, for what was hardly seen.
        let letters: f64 =
            self.strings.iter().filter(|(s, _)| s.len() == 1 && s[0] != b' ').map(|(_, &n)| f64::from(n)).sum();
        let total = |of: &dyn Fn(&[u8], &[u8]) -> bool| -> f64 {
            self.confusions.iter().filter(|((s, o), _)| of(s, o)).map(|(_, &n)| f64::from(n)).sum()
        };
        let one = |side: &[u8]| side.len() == 1 && side[0] != b' ';
        let substitution = relative(total(&|s, o| one(s) && one(o)), letters) / 30.0;
        let deletion = relative(total(&|s, o| one(s) && o.is_empty()), letters);
        let insertion = relative(total(&|s, o| s.is_empty() && one(o)), letters) / 30.0;
        let swap = relative(f64::from(self.swaps), letters);
        let mut out = header.to_owned();
        let _ = writeln!(out, "<swap>\t<swap>\t{}", cost(swap));
        // Half of the mean: what was never seen is rarer than what was.
        let _ = writeln!(out, "<any>\t<any>\t{}", cost(substitution / 2.0));
        let _ = writeln!(out, "\t<any>\t{}", cost(insertion / 2.0));
        let _ = writeln!(out, "<any>\t\t{}", cost(deletion / 2.0));
        let _ = writeln!(out, "\t~\t{}", cost(20.0));
        let rows: BTreeMap<_, _> =
            self.confusions.iter().map(|((intended, observed), count)| ((intended, observed), count)).collect();
        let mut simple = HashMap::new();
        let any = [substitution, deletion, insertion].map(|mean| cost(mean / 2.0));
        let passes = [false, true].into_iter().flat_map(|many| rows.iter().map(move |row| (many, row)));
        for (many, (&(intended, observed), &&count)) in passes {
            if many != (intended.len() > 1 || observed.len() > 1) || many && count < SEEN {
                continue;
            }
            let of = match intended.as_slice() {
                [] => f64::from(self.symbols),
                string => f64::from(self.strings.get(string).copied().unwrap_or(1)),
            };
            let mean = match (intended.len(), observed.len()) {
                (1, 1) => substitution / 2.0,
                (1, 0) => deletion / 2.0,
                (0, 1) => insertion / 2.0,
                _ => 0.0,
            };
            let cost = cost(relative(f64::from(count) + PRIOR * mean * rate, of + PRIOR));
            if many {
                if cost + GAIN > by_parts(intended, observed, &simple, any) {
                    continue;
                }
            } else {
                simple.insert((intended.first().copied(), observed.first().copied()), cost);
            }
            let _ = writeln!(
                out,
                "{}\t{}\t{cost}",
                write_symbols(intended, self.lexicon),
                write_symbols(observed, self.lexicon)
            );
        }
        out
    }
}

/// Returns what a confusion costs as the cheapest row of simple ones. `simple` has those of one symbol and none; `any` are the costs of a substitution,
/// a deletion and an insertion that it lacks.
fn by_parts(intended: &[u8], observed: &[u8], simple: &HashMap<(Option<u8>, Option<u8>), u32>, any: [u32; 3]) -> u32 {
    let one = |meant: Option<u8>, seen: Option<u8>| {
        let known = simple.get(&(meant, seen)).copied();
        match (meant, seen) {
            (Some(meant), Some(seen)) if meant == seen => 0,
            // No symbol stands for a space but those that rows name.
            (Some(b' '), _) | (None, Some(b' ')) => known.unwrap_or(u32::MAX / 8),
            (Some(_), Some(_)) => known.unwrap_or(any[0]),
            (Some(_), None) => known.unwrap_or(any[1]),
            _ => known.unwrap_or(any[2]),
        }
    };
    let mut row: Vec<u32> = vec![0];
    for (at, &seen) in observed.iter().enumerate() {
        row.push(row[at] + one(None, Some(seen)));
    }
    for &meant in intended {
        let mut diagonal = row[0];
        row[0] += one(Some(meant), None);
        for (at, &seen) in observed.iter().enumerate() {
            let above = row[at + 1];
            let substituted = diagonal + one(Some(meant), Some(seen));
            row[at + 1] = substituted.min(above + one(Some(meant), None)).min(row[at] + one(None, Some(seen)));
            diagonal = above;
        }
    }
    row[observed.len()]
}
