//! Texts of repeated passages and pages that repeat them too: songs, litanies, forms, tables, contracts, chats.
//!
//! Every choice comes from [`Choices`], so that a seed and the bytes of a fuzzer drive the same generator.

#![allow(dead_code, reason = "each test needs of a case what it needs")]

/// Where choices come from.
pub(crate) trait Choices {
    /// A number below `count`, which is not 0.
    fn below(&mut self, count: usize) -> usize;

    fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T
    where
        Self: Sized,
    {
        &of[self.below(of.len())]
    }
}

/// A text, a page beside it, and which words of the text are right.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) text: String,
    pub(crate) page: String,
    /// Byte ranges of `text`, ascending: words that nothing damaged.
    pub(crate) right: Vec<std::ops::Range<usize>>,
    /// Whether the page has each line of the text at least as often as the text.
    pub(crate) covers: bool,
    /// Whether any word was damaged.
    pub(crate) damaged: bool,
}

const WORDS: &[&str] = &[
    "harbour",
    "winter",
    "river",
    "boats",
    "morning",
    "evening",
    "council",
    "mill",
    "wheel",
    "flood",
    "valley",
    "quay",
    "money",
    "town",
    "garden",
    "window",
    "letter",
    "journey",
    "mountain",
    "summer",
    "children",
    "kitchen",
    "market",
    "bridge",
    "captain",
    "island",
    "forest",
    "shadow",
    "silver",
    "golden",
    "quiet",
    "broken",
    "distant",
    "early",
    "walked",
    "carried",
    "remembered",
    "waited",
    "listened",
    "turned",
    "opened",
    "followed",
    "slowly",
    "together",
    "never",
    "always",
    "again",
    "tomorrow",
    "yesterday",
    "without",
    "beneath",
    "beyond",
    "between",
    "against",
];

const SHORT: &[&str] =
    &["the", "of", "and", "in", "to", "on", "a", "we", "they", "his", "her", "was", "with", "by", "for"];

/// Words that are right, each of a pair, and take one another's place in a refrain.
const ALIKE: &[(&str, &str)] = &[
    ("home", "hope"),
    ("light", "night"),
    ("river", "rivet"),
    ("morning", "mourning"),
    ("sweet", "sweat"),
    ("sail", "said"),
    ("heart", "hearth"),
    ("stone", "store"),
    ("bread", "breath"),
    ("star", "stair"),
    ("wind", "wine"),
    ("field", "fields"),
    ("father", "feather"),
    ("land", "lamp"),
    ("sing", "sang"),
    ("year", "tear"),
];

const NAMES: &[&str] = &[
    "Norton", "Aldwick", "Shizunai", "Morton", "Takshila", "Hobday", "Komeito", "Ishiba", "Smith", "Smythe", "Jones",
    "Joyce", "Harlow", "Barlow", "Marlow", "Winter",
];

const MARKS: &[&str] = &["", "", ",", ";", ".", "!", ":"];

/// A line of a passage: which line it is, and which of its variants.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    id: usize,
    words: Vec<String>,
}

fn free_line(choices: &mut impl Choices) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for _ in 0..3 + choices.below(7) {
        let word = if choices.happens(40) { *choices.one(SHORT) } else { *choices.one(WORDS) };
        words.push(word.to_owned());
    }
    let pair = choices.one(ALIKE);
    let at = choices.below(words.len() + 1);
    words.insert(at, pair.0.to_owned());
    if choices.happens(50) {
        capitalise(&mut words[0]);
    }
    let mark = *choices.one(MARKS);
    if let Some(last) = words.last_mut() {
        last.push_str(mark);
    }
    words
}

fn capitalise(word: &mut String) {
    if let Some(first) = word.get(..1).map(str::to_uppercase) {
        word.replace_range(..1, &first);
    }
}

