//! Words that writers take for one another: both are words, and only what stands beside them tells which is meant.
//!
//! # Source
//!
//! Golding and Roth, “A Winnow-based approach to context-sensitive spelling correction”, 1999, whose kind of sets
//! these are. Theirs is a learner over words and tags around; ours are the pairs of the language model.

use super::context::Model;
use super::judge::Origin;
use crate::cost::Cost;
use crate::lexicon::Entry;
use crate::lm::LmToken;

/// The sets; no word is in two. Not "right" and "write": whoever begins a sentence with "Write" means it, and the model has
/// seen too few such sentences.
const SETS: [&[&str]; 51] = [
    &["accept", "except"],
    &["advice", "advise"],
    &["affect", "effect"],
    &["affects", "effects"],
    &["angel", "angle"],
    &["bare", "bear"],
    &["bored", "board"],
    &["brake", "break"],
    &["breath", "breathe"],
    &["buy", "by"],
    &["choose", "chose"],
    &["complement", "compliment"],
    &["council", "counsel"],
    &["dairy", "diary"],
    &["desert", "dessert"],
    &["fair", "fare"],
    &["fist", "first"],
    &["flour", "flower"],
    &["form", "from"],
    &["hear", "here"],
    &["heard", "herd"],
    &["hole", "whole"],
    &["its", "it's"],
    &["knew", "new"],
    &["know", "no", "now"],
    &["lead", "led"],
    &["loose", "lose"],
    &["manager", "manger"],
    &["meat", "meet"],
    &["of", "off"],
    &["passed", "past"],
    &["peace", "piece"],
    &["plain", "plane"],
    &["principal", "principle"],
    &["quiet", "quite"],
    &["sea", "see"],
    &["son", "sun"],
    &["steal", "steel"],
    &["than", "then"],
    &["their", "there", "they're"],
    &["thorough", "threw", "through"],
    &["to", "too", "two"],
    &["united", "untied"],
    &["waist", "waste"],
    &["wait", "weight"],
    &["weak", "week"],
    &["wear", "were", "where"],
    &["weather", "whether"],
    &["which", "witch"],
    &["who's", "whose"],
    &["your", "you're"],
];

/// What it costs that one of these words was taken for another, where each word is damaged at the cost of `error`: who misspells
/// words takes them for one another too, and what a machine misreads is rather no word.
pub(super) fn taken(error: Cost, origin: Origin) -> Cost {
    match origin {
        Origin::Read => error + Cost(1_500),
        Origin::Typed => error.above(Cost(1_000)).max(Cost(2_500)),
    }
}

/// What slips from the pen though nobody confuses it, as written and as meant. Such words stand in every sentence, so they are
/// doubted only where the model has seen the other one beside both neighbours and this one beside neither.
const SLIPS: [(&str, &str); 11] = [
    ("as", "has"),
    ("ask", "as"),
    ("every", "ever"),
    ("is", "his"),
    ("it", "its"),
    ("me", "my"),
    ("one", "on"),
    ("them", "then"),
    ("then", "them"),
    ("they", "the"),
    ("you", "your"),
];

/// Words that a machine reads where another one stands, as read and as meant: both are too common ever to be odd, or the one
/// as meant is. Of 29 that are put right so none was one that was right; of "or" and "of", "as" and "was", "he" and "the",
/// half are.
const MISREAD: [(&str, &str); 7] =
    [("bad", "had"), ("bat", "but"), ("be", "he"), ("bis", "his"), ("bow", "how"), ("end", "and"), ("hut", "but")];

/// Words that cost no more beside their neighbours are meant.
const AT_HOME: Cost = Cost(9_000);

/// By how much more a word is out of place that the model has never seen beside either neighbour, where it has seen the other one
/// beside both: what its back-off says of words that stand beside everything is too kind. Of 100,000 right words next to none
/// stands so.
const BESIDE_NEITHER: Cost = Cost(2_500);
/// The same of a number: what is counted has mostly been seen behind none.
const NUMBER_BESIDE_NEITHER: Cost = Cost(1_000);
/// The same of "it" before what the model has seen behind "its", and never behind it: one right "it" in a thousand.
const NO_POSSESSIVE: Cost = Cost(6_700);

/// The same of "it's" wherever "its" is likelier at all: people write it so, and so do the texts that the model was counted on.
/// Of 280 right ones in English documentation, one is beaten by a nat.
const NO_VERB: Cost = Cost(2_000);

