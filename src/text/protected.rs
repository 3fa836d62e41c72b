//! What a person did not write as prose: addresses, file names, code. No stage touches it.

use crate::span::Span;
use crate::steps;
use crate::text::classes::{Classes, WordLists};

/// Returns the stretch of `chunk`, a run without spaces, that is no prose; an empty span where all of it is.
///
/// Brackets, quotes and marks around it stay outside: "(www.example.org)." protects the address alone. Where `unread`, `_` stands for a
/// letter that a machine could not read, and makes no name in code.
///
/// # Complexity
///
/// O(n) in the bytes of the chunk.
pub(crate) fn find(text: &str, lists: &WordLists, chunk: Span, unread: bool) -> Span {
    let none = Span::default();
    let Some(whole) = text.get(chunk.range()) else { return none };
    steps::take(whole.len());
    let mut suspicious = false;
    let mut previous = b' ';
    for byte in whole.bytes() {
        suspicious |= matches!(
            byte,
            b'@' | b'#' | b'/' | b'\\' | b'_' | b'<' | b'>' | b'{' | b'}' | b'=' | b'|' | b'~' | b'^' | b'`' | b'$'
        ) || (byte == b':' && previous == b':')
            || (byte == b'-' && previous == b'-')
            || (byte == b')' && previous == b'(')
            || (byte.is_ascii_alphanumeric() && previous == b'.');
        previous = byte;
    }
    if !suspicious {
        return none;
    }
    let whole = whole.trim_start_matches(opens_or_closes);
    let at = chunk.end() - whole.len();
    let trimmed =
        whole.trim_end_matches(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…') || opens_or_closes(c));
    // Brackets that open inside belong to it: "main()" and "Foo_(film)".
    let behind = whole.get(trimmed.len()..).unwrap_or_default();
    let opened = || trimmed.matches('(').count() > trimmed.matches(')').count();
    let closed = if behind.starts_with("()") { 2 } else { usize::from(behind.starts_with(')') && opened()) };
    let Some(core) = whole.get(..trimmed.len() + closed) else { return none };
    if is_address(core, lists) || is_path_or_file(core) || is_code(core, unread) {
        Span::new(at, at + core.len())
    } else {
        none
    }
}

/// Returns whether `_` stands in `text` for letters that a machine could not read: "w_ole", "peop_e", "wi_" come more often than what is
/// written like a name in code ("max_len"), and some end a word.
///
/// # Complexity
///
/// O(n) in the bytes of the text.
pub(crate) fn has_unread_letters(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.contains(&b'_') {
        return false;
    }
    let is_word = |b: &u8| b.is_ascii_alphanumeric();
    let (mut ends, mut letters, mut names) = (0, 0, 0);
    for (at, _) in bytes.iter().enumerate().filter(|(_, b)| **b == b'_') {
        let (before, behind) = bytes.split_at(at);
        let before = before.iter().rev().take(2).take_while(|b| is_word(b)).count();
        let behind = behind.iter().skip(1).take(2).take_while(|b| is_word(b)).count();
        match (before, behind) {
            (0, _) => {}
            // "_emphasis_" opens, too.
            (_, 0) if !bytes.iter().take(at).rev().skip_while(|b| is_word(b)).take(1).any(|&b| b == b'_') => ends += 1,
            (_, 0) => {}
            (1, _) | (_, 1) => letters += 1,
            _ => names += 1,
        }
    }
    ends > 0 && ends + letters > names
}

fn opens_or_closes(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '"' | '\'' | '“' | '”' | '‘' | '’' | '«' | '»' | ',' | ';' | '*')
}

