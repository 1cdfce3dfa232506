//! Child processes under limits. The only module that starts processes, and the only one with unsafe code.
//!
//! Theory of operation. The judge starts a harness per lane: an interpreter that has loaded none of the candidate's
//! code. The harness clones a child per case with the judge as its parent, so that the judge, and nobody else, gets
//! the child's exit status and resource usage from the kernel. Layers that never change are put on the harness before
//! its first instruction ([`Spawn`]); the rest the child puts on itself before the candidate's first byte. The judge
//! watches the child from outside ([`watch`]) and reads what it wrote from anonymous files that only the judge can have
//! made ([`AnonymousFile`]). Nothing that Python says about time, memory or exit status is believed.
//!
//! Where a system has no such clone, a harness serves one case with its own process ([`CLONES`]). All that differs by
//! system is in `linux` and in `macos`, two modules of one interface.
//!
//! `docs/sandbox.md` has the threat model and what is not promised.

// The seam to the kernel: everything unsafe of the whole program is in this folder.
#![allow(unsafe_code, clippy::disallowed_methods)]

mod anonymous_file;
mod channel;
mod command;
mod interrupt;
mod scratch;
mod spawn;
mod watch;

// The seam: each system has a module of the same interface, chosen here and nowhere else.
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux as platform;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "macos")]
use macos as platform;
#[cfg(any(target_os = "macos", test))]
mod seatbelt;
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
compile_error!("kumite contains processes on Linux and macOS, and knows no way to do it here");

use std::io;
use std::path::PathBuf;

pub use anonymous_file::AnonymousFile;
pub use channel::{Channel, Message};
pub use command::{Output, run};
pub use interrupt::Interrupt;
pub use platform::{CLONES, Protections, Seats, Supervisor, hold};
pub use scratch::{Scratch, remove_stale};
pub use spawn::{ChildLayers, FileAccess, Spawn};
pub use watch::{Bounds, Ended, children, cpu_time_so_far, end_group, kill, one_has_ended, wait, watch};

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
    #[error("cannot make the rules for files: {0}")]
    Rules(Box<dyn std::error::Error + Send + Sync>),
}

/// Turns the result of a system call into an error where it is one.
fn check_result(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}
