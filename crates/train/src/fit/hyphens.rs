//! Counts hyphens between words of the training text.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use ungarble::Lexicon;
use ungarble::training::compile_hyphens;

/// Pairs with fewer hyphens say nothing of their own.
const SEEN: u32 = 6;
/// Places that the rate of both words is worth.
const PRIOR: f64 = 5.0;
/// A word that was hardly ever seen has this share of hyphens, on this many places.
const FLOOR: (f64, f64) = (0.002, 50.0);

#[derive(Clone, Copy, Default)]
struct Sides {
    all: u32,
    behind: u32,
    before: u32,
}

/// Reads every text in `folder` and returns the image.
pub(crate) fn image(folder: &Path, every: usize) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let lexicon = Lexicon::english();
    let mut sides: Vec<Sides> = vec![Sides::default(); lexicon.vocabulary_len() as usize];
    // Hyphens and spaces between two words.
    let mut pairs: HashMap<[u32; 2], [u32; 2]> = HashMap::new();
    let mut known: HashMap<String, Option<u32>> = HashMap::new();
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|item| item.map(|item| item.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "zst"));
    paths.sort();
    for path in paths {
        let mut decoder = zstd::Decoder::new(std::fs::File::open(&path)?)?;
        decoder.window_log_max(27)?;
        for line in BufReader::new(decoder).lines().step_by(every) {
            let line = line?.to_lowercase();
            let mut last: Option<(u32, usize)> = None;
            let mut at = 0;
            while let Some(start) = line[at..].find(char::is_alphabetic).map(|found| at + found) {
                let end = line[start..]
                    .find(|c: char| !c.is_alphabetic() && c != '\'')
                    .map_or(line.len(), |found| start + found);
                let word = line[start..end].trim_end_matches('\'');
                let id = match known.get(word) {
                    Some(id) => *id,
                    None => {
                        let id = lexicon
                            .entry(word)
                            .map(|entry| entry.id().index() as u32)
                            .filter(|&id| (id as usize) < sides.len());
                        *known.entry(word.to_owned()).or_insert(id)
                    }
                };
                let between = last.map(|(_, end)| &line[end..start]);
                if let Some(id) = id {
                    sides[id as usize].all += 1;
                    sides[id as usize].before += u32::from(between == Some("-"));
                    if let Some((first, _)) = last.filter(|&(first, _)| first != u32::MAX) {
                        match between {
                            Some("-") => {
                                sides[first as usize].behind += 1;
                                pairs.entry([first, id]).or_default()[0] += 1;
                            }
                            Some(" ") => {
                                if let Some(counts) = pairs.get_mut(&[first, id]) {
                                    counts[1] += 1;
                                }
                            }
                            _ => {}
                        }
                    }
                }
                last = Some((id.unwrap_or(u32::MAX), end));
                at = end.max(start + 1);
                while !line.is_char_boundary(at) {
                    at += 1;
                }
            }
        }
    }
    let share = |part: u32, all: u32| (f64::from(part) + FLOOR.0 * FLOOR.1) / (f64::from(all) + FLOOR.1);
    let shares: Vec<[f64; 2]> = sides.iter().map(|s| [share(s.behind, s.all), share(s.before, s.all)]).collect();
    let mut rows: Vec<([u32; 2], f64)> = pairs
        .into_iter()
        .filter(|(_, [hyphens, _])| *hyphens >= SEEN)
        .map(|(pair, [hyphens, spaces])| {
            let prior = shares[pair[0] as usize][0].max(shares[pair[1] as usize][1]);
            (pair, (f64::from(hyphens) + PRIOR * prior) / (f64::from(hyphens + spaces) + PRIOR))
        })
        .collect();
    rows.sort_by_key(|(pair, _)| *pair);
    Ok(compile_hyphens(&shares, &rows))
}
