//! Repairs English text that a machine has damaged: by OCR, speech recognition, scraping, translation there and back.
//!
//! ```
//! # #[cfg(feature = "embedded")] {
//! use ungarble::Repairer;
//!
//! let repairer = Repairer::english();
//! let plan = repairer.plan("Howver, the fishermen fear that the begining of the work will drive them out.");
//! assert_eq!(plan.apply(), "However, the fishermen fear that the beginning of the work will drive them out.");
//!
//! for edit in plan.edits() {
//!     println!("{:?} {:?} -> {:?}: {}", edit.span(), edit.original(), edit.replacement(), edit.kind());
//!     for reason in edit.evidence() {
//!         println!("    {reason}");
//!     }
//! }
//! # }
//! ```
//!
//! # Guarantees
//!
//! * Bytes outside the edits of a plan come out as they went in; a text without edits is returned borrowed.
//! * Edits are sorted, disjoint and on `char` boundaries; each has its span, what stood there, what is to stand there, its
//!   kind, a confidence and what speaks for it.
//! * Repair is idempotent: repairing the output changes nothing.
//! * The same text, settings and version give the same plan on every platform and any number of threads.
//! * No input makes it panic, and time and memory grow linearly with the text.
//! * No files, no network, no environment, no threads but the caller's.
//!
//! # The types, in the order in which one meets them
//!
//! * [`Repairer`] owns the lexicon and the settings; build it once, share it by reference or behind an `Arc`.
//!   [`Repairer::builder`] has a setting for each stage.
//! * [`Input`] is a text with what you know of it: [references](Input::reference), [spans to keep](Input::protect), the
//!   [kind of noise](Input::noise). A `&str` is one too.
//! * [`Plan`] is the result: its [edits](Plan::edits), the [repaired text](Plan::apply), the [`Diagnosis`].
//! * [`Edit`], [`EditKind`], [`Confidence`] and [`Evidence`] justify each change.
//! * [`Lexicon`] is the language; [`lexicon`] tells how to compile another.
//!
//! # With a reference
//!
//! A page that holds a clean copy of the text, among menus and other articles, turns guesses into certainty. A page that
//! holds none does no harm: passages are witnesses only where they match, and a related page lends its names, no more.
//!
//! ```
//! # #[cfg(feature = "embedded")] {
//! use ungarble::{Input, Repairer};
//!
//! let garbled = "The Old Yard Would Become a base for the crews who service wind turbines in the North sea.";
//! let page = "News | Sport\n\nThe old yard would become a base for the crews who service wind turbines in the North Sea.";
//! let plan = Repairer::english().plan(Input::new(garbled).reference(page));
//! assert!(page.ends_with(&*plan.apply()));
//! # }
//! ```
//!
//! # Keeping some spans untouched
//!
//! ```
//! # #[cfg(feature = "embedded")] {
//! use ungarble::{Input, Repairer, Span};
//!
//! let text = "Quoth Kevin: \"the mayour is wrong\", and the goverment fell.";
//! let quoted = Span::new(13, 34);
//! let plan = Repairer::english().plan(Input::new(text).protect(&[quoted]));
//! assert_eq!(plan.apply(), "Quoth Kevin: \"the mayour is wrong\", and the government fell.");
//! # }
//! ```
//!
//! # Many documents in parallel
//!
//! One repairer serves all threads, and keeps what it finds out about words from text to text. The example `pipeline` has
//! the whole of it; [`Repairer::plans`] goes through texts one by one, with the feature `parallel` on all cores.
//!
//! ```
//! # #[cfg(feature = "embedded")] {
//! use ungarble::Repairer;
//!
//! let repairer = Repairer::english();
//! let pages = ["The goverment fell.", "The goverment stood."];
//! let repaired: Vec<String> = std::thread::scope(|scope| {
//!     let threads: Vec<_> = pages
//!         .iter()
//!         .map(|page| scope.spawn(|| repairer.repair(*page).into_owned()))
//!         .collect();
//!     threads.into_iter().map(|thread| thread.join().expect("repair does not panic")).collect()
//! });
//! assert_eq!(repaired, ["The government fell.", "The government stood."]);
//! # }
//! ```
//!
//! # What it does not do
//!
//! It mends damage, not style: no grammar, no rewording, no house style, no change of dialect, quotes or dashes. It reads
//! plain text: markup is yours to strip and to put back, by the spans. It knows English; paragraphs in other languages are
//! left alone. What no dictionary and no context can tell, it leaves as it is.
//!
//! # Features
//!
//! | feature | default | adds | cost |
//! | --- | --- | --- | --- |
//! | `embedded` | yes | English: the lexicon and the language model, [`Repairer::english`] | 15 MB of the binary |
//! | `embedded-small` | with it | English with half of the n-grams and no embedding | 9 MB of the binary |
//! | `hunspell` | no | Hunspell dictionaries as user lexicons: `UserLexicon::read_hunspell` | 1 crate, under the MPL-2.0 |
//! | `parallel` | no | many documents on all cores: `Plans::parallel`, `Repairer::plan_many` | 6 crates, those of rayon |
//! | `symspell` | no | an index of the caller's words: for lists of tens of thousands, not on wasm32 | 10 crates |
//! | `serde` | no | plans and edits as serde data | 3 crates, those of serde |
//! | `report` | no | error rates, diffs, records and the page of a repair: `report` | 10 crates, serde_json and similar among them |
//!
//! # Where to read more
//!
//! | on | read |
//! | --- | --- |
//! | figures of quality and speed, and how to take them | `README.md` |
//! | why each stage is as it is | `DESIGN.md` |
//! | where the words come from, and their licences | `dictionaries/README.md` |

