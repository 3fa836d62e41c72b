//! The command `language`: from lists and text to everything that repairs of spelling read.

use std::path::{Path, PathBuf};

use ungarble::Language;
use ungarble::training::{Material, build_images, build_neighbours, feature_names};

use crate::corpus::{read_lines, read_reserved};
use crate::fit::pairs::Pair;
use crate::fit::{certify, channel, forest, hyphens, print_curves, rows, scored, show, write_thresholds};
use crate::lm;
use crate::slips::{KINDS, Slips};
use crate::{Error, Outcome};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the language: `words.tsv` and other sources of the lexicon, and in `lists` its `classes.tsv`, `affixes.tsv` and
    /// `slips.tsv`; the images go to `models`
    folder: PathBuf,
    /// Folder of its text, with `manifest.tsv` and `reserved.tsv`: lines that pairs are made of
    #[arg(long)]
    text: PathBuf,
    /// Name of the images
    #[arg(long)]
    name: String,
    /// Number of words that the language model knows
    #[arg(long, default_value_t = 40_000)]
    words: usize,
    /// Number of n-grams that are kept
    #[arg(long, default_value_t = 200_000)]
    ngrams: usize,
    /// Edits to show of each kind of mistake
    #[arg(long, default_value_t = 0)]
    examples: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let Arguments { folder, text, name, .. } = arguments;
    let models = folder.join("models");
    std::fs::create_dir_all(&models)?;
    lm::run(&lm::Arguments {
        text: text.clone(),
        reserved: text.join("reserved.tsv"),
        sphinx: None,
        lexicon: folder.clone(),
        vocabulary: folder.join("vocabulary.txt"),
        lexicon_image: models.join(format!("{name}.lexicon")),
        out: models.clone(),
        words: arguments.words,
        ngrams: arguments.ngrams,
        small: None,
        dimensions: 0,
        passes: 0,
        name: name.clone(),
    })?;
    // Parameters of before belong to other images.
    let list = |list: &str| read(&folder.join("lists").join(list));
    let image = |ending: &str| {
        let file = format!("{name}.{ending}");
        read_bytes(&models.join(&file)).map(|bytes| (file, bytes))
    };
    let classes = ("classes.tsv".to_owned(), list("classes.tsv")?.into_bytes());
    let language = Language::from_files([image("lexicon")?, image("ngrams")?, classes])?;
    let lexicon = language.lexicon().clone();
    let write = |file: &str, bytes: &[u8]| std::fs::write(models.join(file), bytes);
    let (trie, characters) = build_images(&lexicon);
    write("words.trie", &trie)?;
    write("characters.bin", &characters)?;
    let sources = texts(text)?;
    let mut gaps = hyphens::Counts::new(&lexicon);
    sources.iter().flat_map(|source| &source.rest).for_each(|line| gaps.add(line));
    let gaps = gaps.image();
    write("hyphens.bin", &gaps)?;

    let path = folder.join("lists").join("slips.tsv");
    let table = read(&path)?;
    let slips = KINDS.map(|kind| Slips::read(&table, kind));
    let [Ok(ocr), Ok(typing)] = slips else {
        let line = slips.iter().find_map(|slips| slips.as_ref().err().copied()).unwrap_or_default();
        return Err(Error::Manifest { path, row: table.lines().nth(line - 1).unwrap_or_default().to_owned() }.into());
    };
    let slips = [ocr, typing];
    let pairs: Vec<Pair> =
        sources.iter().flat_map(|source| Slips::pairs(&slips, &source.name, &source.reserved)).collect();
    let tables = KINDS.map(|kind| confusions(&pairs, kind, &lexicon));
    for (kind, table) in KINDS.iter().zip(&tables) {
        write(&format!("{kind}.tsv"), table.as_bytes())?;
    }
    let tables = [tables[0].as_str(), tables[1].as_str()];
    write("neighbours.bin", &build_neighbours(&lexicon, tables)?)?;

    let material = Material::new(language, list("affixes.tsv")?, gaps);
    let documents = rows::collect(&pairs, &material, tables)?;
    let (fitted, rest): (Vec<_>, Vec<_>) = documents.into_iter().partition(|document| document.split == "fit");
    let forest = forest(&fitted);
    write("classifier.trees", &forest.write(feature_names().len()))?;
    let scores = scored(&rest, |row| forest.log_odds(|feature| row[feature]));
    print_curves(&rest, &scores);
    show(&rest, &scores, arguments.examples);
    Ok(write_thresholds(&rest, &scores, &models, "language", certify::SPELLING_ALONE)?)
}

/// The table of confusions that the pairs of a kind show.
fn confusions(pairs: &[Pair], kind: &str, lexicon: &ungarble::Lexicon) -> String {
    let mut counts = channel::Counts::new(lexicon);
    pairs.iter().filter(|pair| pair.kind == kind && pair.split == "fit").for_each(|pair| counts.add(pair));
    counts.table("# Confusions: intended, observed, cost in millinats. Counted by `ungarble-train language`.\n")
}

/// A text: the lines that pairs are made of, and the others.
struct Text {
    name: String,
    reserved: Vec<String>,
    rest: Vec<String>,
}

/// Reads the texts that the manifest in `folder` lists.
fn texts(folder: &Path) -> Result<Vec<Text>, Error> {
    let path = folder.join("reserved.tsv");
    let reserved = read_reserved(&path)?;
    let manifest = read(&folder.join("manifest.tsv"))?;
    let mut texts = Vec::new();
    for file in manifest.lines().skip(1).filter_map(|row| row.split('\t').next()) {
        let name = file.split('.').next().unwrap_or(file).to_owned();
        let mut text = Text { name, reserved: Vec::new(), rest: Vec::new() };
        read_lines(folder, file, &reserved, |_, is_reserved, line| {
            if is_reserved { &mut text.reserved } else { &mut text.rest }.push(line);
        })?;
        texts.push(text);
    }
    Ok(texts)
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::io(path, source))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::io(path, source))
}
