//! Plans that own their texts, plans of many texts, and the settings that choose among edits.
#![cfg(feature = "embedded")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::borrow::Cow;

use ungarble::{EditKind, Input, Plan, Repairer};

const TEXT: &str = "The goverment fell inthe spring.";
const REPAIRED: &str = "The government fell in the spring.";

#[test]
fn a_plan_that_owns_its_text_is_the_same() {
    let repairer = Repairer::default();
    let borrowed = repairer.plan(TEXT);
    let owned: Plan<'static> = repairer.plan(TEXT.to_owned());
    assert_eq!((&owned, owned.apply().as_ref()), (&borrowed, REPAIRED));
    assert_eq!(borrowed.clone().into_owned(), owned);
    assert_eq!(owned.into_repaired(), REPAIRED);
    assert_eq!(repairer.repair(REPAIRED.to_owned()), REPAIRED);
}

#[test]
fn a_text_without_edits_comes_back_uncopied() {
    let repairer = Repairer::english();
    let text = REPAIRED.to_owned();
    let at = text.as_ptr();
    let plan = repairer.plan(text);
    assert!(plan.is_empty());
    assert_eq!(plan.into_repaired().as_ptr(), at);
    assert!(matches!(repairer.plan(REPAIRED).apply(), Cow::Borrowed(_)));
}

#[test]
fn every_kind_of_string_is_an_input() {
    let repairer = Repairer::english();
    let (string, cow) = (TEXT.to_owned(), Cow::Borrowed(TEXT));
    let plan = repairer.plan(TEXT);
    assert_eq!(repairer.plan(&string), plan);
    assert_eq!(repairer.plan(&cow), plan);
    assert_eq!(repairer.plan(cow), plan);
    assert_eq!(repairer.plan(string), plan);
}

#[test]
fn plans_of_many_texts_are_those_of_each_alone_in_order() {
    let repairer = Repairer::english();
    let texts: Vec<String> = (0..300).map(|n| format!("Number {n} of the goverment fell inthe spring.")).collect();
    let alone: Vec<Plan<'_>> = texts.iter().map(|text| Repairer::english().plan(text)).collect();
    let mut asked = 0;
    let mut plans = repairer.plans(texts.iter().inspect(|_| asked += 1));
    assert_eq!(plans.size_hint(), (300, Some(300)));
    assert_eq!(plans.next().as_ref(), alone.first());
    drop(plans);
    assert_eq!(asked, 1, "no text is read before its plan is asked for");
    assert_eq!(repairer.plans(&texts).collect::<Vec<_>>(), alone);
    #[cfg(feature = "parallel")]
    {
        let mut plans = repairer.plans(&texts).parallel();
        assert_eq!(plans.next().as_ref(), alone.first());
        assert_eq!(plans.size_hint(), (299, Some(299)));
        assert_eq!(plans.collect::<Vec<_>>(), alone.get(1..).unwrap());
    }
}

#[test]
fn kept_words_stay_in_every_form_that_the_list_allows() {
    let repairer = Repairer::builder().keep(["goverment", "Recieve"]).build().unwrap();
    for (text, repaired) in [
        ("Goverment said: recieve the GOVERMENT's mail.", "Goverment said: receive the GOVERMENT's mail."),
        ("He wrote Recieve in the goverment-run school.", "He wrote Recieve in the goverment-run school."),
    ] {
        assert_eq!(repairer.repair(text), repaired);
    }
    assert!(repairer.explain("Then the goverment fell.", 10).candidates().is_empty());
    // Kept words are no candidates, unlike those of a user's lexicon.
    let kept = Repairer::builder().keep(["Takshashila"]).build().unwrap();
    assert_eq!(kept.repair("The museum of takshashila is closed."), "The museum of takshashila is closed.");
}

#[test]
fn plans_have_the_kinds_that_are_asked_for() {
    let of = |kinds: &[EditKind]| {
        let repairer = Repairer::builder().only(kinds.iter().copied()).build().unwrap();
        repairer.plan(Input::new(TEXT)).edits().iter().map(|edit| edit.kind()).collect::<Vec<_>>()
    };
    assert_eq!(of(&[EditKind::Spelling]), [EditKind::Spelling]);
    assert_eq!(of(&[EditKind::Spacing, EditKind::Casing]), [EditKind::Spacing]);
    assert_eq!(of(&[]), [EditKind::Spelling, EditKind::Spacing]);
}
