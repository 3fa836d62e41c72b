//! Confusions: intended strings of up to three letters, what they are read or typed as, and what that costs.

use super::{KINDS, NoiseModel};
use crate::error::LexiconError;
use crate::text::symbol::{BREAK, INTENDED, Letters, OBSERVED, intended_index, read_symbols};

/// Longest side of a confusion, in symbols.
pub(crate) const LONGEST_SIDE: usize = 3;
/// Stands in a table for a confusion that does not happen.
const NEVER: u16 = u16::MAX;

/// A confusion with more than one symbol on a side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Multi {
    intended: [u8; LONGEST_SIDE],
    intended_len: u8,
    observed: [u8; LONGEST_SIDE],
    observed_len: u8,
    /// Millinats for each kind of noise.
    pub(crate) costs: [u16; KINDS],
}

impl Multi {
    pub(crate) fn intended(&self) -> &[u8] {
        self.intended.get(..usize::from(self.intended_len)).unwrap_or_default()
    }

    pub(crate) fn observed(&self) -> &[u8] {
        self.observed.get(..usize::from(self.observed_len)).unwrap_or_default()
    }
}

/// All confusions, for each kind of noise.
#[derive(Clone)]
pub(crate) struct Channel {
    /// By observed and intended symbol.
    substitutions: Vec<[[u16; KINDS]; INTENDED]>,
    /// By observed symbol: nothing was intended.
    insertions: Vec<[u16; KINDS]>,
    /// By intended symbol: nothing is observed.
    deletions: [[u16; KINDS]; INTENDED],
    transposition: [u16; KINDS],
    /// The least that a substitution by each observed symbol costs, and a deletion, under any kind of noise.
    least_substitution: Vec<u16>,
    least_deletion: u16,
    /// Sorted by the first observed symbol.
    multis: Vec<Multi>,
    /// For each observed symbol, where those begin that it begins.
    starts: Vec<u16>,
}

impl std::fmt::Debug for Channel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Channel").field("multis", &self.multis.len()).finish_non_exhaustive()
    }
}

/// Stands in a row of a file for a swap of two neighbours.
const SWAP: &str = "<swap>";
/// Stands in a row for any symbol on its side that no other row names.
const ANY: &str = "<any>";

impl Channel {
    /// Reads the tables of English.
    #[cfg(all(test, feature = "embedded"))]
    pub(crate) fn english(letters: &Letters) -> Channel {
        Channel::read([ungarble_en::CHANNEL_OCR, ungarble_en::CHANNEL_TYPING], letters).expect("they are well formed")
    }

    /// Reads the tables of each kind of noise: `intended<TAB>observed<TAB>cost` a line, `␣` for a space, `~` for a line break
    /// behind a hyphen, nothing for nothing, `#` for comments.
    ///
    /// # Errors
    ///
    /// If a line is of another form.
    pub(crate) fn read(tables: [&str; KINDS], letters: &Letters) -> Result<Channel, LexiconError> {
        let mut channel = Channel {
            substitutions: vec![[[NEVER; KINDS]; INTENDED]; OBSERVED],
            insertions: vec![[NEVER; KINDS]; OBSERVED],
            deletions: [[NEVER; KINDS]; INTENDED],
            transposition: [NEVER; KINDS],
            least_substitution: vec![NEVER; OBSERVED],
            least_deletion: NEVER,
            multis: Vec::new(),
            starts: vec![0; OBSERVED + 1],
        };
        let mut multis: Vec<(Vec<u8>, Vec<u8>, [u16; KINDS])> = Vec::new();
        for (kind, table) in tables.iter().enumerate() {
            let mut any = [NEVER; 3];
            for (number, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
                let wrong = || LexiconError::Entry {
                    name: NoiseModel::ALL[kind].table().to_owned(),
                    line: number + 1,
                    text: line.to_owned(),
                    expected: "`intended<TAB>observed<TAB>cost`",
                };
                let mut fields = line.split('\t');
                let (Some(intended), Some(observed), Some(cost), None) =
                    (fields.next(), fields.next(), fields.next(), fields.next())
                else {
                    return Err(wrong());
                };
                let cost: u16 = cost.parse().map_err(|_| wrong())?;
                match (intended, observed) {
                    (SWAP, SWAP) => channel.transposition[kind] = cost,
                    (ANY, ANY) => any[0] = cost,
                    ("", ANY) => any[1] = cost,
                    (ANY, "") => any[2] = cost,
                    _ => {
                        let symbols = |side: &str| {
                            read_symbols(side, letters).filter(|side| side.len() <= LONGEST_SIDE).ok_or_else(wrong)
                        };
                        let (intended, observed) = (symbols(intended)?, symbols(observed)?);
                        channel.put(kind, &intended, &observed, cost, &mut multis);
                    }
                }
            }
            channel.fill(kind, letters.intended(), any);
        }
        channel.sort(multis);
        let least = |costs: &[[u16; KINDS]]| costs.iter().flatten().min().copied().unwrap_or(NEVER);
        channel.least_substitution = channel.substitutions.iter().map(|row| least(row)).collect();
        channel.least_deletion = least(&channel.deletions);
        Ok(channel)
    }

