//! Counts what the inner loops do, so that tests can hold time to be linear without a clock. Nothing outside tests.

#[cfg(test)]
std::thread_local! {
    static TAKEN: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Notes that a loop takes `count` steps.
#[inline(always)]
pub(crate) fn take(count: usize) {
    #[cfg(test)]
    TAKEN.with(|taken| taken.set(taken.get() + count as u64));
    #[cfg(not(test))]
    let _ = count;
}

/// Returns the steps that this thread has taken so far.
#[cfg(all(test, feature = "embedded"))]
pub(crate) fn taken() -> u64 {
    TAKEN.with(std::cell::Cell::get)
}
