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

/// Settings of the growth of trees.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    pub(crate) trees: usize,
    pub(crate) leaves: usize,
    pub(crate) rate: f64,
    /// Least weight of a leaf.
    pub(crate) least: f64,
    pub(crate) ridge: f64,
    pub(crate) bins: usize,
    /// Share of the features that each tree may ask for.
    pub(crate) share: f64,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { trees: 1000, leaves: 32, rate: 0.06, least: 15.0, ridge: 5.0, bins: 64, share: 0.5 }
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
        let features = sample(forest.trees.len(), &edges, settings.share);
        let growth = Growth { binned: &binned, edges: &edges, slopes: &slopes, features: &features, settings };
        forest.trees.push(grow(growth, &mut scores));
    }
    forest
}

/// The features that a tree may ask for: another share of them for each, so that none hides what the others tell.
fn sample(tree: usize, edges: &[Vec<i32>], share: f64) -> Vec<usize> {
    let draw = |feature: usize| {
        let seed = (tree as u64) << 16 | feature as u64;
        let mixed = (seed ^ 0x5851_f42d).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40
    };
    (0..edges.len())
        .filter(|&feature| !edges[feature].is_empty() && (draw(feature) as f64) < share * (1_u64 << 24) as f64)
        .collect()
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

/// For each bin of a feature, the sums of gradients and hessians.
type Histogram = Vec<(f64, f64)>;

struct Leaf {
    rows: Vec<u32>,
    sums: (f64, f64),
    histograms: Vec<Histogram>,
    best: Option<(f64, usize, usize)>,
    node: usize,
}

fn gain_of((g, h): (f64, f64), ridge: f64) -> f64 {
    g * g / (h + ridge)
}

/// The data that a tree is grown from: the features that it may ask for, and the slopes of all rows.
#[derive(Clone, Copy)]
struct Growth<'g> {
    binned: &'g [Vec<u8>],
    edges: &'g [Vec<i32>],
    slopes: &'g [(f32, f32)],
    features: &'g [usize],
    settings: Settings,
}

impl Growth<'_> {
    /// Sums the slopes of `rows` by bin, for each of the features.
    fn histograms(&self, rows: &[u32]) -> Vec<Histogram> {
        let slopes: Vec<(f32, f32)> = rows.iter().map(|&row| self.slopes[row as usize]).collect();
        let count = |features: &[usize]| -> Vec<Histogram> {
            features
                .iter()
                .map(|&feature| {
                    let mut histogram = vec![(0.0, 0.0); self.edges[feature].len() + 1];
                    let column = &self.binned[feature];
                    for (&row, &(g, h)) in rows.iter().zip(&slopes) {
                        let cell = &mut histogram[usize::from(column[row as usize])];
                        *cell = (cell.0 + f64::from(g), cell.1 + f64::from(h));
                    }
                    histogram
                })
                .collect()
        };
        if rows.len() < 4_000 {
            return count(self.features);
        }
        let (first, second) = self.features.split_at(self.features.len() / 2);
        std::thread::scope(|scope| {
            let other = scope.spawn(|| count(second));
            let mut all = count(first);
            all.extend(other.join().expect("counting does not panic"));
            all
        })
    }

    /// Finds the best split: its gain, feature and bin.
    fn best_split(&self, histograms: &[Histogram], sums: (f64, f64)) -> Option<(f64, usize, usize)> {
        let s = self.settings;
        let mut best: Option<(f64, usize, usize)> = None;
        for (histogram, &feature) in histograms.iter().zip(self.features) {
            let mut left = (0.0, 0.0);
            for (bin, cell) in histogram.iter().enumerate().take(histogram.len() - 1) {
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

    fn leaf(&self, rows: Vec<u32>, histograms: Vec<Histogram>, node: usize) -> Leaf {
        let sums = rows.iter().fold((0.0, 0.0), |(g, h), &row| {
            let (slope, curve) = self.slopes[row as usize];
            (g + f64::from(slope), h + f64::from(curve))
        });
        let best = self.best_split(&histograms, sums);
        Leaf { rows, sums, histograms, best, node }
    }
}

fn grow(growth: Growth<'_>, scores: &mut [f64]) -> Vec<Node> {
    /// A node while the tree grows: children by number.
    enum Growing {
        Split(usize, usize, usize, usize),
        Leaf(f64),
    }
    let Growth { binned, edges, settings: s, .. } = growth;
    let rows: Vec<u32> = (0..scores.len() as u32).collect();
    let histograms = growth.histograms(&rows);
    let mut nodes = vec![Growing::Leaf(0.0)];
    let mut leaves = vec![growth.leaf(rows, histograms, 0)];
    while leaves.len() < s.leaves {
        let gain = |leaf: &Leaf| leaf.best.map_or(f64::NEG_INFINITY, |best| best.0);
        let Some(at) = (0..leaves.len())
            .filter(|&at| leaves[at].best.is_some())
            .max_by(|&a, &b| gain(&leaves[a]).total_cmp(&gain(&leaves[b])))
        else {
            break;
        };
        let leaf = leaves.swap_remove(at);
        let (_, feature, bin) = leaf.best.expect("it was chosen for it");
        let column = &binned[feature];
        let (left, right): (Vec<u32>, Vec<u32>) =
            leaf.rows.iter().partition(|&&row| usize::from(column[row as usize]) <= bin);
        nodes[leaf.node] = Growing::Split(feature, bin, nodes.len(), nodes.len() + 1);
        // Only the smaller half is counted; the other is what is left of both.
        let smaller = growth.histograms(if left.len() < right.len() { &left } else { &right });
        let mut larger = leaf.histograms;
        for (all, part) in larger.iter_mut().flatten().zip(smaller.iter().flatten()) {
            *all = (all.0 - part.0, all.1 - part.1);
        }
        let (for_left, for_right) = if left.len() < right.len() { (smaller, larger) } else { (larger, smaller) };
        for (rows, histograms) in [(left, for_left), (right, for_right)] {
            leaves.push(growth.leaf(rows, histograms, nodes.len()));
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
        let forest = fit(&data, &used, Settings { trees: 60, share: 1.0, ..Settings::default() });
        for (a, b) in [(0, 0), (6, 0), (0, 4), (6, 4)] {
            let odds = forest.log_odds(|feature| [a, b][feature]);
            assert_eq!(odds > 0.0, (a > 3) != (b > 2), "{a} {b}: {odds}");
        }
    }
}
