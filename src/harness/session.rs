//! What one lane of the judge asks for, case after case, of interpreters that are replaced when they break.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use super::HarnessError;
use super::outlook::HashSeed;
use super::program::{Compiled, Program};
use super::protocol::{self, Request};
use super::server::{Baseline, Harness, Setup, bounds, facts};
use crate::model::{CaseInput, Execution, Exit, Isolation, Limits, Reply, SharedRun, StopReason};
use crate::workspace::Kind;

/// How many harnesses may fail at the same request before it is the judge that fails.
const ATTEMPTS: usize = 3;
/// Code whose size differs by less costs an interpreter the same.
const CODE_STEP: usize = 64 << 10;
/// What compiling a file may take. Its time is not the candidate's answer's, but has to end.
const COMPILE_LIMITS: Limits = Limits {
    time: Duration::from_secs(10),
    idle: Duration::from_secs(30),
    memory_bytes: 1 << 30,
    output_bytes: 64 << 20,
    processes: 0,
};

/// One harness, started when it is first needed and started anew when it breaks.
#[derive(Debug)]
pub struct Session {
    setup: Arc<Setup>,
    harness: Option<Harness>,
    known: Option<Known>,
    /// What empty cases cost of which servers.
    empty_cases: HashMap<Loaded, Baseline>,
}

/// What was found out about serving a program.
#[derive(Debug, Clone)]
struct Known {
    program: Arc<Compiled>,
    limits: Limits,
    /// Whether a server survives importing what the program imports.
    preload: bool,
    baseline: Baseline,
}

/// What the cost of an empty case depends on: all that its server holds, and its limits.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Loaded {
    imports: Vec<String>,
    /// The size of the code, in steps.
    code: usize,
    is_measured: bool,
    memory_bytes: u64,
    processes: u32,
}

impl Loaded {
    fn of(compiled: &Compiled, limits: &Limits, preload: bool) -> Self {
        let mut imports = if preload { compiled.preload.clone() } else { Vec::new() };
        imports.sort_unstable();
        Self {
            imports,
            code: compiled.codes.len() / CODE_STEP,
            is_measured: compiled.program.measure.is_some(),
            memory_bytes: limits.memory_bytes,
            processes: limits.processes,
        }
    }
}

impl Session {
    /// A session that has started nothing yet.
    ///
    /// Use it from one thread only: the kernel ends the harness with the thread that started it.
    pub fn new(setup: Arc<Setup>) -> Self {
        Self { setup, harness: None, known: None, empty_cases: HashMap::new() }
    }

    /// Starts the harness now. If that fails, so does the first request, which says why.
    pub fn get_ready(&mut self) {
        let _ = self.attempt(|_, _, _| Ok(()));
    }

    /// Compiles a program's files, unless an earlier run did. The inner error says why they do not compile: the
    /// candidate's fault.
    pub fn compile(&mut self, program: Program) -> Result<Result<Compiled, Execution>, HarnessError> {
        let name = self.setup.code_name(&program);
        if let Some(codes) = name.and_then(|name| self.setup.cache.read(Kind::Code, &name)) {
            return Ok(Ok(Compiled::new(program, codes)));
        }
        let names = program.shown_names();
        let sources = std::iter::once(&program.source).chain(program.local.iter().map(|module| &module.source));
        let files: Vec<_> = sources.map(Vec::as_slice).zip(names).collect();
        let request = protocol::encode_sources(files.into_iter());
        let execution = self.attempt(|harness, setup, _| {
            harness.end_serving();
            harness.prepare(&request, b"")?;
            let bounds = bounds(&COMPILE_LIMITS, COMPILE_LIMITS.time, &Baseline::default());
            let ended = harness.run_child(Request::Compile, request.len(), &bounds, &setup.interrupt)?;
            let reply = harness.reply(COMPILE_LIMITS.output_bytes)?;
            Ok((ended, reply))
        })?;
        let (ended, reply) = execution;
        let parsed = protocol::parse_compiled(&reply);
        Ok(match parsed {
            Ok(codes) if ended.exit == Exit::Code(0) => {
                // A cache that cannot be written costs time and nothing else.
                let _ = name.map(|name| self.setup.cache.write(Kind::Code, &name, &codes));
                Ok(Compiled::new(program, codes))
            }
            Ok(_) => Err(facts(&ended, &Baseline::default(), Reply::Garbled)),
            Err(mut reply) => {
                program.quote(&mut reply);
                Err(facts(&ended, &Baseline::default(), reply))
            }
        })
    }

