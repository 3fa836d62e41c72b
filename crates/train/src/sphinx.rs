//! The US English language model of CMU Sphinx, as text.

use std::path::Path;

use sha2::{Digest, Sha256};

use crate::Error;
use crate::backoff::{Backoff, Table, key};
use crate::corpus::{hex, read_gzip};
use crate::vocabulary::Codes;

/// The model as it was read: word, log10 of its probability.
#[derive(Debug)]
pub(crate) struct Sphinx {
    unigrams: Vec<(String, f64)>,
    bigrams: String,
    trigrams: String,
}

impl Sphinx {
    /// Reads `lm_unigrams.tsv.gz`, `lm_bigrams.txt.gz` and `lm_trigrams.txt.gz` in `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Sphinx, Error> {
        let path = folder.join("lm_unigrams.tsv.gz");
        let text = read_gzip(&path)?;
        let mut unigrams = Vec::new();
        for line in text.lines() {
            let mut fields = line.split('\t');
            let p = fields.nth(1).and_then(|p| p.parse::<f64>().ok());
            let word = line.split('\t').next().zip(p);
            let (word, p) = word.ok_or_else(|| Error::Manifest { path: path.clone(), row: line.to_owned() })?;
            unigrams.push((word.to_owned(), p));
        }
        let bigrams = read_gzip(&folder.join("lm_bigrams.txt.gz"))?;
        Ok(Sphinx { unigrams, bigrams, trigrams: read_gzip(&folder.join("lm_trigrams.txt.gz"))? })
    }

    /// A model that says nothing.
    pub(crate) const fn empty() -> Sphinx {
        Sphinx { unigrams: Vec::new(), bigrams: String::new(), trigrams: String::new() }
    }

    /// SHA-256 of its three lists.
    pub(crate) fn hash(&self) -> String {
        let mut hash = Sha256::new();
        for (word, p) in &self.unigrams {
            hash.update(format!("{word}\t{p}\n"));
        }
        hash.update(&self.bigrams);
        hash.update(&self.trigrams);
        hex(&hash.finalize())
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.unigrams.is_empty()
    }

    /// Words with their probability.
    pub(crate) fn unigrams(&self) -> impl Iterator<Item = (&str, f64)> {
        self.unigrams.iter().map(|(word, p)| (word.as_str(), 10_f64.powf(*p)))
    }

    /// The model over the words of `codes`. Words that it lacks are as likely as `usual` has it.
    pub(crate) fn model(&self, codes: &Codes, usual: &[f32]) -> Backoff {
        let code = |word: &str| if matches!(word, "<s>" | "</s>") { Some(codes.boundary()) } else { codes.of(word) };
        let ln10 = std::f64::consts::LN_10;
        let mut unigrams = usual.to_vec();
        for (word, p) in self.unigrams.iter().filter(|(word, _)| word != "<s>") {
            if let Some(code) = code(word) {
                unigrams[usize::from(code)] = (p * ln10) as f32;
            }
        }
        let cost = |tenths: &str| tenths.parse::<f64>().map(|tenths| (-tenths / 10.0 * ln10) as f32).ok();
        let mut bigrams = Vec::new();
        let mut trigrams = Vec::new();
        let add = |context: &[u16], list: &str, out: &mut Vec<(u64, f32)>| {
            for item in list.split(' ') {
                let entry = item.rsplit_once(':').and_then(|(word, tenths)| Some((code(word)?, cost(tenths)?)));
                if let Some((word, p)) = entry {
                    out.push((key(context) << 16 | u64::from(word), p));
                }
            }
        };
        for line in self.bigrams.lines() {
            if let Some((first, list)) = line.split_once('\t')
                && let Some(first) = code(first)
            {
                add(&[first], list, &mut bigrams);
            }
        }
        for line in self.trigrams.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            if let [context, _, list] = fields.as_slice()
                && let Some((older, previous)) = context.split_once(' ')
                && let (Some(older), Some(previous)) = (code(older), code(previous))
            {
                add(&[older, previous], list, &mut trigrams);
            }
        }
        let table = |order: u32, mut rows: Vec<(u64, f32)>| {
            rows.sort_by_key(|&(key, _)| key);
            rows.dedup_by_key(|&mut (key, _)| key);
            let (keys, values) = rows.into_iter().unzip();
            Table::new(order, keys, values)
        };
        Backoff::new(unigrams, table(2, bigrams), table(3, trigrams))
    }
}
