//! What a reference may do to a text, and what it may not.

#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use ungarble::{
    Deletions, Evidence, Input, Policy, ReferencePool, Repairer, Span, Stage, Style, Substitutions, pair_words,
};

/// A repairer that does nothing but what references say.
fn guided(policy: Policy) -> Repairer {
    Repairer::builder().policy(policy).casing(Stage::Off).spelling(Stage::Off).build().unwrap()
}

fn repaired(text: &str, pages: &[&str], policy: Policy) -> String {
    let input = pages.iter().fold(Input::new(text), |input, page| input.reference(page));
    guided(policy).repair(input).into_owned()
}

const CLEAN: [&str; 3] = [
    "The harbour was closed for the whole of that winter, and the boats were taken up the river to the yard.",
    "Nobody at the mill could say when the wheel had turned for the last time before the flood came down the valley.",
    "In March the council voted to mend the quay, though the defence of the town had eaten up its money since 1961.",
];

const GARBLED: [&str; 3] = [
    "The Harbour Was Closed for the hole of that winter, and the boats were taken up the rivver to the yard.",
    "Nobody at the mill could say when the weel had turned for the last time before the flood came down the valley.",
    "In march the council voted to mend the kway, though the defense of the town had eaten up it money since 1961.",
];

/// [`GARBLED`] as it should come out: its own spelling of "defense" stays.
fn wanted() -> String {
    CLEAN.join("\n\n").replace("defence", "defense")
}

fn page(passages: &[&str]) -> String {
    format!(
        "Home News Sport\nLog in\n{}\nShare this article\nRead next: a ferry for the islands\n",
        passages.join("\n")
    )
}

#[test]
fn damage_goes_and_the_page_around_it_stays_out() {
    let text = GARBLED.join("\n\n");
    assert_eq!(repaired(&text, &[&page(&CLEAN)], Policy::CONSERVATIVE), wanted());
    assert_eq!(repaired(&text, &[&page(&CLEAN)], Policy::FULL), CLEAN.join("\n\n"));
}

#[test]
fn the_order_of_passages_does_not_matter() {
    let text = GARBLED.join("\n\n");
    let reversed: Vec<&str> = CLEAN.into_iter().rev().collect();
    for policy in [Policy::CONSERVATIVE, Policy::FULL] {
        assert_eq!(repaired(&text, &[&page(&reversed)], policy), repaired(&text, &[&page(&CLEAN)], policy));
    }
}

#[test]
fn the_last_words_of_a_paragraph_are_repaired_wherever_it_stands() {
    let clean = [
        "In that year the boats of the whole coast were taken to the old yard of the port with Aldwick.",
        "The council had voted for the quay and the sheds to be mended at last by the men of the Lower Pacific.",
    ];
    let text = "In that year the boats of the whole coast were taken to the old yard of the port with.\n\n\
        The council had voted for the quay and the sheds to be mended at last by the men of the Lower public.";
    for passages in [[clean[0], clean[1]], [clean[1], clean[0]]] {
        assert_eq!(repaired(text, &[&page(&passages)], Policy::FULL), clean.join("\n\n"));
    }
}

#[test]
fn what_a_word_of_the_text_holds_already_is_not_restored_beside_it() {
    let clean = "The first letter of the old mayor was written on Friday, June 04, 2004 in the hall by the harbour.";
    let text = "The first letter of the old mayor was written on Friday, June 04,2004 in the hall by the harbour.";
    assert_eq!(repaired(text, &[clean], Policy::CONSERVATIVE), clean);
    let misread = text.replace("04,2004", "04,1004");
    assert!(!repaired(&misread, &[clean], Policy::CONSERVATIVE).contains("04, 04"));
}

#[test]
fn a_name_of_the_pages_keeps_its_capital_where_no_copy_speaks() {
    let related =
        "Everybody knew old Cook by then. When asked, the poor Cook said nothing of it, and so Cook went home.";
    let text = "But How It Came To That, Nobody Could Say. It May Be That The Mill Had Asked For It, As They Say. And So \
        The Poor Cook Went Home.";
    let alone = "But how it came to that, nobody could say. It may be that the mill had asked for it, as they say. And so \
        the poor cook went home.";
    assert_eq!(Repairer::english().repair(text), alone);
    assert_eq!(Repairer::english().repair(Input::new(text).reference(related)), alone.replace("cook", "Cook"));
}

