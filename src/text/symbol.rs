//! Text as the channel sees it: one byte a symbol.

use super::ligature;

/// Symbols that may be observed.
pub(crate) const OBSERVED: usize = 128;
/// Symbols that may be intended: a–z, apostrophe, space, and the letters that a language has besides.
pub(crate) const INTENDED: usize = 28 + OWN.len();

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

/// The symbols of accented letters that [`base_letter`] never gives: free for the letters that a language has besides a–z.
const OWN: [u8; 18] = {
    let letters = *b"bdfghjklmpqrstvwxz";
    let mut symbols = [0; 18];
    let mut at = 0;
    while at < letters.len() {
        symbols[at] = ACCENTED_A + (letters[at] - b'a');
        at += 1;
    }
    symbols
};

/// Row of each symbol in the tables of the channel, if it is intended; what cannot be has that of the space.
const INTENDED_INDEX: [u8; OBSERVED] = {
    let mut index = [27; OBSERVED];
    let mut at = 0;
    while at < 26 {
        index[b'a' as usize + at] = at as u8;
        at += 1;
    }
    index[b'\'' as usize] = 26;
    at = 0;
    while at < OWN.len() {
        index[OWN[at] as usize] = 28 + at as u8;
        at += 1;
    }
    index
};

/// The letters that a language has besides a–z: each is a symbol of its own, and may be intended. Accents on other letters are
/// marks, which may be observed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Letters(Box<[char]>);

impl Letters {
    /// Returns how many intended symbols tables need: those of every language, and the letters of this one.
    pub(crate) fn intended(&self) -> usize {
        28 + self.0.len()
    }

    /// Returns how many kinds of characters a model of words tells apart: the boundary, a–z, letters of the language, everything else.
    pub(crate) fn kinds(&self) -> usize {
        28 + self.0.len()
    }

    /// Returns the kind of a character of a word in lower case; 0 is the boundary.
    pub(crate) fn kind(&self, c: char) -> usize {
        const OTHER: usize = 27;
        match c {
            'a'..='z' => c as usize - 'a' as usize + 1,
            c if c.is_ascii() => OTHER,
            c => self.0.iter().position(|&letter| letter == c).map_or(OTHER, |at| OTHER + 1 + at),
        }
    }

    /// Returns the symbol of a letter of this language that is none of a–z, whatever its case.
    fn own(&self, c: char) -> Option<u8> {
        if self.0.is_empty() {
            return None;
        }
        let mut lower = c.to_lowercase();
        let lower = lower.next().filter(|_| lower.next().is_none())?;
        self.0.iter().position(|&letter| letter == lower).map(|at| OWN[at])
    }

    /// Returns whether the symbol is that of a letter or apostrophe which may be intended.
    #[cfg(feature = "training")]
    pub(crate) fn has(&self, symbol: u8) -> bool {
        let own = OWN.iter().take(self.0.len());
        symbol.is_ascii_lowercase() || symbol == b'\'' || own.into_iter().any(|&own| own == symbol)
    }

    /// Returns the symbol of a letter or apostrophe of a word in lower case, if it may be intended.
    pub(crate) fn intend(&self, c: char) -> Option<u8> {
        if c.is_ascii_lowercase() || c == '\'' { Some(c as u8) } else { self.own(c) }
    }

    /// Returns whether no character of a word in lower case is one that the language does not write, whatever ASCII has.
    pub(crate) fn write(&self, lower: &str) -> bool {
        lower.chars().all(|c| c.is_ascii() || self.own(c).is_some())
    }

    /// Returns the symbols of a word in lower case, if all of them may be intended.
    #[cfg(any(feature = "training", all(test, feature = "embedded")))]
    pub(crate) fn spell(&self, lower: &str) -> Option<Vec<u8>> {
        lower.chars().map(|c| self.intend(c)).collect()
    }
}

impl FromIterator<char> for Letters {
    /// Takes letters in lower case; those beyond the eighteenth are left out.
    fn from_iter<I: IntoIterator<Item = char>>(letters: I) -> Letters {
        Letters(letters.into_iter().take(OWN.len()).collect())
    }
}

/// Characters that stand in tables of confusions for symbols without one of their own.
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
pub(crate) fn write_symbols(symbols: &[u8], letters: &Letters) -> String {
    let own = |symbol: &u8| OWN.iter().position(|own| own == symbol).and_then(|at| letters.0.get(at).copied());
    let written = |symbol: &u8| WRITTEN.iter().find(|(of, _)| of == symbol).map_or(char::from(*symbol), |&(_, c)| c);
    symbols.iter().map(|symbol| own(symbol).unwrap_or_else(|| written(symbol))).collect()
}

/// Reads what [`write_symbols`] wrote.
pub(crate) fn read_symbols(written: &str, letters: &Letters) -> Option<Vec<u8>> {
    let symbol = |c: char| match WRITTEN.iter().find(|&&(_, of)| of == c) {
        _ if letters.own(c).is_some() => letters.own(c),
        Some(&(symbol, _)) => Some(symbol),
        None => c.is_ascii().then_some(c as u8),
    };
    written.chars().map(symbol).collect()
}

/// Returns the row of an intended symbol in the tables of the channel.
pub(crate) const fn intended_index(symbol: u8) -> usize {
    INTENDED_INDEX[symbol as usize & (OBSERVED - 1)] as usize
}

/// Appends the symbols of `surface` to `out`.
///
/// A capital counts as its lower-case letter where it begins a word or where most letters of the word are capitals; inside a
/// lower-case word it is a symbol of its own: "foUowed" is "followed", not "fouowed".
pub(crate) fn push_symbols(surface: &str, letters: &Letters, out: &mut Vec<u8>) {
    let mut rest = surface;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
        } else {
            rest.find(char::is_alphabetic).unwrap_or(rest.len())
        };
        let (part, behind) = rest.split_at(length);
        if first.is_alphabetic() {
            push_word(part, letters, out)
        } else {
            push_marks(part, behind.is_empty(), out)
        }
        rest = behind;
    }
}

fn push_word(word: &str, letters: &Letters, out: &mut Vec<u8>) {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    let small = word.chars().filter(|c| c.is_lowercase()).count();
    for (at, c) in word.chars().enumerate() {
        if c.is_ascii() {
            out.push(if at == 0 || capitals >= small { c.to_ascii_lowercase() as u8 } else { c as u8 });
            continue;
        }
        if let Some(own) = letters.own(c) {
            out.push(own);
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
            push_symbols(surface, &Letters::default(), &mut out);
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

    #[test]
    #[cfg(feature = "training")]
    fn letters_of_a_language_are_symbols_that_may_be_intended() {
        let german: Letters = "äöüß".chars().collect();
        let mut out = Vec::new();
        push_symbols("Äpfel für Jerôme", &german, &mut out);
        assert_eq!(write_symbols(&out, &german), "äpfel␣für␣jeróme");
        assert_eq!(read_symbols("äß", &german), german.spell("äß"));
        assert_ne!(
            read_symbols("ä", &german),
            read_symbols("á", &german),
            "an accent of no letter of German is a mark"
        );
        let rows = "az' ".bytes().chain(german.spell("äöüß").expect("they are its letters")).map(intended_index);
        assert_eq!(rows.collect::<Vec<_>>(), [0, 25, 26, 27, 28, 29, 30, 31]);
        assert_eq!((german.spell("café"), Letters::default().spell("für")), (None, None));
    }
}
