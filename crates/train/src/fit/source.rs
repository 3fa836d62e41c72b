//! Reads the sources of the training text.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Hands on the lines of one file in `folder`, with their numbers from 0, without those in `reserved` (`source TAB first TAB last`).
pub(crate) fn lines(
    folder: &Path,
    file: &str,
    reserved: &str,
    mut each: impl FnMut(usize, &str),
) -> Result<(), std::io::Error> {
    let name = file.split('.').next().unwrap_or(file);
    let ranges: Vec<(usize, usize)> = reserved
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix('\t')?.split_once('\t'))
        .filter_map(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)))
        .collect();
    let mut decoder = zstd::Decoder::new(File::open(folder.join(file))?)?;
    decoder.window_log_max(27)?;
    for (number, line) in BufReader::new(decoder).lines().enumerate() {
        let line = line?;
        if !ranges.iter().any(|&(first, last)| (first..=last).contains(&number)) {
            each(number, &line);
        }
    }
    Ok(())
}
