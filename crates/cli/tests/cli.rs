//! The command `ungarble` as people and pipelines call it: what it prints, what it leaves on disk, how it fails.
//!
//! Calls that need no more than arguments and standard input are in `tests/cmd/`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};
use ungarble::{Confidence, Input, Repairer};

use folder::{Folder, PROGRAM, ends, interrupt, lines, text};

mod folder;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data");

/// A text with damage that is repaired without a reference, and the same repaired.
const GARBLED: &str = "Howver, the reliability of that cover is now in question.\n";

fn repaired() -> String {
    let text = Repairer::english().repair(GARBLED).into_owned();
    assert_ne!(text, GARBLED, "the tests need a text that is repaired");
    text
}

#[test]
fn arguments_and_streams() {
    trycmd::TestCases::new().case("tests/cmd/*.toml");
}

#[test]
fn a_file_and_standard_input_are_repaired_alike() {
    let folder = Folder::new();
    folder.write("scan.txt", GARBLED);
    for output in
        [folder.run(&["scan.txt"]), folder.feed(&[], GARBLED.as_bytes()), folder.feed(&["-"], GARBLED.as_bytes())]
    {
        ends(&output, 0, &[]);
        assert_eq!(text(&output.stdout), repaired());
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn the_library_and_the_command_agree() {
    let (garbled, page) = (format!("{DATA}/garbled.txt"), format!("{DATA}/page.txt"));
    let (text, copy) = (fs::read_to_string(&garbled).unwrap(), fs::read_to_string(&page).unwrap());
    let folder = Folder::new();
    let output = folder.run(&["--reference", &page, &garbled]);
    ends(&output, 0, &[]);
    assert_eq!(output.stdout, Repairer::english().repair(Input::new(&text).reference(&copy)).as_bytes());
}

#[test]
fn files_are_written_in_place_as_a_whole() {
    let folder = Folder::new();
    let right = folder.write("right.txt", "The boats lay still in the harbour.\n");
    let wrong = folder.write("wrong.txt", GARBLED);
    let before = fs::metadata(&right).unwrap().modified().unwrap();
    #[cfg(unix)]
    fs::set_permissions(&wrong, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    ends(&folder.run(&["--write", "--backup", ".orig", "wrong.txt", "right.txt"]), 0, &[]);
    assert_eq!(folder.read("wrong.txt"), repaired());
    assert_eq!(folder.read("wrong.txt.orig"), GARBLED);
    assert_eq!(folder.names(), ["right.txt", "wrong.txt", "wrong.txt.orig"].map(String::from).into());
    assert_eq!(fs::metadata(&right).unwrap().modified().unwrap(), before);
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&wrong).unwrap().permissions()) & 0o777, 0o640);
}

#[test]
fn a_file_that_fails_does_not_stop_the_others() {
    let folder = Folder::new();
    folder.write("a.txt", GARBLED);
    folder.write("b.txt", b"caf\xe9");
    folder.write("d.txt", GARBLED);
    ends(
        &folder.run(&["--write", "a.txt", "b.txt", "c.txt", "d.txt"]),
        1,
        &["b.txt is not UTF-8", "cannot read c.txt"],
    );
    assert_eq!((folder.read("a.txt"), folder.read("d.txt")), (repaired(), repaired()));
}

#[cfg(unix)]
#[test]
fn what_a_link_points_to_is_written() {
    let folder = Folder::new();
    folder.write("deep/wrong.txt", GARBLED);
    std::os::unix::fs::symlink("deep/wrong.txt", folder.path("link.txt")).unwrap();
    ends(&folder.run(&["--write", "link.txt"]), 0, &[]);
    assert!(fs::symlink_metadata(folder.path("link.txt")).unwrap().is_symlink());
    assert_eq!(folder.read("deep/wrong.txt"), repaired());
}

