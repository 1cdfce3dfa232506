//! The interpreters: a clean one for everybody, and one with the peers installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kumite::harness::Interpreter;
use kumite::workspace::Cache;

const REQUIREMENTS: &str = include_str!("../requirements.txt");

/// The real interpreter behind the `python3` on `PATH`.
pub fn real() -> PathBuf {
    Interpreter::find(None, &Cache::none()).expect("the benchmark needs Python 3.10 or later").executable
}

/// A virtual environment as `python3 -m venv` makes it: what a person has who installs nothing into it.
pub fn clean(real: &Path, dir: &Path) -> PathBuf {
    let program = dir.join("bin/python3");
    // Without pip it is one of which the making failed halfway.
    if !dir.join("bin/pip").exists() {
        let status = Command::new(real).args(["-m", "venv", "--clear"]).arg(dir).status().unwrap();
        assert!(
            status.success(),
            "no virtual environment could be made: `{} -m ensurepip --version` must work; on Debian and Ubuntu \
             install python3-venv, on others what holds Python's ensurepip",
            real.display()
        );
    }
    program
}

/// The folder of the peers' programs; None where pip cannot install them. It is kept for the next run.
pub fn peers(real: &Path, dir: &Path) -> Option<PathBuf> {
    let (programs, stamp) = (dir.join("bin"), dir.join("installed.txt"));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == REQUIREMENTS) {
        return Some(programs);
    }
    let requirements = dir.with_extension("txt");
    fs::write(&requirements, REQUIREMENTS).unwrap();
    let steps = [
        Command::new(real).args(["-m", "venv", "--clear"]).arg(dir).output(),
        Command::new(programs.join("pip")).args(["install", "--quiet", "-r"]).arg(&requirements).output(),
    ];
    if !steps.into_iter().all(|step| step.is_ok_and(|output| output.status.success())) {
        return None;
    }
    fs::write(stamp, REQUIREMENTS).unwrap();
    Some(programs)
}
