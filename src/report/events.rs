//! What happens during a run, as JSON lines: one object a line, written while it happens.

use std::io::{self, Write};

use serde_json::{Map, Value as Json, json};

use crate::event::{Announced, Event, EventSink};
use crate::model::CaseReport;

use super::json::{environment, line, seconds, submission, tool};

/// Writes a line for each event, and passes it on at once.
pub struct EventLines<W: Write> {
    out: W,
    announced: Vec<Announced>,
    /// Why nothing more is written.
    failed: Option<io::Error>,
}

impl<W: Write> EventLines<W> {
    /// Lines that go to `out`.
    pub fn new(out: W) -> Self {
        Self { out, announced: Vec::new(), failed: None }
    }

    /// Whether everything could be written.
    pub fn finish(self) -> io::Result<()> {
        self.failed.map_or(Ok(()), Err)
    }

    fn write(&mut self, event: &'static str, fields: Json) {
        if self.failed.is_some() {
            return;
        }
        let mut object = Map::new();
        object.insert("event".to_owned(), event.into());
        if let Json::Object(fields) = fields {
            object.extend(fields);
        }
        let text = line(&Json::Object(object)) + "\n";
        self.failed = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush()).err();
    }

    /// The fields that say which submission it is.
    fn which(&self, index: usize) -> Json {
        let announced = self.announced.get(index);
        json!({
            "submission": index,
            "problem": announced.map(|submission| &submission.problem),
            "path": announced.map(|submission| &submission.path),
        })
    }
}

impl<W: Write> EventSink for EventLines<W> {
    fn handle(&mut self, event: &Event) {
        match event {
            Event::RunStarted { environment: place, submissions } => {
                self.announced.clone_from(submissions);
                let submissions: Vec<Json> = submissions
                    .iter()
                    .map(|one| json!({"problem": one.problem, "path": one.path, "cases": one.cases}))
                    .collect();
                let fields = json!({
                    "format_version": super::json::FORMAT_VERSION,
                    "tool": tool(),
                    "environment": environment(place),
                    "submissions": submissions,
                });
                self.write("run_started", fields);
            }
            Event::CaseFinished { submission, case, report } => {
                let fields = merged(self.which(*submission), figures(*case, report));
                self.write("case_finished", fields);
            }
            Event::SubmissionFinished { submission: index, report } => {
                let fields = merged(self.which(*index), json!({"report": submission(report)}));
                self.write("submission_finished", fields);
            }
            Event::RunFinished { interrupted } => self.write("run_finished", json!({"interrupted": interrupted})),
        }
    }
}

/// A case in short; the whole follows with its submission.
fn figures(index: usize, case: &CaseReport) -> Json {
    json!({
        "case": index,
        "name": case.name,
        "group": case.group.name(),
        "verdict": case.verdict.name(),
        "cpu_seconds": seconds(case.cpu),
        "wall_seconds": seconds(case.wall),
        "peak_memory_bytes": case.peak_memory,
    })
}

fn merged(mut fields: Json, more: Json) -> Json {
    if let (Json::Object(fields), Json::Object(more)) = (&mut fields, more) {
        fields.extend(more);
    }
    fields
}
