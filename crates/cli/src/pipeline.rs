//! Work in several threads, with results in the order of the work and never much of it in memory.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Pieces of work that each thread may have waiting: enough to bridge a slow piece.
const AHEAD: usize = 4;

/// The number of threads asked for; 0 is one a core.
pub(crate) fn threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, NonZero::get) }
}

/// Does `work` on every job and gives `sink` the results in the order of the jobs. Jobs are taken and results given in the calling thread; at most `AHEAD` jobs a thread are on their way.
///
/// # Errors
///
/// The first error of `jobs` or `sink` ends it; what was taken before is finished and dropped.
pub(crate) fn ordered<J: Send, R: Send, E>(
    threads: usize,
    jobs: impl Iterator<Item = Result<J, E>>,
    work: impl Fn(J) -> R + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads <= 1 {
        for job in jobs {
            sink(work(job?))?;
        }
        return Ok(());
    }
    // Each job carries the way back of its own result; waiting for them in turn keeps the order.
    let (to_work, queue) = sync_channel::<(J, SyncSender<R>)>(threads * AHEAD);
    let queue = Mutex::new(queue);
    std::thread::scope(|scope| {
        // Moved in here, so that it closes, and the workers end, however this ends.
        let to_work = to_work;
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((job, back)) = next(&queue) {
                    // Nobody waits any more where the sink has failed.
                    let _ = back.send(work(job));
                }
            });
        }
        let mut pending: VecDeque<Receiver<R>> = VecDeque::new();
        for job in jobs {
            if pending.len() == threads * AHEAD
                && let Some(oldest) = pending.pop_front()
            {
                take(oldest, &mut sink)?;
            }
            let (back, result) = sync_channel(1);
            pending.push_back(result);
            let sent = to_work.send((job?, back));
            debug_assert!(sent.is_ok(), "the queue lives as long as this scope");
        }
        pending.into_iter().try_for_each(|result| take(result, &mut sink))
    })
}

fn next<T>(queue: &Mutex<Receiver<T>>) -> Option<T> {
    queue.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn take<R, E>(result: Receiver<R>, sink: &mut impl FnMut(R) -> Result<(), E>) -> Result<(), E> {
    match result.recv() {
        Ok(result) => sink(result),
        // The worker panicked: the scope does so too as soon as it ends.
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_order_and_little_is_ahead() {
        for threads in [1, 2, 5] {
            let (started, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let jobs = (0..200_usize).map(|job| {
                let ahead = started.fetch_add(1, Ordering::SeqCst) - done.load(Ordering::SeqCst);
                assert!(ahead <= threads * AHEAD, "{ahead} jobs ahead");
                Ok::<_, ()>(job)
            });
            let mut seen = Vec::new();
            let work = |job: usize| {
                std::thread::sleep(Duration::from_micros((job * 7919 % 300) as u64));
                job * 2
            };
            let sink = |result| {
                done.fetch_add(1, Ordering::SeqCst);
                seen.push(result);
                Ok(())
            };
            ordered(threads, jobs, work, sink).unwrap();
            assert_eq!(seen, (0..400).step_by(2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_error_ends_it() {
        for threads in [1, 3] {
            let jobs = (0..1000).map(|job| if job == 500 { Err("no such job") } else { Ok(job) });
            assert_eq!(ordered(threads, jobs, |job| job, |_| Ok(())), Err("no such job"));
            let sink = |job| if job == 40 { Err("full") } else { Ok(()) };
            assert_eq!(ordered(threads, (0..1000).map(Ok), |job| job, sink), Err("full"));
        }
    }
}
