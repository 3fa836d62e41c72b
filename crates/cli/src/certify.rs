//! `ungarble certify`: whether a harm budget holds on texts of the user's, and the thresholds at which it does.
//!
//! Each text is repaired at every threshold that is tested, not once at the loosest: a repair is evidence for its neighbours, so that the
//! edits of a stricter threshold are not always among those of a looser one. Only a text that comes out whole at the loosest does so
//! at all.

mod corpus;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ungarble::report::{Changes, Rate, fixed_sequence};
use ungarble::{Cache, HarmBudget, HarmLimits, Plan, Repairer, Thresholds};

use crate::args::Certify;
use crate::config;
use crate::engine::Engine;
use crate::exit::{Failure, Outcome, warn};
use crate::marks::{Mark, Marks, rows};
use crate::output::put;
use crate::pipeline::{ordered, threads};
use corpus::{Text, check, read, texts};

/// Damaged texts count among the right ones, too, up to this share of wrong words.
const LIGHTLY: f64 = 0.02;

/// A threshold that is tested.
struct Level {
    name: String,
    thresholds: Thresholds,
}

/// Figures at one threshold.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    /// Right words harmed of those in right texts.
    right: Rate,
    /// Edits that harm in damaged texts, of all there.
    damaged: Rate,
    /// Texts that are right, and damaged ones.
    texts: [usize; 2],
    /// Edits in right texts.
    edits: usize,
}

/// Facts about a text before it is repaired at the levels.
#[derive(Clone, Copy, Debug)]
struct Known {
    words: usize,
    /// Words of its that are right.
    right: usize,
    is_right: bool,
    /// Set if no level makes an edit.
    is_whole: bool,
}

impl Figures {
    /// Returns whether both limits are proved, of those that the texts are about.
    fn holds(&self, limits: HarmLimits) -> bool {
        self.all(limits, Rate::keeps_to)
    }

    /// Returns whether there are texts and edits enough to prove them.
    fn could_hold(&self, limits: HarmLimits) -> bool {
        self.all(limits, Rate::could_keep_to)
    }

    fn all(&self, limits: HarmLimits, test: fn(&Rate, f64) -> bool) -> bool {
        let [right, damaged] = [limits.per_1000_right_words() / 1_000.0, limits.share_of_edits()];
        let is_met = |texts: usize, rate: &Rate, limit| texts == 0 || test(rate, limit);
        is_met(self.texts[0], &self.right, right) && is_met(self.texts[1], &self.damaged, damaged)
    }
}

/// Tests the budget, prints what was found, and writes the thresholds if that is asked for.
pub(crate) fn run(certify: Certify) -> Result<Outcome, Failure> {
    let engine = Engine::new(&config::complete(&certify.run.configuration)?)?;
    let marks = certify.marks.as_deref().map(Marks::read).transpose()?.unwrap_or_default();
    let texts = texts(&certify.right, &certify.pairs)?;
    let levels = levels(&engine)?;
    let test =
        Test { engine: &engine, marks: &marks, texts: &texts, threads: threads(certify.run.threads).min(texts.len()) };
    let known = test.known(&levels[levels.len() - 1])?;
    let mut sums = vec![None; levels.len()];
    let loosest = test.loosest(certify.budget, &levels, &known, &mut sums)?;
    let words = known.iter().map(|text| text.words).sum();
    let found = Found::new(certify.budget, &levels, &sums, loosest, words);
    put(None, found.told().as_bytes())?;
    let Some((level, figures)) = found.certified() else { return Ok(Outcome::NotCertified) };
    if let Some(output) = &certify.output {
        put(Some(output), found.table(level, figures).as_bytes())?;
        if certify.write {
            enter(output, certify.run.configuration.config.clone())?;
        }
    }
    Ok(if found.holds { Outcome::Done } else { Outcome::NotCertified })
}

