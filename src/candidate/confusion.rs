//! How letters are misread: string-to-string confusions, each with its cost.

use std::fmt;
use std::ops::Range;

use once_cell::sync::Lazy;

use crate::cost::Cost;

/// The letters that an intended word may hold: a–z, apostrophe, hyphen, anything else.
pub(crate) const INTENDED: usize = 29;
/// The symbols that may stand where a letter was meant: the intended ones, capitals, digits, marks.
pub(crate) const OBSERVED: usize = 29 + 26 + 10 + MARKS.len() + 1;

const APOSTROPHE: u8 = 26;
const HYPHEN: u8 = 27;
const OTHER_LETTER: u8 = 28;
const CAPITAL: u8 = 29;
const DIGIT: u8 = 55;
const MARK: u8 = 65;
const OTHER_MARK: u8 = (OBSERVED - 1) as u8;

/// Marks that recognisers write for letters often enough to be told apart.
const MARKS: [char; 22] =
    ['_', '[', ']', '|', '!', '¡', '%', '*', '(', ')', '{', '}', '/', '\\', '^', '~', '£', '¢', '@', '.', ',', '&'];

/// The confusions of one kind of damage, as the committed table lists them.
static TABLE: &str = include_str!("confusions.tsv");
/// What recognisers misread.
static SHAPES: Lazy<Confusions> = Lazy::new(|| Confusions::parse(TABLE, "ocr"));
/// What people mistype.
static SLIPS: Lazy<Confusions> = Lazy::new(|| Confusions::parse(TABLE, "typing"));

/// Longest run of a confusion, on either side.
pub(crate) const LONGEST_RUN: usize = 3;

/// Where damage comes from, with respect to the letters of a word. Each source holds the other one too, dearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Channel {
    /// A recogniser saw the wrong shapes.
    Ocr,
    /// A person did not know, or missed, the letters.
    Typing,
    /// The same, of a word that somebody asks about: hardly ever a recogniser's.
    Asked,
}

/// Class of a lower-case letter or mark of an intended word, below [`INTENDED`].
pub(crate) const fn intended_class(c: char) -> u8 {
    match c {
        'a'..='z' => c as u8 - b'a',
        '\'' => APOSTROPHE,
        '-' => HYPHEN,
        _ => OTHER_LETTER,
    }
}

/// The letter of a class of intended letters, if it stands for one alone.
pub(crate) const fn letter(class: u8) -> Option<char> {
    match class {
        0..=25 => Some((b'a' + class) as char),
        APOSTROPHE => Some('\''),
        HYPHEN => Some('-'),
        _ => None,
    }
}

/// Class of a symbol as observed, below [`OBSERVED`], and whether it carries an accent.
pub(crate) fn observed_class(c: char) -> (u8, bool) {
    match c {
        'a'..='z' | '\'' | '-' => (intended_class(c), false),
        'A'..='Z' => (CAPITAL + (c as u8 - b'A'), false),
        '0'..='9' => (DIGIT + (c as u8 - b'0'), false),
        '\u{2019}' | '\u{2018}' | '`' => (APOSTROPHE, false),
        '\u{2010}' | '\u{2011}' => (HYPHEN, false),
        _ => {
            if let Some(base) = base_letter(c) {
                return (intended_class(base), true);
            }
            match MARKS.iter().position(|&mark| mark == c) {
                Some(at) => (MARK + at as u8, false),
                None if c.is_alphabetic() => (OTHER_LETTER, false),
                None => (OTHER_MARK, false),
            }
        }
    }
}

/// The plain letter under an accent of the Latin scripts of Western Europe.
pub(crate) fn base_letter(c: char) -> Option<char> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => 'a',
        'ç' | 'Ç' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => 'u',
        'ý' | 'ÿ' | 'Ý' => 'y',
        'ſ' => 's',
        _ => return None,
    })
}

/// A confusion of several letters at once: "m" read as "rn".
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) intended: Box<[u8]>,
    pub(crate) observed: Box<[u8]>,
    pub(crate) cost: u32,
}

