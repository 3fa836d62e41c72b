//! A file that has no name yet, or one that the next run recognises.
//!
//! Where the system has files without a name (Linux, most file systems), nothing is left of a run that is killed. Elsewhere a
//! temporary file lies beside the file that it will replace. Its writer holds a lock on it, so that any later run which
//! writes to the folder can tell that it is left over, and removes it.

use std::collections::HashSet;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile};

const PREFIX: &str = ".ungarble-tmp-";
/// Letters and digits behind the prefix.
const RANDOM: usize = 6;

/// A file being written.
#[derive(Debug)]
pub(crate) enum Temporary {
    #[cfg(target_os = "linux")]
    Unnamed {
        file: File,
        folder: PathBuf,
    },
    Named(NamedTempFile),
}

impl Temporary {
    /// Makes a file in `folder`, with `mode` or that of any new file.
    pub(crate) fn new(folder: &Path, mode: Option<Permissions>) -> io::Result<Temporary> {
        remove_leftovers(folder);
        let file = Temporary::make(folder)?;
        if let Some(mode) = mode {
            file.file().set_permissions(mode)?;
        }
        lock(file.file());
        Ok(file)
    }

    #[cfg(target_os = "linux")]
    fn make(folder: &Path) -> io::Result<Temporary> {
        use rustix::fs::{Mode, OFlags, open};
        // A name is given to it by way of /proc.
        if Path::new("/proc/self/fd").exists() {
            let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
            // Not every file system has them.
            if let Ok(file) = open(folder, flags, Mode::from_raw_mode(0o666)) {
                return Ok(Temporary::Unnamed { file: file.into(), folder: folder.to_owned() });
            }
        }
        named(folder).map(Temporary::Named)
    }

    #[cfg(not(target_os = "linux"))]
    fn make(folder: &Path) -> io::Result<Temporary> {
        named(folder).map(Temporary::Named)
    }

    pub(crate) fn file(&self) -> &File {
        match self {
            #[cfg(target_os = "linux")]
            Temporary::Unnamed { file, .. } => file,
            Temporary::Named(file) => file.as_file(),
        }
    }

    /// Puts the file in the place of `target`, at once.
    pub(crate) fn persist(self, target: &Path) -> io::Result<()> {
        match self {
            #[cfg(target_os = "linux")]
            Temporary::Unnamed { file, folder } => {
                // A name that exists cannot be linked to, so the file gets another for the moment before it is renamed.
                let name = link(&file, &folder)?;
                fs::rename(&name, target).inspect_err(|_| drop(fs::remove_file(&name)))
            }
            Temporary::Named(file) => file.persist(target).map(drop).map_err(|error| error.error),
        }
    }
}

impl Write for Temporary {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file().flush()
    }
}

fn named(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).rand_bytes(RANDOM);
    // Made as any new file is, so that the user's mask applies; a temporary one is for its owner's eyes only.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Gives a file without a name one of a temporary file.
#[cfg(target_os = "linux")]
fn link(file: &File, folder: &Path) -> io::Result<PathBuf> {
    use std::os::fd::AsRawFd;

    use rustix::fs::{AtFlags, CWD, linkat};
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    let made = Builder::new()
        .prefix(PREFIX)
        .rand_bytes(RANDOM)
        .make_in(folder, |name| linkat(CWD, &open, CWD, name, AtFlags::SYMLINK_FOLLOW).map_err(io::Error::from))?;
    made.into_temp_path().keep().map_err(|error| error.error)
}

/// Holds a lock on the file until it is closed; where there are none, nobody will look for it.
fn lock(file: &File) {
    #[cfg(unix)]
    let _ = rustix::fs::flock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive);
    #[cfg(not(unix))]
    let _ = file;
}

/// Removes what an earlier run that was killed has left in `folder`: temporary files that nobody holds a lock on. A folder is
/// looked at once.
fn remove_leftovers(folder: &Path) {
    static SEEN: LazyLock<Mutex<HashSet<PathBuf>>> = LazyLock::new(Mutex::default);
    if !SEEN.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        return;
    }
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_temporary) && is_left(&entry.path()) {
            // What cannot be removed is no reason not to write.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX);
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Returns whether no process holds the file.
fn is_left(path: &Path) -> bool {
    #[cfg(unix)]
    {
        let Ok(file) = File::open(path) else { return false };
        rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok()
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// A stamp that tells one state of a file from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<std::time::SystemTime>,
    file: Option<(u64, u64)>,
}

impl Stamp {
    /// The state of the file at `path`; `None` where there is none.
    pub(crate) fn of(path: &Path) -> Option<Stamp> {
        let data = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let file = Some((std::os::unix::fs::MetadataExt::dev(&data), std::os::unix::fs::MetadataExt::ino(&data)));
        #[cfg(not(unix))]
        let file = None;
        Some(Stamp { length: data.len(), modified: data.modified().ok(), file })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leftovers_go_and_what_is_held_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let others = [".ungarble-tmp-abc", ".ungarble-tmp-abcdef.txt", "ungarble-tmp-abcdef", ".ungarble-tmp-ab.def"];
        for name in others.into_iter().chain([".ungarble-tmp-abc123"]) {
            fs::write(path(name), "x").unwrap();
        }
        let held = named(folder.path()).unwrap();
        lock(held.as_file());
        remove_leftovers(folder.path());
        assert!(held.path().exists() && others.iter().all(|name| path(name).exists()));
        assert_eq!(path(".ungarble-tmp-abc123").exists(), cfg!(not(unix)));
    }

    #[test]
    fn a_file_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("text.txt");
        for content in ["one", "two"] {
            let mut file = Temporary::new(folder.path(), None).unwrap();
            file.write_all(content.as_bytes()).unwrap();
            file.persist(&target).unwrap();
            assert_eq!(fs::read_to_string(&target).unwrap(), content);
        }
        let mut names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!((names.next(), names.next()), (Some("text.txt".into()), None));
    }
}
