//! `ungarble certify` and `ungarble review`: what is certified, what is not, and what a person's marks change.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod folder;

use std::fs;

use ungarble::{HarmBudget, Repairer};

use folder::{Folder, ends, text};

const SENTENCES: [&str; 4] = [
    "The harbour was closed for the whole of that winter, and the boats were taken up the river to the yard.",
    "Nobody at the mill could say when the wheel had turned for the last time.",
    "She read the letter twice, put it back into the drawer and went out to look at the garden.",
    "The council met on Monday evening and talked about the road until the lamps were lit.",
];

/// A misspelling that is repaired.
const MISSPELT: &str = "Then the goverment fell.";

/// Several.
const MISSPELLINGS: [&str; 6] = [
    "Then the goverment fell.",
    "The railway company anounced that the station would be rebuilt.",
    "She recieved the letter on Monday.",
    "The comittee met in the town hall.",
    "It was definately closed for the winter.",
    "Nobody beleived what he said.",
];

/// A right text of about 500 words.
fn right(number: usize) -> String {
    let text: Vec<&str> = (0..28).map(|at| SENTENCES[(number + at * at) % 4]).collect();
    let text = text.join(" ") + "\n";
    assert!(Repairer::english().plan(&text).is_empty(), "the tests need a text that is left alone");
    text
}

/// A folder of right texts, some of which end with `ending`.
fn texts(count: usize, ending: impl Fn(usize) -> &'static str) -> Folder {
    let folder = Folder::new();
    for number in 0..count {
        folder.write(&format!("right/{number:03}.txt"), right(number) + ending(number));
    }
    folder
}

#[test]
fn a_certified_budget_is_written_read_and_acts() {
    let folder = texts(80, |_| "");
    folder.write("ungarble.toml", "# ours\nnoise = \"ocr\"\n");
    let output = folder.run(&["certify", "--right", "right", "--output", "ours.tsv", "--write"]);
    ends(&output, 0, &["ungarble.toml has the harm budget ours.tsv"]);
    let told = text(&output.stdout);
    for said in [
        "80 documents, 0 of them damaged",
        "budget default: holds, at 95 %",
        "nothing is said of damaged texts",
        "the limit of the tight budget",
        "loosest threshold that is certified: none",
    ] {
        assert!(told.contains(said), "{told}");
    }
    assert_eq!(folder.read("ungarble.toml"), "# ours\nnoise = \"ocr\"\nharm-budget = \"ours.tsv\"\n");
    assert!(folder.read("ours.tsv").starts_with("# Harm budget default, certified by `ungarble certify`"));
    let budget = HarmBudget::custom(folder.path("ours.tsv")).unwrap();
    let repairer = Repairer::builder().noise(ungarble::Noise::Ocr).harm_budget(budget).build().unwrap();
    assert_ne!(repairer.repair(MISSPELT), MISSPELT, "the tests need a text that is repaired");
    let repaired = folder.feed(&[], MISSPELT.as_bytes());
    assert_eq!(text(&repaired.stdout), repairer.repair(MISSPELT));
    // The same entry with thresholds that nothing reaches.
    let HarmBudget::Custom(thresholds) = budget else { panic!("{budget:?}") };
    folder.write("ours.tsv", thresholds.raised(1_000_000).to_string());
    assert_eq!(text(&folder.feed(&[], MISSPELT.as_bytes()).stdout), MISSPELT);
    // It is seen from the file, and flags win.
    fs::create_dir(folder.path("within")).unwrap();
    let mut command = folder.command(&["../right/000.txt"]);
    ends(&command.current_dir(folder.path("within")).output().unwrap(), 0, &[]);
    assert_ne!(text(&folder.feed(&["--harm-budget", "bold"], MISSPELT.as_bytes()).stdout), MISSPELT);
    // And again: the value is replaced.
    ends(&folder.run(&["certify", "--right", "right", "--output", "./new.tsv", "--write"]), 0, &[]);
    assert_eq!(folder.read("ungarble.toml"), "# ours\nnoise = \"ocr\"\nharm-budget = \"new.tsv\"\n");
}

