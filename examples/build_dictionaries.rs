//! Compiles the text sources of a dictionary into the image that the library embeds.
//!
//! ```text
//! cargo run --release --example build_dictionaries [SOURCES IMAGE]
//! ```
//!
//! Without arguments: `dictionaries/en` into `dictionaries/en.lexicon`. The same sources give the same bytes.

use std::error::Error;
use std::path::PathBuf;

use ungarble::lexicon::compile::{Sources, compile};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let sources = arguments.next().unwrap_or_else(|| "dictionaries/en".into());
    let image = arguments.next().unwrap_or_else(|| "dictionaries/en.lexicon".into());
    let bytes = compile(&Sources::read(&sources)?)?;
    std::fs::write(image, bytes)?;
    Ok(())
}
