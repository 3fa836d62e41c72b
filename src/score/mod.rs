//! The judge: weighs readings by the damage they take, by how common they are and by their neighbours.

mod confusable;
mod context;
mod damage;
mod ease;
mod gate;
mod habits;
mod lattice;
mod misread;
mod prefix;
mod repetition;
mod slot;
mod speller;
mod strangers;
pub(crate) mod suggest;

pub(crate) use damage::Damage;
pub(crate) use speller::{Correction, Said, correct};

use crate::candidate::Searches;

/// Memory to be used again, and what was found out about words that no list holds, kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    searches: Searches,
    misreadings: misread::Misreadings,
    strangers: strangers::Strangers,
    scratch: speller::Scratch,
}
