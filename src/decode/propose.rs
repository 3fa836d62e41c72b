//! Edits that the lattice finds not hopeless, with the features that the classifier asks for.

use std::collections::HashMap;
use std::ops::Range;

use super::{Decoder, FAINT, Sentence, log};
use crate::candidates::morphology::Formation;
use crate::candidates::search::LONGEST;
use crate::candidates::{Candidate, Sources};
use crate::channel::NoiseModel;
use crate::decode::segment::{Segment, Status};
use crate::lexicon::Entry;
use crate::lm::{LanguageModel, LmToken};
use crate::profile::{Evidence, Rates};
use crate::rerank::features::{Feature, Features};
use crate::span::Span;
use crate::text::classes::Classes;
use crate::text::shape::CaseShape;

/// An edit that may be made.
#[derive(Clone, Debug)]
pub(crate) struct Proposal {
    pub(crate) span: Span,
    /// In lower case, as the lexicon has it.
    pub(crate) replacement: String,
    /// Segments that it replaces.
    pub(crate) segments: Range<usize>,
    pub(crate) candidate: Candidate,
    pub(crate) features: Features,
}

/// Count beyond which more occurrences say nothing: a long text makes nothing bolder.
const MANY: u32 = 8;
/// Expected errors of the same confusion, in hundredths, that count at most.
const MANY_KINDRED: i32 = 1_000;
/// Candidates of a place that are proposed at most.
const BEST: usize = 3;

