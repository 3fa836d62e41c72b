//! Whether a difference between text and page can be meant only here: what comes again, in either, leaves doubt.
//!
//! A refrain, a form's labels or a clause of a contract stand in many places, and an alignment that takes one copy for
//! another is as good by its score as the right one. So each difference is looked up by the words around it, wherever else
//! the text and the page have them, and by the line it stands in.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::anchor::Side;
use super::repetition::{Spot, mark_rows, repeated};
use super::similarity::Similarity;
use super::vocabulary::{FoldId, MixState, Vocabulary, mix};
use super::witness::{Unit, Witness};
use crate::lexicon::Lexicon;
use crate::steps;

/// How well it is known that a difference stands where it was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Placement {
    /// Nothing in text or page speaks for another place.
    #[default]
    Sole,
    /// The page has the text's own words in the same surroundings or in the same line, if elsewhere.
    Attested,
    /// The surroundings come again with other words in them, or the page's words are claimed by two places of the text.
    Contested,
}

/// Words on each side that are looked at.
const CONTEXT: usize = 5;
/// Words by whose hash a place is found: of five words around, three stand on one side.
const SEED: usize = 3;
/// Equal words around, on both sides together, from which on a place is another copy.
const LEAST_CONTEXT: usize = 5;
/// Equal words around the text's own words from which on the page has these too.
const LEAST_ATTESTED: usize = 3;
/// Words less alike than this are no misreading of one another, per mille.
const ALIKE: u16 = 700;
/// Nor is one name a misreading of another that is as little alike as this.
const NO_MISREADING: u16 = 400;
/// The same of several words, some of which may be in other places.
const ALIKE_TOGETHER: u16 = 850;
/// Of the words on each side of a deletion, so many are the page's where no other place is in question.
const LEAST_AROUND: usize = 2;
/// Words next to a deletion that may differ too.
const MOST_SKIPPED: usize = 2;
/// Differences beside the same three words of which each is looked up; the rest are contested at once.
const MOST_PROBES: usize = 64;
/// Marks between two words beyond which nothing is looked at.
const MOST_MARKS: usize = 32;
/// Words by which a deletion may slide along a repetition.
const MOST_SHIFT: usize = 64;
/// Words of the page, at least, that two passages of the text claim.
const LEAST_CLAIM: usize = 8;
/// Atoms between a word that the page has elsewhere and another that is of the same passage.
const NEAR: usize = 8;
/// Letters of words of which two in a row are seldom met again by chance.
const TELLING: usize = 4;
/// Words of a line that is taken as a whole: from a label with its value up to a long verse.
const LINE: std::ops::RangeInclusive<usize> = 2..=24;

/// One side as written.
#[derive(Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) side: Side<'a>,
    pub(crate) source: &'a str,
    pub(crate) vocabulary: &'a Vocabulary,
}

/// Words next to a difference, the nearest first.
#[derive(Clone, Copy, Debug)]
struct Words {
    atoms: [usize; CONTEXT],
    ids: [FoldId; CONTEXT],
    len: usize,
}

impl Words {
    fn take(written: &Written<'_>, atoms: impl Iterator<Item = usize>) -> Words {
        let mut words = Words { atoms: [0; CONTEXT], ids: [FoldId(0); CONTEXT], len: 0 };
        for at in atoms.take(CONTEXT) {
            (words.atoms[words.len], words.ids[words.len]) = (at, written.side.atoms.id(at));
            words.len += 1;
        }
        words
    }

    fn ids(&self) -> &[FoldId] {
        &self.ids[..self.len]
    }

    fn nearest(&self) -> Option<usize> {
        (self.len > 0).then_some(self.atoms[0])
    }

    /// Whether three words in a row are those of `other`, perhaps behind another difference, or all that there are.
    fn holds(&self, other: &Words) -> bool {
        let run = |skip: usize, others: usize| {
            let (ours, theirs) = (self.ids().get(skip..), other.ids().get(others..));
            ours.into_iter().flatten().zip(theirs.into_iter().flatten()).take_while(|(a, b)| a == b).count()
        };
        let all = self.len < CONTEXT && self.len == other.len && self.len > 0 && run(0, 0) == self.len;
        all || (0..=MOST_SKIPPED).any(|ours| (0..=MOST_SKIPPED).any(|theirs| run(ours, theirs) >= SEED))
    }

    /// How many of the nearest words are those of `other`.
    fn run(&self, other: &Words) -> usize {
        self.ids().iter().zip(other.ids()).take_while(|(a, b)| a == b).count()
    }
}

