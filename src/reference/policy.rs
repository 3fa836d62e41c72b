//! What is taken over from a reference, and what stays as the text has it.

use std::str::FromStr;

use crate::error::ConfigError;
use crate::named::named;

/// Whose reading stands where text and reference differ in a matter of style.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Input, Policy, Repairer, Style};
///
/// let text = "The harbor was closed for the whole of that winter, said the owner on Monday.";
/// let page = "The harbour was closed for the whole of that winter, said the owner on Monday.";
/// let repaired = |style| {
///     let repairer = Repairer::builder().policy(Policy::CONSERVATIVE.variants(style)).build()?;
///     Ok::<String, ungarble::ConfigError>(repairer.repair(Input::new(text).reference(page)).into_owned())
/// };
/// assert_eq!(repaired(Style::Text)?, text);
/// assert_eq!(repaired(Style::Reference)?, page);
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Style {
    /// The text's: it stays as it came.
    #[default]
    Text,
    /// The reference's.
    Reference,
}

named!(Style, "ungarble::Style", "style", "text or reference", [Text => "text", Reference => "reference"]);

/// Which words of a reference take the place of words of the text.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Input, Policy, Repairer, Substitutions};
///
/// let text = "The harbour was shut for the whole of that wintr, said the owner on Monday.";
/// let page = "The harbour was closed for the whole of that winter, said the owner on Monday.";
/// let repaired = |substitutions| {
///     let repairer = Repairer::builder().policy(Policy::CONSERVATIVE.substitutions(substitutions)).build()?;
///     Ok::<String, ungarble::ConfigError>(repairer.repair(Input::new(text).reference(page)).into_owned())
/// };
/// assert_eq!(repaired(Substitutions::Damaged)?, "The harbour was shut for the whole of that winter, said the owner on Monday.");
/// assert_eq!(repaired(Substitutions::Any)?, page);
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Substitutions {
    /// None: only capitals, spaces and marks are taken over.
    Keep,
    /// Those that the damage explains: alike, or in place of what is no word, or among other damage.
    #[default]
    Damaged,
    /// All of them.
    Any,
}

named!(
    Substitutions,
    "ungarble::Substitutions",
    "substitutions",
    "keep, damaged or any",
    [Keep => "keep", Damaged => "damaged", Any => "any"]
);

/// Which words go that a reference does not have.
///
/// None go where the passage is repeated, in the text or in the page, so that they may belong to another copy; none go at the
/// ends of a passage, and no whole lines.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Deletions, Input, Policy, Repairer};
///
/// let text = "The harbour was closed again for the whole of of that winter, said the owner on Monday.";
/// let page = "The harbour was closed for the whole of that winter, said the owner on Monday.";
/// let repaired = |deletions| {
///     let repairer = Repairer::builder().policy(Policy::CONSERVATIVE.deletions(deletions)).build()?;
///     Ok::<String, ungarble::ConfigError>(repairer.repair(Input::new(text).reference(page)).into_owned())
/// };
/// assert_eq!(repaired(Deletions::Doubled)?, text, "one page alone proves nothing");
/// assert_eq!(repaired(Deletions::Remove)?, page);
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Deletions {
    /// None.
    Keep,
    /// Deletes text that at least two independent witnesses lack.
    #[default]
    Doubled,
    /// Up to four words at a place.
    Remove,
}

named!(
    Deletions,
    "ungarble::Deletions",
    "deletions",
    "keep, doubled or remove",
    [Keep => "keep", Doubled => "doubled", Remove => "remove"]
);

/// A policy for references: the text's own wording and style count for more ([`Policy::CONSERVATIVE`], the
/// default), or the reference's ([`Policy::FULL`]). Each class of differences has its own setting.
///
/// ```
/// use ungarble::{Policy, Style};
///
/// let policy = Policy::CONSERVATIVE.variants(Style::Reference).inserted_words(0);
/// assert_ne!(policy, Policy::default());
/// assert_eq!("full".parse::<Policy>()?, Policy::FULL);
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Policy {
    pub(crate) substitutions: Substitutions,
    pub(crate) variants: Style,
    pub(crate) initialisms: Style,
    pub(crate) quotes: Style,
    pub(crate) punctuation: Style,
    pub(crate) numbers: Style,
    pub(crate) deletions: Deletions,
    pub(crate) inserted_words: u16,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy::CONSERVATIVE
    }
}

impl Policy {
    /// Takes over what damage explains, and keeps the text's variants, numbers, quotes and extra words. Right words are
    /// safe even where the reference is damaged or another edition.
    ///
    /// ```
    /// use ungarble::Policy;
    ///
    /// assert_eq!(Policy::CONSERVATIVE, Policy::default());
    /// assert_eq!("conservative".parse::<Policy>(), Ok(Policy::CONSERVATIVE));
    /// ```
    pub const CONSERVATIVE: Policy = Policy {
        substitutions: Substitutions::Damaged,
        variants: Style::Text,
        initialisms: Style::Text,
        quotes: Style::Text,
        punctuation: Style::Reference,
        numbers: Style::Text,
        deletions: Deletions::Doubled,
        inserted_words: 3,
    };

