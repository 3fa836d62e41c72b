//! What files of each format do that a careless repair would break.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use ungarble::{Input, Repairer, Span};
use ungarble_formats::{Document, Edits, Format, FormatError, Obstacle, Resegment};

/// Edits the first text of a file: in each pair the first occurrence of the one becomes the other.
fn edited(source: &str, format: Format, resegment: Resegment, pairs: &[(&str, &str)]) -> String {
    let document = Document::open_as(source.as_bytes(), format).unwrap();
    let text = document.texts()[0].as_str();
    let edits = pairs.iter().fold(Edits::new(), |edits, (from, to)| {
        let at = text.find(from).unwrap_or_else(|| panic!("{from:?} is not in {text:?}"));
        edits.with(at..at + from.len(), *to)
    });
    let applied = document.apply_edits(&[edits], resegment);
    assert!(applied.skipped().is_empty(), "{:?}", applied.skipped());
    applied.into_text().into_owned()
}

fn obstacle(source: &str, format: Format, from: &str, to: &str) -> Obstacle {
    let document = Document::open_as(source.as_bytes(), format).unwrap();
    let at = document.texts()[0].as_str().find(from).unwrap();
    let applied = document.apply_edits(&[Edits::new().with(at..at + from.len(), to)], Resegment::No);
    assert_eq!(applied.bytes(), source.as_bytes());
    applied.skipped()[0].obstacle()
}

fn alto(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("<TextLine>{line}</TextLine>\n")).collect();
    format!("<alto><Layout><Page><TextBlock>\n{}</TextBlock></Page></Layout></alto>\n", lines.concat())
}

#[test]
fn alto_hyphens_of_four_dialects_keep_their_halves() {
    let halves = |first: &str, hyphen: &str, second: &str| {
        alto(&[&format!("<String CONTENT=\"{first}\"/>{hyphen}"), &format!("<String CONTENT=\"{second}\"/>")])
    };
    let join = [("goverm-\nent", "government")];
    let marked = |first: &str, second: &str| {
        let subs = |kind: &str| format!("\" SUBS_TYPE=\"{kind}\" SUBS_CONTENT=\"government");
        (format!("{first}{}", subs("HypPart1")), format!("{second}{}", subs("HypPart2")))
    };
    for (hyphen, inside) in [("<HYP CONTENT=\"\u{ad}\"/>", ""), ("<HYP CONTENT=\"-\"/>", ""), ("", "-")] {
        let source = halves(&format!("goverm{inside}"), hyphen, "ent");
        let (first, second) = marked(&format!("governm{inside}"), "ent");
        assert_eq!(edited(&source, Format::Alto, Resegment::No, &join), halves(&first, hyphen, &second));
    }
    // With a substitution, even one that is garbage: both halves are told of the whole, and it is read once.
    let subs = |kind: &str, whole: &str| format!("\" SUBS_CONTENT=\"{whole}\" SUBS_TYPE=\"{kind}");
    let source = halves(
        &format!("goverm-{}", subs("HypPart1", ".ant4ru.")),
        "",
        &format!("ent{}", subs("HypPart2", "govermment")),
    );
    assert_eq!(Document::open(source.as_bytes()).unwrap().texts()[0].as_str(), "goverm-\nent");
    let out = edited(&source, Format::Alto, Resegment::No, &join);
    assert_eq!(
        out,
        halves(
            &format!("governm-{}", subs("HypPart1", "government")),
            "",
            &format!("ent{}", subs("HypPart2", "government"))
        )
    );
    assert_eq!(Document::open(out.as_bytes()).unwrap().to_text(), "government\n");
    assert_eq!(obstacle(&source, Format::Alto, "ent", "entry"), Obstacle::BrokenWord);
}

