//! The type to hold: owns the models, runs the stages in order.

use std::borrow::Cow;
use std::sync::Arc;

use crate::builder::{Builder, Config};
use crate::cache::{Cache, Caches, Lent};
use crate::candidates::Sources;
use crate::channel::NoiseModel;
use crate::decode::{self, Models, Proposal};
use crate::diagnosis::Diagnosis;
use crate::dialect;
use crate::disjoint::DisjointSpans;
use crate::document::Document;
use crate::explain::{ExplainedCandidate, Explanation};
use crate::input::{Input, Known};
use crate::language::Language;
use crate::merge::merge;
use crate::parameters::Parameters;
use crate::plan::Plan;
use crate::plan::edit::{Confidence, Edit};
use crate::plans::Plans;
use crate::profile::Rates;
use crate::recognised::Recognised;
use crate::reference::{Guided, Pages};
use crate::rerank::{self, Classifier, thresholds::Thresholds};
use crate::rounds::settle;
use crate::settings::{Noise, Stage};
use crate::span::Span;
use crate::suggest::{self, Context, Suggestion};
use crate::truecase::{self, Casings, Said};
use crate::user_words::UserWords;

/// Repairs texts. Built once, shared by all threads.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
///
/// let repairer = Repairer::english();
/// let plan = repairer.plan("Howver, the reliability of that cover is now in question.");
/// assert_eq!(plan.apply(), "However, the reliability of that cover is now in question.");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Repairer {
    language: Language,
    config: Config,
    /// Shared by clones: what one found out holds for the others.
    caches: Arc<Caches>,
}

/// English with the default settings.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
///
/// assert_eq!(Repairer::default().repair("Then the goverment fell."), "Then the government fell.");
/// # }
/// ```
#[cfg(feature = "embedded-small")]
impl Default for Repairer {
    fn default() -> Repairer {
        Repairer::english()
    }
}

/// Confidence that an edit needs which no copy speaks for, in a text most of which has one: whoever looked for a copy wants no
/// guesses, and what few words are left are as often names as misreadings ("DNSSEC").
const SURE_ALONE: Confidence = Confidence::from_per_mille(800);

impl Repairer {
    /// Returns a repairer of English with the default settings.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// assert_eq!(Repairer::english().repair("Then the goverment fell."), "Then the government fell.");
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(1): the lexicon is read where it lies in the binary, nothing is loaded.
    #[cfg(feature = "embedded-small")]
    #[must_use]
    pub fn english() -> Repairer {
        Repairer::new(Language::english().clone(), Config::default())
    }

    pub(crate) fn new(language: Language, config: Config) -> Repairer {
        Repairer { language, config, caches: Arc::default() }
    }