    /// Takes over the reference's words wherever it speaks for the text; for a reference that is known to be the
    /// original: a script beside its transcript. Quotes and dashes stay as the text has them.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer};
    ///
    /// let heard = "the harbor was shut for the hole of that winter said the owner on monday";
    /// let script = "The harbour was closed for the whole of that winter, said the owner on Monday";
    /// let repairer = Repairer::builder().policy(Policy::FULL).build()?;
    /// assert_eq!(repairer.repair(Input::new(heard).reference(script)), script);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub const FULL: Policy = Policy {
        substitutions: Substitutions::Any,
        variants: Style::Reference,
        initialisms: Style::Reference,
        quotes: Style::Text,
        punctuation: Style::Reference,
        numbers: Style::Reference,
        deletions: Deletions::Remove,
        inserted_words: 25,
    };

    /// Sets which words take the place of others.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer, Substitutions};
    ///
    /// // Of the page only capitals, spaces and marks: the words stay the speaker's own.
    /// let heard = "we shut the harbour for the whole of that winter said the owner on monday";
    /// let page = "We closed the harbour for the whole of that winter, said the owner on Monday.";
    /// let repairer = Repairer::builder().policy(Policy::default().substitutions(Substitutions::Keep)).build()?;
    /// let repaired = repairer.repair(Input::new(heard).reference(page));
    /// assert!(repaired.contains("shut") && repaired.contains("winter, said"));
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn substitutions(mut self, substitutions: Substitutions) -> Policy {
        self.substitutions = substitutions;
        self
    }

    /// Sets whose spelling variants are kept, British or American and others: "defense", "defence".
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer, Style};
    ///
    /// let text = "The harbor was closd for the whole of that winter, said the owner on Monday.";
    /// let page = "The harbour was closed for the whole of that winter, said the owner on Monday.";
    /// let repairer = Repairer::builder().policy(Policy::default().variants(Style::Reference)).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), page);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn variants(mut self, variants: Style) -> Policy {
        self.variants = variants;
        self
    }

    /// Dots in initialisms: "US", "U.S.".
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer, Style};
    ///
    /// let text = "The US was asked for help with the old harbour in the spring, said the owner.";
    /// let page = "The U.S. was asked for help with the old harbour in the spring, said the owner.";
    /// let repairer = Repairer::builder().policy(Policy::default().initialisms(Style::Reference)).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), page);
    /// assert_eq!(Repairer::english().repair(Input::new(text).reference(page)), text);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn initialisms(mut self, initialisms: Style) -> Policy {
        self.initialisms = initialisms;
        self
    }

    /// Sets the form of quotes, apostrophes and dashes: "…", “…”.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer, Style};
    ///
    /// let text = "The owner's \"new harbour\" was closed for the whole of that winter.";
    /// let page = "The owner’s “new harbour” was closed for the whole of that winter.";
    /// let repairer = Repairer::builder().policy(Policy::default().quotes(Style::Reference)).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), page);
    /// assert_eq!(Repairer::english().repair(Input::new(text).reference(page)), text);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn quotes(mut self, quotes: Style) -> Policy {
        self.quotes = quotes;
        self
    }

    /// Marks that were lost, put in or mistaken for others.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer, Style};
    ///
    /// let text = "The harbour was closed for the whole of that winter said the owner on Monday.";
    /// let page = "The harbour was closed for the whole of that winter, said the owner on Monday.";
    /// assert_eq!(Repairer::english().repair(Input::new(text).reference(page)), page);
    /// let repairer = Repairer::builder().policy(Policy::default().punctuation(Style::Text)).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), text);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn punctuation(mut self, punctuation: Style) -> Policy {
        self.punctuation = punctuation;
        self
    }

    /// Numbers: "2024" for "202424".
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer, Style};
    ///
    /// let text = "The harbour was closed for 14 weeks in the winter of 202424, said the owner.";
    /// let page = "The harbour was closed for 14 weeks in the winter of 2024, said the owner.";
    /// let repairer = Repairer::builder().policy(Policy::default().numbers(Style::Reference)).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), page);
    /// assert_eq!(Repairer::english().repair(Input::new(text).reference(page)), text);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn numbers(mut self, numbers: Style) -> Policy {
        self.numbers = numbers;
        self
    }

    /// Sets words that the reference does not have.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Deletions, Input, Policy, Repairer};
    ///
    /// let text = "The harbour was closed Advertisement for the whole of that winter, said the owner.";
    /// let page = "The harbour was closed for the whole of that winter, said the owner.";
    /// let repairer = Repairer::builder().policy(Policy::default().deletions(Deletions::Remove)).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), page);
    /// assert_eq!(Repairer::english().repair(Input::new(text).reference(page)), text);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn deletions(mut self, deletions: Deletions) -> Policy {
        self.deletions = deletions;
        self
    }

    /// Sets how many words in a row may be restored that the text does not have. Whole sentences never are.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer};
    ///
    /// let text = "The harbour was for the whole of that winter, said the owner.";
    /// let page = "The harbour was closed for the whole of that winter, said the owner.";
    /// assert_eq!(Repairer::english().repair(Input::new(text).reference(page)), page);
    /// let repairer = Repairer::builder().policy(Policy::default().inserted_words(0)).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), text);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    #[must_use]
    pub const fn inserted_words(mut self, words: u16) -> Policy {
        self.inserted_words = words;
        self
    }
}

impl FromStr for Policy {
    type Err = ConfigError;

    fn from_str(name: &str) -> Result<Policy, ConfigError> {
        match name {
            "conservative" => Ok(Policy::CONSERVATIVE),
            "full" => Ok(Policy::FULL),
            _ => Err(ConfigError::Name { setting: "policy", found: name.to_owned(), expected: "conservative or full" }),
        }
    }
}
