//! Where bytes go: standard output, and files that are replaced as a whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::exit::Failure;
use crate::input::{Packing, is_standard};
use crate::temporary::{Stamp, Temporary};
use flate2::Compression;
use flate2::write::GzEncoder;

const UNTOUCHED: &str = "what was there is as it was";
const PARTLY: &str = "part of it may have been written";

/// Bytes packed as the name of their file says.
pub(crate) enum Packed<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> Packed<W> {
    pub(crate) fn new(packing: Packing, out: W) -> io::Result<Packed<W>> {
        Ok(match packing {
            Packing::None => Packed::Plain(out),
            Packing::Gzip => Packed::Gzip(GzEncoder::new(out, Compression::default())),
            Packing::Zstd => Packed::Zstd(zstd::Encoder::new(out, zstd::DEFAULT_COMPRESSION_LEVEL)?),
        })
    }

    /// Ends the packed stream; what follows would be another one.
    pub(crate) fn finish(self) -> io::Result<W> {
        match self {
            Packed::Plain(out) => Ok(out),
            Packed::Gzip(out) => out.finish(),
            Packed::Zstd(out) => out.finish(),
        }
    }
}

impl<W: Write> Write for Packed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Packed::Plain(out) => out.write(bytes),
            Packed::Gzip(out) => out.write(bytes),
            Packed::Zstd(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Packed::Plain(out) => out.flush(),
            Packed::Gzip(out) => out.flush(),
            Packed::Zstd(out) => out.flush(),
        }
    }
}

/// A file to be: what is written is nowhere to be seen before [`Replacement::commit`].
pub(crate) struct Replacement {
    target: PathBuf,
    out: BufWriter<Packed<Temporary>>,
}

impl Replacement {
    /// Starts a file beside `path`, or beside what `path` is a link to, with the mode of what is there.
    pub(crate) fn new(path: &Path) -> Result<Replacement, Failure> {
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let start = || {
            let mode = fs::metadata(&target).ok().map(|data| data.permissions());
            Packed::new(Packing::of(&target), Temporary::new(folder(&target), mode)?)
        };
        let out = start().map_err(Failure::write(path, UNTOUCHED))?;
        Ok(Replacement { target, out: BufWriter::new(out) })
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.out.write_all(bytes).map_err(Failure::write(&self.target, UNTOUCHED))
    }

    /// Puts what was written in the place of what was there, which is kept under another name if `backup` asks so, unless it
    /// is no longer in the state that was `read`.
    pub(crate) fn commit(self, backup: Option<&str>, read: Option<Stamp>) -> Result<(), Failure> {
        let Replacement { target, out } = self;
        let mut changed = false;
        let commit = || {
            let file = out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()?;
            file.file().sync_all()?;
            if let Some(suffix) = backup {
                let mut kept = target.clone().into_os_string();
                kept.push(suffix);
                let mut copy = Temporary::new(folder(&target), Some(fs::metadata(&target)?.permissions()))?;
                io::copy(&mut File::open(&target)?, &mut copy)?;
                copy.file().sync_all()?;
                copy.persist(Path::new(&kept))?;
            }
            changed = read.is_some() && read != Stamp::of(&target);
            if changed {
                return Ok(());
            }
            file.persist(&target)?;
            sync_folder(&target)
        };
        commit().map_err(Failure::write(&target, UNTOUCHED))?;
        if changed { Err(Failure::Changed(target)) } else { Ok(()) }
    }
}

/// Replaces the file at `path` by `content` as a whole, unless it is no longer in the state that was `read`.
pub(crate) fn replace(path: &Path, content: &[u8], backup: Option<&str>, read: Option<Stamp>) -> Result<(), Failure> {
    let mut file = Replacement::new(path)?;
    file.append(content)?;
    file.commit(backup, read)
}

/// Writes `content` to a file as a whole, or to what is no regular file (a device, a pipe), or to standard output.
pub(crate) fn put(path: Option<&Path>, content: &[u8]) -> Result<(), Failure> {
    let mut target = Target::open(path)?;
    target.append(content)?;
    target.finish()
}

/// The target of an output, piece by piece.
pub(crate) enum Target {
    Standard(BufWriter<io::StdoutLock<'static>>),
    /// A device or a pipe: written to as it is.
    Special(PathBuf, BufWriter<File>),
    /// A file: there when all is written, or not at all.
    File(Replacement),
}

impl Target {
    /// Opens the output of this name; none is standard output.
    pub(crate) fn open(path: Option<&Path>) -> Result<Target, Failure> {
        Ok(match path.filter(|path| !is_standard(path)) {
            None => Target::Standard(BufWriter::new(io::stdout().lock())),
            Some(path) if is_special(path) => {
                let file = File::options().write(true).open(path).map_err(Failure::write(path, PARTLY))?;
                Target::Special(path.to_owned(), BufWriter::new(file))
            }
            Some(path) => Target::File(Replacement::new(path)?),
        })
    }

    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        match self {
            Target::Standard(out) => out.write_all(bytes).map_err(Failure::stdout),
            Target::Special(path, out) => out.write_all(bytes).map_err(Failure::write(path, PARTLY)),
            Target::File(file) => file.append(bytes),
        }
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Target::Standard(mut out) => out.flush().map_err(Failure::stdout),
            Target::Special(path, mut out) => out.flush().map_err(Failure::write(&path, PARTLY)),
            Target::File(file) => file.commit(None, None),
        }
    }
}

/// Returns whether there is something at the path that cannot be replaced by a file.
pub(crate) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|data| !data.is_file() && !data.is_dir())
}

/// Returns whether writing to `output` would destroy `input`; no output is standard output.
pub(crate) fn same(input: &Path, output: Option<&Path>) -> bool {
    // Only a file can be overwritten while it is read. To open a pipe would take from it the one reader that it waits for.
    let is_file = |path: &Path| fs::metadata(path).is_ok_and(|data| data.is_file());
    let output = match output.filter(|path| !is_standard(path)) {
        Some(path) if is_file(path) => same_file::Handle::from_path(path),
        Some(_) => return false,
        None => same_file::Handle::stdout(),
    };
    !is_standard(input)
        && is_file(input)
        && output.is_ok_and(|output| same_file::Handle::from_path(input).is_ok_and(|input| input == output))
}

/// The folder a file lies in.
fn folder(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a rename in the folder of `path` last through a power cut.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder(path))?.sync_all() } else { Ok(()) }
}