#[test]
fn alto_words_are_split_and_joined_with_their_boxes() {
    let word = |rest: &str| format!("<String {rest}/>");
    let source = alto(&[&format!(
        "{}<SP WIDTH=\"9\"/>{} <SP/> {}",
        word("ID=\"a\" CONTENT=\"inthe\" HPOS=\"10\" VPOS=\"5\" WIDTH=\"60\" HEIGHT=\"9\" WC=\"0.5\" CC=\"0 0 0 0 0\""),
        word("ID=\"b\" CONTENT=\"be\" HPOS=\"80\" VPOS=\"6\" WIDTH=\"20\" HEIGHT=\"9\" WC=\"0.9\" CC=\"00\""),
        word("ID=\"c\" CONTENT=\"tween\" HPOS=\"110\" VPOS=\"4\" WIDTH=\"50\" HEIGHT=\"9\" WC=\"0.75\""),
    )]);
    let out = edited(&source, Format::Alto, Resegment::Yes, &[("inthe", "in the"), ("be tween", "between")]);
    let expected = alto(&[&format!(
        "{}<SP WIDTH=\"10\" VPOS=\"5\" HPOS=\"30\"/>{}<SP WIDTH=\"9\"/>{}",
        word("ID=\"a\" CONTENT=\"in\" HPOS=\"10\" VPOS=\"5\" WIDTH=\"20\" HEIGHT=\"9\" WC=\"0.5\""),
        word("ID=\"a_2\" CONTENT=\"the\" HPOS=\"40\" VPOS=\"5\" WIDTH=\"30\" HEIGHT=\"9\" WC=\"0.5\""),
        word("ID=\"b\" CONTENT=\"between\" HPOS=\"80\" VPOS=\"4\" WIDTH=\"80\" HEIGHT=\"11\" WC=\"0.75\""),
    )]);
    assert_eq!(out, expected);
    assert_eq!(obstacle(&source, Format::Alto, "inthe", "in the"), Obstacle::WordCount);
}

#[test]
fn alto_letters_go_where_they_no_longer_fit() {
    let glyphs = "<Glyph CONTENT=\"t\"/><Glyph CONTENT=\"b\"/><Glyph CONTENT=\"e\"/>";
    let source = alto(&[&format!("<String CC=\"0 9 0\" CONTENT=\"tbe\">{glyphs}</String>")]);
    let same = edited(&source, Format::Alto, Resegment::No, &[("tbe", "the")]);
    assert_eq!(same, source.replace("\"tbe\"", "\"the\"").replace("\"b\"", "\"h\""));
    let longer = edited(&source, Format::Alto, Resegment::No, &[("tbe", "then")]);
    assert_eq!(longer, alto(&["<String CONTENT=\"then\"></String>"]));
}

#[test]
fn alto_alternatives_and_confidences_are_told() {
    let source = alto(&["<String CONTENT='tbe' WC='0.31'><ALTERNATIVE PURPOSE='x'>the</ALTERNATIVE></String>\
                         <String CONTENT='two words' WC='2'/>"]);
    let document = Document::open(source.as_bytes()).unwrap();
    let input = document.texts()[0].input();
    assert_eq!(input.recognised_words().len(), 1, "a confidence above 1 is none");
    assert_eq!(input.recognised_alternatives()[0].replacement(), "the");
    assert_eq!(input.recognised_alternatives()[0].span(), Span::new(0, 3));
}

fn hocr(lines: &[&str]) -> String {
    let lines: Vec<String> = lines.iter().map(|line| format!("<span class='ocr_line'>{line}</span>\n")).collect();
    format!("<div class='ocr_page'><p class='ocr_par'>\n{}</p></div>\n", lines.concat())
}

#[test]
fn hocr_words_keep_their_markup() {
    let word = |inner: &str| format!("<span class=\"ocrx_word\" title='bbox 1 2 30 4; x_wconf 31'>{inner}</span>");
    for (inner, from, to, after) in [
        ("<strong>tbe</strong>", "tbe", "the", "<strong>the</strong>"),
        ("<em>T</em>be", "Tbe", "The", "<em>T</em>he"),
        ("R&amp;D", "R&D", "R&Ds", "R&amp;Ds"),
        ("caf&eacute;", "café", "cafés", "caf&eacute;s"),
        (" tbe\n ", "tbe", "the", " the\n "),
    ] {
        let source = hocr(&[&word(inner)]);
        assert_eq!(edited(&source, Format::Hocr, Resegment::No, &[(from, to)]), hocr(&[&word(after)]));
    }
}

