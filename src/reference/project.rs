//! From a reading of the page to bytes of the text: its words in the style of the text.

use std::ops::Range;

use super::fold::{FoldedTokens, fold_char, fold_word, is_dash};
use super::policy::{Policy, Style};
use crate::lexicon::Lexicon;
use crate::span::Span;
use crate::text::shape::CaseShape;

/// A text as the projection sees it.
#[derive(Clone, Copy)]
pub(crate) struct FoldedText<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: &'a FoldedTokens,
}

impl<'a> FoldedText<'a> {
    /// Returns token `at` as written.
    pub(crate) fn surface(&self, at: usize) -> &'a str {
        self.text.get(self.tokens.span(at).range()).unwrap_or_default()
    }

    /// Returns what stands between token `at` and the one before it.
    fn blank_before(&self, at: usize) -> Span {
        let start = at.checked_sub(1).map_or(0, |before| self.tokens.span(before).end());
        let end = if at < self.tokens.len() { self.tokens.span(at).start() } else { start };
        Span::new(start, end.max(start))
    }
}

/// The style of a text where there is a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HouseStyle {
    curly_apostrophes: bool,
    curly_quotes: bool,
}

impl HouseStyle {
    /// Returns the style of `text`: curly where most of its quotes are.
    pub(crate) fn of(text: &str) -> HouseStyle {
        let mut counts = [0usize; 4];
        for c in text.chars() {
            match c {
                '\'' => counts[0] += 1,
                '\u{2019}' => counts[1] += 1,
                '"' => counts[2] += 1,
                '\u{201C}' | '\u{201D}' => counts[3] += 1,
                _ => {}
            }
        }
        // A text with one kind of quotes only says by it what the other would be.
        HouseStyle {
            curly_apostrophes: counts[1] > counts[0] || (counts[0] + counts[1] == 0 && counts[3] > counts[2]),
            curly_quotes: counts[3] > counts[2] || (counts[2] + counts[3] == 0 && counts[1] > counts[0]),
        }
    }

    /// Appends a piece of a page in this style. `opens` says whether a double quote would open.
    fn write(self, piece: &str, opens: bool, out: &mut String) {
        for c in piece.chars() {
            out.push(match fold_char(c) {
                '\'' if self.curly_apostrophes => '\u{2019}',
                '"' if self.curly_quotes && opens => '\u{201C}',
                '"' if self.curly_quotes => '\u{201D}',
                plain @ ('\'' | '"') => plain,
                _ => c,
            });
        }
    }
}

/// An aligned block of both sides: tokens of the text and of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) text: Range<usize>,
    pub(crate) page: Range<usize>,
}

/// The edges of a region: whether the spaces at its ends are its own to set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edges {
    /// The tokens before it are paired with each other.
    pub(crate) left: bool,
    /// The tokens behind it are, and no other edit begins with them.
    pub(crate) right: bool,
}

/// Writes regions of a page in the place of regions of the text.
pub(crate) struct Projection<'a> {
    pub(crate) text: FoldedText<'a>,
    pub(crate) page: FoldedText<'a>,
    pub(crate) style: HouseStyle,
    pub(crate) policy: Policy,
    pub(crate) lexicon: &'a Lexicon,
    /// Set if the passage of the page tells capitals from lower-case letters.
    pub(crate) cased: bool,
}

