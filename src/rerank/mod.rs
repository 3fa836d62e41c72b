//! The decision: how likely a proposed edit is to be right.

pub(crate) mod features;
pub(crate) mod trees;
