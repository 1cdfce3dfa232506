//! The time that a measurement may take.

use std::time::{Duration, Instant};

use crate::sandbox::cpu_time_so_far;

/// On a machine that does much else the wall clock may run this many times as long.
const PATIENCE: u32 = 3;

/// What has been spent of the time there is. CPU time counts, so that another process takes none of it away.
#[derive(Debug)]
pub(super) struct Budget {
    whole: Duration,
    started: Instant,
    cpu: Duration,
}

impl Budget {
    /// A budget of which nothing has been spent.
    pub(super) fn new(whole: Duration) -> Self {
        Self { whole, started: Instant::now(), cpu: cpu_time_so_far() }
    }

    /// This part of it.
    pub(super) fn part(&self, part: f64) -> Duration {
        self.whole.mul_f64(part)
    }

    /// What has been spent.
    pub(super) fn spent(&self) -> Duration {
        let cpu = cpu_time_so_far().saturating_sub(self.cpu);
        cpu.max(self.started.elapsed() / PATIENCE)
    }
}
