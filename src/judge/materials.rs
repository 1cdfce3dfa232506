//! What judging a problem needs besides its package: generated inputs, the reference's answers and its time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::{Executor, results};
use crate::harness::{Compiled, HarnessError, Program, ProgramKind, decode_value, encode_value};
use crate::model::{
    Answer, CaseInput, CaseSource, Entry, Execution, Exit, Limits, LimitsSpec, Param, Problem, Raised, Reply, Type,
    Value,
};
use crate::workspace::{Cache, Fingerprint, Kind};

/// What author's code (generator, checker, reference) may take: generous, but it has to end.
pub(super) const AUTHOR_LIMITS: Limits = Limits {
    time: Duration::from_secs(60),
    idle: Duration::from_secs(60),
    memory_bytes: 2 << 30,
    output_bytes: 256 << 20,
    processes: 0,
};

/// A case that can be run.
#[derive(Debug, Clone)]
pub struct Ready {
    /// The input.
    pub input: Arc<CaseInput>,
    /// The answer that is expected for it.
    pub expected: Arc<Answer>,
}

/// Author's code failed: said in words, for a judge error.
pub(super) type AuthorError = String;

/// The materials of one problem, made when they are first needed and shared by all lanes.
#[derive(Debug)]
pub(super) struct Materials {
    problem: Arc<Problem>,
    python: String,
    cases: Vec<Mutex<Option<Result<Ready, AuthorError>>>>,
    reference: Mutex<Option<Result<Arc<Compiled>, AuthorError>>>,
    checker: Mutex<Option<Result<Arc<Compiled>, AuthorError>>>,
    /// By the function that is called.
    generators: Mutex<HashMap<String, Result<Arc<Compiled>, AuthorError>>>,
    slowest: Mutex<Option<Duration>>,
    contents: OnceLock<Option<Fingerprint>>,
}

impl Materials {
    pub(super) fn new(problem: &Arc<Problem>, python: &str) -> Self {
        Self {
            problem: Arc::clone(problem),
            python: python.to_owned(),
            cases: problem.cases.iter().map(|_| Mutex::new(None)).collect(),
            reference: Mutex::new(None),
            checker: Mutex::new(None),
            generators: Mutex::default(),
            slowest: Mutex::new(None),
            contents: OnceLock::new(),
        }
    }

    /// Everything of the problem that a verdict can depend on.
    pub(super) fn contents(&self) -> Option<Fingerprint> {
        *self.contents.get_or_init(|| results::problem_fingerprint(&self.problem))
    }

    /// Forgets the cases: no submission needs them any more.
    pub(super) fn release(&self) {
        for case in &self.cases {
            *lock(case) = None;
        }
    }

    /// Input and expected answer of a case.
    pub(super) fn case(
        &self,
        index: usize,
        executor: &mut dyn Executor,
        cache: &Cache,
    ) -> Result<Result<Ready, AuthorError>, HarnessError> {
        let mut slot = lock(&self.cases[index]);
        if let Some(ready) = &*slot {
            return Ok(ready.clone());
        }
        let ready = self.make_case(index, executor, cache)?;
        *slot = Some(ready.clone());
        Ok(ready)
    }

    fn make_case(
        &self,
        index: usize,
        executor: &mut dyn Executor,
        cache: &Cache,
    ) -> Result<Result<Ready, AuthorError>, HarnessError> {
        let case = &self.problem.cases[index];
        if let (CaseSource::Given(input), Some(expected)) = (&case.source, &case.expected) {
            return Ok(Ok(Ready { input: Arc::clone(input), expected: Arc::clone(expected) }));
        }
        let entry = self.fingerprint(&(&case.source, &case.expected));
        let kept = entry.and_then(|entry| cache.read(Kind::Case, &entry));
        if let Some(ready) = kept.and_then(|bytes| self.read_entry(&bytes)) {
            return Ok(Ok(ready));
        }
        let input = match &case.source {
            CaseSource::Given(input) => Arc::clone(input),
            CaseSource::Generated { function, params, seed } => {
                match self.generate(function, params, *seed, executor)? {
                    Ok(input) => Arc::new(input),
                    Err(error) => return Ok(Err(error)),
                }
            }
        };
        let expected = match &case.expected {
            Some(expected) => Arc::clone(expected),
            None => match self.ask_reference(&input, executor)? {
                Ok((answer, _)) => Arc::new(answer),
                Err(error) => return Ok(Err(error)),
            },
        };
        let ready = Ready { input, expected };
        // Without a cache it is made again next time.
        let _ = entry.map(|entry| cache.write(Kind::Case, &entry, &write_entry(&ready)));
        Ok(Ok(ready))
    }

