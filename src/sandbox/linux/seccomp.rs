//! System call filters: what no harness needs, and what no case may do.
//!
//! Denied calls fail with EPERM instead of ending the process: libraries probe, and a Python exception explains itself.
//! The walls are Landlock and the process rule; this fills the gaps that they leave (`docs/sandbox.md`).

use libc::{ENOSYS, EPERM, c_long};

use super::filter::{Action, Program, Table, Test, bytes_of};

/// Stands for "the case's own process" in a filter until the child puts its number there.
const OWN_PID: u32 = 0x4b75_6d69;

/// A filter that a child completes with its own number and installs.
#[derive(Default)]
pub(super) struct ChildFilter {
    /// The instructions, eight bytes each; empty where there is none.
    pub(super) instructions: Vec<u8>,
    /// Where in the bytes the child's number belongs, four bytes each.
    pub(super) pid_offsets: Vec<usize>,
}

/// A filter to try out whether filters work at all; it denies sockets.
pub(super) fn trial_filter() -> Option<Program> {
    let mut table = Table::default();
    table.deny(EPERM, &[libc::SYS_socket]);
    table.compile()
}

/// The filter of a harness; None on an architecture that has none.
pub(super) fn harness_filter() -> Option<Program> {
    let mut table = Table::default();
    // Reaching other machines and programs. socketpair stays: asyncio needs it, and a pair of streams reaches nobody; one
    // of datagrams could send to every path.
    table.deny(EPERM, &[libc::SYS_socket, libc::SYS_connect, libc::SYS_bind, libc::SYS_listen, libc::SYS_accept4]);
    let other_family = Test::none_of(0, &[libc::AF_UNIX.unsigned_abs()]);
    let datagrams = [libc::SOCK_DGRAM, libc::SOCK_RAW].map(i32::unsigned_abs);
    table.deny_if(EPERM, libc::SYS_socketpair, vec![other_family, Test::masked(1, SOCKET_KIND, &datagrams)]);
    // Looking into and changing other processes.
    table.deny(
        EPERM,
        &[
            libc::SYS_ptrace,
            libc::SYS_process_vm_readv,
            libc::SYS_process_vm_writev,
            libc::SYS_pidfd_getfd,
            libc::SYS_kcmp,
            libc::SYS_setpriority,
            libc::SYS_sched_setscheduler,
            libc::SYS_sched_setparam,
            libc::SYS_sched_setattr,
            libc::SYS_ioprio_set,
        ],
    );
    // Kernel services that cross every wall, or that no solution needs.
    table.deny(
        EPERM,
        &[
            libc::SYS_keyctl,
            libc::SYS_add_key,
            libc::SYS_request_key,
            libc::SYS_bpf,
            libc::SYS_userfaultfd,
            libc::SYS_perf_event_open,
            libc::SYS_io_uring_setup,
            libc::SYS_io_uring_enter,
            libc::SYS_io_uring_register,
            libc::SYS_personality,
            libc::SYS_syslog,
            libc::SYS_acct,
            libc::SYS_quotactl,
            QUOTACTL_FD,
            libc::SYS_reboot,
            libc::SYS_swapon,
            libc::SYS_swapoff,
            libc::SYS_init_module,
            libc::SYS_finit_module,
            libc::SYS_delete_module,
            libc::SYS_kexec_load,
            libc::SYS_settimeofday,
            libc::SYS_clock_settime,
            libc::SYS_adjtimex,
            libc::SYS_clock_adjtime,
            libc::SYS_sethostname,
            libc::SYS_setdomainname,
            libc::SYS_open_by_handle_at,
            libc::SYS_name_to_handle_at,
            libc::SYS_fanotify_init,
            libc::SYS_inotify_add_watch,
        ],
    );
    // Other views of the file system.
    table.deny(
        EPERM,
        &[
            libc::SYS_mount,
            libc::SYS_umount2,
            libc::SYS_move_mount,
            libc::SYS_open_tree,
            libc::SYS_fsopen,
            libc::SYS_fsmount,
            libc::SYS_fsconfig,
            libc::SYS_fspick,
            libc::SYS_mount_setattr,
            libc::SYS_unshare,
            libc::SYS_setns,
            libc::SYS_chroot,
            libc::SYS_pivot_root,
        ],
    );
    // Memory and queues that outlive a process or that no limit sees, and those of the user's other programs.
    table.deny(
        EPERM,
        &[
            libc::SYS_memfd_create,
            libc::SYS_memfd_secret,
            libc::SYS_shmget,
            libc::SYS_shmat,
            libc::SYS_shmctl,
            libc::SYS_semget,
            libc::SYS_semctl,
            libc::SYS_semop,
            libc::SYS_semtimedop,
            libc::SYS_msgget,
            libc::SYS_msgctl,
            libc::SYS_msgsnd,
            libc::SYS_msgrcv,
            libc::SYS_mq_open,
            libc::SYS_mq_unlink,
        ],
    );
    // What Landlock does not cover: the attributes of any file of ours, and truncation by path on kernels before 6.2.
    table.deny(
        EPERM,
        &[
            libc::SYS_fchmod,
            libc::SYS_fchmodat,
            libc::SYS_fchown,
            libc::SYS_fchownat,
            libc::SYS_utimensat,
            libc::SYS_setxattr,
            libc::SYS_lsetxattr,
            libc::SYS_fsetxattr,
            libc::SYS_removexattr,
            libc::SYS_lremovexattr,
            libc::SYS_fremovexattr,
            libc::SYS_truncate,
        ],
    );
    // Folders, links and devices in the scratch folder, where Landlock is missing.
    table.deny(EPERM, &[libc::SYS_mkdirat, libc::SYS_mknodat, libc::SYS_symlinkat, libc::SYS_linkat]);
    let folder = libc::AT_REMOVEDIR.unsigned_abs();
    table.deny_if(EPERM, libc::SYS_unlinkat, vec![Test::masked(2, folder, &[folder])]);
    // Leaving the process group; another user.
    table.deny(
        EPERM,
        &[
            libc::SYS_setsid,
            libc::SYS_setpgid,
            libc::SYS_setuid,
            libc::SYS_setgid,
            libc::SYS_setreuid,
            libc::SYS_setregid,
            libc::SYS_setresuid,
            libc::SYS_setresgid,
            libc::SYS_setgroups,
        ],
    );
    // A signal to a process of one's choice whenever something happens to a descriptor; making others wait for a file.
    table.deny_if(
        EPERM,
        libc::SYS_fcntl,
        vec![Test::any_of(
            1,
            &[F_SETOWN, F_SETSIG, F_SETOWN_EX, libc::F_SETLEASE.unsigned_abs(), libc::F_NOTIFY.unsigned_abs()],
        )],
    );
    // The same by ioctl; flags of files that may only be read; typing into the user's terminal.
    table.deny_if(
        EPERM,
        libc::SYS_ioctl,
        vec![Test::any_of(
            1,
            &[FIOSETOWN, SIOCSPGRP, FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR, FS_IOC_ENABLE_VERITY, TIOCSTI, TIOCLINUX],
        )],
    );
    #[cfg(target_arch = "x86_64")]
    table.deny(
        EPERM,
        &[
            libc::SYS_chmod,
            libc::SYS_chown,
            libc::SYS_lchown,
            libc::SYS_utime,
            libc::SYS_utimes,
            libc::SYS_futimesat,
            libc::SYS_mkdir,
            libc::SYS_rmdir,
            libc::SYS_mknod,
            libc::SYS_symlink,
            libc::SYS_link,
            libc::SYS_modify_ldt,
            libc::SYS_iopl,
            libc::SYS_ioperm,
        ],
    );
    // The flags of clone3 lie in memory where a filter cannot see them; without it libraries use clone.
    table.deny(ENOSYS, &[libc::SYS_clone3, FCHMODAT2]);
    table.deny_after(NEWEST_KNOWN);
    table.compile()
}