#[test]
fn bad_tables_are_errors() {
    let folder = Folder::new();
    let table = Repairer::english().thresholds().unwrap().to_string();
    let (models, rest) = table.split_once('\n').unwrap();
    folder.write("other.tsv", format!("models\t0123456789abcdef\n{rest}"));
    folder.write("torn.tsv", format!("{models}\nspelling\t"));
    for (table, said) in [
        ("other.tsv", "certified with other models"),
        ("torn.tsv", "line 2: expected a threshold in millinats"),
        ("absent.tsv", "cannot read"),
        ("lax", "expected tight, default, bold, none, or a file"),
    ] {
        ends(&folder.feed(&["--harm-budget", table], b"Text."), 1, &[said]);
    }
}

#[test]
fn too_few_texts_certify_nothing() {
    for count in [1, 10, 25] {
        let folder = texts(count, |_| "");
        let output = folder.run(&["certify", "--right", "right", "--output", "ours.tsv", "--write"]);
        ends(&output, 2, &[]);
        let told = text(&output.stdout);
        assert!(told.contains("no threshold is certified") && told.contains("too few to prove it"), "{told}");
        assert!(told.contains("documents like these") && !told.contains("holds"), "{told}");
        assert!(!folder.path("ours.tsv").exists() && !folder.path("ungarble.toml").exists());
    }
}

#[test]
fn harm_is_not_certified_until_a_person_says_it_is_none() {
    let folder = texts(60, |number| if number % 3 == 0 { MISSPELT } else { "" });
    let certify = ["certify", "--right", "right", "--no-config"];
    let output = folder.run(&certify);
    ends(&output, 2, &[]);
    assert!(text(&output.stdout).contains("budget default: not certified\n"), "{}", text(&output.stdout));
    ends(&folder.run(&["review", "right", "--harm-budget", "none", "-o", "edits.tsv"]), 0, &[]);
    let list = folder.read("edits.tsv");
    assert!(list.lines().count() > 20, "{list}");
    let marked = |mark: &str| {
        list.lines()
            .map(|line| line.replacen('\t', &format!("{mark}\t"), usize::from(line.starts_with('\t'))))
            .collect::<Vec<_>>()
            .join("\n")
    };
    folder.write("marks.tsv", marked("right"));
    let output = folder.run(&[&certify[..], &["--marks", "marks.tsv"]].concat());
    ends(&output, 0, &[]);
    assert!(text(&output.stdout).contains("budget default: holds"), "{}", text(&output.stdout));
    folder.write("marks.tsv", marked("wrong"));
    ends(&folder.run(&[&certify[..], &["--marks", "marks.tsv"]].concat()), 2, &[]);
}

#[test]
fn pairs_are_certified_by_the_share_of_their_edits() {
    let repairer = Repairer::builder().harm_budget(HarmBudget::Tight).build().unwrap();
    let garbled = MISSPELLINGS.join("\n\n");
    let repaired = repairer.repair(&garbled).into_owned();
    assert!(repairer.plan(&garbled).edits().len() >= 4, "the tests need a text that is repaired in several places");
    let folder = Folder::new();
    for number in 0..120 {
        folder.write(&format!("pairs/{number}.garbled.txt"), &garbled);
        folder.write(&format!("pairs/{number}.clean.txt"), &repaired);
        // In these, what stands there was right, and something else was wrong.
        folder.write(&format!("wrong/{number}.garbled.txt"), format!("{garbled}\n\nZqxzx vrrkx."));
        folder.write(&format!("wrong/{number}.clean.txt"), format!("{garbled}\n\nThe end."));
        // Nothing is repaired here, so that nothing is proved.
        folder.write(&format!("still/{number}.garbled.txt"), "Zqxzx vrrkx wqqrz.");
        folder.write(&format!("still/{number}.clean.txt"), "Xqxzx vrrkz wqqrz.");
    }
    let output = folder.run(&["certify", "--pairs", "pairs", "--budget", "bold", "-o", "bold.tsv"]);
    ends(&output, 0, &[]);
    let told = text(&output.stdout);
    assert!(told.contains("120 documents, 120 of them damaged") && told.contains("budget bold: holds"), "{told}");
    assert!(told.contains("nothing is said of right texts"), "{told}");
    let output = folder.run(&["certify", "--pairs", "wrong", "--budget", "bold", "-o", "wrong.tsv"]);
    ends(&output, 2, &[]);
    let told = text(&output.stdout);
    assert!(told.contains("budget bold: not certified\n") && told.contains("is below what was harmed"), "{told}");
    let output = folder.run(&["certify", "--pairs", "still", "--budget", "bold"]);
    ends(&output, 2, &[]);
    assert!(text(&output.stdout).contains("no threshold is certified"), "{}", text(&output.stdout));
}

