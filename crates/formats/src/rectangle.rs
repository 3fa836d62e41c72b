//! Boxes: cut where a word is split, joined where words become one.

/// A box on the image, in the unit of the file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rectangle {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Rectangle {
    /// Returns the smallest box that holds both.
    pub(crate) fn union(self, other: Rectangle) -> Rectangle {
        Rectangle {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Cuts the box by the share that each part has of the `char`s; a space between parts counts as one.
    pub(crate) fn split(self, parts: &[String]) -> Vec<Rectangle> {
        let widths: Vec<usize> = parts.iter().map(|part| part.chars().count()).collect();
        let all = widths.iter().sum::<usize>() + parts.len().saturating_sub(1);
        let unit = (self.right - self.left) / (all.max(1) as f64);
        let mut left = self.left;
        let mut cut = Vec::new();
        for width in widths {
            let right = left + unit * width as f64;
            cut.push(Rectangle { left: left.round(), right: right.round(), ..self });
            left = right + unit;
        }
        cut
    }
}

/// Writes a length as short as it is: 12, 12.5.
pub(crate) fn number(value: f64) -> String {
    let written = format!("{value:.3}");
    written.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns an id that nothing in the source has: `id` with a suffix.
pub(crate) fn fresh_id(source: &str, id: &str, number: usize) -> String {
    let mut fresh = format!("{id}_{number}");
    while source.contains(&format!("\"{fresh}\"")) || source.contains(&format!("'{fresh}'")) {
        fresh.push('x');
    }
    fresh
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_cut_by_the_share_of_letters() {
        let word = Rectangle { left: 100.0, top: 5.0, right: 160.0, bottom: 25.0 };
        let cut = word.split(&["in".into(), "the".into()]);
        assert_eq!(cut.iter().map(|r| (r.left, r.right)).collect::<Vec<_>>(), [(100.0, 120.0), (130.0, 160.0)]);
        assert_eq!(cut[0].union(cut[1]), word);
        assert_eq!((number(12.0), number(12.5), number(0.25)), ("12".into(), "12.5".into(), "0.25".into()));
    }

    #[test]
    fn ids_are_fresh() {
        assert_eq!(fresh_id("<a id='w_2'/>", "w", 2), "w_2x");
        assert_eq!(fresh_id("<a id='w'/>", "w", 2), "w_2");
    }
}