    /// Returns settings to choose from.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Noise, Repairer};
    ///
    /// let heard = Repairer::builder().noise(Noise::Speech).build()?;
    /// assert_eq!(
    ///     heard.repair("the ships of the french navy are bound for london"),
    ///     "the ships of the French navy are bound for London"
    /// );
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Returns the edits that repair a text.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Noise, Repairer};
    ///
    /// let repairer = Repairer::english();
    /// assert_eq!(repairer.plan("Then the goverment fell.").edits().len(), 1);
    /// let scan = Input::new("The comrnittee met in the new rnuseum.").noise(Noise::Ocr);
    /// assert_eq!(repairer.plan(scan).apply(), "The committee met in the new museum.");
    /// # }
    /// ```
    ///
    /// What was found out about words is kept for the next call, as far as some tens of megabytes hold it: the same text takes
    /// a quarter of the time when it comes again, and changes no plan.
    ///
    /// # Complexity
    ///
    /// Time and memory grow linearly with the text and its references.
    #[must_use]
    pub fn plan<'t>(&self, input: impl Into<Input<'t>>) -> Plan<'t> {
        self.plan_with_cache(input, &mut self.caches.lend())
    }

    /// Returns the same plan as [`Repairer::plan`], with memory that the caller holds.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Cache, Repairer};
    ///
    /// let repairer = Repairer::english();
    /// let mut cache = Cache::default();
    /// for _ in 0..2 {
    ///     let plan = repairer.plan_with_cache("Then the goverment fell.", &mut cache);
    ///     assert_eq!(plan, repairer.plan("Then the goverment fell."), "memory changes no plan");
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn plan_with_cache<'t>(&self, input: impl Into<Input<'t>>, cache: &mut Cache) -> Plan<'t> {
        let Input { text, known } = input.into();
        match text {
            Cow::Borrowed(text) => self.plan_of(text, &known, cache),
            Cow::Owned(text) => {
                let (edits, diagnosis, unaligned) = self.plan_of(&text, &known, cache).into_parts();
                let edits = edits.into_iter().map(Edit::into_owned).collect();
                Plan::new(text, edits, diagnosis).with_unaligned(unaligned)
            }
        }
    }

    /// Returns the plans of many inputs in the order of the inputs, each made when it is asked for.
    ///
    /// With the feature `parallel`, `Plans::parallel` makes them on all cores.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// let lines = "The goverment fell.\nThe harbour was closd.";
    /// let repaired: Vec<_> = repairer.plans(lines.lines()).map(|plan| plan.into_repaired()).collect();
    /// assert_eq!(repaired, ["The government fell.", "The harbour was closed."]);
    /// # }
    /// ```
    pub fn plans<'t, I>(&self, inputs: I) -> Plans<'_, 't, I::IntoIter>
    where
        I: IntoIterator,
        I::Item: Into<Input<'t>>,
    {
        Plans::new(self, inputs.into_iter())
    }

    /// Returns the plans of many inputs in the order of the inputs, made on all cores.
    ///
    /// How many threads there are, and which of them repairs which text, changes no plan.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Repairer};
    ///
    /// let texts = ["The goverment fell.", "The harbour was closd."];
    /// let plans = Repairer::english().plan_many(texts.iter().map(|text| Input::new(text)).collect());
    /// assert_eq!(plans[1].apply(), "The harbour was closed.");
    /// # }
    /// ```
    #[cfg(feature = "parallel")]
    #[must_use]
    pub fn plan_many<'t>(&self, inputs: Vec<Input<'t>>) -> Vec<Plan<'t>> {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};
        inputs
            .into_par_iter()
            .map_init(|| self.caches.lend(), |cache, input| self.plan_with_cache(input, cache))
            .collect()
    }

    /// Returns the repaired text: [`Cow::Borrowed`] where nothing was wrong.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use std::borrow::Cow;
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::english();
    /// assert_eq!(repairer.repair("The goverment fell."), "The government fell.");
    /// assert!(matches!(repairer.repair("The government fell."), Cow::Borrowed(_)));
    /// # }
    /// ```
    #[must_use]
    pub fn repair<'t>(&self, input: impl Into<Input<'t>>) -> Cow<'t, str> {
        self.plan(input).into_repaired()
    }

    /// Returns what may have been meant by `word`, the likeliest first, at most `limit` words; for a person to choose from.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Context, Repairer};
    ///
    /// let repairer = Repairer::english();
    /// let found = repairer.suggest("Assartiveness", Context::default(), 5);
    /// assert_eq!(found[0].text(), "Assertiveness");
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(w) in the words of the lexicon that are about as long: some tenths of a millisecond.
    #[must_use]
    pub fn suggest(&self, word: &str, context: Context<'_>, limit: usize) -> Vec<Suggestion> {
        let Some((models, _)) = self.models() else { return Vec::new() };
        let user = self.config.own.as_deref().map(UserWords::near);
        suggest::suggest(models, (self.config.noise, user), word, context, limit)
    }

    /// Returns the thresholds that edits must reach; `None` if the language brings no parameters of repair.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{HarmBudget, Repairer};
    ///
    /// let thresholds = Repairer::english().thresholds().expect("English has them");
    /// let same = Repairer::builder().harm_budget(HarmBudget::Custom(thresholds)).build()?;
    /// assert_eq!(same.thresholds(), Some(thresholds));
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the models: some tenths of a millisecond.
    #[must_use]
    pub fn thresholds(&self) -> Option<Thresholds> {
        self.language.parameters().map(|parameters| parameters.thresholds(self.config.harm_budget))
    }

    /// Explains what spelling decides about the word at byte `at` of a text: its candidates, what the classifier saw of each, and
    /// whether it is written. References, protected spans and casing are not asked.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let explanation = Repairer::english().explain("Then the goverment fell.", 10);
    /// assert_eq!(explanation.candidates()[0].replacement(), "government");
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// That of a plan of the text.
    #[must_use]
    pub fn explain<'t>(&self, input: impl Into<Input<'t>>, at: usize) -> Explanation {
        let Input { text, known } = input.into();
        let Some((models, classifier)) = self.models() else { return Explanation::default() };
        let mut cache = self.caches.lend();
        let protect = self.protected(&text, &known);
        let document = Document::new(&text, models.lexicon, &protect, std::mem::take(&mut cache.document));
        let user = self.config.own.as_deref().map(UserWords::near);
        let noise = known.noise.unwrap_or(self.config.noise);
        let threshold = classifier.threshold(self.config.harm_budget);
        let recognised = Recognised::new(&known.word_confidences, &known.alternatives);
        let proposals = decode::decode(&document, models, noise, user, &recognised, &|_| true, &mut cache.decode);
        let shift = |proposal: &Proposal| self.shift(proposal, &recognised);
        let chosen = rerank::choose(&proposals, classifier, shift, threshold);
        let is_chosen = |proposal: &Proposal| chosen.iter().any(|(other, _)| std::ptr::eq(*other, proposal));
        let mut candidates: Vec<ExplainedCandidate> = proposals
            .iter()
            .filter(|proposal| proposal.span.start() <= at && at <= proposal.span.end())
            .map(|proposal| {
                let decision = classifier.judge(&proposal.features, shift(proposal));
                ExplainedCandidate::new(proposal, document.at(proposal.span), decision, is_chosen(proposal))
            })
            .collect();
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score()));
        cache.document = document.into_buffers();
        Explanation::new(threshold, candidates)
    }

    /// Runs every stage once; tells also what the text suffers from, and what no reference could be laid beside.
    fn pass<'t>(
        &self,
        text: &'t str,
        known: &Known<'_>,
        pages: &mut Pages<'_>,
        cache: &mut Cache,
    ) -> (Vec<Edit<'t>>, (Diagnosis, Vec<Span>)) {
        let own = self.config.own.as_deref();
        let protect = self.protected(text, known);
        let document = Document::new(text, self.language.lexicon(), &protect, std::mem::take(&mut cache.document));
        // Too little text for a passage to be told from chance, or passages that come again in the text: and yet a copy, to the byte.
        let Guided { mut edits, vouched, has_copy, unaligned } = if known.references.contains(&text) {
            Guided { vouched: vec![Span::new(0, text.len())], has_copy: true, ..Guided::default() }
        } else {
            pages.guide(&document, self.language.lexicon(), self.config.policy)
        };
        if let (Some(own), Stage::On) = (own, self.config.casing) {
            let (vouched, settled) =
                (DisjointSpans::new(&vouched), edits.iter().map(Edit::span).collect::<Vec<Span>>());
            let settled = DisjointSpans::new(&settled);
            let clear = |span| vouched.are_clear_of(span) && settled.are_clear_of(span);
            edits.extend(own.capitals(&document).into_iter().filter(|edit| clear(edit.span())));
            edits.sort_by_key(Edit::span);
        }
        let settled: Vec<Span> = edits.iter().map(Edit::span).collect();
        let (vouched, settled) = (DisjointSpans::new(&vouched), DisjointSpans::new(&settled));
        let is_open = |span| vouched.are_clear_of(span) && settled.are_clear_of(span);
        let noise = known.noise.unwrap_or(self.config.noise);
        let recognised = Recognised::new(&known.word_confidences, &known.alternatives);
        let (casings, spellings, rates) = self.alone(&document, (noise, &recognised), &is_open, cache);
        let (title_cased_words, lowered) = (casings.title_cased_words, casings.lowered);
        // No word of an edit is protected, but what lies between two of them may be.
        let is_free = |span| is_open(span) && !document.is_masked(span);
        let alone = merge(&document, self.language.lexicon(), casings, spellings, is_free);
        edits.extend(alone.into_iter().filter(|edit| !has_copy || edit.confidence >= SURE_ALONE));
        edits.sort_by_key(Edit::span);
        edits.retain(|edit| edit.confidence >= self.config.min_confidence);
        if !self.config.dialects.is_empty() {
            dialect::keep_to(self.config.dialects, self.language.lexicon(), &mut edits);
        }
        let diagnosis = Diagnosis {
            words: document.words().len(),
            unknown: document.words().iter().filter(|w| w.entry.is_none()).count(),
            title_cased_words,
            lowered,
            unaligned: unaligned.iter().map(|span| span.len()).sum(),
            misread: rates.of(NoiseModel::Ocr) / 1_000,
            mistyped: rates.of(NoiseModel::Typing) / 1_000,
        };
        cache.document = document.into_buffers();
        (edits, (diagnosis, unaligned))
    }
}

