//! Repairs English text that a machine has damaged.

mod cost;
mod span;

pub use cost::Cost;
pub use span::Span;
