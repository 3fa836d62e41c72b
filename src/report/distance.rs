//! The edit distance of two sequences, and the pairs of equal items on one shortest way between them.

use std::collections::HashMap;
use std::hash::Hash;

const BLOCK: usize = 64;

/// Bits of a recorded matrix up to which it is kept whole; larger ones are halved first.
const MATRIX_BYTES: usize = 1 << 20;

/// Turns two sequences of items into numbers: equal items have equal numbers.
pub(super) fn intern<T: Hash + Eq>(a: impl Iterator<Item = T>, b: impl Iterator<Item = T>) -> (Vec<u32>, Vec<u32>) {
    let mut known = HashMap::new();
    let mut number = |item| {
        let next = known.len() as u32;
        *known.entry(item).or_insert(next)
    };
    let a = a.map(&mut number).collect();
    (a, b.map(&mut number).collect())
}

/// Returns the Levenshtein distance: the fewest insertions, deletions and substitutions.
///
/// # Complexity
///
/// O(d·n/64) time for a distance of d, and O(n) memory.
///
/// # Source
///
/// Myers, “A fast bit-vector algorithm for approximate string matching based on dynamic programming”, 1999, in the form
/// of Hyyrö, 2003; the band is Ukkonen's, 1985, doubled until it holds the distance.
pub(super) fn distance(a: &[u32], b: &[u32]) -> usize {
    let (_, a, b) = trim(a, b);
    if a.is_empty() || b.is_empty() {
        return a.len() + b.len();
    }
    let pattern = Pattern::new(a);
    let mut limit = BLOCK.max(a.len().abs_diff(b.len()));
    loop {
        let found = pattern.banded_distance(b, limit);
        if found <= limit || limit >= a.len().max(b.len()) {
            return found;
        }
        limit *= 2;
    }
}

/// Returns the pairs of equal items, as positions in `a` and `b`, on a shortest way from `a` to `b`.
///
/// Of several shortest ways it is the one that read backwards deletes before it inserts, and inserts before it pairs:
/// the choice of the library `rapidfuzz`, so that figures taken by it and by us are equal. Where the matrix would take
/// more than a mebibyte, `b` is halved at the first place where a shortest way crosses its middle (Hirschberg, 1975).
///
/// # Complexity
///
/// O(|a|·|b|/64) time, O(|a| + |b|) memory above that mebibyte.
pub(super) fn equal_pairs(a: &[u32], b: &[u32]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    align(a, b, (0, 0), usize::MAX, &mut pairs);
    pairs
}

fn align(a: &[u32], b: &[u32], at: (usize, usize), limit: usize, pairs: &mut Vec<(usize, usize)>) {
    let (prefix, inner, b_inner) = trim(a, b);
    let suffix = a.len() - prefix - inner.len();
    pairs.extend((0..prefix).map(|i| (at.0 + i, at.1 + i)));
    let start = (at.0 + prefix, at.1 + prefix);
    let limit = limit.min(inner.len().max(b_inner.len()));
    let band = inner.len().min(2 * limit + 1);
    if !(inner.is_empty() || b_inner.is_empty()) {
        if 2 * band * b_inner.len() / 8 < MATRIX_BYTES || inner.len() < 65 || b_inner.len() < 10 {
            trace(inner, b_inner, start, pairs);
        } else {
            let middle = middle(inner, b_inner);
            let (left, right) = inner.split_at(middle.a);
            let (b_left, b_right) = b_inner.split_at(middle.b);
            align(left, b_left, start, middle.before, pairs);
            align(right, b_right, (start.0 + middle.a, start.1 + middle.b), middle.behind, pairs);
        }
    }
    let end = (start.0 + inner.len(), start.1 + b_inner.len());
    pairs.extend((0..suffix).map(|i| (end.0 + i, end.1 + i)));
}

/// Follows a shortest way back through the whole matrix.
fn trace(a: &[u32], b: &[u32], at: (usize, usize), pairs: &mut Vec<(usize, usize)>) {
    let pattern = Pattern::new(a);
    let mut rows = pattern.first_rows();
    let mut matrix = Vec::with_capacity(b.len() * rows.len());
    for &symbol in b {
        pattern.advance(symbol, &mut rows);
        matrix.extend_from_slice(&rows);
    }
    let cell = |column: usize, row: usize| (matrix[column * rows.len() + row / BLOCK], 1_u64 << (row % BLOCK));
    let (mut i, mut j) = (a.len(), b.len());
    let first = pairs.len();
    while i > 0 && j > 0 {
        let (deltas, bit) = cell(j - 1, i - 1);
        if deltas.up & bit != 0 {
            i -= 1;
            continue;
        }
        j -= 1;
        if j > 0 {
            let (deltas, bit) = cell(j - 1, i - 1);
            if deltas.down & bit != 0 {
                continue;
            }
        }
        i -= 1;
        if a[i] == b[j] {
            pairs.push((at.0 + i, at.1 + j));
        }
    }
    pairs[first..].reverse();
}

