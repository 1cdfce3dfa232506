//! Runs a helper program of ours to its end, within a time.

use std::ffi::OsStr;
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use wait_timeout::ChildExt as _;

use super::SandboxError;

/// What a program printed.
#[derive(Debug)]
pub struct Output {
    /// Whether it ended with exit code 0.
    pub success: bool,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
}

/// Runs `program` with `input` on standard input. None: it did not end within `patience` and was killed.
pub fn run(
    program: &Path,
    args: &[&OsStr],
    env_removed: &[&str],
    input: &[u8],
    patience: Duration,
) -> Result<Option<Output>, SandboxError> {
    let start = |source| SandboxError::Start { program: program.to_owned(), source };
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for name in env_removed {
        command.env_remove(name);
    }
    let mut child = command.spawn().map_err(start)?;
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // A program that does not read its input or ends early is no error here: its output tells.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
        let stdout = scope.spawn(move || read_all(stdout));
        let stderr = scope.spawn(move || read_all(stderr));
        let status = child.wait_timeout(patience).map_err(start)?;
        if status.is_none() {
            let _ = child.kill();
            let _ = child.wait();
        }
        let (stdout, stderr) = (stdout.join().unwrap_or_default(), stderr.join().unwrap_or_default());
        Ok(status.map(|status| Output { success: status.success(), stdout, stderr }))
    })
}

fn read_all(stream: Option<impl io::Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        let _ = stream.take(16 << 20).read_to_end(&mut bytes);
    }
    bytes
}