    pub(super) fn generate(
        &self,
        function: &str,
        params: &[(String, Value)],
        seed: u64,
        executor: &mut dyn Executor,
    ) -> Result<Result<CaseInput, AuthorError>, HarnessError> {
        let program = match self.generator(function, executor)? {
            Ok(program) => program,
            Err(error) => return Ok(Err(error)),
        };
        let params = params.iter().map(|(name, value)| (Value::Str(name.clone()), value.clone())).collect();
        let seed = Value::from_bigint(seed.into());
        let input = CaseInput::Call(vec![seed, Value::Dict(params)]);
        let execution = executor.run(&program, &input, &AUTHOR_LIMITS, AUTHOR_LIMITS.time)?;
        Ok(returned(execution, "generator.py")
            .and_then(|value| input_from(&self.problem.entry, value).map_err(|why| format!("generator.py: {why}"))))
    }

    /// A function of generator.py.
    fn generator(
        &self,
        function: &str,
        executor: &mut dyn Executor,
    ) -> Result<Result<Arc<Compiled>, AuthorError>, HarnessError> {
        let mut generators = lock(&self.generators);
        if let Some(known) = generators.get(function) {
            return Ok(known.clone());
        }
        let made = match &self.problem.generator {
            Some(source) => {
                let kind = ProgramKind::Generator { name: function.to_owned() };
                compile(Program::author(kind, "generator.py", source), executor)?
            }
            None => Err("the problem has no generator.py".to_owned()),
        };
        generators.insert(function.to_owned(), made.clone());
        Ok(made)
    }

    /// The reference's answer, and the CPU time it took.
    pub(super) fn ask_reference(
        &self,
        input: &CaseInput,
        executor: &mut dyn Executor,
    ) -> Result<Result<(Answer, Duration), AuthorError>, HarnessError> {
        let program = match self.reference(executor)? {
            Ok(program) => program,
            Err(error) => return Ok(Err(error)),
        };
        let execution = executor.run(&program, input, &AUTHOR_LIMITS, AUTHOR_LIMITS.time)?;
        let cpu = execution.cpu;
        if matches!(self.problem.entry, Entry::Stdin) {
            let finished = execution.reply == Reply::Finished && execution.exit == Exit::Code(0);
            let printed = execution.stdout.clone();
            let answer = if finished { Ok(Answer::Printed(printed)) } else { Err(failure(&execution, "reference.py")) };
            return Ok(answer.map(|answer| (answer, cpu)));
        }
        Ok(returned(execution, "reference.py").and_then(|value| {
            let value = match self.problem.entry.answer_type() {
                Some(ty) => {
                    ty.coerce(value).map_err(|error| format!("reference.py: its answer does not fit: {error}"))?
                }
                None => value,
            };
            Ok((Answer::Returned(value), cpu))
        }))
    }

    /// The reference, compiled.
    pub(super) fn reference(
        &self,
        executor: &mut dyn Executor,
    ) -> Result<Result<Arc<Compiled>, AuthorError>, HarnessError> {
        let make = || {
            let source = self.problem.reference.as_ref().ok_or("the problem has no reference.py to ask")?;
            Ok(Program::author((&self.problem.entry).into(), "reference.py", source))
        };
        compiled_once(&self.reference, make, executor)
    }

    /// `checker.py`, as a function of arguments, expected answer and answer.
    pub(super) fn checker(
        &self,
        executor: &mut dyn Executor,
    ) -> Result<Result<Arc<Compiled>, AuthorError>, HarnessError> {
        let make = || {
            let source = self.problem.checker.program.as_ref().ok_or("the problem has no checker.py")?;
            let kind = ProgramKind::Function {
                name: "check".to_owned(),
                params: vec![Type::Any; 3],
                returns: Type::Any,
                mutates: None,
            };
            Ok(Program::author(kind, "checker.py", source))
        };
        compiled_once(&self.checker, make, executor)
    }

