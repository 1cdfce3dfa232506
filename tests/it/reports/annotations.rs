//! Findings by place in the solutions: annotations of GitHub and the code quality report of GitLab.

use kumite::model::{CaseReport, Entry, RunReport, SubmissionReport, Verdict};
use kumite::report::{github, gitlab};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::canned::{case, change, run, status_counts, streams, submission};
use super::hostile::{any_text, submission_of};
use super::{all_situations, many, situations};

fn annotations(report: &RunReport) -> String {
    github::render(report, &|path| format!("practice/{path}"))
}

fn findings(report: &RunReport) -> Vec<Json> {
    serde_json::from_str(&gitlab::render(report, &str::to_owned)).unwrap()
}

/// One that fails on one case, without an exception, with this text.
fn failing(entry: Entry, source: &str) -> SubmissionReport {
    let mut problem = streams();
    problem.entry = entry;
    let wrong = CaseReport { verdict: Verdict::WrongAnswer, ..case("only") };
    SubmissionReport { source: source.into(), ..submission(problem, vec![wrong]) }
}

fn lines(submission: SubmissionReport) -> Vec<u64> {
    findings(&run(vec![submission])).iter().map(|found| found["location"]["lines"]["begin"].as_u64().unwrap()).collect()
}

#[test]
fn annotations_are_as_described() {
    let report = run(vec![
        situations::one_too_high(),
        situations::exception(),
        situations::syntax_error(),
        situations::judge_error(),
        situations::too_near_to_tell(),
        situations::printed_lines(),
    ]);
    insta::assert_snapshot!("annotations", annotations(&report));
    insta::assert_snapshot!("code_quality", gitlab::render(&report, &|path| format!("practice/{path}")));
}

#[test]
fn the_worst_ten_are_shown_and_the_others_counted() {
    let shown = annotations(&run(all_situations()));
    let commands: Vec<&str> = shown.lines().collect();
    assert_eq!(commands.iter().filter(|command| command.starts_with("::error ")).count(), 10);
    let findings = findings(&run(all_situations()));
    let left = format!(
        "::notice title=kumite::{} more findings without an annotation: the report has them",
        findings.len() - 10
    );
    assert_eq!(commands.last(), Some(&left.as_str()));
    let worst: Vec<Verdict> =
        findings.iter().map(|found| Verdict::from_name(found["check_name"].as_str().unwrap()).unwrap()).collect();
    assert!(worst.is_sorted(), "{worst:?}");
    assert_eq!(annotations(&run(vec![situations::all_accepted(), situations::interrupted()])), "");
}

#[test]
fn a_finding_stands_at_the_line_that_a_reviewer_looks_for() {
    let function = || streams().entry;
    let text = "import heapq\n\ndef peak_streams_of(x):\n    pass\n\nclass Solution:\n    def peak_streams(self, sessions):\n        pass\n";
    assert_eq!(lines(failing(function(), text)), [7], "where the entry point is defined");
    assert_eq!(lines(failing(function(), "x = 1\npeak_streams = lambda sessions: 1\n")), [2]);
    assert_eq!(lines(failing(function(), "from other import *\n")), [1], "nowhere in the file");
    assert_eq!(lines(failing(Entry::Stdin, "print(1)\n")), [1]);
    let class = Entry::Class { name: "Peak".to_owned(), init: Vec::new(), methods: Vec::new() };
    assert_eq!(lines(failing(class, "\nclass Peak:\n    pass\n")), [2]);
    assert_eq!(lines(situations::exception()), [2], "the innermost frame of the solution");
    assert_eq!(lines(situations::syntax_error()), [5]);
    let mut forged = situations::exception();
    forged.cases[3].raised.as_mut().unwrap().frames[1].line = 900;
    assert_eq!(lines(forged), [5], "a line that is not there");
}

#[test]
fn cases_that_fail_alike_are_one_finding() {
    let found = findings(&run(vec![situations::one_too_high()]));
    assert_eq!(found.len(), 1);
    assert!(found[0]["description"].as_str().unwrap().contains("in 5 of 13 cases"), "{}", found[0]);
    let found = findings(&run(vec![situations::limits()]));
    assert_eq!(
        found.iter().map(|found| found["check_name"].as_str().unwrap()).collect::<Vec<_>>(),
        [
            "memory_limit_exceeded",
            "memory_limit_exceeded",
            "output_limit_exceeded",
            "time_limit_exceeded",
            "idleness_limit_exceeded",
        ]
    );
}

#[test]
fn a_fingerprint_is_the_same_when_lines_move_and_no_two_are_alike() {
    let prints = |report: &RunReport| {
        findings(report).iter().map(|found| found["fingerprint"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let report = run(vec![situations::limits(), situations::exception(), situations::printed_lines()]);
    let mut moved = report.clone();
    change(&mut moved, |_, submission| submission.source = format!("\n\n{}", submission.source).into());
    assert_eq!(prints(&report), prints(&moved));
    for report in [report, many(), run(all_situations())] {
        let all = prints(&report);
        let mut distinct = all.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), all.len());
    }
}

/// What the runner makes of a line: name, properties and message of the command.
fn read(line: &str) -> (String, Vec<(String, String)>, String) {
    let unescaped = |text: &str| {
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    };
    let rest = line.strip_prefix("::").unwrap();
    let (head, message) = rest.split_once("::").unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let properties = properties.split(',').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), unescaped(value))
    });
    (name.to_owned(), properties.collect(), unescaped(message))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_one_command_with_its_properties(texts in prop::collection::vec(any_text(), 1..8), number in 0_usize..4) {
        let report = run(vec![submission_of(&texts, number)]);
        let shown = annotations(&report);
        let found = findings(&report);
        prop_assert_eq!(shown.lines().count(), found.len());
        for line in shown.lines() {
            let (name, properties, _) = read(line);
            prop_assert_eq!(name, "error");
            prop_assert_eq!(properties.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["file", "line", "title"]);
            prop_assert!(properties[0].1.starts_with("practice/"));
        }
    }

    #[test]
    fn a_message_is_read_as_it_was_written(name in "[ -~]{1,30}", why in "[!-~]([ -~]{0,20}[!-~])?") {
        let wrong = CaseReport { why: Some(why.clone()), verdict: Verdict::WrongAnswer, ..case(&name) };
        let shown = annotations(&run(vec![submission(status_counts(), vec![wrong])]));
        let (_, _, message) = read(shown.trim_end_matches('\n'));
        prop_assert!(message.starts_with(&format!("{name}\n")), "{}", message);
        prop_assert!(message.contains(&format!("why       {why}")), "{}", message);
    }

    #[test]
    fn an_inert_text_has_no_command_and_no_other_change(parts in prop::collection::vec(
        prop::sample::select(vec!["::", ":", "##[", "#", "[", " ", "\n", "\t", "error", "x::y", "\u{a0}", "\u{1b}[31m"]), 0..12,
    )) {
        let text = parts.concat();
        let inert = github::inert(&text);
        for line in inert.lines() {
            prop_assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{:?}", line);
        }
        prop_assert_eq!(inert.replace("\\x3a", ":").replace("\\x23", "#"), text);
    }
}
