//! What people look at: error rates against a clean text, differences, edits as JSON Lines, and the page of a repair.
//!
//! Everything here is made of a [`Plan`](crate::Plan) and texts; nothing here changes what a repair does.
//!
//! ```
//! # #[cfg(feature = "embedded")] {
//! use ungarble::Repairer;
//! use ungarble::report::{Comparison, Sides, diff};
//!
//! let (garbled, clean) = ("The goverment fell inthe spring.", "The government fell in the spring.");
//! let repaired = Repairer::english().repair(garbled);
//! let figures = Comparison::new(Sides { garbled, repaired: &repaired, clean }).figures();
//! assert_eq!((figures.wer_before, figures.wer_after), (50.0, 0.0));
//! assert_eq!(diff(garbled, &repaired).len(), 5);
//! # }
//! ```

mod align;
mod certificate;
mod diff;
mod distance;
mod fold;
mod html;
mod json;
mod metrics;

pub use certificate::{Rate, fixed_sequence};
pub use diff::{DiffLine, DiffSign, Emphasis, diff};
pub use fold::{fold, words};
pub use html::Page;
pub use json::{EvidenceRecord, Record, SCHEMA, diagnosis_record, edit_records, summary_record};
pub use metrics::{ChangeKind, Changes, Comparison, Figures, Sides};
