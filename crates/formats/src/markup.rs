//! Tags and texts of XML and HTML, each with the bytes it stands at.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::Event as XmlEvent;
use quick_xml::events::attributes::AttrError;

use crate::error::{FormatError, place};

/// An attribute: its name and the bytes of its value between the quotes.
#[derive(Clone, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Range<usize>,
    pub(crate) value: Range<usize>,
}

/// A tag or a text, with the bytes of the source that it takes up.
#[derive(Debug)]
pub(crate) enum Event<'a> {
    Open {
        name: &'a str,
        at: Range<usize>,
        attributes: &'a [Attribute],
        is_empty: bool,
    },
    Close {
        name: &'a str,
        at: Range<usize>,
    },
    /// Text with references, or a part of one; no reference is cut.
    Text(Range<usize>),
    /// Text without references.
    Verbatim(Range<usize>),
}

/// Returns the value of an attribute as it stands between its quotes.
pub(crate) fn attribute<'s>(source: &'s str, attributes: &[Attribute], name: &str) -> Option<&'s str> {
    find(source, attributes, name).and_then(|attribute| source.get(attribute.value.clone()))
}

/// Returns the attribute of a name, in any case of letters.
pub(crate) fn find<'a>(source: &str, attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    let is_it = |attribute: &&Attribute| {
        source.get(attribute.name.clone()).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    attributes.iter().find(is_it)
}

/// Returns a name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns whether a class attribute has a class that `is_it`.
pub(crate) fn has_class(classes: Option<&str>, is_it: impl Fn(&str) -> bool) -> bool {
    classes.is_some_and(|classes| classes.split_ascii_whitespace().any(is_it))
}

/// Returns the text that the reference `&name;` stands for.
pub(crate) fn reference(name: &str, has_html_names: bool) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().filter(|&code| code != 0).and_then(char::from_u32).map(String::from);
    }
    match name {
        "lt" => Some("<".into()),
        "gt" => Some(">".into()),
        "amp" => Some("&".into()),
        "quot" => Some("\"".into()),
        "apos" => Some("'".into()),
        _ if has_html_names => resolve_html5_entity(name).map(String::from),
        _ => None,
    }
}

/// Reads XML from `start` on, in the order of the source, and checks that it is well formed.
///
/// `has_html_names`: references such as `&eacute;` are known.
pub(crate) fn read_xml(
    source: &str,
    has_html_names: bool,
    mut sink: impl FnMut(Event<'_>) -> Result<(), FormatError>,
) -> Result<(), FormatError> {
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let malformed = |at: usize, message: String| FormatError::malformed(source, at, message);
    let body = source.get(start..).unwrap_or_default();
    let mut reader = quick_xml::Reader::from_str(body);
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut has_root = false;
    let mut attributes = Vec::new();
    loop {
        let from = start + reader.buffer_position() as usize;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                let at = start + reader.error_position() as usize;
                return Err(malformed(at, lower(&error.to_string())));
            }
        };
        let at = from..start + reader.buffer_position() as usize;
        match event {
            XmlEvent::Start(ref tag) | XmlEvent::Empty(ref tag) => {
                if open.is_empty() && std::mem::replace(&mut has_root, true) {
                    return Err(malformed(at.start, "a second root element".into()));
                }
                let offset = at.start + 1;
                let name = offset..offset + tag.name().as_ref().len();
                read_attributes(source, tag, &at, has_html_names, &mut attributes)?;
                let is_empty = matches!(event, XmlEvent::Empty(_));
                let text = source.get(name.clone()).unwrap_or_default();
                sink(Event::Open { name: text, at: at.clone(), attributes: &attributes, is_empty })?;
                if !is_empty {
                    open.push(name);
                }
            }
            XmlEvent::End(_) => {
                let name = open.pop().ok_or_else(|| malformed(at.start, "an end tag that ends nothing".into()))?;
                sink(Event::Close { name: source.get(name).unwrap_or_default(), at })?;
            }
            XmlEvent::Text(_) => {
                if open.is_empty() && source.get(at.clone()).is_some_and(|text| !text.trim().is_empty()) {
                    let at = at.start + source.get(at).map_or(0, |text| text.len() - text.trim_start().len());
                    return Err(malformed(at, "text outside of the root element".into()));
                }
                sink(Event::Text(at))?;
            }
            XmlEvent::GeneralRef(ref name) => {
                if open.is_empty() {
                    return Err(malformed(at.start, "text outside of the root element".into()));
                }
                if reference(name, has_html_names).is_none() {
                    return Err(malformed(at.start, format!("unknown reference &{};", &**name)));
                }
                sink(Event::Text(at))?;
            }
            XmlEvent::CData(ref data) => {
                let inner = at.start + "<![CDATA[".len();
                sink(Event::Verbatim(inner..inner + data.len()))?;
            }
            XmlEvent::DocType(ref doctype) => {
                if let Some(subset) = doctype.find('[') {
                    let (line, column) = place(source, at.start + subset + "<!DOCTYPE ".len());
                    return Err(FormatError::Entities { line, column });
                }
            }
            XmlEvent::Decl(ref decl) => check_encoding(source, at.start, decl)?,
            XmlEvent::Comment(_) | XmlEvent::PI(_) => {}
            XmlEvent::Eof => break,
        }
    }
    match open.last() {
        Some(name) => {
            let name = source.get(name.clone()).unwrap_or_default();
            Err(malformed(source.len(), format!("the file ends within <{name}>")))
        }
        None if !has_root => Err(malformed(source.len(), "no element".into())),
        None => Ok(()),
    }
}

