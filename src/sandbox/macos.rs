//! macOS: a Seatbelt profile around each interpreter, limits and process groups, and polling.
//!
//! The system has no clone with another parent, so a harness serves one request with its own process and is then used
//! up ([`CLONES`]): the judge is the parent of every case here, too, and the profile can deny every other process.
//! This is type-checked and has never run: `docs/sandbox.md` says what else that means.

use std::io::{self, Read as _};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use super::watch::{Activity, has_ended};
use super::{ChildLayers, FileAccess, Message, SandboxError, Scratch, Spawn, check_result, run, seatbelt};
use crate::model::Guarantee;

/// Whether a harness can make a child that is the judge's. If so, one serves any number of cases.
pub const CLONES: bool = false;

/// The kernel counts the peak of resident memory in these bytes.
pub(super) const PEAK_UNIT: u64 = 1;

/// Puts a profile on itself and becomes the program that it is told.
const SANDBOX_EXEC: &str = "/usr/bin/sandbox-exec";

/// Stands behind the judge, which looks at sizes every few milliseconds: no file grows beyond it.
const LARGEST_FILE: libc::rlim_t = 1 << 30;

/// How often it is looked whether a process has ended.
const GLANCE: Duration = Duration::from_millis(1);

/// The protections that work here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protections {
    /// No files but the interpreter's and the scratch folder, no network, no other process.
    seatbelt: bool,
    /// Whether the user switched it off.
    switched_off: bool,
}

impl Protections {
    /// Tries it: of two files a program may read one.
    pub fn probe() -> Self {
        Self { seatbelt: try_profile().unwrap_or(false), switched_off: false }
    }

    /// None at all, because the user said so. Limits of the kernel hold all the same.
    pub fn off() -> Self {
        Self { seatbelt: false, switched_off: true }
    }

    /// The names for reports, strongest first.
    pub fn names(&self) -> Vec<String> {
        let seatbelt = self.seatbelt.then(|| "seatbelt".to_owned());
        seatbelt.into_iter().chain(["rlimits".to_owned()]).collect()
    }

    /// What is not protected, each with the reason.
    pub fn missing(&self) -> Vec<String> {
        if self.switched_off {
            vec!["everything: switched off by --no-sandbox".to_owned()]
        } else if self.seatbelt {
            Vec::new()
        } else {
            vec!["files, network and processes: `sandbox-exec` does not work here".to_owned()]
        }
    }

    /// What a case's process puts on itself: nothing, the profile holds from the start.
    pub fn child_layers(&self) -> ChildLayers {
        ChildLayers::default()
    }

    /// Whether this is guaranteed here.
    pub fn gives(&self, guarantee: Guarantee) -> bool {
        match guarantee {
            Guarantee::Files | Guarantee::Network | Guarantee::Processes | Guarantee::Signals => self.seatbelt,
        }
    }
}

fn try_profile() -> io::Result<bool> {
    let (open, closed) = (Scratch::new()?, Scratch::new()?);
    let files = [&open, &closed].map(|folder| folder.path().join("file"));
    std::fs::write(&files[0], "open")?;
    std::fs::write(&files[1], "closed")?;
    let cat = PathBuf::from("/bin/cat");
    let profile = seatbelt::profile(&[cat.clone()], &[], &open.path().canonicalize()?);
    let args = ["-p".as_ref(), profile.as_ref(), cat.as_os_str(), files[0].as_os_str(), files[1].as_os_str()];
    let output = run(SANDBOX_EXEC.as_ref(), &args, &[], b"", Duration::from_secs(10)).map_err(io::Error::other)?;
    Ok(output.is_some_and(|output| output.stdout == b"open"))
}

/// What is put on between fork and exec, besides what every platform has.
pub(super) struct Layers;

impl Layers {
    #[allow(clippy::unnecessary_wraps, reason = "making them can fail elsewhere")]
    pub(super) fn new(_: &FileAccess, _: &Protections) -> Result<Self, SandboxError> {
        Ok(Self)
    }

    #[allow(clippy::unused_self, reason = "there is something in it elsewhere")]
    pub(super) fn put_on(&mut self) -> io::Result<()> {
        let limit = libc::rlimit { rlim_cur: LARGEST_FILE, rlim_max: LARGEST_FILE };
        // SAFETY: a plain system call with a valid pointer.
        check_result(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) }).map(drop)
    }
}

/// The program inside the profile.
pub(super) fn command(spawn: &Spawn, protections: &Protections) -> Command {
    if !protections.seatbelt {
        let mut command = Command::new(&spawn.program);
        command.args(&spawn.args);
        return command;
    }
    let real = spawn.program.canonicalize().unwrap_or_else(|_| spawn.program.clone());
    // A framework's `bin/python3` becomes the program that lies in the framework's resources.
    let resources = real.ancestors().nth(2).map(|installation| installation.join("Resources"));
    let execute: Vec<_> = [spawn.program.clone(), real].into_iter().chain(resources).collect();
    let read: Vec<_> = spawn.access.read.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let write = spawn.access.write.canonicalize().unwrap_or_else(|_| spawn.access.write.clone());
    let mut command = Command::new(SANDBOX_EXEC);
    command.arg("-p").arg(seatbelt::profile(&execute, &read, &write)).arg(&spawn.program).args(&spawn.args);
    command
}

