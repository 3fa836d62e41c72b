//! Misspellings that the training texts have on their clean sides: found by reading what the classifier would change there, and corrected
//! when pairs are read, so that mending them counts as right.

use std::collections::BTreeMap;

use super::rows::{Document, with_scores};

/// Rows that were found: source, as it stands there, corrected. Each row was read in its sentence.
const CORRECTED: &str = include_str!("../../../../training/lists/corrected.tsv");

/// Corrections by source.
pub(crate) struct Corrections(BTreeMap<&'static str, Vec<(&'static str, &'static str)>>);

impl Corrections {
    /// Reads the list.
    pub(crate) fn new() -> Corrections {
        let mut by_source: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for line in CORRECTED.lines().filter(|line| !line.starts_with('#')) {
            if let [source, printed, corrected] = line.split('\t').collect::<Vec<_>>()[..] {
                by_source.entry(source).or_default().push((printed, corrected));
            }
        }
        Corrections(by_source)
    }

    /// Corrects the clean side of a text of `source`, in O(rows of the source × bytes).
    pub(crate) fn apply(&self, source: &str, clean: &mut String) {
        for &(printed, corrected) in self.0.get(source).into_iter().flatten() {
            if clean.contains(printed) {
                *clean = replace_words(clean, printed, corrected);
            }
        }
    }
}

/// Replaces `printed` wherever no letter or digit stands beside it.
fn replace_words(text: &str, printed: &str, corrected: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for (start, _) in text.match_indices(printed) {
        let end = start + printed.len();
        let (Some((before, _)), Some((_, after))) = (text.split_at_checked(start), text.split_at_checked(end)) else {
            continue;
        };
        let beside = [before.chars().next_back(), after.chars().next()];
        if beside.into_iter().flatten().all(|c| !c.is_alphanumeric()) {
            out.push_str(text.get(copied..start).unwrap_or_default());
            out.push_str(corrected);
            copied = end;
        }
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    out
}

/// Prints the edits from `least` log-odds (nats) on that would change right words of ordinary texts: how many such, the highest score, the
/// source, what stands there, what it would become, and one place.
pub(crate) fn print(documents: &[Document], texts: &[&str], scores: &[f64], least: f64) {
    let mut found: BTreeMap<(&str, &str, &str), (usize, f64, String)> = BTreeMap::new();
    for ((document, scores), text) in with_scores(documents, scores).zip(texts) {
        for (proposal, &score) in document.proposals.iter().zip(scores) {
            if proposal.gain >= 0 || score < least || document.is_unusual() {
                continue;
            }
            let row = found.entry((&document.source, &proposal.text, &proposal.replacement)).or_default();
            if row.0 == 0 || score > row.1 {
                row.1 = score;
                row.2 = around(text, proposal.span);
            }
            row.0 += 1;
        }
    }
    for ((source, printed, replacement), (count, score, place)) in found {
        println!("{count}\t{score:.2}\t{source}\t{printed}\t{replacement}\t{place}");
    }
}

/// The text around a span, on one line.
fn around(text: &str, (start, end): (usize, usize)) -> String {
    const SYMBOLS: usize = 30;
    let part = |from, to| text.get(from..to).unwrap_or_default();
    let before: String = part(0, start).chars().rev().take(SYMBOLS).collect();
    let before: String = before.chars().rev().collect();
    let after: String = part(end, text.len()).chars().take(SYMBOLS).collect();
    format!("{before}[{}]{after}", part(start, end)).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_replaced_whole() {
        assert_eq!(replace_words("teh tehran, teh", "teh", "the"), "the tehran, the");
        assert_eq!(replace_words("the citizen ship’s", "citizen ship", "citizenship"), "the citizenship’s");
    }

    #[test]
    fn the_list_has_three_columns_and_changes_something() {
        for line in CORRECTED.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<_> = line.split('\t').collect();
            assert!(matches!(columns[..], [_, printed, corrected] if printed != corrected), "{line}");
        }
    }
}
