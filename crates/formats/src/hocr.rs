//! hOCR: recognised pages as XHTML or HTML.

use std::collections::BTreeSet;
use std::ops::Range;

use ungarble::Confidence;

use crate::alto::{remove, separate};
use crate::boxes::Operation;
use crate::error::FormatError;
use crate::flow::rewrite;
use crate::markup::{Event, attribute, find, has_class, local, read_html, read_xml};
use crate::rectangle::{Rectangle, fresh_id, number};
use crate::splice::{Splice, write};
use crate::text::{Builder, Hyphen, Text, Word, Writing};
use crate::tree::{Dialect, Node, Tree, is_void};

/// The role of an element, by its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Page,
    Block,
    Line,
    Word,
    Character,
    /// A character within that of another: what the recogniser thought of there.
    Choice,
    Silent,
    Other,
}

impl Role {
    fn of(name: &str, classes: Option<&str>) -> Role {
        const BLOCKS: &[&str] = &["ocr_carea", "ocr_par", "ocrx_block", "ocr_column", "ocr_table", "ocr_float"];
        const LINES: &[&str] = &[
            "ocr_line",
            "ocrx_line",
            "ocr_header",
            "ocr_footer",
            "ocr_caption",
            "ocr_textfloat",
            "ocr_pageno",
            "ocr_title",
            "ocr_author",
            "ocr_subtitle",
            "ocr_subsection",
            "ocr_section",
            "ocr_chapter",
        ];
        let is = |names: &'static [&'static str]| has_class(classes, |class| names.contains(&class));
        if is(&["ocrx_cinfo"]) {
            Role::Character
        } else if is(&["ocrx_word", "ocr_word"]) {
            Role::Word
        } else if is(LINES) {
            Role::Line
        } else if is(BLOCKS) {
            Role::Block
        } else if is(&["ocr_page"]) {
            Role::Page
        } else if ["head", "script", "style", "title"].iter().any(|silent| name.eq_ignore_ascii_case(silent)) {
            Role::Silent
        } else {
            Role::Other
        }
    }
}

/// An end tag ends none but one of so many open elements.
const DEEPEST: usize = 512;

/// An element that has not ended.
struct Frame<'s> {
    name: &'s str,
    role: Role,
    start: usize,
}

impl Frame<'_> {
    fn is_character(&self) -> bool {
        matches!(self.role, Role::Character | Role::Choice)
    }
}

/// A reading of a character.
struct Choice {
    letters: String,
    percent: f64,
}

struct Reader<'s> {
    source: &'s str,
    pages: usize,
    take: &'s mut dyn FnMut(Text),
    builder: Builder,
    frames: Vec<Frame<'s>>,
    /// Number of open elements whose text is excluded, and of lines and blocks.
    silent: usize,
    inside: usize,
    begins_paragraph: bool,
    /// First byte of the text of the line, and of its element.
    line: Option<(usize, usize)>,
    begins_line: bool,
    /// The word that is being read: where its text begins, whether white space was seen in it.
    word: Option<(usize, bool)>,
    has_characters: bool,
    /// The recogniser's choices at each character of the word, with its confidences.
    choices: Vec<Vec<Choice>>,
    confidence: Option<Confidence>,
    /// White space before text that is in no word.
    is_apart: bool,
}

/// Returns which parser reads the file: what says that it is XML is held to it.
pub(crate) fn dialect(source: &str) -> Dialect {
    let text = source.trim_start_matches('\u{feff}').trim_start();
    let head = text.get(..text.len().min(1000)).unwrap_or_else(|| text.get(..text.len().min(997)).unwrap_or(text));
    if text.starts_with("<?xml") || head.contains("xmlns=") { Dialect::Xml } else { Dialect::Html }
}

