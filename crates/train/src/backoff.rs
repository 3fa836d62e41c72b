//! Back-off models in memory: estimated, mixed and pruned before they become images.

use rayon::prelude::*;

/// The tokens of an n-gram, 16 bits each, the first one highest.
pub(crate) type Key = u64;

/// N-grams with what they cost.
pub(crate) type Rows = Vec<(Key, f32)>;

pub(crate) fn key(tokens: &[u16]) -> Key {
    tokens.iter().fold(0, |key, &token| key << 16 | Key::from(token))
}

/// N-grams of one order, sorted, with a number each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    keys: Vec<Key>,
    values: Vec<f32>,
    /// Where the n-grams of each first token begin.
    starts: Vec<u32>,
    shift: u32,
}

impl Table {
    /// `order` tokens a key; keys are sorted and differ.
    pub(crate) fn new(order: u32, keys: Vec<Key>, values: Vec<f32>) -> Table {
        let shift = 16 * (order - 1);
        let mut starts = vec![0_u32; (1 << 16) + 1];
        for key in &keys {
            starts[(key >> shift) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        Table { keys, values, starts, shift }
    }

    pub(crate) fn get(&self, key: Key) -> Option<f32> {
        let first = (key >> self.shift) as usize;
        let (start, end) = (*self.starts.get(first)? as usize, *self.starts.get(first + 1)? as usize);
        self.keys[start..end].binary_search(&key).ok().map(|at| self.values[start + at])
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key, f32)> + '_ {
        self.keys.iter().copied().zip(self.values.iter().copied())
    }
}

/// A trigram model with back-off; probabilities are natural logarithms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Backoff {
    pub(crate) unigrams: Vec<f32>,
    pub(crate) token_backoffs: Vec<f32>,
    pub(crate) bigrams: Table,
    pub(crate) trigrams: Table,
    pub(crate) context_backoffs: Table,
}

impl Backoff {
    /// A model of these probabilities, with the back-offs that make each context add up to one.
    pub(crate) fn new(unigrams: Vec<f32>, bigrams: Table, trigrams: Table) -> Backoff {
        let token_backoffs = vec![0.0; unigrams.len()];
        let mut model =
            Backoff { unigrams, token_backoffs, bigrams, trigrams, context_backoffs: Table::new(2, vec![], vec![]) };
        model.normalise();
        model
    }

    pub(crate) fn bigram(&self, previous: u16, word: u16) -> f32 {
        let backed_off = || self.token_backoffs[usize::from(previous)] + self.unigrams[usize::from(word)];
        self.bigrams.get(key(&[previous, word])).unwrap_or_else(backed_off)
    }

    pub(crate) fn trigram(&self, [older, previous]: [u16; 2], word: u16) -> f32 {
        let seen = self.trigrams.get(key(&[older, previous, word]));
        seen.unwrap_or_else(|| self.backed_off([older, previous], word))
    }

    /// Returns what a word would cost behind `context` if the model had not seen it there.
    pub(crate) fn backed_off(&self, [older, previous]: [u16; 2], word: u16) -> f32 {
        self.context_backoffs.get(key(&[older, previous])).unwrap_or(0.0) + self.bigram(previous, word)
    }

    fn normalise(&mut self) {
        let sums = sums(&self.bigrams, |key| self.unigrams[(key & 0xFFFF) as usize]);
        for (context, backoff) in sums {
            self.token_backoffs[context as usize] = backoff;
        }
        let sums = sums_of_trigrams(self);
        let (keys, values) = sums.into_iter().unzip();
        self.context_backoffs = Table::new(2, keys, values);
    }

    /// Returns how much worse the model would be without each n-gram: its probability among all texts times the loss of its logarithm.
    ///
    /// Stolcke, “Entropy-based pruning of backoff language models”, 1998, calls this the weighted difference of Seymore and
    /// Rosenfeld, 1996.
    pub(crate) fn losses(&self) -> Vec<(f32, Key, u8)> {
        let bigrams = self.bigrams.keys.par_iter().zip(&self.bigrams.values).map(|(&key, &p)| {
            let [first, second] = [(key >> 16) as u16, key as u16];
            let backed_off = self.token_backoffs[usize::from(first)] + self.unigrams[usize::from(second)];
            let joint = self.unigrams[usize::from(first)] + p;
            (joint.exp() * (p - backed_off).abs(), key, 2)
        });
        let trigrams = self.trigrams.keys.par_iter().zip(&self.trigrams.values).map(|(&key, &p)| {
            let [first, second, third] = [(key >> 32) as u16, (key >> 16) as u16, key as u16];
            let joint = self.unigrams[usize::from(first)] + self.bigram(first, second) + p;
            (joint.exp() * (p - self.backed_off([first, second], third)).abs(), key, 3)
        });
        bigrams.chain(trigrams).collect()
    }

