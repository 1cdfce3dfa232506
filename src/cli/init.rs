//! `kumite init`: makes the working directory a workspace.

use std::env;
use std::path::PathBuf;

use crate::report::notice;
use crate::workspace::{Workspace, init, shown};

use super::console::{Console, print};
use super::error::CliError;
use super::exit_status::ExitStatus;

/// Runs the command.
pub(super) fn run(console: Console) -> Result<ExitStatus, CliError> {
    let dir = env::current_dir().map_err(CliError::WorkingDir)?;
    let lines = match Workspace::file_above(&dir, &|name| env::var_os(name)) {
        Some(file) => vec![format!("Nothing to do: {} makes this a workspace already.", shown(&file, &dir))],
        None => written(&init(&dir).map_err(CliError::Init)?),
    };
    print(&notice::lines(&lines, &console.style()))?;
    Ok(ExitStatus::Fine)
}

fn written(files: &[PathBuf]) -> Vec<String> {
    let mut lines: Vec<String> = files.iter().map(|file| format!("wrote {}", file.display())).collect();
    lines.push(String::new());
    lines.push("Next: `kumite list` shows the problems,".to_owned());
    lines.push("`kumite start PROBLEM` writes a starter solution.".to_owned());
    lines
}
