//! One replacement, and why it is made.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use crate::cost::Cost;
use crate::error::ConfigError;
use crate::named::named;
use crate::span::Span;

/// The kind of an edit.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{EditKind, Repairer};
///
/// let plan = Repairer::english().plan("The goverment fell inthe spring.");
/// let kinds: Vec<EditKind> = plan.edits().iter().map(|edit| edit.kind()).collect();
/// assert_eq!(kinds, [EditKind::Spelling, EditKind::Spacing]);
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum EditKind {
    /// Other capitals of the same letters: "tokyo" → "Tokyo".
    Casing,
    /// A word that is none becomes one: "assartiveness" → "assertiveness".
    Spelling,
    /// A word in the wrong place becomes another: "bot" → "both".
    RealWord,
    /// A lost or extra space: "ofthe" → "of the", "be tween" → "between".
    Spacing,
    /// A word broken at the end of a line is joined.
    Dehyphenation,
    /// Marks between words.
    Punctuation,
    /// A repeated word or phrase is written once.
    Repetition,
    /// Words become other words, on the word of a reference.
    Substitution,
    /// Words that fell out come back, on the word of a reference.
    Insertion,
    /// Words that a reference does not have go.
    Deletion,
    /// Digits, on the word of a reference.
    Number,
    /// A spelling variant or style of the reference: "defense" → "defence".
    Variant,
}

impl EditKind {
    /// Every kind, in the order of this page.
    pub const ALL: [EditKind; 12] = [
        EditKind::Casing,
        EditKind::Spelling,
        EditKind::RealWord,
        EditKind::Spacing,
        EditKind::Dehyphenation,
        EditKind::Punctuation,
        EditKind::Repetition,
        EditKind::Substitution,
        EditKind::Insertion,
        EditKind::Deletion,
        EditKind::Number,
        EditKind::Variant,
    ];

    /// Returns the name of the kind in flags and JSON: "casing", "real-word".
    ///
    /// ```
    /// use ungarble::EditKind;
    ///
    /// assert_eq!(EditKind::RealWord.name(), "real-word");
    /// let names: Vec<&str> = EditKind::ALL.iter().map(|kind| kind.name()).collect();
    /// assert_eq!(names[..3], ["casing", "spelling", "real-word"]);
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            EditKind::Casing => "casing",
            EditKind::Spelling => "spelling",
            EditKind::RealWord => "real-word",
            EditKind::Spacing => "spacing",
            EditKind::Dehyphenation => "dehyphenation",
            EditKind::Punctuation => "punctuation",
            EditKind::Repetition => "repetition",
            EditKind::Substitution => "substitution",
            EditKind::Insertion => "insertion",
            EditKind::Deletion => "deletion",
            EditKind::Number => "number",
            EditKind::Variant => "variant",
        }
    }
}

named!(
    EditKind,
    "kind",
    "casing, spelling, real-word, spacing, dehyphenation, punctuation, repetition, substitution, insertion, deletion, number or variant"
);

/// The confidence of an edit: the share of such edits that are right, in per mille.
///
/// ```
/// use ungarble::Confidence;
///
/// assert_eq!(Confidence::from_per_mille(950).to_string(), "0.95");
/// assert!(Confidence::from_per_mille(950) < Confidence::CERTAIN);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(into = "f64", try_from = "f64"))]
pub struct Confidence(u16);

impl Confidence {
    /// 1.0: beyond doubt.
    pub const CERTAIN: Confidence = Confidence(1000);

    /// Returns the confidence of `per_mille` in a thousand; more than a thousand is a thousand.
    ///
    /// ```
    /// use ungarble::Confidence;
    ///
    /// assert_eq!(Confidence::from_per_mille(950).to_f64(), 0.95);
    /// assert_eq!(Confidence::from_per_mille(4000), Confidence::CERTAIN);
    /// ```
    #[must_use]
    pub const fn from_per_mille(per_mille: u16) -> Confidence {
        Confidence(if per_mille > 1000 { 1000 } else { per_mille })
    }

