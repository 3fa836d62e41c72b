//! Whether a difference between text and page can be meant only here: what comes again, in either, leaves doubt.
//!
//! A refrain, a form's labels or a clause of a contract stand in many places, and an alignment that takes one copy for
//! another is as good by its score as the right one. So each difference is looked up by the words around it, wherever else
//! the text and the page have them, and by the line it stands in.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::anchor::Side;
use super::elsewhere::{Probe, seeds};
use super::repetition::{Spot, mark_rows, repeated};
use super::side_text::{ContextWords, SideText};
use super::similarity::Similarity;
use super::vocabulary::{FoldId, MixState};
use super::witness::{Unit, Witness};
use crate::lexicon::Lexicon;

/// Certainty that a difference stands where it was found.
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

/// ContextWords by whose hash a place is found: of five words around, three stand on one side.
pub(super) const SEED: usize = 3;
/// ContextWords less alike than this are no misreading of one another, per mille.
const ALIKE: u16 = 700;
/// Nor is one name a misreading of another that is as little alike as this.
const NO_MISREADING: u16 = 400;
/// Similarity of several words, some of which may be in other places.
const ALIKE_TOGETHER: u16 = 850;
/// Of the words on each side of a deletion, so many are the page's where no other place is in question.
const LEAST_AROUND: usize = 2;
/// Differences beside the same three words of which each is looked up; the rest are contested at once.
pub(super) const MOST_PROBES: usize = 64;
/// ContextWords by which a deletion may slide along a repetition.
const MOST_SHIFT: usize = 64;
/// ContextWords of the page, at least, that two passages of the text claim.
const LEAST_CLAIM: usize = 8;
/// FoldedTokens between a word that the page has elsewhere and another that is of the same passage.
const NEAR: usize = 8;
/// Letters of words of which two in a row are seldom met again by chance.
const TELLING: usize = 4;
/// A difference that is being looked up.
pub(super) struct Question {
    pub(super) witness: usize,
    pub(super) unit: usize,
    /// The differing stretch, as far as it can slide along a repetition.
    pub(super) text: Range<usize>,
    pub(super) page: Range<usize>,
    /// The words are the same: it is told apart by letters, marks and spaces.
    pub(super) exact: bool,
    /// In other capitals, that is.
    pub(super) recased: bool,
    pub(super) needs_proof: bool,
    /// It may not slide, or but to where the same is taken away.
    pub(super) firm: bool,
    /// Words by which it may slide.
    pub(super) slid: usize,
    /// Set if on the left and on the right at least three words are equal that nothing else stands beside.
    pub(super) sole: (bool, bool),
    /// Both sides have known words, and unlike ones.
    pub(super) exchanged: bool,
    /// Number of times that page and text have the page's words in the page's surroundings, beside the place itself.
    pub(super) copies: usize,
    pub(super) claims: usize,
    pub(super) placement: Placement,
}

impl Question {
    /// Returns what all that was taken down comes to.
    fn concluded(&self) -> Placement {
        let claimed = self.claims > self.copies;
        let loose = self.exchanged && self.sole == (false, false);
        match self.placement {
            Placement::Sole if claimed || loose => Placement::Contested,
            placement => placement,
        }
    }
}

