//! The edits of texts as a list for a person to mark, and the marks read back.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use ungarble::Plan;
use ungarble::report::{Record, edit_records};

use crate::exit::Failure;
use crate::input::{name, read_text};

/// The first line of a list.
pub(crate) const HEADER: &str = "mark\trisk\tdocument\tline\tcolumn\toriginal\treplacement\tkind\tcontext";
/// `char`s of the text that stand on either side of an edit.
const AROUND: usize = 40;

/// A person's mark on an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Right,
    Wrong,
}

/// Which edit is meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EditPosition {
    document: String,
    line: usize,
    column: usize,
    original: String,
    replacement: String,
}

/// An edit with what a person needs to judge it.
#[derive(Clone, Debug)]
pub(crate) struct ListedEdit {
    pub(crate) place: EditPosition,
    /// 1 − P.
    pub(crate) risk: f64,
    pub(crate) kind: &'static str,
    /// The text before the edit and behind it.
    pub(crate) around: [String; 2],
}

/// Returns the edits of a plan as rows, in the order of the text.
pub(crate) fn rows(document: &str, plan: &Plan<'_>) -> Vec<ListedEdit> {
    let text = plan.text();
    let row = |record: Record<'_>| match record {
        Record::Edit { line, column, start, end, original, replacement, kind, confidence, .. } => {
            let (before, behind) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
            let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
            let to = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
            let place = EditPosition {
                document: document.to_owned(),
                line,
                column,
                original: original.to_owned(),
                replacement: replacement.to_owned(),
            };
            let around = [before.get(from..), behind.get(..to)].map(|part| part.unwrap_or_default().to_owned());
            Some(ListedEdit { place, risk: 1.0 - confidence, kind, around })
        }
        _ => None,
    };
    edit_records(document, plan, &[]).filter_map(row).collect()
}

impl ListedEdit {
    /// The cells of the row behind the mark.
    pub(crate) fn cells(&self) -> [String; 8] {
        let EditPosition { document, line, column, original, replacement } = &self.place;
        let [before, behind] = &self.around;
        [
            format!("{:.3}", self.risk),
            escape(document),
            line.to_string(),
            column.to_string(),
            escape(original),
            escape(replacement),
            self.kind.to_owned(),
            escape(&format!("{before}[{original}]{behind}")),
        ]
    }
}

/// Writes tabs, line breaks and backslashes so that a cell stays one.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\t', "\\t").replace('\r', "\\r").replace('\n', "\\n")
}

fn unescape(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}

/// The marks of a list.
#[derive(Debug, Default)]
pub(crate) struct Marks(HashMap<EditPosition, (Mark, usize)>);

impl Marks {
    /// Reads a list. Rows without a mark count for nothing; one with another mark, or that is no row, is an error with its line.
    pub(crate) fn read(path: &Path) -> Result<Marks, Failure> {
        let text = read_text(path)?;
        Marks::parse(&text).map_err(|(line, message)| Failure::Usage(format!("{}:{line}: {message}", name(path))))
    }

    fn parse(text: &str) -> Result<Marks, (usize, String)> {
        let mut marks = HashMap::new();
        let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
        for (number, line) in lines.map(|(at, line)| (at + 1, line.trim_end_matches('\r'))) {
            if line.is_empty() || line == HEADER {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            let [mark, _, document, row, column, original, replacement, ..] = cells[..] else {
                return Err((number, String::from("expected a row of `ungarble review`, with its tabs")));
            };
            let mark = match mark.trim() {
                "" => continue,
                "right" => Mark::Right,
                "wrong" => Mark::Wrong,
                other => return Err((number, format!("the mark is {other:?}, expected right, wrong or nothing"))),
            };
            let count = |cell: &str| cell.parse().map_err(|_| (number, format!("{cell:?} is no line or column")));
            let place = EditPosition {
                document: unescape(document),
                line: count(row)?,
                column: count(column)?,
                original: unescape(original),
                replacement: unescape(replacement),
            };
            if marks.insert(place, (mark, number)).is_some_and(|(other, _)| other != mark) {
                return Err((number, String::from("the edit is marked right and wrong")));
            }
        }
        Ok(Marks(marks))
    }

    pub(crate) fn of(&self, place: &EditPosition) -> Option<Mark> {
        self.0.get(place).map(|&(mark, _)| mark)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first line that marks none of these edits, and how many there are.
    pub(crate) fn astray(&self, known: &HashSet<EditPosition>) -> Option<(usize, usize)> {
        let astray = || self.0.iter().filter(|(place, _)| !known.contains(place)).map(|(_, &(_, line))| line);
        astray().min().map(|first| (first, astray().count()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_is_written() {
        let text = "A \\ mark,\tand the govern-\nment fell.";
        let plan = ungarble::Repairer::english().plan("Nothing is wrong here.");
        assert!(rows("a.txt", &plan).is_empty());
        let place = EditPosition {
            document: "a\tb.txt".into(),
            line: 3,
            column: 14,
            original: text.into(),
            replacement: "\\n".into(),
        };
        let row =
            ListedEdit { place: place.clone(), risk: 0.25, kind: "spelling", around: ["x\n".into(), "\ty".into()] };
        let list = format!("{HEADER}\nwrong\t{}\r\n\n", row.cells().join("\t"));
        assert_eq!(Marks::parse(&list).unwrap().of(&place), Some(Mark::Wrong));
        let unmarked = list.replace("wrong\t", "\t");
        assert!(Marks::parse(&unmarked).unwrap().is_empty());
    }

    #[test]
    fn bad_lists_have_their_line() {
        let row = |mark: &str| format!("{mark}\t0.1\ta.txt\t1\t2\tteh\tthe\tspelling\t[teh]\n");
        for (list, line, said) in [
            (row("maybe"), 1, "expected right, wrong or nothing"),
            (format!("{HEADER}\nright teh the\n"), 2, "with its tabs"),
            (row("right").replace("\t1\t", "\tone\t"), 1, "no line or column"),
            (row("right") + &row("wrong"), 2, "right and wrong"),
        ] {
            let (at, message) = Marks::parse(&list).unwrap_err();
            assert!(at == line && message.contains(said), "{list:?}: {at}: {message}");
        }
    }
}