impl Repairer {
    /// Returns the plan of `text`, of which `known` is known.
    fn plan_of<'t>(&self, text: &'t str, known: &Known<'_>, cache: &mut Cache) -> Plan<'t> {
        let mut pages = Pages::fold(&known.references, self.language.lexicon().lists());
        let (edits, (diagnosis, unaligned)) =
            settle(text, known, |text, known| self.pass(text, known, &mut pages, cache));
        let mut plan = Plan::new(text, edits, diagnosis).with_unaligned(unaligned);
        if !self.config.only.is_empty() {
            plan.retain(|edit| self.config.only.contains(&edit.kind()));
        }
        plan
    }

    /// Returns the spans that no edit may touch: those of the input, and the words of the caller.
    fn protected<'k>(&self, text: &str, known: &'k Known<'_>) -> Cow<'k, [Span]> {
        let mut protect = Cow::Borrowed(known.protect.as_slice());
        if let Some(own) = self.config.own.as_deref() {
            protect.to_mut().extend(own.spans(text, self.language.lexicon().lists()));
        }
        if let Some(keep) = self.config.keep.as_deref() {
            protect.to_mut().extend(keep.spans(text, self.language.lexicon().lists()));
        }
        protect
    }

    /// Returns what casing and spelling say of the document by itself; of sentences in which nothing `is_open`,
    /// nothing.
    fn alone<'t>(
        &self,
        document: &Document<'t>,
        (noise, recognised): (Noise, &Recognised<'_>),
        is_open: &dyn Fn(Span) -> bool,
        cache: &mut Cache,
    ) -> (Casings, Vec<Edit<'t>>, Rates) {
        let (spellings, rates) = match self.config.spelling {
            Stage::On => (self.spell(document, (noise, recognised), is_open, cache), cache.decode.rates()),
            Stage::Off => Default::default(),
        };
        let is_scan = rates.is_misread() && matches!(noise, Noise::Auto | Noise::Scrape);
        let noise = if is_scan { Noise::Ocr } else { noise };
        let casings = match self.config.casing {
            Stage::On => self.truecase(document, noise, is_open, cache),
            Stage::Off => Casings::default(),
        };
        (casings, spellings, rates)
    }

