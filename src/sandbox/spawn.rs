//! Starts a harness: its own process group, its descriptors in place, every layer on before its first instruction.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Child;
use std::sync::{Mutex, PoisonError};

use super::{Protections, SandboxError, check_result, platform};

/// A program to start under all the protection there is.
#[derive(Debug)]
pub struct Spawn {
    /// The program's real path.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Its whole environment.
    pub env: Vec<(OsString, OsString)>,
    /// The files it may reach; its working directory is the one it may write to.
    pub access: FileAccess,
    /// The descriptors it gets, numbered from 0. It gets no others. They must be open until it has started.
    pub descriptors: Vec<RawFd>,
}

/// Which files a harness may reach.
#[derive(Debug, Clone, Default)]
pub struct FileAccess {
    /// Files and folders that may be read and executed: the interpreter and its libraries.
    pub read: Vec<PathBuf>,
    /// The folder in which files may be made and changed.
    pub write: PathBuf,
}

/// What a case's process has to put on itself, for the harness.
#[derive(Debug, Default)]
pub struct ChildLayers {
    /// The number of the system call `clone`.
    pub clone_number: i64,
    /// The number of the system call `seccomp`.
    pub seccomp_number: i64,
    /// The Landlock scopes, as the kernel's bits; 0 for none.
    pub landlock_scopes: u64,
    /// The instructions of the system call filter of a server and all of its cases, eight bytes each. It asks a
    /// [`Supervisor`](super::Supervisor), to whom the server hands the descriptor for that. Empty where nobody can be asked.
    pub supervised_filter: Vec<u8>,
    /// The filter that a process puts on itself where its server has not put one on for it; empty for none.
    pub filter: Vec<u8>,
    /// Where in the filter's bytes the process's own number belongs, four bytes each.
    pub pid_offsets: Vec<usize>,
    /// The filter of a case that may start processes.
    pub family_filter: Vec<u8>,
}

/// Descriptors of a harness have numbers below this one.
pub(super) const FIRST_FREE_NUMBER: RawFd = 16;

impl Spawn {
    /// Starts it with the layers that `protections` says this machine has.
    ///
    /// Call it from a thread that lives as long as the harness shall: the kernel may end the harness with that thread.
    pub fn start(self, protections: &Protections) -> Result<Child, SandboxError> {
        reserve_low_numbers();
        let mut layers = platform::Layers::new(&self.access, protections)?;
        let mut command = platform::command(&self, protections);
        let descriptors = self.descriptors;
        command.env_clear().envs(self.env).current_dir(&self.access.write);
        // SAFETY: between fork and exec only system calls are made, on values prepared before.
        unsafe {
            command.pre_exec(move || {
                // The terminal's Ctrl-C is for the judge.
                check_result(libc::setpgid(0, 0))?;
                set_fixed_limits();
                place(&descriptors)?;
                layers.put_on()
            });
        }
        command.spawn().map_err(|source| SandboxError::Start { program: self.program, source })
    }
}

/// Limits that no case needs to change. Soft and hard are the same but for the stack, whose soft limit at exec decides
/// where the kernel lays out everything else.
fn set_fixed_limits() {
    let limits = [
        (libc::RLIMIT_CORE, 0, 0),
        (libc::RLIMIT_NOFILE, 256, 256),
        (libc::RLIMIT_STACK, 64 << 20, libc::RLIM_INFINITY),
    ];
    for (resource, soft, hard) in limits {
        let mut limit = libc::rlimit { rlim_cur: soft, rlim_max: hard };
        // SAFETY: plain system calls with valid pointers.
        unsafe {
            // The hard limit may be lower already; then that one holds.
            if libc::setrlimit(resource, &raw const limit) != 0 {
                libc::getrlimit(resource, &raw mut limit);
                limit.rlim_cur = limit.rlim_max.min(soft);
                libc::setrlimit(resource, &raw const limit);
            }
        }
    }
}

/// Occupies the numbers that a harness's descriptors get, for good. Else one that the start itself needs (the pipe
/// that reports a failed exec) could have such a number, and be overwritten.
fn reserve_low_numbers() {
    static RESERVED: Mutex<Vec<File>> = Mutex::new(Vec::new());
    let mut reserved = RESERVED.lock().unwrap_or_else(PoisonError::into_inner);
    while let Ok(null) = File::open("/dev/null") {
        if null.as_raw_fd() >= FIRST_FREE_NUMBER {
            break;
        }
        reserved.push(null);
    }
}

/// Puts the descriptors in their places, and lets no other one through the exec.
fn place(descriptors: &[libc::c_int]) -> io::Result<()> {
    // SAFETY: plain system calls; the sources have higher numbers than the places.
    unsafe {
        for (number, &descriptor) in (0..).zip(descriptors) {
            check_result(libc::dup2(descriptor, number))?;
        }
        let first = descriptors.len() as libc::c_uint;
        if !platform::close_on_exec(first) {
            for number in first.cast_signed()..1024 {
                libc::fcntl(number, libc::F_SETFD, libc::FD_CLOEXEC);
            }
        }
    }
    Ok(())
}
