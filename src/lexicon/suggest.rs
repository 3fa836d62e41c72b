//! Ranked suggestions for one word out of context.

use super::{Lexicon, WordId, Zipf};

/// A word of the lexicon that may have been meant.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Lexicon;
///
/// let lexicon = Lexicon::english();
/// let best = lexicon.suggest("goverment", 5)[0];
/// assert_eq!((best.text(), best.distance()), ("government", 1));
/// assert_eq!(lexicon.entry_of(best.id()).map(|entry| entry.frequency()), Some(best.frequency()));
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate<'l> {
    text: &'l str,
    id: WordId,
    distance: u8,
    frequency: Zipf,
    cost: u32,
}

impl<'l> Candidate<'l> {
    /// Returns the word in lower case.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let found = ungarble::Lexicon::english().suggest("Recieve", 3);
    /// assert_eq!(found[0].text(), "receive", "in lower case, however it was asked for");
    /// # }
    /// ```
    #[must_use]
    pub const fn text(self) -> &'l str {
        self.text
    }

    /// Its number.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let lexicon = Lexicon::english();
    /// let entry = lexicon.entry_of(lexicon.suggest("harbuor", 1)[0].id()).expect("of the same lexicon");
    /// assert!(entry.is_word());
    /// # }
    /// ```
    #[must_use]
    pub const fn id(self) -> WordId {
        self.id
    }

    /// Returns how many edits it is away.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// let found = ungarble::Lexicon::english().suggest("recieve", 1);
    /// assert_eq!(found[0].distance(), 1, "neighbours that are swapped count once");
    /// # }
    /// ```
    #[must_use]
    pub const fn distance(self) -> u8 {
        self.distance
    }

    /// Returns how frequent it is.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// // Near words first, but a common one before a rare one.
    /// let found = ungarble::Lexicon::english().suggest("wether", 10);
    /// let frequency = |word| found.iter().find(|found| found.text() == word).map(|found| found.frequency());
    /// assert!(frequency("whether") > frequency("wetter"));
    /// # }
    /// ```
    #[must_use]
    pub const fn frequency(self) -> Zipf {
        self.frequency
    }
}

impl Lexicon {
    /// Returns up to `limit` words that may have been meant by `word`, the likeliest first.
    ///
    /// Candidates are all suggestable words within 2 edits, 3 from six letters on. They are ranked by an edit cost in
    /// which likely slips are cheap, traded against frequency: 30 of the cost's hundredths of an edit weigh as much
    /// as a word ten times as frequent. That ranks the right word first more often than edits with frequency as
    /// tie-break do.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Lexicon;
    ///
    /// let words: Vec<&str> = Lexicon::english().suggest("definately", 3).iter().map(|found| found.text()).collect();
    /// assert_eq!(words[0], "definitely");
    /// assert_eq!(words.len(), 3);
    /// # }
    /// ```
    #[must_use]
    pub fn suggest(&self, word: &str, limit: usize) -> Vec<Candidate<'_>> {
        let lower = super::fold(word);
        let mut candidates = Vec::new();
        self.candidates(&lower, 3, &mut candidates);
        let known = self.misspelling(&lower);
        let mut found: Vec<Candidate<'_>> = candidates
            .iter()
            .filter_map(|&(id, distance)| {
                let text = self.spelling(id)?;
                let frequency = self.entry_of(id)?.frequency();
                // The base keeps the cost above zero: 3 × hundredths of an edit − hundredths of the Zipf scale.
                let edits = 3 * edit_cost(lower.as_bytes(), text.as_bytes());
                let cost = if known == Some(text) { 0 } else { (edits + 1000).saturating_sub(u32::from(frequency.0)) };
                Some(Candidate { text, id, distance, frequency, cost })
            })
            .collect();
        found.sort_by(|a, b| (a.cost, a.text).cmp(&(b.cost, b.text)));
        found.truncate(limit);
        found
    }
}

const EDIT: u32 = 100;
/// One more than the longest word that is searched for.
const WIDTH: usize = super::search::LONGEST + 1;

/// Returns cost of writing `read` where `meant` was meant, in hundredths of an edit.
///
/// The weights follow what studies of slips agree on: vowels are taken for each other, letters are doubled or not,
/// neighbours swapped, letters of like sound or shape mistaken, first letters seldom wrong.
fn edit_cost(read: &[u8], meant: &[u8]) -> u32 {
    let (n, m) = (read.len(), meant.len());
    let first = |i: usize| if i == 0 { 50 } else { 0 };
    // Three rows in turn; both words are candidates of a search, and so no longer than it searches.
    let mut rows = [0_u32; 3 * WIDTH];
    if n.max(m) >= WIDTH {
        return u32::MAX / 4;
    }
    for i in 0..=n {
        let (this, before, twice) = (i % 3 * WIDTH, (i + 2) % 3 * WIDTH, (i + 1) % 3 * WIDTH);
        for j in 0..=m {
            let mut best = if i == 0 && j == 0 { 0 } else { u32::MAX };
            if i > 0 {
                best = best.min(rows[before + j] + extra(read, i - 1) + first(i - 1));
            }
            if j > 0 {
                best = best.min(rows[this + j - 1] + missing(meant, j - 1) + first(j - 1));
            }
            if i > 0 && j > 0 {
                let (a, b) = (read[i - 1], meant[j - 1]);
                let change = if a == b { 0 } else { substituted(a, b) + first(i.min(j) - 1) };
                best = best.min(rows[before + j - 1] + change);
            }
            if i > 1 && j > 1 && read[i - 1] == meant[j - 2] && read[i - 2] == meant[j - 1] {
                best = best.min(rows[twice + j - 2] + 60);
            }
            rows[this + j] = best;
        }
    }
    rows[n % 3 * WIDTH + m]
}

fn doubled(word: &[u8], i: usize) -> bool {
    i > 0 && word[i - 1] == word[i] || word.get(i + 1) == Some(&word[i])
}

fn extra(read: &[u8], i: usize) -> u32 {
    match read[i] {
        _ if doubled(read, i) => 40,
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' => 80,
        _ => EDIT,
    }
}

fn missing(meant: &[u8], j: usize) -> u32 {
    match meant[j] {
        _ if doubled(meant, j) => 40,
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'h' | b'\'' | b'-' => 75,
        _ => 95,
    }
}

fn substituted(a: u8, b: u8) -> u32 {
    let vowel = |c| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    match (a.min(b), a.max(b)) {
        (x, y) if vowel(x) && vowel(y) => 55,
        (b'c', b'e' | b'k' | b's' | b't')
        | (b'd' | b'l' | b's', b't')
        | (b's', b'z')
        | (b'b', b'p')
        | (b'm' | b'h', b'n')
        | (b'n', b'u')
        | (b'g', b'j')
        | (b'f', b'v')
        | (b'k', b'q')
        | (b'i', b'l')
        | (b'v', b'w') => 75,
        _ => EDIT,
    }
}
