//! Edits of running text, carried over to the bytes that it stands for.

use std::ops::Range;

use crate::splice::{Splice, write};
use crate::text::{Relation, Segment, Text, Writing};

/// An edit beyond this many pairs of `char`s is not carried over piece by piece.
const LARGEST: usize = 4_000_000;

/// Costs of the alignment. A `char` may change, but a line break stays as long as what is written has one, however many
/// letters that takes to the other side of it; and glue has no bytes that could go.
const CHANGE: u32 = 2;
const LOSE_BREAK: u32 = 10_000;
const LOSE_GLUE: u32 = 1_000_000;

/// Returns the splices that put `new` in the place of a part of the text, or `None` where the bytes do not allow it.
pub(crate) fn rewrite(text: &Text, part: &Range<usize>, new: &str, is_ascii: bool) -> Option<Vec<Splice>> {
    let old = text.text.get(part.clone())?;
    let (start, end) = common(old, new);
    let new = new.get(start..new.len() - end)?;
    let part = part.start + start..part.end - end;
    if part.is_empty() && new.is_empty() {
        return Some(Vec::new());
    }
    let segments = text.segments_at(&part);
    // SubRip has no way to write these but as the beginning of a tag.
    if new.contains(['<', '{']) && segments.iter().any(|segment| segment.writing == Writing::Subtitle) {
        return None;
    }
    if part.is_empty() {
        return insert(text, part.start, new, segments, is_ascii).map(|splice| vec![splice]);
    }
    let whole = segments.iter().find(|segment| {
        let at = segment.text();
        at.start <= part.start && part.end <= at.end && segment.relation == Relation::Copy
    });
    if let Some(segment) = whole {
        let start = segment.source().start + part.start - segment.text().start;
        return Some(vec![Splice::new(start..start + part.len(), write(new, segment.writing, is_ascii))]);
    }
    distribute(text, &part, new, segments, is_ascii)
}

/// Returns how many bytes two texts share at their starts and, behind these, at their ends.
pub(crate) fn common(old: &str, new: &str) -> (usize, usize) {
    let start: usize = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (old, new) = (old.get(start..).unwrap_or_default(), new.get(start..).unwrap_or_default());
    let ends = old.chars().rev().zip(new.chars().rev());
    let end = ends.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    (start, end)
}

/// Inserts behind the segment that ends here, or before the one that begins here if what is inserted leads on to it.
fn insert(text: &Text, at: usize, new: &str, segments: &[Segment], is_ascii: bool) -> Option<Splice> {
    let inside = segments.iter().find(|segment| segment.text().start < at && at < segment.text().end);
    let behind = segments.iter().find(|segment| segment.text().end == at && segment.relation != Relation::Break);
    let before = segments.iter().find(|segment| segment.text().start == at && segment.relation != Relation::Break);
    let leads_on =
        new.ends_with(char::is_whitespace) || text.text.get(..at).is_some_and(|t| t.ends_with(char::is_whitespace));
    let segment = inside.or(if leads_on { before.or(behind) } else { behind.or(before) })?;
    let source = segment.source();
    let at = if segment.text().end == at {
        source.end
    } else if segment.text().start == at {
        source.start
    } else if segment.relation == Relation::Copy {
        source.start + at - segment.text().start
    } else {
        return None;
    };
    Some(Splice::new(at..at, write(new, segment.writing, is_ascii)))
}

/// One `char` of what is replaced.
struct Old {
    c: char,
    /// First byte in the text.
    at: usize,
    /// Its segment; none for glue.
    segment: Option<usize>,
    cost: u32,
}

/// Shares `new` out among the segments, by an alignment of the two texts `char` by `char`.
fn distribute(
    text: &Text,
    part: &Range<usize>,
    new: &str,
    segments: &[Segment],
    is_ascii: bool,
) -> Option<Vec<Splice>> {
    let mut old = Vec::new();
    for (offset, c) in text.text.get(part.clone())?.char_indices() {
        let at = part.start + offset;
        let segment = segments.iter().position(|segment| segment.text().contains(&at));
        let cost = match segment.map(|i| segments[i].relation) {
            None => LOSE_GLUE,
            Some(Relation::Break) => LOSE_BREAK,
            Some(Relation::Copy | Relation::Unit) => CHANGE,
        };
        old.push(Old { c, at, segment, cost });
    }
    let new: Vec<char> = new.chars().collect();
    if (old.len() + 1).checked_mul(new.len() + 1).is_none_or(|pairs| pairs > LARGEST) {
        return None;
    }
    let outs = share(&old, &new)?;
    let mut splices = Vec::new();
    let mut from = 0;
    while let Some(first) = old.get(from) {
        let end = from + old.iter().skip(from).take_while(|other| other.segment == first.segment).count();
        let stood: String = old.iter().take(end).skip(from).map(|old| old.c).collect();
        let stands = outs.get(from..end)?.concat();
        if stood != stands {
            let segment = &segments[first.segment?];
            splices.push(replace(segment, first.at, &stood, &stands, is_ascii)?);
        }
        from = end;
    }
    Some(splices)
}

/// Replaces what stands at byte `at` of the text, all of it in one segment.
fn replace(segment: &Segment, at: usize, stood: &str, stands: &str, is_ascii: bool) -> Option<Splice> {
    let source = segment.source();
    if segment.relation == Relation::Copy {
        let (start, end) = common(stood, stands);
        let offset = source.start + at - segment.text().start;
        let new = stands.get(start..stands.len() - end)?;
        return Some(Splice::new(offset + start..offset + stood.len() - end, write(new, segment.writing, is_ascii)));
    }
    if segment.text() != (at..at + stood.len()) {
        return None;
    }
    if let Some(more) = stands.strip_prefix(stood) {
        return Some(Splice::new(source.end..source.end, write(more, segment.writing, is_ascii)));
    }
    Some(Splice::new(source, write(stands, segment.writing, is_ascii)))
}

