//! Watches one process until it ends, ends it when it is over a limit, and reads the kernel's account of it.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::anonymous_file::AnonymousFile;
use super::interrupt::Interrupt;
use super::platform::{PEAK_UNIT, Watched, activity, children_of, cpu_time, resident_bytes, threads};
use super::{check_result, scratch};
use crate::model::{Exit, LimitsSpec, StopReason};

/// How often a running process is looked at. A case that ends sooner is never looked at.
const TICK: Duration = Duration::from_millis(10);
/// The most that one look adds to the idleness, ten times the usual. Where more time has gone by, the machine or the
/// judge itself stood still, and that is not the process's doing.
const MOST_OF_A_LOOK: Duration = TICK.saturating_mul(10);
/// A wait for the machine counts so many times less, so that a slow disk ends nobody, and yet nobody hides in it: at so
/// many times the limit it is over.
const PATIENCE_WITH_THE_MACHINE: u32 = 10;

/// When to end a process.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// CPU time, start-up included.
    pub cpu: Duration,
    /// Wall clock without CPU use.
    pub idle: Duration,
    /// Resident memory in bytes, the interpreter's own included.
    pub resident_bytes: u64,
    /// Bytes in the outputs and in the scratch folder, together.
    pub output_bytes: u64,
    /// Processes besides the watched one, which then is the first of a PID namespace: they end with it.
    pub processes: u32,
}

/// What the kernel says of a process that has ended.
#[derive(Debug, Clone, Copy)]
pub struct Ended {
    /// How it ended.
    pub exit: Exit,
    /// Why it was ended, if it was.
    pub stopped: Option<StopReason>,
    /// User and system time.
    pub cpu: Duration,
    /// From the call of [`watch`] to the end.
    pub wall: Duration,
    /// Peak resident memory in bytes.
    pub peak_resident_bytes: u64,
}

/// Watches the child `pid` of this process until it has ended. It has been waited for afterwards.
pub fn watch(
    pid: libc::pid_t,
    bounds: &Bounds,
    outputs: &[&AnonymousFile],
    scratch: &Path,
    interrupt: &Interrupt,
) -> io::Result<Ended> {
    let started = Instant::now();
    let watched = Watched::new(pid)?;
    let mut idle = IdleClock::new(started);
    let mut seen = Seen::default();
    let mut stopped = None;
    while !watched.ends_within(TICK)? {
        stopped = reason_to_stop(pid, bounds, outputs, scratch, interrupt, &mut idle, &mut seen);
        if stopped.is_some() {
            kill(pid);
            break;
        }
    }
    let wall = started.elapsed();
    let (exit, cpu, peak) = wait(pid)?;
    // What was seen counts where processes of the case ended without being waited for.
    Ok(Ended { exit, stopped, cpu: cpu.max(seen.cpu), wall, peak_resident_bytes: peak.max(seen.resident_bytes) })
}

fn reason_to_stop(
    pid: libc::pid_t,
    bounds: &Bounds,
    outputs: &[&AnonymousFile],
    scratch: &Path,
    interrupt: &Interrupt,
    idle: &mut IdleClock,
    seen: &mut Seen,
) -> Option<StopReason> {
    let most = bounds.processes as usize + 1;
    let members = if bounds.processes == 0 { vec![pid] } else { with_descendants(pid, most) };
    let cpu = members.iter().filter_map(|&pid| cpu_time(pid)).sum();
    let resident: u64 = members.iter().filter_map(|&pid| resident_bytes(pid)).sum();
    (seen.cpu, seen.resident_bytes) = (seen.cpu.max(cpu), seen.resident_bytes.max(resident));
    let written = outputs.iter().filter_map(|output| output.size().ok()).sum::<u64>() + scratch::bytes_in(scratch);
    if interrupt.is_set() {
        Some(StopReason::Interrupted)
    } else if members.len() > most {
        Some(StopReason::Processes)
    } else if members.iter().filter_map(|&pid| threads(pid)).sum::<u64>() > LimitsSpec::MOST_THREADS {
        Some(StopReason::Threads)
    } else if resident > bounds.resident_bytes {
        Some(StopReason::Memory)
    } else if written > bounds.output_bytes {
        Some(StopReason::Output)
    } else if cpu > bounds.cpu {
        Some(StopReason::Time)
    } else if idle.advance(Instant::now(), cpu, activity_of(&members)) > bounds.idle {
        Some(StopReason::Idle)
    } else {
        None
    }
}

/// The most that was seen of a case's processes together.
#[derive(Debug, Default)]
struct Seen {
    cpu: Duration,
    resident_bytes: u64,
}

/// What a process does, by that one of its threads which does the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Activity {
    /// Waits for what may never come: the end of a sleep, input, a lock.
    Waits,
    /// Waits within the kernel for the machine, mostly for a disk, and cannot be interrupted.
    #[allow(dead_code, reason = "not every system tells it")]
    WaitsForMachine,
    /// Runs, or waits for a processor.
    Runs,
}

/// Wall clock that a process spent neither running nor waiting for a processor.
struct IdleClock {
    seen: Instant,
    cpu: Duration,
    idle: Duration,
}

impl IdleClock {
    fn new(started: Instant) -> Self {
        Self { seen: started, cpu: Duration::ZERO, idle: Duration::ZERO }
    }

