//! How words are formed: from prefixes, stems and endings, in the spelling of today and of other times.

use crate::cost::Cost;
use crate::lexicon::Lexicon;
use crate::lexicon::WordId;
use crate::text::classes::is_function;

/// Endings that are taken for one another, as read and as meant.
const ENDINGS: [(&str, &str); 12] = [
    ("ism", "isation"),
    ("ism", "ization"),
    ("isation", "ization"),
    ("ization", "isation"),
    ("ise", "ize"),
    ("ize", "ise"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("ance", "ence"),
    ("ence", "ance"),
    ("able", "ible"),
    ("ible", "able"),
];
/// What an exchanged ending costs.
const EXCHANGED: Cost = Cost(6_000);
/// What a stretch written twice costs, however long: "governmentnance".
const TWICE: Cost = Cost(8_000);
/// Longest stretch, in bytes, that is written twice.
const LONGEST_TWICE: usize = 6;

/// Prefixes that form words freely.
const PREFIXES: [&str; 42] = [
    "anti", "auto", "bio", "co", "counter", "cross", "cyber", "de", "eco", "electro", "ex", "extra", "fore", "geo",
    "hyper", "infra", "inter", "intra", "macro", "mega", "meta", "micro", "mid", "mini", "mis", "multi", "neuro",
    "non", "out", "over", "photo", "post", "pre", "pro", "proto", "re", "semi", "sub", "super", "trans", "un", "under",
];
/// Endings that form words freely, and what the stem may have lost before them.
const SUFFIXES: [(&str, &[&str]); 30] = [
    ("s", &[""]),
    ("es", &[""]),
    ("ies", &["y"]),
    ("ed", &["", "e"]),
    ("ied", &["y"]),
    ("ing", &["", "e"]),
    ("ings", &["", "e"]),
    ("er", &["", "e"]),
    ("ers", &["", "e"]),
    ("ly", &[""]),
    ("ness", &[""]),
    ("less", &[""]),
    ("like", &[""]),
    ("able", &["", "e"]),
    ("ability", &["", "e"]),
    ("ish", &["", "e"]),
    ("ism", &["", "e"]),
    ("ist", &["", "e"]),
    ("or", &["", "e"]),
    ("ors", &["", "e"]),
    ("ise", &["", "e"]),
    ("ised", &["", "e"]),
    ("ises", &["", "e"]),
    ("ising", &["", "e"]),
    ("isation", &["", "e"]),
    ("ize", &["", "e"]),
    ("ized", &["", "e"]),
    ("izes", &["", "e"]),
    ("izing", &["", "e"]),
    ("ization", &["", "e"]),
];
/// Longest word, in letters, that is taken to be formed by rule. What is longer is no word, and may be megabytes long.
const LONGEST: usize = 40;
/// Shortest stem, in letters, from which a word is formed.
const STEM: usize = 4;

/// How a word that no list holds is formed by rule from known ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Formation {
    /// With a prefix or an ending: "microservices", "searchability".
    Affixed,
    /// Of two words: "bluestreak". Where blanks are lost it may as well be two.
    Compound,
}

/// A stem that is rarer than this forms no new words: "cheeper" is no one who cheeps.
const STEM_COST: Cost = Cost(14_000);

/// How `lower`, which no list holds, is formed by rule from words that are known and not rare; `None` where it is not.
pub(crate) fn formation(lexicon: &Lexicon, lower: &str) -> Option<Formation> {
    if lower.len() > LONGEST {
        return None;
    }
    let known = |word: &str| {
        word.len() >= STEM
            && lexicon.entry(word).is_some_and(|e| {
                e.is_word() && !e.is_rare() && !is_function(word) && lexicon.unigram_cost(e.id()) < STEM_COST
            })
    };
    let inflected = |word: &str| {
        known(word)
            || SUFFIXES.iter().any(|(suffix, lost)| {
                word.strip_suffix(suffix).is_some_and(|stem| {
                    let whole = |letters: &&str| {
                        if letters.is_empty() { known(stem) } else { known(&[stem, letters].concat()) }
                    };
                    stem.len() + 1 >= STEM
                        && takes(stem, suffix)
                        && (lost.iter().any(whole)
                            || (known_doubled(stem) && stem.get(..stem.len() - 1).is_some_and(known)))
                })
            })
    };
    if !lower.is_ascii() || lower.len() < STEM + 1 {
        return None;
    }
    if inflected(lower) || PREFIXES.iter().any(|prefix| lower.strip_prefix(prefix).is_some_and(inflected)) {
        return Some(Formation::Affixed);
    }
    // "colourfull" is no compound of "full".
    let whole = !lower.ends_with("full") && !lower.ends_with("tons");
    let compound = (STEM..=lower.len().saturating_sub(STEM)).any(
        |at| matches!((lower.get(..at), lower.get(at..)), (Some(first), Some(second)) if known(first) && inflected(second)),
    );
    (whole && compound).then_some(Formation::Compound)
}

/// Whether words that end as `stem` does take `suffix`: no "wishs", "babys", "fixeded".
fn takes(stem: &str, suffix: &str) -> bool {
    let hisses = || stem.ends_with(['s', 'x', 'z']) || stem.ends_with("ch") || stem.ends_with("sh");
    let after_consonant = || stem.strip_suffix('y').is_some_and(|head| !head.ends_with(['a', 'e', 'i', 'o', 'u']));
    match suffix {
        "s" => !hisses() && !after_consonant(),
        "es" => hisses() || stem.ends_with('o'),
        "ed" => !stem.ends_with("ed"),
        _ => true,
    }
}

