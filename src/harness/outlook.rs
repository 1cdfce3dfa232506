//! What a harness and its cases see of the machine: an environment made from nothing, and few files.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::interpreter::Interpreter;

/// Where the order of sets of texts comes from, and the value of `hash()`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashSeed(u32);

impl HashSeed {
    /// That of every case: sets of texts have the same order in every run.
    pub const USUAL: Self = Self(0);
    /// Another one, for those who rely on it.
    pub const OTHER: Self = Self(1);
}

/// Built from nothing: a candidate sees no secret that was not named.
pub(super) fn environment(home: &Path, pass: &[String], seed: HashSeed) -> Vec<(OsString, OsString)> {
    let mut environment = vec![
        ("PATH".into(), "/usr/local/bin:/usr/bin:/bin".into()),
        ("HOME".into(), home.as_os_str().to_owned()),
        ("LANG".into(), "C.UTF-8".into()),
        // Else every case looks up the same library functions anew, each for the first time.
        ("LD_BIND_NOW".into(), "1".into()),
        ("PYTHONHASHSEED".into(), seed.0.to_string().into()),
        // A library that starts threads when it is imported would lose them in the clone, and wait for them for ever.
        ("OPENBLAS_NUM_THREADS".into(), "1".into()),
        ("OMP_NUM_THREADS".into(), "1".into()),
        ("MKL_NUM_THREADS".into(), "1".into()),
        // Else every thread reserves 64 MiB of address space, and few fit under its limit.
        ("MALLOC_ARENA_MAX".into(), "4".into()),
    ];
    environment.extend(pass.iter().filter_map(|name| Some((name.into(), std::env::var_os(name)?))));
    environment
}

/// The interpreter's own files: its program, its library, installed packages. Never the user's folders.
pub(super) fn readable(interpreter: &Interpreter) -> Vec<PathBuf> {
    let mut paths = vec![interpreter.executable.clone()];
    paths.extend(interpreter.executable.canonicalize());
    for prefix in &interpreter.prefixes {
        paths.extend(["lib", "lib64", "pyvenv.cfg"].map(|name| prefix.join(name)));
    }
    let is_library = |path: &&String| path.contains("site-packages") || path.contains("dist-packages");
    paths.extend(interpreter.search_path.iter().filter(is_library).map(PathBuf::from));
    paths
}
