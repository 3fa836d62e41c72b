//! What a text suffers from, measured before anything is repaired.

/// A diagnosis of a text: counts of the words that show each kind of damage.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Diagnosis {
    pub(crate) words: usize,
    pub(crate) unknown: usize,
    pub(crate) title_cased_words: usize,
    pub(crate) lowered: usize,
    pub(crate) unaligned: usize,
    pub(crate) misread: u32,
    pub(crate) mistyped: u32,
}

impl Diagnosis {
    /// Returns how many words it has, the parts of compounds counted one by one.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let plan = ungarble::Repairer::english().plan("The well-known yard, closed in 1987, will open again.");
    /// assert_eq!(plan.diagnosis().words(), 9); // "well-known" is two, a number none
    /// # }
    /// ```
    #[must_use]
    pub const fn words(&self) -> usize {
        self.words
    }

    /// Returns how many of them no lexicon knows.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// let of = |text| repairer.plan(text).diagnosis();
    /// let (english, other) = (of("The boats lay still all winter."), of("Lodes gulsteja mierigi visu ziemu."));
    /// assert_eq!((english.words(), english.unknown()), (6, 0));
    /// assert!(other.unknown() * 2 > other.words());
    /// # }
    /// ```
    #[must_use]
    pub const fn unknown(&self) -> usize {
        self.unknown
    }

    /// Returns how many small words stand capitalised in runs that no person wrote: "Moment of Opportunity And Responsibility".
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let text = std::fs::read_to_string("examples/data/garbled.txt")?; // half of it Written Like This
    /// assert!(ungarble::Repairer::english().plan(&text).diagnosis().title_cased_words() > 10);
    /// # }
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn title_cased_words(&self) -> usize {
        self.title_cased_words
    }

    /// Returns how many names inside sentences are written in lower case.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let text = std::fs::read_to_string("examples/data/garbled.txt")?; // "expected in august"
    /// assert!(ungarble::Repairer::english().plan(&text).diagnosis().lowercased_names() > 5);
    /// # }
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub const fn lowercased_names(&self) -> usize {
        self.lowered
    }

    /// Returns how many of a million characters a recogniser misread, by the text's own account; 0 where spelling is not repaired.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let of = |text| ungarble::Repairer::english().plan(text).diagnosis();
    /// let scan = of("Tbe comrnittee rnet in tbe old rnuseum, wbich bas been closed.");
    /// assert!(scan.misread_per_million() > scan.mistyped_per_million());
    /// assert!(scan.misread_per_million() > of("The committee met in the old museum.").misread_per_million());
    /// # }
    /// ```
    #[must_use]
    pub const fn misread_per_million(&self) -> u32 {
        self.misread
    }

    /// Returns how many of a million characters a writer mistyped or misspelt, by the text's own account; 0 where spelling is not repaired.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let typed = ungarble::Repairer::english().plan("Thier goverment recieved teh leter on wensday.").diagnosis();
    /// assert!(typed.mistyped_per_million() > typed.misread_per_million());
    /// # }
    /// ```
    #[must_use]
    pub const fn mistyped_per_million(&self) -> u32 {
        self.mistyped
    }

    /// Returns how many bytes a reference may hold that were left alone all the same: those of
    /// [`Plan::unaligned`](crate::Plan::unaligned).
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Repairer};
    ///
    /// let text = "The harbour was closed all winter.";
    /// let plan = Repairer::english().plan(Input::new(text).reference("The harbour was closed all winter."));
    /// assert_eq!(plan.diagnosis().unaligned(), 0);
    /// # }
    /// ```
    #[must_use]
    pub const fn unaligned(&self) -> usize {
        self.unaligned
    }
}