    /// Returns what casing says of the document; nothing if the language brings no parameters of it.
    fn truecase(
        &self,
        document: &Document<'_>,
        noise: Noise,
        is_open: &dyn Fn(Span) -> bool,
        cache: &mut Cache,
    ) -> Casings {
        let truecaser = self.language.parameters().and_then(|parameters| parameters.truecaser.as_ref());
        let Some(truecaser) = truecaser else { return Casings::default() };
        let said = Said { noise, budget: self.config.harm_budget };
        let lexicon = self.language.lexicon();
        truecase::truecase(document, lexicon, truecaser, said, is_open, &mut cache.truecase)
    }

    /// Lends memory for as many calls as are made with it.
    pub(crate) fn lend_cache(&self) -> Lent<'_> {
        self.caches.lend()
    }

    /// Returns what a language brings to decoding and deciding, if it brings all of it.
    fn models(&self) -> Option<(Models<'_>, &Classifier)> {
        let (model, parameters) = (self.language.model()?, self.language.parameters()?);
        let models = Models {
            lexicon: self.language.lexicon(),
            model,
            trie: &parameters.trie,
            channel: &parameters.channel,
            characters: &parameters.characters,
            hyphens: &parameters.hyphens,
            forms: &parameters.forms,
            neighbours: Some(&parameters.neighbours),
            morphology: &parameters.morphology,
        };
        Some((models, &parameters.classifier))
    }

    /// Returns what a recogniser says of a proposal, as millinats of log-odds.
    fn shift(&self, proposal: &Proposal, recognised: &Recognised<'_>) -> i32 {
        let is_alternative = recognised.has_alternatives().then(|| proposal.candidate.sources.has(Sources::RECOGNISED));
        let shift = |parameters: &Parameters| {
            parameters.confidences.shift(recognised.confidence(proposal.span), is_alternative)
        };
        self.language.parameters().map_or(0, shift)
    }

    /// Returns what the decoder proposes and the classifier finds right often enough for the harm budget.
    fn spell<'t>(
        &self,
        document: &Document<'t>,
        (noise, recognised): (Noise, &Recognised<'_>),
        is_open: &dyn Fn(Span) -> bool,
        cache: &mut Cache,
    ) -> Vec<Edit<'t>> {
        let Some((models, classifier)) = self.models() else { return Vec::new() };
        let user = self.config.own.as_deref().map(UserWords::near);
        let threshold = classifier.threshold(self.config.harm_budget);
        let proposals = decode::decode(document, models, noise, user, recognised, is_open, &mut cache.decode);
        let segments = cache.decode.segments();
        let shift = |proposal: &Proposal| self.shift(proposal, recognised);
        let chosen = rerank::choose(&proposals, classifier, shift, threshold).into_iter();
        chosen
            .map(|(proposal, decision)| proposal.to_edit(document, models, segments, decision.confidence))
            .filter(|edit| edit.original != edit.replacement)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "embedded")]
    #[test]
    fn a_broken_word_is_not_joined_across_what_is_protected() {
        let text = "The old win-\ndow had not been trusted for many years.";
        let at = |part: &str| text.find(part).map(|start| Span::new(start, start + part.len())).unwrap();
        let repaired = |protect| Repairer::english().repair(Input::new(text).protect([protect])).into_owned();
        assert_eq!(repaired(at("trusted")), text.replace("win-\ndow ", "window\n"));
        assert_eq!(repaired(at("-\n")), text);
        assert_eq!(repaired(at(" had")), text.replace("win-\ndow", "window"), "the break has no place to go to");
    }
}