#[test]
fn hocr_characters_change_or_go() {
    let character = |c: &str| format!("\n  <span class='ocrx_cinfo' title='x_bboxes 1 2 3 4'>{c}</span>");
    let word = |inner: &str| format!("<span class='ocrx_word' title='bbox 1 2 30 4; x_wconf 31'>{inner}\n</span>");
    let of = |letters: &str| letters.chars().map(|c| character(&c.to_string())).collect::<String>();
    let source = hocr(&[&word(&of("rnat"))]);
    assert_eq!(Document::open(source.as_bytes()).unwrap().texts()[0].as_str(), "rnat");
    assert_eq!(edited(&source, Format::Hocr, Resegment::No, &[("rnat", "meat")]), hocr(&[&word(&of("meat"))]));
    assert_eq!(edited(&source, Format::Hocr, Resegment::No, &[("rnat", "mat")]), hocr(&[&word("\n  mat")]));
}

#[test]
fn hocr_boxes_are_cut_and_joined() {
    let word = |id: &str, title: &str, inner: &str| {
        format!("<span class='ocrx_word' id='{id}' title='{title}'>{inner}</span>")
    };
    let source = hocr(&[&[
        word("w1", "bbox 10 5 70 14; x_wconf 50; x_confs 1 2 3 4 5", "<b>inthe</b>"),
        word("w2", "bbox 80 6 100 15; x_wconf 90", "be"),
        word("w3", "bbox 110 4 160 13; x_wconf 75", "tween"),
    ]
    .join("\n")]);
    let out = edited(&source, Format::Hocr, Resegment::Yes, &[("inthe", "in the"), ("be tween", "between")]);
    let expected = [
        word("w1", "bbox 10 5 30 14; x_wconf 50", "<b>in</b>")
            + " "
            + &word("w1_2", "bbox 40 5 70 14; x_wconf 50", "<b>the</b>"),
        word("w2", "bbox 80 4 160 15; x_wconf 75", "between"),
    ];
    assert_eq!(out, hocr(&[&expected.join("\n")]));
}

#[test]
fn hocr_hyphens_at_line_ends_become_soft() {
    let word = |inner: &str| format!("<span class='ocrx_word'>{inner}</span>");
    let source = hocr(&[&word("gov-"), &word("ernment")]);
    let out = edited(&source, Format::Hocr, Resegment::No, &[("gov-\nernment", "government")]);
    assert_eq!(out, hocr(&[&word("gov&#173;"), &word("ernment")]));
    assert_eq!(Document::open(out.as_bytes()).unwrap().to_text(), "government\n");
    let source = hocr(&[&word("well-"), &word("knwon")]);
    let out = edited(&source, Format::Hocr, Resegment::No, &[("well-\nknwon", "well-known")]);
    assert_eq!(out, hocr(&[&word("well-"), &word("known")]), "a hyphen of the word itself stays");
}

#[test]
fn hocr_lines_without_words_are_running_text() {
    let source = hocr(&["Tbe <i>old</i> gov-", "ernment fell"]);
    let out = edited(&source, Format::Hocr, Resegment::No, &[("Tbe", "The"), ("gov-\nernment ", "government\n")]);
    assert_eq!(out, hocr(&["The <i>old</i> government", "fell"]));
}

