//! The type to hold: owns the models, runs the stages in order.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::Arc;

use crate::cache::{Cache, Caches};
use crate::candidates::Sources;
use crate::channel::NoiseModel;
use crate::decode::{self, Models, Proposal};
use crate::diagnosis::Diagnosis;
use crate::dialect;
use crate::document::Document;
use crate::error::ConfigError;
use crate::explain::{ExplainedCandidate, Explanation};
use crate::input::Input;
use crate::language::Language;
use crate::lexicon::{Dialects, UserLexicon};
use crate::merge::merge;
use crate::own_words::OwnWords;
use crate::parameters::Parameters;
use crate::plan::Plan;
use crate::plan::edit::{Confidence, Edit};
use crate::profile::Rates;
use crate::recognised::Recognised;
use crate::reference::policy::Policy;
use crate::reference::{Guided, Pages};
use crate::rerank::{self, Classifier, budget::HarmBudget, thresholds::Thresholds};
use crate::rounds::settle;
use crate::settings::{Noise, Stage};
use crate::span::Span;
use crate::suggest::{self, Context, Suggestion};
use crate::truecase::{self, Casings, Said};

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

/// The settings, checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Config {
    pub(crate) noise: Noise,
    pub(crate) casing: Stage,
    pub(crate) spelling: Stage,
    pub(crate) harm_budget: HarmBudget,
    pub(crate) policy: Policy,
    pub(crate) min_confidence: Confidence,
    pub(crate) own: Option<Arc<OwnWords>>,
    /// Empty for the spelling that a text itself has.
    pub(crate) dialects: Dialects,
}

/// Settings of a [`Repairer`] to be. The defaults are the cautious ones.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Confidence, Noise, Repairer, Stage};
///
/// let repairer = Repairer::builder()
///     .noise(Noise::Ocr)
///     .casing(Stage::Off)
///     .min_confidence(Confidence::from_per_mille(900))
///     .build()?;
/// assert_eq!(repairer.repair("The comrnittee met in the new rnuseum."), "The committee met in the new museum.");
/// # }
/// # Ok::<(), ungarble::ConfigError>(())
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until `build`"]
pub struct Builder {
    language: Option<Language>,
    config: Config,
}

