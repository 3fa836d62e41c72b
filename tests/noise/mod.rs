//! Damage as scanners, recognisers, scrapers and typists do it, from a seed.

/// The generator of Steele, Lea and Flood, “Fast splittable pseudorandom number generators”, 2014 (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    fn happens(&mut self, percent: u32) -> bool {
        self.roll(100) < percent as usize
    }
}

/// Letters that are read for one another.
const MISREADINGS: [(&str, &str); 16] = [
    ("m", "rn"),
    ("rn", "m"),
    ("h", "b"),
    ("e", "c"),
    ("d", "cl"),
    ("w", "vv"),
    ("l", "1"),
    ("o", "0"),
    ("h", "li"),
    ("n", "u"),
    ("fi", "ﬁ"),
    ("s", "ſ"),
    ("i", "l"),
    ("c", "e"),
    ("'", "’"),
    ("t", "f"),
];

/// Returns `text` with about `percent` of its words damaged; the same seed does the same damage.
pub(crate) fn garble(text: &str, percent: u32, seed: u64) -> String {
    let mut dice = Dice(seed);
    let mut out = String::with_capacity(text.len() + 16);
    // Damage that goes over several words: how many of them are left to be title-cased.
    let mut run = 0_usize;
    for part in text.split_inclusive([' ', '\n']) {
        let word = part.trim_end_matches([' ', '\n']);
        let blank = part.get(word.len()..).unwrap_or_default();
        if run == 0 && dice.happens(percent / 8) {
            run = 3 + dice.roll(10);
        }
        let mut damaged = word.to_owned();
        if run > 0 {
            run -= 1;
            damaged = titled(&damaged);
        }
        let mut gap = blank.to_owned();
        if dice.happens(percent) {
            match dice.roll(12) {
                0 => damaged = damaged.to_lowercase(),
                1 => gap.clear(),
                2 => damaged = format!("{damaged} {damaged}"),
                3 => damaged = parted(&damaged, " ", &mut dice),
                4 => damaged = parted(&damaged, "-\n", &mut dice),
                5 => damaged = damaged.to_uppercase(),
                6 => damaged = slipped(&damaged, &mut dice),
                7 => {
                    // The word falls out.
                    damaged.clear();
                    gap.clear();
                }
                _ => {
                    let (from, to) = MISREADINGS[dice.roll(MISREADINGS.len())];
                    damaged = damaged.replacen(from, to, 1);
                }
            }
        }
        out.push_str(&damaged);
        out.push_str(&gap);
    }
    out
}

fn titled(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn parted(word: &str, by: &str, dice: &mut Dice) -> String {
    let bounds: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
    if bounds.is_empty() {
        return word.to_owned();
    }
    let (head, tail) = word.split_at(bounds[dice.roll(bounds.len())]);
    format!("{head}{by}{tail}")
}

/// A letter typed twice, left out, or in its neighbour's place.
fn slipped(word: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    if chars.len() > 2 {
        let at = dice.roll(chars.len() - 1);
        match dice.roll(3) {
            0 => chars.insert(at, chars[at]),
            1 => {
                chars.remove(at);
            }
            _ => chars.swap(at, at + 1),
        }
    }
    chars.into_iter().collect()
}