#[test]
fn page_levels_stay_in_step() {
    let equiv = |text: &str| {
        format!("<TextEquiv conf='0.5'><PlainText>{text}</PlainText><Unicode>{text}</Unicode></TextEquiv>")
    };
    let glyph = |c: char| format!("<Glyph>{}</Glyph>", equiv(&c.to_string()));
    let word = |id: &str, points: &str, glyphs: &str, text: &str| {
        format!("<Word id='{id}'><Coords points='{points}'/>{glyphs}{}</Word>", equiv(text))
    };
    let page = |words: &str, line: &str, custom: &str, region: &str| {
        format!(
            "<PcGts><Page>\n<TextRegion><TextLine custom='{custom}'>{words}{}</TextLine>{}</TextRegion>\n</Page></PcGts>",
            equiv(line),
            equiv(region)
        )
    };
    let glyphs: String = "tbe".chars().map(glyph).collect();
    let source = page(
        &(word("a", "10,5 70,5 70,14 10,14", "", "inthe") + &word("b", "80,5 90,9", &glyphs, "tbe")),
        "inthe tbe",
        "x {offset:6; length:3;}",
        "inthe\n  tbe",
    );
    let after: String = "the".chars().map(glyph).collect();
    let out = edited(&source, Format::Page, Resegment::No, &[("tbe", "the")]);
    assert_eq!(
        out,
        page(
            &(word("a", "10,5 70,5 70,14 10,14", "", "inthe") + &word("b", "80,5 90,9", &after, "the")),
            "inthe the",
            "x {offset:6; length:3;}",
            "inthe\n  the"
        )
    );
    let out = edited(&source, Format::Page, Resegment::Yes, &[("inthe", "in the"), ("tbe", "they")]);
    let words = word("a", "10,5 30,5 30,14 10,14", "", "in")
        + &word("a_2", "40,5 70,5 70,14 40,14", "", "the")
        + &word("b", "80,5 90,9", "", "they");
    assert_eq!(out, page(&words, "in the they", "x {offset:7; length:4;}", "in the\n  they"));
    let out = edited(&source, Format::Page, Resegment::Yes, &[("inthe tbe", "inthetbe")]);
    let words = word("a", "10,5 90,5 90,14 10,14", "", "inthetbe");
    assert_eq!(out, page(&words, "inthetbe", "x {offset:5; length:3;}", "inthetbe"));
}

#[test]
fn page_tags_move_on_every_level() {
    let page = |region: &str, words: &str, text: &str| {
        let equiv = format!("<TextEquiv><Unicode>{text}</Unicode></TextEquiv>");
        format!(
            "<PcGts><Page><TextRegion custom='{region}'><TextLine>{words}{equiv}</TextLine>{equiv}</TextRegion></Page></PcGts>"
        )
    };
    let word = |id: &str, custom: &str, points: &str, text: &str| {
        format!(
            "<Word id='{id}' custom='{custom}'><Coords points='{points}'/><TextEquiv><Unicode>{text}</Unicode></TextEquiv></Word>"
        )
    };
    let last = |custom: &str, text: &str| word("c", custom, "80,5 90,9", text);
    let source = page(
        "b {offset:2; length:3;} i {offset:6; length:8;}",
        &(word("a", "b {offset:2; length:3;}", "10,5 70,5 70,14 10,14", "inthe")
            + &last("i {offset:0; length:8;}", "govermnt")),
        "inthe govermnt",
    );
    let out = edited(&source, Format::Page, Resegment::Yes, &[("inthe", "in the"), ("govermnt", "government")]);
    let words = word("a", "", "10,5 30,5 30,14 10,14", "in")
        + &word("a_2", "b {offset:0; length:3;}", "40,5 70,5 70,14 40,14", "the")
        + &last("i {offset:0; length:10;}", "government");
    assert_eq!(out, page("b {offset:3; length:3;} i {offset:7; length:10;}", &words, "in the government"));
}

#[test]
fn page_levels_that_disagree_are_told() {
    let source = "<PcGts><Page><TextRegion><TextLine><Word><TextEquiv><Unicode>tbe</Unicode></TextEquiv></Word>\
                  <TextEquiv><Unicode>another</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>";
    let document = Document::open(source.as_bytes()).unwrap();
    let applied = document.apply_edits(&[Edits::new().with(0..3, "the")], Resegment::No);
    assert_eq!(applied.levels_apart(), 1);
    assert_eq!(applied.into_text(), source.replace("tbe", "the"));
}

#[test]
fn page_alternatives_are_candidates_and_lines_without_words_text() {
    let source = "<PcGts><Page><TextRegion><TextLine><Word><TextEquiv index='1'><Unicode>the</Unicode></TextEquiv>\
                  <TextEquiv index='0' conf='0.4'><Unicode>tbe</Unicode></TextEquiv></Word></TextLine>\
                  <TextLine><TextEquiv><Unicode>gov-</Unicode></TextEquiv></TextLine>\
                  <TextLine><TextEquiv><Unicode>ernment fell</Unicode></TextEquiv></TextLine>\
                  <TextEquiv><Unicode>tbe\ngov-\nernment fell</Unicode></TextEquiv></TextRegion></Page></PcGts>";
    let document = Document::open(source.as_bytes()).unwrap();
    let text = &document.texts()[0];
    assert_eq!(text.as_str(), "tbe\ngov-\nernment fell");
    assert_eq!(text.input().recognised_alternatives()[0].replacement(), "the");
    let out = edited(source, Format::Page, Resegment::No, &[("gov-\nernment ", "government\n")]);
    let expected = source
        .replace("<Unicode>gov-</Unicode>", "<Unicode>government</Unicode>")
        .replace("<Unicode>ernment fell</Unicode>", "<Unicode>fell</Unicode>")
        .replace("gov-\nernment fell", "government\nfell");
    assert_eq!(out, expected);
}

