//! Counts how often words, and pairs of them, are capitalised where no sentence begins.

use std::collections::HashMap;
use std::path::Path;

use ungarble::Lexicon;
use ungarble::training::{CaseReader, CasedRow, compile_cased};

use crate::corpus::{Reserved, read_lines, read_reserved};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Of the genres of old books one line in so many is read: they are large, and capitals of another time.
const OLD_SHARE: usize = 2;
/// Sightings that a word needs, and a pair.
const LEAST_WORD: u32 = 5;
const LEAST_PAIR: u32 = 4;
/// Words and pairs that are kept.
const WORDS: usize = 100_000;
const PAIRS: usize = 180_000;
/// Share of capitals among the words inside sentences, and how many sightings it is worth beside those of one word.
const USUAL: f64 = 0.09;
const PRIOR: f64 = 4.0;
/// Nats that a pair must tell beyond its words, all its sightings together.
const LEAST_GAIN: f64 = 1.5;

/// Sightings of a word in one source, beyond which more of them tell little of others, and those of a pair.
const MOST_OF_SOURCE: f64 = 100.0;
const MOST_OF_PAIR: f64 = 40.0;

#[derive(Clone, Copy, Debug, Default)]
struct WordCounts<N> {
    /// By pattern.
    patterns: [N; 3],
    /// Words behind it and before it, by whether it has a capital, and how many of them have one.
    next: [[N; 2]; 2],
    before: [[N; 2]; 2],
}

/// Counts in one source.
#[derive(Debug, Default)]
struct Counts {
    numbers: HashMap<String, u32>,
    words: Vec<WordCounts<u32>>,
    pairs: HashMap<(u32, u32), [u32; 4]>,
}

impl Counts {
    fn number(&mut self, lower: &str) -> u32 {
        if let Some(&number) = self.numbers.get(lower) {
            return number;
        }
        let number = self.words.len() as u32;
        self.numbers.insert(lower.to_owned(), number);
        self.words.push(WordCounts::default());
        number
    }

    fn read(&mut self, line: &str, reader: &mut CaseReader, lexicon: &Lexicon) {
        let mut previous: Option<(u32, usize, bool)> = None;
        reader.read(line, lexicon, |word| {
            let number = self.number(word.lower);
            if word.inside {
                self.words[number as usize].patterns[word.pattern] += 1;
            }
            if let Some((before, pattern, inside)) = previous
                && word.follows
            {
                let (first, second) = (usize::from(pattern > 0), usize::from(word.pattern > 0));
                // A capital that opens a sentence says nothing of the word, but may be followed by one that does.
                if word.inside && (inside || first == 0) {
                    let next = &mut self.words[before as usize].next[first];
                    *next = [next[0] + 1, next[1] + second as u32];
                }
                if inside && word.inside {
                    let back = &mut self.words[number as usize].before[second];
                    *back = [back[0] + 1, back[1] + first as u32];
                    self.pairs.entry((before, number)).or_default()[2 * first + second] += 1;
                }
            }
            previous = Some((number, word.pattern, word.inside));
        });
    }
}

/// Counts of all sources, each of which has one voice: what a parliament writes a thousand times does not outvote the rest.
#[derive(Debug, Default)]
struct Evidence {
    numbers: HashMap<String, u32>,
    words: Vec<WordCounts<f64>>,
    /// Sightings as they were counted, and sums of the squared shares of capitals over sources, by what these are worth.
    sightings: Vec<u32>,
    squares: Vec<f64>,
    pairs: HashMap<(u32, u32), [f64; 4]>,
    pair_sightings: HashMap<(u32, u32), u32>,
}

/// Returns what a source's `count` of something is worth.
fn worth(count: u32, most: f64) -> f64 {
    most / (f64::from(count) + most)
}

impl Evidence {
    fn join(&mut self, source: Counts) {
        let mut names: Vec<(&String, &u32)> = source.numbers.iter().collect();
        names.sort_unstable_by_key(|(_, number)| **number);
        let mut renumbered = Vec::with_capacity(names.len());
        for (name, &number) in names {
            let next = self.words.len() as u32;
            let own = *self.numbers.entry(name.clone()).or_insert(next);
            if own == next {
                self.words.push(WordCounts::default());
                self.sightings.push(0);
                self.squares.push(0.0);
            }
            renumbered.push(own);
            let (to, from) = (&mut self.words[own as usize], &source.words[number as usize]);
            let seen = from.patterns.iter().sum::<u32>();
            let each = worth(seen, MOST_OF_SOURCE);
            to.patterns.iter_mut().zip(from.patterns).for_each(|(a, b)| *a += f64::from(b) * each);
            self.sightings[own as usize] += seen;
            let capitals = f64::from(seen - from.patterns[0]) / f64::from(seen.max(1));
            self.squares[own as usize] += f64::from(seen) * each * capitals * capitals;
            for (a, b) in to.next.iter_mut().chain(&mut to.before).zip(from.next.iter().chain(&from.before)) {
                let each = worth(b[0], MOST_OF_SOURCE);
                *a = [a[0] + f64::from(b[0]) * each, a[1] + f64::from(b[1]) * each];
            }
        }
        for ((first, second), counts) in source.pairs {
            let key = (renumbered[first as usize], renumbered[second as usize]);
            let seen = counts.iter().sum::<u32>();
            let each = worth(seen, MOST_OF_PAIR);
            let own = self.pairs.entry(key).or_default();
            own.iter_mut().zip(counts).for_each(|(a, b)| *a += f64::from(b) * each);
            *self.pair_sightings.entry(key).or_default() += seen;
        }
    }