/// The bytes are UTF-8; what says otherwise would be read otherwise by others.
fn check_encoding(source: &str, at: usize, decl: &quick_xml::events::BytesDecl<'_>) -> Result<(), FormatError> {
    let Some(Ok(encoding)) = decl.encoding() else { return Ok(()) };
    let is_known = ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|name| encoding.eq_ignore_ascii_case(name));
    if is_known || source.is_ascii() {
        return Ok(());
    }
    Err(FormatError::malformed(source, at, format!("the file says it is {encoding}, and its bytes are UTF-8")))
}

/// Collects the attributes of a tag.
fn read_attributes(
    source: &str,
    tag: &quick_xml::events::BytesStart<'_>,
    at: &Range<usize>,
    has_html_names: bool,
    into: &mut Vec<Attribute>,
) -> Result<(), FormatError> {
    into.clear();
    let content = at.start + 1;
    // Names and values are slices of the tag, so their places are the distances from its start.
    let base = tag.as_ptr() as usize;
    let range = |part: &str| {
        let start = content + (part.as_ptr() as usize - base);
        start..start + part.len()
    };
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| {
            let offset = match error {
                AttrError::ExpectedEq(at)
                | AttrError::ExpectedValue(at)
                | AttrError::UnquotedValue(at)
                | AttrError::ExpectedQuote(at, _)
                | AttrError::Duplicated(at, _) => at,
            };
            FormatError::malformed(source, content + offset, lower(&error.to_string()))
        })?;
        let name = range(attribute.key.as_ref());
        let value = match &attribute.value {
            std::borrow::Cow::Borrowed(value) => range(value),
            std::borrow::Cow::Owned(_) => continue,
        };
        let text = source.get(value.clone()).unwrap_or_default();
        if let Some(less) = text.find('<') {
            return Err(FormatError::malformed(source, value.start + less, "`<` within an attribute"));
        }
        for (ampersand, _) in text.match_indices('&') {
            let rest = text.get(ampersand + 1..).unwrap_or_default();
            let name = rest.find(';').and_then(|end| rest.get(..end));
            if name.is_none_or(|name| reference(name, has_html_names).is_none()) {
                return Err(FormatError::malformed(
                    source,
                    value.start + ampersand,
                    "unknown reference in an attribute",
                ));
            }
        }
        into.push(Attribute { name, value });
    }
    Ok(())
}

