//! Stopping where nothing is lost: between two files, or between two records.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Once};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

static ASKED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// From here on the first interrupt only asks to stop; the second one ends the process at once.
///
/// The signal's handler itself notes the question, not a thread that it wakes: an interrupt reaches a whole pipeline, and
/// the input that ends because its writer was interrupted too must not look like an input that was complete.
pub(crate) fn wait_for() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for signal in [SIGINT, SIGTERM] {
            // Where no handler can be set, an interrupt ends the process at once: files are whole then too.
            let _ = flag::register_conditional_shutdown(signal, 130, Arc::clone(&ASKED));
            let _ = flag::register(signal, Arc::clone(&ASKED));
        }
    });
}

/// Returns whether somebody asked to stop.
pub(crate) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
