//! Which protections this machine has, found out by using them in a throw-away child.

use super::seccomp::ChildFilter;
use super::{access, filter, seccomp};
use crate::model::{Exit, Guarantee};
use crate::sandbox::{ChildLayers, FileAccess, wait};

/// The protections that work here.
// Each is a yes or no of its own; a set type would only rename them.
#[allow(clippy::struct_excessive_bools)]
#[derive(Debug, Clone, PartialEq, Eq)]
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

const LANDLOCK: i32 = 1;
const SCOPE: i32 = 2;
const SECCOMP: i32 = 4;
const SUPERVISED: i32 = 8;

impl Protections {
    /// Tries each one.
    pub fn probe() -> Self {
        let bits = try_all();
        Self {
            landlock: bits & LANDLOCK != 0,
            scope: bits & SCOPE != 0,
            seccomp: bits & SECCOMP != 0,
            supervised: bits & SUPERVISED != 0,
            switched_off: false,
        }
    }

    /// None at all, because the user said so. Limits of the kernel hold all the same.
    pub fn off() -> Self {
        Self { landlock: false, scope: false, seccomp: false, supervised: false, switched_off: true }
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

/// Puts everything on a child and lets it try what must not work; its exit code says what held.
fn try_all() -> i32 {
    let ruleset = access::ruleset(&FileAccess { read: Vec::new(), write: std::env::temp_dir() }).ok();
    let filter = seccomp::harness_filter();
    let supervised = seccomp::supervised_filter();
    // SAFETY: the child makes only system calls on values prepared before, and ends by _exit.
    unsafe {
        let pid = libc::fork();
        if pid == 0 {
            let mut held = 0;
            libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
            if ruleset.is_some_and(|ruleset| ruleset.restrict_self().is_ok()) {
                if libc::open(c"/etc/passwd".as_ptr(), libc::O_RDONLY) < 0 {
                    held |= LANDLOCK;
                }
                if libc::kill(libc::getppid(), 0) < 0 {
                    held |= SCOPE;
                }
            }
            let installed = filter.is_some_and(|program| filter::install(&program).is_ok());
            if installed && libc::socket(libc::AF_INET, libc::SOCK_STREAM, 0) < 0 {
                held |= SECCOMP;
                if supervised.is_some_and(|program| filter::install_supervised(&program).is_ok()) {
                    held |= SUPERVISED;
                }
            }
            libc::_exit(held);
        }
        match wait(pid) {
            Ok((Exit::Code(held), ..)) => held,
            _ => 0,
        }
    }
}
