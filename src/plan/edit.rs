//! One replacement, and why it is made.

use std::borrow::Cow;
use std::fmt;

use crate::cost::Cost;
use crate::span::Span;

/// What an edit does to the text.
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
#[non_exhaustive]
pub enum EditKind {
    /// The same letters with other capitals: "tokyo" → "Tokyo".
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
    Wording,
    /// Words that fell out come back, on the word of a reference.
    Restored,
    /// Words that a reference does not have go.
    Removed,
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
        EditKind::Wording,
        EditKind::Restored,
        EditKind::Removed,
        EditKind::Number,
        EditKind::Variant,
    ];

    /// The name of the kind in flags and JSON: "casing", "real-word".
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
            EditKind::Wording => "wording",
            EditKind::Restored => "restored",
            EditKind::Removed => "removed",
            EditKind::Number => "number",
            EditKind::Variant => "variant",
        }
    }
}

impl fmt::Display for EditKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How sure an edit is: the share of such edits that are right, in per mille.
///
/// ```
/// use ungarble::Confidence;
///
/// assert_eq!(Confidence::from_per_mille(950).to_string(), "0.95");
/// assert!(Confidence::from_per_mille(950) < Confidence::CERTAIN);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    /// In per mille: 0 to 1000.
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

    /// As a share: 0.0 to 1.0.
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

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.to_f64(), f)
    }
}

/// What a stage saw that speaks for an edit.
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
#[non_exhaustive]
pub enum Evidence {
    /// A passage of a reference has it so.
    Witness {
        /// Which reference, counted from 0 in the order in which they were given.
        reference: usize,
        /// Where in that reference, in bytes.
        span: Span,
    },
    /// What stands there is no word, and a known word is some letters away.
    KnownWord,
    /// What stands there is a misspelling that people are known to make.
    KnownMisspelling,
    /// Writers take it for the word that stands there: "their", "there".
    TakenForAnother,
    /// A word that this text or its references hold elsewhere, or the caller vouches for, is some letters away.
    DocumentWord,
    /// The recogniser would have read it so: an alternative that came with the text.
    OtherReading,
    /// The lexicon of the caller writes it so.
    UserWord,
    /// Two words lost the blank between them.
    LostBlank,
    /// The two parts make one word.
    ExtraBlank,
    /// The two parts make the word that was broken between them.
    BrokenWord,
    /// A known word has another ending, or a stretch of it was written twice.
    ExchangedEnding,
    /// The words before it stand there a second time.
    WrittenTwice,
    /// How much likelier the reading is in its context.
    Likelier {
        /// Than what stands there.
        over_text: Cost,
        /// Than the next best reading.
        over_next: Cost,
    },
    /// It stands in a run of words that a machine has capitalised, function words too.
    CapitalRun {
        /// How many words of the sentence stand in such runs.
        words: usize,
    },
    /// It begins a sentence.
    SentenceStart,
    /// The whole text is written in one case.
    WholeText,
    /// Texts write the word so.
    Habit {
        /// Of a thousand occurrences, how many are written so.
        per_mille: u16,
    },
    /// This text writes the word with capitals elsewhere, outside of runs.
    SeenHere,
    /// It is part of a known name of several words.
    NamePhrase,
    /// Texts write it so beside its neighbour.
    LmToken,
    /// A day or a year stands beside it.
    Date,
    /// The letters of an acronym in brackets are the initials of the words before it.
    Initials,
    /// This text writes names small, and the words around make the word one.
    NamesSmall,
}

impl Evidence {
    /// The name of this kind of evidence in JSON: "witness".
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
            Evidence::TakenForAnother => "taken-for-another",
            Evidence::DocumentWord => "document-word",
            Evidence::OtherReading => "other-reading",
            Evidence::UserWord => "user-word",
            Evidence::LostBlank => "lost-blank",
            Evidence::ExtraBlank => "extra-blank",
            Evidence::BrokenWord => "broken-word",
            Evidence::ExchangedEnding => "exchanged-ending",
            Evidence::WrittenTwice => "written-twice",
            Evidence::Likelier { .. } => "likelier",
            Evidence::CapitalRun { .. } => "capital-run",
            Evidence::SentenceStart => "sentence-start",
            Evidence::WholeText => "whole-text",
            Evidence::Habit { .. } => "habit",
            Evidence::SeenHere => "seen-here",
            Evidence::NamePhrase => "name-phrase",
            Evidence::LmToken => "neighbour",
            Evidence::Date => "date",
            Evidence::Initials => "initials",
            Evidence::NamesSmall => "names-small",
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::Witness { reference, span } => write!(f, "reference {reference} has it so at bytes {span:?}"),
            Evidence::KnownWord => f.write_str("a known word is some letters away"),
            Evidence::KnownMisspelling => f.write_str("a misspelling that people are known to make"),
            Evidence::TakenForAnother => f.write_str("writers take it for the word that stands there"),
            Evidence::DocumentWord => f.write_str("the text, a reference or the user's lexicon has this word"),
            Evidence::OtherReading => f.write_str("the recogniser would have read it so"),
            Evidence::UserWord => f.write_str("the lexicon of the user writes it so"),
            Evidence::LostBlank => f.write_str("two words lost the blank between them"),
            Evidence::ExtraBlank => f.write_str("the two parts make one word"),
            Evidence::BrokenWord => f.write_str("the two parts make the word that was broken between them"),
            Evidence::ExchangedEnding => {
                f.write_str("a known word ends otherwise, or a stretch of it stands here twice")
            }
            Evidence::WrittenTwice => f.write_str("the words before it stand there a second time"),
            Evidence::Likelier { over_text, over_next } => {
                write!(f, "likelier here by {over_text} than what stands there")?;
                if *over_next < Cost::MAX { write!(f, ", and by {over_next} than the next reading") } else { Ok(()) }
            }
            Evidence::CapitalRun { words } => write!(f, "{words} words of the sentence stand in runs of capitals"),
            Evidence::SentenceStart => f.write_str("it begins a sentence"),
            Evidence::WholeText => f.write_str("the whole text is written in one case"),
            Evidence::Habit { per_mille } => write!(f, "of a thousand occurrences, {per_mille} are written so"),
            Evidence::SeenHere => f.write_str("this text writes it with capitals elsewhere"),
            Evidence::NamePhrase => f.write_str("it is part of a known name"),
            Evidence::LmToken => f.write_str("texts write it so beside its neighbour"),
            Evidence::Date => f.write_str("a day or a year stands beside it"),
            Evidence::Initials => f.write_str("an acronym and its words explain each other"),
            Evidence::NamesSmall => f.write_str("this text writes names small, and the words around make it one"),
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
    pub(crate) original: &'t str,
    pub(crate) replacement: Cow<'static, str>,
    pub(crate) kind: EditKind,
    pub(crate) confidence: Confidence,
    pub(crate) evidence: Vec<Evidence>,
}

impl<'t> Edit<'t> {
    /// Where in the text; empty where the edit only inserts.
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

    /// What stands there.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("It was closed inthe spring.");
    /// assert_eq!(plan.edits()[0].original(), "inthe");
    /// # }
    /// ```
    #[must_use]
    pub const fn original(&self) -> &'t str {
        self.original
    }

    /// What is to stand there; empty where the edit only removes.
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

    /// What the edit does.
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

    /// How sure it is.
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

    /// What speaks for it, the weightiest first.
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
