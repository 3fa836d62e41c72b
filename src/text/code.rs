//! Stretches of a text that no person wrote as prose: lines of code, logs, records of tables, quoted code.

use crate::span::Span;
use crate::steps;
use crate::text::tokenizer::{Token, TokenKind};

/// One byte of code in so many makes a text technical.
const TECHNICAL: usize = 100;
/// Fewest stretches of code in such a text, unless one is quoted.
const FEWEST: usize = 6;
/// Fewest names that only code has, and one of them in so many bytes.
const FEWEST_NAMES: usize = 3;
const NAMED: usize = 1_500;

/// Endings of files that hold code and settings, which only who speaks of them names. "Node.js" is none.
const SOURCES: [&str; 11] = ["py", "rs", "ts", "css", "php", "cpp", "java", "toml", "yaml", "yml", "json"];

/// Counts of a line that tell code from prose.
#[derive(Default)]
struct Line {
    words: usize,
    /// Addresses, paths, code and bare hosts.
    protected: usize,
    /// Braces, angle brackets, equals signs and the like, which prose has few of.
    marks: usize,
    /// Commas and bars without a space behind them.
    separators: usize,
    /// Blanks before the first word, in columns.
    indent: usize,
    ends_as_code: bool,
    /// A comment stands behind what ends as code.
    commented: bool,
}

impl Line {
    /// Returns whether it reads as code, a log or a record: more marks than words warrant.
    fn is_code(&self) -> bool {
        let weight = 2 * self.protected + self.marks + usize::from(self.ends_as_code);
        (weight >= 3 && 2 * weight >= self.words)
            || (self.ends_as_code && self.marks >= 1 && self.words <= 8)
            || (self.commented && weight >= 1)
            || (self.indent >= 4 && weight >= 1 && self.words <= 12 && 3 * weight >= self.words)
            || (self.separators >= 3 && 2 * self.separators >= self.words)
    }
}

/// Appends to `spans` the stretches of the text that are no prose, in order: code between backticks on one line, fenced
/// blocks, and lines that read as code, logs or records of a table.
///
/// # Complexity
///
/// O(n) in the tokens.
pub(crate) fn find(text: &str, tokens: &[Token], spans: &mut Vec<Span>) {
    let mut fence: Option<usize> = None;
    let (mut start, mut signs) = (0, false);
    for end in 0..=tokens.len() {
        match tokens.get(end) {
            Some(Token { kind: TokenKind::LineBreak, .. }) | None => {}
            Some(token) => {
                signs |= is_sign(text, token, tokens.get(end + 1));
                continue;
            }
        }
        let line = &tokens[start..end];
        start = end + 1;
        // Most lines hold nothing that code is told by.
        if !std::mem::take(&mut signs) {
            continue;
        }
        let (Some(first), Some(last)) = (line.first(), line.last()) else { continue };
        let whole = first.span.join(last.span);
        let written = text.get(whole.range()).unwrap_or_default().trim();
        if written.starts_with("```") || written.starts_with("~~~") {
            match fence.take() {
                Some(opened) => spans.push(Span::new(opened, whole.end())),
                None => fence = Some(whole.start()),
            }
        } else if fence.is_none() {
            if read(text, line).is_code() {
                spans.push(whole);
            } else {
                quoted(text, line, spans);
            }
        }
    }
    // A fence that nothing closes is no fence; its line alone is left as it is.
    if let Some(opened) = fence {
        let at = spans.partition_point(|s| s.start() < opened);
        spans.insert(at, Span::new(opened, opened + 3));
    }
}

/// Returns whether a line without `token`, which `next` follows, were less like code.
fn is_sign(text: &str, token: &Token, next: Option<&Token>) -> bool {
    match token.kind {
        TokenKind::Protected => true,
        TokenKind::Punctuation => match text.as_bytes().get(token.span.start()) {
            Some(b',') => next.is_some_and(|next| next.kind != TokenKind::Space),
            Some(mark) => b"{}=<>[]|;`~".contains(mark),
            None => false,
        },
        _ => false,
    }
}