#[test]
fn what_is_no_test_is_an_error() {
    let folder = Folder::new();
    fs::create_dir(folder.path("empty")).unwrap();
    folder.write("alone/a.garbled.txt", "Teh end.");
    folder.write("strange/a.garbled.txt", right(0));
    folder.write(
        "strange/a.clean.txt",
        "A quite different story was told in the other town by men who had never seen the sea. ".repeat(20),
    );
    folder.write("hollow/a.garbled.txt", "");
    folder.write("hollow/a.clean.txt", right(0));
    for (arguments, said) in [
        (&["--right", "empty"][..], "empty holds no texts"),
        (&["--pairs", "empty"], "empty holds no texts"),
        (&["--right", "absent"], "absent is no folder"),
        (&["--right", "alone/a.garbled.txt"], "is no folder"),
        (&["--pairs", "alone"], "a.clean.txt is missing"),
        (&["--pairs", "strange"], "do not belong together"),
        (&["--pairs", "hollow"], "do not belong together"),
        (&["--right", "alone", "--budget", "none"], "possible values: tight, default, bold"),
        (&["--right", "alone", "--write"], "--output"),
        (&["--budget", "bold"], "--right"),
    ] {
        let output = folder.run(&[&["certify"], arguments].concat());
        ends(&output, 1, &[said]);
        assert!(output.stdout.is_empty(), "{arguments:?}: {}", text(&output.stdout));
    }
    // What is whole all the same is no error: one pair, and nothing certified.
    folder.write("alone/a.clean.txt", "The end.");
    ends(&folder.run(&["certify", "--pairs", "alone"]), 2, &[]);
}

#[test]
fn a_review_lists_the_riskiest_first_and_counts_marks() {
    let folder = texts(40, |number| if number % 4 == 0 { MISSPELT } else { "The railwy company anounced that." });
    let output = folder.run(&["review", "right"]);
    ends(&output, 0, &[]);
    let list = text(&output.stdout);
    let rows: Vec<Vec<&str>> = list.lines().skip(1).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() >= 10 && rows.iter().all(|row| row.len() == 9 && row[0].is_empty()), "{list}");
    let risks: Vec<f64> = rows.iter().map(|row| row[1].parse().unwrap()).collect();
    assert!(risks.is_sorted_by(|a, b| a >= b), "{risks:?}");
    let page = folder.run(&["review", "right", "--html", "-o", "edits.html"]);
    ends(&page, 0, &[]);
    let page = folder.read("edits.html");
    assert_eq!(page.matches("<tr data-row").count(), rows.len());
    // One wrong, one open, the others right.
    let marked: Vec<String> = list
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 | 2 => line.to_owned(),
            1 => format!("wrong{line}"),
            _ => format!("right{line}"),
        })
        .collect();
    folder.write("marks.tsv", marked.join("\r\n"));
    let output = folder.run(&["review", "right", "--marks", "marks.tsv"]);
    ends(&output, 0, &[]);
    let told = text(&output.stdout);
    let counts = format!("{} edits: {} right, 1 wrong, 1 not marked", rows.len(), rows.len() - 2);
    assert!(told.contains(&counts) && told.contains("not marked count as wrong") && told.contains("at most"), "{told}");
    // Marks of other texts are no marks of these.
    let stray = folder.run(&["review", "right/000.txt", "--marks", "marks.tsv"]);
    ends(&stray, 1, &["that these texts do not have"]);
    assert!(stray.stdout.is_empty());
}