impl<'a> Written<'a> {
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.vocabulary.is_word(self.side.atoms.id(at))
    }

    fn before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut marks = 0;
        let near = (0..at).rev().take_while(move |&at| {
            marks = if self.is_word(at) { 0 } else { marks + 1 };
            marks <= MOST_MARKS
        });
        near.filter(|&at| self.is_word(at))
    }

    fn from(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut marks = 0;
        let near = (at..self.side.atoms.len()).take_while(move |&at| {
            marks = if self.is_word(at) { 0 } else { marks + 1 };
            marks <= MOST_MARKS
        });
        near.filter(|&at| self.is_word(at))
    }

    pub(super) fn words(&self, range: Range<usize>) -> impl Iterator<Item = FoldId> + use<'a> {
        let vocabulary = self.vocabulary;
        self.side.atoms.ids()[range].iter().copied().filter(move |&id| vocabulary.is_word(id))
    }

    fn letters(&self, range: Range<usize>) -> impl Iterator<Item = char> + '_ {
        range.flat_map(|at| self.surface(at).chars()).filter(|c| c.is_alphabetic())
    }

    fn surface(&self, at: usize) -> &'a str {
        self.source.get(self.side.atoms.span(at).range()).unwrap_or_default()
    }

    /// Whether a line, a sentence or a cell begins with atom `at`.
    pub(super) fn begins_line(&self, at: usize) -> bool {
        let ends = |id: FoldId| matches!(self.vocabulary.form(id), "." | "!" | "?" | ";" | "/" | "|");
        at == 0 || self.side.atoms.starts_line(at) || ends(self.side.atoms.id(at - 1))
    }

    /// The line, sentence or cell that holds atom `at`, if it is short enough to be told by its words.
    pub(super) fn line(&self, at: usize) -> Option<Range<usize>> {
        let most = *LINE.end() * 2;
        let start = (0..=at).rev().take(most).find(|&at| self.begins_line(at))?;
        let len = self.side.atoms.len();
        let end = (at + 1..=len).take(most).find(|&at| at == len || self.begins_line(at))?;
        LINE.contains(&self.words(start..end).count()).then_some(start..end)
    }

    /// Hash of the line's words, folded or as written.
    fn line_hash(&self, line: Range<usize>, exact: bool) -> u64 {
        let words = line.filter(|&at| exact || self.is_word(at));
        words.fold(u64::from(exact), |hash, at| {
            let atom = if exact {
                super::vocabulary::hash_bytes(self.surface(at).as_bytes())
            } else {
                u64::from(self.side.atoms.id(at).0)
            };
            mix(hash.rotate_left(7) ^ mix(atom.wrapping_add(1)))
        })
    }
}

/// The surroundings of a difference on one side.
struct Probe {
    unit: usize,
    /// Whose words these are.
    of_text: bool,
    left: Words,
    right: Words,
    /// The words between them.
    inner: Vec<FoldId>,
    /// Equal words on both sides of text and page: from as many on, another place unsettles a deletion.
    runs: (usize, usize),
    /// It begins or ends a line: fewer words around it can be its own.
    at_edge: bool,
}

impl Probe {
    fn least(&self) -> usize {
        LEAST_CONTEXT.min(self.left.len + self.right.len)
    }

    /// How many equal words around attest the inner ones: the more of these, the fewer.
    fn least_attested(&self) -> usize {
        match self.inner.len() {
            0 => LEAST_ATTESTED + 1,
            1 | 2 => LEAST_ATTESTED - usize::from(self.at_edge),
            3 | 4 => 2,
            _ => 1,
        }
    }

    /// Three words in a row by which it is found: those on its left, on its right, and those that reach into it, each with
    /// what they are to it.
    fn grams(&self) -> Vec<([FoldId; SEED], Seed)> {
        let mut grams = Vec::with_capacity(5);
        let (left, right, inner) = (self.left.ids(), self.right.ids(), &self.inner[..]);
        if let [a, b, c, ..] = *left {
            grams.push(([c, b, a], Seed::Left));
        }
        if let [a, b, c, ..] = *right {
            grams.push(([a, b, c], Seed::Right));
        }
        if !self.of_text {
            return grams;
        }
        match (left, inner, right) {
            ([a, b, ..], [], [c, ..]) => grams.push(([*b, *a, *c], Seed::Across(2))),
            ([a, b, ..], [c, ..], _) => grams.push(([*b, *a, *c], Seed::Across(2))),
            _ => {}
        }
        match (left, inner, right) {
            ([a, ..], [], [b, c, ..]) => grams.push(([*a, *b, *c], Seed::Across(1))),
            (_, [.., a], [b, c, ..]) => grams.push(([*a, *b, *c], Seed::Within(inner.len() - 1))),
            _ => {}
        }
        if let [a, b, c, ..] = *inner {
            grams.push(([a, b, c], Seed::Within(0)));
        }
        grams
    }
}

/// Where three words stand that are found elsewhere.
#[derive(Clone, Copy)]
enum Seed {
    /// Next to the difference, on its left.
    Left,
    /// On its right.
    Right,
    /// So many words before the first of its inner ones.
    Across(usize),
    /// So many words behind the first of its inner ones.
    Within(usize),
}

