//! What can go wrong before a repair. Repairing itself cannot fail.

use std::path::PathBuf;

/// Why a setting was refused.
///
/// ```
/// use ungarble::{ConfigError, Noise};
///
/// let error = "photocopy".parse::<Noise>().expect_err("there is no such noise");
/// assert!(matches!(&error, ConfigError::Name { setting: "noise", found, .. } if found == "photocopy"));
/// assert_eq!(error.to_string(), "noise \"photocopy\" is not known, expected auto, ocr, typing, speech, scrape or translation");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A name that is none of those known.
    #[error("{setting} {found:?} is not known, expected {expected}")]
    Name {
        /// The setting.
        setting: &'static str,
        /// The value given.
        found: String,
        /// The values that are known.
        expected: &'static str,
    },
    /// A value that should be a share is none.
    #[error("expected a number from 0 to 1, found {found}")]
    Share {
        /// The value given.
        found: String,
    },
    /// A table of thresholds could not be read.
    #[error("cannot read the thresholds {path:?}: {kind}; `ungarble certify --output` writes them")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        kind: std::io::ErrorKind,
    },
    /// A file is no table of thresholds.
    #[error("{path:?}, line {line}: expected {expected}, as `ungarble certify --output` writes it")]
    Thresholds {
        /// The file.
        path: PathBuf,
        /// From 1; 0 for the file as a whole.
        line: usize,
        /// The form wanted.
        expected: &'static str,
    },
    /// Thresholds are those of other models, whose log-odds mean something else.
    #[error("the thresholds of the harm budget were certified with other models: certify them again")]
    OtherModels,
    /// The crate was built without the feature `embedded`, and no language was given.
    #[error("no language: enable the feature `embedded`, or give one with `Builder::language`")]
    NoLanguage,
}

/// Why a lexicon could not be loaded or compiled.
///
/// ```
/// use ungarble::{Lexicon, LexiconError};
/// use ungarble::lexicon::UserLexicon;
///
/// assert!(matches!(Lexicon::from_image(b"<!DOCTYPE html>".as_slice()), Err(LexiconError::Magic { .. })));
/// let error = UserLexicon::new().read("lakh\tmany\n".as_bytes(), "words.txt").expect_err("no count");
/// assert_eq!(error.to_string(), "words.txt, line 1: expected `word<TAB>count`, found \"lakh\\tmany\"");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LexiconError {
    /// The bytes do not begin like a lexicon image.
    #[error("not a lexicon image: it begins with {found:?}")]
    Magic {
        /// The first bytes, up to eight.
        found: Vec<u8>,
    },
    /// The image has another layout.
    #[error("lexicon has layout version {found}, this build reads {expected}")]
    Version {
        /// Version in the image.
        found: u16,
        /// Version that this build reads.
        expected: u16,
    },
    /// The image is shorter or longer than its header says.
    #[error("lexicon image has {found} bytes, its header says {expected}")]
    Length {
        /// Bytes given.
        found: usize,
        /// Bytes that the header promises.
        expected: usize,
    },
    /// A section of the image lies outside of it, or has a size that no table of its kind can have.
    #[error("section {section} of the lexicon image is damaged")]
    Section {
        /// Name of the section.
        section: &'static str,
    },
    /// The bytes are not those that were compiled.
    #[error("lexicon image has checksum {found:016x}, its header says {expected:016x}")]
    Checksum {
        /// Checksum of the bytes given.
        found: u64,
        /// Checksum in the header.
        expected: u64,
    },
    /// A line of a text source, or of a user's list, is not of the form that it must have.
    #[error("{name}, line {line}: expected {expected}, found {text:?}")]
    Entry {
        /// Which file or list.
        name: String,
        /// Line, counted from 1.
        line: usize,
        /// The form wanted.
        expected: &'static str,
        /// The line as it is.
        text: String,
    },
    /// A Hunspell dictionary cannot be parsed.
    #[cfg(feature = "hunspell")]
    #[error("{file} file of a Hunspell dictionary, line {line}: {reason}")]
    Hunspell {
        /// `.aff` or `.dic`.
        file: String,
        /// Line, counted from 1; 0 where the file as a whole is meant.
        line: usize,
        /// The reason.
        reason: String,
    },
    /// The lists hold more than the image has room for.
    #[error("too many {what}: at most {limit} fit into a lexicon image")]
    Full {
        /// The things of which there are too many.
        what: &'static str,
        /// Number that fit.
        limit: usize,
    },
    /// A file could not be read.
    #[error("cannot read {path:?}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