    /// Runs one case. `stop_after` is the CPU time at which it is ended.
    pub fn run(
        &mut self,
        program: &Arc<Compiled>,
        input: &CaseInput,
        limits: &Limits,
        stop_after: Duration,
    ) -> Result<Execution, HarnessError> {
        let request = protocol::encode_case(input);
        let stdin: &[u8] = if let CaseInput::Stdin(text) = input { text } else { b"" };
        let Known { preload, baseline, .. } = self.know(program, limits)?;
        self.attempt(|harness, setup, again| {
            // What a server loads for a solution may be what broke it.
            harness.serve(program, limits, preload && !again)?;
            harness.prepare(&request, stdin)?;
            let bounds = bounds(limits, stop_after, &baseline);
            let ended = harness.run_child(Request::Run, request.len(), &bounds, &setup.interrupt)?;
            harness.is_spoilt = setup.isolation == Isolation::Process;
            harness.collect(&ended, &baseline, limits, &program.program)
        })
    }

    /// Runs cases of a function or a class one after the other in one process, which is ended at `stop_after` of CPU
    /// time. Another hash seed takes an interpreter of its own, which is not kept.
    pub fn run_together(
        &mut self,
        program: &Arc<Compiled>,
        inputs: &[Arc<CaseInput>],
        limits: &Limits,
        stop_after: Duration,
        seed: HashSeed,
    ) -> Result<SharedRun, HarnessError> {
        let request = protocol::encode_cases(inputs);
        let Known { preload, baseline, .. } = self.know(program, limits)?;
        let run = |harness: &mut Harness, setup: &Setup, again: bool| {
            harness.serve(program, limits, preload && !again)?;
            harness.prepare(&request, b"")?;
            let bounds = bounds(limits, stop_after, &baseline);
            let ended = harness.run_child(Request::Together, request.len(), &bounds, &setup.interrupt)?;
            harness.is_spoilt = setup.isolation == Isolation::Process;
            let run = protocol::parse_together(&harness.reply(limits.output_bytes)?);
            harness.collect(&ended, &baseline, limits, &program.program)?;
            Ok(run)
        };
        if seed == HashSeed::USUAL {
            return self.attempt(run);
        }
        let mut harness = Harness::start(&self.setup, seed)?;
        run(&mut harness, &self.setup, false)
            .map_err(|source| HarnessError::Broken { source, said: harness.last_words() })
    }

    /// Finds out what an empty case of this program costs, unless that is known of a server that holds the same.
    fn know(&mut self, program: &Arc<Compiled>, limits: &Limits) -> Result<Known, HarnessError> {
        let is_this = |known: &Known| Arc::ptr_eq(&known.program, program) && known.limits == *limits;
        if let Some(known) = self.known.clone().filter(is_this) {
            return Ok(known);
        }
        let of = |preload, baseline| Known { program: Arc::clone(program), limits: *limits, preload, baseline };
        // Known of what has been imported, so importing it breaks no server.
        if let Some(&baseline) = self.empty_cases.get(&Loaded::of(program, limits, true)) {
            return Ok(self.known.insert(of(true, baseline)).clone());
        }
        let known = self.attempt(|harness, setup, again| {
            harness.serve(program, limits, !again)?;
            harness.prepare(b"", b"")?;
            let bounds = bounds(&COMPILE_LIMITS, COMPILE_LIMITS.time, &Baseline::default());
            let ended = harness.run_child(Request::Nothing, 0, &bounds, &setup.interrupt)?;
            if ended.exit != Exit::Code(0) && ended.stopped != Some(StopReason::Interrupted) {
                return Err(io::Error::other("an empty case did not end well"));
            }
            let baseline = Baseline { cpu: ended.cpu, resident_bytes: ended.peak_resident_bytes };
            Ok(of(!again, baseline))
        })?;
        self.empty_cases.insert(Loaded::of(program, limits, known.preload), known.baseline);
        Ok(self.known.insert(known).clone())
    }