/// Looks for other places of what differs between a text and one page.
pub(crate) struct Examiner<'a> {
    pub(crate) text: SideText<'a>,
    pub(crate) page: SideText<'a>,
    pub(crate) lexicon: &'a Lexicon,
    /// Number of times that each folded form occurs in that reference which has it most often.
    pub(crate) in_page: &'a [u32],
    /// Number of times that each folded form occurs in the text.
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
        let words =
            |side: Side<'_>, tokens: &Range<usize>| side.words.before(tokens.start)..side.words.before(tokens.end);
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
        contest_neighbours(&mut questions);
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

    /// Returns whether words are no misreading of others.
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
            let (word, name) = (self.text.side.tokens.id(*own), self.page.side.tokens.id(*other));
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
                let at = here.side.words.token(word);
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

    /// Returns whether the alignment goes on, on both sides of a stretch.
    fn is_surrounded(&self, question: &Question) -> bool {
        let (ours, theirs) = (self.probe(0, question, true), self.probe(0, question, false));
        let equal = |ours: &ContextWords, theirs: &ContextWords| {
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
            || !self.text.side.tokens.starts_line(of.text.start)
            || end < self.text.side.tokens.len() && !self.text.side.tokens.starts_line(end);
        if ours.is_empty() != theirs.is_empty() {
            self.slide(&mut question, ours.len().max(theirs.len()));
        }
        question
    }

    /// Returns the unit without the tokens that are the same at both its ends, if it has any others.
    fn core(&self, of: &Unit) -> (Range<usize>, Range<usize>) {
        let (mut text, mut page) = (of.text.clone(), of.page.clone());
        let same = |ours: usize, theirs: usize| self.text.side.tokens.id(ours) == self.page.side.tokens.id(theirs);
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
        let widen = |written: &SideText<'_>, range: &Range<usize>| {
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

    /// Returns whether a capital stands at the end of a line, or begins one, and what is beside it within the line is not what
    /// the page has.
    fn is_loose(&self, question: &Question, own: &Probe, theirs: &Probe, similarity: &mut Similarity) -> bool {
        let mut unlike = |ours: &ContextWords, theirs: &ContextWords| match (ours.ids(), theirs.ids()) {
            ([ours, ..], [theirs, ..]) => similarity.of(self.text.vocabulary, *ours, *theirs, ALIKE) < ALIKE,
            (ours, theirs) => ours.len() != theirs.len(),
        };
        let begins = |written: &SideText<'_>, at: usize| at >= written.side.tokens.len() || written.begins_line(at);
        let (text, page) = (&question.text, &question.page);
        let at_start = begins(&self.text, text.start) || begins(&self.page, page.start);
        let at_end = begins(&self.text, text.end) || begins(&self.page, page.end);
        at_start && unlike(&own.right, &theirs.right) || at_end && unlike(&own.left, &theirs.left)
    }

    fn is_known(&self, id: FoldId) -> bool {
        self.lexicon.contains(self.text.vocabulary.form(id)) || count(self.in_page, id) > 0
    }
}

/// Returns what is attested stays so; what is contested stays so against what is not.
pub(super) fn raise(placement: &mut Placement, to: Placement) {
    if *placement != Placement::Attested && to != Placement::Sole {
        *placement = to;
    }
}

/// Returns the words next to a stretch that repeat it, from it outwards: as many as go on with its own words.
fn slid(beside: impl Iterator<Item = usize>, inner: Vec<FoldId>, written: &SideText<'_>) -> Vec<usize> {
    let mut expected = inner.into_iter().cycle();
    beside.take(MOST_SHIFT).take_while(|&at| expected.next() == Some(written.side.tokens.id(at))).collect()
}

/// Leaves in doubt what lies where the page's words are claimed by two passages of the text.
fn contest_claims(page: &SideText<'_>, witnesses: &[Witness], questions: &mut [Question]) {
    let each = witnesses.iter().enumerate();
    let mut claims: Vec<(Range<usize>, usize)> =
        each.flat_map(|(w, witness)| witness.held.iter().map(move |range| (range.clone(), w))).collect();
    claims.sort_unstable_by_key(|(range, w)| (range.start, range.end, *w));
    // By two witnesses: the tokens of the page that both hold, from the first to the last, and how many words.
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

/// Leaves in doubt what stands beside words that the page has elsewhere: it is there that the rest belongs.
fn contest_neighbours(questions: &mut [Question]) {
    let attested: Vec<(usize, Range<usize>)> = questions
        .iter()
        .filter(|question| question.placement == Placement::Attested)
        .map(|question| (question.witness, question.text.clone()))
        .collect();
    for question in questions {
        let first = attested
            .partition_point(|(witness, text)| (*witness, text.end + NEAR) < (question.witness, question.text.start));
        let near = attested
            .get(first)
            .is_some_and(|(witness, text)| *witness == question.witness && text.start <= question.text.end + NEAR);
        if near && !question.exact {
            raise(&mut question.placement, Placement::Contested);
        }
    }
}