/// A difference that is being looked up.
struct Question {
    witness: usize,
    unit: usize,
    /// The differing stretch, as far as it can slide along a repetition.
    text: Range<usize>,
    page: Range<usize>,
    /// The words are the same: it is told apart by letters, marks and blanks.
    exact: bool,
    /// In other capitals, that is.
    recased: bool,
    needs_proof: bool,
    /// It may not slide, or but to where the same is taken away.
    firm: bool,
    /// By how many words it may slide.
    slid: usize,
    /// Whether on the left and on the right at least three words are equal that nothing else stands beside.
    sole: (bool, bool),
    /// Both sides have known words, and unlike ones.
    exchanged: bool,
    /// How often page and text have the page's words in the page's surroundings, beside the place itself.
    copies: usize,
    claims: usize,
    placement: Placement,
}

impl Question {
    /// What all that was taken down comes to.
    fn concluded(&self) -> Placement {
        let claimed = self.claims > self.copies;
        let loose = self.exchanged && self.sole == (false, false);
        match self.placement {
            Placement::Sole if claimed || loose => Placement::Contested,
            placement => placement,
        }
    }
}

/// Where a rival was met.
#[derive(Clone, Copy)]
struct At {
    in_text: bool,
    /// By the words on its left.
    met_from_left: bool,
    /// It is the place itself.
    home: bool,
}

/// Another place with the surroundings of a difference.
struct Rival {
    /// Equal words on each side.
    left: usize,
    right: usize,
    middle: Range<usize>,
}

/// Looks for other places of what differs between a text and one page.
pub(crate) struct Examiner<'a> {
    pub(crate) text: Written<'a>,
    pub(crate) page: Written<'a>,
    pub(crate) lexicon: &'a Lexicon,
    /// How often each folded form occurs in that reference which has it most often.
    pub(crate) in_page: &'a [u32],
    /// How often each folded form occurs in the text.
    pub(crate) in_text: &'a [u32],
}

fn count(counts: &[u32], id: FoldId) -> u32 {
    counts.get(id.0 as usize).copied().unwrap_or(0)
}

