//! PAGE XML: texts on the levels of regions, lines, words and glyphs, which are kept in step.

use std::ops::Range;

use ungarble::Confidence;

use crate::alto::{confidence, remove, separate};
use crate::boxes::Operation;
use crate::custom;
use crate::error::FormatError;
use crate::flow::rewrite;
use crate::markup::{Event, attribute, local, read_xml};
use crate::reading_order::{Tag, sorted};
use crate::rectangle::{Rectangle, fresh_id, number};
use crate::splice::{Splice, write};
use crate::text::{Builder, Hyphen, Text, Word, Writing};
use crate::tree::{Dialect, Node, Tree};

/// One of the texts of an element.
#[derive(Clone, Debug, Default)]
struct Equivalent {
    index: Option<i64>,
    confidence: Option<Confidence>,
    /// The bytes of its `Unicode`.
    content: Option<Range<usize>>,
}

/// A region, a line or a word that has not ended.
#[derive(Debug)]
struct Level {
    start: usize,
    /// The number of the first line in it.
    first_line: usize,
    equivalents: Vec<Equivalent>,
    /// True if an element in it had text.
    has_text: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Region,
    Line,
    Word,
    Glyph,
}

fn kind(name: &str) -> Option<Kind> {
    match name {
        "TextLine" => Some(Kind::Line),
        "Word" => Some(Kind::Word),
        "Glyph" => Some(Kind::Glyph),
        _ if name.ends_with("Region") => Some(Kind::Region),
        _ => None,
    }
}

struct Reader<'s> {
    source: &'s str,
    builder: Builder,
    levels: Vec<Level>,
    unicode: Option<usize>,
    begins_paragraph: bool,
    /// Set if the regions of the page come in an order that the file tells.
    is_ordered: bool,
    /// First byte of the text of the line, once it has words.
    line: Option<usize>,
}

/// Reads the texts, a run of `pages` each.
pub(crate) fn read(source: &str, pages: usize, take: &mut dyn FnMut(Text)) -> Result<(), FormatError> {
    let mut reader = Reader {
        source,
        builder: Builder::default(),
        levels: Vec::new(),
        unicode: None,
        begins_paragraph: false,
        is_ordered: false,
        line: None,
    };
    // The tags of a page whose regions are read in an order of their own.
    let mut kept: Option<Vec<Tag>> = None;
    read_xml(source, false, |event| {
        if let Event::Open { name, is_empty, .. } = &event {
            match local(name) {
                "Page" => {
                    if reader.builder.pages() == pages {
                        take(reader.builder.take());
                    }
                    reader.builder.page();
                    reader.is_ordered = false;
                }
                "ReadingOrder" if !is_empty => {
                    kept = Some(Vec::new());
                    reader.is_ordered = true;
                }
                _ => {}
            }
        }
        let ends_page = matches!(&event, Event::Close { name, .. } if local(name) == "Page");
        match &mut kept {
            Some(tags) if !ends_page => tags.extend(Tag::keep(&event)),
            _ => {
                let is_region = |name: &str| kind(name) == Some(Kind::Region);
                for tag in kept.take().map(|tags| sorted(source, tags, is_region)).unwrap_or_default() {
                    reader.tag(&tag.event(source));
                }
                reader.tag(&event);
            }
        }
        Ok(())
    })?;
    take(reader.builder.take());
    Ok(())
}

