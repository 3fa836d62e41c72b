//! Counts hyphens between words of the training text.

use std::collections::HashMap;
use std::io::BufRead;
use std::path::Path;

use ungarble::Lexicon;
use ungarble::training::{HyphenCounts, compile_hyphens};

use crate::corpus::lines_of;

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
pub(crate) fn image(lexicon: &Lexicon, folder: &Path, every: usize) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut counts = Counts::new(lexicon);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder)?.map(|item| item.map(|item| item.path())).collect::<Result<_, _>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "zst"));
    paths.sort();
    for path in paths {
        for line in lines_of(&path)?.lines().step_by(every) {
            counts.add(&line?);
        }
    }
    Ok(counts.image())
}

/// Counts of the gaps between the words of a language.
pub(crate) struct Counts<'l> {
    lexicon: &'l Lexicon,
    sides: Vec<Sides>,
    /// Hyphens and spaces between two words.
    pairs: HashMap<[u32; 2], [u32; 2]>,
    known: HashMap<String, Option<u32>>,
}

impl Counts<'_> {
    /// Returns counts of nothing.
    pub(crate) fn new(lexicon: &Lexicon) -> Counts<'_> {
        let (pairs, known) = Default::default();
        Counts { lexicon, sides: vec![Sides::default(); lexicon.vocabulary_len() as usize], pairs, known }
    }

    /// Adds a line of text.
    pub(crate) fn add(&mut self, line: &str) {
        count_line(&line.to_lowercase(), self.lexicon, &mut self.known, &mut self.sides, &mut self.pairs);
    }

    /// Writes the image.
    pub(crate) fn image(self) -> Vec<u8> {
        let Counts { lexicon, sides, pairs, .. } = self;
        let share = |part: u32, all: u32| (f64::from(part) + FLOOR.0 * FLOOR.1) / (f64::from(all) + FLOOR.1);
        let shares: Vec<[f64; 2]> = sides.iter().map(|s| [share(s.behind, s.all), share(s.before, s.all)]).collect();
        let [all, hyphens] =
            sides.iter().fold([0.0, 0.0], |[all, hyphens], s| [all + f64::from(s.all), hyphens + f64::from(s.behind)]);
        let mut pairs: Vec<_> = pairs.into_iter().filter(|(_, [hyphens, _])| *hyphens >= SEEN).collect();
        pairs.sort_unstable();
        compile_hyphens(lexicon, &HyphenCounts { sides: shares, mean: hyphens / all.max(1.0), pairs })
    }
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
