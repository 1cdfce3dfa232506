//! The programs of one problem at work outside of a run: for what is built on judging.
//!
//! A workbench makes inputs, asks the validator and the reference, runs any program on any input and compares answers,
//! one after the other, in the thread that made it. Each program keeps an executor of its own: to ask the reference, then
//! the validator, then a solution costs no more than to ask one of them three times.

use std::sync::Arc;
use std::time::Duration;

use super::compare::{author_args, compare};
use super::materials::{AUTHOR_LIMITS, Materials, compile, failure, returned};
use super::per_program::PerProgram;
use super::{Executor, classify};
use crate::check::Aside;
use crate::harness::{Compiled, HarnessError, Program, ProgramKind};
use crate::model::{
    Answer, CaseInput, CaseSource, CheckOutcome, Entry, Execution, Limits, Problem, Raised, Reply, Type, Value, Verdict,
};
use crate::workspace::Cache;

pub use super::materials::Ready;

/// Author's code failed: why, in words.
pub type AuthorError = String;

/// The programs of one problem, and what runs them.
pub struct Workbench<'a> {
    problem: Arc<Problem>,
    materials: Materials,
    executor: PerProgram<'a>,
    cache: &'a Cache,
    validator: Option<Arc<Compiled>>,
}

/// What a program did with an input.
#[derive(Debug, Clone)]
pub struct Ran {
    /// The facts.
    pub execution: Execution,
    /// What they say by themselves; None: there is an answer.
    pub verdict: Option<Verdict>,
    /// The answer, if there is one.
    pub answer: Option<Arc<Answer>>,
}

impl<'a> Workbench<'a> {
    /// A workbench; `python` is the interpreter's version, which cached answers depend on.
    pub fn new(
        problem: &Arc<Problem>,
        python: &str,
        executors: &'a dyn Fn() -> Box<dyn Executor>,
        cache: &'a Cache,
    ) -> Self {
        let materials = Materials::new(problem, python);
        let executor = PerProgram::new(executors);
        Self { problem: Arc::clone(problem), materials, executor, cache, validator: None }
    }

    /// Input and expected answer of a case of the problem. The inner error: the generator or the reference failed.
    pub fn case(&mut self, index: usize) -> Result<Result<Ready, AuthorError>, HarnessError> {
        self.materials.case(index, &mut self.executor, self.cache)
    }

    /// Makes the input of a generated case anew, whatever is in the cache; None for a given case.
    pub fn generate_again(&mut self, index: usize) -> Result<Option<Result<CaseInput, AuthorError>>, HarnessError> {
        let case = Arc::clone(&self.problem.cases[index]);
        let CaseSource::Generated { function, params, seed } = &case.source else { return Ok(None) };
        self.materials.generate(function, params, *seed, &mut self.executor).map(Some)
    }

    /// Makes an input with a function of generator.py.
    pub fn generate(
        &mut self,
        function: &str,
        params: &[(String, Value)],
        seed: u64,
    ) -> Result<Result<CaseInput, AuthorError>, HarnessError> {
        self.materials.generate(function, params, seed, &mut self.executor)
    }

    /// An input with the reference's answer, and the CPU time that took. The inner error: the reference failed.
    #[allow(clippy::type_complexity)] // what it is about, twice nested for the two kinds of failing
    pub fn ask_reference(
        &mut self,
        input: &Arc<CaseInput>,
    ) -> Result<Result<(Ready, Duration), AuthorError>, HarnessError> {
        let answered = self.materials.ask_reference(input, &mut self.executor)?;
        Ok(answered.map(|(answer, cpu)| (Ready { input: Arc::clone(input), expected: Arc::new(answer) }, cpu)))
    }

