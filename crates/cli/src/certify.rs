//! `ungarble certify`: whether a harm budget holds on texts of the user's, and the thresholds at which it does.
//!
//! Each text is repaired at every threshold, not once at the loosest: a repair is evidence for its neighbours, so that the edits of a
//! stricter threshold are not always among those of a looser one. Only a text that comes out whole at the loosest does so at all.

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
use corpus::{Text, read, texts};

/// Damaged texts count among the right ones, too, up to this share of wrong words.
const LIGHTLY: f64 = 0.02;

/// A threshold that is tested.
struct Level {
    name: String,
    thresholds: Thresholds,
}

/// What was found at one threshold.
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

/// What one text adds to the figures of each level.
struct Counted {
    words: usize,
    figures: Vec<Figures>,
}

impl Figures {
    fn add(&mut self, other: &Figures) {
        self.right.add(other.right.harmed(), other.right.all());
        self.damaged.add(other.damaged.harmed(), other.damaged.all());
        self.edits += other.edits;
        self.texts = [self.texts[0] + other.texts[0], self.texts[1] + other.texts[1]];
    }

    /// Whether both limits are proved, of those that the texts are about.
    fn holds(&self, limits: HarmLimits) -> bool {
        self.all(limits, Rate::keeps_to)
    }

    /// Whether there are texts and edits enough to prove them.
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
    let config = certify.run.config.clone();
    let settings = config::complete(certify.run.settings.clone(), config.as_deref(), certify.run.no_config)?;
    let engine = Engine::new(&settings)?;
    let marks = certify.marks.as_deref().map(Marks::read).transpose()?.unwrap_or_default();
    let texts = texts(&certify.right, &certify.pairs)?;
    let levels = levels(&engine)?;
    let under = |level: &Level| engine.under(HarmBudget::Custom(level.thresholds));
    let repairers = levels.iter().map(under).collect::<Result<Vec<Repairer>, Failure>>()?;
    let count = |text: &Text| -> Result<Counted, Failure> { counted(&engine, &repairers, text, &marks) };
    let mut sums = vec![Figures::default(); levels.len()];
    let mut words = 0;
    ordered(threads(certify.run.threads).min(texts.len()), texts.iter().map(Ok), count, |counted| {
        let counted = counted?;
        words += counted.words;
        sums.iter_mut().zip(&counted.figures).for_each(|(sum, figures)| sum.add(figures));
        Ok::<_, Failure>(())
    })?;
    let found = Found::new(certify.budget, &levels, &sums, words);
    put(None, found.told().as_bytes())?;
    let Some(level) = found.loosest else { return Ok(Outcome::NotCertified) };
    if let Some(output) = &certify.output {
        put(Some(output), found.table(level).as_bytes())?;
        if certify.write {
            enter(output, config)?;
        }
    }
    Ok(if found.holds { Outcome::Done } else { Outcome::NotCertified })
}

/// The thresholds that are tested, from strict to loose: those of the named budgets, some between them, and some beyond the strictest.
fn levels(engine: &Engine) -> Result<Vec<Level>, Failure> {
    let of = |budget: HarmBudget| -> Result<Thresholds, Failure> {
        let thresholds = engine.under(budget)?.thresholds();
        thresholds.ok_or_else(|| Failure::Usage(String::from("the language has no thresholds")))
    };
    let strictest = of(HarmBudget::Tight)?;
    let mut levels: Vec<Level> = [2_000, 1_000]
        .map(|up| Level { name: format!("tight and {} nats more", up / 1_000), thresholds: strictest.raised(up) })
        .into();
    for (at, budget) in HarmBudget::ALL.into_iter().enumerate() {
        levels.push(Level { name: budget.name().to_owned(), thresholds: of(budget)? });
        if let Some(&next) = HarmBudget::ALL.get(at + 1) {
            let name = format!("half-way from {budget} to {next}");
            levels.push(Level { name, thresholds: of(budget)?.towards(of(next)?, 500) });
        }
    }
    Ok(levels)
}

