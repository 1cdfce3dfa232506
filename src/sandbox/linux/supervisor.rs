//! Answers the kernel, which asks before a server or a case makes a process or reaches for one by its number.
//!
//! A filter sees a call's arguments and not who makes it, and a server, which makes cases, has the same one as the cases,
//! which may make nothing. So the filter asks, and the answer depends on the number of the process, which the kernel gives
//! and no process can choose. The arguments that decide are numbers in registers: nothing can change them between the
//! question and the call. `seccomp_unotify(2)` has the mechanism.

use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread::JoinHandle;

use crate::sandbox::check_result;

/// The supervisor of one server and its cases; it answers until it is dropped.
#[derive(Debug)]
pub struct Supervisor {
    /// Its end is the sign to stop. An option, so that it can end before the thread is waited for.
    stop: Option<UnixStream>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    /// Starts answering what comes from `listener`. The server has the number `server`, and is not waited for before this
    /// is dropped: else another process could get its number.
    pub fn start(listener: OwnedFd, server: libc::pid_t) -> io::Result<Self> {
        let (stop, stopped) = UnixStream::pair()?;
        let answer = move || while is_asked(&listener, &stopped) && answer(&listener, server).is_ok() {};
        let thread = std::thread::Builder::new().name("supervisor".to_owned()).spawn(answer)?;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Whether a call may be made: the server makes the cases, and every process may reach itself.
fn is_permitted(call: &libc::seccomp_notif, server: libc::pid_t) -> bool {
    let (caller, number) = (call.pid.cast_signed(), libc::c_long::from(call.data.nr));
    caller == server || (number != libc::SYS_clone && is_thread_of(caller, call.data.args[0] as libc::pid_t))
}

/// Whether the process with this number is the thread's own.
fn is_thread_of(thread: libc::pid_t, process: libc::pid_t) -> bool {
    Path::new(&format!("/proc/{process}/task/{thread}")).exists()
}

/// Waits for a question; false: there will be none, or none shall be answered.
fn is_asked(listener: &OwnedFd, stopped: &UnixStream) -> bool {
    let entry = |fd| libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    let mut fds = [entry(listener.as_raw_fd()), entry(stopped.as_raw_fd())];
    // SAFETY: two valid entries are passed.
    while unsafe { libc::poll(fds.as_mut_ptr(), 2, -1) } < 0 {
        if io::Error::last_os_error().kind() != io::ErrorKind::Interrupted {
            return false;
        }
    }
    fds[1].revents == 0 && fds[0].revents & libc::POLLIN != 0
}

/// Answers one question. When this ends with an error nobody answers any more, and the kernel denies what it would ask.
fn answer(listener: &OwnedFd, server: libc::pid_t) -> io::Result<()> {
    // SAFETY: all-zero is what the kernel wants both to be, and both live as long as the calls.
    unsafe {
        let mut call: libc::seccomp_notif = std::mem::zeroed();
        if !is_done(libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_RECV, &raw mut call))? {
            return Ok(());
        }
        let mut response: libc::seccomp_notif_resp = std::mem::zeroed();
        response.id = call.id;
        if is_permitted(&call, server) {
            response.flags = libc::SECCOMP_USER_NOTIF_FLAG_CONTINUE as _;
        } else {
            response.error = -libc::EPERM;
        }
        is_done(libc::ioctl(listener.as_raw_fd(), libc::SECCOMP_IOCTL_NOTIF_SEND, &raw const response)).map(drop)
    }
}

/// False where the process that asked has ended meanwhile, or a signal came.
fn is_done(result: libc::c_int) -> io::Result<bool> {
    match check_result(result) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.raw_os_error(), Some(libc::ENOENT | libc::EINTR)) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::super::seccomp::{SETTINGS, SIGNALS};
    use super::*;

    fn call(caller: libc::pid_t, number: libc::c_long, named: u64) -> libc::seccomp_notif {
        // SAFETY: all-zero is a valid question.
        let mut call: libc::seccomp_notif = unsafe { std::mem::zeroed() };
        (call.pid, call.data.nr, call.data.args[0]) = (caller.unsigned_abs(), number as libc::c_int, named);
        call
    }

    #[test]
    fn only_the_server_makes_processes_and_all_reach_themselves() {
        let own = std::process::id().cast_signed();
        // SAFETY: a plain system call.
        let thread = unsafe { libc::gettid() };
        let server = 1;
        let clone = |caller| is_permitted(&call(caller, libc::SYS_clone, own.unsigned_abs().into()), server);
        assert_eq!([server, own, thread].map(clone), [true, false, false]);
        for number in SIGNALS.into_iter().chain(SETTINGS) {
            let reach = |named: i64| is_permitted(&call(thread, number, named.cast_unsigned()), server);
            assert_eq!([i64::from(own), 1, 0, -1, -i64::from(own)].map(reach), [true, false, false, false, false]);
        }
    }

    #[test]
    fn it_stops_when_it_is_dropped() {
        let (listener, _open) = UnixStream::pair().unwrap();
        let supervisor = Supervisor::start(listener.into(), 1).unwrap();
        drop(supervisor);
    }
}
