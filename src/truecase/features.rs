//! What the classifier sees of a proposed pattern.

/// Declares the features: their names, for files and explanations, and their places in a vector.
macro_rules! features {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        /// One feature; its number is its place in a [`Features`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(non_camel_case_types, reason = "the names are those of the columns in files")]
        pub(super) enum Feature {
            $($(#[$meta])* $name,)*
        }

        /// Names of the features, in order.
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

features! {
    /// Log-odds of the proposal in the lattice, and of it against the best other one, millinats.
    posterior,
    runner_up,
    /// Probability of each regime, per mille.
    normal,
    run,
    titled,
    lowered,
    shouted,
    /// Surface: 0 lower, 1 title, 2 upper, 3 mixed. Proposal: 0 lower, 1 title, 2 its own.
    surface,
    proposal,
    /// Where its own pattern is from: 0 a guess, 1 the lexicon, 2 the text.
    special,
    /// How much dearer the pattern that stands there is: with the text's sightings, and without, millinats.
    gain_here,
    gain,
    /// Costs of the patterns in other texts, millinats; sightings of the word in them as a power of two, in halves; how
    /// much the share of capitals differs between them.
    cost_lower,
    cost_title,
    cost_special,
    count,
    spread,
    /// Shares of the lexicon, of 255.
    share_lower,
    share_title,
    share_upper,
    share_mixed,
    /// 0 in no list, 1 accepted, 2 may be offered.
    status,
    word,
    name,
    /// What it may name: a place, a person, a company, an acronym, a month or day.
    place,
    person,
    company,
    acronym,
    calendar,
    frequency,
    /// 0 particle, 1 other closed-class word, 2 content.
    class,
    /// Which lists of small classes hold it.
    title_word,
    name_end,
    first_person,
    noble,
    verbal,
    /// 0 a sentence begins, 1 something opens, 2 inside.
    position,
    /// Its place in the sentence from both ends, and the words of it.
    index,
    left,
    length,
    stopped,
    alone,
    /// Marks before and behind it.
    glued,
    mark_before,
    mark_after,
    /// 0 alone, 1 first, 2 inner, 3 last of a compound.
    joint,
    possessive,
    letters,
    digits,
    vowels,
    dots,
    /// How the two words on each side stand, how likely their capitals are in other texts and here, and their classes.
    before2_surface,
    before2_odds,
    before_surface,
    before_odds,
    before_posterior,
    before_class,
    after_surface,
    after_odds,
    after_posterior,
    after_class,
    after2_surface,
    after2_odds,
    /// What the word before, as it stands, tells of a capital, and the word behind; by the pair and by habit, millinats.
    pair_before,
    pair_after,
    habit_before,
    habit_after,
    /// The same by the pair, if the neighbour is meant small, and if it shares the pattern; millinats.
    small_before,
    small_after,
    both_before,
    both_after,
    numbers,
    /// Whether texts of the lexicon have it beside them with a capital, and without.
    listed_before,
    listed_after,
    /// Part of a known name: 1 if the name is written as proposed, −1 if as it stands; its words, and those written so already.
    phrase,
    phrase_words,
    phrase_written,
    initials,
    /// The stretch of capitals that it stands in: words, closed-class words, words that are never names, their cheapest capital and
    /// what capitals on all of them cost, millinats.
    stretch,
    stretch_closed,
    stretch_odd,
    stretch_least,
    stretch_sum,
    /// Capitals that no name explains, and small words that are never names: within three words and within eight, and how far the
    /// nearest capital of this kind is on each side.
    near_odd,
    near_even,
    wide_odd,
    wide_even,
    odd_before,
    odd_after,
    /// The sentence: capitals, closed-class words with and without capitals, words that are never names, names kept and small.
    sentence_capitals,
    sentence_closed_capitals,
    sentence_particles,
    sentence_closed_small,
    sentence_odd,
    sentence_even,
    sentence_names_kept,
    sentence_names_small,
    sentence_upper,
    /// The sentence before: 0 none, 1 no stop, 2 a stop; whether this one begins behind a space, a line break, a blank line; whether
    /// it began with a capital.
    previous_stopped,
    begins_behind,
    previous_start,
    /// The shares of words that are never names and have capitals in the sentences before and behind, per mille.
    previous_odd,
    next_odd,
    /// Rates of damage of the region, in parts of 65,536.
    region_run,
    region_lowered,
    region_shouted,
    region_names,
    region_starts,
    region_slips,
    /// The same of the text.
    text_run,
    text_lowered,
    text_shouted,
    text_names,
    text_starts,
    text_slips,
    /// The region and the text: capitals inside sentences, those on words that are never names, on closed-class words, names written
    /// small, sentences that begin small, words in capitals, per mille.
    region_capitals,
    region_odd,
    region_closed,
    region_small_names,
    region_small_starts,
    region_upper,
    text_capitals,
    text_odd,
    text_closed,
    text_small_names,
    text_small_starts,
    text_upper,
    /// The share of particles that have capitals, per mille.
    region_particles,
    text_particles,
    /// Words of the text as a power of two, words a sentence, sentences with a stop and those alone, unknown words, per mille.
    text_words,
    text_sentence,
    text_stopped,
    text_alone,
    text_unknown,
    /// Small words that no list holds, in the region and the text, words with capitals inside, and old words, per myriad.
    region_oov,
    text_oov,
    text_mixed,
    text_old,
    /// Whether it is made of a common word by endings, is a prefix, stands beside a date, and how often the text has it beside its
    /// neighbours with capitals on both.
    derived,
    prefix,
    date,
    pair_here,
    /// Sightings elsewhere in the text by pattern, where no damage is likely, and how often it has the letters.
    seen_lower,
    seen_title,
    seen_special,
    /// How often the letters stand small and with a capital elsewhere inside sentences, damaged or not, and how much likelier a name
    /// would stand so than another word, given what damage does to the text; millinats.
    written_small,
    written_capital,
    written_odds,
    times,
    times_unknown,
    /// What the noise is said to be: 0 nothing, 1 OCR, 2 speech, 3 scraping or translation, 4 typing; whether the text
    /// speaks of code.
    noise,
    technical,
    /// Whether it stands in a path or a dotted name.
    part,
}

/// How many there are.
pub(crate) const COUNT: usize = NAMES.len();

/// The features of one proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Features(pub(crate) [i32; COUNT]);

/// How many bands of places have thresholds of their own.
#[cfg(feature = "training")]
pub(crate) const BANDS: usize = BAND_FROM.len() + 5;
/// The values of [`Feature::noise`] for two kinds of noise.
pub(super) const OCR: i32 = 1;
pub(super) const SPEECH: i32 = 2;
/// Where the bands begin but the first: words in 1,000 that are expected to be in wrong case.
const BAND_FROM: [i32; 3] = [15, 60, 200];

impl Features {
    /// The band of the place. In sentences that a stop ends it is how much of the region is damaged: the more damage there is, the
    /// less do the same wrong edits weigh beside those that are right. What no stop ends may be a heading, an item or a title, and has
    /// two levels of damage; speech without stops has a band, said or seen by its lack of capitals, and so have together what machines read and what old printers
    /// set, whose capitals follow other rules.
    pub(crate) fn band(values: &[i32; COUNT]) -> usize {
        /// Of the words of a passage without capitals, and of all words, so many are names or begin a sentence.
        const OF_LOWERED: i32 = 8;
        const OF_NAMES: i32 = 16;
        const OF_STARTS: i32 = 20;
        /// Words in 10,000 that only old texts have: more of them make one.
        const OLD: i32 = 40;
        /// A passage has no capitals where this is the probability of it, per mille.
        const LOWERED: i32 = 500;
        let get = |feature: Feature| values[feature as usize];
        let damaged = get(Feature::region_run)
            + get(Feature::region_shouted)
            + get(Feature::region_slips)
            + get(Feature::region_lowered) / OF_LOWERED
            + get(Feature::region_names) / OF_NAMES
            + get(Feature::region_starts) / OF_STARTS;
        let per_mille = damaged * 125 / (1 << 13);
        let level = BAND_FROM.iter().filter(|&&from| per_mille >= from).count();
        match get(Feature::noise) {
            OCR => BAND_FROM.len() + 4,
            _ if get(Feature::text_old) > OLD => BAND_FROM.len() + 4,
            _ if get(Feature::stopped) > 0 => level,
            SPEECH => BAND_FROM.len() + 3,
            _ if get(Feature::lowered) > LOWERED => BAND_FROM.len() + 3,
            _ => BAND_FROM.len() + 1 + usize::from(level > 1),
        }
    }

    pub(super) const fn new() -> Features {
        Features([0; COUNT])
    }

    pub(super) fn set(&mut self, feature: Feature, value: i32) {
        self.0[feature as usize] = value;
    }

    pub(super) fn set_all<const N: usize>(&mut self, features: [(Feature, i32); N]) {
        for (feature, value) in features {
            self.set(feature, value);
        }
    }

    pub(super) const fn get(&self, feature: Feature) -> i32 {
        self.0[feature as usize]
    }
}
