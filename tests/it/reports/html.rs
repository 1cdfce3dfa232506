//! The page for a browser: what is in it, and that nothing that anybody wrote is markup there.
//! How it behaves is tested in a browser, in `tests/browser/`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use kumite::model::{CaseReport, SubmissionReport, Verdict};
use proptest::prelude::*;

use super::canned::{case, change, run, streams, submission};
use super::hostile::{any_text, submission_of};
use super::{all_situations, html, many, situations};

const STYLE: &str = include_str!("../../../src/report/html/style.css");
const SCRIPT: &str = include_str!("../../../src/report/html/script.js");
/// Elements that have no end.
const VOID: [&str; 6] = ["meta", "input", "rect", "polyline", "circle", "!DOCTYPE"];

/// A tag: its name (with `/` in front where it ends an element) and its attributes.
type Tag = (String, Vec<(String, String)>);

/// The page without its style and its script, which hold what looks like markup.
fn bare(page: &str) -> String {
    assert_eq!((page.matches(STYLE).count(), page.matches(SCRIPT).count()), (1, 1));
    let (before, rule) = page.split_once("style-src ").unwrap();
    let (hashes, after) = rule.split_once("; base-uri").unwrap();
    assert_eq!(hashes.matches("'sha256-").count(), 2, "{hashes}");
    let page = format!("{before}style-src HASH; script-src HASH; base-uri{after}");
    page.replace(STYLE, "STYLE").replace(SCRIPT, "SCRIPT").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn unescaped(text: &str) -> String {
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&amp;", "&")
}

/// The tags and the text of a page. Panics at what no browser should have to guess about.
fn parse(page: &str) -> (Vec<Tag>, String) {
    let (mut tags, mut text) = (Vec::new(), String::new());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "{before}");
        text.push_str(&unescaped(before));
        let (mut inside, behind) = after.split_once('>').unwrap();
        inside = inside.trim_end_matches('/');
        let (name, mut attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        let mut found = Vec::new();
        while !attributes.trim().is_empty() {
            let (name, after) = attributes
                .trim_start()
                .split_at(attributes.trim_start().find(['=', ' ']).unwrap_or(attributes.trim_start().len()));
            let (value, after) = match after.strip_prefix("=\"") {
                Some(after) => after.split_once('"').unwrap(),
                None => ("", after),
            };
            found.push((name.to_owned(), unescaped(value)));
            attributes = after;
        }
        tags.push((name.to_owned(), found));
        rest = behind;
    }
    text.push_str(rest);
    (tags, text)
}

