//! The settings of a run, ready to make plans.

use std::path::Path;

use ungarble::lexicon::UserLexicon;
use ungarble::{Builder, Cache, EditKind, Explanation, HarmBudget, Input, Plan, Repairer};

use crate::args::{Budget, Settings};
use crate::exit::Failure;
use crate::input::read_text;
use crate::keep::Keep;
use crate::pages::{Page, Pages};

/// A repairer with what is the same for all texts of a run.
#[derive(Debug)]
pub(crate) struct Engine {
    repairer: Repairer,
    builder: Builder,
    pub(crate) pages: Pages,
    keep: Keep,
    only: Vec<EditKind>,
    /// Whether no confidence is asked for beyond that of the budget.
    is_bold: bool,
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
        let mut keep = Keep::default();
        settings.keep.iter().try_for_each(|path| keep.read(path))?;
        let builder = builder.words(words);
        Ok(Engine {
            repairer: builder.clone().build()?,
            builder,
            pages: Pages::read(&settings.reference, &settings.reference_dir)?,
            keep,
            only: settings.only.clone(),
            is_bold: settings.min_confidence.is_none(),
        })
    }

    /// Returns the edits of a text that are wanted, and the names of the pages in the order in which witnesses count
    /// them: those of the run, then those of this text alone.
    pub(crate) fn plan<'t>(&'t self, text: &'t str, own: &'t [Page]) -> (Plan<'t>, Vec<String>) {
        self.plan_input(Input::new(text), text, own)
    }

    /// Explains what is decided about the word at byte `at` of a text.
    pub(crate) fn explain(&self, text: &str, at: usize) -> Explanation {
        self.repairer.explain(Input::new(text).protect(&self.keep.spans(text)), at)
    }

    /// The same for a text of which more is known.
    pub(crate) fn plan_input<'t>(
        &'t self,
        input: Input<'t>,
        text: &'t str,
        own: &'t [Page],
    ) -> (Plan<'t>, Vec<String>) {
        let pages: Vec<(&str, &str)> = self.pages.of(text).chain(own.iter().map(Page::parts)).collect();
        let input = pages.iter().fold(input, |input, (_, page)| input.reference(page));
        let plan = self.repairer.plan(input.protect(&self.keep.spans(text)));
        (self.wanted(plan), pages.iter().map(|&(name, _)| name.to_owned()).collect())
    }

    /// A repairer with the settings of the run but for the harm budget.
    pub(crate) fn under(&self, budget: HarmBudget) -> Result<Repairer, Failure> {
        Ok(self.builder.clone().harm_budget(budget).build()?)
    }

    /// Returns the edits of a text by another repairer.
    pub(crate) fn plan_by<'t>(&'t self, repairer: &Repairer, text: &'t str, cache: &mut Cache) -> Plan<'t> {
        let input = self.pages.of(text).fold(Input::new(text), |input, (_, page)| input.reference(page));
        self.wanted(repairer.plan_with_cache(input.protect(&self.keep.spans(text)), cache))
    }

    /// Whether a text without edits under one harm budget has none under a smaller one: not where other settings drop edits that may stand
    /// in the way of others.
    pub(crate) fn is_monotone(&self) -> bool {
        self.only.is_empty() && self.is_bold
    }

    fn wanted<'t>(&self, mut plan: Plan<'t>) -> Plan<'t> {
        if !self.only.is_empty() {
            plan.retain(|edit| self.only.contains(&edit.kind()));
        }
        plan
    }
}

fn read_lexicon(words: &mut UserLexicon, path: &Path) -> Result<(), Failure> {
    let text = read_text(path)?;
    words.read(text.as_bytes(), &path.to_string_lossy()).map_err(Failure::Lexicon)
}
