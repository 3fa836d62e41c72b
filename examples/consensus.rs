//! Three noisy copies of one text and no clean one: each is repaired by the other two.
//!
//! ```sh
//! cargo run --release --example consensus
//! ```

#![allow(clippy::print_stdout, reason = "a command speaks through its streams")]

use ungarble::{Input, Repairer};

/// The same page, read by three machines.
const COPIES: [&str; 3] = [
    "The barge Ellen Rose left tbe inner basin at dawn with forty tons of slate for the new sea wall. Her master, a \
     quiet man called Penrose, had rnade the passage a hundrcd times and never once lost a rope. By noon the wind had \
     gone round to the north, and the harbour watch saw her turn back towards the bar.",
    "The barge Ellen Rose left the inner basin at dawn wiih forty tons of slate for the new sea wal1. Her master, a \
     quiet man called Penrose, had made the passage a hundred tirnes and never once lost a rope. By noon the wind had \
     gone round to the north, and the harbonr watch saw her turn baok towards the bar.",
    "The barge Ellen Rose left the inner hasin at dawn with forty tons of slate for the new sea wall. Her master, a \
     qniet man called Penrose, had made the passage a hundred times and never once lost a ropc. By noon the wind hacl \
     gone round to the north, and the harbour watch saw her turn back towards tho bar.",
];

const MEANT: &str = "The barge Ellen Rose left the inner basin at dawn with forty tons of slate for the new sea wall. Her master, a \
     quiet man called Penrose, had made the passage a hundred times and never once lost a rope. By noon the wind had \
     gone round to the north, and the harbour watch saw her turn back towards the bar.";

fn main() {
    let repairer = Repairer::english();
    for (index, copy) in COPIES.iter().enumerate() {
        let others = COPIES.iter().enumerate().filter(|&(other, _)| other != index);
        let input = others.fold(Input::new(copy), |input, (_, other)| input.reference(other));
        let plan = repairer.plan(input);
        println!("copy {index}:");
        plan.edits().iter().for_each(|edit| println!("  {edit}"));
        assert_eq!(plan.apply(), MEANT);
    }
    println!("\n{MEANT}");
}
