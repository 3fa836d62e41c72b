//! Any text as Markdown: an error, or a file that comes out as it went in, and is sound after edits.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ungarble_formats::Format;

#[path = "format/mod.rs"]
mod format;

fuzz_target!(|input: format::Edited| format::check(&input, Format::Markdown));
