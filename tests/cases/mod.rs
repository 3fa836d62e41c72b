//! The cases of `tests/fixtures`, one table of a TOML file each.

#![allow(dead_code, reason = "each test reads of a case what it needs")]

use std::path::Path;

use serde::Deserialize;
use ungarble::{Input, Policy, Repairer};

/// A text and what should become of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) input: String,
    /// What it should become; absent where it should stay as it is.
    pub(crate) output: Option<String>,
    pub(crate) why: String,
    pub(crate) noise: Option<String>,
    pub(crate) policy: Option<String>,
    pub(crate) reference: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    #[serde(default)]
    case: Vec<Case>,
}

/// Reads the cases of `tests/fixtures/NAME.toml`.
pub(crate) fn load(name: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name).with_extension("toml");
    let written = std::fs::read_to_string(&path).unwrap();
    match toml::from_str::<Cases>(&written) {
        Ok(cases) => cases.case,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

impl Case {
    /// What a repairer makes of it.
    pub(crate) fn repaired(&self) -> String {
        let mut input = Input::new(&self.input);
        if let Some(noise) = &self.noise {
            input = input.noise(noise.parse().unwrap());
        }
        if let Some(page) = &self.reference {
            input = input.reference(page);
        }
        let policy = self.policy.as_ref().map_or(Policy::default(), |name| name.parse().unwrap());
        Repairer::builder().policy(policy).build().unwrap().repair(input).into_owned()
    }

    /// What it should become.
    pub(crate) fn wanted(&self) -> &str {
        self.output.as_deref().unwrap_or(&self.input)
    }
}
