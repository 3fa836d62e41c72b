//! Pages with boxes, subtitles, HTML and Markdown through the command.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{Cursor, Write};

use folder::{Folder, ends, text};

mod folder;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../formats/tests/samples");

const SRT: &str = "1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>Howver, the gov-</i>\r\n<i>ernment fell.</i>\r\n";
const ALTO: &str = "<alto><Layout><Page><TextLine>\n<String ID=\"w1\" CONTENT=\"Howver,\" HPOS=\"1\" VPOS=\"1\" WIDTH=\"70\" \
                    HEIGHT=\"9\"/>\n<String ID=\"w2\" CONTENT=\"the\"/><String ID=\"w3\" CONTENT=\"man\"/>\
                    <String ID=\"w4\" CONTENT=\"came\"/><String ID=\"w5\" CONTENT=\"inthe\"/>\
                    <String ID=\"w6\" CONTENT=\"spring.\"/></TextLine></Page></Layout></alto>\n";

#[test]
fn files_are_repaired_in_place_whatever_tells_their_format() {
    let folder = Folder::new();
    let srt = SRT.replace("Howver, the gov-", "However, the government").replace("ernment fell", "fell");
    folder.write("a.srt", SRT);
    folder.write("a", SRT);
    for arguments in [&["a.srt"][..], &["a"], &["--format", "srt", "a"], &["--format", "auto", "a"]] {
        let output = folder.run(arguments);
        ends(&output, 0, &[]);
        assert_eq!(text(&output.stdout), srt, "{arguments:?}");
    }
    let output = folder.feed(&[], SRT.as_bytes());
    assert_eq!(text(&output.stdout), srt);
    ends(&folder.run(&["a.srt", "-o", "b.srt.gz"]), 0, &[]);
    assert_eq!(text(&folder.run(&["--check", "b.srt.gz"]).stdout), "0 edits\n");
    folder.write("a.md", "# Howver\n\n`teh` **g**overment\n");
    ends(&folder.run(&["--write", "a.md", "a.srt"]), 0, &[]);
    assert_eq!(folder.read("a.md"), "# However\n\n`teh` **g**overnment\n");
    assert_eq!(folder.read("a.srt"), srt);
}

#[test]
fn boxes_are_kept_and_edits_that_would_cut_them_counted() {
    let folder = Folder::new();
    folder.write("a.xml", ALTO);
    let output = folder.run(&["a.xml"]);
    ends(&output, 0, &["a.xml: 1 edit skipped: it would change the number of words of a line (--resegment"]);
    assert_eq!(text(&output.stdout), ALTO.replace("Howver", "However"));
    assert_eq!(text(&folder.run(&["--no-resegment", "a.xml"]).stdout), ALTO.replace("Howver", "However"));
    let output = folder.run(&["--resegment", "a.xml"]);
    ends(&output, 0, &[]);
    assert!(output.stderr.is_empty());
    let cut = ALTO.replace("Howver", "However").replace(
        "<String ID=\"w5\" CONTENT=\"inthe\"/>",
        "<String ID=\"w5\" CONTENT=\"in\"/><String ID=\"w5_2\" CONTENT=\"the\"/>",
    );
    assert_eq!(text(&output.stdout), cut);
}

#[test]
fn words_are_shown_with_their_elements() {
    let folder = Folder::new();
    folder.write("a.xml", ALTO);
    let output = folder.run(&["--diff", "--resegment", "a.xml"]);
    assert_eq!(
        text(&output.stdout),
        "--- a.xml\n+++ a.xml\n@@ w1, line 2 @@\n-Howver,\n+However,\n@@ w5, line 3 @@\n-inthe\n+in the\n"
    );
    let output = folder.run(&["--edits", "a.xml"]);
    let first: serde_json::Value = serde_json::from_str(text(&output.stdout).lines().next().unwrap()).unwrap();
    assert_eq!((&first["element"], &first["file_line"], &first["file_column"]), (&"w1".into(), &2.into(), &26.into()));
    assert_eq!(first["original"], "Howver");
    folder.write("a.srt", SRT);
    let output = folder.run(&["--diff", "a.srt"]);
    assert!(text(&output.stdout).contains("-<i>Howver, the gov-</i>"), "a diff of the file: {}", text(&output.stdout));
    ends(&folder.run(&["--check", "a.xml"]), 2, &[]);
    ends(&folder.run(&["--report", "a.html", "a.xml", "-o", "b.xml"]), 0, &[]);
    assert!(folder.read("a.html").contains("Howver"));
}

