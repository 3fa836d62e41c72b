//! A set that remembers one byte a member: it never denies a member, and takes one other string in 256 for one.
//!
//! # Source
//!
//! Graf and Lemire, “Binary fuse filters: fast and smaller than xor filters”, 2022, with three places a member.

use super::image::{u32_at, u64_at};

const HEADER: usize = 16;

/// Returns whether the set in `bytes` has `member`; nothing is in a damaged one.
pub(super) fn contains(bytes: &[u8], member: u64) -> bool {
    let (Some(seed), Some(log_segment), Some(segments)) = (u64_at(bytes, 0), u32_at(bytes, 8), u32_at(bytes, 12))
    else {
        return false;
    };
    let hash = mix(member ^ seed);
    let Some(places) = places(hash, log_segment, segments) else { return false };
    let mut found = fingerprint(hash);
    for place in places {
        match bytes.get(HEADER + place) {
            Some(byte) => found ^= byte,
            None => return false,
        }
    }
    found == 0
}

/// Builds the set; `members` may repeat.
pub(super) fn build(members: &[u64]) -> Vec<u8> {
    let mut members = members.to_vec();
    members.sort_unstable();
    members.dedup();
    let n = members.len().max(1) as f64;
    // Both sizes are those of the paper's section 3, for three places.
    let log_segment = ((n.ln() / 3.33_f64.ln() + 2.25).floor() as u32).clamp(2, 18);
    let factor = (0.875 + 0.25 * 1e6_f64.ln() / n.max(2.0).ln()).max(1.125);
    let segments = ((n * factor / f64::from(1_u32 << log_segment)).ceil() as u32).max(3) - 2;
    for seed in 1.. {
        if let Some(table) = try_build(&members, mix(seed), log_segment, segments) {
            let mut bytes = mix(seed).to_le_bytes().to_vec();
            bytes.extend(log_segment.to_le_bytes());
            bytes.extend(segments.to_le_bytes());
            bytes.extend(table);
            return bytes;
        }
    }
    unreachable!("some seed out of 2^64 places every member")
}

/// Peels the hypergraph: a place that only one member has left decides that member.
fn try_build(members: &[u64], seed: u64, log_segment: u32, segments: u32) -> Option<Vec<u8>> {
    let size = (segments as usize + 2) << log_segment;
    let mut count = vec![0_u8; size];
    let mut xored = vec![0_u64; size];
    for member in members {
        let hash = mix(member ^ seed);
        for place in places(hash, log_segment, segments)? {
            count[place] = count[place].checked_add(1)?;
            xored[place] ^= hash;
        }
    }
    let mut queue: Vec<usize> = (0..size).filter(|&p| count[p] == 1).collect();
    let mut order = Vec::with_capacity(members.len());
    while let Some(place) = queue.pop() {
        if count[place] != 1 {
            continue;
        }
        let hash = xored[place];
        order.push((hash, place));
        for other in places(hash, log_segment, segments)? {
            count[other] -= 1;
            xored[other] ^= hash;
            if count[other] == 1 {
                queue.push(other);
            }
        }
    }
    if order.len() != members.len() {
        return None;
    }
    let mut table = vec![0_u8; size];
    for &(hash, own) in order.iter().rev() {
        table[own] = 0;
        table[own] = places(hash, log_segment, segments)?.iter().fold(fingerprint(hash), |f, &p| f ^ table[p]);
    }
    Some(table)
}

/// Returns the three places of a member, one in each of three neighbouring segments; `None` for sizes that no set has.
fn places(hash: u64, log_segment: u32, segments: u32) -> Option<[usize; 3]> {
    let mask = 1_u64.checked_shl(log_segment)?.checked_sub(1)?;
    let length = u64::from(segments).checked_shl(log_segment).filter(|l| *l > 0 && *l < 1 << 32)?;
    let first = ((u128::from(hash) * u128::from(length)) >> 64) as u64;
    let second = (first + mask + 1) ^ (hash >> 18 & mask);
    let third = (first + 2 * (mask + 1)) ^ (hash & mask);
    Some([first as usize, second as usize, third as usize])
}

fn fingerprint(hash: u64) -> u8 {
    (hash ^ hash >> 32) as u8
}

/// Returns the finishing step of MurmurHash3, a bijection.
fn mix(mut h: u64) -> u64 {
    h = (h ^ h >> 33).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    h = (h ^ h >> 33).wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    h ^ h >> 33
}

/// Returns the hash of two words with a space between, for the set of pairs (FNV-1a).
pub(super) fn pair(first: &str, second: &str) -> u64 {
    go_on(go_on(go_on(0xCBF2_9CE4_8422_2325, first), " "), second)
}

/// Returns the hash when `read` comes behind what it was taken of.
fn go_on(hash: u64, read: &str) -> u64 {
    read.bytes().fold(hash, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_every_member_and_few_others() {
        for n in [0_u64, 1, 2, 10, 1000, 50_000] {
            let members: Vec<u64> = (0..n).map(|i| mix(i + 7)).collect();
            let set = build(&members);
            assert!(members.iter().all(|&m| contains(&set, m)), "of {n}");
            let false_hits = (0..10_000).filter(|i| contains(&set, mix(i + 1_000_000))).count();
            assert!(false_hits < 90, "{false_hits} of 10,000 strangers are taken for one of {n} members");
        }
    }

    #[test]
    fn damaged_set_has_nothing_and_does_not_panic() {
        let set = build(&[1, 2, 3]);
        for end in 0..set.len() {
            contains(&set[..end], 1);
        }
        assert!(!contains(&[0xFF; 40], 1));
    }
}
