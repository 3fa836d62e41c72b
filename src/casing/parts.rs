//! Words that say where names and titles begin, go on and end.

/// What a word is to a title or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Kept small inside titles: "of", "the", "and".
    Particle,
    /// A pronoun, auxiliary or other closed-class word: capitalised in headlines, next to never in names.
    Closed,
    /// Anything else.
    Content,
}

/// Articles, prepositions, conjunctions and short verbs that headline writers keep small. Sorted.
const PARTICLES: [&str; 25] = [
    "a", "an", "and", "are", "as", "at", "but", "by", "for", "from", "if", "in", "into", "is", "it", "nor", "of", "on",
    "or", "per", "so", "that", "the", "to", "with",
];

/// The other closed-class words. Sorted.
const CLOSED: [&str; 112] = [
    "about", "after", "again", "against", "all", "also", "am", "any", "because", "been", "before", "being", "between",
    "both", "can", "could", "did", "do", "does", "down", "during", "each", "every", "further", "had", "has", "have",
    "he", "her", "here", "hers", "him", "his", "how", "its", "just", "may", "me", "might", "mine", "more", "most",
    "must", "my", "no", "not", "now", "off", "once", "only", "other", "our", "ours", "out", "over", "own", "said",
    "same", "shall", "she", "should", "since", "some", "still", "such", "than", "their", "theirs", "them", "then",
    "there", "these", "they", "this", "those", "though", "through", "thus", "too", "toward", "towards", "under",
    "until", "up", "upon", "us", "very", "via", "was", "we", "were", "what", "whatever", "when", "where", "whereas",
    "whether", "which", "while", "whilst", "who", "whom", "whose", "why", "will", "within", "without", "would", "yet",
    "you", "your", "yours",
];

/// Common nouns with which names of places, bodies and works end: "Baath Party", "Sheffield University". Sorted.
const HEADS: [&str; 163] = [
    "academy",
    "act",
    "administration",
    "agency",
    "agreement",
    "airlines",
    "airport",
    "airways",
    "alliance",
    "amendment",
    "archipelago",
    "arena",
    "army",
    "assembly",
    "association",
    "authority",
    "avenue",
    "award",
    "awards",
    "bank",
    "basin",
    "bay",
    "beach",
    "board",
    "boulevard",
    "bridge",
    "bureau",
    "canal",
    "canyon",
    "castle",
    "cathedral",
    "center",
    "centre",
    "chapel",
    "charter",
    "church",
    "circuit",
    "city",
    "clinic",
    "club",
    "coast",
    "college",
    "colony",
    "commission",
    "committee",
    "company",
    "conference",
    "congress",
    "constitution",
    "convention",
    "corporation",
    "corps",
    "council",
    "county",
    "court",
    "creek",
    "cup",
    "dam",
    "day",
    "declaration",
    "department",
    "desert",
    "district",
    "dynasty",
    "embassy",
    "empire",
    "exchange",
    "expressway",
    "falls",
    "federation",
    "festival",
    "forces",
    "forest",
    "forum",
    "foundation",
    "fund",
    "gardens",
    "gulf",
    "hall",
    "harbor",
    "harbour",
    "heights",
    "highway",
    "hill",
    "hills",
    "hospital",
    "hotel",
    "house",
    "initiative",
    "inn",
    "institute",
    "institution",
    "island",
    "islands",
    "isles",
    "journal",
    "junction",
    "kingdom",
    "laboratory",
    "lake",
    "lakes",
    "lane",
    "law",
    "league",
    "library",
    "lodge",
    "manor",
    "marathon",
    "medal",
    "memorial",
    "ministry",
    "monastery",
    "monument",
    "mosque",
    "mountain",
    "mountains",
    "museum",
    "navy",
    "network",
    "observatory",
    "ocean",
    "opera",
    "orchestra",
    "organisation",
    "organization",
    "palace",
    "park",
    "parkway",
    "parliament",
    "partnership",
    "party",
    "pass",
    "peninsula",
    "plateau",
    "plaza",
    "prison",
    "prize",
    "protocol",
    "province",
    "railway",
    "republic",
    "reserve",
    "river",
    "road",
    "school",
    "sea",
    "senate",
    "society",
    "square",
    "stadium",
    "station",
    "strait",
    "street",
    "studios",
    "summit",
    "temple",
    "tower",
    "township",
    "treaty",
    "trust",
    "university",
    "valley",
    "village",
];

/// Titles and ranks before a person's name: "president Clinton". Sorted.
const TITLES: [&str; 60] = [
    "admiral",
    "ambassador",
    "archbishop",
    "aunt",
    "ayatollah",
    "bishop",
    "brother",
    "captain",
    "cardinal",
    "chancellor",
    "colonel",
    "commander",
    "congressman",
    "congresswoman",
    "dame",
    "dr",
    "emperor",
    "general",
    "governor",
    "herr",
    "imam",
    "judge",
    "justice",
    "king",
    "lady",
    "lieutenant",
    "lord",
    "madame",
    "major",
    "mayor",
    "minister",
    "miss",
    "monsieur",
    "mr",
    "mrs",
    "ms",
    "pope",
    "premier",
    "president",
    "prince",
    "princess",
    "prof",
    "professor",
    "queen",
    "rabbi",
    "representative",
    "saint",
    "secretary",
    "senator",
    "senor",
    "sergeant",
    "sheikh",
    "shri",
    "sir",
    "sister",
    "smt",
    "st",
    "sultan",
    "tsar",
    "uncle",
];

