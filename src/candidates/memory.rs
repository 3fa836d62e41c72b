//! What searches found, kept from text to text: it depends on no text.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::channel::kept;
use super::search::{Found, Reach, Search};
use crate::channel::Channel;
use crate::lexicon::Lexicon;
use crate::lexicon::trie::Trie;

/// Bytes of questions and answers that are remembered at most; beyond it everything is forgotten.
///
/// Most questions are about two or three segments at once, and have no answer.
const REMEMBERED: usize = 12 << 20;

/// Where a question and its answer stand.
#[derive(Clone, Copy, Debug)]
struct Answer {
    question: (u32, u32),
    found: (u32, u32),
}

/// Searches, and remembers what they found.
///
/// # Memory
///
/// Twice [`REMEMBERED`] at most, since vectors double.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    search: Search,
    table: HashTable<Answer>,
    hash: DefaultHashBuilder,
    /// Of all questions: the reach and the symbols.
    questions: Vec<u8>,
    found: Vec<Found>,
    question: Vec<u8>,
}

impl Memory {
    /// Returns what may have been intended where `observed` stands.
    ///
    /// # Complexity
    ///
    /// That of [`Search::run`] the first time, O(n) in the symbols from then on.
    pub(super) fn search(
        &mut self,
        observed: &[u8],
        lexicon: &Lexicon,
        trie: &Trie,
        channel: &Channel,
        reach: Reach,
    ) -> &[Found] {
        if self.bytes() > REMEMBERED {
            self.table.clear();
            self.questions.clear();
            self.found.clear();
        }
        self.question.clear();
        self.question.extend([reach.beam as u8, reach.edits]);
        self.question.extend(reach.limit.to_le_bytes());
        self.question.extend_from_slice(observed);
        let hash = self.hash.hash_one(self.question.as_slice());
        let asked = |answer: &Answer| slice(&self.questions, answer.question) == self.question;
        let answer = match self.table.find(hash, asked) {
            Some(&answer) => answer,
            None => {
                let (first, at) = (self.found.len() as u32, self.questions.len() as u32);
                let result = self.search.run(observed, lexicon, trie, channel, reach);
                self.found.extend(kept(result, reach.kept));
                self.questions.extend_from_slice(&self.question);
                // Offsets fit: all is forgotten before.
                let answer =
                    Answer { question: (at, self.questions.len() as u32), found: (first, self.found.len() as u32) };
                let (hasher, questions) = (&self.hash, &self.questions);
                self.table.insert_unique(hash, answer, |other| hasher.hash_one(slice(questions, other.question)));
                answer
            }
        };
        slice(&self.found, answer.found)
    }

    /// Returns how much is remembered.
    fn bytes(&self) -> usize {
        self.table.len() * size_of::<Answer>() + self.questions.len() + size_of_val(self.found.as_slice())
    }
}

fn slice<T>(all: &[T], (start, end): (u32, u32)) -> &[T] {
    &all[start as usize..end as usize]
}

#[cfg(all(test, feature = "embedded"))]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn what_has_no_answer_takes_room_too() {
        let language = Language::english_words().expect("the images belong together");
        let lexicon = language.lexicon();
        let trie = Trie::open(ungarble_en::TRIE.into(), lexicon).expect("it is of this lexicon");
        let channel = Channel::english(lexicon.letters());
        let mut memory = Memory::default();
        let answer = memory.search(b"tbe", lexicon, &trie, &channel, Reach::WIDE).to_vec();
        assert!(!answer.is_empty());
        let mut forgotten = 0;
        for number in 0..600_000_u32 {
            let question: Vec<u8> = (0..6).map(|at| b'a' + (number >> (4 * at) & 15) as u8).collect();
            let before = memory.table.len();
            assert!(memory.search(&question, lexicon, &trie, &channel, Reach { limit: 0, ..Reach::JOINT }).is_empty());
            forgotten += usize::from(memory.table.len() < before);
            assert!(memory.bytes() < REMEMBERED + 100);
        }
        assert!(forgotten > 0);
        assert!(memory.questions.capacity() + memory.table.capacity() * size_of::<Answer>() <= 2 * REMEMBERED);
        for _ in 0..2 {
            assert_eq!(memory.search(b"tbe", lexicon, &trie, &channel, Reach::WIDE), answer);
        }
    }
}
