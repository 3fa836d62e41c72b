//! Time is linear in the text and its references: held by counting steps on a ladder of sizes, not by a clock.

use crate::input::Input;
use crate::repairer::Repairer;
use crate::steps;

/// Pieces that hurt a program which goes back over its input: each repeated to any length.
const REPEATED: [&str; 24] = [
    "x",
    "\u{301}",
    "日",
    "a ",
    "tbe ",
    "The ",
    "GOVERMENT ",
    "The New Town Of ",
    "Okafor and okafor met. ",
    "ofthe ",
    "inthehouseofthe",
    "re-",
    "main-\ntained ",
    "(",
    "“a ",
    ".",
    ". ",
    "a.",
    "a' ",
    "`a ",
    "/@",
    "a_b ",
    "\n",
    "The harbour was closed for the winter, and the boats lay in teh mud. ",
];

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes.div_ceil(piece.len()))
}

fn steps_of(input: Input<'_>) -> u64 {
    let before = steps::taken();
    let _ = Repairer::english().plan(input);
    steps::taken() - before
}

/// Asserts that four times the text takes at most five times the steps.
fn grows_linearly(name: &str, steps: impl Fn(usize) -> u64) {
    let counts = [1 << 12, 1 << 14, 1 << 16].map(steps);
    for pair in counts.windows(2) {
        assert!(pair[1] <= 5 * pair[0] + 100_000, "{name:?}: {counts:?} steps");
    }
}

#[test]
fn steps_are_counted() {
    assert!(steps_of(Input::new("The goverment met.")) > 100);
}

#[test]
fn a_text_alone_takes_linear_time() {
    for piece in REPEATED {
        grows_linearly(piece, |bytes| steps_of(Input::new(&repeated(piece, bytes))));
    }
}

#[test]
fn a_text_beside_itself_takes_linear_time() {
    for piece in REPEATED {
        grows_linearly(piece, |bytes| {
            let (text, page) = (repeated(piece, bytes), repeated(piece, bytes) + "x");
            steps_of(Input::new(&text).reference(&page))
        });
    }
}

#[test]
fn many_protected_spans_take_linear_time() {
    grows_linearly("protected", |bytes| {
        let text = repeated("The goverment met teh mayor. ", bytes);
        let spans: Vec<_> = (0..text.len() - 1).step_by(7).map(|at| crate::span::Span::new(at, at + 1)).collect();
        steps_of(Input::new(&text).protect(&spans))
    });
}

#[test]
#[ignore = "takes minutes"]
fn ten_megabytes_of_anything_come_to_an_end() {
    for piece in REPEATED {
        let text = repeated(piece, 10 << 20);
        let plan = Repairer::english().plan(&text);
        assert!(plan.text().len() >= 10 << 20);
    }
}
