//! The command that trains language models, and makes whole languages.

fn main() -> std::process::ExitCode {
    ungarble_train::train()
}
