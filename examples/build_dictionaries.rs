//! Compiles the text sources of a dictionary into the images that the library embeds.
//!
//! ```text
//! cargo run --release --example build_dictionaries [SOURCES IMAGE TRIGRAMS]
//! ```
//!
//! Without arguments: `dictionaries/en` into `dictionaries/en.lexicon` and `dictionaries/en.trigrams`. The same sources
//! give the same bytes.

use std::error::Error;
use std::path::PathBuf;

use ungarble::Lexicon;
use ungarble::lexicon::compile::{Sources, compile, compile_trigrams};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let mut path = |usual: &str| arguments.next().unwrap_or_else(|| usual.into());
    let (sources, image) = (path("dictionaries/en"), path("dictionaries/en.lexicon"));
    let trigrams = path("dictionaries/en.trigrams");
    let sources = Sources::read(&sources)?;
    let bytes = compile(&sources)?;
    std::fs::write(image, &bytes)?;
    std::fs::write(trigrams, compile_trigrams(&sources, &Lexicon::from_image(bytes)?)?)?;
    Ok(())
}
