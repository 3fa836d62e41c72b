//! Stretches of a text that no person wrote as prose: lines of code, logs, records of tables, quoted code.

use crate::span::Span;
use crate::steps;
use crate::text::tokenizer::{Token, TokenKind};

/// What a line holds, as far as it tells code from prose.
#[derive(Default)]
struct Line {
    words: usize,
    /// Addresses, paths, code and bare hosts.
    protected: usize,
    /// Braces, angle brackets, equals signs and the like, which prose has few of.
    marks: usize,
    /// Commas and bars without a blank behind them.
    separators: usize,
    /// Blanks before the first word, in columns.
    indent: usize,
    ends_as_code: bool,
}

impl Line {
    /// Whether it reads as code, a log or a record: more marks than words warrant.
    fn is_code(&self) -> bool {
        let weight = 2 * self.protected + self.marks + usize::from(self.ends_as_code);
        (weight >= 3 && 2 * weight >= self.words)
            || (self.ends_as_code && self.marks >= 1 && self.words <= 8)
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

/// Whether a line without `token`, which `next` follows, were less like code.
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
    fn quoted_and_fenced_code_is_found() {
        assert_eq!(found("run `cargo tset now` or `b`"), ["`cargo tset now`", "`b`"]);
        assert_eq!(found("a\n```\nteh code\n```\nb"), ["```\nteh code\n```"]);
        assert!(found("it's 5 o`clock").is_empty());
    }
}
