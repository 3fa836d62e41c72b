//! The text of an EPUB, to take as a reference.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::FormatError;
use crate::html;
use crate::markup::{Event, attribute, local, read_xml};

/// Bytes of the largest file within a book, unpacked.
const LARGEST_FILE: u64 = 64 << 20;

/// Bytes of all chapters of a book, unpacked. A bomb is refused when it is that large.
const LARGEST_BOOK: usize = 256 << 20;

/// Returns whether the bytes are those of a ZIP archive, as an EPUB is.
///
/// ```
/// assert!(!ungarble_formats::is_zip(b"<html>"));
/// ```
#[must_use]
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Returns the text of an EPUB, chapter by chapter in the order in which they are read.
///
/// ```
/// let error = ungarble_formats::epub_text(b"no archive").unwrap_err();
/// assert!(error.to_string().starts_with("it is no EPUB that can be read"), "{error}");
/// ```
///
/// # Errors
///
/// [`FormatError::Unsupported`] where the bytes are no EPUB, or one that would take too much memory;
/// [`FormatError::Malformed`] where its list of chapters is broken.
pub fn epub_text(bytes: &[u8]) -> Result<String, FormatError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| wrong(&error.to_string()))?;
    let container = file(&mut archive, "META-INF/container.xml")?;
    let mut package = None;
    read_xml(&container, false, |event| {
        if let Event::Open { name, attributes, .. } = event
            && local(name) == "rootfile"
        {
            package = package.take().or(attribute(&container, attributes, "full-path").map(str::to_owned));
        }
        Ok(())
    })?;
    let package = package.ok_or_else(|| wrong("its container names no package"))?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let opf = file(&mut archive, &package)?;
    let mut text = String::new();
    for chapter in chapters(&opf)? {
        let page = file(&mut archive, &within(folder, &chapter))?;
        for part in html::read(&page)? {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(part.as_str());
        }
        if text.len() > LARGEST_BOOK {
            return Err(wrong("its text is too large"));
        }
    }
    Ok(text)
}

fn wrong(message: &str) -> FormatError {
    FormatError::Unsupported(format!("no EPUB that can be read ({message})"))
}

/// Returns the files of the chapters, in the order of the spine.
fn chapters(opf: &str) -> Result<Vec<String>, FormatError> {
    let mut items: Vec<(String, String)> = Vec::new();
    let mut spine: Vec<String> = Vec::new();
    read_xml(opf, false, |event| {
        if let Event::Open { name, attributes, .. } = event {
            let value = |name| attribute(opf, attributes, name).map(str::to_owned);
            match local(name) {
                "item" => items.extend(value("id").zip(value("href"))),
                "itemref" => spine.extend(value("idref")),
                _ => {}
            }
        }
        Ok(())
    })?;
    let file = |id: &String| items.iter().find(|(item, _)| item == id).map(|(_, href)| href.clone());
    Ok(spine.iter().filter_map(file).collect())
}

/// Returns the path of a file that is named from within a folder of the archive.
fn within(folder: &str, href: &str) -> String {
    let href = percent_decoded(href.split('#').next().unwrap_or(href));
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn percent_decoded(path: &str) -> String {
    let mut parts = path.split('%');
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        match part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                out.extend(part.bytes().skip(2));
            }
            None => {
                out.push(b'%');
                out.extend(part.bytes());
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn file(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<String, FormatError> {
    let entry = archive.by_name(name).map_err(|error| wrong(&format!("{name}: {error}")))?;
    let mut bytes = Vec::new();
    let read = entry.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
    read.map_err(|error| wrong(&format!("{name}: {error}")))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(wrong(&format!("{name} is too large")));
    }
    String::from_utf8(bytes).map_err(|error| FormatError::Encoding { at: error.utf8_error().valid_up_to() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_found_from_their_package() {
        assert_eq!(within("OEBPS", "text/a%20b.xhtml#top"), "OEBPS/text/a b.xhtml");
        assert_eq!(within("OEBPS/x", "../c.xhtml"), "OEBPS/c.xhtml");
        assert_eq!(within("", "100%.xhtml"), "100%.xhtml");
    }
}
