//! The texts that a budget is tested on.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ungarble::report::fold;

use crate::documents::read_reference;
use crate::exit::Failure;
use crate::folders;
use crate::input::name;
use crate::pages::{COPY, triples};

/// The share of characters to be changed from which on two texts do not belong together: that of unrelated ones is above 0.7, of a heavily damaged
/// one about half.
const STRANGE: f64 = 0.6;
/// So many characters are compared, and fewer than these tell nothing.
const COMPARED: usize = 3_000;
const FEW: usize = 20;

/// A text, and for damaged ones what they were.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Text {
    path: PathBuf,
    clean: Option<PathBuf>,
}

impl Text {
    pub(crate) fn name(&self) -> String {
        name(&self.path)
    }
}

/// Returns the texts of folders of right texts and the pairs of folders of damaged ones.
pub(crate) fn texts(right: &[PathBuf], pairs: &[PathBuf]) -> Result<Vec<Text>, Failure> {
    let mut texts = Vec::new();
    for folder in right {
        texts.extend(files(folder)?.into_iter().map(|path| Text { path, clean: None }));
    }
    for folder in pairs {
        texts.extend(pairs_of(folder, files(folder)?)?);
    }
    Ok(texts)
}

/// The texts in a folder and those within.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::Usage(format!("{} is no folder of texts", folder.display())));
    }
    folders::files(&[folder.to_owned()]).map_err(|failure| match failure {
        Failure::Usage(_) => Failure::Usage(format!("{} holds no texts", folder.display())),
        other => other,
    })
}

/// Puts the two sides of each pair together, by their names; other files are left out.
fn pairs_of(folder: &Path, files: Vec<PathBuf>) -> Result<Vec<Text>, Failure> {
    let mut sides: BTreeMap<PathBuf, [Option<PathBuf>; 2]> = BTreeMap::new();
    for path in files {
        let file = path.file_name().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
        for (side, part) in [".garbled.", ".clean."].into_iter().enumerate() {
            if let Some((stem, _)) = file.rsplit_once(part) {
                sides.entry(path.with_file_name(stem)).or_default()[side] = Some(path.clone());
            }
        }
    }
    let pair = |(stem, sides): (PathBuf, [Option<PathBuf>; 2])| match sides {
        [Some(path), clean @ Some(_)] => Ok(Text { path, clean }),
        [garbled, _] => {
            let missing = if garbled.is_some() { "clean" } else { "garbled" };
            Err(Failure::Usage(format!("{}.{missing}.txt is missing: a pair has both sides", stem.display())))
        }
    };
    let pairs: Vec<Text> = sides.into_iter().map(pair).collect::<Result<_, Failure>>()?;
    if pairs.is_empty() {
        let form = "a pair is NAME.garbled.txt and NAME.clean.txt";
        return Err(Failure::Usage(format!("{} holds no pairs: {form}", folder.display())));
    }
    Ok(pairs)
}

/// Reads a text, and its clean side if it has one.
pub(crate) fn read(text: &Text) -> Result<(String, Option<String>), Failure> {
    Ok((read_reference(&text.path)?, text.clean.as_deref().map(read_reference).transpose()?))
}

/// Refuses a pair whose sides do not belong together.
pub(crate) fn check(text: &Text, garbled: &str, clean: Option<&str>) -> Result<(), Failure> {
    match (&text.clean, clean) {
        (Some(path), Some(clean)) if !belong_together(garbled, clean) => Err(Failure::Usage(format!(
            "{} and {} do not belong together: too few of their words are the same; nothing is certified",
            name(&text.path),
            name(path)
        ))),
        _ => Ok(()),
    }
}

/// Returns whether one text can be the other with damage: where they have hardly a run of three words in common, by their characters.
fn belong_together(garbled: &str, clean: &str) -> bool {
    let (own, others) = (triples(garbled), triples(clean));
    let common = own.intersection(&others).count() as f64;
    if common > 0.0 && common >= COPY * own.len().max(others.len()) as f64 {
        return true;
    }
    let [own, others] = [garbled, clean].map(|text| fold(text).to_lowercase());
    let longest = own.chars().count().max(others.chars().count());
    let [own, others] = [own, others].map(|text| text.chars().take(COMPARED).collect::<String>());
    longest < FEW || strsim::levenshtein(&own, &others) as f64 <= STRANGE * longest.min(COMPARED) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_that_belong_together_are_told_from_others() {
        let right =
            "The harbour was closed for the whole of that winter, and the boats were taken up the river to the yard. "
                .to_owned()
                + "Nobody at the mill could say when the wheel had turned for the last time, or who had owned it then.";
        let other =
            "She read the letter twice, put it back into the drawer and went out to look at the garden, where her "
                .to_owned()
                + "brother was sweeping leaves off the path that led to the road and the small green gate.";
        let garbled: String = right
            .split(' ')
            .enumerate()
            .map(|(at, word)| if at % 3 == 0 { "xyzzy " } else { word }.to_owned() + " ")
            .collect();
        assert!(belong_together(&right, &right) && !belong_together(&other, &right));
        assert!(belong_together(&garbled, &right));
        let heavy = "w_ pnváusly momrmnded cl jobs D run on [purn, pull_r_qudl as perRCC-U3 how__r this c_used duplKde runs ot _e cl _bs";
        let clean = "We previously recommended CI jobs to run on [push, pull_request] as per RFC-123 however this caused duplicate runs of the CI jobs";
        assert!(belong_together(heavy, clean));
        assert!(belong_together("Teh goverment fell", "The government fell."));
        assert!(belong_together("THE HARBOUR WAS CLOSED", "The harbour was closed"));
        assert!(!belong_together("Teh goverment fell on Monday", "A harbour was closed for years"));
    }

    #[test]
    fn pairs_have_both_sides() {
        let of =
            |names: &[&str]| pairs_of(Path::new("d"), names.iter().map(|name| Path::new("d").join(name)).collect());
        let found = of(&["a.garbled.txt", "a.clean.txt", "a.ref.txt", "b.clean.txt.gz", "b.garbled.txt.gz"]).unwrap();
        let names: Vec<_> = found.iter().map(|pair| (pair.name(), pair.clean.as_deref().map(name))).collect();
        let clean = |path: &str| Some(path.to_owned());
        assert_eq!(
            names,
            [
                ("d/a.garbled.txt".to_owned(), clean("d/a.clean.txt")),
                ("d/b.garbled.txt.gz".to_owned(), clean("d/b.clean.txt.gz"))
            ]
        );
        assert!(of(&["a.garbled.txt"]).unwrap_err().to_string().contains("a.clean.txt is missing"));
        assert!(of(&["a.clean.txt"]).unwrap_err().to_string().contains("a.garbled.txt is missing"));
        assert!(of(&["a.txt"]).unwrap_err().to_string().contains("holds no pairs"));
    }
}
