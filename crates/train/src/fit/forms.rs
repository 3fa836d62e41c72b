//! Counts the forms that no list holds, by source of the training text.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use ungarble::Lexicon;
use ungarble::training::{FORM_WEIGHTS, WordReader, compile_forms};

use crate::Error;
use crate::corpus::{Reserved, read_lines, read_reserved};

/// Sources that a form must have. What a text of one of them meets is then attested by another one.
const LEAST_SOURCES: u32 = 2;
/// Longest form in bytes: what is longer lost its spaces.
const LONGEST: usize = 24;

/// Counts in the files that `manifest.tsv` in `folder` lists, without the lines in `reserved`, and returns the image.
///
/// A source that has a form n times adds log₂(n + 1); the weight of a form is the logarithm of their sum.
pub(crate) fn image(folder: &Path, reserved: &Path) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let manifest = std::fs::read_to_string(folder.join("manifest.tsv"))?;
    let reserved = read_reserved(reserved)?;
    let mut forms: BTreeMap<String, (u32, f64)> = BTreeMap::new();
    for file in manifest.lines().skip(1).filter_map(|line| line.split('\t').next()) {
        for (form, count) in count(folder, file, &reserved)? {
            let (sources, sum) = forms.entry(form).or_default();
            *sources += 1;
            *sum += f64::from(count + 1).log2();
        }
    }
    // A listed misspelling is one, however many people make it.
    let lexicon = Lexicon::english();
    forms.retain(|form, (sources, _)| *sources >= LEAST_SOURCES && lexicon.misspelling(form).is_none());
    // As many sources as it takes that have a form once each make the least weight.
    let weight = |sum: f64| ((sum / f64::from(LEAST_SOURCES)).log2() as usize + 1).min(FORM_WEIGHTS);
    let image = compile_forms(forms.iter().map(|(form, &(_, sum))| (form.as_str(), weight(sum))));
    println!("{} forms in {} bytes", forms.len(), image.len());
    Ok(image)
}

/// Counts the forms of one file.
fn count(folder: &Path, file: &str, reserved: &Reserved) -> Result<HashMap<String, u32>, Error> {
    let lexicon = Lexicon::english();
    let mut reader = WordReader::default();
    let mut counts: HashMap<String, u32> = HashMap::new();
    read_lines(folder, file, reserved, |_, is_reserved, line| {
        if is_reserved {
            return;
        }
        reader.unknown(&line, lexicon, |lower| {
            if lower.len() <= LONGEST && lower.chars().all(|c| c.is_alphabetic() || c == '\'') {
                match counts.get_mut(lower) {
                    Some(count) => *count += 1,
                    None => _ = counts.insert(lower.to_owned(), 1),
                }
            }
        });
    })?;
    Ok(counts)
}