fn read(text: &str, line: &[Token]) -> Line {
    let mut found = Line::default();
    steps::take(line.len());
    let mut blank_before = true;
    for (i, token) in line.iter().enumerate() {
        match token.kind {
            TokenKind::Space if i == 0 => {
                let blanks = text.as_bytes().get(token.span.range()).unwrap_or_default();
                found.indent = blanks.iter().map(|&b| if b == b'\t' { 4 } else { 1 }).sum();
            }
            TokenKind::Word | TokenKind::Alphanumeric => found.words += 1,
            TokenKind::Protected => found.protected += 1,
            TokenKind::Punctuation => {
                let first = text.as_bytes().get(token.span.start()).copied().unwrap_or_default();
                let comment = || text.get(token.span.start()..).is_some_and(|rest| rest.starts_with("//"));
                found.commented |= found.ends_as_code && comment();
                let next_blank = line.get(i + 1).is_none_or(|t| t.kind == TokenKind::Space);
                match first {
                    b'{' | b'}' | b'=' | b'<' | b'>' => found.marks += 1,
                    b'[' | b']' | b'(' if !blank_before => found.marks += usize::from(first != b'('),
                    b',' | b'|' if !next_blank => found.separators += 1,
                    _ => {}
                }
                found.ends_as_code = matches!(first, b';' | b'{' | b'}');
            }
            _ => {}
        }
        if !matches!(token.kind, TokenKind::Punctuation | TokenKind::Space) {
            found.ends_as_code = false;
        }
        blank_before = token.kind == TokenKind::Space;
    }
    found
}

/// Pushes the stretches between two backticks on the line.
fn quoted(text: &str, line: &[Token], spans: &mut Vec<Span>) {
    let mut opened = None;
    for token in line {
        if text.as_bytes().get(token.span.start()) != Some(&b'`') {
            continue;
        }
        match opened.take() {
            // "``quoted''" opens with two: nothing stands between them.
            Some(start) if token.span.start() > start + 1 => spans.push(Span::new(start, token.span.end())),
            _ => opened = Some(token.span.start()),
        }
    }
}

/// Returns whether so much of a text is code that its prose speaks of it: `found` are the stretches that [`find`] found.
///
/// A line or two that look like code are misread as often; calls, paths of modules, flags and files of code hardly ever are.
///
/// # Complexity
///
/// O(n) in the tokens.
pub(crate) fn is_technical(text: &str, tokens: &[Token], found: &[Span]) -> bool {
    let bytes: usize = found.iter().map(|span| span.len()).sum();
    let at = |span: Span| text.get(span.range()).unwrap_or_default();
    let quoted = || found.iter().any(|&span| at(span).starts_with('`'));
    let file = |name: &str| name.rsplit_once('.').is_some_and(|(_, ending)| SOURCES.contains(&ending));
    let named = |name: &str| name.contains("::") || name.contains("()") || name.starts_with("--") || file(name);
    let names = || {
        let protected = tokens.iter().filter(|token| token.kind == TokenKind::Protected);
        protected.filter(|token| named(at(token.span))).count()
    };
    bytes * TECHNICAL > text.len() && (found.len() >= FEWEST || quoted())
        || names() >= FEWEST_NAMES.max(text.len() / NAMED)
}

