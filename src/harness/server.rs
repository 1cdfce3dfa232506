//! An interpreter at work: its descriptors, its servers, and the case that it runs.

use std::ffi::OsString;
use std::io;
use std::os::fd::AsRawFd as _;
use std::process::Child;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::HarnessError;
use super::embedded::BOOTSTRAP;
use super::interpreter::Interpreter;
use super::outlook::{HashSeed, environment, readable};
use super::program::{Compiled, Program};
use super::protocol::{self, Request, Word};
use crate::model::{Execution, Isolation, Limits, Reply, Value};
use crate::sandbox::{
    self, AnonymousFile, Bounds, Channel, Ended, FileAccess, Interrupt, Message, Protections, Scratch, Spawn,
    Supervisor,
};
use crate::workspace::Cache;

/// How long the harness may take to answer on the control channel. Long, because a loaded machine is no failure.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked whether the processes of a harness that does not answer are still alive.
const GLANCE: Duration = Duration::from_millis(100);
/// Address space beyond the memory limit: thread stacks and reservations that are never touched.
const ADDRESS_SPACE_SLACK: u64 = 1 << 30;
/// A file may grow this much over the output limit, so that going over it is seen and not only refused.
const FILE_SIZE_SLACK: u64 = 64 << 10;

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
    /// What is kept between runs.
    pub cache: Cache,
}

/// What a case costs that does nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Baseline {
    pub(super) cpu: Duration,
    pub(super) resident_bytes: u64,
}

/// A running interpreter with its descriptors.
#[derive(Debug)]
pub(super) struct Harness {
    process: Child,
    control: Channel,
    files: Files,
    scratch: Scratch,
    serving: Option<Serving>,
    /// It serves no other case: each shall have an interpreter of its own, or a case has made its scratch folder one
    /// that cannot be emptied; where there is no Landlock it can.
    pub(super) is_spoilt: bool,
    /// It has served a case with its own process, and has been waited for.
    is_over: bool,
}

/// The process that serves one program's cases.
#[derive(Debug)]
struct Serving {
    pid: i32,
    program: Arc<Compiled>,
    limits: Limits,
    /// Answers what the server and its cases may do, where the kernel asks.
    supervisor: Option<Supervisor>,
}

/// The anonymous files shared with the harness, in the order of `kumite_harness/protocol.py`.
#[derive(Debug)]
struct Files {
    stdin: AnonymousFile,
    stdout: AnonymousFile,
    stderr: AnonymousFile,
    case: AnonymousFile,
    reply: AnonymousFile,
    start: AnonymousFile,
    solution: AnonymousFile,
}

impl Files {
    fn new() -> io::Result<Self> {
        Ok(Self {
            stdin: AnonymousFile::new()?,
            stdout: AnonymousFile::new()?,
            stderr: AnonymousFile::new()?,
            case: AnonymousFile::new()?,
            reply: AnonymousFile::new()?,
            start: AnonymousFile::new()?,
            solution: AnonymousFile::new()?,
        })
    }
}

