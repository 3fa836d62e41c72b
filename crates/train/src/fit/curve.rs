//! What is repaired and what is harmed, by threshold.

use std::collections::BTreeMap;

use super::rows::{Document, with_scores};

/// Sums over the documents of one group.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    wrong: usize,
    right: usize,
    gained: i64,
    harmed: i64,
    edits: usize,
    /// Gain of the right edits alone.
    oracle: i64,
}

/// Prints, for each group of documents, the relative error reduction and the harm for each thousand right words at some
/// thresholds. `scores` are log-odds in nats, in the order of the proposals.
pub(crate) fn print(documents: &[Document], scores: &[f64], group: impl Fn(&Document) -> String) {
    const THRESHOLDS: [f64; 8] = [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0];
    let mut groups: BTreeMap<String, [Sums; THRESHOLDS.len()]> = BTreeMap::new();
    for (document, scores) in with_scores(documents, scores) {
        let sums = groups.entry(group(document)).or_default();
        let gains: Vec<f64> = document.proposals.iter().map(|proposal| f64::from(proposal.gain)).collect();
        let best = document.choose(&gains);
        let best = document.proposals.iter().zip(best).filter(|&(_, chosen)| chosen);
        let oracle: i64 = best.map(|(proposal, _)| i64::from(proposal.gain.max(0))).sum();
        for (sum, threshold) in sums.iter_mut().zip(THRESHOLDS) {
            sum.wrong += document.wrong;
            sum.right += document.words.saturating_sub(document.wrong);
            sum.oracle += oracle;
            for (proposal, &score) in document.proposals.iter().zip(scores) {
                if score >= threshold {
                    sum.edits += 1;
                    sum.gained += i64::from(proposal.gain);
                    sum.harmed += i64::from((-proposal.gain).max(0));
                }
            }
        }
    }
    print!("{:<28}{:>8}{:>9}{:>8}", "group", "wrong", "right", "oracle");
    for threshold in THRESHOLDS {
        print!("{:>13}", format!("@{threshold}"));
    }
    println!();
    for (name, sums) in groups {
        let oracle = 100.0 * sums[0].oracle as f64 / sums[0].wrong.max(1) as f64;
        print!("{name:<28}{:>8}{:>9}{oracle:>8.1}", sums[0].wrong, sums[0].right);
        for sum in sums {
            let reduction = 100.0 * sum.gained as f64 / (sum.wrong.max(1)) as f64;
            let harm = 1000.0 * sum.harmed as f64 / (sum.right.max(1)) as f64;
            print!(
                "{:>13}",
                if sum.wrong == 0 { format!("{}/{harm:.2}", sum.edits) } else { format!("{reduction:.1}/{harm:.2}") }
            );
        }
        println!();
    }
}
