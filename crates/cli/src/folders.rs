//! The files of folders, by their names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::exit::{Failure, warn};
use crate::input::is_standard;

/// Endings of files that hold text of a format that is repaired.
const ENDINGS: &[&str] = &["hocr", "htm", "html", "markdown", "md", "srt", "text", "txt", "vtt", "xhtml", "xml"];

/// Returns the files named, and in the place of each folder those in it, in the order of their names. Hidden ones, links
/// to folders and files of other endings are left out; how many, is told.
pub(crate) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut others = 0;
    for path in paths {
        if is_standard(path) || !path.is_dir() {
            files.push(path.clone());
        } else {
            walk(path, &mut files, &mut others)?;
        }
    }
    if others > 0 {
        let files = if others == 1 { "file" } else { "files" };
        warn(&format!("{others} {files} of other kinds left out: repaired are those in .{}", ENDINGS.join(", .")));
    }
    if files.is_empty() {
        return Err(Failure::Usage("no files to repair in these folders".into()));
    }
    Ok(files)
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, others: &mut usize) -> Result<(), Failure> {
    let mut folders = vec![folder.to_owned()];
    // A folder's own files come before those of the folders in it.
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).map_err(Failure::read(&folder))?;
        let paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>();
        let mut paths = paths.map_err(Failure::read(&folder))?;
        paths.sort();
        let mut inner = Vec::new();
        for path in paths {
            let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            let is_link = fs::symlink_metadata(&path).is_ok_and(|data| data.is_symlink());
            if is_hidden {
                continue;
            }
            if path.is_dir() {
                inner.extend((!is_link).then_some(path));
            } else if has_text(&path) {
                files.push(path);
            } else {
                *others += 1;
            }
        }
        folders.extend(inner.into_iter().rev());
    }
    Ok(())
}

/// Returns whether the extension, without that of a compression, is one of a text.
fn has_text(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}