    /// Returns the confidence in a choice which is `margin` likelier than the best other one.
    ///
    /// With two readings of costs a and a + m, the likelier is right with probability 1 / (1 + e^(−m)).
    ///
    /// ```
    /// use ungarble::{Confidence, Cost};
    ///
    /// assert_eq!(Confidence::from_margin(Cost::ZERO).per_mille(), 500, "two equal readings: one in two");
    /// let nineteen_times = Cost::from_probability(0.05).above(Cost::from_probability(0.95));
    /// assert_eq!(Confidence::from_margin(nineteen_times).per_mille(), 950);
    /// ```
    #[must_use]
    pub fn from_margin(margin: Cost) -> Confidence {
        let p = 1.0 / (1.0 + (-f64::from(margin.0) / 1000.0).exp());
        // A margin is never certain: 1000 is for what no weighing of odds says.
        Confidence((p * 1000.0).round().min(999.0) as u16)
    }

    /// Returns the share in per mille: 0 to 1000.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let plan = Repairer::english().plan("Then the goverment fell.");
    /// assert!((900..=1000).contains(&plan.edits()[0].confidence().per_mille()));
    /// # }
    /// ```
    #[must_use]
    pub const fn per_mille(self) -> u16 {
        self.0
    }

    /// Returns as a share: 0.0 to 1.0.
    ///
    /// ```
    /// use ungarble::Confidence;
    ///
    /// assert_eq!(Confidence::CERTAIN.to_f64(), 1.0);
    /// assert_eq!(Confidence::default().to_f64(), 0.0);
    /// ```
    #[must_use]
    pub fn to_f64(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// Refuses what is no share; rounds to a thousandth.
///
/// ```
/// use ungarble::Confidence;
///
/// assert_eq!(Confidence::try_from(0.95), Ok(Confidence::from_per_mille(950)));
/// assert!([1.1, -0.1, f64::NAN].map(Confidence::try_from).iter().all(Result::is_err));
/// ```
impl TryFrom<f64> for Confidence {
    type Error = ConfigError;

    fn try_from(share: f64) -> Result<Confidence, ConfigError> {
        if (0.0..=1.0).contains(&share) {
            Ok(Confidence((share * 1000.0).round() as u16))
        } else {
            Err(ConfigError::Share { found: share.to_string() })
        }
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> f64 {
        confidence.to_f64()
    }
}

/// Reads a share from 0 to 1, as [`Display`](fmt::Display) writes it.
///
/// ```
/// use ungarble::Confidence;
///
/// assert_eq!("0.95".parse(), Ok(Confidence::from_per_mille(950)));
/// assert_eq!("95%".parse::<Confidence>().expect_err("no share").to_string(), "expected a number from 0 to 1, found 95%");
/// ```
impl FromStr for Confidence {
    type Err = ConfigError;

    fn from_str(share: &str) -> Result<Confidence, ConfigError> {
        let value = share.parse().map_err(|_| ConfigError::Share { found: share.to_owned() });
        value.and_then(|value: f64| Confidence::try_from(value))
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_f64(), f)
    }
}

/// Evidence of a stage for an edit.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Evidence, Input, Repairer, Span};
///
/// let text = "The cat satt on the quay when the boats came in.";
/// let page = "The cat sat on the quay when the boats came in.";
/// let plan = Repairer::english().plan(Input::new(text).reference(page));
/// let evidence = &plan.edits()[0].evidence()[0];
/// assert!(matches!(evidence, Evidence::Witness { reference: 0, span } if &page[span.range()] == "sat"));
/// assert_eq!(evidence.to_string(), "reference 0 has it so at bytes 8..11");
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "name", rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum Evidence {
    /// A passage of a reference has it so.
    Witness {
        /// Which reference, counted from 0 in the order in which they were given.
        reference: usize,
        /// Where in that reference, in bytes.
        #[cfg_attr(feature = "serde", serde(flatten))]
        span: Span,
    },
    /// The original is no word, and a known word is some letters away.
    KnownWord,
    /// The original is a known misspelling.
    KnownMisspelling,
    /// Writers take it for the word that stands there: "their", "there".
    Confusable,
    /// A word that this text or its references hold elsewhere, or the caller vouches for, is some letters away.
    DocumentWord,
    /// The recogniser would have read it so: an alternative that came with the text.
    OtherReading,
    /// The lexicon of the caller writes it so.
    UserWord,
    /// The space between two words is missing.
    MissingSpace,
    /// A space stands inside of a word.
    ExtraSpace,
    /// A word was split, at the end of a line or elsewhere.
    SplitWord,
    /// A known word has another prefix or ending, or part of it was written twice.
    Affix,
    /// The words before it are repeated.
    Repetition,
    /// The candidate is likelier in its context.
    Likelier {
        /// Than what stands there.
        over_text: Cost,
        /// Than the next best reading; [`Cost::MAX`] where there is none.
        #[cfg_attr(feature = "serde", serde(default = "no_next", skip_serializing_if = "is_no_next"))]
        over_next: Cost,
    },
    /// It stands in a title-cased run: words that a machine has capitalised, function words too.
    TitleCasedRun {
        /// Number of words of the sentence in such runs.
        words: usize,
    },
    /// It begins a sentence.
    SentenceStart,
    /// The whole text is written in one case.
    WholeText,
    /// Texts usually write the word in this case.
    UsualCase {
        /// Of a thousand occurrences, how many are written so.
        per_mille: u16,
    },
    /// This text writes the word with capitals elsewhere, outside of runs.
    SeenHere,
    /// It is part of a known name of several words.
    NamePhrase,
    /// Texts write it so beside its neighbour.
    Collocation,
    /// A day or a year stands beside it.
    Date,
    /// The letters of an acronym in brackets are the initials of the words before it.
    Initials,
    /// This text writes names in lower case, and the context makes the word a name.
    LowercasedName,
}

#[cfg(feature = "serde")]
const fn no_next() -> Cost {
    Cost::MAX
}

#[cfg(feature = "serde")]
fn is_no_next(over_next: &Cost) -> bool {
    *over_next == Cost::MAX
}

impl Evidence {
    /// Returns the name of this kind of evidence in JSON: "witness".
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("Then the goverment fell.");
    /// let names: Vec<&str> = plan.edits()[0].evidence().iter().map(|evidence| evidence.name()).collect();
    /// assert_eq!(names, ["known-misspelling", "likelier"]);
    /// # }
    /// ```
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Evidence::Witness { .. } => "witness",
            Evidence::KnownWord => "known-word",
            Evidence::KnownMisspelling => "known-misspelling",
            Evidence::Confusable => "confusable",
            Evidence::DocumentWord => "document-word",
            Evidence::OtherReading => "other-reading",
            Evidence::UserWord => "user-word",
            Evidence::MissingSpace => "missing-space",
            Evidence::ExtraSpace => "extra-space",
            Evidence::SplitWord => "split-word",
            Evidence::Affix => "affix",
            Evidence::Repetition => "repetition",
            Evidence::Likelier { .. } => "likelier",
            Evidence::TitleCasedRun { .. } => "title-cased-run",
            Evidence::SentenceStart => "sentence-start",
            Evidence::WholeText => "whole-text",
            Evidence::UsualCase { .. } => "usual-case",
            Evidence::SeenHere => "seen-here",
            Evidence::NamePhrase => "name-phrase",
            Evidence::Collocation => "collocation",
            Evidence::Date => "date",
            Evidence::Initials => "initials",
            Evidence::LowercasedName => "lowercased-name",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::Witness { reference, span } => write!(f, "reference {reference} has it so at bytes {span:?}"),
            Evidence::KnownWord => f.write_str("a known word is some letters away"),
            Evidence::KnownMisspelling => f.write_str("a known misspelling"),
            Evidence::Confusable => f.write_str("writers confuse it with the original"),
            Evidence::DocumentWord => f.write_str("the text, a reference or the user's lexicon has this word"),
            Evidence::OtherReading => f.write_str("an alternative of the recogniser"),
            Evidence::UserWord => f.write_str("the user's lexicon writes it so"),
            Evidence::MissingSpace => f.write_str("the space between two words is missing"),
            Evidence::ExtraSpace => f.write_str("a space stands inside of a word"),
            Evidence::SplitWord => f.write_str("the two parts are one word that was split"),
            Evidence::Affix => {
                f.write_str("a known word has another prefix or ending, or part of it was written twice")
            }
            Evidence::Repetition => f.write_str("the words before it are repeated"),
            Evidence::Likelier { over_text, over_next } => {
                write!(f, "log-probability gain {:.1} nats over the original", over_text.nats())?;
                if *over_next < Cost::MAX {
                    write!(f, ", {:.1} nats over the next candidate", over_next.nats())
                } else {
                    Ok(())
                }
            }
            Evidence::TitleCasedRun { words } => write!(f, "{words} words of the sentence are in title-cased runs"),
            Evidence::SentenceStart => f.write_str("it begins a sentence"),
            Evidence::WholeText => f.write_str("the whole text is written in one case"),
            Evidence::UsualCase { per_mille } => write!(f, "{per_mille} of 1,000 occurrences are written in this case"),
            Evidence::SeenHere => f.write_str("this text writes it with capitals elsewhere"),
            Evidence::NamePhrase => f.write_str("it is part of a known name"),
            Evidence::Collocation => f.write_str("texts write it so beside the word next to it"),
            Evidence::Date => f.write_str("a day or a year stands beside it"),
            Evidence::Initials => f.write_str("an acronym and its words explain each other"),
            Evidence::LowercasedName => {
                f.write_str("this text writes names in lower case, and the context makes it a name")
            }
        }
    }
}

