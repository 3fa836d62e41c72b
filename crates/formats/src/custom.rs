//! Tags in the attribute `custom` of PAGE: they count the `char`s of the text of their element, and move with it.

use std::ops::Range;

use crate::flow::common;

/// Shifts `offset` and `length` of the tags in a `custom` attribute, which count the `char`s of a text; drops those of which
/// nothing is left.
pub(crate) fn shift_offsets(custom: &str, text: &str, parts: &[(Range<usize>, String)]) -> String {
    let chars = |at: usize| text.get(..at).map_or(0, |before| before.chars().count());
    let trimmed = |(part, new): &(Range<usize>, String)| {
        let (start, end) = common(text.get(part.clone()).unwrap_or_default(), new);
        let new = new.get(start..new.len() - end).map_or(0, |new| new.chars().count());
        (chars(part.start + start), chars(part.end - end), new)
    };
    let edits: Vec<(usize, usize, usize)> = parts.iter().map(trimmed).collect();
    // What lies within a change is as far from its start, or at its end.
    let moved = |at: usize| {
        let mut to = at;
        for &(start, end, new) in edits.iter().rev() {
            if at >= end {
                to = to + new + start - end;
            } else if at > start {
                to = start + (at - start).min(new);
            }
        }
        to
    };
    let mut out = String::new();
    let mut rest = custom;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest.get(open..).and_then(|rest| rest.find('}')) else { break };
        let properties = rest.get(open + 1..open + length).unwrap_or_default();
        if let Some(shifted) = shift_properties(properties, moved) {
            out.push_str(rest.get(..=open).unwrap_or_default());
            out.push_str(&shifted);
            out.push('}');
        }
        rest = rest.get(open + length + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Shifts one tag; returns `None` if what it marked is gone.
fn shift_properties(properties: &str, moved: impl Fn(usize) -> usize) -> Option<String> {
    let value = |name: &str| {
        properties.split(';').find_map(|property| {
            let (key, value) = property.split_once(':')?;
            (key.trim() == name).then(|| value.trim().parse::<usize>().ok())?
        })
    };
    let (Some(offset), Some(length)) = (value("offset"), value("length")) else { return Some(properties.to_owned()) };
    let (start, end) = (moved(offset), moved(offset + length));
    if length > 0 && end <= start {
        return None;
    }
    let shifted = properties.split(';').map(|property| match property.split_once(':') {
        Some((key, value)) if ["offset", "length"].contains(&key.trim()) => {
            let space = value.get(..value.len() - value.trim_start().len()).unwrap_or_default();
            let value = if key.trim() == "offset" { start } else { end.saturating_sub(start) };
            format!("{key}:{space}{value}")
        }
        _ => property.to_owned(),
    });
    Some(shifted.collect::<Vec<_>>().join(";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_a_line_move_with_its_text() {
        let custom = "readingOrder {index:0;} person {offset:14; length:4;} place {offset:4; length:9;}";
        let shifted = shift_offsets(custom, "The goverment John", &[(4..13, "government".into())]);
        assert_eq!(shifted, "readingOrder {index:0;} person {offset:15; length:4;} place {offset:4; length:10;}");
    }

    #[test]
    fn a_tag_of_what_is_gone_is_dropped() {
        let custom = "readingOrder {index:0;} place {offset:2; length:3;} abbrev {offset:0; length:2;}";
        let shifted = shift_offsets(custom, "inthe", &[(0..5, "in".into())]);
        assert_eq!(shifted, "readingOrder {index:0;} abbrev {offset:0; length:2;}");
        let shifted = shift_offsets(custom, "inthe", &[(0..5, "the".into())]);
        assert_eq!(shifted, "readingOrder {index:0;} place {offset:0; length:3;}");
    }
}
