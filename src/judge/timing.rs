//! Time verdicts that do not flicker.
//!
//! Under the limit passes at once: noise only adds. Over twice the limit fails at once: no single run was ever seen
//! inflated that much. Between the two the case is run again with every other lane at rest, and the smallest of up to
//! four runs counts.

use std::time::Duration;

use crate::harness::HarnessError;
use crate::model::Execution;

/// A run is ended at this many times its limit.
pub(super) const STOP_FACTOR: u32 = 2;
/// How often a case near its limit is run again.
const RERUNS: usize = 3;
/// A smallest run within this factor of the limit...
const NEAR: f64 = 1.3;
/// ...of runs that differ by more than this share is not sure.
const SPREAD: f64 = 0.1;

/// Whether one run cannot decide.
pub(super) fn is_borderline(execution: &Execution, limit: Duration) -> bool {
    execution.stopped.is_none() && execution.cpu > limit && execution.cpu <= limit * STOP_FACTOR
}

/// Runs a borderline case again. Returns the run that counts, and the CPU times of all where the outcome is not sure.
pub(super) fn settle(
    first: Execution,
    limit: Duration,
    mut again: impl FnMut() -> Result<Execution, HarnessError>,
) -> Result<(Execution, Option<Vec<Duration>>), HarnessError> {
    let mut times = vec![first.cpu];
    let mut best = first;
    for _ in 0..RERUNS {
        let execution = again()?;
        times.push(execution.cpu);
        if execution.cpu < best.cpu || execution.stopped.is_some() {
            best = execution;
        }
        if !is_borderline(&best, limit) {
            return Ok((best, None));
        }
    }
    let slowest = times.iter().max().copied().unwrap_or_default();
    let unsure = best.cpu.as_secs_f64() <= limit.as_secs_f64() * NEAR
        && slowest.as_secs_f64() > best.cpu.as_secs_f64() * (1.0 + SPREAD);
    Ok((best, unsure.then_some(times)))
}

#[cfg(test)]
mod tests {
    use super::{is_borderline, settle};
    use crate::model::{Execution, Exit, Reply};
    use std::time::Duration;

    const LIMIT: Duration = Duration::from_millis(100);

    fn run(millis: u64) -> Execution {
        Execution {
            exit: Exit::Code(0),
            stopped: None,
            cpu: Duration::from_millis(millis),
            wall: Duration::from_millis(millis),
            peak_memory: 0,
            stdout: Vec::new(),
            stderr: Vec::new(),
            output_bytes: 0,
            reply: Reply::Finished,
        }
    }

    fn settled(first: u64, rest: &[u64]) -> (u128, bool, usize) {
        let mut left = rest.iter();
        let again = || Ok(run(*left.next().unwrap()));
        let (best, times) = settle(run(first), LIMIT, again).unwrap();
        (best.cpu.as_millis(), times.is_some(), left.len())
    }

    #[test]
    fn only_between_the_limit_and_twice_of_it_is_borderline() {
        assert!(!is_borderline(&run(100), LIMIT));
        assert!(is_borderline(&run(101), LIMIT));
        assert!(is_borderline(&run(200), LIMIT));
        assert!(!is_borderline(&run(201), LIMIT));
    }

    #[test]
    fn the_smallest_run_counts_and_a_pass_ends_it() {
        assert_eq!(settled(150, &[120, 90, 1]), (90, false, 1));
        assert_eq!(settled(150, &[140, 145, 150]), (140, false, 0));
    }

    #[test]
    fn runs_near_the_limit_that_differ_are_not_sure() {
        assert_eq!(settled(160, &[110, 120, 130]), (110, true, 0));
        assert_eq!(settled(112, &[110, 111, 110]), (110, false, 0));
    }
}
