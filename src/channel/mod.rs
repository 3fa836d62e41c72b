//! The noisy channel: what it costs to observe one string where another was intended.

mod table;

pub(crate) use table::{Channel, LONGEST_SIDE, Multi};

/// Kinds of noise that have a table of confusions of their own.
pub(crate) const KINDS: usize = 2;

/// A model of noise, letter by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum NoiseModel {
    /// A recogniser saw the wrong shapes.
    Ocr,
    /// A person did not know, or missed, the letters.
    Typing,
}

impl NoiseModel {
    /// All of them, in the order of their tables.
    pub(crate) const ALL: [NoiseModel; KINDS] = [NoiseModel::Ocr, NoiseModel::Typing];
}

impl NoiseModel {
    /// Returns the file of its confusions.
    pub(crate) const fn table(self) -> &'static str {
        match self {
            NoiseModel::Ocr => "ocr.tsv",
            NoiseModel::Typing => "typing.tsv",
        }
    }
}
