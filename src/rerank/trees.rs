//! Gradient-boosted trees, evaluated with integers and read in place.
//!
//! ```text
//! magic [8]  features u16  trees u16  nodes u32  bias i32
//! u32 × trees        where each tree begins among the nodes
//! 8 bytes × node     feature u16 (0xFFFF: a leaf), right child u16 (from the start of its tree), threshold or value i32
//! ```
//!
//! The left child of a node is the next one; a value at most the threshold goes left. Opening checks the header and the sizes.
//!
//! # Source
//!
//! Friedman, “Greedy function approximation: a gradient boosting machine”, 2001, with the logistic loss.

use std::borrow::Cow;

use crate::error::LexiconError;
use crate::lexicon::image::checksum;

pub(crate) const MAGIC: [u8; 8] = *b"UNGARGBT";
const HEADER: usize = 20;
const NODE: usize = 8;
pub(super) const LEAF: u16 = u16::MAX;
/// No tree is deeper; a damaged one does not go on for ever.
const DEEPEST: usize = 64;

/// A forest whose header has been checked.
#[derive(Clone)]
pub(crate) struct Trees {
    bytes: Cow<'static, [u8]>,
    trees: usize,
    bias: i32,
}

impl std::fmt::Debug for Trees {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trees").field("trees", &self.trees).finish_non_exhaustive()
    }
}

impl Trees {
    /// A number that other trees have not.
    pub(super) fn fingerprint(&self) -> u64 {
        checksum(&self.bytes)
    }

    /// Opens a forest over so many features.
    ///
    /// # Errors
    ///
    /// If it is none, is cut short or was fitted on other features.
    pub(crate) fn open(bytes: Cow<'static, [u8]>, features: usize) -> Result<Trees, LexiconError> {
        let wrong = || LexiconError::Section { section: "trees" };
        let number = |at: usize| -> Option<u32> { Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)) };
        if bytes.get(..8) != Some(&MAGIC) {
            return Err(wrong());
        }
        let counts = number(8).ok_or_else(wrong)?;
        let (fitted, trees) = (counts as usize & 0xFFFF, counts as usize >> 16);
        let nodes = number(12).ok_or_else(wrong)? as usize;
        let bias = number(16).ok_or_else(wrong)? as i32;
        if fitted != features || bytes.len() != HEADER + 4 * trees + NODE * nodes {
            return Err(wrong());
        }
        Ok(Trees { bytes, trees, bias })
    }

    /// The log-odds that an edit is right, in millinats.
    ///
    /// # Complexity
    ///
    /// O(t·d) for t trees of depth d.
    pub(crate) fn log_odds(&self, features: &[i32]) -> i32 {
        let nodes = self.bytes.get(HEADER + 4 * self.trees..).unwrap_or_default();
        let starts = self.bytes.get(HEADER..HEADER + 4 * self.trees).unwrap_or_default();
        let starts =
            starts.chunks_exact(4).map(|start| u32::from_le_bytes([start[0], start[1], start[2], start[3]]) as usize);
        starts.fold(self.bias, |sum, start| sum.saturating_add(tree(nodes, start, features)))
    }
}

fn tree(nodes: &[u8], start: usize, features: &[i32]) -> i32 {
    let mut at = start;
    for _ in 0..DEEPEST {
        let Some(&[f0, f1, r0, r1, v0, v1, v2, v3]) =
            nodes.get(at * NODE..).and_then(|rest| rest.first_chunk::<NODE>())
        else {
            return 0;
        };
        let (feature, value) = (u16::from_le_bytes([f0, f1]), i32::from_le_bytes([v0, v1, v2, v3]));
        if feature == LEAF {
            return value;
        }
        let is_left = features.get(usize::from(feature)).is_none_or(|&own| own <= value);
        at = if is_left { at + 1 } else { start + usize::from(u16::from_le_bytes([r0, r1])) };
    }
    0
}

/// Writes a forest of one tree with these nodes: feature, right child and value, and log-odds of 100 before it.
#[cfg(test)]
pub(super) fn forest(nodes: &[(u16, u16, i32)]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend((crate::rerank::features::COUNT as u16).to_le_bytes());
    bytes.extend(1_u16.to_le_bytes());
    bytes.extend((nodes.len() as u32).to_le_bytes());
    bytes.extend(100_i32.to_le_bytes());
    bytes.extend(0_u32.to_le_bytes());
    for &(feature, right, value) in nodes {
        bytes.extend(feature.to_le_bytes());
        bytes.extend(right.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rerank::features::{COUNT, Feature, Features};

    #[test]
    fn values_at_the_threshold_go_left() {
        let edits = Feature::edits as u16;
        let trees =
            Trees::open(forest(&[(edits, 2, 1), (LEAF, 0, 50), (LEAF, 0, -70)]).into(), COUNT).expect("it is whole");
        let mut features = Features::new();
        features.set(Feature::edits, 1);
        assert_eq!(trees.log_odds(&features.0), 150);
        features.set(Feature::edits, 2);
        assert_eq!(trees.log_odds(&features.0), 30);
    }

    #[test]
    fn damaged_forests_are_refused_or_harmless() {
        let mut bytes = forest(&[(0, 9, 1), (LEAF, 0, 50)]);
        assert!(Trees::open(bytes.clone().into(), COUNT).expect("sizes fit").log_odds(&Features::new().0) != 0);
        bytes.pop();
        assert!(Trees::open(bytes.into(), COUNT).is_err());
    }
}