#[test]
fn headings_and_sentences_that_the_page_lacks_stay() {
    let text = format!("A hard winter\n\n{}\n\nThe mil\n\n{}\n\n{}", GARBLED[0], GARBLED[1], GARBLED[2]);
    let expected = format!("A hard winter\n\n{}\n\nThe mil\n\n{}\n\n{}", CLEAN[0], GARBLED[1], CLEAN[2]);
    assert_eq!(repaired(&text, &[&page(&[CLEAN[0], CLEAN[2]])], Policy::FULL), expected);
}

#[test]
fn a_sentence_is_not_bridged_onto_its_neighbours() {
    let text = GARBLED.join(" ");
    let expected = format!("{} {} {}", CLEAN[0], GARBLED[1], CLEAN[2]);
    assert_eq!(repaired(&text, &[&page(&[&format!("{} {}", CLEAN[0], CLEAN[2])])], Policy::FULL), expected);
}

#[test]
fn the_page_itself_changes_nothing() {
    for text in [wanted(), page(&CLEAN), page(&GARBLED), "Short.".to_owned()] {
        for policy in [Policy::CONSERVATIVE, Policy::FULL] {
            let plan = guided(policy).plan(Input::new(&text).reference(&text));
            assert!(plan.is_empty(), "{:?}", plan.edits());
        }
    }
}

#[test]
fn other_pages_on_the_subject_change_nothing() {
    let text = GARBLED.join("\n\n");
    let related = "The council of the town had no money to mend the harbour. In that winter nobody could say when the \
        boats would be taken to the river again, or whether the mill and its wheel would outlast the flood.";
    for policy in [Policy::CONSERVATIVE, Policy::FULL] {
        assert_eq!(repaired(&text, &[related], policy), text);
    }
}

#[test]
fn what_a_page_repeats_many_times_is_not_guessed() {
    let pages = format!("{} ", CLEAN[0]).repeat(40);
    let text = GARBLED.join("\n\n");
    let plan = guided(Policy::FULL).plan(Input::new(&text).reference(&pages));
    assert!(plan.is_empty());
    // It is told, and where.
    let bytes: usize = plan.unaligned().iter().map(|span| span.len()).sum();
    assert!(plan.unaligned().iter().all(|span| GARBLED[0].contains(text.get(span.range()).unwrap())));
    assert!(bytes * 3 > GARBLED[0].len() * 2);
    assert_eq!(plan.diagnosis().unaligned(), bytes);
}

#[test]
fn an_extra_word_goes_with_its_substitution_or_not_at_all() {
    let text = "Since the flood the town has found its own at the mercy of the people who mend the quay for money.";
    let clean = "Since the flood the town has found itself at the mercy of the people who mend the quay for money.";
    let out = repaired(text, &[clean], Policy::CONSERVATIVE);
    assert!(out == text || out == clean, "{out}");
    assert_eq!(repaired(text, &[clean], Policy::FULL), clean);
}

#[test]
fn each_class_has_its_own_setting() {
    let clean =
        "The organiser’s colour film of 24 boats was shown to the U.S. sailors – and to nobody else – in the old hall.";
    let text = "The organizer's color film of 240 boats was shown to the us sailors - and to nobody else - in the very old hall.";
    let with = |policy: Policy| repaired(text, &[clean], policy);
    let replaced =
        |pairs: &[(&str, &str)]| pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    // The capitals of an initialism are no matter of style, its dots are.
    assert_eq!(with(Policy::CONSERVATIVE), replaced(&[("the us", "the US")]));
    assert_eq!(
        with(Policy::CONSERVATIVE.variants(Style::Reference)),
        replaced(&[("the us", "the US"), ("organizer", "organiser"), ("color", "colour")])
    );
    assert_eq!(with(Policy::CONSERVATIVE.numbers(Style::Reference)), replaced(&[("the us", "the US"), ("240", "24")]));
    assert_eq!(with(Policy::CONSERVATIVE.initialisms(Style::Reference)), replaced(&[("the us", "the U.S.")]));
    assert_eq!(
        with(Policy::CONSERVATIVE.deletions(Deletions::Remove)),
        replaced(&[("the us", "the US"), ("very ", "")])
    );
    assert_eq!(with(Policy::FULL.quotes(Style::Reference)), clean);
    let missing = "The film was shown to the sailors in the old hall by the river at noon.";
    let whole = "The film was shown to the sailors and their wives in the old hall by the river at noon.";
    assert_eq!(repaired(missing, &[whole], Policy::CONSERVATIVE), whole);
    assert_eq!(repaired(missing, &[whole], Policy::CONSERVATIVE.inserted_words(2)), missing);
    let reworded = "The film was shown to the sailors in the new hall by the river at noon.";
    let other = "The film was shown to the sailors in the old hall by the river at noon.";
    assert_eq!(repaired(reworded, &[other], Policy::CONSERVATIVE.substitutions(Substitutions::Keep)), reworded);
}

