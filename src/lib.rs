//! Repairs English text that a machine has damaged.

mod cost;
mod document;
mod plan;
mod span;
mod text;

pub use cost::Cost;
pub use plan::Plan;
pub use plan::edit::{Confidence, Edit, EditKind, Evidence};
pub use span::Span;
pub use text::sentence::{Paragraph, Sentence};
pub use text::shape::CaseShape;
pub use text::tokenizer::{Token, TokenKind, Tokens, tokenize};