impl Builder {
    /// The language. Default: English as it is embedded.
    ///
    /// ```
    /// use ungarble::{Lexicon, Repairer};
    /// use ungarble::lexicon::compile::{Source, Sources, compile};
    ///
    /// // Another language: this one, of four words, doubts nothing that it has no likely reading for.
    /// let words = "hafen\t480\t*\ts\nstadt\t520\t*\ts\nwinter\t480\t*\ts\ngeschlossen\t500\t*\ts\n";
    /// let source = Source { name: "words.tsv".to_owned(), text: words.to_owned() };
    /// let alphabet = "abcdefghijklmnopqrstuvwxyzäöüß".to_owned();
    /// let image = compile(&Sources { words: vec![source], alphabet, ..Sources::default() })?;
    /// let repairer = Repairer::builder().language(Lexicon::from_image(image)?).build()?;
    /// assert_eq!(repairer.plan("Der Hafen war im Winter geschlossen.").diagnosis().unknown(), 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn language(mut self, language: impl Into<Language>) -> Builder {
        self.language = Some(language.into());
        self
    }

    /// How texts were damaged, where an [`Input`] says nothing else. Default: [`Noise::Auto`].
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Noise, Repairer};
    ///
    /// let scans = Repairer::builder().noise(Noise::Ocr).build()?;
    /// assert_eq!(scans.repair("The govemment retumed the painting."), "The government returned the painting.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn noise(mut self, noise: Noise) -> Builder {
        self.config.noise = noise;
        self
    }

    /// Whether capitals are repaired. Default: on.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Noise, Repairer, Stage};
    ///
    /// let repairer = Repairer::builder().noise(Noise::Speech).casing(Stage::Off).build()?;
    /// assert_eq!(repairer.repair("the goverment of norway fell"), "the government of norway fell");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn casing(mut self, casing: Stage) -> Builder {
        self.config.casing = casing;
        self
    }

    /// Whether words that are none are repaired, and lost and extra spaces. Default: on.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Repairer, Stage};
    ///
    /// let repairer = Repairer::builder().spelling(Stage::Off).build()?;
    /// assert_eq!(repairer.repair("The goverment fell inthe spring."), "The goverment fell inthe spring.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn spelling(mut self, spelling: Stage) -> Builder {
        self.config.spelling = spelling;
        self
    }

    /// How many right words a repair may break. Default: [`HarmBudget::Default`].
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{HarmBudget, Repairer};
    ///
    /// let tight = Repairer::builder().harm_budget(HarmBudget::Tight).build()?;
    /// assert_eq!(tight.repair("The goverment fell."), "The government fell.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn harm_budget(mut self, budget: HarmBudget) -> Builder {
        self.config.harm_budget = budget;
        self
    }

    /// How much is taken from a reference. Default: what is damage beyond doubt.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Input, Policy, Repairer};
    ///
    /// let text = "The harbor was shut for the whole of that winter, said the owner on Monday.";
    /// let page = "The harbour was closed for the whole of that winter, said the owner on Monday.";
    /// let repairer = Repairer::builder().policy(Policy::FULL).build()?;
    /// assert_eq!(repairer.repair(Input::new(text).reference(page)), page);
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn policy(mut self, policy: Policy) -> Builder {
        self.config.policy = policy;
        self
    }

    /// Drops edits less sure than this. Default: none is dropped; each stage has its own margin.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::{Confidence, Repairer};
    ///
    /// let repairer = Repairer::builder().min_confidence(Confidence::CERTAIN).build()?;
    /// let plan = repairer.plan("The railwy company anounced that the staton would be rebuilt.");
    /// assert!(plan.edits().iter().all(|edit| edit.confidence() == Confidence::CERTAIN));
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn min_confidence(mut self, confidence: Confidence) -> Builder {
        self.config.min_confidence = confidence;
        self
    }

    /// Words that are right where they stand, and that others near them may have been meant to be. Default: none.
    ///
    /// One listed in lower case may also begin a sentence or stand in capitals. One with capitals is right as it is
    /// listed, and gets its capitals back where it is written small and English has no such word.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    /// use ungarble::lexicon::UserLexicon;
    ///
    /// let mut words = UserLexicon::new();
    /// words.insert("Takshashila", 1);
    /// let repairer = Repairer::builder().words(words).build()?;
    /// let text = "The museum of takshashila is closed. Takshashila was a town.";
    /// assert_eq!(repairer.repair(text), "The museum of Takshashila is closed. Takshashila was a town.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn words(mut self, words: UserLexicon) -> Builder {
        self.config.own = (!words.is_empty()).then(|| Arc::new(OwnWords::new(words)));
        self
    }

    /// The dialects that a text keeps to: an edit that would bring in a word which only others spell so brings in its
    /// variant in these, or is dropped. Default: whatever the edit says.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    /// use ungarble::lexicon::Dialects;
    ///
    /// let british = Repairer::builder().dialects(Dialects::UK_ISE | Dialects::UK_IZE).build()?;
    /// assert_eq!(british.repair("The harbour is in the centre of the goverment's plan."),
    ///     "The harbour is in the centre of the government's plan.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    pub fn dialects(mut self, dialects: Dialects) -> Builder {
        self.config.dialects = dialects;
        self
    }

    /// Checks the settings and returns the repairer.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    ///
    /// let repairer = Repairer::builder().build()?;
    /// assert_eq!(repairer.repair("The goverment fell."), "The government fell.");
    /// # }
    /// # Ok::<(), ungarble::ConfigError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ConfigError::NoLanguage`] where the crate was built without the feature `embedded` and no language was given,
    /// [`ConfigError::OtherModels`] where a custom harm budget was certified with other models than those of the language.
    pub fn build(self) -> Result<Repairer, ConfigError> {
        #[cfg(feature = "embedded-small")]
        let language = self.language.unwrap_or_else(|| Language::english().clone());
        #[cfg(not(feature = "embedded-small"))]
        let language = self.language.ok_or(ConfigError::NoLanguage)?;
        if let (HarmBudget::Custom(thresholds), Some(parameters)) = (self.config.harm_budget, language.parameters())
            && parameters.thresholds(HarmBudget::None).models != thresholds.models
        {
            return Err(ConfigError::OtherModels);
        }
        Ok(Repairer { language, config: self.config, caches: Arc::default() })
    }
}