/// A message in lower case, without its full stop.
fn lower(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// A token of the HTML tokenizer, before tags are put together.
#[derive(Debug)]
enum Piece {
    Open(Range<usize>),
    Name(Range<usize>),
    Value(Range<usize>),
    OpenEnd(bool, usize),
    Close(Range<usize>),
    Text(Range<usize>),
}

/// Reads HTML, which is never malformed, in the order of the source.
pub(crate) fn read_html(
    source: &str,
    mut sink: impl FnMut(Event<'_>) -> Result<(), FormatError>,
) -> Result<(), FormatError> {
    // The tokenizer lends its events to a callback that may return one; errors leave through here.
    let start = source.len() - source.trim_start_matches('\u{feff}').len();
    let failure = Rc::new(RefCell::new(None));
    let told = Rc::clone(&failure);
    let mut tag: Option<(Range<usize>, Vec<Attribute>)> = None;
    let mut take = |piece: Piece| -> Result<(), FormatError> {
        match piece {
            Piece::Open(at) => tag = Some((at, Vec::new())),
            Piece::Name(name) => {
                if let Some((_, attributes)) = &mut tag {
                    let end = name.end;
                    attributes.push(Attribute { name, value: end..end });
                }
            }
            Piece::Value(value) => {
                if let Some(last) = tag.as_mut().and_then(|(_, attributes)| attributes.last_mut()) {
                    last.value = value;
                }
            }
            Piece::OpenEnd(is_empty, end) => {
                if let Some((at, attributes)) = tag.take() {
                    let name = name_at(source, at.start + 1);
                    let at = at.start..end;
                    sink(Event::Open { name, at, attributes: &attributes, is_empty })?;
                }
            }
            Piece::Close(at) => sink(Event::Close { name: name_at(source, at.start + 2), at })?,
            Piece::Text(at) => sink(Event::Text(at))?,
        }
        Ok(())
    };
    let mut emitter = CallbackEmitter::new(move |event: CallbackEvent<'_>, span: Span<usize>| -> Option<()> {
        let at = start + span.start..start + span.end;
        let piece = match event {
            CallbackEvent::OpenStartTag { .. } => Piece::Open(at),
            CallbackEvent::AttributeName { .. } => Piece::Name(at),
            CallbackEvent::AttributeValue { .. } => Piece::Value(at),
            CallbackEvent::CloseStartTag { self_closing } => Piece::OpenEnd(self_closing, at.end),
            CallbackEvent::EndTag { .. } => Piece::Close(at),
            CallbackEvent::String { .. } => Piece::Text(at),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => return None,
        };
        let mut failure = told.borrow_mut();
        if failure.is_none() {
            *failure = take(piece).err();
        }
        None
    });
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(source.get(start..).unwrap_or_default(), emitter) {
        let Ok(()) = token;
    }
    let failure = failure.borrow_mut().take();
    failure.map_or(Ok(()), Err)
}

/// Returns the name of the tag that begins at a byte.
fn name_at(source: &str, at: usize) -> &str {
    let rest = source.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each event with the source it stands at.
    fn told(source: &str, is_xml: bool) -> Result<Vec<String>, FormatError> {
        let mut told = Vec::new();
        let part = |at: &Range<usize>| source.get(at.clone()).unwrap();
        let sink = |event: Event<'_>| {
            told.push(match event {
                Event::Open { name, at, attributes, is_empty } => {
                    let attributes: Vec<String> =
                        attributes.iter().map(|a| format!("{}={}", part(&a.name), part(&a.value))).collect();
                    assert!(part(&at).starts_with('<') && part(&at).ends_with('>'));
                    format!("<{name} {}{}", attributes.join(","), if is_empty { "/" } else { "" })
                }
                Event::Close { name, at } => {
                    assert!(part(&at).starts_with("</") && part(&at).ends_with('>'));
                    format!("/{name}")
                }
                Event::Text(at) | Event::Verbatim(at) => part(&at).to_owned(),
            });
            Ok(())
        };
        if is_xml {
            read_xml(source, true, sink)?
        } else {
            read_html(source, sink)?
        }
        Ok(told)
    }

    #[test]
    fn both_parsers_tell_the_same_places() {
        let source =
            "\u{feff}<div class='a b'\r\n id=\"é&amp;1\">Caf\u{e9} &eacute;<br/>\r\nend<p title=''>x</p></div>";
        let xml = told(source, true).unwrap();
        assert_eq!(
            xml,
            ["<div class=a b,id=é&amp;1", "Café ", "&eacute;", "<br /", "\r\nend", "<p title=", "x", "/p", "/div"]
        );
        let html = told(source, false).unwrap();
        assert_eq!(html.join("|"), xml.join("|").replace("Café |", "Café "));
    }

    #[test]
    fn html_may_be_anything() {
        assert_eq!(
            told("<P CLASS=x hidden>a < b<script>if (a<b) '</p>'</script><", false).unwrap().join("|"),
            "<P CLASS=x,hidden=|a < b|<script |if (a<b) '</p>'|/script|<"
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (source, error) in [
            ("<a>\n<b></a>", "line 2, column 4: "),
            ("<a>\n x &nosuch; y</a>", "line 2, column 4: unknown reference &nosuch;"),
            ("<a b='1' b='2'/>", "line 1, column 10: "),
            ("<a b='&x;'/>", "line 1, column 7: unknown reference in an attribute"),
            ("<a/><b/>", "line 1, column 5: a second root element"),
            ("<a/> x", "line 1, column 6: text outside of the root element"),
            ("<a>", "line 1, column 4: the file ends within <a>"),
            ("<a>x & y</a>", "line 1, column 6: "),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "line 1, column 13: declarations of entities are refused"),
            ("<!DOCTYPE a [\n<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", "line 1, column 13: declarations"),
            ("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>", "line 1, column 1: the file says it is ISO-8859-1"),
        ] {
            let found = told(source, true).unwrap_err().to_string();
            assert!(found.starts_with(error), "{source:?}: {found}");
        }
    }
}
