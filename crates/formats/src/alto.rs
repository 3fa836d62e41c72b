//! ALTO XML, versions 1 to 4.

use std::ops::Range;

use ungarble::Confidence;

use crate::boxes::Operation;
use crate::error::FormatError;
use crate::flow::rewrite;
use crate::markup::{Attribute, Event, attribute, find, local, read_xml};
use crate::reading_order::{Order, Tag};
use crate::rectangle::{Rectangle, fresh_id, number};
use crate::splice::{Splice, write};
use crate::text::{Builder, Hyphen, Relation, Text, Word, Writing, written_hyphen};
use crate::tree::{Dialect, Node, Tree};

/// Reads the texts, a run of `pages` each.
pub(crate) fn read(source: &str, pages: usize, take: &mut dyn FnMut(Text)) -> Result<(), FormatError> {
    let order = if source.contains("ReadingOrder") { Order::read(source)? } else { Order::default() };
    let mut reader = Reader { source, is_ordered: !order.is_empty(), ..Reader::default() };
    // The tags of a page whose lines are read in an order of their own.
    let mut kept: Vec<Tag> = Vec::new();
    read_xml(source, false, |event| {
        match &event {
            Event::Open { name, .. } if local(name) == "Page" => {
                if reader.builder.pages() == pages {
                    take(reader.builder.take());
                }
                reader.builder.page();
            }
            Event::Close { name, .. } if local(name) == "Page" && reader.is_ordered => {
                for line in order.lines(source, &std::mem::take(&mut kept)) {
                    reader.begins_paragraph |= line.begins_block;
                    line.tags.iter().for_each(|tag| reader.tag(&tag.event(source)));
                }
            }
            event if reader.is_ordered => kept.extend(Tag::keep(event)),
            event => reader.tag(event),
        }
        Ok(())
    })?;
    take(reader.builder.take());
    Ok(())
}

/// Puts the text together from tags in the order in which they are read.
#[derive(Default)]
struct Reader<'s> {
    source: &'s str,
    builder: Builder,
    /// Where the text and the element of the line that is being read begin.
    line: Option<(usize, usize)>,
    begins_paragraph: bool,
    /// Set if the lines of a page come in an order that the file tells.
    is_ordered: bool,
    in_alternative: Option<usize>,
}

impl Reader<'_> {
    fn tag(&mut self, event: &Event<'_>) {
        match event {
            Event::Open { name, at, attributes, is_empty } => match local(name) {
                "TextBlock" => self.begins_paragraph = true,
                "TextLine" => self.line = Some((self.builder.len(), at.start)),
                "String" => self.string(at, attributes, *is_empty),
                "HYP" if self.line.is_some() => self.builder.outside_hyphen(),
                "ALTERNATIVE" if self.line.is_some() => self.in_alternative = Some(at.end),
                _ => {}
            },
            Event::Close { name, at } => match local(name) {
                "String" if self.line.is_some() => self.builder.end_word(at.end),
                "ALTERNATIVE" => {
                    let start = self.builder.last_word().map(|word| word.text().start);
                    if let (Some(from), Some(start)) = (self.in_alternative.take(), start) {
                        let replacement = self.source.get(from..at.start).unwrap_or_default();
                        self.builder.alternative(start, replacement.trim());
                    }
                }
                "TextLine" => {
                    if let Some((start, element)) = self.line.take()
                        && self.builder.last_word().is_some()
                    {
                        self.builder.line(start, element..at.end);
                    }
                }
                _ => {}
            },
            Event::Text(_) | Event::Verbatim(_) => {}
        }
    }

    fn string(&mut self, at: &Range<usize>, attributes: &[Attribute], is_empty: bool) {
        let (source, builder) = (self.source, &mut self.builder);
        let Some((line, _)) = &mut self.line else { return };
        let value = find(source, attributes, "CONTENT").map(|attribute| attribute.value.clone());
        let Some(value) = value else { return };
        let written = source.get(value.clone()).unwrap_or_default();
        if written.trim().is_empty() {
            return;
        }
        let is_first = *line == builder.len();
        self.begins_paragraph &= !(self.is_ordered && builder.goes_on_with(written, Writing::Attribute));
        separate(builder, is_first, &mut self.begins_paragraph);
        if is_first {
            *line = builder.len();
        }
        let start = builder.len();
        let halves = attribute(source, attributes, "SUBS_TYPE") == Some("HypPart1");
        let hyphen = content(builder, source, value, halves);
        let confidence = attribute(source, attributes, "WC").and_then(confidence);
        builder.word(start, at.clone(), confidence, hyphen);
        if builder.text().get(start..).is_some_and(|word| word.contains(char::is_whitespace)) {
            builder.protect_from(start);
        }
        // A declared half without a hyphen of any kind: the hyphen is the line's.
        if halves && hyphen == Hyphen::None && is_empty {
            builder.outside_hyphen();
        }
    }
}

