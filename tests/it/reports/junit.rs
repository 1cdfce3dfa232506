//! JUnit XML: what it says, and that every document is one that CI systems read.

use std::collections::BTreeMap;

use kumite::model::{CaseReport, RunReport, Verdict};
use kumite::report::junit;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::canned::{case, change, run, streams, submission};
use super::hostile::{any_text, submission_of};
use super::{all_situations, many, situations};

/// What may stand in a document, transcribed from two schemas: `junit-10.xsd` of Jenkins' xUnit plugin, which is what
/// Jenkins validates against, and `surefire-test-report.xsd` of Maven's Surefire, where that one is stricter.
struct Element {
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    children: &'static [&'static str],
    /// Whether it holds text.
    mixed: bool,
}

const SCHEMA: [Element; 8] = [
    Element {
        name: "testsuites",
        required: &[],
        optional: &["name", "time", "tests", "failures", "errors"],
        children: &["testsuite"],
        mixed: false,
    },
    Element {
        name: "testsuite",
        required: &["name", "tests", "failures", "errors", "skipped"],
        optional: &["time"],
        children: &["testcase"],
        mixed: false,
    },
    Element {
        name: "testcase",
        required: &["name", "time"],
        optional: &["classname"],
        // In this order.
        children: &["failure", "skipped", "error", "system-out", "system-err"],
        mixed: false,
    },
    Element { name: "failure", required: &["type"], optional: &["message"], children: &[], mixed: true },
    Element { name: "error", required: &["type"], optional: &["message"], children: &[], mixed: true },
    Element { name: "skipped", required: &[], optional: &["message"], children: &[], mixed: true },
    Element { name: "system-out", required: &[], optional: &[], children: &[], mixed: true },
    Element { name: "system-err", required: &[], optional: &[], children: &[], mixed: true },
];

fn of_name(name: &str) -> &'static Element {
    SCHEMA.iter().find(|element| element.name == name).unwrap_or_else(|| panic!("<{name}> is no element"))
}

/// A character that XML 1.0 allows.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// An element, its children, and the text directly in it.
struct Node {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Node>,
    text: String,
}

impl Node {
    fn of(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let name = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
            (name, quick_xml::escape::unescape(std::str::from_utf8(&attribute.value).unwrap()).unwrap().into_owned())
        });
        Self {
            name: String::from_utf8(start.name().as_ref().to_vec()).unwrap(),
            attributes: attributes.collect(),
            children: Vec::new(),
            text: String::new(),
        }
    }

    fn count(&self, name: &str) -> usize {
        usize::from(self.name == name) + self.children.iter().map(|child| child.count(name)).sum::<usize>()
    }

    fn number(&self, attribute: &str) -> usize {
        self.attributes[attribute].parse().unwrap()
    }

    fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Holds the schema, and the numbers of a suite are those of its tests.
    fn assert_valid(&self) {
        let element = of_name(&self.name);
        for required in element.required {
            assert!(self.attributes.contains_key(*required), "<{}> has no {required}", self.name);
        }
        for (name, value) in &self.attributes {
            let known = element.required.contains(&name.as_str()) || element.optional.contains(&name.as_str());
            assert!(known, "<{}> has {name}", self.name);
            assert!(!value.contains('\n'), "a reader makes a space of a line feed in {value:?}");
            if name == "time" {
                let (whole, part) = value.split_once('.').unwrap();
                assert!((whole.to_owned() + part).chars().all(|c| c.is_ascii_digit()) && part.len() <= 3, "{value}");
            }
        }
        let places = self.children.iter().map(|child| {
            element
                .children
                .iter()
                .position(|name| *name == child.name)
                .unwrap_or_else(|| panic!("<{}> is in <{}>", child.name, self.name))
        });
        assert!(places.is_sorted(), "the children of <{}> are out of order", self.name);
        assert!(element.mixed || self.text.trim().is_empty(), "<{}> has text: {}", self.name, self.text);
        if self.name == "testsuite" {
            let counted = ["testcase", "failure", "error", "skipped"].map(|name| self.count(name));
            assert_eq!(["tests", "failures", "errors", "skipped"].map(|name| self.number(name)), counted);
        }
        self.children.iter().for_each(Node::assert_valid);
    }
}

