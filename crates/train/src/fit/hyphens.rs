//! Counts hyphens between words of the training text.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;

use ungarble::Lexicon;
use ungarble::training::{HyphenCounts, compile_hyphens};

/// Pairs with fewer hyphens say nothing of their own.
const SEEN: u32 = 6;
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
            count_line(&line, lexicon, &mut known, &mut sides, &mut pairs);
        }
    }
    let share = |part: u32, all: u32| (f64::from(part) + FLOOR.0 * FLOOR.1) / (f64::from(all) + FLOOR.1);
    let shares: Vec<[f64; 2]> = sides.iter().map(|s| [share(s.behind, s.all), share(s.before, s.all)]).collect();
    let [all, hyphens] =
        sides.iter().fold([0.0, 0.0], |[all, hyphens], s| [all + f64::from(s.all), hyphens + f64::from(s.behind)]);
    let mut pairs: Vec<_> = pairs.into_iter().filter(|(_, [hyphens, _])| *hyphens >= SEEN).collect();
    pairs.sort_unstable();
    Ok(compile_hyphens(&HyphenCounts { sides: shares, mean: hyphens / all, pairs }))
}

/// Counts the words of a line of lower-case text, and what stands between them.
fn count_line(
    line: &str,
    lexicon: &Lexicon,
    known: &mut HashMap<String, Option<u32>>,
    sides: &mut [Sides],
    pairs: &mut HashMap<[u32; 2], [u32; 2]>,
) {
    let mut last: Option<Option<u32>> = None;
    let mut rest = line;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let (between, word_and_rest) = rest.split_at(start);
        let length = word_and_rest.find(|c: char| !c.is_alphabetic() && c != '\'').unwrap_or(word_and_rest.len());
        let (word, behind) = word_and_rest.split_at(length);
        let word = word.trim_end_matches('\'');
        let id = match known.get(word) {
            Some(id) => *id,
            None => {
                let id = lexicon.entry(word).map(|entry| entry.id().index() as u32);
                *known.entry(word.to_owned()).or_insert(id.filter(|&id| (id as usize) < sides.len()))
            }
        };
        if let Some(id) = id {
            sides[id as usize].all += 1;
            let between = if last.is_some() { between } else { "" };
            sides[id as usize].before += u32::from(between == "-");
            if let Some(Some(first)) = last {
                match between {
                    "-" => {
                        sides[first as usize].behind += 1;
                        pairs.entry([first, id]).or_default()[0] += 1;
                    }
                    " " => {
                        if let Some(counts) = pairs.get_mut(&[first, id]) {
                            counts[1] += 1;
                        }
                    }
                    _ => {}
                }
            }
        }
        last = Some(id);
        rest = behind;
    }
}