/// Reads the texts, a run of `pages` each.
pub(crate) fn read(source: &str, pages: usize, take: &mut dyn FnMut(Text)) -> Result<(), FormatError> {
    let mut reader = Reader {
        source,
        pages,
        take,
        builder: Builder::default(),
        frames: Vec::new(),
        silent: 0,
        inside: 0,
        begins_paragraph: false,
        line: None,
        begins_line: true,
        word: None,
        has_characters: false,
        choices: Vec::new(),
        confidence: None,
        is_apart: true,
    };
    let dialect = dialect(source);
    let sink = |event: Event<'_>| {
        match event {
            Event::Open { at, attributes, is_empty, .. } => {
                let class = attribute(source, attributes, "class");
                let title = find(source, attributes, "title").and_then(|title| source.get(title.value.clone()));
                reader.open(&at, class, title, is_empty, dialect);
            }
            Event::Close { name, at } => reader.close(name, &at),
            Event::Text(at) | Event::Verbatim(at) => reader.text(at),
        }
        Ok(())
    };
    match dialect {
        Dialect::Xml => read_xml(source, true, sink)?,
        Dialect::Html => read_html(source, sink)?,
    }
    reader.end_line(source.len());
    let last = reader.builder.take();
    (reader.take)(last);
    Ok(())
}

impl<'s> Reader<'s> {
    fn open(&mut self, at: &Range<usize>, class: Option<&str>, title: Option<&str>, is_empty: bool, dialect: Dialect) {
        let rest = self.source.get(at.start + 1..at.end).unwrap_or_default();
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default();
        if is_empty && dialect == Dialect::Xml || is_void(name) {
            return;
        }
        let role = match Role::of(local(name), class) {
            Role::Character if self.word.is_some() && self.frames.last().is_some_and(Frame::is_character) => {
                Role::Choice
            }
            role => role,
        };
        match role {
            Role::Page => {
                self.end_line(at.start);
                if self.builder.pages() == self.pages {
                    let text = self.builder.take();
                    (self.take)(text);
                }
                self.builder.page();
                self.begins_paragraph = true;
            }
            Role::Block => {
                self.end_line(at.start);
                self.begins_paragraph = true;
            }
            Role::Line => {
                self.end_line(at.start);
                self.line = Some((self.builder.len(), at.start));
                self.begins_line = true;
            }
            Role::Word => {
                if self.line.is_none() {
                    self.line = Some((self.builder.len(), at.start));
                    self.begins_line = true;
                }
                self.separate();
                self.word = Some((self.builder.len(), false));
                self.has_characters = false;
                self.choices.clear();
                self.confidence = title.and_then(confidence);
            }
            Role::Character => {
                self.has_characters = true;
                self.choices.push(Vec::new());
            }
            Role::Choice => {
                let percent = title.and_then(|title| property(title, "x_confs")?.trim().parse().ok());
                let choice = Choice { letters: String::new(), percent: percent.unwrap_or(0.0) };
                if let Some(choices) = self.choices.last_mut() {
                    choices.push(choice);
                }
            }
            Role::Silent | Role::Other => {}
        }
        self.silent += usize::from(role == Role::Silent);
        self.inside += usize::from(matches!(role, Role::Line | Role::Block));
        self.frames.push(Frame { name, role, start: at.start });
    }

    /// Puts white space before what follows, and remembers where the line begins.
    fn separate(&mut self) {
        let begins = std::mem::take(&mut self.begins_line);
        separate(&mut self.builder, begins, &mut self.begins_paragraph);
        if begins {
            self.line = self.line.map(|(_, element)| (self.builder.len(), element));
        }
        self.is_apart = false;
    }

    fn close(&mut self, name: &str, at: &Range<usize>) {
        // An end tag that ends nothing would otherwise be looked for in all that is open, each time.
        let near = self.frames.iter().rev().take(DEEPEST);
        let back = near.enumerate().find(|(_, frame)| frame.name.eq_ignore_ascii_case(name)).map(|(i, _)| i + 1);
        let ended = self.frames.split_off(self.frames.len() - back.unwrap_or(0));
        for frame in ended.into_iter().rev() {
            self.silent -= usize::from(frame.role == Role::Silent);
            self.inside -= usize::from(matches!(frame.role, Role::Line | Role::Block));
            match frame.role {
                Role::Word => self.end_word(frame.start..at.end),
                Role::Line | Role::Page | Role::Block => self.end_line(at.end),
                Role::Character | Role::Choice | Role::Silent | Role::Other => {}
            }
        }
    }

