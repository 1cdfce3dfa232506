//! `kumite new-problem`: a package to begin a problem with.

use std::fs;
use std::path::Path;

use crate::report::notice;
use crate::workspace::write_package;

use super::args::{NewProblemArgs, ProblemsArgs};
use super::console::{Console, print};
use super::error::CliError;
use super::exit_status::ExitStatus;
use super::resolve::Context;

/// Runs the command.
pub(super) fn run(args: &NewProblemArgs, console: Console) -> Result<ExitStatus, CliError> {
    let context = Context::open(&ProblemsArgs { problems: Vec::new() })?;
    let configured = context.workspace.config.problems.value.first();
    let problems = configured.map_or_else(|| context.working_dir.join("problems"), Clone::clone);
    let folder = problems.join(&args.topic).join(&args.id);
    if folder.exists() {
        return Err(CliError::Exists(context.shown(&folder)));
    }
    for inner in ["submissions/accepted", "submissions/wrong_answer"] {
        let path = folder.join(inner);
        fs::create_dir_all(&path).map_err(|source| CliError::Write { path: context.shown(&path), source })?;
    }
    let shown = |path: &Path| context.shown(path);
    let files = write_package(&folder, &args.id, &args.topic)
        .map_err(|(path, source)| CliError::Write { path: shown(&path), source })?;
    let mut lines: Vec<String> = files.iter().map(|file| format!("wrote {}", shown(file))).collect();
    lines.push(String::new());
    lines.push("Next: write the problem over the example in these files,".to_owned());
    lines.push(format!("then check it with `kumite verify {}`.", args.id));
    print(&notice::lines(&lines, &console.style()))?;
    Ok(ExitStatus::Fine)
}
