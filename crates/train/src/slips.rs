//! Damages text as writers slip and recognisers misread, by the list of a language: pairs to fit its parameters to.

use crate::fit::pairs::Pair;

/// The kinds of damage of a list, in the order of the tables of the channel.
pub(crate) const KINDS: [&str; 2] = ["ocr", "typing"];
/// Sentences of a passage.
const PASSAGE: usize = 6;
/// Words that are damaged, of 1,000: each passage has one of these rates.
const RATES: [u64; 4] = [15, 40, 80, 150];
/// All texts count as one source: where there are few, thresholds cannot be shown to hold without each of them.
const ONE_SOURCE: &str = "all";
/// Draws of a slip before a word stays as it is.
const TRIES: usize = 40;

/// A slip.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slip {
    /// Letters are written as others; none stand for no letter, or any.
    Exchange { intended: String, observed: String },
    /// Any letter is lost.
    Drop,
    /// Any letter is written twice.
    Double,
    /// Two letters change places.
    Swap,
    /// The space behind the word is lost.
    Join,
    /// A space is written inside of the word.
    Split,
}

/// The slips of one kind with their weights.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slips {
    rows: Vec<(Slip, u64)>,
    total: u64,
}

impl Slips {
    /// Reads the slips of `kind`: `kind<TAB>intended<TAB>observed<TAB>weight` a line. An error is the number of the line.
    pub(crate) fn read(table: &str, kind: &str) -> Result<Slips, usize> {
        let mut slips = Slips::default();
        for (number, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty()) {
            let fields: Vec<&str> = line.split('\t').collect();
            let &[of, intended, observed, weight] = fields.as_slice() else { return Err(number + 1) };
            let weight: u64 = weight.parse().map_err(|_| number + 1)?;
            let slip = match (intended, observed) {
                ("<any>", "") => Slip::Drop,
                ("<any>", "<double>") => Slip::Double,
                ("<swap>", "") => Slip::Swap,
                ("␣", "") => Slip::Join,
                ("", "␣") => Slip::Split,
                ("", _) => return Err(number + 1),
                _ => Slip::Exchange { intended: intended.to_owned(), observed: observed.to_owned() },
            };
            if of == kind {
                slips.total += weight;
                slips.rows.push((slip, weight));
            } else if !KINDS.contains(&of) {
                return Err(number + 1);
            }
        }
        Ok(slips)
    }

    /// Returns pairs of the passages of `lines`: each as it is, and damaged by both kinds in turn. The same lines give the same pairs.
    pub(crate) fn pairs(of: &[Slips; 2], source: &str, lines: &[String]) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (number, passage) in lines.chunks(PASSAGE).enumerate() {
            let split = if number % 2 > 0 { "calibrate" } else { "fit" };
            let pair = |kind: &str, garbled: &[String]| Pair::new([kind, kind, ONE_SOURCE, split], garbled, passage);
            pairs.push(pair("right", passage));
            for (kind, slips) in KINDS.into_iter().zip(of) {
                let mut dice = Dice(hash(source) ^ hash(kind) ^ number as u64);
                let rate = RATES[dice.below(RATES.len())];
                let garbled: Vec<String> = passage.iter().map(|line| slips.damaged(line, rate, &mut dice)).collect();
                pairs.push(pair(kind, &garbled));
            }
        }
        pairs
    }

    /// Returns a sentence with `rate` of 1,000 words damaged.
    fn damaged(&self, line: &str, rate: u64, dice: &mut Dice) -> String {
        let mut out = String::new();
        let mut words = line.split(' ').peekable();
        while let Some(word) = words.next() {
            let mut behind = if words.peek().is_some() { " " } else { "" };
            if dice.next() % 1_000 < rate && word.chars().filter(|c| c.is_alphabetic()).count() > 2 {
                let slipped = (0..TRIES).find_map(|_| match self.draw(dice) {
                    Slip::Join if behind.is_empty() => None,
                    Slip::Join => Some((word.to_owned(), "")),
                    slip => Some((slip.apply(word, dice)?, behind)),
                });
                match slipped {
                    Some((slipped, space)) => {
                        out.push_str(&slipped);
                        behind = space;
                    }
                    None => out.push_str(word),
                }
            } else {
                out.push_str(word);
            }
            out.push_str(behind);
        }
        out
    }

    fn draw(&self, dice: &mut Dice) -> &Slip {
        let mut left = dice.next() % self.total.max(1);
        for (slip, weight) in &self.rows {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return slip,
            }
        }
        &Slip::Drop
    }
}