/// There is no call for that.
pub(super) fn close_on_exec(_: libc::c_uint) -> bool {
    false
}

/// No call changes the limits of another process, and none for memory can be relied on: the judge's looks decide.
#[allow(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
pub fn hold(_: libc::pid_t, _: u64, _: u64) -> io::Result<()> {
    Ok(())
}

/// An empty file that has no name any more.
pub(super) fn anonymous_file() -> io::Result<OwnedFd> {
    tempfile::tempfile().map(OwnedFd::from)
}

/// A child of this process, looked at again and again.
pub(super) struct Watched(libc::pid_t);

impl Watched {
    #[allow(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
    pub(super) fn new(pid: libc::pid_t) -> io::Result<Self> {
        Ok(Self(pid))
    }

    #[allow(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
    pub(super) fn ends_within(&self, patience: Duration) -> io::Result<bool> {
        let deadline = Instant::now() + patience;
        while !has_ended(libc::P_PID, self.0) {
            if Instant::now() > deadline {
                return Ok(false);
            }
            std::thread::sleep(GLANCE);
        }
        Ok(true)
    }
}

/// The processors that lanes have. Here no process can be kept to one.
#[derive(Debug, Default)]
pub struct Seats;

impl Seats {
    /// Leaves the choice to the system.
    pub fn take(&self) {}
}

/// Answers the kernel where that asks; here it asks nobody.
#[derive(Debug)]
pub struct Supervisor;

impl Supervisor {
    /// Has nothing to answer.
    pub fn start(_: OwnedFd, _: libc::pid_t) -> io::Result<Self> {
        Ok(Self)
    }
}

/// Nothing to ask for: a harness is one process.
#[allow(clippy::unnecessary_wraps, reason = "it can fail elsewhere")]
pub(super) fn ask_for_senders(_: &UnixStream) -> io::Result<()> {
    Ok(())
}

/// Takes one message from a stream; no harness sends a descriptor here.
pub(super) fn receive(mut stream: &UnixStream) -> io::Result<Message> {
    let mut letter = [0];
    stream.read_exact(&mut letter)?;
    Ok(Message { letter: letter[0], sender: None, descriptor: None })
}

/// What a process does. That it waits for the machine, the system tells only thread by thread; it is not asked.
pub(super) fn activity(pid: libc::pid_t) -> Activity {
    if task(pid).is_some_and(|task| task.pti_numrunning > 0) { Activity::Runs } else { Activity::Waits }
}

/// How many threads a process has.
pub(super) fn threads(pid: libc::pid_t) -> Option<u64> {
    u64::try_from(task(pid)?.pti_threadnum).ok()
}

/// CPU time of a running process; None once it is gone.
pub(super) fn cpu_time(pid: libc::pid_t) -> Option<Duration> {
    let task = task(pid)?;
    let ticks = u128::from(task.pti_total_user) + u128::from(task.pti_total_system);
    let (numerator, denominator) = nanoseconds_per_tick()?;
    let nanoseconds = ticks * u128::from(numerator) / u128::from(denominator);
    Some(Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or(u64::MAX)))
}

/// The length of a tick of the kernel's clock, as a fraction.
// `libc` recommends a crate of which nothing else would be used.
#[allow(deprecated)]
fn nanoseconds_per_tick() -> Option<(u32, u32)> {
    let mut base = libc::mach_timebase_info { numer: 0, denom: 0 };
    // SAFETY: a plain library call with a valid pointer.
    let failed = unsafe { libc::mach_timebase_info(&raw mut base) } != 0;
    (!failed && base.denom > 0).then_some((base.numer, base.denom))
}

/// Resident memory of a running process, in bytes.
pub(super) fn resident_bytes(pid: libc::pid_t) -> Option<u64> {
    Some(task(pid)?.pti_resident_size)
}

fn task(pid: libc::pid_t) -> Option<libc::proc_taskinfo> {
    let size = libc::c_int::try_from(size_of::<libc::proc_taskinfo>()).ok()?;
    // SAFETY: all-zero is a valid structure, and the length of the place is passed with it.
    unsafe {
        let mut task: libc::proc_taskinfo = std::mem::zeroed();
        let filled = libc::proc_pidinfo(pid, libc::PROC_PIDTASKINFO, 0, (&raw mut task).cast(), size);
        (filled == size).then_some(task)
    }
}

/// The children of a process.
pub(super) fn children_of(pid: libc::pid_t) -> Vec<libc::pid_t> {
    let mut children: Vec<libc::pid_t> = vec![0; 1024];
    let size = libc::c_int::try_from(size_of_val(children.as_slice())).unwrap_or(0);
    // SAFETY: the pointer and the length belong together; what is not filled stays 0.
    unsafe { libc::proc_listchildpids(pid, children.as_mut_ptr().cast(), size) };
    children.retain(|&child| child > 0);
    children
}