/// The thresholds that are tested, from strict to loose: those of the named budgets, some between them and beyond the strictest.
fn levels(engine: &Engine) -> Result<Vec<Level>, Failure> {
    let of = |budget: HarmBudget| -> Result<Thresholds, Failure> {
        let thresholds = engine.under(budget)?.thresholds();
        thresholds.ok_or_else(|| Failure::Usage(String::from("the language has no thresholds")))
    };
    let [tight, default] = [of(HarmBudget::Tight)?, of(HarmBudget::Default)?];
    let level = |name: &str, thresholds| Level { name: name.to_owned(), thresholds };
    let named = HarmBudget::ALL.into_iter().map(|budget| Ok(level(budget.name(), of(budget)?)));
    let mut levels = named.collect::<Result<Vec<Level>, Failure>>()?;
    levels.insert(1, level("half-way from tight to default", tight.towards(default, 500)));
    levels.insert(0, level("tight and a nat more", tight.raised(1_000)));
    Ok(levels)
}

/// The texts that a budget is tested on, and what they are repaired by.
struct Test<'r> {
    engine: &'r Engine,
    marks: &'r Marks,
    texts: &'r [Text],
    threads: usize,
}

impl Test<'_> {
    /// Does `work` on each text by a repairer with the thresholds of `level`; the results are in the order of the texts.
    fn each<T: Send>(
        &self,
        level: &Level,
        work: impl Fn(usize, &Repairer, &mut Cache) -> Result<T, Failure> + Sync,
    ) -> Result<Vec<T>, Failure> {
        thread_local! {
            static CACHE: RefCell<Cache> = RefCell::default();
        }
        let repairer = self.engine.under(HarmBudget::Custom(level.thresholds))?;
        let mut results = Vec::with_capacity(self.texts.len());
        let work = |at| CACHE.with_borrow_mut(|cache| work(at, &repairer, cache));
        ordered(self.threads, (0..self.texts.len()).map(Ok), work, |result| {
            results.push(result?);
            Ok::<_, Failure>(())
        })?;
        Ok(results)
    }

    /// Reads every text and checks it.
    fn known(&self, loosest: &Level) -> Result<Vec<Known>, Failure> {
        self.each(loosest, |at, repairer, cache| {
            let (garbled, clean) = read(&self.texts[at])?;
            check(&self.texts[at], &garbled, clean.as_deref())?;
            let meant = clean.as_deref().unwrap_or(&garbled);
            let words = ungarble::report::words(&ungarble::report::fold(meant)).len();
            let wrong = if clean.is_some() { Changes::new(&garbled, &garbled, meant).left } else { 0 };
            let is_right = clean.is_none() || wrong as f64 <= LIGHTLY * words as f64;
            let is_whole =
                is_right && self.engine.is_monotone() && self.engine.plan_by(repairer, &garbled, cache).is_empty();
            Ok(Known { words, right: words.saturating_sub(wrong), is_right, is_whole })
        })
    }

    /// Repairs every text at a level and counts what that harmed.
    fn figures(&self, level: &Level, known: &[Known]) -> Result<Figures, Failure> {
        let counted = self.each(level, |at, repairer, cache| {
            let Known { right, is_right, is_whole, .. } = known[at];
            let (mut harmed, mut edits) = (0, 0);
            if !is_whole {
                let text = &self.texts[at];
                let (garbled, clean) = read(text)?;
                let mut plan = self.engine.plan_by(repairer, &garbled, cache);
                if clean.is_none() {
                    plan = without_marked(text, plan, self.marks);
                }
                edits = plan.edits().len();
                let meant = clean.as_deref().unwrap_or(&garbled);
                harmed = if edits > 0 { Changes::new(&garbled, &plan.apply(), meant).broken } else { 0 };
            }
            Ok((is_right, harmed as f64, edits, right as f64))
        })?;
        let mut figures = Figures::default();
        for (is_right, harmed, edits, right) in counted {
            figures.texts[usize::from(!is_right)] += 1;
            if is_right {
                figures.right.add(harmed, right);
                figures.edits += edits;
            } else {
                figures.damaged.add(harmed, edits as f64);
            }
        }
        Ok(figures)
    }

    /// Tests levels from strict to loose until one does not hold, and the budget's own; returns the loosest that holds.
    fn loosest(
        &self,
        budget: HarmBudget,
        levels: &[Level],
        known: &[Known],
        sums: &mut [Option<Figures>],
    ) -> Result<Option<usize>, Failure> {
        let limits = limits(budget);
        // Where it begins depends on how many edits there are, not on what they harm.
        let mut begin = 0;
        while begin < levels.len() {
            let figures = self.figures(&levels[begin], known)?;
            sums[begin] = Some(figures);
            if figures.could_hold(limits) {
                break;
            }
            begin += 1;
        }
        let mut failed = None;
        let found = fixed_sequence(
            begin..levels.len(),
            |&at| match sums[at].map_or_else(|| self.figures(&levels[at], known), Ok) {
                Ok(figures) => {
                    sums[at] = Some(figures);
                    figures.holds(limits)
                }
                Err(failure) => {
                    failed = Some(failure);
                    false
                }
            },
            |holds| *holds,
        );
        if let Some(failure) = failed {
            return Err(failure);
        }
        let own = own(budget, levels);
        if sums[own].is_none() {
            sums[own] = Some(self.figures(&levels[own], known)?);
        }
        Ok(found.map(|(at, _)| at))
    }
}

