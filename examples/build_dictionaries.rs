//! Compiles the text sources of a dictionary into the image that the library embeds.
//!
//! ```text
//! cargo run --release --example build_dictionaries [SOURCES IMAGE]
//! ```
//!
//! Without arguments: `dictionaries/en` into `dictionaries/en/en.lexicon`. The same sources give the same bytes.

use std::error::Error;
use std::path::PathBuf;

use ungarble::lexicon::compile::{Sources, compile};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let mut path = |usual: &str| arguments.next().unwrap_or_else(|| usual.into());
    let (sources, image) = (path("dictionaries/en"), path("dictionaries/en/en.lexicon"));
    std::fs::write(image, compile(&Sources::read(&sources)?)?)?;
    Ok(())
}