    /// The time limit: the package's, else the larger of one second and five times the reference's slowest case.
    ///
    /// The reference's time is remembered between runs; `afresh` measures it now, for when a verdict hangs on it.
    pub(super) fn time_limit(
        &self,
        afresh: bool,
        executor: &mut dyn Executor,
        cache: &Cache,
    ) -> Result<Duration, HarnessError> {
        if let Some(time) = self.problem.limits.time {
            return Ok(time);
        }
        let mut slowest = lock(&self.slowest);
        let contents: Vec<_> = self.problem.cases.iter().map(|case| (&case.source, &case.expected)).collect();
        let entry = self.fingerprint(&contents);
        let known = slowest.or_else(|| read_time(&cache.read(Kind::Time, &entry?)?));
        let time = match known {
            Some(time) if !afresh => time,
            _ => {
                let time = self.measure_reference(executor, cache)?.max(known.unwrap_or_default());
                let micros = (time.as_micros() as u64).to_le_bytes();
                let _ = entry.map(|entry| cache.write(Kind::Time, &entry, &micros));
                time
            }
        };
        *slowest = Some(time);
        Ok(LimitsSpec::DEFAULT_TIME.max(time * LimitsSpec::REFERENCE_FACTOR))
    }

    /// The reference's slowest case; zero without a reference, and cases on which it fails do not count.
    fn measure_reference(&self, executor: &mut dyn Executor, cache: &Cache) -> Result<Duration, HarnessError> {
        let mut slowest = Duration::ZERO;
        if self.problem.reference.is_none() {
            return Ok(slowest);
        }
        for index in 0..self.cases.len() {
            let Ok(ready) = self.case(index, executor, cache)? else { continue };
            if let Ok((_, cpu)) = self.ask_reference(&ready.input, executor)? {
                slowest = slowest.max(cpu);
            }
        }
        Ok(slowest)
    }

    /// What the author's programs make of something depends on: the thing itself, the programs, and who runs them.
    fn fingerprint(&self, of: &impl Serialize) -> Option<Fingerprint> {
        let Problem { entry, generator, reference, .. } = &*self.problem;
        Fingerprint::of(&(env!("CARGO_PKG_VERSION"), &self.python, of, generator, reference, entry))
    }