/// Puts what stands between a word and the one before it.
pub(crate) fn separate(builder: &mut Builder, begins_line: bool, begins_paragraph: &mut bool) {
    let begins_paragraph = std::mem::take(begins_paragraph);
    if !builder.is_empty() {
        builder.glue(if begins_paragraph {
            "\n\n"
        } else if begins_line {
            "\n"
        } else {
            " "
        });
    }
}

/// Appends the content of a word, of which a hyphen at the end is a plain one in the text.
fn content(builder: &mut Builder, source: &str, value: Range<usize>, is_half: bool) -> Hyphen {
    let text = source.get(value.clone()).unwrap_or_default();
    match written_hyphen(text) {
        Some((length, is_soft)) if length < text.len() => {
            let end = value.end - length;
            builder.decode(source, value.start..end, Writing::Attribute);
            builder.unit("-", end..value.end, Relation::Unit, Writing::Attribute);
            if is_soft || is_half { Hyphen::InsideSoft } else { Hyphen::Inside }
        }
        _ => {
            builder.decode(source, value, Writing::Attribute);
            Hyphen::None
        }
    }
}

/// Reads a share from 0 to 1.
pub(crate) fn confidence(share: &str) -> Option<Confidence> {
    let share: f64 = share.trim().parse().ok()?;
    (0.0..=1.0).contains(&share).then(|| Confidence::from_per_mille((share * 1000.0).round() as u16))
}