    /// Keeps the `count` n-grams whose loss would be the greatest; a context is kept with its trigrams and counts too.
    pub(crate) fn prune(&self, count: usize) -> (Rows, Rows) {
        let mut losses = self.losses();
        losses.par_sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
        let (mut bigrams, mut trigrams) = (std::collections::BTreeMap::new(), Vec::new());
        for (_, key, order) in losses {
            if bigrams.len() + trigrams.len() >= count {
                break;
            }
            if order == 2 {
                bigrams.insert(key, self.bigrams.get(key).unwrap_or(0.0));
                continue;
            }
            let context = key >> 16;
            let [older, previous] = [(context >> 16) as u16, context as u16];
            bigrams.entry(context).or_insert_with(|| self.bigram(older, previous));
            trigrams.push((key, self.trigrams.get(key).unwrap_or(0.0)));
        }
        trigrams.sort_unstable_by_key(|&(key, _)| key);
        (bigrams.into_iter().collect(), trigrams)
    }

    /// The mixture of two models in equal shares.
    ///
    /// Shares that suit held-out text best lower perplexities by up to a seventh, as most of it is written like the text that was
    /// counted; words that stand for others are found no better.
    pub(crate) fn mixed(a: &Backoff, b: &Backoff) -> Backoff {
        let mix = |x: f32, y: f32| (f64::from(x).exp() * 0.5 + f64::from(y).exp() * 0.5).ln() as f32;
        let unigrams = a.unigrams.iter().zip(&b.unigrams).map(|(&x, &y)| mix(x, y)).collect();
        let bigrams = merged(&a.bigrams, &b.bigrams);
        let costs = bigrams.par_iter().map(|&key| {
            let [first, second] = [(key >> 16) as u16, key as u16];
            mix(a.bigram(first, second), b.bigram(first, second))
        });
        let costs = costs.collect();
        let trigrams = merged(&a.trigrams, &b.trigrams);
        let third = trigrams.par_iter().map(|&key| {
            let (context, word) = ([(key >> 32) as u16, (key >> 16) as u16], key as u16);
            mix(a.trigram(context, word), b.trigram(context, word))
        });
        let third = third.collect();
        Backoff::new(unigrams, Table::new(2, bigrams, costs), Table::new(3, trigrams, third))
    }
}

/// The back-off of each context: what its n-grams leave over, by what they would have without it.
fn left_over(seen: f64, covered: f64) -> f32 {
    ((1.0 - seen).max(1e-5) / (1.0 - covered).max(1e-5)).ln() as f32
}

fn sums(table: &Table, lower: impl Fn(Key) -> f32) -> Vec<(Key, f32)> {
    let mut sums: Vec<(Key, f64, f64)> = Vec::new();
    for (key, p) in table.iter() {
        let (p, lower) = (f64::from(p).exp(), f64::from(lower(key)).exp());
        match sums.last_mut().filter(|last| last.0 == key >> 16) {
            Some((_, seen, covered)) => (*seen, *covered) = (*seen + p, *covered + lower),
            None => sums.push((key >> 16, p, lower)),
        }
    }
    sums.into_iter().map(|(context, seen, covered)| (context, left_over(seen, covered))).collect()
}

fn sums_of_trigrams(model: &Backoff) -> Vec<(Key, f32)> {
    sums(&model.trigrams, |key| model.bigram((key >> 16) as u16, key as u16))
}

/// The keys of both, sorted, each once.
fn merged(a: &Table, b: &Table) -> Vec<Key> {
    let mut keys: Vec<Key> = a.keys.iter().chain(&b.keys).copied().collect();
    keys.par_sort_unstable();
    keys.dedup();
    keys
}

/// N-grams in running text, counted.
#[derive(Debug)]
pub(crate) struct Counts {
    pub(crate) keys: Vec<Key>,
    pub(crate) counts: Vec<u32>,
}

