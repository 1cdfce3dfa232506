//! What the tests of commands share: a workspace of their own, and kumite run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder of files to run kumite in, with nothing of the user's own settings.
pub(crate) struct Place {
    dir: TempDir,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Place {
    /// A folder with these files; a name that ends with `/` is an empty folder.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let place = Self { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(place.path().join("here")).unwrap();
        for (name, text) in files {
            let path = place.here().join(name);
            fs::create_dir_all(if name.ends_with('/') { &path } else { path.parent().unwrap() }).unwrap();
            if !name.ends_with('/') {
                fs::write(&path, text).unwrap();
            }
        }
        place
    }

    fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The working directory of the commands.
    pub(crate) fn here(&self) -> PathBuf {
        self.path().join("here")
    }

    /// Kumite with these arguments, not yet run.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kumite"));
        command.args(args).current_dir(self.here()).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.path()).env("KUMITE_CACHE_DIR", self.path().join("cache"));
        command
    }

    /// Runs kumite with these arguments.
    pub(crate) fn kumite(&self, args: &[&str]) -> Outcome {
        Outcome::of(&mut self.command(args))
    }

    /// Kumite with these arguments, for what `assert_cmd` cannot: redirecting, and going on while it runs.
    pub(crate) fn bare_command(&self, args: &[&str]) -> std::process::Command {
        #[allow(clippy::disallowed_methods)]
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kumite"));
        let settings = self.command(args);
        command.args(args).current_dir(self.here()).env_clear();
        command.envs(settings.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command
    }

    /// Runs kumite with these arguments and with `stdout` as its standard output, which the outcome does not have.
    pub(crate) fn kumite_into(&self, args: &[&str], stdout: impl Into<Stdio>) -> Outcome {
        Outcome::read(self.bare_command(args).stdout(stdout).output().unwrap())
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.here().join(name)).unwrap()
    }
}

impl Outcome {
    /// Runs the command.
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::read(command.output().unwrap())
    }

    pub(crate) fn read(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Everything on one page, for snapshots.
    pub(crate) fn page(&self) -> String {
        let part = |name: &str, text: &str| if text.is_empty() { String::new() } else { format!("--- {name}\n{text}") };
        format!("{}{}--- exit {}", part("stdout", &self.stdout), part("stderr", &self.stderr), self.code)
    }
}

/// Problem packages for a workspace: `problems/arrays/two-sum` and `problems/logs/merge-logs`.
pub(crate) const PACKAGES: [(&str, &str); 3] = [
    (
        "problems/arrays/two-sum/problem.toml",
        r#"format_version = 1
title = "Two sum"
summary = "The indices of the two numbers that add up to the target."
difficulty = "easy"
topics = ["arrays"]
minutes = 10

[entry]
kind = "function"
signature = "def two_sum(numbers: list[int], target: int) -> list[int]"

[limits]
time_seconds = 1.0

[[cases]]
name = "first-two"
group = "sample"
args = [[2, 7, 11], 9]
expected = [0, 1]

[[cases]]
name = "negative"
tags = ["boundary"]
args = [[-3, 4, 90, 3], 0]
expected = [0, 3]
"#,
    ),
    ("problems/arrays/two-sum/statement.md", "# Two sum\n\nFind two numbers that add up to `target`.\n"),
    (
        "problems/logs/merge-logs/problem.toml",
        r#"format_version = 1
title = "Merge logs"
difficulty = "medium"
topics = ["logs"]

[entry]
kind = "stdin"

[limits]
time_seconds = 1.0

[[cases]]
name = "one-line"
stdin = "a\n"
stdout = "a\n"
"#,
    ),
];

/// A package with three mistakes.
pub(crate) const BROKEN_PACKAGE: (&str, &str) = (
    "problems/broken/problem.toml",
    r#"format_version = 1
titel = "Broken"

[entry]
kind = "function"
signature = "def broken(numbers: lst[int]) -> int"

[limits]
time_seconds = "fast"

[[cases]]
name = "one"
args = [[1]]
expected = 1
"#,
);