/// Where a shortest way crosses the middle of `b`, and how long it is before and behind.
struct Middle {
    a: usize,
    b: usize,
    before: usize,
    behind: usize,
}

fn middle(a: &[u32], b: &[u32]) -> Middle {
    let (left, right) = b.split_at(b.len() / 2);
    let backwards = |items: &[u32]| items.iter().rev().copied().collect::<Vec<u32>>();
    let before = prefix_distances(a, left);
    let behind = prefix_distances(&backwards(a), &backwards(right));
    // A way that has spent the first half of `b` before the first item of `a` is never chosen: see `equal_pairs`.
    let at = (1..=a.len()).min_by_key(|&i| before[i] + behind[a.len() - i]).unwrap_or(a.len());
    Middle { a: at, b: left.len(), before: before[at], behind: behind[a.len() - at] }
}

/// Returns the distance of each prefix of `a`, the empty one first, to the whole of `b`.
fn prefix_distances(a: &[u32], b: &[u32]) -> Vec<usize> {
    let pattern = Pattern::new(a);
    let mut rows = pattern.first_rows();
    b.iter().for_each(|&symbol| pattern.advance(symbol, &mut rows));
    let mut distance = b.len();
    let mut out = vec![distance];
    for i in 0..a.len() {
        let (deltas, bit) = (rows[i / BLOCK], 1_u64 << (i % BLOCK));
        distance += usize::from(deltas.up & bit != 0);
        distance -= usize::from(deltas.down & bit != 0);
        out.push(distance);
    }
    out
}

/// Takes away what the two have in common at both ends; returns how much at the front, and what is left.
fn trim<'a, 'b>(a: &'a [u32], b: &'b [u32]) -> (usize, &'a [u32], &'b [u32]) {
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    (prefix, &a[..a.len() - suffix], &b[..b.len() - suffix])
}

/// Differences down a column of 64 cells of the matrix: where the value rises by one, where it falls by one.
#[derive(Clone, Copy)]
struct Deltas {
    up: u64,
    down: u64,
}

/// The sequence down the side of the matrix: for each symbol, where it stands.
struct Pattern {
    len: usize,
    /// Blocks in which a symbol occurs and at which of their bits, by symbol, then by block.
    places: Vec<(u32, u64)>,
    /// The places of symbol s are those from `starts[s]` to `starts[s + 1]`.
    starts: Vec<usize>,
}

impl Pattern {
    fn new(items: &[u32]) -> Pattern {
        let symbols = items.iter().max().map_or(0, |&s| s as usize + 1);
        let mut by_symbol: Vec<Vec<(u32, u64)>> = vec![Vec::new(); symbols];
        for (i, &symbol) in items.iter().enumerate() {
            let places = &mut by_symbol[symbol as usize];
            let (block, bit) = ((i / BLOCK) as u32, 1_u64 << (i % BLOCK));
            match places.last_mut() {
                Some((last, bits)) if *last == block => *bits |= bit,
                _ => places.push((block, bit)),
            }
        }
        let mut starts = vec![0];
        starts.extend(by_symbol.iter().scan(0, |end, places| {
            *end += places.len();
            Some(*end)
        }));
        Pattern { len: items.len(), places: by_symbol.concat(), starts }
    }

    fn blocks(&self) -> usize {
        self.len.div_ceil(BLOCK)
    }

    /// Returns the first column: each cell is one above the cell over it.
    fn first_rows(&self) -> Vec<Deltas> {
        vec![Deltas { up: u64::MAX, down: 0 }; self.blocks()]
    }

    fn places(&self, symbol: u32) -> &[(u32, u64)] {
        match self.starts.get(symbol as usize..symbol as usize + 2) {
            Some(&[start, end]) => &self.places[start..end],
            _ => &[],
        }
    }

    /// Computes the next column in place.
    fn advance(&self, symbol: u32, rows: &mut [Deltas]) {
        let mut places = self.places(symbol).iter().peekable();
        let mut carry = Carry { up: 1, down: 0 };
        for (block, deltas) in rows.iter_mut().enumerate() {
            let equal = places.next_if(|place| place.0 as usize == block).map_or(0, |place| place.1);
            carry = step(equal, deltas, carry, BLOCK - 1);
        }
    }