/// The same number on every architecture; not in `libc` for all of them.
const FCHMODAT2: c_long = 452;
const QUOTACTL_FD: c_long = 443;
const SOCKET_KIND: u32 = 0xf;
const F_SETOWN: u32 = 8;
const F_SETSIG: u32 = 10;
const F_SETOWN_EX: u32 = 15;
const FIOSETOWN: u32 = 0x8901;
const SIOCSPGRP: u32 = 0x8902;
const FS_IOC_SETFLAGS: u32 = 0x4008_6602;
const FS_IOC_FSSETXATTR: u32 = 0x401c_5820;
const FS_IOC_ENABLE_VERITY: u32 = 0x4080_6685;
const TIOCSTI: u32 = 0x5412;
const TIOCLINUX: u32 = 0x541c;

/// The newest call that this filter was written for (mseal). Later ones do what denied ones do by another number
/// (setxattrat, file_setattr): to a case, its kernel has none of them. Nor has it the second set of numbers that some
/// kernels have for x86-64 (x32), which lies above.
const NEWEST_KNOWN: u32 = 462;

/// Signals to a process that the first argument names by its number.
pub(super) const SIGNALS: [c_long; 4] =
    [libc::SYS_kill, libc::SYS_tgkill, libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo];
/// Changes to the process that the first argument names by its number; 0 is the caller.
pub(super) const SETTINGS: [c_long; 2] = [libc::SYS_prlimit64, libc::SYS_sched_setaffinity];

