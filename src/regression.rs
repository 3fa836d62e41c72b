//! Logistic regression with a ridge: how the weights of evidence are fitted.
//!
//! # Source
//!
//! Hastie and others, “The Elements of Statistical Learning”, 2009, 4.4.1: Newton's method.

use std::path::{Path, PathBuf};

/// Strength of the ridge on features of unit variance.
const RIDGE: f64 = 20.0;

/// One case whose answer is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Example<'e, const N: usize> {
    /// In thousandths; the first one is always there, and free of the ridge.
    pub(crate) features: &'e [i16; N],
    pub(crate) yes: bool,
    pub(crate) weight: f64,
}

/// The weights under which the answers of `examples` are likeliest.
pub(crate) fn fit<const N: usize>(examples: &[Example<'_, N>]) -> [f64; N] {
    let mut ridge = [0.0; N];
    for (k, strength) in ridge.iter_mut().enumerate().skip(1) {
        let values = examples.iter().map(|example| (f64::from(example.features[k]) / 1000.0, example.weight));
        let (n, sum, squares) =
            values.fold((0.0, 0.0, 0.0), |(n, sum, squares), (v, w)| (n + w, sum + w * v, squares + w * v * v));
        *strength = RIDGE * (squares / n - (sum / n) * (sum / n)).max(0.005);
    }
    let mut weights = [0.0; N];
    for _ in 0..12 {
        let mut slope = [0.0; N];
        let mut curve = [[0.0; N]; N];
        for Example { features, yes, weight } in examples {
            let x = features.map(|f| f64::from(f) / 1000.0);
            let odds: f64 = x.iter().zip(&weights).map(|(x, w)| x * w).sum();
            let p = 1.0 / (1.0 + (-odds).exp());
            let error = (f64::from(u8::from(*yes)) - p) * weight;
            for (k, &x_k) in x.iter().enumerate().filter(|(_, x)| **x != 0.0) {
                slope[k] += error * x_k;
                for (cell, x_m) in curve[k].iter_mut().zip(&x[..=k]) {
                    *cell += weight * p * (1.0 - p) * x_k * x_m;
                }
            }
        }
        for k in 0..N {
            slope[k] -= ridge[k] * weights[k];
            curve[k][k] += ridge[k] + 1e-6;
        }
        let step = solve(curve, slope);
        for (weight, step) in weights.iter_mut().zip(step) {
            *weight += step;
        }
    }
    weights
}

/// Fits a column of a table of weights, in thousandths.
pub(crate) fn fill<const C: usize, const N: usize>(
    table: &mut [[i32; C]; N],
    column: usize,
    examples: &[Example<'_, N>],
) {
    for (line, weight) in table.iter_mut().zip(fit(examples)) {
        line[column] = (weight * 1000.0).round() as i32;
    }
}

/// Prints a table of weights, with the feature behind each of its lines.
#[allow(clippy::print_stdout, reason = "it is what the fits are run for")]
pub(crate) fn print<const C: usize, const N: usize>(table: &[[i32; C]; N], features: &[impl std::fmt::Debug; N]) {
    for (line, feature) in table.iter().zip(features) {
        let cells: Vec<String> = line.iter().map(|w| format!("{w:>5}")).collect();
        println!("    [{}], // {feature:?}", cells.join(", "));
    }
}

/// The log-odds of yes, in thousandths.
pub(crate) fn log_odds<const N: usize>(features: &[i16; N], weights: &[f64; N]) -> i32 {
    features.iter().zip(weights).map(|(&f, w)| f64::from(f) * w).sum::<f64>() as i32
}

/// Solves a symmetric positive definite system, of which the lower triangle is given, by Cholesky's method.
fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> [f64; N] {
    for i in 0..N {
        for j in 0..=i {
            let inner: f64 = (0..j).map(|k| a[i][k] * a[j][k]).sum();
            a[i][j] = if i == j { (a[i][i] - inner).sqrt() } else { (a[i][j] - inner) / a[j][j] };
        }
    }
    for i in 0..N {
        let inner: f64 = (0..i).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - inner) / a[i][i];
    }
    for i in (0..N).rev() {
        let inner: f64 = (i + 1..N).map(|k| a[k][i] * b[k]).sum();
        b[i] = (b[i] - inner) / a[i][i];
    }
    b
}

/// Pools the counts of right cases and of all with those of their neighbours, until the shares rise: isotonic regression by
/// pooling violators (Robertson and others, “Order Restricted Statistical Inference”, 1988, 1.2).
pub(crate) fn pooled(counts: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut pools: Vec<(u32, u32, usize)> = Vec::new();
    for &(right, all) in counts {
        pools.push((right, all, 1));
        while let [.., a, b] = pools[..] {
            if b.1 > 0 && a.0 * b.1 <= b.0 * a.1 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1, a.2 + b.2));
        }
    }
    pools.into_iter().flat_map(|(right, all, cells)| std::iter::repeat_n((right, all), cells)).collect()
}

/// The files of `folder` whose names begin with `prefix` and end with `ending`, in order.
pub(crate) fn texts(folder: &Path, prefix: &str, ending: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        name.starts_with(prefix) && name.ends_with(ending)
    });
    paths.sort();
    paths
}

/// FNV-1a: the same number for a name each time, by which documents are held out in turn.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn a_fit_finds_what_made_the_answers() {
    let below = |seed: &mut u64, limit: u64| {
        *seed = hash(&seed.to_string());
        *seed % limit
    };
    let mut seed = 7;
    let cases: Vec<([i16; 3], bool)> = (0..4000)
        .map(|_| {
            let (told, noise) = (below(&mut seed, 4000) as i16 - 2000, below(&mut seed, 2) as i16 * 1000);
            let odds = 2.0 * f64::from(told) / 1000.0 - 1.0;
            let yes = below(&mut seed, 10_000) as f64 / 10_000.0 < 1.0 / (1.0 + (-odds).exp());
            ([1000, told, noise], yes)
        })
        .collect();
    let examples: Vec<_> = cases.iter().map(|(features, yes)| Example { features, yes: *yes, weight: 1.0 }).collect();
    let weights = fit(&examples);
    assert!((weights[0] + 1.0).abs() < 0.3 && (weights[1] - 2.0).abs() < 0.3 && weights[2].abs() < 0.3, "{weights:?}");
    assert!((log_odds(&[1000, 1000, 0], &weights) - 1000).abs() < 400);
}