/// How sure an edit must be that no copy speaks for, in a text most of which has one: whoever looked for a copy wants no
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
        let language = Language::english().clone();
        Repairer { language, config: Config::default(), caches: Arc::default() }
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
    ///     "The ships of the French Navy are bound for London"
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

    /// The same as [`Repairer::plan`] with memory that the caller holds.
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
        let input = input.into();
        let mut pages = Pages::fold(&input.references);
        let (edits, (diagnosis, unplaced)) = settle(&input, |input| self.pass(input, &mut pages, cache));
        Plan::new(input.text, edits, diagnosis).with_unplaced(unplaced)
    }

    /// The same as [`Repairer::plan`] for many inputs, on all cores: the plans in the order of the inputs.
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
        self.plan(input).apply()
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
        let user = self.config.own.as_deref().map(OwnWords::near);
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
        let input = input.into();
        let Some((models, classifier)) = self.models() else { return Explanation::default() };
        let mut cache = self.caches.lend();
        let document = Document::new(input.text, models.lexicon, &input.protect, std::mem::take(&mut cache.document));
        let user = self.config.own.as_deref().map(OwnWords::near);
        let noise = input.noise.unwrap_or(self.config.noise);
        let threshold = classifier.threshold(self.config.harm_budget);
        let recognised = Recognised::new(&input.word_confidences, &input.alternatives);
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
        input: &Input<'t>,
        pages: &mut Pages<'_>,
        cache: &mut Cache,
    ) -> (Vec<Edit<'t>>, (Diagnosis, Vec<Span>)) {
        let own = self.config.own.as_deref();
        let mut protect = Cow::Borrowed(input.protect.as_slice());
        if let Some(own) = own {
            protect.to_mut().extend(own.spans(input.text));
        }
        let document =
            Document::new(input.text, self.language.lexicon(), &protect, std::mem::take(&mut cache.document));
        // Too little text for a passage to be told from chance, or passages that come again in the text: and yet a copy, to the byte.
        let Guided { mut edits, vouched, has_copy, unplaced } = if input.references.contains(&input.text) {
            Guided { vouched: vec![Span::new(0, input.text.len())], has_copy: true, ..Guided::default() }
        } else {
            pages.guide(&document, self.language.lexicon(), self.config.policy)
        };
        if let (Some(own), Stage::On) = (own, self.config.casing) {
            let (vouched, settled) = (Spans::new(&vouched), edits.iter().map(Edit::span).collect::<Vec<Span>>());
            let settled = Spans::new(&settled);
            let clear = |span| vouched.are_clear_of(span) && settled.are_clear_of(span);
            edits.extend(own.capitals(&document).into_iter().filter(|edit| clear(edit.span())));
            edits.sort_by_key(Edit::span);
        }
        let settled: Vec<Span> = edits.iter().map(Edit::span).collect();
        let (vouched, settled) = (Spans::new(&vouched), Spans::new(&settled));
        let is_open = |span| vouched.are_clear_of(span) && settled.are_clear_of(span);
        let noise = input.noise.unwrap_or(self.config.noise);
        let recognised = Recognised::new(&input.word_confidences, &input.alternatives);
        let (casings, spellings, rates) = self.alone(&document, (noise, &recognised), &is_open, cache);
        let (in_runs, lowered) = (casings.in_runs, casings.lowered);
        // No word of an edit is protected, but what lies between two of them may be.
        let is_free = |span| is_open(span) && !document.is_closed(span);
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
            in_runs,
            lowered,
            unplaced: unplaced.iter().map(|span| span.len()).sum(),
            misread: rates.of(NoiseModel::Ocr) / 1_000,
            mistyped: rates.of(NoiseModel::Typing) / 1_000,
        };
        cache.document = document.into_buffers();
        (edits, (diagnosis, unplaced))
    }
}

impl Repairer {
    /// What casing and spelling say of the document by itself; of sentences in which nothing `is_open`,
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

    /// What casing says of the document; nothing if the language brings no parameters of it.
    fn truecase(
        &self,
        document: &Document<'_>,
        noise: Noise,
        is_open: &dyn Fn(Span) -> bool,
        cache: &mut Cache,
    ) -> Casings {
        let Some(parameters) = self.language.parameters() else { return Casings::default() };
        let said = Said { noise, budget: self.config.harm_budget };
        let lexicon = self.language.lexicon();
        truecase::truecase(document, lexicon, &parameters.truecaser, said, is_open, &mut cache.truecase)
    }