/// Whether the stem ends in a doubled consonant: "stopp" of "stopping".
fn known_doubled(stem: &str) -> bool {
    let bytes = stem.as_bytes();
    bytes.len() > 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && !b"aeiou".contains(&bytes[bytes.len() - 1])
}

/// Whether `lower`, which no list holds, is a word of today in the spelling of another time: "himselfe", "alwayes",
/// "promis'd", "vpon".
pub(crate) fn is_old_spelling(lexicon: &Lexicon, lower: &str) -> bool {
    if lower.len() > LONGEST {
        return false;
    }
    let known = |word: &str| word.len() >= 2 && lexicon.entry(word).is_some_and(|e| e.is_word());
    let ending = |word: &str| {
        const ENDINGS: [(&str, &str); 30] = [
            ("e", ""),
            ("es", "s"),
            ("ie", "y"),
            ("ies", "y"),
            ("nesse", "ness"),
            ("'d", "ed"),
            ("'d", "d"),
            ("'d", "e"),
            ("d", "ed"),
            ("'st", ""),
            ("est", ""),
            ("eth", ""),
            ("eth", "e"),
            ("th", "s"),
            ("ck", "c"),
            ("que", "c"),
            ("ll", "l"),
            ("lle", "l"),
            ("tt", "t"),
            ("our", "or"),
            ("us", "ous"),
            ("aunce", "ance"),
            ("ty", "ted"),
            ("t", "ed"),
            ("ey", "y"),
            ("ned", "ened"),
            ("red", "ered"),
            ("ence", "ense"),
            ("es", "ess"),
            ("ement", "ment"),
        ];
        if let Some((head, tail)) = word.split_once('\'') {
            // "heav'n", "e'er", "o'er"
            if ["e", "v", "i"].iter().any(|lost| known(&[head, lost, tail].concat())) {
                return true;
            }
        }
        known(word)
            || ENDINGS.iter().any(|(old, new)| {
                word.strip_suffix(old).is_some_and(|stem| {
                    known(&[stem, new].concat())
                        || (new.is_empty() && known_doubled(stem) && stem.get(..stem.len() - 1).is_some_and(known))
                })
            })
    };
    const LETTERS: [(&str, &str); 22] = [
        ("u", "v"),
        ("v", "u"),
        ("i", "j"),
        ("y", "i"),
        ("i", "y"),
        ("ie", "ei"),
        ("ee", "ea"),
        ("ea", "ee"),
        ("oo", "o"),
        ("o", "oo"),
        ("ai", "a"),
        ("ay", "ai"),
        ("au", "a"),
        ("aun", "an"),
        ("ou", "o"),
        ("oa", "o"),
        ("e", "ea"),
        ("i", "e"),
        ("e", "i"),
        ("in", "en"),
        ("vv", "w"),
        ("oun", "on"),
    ];
    if !lower.is_ascii() {
        return false;
    }
    ending(lower)
        || LETTERS.iter().any(|(old, new)| {
            lower.match_indices(old).any(|(at, _)| match (lower.get(..at), lower.get(at + old.len()..)) {
                (Some(head), Some(tail)) => ending(&[head, new, tail].concat()),
                _ => false,
            })
        })
}

/// Offers words that differ from `lower` by more letters than a search by distance reaches.
pub(crate) fn related(lexicon: &Lexicon, lower: &str, mut offer: impl FnMut(WordId, Cost)) {
    if lower.len() > LONGEST {
        return;
    }
    let mut propose = |word: String, cost: Cost| {
        if let Some(entry) = lexicon.entry(&word).filter(|entry| entry.is_suggestable()) {
            offer(entry.id(), cost);
        }
    };
    for (read, meant) in ENDINGS {
        if let Some(stem) = lower.strip_suffix(read).filter(|stem| stem.len() >= 3) {
            propose([stem, meant].concat(), EXCHANGED);
        }
    }
    if lower.len() >= 10 && lower.is_ascii() && formation(lexicon, lower).is_none() {
        // The word with which it begins has more letters than both share: "government" and "governance".
        let is_word = |word: &str| lexicon.entry(word).is_some_and(|entry| entry.is_suggestable() && !entry.is_rare());
        let longest = (6..lower.len()).rev().find(|&end| lower.get(..end).is_some_and(is_word)).unwrap_or_default();
        for at in 4..(lower.len() - 5).min(longest.saturating_sub(1)) {
            for length in (3..=LONGEST_TWICE).filter(|length| at + length + 2 < lower.len()) {
                if let (Some(head), Some(tail)) = (lower.get(..at), lower.get(at + length..)) {
                    propose([head, tail].concat(), TWICE);
                }
            }
        }
    }
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;

    #[test]
    fn words_are_formed_as_grammar_has_it() {
        let lexicon = Lexicon::english();
        for formed in ["microservices", "searchability", "bluestreak", "deserialisation", "shapeshifters"] {
            assert!(formation(lexicon, formed).is_some(), "{formed}");
        }
        for misspelt in ["wishs", "babyes", "royaltys", "fixeded", "loades"] {
            assert_eq!(formation(lexicon, misspelt), None, "{misspelt}");
        }
    }

    #[test]
    fn a_stretch_is_cut_out_where_two_words_were_one() {
        let lexicon = Lexicon::english();
        let read = |lower: &str| {
            let mut found = Vec::new();
            related(lexicon, lower, |id, _| found.push(lexicon.spelling(id).unwrap().to_owned()));
            found
        };
        assert!(read("governmentnance").contains(&"governance".to_owned()));
        assert!(read("framebuffers").is_empty() && read("deserialisation").iter().all(|word| word != "desertion"));
    }
}