fn split(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// The line with one of its words exchanged for one that is alike.
fn variant(line: &Line, choices: &mut impl Choices) -> Line {
    let mut line = line.clone();
    let start = choices.below(line.words.len());
    for step in 0..line.words.len() {
        let at = (start + step) % line.words.len();
        let other = ALIKE.iter().find_map(|&(one, other)| match line.words[at].as_str() {
            word if word == one => Some(other),
            word if word == other => Some(one),
            _ => None,
        });
        if let Some(other) = other {
            line.words[at] = other.to_owned();
            return line;
        }
    }
    line.words[start] = (*choices.one(WORDS)).to_owned();
    line
}

/// Stanzas of lines, some of which come again, perhaps with a word changed.
fn stanzas(choices: &mut impl Choices) -> Vec<Vec<Line>> {
    let genre = choices.below(6);
    let mut next = 0;
    let mut fresh = |words: Vec<String>| {
        next += 1;
        Line { id: next, words }
    };
    let chorus: Vec<Line> = (0..1 + choices.below(3)).map(|_| fresh(free_line(choices))).collect();
    let tail = free_line(choices);
    let repeats = 2 + choices.below(5);
    let mut all = Vec::new();
    for number in 0..repeats {
        let mut stanza = Vec::new();
        match genre {
            // A song, or nothing but its refrain.
            0 | 5 => {
                if genre == 0 {
                    stanza.extend((0..1 + choices.below(3)).map(|_| fresh(free_line(choices))));
                }
                for line in &chorus {
                    stanza.push(if choices.happens(15) { variant(line, choices) } else { line.clone() });
                }
            }
            1 => {
                let (one, other) = (choices.one(WORDS), choices.one(WORDS));
                stanza.push(Line { id: 1000, words: split(&format!("For the {one} and the {other},")) });
                stanza.push(chorus[0].clone());
            }
            2 => {
                stanza.push(Line { id: 1000, words: split(&format!("Name: {}", choices.one(NAMES))) });
                stanza.push(Line {
                    id: 1001,
                    words: split(&format!("Date of entry: {} {}", 1 + choices.below(28), 1890 + choices.below(12))),
                });
                stanza.push(Line { id: 1002, words: split(&format!("Remarks: {}", chorus[0].words.join(" "))) });
            }
            3 => {
                let mut words =
                    split(&format!("{number}. The {} shall not be {} without", choices.one(WORDS), choices.one(WORDS)));
                words.extend(tail.clone());
                stanza.push(Line { id: 1000, words });
            }
            _ => {
                let name = choices.one(&NAMES[..4]);
                let mut words = vec![format!("{name}:")];
                if choices.happens(60) {
                    words.extend(split("ok thanks"));
                } else {
                    words.extend(free_line(choices));
                }
                stanza.push(Line { id: 1000, words });
            }
        }
        all.push(stanza);
    }
    all
}

/// What the page has of the text's stanzas: all in order, others, fewer, more, none in its place.
fn arranged(stanzas: &[Vec<Line>], choices: &mut impl Choices) -> Vec<Vec<Line>> {
    let mut page = stanzas.to_vec();
    match choices.below(6) {
        0 => {}
        1 => shuffle(&mut page, choices),
        2 => {
            let mut lines: Vec<Line> = page.concat();
            shuffle(&mut lines, choices);
            page = lines.chunks(3).map(<[Line]>::to_vec).collect();
        }
        3 => {
            let keep = 1 + choices.below(page.len());
            while page.len() > keep {
                page.remove(choices.below(page.len()));
            }
        }
        4 => {
            for _ in 0..1 + choices.below(3) {
                let again = page[choices.below(page.len())].clone();
                let at = choices.below(page.len() + 1);
                page.insert(at, again);
            }
        }
        _ => {
            // Beside each, perhaps, another with a word changed in each line.
            for at in (0..page.len()).rev() {
                if choices.happens(30) {
                    let other = page[at].iter().map(|line| variant(line, choices)).collect();
                    page.insert(at + choices.below(2), other);
                }
            }
        }
    }
    page
}

fn shuffle<T>(items: &mut [T], choices: &mut impl Choices) {
    for at in (1..items.len()).rev() {
        items.swap(at, choices.below(at + 1));
    }
}

fn written(stanzas: &[Vec<Line>], joint: &str, between: &str) -> String {
    let stanzas: Vec<String> = stanzas
        .iter()
        .map(|stanza| stanza.iter().map(|line| line.words.join(" ")).collect::<Vec<_>>().join(joint))
        .collect();
    stanzas.join(between)
}

/// A word with one letter wrong, or in other letters.
fn damaged(word: &str, choices: &mut impl Choices) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = choices.below(letters.len());
    match choices.below(6) {
        0 => return word.to_uppercase(),
        1 => letters.insert(at, letters[at]),
        2 if letters.len() > 3 => {
            letters.remove(at);
        }
        3 if letters.len() > 3 && at > 0 => letters.swap(at - 1, at),
        _ => letters[at] = *choices.one(&['q', 'x', 'v', 'j', '1', 'c', 'e']),
    }
    letters.into_iter().collect()
}

/// Returns a text of repeated passages, damaged or not, and a page which repeats them in its own way.
pub(crate) fn case(choices: &mut impl Choices) -> Case {
    let stanzas = stanzas(choices);
    let page_stanzas = arranged(&stanzas, choices);
    let (joint, between) = *choices.one(&[("\n", "\n\n"), ("\n", "\n"), (" / ", "\n")]);
    let mut page = written(&page_stanzas, joint, between);
    if choices.happens(50) {
        page = format!("Home News Sport\n\n{page}\n\nShare this page\n");
    }
    let (ours, theirs) = (stanzas.concat(), page_stanzas.concat());
    let count = |lines: &[Line], line: &Line| lines.iter().filter(|other| *other == line).count();
    let covers = ours.iter().all(|line| count(&theirs, line) >= count(&ours, line));
    let rate = *choices.one(&[0, 0, 3, 8]);
    let mut case = Case { page, covers, ..Case::default() };
    for (index, stanza) in stanzas.iter().enumerate() {
        if index > 0 {
            case.text.push_str(between);
        }
        for (index, line) in stanza.iter().enumerate() {
            if index > 0 {
                case.text.push_str(joint);
            }
            push_line(line, rate, choices, &mut case);
        }
    }
    case
}

fn push_line(line: &Line, rate: usize, choices: &mut impl Choices, case: &mut Case) {
    for (index, word) in line.words.iter().enumerate() {
        if index > 0 {
            case.text.push(' ');
        }
        let start = case.text.len();
        if rate > 0 && choices.happens(rate) {
            let damaged = damaged(word, choices);
            case.damaged |= damaged != *word;
            case.text.push_str(&damaged);
            if damaged == *word {
                case.right.push(start..case.text.len());
            }
        } else {
            case.text.push_str(word);
            case.right.push(start..case.text.len());
        }
    }
}