/// Why a language model could not be loaded or compiled.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::lm::NgramModel;
/// use ungarble::{LanguageError, Lexicon};
///
/// let error = NgramModel::open(b"UNGARNGM\x63\0".as_slice(), Lexicon::english()).expect_err("it is of layout 99");
/// assert!(matches!(error, LanguageError::Version { found: 99, .. }));
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LanguageError {
    /// The bytes do not begin like an image of this kind.
    #[error("not an image of the kind {name}: it begins with {found:?}")]
    Magic {
        /// The kind of image.
        name: &'static str,
        /// The first bytes, up to eight.
        found: Vec<u8>,
    },
    /// The image has another layout.
    #[error("{name} has layout version {found}, this build reads {expected}")]
    Version {
        /// The kind of image.
        name: &'static str,
        /// Version in the image.
        found: u16,
        /// Version that this build reads.
        expected: u16,
    },
    /// The image is shorter or longer than its header says.
    #[error("image of the {name} has {found} bytes, its header says {expected}")]
    Length {
        /// The kind of image.
        name: &'static str,
        /// Bytes given.
        found: usize,
        /// Bytes that the header promises.
        expected: usize,
    },
    /// The image uses the word numbers of another lexicon.
    #[error("{name} is for the vocabulary {found:016x}, the lexicon has {expected:016x}")]
    OtherLexicon {
        /// The kind of image.
        name: &'static str,
        /// Fingerprint of the vocabulary that it was made for.
        found: u64,
        /// Fingerprint of the vocabulary of the lexicon.
        expected: u64,
    },
    /// A part of the image has a size that it cannot have.
    #[error("{section} of the {name} has a wrong size")]
    Section {
        /// The kind of image.
        name: &'static str,
        /// The part.
        section: &'static str,
    },
    /// The bytes are not those that were compiled.
    #[error("image of the {name} has checksum {found:016x}, its header says {expected:016x}")]
    Checksum {
        /// The kind of image.
        name: &'static str,
        /// Checksum of the bytes given.
        found: u64,
        /// Checksum in the header.
        expected: u64,
    },
    /// There is more than an image has room for.
    #[error("too many {what}: at most {limit} fit into a language model")]
    Full {
        /// The things of which there are too many.
        what: &'static str,
        /// Number that fit.
        limit: usize,
    },
    /// The lexicon that the model is for could not be loaded.
    #[error("cannot load the lexicon")]
    Lexicon(#[from] LexiconError),
    /// Files of a language are given, and one is not among them that the others need.
    #[error("the files of the language lack {name}")]
    NoFile {
        /// Its name, or how it ends.
        name: String,
    },
    /// A file of a language that must be text is not.
    #[error("{name} is not UTF-8")]
    Text {
        /// Its name.
        name: String,
    },
    /// A folder holds no lexicon.
    #[error("no file in {path:?} ends in .lexicon")]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// A file could not be read.
    #[error("cannot read {path:?}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

/// Why a pool of references could not take a page or be read.
///
/// ```
/// use ungarble::{PoolError, ReferencePool};
///
/// assert_eq!(ReferencePool::from_bytes(b"<!DOCTYPE html>").unwrap_err(), PoolError::NotAPool);
/// let mut bytes = ReferencePool::new().to_bytes();
/// *bytes.last_mut().expect("it has a header") ^= 1;
/// assert_eq!(ReferencePool::from_bytes(&bytes).unwrap_err(), PoolError::Damaged);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// There would be more text than the pool can point into.
    #[error("a pool holds at most 4 GiB of text")]
    Full,
    /// The bytes do not begin like a pool.
    #[error("not a pool of references")]
    NotAPool,
    /// The bytes are not those that were written.
    #[error("the pool of references is damaged")]
    Damaged,
}