impl Decoder<'_, '_> {
    /// Proposes the likeliest candidates of all sentences, those of a sentence disjoint, in the order of the text.
    pub(super) fn propose(&mut self, rates: &[Rates], prior: Rates) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        let mut regions = vec![Evidence::default(); self.regions];
        let mut sentences = std::mem::take(&mut self.sentences);
        for sentence in &mut sentences {
            let rate = rates[sentence.region];
            self.gather(sentence, rate, true);
            if !sentence.candidates.is_empty() {
                self.solve(sentence, rate);
                self.propose_in(sentence, rate, &mut proposals);
            }
            self.weigh(sentence, rate, &mut regions[sentence.region]);
        }
        self.sentences = sentences;
        self.scratch.rates = Evidence::of_all(&regions).rates(prior);
        self.count_places(&mut proposals);
        self.describe_regions(&mut proposals);
        self.count_confusions(&mut proposals);
        proposals
    }

    fn propose_in(&self, sentence: &Sentence, rates: Rates, out: &mut Vec<Proposal>) {
        let lattice = &self.scratch.lattice;
        let offset = sentence.segments.start;
        // The words of the likeliest path, by segment.
        let path = self.path(sentence);
        let mut likely: Vec<(i32, usize)> = (0..lattice.edges.len())
            .filter(|&at| lattice.edges[at].candidate.is_some())
            .map(|at| (odds(lattice.posterior(at)), at))
            .filter(|&(odds, _)| odds > FAINT)
            .collect();
        likely.sort_by_key(|&(odds, at)| (std::cmp::Reverse(odds), at));
        // The same by place, since those of a place are asked for again and again.
        let mut by_place: Vec<(u32, u32, i32, usize)> =
            likely.iter().map(|&(odds, at)| (lattice.edges[at].from, lattice.edges[at].to, odds, at)).collect();
        by_place.sort_unstable();
        let mut taken = vec![0_usize; sentence.segments.len()];
        let first = out.len();
        for &(odds, at) in &likely {
            let edge = lattice.edges[at];
            let range = edge.from as usize..edge.to as usize;
            if taken[range.clone()].iter().any(|&times| times >= BEST) {
                continue;
            }
            taken[range.clone()].iter_mut().for_each(|times| *times += 1);
            let Some(candidate) = edge.candidate.map(|number| &sentence.candidates[number as usize]) else { continue };
            let near = |from: u32| by_place.partition_point(|&(other, ..)| other < from);
            let (nearest, end) = (edge.from.saturating_sub(LONGEST_RUN), edge.to);
            let rivals = by_place[near(nearest)..near(end)].iter().filter(|&&(_, to, ..)| to > edge.from);
            let runner_up = rivals.clone().filter(|&&(.., other)| other != at).map(|&(_, _, odds, _)| odds).max();
            let start = lattice.edges.partition_point(|other| other.from < edge.from);
            let own = lattice.edges[start..].iter().enumerate().take_while(|(_, other)| other.from < edge.to);
            let identity = own.filter(|(_, other)| other.candidate.is_none());
            let identity =
                identity.map(|(after, _)| self::odds(lattice.posterior(start + after))).min().unwrap_or(FAINT);
            let mut features = Features::new();
            features.set(Feature::posterior, odds);
            features.set(Feature::identity, identity);
            features.set(Feature::runner_up, runner_up.unwrap_or(2 * FAINT));
            features.set(Feature::rivals, rivals.count() as i32 - 1);
            let segments = range.start + offset..range.end + offset;
            self.describe_context(sentence, &path, &segments, candidate, &mut features);
            self.describe_words(&segments, candidate, rates, &mut features);
            self.describe_place(sentence, &segments, &mut features);
            let replacement = self.replacement(candidate);
            self.describe_letters(&segments, &replacement, &mut features);
            let span =
                Span::new(self.segments[segments.start].span.start(), self.segments[segments.end - 1].span.end());
            out.push(Proposal { span, replacement, segments, candidate: candidate.clone(), features });
        }
        out[first..].sort_by_key(|proposal| proposal.span);
        compare_rivals(&mut out[first..]);
    }

    /// The tokens of the likeliest path of a sentence, and for each segment where those of it begin.
    fn path(&self, sentence: &Sentence) -> (Vec<LmToken>, Vec<usize>) {
        let lattice = &self.scratch.lattice;
        let mut tokens = Vec::with_capacity(sentence.segments.len());
        let mut starts = vec![0; sentence.segments.len() + 1];
        for &at in lattice.path() {
            let edge = &lattice.edges[at as usize];
            starts[edge.from as usize..edge.to as usize].fill(tokens.len());
            tokens.extend_from_slice(edge.words());
        }
        if let Some(last) = starts.last_mut() {
            *last = tokens.len();
        }
        (tokens, starts)
    }

    fn describe_context(
        &self,
        sentence: &Sentence,
        (tokens, starts): &(Vec<LmToken>, Vec<usize>),
        segments: &Range<usize>,
        candidate: &Candidate,
        features: &mut Features,
    ) {
        let model = self.models.model;
        let offset = sentence.segments.start;
        let before = &tokens[..starts[segments.start - offset]];
        let after = tokens.get(starts[segments.end - offset]..).unwrap_or_default();
        let last = |back: usize| match before.len().checked_sub(back) {
            Some(at) => before[at],
            None if back == before.len() + 1 => LmToken::Boundary,
            None => LmToken::Unknown,
        };
        let history = [last(2), last(1)];
        let next = [after.first(), after.get(1)].map(|token| token.copied().unwrap_or(LmToken::Boundary));
        let text: Vec<LmToken> = self.segments[segments.clone()].iter().map(|segment| segment.token).collect();
        let words: Vec<LmToken> = match candidate.token_instead() {
            Some((token, _)) => vec![token],
            None => candidate.found.words().iter().map(|&id| LmToken::Word(id)).collect(),
        };
        let of_words = Fit::new(model, history, &words, next);
        let of_text = Fit::new(model, history, &text, next);
        features.set(Feature::left, of_words.left);
        features.set(Feature::right, of_words.right);
        features.set(Feature::left_text, of_text.left);
        features.set(Feature::right_text, of_text.right);
        let cost = |pair: &[LmToken]| model.trigram([LmToken::Unknown, pair[0]], pair[1]).0 as i32;
        features.set(Feature::inside_text, text.windows(2).map(cost).max().unwrap_or(0));
        let inside = words.windows(2).map(|pair| {
            let alone = match pair[1] {
                LmToken::Word(id) => self.models.lexicon.unigram_cost(id).0 as i32,
                _ => 0,
            };
            let cost = cost(pair);
            (cost, alone - cost)
        });
        let worse = |a: (i32, i32), b: (i32, i32)| (a.0.max(b.0), a.1.min(b.1));
        let (dearest, least_gain) = inside.reduce(worse).unwrap_or_default();
        features.set(Feature::inside, dearest);
        features.set(Feature::inside_gain, least_gain);
        let ties = (segments.start + 1..segments.end).map(|at| self.tie_cost(at));
        features.set(Feature::tie, ties.max().unwrap_or(0));
        let identity: i32 = self.segments[segments.clone()].iter().map(|segment| segment.identity.0 as i32).sum();
        features.set(Feature::gain, of_text.left + of_text.right + identity - of_words.left - of_words.right);
        features.set(Feature::seen_left, of_words.seen[0]);
        features.set(Feature::seen_right, of_words.seen[1]);
        features.set(Feature::seen_left_text, of_text.seen[0]);
        features.set(Feature::seen_right_text, of_text.seen[1]);
        let context = model.context_vector(before, after);
        let worst = |tokens: &[LmToken]| {
            let words = tokens.iter().filter_map(|token| match token {
                LmToken::Word(id) => Some(model.log_odds(&context, *id).0),
                _ => None,
            });
            words.min()
        };
        let (own, texts) = (worst(&words), worst(&text));
        features.set(Feature::embedding, own.unwrap_or(0));
        features.set(Feature::embedding_gain, own.zip(texts).map_or(20_000, |(own, text)| own - text));
    }

    fn describe_words(&self, segments: &Range<usize>, candidate: &Candidate, rates: Rates, features: &mut Features) {
        let lexicon = self.models.lexicon;
        let text = &self.segments[segments.clone()];
        let found = &candidate.found;
        let entries: Vec<Option<Entry>> = match candidate.unlisted {
            Some(_) => vec![None],
            None => found.words().iter().map(|&id| lexicon.entry_of(id)).collect(),
        };
        features.set(Feature::channel, rates.cost(found));
        features.set(Feature::confusions_ocr, found.costs[NoiseModel::Ocr as usize].into());
        features.set(Feature::confusions_typing, found.costs[NoiseModel::Typing as usize].into());
        features.set(Feature::rate_ocr, (rates.of(NoiseModel::Ocr) / 1_000) as i32);
        features.set(Feature::rate_typing, (rates.of(NoiseModel::Typing) / 1_000) as i32);
        features.set(Feature::edits, found.edits.into());
        features.set(Feature::spaces, found.spaces.into());
        features.set(Feature::breaks, found.breaks.into());
        features.set(Feature::segments, text.len() as i32);
        features.set(Feature::words, found.count.into());
        let rarest = |costs: &mut dyn Iterator<Item = i32>| costs.max().unwrap_or(25_000);
        let cost = |entry: Option<Entry>| entry.map_or(25_000, |entry| lexicon.unigram_cost(entry.id()).0 as i32);
        features.set(Feature::unigram, rarest(&mut entries.iter().map(|&entry| cost(entry))));
        features.set(Feature::unigram_text, rarest(&mut text.iter().map(|segment| cost(segment.entry))));
        let status = |status: Status| status as i32;
        features.set(Feature::status_text, text.iter().map(|segment| status(segment.status)).min().unwrap_or(0));
        features.set(Feature::status, entries.iter().map(|&entry| status(Status::of(entry, ""))).min().unwrap_or(0));
        let unknown = text.iter().filter(|segment| segment.status == Status::Oov && segment.word.is_some());
        let attested = unknown.map(|segment| i32::from(segment.attested)).min();
        features.set(Feature::attested_text, attested.unwrap_or(-1));
        let sources = [
            (Feature::from_channel, Sources::CHANNEL),
            (Feature::from_misspelling, Sources::MISSPELLING),
            (Feature::from_affix, Sources::AFFIX),
            (Feature::from_document, Sources::DOCUMENT),
            (Feature::from_spaced, Sources::SPACED),
            (Feature::from_repetition, Sources::REPETITION),
            (Feature::from_confused, Sources::CONFUSED),
        ];
        for (feature, source) in sources {
            features.set(feature, candidate.sources.has(source).into());
        }
        let lower_share = |entry: Option<Entry>| entry.map_or(-1, |entry| i32::from(entry.casing().lower));
        features.set(Feature::lower_share, entries.first().map_or(-1, |&entry| lower_share(entry)));
        features.set(Feature::lower_share_text, lower_share(text[0].entry));
        let is_name = |entry: Option<Entry>| entry.map_or(0, |e| i32::from(e.is_name()) + 2 * i32::from(!e.is_word()));
        features.set(Feature::name, entries.first().map_or(0, |&entry| is_name(entry)));
        features.set(Feature::name_text, is_name(text[0].entry));
        if let ([segment], Some(word)) = (text, text[0].word) {
            let word = &self.document.words()[word as usize];
            let lower = self.document.lower(word);
            let own = found.words().first().and_then(|&id| lexicon.spelling(id)).unwrap_or_default();
            features.set(Feature::variants, lexicon.variant(lower).any(|variant| variant == own).into());
            if segment.status == Status::Oov {
                let formed = self.models.morphology.formation(lexicon, lower);
                features
                    .set(Feature::formation, formed.map_or(0, |formed| 1 + i32::from(formed == Formation::Compound)));
                features.set(Feature::historical, self.models.morphology.is_old_spelling(lexicon, lower).into());
            }
            features.set(Feature::times_text, self.document.times(word).min(MANY) as i32);
            features.set(Feature::times, self.document.times_of(own).min(MANY) as i32);
        }
    }

    fn describe_place(&self, sentence: &Sentence, segments: &Range<usize>, features: &mut Features) {
        let all = self.segments;
        let shape = |segment: Option<&Segment>| segment.map_or(-1, |segment| shape_number(segment.shape));
        features.set(Feature::shape, shape(all.get(segments.start)));
        let inside = sentence.segments.clone();
        let before = segments.start.checked_sub(1).filter(|at| inside.contains(at));
        features.set(Feature::shape_before, shape(before.and_then(|at| all.get(at))));
        features.set(Feature::shape_after, shape(all.get(segments.end).filter(|_| inside.contains(&segments.end))));
        features.set(Feature::opens, all[segments.start].first.into());
        let near = segments.start.saturating_sub(3).max(inside.start)..(segments.end + 3).min(inside.end);
        features.set(Feature::unknown_near, (self.unknown(near) - self.unknown(segments.clone())) as i32);
        let share = |part: usize, of: usize| (part * 1000 / of.max(1)) as i32;
        features.set(Feature::unknown_sentence, share(self.unknown(inside.clone()), inside.len()));
        features.set(Feature::frequent_sentence, share(self.frequent(inside.clone()), inside.len()));
        features.set(Feature::sentence, inside.len().min(200) as i32);
        let capitals =
            all[inside.clone()].iter().filter(|s| matches!(s.shape, CaseShape::Title | CaseShape::Upper)).count();
        features.set(Feature::capitals, share(capitals, inside.len()));
        let gap = |from: usize, to: usize| {
            let gap = self.document.at(Span::new(from, to));
            if gap.contains('\n') {
                1
            } else if gap.contains(['-', '\u{2010}', '\u{2013}', '\u{2014}']) {
                2
            } else {
                3 * i32::from(!gap.chars().all(char::is_whitespace))
            }
        };
        if let Some(before) = before {
            features.set(Feature::gap_before, gap(all[before].span.end(), all[segments.start].span.start()));
        }
        if let Some(after) = all.get(segments.end).filter(|_| inside.contains(&segments.end)) {
            features.set(Feature::gap_after, gap(all[segments.end - 1].span.end(), after.span.start()));
        }
    }

    fn describe_letters(&self, segments: &Range<usize>, replacement: &str, features: &mut Features) {
        let first = &self.segments[segments.start];
        let last = &self.segments[segments.end - 1];
        let text = self.document.at(Span::new(first.span.start(), last.span.end()));
        features.set(Feature::letters_text, text.chars().count() as i32);
        features.set(Feature::letters, replacement.chars().count() as i32);
        features.set(Feature::digits, text.chars().filter(char::is_ascii_digit).count() as i32);
        let odd = text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace() && *c != '\'' && *c != '\u{2019}');
        features.set(Feature::symbols, odd.count() as i32);
        let around = self.document.text();
        let before = around.get(..first.span.start()).and_then(|text| text.chars().next_back());
        let after = around.get(last.span.end()..).and_then(|text| text.chars().next());
        features.set(Feature::touch_before, mark_number(before));
        features.set(Feature::touch_after, mark_number(after));
        let lower = text.to_lowercase();
        features.set(Feature::same_first, (lower.chars().next() == replacement.chars().next()).into());
        features.set(Feature::same_last, (lower.chars().next_back() == replacement.chars().next_back()).into());
        let mut counts = [0_i32; 27];
        let index = |c: char| if c.is_ascii_lowercase() { c as usize - 'a' as usize } else { 26 };
        lower.chars().for_each(|c| counts[index(c)] -= 1);
        replacement.chars().for_each(|c| counts[index(c)] += 1);
        features.set(Feature::added, counts.iter().filter(|&&count| count > 0).sum());
        features.set(Feature::removed, -counts.iter().filter(|&&count| count < 0).sum::<i32>());
        let strangeness: i32 = self.segments[segments.clone()].iter().map(|segment| segment.identity.0 as i32).sum();
        features.set(Feature::strangeness, strangeness);
        features.set(Feature::strangeness_letter, strangeness / text.chars().count().max(1) as i32);
    }

    /// Sets how often other words of the text seem to suffer from the same confusion.
    fn count_confusions(&self, proposals: &mut [Proposal]) {
        let mut all: HashMap<(String, String), Kindred> = HashMap::new();
        let confusions: Vec<_> = proposals
            .iter()
            .map(|proposal| confusion(&self.document.at(proposal.span).to_lowercase(), &proposal.replacement))
            .collect();
        for (proposal, confusion) in proposals.iter().zip(&confusions) {
            if proposal.features.get(Feature::rank) == 0 {
                let expected = (log::millionths(proposal.features.get(Feature::posterior)) / 10_000) as i32;
                let kindred = all.entry(confusion.clone()).or_default();
                let own = kindred.by_word.entry(proposal.replacement.clone()).or_default();
                for (expected_errors, places) in [&mut kindred.all, own] {
                    *expected_errors += expected;
                    *places += 1;
                }
            }
        }
        for (proposal, confusion) in proposals.iter_mut().zip(&confusions) {
            let (all, own) = all.get(confusion).map_or(((0, 0), (0, 0)), |kindred| {
                (kindred.all, kindred.by_word.get(&proposal.replacement).copied().unwrap_or_default())
            });
            let (kindred, places) = (all.0 - own.0, all.1 - own.1);
            proposal.features.set(Feature::kindred, kindred.min(MANY_KINDRED));
            proposal.features.set(Feature::kindred_places, places.min(MANY as i32));
            proposal.features.set(Feature::kindred_rate, kindred * 1000 / self.segments.len().max(1) as i32);
        }
    }

    /// Sets what is the same for all places of a region of the text.
    fn describe_regions(&self, proposals: &mut [Proposal]) {
        let mut ranges: Vec<Option<Range<usize>>> = vec![None; self.regions];
        for sentence in &self.sentences {
            let range = &mut ranges[sentence.region];
            let start = range.as_ref().map_or(sentence.segments.start, |range| range.start);
            *range = Some(start..sentence.segments.end);
        }
        let mut first = 0;
        for range in ranges.into_iter().flatten() {
            let count = proposals[first..].iter().take_while(|proposal| proposal.segments.start < range.end).count();
            self.describe_region(range, &mut proposals[first..first + count]);
            first += count;
        }
    }

    /// Sets what is the same for all places of a region.
    fn describe_region(&self, region: Range<usize>, proposals: &mut [Proposal]) {
        if proposals.is_empty() {
            return;
        }
        let all = &self.segments[region.clone()];
        let share = |part: usize, of: usize| (part * 1000 / of.max(1)) as i32;
        let word = |segment: &Segment| segment.word.and_then(|word| self.document.words().get(word as usize));
        let unknown = || all.iter().filter(|s| s.status == Status::Oov && s.token != LmToken::Number);
        let is_repeated = |segment: &&Segment| word(segment).is_some_and(|word| self.document.times(word) > 1);
        let has = |segment: &Segment, is: fn(char) -> bool| self.document.at(segment.span).contains(is);
        let apostrophes = all.iter().filter(|segment| has(segment, |c| matches!(c, '\'' | '\u{2019}'))).count();
        let is_odd = |s: &&Segment| s.marked || s.word.is_some() && has(s, |c| c.is_ascii_digit());
        let is_archaic = |s: &&Segment| word(s).is_some_and(|word| word.classes.has(Classes::ARCHAIC));
        let is_likely = |proposal: &&Proposal| {
            proposal.features.get(Feature::rank) == 0 && proposal.features.get(Feature::posterior) > 0
        };
        let likely: Vec<&Proposal> = proposals.iter().filter(is_likely).collect();
        let is_unknown = |proposal: &&&Proposal| proposal.features.get(Feature::status_text) == Status::Oov as i32;
        let mean = |feature: Feature| {
            likely.iter().map(|proposal| proposal.features.get(feature)).sum::<i32>() / likely.len().max(1) as i32
        };
        let (ties, tied_gain) = self.ties(region.clone());
        let is_dash = |gap: &str| gap.contains(['\u{2013}', '\u{2014}']) || gap.contains("--") || gap.contains(" - ");
        let dashes = (region.start.max(1)..region.end).filter(|&at| is_dash(self.gap(at))).count();
        let values = [
            (Feature::ties_text, ties),
            (Feature::tied_gain, tied_gain),
            (Feature::dashes_text, share(dashes, all.len())),
            (Feature::unknown_text, share(self.unknown(region.clone()), all.len())),
            (Feature::frequent_text, share(self.frequent(region), all.len())),
            (Feature::attested_region, share(unknown().filter(|s| s.attested > 0).count(), unknown().count())),
            (Feature::repeated_text, share(unknown().filter(is_repeated).count(), unknown().count())),
            (Feature::apostrophes_text, share(apostrophes, all.len())),
            (Feature::odd_text, share(all.iter().filter(is_odd).count(), all.len())),
            (Feature::archaic_text, share(all.iter().filter(is_archaic).count(), all.len())),
            (Feature::technical_text, self.document.is_technical().into()),
            (Feature::explained_text, share(likely.iter().filter(is_unknown).count(), unknown().count())),
            (Feature::mean_ocr, mean(Feature::confusions_ocr)),
            (Feature::mean_typing, mean(Feature::confusions_typing)),
        ];
        for proposal in proposals {
            values.iter().for_each(|&(feature, value)| proposal.features.set(feature, value));
        }
    }

    /// Returns what the ties of a region cost for each of its segments, and what the tied words gain by standing beside each other, on
    /// average, weighted by these costs: words that a lost space ties belong together, those at a dash do not.
    fn ties(&self, region: Range<usize>) -> (i32, i32) {
        let model = self.models.model;
        let (mut costs, mut gains) = (0_i64, 0_i64);
        for at in region.start.max(1)..region.end {
            let cost = i64::from(self.tie_cost(at));
            if cost > 0 {
                let (first, second) = (self.segments[at - 1].token, self.segments[at].token);
                let gain = model.unigram(second).0 as i64 - model.trigram([LmToken::Unknown, first], second).0 as i64;
                costs += cost;
                gains += cost * gain;
            }
        }
        ((costs / region.len().max(1) as i64) as i32, (gains / costs.max(1)) as i32)
    }

    /// Sets the features that depend on all proposals of the text.
    fn count_places(&self, proposals: &mut [Proposal]) {
        let mut places: HashMap<(String, String), i32> = HashMap::new();
        let key = |proposal: &Proposal| (self.document.at(proposal.span).to_lowercase(), proposal.replacement.clone());
        for proposal in proposals.iter() {
            *places.entry(key(proposal)).or_default() += 1;
        }
        for proposal in proposals {
            let count = places.get(&key(proposal)).copied().unwrap_or(1);
            let word =
                self.segments[proposal.segments.start].word.and_then(|word| self.document.words().get(word as usize));
            let times = word.map_or(1, |word| self.document.times(word) as i32).max(1);
            proposal.features.set(Feature::places, count.min(MANY as i32));
            proposal.features.set(Feature::consistency, (count * 1000 / times).min(1_000));
        }
    }
}

