//! What a repair changes, as the lines of a unified diff with the changed words marked.

use std::fmt;

use similar::udiff::UnifiedHunkHeader;
use similar::{ChangeTag, InlineChangeMode, InlineChangeOptions, TextDiff};

/// Unchanged lines shown around a change.
const CONTEXT: usize = 3;

/// One line of a [`diff`].
///
/// ```
/// use ungarble::report::{DiffSign, Emphasis, diff};
///
/// let lines = diff("Tbe cat sat.\n", "The cat sat.\n");
/// let added = lines.iter().find(|line| line.sign == DiffSign::Added).expect("a line comes");
/// assert_eq!(added.pieces[0], (Emphasis::Changed, "The".to_owned()));
/// assert_eq!(added.to_string(), "+The cat sat.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DiffLine {
    /// The change of the line.
    pub sign: DiffSign,
    /// Its text in pieces; of each, whether it differs from the line on the other side.
    pub pieces: Vec<(Emphasis, String)>,
}

/// The change of a line.
///
/// ```
/// use ungarble::report::{DiffSign, diff};
///
/// let signs: Vec<DiffSign> = diff("a\nTbe cat\n", "a\nThe cat\n").iter().map(|line| line.sign).collect();
/// assert_eq!(signs, [DiffSign::Place, DiffSign::Same, DiffSign::Removed, DiffSign::Added]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiffSign {
    /// No line of the texts: the place of the lines that follow.
    Place,
    /// It stays.
    Same,
    /// It goes.
    Removed,
    /// It comes.
    Added,
    /// No line of the texts: the line before has no line break at its end.
    NoLineBreak,
}

/// Tells whether a piece of a line differs.
///
/// ```
/// use ungarble::report::{Emphasis, diff};
///
/// // What a terminal shows in colour: the words that differ.
/// let lines = diff("Tbe cat sat on teh mat\n", "The cat sat on the mat\n");
/// let changed = |pieces: &[(Emphasis, String)]| -> Vec<String> {
///     pieces.iter().filter(|piece| piece.0 == Emphasis::Changed).map(|piece| piece.1.clone()).collect()
/// };
/// assert_eq!(changed(&lines[1].pieces), ["Tbe", "teh"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Emphasis {
    /// It is the same on the other side.
    None,
    /// It differs.
    Changed,
}

/// Returns the lines of a unified diff of two texts; none where they are equal.
///
/// ```
/// use ungarble::report::diff;
///
/// let lines = diff("Tbe cat sat.\n", "The cat sat.\n");
/// let shown: Vec<String> = lines.iter().map(ToString::to_string).collect();
/// assert_eq!(shown, ["@@ -1 +1 @@", "-Tbe cat sat.", "+The cat sat."]);
/// ```
///
/// # Complexity
///
/// O(d·n) for d changed lines of n; the words of changed lines are compared among themselves.
#[must_use]
pub fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    let mut out = Vec::new();
    let diff = TextDiff::from_lines(before, after);
    let mut words = InlineChangeOptions::new();
    // Lines that have little in common are still versions of one line here.
    words.mode(InlineChangeMode::Words).min_ratio(0.1);
    for group in diff.grouped_ops(CONTEXT) {
        let place = UnifiedHunkHeader::new(&group).to_string();
        out.push(DiffLine { sign: DiffSign::Place, pieces: vec![(Emphasis::None, place)] });
        for op in &group {
            // No deadline: what is shown must not depend on the machine.
            for change in diff.iter_inline_changes_with_options_deadline(op, words, None) {
                let sign = match change.tag() {
                    ChangeTag::Equal => DiffSign::Same,
                    ChangeTag::Delete => DiffSign::Removed,
                    ChangeTag::Insert => DiffSign::Added,
                };
                let mut pieces: Vec<(Emphasis, String)> = Vec::new();
                for (changed, text) in change.iter_strings_lossy() {
                    let emphasis = if changed { Emphasis::Changed } else { Emphasis::None };
                    match pieces.last_mut() {
                        Some((last, piece)) if *last == emphasis => piece.push_str(&text),
                        _ => pieces.push((emphasis, text.into_owned())),
                    }
                }
                if let Some((_, piece)) = pieces.last_mut()
                    && piece.ends_with('\n')
                {
                    piece.pop();
                }
                out.push(DiffLine { sign, pieces });
                if change.missing_newline() {
                    let told = String::from("\\ No newline at end of file");
                    out.push(DiffLine { sign: DiffSign::NoLineBreak, pieces: vec![(Emphasis::None, told)] });
                }
            }
        }
    }
    out
}

impl DiffSign {
    /// Returns the character before the line, as patch programs read it.
    ///
    /// ```
    /// use ungarble::report::DiffSign;
    ///
    /// assert_eq!((DiffSign::Removed.mark(), DiffSign::Added.mark()), ("-", "+"));
    /// ```
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            DiffSign::Place | DiffSign::NoLineBreak => "",
            DiffSign::Same => " ",
            DiffSign::Removed => "-",
            DiffSign::Added => "+",
        }
    }
}

impl fmt::Display for DiffLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign.mark())?;
        self.pieces.iter().try_for_each(|(_, piece)| f.write_str(piece))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_words_are_marked() {
        let lines = diff("The harbour was clossed.\nNobody came.", "The harbour was closed.\nNobody came.");
        let removed = lines.iter().find(|line| line.sign == DiffSign::Removed).unwrap();
        let marked: Vec<&str> =
            removed.pieces.iter().filter(|piece| piece.0 == Emphasis::Changed).map(|piece| piece.1.as_str()).collect();
        assert_eq!(marked, ["clossed."]);
        assert_eq!(lines.last().unwrap().to_string(), "\\ No newline at end of file");
    }

    #[test]
    fn equal_texts_have_no_diff() {
        assert_eq!(diff("as it was\n", "as it was\n"), []);
    }
}