    /// What a language brings to decoding and deciding, if it brings all of it.
    fn models(&self) -> Option<(Models<'_>, &Classifier)> {
        let (model, parameters) = (self.language.model()?, self.language.parameters()?);
        let models = Models {
            lexicon: self.language.lexicon(),
            model,
            trie: &parameters.trie,
            channel: &parameters.channel,
            characters: &parameters.characters,
            hyphens: &parameters.hyphens,
            neighbours: Some(&parameters.neighbours),
            morphology: &parameters.morphology,
        };
        Some((models, &parameters.classifier))
    }

    /// What a recogniser says of a proposal, as millinats of log-odds.
    fn shift(&self, proposal: &Proposal, recognised: &Recognised<'_>) -> i32 {
        let is_alternative = recognised.has_alternatives().then(|| proposal.candidate.sources.has(Sources::RECOGNISED));
        let shift = |parameters: &Parameters| {
            parameters.confidences.shift(recognised.confidence(proposal.span), is_alternative)
        };
        self.language.parameters().map_or(0, shift)
    }

    /// What the decoder proposes and the classifier finds right often enough for the harm budget.
    fn spell<'t>(
        &self,
        document: &Document<'t>,
        (noise, recognised): (Noise, &Recognised<'_>),
        is_open: &dyn Fn(Span) -> bool,
        cache: &mut Cache,
    ) -> Vec<Edit<'t>> {
        let Some((models, classifier)) = self.models() else { return Vec::new() };
        let user = self.config.own.as_deref().map(OwnWords::near);
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

/// Ascending and disjoint spans, asked about from the first to the last, again and again.
struct Spans<'s> {
    spans: &'s [Span],
    /// The first that does not end before what was asked about last.
    at: Cell<usize>,
}

impl<'s> Spans<'s> {
    const fn new(spans: &'s [Span]) -> Spans<'s> {
        Spans { spans, at: Cell::new(0) }
    }

    /// Whether `span` shares no byte with any of them, and does not touch an empty one.
    ///
    /// # Complexity
    ///
    /// O(1) for a span that stands a little behind the one before; O(log s) for any other.
    fn are_clear_of(&self, span: Span) -> bool {
        /// As many may lie between one word and the next.
        const NEAR: usize = 4;
        if self.spans.is_empty() {
            return true;
        }
        let ends_before = |other: &Span| other.end() < span.start();
        let from = self.at.get();
        let first = if self.spans[..from].last().is_some_and(|other| !ends_before(other)) {
            self.spans[..from].partition_point(ends_before)
        } else {
            let near = self.spans[from..].iter().take(NEAR).position(|other| !ends_before(other));
            from + near.unwrap_or_else(|| self.spans[from..].partition_point(ends_before))
        };
        self.at.set(first);
        self.spans[first..]
            .iter()
            .take_while(|other| other.start() <= span.end())
            .all(|other| !other.overlaps(span) && !other.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_asked_in_any_order() {
        let taken: Vec<Span> =
            [(0, 2), (2, 5), (7, 7), (9, 12), (12, 13), (13, 13), (20, 21), (22, 23), (24, 25), (26, 27), (40, 50)]
                .map(|(start, end)| Span::new(start, end))
                .to_vec();
        let plainly = |span: Span| {
            let touches = |other: &Span| other.is_empty() && other.start() >= span.start() && other.end() <= span.end();
            !taken.iter().any(|other| other.overlaps(span) || touches(other))
        };
        let spans = Spans::new(&taken);
        let mut asked: Vec<Span> =
            (0..60).flat_map(|start| (start..60).map(move |end| Span::new(start, end))).collect();
        asked.extend(asked.clone().into_iter().rev());
        for span in asked {
            assert_eq!(spans.are_clear_of(span), plainly(span), "{span:?}");
        }
    }

    #[cfg(feature = "embedded")]
    #[test]
    fn a_broken_word_is_not_joined_across_what_is_protected() {
        let text = "The old govern-\nment had not been trusted for many years.";
        let at = |part: &str| text.find(part).map(|start| Span::new(start, start + part.len())).unwrap();
        let repaired = |protect| Repairer::english().repair(Input::new(text).protect(&[protect])).into_owned();
        assert_eq!(repaired(at("trusted")), text.replace("govern-\nment ", "government\n"));
        assert_eq!(repaired(at("-\n")), text);
        assert_eq!(
            repaired(at(" had")),
            text.replace("govern-\nment", "government"),
            "the break has no place to go to"
        );
    }
}
