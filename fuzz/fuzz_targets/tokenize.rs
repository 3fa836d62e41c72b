//! Any text: its tokens, end to end, are the text.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut at = 0;
    for token in ungarble::tokenize(text) {
        assert_eq!(token.span.start(), at);
        assert!(token.span.end() > at && text.is_char_boundary(token.span.end()));
        at = token.span.end();
    }
    assert_eq!(at, text.len());
});
