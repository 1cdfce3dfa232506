//! Would the cases notice a small mistake? The reference is changed in one place at a time, and judged.
//!
//! A mutant that no case tells from the reference is tried on the random inputs: if none of them tells it either, it is
//! taken for one that does the same in other words. `harness/mutants.py` makes the mutants.

use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::catalog::random::Rng;
use crate::catalog::{Package, ready_case};
use crate::harness::{Compiled, Program};
use crate::judge::{Ready, Workbench};
use crate::model::{CheckOutcome, Limits, LimitsSpec, MutationScore, Place, Problem, Value, Verdict};
use crate::search::shrink;

use super::structure::REFERENCE;
use super::{Findings, Verifier, VerifyError};

/// The cases must kill this many mutants of a hundred.
const ENOUGH: f64 = 95.0;
/// Mutants that are tried; of more, these many are drawn.
const MOST: usize = 200;
/// A mutant may take as many times the reference's own time as the default limit allows, and at least this: most of
/// those that take longer would take for ever.
const PATIENCE: Duration = Duration::from_millis(50);
/// Smaller inputs that are tried for each mutant that survives.
const TRIES: usize = 200;
/// Characters of a piece of source in a message.
const SHOWN: usize = 60;

/// What the mutants of one problem's reference are judged with.
pub(super) struct Mutation<'r> {
    pub(super) verifier: &'r Verifier<'r>,
    pub(super) problem: &'r Arc<Problem>,
    pub(super) package: &'r Package,
    /// The cases that can be judged, by index.
    pub(super) usable: &'r [usize],
    /// Random inputs with the reference's answers, the shortest first.
    pub(super) answered: &'r [Ready],
}

/// The reference with a small mistake.
struct Mutant {
    line: usize,
    before: String,
    /// Empty: it is left out.
    after: String,
    source: String,
}

/// What became of a mutant.
enum Fate {
    Killed,
    Equivalent,
    /// No case tells it from the reference, and this input does.
    Survived(Ready),
}

/// A case or a random input, and the CPU time after which a mutant is stopped there.
type Trial<'t> = (&'t Ready, Duration);

