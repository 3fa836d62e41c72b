//! An output that grows over hours, and can be gone on with after an interruption.
//!
//! Records go to `OUT.part`. From time to time what is there is made to last, and `OUT.part.state` tells how long it is
//! then and how many input lines it stands for; to resume is to cut the part there and skip these lines. In the end the
//! part becomes `OUT`.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::exit::Failure;
use crate::input::Packing;
use crate::output::{Packed, replace, sync_folder};

/// Bytes of records, before packing, between two checkpoints.
const EVERY: usize = 16 << 20;

const TO_RESUME: &str = "what was finished before can be gone on with by --resume";

/// State of the part at a checkpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    /// Settings of the run: to go on with other settings would make a mixture.
    pub(crate) run: String,
    /// Input lines that the part stands for, over all inputs.
    pub(crate) lines: u64,
    /// Length of the part in bytes.
    pub(crate) bytes: u64,
    /// Edits made so far.
    pub(crate) edits: usize,
    /// Lines so far that were no records.
    pub(crate) flawed: usize,
}

/// The growing output.
pub(crate) struct Checkpointed {
    target: PathBuf,
    packing: Packing,
    /// `None` only while a packed stream is ended and the next one begun.
    out: Option<Packed<BufWriter<File>>>,
    since: usize,
    pub(crate) state: State,
}

impl Checkpointed {
    /// Begins an output, or goes on with one; `None` where a run that is resumed had already come to its end.
    pub(crate) fn start(target: &Path, run: String, resume: bool) -> Result<Option<Checkpointed>, Failure> {
        let (part, state_file) = (part(target), state_file(target));
        let fail = || Failure::write(&part, TO_RESUME);
        let exists = part.exists();
        if exists && !resume {
            return Err(Failure::Usage(format!(
                "{} is left of an interrupted run; go on with it by --resume, or delete it",
                part.display()
            )));
        }
        if resume && !exists && target.exists() {
            return Ok(None);
        }
        let state = if exists { read_state(&state_file, &run)? } else { State { run, ..State::default() } };
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(&part).map_err(fail())?;
        let length = file.metadata().map_err(fail())?.len();
        if length < state.bytes {
            return Err(Failure::Usage(format!(
                "cannot resume: {} has {length} bytes, {} when it was interrupted; delete it to start anew",
                part.display(),
                state.bytes
            )));
        }
        file.set_len(state.bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(fail())?;
        let packing = Packing::of(target);
        let out = Packed::new(packing, BufWriter::new(file)).map_err(fail())?;
        Ok(Some(Checkpointed { target: target.to_owned(), packing, out: Some(out), since: 0, state }))
    }

    /// Appends what became of so many lines; from time to time makes it last.
    pub(crate) fn append(&mut self, bytes: &[u8], lines: u64) -> Result<(), Failure> {
        let out = self.out.as_mut().expect("the output is open between calls");
        out.write_all(bytes).map_err(Failure::write(&self.target, TO_RESUME))?;
        self.state.lines += lines;
        self.since += bytes.len();
        if self.since >= EVERY && lines > 0 { self.checkpoint() } else { Ok(()) }
    }

    /// Makes what was appended last, and tells where to go on from.
    pub(crate) fn checkpoint(&mut self) -> Result<(), Failure> {
        let sync = |this: &mut Checkpointed| -> io::Result<()> {
            let out = this.out.take().expect("the output is open between calls");
            let mut file = out.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()?;
            this.state.bytes = file.stream_position()?;
            this.out = Some(Packed::new(this.packing, BufWriter::new(file))?);
            Ok(())
        };
        sync(self).map_err(Failure::write(&self.target, TO_RESUME))?;
        self.since = 0;
        let state = serde_json::to_vec(&self.state).expect("numbers and texts can always be written as JSON");
        replace(&state_file(&self.target), &state, None, None)
    }

    /// The part becomes the output.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.checkpoint()?;
        // An empty packed stream has a header of its own: what `checkpoint` has begun is not wanted.
        drop(self.out.take());
        let part = part(&self.target);
        let finish = || {
            OpenOptions::new().write(true).open(&part)?.set_len(self.state.bytes)?;
            fs::rename(&part, &self.target)?;
            fs::remove_file(state_file(&self.target))?;
            sync_folder(&self.target)
        };
        finish().map_err(Failure::write(&self.target, TO_RESUME))
    }
}

fn read_state(path: &Path, run: &str) -> Result<State, Failure> {
    let bytes = match fs::read(path) {
        // Stopped before the first checkpoint: nothing that lasts was written.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(State { run: run.to_owned(), ..State::default() });
        }
        bytes => bytes.map_err(Failure::read(path))?,
    };
    let state: State = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::Usage(format!("{} is damaged ({error}); delete it to start anew", path.display())))?;
    if state.run != run {
        return Err(Failure::Usage(format!(
            "cannot resume: the interrupted run was asked for something else ({}); delete {} to start anew",
            state.run,
            path.display()
        )));
    }
    Ok(state)
}

fn part(target: &Path) -> PathBuf {
    with_suffix(target, ".part")
}

fn state_file(target: &Path) -> PathBuf {
    with_suffix(target, ".part.state")
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