/// Every element that begins ends, in order.
fn assert_balanced(tags: &[Tag]) {
    let mut open = Vec::new();
    for (name, _) in tags {
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if VOID.contains(&name.as_str()) => {}
            None => open.push(name.as_str()),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

/// The names of the elements and of their attributes, each once.
fn vocabulary(tags: &[Tag]) -> BTreeSet<String> {
    let words = tags.iter().flat_map(|(name, attributes)| {
        std::iter::once(name.clone()).chain(attributes.iter().map(|(attribute, _)| format!("{attribute}=")))
    });
    words.collect()
}

/// What a page has of markup.
static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| vocabulary(&of(all_situations()).0));

fn of(submissions: Vec<SubmissionReport>) -> (Vec<Tag>, String) {
    parse(&bare(&html(&run(submissions))))
}

#[test]
fn the_page_is_as_described() {
    let mut report = run(vec![
        situations::all_accepted(),
        situations::one_too_high(),
        situations::syntax_error(),
        situations::printed_lines(),
        situations::too_near_to_tell(),
    ]);
    change(&mut report, |place, submission| {
        if place == 1 {
            submission.cases.drain(2..8);
        }
        submission.cases.truncate([1, 4, 1, 1, 99][place]);
        if place == 4 {
            submission.cases.drain(..2);
        }
    });
    report.environment.missing_protections = vec!["landlock (the kernel is older than 5.13)".to_owned()];
    insta::assert_snapshot!("html", bare(&html(&report)));
}

#[test]
fn every_situation_is_a_whole_page() {
    for submission in all_situations() {
        let cases: Vec<String> = submission.cases.iter().map(|case| case.name.clone()).collect();
        let printable = !submission.path.contains('\u{1b}');
        let (tags, text) = of(vec![submission]);
        assert_balanced(&tags);
        let shown = tags.iter().filter(|(_, attributes)| attributes.contains(&("class".to_owned(), "case".to_owned())));
        assert_eq!(shown.count(), cases.len());
        assert!(!printable || cases.iter().all(|case| text.contains(case)));
    }
    assert_balanced(&of(Vec::new()).0);
    assert_balanced(&parse(&bare(&html(&many()))).0);
}

#[test]
fn the_first_failing_case_is_open_and_few_submissions_are() {
    let open = |tags: &[Tag], class: &str| {
        let is_open = |(name, attributes): &&Tag| {
            let has = |name: &str| attributes.iter().find(|(found, _)| found == name);
            name == "details" && has("open").is_some() && has("class").map_or("", |(_, value)| value) == class
        };
        tags.iter().filter(is_open).count()
    };
    let (few, _) = of(vec![situations::all_accepted(), situations::one_too_high(), situations::syntax_error()]);
    assert_eq!((open(&few, "submission"), open(&few, "")), (2, 1));
    let (many, _) = parse(&bare(&html(&many())));
    assert_eq!((open(&many, "submission"), open(&many, "")), (0, 1));
}

#[test]
fn growth_is_drawn_where_it_was_measured() {
    let (tags, text) = parse(&bare(&html(&super::growth::judged(true))));
    assert_balanced(&tags);
    let class = |name: &str| -> Vec<String> {
        let of_name = tags.iter().filter(|(found, _)| found == name);
        let attributes = of_name.flat_map(|(_, attributes)| attributes);
        attributes.filter(|(attribute, _)| attribute == "class").map(|(_, value)| value.clone()).collect()
    };
    assert_eq!(class("figcaption"), ["faint", "bad", "bad"], "{text}");
    // A point for each size that was measured, of the solution and of the reference.
    assert_eq!(tags.iter().filter(|(name, _)| name == "circle").count(), points(&super::growth::judged(true)));
    assert!(text.contains("its target is n log n"), "{text}");
    assert!(!html(&run(all_situations())).contains("<figure"));
}

#[test]
fn what_a_verdict_does_not_show_is_told_beside_it() {
    let warned = situations::with_warnings();
    let (_, text) = of(vec![warned.clone(), situations::slower_than_before()]);
    assert_eq!(text.matches("Warning:").count(), warned.warnings.len() + 1, "{text}");
    assert!(text.contains("slower than before, it takes 1.42 to 1.55 times the CPU time"), "{text}");
}

fn points(report: &kumite::model::RunReport) -> usize {
    let growth = report.submissions.iter().filter_map(|submission| submission.growth);
    growth.map(|growth| growth.solution.len() + growth.reference.len()).sum()
}

#[test]
fn nothing_is_loaded_from_anywhere() {
    let page = html(&run(all_situations())) + &html(&super::growth::judged(false));
    for word in
        ["http:", "https:", "url(", "@import", " src=", " href=", "<link", "<iframe", "<img", " style=", " onclick="]
    {
        assert!(!page.contains(word), "the page has {word}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_markup(texts in prop::collection::vec(any_text(), 1..8), number in 0_usize..4) {
        let (tags, text) = of(vec![submission_of(&texts, number)]);
        assert_balanced(&tags);
        let unknown: Vec<String> = vocabulary(&tags).difference(&KNOWN).cloned().collect();
        prop_assert_eq!(unknown, Vec::<String>::new());
        let acts = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        prop_assert!(!text.contains(acts), "{:?}", text);
    }

    #[test]
    fn any_text_is_read_as_it_was_written(name in "[!-~é漢]([ -~é漢]{0,30}[!-~])?") {
        let wrong = CaseReport { verdict: Verdict::WrongAnswer, why: Some(name.clone()), ..case(&name) };
        let mut report = submission(streams(), vec![wrong]);
        report.path.clone_from(&name);
        let (tags, text) = of(vec![report]);
        // The path, the case, and why it is there.
        prop_assert!(text.matches(&name).count() >= 3, "{}", text);
        let path = tags.iter().flat_map(|(_, attributes)| attributes).find(|(attribute, _)| attribute == "data-path");
        prop_assert_eq!(path.map(|(_, value)| value), Some(&name));
    }
}
