//! The layers that are put on a harness between fork and exec.

use std::io;
use std::os::fd::{AsRawFd as _, FromRawFd as _, OwnedFd};
use std::process::Command;

use super::filter::{self, Program};
use super::{Protections, access, seccomp};
use crate::sandbox::spawn::FIRST_FREE_NUMBER;
use crate::sandbox::{FileAccess, SandboxError, Spawn, check_result};

/// Everything prepared before the fork; putting it on is system calls only.
pub(in crate::sandbox) struct Layers {
    judge: libc::pid_t,
    ruleset: Option<OwnedFd>,
    filter: Option<Program>,
}

impl Layers {
    /// The layers that this machine has.
    pub(in crate::sandbox) fn new(access: &FileAccess, protections: &Protections) -> Result<Self, SandboxError> {
        let ruleset = if protections.landlock {
            let ruleset: Option<OwnedFd> =
                access::ruleset(access).map_err(|error| SandboxError::Rules(error.into()))?.into();
            ruleset.as_ref().map(out_of_the_way).transpose().map_err(|error| SandboxError::Rules(error.into()))?
        } else {
            None
        };
        let filter = if protections.seccomp { seccomp::harness_filter() } else { None };
        // SAFETY: a plain system call.
        Ok(Self { judge: unsafe { libc::getpid() }, ruleset, filter })
    }

    /// Puts them on this process.
    pub(in crate::sandbox) fn put_on(&mut self) -> io::Result<()> {
        follow(self.judge)?;
        // SAFETY: a plain system call.
        check_result(unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) })?;
        drop_capabilities();
        if let Some(ruleset) = &self.ruleset {
            // SAFETY: a plain system call on a descriptor that is open.
            check_result(unsafe { libc::syscall(libc::SYS_landlock_restrict_self, ruleset.as_raw_fd(), 0) } as _)?;
        }
        self.filter.as_ref().map_or(Ok(()), filter::install)
    }
}

/// The same under a number that no descriptor of a harness gets: a low number may be free for a moment, when another
/// thread closes a file, and what is there would be overwritten before it is used.
fn out_of_the_way(descriptor: &OwnedFd) -> io::Result<OwnedFd> {
    // SAFETY: a plain system call; the number that it returns is nobody else's.
    unsafe {
        let copy = libc::fcntl(descriptor.as_raw_fd(), libc::F_DUPFD_CLOEXEC, FIRST_FREE_NUMBER);
        Ok(OwnedFd::from_raw_fd(check_result(copy)?))
    }
}

/// The program as it is: every layer is put on between fork and exec.
pub(in crate::sandbox) fn command(spawn: &Spawn, _: &Protections) -> Command {
    let mut command = Command::new(&spawn.program);
    command.args(&spawn.args);
    command
}

/// Has the kernel close every descriptor from this number on at the next exec; false where it cannot do that in one go.
pub(in crate::sandbox) fn close_on_exec(first: libc::c_uint) -> bool {
    // SAFETY: a plain system call.
    unsafe { libc::syscall(libc::SYS_close_range, first, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) == 0 }
}

/// An end with the judge's.
fn follow(judge: libc::pid_t) -> io::Result<()> {
    // SAFETY: plain system calls.
    unsafe {
        check_result(libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL, 0, 0, 0))?;
        if libc::getppid() != judge {
            return Err(io::Error::from_raw_os_error(libc::ESRCH));
        }
    }
    Ok(())
}

/// A root without capabilities is an ordinary user who owns root's files; Landlock keeps those from it.
fn drop_capabilities() {
    #[repr(C)]
    struct Header {
        version: u32,
        pid: libc::c_int,
    }
    const VERSION_3: u32 = 0x2008_0522;
    const LAST_CAPABILITY: libc::c_int = 63;
    let header = Header { version: VERSION_3, pid: 0 };
    let none = [0_u32; 6];
    // SAFETY: plain system calls with valid pointers. They fail without privilege, and then there is nothing to drop.
    unsafe {
        for capability in 0..=LAST_CAPABILITY {
            libc::prctl(libc::PR_CAPBSET_DROP, capability, 0, 0, 0);
        }
        libc::syscall(libc::SYS_capset, &raw const header, none.as_ptr());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_after_the_descriptors_are_placed_is_at_no_place_of_theirs() {
        let low = OwnedFd::from(std::fs::File::open("/dev/null").unwrap());
        assert!(out_of_the_way(&low).unwrap().as_raw_fd() >= FIRST_FREE_NUMBER);
    }
}