impl Projection<'_> {
    /// Returns the span and what is to stand there, without the spaces which stay; `None` where nothing changes.
    pub(crate) fn replacement(&self, region: &Region, edges: Edges) -> Option<(Span, String)> {
        let (text, page) = (&region.text, &region.page);
        let left = self.text.blank_before(text.start);
        let right = if text.is_empty() { left } else { self.text.blank_before(text.end) };
        let whole = Span::new(left.start(), right.end());
        let mut out = String::new();
        if page.is_empty() {
            self.close_up(region, left, right, &mut out);
        } else {
            let first = self.page.surface(page.start).chars().next();
            let before = self.text_char_before(text.start);
            let spaced = edges.left.then(|| self.page.tokens.is_spaced(page.start));
            if text.is_empty() {
                // One space of the text becomes two of the page; a line break stays where the sentence begins.
                let gap = self.at(left);
                let spaced_behind = page.end < self.page.tokens.len() && self.page.tokens.is_spaced(page.end);
                let begins = before.is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '"' | '\u{201D}'));
                let broken = gap.contains(['\n', '\r']);
                if broken && begins {
                    out.push_str(gap);
                } else if self.page.tokens.is_spaced(page.start) {
                    out.push(' ');
                }
                self.write_page(region, &mut out);
                if broken && !begins {
                    out.push_str(gap);
                } else if spaced_behind {
                    out.push(' ');
                }
            } else {
                out.push_str(set_blank(self.at(left), spaced, before, first));
                self.write_page(region, &mut out);
                let last = self.page.surface(page.end - 1).chars().next_back();
                let behind = self.text_char_behind(text.end);
                let spaced =
                    (edges.right && page.end < self.page.tokens.len()).then(|| self.page.tokens.is_spaced(page.end));
                out.push_str(set_blank(self.at(right), spaced, last, behind));
                self.keep_line_breaks(region, left, right, &mut out);
            }
        }
        let original = self.at(whole);
        if original == out {
            return None;
        }
        Some(trimmed(whole, original, &out))
    }

    /// The page's words, those that are the text's own in the letters of the text.
    fn write_page(&self, region: &Region, out: &mut String) {
        let same = region.text.len() == region.page.len()
            && region
                .text
                .clone()
                .zip(region.page.clone())
                .all(|(t, p)| self.text.tokens.id(t) == self.page.tokens.id(p));
        for (index, p) in region.page.clone().enumerate() {
            if index > 0 && self.page.tokens.is_spaced(p) {
                out.push(' ');
            }
            let theirs = self.page.surface(p);
            if same {
                let t = region.text.start + index;
                self.write_same(t, theirs, out);
                continue;
            }
            let ours = (region.text.len() == 1 && region.page.len() == 1).then(|| self.text.surface(region.text.start));
            if let Some(ours) = ours.filter(|ours| self.keeps_variant(ours, theirs)) {
                out.push_str(&if self.cased {
                    CaseShape::of(theirs).apply(&ours.to_lowercase())
                } else {
                    ours.to_owned()
                });
                continue;
            }
            if let Some(ours) = ours.filter(|_| !self.cased) {
                self.style.write(&CaseShape::of(ours).apply(&theirs.to_lowercase()), false, out);
                continue;
            }
            let dash = theirs.chars().all(is_dash).then(|| {
                let mut ours = region.text.clone().map(|t| self.text.surface(t));
                ours.find(|s| s.chars().all(is_dash))
            });
            match dash.flatten().filter(|_| self.policy.quotes == Style::Text) {
                Some(ours) => out.push_str(ours),
                None if self.policy.quotes == Style::Reference => out.push_str(theirs),
                None => {
                    let opens = index + 1 < region.page.len() || self.page.tokens.is_spaced(p);
                    self.style.write(theirs, opens && self.page.tokens.is_spaced(p), out);
                }
            }
        }
    }

    fn keeps_variant(&self, ours: &str, theirs: &str) -> bool {
        let [ours, theirs] = [ours, theirs].map(|word| {
            let mut folded = String::new();
            fold_word(word, &mut folded);
            folded
        });
        self.policy.variants == Style::Text
            && self.lexicon.lists().is_variant(&ours, &theirs)
            && self.lexicon.contains(&ours)
            && self.lexicon.contains(&theirs)
    }

    /// A token that both have: the page's capitals, the text's style.
    fn write_same(&self, t: usize, theirs: &str, out: &mut String) {
        let ours = self.text.surface(t);
        let letters = |s: &str| s.chars().filter(|c| c.is_alphabetic()).count();
        let dotted = |s: &str| s.contains('.');
        if self.text.tokens.is_broken(t) {
            if self.cased {
                self.style.write(theirs, false, out);
            } else {
                self.style.write(&CaseShape::of(ours).apply(&theirs.to_lowercase()), false, out);
            }
        } else if (dotted(ours) != dotted(theirs) && self.policy.initialisms == Style::Reference)
            || self.policy.quotes == Style::Reference && self.cased
        {
            out.push_str(theirs);
        } else if !self.cased || letters(ours) != letters(theirs) {
            out.push_str(ours);
        } else {
            let mut capitals = theirs.chars().filter(|c| c.is_alphabetic());
            for c in ours.chars() {
                match c.is_alphabetic().then(|| capitals.next()).flatten() {
                    Some(cased) if cased.to_lowercase().eq(c.to_lowercase()) => out.push(cased),
                    _ => out.push(c),
                }
            }
        }
    }

    /// Returns what stays where words go: one of the two spaces.
    fn close_up(&self, region: &Region, left: Span, right: Span, out: &mut String) {
        let (left, right) = (self.at(left), self.at(right));
        if right.contains(['\n', '\r']) || region.text.end >= self.text.tokens.len() {
            out.push_str(right);
        } else if left.contains(['\n', '\r']) || region.text.start == 0 {
            out.push_str(left);
        } else if region.page.start >= self.page.tokens.len() || self.page.tokens.is_spaced(region.page.start) {
            out.push_str(if left.is_empty() { right } else { left });
        }
    }

    /// Puts the line breaks that stood between the replaced tokens back: at a space of the replacement, or behind it.
    fn keep_line_breaks(&self, region: &Region, left: Span, right: Span, out: &mut String) {
        let inner = self.text.text.get(left.end()..right.start()).unwrap_or_default();
        let Some(at) = inner.find(['\n', '\r']) else { return };
        let end = at + inner.get(at..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let Some(line_break) = inner.get(at..end) else { return };
        let lead = self.at(left).len();
        let body = lead..out.len() - if region.page.is_empty() { 0 } else { trailing_blank(out) };
        let middle = body.start + body.len() * at / inner.len().max(1);
        let blanks = out.get(body.clone()).unwrap_or_default();
        let nearest = blanks
            .char_indices()
            .filter(|&(_, c)| c == ' ')
            .map(|(i, _)| body.start + i)
            .min_by_key(|&i| (i.abs_diff(middle), i));
        if let Some(at) = nearest {
            out.replace_range(at..at + 1, line_break);
        } else if out.ends_with(' ') {
            out.pop();
            out.push_str(line_break);
        } else if out.starts_with(' ') {
            out.replace_range(0..1, line_break);
        }
    }

    fn at(&self, span: Span) -> &str {
        self.text.text.get(span.range()).unwrap_or_default()
    }

    fn text_char_before(&self, token: usize) -> Option<char> {
        token.checked_sub(1).and_then(|before| self.text.surface(before).chars().next_back())
    }

    fn text_char_behind(&self, token: usize) -> Option<char> {
        if token < self.text.tokens.len() { self.text.surface(token).chars().next() } else { None }
    }
}

