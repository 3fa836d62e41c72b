//! The command `evaluate-lm`: what language models are worth, by figures that need no repairer.

mod cases;
mod nonwords;
mod realwords;
mod speed;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ungarble::Lexicon;
use ungarble::lm::compile::{Ngrams, compile_ngrams};
use ungarble::lm::{CombinedModel, EmbeddingModel, LanguageModel, LmToken, NgramModel};

use crate::Error;
use crate::corpus::{BOUNDARY, Corpus, NUMBER, Part, UNKNOWN};

/// Tokens of each held-out source that perplexity is taken of.
const MOST_TOKENS: usize = 50_000;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder of the training text, of which the held-out lines are read
    #[arg(long)]
    text: PathBuf,
    /// Lines of it that are held out
    #[arg(long, default_value = "training/reserved.tsv")]
    reserved: PathBuf,
    /// Folder of the evaluation corpora
    #[arg(long)]
    corpus: PathBuf,
    /// Image of the lexicon
    #[arg(long, default_value = "dictionaries/en/en.lexicon")]
    lexicon: PathBuf,
    /// Folder with `bigrams.txt` and perhaps `trigrams.txt`, costs in steps of 64 millinats: an older model
    #[arg(long)]
    old: Vec<PathBuf>,
    /// Folders with `*.ngrams` and perhaps `*.vectors`
    models: Vec<PathBuf>,
}

/// A model with its name and size.
struct Model {
    name: String,
    bytes: usize,
    model: Box<dyn LanguageModel>,
    has_embedding: bool,
}

#[allow(clippy::print_stdout, reason = "the table is the result")]
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let lexicon = Lexicon::from_image(read(&arguments.lexicon)?)?;
    let held_out = HeldOut::read(&arguments.text, &arguments.reserved, &lexicon)?;
    let documents = cases::read(&arguments.corpus, &lexicon)?;
    let mut models = Vec::new();
    for folder in &arguments.old {
        models.push(old_model(folder, &lexicon)?);
    }
    for folder in &arguments.models {
        models.push(model(folder, &lexicon)?);
    }
    // How frequent a word is must not depend on the model that is measured: the last one says.
    let Some(Model { model: frequencies, .. }) = models.last() else { return Ok(()) };
    let nonwords = nonwords::Cases::new(&documents, &lexicon, frequencies.as_ref());
    let realwords = realwords::Cases::new(&documents, &lexicon, frequencies.as_ref());
    println!(
        "{} non-words with {:.0} candidates each, {} real-word errors, {} made ones, {} words of right text\n",
        nonwords.len(),
        nonwords.candidates(),
        realwords.natural(),
        realwords.made(),
        realwords.right_words()
    );
    let genres: Vec<&str> = held_out.genres.keys().map(String::as_str).collect();
    println!(
        "| model | MB | {} | *nw* % | *rw* @1 (@0.1) | *made* @1 | ns: bigram, trigram, context, candidate |",
        genres.join(" / ")
    );
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for Model { name, bytes, model, has_embedding } in &models {
        let (model, bytes, has_embedding) = (model.as_ref(), *bytes, *has_embedding);
        let perplexities: Vec<String> =
            held_out.genres.values().map(|texts| format!("{:.0}", perplexity(model, texts))).collect();
        let found = realwords.measure(model, has_embedding);
        let speed = speed::measure(model, &held_out.genres, has_embedding);
        println!(
            "| {name} | {:.1} | {} | {:.1} | {:.1} ({:.1}) | {:.1} | {speed} |",
            bytes as f64 / 1e6,
            perplexities.join(" / "),
            nonwords.measure(model, has_embedding),
            found.natural,
            found.natural_strict,
            found.made,
        );
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::io(path, source))
}

/// The first file in `folder` with this extension.
fn find(folder: &Path, extension: &str) -> Result<Option<PathBuf>, Error> {
    let mut paths = Vec::new();
    for item in std::fs::read_dir(folder).map_err(|source| Error::io(folder, source))? {
        paths.push(item.map_err(|source| Error::io(folder, source))?.path());
    }
    Ok(paths.into_iter().filter(|path| path.extension().is_some_and(|end| end == extension)).min())
}

