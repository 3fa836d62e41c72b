//! `ungarble score`: how near a repaired text is to its clean copy.

use ungarble::report::{ChangeKind, Comparison, Figures, Sides};

use crate::args::Score;
use crate::exit::{Failure, Outcome};
use crate::input::{name, read_text};
use crate::output::put;

pub(crate) fn run(score: &Score) -> Result<Outcome, Failure> {
    let [garbled, repaired, clean] = [&score.garbled, &score.repaired, &score.clean].map(|path| read_text(path));
    let (garbled, repaired, clean) = (garbled?, repaired?, clean?);
    let sides = Sides { garbled: &garbled, repaired: &repaired, clean: &clean };
    let compared = if score.lines {
        Comparison::of_lines(sides).ok_or_else(|| {
            let count = |text: &str| text.trim_matches('\n').split('\n').count();
            let [g, r, c] = [(&score.garbled, &garbled), (&score.repaired, &repaired), (&score.clean, &clean)]
                .map(|(path, text)| format!("{} has {}", name(path), count(text)));
            Failure::Usage(format!("cannot compare line by line: of lines, {g}, {r}, {c}; leave --lines out"))
        })?
    } else {
        Comparison::new(sides)
    };
    let shown = if score.json { json(&compared) } else { table(&compared) };
    put(None, shown.as_bytes())?;
    Ok(Outcome::Done)
}

fn json(compared: &Comparison) -> String {
    let mut figures = serde_json::to_value(compared.figures()).expect("numbers can always be written as JSON");
    let kinds: serde_json::Map<_, _> = ChangeKind::ALL
        .map(|kind| (kind.name().to_owned(), serde_json::json!(compared.changes_of(kind))))
        .into_iter()
        .collect();
    figures["kinds"] = kinds.into();
    format!("{figures}\n")
}

fn table(compared: &Comparison) -> String {
    let Figures {
        words,
        cer_before,
        cer_after,
        cer_reduction,
        wer_before,
        wer_after,
        wer_reduction,
        weri_before,
        weri_after,
        weri_reduction,
        case_before,
        case_after,
        precision,
        recall,
        f05,
        broken_per_1000,
        ..
    } = compared.figures();
    let reduction = |by: Option<f64>| by.map_or(String::from("new"), |by| format!("{:.1}", 0.0 - by));
    let share = |share: Option<f64>| share.map_or(String::from("-"), |share| format!("{share:.4}"));
    let mut out = format!("{words} words\n\n                        before   after  change %\n");
    for (rate, before, after, by) in [
        ("CER %", cer_before, cer_after, cer_reduction),
        ("WER %", wer_before, wer_after, wer_reduction),
        ("WER %, case ignored", weri_before, weri_after, weri_reduction),
    ] {
        out += &format!("{rate:<21}{before:>9.2}{after:>8.2}{:>10}\n", reduction(by));
    }
    out += &format!("{:<21}{case_before:>9.2}{case_after:>8.2}\n", "right case %");
    out += &format!("\n{:<12}{:>8}{:>8}{:>8}{:>8}\n", "words", "fixed", "broken", "missed", "left");
    let rows = ChangeKind::ALL.map(|kind| (kind.name(), compared.changes_of(kind)));
    for (row, changes) in rows.into_iter().chain([("all", compared.changes())]) {
        let [fixed, broken, missed, left] = [changes.fixed, changes.broken, changes.missed, changes.left];
        out += &format!("{row:<12}{fixed:>8}{broken:>8}{missed:>8}{left:>8}\n");
    }
    out += &format!(
        "\nprecision {}, recall {}, F0.5 {f05:.4}, broken per 1,000 right words {broken_per_1000:.3}\n",
        share(precision),
        share(recall)
    );
    out
}
