//! Words that say by themselves what they do in a sentence.
//!
//! Every stage asks what a word is to its neighbours; the lists are looked through once for each spelling of a text.

/// What is told by a word's letters alone: a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = [$($word:literal),* $(,)?],)*) => {
        impl Classes {
            classes!(@bits 0; $($(#[$doc])* $name,)*);

            /// The members of each class, sorted.
            const MEMBERS: &[(Classes, &[&str])] = &[$((Classes::$name, &[$($word),*]),)*];
        }
    };
    (@bits $bit:expr; $(#[$doc:meta])* $name:ident, $($rest:tt)*) => {
        $(#[$doc])*
        pub(crate) const $name: Classes = Classes(1 << $bit);
        classes!(@bits $bit + 1; $($rest)*);
    };
    (@bits $bit:expr;) => {};
}

classes! {
    /// The words of which a text is mostly made, and which stand beside any other.
    FUNCTION = ["a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "for", "from", "had", "has", "have", "he", "her", "him", "his", "i", "if", "in", "into", "is", "it", "its", "may", "me", "my", "no", "not", "of", "on", "or", "our", "she", "should", "so", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "upon", "us", "was", "we", "were", "what", "when", "which", "who", "will", "with", "would", "you", "your"],
    /// Articles, prepositions, conjunctions and short verbs that headline writers keep small.
    PARTICLE = ["a", "an", "and", "are", "as", "at", "but", "by", "for", "from", "if", "in", "into", "is", "it", "nor", "of", "on", "or", "per", "so", "that", "the", "to", "with"],
    /// The other words of the closed classes: pronouns, auxiliaries, adverbs of place and time.
    CLOSED = ["about", "after", "again", "against", "all", "also", "am", "any", "because", "been", "before", "being", "between", "both", "can", "could", "did", "do", "does", "down", "during", "each", "every", "further", "had", "has", "have", "he", "her", "here", "hers", "him", "his", "how", "its", "just", "may", "me", "might", "mine", "more", "most", "must", "my", "no", "not", "now", "off", "once", "only", "other", "our", "ours", "out", "over", "own", "said", "same", "shall", "she", "should", "since", "some", "still", "such", "than", "their", "theirs", "them", "then", "there", "these", "they", "this", "those", "though", "through", "thus", "too", "toward", "towards", "under", "until", "up", "upon", "us", "very", "via", "was", "we", "were", "what", "whatever", "when", "where", "whereas", "whether", "which", "while", "whilst", "who", "whom", "whose", "why", "will", "within", "without", "would", "yet", "you", "your", "yours"],
    /// What says which or whose, and stands before common nouns: names do without it.
    DETERMINER = ["all", "another", "any", "both", "each", "every", "few", "her", "his", "how", "its", "less", "many", "more", "most", "much", "my", "no", "other", "our", "several", "some", "such", "that", "their", "these", "this", "those", "what", "which", "whose", "your"],
    /// Pronouns and auxiliaries, behind which stands a verb or what is said of someone.
    VERBAL = ["are", "be", "been", "can", "could", "did", "do", "does", "had", "has", "have", "he", "him", "i", "is", "it", "may", "me", "might", "must", "not", "she", "should", "them", "they", "us", "was", "we", "were", "who", "will", "would", "you"],
    /// Common nouns with which names of places, bodies and works end: "Baath Party", "Sheffield University".
    NAME_END = ["academy", "act", "administration", "agency", "agreement", "airlines", "airport", "airways", "alliance", "amendment", "archipelago", "arena", "army", "assembly", "association", "authority", "avenue", "award", "awards", "bank", "basin", "bay", "beach", "board", "boulevard", "bridge", "bureau", "canal", "canyon", "castle", "cathedral", "center", "centre", "chapel", "charter", "church", "circuit", "city", "clinic", "club", "coast", "college", "colony", "commission", "committee", "company", "conference", "congress", "constitution", "convention", "corporation", "corps", "council", "county", "court", "creek", "cup", "dam", "day", "declaration", "department", "desert", "district", "dynasty", "embassy", "empire", "exchange", "expressway", "falls", "federation", "festival", "forces", "forest", "forum", "foundation", "fund", "gardens", "gulf", "hall", "harbor", "harbour", "heights", "highway", "hill", "hills", "hospital", "hotel", "house", "initiative", "inn", "institute", "institution", "island", "islands", "isles", "journal", "junction", "kingdom", "laboratory", "lake", "lakes", "lane", "law", "league", "library", "lodge", "manor", "marathon", "medal", "memorial", "ministry", "monastery", "monument", "mosque", "mountain", "mountains", "museum", "navy", "network", "observatory", "ocean", "opera", "orchestra", "organisation", "organization", "palace", "park", "parkway", "parliament", "partnership", "party", "pass", "peninsula", "plateau", "plaza", "prison", "prize", "protocol", "province", "railway", "republic", "reserve", "river", "road", "school", "sea", "senate", "society", "square", "stadium", "station", "strait", "street", "studios", "summit", "temple", "tower", "township", "treaty", "trust", "university", "valley", "village"],
    /// Titles and ranks before a person's name: "president Clinton".
    TITLE = ["admiral", "ambassador", "archbishop", "aunt", "ayatollah", "bishop", "brother", "captain", "cardinal", "chancellor", "colonel", "commander", "congressman", "congresswoman", "dame", "dr", "emperor", "general", "governor", "herr", "imam", "judge", "justice", "king", "lady", "lieutenant", "lord", "madame", "major", "mayor", "minister", "miss", "monsieur", "mr", "mrs", "ms", "pope", "premier", "president", "prince", "princess", "prof", "professor", "queen", "rabbi", "representative", "saint", "secretary", "senator", "senor", "sergeant", "sheikh", "shri", "sir", "sister", "smt", "st", "sultan", "tsar", "uncle"],
    /// Those of them that stand before surnames and nothing else.
    ADDRESS = ["dr", "mr", "mrs", "ms", "prof"],
    /// Particles of foreign names, small before the rest of the name: "al-Qaeda", "van der Berg".
    NOBLE = ["al", "bin", "da", "das", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van", "von", "y"],
    /// Words that hold sentences of French, Spanish, Portuguese, Italian, German and Dutch together, and hardly stand for an English
    /// one.
    FOREIGN = ["auf", "avec", "che", "como", "dans", "das", "de", "dei", "del", "della", "der", "des", "di", "dos", "du", "een", "ein", "eine", "el", "em", "en", "est", "et", "foi", "het", "il", "ist", "la", "las", "le", "les", "los", "mais", "mit", "nel", "nicht", "ou", "para", "pela", "pelo", "por", "que", "qui", "se", "sono", "sua", "sur", "uma", "una", "und", "une", "voor", "zu"],
    /// Months.
    MONTH = ["april", "august", "december", "february", "january", "july", "june", "march", "may", "november", "october", "september"],
    /// Parts of so many names that texts capitalise them more often than they deserve alone.
    NEEDS_NAME = ["central", "east", "eastern", "middle", "north", "northeast", "northern", "northwest", "south", "southeast", "southern", "southwest", "states", "upper", "west", "western"],
    /// Abbreviations that are written in lower case.
    SMALL = ["a.k.a", "a.k.a.", "a.m", "a.m.", "e.g", "e.g.", "etc", "i.e", "i.e.", "p.a", "p.m", "p.m.", "vs"],
    /// "I", with or without its verb.
    FIRST_PERSON = ["i", "i'd", "i'll", "i'm", "i've"],
    /// Words that writers put where they mean another one: "there" for "their", "it" for "its". Not the commonest ("the",
    /// "of"), which are hardly ever put for the rarer ones and would be looked at in every sentence.
    CONFUSABLE = ["accept", "advice", "advise", "affect", "affects", "angel", "angle", "as", "ask", "bare", "bear", "board", "bored", "brake", "break", "breath", "breathe", "buy", "choose", "chose", "complement", "compliment", "council", "counsel", "dairy", "desert", "dessert", "diary", "effect", "effects", "every", "except", "fair", "fare", "first", "fist", "flour", "flower", "form", "hear", "heard", "herd", "here", "hole", "is", "it", "it's", "its", "knew", "know", "lead", "led", "loose", "lose", "manager", "manger", "me", "meat", "meet", "new", "no", "now", "off", "one", "passed", "past", "peace", "piece", "plain", "plane", "principal", "principle", "quiet", "quite", "sea", "see", "son", "steal", "steel", "sun", "than", "their", "them", "then", "there", "they", "they're", "thorough", "threw", "through", "too", "two", "united", "untied", "waist", "wait", "waste", "weak", "wear", "weather", "week", "weight", "were", "where", "whether", "which", "who's", "whole", "whose", "witch", "you", "you're", "your"],
    /// Words that machines read where a commoner one stands: "bad" for "had".
    MISREAD = ["bad", "bat", "be", "bis", "bow", "end", "hut"],
    /// Words of old spelling, which no dictionary of our time need hold and which are right where they stand. Those that are
    /// words of our time too ("bee", "doe", "vs") say nothing.
    OLD = ["dost", "doth", "euer", "euery", "giue", "goe", "hast", "hath", "haue", "hee", "loue", "mee", "neuer", "onely", "owne", "quoth", "saith", "selfe", "shalt", "shee", "thee", "thereof", "thine", "thou", "thy", "unto", "vnto", "vpon", "wee", "wherein", "wilt", "ye"],
}

/// The longest member of any class.
const LONGEST: usize = 14;

/// For each length, the first letters of the members that are so long: most words are of no class, and told by that.
const BEGINNINGS: [u32; LONGEST + 1] = {
    let mut beginnings = [0; LONGEST + 1];
    let mut class = 0;
    while class < Classes::MEMBERS.len() {
        let members = Classes::MEMBERS[class].1;
        let mut at = 0;
        while at < members.len() {
            beginnings[members[at].len()] |= 1 << (members[at].as_bytes()[0] - b'a');
            at += 1;
        }
        class += 1;
    }
    beginnings
};

/// Returns whether any member begins as `lower` does and is as long.
fn may_be_member(lower: &str) -> bool {
    let first = lower.bytes().next().filter(u8::is_ascii_lowercase);
    first.is_some_and(|first| BEGINNINGS.get(lower.len()).is_some_and(|letters| letters >> (first - b'a') & 1 == 1))
}

impl Classes {
    /// Returns the classes of a word in lower case.
    ///
    /// # Complexity
    ///
    /// O(log m) in the members of each class.
    pub(crate) fn of(lower: &str) -> Classes {
        if !may_be_member(lower) {
            return Classes::default();
        }
        let classes = Classes::MEMBERS.iter().map(|(class, _)| class).filter(|class| class.holds(lower));
        Classes(classes.fold(0, |all, class| all | class.0))
    }

    /// Returns whether a word in lower case is in this one class.
    fn holds(self, lower: &str) -> bool {
        let member = |members: &[&str]| members.binary_search(&lower).is_ok();
        may_be_member(lower) && Classes::MEMBERS.iter().any(|(class, members)| *class == self && member(members))
    }

    /// Returns whether the word is in `class`, or in any of several.
    pub(crate) const fn has(self, class: Classes) -> bool {
        self.0 & class.0 != 0
    }
}

/// Returns whether a word in lower case is one of those of which a text is mostly made, and which stand beside any other.
pub(crate) fn is_function(lower: &str) -> bool {
    Classes::FUNCTION.holds(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_members_are_sorted_and_short_enough() {
        for (_, members) in Classes::MEMBERS {
            assert!(members.windows(2).all(|w| w[0] < w[1]), "{members:?}");
            assert!(members.iter().all(|word| word.len() <= LONGEST), "{members:?}");
        }
    }

    #[test]
    fn a_word_may_be_of_several_classes() {
        let may = Classes::of("may");
        assert!(may.has(Classes::MONTH) && may.has(Classes::CLOSED) && may.has(Classes::FUNCTION));
        assert!(!may.has(Classes::PARTICLE) && Classes::of("harbours") == Classes::default());
    }
}
