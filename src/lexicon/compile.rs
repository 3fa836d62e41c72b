//! Compiles text sources into an image: `examples/build_dictionaries.rs` makes the English one, and another language
//! is made in the same way.
//!
//! ```
//! use ungarble::lexicon::compile::{Source, Sources, compile};
//!
//! let words = Source { name: "words.tsv".to_owned(), text: "haus\t510\t*\ts\nbaum\t480\t*\ts\n".to_owned() };
//! let sources = Sources { words: vec![words], alphabet: "abcdefghijklmnopqrstuvwxyzäöüß".to_owned(), ..Sources::default() };
//! let image = compile(&sources)?;
//! assert_eq!(image, compile(&sources)?, "to the byte");
//! # Ok::<(), ungarble::LexiconError>(())
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{
    CASED, DISCOURAGED, Dialects, NAME, NameClasses, OWN_CANONICAL, PHRASE_HEAD, RARE, SUGGESTABLE, WORD,
};
use super::image::{self, SECTIONS, Section};
use super::key::{self, Alphabet};
use super::search::{CELLS, Group, cell, cell_rank, letter_set};
use super::sources::lines;
pub use super::sources::{Source, Sources};
use super::table::{COMMON, FIRST_ROW, INLINE_ROWS, MISSPELLING, OTHER, Row};
use super::{ZIPF_STEP, filter, offsets, phrase};
use crate::error::LexiconError;

/// Compiles `sources`; the same sources give the same bytes everywhere.
///
/// ```
/// use ungarble::Lexicon;
/// use ungarble::lexicon::compile::{Source, Sources, compile};
///
/// let words = Source { name: "words.tsv".to_owned(), text: "haus\t510\t*\ts\ngrün\t480\t*\ta\n".to_owned() };
/// let sources = Sources { words: vec![words], alphabet: "abcdefghijklmnopqrstuvwxyzäöüß".to_owned(), ..Sources::default() };
/// let lexicon = Lexicon::from_image(compile(&sources)?)?;
/// assert!(lexicon.contains("Haus") && lexicon.contains("GRÜN"));
/// assert_eq!(lexicon.suggest("hsus", 1)[0].text(), "haus");
/// # Ok::<(), ungarble::LexiconError>(())
/// ```
///
/// # Errors
///
/// If a line is not of the form that its source asks for, with its number, or if there is more than an image holds.
pub fn compile(sources: &Sources) -> Result<Vec<u8>, LexiconError> {
    let alphabet = Alphabet::new(&sources.alphabet);
    let mut draft = Draft::default();
    draft.read_words(&sources.words, &alphabet)?;
    draft.read_names(&sources.names, &alphabet)?;
    draft.read_casing(&sources.casing)?;
    draft.read_never_suggest(&sources.never_suggest);
    draft.read_vocabulary(&sources.vocabulary);
    let groups_of_words = |list: &[Source]| -> Vec<Vec<String>> {
        list.iter().flat_map(lines).map(|line| line.text.split('\t').map(str::to_owned).collect()).collect()
    };
    let variants = groups_of_words(&sources.variants);
    let confusions = groups_of_words(&sources.confusions);
    for word in confusions.iter().flatten() {
        if let Some(word) = draft.words.get_mut(word) {
            word.common = true;
        }
    }

    let order = draft.number(&alphabet)?;
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    sections[Section::Alphabet as usize] = sources.alphabet.clone().into_bytes();
    draft.write_words(&order, &mut sections);
    let misspellings = draft.read_misspellings(&sources.misspellings)?;
    draft.write_table(&alphabet, &misspellings, &mut sections)?;
    draft.write_common(&order, &mut sections);
    draft.write_vocabulary(&order, &mut sections);
    draft.write_canonical(&mut sections);
    draft.write_phrases(&mut sections)?;
    sections[Section::Variants as usize] = draft.write_partners(&variants);
    sections[Section::Confusions as usize] = draft.write_partners(&confusions);
    sections[Section::Pairs as usize] = filter::build(&read_pairs(&sources.pairs)?);
    Ok(image::assemble(sections))
}

