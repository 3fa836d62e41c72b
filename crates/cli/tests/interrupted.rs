//! Runs that are killed, full disks, folders that cannot be written to, files that change under way: what was there is as it
//! was, or repaired as a whole.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

mod folder;

use folder::Folder;

const GARBLED: &str = "Howver, the goverment said that nothing was decided, and the comittee went home.\n";

/// What makes a text long: misspellings that come again and again might be meant.
const CLEAN: &str = "The boats lay still all winter, and nobody asked the owner of the yard what he meant to do.\n";

/// Texts long enough that a run takes a while.
fn garbled(number: usize) -> String {
    format!("Text {number}. {GARBLED}{}", CLEAN.repeat(12 + number % 7))
}

/// Waits, as long as a kill shall take: spread over the time of a whole run, the same in every run of the test.
fn moment(of: usize, whole: Duration) -> Duration {
    whole.mul_f64(((of * 37) % 100) as f64 / 100.0)
}

fn send(child: &Child, signal: &str) {
    let status =
        std::process::Command::new("kill").args([signal, &child.id().to_string()]).stderr(Stdio::null()).status();
    // The run may have come to its end already.
    assert!(status.is_ok());
}

fn is_temporary(name: &str) -> bool {
    name.starts_with(".ungarble-tmp-")
}

/// The files of a folder without those that the next run removes.
fn kept(folder: &Folder) -> BTreeSet<String> {
    folder.names().into_iter().filter(|name| !is_temporary(name)).collect()
}

/// Runs the command again and again, kills it each time at another moment, and calls `check` behind each.
fn killed(folder: &Folder, arguments: &[&str], times: usize, mut reset: impl FnMut(), mut check: impl FnMut(usize)) {
    reset();
    let start = Instant::now();
    assert!(folder.run(arguments).status.success());
    let whole = start.elapsed();
    let mut interrupted = 0;
    for round in 0..times {
        reset();
        let mut child = folder.command(arguments).spawn().unwrap();
        sleep(moment(round, whole));
        send(&child, ["-KILL", "-TERM", "-INT"][round % 3]);
        interrupted += usize::from(!child.wait().unwrap().success());
        check(round);
    }
    assert!(interrupted > times / 4, "{interrupted} of {times} runs were interrupted before their end");
}

#[test]
fn a_hundred_kills_damage_no_file_and_leave_none() {
    let folder = Folder::new();
    let names: Vec<String> = (0..60).map(|number| format!("{number}.txt")).collect();
    let texts: Vec<String> = (0..60).map(garbled).collect();
    let reset = || names.iter().zip(&texts).for_each(|(name, text)| drop(folder.write(name, text)));
    let mut arguments = vec!["--write", "--threads", "2"];
    arguments.extend(names.iter().map(String::as_str));
    reset();
    assert!(folder.run(&arguments).status.success());
    let repaired: Vec<String> = names.iter().map(|name| folder.read(name)).collect();
    assert!(repaired.iter().zip(&texts).all(|(repaired, text)| repaired != text));
    let expected: BTreeSet<String> = names.iter().cloned().collect();
    killed(&folder, &arguments, 100, reset, |round| {
        for (index, name) in names.iter().enumerate() {
            let found = folder.read(name);
            assert!(found == texts[index] || found == repaired[index], "round {round}: {name} is neither");
        }
        assert_eq!(kept(&folder), expected, "round {round}");
    });
    // Whatever a kill between two system calls left is removed by a run that comes to its end.
    fs::write(folder.path(".ungarble-tmp-x1y2z3"), "left").unwrap();
    reset();
    assert!(folder.run(&arguments).status.success());
    assert_eq!(folder.names(), expected);
}

#[test]
fn an_output_is_there_as_a_whole_or_not_at_all() {
    let text = format!("{}{}", garbled(3), CLEAN.repeat(600));
    for output in ["out.txt", "out.txt.gz", "out.txt.zst"] {
        let folder = Folder::new();
        folder.write("in.txt", &text);
        let arguments = ["in.txt", "-o", output];
        assert!(folder.run(&arguments).status.success());
        let whole = fs::read(folder.path(output)).unwrap();
        let reset = || drop(fs::remove_file(folder.path(output)));
        killed(&folder, &arguments, 12, reset, |round| {
            if let Ok(found) = fs::read(folder.path(output)) {
                assert!(found == whole, "{output}, round {round}: {} of {} bytes", found.len(), whole.len());
            }
            assert!(kept(&folder).iter().all(|name| name == "in.txt" || name == output));
        });
    }
}