fn trailing_blank(s: &str) -> usize {
    s.len() - s.trim_end().len()
}

/// Returns the space between two chars: the text's own, unless the page has it otherwise and it makes sense there.
///
/// A page that lost spaces ("said.The") must not take them from the text, nor put one before a comma.
fn set_blank(ours: &str, spaced: Option<bool>, before: Option<char>, behind: Option<char>) -> &str {
    let (Some(spaced), Some(before), Some(behind)) = (spaced, before, behind) else { return ours };
    let is_closer =
        |c: char| matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | ')' | ']' | '%' | '\u{2019}' | '\u{201D}');
    let is_opener = |c: char| matches!(c, '(' | '[' | '$' | '\u{201C}' | '\u{2018}' | '/');
    if ours.contains(['\n', '\r']) {
        ours
    } else if spaced && ours.is_empty() {
        if is_closer(behind) || is_opener(before) { "" } else { " " }
    } else if !spaced && !ours.is_empty() {
        let joins = is_dash(before) || is_dash(behind) || is_opener(before) || is_closer(behind);
        if joins || (fold_char(before) == '"') != (fold_char(behind) == '"') { "" } else { ours }
    } else {
        ours
    }
}

/// Returns the replacement without the spaces at its ends that stay.
fn trimmed(whole: Span, original: &str, out: &str) -> (Span, String) {
    let blank = |c: char| c.is_whitespace();
    let mut start = 0;
    for (a, b) in original.char_indices().zip(out.chars()) {
        if a.1 != b || !blank(b) {
            break;
        }
        start = a.0 + b.len_utf8();
    }
    let (original, out) = (original.get(start..).unwrap_or_default(), out.get(start..).unwrap_or_default());
    let mut end = 0;
    for (a, b) in original.chars().rev().zip(out.chars().rev()) {
        if a != b || !blank(b) {
            break;
        }
        end += b.len_utf8();
    }
    let replacement = out.get(..out.len() - end).unwrap_or_default().to_owned();
    (Span::new(whole.start() + start, whole.end() - end), replacement)
}
