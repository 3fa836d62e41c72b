//! Letters that stand for digits: "3oo", "l9th", "I880".

use super::search::Found;
use super::{Candidate, CandidateSource, Place, Sources, add};
use crate::channel::KINDS;
use crate::text::tokenizer::ORDINALS;

/// Millinats of a digit that was read as a letter, relative to the mean rate of errors.
const COSTS: [u16; KINDS] = [2_500, 9_000];

/// Offers numbers for what is a number but for letters that look like digits.
#[derive(Debug)]
pub(crate) struct DigitSource;

impl CandidateSource for DigitSource {
    fn offer(&mut self, place: &Place<'_>, out: &mut Vec<Candidate>) {
        let has_digit = || place.lower.bytes().any(|byte| byte.is_ascii_digit());
        if place.to != place.from + 1 || !has_digit() {
            return;
        }
        let ordinal = ORDINALS
            .into_iter()
            .find(|ending| place.lower.strip_suffix(ending).is_some_and(|rest| rest.ends_with(|c| digit(c).is_some())));
        let body = ordinal.and_then(|ending| place.lower.strip_suffix(ending)).unwrap_or(place.lower);
        let Some(mut number) = body.chars().map(digit).collect::<Option<String>>() else { return };
        let edits = body.bytes().filter(|byte| !byte.is_ascii_digit()).count();
        if edits == 0 {
            return;
        }
        number.push_str(ordinal.unwrap_or_default());
        let costs = COSTS.map(|cost| cost.saturating_mul(edits as u16));
        let found = Found::one(None, edits as u8, costs, u32::from(costs[0]));
        let (from, to) = (place.from as u32, place.to as u32);
        add(
            Candidate { from, to, found, sources: Sources::CHANNEL, unlisted: Some(number.into()), seen_as: None },
            out,
        );
    }
}

/// The digit that a character is or looks like.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        'o' => Some('0'),
        'l' | 'i' | '|' | '!' => Some('1'),
        'z' => Some('2'),
        's' => Some('5'),
        'b' => Some('8'),
        'q' => Some('9'),
        _ => None,
    }
}