/// Reads the document as any reader of XML does.
fn parse(document: &str) -> Node {
    assert!(document.chars().all(is_allowed), "no XML: {document:?}");
    let mut reader = Reader::from_str(document);
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    let mut close = |open: &mut Vec<Node>, node: Node| match open.last_mut() {
        Some(parent) => parent.children.push(node),
        None => root = Some(node),
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(Node::of(&start)),
            Event::Empty(start) => close(&mut open, Node::of(&start)),
            Event::End(_) => {
                let node = open.pop().unwrap();
                close(&mut open, node);
            }
            Event::Text(text) => {
                let text = text.decode().unwrap();
                open.iter_mut().last().into_iter().for_each(|node| node.text.push_str(&text));
            }
            Event::GeneralRef(reference) => {
                let name = format!("&{};", reference.decode().unwrap());
                open.last_mut().unwrap().text.push_str(&quick_xml::escape::unescape(&name).unwrap());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    root.unwrap()
}

fn valid(report: &RunReport) -> Node {
    let root = parse(&junit::render(report));
    assert_eq!(root.name, "testsuites");
    root.assert_valid();
    root
}

#[test]
fn the_document_is_as_described() {
    let mut report = run(vec![
        situations::one_too_high(),
        situations::syntax_error(),
        situations::printed_lines(),
        situations::judge_error(),
        situations::exception(),
    ]);
    change(&mut report, |place, submission| {
        submission.cases.drain([1..8, 1..1, 1..1, 0..3, 0..3][place].clone());
        submission.cases.truncate([2, 1, 1, 99, 99][place]);
    });
    insta::assert_snapshot!("junit", junit::render(&report));
}

#[test]
fn every_situation_is_valid() {
    for submission in all_situations() {
        let cases = submission.cases.len();
        let whole = usize::from(submission.message.is_some());
        assert_eq!(valid(&run(vec![submission])).count("testcase"), cases + whole);
    }
    assert_eq!(valid(&run(Vec::new())).count("testsuite"), 0);
}

#[test]
fn a_suite_holds_every_solution_of_its_problem() {
    let root = valid(&many());
    let [suite] = &root.children[..] else { panic!("one problem, {} suites", root.children.len()) };
    assert_eq!(suite.attributes["name"], "peak-concurrent-streams");
    let mut classes: Vec<&str> = suite.children.iter().map(|test| test.attributes["classname"].as_str()).collect();
    classes.dedup();
    assert_eq!(classes.len(), 12);
    assert_eq!(classes[0], "peak-concurrent-streams.solutions/problem_1");
}

#[test]
fn what_did_not_pass_never_looks_as_if_it_did() {
    for verdict in Verdict::ALL {
        let root = valid(&run(vec![submission(streams(), vec![CaseReport { verdict, ..case("only") }])]));
        let children: Vec<&str> = root.children[0].children[0].children.iter().map(|node| node.name.as_str()).collect();
        let expected: &[&str] = match verdict {
            Verdict::Accepted => &[],
            Verdict::Skipped => &["skipped"],
            Verdict::JudgeError => &["error"],
            _ => &["failure"],
        };
        assert_eq!(children, expected, "{verdict:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives(texts in prop::collection::vec(any_text(), 1..8), number in 0_usize..4, line in "[ -~é漢]{1,40}") {
        let mut submission = submission_of(&texts, number);
        submission.cases[0].stdout = format!("{line}\n{line}");
        submission.cases[0].name.clone_from(&line);
        let root = valid(&run(vec![submission]));
        // The first test is the solution as a whole.
        let test = &root.children[0].children[1];
        prop_assert_eq!(&test.attributes["name"], &line);
        prop_assert_eq!(&test.child("system-out").unwrap().text, &format!("{line}\n{line}"));
    }
}
