//! What can go wrong before a repair. Repairing itself cannot fail.

/// Why a setting was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A name that is none of those known.
    #[error("{setting} {found:?} is not known, expected {expected}")]
    Name {
        /// The setting.
        setting: &'static str,
        /// What was given.
        found: String,
        /// What could have been.
        expected: &'static str,
    },
}
