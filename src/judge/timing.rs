//! Time verdicts that do not flicker.
//!
//! Under the limit passes at once: noise only adds. Over twice the limit fails at once: no single run was ever seen
//! inflated that much. Between the two the case is run again with every other lane at rest, and the smallest of up to
//! four runs counts.
//!
//! A smallest run over the limit and within the band above it says too little: a busier machine, or a slower one, would
//! have put a case there that is in time here. Whether its runs agree does not tell the two apart, because four runs in
//! a row share what disturbs them; and where the limit itself is crossed by chance, so would be any bound on how much
//! runs may differ. So all of the band is noisy, and nothing in it fails.

use std::time::Duration;

use crate::harness::HarnessError;
use crate::model::Execution;

/// A run is ended at this many times its limit.
pub(super) const STOP_FACTOR: u32 = 2;
/// How often a case near its limit is run again.
const RERUNS: usize = 3;
/// A smallest run over the limit by at most this factor is too near to tell. The smallest of four runs was measured to
/// grow by 5 % at most on a machine with four times as much to do as it has cores.
const BAND: f64 = 1.3;

/// Whether one run cannot decide.
pub(super) fn is_borderline(execution: &Execution, limit: Duration) -> bool {
    execution.stopped.is_none() && execution.cpu > limit && execution.cpu <= limit * STOP_FACTOR
}

/// Runs a borderline case again. Returns the run that counts, and the CPU times of all where that is within the band.
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
    let noisy = best.cpu <= limit.mul_f64(BAND);
    Ok((best, noisy.then_some(times)))
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
    fn a_smallest_run_within_the_band_is_noisy_whether_runs_agree_or_not() {
        assert_eq!(settled(160, &[110, 120, 150]), (110, true, 0));
        assert_eq!(settled(130, &[130, 130, 130]), (130, true, 0));
        assert_eq!(settled(131, &[131, 131, 131]), (131, false, 0));
        assert_eq!(settled(200, &[199, 131, 198]), (131, false, 0));
    }
}
