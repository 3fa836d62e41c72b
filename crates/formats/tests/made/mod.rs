//! Files of every format, made at random: what each holds is known, how it is written is not.

#![allow(dead_code, reason = "each test needs some of it")]

use ungarble_formats::Format;

/// A source of numbers that are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % n
    }

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<'p, T: ?Sized>(&mut self, all: &[&'p T]) -> &'p T {
        all[self.below(all.len())]
    }
}

/// A file and the text that is in it.
pub(crate) struct Made {
    pub(crate) source: String,
    pub(crate) text: String,
}

const WORDS: &[&str] = &[
    "the",
    "harbour",
    "was",
    "closed",
    "for",
    "winter",
    "and",
    "boats",
    "of",
    "fishermen",
    "lay",
    "still",
    "Goverment",
    "recieved",
    "a",
    "letter",
    "from",
    "Norway",
    "R&D",
    "café",
    "don't",
    "\"quoted\"",
    "x<y",
    "1824",
    "naïve",
    "tbe",
    "Mr.",
    "said:",
    "(see",
    "below)",
    "begining",
    "inthe",
    "—",
];

/// Lines of words in paragraphs; a word at the end of a line may be broken.
struct Lines {
    paragraphs: Vec<Vec<Vec<String>>>,
}

impl Lines {
    fn new(dice: &mut Dice) -> Lines {
        let paragraph = |dice: &mut Dice| {
            let lines = 1 + dice.below(3);
            let mut made: Vec<Vec<String>> = Vec::new();
            for _ in 0..lines {
                let words = 1 + dice.below(6);
                made.push((0..words).map(|_| dice.pick(WORDS).to_owned()).collect());
            }
            for i in 1..made.len() {
                if dice.one_in(3) {
                    made[i - 1].push("govern-".into());
                    made[i].insert(0, "ment,".into());
                }
            }
            made
        };
        let count = 1 + dice.below(3);
        Lines { paragraphs: (0..count).map(|_| paragraph(dice)).collect() }
    }

    fn text(&self) -> String {
        let line = |line: &Vec<String>| line.join(" ");
        let paragraph = |lines: &Vec<Vec<String>>| lines.iter().map(line).collect::<Vec<_>>().join("\n");
        self.paragraphs.iter().map(paragraph).collect::<Vec<_>>().join("\n\n")
    }

    /// The text of a file that tells its order: what begins with a small letter goes on with what ends in a letter, a hyphen or a comma.
    fn ordered_text(&self) -> String {
        let text = self.text();
        let mut paragraphs = text.split("\n\n");
        let mut out = paragraphs.next().unwrap().to_owned();
        for next in paragraphs {
            let goes_on = out.ends_with(|c: char| c.is_alphabetic() || "-,".contains(c));
            out.push_str(if goes_on && next.starts_with(char::is_lowercase) { "\n" } else { "\n\n" });
            out.push_str(next);
        }
        out
    }
}

/// How the markup of one file is written.
struct Style {
    newline: &'static str,
    indent: &'static str,
    quote: char,
    bom: &'static str,
    prefix: &'static str,
}

impl Style {
    fn new(dice: &mut Dice, prefixes: &[&'static str]) -> Style {
        Style {
            newline: dice.pick(&["\n", "\r\n"]),
            indent: dice.pick(&["", "  ", "\t"]),
            quote: if dice.one_in(2) { '"' } else { '\'' },
            bom: dice.pick(&["", "", "\u{feff}"]),
            prefix: dice.pick(prefixes),
        }
    }

    /// A start tag with its attributes in any order.
    fn tag(&self, dice: &mut Dice, name: &str, attributes: &[(&str, String)], end: &str) -> String {
        let mut order: Vec<usize> = (0..attributes.len()).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, dice.below(i + 1));
        }
        let mut tag = format!("<{}{name}", self.prefix);
        for i in order {
            let (key, value) = &attributes[i];
            let space = dice.pick(&[" ", " ", "  "]);
            tag.push_str(&format!("{space}{key}={0}{value}{0}", self.quote));
        }
        tag + end
    }

    fn close(&self, name: &str) -> String {
        format!("</{}{name}>", self.prefix)
    }

    fn line(&self, depth: usize, content: &str) -> String {
        format!("{}{content}{}", self.indent.repeat(depth), self.newline)
    }
}

