//! A compressed stream of records, of any length, at flat memory.
//!
//! `STREAM_MEGABYTES=10000 cargo test --release -p ungarble-cli --test stream -- --nocapture` is the long run.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

mod folder;

use folder::Folder;

/// Sentences of which every record has some, damaged and right.
const SENTENCES: [&str; 5] = [
    "Howver, the goverment said that nothing was decided. ",
    "The harbour was closed for the whole of that winter, and the boats were taken up the river to the yard. ",
    "In march the council voted to mend the quay, and the comittee went home. ",
    "Nobody at the mill could say when the wheel had turned for the last time. ",
    "The Company Behind The Turbines has been cautious, said its spokeswoman on Monday. ",
];

/// A word that no other record has: what is remembered of words fills up with such.
fn own_word(number: u64) -> String {
    let syllables = ["ba", "cor", "del", "fi", "gun", "hal", "jo", "kes"];
    let word: String = (0..8).map(|at| syllables[(number >> (3 * at) & 7) as usize]).collect();
    format!("They called it {word}. ")
}

fn record(number: u64) -> String {
    let count = 3 + number % 23;
    let mut text: String = (0..count).map(|at| SENTENCES[((number * 7 + at * 3) % 5) as usize]).collect();
    if number.is_multiple_of(4) {
        text += &own_word(number);
    }
    serde_json::json!({ "id": number, "text": text }).to_string() + "\n"
}

#[test]
fn a_stream_takes_no_more_memory_for_being_long() {
    let megabytes: u64 = std::env::var("STREAM_MEGABYTES").map_or(6, |value| value.parse().unwrap());
    let folder = Folder::new();
    assert!(Command::new("mkfifo").arg(folder.path("in.jsonl.zst")).status().unwrap().success());
    let mut command = folder.command(&["--jsonl", "in.jsonl.zst"]);
    let told = folder.path("told");
    let mut child = command.stdout(Stdio::null()).stderr(File::create(&told).unwrap()).spawn().unwrap();
    let start = Instant::now();
    let path = folder.path("in.jsonl.zst");
    let writer = std::thread::spawn(move || -> io::Result<(u64, u64)> {
        let mut out = zstd::Encoder::new(File::create(path)?, 1)?;
        let (mut bytes, mut records) = (0, 0);
        while bytes < megabytes << 20 {
            let line = record(records);
            out.write_all(line.as_bytes())?;
            bytes += line.len() as u64;
            records += 1;
        }
        out.finish()?;
        Ok((bytes, records))
    });
    let mut memory: Vec<u64> = Vec::new();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        let of_process = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let resident = of_process.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        memory.extend(resident.and_then(|kib| kib.split_whitespace().next()?.parse::<u64>().ok()));
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(status.success(), "{status}: {}", fs::read_to_string(&told).unwrap());
    let (bytes, records) = writer.join().unwrap().unwrap();
    let seconds = start.elapsed().as_secs_f64();
    let most = |part: &[u64]| part.iter().max().copied().unwrap_or(0) / 1024;
    let (first, second) = memory.split_at(memory.len() / 2);
    println!(
        "{records} records, {} MB in {seconds:.0} s: {:.0} records/s; at most {} MiB in the first half, {} MiB in the second",
        bytes >> 20,
        records as f64 / seconds,
        most(first),
        most(second)
    );
    assert!(most(second) <= most(first) + 32, "memory grows with the stream");
}

#[test]
fn a_pipe_with_a_name_is_opened_once() {
    let folder = Folder::new();
    for name in ["in.jsonl", "out.jsonl"] {
        assert!(Command::new("mkfifo").arg(folder.path(name)).status().unwrap().success());
    }
    // Whoever opens a pipe to write waits for a reader; were it opened and closed first, the writer would be left without.
    let feed = "(sleep 0.2; printf '{\"text\": \"Howver, it fell.\"}\\n') > in.jsonl & ";
    let told =
        folder.shell(&format!("{feed} cat out.jsonl > told & \"$UNGARBLE\" --jsonl in.jsonl -o out.jsonl && wait"));
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    assert_eq!(folder.read("told"), "{\"text\": \"However, it fell.\"}\n");
}
