//! Starts a harness: its own process group, its descriptors in place, every layer on before its first instruction.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use super::access::{self, FileAccess};
use super::memfd::out_of_the_way;
use super::protections::Protections;
use super::{SandboxError, check_result, filter, seccomp};

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

/// Descriptors of a harness have numbers below this one.
const FIRST_FREE_NUMBER: RawFd = 16;

/// Limits that no case needs to change. Soft and hard are the same but for the stack, whose soft limit at exec decides
/// where the kernel lays out everything else.
const FIXED_LIMITS: [(libc::__rlimit_resource_t, u64, u64); 3] =
    [(libc::RLIMIT_CORE, 0, 0), (libc::RLIMIT_NOFILE, 256, 256), (libc::RLIMIT_STACK, 64 << 20, libc::RLIM_INFINITY)];

impl Spawn {
    /// Starts it with the layers that `protections` says this machine has.
    ///
    /// Call it from a thread that lives as long as the harness shall: the kernel ends the harness with that thread.
    pub fn start(self, protections: &Protections) -> Result<Child, SandboxError> {
        reserve_low_numbers();
        let mut ruleset = if protections.landlock { Some(access::ruleset(&self.access)?) } else { None };
        let filter = if protections.seccomp { seccomp::harness_filter() } else { None };
        let descriptors = self.descriptors;
        // SAFETY: a plain system call.
        let judge = unsafe { libc::getpid() };
        let mut command = Command::new(&self.program);
        command.args(&self.args).env_clear().envs(self.env).current_dir(&self.access.write);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // SAFETY: between fork and exec only system calls are made, on values prepared before.
        unsafe {
            command.pre_exec(move || {
                follow(judge)?;
                for (resource, soft, hard) in FIXED_LIMITS {
                    let limit = libc::rlimit64 { rlim_cur: soft, rlim_max: hard };
                    // The hard limit may be lower already; then that one holds.
                    if libc::setrlimit64(resource, &raw const limit) != 0 {
                        let mut now: libc::rlimit64 = std::mem::zeroed();
                        libc::getrlimit64(resource, &raw mut now);
                        now.rlim_cur = now.rlim_max.min(soft);
                        libc::setrlimit64(resource, &raw const now);
                    }
                }
                check_result(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))?;
                drop_capabilities();
                if let Some(ruleset) = ruleset.take() {
                    ruleset.restrict_self().map_err(|_| io::Error::last_os_error())?;
                }
                place(&descriptors)?;
                filter.as_ref().map_or(Ok(()), filter::install)
            });
        }
        command.spawn().map_err(|source| SandboxError::Start { program: self.program, source })
    }
}

/// A process group of its own (the terminal's Ctrl-C is for the judge), and an end with the judge's.
fn follow(judge: libc::pid_t) -> io::Result<()> {
    // SAFETY: plain system calls.
    unsafe {
        check_result(libc::setpgid(0, 0))?;
        check_result(libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL, 0, 0, 0))?;
        if libc::getppid() != judge {
            return Err(io::Error::from_raw_os_error(libc::ESRCH));
        }
    }
    Ok(())
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
        if libc::syscall(libc::SYS_close_range, first, libc::c_uint::MAX, libc::CLOSE_RANGE_CLOEXEC) != 0 {
            for number in first.cast_signed()..1024 {
                libc::fcntl(number, libc::F_SETFD, libc::FD_CLOEXEC);
            }
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

/// Two ends of a channel that keeps messages apart: ours, and the one for a harness.
pub fn control_channel() -> io::Result<(OwnedFd, OwnedFd)> {
    let mut ends = [0; 2];
    let kind = libc::SOCK_SEQPACKET | libc::SOCK_CLOEXEC;
    // SAFETY: the array has room for both, and nobody else owns the descriptors.
    let (ours, theirs) = unsafe {
        check_result(libc::socketpair(libc::AF_UNIX, kind, 0, ends.as_mut_ptr()))?;
        (OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1]))
    };
    Ok((ours, out_of_the_way(&theirs)?))
}

/// Sends one message.
pub fn send(channel: &OwnedFd, message: &[u8]) -> io::Result<()> {
    // SAFETY: the pointer and the length belong together.
    let sent = unsafe { libc::send(channel.as_raw_fd(), message.as_ptr().cast(), message.len(), libc::MSG_NOSIGNAL) };
    if sent < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// Receives one message of at most 64 bytes, waiting `patience` for it. None: the other side is gone, or too late.
pub fn receive(channel: &OwnedFd, patience: std::time::Duration) -> io::Result<Option<Vec<u8>>> {
    let mut fds = libc::pollfd { fd: channel.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    let deadline = std::time::Instant::now() + patience;
    loop {
        let left = deadline.saturating_duration_since(std::time::Instant::now());
        let left = libc::c_int::try_from(left.as_millis()).unwrap_or(libc::c_int::MAX);
        // SAFETY: one valid entry is passed.
        match check_result(unsafe { libc::poll(&raw mut fds, 1, left) }) {
            Ok(0) => return Ok(None),
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let mut message = vec![0; 64];
    // SAFETY: the pointer and the length belong together.
    let length = unsafe { libc::recv(channel.as_raw_fd(), message.as_mut_ptr().cast(), message.len(), 0) };
    match usize::try_from(length) {
        Ok(0) => Ok(None),
        Ok(length) => {
            message.truncate(length);
            Ok(Some(message))
        }
        Err(_) => Err(io::Error::last_os_error()),
    }
}
