//! Edits of words that have boxes, as operations on whole words.

use std::ops::Range;

use strsim::levenshtein;

use crate::text::{Hyphen, Text};

/// An edit: a part of the text, and what is to stand there.
pub(crate) type Change<'p> = (Range<usize>, &'p str);

/// As many words may become one, or come of one.
const MOST_PARTS: usize = 8;

/// An edit over more pairs of words is not carried over.
const LARGEST: usize = 2_500;

/// A change of one or several words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// It is written otherwise; `part` is all of it, or all but the hyphen of its line.
    Set { word: usize, part: Range<usize>, new: String },
    /// It and the first of the next line are the halves of a word; each keeps its box.
    Join { first: usize, halves: [String; 2], whole: String, keeps_hyphen: bool },
    /// It becomes several.
    Split { word: usize, parts: Vec<String> },
    /// Several become one.
    Merge { words: Range<usize>, new: String },
    /// It goes.
    Remove { word: usize },
}

/// The reason why an edit was not made.
///
/// ```
/// use ungarble_formats::Obstacle;
///
/// assert_eq!(Obstacle::WordCount.to_string(), "it would change the number of words of a line");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// It would change the number of words of a line, and [`Resegment::No`](crate::Resegment::No) holds.
    WordCount,
    /// It would move words over the end of a line, a cue or a paragraph.
    LineBreak,
    /// It touches one half of a word of which the file says that it is broken at the end of the line.
    BrokenWord,
    /// The file writes this place in a way that leaves no room for it.
    Structure,
}

impl std::fmt::Display for Obstacle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Obstacle::WordCount => "it would change the number of words of a line",
            Obstacle::LineBreak => "it would move words over a line break",
            Obstacle::BrokenWord => "it touches one half of a broken word",
            Obstacle::Structure => "the markup of this place leaves no room for it",
        })
    }
}

/// Edits that touch the same words, by their indices among all edits of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cluster {
    pub(crate) edits: Range<usize>,
    /// The words; none for edits of running text.
    pub(crate) words: Range<usize>,
}

/// Groups sorted edits by the words that they touch.
pub(crate) fn clusters(text: &Text, edits: &[Change<'_>]) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    for (i, (part, _)) in edits.iter().enumerate() {
        let words = text.words_at(part);
        match clusters.last_mut() {
            Some(last) if !words.is_empty() && !last.words.is_empty() && words.start < last.words.end => {
                last.edits.end = i + 1;
                last.words.end = last.words.end.max(words.end);
            }
            _ => clusters.push(Cluster { edits: i..i + 1, words }),
        }
    }
    clusters
}