    /// An entry of the cache: the input, the expected answer.
    fn read_entry(&self, mut body: &[u8]) -> Option<Ready> {
        let input = input_from(&self.problem.entry, decode_value(&mut body).ok()?).ok()?;
        let expected = match (decode_value(&mut body).ok()?, &self.problem.entry) {
            (Value::Bytes(text), Entry::Stdin) => Answer::Printed(text),
            (value, entry) => Answer::Returned(match entry.answer_type() {
                Some(ty) => ty.coerce(value).ok()?,
                None => value,
            }),
        };
        Some(Ready { input: Arc::new(input), expected: Arc::new(expected) })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn compile(
    program: Program,
    executor: &mut dyn Executor,
) -> Result<Result<Arc<Compiled>, AuthorError>, HarnessError> {
    let name = program.file_name.clone();
    Ok(executor.compile(program)?.map(Arc::new).map_err(|execution| failure(&execution, &name)))
}

fn compiled_once(
    slot: &Mutex<Option<Result<Arc<Compiled>, AuthorError>>>,
    make: impl FnOnce() -> Result<Program, &'static str>,
    executor: &mut dyn Executor,
) -> Result<Result<Arc<Compiled>, AuthorError>, HarnessError> {
    let mut slot = lock(slot);
    if slot.is_none() {
        *slot = Some(match make() {
            Ok(program) => compile(program, executor)?,
            Err(why) => Err(why.to_owned()),
        });
    }
    Ok(slot.clone().unwrap_or_else(|| Err(String::new())))
}

/// What author's code returned, or why it did not.
pub(super) fn returned(execution: Execution, file: &str) -> Result<Value, AuthorError> {
    match (&execution.reply, execution.exit, execution.stopped) {
        (Reply::Answer { .. }, Exit::Code(0), None) => match execution.reply {
            Reply::Answer { answer, .. } => Ok(answer),
            _ => Err(String::new()),
        },
        _ => Err(failure(&execution, file)),
    }
}

/// Why author's code gave no answer, in words.
pub fn failure(execution: &Execution, file: &str) -> AuthorError {
    if let Some(reason) = execution.stopped {
        return format!("{file} was stopped: over its limit ({reason:?})").to_lowercase();
    }
    match &execution.reply {
        Reply::Raised(Raised { type_name, message, frames, .. }) => {
            let line = frames.last().map(|frame| format!(", line {}", frame.line)).unwrap_or_default();
            format!("{file}{line}: {type_name}: {message}")
        }
        Reply::Unencodable(what) => format!("{file}: {} is a {}, which has no encoding", what.path, what.type_name),
        Reply::MissingEntry { defined } => {
            format!("{file} does not define what is asked for; it defines: {}", defined.join(", "))
        }
        _ => format!("{file} ended without an answer ({:?})", execution.exit),
    }
}

/// The input that a generator returned (or that the cache kept), with the declared types.
fn input_from(entry: &Entry, value: Value) -> Result<CaseInput, String> {
    match (entry, value) {
        (Entry::Stdin, Value::Str(text)) => Ok(CaseInput::Stdin(text.into_bytes())),
        (Entry::Stdin, Value::Bytes(text)) => Ok(CaseInput::Stdin(text)),
        (Entry::Function { params, .. }, Value::List(args) | Value::Tuple(args)) => {
            arguments(args, params, "").map(CaseInput::Call)
        }
        (Entry::Class { .. }, Value::Dict(pairs)) => {
            let mut init = Value::List(Vec::new());
            let mut calls = None;
            for (key, value) in pairs {
                match key.key_text().as_str() {
                    "init" => init = value,
                    "calls" => calls = Some(value),
                    other => return Err(format!("`{other}` is neither `init` nor `calls`")),
                }
            }
            class_input(entry, init, calls.ok_or("`calls` is missing")?)
        }
        (Entry::Class { .. }, Value::List(parts) | Value::Tuple(parts)) => {
            let [init, calls] = <[Value; 2]>::try_from(parts).map_err(|_| "two parts are asked for: init and calls")?;
            class_input(entry, init, calls)
        }
        (entry, value) => Err(format!("a {} is no input of a {} problem", value.type_name(), entry.kind())),
    }
}

fn class_input(entry: &Entry, init: Value, calls: Value) -> Result<CaseInput, String> {
    let Entry::Class { init: params, methods, .. } = entry else { return Err("not a class problem".to_owned()) };
    let mut read = Vec::new();
    for call in sequence(calls)? {
        let [name, args] =
            <[Value; 2]>::try_from(sequence(call)?).map_err(|_| "a call is a method and its arguments")?;
        let name = name.key_text();
        let method = methods.iter().find(|method| method.name == name);
        let method = method.ok_or_else(|| format!("there is no method `{name}`"))?;
        read.push((name.clone(), arguments(sequence(args)?, &method.params, &name)?));
    }
    Ok(CaseInput::Class { init: arguments(sequence(init)?, params, "__init__")?, calls: read })
}

fn sequence(value: Value) -> Result<Vec<Value>, String> {
    match value {
        Value::List(items) | Value::Tuple(items) => Ok(items),
        other => Err(format!("a {} stands where a list is asked for", other.type_name())),
    }
}

fn arguments(args: Vec<Value>, params: &[Param], of: &str) -> Result<Vec<Value>, String> {
    if args.len() != params.len() {
        return Err(format!("{of} {} arguments for {} parameters", args.len(), params.len()).trim().to_owned());
    }
    let coerce = |(arg, param): (Value, &Param)| {
        param.ty.coerce(arg).map_err(|error| format!("{of} parameter `{}`: {error}", param.name).trim().to_owned())
    };
    args.into_iter().zip(params).map(coerce).collect()
}

fn write_entry(ready: &Ready) -> Vec<u8> {
    let list = |values: &[Value]| Value::List(values.to_vec());
    let input = match &*ready.input {
        CaseInput::Call(args) => list(args),
        CaseInput::Stdin(text) => Value::Bytes(text.clone()),
        CaseInput::Class { init, calls } => {
            let call = |(name, args): &(String, Vec<Value>)| Value::List(vec![Value::Str(name.clone()), list(args)]);
            Value::List(vec![list(init), Value::List(calls.iter().map(call).collect())])
        }
    };
    let mut body = Vec::new();
    encode_value(&input, &mut body);
    match &*ready.expected {
        Answer::Returned(value) => encode_value(value, &mut body),
        Answer::Printed(text) => encode_value(&Value::Bytes(text.clone()), &mut body),
    }
    body
}

fn read_time(bytes: &[u8]) -> Option<Duration> {
    Some(Duration::from_micros(u64::from_le_bytes(bytes.try_into().ok()?)))
}
