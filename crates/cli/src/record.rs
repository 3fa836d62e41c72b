//! One record of JSON Lines: its text taken out and put back, every other byte as it was.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::pages::Reference;

/// Which fields of a record matter.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) text: String,
    pub(crate) id: Option<String>,
    pub(crate) reference: Option<String>,
}

/// The fields of a record that matter.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) text: String,
    /// Where the text stands in the line, quotes included.
    span: Range<usize>,
    pub(crate) id: Option<String>,
    pub(crate) references: Vec<Reference>,
}

/// Why a line is no record to repair, and the name of the record if it has one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) what: String,
    pub(crate) id: Option<String>,
}

impl Record {
    pub(crate) fn parse(line: &[u8], fields: &Fields) -> Result<Record, Flaw> {
        let nameless = |what: String| Flaw { what, id: None };
        let line = std::str::from_utf8(line)
            .map_err(|error| nameless(format!("not UTF-8 at byte {} of the line", error.valid_up_to())))?;
        // A byte order mark may stand before the first record.
        let json = line.trim_start_matches('\u{feff}').trim_end();
        if !json.trim_start().starts_with('{') {
            return Err(nameless(String::from("no JSON object")));
        }
        let mut reader = serde_json::Deserializer::from_str(json);
        let entries = reader.deserialize_map(Entries).and_then(|entries| reader.end().map(|()| entries));
        let entries = entries.map_err(|error| nameless(format!("no JSON: {}", place(&error))))?;
        let id = fields.id.as_deref().and_then(|field| values(&entries, field).next()).map(|value| plain(value.get()));
        let flaw = |what: String| Flaw { what, id: id.clone() };
        let mut found = values(&entries, &fields.text);
        let Some(value) = found.next() else {
            return Err(flaw(format!("field {:?} is missing", fields.text)));
        };
        if found.next().is_some() {
            return Err(flaw(format!("field {:?} is there twice", fields.text)));
        }
        let text = text(value.get()).map_err(|what| flaw(format!("field {:?} {what}", fields.text)))?;
        let mut references = Vec::new();
        if let Some(field) = &fields.reference
            && let Some(value) = values(&entries, field).next()
        {
            let texts = texts(value.get()).map_err(|what| flaw(format!("field {field:?} {what}")))?;
            let page = |(number, text)| Reference { name: format!("{field}[{number}]"), text };
            references = texts.into_iter().enumerate().map(page).collect();
        }
        // The value borrows from the line, so its place in it is the distance of the two.
        let start = value.get().as_ptr() as usize - line.as_ptr() as usize;
        Ok(Record { text, span: start..start + value.get().len(), id, references })
    }

    /// Writes the record with another text. Records in plain ASCII stay so.
    pub(crate) fn write(&self, line: &[u8], text: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(&line[..self.span.start]);
        let quoted = serde_json::to_string(text).expect("a text can always be written as JSON");
        if line.is_ascii() && !quoted.is_ascii() {
            for c in quoted.chars() {
                if c.is_ascii() {
                    out.push(c as u8);
                } else {
                    let units = c.encode_utf16(&mut [0; 2]).to_vec();
                    units.iter().for_each(|unit| out.extend_from_slice(format!("\\u{unit:04x}").as_bytes()));
                }
            }
        } else {
            out.extend_from_slice(quoted.as_bytes());
        }
        out.extend_from_slice(&line[self.span.end..]);
    }
}

/// The values of a field, as they stand.
fn values<'e, 'l>(entries: &'e [(String, &'l RawValue)], field: &'e str) -> impl Iterator<Item = &'l RawValue> {
    entries.iter().filter(move |(key, _)| key == field).map(|(_, value)| *value)
}

/// Returns what is wrong with JSON, and at which column: it is on one line.
fn place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or(&message);
    format!("{what} at column {}", error.column())
}