impl Reader<'_> {
    fn tag(&mut self, event: &Event<'_>) {
        match event {
            Event::Open { is_empty: true, .. } | Event::Text(_) | Event::Verbatim(_) => {}
            Event::Open { name, at, attributes, .. } => {
                let name = local(name);
                if let Some(kind) = kind(name) {
                    self.begins_paragraph |= kind == Kind::Region;
                    let first_line = self.builder.lines();
                    self.levels.push(Level { start: at.start, first_line, equivalents: Vec::new(), has_text: false });
                    if kind == Kind::Line {
                        self.line = None;
                    }
                }
                if let (Some(level), "TextEquiv") = (self.levels.last_mut(), name) {
                    level.equivalents.push(Equivalent {
                        index: attribute(self.source, attributes, "index").and_then(|index| index.trim().parse().ok()),
                        confidence: attribute(self.source, attributes, "conf").and_then(confidence),
                        content: None,
                    });
                }
                if name == "Unicode" {
                    self.unicode = Some(at.end);
                }
            }
            Event::Close { name, at } => self.close(local(name), at.clone()),
        }
    }

    fn close(&mut self, name: &str, at: Range<usize>) {
        if name == "Unicode" {
            let content = self.unicode.take().map(|start| start..at.start);
            let last = self.levels.last_mut().and_then(|level| level.equivalents.last_mut());
            if let (Some(content), Some(equivalent)) = (content, last) {
                equivalent.content = Some(content);
            }
            return;
        }
        let Some(kind) = kind(name) else { return };
        let Some(level) = self.levels.pop() else { return };
        let element = level.start..at.end;
        match kind {
            Kind::Glyph => {}
            Kind::Word => self.word(&level, element),
            Kind::Line => {
                if self.line.is_none() {
                    self.running(&level);
                }
                if let Some(start) = self.line.take()
                    && self.builder.len() > start
                {
                    self.builder.line(start, element);
                }
            }
            Kind::Region => {
                if !level.has_text {
                    self.line = None;
                    self.begins_paragraph = true;
                    self.running(&level);
                    self.line = None;
                }
                self.builder.region(element, level.first_line);
                self.begins_paragraph = true;
            }
        }
    }

    /// Marks all open elements as having text.
    fn tell_levels(&mut self) {
        self.levels.iter_mut().for_each(|level| level.has_text = true);
    }

    fn word(&mut self, level: &Level, element: Range<usize>) {
        let Some((first, content)) = primary(self.source, &level.equivalents) else { return };
        self.go_on(&content);
        separate(&mut self.builder, self.line.is_none(), &mut self.begins_paragraph);
        let start = self.builder.len();
        self.line.get_or_insert(start);
        self.builder.decode_word(self.source, content, start, Writing::Xml);
        let hyphen = match self.builder.last_hyphen(self.source, start) {
            Some(true) => Hyphen::InsideSoft,
            Some(false) => Hyphen::Inside,
            None => Hyphen::None,
        };
        self.builder.word(start, element, level.equivalents[first].confidence, hyphen);
        if self.builder.text().get(start..).is_some_and(|word| word.contains(char::is_whitespace)) {
            self.builder.protect_from(start);
        }
        for (i, other) in level.equivalents.iter().enumerate() {
            if let Some(content) = other.content.clone().filter(|_| i != first) {
                self.builder.alternative(start, &plain(self.source, content));
            }
        }
        self.tell_levels();
    }

    /// Makes no paragraph of a region that goes on, in the order that the file tells, with the word or the sentence of the one before.
    fn go_on(&mut self, content: &Range<usize>) {
        let next = self.source.get(content.clone()).unwrap_or_default();
        self.begins_paragraph &= !(self.is_ordered && self.builder.goes_on_with(next, Writing::Xml));
    }

    /// The text of a line without words, or of a region without lines.
    fn running(&mut self, level: &Level) {
        let Some((_, content)) = primary(self.source, &level.equivalents) else { return };
        self.go_on(&content);
        separate(&mut self.builder, true, &mut self.begins_paragraph);
        self.line = Some(self.builder.len());
        self.builder.decode_lines(self.source, content, Writing::Xml);
        self.tell_levels();
    }
}