impl Examiner<'_> {
    /// Tells each unit of the witnesses, all of one page, whether it can be meant only where it stands.
    ///
    /// # Complexity
    ///
    /// O(n + m) in the words of text and page where there is any difference; nothing where there is none.
    pub(crate) fn examine(&self, witnesses: &mut [Witness], similarity: &mut Similarity) {
        let mut questions: Vec<Question> = Vec::new();
        for (w, witness) in witnesses.iter().enumerate() {
            questions.extend(witness.units.iter().enumerate().map(|(u, unit)| self.question((w, u), unit)));
        }
        if questions.is_empty() {
            return;
        }
        let words = |side: Side<'_>, atoms: &Range<usize>| side.words.before(atoms.start)..side.words.before(atoms.end);
        let spot = |question: &Question| Spot {
            text: words(self.text.side, &question.text),
            page: words(self.page.side, &question.page),
        };
        let spots: Vec<Spot> = questions.iter().map(spot).collect();
        let mut repeated = repeated(&self.text, &self.page, &spots);
        let places: Vec<_> = questions.iter().map(|question| (question.text.clone(), question.page.clone())).collect();
        mark_rows(&self.text, &self.page, &places, &mut repeated);
        self.look_for_moved(&mut questions, similarity);
        self.look_for_names(&mut questions, similarity);
        contest_claims(&self.page, witnesses, &mut questions);
        let mut at = 0;
        questions.retain(|question| {
            at += 1;
            let keep = repeated[at - 1] || question.slid > 0 || question.placement != Placement::Sole;
            if !keep && question.needs_proof {
                let unit = &mut witnesses[question.witness].units[question.unit];
                unit.proven = self.is_surrounded(question);
            }
            keep
        });
        let mut probes = Vec::with_capacity(2 * questions.len());
        for (index, question) in questions.iter_mut().enumerate() {
            let own = self.probe(index, question, true);
            let theirs = self.probe(index, question, false);
            let runs = (own.left.run(&theirs.left), own.right.run(&theirs.right));
            self.demand_proof(question, &own, &theirs, similarity);
            question.sole = (own.left.holds(&theirs.left), own.right.holds(&theirs.right));
            probes.extend([Probe { runs, ..own }, Probe { runs, ..theirs }]);
        }
        self.look_beside(&probes, &mut questions, similarity);
        let seeds = seeds(&probes, &mut questions);
        self.scan(true, &probes, &seeds, &mut questions);
        self.scan(false, &probes, &seeds, &mut questions);
        self.look_up_lines(&mut questions);
        // Beside words that the page has elsewhere, it is elsewhere that the rest belongs.
        let attested: Vec<(usize, Range<usize>)> = questions
            .iter()
            .filter(|question| question.placement == Placement::Attested)
            .map(|question| (question.witness, question.text.clone()))
            .collect();
        for question in &mut questions {
            let first = attested.partition_point(|(witness, text)| {
                (*witness, text.end + NEAR) < (question.witness, question.text.start)
            });
            let near = attested
                .get(first)
                .is_some_and(|(witness, text)| *witness == question.witness && text.start <= question.text.end + NEAR);
            if near && !question.exact {
                raise(&mut question.placement, Placement::Contested);
            }
        }
        for question in questions {
            let unit = &mut witnesses[question.witness].units[question.unit];
            unit.placement = question.concluded();
            unit.proven = !question.needs_proof || question.firm && question.sole == (true, true);
        }
    }

    /// Where a passage comes again, fewer words than the text has must be proven to be enough, and none of those that go may
    /// be another copy's.
    fn demand_proof(&self, question: &mut Question, own: &Probe, theirs: &Probe, similarity: &mut Similarity) {
        let (ours, theirs) = (&own.inner, &theirs.inner);
        if ours.len() <= theirs.len() || question.slid > 0 {
            return;
        }
        question.needs_proof = true;
        let mut is_gone = |id: FoldId| {
            self.text.vocabulary.chars(id) >= TELLING
                && count(self.in_page, id) > 0
                && theirs.iter().all(|&other| similarity.of(self.text.vocabulary, id, other, ALIKE) < ALIKE)
        };
        question.firm &= ours.len() == 1 || !ours.iter().any(|&id| is_gone(id));
    }

    /// Whether words are no misreading of others.
    fn unlike(&self, ours: &[FoldId], theirs: &[FoldId], similarity: &mut Similarity) -> bool {
        let form = |ids: &[FoldId]| ids.iter().map(|&id| self.text.vocabulary.form(id)).collect::<String>();
        let least = if ours.len() > 2 { ALIKE_TOGETHER } else { ALIKE };
        similarity.of_text(&form(ours), &form(theirs)) < least
    }

    /// Leaves alone a name that stands for another one which the text has too: each of them may be right in its own row.
    fn look_for_names(&self, questions: &mut [Question], similarity: &mut Similarity) {
        for question in questions.iter_mut().filter(|question| !question.exact) {
            let ours: Vec<usize> = question.text.clone().filter(|&at| self.text.is_word(at)).collect();
            let theirs: Vec<usize> = question.page.clone().filter(|&at| self.page.is_word(at)).collect();
            let ([own], [other]) = (&ours[..], &theirs[..]) else { continue };
            let (word, name) = (self.text.side.atoms.id(*own), self.page.side.atoms.id(*other));
            let capital = |surface: &str| surface.chars().next().is_some_and(char::is_uppercase);
            let long = [word, name].iter().all(|&id| self.text.vocabulary.chars(id) >= TELLING);
            let names = long && capital(self.text.surface(*own)) && capital(self.page.surface(*other));
            if names
                && count(self.in_text, name) > 0
                && similarity.of(self.text.vocabulary, word, name, 0) < NO_MISREADING
            {
                question.placement = Placement::Contested;
            }
        }
    }

    /// Leaves alone what was moved: words that the text alone has here, and the page elsewhere; and the other way round.
    fn look_for_moved(&self, questions: &mut [Question], similarity: &mut Similarity) {
        let asked: Vec<bool> = questions
            .iter()
            .map(|question| {
                let ours: Vec<FoldId> = self.text.words(question.text.clone()).collect();
                let theirs: Vec<FoldId> = self.page.words(question.page.clone()).collect();
                let shared = ours.iter().any(|&id| self.text.vocabulary.chars(id) >= TELLING && theirs.contains(&id));
                let open = !question.exact && question.slid == 0 && !shared;
                open && (question.needs_proof
                    || ours.len().max(theirs.len()) > 1 && self.unlike(&ours, &theirs, similarity))
            })
            .collect();
        let telling = |pair: &[FoldId], least: usize| pair.iter().all(|&id| self.text.vocabulary.chars(id) >= least);
        for in_text in [false, true] {
            let (own, here) = if in_text { (&self.page, &self.text) } else { (&self.text, &self.page) };
            let mut pairs: HashMap<u64, Vec<u32>, MixState> = HashMap::with_hasher(MixState);
            for (index, question) in questions.iter().enumerate().filter(|&(index, _)| asked[index]) {
                let extra = question.needs_proof && !in_text;
                let stretch = if in_text { &question.page } else { &question.text };
                let words: Vec<FoldId> = own.words(stretch.clone()).collect();
                for pair in words.windows(2).filter(|pair| telling(pair, if extra { 1 } else { TELLING })) {
                    pairs.entry(Side::gram_hash(pair)).or_default().push(index as u32);
                }
            }
            if pairs.is_empty() {
                continue;
            }
            here.side.each_gram(0..here.side.words.len(), 2, |word, hash, _| {
                let Some(found) = pairs.get_mut(&hash) else { return };
                let at = here.side.words.atom(word);
                found.retain(|&index| {
                    let question = &mut questions[index as usize];
                    let home = if in_text { &question.text } else { &question.page };
                    let away = at + 1 < home.start || at >= home.end;
                    if away && question.needs_proof {
                        question.firm = false;
                    } else if away {
                        question.placement = Placement::Contested;
                    }
                    // Once is enough.
                    !away
                });
            });
        }
    }

    /// Whether the alignment goes on, on both sides of a stretch.
    fn is_surrounded(&self, question: &Question) -> bool {
        let (ours, theirs) = (self.probe(0, question, true), self.probe(0, question, false));
        let equal = |ours: &Words, theirs: &Words| {
            let equal = ours.ids().iter().filter(|id| theirs.ids().contains(id)).count();
            equal >= LEAST_AROUND || equal == ours.len && equal > 0
        };
        question.firm && equal(&ours.left, &theirs.left) && equal(&ours.right, &theirs.right)
    }

    fn question(&self, (witness, unit): (usize, usize), of: &Unit) -> Question {
        let ours: Vec<FoldId> = self.text.words(of.text.clone()).collect();
        let theirs: Vec<FoldId> = self.page.words(of.page.clone()).collect();
        let (text, page) = self.core(of);
        let mut question = Question {
            witness,
            unit,
            text,
            page,
            exact: ours == theirs,
            recased: self.text.letters(of.text.clone()).ne(self.page.letters(of.page.clone())),
            needs_proof: theirs.is_empty() && !ours.is_empty(),
            firm: true,
            slid: 0,
            sole: (false, false),
            exchanged: false,
            copies: 0,
            claims: 0,
            placement: Placement::Sole,
        };
        // A line of its own is no slip of whoever wrote it.
        let end = of.text.end;
        question.firm = !question.needs_proof
            || !self.text.side.atoms.starts_line(of.text.start)
            || end < self.text.side.atoms.len() && !self.text.side.atoms.starts_line(end);
        if ours.is_empty() != theirs.is_empty() {
            self.slide(&mut question, ours.len().max(theirs.len()));
        }
        question
    }

    /// The unit without the atoms that are the same at both its ends, if it has any others.
    fn core(&self, of: &Unit) -> (Range<usize>, Range<usize>) {
        let (mut text, mut page) = (of.text.clone(), of.page.clone());
        let same = |ours: usize, theirs: usize| self.text.side.atoms.id(ours) == self.page.side.atoms.id(theirs);
        while text.len() > 1 && page.len() > 1 && same(text.start, page.start) {
            (text.start, page.start) = (text.start + 1, page.start + 1);
        }
        while text.len() > 1 && page.len() > 1 && same(text.end - 1, page.end - 1) {
            (text.end, page.end) = (text.end - 1, page.end - 1);
        }
        (text, page)
    }

    /// Widens a stretch of `count` words, which only one side has, to all places to which it may slide: of "had had had"
    /// against "had had" nobody can tell which is one too many.
    ///
    /// A repetition is proven to be one only where it stands twice on the one side and once on the other.
    fn slide(&self, question: &mut Question, count: usize) {
        let extra = question.page.is_empty() || self.page.words(question.page.clone()).next().is_none();
        let (more, stretch) = if extra { (&self.text, &question.text) } else { (&self.page, &question.page) };
        let inner: Vec<FoldId> = more.words(stretch.clone()).collect();
        let back = slid(more.before(stretch.start), inner.iter().rev().copied().collect(), more);
        let ahead = slid(more.from(stretch.end), inner, more);
        let shift = back.len() + ahead.len();
        if shift == 0 {
            return;
        }
        question.needs_proof = true;
        question.slid = shift;
        question.firm = shift == count;
        let widen = |written: &Written<'_>, range: &Range<usize>| {
            let start = back.len().checked_sub(1).map_or(Some(range.start), |n| written.before(range.start).nth(n));
            let end =
                ahead.len().checked_sub(1).map_or(Some(range.end), |n| written.from(range.end).nth(n).map(|e| e + 1));
            Some(start?..end?)
        };
        match (widen(&self.text, &question.text), widen(&self.page, &question.page)) {
            (Some(text), Some(page)) => (question.text, question.page) = (text, page),
            _ => question.firm = false,
        }
    }

    /// Leaves in doubt what little around it holds in its place: a word for another one, where text and page have both; a
    /// capital on the last word of a passage.
    fn look_beside(&self, probes: &[Probe], questions: &mut [Question], similarity: &mut Similarity) {
        for (index, question) in questions.iter_mut().enumerate() {
            let [own, theirs] = &probes[2 * index..2 * index + 2] else { continue };
            if question.exact {
                if self.is_loose(question, own, theirs, similarity) {
                    question.placement = Placement::Contested;
                }
            } else if !own.inner.is_empty()
                && !theirs.inner.is_empty()
                && own.inner.iter().any(|&id| self.is_known(id))
                && self.unlike(&own.inner, &theirs.inner, similarity)
            {
                question.exchanged = own.runs.0 >= SEED || own.runs.1 >= SEED;
                let both_page = own.inner.iter().all(|&id| count(self.in_page, id) > 0);
                let both_text = theirs.inner.iter().all(|&id| count(self.in_text, id) > 0);
                if !question.exchanged && (both_page || both_text) {
                    question.placement = Placement::Contested;
                }
            }
        }
    }

    /// Whether a capital stands at the end of a line, or begins one, and what is beside it within the line is not what
    /// the page has.
    fn is_loose(&self, question: &Question, own: &Probe, theirs: &Probe, similarity: &mut Similarity) -> bool {
        let mut unlike = |ours: &Words, theirs: &Words| match (ours.ids(), theirs.ids()) {
            ([ours, ..], [theirs, ..]) => similarity.of(self.text.vocabulary, *ours, *theirs, ALIKE) < ALIKE,
            (ours, theirs) => ours.len() != theirs.len(),
        };
        let begins = |written: &Written<'_>, at: usize| at >= written.side.atoms.len() || written.begins_line(at);
        let (text, page) = (&question.text, &question.page);
        let at_start = begins(&self.text, text.start) || begins(&self.page, page.start);
        let at_end = begins(&self.text, text.end) || begins(&self.page, page.end);
        at_start && unlike(&own.right, &theirs.right) || at_end && unlike(&own.left, &theirs.left)
    }

    fn is_known(&self, id: FoldId) -> bool {
        self.lexicon.contains(self.text.vocabulary.form(id)) || count(self.in_page, id) > 0
    }

    fn probe(&self, unit: usize, question: &Question, of_text: bool) -> Probe {
        let (written, middle) = if of_text { (&self.text, &question.text) } else { (&self.page, &question.page) };
        Probe {
            unit,
            of_text,
            left: Words::take(written, written.before(middle.start)),
            right: Words::take(written, written.from(middle.end)),
            inner: written.words(middle.clone()).collect(),
            runs: (0, 0),
            at_edge: written.begins_line(middle.start)
                || middle.end >= written.side.atoms.len()
                || written.begins_line(middle.end),
        }
    }

    /// Looks for the surroundings of all differences in the text, or in the page.
    fn scan(&self, in_text: bool, probes: &[Probe], seeds: &Seeds, questions: &mut [Question]) {
        let here = if in_text { &self.text } else { &self.page };
        here.side.each_gram(0..here.side.words.len(), SEED, |word, hash, _| {
            let Some(found) = seeds.get(&hash) else { return };
            let ends = (here.side.words.atom(word), here.side.words.atom(word + SEED - 1));
            steps::take(found.len());
            for &(index, seed) in found {
                let probe = &probes[index as usize];
                let leftward = match seed {
                    Seed::Left => true,
                    Seed::Right => false,
                    Seed::Across(before) if !in_text => {
                        self.attest(probe, word + before, &mut questions[probe.unit]);
                        continue;
                    }
                    Seed::Within(behind) if !in_text => {
                        self.attest(probe, word.wrapping_sub(behind), &mut questions[probe.unit]);
                        continue;
                    }
                    Seed::Across(_) | Seed::Within(_) => continue,
                };
                let anchor = if leftward { ends.1 } else { ends.0 };
                // The words around it in the text, and in the page: two probes for each question.
                let own = &probes[2 * probe.unit + usize::from(!in_text)];
                let home = if leftward { own.left.nearest() } else { own.right.nearest() };
                if let Some(rival) = rival(here, probe, anchor, leftward) {
                    let at = At { in_text, met_from_left: leftward, home: home == Some(anchor) };
                    self.weigh(at, probe, &rival, &mut questions[probe.unit]);
                }
            }
        });
    }

    /// Takes down that the page has the text's own words, if it has them from word `first` on, among the same ones.
    fn attest(&self, probe: &Probe, first: usize, question: &mut Question) {
        let (words, count) = (self.page.side.words, probe.inner.len());
        if first.checked_add(count).is_none_or(|end| end > words.len()) {
            return;
        }
        let is = |at: usize, id: FoldId| at < words.len() && self.page.side.atoms.id(words.atom(at)) == id;
        if !probe.inner.iter().enumerate().all(|(i, &id)| is(first + i, id)) {
            return;
        }
        let left =
            probe.left.ids().iter().enumerate().take_while(|&(i, &id)| i < first && is(first - 1 - i, id)).count();
        let right = probe.right.ids().iter().enumerate().take_while(|&(i, &id)| is(first + count + i, id)).count();
        if left + right < probe.least_attested().min(probe.left.len + probe.right.len) {
            return;
        }
        let middle = match count.checked_sub(1) {
            Some(last) => words.atom(first)..words.atom(first + last) + 1,
            None if left > 0 && right > 0 => words.atom(first - 1) + 1..words.atom(first),
            None => return,
        };
        let ends = (left > 0, right > 0);
        // Blanks and marks are told only from between two words.
        let whole = question.recased || left > 0 && right > 0;
        if !question.exact || whole && are_written_alike((&self.text, &question.text), (&self.page, &middle), ends) {
            raise(&mut question.placement, Placement::Attested);
        }
    }

    /// Takes down what another place says of a difference.
    fn weigh(&self, at: At, probe: &Probe, rival: &Rival, question: &mut Question) {
        let At { in_text, met_from_left, home } = at;
        let here = if in_text { &self.text } else { &self.page };
        let ends = (rival.left > 0, rival.right > 0);
        let is = |own: &Written<'_>, stretch: &Range<usize>| {
            if question.exact {
                // Blanks and marks are told only from between two words.
                (question.recased || ends == (true, true))
                    && are_written_alike((own, stretch), (here, &rival.middle), ends)
            } else {
                own.words(stretch.clone()).eq(here.words(rival.middle.clone()))
            }
        };
        let (ours, theirs) = (is(&self.text, &question.text), is(&self.page, &question.page));
        let near = rival.left + rival.right >= probe.least();
        let mut placement = Placement::Sole;
        if near && !in_text && ours {
            placement = Placement::Attested;
        } else if home {
            return;
        } else if near && in_text {
            // Capitals and marks are damaged here and there; it is the page that shows how they belong.
            let other = if probe.of_text { !ours } else { !ours && !theirs };
            placement = if other && !question.exact { Placement::Contested } else { Placement::Sole };
        } else if near && !probe.of_text && !theirs {
            placement = Placement::Contested;
        }
        // What the page has may stand twice in it, if it stands there alike.
        let copy = !in_text && theirs && rival.left.min(rival.right) >= 2;
        if probe.of_text == in_text && !copy {
            question.sole.0 &= rival.left < probe.runs.0.max(SEED);
            question.sole.1 &= rival.right < probe.runs.1.max(SEED);
        }
        // Each place is met from its left first, if it has three words there.
        if near && !probe.of_text && theirs && (met_from_left || rival.left < SEED) {
            *if in_text { &mut question.claims } else { &mut question.copies } += 1;
        }
        raise(&mut question.placement, placement);
    }

    /// A line that the page has word for word is right as it stands, wherever the page has it.
    fn look_up_lines(&self, questions: &mut [Question]) {
        let mut asked: HashMap<u64, Vec<u32>, MixState> = HashMap::with_hasher(MixState);
        for (index, question) in questions.iter().enumerate() {
            let at = question.text.start;
            let told = !question.exact || question.recased;
            let within = told && !question.text.is_empty() && question.placement != Placement::Attested;
            if let Some(line) = within.then(|| self.text.line(at)).flatten() {
                if line.end >= question.text.end {
                    asked.entry(self.text.line_hash(line, question.exact)).or_default().push(index as u32);
                }
            }
        }
        if asked.is_empty() {
            return;
        }
        let mut start = 0;
        let mut met = HashSet::with_hasher(MixState);
        for end in 1..=self.page.side.atoms.len() {
            if end < self.page.side.atoms.len() && !self.page.begins_line(end) {
                continue;
            }
            let line = std::mem::replace(&mut start, end)..end;
            if line.len() > 2 * LINE.end() || !LINE.contains(&self.page.words(line.clone()).count()) {
                continue;
            }
            for exact in [false, true] {
                let hash = self.page.line_hash(line.clone(), exact);
                if met.insert(hash) {
                    for &index in asked.get(&hash).into_iter().flatten() {
                        questions[index as usize].placement = Placement::Attested;
                    }
                }
            }
        }
    }
}