/// Returns what a budget allows.
fn limits(budget: HarmBudget) -> HarmLimits {
    budget.limits().expect("the parser lets only budgets with limits pass")
}

/// The level of the thresholds of a budget.
fn own(budget: HarmBudget, levels: &[Level]) -> usize {
    levels.iter().position(|level| level.name == budget.name()).expect("named budgets are tested")
}

/// The plan without the edits that a person has marked right.
fn without_marked<'t>(text: &Text, mut plan: Plan<'t>, marks: &Marks) -> Plan<'t> {
    if !marks.is_empty() {
        let mut rows = rows(&text.name(), &plan).into_iter();
        plan.retain(|_| rows.next().is_none_or(|row| marks.of(&row.place) != Some(Mark::Right)));
    }
    plan
}

/// Result of the test of a budget.
struct Found<'l> {
    budget: HarmBudget,
    limits: HarmLimits,
    words: usize,
    levels: &'l [Level],
    /// Of the levels that were tested.
    sums: &'l [Option<Figures>],
    /// The figures of the budget's own level.
    own: Figures,
    /// The loosest level that is certified.
    loosest: Option<usize>,
    /// Set if the budget's own is certified.
    holds: bool,
}

impl<'l> Found<'l> {
    fn new(
        budget: HarmBudget,
        levels: &'l [Level],
        sums: &'l [Option<Figures>],
        loosest: Option<usize>,
        words: usize,
    ) -> Found<'l> {
        let at = own(budget, levels);
        let (own, limits) = (sums[at].unwrap_or_default(), limits(budget));
        let holds = loosest.is_some_and(|loosest| loosest >= at) && own.holds(limits);
        Found { budget, limits, words, levels, sums, own, loosest, holds }
    }

    /// The loosest level that is certified, and its figures.
    fn certified(&self) -> Option<(&Level, &Figures)> {
        let at = self.loosest?;
        self.levels.get(at).zip(self.sums[at].as_ref())
    }

    /// The report.
    fn told(&self) -> String {
        let (texts, words) = (self.texts(), self.words);
        let (right, share) = (self.limits.per_1000_right_words(), 100.0 * self.limits.share_of_edits());
        let mut out = format!(
            "{texts}, {words} words\n\
             budget {}: at most {right} of 1,000 right words harmed in right texts, {share} % of the edits in damaged ones\n\n",
            self.budget
        );
        let _ = writeln!(
            out,
            "{:<32}{:>34}{:>34}",
            "threshold", "right texts: of 1,000 words", "damaged texts: % of the edits"
        );
        for (at, (level, figures)) in self.levels.iter().zip(self.sums).enumerate() {
            let Some(figures) = figures else { continue };
            let mark = if self.loosest == Some(at) { "  <- loosest certified" } else { "" };
            let right = told(&figures.right, 1_000.0, &format!("{} edits", figures.edits));
            let damaged = told(&figures.damaged, 100.0, &format!("{} edits", figures.damaged.all()));
            let _ = writeln!(out, "{:<32}{right:>34}{damaged:>34}{mark}", level.name);
        }
        let own = &self.own;
        let outcome = match (self.holds, own.could_hold(self.limits)) {
            (true, _) => "holds, at 95 %",
            (false, true) => "not certified",
            (false, false) => "not certified: the texts are too few to prove it, whatever is found in them",
        };
        let _ = writeln!(out, "\nbudget {}: {outcome}", self.budget);
        match self.certified() {
            Some((level, _)) => {
                let _ = writeln!(out, "loosest threshold that is certified: {}", level.name);
            }
            None => out += "no threshold is certified\n",
        }
        if own.texts[0] == 0 {
            out += "nothing is said of right texts: give --right\n";
        }
        if own.texts[1] == 0 {
            out += "nothing is said of damaged texts: give --pairs\n";
        }
        let tighter = HarmBudget::ALL.into_iter().take_while(|&budget| budget != self.budget).last();
        let asked = if self.holds { tighter } else { Some(self.budget) };
        if let Some((budget, limits)) = asked.and_then(|budget| Some((budget, budget.limits()?))) {
            out += &needed("right texts", &own.right, limits.per_1000_right_words() / 1_000.0, budget);
            out += &needed("damaged texts", &own.damaged, limits.share_of_edits(), budget);
        }
        out
    }

    /// Returns how many texts there are.
    fn texts(&self) -> String {
        let [right, damaged] = self.own.texts;
        format!("{} documents, {damaged} of them damaged", right + damaged)
    }

    /// The table of the thresholds of a level, with what they were certified on.
    fn table(&self, level: &Level, figures: &Figures) -> String {
        let (texts, words) = (self.texts(), self.words);
        format!(
            "# Harm budget {}, certified by `ungarble certify` {} at 95 %: {}.\n\
             # {texts}, {words} words.\n\
             # Right texts: {} of 1,000 words. Damaged texts: {} % of the edits.\n{}",
            self.budget,
            env!("CARGO_PKG_VERSION"),
            level.name,
            told(&figures.right, 1_000.0, &format!("{} edits", figures.edits)),
            told(&figures.damaged, 100.0, &format!("{} edits", figures.damaged.all())),
            level.thresholds,
        )
    }
}