/// One word while the image is made.
#[derive(Clone, Debug, Default)]
struct Word {
    row: Row,
    /// In hundredths of the Zipf scale.
    zipf: u16,
    canonical: Option<String>,
    /// Set if it is numbered from 0 on, with its letters kept.
    common: bool,
    /// Set if the language model has it.
    modelled: bool,
    id: u32,
    palette: u16,
}

#[derive(Debug, Default)]
struct Draft {
    words: BTreeMap<String, Word>,
    phrases: BTreeMap<String, String>,
    modelled: u32,
    common: u32,
}

/// Frequency of a hand-kept line that gives none.
const HAND_KEPT: u16 = 250;

impl Draft {
    fn read_words(&mut self, list: &[Source], alphabet: &Alphabet) -> Result<(), LexiconError> {
        for line in list.iter().flat_map(lines) {
            let expected = "`form TAB frequency TAB dialects TAB tier`";
            let wrong = || line.wrong(expected);
            let fields: Vec<&str> = line.text.split('\t').collect();
            let &[form, zipf, dialects, tier] = fields.as_slice() else { return Err(wrong()) };
            if form.is_empty() || form != form.to_lowercase() {
                return Err(wrong());
            }
            line.check_key(alphabet, form)?;
            let zipf = if zipf.is_empty() { None } else { Some(zipf.parse().map_err(|_| wrong())?) };
            let word = self.words.entry(form.to_owned()).or_default();
            word.row.flags |= WORD;
            word.row.dialects |= dialects_from(dialects).ok_or_else(wrong)?;
            word.zipf = zipf.unwrap_or(word.zipf.max(HAND_KEPT));
            set_tier(word, tier).ok_or_else(wrong)?;
        }
        Ok(())
    }

    fn read_names(&mut self, list: &[Source], alphabet: &Alphabet) -> Result<(), LexiconError> {
        let mut parts = BTreeSet::new();
        for line in list.iter().flat_map(lines) {
            let wrong = || line.wrong("`name TAB frequency TAB classes TAB tier`");
            let fields: Vec<&str> = line.text.split('\t').collect();
            let &[name, zipf, classes, tier] = fields.as_slice() else { return Err(wrong()) };
            let lower = name.to_lowercase();
            if name.is_empty() || lower == name {
                return Err(wrong());
            }
            lower.split(' ').try_for_each(|part| line.check_key(alphabet, part))?;
            let classes = classes_from(classes).ok_or_else(wrong)?;
            let count = name.split(' ').count();
            if count > 1 {
                if count > phrase::LONGEST {
                    return Err(wrong());
                }
                parts.extend(name.split(' ').map(|part| (part.to_owned(), classes)));
                self.phrases.insert(lower, name.to_owned());
                continue;
            }
            let zipf = if zipf.is_empty() { HAND_KEPT } else { zipf.parse().map_err(|_| wrong())? };
            let word = self.words.entry(lower).or_default();
            word.row.flags |= NAME;
            if word.row.flags & WORD == 0 {
                word.row.dialects = Dialects::ALL.0;
            }
            word.row.classes |= classes;
            if word.row.flags & WORD == 0 {
                word.zipf = word.zipf.max(zipf);
            }
            word.canonical = Some(name.to_owned());
            set_tier(word, tier).ok_or_else(wrong)?;
        }
        self.add_parts(&parts);
        Ok(())
    }

    /// The capitalised words of a name are names too, and its first word tells that a longer name may follow.
    fn add_parts(&mut self, parts: &BTreeSet<(String, u8)>) {
        for (part, classes) in parts {
            let lower = part.to_lowercase();
            // What was believed in other capitals only gives way.
            let taken = self.words.get(&lower).is_some_and(|word| word.row.flags & CASED == 0);
            if lower != *part && !taken {
                let row = Row { flags: NAME | RARE, dialects: Dialects::ALL.0, classes: *classes, ..Row::default() };
                self.words.insert(lower, Word { row, canonical: Some(part.clone()), ..Word::default() });
            }
        }
        for lower in self.phrases.keys() {
            let head = lower.split(' ').next().unwrap_or_default();
            let row = Row { flags: NAME | RARE, dialects: Dialects::ALL.0, ..Row::default() };
            let word = self.words.entry(head.to_owned()).or_insert_with(|| Word { row, ..Word::default() });
            word.row.flags = word.row.flags & !CASED | PHRASE_HEAD;
        }
    }

