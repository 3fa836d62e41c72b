//! Proposed edits of training pairs, each with whether it is right.

use std::sync::atomic::{AtomicUsize, Ordering};

use ungarble::LanguageError;
use ungarble::training::{Proposer, feature_names};

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
    /// How many fewer words are wrong with it.
    pub(crate) gain: i32,
    pub(crate) text: String,
    pub(crate) replacement: String,
    pub(crate) features: Vec<i32>,
}

/// Proposes edits for all pairs, on two threads.
pub(crate) fn collect(pairs: &[Pair], tables: [&str; 2]) -> Result<Vec<Document>, LanguageError> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Document)>, LanguageError> {
        let mut proposer = Proposer::new(tables)?;
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
    let rows = proposer.propose(&pair.garbled);
    let mut covered = Vec::new();
    let proposals = rows.into_iter().filter_map(|row| {
        let text = pair.garbled.get(row.start..row.end)?;
        let gain = sides.gain(&pair.garbled, row.start, row.end, &row.replacement)?;
        if gain > 0 {
            covered.push((row.start, row.end));
        }
        Some(Labelled { gain, text: text.to_owned(), replacement: row.replacement, features: row.features })
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

/// The rows of all documents, column by column. A wrong edit of a right word weighs more than a missed repair.
pub(crate) fn data(documents: &[Document]) -> Data {
    let mut data = Data { columns: vec![Vec::new(); feature_names().len()], ..Data::default() };
    for proposal in documents.iter().flat_map(|document| &document.proposals) {
        for (column, &value) in data.columns.iter_mut().zip(&proposal.features) {
            column.push(value);
        }
        data.right.push(proposal.gain > 0);
        data.weights.push(match proposal.gain {
            1.. => 1.0,
            0 => 0.5,
            _ => 2.0,
        });
    }
    data
}
