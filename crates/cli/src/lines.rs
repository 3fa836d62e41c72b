//! Lines of a stream, some at a time; a line too long to hold comes in pieces.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;

use crate::exit::Failure;
use crate::input::open;
use crate::interrupt;

/// A batch is full with so many bytes or so many lines: enough that handing it on costs nothing beside its repair.
const BATCH_BYTES: usize = 128 << 10;
const BATCH_LINES: usize = 64;

/// Bytes of a line too long to hold that are handed on at a time.
const PIECE: usize = 1 << 20;

/// Some lines of one file, or a piece of a line that is too long.
#[derive(Debug)]
pub(crate) struct Batch {
    /// Which file, counted from 0.
    pub(crate) file: usize,
    bytes: Vec<u8>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// Number of the first line, from 1, and the ends of the lines, line breaks included.
    Lines { first: u64, ends: Vec<usize> },
    /// Piece of a long line: the line's number if it is the first piece; whether it is the last.
    Piece { begins: Option<u64>, ends: bool },
}

impl Batch {
    /// The lines with their numbers, line breaks included.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let (first, ends) = match &self.content {
            Content::Lines { first, ends } => (*first, ends.as_slice()),
            Content::Piece { .. } => (0, &[][..]),
        };
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends).zip(first..).map(|((start, &end), number)| (number, &self.bytes[start..end]))
    }

    /// Returns how many lines end in it.
    pub(crate) fn count(&self) -> u64 {
        match &self.content {
            Content::Lines { ends, .. } => ends.len() as u64,
            Content::Piece { ends, .. } => u64::from(*ends),
        }
    }

    /// Returns whether it is a piece of a long line, to be passed on as it is.
    pub(crate) fn is_piece(&self) -> bool {
        matches!(self.content, Content::Piece { .. })
    }

    /// The number of the long line that begins with it.
    pub(crate) fn too_long(&self) -> Option<u64> {
        match self.content {
            Content::Piece { begins, .. } => begins,
            Content::Lines { .. } => None,
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// The lines of several files in a row.
pub(crate) struct Batches<'a, W> {
    files: &'a [PathBuf],
    watch: W,
    longest: usize,
    /// Lines still to be left out.
    skip: u64,
    file: usize,
    reader: Option<BufReader<Box<dyn Read>>>,
    /// Lines read of this file.
    line: u64,
    /// Set if the last piece read was of a long line that goes on.
    inside: bool,
    /// Read already, but not handed on.
    ready: VecDeque<Batch>,
}

impl<'a, R: Read + 'static, W: Fn(Box<dyn Read>) -> R> Batches<'a, W> {
    pub(crate) fn new(files: &'a [PathBuf], skip: u64, longest: usize, watch: W) -> Batches<'a, W> {
        let ready = VecDeque::new();
        Batches { files, watch, longest, skip, file: 0, reader: None, line: 0, inside: false, ready }
    }

    /// Reads until there is a batch; `None` at the end of the last file.
    fn read(&mut self) -> Result<Option<Batch>, Failure> {
        let mut batch = Vec::new();
        let (mut first, mut ends) = (self.line + 1, Vec::new());
        loop {
            let Some(path) = self.files.get(self.file) else { return Ok(None) };
            let fail = || Failure::read(path);
            let reader = match &mut self.reader {
                Some(reader) => reader,
                closed => closed.insert(BufReader::with_capacity(1 << 16, open(path, &self.watch)?)),
            };
            let start = batch.len();
            let limit = if self.inside { PIECE } else { self.longest };
            let read = reader.by_ref().take(limit as u64).read_until(b'\n', &mut batch).map_err(fail())?;
            let ended = batch.last() == Some(&b'\n');
            // A line goes on where neither a line break nor the end of the file has ended it.
            let goes_on = !ended && read == limit && !reader.fill_buf().map_err(fail())?.is_empty();
            if read == 0 {
                let file = self.file;
                (self.file, self.reader, self.line) = (self.file + 1, None, 0);
                if !ends.is_empty() {
                    return Ok(Some(Batch { file, bytes: batch, content: Content::Lines { first, ends } }));
                }
                first = 1;
                continue;
            }
            if !ended && !goes_on && self.file + 1 < self.files.len() {
                // The last line of a file must not run into the first of the next.
                batch.push(b'\n');
            }
            if self.inside || goes_on {
                let bytes = batch.split_off(start);
                let begins = (!self.inside).then_some(self.line + 1);
                self.inside = goes_on;
                self.line += u64::from(!goes_on);
                let skipped = self.skip > 0;
                self.skip -= u64::from(skipped && !goes_on);
                if !skipped {
                    self.ready.push_back(Batch {
                        file: self.file,
                        bytes,
                        content: Content::Piece { begins, ends: !goes_on },
                    });
                }
                if !ends.is_empty() {
                    return Ok(Some(Batch { file: self.file, bytes: batch, content: Content::Lines { first, ends } }));
                }
                if let Some(piece) = self.ready.pop_front() {
                    return Ok(Some(piece));
                }
                first = self.line + 1;
                continue;
            }
            self.line += 1;
            if self.skip > 0 {
                self.skip -= 1;
                batch.truncate(start);
                first = self.line + 1;
                continue;
            }
            ends.push(batch.len());
            if batch.len() >= BATCH_BYTES || ends.len() >= BATCH_LINES {
                return Ok(Some(Batch { file: self.file, bytes: batch, content: Content::Lines { first, ends } }));
            }
        }
    }
}

impl<R: Read + 'static, W: Fn(Box<dyn Read>) -> R> Iterator for Batches<'_, W> {
    type Item = Result<Batch, Failure>;

    fn next(&mut self) -> Option<Result<Batch, Failure>> {
        if let Some(batch) = self.ready.pop_front() {
            return Some(Ok(batch));
        }
        // Never in the middle of a line: the lines done are to be whole.
        if interrupt::asked() && !self.inside {
            return None;
        }
        self.read().transpose()
    }
}
