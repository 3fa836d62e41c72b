//! Names of the values of public enums, as flags, files and JSON write them.

/// Gives an enum that has `ALL` and `name` the traits [`Display`](std::fmt::Display) and [`FromStr`](std::str::FromStr).
/// `setting` and `expected` are what an error says.
macro_rules! named {
    ($type:ident, $setting:literal, $expected:literal) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::error::ConfigError;

            fn from_str(name: &str) -> Result<$type, $crate::error::ConfigError> {
                $type::ALL.into_iter().find(|value| value.name() == name).ok_or_else(|| {
                    $crate::error::ConfigError::Name { setting: $setting, found: name.to_owned(), expected: $expected }
                })
            }
        }
    };
    // With `ALL` and `name`, too, where each value has its name written beside it.
    ($type:ident, $path:literal, $setting:literal, $expected:literal, [$($value:ident => $name:literal),+ $(,)?]) => {
        impl $type {
            /// Every value, in the order of this page.
            pub const ALL: [$type; [$($name),+].len()] = [$($type::$value),+];

            /// Returns the name in flags and files.
            ///
            /// ```
            #[doc = concat!("use ", $path, ";")]
            ///
            #[doc = concat!("let names = ", stringify!($type), "::ALL.map(", stringify!($type), "::name);")]
            #[doc = concat!("assert_eq!(names, [", $("\"", $name, "\", ",)+ "]);")]
            #[doc = concat!("assert_eq!(names[0].parse(), Ok(", stringify!($type), "::ALL[0]));")]
            /// ```
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $($type::$value => $name),+
                }
            }
        }

        $crate::named::named!($type, $setting, $expected);
    };
}

pub(crate) use named;

#[cfg(test)]
mod tests {
    use std::fmt::{Debug, Display};
    use std::str::FromStr;

    use crate::error::ConfigError;
    use crate::{CaseShape, Deletions, EditKind, HarmBudget, Noise, Stage, Style, Substitutions, TokenKind};

    fn check<T: Copy + Debug + Display + PartialEq + FromStr<Err = ConfigError>>(all: &[T]) {
        let Err(ConfigError::Name { expected, .. }) = "no such name".parse::<T>() else { panic!("{all:?}") };
        let expected: Vec<String> = expected.replace(" or ", ", ").split(", ").map(str::to_owned).collect();
        assert_eq!(expected, all.iter().map(T::to_string).collect::<Vec<_>>());
        assert!(all.iter().all(|value| value.to_string().parse() == Ok(*value)), "{all:?}");
    }

    #[test]
    fn every_name_is_read_and_told_where_none_is_known() {
        check(&Noise::ALL);
        check(&Stage::ALL);
        check(&EditKind::ALL);
        check(&Style::ALL);
        check(&Substitutions::ALL);
        check(&Deletions::ALL);
        check(&CaseShape::ALL);
        check(&TokenKind::ALL);
        check(&HarmBudget::ALL);
        #[cfg(feature = "report")]
        check(&crate::report::ChangeKind::ALL);
    }
}
