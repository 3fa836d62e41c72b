//! Byte offsets to offsets in code points, and back.

use std::ops::Range;

use ungarble::Span;

/// Bytes between two marks.
const STEP: usize = 512;

/// Counts of the code points before every [`STEP`]th byte of a text. In ASCII nothing needs to be kept.
pub(crate) struct Chars<'t> {
    text: &'t str,
    marks: Option<Vec<usize>>,
}

/// Returns how many code points begin within the bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

impl<'t> Chars<'t> {
    pub(crate) fn new(text: &'t str) -> Chars<'t> {
        let marks = (!text.is_ascii()).then(|| {
            let mut sum = 0;
            let mut marks = vec![0];
            for block in text.as_bytes().chunks(STEP) {
                sum += starts(block);
                marks.push(sum);
            }
            marks
        });
        Chars { text, marks }
    }

    /// Returns the code points of the whole text.
    pub(crate) fn len(&self) -> usize {
        self.marks.as_ref().and_then(|marks| marks.last().copied()).unwrap_or(self.text.len())
    }

    /// Returns how many code points stand before a byte, the first of a code point.
    pub(crate) fn of_byte(&self, byte: usize) -> usize {
        let Some(marks) = &self.marks else { return byte };
        let block = byte / STEP;
        marks[block] + starts(&self.text.as_bytes()[block * STEP..byte])
    }

    /// Returns the span in code points.
    pub(crate) fn of_span(&self, span: Span) -> Range<usize> {
        self.of_byte(span.start())..self.of_byte(span.end())
    }

    /// Returns the first byte of a code point; `None` behind the end of the text.
    pub(crate) fn byte_of(&self, char: usize) -> Option<usize> {
        if char >= self.len() {
            return (char == self.len()).then_some(self.text.len());
        }
        let Some(marks) = &self.marks else { return Some(char) };
        let block = marks.partition_point(|&mark| mark <= char) - 1;
        let mut at = block * STEP;
        let mut left = char - marks[block];
        let bytes = self.text.as_bytes();
        loop {
            // Between two marks, so that this ends before the text does.
            if bytes[at] & 0b1100_0000 != 0b1000_0000 {
                if left == 0 {
                    return Some(at);
                }
                left -= 1;
            }
            at += 1;
        }
    }
}
