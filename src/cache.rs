//! Memory that repairs may use again, and who holds it between them.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::decode;
use crate::document::Buffers;
use crate::truecase;

/// Memory that calls may use again, and what was found out about words: for those who would rather hold it themselves.
///
/// [`Repairer::plan`](crate::Repairer::plan) lends itself such memory from call to call.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Cache, Repairer};
///
/// let repairer = Repairer::english();
/// let mut cache = Cache::default();
/// let scans = ["The goverment fell.", "The harbour was closd.", "The goverment stood."];
/// let repaired: Vec<_> = scans.iter().map(|text| repairer.plan_with_cache(*text, &mut cache).apply()).collect();
/// assert_eq!(repaired, ["The government fell.", "The harbour was closed.", "The government stood."]);
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Cache {
    pub(crate) document: Buffers,
    pub(crate) decode: decode::Scratch,
    pub(crate) truecase: truecase::CaseScratch,
}

/// The memory of a repairer: as many caches as threads ever used it at once.
#[derive(Debug, Default)]
pub(crate) struct Caches(Mutex<Vec<Cache>>);

/// Words of the longest text whose memory is kept: that of a book is given back.
const KEPT: usize = 1 << 16;

impl Caches {
    /// Returns a cache for one thread: one that was given back, if there is any.
    pub(crate) fn lend(&self) -> Lent<'_> {
        let cache = self.lock().pop().unwrap_or_default();
        Lent { cache, of: self }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Cache>> {
        // Nothing panics while it is locked, and half a list of caches were as good as another.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A cache that is given back when it is dropped; where a thread panics it is lost.
#[derive(Debug)]
pub(crate) struct Lent<'c> {
    cache: Cache,
    of: &'c Caches,
}

impl Deref for Lent<'_> {
    type Target = Cache;

    fn deref(&self) -> &Cache {
        &self.cache
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Cache {
        &mut self.cache
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if !std::thread::panicking() && self.cache.document.capacity() <= KEPT {
            let cache = std::mem::take(&mut self.cache);
            self.of.lock().push(cache);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caches_come_back() {
        let caches = Caches::default();
        {
            let (_first, _second) = (caches.lend(), caches.lend());
            assert!(caches.lock().is_empty());
        }
        assert_eq!(caches.lock().len(), 2);
        drop(caches.lend());
        assert_eq!(caches.lock().len(), 2, "one of them was lent again");
    }

    #[cfg(feature = "embedded")]
    #[test]
    fn the_memory_of_a_book_is_given_back() {
        let repairer = crate::Repairer::english();
        let mut lent = Cache::default();
        let _ = repairer.plan_with_cache("The goverment fell.", &mut lent);
        assert!(lent.document.capacity() <= KEPT);
        let _ = repairer.plan_with_cache(&*"A word. ".repeat(KEPT), &mut lent);
        assert!(lent.document.capacity() > KEPT);
        let caches = Caches::default();
        drop(Lent { cache: lent, of: &caches });
        assert!(caches.lock().is_empty());
    }
}
