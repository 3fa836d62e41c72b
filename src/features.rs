//! Names of the pieces of evidence that a judge weighs.

/// Declares the enum `Feature`: pieces of evidence in thousandths, of a nat or of yes, by the place at which each is weighed.
macro_rules! features {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// A piece of evidence. All are counted in thousandths: of a nat, or of yes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Feature { $($(#[doc = $doc])* $name,)* }

        impl Feature {
            pub(super) const ALL: [Feature; [$(Feature::$name,)*].len()] = [$(Feature::$name,)*];
        }
    };
}

pub(crate) use features;
