//! What happened, in one order. Facts only: words and colours are `report`'s.

use crate::model::{CaseReport, Environment, SubmissionReport};

/// Something that happened during a run. Submissions and cases are named by their index in the run's plan.
#[derive(Debug, Clone)]
pub enum Event {
    /// The run starts.
    RunStarted {
        /// Where it runs.
        environment: Box<Environment>,
        /// What will be judged.
        submissions: Vec<Announced>,
    },
    /// A case has its verdict.
    CaseFinished {
        /// Which submission.
        submission: usize,
        /// Which case of it.
        case: usize,
        /// What was found.
        report: Box<CaseReport>,
    },
    /// A submission has its verdict. Comes after all of its cases.
    SubmissionFinished {
        /// Which submission.
        submission: usize,
        /// What was found.
        report: Box<SubmissionReport>,
    },
    /// The run ends.
    RunFinished {
        /// Whether the user interrupted.
        interrupted: bool,
    },
}

/// A submission that will be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The problem's id.
    pub problem: String,
    /// The solution, relative to the working directory, with `/`.
    pub path: String,
    /// How many cases it has.
    pub cases: usize,
}

/// Something that wants to know what happens while it does.
pub trait EventSink {
    /// Called once per event, in order, from one thread.
    fn handle(&mut self, event: &Event);
}

/// Several sinks, told one after the other.
impl EventSink for Vec<&mut dyn EventSink> {
    fn handle(&mut self, event: &Event) {
        for sink in self {
            sink.handle(event);
        }
    }
}

/// A sink for those who only want the finished report.
pub struct NoSink;

impl EventSink for NoSink {
    fn handle(&mut self, _event: &Event) {}
}
