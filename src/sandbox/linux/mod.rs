//! Linux: Landlock, system call filters, pidfds, and children that a harness clones for the judge.

mod access;
mod filter;
mod layers;
mod message;
mod process;
mod protections;
mod seats;
mod seccomp;
mod supervisor;

use std::io;
use std::os::fd::{FromRawFd as _, OwnedFd};

use super::check_result;

pub(super) use layers::{Layers, close_on_exec, command};
pub(super) use message::{ask_for_senders, receive};
pub use process::hold;
pub(super) use process::{PEAK_UNIT, Watched, activity, children_of, cpu_time, resident_bytes, threads};
pub use protections::Protections;
pub use seats::Seats;
pub use supervisor::Supervisor;

/// Whether a harness can make a child that is the judge's. If so, one serves any number of cases.
pub const CLONES: bool = true;

/// An empty file in memory.
pub(super) fn anonymous_file() -> io::Result<OwnedFd> {
    // SAFETY: the name is a C string, and the descriptor is owned by nobody else.
    unsafe {
        let fd = check_result(libc::memfd_create(c"kumite".as_ptr(), libc::MFD_CLOEXEC))?;
        Ok(OwnedFd::from_raw_fd(fd))
    }
}
