//! Corrects what a speech recogniser heard by the script that was read out, and gives the script's words their times.
//!
//! ```sh
//! cargo run --release --example correct_transcript
//! ```

#![allow(clippy::print_stdout, reason = "a command speaks through its streams")]

use ungarble::{Input, Policy, Repairer, pair_words};

/// What was heard: small letters, no marks, a word lost here, two run together there. The speaker said a sentence that the
/// script has not.
const HEARD: &str = "good evening the harbor master of marlo haven closed the inner basin at nine o clock this morning \
    after a barge broke it's moorings no body was hurt please stay away from the quay the coast guard expects to reopen \
    the basin on thirsty";

/// What the speaker was to say.
const SCRIPT: &str = "EVENING NEWS, 18:00\n\nGood evening. The harbour master of Marlow Haven closed the inner basin at \
    nine o'clock this morning, after a barge broke its moorings. Nobody was hurt. The coastguard expects to reopen the \
    basin on Thursday.\n\nWEATHER, 18:10\n";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The script is the original, so all of it counts, wherever it speaks for what was heard.
    let repairer = Repairer::builder().policy(Policy::FULL).build()?;
    let plan = repairer.plan(Input::new(HEARD).reference(SCRIPT));
    let corrected = plan.apply();
    println!("{corrected}\n");
    for right in ["Good evening. The harbour master of Marlow Haven", "nine o'clock", "Nobody was hurt.", "on Thursday"]
    {
        assert!(corrected.contains(right), "{right:?} is not in the corrected transcript");
    }
    assert!(corrected.contains("please stay away from the"), "what was said beside the script stays");
    assert!(!corrected.contains("WEATHER"), "what was not said is not put in");

    // A recogniser knows when it heard each word. Here it took 0.4 s for each.
    for pair in pair_words(HEARD, SCRIPT).iter().take(8) {
        let before = HEARD.get(..pair.text.start()).map_or(0, |before| before.split_whitespace().count());
        let word = SCRIPT.get(pair.page.range()).unwrap_or_default();
        println!("{:>5.1} s  {word}", before as f64 * 0.4);
    }
    Ok(())
}
