//! The Rust side of the Python harness: which interpreter, what it is told, what it answers.
//!
//! A [`Session`] runs cases and reports facts ([`crate::model::Execution`]); what they mean is `judge`'s business.
//! The Python side is in `harness/`; `docs/protocol.md` describes what travels between the two.

mod conditions;
mod embedded;
mod imports;
mod interpreter;
mod marshal;
mod outlook;
mod program;
mod protocol;
mod server;
mod session;

use std::io;
use std::path::PathBuf;

pub use interpreter::Interpreter;
pub use marshal::{DecodeError, decode as decode_value, encode as encode_value};
pub use outlook::HashSeed;
pub use program::{Compiled, Measure, Program, ProgramKind};
pub use protocol::parse_reply;
pub use server::Setup;
pub use session::Session;

use crate::sandbox::SandboxError;

/// A failure of the judge's own machinery.
#[derive(Debug, thiserror::Error)]
pub enum HarnessError {
    /// There is no such program.
    #[error("no Python found: `{requested}` is not on PATH")]
    NoPython {
        /// What was asked for.
        requested: String,
    },
    /// The interpreter is too old, or no CPython.
    #[error("`{requested}` is Python {version}; kumite needs CPython 3.10 or later")]
    OldPython {
        /// What was asked for.
        requested: String,
        /// What it is.
        version: String,
    },
    /// The interpreter does not work.
    #[error("{} does not work as a Python interpreter: {why}", program.display())]
    UnusablePython {
        /// The program.
        program: PathBuf,
        /// What happened.
        why: String,
    },
    /// A process cannot be started or contained.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// No anonymous file.
    #[error("cannot make an anonymous file: {0}")]
    Memory(io::Error),
    /// No folder for the cases.
    #[error("cannot make a scratch folder in {}: {source}", std::env::temp_dir().display())]
    Scratch {
        /// Why.
        source: io::Error,
    },
    /// The harness did not start.
    #[error("the Python harness did not start: {said}")]
    NotStarted {
        /// The last line it printed.
        said: String,
    },
    /// A solution that was read and put away, and is not there any more.
    #[error("{shown} was put away in a temporary file and cannot be read again")]
    Lost {
        /// The solution.
        shown: String,
    },
    /// Harness after harness failed at the same request.
    #[error("the Python harness failed: {source}{}{said}", if said.is_empty() { "" } else { ": " })]
    Broken {
        /// What went wrong.
        source: io::Error,
        /// The last line it printed.
        said: String,
    },
}