/// Returns the text that counts, as an index and where it stands: of several that with the lowest index.
fn primary(source: &str, equivalents: &[Equivalent]) -> Option<(usize, Range<usize>)> {
    let has_text = |content: &Range<usize>| {
        // Comments and CDATA sections within a text are left alone.
        source.get(content.clone()).is_some_and(|text| !text.trim().is_empty() && !text.contains('<'))
    };
    let all = equivalents.iter().enumerate();
    let (i, first) = all.min_by_key(|(i, equivalent)| (equivalent.index.unwrap_or(i64::MAX), *i))?;
    let content = first.content.clone().filter(has_text)?;
    let text = source.get(content.clone())?;
    let start = content.start + text.len() - text.trim_start().len();
    Some((i, start..start + text.trim().len()))
}

/// Returns text as it is meant.
fn plain(source: &str, at: Range<usize>) -> String {
    let mut builder = Builder::default();
    builder.decode(source, at, Writing::Xml);
    builder.text().trim().to_owned()
}

/// Returns the primary text of an element that was read anew: its `Unicode` and its `PlainText`.
fn texts_of<'t>(tree: &'t Tree<'_>, element: usize) -> Option<(&'t Node, Option<&'t Node>, Option<&'t Node>)> {
    let rank = |(i, node): &(usize, &Node)| {
        let index = tree.attribute(node, "index").and_then(|index| index.trim().parse::<i64>().ok());
        (index.unwrap_or(i64::MAX), *i)
    };
    let (index, node) = tree.children(element, "textequiv").min_by_key(rank)?;
    let child = |name| tree.children(index, name).next().map(|(_, node)| node);
    Some((node, child("unicode"), child("plaintext")))
}

/// Returns the splices of an operation on a word, or `None` where the element has no room for it.
pub(crate) fn carry(source: &str, text: &Text, operation: &Operation, is_ascii: bool) -> Option<Vec<Splice>> {
    let tree = |word: usize| {
        let word = text.words.get(word)?;
        Some((word, Tree::read(source, &word.element(), Dialect::Xml)?))
    };
    match operation {
        Operation::Set { word, part, new } => {
            let (word, tree) = tree(*word)?;
            set(text, word, &tree, part, new, is_ascii)
        }
        // PAGE has no way to say that a hyphen belongs to the line: the halves stay as they are printed.
        Operation::Join { first, halves: [left, right], .. } => {
            let mut splices = Vec::new();
            for (half, new) in [(*first, left), (first + 1, right)] {
                let (word, tree) = tree(half)?;
                splices.extend(set(text, word, &tree, &text.stem(word), new, is_ascii)?);
            }
            Some(splices)
        }
        Operation::Split { word, parts } => {
            let (_, tree) = tree(*word)?;
            split(&tree, parts, is_ascii)
        }
        Operation::Merge { words, new } => {
            let trees = words.clone().map(|word| tree(word).map(|(_, tree)| tree)).collect::<Option<Vec<_>>>()?;
            merge(source, &trees, new, is_ascii)
        }
        Operation::Remove { word } => remove(source, text, *word),
    }
}

fn set(
    text: &Text,
    word: &Word,
    tree: &Tree<'_>,
    part: &Range<usize>,
    new: &str,
    is_ascii: bool,
) -> Option<Vec<Splice>> {
    let mut splices = rewrite(text, part, new, is_ascii)?;
    if splices.is_empty() {
        return Some(splices);
    }
    let old = text.text.get(word.text())?;
    let rest = text.text.get(part.end..word.text().end)?;
    let whole = format!("{new}{rest}");
    splices.extend(shift_tags(tree, old, &[(0..old.len(), whole.clone())]));
    let (_, _, plain_text) = texts_of(tree, 0)?;
    if let Some(node) = plain_text
        && plain(tree.source, node.inner.clone()) == old
    {
        splices.push(Splice::new(node.inner.clone(), write(&whole, Writing::Xml, is_ascii)));
    }
    let glyphs: Vec<(usize, &Node)> = tree.children(0, "glyph").collect();
    let letters: Vec<char> = whole.chars().collect();
    if glyphs.len() == letters.len() && letters.len() == old.chars().count() {
        for ((index, _), c) in glyphs.into_iter().zip(letters) {
            let Some((_, unicode, plain_text)) = texts_of(tree, index) else { continue };
            let c = c.to_string();
            let nodes = [unicode, plain_text].into_iter().flatten();
            let apart = nodes.filter(|node| plain(tree.source, node.inner.clone()) != c);
            splices.extend(apart.map(|node| Splice::new(node.inner.clone(), write(&c, Writing::Xml, is_ascii))));
        }
    } else {
        splices.extend(glyphs.into_iter().map(|(_, glyph)| Splice::new(glyph.at.clone(), "")));
    }
    Some(splices)
}

