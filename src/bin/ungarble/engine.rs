//! The settings of a run, ready to make plans.

use ungarble::{Cache, Confidence, EditKind, Input, Plan, Repairer};

use crate::args::Settings;
use crate::dialect::Dialect;
use crate::exit::Failure;
use crate::keep::Keep;
use crate::pages::{Page, Pages};

/// A repairer with what is the same for all texts of a run.
#[derive(Debug)]
pub(crate) struct Engine {
    repairer: Repairer,
    pub(crate) pages: Pages,
    keep: Keep,
    /// Words of the user as a page behind all others: it lends them, and can be no copy of a text.
    words: Option<Page>,
    dialect: Option<Dialect>,
    only: Vec<EditKind>,
    least: Confidence,
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
        let mut keep = Keep::default();
        settings.keep.iter().try_for_each(|path| keep.read(path))?;
        settings.lexicon.iter().try_for_each(|path| keep.read_lexicon(path))?;
        Ok(Engine {
            repairer: builder.build()?,
            pages: Pages::read(&settings.reference, &settings.reference_dir)?,
            words: keep.words_page(),
            keep,
            dialect: settings.dialect,
            only: settings.only.clone(),
            least: settings.min_confidence.unwrap_or_default(),
        })
    }

    /// Returns the edits of a text that are wanted, and the names of the pages in the order in which witnesses count
    /// them: those of the run, then those of this text alone.
    pub(crate) fn plan<'t>(&'t self, text: &'t str, own: &'t [Page], cache: &mut Cache) -> (Plan<'t>, Vec<String>) {
        let pages: Vec<&Page> = self.pages.of(text).into_iter().chain(own).chain(&self.words).collect();
        let input = pages.iter().fold(Input::new(text), |input, page| input.reference(&page.text));
        let mut plan = self.repairer.plan_with_cache(input.protect(&self.keep.spans(text)), cache);
        plan.retain(|edit| {
            edit.confidence() >= self.least
                && (self.only.is_empty() || self.only.contains(&edit.kind()))
                && self.dialect.is_none_or(|dialect| dialect.allows(edit))
        });
        (plan, pages.iter().map(|page| page.name.clone()).collect())
    }
}