    fn end_word(&mut self, element: Range<usize>) {
        let Some((start, _)) = self.word.take() else { return };
        self.is_apart = true;
        let written = self.builder.text().get(start..).unwrap_or_default();
        if written.is_empty() {
            // A box without a word: what was put before it waits for the next one.
            let glue = self.builder.unglue();
            self.begins_line = glue != " ";
            self.begins_paragraph = glue == "\n\n";
            return;
        }
        if written.contains(char::is_whitespace) {
            self.builder.protect_from(start);
        }
        let hyphen = match self.builder.last_hyphen(self.source, start) {
            Some(true) => Hyphen::InsideSoft,
            Some(false) => Hyphen::Inside,
            None => Hyphen::None,
        };
        self.builder.word(start, element, self.confidence, hyphen);
        for other in other_words(self.builder.text().get(start..).unwrap_or_default(), &self.choices) {
            self.builder.alternative(start, &other);
        }
    }

    fn end_line(&mut self, end: usize) {
        if let Some((start, element)) = self.line.take()
            && self.builder.len() > start
        {
            self.builder.line(start, element..end);
        }
        self.begins_line = true;
    }

    fn text(&mut self, at: Range<usize>) {
        if self.silent > 0 {
            return;
        }
        let text = self.source.get(at.clone()).unwrap_or_default();
        if self.frames.last().is_some_and(|frame| frame.role == Role::Choice) {
            if let Some(choice) = self.choices.last_mut().and_then(|choices| choices.last_mut()) {
                choice.letters.push_str(&decoded(self.source, at));
            }
            return;
        }
        let trimmed = text.trim_ascii();
        let start = at.start + (text.len() - text.trim_ascii_start().len());
        let core = start..start + trimmed.len();
        let is_spaced = (text.starts_with(|c: char| c.is_ascii_whitespace()), core.end < at.end);
        if let Some((start, saw_space)) = self.word {
            if trimmed.is_empty() {
                self.word = Some((start, saw_space || self.builder.len() > start));
                return;
            }
            if self.builder.len() > start && (saw_space || is_spaced.0) && !self.has_characters {
                self.builder.glue(" ");
            }
            self.builder.decode_word(self.source, core, start, Writing::Html);
            self.word = Some((start, is_spaced.1));
            return;
        }
        if self.inside == 0 {
            return;
        }
        if trimmed.is_empty() {
            self.is_apart = true;
            return;
        }
        if self.line.is_none() {
            let element = self.frames.last().map_or(at.start, |frame| frame.start);
            self.line = Some((self.builder.len(), element));
            self.begins_line = true;
        }
        if self.begins_line || self.is_apart || is_spaced.0 {
            self.separate();
        }
        self.builder.decode_spaced(self.source, core, Writing::Html, " ");
        self.is_apart = is_spaced.1;
    }
}

/// Choices of a character that are less sure are noise, in percent.
const LIKELY: f64 = 2.0;
/// Alternatives of a word at most.
const MOST_ALTERNATIVES: usize = 4;

