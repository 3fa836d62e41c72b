//! The formats, and how a file is told to be of one.

use std::fmt;
use std::str::FromStr;

use crate::error::FormatError;
use crate::subtitles;

/// A format of which texts are repaired in place.
///
/// ```
/// use ungarble_formats::Format;
///
/// assert_eq!("alto".parse::<Format>().map(Format::name), Ok("alto"));
/// assert_eq!(Format::of_name("notes.md"), Some(Format::Markdown));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text, with form feeds between its pages or none.
    Text,
    /// hOCR: recognised pages as HTML.
    Hocr,
    /// ALTO XML, versions 1 to 4.
    Alto,
    /// PAGE XML.
    Page,
    /// SubRip subtitles.
    Srt,
    /// WebVTT subtitles.
    Vtt,
    /// HTML and XHTML.
    Html,
    /// Markdown: CommonMark and its usual extensions.
    Markdown,
}

impl Format {
    /// Every format, in the order of this page.
    pub const ALL: [Format; 8] = [
        Format::Text,
        Format::Hocr,
        Format::Alto,
        Format::Page,
        Format::Srt,
        Format::Vtt,
        Format::Html,
        Format::Markdown,
    ];

    /// Returns the name of the format in flags: "hocr".
    ///
    /// ```
    /// assert_eq!(ungarble_formats::Format::Hocr.name(), "hocr");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Hocr => "hocr",
            Format::Alto => "alto",
            Format::Page => "page",
            Format::Srt => "srt",
            Format::Vtt => "vtt",
            Format::Html => "html",
            Format::Markdown => "markdown",
        }
    }

    /// Returns whether files of the format have boxes: the place of each word on an image.
    ///
    /// ```
    /// use ungarble_formats::Format;
    ///
    /// assert!(Format::Alto.has_boxes() && !Format::Srt.has_boxes());
    /// ```
    #[must_use]
    pub const fn has_boxes(self) -> bool {
        matches!(self, Format::Hocr | Format::Alto | Format::Page)
    }

    /// Returns the format that files of this name have, by its ending; `None` where the content has to tell.
    ///
    /// ```
    /// use ungarble_formats::Format;
    ///
    /// assert_eq!(Format::of_name("episode.en.srt"), Some(Format::Srt));
    /// assert_eq!(Format::of_name("page.xml"), None, "ALTO, PAGE, or something else");
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<Format> {
        let ending = name.rsplit('.').next().filter(|ending| ending.len() < name.len())?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "hocr" => Format::Hocr,
            "srt" => Format::Srt,
            "vtt" => Format::Vtt,
            "md" | "markdown" => Format::Markdown,
            _ => return None,
        })
    }

    /// Returns the format of a file by its name, and by its content where the name does not tell.
    ///
    /// ```
    /// use ungarble_formats::Format;
    ///
    /// assert_eq!(Format::of_file("page.html", "Text without a tag"), Ok(Format::Html));
    /// assert_eq!(Format::of_file("page.html", "<div class='ocr_page'></div>"), Ok(Format::Hocr));
    /// assert_eq!(Format::of_file("notes", "Text"), Ok(Format::Text));
    /// ```
    ///
    /// # Errors
    ///
    /// [`FormatError::Unsupported`] where the name or the content is of a known format that there is no repair of.
    pub fn of_file(name: &str, source: &str) -> Result<Format, FormatError> {
        if let Some(format) = Format::of_name(name) {
            return Ok(format);
        }
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        match (Format::sniff(source)?, ending.as_str()) {
            (Format::Text, "html" | "htm" | "xhtml") => Ok(Format::Html),
            (Format::Text, "xml") => Err(FormatError::Unsupported(ROOTLESS.to_owned())),
            (format, _) => Ok(format),
        }
    }

    /// Returns the format of a file by its content.
    ///
    /// Markdown is told from text by the name of the file only.
    ///
    /// ```
    /// use ungarble_formats::Format;
    ///
    /// assert_eq!(Format::sniff("WEBVTT\n\n00:01.000 --> 00:02.000\nHello"), Ok(Format::Vtt));
    /// assert_eq!(Format::sniff("Tbe cat sat."), Ok(Format::Text));
    /// let error = Format::sniff("<?xml version='1.0'?><TEI/>").unwrap_err();
    /// assert_eq!(error.to_string(), "it is XML with the root <TEI>, which cannot be repaired");
    /// ```
    ///
    /// # Errors
    ///
    /// [`FormatError::Unsupported`] where the content is of a known format that there is no repair of.
    pub fn sniff(source: &str) -> Result<Format, FormatError> {
        let source = source.trim_start_matches('\u{feff}');
        if subtitles::has_vtt_signature(source) {
            return Ok(Format::Vtt);
        }
        let text = source.trim_start();
        for (start, name) in UNSUPPORTED {
            if text.starts_with(start) {
                return Err(FormatError::Unsupported((*name).to_owned()));
            }
        }
        if text.starts_with('<') {
            return sniff_markup(text);
        }
        if subtitles::is_srt(text) {
            return Ok(Format::Srt);
        }
        if is_micro_dvd(text) {
            return Err(FormatError::Unsupported("MicroDVD subtitles".to_owned()));
        }
        Ok(Format::Text)
    }
}

