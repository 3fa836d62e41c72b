//! The command that fits what decides about candidates.

fn main() -> std::process::ExitCode {
    ungarble_train::fit()
}