/// What is attested stays so; what is contested stays so against what is not.
fn raise(placement: &mut Placement, to: Placement) {
    if *placement != Placement::Attested && to != Placement::Sole {
        *placement = to;
    }
}

/// The words next to a stretch that repeat it, from it outwards: as many as go on with its own words.
fn slid(beside: impl Iterator<Item = usize>, inner: Vec<FoldId>, written: &Written<'_>) -> Vec<usize> {
    let mut expected = inner.into_iter().cycle();
    beside.take(MOST_SHIFT).take_while(|&at| expected.next() == Some(written.side.atoms.id(at))).collect()
}

/// By the hash of three words: the probes beside which they stand, and where.
type Seeds = HashMap<u64, Vec<(u32, Seed)>, MixState>;

fn seeds(probes: &[Probe], questions: &mut [Question]) -> Seeds {
    let mut seeds: Seeds = HashMap::with_capacity_and_hasher(2 * probes.len(), MixState);
    for (index, probe) in probes.iter().enumerate() {
        let mut told = false;
        for (gram, seed) in probe.grams() {
            let entry = seeds.entry(Side::gram_hash(&gram)).or_default();
            if entry.len() < MOST_PROBES {
                entry.push((index as u32, seed));
                told = true;
            } else {
                raise(&mut questions[probe.unit].placement, Placement::Contested);
                questions[probe.unit].sole = (false, false);
            }
        }
        if !told {
            raise(&mut questions[probe.unit].placement, Placement::Contested);
        }
    }
    seeds
}

