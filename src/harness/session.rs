//! A harness at work: one interpreter that serves one lane of the judge, case after case.

use std::ffi::OsString;
use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::process::Child;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::HarnessError;
use super::embedded::BOOTSTRAP;
use super::interpreter::Interpreter;
use super::outlook::{environment, readable};
use super::program::{Compiled, Program, ProgramKind};
use super::protocol::{self, Request, Word};
use crate::model::{CaseInput, Execution, Exit, Isolation, Limits, Reply, StopReason, Value};
use crate::sandbox::{self, Bounds, Ended, FileAccess, Interrupt, Memfd, Protections, Scratch, Spawn};

/// How long the harness may take to answer on the control channel. Long, because a loaded machine is no failure.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many harnesses may fail at the same request before it is the judge that fails.
const ATTEMPTS: usize = 3;
/// How often it is looked whether a harness that does not answer is still alive.
const GLANCE: Duration = Duration::from_millis(100);
/// Address space beyond the memory limit: thread stacks and reservations that are never touched.
const ADDRESS_SPACE_SLACK: u64 = 1 << 30;
/// A file may grow this much over the output limit, so that going over it is seen and not only refused.
const FILE_SIZE_SLACK: u64 = 64 << 10;
/// What compiling a file may take. Its time is not the candidate's answer's, but has to end.
const COMPILE_LIMITS: Limits = Limits {
    time: Duration::from_secs(10),
    idle: Duration::from_secs(30),
    memory_bytes: 1 << 30,
    output_bytes: 64 << 20,
    processes: 0,
};

/// What all sessions of a run have in common.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The interpreter.
    pub interpreter: Interpreter,
    /// What protects this machine.
    pub protections: Protections,
    /// How cases are kept apart.
    pub isolation: Isolation,
    /// Environment variables that candidates may see, by name.
    pub pass_env: Vec<String>,
    /// Whether the user wants to stop.
    pub interrupt: Interrupt,
}

/// One harness, started when it is first needed and started anew when it breaks.
#[derive(Debug)]
pub struct Session {
    setup: Arc<Setup>,
    harness: Option<Harness>,
}

impl Session {
    /// A session that has started nothing yet.
    ///
    /// Use it from one thread only: the kernel ends the harness with the thread that started it.
    pub fn new(setup: Arc<Setup>) -> Self {
        Self { setup, harness: None }
    }

