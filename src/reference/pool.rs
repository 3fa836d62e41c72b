//! Many pages, and which of them hold the copy of a text.

use std::collections::HashMap;

use super::postings::{Hit, MOST_PLACES, Posting, PostingList, grams, merged, passages};
use super::vocabulary::{MixState, hash_bytes};
use crate::error::PoolError;
use crate::span::Span;

/// Pages among which the clean copy of a damaged text may be.
///
/// Pages are plain text: `dom_smoothie` or `html2text` make it of HTML, and what they leave of menus and other articles
/// does no harm, since only passages count.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::{Input, ReferencePool, Repairer};
///
/// let mut pool = ReferencePool::new();
/// pool.add("a", "Home News Sport\nThe harbour was closed for the whole of that long winter by the ice.")?;
/// pool.add("b", "Nobody at the mill could say when the wheel had turned for the last time.")?;
/// let garbled = "Teh harbour was closd for the whole of that long winter by the ice.";
/// let found = pool.find(garbled, 3);
/// assert_eq!(found[0].id, "a");
/// let input = found.iter().fold(Input::new(garbled), |input, page| input.reference(page.text));
/// let plan = Repairer::english().plan(input);
/// assert_eq!(plan.apply(), "The harbour was closed for the whole of that long winter by the ice.");
/// # }
/// # Ok::<(), ungarble::PoolError>(())
/// ```
///
/// # Memory
///
/// The pages themselves and 8 bytes for each of their words: about 14 MB for a million words of English. A pool holds
/// up to 4 GiB of text.
///
/// # Source
///
/// Broder, “On the resemblance and containment of documents”, 1997: containment, since a page is much longer than the
/// text it holds; we keep every run of three words, not a sample, and where it stands.
#[derive(Clone, Debug, Default)]
pub struct ReferencePool {
    pages: Vec<PooledPage>,
    by_id: HashMap<String, usize, MixState>,
    /// The largest first, each at least four times the next.
    runs: Vec<PostingList>,
    /// Bytes of all pages, removed ones included: where the next page starts.
    end: u32,
    /// Bytes of removed pages.
    removed: u32,
}

#[derive(Clone, Debug)]
struct PooledPage {
    id: String,
    /// Empty once it is removed.
    text: String,
    /// Where it starts in the string of all pages.
    start: u32,
    length: u32,
}

/// A page that holds passages of a text.
///
/// ```
/// use ungarble::ReferencePool;
///
/// let mut pool = ReferencePool::new();
/// pool.add("old", "Home News Sport\nThe harbour was closed for the whole of that long winter by the ice.\nImprint")?;
/// let found = pool.find("Teh harbour was closd for the whole of that long winter by the ice.", 1);
/// let page = &found[0];
/// assert!(page.id == "old" && page.containment > 500);
/// assert!(page.text[page.passages[0].range()].contains("The harbour was closed"));
/// # Ok::<(), ungarble::PoolError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'p> {
    /// The page's id.
    pub id: &'p str,
    /// The whole page, for [`Input::reference`](crate::Input::reference).
    pub text: &'p str,
    /// Number of a thousand three-word runs of the text that the page has, those aside that many pages have.
    pub containment: u16,
    /// Where in the page, ascending: whole lines.
    pub passages: Vec<Span>,
}

impl ReferencePool {
    /// Returns a pool without pages.
    ///
    /// ```
    /// assert!(ungarble::ReferencePool::new().is_empty());
    /// ```
    #[must_use]
    pub fn new() -> ReferencePool {
        ReferencePool::default()
    }

    /// Adds a page. One that has the same id goes.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", "The harbour is closed.")?;
    /// pool.add("front", "The harbour is open again.")?;
    /// assert_eq!((pool.len(), pool.text("front")), (1, Some("The harbour is open again.")));
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the pool would hold more than 4 GiB of text.
    ///
    /// # Complexity
    ///
    /// O(n log n) for n words, and O(log p) moves of each of them while p pages are added.
    pub fn add(&mut self, id: impl Into<String>, text: impl Into<String>) -> Result<(), PoolError> {
        let (id, text) = (id.into(), text.into());
        let length = u32::try_from(text.len()).map_err(|_| PoolError::Full)?;
        let end = self.end.checked_add(length).ok_or(PoolError::Full)?;
        self.remove(&id);
        let start = self.end;
        let mut postings = grams(&text);
        postings.iter_mut().for_each(|posting| posting.place += start);
        postings.sort_unstable();
        self.push_run(postings);
        self.by_id.insert(id.clone(), self.pages.len());
        self.pages.push(PooledPage { id, text, start, length });
        self.end = end;
        Ok(())
    }