/// Returns the words that are one choice of one character away from `word`, the surest first; none where the choices are not of its
/// characters.
fn other_words(word: &str, choices: &[Vec<Choice>]) -> Vec<String> {
    // The space before a word has choices, too.
    let is_space = |choices: &&Vec<Choice>| choices.first().is_none_or(|first| first.letters.trim().is_empty());
    let choices: Vec<&Vec<Choice>> = choices.iter().filter(|choices| !is_space(choices)).collect();
    if choices.len() != word.chars().count() {
        return Vec::new();
    }
    let mut found: Vec<(f64, String)> = Vec::new();
    for ((at, c), choices) in word.char_indices().zip(choices) {
        for Choice { letters, percent } in choices {
            if *percent < LIKELY || letters.trim().is_empty() || letters.chars().eq([c]) {
                continue;
            }
            let (before, behind) = (word.get(..at), word.get(at + c.len_utf8()..));
            found.push((*percent, [before.unwrap_or_default(), letters, behind.unwrap_or_default()].concat()));
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    found.truncate(MOST_ALTERNATIVES);
    found.into_iter().map(|(_, word)| word).collect()
}

/// Returns text without references.
fn decoded(source: &str, at: Range<usize>) -> String {
    let mut builder = Builder::default();
    builder.decode(source, at, Writing::Html);
    builder.text().to_owned()
}

/// Reads `x_wconf 96` out of a title.
fn confidence(title: &str) -> Option<Confidence> {
    let value: f64 = property(title, "x_wconf")?.trim().parse().ok()?;
    (0.0..=100.0).contains(&value).then(|| Confidence::from_per_mille((value * 10.0).round() as u16))
}

/// Returns the value of a property of a title: of `bbox` in `bbox 17 48 19 50; x_wconf 0`.
fn property<'t>(title: &'t str, name: &str) -> Option<&'t str> {
    title.split(';').find_map(|property| {
        let value = property.trim().strip_prefix(name)?;
        value.starts_with(char::is_whitespace).then_some(value)
    })
}

/// Returns the splices of an operation, or `None` where the element has no room for it.
pub(crate) fn carry(source: &str, text: &Text, operation: &Operation, is_ascii: bool) -> Option<Vec<Splice>> {
    let tree = |word: usize| {
        let word = text.words.get(word)?;
        Some((word, Tree::read(source, &word.element(), Dialect::Html)?))
    };
    match operation {
        Operation::Set { word, part, new } => {
            let (word, tree) = tree(*word)?;
            set(text, word, &tree, part, new, is_ascii)
        }
        Operation::Join { first, halves: [left, right], keeps_hyphen, .. } => {
            let mut splices = Vec::new();
            for (half, new) in [(*first, left), (first + 1, right)] {
                let (word, tree) = tree(half)?;
                splices.extend(set(text, word, &tree, &text.stem(word), new, is_ascii)?);
            }
            let (word, tree) = tree(*first)?;
            let is_rewritten = !characters(&tree).is_empty() && !splices.is_empty();
            if word.hyphen == Hyphen::Inside && !keeps_hyphen && !is_rewritten {
                let end = word.text().end;
                splices.extend(rewrite(text, &(text.stem(word).end..end), "\u{ad}", is_ascii)?);
            }
            Some(splices)
        }
        Operation::Split { word, parts } => {
            let (word, tree) = tree(*word)?;
            split(text, word, &tree, parts, is_ascii)
        }
        Operation::Merge { words, new } => merge(source, text, words, new, is_ascii),
        Operation::Remove { word } => remove(source, text, *word),
    }
}

/// The elements that hold one character of the word each.
fn characters<'t>(tree: &'t Tree<'_>) -> Vec<&'t Node> {
    let lists: BTreeSet<usize> = choices(tree).into_iter().map(|(at, _)| at).collect();
    let is_apart = |at: usize, node: &Node| !lists.contains(&at) && node.parent.is_none_or(|at| !lists.contains(&at));
    let all = tree.nodes.iter().enumerate();
    all.filter(|&(at, node)| is_character(tree, node) && is_apart(at, node)).map(|(_, node)| node).collect()
}

fn is_character(tree: &Tree<'_>, node: &Node) -> bool {
    has_class(tree.attribute(node, "class"), |class| class == "ocrx_cinfo")
}

/// The elements that hold what the recogniser thought of at one character, with their numbers.
fn choices<'t>(tree: &'t Tree<'_>) -> Vec<(usize, &'t Node)> {
    let inner = tree.nodes.iter().filter(|node| is_character(tree, node));
    let around = inner.filter_map(|node| Some((node.parent?, tree.nodes.get(node.parent?)?)));
    let mut found: Vec<(usize, &Node)> = around.filter(|(_, node)| is_character(tree, node)).collect();
    found.dedup_by_key(|(at, _)| *at);
    found
}