/// Where a text seems to suffer from one confusion: expected errors, in hundredths, and places.
#[derive(Debug, Default)]
struct Kindred {
    all: (i32, i32),
    by_word: HashMap<String, (i32, i32)>,
}

/// Sets what candidates of the same place have over each other; `proposals` come in the order of the text.
fn compare_rivals(proposals: &mut [Proposal]) {
    let seen: Vec<(Range<usize>, [i32; 3])> = proposals
        .iter()
        .map(|proposal| {
            let values = [Feature::posterior, Feature::gain, Feature::embedding];
            (proposal.segments.clone(), values.map(|feature| proposal.features.get(feature)))
        })
        .collect();
    let mut first = 0;
    for (at, proposal) in proposals.iter_mut().enumerate() {
        let own = &proposal.segments;
        while seen[first].0.start + (LONGEST_RUN as usize) < own.start {
            first += 1;
        }
        let near = seen[first..].iter().enumerate().take_while(|(_, (other, _))| other.start < own.end);
        let rivals = near.filter(|&(other, (range, _))| first + other != at && range.end > own.start);
        let best = |which: usize| rivals.clone().map(|(_, (_, values))| values[which]).max();
        let over = |which: usize| best(which).map_or(NO_RIVAL, |best| seen[at].1[which] - best);
        let values = [over(1), over(2)];
        let posterior = seen[at].1[0];
        let is_above = |&(other, (_, values)): &(usize, &(Range<usize>, [i32; 3]))| {
            values[0] > posterior || values[0] == posterior && first + other < at
        };
        let rank = rivals.clone().filter(is_above).count();
        proposal.features.set(Feature::gain_over_rival, values[0]);
        proposal.features.set(Feature::embedding_over_rival, values[1]);
        proposal.features.set(Feature::rank, rank as i32);
    }
}

