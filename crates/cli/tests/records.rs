//! Streams of records, and texts too long to be read whole.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::json;
use ungarble::{Input, Repairer};

use folder::{Folder, ends, interrupt, lines, text};

mod folder;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data");

const GARBLED: &str = "Howver, the reliability of that cover is now in question.\n";

/// Records of which every third is damaged.
fn records(count: usize) -> String {
    let record = |number: usize| {
        let text = if number.is_multiple_of(3) { GARBLED } else { "The boats lay still in the harbour." };
        format!("{{ \"id\":{number}, \"n\": 1.50, \"text\":{},\"tags\" : [\"a\", {{}}]}}\n", json!(text))
    };
    (0..count).map(record).collect()
}

#[test]
fn records_keep_their_order_and_every_other_byte() {
    let folder = Folder::new();
    let input = records(300);
    folder.write("in.jsonl", &input);
    let wanted = input.replace("Howver", "However");
    for threads in ["1", "2", "5"] {
        let output = folder.run(&["--jsonl", "-j", threads, "in.jsonl"]);
        ends(&output, 0, &[]);
        assert!(text(&output.stdout) == wanted, "{threads} threads");
        assert!(output.stderr.is_empty());
    }
    for packed in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"] {
        ends(&folder.run(&["--jsonl", "in.jsonl", "-o", packed]), 0, &[]);
        let again = folder.run(&["--jsonl", packed]);
        assert!(text(&again.stdout) == wanted, "{packed}");
    }
    ends(&folder.run(&["--jsonl", "--write", "in.jsonl"]), 0, &[]);
    assert!(folder.read("in.jsonl") == wanted);
    let names = ["in.jsonl", "out.jsonl", "out.jsonl.gz", "out.jsonl.zst"];
    assert_eq!(folder.names(), names.map(String::from).into());
}

#[test]
fn files_of_records_run_into_one_another_line_by_line() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"text\": \"a\"}");
    folder.write("b.jsonl", "{\"text\": \"b\"}");
    let output = folder.run(&["--jsonl", "a.jsonl", "b.jsonl"]);
    assert_eq!(text(&output.stdout), "{\"text\": \"a\"}\n{\"text\": \"b\"}");
}

#[test]
fn records_bring_their_own_references() {
    let folder = Folder::new();
    let read = |name: &str| fs::read_to_string(format!("{DATA}/{name}")).unwrap();
    let (garbled, page) = (read("garbled.txt"), read("page.txt"));
    folder.write("in.jsonl", format!("{}\n", json!({ "id": "x7", "text": garbled, "pages": [page] })));
    let output = folder.run(&["--jsonl", "--reference-field", "pages", "in.jsonl"]);
    ends(&output, 0, &[]);
    let wanted = Repairer::english().repair(Input::new(&garbled).reference(&page)).into_owned();
    assert_eq!(lines(&output)[0]["text"], wanted);
    let edits =
        lines(&folder.run(&["--jsonl", "--edits", "--id-field", "id", "--reference-field", "pages", "in.jsonl"]));
    assert!(edits.iter().all(|edit| edit["document"] == "x7"));
    let summary = edits.last().unwrap();
    assert_eq!((&summary["type"], &summary["edits"]), (&json!("summary"), &json!(edits.len() - 1)));
    let checked = folder.run(&["--jsonl", "--check", "--reference-field", "pages", "in.jsonl"]);
    ends(&checked, 2, &[]);
    assert_eq!(text(&checked.stdout), format!("{} edits in 1 records\n", edits.len() - 1));
}