/// Repairs a text at every level and counts what that harmed.
fn counted(engine: &Engine, repairers: &[Repairer], text: &Text, marks: &Marks) -> Result<Counted, Failure> {
    thread_local! {
        static CACHE: RefCell<Cache> = RefCell::default();
    }
    let (garbled, clean) = read(text)?;
    let known = clean.as_deref().unwrap_or(&garbled);
    CACHE.with_borrow_mut(|cache| {
        let (loosest, stricter) = repairers.split_last().expect("there are levels");
        let mut plans = engine.plans(std::slice::from_ref(loosest), &garbled, cache);
        let unrepaired = Changes::new(&garbled, &garbled, known);
        let words = ungarble::report::words(&ungarble::report::fold(known)).len();
        let right = words.saturating_sub(unrepaired.left) as f64;
        let is_right = clean.is_none() || (unrepaired.left as f64) <= LIGHTLY * words as f64;
        if plans[0].is_empty() && engine.is_monotone() {
            let plan = plans.remove(0);
            plans = vec![plan; repairers.len()];
        } else {
            plans.splice(..0, engine.plans(stricter, &garbled, cache));
        }
        let figures = plans.into_iter().map(|plan| {
            let plan = if clean.is_none() { without_marked(text, plan, marks) } else { plan };
            let harmed = if plan.is_empty() { 0 } else { Changes::new(&garbled, &plan.apply(), known).broken };
            let (harmed, edits) = (harmed as f64, plan.edits().len());
            let mut figures = Figures { texts: [usize::from(is_right), usize::from(!is_right)], ..Figures::default() };
            if is_right {
                figures.right.add(harmed, right);
                figures.edits = edits;
            } else {
                figures.damaged.add(harmed, edits as f64);
            }
            figures
        });
        Ok(Counted { words, figures: figures.collect() })
    })
}

/// The plan without the edits that a person has marked right.
fn without_marked<'t>(text: &Text, mut plan: Plan<'t>, marks: &Marks) -> Plan<'t> {
    if !marks.is_empty() {
        let mut rows = rows(&text.name(), &plan).into_iter();
        plan.retain(|_| rows.next().is_none_or(|row| marks.of(&row.place) != Some(Mark::Right)));
    }
    plan
}

/// What the test of a budget found.
struct Found<'l> {
    budget: HarmBudget,
    limits: HarmLimits,
    words: usize,
    levels: &'l [Level],
    sums: &'l [Figures],
    /// The budget's own level.
    own: usize,
    /// The loosest level that is certified.
    loosest: Option<usize>,
    /// Whether the budget's own is certified.
    holds: bool,
}

impl<'l> Found<'l> {
    fn new(budget: HarmBudget, levels: &'l [Level], sums: &'l [Figures], words: usize) -> Found<'l> {
        let limits = budget.limits().expect("the parser lets only budgets with limits pass");
        // Where it begins depends on how many edits there are, not on what they harm.
        let begin = sums.iter().position(|figures| figures.could_hold(limits)).unwrap_or(sums.len());
        let tested = fixed_sequence(begin..sums.len(), |&at| sums[at], |figures| figures.holds(limits));
        let loosest = tested.map(|(at, _)| at);
        let own = levels.iter().position(|level| level.name == budget.name()).expect("named budgets are tested");
        let holds = loosest.is_some_and(|at| at >= own) && begin <= own;
        Found { budget, limits, words, levels, sums, own, loosest, holds }
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
            let mark = if self.loosest == Some(at) { "  <- loosest certified" } else { "" };
            let right = told(&figures.right, 1_000.0, &format!("{} edits", figures.edits));
            let damaged = told(&figures.damaged, 100.0, &format!("{} edits", figures.damaged.all()));
            let _ = writeln!(out, "{:<32}{right:>34}{damaged:>34}{mark}", level.name);
        }
        let own = &self.sums[self.own];
        let verdict = match (self.holds, own.could_hold(self.limits)) {
            (true, _) => "holds, at 95 %",
            (false, true) => "not certified",
            (false, false) => "not certified: the texts are too few to prove it, whatever is found in them",
        };
        let _ = writeln!(out, "\nbudget {}: {verdict}", self.budget);
        match self.loosest {
            Some(at) => {
                let _ = writeln!(out, "loosest threshold that is certified: {}", self.levels[at].name);
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

    /// How many texts there are.
    fn texts(&self) -> String {
        let [right, damaged] = self.sums[self.own].texts;
        format!("{} documents, {damaged} of them damaged", right + damaged)
    }

    /// The table of the thresholds of a level, with what they were certified on.
    fn table(&self, at: usize) -> String {
        let (texts, words) = (self.texts(), self.words);
        let (level, figures) = (&self.levels[at], &self.sums[at]);
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

/// How many documents it takes to certify a limit.
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
