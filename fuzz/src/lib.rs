//! Texts out of the bytes of a fuzzer: words, damaged words and marks, so that it need not find English by chance.

use arbitrary::Unstructured;

/// Texts longer than this, in bytes, find nothing more and take longer.
pub const LONGEST: usize = 256;

const PIECES: &[&str] = &[
    "the", "The", "THE", "tbe", "Teh", "of", "and", "a", "I", "in", "to", "was", "it's", "goverment", "government",
    "harbour", "harbor", "winter", "boats", "council", "re-airgised", "main-\ntained", "US–Japan’s", "don't", "tokyo",
    "Tokyo", "norway", "Smith", "NATO", "u.s.", "U.S.", "e.g.", "bot", "both", "ofthe", "be tween", "rnodern", "corner",
    "Company Behind The Turbines", "january", "March", "1961", "202424", "1,2", "1.", "½", "²", "’s", "'", "-", "–", "--",
    ".", "...", "…", "!", "?!", ",", ";", ":", "(", ")", "\"", "“", "”", "*", "/", "|", "\\", "_", "=", "{", "}", "`", "``",
    "```\n", "<b>", "</b>", "#a", "@a", "a@b.c", "www.a.b", "a_b", "()", "\t", "\n", "\r\n", "\r", "\n\n", "  ",
    "\u{2028}", "\u{feff}", "\u{a0}", "\u{ad}", "\u{200b}", "\u{200d}", "\u{301}", "\0", "é", "e\u{301}", "ﬁ", "ſ", "İ",
    "ß", "ŉ", "ǅ", "Σ", "ς", "日本", "क्षि", "👩🏽‍🚒", "🇯🇵", "①", "que", "não", "wa.s", "we¬U", "teh", "recieve", "hvve",
];

/// Returns a text of at most some hundred bytes. Bytes below 160 are a piece each, with a space behind most of them;
/// others are characters as they come.
pub fn text(bytes: &mut Unstructured<'_>) -> String {
    text_of(bytes, LONGEST)
}

/// The same of `longest` bytes or little more.
pub fn text_of(bytes: &mut Unstructured<'_>, longest: usize) -> String {
    let mut text = String::new();
    while text.len() < longest {
        let Ok(choice) = bytes.arbitrary::<u8>() else { break };
        match choice {
            0..160 => {
                text.push_str(PIECES[usize::from(choice) % PIECES.len()]);
                if choice % 8 != 7 {
                    text.push(' ');
                }
            }
            160..168 => {
                // What stood before comes again.
                let start = text.char_indices().rev().nth(usize::from(choice - 160) * 8 + 3).map_or(0, |(at, _)| at);
                let again = text.get(start..).unwrap_or_default().to_owned();
                text.push_str(&again);
            }
            168..208 => text.push(char::from(b'a' + choice % 26)),
            208..224 => text.push(char::from(b'A' + choice % 26)),
            224..240 => text.push(char::from(choice - 208 + b' ')),
            _ => match bytes.arbitrary::<char>() {
                Ok(c) => text.push(c),
                Err(_) => break,
            },
        }
        if bytes.is_empty() {
            break;
        }
    }
    text
}

/// A source of choices out of the bytes of a fuzzer; when they are used up, it chooses the first.
pub struct Bytes<'a, 'b>(pub &'a mut Unstructured<'b>);

impl Bytes<'_, '_> {
    /// A number below `count`, which is not 0.
    pub fn below(&mut self, count: usize) -> usize {
        self.0.int_in_range(0..=count - 1).unwrap_or(0)
    }
}