/// Returns the box around the polygon of an element, and where its points stand.
fn rectangle(tree: &Tree<'_>) -> Option<(Rectangle, Range<usize>)> {
    let (_, coords) = tree.children(0, "coords").next()?;
    let points = tree.attribute(coords, "points")?;
    let mut whole: Option<Rectangle> = None;
    for point in points.split_whitespace() {
        let (x, y) = point.split_once(',')?;
        let (x, y): (f64, f64) = (x.parse().ok()?, y.parse().ok()?);
        let this = Rectangle { left: x, top: y, right: x, bottom: y };
        whole = Some(whole.map_or(this, |whole| whole.union(this)));
    }
    Some((whole?, tree.value_at(coords, "points")?))
}

fn points(r: Rectangle) -> String {
    let [left, top, right, bottom] = [r.left, r.top, r.right, r.bottom].map(number);
    format!("{left},{top} {right},{top} {right},{bottom} {left},{bottom}")
}

/// Splices that make an element one of another word: its box, its text, and nothing of glyphs and alternatives.
fn reword(tree: &Tree<'_>, rectangle: Rectangle, new: &str, is_ascii: bool) -> Option<Vec<Splice>> {
    let (_, at) = self::rectangle(tree)?;
    let mut splices = vec![Splice::new(at, points(rectangle))];
    let (kept, unicode, plain_text) = texts_of(tree, 0)?;
    let old = plain(tree.source, unicode?.inner.clone());
    splices.extend(shift_tags(tree, &old, &[(0..old.len(), new.to_owned())]));
    let new = write(new, Writing::Xml, is_ascii);
    splices.push(Splice::new(unicode?.inner.clone(), new.clone()));
    splices.extend(plain_text.map(|node| Splice::new(node.inner.clone(), new)));
    for name in ["glyph", "baseline", "textequiv"] {
        let gone = tree.children(0, name).filter(|(_, node)| node.at != kept.at);
        splices.extend(gone.map(|(_, node)| Splice::new(node.at.clone(), "")));
    }
    Some(splices)
}

/// Returns the splice that moves the tags of an element with its text.
fn shift_tags(tree: &Tree<'_>, text: &str, parts: &[(Range<usize>, String)]) -> Option<Splice> {
    let at = tree.value_at(tree.root(), "custom")?;
    let custom = tree.source.get(at.clone())?;
    let shifted = custom::shift_offsets(custom, text, parts);
    (shifted != custom).then(|| Splice::new(at, shifted))
}

/// Makes the splices within an element.
fn within(tree: &Tree<'_>, splices: Vec<Splice>) -> Option<String> {
    let at = tree.root().at.clone();
    let moved = splices.into_iter().map(|s| Splice::new(s.start - at.start..s.end - at.start, s.new));
    Some(crate::splice::apply(tree.source.get(at.clone())?, moved.collect()))
}

fn split(tree: &Tree<'_>, parts: &[String], is_ascii: bool) -> Option<Vec<Splice>> {
    let root = tree.root();
    let boxes = rectangle(tree)?.0.split(parts);
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        let mut splices = reword(tree, boxes[i], part, is_ascii)?;
        if i > 0
            && let (Some(id), Some(at)) = (tree.attribute(root, "id"), tree.value_at(root, "id"))
        {
            splices.push(Splice::new(at, fresh_id(tree.source, id, i + 1)));
        }
        out.push_str(&within(tree, splices)?);
    }
    Some(vec![Splice::new(root.at.clone(), out)])
}

