//! The command `ungarble`.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(ungarble_cli::run(std::env::args_os()))
}
