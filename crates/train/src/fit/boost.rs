//! Fits gradient-boosted trees.
//!
//! # Source
//!
//! Friedman, “Greedy function approximation”, 2001; histograms and growth leaf by leaf as in Ke et al., “LightGBM”, 2017.

/// Rows to fit on.
#[derive(Debug, Default)]
pub(crate) struct Data {
    /// Column by column.
    pub(crate) columns: Vec<Vec<i32>>,
    pub(crate) right: Vec<bool>,
    pub(crate) weights: Vec<f32>,
}

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) trees: usize,
    pub(crate) leaves: usize,
    pub(crate) rate: f64,
    /// Least weight of a leaf.
    pub(crate) least: f64,
    pub(crate) ridge: f64,
    pub(crate) bins: usize,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { trees: 600, leaves: 24, rate: 0.06, least: 15.0, ridge: 5.0, bins: 64 }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Node {
    /// Goes to the next node if the feature is at most the threshold, else to `right`.
    Split {
        feature: u16,
        threshold: i32,
        right: u16,
    },
    Leaf(f64),
}

/// A fitted forest.
#[derive(Debug)]
pub(crate) struct Forest {
    pub(crate) bias: f64,
    pub(crate) trees: Vec<Vec<Node>>,
}

impl Forest {
    /// Log-odds of one row, in nats.
    pub(crate) fn log_odds(&self, row: impl Fn(usize) -> i32) -> f64 {
        let mut sum = self.bias;
        for tree in &self.trees {
            let mut at = 0;
            loop {
                match tree[at] {
                    Node::Leaf(value) => break sum += value,
                    Node::Split { feature, threshold, right } => {
                        at = if row(usize::from(feature)) <= threshold { at + 1 } else { usize::from(right) };
                    }
                }
            }
        }
        sum
    }

    /// Writes the forest as the library reads it; values in millinats.
    pub(crate) fn write(&self, features: usize) -> Vec<u8> {
        let mut image = b"UNGARGBT".to_vec();
        image.extend((features as u16).to_le_bytes());
        image.extend((self.trees.len() as u16).to_le_bytes());
        image.extend((self.trees.iter().map(Vec::len).sum::<usize>() as u32).to_le_bytes());
        image.extend(((self.bias * 1000.0).round() as i32).to_le_bytes());
        let mut start = 0_u32;
        for tree in &self.trees {
            image.extend(start.to_le_bytes());
            start += tree.len() as u32;
        }
        for node in self.trees.iter().flatten() {
            let (feature, right, value) = match *node {
                Node::Split { feature, threshold, right } => (feature, right, threshold),
                Node::Leaf(value) => (u16::MAX, 0, (value * 1000.0).round() as i32),
            };
            image.extend(feature.to_le_bytes());
            image.extend(right.to_le_bytes());
            image.extend(value.to_le_bytes());
        }
        image
    }
}