fn is_address(s: &str, lists: &WordLists) -> bool {
    let letter_or_digit = |c: char| c.is_alphanumeric();
    if s.contains("://") || starts_with_ignoring_case(s, "www.") || starts_with_ignoring_case(s, "mailto:") {
        return true;
    }
    if let Some(rest) = s.strip_prefix(['@', '#']) {
        return rest.starts_with(letter_or_digit);
    }
    if let Some((name, host)) = s.split_once('@') {
        return !name.is_empty() && host.contains('.') && host.starts_with(letter_or_digit);
    }
    // A bare host: "example.org", "news.example.co.uk/today". Small letters only: "end.Then" is two sentences.
    let host = s.split_once('/').map_or(s, |(host, _)| host);
    let small = |l: &str| !l.is_empty() && l.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    // "comp.mail.maps", "java.util.list": a name of three parts, whatever it is of. "it.was.the" lost its spaces.
    let part = |label: &str| label.len() > 1 && small(label) && !lists.of(label).has(Classes::FUNCTION);
    if host.split('.').count() > 2 && host.split('.').all(part) {
        return true;
    }
    let mut labels = host.rsplit('.');
    let top = labels.next().unwrap_or_default();
    const TOP: [&str; 24] = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "co", "uk", "us", "eu", "de", "fr", "jp",
        "in", "au", "ca", "tv", "me", "ai", "dev",
    ];
    // Two-letter endings are words too ("me", "in", "us"): they need a path or a third label.
    let labels_left = labels.clone().count();
    TOP.contains(&top)
        && labels_left > 0
        && (top.len() > 2 || labels_left > 1 || host.len() < s.len())
        && labels.all(small)
}

fn starts_with_ignoring_case(s: &str, prefix: &str) -> bool {
    s.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn is_path_or_file(s: &str) -> bool {
    const ENDINGS: [&str; 44] = [
        "txt", "pdf", "html", "htm", "xml", "json", "csv", "tsv", "md", "log", "doc", "docx", "xls", "xlsx", "ppt",
        "pptx", "odt", "jpg", "jpeg", "png", "gif", "svg", "tif", "tiff", "mp3", "mp4", "avi", "wav", "zip", "gz",
        "tar", "exe", "dll", "py", "rs", "js", "ts", "css", "php", "cpp", "java", "toml", "yaml", "yml",
    ];
    let bytes = s.as_bytes();
    let path = s.contains('\\')
        || ((s.starts_with('/') || s.starts_with("./") || s.starts_with("../") || s.starts_with("~/"))
            && bytes.iter().any(u8::is_ascii_alphanumeric)
            && s.len() > 2);
    path || s.rsplit_once('.').is_some_and(|(name, ending)| {
        name.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-') && ENDINGS.contains(&ending)
    })
}

fn is_code(s: &str, unread: bool) -> bool {
    let bytes = s.as_bytes();
    let word = |b: u8| b.is_ascii_alphanumeric();
    let joined = |i: usize| i > 0 && i + 1 < bytes.len() && word(bytes[i - 1]) && word(bytes[i + 1]);
    if !bytes.iter().copied().any(word) {
        return false;
    }
    s.contains("::")
        || s.contains("()")
        || s.contains("->")
        || s.contains("=>")
        || s.contains("==")
        || s.strip_prefix("--").is_some_and(is_flag)
        || (s.starts_with('$') && bytes.get(1).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'{'))
        || (s.starts_with('<')
            && (s.ends_with('>') || bytes.get(1).is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/')))
        || bytes.iter().enumerate().any(|(i, &b)| match b {
            b'_' => !unread && joined(i),
            b'=' | b'{' | b'}' | b'<' | b'>' => joined(i),
            _ => false,
        })
}

/// Returns the name of a command's flag: "min-confidence", "noise=ocr".
fn is_flag(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && !name.ends_with('-')
        && !name.contains("--")
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'=')
}

#[cfg(test)]
mod tests {
    use super::has_unread_letters;

    #[test]
    fn underscores_of_names_in_code_and_of_emphasis_are_no_letters() {
        assert!(!has_unread_letters("set max_len and min_len before x_i, and see _that_ page_"));
        assert!(!has_unread_letters("an _emphasised_ word and __init__"));
    }

    #[test]
    fn underscores_of_machines_are_letters() {
        assert!(has_unread_letters("the w_ole of the peop_e wi_ see that he under_tood"));
    }
}