    /// Compiles a program's files. The inner error says why they do not compile: the candidate's fault.
    pub fn compile(&mut self, program: Program) -> Result<Result<Compiled, Execution>, HarnessError> {
        let names = program.shown_names();
        let sources = std::iter::once(&program.source).chain(program.local.iter().map(|module| &module.source));
        let files: Vec<_> = sources.map(Vec::as_slice).zip(names).collect();
        let request = protocol::encode_sources(files.into_iter());
        let execution = self.attempt(|harness, setup, _| {
            harness.end_serving();
            harness.prepare(&request, b"")?;
            let bounds = bounds(&COMPILE_LIMITS, COMPILE_LIMITS.time, &Baseline::default());
            let ended = harness.run_child(Request::Compile, request.len(), &bounds, &setup.interrupt)?;
            let reply = harness.files.reply.read(COMPILE_LIMITS.output_bytes)?;
            Ok((ended, reply))
        })?;
        let (ended, reply) = execution;
        let parsed = protocol::parse_compiled(&reply);
        Ok(match parsed {
            Ok(codes) if ended.exit == Exit::Code(0) => Ok(Compiled { program, codes }),
            Ok(_) => Err(facts(&ended, &Baseline::default(), Reply::Garbled)),
            Err(reply) => Err(facts(&ended, &Baseline::default(), reply)),
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
        self.attempt(|harness, setup, again| {
            // What a server loads for a solution may be what broke it.
            let baseline = harness.serve(program, limits, setup, !again)?;
            harness.prepare(&request, stdin)?;
            let bounds = bounds(limits, stop_after, &baseline);
            let ended = harness.run_child(Request::Run, request.len(), &bounds, &setup.interrupt)?;
            harness.collect(&ended, &baseline, limits, program.program.kind == ProgramKind::Stdin)
        })
    }

    /// Does something with a harness. One that fails is replaced, and the action told that it is done again; the last
    /// one's failure is ours.
    fn attempt<T>(&mut self, action: impl Fn(&mut Harness, &Setup, bool) -> io::Result<T>) -> Result<T, HarnessError> {
        let mut failure = None;
        for attempt in 0..ATTEMPTS {
            let mut harness = match self.harness.take().map_or_else(|| Harness::start(&self.setup), Ok) {
                Ok(harness) => harness,
                Err(error @ HarnessError::NotStarted { .. }) => {
                    failure = Some(error);
                    continue;
                }
                Err(error) => return Err(error),
            };
            match action(&mut harness, &self.setup, attempt > 0) {
                Ok(done) => {
                    self.harness = Some(harness).filter(|harness| !harness.is_spoilt);
                    return Ok(done);
                }
                Err(error) => failure = Some(HarnessError::Broken { source: error, said: harness.last_words() }),
            }
        }
        Err(failure.unwrap_or(HarnessError::Broken { source: io::ErrorKind::Other.into(), said: String::new() }))
    }
}

/// What a case costs that does nothing.
#[derive(Debug, Clone, Copy, Default)]
struct Baseline {
    cpu: Duration,
    resident_bytes: u64,
}

/// A running interpreter with its descriptors.
#[derive(Debug)]
struct Harness {
    process: Child,
    control: OwnedFd,
    files: Files,
    scratch: Scratch,
    serving: Option<Serving>,
    /// A case has made its scratch folder one that cannot be emptied; where there is no Landlock it can.
    is_spoilt: bool,
}

/// The process that serves one program's cases.
#[derive(Debug)]
struct Serving {
    pid: i32,
    program: Arc<Compiled>,
    limits: Limits,
    baseline: Baseline,
}

/// The anonymous files shared with the harness, in the order of `kumite_harness/protocol.py`.
#[derive(Debug)]
struct Files {
    stdin: Memfd,
    stdout: Memfd,
    stderr: Memfd,
    case: Memfd,
    reply: Memfd,
    start: Memfd,
    solution: Memfd,
}

impl Files {
    fn new() -> io::Result<Self> {
        Ok(Self {
            stdin: Memfd::new()?,
            stdout: Memfd::new()?,
            stderr: Memfd::new()?,
            case: Memfd::new()?,
            reply: Memfd::new()?,
            start: Memfd::new()?,
            solution: Memfd::new()?,
        })
    }
}

impl Harness {
    fn start(setup: &Setup) -> Result<Self, HarnessError> {
        let files = Files::new().map_err(HarnessError::Memory)?;
        let scratch = Scratch::new().map_err(|source| HarnessError::Scratch { source })?;
        let (control, theirs) = sandbox::control_channel().map_err(HarnessError::Memory)?;
        let interpreter = &setup.interpreter;
        let command = [interpreter.executable.to_string_lossy().as_ref(), "-s", "-S", "-B", "-c", BOOTSTRAP]
            .map(|part| Value::Str(part.to_owned()));
        let filters = setup.protections.seccomp.then(|| (sandbox::child_filter(), sandbox::family_filter()));
        let (filter, family_filter) = filters.unwrap_or_default();
        let search_path = interpreter.search_path.iter().cloned().map(Value::Str).collect();
        let offsets = filter.pid_offsets.iter().map(|&offset| Value::from(offset)).collect();
        let scopes = if setup.protections.scope { sandbox::CHILD_SCOPES } else { 0 };
        let settings = [
            ("sys_path", Value::List(search_path)),
            ("isolation", Value::Str(setup.isolation.name().to_owned())),
            ("command", Value::List(command.to_vec())),
            ("judge_pid", Value::Int(i64::from(std::process::id()))),
            ("clone_number", Value::Int(sandbox::CLONE_NUMBER)),
            ("landlock_scopes", Value::Int(scopes.cast_signed())),
            ("pid_offsets", Value::List(offsets)),
        ];
        let filters = [("child_filter", &filter.instructions[..]), ("family_filter", &family_filter.instructions[..])];
        let start = protocol::encode_start(&settings, &filters, &interpreter.modules);
        files.start.replace(&start).map_err(HarnessError::Memory)?;
        let raw = |memfd: &Memfd| memfd.as_raw_fd();
        let descriptors = [
            raw(&files.stdin),
            raw(&files.stdout),
            raw(&files.stderr),
            raw(&files.reply),
            theirs.as_raw_fd(),
            raw(&files.case),
            raw(&files.start),
            raw(&files.solution),
        ];
        let process = Spawn {
            program: interpreter.executable.clone(),
            args: ["-s", "-S", "-B", "-c", BOOTSTRAP, "server"].map(OsString::from).to_vec(),
            env: environment(scratch.path(), &setup.pass_env),
            access: FileAccess { read: readable(interpreter), write: scratch.path().to_owned() },
            descriptors: descriptors.to_vec(),
        }
        .start(&setup.protections)?;
        let harness = Self { process, control, files, scratch, serving: None, is_spoilt: false };
        match harness.hear(None) {
            Ok(Word::Ready) => Ok(harness),
            _ => Err(HarnessError::NotStarted { said: harness.last_words() }),
        }
    }

    /// Makes sure that this program is served under these limits; says what its empty case costs.
    fn serve(
        &mut self,
        program: &Arc<Compiled>,
        limits: &Limits,
        setup: &Setup,
        preload: bool,
    ) -> io::Result<Baseline> {
        if let Some(serving) = &self.serving
            && Arc::ptr_eq(&serving.program, program)
            && serving.limits == *limits
        {
            return Ok(serving.baseline);
        }
        self.end_serving();
        let solution = protocol::encode_solution(program, limits.processes, preload);
        self.files.solution.replace(&solution)?;
        self.say(Request::Serve, solution.len())?;
        let pid = self.hear_ready_server()?;
        let serving = Serving { pid, program: Arc::clone(program), limits: *limits, baseline: Baseline::default() };
        self.serving = Some(serving);
        let (address_space, _) = sandbox::statm(pid).ok_or(io::ErrorKind::NotFound)?;
        sandbox::limit(
            pid,
            sandbox::Resource::AddressSpace,
            address_space + limits.memory_bytes + ADDRESS_SPACE_SLACK,
        )?;
        sandbox::limit(pid, sandbox::Resource::FileSize, limits.output_bytes + FILE_SIZE_SLACK)?;
        self.prepare(b"", b"")?;
        let bounds = bounds(&COMPILE_LIMITS, COMPILE_LIMITS.time, &Baseline::default());
        let ended = self.run_child(Request::Nothing, 0, &bounds, &setup.interrupt)?;
        if ended.exit != Exit::Code(0) && ended.stopped != Some(StopReason::Interrupted) {
            return Err(io::Error::other("an empty case did not end well"));
        }
        let baseline = Baseline { cpu: ended.cpu, resident_bytes: ended.peak_resident_bytes };
        if let Some(serving) = &mut self.serving {
            serving.baseline = baseline;
        }
        Ok(baseline)
    }

    fn end_serving(&mut self) {
        if let Some(serving) = self.serving.take() {
            sandbox::kill(serving.pid);
            let _ = sandbox::wait(serving.pid);
        }
    }

    /// Puts a case's input in place and empties the outputs.
    fn prepare(&self, request: &[u8], stdin: &[u8]) -> io::Result<()> {
        self.files.case.replace(request)?;
        self.files.stdin.reset_input(stdin)?;
        for output in self.outputs() {
            output.reset_output()?;
        }
        Ok(())
    }

    fn outputs(&self) -> [&Memfd; 3] {
        [&self.files.stdout, &self.files.stderr, &self.files.reply]
    }

    /// Has a request done by a child, and watches that until it has ended.
    fn run_child(&self, request: Request, length: usize, bounds: &Bounds, interrupt: &Interrupt) -> io::Result<Ended> {
        self.say(request, length)?;
        let server = self.serving.as_ref().map(|serving| serving.pid);
        let mut entered = false;
        let pid = loop {
            match self.hear(server)? {
                Word::Started(pid) if pid > 0 => break pid,
                Word::Entered => entered = true,
                _ => {
                    return Err(io::Error::other(
                        "no process could be made for a case; where a problem allows processes, that takes a PID \
                         namespace, which this machine may not give to users",
                    ));
                }
            }
        };
        let ended = sandbox::watch(pid, bounds, &self.outputs(), self.scratch.path(), interrupt)?;
        // It may have come while nobody listened; what is sent is there before its sender ends.
        let entered = entered || matches!(self.heard_within(Duration::ZERO)?, Some(Word::Entered));
        if entered || ended.stopped == Some(StopReason::Interrupted) {
            Ok(ended)
        } else {
            Err(io::Error::other("a case ended before it began"))
        }
    }

    /// Reads what a case left, and clears it away.
    fn collect(
        &mut self,
        ended: &Ended,
        baseline: &Baseline,
        limits: &Limits,
        is_program: bool,
    ) -> io::Result<Execution> {
        let reply_bytes = self.files.reply.size()?;
        let printed = self.files.stdout.size()? + self.files.stderr.size()?;
        let reply = if reply_bytes > limits.output_bytes {
            Reply::Garbled
        } else {
            protocol::parse_reply(&self.files.reply.read(reply_bytes)?, is_program)
        };
        let mut execution = facts(ended, baseline, reply);
        execution.stdout = self.files.stdout.read(limits.output_bytes)?;
        execution.stderr = self.files.stderr.read(limits.output_bytes)?;
        let left = self.scratch.empty();
        self.is_spoilt = left.is_err();
        execution.output_bytes = printed + reply_bytes + left.unwrap_or(0);
        Ok(execution)
    }

    fn say(&self, request: Request, length: usize) -> io::Result<()> {
        sandbox::send(&self.control, &request.message(length))
    }

    /// The next word, from the first server or from that of the solution, if there is one.
    fn hear(&self, server: Option<i32>) -> io::Result<Word> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(word) = self.heard_within(GLANCE)? {
                return Ok(word);
            }
            let first = self.process.id().cast_signed();
            if Instant::now() > deadline || std::iter::once(first).chain(server).any(sandbox::has_ended) {
                return Err(io::Error::other("the harness does not answer"));
            }
        }
    }

