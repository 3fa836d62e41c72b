//! The judge: weighs readings by the damage they take, by how common they are and by their neighbours.

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
pub(crate) mod suggest;

pub(crate) use damage::Damage;
pub(crate) use misread::Misreadings;
pub(crate) use speller::{Correction, Said, correct};
