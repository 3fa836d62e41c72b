//! The spelling a text keeps to, where the user knows it.

use clap::ValueEnum;
use ungarble::lexicon::Dialects;

/// A dialect of English. Without one the text's own spelling is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Dialect {
    /// American.
    Us,
    /// British, in -ise and -ize.
    #[value(alias = "gb")]
    Uk,
    /// Canadian.
    Ca,
    /// Australian.
    Au,
    /// Indian.
    In,
}

impl From<Dialect> for Dialects {
    fn from(dialect: Dialect) -> Dialects {
        match dialect {
            Dialect::Us => Dialects::US,
            Dialect::Uk => Dialects::UK_ISE | Dialects::UK_IZE,
            Dialect::Ca => Dialects::CA,
            Dialect::Au => Dialects::AU,
            Dialect::In => Dialects::IN,
        }
    }
}
