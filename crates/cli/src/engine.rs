//! The settings of a run, ready to make plans.

use std::path::Path;

use ungarble::lexicon::UserLexicon;
use ungarble::{EditKind, Explanation, Input, Plan, Repairer};

use crate::args::Settings;
use crate::exit::Failure;
use crate::input::read_text;
use crate::keep::Keep;
use crate::pages::{Page, Pages};

/// A repairer with what is the same for all texts of a run.
#[derive(Debug)]
pub(crate) struct Engine {
    repairer: Repairer,
    pub(crate) pages: Pages,
    keep: Keep,
    only: Vec<EditKind>,
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
        if let Some(budget) = settings.harm_budget {
            builder = builder.harm_budget(budget);
        }
        if let Some(confidence) = settings.min_confidence {
            builder = builder.min_confidence(confidence);
        }
        let mut words = UserLexicon::new();
        settings.lexicon.iter().try_for_each(|path| read_lexicon(&mut words, path))?;
        let mut keep = Keep::default();
        settings.keep.iter().try_for_each(|path| keep.read(path))?;
        Ok(Engine {
            repairer: builder.words(words).build()?,
            pages: Pages::read(&settings.reference, &settings.reference_dir)?,
            keep,
            only: settings.only.clone(),
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
        let mut plan = self.repairer.plan(input.protect(&self.keep.spans(text)));
        if !self.only.is_empty() {
            plan.retain(|edit| self.only.contains(&edit.kind()));
        }
        (plan, pages.iter().map(|&(name, _)| name.to_owned()).collect())
    }
}

fn read_lexicon(words: &mut UserLexicon, path: &Path) -> Result<(), Failure> {
    let text = read_text(path)?;
    words.read(text.as_bytes(), &path.to_string_lossy()).map_err(Failure::Lexicon)
}
