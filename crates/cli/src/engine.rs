//! The settings of a run, ready to make plans.

use std::path::Path;

use ungarble::lexicon::UserLexicon;
use ungarble::{Builder, Cache, Explanation, HarmBudget, Input, Plan, Repairer};

use crate::args::{Budget, Settings};
use crate::exit::Failure;
use crate::input::read_text;
use crate::pages::{Pages, Reference};

/// A repairer with what is the same for all texts of a run.
#[derive(Debug)]
pub(crate) struct Engine {
    repairer: Repairer,
    builder: Builder,
    pub(crate) pages: Pages,
    /// Set if edits are dropped for their kind or their confidence.
    is_selective: bool,
}

impl Engine {
    pub(crate) fn new(settings: &Settings) -> Result<Engine, Failure> {
        let mut builder = Repairer::builder();
        if let Some(noise) = settings.noise {
            builder = builder.noise(noise);
        }
        if let Some(policy) = settings.policy {
            builder = builder.policy(policy);
        }
        if let Some(dialect) = settings.dialect {
            builder = builder.dialects(dialect.into());
        }
        match &settings.harm_budget {
            Some(Budget::Named(budget)) => builder = builder.harm_budget(*budget),
            Some(Budget::Table(path)) => builder = builder.harm_budget(HarmBudget::custom(path)?),
            None => {}
        }
        if let Some(confidence) = settings.min_confidence {
            builder = builder.min_confidence(confidence);
        }
        let mut words = UserLexicon::new();
        settings.lexicon.iter().try_for_each(|path| read_lexicon(&mut words, path))?;
        let keep = settings.keep.iter().map(|path| read_text(path)).collect::<Result<Vec<_>, _>>()?;
        let builder = builder.words(words).keep(keep.iter().flat_map(|list| entries(list)));
        let builder = builder.only(settings.only.iter().copied());
        Ok(Engine {
            repairer: builder.clone().build()?,
            builder,
            pages: Pages::read(&settings.reference, &settings.reference_dir)?,
            is_selective: !settings.only.is_empty() || settings.min_confidence.is_some(),
        })
    }

    /// Returns the edits of a text that are wanted, and the names of the pages in the order in which witnesses count
    /// them: those of the run, then those of this text alone.
    pub(crate) fn plan<'t>(&'t self, text: &'t str, own: &'t [Reference]) -> (Plan<'t>, Vec<String>) {
        self.plan_input(Input::new(text), text, own)
    }

    /// Explains what is decided about the word at byte `at` of a text.
    pub(crate) fn explain(&self, text: &str, at: usize) -> Explanation {
        self.repairer.explain(text, at)
    }

    /// Returns the same for a text of which more is known.
    pub(crate) fn plan_input<'t>(
        &'t self,
        input: Input<'t>,
        text: &'t str,
        own: &'t [Reference],
    ) -> (Plan<'t>, Vec<String>) {
        let pages: Vec<(&str, &str)> = self.pages.of(text).chain(own.iter().map(Reference::parts)).collect();
        let input = pages.iter().fold(input, |input, (_, page)| input.reference(page));
        (self.repairer.plan(input), pages.iter().map(|&(name, _)| name.to_owned()).collect())
    }

    /// A repairer with the settings of the run but for the harm budget.
    pub(crate) fn under(&self, budget: HarmBudget) -> Result<Repairer, Failure> {
        Ok(self.builder.clone().harm_budget(budget).build()?)
    }

    /// Returns the edits of a text by another repairer.
    pub(crate) fn plan_by<'t>(&'t self, repairer: &Repairer, text: &'t str, cache: &mut Cache) -> Plan<'t> {
        let input = self.pages.of(text).fold(Input::new(text), |input, (_, page)| input.reference(page));
        repairer.plan_with_cache(input, cache)
    }

    /// Returns whether a text without edits under one harm budget has none under a smaller one: not where other settings drop edits that may stand
    /// in the way of others.
    pub(crate) fn is_monotone(&self) -> bool {
        !self.is_selective
    }
}

/// Returns the words of a list with one word a line; lines that begin with `#` are comments.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read_lexicon(words: &mut UserLexicon, path: &Path) -> Result<(), Failure> {
    let text = read_text(path)?;
    words.read(text.as_bytes(), &path.to_string_lossy()).map_err(Failure::Lexicon)
}
