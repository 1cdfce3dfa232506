//! How far a long run is, on stderr while it lasts.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::event::{Event, EventSink};
use crate::model::Verdict;

use super::advice::is_failure;
use super::quantity::grouped;

/// A run that ends before this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the clock of the line moves on.
const TICK: Duration = Duration::from_millis(100);

/// One line on stderr that counts cases, from half a second on until the run ends.
///
/// For terminals only: who makes one has looked.
pub struct Progress {
    bar: ProgressBar,
    failed: usize,
    /// Dropped when the run ends; then the line does not appear any more.
    waiting: Option<Sender<()>>,
}

impl Progress {
    /// A progress line that is not shown yet.
    pub fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} cases{msg}, {elapsed}") {
            bar.set_style(style);
        }
        Self { bar, failed: 0, waiting: None }
    }

    /// Shows the line after a while, unless the run has ended by then.
    fn show_later(&mut self) {
        let (ended, wait) = mpsc::channel();
        self.waiting = Some(ended);
        let bar = self.bar.clone();
        thread::spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                bar.set_draw_target(ProgressDrawTarget::stderr());
                bar.enable_steady_tick(TICK);
            }
        });
    }

    fn count(&mut self, verdict: Verdict) {
        // The line may be drawn between the two: it never says that more failed than were judged.
        self.bar.inc(1);
        if is_failure(verdict) {
            self.failed += 1;
            self.bar.set_message(format!(", {} not accepted", grouped(self.failed)));
        }
    }

    fn end(&mut self) {
        self.waiting = None;
        self.bar.finish_and_clear();
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl EventSink for Progress {
    fn handle(&mut self, event: &Event) {
        match event {
            Event::RunStarted { submissions, .. } => {
                self.bar.set_length(submissions.iter().map(|submission| submission.cases as u64).sum());
                self.bar.reset_elapsed();
                self.show_later();
            }
            Event::CaseFinished { report, .. } => self.count(report.verdict),
            Event::SubmissionFinished { .. } => {}
            Event::RunFinished { .. } => self.end(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(test)]
mod tests {
    use super::Progress;
    use crate::event::{Announced, Event, EventSink as _};
    use crate::model::{CaseReport, Environment, Group, Isolation, Verdict};
    use std::time::Duration;

    fn finished(case: usize, verdict: Verdict) -> Event {
        let report = CaseReport {
            name: String::new(),
            group: Group::Secret,
            tags: Vec::new(),
            why: None,
            verdict,
            cpu: Duration::ZERO,
            wall: Duration::ZERO,
            peak_memory: 0,
            input: None,
            expected: None,
            actual: None,
            difference: None,
            raised: None,
            notes: Vec::new(),
            stdout: String::new(),
            stderr: String::new(),
        };
        Event::CaseFinished { submission: 0, case, report: Box::new(report) }
    }

    #[test]
    fn cases_are_counted_and_a_short_run_shows_nothing() {
        let environment = Box::new(Environment {
            python: String::new(),
            executable: String::new(),
            platform: String::new(),
            isolation: Isolation::Fork,
            protections: Vec::new(),
            missing_protections: Vec::new(),
            memory_method: String::new(),
        });
        let mut progress = Progress::new();
        let announced = Announced { problem: String::new(), path: String::new(), cases: 3 };
        progress.handle(&Event::RunStarted { environment, submissions: vec![announced] });
        progress.handle(&finished(0, Verdict::Accepted));
        progress.handle(&finished(1, Verdict::WrongAnswer));
        assert_eq!((progress.bar.position(), progress.bar.length()), (2, Some(3)));
        assert_eq!(progress.bar.message(), ", 1 not accepted");
        assert!(progress.bar.is_hidden() && progress.waiting.is_some());
        progress.handle(&Event::RunFinished { interrupted: false });
        assert!(progress.bar.is_finished() && progress.waiting.is_none());
    }
}
