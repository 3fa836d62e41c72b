//! Sums of probabilities that are kept as logarithms, in millinats; the same on every target, since no platform's `ln` or `exp`
//! is asked.

/// Millinats from one entry of the table to the next.
const STEP: i32 = 16;
/// Entries: beyond 11 nats the smaller of two probabilities adds nothing.
const ENTRIES: usize = 704;
/// Impossible.
pub(crate) const NEVER: i32 = i32::MIN / 4;

/// ln(1 + e^−x) in millinats, for x in steps.
static SOFTPLUS: [u16; ENTRIES] = {
    let mut table = [0; ENTRIES];
    // e^−0.016 by its series, then powers of it.
    let ratio = 1.0 - 0.016 + 0.000_128 - 0.000_000_682_666_666_7 + 0.000_000_002_730_7;
    let mut power = 1.0_f64;
    let mut i = 0;
    while i < ENTRIES {
        // ln(1 + y) = 2·artanh(y / (2 + y)), a series that ends fast for y of at most 1.
        let z = power / (2.0 + power);
        let (mut term, mut sum, mut n) = (z, 0.0, 1.0);
        while n < 40.0 {
            sum += term / n;
            term *= z * z;
            n += 2.0;
        }
        table[i] = (2000.0 * sum + 0.5) as u16;
        power *= ratio;
        i += 1;
    }
    table
};

/// Returns the logarithm of the sum of two probabilities.
pub(crate) fn add(a: i32, b: i32) -> i32 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    let entry = (high.saturating_sub(low) / STEP) as usize;
    high + i32::from(SOFTPLUS.get(entry).copied().unwrap_or(0))
}

/// Returns the probability of `log_odds` (millinats) in millionths.
pub(crate) fn millionths(log_odds: i32) -> u32 {
    // p = 1 / (1 + e^−x); e^−softplus(−x) is p, and softplus is what the table holds.
    let cost = if log_odds >= 0 { add(0, -log_odds) } else { add(0, log_odds) - log_odds };
    exp_millionths(cost)
}

/// e^−cost in millionths, for a cost in millinats.
pub(crate) fn exp_millionths(cost: i32) -> u32 {
    let cost = cost.clamp(0, 20_000);
    // 2^−k times a polynomial for the rest: 693.147 millinats halve.
    let halvings = cost * 1_000 / 693_147;
    let rest = f64::from(cost) / 1000.0 - f64::from(halvings) * std::f64::consts::LN_2;
    let (mut term, mut sum, mut n) = (1.0_f64, 1.0_f64, 1.0_f64);
    while n < 12.0 {
        term *= -rest / n;
        sum += term;
        n += 1.0;
    }
    let mut value = sum * 1_000_000.0;
    for _ in 0..halvings {
        value *= 0.5;
    }
    (value + 0.5) as u32
}

/// −1000·ln of a probability given in thousand-millionths, by the series of artanh.
pub(crate) fn cost_of(billionths: u32) -> i32 {
    let mut value = f64::from(billionths.max(1)) / 1e9;
    let mut halvings = 0.0;
    while value < 0.75 {
        value *= 2.0;
        halvings += 1.0;
    }
    let z = (value - 1.0) / (value + 1.0);
    let (mut term, mut sum, mut n) = (z, 0.0, 1.0);
    while n < 30.0 {
        sum += term / n;
        term *= z * z;
        n += 2.0;
    }
    let ln = 2.0 * sum - halvings * std::f64::consts::LN_2;
    (-1000.0 * ln + 0.5) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_agree_with_floating_point() {
        for a in (-9_000..9_000).step_by(617) {
            for b in (-9_000..9_000).step_by(431) {
                let exact = ((f64::from(a) / 1000.0).exp() + (f64::from(b) / 1000.0).exp()).ln() * 1000.0;
                assert!((f64::from(add(a, b)) - exact).abs() < 9.0, "{a} {b}: {} {exact}", add(a, b));
            }
        }
        assert_eq!(add(-500, NEVER), -500);
    }

    #[test]
    fn probabilities_agree_with_floating_point() {
        for odds in (-9_000..9_000).step_by(173) {
            let exact = 1e6 / (1.0 + (-f64::from(odds) / 1000.0).exp());
            assert!(
                (f64::from(millionths(odds)) - exact).abs() < 0.01 * exact + 2.0,
                "{odds}: {} {exact}",
                millionths(odds)
            );
        }
    }
}
