//! The texts that every benchmark runs on.

#![allow(
    dead_code,
    clippy::print_stderr,
    reason = "each benchmark reads of a text what it needs, and says what it reads"
)]

use std::path::{Path, PathBuf};

#[path = "../../tests/noise/mod.rs"]
mod noise;

/// A damaged text, its clean copy, and a page that holds one.
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) garbled: String,
    pub(crate) page: String,
}

/// The article of the development corpora where they are, and in any case the page of this project.
pub(crate) fn texts() -> Vec<Text> {
    let read = |path: &Path| std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = root.join("examples/data");
    let mut texts = vec![Text {
        name: "marlow-haven".into(),
        garbled: read(&own.join("garbled.txt")),
        page: read(&own.join("page.txt")),
    }];
    let corpus = std::env::var_os("UNGARBLE_CORPUS").map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    let japan = corpus.join("japan");
    if japan.is_dir() {
        texts.push(Text {
            name: "japan".into(),
            garbled: read(&japan.join("japan.garbled.txt")),
            page: read(&japan.join("page-a.txt")),
        });
    } else {
        eprintln!("no {}: the figures are of this project's own page alone", japan.display());
    }
    texts
}

/// Clean prose: the pages of the tests, as often as makes `bytes`.
pub(crate) fn clean(bytes: usize) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let pages = ["examples/data/page.txt", "tests/pages/garden-clean.txt"];
    let text: String = pages.iter().map(|page| std::fs::read_to_string(root.join(page)).unwrap_or_default()).collect();
    text.repeat(bytes.div_ceil(text.len()))
}

/// The same with `percent` of its words damaged.
pub(crate) fn damaged(bytes: usize, percent: u32) -> String {
    noise::garble(&clean(bytes), percent, 7)
}

/// How many words a text has.
pub(crate) fn words(text: &str) -> u64 {
    text.split_whitespace().count() as u64
}
