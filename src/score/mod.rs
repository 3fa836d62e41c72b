//! The judge: weighs readings by the damage they take, by how common they are and by their neighbours.

mod context;
mod damage;
mod gate;
mod lattice;
mod slot;
mod speller;
pub(crate) mod suggest;

pub(crate) use damage::Damage;
pub(crate) use speller::{Correction, Given, correct};
