//! Where bytes come from: files and standard input, unpacked by their names.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::exit::Failure;

/// Bytes of the largest text that is read whole. What is larger is many documents, and repaired as such it fits.
const LARGEST: u64 = 256 << 20;

/// The packing of a file, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstd,
}

impl Packing {
    pub(crate) fn of(path: &Path) -> Packing {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("gz") => Packing::Gzip,
            Some("zst") => Packing::Zstd,
            _ => Packing::None,
        }
    }
}

/// Returns whether the path stands for standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path == Path::new("-")
}

/// The name of an input in messages and records.
pub(crate) fn name(path: &Path) -> String {
    if is_standard(path) { String::from("standard input") } else { path.display().to_string() }
}

/// Opens an input; `watch` wraps the bytes as they lie on disk, to count them.
pub(crate) fn open<R: Read + 'static>(
    path: &Path,
    watch: impl FnOnce(Box<dyn Read>) -> R,
) -> Result<Box<dyn Read>, Failure> {
    if is_standard(path) {
        return Ok(Box::new(watch(Box::new(io::stdin()))));
    }
    let file = File::open(path).map_err(Failure::read(path))?;
    if file.metadata().is_ok_and(|data| data.is_dir()) {
        return Err(Failure::Directory(path.to_owned()));
    }
    let bytes = watch(Box::new(file));
    Ok(match Packing::of(path) {
        Packing::None => Box::new(bytes),
        Packing::Gzip => Box::new(MultiGzDecoder::new(BufReader::new(bytes))),
        Packing::Zstd => Box::new(zstd::Decoder::new(bytes).map_err(Failure::read(path))?),
    })
}

/// Reads a whole text, of [`LARGEST`] at most.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    decode(path, read_bytes(path)?)
}

/// Reads a whole file, of [`LARGEST`] at most.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    open(path, |bytes| bytes)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(Failure::read(path))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::TooLarge { name: name(path), mebibytes: LARGEST >> 20 });
    }
    Ok(bytes)
}

/// Returns bytes as the text that they are.
pub(crate) fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let line = bytes.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
        Failure::Encoding { name: name(path), at, line, byte: bytes[at], hint: likely(bytes) }
    })
}

/// Returns what bytes that are not UTF-8 probably are, and what to do about it.
fn likely(bytes: &[u8]) -> String {
    let convert = |from: &str| format!("it looks like {from}: convert it with iconv -f {from} -t UTF-8");
    let zeros = |odd: usize| bytes.iter().take(4096).skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let half = bytes.len().min(4096) / 2;
    match bytes {
        [0x1f, 0x8b, ..] => String::from("it looks like gzip: give it a name in .gz, or unpack it with gunzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => {
            String::from("it looks like zstd: give it a name in .zst, or unpack it with unzstd")
        }
        [b'%', b'P', b'D', b'F', ..] => String::from("it is a PDF: take its text with pdftotext"),
        [b'P', b'K', 3, 4, ..] => String::from("it is a ZIP archive or an office document: take its text out first"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => convert("UTF-16"),
        _ if half > 8 && zeros(1) > half / 2 => convert("UTF-16LE"),
        _ if half > 8 && zeros(0) > half / 2 => convert("UTF-16BE"),
        _ if bytes.contains(&0) => String::from("it holds zero bytes, so it is no text"),
        // 0x80–0x9F are curly quotes and dashes in the one and control characters in the other.
        _ if bytes.iter().any(|byte| (0x80..0xa0).contains(byte)) => convert("WINDOWS-1252"),
        _ => convert("ISO-8859-1"),
    }
}

#[cfg(test)]
mod tests {
    use super::likely;

    #[test]
    fn likely_encodings_are_told() {
        for (bytes, told) in [
            (&b"caf\xe9 au lait"[..], "ISO-8859-1"),
            (b"it\x92s", "WINDOWS-1252"),
            (b"\xff\xfeh\0i\0", "UTF-16"),
            (b"T\0h\0e\0 \0q\0u\0a\0y\0 \0\xe9\0!\xd8", "UTF-16LE"),
            (b"\x1f\x8b\x08\0", "gunzip"),
            (b"%PDF-1.7\n\xe2\xe3", "pdftotext"),
            (b"ab\0\xff", "no text"),
        ] {
            assert!(likely(bytes).contains(told), "{bytes:?} → {}", likely(bytes));
        }
    }
}