fn merge(source: &str, trees: &[Tree<'_>], new: &str, is_ascii: bool) -> Option<Vec<Splice>> {
    let (first, last) = (trees.first()?, trees.last()?);
    for pair in trees.windows(2) {
        if !source.get(pair[0].root().at.end..pair[1].root().at.start)?.trim().is_empty() {
            return None;
        }
    }
    let boxes = trees.iter().map(|tree| rectangle(tree).map(|(r, _)| r)).collect::<Option<Vec<_>>>()?;
    let mut splices = reword(first, boxes.into_iter().reduce(Rectangle::union)?, new, is_ascii)?;
    let confidences: Option<Vec<(f64, &str)>> = trees
        .iter()
        .map(|tree| {
            let conf = tree.attribute(texts_of(tree, 0)?.0, "conf")?;
            Some((conf.trim().parse().ok()?, conf))
        })
        .collect();
    let least = confidences.and_then(|all| all.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)));
    if let (Some((_, least)), Some(at)) = (least, first.value_at(texts_of(first, 0)?.0, "conf")) {
        splices.push(Splice::new(at, least));
    }
    Some(vec![Splice::new(first.root().at.start..last.root().at.end, within(first, splices)?)])
}

/// A line of which the text changes.
#[derive(Clone, Debug)]
pub(crate) struct Relined {
    pub(crate) line: usize,
    /// Parts of the line, and what stands there.
    pub(crate) parts: Vec<(Range<usize>, String)>,
    pub(crate) new: String,
}

/// Returns the splices that keep the levels above changed lines in step, and how many levels could not be.
///
/// `own`: the text of the line itself is to follow that of its words.
pub(crate) fn keep_levels(source: &str, text: &Text, changed: &[Relined], is_ascii: bool) -> (Vec<Splice>, usize) {
    let mut splices = Vec::new();
    let mut apart = 0;
    let old = |line: usize| text.lines.get(line).and_then(|line| text.text.get(line.text())).unwrap_or_default();
    for relined in changed {
        let Some(line) = text.lines.get(relined.line) else { continue };
        let Some(tree) = Tree::read(source, &line.element(), Dialect::Xml) else { continue };
        let has_words = tree.children(0, "word").next().is_some();
        if has_words {
            apart += level(&tree, &[(old(relined.line), Some(relined))], is_ascii, &mut splices).0;
        } else if let Some((_, _, Some(node))) = texts_of(&tree, 0)
            && plain(source, node.inner.clone()) == old(relined.line)
        {
            splices.push(Splice::new(node.inner.clone(), write(&relined.new, Writing::Xml, is_ascii)));
        }
        splices.extend(shift_tags(&tree, old(relined.line), &relined.parts));
    }
    for region in &text.regions {
        let (first, end) = (region.lines.start, region.lines.end);
        let from = changed.partition_point(|relined| relined.line < first);
        if changed.get(from).is_none_or(|relined| relined.line >= end) {
            continue;
        }
        let Some(tree) = Tree::read(source, &region.element, Dialect::Xml) else { continue };
        let find = |line: usize| changed.binary_search_by_key(&line, |relined| relined.line).ok();
        let lines: Vec<(&str, Option<&Relined>)> =
            (first..end).map(|line| (old(line), find(line).and_then(|i| changed.get(i)))).collect();
        let (missing, tags) = level(&tree, &lines, is_ascii, &mut splices);
        apart += missing;
        splices.extend(tags);
    }
    (splices, apart)
}