#[test]
fn subtitles_are_repaired_over_cues_and_keep_the_rest() {
    let source = include_str!("samples/srt-traps-made.srt");
    let repairer = Repairer::english();
    let document = Document::open(source.as_bytes()).unwrap();
    let out = document.repair(Resegment::No, |text| repairer.plan(text.input()).into()).into_text();
    let expected = source
        .replace("Howver", "However")
        .replace("gov-</i>\r\n<i>ernment fell", "government</i>\r\n<i>fell")
        .replace("teh", "the")
        .replace("goo?", "go?");
    assert_eq!(out, expected, "the times, the coordinates and the line ends stay");
    let source = "WEBVTT\n\n00:01.000 --> 00:02.000\nThe old gov-\n\n00:02.000 --> 00:03.000\nernment had to go. ♪\n";
    let document = Document::open(source.as_bytes()).unwrap();
    let out = document.repair(Resegment::No, |text| repairer.plan(text.input()).into()).into_text();
    assert_eq!(
        out,
        source.replace("gov-", "government").replace("ernment had", "had").replace("governhad", "government")
    );
}

#[test]
fn notes_of_music_stay() {
    let source = "1\n00:00:01,000 --> 00:00:02,000\n♪ Tbe sea ♪\n# la la #\n";
    let document = Document::open(source.as_bytes()).unwrap();
    let text = document.texts()[0].as_str();
    let edit = |from: &str, to: &str| {
        let at = text.find(from).unwrap();
        // What a plan may do is told by the spans that it may not touch.
        let input: Input<'_> = document.texts()[0].input();
        let plan = Repairer::english().plan(input);
        assert!(plan.edits().iter().all(|edit| !edit.original().contains(['♪', '#'])));
        document.apply_edits(&[Edits::new().with(at..at + from.len(), to)], Resegment::No).into_text().into_owned()
    };
    assert_eq!(edit("Tbe", "The"), source.replace("Tbe", "The"));
}

#[test]
fn markdown_and_html_keep_their_marks() {
    let out = edited("**W**rok *here*\n", Format::Markdown, Resegment::No, &[("Wrok", "Work")]);
    assert_eq!(out, "**W**ork *here*\n");
    let out = edited("a word", Format::Markdown, Resegment::No, &[("word", "w*rd_")]);
    assert_eq!(out, "a w\\*rd\\_");
    let out = edited("<p>a <b>w</b>rod</p>", Format::Html, Resegment::No, &[("wrod", "w<>d")]);
    assert_eq!(out, "<p>a <b>w</b>&lt;&gt;d</p>");
    assert_eq!(obstacle("_for_ Goverment", Format::Markdown, "for ", "for"), Obstacle::Structure);
    assert_eq!(obstacle("<p>a</p><p>b</p>", Format::Html, "a\n\nb", "ab"), Obstacle::LineBreak);
}

#[test]
fn other_encodings_get_what_they_can_write() {
    let source = "<?xml version='1.0' encoding='ISO-8859-1'?><alto><Layout><Page><TextLine><String CONTENT='cafe'/>\
                  </TextLine></Page></Layout></alto>";
    let out = edited(source, Format::Alto, Resegment::No, &[("cafe", "café")]);
    assert_eq!(out, source.replace("cafe", "caf&#233;"));
}