#[test]
fn an_interrupted_stream_is_gone_on_with() {
    for (name, signal) in
        [("out.jsonl", "-INT"), ("out.jsonl.gz", "-INT"), ("out.jsonl.zst", "-INT"), ("out.jsonl", "-KILL")]
    {
        let folder = Folder::new();
        let input = records(400);
        let half: String = input.split_inclusive('\n').take(200).collect();
        let mut child = folder.command(&["--jsonl", "-o", name]).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(half.as_bytes()).unwrap();
        // What was written is in the pipe or further on: until the command has begun, and a moment to come to its end.
        let part = format!("{name}.part");
        let begun = (0..600).any(|_| {
            std::thread::sleep(Duration::from_millis(100));
            folder.path(&part).exists()
        });
        assert!(begun, "{part} was not written");
        std::thread::sleep(Duration::from_millis(500));
        interrupt(&child, signal);
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        assert!(folder.path(&part).exists() && !folder.path(name).exists());
        if signal == "-INT" {
            ends(&output, 1, &["interrupted", "go on with --resume"]);
        }
        ends(&folder.feed(&["--jsonl", "-o", name], input.as_bytes()), 1, &[&part, "--resume, or delete"]);
        if signal == "-INT" {
            let other = folder.feed(&["--jsonl", "-o", name, "--noise", "ocr", "--resume"], input.as_bytes());
            ends(&other, 1, &["cannot resume", "asked for something else"]);
        }
        ends(&folder.feed(&["--jsonl", "-o", name, "--resume"], input.as_bytes()), 0, &[]);
        let all = folder.run(&["--jsonl", name]);
        assert!(text(&all.stdout) == input.replace("Howver", "However"), "{name} {signal}");
        assert_eq!(folder.names(), [name.to_owned()].into());
        // Once more: there is nothing left to do.
        ends(&folder.feed(&["--jsonl", "-o", name, "--resume"], input.as_bytes()), 0, &[]);
    }
}

/// Writes a gibibyte of one letter between a head and a tail, and returns how many bytes came back and the most memory
/// that the command took, in bytes.
#[cfg(target_os = "linux")]
fn gibibyte(folder: &Folder, arguments: &[&str], head: &str, tail: &str) -> (u64, Option<u64>, Output) {
    let mut child = folder.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let (head, tail) = (head.to_owned(), tail.to_owned());
    let reader = std::thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).unwrap());
    let status = format!("/proc/{}/status", child.id());
    let block = vec![b'x'; 1 << 20];
    let mut most = None;
    let _ = stdin.write_all(head.as_bytes());
    for _ in 0..1024 {
        if stdin.write_all(&block).is_err() {
            break;
        }
    }
    let _ = stdin.write_all(tail.as_bytes());
    if let Ok(status) = fs::read_to_string(status) {
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = line.map(|line| line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024);
    }
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    (reader.join().unwrap(), most, output)
}

#[cfg(target_os = "linux")]
#[test]
fn a_line_of_a_gibibyte_passes_through_a_stream() {
    let folder = Folder::new();
    let (head, tail) = ("{\"text\": \"a\"}\n{\"text\": \"", "\"}\n{\"text\": \"b\"}\n");
    let (bytes, most, output) = gibibyte(&folder, &["--jsonl", "-j2"], head, tail);
    ends(&output, 1, &["standard input:2: the line is longer than --max-line", "1 lines are no records"]);
    assert_eq!(bytes, (1 << 30) + (head.len() + tail.len()) as u64);
    assert!(most.is_none_or(|most| most < 300 << 20), "{most:?} bytes of memory");
}

#[cfg(target_os = "linux")]
#[test]
fn a_text_of_a_gibibyte_is_refused() {
    let folder = Folder::new();
    let (bytes, _, output) = gibibyte(&folder, &[], "", "");
    ends(&output, 1, &["standard input holds more than 256 MiB", "--jsonl"]);
    assert_eq!(bytes, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_bar_is_shown_on_terminals_only() {
    let folder = Folder::new();
    folder.write("in.jsonl", records(1000));
    // `script` gives the command a terminal.
    let Ok(_) = Command::new("script").arg("--version").output() else { return };
    let bar = folder.shell("script -qec '\"$UNGARBLE\" --jsonl in.jsonl > out.jsonl' /dev/null");
    assert!(text(&bar.stdout).contains("1 files, "), "{:?}", text(&bar.stdout));
    let none = folder.shell("script -qec '\"$UNGARBLE\" --no-progress --jsonl in.jsonl > out.jsonl' /dev/null");
    assert!(!text(&none.stdout).contains("files"), "{:?}", text(&none.stdout));
    assert!(folder.shell("\"$UNGARBLE\" --jsonl in.jsonl > out.jsonl").stderr.is_empty());
}
