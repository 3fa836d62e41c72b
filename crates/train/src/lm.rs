//! The command `lm`: from text to the images of a language model.

use std::path::{Path, PathBuf};

use ungarble::lexicon::compile::{Source as List, Sources, compile};
use ungarble::lm::compile::compile_embedding;
use ungarble::{Language, Lexicon};

use crate::Error;
use crate::cbow;
use crate::corpus::{Corpus, Part};
use crate::manifest::{self, Image};
use crate::ngrams::Mixture;
use crate::sphinx::Sphinx;
use crate::vocabulary::{self, Codes, MOST_WORDS};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the training text, with its `manifest.tsv`
    #[arg(long)]
    pub(crate) text: PathBuf,
    /// Lines of it that are held out: `source TAB first TAB last`
    #[arg(long, default_value = "training/reserved.tsv")]
    pub(crate) reserved: PathBuf,
    /// Folder of the Sphinx model as text
    #[arg(long)]
    pub(crate) sphinx: Option<PathBuf>,
    /// Folder of the sources of the lexicon
    #[arg(long, default_value = "dictionaries/en")]
    pub(crate) lexicon: PathBuf,
    /// Where the list of the words that the model knows goes
    #[arg(long, default_value = "dictionaries/en/vocabulary.txt")]
    pub(crate) vocabulary: PathBuf,
    /// Where the image of the lexicon goes
    #[arg(long, default_value = "dictionaries/en/en.lexicon")]
    pub(crate) lexicon_image: PathBuf,
    /// Folder for the images of the model
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// Number of words that the model knows
    #[arg(long, default_value_t = MOST_WORDS)]
    pub(crate) words: usize,
    /// Number of n-grams that are kept
    #[arg(long, default_value_t = 1_795_000)]
    pub(crate) ngrams: usize,
    /// Where an image of half of the n-grams goes besides
    #[arg(long)]
    pub(crate) small: Option<PathBuf>,
    /// Dimensions of the embedding, 32 or 64; none is trained for 0
    #[arg(long, default_value_t = 32)]
    pub(crate) dimensions: usize,
    /// Number of times that the text is read for the embedding
    #[arg(long, default_value_t = 4)]
    pub(crate) passes: usize,
    /// Name of the images of the model
    #[arg(long, default_value = "en")]
    pub(crate) name: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let mut sources = Sources::read(&arguments.lexicon)?;
    let classes = arguments.lexicon.join("lists/classes.tsv");
    let mut files = vec![("words.lexicon", compile(&sources)?)];
    // A language may have no such list.
    if classes.exists() {
        files.push(("classes.tsv", std::fs::read(&classes).map_err(|source| Error::io(&classes, source))?));
    }
    let reader = Language::from_files(files)?.lexicon().clone();
    let corpus = Corpus::read(&arguments.text, &arguments.reserved, Part::All, &reader)?;
    let sphinx = arguments.sphinx.as_deref().map_or(Ok(Sphinx::empty()), Sphinx::read)?;

    let vocabulary = vocabulary::choose(&corpus, &sphinx, &reader, arguments.words.min(MOST_WORDS));
    let text: String = vocabulary.iter().flat_map(|word| [word.as_str(), "\n"]).collect();
    write(&arguments.vocabulary, text.as_bytes())?;
    sources.vocabulary = vec![List { name: "vocabulary.txt".to_owned(), text }];
    let image = compile(&sources)?;
    write(&arguments.lexicon_image, &image)?;
    let lexicon = Lexicon::from_image(image)?;

    let codes = Codes::new(&lexicon);
    let by_number = codes.of_corpus(&corpus);
    let texts: Vec<Vec<u16>> = corpus
        .sources
        .iter()
        .map(|source| source.train.iter().map(|&token| by_number[token as usize]).collect())
        .collect();
    let texts: Vec<&[u16]> = texts.iter().map(Vec::as_slice).collect();
    let mixture = Mixture::new(&texts, &sphinx, &codes, &lexicon);
    let mut images = vec![Image::written(&arguments.lexicon_image)?, Image::written(&arguments.vocabulary)?];
    let mut make = |path: PathBuf, bytes: &[u8]| -> Result<(), Error> {
        write(&path, bytes)?;
        images.push(Image::written(&path)?);
        Ok(())
    };
    make(
        arguments.out.join(format!("{}.ngrams", arguments.name)),
        &mixture.compile(arguments.ngrams, &codes, &lexicon)?,
    )?;
    if let Some(path) = &arguments.small {
        make(path.clone(), &mixture.compile(arguments.ngrams / 2, &codes, &lexicon)?)?;
    }
    drop(mixture);
    if arguments.dimensions > 0 {
        let words: Vec<&str> = lexicon.vocabulary().map(|(_, word)| word).collect();
        let (dimensions, passes) = (arguments.dimensions, arguments.passes);
        let vectors = cbow::train(&texts, &codes, &words, dimensions, passes, progress);
        make(arguments.out.join(format!("{}.vectors", arguments.name)), &compile_embedding(&vectors, &lexicon)?)?;
    }
    let manifest = manifest::text(&arguments.command(), &corpus, &sphinx, &images);
    write(&arguments.out.join("manifest.tsv"), manifest.as_bytes())
}

impl Arguments {
    /// The options that decide what is made, wherever it is put.
    fn command(&self) -> String {
        let Arguments { words, ngrams, dimensions, passes, .. } = self;
        format!("lm --words {words} --ngrams {ngrams} --dimensions {dimensions} --passes {passes}")
    }
}

#[allow(clippy::print_stderr, reason = "a program that tells of its progress")]
fn progress(done: usize, total: usize) {
    if done.is_multiple_of(200) || done == total {
        eprintln!("embedding: {done} of {total} blocks");
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(|source| Error::io(path, source))
}
