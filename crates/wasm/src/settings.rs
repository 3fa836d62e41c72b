//! The settings of a request, and the repairers built from them.

use std::collections::BTreeMap;

use serde::Deserialize;
use ungarble::lexicon::UserLexicon;
use ungarble::{Confidence, ConfigError, EditKind, HarmBudget, Noise, Policy, Repairer, Stage};

/// So many sets of settings keep what their repairers found out about words.
const KEPT: usize = 8;

/// Settings as JSON has them; those that are absent are as by default.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Settings {
    noise: Option<String>,
    harm_budget: Option<String>,
    policy: Option<String>,
    min_confidence: Option<f64>,
    casing: Option<bool>,
    spelling: Option<bool>,
    dialect: Option<String>,
    only: Vec<String>,
    words: BTreeMap<String, u64>,
}

/// Why there is no repairer of the settings of a request.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("minConfidence is {0}, expected a number from 0 to 1")]
    MinConfidence(f64),
}

/// The repairers that were asked for last, the latest at the end.
#[derive(Debug, Default)]
pub(crate) struct Repairers(Vec<(Settings, Repairer)>);

impl Repairers {
    /// Returns the repairer of these settings.
    pub(crate) fn get(&mut self, settings: &Settings) -> Result<&Repairer, SettingsError> {
        let last = match self.0.iter().position(|(known, _)| known == settings) {
            Some(at) => self.0.remove(at),
            None => (settings.clone(), settings.build()?),
        };
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(last);
        let (_, repairer) = &self.0[self.0.len() - 1];
        Ok(repairer)
    }
}

fn named<T: Default + std::str::FromStr>(name: Option<&String>) -> Result<T, T::Err> {
    name.map_or(Ok(T::default()), |name| name.parse())
}

fn stage(is_on: Option<bool>) -> Stage {
    if is_on == Some(false) { Stage::Off } else { Stage::On }
}

impl Settings {
    fn build(&self) -> Result<Repairer, SettingsError> {
        let mut words = UserLexicon::new();
        self.words.iter().for_each(|(word, count)| words.insert(word, *count));
        let least = self.min_confidence.unwrap_or_default();
        let least = Confidence::try_from(least).map_err(|_| SettingsError::MinConfidence(least))?;
        let only = self.only.iter().map(|name| name.parse());
        let mut builder = Repairer::builder()
            .noise(named::<Noise>(self.noise.as_ref())?)
            .harm_budget(named::<HarmBudget>(self.harm_budget.as_ref())?)
            .policy(named::<Policy>(self.policy.as_ref())?)
            .min_confidence(least)
            .casing(stage(self.casing))
            .spelling(stage(self.spelling))
            .only(only.collect::<Result<Vec<EditKind>, _>>()?)
            .words(words);
        if let Some(dialect) = &self.dialect {
            builder = builder.dialects(dialect.parse()?);
        }
        Ok(builder.build()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(json: &str) -> Settings {
        serde_json::from_str(json).expect("settings of the tests are sound")
    }

    #[test]
    fn wrong_settings_are_told() {
        let told = |json: &str| settings(json).build().expect_err("it is wrong").to_string();
        assert!(told(r#"{"noise": "photocopy"}"#).contains("photocopy"));
        assert!(told(r#"{"harmBudget": "lax"}"#).contains("tight, default, bold or none"));
        assert!(told(r#"{"minConfidence": 95}"#).contains("from 0 to 1"));
        assert!(told(r#"{"dialect": "scots"}"#).contains("us, uk, ca, au or in"));
        assert!(told(r#"{"only": ["colour"]}"#).contains("real-word"));
        assert!(serde_json::from_str::<Settings>(r#"{"harm_budget": "bold"}"#).is_err(), "a slip of the name");
    }

    #[test]
    fn repairers_are_kept_by_their_settings() {
        let mut repairers = Repairers::default();
        for budget in ["tight", "bold", "tight"] {
            let json = format!(r#"{{"harmBudget": "{budget}"}}"#);
            repairers.get(&settings(&json)).expect("the settings are sound");
        }
        assert_eq!(repairers.0.len(), 2);
        for least in 0..20 {
            let json = format!(r#"{{"minConfidence": 0.{least:02}}}"#);
            repairers.get(&settings(&json)).expect("the settings are sound");
        }
        assert_eq!(repairers.0.len(), KEPT);
    }
}
