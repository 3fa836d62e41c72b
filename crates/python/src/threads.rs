//! Work on many texts in as many threads as the caller asked for.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Texts that a thread takes at a time: few enough that threads end together, many enough that taking costs nothing.
const PIECE: usize = 16;

/// Returns the number of threads asked for; 0 is one a core.
pub(crate) fn count(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, NonZero::get) }
}

/// Returns the results of `work` on each of `0..len`, in order.
///
/// Threads live as long as the call: a pool that outlives it would be broken in the children of a process that forks, as
/// Spark's and `multiprocessing`'s workers are.
pub(crate) fn map<R: Send>(threads: usize, len: usize, work: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let threads = count(threads).min(len.div_ceil(PIECE));
    if threads <= 1 {
        return (0..len).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut pieces = Vec::new();
        loop {
            let start = next.fetch_add(PIECE, Ordering::Relaxed);
            if start >= len {
                return pieces;
            }
            pieces.push((start, (start..len.min(start + PIECE)).map(&work).collect::<Vec<R>>()));
        }
    };
    let mut pieces = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut pieces = run();
        for other in others {
            match other.join() {
                Ok(theirs) => pieces.extend(theirs),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        pieces
    });
    pieces.sort_unstable_by_key(|(start, _)| *start);
    pieces.into_iter().flat_map(|(_, piece)| piece).collect()
}
