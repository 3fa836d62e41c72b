//! What the classifier sees of a proposed edit.

/// Declares the features: their names, for files and explanations, and their places in a vector.
macro_rules! features {
    ($($(#[$meta:meta])* $name:ident,)*) => {
        /// One feature; its number is its place in a [`Features`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(non_camel_case_types, reason = "the names are those of the columns in files")]
        pub(crate) enum Feature {
            $($(#[$meta])* $name,)*
        }

        /// Names of the features, in order.
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name),)*];
    };
}

features! {
    /// Log-odds of the candidate in the lattice, millinats.
    posterior,
    /// The same of the text as it stands.
    identity,
    /// The same of the best other candidate that overlaps it.
    runner_up,
    /// Cost of the damage at the rates of the text, millinats.
    channel,
    /// Cost of the confusions alone under each kind of noise, millinats.
    confusions_ocr,
    confusions_typing,
    /// Edits; spaces among them; breaks at line ends.
    edits,
    spaces,
    breaks,
    /// Segments replaced and words put there.
    segments,
    words,
    /// Cost of the words behind the two tokens before, of the candidate and of the text, millinats.
    left,
    left_text,
    /// Cost of the two tokens behind, given the words.
    right,
    right_text,
    /// Gain over the text of both together.
    gain,
    /// How well n-grams with the words were seen: 0 none, 1 a pair, 2 a triple; on each side.
    seen_left,
    seen_right,
    seen_left_text,
    seen_right_text,
    /// Log-odds of the embedding, and its gain.
    embedding,
    embedding_gain,
    /// Out-of-context costs of the rarest word of each side, millinats.
    unigram,
    unigram_text,
    /// Lexical status of the least known segment and word, 0 (in no list) to 3 (common).
    status_text,
    status,
    /// Weight of the least attested unknown segment: 0, not attested, to 4; -1 if none is unknown.
    attested_text,
    /// Sources that offer it.
    from_channel,
    from_misspelling,
    from_affix,
    from_document,
    from_spaced,
    from_repetition,
    from_confused,
    /// Letters of the text and of the candidate.
    letters_text,
    letters,
    /// Case of the first segment: 0 caseless, 1 lower, 2 title, 3 upper, 4 mixed.
    shape,
    /// Shape of the segment before and behind.
    shape_before,
    shape_after,
    /// Whether it opens a sentence.
    opens,
    /// Whether digits or odd symbols are in it.
    digits,
    symbols,
    /// Share of the candidate's occurrences, of 255, that are lower case.
    lower_share,
    /// The same of the text's word.
    lower_share_text,
    /// Whether the words are variants of one word in two dialects.
    variants,
    /// Whether rules of word formation explain the text's word: 0, 1 affixed, 2 compound.
    formation,
    /// Whether it is an old spelling.
    historical,
    /// Times that the text has this form, and the candidate's, eight at most.
    times_text,
    times,
    /// Places of the text where the same edit is proposed, and their share of the places of this form.
    places,
    consistency,
    /// Unknown segments among the three on each side.
    unknown_near,
    /// Unknown segments of a thousand in the sentence and in the region.
    unknown_sentence,
    unknown_text,
    /// Segments of a thousand that are among the most frequent words, in the sentence and in the region.
    frequent_sentence,
    frequent_text,
    /// Segments of the sentence.
    sentence,
    /// Errors of a million symbols of the region, by kind.
    rate_ocr,
    rate_typing,
    /// Candidates of the place.
    rivals,
    /// Expected errors of the text, in hundredths, in which other words have the same confusion; the same for a thousand segments.
    kindred,
    kindred_rate,
    /// Places of the text, eight at most, whose likeliest candidate mends the same confusion in other words.
    kindred_places,
    /// How many candidates of the place are likelier.
    rank,
    /// What is left of the gain, and of the log-odds of the embedding, above the best candidate besides.
    gain_over_rival,
    embedding_over_rival,
    /// Cost of the letters of what stands there, if no list holds it, in all and for each letter, millinats.
    strangeness,
    strangeness_letter,
    /// Unknown segments of the region that are attested, of a thousand of its unknown ones.
    attested_region,
    /// Of the region: unknown segments of a thousand that the text has more than once; words of a thousand with an apostrophe; with digits or odd
    /// symbols in them.
    repeated_text,
    apostrophes_text,
    odd_text,
    /// Unknown segments of a thousand that have a candidate likelier than themselves; what the confusions of such candidates cost on
    /// average, by kind, millinats.
    explained_text,
    mean_ocr,
    mean_typing,
    /// Whether the first letters of both are the same; whether the last are.
    same_first,
    same_last,
    /// Letters that are only in one of them.
    added,
    removed,
    /// What stands before and behind: 0 space, 1 line break, 2 hyphen, 3 other.
    gap_before,
    gap_after,
    /// What touches it before and behind: 0 nothing, 1 quote, 2 bracket, 3 stop or comma, 4 hyphen or dash, 5 other mark.
    touch_before,
    touch_after,
    /// Cost of the dearest pair of words inside what stands there, millinats.
    inside_text,
    /// Cost of the dearest pair of words inside the candidate, and the least gain of a pair over its second word out of context.
    inside,
    inside_gain,
    /// Cost of the dearest hyphen or stop that ties words of the text together, and of all of the region for each gap, millinats.
    tie,
    ties_text,
    /// Mean gain of the tied words of the region by standing beside each other, weighted by the costs of their ties, millinats.
    tied_gain,
    /// Dashes of the region, for each thousand segments.
    dashes_text,
    /// Words of a thousand that only old texts have; whether marks of programmers are in the text.
    archaic_text,
    technical_text,
    /// Whether the text's word is a name, an acronym, or known with capitals only.
    name_text,
    /// Whether the candidate is a name.
    name,
    /// Share of the sentence's segments that begin with a capital, per mille.
    capitals,
}

/// How many there are.
pub(crate) const COUNT: usize = NAMES.len();

/// The features of one proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Features(pub(crate) [i32; COUNT]);

impl Features {
    pub(crate) const fn new() -> Features {
        Features([0; COUNT])
    }

    pub(crate) fn set(&mut self, feature: Feature, value: i32) {
        self.0[feature as usize] = value;
    }

    pub(crate) const fn get(&self, feature: Feature) -> i32 {
        self.0[feature as usize]
    }
}
