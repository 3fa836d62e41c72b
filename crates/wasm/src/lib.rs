//! The WebAssembly module of the npm package `ungarble`: one request in, one answer out, both JSON.
//!
//! The module imports nothing. A caller asks [`reserve`] for room, writes a request there, calls [`answer`], and reads
//! [`answer_length`] bytes. `npm/src/index.ts` does so; offsets in requests and answers are UTF-16 code units.

mod request;
mod response;
mod settings;
mod units;

use std::cell::RefCell;

use request::Engine;

/// The state of the module between two calls.
#[derive(Default)]
struct State {
    engine: Engine,
    /// The request, then the answer.
    buffer: Vec<u8>,
}

std::thread_local! {
    // A module has one thread.
    static STATE: RefCell<State> = RefCell::default();
}

/// Makes room for a request of `length` bytes and returns its address.
#[allow(unsafe_code, reason = "the name is exported; no other function of the module has it")]
#[unsafe(no_mangle)]
pub extern "C" fn reserve(length: usize) -> *mut u8 {
    STATE.with_borrow_mut(|state| {
        state.buffer.clear();
        state.buffer.resize(length, 0);
        state.buffer.as_mut_ptr()
    })
}

/// Answers the request that was written where [`reserve`] said, and returns the address of the answer.
#[allow(unsafe_code, reason = "the name is exported; no other function of the module has it")]
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const u8 {
    STATE.with_borrow_mut(|state| {
        let request = std::mem::take(&mut state.buffer);
        state.buffer = state.engine.answer(&request);
        state.buffer.as_ptr()
    })
}

/// Returns the bytes of the last answer.
#[allow(unsafe_code, reason = "the name is exported; no other function of the module has it")]
#[unsafe(no_mangle)]
pub extern "C" fn answer_length() -> usize {
    STATE.with_borrow(|state| state.buffer.len())
}