/// Writes another text; elements of single characters that no longer fit go.
fn set(
    text: &Text,
    word: &Word,
    tree: &Tree<'_>,
    part: &Range<usize>,
    new: &str,
    is_ascii: bool,
) -> Option<Vec<Splice>> {
    let old = text.text.get(part.clone())?;
    if old == new {
        return Some(Vec::new());
    }
    let characters = characters(tree);
    let (Some(first), Some(last)) = (characters.first(), characters.last()) else {
        let mut splices = rewrite(text, part, new, is_ascii)?;
        if old.chars().count() != new.chars().count() {
            drop_per_character(tree, &mut splices);
            splices.extend(choices(tree).into_iter().map(|(_, node)| Splice::new(node.at.clone(), "")));
        }
        return Some(splices);
    };
    if old.chars().count() == new.chars().count() && characters.len() == text.text.get(word.text())?.chars().count() {
        // One by one: an alignment could leave a box empty and put two letters into the next.
        let mut splices = Vec::new();
        let mut at = part.start;
        for (before, after) in old.chars().zip(new.chars()) {
            splices.extend(rewrite(text, &(at..at + before.len_utf8()), after.encode_utf8(&mut [0; 4]), is_ascii)?);
            at += before.len_utf8();
        }
        return Some(splices);
    }
    let rest = text.text.get(part.end..word.text().end)?;
    let whole = write(&format!("{new}{rest}"), Writing::Html, is_ascii);
    let mut splices = vec![Splice::new(first.at.start..last.at.end, whole)];
    drop_per_character(tree, &mut splices);
    Some(splices)
}

/// Drops the properties of the title that have a value for each character.
fn drop_per_character(tree: &Tree<'_>, splices: &mut Vec<Splice>) {
    let Some(at) = tree.value_at(tree.root(), "title") else { return };
    let title = tree.source.get(at.clone()).unwrap_or_default();
    let kept: Vec<&str> = title
        .split(';')
        .filter(|property| {
            let name = property.split_whitespace().next().unwrap_or_default();
            !["x_confs", "x_bboxes", "cuts", "nlp"].contains(&name)
        })
        .collect();
    let kept = kept.join(";");
    if kept != title {
        splices.push(Splice::new(at, kept));
    }
}

fn rectangle(tree: &Tree<'_>) -> Option<Rectangle> {
    let sides = property(tree.attribute(tree.root(), "title")?, "bbox")?;
    let sides: Vec<f64> = sides.split_whitespace().map(str::parse).collect::<Result<_, _>>().ok()?;
    match sides[..] {
        [left, top, right, bottom] => Some(Rectangle { left, top, right, bottom }),
        _ => None,
    }
}

/// Returns the title with another box and another confidence.
fn retitled(tree: &Tree<'_>, rectangle: Option<Rectangle>, confidence: Option<&str>) -> Option<Splice> {
    let at = tree.value_at(tree.root(), "title")?;
    let title = tree.source.get(at.clone())?;
    let mut properties: Vec<String> = Vec::new();
    for property in title.split(';') {
        let name = property.split_whitespace().next().unwrap_or_default();
        let space = property.get(..property.len() - property.trim_start().len()).unwrap_or_default();
        match (name, rectangle, confidence) {
            ("bbox", Some(r), _) => {
                let sides = [r.left, r.top, r.right, r.bottom].map(number).join(" ");
                properties.push(format!("{space}bbox {sides}"));
            }
            ("x_wconf", _, Some(confidence)) => properties.push(format!("{space}x_wconf {}", confidence.trim())),
            ("x_confs" | "x_bboxes" | "cuts" | "nlp", ..) => {}
            _ => properties.push(property.to_owned()),
        }
    }
    Some(Splice::new(at, properties.join(";")))
}