/// What a file holds, its streams unpacked.
fn unpacked(folder: &Folder, name: &str) -> Vec<u8> {
    let packed = fs::read(folder.path(name)).unwrap();
    let mut plain = Vec::new();
    if name.ends_with(".gz") {
        flate2::read::MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut plain).unwrap();
    } else if name.ends_with(".zst") {
        plain = zstd::decode_all(packed.as_slice()).unwrap();
    } else {
        plain = packed;
    }
    plain
}

#[test]
fn a_stream_that_is_killed_goes_on_to_the_same_output() {
    let folder = Folder::new();
    let records: String =
        (0..400).map(|n| serde_json::json!({ "id": n, "text": garbled(n) }).to_string() + "\n").collect();
    folder.write("in.jsonl", records);
    for output in ["out.jsonl", "out.jsonl.gz", "out.jsonl.zst"] {
        assert!(folder.run(&["--jsonl", "in.jsonl", "-o", output]).status.success());
        let whole = unpacked(&folder, output);
        for round in 0..6 {
            for name in [output.to_owned(), format!("{output}.part"), format!("{output}.part.state")] {
                let _ = fs::remove_file(folder.path(&name));
            }
            let arguments = ["--jsonl", "--resume", "in.jsonl", "-o", output];
            let start = Instant::now();
            let mut child = folder.command(&arguments).spawn().unwrap();
            sleep(Duration::from_millis(40 + 60 * round));
            send(&child, ["-KILL", "-TERM", "-INT"][round as usize % 3]);
            let _ = child.wait().unwrap();
            assert!(start.elapsed() < Duration::from_secs(60));
            let done = folder.run(&arguments);
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            // Packed streams are cut where the run was: what they hold is the same.
            assert!(unpacked(&folder, output) == whole, "{output}, round {round}");
            assert!(folder.names().iter().all(|name| !name.contains(".part") && !is_temporary(name)), "{output}");
        }
    }
}

#[test]
fn a_full_disk_changes_nothing() {
    let folder = Folder::new();
    let text = format!("{}{}", garbled(5), CLEAN.repeat(300));
    folder.write("a.txt", &text);
    // A limit on the size of files is met as a full disk is: by an error in the middle of writing.
    for arguments in ["--write a.txt", "a.txt -o b.txt", "a.txt --report c.html -o b.txt"] {
        let out = folder.shell(&format!("trap '' XFSZ; ulimit -f 8; exec \"$UNGARBLE\" {arguments}"));
        assert_eq!(out.status.code(), Some(1), "{arguments}");
        assert!(String::from_utf8_lossy(&out.stderr).contains("cannot write"), "{arguments}");
        assert_eq!(folder.read("a.txt"), text);
        assert_eq!(folder.names(), BTreeSet::from(["a.txt".to_owned()]), "{arguments}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_to_is_an_error() {
    let folder = Folder::new();
    folder.write("a.txt", GARBLED);
    // Nobody writes there, not even who may write everywhere.
    let out = folder.run(&["a.txt", "-o", "/proc/ungarble.txt"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&out.stderr).contains("cannot write /proc/ungarble.txt"));
    assert_eq!(folder.read("a.txt"), GARBLED);
}

#[test]
fn a_file_that_is_replaced_while_it_is_repaired_keeps_its_new_content() {
    let folder = Folder::new();
    // Long enough that it is still being repaired when it changes.
    let text = format!("{}{}", garbled(1), CLEAN.repeat(2_000));
    let mut met = 0;
    for round in 0..10 {
        folder.write("a.txt", &text);
        let child = folder.command(&["--write", "a.txt"]).spawn().unwrap();
        sleep(Duration::from_millis(30 + 20 * round));
        folder.write("new.txt", "Other words.\n");
        fs::rename(folder.path("new.txt"), folder.path("a.txt")).unwrap();
        let out = child.wait_with_output().unwrap();
        let changed = String::from_utf8_lossy(&out.stderr).contains("was changed while it was repaired");
        met += usize::from(changed);
        // Where the run was done before, or had not begun, there is nothing to tell.
        assert_eq!(folder.read("a.txt"), "Other words.\n", "round {round}");
        assert_eq!(out.status.success(), !changed);
    }
    assert!(met > 0, "no round met the file half way");
}
