//! Any text for `ungarble.toml`: an error at a place in it, or settings.

#![no_main]

/// The command's own flags and its reader of settings.
#[path = "../../crates/cli/src/args.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod args;
#[path = "../../crates/cli/src/config.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod config;
#[path = "../../crates/cli/src/dialect.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod dialect;
#[path = "../../crates/cli/src/exit.rs"]
#[allow(dead_code, reason = "the command uses more of it")]
mod exit;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err((at, message)) = config::parse(text) {
        assert!(at <= text.len() && !message.is_empty(), "{text:?}: {at}: {message}");
    }
});