/// Returns the bytes of the element from the first to the last of the word's text.
fn text_at(text: &Text, word: &Word) -> Option<Range<usize>> {
    let at = word.text();
    let inside = text.segments_at(&at).iter().filter(|s| s.text().start < at.end && s.text().end > at.start);
    let mut sources = inside.map(|segment| segment.source());
    let first = sources.next()?;
    Some(first.start..sources.next_back().map_or(first.end, |last| last.end))
}

/// Returns the markup before and after the text of a word in its element, without tags of single characters.
fn frame(text: &Text, word: &Word, tree: &Tree<'_>) -> Option<(String, String)> {
    let inner = tree.root().inner.clone();
    let at = text_at(text, word)?;
    let is_plain = tree.source.get(at.clone())?.find('<').is_none();
    if is_plain && characters(tree).is_empty() && choices(tree).is_empty() {
        Some((tree.source.get(inner.start..at.start)?.to_owned(), tree.source.get(at.end..inner.end)?.to_owned()))
    } else {
        Some((String::new(), String::new()))
    }
}

fn split(text: &Text, word: &Word, tree: &Tree<'_>, parts: &[String], is_ascii: bool) -> Option<Vec<Splice>> {
    let (source, root) = (tree.source, tree.root());
    let boxes = rectangle(tree).map(|whole| whole.split(parts));
    let (before, behind) = frame(text, word, tree)?;
    let end = source.get(root.inner.end..root.at.end)?;
    let mut out = Vec::new();
    for (i, part) in parts.iter().enumerate() {
        let mut splices: Vec<Splice> = retitled(tree, boxes.as_ref().map(|boxes| boxes[i]), None).into_iter().collect();
        if i > 0
            && let (Some(id), Some(at)) = (tree.attribute(root, "id"), tree.value_at(root, "id"))
        {
            splices.push(Splice::new(at, fresh_id(source, id, i + 1)));
        }
        let start = root.tag.start;
        let moved = splices.into_iter().map(|s| Splice::new(s.start - start..s.end - start, s.new));
        let tag = crate::splice::apply(source.get(root.tag.clone())?, moved.collect());
        out.push(format!("{tag}{before}{}{behind}{end}", write(part, Writing::Html, is_ascii)));
    }
    Some(vec![Splice::new(root.at.clone(), out.join(" "))])
}

fn merge(source: &str, text: &Text, words: &Range<usize>, new: &str, is_ascii: bool) -> Option<Vec<Splice>> {
    let words = text.words.get(words.clone())?;
    let trees: Vec<Tree<'_>> =
        words.iter().map(|word| Tree::read(source, &word.element(), Dialect::Html)).collect::<Option<_>>()?;
    for pair in words.windows(2) {
        if !source.get(pair[0].element().end..pair[1].element().start)?.trim().is_empty() {
            return None;
        }
    }
    let (first, last) = (trees.first()?, trees.last()?);
    let whole = trees.iter().map(rectangle).collect::<Option<Vec<_>>>();
    let whole = whole.and_then(|boxes| boxes.into_iter().reduce(Rectangle::union));
    let confidences: Option<Vec<(f64, &str)>> = trees
        .iter()
        .map(|tree| {
            let value = property(tree.attribute(tree.root(), "title")?, "x_wconf")?;
            Some((value.trim().parse().ok()?, value))
        })
        .collect();
    let least = confidences.and_then(|all| all.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)));
    let root = first.root();
    let (before, behind) = frame(text, words.first()?, first)?;
    let start = root.tag.start;
    let splices = retitled(first, whole, least.map(|(_, least)| least)).into_iter();
    let moved = splices.map(|s| Splice::new(s.start - start..s.end - start, s.new));
    let tag = crate::splice::apply(source.get(root.tag.clone())?, moved.collect());
    let end = source.get(root.inner.end..root.at.end)?;
    let out = format!("{tag}{before}{}{behind}{end}", write(new, Writing::Html, is_ascii));
    Some(vec![Splice::new(start..last.root().at.end, out)])
}
