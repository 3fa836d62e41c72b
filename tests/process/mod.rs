//! Programs that are given their standard input.

use std::io::{Result, Write};
use std::process::{Command, Output, Stdio};

/// Runs a program on `input`, and returns what it printed.
///
/// # Errors
///
/// Where it cannot be started: there is none of that name.
pub(crate) fn fed(command: &mut Command, input: &[u8]) -> Result<Output> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().expect("it is piped");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // A program that refuses its arguments never reads: the pipe may break.
            let _ = stdin.write_all(input);
        });
        child.wait_with_output()
    })
}