    fn heard_within(&self, patience: Duration) -> io::Result<Option<Word>> {
        let Some(message) = sandbox::receive(&self.control, patience)? else { return Ok(None) };
        Word::parse(&message).map(Some).ok_or_else(|| io::Error::other("the harness answers nonsense"))
    }

    /// The number of a solution's server, once it is ready. Both words come, from two processes and so in either order.
    fn hear_ready_server(&self) -> io::Result<i32> {
        let (mut server, mut ready) = (None, false);
        loop {
            match self.hear(server)? {
                Word::Started(pid) if pid > 0 => server = Some(pid),
                Word::Ready => ready = true,
                _ => return Err(io::Error::other("the harness did not become ready for a solution")),
            }
            if let (Some(pid), true) = (server, ready) {
                return Ok(pid);
            }
        }
    }

    /// What the interpreter printed when it failed.
    fn last_words(&self) -> String {
        let said = self.files.stderr.read(4096).unwrap_or_default();
        String::from_utf8_lossy(&said).lines().last().unwrap_or_default().to_owned()
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        // It keeps nothing that is worth an orderly end. With it ends a case whose number was never heard.
        sandbox::end_group(self.process.id().cast_signed());
    }
}

fn bounds(limits: &Limits, stop_after: Duration, baseline: &Baseline) -> Bounds {
    Bounds {
        cpu: stop_after + baseline.cpu,
        idle: limits.idle,
        resident_bytes: baseline.resident_bytes + limits.memory_bytes,
        output_bytes: limits.output_bytes,
        processes: limits.processes,
    }
}

fn facts(ended: &Ended, baseline: &Baseline, reply: Reply) -> Execution {
    Execution {
        exit: ended.exit,
        stopped: ended.stopped,
        cpu: ended.cpu.saturating_sub(baseline.cpu),
        wall: ended.wall,
        peak_memory: ended.peak_resident_bytes.saturating_sub(baseline.resident_bytes),
        stdout: Vec::new(),
        stderr: Vec::new(),
        output_bytes: 0,
        reply,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::ProgramKind;
    use crate::model::{LimitsSpec, Type};
    use crate::workspace::Cache;

    fn setup(isolation: Isolation) -> Arc<Setup> {
        let interpreter =
            Interpreter::find(None, &Cache::none()).expect("these tests need Python 3.10 or later on PATH");
        let protections = Protections::probe();
        Arc::new(Setup { interpreter, protections, isolation, pass_env: Vec::new(), interrupt: Interrupt::default() })
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
            }
        }
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
