//! The surroundings of a difference, looked up wherever else the text and the page have them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::anchor::Side;
use super::placement::{Examiner, MOST_PROBES, Placement, Question, SEED, raise};
use super::side_text::{CONTEXT, ContextWords, LINE, SideText, are_written_alike};
use super::vocabulary::{FoldId, MixState};
use crate::steps;

/// Equal words around, on both sides together, from which on a place is another copy.
const LEAST_CONTEXT: usize = 5;
/// Equal words around the text's own words from which on the page has these too.
const LEAST_ATTESTED: usize = 3;

/// The surroundings of a difference on one side.
pub(super) struct Probe {
    pub(super) unit: usize,
    /// Whose words these are.
    pub(super) of_text: bool,
    pub(super) left: ContextWords,
    pub(super) right: ContextWords,
    /// The words between them.
    pub(super) inner: Vec<FoldId>,
    /// Equal words on both sides of text and page: from as many on, another place unsettles a deletion.
    pub(super) runs: (usize, usize),
    /// It begins or ends a line: fewer words around it can be its own.
    pub(super) at_edge: bool,
}

impl Probe {
    fn least(&self) -> usize {
        LEAST_CONTEXT.min(self.left.len + self.right.len)
    }

    /// Returns how many equal words around attest the inner ones: the more of these, the fewer.
    fn least_attested(&self) -> usize {
        match self.inner.len() {
            0 => LEAST_ATTESTED + 1,
            1 | 2 => LEAST_ATTESTED - usize::from(self.at_edge),
            3 | 4 => 2,
            _ => 1,
        }
    }

    /// Returns three words in a row by which it is found: those on its left, on its right, and those that reach into it, each with
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
pub(super) enum Seed {
    /// Next to the difference, on its left.
    Left,
    /// On its right.
    Right,
    /// So many words before the first of its inner ones.
    Across(usize),
    /// So many words behind the first of its inner ones.
    Within(usize),
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

impl Examiner<'_> {
    pub(super) fn probe(&self, unit: usize, question: &Question, of_text: bool) -> Probe {
        let (written, middle) = if of_text { (&self.text, &question.text) } else { (&self.page, &question.page) };
        Probe {
            unit,
            of_text,
            left: ContextWords::take(written, written.before(middle.start)),
            right: ContextWords::take(written, written.from(middle.end)),
            inner: written.words(middle.clone()).collect(),
            runs: (0, 0),
            at_edge: written.begins_line(middle.start)
                || middle.end >= written.side.tokens.len()
                || written.begins_line(middle.end),
        }
    }

    /// Looks for the surroundings of all differences in the text, or in the page.
    pub(super) fn scan(&self, in_text: bool, probes: &[Probe], seeds: &Seeds, questions: &mut [Question]) {
        let here = if in_text { &self.text } else { &self.page };
        here.side.each_gram(0..here.side.words.len(), SEED, |word, hash, _| {
            let Some(found) = seeds.get(&hash) else { return };
            let ends = (here.side.words.token(word), here.side.words.token(word + SEED - 1));
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
        let is = |at: usize, id: FoldId| at < words.len() && self.page.side.tokens.id(words.token(at)) == id;
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
            Some(last) => words.token(first)..words.token(first + last) + 1,
            None if left > 0 && right > 0 => words.token(first - 1) + 1..words.token(first),
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
        let is = |own: &SideText<'_>, stretch: &Range<usize>| {
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
    pub(super) fn look_up_lines(&self, questions: &mut [Question]) {
        let mut asked: HashMap<u64, Vec<u32>, MixState> = HashMap::with_hasher(MixState);
        for (index, question) in questions.iter().enumerate() {
            let at = question.text.start;
            let told = !question.exact || question.recased;
            let within = told && !question.text.is_empty() && question.placement != Placement::Attested;
            let line = within.then(|| self.text.line(at)).flatten();
            if let Some(line) = line.filter(|line| line.end >= question.text.end) {
                asked.entry(self.text.line_hash(line, question.exact)).or_default().push(index as u32);
            }
        }
        if asked.is_empty() {
            return;
        }
        let mut start = 0;
        let mut met = HashSet::with_hasher(MixState);
        for end in 1..=self.page.side.tokens.len() {
            if end < self.page.side.tokens.len() && !self.page.begins_line(end) {
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

/// By the hash of three words: the probes beside which they stand, and where.
pub(super) type Seeds = HashMap<u64, Vec<(u32, Seed)>, MixState>;

pub(super) fn seeds(probes: &[Probe], questions: &mut [Question]) -> Seeds {
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

/// Returns what stands at another place: `anchor` is the word there which is the probe's nearest on its left, or on its right.
fn rival(here: &SideText<'_>, probe: &Probe, anchor: usize, leftward: bool) -> Option<Rival> {
    let (near, far) = if leftward { (&probe.left, &probe.right) } else { (&probe.right, &probe.left) };
    let matches = |ids: &[FoldId], words: &[usize]| {
        ids.iter().zip(words).take_while(|&(&id, &at)| id == here.side.tokens.id(at)).count()
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
