//! One executor per program, so that to go from one program to another costs nothing.

use std::sync::Arc;
use std::time::Duration;

use super::Executor;
use crate::harness::{Compiled, HarnessError, HashSeed, Program};
use crate::model::{CaseInput, Execution, Limits, SharedRun};

/// Executors that are kept: an interpreter each. Whoever needs more programs at once pays for changing them.
const MOST: usize = 8;

/// Runs many programs, each with an executor of its own.
pub(super) struct PerProgram<'a> {
    make: &'a dyn Fn() -> Box<dyn Executor>,
    compiler: Option<Box<dyn Executor>>,
    /// The one that was used last stands last.
    runners: Vec<(Arc<Compiled>, Box<dyn Executor>)>,
}

impl<'a> PerProgram<'a> {
    /// Nothing is started yet.
    pub(super) fn new(make: &'a dyn Fn() -> Box<dyn Executor>) -> Self {
        Self { make, compiler: None, runners: Vec::new() }
    }

    /// The executor of a program: its own, else a new one, else that which has rested longest.
    fn runner(&mut self, program: &Arc<Compiled>) -> &mut dyn Executor {
        let known = self.runners.iter().position(|(known, _)| Arc::ptr_eq(known, program));
        let runner = if let Some(index) = known {
            self.runners.remove(index)
        } else {
            let spent = if self.runners.len() < MOST { None } else { Some(self.runners.remove(0).1) };
            (Arc::clone(program), spent.unwrap_or_else(self.make))
        };
        let last = self.runners.len();
        self.runners.push(runner);
        &mut *self.runners[last].1
    }
}

impl Executor for PerProgram<'_> {
    fn compile(&mut self, program: Program) -> Result<Result<Compiled, Execution>, HarnessError> {
        self.compiler.get_or_insert_with(self.make).compile(program)
    }

    fn run(
        &mut self,
        program: &Arc<Compiled>,
        input: &CaseInput,
        limits: &Limits,
        stop_after: Duration,
    ) -> Result<Execution, HarnessError> {
        self.runner(program).run(program, input, limits, stop_after)
    }

    fn run_together(
        &mut self,
        program: &Arc<Compiled>,
        inputs: &[Arc<CaseInput>],
        limits: &Limits,
        stop_after: Duration,
        seed: HashSeed,
    ) -> Result<SharedRun, HarnessError> {
        self.runner(program).run_together(program, inputs, limits, stop_after, seed)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::harness::ProgramKind;
    use crate::model::{Exit, LimitsSpec, Reply};

    /// Says as its CPU time which executor it is.
    struct Numbered(u64);

    impl Executor for Numbered {
        fn compile(&mut self, program: Program) -> Result<Result<Compiled, Execution>, HarnessError> {
            Ok(Ok(Compiled::new(program, Vec::new())))
        }

        fn run(
            &mut self,
            _: &Arc<Compiled>,
            _: &CaseInput,
            _: &Limits,
            _: Duration,
        ) -> Result<Execution, HarnessError> {
            Ok(Execution {
                exit: Exit::Code(0),
                stopped: None,
                cpu: Duration::from_secs(self.0),
                wall: Duration::ZERO,
                peak_memory: 0,
                stdout: Vec::new(),
                stderr: Vec::new(),
                output_bytes: 0,
                reply: Reply::Finished,
            })
        }
    }

    #[test]
    fn each_program_keeps_its_executor_while_there_are_few() {
        let made = Cell::new(0);
        let make = || -> Box<dyn Executor> {
            made.set(made.get() + 1);
            Box::new(Numbered(made.get()))
        };
        let mut executors = PerProgram::new(&make);
        let limits = LimitsSpec::default().resolve(LimitsSpec::DEFAULT_TIME);
        let programs: Vec<Arc<Compiled>> = (0..=MOST)
            .map(|_| Arc::new(executors.compile(Program::author(ProgramKind::Stdin, "a.py", "")).unwrap().unwrap()))
            .collect();
        let mut on = |program: &Arc<Compiled>| {
            executors.run(program, &CaseInput::Stdin(Vec::new()), &limits, limits.time).unwrap().cpu.as_secs()
        };
        let first: Vec<u64> = programs[..MOST].iter().map(&mut on).collect();
        let again: Vec<u64> = programs[..MOST].iter().map(&mut on).collect();
        assert_eq!(first, again);
        assert_eq!(on(&programs[MOST]), first[0], "the one that has rested longest is taken");
        assert_eq!(on(&programs[1]), first[1]);
        assert_eq!(made.get(), MOST as u64 + 1, "one more compiles");
    }
}
