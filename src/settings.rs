//! What a caller may choose.

use crate::named::named;

/// Switches a stage on or off.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Noise, Repairer, Stage};
///
/// let words_only = Repairer::builder().noise(Noise::Speech).casing(Stage::Off).build()?;
/// assert_eq!(words_only.repair("the goverment of norway fell"), "the government of norway fell");
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Stage {
    /// It does.
    #[default]
    On,
    /// It does not: no edit comes from it.
    Off,
}

named!(Stage, "ungarble::Stage", "stage", "on or off", [On => "on", Off => "off"]);

/// The kind of noise in a text: it decides which misreadings are likely.
///
/// ```
/// use ungarble::Noise;
///
/// assert_eq!("ocr".parse(), Ok(Noise::Ocr));
/// assert!("photocopy".parse::<Noise>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Noise {
    /// To be found out from the text itself.
    #[default]
    Auto,
    /// Read from an image: letters of like shape are mistaken, spaces lost, words broken at line ends.
    Ocr,
    /// Typed: letters left out, doubled or swapped, words of like sound taken for one another.
    Typing,
    /// Heard: words of like sound are mistaken, capitals and marks are missing.
    Speech,
    /// Taken from a web page: title-cased runs, lowered names, lost spaces.
    Scrape,
    /// Translated there and back: words of like meaning are mistaken.
    Translation,
}

impl Noise {
    /// Every kind, in the order of this page.
    pub const ALL: [Noise; 6] =
        [Noise::Auto, Noise::Ocr, Noise::Typing, Noise::Speech, Noise::Scrape, Noise::Translation];

    /// Returns the name in flags and JSON: "ocr".
    ///
    /// ```
    /// use ungarble::Noise;
    ///
    /// assert!(Noise::ALL.iter().all(|noise| noise.name().parse() == Ok(*noise)));
    /// assert_eq!(Noise::Ocr.to_string(), Noise::Ocr.name());
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Noise::Auto => "auto",
            Noise::Ocr => "ocr",
            Noise::Typing => "typing",
            Noise::Speech => "speech",
            Noise::Scrape => "scrape",
            Noise::Translation => "translation",
        }
    }
}

named!(Noise, "noise", "auto, ocr, typing, speech, scrape or translation");