/// One replacement: where, what, by what, and why.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{EditKind, Repairer};
///
/// let plan = Repairer::english().plan("Then the goverment fell.");
/// let [edit] = plan.edits() else { panic!("one word is wrong") };
/// assert_eq!((edit.original(), edit.replacement(), edit.kind()), ("goverment", "government", EditKind::Spelling));
/// assert_eq!(&plan.text()[edit.span().range()], "goverment");
/// # }
/// ```
///
/// # Lifetimes
///
/// `'t` is the text that the edit is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<'t> {
    pub(crate) span: Span,
    pub(crate) original: Cow<'t, str>,
    pub(crate) replacement: Cow<'static, str>,
    pub(crate) kind: EditKind,
    pub(crate) confidence: Confidence,
    pub(crate) evidence: Vec<Evidence>,
}

impl<'t> Edit<'t> {
    /// Returns where in the text; empty where the edit only inserts.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let text = "Then the goverment fell.";
    /// let plan = ungarble::Repairer::english().plan(text);
    /// assert_eq!(&text[plan.edits()[0].span().range()], "goverment");
    /// # }
    /// ```
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Returns what stands there.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("It was closed inthe spring.");
    /// assert_eq!(plan.edits()[0].original(), "inthe");
    /// # }
    /// ```
    #[must_use]
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Returns the same edit with an original of its own.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Edit, Repairer};
    ///
    /// let edits: Vec<Edit<'static>> = {
    ///     let text = String::from("Then the goverment fell.");
    ///     Repairer::english().plan(&text).edits().iter().cloned().map(Edit::into_owned).collect()
    /// };
    /// assert_eq!(edits[0].original(), "goverment");
    /// # }
    /// ```
    #[must_use]
    pub fn into_owned(self) -> Edit<'static> {
        Edit {
            span: self.span,
            original: Cow::Owned(self.original.into_owned()),
            replacement: self.replacement,
            kind: self.kind,
            confidence: self.confidence,
            evidence: self.evidence,
        }
    }

    /// Returns what is to stand there; empty where the edit only removes.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("It was closed inthe spring.");
    /// assert_eq!(plan.edits()[0].replacement(), "in the");
    /// # }
    /// ```
    #[must_use]
    pub fn replacement(&self) -> &str {
        &self.replacement
    }

    /// Returns what the edit does.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{EditKind, Repairer};
    ///
    /// // What a caller does not want goes before the plan is applied.
    /// let mut plan = Repairer::english().plan("The goverment fell inthe spring.");
    /// plan.retain(|edit| edit.kind() != EditKind::Spacing);
    /// assert_eq!(plan.apply(), "The government fell inthe spring.");
    /// # }
    /// ```
    #[must_use]
    pub const fn kind(&self) -> EditKind {
        self.kind
    }

    /// Returns how sure it is.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Confidence, Repairer};
    ///
    /// let mut plan = Repairer::english().plan("Then the goverment fell.");
    /// plan.retain(|edit| edit.confidence() >= Confidence::from_per_mille(900));
    /// assert_eq!(plan.edits().len(), 1);
    /// # }
    /// ```
    #[must_use]
    pub const fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Returns what speaks for it, the weightiest first.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Evidence, Repairer};
    ///
    /// let plan = Repairer::english().plan("Then the goverment fell.");
    /// assert!(plan.edits()[0].evidence().contains(&Evidence::KnownMisspelling));
    /// # }
    /// ```
    #[must_use]
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }
}

impl fmt::Display for Edit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {:?} -> {:?} ({}, {})", self.span, self.original, self.replacement, self.kind, self.confidence)
    }
}
