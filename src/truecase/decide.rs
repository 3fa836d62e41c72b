//! From judged proposals to words that are written otherwise.

use super::features::Feature;
use super::pattern::Pattern;
use super::place::Position;
use super::propose::Proposal;
use super::{Casing, Casings};
use crate::document::Document;
use crate::plan::edit::{Confidence, Evidence};
use crate::rerank::Decision;
use crate::span::Span;
use crate::text::shape::CaseShape;
use crate::text::tokenizer::TokenKind;

/// A passage is in capitals where this is the probability of it, per mille.
const SHOUTED: i32 = 500;

/// Writes the proposals of a sentence whose score reaches their threshold.
pub(super) fn decide(
    document: &Document<'_>,
    proposals: &[Proposal],
    judged: &[Decision],
    threshold: &dyn Fn(&Proposal) -> i32,
    found: &mut Casings,
) {
    let scores = whole_names(proposals, judged);
    let before = found.words.len();
    let shouted = shouted_is_damage(proposals, &scores, threshold);
    for ((proposal, decision), score) in proposals.iter().zip(judged).zip(scores) {
        let least = match shouted.filter(|_| is_shouted(proposal)) {
            None => threshold(proposal),
            Some(true) => threshold(proposal).min(0),
            Some(false) => i32::MAX,
        };
        if score < least {
            continue;
        }
        let inside = proposal.features.get(Feature::position) == Position::Mid as i32;
        let stood_small = proposal.features.get(Feature::surface) == 0;
        found.title_cased_words += usize::from(proposal.pattern == Pattern::Lower);
        found.lowered += usize::from(stood_small && inside);
        found.words.push(casing(document, proposal, decision));
    }
    let shouted = proposals.iter().find(|proposal| is_shouted(proposal));
    let least = found.words[before..].iter().map(|casing| casing.confidence).min();
    if let (Some(proposal), Some(confidence)) = (shouted, least) {
        endings(document, proposal.word, confidence, &mut found.words);
        found.words[before..].sort_by_key(|casing| casing.span.start());
    }
}

/// Whether a word stands in a passage in capitals.
fn is_shouted(proposal: &Proposal) -> bool {
    proposal.features.get(Feature::shouted) > SHOUTED
}

/// Whether the capitals of what is shouted in a sentence are damage, if anything is: its words decide together. If they are, each word
/// is lowered that is likelier meant small; if not, none is.
fn shouted_is_damage(proposals: &[Proposal], scores: &[i32], threshold: &dyn Fn(&Proposal) -> i32) -> Option<bool> {
    let shouted = || proposals.iter().zip(scores).filter(|(proposal, _)| is_shouted(proposal));
    let sum = |value: &dyn Fn((&Proposal, i32)) -> i32| {
        shouted().map(|(proposal, &score)| i64::from(value((proposal, score)))).sum::<i64>()
    };
    shouted().next().is_some().then(|| sum(&|(_, score)| score) >= sum(&|(proposal, _)| threshold(proposal)))
}

/// The score of each proposal. The parts of a known name that are to be raised share one: it is written whole or not at all.
fn whole_names(proposals: &[Proposal], judged: &[Decision]) -> Vec<i32> {
    let mut scores: Vec<i32> = judged.iter().map(|decision| decision.score).collect();
    let mut at = 0;
    while at < proposals.len() {
        let raised = |proposal: &Proposal| proposal.name.filter(|_| proposal.features.get(Feature::phrase) > 0);
        let Some(name) = raised(&proposals[at]) else {
            at += 1;
            continue;
        };
        let parts = proposals[at..].iter().take_while(|other| other.name == Some(name));
        let end = at + parts.count();
        let is_part = |other: &usize| raised(&proposals[*other]).is_some();
        let count = (at..end).filter(is_part).count() as i32;
        let mean = (at..end).filter(is_part).map(|other| scores[other]).sum::<i32>() / count;
        (at..end).filter(is_part).for_each(|other| scores[other] = mean);
        at = end;
    }
    scores
}