impl Harness {
    pub(super) fn start(setup: &Setup, seed: HashSeed) -> Result<Self, HarnessError> {
        let files = Files::new().map_err(HarnessError::Memory)?;
        let scratch = Scratch::new().map_err(|source| HarnessError::Scratch { source })?;
        let (control, theirs) = Channel::new().map_err(HarnessError::Memory)?;
        let interpreter = &setup.interpreter;
        let layers = setup.protections.child_layers();
        let search_path = interpreter.search_path.iter().cloned().map(Value::Str).collect();
        let offsets = layers.pid_offsets.iter().map(|&offset| Value::from(offset)).collect();
        let settings = [
            ("sys_path", Value::List(search_path)),
            ("judge_pid", Value::Int(i64::from(std::process::id()))),
            ("clone_number", Value::Int(layers.clone_number)),
            ("seccomp_number", Value::Int(layers.seccomp_number)),
            ("landlock_scopes", Value::Int(layers.landlock_scopes.cast_signed())),
            ("pid_offsets", Value::List(offsets)),
        ];
        let filters = [
            ("supervised_filter", &layers.supervised_filter[..]),
            ("child_filter", &layers.filter[..]),
            ("family_filter", &layers.family_filter[..]),
        ];
        let start = protocol::encode_start(&settings, &filters, &interpreter.modules);
        files.start.replace(&start).map_err(HarnessError::Memory)?;
        let raw = |file: &AnonymousFile| file.as_raw_fd();
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
            args: ["-s", "-S", "-B", "-c", BOOTSTRAP].map(OsString::from).to_vec(),
            env: environment(scratch.path(), &setup.pass_env, seed),
            access: FileAccess { read: readable(interpreter), write: scratch.path().to_owned() },
            descriptors: descriptors.to_vec(),
        }
        .start(&setup.protections)?;
        let harness = Self { process, control, files, scratch, serving: None, is_spoilt: false, is_over: false };
        match harness.hear() {
            Ok((Word::Ready(_), _)) => Ok(harness),
            _ => Err(HarnessError::NotStarted { said: harness.last_words() }),
        }
    }

    /// Makes sure that this program is served under these limits.
    pub(super) fn serve(&mut self, program: &Arc<Compiled>, limits: &Limits, preload: bool) -> io::Result<()> {
        if let Some(serving) = &self.serving
            && Arc::ptr_eq(&serving.program, program)
            && serving.limits == *limits
        {
            return Ok(());
        }
        self.end_serving();
        let solution = protocol::encode_solution(program, limits.processes, preload);
        self.files.solution.replace(&solution)?;
        self.say(Request::Serve, solution.len())?;
        let (Word::Ready(listener), pid) = self.hear()? else {
            return Err(io::Error::other("the harness did not become ready for a solution"));
        };
        let supervisor = listener.map(|listener| Supervisor::start(listener, pid)).transpose()?;
        self.serving = Some(Serving { pid, program: Arc::clone(program), limits: *limits, supervisor });
        sandbox::hold(pid, limits.memory_bytes + ADDRESS_SPACE_SLACK, limits.output_bytes + FILE_SIZE_SLACK)
    }

    pub(super) fn end_serving(&mut self) {
        if let Some(serving) = self.serving.take() {
            sandbox::kill(serving.pid);
            // Before the number is free: else a case could get it.
            drop(serving.supervisor);
            let _ = sandbox::wait(serving.pid);
        }
    }

    /// Puts a case's input in place and empties the outputs.
    pub(super) fn prepare(&self, request: &[u8], stdin: &[u8]) -> io::Result<()> {
        self.files.case.replace(request)?;
        self.files.stdin.reset_input(stdin)?;
        for output in self.outputs() {
            output.reset_output()?;
        }
        Ok(())
    }

    /// Whether it can serve another case.
    pub(super) fn serves_on(&self) -> bool {
        !self.is_spoilt && !self.is_over
    }

    fn outputs(&self) -> [&AnonymousFile; 3] {
        [&self.files.stdout, &self.files.stderr, &self.files.reply]
    }

    /// Has a request done by a child, and watches that until it has ended.
    pub(super) fn run_child(
        &mut self,
        request: Request,
        length: usize,
        bounds: &Bounds,
        interrupt: &Interrupt,
    ) -> io::Result<Ended> {
        self.say(request, length)?;
        let (Word::Entered, pid) = self.hear()? else {
            let namespace = "; where a problem allows processes, that takes a PID namespace, which this machine may not \
                             give to users";
            let why = if bounds.processes > 0 { namespace } else { "" };
            return Err(io::Error::other(format!("a case could not be begun{why}")));
        };
        let ended = sandbox::watch(pid, bounds, &self.outputs(), self.scratch.path(), interrupt)?;
        self.is_over = pid == self.leader();
        Ok(ended)
    }

    /// The first bytes that a child has replied.
    pub(super) fn reply(&self, most: u64) -> io::Result<Vec<u8>> {
        self.files.reply.read(most)
    }

    /// Reads what a case left, and clears it away.
    pub(super) fn collect(
        &mut self,
        ended: &Ended,
        baseline: &Baseline,
        limits: &Limits,
        program: &Program,
    ) -> io::Result<Execution> {
        let reply_bytes = self.files.reply.size()?;
        let printed = self.files.stdout.size()? + self.files.stderr.size()?;
        let mut reply = if reply_bytes > limits.output_bytes {
            Reply::Garbled
        } else {
            protocol::parse_reply(&self.reply(reply_bytes)?, program.answers_by_printing())
        };
        program.quote(&mut reply);
        let mut execution = facts(ended, baseline, reply);
        execution.stdout = self.files.stdout.read(limits.output_bytes)?;
        execution.stderr = self.files.stderr.read(limits.output_bytes)?;
        let left = self.scratch.empty();
        self.is_spoilt |= left.is_err();
        execution.output_bytes = printed + reply_bytes + left.unwrap_or(0);
        Ok(execution)
    }

    fn say(&self, request: Request, length: usize) -> io::Result<()> {
        self.control.send(&request.message(length))
    }

    /// The next word, and the number of the process that says it. None comes any more once a process of this harness has
    /// ended: those that ended in time were waited for.
    fn hear(&self) -> io::Result<(Word, i32)> {
        let deadline = Instant::now() + PATIENCE;
        let mut heard = self.heard_within(GLANCE)?;
        while heard.is_none() {
            let is_last = Instant::now() > deadline || sandbox::one_has_ended(self.leader());
            // What is sent is there before its sender ends.
            heard = self.heard_within(if is_last { Duration::ZERO } else { GLANCE })?;
            if is_last {
                break;
            }
        }
        heard.ok_or_else(|| io::Error::other("the harness does not answer"))
    }

    fn heard_within(&self, patience: Duration) -> io::Result<Option<(Word, i32)>> {
        let Some(Message { letter, sender, descriptor }) = self.control.receive(patience)? else { return Ok(None) };
        let word = Word::parse(letter, descriptor).ok_or_else(|| io::Error::other("the harness answers nonsense"))?;
        Ok(Some((word, sender.unwrap_or_else(|| self.leader()))))
    }

    /// The number of the first process, which leads the group of all.
    fn leader(&self) -> i32 {
        self.process.id().cast_signed()
    }

    /// What the interpreter printed when it failed.
    pub(super) fn last_words(&self) -> String {
        let said = self.files.stderr.read(4096).unwrap_or_default();
        String::from_utf8_lossy(&said).lines().last().unwrap_or_default().to_owned()
    }
}

impl Drop for Harness {
    fn drop(&mut self) {
        // It keeps nothing that is worth an orderly end. With it ends a case whose number was never heard.
        if !self.is_over {
            sandbox::end_group(self.leader());
        }
    }
}

pub(super) fn bounds(limits: &Limits, stop_after: Duration, baseline: &Baseline) -> Bounds {
    Bounds {
        cpu: stop_after + baseline.cpu,
        idle: limits.idle,
        resident_bytes: baseline.resident_bytes + limits.memory_bytes,
        output_bytes: limits.output_bytes,
        processes: limits.processes,
    }
}

pub(super) fn facts(ended: &Ended, baseline: &Baseline, reply: Reply) -> Execution {
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