    /// The sum so far. Time since the last look counts unless a thread is ready to run: on a loaded machine a busy
    /// process waits for its turn, and that is not idleness.
    fn advance(&mut self, now: Instant, cpu: Duration, activity: Activity) -> Duration {
        let unused = (now - self.seen).saturating_sub(cpu.saturating_sub(self.cpu)).min(MOST_OF_A_LOOK);
        self.idle += match activity {
            Activity::Waits => unused,
            Activity::WaitsForMachine => unused / PATIENCE_WITH_THE_MACHINE,
            Activity::Runs => Duration::ZERO,
        };
        (self.seen, self.cpu) = (now, cpu);
        self.idle
    }
}

fn activity_of(members: &[libc::pid_t]) -> Activity {
    members.iter().map(|&pid| activity(pid)).max().unwrap_or(Activity::Waits)
}

/// A process and those that come from it; no more are looked for once there are over `enough`, for a bomb grows faster
/// than it can be counted.
fn with_descendants(pid: libc::pid_t, enough: usize) -> Vec<libc::pid_t> {
    let mut members = vec![pid];
    let mut next = 0;
    while let Some(&member) = members.get(next).filter(|_| members.len() <= enough) {
        members.extend(children_of(member));
        next += 1;
    }
    members
}

/// The children of this process, those that have ended and were not waited for included.
pub fn children() -> Vec<libc::pid_t> {
    children_of(std::process::id().cast_signed())
}

/// Ends a process at once. One that has ended already is left alone.
pub fn kill(pid: libc::pid_t) {
    // SAFETY: a plain system call.
    unsafe { libc::kill(pid, libc::SIGKILL) };
}

/// Ends a child that leads a process group, and every other child in that group, known or not. All are waited for.
pub fn end_group(leader: libc::pid_t) {
    let mut status = 0;
    // SAFETY: plain system calls. The group's number cannot be another's while its leader is not waited for.
    unsafe {
        libc::kill(-leader, libc::SIGKILL);
        while libc::waitpid(-leader, &raw mut status, 0) > 0
            || io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
        {}
    }
}

/// Whether a child in this process group has ended; it has not been waited for afterwards.
pub fn one_has_ended(group: libc::pid_t) -> bool {
    has_ended(libc::P_PGID, group)
}

/// The same of one child, or of any in a group.
pub(super) fn has_ended(which: libc::idtype_t, number: libc::pid_t) -> bool {
    let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
    // SAFETY: all-zero is a valid siginfo, and its fields are set where the call succeeds.
    unsafe {
        let mut found: libc::siginfo_t = std::mem::zeroed();
        libc::waitid(which, number.unsigned_abs(), &raw mut found, flags) != 0 || found.si_pid() != 0
    }
}

/// Waits for a child's end: exit, CPU time, peak resident bytes.
pub fn wait(pid: libc::pid_t) -> io::Result<(Exit, Duration, u64)> {
    let mut status = 0;
    // SAFETY: all-zero is a valid rusage, and both pointers are valid.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        loop {
            match check_result(libc::wait4(pid, &raw mut status, 0, &raw mut usage)) {
                Ok(_) => break usage,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    };
    let exit = if libc::WIFSIGNALED(status) {
        Exit::Signal(libc::WTERMSIG(status))
    } else {
        Exit::Code(libc::WEXITSTATUS(status))
    };
    let peak = u64::try_from(usage.ru_maxrss).unwrap_or(0);
    Ok((exit, duration(usage.ru_utime) + duration(usage.ru_stime), peak * PEAK_UNIT))
}

/// CPU time of this process, and of those of its children that have been waited for.
pub fn cpu_time_so_far() -> Duration {
    let of = |whose| {
        // SAFETY: all-zero is a valid rusage, and the pointer is valid.
        let usage = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            libc::getrusage(whose, &raw mut usage);
            usage
        };
        duration(usage.ru_utime) + duration(usage.ru_stime)
    };
    of(libc::RUSAGE_SELF) + of(libc::RUSAGE_CHILDREN)
}

fn duration(time: libc::timeval) -> Duration {
    Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
}

#[cfg(test)]
mod tests {
    use super::{Activity, IdleClock};
    use std::time::{Duration, Instant};

    /// What counts as idleness, in milliseconds, after so many looks of which each comes `gap` after the last.
    fn idle_after(looks: u32, gap: u64, cpu_used: u64, activity: Activity) -> u128 {
        let (gap, cpu_used) = (Duration::from_millis(gap), Duration::from_millis(cpu_used));
        let started = Instant::now();
        let mut clock = IdleClock::new(started);
        let mut advance = |look| clock.advance(started + gap * look, cpu_used * look, activity);
        (1..=looks).map(&mut advance).last().unwrap().as_millis()
    }

    #[test]
    fn what_was_neither_used_nor_waited_for_a_processor_is_idleness() {
        assert_eq!(idle_after(100, 10, 0, Activity::Waits), 1000);
        assert_eq!(idle_after(100, 10, 4, Activity::Waits), 600);
        assert_eq!(idle_after(100, 10, 11, Activity::Waits), 0);
        assert_eq!(idle_after(100, 10, 0, Activity::Runs), 0);
    }

    #[test]
    fn a_pause_of_the_machine_is_no_idleness_of_the_process() {
        assert_eq!(idle_after(1, 3_600_000, 0, Activity::Waits), 100);
        assert_eq!(idle_after(3, 3_600_000, 0, Activity::Waits), 300);
        assert_eq!(idle_after(1, 99, 0, Activity::Waits), 99);
    }

    #[test]
    fn a_wait_for_the_machine_counts_little_but_does_count() {
        assert_eq!(idle_after(100, 10, 0, Activity::WaitsForMachine), 100);
        assert_eq!(idle_after(1, 3_600_000, 0, Activity::WaitsForMachine), 10);
    }
}