const ROOTLESS: &str = "XML without a root element";

/// First characters of files of known formats that cannot be repaired.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("%PDF-", "a PDF"),
    ("%!PS", "PostScript"),
    ("{\\rtf", "RTF"),
    ("[Script Info]", "Advanced SubStation Alpha subtitles"),
    ("PK\u{3}\u{4}", "a ZIP archive or an office document"),
];

fn sniff_markup(text: &str) -> Result<Format, FormatError> {
    let Some(root) = root(text) else {
        let is_xml = text.starts_with("<?xml");
        return if is_xml { Err(FormatError::Unsupported(ROOTLESS.to_owned())) } else { Ok(Format::Text) };
    };
    let local = root.rsplit(':').next().unwrap_or(root);
    let is_whole = text.trim_end().ends_with('>');
    if local.eq_ignore_ascii_case("alto") {
        return Ok(Format::Alto);
    }
    if local == "PcGts" {
        return Ok(Format::Page);
    }
    let is_html = HTML_ROOTS.iter().any(|name| local.eq_ignore_ascii_case(name));
    let has_doctype = text.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html"));
    if has_doctype || is_html && (is_whole || local.eq_ignore_ascii_case("html")) {
        return Ok(if has_ocr(text) { Format::Hocr } else { Format::Html });
    }
    if text.starts_with("<?xml") || (is_whole && text.contains(&format!("</{root}"))) {
        return Err(FormatError::Unsupported(format!("XML with the root <{root}>")));
    }
    Ok(Format::Text)
}

/// Returns whether a page has classes of hOCR.
pub(crate) fn has_ocr(source: &str) -> bool {
    ["ocr_page", "ocr_line", "ocrx_word", "ocr-system"].iter().any(|class| source.contains(class))
}

/// Elements with which a page, or a part of one, begins.
const HTML_ROOTS: &[&str] = &[
    "html",
    "head",
    "body",
    "div",
    "p",
    "section",
    "article",
    "main",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "table",
    "blockquote",
    "span",
    "figure",
    "nav",
    "footer",
    "aside",
    "details",
];

/// Returns the name of the first element, whatever stands before it.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let behind = |end: &str| rest.find(end).and_then(|at| rest.get(at + end.len()..));
        rest = if rest.starts_with("<?") {
            behind("?>")?
        } else if rest.starts_with("<!--") {
            behind("-->")?
        } else if rest.starts_with("<!") {
            // Declarations within hold `>`, too; the parser refuses them.
            let end = rest.find('>')?;
            let has_subset = rest.get(..end).is_some_and(|start| start.contains('['));
            behind(if has_subset { "]>" } else { ">" })?
        } else {
            let name = rest.strip_prefix('<')?;
            let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(name.len());
            return name.get(..end).filter(|name| name.starts_with(char::is_alphabetic));
        };
    }
}

/// Returns whether the text begins with `{12}{48}`.
fn is_micro_dvd(text: &str) -> bool {
    let frame = |text: &str| -> Option<usize> {
        let inner = text.strip_prefix('{')?;
        let end = inner.find('}')?;
        let digits = inner.get(..end)?;
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(end + 2)
    };
    frame(text).is_some_and(|end| text.get(end..).is_some_and(|rest| frame(rest).is_some()))
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Format, UnknownFormat> {
        Format::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// The name of no format.
///
/// ```
/// let error = "docx".parse::<ungarble_formats::Format>().unwrap_err();
/// assert_eq!(error.to_string(), "\"docx\" is no format: expected text, hocr, alto, page, srt, vtt, html or markdown");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no format: expected text, hocr, alto, page, srt, vtt, html or markdown")]
pub struct UnknownFormat(String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_told_by_their_content() {
        for (source, format) in [
            ("\u{feff}<?xml version=\"1.0\"?>\r\n<alto xmlns=\"x\">", Format::Alto),
            ("<a:alto xmlns:a='x'/>", Format::Alto),
            ("<!-- made by hand --><PcGts>", Format::Page),
            ("<!DOCTYPE html><html><body><div class='ocr_page'>", Format::Hocr),
            ("<div class='ocr_page'></div>", Format::Hocr),
            ("<!doctype html>\n<title>News</title>\n<p>Text", Format::Html),
            ("<!doctype html>\n<html><p>Text", Format::Html),
            ("<p>Text</p>", Format::Html),
            ("<p> is the element of paragraphs", Format::Text),
            ("<unk> is what it said", Format::Text),
            ("\n1\n00:00:01,000 --> 00:00:02,000\nHi", Format::Srt),
            ("1\nThe first chapter", Format::Text),
            ("{1} see below", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(Format::sniff(source), Ok(format), "{source:?}");
        }
        for source in ["{\\rtf1 a}", "{12}{48}Hello", "<tt xmlns='x'></tt>", "[Script Info]\nTitle: x", "%PDF-1.4"] {
            assert!(matches!(Format::sniff(source), Err(FormatError::Unsupported(_))), "{source:?}");
        }
    }
}