/// The words that `lower` is taken for by a machine that reads or a person who types.
fn others(lower: &str, origin: Origin) -> impl Iterator<Item = &'static str> {
    let (sets, pairs) = match origin {
        Origin::Read => (&[][..], &MISREAD[..]),
        Origin::Typed => (&SETS[..], &SLIPS[..]),
    };
    let set = sets.iter().find(|set| set.contains(&lower)).copied().unwrap_or_default();
    let pairs = pairs.iter().filter(move |(written, _)| *written == lower).map(|&(_, meant)| meant);
    set.iter().copied().filter(move |&word| word != lower).chain(pairs)
}

/// Calls `offer` with each word that `lower`, of `entry`, is taken for at the cost of `taken` in a text of this `origin` and that is
/// likelier between `before` and `after` by more, and with how much `lower` is out of place there beyond what its pairs cost.
/// Returns whether there is any.
///
/// # Complexity
///
/// Two look-ups in the language model; six more for each other word of its set where these find it dear.
pub(super) fn meant(
    model: Model<'_>,
    (lower, entry): (&str, Entry),
    (taken, origin): (Cost, Origin),
    before: LmToken,
    after: Option<LmToken>,
    mut offer: impl FnMut(&'static str, Entry, Cost),
) -> bool {
    // What nobody can read tells nothing, and what it may be read as too little.
    if [Some(before), after].contains(&Some(LmToken::Unknown)) {
        return false;
    }
    let beside = |entry: Entry| {
        let here = LmToken::Word(entry.id());
        model.pair(before, here) + after.map_or(Cost::ZERO, |after| model.pair(here, after))
    };
    let ours = beside(entry);
    if ours < AT_HOME {
        return false;
    }
    let mut any = false;
    for word in others(lower, origin) {
        let Some(other) = model.lexicon.entry(word) else { continue };
        let less = ours.above(beside(other));
        if less == Cost::ZERO {
            continue;
        }
        let strange = match sides(model, (entry, other), before, after) {
            (_, true) if (lower, word) == ("it", "its") => NO_POSSESSIVE,
            _ if (lower, word) == ("it's", "its") => NO_VERB,
            (true, true) if lower == "two" => NUMBER_BESIDE_NEITHER,
            (true, true) => BESIDE_NEITHER,
            _ if SLIPS.contains(&(lower, word)) => continue,
            _ => Cost::ZERO,
        };
        if less + strange > taken {
            offer(word, other, strange);
            any = true;
        }
    }
    any
}

/// On which sides the model has seen `words.1` and not `words.0`, unless it is the other way round on the other side.
fn sides(model: Model<'_>, words: (Entry, Entry), before: LmToken, after: Option<LmToken>) -> (bool, bool) {
    let seen = |first, second| model.has_seen(first, second);
    let (here, there) = (LmToken::Word(words.0.id()), LmToken::Word(words.1.id()));
    let behind = (seen(before, here), seen(before, there));
    let ahead = after.map_or((false, false), |after| (seen(here, after), seen(there, after)));
    let (for_this, for_other) = ((true, false), (false, true));
    (behind == for_other && ahead != for_this, ahead == for_other && behind != for_this)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::classes::Classes;

    #[test]
    fn no_word_is_in_two_sets_and_of_each_set_some_are_doubted() {
        for set in SETS {
            assert!(set.iter().any(|word| Classes::of(word).has(Classes::CONFUSABLE)), "{set:?}");
            for word in set {
                assert_eq!(SETS.iter().filter(|set| set.contains(word)).count(), 1, "{word}");
            }
        }
        assert!(SLIPS.iter().all(|(written, _)| Classes::of(written).has(Classes::CONFUSABLE)));
        assert!(MISREAD.iter().all(|(read, _)| Classes::of(read).has(Classes::MISREAD)));
    }

    #[cfg(feature = "embedded")]
    #[test]
    fn the_likelier_one_is_meant() {
        let lexicon = crate::Language::english().lexicon();
        let mut pairs = crate::score::context::Pairs::default();
        let model = Model::new(lexicon, &mut pairs);
        let entry = |word: &str| lexicon.entry(word).expect("it is a word");
        let meant = |before: &str, word: &str, after: &str| {
            let neighbour = |word: &str| LmToken::Word(entry(word).id());
            let mut found = Vec::new();
            let (before, after) = (neighbour(before), Some(neighbour(after)));
            meant(model, (word, entry(word)), (Cost(4_000), Origin::Typed), before, after, |word, _, _| {
                found.push(word)
            });
            found
        };
        assert_eq!(meant("better", "then", "anything"), ["than"]);
        assert_eq!(meant("on", "there", "wings"), ["their"]);
        assert_eq!(meant("wagged", "it", "tail"), ["its"]);
        assert!(meant("better", "than", "anything").is_empty() && meant("was", "then", "moved").is_empty());
    }
}