/// A text of JSON.
fn text(json: &str) -> Result<String, String> {
    match json.as_bytes().first() {
        Some(b'"') => serde_json::from_str(json).map_err(|error| format!("is no text: {error}")),
        Some(b'n') => Err(String::from("is null, not a text")),
        Some(b't' | b'f') => Err(String::from("is true or false, not a text")),
        Some(b'[') => Err(String::from("is a list, not a text")),
        Some(b'{') => Err(String::from("is an object, not a text")),
        _ => Err(String::from("is a number, not a text")),
    }
}

/// One text, a list of texts, or none.
fn texts(json: &str) -> Result<Vec<String>, String> {
    match json.as_bytes().first() {
        Some(b'n') => Ok(Vec::new()),
        Some(b'[') => serde_json::from_str(json).map_err(|_| String::from("is no list of texts")),
        _ => text(json).map(|text| vec![text]),
    }
}

/// A name as people write it: texts without quotes, others as they stand.
fn plain(json: &str) -> String {
    text(json).unwrap_or_else(|_| json.to_owned())
}

/// Reads the entries of an object, in order, values as they stand.
struct Entries;

impl<'l> Visitor<'l> for Entries {
    type Value = Vec<(String, &'l RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'l>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        Fields { text: "text".into(), id: Some("id".into()), reference: Some("ref".into()) }
    }

    fn rewritten(line: &str, text: &str) -> String {
        let mut out = Vec::new();
        Record::parse(line.as_bytes(), &fields()).unwrap().write(line.as_bytes(), text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_other_byte_stays() {
        let line = "\u{feff} {\"n\" : 1.0e400, \"big\":123456789012345678901234567890,\"text\" : \"a\\u0062c\" ,\"é\":[{}, null]}\r";
        assert_eq!(rewritten(line, "x\n\"é\""), line.replace("\"a\\u0062c\"", "\"x\\n\\\"é\\\"\""));
        assert_eq!(Record::parse(line.as_bytes(), &fields()).unwrap().text, "abc");
    }

    #[test]
    fn ascii_records_stay_ascii() {
        assert_eq!(rewritten(r#"{"text":"caf\u00e9"}"#, "café 🚢"), r#"{"text":"caf\u00e9 \ud83d\udea2"}"#);
    }

    #[test]
    fn names_and_references_are_read() {
        let record = Record::parse(br#"{"id": 17, "text": "a", "ref": ["b", "c"]}"#, &fields()).unwrap();
        let references: Vec<_> =
            record.references.iter().map(|page| (page.name.as_str(), page.text.as_str())).collect();
        assert_eq!((record.id.as_deref(), references), (Some("17"), vec![("ref[0]", "b"), ("ref[1]", "c")]));
        let record = Record::parse(br#"{"id": "x\u0079", "text": "a", "ref": null}"#, &fields()).unwrap();
        assert_eq!((record.id.as_deref(), record.references.len()), (Some("xy"), 0));
    }

    #[test]
    fn flaws_are_told() {
        for (line, what) in [
            (&b"{\"text\": \"a"[..], "no JSON: EOF"),
            (b"{\"text\": \"a\"} {}", "no JSON: trailing characters"),
            (b"[1]", "no JSON object"),
            (b"text", "no JSON object"),
            (b"{\"text\": \"\xff\"}", "not UTF-8 at byte 10"),
            (b"{\"txt\": \"a\"}", "field \"text\" is missing"),
            (b"{\"text\": null}", "is null"),
            (b"{\"text\": 4}", "is a number"),
            (b"{\"text\": [\"a\"]}", "is a list"),
            (b"{\"text\": \"a\", \"text\": \"b\"}", "is there twice"),
            (b"{\"text\": \"\\ud800\"}", "is no text"),
            (b"{\"text\": \"a\", \"ref\": [1]}", "field \"ref\" is no list of texts"),
        ] {
            let flaw = Record::parse(line, &fields()).unwrap_err();
            assert!(flaw.what.contains(what), "{:?}: {}", String::from_utf8_lossy(line), flaw.what);
        }
    }
}