    fn read_casing(&mut self, list: &[Source]) -> Result<(), LexiconError> {
        for (lower, word) in &mut self.words {
            // A word that is frequent enough to have been counted and has no line is never seen with a capital.
            if word.row.flags & WORD != 0 && word.zipf >= 150 {
                word.row.weight = 30;
            }
            (word.row.lower, word.row.title, word.row.upper) = match (&word.canonical, word.row.flags & WORD != 0) {
                (None, _) => (255, 0, 0),
                (Some(_), true) if word.zipf >= 150 => (255, 0, 0),
                (Some(name), also_word) => {
                    let share = if also_word { 127 } else { 255 };
                    let (title, upper) = if *name == title_case(lower) {
                        (share, 0)
                    } else if *name == name.to_uppercase() {
                        (0, share)
                    } else {
                        (0, 0)
                    };
                    (255 - share, title, upper)
                }
            };
        }
        for line in list.iter().flat_map(lines) {
            let wrong = || line.wrong("`word TAB lower TAB title TAB upper TAB mixed TAB weight`");
            let (word, numbers) = line.text.split_once('\t').ok_or_else(wrong)?;
            let numbers: Vec<u8> =
                numbers.split('\t').map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong())?;
            let &[lower, title, upper, mixed, weight] = numbers.as_slice() else { return Err(wrong()) };
            if u32::from(lower) + u32::from(title) + u32::from(upper) + u32::from(mixed) != 255 {
                return Err(line.wrong("four shares that add up to 255"));
            }
            let Some(word) = self.words.get_mut(word) else { continue };
            let mut shares = [lower, title, upper, mixed].map(|share| nearest(share, &SHARES));
            let sum: i32 = shares.iter().map(|&s| i32::from(s)).sum();
            if let Some(largest) = shares.iter_mut().max() {
                *largest = (i32::from(*largest) + 255 - sum).clamp(0, 255) as u8;
            }
            [word.row.lower, word.row.title, word.row.upper, _] = shares;
            word.row.weight = nearest(weight, &WEIGHTS).max(1);
        }
        Ok(())
    }

    fn read_never_suggest(&mut self, list: &[Source]) {
        for line in list.iter().flat_map(lines) {
            if let Some(word) = self.words.get_mut(line.text) {
                word.row.flags = word.row.flags & !SUGGESTABLE | DISCOURAGED;
            }
        }
    }

    fn read_vocabulary(&mut self, list: &[Source]) {
        for line in list.iter().flat_map(lines) {
            if let Some(word) = self.words.get_mut(line.text) {
                word.modelled = true;
            }
        }
    }

    /// Numbers the common words, those of the language model first, then by length, the suggestable ones first, those
    /// by their cells, then by frequency; returns them in this order.
    fn number(&mut self, alphabet: &Alphabet) -> Result<Vec<String>, LexiconError> {
        for (lower, word) in &mut self.words {
            let is_written = lower.chars().all(|letter| letter.is_ascii() || alphabet.has(letter));
            if !is_written || lower.len() > super::search::LONGEST {
                word.row.flags &= !SUGGESTABLE;
            }
            word.common |= word.modelled || word.row.flags & SUGGESTABLE != 0;
            let steps = (word.zipf + ZIPF_STEP / 2) / ZIPF_STEP;
            // A rare word's frequency need not be finer than a quarter of the scale.
            let coarse = (word.zipf + 12) / 25 * 25 / ZIPF_STEP;
            word.row.frequency = if word.common { steps } else { coarse }.min(255) as u8;
        }
        let mut common: Vec<(&String, &Word)> = self.words.iter().filter(|(_, w)| w.common).collect();
        common.sort_by_key(|(lower, w)| {
            let suggestable = w.row.flags & SUGGESTABLE != 0;
            let cell = if suggestable { cell_rank(cell(letter_set(lower.as_bytes()))) } else { 0 };
            (!w.modelled, lower.len(), !suggestable, cell, std::cmp::Reverse(w.zipf), (*lower).clone())
        });
        let order: Vec<String> = common.into_iter().map(|(lower, _)| lower.clone()).collect();
        for (id, lower) in order.iter().enumerate() {
            let word = self.words.get_mut(lower).expect("taken from the same map");
            word.id = id as u32;
            self.modelled += u32::from(word.modelled);
        }
        self.common = order.len() as u32;
        if self.modelled > super::MOST_MODELLED {
            let limit = super::MOST_MODELLED as usize;
            return Err(LexiconError::Full { what: "words for language models", limit });
        }
        Ok(order)
    }

    fn write_words(&self, order: &[String], sections: &mut [Vec<u8>; SECTIONS]) {
        let mut start = 0;
        while start < order.len() {
            let first = &self.words[&order[start]];
            let len = order[start].len();
            let count =
                order[start..].iter().take_while(|w| w.len() == len && self.words[*w].modelled == first.modelled);
            let words = &order[start..start + count.count()];
            let suggestable = words.iter().filter(|w| self.words[*w].row.flags & SUGGESTABLE != 0).count();
            let letters = &mut sections[Section::Letters as usize];
            let (first, count, at) = (start as u32, words.len() as u32, letters.len() as u32);
            let group = Group { first, count, suggestable: suggestable as u32, len: len as u32, at };
            let sets: Vec<u32> = words[..suggestable].iter().map(|word| letter_set(word.as_bytes())).collect();
            if group.cells() > 0 {
                for rank in 0..=CELLS {
                    let start = sets.partition_point(|&set| usize::from(cell_rank(cell(set))) < rank);
                    push_u24(letters, start as u32);
                }
            }
            sets.iter().for_each(|set| letters.extend(set.to_le_bytes()));
            words.iter().for_each(|word| letters.extend(word.as_bytes()));
            group.write(&mut sections[Section::Groups as usize]);
            start += words.len();
        }
    }

    /// Misspellings whose correction is a common word, and which are no words themselves.
    fn read_misspellings(&self, list: &[Source]) -> Result<BTreeMap<String, u32>, LexiconError> {
        let mut misspellings = BTreeMap::new();
        for line in list.iter().flat_map(lines) {
            let (wrong, right) =
                line.text.split_once('\t').ok_or_else(|| line.wrong("`misspelling TAB correction`"))?;
            let target = self.words.get(right).filter(|w| w.common && !self.words.contains_key(wrong));
            if let Some(word) = target {
                misspellings.insert(wrong.to_owned(), word.id);
            }
        }
        Ok(misspellings)
    }

    fn write_table(
        &mut self,
        alphabet: &Alphabet,
        misspellings: &BTreeMap<String, u32>,
        sections: &mut [Vec<u8>; SECTIONS],
    ) -> Result<(), LexiconError> {
        for (lower, word) in &mut self.words {
            // An abbreviation that is known in its capitals only has them all, and so needs no form of its own.
            if word.row.flags & CASED != 0 && word.row.upper == u8::MAX {
                continue;
            }
            let title = title_case(lower);
            if word.canonical.as_ref().is_some_and(|name| *name != title) {
                word.row.flags |= OWN_CANONICAL;
            }
        }
        let mut usage: BTreeMap<Row, (usize, usize)> = BTreeMap::new();
        for word in self.words.values() {
            let counts = usage.entry(palette_row(word)).or_default();
            if word.common { counts.1 += 1 } else { counts.0 += 1 }
        }
        let mut rows: Vec<(&Row, &(usize, usize))> = usage.iter().collect();
        rows.sort_by_key(|(row, counts)| (std::cmp::Reverse(**counts), **row));
        if rows.len() > 1 << 16 {
            return Err(LexiconError::Full { what: "different entries", limit: 1 << 16 });
        }
        let numbers: BTreeMap<Row, u16> = rows.iter().enumerate().map(|(i, (row, _))| (**row, i as u16)).collect();
        for (row, _) in &rows {
            sections[Section::Palette as usize].extend(row.to_bytes());
        }
        for word in self.words.values_mut() {
            word.palette = numbers[&palette_row(word)];
        }

        let mut buckets: Vec<Vec<(u8, u128, &str)>> = vec![Vec::new(); 1 << key::BUCKET_BITS];
        let mut add = |text, kind| {
            if let Some((bucket, rest)) = alphabet.key(text).map(key::split) {
                buckets[bucket].push((kind, rest, text));
            }
        };
        for (lower, word) in &self.words {
            let kind = match usize::from(word.palette) {
                _ if word.common => COMMON,
                row if row < INLINE_ROWS => FIRST_ROW + row as u8,
                _ => OTHER,
            };
            add(lower, kind);
        }
        misspellings.keys().for_each(|text| add(text, MISSPELLING));
        let (mut ids, mut starts) = (Vec::new(), Vec::with_capacity(buckets.len() + 1));
        for bucket in &mut buckets {
            bucket.sort_unstable();
            let at = sections[Section::Records as usize].len() as u32;
            starts.push(at);
            for &(kind, rest, text) in bucket.iter() {
                let records = &mut sections[Section::Records as usize];
                let at = records.len() as u32;
                let len = key::rest_len(rest);
                records.push(kind << 4 | len as u8);
                records.extend(&rest.to_le_bytes()[..len]);
                match kind {
                    COMMON => push_u24(records, self.words[text].id),
                    MISSPELLING => push_u24(records, misspellings[text]),
                    OTHER => records.extend(self.words[text].palette.to_le_bytes()),
                    _ => {}
                }
                if kind >= OTHER {
                    ids.push((text.to_owned(), self.common + at));
                }
            }
        }
        starts.push(sections[Section::Records as usize].len() as u32);
        sections[Section::Directory as usize] =
            offsets::build(&starts).ok_or(LexiconError::Full { what: "bytes of words", limit: 1 << 24 })?;
        for (text, id) in ids {
            if let Some(word) = self.words.get_mut(&text) {
                word.id = id;
            }
        }
        Ok(())
    }

    fn write_common(&self, order: &[String], sections: &mut [Vec<u8>; SECTIONS]) {
        let common = &mut sections[Section::Common as usize];
        for lower in order {
            let word = &self.words[lower];
            common.extend(word.palette.to_le_bytes());
            common.push(word.row.frequency);
        }
    }

    fn write_vocabulary(&self, order: &[String], sections: &mut [Vec<u8>; SECTIONS]) {
        let words = order.iter().take(self.modelled as usize);
        let fingerprint = words.fold(0_u64, |sum, word| image::checksum(word.as_bytes()) ^ sum.rotate_left(5));
        let section = &mut sections[Section::Vocabulary as usize];
        section.extend(self.modelled.to_le_bytes());
        section.extend(fingerprint.to_le_bytes());
    }

    fn write_canonical(&self, sections: &mut [Vec<u8>; SECTIONS]) {
        let own = |word: &&Word| word.row.flags & OWN_CANONICAL != 0;
        let mut names: Vec<(u32, &str)> =
            self.words.values().filter(own).filter_map(|w| Some((w.id, w.canonical.as_deref()?))).collect();
        names.sort_unstable();
        for (id, name) in names {
            sections[Section::CanonicalText as usize].extend(name.as_bytes());
            let end = sections[Section::CanonicalText as usize].len() as u32;
            push_u24(&mut sections[Section::Canonical as usize], id);
            push_u24(&mut sections[Section::Canonical as usize], end);
        }
    }

    fn write_phrases(&self, sections: &mut [Vec<u8>; SECTIONS]) -> Result<(), LexiconError> {
        let mut starts = vec![0];
        for name in self.phrases.values() {
            sections[Section::PhraseText as usize].extend(name.as_bytes());
            starts.push(sections[Section::PhraseText as usize].len() as u32);
        }
        sections[Section::Phrases as usize] = offsets::build(&starts)
            .ok_or(LexiconError::Full { what: "bytes of names of several words", limit: 1 << 24 })?;
        Ok(())
    }

    /// Returns every ordered pair of different members of a group, by number, where both are common words.
    fn write_partners(&self, groups: &[Vec<String>]) -> Vec<u8> {
        let id = |word: &String| self.words.get(word).filter(|w| w.common).map(|w| w.id);
        let mut pairs = BTreeSet::new();
        for group in groups {
            let ids: Vec<u32> = group.iter().filter_map(id).collect();
            pairs.extend(ids.iter().flat_map(|&a| ids.iter().map(move |&b| (a, b))).filter(|(a, b)| a != b));
        }
        let mut bytes = Vec::new();
        for (a, b) in pairs {
            push_u24(&mut bytes, a);
            push_u24(&mut bytes, b);
        }
        bytes
    }
}