/// What stands at another place: `anchor` is the word there which is the probe's nearest on its left, or on its right.
fn rival(here: &Written<'_>, probe: &Probe, anchor: usize, leftward: bool) -> Option<Rival> {
    let (near, far) = if leftward { (&probe.left, &probe.right) } else { (&probe.right, &probe.left) };
    let matches = |ids: &[FoldId], words: &[usize]| {
        ids.iter().zip(words).take_while(|&(&id, &at)| id == here.side.atoms.id(at)).count()
    };
    let own = probe.inner.len();
    let most = own + 2;
    let (inward, outward): (Vec<usize>, Vec<usize>) = if leftward {
        (here.from(anchor + 1).take(most + CONTEXT).collect(), here.before(anchor + 1).take(CONTEXT).collect())
    } else {
        (here.before(anchor).take(most + CONTEXT).collect(), here.from(anchor).take(CONTEXT).collect())
    };
    let held = matches(near.ids(), &outward);
    if held < SEED {
        return None;
    }
    let behind = |gap: usize| matches(far.ids(), inward.get(gap..).unwrap_or_default());
    let mut best = (own, behind(own));
    if held + best.1 < probe.least() {
        for gap in 0..=most {
            let count = behind(gap);
            if count > best.1 {
                best = (gap, count);
            }
        }
    }
    let (gap, count) = best;
    // Where nothing is equal on the other side, as many words are looked at as the probe has, and at least one.
    let last = match (count, gap) {
        (1.., _) => inward.get(gap).copied().map(|at| if leftward { at } else { at + 1 }),
        (0, 0) => inward.first().copied().map(|at| if leftward { at + 1 } else { at }),
        (0, _) => inward.get(gap - 1).copied().map(|at| if leftward { at + 1 } else { at }),
    }?;
    let middle = if leftward { anchor + 1..last } else { last..anchor };
    // Where a line ends beside the equal words, what follows need not belong to them.
    if count == 0 && here.begins_line(if leftward { anchor + 1 } else { anchor }) {
        return None;
    }
    let (left, right) = if leftward { (held, count) } else { (count, held) };
    Some(Rival { left, right, middle })
}

