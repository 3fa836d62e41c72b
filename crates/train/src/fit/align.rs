//! Which symbols of a damaged string stand for which of the clean one.

/// A stretch in which two strings differ: ranges of the clean and of the damaged one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) clean: (usize, usize),
    pub(crate) damaged: (usize, usize),
}

/// Cells at most: longer strings are aligned within a band.
const CELLS: usize = 60_000_000;

const MATCH: u8 = 0;
const SUBSTITUTE: u8 = 1;
const DELETE: u8 = 2;
const INSERT: u8 = 3;

/// Aligns two strings by Levenshtein distance; a substitution of a letter by a mark or a space costs a little more than one of
/// like by like, so that words stay together. Returns the operations in order.
///
/// # Complexity
///
/// O(n·w) time and memory, for a band of width w that keeps the cells below a limit.
fn operations(clean: &[u8], damaged: &[u8]) -> Vec<u8> {
    let (n, m) = (clean.len(), damaged.len());
    let band = (CELLS / (n + 1)).max(n.abs_diff(m) + 64);
    let width = (2 * band + 1).min(m + 1);
    let start_of = |i: usize| -> usize {
        let middle = if n == 0 { 0 } else { (i as u64 * m as u64 / n as u64) as usize };
        middle.saturating_sub(width / 2).min((m + 1).saturating_sub(width))
    };
    const FAR: u32 = u32::MAX / 2;
    let mut back = vec![0_u8; (n + 1) * width];
    let (mut previous, mut current) = (vec![FAR; width], vec![FAR; width]);
    for i in 0..=n {
        let (start, before) = (start_of(i), if i == 0 { 0 } else { start_of(i - 1) });
        for slot in 0..width {
            let j = start + slot;
            if j > m {
                current[slot] = FAR;
                continue;
            }
            let above = |j: usize| j.checked_sub(before).and_then(|at| previous.get(at)).copied().unwrap_or(FAR);
            let mut best = (if i == 0 && j == 0 { 0 } else { FAR }, MATCH);
            if i > 0 && j > 0 {
                let (a, b) = (clean[i - 1], damaged[j - 1]);
                let (cost, operation) = if a == b {
                    (0, MATCH)
                } else if a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric() {
                    (10, SUBSTITUTE)
                } else {
                    (12, SUBSTITUTE)
                };
                best = best.min((above(j - 1) + cost, operation));
            }
            if i > 0 {
                best = best.min((above(j) + 10, DELETE));
            }
            if slot > 0 {
                best = best.min((current[slot - 1] + 10, INSERT));
            }
            current[slot] = best.0;
            back[i * width + slot] = best.1;
        }
        std::mem::swap(&mut previous, &mut current);
    }
    let (mut i, mut j) = (n, m);
    let mut operations = Vec::with_capacity(n + m);
    while i > 0 || j > 0 {
        let slot = j.saturating_sub(start_of(i)).min(width - 1);
        let operation = match (i, j) {
            (0, _) => INSERT,
            (_, 0) => DELETE,
            _ => back[i * width + slot],
        };
        operations.push(operation);
        match operation {
            DELETE => i -= 1,
            INSERT => j -= 1,
            _ => (i, j) = (i - 1, j - 1),
        }
    }
    operations.reverse();
    operations
}

/// Returns the stretches in which `damaged` differs from `clean`.
pub(crate) fn blocks(clean: &[u8], damaged: &[u8]) -> Vec<Block> {
    let (mut i, mut j) = (0, 0);
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for operation in operations(clean, damaged) {
        let (di, dj) = match operation {
            DELETE => (1, 0),
            INSERT => (0, 1),
            _ => (1, 1),
        };
        if operation == MATCH {
            open = false;
        } else if open && let Some(last) = blocks.last_mut() {
            (last.clean.1, last.damaged.1) = (i + di, j + dj);
        } else {
            blocks.push(Block { clean: (i, i + di), damaged: (j, j + dj) });
            open = true;
        }
        (i, j) = (i + di, j + dj);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_found_where_they_are() {
        let block = |clean, damaged| Block { clean, damaged };
        assert_eq!(blocks(b"the cat", b"tbe cat"), [block((1, 2), (1, 2))]);
        assert_eq!(blocks(b"modern", b"modem"), [block((4, 6), (4, 5))]);
        assert_eq!(blocks(b"of the", b"ofthe"), [block((2, 3), (2, 2))]);
        assert!(blocks(b"same", b"same").is_empty());
    }
}