    /// Returns the distance to `b` if it is at most `limit`, else something above `limit`.
    fn banded_distance(&self, b: &[u32], limit: usize) -> usize {
        let last_block = self.blocks() - 1;
        let last_row = |block: usize| if block == last_block { (self.len - 1) % BLOCK } else { BLOCK - 1 };
        let mut rows = self.first_rows();
        // The value of the cell in each block's last row.
        let mut values: Vec<usize> = (0..=last_block).map(|block| block * BLOCK + last_row(block) + 1).collect();
        let mut reached = last_block.min(limit / BLOCK);
        for (column, &symbol) in b.iter().enumerate() {
            let first = column.saturating_sub(limit) / BLOCK;
            let last = last_block.min((column + 1 + limit) / BLOCK);
            if first > last {
                return usize::MAX;
            }
            while reached < last {
                reached += 1;
                rows[reached] = Deltas { up: u64::MAX, down: 0 };
                values[reached] = values[reached - 1] + last_row(reached) + 1;
            }
            let places = self.places(symbol);
            let from = places.partition_point(|place| (place.0 as usize) < first);
            let mut places = places[from..].iter().peekable();
            // Above the band the values are taken to rise, which no way through the band can gain from.
            let mut carry = Carry { up: 1, down: 0 };
            for block in first..=last {
                let equal = places.next_if(|place| place.0 as usize == block).map_or(0, |place| place.1);
                carry = step(equal, &mut rows[block], carry, last_row(block));
                values[block] = values[block] + carry.up as usize - carry.down as usize;
            }
        }
        values[last_block]
    }
}

/// The difference along a row, from one block to the next: rises by one, falls by one, or neither.
#[derive(Clone, Copy)]
struct Carry {
    up: u64,
    down: u64,
}

/// Computes the next column of one block; returns the difference along the row `last_row` of it.
fn step(equal: u64, deltas: &mut Deltas, carry: Carry, last_row: usize) -> Carry {
    let Deltas { up, down } = *deltas;
    let x = equal | carry.down;
    let diagonal = (((x & up).wrapping_add(up)) ^ up) | x | down;
    let rises = down | !(diagonal | up);
    let falls = diagonal & up;
    let out = Carry { up: rises >> last_row & 1, down: falls >> last_row & 1 };
    let rises = rises << 1 | carry.up;
    let falls = falls << 1 | carry.down;
    *deltas = Deltas { up: falls | !(diagonal | rises), down: rises & diagonal };
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the textbook's matrix, values whole.
    fn matrix(a: &[u32], b: &[u32]) -> Vec<Vec<usize>> {
        let mut d = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                d[i][j] = match (i, j) {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => {
                        (d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1])).min(d[i - 1][j] + 1).min(d[i][j - 1] + 1)
                    }
                };
            }
        }
        d
    }

    fn sequence(seed: &mut u64, len: usize, symbols: u64) -> Vec<u32> {
        let mut next = || {
            *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *seed >> 33
        };
        (0..len).map(|_| (next() % symbols) as u32).collect()
    }

    #[test]
    fn distances_are_those_of_the_textbook() {
        let mut seed = 1;
        for round in 0..150 {
            let (n, m) = (round * 7 % 211, round * 13 % 157);
            let a = sequence(&mut seed, n, 2 + round as u64 % 9);
            let b = sequence(&mut seed, m, 2 + round as u64 % 9);
            let d = matrix(&a, &b);
            assert_eq!(distance(&a, &b), d[n][m], "round {round}");
            assert_eq!(prefix_distances(&a, &b), d.iter().map(|row| row[m]).collect::<Vec<_>>(), "round {round}");
        }
    }

    #[test]
    fn a_band_narrower_than_the_sequences_finds_near_copies() {
        let mut seed = 7;
        for round in 0..8 {
            let a = sequence(&mut seed, 900, 50);
            let mut b = a.clone();
            for k in 0..round * 9 {
                b.remove(k * 31 % b.len());
                b.insert(k * 97 % b.len(), 51);
            }
            assert_eq!(distance(&a, &b), matrix(&a, &b)[a.len()][b.len()], "round {round}");
        }
    }

    #[test]
    fn pairs_lie_on_a_shortest_way() {
        let mut seed = 3;
        for round in 0..300 {
            let a = sequence(&mut seed, round % 150, 4);
            let b = sequence(&mut seed, round * 3 % 170, 4);
            let pairs = equal_pairs(&a, &b);
            assert!(pairs.iter().all(|&(i, j)| a[i] == b[j]));
            // Between two pairs, as many edits as the longer of the two gaps: together, the distance.
            let mut length = 0;
            let mut at = (0, 0);
            for &(i, j) in pairs.iter().chain([&(a.len(), b.len())]) {
                length += (i - at.0).max(j - at.1);
                at = (i + 1, j + 1);
            }
            assert_eq!(length, distance(&a, &b), "round {round}");
        }
    }

    #[test]
    fn halving_a_large_matrix_costs_nothing() {
        let mut seed = 5;
        let a = sequence(&mut seed, 2600, 900);
        let mut b = a.clone();
        for k in 0..700 {
            b[k * 53 % 2600] = 901;
        }
        b.drain(400..460);
        let pairs = equal_pairs(&a, &b);
        let d = distance(&a, &b);
        let mut length = 0;
        let mut at = (0, 0);
        for &(i, j) in pairs.iter().chain([&(a.len(), b.len())]) {
            length += (i - at.0).max(j - at.1);
            at = (i + 1, j + 1);
        }
        assert_eq!(length, d);
    }
}
