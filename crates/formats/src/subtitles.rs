//! SubRip and WebVTT: the text of the cues as one, times and settings never touched.

use std::ops::Range;

use crate::error::FormatError;
use crate::text::{Builder, Relation, Text, Writing};

/// Returns whether the file has the signature of WebVTT.
pub(crate) fn has_vtt_signature(source: &str) -> bool {
    let rest = source.strip_prefix("WEBVTT");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// Returns whether the text begins with the number and the times of a cue, or with times.
pub(crate) fn is_srt(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    is_times(first) || (is_number(first) && lines.next().is_some_and(is_times))
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.len() <= 9 && line.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a line is `00:00:01,000 --> 00:00:02,500`, perhaps with settings behind it.
///
/// Either decimal mark is taken, since files of both kinds are converted by hand; hours may be missing in WebVTT.
fn is_times(line: &str) -> bool {
    let Some((start, rest)) = line.split_once("-->") else { return false };
    let end = rest.split_whitespace().next().unwrap_or_default();
    is_time(start.trim()) && is_time(end)
}

fn is_time(time: &str) -> bool {
    let Some((whole, fraction)) = time.rsplit_once([',', '.']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = whole.split(':').collect();
    digits(fraction) && (2..=3).contains(&parts.len()) && parts.into_iter().all(digits)
}

/// Returns whether a line seems to be malformed times.
fn looks_like_times(line: &str) -> bool {
    let starts = line.starts_with(|c: char| c.is_ascii_digit());
    starts && line.contains(':') && (line.contains("->") || line.contains('→'))
}

/// The lines of a source, each as the bytes before its line end.
fn lines(source: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = source.len() - source.trim_start_matches('\u{feff}').len();
    while start < source.len() {
        let rest = source.get(start..).unwrap_or_default();
        let end = start + rest.find('\n').unwrap_or(rest.len());
        let line = source.get(start..end).unwrap_or_default();
        lines.push(start..end - usize::from(line.ends_with('\r')));
        start = end + 1;
    }
    lines
}

/// Reads the cues of SubRip.
pub(crate) fn read_srt(source: &str) -> Result<Vec<Text>, FormatError> {
    let lines = lines(source);
    let line = |i: usize| lines.get(i).and_then(|at| source.get(at.clone())).unwrap_or_default().trim();
    let malformed = |i: usize, message: &str| {
        let at = lines.get(i).map_or(source.len(), |at| at.start);
        Err(FormatError::malformed(source, at, message))
    };
    let mut cues = Cues::new(source, Kind::Srt);
    let mut i = 0;
    while i < lines.len() {
        if line(i).is_empty() {
            i += 1;
            continue;
        }
        if !is_times(line(i)) {
            if !is_number(line(i)) {
                return malformed(i, "expected the number or the times of a cue");
            }
            i += 1;
            if !is_times(line(i)) {
                return malformed(i, "expected times as in 00:00:01,000 --> 00:00:02,000");
            }
        }
        i += 1;
        let first = i;
        // A blank line ends a cue only where the next one begins: some texts have blank lines in them.
        while i < lines.len() && !begins_cue(&line, i) {
            if looks_like_times(line(i)) {
                return malformed(i, "expected times as in 00:00:01,000 --> 00:00:02,000");
            }
            i += 1;
        }
        cues.push(lines.get(first..i).unwrap_or_default());
    }
    Ok(vec![cues.builder.take()])
}

/// Returns whether a cue begins at a line.
fn begins_cue<'s>(line: &impl Fn(usize) -> &'s str, i: usize) -> bool {
    let is_apart = i.checked_sub(1).is_some_and(|before| line(before).is_empty());
    let starts = is_number(line(i)) && is_times(line(i + 1));
    starts || (is_apart && is_times(line(i)))
}

/// Reads the cues of WebVTT.
pub(crate) fn read_vtt(source: &str) -> Result<Vec<Text>, FormatError> {
    let lines = lines(source);
    let line = |i: usize| lines.get(i).and_then(|at| source.get(at.clone())).unwrap_or_default();
    if !has_vtt_signature(source.trim_start_matches('\u{feff}')) {
        return Err(FormatError::malformed(source, 0, "expected WEBVTT"));
    }
    let mut cues = Cues::new(source, Kind::Vtt);
    let mut i = 0;
    let mut is_header = true;
    while i < lines.len() {
        if line(i).trim().is_empty() {
            i += 1;
            continue;
        }
        let end = (i..lines.len()).find(|&i| line(i).trim().is_empty()).unwrap_or(lines.len());
        let is_note = ["NOTE", "STYLE", "REGION"].iter().any(|word| {
            line(i).strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        });
        if std::mem::take(&mut is_header) || is_note {
            i = end;
            continue;
        }
        let times = if line(i).contains("-->") { i } else { i + 1 };
        if times >= end || !is_times(line(times).trim()) {
            let at = lines.get(times.min(end.saturating_sub(1))).map_or(source.len(), |at| at.start);
            return Err(FormatError::malformed(source, at, "expected times as in 00:01.000 --> 00:02.000"));
        }
        cues.push(lines.get(times + 1..end).unwrap_or_default());
        i = end;
    }
    Ok(vec![cues.builder.take()])
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Srt,
    Vtt,
}

/// The text of cues, one below the other.
struct Cues<'s> {
    source: &'s str,
    kind: Kind,
    builder: Builder,
}

impl<'s> Cues<'s> {
    fn new(source: &'s str, kind: Kind) -> Cues<'s> {
        Cues { source, kind, builder: Builder::default() }
    }

    /// Appends the text of a cue.
    fn push(&mut self, lines: &[Range<usize>]) {
        let mut last: Option<usize> = None;
        for at in lines {
            let line = self.source.get(at.clone()).unwrap_or_default();
            if line.trim().is_empty() {
                continue;
            }
            let is_first = self.builder.is_empty();
            match last {
                // Within a cue the line break is in the file, and a blank line stays where it is.
                Some(end) if self.source.get(end..at.start).is_some_and(|gap| gap.matches('\n').count() == 1) => {
                    self.builder.unit("\n", end..at.start, Relation::Break, Writing::Plain);
                }
                _ if !is_first => self.builder.glue("\n"),
                _ => {}
            }
            self.line(at.clone());
            last = Some(at.end);
        }
    }

    /// Appends a line without its tags; dashes of speakers and notes of music stay as they are.
    fn line(&mut self, at: Range<usize>) {
        let line = self.source.get(at.clone()).unwrap_or_default();
        let mut from = 0;
        let mut begins = true;
        while from < line.len() {
            let rest = line.get(from..).unwrap_or_default();
            if let Some(length) = tag(rest, self.kind) {
                from += length;
                continue;
            }
            let kept = kept(rest, begins);
            if kept > 0 {
                let start = self.builder.len();
                self.builder.copy(self.source, at.start + from..at.start + from + kept, Writing::Plain);
                self.builder.protect_from(start);
                from += kept;
                begins &= rest.get(..kept).is_some_and(|kept| kept.trim().is_empty());
                continue;
            }
            begins = false;
            let ends = rest.char_indices().skip(1).find(|&(i, c)| {
                matches!(c, '<' | '{' | '♪' | '♫' | '♩' | '♬') && {
                    let rest = rest.get(i..).unwrap_or_default();
                    tag(rest, self.kind).is_some() || self::kept(rest, false) > 0
                }
            });
            let end = from + ends.map_or(rest.len(), |(i, _)| i);
            let run = at.start + from..at.start + end;
            match self.kind {
                Kind::Srt => self.builder.copy(self.source, run, Writing::Subtitle),
                Kind::Vtt => self.builder.decode(self.source, run, Writing::Xml),
            }
            from = end;
        }
    }
}

/// Returns how many bytes of what follows are a tag: `<i>`, `<00:17.500>`, `{\an8}`, `{y:i}`.
fn tag(rest: &str, kind: Kind) -> Option<usize> {
    if let Some(inner) = rest.strip_prefix('<') {
        let end = inner.find('>')?;
        let inner = inner.get(..end)?;
        let is_tag = inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
            || (kind == Kind::Vtt && is_time(inner.trim()));
        return (is_tag && !inner.contains('<')).then_some(end + 2);
    }
    let inner = rest.strip_prefix('{').filter(|_| kind == Kind::Srt)?;
    let end = inner.find('}')?;
    let inner = inner.get(..end)?;
    (inner.starts_with('\\') || inner.get(1..2) == Some(":")).then_some(end + 2)
}

/// Returns how many bytes are no words and stay: blanks and dashes at the beginning of a line, notes of music anywhere.
fn kept(rest: &str, begins: bool) -> usize {
    let is_note = |c: char| matches!(c, '♪' | '♫' | '♩' | '♬');
    let is_kept = |c: char| is_note(c) || (begins && matches!(c, ' ' | '\t' | '-' | '–' | '—' | '#' | '*' | '>'));
    rest.len() - rest.trim_start_matches(is_kept).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn srt(source: &str) -> Result<String, String> {
        read_srt(source).map(|texts| texts[0].as_str().to_owned()).map_err(|error| error.to_string())
    }

    fn vtt(source: &str) -> Result<String, String> {
        read_vtt(source).map(|texts| texts[0].as_str().to_owned()).map_err(|error| error.to_string())
    }

    #[test]
    fn cues_make_one_text() {
        let source = "\u{feff}1\r\n00:00:01,000 --> 00:00:03,500 X1:100 X2:200\r\n<i>the gov-</i>\r\n<i>ernment</i>\r\n\r\n\
                      2\r\n00:00:04,000 --> 00:00:06,000\r\n- {\\an8}Where?\r\n- <font color=\"#fff\">To 3 < 4</font> ♪\r\n";
        assert_eq!(srt(source).unwrap(), "the gov-\nernment\n- Where?\n- To 3 < 4 ♪");
        let source = "WEBVTT - news\n\nNOTE\nnot this\n\nintro\n00:16.500 --> 00:18.500 align:start\n\
                      When the moon <00:17.500>hits &amp; your eye\n\n00:18.500 --> 00:20.500\n<v Bob><c.a>Like</c>\n";
        assert_eq!(vtt(source).unwrap(), "When the moon hits & your eye\nLike");
        assert_eq!(
            srt("1\n00:00:01,000 --> 00:00:02,000\n\n\n2\n00:00:01,000 --> 00:00:02,000\na\n\nb\n").unwrap(),
            "a\nb"
        );
    }

    #[test]
    fn broken_subtitles_are_told_with_their_place() {
        for (source, error) in [
            ("1\n00:00:01,000 -> 00:00:02,000\nHi", "line 2, column 1: expected times"),
            ("1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\n00:00:0x,000 --> 00:00:02,000\nHo", "line 6, column 1: "),
            ("Hi\n", "line 1, column 1: expected the number"),
        ] {
            let found = srt(source).unwrap_err();
            assert!(found.starts_with(error), "{source:?}: {found}");
        }
        for (source, error) in [
            ("WEBVTT\n\n00:16.500 --> 00:18\nHi", "line 3, column 1: expected times"),
            ("WEBVTT\n\nHi there\n", "line 3, column 1: expected times"),
        ] {
            let found = vtt(source).unwrap_err();
            assert!(found.starts_with(error), "{source:?}: {found}");
        }
    }
}
