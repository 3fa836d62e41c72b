//! Logarithms of shares and back, from tables: the same on every machine.

/// Costs of the three patterns, in millinats.
pub(super) type Costs = [i32; 3];

/// Returns −1000·ln(part / whole), rounded down to a table's precision of four millinats.
pub(crate) fn cost(part: u32, whole: u32) -> i32 {
    nats(log2(whole.max(1)) - log2(part.max(1)))
}

/// 1000·ln(2^b) for b in units of 2^−16.
pub(crate) fn nats(bits: i32) -> i32 {
    ((i64::from(bits) * 693_147) / (1000 << 16)) as i32
}

/// log2(n) in units of 2^−16.
pub(crate) fn log2(n: u32) -> i32 {
    let zeros = n.leading_zeros();
    let mantissa = ((n << zeros) >> 23) & 255;
    ((31 - zeros as i32) << 16) + FRACTION[mantissa as usize]
}

/// log2(1 + i/256) in units of 2^−16, by squaring: integers only, the same on every machine.
const FRACTION: [i32; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let mut x: u64 = (1 << 30) + ((i as u64) << 22);
        let mut log = 0;
        let mut bit = 16;
        while bit > 0 {
            bit -= 1;
            x = (x * x) >> 30;
            if x >= 2 << 30 {
                x >>= 1;
                log |= 1 << bit;
            }
        }
        table[i] = log;
        i += 1;
    }
    table
};

/// Shares are parts of this many.
pub(super) const WHOLE: u32 = 1 << 16;

/// e^−cost in parts of [`WHOLE`], for a cost in millinats.
pub(super) fn share(cost: i32) -> u32 {
    SHARES.get((cost.max(0) / STEP) as usize).copied().unwrap_or(0)
}

/// Millinats from one entry of the table to the next.
const STEP: i32 = 16;

/// e^−x in parts of [`WHOLE`], for x in steps.
static SHARES: [u32; 720] = {
    let mut table = [0; 720];
    // e^−0.016 by its series, then powers of it.
    let ratio = 1.0 - 0.016 + 0.000_128 - 0.000_000_682_666_666_7 + 0.000_000_002_730_7;
    let mut power = 65_536.0_f64;
    let mut i = 0;
    while i < 720 {
        table[i] = (power + 0.5) as u32;
        power *= ratio;
        i += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_logarithms() {
        for (part, whole, expected) in [(1, 1, 0), (1, 2, 693), (1, 1000, 6907), (999, 1000, 1), (3, 7, 847)] {
            assert!((cost(part, whole) - expected).abs() <= 4, "{part}/{whole}: {}", cost(part, whole));
        }
        assert_eq!(cost(0, 0), 0);
    }

    #[test]
    fn shares_are_powers() {
        for (cost, expected) in [(0, 65_536), (693, 32_768), (2303, 6_554), (6908, 66), (20_000, 0)] {
            assert!(share(cost).abs_diff(expected) * 50 <= expected + 50, "{cost}: {}", share(cost));
        }
    }
}