/// Writes a word with references, some of them that need not be.
fn escaped(dice: &mut Dice, word: &str, is_html: bool) -> String {
    let mut out = String::new();
    for c in word.chars() {
        match c {
            '&' => out.push_str(dice.pick(&["&amp;", "&#38;"])),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str(dice.pick(&["&quot;", "&#x22;"])),
            '\'' => out.push_str("&#39;"),
            'é' if is_html && dice.one_in(2) => out.push_str("&eacute;"),
            'é' | 'ï' if dice.one_in(3) => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

pub(crate) fn made(format: Format, seed: u64) -> Made {
    let dice = &mut Dice::new(seed + 1);
    match format {
        Format::Alto => alto(dice),
        Format::Page => page(dice),
        Format::Hocr => hocr(dice),
        Format::Srt => srt(dice),
        Format::Vtt => vtt(dice),
        Format::Html => html(dice),
        Format::Markdown => markdown(dice),
        _ => pages(dice),
    }
}

fn alto(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &["", "", "alto:"]);
    let lines = Lines::new(dice);
    let space = match (style.prefix, dice.below(4)) {
        ("", 0) => String::new(),
        ("", version) => format!(" xmlns=\"http://www.loc.gov/standards/alto/ns-v{}#\"", version + 1),
        _ => String::from(" xmlns:alto=\"http://www.loc.gov/standards/alto/ns-v3#\""),
    };
    let dialect = dice.below(4);
    let has_spaces = dice.one_in(2);
    let mut out = format!("{}<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", style.bom, style.newline);
    out.push_str(&style.line(0, &format!("<{}alto{space}>", style.prefix)));
    let mut id = 0;
    let mut blocks: Vec<(String, String)> = Vec::new();
    for paragraph in &lines.paragraphs {
        let name = format!("b{id}");
        let mut out = style.line(2, &style.tag(dice, "TextBlock", &[("ID", name.clone())], ">"));
        for line in paragraph {
            out.push_str(&style.line(3, &style.tag(dice, "TextLine", &[("ID", format!("l{id}"))], ">")));
            for (i, word) in line.iter().enumerate() {
                id += 1;
                if i > 0 && has_spaces {
                    out.push_str(&style.line(4, &style.tag(dice, "SP", &[("WIDTH", "9".into())], "/>")));
                }
                out.push_str(&alto_word(dice, &style, word, id, dialect, i == 0));
            }
            if dice.one_in(9) {
                out.push_str(&style.line(4, "<!-- the end of a line -->"));
            }
            out.push_str(&style.line(3, &style.close("TextLine")));
        }
        out.push_str(&style.line(2, &style.close("TextBlock")));
        blocks.push((name, out));
    }
    let is_ordered = dice.one_in(3);
    if is_ordered {
        out.push_str(&alto_order(dice, &style, &mut blocks));
    }
    for part in ["Layout", "Page", "PrintSpace"] {
        out.push_str(&style.line(1, &format!("<{}{part}>", style.prefix)));
    }
    out.extend(blocks.into_iter().map(|(_, block)| block));
    for part in ["PrintSpace", "Page", "Layout", "alto"] {
        out.push_str(&style.line(1, &style.close(part)));
    }
    Made { source: out, text: if is_ordered { lines.ordered_text() } else { lines.text() } }
}

/// An order that names the blocks as they come, in groups within groups; the blocks are put into another.
fn alto_order(dice: &mut Dice, style: &Style, blocks: &mut [(String, String)]) -> String {
    let mut out = style.line(1, &format!("<{}ReadingOrder>", style.prefix));
    let group = style.tag(dice, "OrderedGroup", &[("ID", "order".into())], ">");
    out.push_str(&style.line(2, &group));
    for (i, (name, _)) in blocks.iter().enumerate() {
        let element = [("ID", format!("o{i}")), ("REF", name.clone())];
        let mut element = style.line(3, &style.tag(dice, "ElementRef", &element, "/>"));
        if dice.one_in(3) {
            let kind = dice.pick(&["OrderedGroup", "UnorderedGroup"]);
            let open = style.tag(dice, kind, &[("ID", format!("g{i}"))], ">");
            element = style.line(3, &open) + &element + &style.line(3, &style.close(kind));
        }
        out.push_str(&element);
    }
    for i in (1..blocks.len()).rev() {
        blocks.swap(i, dice.below(i + 1));
    }
    out.push_str(&style.line(2, &style.close("OrderedGroup")));
    out + &style.line(1, &style.close("ReadingOrder"))
}

/// The hyphen of a broken word in one of four dialects: an element of its own with a hyphen or a soft one, within the
/// content with a substitution and without.
fn alto_word(dice: &mut Dice, style: &Style, word: &str, id: usize, dialect: usize, begins_line: bool) -> String {
    let stem = word.strip_suffix('-');
    let content = match (stem, dialect) {
        (Some(stem), 0 | 1) => stem.to_owned(),
        _ => word.to_owned(),
    };
    let left = 10 + 60 * (id % 9);
    let mut attributes = vec![
        ("ID", format!("s{id}")),
        ("HPOS", left.to_string()),
        ("VPOS", "20".into()),
        ("WIDTH", "50".into()),
        ("HEIGHT", "12".into()),
        ("WC", "0.5".into()),
        ("CONTENT", escaped(dice, &content, false)),
    ];
    if dice.one_in(3) {
        attributes.push(("CC", vec!["0"; content.chars().count()].join(" ")));
    }
    if dialect <= 2 && stem.is_some() {
        attributes.push(("SUBS_TYPE", "HypPart1".into()));
        attributes.push(("SUBS_CONTENT", dice.pick(&["government", ".ant4ru."]).to_owned()));
    }
    if dialect <= 2 && begins_line && word == "ment," {
        attributes.push(("SUBS_TYPE", "HypPart2".into()));
        attributes.push(("SUBS_CONTENT", "government,".into()));
    }
    let mut out = match dice.below(4) {
        0 => {
            let mut inner = style.tag(dice, "String", &attributes, ">");
            for c in content.chars().filter(|c| c.is_alphanumeric()) {
                inner.push_str(&style.tag(dice, "Glyph", &[("CONTENT", c.to_string())], "/>"));
            }
            style.line(4, &(inner + &style.close("String")))
        }
        1 if stem.is_none() => {
            let tag = style.tag(dice, "String", &attributes, ">");
            let other = format!("<{0}ALTERNATIVE>othre</{0}ALTERNATIVE>", style.prefix);
            style.line(4, &format!("{tag}{other}{}", style.close("String")))
        }
        _ => style.line(4, &style.tag(dice, "String", &attributes, "/>")),
    };
    if stem.is_some() && dialect <= 1 {
        let hyphen = if dialect == 0 { "\u{ad}" } else { "-" };
        out.push_str(&style.line(4, &style.tag(dice, "HYP", &[("CONTENT", hyphen.into())], "/>")));
    }
    out
}

fn page(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &["", "", "pc:"]);
    let lines = Lines::new(dice);
    let has_words = !dice.one_in(4);
    let space = if style.prefix.is_empty() { "xmlns" } else { "xmlns:pc" };
    let mut out = format!("{}<?xml version=\"1.0\" encoding=\"UTF-8\"?>{}", style.bom, style.newline);
    let name = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15";
    out.push_str(&style.line(0, &format!("<{}PcGts {space}=\"{name}\">", style.prefix)));
    out.push_str(&style.line(1, &style.tag(dice, "Page", &[("imageWidth", "900".into())], ">")));
    let equivalent = |dice: &mut Dice, depth: usize, text: &str, index: Option<usize>| {
        let index: Vec<(&str, String)> =
            index.map(|index| ("index", index.to_string())).into_iter().chain([("conf", "0.7".into())]).collect();
        let mut out = style.line(depth, &style.tag(dice, "TextEquiv", &index, ">"));
        let inner: Vec<String> = text.split('\n').map(|line| escaped(dice, line, false)).collect();
        let inner = inner.join(style.newline);
        out.push_str(&style.line(depth + 1, &format!("<{0}Unicode>{inner}</{0}Unicode>", style.prefix)));
        out + &style.line(depth, &style.close("TextEquiv"))
    };
    let mut id = 0;
    for paragraph in &lines.paragraphs {
        id += 1;
        out.push_str(&style.line(2, &style.tag(dice, "TextRegion", &[("id", format!("r{id}"))], ">")));
        for line in paragraph {
            let custom = String::from("readingOrder {index:0;} person {offset:0; length:3;}");
            let attributes = [("id", format!("l{id}")), ("custom", custom)];
            out.push_str(&style.line(3, &style.tag(dice, "TextLine", &attributes, ">")));
            for word in line.iter().filter(|_| has_words) {
                id += 1;
                out.push_str(&style.line(4, &style.tag(dice, "Word", &[("id", format!("w{id}"))], ">")));
                let points = [("points", String::from("10,10 60,12 60,30 10,28"))];
                out.push_str(&style.line(5, &style.tag(dice, "Coords", &points, "/>")));
                if dice.one_in(3) {
                    out.push_str(&equivalent(dice, 5, "othre", Some(1)));
                }
                out.push_str(&equivalent(dice, 5, word, Some(0)));
                out.push_str(&style.line(4, &style.close("Word")));
            }
            out.push_str(&equivalent(dice, 4, &line.join(" "), None));
            out.push_str(&style.line(3, &style.close("TextLine")));
        }
        let text = paragraph.iter().map(|line| line.join(" ")).collect::<Vec<_>>().join("\n");
        out.push_str(&equivalent(dice, 3, &text, None));
        out.push_str(&style.line(2, &style.close("TextRegion")));
    }
    out.push_str(&style.line(1, &style.close("Page")));
    out.push_str(&style.line(0, &style.close("PcGts")));
    Made { source: out, text: lines.text() }
}

fn hocr(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &[""]);
    let lines = Lines::new(dice);
    let is_xml = dice.one_in(2);
    let head = if is_xml {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \
         \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\">"
    } else {
        "<!DOCTYPE html>\n<html><head><meta name=ocr-system content=none><title>A scan</title></head>"
    };
    let mut out = format!("{}{head}{}<body>", style.bom, style.newline);
    let soft = dice.pick(&["-", "-", "\u{ad}", "&#173;"]);
    out.push_str(&style.line(1, &style.tag(dice, "div", &[("class", "ocr_page".into())], ">")));
    let mut id = 0;
    for paragraph in &lines.paragraphs {
        out.push_str(&style.line(2, &style.tag(dice, "p", &[("class", "ocr_par".into())], ">")));
        for line in paragraph {
            let class = dice.pick(&["ocr_line", "ocr_line", "ocr_header", "ocr_caption x", "ocr_textfloat"]);
            let title = String::from("bbox 5 16 900 65; baseline 0 -10");
            let attributes = [("class", class.to_owned()), ("title", title)];
            out.push_str(&style.line(3, &style.tag(dice, "span", &attributes, ">")));
            let has_characters = dice.one_in(5);
            for word in line {
                id += 1;
                let left = 10 + 60 * (id % 9);
                let attributes = [
                    ("class", "ocrx_word".to_owned()),
                    ("id", format!("word_{id}")),
                    ("title", format!("bbox {left} 20 {} 40; x_wconf 77", left + 50)),
                ];
                let tag = style.tag(dice, "span", &attributes, ">");
                let written = match word.strip_suffix('-') {
                    Some(stem) if !has_characters => format!("{stem}{soft}"),
                    _ if has_characters => {
                        let one = |c: char| {
                            let inner = escaped(dice, &c.to_string(), true);
                            format!("\n <span class='ocrx_cinfo' title='x_bboxes 1 2 3 4'>{inner}</span>")
                        };
                        word.chars().map(one).collect::<String>() + "\n"
                    }
                    _ if dice.one_in(5) => {
                        format!("<strong>{}</strong>", escaped(dice, word, true))
                    }
                    _ => escaped(dice, word, true),
                };
                out.push_str(&style.line(4, &format!("{tag}{written}</span>")));
            }
            out.push_str(&style.line(3, "</span>"));
        }
        out.push_str(&style.line(2, "</p>"));
    }
    out.push_str(&format!("</div></body></html>{}", style.newline));
    Made { source: out, text: lines.text() }
}

