//! How far a long run is, on stderr while it lasts.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::event::{Event, EventSink};
use crate::model::Verdict;

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
        if !matches!(verdict, Verdict::Accepted | Verdict::Skipped) {
            self.failed += 1;
            self.bar.set_message(format!(", {} not accepted", grouped(self.failed)));
        }
        self.bar.inc(1);
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
            Event::RunStarted { cases, .. } => {
                self.bar.set_length(*cases as u64);
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
