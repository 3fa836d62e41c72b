//! Where the parts of a section begin: rising numbers below 2^24, at little more than two bytes each.
//!
//! A row for every 32 of them holds the first as u24, and the way from there to each as u16; the last row is filled up with
//! the last number.

use super::image::{u16_at, u24_at};

/// Numbers in a row.
pub(crate) const NUMBERS: usize = 32;
/// Bytes of a row.
pub(crate) const ROW: usize = 3 + 2 * NUMBERS;

/// Returns how many numbers the rows hold, those counted that fill up the last.
pub(super) const fn len(rows: &[u8]) -> usize {
    rows.len() / ROW * NUMBERS
}

/// Returns the number at `index`.
pub(crate) fn at(rows: &[u8], index: usize) -> Option<usize> {
    let row = index / NUMBERS * ROW;
    let way = u16_at(rows, row + 3 + 2 * (index % NUMBERS))?;
    Some(u24_at(rows, row)? as usize + usize::from(way))
}

/// Returns the rows of `numbers`; `None` where one is too large or too far from the first of its row.
pub(crate) fn build(numbers: &[u32]) -> Option<Vec<u8>> {
    let mut rows = Vec::with_capacity(numbers.len().div_ceil(NUMBERS) * ROW);
    for row in numbers.chunks(NUMBERS) {
        let first = *row.first().filter(|&&first| first < 1 << 24)?;
        rows.extend(&first.to_le_bytes()[..3]);
        for place in 0..NUMBERS {
            let way = row.get(place).or(row.last())?.checked_sub(first)?;
            rows.extend(u16::try_from(way).ok()?.to_le_bytes());
        }
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_comes_back() {
        let numbers: Vec<u32> = (0..100).map(|i| i * 1999 + i % 7).collect();
        let rows = build(&numbers).unwrap();
        assert_eq!((0..100).map(|i| at(&rows, i).unwrap() as u32).collect::<Vec<_>>(), numbers);
        assert_eq!(
            (len(&rows), at(&rows, 127), at(&rows, 128)),
            (128, numbers.last().map(|&last| last as usize), None)
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(build(&[0, 1 << 16]), None);
        assert_eq!(build(&[1 << 24]), None);
        assert_eq!(build(&[5, 4]), None);
        assert_eq!(build(&[]), Some(Vec::new()));
    }
}