/// Adds the shouted endings of numbers in the sentence of `word`: "44TH", "1920S".
fn endings(document: &Document<'_>, word: usize, confidence: Confidence, found: &mut Vec<Casing>) {
    let token = document.words()[word].token;
    let sentence = document.sentences().partition_point(|sentence| sentence.tokens.end <= token);
    let Some(sentence) = document.sentences().get(sentence) else { return };
    for token in &document.tokens()[sentence.tokens.clone()] {
        let text = document.at(token.span);
        let ending = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let shouted = matches!(ending, "ST" | "ND" | "RD" | "TH" | "S") && ending.len() < text.len();
        if token.kind == TokenKind::Number && shouted && !document.is_masked(token.span) {
            found.push(Casing {
                span: Span::new(token.span.end() - ending.len(), token.span.end()),
                replacement: ending.to_lowercase(),
                shape: CaseShape::Lower,
                confidence,
                evidence: vec![Evidence::WholeText],
            });
        }
    }
}

fn casing(document: &Document<'_>, proposal: &Proposal, decision: &Decision) -> Casing {
    let word = &document.words()[proposal.word];
    let mut span = word.span;
    let mut replacement = proposal.replacement.clone();
    if is_shouted(proposal) && word.possessive {
        let ending = document.text().get(span.end()..).unwrap_or_default();
        let ending = ending.char_indices().nth(2).map_or(ending, |(end, _)| ending.get(..end).unwrap_or_default());
        if ending.ends_with('S') {
            span = Span::new(span.start(), span.end() + ending.len());
            replacement.push_str(&ending.to_lowercase());
        }
    }
    Casing {
        span,
        shape: CaseShape::of(&replacement),
        replacement,
        confidence: decision.confidence,
        evidence: evidence(proposal),
    }
}

/// What speaks for a proposal, most of all.
fn evidence(proposal: &Proposal) -> Vec<Evidence> {
    let get = |feature| proposal.features.get(feature);
    let mut evidence = Vec::with_capacity(2);
    if get(Feature::lowered) > 500 || get(Feature::shouted) > SHOUTED {
        evidence.push(Evidence::WholeText);
    } else if proposal.pattern == Pattern::Lower {
        evidence.push(Evidence::TitleCasedRun { words: get(Feature::stretch).max(1) as usize });
    } else if get(Feature::position) == Position::Start as i32 {
        evidence.push(Evidence::SentenceStart);
    }
    if get(Feature::numbers) > 0 && proposal.pattern != Pattern::Lower {
        evidence.push(Evidence::Date);
    }
    if get(Feature::initials) > 0 {
        evidence.push(Evidence::Initials);
    }
    if get(Feature::phrase) > 0 && proposal.pattern != Pattern::Lower {
        evidence.push(Evidence::NamePhrase);
    }
    let seen = match proposal.pattern {
        Pattern::Lower => Feature::seen_lower,
        Pattern::Title => Feature::seen_title,
        Pattern::Special => Feature::seen_special,
    };
    if get(seen) > 0 {
        evidence.push(Evidence::SeenHere);
    }
    if get(Feature::pair_before).max(get(Feature::pair_after)) > 1_000 && proposal.pattern != Pattern::Lower {
        evidence.push(Evidence::Collocation);
    }
    let share = match proposal.pattern {
        Pattern::Lower => get(Feature::share_lower),
        Pattern::Title => get(Feature::share_title),
        Pattern::Special => get(Feature::share_upper) + get(Feature::share_mixed),
    };
    if share > 127 {
        evidence.push(Evidence::UsualCase { per_mille: (share.min(255) * 1000 / 255) as u16 });
    }
    if evidence.is_empty() {
        evidence.push(Evidence::LowercasedName);
    }
    evidence
}
