//! Ligatures of Latin type.

/// Returns the letters that `c` joins, if it is a ligature.
pub(crate) const fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        _ => return None,
    })
}
