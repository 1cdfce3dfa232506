//! System call filters: what no harness needs, and what no case may do.
//!
//! Denied calls fail with EPERM instead of ending the process: libraries probe, and a Python exception explains itself.
//! The walls are Landlock and the process rule; this fills the gaps that they leave (`docs/sandbox.md`).

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    TargetArch, sock_filter,
};

/// Stands for "the case's own process" in a filter until the child puts its number there.
const OWN_PID: u32 = 0x4b75_6d69;

/// A filter that a child completes with its own number and installs.
#[derive(Debug, Clone, Default)]
pub struct ChildFilter {
    /// The instructions, eight bytes each; empty where there is none.
    pub instructions: Vec<u8>,
    /// Where in the bytes the child's number belongs, four bytes each.
    pub pid_offsets: Vec<usize>,
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

fn deny(rules: &mut Rules, calls: &[libc::c_long]) {
    rules.extend(calls.iter().map(|&call| (call, Vec::new())));
}

fn argument(number: u8, operator: SeccompCmpOp, value: u32) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(number, SeccompCmpArgLen::Dword, operator, u64::from(value))
}

fn deny_unless_own_pid(rules: &mut Rules, calls: &[libc::c_long]) -> Result<(), seccompiler::BackendError> {
    for &call in calls {
        rules.insert(call, vec![SeccompRule::new(vec![argument(0, SeccompCmpOp::Ne, OWN_PID)?])?]);
    }
    Ok(())
}

/// For calls to which 0 means the caller.
fn deny_unless_self(rules: &mut Rules, calls: &[libc::c_long]) -> Result<(), seccompiler::BackendError> {
    for &call in calls {
        let other = vec![argument(0, SeccompCmpOp::Ne, 0)?, argument(0, SeccompCmpOp::Ne, OWN_PID)?];
        rules.insert(call, vec![SeccompRule::new(other)?]);
    }
    Ok(())
}

/// Denies the commands of a call whose argument of this number (from 0) names one.
fn deny_commands(
    rules: &mut Rules,
    call: libc::c_long,
    number: u8,
    commands: &[u32],
) -> Result<(), seccompiler::BackendError> {
    let rule = |&command| SeccompRule::new(vec![argument(number, SeccompCmpOp::Eq, command)?]);
    rules.insert(call, commands.iter().map(rule).collect::<Result<_, _>>()?);
    Ok(())
}

fn compile(rules: Rules, errno: libc::c_int) -> Result<BpfProgram, seccompiler::BackendError> {
    let arch = TargetArch::try_from(std::env::consts::ARCH)?;
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(errno.unsigned_abs()), arch)?;
    filter.try_into()
}

