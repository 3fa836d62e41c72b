//! What a model was made of and how, in a file that ships beside it.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::Error;
use crate::corpus::{Corpus, hex};
use crate::sphinx::Sphinx;

/// A file that was made.
#[derive(Debug)]
pub(crate) struct Image {
    path: PathBuf,
    bytes: usize,
    hash: String,
}

impl Image {
    /// Reads back what was written.
    pub(crate) fn written(path: &Path) -> Result<Image, Error> {
        let bytes = std::fs::read(path).map_err(|source| Error::io(path, source))?;
        Ok(Image { path: path.to_path_buf(), bytes: bytes.len(), hash: hex(&Sha256::digest(&bytes)) })
    }
}

/// The manifest: one row a file, tab-separated.
pub(crate) fn text(command: &str, corpus: &Corpus, sphinx: &Sphinx, images: &[Image]) -> String {
    let mut text = String::from(
        "# What the language model was made of and how, by the program in crates/train; hashes are SHA-256.\n",
    );
    text.push_str(&format!("command\t{command}\n"));
    text.push_str("# text\tfile\tSHA-256\ttokens trained on\ttokens held out\tlicence\tgenre\n");
    let (mut trained, mut held_out) = (0, 0);
    for source in &corpus.sources {
        let (name, hash, licence, genre) = (&source.name, &source.hash, &source.licence, &source.genre);
        trained += source.train.len();
        held_out += source.held_out.len();
        let (train, held) = (source.train.len(), source.held_out.len());
        text.push_str(&format!("text\t{name}\t{hash}\t{train}\t{held}\t{licence}\t{genre}\n"));
    }
    text.push_str(&format!("# {trained} tokens were trained on, and {held_out} are held out.\n"));
    if !sphinx.is_empty() {
        let hash = sphinx.hash();
        text.push_str(&format!("text\tpocketsphinx en-us\t{hash}\t\t\tBSD-2-Clause\tn-grams of news and the web\n"));
    }
    text.push_str("# image\tfile\tSHA-256\tbytes\n");
    for Image { path, bytes, hash } in images {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        text.push_str(&format!("image\t{name}\t{hash}\t{bytes}\n"));
    }
    text
}