fn model(folder: &Path, lexicon: &Lexicon) -> Result<Model, Error> {
    let name = folder.display().to_string();
    let Some(path) = find(folder, "ngrams")? else {
        return Err(Error::Manifest { path: folder.to_path_buf(), row: "*.ngrams".to_owned() });
    };
    let ngrams = NgramModel::open(read(&path)?, lexicon)?;
    ngrams.verify()?;
    let bytes = ngrams.image_len();
    let Some(path) = find(folder, "vectors")? else {
        return Ok(Model { name, bytes, model: Box::new(ngrams), has_embedding: false });
    };
    let embedding = EmbeddingModel::open(read(&path)?, lexicon)?;
    embedding.verify()?;
    let bytes = bytes + embedding.image_len();
    Ok(Model { name, bytes, model: Box::new(CombinedModel::new(ngrams, embedding)), has_embedding: true })
}

/// A model of the lists that earlier versions were compiled from, with the frequencies of the lexicon.
fn old_model(folder: &Path, lexicon: &Lexicon) -> Result<Model, Error> {
    let token = |word: &str| match word {
        "<s>" => LmToken::Boundary,
        _ => LmToken::from(lexicon.entry(word).map(|entry| entry.id())),
    };
    let mut ngrams = Ngrams::new(lexicon);
    ngrams.predecessors(0);
    for file in ["bigrams.txt", "trigrams.txt"] {
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|source| Error::io(&path, source))?;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let wrong = || Error::Manifest { path: path.clone(), row: line.to_owned() };
            let (context, list) = line.split_once(": ").ok_or_else(wrong)?;
            for item in list.split(' ') {
                let (word, steps) = item.split_once('=').ok_or_else(wrong)?;
                let p = (-steps.parse::<f64>().map_err(|_| wrong())? * 0.064).exp();
                match context.split_once(' ') {
                    Some((older, previous)) => ngrams.trigram([token(older), token(previous)], token(word), p),
                    None => ngrams.bigram(token(context), token(word), p),
                };
            }
        }
    }
    let model = NgramModel::open(compile_ngrams(&ngrams)?, lexicon)?;
    let (name, bytes) = (folder.display().to_string(), model.image_len());
    Ok(Model { name, bytes, model: Box::new(model), has_embedding: false })
}

/// Text that no model was trained on, by genre.
struct HeldOut {
    genres: BTreeMap<String, Vec<Vec<LmToken>>>,
}

impl HeldOut {
    fn read(folder: &Path, reserved: &Path, lexicon: &Lexicon) -> Result<HeldOut, Error> {
        let corpus = Corpus::read(folder, reserved, Part::HeldOut, lexicon)?;
        let mut tokens = vec![LmToken::Unknown; 3];
        tokens[BOUNDARY as usize] = LmToken::Boundary;
        tokens[NUMBER as usize] = LmToken::Number;
        tokens[UNKNOWN as usize] = LmToken::Unknown;
        let modelled = |word: &String| {
            lexicon.entry(word).map(|entry| entry.id()).filter(|id| (id.index() as u32) < lexicon.vocabulary_len())
        };
        tokens.extend(corpus.words.iter().map(|word| LmToken::from(modelled(word))));
        let mut genres: BTreeMap<String, Vec<Vec<LmToken>>> = BTreeMap::new();
        for source in &corpus.sources {
            let text: Vec<LmToken> =
                source.held_out.iter().take(MOST_TOKENS).map(|&token| tokens[token as usize]).collect();
            if !text.is_empty() {
                let genre = source.genre.split([',', ' ']).next().unwrap_or_default();
                genres.entry(genre.to_owned()).or_default().push(text);
            }
        }
        Ok(HeldOut { genres })
    }
}

/// Perplexity of the words, numbers and boundaries; unknown tokens are left out and end a context.
fn perplexity(model: &dyn LanguageModel, texts: &[Vec<LmToken>]) -> f64 {
    let (mut cost, mut count) = (0_u64, 0_u64);
    for window in texts.iter().flat_map(|text| text.windows(3)) {
        let &[older, previous, word] = window else { continue };
        // Two boundaries in a row part two paragraphs; the second is no event.
        if word != LmToken::Unknown && [previous, word] != [LmToken::Boundary; 2] {
            cost += u64::from(model.trigram([older, previous], word).0);
            count += 1;
        }
    }
    (cost as f64 / 1000.0 / count.max(1) as f64).exp()
}