fn time(i: usize, mark: char) -> String {
    format!("00:00:{:02}{mark}000 --> 00:00:{:02}{mark}500", i % 60, i % 60)
}

/// Writes a line of a cue with tags around some of its words.
fn tagged(
    dice: &mut Dice,
    words: &[String],
    tags: &[(&str, &str)],
    write: impl Fn(&mut Dice, &str) -> String,
) -> String {
    let mut out = Vec::new();
    for word in words {
        let (open, close) = if dice.one_in(4) { tags[dice.below(tags.len())] } else { ("", "") };
        out.push(format!("{open}{}{close}", write(dice, word)));
    }
    out.join(" ")
}

fn srt(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &[""]);
    let lines = Lines::new(dice);
    let mut out = style.bom.to_owned();
    for (i, paragraph) in lines.paragraphs.iter().enumerate() {
        out.push_str(&style.line(0, &(i + 1).to_string()));
        let settings = dice.pick(&["", "", " X1:100 X2:200 Y1:1 Y2:2"]);
        out.push_str(&format!("{}{settings}{}", time(i, ','), style.newline));
        for line in paragraph {
            let tags = [("<i>", "</i>"), ("<font color=\"#ffffff\">", "</font>"), ("{\\an8}", ""), ("{y:b}", "")];
            let cue = tagged(dice, line, &tags, |_, word| word.to_owned());
            out.push_str(&format!("{cue}{}", style.newline));
        }
        out.push_str(style.newline);
    }
    Made { source: out, text: lines.text().replace("\n\n", "\n") }
}