/// What holds for a server and its cases: threads, but no process but those that the server clones; signals and limits
/// for nobody but itself. Who asks for what only the server may do, or names itself, the supervisor knows
/// ([`super::supervisor`]).
///
/// Not a filter for each case: the kernel translates each to code of its own, and frees that in the background, one at a
/// time.
pub(super) fn supervised_filter() -> Option<Program> {
    let mut table = Table::default();
    deny_processes(&mut table);
    let (thread, parent) = (libc::CLONE_THREAD.unsigned_abs(), libc::CLONE_PARENT.unsigned_abs());
    let rules = vec![
        (Test::masked(0, thread, &[thread]), Action::Allow),
        // As a server makes a case; what the usual ways to a process ask for is denied at once.
        (Test::masked(0, parent, &[parent]), Action::Ask),
    ];
    table.decide(libc::SYS_clone, rules, Action::Deny(EPERM));
    table.always(Action::Ask, &SIGNALS);
    for call in SETTINGS {
        table.decide(call, vec![(Test::any_of(0, &[0]), Action::Allow)], Action::Ask);
    }
    // That it ends with the judge a case's process has to set itself, because no child inherits it.
    let rules = vec![
        (Test::none_of(0, &SETTLED.map(i32::unsigned_abs)), Action::Allow),
        (Test::any_of(1, &[libc::SIGKILL.unsigned_abs()]), Action::Allow),
    ];
    table.decide(libc::SYS_prctl, rules, Action::Deny(EPERM));
    table.compile()
}

/// The same where nobody can be asked (before Linux 5.19, or where another supervisor is there already), and for what
/// compiles: the process puts it on itself before it looks at the candidate's first byte.
pub(super) fn child_filter() -> ChildFilter {
    let mut table = Table::default();
    deny_processes(&mut table);
    for call in SIGNALS {
        table.deny_if(EPERM, call, vec![Test::none_of(0, &[OWN_PID])]);
    }
    for call in SETTINGS {
        table.deny_if(EPERM, call, vec![Test::none_of(0, &[0, OWN_PID])]);
    }
    keep_what_is_settled(&mut table);
    filter_of(&table)
}

/// Denies what starts processes and programs, and signals to what only a thread's number or a descriptor names.
fn deny_processes(table: &mut Table) {
    let no_thread = Test::masked(0, libc::CLONE_THREAD.unsigned_abs(), &[0]);
    table.deny_if(EPERM, libc::SYS_clone, vec![no_thread]);
    table.deny(EPERM, &[libc::SYS_execve, libc::SYS_execveat, libc::SYS_tkill, libc::SYS_pidfd_send_signal]);
    #[cfg(target_arch = "x86_64")]
    table.deny(EPERM, &[libc::SYS_fork, libc::SYS_vfork]);
}

/// The filter of a case that may start processes. It holds for all of them: no further namespaces, in which they would
/// have rights that they have not here.
pub(super) fn family_filter() -> ChildFilter {
    let mut table = Table::default();
    let namespaces = [
        libc::CLONE_NEWUSER,
        libc::CLONE_NEWPID,
        libc::CLONE_NEWNS,
        libc::CLONE_NEWNET,
        libc::CLONE_NEWIPC,
        libc::CLONE_NEWUTS,
        libc::CLONE_NEWCGROUP,
    ];
    let tests = namespaces.map(i32::unsigned_abs).map(|flag| Test::masked(0, flag, &[flag]));
    table.deny_if(EPERM, libc::SYS_clone, tests.to_vec());
    keep_what_is_settled(&mut table);
    filter_of(&table)
}

/// What the case's process has just set: that it ends with the judge, and that nobody looks into it.
fn keep_what_is_settled(table: &mut Table) {
    table.deny_if(EPERM, libc::SYS_prctl, vec![Test::any_of(0, &SETTLED.map(i32::unsigned_abs))]);
}

const SETTLED: [libc::c_int; 2] = [libc::PR_SET_PDEATHSIG, libc::PR_SET_DUMPABLE];

fn filter_of(table: &Table) -> ChildFilter {
    let program = table.compile().unwrap_or_default();
    let places = (0..).zip(&program).filter(|(_, instruction)| instruction.k == OWN_PID);
    let pid_offsets = places.map(|(index, _): (usize, _)| 8 * index + 4).collect();
    ChildFilter { instructions: bytes_of(&program), pid_offsets }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_child_filter_has_a_place_for_the_pid_of_every_call_that_names_a_process() {
        let filter = super::child_filter();
        assert_eq!(filter.pid_offsets.len(), 6);
        assert_eq!(filter.instructions.len() % 8, 0);
        for offset in filter.pid_offsets {
            assert_eq!(filter.instructions[offset..offset + 4], super::OWN_PID.to_ne_bytes());
        }
    }
}