#[test]
fn house_style_stays_and_inserted_words_follow_it() {
    let text = "“The boats wont sail,” said the master’s clerk, who had counted all of them before the flood came.";
    let page = "\"The boats won't sail,\" said the master's clerk, who'd counted all of them before the flood came.";
    let out = repaired(text, &[page], Policy::CONSERVATIVE);
    assert!(out.starts_with("“The boats won’t sail,”"), "{out}");
    assert!(!out.contains(['"', '\'']), "{out}");
}

#[test]
fn a_transcript_has_no_capitals_to_give() {
    let page = CLEAN[1].to_lowercase();
    assert_eq!(repaired(GARBLED[1], &[&page], Policy::CONSERVATIVE), CLEAN[1]);
}

#[test]
fn line_ends_stay_and_broken_words_are_joined() {
    let text = "The harbour was closed for the whole\nof that winter, and the boats were ta-\nken up the rivver to\nthe yard.\n";
    let out = repaired(text, &[CLEAN[0]], Policy::CONSERVATIVE);
    assert_eq!(out.split_whitespace().collect::<Vec<_>>().join(" "), CLEAN[0]);
    assert_eq!(out.lines().count(), text.lines().count());
}

#[test]
fn a_damaged_page_does_not_damage_the_text() {
    let page = "The harbour was closed fqr the whole of that winter, and tue boats were taken up the rivr to the yard.";
    assert_eq!(repaired(CLEAN[0], &[page], Policy::CONSERVATIVE), CLEAN[0]);
}

#[test]
fn witnesses_vote_and_copies_have_one_vote() {
    let text =
        "The harbour was closed for the whole of that very winter, and the boats were taken up the rivver to the yard.";
    let [one, two] = [CLEAN[0].replace("boats", "b0ats"), CLEAN[0].replace("yard", "yrad")];
    // Two that are independent may say that a word is too many; two copies of one are one.
    assert_eq!(repaired(text, &[&one, &two], Policy::CONSERVATIVE), CLEAN[0]);
    assert_eq!(
        repaired(text, &[&one, &one], Policy::CONSERVATIVE),
        text.replace("rivver", "river"),
        "a page given twice is one witness"
    );
    for pages in [[one.as_str(), &two], [&two, &one]] {
        let plan = guided(Policy::CONSERVATIVE).plan(Input::new(text).reference(pages[0]).reference(pages[1]));
        for edit in plan.edits() {
            let Some(Evidence::Witness { reference, span }) = edit.evidence().first() else { panic!("no witness") };
            assert_eq!(pages[*reference].get(span.range()), Some(edit.replacement().trim()));
        }
        assert_eq!(plan.apply(), CLEAN[0], "the order of references does not matter");
    }
}

#[test]
fn passages_from_several_pages_are_united() {
    let text = GARBLED.join("\n\n");
    let pages = [page(&[CLEAN[0]]), page(&[CLEAN[2], CLEAN[1]])];
    assert_eq!(repaired(&text, &[&pages[0], &pages[1]], Policy::CONSERVATIVE), wanted());
}

#[test]
fn protected_words_are_safe_from_references_too() {
    let text = GARBLED[0];
    let at = text.find("rivver").unwrap();
    let plan = guided(Policy::FULL).plan(Input::new(text).reference(CLEAN[0]).protect([Span::new(at, at + 6)]));
    assert_eq!(plan.apply(), CLEAN[0].replace("river", "rivver"));
}

#[test]
fn odd_pages_do_no_harm() {
    let text = GARBLED.join(" ");
    let long = "x".repeat(1 << 20);
    for page in ["", " \n\n", "\u{feff}", "....", "\0\u{1}\u{2}", "a-\nb", &long, "🙂🙂 🙂", "word word word word word"]
    {
        assert_eq!(repaired(&text, &[page], Policy::FULL), text);
        assert_eq!(repaired(page, &[&text], Policy::FULL), page);
        assert!(pair_words(&text, page).is_empty());
        let mut pool = ReferencePool::new();
        pool.add("odd", page).unwrap();
        assert!(pool.find(&text, 3).is_empty());
    }
}
