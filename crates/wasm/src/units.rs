//! Byte offsets to offsets in UTF-16 code units, and back.

use ungarble::Span;

/// Bytes between two marks.
const STEP: usize = 512;

/// Counts of the code units before every [`STEP`]th byte of a text. In ASCII nothing needs to be kept.
#[derive(Debug)]
pub(crate) struct Units<'t> {
    text: &'t str,
    marks: Option<Vec<usize>>,
}

/// Returns the code units of the character that a byte begins: none within a character.
fn units(byte: u8) -> usize {
    match byte {
        0b1000_0000..=0b1011_1111 => 0,
        0b1111_0000.. => 2,
        _ => 1,
    }
}

fn count(bytes: &[u8]) -> usize {
    bytes.iter().map(|&byte| units(byte)).sum()
}

impl<'t> Units<'t> {
    pub(crate) fn new(text: &'t str) -> Units<'t> {
        let marks = (!text.is_ascii()).then(|| {
            let mut sum = 0;
            let mut marks = vec![0];
            for block in text.as_bytes().chunks(STEP) {
                sum += count(block);
                marks.push(sum);
            }
            marks
        });
        Units { text, marks }
    }

    /// Returns the code units of the whole text.
    pub(crate) fn len(&self) -> usize {
        self.marks.as_ref().and_then(|marks| marks.last().copied()).unwrap_or(self.text.len())
    }

    /// Returns how many code units stand before a byte, the first of a character.
    fn of_byte(&self, byte: usize) -> usize {
        let Some(marks) = &self.marks else { return byte };
        let block = byte / STEP;
        marks[block] + count(&self.text.as_bytes()[block * STEP..byte])
    }

    /// Returns the span in code units, as `[start, end]`.
    pub(crate) fn of_span(&self, span: Span) -> [usize; 2] {
        [self.of_byte(span.start()), self.of_byte(span.end())]
    }

    /// Returns the first byte of the character that has a code unit; `None` behind the end of the text.
    fn byte_of(&self, unit: usize) -> Option<usize> {
        if unit >= self.len() {
            return (unit == self.len()).then_some(self.text.len());
        }
        let Some(marks) = &self.marks else { return Some(unit) };
        let block = marks.partition_point(|&mark| mark <= unit) - 1;
        let mut before = marks[block];
        let start = block * STEP;
        let inside = self.text.as_bytes()[start..].iter().position(|&byte| {
            before += units(byte);
            before > unit
        });
        inside.map(|inside| start + inside)
    }

    /// Returns the span of bytes of these code units; one half of a character stands for all of it. `None` where they
    /// are no span of the text.
    pub(crate) fn span_of(&self, [start, end]: [usize; 2]) -> Option<Span> {
        if start > end {
            return None;
        }
        let (first, last) = (self.byte_of(start)?, self.byte_of(end)?);
        let cuts = end > start && self.of_byte(last) < end;
        let rest = self.text.get(last..)?.chars().next().filter(|_| cuts);
        Some(Span::new(first, last + rest.map_or(0, char::len_utf8)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_javascript() {
        let line = "née 𝒜b — “x” 🙂\n";
        let text = line.repeat(200);
        let units = Units::new(&text);
        assert_eq!(units.len(), text.encode_utf16().count());
        let mut before = 0;
        for (byte, c) in text.char_indices() {
            assert_eq!(units.of_byte(byte), before);
            before += c.len_utf16();
            let span = Span::new(byte, byte + c.len_utf8());
            assert_eq!(units.span_of(units.of_span(span)), Some(span), "{c}");
        }
        assert_eq!(units.of_byte(text.len()), before);
    }

    #[test]
    fn half_a_character_is_all_of_it() {
        let units = Units::new("a🙂b");
        assert_eq!(units.span_of([1, 2]), Some(Span::new(1, 5)));
        assert_eq!(units.span_of([2, 3]), Some(Span::new(1, 5)));
        assert_eq!(units.span_of([3, 4]), Some(Span::new(5, 6)));
        assert_eq!(units.span_of([4, 4]), Some(Span::new(6, 6)));
        assert_eq!((units.span_of([4, 5]), units.span_of([3, 1])), (None, None));
        assert_eq!(Units::new("abc").span_of([1, 3]), Some(Span::new(1, 3)));
        assert_eq!(Units::new("").span_of([0, 0]), Some(Span::new(0, 0)));
    }
}
