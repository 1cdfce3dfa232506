//! What a harness and its cases may reach: files by Landlock rules, network and other processes not at all.

use std::path::Path;

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, PathBeneath, PathFd, Ruleset,
    RulesetAttr as _, RulesetCreated, RulesetCreatedAttr as _, Scope,
};

use crate::sandbox::FileAccess;

/// The newest Landlock interface that this code knows; older kernels get what they have.
const NEWEST: ABI = ABI::V6;

/// Device files that every program expects.
const DEVICES: [&str; 5] = ["/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"];

/// What an interpreter reads besides its own folders.
const SYSTEM: [&str; 11] = [
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/alternatives",
];

/// The ruleset for this access, made before the fork; putting it on afterwards is two system calls.
pub(super) fn ruleset(access: &FileAccess) -> Result<RulesetCreated, landlock::RulesetError> {
    let read = AccessFs::from_read(ABI::V1);
    let write = read | AccessFs::WriteFile | AccessFs::MakeReg | AccessFs::RemoveFile | AccessFs::Truncate;
    let mut ruleset = nothing()?;
    for path in access.read.iter().map(AsRef::as_ref).chain(SYSTEM.iter().map(Path::new)) {
        ruleset = allow(ruleset, path, read)?;
    }
    for path in DEVICES {
        ruleset = allow(ruleset, Path::new(path), AccessFs::ReadFile | AccessFs::WriteFile)?;
    }
    allow(ruleset, &access.write, write & !landlock::BitFlags::from(AccessFs::Execute))
}

/// A ruleset under which nothing may be reached.
pub(super) fn nothing() -> Result<RulesetCreated, landlock::RulesetError> {
    Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::BindTcp | AccessNet::ConnectTcp)?
        .scope(Scope::AbstractUnixSocket | Scope::Signal)?
        .create()
}

/// Adds a rule; a path that does not exist needs none. Rights that only a folder has the library leaves out for a file.
fn allow(
    ruleset: RulesetCreated,
    path: &Path,
    access: landlock::BitFlags<AccessFs>,
) -> Result<RulesetCreated, landlock::RulesetError> {
    let Ok(fd) = PathFd::new(path) else { return Ok(ruleset) };
    ruleset.add_rule(PathBeneath::new(fd, access))
}

/// The scopes that a server or a case puts on itself, as the kernel's bits: abstract sockets and signals.
pub(super) const CHILD_SCOPES: u64 = 3;
