//! Everything that judging needs besides the plan: the interpreter, the containment, the cache, Ctrl-C.

use std::env;
use std::path::Path;
use std::sync::Arc;

use crate::event::EventSink;
use crate::growth::{GrowthError, GrowthOptions, Meter};
use crate::harness::{HarnessError, Interpreter, Session, Setup};
use crate::judge::{Executor, Judge, Ready, RunPlan, Workbench};
use crate::model::{Environment, Guarantee, Isolation, Problem, RunReport};
use crate::sandbox::{CLONES, Interrupt, Protections, remove_stale};
use crate::stress::{Stress, StressError, StressOptions};
use crate::verify::{Verifier, VerifyOptions};
use crate::workspace::Cache;

use super::error::CliError;
use super::resolve::EngineOptions;

/// What judges here.
pub(super) struct Engine {
    setup: Arc<Setup>,
    keep_results: bool,
}

impl Engine {
    /// Finds the interpreter and the protections. A guarantee that is demanded and cannot be given is an error.
    pub(super) fn start(options: &EngineOptions, cache: Cache) -> Result<Self, CliError> {
        let interpreter = Interpreter::find(options.python_name().as_deref(), &cache).map_err(CliError::Harness)?;
        let protections = if options.sandbox { Protections::probe() } else { Protections::off() };
        let interrupt = Interrupt::from_signals().map_err(CliError::Signals)?;
        remove_stale();
        let setup = Setup {
            interpreter,
            protections,
            // Where no child can be cloned for the judge, every case has an interpreter of its own anyway.
            isolation: if CLONES { options.isolation } else { Isolation::Process },
            pass_env: options.pass_env.clone(),
            interrupt,
            cache,
        };
        let engine = Self { setup: Arc::new(setup), keep_results: options.keep_results };
        let missing = engine.missing(&options.require);
        if missing.is_empty() { Ok(engine) } else { Err(CliError::NotGuaranteed(missing)) }
    }

    /// The names of the guarantees that cannot be given here.
    pub(super) fn missing(&self, required: &[Guarantee]) -> String {
        let missing = required.iter().filter(|&&guarantee| !self.setup.protections.gives(guarantee));
        missing.map(|guarantee| guarantee.name()).collect::<Vec<_>>().join(", ")
    }

    /// The interpreter's program.
    pub(super) fn executable(&self) -> &Path {
        &self.setup.interpreter.executable
    }

    /// Judges everything in the plan.
    pub(super) fn judge(&self, plan: &RunPlan, sink: &mut dyn EventSink) -> Result<RunReport, CliError> {
        self.with_judge(|judge| judge.run(plan, sink))
    }

    /// Measures accepted submissions beside the reference.
    pub(super) fn measure_ratios(&self, plan: &RunPlan, report: &mut RunReport) -> Result<(), CliError> {
        self.with_judge(|judge| judge.measure_ratios(plan, report))
    }

    fn with_judge<T>(&self, work: impl FnOnce(&Judge) -> Result<T, HarnessError>) -> Result<T, CliError> {
        let judge = Judge {
            executors: &|| Box::new(Session::new(Arc::clone(&self.setup))),
            environment: self.environment(),
            cache: &self.setup.cache,
            conditions: self.keep_results.then(|| self.setup.fingerprint()).flatten(),
            interrupt: self.setup.interrupt.clone(),
        };
        work(&judge).map_err(CliError::Harness)
    }

    /// What looks for failing inputs, handed to `work`.
    pub(super) fn stress<T>(&self, options: StressOptions, work: impl FnOnce(&Stress) -> T) -> T {
        let unhurried = Arc::new(Setup { interrupt: Interrupt::default(), ..Setup::clone(&self.setup) });
        work(&Stress {
            executors: &|| Box::new(Session::new(Arc::clone(&self.setup))),
            unhurried: &|| Box::new(Session::new(Arc::clone(&unhurried))),
            environment: self.environment(),
            cache: &self.setup.cache,
            interrupt: self.setup.interrupt.clone(),
            options,
        })
    }

    /// Input and expected answer of a case.
    pub(super) fn ready(&self, problem: &Arc<Problem>, index: usize) -> Result<Ready, CliError> {
        let executors = || -> Box<dyn Executor> { Box::new(Session::new(Arc::clone(&self.setup))) };
        let mut bench = Workbench::new(problem, &self.setup.interpreter.version, &executors, &self.setup.cache);
        let ready = bench.case(index).map_err(CliError::Harness)?;
        ready.map_err(|why| CliError::Stress(StressError::Author { problem: problem.id.clone(), why }))
    }

    /// What verifies problems, handed to `work`.
    pub(super) fn verify<T>(&self, options: VerifyOptions, work: impl FnOnce(&Verifier) -> T) -> T {
        work(&Verifier {
            executors: &|| Box::new(Session::new(Arc::clone(&self.setup))),
            environment: self.environment(),
            cache: &self.setup.cache,
            interrupt: self.setup.interrupt.clone(),
            options,
        })
    }

    /// What measures growth, handed to `work`.
    pub(super) fn growth<T>(
        &self,
        options: GrowthOptions,
        work: impl FnOnce(&Meter) -> Result<T, GrowthError>,
    ) -> Result<T, CliError> {
        let executors = || -> Box<dyn Executor> { Box::new(Session::new(Arc::clone(&self.setup))) };
        let interrupt = self.setup.interrupt.clone();
        let meter = Meter {
            executors: &executors,
            environment: self.environment(),
            cache: &self.setup.cache,
            interrupt,
            options,
        };
        work(&meter).map_err(CliError::from)
    }

    /// Where runs take place.
    pub(super) fn environment(&self) -> Environment {
        Environment {
            python: self.setup.interpreter.version.clone(),
            executable: self.setup.interpreter.requested.clone(),
            platform: format!("{}-{}", env::consts::OS, env::consts::ARCH),
            isolation: self.setup.isolation,
            protections: self.setup.protections.names(),
            missing_protections: self.setup.protections.missing(),
            memory_method: "peak resident memory above the interpreter's own".to_owned(),
        }
    }
}