impl Slip {
    /// Returns the word with the slip somewhere; `None` where it has no place.
    fn apply(&self, word: &str, dice: &mut Dice) -> Option<String> {
        let letters: Vec<char> = word.chars().collect();
        let is_letter = |at: usize| letters.get(at).is_some_and(|c| c.is_alphabetic());
        let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
        let fits = |at: usize| match self {
            Slip::Exchange { intended, .. } => {
                let intended: Vec<char> = intended.chars().collect();
                (0..intended.len()).all(|i| letters.get(at + i).is_some_and(|&c| lower(c) == intended[i]))
            }
            Slip::Drop | Slip::Double => is_letter(at),
            Slip::Swap => is_letter(at) && is_letter(at + 1) && lower(letters[at]) != lower(letters[at + 1]),
            Slip::Split => at > 0 && is_letter(at - 1) && is_letter(at),
            Slip::Join => false,
        };
        let places: Vec<usize> = (0..letters.len()).filter(|&at| fits(at)).collect();
        let at = *places.get(dice.below(places.len().max(1)))?;
        let (before, rest) = letters.split_at(at);
        let (instead, taken): (Vec<char>, usize) = match self {
            Slip::Exchange { intended, observed } => (observed.chars().collect(), intended.chars().count()),
            Slip::Drop => (Vec::new(), 1),
            Slip::Double => (vec![rest[0], lower(rest[0])], 1),
            Slip::Swap => (vec![lower(rest[1]), lower(rest[0])], 2),
            Slip::Split => (vec![' '], 0),
            Slip::Join => return None,
        };
        let mut out: Vec<char> = before.iter().chain(&instead).chain(rest.get(taken..)?).copied().collect();
        // A capital at the beginning is the word's, not the letter's.
        if let (true, Some(first)) = (at == 0 && letters[0].is_uppercase(), out.first_mut()) {
            *first = first.to_uppercase().next().unwrap_or(*first);
        }
        Some(out.into_iter().collect())
    }
}

/// Numbers that look drawn by chance: SplitMix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}

fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slipped(row: &str, word: &str) -> Option<String> {
        let slips = Slips::read(&format!("ocr\t{row}\t1\n"), "ocr").expect("it is of the form");
        slips.rows[0].0.apply(word, &mut Dice(1))
    }

    #[test]
    fn slips_do_what_the_list_says() {
        assert_eq!(slipped("ü\tu", "Tür").as_deref(), Some("Tur"));
        assert_eq!(slipped("ü\tue", "Übung").as_deref(), Some("Uebung"));
        assert_eq!(slipped("<swap>\t", "ab").as_deref(), Some("ba"));
        assert_eq!(slipped("<any>\t<double>", "b").as_deref(), Some("bb"));
        assert_eq!(slipped("ü\tu", "Tor"), None);
        for wrong in ["ocr\ta\tb\n", "ocr\ta\tb\tc\n", "ocr\t\tb\t1\n", "speech\ta\tb\t1\n"] {
            assert_eq!(Slips::read(&format!("# slips\n{wrong}"), "ocr").map(|slips| slips.total), Err(2));
        }
    }

    #[test]
    fn the_same_lines_give_the_same_pairs() {
        let slips = Slips::read("typing\t<any>\t\t1\ntyping\t␣\t\t1\n", "typing").expect("it is of the form");
        let of = [slips.clone(), slips];
        let lines: Vec<String> = (0..60).map(|n| format!("Der Hafen war den ganzen Winter {n} geschlossen.")).collect();
        let pairs = Slips::pairs(&of, "made", &lines);
        assert_eq!(pairs.len(), 30);
        assert!(pairs.iter().any(|pair| pair.garbled != pair.clean));
        assert!(pairs.iter().filter(|pair| pair.kind == "right").all(|pair| pair.garbled == pair.clean));
        let again = Slips::pairs(&of, "made", &lines);
        assert!(pairs.iter().zip(&again).all(|(a, b)| a.garbled == b.garbled));
    }
}
