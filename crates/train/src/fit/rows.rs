//! Proposed edits of training pairs, each with whether it is right.

use std::sync::atomic::{AtomicUsize, Ordering};

use ungarble::LanguageError;
use ungarble::training::{Forest, Material, Proposer, feature_names};

use super::boost::Data;
use super::label::Sides;
use super::pairs::Pair;

/// A text and what was proposed for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document {
    pub(crate) kind: String,
    pub(crate) engine: String,
    pub(crate) source: String,
    pub(crate) split: String,
    /// Words of the clean side, and wrong ones of the other.
    pub(crate) words: usize,
    pub(crate) wrong: usize,
    pub(crate) proposals: Vec<Labelled>,
    /// Differences that no right proposal touches: what stands there, and what should.
    pub(crate) uncovered: Vec<(String, String)>,
}

/// A proposed edit.
#[derive(Clone, Debug)]
pub(crate) struct Labelled {
    /// Number of words by which fewer are wrong with it.
    pub(crate) gain: i32,
    /// Bytes of the text.
    pub(crate) span: (usize, usize),
    pub(crate) text: String,
    pub(crate) replacement: String,
    pub(crate) features: Vec<i32>,
    /// The least of the recogniser's confidences in what stands there, in per mille.
    pub(crate) confidence: Option<u16>,
    /// Set if the recogniser would have read it so, where it told of alternatives.
    pub(crate) is_alternative: Option<bool>,
}

impl Document {
    /// Returns whether it is of a kind of which the pairs have more than people repair.
    pub(crate) fn is_unusual(&self) -> bool {
        UNUSUAL.contains(&self.engine.trim_end_matches(" (said)"))
    }

    /// The group of sources, of `folds`, that its own is in.
    pub(crate) fn fold(&self, folds: usize) -> usize {
        let hash = |hash: usize, byte: u8| hash.wrapping_mul(31).wrapping_add(usize::from(byte));
        self.source.bytes().fold(7, hash) % folds
    }

    /// Which proposals are chosen if all reach the threshold: of those that overlap, the one with the highest of `scores`.
    pub(crate) fn choose(&self, scores: &[f64]) -> Vec<bool> {
        let mut order: Vec<usize> = (0..self.proposals.len()).collect();
        order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
        let mut chosen = vec![false; self.proposals.len()];
        let mut taken = std::collections::BTreeMap::new();
        for at in order {
            let (start, end) = self.proposals[at].span;
            let before = taken.range(..end).next_back();
            if before.is_none_or(|(_, &last)| last <= start) {
                taken.insert(start, end);
                chosen[at] = true;
            }
        }
        chosen
    }
}

/// Returns each document with those of `scores` that are of its proposals.
pub(crate) fn with_scores<'d>(
    documents: &'d [Document],
    scores: &'d [f64],
) -> impl Iterator<Item = (&'d Document, &'d [f64])> {
    let mut rest = scores;
    documents.iter().map(move |document| {
        let (own, others) = rest.split_at(document.proposals.len());
        rest = others;
        (document, own)
    })
}

/// Returns what a forest that ships says of a proposal, in nats.
pub(crate) fn log_odds(forest: &Forest, features: &[i32]) -> f64 {
    f64::from(forest.log_odds(features)) / 1000.0
}

/// Gives those of `scores` whose proposal overlaps a better one the least value.
pub(crate) fn suppress(documents: &[Document], scores: &mut [f64]) {
    let mut rest = scores;
    for document in documents {
        let (own, others) = rest.split_at_mut(document.proposals.len());
        let chosen = document.choose(own);
        own.iter_mut().zip(chosen).filter(|(_, chosen)| !chosen).for_each(|(score, _)| *score = f64::NEG_INFINITY);
        rest = others;
    }
}

/// Proposes edits for all pairs, on two threads.
pub(crate) fn collect(pairs: &[Pair], material: &Material, tables: [&str; 2]) -> Result<Vec<Document>, LanguageError> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Document)>, LanguageError> {
        let mut proposer = Proposer::new(material, tables)?;
        let mut documents = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(pair) = pairs.get(at) else { return Ok(documents) };
            documents.push((at, document(pair, &mut proposer)));
        }
    };
    let mut all = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().expect("proposing does not panic")?);
        }
        Ok::<_, LanguageError>(all)
    })?;
    all.sort_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, document)| document).collect())
}

fn document(pair: &Pair, proposer: &mut Proposer) -> Document {
    let sides = Sides::new(&pair.garbled, &pair.clean);
    let rows = proposer.propose(pair.input());
    let mut covered = Vec::new();
    let proposals = rows.into_iter().filter_map(|row| {
        let text = pair.garbled.get(row.start..row.end)?;
        let gain = sides.gain(&pair.garbled, row.start, row.end, &row.replacement)?;
        if gain > 0 {
            covered.push((row.start, row.end));
        }
        Some(Labelled {
            gain,
            span: (row.start, row.end),
            text: text.to_owned(),
            replacement: row.replacement,
            features: row.features,
            confidence: row.confidence,
            is_alternative: pair.has_alternatives().then_some(row.is_alternative),
        })
    });
    let proposals = proposals.collect();
    Document {
        uncovered: sides.uncovered(&covered),
        kind: pair.kind.clone(),
        engine: pair.engine.clone(),
        source: pair.source.clone(),
        split: pair.split.clone(),
        words: sides.len(),
        wrong: sides.wrong(),
        proposals,
    }
}

/// Right texts that are rarer among those that people repair than among the pairs, and how much of them counts.
const UNUSUAL: [&str; 8] =
    ["early-modern", "eye-dialect", "foreign", "informal", "log", "small", "strung", "technical"];
const SHARE_OF_UNUSUAL: f32 = 0.4;
/// Sources whose clean sides have words that were torn when their text was extracted, so that they say nothing of joins.
const TORN: [&str; 3] = ["scotus_opinions", "oa_papers", "philtrans"];

/// Weights of an edit that leaves a wrong word wrong, and of one that harms a right word, beside 1 of a repair. The budgets limit harm, so
/// the score is to tell what a repair may cost in right words; a word that is wrong either way has nothing to lose.
const NEUTRAL: f32 = 0.1;
const HARM: f32 = 4.0;

/// The rows of all documents, column by column.
pub(crate) fn data(documents: &[Document]) -> Data {
    let mut data = Data { columns: vec![Vec::new(); feature_names().len()], ..Data::default() };
    for document in documents {
        let is_torn = TORN.iter().any(|source| document.source.contains(source));
        let share = if document.is_unusual() { SHARE_OF_UNUSUAL } else { 1.0 };
        for proposal in &document.proposals {
            for (column, &value) in data.columns.iter_mut().zip(&proposal.features) {
                column.push(value);
            }
            let joins = proposal.text.split_whitespace().count() > proposal.replacement.split(' ').count();
            data.right.push(proposal.gain > 0);
            let weight = match proposal.gain {
                1.. => 1.0,
                _ if joins && is_torn => 0.0,
                0 => NEUTRAL,
                _ => HARM,
            };
            data.weights.push(share * weight);
        }
    }
    data
}
