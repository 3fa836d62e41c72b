//! The form in which texts are compared: words, letters, case and marks count; typography and layout do not.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the text in the form in which error rates are taken.
///
/// Composed (NFC); curly quotes, dashes, ligatures and the ellipsis as on a typewriter; runs of hyphens as one; soft
/// hyphens dropped; every run of white space, line breaks included, as one space; none at the ends.
///
/// ```
/// # use ungarble::report::fold;
/// assert_eq!(fold("“Yes” — he\r\nsaid…"), "\"Yes\" - he said...");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.trim_start_matches('\u{feff}').nfc() {
        if is_space(c) || c == '\u{a0}' {
            space = true;
            continue;
        }
        let folded = match c {
            '\u{ad}' => continue,
            '‘' | '’' | '‚' | '‛' | 'ʼ' | '´' | '`' => "'",
            '“' | '”' | '„' | '«' | '»' => "\"",
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '-' if !space && out.ends_with('-') => continue,
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
            '…' => "...",
            'ﬁ' => "fi",
            'ﬂ' => "fl",
            'ﬀ' => "ff",
            _ => "",
        };
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        if folded.is_empty() {
            out.push(c);
        } else {
            out.push_str(folded);
        }
    }
    out
}

/// Returns the words of a folded text: runs of letters and digits, joined by single apostrophes, hyphens and stops.
///
/// ```
/// # use ungarble::report::words;
/// assert_eq!(words("It's U.S.-made (2.5 kg)."), ["It's", "U.S", "made", "2.5", "kg"]);
/// ```
#[must_use]
pub fn words(folded: &str) -> Vec<&str> {
    let mut out = Vec::new();
    // The word so far, and a joining mark right behind it that belongs to it if a letter follows.
    let mut word: Option<(usize, usize)> = None;
    let mut joint = false;
    for (at, c) in folded.char_indices() {
        if is_word(c) {
            let start = word.map_or(at, |(start, _)| start);
            word = Some((start, at + c.len_utf8()));
            joint = false;
        } else if let Some((start, end)) = word {
            if !joint && matches!(c, '\'' | '-' | '.') {
                joint = true;
            } else {
                out.extend(folded.get(start..end));
                (word, joint) = (None, false);
            }
        }
    }
    out.extend(word.and_then(|(start, end)| folded.get(start..end)));
    out
}

/// Matches white space, with the four separators of ASCII which Unicode does not count.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Returns a letter or a digit. Marks and circled letters are alphabetic to Unicode, but no letters.
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        && (c.is_ascii()
            || !(is_combining_mark(c)
                || matches!(c, 'Ⓐ'..='ⓩ' | '\u{1f130}'..='\u{1f149}' | '\u{1f150}'..='\u{1f169}' | '\u{1f170}'..='\u{1f189}')))
}
