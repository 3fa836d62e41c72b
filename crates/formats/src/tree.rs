//! One element of a source, with what it holds: read anew where a word of it changes.

use std::ops::Range;

use crate::markup::{Attribute, Event, attribute, find, local, read_html, read_xml};

/// An element within another.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) name: String,
    /// The start tag.
    pub(crate) tag: Range<usize>,
    /// The bytes between the start tag and the end tag.
    pub(crate) inner: Range<usize>,
    /// From the start tag to the end tag.
    pub(crate) at: Range<usize>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) parent: Option<usize>,
}

/// An element, and those in it, in the order of their start tags.
#[derive(Debug)]
pub(crate) struct Tree<'s> {
    pub(crate) source: &'s str,
    pub(crate) nodes: Vec<Node>,
}

/// An end tag ends none but one of so many open elements.
const DEEPEST: usize = 512;

/// The parser that reads a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Xml,
    Html,
}

impl<'s> Tree<'s> {
    /// Reads the element at a range of the source.
    pub(crate) fn read(source: &'s str, at: &Range<usize>, dialect: Dialect) -> Option<Tree<'s>> {
        let part = source.get(at.clone())?;
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let shift = |range: &Range<usize>| range.start + at.start..range.end + at.start;
        let sink = |event: Event<'_>| {
            match event {
                Event::Open { name, at, attributes, is_empty } => {
                    let tag = shift(&at);
                    let moved = |a: &Attribute| Attribute { name: shift(&a.name), value: shift(&a.value) };
                    nodes.push(Node {
                        name: local(name).to_ascii_lowercase(),
                        inner: tag.end..tag.end,
                        at: tag.clone(),
                        tag,
                        attributes: attributes.iter().map(moved).collect(),
                        parent: open.last().copied(),
                    });
                    let is_closed = is_empty || (dialect == Dialect::Html && is_void(name));
                    if !is_closed {
                        open.push(nodes.len() - 1);
                    }
                }
                Event::Close { name, at } => {
                    let name = local(name);
                    let near = open.iter().rev().take(DEEPEST);
                    let is_it = |&(_, &node): &(usize, &usize)| nodes[node].name.eq_ignore_ascii_case(name);
                    let back = near.enumerate().find(is_it).map_or(0, |(i, _)| i + 1);
                    for node in open.drain(open.len() - back..) {
                        let at = shift(&at);
                        nodes[node].inner.end = at.start;
                        nodes[node].at.end = at.end;
                    }
                }
                Event::Text(_) | Event::Verbatim(_) => {}
            }
            Ok(())
        };
        match dialect {
            Dialect::Xml => read_xml(part, true, sink).ok()?,
            Dialect::Html => read_html(part, sink).ok()?,
        }
        (!nodes.is_empty()).then_some(Tree { source, nodes })
    }

    /// Returns the element that the tree was read for.
    pub(crate) fn root(&self) -> &Node {
        &self.nodes[0]
    }

    /// Returns an attribute of a node as it stands.
    pub(crate) fn attribute(&self, node: &Node, name: &str) -> Option<&'s str> {
        attribute(self.source, &node.attributes, name)
    }

    /// Returns where the value of an attribute stands.
    pub(crate) fn value_at(&self, node: &Node, name: &str) -> Option<Range<usize>> {
        find(self.source, &node.attributes, name).map(|attribute| attribute.value.clone())
    }

    /// Returns where an attribute stands, with the white space before it and the quotes.
    pub(crate) fn whole_attribute(&self, node: &Node, name: &str) -> Option<Range<usize>> {
        let attribute = find(self.source, &node.attributes, name)?;
        let before = self.source.get(node.tag.start..attribute.name.start)?;
        let start = node.tag.start + before.trim_end().len();
        let behind = self.source.get(attribute.value.end..node.tag.end)?;
        let quote = usize::from(behind.starts_with(['"', '\'']));
        Some(start..attribute.value.end + quote)
    }

    /// Returns the children of a node by name, in lower case.
    pub(crate) fn children<'t>(&'t self, parent: usize, name: &'t str) -> impl Iterator<Item = (usize, &'t Node)> {
        self.nodes.iter().enumerate().filter(move |(_, node)| node.parent == Some(parent) && node.name == name)
    }
}

/// Returns whether an element of HTML has no end tag.
pub(crate) fn is_void(name: &str) -> bool {
    const VOID: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    ];
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}