/// Returns the splices of an operation, or `None` where the element has no room for it.
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
        Operation::Join { first, halves: [left, right], whole, .. } => {
            let mut splices = Vec::new();
            for (half, new, kind) in [(*first, left, "HypPart1"), (first + 1, right, "HypPart2")] {
                let (word, tree) = tree(half)?;
                splices.extend(set(text, word, &tree, &text.stem(word), new, is_ascii)?);
                declare(&tree, kind, whole, is_ascii, &mut splices);
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

/// Writes another content, and drops what speaks of the old one letter by letter.
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
    let root = tree.root();
    let old = text.text.get(part.clone())?.chars().count();
    let is_as_long = old == new.chars().count();
    if !is_as_long && let Some(at) = tree.whole_attribute(root, "CC") {
        splices.push(Splice::new(at, ""));
    }
    let glyphs: Vec<&Node> = tree.children(0, "glyph").map(|(_, node)| node).collect();
    let hyphen = usize::from(word.hyphen != Hyphen::None && *part != word.text());
    let inside = usize::from(word.hyphen != Hyphen::Outside) * hyphen;
    if is_as_long && glyphs.len() == old + inside {
        for (glyph, c) in glyphs.iter().zip(new.chars()) {
            let at = tree.value_at(glyph, "CONTENT")?;
            let new = write(&c.to_string(), Writing::Attribute, is_ascii);
            if tree.source.get(at.clone()) != Some(new.as_str()) {
                splices.push(Splice::new(at, new));
            }
        }
    } else {
        splices.extend(glyphs.iter().map(|glyph| Splice::new(glyph.at.clone(), "")));
    }
    Some(splices)
}

/// Says on a half which word it is a half of.
fn declare(tree: &Tree<'_>, kind: &str, whole: &str, is_ascii: bool, splices: &mut Vec<Splice>) {
    let whole = write(whole, Writing::Attribute, is_ascii);
    let root = tree.root();
    let mut missing = String::new();
    for (name, value) in [("SUBS_TYPE", kind), ("SUBS_CONTENT", whole.as_str())] {
        match tree.value_at(root, name) {
            Some(at) if tree.source.get(at.clone()) != Some(value) => splices.push(Splice::new(at, value)),
            Some(_) => {}
            None => missing.push_str(&format!(" {name}=\"{value}\"")),
        }
    }
    if !missing.is_empty() {
        let tag = tree.source.get(root.tag.clone()).unwrap_or_default();
        let end = if tag.ends_with("/>") { 2 } else { 1 };
        let at = root.tag.start + tag.get(..tag.len() - end).unwrap_or_default().trim_end().len();
        splices.push(Splice::new(at..at, missing));
    }
}

fn length(tree: &Tree<'_>, node: &Node, name: &str) -> Option<f64> {
    tree.attribute(node, name)?.trim().parse().ok().filter(|value: &f64| value.is_finite())
}

fn rectangle(tree: &Tree<'_>) -> Option<Rectangle> {
    let root = tree.root();
    let (left, top) = (length(tree, root, "HPOS")?, length(tree, root, "VPOS")?);
    let (width, height) = (length(tree, root, "WIDTH")?, length(tree, root, "HEIGHT")?);
    Some(Rectangle { left, top, right: left + width, bottom: top + height })
}

/// Splices that give a word another box; words without one stay so.
fn place(tree: &Tree<'_>, rectangle: Rectangle, splices: &mut Vec<Splice>) {
    let Rectangle { left, top, right, bottom } = rectangle;
    for (name, value) in [("HPOS", left), ("VPOS", top), ("WIDTH", right - left), ("HEIGHT", bottom - top)] {
        if let Some(at) = tree.value_at(tree.root(), name)
            && length(tree, tree.root(), name) != Some(value)
        {
            splices.push(Splice::new(at, number(value)));
        }
    }
}

/// Writes an element once for each part of its word, without what speaks of its letters.
fn split(tree: &Tree<'_>, parts: &[String], is_ascii: bool) -> Option<Vec<Splice>> {
    let (source, root) = (tree.source, tree.root());
    if tree.attribute(root, "SUBS_TYPE").is_some() {
        return None;
    }
    let content = tree.value_at(root, "CONTENT")?;
    let boxes = rectangle(tree).map(|whole| whole.split(parts));
    let name = source.get(root.tag.start + 1..)?.split(|c: char| c.is_whitespace() || c == '/' || c == '>').next()?;
    let prefix = name.strip_suffix("String").unwrap_or_default();
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        let mut splices = vec![Splice::new(content.clone(), write(part, Writing::Attribute, is_ascii))];
        splices.extend(tree.whole_attribute(root, "CC").map(|at| Splice::new(at, "")));
        if i > 0
            && let (Some(id), Some(at)) = (tree.attribute(root, "ID"), tree.value_at(root, "ID"))
        {
            splices.push(Splice::new(at, fresh_id(source, id, i + 1)));
        }
        if let Some(boxes) = &boxes {
            place(tree, boxes[i], &mut splices);
            if i > 0 {
                let (before, this) = (boxes[i - 1], boxes[i]);
                out.push_str(&format!(
                    "<{prefix}SP WIDTH=\"{}\" VPOS=\"{}\" HPOS=\"{}\"/>",
                    number(this.left - before.right),
                    number(this.top),
                    number(before.right)
                ));
            }
        }
        out.push_str(&tag(tree, splices));
    }
    Some(vec![Splice::new(root.at.clone(), out)])
}