#[test]
fn bombs_and_foreign_files_are_refused() {
    let laughs =
        "<?xml version='1.0'?>\n<!DOCTYPE alto [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>\n<alto>&b;</alto>";
    let foreign = "<!DOCTYPE PcGts [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><PcGts>&x;</PcGts>";
    let page =
        "<!DOCTYPE html [<!ENTITY x 'y'>]>\n<html xmlns='http://www.w3.org/1999/xhtml'><div class='ocr_page'/></html>";
    for source in [laughs, foreign, page] {
        let error = Document::open(source.as_bytes()).unwrap_err();
        assert!(matches!(error, FormatError::Entities { .. }), "{error}");
    }
    // Named only: nothing is read from elsewhere.
    let named = "<!DOCTYPE alto SYSTEM 'http://nowhere.example/alto.dtd'><alto/>";
    assert!(Document::open(named.as_bytes()).is_ok());
}

#[test]
fn deep_nesting_is_read() {
    let deep = format!("<alto>{}{}</alto>", "<a>".repeat(200_000), "</a>".repeat(200_000));
    assert!(Document::open(deep.as_bytes()).is_ok());
    let deep = format!("<div class='ocr_page'>{}", "<span>".repeat(200_000));
    assert!(Document::open_as(deep.as_bytes(), Format::Html).is_ok());
}

#[test]
fn cut_files_are_errors_with_a_place_or_texts() {
    let samples: [(&str, &str); 4] = [
        ("alto", include_str!("samples/alto3-small.xml")),
        ("hocr", include_str!("samples/hocr-tesseract530-made.hocr")),
        ("page", include_str!("samples/page-levels-are-different.page.xml")),
        ("vtt", include_str!("samples/vtt-cue-tags.vtt")),
    ];
    for (name, source) in samples {
        let whole = source.trim_end().len();
        for cut in (0..whole - 1).step_by(97) {
            let Some(part) = source.get(..cut) else { continue };
            match Document::open_as(part.as_bytes(), name.parse().unwrap()) {
                Ok(document) => assert_eq!(document.apply_edits(&[], Resegment::No).bytes(), part.as_bytes()),
                Err(FormatError::Malformed { line, column, .. }) => {
                    assert!(line >= 1 && column >= 1);
                    assert!(line <= part.lines().count().max(1) + 1, "{name} cut at {cut}: line {line}");
                }
                Err(error) => assert!(matches!(error, FormatError::Mismatch { .. }), "{name} cut at {cut}: {error}"),
            }
            let is_xml = name != "vtt";
            assert!(
                !is_xml || Document::open_as(part.as_bytes(), name.parse().unwrap()).is_err(),
                "{name} cut at {cut}"
            );
        }
    }
}

#[test]
fn files_of_another_format_than_told_are_refused() {
    for (source, told) in [("<PcGts/>", Format::Alto), ("<p>text</p>", Format::Hocr), ("text", Format::Page)] {
        let error = Document::open_as(source.as_bytes(), told).unwrap_err();
        assert!(matches!(error, FormatError::Mismatch { .. }), "{error}");
    }
    assert!(Document::open_as(b"<p class='ocr_line'>one</p> two", Format::Hocr).is_ok(), "a part of a page");
    let error = Document::open(b"caf\xe9").unwrap_err();
    assert_eq!(error, FormatError::Encoding { at: 3 });
}

#[test]
fn many_pages_make_several_texts() {
    let page = "<Page><TextLine><String CONTENT='tbe'/></TextLine></Page>";
    let source = format!("<alto><Layout>{}</Layout></alto>", page.repeat(70));
    let document = Document::open(source.as_bytes()).unwrap();
    assert_eq!(document.texts().iter().map(|text| text.pages()).collect::<Vec<_>>(), [32, 32, 6]);
    let the = Edits::new().with(0..3, "the");
    let out = document.apply_edits(&[Edits::new(), the], Resegment::No).into_text();
    assert_eq!(out.find("the"), source.match_indices("tbe").nth(32).map(|(at, _)| at));
}

/// A word of Tesseract with what it thought of at each letter (`lstm_choice_mode=2`).
fn chosen(word: &str, choices: &[&[(&str, f64)]]) -> String {
    let choice =
        |(letter, sure): &(&str, f64)| format!("<span class='ocrx_cinfo' title='x_confs {sure}'>{letter}</span>");
    let list = |all: &&[(&str, f64)]| {
        format!(
            "\n <span class='ocrx_cinfo' id='c'>\n  {}</span>",
            all.iter().map(choice).collect::<Vec<_>>().join("\n  ")
        )
    };
    let lists: String = choices.iter().map(list).collect();
    format!("<span class='ocrx_word' id='w' title='bbox 1 2 31 12; x_wconf 80'>{word}{lists}\n</span>")
}

