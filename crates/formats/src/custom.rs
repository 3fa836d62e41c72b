//! Tags of a line in the attribute `custom` of PAGE: they count the `char`s of its text, and move with it.

use std::ops::Range;

use crate::flow::common;

/// Shifts `offset` and `length` of the tags in a `custom` attribute, which count the `char`s of the line.
pub(crate) fn shift_offsets(custom: &str, line: &str, parts: &[(Range<usize>, String)]) -> String {
    let chars = |at: usize| line.get(..at).map_or(0, |before| before.chars().count());
    let trimmed = |(part, new): &(Range<usize>, String)| {
        let (start, end) = common(line.get(part.clone()).unwrap_or_default(), new);
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
        out.push_str(rest.get(..=open).unwrap_or_default());
        out.push_str(&shift_properties(properties, moved));
        out.push('}');
        rest = rest.get(open + length + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn shift_properties(properties: &str, moved: impl Fn(usize) -> usize) -> String {
    let value = |name: &str| {
        properties.split(';').find_map(|property| {
            let (key, value) = property.split_once(':')?;
            (key.trim() == name).then(|| value.trim().parse::<usize>().ok())?
        })
    };
    let (Some(offset), Some(length)) = (value("offset"), value("length")) else { return properties.to_owned() };
    let (start, end) = (moved(offset), moved(offset + length));
    let shifted = properties.split(';').map(|property| match property.split_once(':') {
        Some((key, value)) if ["offset", "length"].contains(&key.trim()) => {
            let space = value.get(..value.len() - value.trim_start().len()).unwrap_or_default();
            let value = if key.trim() == "offset" { start } else { end.saturating_sub(start) };
            format!("{key}:{space}{value}")
        }
        _ => property.to_owned(),
    });
    shifted.collect::<Vec<_>>().join(";")
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
}