/// Replaces lines in the text of the level above them; returns how many were not found there, and the splice that moves the tags
/// of that level with its text.
fn level(
    tree: &Tree<'_>,
    lines: &[(&str, Option<&Relined>)],
    is_ascii: bool,
    splices: &mut Vec<Splice>,
) -> (usize, Option<Splice>) {
    let Some((_, unicode, plain_text)) = texts_of(tree, 0) else { return (0, None) };
    let mut apart = 0;
    let mut tags = None;
    for (i, node) in [unicode, plain_text].into_iter().flatten().enumerate() {
        let inner = tree.source.get(node.inner.clone()).unwrap_or_default();
        if inner.trim().is_empty() || inner.contains('<') {
            continue;
        }
        let mut builder = Builder::default();
        builder.decode(tree.source, node.inner.clone(), Writing::Xml);
        let text = builder.take();
        let mut at = 0;
        let mut parts = Vec::new();
        for (old, new) in lines {
            let Some(found) = find_words(text.as_str(), at, old) else {
                apart += usize::from(new.is_some());
                continue;
            };
            at = found.end;
            for (part, new) in new.iter().flat_map(|relined| &relined.parts) {
                let part = within_line(text.as_str(), &found, old, part);
                match rewrite(&text, &part, new, is_ascii) {
                    Some(more) => {
                        splices.extend(more);
                        parts.push((part, new.clone()));
                    }
                    None => apart += 1,
                }
            }
        }
        if i == 0 {
            tags = shift_tags(tree, text.as_str(), &parts);
        }
    }
    (apart, tags)
}

/// Returns where a part of a line stands in a text in which the line was found: the same but for white space.
fn within_line(text: &str, found: &Range<usize>, line: &str, part: &Range<usize>) -> Range<usize> {
    let shown = text.get(found.clone()).unwrap_or_default();
    // For each `char` of the line where it begins and ends in the text; a blank is all white space that stands there.
    let mut at = 0;
    let mut places = Vec::new();
    for (offset, c) in line.char_indices() {
        let rest = shown.get(at..).unwrap_or_default();
        let length = if c.is_whitespace() { rest.len() - rest.trim_start().len() } else { c.len_utf8() };
        places.push((offset, at..at + length));
        at += length;
    }
    let first = places.iter().find(|(offset, _)| *offset >= part.start).map_or(at, |(_, place)| place.start);
    let last = places.iter().rev().find(|(offset, _)| *offset < part.end).map_or(0, |(_, place)| place.end);
    found.start + first..found.start + last.max(first)
}

/// Returns where the words of a line stand in a text from a byte on, whatever white space is between them.
fn find_words(text: &str, from: usize, line: &str) -> Option<Range<usize>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let first = words.first()?;
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find(first)?;
        let mut end = start;
        let matched = words.iter().enumerate().all(|(i, word)| {
            let rest = text.get(end..).unwrap_or_default();
            let trimmed = if i == 0 { rest } else { rest.trim_start() };
            let is_apart = i == 0 || trimmed.len() < rest.len();
            end += rest.len() - trimmed.len() + word.len();
            is_apart && trimmed.starts_with(word)
        });
        let begins = text.get(..start).is_none_or(|before| before.is_empty() || before.ends_with(char::is_whitespace));
        let ends = text.get(end..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        if matched && begins && ends {
            return Some(start..end);
        }
        at = start + first.chars().next().map_or(1, char::len_utf8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_whatever_white_space_is_between() {
        let part = |part| within_line("x a  cat\nsat y", &(2..12), "a cat sat", &part);
        assert_eq!((part(2..5), part(6..9), part(1..5), part(2..9)), (5..8, 9..12, 3..8, 5..12));
    }

    #[test]
    fn lines_are_found_in_the_text_of_their_region() {
        let text = "a cat\n  sat, a cat";
        assert_eq!(find_words(text, 0, "cat sat,"), Some(2..12));
        assert_eq!(find_words(text, 3, "a cat"), Some(13..18));
        assert_eq!(find_words(text, 0, "cat sat"), None);
    }
}
