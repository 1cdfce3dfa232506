//! The summary in Markdown: what it says, and that foreign text means nothing in it.

use kumite::report::summary;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::canned::{case, other_value, run, streams, submission, wrong};
use super::hostile::{any_text, submission_of};
use super::{all_situations, many, situations};

fn rendered(submissions: Vec<kumite::model::SubmissionReport>) -> String {
    summary::render(&run(submissions), summary::MOST_BYTES)
}

fn events(markdown: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(markdown, Options::ENABLE_TABLES)
}

/// The tags of HTML that the text holds; all of them are ours.
fn tags(markdown: &str) -> Vec<String> {
    let html = events(markdown).filter_map(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(html.into_string()),
        _ => None,
    });
    let html = html.collect::<String>();
    html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap().to_owned()).collect()
}

/// How many rows the tables have, each with the same number of cells.
fn rows(markdown: &str) -> usize {
    let (mut rows, mut cells) = (0, 0);
    for event in events(markdown) {
        match event {
            Event::Start(Tag::TableRow | Tag::TableHead) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                rows += 1;
                assert_eq!(cells, 5);
            }
            _ => {}
        }
    }
    rows
}

#[test]
fn the_summary_is_as_described() {
    let mut report = many();
    report.submissions.put(report.submissions.len(), &situations::printed_lines());
    report.environment.missing_protections = vec!["landlock (the kernel is older than 5.13)".to_owned()];
    insta::assert_snapshot!("summary", summary::render(&report, summary::MOST_BYTES));
}

#[test]
fn the_smallest_failing_input_comes_first() {
    let case =
        |name: &str, input: &str| wrong(name, input, "1", "2", other_value(kumite::model::Path::default(), "1", "2"));
    let cases = vec![
        case("large", "[[[1, 5], [5, 9], [3, 4]]]"),
        case("small", "[[[1, 5]]]"),
        case("mid", "[[[1, 5], [5, 9]]]"),
    ];
    let text = rendered(vec![submission(streams(), cases)]);
    let places = ["small", "mid", "large"].map(|name| text.find(&format!("<code>{name}</code>")).unwrap());
    assert!(places.is_sorted(), "{text}");
    assert!(places[0] < text.find("<details>").unwrap() && text.find("<details>").unwrap() < places[1], "{text}");
}

#[test]
fn what_an_accepted_solution_is_warned_of_stands_above_the_table() {
    let warned = situations::with_warnings();
    let text = rendered(vec![warned.clone()]);
    assert_eq!(text.matches("**Warning** for").count(), warned.warnings.len(), "{text}");
    assert!(text.contains("In one process with other cases"), "{text}");
}

#[test]
fn what_is_too_long_is_cut_between_parts_and_said() {
    let report = run((0..60).flat_map(|_| all_situations()).collect());
    let whole = summary::render(&report, summary::MOST_BYTES);
    assert!(whole.len() <= summary::MOST_BYTES && whole.contains("parts of this summary left out"), "{}", whole.len());
    for most_bytes in [3_000, 20_000, 200_000] {
        let text = summary::render(&report, most_bytes);
        assert!(text.len() <= most_bytes, "{} of {most_bytes}", text.len());
        let open = |tag: &str| tags(&text).iter().filter(|found| *found == tag).count();
        assert_eq!(open("details"), open("/details"));
        assert!(text.contains("left out"));
    }
    assert!(!summary::render(&many(), summary::MOST_BYTES).contains("left out"));
}

#[test]
fn every_submission_has_a_row() {
    assert_eq!(rows(&summary::render(&many(), summary::MOST_BYTES)), 12 + 2);
    let situations = all_situations();
    let expected = situations.len() + 2;
    assert_eq!(rows(&rendered(situations)), expected);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_text_means_anything(texts in prop::collection::vec(any_text(), 1..8), number in 0_usize..4) {
        let text = rendered(vec![submission_of(&texts, number)]);
        let calm = rendered(vec![submission_of(&["x".to_owned()], number)]);
        let kinds = |text: &str| tags(text);
        prop_assert_eq!(kinds(&text), kinds(&calm), "{}", text);
        prop_assert_eq!(rows(&text), 2);
        let marks = |event: &Event<'_>| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong));
        prop_assert_eq!(events(&text).filter(marks).count(), 0, "{}", text);
    }

    #[test]
    fn a_name_is_read_as_it_is(name in "[!-~][ -~]{0,30}[!-~]") {
        let mut case = case(&name);
        case.verdict = kumite::model::Verdict::WrongAnswer;
        let text = rendered(vec![submission(streams(), vec![case])]);
        let shown: String = events(&text).filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(text.into_string()),
            _ => None,
        }).collect();
        prop_assert!(shown.contains(&name), "{} is not in {}", name, shown);
    }
}