/// The cost of each misreading, given that the word was damaged at all.
///
/// Costs are −1000·ln of how much likelier a misreading is than the mean one, so that a document's own error rate is
/// added by whoever weighs a whole word. Every misreading after the first of a word adds [`Confusions::further`].
#[derive(Clone)]
pub(crate) struct Confusions {
    /// `[observed][intended]`
    pub(crate) substitute: Box<[[u32; INTENDED]; OBSERVED]>,
    pub(crate) insert: Box<[u32; OBSERVED]>,
    pub(crate) delete: Box<[u32; INTENDED]>,
    /// Sorted by the class of the last observed symbol.
    runs: Vec<Run>,
    /// Where the runs begin whose last observed symbol is of class i.
    ends: Box<[u16; OBSERVED + 1]>,
    pub(crate) double: u32,
    pub(crate) undouble: u32,
    pub(crate) transpose: u32,
    pub(crate) accent: u32,
    pub(crate) first: u32,
    pub(crate) further: u32,
}

impl fmt::Debug for Confusions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Confusions").field("runs", &self.runs.len()).finish_non_exhaustive()
    }
}

impl Confusions {
    /// The confusions of `channel`, made once from the committed table.
    pub(crate) fn of(channel: Channel) -> &'static Confusions {
        static OCR: Lazy<Confusions> = Lazy::new(|| SHAPES.blend(&SLIPS, Cost(1_000)));
        static TYPING: Lazy<Confusions> = Lazy::new(|| SLIPS.blend(&SHAPES, Cost(500)));
        static ASKED: Lazy<Confusions> = Lazy::new(|| SLIPS.blend(&SHAPES, Cost(2_500)));
        match channel {
            Channel::Ocr => &OCR,
            Channel::Typing => &TYPING,
            Channel::Asked => &ASKED,
        }
    }

    /// What recognisers misread, alone.
    pub(crate) fn shapes() -> &'static Confusions {
        &SHAPES
    }

    /// What people mistype, alone.
    pub(crate) fn slips() -> &'static Confusions {
        &SLIPS
    }

    /// The cheaper of two tables throughout, `other` dearer by `handicap`.
    fn blend(&self, other: &Confusions, handicap: Cost) -> Confusions {
        let h = handicap.0;
        let mut blend = self.clone();
        for (row, theirs) in blend.substitute.iter_mut().zip(other.substitute.iter()) {
            for (cost, their) in row.iter_mut().zip(theirs) {
                *cost = (*cost).min(their + h);
            }
        }
        for (cost, their) in blend.insert.iter_mut().zip(other.insert.iter()) {
            *cost = (*cost).min(their + h);
        }
        for (cost, their) in blend.delete.iter_mut().zip(other.delete.iter()) {
            *cost = (*cost).min(their + h);
        }
        for run in &other.runs {
            match blend.runs.iter_mut().find(|r| r.intended == run.intended && r.observed == run.observed) {
                Some(ours) => ours.cost = ours.cost.min(run.cost + h),
                None => blend.runs.push(Run { cost: run.cost + h, ..run.clone() }),
            }
        }
        blend.double = blend.double.min(other.double + h);
        blend.undouble = blend.undouble.min(other.undouble + h);
        blend.transpose = blend.transpose.min(other.transpose + h);
        blend.accent = blend.accent.min(other.accent + h);
        blend.first = blend.first.min(other.first);
        blend.further = blend.further.min(other.further);
        blend.index()
    }

    /// All runs.
    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The numbers of the runs whose last observed symbol is of class `end`.
    pub(crate) fn runs_ending(&self, end: u8) -> Range<usize> {
        usize::from(self.ends[usize::from(end)])..usize::from(self.ends[usize::from(end) + 1])
    }

    /// Puts the runs in order.
    fn index(mut self) -> Confusions {
        let end = |run: &Run| run.observed.last().copied().map_or(0, usize::from);
        self.runs.sort_by_key(end);
        let mut at = 0;
        for class in 0..=OBSERVED {
            while at < self.runs.len() && end(&self.runs[at]) < class {
                at += 1;
            }
            self.ends[class] = at as u16;
        }
        self
    }

    /// The confusions of one family of the committed table, which names what holds throughout before it names letters.
    fn parse(table: &str, family: &str) -> Confusions {
        let mut confusions = Confusions {
            substitute: Box::new([[0; INTENDED]; OBSERVED]),
            insert: Box::new([0; OBSERVED]),
            delete: Box::new([0; INTENDED]),
            runs: Vec::new(),
            ends: Box::new([0; OBSERVED + 1]),
            double: 0,
            undouble: 0,
            transpose: 0,
            accent: 0,
            first: 0,
            further: 0,
        };
        let rows = table.lines().filter_map(|line| line.strip_prefix(family)?.strip_prefix('\t'));
        for row in rows {
            let mut fields = row.split('\t');
            let (Some(intended), Some(observed), Some(cost)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let Ok(cost) = cost.parse() else { continue };
            match intended {
                "<substitute>" => *confusions.substitute = [[cost; INTENDED]; OBSERVED],
                "<insert>" => *confusions.insert = [cost; OBSERVED],
                "<delete>" => *confusions.delete = [cost; INTENDED],
                "<double>" => confusions.double = cost,
                "<undouble>" => confusions.undouble = cost,
                "<transpose>" => confusions.transpose = cost,
                "<accent>" => confusions.accent = cost,
                "<first>" => confusions.first = cost,
                "<further>" => confusions.further = cost,
                "<case>" => {
                    for letter in 0..26 {
                        let plain = &mut confusions.substitute[usize::from(CAPITAL) + letter][letter];
                        *plain = cost.min(*plain);
                    }
                }
                _ => confusions.note(intended, observed, cost),
            }
        }
        confusions.index()
    }

    /// Notes what it costs that `intended` is read as `observed`.
    fn note(&mut self, intended: &str, observed: &str, cost: u32) {
        let (mut meant, mut read) =
            (intended.chars().map(intended_class), observed.chars().map(|c| observed_class(c).0));
        match (meant.next(), meant.next(), read.next(), read.next()) {
            (None, _, Some(o), None) => self.insert[usize::from(o)] = cost,
            (Some(i), None, None, _) => self.delete[usize::from(i)] = cost,
            (Some(i), None, Some(o), None) => self.substitute[usize::from(o)][usize::from(i)] = cost,
            _ => {
                let intended: Box<[u8]> = intended.chars().map(intended_class).collect();
                let observed: Box<[u8]> = observed.chars().map(|c| observed_class(c).0).collect();
                let longest = intended.len().max(observed.len());
                assert!(!observed.is_empty() && longest <= LONGEST_RUN, "the table holds no such runs");
                self.runs.push(Run { intended, observed, cost });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_knows_the_shapes_of_print_and_the_habits_of_people() {
        let ocr = Confusions::of(Channel::Ocr);
        let typing = Confusions::of(Channel::Typing);
        let (h, b, x) = (intended_class('h'), usize::from(observed_class('b').0), usize::from(observed_class('x').0));
        assert!(ocr.substitute[b][usize::from(h)] < ocr.substitute[x][usize::from(h)]);
        assert!(typing.undouble < typing.delete[usize::from(intended_class('z'))]);
        assert!(ocr.runs.iter().any(|run| run.intended.len() == 1 && run.observed.len() == 2));
    }

    #[test]
    fn every_symbol_has_a_class_of_its_own_kind() {
        assert_eq!(observed_class('é'), (intended_class('e'), true));
        assert_eq!(usize::from(observed_class('\u{4e00}').0), usize::from(OTHER_LETTER));
        assert!(usize::from(observed_class('€').0) < OBSERVED);
        assert_ne!(observed_class('_'), observed_class('['));
    }
}
