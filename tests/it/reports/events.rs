//! Events as JSON lines: what they hold, and that each is one line whatever is in it.

use std::io::{self, Write};

use kumite::event::{Announced, Event, EventSink as _};
use kumite::model::{RunReport, SubmissionReport};
use kumite::report::events::EventLines;
use proptest::prelude::*;
use serde_json::Value as Json;

use super::canned::run;
use super::hostile::{any_text, submission_of};
use super::json;
use super::situations;

/// What a judge says of such a run.
fn events(report: &RunReport) -> Vec<Event> {
    let announced = |submission: SubmissionReport| Announced {
        problem: submission.problem.id.clone(),
        path: submission.path.clone(),
        cases: submission.cases.len(),
    };
    let submissions = report.submissions.iter().map(announced).collect();
    let mut events = vec![Event::RunStarted { environment: Box::new(report.environment.clone()), submissions }];
    for (number, submission) in report.submissions.iter().enumerate() {
        events.extend(submission.cases.iter().enumerate().map(|(case, report)| Event::CaseFinished {
            submission: number,
            case,
            report: Box::new(report.clone()),
        }));
        events.push(Event::SubmissionFinished { submission: number, report: Box::new(submission.clone()) });
    }
    events.push(Event::RunFinished { interrupted: report.interrupted });
    events
}

fn lines(report: &RunReport) -> String {
    let mut out = Vec::new();
    let mut sink = EventLines::new(&mut out);
    for event in &events(report) {
        sink.handle(event);
    }
    sink.finish().unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn events_are_as_described() {
    let mut submission = situations::exception();
    submission.cases.drain(..3);
    let report = run(vec![submission]);
    let shown: Vec<String> = lines(&report)
        .lines()
        .map(|line| {
            let mut event: Json = serde_json::from_str(line).unwrap();
            // It is that of the JSON document, which has a test of its own.
            if let Some(report) = event.get_mut("report") {
                *report = "as in the document".into();
            }
            event.to_string().replace(env!("CARGO_PKG_VERSION"), "VERSION")
        })
        .collect();
    insta::assert_snapshot!("events", shown.join("\n"));
}

/// Takes this many lines, and then nothing more.
struct Short(usize, Vec<u8>);

impl Write for Short {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0 -= 1;
        self.1.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_cannot_be_written_ends_the_lines_and_is_told_at_the_end() {
    let mut short = Short(2, Vec::new());
    let mut sink = EventLines::new(&mut short);
    for event in &events(&run(vec![situations::one_too_high()])) {
        sink.handle(event);
    }
    assert_eq!(sink.finish().unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert_eq!(String::from_utf8(short.1).unwrap().lines().count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn an_event_is_a_line_and_a_submission_is_that_of_the_document(
        texts in prop::collection::vec(any_text(), 1..8),
        number in 0_usize..4,
    ) {
        let submission = submission_of(&texts, number);
        let report = run(vec![submission.clone()]);
        let text = lines(&report);
        prop_assert_eq!(text.lines().count(), events(&report).len());
        prop_assert!(!text.contains("##["));
        let found: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let document: Json = serde_json::from_str(&json(&report)).unwrap();
        let finished = found.iter().find(|event| event["event"] == "submission_finished").unwrap();
        prop_assert_eq!(&finished["report"], &document["submissions"][0]);
        prop_assert_eq!(found[1]["name"].as_str(), Some(submission.cases[0].name.as_str()));
    }
}
