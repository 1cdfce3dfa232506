//! Facts of one run of one case. No judgement: what they mean, `judge` decides.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::value::Value;

/// What happened when a case was run.
#[derive(Debug, Clone, PartialEq)]
pub struct Execution {
    /// How the process ended, from the kernel.
    pub exit: Exit,
    /// Why the judge ended it, if it did.
    pub stopped: Option<StopReason>,
    /// CPU time of the process (user and system), the interpreter's own start-up taken off.
    pub cpu: Duration,
    /// Wall clock from request to end.
    pub wall: Duration,
    /// Peak resident memory above the interpreter's own, in bytes.
    pub peak_memory: u64,
    /// Standard output, at most as much as the output limit.
    pub stdout: Vec<u8>,
    /// Standard error, at most as much as the output limit.
    pub stderr: Vec<u8>,
    /// Bytes of stdout, stderr, returned value and files written, together.
    pub output_bytes: u64,
    /// What came back on the answer channel. The candidate could have forged it.
    pub reply: Reply,
}

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// With this exit code.
    Code(i32),
    /// By this signal.
    Signal(i32),
}

/// Why the judge ended a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// CPU time.
    Time,
    /// Wall clock without CPU use.
    Idle,
    /// Resident memory.
    Memory,
    /// Output.
    Output,
    /// More processes than the problem allows.
    Processes,
    /// More threads at once than any case may have.
    Threads,
    /// The user interrupted.
    Interrupted,
}

/// What came back from the candidate's process.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// Nothing: the process ended before it could answer.
    Nothing {
        /// Whether the solution had been loaded by then.
        loaded: bool,
    },
    /// The answer.
    Answer {
        /// What was returned, or the changed argument where the entry says `mutates`.
        answer: Value,
        /// Where None was returned: the arguments after the call. With `mutates`: what was returned.
        /// Serves only to say what nearly matched.
        aside: Option<Value>,
    },
    /// A program (stdin problem) ran to its end; its answer is what it printed.
    Finished,
    /// An exception.
    Raised(Raised),
    /// The file was loaded and does not define what is asked for.
    MissingEntry {
        /// Functions and classes that it does define.
        defined: Vec<String>,
    },
    /// An answer that is no value of the contract's types.
    Unencodable(Unencodable),
    /// Bytes that are no reply.
    Garbled,
}

/// Facts of cases that were run one after the other in one process.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SharedRun {
    /// What came back from each; fewer than there are cases where the process did not get to its end.
    pub replies: Vec<Reply>,
    /// What of the solution was not as before when all had been run.
    pub changed: Vec<Changed>,
}

/// Something of a solution that outlives a call and was changed by one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// What it is.
    pub what: Lasting,
    /// Its name: `seen`, `Solution.seen`, `f(seen)` for a parameter of `f`.
    pub name: String,
}

/// What outlives a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lasting {
    /// A name of the module.
    Global,
    /// An attribute of a class.
    ClassAttribute,
    /// The default value of a parameter.
    DefaultArgument,
    /// An attribute of a function.
    FunctionAttribute,
    /// What `functools.cache` remembers for a function.
    Cache,
}

impl Lasting {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Global, Self::ClassAttribute, Self::DefaultArgument, Self::FunctionAttribute, Self::Cache];

    /// The name in JSON, and on the way from the harness.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::ClassAttribute => "class_attribute",
            Self::DefaultArgument => "default_argument",
            Self::FunctionAttribute => "function_attribute",
            Self::Cache => "cache",
        }
    }
}

/// An exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// Whether the solution had been loaded by then; if not, this is why it cannot be.
    pub loaded: bool,
    /// `ValueError`, or `package.module.Error` outside the builtins.
    pub type_name: String,
    /// `str()` of the exception.
    pub message: String,
    /// Frames of the candidate's files, outermost first.
    pub frames: Vec<Frame>,
    /// Which call of a class case it was, from 0.
    pub call: Option<usize>,
    /// The exceptions that led to it, oldest first.
    pub earlier: Vec<Earlier>,
}

/// An exception in whose handling, or because of which, the next one was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// The next one names it as its cause: `raise ... from ...`.
    pub is_cause: bool,
    /// As of [`Raised`].
    pub type_name: String,
    /// `str()` of the exception.
    pub message: String,
    /// Frames of the candidate's files, outermost first.
    pub frames: Vec<Frame>,
}

/// One frame of a traceback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    /// The file, as it was shown to the interpreter.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column of a syntax error, from 1.
    pub column: Option<usize>,
    /// The function's name.
    pub function: String,
    /// How many more frames in a row are the same as this one.
    pub repeats: usize,
    /// How many frames after these are not told of.
    pub left_out: usize,
    /// The line of source, where there is one.
    pub source: Option<String>,
}

/// Why an answer could not be encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unencodable {
    /// The Python type that has no encoding: `generator`.
    pub type_name: String,
    /// Where in the answer: `$[2]`.
    pub path: String,
    /// What else there is to say: `the value contains itself`.
    pub reason: String,
}
