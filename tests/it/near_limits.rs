//! Verdicts of cases near their time limit, with an executor whose times are written down: noise and lanes change none
//! outside the band, and none inside it fails.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kumite::catalog::Catalog;
use kumite::event::NoSink;
use kumite::harness::{Compiled, HarnessError, Program};
use kumite::judge::{Executor, Judge, RunPlan, Submission};
use kumite::model::{
    CaseInput, CaseReport, Environment, Execution, Exit, Isolation, Limits, Problem, Reply, StopReason, Value, Verdict,
};
use kumite::sandbox::Interrupt;
use kumite::workspace::Cache;
use proptest::prelude::*;

use crate::support::Place;

const CASES: usize = 300;
const LIMIT: Duration = Duration::from_secs(1);
/// The band that docs/verdicts.md declares.
const BAND: f64 = 1.3;

/// What a case takes when nothing disturbs it: from half to twice the limit.
fn undisturbed(case: usize) -> f64 {
    0.5 + 1.5 * case as f64 / (CASES - 1) as f64
}

/// How much longer a run takes than undisturbed: by its case and by how often that was run.
type Noise = Box<dyn Fn(usize, usize) -> f64 + Send + Sync>;

/// What all executors of a run share.
struct Script {
    noise: Noise,
    runs: Mutex<HashMap<usize, usize>>,
    running: AtomicUsize,
}

/// Does not run anything: it looks up how long that would take.
struct Scripted(Arc<Script>);

impl Executor for Scripted {
    fn compile(&mut self, program: Program) -> Result<Result<Compiled, Execution>, HarnessError> {
        Ok(Ok(Compiled::new(program, Vec::new())))
    }

    fn run(
        &mut self,
        _program: &Arc<Compiled>,
        input: &CaseInput,
        _limits: &Limits,
        stop_after: Duration,
    ) -> Result<Execution, HarnessError> {
        let CaseInput::Call(args) = input else { panic!("the problem is a function") };
        let Value::Int(case) = args[0] else { panic!("its argument is the case's number") };
        let case = usize::try_from(case).unwrap();
        let number = {
            let mut runs = self.0.runs.lock().unwrap();
            let number = runs.entry(case).or_default();
            *number += 1;
            *number - 1
        };
        let others = self.0.running.fetch_add(1, Ordering::SeqCst);
        assert!(number == 0 || others == 0, "a case was run again beside {others} others");
        // Long enough for the other lanes to come in.
        std::thread::sleep(Duration::from_micros(100));
        assert!(number == 0 || self.0.running.load(Ordering::SeqCst) == 1, "others ran beside a case run again");
        self.0.running.fetch_sub(1, Ordering::SeqCst);
        let cpu = Duration::from_secs_f64(undisturbed(case) * (self.0.noise)(case, number));
        let is_stopped = cpu > stop_after;
        Ok(Execution {
            exit: if is_stopped { Exit::Signal(9) } else { Exit::Code(0) },
            stopped: is_stopped.then_some(StopReason::Time),
            cpu: cpu.min(stop_after + Duration::from_millis(1)),
            wall: cpu,
            peak_memory: 0,
            stdout: Vec::new(),
            stderr: Vec::new(),
            output_bytes: 0,
            reply: if is_stopped {
                Reply::Nothing { loaded: true }
            } else {
                Reply::Answer { answer: args[0].clone(), aside: None }
            },
        })
    }
}

/// A problem whose cases give their number, and expect it with this much more.
fn problem(more: usize) -> Arc<Problem> {
    let mut text = "format_version = 1\ntitle = \"Number\"\nsummary = \"The number.\"\ndifficulty = \"easy\"\n\
        topics = [\"numbers\"]\nminutes = 5\n\n[limits]\ntime_seconds = 1.0\n\n[entry]\nkind = \"function\"\n\
        signature = \"def number(n: int) -> int\"\n\n"
        .to_owned();
    for case in 0..CASES {
        let _ = write!(text, "[[cases]]\nname = \"case-{case}\"\nargs = [{case}]\nexpected = {}\n\n", case + more);
    }
    let place = Place::with(&[("problems/number/problem.toml", text.as_str())]);
    Catalog::open(&[place.here().join("problems")]).unwrap().get("number").unwrap()
}