impl Mutation<'_> {
    /// Tries the mutants, and reports those that survive.
    pub(super) fn check(
        &self,
        findings: &mut Findings,
        bench: &mut Workbench,
    ) -> Result<Option<MutationScore>, VerifyError> {
        let Some(source) = self.problem.reference.as_deref() else { return Ok(None) };
        let mut mutants = mutants_of(source, bench)?;
        let made = mutants.len();
        draw(&mut mutants, self.verifier.options.seed);
        let limits = self.limits();
        let cases = self.timed_cases(source, &limits, bench)?;
        let fates = self.fates(&mutants, &cases, &limits)?;
        let count = |wanted: fn(&Fate) -> bool| fates.iter().filter(|fate| wanted(fate)).count();
        let score = MutationScore {
            mutants: made,
            tried: mutants.len(),
            killed: count(|fate| matches!(fate, Fate::Killed)),
            equivalent: count(|fate| matches!(fate, Fate::Equivalent)),
        };
        for (mutant, fate) in mutants.iter().zip(&fates) {
            if let Fate::Survived(ready) = fate {
                self.survivor(findings, mutant, ready);
            }
        }
        if score.percent() < ENOUGH {
            let wrong = score.killed + score.survived();
            let message = format!("the cases kill only {} of {wrong} mutants, and {ENOUGH} % must be", score.killed);
            let hint = "Add cases such as those that are shown with the mutants that survive.";
            findings.error("mutation-score", findings.file(REFERENCE), message, hint);
        }
        Ok(Some(score))
    }

    fn survivor(&self, findings: &mut Findings, mutant: &Mutant, ready: &Ready) {
        let before = cut(&mutant.before);
        let change = match mutant.after.as_str() {
            "" => format!("`{before}` is left out"),
            after => format!("`{before}` becomes `{}`", cut(after)),
        };
        let place = Place { position: Some((mutant.line, 1)), ..findings.file(REFERENCE) };
        let message = format!("no case notices that {change}");
        let hint = "Add this case, or a better one on which it shows, and say in `why` what it is about.";
        findings.warning("mutant-survives", place, message, hint);
        if let Some(finding) = findings.found.last_mut() {
            let case = ready_case("random-input", self.problem, &ready.input, Some(&ready.expected));
            finding.ready_case = Some(case);
        }
    }

    /// The limits of all runs; how long each may take is said for each.
    fn limits(&self) -> Limits {
        let limits = &self.problem.limits;
        limits.resolve(limits.time.unwrap_or(LimitsSpec::DEFAULT_TIME))
    }

    /// The cases that the reference gets right, the cheapest first.
    fn timed_cases(
        &self,
        source: &str,
        limits: &Limits,
        bench: &mut Workbench,
    ) -> Result<Vec<(Ready, Duration)>, VerifyError> {
        let Ok(reference) = bench.compile(self.program(source))? else { return Ok(Vec::new()) };
        let mut timed = Vec::new();
        for &index in self.usable {
            let Ok(ready) = bench.case(index)? else { continue };
            let ran = bench.run(&reference, &ready.input, limits)?;
            if !self.tells(&reference, &(&ready, limits.time), limits, bench)? {
                let patience = ran.execution.cpu * LimitsSpec::REFERENCE_FACTOR;
                timed.push((ready, patience.max(PATIENCE).min(limits.time)));
            }
        }
        timed.sort_by_key(|(_, patience)| *patience);
        Ok(timed)
    }

    fn program(&self, source: &str) -> Program {
        let path = self.package.dir().map_or_else(PathBuf::new, |dir| dir.join(REFERENCE));
        Program::solution(&self.problem.entry, &path, REFERENCE, source.as_bytes())
    }

    /// What becomes of each mutant; several are tried at the same time.
    fn fates(
        &self,
        mutants: &[Mutant],
        cases: &[(Ready, Duration)],
        limits: &Limits,
    ) -> Result<Vec<Fate>, VerifyError> {
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let fates: Vec<Mutex<Option<Fate>>> = mutants.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            let verifier = self.verifier;
            let (python, executors) = (&verifier.environment.python, verifier.executors);
            let mut bench = Workbench::new(self.problem, python, executors, verifier.cache);
            while !stop.load(Ordering::Relaxed) {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(mutant) = mutants.get(index) else { break };
                let fate = self
                    .fate(mutant, cases, limits, &mut bench)
                    .inspect_err(|_| stop.store(true, Ordering::Relaxed))?;
                *fates[index].lock().unwrap_or_else(PoisonError::into_inner) = Some(fate);
            }
            Ok(())
        };
        let outcomes: Vec<Result<(), VerifyError>> = std::thread::scope(|scope| {
            let workers: Vec<_> =
                (0..self.verifier.options.jobs.min(mutants.len())).map(|_| scope.spawn(work)).collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
        });
        outcomes.into_iter().collect::<Result<(), _>>()?;
        Ok(fates.into_iter().filter_map(|fate| fate.into_inner().unwrap_or_else(PoisonError::into_inner)).collect())
    }

    fn fate(
        &self,
        mutant: &Mutant,
        cases: &[(Ready, Duration)],
        limits: &Limits,
        bench: &mut Workbench,
    ) -> Result<Fate, VerifyError> {
        let Ok(program) = bench.compile(self.program(&mutant.source))? else { return Ok(Fate::Killed) };
        for (ready, patience) in cases {
            if self.tells(&program, &(ready, *patience), limits, bench)? {
                return Ok(Fate::Killed);
            }
        }
        for ready in self.answered {
            if self.tells(&program, &(ready, PATIENCE), limits, bench)? {
                return Ok(Fate::Survived(self.smallest(&program, ready, limits, bench)?));
            }
        }
        Ok(Fate::Equivalent)
    }

    /// The smallest legal input near this one that tells a mutant from the reference.
    fn smallest(
        &self,
        program: &Arc<Compiled>,
        ready: &Ready,
        limits: &Limits,
        bench: &mut Workbench,
    ) -> Result<Ready, VerifyError> {
        let mut smallest = ready.clone();
        let shrunk = shrink(self.problem, &ready.input, TRIES, &|| Ok(()), &mut |input| {
            if bench.validate(input)? != Ok(None) {
                return Ok(false);
            }
            let Ok((answered, _)) = bench.ask_reference(&Arc::new(input.clone()))? else { return Ok(false) };
            let tells = self.tells(program, &(&answered, PATIENCE), limits, bench)?;
            if tells {
                smallest = answered;
            }
            Ok(tells)
        });
        shrunk.stopped.map_or(Ok(smallest), Err)
    }

    /// Whether a program does something else than the reference there. A checker that fails tells nothing.
    fn tells(
        &self,
        program: &Arc<Compiled>,
        (ready, patience): &Trial,
        limits: &Limits,
        bench: &mut Workbench,
    ) -> Result<bool, VerifyError> {
        if self.verifier.interrupt.is_set() {
            return Err(VerifyError::Interrupted);
        }
        let ran = bench.run_within(program, &ready.input, limits, *patience)?;
        match (ran.verdict, ran.answer) {
            (Some(Verdict::Skipped), _) => Err(VerifyError::Interrupted),
            (None, Some(answer)) => Ok(matches!(bench.compare(ready, &answer)?, Ok(CheckOutcome::Rejected(_)))),
            _ => Ok(true),
        }
    }
}

/// All mutants of a source, in the order of its lines.
fn mutants_of(source: &str, bench: &mut Workbench) -> Result<Vec<Mutant>, VerifyError> {
    let program = bench.compile(Program::mutants())?.map_err(VerifyError::Mutants)?;
    let made = bench.call(&program, vec![Value::Str(source.to_owned())])?.map_err(VerifyError::Mutants)?;
    let mutants = made.items().unwrap_or_default().iter().map(mutant_from).collect::<Option<Vec<_>>>();
    mutants.ok_or_else(|| VerifyError::Mutants(format!("what came is no list of mutants: {}", made.type_name())))
}

fn mutant_from(made: &Value) -> Option<Mutant> {
    let [Value::Int(line), Value::Str(before), Value::Str(after), Value::Str(source)] = made.items()? else {
        return None;
    };
    let line = usize::try_from(*line).ok()?;
    Some(Mutant { line, before: before.clone(), after: after.clone(), source: source.clone() })
}

/// Leaves as many mutants as are tried, in their order: which, the seed decides.
fn draw(mutants: &mut Vec<Mutant>, seed: u64) {
    let mut rng = Rng::new(seed);
    while mutants.len() > MOST {
        mutants.remove(rng.below(mutants.len()));
    }
}

fn cut(source: &str) -> String {
    match source.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}...", &source[..end]),
        None => source.to_owned(),
    }
}
