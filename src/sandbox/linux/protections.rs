//! Which protections this machine has, found out by using them in a throw-away thread.

use std::fs::File;
use std::io;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener, UnixStream};

use super::seccomp::ChildFilter;
use super::{access, filter, seccomp};
use crate::model::Guarantee;
use crate::sandbox::ChildLayers;

/// The protections that work here.
// Each is a yes or no of its own; a set type would only rename them.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Protections {
    /// Files are out of reach but for the interpreter's and the scratch folder.
    pub(super) landlock: bool,
    /// Signals and abstract sockets cannot leave a case (Linux 6.12).
    scope: bool,
    /// No network, no other process, no kernel services that cross walls.
    pub(super) seccomp: bool,
    /// One filter can hold for a server and its cases, because the kernel asks the judge (Linux 5.19).
    supervised: bool,
    /// Whether the user switched them off.
    switched_off: bool,
}

impl Protections {
    /// Tries each one.
    pub fn probe() -> Self {
        // What a thread puts on itself holds for no other one, and is gone with it.
        let thread = std::thread::Builder::new().spawn(try_all);
        thread.ok().and_then(|thread| thread.join().ok()).unwrap_or_default()
    }

    /// None at all, because the user said so. Limits of the kernel hold all the same.
    pub fn off() -> Self {
        Self { switched_off: true, ..Self::default() }
    }

    /// As on a kernel that asks nobody.
    #[cfg(test)]
    pub fn without_supervisor(self) -> Self {
        Self { supervised: false, ..self }
    }

    /// The names for reports, strongest first.
    pub fn names(&self) -> Vec<String> {
        [(self.landlock, "landlock"), (self.scope, "landlock-scope"), (self.seccomp, "seccomp"), (true, "rlimits")]
            .into_iter()
            .filter(|(on, _)| *on)
            .map(|(_, name)| name.to_owned())
            .collect()
    }

    /// What is not protected, each with the reason.
    pub fn missing(&self) -> Vec<String> {
        if self.switched_off {
            return vec!["everything: switched off by --no-sandbox".to_owned()];
        }
        let mut missing = Vec::new();
        if !self.landlock {
            missing.push("files: this kernel or container has no Landlock (Linux 5.13)".to_owned());
        }
        if !self.seccomp {
            missing.push("network and processes: system call filters cannot be installed here".to_owned());
        }
        missing
    }

    /// What a case's process puts on itself.
    pub fn child_layers(&self) -> ChildLayers {
        let filter = |is_wanted, make: fn() -> ChildFilter| if is_wanted { make() } else { ChildFilter::default() };
        let alone = filter(self.seccomp, seccomp::child_filter);
        let family = filter(self.seccomp, seccomp::family_filter);
        let supervised = if self.supervised { seccomp::supervised_filter() } else { None };
        ChildLayers {
            clone_number: libc::SYS_clone,
            seccomp_number: libc::SYS_seccomp,
            landlock_scopes: if self.scope { access::CHILD_SCOPES } else { 0 },
            supervised_filter: supervised.as_ref().map(filter::bytes_of).unwrap_or_default(),
            filter: alone.instructions,
            pid_offsets: alone.pid_offsets,
            family_filter: family.instructions,
        }
    }

    /// Whether this is guaranteed here.
    pub fn gives(&self, guarantee: Guarantee) -> bool {
        match guarantee {
            Guarantee::Files => self.landlock,
            Guarantee::Network | Guarantee::Processes => self.seccomp,
            Guarantee::Signals => self.scope || self.seccomp,
        }
    }
}

/// Puts everything on this thread, and tries what worked before and must not work then. The thread can do nothing else
/// but end.
fn try_all() -> Protections {
    let mut found = Protections::default();
    let outside = listen();
    let connects = || outside.as_ref().is_ok_and(|(_, address)| UnixStream::connect_addr(address).is_ok());
    let opens = || File::open("/dev/null").is_ok();
    let (connected, opened) = (connects(), opens());
    // SAFETY: a plain system call.
    unsafe { libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) };
    if access::nothing().is_ok_and(|ruleset| ruleset.restrict_self().is_ok()) {
        found.landlock = opened && !opens();
        // A signal would need another process: among its own threads some kernels let them pass.
        found.scope = connected && !connects();
    }
    if let Some(filter) = seccomp::trial_filter() {
        found.seccomp = filter::install(&filter).is_ok() && UnixDatagram::unbound().is_err();
        // The descriptor for the answers is closed at once: this thread makes no call that would ask.
        found.supervised = found.seccomp && filter::install_supervised(&filter).is_ok();
    }
    found
}

/// An abstract socket to connect to.
fn listen() -> io::Result<(UnixListener, SocketAddr)> {
    // To one that is bound to no name the kernel gives a free one.
    let listener = UnixListener::bind_addr(&UnixDatagram::unbound()?.local_addr()?)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the kernel says of this thread's restrictions; it keeps Landlock's to itself.
    fn restrictions() -> Vec<String> {
        let status = std::fs::read_to_string("/proc/thread-self/status").unwrap();
        let told = |line: &&str| line.starts_with("NoNewPrivs") || line.starts_with("Seccomp");
        status.lines().filter(told).map(str::to_owned).collect()
    }

    #[test]
    fn what_is_tried_holds_for_no_other_thread() {
        let before = restrictions();
        assert_eq!(before.len(), 3);
        let found = Protections::probe();
        assert!(found.landlock || found.seccomp, "nothing was put on: {found:?}");
        assert_eq!(restrictions(), before);
        assert!(listen().is_ok() && File::open("/dev/null").is_ok());
    }
}
