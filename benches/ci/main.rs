//! What CI asks of a judge: many solutions at once, the same ones again, and verdicts that no load changes.
//!
//! `cargo bench --bench ci` prints the tables of `docs/performance.md`; `-- scale` or `-- flaky` only one of them, and a
//! number behind `flaky` other than 20 rounds. It is no test: the exit code says nothing about the figures.

// A benchmark is a program of its own: it starts processes, prints, and stops at the first surprise.
#![allow(clippy::disallowed_methods, clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used, unreachable_pub)]

mod flaky;
#[path = "../overhead/measure.rs"]
#[allow(dead_code)] // pairs are the other benchmark's
mod measure;
#[path = "../overhead/pythons.rs"]
#[allow(dead_code)] // the peers are the other benchmark's
mod pythons;
mod scale;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The place of the benchmark's files, and a clean interpreter.
struct Bench {
    dir: PathBuf,
    python: PathBuf,
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ci");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    let python = pythons::clean(&pythons::real(), &dir.join("clean"));
    let bench = Bench { dir, python };
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|word| word == part);
    if is_wanted("scale") {
        scale::print(&bench);
    }
    if is_wanted("flaky") {
        let rounds = wanted.iter().find_map(|word| word.parse().ok()).unwrap_or(20);
        flaky::print(&bench, rounds);
    }
}

impl Bench {
    /// `kumite test` in the folder, in a clean environment.
    fn kumite(&self, folder: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kumite"));
        command.arg("test").args(args).arg("--python").arg(&self.python).current_dir(folder).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("KUMITE_CACHE_DIR", folder.join("cache"));
        command
    }
}

fn write(file: &Path, text: &str) {
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

/// The head of a package.
fn package(title: &str, time_limit: f64, signature: &str) -> String {
    format!(
        "format_version = 1\ntitle = \"{title}\"\nsummary = \"Counts.\"\ndifficulty = \"easy\"\ntopics = [\"counts\"]\n\
         minutes = 5\n\n[limits]\ntime_seconds = {time_limit:?}\n\n[entry]\nkind = \"function\"\n\
         signature = \"{signature}\"\n\n"
    )
}