#[test]
fn what_cannot_be_repaired_is_an_error_and_stays() {
    let folder = Folder::new();
    for (name, content, told) in [
        ("tei.xml", "<?xml version='1.0'?>\n<TEI><p>Howver</p></TEI>", "it is XML with the root <TEI>, which cannot"),
        ("cut.xml", "<alto>\n<Layout>", "line 2, column 9: the file ends within <Layout>"),
        ("bomb.xml", "<!DOCTYPE alto [<!ENTITY a 'b'>]>\n<alto>&a;</alto>", "declarations of entities are refused"),
        ("bad.srt", "1\n00:00:01,000 -> 00:00:02,000\nHowver\n", "line 2, column 1: expected times"),
        ("a.rtf", "{\\rtf1 Howver}", "it is RTF, which cannot be repaired"),
    ] {
        folder.write(name, content);
        let output = folder.run(&[name]);
        ends(&output, 1, &[name, told]);
        assert!(output.stdout.is_empty());
        ends(&folder.run(&["--write", name]), 1, &[told]);
        assert_eq!(folder.read(name), content);
    }
    let output = folder.run(&["--format", "text", "tei.xml"]);
    ends(&output, 0, &[]);
    ends(&folder.run(&["--format", "alto", "a.rtf"]), 1, &["a.rtf: not alto: it is RTF"]);
    ends(&folder.run(&["--format", "docx", "a.rtf"]), 1, &["docx", "hocr, alto, page"]);
}

#[test]
fn folders_are_read_with_those_within() {
    let folder = Folder::new();
    folder.write("in/b/a.srt", SRT);
    folder.write("in/a.md", "Howver\n");
    folder.write("in/picture.png", "not a text");
    folder.write("in/.hidden.txt", "Howver\n");
    ends(&folder.run(&["--write", "in"]), 1, &["in: it is a directory", "--recursive"]);
    ends(&folder.run(&["--write", "--recursive", "in"]), 0, &["1 file of other kinds left out"]);
    assert_eq!(folder.read("in/a.md"), "However\n");
    assert!(folder.read("in/b/a.srt").contains("However"));
    assert_eq!(folder.read("in/.hidden.txt"), "Howver\n");
    ends(&folder.run(&["--check", "--recursive", "in"]), 0, &[]);
    folder.write("out/picture.png", "not a text");
    ends(&folder.run(&["--check", "--recursive", "out"]), 1, &["no files to repair"]);
    folder.write("in/b/tei.xml", "<?xml version='1.0'?><TEI/>");
    ends(&folder.run(&["--check", "--recursive", "in"]), 1, &["in/b/tei.xml: it is XML with the root <TEI>"]);
}

/// A book of one chapter.
fn epub(chapter: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, content) in [
        ("META-INF/container.xml", "<container><rootfiles><rootfile full-path='book/a.opf'/></rootfiles></container>"),
        (
            "book/a.opf",
            "<package><manifest><item id='c' href='text/c.xhtml'/></manifest><spine><itemref idref='c'/></spine></package>",
        ),
        ("book/text/c.xhtml", chapter),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn references_may_be_pages_and_books() {
    let folder = Folder::new();
    let clean = "The old yard would become a base for the crews who service wind turbines in the North Sea.";
    let garbled = clean.replace("service", "servlce").replace("turbines", "tuxbnes").replace("crews", "cxews");
    let words: Vec<String> = garbled.split(' ').map(|word| format!("<String CONTENT=\"{word}\"/>")).collect();
    folder
        .write("a.xml", format!("<alto><Layout><Page><TextLine>{}</TextLine></Page></Layout></alto>", words.concat()));
    let page = format!("<html><head><title>News</title></head><body><p>{clean}</p></body></html>");
    folder.write("page.html", &page);
    folder.write("copy.txt", clean);
    folder.write("book.epub", epub(&page));
    folder.write("broken.epub", &epub(&page)[..200]);
    let words: Vec<String> = clean.split(' ').map(|word| format!("<String CONTENT=\"{word}\"/>")).collect();
    for reference in ["page.html", "copy.txt", "book.epub"] {
        let output = folder.run(&["--reference", reference, "a.xml"]);
        ends(&output, 0, &[]);
        assert!(text(&output.stdout).contains(&words.concat()), "{reference}: {}", text(&output.stdout));
    }
    ends(&folder.run(&["--reference", "broken.epub", "a.xml"]), 1, &["broken.epub: it is no EPUB"]);
}

#[test]
fn samples_come_out_whole() {
    let folder = Folder::new();
    let mut count = 0;
    for entry in fs::read_dir(SAMPLES).unwrap() {
        let path = entry.unwrap().path();
        let output = folder.run(&["--only", "casing", "--min-confidence", "1", path.to_str().unwrap()]);
        ends(&output, 0, &[]);
        assert_eq!(output.stdout, fs::read(&path).unwrap(), "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 11);
}