#[test]
fn choices_of_letters_are_no_text_and_make_alternatives() {
    let space: &[(&str, f64)] = &[(" ", 95.0), ("_", 0.0)];
    let choices: [&[(&str, f64)]; 4] =
        [space, &[("I", 91.5), ("T", 55.3), ("l", 13.0), ("J", 0.0)], &[("h", 95.0), ("&amp;", 2.5)], &[("e", 95.1)]];
    let page = |word: &str| {
        format!("<html><body><div class='ocr_page'><span class='ocr_line'>{word}</span></div></body></html>")
    };
    let source = page(&chosen("Ihe", &choices));
    let document = Document::open(source.as_bytes()).unwrap();
    let [text] = document.texts() else { panic!("one page") };
    assert_eq!(text.as_str(), "Ihe");
    let others: Vec<String> =
        text.input().recognised_alternatives().iter().map(|other| other.replacement().to_owned()).collect();
    assert_eq!(others, ["The", "lhe", "I&e"]);
    // A letter for a letter leaves the choices; where letters come or go they no longer fit.
    let the = page(&chosen("The", &choices));
    assert_eq!(edited(&source, Format::Hocr, Resegment::No, &[("Ihe", "The")]), the);
    let then = page(&chosen("Then", &[]).replace("Then", &["Then", &"\n ".repeat(4)].concat()));
    assert_eq!(edited(&source, Format::Hocr, Resegment::No, &[("Ihe", "Then")]), then);
    let both = edited(&source, Format::Hocr, Resegment::Yes, &[("Ihe", "I he")]);
    assert!(both.contains(">I</span> <span") && both.contains(">he</span>") && !both.contains("ocrx_cinfo"), "{both}");
}

#[test]
fn regions_of_a_page_are_read_in_its_reading_order() {
    let region = |id: &str, lines: &[&str]| {
        let word = |word: &str| format!("<Word><TextEquiv><Unicode>{word}</Unicode></TextEquiv></Word>");
        let line = |line: &&str| {
            let words: String = line.split(' ').map(word).collect();
            format!("<TextLine>{words}<TextEquiv><Unicode>{line}</Unicode></TextEquiv></TextLine>")
        };
        let text = lines.join("\n");
        let lines: String = lines.iter().map(line).collect();
        format!("<TextRegion id='{id}'>{lines}<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextRegion>")
    };
    let page = |first: &str, second: &str| {
        format!(
            "<PcGts><Page><ReadingOrder><OrderedGroup id='o'><RegionRefIndexed index='1' regionRef='right'/>\
             <RegionRefIndexed index='0' regionRef='left'/></OrderedGroup></ReadingOrder>{}{}{}</Page></PcGts>",
            region("head", &["A HISTORY OF SALT"]),
            region("right", &[second, "was never built."]),
            region("left", &["The harbour that the", first]),
        )
    };
    let source = page("old goverm-", "ent had promised");
    let document = Document::open(source.as_bytes()).unwrap();
    let read = "The harbour that the\nold goverm-\nent had promised\nwas never built.\n\nA HISTORY OF SALT";
    assert_eq!(document.texts()[0].as_str(), read);
    // The word that goes on in the other column is one; each half stays in its place, and all levels follow.
    let repaired = edited(&source, Format::Page, Resegment::No, &[("goverm-\nent", "government")]);
    assert_eq!(repaired, page("old governm-", "ent had promised"));
    let again = document.repair(Resegment::No, |text| Repairer::english().plan(text.input()).into());
    assert_eq!(again.into_text(), repaired);
}

/// A page of ALTO with an order before it.
fn ordered(order: &str, page: &str) -> String {
    format!(
        "<alto><ReadingOrder>{order}</ReadingOrder><Layout><Page><PrintSpace>{page}</PrintSpace></Page></Layout></alto>"
    )
}