/// Returns whether what stands at `span` has marks beside it that make it a name in code, where a text has any: "'textwidth'",
/// ":next", "winnr(", "|quickfix|", "os.path", `con[tinue]`.
///
/// # Complexity
///
/// O(1).
pub(crate) fn is_marked(text: &str, span: Span) -> bool {
    let before = |text: &str| text.chars().next_back().unwrap_or(' ');
    let head = text.get(..span.start()).unwrap_or_default();
    let mut tail = text.get(span.end()..).unwrap_or_default().chars();
    let (last, next, later) = (before(head), tail.next().unwrap_or(' '), tail.next().unwrap_or(' '));
    let earlier = before(head.strip_suffix(last).unwrap_or_default());
    let quote = |c: char| matches!(c, '"' | '\'' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '*');
    let sigil = |c: char| {
        matches!(
            c,
            '|' | '`' | '\\' | '$' | '&' | '@' | '#' | '%' | '^' | '~' | '{' | '}' | '<' | '>' | '=' | '_' | '+'
        )
    };
    sigil(last)
        || sigil(next)
        || quote(last) && quote(next)
        || next == '('
        || last == '.' && earlier != '.'
        || next == '.' && later.is_alphanumeric()
        || matches!(last, ':' | '-' | '/' | '[') && !earlier.is_alphanumeric()
        || matches!(last, '[' | ']') && earlier.is_alphanumeric()
        || matches!(next, '[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenizer::tokenize;

    fn found(text: &str) -> Vec<&str> {
        let tokens: Vec<Token> = tokenize(text).collect();
        let mut spans = Vec::new();
        find(text, &tokens, &mut spans);
        spans.iter().map(|s| text.get(s.range()).unwrap()).collect()
    }

    #[test]
    fn code_is_told_from_prose() {
        for code in [
            "    fn recieve(buf: &mut [u8]) -> usize {",
            "int main() { return x = 1; }",
            "let wait = self.after(5)?;   // teh spelling is part of the interface, so keep it as it is until then",
            "3,bracket (blue),BRK-2,4,11.25,EUR",
            "2024-03-09T11:52:07Z WARN retry=2 url=http://10.0.0.1/itms status=503",
        ] {
            assert_eq!(found(code), [code]);
        }
        for prose in [
            "He said (and meant it) that x > y; she did not.",
            "The ship, the boat, and the raft were lost; nobody knew.",
            "- using version control",
            "1. Open the file",
        ] {
            assert!(found(prose).is_empty(), "{prose}");
        }
    }

    #[test]
    fn texts_that_speak_of_code_are_told() {
        let technical = |text: &str| {
            let (tokens, mut found) = (tokenize(text).collect::<Vec<_>>(), Vec::new());
            find(text, &tokens, &mut found);
            is_technical(text, &tokens, &found)
        };
        assert!(technical("Set `textwidth` to zero and the lines are never broken."));
        assert!(technical("Call open(), then read() or std::io::copy(), and pass --force if the file is there."));
        assert!(!technical("It was t[]he boat's la_t voyage, ancl no{}body lo=ked for it;"));
        assert!(!technical("Write to www.example.org, which anybody may, and ask for a() copy."));
    }

    #[test]
    fn names_are_told_by_the_marks_beside_them() {
        let marked = |text: &str, name: &str| {
            let start = text.find(name).unwrap();
            is_marked(text, Span::new(start, start + name.len()))
        };
        for (text, name) in [
            ("the 'textwidth' option", "textwidth"),
            ("type :next or", "next"),
            ("call winnr('$') to", "winnr"),
            ("see |quickfix|.", "quickfix"),
            (":con[tinue] goes on", "con"),
            (":con[tinue] goes on", "tinue"),
            ("the -nowrap flag", "nowrap"),
            ("in matchit.vim it", "vim"),
            ("in matchit.vim it", "matchit"),
        ] {
            assert!(marked(text, name), "{text}");
        }
        for (text, name) in [
            ("said: open it", "open"),
            ("it's 'open all day'", "open"),
            ("a well-known (or so) word", "known"),
            ("what... then", "then"),
            ("[sic] he said [the boat]", "boat"),
        ] {
            assert!(!marked(text, name), "{text}");
        }
    }

    #[test]
    fn quoted_and_fenced_code_is_found() {
        assert_eq!(found("run `cargo tset now` or `b`"), ["`cargo tset now`", "`b`"]);
        assert_eq!(found("a\n```\nteh code\n```\nb"), ["```\nteh code\n```"]);
        assert!(found("it's 5 o`clock").is_empty());
    }
}