mod builder;
mod cache;
mod candidates;
mod channel;
mod cost;
mod decode;
mod diagnosis;
mod dialect;
mod disjoint;
mod document;
mod error;
mod explain;
mod input;
mod language;
pub mod lexicon;
#[cfg(all(test, feature = "embedded"))]
mod limits;
pub mod lm;
mod merge;
mod named;
mod parameters;
mod plan;
mod plans;
mod profile;
mod recognised;
mod reference;
mod repairer;
#[cfg(feature = "report")]
pub mod report;
mod rerank;
mod rounds;
mod settings;
mod span;
mod spellings;
mod steps;
mod suggest;
mod text;
mod truecase;
mod user_words;

pub use builder::Builder;
pub use cache::Cache;
pub use cost::Cost;
pub use diagnosis::Diagnosis;
pub use error::{ConfigError, LanguageError, LexiconError, PoolError};
pub use explain::{ExplainedCandidate, Explanation};
pub use input::{Alternative, Input, WordConfidence};
pub use language::Language;
pub use lexicon::Lexicon;
pub use plan::Plan;
pub use plan::edit::{Confidence, Edit, EditKind, Evidence};
#[cfg(feature = "parallel")]
pub use plans::ParallelPlans;
pub use plans::Plans;
pub use reference::pairs::{Pair, pair_words};
pub use reference::policy::{Deletions, Policy, Style, Substitutions};
pub use reference::pool::{Found, ReferencePool};
pub use repairer::Repairer;
pub use rerank::budget::{HarmBudget, HarmLimits};
pub use rerank::thresholds::Thresholds;
pub use settings::{Noise, Stage};
pub use span::Span;
pub use suggest::{Context, Suggestion};
pub use text::sentence::paragraphs;
pub use text::shape::CaseShape;
pub use text::tokenizer::{Token, TokenKind, Tokens, tokenize};

/// The examples of the README are tested, too.
#[cfg(all(doctest, feature = "embedded"))]
#[doc = include_str!("../README.md")]
struct Readme;

/// Functions for the programs that make the parameters; no part of the public interface.
#[cfg(feature = "training")]
#[doc(hidden)]
pub mod training;
