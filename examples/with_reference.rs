//! Repairs a text by a page that holds its clean copy, and tells from where in the page each change comes.
//!
//! ```sh
//! cargo run --release --example with_reference
//! ```

#![allow(clippy::print_stdout, reason = "a command speaks through its streams")]

use ungarble::{Evidence, Input, Policy, Repairer, Style};

const GARBLED: &str = include_str!("data/garbled.txt");
const PAGE: &str = include_str!("data/page.txt");

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Dialect, quotes, numbers and extra words stay as the text has them; ask for what you want otherwise.
    let policy = Policy::CONSERVATIVE.numbers(Style::Reference);
    let repairer = Repairer::builder().policy(policy).build()?;
    let plan = repairer.plan(Input::new(GARBLED).reference(PAGE));
    for edit in plan.edits() {
        let seen = edit.evidence().iter().find_map(|seen| match seen {
            Evidence::Witness { span, .. } => PAGE.get(span.range()),
            _ => None,
        });
        println!("{:<13} {:?} -> {:?}   page: {seen:?}", edit.kind(), edit.original(), edit.replacement());
    }
    println!("\n{}", plan.apply());
    Ok(())
}