fn vtt(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &[""]);
    let lines = Lines::new(dice);
    let mut out = format!("{}WEBVTT{2}{1}{1}", style.bom, style.newline, dice.pick(&["", " - a title"]));
    if dice.one_in(2) {
        out.push_str(&format!("NOTE{0}tbe note{0}{0}", style.newline));
    }
    for (i, paragraph) in lines.paragraphs.iter().enumerate() {
        if dice.one_in(2) {
            out.push_str(&style.line(0, "intro"));
        }
        out.push_str(&format!("{}{}{}", time(i, '.'), dice.pick(&["", " align:start line:0"]), style.newline));
        for line in paragraph {
            let tags = [("<c.loud>", "</c>"), ("<00:17.500>", ""), ("<v Mr. Bob>", "</v>"), ("<b>", "</b>")];
            let cue = tagged(dice, line, &tags, |dice, word| escaped(dice, word, true));
            out.push_str(&format!("{cue}{}", style.newline));
        }
        out.push_str(style.newline);
    }
    Made { source: out, text: lines.text().replace("\n\n", "\n") }
}

fn html(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &[""]);
    let lines = Lines::new(dice);
    let mut out =
        format!("{}<!DOCTYPE html>{}<html><head><title>Tbe news</title></head><body>", style.bom, style.newline);
    let mut text = vec![String::from("Tbe news")];
    for paragraph in &lines.paragraphs {
        let words: Vec<String> = paragraph.concat();
        let element = dice.pick(&["p", "h2", "div", "li"]);
        let tags = [("<em>", "</em>"), ("<a href='http://tbe.example/?a=1&b=2' title='tbe'>", "</a>")];
        let inner = tagged(dice, &words, &tags, |dice, word| escaped(dice, word, true));
        let inner = if dice.one_in(3) { inner.replacen(' ', &format!("{0}  ", style.newline), 1) } else { inner };
        out.push_str(&style.line(1, &format!("<{element} class=tbe>{inner}</{element}>")));
        text.push(words.join(" "));
        if dice.one_in(4) {
            out.push_str("<pre>tbe  code</pre><script>if (a < b) tbe();</script><!-- tbe -->");
        }
    }
    out.push_str("</body></html>");
    Made { source: out, text: text.join("\n\n") }
}

