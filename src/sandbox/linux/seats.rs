//! Keeps each lane to one processor, with its harness and its cases.
//!
//! A case takes turns with its server and its lane: never do two of them work at once. Left alone, the kernel starts each
//! new process on a processor that is idle, where nothing of its server's memory is in reach, and has the processors
//! interrupt each other whenever a page is copied or a message comes. `docs/decisions/0015-lanes-keep-to-processors.md` has what that costs.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::sandbox::check_result;

/// The processors that lanes have, by number.
#[derive(Debug, Default)]
pub struct Seats(Mutex<Vec<usize>>);

impl Seats {
    /// Keeps this thread, and all that it starts, to one processor that no other has taken: the one that it is on, if
    /// that is free. Where there is none to be had, or where processors are not alike, the kernel goes on choosing.
    pub fn take(&self) {
        let Ok(allowed) = allowed() else { return };
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // SAFETY: a plain library call.
        let current = usize::try_from(unsafe { libc::sched_getcpu() }).ok();
        let free = |cpu: &usize| allowed.contains(cpu) && !taken.contains(cpu);
        let Some(cpu) = current.filter(free).or_else(|| allowed.iter().copied().find(free)) else { return };
        if are_alike(&allowed) && keep_to(cpu).is_ok() {
            taken.push(cpu);
        }
    }
}

/// The processors that this thread may use.
fn allowed() -> io::Result<Vec<usize>> {
    // SAFETY: all-zero is an empty set, and its length is passed with it.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        check_result(libc::sched_getaffinity(0, size_of_val(&set), &raw mut set))?;
        Ok((0..libc::CPU_SETSIZE as usize).filter(|&cpu| libc::CPU_ISSET(cpu, &set)).collect())
    }
}

fn keep_to(cpu: usize) -> io::Result<()> {
    // SAFETY: all-zero is an empty set, and its length is passed with it; the number came from such a set.
    unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(cpu, &mut set);
        check_result(libc::sched_setaffinity(0, size_of_val(&set), &raw const set)).map(drop)
    }
}

/// Whether no processor is slower than another by design. Slow ones come last or first, and Intel's have a folder.
fn are_alike(cpus: &[usize]) -> bool {
    let capacity = |cpu: Option<&usize>| {
        let cpu = cpu?;
        std::fs::read_to_string(format!("/sys/devices/system/cpu/cpu{cpu}/cpu_capacity")).ok()
    };
    capacity(cpus.first()) == capacity(cpus.last()) && !Path::new("/sys/devices/cpu_atom").exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thread_gets_a_processor_of_its_own_until_there_is_none_left() {
        let all = allowed().unwrap();
        let seats = Seats::default();
        let after = || {
            std::thread::scope(|scope| {
                let take = || {
                    seats.take();
                    allowed().unwrap()
                };
                scope.spawn(take).join().unwrap()
            })
        };
        let mut kept: Vec<Vec<usize>> = all.iter().map(|_| after()).collect();
        kept.sort();
        if are_alike(&all) {
            assert_eq!(kept, all.iter().map(|&cpu| vec![cpu]).collect::<Vec<_>>());
        }
        assert_eq!(after(), all);
        assert_eq!(allowed().unwrap(), all, "the thread that made them keeps its own");
    }
}