    /// Removes a page; returns whether there was one.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", "The harbour is closed.")?;
    /// assert!(pool.remove("front") && !pool.remove("front"));
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(1), and O(n) in the words of the pool after each quarter of its text.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(page) = self.by_id.remove(id) else { return false };
        let page = &mut self.pages[page];
        page.text = String::new();
        page.id = String::new();
        self.removed += page.length;
        if self.removed > self.end / 4 {
            self.compact();
        }
        true
    }

    /// Returns how many pages it holds.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", "The harbour is closed.")?;
    /// pool.add("sport", "The cup stays here.")?;
    /// assert_eq!(pool.len(), 2);
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Returns whether it holds no page.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", "The harbour is closed.")?;
    /// assert!(!pool.is_empty());
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// Returns the text of a page.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", "The harbour is closed.")?;
    /// assert_eq!((pool.text("front"), pool.text("back")), (Some("The harbour is closed."), None));
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|&page| self.pages[page].text.as_str())
    }

    /// Bytes of memory that the texts and the index take.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let page = "The harbour was closed for the whole of that long winter by the ice. ".repeat(100);
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", page.as_str())?;
    /// assert!((page.len()..4 * page.len()).contains(&pool.memory()));
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    #[must_use]
    pub fn memory(&self) -> usize {
        let texts: usize = self.pages.iter().map(|p| p.text.capacity() + p.id.capacity() * 2).sum();
        let runs: usize = self.runs.iter().map(PostingList::bytes).sum();
        texts + runs + self.pages.capacity() * size_of::<PooledPage>()
    }

    /// Returns the pages that hold passages of `text`, at most `limit`, those that hold most of it first.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("ice", "The harbour was closed for the whole of that long winter by the ice.")?;
    /// pool.add("mill", "Nobody at the mill could say when the wheel had turned for the last time.")?;
    /// let found = pool.find("Nobody at the mil could say when the wheel had turned for teh last time.", 5);
    /// assert_eq!(found.iter().map(|page| page.id).collect::<Vec<_>>(), ["mill"]);
    /// assert!(pool.find("Fresh herring is sold on the quay each morning.", 5).is_empty());
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n log p) for n words of the text and p pages.
    #[must_use]
    pub fn find(&self, text: &str, limit: usize) -> Vec<Found<'_>> {
        let mut sought = grams(text);
        // The same run twice is one question.
        sought.sort_by_key(|posting| (posting.key, posting.place));
        sought.dedup_by_key(|posting| posting.key);
        sought.sort_unstable_by_key(|posting| posting.place);
        let mut hits: Vec<Hit> = Vec::new();
        let mut asked = 0;
        let mut places = Vec::new();
        for (gram, posting) in sought.iter().enumerate() {
            places.clear();
            for run in &self.runs {
                run.places(posting.key, &mut places);
                if places.len() > MOST_PLACES {
                    break;
                }
            }
            if places.len() > MOST_PLACES {
                continue;
            }
            asked += 1;
            for &place in &places {
                let page = self.pages.partition_point(|p| p.start <= place) - 1;
                if !self.pages[page].text.is_empty() {
                    let place = place - self.pages[page].start;
                    hits.push(Hit { page: page as u32, place, gram: gram as u32 });
                }
            }
        }
        hits.sort_unstable();
        let mut found: Vec<(usize, Found<'_>)> = Vec::new();
        for of_page in hits.chunk_by(|a, b| a.page == b.page) {
            let page = &self.pages[of_page[0].page as usize];
            let (count, passages) = passages(of_page, &page.text);
            if count > 0 {
                let containment = (count * 1000 / asked.max(1)).min(1000) as u16;
                found.push((count, Found { id: &page.id, text: &page.text, containment, passages }));
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.id.cmp(b.1.id)));
        found.into_iter().take(limit).map(|(_, found)| found).collect()
    }

    /// Returns the pool as bytes, for [`ReferencePool::from_bytes`] on any machine.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", "The harbour is closed.")?;
    /// assert_eq!(pool.to_bytes(), pool.clone().to_bytes(), "the same pages give the same bytes");
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut pool = self.clone();
        pool.compact();
        let mut bytes = Vec::with_capacity(pool.end as usize + 64);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&[0; 8]);
        put(&mut bytes, pool.pages.len());
        for page in &pool.pages {
            for part in [&page.id, &page.text] {
                put(&mut bytes, part.len());
                bytes.extend_from_slice(part.as_bytes());
            }
        }
        let postings = pool.runs.first().map_or(&[][..], |run| &run.postings);
        put(&mut bytes, postings.len());
        for posting in postings {
            bytes.extend_from_slice(&posting.key.to_le_bytes());
            bytes.extend_from_slice(&posting.place.to_le_bytes());
        }
        let sum = hash_bytes(&bytes[16..]);
        bytes[8..16].copy_from_slice(&sum.to_le_bytes());
        bytes
    }

    /// Returns the pool that [`ReferencePool::to_bytes`] wrote.
    ///
    /// ```
    /// use ungarble::ReferencePool;
    ///
    /// let mut pool = ReferencePool::new();
    /// pool.add("front", "The harbour is closed.")?;
    /// let read = ReferencePool::from_bytes(&pool.to_bytes())?;
    /// assert_eq!(read.text("front"), pool.text("front"));
    /// # Ok::<(), ungarble::PoolError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// If the bytes are not those of a pool, or were damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<ReferencePool, PoolError> {
        let (header, body) = bytes.split_at_checked(16).ok_or(PoolError::NotAPool)?;
        if &header[..8] != MAGIC {
            return Err(PoolError::NotAPool);
        }
        if hash_bytes(body).to_le_bytes() != header[8..16] {
            return Err(PoolError::Damaged);
        }
        let mut reader = Reader(body);
        let mut pool = ReferencePool::new();
        for _ in 0..reader.number()? {
            let (id, text) = (reader.text()?, reader.text()?);
            let length = u32::try_from(text.len()).map_err(|_| PoolError::Full)?;
            let start = pool.end;
            pool.end = start.checked_add(length).ok_or(PoolError::Full)?;
            if pool.by_id.insert(id.clone(), pool.pages.len()).is_some() {
                return Err(PoolError::Damaged);
            }
            pool.pages.push(PooledPage { id, text, start, length });
        }
        let count = reader.number()?;
        let postings = reader.take(count.checked_mul(8).ok_or(PoolError::Damaged)?)?;
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |n, &byte| n << 8 | u32::from(byte));
        let postings: Vec<Posting> =
            postings.chunks_exact(8).map(|p| Posting { key: number(&p[..4]), place: number(&p[4..]) }).collect();
        if !postings.is_sorted() || postings.iter().any(|p| p.place >= pool.end) || !reader.0.is_empty() {
            return Err(PoolError::Damaged);
        }
        pool.push_run(postings);
        Ok(pool)
    }

    /// Adds a run, and merges runs until each is at least four times the next.
    fn push_run(&mut self, mut postings: Vec<Posting>) {
        while let Some(last) = self.runs.pop_if(|last| last.postings.len() < postings.len().saturating_mul(4)) {
            postings = merged(&last.postings, &postings);
        }
        if !postings.is_empty() {
            self.runs.push(PostingList::new(postings));
        }
    }

    /// Closes the gaps that removed pages left, and makes one run of all.
    fn compact(&mut self) {
        // By old page: by how much it moves, or that it is gone.
        let mut moves = Vec::with_capacity(self.pages.len());
        let mut end = 0;
        for page in &self.pages {
            let here = page.length == 0 || !page.text.is_empty();
            moves.push((page.start, here.then_some(end)));
            end += if here { page.length } else { 0 };
        }
        let runs = std::mem::take(&mut self.runs);
        let all = runs.into_iter().fold(Vec::new(), |all, run| merged(&all, &run.postings));
        let kept = all.into_iter().filter_map(|posting| {
            let (start, to) = moves[moves.partition_point(|&(start, _)| start <= posting.place) - 1];
            Some(Posting { place: to? + (posting.place - start), ..posting })
        });
        let postings = kept.collect();
        let by_id = &self.by_id;
        let mut index = 0;
        self.pages.retain(|page| {
            index += 1;
            by_id.get(&page.id) == Some(&(index - 1))
        });
        let mut end = 0;
        for page in &mut self.pages {
            page.start = end;
            end += page.length;
        }
        self.by_id = self.pages.iter().enumerate().map(|(at, page)| (page.id.clone(), at)).collect();
        (self.end, self.removed) = (end, 0);
        self.push_run(postings);
    }
}