    /// Costs of the patterns of a word, in nats.
    fn costs(counts: &WordCounts<f64>) -> [f64; 3] {
        let all = counts.patterns.iter().sum::<f64>();
        let usual = [1.0 - USUAL, 0.75 * USUAL, 0.25 * USUAL];
        // Few sightings of a word say little; half of one is shared out.
        std::array::from_fn(|p| -((counts.patterns[p] + 0.5 * usual[p]) / (all + 0.5)).ln())
    }

    fn image(&self) -> Vec<u8> {
        let mut names: Vec<(&str, u32)> = self.numbers.iter().map(|(name, &number)| (name.as_str(), number)).collect();
        names.sort_unstable();
        let of = |number: u32| &self.words[number as usize];
        let seen = |number: u32| self.sightings[number as usize];
        let mut kept: Vec<(&str, u32)> =
            names.iter().copied().filter(|&(_, number)| seen(number) >= LEAST_WORD).collect();
        kept.sort_by_key(|&(_, number)| std::cmp::Reverse(seen(number)));
        kept.truncate(WORDS);
        let odds = |[all, capitals]: [f64; 2]| {
            let share = (capitals + PRIOR * USUAL) / (all + PRIOR);
            (share / (1.0 - share).max(1e-6)).ln()
        };
        let rows: Vec<CasedRow<'_>> = kept
            .iter()
            .map(|&(lower, number)| {
                let counts = of(number);
                let neighbours =
                    [odds(counts.next[0]), odds(counts.next[1]), odds(counts.before[0]), odds(counts.before[1])];
                let all = counts.patterns.iter().sum::<f64>().max(1e-9);
                let mean = 1.0 - counts.patterns[0] / all;
                let spread = (self.squares[number as usize] / all - mean * mean).max(0.0).sqrt();
                let count = u64::from(seen(number));
                CasedRow { lower, count, costs: Evidence::costs(counts), spread, neighbours }
            })
            .collect();
        let mut name_of = vec![""; self.words.len()];
        names.iter().for_each(|&(name, number)| name_of[number as usize] = name);
        let mut pairs: Vec<(f64, [&str; 2], [f64; 4])> = Vec::new();
        for (key @ &(first, second), counts) in &self.pairs {
            if self.pair_sightings[key] < LEAST_PAIR {
                continue;
            }
            let (a, b) = (Evidence::costs(of(first)), Evidence::costs(of(second)));
            let capital = |costs: [f64; 3]| [costs[0], -((-costs[1]).exp() + (-costs[2]).exp()).ln()];
            let (a, b) = (capital(a), capital(b));
            let alone = |slot: usize| a[slot / 2] + b[slot % 2];
            let all = counts.iter().sum::<f64>();
            let costs: [f64; 4] =
                std::array::from_fn(|slot| -((counts[slot] + 2.0 * (-alone(slot)).exp().max(1e-3)) / (all + 2.0)).ln());
            // What the pair tells beyond its words.
            let gain: f64 = (0..4).map(|slot| counts[slot] * (alone(slot) - costs[slot])).sum();
            if gain > LEAST_GAIN {
                pairs.push((gain, [name_of[first as usize], name_of[second as usize]], costs));
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        pairs.truncate(PAIRS);
        let pairs: Vec<([&str; 2], [f64; 4])> = pairs.into_iter().map(|(_, names, costs)| (names, costs)).collect();
        let image = compile_cased(&rows, &pairs);
        println!("{} words and {} pairs in {} bytes", rows.len(), pairs.len(), image.len());
        image
    }
}

/// Counts in the files that `manifest.tsv` in `folder` lists, without the lines in `reserved`, and returns the image.
pub(crate) fn image(folder: &Path, reserved: &Path) -> Result<Vec<u8>, Failure> {
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv"))?;
    let reserved = read_reserved(reserved)?;
    let files: Vec<(&str, bool)> = manifest
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.split('\t');
            Some((fields.next()?, fields.nth(3)?))
        })
        .map(|(file, genre)| (file, genre.contains("19th") || genre.contains("1700")))
        .collect();
    let next = std::sync::atomic::AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Counts)>, Failure> {
        let mut read = Vec::new();
        loop {
            let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let Some(&(file, old)) = files.get(at) else { return Ok(read) };
            read.push((at, count(folder, file, &reserved, if old { OLD_SHARE } else { 1 })?));
        }
    };
    let mut all = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().expect("counting does not panic")?);
        }
        Ok::<_, Failure>(all)
    })?;
    all.sort_by_key(|(at, _)| *at);
    let mut evidence = Evidence::default();
    all.into_iter().for_each(|(_, source)| evidence.join(source));
    Ok(evidence.image())
}

/// Counts in one file, of which one line in `every` is read.
fn count(folder: &Path, file: &str, reserved: &Reserved, every: usize) -> Result<Counts, Failure> {
    let lexicon = Lexicon::english();
    let (mut counts, mut reader) = (Counts::default(), CaseReader::default());
    read_lines(folder, file, reserved, |number, is_reserved, line| {
        if !is_reserved && number % every == 0 {
            counts.read(&line, &mut reader, lexicon);
        }
    })?;
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_inside_sentences_are_counted() {
        let (mut counts, mut reader) = (Counts::default(), CaseReader::default());
        counts.read(
            "The man went to London with her. London is where the man was born.",
            &mut reader,
            Lexicon::english(),
        );
        let patterns = |word: &str| counts.words[counts.numbers[word] as usize].patterns;
        assert_eq!(patterns("london"), [0, 1, 0], "the second opens a sentence");
        assert_eq!(patterns("man"), [2, 0, 0]);
        let pair = (counts.numbers["to"], counts.numbers["london"]);
        assert_eq!(counts.pairs[&pair], [0, 1, 0, 0]);
    }
}
