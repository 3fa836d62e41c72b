//! Repairs English text that a machine has damaged.

mod candidate;
mod casing;
mod cost;
mod diagnosis;
mod document;
mod error;
mod input;
pub mod lexicon;
mod merge;
mod plan;
mod reference;
mod repairer;
mod score;
mod settings;
mod span;
mod text;

pub use cost::Cost;
pub use diagnosis::Diagnosis;
pub use error::{ConfigError, LexiconError};
pub use input::Input;
pub use lexicon::Lexicon;
pub use plan::Plan;
pub use plan::edit::{Confidence, Edit, EditKind, Evidence};
pub use reference::policy::{Extras, Policy, Style, Wording};
pub use repairer::{Builder, Cache, Repairer};
pub use settings::{Noise, RealWords, Stage};
pub use span::Span;
pub use text::sentence::{Paragraph, Sentence};
pub use text::shape::CaseShape;
pub use text::tokenizer::{Token, TokenKind, Tokens, tokenize};
