//! What the kernel tells and holds of a running process.

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::time::Duration;

use crate::model::LimitsSpec;
use crate::sandbox::check_result;
use crate::sandbox::watch::Activity;

/// The kernel counts the peak of resident memory in these bytes.
pub(in crate::sandbox) const PEAK_UNIT: u64 = 1024;

/// A hold on a child of this process that tells when it ends.
pub(in crate::sandbox) struct Watched(OwnedFd);

impl Watched {
    /// Of the child with this number.
    pub(in crate::sandbox) fn new(pid: libc::pid_t) -> io::Result<Self> {
        // SAFETY: a plain system call; the number cannot be another process's while it is not waited for.
        unsafe {
            let fd = check_result(libc::syscall(libc::SYS_pidfd_open, pid, 0) as libc::c_int)?;
            Ok(Self(OwnedFd::from_raw_fd(fd)))
        }
    }

    /// Waits until the process ends; false when it has not within `patience`.
    pub(in crate::sandbox) fn ends_within(&self, patience: Duration) -> io::Result<bool> {
        let mut fds = libc::pollfd { fd: self.0.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        let patience = libc::c_int::try_from(patience.as_millis()).unwrap_or(libc::c_int::MAX);
        loop {
            // SAFETY: one valid entry is passed.
            match check_result(unsafe { libc::poll(&raw mut fds, 1, patience) }) {
                Ok(ready) => return Ok(ready > 0),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// What a process does; one that is gone only waits to be noticed.
pub(in crate::sandbox) fn activity(pid: libc::pid_t) -> Activity {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().filter_map(Result::ok);
    let mut most = Activity::Waits;
    // A case with more threads is ended at the next look, which must not wait until all of them have been looked at.
    for task in tasks.take(LimitsSpec::MOST_THREADS as usize) {
        let stat = std::fs::read_to_string(task.path().join("stat")).unwrap_or_default();
        most = most.max(activity_in(&stat));
        // There may be a thousand others.
        if most == Activity::Runs {
            break;
        }
    }
    most
}

/// What a thread does, from its `stat`.
fn activity_in(stat: &str) -> Activity {
    // The command's name stands in parentheses and may hold anything; the state follows the last one.
    match stat.rsplit_once(')').and_then(|(_, rest)| rest.trim_start().chars().next()) {
        Some('R') => Activity::Runs,
        Some('D') => Activity::WaitsForMachine,
        _ => Activity::Waits,
    }
}

/// How many threads a process has: the kernel counts them as folders, so that none has to be looked at.
pub(in crate::sandbox) fn threads(pid: libc::pid_t) -> Option<u64> {
    let tasks = std::fs::metadata(format!("/proc/{pid}/task")).ok()?;
    // The folder itself is linked from its parent and from within.
    Some(tasks.nlink().saturating_sub(2))
}

/// The children of a process, those that have ended and were not waited for included.
pub(in crate::sandbox) fn children_of(pid: libc::pid_t) -> Vec<libc::pid_t> {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().filter_map(Result::ok);
    let lists = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<_>>()).collect()
}

/// CPU time of a running process; None once it is gone.
pub(in crate::sandbox) fn cpu_time(pid: libc::pid_t) -> Option<Duration> {
    let mut clock = 0;
    // SAFETY: both calls write to valid places.
    unsafe {
        let mut time: libc::timespec = std::mem::zeroed();
        if libc::clock_getcpuclockid(pid, &raw mut clock) != 0 || libc::clock_gettime(clock, &raw mut time) != 0 {
            return None;
        }
        Some(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
    }
}

/// Resident memory of a running process, in bytes.
pub(in crate::sandbox) fn resident_bytes(pid: libc::pid_t) -> Option<u64> {
    Some(statm(pid)?.1)
}

/// Size of the address space and resident memory, in bytes.
fn statm(pid: libc::pid_t) -> Option<(u64, u64)> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let mut pages = text.split(' ').map(|field| field.parse::<u64>().ok());
    // SAFETY: a plain library call.
    let page_size = u64::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).ok()?;
    Some((pages.next()?? * page_size, pages.next()?? * page_size))
}

/// Has the kernel hold a server, and the children that it will have, to so much more address space than it has, and to
/// files of this size.
pub fn hold(pid: libc::pid_t, more_memory_bytes: u64, file_bytes: u64) -> io::Result<()> {
    let (address_space, _) = statm(pid).ok_or(io::ErrorKind::NotFound)?;
    limit(pid, libc::RLIMIT_AS, address_space + more_memory_bytes)?;
    limit(pid, libc::RLIMIT_FSIZE, file_bytes)
}

/// Sets a limit of another process of ours, soft and hard.
fn limit(pid: libc::pid_t, resource: libc::__rlimit_resource_t, most: u64) -> io::Result<()> {
    let both = libc::rlimit64 { rlim_cur: most, rlim_max: most };
    // SAFETY: the new limit is a valid structure, the old one is not asked for.
    check_result(unsafe { libc::prlimit64(pid, resource, &raw const both, std::ptr::null_mut()) }).map(drop)
}

#[cfg(test)]
mod tests {
    use super::activity_in;
    use crate::sandbox::watch::Activity;

    #[test]
    fn a_state_is_read_behind_any_name() {
        assert_eq!(activity_in("71 (python3) R 70 71 1 0 -1"), Activity::Runs);
        assert_eq!(activity_in("71 (python3) D 70 71 1 0 -1"), Activity::WaitsForMachine);
        assert_eq!(activity_in("71 (a) R) D (b) S 70 71 1 0 -1"), Activity::Waits);
        assert_eq!(activity_in(""), Activity::Waits);
    }
}