    /// What validator.py says is wrong with an input; `Ok(None)` where nothing is, or where there is no validator.
    ///
    /// None and True are legal; a text, False, and an AssertionError or a ValueError are not.
    pub fn validate(&mut self, input: &CaseInput) -> Result<Result<Option<String>, AuthorError>, HarnessError> {
        let Some(source) = self.problem.validator.clone() else { return Ok(Ok(None)) };
        let program = if let Some(program) = &self.validator {
            Arc::clone(program)
        } else {
            let name = "validate".to_owned();
            let kind = ProgramKind::Function { name, params: vec![Type::Any], returns: Type::Any, mutates: None };
            match compile(Program::author(kind, "validator.py", &source), &mut self.executor)? {
                Ok(program) => Arc::clone(self.validator.insert(program)),
                Err(error) => return Ok(Err(error)),
            }
        };
        let call = CaseInput::Call(vec![author_args(input)]);
        let execution = self.executor.run(&program, &call, &AUTHOR_LIMITS, AUTHOR_LIMITS.time)?;
        if let Reply::Raised(Raised { loaded: true, type_name, message, .. }) = &execution.reply
            && matches!(type_name.as_str(), "AssertionError" | "ValueError")
        {
            return Ok(Ok(Some(if message.is_empty() { type_name.clone() } else { message.clone() })));
        }
        Ok(returned(execution, "validator.py").and_then(|said| match said {
            Value::None | Value::Bool(true) => Ok(None),
            Value::Bool(false) => Ok(Some("validate returned False".to_owned())),
            Value::Str(text) => Ok(Some(text)),
            other => {
                Err(format!("validator.py: validate returned a {}; None is legal and a str is not", other.type_name()))
            }
        }))
    }

    /// Compiles a program. The inner error: why it does not compile.
    pub fn compile(&mut self, program: Program) -> Result<Result<Arc<Compiled>, AuthorError>, HarnessError> {
        compile(program, &mut self.executor)
    }

    /// Calls a function of kumite's own. The inner error: why it failed.
    pub fn call(
        &mut self,
        program: &Arc<Compiled>,
        args: Vec<Value>,
    ) -> Result<Result<Value, AuthorError>, HarnessError> {
        let call = CaseInput::Call(args);
        let execution = self.executor.run(program, &call, &AUTHOR_LIMITS, AUTHOR_LIMITS.time)?;
        Ok(returned(execution, &program.program.file_name))
    }

    /// The limits of the problem's cases on this machine.
    pub fn limits(&mut self) -> Result<Limits, HarnessError> {
        let time = self.materials.time_limit(false, &mut self.executor, self.cache)?;
        Ok(self.problem.limits.resolve(time))
    }

    /// Runs a program on an input, and ends it at its time limit.
    pub fn run(&mut self, program: &Arc<Compiled>, input: &CaseInput, limits: &Limits) -> Result<Ran, HarnessError> {
        self.run_within(program, input, limits, limits.time)
    }

    /// Runs a program on an input, and ends it at `stop_after` of CPU time.
    pub fn run_within(
        &mut self,
        program: &Arc<Compiled>,
        input: &CaseInput,
        limits: &Limits,
        stop_after: Duration,
    ) -> Result<Ran, HarnessError> {
        let execution = self.executor.run(program, input, limits, stop_after)?;
        let verdict = classify::verdict_of(&execution, limits, &self.problem.entry);
        let answer = match (&execution.reply, &self.problem.entry) {
            _ if verdict.is_some() => None,
            (Reply::Answer { answer, .. }, Entry::Function { .. } | Entry::Class { .. }) => {
                Some(Answer::Returned(answer.clone()))
            }
            (_, Entry::Stdin) => Some(Answer::Printed(execution.stdout.clone())),
            _ => None,
        };
        Ok(Ran { execution, verdict, answer: answer.map(Arc::new) })
    }

    /// Whether an answer is acceptable for an input. The inner error: the checker failed.
    pub fn compare(
        &mut self,
        ready: &Ready,
        answer: &Answer,
    ) -> Result<Result<CheckOutcome, AuthorError>, HarnessError> {
        let aside = Aside { stdout: b"", args_before: &[], args_after: None, returned: None, calls: false };
        compare(&self.problem, &self.materials, ready, answer, &aside, &mut self.executor)
    }
}

impl Ran {
    /// Why there is no answer, in words; `file` is the program's.
    pub fn failure(&self, file: &str) -> String {
        failure(&self.execution, file)
    }
}
