//! A repair as one page: before and after side by side, each edit with what speaks for it.

use std::fmt::Write;

use serde_json::json;

use super::metrics::{Changes, Comparison, Figures, Sides};
use crate::plan::Plan;
use crate::plan::edit::{Edit, EditKind, Evidence};
use crate::span::Span;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The page of a repair, to be shown in a browser: self-contained, without a network.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// use ungarble::Repairer;
/// use ungarble::report::Page;
///
/// let repairer = Repairer::english();
/// let plan = repairer.plan("Howver, the reliability of that cover is now in question.");
/// let page = Page::new("scan.txt", &plan).to_html();
/// assert!(page.starts_with("<!doctype html>"));
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a page does nothing until `to_html`"]
pub struct Page<'a> {
    title: &'a str,
    plan: &'a Plan<'a>,
    references: &'a [String],
    clean: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// Returns the page of a plan for a document of this name.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    /// use ungarble::report::Page;
    ///
    /// let plan = Repairer::english().plan("The goverment fell.");
    /// let page = Page::new("scans/1903 & later.txt", &plan).to_html();
    /// assert!(page.contains("<h1>scans/1903 &amp; later.txt</h1>"));
    /// # }
    /// ```
    pub fn new(title: &'a str, plan: &'a Plan<'a>) -> Page<'a> {
        Page { title, plan, references: &[], clean: None }
    }

    /// Sets names the references, in the order in which witnesses count them.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::report::Page;
    /// use ungarble::{Input, Repairer};
    ///
    /// let text = "The cat satt on the quay when the boats came in.";
    /// let copy = "The cat sat on the quay when the boats came in.";
    /// let plan = Repairer::english().plan(Input::new(text).reference(copy));
    /// let page = Page::new("scan.txt", &plan).references(&["harbour-news.html".to_owned()]).to_html();
    /// assert!(page.contains("harbour-news.html"));
    /// # }
    /// ```
    pub fn references(mut self, names: &'a [String]) -> Page<'a> {
        self.references = names;
        self
    }

    /// Adds error rates against the text as it was meant.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    /// use ungarble::report::Page;
    ///
    /// let plan = Repairer::english().plan("The goverment fell.");
    /// let alone = Page::new("scan.txt", &plan).to_html();
    /// let scored = Page::new("scan.txt", &plan).clean("The government fell.").to_html();
    /// assert!(scored.contains("WER") && !alone.contains("WER"));
    /// # }
    /// ```
    pub fn clean(mut self, clean: &'a str) -> Page<'a> {
        self.clean = Some(clean);
        self
    }

    /// Returns the page.
    ///
    /// ```
    /// # #[cfg(feature = "embedded")] {
    /// use ungarble::Repairer;
    /// use ungarble::report::Page;
    ///
    /// let plan = Repairer::english().plan("The goverment <b>fell</b>.");
    /// let page = Page::new("scan.txt", &plan).to_html();
    /// assert!(page.contains("&lt;b&gt;"), "a text is shown, never run");
    /// assert!(!page.contains("http://") && !page.contains("https://"), "it needs no network");
    /// # }
    /// ```
    ///
    /// # Complexity
    ///
    /// O(n) in the bytes of the text and its edits; with a clean text, that of [`Comparison::new`].
    #[must_use]
    pub fn to_html(&self) -> String {
        let mut out = String::with_capacity(4 * self.plan.text().len() + STYLE.len() + SCRIPT.len());
        let title = escape(self.title);
        let _ = write!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>Repair of {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n"
        );
        self.counts(&mut out);
        self.filters(&mut out);
        out.push_str("</header>\n<main id=\"text\">\n<h2>Before</h2><h2>After</h2>\n");
        self.rows(&mut out);
        out.push_str(
            "</main>\n<aside id=\"edit\" aria-live=\"polite\"><p>Point at an edit, or step through them with \
             <kbd>j</kbd> and <kbd>k</kbd>.</p></aside>\n",
        );
        let _ = writeln!(out, "<script type=\"application/json\" id=\"edits\">{}</script>", self.edits());
        let _ = write!(out, "<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
        out
    }

    /// Returns how many words and edits, and the rates where a clean text is given.
    fn counts(&self, out: &mut String) {
        let (words, edits) = (self.plan.diagnosis().words(), self.plan.edits().len());
        let _ = writeln!(
            out,
            "<p id=\"counts\"><strong>{edits}</strong> {} in <strong>{words}</strong> words; \
             <span id=\"shown\">{edits}</span> shown</p>",
            if edits == 1 { "edit" } else { "edits" },
        );
        let Some(clean) = self.clean else { return };
        let repaired = self.plan.apply();
        let compared = Comparison::new(Sides { garbled: self.plan.text(), repaired: &repaired, clean });
        let Figures { cer_before, cer_after, wer_before, wer_after, .. } = compared.figures();
        let Changes { fixed, broken, missed, left } = compared.changes();
        let _ = writeln!(
            out,
            "<table id=\"rates\"><caption>Against the clean text</caption>\n\
             <tr><th></th><th scope=\"col\">before</th><th scope=\"col\">after</th></tr>\n\
             <tr><th scope=\"row\">character errors (CER)</th><td>{cer_before:.2} %</td><td>{cer_after:.2} %</td></tr>\n\
             <tr><th scope=\"row\">word errors (WER)</th><td>{wer_before:.2} %</td><td>{wer_after:.2} %</td></tr>\n\
             </table>\n<p id=\"changes\">{fixed} words fixed, {broken} broken, {missed} changed but still wrong, {left} \
             wrong and left</p>"
        );
    }

    /// A box for each kind that occurs, and the least confidence.
    fn filters(&self, out: &mut String) {
        out.push_str("<form id=\"filters\">\n<fieldset><legend>Kinds</legend>\n");
        for kind in EditKind::ALL {
            let count = self.plan.edits().iter().filter(|edit| edit.kind() == kind).count();
            if count > 0 {
                let _ = writeln!(
                    out,
                    "<label class=\"{kind}\"><input type=\"checkbox\" name=\"kind\" value=\"{kind}\" checked> {kind} \
                     <span class=\"count\">{count}</span></label>"
                );
            }
        }
        out.push_str(
            "</fieldset>\n<label>Confidence at least <input type=\"range\" id=\"least\" min=\"0\" max=\"1\" \
             step=\"0.01\" value=\"0\"> <output id=\"least-shown\" for=\"least\">0</output></label>\n<span><button \
             type=\"button\" id=\"previous\">Previous <kbd>k</kbd></button> <button type=\"button\" id=\"next\">Next \
             <kbd>j</kbd></button></span>\n</form>\n",
        );
    }

    /// The text in rows of two cells: a row is a line, so both sides stay level however long they are.
    fn rows(&self, out: &mut String) {
        let text = self.plan.text();
        let (mut before, mut after) = (String::new(), String::new());
        let mut at = 0;
        let row = |before: &mut String, after: &mut String, out: &mut String| {
            let _ = writeln!(out, "<div class=\"before\">{before}</div><div class=\"after\">{after}</div>");
            before.clear();
            after.clear();
        };
        for (number, edit) in self.plan.edits().iter().enumerate() {
            self.same(Span::new(at, edit.span().start()), &mut before, &mut after, out, row);
            before.push_str(&mark("del", number, edit, edit.original()));
            after.push_str(&mark("ins", number, edit, edit.replacement()));
            at = edit.span().end();
        }
        self.same(Span::new(at, text.len()), &mut before, &mut after, out, row);
        row(&mut before, &mut after, out);
    }

    /// Writes what stays the same to both sides; each line break ends a row.
    fn same(
        &self,
        span: Span,
        before: &mut String,
        after: &mut String,
        out: &mut String,
        row: impl Fn(&mut String, &mut String, &mut String),
    ) {
        let text = self.plan.text().get(span.range()).unwrap_or_default();
        for (line, piece) in text.split('\n').enumerate() {
            if line > 0 {
                row(before, after, out);
            }
            let piece = escape(piece);
            before.push_str(&piece);
            after.push_str(&piece);
        }
    }

    /// Returns the edits for the script, as JSON that no element of the page can be closed by.
    fn edits(&self) -> String {
        let edits: Vec<_> = self
            .plan
            .edits()
            .iter()
            .map(|edit| {
                let evidence: Vec<String> = edit.evidence().iter().map(|seen| self.says(seen)).collect();
                json!({
                    "kind": edit.kind().name(),
                    "confidence": edit.confidence().to_f64(),
                    "original": edit.original(),
                    "replacement": edit.replacement(),
                    "evidence": evidence,
                })
            })
            .collect();
        json!(edits).to_string().replace('<', "\\u003c")
    }

    /// Returns a witness by the name of its reference, other evidence as it speaks itself.
    fn says(&self, evidence: &Evidence) -> String {
        match evidence {
            Evidence::Witness { reference, span } => match self.references.get(*reference) {
                Some(name) => format!("{name} has it so at bytes {span:?}"),
                None => evidence.to_string(),
            },
            _ => evidence.to_string(),
        }
    }
}

/// Marks one side of an edit.
fn mark(element: &str, number: usize, edit: &Edit<'_>, text: &str) -> String {
    let kind = edit.kind();
    let none = if text.is_empty() { " empty" } else { "" };
    format!(
        "<{element} class=\"{kind}{none}\" data-edit=\"{number}\" role=\"button\" tabindex=\"-1\">{}</{element}>",
        escape(text)
    )
}

/// Writes a text so that it is text in HTML, in elements and in quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Of a line end, whose other half ends the row.
            '\r' => {}
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Characters that HTML does not allow.
            '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1f}' | '\u{7f}' => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::Diagnosis;
    use crate::plan::edit::Confidence;

    #[test]
    fn every_kind_has_a_colour() {
        for kind in EditKind::ALL {
            assert!(STYLE.contains(&format!(".{kind} {{ --hue: ")), "{kind}");
        }
    }

    #[test]
    fn texts_cannot_become_markup() {
        let text = "a <script>alert(1)</script> & \"b\"";
        let edit = Edit {
            span: Span::new(2, 10),
            original: "<script>".into(),
            replacement: "</script><b>".into(),
            kind: EditKind::Spelling,
            confidence: Confidence::CERTAIN,
            evidence: Vec::new(),
        };
        let plan = Plan::new(text, vec![edit], Diagnosis::default());
        let page = Page::new("<i>", &plan).to_html();
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("</script>").count(), 2);
        assert!(!page.contains("<i>") && !page.contains("<b>"));
    }

    #[test]
    fn both_sides_have_the_same_rows() {
        let text = "one\ntwo-\nthree\n\nfour";
        let edit = Edit {
            span: Span::new(4, 14),
            original: "two-\nthree".into(),
            replacement: "twothree".into(),
            kind: EditKind::Dehyphenation,
            confidence: Confidence::CERTAIN,
            evidence: Vec::new(),
        };
        let plan = Plan::new(text, vec![edit], Diagnosis::default());
        let page = Page::new("x", &plan).to_html();
        assert_eq!(page.matches("<div class=\"before\">").count(), 4);
        assert_eq!(page.matches("<div class=\"after\">").count(), 4);
    }
}