fn judge(problem: &Arc<Problem>, jobs: usize, strict: bool, noise: Noise) -> Vec<CaseReport> {
    let script = Arc::new(Script { noise, runs: Mutex::default(), running: AtomicUsize::new(0) });
    let submission = Submission {
        problem: Arc::clone(problem),
        path: "number.py".into(),
        shown_path: "number.py".to_owned(),
        source: b"def number(n): return n\n".to_vec().into(),
        cases: (0..CASES).collect(),
    };
    let plan = RunPlan {
        submissions: vec![submission],
        fail_fast: false,
        strict,
        second_run: true,
        jobs,
        time_factor: 1.0,
        memory_factor: 1.0,
    };
    let environment = Environment {
        python: "3.11.0".to_owned(),
        executable: "python3".to_owned(),
        platform: "linux-x86_64".to_owned(),
        isolation: Isolation::Fork,
        protections: Vec::new(),
        missing_protections: Vec::new(),
        memory_method: String::new(),
    };
    let judge = Judge {
        executors: &|| Box::new(Scripted(Arc::clone(&script))),
        environment,
        cache: &Cache::none(),
        conditions: None,
        interrupt: Interrupt::default(),
    };
    judge.run(&plan, &mut NoSink).unwrap().submissions.first().unwrap().cases
}

/// Noise as it was measured: the single run up to 1.66 times as long, the smallest of four by `steady` at most.
fn noise(seed: u64, steady: f64) -> Noise {
    Box::new(move |case, run| {
        let mixed =
            (seed ^ (case as u64) << 20 ^ (run as u64) << 8).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        let random = (mixed.wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 40) as f64 / (1_u64 << 24) as f64;
        // Every fourth run at most is disturbed much.
        if (seed as usize + case + run).is_multiple_of(4) { 1.0 + 0.66 * random } else { 1.0 + steady * random }
    })
}

#[test]
fn without_noise_every_case_has_the_verdict_of_its_time() {
    for (case, report) in judge(&problem(0), 1, false, Box::new(|_, _| 1.0)).iter().enumerate() {
        let of_limit = undisturbed(case);
        let verdict = if of_limit <= BAND { Verdict::Accepted } else { Verdict::TimeLimitExceeded };
        assert_eq!(report.verdict, verdict, "{of_limit}");
        assert_eq!(report.noisy_runs().is_some(), of_limit > 1.0 && of_limit <= BAND, "{of_limit}");
    }
}

#[test]
fn strictly_a_time_over_its_limit_fails_and_says_that_it_is_noisy() {
    for (case, report) in judge(&problem(0), 1, true, Box::new(|_, _| 1.0)).iter().enumerate() {
        let of_limit = undisturbed(case);
        let verdict = if of_limit <= 1.0 { Verdict::Accepted } else { Verdict::TimeLimitExceeded };
        assert_eq!(report.verdict, verdict, "{of_limit}");
        assert_eq!(report.noisy_runs().is_some(), of_limit > 1.0 && of_limit <= BAND, "{of_limit}");
        assert_eq!(report.cpu, Duration::from_secs_f64(of_limit), "{of_limit}");
    }
}

#[test]
fn a_noisy_case_with_a_wrong_answer_is_wrong() {
    for (case, report) in judge(&problem(1), 1, false, Box::new(|_, _| 1.0)).iter().enumerate() {
        let verdict = if undisturbed(case) <= BAND { Verdict::WrongAnswer } else { Verdict::TimeLimitExceeded };
        assert_eq!(report.verdict, verdict, "{}", undisturbed(case));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn noise_and_lanes_change_no_verdict_outside_the_band(seed in any::<u64>(), jobs in 1_usize..5) {
        let reports = judge(&problem(0), jobs, false, noise(seed, 0.25));
        for (case, report) in reports.iter().enumerate() {
            let of_limit = undisturbed(case);
            if of_limit <= 1.0 {
                prop_assert_eq!(report.verdict, Verdict::Accepted, "{}", of_limit);
            } else if of_limit > BAND {
                prop_assert_eq!(report.verdict, Verdict::TimeLimitExceeded, "{}", of_limit);
            } else if report.verdict == Verdict::Accepted {
                prop_assert!(report.noisy_runs().is_some(), "{}", of_limit);
            } else {
                prop_assert!(report.cpu > LIMIT.mul_f64(BAND), "{} failed within the band", of_limit);
            }
        }
    }

    #[test]
    fn the_number_of_lanes_changes_no_verdict(seed in any::<u64>(), jobs in 2_usize..5) {
        let verdicts = |jobs| judge(&problem(0), jobs, false, noise(seed, 0.25)).into_iter().map(|case| case.verdict);
        prop_assert!(verdicts(1).eq(verdicts(jobs)));
    }
}
