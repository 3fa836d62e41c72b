//! The example `repair_file` as a person or a script calls it: what it prints, and how it fails.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

mod process;

/// The built example: it stands beside the tests' own programs.
fn program() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let built = tests.parent().and_then(Path::parent).unwrap().join("examples");
    let program = built.join(format!("repair_file{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "{program:?} is not built: run `cargo build --examples` before this test alone");
    program
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(program());
    process::fed(command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")), input).unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Asserts that the call fails with nothing printed and an error that names all of `said`.
fn fails(arguments: &[&str], input: &[u8], said: &[&str]) {
    let output = run(arguments, input);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed part of an output");
    for part in said {
        assert!(text(&output.stderr).contains(part), "{:?} does not say {part:?}", text(&output.stderr));
    }
}

/// Asserts that `input` comes out byte for byte.
fn passes_through(arguments: &[&str], input: &[u8]) {
    let output = run(arguments, input);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(output.stdout == input, "{arguments:?} changed its input");
}

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Scratch {
        let path = std::env::temp_dir().join(format!("ungarble-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Scratch(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn a_missing_file_is_named() {
    fails(&["no/such/file.txt"], b"", &["cannot read no/such/file.txt"]);
    fails(&["--reference", "no/such/page.txt", "examples/data/garbled.txt"], b"", &["cannot read no/such/page.txt"]);
}

#[test]
fn a_directory_is_named() {
    fails(&["examples/data"], b"", &["cannot read examples/data", "directory"]);
}

#[test]
fn bytes_that_are_not_utf_8_are_told_with_their_place() {
    fails(&[], b"caf\xe9 au lait", &["standard input is not UTF-8", "byte 3", "0xE9", "iconv"]);
    let page = Scratch::new("latin1.txt", b"ok \xff");
    fails(&["--reference", page.path(), "examples/data/garbled.txt"], b"", &[page.path(), "byte 3"]);
}

#[test]
fn unknown_words_in_arguments_are_told() {
    fails(&["--nosie", "ocr"], b"", &["--nosie"]);
    fails(&["--noise", "sonar"], b"", &["sonar", "translation"]);
    fails(&["--policy", "bold"], b"", &["bold", "conservative"]);
}

#[test]
fn nothing_in_is_nothing_out() {
    passes_through(&[], b"");
    let empty = Scratch::new("empty.txt", b"");
    passes_through(&["--reference", empty.path()], b"The harbour was closed.\n");
}

#[test]
fn a_text_of_control_characters_passes_through() {
    let controls: Vec<u8> = (0..32).cycle().take(4096).collect();
    passes_through(&[], &controls);
}

#[test]
fn one_token_of_ten_megabytes_passes_through() {
    passes_through(&[], &vec![b'x'; 10 << 20]);
}

#[test]
fn a_reference_far_larger_than_the_text_is_read() {
    let page = "The quay was mended before the winter came, and nobody asked why. ".repeat(10_000);
    let page = Scratch::new("large.txt", page.as_bytes());
    passes_through(&["--reference", page.path()], b"The boats lay still in the harbour all that winter.");
}

#[test]
fn every_edit_is_told_with_its_reason() {
    let output =
        run(&["--edits", "--diagnose", "--reference", "examples/data/page.txt", "examples/data/garbled.txt"], b"");
    assert!(output.status.success());
    let garbled = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/garbled.txt")).unwrap();
    let mut lines = text(&output.stderr).lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    assert!(lines.next().unwrap()["words"].as_u64().unwrap() > 300);
    let mut repaired = String::new();
    let mut at = 0;
    let mut edits = 0;
    for edit in lines {
        let (start, end) = (edit["start"].as_u64().unwrap() as usize, edit["end"].as_u64().unwrap() as usize);
        assert_eq!(garbled.get(start..end), edit["original"].as_str());
        assert!(!edit["evidence"].as_array().unwrap().is_empty(), "{edit} has no reason");
        repaired.push_str(garbled.get(at..start).unwrap());
        repaired.push_str(edit["replacement"].as_str().unwrap());
        at = end;
        edits += 1;
    }
    repaired.push_str(garbled.get(at..).unwrap());
    assert!(edits > 50, "only {edits} edits");
    assert_eq!(text(&output.stdout), repaired);
}