/// Returns what two strings have between the beginning and the end that they share.
fn confusion(text: &str, replacement: &str) -> (String, String) {
    let shared = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| {
        a.zip(b).take_while(|(x, y)| x == y).map(|(x, _)| x.len_utf8()).sum::<usize>()
    };
    let start = shared(&mut text.chars(), &mut replacement.chars());
    let rest = |side: &str| side.get(start..).unwrap_or_default().to_owned();
    let (mut text, mut replacement) = (rest(text), rest(replacement));
    let end = shared(&mut text.chars().rev(), &mut replacement.chars().rev());
    text.truncate(text.len() - end);
    replacement.truncate(replacement.len() - end);
    (text, replacement)
}

/// Most segments that a candidate takes the place of.
const LONGEST_RUN: u32 = LONGEST as u32 / 2;

/// Stands for how far a candidate without a rival is above it.
const NO_RIVAL: i32 = 30_000;

fn mark_number(mark: Option<char>) -> i32 {
    match mark {
        None => 0,
        Some(c) if c.is_whitespace() => 0,
        Some('"' | '\'' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}') => 1,
        Some('(' | ')' | '[' | ']' | '{' | '}' | '<' | '>') => 2,
        Some('.' | ',' | ';' | ':' | '!' | '?' | '\u{2026}') => 3,
        Some('-' | '\u{2010}'..='\u{2015}') => 4,
        Some(_) => 5,
    }
}

