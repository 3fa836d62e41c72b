//! What the text itself says: how its words are written outside of runs.

use hashbrown::HashMap;

use crate::casing::habit::{Form, SIGHTING};
use crate::document::Document;
use crate::text::shape::CaseShape;

/// How often a word was seen in each form, in parts of [`SIGHTING`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sighting {
    pub(super) counts: [u32; 3],
}

/// How much dearer capitals were found on a word, where the text has it.
#[derive(Clone, Copy, Debug, Default)]
struct Readings {
    times: i32,
    sum: i64,
    /// The cheapest two.
    least: [i32; 2],
}

/// The words of one text, numbered, with what was seen of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Sightings {
    /// For each word of the text, the number of its letters.
    numbers: Vec<u32>,
    seen: Vec<Sighting>,
    /// For each number, a word of the text that is written in a pattern of its own, plus one.
    special: Vec<u32>,
    pairs: HashMap<(u32, u32), u32>,
    /// For each word of the text, what it added to the counts of its letters and of its pair: no word is its own witness.
    own: Vec<(Form, u32)>,
    own_pair: Vec<u32>,
    /// For each number, what its readings came to; for each word of the text, its own.
    readings: Vec<Readings>,
    own_reading: Vec<Option<i32>>,
    /// For each number, how often the text has it.
    often: Vec<u32>,
}

impl Sightings {
    /// Numbers the words of `document`; nothing is seen yet.
    pub(super) fn new(document: &Document<'_>) -> Sightings {
        let mut sightings = Sightings::default();
        sightings.special.resize(document.letters(), 0);
        sightings.often.resize(document.letters(), 0);
        for (index, word) in document.words().iter().enumerate() {
            sightings.often[word.letters as usize] += 1;
            let special = &mut sightings.special[word.letters as usize];
            if *special == 0
                && matches!(word.shape, CaseShape::Upper | CaseShape::Mixed)
                && !word.protected
                && !document.lower(word).contains('.')
            {
                *special = index as u32 + 1;
            }
            sightings.numbers.push(word.letters);
        }
        sightings.forget();
        sightings
    }

    /// Forgets what was seen, but not the numbers.
    pub(super) fn forget(&mut self) {
        self.seen.clear();
        self.seen.resize(self.special.len(), Sighting::default());
        self.pairs.clear();
        self.own.clear();
        self.own.resize(self.numbers.len(), (Form::Lower, 0));
        self.readings.clear();
        self.readings.resize(self.special.len(), Readings { least: [i32::MAX; 2], ..Readings::default() });
        self.own_reading.clear();
        self.own_reading.resize(self.numbers.len(), None);
        self.own_pair.clear();
        self.own_pair.resize(self.numbers.len(), 0);
    }

    /// What was seen of the letters of word `index` elsewhere.
    pub(super) fn of(&self, index: usize) -> Sighting {
        let mut seen = self.seen[self.numbers[index] as usize];
        let (form, weight) = self.own[index];
        seen.counts[form as usize] -= weight;
        seen
    }

    /// A word of the text with the letters of word `index`, in a pattern of its own: "NHK" for "nhk".
    pub(super) fn special(&self, index: usize) -> Option<u32> {
        self.special[self.numbers[index] as usize].checked_sub(1)
    }

    /// Whether the text has word `index` four times or more, and once in five hundred words.
    pub(super) fn is_frequent(&self, index: usize) -> bool {
        let often = self.often[self.numbers[index] as usize];
        often >= 4 && often as usize * 500 >= self.numbers.len()
    }

    /// How often words `index − 1` and `index` were seen side by side elsewhere, both capitalised, in parts of [`SIGHTING`].
    pub(super) fn pair(&self, index: usize) -> u32 {
        if self.pairs.is_empty() {
            return 0;
        }
        let key = (self.numbers[index - 1], self.numbers[index]);
        self.pairs.get(&key).map_or(0, |weight| weight - self.own_pair[index])
    }

    /// Notes word `index` in `form`. A title or a name (`deliberate`) says less of the word outside of it.
    ///
    /// A capital is put on purpose, a small letter is what laziness and machines leave: it counts a seventh.
    pub(super) fn note(&mut self, index: usize, form: Form, deliberate: bool) {
        let weight = match form {
            Form::Lower => SIGHTING / 7,
            Form::Title if deliberate => SIGHTING / 3,
            Form::Title | Form::Special => SIGHTING,
        };
        self.seen[self.numbers[index] as usize].counts[form as usize] += weight;
        self.own[index] = (form, weight);
    }

    /// Notes that capitals on word `index` were found dearer by `cost`.
    pub(super) fn note_reading(&mut self, index: usize, cost: i32) {
        let readings = &mut self.readings[self.numbers[index] as usize];
        readings.times += 1;
        readings.sum += i64::from(cost);
        let [least, second] = readings.least;
        readings.least = if cost < least { [cost, least] } else { [least, second.min(cost)] };
        self.own_reading[index] = Some(cost);
    }

    /// How much dearer capitals were found on the letters of word `index` elsewhere: where they were cheapest, and on
    /// average. Nothing if the text has them nowhere else.
    pub(super) fn elsewhere(&self, index: usize) -> Option<(i32, i32)> {
        let mut readings = self.readings[self.numbers[index] as usize];
        if let Some(own) = self.own_reading[index] {
            readings.times -= 1;
            readings.sum -= i64::from(own);
            if readings.least[0] == own {
                readings.least[0] = readings.least[1];
            }
        }
        (readings.times > 0).then(|| (readings.least[0], (readings.sum / i64::from(readings.times)) as i32))
    }

    /// Notes that words `index − 1` and `index` stand side by side, both capitalised.
    pub(super) fn note_pair(&mut self, index: usize, deliberate: bool) {
        let key = (self.numbers[index - 1], self.numbers[index]);
        let weight = if deliberate { SIGHTING / 2 } else { SIGHTING };
        *self.pairs.entry(key).or_insert(0) += weight;
        self.own_pair[index] = weight;
    }
}
