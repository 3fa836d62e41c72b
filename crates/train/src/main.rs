//! Makes the parameters that ship with `ungarble` from text and pairs.

use clap::Parser;

/// Makes the parameters of `ungarble`.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {}

fn main() {
    Arguments::parse();
}