fn shape_number(shape: CaseShape) -> i32 {
    match shape {
        CaseShape::Caseless => 0,
        CaseShape::Lower => 1,
        CaseShape::Title => 2,
        CaseShape::Upper => 3,
        CaseShape::Mixed => 4,
    }
}

/// Log-odds of a probability given by its logarithm.
fn odds(posterior: i32) -> i32 {
    let p = log::exp_millionths(-posterior);
    let rest = 1_000_000_u32.saturating_sub(p).max(1);
    let ln = |millionths: u32| -log::cost_of(millionths.max(1) * 1_000);
    if p < 1_000 { posterior } else { (ln(p) - ln(rest)).min(14_000) }
}

/// The fit of words between the tokens before and behind them.
struct Fit {
    left: i32,
    right: i32,
    seen: [i32; 2],
}

impl Fit {
    fn new(model: &dyn LanguageModel, history: [LmToken; 2], words: &[LmToken], next: [LmToken; 2]) -> Fit {
        let mut last = history;
        let mut left = 0;
        for &word in words {
            left += model.trigram(last, word).0 as i32;
            last = [last[1], word];
        }
        let mut right = model.trigram(last, next[0]).0 as i32;
        if next[0] != LmToken::Boundary {
            right += model.trigram([last[1], next[0]], next[1]).0 as i32;
        }
        let seen = |context: [LmToken; 2], word: LmToken| {
            if model.seen_triple(context, word).is_some() {
                2
            } else {
                i32::from(model.seen_pair(context[1], word).is_some())
            }
        };
        let first = words.first().copied().unwrap_or(LmToken::Unknown);
        Fit { left, right, seen: [seen(history, first), seen(last, next[0])] }
    }
}