/// Returns for each old `char` what is to stand in its place, by the cheapest alignment.
///
/// # Complexity
///
/// O(n·m) time and memory.
fn share(old: &[Old], new: &[char]) -> Option<Vec<String>> {
    let width = new.len() + 1;
    let change = |old: &Old, new: char| {
        if old.c == new {
            0
        } else if old.cost != CHANGE || old.c.is_whitespace() != new.is_whitespace() {
            u32::MAX / 4
        } else {
            CHANGE
        }
    };
    let mut costs = vec![0_u32; (old.len() + 1) * width];
    for (j, cost) in costs.iter_mut().take(width).enumerate() {
        *cost = j as u32 * CHANGE;
    }
    for i in 1..=old.len() {
        costs[i * width] = costs[(i - 1) * width].saturating_add(old[i - 1].cost);
        for j in 1..width {
            let kept = costs[(i - 1) * width + j - 1].saturating_add(change(&old[i - 1], new[j - 1]));
            let lost = costs[(i - 1) * width + j].saturating_add(old[i - 1].cost);
            let come = costs[i * width + j - 1].saturating_add(CHANGE);
            costs[i * width + j] = kept.min(lost).min(come);
        }
    }
    let mut outs = vec![String::new(); old.len()];
    // What comes in belongs to the `char` before it, where that one has bytes.
    let has_bytes = |i: usize| old.get(i).is_some_and(|old| old.cost == CHANGE);
    let (mut i, mut j) = (old.len(), new.len());
    while i > 0 || j > 0 {
        let cost = costs[i * width + j];
        if i > 0 && j > 0 && cost == costs[(i - 1) * width + j - 1].saturating_add(change(&old[i - 1], new[j - 1])) {
            outs[i - 1].insert(0, new[j - 1]);
            (i, j) = (i - 1, j - 1);
        } else if i > 0 && cost == costs[(i - 1) * width + j].saturating_add(old[i - 1].cost) {
            i -= 1;
        } else {
            let to = if i > 0 && has_bytes(i - 1) {
                i - 1
            } else if has_bytes(i) {
                i
            } else {
                return None;
            };
            outs[to].insert(0, new[j - 1]);
            j -= 1;
        }
    }
    // Glue that would go cannot.
    let stays = old.iter().zip(&outs).all(|(old, out)| old.segment.is_some() || out.chars().eq([old.c]));
    stays.then_some(outs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::splice::apply;
    use crate::text::Builder;

    /// Puts texts of a source together with glue between them, replaces `from` by `to`, and returns the source then.
    fn rewritten(source: &str, parts: &[&str], glue: &str, from: &str, to: &str) -> Option<String> {
        let mut builder = Builder::default();
        let mut at = 0;
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                builder.glue(glue);
            }
            let start = at + source.get(at..).and_then(|rest| rest.find(part)).unwrap();
            at = start + part.len();
            builder.decode(source, start..at, Writing::Xml);
        }
        let text = builder.take();
        let start = text.as_str().find(from).unwrap_or_else(|| panic!("{:?}", text.as_str()));
        rewrite(&text, &(start..start + from.len()), to, false).map(|splices| apply(source, splices))
    }

    #[test]
    fn edits_stay_within_their_elements() {
        let out = |from, to| rewritten("<i>gov-</i>|<i>ernment fell.</i>", &["gov-", "ernment fell."], "\n", from, to);
        assert_eq!(out("gov-\nernment ", "government\n").unwrap(), "<i>government</i>|<i>fell.</i>");
        assert_eq!(out("gov-\nernment fell.", "government"), None, "the break cannot go");
        assert_eq!(out("fell", "fel & <l").unwrap(), "<i>gov-</i>|<i>ernment fel &amp; &lt;l.</i>");
    }

    #[test]
    fn line_breaks_stay_where_they_can() {
        let source = "> the gov-\n> ernment fell";
        let mut builder = Builder::default();
        builder.copy(source, 2..10, Writing::Markdown);
        builder.unit("\n", 10..13, Relation::Break, Writing::Markdown);
        builder.copy(source, 13..25, Writing::Markdown);
        let text = builder.take();
        let out = |to| apply(source, rewrite(&text, &(4..17), to, false).unwrap());
        assert_eq!(out("government\n"), "> the government\n> fell");
        assert_eq!(out("government "), "> the government fell", "one that is not wanted goes");
    }

    #[test]
    fn emphasis_within_words_stays() {
        let out = |from, to| rewritten("<b>G</b>ove<i>rm</i>ent", &["G", "ove", "rm", "ent"], "", from, to);
        assert_eq!(out("Goverment", "Government").unwrap(), "<b>G</b>ove<i>rnm</i>ent");
        assert_eq!(out("Goverment", "government").unwrap(), "<b>g</b>ove<i>rnm</i>ent");
    }

    #[test]
    fn references_are_replaced_as_a_whole() {
        let out = |from, to| rewritten("R&amp;D caf&#xe9;s", &["R&amp;D caf&#xe9;s"], "", from, to);
        assert_eq!(out("R&D", "R&Ds").unwrap(), "R&amp;Ds caf&#xe9;s");
        assert_eq!(out("R&D", "RnD").unwrap(), "RnD caf&#xe9;s");
        assert_eq!(out("cafés", "cafes").unwrap(), "R&amp;D cafes");
    }
}