fn read_pairs(list: &[Source]) -> Result<Vec<u64>, LexiconError> {
    let mut pairs = Vec::new();
    for line in list.iter().flat_map(lines) {
        let (first, rest) = line.text.split_once(": ").ok_or_else(|| line.wrong("`first: second second …`"))?;
        pairs.extend(rest.split(' ').map(|second| filter::pair(first, second)));
    }
    Ok(pairs)
}

/// Writes the frequencies of common words apart, so that more of them share a row.
fn palette_row(word: &Word) -> Row {
    if word.common { Row { frequency: 0, ..word.row } } else { word.row }
}

fn set_tier(word: &mut Word, tier: &str) -> Option<()> {
    // The best tier of a word and a name of the same letters counts.
    match tier {
        "s" => word.row.flags = word.row.flags & !(RARE | CASED) | SUGGESTABLE,
        "a" => word.row.flags &= !(RARE | CASED),
        "c" if word.row.flags == NAME => word.row.flags |= RARE | CASED,
        "r" if word.row.flags & (WORD | NAME) == word.row.flags && word.row.flags.count_ones() == 1 => {
            word.row.flags |= RARE;
        }
        "r" | "c" => word.row.flags &= !CASED,
        _ => return None,
    }
    Some(())
}

fn dialects_from(letters: &str) -> Option<u8> {
    letters.chars().try_fold(0, |set, letter| {
        Some(
            set | match letter {
                '*' => Dialects::ALL.0,
                'a' => Dialects::US.0,
                'b' => Dialects::UK_ISE.0,
                'z' => Dialects::UK_IZE.0,
                'c' => Dialects::CA.0,
                'u' => Dialects::AU.0,
                'i' => Dialects::IN.0,
                _ => return None,
            },
        )
    })
}

fn classes_from(letters: &str) -> Option<u8> {
    letters.chars().try_fold(0, |set, letter| {
        Some(
            set | match letter {
                'g' => NameClasses::PLACE.0,
                'p' => NameClasses::PERSON.0,
                'c' => NameClasses::COMPANY.0,
                'a' => NameClasses::ACRONYM.0,
                'm' => NameClasses::MONTH_DAY.0,
                'o' => NameClasses::OTHER.0,
                _ => return None,
            },
        )
    })
}

/// Steps of shares, fine at both ends: it matters whether one word in 50 or one in 250 is capitalised.
const SHARES: [u8; 13] = [0, 1, 4, 12, 30, 70, 128, 185, 225, 243, 251, 254, 255];
const WEIGHTS: [u8; 4] = [0, 4, 15, 40];

fn nearest(value: u8, steps: &[u8]) -> u8 {
    steps.iter().copied().min_by_key(|step| step.abs_diff(value)).unwrap_or(value)
}

fn title_case(lower: &str) -> String {
    let mut letters = lower.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub(super) fn push_u24(bytes: &mut Vec<u8>, value: u32) {
    bytes.extend(&value.to_le_bytes()[..3]);
}
