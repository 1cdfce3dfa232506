//! `kumite init`: makes the working directory a workspace, and has its repository judged by CI.

use std::env;
use std::path::{Path, PathBuf};

use crate::report::notice;
use crate::workspace::{Workspace, init, shown, write_workflow};

use super::args::InitArgs;
use super::console::{Console, print};
use super::error::CliError;
use super::exit_status::ExitStatus;

/// Runs the command.
pub(super) fn run(args: &InitArgs, console: Console) -> Result<ExitStatus, CliError> {
    let dir = env::current_dir().map_err(CliError::WorkingDir)?;
    let say = |lines: &[String]| print(&notice::lines(lines, &console.style()));
    let mut next = vec![String::new()];
    let file = Workspace::file_above(&dir, &|name| env::var_os(name));
    if file.is_none() {
        // Said at once: what comes after it can fail.
        say(&wrote(&init(&dir).map_err(CliError::Init)?))?;
        next.push("Next: `kumite list` shows the problems,".to_owned());
        next.push("`kumite start PROBLEM` writes a starter solution.".to_owned());
    }
    if let Some(system) = args.ci {
        let workspace = file.as_deref().and_then(Path::parent).unwrap_or(&dir);
        let (workflow, is_new) = write_workflow(system, workspace).map_err(CliError::Init)?;
        let workflow = shown(&workflow, &dir);
        if is_new {
            next.push(format!("Commit {workflow}, and every change is judged."));
            say(&wrote(&[workflow.into()]))?;
        } else {
            say(&[format!("{workflow} is there already and stays as it is.")])?;
        }
    } else if let Some(file) = &file {
        say(&[format!("Nothing to do: {} makes this a workspace already.", shown(file, &dir))])?;
    }
    if next.len() > 1 {
        say(&next)?;
    }
    Ok(ExitStatus::Fine)
}

fn wrote(files: &[PathBuf]) -> Vec<String> {
    files.iter().map(|file| format!("wrote {}", file.display())).collect()
}