/// Particles of foreign names, small before the rest of the name: "al-Qaeda", "van der Berg". Sorted.
const NOBLE: [&str; 20] = [
    "al", "bin", "da", "das", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "ter",
    "van", "von", "y",
];

const MONTHS: [&str; 12] = [
    "april",
    "august",
    "december",
    "february",
    "january",
    "july",
    "june",
    "march",
    "may",
    "november",
    "october",
    "september",
];

fn has(list: &[&str], lower: &str) -> bool {
    list.binary_search(&lower).is_ok()
}

impl Class {
    /// The class of a word in small letters.
    pub(super) fn of(lower: &str) -> Class {
        if lower.len() > 8 {
            Class::Content
        } else if has(&PARTICLES, lower) {
            Class::Particle
        } else if has(&CLOSED, lower) {
            Class::Closed
        } else {
            Class::Content
        }
    }
}

/// Whether names end with the word.
pub(super) fn ends_names(lower: &str) -> bool {
    has(&HEADS, lower)
}

/// Whether the word stands before names of persons.
pub(super) fn is_personal_title(lower: &str) -> bool {
    has(&TITLES, lower)
}

/// Whether the word is an abbreviation that is written small.
pub(super) fn is_small_abbreviation(lower: &str) -> bool {
    matches!(
        lower,
        "a.k.a" | "a.m" | "e.g" | "i.e" | "p.m" | "p.a" | "etc" | "vs" | "a.k.a." | "a.m." | "e.g." | "i.e." | "p.m."
    )
}

/// Whether the word is part of so many names that texts capitalise it more often than it deserves alone.
pub(super) fn needs_name(lower: &str) -> bool {
    matches!(
        lower,
        "north"
            | "south"
            | "east"
            | "west"
            | "northern"
            | "southern"
            | "eastern"
            | "western"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "central"
            | "middle"
            | "upper"
            | "states"
    )
}

/// Whether the word stands before surnames and nothing else.
pub(super) fn is_address(lower: &str) -> bool {
    matches!(lower, "mr" | "mrs" | "ms" | "dr" | "prof")
}

/// Whether the word stays small inside foreign names.
pub(super) fn is_noble_particle(lower: &str) -> bool {
    has(&NOBLE, lower)
}

/// Whether the word is a month.
pub(super) fn is_month(lower: &str) -> bool {
    has(&MONTHS, lower)
}

/// Whether the word is made of one that `is_common`, by endings and beginnings that make words: "linting", "undersung".
pub(super) fn is_derived(lower: &str, is_common: impl Fn(&str) -> bool) -> bool {
    const ENDINGS: [(&str, &str); 14] = [
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("er", ""),
        ("er", "e"),
        ("ers", ""),
        ("s", ""),
        ("ly", ""),
        ("ness", ""),
        ("less", ""),
        ("able", ""),
        ("isation", "ise"),
        ("ization", "ize"),
    ];
    const BEGINNINGS: [&str; 14] = [
        "anti", "bio", "counter", "hyper", "inter", "micro", "mis", "multi", "non", "over", "re", "super", "un",
        "under",
    ];
    let long = |stem: &str| stem.len() >= 4;
    let ends = ENDINGS.iter().any(|(ending, instead)| {
        lower
            .strip_suffix(ending)
            .filter(|stem| long(stem))
            .is_some_and(|stem| if instead.is_empty() { is_common(stem) } else { is_common(&[stem, instead].concat()) })
    });
    ends || BEGINNINGS.iter().any(|b| lower.strip_prefix(b).is_some_and(|rest| long(rest) && is_common(rest)))
}

/// Whether the word is "I" with or without its verb.
pub(super) fn is_first_person(lower: &str) -> bool {
    matches!(lower, "i" | "i'm" | "i've" | "i'll" | "i'd")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_disjoint() {
        for list in [&PARTICLES[..], &CLOSED, &HEADS, &TITLES, &NOBLE, &MONTHS] {
            assert!(list.windows(2).all(|w| w[0] < w[1]), "{list:?}");
        }
        assert!(PARTICLES.iter().all(|w| !has(&CLOSED, w)));
    }

    #[test]
    fn derived_words_are_told() {
        let known = |stem: &str| ["lint", "sung", "organise"].contains(&stem);
        assert!(["linting", "undersung", "organisation", "organised"].iter().all(|w| is_derived(w, known)));
        assert!(!["lint", "undersea", "linton", "kings"].iter().any(|w| is_derived(w, known)));
    }

    #[test]
    fn words_have_their_class() {
        assert_eq!(Class::of("of"), Class::Particle);
        assert_eq!(Class::of("their"), Class::Closed);
        assert_eq!(Class::of("plans"), Class::Content);
    }
}