#[test]
fn packed_files_are_unpacked_and_packed_by_their_names() {
    let folder = Folder::new();
    folder.write("a.txt", GARBLED);
    for packed in ["b.txt.gz", "b.txt.zst"] {
        ends(&folder.run(&["a.txt", "-o", packed]), 0, &[]);
        assert_ne!(fs::read(folder.path(packed)).unwrap(), repaired().as_bytes());
        let output = folder.run(&[packed]);
        assert_eq!(text(&output.stdout), repaired());
    }
    ends(&folder.run(&["--only", "casing", "a.txt", "-o", "c.gz"]), 0, &[]);
    ends(&folder.run(&["--write", "c.gz"]), 0, &[]);
    assert_eq!(text(&folder.run(&["c.gz"]).stdout), repaired());
}

#[test]
fn bytes_that_are_not_utf_8_are_told_with_their_likely_encoding() {
    let folder = Folder::new();
    for (bytes, told) in [
        (&b"one\ncaf\xe9 au lait"[..], "byte 7 (line 2) is 0xE9; it looks like ISO-8859-1"),
        (b"it\x92s \x93here\x94", "WINDOWS-1252"),
        (b"\xff\xfeT\0h\0e\0", "UTF-16"),
        (b"\x1f\x8b\x08\0\0\0", "gunzip"),
    ] {
        folder.write("latin.txt", bytes);
        let output = folder.run(&["latin.txt"]);
        ends(&output, 1, &["latin.txt is not UTF-8", told]);
        assert!(output.stdout.is_empty());
        ends(&folder.run(&["--write", "latin.txt"]), 1, &[told]);
        assert_eq!(fs::read(folder.path("latin.txt")).unwrap(), bytes);
    }
}