/// Whether two stretches are the same to the letter, with the marks and blanks up to the words next to them where these are
/// equal.
fn are_written_alike(
    own: (&Written<'_>, &Range<usize>),
    other: (&Written<'_>, &Range<usize>),
    ends: (bool, bool),
) -> bool {
    let widened = |(written, range): (&Written<'_>, &Range<usize>)| {
        let start = if ends.0 { written.before(range.start).next().map_or(0, |at| at + 1) } else { range.start };
        let end = if ends.1 { written.from(range.end).next().unwrap_or(written.side.atoms.len()) } else { range.end };
        start..end
    };
    let trimmed = |(written, range): (&Written<'_>, &Range<usize>), wide: Range<usize>| {
        let start = if ends.0 { wide.start } else { written.from(wide.start).next().unwrap_or(range.start) };
        let end = if ends.1 { wide.end } else { written.before(wide.end).next().map_or(range.end, |at| at + 1) };
        start..end.max(start)
    };
    let (ours, theirs) = (trimmed(own, widened(own)), trimmed(other, widened(other)));
    let (own, other) = (own.0, other.0);
    let spaced = |written: &Written<'_>, at: usize| at < written.side.atoms.len() && written.side.atoms.is_spaced(at);
    ours.len() == theirs.len()
        && ours.clone().zip(theirs.clone()).all(|(a, b)| {
            own.surface(a) == other.surface(b) && (a == ours.start && !ends.0 || spaced(own, a) == spaced(other, b))
        })
        && (!ends.1 || spaced(own, ours.end) == spaced(other, theirs.end))
}

/// Leaves in doubt what lies where the page's words are claimed by two passages of the text.
fn contest_claims(page: &Written<'_>, witnesses: &[Witness], questions: &mut [Question]) {
    let each = witnesses.iter().enumerate();
    let mut claims: Vec<(Range<usize>, usize)> =
        each.flat_map(|(w, witness)| witness.held.iter().map(move |range| (range.clone(), w))).collect();
    claims.sort_unstable_by_key(|(range, w)| (range.start, range.end, *w));
    // By two witnesses: the atoms of the page that both hold, from the first to the last, and how many words.
    let mut shared: BTreeMap<(usize, usize), (Range<usize>, usize)> = BTreeMap::new();
    let mut open: Vec<(Range<usize>, usize)> = Vec::new();
    for (range, w) in claims {
        open.retain(|(other, _)| other.end > range.start);
        for (other, v) in &open {
            let (a, b) = (&witnesses[w].passage.0, &witnesses[*v].passage.0);
            if w != *v && (a.end <= b.start || b.end <= a.start) {
                let both = range.start.max(other.start)..range.end.min(other.end);
                let words = page.words(both.clone()).count();
                let entry = shared.entry((w.min(*v), w.max(*v))).or_insert((both.clone(), 0));
                entry.0.end = entry.0.end.max(both.end);
                entry.1 += words;
            }
        }
        if open.len() < MOST_PROBES {
            open.push((range, w));
        }
    }
    let mut doubts: Vec<Vec<Range<usize>>> = vec![Vec::new(); witnesses.len()];
    for ((w, v), (range, words)) in shared {
        if words >= LEAST_CLAIM {
            doubts[w].push(range.clone());
            doubts[v].push(range);
        }
    }
    for doubts in &mut doubts {
        doubts.sort_unstable_by_key(|doubt| doubt.start);
        doubts.dedup_by(|next, last| {
            let touch = next.start <= last.end;
            if touch {
                last.end = last.end.max(next.end);
            }
            touch
        });
    }
    for question in questions {
        let unit = &witnesses[question.witness].units[question.unit].page;
        let doubts = &doubts[question.witness];
        let first = doubts.partition_point(|doubt| doubt.end < unit.start);
        if doubts.get(first).is_some_and(|doubt| doubt.start <= unit.end) {
            raise(&mut question.placement, Placement::Contested);
        }
    }
}