/// Returns what the edits of a cluster do to its words.
pub(crate) fn operations(
    text: &Text,
    cluster: &Cluster,
    edits: &[Change<'_>],
    may_resegment: bool,
) -> Result<Vec<Operation>, Obstacle> {
    let (Some(first), Some(last)) = (text.words.get(cluster.words.start), text.words.get(cluster.words.end - 1)) else {
        return Err(Obstacle::Structure);
    };
    let region = first.text().start..last.text().end;
    let edits = edits.get(cluster.edits.clone()).unwrap_or_default();
    if edits.iter().any(|(part, _)| part.start < region.start || part.end > region.end) {
        return Err(Obstacle::Structure);
    }
    let mut new = String::new();
    let mut at = region.start;
    for (part, replacement) in edits {
        new.push_str(text.text.get(at..part.start).ok_or(Obstacle::Structure)?);
        new.push_str(replacement);
        at = part.end;
    }
    new.push_str(text.text.get(at..region.end).ok_or(Obstacle::Structure)?);
    let new: Vec<&str> = new.split_whitespace().collect();
    let pairs = align(text, &cluster.words, &new).ok_or(Obstacle::Structure)?;
    let mut operations = Vec::new();
    for (old, now) in pairs {
        let now = &new[now];
        if let Some(operation) = operation(text, old, now)? {
            operations.push(operation);
        }
    }
    let counts = operations.iter().all(|operation| matches!(operation, Operation::Set { .. } | Operation::Join { .. }));
    if !counts && !may_resegment {
        return Err(Obstacle::WordCount);
    }
    Ok(operations)
}

/// Returns the words of the text as they are written.
fn written(text: &Text, word: usize) -> &str {
    text.words.get(word).and_then(|word| text.text.get(word.text())).unwrap_or_default()
}

fn stem(text: &Text, word: usize) -> &str {
    text.words.get(word).and_then(|word| text.text.get(text.stem(word))).unwrap_or_default()
}

/// Returns whether a word is broken at the end of its line and continues on the next one.
fn is_broken(text: &Text, word: usize) -> bool {
    let (Some(this), Some(next)) = (text.words.get(word), text.words.get(word + 1)) else { return false };
    this.hyphen != Hyphen::None && next.line > this.line
}

/// Returns whether the file declares a word to be half of one.
fn is_declared_half(text: &Text, word: usize) -> bool {
    let declared = |word: usize| {
        let hyphen = text.words.get(word).map_or(Hyphen::None, |word| word.hyphen);
        matches!(hyphen, Hyphen::InsideSoft | Hyphen::Outside) && is_broken(text, word)
    };
    declared(word) || word.checked_sub(1).is_some_and(declared)
}

/// Returns the cheapest alignment of words of the text with what is to stand there, as pairs of ranges.
///
/// # Complexity
///
/// O(n·m) comparisons of words.
fn align(text: &Text, words: &Range<usize>, new: &[&str]) -> Option<Vec<(Range<usize>, Range<usize>)>> {
    let (rows, columns) = (words.len(), new.len());
    if (rows + 1).checked_mul(columns + 1)? > LARGEST {
        return None;
    }
    let mut best = vec![(usize::MAX, (0, 0)); (rows + 1) * (columns + 1)];
    best[0].0 = 0;
    for i in 0..=rows {
        for j in 0..=columns {
            let (cost, _) = best[i * (columns + 1) + j];
            if cost == usize::MAX {
                continue;
            }
            let mut step = |di: usize, dj: usize, more: usize| {
                let to = &mut best[(i + di) * (columns + 1) + j + dj];
                if cost + more < to.0 {
                    *to = (cost + more, (di, dj));
                }
            };
            if i == rows {
                continue;
            }
            let word = words.start + i;
            let old = written(text, word);
            step(1, 0, 2 * old.chars().count());
            for parts in 1..=MOST_PARTS.min(columns - j) {
                step(1, parts, 2 * levenshtein(old, &new[j..j + parts].concat()) + parts - 1);
            }
            if j == columns {
                continue;
            }
            if is_broken(text, word) && i + 1 < rows {
                let rest = written(text, word + 1);
                let soft = levenshtein(&format!("{}{rest}", stem(text, word)), new[j]);
                let hard = levenshtein(&format!("{}-{rest}", stem(text, word)), new[j]);
                step(2, 1, 2 * soft.min(hard));
            }
            let mut joined = old.to_owned();
            for parts in 2..=MOST_PARTS.min(rows - i) {
                joined.push_str(written(text, word + parts - 1));
                step(parts, 1, 2 * levenshtein(&joined, new[j]) + 1);
            }
        }
    }
    let (mut i, mut j) = (rows, columns);
    let mut pairs = Vec::new();
    while i > 0 || j > 0 {
        let (cost, (di, dj)) = best[i * (columns + 1) + j];
        if cost == usize::MAX {
            return None;
        }
        pairs.push((words.start + i - di..words.start + i, j - dj..j));
        (i, j) = (i - di, j - dj);
    }
    pairs.reverse();
    Some(pairs)
}

/// Returns what becomes of aligned words; `None` where nothing does.
fn operation(text: &Text, old: Range<usize>, new: &[&str]) -> Result<Option<Operation>, Obstacle> {
    let word = old.start;
    let is_half = old.clone().any(|word| is_declared_half(text, word));
    match (old.len(), new) {
        (1, [new]) => set(text, word, new, is_half),
        (_, []) if is_half => Err(Obstacle::BrokenWord),
        (_, []) => Ok(Some(Operation::Remove { word })),
        (1, _) if is_half => Err(Obstacle::BrokenWord),
        (1, parts) => Ok(Some(Operation::Split { word, parts: parts.iter().map(|&part| part.to_owned()).collect() })),
        (_, [new]) => {
            let lines = old.clone().filter_map(|word| text.words.get(word)).map(|word| word.line);
            let lines: Vec<u32> = lines.collect();
            match (lines.as_slice(), is_broken(text, word)) {
                ([_, _], true) => join(text, word, new).map(Some),
                (lines, _) if lines.windows(2).any(|pair| pair[0] != pair[1]) => Err(Obstacle::LineBreak),
                _ if is_half => Err(Obstacle::BrokenWord),
                _ => Ok(Some(Operation::Merge { words: old, new: (*new).to_owned() })),
            }
        }
        _ => Err(Obstacle::Structure),
    }
}

fn set(text: &Text, word: usize, new: &str, is_half: bool) -> Result<Option<Operation>, Obstacle> {
    let old = written(text, word);
    if old == new {
        return Ok(None);
    }
    let letters = |word: &str| word.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if is_half && letters(old) != letters(new) {
        return Err(Obstacle::BrokenWord);
    }
    let Some(known) = text.words.get(word) else { return Err(Obstacle::Structure) };
    let hyphen = known.hyphen;
    let (part, new) = match (hyphen, new.strip_suffix('-')) {
        (Hyphen::None, _) | (Hyphen::Inside, None) => (known.text(), new),
        (_, Some(new)) => (text.stem(known), new),
        (_, None) => return Err(Obstacle::BrokenWord),
    };
    if new.is_empty() {
        return Err(Obstacle::Structure);
    }
    Ok(Some(Operation::Set { word, part, new: new.to_owned() }))
}

/// Cuts a whole word into the halves that are nearest to those on the two lines.
fn join(text: &Text, first: usize, whole: &str) -> Result<Operation, Obstacle> {
    let (left, right) = (stem(text, first), stem(text, first + 1));
    let ends_broken = text.words.get(first + 1).is_some_and(|word| word.hyphen != Hyphen::None);
    let whole = if ends_broken { whole.strip_suffix('-').ok_or(Obstacle::BrokenWord)? } else { whole };
    let mut best: Option<(usize, &str, &str, bool)> = None;
    for (at, c) in whole.char_indices().skip(1) {
        let (Some(start), Some(end)) = (whole.get(..at), whole.get(at..)) else { continue };
        let mut offer = |end: &'_ str, keeps_hyphen| {
            let cost = levenshtein(left, start) + levenshtein(right, end);
            let end = whole.len() - end.len();
            let end = whole.get(end..).unwrap_or_default();
            if !end.is_empty() && best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, start, end, keeps_hyphen));
            }
        };
        offer(end, false);
        if c == '-' {
            offer(end.get(1..).unwrap_or_default(), true);
        }
    }
    let (_, start, end, keeps_hyphen) = best.ok_or(Obstacle::Structure)?;
    Ok(Operation::Join { first, halves: [start.to_owned(), end.to_owned()], whole: whole.to_owned(), keeps_hyphen })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Builder;

    /// Lines of words, at places of no source.
    fn page(lines: &[&str], hyphen: Hyphen) -> Text {
        let mut builder = Builder::default();
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                builder.glue("\n");
            }
            let start = builder.len();
            for (j, word) in line.split(' ').enumerate() {
                if j > 0 {
                    builder.glue(" ");
                }
                let start = builder.len();
                builder.glue(word);
                let is_broken = word.ends_with('-');
                builder.word(start, 0..0, None, if is_broken { hyphen } else { Hyphen::None });
            }
            builder.line(start, 0..0);
        }
        builder.take()
    }

    fn told(text: &Text, from: &str, to: &str) -> Result<Vec<Operation>, Obstacle> {
        let at = text.text.find(from).unwrap();
        let edits = [(at..at + from.len(), to)];
        let clusters = clusters(text, &edits);
        assert_eq!(clusters.len(), 1);
        operations(text, &clusters[0], &edits, true)
    }

    #[test]
    fn words_are_set_split_merged_and_removed() {
        let text = page(&["we saw inthe be tween the the boats", "and then"], Hyphen::Inside);
        let set = Operation::Set { word: 1, part: 3..6, new: "say".into() };
        assert_eq!(told(&text, "saw", "say"), Ok(vec![set]));
        let parts = vec!["in".into(), "the".into()];
        assert_eq!(told(&text, "inthe", "in the"), Ok(vec![Operation::Split { word: 2, parts }]));
        let merge = Operation::Merge { words: 3..5, new: "between".into() };
        assert_eq!(told(&text, "be tween", "between"), Ok(vec![merge.clone()]));
        assert_eq!(told(&text, " tween", "tween"), Ok(vec![merge]));
        assert!(matches!(told(&text, " the the", " the").unwrap()[..], [Operation::Remove { word: 5 | 6 }]));
        assert_eq!(told(&text, "boats\nand", "boatsand"), Err(Obstacle::LineBreak));
    }

    #[test]
    fn broken_words_keep_both_boxes() {
        let join = |whole: &str, halves: [&str; 2], keeps_hyphen| {
            let halves = halves.map(String::from);
            Ok(vec![Operation::Join { first: 1, halves, whole: whole.into(), keeps_hyphen }])
        };
        for hyphen in [Hyphen::Inside, Hyphen::InsideSoft, Hyphen::Outside] {
            let text = page(&["the goverm-", "ent, fell", "down"], hyphen);
            let found = told(&text, "goverm-\nent, ", "government,\n");
            assert_eq!(found, join("government,", ["governm", "ent,"], false), "{hyphen:?}");
            let text = page(&["the well-", "knwon"], hyphen);
            assert_eq!(told(&text, "well-\nknwon", "well-known"), join("well-known", ["well", "known"], true));
        }
        let text = page(&["the goverm-", "ent, fell"], Hyphen::Outside);
        assert_eq!(told(&text, "ent", "entry"), Err(Obstacle::BrokenWord));
        assert!(told(&text, "ent,", "ent.").is_ok());
        assert_eq!(told(&text, "goverm-", "govern"), Err(Obstacle::BrokenWord));
    }
}