#[test]
fn a_directory_is_no_text() {
    let folder = Folder::new();
    folder.write("pages/a.txt", GARBLED);
    for arguments in
        [&["pages"][..], &["--write", "pages"], &["--jsonl", "pages"], &["--reference", "pages", "pages/a.txt"]]
    {
        ends(&folder.run(arguments), 1, &["pages", "it is a directory"]);
    }
    ends(
        &folder.run(&["pages/a.txt", "-o", "pages"]),
        1,
        &["cannot write pages: is a directory; give the name of a file"],
    );
    assert_eq!(folder.read("pages/a.txt"), GARBLED);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_or_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    fs::set_permissions(folder.0.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let secret = folder.write("secret.txt", GARBLED);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    let open = folder.write("shut/open.txt", GARBLED);
    fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
    fs::set_permissions(folder.path("shut"), fs::Permissions::from_mode(0o555)).unwrap();
    // Root may do everything, so it becomes somebody else; the program is copied to where anybody can run it.
    let root = fs::read(&secret).is_ok();
    let program = folder.path("ungarble");
    fs::copy(PROGRAM, &program).unwrap();
    let run = |arguments: &str| {
        let drop = if root { "setpriv --reuid=65534 --regid=65534 --clear-groups " } else { "" };
        folder.shell(&format!("{drop}./ungarble {arguments}"))
    };
    ends(&run("secret.txt"), 1, &["cannot read secret.txt: permission denied"]);
    ends(&run("--write shut/open.txt"), 1, &["cannot write", "shut/open.txt: permission denied", "as it was"]);
    fs::set_permissions(folder.path("shut"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(folder.read("shut/open.txt"), GARBLED);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_files_as_they_were() {
    let folder = Folder::new();
    let long = ["Thier comittee recieved the leter.\n", &"The boats lay still all winter. ".repeat(500)].concat();
    folder.write("long.txt", &long);
    // A limit on the size of files fails a write as a full disk does, in the middle.
    let output = folder.shell("ulimit -f 4; trap '' XFSZ; exec \"$UNGARBLE\" --write long.txt");
    ends(&output, 1, &["cannot write", "long.txt", "what was there is as it was"]);
    assert!(folder.read("long.txt") == long);
    assert_eq!(folder.names(), ["long.txt".to_owned()].into());
    ends(&folder.shell("\"$UNGARBLE\" long.txt > /dev/full"), 1, &["cannot write standard output: no space left"]);
    ends(&folder.run(&["long.txt", "-o", "/dev/full"]), 1, &["cannot write /dev/full: no space left"]);
    let record = json!({ "text": long }).to_string();
    folder.write("long.jsonl", &record);
    let output = folder.shell("ulimit -f 4; trap '' XFSZ; exec \"$UNGARBLE\" --jsonl --write long.jsonl");
    ends(&output, 1, &["cannot write", "long.jsonl", "what was there is as it was"]);
    assert!(folder.read("long.jsonl") == record);
}

#[test]
fn input_and_output_may_not_be_the_same() {
    let folder = Folder::new();
    folder.write("a.txt", GARBLED);
    folder.write("a.jsonl", "{\"text\": \"\"}\n");
    fs::hard_link(folder.path("a.txt"), folder.path("b.txt")).unwrap();
    for arguments in [
        &["a.txt", "-o", "a.txt"][..],
        &["a.txt", "-o", "./a.txt"],
        &["a.txt", "-o", "b.txt"],
        &["a.txt", "--report", "a.txt"],
        &["--jsonl", "a.jsonl", "-o", "a.jsonl"],
    ] {
        ends(&folder.run(arguments), 1, &["is input and output at once", "--write"]);
    }
    if cfg!(unix) {
        ends(&folder.shell("\"$UNGARBLE\" a.txt >> a.txt"), 1, &["a.txt is input and output at once"]);
    }
    assert_eq!(folder.read("a.txt"), GARBLED);
}

#[cfg(unix)]
#[test]
fn an_interrupted_write_leaves_every_file_whole() {
    for signal in ["-INT", "-KILL"] {
        let folder = Folder::new();
        let damaged = "The committee recieved the letter, becuase it was adressed to them.\n";
        let (old, count) = ([damaged, &"The boats lay still all winter. ".repeat(80)].concat(), 200);
        let new = Repairer::english().repair(&old).into_owned();
        assert_ne!(new, old, "the test waits for repairs");
        let names: Vec<String> = (0..count).map(|number| format!("{number:03}.txt")).collect();
        names.iter().for_each(|name| drop(folder.write(name, &old)));
        let mut command = folder.command(&["--write", "-j1"]);
        let child = command.args(&names).spawn().unwrap();
        while folder.read(&names[5]) == old {
            std::thread::sleep(Duration::from_millis(1));
        }
        interrupt(&child, signal);
        let output = child.wait_with_output().unwrap();
        let (mut olds, mut news) = (0, 0);
        for name in &names {
            let found = folder.read(name);
            olds += usize::from(found == old);
            news += usize::from(found == new);
        }
        assert_eq!(olds + news, count, "{signal}: a file is neither old nor new");
        assert!(news > 5);
        if signal == "-INT" {
            ends(&output, 1, &["interrupted", &format!("{news} of 200 files are repaired")]);
            assert_eq!(folder.names().len(), count, "something is left over");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::new();
    folder.write("long.txt", GARBLED.repeat(3000));
    for arguments in [&["long.txt"][..], &["--edits", "long.txt"], &["--diff", "long.txt"]] {
        let mut child = folder.command(arguments).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        ends(&output, 0, &[]);
        assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    }
}

#[test]
fn check_tells_by_its_status() {
    let folder = Folder::new();
    folder.write("wrong.txt", GARBLED);
    folder.write("right.txt", repaired());
    let output = folder.run(&["--check", "wrong.txt", "right.txt"]);
    ends(&output, 2, &[]);
    assert_eq!(text(&output.stdout), "1 edit in 2 files\n");
    let output = folder.run(&["--check", "right.txt"]);
    ends(&output, 0, &[]);
    assert_eq!(text(&output.stdout), "0 edits\n");
    ends(&folder.run(&["--check", "wrong.txt", "none.txt"]), 1, &["none.txt"]);
    let output = folder.run(&["--check", "--diff", "wrong.txt"]);
    ends(&output, 2, &[]);
    assert!(text(&output.stdout).starts_with("--- wrong.txt\n+++ wrong.txt\n@@ -1 +1 @@\n-Howver, "));
    assert_eq!(folder.read("wrong.txt"), GARBLED);
}

#[test]
fn a_diff_can_be_applied() {
    let folder = Folder::new();
    let garbled = fs::read_to_string(format!("{DATA}/garbled.txt")).unwrap();
    folder.write("a.txt", &garbled);
    let diff = folder.run(&["--diff", "a.txt"]);
    assert!(!diff.stdout.contains(&0x1b), "colours in a pipe");
    assert!(folder.run(&["--diff", "--color", "always", "a.txt"]).stdout.contains(&0x1b));
    folder.write("a.diff", &diff.stdout);
    if Command::new("patch").arg("--version").output().is_ok() {
        ends(&folder.shell("patch -s a.txt a.diff"), 0, &[]);
        assert_eq!(folder.read("a.txt"), Repairer::english().repair(&garbled));
    }
}

#[test]
fn settings_choose_among_the_edits() {
    let folder = Folder::new();
    folder.write("a.txt", GARBLED);
    let out = |arguments: &[&str]| text(&folder.run(&[arguments, &["a.txt"]].concat()).stdout).to_owned();
    assert_eq!(out(&["--only", "casing,punctuation"]), GARBLED);
    assert_eq!(out(&["--only", "casing,spelling"]), repaired());
    let certain = Repairer::builder().min_confidence(Confidence::CERTAIN).build().unwrap();
    assert_eq!(out(&["--min-confidence", "1"]), certain.repair(GARBLED));
    assert_eq!(out(&["--min-confidence", "0"]), repaired());
    folder.write("keep.txt", "# our words\n\nhowver\n");
    assert_eq!(out(&["--keep", "keep.txt"]), GARBLED);
    folder.write("words.txt", "# our words\nHowver\t12\n");
    assert_eq!(out(&["--lexicon", "words.txt"]), GARBLED);
    folder.write("words.txt", "Takshashila\nairgised\n");
    folder.write("b.txt", "The museum of takshashila keeps what was dug up at Takshashilla and airgisd.\n");
    let output = folder.run(&["--lexicon", "words.txt", "b.txt"]);
    assert_eq!(text(&output.stdout), "The museum of Takshashila keeps what was dug up at Takshashila and airgised.\n");
    folder.write("words.txt", "our words\n");
    ends(&folder.run(&["--lexicon", "words.txt", "a.txt"]), 1, &["words.txt, line 1: expected `word`", "our words"]);
    for noise in ["auto", "ocr", "speech", "scrape", "translation"] {
        let noise_of = |noise: &str| Repairer::builder().noise(noise.parse().unwrap()).build().unwrap();
        assert_eq!(out(&["--noise", noise]), noise_of(noise).repair(GARBLED));
    }
}

#[test]
fn no_edit_leads_to_another_dialect() {
    let folder = Folder::new();
    let page = "The council will honour the programme, and the harbour of Marlow Haven will be the centre of it all.\n";
    folder.write("page.txt", page);
    folder.write("a.txt", page.replace("honour", "honuor"));
    let out = |dialect: &str| {
        let output = folder.run(&["--policy", "full", "--reference", "page.txt", "--dialect", dialect, "a.txt"]);
        text(&output.stdout).to_owned()
    };
    assert_eq!(out("uk"), page);
    assert_eq!(out("au"), page);
    assert_eq!(out("us"), page.replace("honour", "honor"), "an American text gets the American word");
    ends(&folder.run(&["--dialect", "fr", "a.txt"]), 1, &["fr", "us, uk, ca, au, in"]);
}

#[test]
fn the_nearest_settings_hold() {
    let folder = Folder::new();
    folder.write("ungarble.toml", "only = [\"casing\"]\n");
    folder.write("a/b/scan.txt", GARBLED);
    let run = |arguments: &[&str]| {
        let arguments = [arguments, &["scan.txt"]].concat();
        folder.command(&arguments).current_dir(folder.path("a/b")).output().unwrap()
    };
    let out = |arguments: &[&str]| text(&run(arguments).stdout).to_owned();
    assert_eq!(out(&[]), GARBLED);
    assert_eq!(out(&["--no-config"]), repaired());
    assert_eq!(out(&["--only", "spelling"]), repaired(), "a flag wins");
    // Paths are as seen from the file of settings.
    folder.write("a/ungarble.toml", "keep = \"words/keep.txt\"\n");
    folder.write("a/words/keep.txt", "howver\n");
    assert_eq!(out(&[]), GARBLED);
    folder.write("other.toml", "noise = \"ocr\"\nnosie = \"ocr\"\n");
    ends(&run(&["--config", "../../other.toml"]), 1, &["other.toml:2: unknown key \"nosie\"; did you mean \"noise\"?"]);
    folder.write("other.toml", "\n\nmin-confidence = 7\n");
    ends(&run(&["--config", "../../other.toml"]), 1, &["other.toml:3: ", "invalid value '7'", "from 0 to 1"]);
    folder.write("other.toml", "noise = [\n");
    ends(&run(&["--config", "../../other.toml"]), 1, &["other.toml:"]);
    ends(&run(&["--config", "none.toml"]), 1, &["cannot read none.toml"]);
}

#[test]
fn a_page_that_is_no_reference_is_told_with_its_score() {
    let folder = Folder::new();
    let garbled = format!("{DATA}/garbled.txt");
    folder.write(
        "menu.txt",
        "Soup of the day, a choice of two fish, bread and butter, and a glass of cider for all. ".repeat(40),
    );
    let output = folder.run(&["--reference", "menu.txt", &garbled]);
    ends(&output, 0, &["warning: menu.txt seems to hold no copy of", "it shares 0.0 %"]);
    ends(&folder.run(&["--reference", "none.txt", &garbled]), 1, &["cannot read none.txt"]);
    let output = folder.run(&["--reference", &format!("{DATA}/page.txt"), &garbled]);
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[test]
fn a_text_finds_its_copy_in_a_folder() {
    let folder = Folder::new();
    let read = |name: &str| fs::read_to_string(format!("{DATA}/{name}")).unwrap();
    let (garbled, page) = (read("garbled.txt"), read("page.txt"));
    folder.write("pages/a.txt", "Soup of the day, a choice of two fish, and a glass of cider for all. ".repeat(40));
    folder.write("pages/b.txt", &page);
    folder.write("pages/c.txt", b"\xff\xfe");
    folder.write("garbled.txt", &garbled);
    let output = folder.run(&["--reference-dir", "pages", "garbled.txt"]);
    ends(&output, 0, &["pages/c.txt is not UTF-8", "it is left out"]);
    assert_eq!(text(&output.stdout), Repairer::english().repair(Input::new(&garbled).reference(&page)));
    let edits = lines(&folder.run(&["--reference-dir", "pages", "--edits", "garbled.txt"]));
    let mut evidence = edits.iter().filter_map(|edit| edit["evidence"].as_array()).flatten();
    assert!(evidence.any(|evidence| evidence["page"] == "pages/b.txt"));
    ends(&folder.run(&["--reference-dir", "none", "garbled.txt"]), 1, &["cannot read none"]);
}

#[test]
fn edits_follow_the_schema() {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/edits.schema.json")).unwrap();
    let (garbled, page) = (format!("{DATA}/garbled.txt"), format!("{DATA}/page.txt"));
    let folder = Folder::new();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let fits = |value: &Value, name: &str| {
        let definition = &schema["$defs"][name];
        let required: BTreeSet<String> = serde_json::from_value(definition["required"].clone()).unwrap();
        assert!(keys(value).is_superset(&required), "{value} lacks some of {required:?}");
        assert!(keys(value).is_subset(&keys(&definition["properties"])), "{value} has more than the schema");
    };
    let text = fs::read_to_string(&garbled).unwrap();
    let records = [
        lines(&folder.run(&["--edits", "--reference", &page, &garbled])),
        lines(&folder.run(&["--edits", &garbled])),
        lines(&folder.run(&["--diagnose", &garbled])),
    ];
    let mut seen = BTreeSet::new();
    for record in records.iter().flatten() {
        let kind = record["type"].as_str().unwrap();
        seen.insert(kind);
        fits(record, kind);
        assert_eq!(record["schema"], 2);
        assert_eq!(record["document"], garbled);
        if kind == "edit" {
            let (start, end) = (record["start"].as_u64().unwrap() as usize, record["end"].as_u64().unwrap() as usize);
            assert_eq!(text.get(start..end), record["original"].as_str());
            let before = text.get(..start).unwrap();
            assert_eq!(record["line"], before.matches('\n').count() + 1);
            assert_eq!(record["column"], before.rsplit('\n').next().unwrap().chars().count() + 1);
            assert!(schema["$defs"]["kind"]["enum"].as_array().unwrap().contains(&record["kind"]));
            record["evidence"].as_array().unwrap().iter().for_each(|evidence| fits(evidence, "evidence"));
        }
    }
    assert_eq!(seen, ["diagnosis", "edit", "summary"].into());
    let edits = records[0].iter().filter(|record| record["type"] == "edit").count();
    assert_eq!(records[0].last().unwrap()["edits"], edits);
    let kinds: Vec<&str> = ungarble::EditKind::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(schema["$defs"]["kind"]["enum"], json!(kinds));
}

#[test]
fn figures_are_those_of_the_scoring_program() {
    let folder = Folder::new();
    folder.write(
        "garbled.txt",
        "Tbe Harbour Master said teh the ships would come be fore spring, but nobody beleived him.\n",
    );
    folder.write(
        "repaired.txt",
        "The harbour master said the ships will come before Spring, and nobody believed it him.\n",
    );
    folder.write("clean.txt", "The harbour master said the ships would come before spring, but nobody believed him.\n");
    let output = folder.run(&["score", "--json", "garbled.txt", "repaired.txt", "clean.txt"]);
    ends(&output, 0, &[]);
    let figures = &lines(&output)[0];
    let wanted: Value = serde_json::from_str(include_str!("score.json")).unwrap();
    assert_eq!(figures, &wanted);
}

#[test]
fn completions_and_the_manual_know_every_flag() {
    let folder = Folder::new();
    let help = folder.run(&["--help"]);
    let help = text(&help.stdout);
    let flags: BTreeSet<&str> = help
        .split_whitespace()
        .filter(|word| word.starts_with("--") && word.len() > 2)
        .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_lowercase()))
        .collect();
    assert!(flags.len() > 25, "{flags:?}");
    for what in ["bash", "elvish", "fish", "powershell", "zsh", "man"] {
        let output = folder.run(&["generate", what]);
        ends(&output, 0, &[]);
        let generated = text(&output.stdout).replace("\\-", "-");
        for flag in &flags {
            let name = flag.trim_start_matches('-');
            assert!(generated.contains(name), "{what} does not know {flag}");
        }
    }
    assert!(text(&folder.run(&["generate", "man"]).stdout).contains("Exit status"));
    assert!(!help.contains("generate"), "the generator is no command for people");
}

#[test]
fn a_report_is_one_page() {
    let folder = Folder::new();
    let [garbled, page, clean] = ["garbled.txt", "page.txt", "clean.txt"].map(|name| format!("{DATA}/{name}"));
    let arguments = ["--report", "page.html", "--clean", &clean, "--reference", &page, &garbled, "-o", "repaired.txt"];
    ends(&folder.run(&arguments), 0, &[]);
    let html = folder.read("page.html");
    assert!(html.starts_with("<!doctype html>") && html.trim_end().ends_with("</html>"));
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!html.contains(outside), "the page refers to {outside}");
    }
    assert!(html.contains("Against the clean text"));
    assert_eq!(folder.read("repaired.txt"), text(&folder.run(&["--reference", &page, &garbled]).stdout));
    ends(&folder.run(&["--report", "page.html", &garbled, &clean, "--edits"]), 1, &["--report shows one text"]);
}

#[test]
fn several_texts_never_run_into_one() {
    let folder = Folder::new();
    folder.write("a.txt", GARBLED);
    folder.write("b.txt", GARBLED);
    let output = folder.run(&["a.txt", "b.txt"]);
    ends(&output, 1, &["several texts would run into one", "--write"]);
    assert!(output.stdout.is_empty());
}

#[test]
fn marks_and_line_ends_stay_as_they_came() {
    let folder = Folder::new();
    for text in ["\u{feff}Right.\r\nIt is.\r\n", "no line end", "", "\r\n\r\n", "a\rb\u{85}c\u{2028}d\0e\u{1b}[31m\n"] {
        let output = folder.feed(&[], text.as_bytes());
        ends(&output, 0, &[]);
        assert_eq!(output.stdout, text.as_bytes());
    }
    let crlf = GARBLED.replace('\n', "\r\n");
    assert_eq!(text(&folder.feed(&[], crlf.as_bytes()).stdout), repaired().replace('\n', "\r\n"));
}
