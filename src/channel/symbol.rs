//! Text as the channel sees it: one byte a symbol.

use crate::text::ligature;

/// Symbols that may be observed.
pub(crate) const OBSERVED: usize = 128;
/// Symbols that may be intended: a–z, apostrophe, space.
pub(crate) const INTENDED: usize = 28;

/// A word broken at the end of a line: a hyphen, a soft hyphen or `¬`, and the line break behind it.
pub(crate) const BREAK: u8 = b'~';
/// The long s.
const LONG_S: u8 = 1;
/// A letter of another alphabet.
const OTHER_LETTER: u8 = 2;
/// A symbol that has none of its own.
const OTHER_SYMBOL: u8 = 3;
/// U+FFFD, which stands for what a decoder could not read.
const REPLACEMENT: u8 = 4;

/// The symbol of an accented `a`; those of the other letters follow in the order of the alphabet.
const ACCENTED_A: u8 = 5;

/// How the symbols are written that are no characters of their own, for tables of confusions.
const WRITTEN: [(u8, char); 13] = [
    (LONG_S, 'ſ'),
    (OTHER_LETTER, 'λ'),
    (OTHER_SYMBOL, '\u{2022}'),
    (REPLACEMENT, '\u{fffd}'),
    (ACCENTED_A, 'á'),
    (ACCENTED_A + 2, 'ç'),
    (ACCENTED_A + 4, 'é'),
    (ACCENTED_A + 8, 'í'),
    (ACCENTED_A + 13, 'ñ'),
    (ACCENTED_A + 14, 'ó'),
    (ACCENTED_A + 20, 'ú'),
    (ACCENTED_A + 24, 'ý'),
    (b' ', '␣'),
];

/// Writes symbols as tables of confusions have them.
#[cfg(feature = "training")]
pub(crate) fn write_symbols(symbols: &[u8]) -> String {
    let written = |symbol: &u8| WRITTEN.iter().find(|(of, _)| of == symbol).map_or(char::from(*symbol), |&(_, c)| c);
    symbols.iter().map(written).collect()
}

/// Reads what [`write_symbols`] wrote.
pub(crate) fn read_symbols(written: &str) -> Option<Vec<u8>> {
    let symbol = |c: char| match WRITTEN.iter().find(|&&(_, of)| of == c) {
        Some(&(symbol, _)) => Some(symbol),
        None => c.is_ascii().then_some(c as u8),
    };
    written.chars().map(symbol).collect()
}

/// Returns the row of an intended symbol in the tables of the channel.
pub(crate) const fn intended_index(symbol: u8) -> usize {
    match symbol {
        b'a'..=b'z' => (symbol - b'a') as usize,
        b'\'' => 26,
        _ => 27,
    }
}

/// Appends the symbols of `surface` to `out`.
///
/// A capital counts as its lower-case letter where it begins a word or where most letters of the word are capitals; inside a
/// lower-case word it is a symbol of its own: "foUowed" is "followed", not "fouowed".
pub(crate) fn push_symbols(surface: &str, out: &mut Vec<u8>) {
    let mut rest = surface;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            rest.find(char::is_alphabetic).unwrap_or(rest.len())
        };
        let (part, behind) = rest.split_at(length);
        if first.is_alphabetic() {
            push_word(part, out)
        } else {
            push_marks(part, behind.is_empty(), out)
        }
        rest = behind;
    }
}

fn push_word(word: &str, out: &mut Vec<u8>) {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    for (at, c) in word.chars().enumerate() {
        if c.is_ascii() {
            out.push(if at == 0 || capitals >= small { c.to_ascii_lowercase() as u8 } else { c as u8 });
            continue;
        }
        if let Some(letters) = ligature::letters(c) {
            out.extend(letters.bytes());
            continue;
        }
        match c {
            'æ' | 'Æ' => out.extend(b"ae"),
            'œ' | 'Œ' => out.extend(b"oe"),
            'ſ' => out.push(LONG_S),
            _ => out.push(base_letter(c).map_or(OTHER_LETTER, |base| ACCENTED_A + (base as u8 - b'a'))),
        }
    }
}

/// Appends what stands between two words; line breaks count as spaces but behind a hyphen.
fn push_marks(marks: &str, ends: bool, out: &mut Vec<u8>) {
    let start = out.len();
    for c in marks.chars() {
        let symbol = match c {
            '\u{ad}' => BREAK,
            '¬' => BREAK,
            '’' | '‘' | '`' | '´' | 'ʼ' => b'\'',
            '–' | '—' | '‐' | '‑' | '−' => b'-',
            '“' | '”' | '„' => b'"',
            '\u{fffd}' => REPLACEMENT,
            '\n' | '\r' | '\u{c}' => {
                while out.len() > start && out.last() == Some(&b' ') {
                    out.pop();
                }
                match out.last_mut() {
                    Some(last) if *last == b'-' || *last == BREAK => *last = BREAK,
                    _ => out.push(b' '),
                }
                continue;
            }
            c if c.is_whitespace() => {
                if matches!(out.last(), Some(&(BREAK | b' '))) && out.len() > start {
                    continue;
                }
                b' '
            }
            BREAK_MARK => OTHER_SYMBOL,
            c if c.is_ascii() => c as u8,
            _ => OTHER_SYMBOL,
        };
        out.push(symbol);
    }
    // A soft hyphen that ends the text breaks nothing.
    if ends && out.last() == Some(&BREAK) {
        out.pop();
    }
}

/// The tilde itself, whose byte stands for a broken word.
const BREAK_MARK: char = '~';

/// Returns the plain letter under an accent of the Latin scripts of Western Europe.
pub(crate) fn base_letter(c: char) -> Option<char> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => 'a',
        'ç' | 'Ç' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => 'o',
        'ù' | 'ú' | 'û' | 'ü' | 'Ù' | 'Ú' | 'Û' | 'Ü' => 'u',
        'ý' | 'ÿ' | 'Ý' => 'y',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_folded_where_they_are_case_and_kept_where_they_are_shapes() {
        let symbols = |surface: &str| {
            let mut out = Vec::new();
            push_symbols(surface, &mut out);
            String::from_utf8_lossy(&out).into_owned()
        };
        assert_eq!(symbols("The"), "the");
        assert_eq!(symbols("HARBOUR"), "harbour");
        assert_eq!(symbols("foUowed"), "foUowed");
        assert_eq!(symbols("govern-\nment"), "govern~ment");
        assert_eq!(symbols("govern\u{ad}\n ment"), "govern~ment");
        assert_eq!(symbols("in\nthe"), "in the");
        assert_eq!(symbols("di\u{fb00}erent"), "different");
        assert_eq!(symbols("don’t"), "don't");
    }
}