    fn put(
        &mut self,
        kind: usize,
        intended: &[u8],
        observed: &[u8],
        cost: u16,
        multis: &mut Vec<(Vec<u8>, Vec<u8>, [u16; KINDS])>,
    ) {
        match (intended, observed) {
            (&[], &[o]) => self.insertions[usize::from(o)][kind] = cost,
            (&[s], &[]) => self.deletions[intended_index(s)][kind] = cost,
            (&[s], &[o]) => self.substitutions[usize::from(o)][intended_index(s)][kind] = cost,
            (_, &[]) => {}
            _ => match multis.iter_mut().find(|(s, o, _)| s == intended && o == observed) {
                Some((.., costs)) => costs[kind] = cost,
                None => {
                    let mut costs = [NEVER; KINDS];
                    costs[kind] = cost;
                    multis.push((intended.to_vec(), observed.to_vec(), costs));
                }
            },
        }
    }

    /// Gives what no row names the cost of any such confusion.
    fn fill(&mut self, kind: usize, symbols: usize, [substitution, insertion, deletion]: [u16; 3]) {
        let or = |cost: &mut u16, any: u16| *cost = (*cost).min(any);
        for (observed, row) in self.substitutions.iter_mut().enumerate() {
            for (intended, costs) in row.iter_mut().enumerate().take(symbols) {
                // No symbol stands for a space, and a break for none, but those that rows name.
                if intended != intended_index(b' ') && observed as u8 != BREAK {
                    or(&mut costs[kind], substitution);
                }
            }
        }
        for (observed, costs) in self.insertions.iter_mut().enumerate() {
            if !matches!(observed as u8, b' ' | BREAK) {
                or(&mut costs[kind], insertion);
            }
        }
        for (intended, costs) in self.deletions.iter_mut().enumerate().take(symbols) {
            if intended != intended_index(b' ') {
                or(&mut costs[kind], deletion);
            }
        }
    }

    fn sort(&mut self, mut multis: Vec<(Vec<u8>, Vec<u8>, [u16; KINDS])>) {
        multis.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        let pad = |side: &[u8]| {
            let mut padded = [0; LONGEST_SIDE];
            padded[..side.len()].copy_from_slice(side);
            padded
        };
        self.multis = multis
            .iter()
            .map(|(intended, observed, costs)| Multi {
                intended: pad(intended),
                intended_len: intended.len() as u8,
                observed: pad(observed),
                observed_len: observed.len() as u8,
                costs: *costs,
            })
            .collect();
        for symbol in 0..OBSERVED {
            let below = self.multis.partition_point(|multi| usize::from(multi.observed[0]) < symbol);
            self.starts[symbol] = below as u16;
        }
        self.starts[OBSERVED] = self.multis.len() as u16;
    }

    /// Returns the least that it costs to read any other symbol as `observed`, in millinats.
    pub(crate) fn cheapest_substitution(&self, observed: u8) -> u32 {
        self.least_substitution.get(usize::from(observed)).map_or(0, |&cost| cost.into())
    }

    /// Returns the least that it costs to lose a symbol, in millinats.
    pub(crate) fn cheapest_deletion(&self) -> u32 {
        self.least_deletion.into()
    }

    /// Returns costs of reading each intended symbol as `observed`.
    pub(crate) fn substitutions(&self, observed: u8) -> SubstitutionCosts<'_> {
        SubstitutionCosts(self.substitutions.get(usize::from(observed)))
    }

    /// Returns costs of observing a symbol that nobody intended.
    pub(crate) fn insertion(&self, observed: u8) -> Option<[u16; KINDS]> {
        happens(*self.insertions.get(usize::from(observed))?)
    }

    /// Returns costs of losing an intended symbol.
    pub(crate) fn deletion(&self, intended: u8) -> Option<[u16; KINDS]> {
        happens(self.deletions[intended_index(intended)])
    }

    /// Returns costs of swapping two neighbours.
    pub(crate) fn transposition(&self) -> Option<[u16; KINDS]> {
        happens(self.transposition)
    }

    /// Returns the confusions of several symbols that `observed` begins with.
    pub(crate) fn multis(&self, observed: &[u8]) -> impl Iterator<Item = Multi> {
        let first = observed.first().map_or(OBSERVED, |&symbol| usize::from(symbol));
        let range = self.starts.get(first).zip(self.starts.get(first + 1));
        let range = range.map_or(0..0, |(&start, &end)| usize::from(start)..usize::from(end));
        self.multis
            .get(range)
            .unwrap_or_default()
            .iter()
            .copied()
            .filter(move |multi| observed.starts_with(multi.observed()))
    }
}

/// Costs of reading each intended symbol as one observed symbol.
#[derive(Clone, Copy)]
pub(crate) struct SubstitutionCosts<'c>(Option<&'c [[u16; KINDS]; INTENDED]>);

impl SubstitutionCosts<'_> {
    /// Returns the costs of `intended`, `None` where it is not read so.
    pub(crate) fn of(self, intended: u8) -> Option<[u16; KINDS]> {
        happens(self.0?[intended_index(intended)])
    }
}

fn happens(costs: [u16; KINDS]) -> Option<[u16; KINDS]> {
    costs.iter().any(|&cost| cost != NEVER).then_some(costs)
}
