//! Words that writers take for one another: both are words, and only what stands beside them tells which is meant.
//!
//! # Source
//!
//! Golding and Roth, “A Winnow-based approach to context-sensitive spelling correction”, 1999, whose kind of sets
//! these are. Theirs is a learner over words and tags around; ours are the pairs of the language model.

use super::context::{self, Neighbour};
use crate::cost::Cost;
use crate::lexicon::{Entry, Lexicon};

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

/// What it costs that a writer took one of these words for another, where each word is damaged at the cost of `error`: who
/// misspells words takes them for one another too.
pub(super) fn taken(error: Cost) -> Cost {
    error.above(Cost(1_000)).max(Cost(2_500))
}

/// Words that cost no more beside their neighbours are meant.
const AT_HOME: Cost = Cost(9_000);

/// The words that `lower` is taken for.
fn others(lower: &str) -> impl Iterator<Item = &'static str> {
    let set = SETS.iter().find(|set| set.contains(&lower)).copied().unwrap_or_default();
    set.iter().copied().filter(move |&word| word != lower)
}

/// Calls `offer` with each word that `lower`, of `entry`, is taken for at the cost of `taken` and that is likelier between
/// `before` and `after` by more. Returns whether there is any.
///
/// # Complexity
///
/// Two look-ups in the language model; two more for each other word of its set where these find it dear.
pub(super) fn meant(
    lexicon: &Lexicon,
    (lower, entry): (&str, Entry),
    taken: Cost,
    before: Neighbour,
    after: Option<Neighbour>,
    mut offer: impl FnMut(&'static str, Entry),
) -> bool {
    // What nobody can read tells nothing, and what it may be read as too little.
    if [Some(before), after].contains(&Some(Neighbour::Unknown)) {
        return false;
    }
    let beside = |entry: Entry| {
        let here = Neighbour::Word(entry.id());
        context::pair(lexicon, before, here) + after.map_or(Cost::ZERO, |after| context::pair(lexicon, here, after))
    };
    let ours = beside(entry);
    if ours < AT_HOME {
        return false;
    }
    let mut any = false;
    for word in others(lower) {
        if let Some(entry) = lexicon.entry(word).filter(|&entry| ours.above(beside(entry)) > taken) {
            offer(word, entry);
            any = true;
        }
    }
    any
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
    }

    #[cfg(feature = "embedded")]
    #[test]
    fn the_likelier_one_is_meant() {
        let lexicon = Lexicon::english();
        let entry = |word: &str| lexicon.entry(word).expect("it is a word");
        let meant = |before: &str, word: &str, after: &str| {
            let neighbour = |word: &str| Neighbour::Word(entry(word).id());
            let mut found = Vec::new();
            let (before, after) = (neighbour(before), Some(neighbour(after)));
            meant(lexicon, (word, entry(word)), Cost(4_000), before, after, |word, _| found.push(word));
            found
        };
        assert_eq!(meant("better", "then", "anything"), ["than"]);
        assert_eq!(meant("on", "there", "wings"), ["their"]);
        assert!(meant("better", "than", "anything").is_empty() && meant("was", "then", "moved").is_empty());
    }
}