/// The filters of a harness, in the order of installing.
pub(super) fn harness_filters() -> Result<Vec<BpfProgram>, seccompiler::BackendError> {
    let mut denied = Rules::new();
    // Reaching other machines and programs. socketpair stays: asyncio needs it, and a pair of streams reaches nobody; one
    // of datagrams could send to every path.
    deny(&mut denied, &[libc::SYS_socket, libc::SYS_connect, libc::SYS_bind, libc::SYS_listen, libc::SYS_accept4]);
    let of_kind = |kind: libc::c_int| argument(1, SeccompCmpOp::MaskedEq(SOCKET_KIND), kind.unsigned_abs());
    let pairs = [
        vec![argument(0, SeccompCmpOp::Ne, libc::AF_UNIX.unsigned_abs())?],
        vec![of_kind(libc::SOCK_DGRAM)?],
        vec![of_kind(libc::SOCK_RAW)?],
    ];
    denied.insert(libc::SYS_socketpair, pairs.into_iter().map(SeccompRule::new).collect::<Result<_, _>>()?);
    // Looking into and changing other processes.
    deny(
        &mut denied,
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
    deny(
        &mut denied,
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
    deny(
        &mut denied,
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
    deny(
        &mut denied,
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
    deny(
        &mut denied,
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
    deny(&mut denied, &[libc::SYS_mkdirat, libc::SYS_mknodat, libc::SYS_symlinkat, libc::SYS_linkat]);
    let folder = SeccompCmpOp::MaskedEq(libc::AT_REMOVEDIR as u64);
    let removes_folder = SeccompRule::new(vec![argument(2, folder, libc::AT_REMOVEDIR.unsigned_abs())?])?;
    denied.insert(libc::SYS_unlinkat, vec![removes_folder]);
    // Leaving the process group; another user.
    deny(
        &mut denied,
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
    deny_commands(
        &mut denied,
        libc::SYS_fcntl,
        1,
        &[F_SETOWN, F_SETSIG, F_SETOWN_EX, libc::F_SETLEASE.unsigned_abs(), libc::F_NOTIFY.unsigned_abs()],
    )?;
    // The same by ioctl; flags of files that may only be read; typing into the user's terminal.
    deny_commands(
        &mut denied,
        libc::SYS_ioctl,
        1,
        &[FIOSETOWN, SIOCSPGRP, FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR, FS_IOC_ENABLE_VERITY, TIOCSTI, TIOCLINUX],
    )?;
    #[cfg(target_arch = "x86_64")]
    deny(
        &mut denied,
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
    let mut unknown = Rules::new();
    deny(&mut unknown, &[libc::SYS_clone3, FCHMODAT2]);
    Ok(vec![compile(denied, libc::EPERM)?, compile(unknown, libc::ENOSYS)?, no_unknown_numbers()])
}

/// The same number on every architecture; not in `libc` for all of them.
const FCHMODAT2: libc::c_long = 452;
const QUOTACTL_FD: libc::c_long = 443;
const SOCKET_KIND: u64 = 0xf;
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

/// The newest call that these filters were written for (mseal). Later ones do what denied ones do by another number
/// (setxattrat, file_setattr): to a case, its kernel has none of them.
const NEWEST_KNOWN: u32 = 462;

/// Answers every number above the newest known one with ENOSYS, the second set of numbers that some kernels have for
/// x86-64 (x32, bit 30) with them. `seccompiler` has no ranges, hence by hand: load the number, compare, answer or allow.
fn no_unknown_numbers() -> BpfProgram {
    let answer = libc::SECCOMP_RET_ERRNO | libc::ENOSYS.unsigned_abs();
    [
        (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0),
        (libc::BPF_JMP | libc::BPF_JGT | libc::BPF_K, 1, NEWEST_KNOWN),
        (libc::BPF_RET | libc::BPF_K, 0, answer),
        (libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ALLOW),
    ]
    .map(|(code, jf, k)| sock_filter { code: code as u16, jt: 0, jf, k })
    .to_vec()
}

/// The filter that a case's process puts on itself before the candidate's first byte: threads, but no process; signals
/// and limits for nobody but itself.
pub fn child_filter() -> Result<ChildFilter, seccompiler::BackendError> {
    let mut denied = Rules::new();
    let no_thread = argument(0, SeccompCmpOp::MaskedEq(libc::CLONE_THREAD as u64), 0)?;
    denied.insert(libc::SYS_clone, vec![SeccompRule::new(vec![no_thread])?]);
    deny(&mut denied, &[libc::SYS_execve, libc::SYS_execveat, libc::SYS_tkill, libc::SYS_pidfd_send_signal]);
    #[cfg(target_arch = "x86_64")]
    deny(&mut denied, &[libc::SYS_fork, libc::SYS_vfork]);
    deny_unless_own_pid(
        &mut denied,
        &[libc::SYS_kill, libc::SYS_tgkill, libc::SYS_rt_sigqueueinfo, libc::SYS_rt_tgsigqueueinfo],
    )?;
    // What the case's process has just set: that it ends with the judge, and that nobody looks into it.
    deny_commands(
        &mut denied,
        libc::SYS_prctl,
        0,
        &[libc::PR_SET_PDEATHSIG.unsigned_abs(), libc::PR_SET_DUMPABLE.unsigned_abs()],
    )?;
    deny_unless_self(&mut denied, &[libc::SYS_prlimit64, libc::SYS_sched_setaffinity])?;
    let program = compile(denied, libc::EPERM)?;
    let mut filter = ChildFilter::default();
    for instruction in program {
        if instruction.k == OWN_PID {
            filter.pid_offsets.push(filter.instructions.len() + 4);
        }
        filter.instructions.extend(instruction.code.to_ne_bytes());
        filter.instructions.extend([instruction.jt, instruction.jf]);
        filter.instructions.extend(instruction.k.to_ne_bytes());
    }
    Ok(filter)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_child_filter_has_a_place_for_the_pid_of_every_call_that_names_a_process() {
        let filter = super::child_filter().unwrap();
        assert_eq!(filter.pid_offsets.len(), 6);
        assert_eq!(filter.instructions.len() % 8, 0);
        for offset in filter.pid_offsets {
            assert_eq!(filter.instructions[offset..offset + 4], super::OWN_PID.to_ne_bytes());
        }
    }
}