fn markdown(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &[""]);
    let lines = Lines::new(dice);
    let mut out = String::new();
    if dice.one_in(3) {
        out.push_str(&format!("---{0}title: tbe{0}---{0}{0}", style.newline));
    }
    let mut text = Vec::new();
    for paragraph in &lines.paragraphs {
        // Marks that would begin a list or a heading have no place here.
        let plain = |word: &String| word.replace(['<', '—', '(', '&', '"'], "");
        let paragraph: Vec<Vec<String>> = paragraph
            .iter()
            .map(|line| line.iter().map(plain).filter(|word| !word.is_empty() && word != "1824").collect())
            .filter(|line: &Vec<String>| !line.is_empty())
            .collect();
        let mark = dice.pick(&["", "", "> ", "  "]);
        let tags = [("**", "**"), ("[", "](http://tbe.example)"), ("_", "_")];
        let written: Vec<String> = paragraph
            .iter()
            .map(|line| format!("{mark}{}", tagged(dice, line, &tags, |_, word| word.to_owned())))
            .collect();
        if written.is_empty() {
            continue;
        }
        out.push_str(&written.join(style.newline));
        out.push_str(&style.newline.repeat(2));
        text.push(paragraph.iter().map(|line| line.join(" ")).collect::<Vec<_>>().join("\n"));
        if dice.one_in(3) {
            out.push_str(&format!("```{0}tbe code{0}```{0}{0}", style.newline));
        }
    }
    Made { source: out, text: text.join("\n\n") }
}

fn pages(dice: &mut Dice) -> Made {
    let style = Style::new(dice, &[""]);
    let lines = Lines::new(dice);
    let mut out = String::new();
    for (i, paragraph) in lines.paragraphs.iter().enumerate() {
        if i > 0 {
            out.push('\u{c}');
        }
        out.push_str(&style.line(1, "THE HISTORY OF SALT"));
        for line in paragraph {
            out.push_str(&format!("{}{}", line.join(" "), style.newline));
        }
        out.push_str(&style.line(3, &(i + 12).to_string()));
    }
    Made { source: out, text: String::new() }
}