impl Counts {
    /// Counts the n-grams of `order` tokens in `texts`. None holds an unknown token, and none reaches across a boundary.
    pub(crate) fn of<'t>(texts: impl Iterator<Item = &'t [u16]>, order: usize, boundary: u16, unknown: u16) -> Counts {
        let mut keys = Vec::new();
        for text in texts {
            for window in text.windows(order) {
                let inner = window.get(1..order - 1).unwrap_or_default();
                let empty = order == 2 && window == [boundary, boundary];
                if !window.contains(&unknown) && !inner.contains(&boundary) && !empty {
                    keys.push(key(window));
                }
            }
        }
        keys.par_sort_unstable();
        let mut counts: Vec<u32> = Vec::new();
        let mut kept = 0;
        for at in 0..keys.len() {
            if kept > 0 && keys[kept - 1] == keys[at] {
                counts[kept - 1] += 1;
            } else {
                keys[kept] = keys[at];
                counts.push(1);
                kept += 1;
            }
        }
        keys.truncate(kept);
        keys.shrink_to_fit();
        Counts { keys, counts }
    }

    /// Returns what is taken off counts of one, two, and three or more.
    ///
    /// Chen and Goodman, “An empirical study of smoothing techniques for language modeling”, 1998, section 3, of raw counts.
    pub(crate) fn discounts(&self) -> [f64; 4] {
        let mut n = [0.0_f64; 5];
        for &count in self.counts.iter().filter(|&&count| count < 5) {
            n[count as usize] += 1.0;
        }
        let y = n[1] / (n[1] + 2.0 * n[2]).max(1.0);
        let discount = |count: usize| {
            let next = n[count + 1] / n[count].max(1.0);
            (count as f64 - (count as f64 + 1.0) * y * next).clamp(0.0, count as f64)
        };
        [0.0, discount(1), discount(2), discount(3)]
    }

    /// Probabilities by absolute discounting, of n-grams counted at least `cutoff` times; `lower` is the one of the order
    /// below.
    pub(crate) fn estimate(&self, order: u32, cutoff: u32, lower: impl Fn(Key) -> f32) -> Table {
        let discounts = self.discounts();
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        let mut start = 0;
        while start < self.keys.len() {
            let context = self.keys[start] >> 16;
            let end = start + self.keys[start..].iter().take_while(|&&key| key >> 16 == context).count();
            let kept = |at: usize| self.counts[at] >= cutoff;
            let total: f64 = self.counts[start..end].iter().map(|&count| f64::from(count)).sum();
            let less = |at: usize| f64::from(self.counts[at]) - discounts[self.counts[at].min(3) as usize];
            let used: f64 = (start..end).filter(|&at| kept(at)).map(less).sum();
            let left = (total - used) / total;
            for at in (start..end).filter(|&at| kept(at)) {
                let p = less(at) / total + left * f64::from(lower(self.keys[at])).exp();
                keys.push(self.keys[at]);
                values.push(p.ln() as f32);
            }
            start = end;
        }
        Table::new(order, keys, values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contexts_add_up_to_one() {
        // 0 is the boundary, 9 unknown.
        let text: Vec<u16> = [0, 1, 2, 3, 0, 1, 2, 4, 0, 1, 3, 2, 0, 1, 2, 3, 0, 5, 9, 3, 0].into();
        let texts = || std::iter::once(text.as_slice());
        let unigrams: Vec<f32> = [0.25_f32, 0.2, 0.2, 0.15, 0.1, 0.1].iter().map(|p| p.ln()).collect();
        let (two, three) = (Counts::of(texts(), 2, 0, 9), Counts::of(texts(), 3, 0, 9));
        assert!(!two.keys.contains(&key(&[5, 9])) && two.keys.contains(&key(&[0, 1])));
        assert_eq!(two.counts.iter().max(), Some(&4));
        let bigrams = two.estimate(2, 1, |key| unigrams[(key & 0xFFFF) as usize]);
        let lower = Backoff::new(unigrams.clone(), bigrams.clone(), Table::new(3, vec![], vec![]));
        let trigrams = three.estimate(3, 1, |key| lower.bigram((key >> 16) as u16, key as u16));
        let model = Backoff::new(unigrams, bigrams, trigrams);
        for context in [[0, 1], [1, 2], [4, 4], [2, 3]] {
            let sum: f32 = (0..6).map(|word| model.trigram(context, word).exp()).sum();
            assert!((sum - 1.0).abs() < 1e-4, "{context:?}: {sum}");
        }
        let mixture = Backoff::mixed(&model, &lower);
        let sum: f32 = (0..6).map(|word| mixture.trigram([1, 2], word).exp()).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{sum}");
        let (bigrams, trigrams) = mixture.prune(6);
        assert!(bigrams.len() + trigrams.len() >= 6 && bigrams.is_sorted_by_key(|&(key, _)| key));
        assert!(trigrams.iter().all(|(key, _)| bigrams.iter().any(|(context, _)| *context == key >> 16)));
    }
}
