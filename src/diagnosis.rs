//! What a text suffers from, measured before anything is repaired.

/// What a text suffers from: how many of its words show which damage.
///
/// Pipelines filter by it: a text of which a third is unknown is in another language, or past repair.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// let plan = ungarble::Repairer::english().plan("Howver, the reliability of that cover is now in question.");
/// assert_eq!((plan.diagnosis().words(), plan.diagnosis().unknown()), (10, 1));
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Diagnosis {
    pub(crate) words: usize,
    pub(crate) unknown: usize,
    pub(crate) in_runs: usize,
    pub(crate) lowered: usize,
    pub(crate) unplaced: usize,
}

impl Diagnosis {
    /// How many words it has, the parts of compounds counted one by one.
    #[must_use]
    pub const fn words(&self) -> usize {
        self.words
    }

    /// How many of them no lexicon knows.
    #[must_use]
    pub const fn unknown(&self) -> usize {
        self.unknown
    }

    /// How many small words stand capitalised in runs that no person wrote: "Moment of Opportunity And Responsibility".
    #[must_use]
    pub const fn in_runs(&self) -> usize {
        self.in_runs
    }

    /// How many names inside sentences are written small.
    #[must_use]
    pub const fn lowered_names(&self) -> usize {
        self.lowered
    }

    /// How many bytes a reference may hold that were left alone all the same: those of
    /// [`Plan::unplaced`](crate::Plan::unplaced).
    #[must_use]
    pub const fn unplaced(&self) -> usize {
        self.unplaced
    }
}