    /// Does something with a harness. One that fails is replaced, and the action told that it is done again; the last
    /// one's failure is ours.
    fn attempt<T>(&mut self, action: impl Fn(&mut Harness, &Setup, bool) -> io::Result<T>) -> Result<T, HarnessError> {
        let mut failure = None;
        for attempt in 0..ATTEMPTS {
            let mut harness = match self.harness.take().map_or_else(|| Harness::start(&self.setup, HashSeed::USUAL), Ok)
            {
                Ok(harness) => harness,
                Err(error @ HarnessError::NotStarted { .. }) => {
                    failure = Some(error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            match action(&mut harness, &self.setup, attempt > 0) {
                Ok(done) => {
                    self.harness = Some(harness).filter(Harness::serves_on);
                    return Ok(done);
                }
                Err(error) => failure = Some(HarnessError::Broken { source: error, said: harness.last_words() }),
            }
        }
        Err(failure.unwrap_or(HarnessError::Broken { source: io::ErrorKind::Other.into(), said: String::new() }))
    }
}

#[cfg(test)]
mod tests {
    use super::super::embedded::{LIMITS_MACOS, MODULES};
    use super::*;
    use crate::harness::{Interpreter, ProgramKind};
    use crate::model::{LimitsSpec, Type, Value};
    use crate::sandbox::{Interrupt, Protections};
    use crate::workspace::Cache;

    fn setup(isolation: Isolation) -> Arc<Setup> {
        let interpreter =
            Interpreter::find(None, &Cache::none()).expect("these tests need Python 3.10 or later on PATH");
        let protections = Protections::probe();
        let (pass_env, interrupt, cache) = (Vec::new(), Interrupt::default(), Cache::none());
        Arc::new(Setup { interpreter, protections, isolation, pass_env, interrupt, cache })
    }

    fn program(source: &str, kind: ProgramKind) -> Program {
        Program::author(kind, "solution.py", source)
    }

    fn function(params: Vec<Type>, returns: Type) -> ProgramKind {
        ProgramKind::Function { name: "f".to_owned(), params, returns, mutates: None }
    }

    #[test]
    fn both_isolations_call_answer_and_start_clean() {
        for isolation in [Isolation::Fork, Isolation::Process] {
            let mut session = Session::new(setup(isolation));
            let source = "seen = []\ndef f(x):\n    seen.append(x)\n    print('hi')\n    return seen\n";
            let kind = function(vec![Type::Int], Type::List(Box::new(Type::Int)));
            let compiled = Arc::new(session.compile(program(source, kind)).unwrap().unwrap());
            let limits = LimitsSpec::default().resolve(Duration::from_secs(1));
            for x in [1, 2, 3] {
                let input = CaseInput::Call(vec![Value::Int(x)]);
                let execution = session.run(&compiled, &input, &limits, limits.time).unwrap();
                let answer = Value::List(vec![Value::Int(x)]);
                assert_eq!(execution.reply, Reply::Answer { answer, aside: None }, "{isolation:?} {execution:?}");
                assert_eq!(execution.exit, Exit::Code(0));
                assert_eq!(execution.stdout, b"hi\n");
                assert_eq!(session.harness.is_some(), isolation == Isolation::Fork, "each case has its interpreter");
            }
        }
    }

    #[test]
    fn an_empty_case_is_paid_for_once_by_all_programs_that_load_the_same() {
        let mut session = Session::new(setup(Isolation::Fork));
        let limits = LimitsSpec::default().resolve(Duration::from_secs(1));
        let less = Limits { memory_bytes: limits.memory_bytes / 2, ..limits };
        let mut empty_cases = |source: &str, limits: &Limits| {
            let compiled = Arc::new(session.compile(program(source, function(vec![], Type::Int))).unwrap().unwrap());
            for _ in 0..2 {
                let execution = session.run(&compiled, &CaseInput::Call(vec![]), limits, limits.time).unwrap();
                assert!(matches!(execution.reply, Reply::Answer { .. }), "{source}: {execution:?}");
            }
            session.empty_cases.len()
        };
        assert_eq!(empty_cases("import re, bisect\ndef f(): return 1\n", &limits), 1);
        assert_eq!(empty_cases("def f(): return 2\nimport bisect\nimport re\n", &limits), 1);
        assert_eq!(empty_cases("def f(): return 3\n", &limits), 2);
        assert_eq!(empty_cases("def f(): return 3\n", &less), 3);
        let long = format!("def f(): return 4\nx = '{}'\n", "x".repeat(2 * CODE_STEP));
        assert_eq!(empty_cases(&long, &limits), 4);
    }

    #[test]
    fn what_was_compiled_once_is_not_compiled_again() {
        let dir = tempfile::tempdir().unwrap();
        let setup = Setup { cache: Cache::in_folder(dir.path().to_owned()), ..Setup::clone(&setup(Isolation::Fork)) };
        let mut without_python = setup.clone();
        without_python.interpreter.executable = dir.path().join("no-python");
        let compile = |setup: &Setup, source: &str| {
            let compiled = Session::new(Arc::new(setup.clone())).compile(program(source, function(vec![], Type::Int)));
            compiled.map(|compiled| compiled.map(|compiled| compiled.codes).map_err(|execution| execution.reply))
        };
        let first = compile(&setup, "def f(): return 1\n").unwrap();
        assert!(first.is_ok());
        assert_eq!(compile(&without_python, "def f(): return 1\n").unwrap(), first);
        assert!(compile(&without_python, "def f(): return 2\n").is_err(), "it is another program");
        assert!(compile(&setup, "def f(:\n").unwrap().is_err());
        assert!(compile(&without_python, "def f(:\n").is_err(), "only what compiles is kept");
        let unprotected = Setup { protections: Protections::off(), ..without_python.clone() };
        assert!(compile(&unprotected, "def f(): return 1\n").is_err(), "it was compiled behind walls");
        without_python.interpreter.build.push_str(" of another day");
        assert!(compile(&without_python, "def f(): return 1\n").is_err(), "it is another interpreter");
    }

    /// As on a system without a clone for the judge: there a harness does one request with its own process.
    #[test]
    fn a_harness_that_cannot_clone_is_used_up_by_each_case() {
        let setup = setup(Isolation::Process);
        let modules = MODULES.map(|(name, source)| (name, if name == "limits" { LIMITS_MACOS } else { source }));
        let interpreter = setup.interpreter.with_modules(&modules);
        let mut session = Session::new(Arc::new(Setup { interpreter, ..(*setup).clone() }));
        let source = "import collections, os\nseen = []\n\
            def f(x):\n    seen.append(x)\n    print('hi')\n    x or os._exit(3)\n    return seen + [os.getppid()]\n";
        let kind = function(vec![Type::Int], Type::List(Box::new(Type::Int)));
        let compiled = Arc::new(session.compile(program(source, kind.clone())).unwrap().unwrap());
        let limits = LimitsSpec::default().resolve(Duration::from_secs(1));
        let mut run = |x| {
            let input = CaseInput::Call(vec![Value::Int(x)]);
            let execution = session.run(&compiled, &input, &limits, limits.time).unwrap();
            assert!(session.harness.is_none(), "its process was the case's");
            (execution.exit, execution.reply, execution.stdout)
        };
        for x in [1, 2] {
            let answer = Value::List(vec![Value::Int(x), Value::Int(i64::from(std::process::id()))]);
            assert_eq!(run(x), (Exit::Code(0), Reply::Answer { answer, aside: None }, b"hi\n".to_vec()));
        }
        assert_eq!(run(0), (Exit::Code(3), Reply::Nothing { loaded: true }, b"".to_vec()));
        assert_eq!(run(3).0, Exit::Code(0));
        assert!(session.compile(program("def f(:\n", kind)).unwrap().is_err());
        assert!(session.harness.is_none());
    }

    /// One filter for the harness that asks the judge, and one for each case where it cannot.
    #[test]
    fn a_case_may_do_the_same_with_a_supervisor_and_without() {
        let source = include_str!("../../tests/fixtures/reaches_for_others.py");
        for supervised in [true, false] {
            let mut setup = Setup::clone(&setup(Isolation::Fork));
            if !supervised {
                setup.protections = setup.protections.without_supervisor();
            }
            let mut session = Session::new(Arc::new(setup));
            let kind = function(Vec::new(), Type::List(Box::new(Type::Str)));
            let compiled = Arc::new(session.compile(program(source, kind)).unwrap().unwrap());
            let limits = LimitsSpec::default().resolve(Duration::from_secs(1));
            let execution = session.run(&compiled, &CaseInput::Call(Vec::new()), &limits, limits.time).unwrap();
            let Reply::Answer { answer: Value::List(went), .. } = execution.reply else { panic!("{execution:?}") };
            let expected = ["a thread", "a signal to itself", "a signal raised", "a limit of its own"];
            assert_eq!(went, expected.map(|text| Value::Str(text.to_owned())), "supervised: {supervised}");
        }
    }

    #[test]
    fn what_got_ready_needs_no_other_start_and_what_did_not_says_so_when_it_is_needed() {
        let mut session = Session::new(setup(Isolation::Fork));
        session.get_ready();
        let mut broken = Setup::clone(&session.setup);
        broken.interpreter.executable = "/nowhere/python3".into();
        session.setup = Arc::new(broken);
        let answers_one = || program("def f(): return 1\n", function(vec![], Type::Int));
        session.compile(answers_one()).unwrap().unwrap();
        session.harness = None;
        session.get_ready();
        session.compile(answers_one()).unwrap_err();
    }

    #[test]
    fn a_file_that_does_not_compile_says_where() {
        let mut session = Session::new(setup(Isolation::Fork));
        let Err(execution) = session.compile(program("def f(:\n", function(vec![], Type::Int))).unwrap() else {
            panic!("it compiles")
        };
        let Reply::Raised(raised) = execution.reply else { panic!("{execution:?}") };
        assert_eq!(raised.type_name, "SyntaxError");
        assert_eq!((raised.frames[0].line, raised.frames[0].column), (1, Some(7)));
    }
}