/// Returns the start tag with the splices made, as an element that holds nothing.
fn tag(tree: &Tree<'_>, splices: Vec<Splice>) -> String {
    let tag = tree.root().tag.clone();
    let part = tree.source.get(tag.clone()).unwrap_or_default();
    let moved = splices.into_iter().map(|s| Splice::new(s.start - tag.start..s.end - tag.start, s.new));
    let mut out = crate::splice::apply(part, moved.collect());
    if !out.ends_with("/>") {
        out.pop();
        out.push_str("/>");
    }
    out
}

/// Makes one element of those of several words, with the box of all.
fn merge(source: &str, trees: &[Tree<'_>], new: &str, is_ascii: bool) -> Option<Vec<Splice>> {
    let (first, last) = (trees.first()?, trees.last()?);
    if trees.iter().any(|tree| tree.attribute(tree.root(), "SUBS_TYPE").is_some()) {
        return None;
    }
    let mut splices =
        vec![Splice::new(first.value_at(first.root(), "CONTENT")?, write(new, Writing::Attribute, is_ascii))];
    splices.extend(first.whole_attribute(first.root(), "CC").map(|at| Splice::new(at, "")));
    if let Some(boxes) = trees.iter().map(rectangle).collect::<Option<Vec<_>>>() {
        place(first, boxes.into_iter().reduce(Rectangle::union)?, &mut splices);
    }
    let confidences: Option<Vec<(f64, &str)>> = trees
        .iter()
        .map(|tree| tree.attribute(tree.root(), "WC").and_then(|wc| Some((wc.trim().parse().ok()?, wc))))
        .collect();
    let least = confidences.and_then(|all| all.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)));
    if let (Some((_, least)), Some(at)) = (least, first.value_at(first.root(), "WC"))
        && source.get(at.clone()) != Some(least)
    {
        splices.push(Splice::new(at, least));
    }
    between(source, trees)?;
    let whole = first.root().at.start..last.root().at.end;
    Some(vec![Splice::new(whole, tag(first, splices))])
}

/// Makes sure that nothing but white space and `SP` stands between the words.
fn between(source: &str, trees: &[Tree<'_>]) -> Option<()> {
    for pair in trees.windows(2) {
        let mut rest = source.get(pair[0].root().at.end..pair[1].root().at.start)?.trim();
        while let Some(tag) = rest.strip_prefix('<') {
            let end = tag.find('>')?;
            let name = tag.get(..end)?.split(|c: char| c.is_whitespace() || c == '/').find(|name| !name.is_empty())?;
            if local(name) != "SP" {
                return None;
            }
            rest = tag.get(end + 1..)?.trim_start();
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(())
}

/// Takes a word out of its line, with what stands between it and its neighbour; the only word of a line stays.
pub(crate) fn remove(source: &str, text: &Text, index: usize) -> Option<Vec<Splice>> {
    let word = text.words.get(index)?;
    let mate = |other: Option<&Word>| other.filter(|other| other.line == word.line).map(Word::element);
    let before = mate(index.checked_sub(1).and_then(|index| text.words.get(index)));
    let behind = mate(text.words.get(index + 1));
    let element = word.element();
    let at = match (before, behind) {
        (_, Some(behind)) => element.start..behind.start,
        (Some(before), None) => before.end..element.end,
        (None, None) => return None,
    };
    // Nothing else may go with it.
    let rest = [source.get(at.start..element.start.max(at.start)), source.get(element.end.min(at.end)..at.end)];
    let is_free = rest.iter().flatten().all(|rest| {
        let rest = rest.trim();
        rest.is_empty() || (rest.starts_with('<') && rest.ends_with("/>") && rest.matches('<').count() == 1)
    });
    is_free.then(|| vec![Splice::new(at, "")])
}
