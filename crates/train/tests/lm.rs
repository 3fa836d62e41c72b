//! The command `lm` on a small text, and the images that ship against their manifest.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const TEXT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/text");

/// A folder of its own for each test, gone at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("ungarble-train-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The sources of a lexicon of some thousand words, and what English words do in sentences.
fn sources(folder: &Folder) -> PathBuf {
    let lexicon = folder.path("lexicon");
    fs::create_dir_all(lexicon.join("lists")).unwrap();
    let classes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dictionaries/en/lists/classes.tsv");
    fs::copy(classes, lexicon.join("lists/classes.tsv")).unwrap();
    fs::copy(Path::new(TEXT).join("words.tsv"), lexicon.join("words.tsv")).unwrap();
    lexicon
}

fn train(text: &Path, folder: &Folder, lexicon: &Path, out: &str) -> Output {
    let out = folder.path(out);
    fs::create_dir_all(&out).unwrap();
    Command::new(env!("CARGO_BIN_EXE_ungarble-train"))
        .args(["lm", "--words", "5000", "--ngrams", "20000", "--dimensions", "32", "--passes", "2"])
        .arg("--text")
        .arg(text)
        .arg("--reserved")
        .arg(Path::new(TEXT).join("reserved.tsv"))
        .arg("--lexicon")
        .arg(lexicon)
        .arg("--vocabulary")
        .arg(out.join("vocabulary.txt"))
        .arg("--lexicon-image")
        .arg(out.join("en.lexicon"))
        .arg("--out")
        .arg(&out)
        .output()
        .unwrap()
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_same_text_gives_the_same_bytes() {
    let folder = Folder::new("same");
    let lexicon = sources(&folder);
    for out in ["a", "b"] {
        let done = train(Path::new(TEXT), &folder, &lexicon, out);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    for name in ["en.lexicon", "en.ngrams", "en.vectors", "vocabulary.txt", "manifest.tsv"] {
        let [a, b] = ["a", "b"].map(|out| fs::read(folder.path(out).join(name)).unwrap());
        assert!(a == b, "{name}");
        assert!(!a.is_empty());
    }
    let language = ungarble::Language::open(folder.path("a")).unwrap();
    let model = language.model().unwrap();
    assert!((4_000..=5_000).contains(&model.vocabulary_len()), "{}", model.vocabulary_len());
    let word = |word| ungarble::lm::LmToken::from(language.lexicon().entry(word).map(|entry| entry.id()));
    assert!(model.bigram(word("natural"), word("gas")) < model.bigram(word("natural"), word("river")));
    let committed = fs::read_to_string(Path::new(TEXT).join("hashes.tsv")).unwrap();
    // `exp` and `ln` are those of the platform while a model is made, though not while it is read.
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        for line in committed.lines() {
            let (name, expected) = line.split_once('\t').unwrap();
            assert_eq!(hash(&fs::read(folder.path("a").join(name)).unwrap()), expected, "{name}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_decoded_is_named_with_the_byte() {
    let folder = Folder::new("undecodable");
    let lexicon = sources(&folder);
    let text = folder.path("text");
    fs::create_dir_all(&text).unwrap();
    fs::write(text.join("manifest.tsv"), "file\tlicence\twords\tparagraphs\tgenre\norigin.txt\tnone\t4\t2\tmodern\n")
        .unwrap();
    fs::write(text.join("origin.txt"), b"The boats lay still.\nIn the harb\xFFur.\n").unwrap();
    let done = train(&text, &folder, &lexicon, "out");
    let message = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(!done.status.success() && message.contains("origin.txt") && message.contains("32"), "{message}");
}

#[test]
fn the_images_that_ship_are_those_of_the_manifest() {
    let dictionaries = Path::new(REPOSITORY).join("dictionaries");
    let manifest = fs::read_to_string(dictionaries.join("en-lm/manifest.tsv")).unwrap();
    let mut images = 0;
    for line in manifest.lines().filter(|line| line.starts_with("image\t")) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, name, expected, size] = fields.as_slice() else { panic!("{line}") };
        // The lexicon may gain words without a new model: the model is bound to the vocabulary alone.
        if *name == "en.lexicon" {
            continue;
        }
        let path = ["en-lm", "en"].map(|package| dictionaries.join(package).join(name));
        let bytes = fs::read(path.iter().find(|path| path.exists()).unwrap()).unwrap();
        assert_eq!((hash(&bytes).as_str(), bytes.len().to_string().as_str()), (*expected, *size), "{name}");
        images += 1;
    }
    assert_eq!(images, 4, "n-grams, half of them, vectors and the vocabulary");
}
