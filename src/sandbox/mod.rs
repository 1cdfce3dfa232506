//! Child processes under limits. The only module that starts processes, and the only one with unsafe code.
//!
//! Theory of operation. The judge starts a harness per lane: an interpreter that has loaded none of the candidate's
//! code. The harness clones a child per case with the judge as its parent, so that the judge, and nobody else, gets
//! the child's exit status and resource usage from the kernel. Layers that never change are put on the harness before
//! its first instruction ([`Spawn`]); the rest the child puts on itself before the candidate's first byte. The judge
//! watches the child from outside ([`watch`]) and reads what it wrote from anonymous files that only the judge can have
//! made ([`Memfd`]). Nothing that Python says about time, memory or exit status is believed.
//!
//! `docs/sandbox.md` has the threat model and what is not promised.

// The seam to the kernel: everything unsafe of the whole program is in this folder.
#![allow(unsafe_code, clippy::disallowed_methods)]

mod access;
mod command;
mod filter;
mod interrupt;
mod memfd;
mod protections;
mod scratch;
mod seccomp;
mod spawn;
mod supervise;

use std::io;
use std::path::PathBuf;

pub use access::{CHILD_SCOPES, FileAccess};
pub use command::{Output, run};
pub use interrupt::Interrupt;
pub use memfd::Memfd;
pub use protections::Protections;
pub use scratch::{Scratch, remove_stale};
pub use seccomp::{ChildFilter, child_filter, family_filter};
pub use spawn::{Spawn, control_channel, receive, send};
pub use supervise::{Bounds, Ended, Resource, children, end_group, has_ended, kill, limit, statm, wait, watch};

/// The number of the system call `clone` on this machine, for the harness.
pub const CLONE_NUMBER: i64 = libc::SYS_clone;

/// A failure to start or to contain a process.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A program cannot be started.
    #[error("cannot start {}: {source}", program.display())]
    Start {
        /// Which.
        program: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file rules cannot be made.
    #[error("cannot make the Landlock rules: {0}")]
    Landlock(#[from] landlock::RulesetError),
}

/// Turns the result of a system call into an error where it is one.
fn check_result(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}