const MAGIC: &[u8; 8] = b"ungpool1";

fn put(bytes: &mut Vec<u8>, number: usize) {
    bytes.extend_from_slice(&(number as u64).to_le_bytes());
}

struct Reader<'b>(&'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], PoolError> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(PoolError::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<usize, PoolError> {
        let number = self.take(8)?.iter().rev().fold(0, |n, &byte| n << 8 | u64::from(byte));
        usize::try_from(number).map_err(|_| PoolError::Damaged)
    }

    fn text(&mut self) -> Result<String, PoolError> {
        let length = self.number()?;
        String::from_utf8(self.take(length)?.to_vec()).map_err(|_| PoolError::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARBOUR: &str = "The harbour was closed for the whole of that winter and the boats were taken up the river.";
    const MILL: &str = "Nobody at the mill could say when the wheel had turned for the last time before the flood.";

    fn pool() -> ReferencePool {
        let mut pool = ReferencePool::new();
        pool.add("harbour", format!("Home News\n{HARBOUR}\nShare this")).unwrap();
        pool.add("mill", format!("Home News\n{MILL}\nShare this")).unwrap();
        pool
    }

    #[test]
    fn the_page_with_the_copy_is_found() {
        let pool = pool();
        let found = pool.find(&HARBOUR.replace("winter", "wniter"), 5);
        assert_eq!(found.iter().map(|f| f.id).collect::<Vec<_>>(), ["harbour"]);
        assert!(found[0].containment > 700);
        assert!(found[0].text.get(found[0].passages[0].range()).unwrap().contains(HARBOUR));
        assert!(pool.find("Something else altogether is told in these words here.", 5).is_empty());
        assert!(pool.find("", 5).is_empty());
    }

    #[test]
    fn pages_come_and_go() {
        let mut pool = pool();
        for i in 0..200 {
            pool.add(format!("n{i}"), format!("{i} {MILL} {i}")).unwrap();
        }
        assert_eq!(pool.len(), 202);
        for i in 0..200 {
            assert!(pool.remove(&format!("n{i}")));
        }
        assert!(!pool.remove("n0"));
        assert_eq!(pool.find(MILL, 5).len(), 1);
        assert_eq!(pool.find(HARBOUR, 5)[0].id, "harbour");
        pool.add("mill", HARBOUR).unwrap();
        assert!(pool.find(MILL, 5).is_empty());
        assert_eq!(pool.find(HARBOUR, 5).len(), 2);
        assert_eq!(pool.text("mill"), Some(HARBOUR));
    }

    #[test]
    fn a_pool_survives_its_bytes() {
        let mut pool = pool();
        pool.add("empty", "").unwrap();
        pool.remove("mill");
        let bytes = pool.to_bytes();
        let again = ReferencePool::from_bytes(&bytes).unwrap();
        assert_eq!(again.find(HARBOUR, 5), pool.find(HARBOUR, 5));
        assert_eq!((again.len(), again.to_bytes()), (2, bytes.clone()));
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(ReferencePool::from_bytes(&damaged).is_err(), "byte {at}");
            assert!(ReferencePool::from_bytes(&bytes[..at]).is_err());
        }
    }
}