/// Fits a forest to the rows `used`.
pub(crate) fn fit(data: &Data, used: &[u32], settings: Settings) -> Forest {
    let edges: Vec<Vec<i32>> = data.columns.iter().map(|column| edges(column, used, settings.bins)).collect();
    let binned: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = data
            .columns
            .iter()
            .zip(&edges)
            .map(|(column, edges)| {
                scope.spawn(move || {
                    used.iter().map(|&row| edges.partition_point(|&edge| edge < column[row as usize]) as u8).collect()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("binning does not panic")).collect()
    });
    let right: Vec<f64> = used.iter().map(|&row| f64::from(u8::from(data.right[row as usize]))).collect();
    let weights: Vec<f64> = used.iter().map(|&row| f64::from(data.weights[row as usize])).collect();
    let total: f64 = weights.iter().sum();
    let share = (weights.iter().zip(&right).map(|(w, y)| w * y).sum::<f64>() / total).clamp(1e-6, 1.0 - 1e-6);
    let bias = (share / (1.0 - share)).ln();
    let mut scores = vec![bias; used.len()];
    let mut forest = Forest { bias, trees: Vec::new() };
    for _ in 0..settings.trees {
        let slopes: Vec<(f32, f32)> = scores
            .iter()
            .zip(&right)
            .zip(&weights)
            .map(|((&score, &y), &w)| {
                let p = 1.0 / (1.0 + (-score).exp());
                ((w * (p - y)) as f32, (w * p * (1.0 - p)) as f32)
            })
            .collect();
        forest.trees.push(grow(&binned, &edges, &slopes, &mut scores, settings));
    }
    forest
}

/// Upper edges of the bins of a column: quantiles of its values.
fn edges(column: &[i32], used: &[u32], bins: usize) -> Vec<i32> {
    let mut values: Vec<i32> = used.iter().map(|&row| column[row as usize]).collect();
    values.sort_unstable();
    let mut edges: Vec<i32> = (1..bins).map(|bin| values[(bin * values.len() / bins).min(values.len() - 1)]).collect();
    edges.dedup();
    // What is above the last edge is a bin of its own.
    if edges.last() == values.last() {
        edges.pop();
    }
    edges
}

/// Sums of slopes by bin, for each feature.
type Histograms = Vec<Vec<(f64, f64)>>;

struct Leaf {
    rows: Vec<u32>,
    sums: (f64, f64),
    histograms: Histograms,
    best: Option<(f64, usize, usize)>,
    node: usize,
}

fn gain_of((g, h): (f64, f64), ridge: f64) -> f64 {
    g * g / (h + ridge)
}

/// Sums the slopes of some rows by bin, for each feature.
fn histograms(rows: &[u32], binned: &[Vec<u8>], edges: &[Vec<i32>], slopes: &[(f32, f32)]) -> Histograms {
    let fill = |features: std::ops::Range<usize>| -> Histograms {
        features
            .map(|feature| {
                let mut histogram = vec![(0.0, 0.0); edges[feature].len() + 1];
                let column = &binned[feature];
                for &row in rows {
                    let (g, h) = slopes[row as usize];
                    let cell = &mut histogram[usize::from(column[row as usize])];
                    *cell = (cell.0 + f64::from(g), cell.1 + f64::from(h));
                }
                histogram
            })
            .collect()
    };
    if rows.len() < 4_000 {
        return fill(0..binned.len());
    }
    let middle = binned.len() / 2;
    std::thread::scope(|scope| {
        let other = scope.spawn(|| fill(middle..binned.len()));
        let mut all = fill(0..middle);
        all.extend(other.join().expect("the sums do not panic"));
        all
    })
}

/// Finds the best split of some rows: its gain, feature and bin.
fn best_split(sums: (f64, f64), histograms: &Histograms, s: Settings) -> Option<(f64, usize, usize)> {
    let mut best: Option<(f64, usize, usize)> = None;
    for (feature, histogram) in histograms.iter().enumerate() {
        let mut left = (0.0, 0.0);
        for (bin, cell) in histogram[..histogram.len() - 1].iter().enumerate() {
            left = (left.0 + cell.0, left.1 + cell.1);
            let right = (sums.0 - left.0, sums.1 - left.1);
            // A hessian is at most a quarter of the weight.
            if left.1 * 4.0 < s.least || right.1 * 4.0 < s.least {
                continue;
            }
            let gain = gain_of(left, s.ridge) + gain_of(right, s.ridge) - gain_of(sums, s.ridge);
            if gain > 1e-6 && best.is_none_or(|(other, ..)| gain > other) {
                best = Some((gain, feature, bin));
            }
        }
    }
    best
}

fn grow(binned: &[Vec<u8>], edges: &[Vec<i32>], slopes: &[(f32, f32)], scores: &mut [f64], s: Settings) -> Vec<Node> {
    /// A node while the tree grows: children by number.
    enum Growing {
        Split(usize, usize, usize, usize),
        Leaf(f64),
    }
    let sum = |rows: &[u32]| {
        rows.iter().fold((0.0, 0.0), |(g, h), &row| {
            (g + f64::from(slopes[row as usize].0), h + f64::from(slopes[row as usize].1))
        })
    };
    let rows: Vec<u32> = (0..scores.len() as u32).collect();
    let sums = sum(&rows);
    let root = histograms(&rows, binned, edges, slopes);
    let best = best_split(sums, &root, s);
    let mut nodes = vec![Growing::Leaf(0.0)];
    let mut leaves = vec![Leaf { rows, sums, histograms: root, best, node: 0 }];
    while leaves.len() < s.leaves {
        let Some(at) = (0..leaves.len()).filter(|&at| leaves[at].best.is_some()).max_by(|&a, &b| {
            leaves[a]
                .best
                .map(|best| best.0)
                .partial_cmp(&leaves[b].best.map(|best| best.0))
                .expect("gains are numbers")
        }) else {
            break;
        };
        let leaf = leaves.swap_remove(at);
        let (_, feature, bin) = leaf.best.expect("it was chosen for it");
        let column = &binned[feature];
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|&&row| usize::from(column[row as usize]) <= bin);
        nodes[leaf.node] = Growing::Split(feature, bin, nodes.len(), nodes.len() + 1);
        // What the smaller half has not, the larger one has.
        let smaller = histograms(if left.len() < right.len() { &left } else { &right }, binned, edges, slopes);
        let mut larger = leaf.histograms;
        for (cell, part) in larger.iter_mut().flatten().zip(smaller.iter().flatten()) {
            *cell = (cell.0 - part.0, cell.1 - part.1);
        }
        let halves = if left.len() < right.len() { [smaller, larger] } else { [larger, smaller] };
        for (rows, histograms) in [left, right].into_iter().zip(halves) {
            let sums = sum(&rows);
            let best = best_split(sums, &histograms, s);
            leaves.push(Leaf { rows, sums, histograms, best, node: nodes.len() });
            nodes.push(Growing::Leaf(0.0));
        }
    }
    for leaf in &leaves {
        let value = -s.rate * leaf.sums.0 / (leaf.sums.1 + s.ridge);
        nodes[leaf.node] = Growing::Leaf(value);
        for &row in &leaf.rows {
            scores[row as usize] += value;
        }
    }
    // In the order in which they are read: a left child behind its parent.
    fn flatten(nodes: &[Growing], edges: &[Vec<i32>], at: usize, out: &mut Vec<Node>) {
        match nodes[at] {
            Growing::Leaf(value) => out.push(Node::Leaf(value)),
            Growing::Split(feature, bin, left, right) => {
                let own = out.len();
                out.push(Node::Leaf(0.0));
                flatten(nodes, edges, left, out);
                let right_at = out.len() as u16;
                flatten(nodes, edges, right, out);
                out[own] = Node::Split { feature: feature as u16, threshold: edges[feature][bin], right: right_at };
            }
        }
    }
    let mut out = Vec::with_capacity(nodes.len());
    flatten(&nodes, edges, 0, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_learns_an_exclusive_or() {
        let mut data = Data { columns: vec![Vec::new(), Vec::new()], ..Data::default() };
        for at in 0..2_000 {
            let (a, b) = (at % 7, at % 5);
            data.columns[0].push(a);
            data.columns[1].push(b);
            data.right.push((a > 3) != (b > 2));
            data.weights.push(1.0);
        }
        let used: Vec<u32> = (0..2_000).collect();
        let forest = fit(&data, &used, Settings { trees: 60, ..Settings::default() });
        for (a, b) in [(0, 0), (6, 0), (0, 4), (6, 4)] {
            let odds = forest.log_odds(|feature| [a, b][feature]);
            assert_eq!(odds > 0.0, (a > 3) != (b > 2), "{a} {b}: {odds}");
        }
    }
}