/// Returns how many documents it takes to certify a limit.
fn needed(what: &str, rate: &Rate, limit: f64, budget: HarmBudget) -> String {
    if rate.documents() == 0 || rate.keeps_to(limit) {
        return String::new();
    }
    let limits = format!("the limit of the {budget} budget");
    match (rate.documents_for(limit), rate.without_harm().documents_for(limit)) {
        (Some(likely), Some(least)) => format!(
            "{limits} for {what} needs about {likely} documents like these if what is harmed stays as rare, and at least {least}\n"
        ),
        (None, Some(least)) if rate.harmed() > 0.0 => {
            format!(
                "{limits} for {what} is below what was harmed in these; it needs at least {least} such documents, and less harm\n"
            )
        }
        _ => format!("{limits} for {what} cannot be told from these documents\n"),
    }
}

/// The rate that was observed, its bound, and of how much.
fn told(rate: &Rate, times: f64, of: &str) -> String {
    if rate.documents() == 0 {
        return String::from("-");
    }
    let bound = rate.bound().map_or(String::from("no bound"), |bound| format!("bound {:.3}", times * bound));
    format!("{:.3} ({bound}; {of})", times * rate.observed())
}

/// Enters the table at `output` into `ungarble.toml`, as seen from there.
fn enter(output: &Path, config: Option<PathBuf>) -> Result<(), Failure> {
    let file = config.or_else(config::nearest).unwrap_or_else(|| PathBuf::from(config::FILE));
    let text =
        if file.exists() { std::fs::read_to_string(&file).map_err(Failure::read(&file))? } else { String::new() };
    let absolute = |path: &Path| std::path::absolute(path).map_err(Failure::read(path));
    let (table, toml) = (absolute(output)?, absolute(&file)?);
    let within = toml.parent().and_then(|folder| table.strip_prefix(folder).ok());
    let mut value = within.unwrap_or(&table).to_string_lossy().into_owned();
    if !value.contains(['.', '/', '\\']) {
        value.insert_str(0, "./");
    }
    let written = config::with(&text, "harm-budget", &value).map_err(|(at, message)| {
        let line = text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1;
        Failure::Config { path: file.clone(), line, message }
    })?;
    put(Some(&file), written.as_bytes())?;
    warn(&format!("{} has the harm budget {value}", file.display()));
    Ok(())
}