fn alto_line(id: &str, words: &str) -> String {
    let words: String = words.split(' ').map(|word| format!("<String CONTENT='{word}'/>")).collect();
    format!("<TextLine ID='{id}'>{words}</TextLine>")
}

#[test]
fn lines_of_alto_are_read_in_its_reading_order() {
    let block = |id: &str, lines: &[String]| format!("<TextBlock ID='{id}'>{}</TextBlock>", lines.concat());
    let page = |order: &str, first: &str, second: &str| {
        let blocks = [
            block("head", &[alto_line("h", "A HISTORY OF SALT")]),
            block("right", &[alto_line("r1", second), alto_line("r2", "was never built.")]),
            block("left", &[alto_line("l1", "The harbour that the"), alto_line("l2", first)]),
        ];
        ordered(order, &blocks.concat())
    };
    let of = |ids: &[&str]| ids.iter().map(|id| format!("<ElementRef REF='{id}'/>")).collect::<String>();
    let text = |order: &str| {
        let source = page(order, "old goverm-", "ent had promised");
        Document::open(source.as_bytes()).unwrap().texts()[0].as_str().to_owned()
    };
    let read = "The harbour that the\nold goverm-\nent had promised\nwas never built.\n\nA HISTORY OF SALT";
    let columns = format!("<OrderedGroup>{}</OrderedGroup>", of(&["left", "right"]));
    assert_eq!(text(&columns), read);
    // One reference to both, lines, groups within groups, an order that says otherwise behind the first, and names of nothing.
    assert_eq!(text("<OrderedGroup><ElementRef REF='left nothing right'/></OrderedGroup>"), read);
    assert_eq!(text(&format!("<OrderedGroup>{}</OrderedGroup>", of(&["l1", "left", "r1", "right"]))), read);
    let nested = format!(
        "<OrderedGroup><UnorderedGroup>{}</UnorderedGroup>{}</OrderedGroup>",
        of(&["l1", "l2"]),
        of(&["right"])
    );
    assert_eq!(text(&format!("{nested}<OrderedGroup>{}</OrderedGroup>", of(&["head", "right", "left"]))), read);
    // A group without order leaves blocks as they stand in the file.
    let loose = format!("<UnorderedGroup>{}</UnorderedGroup>", of(&["left", "right", "head"]));
    let as_it_stands = "A HISTORY OF SALT\nent had promised\nwas never built.\n\nThe harbour that the\nold goverm-";
    assert_eq!(text(&loose), as_it_stands);

    // The word that goes on in the other column is one; each half stays in its place, and says so.
    let source = page(&columns, "old goverm-", "ent had promised");
    let repaired = edited(&source, Format::Alto, Resegment::No, &[("goverm-\nent", "government")]);
    assert!(repaired.contains("CONTENT='governm-' SUBS_TYPE=\"HypPart1\" SUBS_CONTENT=\"government\""), "{repaired}");
    assert!(repaired.contains("CONTENT='ent' SUBS_TYPE=\"HypPart2\" SUBS_CONTENT=\"government\""), "{repaired}");
    let document = Document::open(source.as_bytes()).unwrap();
    let again = document.repair(Resegment::No, |text| Repairer::english().plan(text.input()).into());
    assert_eq!(again.into_text(), repaired);
}

#[test]
fn an_order_of_many_pages_keeps_them_apart() {
    let page = |n: usize| {
        let lines = [alto_line(&format!("b{n}"), "of salt."), alto_line(&format!("a{n}"), "A history")];
        format!("<Page><TextBlock>{}</TextBlock></Page>", lines.concat())
    };
    let order: String = (0..40).map(|n| format!("<ElementRef REF='a{n} b{n}'/>")).collect();
    let pages: String = (0..40).map(page).collect();
    let source = format!(
        "<alto><ReadingOrder><OrderedGroup>{order}</OrderedGroup></ReadingOrder><Layout>{pages}</Layout></alto>"
    );
    let document = Document::open(source.as_bytes()).unwrap();
    assert_eq!(document.texts().iter().map(ungarble_formats::Text::pages).collect::<Vec<_>>(), [32, 8]);
    for text in document.texts() {
        assert_eq!(text.as_str().matches("A history\nof salt.").count(), text.pages());
    }
}
