//! What the programs that make the parameters ask for: the core's own view of a text, without a copy of its code.

/// Appends the symbols of `surface`, as the channel sees them, to `out`.
pub fn push_symbols(surface: &str, out: &mut Vec<u8>) {
    crate::channel::push_symbols(surface, out);
}
